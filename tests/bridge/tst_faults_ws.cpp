#include "tests/bridge/outcomes.h"
#include "tests/support/environment.h"
#include "tests/support/testcertificates.h"
#include "tests/support/websocketserver.h"

#include <QtCore/QElapsedTimer>
#include <QtCore/QMutex>
#include <QtCore/QSemaphore>
#include <QtCore/QTemporaryDir>
#include <QtTest/QtTest>

#include <atomic>
#include <csignal>
#include <thread>

using namespace kopru::test;
using namespace Qt::StringLiterals;

/// The fault table over a WebSocket: whatever happens, every id gets exactly one answer, and each test says which.
class TestFaultsWs final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { scrubEnvironment(); }
    // The server does not open one
    void refused_data();
    void refused();
    void badHandshake_data();
    void badHandshake();
    void opensLate();
    // The connection ends
    void dropped_data();
    void dropped();
    void droppedBetweenCalls();
    void closes_data();
    void closes();
    void closesBetweenCalls();
    void restartTakesItsTime();
    void saysGoodbyeToEverybody();
    // The server is silent, or says strange things
    void silent_data();
    void silent();
    void pings();
    void pieces();
    void badFrames_data();
    void badFrames();
    void strangeMessages_data();
    void strangeMessages();
    void answersTwice();
    void sameIdTwice();
    void idsThatLookAlike();
    void serverAsks();
    // Sizes and shapes
    void largeBothWays();
    void answerTooLarge();
    void badLine();
    void batch();
    void idsAsTheyAre();
    void manyAtOnce();
    void manyOverTls();
    void moreThanTheBridgeTakes();
    void serverStopsReading_data();
    void serverStopsReading();
    // The host goes away
    void hostLeaves_data();
    void hostLeaves();
    void outputClosed();
    void outputNotRead();
    void twoCopies();
    void probe();
    // The computer sleeps
    void sleepsBetweenCalls();
    void sleepsWithinACall();
    void answerCameWhileAsleep();
};

namespace {

const QByteArray key = "key-of-test-4711";
const BridgeProcess::Variables withKey{{u"KEY"_s, QString::fromUtf8(key)}};

QStringList wsArguments(const WebSocketServer &server, const QStringList &more = {})
{
    return QStringList{u"ws"_s, u"--url"_s, server.url(u"/mcp"_s), u"--header"_s, u"X-Key: ${KEY}"_s} + more;
}

QByteArray answerTo(const QByteArray &message, const QByteArray &result = R"({"protocolVersion":"2025-06-18"})")
{
    return R"({"jsonrpc":"2.0","id":)" + idOf(message) + R"(,"result":)" + result + '}';
}

QList<WsAction> answered(const WsMessage &message)
{
    return idOf(message.payload).isEmpty() || methodOf(message.payload).isEmpty()
               ? QList<WsAction>{}
               : QList{WsAction::text(answerTo(message.payload))};
}

/// Answers everything with a result, but leaves `method` to the test.
WsScript except(const QByteArray &method, std::function<QList<WsAction>(const WsMessage &)> own)
{
    return {.message = [method, own = std::move(own)](const WsMessage &message) {
        return methodOf(message.payload) == method ? own(message) : answered(message);
    }};
}

/// The methods that came over one connection, or over all of them, in order.
QList<QByteArray> methods(const WebSocketServer &server, quint64 connection = 0)
{
    QList<QByteArray> all;
    for (const WsMessage &message : server.messages())
        if (connection == 0 || message.connection == connection)
            all.append(methodOf(message.payload));
    return all;
}

const QList<QByteArray> opening{"initialize", "notifications/initialized"};

} // namespace

void TestFaultsWs::refused_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("header"); // name: value
    QTest::addColumn<QByteArray>("cause");
    QTest::newRow("401") << 401 << "WWW-Authenticate: Bearer realm=\"x\""_ba << "unauthorized"_ba;
    QTest::newRow("401 with OAuth") << 401 << "WWW-Authenticate: Bearer resource_metadata=\"https://a.example/x\""_ba
                                    << "sign-in-required"_ba;
    QTest::newRow("403") << 403 << QByteArray() << "forbidden"_ba;
    QTest::newRow("404") << 404 << QByteArray() << "not-found"_ba;
    QTest::newRow("429") << 429 << "Retry-After: 30"_ba << "too-many-requests"_ba;
    QTest::newRow("500") << 500 << QByteArray() << "server-error"_ba;
    QTest::newRow("503") << 503 << "Retry-After: 30"_ba << "server-error"_ba;
    QTest::newRow("a page") << 200 << "Content-Type: text/html"_ba << "websocket-refused"_ba;
    QTest::newRow("426") << 426 << QByteArray() << "websocket-refused"_ba;
    QTest::newRow("redirect elsewhere") << 302 << "Location: http://127.0.0.1:9/x?token=1"_ba << "redirected"_ba;
}

void TestFaultsWs::refused()
{
    QFETCH(int, status);
    QFETCH(QByteArray, header);
    QFETCH(QByteArray, cause);
    std::atomic<bool> refuses = true;
    WsScript script = except("none", answered);
    script.upgrade = [&](const Request &) {
        WsUpgrade upgrade;
        if (refuses) {
            upgrade = {.status = status, .body = "<p>no " + key + "</p>"};
            if (const qsizetype colon = header.indexOf(": "); colon > 0)
                upgrade.headers.append({header.left(colon), header.mid(colon + 2)});
        }
        return upgrade;
    };
    const WebSocketServer server(script);
    BridgeProcess bridge(wsArguments(server), withKey);
    bridge.send(call("1", "initialize", R"({"protocolVersion":"2025-06-18"})"));
    bridge.send(R"({"jsonrpc":"2.0","method":"notifications/initialized"})");
    const QJsonObject error = bridge.error("1");
    QCOMPARE(error["data"_L1]["httpStatus"_L1].toInt(), status);
    QCOMPARE(error["data"_L1]["retryAfter"_L1].toString(), header.startsWith("Retry") ? u"30"_s : QString());
    QCOMPARE(server.upgrades().first().header("X-Key"), key);
    QVERIFY(bridge.waitForLog("notifications/initialized was not accepted"));
    refuses = false;
    QVERIFY(bridge.open());
    QCOMPARE(outcomes(bridge), (Outcomes{"\"open\" result", "1 " + cause}));
    QVERIFY(!(bridge.output() + bridge.wholeLog()).contains(key));
}

void TestFaultsWs::badHandshake_data()
{
    QTest::addColumn<QByteArray>("kind");
    QTest::addColumn<QByteArray>("cause");
    QTest::newRow("wrong accept") << "wrong accept"_ba << "websocket-refused"_ba;
    QTest::newRow("closed without an answer") << "drop"_ba << "connection-lost"_ba;
    QTest::newRow("no answer at all") << "silent"_ba << "timed-out"_ba;
}

void TestFaultsWs::badHandshake()
{
    QFETCH(QByteArray, kind);
    QFETCH(QByteArray, cause);
    std::atomic<bool> bad = true;
    WsScript script = except("none", answered);
    script.upgrade = [&](const Request &) {
        if (!bad)
            return WsUpgrade{};
        return WsUpgrade{
            .wrongAccept = kind == "wrong accept", .silent = kind == "silent", .dropConnection = kind == "drop"};
    };
    const WebSocketServer server(script);
    BridgeProcess bridge(wsArguments(server, {u"--timeout"_s, u"1000"_s}), withKey);
    bridge.send(call("1", "initialize", R"({"protocolVersion":"2025-06-18"})"));
    QVERIFY(!bridge.error("1").isEmpty());
    bad = false;
    QVERIFY(kind == "silent" || bridge.open());
    Outcomes expected{"1 " + cause};
    if (kind != "silent") // there the first try goes on
        expected.prepend("\"open\" result");
    QCOMPARE(outcomes(bridge), expected);
}

void TestFaultsWs::opensLate()
{
    // What the host sends before the WebSocket is open waits for it.
    const auto gate = std::make_shared<Gate>();
    WsScript script = except("none", answered);
    script.upgrade = [gate](const Request &) { return WsUpgrade{.gate = gate}; };
    const WebSocketServer server(script);
    BridgeProcess bridge(wsArguments(server), withKey);
    bridge.send(call("1", "initialize", R"({"protocolVersion":"2025-06-18"})"));
    bridge.send(R"({"jsonrpc":"2.0","method":"notifications/initialized"})");
    bridge.send(call("2", "tools/list"));
    bridge.send(call("3", "tools/list"));
    QVERIFY(server.waitForUpgrades(1));
    gate->open();
    QVERIFY(bridge.waitForLines(3));
    QCOMPARE(outcomes(bridge), (Outcomes{"1 result", "2 result", "3 result"}));
    QCOMPARE(methods(server), opening + QList<QByteArray>({"tools/list", "tools/list"}));
    QCOMPARE(server.upgrades().size(), 1);
}

void TestFaultsWs::dropped_data()
{
    QTest::addColumn<QByteArray>("kind");
    for (const char *kind : {"before the answer", "within a frame", "within a message", "behind another message"})
        QTest::newRow(kind) << QByteArray(kind);
}

void TestFaultsWs::dropped()
{
    // Two calls are under way; what may have run is not sent again.
    QFETCH(QByteArray, kind);
    std::atomic<int> runs = 0;
    const WebSocketServer server(except("dangerous", [&](const WsMessage &message) {
        if (++runs < 2)
            return QList<WsAction>{};
        QList<WsAction> actions;
        if (kind == "within a frame")
            actions.append(WsAction::raw(QByteArray("\x81\x40", 2) + answerTo(message.payload).left(10)));
        else if (kind == "within a message")
            actions.append(WsAction::raw(QByteArray("\x01\x05", 2) + "{\"jso"));
        else if (kind == "behind another message")
            actions.append(WsAction::text(R"({"jsonrpc":"2.0","method":"notifications/x"})"));
        return actions + QList{WsAction::drop()};
    }));
    BridgeProcess bridge(wsArguments(server), withKey);
    QVERIFY(bridge.open());
    bridge.send(call("1", "dangerous"));
    bridge.send(call("2", "dangerous"));
    QVERIFY(!bridge.error("1").isEmpty() && !bridge.error("2").isEmpty());
    bridge.send(call("3", "tools/list"));
    QVERIFY(!bridge.answer("3").isEmpty());
    Outcomes expected{"\"open\" result", "1 connection-lost", "2 connection-lost", "3 result"};
    if (kind == "behind another message")
        expected.append("notifications/x");
    QCOMPARE(outcomes(bridge), expected);
    QCOMPARE(runs.load(), 2);
    QCOMPARE(methods(server, 2), opening + QList<QByteArray>{"tools/list"});
}

void TestFaultsWs::droppedBetweenCalls()
{
    WebSocketServer server(except("none", answered));
    BridgeProcess bridge(wsArguments(server), withKey);
    QVERIFY(bridge.open());
    bridge.send(call("1", "tools/list"));
    QVERIFY(!bridge.answer("1").isEmpty());
    server.push(WsAction::drop());
    QVERIFY(bridge.waitForLog("the connection ended"));
    bridge.send(call("2", "tools/list"));
    bridge.send(call("3", "tools/list"));
    QVERIFY(!bridge.answer("2").isEmpty() && !bridge.answer("3").isEmpty());
    QCOMPARE(outcomes(bridge), (Outcomes{"\"open\" result", "1 result", "2 result", "3 result"}));
    QCOMPARE(methods(server).count("tools/list"), 3);
    QCOMPARE(methods(server, 2).mid(0, 2), opening);
    // The host's own words, under a private id.
    const QByteArray again = server.messages().at(3).payload;
    QVERIFY(idOf(again) != "\"open\"");
    QCOMPARE(QByteArray(again).replace(idOf(again), "\"open\""), server.messages().first().payload);
}

void TestFaultsWs::closes_data()
{
    QTest::addColumn<int>("code");
    QTest::addColumn<QByteArray>("cause");
    for (const int code : {1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 3008, 4000, 4999})
        QTest::addRow("%d", code) << code << "websocket-closed"_ba;
    QTest::newRow("without a code") << 0 << "websocket-closed"_ba;
    QTest::newRow("1014") << 1014 << "connection-lost"_ba; // Beast takes it for a fault of the protocol
    QTest::newRow("3000") << 3000 << "unauthorized"_ba;
    QTest::newRow("4401") << 4401 << "unauthorized"_ba;
    QTest::newRow("3003") << 3003 << "forbidden"_ba;
    QTest::newRow("4403") << 4403 << "forbidden"_ba;
}

void TestFaultsWs::closes()
{
    QFETCH(int, code);
    QFETCH(QByteArray, cause);
    std::atomic<int> runs = 0;
    const WebSocketServer server(except("dangerous", [&](const WsMessage &) {
        ++runs;
        return QList{WsAction::close(code, code == 0 ? QByteArray() : "because " + key)};
    }));
    BridgeProcess bridge(wsArguments(server), withKey);
    QVERIFY(bridge.open());
    bridge.send(call("1", "dangerous"));
    const QJsonObject error = bridge.error("1");
    QCOMPARE(error["data"_L1]["phase"_L1].toString(), u"websocket"_s);
    if (cause != "connection-lost") {
        const QJsonObject evidence = error["data"_L1]["evidence"_L1].toObject();
        QCOMPARE(evidence["code"_L1].toString(), QString::number(code == 0 ? 1005 : code));
        QVERIFY(!evidence["meaning"_L1].toString().isEmpty());
        QCOMPARE(evidence["reason"_L1].toString(), code == 0 ? QString() : u"because [redacted]"_s);
    }
    bridge.send(call("2", "tools/list"));
    QVERIFY(!bridge.answer("2").isEmpty());
    QCOMPARE(outcomes(bridge), (Outcomes{"\"open\" result", "1 " + cause, "2 result"}));
    QCOMPARE(runs.load(), 1);
    QVERIFY(!(bridge.output() + bridge.wholeLog()).contains(key));
}

void TestFaultsWs::closesBetweenCalls()
{
    // An idle connection that a proxy closes: the host never hears of it.
    WebSocketServer server(except("none", answered));
    BridgeProcess bridge(wsArguments(server), withKey);
    QVERIFY(bridge.open());
    QVERIFY(server.waitForMessages(2));
    for (int i = 0; i < 3; ++i) {
        server.push(WsAction::close(1001, "idle"));
        QTRY_COMPARE(bridge.log().count("the connection ended"), i + 1);
        const QByteArray id = QByteArray::number(i);
        bridge.send(call(id, "tools/list"));
        QVERIFY(!bridge.answer(id).isEmpty());
    }
    QCOMPARE(outcomes(bridge), (Outcomes{"\"open\" result", "0 result", "1 result", "2 result"}));
    QCOMPARE(methods(server).count("tools/list"), 3);
}

void TestFaultsWs::restartTakesItsTime()
{
    auto server = std::make_unique<WebSocketServer>(except("none", answered));
    const quint16 port = server->port();
    BridgeProcess::Variables variables = withKey;
    variables.insert(u"KOPRU_RETRY_MS"_s, u"20000"_s);
    BridgeProcess bridge(wsArguments(*server), variables);
    QVERIFY(bridge.open());
    QVERIFY(server->waitForMessages(2));
    server.reset();
    bridge.send(call("1", "tools/list"));
    bridge.send(call("2", "tools/list"));
    QVERIFY(bridge.waitForLog("trying again"));
    server = std::make_unique<WebSocketServer>(except("none", answered), std::nullopt, port);
    QVERIFY2(server->port() == port, qPrintable(server->errorText()));
    QVERIFY(!bridge.answer("1").isEmpty() && !bridge.answer("2").isEmpty());
    QCOMPARE(outcomes(bridge), (Outcomes{"\"open\" result", "1 result", "2 result"}));
    QCOMPARE(methods(*server), opening + QList<QByteArray>({"tools/list", "tools/list"}));
}

void TestFaultsWs::saysGoodbyeToEverybody()
{
    // A server that closes every connection after its first call: an error each, and never a loop.
    std::atomic<int> runs = 0;
    const WebSocketServer server(except("dangerous", [&](const WsMessage &) {
        ++runs;
        return QList{WsAction::close(1011, "fault")};
    }));
    BridgeProcess bridge(wsArguments(server), withKey);
    QVERIFY(bridge.open());
    Outcomes expected{"\"open\" result"};
    for (int i = 0; i < 3; ++i) {
        const QByteArray id = QByteArray::number(i);
        bridge.send(call(id, "dangerous"));
        QVERIFY(!bridge.error(id).isEmpty());
        expected.append(id + " websocket-closed");
    }
    QCOMPARE(outcomes(bridge), expected);
    QCOMPARE(runs.load(), 3);
    QVERIFY2(server.connections() <= 5, QByteArray::number(server.connections()));
}

void TestFaultsWs::silent_data()
{
    QTest::addColumn<bool>("answersPings");
    QTest::newRow("but alive") << true;
    QTest::newRow("and dead") << false;
}

void TestFaultsWs::silent()
{
    // Nothing comes for a long time. Pings tell a server that thinks from one that is gone.
    QFETCH(bool, answersPings);
    const auto gate = std::make_shared<Gate>();
    WsScript script = except("slow", [&](const WsMessage &message) {
        WsAction action = WsAction::text(answerTo(message.payload));
        action.gate = gate;
        return QList{action};
    });
    script.answerPings = answersPings;
    const WebSocketServer server(script);
    BridgeProcess bridge(wsArguments(server, {u"--ping"_s, u"100"_s}), withKey);
    QVERIFY(bridge.open());
    bridge.send(call("1", "slow"));
    QVERIFY(server.waitForMessages(3));
    if (answersPings) {
        QVERIFY(server.waitForPings(5));
        gate->open();
        QVERIFY(!bridge.answer("1").isEmpty());
        QCOMPARE(outcomes(bridge), (Outcomes{"\"open\" result", "1 result"}));
        QCOMPARE(server.connections(), 1);
        return;
    }
    const QJsonObject error = bridge.error("1");
    QVERIFY(error["data"_L1]["evidence"_L1]["message"_L1].toString().contains(u"ping"_s));
    gate->open();
    bridge.send(call("2", "tools/list"));
    QVERIFY(!bridge.answer("2").isEmpty());
    QCOMPARE(outcomes(bridge), (Outcomes{"\"open\" result", "1 connection-lost", "2 result"}));
    QCOMPARE(methods(server).count("slow"), 1);
}

void TestFaultsWs::pings()
{
    WebSocketServer server(except("none", answered));
    BridgeProcess bridge(wsArguments(server), withKey);
    QVERIFY(bridge.open());
    for (int i = 0; i < 20; ++i)
        server.push(WsAction::ping("p" + QByteArray::number(i)));
    QVERIFY(server.waitForPongs(1)); // RFC 6455 section 5.5.3: the latest is enough
    bridge.send(call("1", "tools/list"));
    QVERIFY(!bridge.answer("1").isEmpty());
    QCOMPARE(outcomes(bridge), (Outcomes{"\"open\" result", "1 result"}));
    QCOMPARE(server.violations(), QList<QByteArray>());
}

void TestFaultsWs::pieces()
{
    // One frame a byte, a ping in between; then the same message byte for byte on the wire.
    const WebSocketServer server(except("piecewise", [](const WsMessage &message) {
        const QByteArray text = answerTo(message.payload, R"({"text":"köprü 🌉"})");
        QList<QByteArray> bytes;
        for (const char byte : text)
            bytes.append(QByteArray(1, byte));
        QList<WsAction> actions{WsAction::inFragments(bytes)};
        const QByteArray second = R"({"jsonrpc":"2.0","method":"notifications/x"})";
        for (const char byte : "\x81" + QByteArray(1, static_cast<char>(second.size())) + second)
            actions.append(WsAction::raw(QByteArray(1, byte)));
        return actions;
    }));
    BridgeProcess bridge(wsArguments(server), withKey);
    QVERIFY(bridge.open());
    bridge.send(call("1", "piecewise"));
    QVERIFY(bridge.answer("1").contains("köprü 🌉"));
    QVERIFY(bridge.waitForLines(3));
    QCOMPARE(outcomes(bridge), (Outcomes{"\"open\" result", "1 result", "notifications/x"}));
}

void TestFaultsWs::badFrames_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("opcode that is not defined") << QByteArray("\x83\x00", 2);
    QTest::newRow("reserved bit") << QByteArray("\xc1\x00", 2);
    QTest::newRow("masked by the server") << QByteArray("\x81\x81\x01\x02\x03\x04\x79", 7);
    QTest::newRow("control frame too long") << QByteArray("\x89\x7e\x00\x7e", 4) + QByteArray(126, 'x');
    QTest::newRow("control frame in fragments") << QByteArray("\x09\x00", 2);
    QTest::newRow("continuation of nothing") << QByteArray("\x80\x01x", 3);
    QTest::newRow("new message within a message") << QByteArray("\x01\x01{\x81\x01}", 6);
    QTest::newRow("length longer than it need be") << QByteArray("\x81\x7e\x00\x02{}", 6);
    QTest::newRow("invalid UTF-8") << QByteArray("\x81\x02\xc3\x28", 4);
    QTest::newRow("close with a code of one byte") << QByteArray("\x88\x01\x03", 3);
    QTest::newRow("close with a code that must not be sent") << QByteArray("\x88\x02\x03\xed", 4);
    QTest::newRow("HTTP") << "HTTP/1.1 502 Bad Gateway\r\n\r\n"_ba;
}

void TestFaultsWs::badFrames()
{
    QFETCH(QByteArray, bytes);
    const WebSocketServer server(except("dangerous", [&](const WsMessage &) { return QList{WsAction::raw(bytes)}; }));
    BridgeProcess bridge(wsArguments(server), withKey);
    QVERIFY(bridge.open());
    bridge.send(call("1", "dangerous"));
    QVERIFY(!bridge.error("1").isEmpty());
    bridge.send(call("2", "tools/list"));
    QVERIFY(!bridge.answer("2").isEmpty());
    QCOMPARE(outcomes(bridge), (Outcomes{"\"open\" result", "1 connection-lost", "2 result"}));
    QCOMPARE(methods(server).count("dangerous"), 1);
}

void TestFaultsWs::strangeMessages_data()
{
    QTest::addColumn<QByteArray>("message");
    QTest::newRow("words") << "hello"_ba;
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("a page") << "<html></html>"_ba;
    QTest::newRow("cut JSON") << R"({"jsonrpc":"2.0","id":1,"resu)"_ba;
    QTest::newRow("a number") << "42"_ba;
    QTest::newRow("an empty list") << "[]"_ba;
    QTest::newRow("an answer to nobody") << R"({"jsonrpc":"2.0","id":99,"result":{}})"_ba;
    QTest::newRow("an empty object") << "{}"_ba;
}

void TestFaultsWs::strangeMessages()
{
    // Before the answer comes something else; the host sees the answer.
    QFETCH(QByteArray, message);
    const WebSocketServer server(except("tools/call", [&](const WsMessage &asked) {
        return QList{WsAction::text(message), WsAction::binary(answerTo(asked.payload))};
    }));
    BridgeProcess bridge(wsArguments(server), withKey);
    QVERIFY(bridge.open());
    bridge.send(echo("1", "x"));
    QVERIFY(!bridge.answer("1").isEmpty());
    QCOMPARE(outcomes(bridge), (Outcomes{"\"open\" result", "1 result"}));
}

void TestFaultsWs::answersTwice()
{
    const WebSocketServer server(except("tools/call", [](const WsMessage &asked) {
        return QList{WsAction::text(answerTo(asked.payload, "1")), WsAction::text(answerTo(asked.payload, "2")),
                     WsAction::text("[" + answerTo(asked.payload, "3") + "]")};
    }));
    BridgeProcess bridge(wsArguments(server), withKey);
    QVERIFY(bridge.open());
    bridge.send(echo("1", "x"));
    QVERIFY(bridge.answer("1").contains(R"("result":1)"));
    bridge.send(call("2", "tools/list"));
    QVERIFY(!bridge.answer("2").isEmpty());
    QCOMPARE(outcomes(bridge), (Outcomes{"\"open\" result", "1 result", "2 result"}));
}

void TestFaultsWs::sameIdTwice()
{
    // Two calls with one id, at the same time and one after the other: as many answers as calls, in the order in which
    // the server gives them, for nothing else tells them apart.
    QList<WsAction> waiting;
    const WebSocketServer server(except("tools/call", [&](const WsMessage &message) {
        const QByteArray word = message.payload.contains("first")    ? "first"_ba
                                : message.payload.contains("second") ? "second"_ba
                                                                     : "third"_ba;
        waiting.append(WsAction::text(answerTo(message.payload, '"' + word + '"')));
        return word == "first" ? QList<WsAction>{} : std::exchange(waiting, {});
    }));
    BridgeProcess bridge(wsArguments(server), withKey);
    QVERIFY(bridge.open());
    bridge.send(echo("1", "first"));
    bridge.send(echo("1", "second"));
    QVERIFY(bridge.waitForLines(3));
    bridge.send(echo("1", "third"));
    QVERIFY(bridge.waitForLines(4));
    QCOMPARE(outcomes(bridge), (Outcomes{"\"open\" result", "1 result", "1 result", "1 result"}));
    int line = 0;
    for (const char *word : {"first", "second", "third"})
        QVERIFY2(bridge.lines().at(++line).contains(word), bridge.output());
}

void TestFaultsWs::idsThatLookAlike()
{
    // 7 and "7" are two calls. An answer that is spelled like neither could be either's: it is nobody's.
    const WebSocketServer server(except("tools/call", [&](const WsMessage &message) -> QList<WsAction> {
        if (idOf(message.payload) == "7")
            return {};
        return {WsAction::text(R"({"jsonrpc":"2.0","id":7.0,"result":"whose"})"),
                WsAction::text(R"({"jsonrpc":"2.0","id":"7","result":"the text's"})"),
                WsAction::text(R"({"jsonrpc":"2.0","id":7,"result":"the number's"})")};
    }));
    BridgeProcess bridge(wsArguments(server), withKey);
    QVERIFY(bridge.open());
    bridge.send(echo("7", "x"));
    bridge.send(echo("\"7\"", "x"));
    QVERIFY(bridge.answer("\"7\"").contains("the text's"));
    QVERIFY(bridge.answer("7").contains("the number's"));
    QCOMPARE(outcomes(bridge), (Outcomes{"\"7\" result", "\"open\" result", "7 result"}));
    QVERIFY(!bridge.output().contains("whose"));
}

void TestFaultsWs::serverAsks()
{
    const WebSocketServer server({.message = [](const WsMessage &message) -> QList<WsAction> {
        if (methodOf(message.payload) == "tools/call")
            return {WsAction::text(R"({"jsonrpc":"2.0","id":1,"method":"roots/list"})")}; // with the host's own id
        if (methodOf(message.payload).isEmpty())
            return {WsAction::text(R"({"jsonrpc":"2.0","id":1,"result":{"asked":true}})")};
        return answered(message);
    }});
    BridgeProcess bridge(wsArguments(server), withKey);
    QVERIFY(bridge.open());
    bridge.send(echo("1", "x"));
    QVERIFY(bridge.waitForLines(2));
    const QByteArray reply = R"({"jsonrpc":"2.0","id":1,"result":{"roots":[]}})";
    bridge.send(reply);
    QVERIFY(bridge.waitForLines(3));
    QCOMPARE(server.messages().last().payload, reply);
    QCOMPARE(outcomes(bridge), (Outcomes{"\"open\" result", "1 result", "roots/list"}));
}

void TestFaultsWs::largeBothWays()
{
    const QByteArray text = QByteArray("0123456789abcdef").repeated(4 * 1024 * 1024); // 64 MiB
    std::atomic<bool> whole = false;
    const WebSocketServer server(except("tools/call", [&](const WsMessage &message) {
        whole = message.payload == echo("1", text);
        return QList{WsAction::text(R"({"jsonrpc":"2.0","id":1,"result":{"text":")" + text + "\"}}")};
    }));
    BridgeProcess bridge(wsArguments(server), withKey);
    QVERIFY(bridge.open());
    bridge.send(echo("1", text));
    bridge.send(call("2", "tools/list"));
    QVERIFY(bridge.answer("1", 30000) == R"({"jsonrpc":"2.0","id":1,"result":{"text":")" + text + "\"}}");
    QVERIFY(whole);
    QVERIFY(!bridge.answer("2").isEmpty());
    QCOMPARE(outcomes(bridge), (Outcomes{"\"open\" result", "1 result", "2 result"}));
}

void TestFaultsWs::answerTooLarge()
{
    const WebSocketServer server(except("tools/call", [&](const WsMessage &message) {
        return QList{WsAction::text(answerTo(message.payload, '"' + QByteArray(100000, 'x') + '"'))};
    }));
    BridgeProcess bridge(wsArguments(server, {u"--max-message"_s, u"10000"_s}), withKey);
    QVERIFY(bridge.open());
    bridge.send(echo("1", "x"));
    QVERIFY(!bridge.error("1").isEmpty());
    bridge.send(call("2", "tools/list"));
    QVERIFY(!bridge.answer("2").isEmpty());
    QCOMPARE(outcomes(bridge), (Outcomes{"\"open\" result", "1 message-too-large", "2 result"}));
    QCOMPARE(server.connections(), 1);
}

void TestFaultsWs::badLine()
{
    const WebSocketServer server(except("none", answered));
    BridgeProcess bridge(wsArguments(server), withKey);
    QVERIFY(bridge.open());
    bridge.send("Warning: something of a start script");
    bridge.send(call("1", "tools/list"));
    QVERIFY(!bridge.answer("1").isEmpty());
    QCOMPARE(outcomes(bridge), (Outcomes{"\"open\" result", "1 result", "null -32700"}));
    QCOMPARE(methods(server), opening + QList<QByteArray>{"tools/list"});
}

void TestFaultsWs::batch()
{
    const WebSocketServer server(except("none", answered));
    BridgeProcess bridge(wsArguments(server), withKey);
    QVERIFY(bridge.open());
    bridge.send("[" + echo("1", "one") + "," + call("\"2\"", "tools/list") + ",7]");
    QVERIFY(bridge.waitForLines(4));
    QCOMPARE(outcomes(bridge), (Outcomes{"\"2\" result", "\"open\" result", "1 result", "null -32600"}));
}

void TestFaultsWs::idsAsTheyAre()
{
    const WebSocketServer server(except("none", answered));
    BridgeProcess bridge(wsArguments(server), withKey);
    QVERIFY(bridge.open());
    const QList<QByteArray> ids{R"("text")", "9007199254740993", "9007199254740992", R"("9007199254740993")", "-0",
                                "1.0"};
    Outcomes expected{"\"open\" result"};
    for (const QByteArray &id : ids) {
        bridge.send(call(id, "ping"));
        expected.append(id + " result");
    }
    QVERIFY(bridge.waitForLines(static_cast<int>(ids.size()) + 1));
    std::sort(expected.begin(), expected.end());
    QCOMPARE(outcomes(bridge), expected);
}

void TestFaultsWs::manyAtOnce()
{
    // 500 calls, answered in the other order once all of them have arrived.
    constexpr int many = 500;
    QList<WsAction> waiting;
    const WebSocketServer server(except("tools/call", [&](const WsMessage &message) {
        waiting.prepend(WsAction::text(answerTo(message.payload, "\"<" + idOf(message.payload) + ">\"")));
        return waiting.size() < many ? QList<WsAction>{} : waiting;
    }));
    BridgeProcess bridge(wsArguments(server), withKey);
    QVERIFY(bridge.open());
    QByteArray lines;
    Outcomes expected{"\"open\" result"};
    for (int i = 0; i < many; ++i) {
        lines += echo(QByteArray::number(i), "x") + '\n';
        expected.append(QByteArray::number(i) + " result");
    }
    bridge.sendPiece(lines);
    QVERIFY(bridge.waitForLines(many + 1, 20000));
    for (int i = 0; i < many; ++i)
        QVERIFY(bridge.answer(QByteArray::number(i)).contains("<" + QByteArray::number(i) + ">"));
    std::sort(expected.begin(), expected.end());
    QCOMPARE(outcomes(bridge), expected);
}

void TestFaultsWs::manyOverTls()
{
    // Each is answered as soon as it arrives, so that both sides read and write at the same time.
    constexpr int many = 500;
    const QTemporaryDir folder;
    const TestCertificates certificates(folder.filePath(u"certificates"_s));
    QVERIFY2(certificates.isValid(), qPrintable(certificates.errorText()));
    const WebSocketServer server(except("none", answered), certificates.good());
    BridgeProcess::Variables variables = withKey;
    variables.insert(u"SSL_CERT_FILE"_s, certificates.authorityFile());
    BridgeProcess bridge(wsArguments(server), variables);
    QVERIFY(bridge.open());
    Outcomes expected{"\"open\" result"};
    QByteArray lines;
    for (int i = 0; i < many; ++i) {
        lines += echo(QByteArray::number(i), QByteArray(200, 'x')) + '\n';
        expected.append(QByteArray::number(i) + " result");
    }
    bridge.sendPiece(lines);
    QVERIFY(bridge.waitForLines(many + 1, 20000));
    std::sort(expected.begin(), expected.end());
    QCOMPARE(outcomes(bridge), expected);
    QCOMPARE(server.violations(), QList<QByteArray>());
    QCOMPARE(server.connections(), 1);
}

void TestFaultsWs::moreThanTheBridgeTakes()
{
    // A server that answers nothing for a while: the bridge stops reading, so that the calls wait in the host's pipe.
    constexpr int many = 6000;
    QMutex mutex;
    bool held = true;
    QList<WsAction> waiting;
    WebSocketServer server(except("tools/call", [&](const WsMessage &message) {
        const QMutexLocker lock(&mutex);
        const WsAction answer = WsAction::text(answerTo(message.payload));
        if (!held)
            return QList{answer};
        waiting.append(answer);
        return QList<WsAction>{};
    }));
    BridgeProcess bridge(wsArguments(server), withKey);
    QVERIFY(bridge.open());
    QByteArray lines;
    Outcomes expected{"\"open\" result"};
    for (int i = 0; i < many; ++i) {
        lines += echo(QByteArray::number(i), QByteArray(500, 'x')) + '\n';
        expected.append(QByteArray::number(i) + " result");
    }
    bool stopped = false;
    std::thread watcher([&] { // for the host is held up as well
        stopped = server.waitForMessages(1024, 10000) && !server.waitForMessages(many / 2, 1000);
        const QMutexLocker lock(&mutex);
        held = false;
        for (const WsAction &answer : waiting)
            server.push(answer);
    });
    bridge.sendPiece(lines);
    watcher.join();
    QVERIFY(stopped);
    QVERIFY(bridge.waitForLines(many + 1, 30000));
    std::sort(expected.begin(), expected.end());
    QCOMPARE(outcomes(bridge), expected);
}

void TestFaultsWs::serverStopsReading_data()
{
    QTest::addColumn<bool>("limited");
    QTest::addColumn<bool>("drops"); // what the server does at last
    QTest::addColumn<Outcomes>("expected");
    QTest::addColumn<int>("sent"); // how often the call behind got to the server
    QTest::newRow("calls are given up meanwhile")
        << true << false << Outcomes{"\"open\" result", "1 timed-out", "2 timed-out", "3 timed-out", "4 result"} << 0;
    QTest::newRow("and drops the connection")
        << false << true
        << Outcomes{"\"open\" result", "1 connection-lost", "2 connection-lost", "3 result", "4 result"} << 1;
}

void TestFaultsWs::serverStopsReading()
{
    // One call is half sent and another one waits behind it, not sent at all.
    QFETCH(bool, limited);
    QFETCH(bool, drops);
    QFETCH(Outcomes, expected);
    QFETCH(int, sent);
    QSemaphore release;
    const WebSocketServer server(except("stop", [&](const WsMessage &) {
        release.tryAcquire(1, 20000); // on purpose: the server's thread does nothing meanwhile
        return drops ? QList{WsAction::drop()} : QList<WsAction>{};
    }));
#ifdef KOPRU_SANITIZED
    const QString limit = u"8000"_s; // so much slower is the server, too, that reads all of it at last
#else
    const QString limit = u"1000"_s;
#endif
    BridgeProcess bridge(wsArguments(server, limited ? QStringList{u"--timeout"_s, limit} : QStringList()), withKey);
    QVERIFY(bridge.open());
    bridge.send(call("1", "stop"));
    bridge.send(echo("2", QByteArray(24 * 1024 * 1024, 'x'))); // more than the sockets hold
    bridge.send(echo("3", "behind"));
    QVERIFY(bridge.waitForLog("id=3"));
    if (limited)
        QVERIFY(bridge.waitForLines(4, 20000));
    release.release();
    bridge.send(call("4", "tools/list"));
    QVERIFY(!bridge.answer("4").isEmpty());
    QCOMPARE(outcomes(bridge), expected);
    int arrived = 0;
    for (const WsMessage &message : server.messages())
        arrived += idOf(message.payload) == "3" ? 1 : 0;
    QCOMPARE(arrived, sent);
}

void TestFaultsWs::hostLeaves_data()
{
    QTest::addColumn<int>("signal");
    QTest::addColumn<bool>("answered"); // before the bridge stops waiting
    QTest::addColumn<bool>("closing");  // the server answers the close
    QTest::addColumn<QByteArray>("outcome");
    QTest::newRow("end of input") << 0 << true << true << "1 result"_ba;
    QTest::newRow("end of input, never answered") << 0 << false << true << "1 cancelled"_ba;
    QTest::newRow("end of input, not even the close answered") << 0 << false << false << "1 cancelled"_ba;
    QTest::newRow("SIGTERM") << SIGTERM << true << true << "1 result"_ba;
    QTest::newRow("SIGTERM, never answered") << SIGTERM << false << true << "1 cancelled"_ba;
    QTest::newRow("SIGINT") << SIGINT << true << true << "1 result"_ba;
    QTest::newRow("SIGINT, never answered") << SIGINT << false << true << "1 cancelled"_ba;
    QTest::newRow("SIGHUP") << SIGHUP << true << true << "1 result"_ba;
    QTest::newRow("SIGHUP, never answered") << SIGHUP << false << true << "1 cancelled"_ba;
}

void TestFaultsWs::hostLeaves()
{
    QFETCH(int, signal);
    QFETCH(bool, answered);
    QFETCH(bool, closing);
    QFETCH(QByteArray, outcome);
    const auto gate = std::make_shared<Gate>();
    WsScript script = except("tools/call", [&](const WsMessage &message) {
        WsAction action = WsAction::text(answerTo(message.payload));
        action.gate = gate;
        return QList{action};
    });
    script.answerClose = closing;
    const WebSocketServer server(script);
    BridgeProcess bridge(wsArguments(server, {u"--drain"_s, answered ? u"5000"_s : u"300"_s}), withKey);
    QVERIFY(bridge.open());
    bridge.send(echo("1", "x"));
    QVERIFY(server.waitForMessages(3));
    QElapsedTimer timer;
    timer.start();
    if (signal == 0)
        bridge.closeInput();
    else
        bridge.terminate(signal);
    if (answered)
        gate->open();
    QCOMPARE(bridge.waitForExit(), 0);
    QVERIFY2(timer.elapsed() < 2500, QByteArray::number(timer.elapsed()));
    gate->open();
    QCOMPARE(outcomesSoFar(bridge), (Outcomes{"\"open\" result", outcome}));
    QVERIFY(server.waitForCloses(1));
    QCOMPARE(server.closes().first().code, 1000);
}

void TestFaultsWs::outputClosed()
{
    const auto gate = std::make_shared<Gate>();
    const WebSocketServer server(except("tools/call", [&](const WsMessage &message) {
        WsAction action = WsAction::text(answerTo(message.payload));
        action.gate = gate;
        return QList{action};
    }));
    BridgeProcess bridge(wsArguments(server), withKey);
    QVERIFY(bridge.open());
    bridge.send(echo("1", "nobody hears it"));
    QVERIFY(server.waitForMessages(3));
    bridge.closeOutput();
    gate->open();
    QCOMPARE(bridge.waitForExit(), 0);
    QCOMPARE(outcomesSoFar(bridge), (Outcomes{"\"open\" result"}));
    QVERIFY(server.waitForOpen(0));
}

void TestFaultsWs::outputNotRead()
{
    // A host that is busy: the server is not read in advance, and nothing gets lost.
    const QByteArray text(1024 * 1024, 'x');
    WebSocketServer server(except("tools/call", [&](const WsMessage &message) {
        return QList{WsAction::text(answerTo(message.payload, '"' + text + '"'))};
    }));
    BridgeProcess bridge(wsArguments(server), withKey);
    QVERIFY(bridge.open());
    bridge.stopReading();
    Outcomes expected{"\"open\" result"};
    for (int i = 0; i < 50; ++i) {
        bridge.send(echo(QByteArray::number(i), "x"));
        expected.append(QByteArray::number(i) + " result");
    }
    QVERIFY(server.waitForMessages(52));
    const qint64 before = bridge.cpuMilliseconds();
    QTest::qWait(500);
    QVERIFY2(bridge.cpuMilliseconds() - before < 300, "it spins");
#ifndef KOPRU_SANITIZED
    QVERIFY2(bridge.peakKilobytes() < 30 * 1024, QByteArray::number(bridge.peakKilobytes())); // of 50 MiB
#endif
    bridge.goOnReading();
    QVERIFY(bridge.waitForLines(51));
    std::sort(expected.begin(), expected.end());
    QCOMPARE(outcomes(bridge), expected);
}

void TestFaultsWs::twoCopies()
{
    const WebSocketServer server(except("none", answered));
    BridgeProcess one(wsArguments(server), withKey);
    BridgeProcess two(wsArguments(server), withKey);
    QVERIFY(one.open() && two.open());
    QVERIFY(server.waitForOpen(2));
    one.terminate(SIGKILL);
    (void)one.waitForExit();
    QVERIFY(server.waitForOpen(1));
    two.send(call("1", "tools/list"));
    QVERIFY(!two.answer("1").isEmpty());
    QCOMPARE(outcomes(two), (Outcomes{"\"open\" result", "1 result"}));
    QCOMPARE(outcomesSoFar(one), (Outcomes{"\"open\" result"}));
}

void TestFaultsWs::probe()
{
    const WebSocketServer server(except("none", answered));
    BridgeProcess bridge(wsArguments(server), withKey);
    bridge.send(call("\"discover\"", "server/discover"));
    QVERIFY(!bridge.answer("\"discover\"", 500).isEmpty());
    QCOMPARE(server.connections(), 0);
    QCOMPARE(outcomes(bridge), (Outcomes{"\"discover\" -32601"}));
}

void TestFaultsWs::sleepsBetweenCalls()
{
    auto server = std::make_unique<WebSocketServer>(except("none", answered));
    const quint16 port = server->port();
    BridgeProcess bridge(wsArguments(*server), withKey);
    QVERIFY(bridge.open());
    QVERIFY(server->waitForMessages(2));
    bridge.terminate(SIGSTOP);
    server.reset();
    server = std::make_unique<WebSocketServer>(except("none", answered), std::nullopt, port);
    QVERIFY2(server->port() == port, qPrintable(server->errorText()));
    bridge.send(call("1", "tools/list"));
    bridge.terminate(SIGCONT);
    bridge.send(call("2", "tools/list"));
    QVERIFY(!bridge.answer("1").isEmpty() && !bridge.answer("2").isEmpty());
    QCOMPARE(outcomes(bridge), (Outcomes{"\"open\" result", "1 result", "2 result"}));
    QCOMPARE(methods(*server), opening + QList<QByteArray>({"tools/list", "tools/list"}));
}

void TestFaultsWs::sleepsWithinACall()
{
    std::atomic<int> runs = 0;
    const auto script = except("dangerous", [&](const WsMessage &) {
        ++runs;
        return QList<WsAction>{};
    });
    auto server = std::make_unique<WebSocketServer>(script);
    const quint16 port = server->port();
    BridgeProcess bridge(wsArguments(*server), withKey);
    QVERIFY(bridge.open());
    bridge.send(call("1", "dangerous"));
    QTRY_COMPARE(runs.load(), 1);
    bridge.terminate(SIGSTOP);
    server.reset();
    server = std::make_unique<WebSocketServer>(script, std::nullopt, port);
    QVERIFY2(server->port() == port, qPrintable(server->errorText()));
    bridge.terminate(SIGCONT);
    QVERIFY(!bridge.error("1").isEmpty());
    bridge.send(call("2", "tools/list"));
    QVERIFY(!bridge.answer("2").isEmpty());
    QCOMPARE(outcomes(bridge), (Outcomes{"\"open\" result", "1 connection-lost", "2 result"}));
    QCOMPARE(runs.load(), 1);
}

void TestFaultsWs::answerCameWhileAsleep()
{
    // Longer asleep than a ping may take: the connection is alive all the same, and the answer is in it.
    const auto gate = std::make_shared<Gate>();
    const WebSocketServer server(except("slow", [&](const WsMessage &message) {
        WsAction action = WsAction::text(answerTo(message.payload));
        action.gate = gate;
        return QList{action};
    }));
    BridgeProcess bridge(wsArguments(server, {u"--ping"_s, u"200"_s}), withKey);
    QVERIFY(bridge.open());
    bridge.send(call("1", "slow"));
    QVERIFY(server.waitForPings(1));
    bridge.terminate(SIGSTOP);
    QTest::qWait(1000);
    gate->open();
    bridge.terminate(SIGCONT);
    QVERIFY(!bridge.answer("1").isEmpty());
    QCOMPARE(outcomes(bridge), (Outcomes{"\"open\" result", "1 result"}));
    QCOMPARE(server.connections(), 1);
}

QTEST_GUILESS_MAIN(TestFaultsWs)
#include "tst_faults_ws.moc"
