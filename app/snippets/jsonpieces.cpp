#include "app/snippets/parts.h"

#include <QtCore/QHash>
#include <QtCore/QRegularExpression>

using namespace Qt::StringLiterals;

/// JSON in a text: where it begins and ends, and as strict JSON. Pieces of a page are no files: they begin in the
/// middle of a line, have no outer braces, or end where the selection ended; so this is not the reader of files.
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

// ---- What stands in a piece
// ------------------------------------------------------------------------------------------

namespace {

using config::json::Kind;
using config::json::Tree;

bool isMark(QStringView key)
{
    return key == cutMark || key == openMark;
}

QString plainKey(const QString &key)
{
    return key.toLower().remove(u'-').remove(u'_').remove(u' ');
}

class Meaning
{
public:
    explicit Meaning(const Tree &tree) : m_tree(tree) {}

    JsonMeaning read()
    {
        if (m_tree.is(0, Kind::Array)) {
            readList(0, SnippetForm::EntryList);
            if (m_meaning.entries.isEmpty() && !m_meaning.cut) {
                m_meaning.form.reset();
                m_meaning.incomplete = false;
                m_meaning.ignored.clear();
            }
            m_meaning.hasMembers = false;
        } else if (m_tree.is(0, Kind::Object)) {
            m_meaning.hasMembers = m_tree.node(0).firstChild >= 0;
            readRoot(0);
        }
        return std::move(m_meaning);
    }

private:
    void readRoot(int root)
    {
        if (has(root, u"manifest_version") || has(root, u"dxt_version")) {
            m_meaning.extension = true;
            return;
        }
        readQuestions(root);
        if (const int projects = m_tree.member(root, u"projects");
            m_tree.is(projects, Kind::Object) && hasProjects(projects)) {
            m_meaning.form = SnippetForm::ClaudeCodeState;
            if (const int servers = m_tree.member(root, u"mcpServers"); servers >= 0)
                readServers(servers);
            for (const int project : m_tree.children(projects)) {
                const qsizetype before = m_meaning.entries.size();
                if (const int servers = m_tree.member(project, u"mcpServers"); servers >= 0)
                    readServers(servers);
                for (qsizetype i = before; i < m_meaning.entries.size(); ++i)
                    add(m_meaning.entries[i].notes, SnippetNoteId::Project, m_tree.key(project));
            }
            return nameOthers(root, {u"mcpServers"_s, u"projects"_s});
        }
        for (const int child : m_tree.children(root)) {
            const QString key = m_tree.key(child);
            if (m_tree.node(child).kind != Kind::Object && m_tree.node(child).kind != Kind::Array)
                continue;
            if (key == u"mcp_servers"_s) {
                m_meaning.form = SnippetForm::MessagesApi;
                readServers(child);
                return nameOthers(root, {key});
            }
            if (plainKey(key) == u"mcpservers"_s) {
                m_meaning.form = SnippetForm::McpServers;
                if (key != u"mcpServers"_s)
                    m_meaning.mended = true;
                int servers = child;
                if (const int inner = m_tree.member(child, u"mcpServers");
                    m_tree.is(child, Kind::Object) && m_tree.is(inner, Kind::Object) && !isEntry(inner)) {
                    servers = inner;
                    m_meaning.mended = true;
                }
                readServers(servers);
                return nameOthers(root, {key, u"inputs"_s});
            }
            if (key == u"context_servers"_s) {
                m_meaning.form = SnippetForm::Zed;
                readServers(child);
                return nameOthers(root, {key});
            }
            if (key == u"experimental"_s || key == u"modelContextProtocolServers"_s) {
                const int list =
                    key == u"experimental"_s ? m_tree.member(child, u"modelContextProtocolServers") : child;
                if (m_tree.is(list, Kind::Array)) {
                    m_meaning.form = SnippetForm::Continue;
                    readServers(list);
                    return nameOthers(root, {key});
                }
            }
            if (key == u"mcp"_s && m_tree.is(child, Kind::Object) && !isEntry(child)) {
                readQuestions(child);
                if (const int servers = m_tree.member(child, u"servers"); m_tree.is(servers, Kind::Object)) {
                    m_meaning.form = SnippetForm::VsCode;
                    readServers(servers);
                    return nameOthers(root, {key});
                }
                if (hasEntries(child)) {
                    m_meaning.form = SnippetForm::OpenCode;
                    readServers(child);
                    return nameOthers(root, {key});
                }
            }
            if (key == u"servers"_s && m_tree.is(child, Kind::Object) && !isEntry(child) &&
                (m_tree.node(child).firstChild < 0 || hasEntries(child))) {
                m_meaning.form = SnippetForm::VsCode;
                readServers(child);
                return nameOthers(root, {key, u"inputs"_s});
            }
        }
        if (isEntry(root)) {
            m_meaning.form = isMessagesEntry(root) ? SnippetForm::MessagesApi : SnippetForm::Entry;
            readEntry(root, {}, 1);
            return;
        }
        if (hasEntries(root)) {
            m_meaning.form = SnippetForm::NamedEntry;
            for (const int child : m_tree.children(root)) {
                if (m_tree.is(child, Kind::Object) && (isEntry(child) || isCut(child)))
                    readEntry(child, m_tree.key(child), 0);
                else if (!isMark(m_tree.key(child)))
                    add(m_meaning.ignored, SnippetIgnoredId::Key, m_tree.key(child));
            }
            return;
        }
        if (isCut(root))
            m_meaning.cut = true;
        if (const int env = m_tree.member(root, u"env");
            m_tree.is(env, Kind::Object) && m_tree.children(root).size() == 1) {
            config::Entry entry;
            readVariables(env, entry, m_meaning.mended);
            m_meaning.form = SnippetForm::EnvFragment;
            m_meaning.variables = entry.environment;
        }
    }

    [[nodiscard]] bool has(int object, QStringView name) const { return m_tree.member(object, name) >= 0; }

    [[nodiscard]] bool hasProjects(int projects) const
    {
        const auto all = m_tree.children(projects);
        return std::any_of(all.begin(), all.end(), [this](int project) {
            return m_tree.is(project, Kind::Object) && has(project, u"mcpServers");
        });
    }

    void nameOthers(int root, const QStringList &used)
    {
        for (const int child : m_tree.children(root))
            if (const QString key = m_tree.key(child); !used.contains(key) && !isMark(key) && key != u"inputs"_s)
                add(m_meaning.ignored, SnippetIgnoredId::Key, key);
    }

    void readQuestions(int root)
    {
        const int inputs = m_tree.member(root, u"inputs");
        if (!m_tree.is(inputs, Kind::Array))
            return;
        for (const int input : m_tree.children(inputs)) {
            const int id = m_tree.is(input, Kind::Object) ? m_tree.member(input, u"id") : -1;
            if (id >= 0)
                m_questions.insert(m_tree.value(id), textOf(m_tree.member(input, u"description")));
        }
    }

    [[nodiscard]] QString textOf(int node) const
    {
        return m_tree.is(node, Kind::Text) ? m_tree.value(node) : QString();
    }

    /// A value as a text; numbers and switches as they are spelled.
    QString anyText(int node, RawEntry &raw)
    {
        if (!m_tree.is(node, Kind::Text))
            add(raw.notes, SnippetNoteId::ValueToText);
        return m_tree.value(node);
    }

    [[nodiscard]] int addressOf(int object) const
    {
        for (const QStringView name : {u"url", u"httpUrl", u"serverUrl"})
            if (const int found = m_tree.member(object, name); m_tree.is(found, Kind::Text))
                return found;
        return -1;
    }

    [[nodiscard]] bool isEntry(int object) const
    {
        if (!m_tree.is(object, Kind::Object))
            return false;
        const int command = m_tree.member(object, u"command");
        if (m_tree.is(command, Kind::Text) || m_tree.is(command, Kind::Array) || m_tree.is(command, Kind::Object))
            return true;
        if (addressOf(object) >= 0)
            return true;
        const int transport = m_tree.member(object, u"transport");
        return m_tree.is(transport, Kind::Object) && isPlainEntry(transport);
    }

    [[nodiscard]] bool isPlainEntry(int object) const
    {
        return m_tree.is(m_tree.member(object, u"command"), Kind::Text) || addressOf(object) >= 0;
    }

    [[nodiscard]] bool isMessagesEntry(int object) const { return textOf(m_tree.member(object, u"type")) == u"url"_s; }

    [[nodiscard]] bool hasEntries(int object) const
    {
        const auto all = m_tree.children(object);
        return std::any_of(all.begin(), all.end(), [this](int child) { return isEntry(child); });
    }

    /// Whether the text was cut off somewhere in here: the mark is the last thing of the last of each container.
    [[nodiscard]] bool isCut(int node) const
    {
        while (node >= 0) {
            const auto &one = m_tree.node(node);
            if (one.kind == Kind::Text)
                return m_tree.value(node) == cutMark;
            if (one.kind == Kind::Null)
                return one.keyBegin >= 0 && m_tree.key(node) == cutMark;
            node = one.lastChild;
        }
        return false;
    }

    /// The text ended in the entry, and its arguments had not come yet, or not all of its variables or headers.
    [[nodiscard]] bool isHalf(int entry) const
    {
        if (!m_tree.is(entry, Kind::Object) || !has(entry, openMark))
            return false;
        const auto members = m_tree.children(entry);
        const bool open = std::any_of(members.begin(), members.end(), [this](int member) {
            return m_tree.is(member, Kind::Object) && has(member, openMark);
        });
        return open || (has(entry, u"command") && !has(entry, u"args"));
    }

    void readServers(int servers)
    {
        if (m_tree.is(servers, Kind::Array))
            return readList(servers, m_meaning.form.value_or(SnippetForm::McpServers));
        if (!m_tree.is(servers, Kind::Object))
            return;
        int number = 0;
        for (const int child : m_tree.children(servers)) {
            ++number;
            if (m_tree.key(child) == cutMark)
                m_meaning.cut = true;
            else if (m_tree.key(child) != openMark)
                readEntry(child, m_tree.key(child), number);
        }
    }

    void readList(int list, SnippetForm form)
    {
        m_meaning.form = form;
        int number = 0;
        for (const int child : m_tree.children(list)) {
            ++number;
            if (m_tree.is(child, Kind::Text) && m_tree.value(child) == cutMark)
                m_meaning.cut = true;
            else if (!m_tree.is(child, Kind::Null))
                readEntry(child, {}, number);
        }
    }

    void readVariables(int object, config::Entry &entry, bool &converted)
    {
        QHash<QString, qsizetype> places;
        for (qsizetype i = 0; i < entry.environment.size(); ++i)
            places.insert(entry.environment.at(i).name, i);
        for (const int child : m_tree.children(object)) {
            const QString name = m_tree.key(child);
            if (isMark(name) || m_tree.is(child, Kind::Null))
                continue;
            converted = converted || !m_tree.is(child, Kind::Text);
            if (const auto place = places.constFind(name); place != places.constEnd()) {
                entry.environment[*place].value = m_tree.value(child);
            } else if (entry.environment.size() < mostVariables) {
                places.insert(name, entry.environment.size());
                entry.environment.append({name, m_tree.value(child)});
            }
        }
    }

    void readHeaders(int node, RawEntry &raw)
    {
        if (m_tree.is(node, Kind::Array)) {
            for (const int child : m_tree.children(node)) {
                const QString line = m_tree.value(child);
                if (const qsizetype colon = line.indexOf(u':'); colon > 0)
                    raw.headers.append({line.left(colon).trimmed(), line.mid(colon + 1).trimmed()});
            }
        } else if (m_tree.is(node, Kind::Object)) {
            for (const int child : m_tree.children(node))
                if (!m_tree.is(child, Kind::Object) && !m_tree.is(child, Kind::Array))
                    raw.headers.append({m_tree.key(child).trimmed(), anyText(child, raw)});
        } else if (m_tree.is(node, Kind::Text)) { // one header line, or several
            for (const QString &line : m_tree.value(node).split(u'\n'))
                if (const qsizetype colon = line.indexOf(u':'); colon > 0)
                    raw.headers.append({line.left(colon).trimmed(), line.mid(colon + 1).trimmed()});
            if (raw.headers.isEmpty() && !m_tree.value(node).trimmed().isEmpty())
                raw.dropped.append(u"headers"_s);
        } else if (!m_tree.is(node, Kind::Null)) {
            raw.dropped.append(u"headers"_s);
        }
    }

    void readArguments(int node, RawEntry &raw)
    {
        if (m_tree.is(node, Kind::Text)) {
            raw.local.arguments += splitWords(m_tree.value(node)).value_or(QStringList{m_tree.value(node)});
            add(raw.notes, SnippetNoteId::ArgumentsSplit);
        } else if (m_tree.is(node, Kind::Array)) {
            for (const int child : m_tree.children(node))
                raw.local.arguments.append(anyText(child, raw));
        } else if (node >= 0 && !m_tree.is(node, Kind::Null)) {
            raw.dropped.append(u"args"_s);
        }
    }

    void readCommand(int node, RawEntry &raw)
    {
        if (m_tree.is(node, Kind::Array)) {
            QStringList words;
            for (const int child : m_tree.children(node))
                words.append(anyText(child, raw));
            if (!words.isEmpty()) {
                raw.local.command = words.takeFirst();
                raw.local.arguments = words;
            }
        } else if (m_tree.is(node, Kind::Object)) {
            raw.local.command = textOf(m_tree.member(node, u"path"));
            readArguments(m_tree.member(node, u"args"), raw);
            if (const int env = m_tree.member(node, u"env"); m_tree.is(env, Kind::Object)) {
                bool converted = false;
                readVariables(env, raw.local, converted);
            }
        } else {
            raw.local.command = m_tree.value(node).trimmed();
        }
    }

    void readMember(int node, RawEntry &raw)
    {
        const QString key = m_tree.key(node);
        if (key == u"command"_s) {
            readCommand(node, raw);
        } else if (key == u"args"_s) {
            readArguments(node, raw);
        } else if (key == u"env"_s || key == u"environment"_s) {
            bool converted = false;
            if (m_tree.is(node, Kind::Object))
                readVariables(node, raw.local, converted);
            if (converted)
                add(raw.notes, SnippetNoteId::ValueToText);
        } else if (key == u"headers"_s) {
            readHeaders(node, raw);
        } else if (key == u"requestOptions"_s && m_tree.is(node, Kind::Object)) {
            for (const int child : m_tree.children(node)) {
                if (m_tree.key(child) == u"headers"_s)
                    readHeaders(child, raw);
                else
                    raw.dropped.append(u"requestOptions."_s + m_tree.key(child));
            }
        } else if (key == u"authorization_token"_s) {
            if (m_tree.is(node, Kind::Text))
                raw.headers.append({u"Authorization"_s, u"Bearer "_s + m_tree.value(node)});
        } else if (key == u"transport"_s && m_tree.is(node, Kind::Object)) {
            readMembers(node, raw);
        } else if (key == u"type"_s || key == u"transport"_s || key == u"transportType"_s) {
            if (const QString type = textOf(node); type != u"url"_s && type != u"remote"_s)
                raw.transport = type;
        } else if (key == u"oauth"_s) {
            raw.signsIn = !m_tree.is(node, Kind::False) && !m_tree.is(node, Kind::Null);
            if (!raw.signsIn)
                raw.dropped.append(key);
        } else if (key == u"auth"_s && m_tree.is(node, Kind::Object) &&
                   (has(node, u"CLIENT_ID") || has(node, u"clientId") || has(node, u"client_id"))) {
            raw.signsIn = true;
        } else if (key != u"name"_s && key != u"source"_s && key != u"url"_s && key != u"httpUrl"_s &&
                   key != u"serverUrl"_s && !isMark(key)) {
            if (raw.dropped.size() < mostRemarks)
                raw.dropped.append(key);
            if ((key == u"disabled"_s && m_tree.is(node, Kind::True)) ||
                (key == u"enabled"_s && m_tree.is(node, Kind::False)))
                add(raw.notes, SnippetNoteId::SwitchedOff);
        }
    }

    void readMembers(int object, RawEntry &raw)
    {
        if (const int address = addressOf(object); address >= 0) {
            raw.hasAddress = true;
            raw.address = m_tree.value(address).trimmed();
            if (m_tree.key(address) == u"httpUrl"_s && raw.transport.isEmpty())
                raw.transport = u"http"_s;
        }
        // A key that stands twice counts once, as JavaScript takes it.
        QHash<QString, int> last;
        const auto children = m_tree.children(object);
        for (const int child : children)
            last.insert(m_tree.key(child), child);
        for (const int child : children)
            if (last.value(m_tree.key(child)) == child)
                readMember(child, raw);
    }

    void readEntry(int node, const QString &key, int number)
    {
        const QString shown = key.isEmpty() ? QString::number(number) : key;
        if (isCut(node) || isHalf(node)) {
            // Its name is known, and that it was not whole.
            m_meaning.cut = true;
            add(m_meaning.ignored, SnippetIgnoredId::CutOff, shown);
            return;
        }
        if (!isEntry(node)) {
            m_meaning.incomplete = true;
            const QString own = m_tree.is(node, Kind::Object) ? textOf(m_tree.member(node, u"name")) : QString();
            add(m_meaning.ignored, SnippetIgnoredId::Incomplete, key.isEmpty() && !own.isEmpty() ? own : shown);
            return;
        }
        RawEntry raw;
        raw.name = key.isEmpty() ? textOf(m_tree.member(node, u"name")) : key;
        raw.questions = m_questions;
        readMembers(node, raw);
        splitCommand(raw);
        m_meaning.entries.append(raw);
    }

    /// `npx -y @example/x` in the place of the program alone. A path with spaces is one program.
    static void splitCommand(RawEntry &raw)
    {
        const QString &command = raw.local.command;
        static const QRegularExpression plain(uR"(^[A-Za-z][\w.-]*\s+\S)"_s);
        if (!plain.match(command).hasMatch() || !raw.local.arguments.isEmpty())
            return;
        const auto words = splitWords(command);
        if (!words || words->size() < 2)
            return;
        raw.local.command = words->first();
        raw.local.arguments = words->mid(1);
        add(raw.notes, SnippetNoteId::CommandSplit);
    }

    const Tree &m_tree;
    JsonMeaning m_meaning;
    QMap<QString, QString> m_questions;
};

} // namespace

JsonMeaning readJson(const QByteArray &json)
{
    const auto tree = Tree::parse(json, false);
    if (!tree)
        return {};
    return Meaning(*tree).read();
}

} // namespace kopru::integrations::snippet
