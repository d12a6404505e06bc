#include "app/logs/serverstates.h"

#include <nlohmann/json.hpp>

using namespace Qt::StringLiterals;

namespace kopru::logs {

namespace {

using Phase = ServerState::Phase;

constexpr qsizetype mostHints = 50;
/// A server that was connected for long was not lost by an error of an hour ago.
constexpr qint64 hintCounts = 10'000; // milliseconds
/// "Look at the first error in the same second" (facts/claude-desktop.md, "Logs").
constexpr qint64 sameMoment = 1'000;
/// The two logs need not have the same millisecond for one event.
constexpr qint64 sameEvent = 50;

constexpr auto fromServer = "Message from server: "_L1;
constexpr auto fromClient = "Message from client: "_L1;

/// The text behind `prefix` up to `end`, the whole rest where there is no end.
QString nameBehind(const QString &text, QLatin1StringView prefix, QLatin1StringView end)
{
    if (!text.startsWith(prefix))
        return {};
    const qsizetype until = end.isEmpty() ? -1 : text.indexOf(end, prefix.size());
    return (until < 0 ? text.mid(prefix.size()) : text.mid(prefix.size(), until - prefix.size())).trimmed();
}

/// What outlives a run.
ServerState again(const ServerState &before)
{
    ServerState state;
    state.server = before.server;
    state.starts = before.starts;
    return state;
}

} // namespace

ServerStates::Event ServerStates::eventOf(const Line &line, QString *server)
{
    const QString &text = line.message;
    *server = line.server;
    // Old lines, and those of main.log, name the server in the text (facts/log-lines.tsv).
    const auto named = [&text, server](QLatin1StringView prefix, QLatin1StringView end) {
        const QString name = nameBehind(text, prefix, end);
        if (!name.isEmpty())
            *server = name;
        return !name.isEmpty();
    };
    if (line.level == Level::Unknown) // a server may print anything
        return Event::None;
    if (named("Attempting to connect to MCP server "_L1, "..."_L1) || named("Launching MCP Server: "_L1, {}))
        return Event::Start;
    if (named("Shutting down MCP Server: "_L1, {}))
        return Event::Stop;
    if (text.startsWith("MCP server "_L1) && named("MCP server "_L1, " disconnected"_L1) &&
        text.contains(" disconnected"_L1))
        return Event::Disconnected;
    if (named("Error in MCP connection to server "_L1, ": "_L1))
        return Event::None;
    if (server->isEmpty())
        return Event::None;
    // The copies that Cowork and Code share are not the one of the chat.
    if (text.contains("'shared-pool'"_L1))
        return Event::None;
    if (text.startsWith("Initializing server"_L1) || text.startsWith("Server started and connected"_L1) ||
        text.startsWith("Using MCP server command"_L1) || text.startsWith("Using built-in Node.js"_L1))
        return Event::Start;
    if (text.startsWith("Shutting down server"_L1))
        return Event::Stop;
    if (text.startsWith("Server transport closed (intentional shutdown)"_L1))
        return Event::Intentional;
    if (text.startsWith("Server transport closed unexpectedly"_L1))
        return Event::Unexpected;
    if (text.startsWith("Server transport closed"_L1) || text.startsWith("Client transport closed"_L1))
        return Event::Closed;
    if (text.startsWith("Server disconnected"_L1))
        return Event::Disconnected;
    if (text.startsWith(fromServer) ||
        (text.startsWith(fromClient) && text.left(200).contains("notifications/initialized"_L1)))
        return Event::Answer;
    return Event::None;
}

QString ServerStates::feed(const Line &line)
{
    QString name;
    const Event event = eventOf(line, &name);
    if (placeOf(line) == Place::MainLog && line.message.startsWith("Starting app"_L1)) {
        // Whatever ran was Claude's child.
        for (Server &server : m_servers) {
            const auto since = server.state.since;
            if (since && line.time && since->toMSecsSinceEpoch() > line.time->toMSecsSinceEpoch() + sameMoment)
                continue; // its log was read first
            server.copies = 0;
            server.stopping = false;
            server.hints.clear();
            server.state = again(server.state);
            server.state.since = line.time;
        }
        return u"*"_s;
    }
    if (name.isEmpty())
        return {};
    Server &server = m_servers[name];
    server.state.server = name;
    if (line.time && isRepeated(server, line))
        return {};
    const ServerState before = server.state;
    switch (event) {
    case Event::None:
        note(server, line);
        break;
    case Event::Start:
        begin(server, line);
        break;
    case Event::Answer:
        if (!answered(server, line))
            note(server, line);
        break;
    case Event::Stop:
        server.stopping = server.state.phase != Phase::Lost;
        break;
    case Event::Closed:
    case Event::Intentional:
    case Event::Unexpected:
    case Event::Disconnected:
        note(server, line);
        end(server, line, event);
        break;
    }
    explain(server);
    return server.state == before ? QString() : name;
}

QStringList ServerStates::feed(const QList<Line> &lines)
{
    QStringList changed;
    for (const Line &line : lines)
        if (const QString server = feed(line); !server.isEmpty() && !changed.contains(server))
            changed.append(server);
    return changed;
}

QList<ServerState> ServerStates::states() const
{
    QList<ServerState> all;
    for (const Server &server : m_servers)
        all.append(server.state);
    return all;
}

ServerState ServerStates::state(const QString &server) const
{
    const auto found = m_servers.constFind(server);
    if (found != m_servers.constEnd())
        return found->state;
    ServerState unknown;
    unknown.server = server;
    return unknown;
}

bool ServerStates::isRepeated(Server &server, const Line &line) const
{
    const bool otherFile = server.newestFile != line.file;
    if (server.newest && otherFile) {
        if (*line.time < *server.newest)
            return true;
        // The end of one form of the same line is `{ metadata: undefined }`.
        if (*line.time == *server.newest && server.messages.contains(line.message.left(60)))
            return true;
    }
    // A record of the same file that goes back in time: somebody set the clock.
    if (!server.newest || *line.time != *server.newest)
        server.messages.clear();
    server.newest = line.time;
    server.newestFile = line.file;
    server.messages.insert(line.message.left(60));
    return false;
}

void ServerStates::note(Server &server, const Line &line)
{
    // Lines without a time belong to what comes next in their file.
    if (line.time)
        for (Hint &hint : server.hints)
            if (!hint.time && hint.file == line.file)
                hint.time = line.time;
    if (line.message.contains("'shared-pool'"_L1))
        return;
    const ServerState &state = server.state;
    if (state.phase == Phase::Lost && line.time && state.since && state.since->msecsTo(*line.time) > sameMoment)
        return; // it is lost already, and not because of this
    auto explanation = m_catalogue.explain(line);
    if (!explanation || explanation->signature->severity == Severity::Info)
        return;
    if (server.hints.size() >= mostHints)
        server.hints.removeAt(mostHints / 2); // the first ones say most, the last ones are the newest
    server.hints.append({std::move(*explanation), line.message.left(500), line.time, line.file});
}

/// The reason that is known by now.
void ServerStates::explain(Server &server) const
{
    ServerState &state = server.state;
    if (state.phase == Phase::Connected || state.phase == Phase::Unknown ||
        (state.phase == Phase::Lost && state.orderly)) {
        state.reason.reset();
        state.evidence.clear();
        return;
    }
    QList<Explanation> said;
    for (const Hint &hint : std::as_const(server.hints))
        said.append(hint.explanation);
    state.reason = mostTelling(said);
    state.evidence.clear();
    for (const Hint &hint : std::as_const(server.hints)) {
        if (!state.reason || hint.explanation != *state.reason)
            continue;
        state.evidence = hint.line;
        break;
    }
}

bool ServerStates::begin(Server &server, const Line &line) const
{
    ServerState &state = server.state;
    const bool initializing = line.message.startsWith("Initializing"_L1) || line.message.startsWith("Attempting"_L1) ||
                              line.message.startsWith("Launching"_L1);
    const bool running = state.phase == Phase::Started || state.phase == Phase::Connected;
    // The other lines of a start belong to the one that Initializing began, and so does the same line of the other log.
    if (running && !initializing)
        return false;
    if (running && server.startFile != line.file && line.time && state.since &&
        std::abs(state.since->msecsTo(*line.time)) <= sameEvent)
        return false;
    ++state.starts;
    ++server.copies;
    server.stopping = false;
    if (state.phase == Phase::Connected)
        return false; // a copy beside the one that works
    if (state.phase == Phase::Lost || state.phase == Phase::Unknown)
        server.copies = 1;
    server.hints.clear();
    state = again(state);
    state.phase = Phase::Started;
    state.since = line.time;
    server.startFile = line.file;
    return true;
}

bool ServerStates::answered(Server &server, const Line &line) const
{
    ServerState &state = server.state;
    const QString &text = line.message;
    const bool isAnswer = text.startsWith(fromServer);
    if (isAnswer) {
        const QString body = text.mid(fromServer.size());
        if (!failurePart(body.toUtf8()).isEmpty() || body.contains(" error"_L1))
            return false;
        // The one to `initialize` is short and stands whole in the line; a cut one still is an answer.
        qsizetype end = body.lastIndexOf(u'}');
        if (const qsizetype suffix = body.lastIndexOf(" { metadata:"_L1); suffix > 0)
            end = body.lastIndexOf(u'}', suffix);
        const auto json = nlohmann::json::parse(body.left(end + 1).toStdString(), nullptr, false);
        if (json.is_object() && json.contains("result") && json["result"].is_object()) {
            const auto &result = json["result"];
            const auto word = [](const nlohmann::json &object, const char *member) {
                const auto found = object.find(member);
                return found != object.end() && found->is_string()
                           ? QString::fromStdString(found->get<std::string>()).left(100)
                           : QString();
            };
            if (const QString protocol = word(result, "protocolVersion"); !protocol.isEmpty()) {
                state.protocol = protocol;
                if (const auto info = result.find("serverInfo"); info != result.end() && info->is_object()) {
                    state.name = word(*info, "name");
                    state.version = word(*info, "version");
                }
            }
        } else if (json.is_object() && !json.contains("result")) {
            return true; // a notification or a question of its own, which may come before it is ready
        }
    }
    if (state.phase == Phase::Connected)
        return true;
    if (state.phase == Phase::Lost && server.copies <= 0)
        return true; // what was still in the pipe
    if (server.copies <= 0)
        server.copies = 1;
    state.phase = Phase::Connected;
    state.since = line.time;
    state.orderly = false;
    server.hints.clear();
    return true;
}

bool ServerStates::end(Server &server, const Line &line, Event event) const
{
    ServerState &state = server.state;
    if (state.phase == Phase::Lost || state.phase == Phase::Unknown) {
        // Claude says the same in several lines; the later ones may say that it was not wished.
        const bool sameEnd = !state.since || !line.time || state.since->msecsTo(*line.time) <= sameMoment;
        if (state.phase == Phase::Lost && !sameEnd)
            return false;
        if (event == Event::Unexpected || (event == Event::Disconnected && !server.stopping))
            state.orderly = false;
        if (state.phase == Phase::Unknown) { // the log was read from its middle
            state.phase = Phase::Lost;
            state.since = line.time;
            state.orderly = event == Event::Intentional;
        }
        return true;
    }
    const bool wished = event == Event::Intentional || server.stopping;
    if (wished && server.copies > 1 && state.phase == Phase::Connected && event != Event::Disconnected) {
        if (event == Event::Intentional)
            --server.copies;
        return false;
    }
    // Old errors of a server that worked do not tell why it was lost now.
    if (state.phase == Phase::Connected && line.time)
        server.hints.removeIf(
            [&line](const Hint &hint) { return hint.time && hint.time->msecsTo(*line.time) > hintCounts; });
    const bool failed = std::any_of(server.hints.cbegin(), server.hints.cend(), [](const Hint &hint) {
        return hint.explanation.signature->severity == Severity::Error;
    });
    state.orderly = event == Event::Intentional || (event == Event::Closed && (server.stopping || !failed));
    if (event == Event::Disconnected && server.stopping)
        state.orderly = true;
    state.phase = Phase::Lost;
    state.since = line.time;
    server.copies = 0;
    return true;
}

QString phaseId(ServerState::Phase phase)
{
    switch (phase) {
    case Phase::Started:
        return u"started"_s;
    case Phase::Connected:
        return u"connected"_s;
    case Phase::Lost:
        return u"lost"_s;
    case Phase::Unknown:
        break;
    }
    return u"unknown"_s;
}

} // namespace kopru::logs
