#include "tests/bridge/bridgeprocess.h"
#include "tests/support/environment.h"
#include "tests/support/mcpscript.h"

#include <QtTest/QtTest>

#include <atomic>
#include <optional>

using namespace kopru::test;
using namespace Qt::StringLiterals;

/// The transport of 2024-11-05: a stream of events and an address to post to.
class TestBridgeSse final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { scrubEnvironment(); }
    void conversation_data();
    void conversation();
    void fallBack_data();
    void fallBack();
    void noFallBack_data();
    void noFallBack();
    void redirectWithin_data();
    void redirectWithin();
    void redirectElsewhere_data();
    void redirectElsewhere();
    void endpointElsewhere();
    void streamLost();
    void sessionForgotten_data();
    void sessionForgotten();
    void messageRefused();
    void serverAsks();
    void neverAnEndpoint();
};

namespace {

/// A server of the old kind. The answer to a message comes on the stream.
class SseServer
{
public:
    explicit SseServer(QByteArray endpoint = "/messages?session=")
        : m_endpoint(std::move(endpoint)), m_server([this](const Request &request) { return answer(request); })
    {}

    LoopbackServer &server() { return m_server; }
    QString url() const { return m_server.url(u"/sse"_s); }
    int streams() const { return m_streams; }
    QList<QByteArray> methods() const
    {
        QList<QByteArray> result;
        for (const Request &request : m_server.requests())
            if (request.method == "POST" && request.target != "/sse")
                result.append(methodOf(request.body));
        return result;
    }

    std::function<std::optional<Response>(const Request &)> instead = {}; ///< before anything else
    int statusOfPost = 405;                                               ///< to /sse

private:
    Response answer(const Request &request)
    {
        if (instead)
            if (auto given = instead(request))
                return *given;
        if (request.target == "/sse") {
            if (request.method != "GET")
                return {.status = statusOfPost, .body = "Cannot POST /sse"};
            const QByteArray session = QByteArray::number(++m_streams);
            return {.headers = {{"Content-Type"_ba, "text/event-stream"_ba}},
                    .chunks = {"event: endpoint\ndata: " + m_endpoint + session + "\n\n"},
                    .keepStreamOpen = true};
        }
        if (request.target != "/messages?session=" + QByteArray::number(m_streams))
            return {.status = 404};
        const QByteArray said = mcpAnswer(request.body);
        if (!said.isEmpty())
            m_server.pushToStreams(McpScript::event(said));
        return {.status = 202, .body = "Accepted"};
    }

    QByteArray m_endpoint;
    std::atomic<int> m_streams = 0;
    LoopbackServer m_server;
};

QStringList arguments(const QString &url, const QString &transport = u"sse"_s)
{
    return {u"http"_s, u"--url"_s, url, u"--transport"_s, transport, u"--header"_s, u"X-Key: ${KEY}"_s};
}

const BridgeProcess::Variables variables{{u"KEY"_s, u"s3cret-of-test"_s}};

QByteArray causeOf(const QJsonObject &error)
{
    return error["data"_L1]["cause"_L1].toString().toUtf8();
}

} // namespace

void TestBridgeSse::conversation_data()
{
    QTest::addColumn<bool>("whole");
    QTest::newRow("relative address") << false;
    QTest::newRow("whole address") << true;
}

void TestBridgeSse::conversation()
{
    QFETCH(bool, whole);
    SseServer sse;
    if (whole)
        sse.instead = [&](const Request &request) -> std::optional<Response> {
            if (request.method != "GET")
                return std::nullopt;
            return Response{.headers = {{"Content-Type"_ba, "text/event-stream"_ba}},
                            .chunks = {": hello\n\nevent: endpoint\r\ndata: " +
                                       sse.server().url(u"/messages?session=0"_s).toUtf8() + "\r\n\r\n"},
                            .keepStreamOpen = true};
        };
    BridgeProcess bridge(arguments(sse.url()), variables);
    QVERIFY(bridge.open());
    for (int i = 1; i <= 50; ++i)
        bridge.send(echo(QByteArray::number(i), "number " + QByteArray::number(i)));
    for (int i = 1; i <= 50; ++i)
        QVERIFY(bridge.answer(QByteArray::number(i)).contains("number " + QByteArray::number(i) + '"'));
    QCOMPARE(bridge.lines().size(), 51);
    const QList<Request> requests = sse.server().requests();
    QCOMPARE(requests.size(), 53);
    for (const Request &request : requests)
        QCOMPARE(request.header("X-Key"), "s3cret-of-test"_ba);
    QCOMPARE(requests[0].header("Accept"), "text/event-stream"_ba);
    QCOMPARE(requests[1].header("Content-Type"), "application/json"_ba);
    QCOMPARE(requests.last().header("MCP-Protocol-Version"), "2025-06-18"_ba);
    bridge.closeInput();
    QCOMPARE(bridge.waitForExit(), 0);
}

void TestBridgeSse::fallBack_data()
{
    QTest::addColumn<int>("status");
    for (const int status : {400, 404, 405})
        QTest::addRow("%d", status) << status;
}

/// The host's own `initialize` finds out which transport it is; no session is thrown away.
void TestBridgeSse::fallBack()
{
    QFETCH(int, status);
    SseServer sse;
    sse.statusOfPost = status;
    BridgeProcess bridge(arguments(sse.url(), u"auto"_s), variables);
    QVERIFY(bridge.open());
    bridge.send(echo("1", "x"));
    QVERIFY(bridge.answer("1").contains("\"x\""));
    QCOMPARE(sse.streams(), 1);
    QCOMPARE(sse.methods(), (QList<QByteArray>{"initialize"_ba, "notifications/initialized"_ba, "tools/call"_ba}));
    QCOMPARE(sse.server().requests().size(), 5); // one POST to the wrong place, one GET
}

void TestBridgeSse::noFallBack_data()
{
    QTest::addColumn<QString>("transport");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("cause");
    QTest::addColumn<int>("requests");
    QTest::newRow("chosen") << u"streamable"_s << 405 << "method-not-allowed"_ba << 1;
    QTest::newRow("401") << u"auto"_s << 401 << "unauthorized"_ba << 1;
    QTest::newRow("503") << u"auto"_s << 503 << "server-error"_ba << 1;
    QTest::newRow("nothing there") << u"auto"_s << 404 << "not-found"_ba << 2;
}

/// Where it cannot help, the first failure is the answer: it is about the address that was meant.
void TestBridgeSse::noFallBack()
{
    QFETCH(QString, transport);
    QFETCH(int, status);
    QFETCH(QByteArray, cause);
    QFETCH(int, requests);
    const LoopbackServer server([status](const Request &) { return Response{.status = status, .body = "no"}; });
    BridgeProcess bridge(arguments(server.url(u"/sse"_s), transport), variables);
    bridge.send(call("1", "initialize"));
    QCOMPARE(causeOf(bridge.error("1")), cause);
    QCOMPARE(server.requests().size(), requests);
}

void TestBridgeSse::redirectWithin_data()
{
    QTest::addColumn<QByteArray>("from"); // with and without a slash is what servers like to correct
    QTest::addColumn<QByteArray>("to");
    QTest::newRow("stream") << "/sse"_ba << "/sse/"_ba;
    QTest::newRow("endpoint") << "/messages?session=1"_ba << "/messages/?session=1"_ba;
}

void TestBridgeSse::redirectWithin()
{
    QFETCH(QByteArray, from);
    QFETCH(QByteArray, to);
    LoopbackServer *self = nullptr;
    LoopbackServer server([&](const Request &request) -> Response {
        if (request.target == from)
            return {.status = 307, .headers = {{"Location"_ba, to}}};
        if (request.method == "GET")
            return {.headers = {{"Content-Type"_ba, "text/event-stream"_ba}},
                    // Beside the address that was asked in the end.
                    .chunks = {from == "/sse" ? "event: endpoint\ndata: messages?session=1\n\n"_ba
                                              : "event: endpoint\ndata: /messages?session=1\n\n"_ba},
                    .keepStreamOpen = true};
        self->pushToStreams(McpScript::event(mcpAnswer(request.body)));
        return {.status = 202};
    });
    self = &server;
    BridgeProcess bridge(arguments(server.url(u"/sse"_s)), variables);
    bridge.send(echo("1", "there"));
    QVERIFY(bridge.answer("1").contains("there"));
    const QList<Request> requests = server.requests();
    QCOMPARE(requests.size(), 3);
    QCOMPARE(requests.last().method, "POST"_ba);
    QCOMPARE(requests.last().target, from == "/sse" ? "/sse/messages?session=1"_ba : to);
    QCOMPARE(methodOf(requests.last().body), "tools/call"_ba);
}

void TestBridgeSse::redirectElsewhere_data()
{
    QTest::addColumn<QByteArray>("what");
    QTest::newRow("stream") << "GET"_ba;
    QTest::newRow("endpoint") << "POST"_ba;
}

void TestBridgeSse::redirectElsewhere()
{
    QFETCH(QByteArray, what);
    const LoopbackServer other([](const Request &) { return Response{.status = 202}; });
    const LoopbackServer server([&](const Request &request) -> Response {
        if (request.method == what)
            return {.status = 307, .headers = {{"Location"_ba, other.url(u"/there?k=v"_s).toUtf8()}}};
        return {.headers = {{"Content-Type"_ba, "text/event-stream"_ba}},
                .chunks = {"event: endpoint\ndata: /messages\n\n"},
                .keepStreamOpen = true};
    });
    BridgeProcess bridge(arguments(server.url(u"/sse"_s)), variables);
    bridge.send(call("1", "initialize"));
    const QJsonObject error = bridge.error("1");
    QCOMPARE(causeOf(error), "redirected"_ba);
    QCOMPARE(error["data"_L1]["evidence"_L1]["target"_L1].toString(), other.url(u"/there"_s));
    QCOMPARE(other.connections(), 0);
}

/// The token goes where the stream says; so it must not say another server.
void TestBridgeSse::endpointElsewhere()
{
    const LoopbackServer other([](const Request &) { return Response{.status = 202}; });
    const LoopbackServer server([&](const Request &) {
        return Response{.headers = {{"Content-Type"_ba, "text/event-stream"_ba}},
                        .chunks = {"event: endpoint\ndata: " + other.url(u"/m?k=v"_s).toUtf8() + "\n\n"},
                        .keepStreamOpen = true};
    });
    BridgeProcess bridge(arguments(server.url(u"/sse"_s)), variables);
    bridge.send(call("1", "initialize"));
    const QJsonObject error = bridge.error("1");
    QCOMPARE(causeOf(error), "redirected"_ba);
    QCOMPARE(error["data"_L1]["evidence"_L1]["target"_L1].toString(), other.url(QString()));
    QCOMPARE(other.connections(), 0);
}

void TestBridgeSse::streamLost()
{
    SseServer sse;
    const auto gate = std::make_shared<Gate>();
    sse.instead = [&](const Request &request) -> std::optional<Response> {
        if (request.body.contains("hangs"))
            return Response{.status = 202}; // taken, and never answered
        return std::nullopt;
    };
    BridgeProcess bridge(arguments(sse.url()), variables);
    QVERIFY(bridge.open());
    bridge.send(echo("1", "hangs"));
    QVERIFY(sse.server().waitForRequests(4));
    sse.server().endStreams();
    QCOMPARE(causeOf(bridge.error("1")), "connection-lost"_ba);
    bridge.send(echo("2", "afterwards"));
    QVERIFY(bridge.answer("2").contains("afterwards"));
    QCOMPARE(sse.streams(), 2);
    QCOMPARE(sse.methods().count("initialize"), 2);
    QCOMPARE(bridge.lines().size(), 3);
}

void TestBridgeSse::sessionForgotten_data()
{
    QTest::addColumn<int>("status");
    QTest::newRow("404") << 404;
    QTest::newRow("400") << 400;
}

/// The message was not looked at, so it goes over the next session, once.
void TestBridgeSse::sessionForgotten()
{
    QFETCH(int, status);
    SseServer sse;
    std::atomic<int> refused = 0;
    sse.instead = [&](const Request &request) -> std::optional<Response> {
        if (request.body.contains("again") && refused++ == 0)
            return Response{.status = status, .body = "No transport found for sessionId"};
        return std::nullopt;
    };
    BridgeProcess bridge(arguments(sse.url()), variables);
    QVERIFY(bridge.open());
    bridge.send(echo("1", "again"));
    QVERIFY(bridge.answer("1").contains("again"));
    QCOMPARE(sse.streams(), 2);
    QCOMPARE(bridge.lines().size(), 2);
}

void TestBridgeSse::messageRefused()
{
    SseServer sse;
    sse.instead = [&](const Request &request) -> std::optional<Response> {
        if (request.body.contains("much"))
            return Response{.status = 429, .headers = {{"Retry-After"_ba, "9"_ba}}};
        return std::nullopt;
    };
    BridgeProcess bridge(arguments(sse.url()), variables);
    QVERIFY(bridge.open());
    bridge.send(echo("1", "much"));
    const QJsonObject error = bridge.error("1");
    QCOMPARE(causeOf(error), "too-many-requests"_ba);
    QCOMPARE(error["data"_L1]["retryAfter"_L1].toString(), u"9"_s);
    bridge.send(echo("2", "little"));
    QVERIFY(bridge.answer("2").contains("little"));
    QCOMPARE(sse.streams(), 1);
}

void TestBridgeSse::serverAsks()
{
    SseServer sse;
    BridgeProcess bridge(arguments(sse.url()), variables);
    QVERIFY(bridge.open());
    sse.server().pushToStreams(McpScript::event(R"({"jsonrpc":"2.0","id":5,"method":"ping"})"));
    QVERIFY(bridge.waitForLines(2));
    bridge.send(R"({"jsonrpc":"2.0","id":5,"result":{}})");
    QVERIFY(sse.server().waitForRequests(4));
    QCOMPARE(sse.server().requests().last().body, R"({"jsonrpc":"2.0","id":5,"result":{}})"_ba);
}

/// A stream without an endpoint is no server of this kind.
void TestBridgeSse::neverAnEndpoint()
{
    const LoopbackServer server([](const Request &) { return stream({"event: message\ndata: {}\n\n"}); });
    BridgeProcess bridge(arguments(server.url(u"/sse"_s)), variables);
    bridge.send(call("1", "initialize"));
    QCOMPARE(causeOf(bridge.error("1")), "connection-lost"_ba);
}

QTEST_GUILESS_MAIN(TestBridgeSse)
#include "tst_bridge_sse.moc"
