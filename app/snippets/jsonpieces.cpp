#include "app/snippets/jsonpieces.h"

#include "app/config/jsontext.h"

#include <QtCore/QRegularExpression>

using namespace Qt::StringLiterals;

namespace kopru::integrations::snippet {

namespace {

bool isOddSpace(QChar c)
{
    return c == QChar(0xA0) || c == QChar(0x202F) || c == QChar(0x2007) || c == QChar(0x3000) ||
           (c >= QChar(0x2000) && c <= QChar(0x200B)) || c == QChar(0xFEFF);
}

bool isWordCharacter(QChar c)
{
    return c.isLetterOrNumber() || c == u'_' || c == u'$' || c == u'-';
}

/// What may close a text that begins with this quote; empty: it is none.
QStringView closersOf(QChar open)
{
    switch (open.unicode()) {
    case u'"':
        return u"\"";
    case u'\'':
        return u"'";
    case u'`':
        return u"`";
    case u'\u201c':
    case u'\u201d':
        return u"\u201d\u201c\"";
    case u'\u201e':
        return u"\u201c\u201d\"";
    case u'\u2018':
    case u'\u2019':
        return u"\u2019\u2018'";
    case u'\u00ab':
        return u"\u00bb";
    default:
        return {};
    }
}

/// Reads one piece. No recursion: depth costs no stack.
class PieceReader
{
public:
    PieceReader(QStringView text, qsizetype at) : m_text(text), m_at(at) { m_piece.begin = at; }

    enum class Outcome { Read, None, Broken };

    /// Begins at a bracket, or at the key of a member without its braces.
    Outcome read()
    {
        m_members = m_text.at(m_at) != u'{' && m_text.at(m_at) != u'[';
        if (m_members)
            open(u'{');
        else
            readValue();
        while (!m_ended && !m_failed)
            step();
        if (m_failed)
            return m_sawColon || m_tooDeep ? Outcome::Broken : Outcome::None;
        m_piece.json = m_out.toUtf8();
        return Outcome::Read;
    }

    [[nodiscard]] const JsonPiece &piece() const { return m_piece; }
    [[nodiscard]] qsizetype at() const { return m_at; }
    [[nodiscard]] bool sawColon() const { return m_sawColon; }

private:
    struct Container
    {
        bool object;
        bool empty = true;
        bool comma = false; ///< the last thing was a comma
    };

    void step()
    {
        Container &container = m_open.back();
        const qsizetype behindValue = m_at;
        if (!skipSpace())
            return cutOff(false);
        const QChar c = m_text.at(m_at);
        const bool virtualRoot = m_members && m_open.size() == 1;
        if (!virtualRoot && c == (container.object ? u'}' : u']')) {
            if (container.comma)
                m_piece.mended = true;
            ++m_at;
            close();
            return;
        }
        if (c == u',' && (!container.empty || m_skipped)) {
            if (container.comma)
                return virtualRoot ? endMembers(behindValue) : fail();
            container.comma = true;
            m_skipped = false;
            ++m_at;
            return;
        }
        if (isEllipsis()) {
            m_piece.mended = true;
            m_skipped = true;
            return;
        }
        if (container.object) {
            if (virtualRoot && !container.empty && !startsMember())
                return endMembers(behindValue);
            if (!container.empty && !container.comma)
                m_piece.mended = true;
            return readMember(container);
        }
        if (!container.empty && !container.comma)
            m_piece.mended = true;
        beginItem(container);
        readValue();
    }

    void beginItem(Container &container)
    {
        if (!container.empty)
            m_out += u',';
        container.empty = false;
        container.comma = false;
        m_skipped = false;
    }

    /// A key and a colon, where the members have no braces: anything else ends them.
    [[nodiscard]] bool startsMember() const
    {
        const QStringView rest = m_text.mid(m_at, 200);
        static const QRegularExpression key(uR"(^(?:"[^"\n]{1,120}"|[“„][^"“”\n]{1,120}[”“"]|'[^'\n]{1,120}')\s*:)"_s);
        return key.match(rest).hasMatch();
    }

    void endMembers(qsizetype end)
    {
        m_at = end;
        m_out += u'}';
        m_ended = true;
        m_piece.end = m_at;
    }

    void readMember(Container &container)
    {
        const qsizetype before = m_out.size();
        const bool wasEmpty = container.empty;
        const bool wasComma = container.comma;
        beginItem(container);
        if (!closersOf(m_text.at(m_at)).isEmpty()) {
            if (!readText())
                return cutAt(before, wasEmpty, wasComma);
        } else {
            const qsizetype begin = m_at;
            while (m_at < m_text.size() && isWordCharacter(m_text.at(m_at)))
                ++m_at;
            if (m_at == begin || !(m_text.at(begin).isLetter() || m_text.at(begin) == u'_' || m_text.at(begin) == u'$'))
                return fail();
            m_piece.mended = true;
            m_out += quoted(m_text.mid(begin, m_at - begin));
        }
        if (m_failed)
            return;
        if (!skipSpace())
            return cutAt(before, wasEmpty, wasComma);
        if (m_text.at(m_at) != u':')
            return fail();
        ++m_at;
        m_sawColon = true;
        m_out += u':';
        if (!skipSpace())
            return cutAt(before, wasEmpty, wasComma);
        readValue();
        if (m_cut)
            cutAt(before, wasEmpty, wasComma);
    }

    void readValue()
    {
        if (m_at >= m_text.size())
            return cutOff(true);
        const QChar c = m_text.at(m_at);
        if (c == u'{' || c == u'[') {
            ++m_at;
            return open(c);
        }
        if (!closersOf(c).isEmpty()) {
            if (!readText())
                m_cut = true;
            if (m_cut && m_open.size() > 0 && !m_open.back().object)
                cutElement();
            return;
        }
        if (isEllipsis()) {
            m_piece.mended = true;
            m_out += u"null";
            return;
        }
        const qsizetype begin = m_at;
        while (m_at < m_text.size() &&
               (isWordCharacter(m_text.at(m_at)) || m_text.at(m_at) == u'.' || m_text.at(m_at) == u'+'))
            ++m_at;
        const QStringView word = m_text.mid(begin, m_at - begin);
        static const QRegularExpression number(uR"(^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$)"_s);
        if (word == u"true" || word == u"false" || word == u"null") {
            m_out += word;
        } else if (word == u"True" || word == u"False" || word == u"None") {
            m_piece.mended = true;
            m_out += word == u"True" ? u"true"_s : word == u"False" ? u"false"_s : u"null"_s;
        } else if (number.match(word).hasMatch()) {
            m_out += word;
        } else {
            return m_at >= m_text.size() && !word.isEmpty() && m_open.size() > 0 ? cutWord() : fail();
        }
        if (m_open.empty())
            end();
    }

    void cutWord()
    {
        m_cut = true;
        if (!m_open.back().object)
            cutElement();
    }

    void open(QChar bracket)
    {
        if (m_open.size() == config::json::maximumDepth) {
            m_tooDeep = true;
            return fail();
        }
        m_out += bracket;
        m_open.push_back({bracket == u'{'});
    }

    void close()
    {
        m_out += m_open.back().object ? u'}' : u']';
        m_open.pop_back();
        if (m_open.empty())
            end();
    }

    void end()
    {
        m_ended = true;
        m_piece.end = m_at;
    }

    /// The text ended inside this member: it goes, and a mark stands in its place.
    void cutAt(qsizetype out, bool wasEmpty, bool wasComma)
    {
        if (m_failed || m_ended)
            return;
        m_out.truncate(out);
        m_open.back().empty = wasEmpty;
        m_open.back().comma = wasComma;
        cutOff(true);
    }

    void cutElement()
    {
        if (m_out.endsWith(u','))
            m_out.chop(1);
        m_open.back().empty = m_out.endsWith(u'[');
        cutOff(true);
    }

    /// The end of the text, with brackets open. Closing them is no guess; what was not whole is marked.
    void cutOff(bool inside)
    {
        if (m_failed || m_ended)
            return;
        if (m_members && m_open.size() == 1 && !inside)
            return endMembers(m_text.size());
        m_piece.mended = true;
        if (!m_sawColon)
            return fail();
        // A list may go on, and behind a comma something would have come.
        const bool whole = !inside && !m_open.back().comma && m_open.back().object;
        bool cut = !whole;
        while (!m_open.empty()) {
            const Container &container = m_open.back();
            if (cut || (whole && container.object)) {
                if (!container.empty)
                    m_out += u',';
                m_out += quoted(cut ? cutMark : openMark);
                if (container.object)
                    m_out += u":null";
                cut = false;
            }
            m_out += container.object ? u'}' : u']';
            m_open.pop_back();
        }
        m_at = m_text.size();
        end();
    }

    void fail() { m_failed = true; }

    static QString quoted(QStringView text) { return QString::fromUtf8(config::json::quoted(text)); }

    /// @return false where the text ends inside
    bool readText()
    {
        const QChar quote = m_text.at(m_at);
        const QStringView closers = closersOf(quote);
        if (quote != u'"')
            m_piece.mended = true;
        const qsizetype begin = ++m_at;
        bool escaped = false;
        while (m_at < m_text.size()) {
            const QChar c = m_text.at(m_at);
            if (c == u'\\') {
                escaped = true;
                m_at += 2;
                continue;
            }
            if (c == u'\n' || c == u'\r') {
                fail();
                return true;
            }
            if (closers.contains(c)) {
                if (c != quote && quote == u'"')
                    m_piece.mended = true;
                break;
            }
            ++m_at;
        }
        if (m_at >= m_text.size()) {
            m_at = m_text.size();
            return false;
        }
        m_out +=
            quoted(escaped ? decoded(m_text.mid(begin, m_at - begin)) : m_text.mid(begin, m_at - begin).toString());
        ++m_at;
        return true;
    }

    /// Escapes, unless they are the single backslashes of a Windows path.
    QString decoded(QStringView inside)
    {
        static const QRegularExpression wrong(
            uR"(^(?:[^\\]|\\["'\\/bfnrt`]|\\u[0-9A-Fa-f]{4})*+\\(?!["'\\/bfnrt`]|u[0-9A-Fa-f]{4}))"_s);
        static const QRegularExpression drive(uR"(^[A-Za-z]:\\[^\\])"_s);
        if (wrong.match(inside).hasMatch() || drive.match(inside).hasMatch()) {
            m_piece.mended = true;
            QString plain = inside.toString();
            return plain.replace(u"\\\\"_s, u"\\"_s).replace(u"\\\""_s, u"\""_s);
        }
        QString strict = inside.toString();
        strict.replace(u"\\'"_s, u"'"_s).replace(u"\\`"_s, u"`"_s);
        return config::json::decoded(strict.toUtf8());
    }

    [[nodiscard]] bool isEllipsis()
    {
        if (m_text.mid(m_at, 3) == u"...") {
            m_at += 3;
            return true;
        }
        if (m_text.at(m_at) == u'\u2026') {
            ++m_at;
            return true;
        }
        return false;
    }

    /// Skips white space and comments. @return false at the end of the text
    bool skipSpace()
    {
        while (m_at < m_text.size()) {
            const QChar c = m_text.at(m_at);
            if (c == u' ' || c == u'\t' || c == u'\n' || c == u'\r') {
                ++m_at;
            } else if (isOddSpace(c)) {
                m_piece.mended = true;
                ++m_at;
            } else if (c == u'#' || m_text.mid(m_at, 2) == u"//") {
                m_piece.comments = true;
                while (m_at < m_text.size() && m_text.at(m_at) != u'\n')
                    ++m_at;
            } else if (m_text.mid(m_at, 2) == u"/*") {
                const qsizetype close = m_text.indexOf(u"*/", m_at + 2);
                m_piece.comments = true;
                m_at = close < 0 ? m_text.size() : close + 2;
            } else {
                return true;
            }
        }
        return false;
    }

    QStringView m_text;
    qsizetype m_at;
    JsonPiece m_piece;
    QString m_out;
    std::vector<Container> m_open;
    bool m_members = false;
    bool m_sawColon = false;
    bool m_tooDeep = false;
    bool m_failed = false;
    bool m_ended = false;
    bool m_cut = false;
    bool m_skipped = false; ///< an ellipsis stood where a member could
};

/// Members without braces begin at a line: `"name": …`, or `mcpServers: {`.
bool startsMembers(QStringView line)
{
    static const QRegularExpression key(
        uR"(^(?:["“„'][^"“”'\n]{1,120}["”“']\s*:\s*(?:["“„'{\[]|\.|$)|(?:mcpServers|servers|mcp_servers|context_servers)\s*:\s*[{\[]))"_s);
    return key.match(line.left(400)).hasMatch();
}

} // namespace

JsonSearch findJson(const QString &text)
{
    JsonSearch search;
    const QStringView view(text);
    static const QRegularExpression mergeMarks(uR"(^<{7} .*^={7}$.*^>{7} )"_s,
                                               QRegularExpression::MultilineOption |
                                                   QRegularExpression::DotMatchesEverythingOption);
    if (text.contains(u"<<<<<<< "_s) && text.contains(u'{') && mergeMarks.match(text).hasMatch()) {
        search.broken = true;
        return search;
    }
    // What begins like JSON and is none is read again from the next bracket; this bounds how often.
    qsizetype budget = 4 * view.size() + 65536;
    bool lineStart = true;
    qsizetype lineBegin = 0;
    bool first = true; // nothing but white space stands before
    for (qsizetype at = 0; at < view.size() && budget > 0;) {
        const QChar c = view.at(at);
        if (c == u'\n') {
            lineStart = true;
            lineBegin = ++at;
            continue;
        }
        if (c.isSpace() || isOddSpace(c)) {
            ++at;
            continue;
        }
        const bool bracket = c == u'{' || c == u'[';
        if (bracket || (lineStart && startsMembers(view.mid(at)))) {
            PieceReader reader(view, at);
            const auto outcome = reader.read();
            budget -= reader.at() - at;
            if (outcome == PieceReader::Outcome::Read) {
                JsonPiece piece = reader.piece();
                // Brackets left over belong to what was copied with it.
                for (qsizetype next = piece.end; next < view.size(); ++next) {
                    if (view.at(next) == u'}' || view.at(next) == u']') {
                        piece.end = next + 1;
                        piece.mended = true;
                    } else if (!view.at(next).isSpace()) {
                        break;
                    }
                }
                piece.lineBegin = lineBegin;
                search.pieces.append(piece);
                at = std::max(at + 1, piece.end);
                lineStart = first = false;
                continue;
            }
            if ((outcome == PieceReader::Outcome::Broken && lineStart) || (first && c == u'{'))
                search.broken = true;
            if (outcome == PieceReader::Outcome::Broken) {
                search.failed = true;
                at = std::max(at + 1, reader.at());
                lineStart = first = false;
                continue;
            }
        }
        lineStart = first = false;
        ++at;
    }
    return search;
}

} // namespace kopru::integrations::snippet
