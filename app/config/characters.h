#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QByteArrayView>
#include <QtCore/QRegularExpression>

#include <array>

/// The signs of a faulty text: what is a quote, white space, a comment or a bracket in it, however it is spelled. All
/// of it is inline, because most of it is asked once for each byte.
namespace kopru::config::tolerant {

/// As far as anything looks ahead from one place.
constexpr qsizetype longestLook = 4096; ///< bytes

inline bool isBreak(char c)
{
    return c == '\n' || c == '\r';
}
inline bool isBlank(char c)
{
    return c == ' ' || c == '\t';
}
inline bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}
inline bool isLetter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
inline bool isHex(char c)
{
    return isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}
inline bool isControl(char c)
{
    return static_cast<uchar>(c) < 0x20 || c == 0x7f;
}
inline bool isClosing(char c)
{
    return c == '}' || c == ']' || c == ')';
}
inline bool isBracket(char c)
{
    return c == '{' || c == '[' || c == '(' || isClosing(c);
}

inline bool matches(QByteArrayView bytes, const QRegularExpression &pattern)
{
    return bytes.size() <= longestLook && pattern.match(QString::fromUtf8(bytes)).hasMatch();
}

enum class Quote : quint8 { None, Straight, Escaped, Html, Double, Single, Backtick };

struct QuoteSign
{
    QByteArrayView spelling;
    Quote kind;
};

inline constexpr std::array<QuoteSign, 18> quoteSigns = {{{"\"", Quote::Straight},
                                                          {"\\\"", Quote::Escaped},
                                                          {"&quot;", Quote::Html},
                                                          {"'", Quote::Single},
                                                          {"`", Quote::Backtick},
                                                          {"\u201c", Quote::Double},
                                                          {"\u201d", Quote::Double},
                                                          {"\u201e", Quote::Double},
                                                          {"\u201f", Quote::Double},
                                                          {"\u00ab", Quote::Double},
                                                          {"\u00bb", Quote::Double},
                                                          {"\uff02", Quote::Double},
                                                          {"\u2033", Quote::Double},
                                                          {"\u2018", Quote::Single},
                                                          {"\u2019", Quote::Single},
                                                          {"\u201a", Quote::Single},
                                                          {"\u201b", Quote::Single},
                                                          {"\u2032", Quote::Single}}};

struct SpaceSign
{
    QByteArrayView spelling;
    QByteArrayView meant;
};

/// White space of other systems, and what stands for it in JSON.
inline constexpr std::array<SpaceSign, 28> spaceSigns = {
    {{"\u00a0", " "}, {"\u200b", ""},  {"\u200c", ""},  {"\u200d", ""},  {"\u2060", ""},  {"\ufeff", ""},
     {"\u3000", " "}, {"\u2028", " "}, {"\u2029", " "}, {"\u202f", " "}, {"\u205f", " "}, {"\u1680", " "},
     {"\u2000", " "}, {"\u2001", " "}, {"\u2002", " "}, {"\u2003", " "}, {"\u2004", " "}, {"\u2005", " "},
     {"\u2006", " "}, {"\u2007", " "}, {"\u2008", " "}, {"\u2009", " "}, {"\u200a", " "}, {"\u0085", " "},
     {"\u200e", ""},  {"\u200f", ""},  {"\f", " "},     {"\v", " "}}};

/// A quote in the text: none has no size.
struct QuoteMark
{
    Quote kind = Quote::None;
    qsizetype size = 0;
};

/// A text, and what stands at a place of it. A view: the bytes must outlive it.
class Characters
{
public:
    explicit Characters(QByteArrayView text) : m_text(text)
    {
        const qsizetype first = text.indexOf('"');
        m_isEscaped = first > 0 && text.at(first - 1) == '\\';
    }

    [[nodiscard]] qsizetype size() const { return m_text.size(); }
    [[nodiscard]] char at(qsizetype place) const { return m_text.at(place); }
    [[nodiscard]] QByteArrayView view(qsizetype begin, qsizetype end) const
    {
        return m_text.sliced(begin, end - begin);
    }
    [[nodiscard]] bool startsWith(qsizetype at, QByteArrayView what) const
    {
        return what.size() <= m_text.size() - at && view(at, at + what.size()) == what;
    }
    [[nodiscard]] qsizetype find(QByteArrayView what, qsizetype from) const { return m_text.indexOf(what, from); }

    // Lines: they end with any kind of break, and with the text.

    [[nodiscard]] bool isLineStart(qsizetype at) const { return at == 0 || isBreak(m_text.at(at - 1)); }
    /// Nothing but blanks stands in front of it.
    [[nodiscard]] bool startsLine(qsizetype at) const
    {
        while (at > 0 && isBlank(m_text.at(at - 1)))
            --at;
        return isLineStart(at);
    }
    [[nodiscard]] qsizetype lineEnd(qsizetype at) const
    {
        while (at < m_text.size() && !isBreak(m_text.at(at)))
            ++at;
        return at;
    }
    [[nodiscard]] qsizetype nextLine(qsizetype at) const
    {
        at = lineEnd(at);
        if (at < m_text.size())
            at += startsWith(at, "\r\n") ? 2 : 1;
        return at;
    }

    // Signs. The place must be in front of the end.

    [[nodiscard]] QuoteMark quoteAt(qsizetype at) const
    {
        const char c = m_text.at(at);
        if (isLetter(c) || isDigit(c) || c == ' ')
            return {};
        for (const QuoteSign &sign : quoteSigns)
            if (c == sign.spelling.front() && startsWith(at, sign.spelling) &&
                (sign.kind != Quote::Escaped || m_isEscaped))
                return {sign.kind, sign.spelling.size()};
        return {};
    }
    [[nodiscard]] bool isQuote(qsizetype at) const { return quoteAt(at).kind != Quote::None; }
    /// White space that JSON does not know.
    [[nodiscard]] const SpaceSign *spaceAt(qsizetype at) const
    {
        const auto c = static_cast<uchar>(m_text.at(at));
        if (c != '\f' && c != '\v' && c < 0x80)
            return nullptr;
        for (const SpaceSign &sign : spaceSigns)
            if (sign.spelling.front() == m_text.at(at) && startsWith(at, sign.spelling))
                return &sign;
        return nullptr;
    }
    [[nodiscard]] bool isComment(qsizetype at) const
    {
        const char c = m_text.at(at);
        if (c == '#')
            return true;
        if (c == '<')
            return startsWith(at, "<!--");
        return c == '/' && (startsWith(at, "//") || startsWith(at, "/*"));
    }
    /// Of Markdown.
    [[nodiscard]] bool isFence(qsizetype at) const { return startsWith(at, "```") || startsWith(at, "~~~"); }
    /// The sign of which a line of a merge conflict is made.
    [[nodiscard]] char markAt(qsizetype at) const
    {
        for (const char sign : {'<', '|', '=', '>'}) {
            if (m_text.at(at) != sign || !startsWith(at, QByteArray(7, sign)))
                continue;
            const qsizetype behind = at + 7;
            if (behind == m_text.size() || isBlank(m_text.at(behind)) || isBreak(m_text.at(behind)))
                return sign;
        }
        return '\0';
    }
    [[nodiscard]] bool isEndOfWord(qsizetype at) const
    {
        const char c = m_text.at(at);
        return isBlank(c) || isBreak(c) || c == ',' || c == ';' || isBracket(c) || isControl(c);
    }

private:
    QByteArrayView m_text;
    bool m_isEscaped = false; ///< a text of a program, in which all quotes have a backslash
};

} // namespace kopru::config::tolerant
