#include "app/snippets/jsonentries.h"

#include "app/config/jsontext.h"
#include "app/snippets/jsonpieces.h"
#include "app/snippets/limits.h"
#include "app/snippets/remarks.h"
#include "app/snippets/words.h"

#include <QtCore/QHash>
#include <QtCore/QRegularExpression>

using namespace Qt::StringLiterals;

namespace kopru::integrations::snippet {

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
            m_meaning.moreVariables = !readVariables(env, entry, m_meaning.mended);
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

    /// @return false where there are more than are read
    bool readVariables(int object, config::Entry &entry, bool &converted)
    {
        bool all = true;
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
            } else {
                all = false;
            }
        }
        return all;
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
                raw.moreVariables = !readVariables(env, raw.local, converted) || raw.moreVariables;
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
                raw.moreVariables = !readVariables(node, raw.local, converted) || raw.moreVariables;
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
