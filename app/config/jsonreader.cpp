#include "app/config/jsontext.h"

#include <array>
#include <cstring>

using namespace Qt::StringLiterals;

namespace kopru::config::json {
namespace {

bool isSpace(char c)
{
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}
bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}
bool isLetter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool isWordByte(char c)
{
    return isLetter(c) || isDigit(c) || c == '_' || c == '$' || c == '-' || static_cast<uchar>(c) >= 0x80;
}
bool isHex(char c)
{
    return isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/// Bytes that end the quick walk through a text: quote, backslash, control characters.
constexpr std::array<bool, 256> stopsInText = [] {
    std::array<bool, 256> stops{};
    for (std::size_t i = 0; i < 0x20; ++i)
        stops[i] = true;
    stops['"'] = true;
    stops['\\'] = true;
    return stops;
}();

/// The first byte at or behind a place that ends the walk. The bytes in between are looked at eight at a time: most of
/// a file is inside of texts.
qsizetype endOfPlainText(const char *data, qsizetype at, qsizetype size)
{
    constexpr quint64 ones = 0x0101010101010101U;
    constexpr quint64 tops = 0x8080808080808080U;
    const auto hasZero = [](quint64 block) { return (block - ones) & ~block & tops; };
    quint64 block = 0;
    for (; at + 8 <= size; at += 8) {
        std::memcpy(&block, data + at, sizeof block);
        const quint64 controls = (block - ones * 0x20) & ~block & tops;
        if ((controls | hasZero(block ^ (ones * '"')) | hasZero(block ^ (ones * '\\'))) != 0)
            break;
    }
    while (at < size && !stopsInText[static_cast<uchar>(data[at])])
        ++at;
    return at;
}

/// Quotes that people and word processors write in the place of ".
constexpr std::array<QByteArrayView, 9> otherQuotes = {"'",      "`",      "\u201c", "\u201d", "\u201e",
                                                       "\u2018", "\u2019", "\u00ab", "\u00bb"};

/// Words of other languages. They are no text without quotes.
constexpr std::array<QByteArrayView, 8> foreignWords = {"True", "False",     "None", "Null",
                                                        "NULL", "undefined", "NaN",  "Infinity"};

} // namespace

class Reader
{
public:
    Reader(const QByteArray &text, bool objectOnly) : m_text(text), m_objectOnly(objectOnly)
    {
        m_tree.m_text = text;
        // A usual file has a value every thirty bytes.
        m_tree.m_nodes.reserve(static_cast<std::size_t>(text.size() / 30 + 8));
    }

    Result<Tree, Failure> read()
    {
        skipSpace();
        if (m_objectOnly && !atEnd() && startsStrictValue(here()) && here() != '{') {
            fail(Fault::NotAnObject, m_at);
        } else {
            readValue(-1, -1, -1, false);
            while (!m_failed && m_container >= 0)
                step();
        }
        if (!m_failed)
            readEnd();
        if (m_failed)
            return failure(std::move(m_failure));
        return std::move(m_tree);
    }

private:
    // ---- The grammar -------------------------------------------------------------------------------------------

    /// Reads the next member or element of the open container, or its end.
    void step()
    {
        const bool object = node(m_container).kind == Kind::Object;
        const char close = object ? '}' : ']';
        const bool first = node(m_container).lastChild < 0;
        const qsizetype behindValue = m_at;
        skipSpace();
        if (atEnd())
            return fail(Fault::UnexpectedEnd, m_text.size());
        if (here() == close) {
            ++m_at;
            node(m_container).end = m_at;
            m_container = node(m_container).parent;
            --m_depth;
            return;
        }
        if (!first) {
            if (here() != ',')
                return failBehindValue(behindValue);
            const qsizetype comma = m_at++;
            skipSpace();
            if (atEnd())
                return fail(Fault::UnexpectedEnd, m_text.size());
            if (here() == close)
                return fail(Fault::TrailingComma, comma);
        }
        if (object)
            readMember();
        else
            readValue(-1, -1, m_container, false);
    }

    void readMember()
    {
        if (here() != '"')
            return failAtKey();
        const qsizetype keyBegin = m_at;
        bool escaped = false;
        if (!readText(escaped))
            return;
        const qsizetype keyEnd = m_at;
        skipSpace();
        if (atEnd())
            return fail(Fault::UnexpectedEnd, m_text.size());
        if (here() != ':') {
            // `"command: "npx"`: the quote behind the key is missing, and the text went on up to the next one.
            if (view(keyBegin + 1, keyEnd - 1).trimmed().endsWith(':'))
                return fail(Fault::MissingQuote, keyBegin);
            return fail(Fault::MissingColon, keyEnd);
        }
        ++m_at;
        skipSpace();
        readValue(keyBegin, keyEnd, m_container, escaped);
    }

    void readValue(qsizetype keyBegin, qsizetype keyEnd, int parent, bool keyEscaped)
    {
        if (atEnd())
            return fail(Fault::UnexpectedEnd, m_text.size());
        Node value;
        value.keyBegin = keyBegin;
        value.keyEnd = keyEnd;
        value.keyEscaped = keyEscaped;
        value.begin = m_at;
        value.parent = parent;
        switch (here()) {
        case '{':
        case '[':
            if (m_depth == maximumDepth)
                return fail(Fault::TooDeep, m_at);
            value.kind = here() == '{' ? Kind::Object : Kind::Array;
            ++m_at;
            ++m_depth;
            m_container = append(value);
            return;
        case '"':
            value.kind = Kind::Text;
            if (!readText(value.escaped))
                return;
            break;
        case 't':
            value.kind = Kind::True;
            if (!readWord("true"))
                return failAtValue();
            break;
        case 'f':
            value.kind = Kind::False;
            if (!readWord("false"))
                return failAtValue();
            break;
        case 'n':
            value.kind = Kind::Null;
            if (!readWord("null"))
                return failAtValue();
            break;
        default:
            if (here() != '-' && !isDigit(here()))
                return failAtValue();
            value.kind = Kind::Number;
            if (!readNumber())
                return fail(Fault::BadNumber, value.begin);
        }
        value.end = m_at;
        append(value);
    }

    bool readWord(QByteArrayView word)
    {
        const qsizetype end = m_at + word.size();
        if (!view(m_at, m_text.size()).startsWith(word) || (end < m_text.size() && isWordByte(byte(end))))
            return false;
        m_at = end;
        return true;
    }

    bool readNumber()
    {
        const auto digits = [this] {
            const qsizetype from = m_at;
            while (!atEnd() && isDigit(here()))
                ++m_at;
            return m_at > from;
        };
        if (here() == '-')
            ++m_at;
        if (!atEnd() && here() == '0')
            ++m_at;
        else if (!digits())
            return false;
        if (!atEnd() && here() == '.') {
            ++m_at;
            if (!digits())
                return false;
        }
        if (!atEnd() && (here() == 'e' || here() == 'E')) {
            ++m_at;
            if (!atEnd() && (here() == '+' || here() == '-'))
                ++m_at;
            if (!digits())
                return false;
        }
        return atEnd() || !(isWordByte(here()) || here() == '.' || here() == '+');
    }

    /// Reads a text with its quotes. Bytes above 0x7f were looked at by firstInvalidUtf8().
    bool readText(bool &escaped)
    {
        const qsizetype open = m_at++;
        for (;;) {
            m_at = endOfPlainText(m_text.constData(), m_at, m_text.size());
            if (atEnd())
                return failInText(open);
            const char c = here();
            if (c == '"') {
                ++m_at;
                return true;
            }
            if (c != '\\')
                return failAtControl(open);
            escaped = true;
            if (!readEscape())
                return false;
        }
    }

    bool readEscape()
    {
        const qsizetype backslash = m_at++;
        if (atEnd())
            return refuse(Fault::UnexpectedEnd, m_text.size());
        switch (m_text.at(m_at++)) {
        case '"':
        case '\\':
        case '/':
        case 'b':
        case 'f':
        case 'n':
        case 'r':
        case 't':
            return true;
        case 'u':
            for (int i = 0; i < 4; ++i, ++m_at) {
                if (atEnd())
                    return refuse(Fault::UnexpectedEnd, m_text.size());
                if (!isHex(here()))
                    return refuse(Fault::BadEscape, backslash);
            }
            return true;
        default:
            return refuse(Fault::BadEscape, backslash);
        }
    }

    void readEnd()
    {
        skipSpace();
        if (atEnd())
            return;
        fail(isComment(m_at) ? Fault::Comment : Fault::TextAfterEnd, m_at, characterAt(m_at));
    }

    // ---- Naming a fault ----------------------------------------------------------------------------------------

    void fail(Fault fault, qsizetype offset, const QString &detail = {})
    {
        if (m_failed)
            return;
        m_failed = true;
        m_failure = {fault, offset, fault == Fault::Comment ? QString() : detail};
    }

    bool refuse(Fault fault, qsizetype offset)
    {
        fail(fault, offset);
        return false;
    }

    void failAtKey()
    {
        if (isComment(m_at))
            return fail(Fault::Comment, m_at);
        const QByteArrayView word = wordAt(m_at);
        if (isOtherQuote(m_at) || !word.isEmpty())
            return fail(Fault::MissingQuote, m_at, isOtherQuote(m_at) ? QString() : shortened(word));
        fail(Fault::UnexpectedCharacter, m_at, characterAt(m_at));
    }

    void failAtValue()
    {
        if (isComment(m_at))
            return fail(Fault::Comment, m_at);
        const QByteArrayView word = wordAt(m_at);
        if (std::find(foreignWords.begin(), foreignWords.end(), word) != foreignWords.end())
            return fail(Fault::UnexpectedCharacter, m_at, QString::fromLatin1(word));
        const char next = m_at + 1 < m_text.size() ? byte(m_at + 1) : '\0';
        if ((here() == '+' || here() == '.') && (isDigit(next) || next == '.'))
            return fail(Fault::BadNumber, m_at);
        // The detail stays empty: a value may be a secret. `/usr/bin` and `~/bin` are texts too.
        if (isOtherQuote(m_at) || !word.isEmpty() ||
            ((here() == '/' || here() == '~' || here() == '.') && next != '\0'))
            return fail(Fault::MissingQuote, m_at);
        fail(Fault::UnexpectedCharacter, m_at, characterAt(m_at));
    }

    /// Neither a comma nor the end stands behind a value.
    void failBehindValue(qsizetype behindValue)
    {
        if (isComment(m_at))
            return fail(Fault::Comment, m_at);
        // `"say "hello""`: a letter that touches the closing quote belongs to the text.
        const bool touches = m_at == behindValue && byte(m_at - 1) == '"' && isWordByte(here());
        if (!touches && (startsStrictValue(here()) || isWordByte(here()) || isOtherQuote(m_at)))
            return fail(Fault::MissingComma, behindValue);
        fail(Fault::UnexpectedCharacter, m_at, characterAt(m_at));
    }

    /// The file ends inside a text: cut off, or a quote was forgotten and the rest was swallowed.
    bool failInText(qsizetype open)
    {
        const QByteArrayView rest = view(open, m_text.size()).trimmed();
        return rest.endsWith('}') ? refuse(Fault::UnterminatedText, open) : refuse(Fault::UnexpectedEnd, m_text.size());
    }

    /// A line break in a text: when the next line looks like JSON, the quote at the end of this one is missing.
    bool failAtControl(qsizetype open)
    {
        if (here() == '\n' || here() == '\r') {
            qsizetype next = m_at;
            while (next < m_text.size() && isSpace(byte(next)))
                ++next;
            if (next == m_text.size() || byte(next) == '"' || byte(next) == '}' || byte(next) == ']')
                return refuse(Fault::UnterminatedText, open);
        }
        return refuse(Fault::ControlCharacter, m_at);
    }

    bool isComment(qsizetype at) const
    {
        if (byte(at) == '#')
            return true;
        return byte(at) == '/' && at + 1 < m_text.size() && (byte(at + 1) == '/' || byte(at + 1) == '*');
    }

    bool isOtherQuote(qsizetype at) const
    {
        const QByteArrayView rest = view(at, m_text.size());
        return std::any_of(otherQuotes.begin(), otherQuotes.end(),
                           [&](QByteArrayView quote) { return rest.startsWith(quote); });
    }

    bool startsStrictValue(char c) const
    {
        return c == '"' || c == '{' || c == '[' || c == '-' || isDigit(c) || wordAt(m_at) == "true" ||
               wordAt(m_at) == "false" || wordAt(m_at) == "null";
    }

    QByteArrayView wordAt(qsizetype at) const
    {
        qsizetype end = at;
        while (end < m_text.size() && isWordByte(byte(end)) && byte(at) != '-')
            ++end;
        return view(at, end);
    }

    static QString shortened(QByteArrayView word)
    {
        const QString text = QString::fromUtf8(word);
        return text.size() <= 40 ? text : text.left(40) + u'…';
    }

    /// A sign, for the message. Letters and digits are left out: they may be the start of a secret.
    QString characterAt(qsizetype at) const
    {
        const char c = byte(at);
        if (isWordByte(c) && c != '-' && c != '$')
            return {};
        if (static_cast<uchar>(c) < 0x20 || c == 0x7f)
            return u"U+%1"_s.arg(static_cast<uchar>(c), 4, 16, QLatin1Char('0')).toUpper();
        return QString(QLatin1Char(c));
    }

    // ---- Bytes and nodes ---------------------------------------------------------------------------------------

    bool atEnd() const { return m_at == m_text.size(); }
    char byte(qsizetype at) const { return m_text.at(at); }
    char here() const { return m_text.at(m_at); }
    QByteArrayView view(qsizetype begin, qsizetype end) const
    {
        return QByteArrayView(m_text).sliced(begin, end - begin);
    }
    void skipSpace()
    {
        // Not the member in the loop: its every step would be written to memory.
        const char *const data = m_text.constData();
        const qsizetype size = m_text.size();
        qsizetype at = m_at;
        while (at < size && isSpace(data[at]))
            ++at;
        m_at = at;
    }
    Node &node(int index) { return m_tree.m_nodes[static_cast<std::size_t>(index)]; }

    int append(const Node &value)
    {
        const int index = static_cast<int>(m_tree.m_nodes.size());
        m_tree.m_nodes.push_back(value);
        if (value.parent >= 0) {
            Node &parent = node(value.parent);
            if (parent.lastChild < 0)
                parent.firstChild = index;
            else
                node(parent.lastChild).next = index;
            parent.lastChild = index;
        }
        return index;
    }

    const QByteArray &m_text;
    bool m_objectOnly;
    Tree m_tree;
    qsizetype m_at = 0;
    int m_container = -1; ///< the innermost one that is open
    int m_depth = 0;
    bool m_failed = false;
    Failure m_failure;
};

Result<Tree, Failure> Tree::parse(const QByteArray &text, bool objectOnly)
{
    return Reader(text, objectOnly).read();
}

} // namespace kopru::config::json
