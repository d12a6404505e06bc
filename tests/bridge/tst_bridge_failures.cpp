#include "tests/bridge/bridgeprocess.h"
#include "tests/support/environment.h"
#include "tests/support/mcpscript.h"
#include "tests/support/testcertificates.h"

#include <QtCore/QJsonDocument>
#include <QtNetwork/QTcpServer>
#include <QtNetwork/QTcpSocket>
#include <QtTest/QtTest>

using namespace kopru::test;
using namespace Qt::StringLiterals;

/// One row a failure: what the host is told, under both profiles, and that the token is nowhere in it.
class TestBridgeFailures final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void answers_data();
    void answers();
    void connections_data();
    void connections();
    void serverComesLater();
    void certificates_data();
    void certificates();
    void trusted_data();
    void trusted();
    void plainServer();
    void trace();
    void tokenInPieces();

private:
    QTemporaryDir m_folder;
    std::unique_ptr<TestCertificates> m_certificates;
};

namespace {

const QByteArray token = "t0ken/of+test-4711";

QByteArray member(const QJsonObject &error, const char *name)
{
    const QJsonValue value = error["data"_L1][QLatin1StringView(name)];
    return value.isDouble() ? QByteArray::number(value.toInt()) : value.toString().toUtf8();
}

QByteArray evidenceOf(const QJsonObject &error, const char *name)
{
    return error["data"_L1]["evidence"_L1][QLatin1StringView(name)].toString().toUtf8();
}

/// The bridge, started for either profile to the same place.
struct Started
{
    Started(bool apinizer, bool secure, const QString &host, quint16 port, BridgeProcess::Variables variables = {})
        : bridge(arguments(apinizer, secure, host, port), completed(std::move(variables), apinizer, secure, host, port))
    {}

    static QStringList arguments(bool apinizer, bool secure, const QString &host, quint16 port)
    {
        if (apinizer)
            return {u"--profile"_s, u"apinizer-http"_s, u"--verbose"_s};
        return {u"http"_s,
                u"--url"_s,
                u"%1://%2:%3/mcp"_s.arg(secure ? u"https"_s : u"http"_s, host).arg(port),
                u"--header"_s,
                u"Authorization: Bearer ${TOKEN}"_s,
                u"--verbose"_s};
    }

    static BridgeProcess::Variables completed(BridgeProcess::Variables variables, bool apinizer, bool secure,
                                              const QString &host, quint16 port)
    {
        variables.insert(u"KOPRU_TRACE"_s, u"1"_s);
        if (!apinizer) {
            variables.insert(u"TOKEN"_s, QString::fromUtf8(token));
            return variables;
        }
        variables.insert(u"APINIZER_TOKEN"_s, QString::fromUtf8(token));
        variables.insert(u"HTTP_HOSTNAME"_s, host);
        variables.insert(u"HTTP_PORT"_s, QString::number(port));
        variables.insert(u"HTTP_PATH"_s, u"/mcp"_s);
        variables.insert(u"USE_HTTPS"_s, secure ? u"true"_s : u"FALSE"_s);
        return variables;
    }

    /// The token must not be found, in no spelling of it.
    [[nodiscard]] bool isClean()
    {
        for (const QByteArray &text : {bridge.output(), bridge.wholeLog()})
            for (const QByteArray &spelling :
                 {token, token.toPercentEncoding(), token.toBase64().left(20), token.left(8)})
                if (text.contains(spelling))
                    return false;
        return true;
    }

    BridgeProcess bridge;
};

} // namespace

void TestBridgeFailures::initTestCase()
{
    scrubEnvironment();
    m_certificates = std::make_unique<TestCertificates>(m_folder.filePath(u"certificates"_s));
    QVERIFY2(m_certificates->isValid(), qPrintable(m_certificates->errorText()));
}

void TestBridgeFailures::answers_data()
{
    QTest::addColumn<bool>("apinizer");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("header"); // name: value
    QTest::addColumn<QByteArray>("cause");
    QTest::addColumn<QByteArray>("phase");
    QTest::addColumn<int>("code"); // of apinizer
    const auto row = [](const char *name, int status, const QByteArray &type, const QByteArray &body,
                        const QByteArray &header, const QByteArray &cause, const QByteArray &phase, int code) {
        for (const bool apinizer : {false, true})
            QTest::addRow("%s, %s", name, apinizer ? "apinizer" : "http")
                << apinizer << status << type << body << header << cause << phase << code;
    };
    const QByteArray page = "<html><body>Sorry, " + token + "</body></html>";
    row("401", 401, "text/html", page, {}, "unauthorized", "auth", -32001);
    row("401 with a challenge", 401, "text/plain", {}, "WWW-Authenticate: Bearer realm=\"x\"", "unauthorized", "auth",
        -32001);
    row("401 with OAuth", 401, "text/plain", {},
        "WWW-Authenticate: Bearer resource_metadata=\"https://a.example/.well-known/x\"", "sign-in-required", "auth",
        -32001);
    row("401 with OAuth behind others", 401, "text/plain", {},
        "WWW-Authenticate: Basic realm=\"a, b\", Bearer error=\"x\", resource_metadata=https://a.example/x",
        "sign-in-required", "auth", -32001);
    row("401 that only talks of OAuth", 401, "text/plain", {},
        "WWW-Authenticate: Bearer realm=\"no resource_metadata here\"", "unauthorized", "auth", -32001);
    row("403", 403, "text/html", page, {}, "forbidden", "auth", -32002);
    row("404", 404, "text/html", page, {}, "not-found", "http", -32003);
    row("405", 405, "text/html", page, {}, "method-not-allowed", "http", -32603);
    row("407", 407, "text/html", page, {}, "proxy-authentication", "http", -32603);
    row("409", 409, "application/json", R"({"error":"no"})", {}, "http-status", "http", -32603);
    row("429", 429, "text/plain", {}, "Retry-After: 17", "too-many-requests", "http", -32603);
    row("500", 500, "text/html", page, {}, "server-error", "http", -32603);
    row("503", 503, "text/html", page, "Retry-After: 17", "server-error", "http", -32603);
    row("page", 200, "text/html", page, {}, "not-json", "body", -32700);
    row("page that says JSON", 200, "application/json", page, {}, "not-json", "body", -32700);
    row("cut JSON", 200, "application/json", R"({"jsonrpc":"2.0","id":1,"result":{)", {}, "not-json", "body", -32700);
    row("other JSON", 200, "application/json", R"({"status":"UP"})", {}, "not-json-rpc", "mcp", -32603);
    row("number", 200, "application/json", "42", {}, "not-json-rpc", "body", -32603);
    row("nothing", 200, "application/json", {}, {}, "not-json-rpc", "mcp", -32603);
    row("accepted", 202, "application/json", {}, {}, "not-json-rpc", "mcp", -32603);
    row("Turkish page", 200, "text/html", "<p>Oturum a\xe7\xfdn\xfdz, \xfeifre " + token + "</p>", {}, "not-json",
        "body", -32700);
    row("compressed and cut", 200, "application/json", "\x1f\x8b\x08", "Content-Encoding: gzip", "broken-encoding",
        "body", -32603);
    row("compressed otherwise", 200, "application/json", "\x0b\x02\x80", "Content-Encoding: br", "unsupported-encoding",
        "body", -32603);
}

void TestBridgeFailures::answers()
{
    QFETCH(bool, apinizer);
    QFETCH(int, status);
    QFETCH(QByteArray, type);
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, header);
    QFETCH(QByteArray, cause);
    QFETCH(QByteArray, phase);
    QFETCH(int, code);
    const LoopbackServer server([&](const Request &request) -> Response {
        if (methodOf(request.body) == "ping")
            return result(idOf(request.body));
        Response response{.status = status, .headers = {{"Content-Type"_ba, type}}, .body = body};
        if (const qsizetype colon = header.indexOf(": "); colon > 0)
            response.headers.append({header.left(colon), header.mid(colon + 2)});
        return response;
    });
    Started started(apinizer, false, u"127.0.0.1"_s, server.port());
    BridgeProcess &bridge = started.bridge;
    bridge.send(call("1", "tools/list"));
    const QJsonObject error = bridge.error("1");
    QCOMPARE(member(error, "cause"), cause);
    QCOMPARE(member(error, "phase"), phase);
    QCOMPARE(error["code"_L1].toInt(), apinizer ? code : -32603);
    QCOMPARE(member(error, "httpStatus"), QByteArray::number(status));
    QCOMPARE(member(error, "retryAfter"), header.contains("Retry-After") ? "17"_ba : QByteArray());
    QVERIFY(error["message"_L1].toString().size() > 20);
    if (status == 404)
        QCOMPARE(evidenceOf(error, "path"), "/mcp"_ba);
    if (body.contains(token))
        QVERIFY2(evidenceOf(error, "message").contains("[redacted]"), evidenceOf(error, "message"));
    QVERIFY(bridge.waitForLog("\"ok\":false"));
    QCOMPARE(QString::fromUtf8(bridge.output()).toUtf8(), bridge.output()); // valid UTF-8, whatever came
    QCOMPARE(QString::fromUtf8(bridge.log()).toUtf8(), bridge.log());

    // A notification that fails says nothing to the host, and the next call works.
    bridge.send(R"({"jsonrpc":"2.0","method":"notifications/x"})");
    bridge.send(call("2", "ping"));
    QVERIFY(bridge.answer("2").contains("result"));
    bridge.closeInput();
    QCOMPARE(bridge.waitForExit(), 0);
    QCOMPARE(bridge.lines().size(), 2);
    QCOMPARE(server.requests().size(), 3);
    QVERIFY2(started.isClean(), bridge.output() + bridge.log());
}

void TestBridgeFailures::connections_data()
{
    QTest::addColumn<bool>("apinizer");
    QTest::addColumn<QString>("host");
    QTest::addColumn<QByteArray>("cause");
    QTest::addColumn<QByteArray>("phase");
    for (const bool apinizer : {false, true}) {
        const char *profile = apinizer ? "apinizer" : "http";
        QTest::addRow("dead port, %s", profile)
            << apinizer << u"127.0.0.1"_s << "connection-refused"_ba << "connect"_ba;
        QTest::addRow("dead port of a name, %s", profile)
            << apinizer << u"localhost"_s << "connection-refused"_ba << "connect"_ba;
        QTest::addRow("unknown host, %s", profile)
            << apinizer << u"no-such-host.invalid"_s << "unknown-host"_ba << "resolve"_ba;
    }
}

void TestBridgeFailures::connections()
{
    QFETCH(bool, apinizer);
    QFETCH(QString, host);
    QFETCH(QByteArray, cause);
    QFETCH(QByteArray, phase);
    QTcpServer closed;
    QVERIFY(closed.listen(QHostAddress::LocalHost));
    const quint16 port = closed.serverPort();
    closed.close();
    Started started(apinizer, false, host, port);
    started.bridge.send(call("1", "ping"));
    const QJsonObject error = started.bridge.error("1");
    QCOMPARE(member(error, "cause"), cause);
    QCOMPARE(member(error, "phase"), phase);
    QCOMPARE(error["code"_L1].toInt(), -32603);
    QCOMPARE(member(error, "httpStatus"), QByteArray());
    QCOMPARE(evidenceOf(error, "host"), host.toUtf8());
    if (phase == "connect")
        QCOMPARE(evidenceOf(error, "port"), QByteArray::number(port));
    QVERIFY(error["message"_L1].toString().contains(host));
    QVERIFY(started.isClean());
}

void TestBridgeFailures::serverComesLater()
{
    QTcpServer closed;
    QVERIFY(closed.listen(QHostAddress::LocalHost));
    const quint16 port = closed.serverPort();
    closed.close();
    Started started(false, false, u"127.0.0.1"_s, port, {{u"KOPRU_RETRY_MS"_s, u"10000"_s}});
    started.bridge.send(call("1", "ping"));
    started.bridge.send(call("2", "ping"));
    QVERIFY(started.bridge.waitForLog("trying again"));
    const LoopbackServer server([](const Request &request) { return result(idOf(request.body)); }, {}, port);
    QVERIFY2(server.port() == port, qPrintable(server.errorText()));
    QVERIFY(started.bridge.answer("1").contains("result"));
    QVERIFY(started.bridge.answer("2").contains("result"));
    QCOMPARE(server.requests().size(), 2); // nothing twice
    QCOMPARE(started.bridge.wholeLog().count("trying again"), 1);
}

void TestBridgeFailures::certificates_data()
{
    QTest::addColumn<bool>("apinizer");
    QTest::addColumn<QString>("name");
    QTest::addColumn<bool>("authority"); // known by SSL_CERT_FILE
    QTest::addColumn<QByteArray>("cause");
    QTest::addColumn<QByteArray>("evidence"); // that is there and says something
    for (const bool apinizer : {false, true}) {
        const char *profile = apinizer ? "apinizer" : "http";
        QTest::addRow("untrusted, %s", profile)
            << apinizer << u"good"_s << false << "certificate-untrusted"_ba << "issuer"_ba;
        QTest::addRow("self-signed, %s", profile)
            << apinizer << u"self-signed"_s << false << "certificate-self-signed"_ba << "issuer"_ba;
        QTest::addRow("wrong host, %s", profile)
            << apinizer << u"wrong-host"_s << true << "certificate-host-mismatch"_ba << "names"_ba;
        QTest::addRow("expired, %s", profile)
            << apinizer << u"expired"_s << true << "certificate-expired"_ba << "expires"_ba;
    }
}

void TestBridgeFailures::certificates()
{
    QFETCH(bool, apinizer);
    QFETCH(QString, name);
    QFETCH(bool, authority);
    QFETCH(QByteArray, cause);
    QFETCH(QByteArray, evidence);
    const QString stem = m_folder.filePath(u"certificates/"_s + name);
    const LoopbackServer server([](const Request &request) { return result(idOf(request.body)); },
                                Certificate{stem + u".pem"_s, stem + u".key"_s});
    BridgeProcess::Variables variables;
    if (authority)
        variables.insert(u"SSL_CERT_FILE"_s, m_certificates->authorityFile());
    Started started(apinizer, true, u"localhost"_s, server.port(), variables);
    started.bridge.send(call("1", "ping"));
    const QJsonObject error = started.bridge.error("1");
    QCOMPARE(member(error, "cause"), cause);
    QCOMPARE(member(error, "phase"), "tls"_ba);
    QCOMPARE(error["code"_L1].toInt(), apinizer ? -32005 : -32603);
    QCOMPARE(evidenceOf(error, "host"), "localhost"_ba);
    QVERIFY(!evidenceOf(error, evidence.constData()).isEmpty());
    if (name == u"wrong-host"_s)
        QCOMPARE(evidenceOf(error, "names"), "other.example"_ba);
    if (name == u"expired"_s)
        QVERIFY2(evidenceOf(error, "expires").startsWith("2020-"), evidenceOf(error, "expires"));
    QVERIFY(started.bridge.waitForLog("\"cause\":\"" + cause + "\""));
    QCOMPARE(server.requests().size(), 0);
    QVERIFY(started.isClean());
}

void TestBridgeFailures::trusted_data()
{
    QTest::addColumn<bool>("apinizer");
    QTest::addColumn<QString>("host");
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("variable"); // =authority or value
    for (const bool apinizer : {false, true}) {
        const char *profile = apinizer ? "apinizer" : "http";
        QTest::addRow("SSL_CERT_FILE, %s", profile) << apinizer << u"localhost"_s << u"good"_s << u"SSL_CERT_FILE"_s;
        QTest::addRow("NODE_EXTRA_CA_CERTS, %s", profile)
            << apinizer << u"localhost"_s << u"good"_s << u"NODE_EXTRA_CA_CERTS"_s;
        QTest::addRow("address, %s", profile) << apinizer << u"127.0.0.1"_s << u"good"_s << u"SSL_CERT_FILE"_s;
        QTest::addRow("not verified, %s", profile)
            << apinizer << u"localhost"_s << u"self-signed"_s << u"VERIFY_CERTIFICATE"_s;
        QTest::addRow("wrong host, not verified, %s", profile)
            << apinizer << u"127.0.0.1"_s << u"wrong-host"_s << u"VERIFY_CERTIFICATE"_s;
    }
}

void TestBridgeFailures::trusted()
{
    QFETCH(bool, apinizer);
    QFETCH(QString, host);
    QFETCH(QString, name);
    QFETCH(QString, variable);
    const QString stem = m_folder.filePath(u"certificates/"_s + name);
    const LoopbackServer server([](const Request &request) { return result(idOf(request.body)); },
                                Certificate{stem + u".pem"_s, stem + u".key"_s});
    const bool verified = variable != u"VERIFY_CERTIFICATE"_s;
    Started started(apinizer, true, host, server.port(),
                    {{variable, verified ? m_certificates->authorityFile() : u"False"_s}});
    BridgeProcess &bridge = started.bridge;
    const QByteArray text(100000, 'x');
    bridge.send(call("1", "ping", '"' + text + '"'));
    QVERIFY(bridge.answer("1").contains("result"));
    bridge.send(call("2", "ping"));
    QVERIFY(bridge.answer("2").contains("result"));
    QCOMPARE(server.connections(), 1); // the encrypted connection was kept
    QVERIFY(server.requests().first().body.contains(text));
    QCOMPARE(bridge.wholeLog().contains("WARNING"), !verified);
    QVERIFY(bridge.log().contains(R"("phase":"tls")"));
    QVERIFY(started.isClean());
}

void TestBridgeFailures::plainServer()
{
    // What a web server says to a handshake that it does not understand.
    QTcpServer server;
    connect(&server, &QTcpServer::newConnection, &server, [&server] {
        QTcpSocket *socket = server.nextPendingConnection();
        connect(socket, &QTcpSocket::readyRead, socket, [socket] {
            socket->readAll();
            socket->write("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
        });
    });
    QVERIFY(server.listen(QHostAddress::LocalHost));
    Started started(false, true, u"127.0.0.1"_s, server.serverPort());
    started.bridge.send(call("1", "ping"));
    const QJsonObject error = started.bridge.error("1");
    QCOMPARE(member(error, "cause"), "tls-handshake"_ba);
    QCOMPARE(member(error, "phase"), "tls"_ba);
    QVERIFY(!evidenceOf(error, "message").isEmpty());

    const LoopbackServer secure([](const Request &request) { return result(idOf(request.body)); },
                                m_certificates->good());
    Started other(false, false, u"127.0.0.1"_s, secure.port());
    other.bridge.send(call("1", "ping"));
    const QByteArray cause = member(other.bridge.error("1"), "cause");
    QVERIFY2(cause == "connection-lost" || cause == "not-json", cause);
}

void TestBridgeFailures::trace()
{
    const LoopbackServer server([](const Request &request) { return result(idOf(request.body)); },
                                m_certificates->good());
    Started started(true, true, u"localhost"_s, server.port(), {{u"SSL_CERT_FILE"_s, m_certificates->authorityFile()}});
    started.bridge.send(call("1", "ping"));
    QVERIFY(!started.bridge.answer("1").isEmpty());
    QVERIFY(started.bridge.waitForLog(R"("phase":"mcp")"));
    QStringList phases;
    for (const QByteArray &line : started.bridge.log().split('\n')) {
        if (!line.startsWith(R"({"kopru":"trace")"))
            continue;
        const QJsonObject object = QJsonDocument::fromJson(line).object();
        QVERIFY2(object.value("ok"_L1).toBool(), line);
        QVERIFY2(object.value("ms"_L1).toDouble(-1) >= 0 && object.value("ms"_L1).toDouble() < 5000, line);
        phases.append(object.value("phase"_L1).toString());
    }
    QCOMPARE(phases, (QStringList{u"resolve"_s, u"connect"_s, u"tls"_s, u"http"_s, u"mcp"_s}));
}

void TestBridgeFailures::tokenInPieces()
{
    // A page that repeats the token where a shortened text would cut it in two.
    std::atomic<int> front = 0;
    const LoopbackServer server([&](const Request &) -> Response {
        return {.status = 403,
                .headers = {{"Content-Type"_ba, "text/plain"_ba}},
                .body = QByteArray(front, 'x') + token + QByteArray(500, 'y')};
    });
    Started started(true, false, u"127.0.0.1"_s, server.port());
    for (front = 80; front < 280; front = front + 3) {
        const QByteArray id = QByteArray::number(front);
        started.bridge.send(call(id, "ping"));
        QVERIFY(!started.bridge.answer(id).isEmpty());
    }
    started.bridge.closeInput();
    QCOMPARE(started.bridge.waitForExit(), 0);
    for (qsizetype length = token.size(); length >= 5; --length) {
        QVERIFY2(!started.bridge.output().contains("x" + token.left(length)), token.left(length));
        QVERIFY2(!started.bridge.log().contains("x" + token.left(length)), token.left(length));
    }
}

QTEST_GUILESS_MAIN(TestBridgeFailures)
#include "tst_bridge_failures.moc"
