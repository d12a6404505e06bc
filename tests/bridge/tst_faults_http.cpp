#include "tests/bridge/outcomes.h"
#include "tests/bridge/rawserver.h"
#include "tests/support/environment.h"
#include "tests/support/mcpscript.h"

#include <QtCore/QElapsedTimer>
#include <QtCore/QTimer>
#include <QtTest/QtTest>

#include <atomic>
#include <csignal>

using namespace kopru::test;
using namespace Qt::StringLiterals;

/// The fault table over HTTP: whatever the server, the network, the host or the system does, every id gets exactly one
/// answer, and each test says which. docs/faults.md leads from each fault to its test.
class TestFaultsHttp final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    // The server goes away
    void restart_data();
    void restart();
    void restartTakesItsTime();
    void killedInTheMiddle_data();
    void killedInTheMiddle();
    void halfClosed_data();
    void halfClosed();
    void cut_data();
    void cut();
    void closedWithoutAnswer_data();
    void closedWithoutAnswer();
    // The server answers otherwise
    void notJson_data();
    void notJson();
    void contentTypes_data();
    void contentTypes();
    void singleBytes_data();
    void singleBytes();
    void slowly_data();
    void slowly();
    void busy_data();
    void busy();
    void redirects_data();
    void redirects();
    void redirectKeepsTheSecret_data();
    void redirectKeepsTheSecret();
    void notificationRefused();
    void unknownMethod();
    // The way
    void certificates_data();
    void certificates();
    void unknownHost();
    void oneFamilyOnly_data();
    void oneFamilyOnly();
    // Sizes and shapes
    void largeBothWays_data();
    void largeBothWays();
    void lineWithoutItsEnd_data();
    void lineWithoutItsEnd();
    void badLine();
    void batch();
    void sameIdTwice();
    void answersTwice_data();
    void answersTwice();
    void idsAsTheyAre();
    void manyAtOnce();
    // The host goes away
    void hostLeaves_data();
    void hostLeaves();
    void outputClosed();
    void outputNotRead();
    void twoCopies();
    void probe();
    void probeKilled();
    // The computer sleeps
    void sleepsBetweenCalls();
    void sleepsWithinACall();
    void answerCameWhileAsleep();

private:
    QTemporaryDir m_folder;
    std::unique_ptr<TestCertificates> m_certificates;
};

namespace {

const QByteArray key = "key-of-test-4711";

QStringList httpArguments(const QString &url, const QStringList &more = {})
{
    return QStringList{u"http"_s, u"--url"_s, url, u"--header"_s, u"X-Key: ${KEY}"_s} + more;
}

const BridgeProcess::Variables withKey{{u"KEY"_s, QString::fromUtf8(key)}};

QStringList httpArguments(const LoopbackServer &server, const QStringList &more = {})
{
    return httpArguments(server.url(u"/mcp"_s), more);
}

/// A server like the script's, and one method that the test answers itself.
Handler except(const McpScript &script, const QByteArray &method, Handler own)
{
    return [&script, method, own = std::move(own)](const Request &request) {
        return methodOf(request.body) == method ? own(request) : script.handler()(request);
    };
}

QByteArray head(qsizetype length, const QByteArray &more = {})
{
    return "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n" +
           (length < 0 ? QByteArray() : "Content-Length: " + QByteArray::number(length) + "\r\n") + more + "\r\n";
}

QByteArray resultOf(const QByteArray &request)
{
    return R"({"jsonrpc":"2.0","id":)" + idOf(request.mid(request.indexOf("\r\n\r\n"))) + R"(,"result":{}})";
}

} // namespace

void TestFaultsHttp::initTestCase()
{
    scrubEnvironment();
    m_certificates = std::make_unique<TestCertificates>(m_folder.filePath(u"certificates"_s));
    (void)m_certificates->incomplete();
    QVERIFY2(m_certificates->isValid(), qPrintable(m_certificates->errorText()));
}

void TestFaultsHttp::restart_data()
{
    QTest::addColumn<bool>("as400");
    QTest::newRow("404") << false;
    QTest::newRow("400") << true;
}

void TestFaultsHttp::restart()
{
    // A new server on the same port, which knows no session of the old one.
    QFETCH(bool, as400);
    const McpScript before;
    auto server = std::make_unique<LoopbackServer>(before.handler());
    const quint16 port = server->port();
    BridgeProcess bridge(httpArguments(*server), withKey);
    QVERIFY(bridge.open());
    bridge.send(echo("1", "before"));
    QVERIFY(!bridge.answer("1").isEmpty());
    server.reset();
    const McpScript after({.unknownSessionIs400 = as400});
    server = std::make_unique<LoopbackServer>(after.handler(), std::nullopt, port);
    QVERIFY2(server->port() == port, qPrintable(server->errorText()));
    bridge.send(echo("2", "behind"));
    bridge.send(echo("3", "behind"));
    QVERIFY(bridge.answer("2").contains("behind"));
    QVERIFY(bridge.answer("3").contains("behind"));
    QCOMPARE(outcomes(bridge), (Outcomes{"\"open\" result", "1 result", "2 result", "3 result"}));
    QCOMPARE(after.methods(),
             (QList<QByteArray>{"initialize", "notifications/initialized", "tools/call", "tools/call"})); // each once
}

void TestFaultsHttp::restartTakesItsTime()
{
    const McpScript before;
    auto server = std::make_unique<LoopbackServer>(before.handler());
    const quint16 port = server->port();
    BridgeProcess::Variables variables = withKey;
    variables.insert(u"KOPRU_RETRY_MS"_s, u"20000"_s);
    BridgeProcess bridge(httpArguments(*server), variables);
    QVERIFY(bridge.open());
    QVERIFY(server->waitForRequests(2));
    server.reset();
    bridge.send(echo("1", "x"));
    bridge.send(echo("2", "y"));
    QVERIFY(bridge.waitForLog("trying again"));
    const McpScript after;
    server = std::make_unique<LoopbackServer>(after.handler(), std::nullopt, port);
    QVERIFY2(server->port() == port, qPrintable(server->errorText()));
    QVERIFY(!bridge.answer("1").isEmpty() && !bridge.answer("2").isEmpty());
    QCOMPARE(outcomes(bridge), (Outcomes{"\"open\" result", "1 result", "2 result"}));
    QCOMPARE(after.methods().count("tools/call"), 2);
    QCOMPARE(after.methods().count("initialize"), 1);
}

void TestFaultsHttp::killedInTheMiddle_data()
{
    QTest::addColumn<QByteArray>("kind");
    for (const char *kind : {"before the answer", "within JSON", "within an event", "between events"})
        QTest::newRow(kind) << QByteArray(kind);
}

void TestFaultsHttp::killedInTheMiddle()
{
    QFETCH(QByteArray, kind);
    const ClosedGate never;
    std::atomic<int> runs = 0;
    const McpScript script;
    auto server = std::make_unique<LoopbackServer>(except(script, "tools/call", [&](const Request &) -> Response {
        ++runs;
        if (kind == "before the answer")
            return {.gate = never.gate()};
        Response response = kind == "within JSON" ? json({}) : stream({});
        response.chunks = {kind == "within JSON"      ? R"({"jsonrpc":"2.0","id":)"_ba
                           : kind == "between events" ? McpScript::event(R"({"method":"notifications/x"})")
                                                      : "data: {\"jsonrpc\":\"2.0\","_ba};
        response.keepStreamOpen = true;
        return response;
    }));
    const quint16 port = server->port();
    BridgeProcess bridge(httpArguments(*server), withKey);
    QVERIFY(bridge.open());
    QVERIFY(server->waitForRequests(2));
    bridge.send(echo("1", "x"));
    bridge.send(echo("2", "x"));
    QTRY_COMPARE(runs.load(), 2);
    if (kind == "between events")
        QVERIFY(bridge.waitForLines(3));
    server.reset();
    QVERIFY(!bridge.error("1").isEmpty() && !bridge.error("2").isEmpty());
    const McpScript after;
    server = std::make_unique<LoopbackServer>(after.handler(), std::nullopt, port);
    QVERIFY2(server->port() == port, qPrintable(server->errorText()));
    bridge.send(echo("3", "x"));
    QVERIFY(bridge.answer("3").contains("result"));
    Outcomes expected{"\"open\" result", "1 connection-lost", "2 connection-lost", "3 result"};
    if (kind == "between events")
        expected += {"notifications/x", "notifications/x"};
    QCOMPARE(outcomes(bridge), expected);
    QCOMPARE(runs.load(), 2);
    QCOMPARE(after.methods().count("tools/call"), 1);
}

void TestFaultsHttp::halfClosed_data()
{
    QTest::addColumn<QByteArray>("kind");
    QTest::addColumn<QByteArray>("outcome");
    QTest::newRow("instead of an answer") << "nothing"_ba << "1 connection-lost"_ba;
    QTest::newRow("within the head") << "head"_ba << "1 connection-lost"_ba;
    QTest::newRow("within the body") << "body"_ba << "1 connection-lost"_ba;
    QTest::newRow("as the end of a body without a length") << "whole"_ba << "1 result"_ba;
    QTest::newRow("behind the answer") << "behind"_ba << "1 result"_ba;
}

void TestFaultsHttp::halfClosed()
{
    // The server ends its half of the connection and goes on reading.
    QFETCH(QByteArray, kind);
    QFETCH(QByteArray, outcome);
    RawServer server([&](QTcpSocket &socket, const QByteArray &request) {
        const QByteArray body = resultOf(request);
        if (methodOf(request) != "dangerous") {
            socket.write(head(body.size()) + body);
            return;
        }
        if (kind == "head")
            socket.write(head(body.size()).left(40));
        else if (kind == "body")
            socket.write(head(body.size()) + body.left(20));
        else if (kind == "whole")
            socket.write(head(-1) + body);
        else if (kind == "behind")
            socket.write(head(body.size()) + body);
        RawServer::finishSending(socket);
    });
    BridgeProcess bridge(httpArguments(server.url()), withKey);
    bridge.send(call("0", "ping"));
    QVERIFY(!bridge.answer("0").isEmpty());
    bridge.send(call("1", "dangerous"));
    QVERIFY(!bridge.answer("1").isEmpty());
    bridge.send(call("2", "ping")); // must not be written into the ended connection
    QVERIFY(!bridge.answer("2").isEmpty());
    QCOMPARE(outcomes(bridge), (Outcomes{"0 result", outcome, "2 result"}));
    QCOMPARE(server.requests(), 3);
}

void TestFaultsHttp::cut_data()
{
    QTest::addColumn<QByteArray>("kind");
    for (const char *kind : {"length", "chunk", "between chunks", "event", "head"})
        QTest::newRow(kind) << QByteArray(kind);
}

void TestFaultsHttp::cut()
{
    QFETCH(QByteArray, kind);
    std::atomic<int> runs = 0;
    RawServer server([&](QTcpSocket &socket, const QByteArray &request) {
        const QByteArray body = resultOf(request);
        if (methodOf(request) != "dangerous") {
            socket.write(head(body.size()) + body);
            return;
        }
        ++runs;
        if (kind == "head")
            socket.write("HTTP/1.1 200 OK\r\nContent-Ty");
        else if (kind == "length")
            socket.write(head(body.size() + 1) + body); // all of the JSON, and yet not all of the body
        else if (kind == "chunk")
            socket.write(head(-1, "Transfer-Encoding: chunked\r\n") + "ff\r\n" + body);
        else if (kind == "between chunks")
            socket.write(head(-1, "Transfer-Encoding: chunked\r\n") + QByteArray::number(body.size() - 1, 16) + "\r\n" +
                         body.chopped(1) + "\r\n");
        else
            socket.write("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: " + body + "\n");
        socket.disconnectFromHost();
    });
    BridgeProcess bridge(httpArguments(server.url()), withKey);
    bridge.send(call("1", "dangerous"));
    QVERIFY(!bridge.answer("1").isEmpty());
    bridge.send(call("2", "ping"));
    QVERIFY(!bridge.answer("2").isEmpty());
    QCOMPARE(outcomes(bridge), (Outcomes{"1 connection-lost", "2 result"}));
    QCOMPARE(runs.load(), 1);
}

void TestFaultsHttp::closedWithoutAnswer_data()
{
    QTest::addColumn<bool>("usedBefore"); // the connection
    QTest::newRow("new connection") << false;
    QTest::newRow("connection that was used before") << true;
}

void TestFaultsHttp::closedWithoutAnswer()
{
    QFETCH(bool, usedBefore);
    std::atomic<int> runs = 0;
    const LoopbackServer server([&](const Request &request) -> Response {
        if (methodOf(request.body) != "dangerous")
            return result(idOf(request.body));
        ++runs;
        return {.dropConnection = true};
    });
    BridgeProcess bridge(httpArguments(server), withKey);
    if (usedBefore) {
        bridge.send(call("0", "ping"));
        QVERIFY(!bridge.answer("0").isEmpty());
    }
    bridge.send(call("1", "dangerous"));
    QVERIFY(!bridge.answer("1").isEmpty());
    bridge.send(call("2", "ping"));
    QVERIFY(!bridge.answer("2").isEmpty());
    Outcomes expected{"1 connection-lost", "2 result"};
    if (usedBefore)
        expected.prepend("0 result");
    QCOMPARE(outcomes(bridge), expected);
    QCOMPARE(runs.load(), 1); // the server counts
}

void TestFaultsHttp::notJson_data()
{
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("HTML page") << "text/html; charset=utf-8"_ba << "<!doctype html><title>Sign in</title>"_ba;
    QTest::newRow("HTML page that says JSON") << "application/json"_ba << "<!doctype html>"_ba;
    QTest::newRow("words") << "text/plain"_ba << "OK"_ba;
    QTest::newRow("bytes") << "application/octet-stream"_ba << "\x00\x01\xff\xfe"_ba;
}

void TestFaultsHttp::notJson()
{
    QFETCH(QByteArray, type);
    QFETCH(QByteArray, body);
    const McpScript script;
    const LoopbackServer server(except(script, "tools/call", [&](const Request &) -> Response {
        return {.headers = {{"Content-Type"_ba, type}}, .body = body};
    }));
    BridgeProcess bridge(httpArguments(server), withKey);
    QVERIFY(bridge.open());
    bridge.send(echo("1", "x"));
    bridge.send(call("2", "tools/list"));
    QVERIFY(bridge.waitForLines(3));
    QCOMPARE(outcomes(bridge), (Outcomes{"\"open\" result", "1 not-json", "2 result"}));
}

void TestFaultsHttp::contentTypes_data()
{
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<bool>("asEvent");
    QTest::newRow("text/plain") << "text/plain"_ba << false;
    QTest::newRow("text/html") << "text/html"_ba << false;
    QTest::newRow("none") << QByteArray() << false;
    QTest::newRow("in capitals, with parameters") << "Application/JSON ; charset=\"UTF-8\""_ba << false;
    QTest::newRow("application/vnd.mcp+json") << "application/vnd.mcp+json"_ba << false;
    QTest::newRow("event stream in capitals") << "TEXT/Event-Stream;charset=utf-8"_ba << true;
}

void TestFaultsHttp::contentTypes()
{
    // A wrong name on a sound answer: the person wants the answer.
    QFETCH(QByteArray, type);
    QFETCH(bool, asEvent);
    const McpScript script;
    const LoopbackServer server(except(script, "tools/call", [&](const Request &request) -> Response {
        const QByteArray body = R"({"jsonrpc":"2.0","id":)" + idOf(request.body) + R"(,"result":{}})";
        Response response{.body = asEvent ? McpScript::event(body) : body};
        if (!type.isEmpty())
            response.headers = {{"Content-Type"_ba, type}};
        return response;
    }));
    BridgeProcess bridge(httpArguments(server), withKey);
    QVERIFY(bridge.open());
    bridge.send(echo("1", "x"));
    QVERIFY(!bridge.answer("1").isEmpty());
    QCOMPARE(outcomes(bridge), (Outcomes{"\"open\" result", "1 result"}));
}

void TestFaultsHttp::singleBytes_data()
{
    QTest::addColumn<bool>("asStream");
    QTest::newRow("JSON") << false;
    QTest::newRow("event stream") << true;
}

void TestFaultsHttp::singleBytes()
{
    QFETCH(bool, asStream);
    const LoopbackServer server([&](const Request &request) {
        const QByteArray body =
            R"({"jsonrpc":"2.0","id":)" + idOf(request.body) + R"(,"result":{"text":"köprü \"iki\" taraf 🌉"}})";
        Response response = asStream ? stream({}) : json({});
        for (const char byte : asStream ? ": hello\r\n\r\nid: 1\r\n" + McpScript::event(body) : body)
            response.chunks.append(QByteArray(1, byte));
        return response;
    });
    BridgeProcess bridge(httpArguments(server), withKey);
    for (const char *id : {"1", "2", "3"})
        bridge.send(call(id, "x"));
    QVERIFY(bridge.waitForLines(3));
    for (const char *id : {"1", "2", "3"})
        QVERIFY(bridge.answer(id).contains("köprü \\\"iki\\\" taraf 🌉"));
    QCOMPARE(outcomes(bridge), (Outcomes{"1 result", "2 result", "3 result"}));
}

void TestFaultsHttp::slowly_data()
{
    QTest::addColumn<bool>("limited");
    QTest::addColumn<QByteArray>("outcome");
    QTest::newRow("without a limit") << false << "1 result"_ba;
    QTest::newRow("with a limit") << true << "1 timed-out"_ba;
}

void TestFaultsHttp::slowly()
{
    // A byte now and then, from the first of the head to the last of the body (slow-loris).
    QFETCH(bool, limited);
    QFETCH(QByteArray, outcome);
    RawServer server([&](QTcpSocket &socket, const QByteArray &request) {
        const QByteArray body = resultOf(request);
        if (methodOf(request) != "slow") {
            socket.write(head(body.size()) + body);
            return;
        }
        auto *timer = new QTimer(&socket);
        QObject::connect(timer, &QTimer::timeout, &socket,
                         [timer, &socket, answer = head(body.size()) + body]() mutable {
                             socket.write(answer.left(1));
                             answer.remove(0, 1);
                             if (answer.isEmpty())
                                 timer->stop();
                         });
        timer->start(10);
    });
    BridgeProcess bridge(httpArguments(server.url(), limited ? QStringList{u"--timeout"_s, u"500"_s} : QStringList()),
                         withKey);
    bridge.send(call("1", "slow"));
    bridge.send(call("2", "ping")); // is not held up
    QVERIFY(!bridge.answer("2").isEmpty());
    QCOMPARE(bridge.lines().size(), 1);
    QVERIFY(!bridge.answer("1").isEmpty());
    QCOMPARE(outcomes(bridge), (Outcomes{outcome, "2 result"}));
}

void TestFaultsHttp::busy_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("cause");
    QTest::newRow("429") << 429 << "tools/call"_ba << "too-many-requests"_ba;
    QTest::newRow("503") << 503 << "tools/call"_ba << "server-error"_ba;
    QTest::newRow("429 at the beginning") << 429 << "initialize"_ba << "too-many-requests"_ba;
    QTest::newRow("503 at the beginning") << 503 << "initialize"_ba << "server-error"_ba;
}

void TestFaultsHttp::busy()
{
    // Said at once, with the time to wait, and not tried again behind the host's back. Then all is well.
    QFETCH(int, status);
    QFETCH(QByteArray, method);
    QFETCH(QByteArray, cause);
    std::atomic<int> asked = 0;
    const McpScript script;
    const LoopbackServer server(except(script, method, [&](const Request &request) -> Response {
        if (asked++ == 0)
            return {.status = status, .headers = {{"Retry-After"_ba, "30"_ba}}, .body = "busy"};
        return script.handler()(request);
    }));
    BridgeProcess bridge(httpArguments(server), withKey);
    const QByteArray first = call("1", "initialize", R"({"protocolVersion":"2025-06-18","capabilities":{}})");
    if (method == "initialize")
        bridge.send(first);
    else
        QVERIFY(bridge.open());
    if (method != "initialize")
        bridge.send(echo("1", "x"));
    QElapsedTimer timer;
    timer.start();
    const QJsonObject data = bridge.error("1")["data"_L1].toObject();
    QVERIFY2(timer.elapsed() < 2000, QByteArray::number(timer.elapsed()));
    QCOMPARE(data["httpStatus"_L1].toInt(), status);
    QCOMPARE(data["retryAfter"_L1].toString(), u"30"_s);
    QCOMPARE(asked.load(), 1);
    if (method == "initialize")
        QVERIFY(bridge.open());
    bridge.send(echo("2", "x"));
    QVERIFY(!bridge.answer("2").isEmpty());
    QCOMPARE(outcomes(bridge), (Outcomes{"\"open\" result", "1 " + cause, "2 result"}));
    QCOMPARE(asked.load(), 2);
}

void TestFaultsHttp::redirects_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("location");
    QTest::addColumn<int>("most"); // requests
    QTest::newRow("to itself") << 307 << "/mcp"_ba << 10;
    QTest::newRow("in a circle") << 307 << "/mcp?again"_ba << 10;
    QTest::newRow("onwards for ever") << 307 << "/mcp/"_ba << 10;
    QTest::newRow("without a target") << 307 << QByteArray() << 1;
    QTest::newRow("to be asked with GET") << 303 << "/mcp?again"_ba << 1;
}

void TestFaultsHttp::redirects()
{
    QFETCH(int, status);
    QFETCH(QByteArray, location);
    QFETCH(int, most);
    const LoopbackServer server([&](const Request &request) -> Response {
        if (methodOf(request.body) == "ping")
            return result(idOf(request.body));
        Response response{.status = status};
        if (!location.isEmpty())
            response.headers = {{"Location"_ba, request.target.endsWith("?again") ? "/mcp"_ba
                                                : location.endsWith('/')          ? request.target + '/'
                                                                                  : location}};
        return response;
    });
    BridgeProcess bridge(httpArguments(server), withKey);
    bridge.send(call("1", "x"));
    QVERIFY(!bridge.answer("1").isEmpty());
    QVERIFY2(server.requests().size() <= most, QByteArray::number(server.requests().size()));
    bridge.send(call("2", "ping"));
    QVERIFY(!bridge.answer("2").isEmpty());
    QCOMPARE(outcomes(bridge), (Outcomes{"1 redirected", "2 result"}));
}

void TestFaultsHttp::redirectKeepsTheSecret_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("method"); // that is sent elsewhere
    for (const int status : {301, 302, 303, 307, 308})
        QTest::addRow("%d", status) << status << "tools/call"_ba;
    QTest::newRow("at the beginning") << 307 << "initialize"_ba;
    QTest::newRow("where the stream is asked for") << 307 << "GET"_ba;
}

void TestFaultsHttp::redirectKeepsTheSecret()
{
    QFETCH(int, status);
    QFETCH(QByteArray, method);
    // Another origin, which records everything that it sees.
    const LoopbackServer other([](const Request &request) { return result(idOf(request.body)); });
    const McpScript script({.getStream = true});
    const LoopbackServer server([&](const Request &request) -> Response {
        if ((methodOf(request.body) == method || request.method == method) && request.target == "/mcp")
            return {.status = status, .headers = {{"Location"_ba, other.url(u"/mcp"_s).toUtf8()}}};
        return script.handler()(request);
    });
    BridgeProcess bridge(httpArguments(server), withKey);
    Outcomes expected;
    if (method == "initialize") {
        bridge.send(call("1", "initialize", R"({"protocolVersion":"2025-06-18","capabilities":{}})"));
        expected = {"1 redirected"};
    } else {
        QVERIFY(bridge.open());
        bridge.send(echo("1", "x"));
        expected = {"\"open\" result", method == "GET" ? "1 result"_ba : "1 redirected"_ba};
    }
    QVERIFY(!bridge.answer("1").isEmpty());
    QCOMPARE(outcomes(bridge), expected);
    for (const Request &request : other.requests())
        for (const auto &[name, value] : request.headers)
            QVERIFY2(!value.contains(key) && name.toLower() != "mcp-session-id", name + ": " + value);
    QCOMPARE(other.connections(), 0); // not even that
    QVERIFY(!(bridge.output() + bridge.wholeLog()).contains(key));
}

void TestFaultsHttp::notificationRefused()
{
    const McpScript script;
    const LoopbackServer server(except(script, "notifications/x", [](const Request &) -> Response {
        return {.status = 500, .body = R"({"jsonrpc":"2.0","id":null,"error":{"code":-1,"message":"no"}})"};
    }));
    BridgeProcess bridge(httpArguments(server), withKey);
    QVERIFY(bridge.open());
    bridge.send(R"({"jsonrpc":"2.0","method":"notifications/x"})");
    bridge.send(echo("1", "x"));
    QVERIFY(!bridge.answer("1").isEmpty());
    QVERIFY(bridge.waitForLog("notifications/x was not accepted"));
    QCOMPARE(outcomes(bridge), (Outcomes{"\"open\" result", "1 result"}));
}

void TestFaultsHttp::unknownMethod()
{
    const McpScript script;
    const LoopbackServer server(script.handler());
    BridgeProcess bridge(httpArguments(server), withKey);
    QVERIFY(bridge.open());
    bridge.send(call("1", "no/such-method"));
    QVERIFY(!bridge.answer("1").isEmpty());
    QCOMPARE(outcomes(bridge), (Outcomes{"\"open\" result", "1 -32601"})); // the server's own answer
}

void TestFaultsHttp::certificates_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<bool>("known");
    QTest::addColumn<QByteArray>("cause");
    QTest::addColumn<QString>("issuer");
    const QString ours = u"Kopru test authority"_s;
    QTest::newRow("expired") << u"expired"_s << true << "certificate-expired"_ba << ours;
    QTest::newRow("wrong name") << u"wrong-host"_s << true << "certificate-host-mismatch"_ba << ours;
    QTest::newRow("self-signed") << u"self-signed"_s << true << "certificate-self-signed"_ba << u"localhost"_s;
    QTest::newRow("unknown authority") << u"good"_s << false << "certificate-untrusted"_ba << ours;
    QTest::newRow("missing intermediate")
        << u"below"_s << true << "certificate-incomplete"_ba << u"Kopru test intermediate"_s;
}

void TestFaultsHttp::certificates()
{
    QFETCH(QString, name);
    QFETCH(bool, known);
    QFETCH(QByteArray, cause);
    QFETCH(QString, issuer);
    const QString stem = m_folder.filePath(u"certificates/"_s + name);
    const LoopbackServer server([](const Request &request) { return result(idOf(request.body)); },
                                Certificate{stem + u".pem"_s, stem + u".key"_s});
    BridgeProcess::Variables variables = withKey;
    if (known)
        variables.insert(u"SSL_CERT_FILE"_s, m_certificates->authorityFile());
    BridgeProcess bridge(httpArguments(u"https://localhost:%1/mcp"_s.arg(server.port())), variables);
    bridge.send(call("1", "initialize"));
    bridge.send(call("2", "tools/list"));
    QVERIFY(bridge.waitForLines(2));
    for (const char *id : {"1", "2"}) {
        const QJsonObject data = bridge.error(id)["data"_L1].toObject();
        QCOMPARE(data["phase"_L1].toString(), u"tls"_s);
        QCOMPARE(data["evidence"_L1]["issuer"_L1].toString(), issuer);
        QCOMPARE(data["evidence"_L1]["host"_L1].toString(), u"localhost"_s);
    }
    QCOMPARE(outcomes(bridge), (Outcomes{"1 " + cause, "2 " + cause}));
    QCOMPARE(server.requests().size(), 0);
}

void TestFaultsHttp::unknownHost()
{
    BridgeProcess bridge(httpArguments(u"http://no-such-host.invalid/mcp"_s), withKey);
    bridge.send(call("1", "initialize"));
    bridge.send(call("2", "tools/list"));
    QVERIFY(bridge.waitForLines(2));
    QCOMPARE(outcomes(bridge), (Outcomes{"1 unknown-host", "2 unknown-host"}));
}

void TestFaultsHttp::oneFamilyOnly_data()
{
    QTest::addColumn<bool>("four");
    QTest::newRow("IPv6 is dead, IPv4 alive") << true;
    QTest::newRow("IPv4 is dead, IPv6 alive") << false;
}

void TestFaultsHttp::oneFamilyOnly()
{
    // The name stands for both loopback addresses; at one of them nobody listens.
    QFETCH(bool, four);
    const LoopbackServer server([](const Request &request) { return result(idOf(request.body)); });
    std::unique_ptr<QTcpServer> six;
    quint16 port = server.port();
    if (!four) {
        six = std::make_unique<QTcpServer>();
        if (!six->listen(QHostAddress::LocalHostIPv6))
            QSKIP("this computer has no IPv6");
        connect(six.get(), &QTcpServer::newConnection, six.get(), [&six] {
            QTcpSocket *socket = six->nextPendingConnection();
            connect(socket, &QTcpSocket::readyRead, socket, [socket] {
                const QByteArray body = resultOf(socket->readAll());
                socket->write(head(body.size()) + body);
            });
        });
        port = six->serverPort();
    }
    BridgeProcess bridge(httpArguments(u"http://localhost:%1/mcp"_s.arg(port), {u"--transport"_s, u"post"_s}), withKey);
    QElapsedTimer timer;
    timer.start();
    bridge.send(call("1", "initialize"));
    QVERIFY(!bridge.answer("1").isEmpty());
    QVERIFY2(timer.elapsed() < 1000, QByteArray::number(timer.elapsed()));
    QCOMPARE(outcomes(bridge), (Outcomes{"1 result"}));
}

void TestFaultsHttp::largeBothWays_data()
{
    QTest::addColumn<bool>("asStream");
    QTest::newRow("JSON") << false;
    QTest::newRow("event stream") << true;
}

void TestFaultsHttp::largeBothWays()
{
    QFETCH(bool, asStream);
    const QByteArray text = QByteArray("0123456789abcdef").repeated(4 * 1024 * 1024); // 64 MiB
    std::atomic<bool> whole = false;
    const McpScript script;
    const LoopbackServer server(except(script, "tools/call", [&](const Request &request) {
        whole = request.body == echo("1", text);
        const QByteArray body = R"({"jsonrpc":"2.0","id":1,"result":{"text":")" + text + "\"}}";
        return asStream ? stream({"data: " + body + "\n\n"}) : json(body);
    }));
    BridgeProcess bridge(httpArguments(server), withKey);
    QVERIFY(bridge.open());
    bridge.send(echo("1", text));
    bridge.send(call("2", "tools/list"));
    QVERIFY(bridge.answer("1", 30000) == R"({"jsonrpc":"2.0","id":1,"result":{"text":")" + text + "\"}}");
    QVERIFY(whole);
    QVERIFY(!bridge.answer("2").isEmpty());
    QCOMPARE(outcomes(bridge), (Outcomes{"\"open\" result", "1 result", "2 result"}));
}

void TestFaultsHttp::lineWithoutItsEnd_data()
{
    QTest::addColumn<bool>("whole");
    QTest::addColumn<QByteArray>("outcome");
    QTest::newRow("whole message") << true << "1 result"_ba;
    QTest::newRow("cut message") << false << "null -32700"_ba;
}

void TestFaultsHttp::lineWithoutItsEnd()
{
    // 16 MiB, no newline, and then the end of the input.
    QFETCH(bool, whole);
    QFETCH(QByteArray, outcome);
    const McpScript script;
    const LoopbackServer server(script.handler());
    BridgeProcess bridge(httpArguments(server, {u"--drain"_s, u"20000"_s}), withKey);
    QVERIFY(bridge.open());
    const QByteArray line = echo("1", QByteArray(16 * 1024 * 1024, 'x'));
    bridge.sendPiece(whole ? line : line.chopped(2));
    QCOMPARE(outcomes(bridge, 30000), (Outcomes{"\"open\" result", outcome}));
    QCOMPARE(script.methods().count("tools/call"), whole ? 1 : 0);
}

void TestFaultsHttp::badLine()
{
    const McpScript script;
    const LoopbackServer server(script.handler());
    BridgeProcess bridge(httpArguments(server), withKey);
    QVERIFY(bridge.open());
    bridge.send("Warning: something of a start script");
    bridge.send(R"({"jsonrpc":"2.0","id":1,"method":"tools/call",)");
    bridge.send("");
    bridge.send(echo("2", "works"));
    QVERIFY(!bridge.answer("2").isEmpty());
    QCOMPARE(outcomes(bridge), (Outcomes{"\"open\" result", "2 result", "null -32700", "null -32700"}));
    QCOMPARE(script.methods().count("tools/call"), 1);
}

void TestFaultsHttp::batch()
{
    const McpScript script;
    const LoopbackServer server(script.handler());
    BridgeProcess bridge(httpArguments(server), withKey);
    QVERIFY(bridge.open());
    bridge.send("[" + echo("1", "one") + "," + call("\"2\"", "no/such-method") +
                R"(,{"jsonrpc":"2.0","method":"notifications/x"},7])");
    QVERIFY(bridge.waitForLines(4));
    QCOMPARE(outcomes(bridge), (Outcomes{"\"2\" -32601", "\"open\" result", "1 result", "null -32600"}));
    QVERIFY(script.methods().contains("notifications/x"));
}

void TestFaultsHttp::sameIdTwice()
{
    // Two calls with one id, at the same time and one after the other: as many answers as calls, each its own.
    const auto gate = std::make_shared<Gate>();
    const McpScript script;
    const LoopbackServer server(except(script, "tools/call", [&](const Request &request) {
        Response response = script.handler()(request);
        response.gate = gate;
        return response;
    }));
    BridgeProcess bridge(httpArguments(server), withKey);
    QVERIFY(bridge.open());
    QVERIFY(server.waitForRequests(2));
    bridge.send(echo("1", "first"));
    bridge.send(echo("1", "second"));
    QTRY_COMPARE(script.methods().count("tools/call"), 2);
    gate->open();
    QVERIFY(bridge.waitForLines(3));
    bridge.send(echo("1", "third"));
    QVERIFY(bridge.waitForLines(4));
    QCOMPARE(outcomes(bridge), (Outcomes{"\"open\" result", "1 result", "1 result", "1 result"}));
    for (const char *word : {"first", "second", "third"})
        QCOMPARE(bridge.output().count(word), 1);
}

void TestFaultsHttp::answersTwice_data()
{
    QTest::addColumn<Response>("answer");
    const auto event = [](const QByteArray &value) {
        return R"(data: {"jsonrpc":"2.0","id":1,"result":")" + value + "\"}\n\n";
    };
    QTest::newRow("in one piece of a stream") << stream({event("first") + event("second")});
    QTest::newRow("one after the other") << stream({event("first"), event("second")});
    QTest::newRow("in a batch") << json(
        R"([{"jsonrpc":"2.0","id":1,"result":"first"},{"jsonrpc":"2.0","id":1,"result":"second"}])");
}

void TestFaultsHttp::answersTwice()
{
    QFETCH(Response, answer);
    const McpScript script;
    const LoopbackServer server(except(script, "tools/call", [&](const Request &) { return answer; }));
    BridgeProcess bridge(httpArguments(server), withKey);
    QVERIFY(bridge.open());
    bridge.send(echo("1", "x"));
    QVERIFY(bridge.answer("1").contains("first"));
    bridge.send(call("2", "tools/list"));
    QVERIFY(!bridge.answer("2").isEmpty());
    QCOMPARE(outcomes(bridge), (Outcomes{"\"open\" result", "1 result", "2 result"}));
}

void TestFaultsHttp::idsAsTheyAre()
{
    const LoopbackServer server([](const Request &request) { return result(idOf(request.body)); });
    BridgeProcess bridge(httpArguments(server), withKey);
    const QList<QByteArray> ids{R"("text")", "9007199254740993", R"("9007199254740993")", "-0", "1.0", R"("ü\u00fc")"};
    Outcomes expected;
    for (const QByteArray &id : ids) {
        bridge.send(call(id, "ping"));
        expected.append(id + " result");
    }
    QVERIFY(bridge.waitForLines(static_cast<int>(ids.size())));
    std::sort(expected.begin(), expected.end());
    QCOMPARE(outcomes(bridge), expected);
}

void TestFaultsHttp::manyAtOnce()
{
    // 500 calls, none answered before all of them have arrived.
    constexpr int many = 500;
    const auto gate = std::make_shared<Gate>();
    std::atomic<int> arrived = 0;
    const McpScript script;
    const LoopbackServer server(except(script, "tools/call", [&](const Request &request) {
        Response response = script.handler()(request);
        response.gate = gate;
        if (++arrived == many)
            gate->open();
        return response;
    }));
    BridgeProcess bridge(httpArguments(server), withKey);
    QVERIFY(bridge.open());
    QByteArray lines;
    Outcomes expected{"\"open\" result"};
    for (int i = 0; i < many; ++i) {
        lines += echo(QByteArray::number(i), "<" + QByteArray::number(i) + ">") + '\n';
        expected.append(QByteArray::number(i) + " result");
    }
    bridge.sendPiece(lines);
    QVERIFY(bridge.waitForLines(many + 1, 20000));
    for (int i = 0; i < many; ++i)
        QVERIFY(bridge.answer(QByteArray::number(i)).contains("<" + QByteArray::number(i) + ">"));
    std::sort(expected.begin(), expected.end());
    QCOMPARE(outcomes(bridge), expected);
    QCOMPARE(arrived.load(), many);
}

void TestFaultsHttp::hostLeaves_data()
{
    QTest::addColumn<int>("signal");
    QTest::addColumn<bool>("answered"); // before the bridge stops waiting
    QTest::addColumn<QByteArray>("outcome");
    QTest::newRow("end of input") << 0 << true << "1 result"_ba;
    QTest::newRow("end of input, never answered") << 0 << false << "1 cancelled"_ba;
    QTest::newRow("SIGTERM") << SIGTERM << true << "1 result"_ba;
    QTest::newRow("SIGTERM, never answered") << SIGTERM << false << "1 cancelled"_ba;
    QTest::newRow("SIGINT") << SIGINT << true << "1 result"_ba;
    QTest::newRow("SIGINT, never answered") << SIGINT << false << "1 cancelled"_ba;
    QTest::newRow("SIGHUP") << SIGHUP << true << "1 result"_ba;
    QTest::newRow("SIGHUP, never answered") << SIGHUP << false << "1 cancelled"_ba;
}

void TestFaultsHttp::hostLeaves()
{
    QFETCH(int, signal);
    QFETCH(bool, answered);
    QFETCH(QByteArray, outcome);
    const auto gate = std::make_shared<Gate>();
    const McpScript script;
    const LoopbackServer server(except(script, "tools/call", [&](const Request &request) {
        Response response = script.handler()(request);
        response.gate = gate;
        return response;
    }));
    BridgeProcess bridge(httpArguments(server, {u"--drain"_s, answered ? u"5000"_s : u"300"_s}), withKey);
    QVERIFY(bridge.open());
    bridge.send(echo("1", "x"));
    QTRY_COMPARE(script.methods().count("tools/call"), 1);
    if (signal == 0)
        bridge.closeInput();
    else
        bridge.terminate(signal);
    if (answered)
        gate->open();
    QCOMPARE(bridge.waitForExit(), 0);
    gate->open();
    QCOMPARE(outcomesSoFar(bridge), (Outcomes{"\"open\" result", outcome}));
    QCOMPARE(server.requests().last().method, "DELETE"_ba);
}

void TestFaultsHttp::outputClosed()
{
    const auto gate = std::make_shared<Gate>();
    const McpScript script;
    const LoopbackServer server(except(script, "tools/call", [&](const Request &request) {
        Response response = script.handler()(request);
        response.gate = gate;
        return response;
    }));
    BridgeProcess bridge(httpArguments(server), withKey);
    QVERIFY(bridge.open());
    bridge.send(echo("1", "nobody hears it"));
    QTRY_COMPARE(script.methods().count("tools/call"), 1);
    bridge.closeOutput();
    gate->open();
    QCOMPARE(bridge.waitForExit(), 0);
    QCOMPARE(outcomesSoFar(bridge), (Outcomes{"\"open\" result"}));
    QCOMPARE(script.sessions(), 0);
}

void TestFaultsHttp::outputNotRead()
{
    // A host that is busy for a while: what waits comes whole and once, and the server is not read in advance.
    const QByteArray text(256 * 1024, 'x');
    const McpScript script;
    const LoopbackServer server(except(
        script, "tools/call", [&](const Request &request) { return result(idOf(request.body), "\"" + text + "\""); }));
    BridgeProcess bridge(httpArguments(server), withKey);
    QVERIFY(bridge.open());
    QVERIFY(server.waitForRequests(2));
    bridge.stopReading();
    Outcomes expected{"\"open\" result"};
    for (int i = 0; i < 20; ++i) {
        bridge.send(echo(QByteArray::number(i), "x"));
        expected.append(QByteArray::number(i) + " result");
    }
    QVERIFY(server.waitForRequests(22));
    const qint64 before = bridge.cpuMilliseconds();
    QTest::qWait(500); // what it uses while nothing happens
    QVERIFY2(bridge.cpuMilliseconds() - before < 200, "it spins");
    bridge.goOnReading();
    QVERIFY(bridge.waitForLines(21));
    std::sort(expected.begin(), expected.end());
    QCOMPARE(outcomes(bridge), expected);
    for (const QByteArray &line : bridge.lines().mid(1))
        QVERIFY(line.endsWith("x\"}") && line.size() > text.size());
}

void TestFaultsHttp::twoCopies()
{
    // As Claude starts them; one is killed without warning.
    const McpScript script;
    const LoopbackServer server(script.handler());
    BridgeProcess one(httpArguments(server), withKey);
    BridgeProcess two(httpArguments(server), withKey);
    QVERIFY(one.open() && two.open());
    one.send(echo("1", "one"));
    two.send(echo("1", "two"));
    QVERIFY(one.answer("1").contains("one"));
    QVERIFY(two.answer("1").contains("two"));
    QCOMPARE(script.sessions(), 2);
    one.terminate(SIGKILL);
    (void)one.waitForExit();
    two.send(echo("2", "still"));
    QVERIFY(two.answer("2").contains("still"));
    QCOMPARE(outcomes(two), (Outcomes{"\"open\" result", "1 result", "2 result"}));
    QCOMPARE(outcomesSoFar(one), (Outcomes{"\"open\" result", "1 result"}));
    QCOMPARE(script.sessions(), 1); // of the killed one
}

void TestFaultsHttp::probe()
{
    const McpScript script;
    const LoopbackServer server(script.handler());
    BridgeProcess bridge(httpArguments(server), withKey);
    bridge.send(call("\"discover\"", "server/discover"));
    QVERIFY(!bridge.answer("\"discover\"", 500).isEmpty()); // as long as the app waits
    QCOMPARE(server.connections(), 0);
    QVERIFY(bridge.open());
    bridge.send(echo("1", "x"));
    QVERIFY(!bridge.answer("1").isEmpty());
    QCOMPARE(outcomes(bridge), (Outcomes{"\"discover\" -32601", "\"open\" result", "1 result"}));
}

void TestFaultsHttp::probeKilled()
{
    // The app probes one copy and kills it without waiting; another does the work. Nothing is left behind.
    const QTemporaryDir home;
    BridgeProcess::Variables variables = withKey;
    for (const char *name : {"HOME", "TMPDIR", "XDG_RUNTIME_DIR"})
        variables.insert(QString::fromLatin1(name), home.path());
    const McpScript script;
    const LoopbackServer server(script.handler());
    for (int i = 0; i < 10; ++i) {
        BridgeProcess probed(httpArguments(server), variables);
        probed.send(call("\"discover\"", "server/discover"));
        if (i % 2 == 0)
            QVERIFY(!probed.answer("\"discover\"").isEmpty());
        probed.terminate(SIGKILL);
        (void)probed.waitForExit();
        QVERIFY(outcomesSoFar(probed).size() <= 1);
    }
    QCOMPARE(server.connections(), 0);
    BridgeProcess bridge(httpArguments(server), variables);
    QVERIFY(bridge.open());
    QCOMPARE(outcomes(bridge), (Outcomes{"\"open\" result"}));
    QCOMPARE(script.sessions(), 0);
    QCOMPARE(QDir(home.path()).entryList(QDir::AllEntries | QDir::NoDotAndDotDot | QDir::Hidden), QStringList());
}

void TestFaultsHttp::sleepsBetweenCalls()
{
    // While the computer sleeps the server closes every connection and forgets the session.
    const McpScript before({.getStream = true});
    auto server = std::make_unique<LoopbackServer>(before.handler());
    const quint16 port = server->port();
    BridgeProcess bridge(httpArguments(*server), withKey);
    QVERIFY(bridge.open());
    bridge.send(echo("1", "x"));
    QVERIFY(!bridge.answer("1").isEmpty());
    QVERIFY(server->waitForRequests(4)); // the open stream is one of them
    bridge.terminate(SIGSTOP);
    server.reset();
    const McpScript after({.getStream = true});
    server = std::make_unique<LoopbackServer>(after.handler(), std::nullopt, port);
    QVERIFY2(server->port() == port, qPrintable(server->errorText()));
    bridge.send(echo("2", "sent while asleep"));
    bridge.terminate(SIGCONT);
    bridge.send(echo("3", "sent awake"));
    QVERIFY(!bridge.answer("2").isEmpty() && !bridge.answer("3").isEmpty());
    const auto listens = [&] {
        const QList<Request> all = server->requests();
        return std::any_of(all.begin(), all.end(), [](const Request &one) { return one.method == "GET"; });
    };
    QTRY_VERIFY(listens()); // again
    QCOMPARE(outcomes(bridge), (Outcomes{"\"open\" result", "1 result", "2 result", "3 result"}));
    QCOMPARE(after.methods().count("tools/call"), 2);
    QCOMPARE(after.methods().count("initialize"), 1);
}

void TestFaultsHttp::sleepsWithinACall()
{
    const ClosedGate never;
    std::atomic<int> runs = 0;
    const McpScript script;
    auto server = std::make_unique<LoopbackServer>(except(script, "tools/call", [&](const Request &) -> Response {
        ++runs;
        return {.gate = never.gate()};
    }));
    const quint16 port = server->port();
    BridgeProcess bridge(httpArguments(*server), withKey);
    QVERIFY(bridge.open());
    bridge.send(echo("1", "x"));
    QTRY_COMPARE(runs.load(), 1);
    bridge.terminate(SIGSTOP);
    server.reset();
    const McpScript after;
    server = std::make_unique<LoopbackServer>(after.handler(), std::nullopt, port);
    QVERIFY2(server->port() == port, qPrintable(server->errorText()));
    bridge.terminate(SIGCONT);
    QVERIFY(!bridge.error("1").isEmpty());
    bridge.send(echo("2", "x"));
    QVERIFY(!bridge.answer("2").isEmpty());
    QCOMPARE(outcomes(bridge), (Outcomes{"\"open\" result", "1 connection-lost", "2 result"}));
    QCOMPARE(after.methods().count("tools/call"), 1); // not run again
}

void TestFaultsHttp::answerCameWhileAsleep()
{
    // The limit passed while the computer slept, but the answer is there.
    const auto gate = std::make_shared<Gate>();
    const McpScript script;
    const LoopbackServer server(except(script, "tools/call", [&](const Request &request) {
        Response response = script.handler()(request);
        response.gate = gate;
        return response;
    }));
    BridgeProcess bridge(httpArguments(server, {u"--timeout"_s, u"1000"_s}), withKey);
    QVERIFY(bridge.open());
    bridge.send(echo("1", "x"));
    QTRY_COMPARE(script.methods().count("tools/call"), 1);
    bridge.terminate(SIGSTOP);
    gate->open();
    QTest::qWait(1500); // the clock of the system goes on
    bridge.terminate(SIGCONT);
    QVERIFY(!bridge.answer("1").isEmpty());
    QCOMPARE(outcomes(bridge), (Outcomes{"\"open\" result", "1 result"}));
}

QTEST_GUILESS_MAIN(TestFaultsHttp)
#include "tst_faults_http.moc"
