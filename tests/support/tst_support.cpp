#include "tests/support/environment.h"
#include "tests/support/mcpscript.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtCore/QProcess>
#include <QtCore/QTemporaryDir>
#include <QtNetwork/QNetworkAccessManager>
#include <QtNetwork/QNetworkReply>
#include <QtNetwork/QNetworkRequest>
#include <QtNetwork/QSslConfiguration>
#include <QtNetwork/QTcpSocket>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

namespace kopru::test {

using namespace Qt::StringLiterals;
using ReplyPointer = std::unique_ptr<QNetworkReply>;

namespace {

constexpr auto sessionHeader = "Mcp-Session-Id";

Response echoBody(const Request &request)
{
    return {.body = request.method + ' ' + request.target + ' ' + request.body};
}

QByteArray call(const char *method, const char *params = "{}")
{
    return "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\""_ba + method + "\",\"params\":" + params + '}';
}

int status(const ReplyPointer &reply)
{
    return reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
}

} // namespace

class TestSupport final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void certificatesVerify_data();
    void certificatesVerify();
    void certificatesNeedFolder();
    void tls_data();
    void tls();
    void keepAlive();
    void bodies_data();
    void bodies();
    void largeBody();
    void chunks();
    void streamStaysOpen();
    void cut_data();
    void cut();
    void dropped();
    void gate();
    void manyConnections();
    void throwingHandler();
    void stopAndSamePort();
    void waitGivesUp();
    void mcpSession_data();
    void mcpSession();
    void mcpRefusals_data();
    void mcpRefusals();
    void portal();
    void portalRefusesToken();

private:
    /// Sends and awaits the end; a reply that does not end in time is still running.
    ReplyPointer send(QNetworkRequest request, const QByteArray &method, const QByteArray &body = {});
    ReplyPointer post(const QString &url, const QByteArray &body, const Headers &headers = {});

    QTemporaryDir m_folder;
    std::unique_ptr<TestCertificates> m_certificates;
    std::unique_ptr<QNetworkAccessManager> m_network;
};

void TestSupport::initTestCase()
{
    scrubEnvironment();
    m_network = std::make_unique<QNetworkAccessManager>();
    m_certificates = std::make_unique<TestCertificates>(m_folder.filePath(u"certificates"_s));
    QVERIFY2(m_certificates->isValid(), qPrintable(m_certificates->errorText()));
}

ReplyPointer TestSupport::send(QNetworkRequest request, const QByteArray &method, const QByteArray &body)
{
    ReplyPointer reply(m_network->sendCustomRequest(request, method, body));
    QSignalSpy finished(reply.get(), &QNetworkReply::finished);
    if (!reply->isFinished())
        finished.wait(20000);
    return reply;
}

ReplyPointer TestSupport::post(const QString &url, const QByteArray &body, const Headers &headers)
{
    QNetworkRequest request{QUrl(url)};
    request.setRawHeader("Content-Type", "application/json");
    request.setRawHeader("Accept", "application/json, text/event-stream");
    for (const auto &[name, value] : headers)
        request.setRawHeader(name, value);
    return send(request, "POST", body);
}

void TestSupport::certificatesVerify_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QStringList>("check");
    QTest::addColumn<QByteArray>("expected");
    const QStringList localhost{u"-verify_hostname"_s, u"localhost"_s};
    QTest::newRow("localhost") << m_certificates->good().certificateFile << localhost << ": OK"_ba;
    QTest::newRow("IPv4") << m_certificates->good().certificateFile << QStringList{u"-verify_ip"_s, u"127.0.0.1"_s}
                          << ": OK"_ba;
    QTest::newRow("IPv6") << m_certificates->good().certificateFile << QStringList{u"-verify_ip"_s, u"::1"_s}
                          << ": OK"_ba;
    QTest::newRow("wrong host") << m_certificates->wrongHost().certificateFile << localhost << "error 62 "_ba;
    QTest::newRow("other host") << m_certificates->wrongHost().certificateFile
                                << QStringList{u"-verify_hostname"_s, u"other.example"_s} << ": OK"_ba;
    QTest::newRow("expired") << m_certificates->expired().certificateFile << localhost << "error 10 "_ba;
    QTest::newRow("expired, in 2020") << m_certificates->expired().certificateFile
                                      << QStringList{u"-no_check_time"_s} + localhost << ": OK"_ba;
    QTest::newRow("self-signed") << m_certificates->selfSigned().certificateFile << localhost << "error 18 "_ba;
}

void TestSupport::certificatesVerify()
{
    QFETCH(QString, file);
    QFETCH(QStringList, check);
    QFETCH(QByteArray, expected);
    QProcess openssl;
    openssl.setProcessChannelMode(QProcess::MergedChannels);
    openssl.start(u"openssl"_s, QStringList{u"verify"_s, u"-x509_strict"_s, u"-no-CApath"_s, u"-no-CAstore"_s,
                                            u"-CAfile"_s, m_certificates->authorityFile()} +
                                    check + QStringList{file});
    QVERIFY2(openssl.waitForFinished(), qPrintable(openssl.errorString()));
    const QByteArray printed = openssl.readAll();
    QVERIFY2(printed.contains(expected), printed);
}

void TestSupport::certificatesNeedFolder()
{
    const TestCertificates nowhere(u"/proc/nowhere"_s);
    QVERIFY(!nowhere.isValid());
    QVERIFY(nowhere.errorText().contains(u"/proc/nowhere"_s));
}

void TestSupport::tls_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("host");
    QTest::addColumn<QSslError::SslError>("problem");
    const QString loopback = u"127.0.0.1"_s;
    QTest::newRow("good, address") << u"good"_s << loopback << QSslError::NoError;
    QTest::newRow("good, name") << u"good"_s << u"localhost"_s << QSslError::NoError;
    QTest::newRow("wrong host") << u"wrong-host"_s << loopback << QSslError::HostNameMismatch;
    QTest::newRow("expired") << u"expired"_s << loopback << QSslError::CertificateExpired;
    QTest::newRow("self-signed") << u"self-signed"_s << loopback << QSslError::SelfSignedCertificate;
}

void TestSupport::tls()
{
    QFETCH(QString, name);
    QFETCH(QString, host);
    QFETCH(QSslError::SslError, problem);
    const QString stem = m_folder.filePath(u"certificates/"_s + name);
    const LoopbackServer server(echoBody, Certificate{stem + u".pem"_s, stem + u".key"_s});
    QVERIFY2(server.port() != 0, qPrintable(server.errorText()));

    QNetworkRequest request{QUrl(server.url(u"/x"_s, host))};
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    configuration.setCaCertificates(QSslCertificate::fromPath(m_certificates->authorityFile()));
    request.setSslConfiguration(configuration);
    QList<QSslError> problems;
    connect(m_network.get(), &QNetworkAccessManager::sslErrors, this,
            [&](QNetworkReply *, const QList<QSslError> &errors) { problems = errors; });
    const ReplyPointer reply = send(request, "POST", "body");
    m_network->disconnect(this);

    if (problem == QSslError::NoError) {
        QCOMPARE(reply->readAll(), "POST /x body"_ba);
        return;
    }
    QCOMPARE(reply->error(), QNetworkReply::SslHandshakeFailedError);
    QCOMPARE(problems.value(0).error(), problem);
    QCOMPARE(server.requests().size(), 0);
    QCOMPARE(server.connections(), 1);
}

void TestSupport::keepAlive()
{
    const LoopbackServer server(echoBody);
    QCOMPARE(post(server.url(u"/a"_s), "1"_ba, {{"X-Mark"_ba, "m"_ba}})->readAll(), "POST /a 1"_ba);
    QCOMPARE(post(server.url(u"/b?c=d"_s), "2"_ba)->readAll(), "POST /b?c=d 2"_ba);
    QCOMPARE(server.connections(), 1);
    QCOMPARE(server.requests().size(), 2);
    QCOMPARE(server.requests().at(0).header("x-mark"_ba), "m"_ba);
    QCOMPARE(server.requests().at(0).peerPort, server.requests().at(1).peerPort);
}

void TestSupport::bodies_data()
{
    QTest::addColumn<QByteArray>("sent");
    QTest::addColumn<QByteArray>("expectedEnd"); // of everything received
    QTest::addColumn<int>("requests");
    QTest::newRow("chunked")
        << "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\nA;x=y\r\n0123456789\r\n0\r\n"
           "Trailer: t\r\n\r\n"_ba
        << "\r\n\r\nPOST / abc0123456789"_ba << 1;
    QTest::newRow("continue") << "POST / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\nhi"_ba
                              << "POST / hi"_ba << 1;
    QTest::newRow("pipelined") << "GET /1 HTTP/1.1\r\n\r\nGET /2 HTTP/1.1\r\n\r\n"_ba << "GET /2 "_ba << 2;
    QTest::newRow("HTTP/1.0") << "GET /old HTTP/1.0\r\n\r\n"_ba << "GET /old "_ba << 1;
    QTest::newRow("no HTTP") << "good morning\r\n\r\n"_ba << "Content-Length: 0\r\n\r\n"_ba << 0;
    QTest::newRow("bad chunk") << "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"_ba
                               << "Content-Length: 0\r\n\r\n"_ba << 0;
}

void TestSupport::bodies()
{
    QFETCH(QByteArray, sent);
    QFETCH(QByteArray, expectedEnd);
    QFETCH(int, requests);
    const LoopbackServer server(echoBody);
    QTcpSocket socket;
    socket.connectToHost(u"127.0.0.1"_s, server.port());
    QVERIFY(socket.waitForConnected());
    QByteArray received;
    for (qsizetype i = 0; i < sent.size(); ++i) { // One byte at a time: nothing may depend on the packets.
        socket.write(sent.mid(i, 1));
        socket.waitForBytesWritten();
    }
    while (!received.endsWith(expectedEnd) && socket.waitForReadyRead(5000))
        received += socket.readAll();
    QVERIFY2(received.endsWith(expectedEnd), received);
    QCOMPARE(server.requests().size(), requests);
    QCOMPARE(received.startsWith("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n"), sent.contains("Expect:"));
    QCOMPARE(received.startsWith("HTTP/1.1 400"), requests == 0);
}

void TestSupport::largeBody()
{
    const LoopbackServer server([](const Request &request) -> Response { return {.body = request.body.right(3)}; });
    const QByteArray body = QByteArray(64 * 1024 * 1024, 'x') + "end";
    QCOMPARE(post(server.url(u"/"_s), body)->readAll(), "end"_ba);
    QVERIFY(server.requests().value(0).body == body);
}

void TestSupport::chunks()
{
    const LoopbackServer server([](const Request &) -> Response {
        return {.headers = {{"X-Kind"_ba, "chunks"_ba}}, .chunks = {"one "_ba, "two "_ba, "three"_ba}};
    });
    const ReplyPointer reply = post(server.url(u"/"_s), {});
    QCOMPARE(reply->readAll(), "one two three"_ba);
    QCOMPARE(reply->rawHeader("Transfer-Encoding"), "chunked"_ba);
    QCOMPARE(reply->rawHeader("X-Kind"), "chunks"_ba);
    QCOMPARE(post(server.url(u"/"_s), {})->readAll(), "one two three"_ba); // The connection is still in step.
    QCOMPARE(server.connections(), 1);
}

void TestSupport::streamStaysOpen()
{
    LoopbackServer server([](const Request &) -> Response { return {.chunks = {"a"_ba}, .keepStreamOpen = true}; });
    const ReplyPointer reply(m_network->get(QNetworkRequest(QUrl(server.url(u"/"_s)))));
    QVERIFY(server.waitForRequests(1));
    server.pushToStreams("b");
    QTRY_COMPARE(reply->bytesAvailable(), 2);
    QVERIFY(!reply->isFinished());
    server.pushToStreams("c");
    server.endStreams();
    QTRY_VERIFY(reply->isFinished());
    QCOMPARE(reply->readAll(), "abc"_ba);
    QCOMPARE(reply->error(), QNetworkReply::NoError);
}

void TestSupport::cut_data()
{
    QTest::addColumn<QList<QByteArray>>("chunks");
    QTest::addColumn<QByteArray>("expected"); // after the status line
    const QByteArray chunked = "Transfer-Encoding: chunked\r\n\r\n";
    QTest::newRow("length") << QList<QByteArray>{} << "Content-Length: 6\r\n\r\n1234"_ba;
    QTest::newRow("inside a chunk") << QList<QByteArray>{"123"_ba, "456"_ba} << chunked + "3\r\n123\r\n3\r\n4";
    QTest::newRow("between chunks") << QList<QByteArray>{"12"_ba, "34"_ba, "56"_ba}
                                    << chunked + "2\r\n12\r\n2\r\n34\r\n2\r\n";
}

/// Reads the bytes itself: QNetworkAccessManager 6.4.2 often ends a chunked body that is cut without an error.
void TestSupport::cut()
{
    QFETCH(QList<QByteArray>, chunks);
    QFETCH(QByteArray, expected);
    const LoopbackServer server(
        [&](const Request &) -> Response { return {.body = "123456", .chunks = chunks, .cutAfter = 4}; });
    QTcpSocket socket;
    socket.connectToHost(u"127.0.0.1"_s, server.port());
    QVERIFY(socket.waitForConnected());
    socket.write("GET / HTTP/1.1\r\n\r\n");
    QVERIFY(socket.waitForDisconnected());
    QCOMPARE(socket.readAll(), "HTTP/1.1 200 OK\r\n" + expected);
}

void TestSupport::dropped()
{
    const LoopbackServer server([](const Request &) -> Response { return {.dropConnection = true}; });
    QTcpSocket socket;
    socket.connectToHost(u"127.0.0.1"_s, server.port());
    QVERIFY(socket.waitForConnected());
    socket.write("GET / HTTP/1.1\r\n\r\n");
    QVERIFY(socket.waitForDisconnected());
    QCOMPARE(socket.readAll(), QByteArray());
    QCOMPARE(server.requests().size(), 1);
}

void TestSupport::gate()
{
    const auto gate = std::make_shared<Gate>();
    const LoopbackServer server([&](const Request &request) -> Response {
        return {.body = request.target, .gate = request.target == "/held" ? gate : nullptr};
    });
    const ReplyPointer held(m_network->get(QNetworkRequest(QUrl(server.url(u"/held"_s)))));
    QTRY_COMPARE(server.requests().size(), 1);
    const ReplyPointer other = post(server.url(u"/other"_s), {});
    QCOMPARE(other->readAll(), "/other"_ba);
    QVERIFY(!held->isFinished());
    gate->open();
    QTRY_VERIFY(held->isFinished());
    QCOMPARE(held->readAll(), "/held"_ba);
    QCOMPARE(post(server.url(u"/held"_s), {})->readAll(), "/held"_ba); // Open gates hold nobody.
    QCOMPARE(server.connections(), 2);

    const auto late = std::make_shared<Gate>();
    {
        LoopbackServer gone([&](const Request &) -> Response { return {.gate = late}; });
        const ReplyPointer reply(m_network->get(QNetworkRequest(QUrl(gone.url(u"/"_s)))));
        QTRY_COMPARE(gone.requests().size(), 1);
    }
    late->open(); // Nobody is there any more; must not touch the server.
}

void TestSupport::manyConnections()
{
    const auto gate = std::make_shared<Gate>();
    const LoopbackServer server([&](const Request &) -> Response { return {.body = "done", .gate = gate}; });
    std::vector<std::unique_ptr<QTcpSocket>> sockets;
    for (int i = 0; i < 300; ++i) {
        sockets.push_back(std::make_unique<QTcpSocket>());
        sockets.back()->connectToHost(u"127.0.0.1"_s, server.port());
        QVERIFY(sockets.back()->waitForConnected());
        sockets.back()->write("GET / HTTP/1.1\r\n\r\n");
        QVERIFY(sockets.back()->waitForBytesWritten());
    }
    QVERIFY(server.waitForRequests(300));
    QCOMPARE(server.connections(), 300);
    gate->open();
    for (const auto &socket : sockets)
        QTRY_VERIFY(socket->peek(1024).endsWith("\r\n\r\ndone"));
}

void TestSupport::throwingHandler()
{
    const LoopbackServer server([](const Request &) -> Response { throw std::runtime_error("script broke"); });
    const ReplyPointer reply = post(server.url(u"/"_s), {});
    QCOMPARE(status(reply), 500);
    QCOMPARE(reply->readAll(), "script broke"_ba);
}

void TestSupport::stopAndSamePort()
{
    LoopbackServer first(echoBody);
    const quint16 port = first.port();
    QCOMPARE(post(first.url(u"/"_s), {})->readAll(), "POST / "_ba);
    const LoopbackServer busy(echoBody, {}, port);
    QCOMPARE(busy.port(), quint16{0});
    QVERIFY(!busy.errorText().isEmpty());
    first.stop();
    first.pushToStreams("nobody");
    QCOMPARE(first.requests().size(), 1);
    QCOMPARE(post(first.url(u"/"_s), {})->error(), QNetworkReply::ConnectionRefusedError);
    const LoopbackServer second(echoBody, {}, port);
    QCOMPARE(second.port(), port);
    QCOMPARE(post(second.url(u"/"_s), {})->readAll(), "POST / "_ba);
}

void TestSupport::waitGivesUp()
{
    const LoopbackServer server(echoBody);
    QVERIFY(!server.waitForRequests(1, 10));
}

void TestSupport::mcpSession_data()
{
    QTest::addColumn<bool>("asStream");
    QTest::newRow("JSON") << false;
    QTest::newRow("stream") << true;
}

void TestSupport::mcpSession()
{
    QFETCH(bool, asStream);
    McpScript script({.answerAsStream = asStream, .getStream = true});
    LoopbackServer server(script.handler());
    const QString url = server.url(u"/mcp"_s);
    const auto answer = [&](const ReplyPointer &reply) {
        QByteArray body = reply->readAll();
        const QByteArray prefix = "event: message\ndata: ";
        if (asStream && body.startsWith(prefix) && body.endsWith("\n\n"))
            body = body.mid(prefix.size()).chopped(2);
        return QJsonDocument::fromJson(body).object();
    };
    const ReplyPointer opened = post(url, call("initialize", R"({"protocolVersion":"2025-06-18"})"));
    const QByteArray session = opened->rawHeader(sessionHeader);
    QVERIFY(!session.isEmpty());
    QCOMPARE(script.sessions(), 1);
    const QJsonObject first = answer(opened);
    QCOMPARE(first[u"id"_s].toInt(), 7);
    QCOMPARE(first[u"result"_s][u"protocolVersion"_s].toString(), u"2025-06-18"_s);
    QVERIFY(first[u"result"_s][u"capabilities"_s].toObject().contains(u"tools"_s));

    const Headers headers{{sessionHeader, session}, {"MCP-Protocol-Version"_ba, "2025-06-18"_ba}};
    const ReplyPointer noted = post(url, R"({"jsonrpc":"2.0","method":"notifications/initialized"})", headers);
    QCOMPARE(status(noted), 202);
    QCOMPARE(noted->readAll(), QByteArray());
    QCOMPARE(answer(post(url, call("tools/list"), headers))[u"result"_s][u"tools"_s].toArray().size(), 2);
    const auto said = [&](const char *params) {
        return answer(post(url, call("tools/call", params), headers))[u"result"_s][u"content"_s][0][u"text"_s]
            .toString();
    };
    QCOMPARE(said(R"({"name":"echo","arguments":{"message":"köprü"}})"), u"köprü"_s);
    QCOMPARE(said(R"({"name":"add","arguments":{"a":2,"b":3}})"), u"5"_s);
    QCOMPARE(said(R"({"name":"add","arguments":{"a":0.5,"b":1}})"), u"1.5"_s);

    QNetworkRequest request{QUrl(url)};
    request.setRawHeader(sessionHeader, session);
    const ReplyPointer stream(m_network->get(request));
    QTRY_COMPARE(server.requests().last().method, "GET"_ba);
    server.pushToStreams(McpScript::event("{}"));
    QTRY_COMPARE(stream->bytesAvailable(), 25);

    QCOMPARE(status(send(request, "DELETE")), 204);
    QCOMPARE(script.sessions(), 0);
    QCOMPARE(status(post(url, call("tools/list"), headers)), 404);
    QCOMPARE(script.methods().mid(0, 3),
             (QList<QByteArray>{"initialize"_ba, "notifications/initialized"_ba, "tools/list"_ba}));
}

void TestSupport::mcpRefusals_data()
{
    QTest::addColumn<bool>("sessionIs400");
    QTest::addColumn<QByteArray>("header");
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("expected");
    const QByteArray list = call("tools/list");
    QTest::newRow("fine") << false << "X-Any"_ba << "1"_ba << list << 200;
    QTest::newRow("no token") << false << "X-Token"_ba << "wrong"_ba << list << 401;
    QTest::newRow("no session") << false << QByteArray(sessionHeader) << ""_ba << list << 400;
    QTest::newRow("unknown session") << false << QByteArray(sessionHeader) << "other"_ba << list << 404;
    QTest::newRow("unknown session, 400") << true << QByteArray(sessionHeader) << "other"_ba << list << 400;
    QTest::newRow("other version") << false << "MCP-Protocol-Version"_ba << "1999-01-01"_ba << list << 400;
    QTest::newRow("Accept") << false << "Accept"_ba << "application/json"_ba << list << 406;
    QTest::newRow("Content-Type") << false << "Content-Type"_ba << "text/plain"_ba << list << 415;
    QTest::newRow("no JSON") << false << "X-Any"_ba << "1"_ba << "{"_ba << 400;
    QTest::newRow("batch") << false << "X-Any"_ba << "1"_ba << "[]"_ba << 400;
}

void TestSupport::mcpRefusals()
{
    QFETCH(bool, sessionIs400);
    QFETCH(QByteArray, header);
    QFETCH(QByteArray, value);
    QFETCH(QByteArray, body);
    QFETCH(int, expected);
    McpScript script({.unknownSessionIs400 = sessionIs400, .requiredHeader = "X-Token", .requiredValue = "right"});
    const LoopbackServer server(script.handler());
    const QString url = server.url(u"/mcp"_s);
    Headers headers{{"X-Token"_ba, "right"_ba}};
    headers.append({sessionHeader, post(url, call("initialize"), headers)->rawHeader(sessionHeader)});
    const Headers changed = headers + Headers{{header, value}};
    const ReplyPointer reply = post(url, body, changed);
    QCOMPARE(status(reply), expected);
    if (header == sessionHeader)
        QVERIFY(reply->readAll().toLower().contains("session"));
    if (expected == 200) {
        script.forgetSessions();
        QCOMPARE(status(post(url, body, changed)), 404);
        QNetworkRequest get{QUrl(url)};
        get.setRawHeader("X-Token", "right");
        QCOMPARE(status(send(get, "GET")), 405);
    }
}

void TestSupport::portal()
{
    const LoopbackServer server(apinizerPortal("portal-token"));
    const QString url = server.url(u"/apiportal/management/mcp/api"_s);
    const Headers headers{{"apinizer-token"_ba, "portal-token"_ba}};
    const auto answer = [&](const QByteArray &body) {
        return QJsonDocument::fromJson(post(url, body, headers)->readAll()).object();
    };
    const QJsonObject listed = answer(call("tools/list"));
    QCOMPARE(listed[u"result"_s][u"tools"_s][1][u"name"_s].toString(), u"get_api"_s);
    QVERIFY(!listed.contains(u"jsonrpc"_s));
    QVERIFY(listed[u"id"_s].isNull() && listed[u"error"_s].isNull());
    const QJsonObject unknown = answer(call("no/such"));
    QCOMPARE(unknown[u"error"_s][u"code"_s].toInt(), -32601);
    QVERIFY(unknown[u"result"_s].isNull());
    QCOMPARE(
        answer(call("initialize", R"({"protocolVersion":"2024-11-05"})"))[u"result"_s][u"protocolVersion"_s].toString(),
        u"2024-11-05"_s);
    const ReplyPointer noted = post(url, R"({"jsonrpc":"2.0","method":"notifications/initialized"})", headers);
    QCOMPARE(status(noted), 200);
    QCOMPARE(noted->readAll(), "{}"_ba);

    const LoopbackServer tidy(apinizerPortal(
        "portal-token", {.missingJsonrpc = false, .nullId = false, .nullError = false, .notificationBody = false}));
    const QString tidyUrl = tidy.url(u"/apiportal/management/mcp/api"_s);
    const QByteArray pinged = post(tidyUrl, call("ping"), headers)->readAll();
    QCOMPARE(pinged, R"({"id":7,"jsonrpc":"2.0","result":{}})"_ba);
    QCOMPARE(post(tidyUrl, R"({"method":"notifications/initialized"})", headers)->readAll(), QByteArray());
}

void TestSupport::portalRefusesToken()
{
    const LoopbackServer server(apinizerPortal("portal-token"));
    const ReplyPointer reply =
        post(server.url(u"/apiportal/management/mcp/api"_s), call("ping"), {{"APINIZER-TOKEN"_ba, "another"_ba}});
    QCOMPARE(status(reply), 401);
    QVERIFY(reply->readAll().startsWith("<html>"));
}

} // namespace kopru::test

QTEST_GUILESS_MAIN(kopru::test::TestSupport)
#include "tst_support.moc"
