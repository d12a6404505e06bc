#include "tests/bridge/bridgeprocess.h"
#include "tests/support/environment.h"
#include "tests/support/mcpscript.h"

#include <QtCore/QElapsedTimer>
#include <QtTest/QtTest>

#include <atomic>

using namespace kopru::test;
using namespace Qt::StringLiterals;

/// Sessions that the server forgets, and event streams that end early.
class TestBridgeSession final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { scrubEnvironment(); }
    void strangeSessionIds_data();
    void strangeSessionIds();
    void forgotten_data();
    void forgotten();
    void forgottenByManyAtOnce();
    void forgottenTwice();
    void forgottenAndRefused();
    void callsWaitForTheNewSession();
    void lateRefusalWaitsForTheNewSession();
    void forgottenBetweenNotifications();
    void renewalEndsInTime();
    void streamIsTakenUpAgain();
    void streamIsPolled();
    void streamWithoutIdIsLost_data();
    void streamWithoutIdIsLost();
    void listeningGoesOnWhereItStopped();
    void listeningOpensTheSessionAgain();
    void listeningIsNotOffered_data();
    void listeningIsNotOffered();
    void cancellationAfterTimeOut();
    void cancelledByTheHost();
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

void TestBridgeSession::strangeSessionIds_data()
{
    QTest::addColumn<QByteArray>("given");
    QTest::addColumn<bool>("taken");
    QTest::newRow("every kind of visible character") << "!\"#$%&'()*+,-./09:;<=>?@AZ[\\]^_`az{|}~"_ba << true;
    QTest::newRow("space within") << "one two"_ba << false;
    QTest::newRow("tab within") << "one\ttwo"_ba << false;
    QTest::newRow("UTF-8") << "oturum-ş"_ba << false;
    QTest::newRow("Latin-1") << "oturum-\xfe"_ba << false;
}

/// 2025-11-25, session management: only visible ASCII. Anything else is not given back to the server.
void TestBridgeSession::strangeSessionIds()
{
    QFETCH(QByteArray, given);
    QFETCH(bool, taken);
    const LoopbackServer server([&](const Request &request) -> Response {
        if (idOf(request.body).isEmpty())
            return {.status = request.method == "POST" ? 202 : 405};
        Response response = result(idOf(request.body), R"({"protocolVersion":"2025-06-18"})");
        if (methodOf(request.body) == "initialize")
            response.headers.append({"Mcp-Session-Id"_ba, given});
        return response;
    });
    BridgeProcess bridge(httpArguments(server));
    QVERIFY(bridge.open());
    bridge.send(call("1", "ping"));
    QVERIFY(bridge.answer("1").contains("result"));
    bridge.closeInput();
    QCOMPARE(bridge.waitForExit(), 0);
    for (const Request &request : server.requests().mid(1))
        QCOMPARE(request.header("Mcp-Session-Id"), taken ? given : QByteArray());
    QCOMPARE(server.requests().last().method == "DELETE", taken); // without a session there is none to end
}

void TestBridgeSession::forgotten_data()
{
    QTest::addColumn<bool>("as400");
    QTest::newRow("404") << false;
    QTest::newRow("400") << true;
}

void TestBridgeSession::forgotten()
{
    QFETCH(bool, as400);
    McpScript script({.unknownSessionIs400 = as400});
    const LoopbackServer server(script.handler());
    BridgeProcess bridge(httpArguments(server));
    QVERIFY(bridge.open("2025-03-26"));
    bridge.send(echo("1", "before"));
    QVERIFY(bridge.answer("1").contains("before"));
    script.forgetSessions();
    bridge.send(echo("2", "behind"));
    QVERIFY(bridge.answer("2").contains("behind"));
    bridge.send(echo("3", "further"));
    QVERIFY(bridge.answer("3").contains("further"));
    // Opened again once, with the host's own words; the tool ran once for each call.
    QCOMPARE(script.methods(), (QList<QByteArray>{"initialize", "notifications/initialized", "tools/call", "initialize",
                                                  "notifications/initialized", "tools/call", "tools/call"}));
    QList<QByteArray> opened;
    for (const Request &request : server.requests())
        if (methodOf(request.body) == "initialize")
            opened.append(request.body);
    QCOMPARE(opened.size(), 2);
    QVERIFY(idOf(opened.at(0)) != idOf(opened.at(1)));
    QCOMPARE(QByteArray(opened.at(1)).replace(idOf(opened.at(1)), idOf(opened.at(0))), opened.at(0));
    QCOMPARE(bridge.lines().size(), 4); // nothing of it reaches the host
    QCOMPARE(script.sessions(), 1);
}

void TestBridgeSession::forgottenByManyAtOnce()
{
    McpScript script;
    const LoopbackServer server(script.handler());
    BridgeProcess bridge(httpArguments(server));
    QVERIFY(bridge.open());
    bridge.send(echo("\"first\"", "x"));
    QVERIFY(!bridge.answer("\"first\"").isEmpty());
    script.forgetSessions();
    QByteArray lines;
    for (int i = 0; i < 50; ++i)
        lines += echo(QByteArray::number(i), "<" + QByteArray::number(i) + ">") + '\n';
    bridge.sendPiece(lines);
    QVERIFY(bridge.waitForLines(52));
    for (int i = 0; i < 50; ++i)
        QVERIFY(bridge.answer(QByteArray::number(i)).contains("<" + QByteArray::number(i) + ">"));
    QCOMPARE(script.methods().count("initialize"), 2);
    QCOMPARE(script.methods().count("tools/call"), 51);
    QCOMPARE(script.sessions(), 1);
}

void TestBridgeSession::forgottenTwice()
{
    // The server loses every session at once: an error, no loop.
    McpScript script;
    const LoopbackServer server([&](const Request &request) {
        if (methodOf(request.body) == "tools/call")
            script.forgetSessions();
        return script.handler()(request);
    });
    BridgeProcess bridge(httpArguments(server));
    QVERIFY(bridge.open());
    bridge.send(echo("1", "x"));
    const QJsonObject error = bridge.error("1");
    QCOMPARE(causeOf(error), "session-lost"_ba);
    QCOMPARE(error["data"_L1]["httpStatus"_L1].toInt(), 404);
    QCOMPARE(error["data"_L1]["phase"_L1].toString(), u"mcp"_s);
    QCOMPARE(script.methods().count("initialize"), 2);
    bridge.send(call("2", "tools/list")); // the next one may open it again
    QVERIFY(bridge.answer("2").contains("echo"));
    QCOMPARE(script.methods().count("initialize"), 3);
}

void TestBridgeSession::forgottenAndRefused()
{
    McpScript script;
    std::atomic<int> opened = 0;
    const LoopbackServer server([&](const Request &request) {
        if (methodOf(request.body) == "initialize" && opened++ == 1)
            return json(R"({"jsonrpc":"2.0","id":)" + idOf(request.body) + R"(,"error":{"code":-1,"message":"no"}})");
        return script.handler()(request);
    });
    BridgeProcess bridge(httpArguments(server));
    QVERIFY(bridge.open());
    script.forgetSessions();
    bridge.send(echo("1", "x"));
    QCOMPARE(causeOf(bridge.error("1")), "server-refused"_ba);
    QCOMPARE(opened.load(), 2);
    QCOMPARE(bridge.lines().size(), 2);
    bridge.send(echo("2", "tried again")); // the next call tries it again
    QVERIFY(bridge.answer("2").contains("tried again"));
    QCOMPARE(opened.load(), 3);
}

void TestBridgeSession::callsWaitForTheNewSession()
{
    const auto gate = std::make_shared<Gate>();
    McpScript script;
    std::atomic<int> opened = 0;
    const LoopbackServer server([&](const Request &request) {
        Response response = script.handler()(request);
        if (methodOf(request.body) == "initialize" && opened++ == 1)
            response.gate = gate;
        return response;
    });
    BridgeProcess bridge(httpArguments(server));
    QVERIFY(bridge.open());
    bridge.send(call("1", "ping"));
    QVERIFY(!bridge.answer("1").isEmpty());
    script.forgetSessions();
    bridge.send(echo("2", "two"));
    QTRY_COMPARE(opened.load(), 2);
    bridge.send(echo("3", "three"));
    bridge.send(R"({"jsonrpc":"2.0","method":"notifications/x"})");
    bridge.send(call("\"read\"", "server/discover"));
    QVERIFY(!bridge.answer("\"read\"").isEmpty()); // the bridge has read all of them
    gate->open();
    QVERIFY(bridge.answer("2").contains("two"));
    QVERIFY(bridge.answer("3").contains("three"));
    QTRY_COMPARE(script.methods().count("notifications/x"), 1);
    QCOMPARE(script.methods().count("tools/call"), 2);
    for (const Request &request : server.requests())
        QVERIFY(methodOf(request.body) == "initialize" || !request.header("Mcp-Session-Id").isEmpty());
}

void TestBridgeSession::lateRefusalWaitsForTheNewSession()
{
    // A call hears that the session is gone when the new one is answered and not confirmed yet: it comes behind.
    const auto late = std::make_shared<Gate>();
    const auto confirmed = std::make_shared<Gate>();
    McpScript script;
    const LoopbackServer server([&](const Request &request) {
        Response response = script.handler()(request);
        if (response.status == 404 && request.body.contains("late"))
            response.gate = late;
        if (methodOf(request.body) == "notifications/initialized" && script.methods().count("initialize") == 2)
            response.gate = confirmed;
        return response;
    });
    BridgeProcess bridge(httpArguments(server));
    QVERIFY(bridge.open());
    bridge.send(call("0", "ping"));
    QVERIFY(!bridge.answer("0").isEmpty());
    script.forgetSessions();
    bridge.send(echo("1", "late"));
    bridge.send(echo("2", "x"));
    QTRY_COMPARE(script.methods().count("notifications/initialized"), 2);
    late->open();
    QTest::qWait(200); // Nothing tells that the bridge has read the late answer; what must not come would come soon.
    QCOMPARE(script.methods().count("tools/call"), 0);
    confirmed->open();
    QVERIFY(bridge.answer("1").contains("late"));
    QVERIFY(!bridge.answer("2").isEmpty());
    QCOMPARE(script.methods().count("initialize"), 2);
}

void TestBridgeSession::forgottenBetweenNotifications()
{
    McpScript script;
    const LoopbackServer server(script.handler());
    BridgeProcess bridge(httpArguments(server));
    QVERIFY(bridge.open());
    bridge.send(call("1", "ping"));
    QVERIFY(!bridge.answer("1").isEmpty());
    script.forgetSessions();
    bridge.send(R"({"jsonrpc":"2.0","method":"notifications/x"})");
    QTRY_COMPARE(script.methods().count("notifications/x"), 1);
    QCOMPARE(script.methods().count("initialize"), 2);
}

void TestBridgeSession::renewalEndsInTime()
{
    // The server takes the second `initialize` and never answers it.
    const ClosedGate never;
    McpScript script;
    std::atomic<int> opened = 0;
    const LoopbackServer server([&](const Request &request) {
        Response response = script.handler()(request);
        if (methodOf(request.body) == "initialize" && opened++ > 0)
            response.gate = never.gate();
        return response;
    });
    BridgeProcess bridge(httpArguments(server, {u"--timeout"_s, u"300"_s}));
    QVERIFY(bridge.open());
    bridge.send(call("1", "ping"));
    QVERIFY(!bridge.answer("1").isEmpty());
    script.forgetSessions();
    bridge.send(echo("2", "x"));
    bridge.send(echo("3", "x"));
    QCOMPARE(causeOf(bridge.error("2")), "timed-out"_ba);
    QCOMPARE(causeOf(bridge.error("3")), "timed-out"_ba);
}

void TestBridgeSession::streamIsTakenUpAgain()
{
    // 2025-11-25, resumability: the connection is cut after an event with an id.
    const LoopbackServer server([](const Request &request) -> Response {
        if (request.method == "GET") {
            if (request.header("Last-Event-ID") != "e-7")
                return {.status = 405};
            return stream({"id: e-8\ndata: {\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"late\":true}}\n\n"});
        }
        Response response = stream(
            {"id: e-7\nretry: 300\ndata: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/x\"}\n\n", "data: ..."});
        response.cutAfter = 80;
        return response;
    });
    BridgeProcess bridge(httpArguments(server));
    bridge.send(call("1", "long"));
    QVERIFY(bridge.waitForLines(1));
    QElapsedTimer timer;
    timer.start();
    QVERIFY(bridge.answer("1").contains("late"));
    QVERIFY2(timer.elapsed() > 200 && timer.elapsed() < 900, QByteArray::number(timer.elapsed()));
    QCOMPARE(server.requests().size(), 2);
    QCOMPARE(server.requests().last().header("Accept"), "text/event-stream"_ba);
}

void TestBridgeSession::streamIsPolled()
{
    // 2025-11-25: the server closes the stream again and again, and the client comes back for the answer.
    std::atomic<int> visits = 0;
    const LoopbackServer server([&](const Request &request) -> Response {
        const int visit = visits++;
        if (request.method == "GET" && visit == 12)
            return stream({"data: {\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}\n\n"});
        return stream({"id: " + QByteArray::number(visit) + "\nretry: 5\ndata:\n\n"});
    });
    BridgeProcess bridge(httpArguments(server));
    bridge.send(call("1", "long"));
    QVERIFY(bridge.answer("1").contains("result"));
    const QList<Request> requests = server.requests();
    QCOMPARE(requests.size(), 13);
    for (qsizetype i = 1; i < requests.size(); ++i) {
        QCOMPARE(requests.at(i).method, "GET"_ba); // never a second POST
        QCOMPARE(requests.at(i).header("Last-Event-ID"), QByteArray::number(i - 1));
    }
}

void TestBridgeSession::streamWithoutIdIsLost_data()
{
    QTest::addColumn<int>("cutAfter");
    QTest::addColumn<bool>("withId");
    QTest::newRow("ended") << -1 << false;
    QTest::newRow("cut") << 10 << false;
    QTest::newRow("not taken up again") << -1 << true;
}

void TestBridgeSession::streamWithoutIdIsLost()
{
    QFETCH(int, cutAfter);
    QFETCH(bool, withId);
    const LoopbackServer server([&](const Request &request) -> Response {
        if (request.method == "GET")
            return {.status = 405};
        Response response = stream({(withId ? "id: 1\nretry: 1\n"_ba : QByteArray()) + ": hello\n\n"});
        response.cutAfter = cutAfter;
        return response;
    });
    BridgeProcess bridge(httpArguments(server));
    bridge.send(call("1", "x"));
    const QJsonObject error = bridge.error("1");
    QCOMPARE(causeOf(error), "connection-lost"_ba);
    QCOMPARE(error["data"_L1]["phase"_L1].toString(), u"body"_s);
    QCOMPARE(server.requests().size(), withId ? 2 : 1);
}

void TestBridgeSession::listeningGoesOnWhereItStopped()
{
    McpScript script({.getStream = true});
    const QByteArray notice = R"({"jsonrpc":"2.0","method":"notifications/)";
    std::atomic<int> visits = 0;
    const LoopbackServer server([&](const Request &request) -> Response {
        if (request.method != "GET")
            return script.handler()(request);
        const QByteArray visit = QByteArray::number(visits++);
        if (visit == "2")
            return {.status = 405};
        return stream({"id: event-" + visit + "\nretry: 20\ndata: " + notice + visit + "\"}\n\n"});
    });
    BridgeProcess bridge(httpArguments(server));
    QVERIFY(bridge.open());
    QTRY_COMPARE(visits.load(), 3); // the third answer says that there is no such stream any more
    QVERIFY(bridge.waitForLines(3));
    QCOMPARE(bridge.lines().mid(1), (QList<QByteArray>{notice + "0\"}", notice + "1\"}"}));
    QList<QByteArray> from;
    for (const Request &request : server.requests())
        if (request.method == "GET")
            from.append(request.header("Last-Event-ID"));
    QCOMPARE(from, (QList<QByteArray>{"", "event-0", "event-1"}));
}

/// A restarted server is heard again although the host calls nothing.
void TestBridgeSession::listeningOpensTheSessionAgain()
{
    McpScript script({.getStream = true});
    LoopbackServer server(script.handler());
    BridgeProcess bridge(httpArguments(server));
    QVERIFY(bridge.open());
    QVERIFY(server.waitForRequests(3)); // initialize, initialized, GET
    server.pushToStreams(McpScript::event(R"({"jsonrpc":"2.0","method":"notifications/x"})"));
    QVERIFY(bridge.waitForLines(2)); // the stream is open
    script.forgetSessions();
    server.endStreams();
    QVERIFY(server.waitForRequests(7)); // GET: 404, initialize, initialized, GET
    QCOMPARE(script.methods().count("initialize"), 2);
    server.pushToStreams(McpScript::event(R"({"jsonrpc":"2.0","method":"notifications/tools/list_changed"})"));
    QVERIFY(bridge.waitForLines(3));
    QVERIFY(bridge.lines().last().contains("list_changed"));
}

void TestBridgeSession::listeningIsNotOffered_data()
{
    QTest::addColumn<int>("status");
    for (const int status : {400, 404, 405, 501})
        QTest::addRow("%d", status) << status;
    QTest::newRow("a page") << 200;
}

void TestBridgeSession::listeningIsNotOffered()
{
    QFETCH(int, status);
    McpScript script;
    std::atomic<int> visits = 0;
    const LoopbackServer server([&](const Request &request) -> Response {
        if (request.method != "GET")
            return script.handler()(request);
        ++visits;
        return {.status = status, .headers = {{"Content-Type"_ba, "text/html"_ba}}, .body = "<html></html>"};
    });
    BridgeProcess bridge(httpArguments(server));
    QVERIFY(bridge.open());
    QTRY_COMPARE(visits.load(), 1);
    bridge.send(echo("1", "works"));
    QVERIFY(bridge.answer("1").contains("works"));
    QCOMPARE(script.methods().count("initialize"), 1);
    QCOMPARE(visits.load(), 1);
}

void TestBridgeSession::cancellationAfterTimeOut()
{
    const ClosedGate never;
    McpScript script;
    const LoopbackServer server(holdingCalls(script, never.gate()));
    BridgeProcess bridge(httpArguments(server, {u"--timeout"_s, u"200"_s}));
    QVERIFY(bridge.open());
    bridge.send(echo(R"("a\"b")", "x"));
    const QJsonObject error = bridge.error(R"("a\"b")");
    QCOMPARE(causeOf(error), "timed-out"_ba);
    QCOMPARE(error["code"_L1].toInt(), -32603);
    QCOMPARE(error["data"_L1]["evidence"_L1]["limit-ms"_L1].toString(), u"200"_s);
    QTRY_COMPARE(script.methods().count("notifications/cancelled"), 1);
    QVERIFY(server.requests().last().body.contains(R"("requestId":"a\"b")"));
    bridge.send(call("2", "tools/list"));
    QVERIFY(bridge.answer("2").contains("echo"));
}

/// A server that heeds a cancellation sends no answer; the call must not stay open for ever.
void TestBridgeSession::cancelledByTheHost()
{
    const ClosedGate never;
    McpScript script;
    const LoopbackServer server(holdingCalls(script, never.gate()));
    BridgeProcess bridge(httpArguments(server, {u"--drain"_s, u"200"_s}));
    QVERIFY(bridge.open());
    bridge.send(echo(R"("a")", "x"));
    bridge.send(echo("7", "y"));
    QTRY_COMPARE(script.methods().count("tools/call"), 2);
    bridge.send(R"({"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":"a","reason":"enough"}})");
    QCOMPARE(causeOf(bridge.error(R"("a")")), "cancelled"_ba);
    QVERIFY(server.requests().last().body.contains(R"("reason":"enough")"));
    bridge.send(call("8", "tools/list"));
    QVERIFY(bridge.answer("8").contains("echo"));
    QCOMPARE(bridge.count("7"), 0); // the other one is still awaited
}

QTEST_GUILESS_MAIN(TestBridgeSession)
#include "tst_bridge_session.moc"
