#include "tests/bridge/bridgeprocess.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QFile>
#include <QtCore/QJsonDocument>
#include <QtTest/QTest>

#include <array>
#include <csignal>
#include <fcntl.h>
#include <unistd.h>

namespace kopru::test {

using namespace Qt::StringLiterals;

namespace {

/// The value of a top-level member, as written. Good enough for the messages of these tests: the member's name
/// stands in them once, or first.
QByteArray written(const QByteArray &message, const QByteArray &name)
{
    const qsizetype found = message.indexOf('"' + name + "\":");
    if (found < 0)
        return {};
    const qsizetype from = found + name.size() + 3;
    qsizetype to = from;
    if (message.mid(from, 1) == "\"") {
        for (++to; to < message.size() && message.at(to) != '"'; ++to)
            if (message.at(to) == '\\')
                ++to;
        ++to;
    } else {
        while (to < message.size() && message.at(to) != ',' && message.at(to) != '}')
            ++to;
    }
    return message.mid(from, to - from);
}

} // namespace

BridgeProcess::BridgeProcess(const QStringList &arguments, const Variables &variables)
{
    // Standard output is a pipe of its own, so that a test can close it or leave it unread.
    std::array<int, 2> pipe{-1, -1};
    if (::pipe2(pipe.data(), O_CLOEXEC) != 0)
        qFatal("no pipe");
    m_pipe = pipe[0];
    ::fcntl(m_pipe, F_SETFL, O_NONBLOCK);

    QProcessEnvironment environment;
    for (const char *name : {"HOME", "LOGNAME", "PATH", "SHELL", "TERM", "USER"})
        environment.insert(QString::fromLatin1(name), qEnvironmentVariable(name));
    environment.insert(u"KOPRU_RETRY_MS"_s, u"0"_s); // a refusal is final unless a test is about that
    for (auto variable = variables.begin(); variable != variables.end(); ++variable)
        environment.insert(variable.key(), variable.value());
    m_process.setProcessEnvironment(environment);
    m_process.setChildProcessModifier([writeEnd = pipe[1]] { ::dup2(writeEnd, STDOUT_FILENO); });
    QObject::connect(&m_process, &QProcess::readyReadStandardError, &m_process,
                     [this] { m_log += m_process.readAllStandardError(); });
    m_process.start(bridgeFile(), arguments);
    m_process.waitForStarted();
    ::close(pipe[1]);
}

BridgeProcess::~BridgeProcess()
{
    closeOutput();
    if (m_process.state() != QProcess::NotRunning) {
        m_process.kill();
        m_process.waitForFinished();
    }
    // A sanitizer's finding counts even where the bridge was killed before it could tell by its exit code.
    if (m_log.contains("Sanitizer: "))
        QTest::qFail("a sanitizer complains", __FILE__, __LINE__);
    if (QTest::currentTestFailed())
        qInfo("the bridge's log:\n%s", m_log.constData());
}

void BridgeProcess::send(const QByteArray &line)
{
    sendPiece(line + '\n');
}

void BridgeProcess::sendPiece(const QByteArray &bytes)
{
    m_process.write(bytes);
    while (m_process.bytesToWrite() > 0 && m_process.waitForBytesWritten())
        readOutput(); // or both sides would wait for each other
}

void BridgeProcess::closeInput()
{
    m_process.closeWriteChannel();
}

void BridgeProcess::closeOutput()
{
    if (m_pipe >= 0)
        ::close(m_pipe);
    m_pipe = -1;
}

void BridgeProcess::stopReading()
{
    m_reading = false;
}

void BridgeProcess::terminate(int signal)
{
    ::kill(static_cast<pid_t>(m_process.processId()), signal);
}

void BridgeProcess::readOutput()
{
    std::array<char, 65536> buffer;
    while (m_pipe >= 0 && m_reading) {
        const ssize_t count = ::read(m_pipe, buffer.data(), buffer.size());
        if (count <= 0)
            break;
        m_output.append(buffer.data(), count);
    }
    for (qsizetype end = m_output.indexOf('\n', m_seen); end >= 0; end = m_output.indexOf('\n', m_seen)) {
        m_lines.append(m_output.mid(m_seen, end - m_seen));
        m_seen = end + 1;
    }
}

QByteArray BridgeProcess::answer(const QByteArray &id, int ms)
{
    qsizetype looked = 0;
    QByteArray found;
    (void)QTest::qWaitFor(
        [&] {
            readOutput();
            for (; looked < m_lines.size() && found.isEmpty(); ++looked)
                if (idOf(m_lines.at(looked)) == id)
                    found = m_lines.at(looked);
            return !found.isEmpty();
        },
        ms);
    return found;
}

QJsonObject BridgeProcess::error(const QByteArray &id, int ms)
{
    return QJsonDocument::fromJson(answer(id, ms)).object().value("error"_L1).toObject();
}

bool BridgeProcess::waitForLines(int count, int ms)
{
    return QTest::qWaitFor(
        [&] {
            readOutput();
            return m_lines.size() >= count;
        },
        ms);
}

bool BridgeProcess::waitForLog(const QByteArray &part, int ms)
{
    return QTest::qWaitFor([&] { return m_log.contains(part); }, ms);
}

QByteArray BridgeProcess::wholeLog()
{
    closeInput();
    waitForExit();
    return m_log;
}

int BridgeProcess::waitForExit(int ms)
{
    const bool ended = QTest::qWaitFor(
        [&] {
            readOutput();
            return m_process.state() == QProcess::NotRunning;
        },
        ms);
    readOutput();
    m_log += m_process.readAllStandardError();
    return ended && m_process.exitStatus() == QProcess::NormalExit ? m_process.exitCode() : -1;
}

bool BridgeProcess::open(const QByteArray &protocolVersion)
{
    send(call("\"open\"", "initialize",
              R"({"protocolVersion":")" + protocolVersion +
                  R"(","capabilities":{},"clientInfo":{"name":"test","version":"1"}})"));
    if (!answer("\"open\"").contains("\"result\""))
        return false;
    send(R"({"jsonrpc":"2.0","method":"notifications/initialized"})");
    return true;
}

int BridgeProcess::count(const QByteArray &id) const
{
    return static_cast<int>(
        std::count_if(m_lines.begin(), m_lines.end(), [&id](const QByteArray &line) { return idOf(line) == id; }));
}

qint64 BridgeProcess::cpuMilliseconds() const
{
    QFile file(u"/proc/%1/stat"_s.arg(m_process.processId()));
    if (!file.open(QIODevice::ReadOnly))
        return -1;
    const QByteArray text = file.readAll();
    const QList<QByteArray> fields = text.mid(text.lastIndexOf(')') + 2).split(' ');
    return (fields.value(11).toLongLong() + fields.value(12).toLongLong()) * 1000 / ::sysconf(_SC_CLK_TCK);
}

qint64 BridgeProcess::peakKilobytes() const
{
    QFile file(u"/proc/%1/status"_s.arg(m_process.processId()));
    if (!file.open(QIODevice::ReadOnly))
        return -1;
    for (const QByteArray &line : file.readAll().split('\n'))
        if (line.startsWith("VmHWM:"))
            return line.mid(6).chopped(2).trimmed().toLongLong();
    return -1;
}

QByteArray call(const QByteArray &id, const QByteArray &method, const QByteArray &params)
{
    return R"({"jsonrpc":"2.0","id":)" + id + R"(,"method":")" + method + R"(","params":)" + params + '}';
}

QByteArray echo(const QByteArray &id, const QByteArray &message)
{
    return call(id, "tools/call", R"({"name":"echo","arguments":{"message":")" + message + R"("}})");
}

QByteArray idOf(const QByteArray &message)
{
    return written(message, "id");
}

QByteArray methodOf(const QByteArray &message)
{
    QByteArray method = written(message, "method");
    return method.size() < 2 ? QByteArray() : method.mid(1).chopped(1);
}

Response json(const QByteArray &body, int status)
{
    return {.status = status, .headers = {{"Content-Type"_ba, "application/json"_ba}}, .body = body};
}

Handler holdingCalls(const McpScript &script, const std::shared_ptr<Gate> &gate)
{
    return [answer = script.handler(), gate](const Request &request) {
        Response response = answer(request);
        if (methodOf(request.body) == "tools/call")
            response.gate = gate;
        return response;
    };
}

Response result(const QByteArray &id, const QByteArray &result)
{
    return json(R"({"jsonrpc":"2.0","id":)" + id + R"(,"result":)" + result + '}');
}

Response stream(const QList<QByteArray> &chunks)
{
    return {.headers = {{"Content-Type"_ba, "text/event-stream; charset=utf-8"_ba}}, .chunks = chunks};
}

QString bridgeFile()
{
    return QCoreApplication::applicationDirPath() + u"/kopru-bridge"_s;
}

} // namespace kopru::test
