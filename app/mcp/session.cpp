#include "app/mcp/session.h"

#include "bridge/contract/version.h"

#include <QtCore/QProcessEnvironment>

#if defined(Q_OS_UNIX)
#include <csignal>
#include <unistd.h>
#endif

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace kopru::mcp {

namespace {

constexpr qsizetype keptErrorOutput = qsizetype{64} * 1024;
constexpr qsizetype shownStrayLine = 200;
constexpr auto patience = 2s; // before each harder step of stop()

QString toText(const std::string &utf8)
{
    return QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size()));
}

QString textMember(const Json &object, const char *name)
{
    const auto found = object.find(name);
    return found != object.end() && found->is_string() ? toText(found->get_ref<const std::string &>()) : QString();
}

std::chrono::microseconds elapsed(const QElapsedTimer &clock)
{
    return std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::nanoseconds(clock.nsecsElapsed()));
}

} // namespace

Session::Session(Launch launch, QObject *parent) : QObject(parent), m_launch(std::move(launch))
{
    m_stopTimer.setSingleShot(true);
    m_process.setProcessChannelMode(QProcess::SeparateChannels);
    connect(&m_process, &QProcess::started, this, &Session::started);
    connect(&m_process, &QProcess::readyReadStandardOutput, this, &Session::readOutput);
    connect(&m_process, &QProcess::readyReadStandardError, this, &Session::readErrors);
    connect(&m_process, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error != QProcess::FailedToStart || m_ended)
            return;
        m_ended = true;
        finish(Reply::Kind::Exited);
        Q_EMIT failedToStart(m_process.errorString());
    });
    connect(&m_process, &QProcess::finished, this, [this](int code, QProcess::ExitStatus status) {
        if (m_ended)
            return;
        readOutput();
        readErrors();
        m_ended = true;
        m_stopTimer.stop();
        finish(m_stopping ? Reply::Kind::Cancelled : Reply::Kind::Exited);
        Q_EMIT ended(code, status == QProcess::CrashExit);
    });
#if defined(Q_OS_UNIX)
    // A server that starts children (npx, a shell script) is ended with all of them.
    m_process.setChildProcessModifier([] { ::setpgid(0, 0); });
#endif
}

Session::~Session()
{
    m_ended = true; // from here on silent
    disconnect(&m_process, nullptr, this, nullptr);
    if (m_process.state() == QProcess::NotRunning)
        return;
#if defined(Q_OS_UNIX)
    if (const qint64 pid = m_process.processId(); pid > 0)
        ::kill(static_cast<pid_t>(-pid), SIGKILL);
#endif
    m_process.kill();
    m_process.waitForFinished(1000); // reaps a child that is already dead
}

void Session::start()
{
    QProcessEnvironment environment;
    for (auto it = m_launch.environment.cbegin(); it != m_launch.environment.cend(); ++it)
        environment.insert(it.key(), it.value());
    m_process.setProcessEnvironment(environment);
    m_process.setWorkingDirectory(m_launch.workingFolder);
    m_process.start(m_launch.program, m_launch.arguments, QIODevice::ReadWrite);
}

void Session::stop()
{
    if (m_stopping || m_ended)
        return;
    m_stopping = true;
    finish(Reply::Kind::Cancelled);
    if (m_process.state() == QProcess::NotRunning)
        return;
    m_process.closeWriteChannel();
    connect(&m_stopTimer, &QTimer::timeout, this, [this, terminated = false]() mutable {
#if defined(Q_OS_UNIX)
        if (const qint64 pid = m_process.processId(); pid > 0)
            ::kill(static_cast<pid_t>(-pid), terminated ? SIGKILL : SIGTERM);
#else
        terminated ? m_process.kill() : m_process.terminate();
#endif
        if (!std::exchange(terminated, true))
            m_stopTimer.start(patience);
    });
    m_stopTimer.start(patience);
}

void Session::request(const QString &method, const Json &parameters, std::chrono::milliseconds limit, Callback callback)
{
    const qint64 id = ++m_nextId;
    if (m_ended || m_stopping) {
        // From the event loop like every other answer, so that callers need no second way.
        QMetaObject::invokeMethod(
            this, [callback = std::move(callback)] { callback({Reply::Kind::Exited, nullptr, {}}); },
            Qt::QueuedConnection);
        return;
    }
    Pending pending;
    pending.callback = std::move(callback);
    pending.clock.start();
    pending.deadline = new QTimer(this);
    pending.deadline->setSingleShot(true);
    connect(pending.deadline, &QTimer::timeout, this, [this, id, method] {
        const Pending late = m_pending.take(id);
        late.deadline->deleteLater();
        // The specification forbids to cancel `initialize` (2025-11-25, cancellation).
        if (method != u"initialize"_s)
            notify(u"notifications/cancelled"_s, {{"requestId", id}, {"reason", "timed out"}});
        late.callback({Reply::Kind::TimedOut, nullptr, elapsed(late.clock)});
    });
    pending.deadline->start(limit);
    m_pending.insert(id, pending);

    Json message = {{"jsonrpc", "2.0"}, {"id", id}, {"method", method.toStdString()}};
    if (!parameters.is_null())
        message["params"] = parameters;
    write(message);
}

void Session::notify(const QString &method, const Json &parameters)
{
    Json message = {{"jsonrpc", "2.0"}, {"method", method.toStdString()}};
    if (!parameters.is_null())
        message["params"] = parameters;
    write(message);
}

void Session::write(const Json &message)
{
    if (m_ended || m_stopping)
        return;
    const std::string line = message.dump(-1, ' ', false, Json::error_handler_t::replace) + '\n';
    m_process.write(line.data(), static_cast<qint64>(line.size()));
}

void Session::readOutput()
{
    m_output += m_process.readAllStandardOutput();
    for (;;) {
        const qsizetype end = m_output.indexOf('\n', m_scanned);
        if (end < 0) {
            m_scanned = m_output.size();
            break;
        }
        QByteArray line = m_output.first(end);
        m_output.remove(0, end + 1);
        m_scanned = 0;
        if (line.endsWith('\r'))
            line.chop(1);
        if (!line.trimmed().isEmpty())
            take(line);
        if (m_ended)
            return;
    }
    if (m_output.size() > longestLine) {
        Q_EMIT strayLine(m_output.first(shownStrayLine));
        m_output.clear();
        m_scanned = 0;
        stop();
    }
}

void Session::readErrors()
{
    const QByteArray fresh = m_process.readAllStandardError();
    m_errorOutput += fresh;
    if (m_errorOutput.size() > keptErrorOutput)
        m_errorOutput.remove(0, m_errorOutput.size() - keptErrorOutput);
    m_errors += fresh;
    for (qsizetype end = m_errors.indexOf('\n'); end >= 0; end = m_errors.indexOf('\n')) {
        Q_EMIT errorLine(m_errors.first(end));
        m_errors.remove(0, end + 1);
    }
    if (m_errors.size() > keptErrorOutput)
        m_errors.clear(); // no line of text is that long
}

void Session::take(const QByteArray &line)
{
    const Json message = Json::parse(line.cbegin(), line.cend(), nullptr, false);
    const bool isMessage =
        message.is_object() && (message.contains("method") || message.contains("result") || message.contains("error"));
    if (!isMessage) {
        Q_EMIT strayLine(line.first(std::min(line.size(), shownStrayLine)));
        return;
    }
    const auto id = message.find("id");
    if (message.contains("method")) {
        if (id != message.end())
            answerServer(message);
        else
            Q_EMIT notified(textMember(message, "method"), message.value("params", Json()));
        return;
    }
    if (id == message.end() || !id->is_number_integer())
        return; // not an answer to anything that was asked here
    const auto found = m_pending.find(id->get<qint64>());
    if (found == m_pending.end())
        return; // late, or twice
    const Pending pending = std::move(*found);
    m_pending.erase(found);
    pending.deadline->deleteLater();
    pending.deadline->stop();
    if (const auto error = message.find("error"); error != message.end() && !error->is_null())
        pending.callback({Reply::Kind::Error, *error, elapsed(pending.clock)});
    else
        pending.callback({Reply::Kind::Result, message.value("result", Json()), elapsed(pending.clock)});
}

void Session::answerServer(const Json &request)
{
    const QString method = textMember(request, "method");
    Json answer = {{"jsonrpc", "2.0"}, {"id", request["id"]}};
    if (method == u"ping"_s)
        answer["result"] = Json::object();
    else if (method == u"roots/list"_s)
        answer["result"] = {{"roots", Json::array()}};
    else
        answer["error"] = {{"code", -32601}, {"message", "Method not found"}};
    write(answer);
}

void Session::finish(Reply::Kind kind)
{
    const auto pending = std::exchange(m_pending, {});
    for (const Pending &one : pending) {
        one.deadline->stop();
        one.deadline->deleteLater();
        const Reply reply{kind, nullptr, elapsed(one.clock)};
        QMetaObject::invokeMethod(this, [callback = one.callback, reply] { callback(reply); }, Qt::QueuedConnection);
    }
}

Json initializeParameters()
{
    return {{"protocolVersion", protocolRevision},
            {"capabilities", Json::object()},
            {"clientInfo", {{"name", "kopru"}, {"version", std::string(contract::version)}}}};
}

std::optional<ServerIdentity> readIdentity(const Json &result)
{
    if (!result.is_object())
        return std::nullopt;
    ServerIdentity identity;
    identity.protocol = textMember(result, "protocolVersion");
    if (identity.protocol.isEmpty())
        return std::nullopt;
    if (const auto server = result.find("serverInfo"); server != result.end() && server->is_object()) {
        identity.name = textMember(*server, "name");
        identity.version = textMember(*server, "version");
    }
    if (const auto able = result.find("capabilities"); able != result.end() && able->is_object()) {
        identity.tools = able->contains("tools");
        identity.resources = able->contains("resources");
        identity.prompts = able->contains("prompts");
    }
    return identity;
}

QList<Tool> readTools(const Json &result)
{
    QList<Tool> tools;
    const auto list = result.is_object() ? result.find("tools") : result.end();
    if (!result.is_object() || list == result.end() || !list->is_array())
        return tools;
    for (const Json &item : *list) {
        if (!item.is_object())
            continue;
        Tool tool;
        tool.name = textMember(item, "name");
        if (tool.name.isEmpty())
            continue;
        tool.title = textMember(item, "title");
        tool.description = textMember(item, "description");
        tool.inputSchema = item.value("inputSchema", Json::object());
        tools.append(std::move(tool));
    }
    return tools;
}

QString readNextCursor(const Json &result)
{
    return result.is_object() ? textMember(result, "nextCursor") : QString();
}

} // namespace kopru::mcp
