#include "tests/bridge/bridgeprocess.h"
#include "tests/bridge/rawserver.h"
#include "tests/support/environment.h"
#include "tests/support/mcpscript.h"
#include "tests/support/websocketserver.h"

#include <QtCore/QElapsedTimer>
#include <QtCore/QJsonDocument>
#include <QtTest/QtTest>

#include <atomic>

using namespace kopru::test;
using namespace Qt::StringLiterals;

/// Servers that do what the specification allows and few of them do, and servers that go beyond it: the host gets
/// every answer once, its own, and nothing hangs or grows.
class TestBridgeServers final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { scrubEnvironment(); }
    void streamLeftOpen();
    void confirmationWithStream();
    void answerOfAnotherCall();
    void listsInLists_data();
    void listsInLists();
    void endlessHead_data();
    void endlessHead();
    void messagesBeforeTheEndpoint();
    void acceptedWithoutLength();
    void streamRefusedOnce();
    void streamOfTheNewSession();
    void asksWithinRenewal();
    void renewalOverWebSocket_data();
    void renewalOverWebSocket();
    void restartedOfficialServer();
    void sessionEndsBehindRedirect();
    void brokenCharacters_data();
    void brokenCharacters();
    void retryAfterDate();
};

namespace {

QStringList httpArguments(const QString &url, const QStringList &more = {})
{
    return QStringList{u"http"_s, u"--url"_s, url} + more;
}

QByteArray causeOf(const QJsonObject &error)
{
    return error["data"_L1]["cause"_L1].toString().toUtf8();
}

Response openStream(const QList<QByteArray> &chunks)
{
    return {.headers = {{"Content-Type"_ba, "text/event-stream"_ba}}, .chunks = chunks, .keepStreamOpen = true};
}

} // namespace

/// A server should end the stream behind the answer (2025-11-25, transports); one that does not holds nothing up.
void TestBridgeServers::streamLeftOpen()
{
    const LoopbackServer server([](const Request &request) -> Response {
        if (request.method != "POST")
            return {.status = request.method == "GET" ? 405 : 200};
        const QByteArray answer = mcpAnswer(request.body);
        return answer.isEmpty() ? Response{.status = 202} : openStream({McpScript::event(answer)});
    });
    BridgeProcess bridge(httpArguments(server.url(u"/mcp"_s)));
    QVERIFY(bridge.open());
    for (int i = 0; i < 20; ++i)
        bridge.send(echo(QByteArray::number(i), "x"));
    for (int i = 0; i < 20; ++i)
        QVERIFY(bridge.answer(QByteArray::number(i)).contains("\"x\""));
    bridge.closeInput();
    QElapsedTimer timer;
    timer.start();
    QCOMPARE(bridge.waitForExit(), 0);
    QVERIFY2(timer.elapsed() < 1500, QByteArray::number(timer.elapsed())); // less than the drain time
    QCOMPARE(bridge.lines().size(), 21);
}

void TestBridgeServers::confirmationWithStream()
{
    const LoopbackServer server([](const Request &request) -> Response {
        if (request.method != "POST")
            return {.status = request.method == "GET" ? 405 : 200};
        const QByteArray answer = mcpAnswer(request.body);
        return answer.isEmpty() ? openStream({": waiting\n\n"}) : json(answer);
    });
    BridgeProcess bridge(httpArguments(server.url(u"/mcp"_s)));
    QVERIFY(bridge.open());
    bridge.send(echo("1", "x"));
    QVERIFY(bridge.answer("1").contains("\"x\""));
}

void TestBridgeServers::answerOfAnotherCall()
{
    const McpScript script;
    const LoopbackServer server([&](const Request &request) -> Response {
        if (idOf(request.body) != "2")
            return script.handler()(request);
        return stream({McpScript::event(R"({"jsonrpc":"2.0","id":1,"result":{"content":"of the first"}})"),
                       McpScript::event(R"({"jsonrpc":"2.0","id":2,"result":{"content":"of the second"}})")});
    });
    BridgeProcess bridge(httpArguments(server.url(u"/mcp"_s)));
    QVERIFY(bridge.open());
    bridge.send(echo("1", "x"));
    QVERIFY(!bridge.answer("1").isEmpty());
    bridge.send(echo("2", "x"));
    QVERIFY2(bridge.answer("2").contains("of the second"), bridge.answer("2"));
    QCOMPARE(bridge.count("1"), 1);
}

void TestBridgeServers::listsInLists_data()
{
    QTest::addColumn<bool>("asEvent");
    QTest::newRow("body") << false;
    QTest::newRow("event") << true;
}

void TestBridgeServers::listsInLists()
{
    QFETCH(bool, asEvent);
    const QByteArray nested = QByteArray(9000, '[') + '"' + QByteArray(200000, 'x') + '"' + QByteArray(9000, ']');
    const McpScript script;
    const LoopbackServer server([&](const Request &request) -> Response {
        if (methodOf(request.body) != "tools/call")
            return script.handler()(request);
        return asEvent ? stream({McpScript::event(nested)}) : json(nested);
    });
    BridgeProcess bridge(httpArguments(server.url(u"/mcp"_s)));
    QVERIFY(bridge.open());
    bridge.send(echo("1", "x"));
    QCOMPARE(causeOf(bridge.error("1")), "not-json-rpc"_ba);
#ifndef KOPRU_SANITIZED
    QVERIFY2(bridge.peakKilobytes() < 64 * 1024, QByteArray::number(bridge.peakKilobytes()));
#endif
}

void TestBridgeServers::endlessHead_data()
{
    QTest::addColumn<QByteArray>("beginning");
    QTest::newRow("of a chunk") << "1;"_ba;
    QTest::newRow("of the trailer") << "0\r\nX: "_ba;
}

void TestBridgeServers::endlessHead()
{
    QFETCH(QByteArray, beginning);
    RawServer server([&](QTcpSocket &socket, const QByteArray &) {
        socket.write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n" +
                     beginning + QByteArray(8 * 1024 * 1024, 'a'));
    });
    BridgeProcess bridge(httpArguments(server.url(), {u"--transport"_s, u"post"_s}));
    bridge.send(call("1", "tools/list"));
    QCOMPARE(causeOf(bridge.error("1")), "connection-lost"_ba);
#ifndef KOPRU_SANITIZED
    QVERIFY2(bridge.peakKilobytes() < 24 * 1024, QByteArray::number(bridge.peakKilobytes()));
#endif
}

void TestBridgeServers::messagesBeforeTheEndpoint()
{
    QList<QByteArray> chunks;
    for (int i = 0; i < 40; ++i)
        chunks.append(McpScript::event(R"({"jsonrpc":"2.0","method":"notifications/x","params":")" +
                                       QByteArray(1000, 'x') + "\"}"));
    const LoopbackServer server([&](const Request &) { return openStream(chunks); });
    BridgeProcess bridge(
        httpArguments(server.url(u"/sse"_s), {u"--transport"_s, u"sse"_s, u"--max-message"_s, u"20000"_s}));
    bridge.send(call("1", "initialize", R"({"protocolVersion":"2024-11-05"})"));
    QCOMPARE(causeOf(bridge.error("1")), "message-too-large"_ba);
}

/// Without a length the end of a 202 would be the end of the connection.
void TestBridgeServers::acceptedWithoutLength()
{
    QTcpSocket *events = nullptr;
    RawServer server([&](QTcpSocket &socket, const QByteArray &request) {
        if (request.startsWith("GET")) {
            events = &socket;
            socket.write("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n"
                         "event: endpoint\ndata: /messages\n\n");
            return;
        }
        socket.write("HTTP/1.1 202 Accepted\r\n\r\n");
        const QByteArray answer = mcpAnswer(request.mid(request.indexOf("\r\n\r\n") + 4));
        if (!answer.isEmpty())
            events->write("data: " + answer + "\n\n");
    });
    BridgeProcess bridge(httpArguments(server.url(), {u"--transport"_s, u"sse"_s}));
    QVERIFY(bridge.open("2024-11-05"));
    bridge.send(echo("1", "x"));
    QVERIFY(bridge.answer("1").contains("\"x\""));
}

/// What a proxy says in between is not the end of listening.
void TestBridgeServers::streamRefusedOnce()
{
    const McpScript script;
    std::atomic<int> streams = 0;
    LoopbackServer server([&](const Request &request) -> Response {
        if (request.method != "GET")
            return script.handler()(request);
        switch (++streams) {
        case 1:
            return stream({"retry: 20\n\n"});
        case 2:
            return {.status = 502};
        default:
            return openStream({McpScript::event(R"({"jsonrpc":"2.0","method":"notifications/tools/list_changed"})")});
        }
    });
    BridgeProcess bridge(httpArguments(server.url(u"/mcp"_s)));
    QVERIFY(bridge.open());
    QVERIFY(bridge.waitForLines(2));
    QVERIFY(bridge.lines().last().contains("list_changed"));
}

/// The stream of a session that the server forgot brings nothing any more, though it may stay open.
void TestBridgeServers::streamOfTheNewSession()
{
    McpScript script;
    LoopbackServer server([&](const Request &request) -> Response {
        return request.method == "GET" ? openStream({": hello\n\n"}) : script.handler()(request);
    });
    const auto streams = [&server] {
        QList<QByteArray> sessions;
        for (const Request &request : server.requests())
            if (request.method == "GET")
                sessions.append(request.header("Mcp-Session-Id"_ba));
        return sessions;
    };
    BridgeProcess bridge(httpArguments(server.url(u"/mcp"_s)));
    QVERIFY(bridge.open());
    QTRY_COMPARE(streams().size(), 1);
    script.forgetSessions();
    bridge.send(echo("1", "x"));
    QVERIFY(bridge.answer("1").contains("\"x\""));
    QTRY_COMPARE(streams().size(), 2);
    QVERIFY(streams().first() != streams().last());
    server.pushToStreams(McpScript::event(R"({"jsonrpc":"2.0","method":"notifications/tools/list_changed"})"));
    QVERIFY(bridge.waitForLines(3));
    QVERIFY(bridge.lines().last().contains("list_changed"));
}

/// A server may ping before it answers `initialize`, the bridge's own too.
void TestBridgeServers::asksWithinRenewal()
{
    McpScript script;
    std::atomic<bool> renewing = false;
    LoopbackServer *itself = nullptr;
    LoopbackServer server([&](const Request &request) -> Response {
        if (renewing && methodOf(request.body) == "initialize") {
            Response held = script.handler()(request);
            held.chunks = {McpScript::event(R"({"jsonrpc":"2.0","id":"are you there","method":"ping"})")};
            held.keepStreamOpen = true;
            held.headers.removeIf([](const auto &header) { return header.first == "Content-Type"; });
            held.headers.append({"Content-Type"_ba, "text/event-stream"_ba});
            return held;
        }
        if (renewing && request.body.contains("are you there")) {
            renewing = false;
            const QByteArray asked = itself->requests().at(itself->requests().size() - 2).body;
            itself->pushToStreams(McpScript::event(mcpAnswer(asked)));
            itself->endStreams();
        }
        return request.method == "GET" ? Response{.status = 405} : script.handler()(request);
    });
    itself = &server;
    BridgeProcess bridge(httpArguments(server.url(u"/mcp"_s)));
    QVERIFY(bridge.open());
    script.forgetSessions();
    renewing = true;
    bridge.send(echo("1", "x"));
    QVERIFY(bridge.waitForLines(2));
    QVERIFY(bridge.lines().last().contains("are you there"));
    bridge.send(R"({"jsonrpc":"2.0","id":"are you there","result":{}})");
    QVERIFY(bridge.answer("1").contains("\"x\""));
}

void TestBridgeServers::renewalOverWebSocket_data()
{
    QTest::addColumn<bool>("numbers");
    QTest::newRow("ids become numbers") << true; // supergateway
    QTest::newRow("ids are left out") << false;
}

void TestBridgeServers::renewalOverWebSocket()
{
    QFETCH(bool, numbers);
    std::atomic<int> opened = 0;
    WsScript script;
    script.opened = [&](quint64) -> QList<WsAction> {
        ++opened;
        return {};
    };
    script.message = [&](const WsMessage &message) -> QList<WsAction> {
        if (message.payload.contains("drop") && opened == 1)
            return {WsAction::drop()};
        QByteArray answer = mcpAnswer(message.payload);
        if (answer.isEmpty())
            return {};
        if (opened > 1 && methodOf(message.payload) == "initialize") {
            bool number = false;
            idOf(message.payload).toLongLong(&number);
            if (!numbers || !number)
                answer.replace("\"id\":" + idOf(answer), "\"id\":null");
        }
        return {WsAction::text(answer)};
    };
    const WebSocketServer server(script);
    BridgeProcess bridge({u"ws"_s, u"--url"_s, server.url(u"/mcp"_s)});
    QVERIFY(bridge.open());
    bridge.send(echo("1", "drop"));
    QVERIFY(!bridge.error("1").isEmpty());
    bridge.send(echo("2", "x"));
    QVERIFY(bridge.answer("2").contains("\"x\""));
}

/// The official SDK for TypeScript, with one session for all, after a restart.
void TestBridgeServers::restartedOfficialServer()
{
    McpScript script;
    std::atomic<bool> restarted = false;
    const LoopbackServer server([&](const Request &request) -> Response {
        if (methodOf(request.body) == "initialize")
            restarted = false;
        if (restarted && request.method == "POST")
            return json(R"({"jsonrpc":"2.0","error":{"code":-32000,"message":"Bad Request: Server not initialized"},)"
                        R"("id":null})",
                        400);
        return script.handler()(request);
    });
    BridgeProcess bridge(httpArguments(server.url(u"/mcp"_s)));
    QVERIFY(bridge.open());
    restarted = true;
    bridge.send(echo("1", "x"));
    QVERIFY(bridge.answer("1").contains("\"x\""));
}

void TestBridgeServers::sessionEndsBehindRedirect()
{
    const McpScript script;
    const LoopbackServer server([&](const Request &request) -> Response {
        if (request.target == "/mcp")
            return {.status = 307, .headers = {{"Location"_ba, "/mcp/"_ba}}};
        Request moved = request;
        moved.target = "/mcp";
        return script.handler()(moved);
    });
    BridgeProcess bridge(httpArguments(server.url(u"/mcp"_s)));
    QVERIFY(bridge.open());
    QCOMPARE(script.sessions(), 1);
    bridge.closeInput();
    QCOMPARE(bridge.waitForExit(), 0);
    QCOMPARE(script.sessions(), 0);
}

void TestBridgeServers::brokenCharacters_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("shown");
    QTest::newRow("Windows-1254") << "\xdeirket"_ba << "\xef\xbf\xbdirket"_ba;
    QTest::newRow("cut off") << "x\xc3"_ba << "x\xef\xbf\xbd"_ba;
    QTest::newRow("surrogate") << "\xed\xa0\x80"_ba << "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"_ba;
    QTest::newRow("good") << "şirket 🙂"_ba << "şirket 🙂"_ba;
}

/// What reaches the host is UTF-8 (basic protocol), and an answer with one bad letter is still an answer.
void TestBridgeServers::brokenCharacters()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QByteArray, shown);
    const McpScript script;
    const LoopbackServer server([&](const Request &request) -> Response {
        if (methodOf(request.body) != "tools/call")
            return script.handler()(request);
        const QByteArray answer =
            R"({"jsonrpc":"2.0","id":)" + idOf(request.body) + R"(,"result":{"text":")" + bytes + "\"}}";
        return idOf(request.body) == "1" ? json(answer) : stream({McpScript::event(answer)});
    });
    BridgeProcess bridge(httpArguments(server.url(u"/mcp"_s)));
    QVERIFY(bridge.open());
    for (const QByteArray &id : {"1"_ba, "2"_ba}) {
        bridge.send(echo(id, "x"));
        QCOMPARE(bridge.answer(id), R"({"jsonrpc":"2.0","id":)" + id + R"(,"result":{"text":")" + shown + "\"}}");
    }
}

void TestBridgeServers::retryAfterDate()
{
    const LoopbackServer server([](const Request &) -> Response {
        return {.status = 429, .headers = {{"Retry-After"_ba, "Wed, 21 Oct 2026 07:28:00 GMT"_ba}}};
    });
    BridgeProcess bridge(httpArguments(server.url(u"/mcp"_s)));
    bridge.send(call("1", "initialize"));
    QCOMPARE(bridge.error("1")["message"_L1].toString(),
             u"The server takes no more requests for now; it says to wait until Wed, 21 Oct 2026 07:28:00 GMT."_s);
}

QTEST_GUILESS_MAIN(TestBridgeServers)
#include "tst_bridge_servers.moc"
