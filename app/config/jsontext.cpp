#include "app/config/jsontext.h"

#include <array>

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
            while (!atEnd() && !stopsInText[static_cast<uchar>(here())])
                ++m_at;
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
        while (!atEnd() && isSpace(here()))
            ++m_at;
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

QByteArray Tree::bytes(int index) const
{
    return m_text.mid(node(index).begin, node(index).end - node(index).begin);
}

QString Tree::key(int index) const
{
    const Node &member = node(index);
    const auto inside = QByteArrayView(m_text).sliced(member.keyBegin + 1, member.keyEnd - member.keyBegin - 2);
    return member.keyEscaped ? decoded(inside) : QString::fromUtf8(inside);
}

QString Tree::value(int index) const
{
    const Node &value = node(index);
    const auto all = QByteArrayView(m_text).sliced(value.begin, value.end - value.begin);
    if (value.kind != Kind::Text)
        return QString::fromUtf8(all);
    const auto inside = all.sliced(1, all.size() - 2);
    return value.escaped ? decoded(inside) : QString::fromUtf8(inside);
}

int Tree::member(int object, QStringView name) const
{
    if (!is(object, Kind::Object))
        return -1;
    const QByteArray bytes = name.toUtf8();
    const auto isCalled = [&](const Node &child, int index) {
        if (child.keyEscaped)
            return key(index) == name;
        return QByteArrayView(m_text).sliced(child.keyBegin + 1, child.keyEnd - child.keyBegin - 2) == bytes;
    };
    int found = -1;
    for (int child = node(object).firstChild; child >= 0; child = node(child).next)
        if (isCalled(node(child), child))
            found = child;
    return found;
}

std::vector<int> Tree::children(int parent) const
{
    std::vector<int> all;
    for (int child = node(parent).firstChild; child >= 0; child = node(child).next)
        all.push_back(child);
    return all;
}

QString decoded(QByteArrayView inside)
{
    QString text;
    text.reserve(inside.size());
    qsizetype plain = 0;
    for (qsizetype at = 0; at < inside.size();) {
        if (inside.at(at) != '\\') {
            ++at;
            continue;
        }
        text += QString::fromUtf8(inside.sliced(plain, at - plain));
        const char escape = inside.at(at + 1);
        at += 2;
        switch (escape) {
        case 'b':
            text += u'\b';
            break;
        case 'f':
            text += u'\f';
            break;
        case 'n':
            text += u'\n';
            break;
        case 'r':
            text += u'\r';
            break;
        case 't':
            text += u'\t';
            break;
        case 'u':
            text += QChar(inside.sliced(at, 4).toUShort(nullptr, 16));
            at += 4;
            break;
        default:
            text += QLatin1Char(escape);
        }
        plain = at;
    }
    return text + QString::fromUtf8(inside.sliced(plain));
}

QByteArray quoted(QStringView text)
{
    QByteArray out = "\""_ba;
    out.reserve(text.size() + 2);
    qsizetype plain = 0;
    const auto escape = [&](qsizetype at, const QByteArray &spelling) {
        out += text.sliced(plain, at - plain).toUtf8();
        out += spelling;
        plain = at + 1;
    };
    const auto byNumber = [](QChar c) { return "\\u"_ba + QByteArray::number(c.unicode(), 16).rightJustified(4, '0'); };
    for (qsizetype at = 0; at < text.size(); ++at) {
        const QChar c = text.at(at);
        switch (c.unicode()) {
        case u'"':
            escape(at, "\\\""_ba);
            break;
        case u'\\':
            escape(at, "\\\\"_ba);
            break;
        case u'\b':
            escape(at, "\\b"_ba);
            break;
        case u'\f':
            escape(at, "\\f"_ba);
            break;
        case u'\n':
            escape(at, "\\n"_ba);
            break;
        case u'\r':
            escape(at, "\\r"_ba);
            break;
        case u'\t':
            escape(at, "\\t"_ba);
            break;
        default:
            if (c.isHighSurrogate() && at + 1 < text.size() && text.at(at + 1).isLowSurrogate())
                ++at;
            else if (c.unicode() < 0x20 || c.isSurrogate()) // UTF-8 has no spelling for half a pair.
                escape(at, byNumber(c));
        }
    }
    out += text.sliced(plain).toUtf8();
    return out + '"';
}

qsizetype firstInvalidUtf8(QByteArrayView text)
{
    const auto byteAt = [&](qsizetype at) { return at < text.size() ? static_cast<uchar>(text.at(at)) : uchar{0}; };
    const auto continues = [&](qsizetype at) { return (byteAt(at) & 0xc0) == 0x80; };
    qsizetype at = 0;
    while (at < text.size()) {
        const uchar lead = byteAt(at);
        const uchar second = byteAt(at + 1);
        if (lead < 0x80) {
            // Eight bytes at a time: nearly every file is ASCII nearly everywhere.
            quint64 block = 0;
            while (at + 8 <= text.size()) {
                std::memcpy(&block, text.data() + at, sizeof block);
                if ((block & 0x8080808080808080U) != 0)
                    break;
                at += 8;
            }
            while (at < text.size() && byteAt(at) < 0x80)
                ++at;
        } else if (lead >= 0xc2 && lead <= 0xdf && continues(at + 1)) {
            at += 2;
        } else if ((lead & 0xf0) == 0xe0 && continues(at + 1) && continues(at + 2) &&
                   !(lead == 0xe0 && second < 0xa0) && !(lead == 0xed && second >= 0xa0)) {
            at += 3;
        } else if (lead >= 0xf0 && lead <= 0xf4 && continues(at + 1) && continues(at + 2) && continues(at + 3) &&
                   !(lead == 0xf0 && second < 0x90) && !(lead == 0xf4 && second >= 0x90)) {
            at += 4;
        } else {
            return at;
        }
    }
    return -1;
}

} // namespace kopru::config::json
