#include "tests/bridge/bridgeprocess.h"
#include "tests/support/environment.h"
#include "tests/support/mcpscript.h"

#include <QtTest/QtTest>

#include <atomic>

using namespace kopru::test;
using namespace Qt::StringLiterals;

/// Sizes, times, connections and redirects: what goes wrong gives an error with the call's id, and nothing that may
/// have run is sent again.
class TestBridgeLimits final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { scrubEnvironment(); }
    void questionTooLarge();
    void answerTooLarge_data();
    void answerTooLarge();
    void nothingIsSentTwice_data();
    void nothingIsSentTwice();
    void connectionClosedBetweenCalls();
    void connectionIsUsedAgain();
    void redirectWithin_data();
    void redirectWithin();
    void redirectElsewhere_data();
    void redirectElsewhere();
    void redirectLoop();
    void timeOut_data();
    void timeOut();
    void noTimeOutInTime();
    void badSettings_data();
    void badSettings();
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

QString evidenceOf(const QJsonObject &error, const char *name)
{
    return error["data"_L1]["evidence"_L1][QLatin1StringView(name)].toString();
}

} // namespace

void TestBridgeLimits::questionTooLarge()
{
    const McpScript script;
    const LoopbackServer server(script.handler());
    BridgeProcess bridge(httpArguments(server, {u"--max-message"_s, u"4096"_s}));
    QVERIFY(bridge.open());
    const QByteArray filler(1000000, 'x');
    bridge.send(R"({"jsonrpc":"2.0","method":"tools/call","params":{"a":")" + filler +
                R"(","id":7},"id":"at the end"})");
    const QJsonObject error = bridge.error("\"at the end\"");
    QCOMPARE(causeOf(error), "message-too-large"_ba);
    QCOMPARE(evidenceOf(error, "limit"), u"4096"_s);
    bridge.send(R"({"jsonrpc":"2.0","method":"notifications/x","params":{"a":")" + filler + "\"}}");
    bridge.send("[" + echo("5", filler) + "]"); // whose ids are not looked for
    QCOMPARE(bridge.error("null").value("code"_L1).toInt(), -32600);
    bridge.send(echo("1", QByteArray(3000, 'y')));
    QVERIFY(bridge.answer("1").contains("yyy"));
    QCOMPARE(bridge.lines().size(), 4);
    QVERIFY(!script.methods().contains("notifications/x"));
#ifndef KOPRU_SANITIZED
    QVERIFY2(bridge.peakKilobytes() < 30 * 1024, QByteArray::number(bridge.peakKilobytes()));
#endif
}

void TestBridgeLimits::answerTooLarge_data()
{
    QTest::addColumn<QByteArray>("kind");
    for (const char *kind : {"length", "chunks", "event", "event lines"})
        QTest::newRow(kind) << QByteArray(kind);
}

void TestBridgeLimits::answerTooLarge()
{
    QFETCH(QByteArray, kind);
    const LoopbackServer server([&](const Request &request) -> Response {
        if (methodOf(request.body) == "small")
            return result(idOf(request.body));
        const QByteArray body = R"({"jsonrpc":"2.0","id":1,"result":")" + QByteArray(50000, 'x') + "\"}";
        if (kind == "length")
            return json(body);
        if (kind == "event")
            return stream({"data: " + body + "\n\n"});
        if (kind == "event lines")
            return stream({QByteArray("data: x\n").repeated(10000), "\n"});
        return {.headers = {{"Content-Type"_ba, "application/json"_ba}}, .chunks = {body.left(20000), body.mid(20000)}};
    });
    BridgeProcess bridge(httpArguments(server, {u"--max-message=10000"_s}));
    bridge.send(call("1", "large"));
    const QJsonObject error = bridge.error("1");
    QCOMPARE(causeOf(error), "message-too-large"_ba);
    QCOMPARE(error["data"_L1]["phase"_L1].toString(), u"body"_s);
    QCOMPARE(evidenceOf(error, "limit"), u"10000"_s);
    bridge.send(call("2", "small"));
    QVERIFY(bridge.answer("2").contains("result"));
}

void TestBridgeLimits::nothingIsSentTwice_data()
{
    QTest::addColumn<QByteArray>("kind");
    QTest::addColumn<QByteArray>("phase");
    QTest::newRow("no answer") << "drop"_ba << "http"_ba;
    QTest::newRow("cut in the body") << "length"_ba << "body"_ba;
    QTest::newRow("cut in a chunk") << "chunk"_ba << "body"_ba;
    QTest::newRow("cut stream") << "stream"_ba << "body"_ba;
}

void TestBridgeLimits::nothingIsSentTwice()
{
    QFETCH(QByteArray, kind);
    QFETCH(QByteArray, phase);
    std::atomic<int> runs = 0;
    const LoopbackServer server([&](const Request &request) -> Response {
        if (methodOf(request.body) != "dangerous")
            return result(idOf(request.body));
        ++runs;
        if (kind == "drop")
            return {.dropConnection = true};
        const QByteArray body = R"({"jsonrpc":"2.0","id":1,"result":{}})";
        Response response = json(body);
        if (kind == "chunk")
            response.chunks = {body};
        else if (kind == "stream")
            response = stream({"data: " + body + "\n\n"});
        response.cutAfter = 20;
        return response;
    });
    BridgeProcess bridge(httpArguments(server));
    bridge.send(call("0", "ping")); // so that the connection is one that was used before
    QVERIFY(!bridge.answer("0").isEmpty());
    bridge.send(call("1", "dangerous"));
    const QJsonObject error = bridge.error("1");
    QCOMPARE(causeOf(error), "connection-lost"_ba);
    QCOMPARE(error["data"_L1]["phase"_L1].toString().toUtf8(), phase);
    bridge.send(call("2", "ping"));
    QVERIFY(!bridge.answer("2").isEmpty());
    QCOMPARE(runs.load(), 1);
    QCOMPARE(bridge.lines().size(), 3);
}

void TestBridgeLimits::connectionClosedBetweenCalls()
{
    // The server hangs up behind an answer that promised to keep the connection: not one call may meet the dead one.
    const McpScript script;
    auto server = std::make_unique<LoopbackServer>(script.handler());
    const quint16 port = server->port();
    BridgeProcess bridge({u"http"_s, u"--url"_s, server->url(u"/mcp"_s), u"--transport"_s, u"post"_s});
    const auto answering = [](const Request &request) { return result(idOf(request.body)); };
    server.reset();
    for (int i = 0; i < 5; ++i) {
        server = std::make_unique<LoopbackServer>(answering, std::nullopt, port);
        QVERIFY2(server->port() == port, qPrintable(server->errorText()));
        bridge.send(call(QByteArray::number(i), "ping"));
        QVERIFY(bridge.answer(QByteArray::number(i)).contains("result"));
        server.reset(); // closes the connection
    }
}

void TestBridgeLimits::connectionIsUsedAgain()
{
    const McpScript script;
    const LoopbackServer server(script.handler());
    BridgeProcess bridge(httpArguments(server));
    QVERIFY(bridge.open());
    for (int i = 0; i < 20; ++i) {
        bridge.send(echo(QByteArray::number(i), "x"));
        QVERIFY(!bridge.answer(QByteArray::number(i)).isEmpty());
    }
    QVERIFY2(server.connections() <= 3, QByteArray::number(server.connections()));
}

void TestBridgeLimits::redirectWithin_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("location");
    for (const int status : {301, 302, 307, 308})
        QTest::addRow("%d", status) << status << "/there"_ba;
    QTest::newRow("beside") << 307 << "there"_ba;
    QTest::newRow("whole address") << 307 << "http://127.0.0.1:PORT/there"_ba;
}

void TestBridgeLimits::redirectWithin()
{
    QFETCH(int, status);
    QFETCH(QByteArray, location);
    std::atomic<int> port = 0;
    const LoopbackServer server([&](const Request &request) -> Response {
        if (request.target == "/there")
            return result(idOf(request.body), R"({"there":true})");
        return {.status = status,
                .headers = {{"Location"_ba, QByteArray(location).replace("PORT", QByteArray::number(port))}},
                .body = "moved"};
    });
    port = server.port();
    BridgeProcess bridge(httpArguments(server, {u"--header"_s, u"X-Key: ${KEY}"_s}), {{u"KEY"_s, u"key-of-test"_s}});
    bridge.send(call("1", "ping"));
    QVERIFY(bridge.answer("1").contains("there"));
    const QList<Request> requests = server.requests();
    QCOMPARE(requests.size(), 2);
    QCOMPARE(requests.at(1).method, "POST"_ba);
    QCOMPARE(requests.at(1).body, requests.at(0).body);
    QCOMPARE(requests.at(1).header("X-Key"), "key-of-test"_ba);
}

void TestBridgeLimits::redirectElsewhere_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("scheme");
    QTest::addColumn<QString>("host");
    QTest::newRow("other port") << 307 << u"http"_s << u"127.0.0.1"_s;
    QTest::newRow("other name") << 308 << u"http"_s << u"localhost"_s;
    QTest::newRow("other scheme") << 302 << u"https"_s << u"127.0.0.1"_s;
}

void TestBridgeLimits::redirectElsewhere()
{
    QFETCH(int, status);
    QFETCH(QString, scheme);
    QFETCH(QString, host);
    const LoopbackServer other([](const Request &request) { return result(idOf(request.body)); });
    const QByteArray target = u"%1://%2:%3/there"_s.arg(scheme, host).arg(other.port()).toUtf8();
    const LoopbackServer server([&](const Request &) -> Response {
        return {.status = status, .headers = {{"Location"_ba, target + "?token=x"}}};
    });
    BridgeProcess bridge(httpArguments(server, {u"--header"_s, u"X-Key: ${KEY}"_s}), {{u"KEY"_s, u"key-of-test"_s}});
    bridge.send(call("1", "ping"));
    const QJsonObject error = bridge.error("1");
    QCOMPARE(causeOf(error), "redirected"_ba);
    QCOMPARE(error["data"_L1]["httpStatus"_L1].toInt(), status);
    QCOMPARE(evidenceOf(error, "target").toUtf8(), target);
    QCOMPARE(other.connections(), 0);
    QCOMPARE(server.requests().size(), 1);
}

void TestBridgeLimits::redirectLoop()
{
    const LoopbackServer server(
        [](const Request &) -> Response { return {.status = 307, .headers = {{"Location"_ba, "/mcp"_ba}}}; });
    BridgeProcess bridge(httpArguments(server));
    bridge.send(call("1", "ping"));
    QCOMPARE(causeOf(bridge.error("1")), "redirected"_ba);
    QVERIFY(server.requests().size() <= 10);
}

void TestBridgeLimits::timeOut_data()
{
    QTest::addColumn<bool>("apinizer");
    QTest::addColumn<QByteArray>("kind");
    QTest::newRow("http, no answer") << false << "silent"_ba;
    QTest::newRow("http, half an answer") << false << "half"_ba;
    QTest::newRow("http, open stream") << false << "stream"_ba;
    QTest::newRow("apinizer") << true << "silent"_ba;
}

void TestBridgeLimits::timeOut()
{
    QFETCH(bool, apinizer);
    QFETCH(QByteArray, kind);
    const ClosedGate never;
    const LoopbackServer server([&](const Request &request) -> Response {
        if (methodOf(request.body) != "slow")
            return result(idOf(request.body));
        if (kind == "silent")
            return {.gate = never.gate()};
        Response response = kind == "half" ? json({}) : stream({});
        response.chunks = {kind == "half" ? R"({"jsonrpc":)"_ba : ": hello\n\n"_ba};
        response.keepStreamOpen = true;
        return response;
    });
    const QString port = QString::number(server.port());
    BridgeProcess bridge(apinizer ? QStringList{u"--profile"_s, u"apinizer-http"_s}
                                  : httpArguments(server, {u"--timeout"_s, u"200"_s}),
                         {{u"APINIZER_TOKEN"_s, u"t0ken-of-test"_s},
                          {u"HTTP_HOSTNAME"_s, u"127.0.0.1"_s},
                          {u"HTTP_PORT"_s, port},
                          {u"USE_HTTPS"_s, u"0"_s},
                          {u"TIMEOUT_AS_MS"_s, u"200"_s}});
    bridge.send(call("1", "slow"));
    const QJsonObject error = bridge.error("1");
    QCOMPARE(causeOf(error), "timed-out"_ba);
    QCOMPARE(error["code"_L1].toInt(), apinizer ? -32004 : -32603);
    QCOMPARE(evidenceOf(error, "limit-ms"), u"200"_s);
    QVERIFY(error["message"_L1].toString().contains(u"200 ms"_s));
    bridge.send(call("2", "quick"));
    QVERIFY(bridge.answer("2").contains("result"));
    QCOMPARE(bridge.count("1"), 1);
}

void TestBridgeLimits::noTimeOutInTime()
{
    const McpScript script;
    const LoopbackServer server(script.handler());
    BridgeProcess bridge(httpArguments(server, {u"--timeout"_s, u"9223372036854775807"_s}));
    QVERIFY(bridge.open());
    bridge.send(echo("1", "x"));
    QVERIFY(bridge.answer("1").contains("result"));
}

void TestBridgeLimits::badSettings_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QByteArray>("cause");
    QTest::addColumn<QString>("variable");
    QTest::newRow("no token") << QStringList{u"--profile"_s, u"apinizer-http"_s} << "missing-variable"_ba
                              << u"APINIZER_TOKEN"_s;
    QTest::newRow("no variable of a header")
        << QStringList{u"http"_s, u"--url"_s, u"http://127.0.0.1:1/"_s, u"--header"_s, u"X: ${KEY}"_s}
        << "missing-variable"_ba << u"KEY"_s;
    QTest::newRow("no address") << QStringList{u"http"_s, u"--url"_s, u"ftp://a.example"_s} << "bad-address"_ba
                                << QString();
}

void TestBridgeLimits::badSettings()
{
    QFETCH(QStringList, arguments);
    QFETCH(QByteArray, cause);
    QFETCH(QString, variable);
    BridgeProcess bridge(arguments);
    bridge.send(call("\"open\"", "initialize"));
    const QJsonObject error = bridge.error("\"open\"");
    QCOMPARE(causeOf(error), cause);
    QCOMPARE(error["data"_L1]["phase"_L1].toString(), u"start"_s);
    QCOMPARE(evidenceOf(error, "variable"), variable);
    QVERIFY(error["message"_L1].toString().contains(variable));
    bridge.send(R"({"jsonrpc":"2.0","method":"notifications/initialized"})");
    bridge.send(call("2", "tools/list"));
    QCOMPARE(causeOf(bridge.error("2")), cause);
    bridge.closeInput();
    QCOMPARE(bridge.waitForExit(), 0);
    QCOMPARE(bridge.lines().size(), 2);
}

QTEST_GUILESS_MAIN(TestBridgeLimits)
#include "tst_bridge_limits.moc"
