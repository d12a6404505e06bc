#include "tests/bridge/bridgeprocess.h"
#include "tests/support/environment.h"
#include "tests/support/mcpscript.h"
#include "tests/support/websocketserver.h"

#include <QtCore/QTemporaryDir>
#include <QtTest/QtTest>

#include <atomic>

using namespace kopru::test;
using namespace Qt::StringLiterals;

/// `kopru-bridge ws` and the profiles apinizer-ws and alecs-ws: what a host sees of a WebSocket.
class TestBridgeWebSocket final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void handshake_data();
    void handshake();
    void conversation();
    void withoutInitialize();
    void serverSpeaksFirst();
    void refused_data();
    void refused();
    void lostInTheMiddle();
    void comesBack();
    void staysAwayForAWhile();
    void closeCodes_data();
    void closeCodes();
    void identifiers();
    void answersWithoutIds();
    void answerWithoutAnything_data();
    void answerWithoutAnything();
    void messageTooLong();
    void silence();
    void talksLongEnough();
    void noPings();
    void slowHost();
    void invalidText();
    void leaves();

private:
    QTemporaryDir m_folder;
    std::optional<TestCertificates> m_certificates;
};

namespace {

const QString secret = u"mcp_7Hq+V3/xT9zK2=="_s;

/// A server of MCP that also writes down what was called.
struct Script
{
    WsScript script() const
    {
        WsScript result;
        result.message = [](const WsMessage &message) -> QList<WsAction> {
            const QByteArray answer = mcpAnswer(message.payload);
            return answer.isEmpty() ? QList<WsAction>() : QList<WsAction>{WsAction::text(answer)};
        };
        return result;
    }
};

QStringList arguments(const WebSocketServer &server, const QStringList &more = {})
{
    return QStringList{u"ws"_s, u"--url"_s, server.url(u"/mcp"_s)} + more;
}

QByteArray causeOf(const QJsonObject &error)
{
    return error["data"_L1]["cause"_L1].toString().toUtf8();
}

QByteArray evidenceOf(const QJsonObject &error, const char *name)
{
    return error["data"_L1]["evidence"_L1][QLatin1StringView(name)].toString().toUtf8();
}

qsizetype countOf(const WebSocketServer &server, const QByteArray &method)
{
    qsizetype count = 0;
    for (const WsMessage &message : server.messages())
        count += methodOf(message.payload) == method ? 1 : 0;
    return count;
}

} // namespace

void TestBridgeWebSocket::initTestCase()
{
    scrubEnvironment();
    m_certificates.emplace(m_folder.filePath(u"certificates"_s));
    QVERIFY2(m_certificates->isValid(), qPrintable(m_certificates->errorText()));
}

void TestBridgeWebSocket::handshake_data()
{
    QTest::addColumn<QString>("profile");
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QByteArray>("header");
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<QByteArray>("subprotocol");
    const QByteArray token = secret.toUtf8();
    QTest::newRow("ws") << QString() << "/mcp?a=b"_ba << "X-Key"_ba << "key " + token << "mcp"_ba;
    QTest::newRow("apinizer-ws") << u"apinizer-ws"_s << "/apiportal/management/mcp/ws"_ba << "APINIZER-TOKEN"_ba
                                 << token << QByteArray();
    QTest::newRow("alecs-ws") << u"alecs-ws"_s << "/mcp"_ba << "Authorization"_ba << "Bearer " + token << QByteArray();
}

/// What is on the wire: path, headers, subprotocol, over TLS with an own authority.
void TestBridgeWebSocket::handshake()
{
    QFETCH(QString, profile);
    QFETCH(QByteArray, path);
    QFETCH(QByteArray, header);
    QFETCH(QByteArray, value);
    QFETCH(QByteArray, subprotocol);
    const WebSocketServer server(Script().script(), m_certificates->good());
    BridgeProcess::Variables variables{{u"SSL_CERT_FILE"_s, m_certificates->authorityFile()}};
    QStringList start{u"--profile"_s, profile};
    if (profile.isEmpty()) {
        start = {u"ws"_s, u"--url"_s, server.url(u"/mcp?a=b"_s, u"localhost"_s), u"--header"_s, u"X-Key: key ${KEY}"_s};
        variables[u"KEY"_s] = secret;
    } else if (profile == u"alecs-ws"_s) {
        variables[u"ALECS_WS_URL"_s] = server.url(u"/mcp"_s, u"localhost"_s);
        variables[u"ALECS_TOKEN"_s] = secret;
    } else {
        variables[u"HTTP_HOSTNAME"_s] = u"localhost"_s;
        variables[u"APINIZER_PORT"_s] = QString::number(server.port());
        variables[u"APINIZER_TOKEN"_s] = secret;
    }
    BridgeProcess bridge(start, variables);
    QVERIFY(bridge.open());
    bridge.send(echo("1", "merhaba"));
    QVERIFY(bridge.answer("1").contains("merhaba"));
    QCOMPARE(server.upgrades().size(), 1);
    const Request upgrade = server.upgrades().first();
    QCOMPARE(upgrade.target, path);
    QCOMPARE(upgrade.header(header), value);
    QCOMPARE(upgrade.header("Sec-WebSocket-Protocol"), subprotocol);
    QVERIFY(upgrade.header("Origin").isEmpty()); // no page in a browser is behind it
    QCOMPARE(upgrade.header("Host"), "localhost:" + QByteArray::number(server.port()));
    QVERIFY2(server.violations().isEmpty(), server.violations().join('\n'));
    QVERIFY(!bridge.wholeLog().contains(secret.toUtf8()));
}

void TestBridgeWebSocket::conversation()
{
    const WebSocketServer server(Script().script());
    BridgeProcess bridge(arguments(server));
    bridge.send(call("0", "initialize", R"({"protocolVersion":"2025-06-18","capabilities":{}})"));
    bridge.send(R"({"jsonrpc":"2.0","method":"notifications/initialized"})");
    for (int i = 1; i <= 200; ++i) // all at once, before the connection is there
        bridge.send(echo(QByteArray::number(i), "number " + QByteArray::number(i)));
    for (int i = 1; i <= 200; ++i)
        QVERIFY(bridge.answer(QByteArray::number(i)).contains("number " + QByteArray::number(i) + '"'));
    QCOMPARE(bridge.lines().size(), 201);
    const QList<WsMessage> messages = server.messages();
    QCOMPARE(messages.size(), 202);
    QCOMPARE(methodOf(messages[0].payload), "initialize"_ba);
    QCOMPARE(methodOf(messages[1].payload), "notifications/initialized"_ba);
    for (qsizetype i = 2; i < messages.size(); ++i) // in the host's order and byte by byte
        QCOMPARE(messages[i].payload, echo(QByteArray::number(i - 1), "number " + QByteArray::number(i - 1)));
    QCOMPARE(server.connections(), 1);
}

/// The document's own trial sends one line and no `initialize`.
void TestBridgeWebSocket::withoutInitialize()
{
    WsScript script;
    script.message = [](const WsMessage &message) -> QList<WsAction> {
        return {WsAction::text(portalAnswer(message.payload))};
    };
    const WebSocketServer server(script, m_certificates->good());
    BridgeProcess bridge({u"--profile"_s, u"apinizer-ws"_s}, {{u"HTTP_HOSTNAME"_s, u"localhost"_s},
                                                              {u"APINIZER_PORT"_s, QString::number(server.port())},
                                                              {u"APINIZER_TOKEN"_s, secret},
                                                              {u"SSL_CERT_FILE"_s, m_certificates->authorityFile()}});
    bridge.send(R"({"jsonrpc":"2.0","method":"tools/list","id":1})");
    const QByteArray answer = bridge.answer("1");
    QVERIFY2(answer.contains("list_apis") && answer.contains(R"("jsonrpc":"2.0")"), answer);
    QVERIFY(!answer.contains("\"error\""));
}

void TestBridgeWebSocket::serverSpeaksFirst()
{
    WsScript script = Script().script();
    script.message = [answer = script.message](const WsMessage &message) -> QList<WsAction> {
        if (methodOf(message.payload) != "tools/call")
            return answer(message);
        return QList<WsAction>{WsAction::text(R"({"jsonrpc":"2.0","id":"s1","method":"sampling/createMessage"})"),
                               WsAction::inFragments({R"({"jsonrpc":"2.0","method":)", R"("notifications/)",
                                                      R"(progress","params":{"x":"ş"}})"})} +
               answer(message);
    };
    WebSocketServer server(script);
    BridgeProcess bridge(arguments(server));
    QVERIFY(bridge.open());
    bridge.send(echo("1", "x"));
    QVERIFY(!bridge.answer("1").isEmpty());
    const QList<QByteArray> lines = bridge.lines();
    QCOMPARE(lines.size(), 4);
    QCOMPARE(lines[1], R"({"jsonrpc":"2.0","id":"s1","method":"sampling/createMessage"})"_ba);
    QCOMPARE(lines[2], R"({"jsonrpc":"2.0","method":"notifications/progress","params":{"x":"ş"}})"_ba);
    bridge.send(R"({"jsonrpc":"2.0","id":"s1","result":{}})");
    QVERIFY(server.waitForMessages(4));
    QCOMPARE(server.messages().last().payload, R"({"jsonrpc":"2.0","id":"s1","result":{}})"_ba);
    server.push(WsAction::text("{\"jsonrpc\":\"2.0\",\n \"method\":\"notifications/tools/list_changed\"}"));
    QVERIFY(bridge.waitForLines(5));
    QVERIFY(bridge.lines().last().contains("list_changed"));
}

void TestBridgeWebSocket::refused_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("cause");
    QTest::addColumn<QByteArray>("phase");
    QTest::newRow("401") << 401 << "unauthorized"_ba << "auth"_ba;
    QTest::newRow("403") << 403 << "forbidden"_ba << "auth"_ba;
    QTest::newRow("404") << 404 << "not-found"_ba << "websocket"_ba;
    QTest::newRow("429") << 429 << "too-many-requests"_ba << "websocket"_ba;
    QTest::newRow("503") << 503 << "server-error"_ba << "websocket"_ba;
    QTest::newRow("a page") << 200 << "websocket-refused"_ba << "websocket"_ba;
    QTest::newRow("426") << 426 << "websocket-refused"_ba << "websocket"_ba;
    QTest::newRow("redirect") << 302 << "redirected"_ba << "websocket"_ba;
}

void TestBridgeWebSocket::refused()
{
    QFETCH(int, status);
    QFETCH(QByteArray, cause);
    QFETCH(QByteArray, phase);
    WsScript script;
    script.upgrade = [status](const Request &) -> WsUpgrade {
        return {.status = status,
                .headers = {{"Location"_ba, "https://login.example/next?code=1"_ba}, {"Retry-After"_ba, "7"_ba}},
                .body = "<h1>no</h1>"};
    };
    const WebSocketServer server(script);
    BridgeProcess bridge(arguments(server), {{u"KOPRU_TRACE"_s, u"1"_s}});
    for (const char *id : {"1", "2"}) { // the second one is told the same, after a try of its own
        bridge.send(call(id, "initialize"));
        const QJsonObject error = bridge.error(id);
        QCOMPARE(causeOf(error), cause);
        QCOMPARE(error["data"_L1]["phase"_L1].toString().toUtf8(), phase);
        QCOMPARE(error["data"_L1]["httpStatus"_L1].toInt(), status);
        QCOMPARE(error["data"_L1]["retryAfter"_L1].toString(), u"7"_s);
        if (status == 302)
            QCOMPARE(evidenceOf(error, "target"), "https://login.example/next"_ba);
    }
    QVERIFY(bridge.waitForLog("\"cause\":\"" + cause + "\""));
    QCOMPARE(bridge.lines().size(), 2);
}

/// What was on its way gets an error and does not run twice; what came later works over a new connection.
void TestBridgeWebSocket::lostInTheMiddle()
{
    WsScript script = Script().script();
    script.message = [answer = script.message](const WsMessage &message) -> QList<WsAction> {
        return message.payload.contains("fatal") ? QList<WsAction>{WsAction::drop()} : answer(message);
    };
    const WebSocketServer server(script);
    BridgeProcess bridge(arguments(server));
    QVERIFY(bridge.open());
    bridge.send(echo("1", "fatal"));
    const QJsonObject error = bridge.error("1");
    QCOMPARE(causeOf(error), "connection-lost"_ba);
    bridge.send(echo("2", "afterwards"));
    QVERIFY(bridge.answer("2").contains("afterwards"));
    QCOMPARE(countOf(server, "initialize"), 2);
    QCOMPARE(countOf(server, "notifications/initialized"), 2);
    QCOMPARE(countOf(server, "tools/call"), 2);
    QCOMPARE(bridge.lines().size(), 3); // the answer to the bridge's own `initialize` is not the host's
}

/// Nobody calls anything: the connection is made again all the same, for what the server has to say.
void TestBridgeWebSocket::comesBack()
{
    WebSocketServer server(Script().script());
    BridgeProcess bridge(arguments(server));
    QVERIFY(bridge.open());
    QVERIFY(server.waitForMessages(2));
    server.push(WsAction::drop());
    QVERIFY(server.waitForMessages(4));
    QCOMPARE(methodOf(server.messages().last().payload), "notifications/initialized"_ba);
    server.push(WsAction::text(R"({"jsonrpc":"2.0","method":"notifications/tools/list_changed"})"));
    QVERIFY(bridge.waitForLines(2));
    QVERIFY(bridge.lines().last().contains("list_changed"));
}

void TestBridgeWebSocket::staysAwayForAWhile()
{
    auto first = std::make_unique<WebSocketServer>(Script().script());
    const quint16 port = first->port();
    BridgeProcess bridge(arguments(*first, {u"--retry"_s, u"20000"_s}));
    QVERIFY(bridge.open());
    first->stop();
    QVERIFY(bridge.waitForLog("the connection ended"));
    bridge.send(echo("1", "waits"));
    bridge.send(echo("2", "waits too"));
    QVERIFY(bridge.waitForLog("tools/call id=2"));
    const WebSocketServer second(Script().script(), {}, port);
    QVERIFY2(second.port() == port, qPrintable(second.errorText()));
    QVERIFY(bridge.answer("1").contains("waits"));
    QVERIFY(bridge.answer("2").contains("waits too"));
    QCOMPARE(countOf(second, "initialize"), 1);
    QCOMPARE(countOf(second, "tools/call"), 2);
}

void TestBridgeWebSocket::closeCodes_data()
{
    QTest::addColumn<int>("code");
    QTest::addColumn<QByteArray>("cause");
    QTest::addColumn<QByteArray>("meaning");
    const auto row = [](int code, const char *cause, const char *meaning) {
        QTest::addRow("%d", code) << code << QByteArray(cause) << QByteArray(meaning);
    };
    row(1000, "websocket-closed", "a normal end");
    row(1001, "websocket-closed", "the server is going away");
    row(1002, "websocket-closed", "protocol error");
    row(1003, "websocket-closed", "a kind of data that the server does not accept");
    row(1007, "websocket-closed", "a message with invalid text");
    row(1008, "websocket-closed", "against the server's policy, often the token");
    row(1009, "websocket-closed", "a message too large for the server");
    row(1011, "websocket-closed", "a fault of the server");
    row(1012, "websocket-closed", "the server restarts");
    row(1013, "websocket-closed", "the server is busy, try again later");
    row(3000, "unauthorized", "not authorized");
    row(4401, "unauthorized", "not authorized");
    row(4403, "forbidden", "forbidden");
    row(4999, "websocket-closed", "a code of this server's own");
    row(0, "websocket-closed", "no code given");
}

void TestBridgeWebSocket::closeCodes()
{
    QFETCH(int, code);
    QFETCH(QByteArray, cause);
    QFETCH(QByteArray, meaning);
    WsScript script = Script().script();
    script.message = [code, answer = script.message](const WsMessage &message) -> QList<WsAction> {
        return message.payload.contains("fatal") ? QList<WsAction>{WsAction::close(code, "bakım\nzamanı")}
                                                 : answer(message);
    };
    const WebSocketServer server(script);
    BridgeProcess bridge(arguments(server));
    QVERIFY(bridge.open());
    bridge.send(echo("1", "fatal"));
    const QJsonObject error = bridge.error("1");
    QCOMPARE(causeOf(error), cause);
    QCOMPARE(evidenceOf(error, "code"), QByteArray::number(code ? code : 1005));
    QCOMPARE(evidenceOf(error, "meaning"), meaning);
    if (code)
        QCOMPARE(evidenceOf(error, "reason"), "bakım zamanı"_ba);
    QCOMPARE(error["data"_L1]["phase"_L1].toString(), u"websocket"_s);
}

/// Servers that make numbers of ids: the host gets its own spelling back.
void TestBridgeWebSocket::identifiers()
{
    WsScript script;
    script.message = [](const WsMessage &message) -> QList<WsAction> {
        const QByteArray id = idOf(message.payload);
        const QByteArray spelled = id == "7" ? "7.0"_ba : id == "\"12\"" ? "12"_ba : id == "13" ? "\"13\""_ba : id;
        return {WsAction::text(R"({"jsonrpc":"2.0","id":)" + spelled + R"(,"result":{"was":)" + id + "}}")};
    };
    const WebSocketServer server(script);
    BridgeProcess bridge(arguments(server));
    for (const char *id : {"7", "\"12\"", "13", "9007199254740993", "\"9007199254740993x\"", "-1"})
        bridge.send(call(id, "x"));
    for (const char *id : {"7", "\"12\"", "13", "9007199254740993", "\"9007199254740993x\"", "-1"})
        QVERIFY2(bridge.answer(id).contains(R"("was":)" + QByteArray(id)), id);
}

/// The portal leaves ids out: as long as one call waits, it is that one's answer.
void TestBridgeWebSocket::answersWithoutIds()
{
    WsScript script;
    script.message = [](const WsMessage &message) -> QList<WsAction> {
        if (methodOf(message.payload) == "bad")
            return {WsAction::text(R"({"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"no"}})")};
        return {WsAction::text(R"({"result":{"for":")" + methodOf(message.payload) + R"("},"error":null})")};
    };
    const WebSocketServer server(script, m_certificates->good());
    BridgeProcess bridge({u"--profile"_s, u"apinizer-ws"_s}, {{u"HTTP_HOSTNAME"_s, u"localhost"_s},
                                                              {u"APINIZER_PORT"_s, QString::number(server.port())},
                                                              {u"APINIZER_TOKEN"_s, secret},
                                                              {u"SSL_CERT_FILE"_s, m_certificates->authorityFile()}});
    bridge.send(call("1", "first"));
    QCOMPARE(bridge.answer("1"), R"({"jsonrpc":"2.0","id":1,"result":{"for":"first"}})"_ba);
    bridge.send(call("\"b\"", "bad"));
    QCOMPARE(bridge.error("\"b\"").value("code"_L1).toInt(), -32700);
    QCOMPARE(bridge.lines().size(), 2);
}

void TestBridgeWebSocket::answerWithoutAnything_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::newRow("id alone") << R"({"jsonrpc":"2.0","id":1})"_ba;
    QTest::newRow("other members") << R"({"id":1,"status":"OK","data":[]})"_ba;
    QTest::newRow("both are null") << R"({"jsonrpc":"2.0","id":1,"result":null,"error":null})"_ba;
    QTest::newRow("id is null") << R"({"jsonrpc":"2.0","id":null,"status":"OK"})"_ba;
    QTest::newRow("id in another spelling") << R"({"id":"1"})"_ba;
}

/// Neither a result nor an error: the host gets an error of the bridge's own.
void TestBridgeWebSocket::answerWithoutAnything()
{
    QFETCH(QByteArray, answer);
    WsScript script;
    script.message = [answer](const WsMessage &) -> QList<WsAction> { return {WsAction::text(answer)}; };
    const WebSocketServer server(script, m_certificates->good());
    BridgeProcess bridge({u"--profile"_s, u"apinizer-ws"_s}, {{u"HTTP_HOSTNAME"_s, u"localhost"_s},
                                                              {u"APINIZER_PORT"_s, QString::number(server.port())},
                                                              {u"APINIZER_TOKEN"_s, secret},
                                                              {u"SSL_CERT_FILE"_s, m_certificates->authorityFile()}});
    bridge.send(call("1", "tools/list"));
    const QJsonObject error = bridge.error("1");
    QCOMPARE(causeOf(error), "not-json-rpc"_ba);
    QCOMPARE(error["code"_L1].toInt(), -32603);
    QCOMPARE(evidenceOf(error, "message"), answer);
    QCOMPARE(bridge.lines().size(), 1);
}

void TestBridgeWebSocket::messageTooLong()
{
    WsScript script = Script().script();
    script.message = [answer = script.message](const WsMessage &message) -> QList<WsAction> {
        if (!message.payload.contains("much"))
            return answer(message);
        const QByteArray id = idOf(message.payload);
        return {WsAction::text(R"({"jsonrpc":"2.0","result":")" + QByteArray(100000, 'x') + R"(","id":)" + id + "}")};
    };
    const WebSocketServer server(script);
    BridgeProcess bridge(arguments(server, {u"--max-message=10000"_s}));
    QVERIFY(bridge.open());
    bridge.send(echo("1", "much"));
    QCOMPARE(causeOf(bridge.error("1")), "message-too-large"_ba);
    bridge.send(echo("2", "little"));
    QVERIFY(bridge.answer("2").contains("little"));
    QCOMPARE(server.connections(), 1); // the connection outlives it
}

/// A peer that is gone without a word: no answer to a ping ends the connection and the call.
void TestBridgeWebSocket::silence()
{
    WsScript script = Script().script();
    script.answerPings = false;
    script.message = [answer = script.message](const WsMessage &message) -> QList<WsAction> {
        return message.payload.contains("never") ? QList<WsAction>() : answer(message);
    };
    const WebSocketServer server(script);
    BridgeProcess bridge(arguments(server, {u"--ping"_s, u"100"_s}));
    QVERIFY(bridge.open());
    bridge.send(echo("1", "never"));
    const QJsonObject error = bridge.error("1");
    QCOMPARE(causeOf(error), "connection-lost"_ba);
    QCOMPARE(evidenceOf(error, "message"), "no answer to a ping"_ba);
    QVERIFY(server.pings() > 0);
    QVERIFY(server.waitForUpgrades(2)); // and the next connection is made
}

/// A call may take as long as it likes where pings are answered.
void TestBridgeWebSocket::talksLongEnough()
{
    const auto gate = std::make_shared<Gate>();
    WsScript script = Script().script();
    script.message = [gate, answer = script.message](const WsMessage &message) -> QList<WsAction> {
        QList<WsAction> actions = answer(message);
        if (message.payload.contains("later"))
            actions.first().gate = gate;
        return actions;
    };
    const WebSocketServer server(script);
    BridgeProcess bridge(arguments(server, {u"--ping"_s, u"50"_s}));
    QVERIFY(bridge.open());
    bridge.send(echo("1", "later"));
    QVERIFY(server.waitForPings(8));
    gate->open();
    QVERIFY(bridge.answer("1").contains("later"));
    QCOMPARE(server.connections(), 1);
}

/// `--ping 0`: a server that takes pings for an offence gets none.
void TestBridgeWebSocket::noPings()
{
    const WebSocketServer server(Script().script());
    BridgeProcess bridge(arguments(server, {u"--ping"_s, u"0"_s}));
    QVERIFY(bridge.open());
    QVERIFY(!server.waitForPings(1, 200)); // a pause of nothing would be over
    bridge.send(echo("1", "x"));
    QVERIFY(!bridge.answer("1").isEmpty());
    QCOMPARE(server.pings(), 0);
}

/// Pings go unanswered while the host reads nothing, and that is not the server's fault.
void TestBridgeWebSocket::slowHost()
{
    WsScript script = Script().script();
    script.message = [answer = script.message](const WsMessage &message) -> QList<WsAction> {
        if (!message.payload.contains("flood"))
            return answer(message);
        const QByteArray line = R"({"jsonrpc":"2.0","method":"notifications/x","params":")" + QByteArray(900000, 'x');
        QList<WsAction> actions;
        for (int i = 0; i < 30; ++i)
            actions.append(WsAction::text(line + QByteArray::number(i) + "\"}"));
        return actions + answer(message);
    };
    const WebSocketServer server(script);
    BridgeProcess bridge(arguments(server, {u"--ping"_s, u"60"_s}));
    QVERIFY(bridge.open());
    bridge.stopReading();
    bridge.send(echo("1", "flood"));
    QVERIFY(bridge.waitForLog("tools/call id=1"));
    QTRY_VERIFY_WITH_TIMEOUT(bridge.log().count("notifications/x") >= 8, 10000);
    QVERIFY(!bridge.waitForLog("the connection ended", 600)); // ten times as long as a ping may take
    QCOMPARE(server.connections(), 1);
}

/// One message that is no valid text must not end the connection of all others.
void TestBridgeWebSocket::invalidText()
{
    const WebSocketServer server(Script().script());
    BridgeProcess bridge(arguments(server));
    QVERIFY(bridge.open());
    bridge.send(echo("1", "half a \xc3 letter"));
    QCOMPARE(causeOf(bridge.error("1")), "malformed-message"_ba);
    bridge.send(echo("2", "bütün"));
    QVERIFY(bridge.answer("2").contains("bütün"));
    QCOMPARE(server.connections(), 1);
}

void TestBridgeWebSocket::leaves()
{
    const auto gate = std::make_shared<Gate>();
    WsScript script = Script().script();
    script.message = [gate, answer = script.message](const WsMessage &message) -> QList<WsAction> {
        QList<WsAction> actions = answer(message);
        if (message.payload.contains("late"))
            actions.first().gate = gate;
        return actions;
    };
    const WebSocketServer server(script);
    BridgeProcess bridge(arguments(server));
    QVERIFY(bridge.open());
    bridge.send(echo("1", "late"));
    QVERIFY(server.waitForMessages(3));
    bridge.closeInput();
    gate->open();
    QCOMPARE(bridge.waitForExit(), 0);
    QVERIFY(bridge.answer("1").contains("late"));
    QVERIFY(server.waitForCloses(1));
    QCOMPARE(server.closes().first().code, 1000);
}

QTEST_GUILESS_MAIN(TestBridgeWebSocket)
#include "tst_bridge_websocket.moc"
