#include "app/bridges/installation.h"
#include "app/config/jsontext.h"
#include "app/integrations/bridgecommand.h"
#include "app/snippets/conclusion.h"
#include "app/snippets/serverfileparts.h"

#include <QtCore/QSet>

#include <nlohmann/json.hpp>

using namespace Qt::StringLiterals;

/// The form of a file with servers: from values to text and back.
namespace kopru::integrations {

namespace {

using Json = nlohmann::ordered_json;

using config::json::Tree;
using NodeKind = config::json::Kind;

constexpr auto formatName = "kopru-servers"_L1;
constexpr int formatVersion = 1;

constexpr qsizetype mostQuestions = 200; ///< of one server
constexpr qsizetype longestId = 200;

/// A text of an entry, or the list of its parts.
Json valueJson(const QString &text, const QString &place, const PortableServer &server,
               const platform::Platform &platform)
{
    Json parts = Json::array();
    qsizetype done = 0;
    const auto add = [&parts, &text, &done](qsizetype end) {
        if (end > done)
            parts.push_back(text.mid(done, end - done).toStdString());
        done = end;
    };
    auto home = snippet::homeIn(text, platform);
    const auto addHome = [&] {
        add(*home);
        parts.push_back({{"folder", "home"}});
        done = *home + platform.home.size();
        home.reset();
    };
    for (const ServerQuestion &question : server.questions) {
        if (question.place != place)
            continue;
        if (home && question.at > *home && question.at < *home + platform.home.size())
            home.reset(); // a secret inside of the path's own text: no home folder
        if (home && *home + platform.home.size() <= question.at)
            addHome();
        add(question.at);
        parts.push_back({{"question", question.id.toStdString()}});
    }
    if (home)
        addHome();
    if (parts.empty())
        return text.toStdString();
    add(text.size());
    return parts;
}

/// A text that a command line or an environment can hold.
bool isText(const QString &text)
{
    return !text.contains(QChar(0));
}

bool isLine(const QString &text)
{
    return !text.trimmed().isEmpty() &&
           std::none_of(text.cbegin(), text.cend(), [](QChar c) { return c.category() == QChar::Other_Control; });
}

/// Reads one file. The first thing that is not as it must be ends it.
class FileReader
{
public:
    FileReader(const Tree &tree, const platform::Platform &platform) : m_tree(tree), m_platform(platform) {}

    Result<QList<PortableServer>, ServerFileError> read()
    {
        const int version = m_tree.member(0, u"version");
        if (text(m_tree.member(0, u"format")) != QString(formatName))
            return failure(ServerFileError{ServerFileProblem::NotThisForm});
        bool isNumber = false;
        const int number = version < 0 ? 0 : QString::fromUtf8(m_tree.bytes(version)).toInt(&isNumber);
        if (!isNumber || number < 1)
            return failure(ServerFileError{ServerFileProblem::Damaged, std::nullopt, u"version"_s});
        if (number > formatVersion)
            return failure(ServerFileError{ServerFileProblem::NewerVersion, std::nullopt, QString::number(number)});
        const int list = m_tree.member(0, u"servers");
        if (!m_tree.is(list, NodeKind::Array))
            return failure(ServerFileError{ServerFileProblem::Damaged, std::nullopt, u"servers"_s});
        QList<PortableServer> servers;
        QSet<QString> names;
        for (const int node : m_tree.children(list)) {
            if (servers.size() == mostServers)
                return failure(ServerFileError{ServerFileProblem::TooLarge});
            auto server = readServer(node, servers.size() + 1);
            if (!server)
                return failure(server.error());
            if (names.contains(server->name))
                return failure(damaged(server->name));
            names.insert(server->name);
            servers.append(*std::move(server));
        }
        if (servers.isEmpty())
            return failure(ServerFileError{ServerFileProblem::NoServers});
        return servers;
    }

private:
    static ServerFileError damaged(const QString &detail) { return {ServerFileProblem::Damaged, std::nullopt, detail}; }

    [[nodiscard]] QString text(int node) const
    {
        return m_tree.is(node, NodeKind::Text) ? m_tree.value(node) : QString();
    }

    Result<PortableServer, ServerFileError> readServer(int node, qsizetype number)
    {
        PortableServer server;
        server.name = text(m_tree.is(node, NodeKind::Object) ? m_tree.member(node, u"name") : -1).trimmed();
        if (!isLine(server.name) || server.name.size() > longestId)
            return failure(damaged(QString::number(number)));
        const int entry = m_tree.member(node, u"entry");
        if (!m_tree.is(entry, NodeKind::Object) || !readEntry(entry, server))
            return failure(damaged(server.name));
        // The bridge of this computer, whatever path the file names.
        if (server.entry.command == snippet::bridgeName() || readBridgeCommand(server.entry))
            server.entry.command = bridges::installedBridge(m_platform);
        server.kind = kindOf(server.entry).id;
        judge(server);
        return server;
    }

    bool readEntry(int node, PortableServer &server)
    {
        const auto command = value(m_tree.member(node, u"command"), u"command"_s, server);
        if (!command || (command->trimmed().isEmpty() && server.questions.isEmpty()))
            return false;
        server.entry.command = *command;
        if (const int list = m_tree.member(node, u"args"); list >= 0) {
            if (!m_tree.is(list, NodeKind::Array))
                return false;
            for (const int item : m_tree.children(list)) {
                const auto argument = value(item, u"arg:%1"_s.arg(server.entry.arguments.size()), server);
                if (!argument)
                    return false;
                server.entry.arguments.append(*argument);
            }
        }
        if (const int object = m_tree.member(node, u"env"); object >= 0) {
            if (!m_tree.is(object, NodeKind::Object))
                return false;
            QSet<QString> names;
            for (const int item : m_tree.children(object)) {
                const QString name = m_tree.key(item);
                const auto held = value(item, u"env:"_s + name, server);
                if (!held || !isLine(name) || name.contains(u'=') || names.contains(name))
                    return false;
                names.insert(name);
                server.entry.environment.append({name, *held});
            }
        }
        return true;
    }

    /// A text, or the list of its parts.
    std::optional<QString> value(int node, const QString &place, PortableServer &server)
    {
        if (m_tree.is(node, NodeKind::Text))
            return isText(m_tree.value(node)) ? std::optional(m_tree.value(node)) : std::nullopt;
        if (!m_tree.is(node, NodeKind::Array))
            return std::nullopt;
        QString whole;
        for (const int part : m_tree.children(node)) {
            if (m_tree.is(part, NodeKind::Text)) {
                whole += m_tree.value(part);
            } else if (!m_tree.is(part, NodeKind::Object)) {
                return std::nullopt;
            } else if (const QString id = text(m_tree.member(part, u"question")); !id.isEmpty()) {
                if (!isLine(id) || id.size() > longestId || server.questions.size() == mostQuestions)
                    return std::nullopt;
                server.questions.append({id, place, whole.size()});
            } else if (text(m_tree.member(part, u"folder")) == u"home"_s) {
                whole += m_platform.home;
            } else {
                return std::nullopt;
            }
        }
        return isText(whole) ? std::optional(whole) : std::nullopt;
    }

    /// What a pasted entry of the same command would be told about.
    static void judge(PortableServer &server)
    {
        if (readBridgeCommand(server.entry))
            return;
        static const QList<SnippetNoteId> told{SnippetNoteId::RunsShell,    SnippetNoteId::HiddenCharacters,
                                               SnippetNoteId::HomeFolder,   SnippetNoteId::DockerWithoutInput,
                                               SnippetNoteId::ReservedName, SnippetNoteId::SecretInArguments};
        const snippet::Conclusion conclusion = snippet::conclude({.name = server.name, .local = answered(server, {})});
        if (!conclusion.server)
            return;
        for (const SnippetNote &note : conclusion.server->notes)
            if (told.contains(note.id))
                server.notes.append(note);
    }

    const Tree &m_tree;
    const platform::Platform &m_platform;
};

} // namespace

QByteArray serverFileText(const QList<PortableServer> &servers, const platform::Platform &platform)
{
    Json list = Json::array();
    for (const PortableServer &server : servers) {
        Json arguments = Json::array();
        for (qsizetype i = 0; i < server.entry.arguments.size(); ++i)
            arguments.push_back(valueJson(server.entry.arguments.at(i), u"arg:%1"_s.arg(i), server, platform));
        Json environment = Json::object();
        for (const config::Variable &variable : server.entry.environment)
            environment[variable.name.toStdString()] =
                valueJson(variable.value, u"env:"_s + variable.name, server, platform);
        Json entry = {{"command", readBridgeCommand(server.entry)
                                      ? Json(snippet::bridgeName().toStdString())
                                      : valueJson(server.entry.command, u"command"_s, server, platform)},
                      {"args", arguments}};
        if (!environment.empty())
            entry["env"] = environment;
        list.push_back({{"name", server.name.toStdString()}, {"kind", kind(server.kind).key}, {"entry", entry}});
    }
    const Json file = {{"format", formatName.data()}, {"version", formatVersion}, {"servers", list}};
    return QByteArray::fromStdString(file.dump(2, ' ', false, Json::error_handler_t::replace)) + '\n';
}

Result<QList<PortableServer>, ServerFileError> readServerFile(const QByteArray &bytes,
                                                              const platform::Platform &platform)
{
    if (bytes.size() > largestServerFile)
        return failure(ServerFileError{ServerFileProblem::TooLarge});
    const QByteArray text =
        bytes.startsWith("\xEF\xBB\xBF") ? bytes.sliced(3) : bytes; // an editor may have put it there
    const auto tree = Tree::parse(text, true);
    if (!tree) {
        const config::json::Failure &fault = tree.error();
        if (fault.fault == config::Fault::NotAnObject)
            return failure(ServerFileError{ServerFileProblem::NotThisForm});
        const QByteArray before = text.first(std::min(fault.offset, text.size()));
        const qsizetype lineBegin = before.lastIndexOf('\n') + 1;
        const config::Position position{fault.offset, static_cast<int>(before.count('\n')) + 1,
                                        static_cast<int>(QString::fromUtf8(before.sliced(lineBegin)).size()) + 1};
        return failure(
            ServerFileError{ServerFileProblem::NotSound, config::SyntaxError{fault.fault, position, fault.detail}, {}});
    }
    return FileReader(*tree, platform).read();
}

} // namespace kopru::integrations
