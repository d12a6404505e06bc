#pragma once

#include <QtCore/QElapsedTimer>
#include <QtCore/QHash>
#include <QtCore/QMap>
#include <QtCore/QObject>
#include <QtCore/QProcess>
#include <QtCore/QTimer>

#include <chrono>
#include <functional>
#include <optional>

#include <nlohmann/json.hpp>

namespace kopru::mcp {

using Json = nlohmann::ordered_json;

/// What to start: exactly this program with exactly this environment; no shell.
struct Launch
{
    QString program; ///< absolute path
    QStringList arguments;
    QMap<QString, QString> environment;
    QString workingFolder;
};

/// How a request ended.
struct Reply
{
    enum class Kind { Result, Error, Exited, TimedOut, Cancelled };
    Kind kind = Kind::Result;
    Json value; ///< Result: `result`; Error: the `error` object; else null
    std::chrono::microseconds duration{0};
};

/// Who the server says it is, from its answer to `initialize`.
struct ServerIdentity
{
    QString name;
    QString version;
    QString protocol;
    bool tools = false;
    bool resources = false;
    bool prompts = false;
};

/// Speaks MCP with one child process over stdio, as Claude does: one JSON-RPC message a line.
///
///     Idle --start()--> Starting --> Running --exit--> Ended
///     Starting --program cannot be started--> Ended
///
/// Requests are answered in any order; each callback is called exactly once, from the event loop. A line on stdout
/// that is no JSON-RPC message is reported and passed over. A line over `longestLine` ends the session. Requests of
/// the server are answered: `ping` with an empty result, `roots/list` with none, anything else with −32601.
/// stop() closes stdin, waits 2 s, then SIGTERM, 2 s more, then kill: the way Claude ends a server. Deleting a running
/// session kills the child at once.
class Session final : public QObject
{
    Q_OBJECT
public:
    static constexpr qsizetype longestLine = qsizetype{256} * 1024 * 1024;

    explicit Session(Launch launch, QObject *parent = nullptr);
    ~Session() override;

    void start();
    void stop();

    using Callback = std::function<void(const Reply &)>;
    /// @param limit  nothing heard within this time: Kind::TimedOut and a cancellation is sent to the server
    void request(const QString &method, const Json &parameters, std::chrono::milliseconds limit, Callback callback);
    void notify(const QString &method, const Json &parameters = nullptr);

    /// What stderr said lately, at most 64 KiB, not redacted.
    [[nodiscard]] QByteArray errorOutput() const { return m_errorOutput; }
    [[nodiscard]] qint64 processId() const { return m_process.processId(); }
    [[nodiscard]] bool isRunning() const { return m_process.state() == QProcess::Running; }

Q_SIGNALS:
    void started();
    /// The program could not be started at all.
    void failedToStart(const QString &systemMessage);
    /// A whole line of stderr.
    void errorLine(const QByteArray &line);
    /// A line on stdout that is not JSON-RPC; shortened to 200 bytes.
    void strayLine(const QByteArray &line);
    void notified(const QString &method, const kopru::mcp::Json &parameters);
    /// @param code  exit code, or the signal's number where `crashed`
    void ended(int code, bool crashed);

private:
    void readOutput();
    void readErrors();
    void take(const QByteArray &line);
    void answerServer(const Json &request);
    void finish(Reply::Kind kind);
    void write(const Json &message);

    struct Pending
    {
        Callback callback;
        QElapsedTimer clock;
        QTimer *deadline = nullptr;
    };

    Launch m_launch;
    QProcess m_process;
    QByteArray m_output;
    qsizetype m_scanned = 0;
    QByteArray m_errors;
    QByteArray m_errorOutput;
    QHash<qint64, Pending> m_pending;
    QTimer m_stopTimer;
    qint64 m_nextId = 0;
    bool m_stopping = false;
    bool m_ended = false;
};

/// The newest protocol revision that Kopru asks for.
inline constexpr auto protocolRevision = "2025-11-25";

/// Parameters of `initialize` as Kopru sends them.
[[nodiscard]] Json initializeParameters();
/// nullopt where the result is not what the specification asks for (2025-11-25, lifecycle).
[[nodiscard]] std::optional<ServerIdentity> readIdentity(const Json &result);

/// A tool as the server describes it.
struct Tool
{
    QString name;
    QString title; ///< empty where the server gives none
    QString description;
    Json inputSchema;
};
/// The tools of one page of `tools/list`; entries without a name are left out.
[[nodiscard]] QList<Tool> readTools(const Json &result);
[[nodiscard]] QString readNextCursor(const Json &result);

} // namespace kopru::mcp
