#include "tests/support/environment.h"
#include "tests/support/mcpscript.h"
#include "tests/support/websocketserver.h"

#include <QtCore/QTemporaryDir>
#include <QtNetwork/QNetworkRequest>
#include <QtNetwork/QSslConfiguration>
#include <QtNetwork/QTcpSocket>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>
#include <QtWebSockets/QWebSocket>

namespace kopru::test {

using namespace Qt::StringLiterals;

namespace {

WsScript echoScript()
{
    return {.message = [](const WsMessage &message) {
        return QList{message.binary ? WsAction::binary(message.payload) : WsAction::text(message.payload)};
    }};
}

/// A client that sends what it is told, byte by byte.
class RawClient
{
public:
    explicit RawClient(const WebSocketServer &server)
    {
        m_socket.connectToHost(u"127.0.0.1"_s, server.port());
        m_socket.waitForConnected(5000);
    }
    void send(const QByteArray &bytes)
    {
        m_socket.write(bytes);
        m_socket.waitForBytesWritten(5000);
    }
    void sendHandshake()
    {
        send("GET /ws HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
             "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"_ba);
    }
    QByteArray readUntil(const QByteArray &end)
    {
        while (!m_input.contains(end) && m_socket.waitForReadyRead(5000))
            m_input += m_socket.readAll();
        return m_input;
    }
    QByteArray readToEnd()
    {
        while (m_socket.waitForReadyRead(5000) || m_socket.bytesAvailable() > 0)
            m_input += m_socket.readAll();
        return m_input;
    }

private:
    QTcpSocket m_socket;
    QByteArray m_input;
};

} // namespace

class TestWebSocketServer final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { scrubEnvironment(); }

    void echoes_data()
    {
        QTest::addColumn<int>("size");
        for (const int size : {0, 1, 125, 126, 65535, 65536, 5 * 1024 * 1024})
            QTest::addRow("%d", size) << size;
    }
    void echoes()
    {
        QFETCH(int, size);
        WebSocketServer server(echoScript());
        QVERIFY2(server.port() != 0, qPrintable(server.errorText()));
        QWebSocket socket;
        QSignalSpy texts(&socket, &QWebSocket::textMessageReceived);
        QSignalSpy binaries(&socket, &QWebSocket::binaryMessageReceived);
        QVERIFY(open(socket, QNetworkRequest(QUrl(server.url(u"/ws"_s)))));
        const QString text(size, u'ş');
        const QByteArray binary(size, '\xff');
        socket.sendTextMessage(text);
        socket.sendBinaryMessage(binary);
        QTRY_COMPARE(binaries.count(), 1);
        QCOMPARE(texts.count(), 1);
        QVERIFY(texts[0][0].toString() == text);
        QVERIFY(binaries[0][0].toByteArray() == binary);
        QCOMPARE(server.violations(), QList<QByteArray>());
    }

    void recordsTheHandshake()
    {
        WebSocketServer server({.upgrade = [](const Request &) { return WsUpgrade{.subprotocol = "mcp"}; }});
        QNetworkRequest request(QUrl(server.url(u"/apiportal/management/mcp/ws?x=1"_s)));
        request.setRawHeader("APINIZER-TOKEN", "secret");
        request.setRawHeader("Sec-WebSocket-Protocol", "mcp");
        QWebSocket socket;
        QVERIFY(open(socket, request));
        QVERIFY(server.waitForUpgrades(1));
        const Request seen = server.upgrades().first();
        QCOMPARE(seen.target, "/apiportal/management/mcp/ws?x=1"_ba);
        QCOMPARE(seen.header("apinizer-token"), "secret"_ba);
        QCOMPARE(seen.header("Sec-WebSocket-Protocol"), "mcp"_ba);
        QVERIFY(server.waitForOpen(1));
        socket.close(QWebSocketProtocol::CloseCodeGoingAway, u"enough"_s);
        QVERIFY(waitForCloses(server, 1));
        QCOMPARE(server.closes().first().code, 1001);
        QCOMPARE(server.closes().first().reason, "enough"_ba);
        QVERIFY(server.waitForOpen(0));
    }

    void speaksTls()
    {
        const QTemporaryDir folder;
        const TestCertificates certificates(folder.path());
        QVERIFY2(certificates.isValid(), qPrintable(certificates.errorText()));
        WebSocketServer server(echoScript(), certificates.good());
        QVERIFY(server.url(u"/"_s).startsWith(u"wss://"_s));
        QWebSocket socket;
        QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
        configuration.setCaCertificates(QSslCertificate::fromPath(certificates.authorityFile()));
        socket.setSslConfiguration(configuration);
        QSignalSpy texts(&socket, &QWebSocket::textMessageReceived);
        QVERIFY(open(socket, QNetworkRequest(QUrl(server.url(u"/"_s)))));
        socket.sendTextMessage(u"over TLS"_s);
        QTRY_COMPARE(texts.count(), 1);
    }

    void answersMcp()
    {
        WebSocketServer server({.message = [](const WsMessage &message) {
            const QByteArray answer = mcpAnswer(message.payload);
            return answer.isEmpty() ? QList<WsAction>() : QList{WsAction::text(answer)};
        }});
        QWebSocket socket;
        QSignalSpy texts(&socket, &QWebSocket::textMessageReceived);
        QVERIFY(open(socket, QNetworkRequest(QUrl(server.url(u"/"_s)))));
        socket.sendTextMessage(uR"({"jsonrpc":"2.0","method":"notifications/initialized"})"_s);
        socket.sendTextMessage(uR"({"jsonrpc":"2.0","id":"a","method":"tools/list"})"_s);
        QTRY_COMPARE(texts.count(), 1);
        QVERIFY(texts[0][0].toString().contains(u"\"id\":\"a\""_s));
        QVERIFY(texts[0][0].toString().contains(u"echo"_s));
        const QByteArray portal = portalAnswer(R"({"jsonrpc":"2.0","id":4,"method":"tools/list"})");
        QVERIFY(portal.contains("\"id\":null"));
        QVERIFY(portal.contains("list_apis"));
    }

    void refuses_data()
    {
        QTest::addColumn<int>("status");
        for (const int status : {200, 302, 401, 403, 404, 503})
            QTest::addRow("%d", status) << status;
    }
    void refuses()
    {
        QFETCH(int, status);
        WebSocketServer server({.upgrade = [status](const Request &) {
            return WsUpgrade{.status = status, .headers = {{"Retry-After", "7"}}, .body = "no"};
        }});
        RawClient client(server);
        client.sendHandshake();
        const QByteArray answer = client.readToEnd();
        QVERIFY2(answer.startsWith("HTTP/1.1 " + QByteArray::number(status) + ' '), answer.constData());
        QVERIFY(answer.contains("\r\nRetry-After: 7\r\n"));
        QVERIFY(answer.endsWith("\r\n\r\nno"));
        QCOMPARE(server.open(), 0);
    }

    void answersTheKey_data()
    {
        QTest::addColumn<bool>("wrong");
        QTest::newRow("right") << false;
        QTest::newRow("wrong") << true;
    }
    void answersTheKey()
    {
        QFETCH(bool, wrong);
        WebSocketServer server({.upgrade = [wrong](const Request &) { return WsUpgrade{.wrongAccept = wrong}; }});
        RawClient client(server);
        client.sendHandshake();
        // The example of RFC 6455, section 1.3.
        QCOMPARE(client.readUntil("\r\n\r\n"_ba).contains("s3pPLMBiTxaQ9kYGzzhZRbK+xOo="), !wrong);
    }

    void isSilentOrDropsBeforeTheUpgrade()
    {
        auto gate = std::make_shared<Gate>();
        WebSocketServer server({.upgrade = [gate](const Request &request) {
            return request.target == "/gate"
                       ? WsUpgrade{.gate = gate}
                       : WsUpgrade{.silent = request.target == "/silent", .dropConnection = request.target == "/drop"};
        }});
        QWebSocket dropped;
        QSignalSpy errors(&dropped, qOverload<QAbstractSocket::SocketError>(&QWebSocket::error));
        dropped.open(QUrl(server.url(u"/drop"_s)));
        QVERIFY(errors.wait(5000));
        QWebSocket waiting;
        waiting.open(QUrl(server.url(u"/silent"_s)));
        QVERIFY(waitForUpgrades(server, 2));
        QWebSocket gated;
        QSignalSpy connected(&gated, &QWebSocket::connected);
        gated.open(QUrl(server.url(u"/gate"_s)));
        QVERIFY(waitForUpgrades(server, 3));
        QCOMPARE(connected.count(), 0);
        gate->open();
        QTRY_COMPARE(connected.count(), 1);
        QCOMPARE(waiting.state(), QAbstractSocket::ConnectingState);
        waiting.abort();
    }

    void actsOnAnOpenWebSocket()
    {
        auto gate = std::make_shared<Gate>();
        WebSocketServer server({.message =
                                    [gate](const WsMessage &) {
                                        WsAction late = WsAction::text("late");
                                        late.gate = gate;
                                        return QList{late, WsAction::inFragments({"one ", "two ", "three"})};
                                    },
                                .opened = [](quint64) { return QList{WsAction::text("welcome")}; }});
        QWebSocket socket;
        QSignalSpy texts(&socket, &QWebSocket::textMessageReceived);
        QVERIFY(open(socket, QNetworkRequest(QUrl(server.url(u"/"_s)))));
        QTRY_COMPARE(texts.count(), 1);
        QCOMPARE(texts[0][0].toString(), u"welcome"_s);
        socket.sendTextMessage(u"go"_s);
        QTRY_COMPARE(texts.count(), 2);
        QCOMPARE(texts[1][0].toString(), u"one two three"_s);
        QTRY_COMPARE(server.pongs(), 1);
        gate->open();
        QTRY_COMPARE(texts.count(), 3);
        QCOMPARE(texts[2][0].toString(), u"late"_s);
        server.push(WsAction::text("pushed"));
        QTRY_COMPARE(texts.count(), 4);
        QSignalSpy pongs(&socket, &QWebSocket::pong);
        socket.ping("x");
        QTRY_COMPARE(pongs.count(), 1);
        QCOMPARE(server.pings(), 1);
    }

    void closesAndDrops()
    {
        WebSocketServer server({});
        QWebSocket closed;
        QSignalSpy gone(&closed, &QWebSocket::disconnected);
        QVERIFY(open(closed, QNetworkRequest(QUrl(server.url(u"/"_s)))));
        server.push(WsAction::close(4401, "token expired"));
        QTRY_COMPARE(gone.count(), 1);
        QCOMPARE(int(closed.closeCode()), 4401);
        QCOMPARE(closed.closeReason(), u"token expired"_s);
        QVERIFY(server.waitForOpen(0));
        QWebSocket dropped;
        QSignalSpy lost(&dropped, &QWebSocket::disconnected);
        QVERIFY(open(dropped, QNetworkRequest(QUrl(server.url(u"/"_s)))));
        server.push(WsAction::drop());
        QTRY_COMPARE(lost.count(), 1);
        QVERIFY(server.waitForOpen(0));
        QCOMPARE(server.connections(), 2);
    }

    void leavesPingsAlone()
    {
        WebSocketServer server({.answerPings = false});
        QWebSocket socket;
        QSignalSpy pongs(&socket, &QWebSocket::pong);
        QVERIFY(open(socket, QNetworkRequest(QUrl(server.url(u"/"_s)))));
        socket.ping("x");
        QTRY_COMPARE(server.pings(), 1);
        socket.sendTextMessage(u"still open"_s);
        QTRY_COMPARE(server.messages().size(), 1);
        QCOMPARE(pongs.count(), 0);
    }

    void namesWhatTheClientDoesWrong_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QByteArray>("words");
        QTest::newRow("not masked") << "\x81\x01x"_ba << "a frame is not masked"_ba;
        QTest::newRow("reserved bit") << "\xc1\x81\0\0\0\0x"_ba << "a reserved bit is set"_ba;
        QTest::newRow("continuation first") << "\x80\x81\0\0\0\0x"_ba << "a fragment out of order"_ba;
        QTest::newRow("ping in fragments") << "\x09\x80\0\0\0\0"_ba << "a control frame is in fragments or too long"_ba;
        QTest::newRow("not UTF-8") << "\x81\x81\0\0\0\0\xff"_ba << "text that is not UTF-8"_ba;
        QTest::newRow("unknown opcode") << "\x83\x80\0\0\0\0"_ba << "an unknown kind of frame"_ba;
    }
    void namesWhatTheClientDoesWrong()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QByteArray, words);
        WebSocketServer server({});
        RawClient client(server);
        client.sendHandshake();
        client.readUntil("\r\n\r\n"_ba);
        client.send(bytes);
        QVERIFY(client.readToEnd().contains("\x03\xea"_ba)); // 1002
        QCOMPARE(server.violations(), QList{words});
    }

private:
    static bool open(QWebSocket &socket, const QNetworkRequest &request)
    {
        QSignalSpy connected(&socket, &QWebSocket::connected);
        socket.open(request);
        return connected.wait(5000);
    }
    /// The client lives on this thread: it must go on while the server is waited for.
    static bool waitForCloses(const WebSocketServer &server, int count)
    {
        return QTest::qWaitFor([&] { return server.closes().size() >= count; });
    }
    static bool waitForUpgrades(const WebSocketServer &server, int count)
    {
        return QTest::qWaitFor([&] { return server.upgrades().size() >= count; });
    }
};

} // namespace kopru::test

QTEST_GUILESS_MAIN(kopru::test::TestWebSocketServer)
#include "tst_websocketserver.moc"
