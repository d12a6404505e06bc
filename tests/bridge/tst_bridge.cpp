#include "bridge/contract/version.h"
#include "tests/bridge/bridgeprocess.h"
#include "tests/support/environment.h"
#include "tests/support/mcpscript.h"
#include "tests/support/websocketserver.h"

#include <QtCore/QDateTime>
#include <QtCore/QJsonDocument>
#include <QtCore/QRegularExpression>
#include <QtTest/QtTest>

#include <atomic>

using namespace kopru::test;
using namespace Qt::StringLiterals;

/// The bridge relays: what goes in comes out on the other side as it was, and every request is answered once.
class TestBridge final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { scrubEnvironment(); }
    void version();
    void wrongUsage();
    void relays_data();
    void relays();
    void sendsTheHeadersOfTheSession();
    void speaksTheVersionThatTheServerChose();
    void newRevisionOnly_data();
    void newRevisionOnly();
    void plainPostHasNoSession();
    void ids_data();
    void ids();
    void unknownMembersPassAsTheyAre();
    void nothingOvertakesInitialized();
    void initializedTwice();
    void serverAsksWithinTheStream();
    void serverSpeaksOnItsOwn();
    void utilitiesPassAsTheyAre_data();
    void utilitiesPassAsTheyAre();
    void splitsBatches();
    void answersBatches();
    void badLines_data();
    void badLines();
    void discoverStaysHere();
    void manyCallsAtOnce_data();
    void manyCallsAtOnce();
    void answersInAnotherOrder();
    void portalIdsAreNotTrusted();
    void apinizer();
    void piecesOfMessages();
    void largeAnswer_data();
    void largeAnswer();
    void log_data();
    void log();
};

namespace {

QStringList httpArguments(const LoopbackServer &server, const QStringList &more = {})
{
    return QStringList{u"http"_s, u"--url"_s, server.url(u"/mcp"_s)} + more;
}

BridgeProcess::Variables apinizerVariables(const LoopbackServer &server)
{
    return {{u"APINIZER_TOKEN"_s, u"t0ken-of-test"_s},
            {u"HTTP_HOSTNAME"_s, u"127.0.0.1"_s},
            {u"HTTP_PORT"_s, QString::number(server.port())},
            {u"USE_HTTPS"_s, u"false"_s}};
}

const QStringList apinizerArguments{u"--profile"_s, u"apinizer-http"_s};

/// The requests of one kind, by the JSON-RPC method of their body.
QList<Request> posted(const LoopbackServer &server, const QByteArray &method)
{
    QList<Request> result;
    for (const Request &request : server.requests())
        if (request.method == "POST" && methodOf(request.body) == method)
            result.append(request);
    return result;
}

} // namespace

void TestBridge::version()
{
    BridgeProcess bridge({u"--version"_s});
    QCOMPARE(bridge.waitForExit(), 0);
    QCOMPARE(bridge.output(),
             "kopru-bridge " + QByteArray::fromStdString(std::string(kopru::contract::version)) + "\n");
    QCOMPARE(bridge.log(), QByteArray());
}

void TestBridge::wrongUsage()
{
    BridgeProcess bridge({u"htp"_s});
    QCOMPARE(bridge.waitForExit(), 2);
    QCOMPARE(bridge.output(), QByteArray());
    QVERIFY(bridge.log().contains("usage:"));
}

void TestBridge::relays_data()
{
    QTest::addColumn<bool>("asStream");
    QTest::newRow("JSON") << false;
    QTest::newRow("event stream") << true;
}

void TestBridge::relays()
{
    QFETCH(bool, asStream);
    const McpScript script({.answerAsStream = asStream});
    const LoopbackServer server(script.handler());
    BridgeProcess bridge(httpArguments(server));
    QVERIFY(bridge.open());
    bridge.send(call("1", "tools/list"));
    QVERIFY(bridge.answer("1").contains(R"("name":"echo")"));
    bridge.send(echo("2", "merhaba dünya"));
    QVERIFY(bridge.answer("2").contains("merhaba dünya"));
    bridge.send(call("3", "nonsense"));
    QCOMPARE(bridge.error("3").value("code"_L1).toInt(), -32601); // the server's own error, as it came
    QCOMPARE(script.methods(),
             (QList<QByteArray>{"initialize", "notifications/initialized", "tools/list", "tools/call", "nonsense"}));
    bridge.closeInput();
    QCOMPARE(bridge.waitForExit(), 0);
    QCOMPARE(bridge.lines().size(), 4);
    QCOMPARE(script.sessions(), 0); // it was ended
}

void TestBridge::sendsTheHeadersOfTheSession()
{
    const McpScript script({.getStream = true});
    const LoopbackServer server(script.handler());
    BridgeProcess bridge(httpArguments(server, {u"--header"_s, u"X-Key: ${KEY}"_s}), {{u"KEY"_s, u"key-of-test"_s}});
    QVERIFY(bridge.open("2025-03-26"));
    bridge.send(call("1", "ping"));
    QVERIFY(!bridge.answer("1").isEmpty());
    QVERIFY(server.waitForRequests(4)); // the GET among them
    bridge.closeInput();
    QCOMPARE(bridge.waitForExit(), 0);

    QByteArray session;
    QSet<QByteArray> methods;
    for (const Request &request : server.requests()) {
        methods.insert(request.method);
        QCOMPARE(request.header("X-Key"), "key-of-test"_ba);
        QVERIFY(request.header("Origin").isEmpty());
        if (request.method == "POST") {
            QCOMPARE(request.header("Accept"), "application/json, text/event-stream"_ba);
            QCOMPARE(request.header("Content-Type"), "application/json"_ba);
        } else if (request.method == "GET") {
            QCOMPARE(request.header("Accept"), "text/event-stream"_ba);
        }
        if (methodOf(request.body) == "initialize") {
            QVERIFY(request.header("Mcp-Session-Id").isEmpty());
            QVERIFY(request.header("MCP-Protocol-Version").isEmpty());
            continue;
        }
        if (session.isEmpty())
            session = request.header("Mcp-Session-Id");
        QVERIFY(!session.isEmpty());
        QCOMPARE(request.header("Mcp-Session-Id"), session);
        QCOMPARE(request.header("MCP-Protocol-Version"), "2025-03-26"_ba);
    }
    QCOMPARE(methods, (QSet<QByteArray>{"POST", "GET", "DELETE"}));
}

/// The host asks for a newer one than the server has; the server of the script takes no other than its own.
void TestBridge::speaksTheVersionThatTheServerChose()
{
    const McpScript script({.getStream = true});
    const LoopbackServer server([&](Request request) {
        if (methodOf(request.body) == "initialize")
            request.body.replace("2025-11-25", "2025-03-26");
        return script.handler()(request);
    });
    BridgeProcess bridge(httpArguments(server));
    QVERIFY(bridge.open("2025-11-25"));
    QVERIFY(bridge.answer("\"open\"").contains(R"("protocolVersion":"2025-03-26")"));
    bridge.send(echo("1", "understood"));
    QVERIFY(bridge.answer("1").contains("understood"));
    QVERIFY(server.waitForRequests(4)); // the GET among them
    bridge.closeInput();
    QCOMPARE(bridge.waitForExit(), 0);
    const QList<Request> requests = server.requests();
    QCOMPARE(requests.size(), 5);
    QVERIFY(requests.first().body.contains("2025-11-25")); // the host's own words
    for (const Request &request : requests.mid(1))
        QCOMPARE(request.header("MCP-Protocol-Version"), "2025-03-26"_ba);
}

void TestBridge::newRevisionOnly_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("error");
    QTest::addColumn<int>("status");
    QTest::addColumn<bool>("recognized");
    QTest::addColumn<bool>("named");
    const QByteArray missing = R"({"code":-32602,"message":"_meta io.modelcontextprotocol/protocolVersion missing"})";
    const QByteArray version = R"({"code":-32022,"message":"no","data":{"supported":["2026-07-28"]}})";
    const QByteArray header = R"({"code":-32020,"message":"no"})";
    const QByteArray capability = R"({"code":-32021,"message":"no"})";
    const QByteArray parameters = R"({"code":-32602,"message":"clientInfo missing"})";
    QTest::newRow("without the id") << "initialize"_ba << version << 400 << true << false;
    QTest::newRow("version") << "initialize"_ba << version << 400 << true << true;
    QTest::newRow("version, with 200") << "initialize"_ba << version << 200 << true << true;
    QTest::newRow("header") << "initialize"_ba << header << 400 << true << true;
    QTest::newRow("capability") << "initialize"_ba << capability << 400 << true << true;
    QTest::newRow("_meta") << "initialize"_ba << missing << 400 << true << true;
    QTest::newRow("other parameters") << "initialize"_ba << parameters << 400 << false << true;
    QTest::newRow("another call") << "tools/call"_ba << version << 400 << false << true;
}

/// A server that knows no `initialize` is named as such; every other error is the server's own.
void TestBridge::newRevisionOnly()
{
    QFETCH(QByteArray, method);
    QFETCH(QByteArray, error);
    QFETCH(int, status);
    QFETCH(bool, recognized);
    QFETCH(bool, named);
    const LoopbackServer server([&](const Request &request) {
        const QByteArray id = named ? idOf(request.body) : "null"_ba;
        return json(R"({"jsonrpc":"2.0","id":)" + id + R"(,"error":)" + error + '}', status);
    });
    BridgeProcess bridge(httpArguments(server));
    bridge.send(call("1", method));
    const QJsonObject told = bridge.error("1");
    if (recognized) {
        QCOMPARE(told["code"_L1].toInt(), -32603);
        QCOMPARE(told["data"_L1]["cause"_L1].toString(), u"unsupported-protocol"_s);
        QCOMPARE(told["data"_L1]["phase"_L1].toString(), u"mcp"_s);
        QVERIFY2(told["message"_L1].toString().contains(u"version of MCP"_s),
                 qPrintable(told["message"_L1].toString()));
    } else {
        QCOMPARE(told, QJsonDocument::fromJson(error).object());
    }
    QCOMPARE(server.requests().size(), 1); // neither asked again nor in the old way
}

void TestBridge::plainPostHasNoSession()
{
    const LoopbackServer server([](const Request &request) {
        Response response = result(idOf(request.body), R"({"protocolVersion":"2025-06-18"})");
        response.headers.append({"Mcp-Session-Id"_ba, "session"_ba});
        return response;
    });
    BridgeProcess bridge(httpArguments(server, {u"--transport"_s, u"post"_s}));
    QVERIFY(bridge.open());
    bridge.send(call("1", "ping"));
    QVERIFY(!bridge.answer("1").isEmpty());
    bridge.closeInput();
    QCOMPARE(bridge.waitForExit(), 0);
    for (const Request &request : server.requests()) {
        QCOMPARE(request.method, "POST"_ba);
        QVERIFY(request.header("Mcp-Session-Id").isEmpty());
        QVERIFY(request.header("MCP-Protocol-Version").isEmpty());
    }
}

void TestBridge::ids_data()
{
    QTest::addColumn<QByteArray>("id");
    QTest::newRow("number") << "7"_ba;
    QTest::newRow("zero") << "0"_ba;
    QTest::newRow("negative") << "-1"_ba;
    QTest::newRow("exponent") << "1e3"_ba;
    QTest::newRow("large") << "12345678901234567890"_ba;
    QTest::newRow("fraction") << "1.50"_ba;
    QTest::newRow("text") << R"("a-b")"_ba;
    QTest::newRow("quote") << R"("a\"b")"_ba;
    QTest::newRow("escapes") << R"("\u0061\/\\ü")"_ba;
    QTest::newRow("empty text") << R"("")"_ba;
    QTest::newRow("long") << '"' + QByteArray(3000, 'i') + '"';
}

void TestBridge::ids()
{
    // The script parses and writes JSON: what it makes of the spelling is the server's affair.
    QFETCH(QByteArray, id);
    const McpScript script;
    const LoopbackServer server(script.handler());
    BridgeProcess bridge(httpArguments(server));
    QVERIFY(bridge.open());
    bridge.send(echo(id, "here"));
    QVERIFY(bridge.answer(id).contains("here"));
    bridge.send(call(id, "server/discover"));
    QVERIFY(bridge.waitForLines(3));
    QVERIFY(bridge.lines().last().contains(R"("id":)" + id + ','));
    QCOMPARE(bridge.lines().size(), 3);
}

void TestBridge::unknownMembersPassAsTheyAre()
{
    const QByteArray answer =
        "{ \"zzz\" : [1e5, 1.0, -0],\"result\":{\"big\":12345678901234567890,\"\\u00fc\":\"ü\\/\"},"
        "\"jsonrpc\":\"2.0\" ,\"id\": 4 }";
    const QByteArray notice = R"({"method":"notifications/unknown","jsonrpc":"2.0","params":{"n":1.10},"more":true})";
    const LoopbackServer server([&](const Request &request) -> Response {
        if (idOf(request.body).isEmpty())
            return {.status = 202};
        return stream({"data: " + notice + "\n\n" + "event: other\ndata: hidden\n\n", "data: " + answer + "\r\n\r\n"});
    });
    BridgeProcess bridge(httpArguments(server));
    const QByteArray question =
        "{\"id\":4,  "
        "\"method\":\"x/y\",\"params\":{\"n\":1.0e+2,\"s\":\"\\u0041\\/\"},\"extra\":{\"a\":[]},\"jsonrpc\":\"2.0\"}";
    bridge.send(question);
    QVERIFY(bridge.waitForLines(2));
    QCOMPARE(bridge.lines(), (QList<QByteArray>{notice, answer}));
    QCOMPARE(server.requests().value(0).body, question);
    const QByteArray ownNotice = R"({"extra":1.0,"method":"notifications/mine"})";
    bridge.send(ownNotice + '\r');
    QVERIFY(server.waitForRequests(2));
    QCOMPARE(server.requests().value(1).body, ownNotice);
}

void TestBridge::nothingOvertakesInitialized()
{
    // A host may write everything at once and end; the server is slow with the beginning.
    const auto gate = std::make_shared<Gate>();
    const McpScript script;
    const LoopbackServer server([&](const Request &request) {
        Response response = script.handler()(request);
        if (methodOf(request.body) == "notifications/initialized")
            response.gate = gate;
        return response;
    });
    BridgeProcess bridge(httpArguments(server));
    bridge.send(call("1", "initialize", R"({"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{}})"));
    bridge.send(R"({"jsonrpc":"2.0","method":"notifications/initialized"})");
    bridge.send(call("2", "tools/list"));
    bridge.send(R"({"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":9}})");
    bridge.closeInput();
    QVERIFY(server.waitForRequests(2));
    QVERIFY(bridge.waitForLines(1));
    QCOMPARE(server.requests().size(), 2);
    gate->open();
    QVERIFY(bridge.answer("2").contains("echo"));
    QCOMPARE(bridge.waitForExit(), 0);
    QCOMPARE(script.methods().mid(0, 2), (QList<QByteArray>{"initialize", "notifications/initialized"}));
    QCOMPARE(script.methods().size(), 4);
}

void TestBridge::initializedTwice()
{
    const McpScript script;
    const LoopbackServer server(script.handler());
    BridgeProcess bridge(httpArguments(server));
    QVERIFY(bridge.open());
    bridge.send(R"({"jsonrpc":"2.0","method":"notifications/initialized"})");
    bridge.send(R"({"jsonrpc":"2.0","method":"notifications/initialized"})");
    bridge.send(echo("1", "on it goes"));
    QVERIFY(bridge.answer("1").contains("on it goes"));
}

void TestBridge::serverAsksWithinTheStream()
{
    std::atomic<bool> answered = false;
    const McpScript script;
    LoopbackServer server([&](const Request &request) -> Response {
        if (methodOf(request.body) == "tools/call") {
            Response response = stream({"data: {\"jsonrpc\":\"2.0\",\"id\":\"s1\",\"method\":\"roots/list\"}\n\n"});
            response.keepStreamOpen = true;
            return response;
        }
        if (idOf(request.body) == "\"s1\"") {
            answered = true;
            return {.status = 202};
        }
        return script.handler()(request);
    });
    BridgeProcess bridge(httpArguments(server));
    QVERIFY(bridge.open());
    bridge.send(echo("1", "x"));
    QCOMPARE(bridge.answer("\"s1\""), R"({"jsonrpc":"2.0","id":"s1","method":"roots/list"})"_ba);
    const QByteArray reply = R"({"jsonrpc":"2.0","id":"s1","result":{"roots":[]}})";
    bridge.send(reply);
    QTRY_VERIFY(answered);
    QCOMPARE(server.requests().last().body, reply);
    QVERIFY(!server.requests().last().header("Mcp-Session-Id").isEmpty());
    server.pushToStreams("data: {\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"done\":true}}\n\n");
    QVERIFY(bridge.answer("1").contains("done"));
}

void TestBridge::serverSpeaksOnItsOwn()
{
    const McpScript script({.getStream = true});
    LoopbackServer server(script.handler());
    BridgeProcess bridge(httpArguments(server));
    QVERIFY(bridge.open());
    QTRY_VERIFY(server.requests().size() == 3 && server.requests().last().method == "GET");
    const QByteArray notice = R"({"jsonrpc":"2.0","method":"notifications/tools/list_changed"})";
    server.pushToStreams(": keep-alive\n\n" + McpScript::event(notice));
    QVERIFY(bridge.waitForLines(2));
    QCOMPARE(bridge.lines().last(), notice);
    bridge.closeInput();
    QCOMPARE(bridge.waitForExit(3000), 0); // an open GET does not hold it
}

void TestBridge::utilitiesPassAsTheyAre_data()
{
    QTest::addColumn<QByteArray>("way");
    for (const char *way : {"within an answer", "within a stream of their own", "WebSocket"})
        QTest::newRow(way) << QByteArray(way);
}

/// Logging, progress and cancellation of a server's own call: none of them is the bridge's matter.
void TestBridge::utilitiesPassAsTheyAre()
{
    QFETCH(QByteArray, way);
    const QList<QByteArray> told{
        R"({"jsonrpc":"2.0","method":"notifications/message","params":{"level":"info","logger":"ü","data":{"n":1.0}}})",
        R"({"params":{"progressToken":"t\u0031","progress":0.50,"total":1},"jsonrpc":"2.0","method":"notifications/progress"})",
        R"({"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":"s1","reason":"too late"}})"};
    const QList<QByteArray> said{
        R"({"jsonrpc":"2.0","id":"l","params":{"level":"debug"},"method":"logging/setLevel"})",
        R"({"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":7,"progress":1e0}})",
        R"({"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":99,"reason":"\/"}})"};
    const McpScript script({.getStream = true});
    LoopbackServer http([&](const Request &request) -> Response {
        if (methodOf(request.body) == "logging/setLevel" && way == "within an answer") {
            QList<QByteArray> events;
            for (const QByteArray &message : told)
                events.append(McpScript::event(message));
            return stream(events + QList{McpScript::event(R"({"jsonrpc":"2.0","id":"l","result":{}})")});
        }
        return methodOf(request.body) == "logging/setLevel" ? result("\"l\"") : script.handler()(request);
    });
    WsScript ws;
    ws.message = [&](const WsMessage &message) -> QList<WsAction> {
        QList<WsAction> actions;
        if (methodOf(message.payload) == "logging/setLevel") {
            for (const QByteArray &one : told)
                actions.append(WsAction::text(one));
            actions.append(WsAction::text(R"({"jsonrpc":"2.0","id":"l","result":{}})"));
        } else if (const QByteArray answer = mcpAnswer(message.payload); !answer.isEmpty()) {
            actions.append(WsAction::text(answer));
        }
        return actions;
    };
    const WebSocketServer socket(ws);
    BridgeProcess bridge(way == "WebSocket" ? QStringList{u"ws"_s, u"--url"_s, socket.url(u"/mcp"_s)}
                                            : httpArguments(http));
    QVERIFY(bridge.open());
    if (way == "within a stream of their own") {
        QTRY_VERIFY(http.requests().size() == 3 && http.requests().last().method == "GET");
        for (const QByteArray &message : told)
            http.pushToStreams(McpScript::event(message));
        QVERIFY(bridge.waitForLines(4));
    }
    for (const QByteArray &message : said)
        bridge.send(message);
    QVERIFY(bridge.waitForLines(5));
    QCOMPARE(bridge.lines().mid(1), told + QList{R"({"jsonrpc":"2.0","id":"l","result":{}})"_ba});
    const auto arrived = [&] {
        QList<QByteArray> all;
        for (const Request &request : http.requests())
            all.append(request.body);
        for (const WsMessage &message : socket.messages())
            all.append(message.payload);
        return all;
    };
    // Over HTTP each takes a connection of its own, so that they may arrive in another order.
    for (const QByteArray &message : said)
        QTRY_COMPARE(arrived().count(message), 1);
}

void TestBridge::splitsBatches()
{
    const McpScript script;
    const LoopbackServer server(script.handler());
    BridgeProcess bridge(httpArguments(server));
    QVERIFY(bridge.open());
    bridge.send("[" + echo("1", "one") + ", " + echo("\"2\"", "two") +
                R"(,{"jsonrpc":"2.0","method":"notifications/x"},5,[)" + echo("3", "three") + "]]");
    QVERIFY(bridge.answer("1").contains("one"));
    QVERIFY(bridge.answer("\"2\"").contains("two"));
    QVERIFY(bridge.waitForLines(5));
    QCOMPARE(bridge.count("null"), 2); // 5, and the batch within the batch
    QTRY_COMPARE(posted(server, "notifications/x").size(), 1);
    for (const Request &request : server.requests())
        QVERIFY(!request.body.startsWith('['));
    // Nesting as deep as the line is long must not take the stack.
    bridge.send(QByteArray(9000, '[') + QByteArray(9000, ']'));
    bridge.send("[]");
    bridge.send(echo("4", "four"));
    QVERIFY(bridge.answer("4").contains("four"));
    QCOMPARE(bridge.count("null"), 4);
}

void TestBridge::answersBatches()
{
    // 2025-03-26: the server may send arrays.
    const LoopbackServer server([](const Request &request) {
        return json("[\n{\"jsonrpc\":\"2.0\",\"method\":\"notifications/x\"},\n{\"jsonrpc\":\"2.0\",\"id\":" +
                    idOf(request.body) + ",\"result\":{}}\n]");
    });
    BridgeProcess bridge(httpArguments(server));
    bridge.send(call("1", "ping"));
    QVERIFY(bridge.waitForLines(2));
    QCOMPARE(bridge.lines(), (QList<QByteArray>{R"({"jsonrpc":"2.0","method":"notifications/x"})",
                                                R"({"jsonrpc":"2.0","id":1,"result":{}})"}));
}

void TestBridge::badLines_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<int>("code");
    QTest::addColumn<QByteArray>("id");
    QTest::newRow("word") << "hello"_ba << -32700 << "null"_ba;
    QTest::newRow("cut") << R"({"jsonrpc":"2.0","id":1,"method":"ping")"_ba << -32700 << "null"_ba;
    QTest::newRow("broken word") << R"({"jsonrpc":"2.0","id":1,"method":nothing})"_ba << -32700 << "null"_ba;
    QTest::newRow("text") << R"("ping")"_ba << -32600 << "null"_ba;
    QTest::newRow("empty object") << "{}"_ba << -32600 << "null"_ba;
    QTest::newRow("no method") << R"({"jsonrpc":"2.0","id":1})"_ba << -32600 << "1"_ba;
    QTest::newRow("empty batch") << "[]"_ba << -32600 << "null"_ba;
    QTest::newRow("id is an object") << R"({"jsonrpc":"2.0","id":{"a":1},"method":"ping"})"_ba << -32600 << "null"_ba;
}

void TestBridge::badLines()
{
    QFETCH(QByteArray, line);
    QFETCH(int, code);
    QFETCH(QByteArray, id);
    const McpScript script;
    const LoopbackServer server(script.handler());
    BridgeProcess bridge(httpArguments(server));
    QVERIFY(bridge.open());
    bridge.send(line);
    QCOMPARE(bridge.error(id).value("code"_L1).toInt(), code);
    bridge.send(echo("\"next\"", "works"));
    QVERIFY(bridge.answer("\"next\"").contains("works"));
    QCOMPARE(bridge.lines().size(), 3);
    QCOMPARE(server.requests().size() - posted(server, {}).size() - 3 <= 1, true); // nothing but the good ones went out
    QCOMPARE(posted(server, {}).size(), 0);
}

void TestBridge::discoverStaysHere()
{
    const McpScript script;
    const LoopbackServer server(script.handler());
    BridgeProcess bridge(httpArguments(server));
    bridge.send(call("\"probe-1\"", "server/discover"));
    QCOMPARE(bridge.error("\"probe-1\"").value("code"_L1).toInt(), -32601);
    QCOMPARE(server.connections(), 0);
    QVERIFY(bridge.open());
}

void TestBridge::manyCallsAtOnce_data()
{
    relays_data();
}

void TestBridge::manyCallsAtOnce()
{
    QFETCH(bool, asStream);
    const McpScript script({.answerAsStream = asStream});
    const LoopbackServer server(script.handler());
    BridgeProcess bridge(httpArguments(server));
    QVERIFY(bridge.open());
    QByteArray lines;
    for (int i = 0; i < 200; ++i)
        lines += echo(QByteArray::number(i), "<" + QByteArray::number(i) + ">") + '\n';
    bridge.sendPiece(lines);
    QVERIFY(bridge.waitForLines(201));
    for (int i = 0; i < 200; ++i) {
        const QByteArray number = QByteArray::number(i);
        QCOMPARE(bridge.count(number), 1);
        QVERIFY(bridge.answer(number).contains("<" + number + ">"));
    }
    bridge.closeInput();
    QCOMPARE(bridge.waitForExit(), 0);
    QCOMPARE(bridge.lines().size(), 201);
    QCOMPARE(posted(server, "tools/call").size(), 200);
}

void TestBridge::answersInAnotherOrder()
{
    const auto gate = std::make_shared<Gate>();
    const LoopbackServer server([&](const Request &request) {
        Response response = result(idOf(request.body));
        if (idOf(request.body) == "1")
            response.gate = gate;
        return response;
    });
    BridgeProcess bridge(httpArguments(server));
    bridge.send(call("1", "slow"));
    bridge.send(call("2", "fast"));
    QVERIFY(!bridge.answer("2").isEmpty());
    QCOMPARE(bridge.lines().size(), 1);
    gate->open();
    QVERIFY(!bridge.answer("1").isEmpty());
}

void TestBridge::portalIdsAreNotTrusted()
{
    // A portal that always says id 1: its answer belongs to the call it was given to.
    const auto gate = std::make_shared<Gate>();
    const LoopbackServer server([&](const Request &request) {
        Response response = result("1", R"({"for":")" + methodOf(request.body) + "\"}");
        if (methodOf(request.body) == "first")
            response.gate = gate;
        return response;
    });
    BridgeProcess bridge(apinizerArguments, apinizerVariables(server));
    bridge.send(call("1", "first"));
    QVERIFY(server.waitForRequests(1));
    bridge.send(call("2", "second"));
    QVERIFY(bridge.waitForLines(1));
    QCOMPARE(bridge.lines().first(), R"({"jsonrpc":"2.0","id":2,"result":{"for":"second"}})"_ba);
    gate->open();
    QVERIFY(bridge.answer("1").contains("first"));
}

void TestBridge::apinizer()
{
    const LoopbackServer server(apinizerPortal("t0ken-of-test"));
    BridgeProcess bridge(apinizerArguments, apinizerVariables(server));
    QVERIFY(bridge.open());
    bridge.send(call("\"a\"", "tools/call", R"({"name":"list_apis","arguments":{}})"));
    const QByteArray answer = bridge.answer("\"a\"");
    QVERIFY(answer.contains("orders"));
    const QJsonObject object = QJsonDocument::fromJson(answer).object();
    QCOMPARE(object.value("jsonrpc"_L1).toString(), u"2.0"_s);
    QCOMPARE(object.value("id"_L1).toString(), u"a"_s);
    QVERIFY(!object.contains("error"_L1));
    bridge.send(call("2", "nonsense"));
    QCOMPARE(bridge.error("2").value("code"_L1).toInt(), -32601);
    bridge.closeInput();
    QCOMPARE(bridge.waitForExit(), 0);
    QCOMPARE(bridge.lines().size(), 3);
    for (const Request &request : server.requests()) {
        QCOMPARE(request.method, "POST"_ba);
        QCOMPARE(request.target, "/apiportal/management/mcp/api"_ba);
        QCOMPARE(request.header("APINIZER-TOKEN"), "t0ken-of-test"_ba);
    }
}

void TestBridge::piecesOfMessages()
{
    const McpScript script;
    const LoopbackServer server(script.handler());
    BridgeProcess bridge(httpArguments(server));
    QVERIFY(bridge.open());
    const QByteArray lines = echo("1", "ü") + "\r\n" + echo("2", "two") + "\n" + echo("3", "three") + "\n";
    for (qsizetype i = 0; i < lines.size(); i += 7)
        bridge.sendPiece(lines.mid(i, 7));
    QVERIFY(bridge.answer("1").contains("ü"));
    QVERIFY(bridge.answer("2").contains("two"));
    QVERIFY(bridge.answer("3").contains("three"));
    bridge.sendPiece(echo("4", "without a newline at the end"));
    bridge.closeInput();
    QVERIFY(bridge.answer("4").contains("without"));
    QCOMPARE(bridge.waitForExit(), 0);
}

void TestBridge::largeAnswer_data()
{
    relays_data();
}

void TestBridge::largeAnswer()
{
    QFETCH(bool, asStream);
    const QByteArray text = QByteArray("0123456789abcdef").repeated(1024 * 1024);
    const LoopbackServer server([&](const Request &request) {
        const QByteArray body =
            R"({"jsonrpc":"2.0","id":)" + idOf(request.body) + R"(,"result":{"text":")" + text + "\"}}";
        if (!asStream)
            return json(body);
        QList<QByteArray> chunks{"data: "_ba};
        for (qsizetype i = 0; i < body.size(); i += 100000)
            chunks.append(body.mid(i, 100000));
        chunks.append("\n\n");
        return stream(chunks);
    });
    BridgeProcess bridge(httpArguments(server));
    bridge.send(call("1", "large"));
    QVERIFY(bridge.answer("1", 30000) == R"({"jsonrpc":"2.0","id":1,"result":{"text":")" + text + "\"}}");
#ifndef KOPRU_SANITIZED
    QVERIFY2(bridge.peakKilobytes() < 100 * 1024, QByteArray::number(bridge.peakKilobytes()));
#endif
}

void TestBridge::log_data()
{
    QTest::addColumn<bool>("verbose");
    QTest::newRow("in general") << false;
    QTest::newRow("--verbose") << true;
}

/// A call is two lines: when, which way, which one, how it ended and how long it took. What it was about is nobody's
/// matter unless somebody asks.
void TestBridge::log()
{
    QFETCH(bool, verbose);
    const LoopbackServer server([](const Request &request) -> Response {
        const QByteArray id = idOf(request.body);
        const QByteArray method = methodOf(request.body);
        if (method == "x/fails")
            return {.status = 502, .body = "word-of-a-proxy"};
        if (method == "x/refused")
            return json(R"({"jsonrpc":"2.0","id":)" + id + R"(,"error":{"code":-1,"message":"word-of-the-server"}})");
        if (method == "x/told")
            return stream(
                {McpScript::event(
                     R"({"jsonrpc":"2.0","method":"notifications/message","params":"word-of-the-server"})") +
                 McpScript::event(R"({"jsonrpc":"2.0","id":)" + id + R"(,"result":{"text":"word-of-the-server"}})")});
        return result(id, R"({"text":"word-of-the-server)" + QByteArray(3000, 'x') + "\"}");
    });
    const QDateTime begun = QDateTime::currentDateTimeUtc();
    BridgeProcess bridge(httpArguments(server, verbose ? QStringList{u"--verbose"_s} : QStringList()));
    bridge.send(call("1", "x/long", R"({"text":"word-of-the-host"})"));
    bridge.send(call("\"b\"", "x/told", R"({"text":"word-of-the-host"})"));
    bridge.send(call("3", "x/refused", R"({"text":"word-of-the-host"})"));
    bridge.send(call("4", "x/fails", R"({"text":"word-of-the-host"})"));
    QVERIFY(bridge.waitForLines(5));
    bridge.closeInput();
    QCOMPARE(bridge.waitForExit(), 0);
    const QDateTime ended = QDateTime::currentDateTimeUtc();
    QStringList plain;
    QStringList payloads;
    for (const QString &line : QString::fromUtf8(bridge.log().trimmed()).split(u'\n')) {
        const QDateTime time = QDateTime::fromString(line.section(u' ', 0, 0), Qt::ISODateWithMs);
        QVERIFY2(line.at(23) == u'Z' && begun <= time && time <= ended, qPrintable(line));
        QCOMPARE(line.section(u' ', 1, 1), u"kopru-bridge"_s);
        const QString text = line.section(u' ', 2);
        (text.contains(u'{') ? payloads : plain).append(text);
    }
    for (const char *form :
         {R"(^host->server x/long id=1$)", R"(^server->host x/long id=1 result after \d+ ms$)",
          R"(^host->server x/told id="b"$)", R"(^server->host notifications/message$)",
          R"(^server->host x/told id="b" result after \d+ ms$)", R"(^server->host x/refused id=3 error after \d+ ms$)",
          R"(^server->host x/fails id=4 failed: server-error \(502\) after \d+ ms$)"})
        QVERIFY2(plain.filter(QRegularExpression(QString::fromLatin1(form))).size() == 1,
                 QByteArray(form) + '\n' + bridge.log());
    QVERIFY(plain.filter(u"word-of"_s).isEmpty());
    QCOMPARE(payloads.size(), verbose ? 8 : 0); // four questions, three answers, a notification
    if (!verbose)
        return;
    QCOMPARE(payloads.filter(u"host->server {"_s).filter(u"word-of-the-host"_s).size(), 4);
    QCOMPARE(payloads.filter(u"server->host {"_s).filter(u"word-of-the-server"_s).size(), 4);
    // Enough of a long one to know it by.
    QCOMPARE(payloads.filter(QRegularExpression(u"x\\.\\.\\. \\(\\d+ bytes\\)$"_s)).size(), 1);
}

QTEST_GUILESS_MAIN(TestBridge)
#include "tst_bridge.moc"
