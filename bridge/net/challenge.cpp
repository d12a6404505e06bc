#include "bridge/net/challenge.h"

#include "bridge/net/ascii.h"

namespace kopru::bridge {

namespace {

bool isAlphanumeric(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool isTokenCharacter(char c)
{
    return isAlphanumeric(c) || std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

bool isToken68Character(char c)
{
    return isAlphanumeric(c) || std::string_view("-._~+/").find(c) != std::string_view::npos;
}

class ChallengeReader
{
public:
    explicit ChallengeReader(std::string_view text) : m_text(text) {}

    std::vector<Challenge> read()
    {
        std::vector<Challenge> result;
        for (skip(" \t,"); !atEnd(); skip(" \t,")) {
            const std::string_view name = token();
            if (name.empty()) {
                passOver();
                continue;
            }
            if (!result.empty() && takeEquals()) {
                result.back().parameters.emplace_back(lowered(name), value());
                continue;
            }
            Challenge challenge;
            challenge.scheme = lowered(name);
            challenge.token68 = token68();
            result.push_back(std::move(challenge));
        }
        return result;
    }

private:
    [[nodiscard]] bool atEnd() const { return m_at >= m_text.size(); }
    [[nodiscard]] char next() const { return atEnd() ? '\0' : m_text[m_at]; }

    void skip(std::string_view characters)
    {
        m_at = std::min(m_text.find_first_not_of(characters, m_at), m_text.size());
    }

    template <class Test> std::string_view take(Test test)
    {
        const std::size_t from = m_at;
        while (!atEnd() && test(m_text[m_at]))
            ++m_at;
        return m_text.substr(from, m_at - from);
    }

    std::string_view token() { return take(isTokenCharacter); }

    /// Spaces around the sign are bad manners, but allowed to be met.
    bool takeEquals()
    {
        const std::size_t from = m_at;
        skip(" \t");
        if (next() == '=') {
            ++m_at;
            skip(" \t");
            return true;
        }
        m_at = from;
        return false;
    }

    std::string value()
    {
        if (next() != '"') // an address without its quotes holds characters that no token may
            return std::string(take([](char c) { return c != ',' && c != ' ' && c != '\t'; }));
        std::string result;
        for (++m_at; !atEnd() && next() != '"'; ++m_at) {
            if (next() == '\\' && m_at + 1 < m_text.size())
                ++m_at;
            result.push_back(next());
        }
        if (!atEnd())
            ++m_at;
        return result;
    }

    /// What follows a scheme is one, unless it is the name of a parameter.
    std::string token68()
    {
        const std::size_t from = m_at;
        skip(" \t");
        const std::size_t begin = m_at;
        if (begin > from && !take(isToken68Character).empty()) {
            skip("=");
            const std::size_t end = m_at;
            skip(" \t");
            if (atEnd() || next() == ',')
                return std::string(m_text.substr(begin, end - begin));
        }
        m_at = from;
        return {};
    }

    void passOver()
    {
        if (next() == '"')
            (void)value();
        else
            ++m_at;
    }

    std::string_view m_text;
    std::size_t m_at = 0;
};

} // namespace

std::optional<std::string_view> Challenge::parameter(std::string_view name) const
{
    for (const auto &[held, value] : parameters)
        if (held == name)
            return value;
    return std::nullopt;
}

std::vector<Challenge> parseChallenges(std::string_view field)
{
    return ChallengeReader(field).read();
}

} // namespace kopru::bridge
