#pragma once

#include "app/config/characters.h"

namespace kopru::config::tolerant {

/// How much may be looked at ahead of what is read. Each look is paid for, so that a hostile text cannot make it more
/// than its share: the time grows with the length alone. What is read without the look is a guess.
class LookAhead
{
public:
    explicit LookAhead(const Characters &text) : m_text(text), m_budget(text.size() * 8 + 1'000'000) {}

    /// Pays for a look at so many bytes. Of 0 it asks only whether anything is left.
    [[nodiscard]] bool mayLook(qsizetype length)
    {
        if (length > longestLook || m_budget <= length) {
            m_wasRefused = true;
            return false;
        }
        m_budget -= length;
        return true;
    }
    /// For what has been looked at already.
    void pay(qsizetype length) { m_budget -= length; }
    [[nodiscard]] bool wasRefused() const { return m_wasRefused; }

    /// The end of the line, or as far as one looks.
    [[nodiscard]] qsizetype nearLineEnd(qsizetype at)
    {
        const qsizetype begin = at;
        const qsizetype last = mayLook(0) ? std::min(m_text.size(), at + longestLook - 1) : at;
        while (at < last && !isBreak(m_text.at(at)))
            ++at;
        pay(at - begin);
        return at;
    }
    [[nodiscard]] QByteArrayView lineFrom(qsizetype at) { return m_text.view(at, nearLineEnd(at)); }

private:
    Characters m_text;
    qsizetype m_budget; ///< bytes
    bool m_wasRefused = false;
};

} // namespace kopru::config::tolerant
