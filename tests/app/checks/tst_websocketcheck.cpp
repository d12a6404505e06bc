#include "app/checks/check.h"
#include "app/checks/wording.h"
#include "tests/support/environment.h"
#include "tests/support/mcpscript.h"
#include "tests/support/websocketserver.h"

#include <QtCore/QJsonDocument>
#include <QtCore/QTemporaryDir>
#include <QtNetwork/QTcpServer>
#include <QtNetwork/QTcpSocket>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>
#include <QtWebSockets/QWebSocket>
#include <QtWebSockets/QWebSocketServer>

using namespace Qt::StringLiterals;
using namespace kopru::checks;
using namespace kopru;
using contract::Cause;
using test::WsAction;
using test::WsMessage;
using test::WsScript;
using test::WsUpgrade;

namespace {

integrations::Target targetOf(const QString &url)
{
    integrations::Target target;
    target.url = QUrl(url);
    target.timeout = std::chrono::seconds(5);
    target.transport = integrations::Transport::WebSocket;
    return target;
}

QList<WsAction> answerMcp(const WsMessage &message)
{
    const QByteArray answer = test::mcpAnswer(message.payload);
    return answer.isEmpty() ? QList<WsAction>() : QList{WsAction::text(answer)};
}

Report run(const integrations::Target &target)
{
    const std::unique_ptr<Check> check(makeNetworkCheck(target));
    std::optional<Report> ended;
    int times = 0;
    QObject::connect(check.get(), &Check::finished, check.get(), [&](const Report &report) {
        ended = report;
        ++times;
    });
    check->start();
    if (!QTest::qWaitFor([&] { return ended.has_value(); }, 20000))
        return {Outcome::Cancelled, {}, {}, {}, {}};
    QCoreApplication::processEvents(); // not to wait: a second end would be in the queue
    return times == 1 ? *ended : Report{Outcome::Cancelled, {}, {}, {}, {}};
}

QByteArray methodOf(const QByteArray &message)
{
    return QJsonDocument::fromJson(message)[u"method"_s].toString().toUtf8();
}

QByteArrayList methodsOf(const test::WebSocketServer &server)
{
    QByteArrayList methods;
    for (const WsMessage &message : server.messages())
        methods.append(methodOf(message.payload));
    return methods;
}

StepState stateOf(const Report &report, StepId id)
{
    for (const Step &step : report.steps)
        if (step.id == id)
            return step.state;
    return StepState::Waiting;
}

QList<StepId> stepsOf(const Report &report)
{
    QList<StepId> ids;
    for (const Step &step : report.steps)
        ids.append(step.id);
    return ids;
}

} // namespace

class tst_WebSocketCheck : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    std::unique_ptr<test::TestCertificates> m_certificates;

private Q_SLOTS:
    void initTestCase()
    {
        test::scrubEnvironment();
        m_certificates = std::make_unique<test::TestCertificates>(m_folder.filePath(u"tls"_s));
        QVERIFY2(m_certificates->isValid(), qPrintable(m_certificates->errorText()));
    }

    void aGoodServerPassesAndIsLeftPolitely_data()
    {
        QTest::addColumn<bool>("secure");
        QTest::addColumn<QByteArray>("subprotocol");
        QTest::addColumn<bool>("chosen");
        QTest::newRow("plain") << false << QByteArray() << false;
        QTest::newRow("TLS") << true << QByteArray() << false;
        QTest::newRow("a subprotocol is offered") << false << "mcp"_ba << true;
        QTest::newRow("a subprotocol is not demanded") << false << "mcp"_ba << false;
    }
    void aGoodServerPassesAndIsLeftPolitely()
    {
        QFETCH(bool, secure);
        QFETCH(QByteArray, subprotocol);
        QFETCH(bool, chosen);
        test::WebSocketServer server({.upgrade =
                                          [=](const test::Request &request) {
                                              const bool good = request.header("APINIZER-TOKEN") == "mcp_good";
                                              return WsUpgrade{.status = good ? 101 : 401,
                                                               .subprotocol = chosen ? subprotocol : QByteArray()};
                                          },
                                      .message = answerMcp},
                                     secure ? std::optional(m_certificates->good()) : std::nullopt);
        integrations::Target target = targetOf(server.url(u"/apiportal/management/mcp/ws?a=b%20c"_s));
        target.headers = {{"APINIZER-TOKEN", "mcp_good"}};
        target.certificateFiles = {m_certificates->authorityFile()};
        target.subprotocol = subprotocol;
        const Report report = run(target);
        QCOMPARE(report.outcome, Outcome::Passed);
        for (const Step &step : report.steps)
            QCOMPARE(step.state, StepState::Passed);
        QList<StepId> expected{StepId::Address, StepId::Proxy, StepId::Name, StepId::Tcp};
        if (secure)
            expected.append(StepId::Tls);
        QCOMPARE(stepsOf(report), expected + QList({StepId::WebSocket, StepId::Authentication, StepId::Tools}));
        QCOMPARE(report.steps.at(report.steps.size() - 2).evidenceValue(u"protocol"_s), u"2025-11-25"_s);
        QCOMPARE(report.steps.last().evidenceValue(u"tools"_s), u"2"_s);
        for (const test::Request &request : server.upgrades()) {
            QCOMPARE(request.target, "/apiportal/management/mcp/ws?a=b%20c"_ba);
            QCOMPARE(request.header("Host"), "127.0.0.1:" + QByteArray::number(server.port()));
            QCOMPARE(request.header("Sec-WebSocket-Protocol"), subprotocol);
        }
        QCOMPARE(server.violations(), QList<QByteArray>());
        QVERIFY(server.waitForOpen(0));
        QCOMPARE(methodsOf(server), (QByteArrayList{"initialize", "notifications/initialized", "tools/list"}));
        for (const test::WsClose &close : server.closes())
            QCOMPARE(close.code, 1000);
        QCOMPARE(server.closes().size(), 2);
    }

    void aServerOfQtPasses()
    {
        QWebSocketServer server(u"test"_s, QWebSocketServer::NonSecureMode);
        QVERIFY(server.listen(QHostAddress::LocalHost));
        connect(&server, &QWebSocketServer::newConnection, this, [&server] {
            QWebSocket *socket = server.nextPendingConnection();
            socket->setParent(&server);
            connect(socket, &QWebSocket::textMessageReceived, socket, [socket](const QString &text) {
                socket->sendTextMessage(QString::fromUtf8(test::mcpAnswer(text.toUtf8())));
            });
        });
        QCOMPARE(run(targetOf(server.serverUrl().toString())).outcome, Outcome::Passed);
    }

    void namesTheRefusal_data()
    {
        QTest::addColumn<WsUpgrade>("upgrade");
        QTest::addColumn<StepId>("step");
        QTest::addColumn<Cause>("cause");
        QTest::addColumn<QString>("words"); ///< of the sentence
        const auto row = [](const char *name, const WsUpgrade &upgrade, StepId step, Cause cause,
                            const QString &words) { QTest::newRow(name) << upgrade << step << cause << words; };
        row("wrong token", {.status = 401}, StepId::Authentication, Cause::Unauthorized, u"401"_s);
        row("sign-in", {.status = 401, .headers = {{"WWW-Authenticate", "Bearer resource_metadata=\"https://a/x\""}}},
            StepId::Authentication, Cause::SignInRequired, u"OAuth"_s);
        row("no permission", {.status = 403}, StepId::Authentication, Cause::Forbidden, u"403"_s);
        row("wrong path", {.status = 404, .body = "nothing here"}, StepId::WebSocket, Cause::NotFound, u"404"_s);
        row("elsewhere", {.status = 302, .headers = {{"Location", "https://sso.example.com/login?t=s3cret"}}},
            StepId::WebSocket, Cause::Redirected, u"https://sso.example.com/login"_s);
        row("a web page", {.status = 200, .headers = {{"Content-Type", "text/html"}}, .body = "<html>"},
            StepId::WebSocket, Cause::WebSocketRefused, u"200"_s);
        row("asks for what it got", {.status = 426, .headers = {{"Upgrade", "websocket"}}}, StepId::WebSocket,
            Cause::WebSocketRefused, u"426"_s);
        row("too many", {.status = 429, .headers = {{"Retry-After", "7"}}}, StepId::WebSocket, Cause::TooManyRequests,
            u"429"_s);
        row("server fault", {.status = 503}, StepId::WebSocket, Cause::ServerError, u"503"_s);
        row("no proof that the request was read", {.wrongAccept = true}, StepId::WebSocket, Cause::WebSocketRefused,
            u"101"_s);
        row("closes at once", {.dropConnection = true}, StepId::WebSocket, Cause::ConnectionLost, {});
        row("says nothing", {.silent = true}, StepId::WebSocket, Cause::TimedOut, {});
    }
    void namesTheRefusal()
    {
        QFETCH(WsUpgrade, upgrade);
        QFETCH(StepId, step);
        QFETCH(Cause, cause);
        QFETCH(QString, words);
        test::WebSocketServer server({.upgrade = [upgrade](const test::Request &) { return upgrade; }});
        integrations::Target target = targetOf(server.url(u"/mcp"_s));
        target.timeout = std::chrono::seconds(1);
        const Report report = run(target);
        QCOMPARE(report.outcome, Outcome::Failed);
        QCOMPARE(report.decisive()->id, step);
        QCOMPARE(std::get<Cause>(report.decisive()->cause->what), cause);
        const config::Message sentence = message(*report.decisive());
        QVERIFY2(sentence.what.contains(words), qPrintable(sentence.what));
        QVERIFY(!sentence.remedy.isEmpty());
        QVERIFY(!sentence.what.contains(u"s3cret"_s));
        if (step == StepId::Authentication)
            QCOMPARE(stateOf(report, StepId::WebSocket), StepState::Passed);
        QCOMPARE(server.upgrades().size(), 1); // asked once, never again
    }

    void namesHowItEnds_data()
    {
        QTest::addColumn<WsAction>("action");
        QTest::addColumn<Cause>("cause");
        QTest::addColumn<QString>("words");
        QTest::newRow("policy") << WsAction::close(1008, "token expired") << Cause::WebSocketClosed << u"1008"_s;
        QTest::newRow("as Apinizer refuses") << WsAction::close(1002) << Cause::WebSocketClosed << u"token"_s;
        QTest::newRow("as 401") << WsAction::close(4401) << Cause::Unauthorized << u"4401"_s;
        QTest::newRow("as 403") << WsAction::close(3003) << Cause::Forbidden << u"3003"_s;
        QTest::newRow("ordinary") << WsAction::close(1000) << Cause::WebSocketClosed << u"1000"_s;
        QTest::newRow("dropped") << WsAction::drop() << Cause::ConnectionLost << QString();
        QTest::newRow("an error") << WsAction::text(R"({"id":1,"error":{"code":-1,"message":"no"}})")
                                  << Cause::ServerRefused << QString();
        QTest::newRow("something else") << WsAction::text("welcome") << Cause::TimedOut << QString();
        QTest::newRow("a ping only") << WsAction::ping() << Cause::TimedOut << QString();
        QTest::newRow("a frame that is none")
            << WsAction::raw("\xff\xff\xff\xff"_ba) << Cause::WebSocketClosed << u"1002"_s;
    }
    void namesHowItEnds()
    {
        QFETCH(WsAction, action);
        QFETCH(Cause, cause);
        QFETCH(QString, words);
        test::WebSocketServer server({.message = [action](const WsMessage &) { return QList{action}; }});
        integrations::Target target = targetOf(server.url(u"/mcp"_s));
        target.timeout = std::chrono::seconds(1);
        const Report report = run(target);
        QCOMPARE(report.outcome, Outcome::Failed);
        QCOMPARE(stateOf(report, StepId::WebSocket), StepState::Passed);
        QCOMPARE(report.decisive()->id, StepId::Authentication);
        QCOMPARE(std::get<Cause>(report.decisive()->cause->what), cause);
        const config::Message sentence = message(*report.decisive());
        QVERIFY2(sentence.what.contains(words), qPrintable(sentence.what));
        QVERIFY(!sentence.remedy.isEmpty());
        if (!action.payload.isEmpty() && action.kind == WsAction::Kind::Close)
            QCOMPARE(report.decisive()->evidenceValue(u"reason"_s), QString::fromUtf8(action.payload));
    }

    // Servers that look at the token only when they are asked for something.
    void namesHowTheListOfToolsEnds_data()
    {
        QTest::addColumn<QList<WsAction>>("actions");
        QTest::addColumn<Cause>("cause");
        QTest::addColumn<QString>("words");
        QTest::newRow("closed") << QList{WsAction::close(1008, "token")} << Cause::WebSocketClosed << u"1008"_s;
        QTest::newRow("as 401") << QList{WsAction::close(4401)} << Cause::Unauthorized << u"4401"_s;
        QTest::newRow("dropped") << QList{WsAction::drop()} << Cause::ConnectionLost << QString();
        QTest::newRow("an error") << QList{WsAction::text(R"({"id":2,"error":{"code":-32000,"message":"no token"}})")}
                                  << Cause::ServerRefused << u"no token"_s;
        QTest::newRow("silent") << QList<WsAction>() << Cause::TimedOut << QString();
    }
    void namesHowTheListOfToolsEnds()
    {
        QFETCH(QList<WsAction>, actions);
        QFETCH(Cause, cause);
        QFETCH(QString, words);
        test::WebSocketServer server({.message = [actions](const WsMessage &message) {
            return methodOf(message.payload) == "tools/list" ? actions : answerMcp(message);
        }});
        integrations::Target target = targetOf(server.url(u"/mcp"_s));
        target.timeout = std::chrono::seconds(1);
        const Report report = run(target);
        QCOMPARE(report.outcome, Outcome::Failed);
        QCOMPARE(stateOf(report, StepId::Authentication), StepState::Passed);
        QCOMPARE(report.decisive()->id, StepId::Tools);
        QCOMPARE(std::get<Cause>(report.decisive()->cause->what), cause);
        QVERIFY2(message(*report.decisive()).what.contains(words), qPrintable(message(*report.decisive()).what));
    }

    void toolsOfAllPagesCount()
    {
        test::WebSocketServer server({.message = [](const WsMessage &message) {
            if (methodOf(message.payload) != "tools/list")
                return answerMcp(message);
            const QString cursor = QJsonDocument::fromJson(message.payload)[u"params"_s][u"cursor"_s].toString();
            return QList{
                WsAction::text(cursor == u"more"_s
                                   ? R"({"id":3,"result":{"tools":[{"name":"c"}]}})"
                                   : R"({"id":2,"result":{"tools":[{"name":"a"},{"name":"b"}],"nextCursor":"more"}})")};
        }});
        const Report report = run(targetOf(server.url(u"/"_s)));
        QCOMPARE(report.outcome, Outcome::Passed);
        QCOMPARE(report.steps.last().evidenceValue(u"tools"_s), u"3"_s);
    }

    void aServerWithoutToolsIsNotAskedForThem()
    {
        test::WebSocketServer server({.message = [](const WsMessage &message) {
            return methodOf(message.payload) == "initialize"
                       ? QList{WsAction::text(
                             R"({"id":1,"result":{"protocolVersion":"2025-11-25","capabilities":{"prompts":{}}}})")}
                       : QList<WsAction>();
        }});
        const Report report = run(targetOf(server.url(u"/"_s)));
        QCOMPARE(report.outcome, Outcome::Passed);
        QCOMPARE(stateOf(report, StepId::Tools), StepState::Skipped);
        QVERIFY(server.waitForOpen(0));
        QCOMPARE(methodsOf(server), (QByteArrayList{"initialize", "notifications/initialized"}));
    }

    void otherMessagesComeBeforeTheAnswer()
    {
        test::WebSocketServer server({.message = [](const WsMessage &message) {
            return QList{WsAction::text(R"({"jsonrpc":"2.0","method":"notifications/message"})"), WsAction::ping("x"),
                         WsAction::binary(test::portalAnswer(message.payload))};
        }});
        QCOMPARE(run(targetOf(server.url(u"/"_s))).outcome, Outcome::Passed);
    }

    void noTokenOverAConnectionThatIsNotTrusted()
    {
        test::WebSocketServer server({}, m_certificates->good());
        integrations::Target target = targetOf(server.url(u"/"_s));
        target.headers = {{"Authorization", "Bearer s3cret"}};
        Report report = run(target);
        QCOMPARE(std::get<Cause>(report.decisive()->cause->what), Cause::CertificateUntrusted);
        QVERIFY(server.upgrades().isEmpty());
    }

    void verificationThatIsOffIsAWarning()
    {
        test::WebSocketServer server({.message = answerMcp}, m_certificates->selfSigned());
        integrations::Target target = targetOf(server.url(u"/"_s));
        target.verifyCertificate = false;
        const Report report = run(target);
        QCOMPARE(report.outcome, Outcome::Warning);
        QCOMPARE(report.decisive()->id, StepId::Tls);
        QCOMPARE(stateOf(report, StepId::Authentication), StepState::Passed);
    }

    void aWebServerThatIsNone()
    {
        QTcpServer server;
        QVERIFY(server.listen(QHostAddress::LocalHost));
        connect(&server, &QTcpServer::newConnection, this,
                [&server] { server.nextPendingConnection()->write("SSH-2.0-OpenSSH_9.2p1\r\n"); });
        const Report report = run(targetOf(u"ws://127.0.0.1:%1/"_s.arg(server.serverPort())));
        QCOMPARE(report.decisive()->id, StepId::WebSocket);
        QCOMPARE(std::get<Cause>(report.decisive()->cause->what), Cause::WebSocketRefused);
        QCOMPARE(report.decisive()->evidenceValue(u"message"_s), u"SSH-2.0-OpenSSH_9.2p1"_s);
    }

    void aHeadWithoutEnd()
    {
        QTcpServer server;
        QVERIFY(server.listen(QHostAddress::LocalHost));
        connect(&server, &QTcpServer::newConnection, this,
                [&server] { server.nextPendingConnection()->write("HTTP/1.1 101 Yes\r\n" + QByteArray(200000, 'x')); });
        const Report report = run(targetOf(u"ws://127.0.0.1:%1/"_s.arg(server.serverPort())));
        QCOMPARE(std::get<Cause>(report.decisive()->cause->what), Cause::WebSocketRefused);
    }

    void addressesOfAnotherKind_data()
    {
        QTest::addColumn<QString>("url");
        QTest::newRow("web") << u"https://example.com/"_s;
        QTest::newRow("no host") << u"wss:///mcp"_s;
    }
    void addressesOfAnotherKind()
    {
        QFETCH(QString, url);
        const Report report = run(targetOf(url));
        QCOMPARE(report.decisive()->id, StepId::Address);
        QCOMPARE(std::get<Cause>(report.decisive()->cause->what), Cause::BadAddress);
    }

    // As for the web: the system's proxy of https is asked for wss, and it gets a tunnel.
    void throughAProxy_data()
    {
        QTest::addColumn<bool>("secure");
        QTest::addColumn<int>("status");
        QTest::addColumn<StepId>("step");
        QTest::addColumn<Cause>("cause");
        QTest::newRow("wss, refused") << true << 403 << StepId::Tls << Cause::ProxyFailed;
        QTest::newRow("wss, host not found") << true << 404 << StepId::Tls << Cause::UnknownHost;
        QTest::newRow("wss, sign-in") << true << 407 << StepId::Tls << Cause::ProxyAuthentication;
        QTest::newRow("ws, refused") << false << 403 << StepId::WebSocket << Cause::ProxyFailed;
    }
    void throughAProxy()
    {
        QFETCH(bool, secure);
        QFETCH(int, status);
        QFETCH(StepId, step);
        QFETCH(Cause, cause);
        test::LoopbackServer proxy([status](const test::Request &) {
            test::Response response;
            response.status = status;
            if (status == 407)
                response.headers = {{"Proxy-Authenticate", "Basic realm=\"x\""}};
            return response;
        });
        qputenv(secure ? "https_proxy" : "http_proxy", proxy.url(u"/"_s).toUtf8());
        const auto tidy = qScopeGuard([] {
            qunsetenv("https_proxy");
            qunsetenv("http_proxy");
        });
        integrations::Target target =
            targetOf(secure ? u"wss://mcp.example.com/mcp"_s : u"ws://mcp.example.com:8082/mcp"_s);
        target.headers = {{"Authorization", "Bearer s3cret"}};
        const Report report = run(target);
        QCOMPARE(stateOf(report, StepId::Name), StepState::Skipped);
        QCOMPARE(report.decisive()->id, step);
        QCOMPARE(std::get<Cause>(report.decisive()->cause->what), cause);
        for (const test::Request &request : proxy.requests()) {
            QCOMPARE(request.method, "CONNECT"_ba);
            QCOMPARE(request.target, secure ? "mcp.example.com:443"_ba : "mcp.example.com:8082"_ba);
            QVERIFY(request.header("Authorization").isEmpty());
        }
        QVERIFY(!proxy.requests().isEmpty());
    }

    void aClientCertificateThatCannotBeRead()
    {
        test::WebSocketServer server({}, m_certificates->good());
        integrations::Target target = targetOf(server.url(u"/"_s));
        target.clientCertificateFile = m_folder.filePath(u"none.pem"_s);
        const Report report = run(target);
        QCOMPARE(report.decisive()->id, StepId::Tls);
        QCOMPARE(std::get<Cause>(report.decisive()->cause->what), Cause::CertificateFile);
    }

    void cancelGivesOneAnswer_data()
    {
        QTest::addColumn<bool>("open");
        QTest::newRow("while the server decides") << false;
        QTest::newRow("while the answer is waited for") << true;
    }
    void cancelGivesOneAnswer()
    {
        QFETCH(bool, open);
        test::WebSocketServer server({.upgrade = [open](const test::Request &) { return WsUpgrade{.silent = !open}; }});
        const std::unique_ptr<Check> check(makeNetworkCheck(targetOf(server.url(u"/"_s))));
        QSignalSpy finished(check.get(), &Check::finished);
        check->start();
        QTRY_VERIFY(open ? !server.messages().isEmpty() : !server.upgrades().isEmpty());
        check->cancel();
        check->cancel();
        QCOMPARE(finished.size(), 1);
        QCOMPARE(finished.constFirst().at(0).value<Report>().outcome, Outcome::Cancelled);
        QTRY_COMPARE(server.open(), 0);
    }

    void deletingARunningCheckIsSilent()
    {
        test::WebSocketServer server({});
        std::unique_ptr<Check> check(makeNetworkCheck(targetOf(server.url(u"/"_s))));
        int finished = 0;
        connect(check.get(), &Check::finished, this, [&finished] { ++finished; });
        check->start();
        QTRY_VERIFY(!server.messages().isEmpty());
        check.reset();
        QCOMPARE(finished, 0);
        QTRY_COMPARE(server.open(), 0);
    }
};

QTEST_GUILESS_MAIN(tst_WebSocketCheck)
#include "tst_websocketcheck.moc"
