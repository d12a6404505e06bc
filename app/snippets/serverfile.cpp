#include "app/snippets/serverfile.h"

#include "app/bridges/installation.h"
#include "app/config/jsontext.h"
#include "app/integrations/bridgecommand.h"
#include "app/integrations/wording.h"
#include "app/secrets/keychain.h"
#include "app/secrets/redactor.h"
#include "app/secrets/secretnames.h"
#include "app/snippets/parts.h"
#include "bridge/contract/profile.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QRegularExpression>
#include <QtCore/QSet>

#include <nlohmann/json.hpp>

using namespace Qt::StringLiterals;

namespace kopru::integrations {

namespace {

struct ServerFileWords
{
    Q_DECLARE_TR_FUNCTIONS(ServerFileWords)
};

using Json = nlohmann::ordered_json;
using config::json::Tree;
using NodeKind = config::json::Kind;

constexpr auto formatName = "kopru-servers"_L1;
constexpr int formatVersion = 1;
constexpr qsizetype mostQuestions = 200; ///< of one server
constexpr qsizetype longestId = 200;

QString bridgeName()
{
    return QString::fromLatin1(contract::bridgeProgram.data(), static_cast<qsizetype>(contract::bridgeProgram.size()));
}

// ---- Into a file ----------------------------------------------------------------------------------------------------

/// Leaves the secrets of one entry out, text by text.
class Omission
{
public:
    explicit Omission(const config::Entry &entry)
    {
        for (const QString &secret : secrets::secretsIn(entry.arguments, entry.environmentMap())) {
            // `Bearer abc`: the token alone is left out, the word stays.
            if (snippet::withoutScheme(secret) != secret)
                continue;
            m_redactor.add(secret);
            if (secret.size() >= secrets::Redactor::shortest)
                m_known.append(secret);
        }
        std::sort(m_known.begin(), m_known.end(),
                  [](const QString &a, const QString &b) { return a.size() > b.size(); });
    }

    /// @param hint  what a question about it is called
    /// @return the text without what is asked for
    QString without(const QString &text, const QString &place, const QString &hint)
    {
        QList<Piece> pieces{{text, false}};
        for (const QString &secret : std::as_const(m_known))
            pieces = split(pieces, secret);
        QString rest;
        for (const Piece &piece : std::as_const(pieces)) {
            if (piece.isSecret) {
                ask(place, rest.size(), hint, piece.text);
                continue;
            }
            // Other spellings of them, and what is a secret by its shape.
            const QStringList shown = m_redactor.redact(piece.text).split(mark());
            for (qsizetype i = 0; i < shown.size(); ++i) {
                if (i > 0)
                    ask(place, rest.size(), hint, {});
                rest += shown.at(i);
            }
        }
        return rest;
    }

    /// The same for a value that is a secret as a whole.
    QString withoutAll(const QString &value, const QString &place, const QString &hint)
    {
        return withoutEnd(value, 0, place, hint);
    }

    /// The same where it is the end of a text.
    QString withoutEnd(const QString &text, qsizetype from, const QString &place, const QString &hint)
    {
        const QString plain = text.mid(from).trimmed();
        const QString secret = snippet::withoutScheme(plain);
        const QString rest = text.left(from) + plain.chopped(secret.size());
        ask(place, rest.size(), hint, secret);
        return rest;
    }

    QList<ServerQuestion> questions;

private:
    struct Piece
    {
        QString text;
        bool isSecret;
    };

    static QString mark() { return QString::fromUtf8(secrets::Redactor::mark()); }

    static QList<Piece> split(const QList<Piece> &pieces, const QString &secret)
    {
        QList<Piece> result;
        for (const Piece &piece : pieces) {
            if (piece.isSecret) {
                result.append(piece);
                continue;
            }
            qsizetype begin = 0;
            for (qsizetype at = piece.text.indexOf(secret); at >= 0; at = piece.text.indexOf(secret, begin)) {
                result += {{piece.text.mid(begin, at - begin), false}, {secret, true}};
                begin = at + secret.size();
            }
            result.append({piece.text.mid(begin), false});
        }
        return result;
    }

    /// The same secret is asked for once, unless it is so short that it is the same by chance.
    void ask(const QString &place, qsizetype at, const QString &hint, const QString &secret)
    {
        const bool isOwn = secret.size() >= secrets::Redactor::shortest;
        if (const auto known = m_ids.constFind(secret); isOwn && known != m_ids.constEnd()) {
            questions.append({*known, place, at});
            return;
        }
        QString id = hint;
        for (int i = 2; m_taken.contains(id); ++i)
            id = u"%1-%2"_s.arg(hint).arg(i);
        m_taken.insert(id);
        if (isOwn)
            m_ids.insert(secret, id);
        questions.append({id, place, at});
    }

    secrets::Redactor m_redactor;
    QStringList m_known; ///< the longest first
    QMap<QString, QString> m_ids;
    QSet<QString> m_taken;
};

/// What a secret in this argument is called: its header, its option, its variable.
QString hintFor(const QStringList &arguments, qsizetype index)
{
    static const QRegularExpression header(uR"(^(?:--headers?=|-H=?)?([A-Za-z0-9_-]{1,80})\s*:(?!//))"_s);
    static const QRegularExpression assigned(uR"(^-{0,2}([A-Za-z_][A-Za-z0-9_.-]{0,80})=)"_s);
    static const QRegularExpression option(uR"(^--?([A-Za-z][A-Za-z0-9_.-]{0,80})$)"_s);
    const QString &word = arguments.at(index);
    for (const QRegularExpression &shape : {header, assigned})
        if (const auto match = shape.match(word); match.hasMatch())
            return match.captured(1);
    if (const auto match = option.match(index > 0 ? arguments.at(index - 1) : QString()); match.hasMatch())
        return match.captured(1);
    return u"argument-%1"_s.arg(index + 1);
}

/// A header among the arguments, behind an option that says so.
struct GivenHeader
{
    QString name;
    qsizetype value = 0; ///< where it begins in the argument
};

std::optional<GivenHeader> headerAt(const QStringList &arguments, qsizetype index)
{
    static const QRegularExpression joined(u"^(?:--headers?=|-H=?)"_s);
    static const QRegularExpression alone(u"^(?:--headers?|-H)$"_s);
    static const QRegularExpression header(uR"(([A-Za-z0-9!#$%&'*+.^_`|~-]{1,80})\s*[:=]\s*(?=\S))"_s);
    const QString &word = arguments.at(index);
    qsizetype begin = 0;
    if (const auto match = joined.match(word); match.hasMatch())
        begin = match.capturedLength();
    else if (index == 0 || !alone.match(arguments.at(index - 1)).hasMatch())
        return std::nullopt;
    const auto match =
        header.match(word, begin, QRegularExpression::NormalMatch, QRegularExpression::AnchorAtOffsetMatchOption);
    if (!match.hasMatch())
        return std::nullopt;
    return GivenHeader{match.captured(1), match.capturedEnd()};
}

/// Headers of HTTP and MCP that say nothing about who sends them. Any other may be what lets a program in.
bool isHarmlessHeader(const QString &name)
{
    static const QSet<QString> names{u"accept"_s,
                                     u"accept-charset"_s,
                                     u"accept-encoding"_s,
                                     u"accept-language"_s,
                                     u"cache-control"_s,
                                     u"connection"_s,
                                     u"content-encoding"_s,
                                     u"content-language"_s,
                                     u"content-type"_s,
                                     u"date"_s,
                                     u"dnt"_s,
                                     u"expect"_s,
                                     u"host"_s,
                                     u"keep-alive"_s,
                                     u"last-event-id"_s,
                                     u"mcp-protocol-version"_s,
                                     u"origin"_s,
                                     u"pragma"_s,
                                     u"prefer"_s,
                                     u"referer"_s,
                                     u"te"_s,
                                     u"transfer-encoding"_s,
                                     u"upgrade"_s,
                                     u"user-agent"_s,
                                     u"x-requested-with"_s};
    return names.contains(name.toLower());
}

/// The variables that headers are made of, but for the harmless ones.
QStringList headerVariables(const QStringList &arguments)
{
    static const QRegularExpression variable(uR"(\$\{([^}]*)\})"_s);
    QStringList names = secrets::secretHeaderVariables(arguments);
    for (qsizetype i = 0; i < arguments.size(); ++i)
        if (const auto header = headerAt(arguments, i); header && !isHarmlessHeader(header->name))
            for (auto matches = variable.globalMatch(arguments.at(i), header->value); matches.hasNext();)
                names.append(matches.next().captured(1));
    return names;
}

/// Where the home folder stands in a text, by itself or behind the `=` of an option.
std::optional<qsizetype> homeIn(const QString &text, const platform::Platform &platform)
{
    const QString &home = platform.home;
    if (home.size() < 2)
        return std::nullopt;
    const bool isWindows = platform.system == platform::System::Windows;
    for (const qsizetype at : {qsizetype{0}, text.indexOf(u'=') + 1}) {
        const QStringView there = QStringView(text).mid(at);
        if (!there.startsWith(home, isWindows ? Qt::CaseInsensitive : Qt::CaseSensitive))
            continue;
        const QStringView behind = there.mid(home.size());
        if (behind.isEmpty() || behind.front() == u'/' || (isWindows && behind.front() == u'\\'))
            return at;
    }
    return std::nullopt;
}

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
    auto home = homeIn(text, platform);
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

// ---- Out of a file --------------------------------------------------------------------------------------------------

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
        if (server.entry.command == bridgeName() || readBridgeCommand(server.entry))
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

PortableServer portable(const config::Server &server)
{
    PortableServer result;
    result.name = server.name;
    result.kind = kindOf(server.entry).id;
    result.leftOut = server.otherKeys;
    const config::Entry &entry = server.entry;
    Omission omission(entry);
    result.entry.command =
        readBridgeCommand(entry) ? bridgeName() : omission.without(entry.command, u"command"_s, u"command"_s);
    for (qsizetype i = 0; i < entry.arguments.size(); ++i) {
        const QString &word = entry.arguments.at(i);
        const QString place = u"arg:%1"_s.arg(i);
        const QString hint = hintFor(entry.arguments, i);
        const auto header = headerAt(entry.arguments, i);
        if (header && !isHarmlessHeader(header->name) && !word.contains(u"${"_s))
            result.entry.arguments.append(omission.withoutEnd(word, header->value, place, hint));
        else
            result.entry.arguments.append(secrets::isKeychainReference(word) ? omission.withoutAll(word, place, hint)
                                                                             : omission.without(word, place, hint));
    }
    const QStringList inHeaders = headerVariables(entry.arguments);
    for (const config::Variable &variable : entry.environment) {
        const QString place = u"env:"_s + variable.name;
        const bool named = secrets::isSecretName(variable.name) || inHeaders.contains(variable.name);
        // A reference to another variable is no secret.
        const bool isSecret = secrets::isKeychainReference(variable.value) ||
                              (named && !secrets::secretsIn({}, {{u"SECRET"_s, variable.value}}).isEmpty());
        result.entry.environment.append({variable.name, isSecret
                                                            ? omission.withoutAll(variable.value, place, variable.name)
                                                            : omission.without(variable.value, place, variable.name)});
    }
    result.questions = omission.questions;
    return result;
}

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
                                      ? Json(bridgeName().toStdString())
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

QStringList questionsOf(const PortableServer &server)
{
    QStringList ids;
    for (const ServerQuestion &question : server.questions)
        if (!ids.contains(question.id))
            ids.append(question.id);
    return ids;
}

QStringList carriedTexts(const PortableServer &server, const platform::Platform &platform)
{
    QMap<QString, QString> names;
    for (const ServerQuestion &question : server.questions)
        names.insert(question.id, u'<' + question.id + u'>');
    const auto atHome = [&platform](QString text) {
        if (const auto home = homeIn(text, platform))
            text.replace(*home, platform.home.size(), u"~"_s);
        return text;
    };
    config::Entry entry = answered(server, names);
    entry.command = atHome(entry.command);
    for (QString &argument : entry.arguments)
        argument = atHome(argument);
    QStringList texts{shownCommand(entry)};
    for (const config::Variable &variable : std::as_const(entry.environment))
        if (!server.entry.variable(variable.name).isEmpty())
            texts.append(variable.name + u'=' + atHome(variable.value));
    return texts;
}

QString questionText(const PortableServer &server, const QString &id)
{
    const QString probe = u"\uFFFC"_s; // nobody's answer
    const integrations::Kind &own = kind(server.kind);
    const Values values = own.fromEntry(answered(server, {{id, probe}}));
    for (const Field &field : own.fields) {
        const auto held = values.constFind(field.id);
        if (field.type != FieldType::Secret || held == values.constEnd())
            continue;
        if (const QString *text = std::get_if<QString>(&*held); text && text->contains(probe))
            return fieldLabel(own.id, field.id);
    }
    return id;
}

config::Entry answered(const PortableServer &server, const QMap<QString, QString> &answers)
{
    config::Entry entry = server.entry;
    // From the back, so that places in front stay right.
    for (auto question = server.questions.crbegin(); question != server.questions.crend(); ++question) {
        const QString answer = answers.value(question->id);
        const auto put = [&](QString &text) { text.insert(std::min(question->at, text.size()), answer); };
        if (question->place == u"command"_s)
            put(entry.command);
        else if (question->place.startsWith("arg:"_L1)) {
            if (const int index = question->place.mid(4).toInt(); index >= 0 && index < entry.arguments.size())
                put(entry.arguments[index]);
        } else {
            for (config::Variable &variable : entry.environment)
                if (variable.name == QStringView(question->place).mid(4))
                    put(variable.value);
        }
    }
    return entry;
}

QString shownCommand(const config::Entry &entry)
{
    static const QRegularExpression plain(uR"(^[^\s"'\\]+$)"_s);
    QStringList words;
    for (const QString &word : QStringList{entry.command} + entry.arguments)
        words.append(plain.match(word).hasMatch() ? word : QString::fromUtf8(config::json::quoted(word)));
    return words.join(u' ');
}

QString serverFileProblemId(ServerFileProblem problem)
{
    switch (problem) {
    case ServerFileProblem::TooLarge:
        return u"too-large"_s;
    case ServerFileProblem::NotSound:
        return u"not-sound"_s;
    case ServerFileProblem::NotThisForm:
        return u"not-a-server-file"_s;
    case ServerFileProblem::NewerVersion:
        return u"newer-version"_s;
    case ServerFileProblem::Damaged:
        return u"damaged"_s;
    case ServerFileProblem::NoServers:
        return u"no-servers"_s;
    }
    return {};
}

config::Message message(const ServerFileError &error)
{
    const QString again = ServerFileWords::tr("Ask for the file once more.");
    switch (error.problem) {
    case ServerFileProblem::TooLarge:
        return {ServerFileWords::tr("The file is too large for a file with servers."),
                ServerFileWords::tr("Check whether this is the right file.")};
    case ServerFileProblem::NotSound:
        return {error.fault ? ServerFileWords::tr("The file is damaged. %1").arg(config::message(*error.fault).what)
                            : ServerFileWords::tr("The file is damaged."),
                again};
    case ServerFileProblem::NotThisForm:
        return {ServerFileWords::tr("This is no file with servers that Kopru wrote."),
                ServerFileWords::tr("Choose a file that was made with Export, or say which program it is of.")};
    case ServerFileProblem::NewerVersion:
        return {ServerFileWords::tr("A newer version of Kopru wrote this file."),
                ServerFileWords::tr("Bring Kopru up to date and open the file again.")};
    case ServerFileProblem::Damaged:
        return {ServerFileWords::tr("The file is damaged at “%1”.").arg(error.detail), again};
    case ServerFileProblem::NoServers:
        return {ServerFileWords::tr("There is no server in the file."), again};
    }
    return {};
}

} // namespace kopru::integrations
