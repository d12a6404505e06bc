#include "tests/bridge/bridgeprocess.h"
#include "tests/support/environment.h"
#include "tests/support/mcpscript.h"

#include <QtCore/QElapsedTimer>
#include <QtCore/QJsonDocument>
#include <QtTest/QtTest>

#include <csignal>

using namespace kopru::test;
using namespace Qt::StringLiterals;

/// How the bridge ends: quickly, with every call answered and the session closed, and without burning the processor.
class TestBridgeLeave final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { scrubEnvironment(); }
    void idle_data();
    void idle();
    void answersWhatIsUnderWay();
    void endOfTheSession_data();
    void endOfTheSession();
    void callThatNeverEnds_data();
    void callThatNeverEnds();
    void signalWhileFull();
    void outputClosed();
    void outputNotRead();
    void outputReadLate();
    void errorsNotRead();
    void inputIsAFile();
    void serverGone();
    void unknownHostUnderWay();
};

namespace {

QStringList httpArguments(const LoopbackServer &server, const QStringList &more = {})
{
    return QStringList{u"http"_s, u"--url"_s, server.url(u"/mcp"_s)} + more;
}

QByteArray causeOf(const QJsonObject &error)
{
    return error["data"_L1]["cause"_L1].toString().toUtf8();
}

} // namespace

void TestBridgeLeave::idle_data()
{
    QTest::addColumn<int>("signal");
    QTest::newRow("end of input") << 0;
    QTest::newRow("SIGTERM") << SIGTERM;
    QTest::newRow("SIGINT") << SIGINT;
    QTest::newRow("SIGHUP") << SIGHUP;
}

void TestBridgeLeave::idle()
{
    QFETCH(int, signal);
    const McpScript script({.getStream = true});
    const LoopbackServer server(script.handler());
    BridgeProcess bridge(httpArguments(server));
    QVERIFY(bridge.open());
    QVERIFY(server.waitForRequests(3));
    QElapsedTimer timer;
    timer.start();
    if (signal == 0)
        bridge.closeInput();
    else
        bridge.terminate(signal);
    QCOMPARE(bridge.waitForExit(), 0);
    QVERIFY2(timer.elapsed() < 1000, QByteArray::number(timer.elapsed()));
    QCOMPARE(script.sessions(), 0);
}

void TestBridgeLeave::answersWhatIsUnderWay()
{
    const auto gate = std::make_shared<Gate>();
    const McpScript script;
    const LoopbackServer server(holdingCalls(script, gate));
    BridgeProcess bridge(httpArguments(server));
    QVERIFY(bridge.open());
    bridge.send(echo("1", "late"));
    QVERIFY(server.waitForRequests(4));
    bridge.closeInput();
    QVERIFY(bridge.isRunning());
    gate->open();
    QVERIFY(bridge.answer("1").contains("late"));
    QCOMPARE(bridge.waitForExit(), 0);
    QCOMPARE(server.requests().last().method, "DELETE"_ba);
    QCOMPARE(script.sessions(), 0);
    QCOMPARE(bridge.lines().size(), 2);
}

void TestBridgeLeave::endOfTheSession_data()
{
    QTest::addColumn<int>("status"); // 0: no answer
    QTest::addColumn<bool>("busy");  // a call is under way that never ends
    QTest::newRow("200") << 200 << false;
    QTest::newRow("not offered") << 405 << false;
    QTest::newRow("forgotten already") << 404 << false;
    QTest::newRow("an error") << 500 << false;
    QTest::newRow("never answered") << 0 << false;
    QTest::newRow("never answered, nor is a call") << 0 << true;
}

/// Whatever the server says to its DELETE, the bridge has done its part.
void TestBridgeLeave::endOfTheSession()
{
    QFETCH(int, status);
    QFETCH(bool, busy);
    const ClosedGate never;
    const McpScript script;
    const LoopbackServer server([&](const Request &request) {
        Response response = script.handler()(request);
        if (request.method == "DELETE") {
            response = {.status = status == 0 ? 200 : status, .body = "<p>no</p>"};
            if (status == 0)
                response.gate = never.gate();
        } else if (methodOf(request.body) == "tools/call") {
            response.gate = never.gate();
        }
        return response;
    });
    BridgeProcess bridge(httpArguments(server, {u"--drain"_s, u"300"_s}));
    QVERIFY(bridge.open());
    QVERIFY(server.waitForRequests(3)); // the refused GET among them
    if (busy) {
        bridge.send(echo("1", "x"));
        QVERIFY(server.waitForRequests(4));
    }
    QElapsedTimer timer;
    timer.start();
    bridge.closeInput();
    QCOMPARE(bridge.waitForExit(), 0);
    const qint64 least = (status == 0 ? 950 : 0) + (busy ? 300 : 0); // it waits 1 s for that, and before for calls
    QVERIFY2(timer.elapsed() >= least && timer.elapsed() < least + 700, QByteArray::number(timer.elapsed()));
    QCOMPARE(bridge.lines().size(), busy ? 2 : 1); // nothing of it reaches the host
    int asked = 0;
    for (const Request &request : server.requests())
        asked += request.method == "DELETE" ? 1 : 0;
    QCOMPARE(asked, 1);
}

void TestBridgeLeave::callThatNeverEnds_data()
{
    QTest::addColumn<int>("signal");
    QTest::newRow("end of input") << 0;
    QTest::newRow("SIGTERM") << SIGTERM;
}

void TestBridgeLeave::callThatNeverEnds()
{
    QFETCH(int, signal);
    const ClosedGate never;
    const McpScript script;
    const LoopbackServer server(holdingCalls(script, never.gate()));
    BridgeProcess bridge(httpArguments(server));
    QVERIFY(bridge.open());
    bridge.send(echo("1", "never"));
    bridge.send(echo("2", "never"));
    QVERIFY(server.waitForRequests(5));
    QElapsedTimer timer;
    timer.start();
    if (signal == 0)
        bridge.closeInput();
    else
        bridge.terminate(signal);
    QCOMPARE(causeOf(bridge.error("1")), "cancelled"_ba);
    QCOMPARE(causeOf(bridge.error("2")), "cancelled"_ba);
    QVERIFY2(timer.elapsed() > 1500, QByteArray::number(timer.elapsed())); // they were given their time
    QCOMPARE(bridge.waitForExit(), 0);
    QVERIFY2(timer.elapsed() < 3000, QByteArray::number(timer.elapsed()));
    QCOMPARE(script.sessions(), 0);
    QCOMPARE(bridge.lines().size(), 3);
}

void TestBridgeLeave::signalWhileFull()
{
    // So many calls that the bridge reads no more: a signal is noticed all the same, and nothing spins.
    const auto holdDelete = std::make_shared<Gate>();
    const ClosedGate never;
    const McpScript script;
    const LoopbackServer server([&](const Request &request) {
        Response response = script.handler()(request);
        if (methodOf(request.body) == "tools/call")
            response.gate = never.gate();
        if (request.method == "DELETE")
            response.gate = holdDelete;
        return response;
    });
    BridgeProcess bridge(httpArguments(server));
    QVERIFY(bridge.open());
    QByteArray lines;
    for (int i = 0; i < 1100; ++i)
        lines += echo(QByteArray::number(i), "x") + '\n';
    bridge.sendPiece(lines);
    // Descriptors may run out before; those calls are answered at once, and the pipe is read on.
    QTRY_VERIFY_WITH_TIMEOUT(server.requests().size() + bridge.lines().size() > 1020 || !bridge.isRunning(), 20000);
    const qint64 before = bridge.cpuMilliseconds();
    bridge.terminate(SIGTERM);
    QTRY_VERIFY_WITH_TIMEOUT(server.requests().last().method == "DELETE", 10000);
    [[maybe_unused]] const qint64 used = bridge.cpuMilliseconds() - before;
    holdDelete->open();
    QCOMPARE(bridge.waitForExit(), 0);
#ifndef KOPRU_SANITIZED
    QVERIFY2(used < 500, QByteArray::number(used)); // two seconds passed
#endif
    for (int i = 0; i < 1024; ++i)
        QCOMPARE(bridge.count(QByteArray::number(i)), 1);
}

void TestBridgeLeave::outputClosed()
{
    const McpScript script;
    const LoopbackServer server(script.handler());
    BridgeProcess bridge(httpArguments(server));
    QVERIFY(bridge.open());
    bridge.closeOutput();
    bridge.send(echo("1", "nobody hears it"));
    QCOMPARE(bridge.waitForExit(), 0); // though its input stays open
    QCOMPARE(script.sessions(), 0);
}

void TestBridgeLeave::outputNotRead()
{
    // A host that reads nothing more and then ends: the pipe stays full, the bridge does not stay.
    const QByteArray text(1024 * 1024, 'x');
    const LoopbackServer server([&](const Request &request) {
        return result(idOf(request.body), R"({"protocolVersion":"2025-06-18","text":")" + text + "\"}");
    });
    BridgeProcess bridge(httpArguments(server));
    QVERIFY(bridge.open());
    bridge.stopReading();
    for (int i = 0; i < 64; ++i)
        bridge.send(call(QByteArray::number(i), "large"));
    QVERIFY(server.waitForRequests(65));
#ifndef KOPRU_SANITIZED
    // What waits is what was asked for, not more.
    QVERIFY2(bridge.peakKilobytes() < 200 * 1024, QByteArray::number(bridge.peakKilobytes()));
#endif
    bridge.closeInput();
    QCOMPARE(bridge.waitForExit(), 0);
}

void TestBridgeLeave::outputReadLate()
{
    // Lines of all lengths that meet a full pipe: what went out in parts is whole for the host all the same.
    const McpScript script;
    const LoopbackServer server(script.handler());
    BridgeProcess bridge(httpArguments(server));
    QVERIFY(bridge.open());
    bridge.stopReading();
    constexpr int calls = 40;
    const auto text = [](int call) { return QByteArray(1000 + 611 * call, static_cast<char>('a' + call % 26)); };
    for (int i = 0; i < calls; ++i)
        bridge.send(echo(QByteArray::number(i), text(i)));
    QTRY_COMPARE_WITH_TIMEOUT(bridge.log().count("server->host tools/call"), calls, 10000);
    bridge.goOnReading();
    for (int i = 0; i < calls; ++i) {
        const QByteArray answer = bridge.answer(QByteArray::number(i));
        QVERIFY2(answer.contains('"' + text(i) + '"'), QByteArray::number(i));
        QVERIFY2(QJsonDocument::fromJson(answer).isObject(), QByteArray::number(i)); // nothing before it or twice
    }
    QCOMPARE(bridge.lines().size(), calls + 1);
}

void TestBridgeLeave::errorsNotRead()
{
    // 64 KiB of log that nobody reads must not stop the relay. The shell gives the bridge a pipe for its stderr whose
    // other end is held open and never read.
    const McpScript script;
    const LoopbackServer server(script.handler());
    QProcess shell;
    shell.setProcessEnvironment({});
    shell.start(u"/bin/sh"_s,
                {u"-c"_s, u"fifo=$1; mkfifo \"$fifo\"; shift; exec 3<>\"$fifo\"; exec \"$@\" 2>&3"_s, u"sh"_s,
                 QDir::tempPath() + u"/kopru-errors-%1"_s.arg(QCoreApplication::applicationPid()), bridgeFile(),
                 u"http"_s, u"--verbose"_s, u"--url"_s, server.url(u"/mcp"_s)});
    QVERIFY(shell.waitForStarted());
    shell.write(call("\"open\"", "initialize", R"({"protocolVersion":"2025-06-18"})") + '\n');
    shell.write("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}\n");
    const QByteArray text(3000, 'x');
    for (int i = 0; i < 100; ++i)
        shell.write(echo(QByteArray::number(i), text) + '\n');
    shell.closeWriteChannel();
    QTRY_COMPARE_WITH_TIMEOUT(shell.state(), QProcess::NotRunning, 15000);
    QFile::remove(QDir::tempPath() + u"/kopru-errors-%1"_s.arg(QCoreApplication::applicationPid()));
    QCOMPARE(shell.exitCode(), 0);
    const QByteArray output = shell.readAllStandardOutput();
    QCOMPARE(output.count('\n'), 101);
    QVERIFY(!output.contains("cancelled"));
}

void TestBridgeLeave::inputIsAFile()
{
    const McpScript script;
    const LoopbackServer server(script.handler());
    QTemporaryDir folder;
    QFile input(folder.filePath(u"input"_s));
    QVERIFY(input.open(QIODevice::WriteOnly));
    input.write(call("\"open\"", "initialize", R"({"protocolVersion":"2025-06-18"})") + '\n');
    input.write("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}\n" + echo("1", "from a file"));
    input.close();
    QProcess bridge;
    bridge.setProcessEnvironment({});
    bridge.setStandardInputFile(input.fileName());
    bridge.setStandardOutputFile(folder.filePath(u"output"_s));
    bridge.start(bridgeFile(), httpArguments(server));
    QTRY_COMPARE_WITH_TIMEOUT(bridge.state(), QProcess::NotRunning, 5000);
    QCOMPARE(bridge.exitCode(), 0);
    QFile output(folder.filePath(u"output"_s));
    QVERIFY(output.open(QIODevice::ReadOnly));
    const QList<QByteArray> lines = output.readAll().trimmed().split('\n');
    QCOMPARE(lines.size(), 2);
    QVERIFY(lines.last().contains("from a file"));
    QCOMPARE(script.sessions(), 0);
}

void TestBridgeLeave::serverGone()
{
    const McpScript script;
    LoopbackServer server(script.handler());
    BridgeProcess bridge(httpArguments(server), {{u"KOPRU_RETRY_MS"_s, u"400"_s}});
    QVERIFY(bridge.open());
    QVERIFY(server.waitForRequests(2));
    server.stop();
    bridge.send(echo("1", "x"));
    QCOMPARE(causeOf(bridge.error("1")), "connection-refused"_ba);
    QElapsedTimer timer;
    timer.start();
    bridge.closeInput();
    QCOMPARE(bridge.waitForExit(), 0);
    QVERIFY2(timer.elapsed() < 1000, QByteArray::number(timer.elapsed()));
}

void TestBridgeLeave::unknownHostUnderWay()
{
    // Looking a name up cannot be interrupted: the bridge does not wait for it, however long the system takes.
    BridgeProcess bridge({u"http"_s, u"--url"_s, u"http://no-such-host.invalid/mcp"_s, u"--timeout"_s, u"1000"_s});
    QElapsedTimer timer;
    timer.start();
    bridge.send(call("1", "ping"));
    const QByteArray cause = causeOf(bridge.error("1"));
    QVERIFY2(cause == "unknown-host" || cause == "timed-out", cause);
    QVERIFY2(timer.elapsed() < 2000, QByteArray::number(timer.elapsed()));
    bridge.closeInput();
    QCOMPARE(bridge.waitForExit(), 0);
    QVERIFY2(timer.elapsed() < 4000, QByteArray::number(timer.elapsed()));
}

QTEST_GUILESS_MAIN(TestBridgeLeave)
#include "tst_bridge_leave.moc"
