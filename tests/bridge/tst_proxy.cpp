#include "bridge/net/connect.h"
#include "bridge/net/proxy.h"
#include "tests/bridge/bridgeprocess.h"
#include "tests/support/environment.h"
#include "tests/support/loopbackproxy.h"
#include "tests/support/testcertificates.h"
#include "tests/support/websocketserver.h"

#include <QtCore/QJsonDocument>
#include <QtNetwork/QTcpServer>
#include <QtTest/QtTest>

#include <boost/asio.hpp>

#include <map>

using namespace kopru::test;
using namespace Qt::StringLiterals;
namespace bridge = kopru::bridge;

using Variables = std::map<QByteArray, QByteArray>;
Q_DECLARE_METATYPE(Variables)

/// Proxies from the environment: which one is used for what, what it is told, and what the host learns when it fails.
class TestProxy final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void choice_data();
    void choice();
    void exceptions_data();
    void exceptions();
    void signIn_data();
    void signIn();
    void reply_data();
    void reply();
    void through_data();
    void through();
    void passwordIsNotRepeated();
    void failures_data();
    void failures();
    void plainRefusal();
    void around_data();
    void around();
    void unusable_data();
    void unusable();
    void silentProxyIsNotWaitedForForEver();
    void deadProxyIsTriedAgain();

private:
    QTemporaryDir m_folder;
    std::unique_ptr<TestCertificates> m_certificates;
};

namespace {

const QByteArray token = "t0ken-4711";
const QByteArray password = "p@ss:w0rd/x";

bridge::Proxies proxiesOf(const Variables &variables)
{
    return bridge::Proxies([&variables](std::string_view name) -> std::optional<std::string> {
        const auto found = variables.find(QByteArray(name.data(), static_cast<qsizetype>(name.size())));
        return found == variables.end() ? std::nullopt : std::optional(found->second.toStdString());
    });
}

bridge::Address addressOf(const QByteArray &url)
{
    auto address = bridge::parseWebSocketAddress(url.toStdString());
    return address ? *address : bridge::Address();
}

/// host:port of the proxy for an address, or why it cannot be used; "direct" where there is none.
QByteArray proxyFor(const Variables &variables, const QByteArray &url)
{
    const bridge::Proxies proxies = proxiesOf(variables);
    const bridge::Proxy *proxy = proxies.forAddress(addressOf(url));
    if (!proxy)
        return "direct";
    if (!proxy->fault)
        return QByteArray::fromStdString(proxy->host + ":" + std::to_string(proxy->port));
    QByteArray text = "fault";
    for (const auto &[name, value] : proxy->fault->evidence)
        text += QByteArray::fromStdString(" " + name + "=" + value);
    return text;
}

quint16 deadPort()
{
    QTcpServer server;
    return server.listen(QHostAddress::LocalHost) ? server.serverPort() : 0;
}

QString proxyUrl(quint16 port, const QByteArray &user = {})
{
    return u"http://"_s + QString::fromUtf8(user) + u"127.0.0.1:"_s + QString::number(port);
}

QByteArray evidenceOf(const QJsonObject &error, const char *name)
{
    return error["data"_L1]["evidence"_L1][QLatin1StringView(name)].toString().toUtf8();
}

QByteArray member(const QJsonObject &error, const char *name)
{
    const QJsonValue value = error["data"_L1][QLatin1StringView(name)];
    return value.isDouble() ? QByteArray::number(value.toInt()) : value.toString().toUtf8();
}

QStringList arguments(const QString &url)
{
    return {url.startsWith(u"ws"_s) ? u"ws"_s : u"http"_s, u"--url"_s,    url, u"--header"_s,
            u"Authorization: Bearer ${TOKEN}"_s,           u"--verbose"_s};
}

BridgeProcess::Variables variables(const QString &proxyVariable, const QString &proxy)
{
    return {{u"TOKEN"_s, QString::fromUtf8(token)}, {u"KOPRU_TRACE"_s, u"1"_s}, {proxyVariable, proxy}};
}

/// Counts failed attempts.
class Record final : public bridge::Trace
{
public:
    void passed(bridge::Phase, Clock::duration, const bridge::Evidence &) override {}
    void failed(const bridge::Failure &failure, Clock::duration) override { failures.push_back(failure); }
    void line(std::string_view) const override {}
    std::vector<bridge::Failure> failures;
};

bridge::Failure failureOf(const bridge::Address &address, const Variables &environment, Record &trace, int retry,
                          bridge::ConnectOptions options = {})
{
    boost::asio::io_context context;
    bridge::Network network({}, proxiesOf(environment), std::chrono::milliseconds(retry), trace);
    bridge::Failure failure;
    boost::asio::co_spawn(
        context,
        [&]() -> boost::asio::awaitable<void> {
            auto stream = co_await bridge::connectTo(address, network, options);
            if (!stream)
                failure = stream.error();
            context.stop();
        },
        boost::asio::detached);
    context.run();
    return failure;
}

} // namespace

void TestProxy::initTestCase()
{
    scrubEnvironment();
    m_certificates = std::make_unique<TestCertificates>(m_folder.filePath(u"certificates"_s));
    QVERIFY2(m_certificates->isValid(), qPrintable(m_certificates->errorText()));
}

void TestProxy::choice_data()
{
    QTest::addColumn<Variables>("environment");
    QTest::addColumn<QByteArray>("url");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char *name, const Variables &environment, const QByteArray &url,
                        const QByteArray &expected) { QTest::newRow(name) << environment << url << expected; };
    const Variables both{{"https_proxy", "http://s:1"}, {"http_proxy", "http://p:2"}};
    row("nothing set", {}, "https://a.example", "direct");
    row("https", both, "https://a.example", "s:1");
    row("http", both, "http://a.example", "p:2");
    row("wss", both, "wss://a.example", "s:1");
    row("ws", both, "ws://a.example", "p:2");
    row("only the other", {{"http_proxy", "http://p:2"}}, "https://a.example", "direct");
    row("for all", {{"ALL_PROXY", "http://x:3"}}, "http://a.example", "x:3");
    row("for all, but this", {{"ALL_PROXY", "http://x:3"}, {"HTTPS_PROXY", "http://s:1"}}, "https://a.example", "s:1");
    row("lower case first", {{"HTTPS_PROXY", "http://upper:1"}, {"https_proxy", "http://lower:2"}}, "https://a.example",
        "lower:2");
    row("empty is not set", {{"HTTPS_PROXY", "http://upper:1"}, {"https_proxy", " "}}, "https://a.example", "upper:1");
    row("no scheme", {{"https_proxy", "proxy.corp:3128"}}, "https://a.example", "proxy.corp:3128");
    row("no port", {{"https_proxy", "http://Proxy.corp/"}}, "https://a.example", "proxy.corp:80");
    row("IPv6", {{"https_proxy", "http://[fd00::1]:3128"}}, "https://a.example", "fd00::1:3128");
    row("with TLS", {{"https_proxy", "https://p:1"}}, "https://a.example", "fault variable=https_proxy scheme=https");
    row("SOCKS", {{"ALL_PROXY", "socks5h://u:secret@p:1"}}, "https://a.example",
        "fault variable=ALL_PROXY scheme=socks5h");
    row("nonsense", {{"HTTPS_PROXY", "http://p:99999"}}, "https://a.example", "fault variable=HTTPS_PROXY");
    row("nothing in it", {{"HTTPS_PROXY", "http://"}}, "https://a.example", "fault variable=HTTPS_PROXY");
    for (const char *loopback : {"http://localhost", "http://LOCALHOST:1", "http://a.localhost", "http://localhost.",
                                 "http://127.0.0.1", "http://127.9.9.9", "http://[::1]", "http://[::ffff:127.0.0.1]"})
        row(loopback, {{"http_proxy", "http://p:1"}}, loopback, "direct");
}

void TestProxy::choice()
{
    QFETCH(Variables, environment);
    QFETCH(QByteArray, url);
    QFETCH(QByteArray, expected);
    QCOMPARE(proxyFor(environment, url), expected);
}

void TestProxy::exceptions_data()
{
    QTest::addColumn<QByteArray>("noProxy");
    QTest::addColumn<QByteArray>("url");
    QTest::addColumn<bool>("direct");
    const auto row = [](const QByteArray &noProxy, const QByteArray &url, bool direct) {
        QTest::addRow("%s | %s", noProxy.constData(), url.constData()) << noProxy << url << direct;
    };
    row("", "http://a.example", false);
    row("*", "http://a.example", true);
    row("a.example", "http://a.example", true);
    row("A.Example", "http://a.example", true);
    row("a.example", "http://A.EXAMPLE.", true);
    row("a.example.", "http://a.example", true);
    row("a.example", "http://b.a.example", true);
    row("a.example", "http://ba.example", false);
    row("a.example", "http://example", false);
    row(".a.example", "http://b.a.example", true);
    row(".a.example", "http://a.example", true);
    row("*.a.example", "http://b.a.example", true);
    row("*.a.example", "http://ba.example", false);
    row("x, a.example ,y", "http://a.example", true);
    row("x a.example\ty", "http://a.example", true);
    row(",,", "http://a.example", false);
    row("a.example:8080", "http://a.example:8080", true);
    row("a.example:8080", "http://a.example", false);
    row("a.example:443", "https://a.example", true);
    row("a.example:443", "wss://b.a.example", true);
    row("a.example:0", "http://a.example", false);
    row("a.example:x", "http://a.example", false);
    row("10.1.2.3", "http://10.1.2.3", true);
    row("10.1.2.3:81", "http://10.1.2.3:81", true);
    row("10.1.2.3:81", "http://10.1.2.3", false);
    row("2.3", "http://10.1.2.3", false);
    row("10.0.0.0/8", "http://10.1.2.3", true);
    row("10.0.0.0/8", "http://11.1.2.3", false);
    row("10.1.2.0/23", "http://10.1.3.255", true);
    row("10.1.2.0/23", "http://10.1.4.0", false);
    row("10.1.2.3/32", "http://10.1.2.3", true);
    row("0.0.0.0/0", "http://10.1.2.3", true);
    row("0.0.0.0/0", "http://a.example", false);
    row("0.0.0.0/0", "http://[fd00::1]", false);
    row("10.0.0.0/33", "http://10.0.0.0", false);
    row("10.0.0.0/", "http://10.0.0.0", false);
    row("10.0.0.0/-1", "http://10.0.0.0", false);
    row("10.0.0.0/8", "http://[::ffff:10.1.2.3]", true);
    row("fd00::1", "http://[fd00::1]", true);
    row("[fd00::1]", "http://[fd00:0::1]", true);
    row("[fd00::1]:81", "http://[fd00::1]:81", true);
    row("[fd00::1]:81", "http://[fd00::1]", false);
    row("[fd00::1", "http://[fd00::1]", false);
    row("fd00::/8", "http://[fd12::5]", true);
    row("fd00::/8", "http://[fe80::5]", false);
    row("fd00::/129", "http://[fd00::5]", false);
}

void TestProxy::exceptions()
{
    QFETCH(QByteArray, noProxy);
    QFETCH(QByteArray, url);
    QFETCH(bool, direct);
    Variables environment{{"ALL_PROXY", "http://p:1"}, {"NO_PROXY", noProxy}};
    QCOMPARE(proxyFor(environment, url), direct ? "direct"_ba : "p:1"_ba);
    environment = {{"ALL_PROXY", "http://p:1"}, {"no_proxy", noProxy}, {"NO_PROXY", noProxy.isEmpty() ? "" : "*"}};
    QCOMPARE(proxyFor(environment, url), direct ? "direct"_ba : "p:1"_ba);
}

void TestProxy::signIn_data()
{
    QTest::addColumn<QByteArray>("proxy");
    QTest::addColumn<QByteArray>("pair");
    QTest::newRow("none") << "http://p:1"_ba << QByteArray();
    QTest::newRow("plain") << "http://user:secret@p:1"_ba << "user:secret"_ba;
    QTest::newRow("encoded") << "http://us%20er:p%40ss%3Aw%C3%B6rd@p:1"_ba << "us er:p@ss:w\xc3\xb6rd"_ba;
    QTest::newRow("not encoded as it should be") << "http://user:p@ss/w?rd#100%@p:1"_ba << "user:p@ss/w?rd#100%"_ba;
    QTest::newRow("name alone") << "http://secret@p:1"_ba << "secret:"_ba;
    QTest::newRow("no scheme") << "user:secret@p:1"_ba << "user:secret"_ba;
}

void TestProxy::signIn()
{
    QFETCH(QByteArray, proxy);
    QFETCH(QByteArray, pair);
    const Variables environment{{"https_proxy", proxy}, {"http_proxy", proxy}};
    QCOMPARE(proxyFor(environment, "https://a.example"), "p:1"_ba);
    const bridge::Proxies proxies = proxiesOf(environment);
    const auto *found = proxies.forAddress(addressOf("https://a.example:8443/secret/path"));
    QCOMPARE(QByteArray::fromStdString(found->authorization), pair.isEmpty() ? pair : "Basic " + pair.toBase64());
    const QByteArray request =
        QByteArray::fromStdString(bridge::tunnelRequest(*found, addressOf("https://a.example:8443/secret/path")));
    QVERIFY(request.startsWith("CONNECT a.example:8443 HTTP/1.1\r\nHost: a.example:8443\r\n"));
    QVERIFY(request.endsWith("\r\n\r\n"));
    QVERIFY(!request.contains("path"));
    QCOMPARE(proxies.secrets().empty(), pair.isEmpty());
    if (pair.isEmpty())
        return;
    const auto isSecret = [&proxies](const QByteArray &text) {
        return std::find(proxies.secrets().begin(), proxies.secrets().end(), text.toStdString()) !=
               proxies.secrets().end();
    };
    QVERIFY(isSecret(pair));
    QVERIFY(isSecret(pair.endsWith(':') ? pair.chopped(1) : pair.mid(pair.indexOf(':') + 1)));
}

void TestProxy::reply_data()
{
    QTest::addColumn<QByteArray>("head");
    QTest::addColumn<int>("status"); // 0: not HTTP
    QTest::addColumn<QByteArray>("cause");
    QTest::addColumn<QByteArray>("methods");
    const auto row = [](const QByteArray &head, int status, const QByteArray &cause, const QByteArray &methods = {}) {
        QTest::newRow(head.constData()) << head << status << cause << methods;
    };
    const QByteArray asks = "HTTP/1.1 407 Proxy Authentication Required\r\n";
    row("HTTP/1.1 200 Connection established", 200, "proxy-failed");
    row("HTTP/1.0 200", 200, "proxy-failed");
    row("HTTP/1.1 502 Bad Gateway", 502, "proxy-failed");
    row("HTTP/1.1 403 Forbidden\nX: y", 403, "proxy-failed");
    row(asks, 407, "proxy-authentication");
    row(asks + "Proxy-Authenticate: Basic realm=\"x\"", 407, "proxy-authentication");
    row(asks + "Proxy-Authenticate: Negotiate", 407, "proxy-method", "Negotiate");
    row(asks + "proxy-authenticate: NEGOTIATE\r\nProxy-Authenticate: NTLM", 407, "proxy-method", "Negotiate, NTLM");
    row(asks + "Proxy-Authenticate: Negotiate, NTLM", 407, "proxy-method", "Negotiate, NTLM");
    row(asks + "Proxy-Authenticate: Negotiate\r\nProxy-Authenticate: Basic realm=\"x\"", 407, "proxy-authentication");
    row(asks + "WWW-Authenticate: NTLM", 407, "proxy-authentication");
    row("", 0, {});
    row("SSH-2.0-OpenSSH", 0, {});
    row("HTTP/1.1 2000 OK", 0, {});
    row("HTTP/1.1 20", 0, {});
    row("HTTP/1.1 -20 OK", 0, {});
    row("HTTP/2 200 OK and more", 0, {});
}

void TestProxy::reply()
{
    QFETCH(QByteArray, head);
    QFETCH(int, status);
    QFETCH(QByteArray, cause);
    QFETCH(QByteArray, methods);
    const auto reply = bridge::parseTunnelReply(head.toStdString());
    QCOMPARE(reply ? reply->status : 0, status);
    if (!reply)
        return;
    const bridge::Proxy proxy{"p", 1, {}, {}};
    const bridge::Failure failure = bridge::proxyRefusal(proxy, *reply);
    QCOMPARE(QByteArray::fromStdString(std::string(kopru::contract::causeId(failure.cause))), cause);
    QCOMPARE(failure.status, status);
    QByteArray named;
    for (const auto &[name, value] : failure.evidence)
        if (name == "methods")
            named = QByteArray::fromStdString(value);
    QCOMPARE(named, methods);
}

void TestProxy::through_data()
{
    QTest::addColumn<QString>("scheme");
    QTest::addColumn<QString>("variable");
    QTest::newRow("https") << u"https"_s << u"HTTPS_PROXY"_s;
    QTest::newRow("http") << u"http"_s << u"http_proxy"_s;
    QTest::newRow("wss") << u"wss"_s << u"https_proxy"_s;
    QTest::newRow("ws") << u"ws"_s << u"ALL_PROXY"_s;
}

void TestProxy::through()
{
    QFETCH(QString, scheme);
    QFETCH(QString, variable);
    const bool secure = scheme == u"https"_s || scheme == u"wss"_s;
    const bool webSocket = scheme.startsWith(u"ws"_s);
    const bool tunnel = secure || webSocket;
    // Nothing on this computer has this name: only the proxy knows the way.
    const std::optional<Certificate> certificate = secure ? std::optional(m_certificates->wrongHost()) : std::nullopt;
    const LoopbackServer server([](const Request &request) { return result(idOf(request.body)); }, certificate);
    const WebSocketServer socketServer(
        {.message = [](const WsMessage &message) -> QList<WsAction> {
            return {WsAction::text(R"({"jsonrpc":"2.0","id":)" + idOf(message.payload) + R"(,"result":{}})")};
        }},
        certificate);
    const LoopbackProxy proxy(
        {.target = webSocket ? socketServer.port() : server.port(), .credentials = "us er:" + password});
    auto environment = variables(variable, proxyUrl(proxy.port(), "us%20er:" + password.toPercentEncoding() + '@'));
    environment.insert(u"SSL_CERT_FILE"_s, m_certificates->authorityFile());
    BridgeProcess process(arguments(scheme + u"://other.example:8123/mcp?x=1"_s), environment);
    for (int i = 1; i <= 3; ++i) {
        process.send(call(QByteArray::number(i), "ping"));
        QVERIFY(process.answer(QByteArray::number(i)).contains("result"));
    }
    QCOMPARE(proxy.heads().size(), 1); // the connection was kept
    const QByteArray head = proxy.heads().first();
    QVERIFY2(head.startsWith(tunnel ? "CONNECT other.example:8123 HTTP/1.1\r\nHost: other.example:8123\r\n"
                                    : "POST http://other.example:8123/mcp?x=1 HTTP/1.1\r\nHost: other.example:8123"),
             head);
    QCOMPARE(head.contains(token), !tunnel);
    if (!webSocket) {
        QCOMPARE(server.requests().size(), 3);
        QCOMPARE(server.requests().first().header("Authorization"), "Bearer " + token);
        QCOMPARE(server.requests().first().header("Proxy-Authorization").isEmpty(), tunnel);
    }
    process.closeInput();
    QCOMPARE(process.waitForExit(), 0);
    const QByteArray log = process.log();
    QVERIFY2(log.contains(R"("phase":"proxy")"), log);
    QVERIFY2(!log.contains(R"("phase":"resolve")"), log); // the proxy's affair
    QVERIFY2(log.contains("through the proxy 127.0.0.1, port " + QByteArray::number(proxy.port())), log);
    for (const QByteArray &spelling : {password, password.toPercentEncoding(), ("us er:" + password).toBase64()})
        QVERIFY2(!log.contains(spelling), log);
}

void TestProxy::passwordIsNotRepeated()
{
    // A server that shows what it was sent, and more.
    const LoopbackServer server([](const Request &request) -> Response {
        return {.status = 403, .body = request.header("Proxy-Authorization") + " = " + password};
    });
    const LoopbackProxy proxy({.target = server.port()});
    BridgeProcess process(
        arguments(u"http://other.example/mcp"_s),
        variables(u"http_proxy"_s, proxyUrl(proxy.port(), "name:" + password.toPercentEncoding() + '@')));
    process.send(call("1", "ping"));
    const QByteArray message = evidenceOf(process.error("1"), "message");
    QVERIFY2(message.contains("redacted"), message);
    for (const QByteArray &text : {process.output(), process.wholeLog()})
        for (const QByteArray &spelling : {password, ("name:" + password).toBase64().left(12)})
            QVERIFY2(!text.contains(spelling), text);
}

void TestProxy::failures_data()
{
    QTest::addColumn<QByteArray>("refusal"); // empty: nobody listens
    QTest::addColumn<QByteArray>("cause");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("word"); // in the sentence
    QTest::newRow("dead") << QByteArray() << "proxy-failed"_ba << 0 << "proxy"_ba;
    QTest::newRow("asks for a sign-in") << "HTTP/1.1 407 No\r\nProxy-Authenticate: Basic realm=\"x\"\r\n\r\n"_ba
                                        << "proxy-authentication"_ba << 407 << "sign-in"_ba;
    QTest::newRow("Windows alone")
        << "HTTP/1.1 407 No\r\nProxy-Authenticate: Negotiate\r\nProxy-Authenticate: NTLM\r\n\r\n"_ba
        << "proxy-method"_ba << 407 << "Negotiate, NTLM"_ba;
    QTest::newRow("forbids") << "HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno"_ba << "proxy-failed"_ba << 403
                             << "403"_ba;
    QTest::newRow("cannot reach it") << "HTTP/1.1 502 Bad Gateway\r\n\r\n"_ba << "proxy-failed"_ba << 502 << "502"_ba;
    QTest::newRow("no proxy") << "SSH-2.0-OpenSSH_9.2\r\n"_ba << "proxy-failed"_ba << 0 << "proxy"_ba;
    QTest::newRow("a tunnel with something in it")
        << "HTTP/1.1 200 OK\r\n\r\nhello"_ba << "proxy-failed"_ba << 0 << "proxy"_ba;
    QTest::newRow("cut") << "HTTP/1.1 200 OK\r\nX: "_ba << "proxy-failed"_ba << 0 << "proxy"_ba;
    QTest::newRow("endless") << "HTTP/1.1 200 OK\r\n"_ba + QByteArray("X: y\r\n").repeated(20000) << "proxy-failed"_ba
                             << 0 << "proxy"_ba;
}

void TestProxy::failures()
{
    QFETCH(QByteArray, refusal);
    QFETCH(QByteArray, cause);
    QFETCH(int, status);
    QFETCH(QByteArray, word);
    const LoopbackProxy proxy({.refusal = refusal});
    const quint16 port = refusal.isEmpty() ? deadPort() : proxy.port();
    BridgeProcess process(arguments(u"https://other.example/mcp"_s),
                          variables(u"HTTPS_PROXY"_s, proxyUrl(port, "name:" + password.toPercentEncoding() + '@')));
    process.send(call("1", "ping"));
    const QJsonObject error = process.error("1");
    QCOMPARE(member(error, "cause"), cause);
    QCOMPARE(member(error, "phase"), "proxy"_ba);
    QCOMPARE(member(error, "httpStatus"), status ? QByteArray::number(status) : QByteArray());
    QCOMPARE(evidenceOf(error, "host"), "127.0.0.1"_ba);
    QCOMPARE(evidenceOf(error, "port"), QByteArray::number(port));
    QVERIFY2(error["message"_L1].toString().toUtf8().contains(word), error["message"_L1].toString().toUtf8());
    QVERIFY(process.waitForLog("\"cause\":\"" + cause + "\""));
    QVERIFY(!process.wholeLog().contains(password));
}

void TestProxy::plainRefusal()
{
    // Without a tunnel the answer to the request is the proxy's own.
    const LoopbackProxy proxy({.credentials = "a:right"});
    BridgeProcess process(arguments(u"http://other.example/mcp"_s),
                          variables(u"http_proxy"_s, proxyUrl(proxy.port(), "a:wrong@")));
    process.send(call("1", "ping"));
    const QJsonObject error = process.error("1");
    QCOMPARE(member(error, "cause"), "proxy-authentication"_ba);
    QCOMPARE(member(error, "phase"), "proxy"_ba);
    QCOMPARE(evidenceOf(error, "port"), QByteArray::number(proxy.port()));
}

void TestProxy::around_data()
{
    QTest::addColumn<QString>("host");
    QTest::addColumn<QString>("noProxy");
    QTest::newRow("loopback") << u"127.0.0.1"_s << u""_s;
    QTest::newRow("localhost") << u"localhost"_s << u""_s;
    QTest::newRow("named") << u"other.invalid"_s << u"invalid"_s;
}

void TestProxy::around()
{
    QFETCH(QString, host);
    QFETCH(QString, noProxy);
    const LoopbackServer server([](const Request &request) { return result(idOf(request.body)); });
    const LoopbackProxy proxy({.target = server.port()});
    auto environment = variables(u"ALL_PROXY"_s, proxyUrl(proxy.port()));
    environment.insert(u"NO_PROXY"_s, noProxy);
    BridgeProcess process(arguments(u"http://%1:%2/mcp"_s.arg(host).arg(server.port())), environment);
    process.send(call("1", "ping"));
    if (noProxy.isEmpty())
        QVERIFY(process.answer("1").contains("result"));
    else
        QCOMPARE(member(process.error("1"), "cause"), "unknown-host"_ba);
    QCOMPARE(proxy.heads().size(), 0);
}

void TestProxy::unusable_data()
{
    QTest::addColumn<QString>("proxy");
    QTest::addColumn<QByteArray>("scheme");
    QTest::newRow("SOCKS") << u"socks5://user:%1@127.0.0.1:1"_s << "socks5"_ba;
    QTest::newRow("TLS") << u"https://user:%1@127.0.0.1:1"_s << "https"_ba;
    QTest::newRow("nonsense") << u"http://user:%1@127.0.0.1:port"_s << ""_ba;
}

void TestProxy::unusable()
{
    QFETCH(QString, proxy);
    QFETCH(QByteArray, scheme);
    BridgeProcess process(arguments(u"https://other.example/mcp"_s),
                          variables(u"HTTPS_PROXY"_s, proxy.arg(QString::fromUtf8(password.toPercentEncoding()))));
    process.send(call("1", "ping"));
    const QJsonObject error = process.error("1");
    QCOMPARE(member(error, "cause"), "bad-variable"_ba);
    QCOMPARE(evidenceOf(error, "variable"), "HTTPS_PROXY"_ba);
    QCOMPARE(evidenceOf(error, "scheme"), scheme);
    QVERIFY(error["message"_L1].toString().contains(u"HTTPS_PROXY"_s));
    QVERIFY(!process.log().contains(password.toPercentEncoding()));
    QVERIFY(!process.output().contains(password.toPercentEncoding()));
}

void TestProxy::silentProxyIsNotWaitedForForEver()
{
    const LoopbackProxy proxy({.silent = true});
    Record trace;
    QElapsedTimer clock;
    clock.start();
    const bridge::Failure failure =
        failureOf(addressOf("https://other.example"), {{"https_proxy", proxyUrl(proxy.port()).toUtf8()}}, trace, 5000,
                  {.limit = std::chrono::milliseconds(200)});
    QVERIFY(failure.cause == bridge::Cause::ProxyFailed);
    QVERIFY(clock.elapsed() >= 190);
    QCOMPARE(trace.failures.size(), 1U);
}

void TestProxy::deadProxyIsTriedAgain()
{
    Record trace;
    const bridge::Failure failure =
        failureOf(addressOf("https://other.example"), {{"https_proxy", proxyUrl(deadPort()).toUtf8()}}, trace, 300);
    QVERIFY(failure.cause == bridge::Cause::ProxyFailed);
    QCOMPARE(trace.failures.size(), 3U); // at 0, 250 and 300 ms
    for (const bridge::Failure &one : trace.failures)
        QVERIFY(one.cause == bridge::Cause::ProxyFailed);
}

QTEST_GUILESS_MAIN(TestProxy)
#include "tst_proxy.moc"
