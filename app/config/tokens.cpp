#include "app/config/tokens.h"

#include "app/config/tolerant.h"

#include <QtCore/QRegularExpression>

#include <array>

using namespace Qt::StringLiterals;

namespace kopru::config::tolerant {
namespace {

constexpr std::size_t maximumTokens = 4'000'000;
constexpr qsizetype lookAhead = 4096; ///< bytes

enum class Quote : quint8 { None, Straight, Escaped, Html, Double, Single, Backtick };

struct QuoteSign
{
    QByteArrayView spelling;
    Quote kind;
};

constexpr std::array<QuoteSign, 18> quoteSigns = {{{"\"", Quote::Straight},
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
constexpr std::array<SpaceSign, 28> spaceSigns = {
    {{"\u00a0", " "}, {"\u200b", ""},  {"\u200c", ""},  {"\u200d", ""},  {"\u2060", ""},  {"\ufeff", ""},
     {"\u3000", " "}, {"\u2028", " "}, {"\u2029", " "}, {"\u202f", " "}, {"\u205f", " "}, {"\u1680", " "},
     {"\u2000", " "}, {"\u2001", " "}, {"\u2002", " "}, {"\u2003", " "}, {"\u2004", " "}, {"\u2005", " "},
     {"\u2006", " "}, {"\u2007", " "}, {"\u2008", " "}, {"\u2009", " "}, {"\u200a", " "}, {"\u0085", " "},
     {"\u200e", ""},  {"\u200f", ""},  {"\f", " "},     {"\v", " "}}};

bool isBreak(char c)
{
    return c == '\n' || c == '\r';
}
bool isBlank(char c)
{
    return c == ' ' || c == '\t';
}
bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}
bool isLetter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool isHex(char c)
{
    return isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}
bool isControl(char c)
{
    return static_cast<uchar>(c) < 0x20 || c == 0x7f;
}
bool isBracket(char c)
{
    return c == '{' || c == '}' || c == '[' || c == ']' || c == '(' || c == ')';
}

bool matches(QByteArrayView bytes, const QRegularExpression &pattern)
{
    return bytes.size() <= lookAhead && pattern.match(QString::fromUtf8(bytes)).hasMatch();
}

bool isStrictNumber(QByteArrayView word)
{
    qsizetype at = 0;
    const auto isAt = [&](QByteArrayView signs) { return at < word.size() && signs.contains(word.at(at)); };
    const auto digits = [&] {
        const qsizetype from = at;
        while (at < word.size() && isDigit(word.at(at)))
            ++at;
        return at - from;
    };
    if (isAt("-"))
        ++at;
    const bool beginsWithZero = isAt("0");
    const qsizetype whole = digits();
    if (whole == 0 || (beginsWithZero && whole > 1))
        return false;
    if (isAt(".")) {
        ++at;
        if (digits() == 0)
            return false;
    }
    if (isAt("eE")) {
        ++at;
        if (isAt("+-"))
            ++at;
        if (digits() == 0)
            return false;
    }
    return at == word.size();
}

} // namespace

class Lexer
{
public:
    explicit Lexer(const QByteArray &text) : m_text(text), m_budget(text.size() * 8 + 1'000'000)
    {
        const qsizetype first = text.indexOf('"');
        m_isEscaped = first > 0 && text.at(first - 1) == '\\';
    }

    Tokens read()
    {
        readStart();
        while (!m_all.isJunk && !isStopped()) {
            skipGap();
            if (atEnd())
                break;
            if (m_brackets.empty() && m_hasRoot && !m_inMember)
                readBehindEnd();
            else
                readToken();
        }
        return std::move(m_all);
    }

private:
    // ---- Before the first and behind the last bracket ----------------------------------------------------------

    void readStart()
    {
        skipGap();
        if (atEnd()) {
            flaw(Fault::UnexpectedEnd, m_text.size());
            m_all.isJunk = true;
            return;
        }
        if (here() == '{' || here() == '(')
            return;
        if (here() == '[') {
            static const QRegularExpression table(u"\\A\\[+[ ]*[A-Za-z_][A-Za-z0-9_.-]*[ ]*\\]+[ \\t]*\\z"_s);
            if (!matches(lineFrom(m_at), table))
                return;
            return readJunk();
        }
        if (quoteAt(m_at).kind != Quote::None && startsMember(m_at)) {
            m_hasRoot = true;
            m_brackets.push_back('{');
            return;
        }
        static const QRegularExpression bareKey(u"\\A(mcp[ _-]?servers?)[ \\t]*[:=]?[ \\t]*\\{"_s,
                                                QRegularExpression::CaseInsensitiveOption);
        if (matches(lineFrom(m_at), bareKey)) {
            m_hasRoot = true;
            m_brackets.push_back('{');
            return;
        }
        static const QRegularExpression page(u"\\A<(?:!doctype|html|\\?xml)"_s,
                                             QRegularExpression::CaseInsensitiveOption);
        if (matches(view(m_at, std::min(m_at + 16, m_text.size())), page))
            return readJunk();
        readProse();
    }

    void readJunk()
    {
        flaw(Fault::UnexpectedCharacter, m_at);
        m_all.isJunk = true;
    }

    void readProse()
    {
        const qsizetype begin = m_at;
        qsizetype at = begin;
        while (at < m_text.size() && m_text.at(at) != '{' && !(isFence(at) && startsLine(at)))
            ++at;
        if (at == m_text.size())
            return readJunk();
        flaw(Fault::TextBeforeStart, begin);
        splice(begin, at, {});
        m_at = at;
        skipGap();
    }

    void readBehindEnd()
    {
        const char c = here();
        if (c == '{' || isClosing(c) || c == ',' || c == ';')
            return readToken();
        if (quoteAt(m_at).kind != Quote::None && startsMember(m_at)) {
            m_inMember = true;
            return readToken();
        }
        const qsizetype begin = m_at;
        qsizetype at = begin;
        while (at < m_text.size() && !((m_text.at(at) == '{' || isFence(at)) && startsLine(at)))
            ++at;
        while (at > begin && (isBlank(m_text.at(at - 1)) || isBreak(m_text.at(at - 1))))
            --at;
        add(TokenKind::Garbage, begin, at);
    }

    /// A key in quotes, with a colon or a bracket behind it.
    bool startsMember(qsizetype at)
    {
        const auto quote = quoteAt(at);
        qsizetype end = at + quote.size;
        const qsizetype last = std::min(m_text.size(), at + lookAhead);
        while (end < last && quoteAt(end).kind == Quote::None && !isBreak(m_text.at(end)))
            ++end;
        if (end >= last || isBreak(m_text.at(end)))
            return false;
        end += quoteAt(end).size;
        while (end < last && (isBlank(m_text.at(end)) || isBreak(m_text.at(end))))
            ++end;
        return end < last && (m_text.at(end) == ':' || m_text.at(end) == '=' || m_text.at(end) == '{');
    }

    // ---- Between tokens ----------------------------------------------------------------------------------------

    void skipGap()
    {
        while (!atEnd() && !isStopped()) {
            if (isBlank(here()) || isBreak(here())) {
                ++m_at;
            } else if (const SpaceSign *space = spaceAt(m_at)) {
                if (!m_gapIsFaulty)
                    flaw(Fault::WrongSpace, m_at);
                m_gapIsFaulty = true;
                splice(m_at, m_at + space->spelling.size(), space->meant.toByteArray());
                m_at += space->spelling.size();
            } else if (isComment(m_at)) {
                skipComment();
            } else if (isFence(m_at) && startsLine(m_at)) {
                skipFence();
            } else if (isLineStart(m_at) && markAt(m_at) != '\0') {
                readMark();
            } else {
                return;
            }
        }
    }

    bool isComment(qsizetype at) const
    {
        const char c = m_text.at(at);
        if (c == '#')
            return true;
        if (c == '<')
            return startsWith(at, "<!--");
        return c == '/' && (startsWith(at, "//") || startsWith(at, "/*"));
    }

    void skipComment()
    {
        const qsizetype begin = m_at;
        flaw(Fault::Comment, begin);
        qsizetype end = m_text.size();
        const bool block = startsWith(begin, "/*");
        if (block || startsWith(begin, "<!--")) {
            const QByteArrayView close = block ? "*/" : "-->";
            // `/*/` does not close what it opens.
            const qsizetype found = m_text.indexOf(close, begin + (block ? 2 : 4));
            if (found < 0) {
                m_all.isGuess = m_all.isGuess || !m_hasRoot || !m_brackets.empty();
                m_all.isCutByComment = true;
            } else {
                end = found + close.size();
            }
        } else {
            end = lineEnd(begin);
        }
        m_all.hasBoldTexts = m_all.hasBoldTexts || view(begin, end).contains(QByteArrayView("\","));
        m_at = end;
        // With the blanks in front; where it has lines of its own, with these.
        qsizetype from = begin;
        while (from > 0 && isBlank(m_text.at(from - 1)))
            --from;
        const bool ownLine = from == 0 || isBreak(m_text.at(from - 1));
        qsizetype to = end;
        while (to < m_text.size() && isBlank(m_text.at(to)))
            ++to;
        const bool toLineEnd = to == m_text.size() || isBreak(m_text.at(to));
        if (from < m_lastEnd || (!ownLine && !toLineEnd))
            from = begin;
        if (ownLine && toLineEnd && to < m_text.size())
            to += startsWith(to, "\r\n") ? 2 : 1;
        else if (!(ownLine && toLineEnd))
            to = end;
        if (!m_all.splices.empty() && m_all.splices.back().end > from)
            from = m_all.splices.back().end;
        splice(from, to, {});
        m_at = std::max(m_at, to);
    }

    bool isFence(qsizetype at) const { return startsWith(at, "```") || startsWith(at, "~~~"); }

    void skipFence()
    {
        if (!m_fenceIsOpen)
            flaw(Fault::Fence, m_at);
        m_fenceIsOpen = !m_fenceIsOpen;
        m_at = removeLine(m_at);
    }

    char markAt(qsizetype at) const
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

    void readMark()
    {
        const char sign = markAt(m_at);
        const qsizetype begin = m_at;
        qsizetype end = removeLine(begin);
        const bool begins = sign == '<';
        if (begins || !m_inConflict)
            flaw(Fault::MergeMark, begin);
        if (sign == '|' && m_inConflict) {
            // What both sides had in common before is on neither.
            const qsizetype from = end;
            while (end < m_text.size() && markAt(end) != '=')
                end = nextLine(end);
            splice(from, end, {});
        }
        if (begins)
            m_inConflict = true;
        if (m_inConflict && sign != '|')
            add(TokenKind::Mark, begin, end, sign);
        if (sign == '>')
            m_inConflict = false;
        m_at = end;
    }

    qsizetype removeLine(qsizetype at)
    {
        qsizetype begin = at;
        while (begin > 0 && isBlank(m_text.at(begin - 1)))
            --begin;
        const qsizetype end = nextLine(at);
        splice(begin, end, {});
        return end;
    }

    // ---- Tokens ------------------------------------------------------------------------------------------------

    void readToken()
    {
        const char c = here();
        switch (c) {
        case '{':
        case '[':
        case '(':
            m_brackets.push_back(c);
            m_hasRoot = true;
            m_inMember = false;
            return addSign(TokenKind::Open);
        case '}':
        case ']':
        case ')':
            close(c);
            m_inMember = false;
            return addSign(TokenKind::Close);
        case ',':
        case ';':
            m_inMember = false;
            return addSign(TokenKind::Comma);
        case ':':
            if (m_last == TokenKind::Colon) {
                flaw(Fault::UnexpectedCharacter, m_at);
                splice(m_at, m_at + 1, {});
                ++m_at;
                return;
            }
            return addSign(TokenKind::Colon);
        case '=': {
            const qsizetype begin = m_at;
            m_at += startsWith(m_at, "=>") ? 2 : 1;
            // Behind a value it is no slip of the keyboard.
            m_all.isGuess = m_all.isGuess || (m_last == TokenKind::Text && !m_lastIsKey);
            return add(TokenKind::Colon, begin, m_at, '=');
        }
        default:
            break;
        }
        if (startsWith(m_at, "\u2026") || startsWith(m_at, "...")) {
            const qsizetype begin = m_at;
            while (!atEnd() && (here() == '.' || startsWith(m_at, "\u2026")))
                m_at += here() == '.' ? 1 : 3;
            if (atEnd() || isBlank(here()) || isBreak(here()) || here() == ',' || isBracket(here()))
                return add(TokenKind::Dots, begin, m_at);
            m_at = begin;
        }
        if (quoteAt(m_at).kind != Quote::None)
            readText();
        else
            readBare();
    }

    void close(char c)
    {
        const char open = c == '}' ? '{' : c == ']' ? '[' : '(';
        for (std::size_t i = 0; i < 2 && i < m_brackets.size(); ++i) {
            if (m_brackets[m_brackets.size() - 1 - i] != open)
                continue;
            m_brackets.resize(m_brackets.size() - 1 - i);
            return;
        }
    }

    bool isKey() const
    {
        if (m_last == TokenKind::Colon || m_lastIsKey)
            return false;
        return m_brackets.empty() || m_brackets.back() == '{';
    }

    // ---- Texts in quotes ---------------------------------------------------------------------------------------

    struct Found
    {
        Quote kind = Quote::None;
        qsizetype size = 0;
    };

    Found quoteAt(qsizetype at) const
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

    static bool closes(Quote open, Quote close)
    {
        return open == close || (open == Quote::Double && close == Quote::Straight);
    }

    /// Whether a text may end in front of this place.
    bool isBehindText(qsizetype at, bool colonToo = true)
    {
        const qsizetype from = at;
        while (at < m_text.size()) {
            if (isBlank(m_text.at(at)))
                ++at;
            else if (const SpaceSign *space = spaceAt(at))
                at += space->spelling.size();
            else
                break;
            // What stands behind so many blanks is not worth more looks.
            if (!mayLook(0))
                return true;
            --m_budget;
        }
        if (at == m_text.size())
            return true;
        const char c = m_text.at(at);
        if (isBreak(c) || c == ',' || c == ';' || c == ']' || c == '}' || c == ')' || isComment(at))
            return true;
        if (c == ':' || c == '=')
            return colonToo;
        if (c == '{' || c == '[')
            return at > from || isKey();
        if (at == from)
            return false;
        if (quoteAt(at).kind != Quote::None)
            return true;
        qsizetype end = at;
        while (end < m_text.size() && end - at < 40 && !isEndOfWord(end))
            ++end;
        const QByteArrayView word = view(at, end);
        return word == "true" || word == "false" || word == "null" || isStrictNumber(word);
    }

    bool isEndOfWord(qsizetype at) const
    {
        const char c = m_text.at(at);
        return isBlank(c) || isBreak(c) || c == ',' || c == ';' || isBracket(c) || isControl(c);
    }

    void readText()
    {
        const qsizetype begin = m_at;
        const Found open = quoteAt(begin);
        if (open.kind == Quote::Straight)
            readStraight(begin);
        else
            readOther(begin, open);
    }

    /// A text that begins with ".
    void readStraight(qsizetype begin)
    {
        qsizetype at = begin + 1;
        qsizetype line = begin;
        for (;;) {
            while (at < m_text.size() && m_text.at(at) != '"' && m_text.at(at) != '\\' && !isBreak(m_text.at(at)))
                ++at;
            if (at >= m_text.size())
                return readCut(begin);
            const char c = m_text.at(at);
            if (c == '"')
                break;
            if (isBreak(c)) {
                if (!goesOnBehindBreak(line, at))
                    return readUnterminated(begin, at);
                line = at++;
                continue;
            }
            // A backslash at the end of a line takes the whole break.
            at += at + 2 < m_text.size() && m_text.at(at + 1) == '\r' && m_text.at(at + 2) == '\n' ? 3 : 2;
        }
        if (isKey() && at > begin + 1 && at + 1 < m_text.size() && m_text.at(at + 1) == '{' &&
            view(begin + 1, at).trimmed().endsWith(':')) {
            // `"name: "{…`: the quote opens the value.
            if (const auto end = endOfKey(begin, at)) {
                flaw(Fault::MissingQuote, begin);
                return addText(begin, begin + 1, *end, *end, Quote::None);
            }
        }
        if (isBehindText(at + 1) || (at > begin + 1 && isInFrontOfText(at + 1)))
            return addText(begin, begin + 1, at, at + 1, Quote::Straight);
        if (const auto swallowed = swallowedQuote(begin, at))
            return addText(begin, begin + 1, *swallowed, *swallowed + 1, Quote::Straight);
        if (closedOtherwise(begin, at))
            return;
        if (const auto end = endOfKey(begin, at)) {
            flaw(Fault::MissingQuote, begin);
            return addText(begin, begin + 1, *end, *end, Quote::None);
        }
        if (mayLook(at - begin)) {
            // `"-y, "mcp-remote"`, `"x ], "env"`: the comma is known, and brackets that the text does not open.
            const QByteArrayView content = view(begin + 1, at).trimmed();
            const qsizetype end = endBeforeBrackets(begin + 1, at);
            const bool hasBrackets = view(end, at).contains(']') || view(end, at).contains('}');
            const bool oneWord = !view(begin + 1, std::max(end, begin + 1)).contains(' ');
            if (content.endsWith(',') && end > begin + 1 && (hasBrackets || oneWord)) {
                flaw(Fault::MissingQuote, begin);
                return addText(begin, begin + 1, end, end, Quote::None);
            }
        }
        readWithQuotesInside(begin, at);
    }

    /// Where a text without closing quote ends, of which the comma and the brackets behind it are known.
    qsizetype endBeforeBrackets(qsizetype first, qsizetype last) const
    {
        const auto trim = [&] {
            while (last > first && isBlank(m_text.at(last - 1)))
                --last;
        };
        trim();
        if (last > first && m_text.at(last - 1) == ',') {
            --last;
            trim();
        }
        const QByteArrayView content = view(first, last);
        qsizetype curly = content.count('}') - content.count('{');
        qsizetype square = content.count(']') - content.count('[');
        while (last > first) {
            qsizetype *surplus = m_text.at(last - 1) == '}' ? &curly : m_text.at(last - 1) == ']' ? &square : nullptr;
            if (surplus == nullptr || *surplus <= 0)
                break;
            --*surplus;
            --last;
            trim();
        }
        return last;
    }

    /// Whether a whole text follows at once: `"npx""args":`.
    bool isInFrontOfText(qsizetype at)
    {
        if (at >= m_text.size() || m_text.at(at) != '"')
            return false;
        const qsizetype last = std::min(m_text.size(), at + lookAhead);
        qsizetype end = at + 1;
        while (end < last && m_text.at(end) != '"' && m_text.at(end) != '\\' && !isBreak(m_text.at(end)) &&
               mayLook(0)) {
            ++end;
            --m_budget;
        }
        return end < last && end > at + 1 && m_text.at(end) == '"' && isBehindText(end + 1);
    }

    /// The quote that a backslash in front of it made a part of the text: `"D:\", "x"`.
    std::optional<qsizetype> swallowedQuote(qsizetype begin, qsizetype end)
    {
        if (!mayLook(end - begin))
            return std::nullopt;
        for (qsizetype at = begin + 1; at + 1 < end; ++at) {
            if (m_text.at(at) != '\\')
                continue;
            if (m_text.at(at + 1) == '"' && isBehindText(at + 2, isKey()))
                return at + 1;
            ++at;
        }
        return std::nullopt;
    }

    /// A text that begins with " and ends with a quote of another kind.
    bool closedOtherwise(qsizetype begin, qsizetype end)
    {
        if (!mayLook(end - begin))
            return false;
        for (qsizetype at = begin + 1; at < end; ++at) {
            const Found quote = quoteAt(at);
            if ((quote.kind != Quote::Double && quote.kind != Quote::Single) || !isBehindText(at + quote.size, isKey()))
                continue;
            flaw(Fault::MissingQuote, begin);
            addText(begin, begin + 1, at, at + quote.size, quote.kind);
            return true;
        }
        return false;
    }

    static bool isEndOfKeySign(char c) { return isBracket(c) || c == ';' || c == '='; }

    /// `"name: {`: where the key ends whose closing quote is missing.
    std::optional<qsizetype> endOfKey(qsizetype begin, qsizetype end)
    {
        if (!isKey() || !mayLook(end - begin))
            return std::nullopt;
        qsizetype colon = begin + 1;
        while (colon < end && !QByteArrayView("\":,{}[]\r\n").contains(m_text.at(colon)))
            ++colon;
        qsizetype last = colon;
        while (last > begin + 1 && isBlank(m_text.at(last - 1)))
            --last;
        if (colon == end || m_text.at(colon) != ':' || last == begin + 1 || isBlank(m_text.at(begin + 1)))
            return std::nullopt;
        // `"name;:`: the sign may stand for the quote.
        if (isEndOfKeySign(m_text.at(last - 1)))
            m_all.isGuess = true;
        const char behind = colon + 1 < end ? m_text.at(colon + 1) : ' ';
        return isBlank(behind) || isBreak(behind) || behind == '{' || behind == '[' ? std::optional(last)
                                                                                    : std::nullopt;
    }

    /// Whether the line break is inside the text, and not its closing quote missing.
    bool goesOnBehindBreak(qsizetype line, qsizetype at)
    {
        if (isKey() || closingOn(line, at))
            return false;
        qsizetype next = at;
        while (next < m_text.size() && (isBlank(m_text.at(next)) || isBreak(m_text.at(next))))
            ++next;
        m_budget -= next - at;
        if (next == m_text.size())
            return false;
        const char c = m_text.at(next);
        if (c == '"' || c == '}' || c == ']' || isComment(next))
            return false;
        if (next < m_closingQuote)
            return true;
        if (!mayLook(0))
            return false;
        // The quote that would close it must look like one.
        const qsizetype last = std::min(m_text.size(), next + lookAhead * 4);
        qsizetype end = next;
        while (end < last && m_text.at(end) != '"')
            end += m_text.at(end) == '\\' ? 2 : 1;
        m_budget -= end - next;
        if (end >= last || !isBehindText(end + 1, false))
            return false;
        m_closingQuote = end;
        return true;
    }

    /// Whether the line holds another end for the text that begins in it.
    bool closingOn(qsizetype begin, qsizetype end)
    {
        if (!mayLook(end - begin))
            return false;
        for (qsizetype at = begin + 1; at < end; ++at) {
            const char c = m_text.at(at);
            if (c == '\\' && at + 1 < end) {
                if (m_text.at(at + 1) == '"' && isBehindText(at + 2, isKey()))
                    return true;
                ++at;
                continue;
            }
            const Found quote = quoteAt(at);
            if ((quote.kind == Quote::Double || quote.kind == Quote::Single) && isBehindText(at + quote.size, isKey()))
                return true;
        }
        return false;
    }

    /// The line ends at `end`, and the text has no closing quote.
    void readUnterminated(qsizetype begin, qsizetype end)
    {
        if (const auto swallowed = swallowedQuote(begin, end))
            return addText(begin, begin + 1, *swallowed, *swallowed + 1, Quote::Straight);
        if (closedOtherwise(begin, end))
            return;
        if (const auto key = endOfKey(begin, end)) {
            flaw(Fault::MissingQuote, begin);
            return addText(begin, begin + 1, *key, *key, Quote::None);
        }
        flaw(Fault::UnterminatedText, begin);
        end = m_text.size() > end ? std::min(end, lineEnd(begin)) : end;
        end = mayLook(end - begin) ? endBeforeBrackets(begin + 1, end) : end;
        m_all.isGuess = m_all.isGuess || end == begin + 1;
        addText(begin, begin + 1, end, end, Quote::None);
    }

    /// The file ends in a text.
    void readCut(qsizetype begin)
    {
        // The line it begins in may hold its end all the same.
        const qsizetype end = lineEnd(begin);
        if (end < m_text.size())
            return readUnterminated(begin, end);
        // At the very end of the file a quote may be the first half of anything, unless all is closed behind it.
        const qsizetype before = isClosedAtEnd() ? end - 1 : begin;
        if (const auto swallowed = swallowedQuote(begin, before))
            return addText(begin, begin + 1, *swallowed, *swallowed + 1, Quote::Straight);
        if (closedOtherwise(begin, before))
            return;
        const qsizetype last = mayLook(end - begin) ? endBeforeBrackets(begin + 1, end) : end;
        const QByteArrayView brackets = view(last, end);
        const auto closed = static_cast<std::size_t>(brackets.count('}') + brackets.count(']'));
        if (last > begin + 1 && closed == m_brackets.size() && !brackets.contains(',')) {
            flaw(Fault::UnterminatedText, begin);
            return addText(begin, begin + 1, last, last, Quote::None);
        }
        m_at = m_text.size();
        add(TokenKind::Cut, begin, m_at);
    }

    bool isClosedAtEnd() const
    {
        qsizetype at = m_text.size();
        while (at > 0 && (isBlank(m_text.at(at - 1)) || isBreak(m_text.at(at - 1))))
            --at;
        return at > 0 && m_text.at(at - 1) == '}';
    }

    /// `"say "hello" twice"`.
    void readWithQuotesInside(qsizetype begin, qsizetype first)
    {
        flaw(Fault::QuoteInside, first + 1);
        const qsizetype last = nearLineEnd(first);
        const char bracket = m_text.at(begin + 1);
        qsizetype end = -1;
        if (bracket == '{' || bracket == '[') {
            int depth = 0;
            for (qsizetype at = begin + 1; at < last; ++at) {
                const char c = m_text.at(at);
                depth += c == '{' || c == '[' ? 1 : c == '}' || c == ']' ? -1 : 0;
                if (depth == 0 && at + 1 < last && m_text.at(at + 1) == '"') {
                    end = at + 1;
                    break;
                }
            }
        }
        for (qsizetype at = first + 1; end < 0 && at < last; ++at) {
            if (m_text.at(at) == '\\')
                ++at;
            else if (m_text.at(at) == '"' && isBehindText(at + 1, isKey()))
                end = at;
        }
        if (end < 0) {
            m_all.isGuess = true;
            return addText(begin, begin + 1, first, first + 1, Quote::Straight);
        }
        // `"npx""`, `""npx"`: three quotes are one too many.
        if (end == first + 1) {
            m_all.isGuess = m_all.isGuess || first == begin + 1;
            return addText(begin, begin + 1, first, end + 1, Quote::Straight, true);
        }
        if (first == begin + 1 && !view(first + 1, end).contains('"'))
            return addText(begin, first + 1, end, end + 1, Quote::Straight, true);
        // `"a" + "b"` is a sum of a program.
        static constexpr QByteArrayView operators = "+.&|?";
        qsizetype sign = first + 1;
        while (sign < end && isBlank(m_text.at(sign)))
            ++sign;
        m_all.isGuess = m_all.isGuess || view(begin, end + 1).contains(QByteArrayView("\"\"\"")) ||
                        (sign > first + 1 && sign < end && operators.contains(m_text.at(sign)));
        const bool sameLine = m_quoteInsideEnd >= 0 && nearLineEnd(m_quoteInsideEnd) >= first;
        const QByteArrayView inner = view(first, end);
        m_all.isGuess = m_all.isGuess || sameLine || inner.contains(',') || inner.contains('{') ||
                        inner.contains('[') || inner.contains(QByteArrayView(": ")) ||
                        view(begin + 1, first).trimmed().endsWith(',');
        m_all.hasBoldTexts = true;
        m_quoteInsideEnd = end;
        const bool doubled = first == begin + 1 && m_text.at(end - 1) == '"' && end - 1 > first;
        addText(begin, doubled ? begin + 2 : begin + 1, doubled ? end - 1 : end, end + 1, Quote::Straight, true);
    }

    /// Whether something follows the quote at the end of the file, or only the quote that belongs there.
    bool isBehindQuote(qsizetype at, Found open) const
    {
        const Found quote = quoteAt(at);
        return at + quote.size < m_text.size() || quote.kind == open.kind;
    }

    /// Where a text that does not begin with " ends with one; -1 where none looks like that. JSON inside of a text has
    /// such quotes of its own.
    qsizetype otherEnd(qsizetype first, qsizetype last)
    {
        if (first < last && (m_text.at(first) == '{' || m_text.at(first) == '['))
            return -1;
        for (qsizetype at = first; at < last && mayLook(0); ++at, --m_budget) {
            if (m_text.at(at) == '\\')
                ++at;
            else if (m_text.at(at) == '"' && at > first && isInFrontOfSign(at + 1))
                return at;
        }
        return -1;
    }

    bool isInFrontOfSign(qsizetype at)
    {
        while (at < m_text.size() && isBlank(m_text.at(at)) && mayLook(0)) {
            ++at;
            --m_budget;
        }
        return at >= m_text.size() || QByteArrayView(",:]}\r\n").contains(m_text.at(at));
    }

    /// A text that begins with a quote of another kind.
    void readOther(qsizetype begin, Found open)
    {
        const qsizetype first = begin + open.size;
        qsizetype found = -1;
        qsizetype at = first;
        // Each byte is paid for when it is read: most texts end long before their line does.
        for (; at < m_text.size() && !isBreak(m_text.at(at)) && mayLook(0); ++at, --m_budget) {
            const Found quote = quoteAt(at);
            if (closes(open.kind, quote.kind)) {
                found = found < 0 ? at : found;
                if (isBehindText(at + quote.size)) {
                    found = at;
                    break;
                }
            } else if (m_text.at(at) == '\\' && at + 1 < m_text.size() && !isBreak(m_text.at(at + 1))) {
                ++at;
            }
        }
        const qsizetype looked = std::min(at, m_text.size());
        // `'npx", "args": ["-y"]`: closed by a quote of the other kind, unless one of its own comes behind that.
        const qsizetype other = open.kind == Quote::Single || open.kind == Quote::Backtick
                                    ? otherEnd(first, found < 0 ? looked : found)
                                    : -1;
        const bool isLast = looked == m_text.size();
        if (isLast && other < 0 && (found < 0 || !isBehindQuote(found, open))) {
            // A file that is closed at its end was not cut: what stands up to there is not known.
            m_all.isGuess = m_all.isGuess || (isClosedAtEnd() && view(begin, looked).contains(','));
            m_at = m_text.size();
            return add(TokenKind::Cut, begin, m_at);
        }
        flaw(Fault::MissingQuote, begin);
        if (found < 0 && other >= 0) {
            m_all.isGuess = m_all.isGuess || (isLast && !isClosedAtEnd()) || m_text.at(first) == '"';
            return addText(begin, first, other, other + 1, open.kind);
        }
        m_all.isGuess = m_all.isGuess || other >= 0;
        if (found >= 0)
            return addText(begin, first, found, found + quoteAt(found).size, open.kind);
        // Closed by none: its line is all there is of it.
        qsizetype end = looked;
        while (end > first && isBlank(m_text.at(end - 1)))
            --end;
        if (end > first && m_text.at(end - 1) == ',')
            --end;
        m_all.isGuess =
            m_all.isGuess || (looked < m_text.size() && !isBreak(m_text.at(looked))) || view(first, end).contains('"');
        addText(begin, first, end, end, Quote::None);
    }

    // ---- What a text says --------------------------------------------------------------------------------------

    /// @param quote  the kind of its quotes; None where the closing one is missing
    void addText(qsizetype begin, qsizetype first, qsizetype last, qsizetype end, Quote quote,
                 bool quotesInside = false)
    {
        const QByteArrayView content = view(first, last);
        // Most texts are as they should be: nothing is copied for them.
        const bool plain = std::none_of(content.begin(), content.end(),
                                        [](char c) { return c == '\\' || c == '"' || static_cast<uchar>(c) < 0x20; });
        m_at = end;
        if (plain && quote == Quote::Straight && !quotesInside)
            return add(TokenKind::Text, begin, end);
        const bool hasEntities = quote == Quote::Html && content.contains('&');
        const QByteArray inside = plain && !hasEntities ? content.toByteArray() : mendedContent(first, last, quote);
        const QByteArray whole = '"' + inside + '"';
        if (whole == view(begin, end))
            return add(TokenKind::Text, begin, end);
        m_all.fixes.push_back(whole);
        add(TokenKind::Text, begin, end, '\0', static_cast<int>(m_all.fixes.size()) - 1);
    }

    /// Whether JSON knows the escape that the text begins with.
    static bool isEscape(QByteArrayView text)
    {
        if (text.size() < 2)
            return false;
        if (text.at(1) == 'u')
            return text.size() >= 6 && std::all_of(text.begin() + 2, text.begin() + 6, isHex);
        return QByteArrayView("\"\\/bfnrt").contains(text.at(1));
    }

    enum class Backslash : quint8 { Escapes, ItsOwn };

    static bool isPath(QByteArrayView content)
    {
        if (content.size() >= 3 && isLetter(content.at(0)) && content.at(1) == ':' && content.at(2) == '\\')
            return true;
        if (content.startsWith("\\\\"))
            return true;
        static const QRegularExpression variable(u"\\A%\\w+%\\\\"_s);
        return content.startsWith('%') && matches(content.first(std::min(content.size(), qsizetype(64))), variable);
    }

    /// The inside of a text as JSON spells it. Tells what is wrong with its backslashes and control signs.
    QByteArray mendedContent(qsizetype first, qsizetype last, Quote quote)
    {
        const QByteArrayView content = view(first, last);
        qsizetype firstBad = -1;
        bool onlyApostrophes = true;
        bool onlySpaces = true;
        bool onlyNumbers = true;
        bool hasDollar = false;
        bool hasUnderline = false;
        bool hasOther = false;
        for (qsizetype at = 0; at < content.size(); ++at) {
            if (content.at(at) != '\\')
                continue;
            const char c = at + 1 < content.size() ? content.at(at + 1) : '\0';
            const qsizetype from = at++;
            if (isEscape(content.sliced(from)))
                continue;
            if ((quote == Quote::Single && c == '\'') || (quote == Quote::Backtick && c == '`'))
                continue;
            if (firstBad < 0)
                firstBad = from;
            if (isBreak(c))
                continue;
            hasOther = true;
            onlyApostrophes = onlyApostrophes && c == '\'';
            onlySpaces = onlySpaces && c == ' ';
            onlyNumbers = onlyNumbers && c == 'u';
            hasDollar = hasDollar || c == '$';
            hasUnderline = hasUnderline || c == '_';
        }
        if (firstBad >= 0)
            flaw(Fault::BadEscape, first + firstBad);
        const bool spacesEscaped = hasOther && onlySpaces && content.contains('/');
        const bool ownBackslashes =
            hasOther && !onlyApostrophes && !spacesEscaped && !(onlyNumbers && !isPath(content)) && !hasDollar;
        // Markdown puts a backslash in front of `_`; in an address none stands for itself.
        if (ownBackslashes && !isPath(content) && (hasUnderline || content.contains(QByteArrayView("://"))))
            m_all.isGuess = true;
        if (hasOther && !ownBackslashes && !onlyApostrophes && !spacesEscaped)
            m_all.isGuess = true;
        // An escaped quote beside a backslash that stands for itself: one of the two is not what it looks like.
        if (ownBackslashes && content.contains(QByteArrayView("\\\"")))
            m_all.isGuess = true;
        return spelled(first, last, quote, ownBackslashes ? Backslash::ItsOwn : Backslash::Escapes);
    }

    struct Entity
    {
        QByteArrayView spelling;
        QByteArrayView meant;
    };

    /// Where even the quotes are spelled as in the source of a web page, other signs are too.
    static const Entity *entityAt(QByteArrayView content, qsizetype at)
    {
        static constexpr std::array<Entity, 7> entities = {{{"&amp;", "&"},
                                                            {"&lt;", "<"},
                                                            {"&gt;", ">"},
                                                            {"&apos;", "'"},
                                                            {"&#39;", "'"},
                                                            {"&#x27;", "'"},
                                                            {"&#x2F;", "/"}}};
        for (const Entity &entity : entities)
            if (content.sliced(at).startsWith(entity.spelling))
                return &entity;
        return nullptr;
    }

    QByteArray spelled(qsizetype first, qsizetype last, Quote quote, Backslash backslash)
    {
        const QByteArrayView content = view(first, last);
        QByteArray out;
        out.reserve(content.size() + 16);
        qsizetype firstControl = -1;
        qsizetype at = 0;
        if (backslash == Backslash::ItsOwn && content.startsWith("\\\\") && !content.startsWith("\\\\\\")) {
            out += "\\\\\\\\";
            at = 2;
        }
        const bool certificate = content.startsWith("-----BEGIN");
        const bool hasBreak = content.contains('\n') || content.contains('\r');
        bool hasWords = false;
        while (at < content.size()) {
            const char c = content.at(at);
            const char next = at + 1 < content.size() ? content.at(at + 1) : '\0';
            if (c == '\\') {
                at += spellBackslash(out, content, at, next, quote, backslash);
            } else if (c == '"') {
                out += "\\\"";
                ++at;
            } else if (const Entity *entity = quote == Quote::Html && c == '&' ? entityAt(content, at) : nullptr) {
                out += entity->meant;
                at += entity->spelling.size();
            } else if (isBreak(c)) {
                firstControl = firstControl < 0 ? at : firstControl;
                at += c == '\r' && next == '\n' ? 2 : 1;
                if (certificate)
                    out += "\\n";
                while (at < content.size() && isBlank(content.at(at)))
                    ++at;
            } else if (static_cast<uchar>(c) < 0x20) {
                firstControl = firstControl < 0 ? at : firstControl;
                m_all.isGuess = m_all.isGuess || c != '\t';
                out += c == '\t' ? QByteArray("\\t")
                                 : "\\u" + QByteArray::number(static_cast<uchar>(c), 16).rightJustified(4, '0');
                ++at;
            } else {
                hasWords = hasWords || c == ' ';
                out += c;
                ++at;
            }
        }
        if (firstControl >= 0)
            flaw(Fault::ControlCharacter, first + firstControl);
        if (firstControl >= 0 && hasBreak && hasWords && !certificate)
            m_all.isGuess = true;
        return out;
    }

    /// How many bytes of the content were read.
    qsizetype spellBackslash(QByteArray &out, QByteArrayView content, qsizetype at, char next, Quote quote,
                             Backslash backslash) const
    {
        if (isBreak(next)) {
            return at + 2 < content.size() && next == '\r' && content.at(at + 2) == '\n' ? 3 : 2;
        }
        const bool doubled = next == '\\' || next == '"';
        if (backslash == Backslash::ItsOwn || next == '\0') {
            out += doubled ? QByteArray(1, '\\') + next : "\\\\"_ba;
            return doubled ? 2 : 1;
        }
        if (next == '\'' || next == ' ' || (quote == Quote::Backtick && next == '`')) {
            out += next;
            return 2;
        }
        // What JSON does not know at all must not be handed on, guess or not.
        if (!isEscape(content.sliced(at))) {
            out += "\\\\";
            return 1;
        }
        out += QByteArray(1, '\\') + next;
        return 2;
    }

    // ---- Words without quotes ----------------------------------------------------------------------------------

    void readBare()
    {
        const bool key = isKey();
        const qsizetype begin = m_at;
        qsizetype end = begin;
        while (end < m_text.size() && spaceAt(end) == nullptr) {
            const char c = m_text.at(end);
            if (isEndOfWord(end)) {
                // `pass}word`: the bracket may belong to it.
                const bool isInside = !key && end > begin && isClosing(c) && end + 1 < m_text.size() &&
                                      (isLetter(m_text.at(end + 1)) || isDigit(m_text.at(end + 1)));
                if (!isInside)
                    break;
                m_all.isGuess = true;
            }
            if (c == '\\' && end + 1 < m_text.size() && m_text.at(end + 1) == '\\') {
                end += 2;
                continue;
            }
            if (key && (c == ':' || c == '='))
                break;
            if (c == ':' && end > begin) {
                const char next = end + 1 < m_text.size() ? m_text.at(end + 1) : ' ';
                if (isBlank(next) || isBreak(next))
                    break;
            }
            if (c == '"' || (end > begin && quoteAt(end).kind != Quote::None && isBehindText(end + quoteAt(end).size)))
                break;
            if (c == '$' && end + 1 < m_text.size() && m_text.at(end + 1) == '{') {
                const qsizetype close = view(end, std::min(m_text.size(), end + 200)).indexOf('}');
                if (close >= 0)
                    end += close;
            }
            ++end;
        }
        if (end == begin)
            return skipSign();
        const QByteArrayView word = view(begin, end);
        const Found quote = end < m_text.size() ? quoteAt(end) : Found{};
        if (quote.kind != Quote::None && quote.kind != Quote::Escaped && isBehindText(end + quote.size)) {
            flaw(Fault::MissingQuote, begin);
            // `a,b"`: whether the comma belongs to the text is a guess.
            m_all.isGuess = m_all.isGuess || (begin > 0 && m_text.at(begin - 1) == ',' && m_lastIsBare);
            return addText(begin, begin, end, end + quote.size, Quote::None);
        }
        const bool isValue = !key || !isInFrontOfColon(end);
        if (isValue && isLiteral(begin, end, word))
            return;
        if (end == m_text.size()) {
            m_at = end;
            return add(TokenKind::Cut, begin, end);
        }
        if (isValue && isNumberLike(begin, end, word))
            return;
        flaw(Fault::MissingQuote, begin);
        if (!isBehindWord(end))
            readSentence(begin, end);
        else
            addBare(begin, end);
    }

    bool isInFrontOfColon(qsizetype at) const
    {
        const qsizetype last = std::min(m_text.size(), at + 40);
        while (at < last && isBlank(m_text.at(at)))
            ++at;
        return at < last && (m_text.at(at) == ':' || m_text.at(at) == '=' || m_text.at(at) == '{');
    }

    void addBare(qsizetype begin, qsizetype end)
    {
        m_at = end;
        QByteArray text = view(begin, end).toByteArray();
        text.replace('\\', "\\\\").replace('"', "\\\"");
        m_all.fixes.push_back('"' + text + '"');
        add(TokenKind::Text, begin, end, '\0', static_cast<int>(m_all.fixes.size()) - 1);
        m_lastIsBare = true;
    }

    bool isBehindWord(qsizetype at) { return isBehindText(at) || quoteAt(at).kind != Quote::None; }

    /// Several words without quotes: where they end is a guess, unless a quote says it.
    void readSentence(qsizetype begin, qsizetype end)
    {
        const qsizetype last = nearLineEnd(begin);
        for (qsizetype at = end; at < last; ++at) {
            const char c = m_text.at(at);
            if (c == '"' && isBehindText(at + 1)) {
                return addText(begin, begin, at, at + 1, Quote::None);
            }
            if (c == '"' || c == ',' || isBracket(c))
                break;
        }
        m_all.isGuess = true;
        while (end < last && !isBracket(m_text.at(end)) && m_text.at(end) != '"' && m_text.at(end) != ':')
            ++end;
        while (end > begin + 1 && (isBlank(m_text.at(end - 1)) || m_text.at(end - 1) == ','))
            --end;
        addBare(begin, end);
    }

    void skipSign()
    {
        flaw(Fault::UnexpectedCharacter, m_at);
        m_all.isGuess = true;
        const qsizetype begin = m_at++;
        while (!atEnd() && isControl(here()) && !isBreak(here()) && here() != '\t' && isControl(m_text.at(begin)))
            ++m_at;
        splice(begin, m_at, {});
    }

    bool isLiteral(qsizetype begin, qsizetype end, QByteArrayView word)
    {
        if (word == "true" || word == "false" || word == "null") {
            m_at = end;
            add(TokenKind::Word, begin, end);
            return true;
        }
        struct Foreign
        {
            QByteArrayView word;
            QByteArrayView meant;
        };
        static constexpr std::array<Foreign, 13> foreign = {{{"True", "true"},
                                                             {"TRUE", "true"},
                                                             {"False", "false"},
                                                             {"FALSE", "false"},
                                                             {"None", "null"},
                                                             {"Null", "null"},
                                                             {"NULL", "null"},
                                                             {"nil", "null"},
                                                             {"undefined", ""},
                                                             {"NaN", ""},
                                                             {"Infinity", ""},
                                                             {"-Infinity", ""},
                                                             {"+Infinity", ""}}};
        for (const Foreign &each : foreign) {
            if (word != each.word)
                continue;
            flaw(Fault::WrongWord, begin);
            m_all.isGuess = m_all.isGuess || each.meant.isEmpty();
            addFixed(TokenKind::Word, begin, end, each.meant.isEmpty() ? "null"_ba : each.meant.toByteArray());
            return true;
        }
        return false;
    }

    void addFixed(TokenKind kind, qsizetype begin, qsizetype end, const QByteArray &fix)
    {
        m_at = end;
        m_all.fixes.push_back(fix);
        add(kind, begin, end, '\0', static_cast<int>(m_all.fixes.size()) - 1);
    }

    bool isNumberLike(qsizetype begin, qsizetype end, QByteArrayView word)
    {
        const char first = word.at(0);
        const char second = word.size() > 1 ? word.at(1) : '\0';
        const bool begins = isDigit(first) || ((first == '-' || first == '+' || first == '.') &&
                                               (isDigit(second) || (second == '.' && first != '.')));
        if (!begins || word.size() > lookAhead)
            return false;
        // `1,25` between a colon and what follows the number.
        static const QRegularExpression digits(u"\\A-?[0-9]+\\z"_s);
        if (m_last == TokenKind::Colon && end + 1 < m_text.size() && m_text.at(end) == ',' &&
            isDigit(m_text.at(end + 1)) && matches(word, digits)) {
            qsizetype behind = end + 1;
            while (behind < m_text.size() && isDigit(m_text.at(behind)))
                ++behind;
            if (behind == m_text.size() || isEndOfWord(behind)) {
                QByteArray point = view(begin, behind).toByteArray();
                point.replace(',', '.');
                flaw(Fault::BadNumber, begin);
                addFixed(TokenKind::Number, begin, behind, point);
                return true;
            }
        }
        if (isStrictNumber(word)) {
            m_at = end;
            add(TokenKind::Number, begin, end);
            return true;
        }
        if (const auto number = plainNumber(word.toByteArray())) {
            flaw(Fault::BadNumber, begin);
            addFixed(TokenKind::Number, begin, end, *number);
            return true;
        }
        static const QRegularExpression open(u"\\A[-+]?[0-9.]+(?:[eE][-+]?|[A-Za-z%]{1,3})\\z"_s);
        if (!matches(word, open))
            return false;
        flaw(Fault::BadNumber, begin);
        addFixed(TokenKind::Number, begin, end, "0"_ba);
        m_all.tokens.back().isDoubtful = true;
        return true;
    }

    /// A number as JSON spells it, where there is no doubt which one is meant.
    static std::optional<QByteArray> plainNumber(QByteArray word)
    {
        static const QRegularExpression grouped(u"\\A[-+]?[0-9]+(?:_[0-9]+)+\\z"_s);
        if (matches(word, grouped))
            word.replace('_', "");
        QByteArray sign;
        if (word.startsWith('+') || word.startsWith('-')) {
            sign = word.startsWith('-') ? "-"_ba : QByteArray();
            word = word.sliced(1);
        }
        if (word.startsWith("0x") || word.startsWith("0X")) {
            bool isNumber = false;
            const qulonglong value = word.sliced(2).toULongLong(&isNumber, 16);
            if (!isNumber || !std::all_of(word.begin() + 2, word.end(), isHex))
                return std::nullopt;
            return sign + QByteArray::number(value);
        }
        while (word.size() > 1 && word.startsWith('0') && isDigit(word.at(1)))
            word = word.sliced(1);
        if (word.startsWith('.'))
            word.prepend('0');
        if (word.endsWith('.'))
            word.chop(1);
        if (!isStrictNumber(word))
            return std::nullopt;
        return sign + word;
    }

    // ---- Bytes -------------------------------------------------------------------------------------------------

    bool atEnd() const { return m_at >= m_text.size(); }
    char here() const { return m_text.at(m_at); }
    QByteArrayView view(qsizetype begin, qsizetype end) const
    {
        return QByteArrayView(m_text).sliced(begin, end - begin);
    }
    bool startsWith(qsizetype at, QByteArrayView what) const
    {
        return what.size() <= m_text.size() - at && view(at, at + what.size()) == what;
    }
    qsizetype lineEnd(qsizetype at) const
    {
        while (at < m_text.size() && !isBreak(m_text.at(at)))
            ++at;
        return at;
    }
    /// The end of the line, or as far as one looks.
    qsizetype nearLineEnd(qsizetype at)
    {
        const qsizetype begin = at;
        const qsizetype last = mayLook(0) ? std::min(m_text.size(), at + lookAhead - 1) : at;
        while (at < last && !isBreak(m_text.at(at)))
            ++at;
        m_budget -= at - begin;
        return at;
    }
    qsizetype nextLine(qsizetype at) const
    {
        at = lineEnd(at);
        if (at < m_text.size())
            at += startsWith(at, "\r\n") ? 2 : 1;
        return at;
    }
    QByteArrayView lineFrom(qsizetype at) { return view(at, nearLineEnd(at)); }
    bool isLineStart(qsizetype at) const { return at == 0 || isBreak(m_text.at(at - 1)); }
    bool startsLine(qsizetype at) const
    {
        while (at > 0 && isBlank(m_text.at(at - 1)))
            --at;
        return isLineStart(at);
    }
    static bool isClosing(char c) { return c == '}' || c == ']' || c == ')'; }
    const SpaceSign *spaceAt(qsizetype at) const
    {
        const auto c = static_cast<uchar>(m_text.at(at));
        if (c != '\f' && c != '\v' && c < 0x80)
            return nullptr;
        for (const SpaceSign &sign : spaceSigns)
            if (sign.spelling.front() == m_text.at(at) && startsWith(at, sign.spelling))
                return &sign;
        return nullptr;
    }
    /// What is looked at ahead is paid for: a hostile text cannot make it more than its share. What is read without
    /// the look is a guess.
    bool mayLook(qsizetype length)
    {
        if (length > lookAhead || m_budget <= length) {
            m_all.isGuess = true;
            return false;
        }
        m_budget -= length;
        return true;
    }

    bool isStopped()
    {
        if (m_all.tokens.size() < maximumTokens && m_all.flaws.size() < static_cast<std::size_t>(maximumFaults))
            return false;
        m_all.isTooLarge = true;
        return true;
    }
    void flaw(Fault fault, qsizetype at, const QString &detail = {}) { m_all.flaws.push_back({fault, at, detail}); }
    void splice(qsizetype begin, qsizetype end, const QByteArray &bytes)
    {
        m_all.splices.push_back({begin, end, bytes});
    }
    void addSign(TokenKind kind)
    {
        ++m_at;
        add(kind, m_at - 1, m_at, m_text.at(m_at - 1));
    }
    void add(TokenKind kind, qsizetype begin, qsizetype end, char sign = '\0', int fix = -1)
    {
        Token token;
        token.kind = kind;
        token.sign = sign;
        token.fix = fix;
        token.begin = begin;
        token.end = end;
        qsizetype start = begin;
        while (start > m_lastEnd && isBlank(m_text.at(start - 1)))
            --start;
        if (isLineStart(start))
            token.indent = static_cast<int>(begin - start);
        m_all.tokens.push_back(token);
        m_at = std::max(m_at, end);
        m_lastEnd = end;
        m_gapIsFaulty = false;
        if (kind == TokenKind::Mark)
            return;
        if (kind != TokenKind::Colon && (kind != TokenKind::Text || m_last == TokenKind::Colon))
            m_inMember = false;
        m_lastIsKey = kind == TokenKind::Text && isKey();
        m_lastIsBare = m_lastIsBare && kind == TokenKind::Comma;
        m_last = kind;
    }

    const QByteArray &m_text;
    Tokens m_all;
    qsizetype m_at = 0;
    qsizetype m_lastEnd = 0; ///< of the last token
    qsizetype m_budget;
    qsizetype m_quoteInsideEnd = -1;
    qsizetype m_closingQuote = -1; ///< of a text over several lines
    std::vector<char> m_brackets;  ///< open ones, as written
    TokenKind m_last = TokenKind::Garbage;
    bool m_isEscaped = false; ///< a text of a program, in which all quotes have a backslash
    bool m_lastIsKey = false;
    bool m_lastIsBare = false; ///< a text without quotes, and a comma perhaps
    bool m_hasRoot = false;
    bool m_inMember = false; ///< in a member behind the end
    bool m_gapIsFaulty = false;
    bool m_fenceIsOpen = false;
    bool m_inConflict = false;
};

Tokens tokensOf(const QByteArray &text)
{
    return Lexer(text).read();
}

QString wordOf(const QByteArray &text, const Tokens &all, const Token &token)
{
    const QByteArrayView whole = token.fix >= 0 ? QByteArrayView(all.fixes[static_cast<std::size_t>(token.fix)])
                                                : QByteArrayView(text).sliced(token.begin, token.end - token.begin);
    if (whole.size() < 2 || !whole.startsWith('"') || !whole.endsWith('"'))
        return QString::fromUtf8(whole);
    const QByteArrayView inside = whole.sliced(1, whole.size() - 2);
    return inside.contains('\\') ? json::decoded(inside) : QString::fromUtf8(inside);
}

QByteArray indentOfLine(const QByteArray &text, qsizetype at)
{
    qsizetype begin = at;
    while (begin > 0 && at - begin < lookAhead && !isBreak(text.at(begin - 1)))
        --begin;
    if (begin > 0 && !isBreak(text.at(begin - 1)))
        return {};
    qsizetype end = begin;
    while (end < at && isBlank(text.at(end)))
        ++end;
    return text.sliced(begin, end - begin);
}

bool isLikeServersKey(const QString &key)
{
    if (key.size() > 20)
        return false;
    QString plain = key.toCaseFolded();
    plain.removeIf([](QChar c) { return c == u'_' || c == u'-' || c == u' '; });
    return plain == "mcpservers"_L1 || plain == "mcpserver"_L1;
}

} // namespace kopru::config::tolerant
