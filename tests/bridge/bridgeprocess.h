#pragma once

#include "tests/support/loopbackserver.h"
#include "tests/support/mcpscript.h"

#include <QtCore/QJsonObject>
#include <QtCore/QMap>
#include <QtCore/QProcess>

namespace kopru::test {

/// A running kopru-bridge, seen as its host sees it. Starts with the environment that Claude gives to a server and
/// KOPRU_RETRY_MS=0, which a test may override. All waiting ends as soon as what is awaited has happened.
class BridgeProcess
{
public:
    using Variables = QMap<QString, QString>;

    explicit BridgeProcess(const QStringList &arguments, const Variables &variables = {});
    ~BridgeProcess();
    BridgeProcess(const BridgeProcess &) = delete;
    BridgeProcess &operator=(const BridgeProcess &) = delete;

    void send(const QByteArray &line); ///< adds the newline
    void sendPiece(const QByteArray &bytes);
    void closeInput();
    void closeOutput(); ///< as a host that went away; nothing is read from then on
    void stopReading(); ///< as a host that is busy: what comes from then on stays in the pipe
    void goOnReading() { m_reading = true; }
    void terminate(int signal);

    /// The first line with this id, as written; empty if it did not come in time.
    QByteArray answer(const QByteArray &id, int ms = 10000);
    QJsonObject error(const QByteArray &id, int ms = 10000); ///< its `error` member
    bool waitForLines(int count, int ms = 10000);
    bool waitForLog(const QByteArray &part, int ms = 10000);
    /// @return the exit code; -1 if it did not end in time or crashed
    int waitForExit(int ms = 10000);

    /// Sends `initialize` and, if it was answered, `notifications/initialized`.
    bool open(const QByteArray &protocolVersion = "2025-06-18");

    QList<QByteArray> lines() const { return m_lines; }
    int count(const QByteArray &id) const; ///< lines with this id
    QByteArray output() const { return m_output; }
    QByteArray log() const { return m_log; } ///< so far; the last lines may be on their way
    QByteArray wholeLog();                   ///< ends the bridge as its host does
    bool isRunning() const { return m_process.state() == QProcess::Running; }
    qint64 processId() const { return m_process.processId(); }
    qint64 cpuMilliseconds() const; ///< used so far
    qint64 peakKilobytes() const;   ///< of memory, resident

private:
    void readOutput();

    QProcess m_process;
    int m_pipe = -1;
    bool m_reading = true;
    QByteArray m_output;
    qsizetype m_seen = 0;
    QList<QByteArray> m_lines;
    QByteArray m_log;
};

/// A gate that stays closed for as long as the test runs. Opened at its end: what waits at a gate keeps the gate.
class ClosedGate
{
public:
    ClosedGate() = default;
    ~ClosedGate() { m_gate->open(); }
    ClosedGate(const ClosedGate &) = delete;
    ClosedGate &operator=(const ClosedGate &) = delete;

    const std::shared_ptr<Gate> &gate() const { return m_gate; }

private:
    std::shared_ptr<Gate> m_gate = std::make_shared<Gate>();
};

/// A JSON-RPC request, one line.
QByteArray call(const QByteArray &id, const QByteArray &method, const QByteArray &params = "{}");
/// A call of the tool `echo`.
QByteArray echo(const QByteArray &id, const QByteArray &message);
/// The id of a JSON-RPC message as written; empty where there is none.
QByteArray idOf(const QByteArray &message);
QByteArray methodOf(const QByteArray &message);
/// The server of `script`, its answers to tool calls held back until the gate opens.
Handler holdingCalls(const McpScript &script, const std::shared_ptr<Gate> &gate);
/// A good answer with `result` as it is.
Response result(const QByteArray &id, const QByteArray &result = "{}");
/// A body of the type application/json.
Response json(const QByteArray &body, int status = 200);
/// An event stream of these chunks.
Response stream(const QList<QByteArray> &chunks);

QString bridgeFile();

} // namespace kopru::test
