#pragma once

#include "app/config/container.h"
#include "app/config/explanation.h"

namespace kopru::config::tolerant {

/// Walks through tokens with a stack of open containers and explains what does not fit together. Its members stand in
/// several files, by what they read.
class Walk
{
public:
    /// @param tokens  those of `all`, or the same with other brackets
    Walk(const QByteArray &text, const Tokens &all, const std::vector<Token> &tokens)
        : m_text(text), m_all(all), m_tokens(tokens)
    {}

    /// @param limit  a cost above which the explanation is of no interest
    void run(int limit = std::numeric_limits<int>::max());
    [[nodiscard]] const Explanation &explanation() const { return m_out; }

private:
    using State = Container::State;

    void read(const Token &token);
    void finish();

    // Keys, values and what stands between them: walkvalues.cpp

    void readComma(const Token &token);
    /// One or several commas behind a value.
    void readCommas(Container &top, const Token &token);
    void readColon(const Token &token);
    void readDots(const Token &token);
    /// Neither side of a conflict needs a comma towards the other.
    void readMark(const Token &token);
    void readGarbage(const Token &token);
    /// Before a member or element: the comma in front, and its indentation.
    void beginItem(const Token &token);
    void missingComma();
    /// `"npx," "args"`: the comma slipped inside the quote.
    bool commaInsideText();
    void readScalar(const Token &token);
    /// `"npx"= "args":`
    [[nodiscard]] bool isEqualsForComma() const;
    void key(const Token &token);
    void value(const Token &token);

    // Brackets: walkbrackets.cpp

    void readOpen(const Token &token);
    /// Braces without a key among members.
    void openNameless(const Token &token, Container &inner);
    /// The root, or what was pasted behind its end.
    void openOutside(const Token &token, Container &inner);
    /// A member stands where a bracket should be.
    void openVirtual(const Token &token);
    void readClose(const Token &token);
    void pop(const Token &token);
    void closeNameless(const Container &closed, const Container &outer);
    void extraBracket(const Token &token);
    void push(const Container &container);
    void closePiece(qsizetype end, const QByteArray &tail);
    /// A closing bracket, on a line of its own where its members have lines of their own.
    [[nodiscard]] QByteArray closer(const Container &container, char close) const;

    /// A token further on; marks of conflicts are none.
    [[nodiscard]] const Token *peek(std::size_t distance) const
    {
        for (std::size_t i = m_index + 1; i < m_tokens.size(); ++i) {
            if (m_tokens[i].kind == TokenKind::Mark || m_tokens[i].kind == TokenKind::Skipped)
                continue;
            if (--distance == 0)
                return &m_tokens[i];
        }
        return nullptr;
    }
    [[nodiscard]] bool isColonNext() const
    {
        const Token *next = peek(1);
        return next != nullptr && next->kind == TokenKind::Colon;
    }

    [[nodiscard]] QByteArrayView bytes(const Token &token) const
    {
        return QByteArrayView(m_text).sliced(token.begin, token.end - token.begin);
    }
    [[nodiscard]] QByteArray spelling(const Token &token) const
    {
        return token.fix >= 0 ? m_all.fixes[static_cast<std::size_t>(token.fix)] : bytes(token).toByteArray();
    }
    void applyFix(const Token &token)
    {
        if (token.fix >= 0)
            m_out.replace(token, spelling(token));
    }
    void remove(const Token &token)
    {
        if (token.isInserted)
            return;
        m_isRemoved = true;
        m_out.remove(token, m_text);
    }
    void oddity(int cost) { m_out.oddity(cost, m_index); }
    void trouble() { m_out.trouble(m_index); }

    const QByteArray &m_text;
    const Tokens &m_all;
    const std::vector<Token> &m_tokens;
    Explanation m_out;
    std::vector<Container> m_stack;
    mutable QByteArray m_newline; ///< of the whole text: looked for once
    std::size_t m_index = 0;
    std::size_t m_commaToken = 0;
    std::size_t m_lastScalar = static_cast<std::size_t>(-1);
    std::size_t m_conflictDepth = 0;
    qsizetype m_prevEnd = 0;
    qsizetype m_pendingComma = -1; ///< behind the end
    int m_lineIndent = 0;
    bool m_hasRoot = false;
    bool m_softComma = false;
    bool m_wasExtra = false;
    bool m_isExtra = false;
    bool m_isRemoved = false; ///< the token that is being read
    bool m_wasInserted = false;
    bool m_isSilent = false;
    bool m_isCut = false;
};

} // namespace kopru::config::tolerant
