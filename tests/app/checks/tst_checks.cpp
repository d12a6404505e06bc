#include "app/bridges/installation.h"
#include "app/checks/check.h"
#include "app/checks/wording.h"
#include "app/secrets/redactor.h"
#include "tests/support/environment.h"
#include "tests/support/mcpscript.h"

#include <QtCore/QTemporaryDir>
#include <QtNetwork/QTcpServer>
#include <QtNetwork/QTcpSocket>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using namespace kopru::checks;
using namespace kopru;
using contract::Cause;

namespace {

QString path(const QString &program)
{
    return QCoreApplication::applicationDirPath() + u'/' + program;
}

struct Ended
{
    Report report;
    int finishedCount = 0;
    int changes = 0;
};

Ended run(Check &check)
{
    Ended ended;
    QObject::connect(&check, &Check::finished, &check, [&ended](const Report &report) {
        ended.report = report;
        ++ended.finishedCount;
    });
    QObject::connect(&check, &Check::stepChanged, &check, [&ended](const Step &) { ++ended.changes; });
    check.start();
    check.start(); // the second one is ignored
    [&ended] { QTRY_VERIFY_WITH_TIMEOUT(ended.finishedCount > 0, 20000); }();
    QCoreApplication::sendPostedEvents();
    return ended;
}

StepState stateOf(const Report &report, StepId id)
{
    for (const Step &step : report.steps)
        if (step.id == id)
            return step.state;
    return StepState::Waiting;
}

integrations::Target targetOf(const QString &url)
{
    integrations::Target target;
    target.url = QUrl(url);
    target.timeout = std::chrono::seconds(5);
    return target;
}

} // namespace

class tst_Checks : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    std::unique_ptr<test::TestCertificates> m_certificates;
    platform::Platform m_platform;

private Q_SLOTS:
    void initTestCase()
    {
        test::scrubEnvironment();
        m_certificates = std::make_unique<test::TestCertificates>(m_folder.filePath(u"tls"_s));
        QVERIFY2(m_certificates->isValid(), qPrintable(m_certificates->errorText()));
        m_platform = platform::currentPlatform(m_folder.filePath(u"home"_s));
    }

    void aGoodServerPassesAndItsSessionIsEnded_data()
    {
        QTest::addColumn<bool>("stream");
        QTest::newRow("JSON") << false;
        QTest::newRow("event stream") << true;
    }
    void aGoodServerPassesAndItsSessionIsEnded()
    {
        QFETCH(bool, stream);
        test::McpOptions options;
        options.answerAsStream = stream;
        options.requiredHeader = "Authorization";
        options.requiredValue = "Bearer good";
        test::McpScript script(options);
        test::LoopbackServer server(script.handler());
        integrations::Target target = targetOf(server.url(u"/mcp"_s));
        target.headers = {{"Authorization", "Bearer good"}};
        const std::unique_ptr<Check> check(makeNetworkCheck(target));
        const Ended ended = run(*check);
        QCOMPARE(ended.finishedCount, 1);
        QCOMPARE(ended.report.outcome, Outcome::Passed);
        for (const Step &step : ended.report.steps)
            QCOMPARE(step.state, StepState::Passed);
        QCOMPARE(script.sessions(), 0);
    }

    void namesTheFaultOfAServer_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<StepId>("step");
        QTest::addColumn<Cause>("cause");
        QTest::newRow("wrong token") << 401 << QByteArray() << StepId::Authentication << Cause::Unauthorized;
        QTest::newRow("no permission") << 403 << QByteArray() << StepId::Authentication << Cause::Forbidden;
        QTest::newRow("wrong path") << 404 << QByteArray("x") << StepId::Http << Cause::NotFound;
        QTest::newRow("a web page") << 200 << QByteArray("<html>") << StepId::Http << Cause::NotJson;
        QTest::newRow("server fault") << 503 << QByteArray() << StepId::Http << Cause::ServerError;
    }
    void namesTheFaultOfAServer()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, body);
        QFETCH(StepId, step);
        QFETCH(Cause, cause);
        test::LoopbackServer server([&](const test::Request &) {
            test::Response response;
            response.status = status;
            response.body = body;
            return response;
        });
        integrations::Target target = targetOf(server.url(u"/mcp"_s));
        target.transport = integrations::Transport::Streamable;
        const std::unique_ptr<Check> check(makeNetworkCheck(target));
        const Ended ended = run(*check);
        QCOMPARE(ended.report.outcome, Outcome::Failed);
        QVERIFY(ended.report.decisive());
        QCOMPARE(ended.report.decisive()->id, step);
        QCOMPARE(std::get<Cause>(ended.report.decisive()->cause->what), cause);
        const config::Message words = message(*ended.report.decisive());
        QVERIFY(!words.what.isEmpty() && !words.remedy.isEmpty());
        QCOMPARE(server.requests().size(), 1); // asked once, never again
    }

    // 2025-11-25, transports, backwards compatibility.
    void aServerOf2024IsFoundToo_data()
    {
        QTest::addColumn<integrations::Transport>("transport");
        QTest::addColumn<QByteArrayList>("methods");
        QTest::addColumn<bool>("older");
        QTest::addColumn<Outcome>("outcome");
        using integrations::Transport;
        QTest::newRow("detected") << Transport::Auto << QByteArrayList{"POST", "GET"} << true << Outcome::Passed;
        QTest::newRow("named") << Transport::Sse << QByteArrayList{"GET"} << true << Outcome::Passed;
        QTest::newRow("not looked for") << Transport::Streamable << QByteArrayList{"POST"} << true << Outcome::Failed;
        QTest::newRow("neither") << Transport::Auto << QByteArrayList{"POST", "GET"} << false << Outcome::Failed;
    }
    void aServerOf2024IsFoundToo()
    {
        QFETCH(integrations::Transport, transport);
        QFETCH(QByteArrayList, methods);
        QFETCH(bool, older);
        QFETCH(Outcome, outcome);
        test::LoopbackServer server([older](const test::Request &request) {
            test::Response response;
            if (request.method == "POST" || !older) {
                response.status = 404;
                return response;
            }
            response.headers = {{"Content-Type", "text/event-stream"}};
            response.chunks = {"event: endpoint\ndata: /messages\n\n"};
            response.keepStreamOpen = true;
            return response;
        });
        integrations::Target target = targetOf(server.url(u"/sse"_s));
        target.transport = transport;
        target.headers = {{"X-API-Key", "k"}};
        const std::unique_ptr<Check> check(makeNetworkCheck(target));
        const Ended ended = run(*check);
        QCOMPARE(ended.report.outcome, outcome);
        if (outcome == Outcome::Failed)
            QCOMPARE(std::get<Cause>(ended.report.decisive()->cause->what), Cause::NotFound);
        QByteArrayList seen;
        for (const test::Request &request : server.requests()) {
            seen.append(request.method);
            QCOMPARE(request.header("X-API-Key"), "k"_ba);
        }
        QCOMPARE(seen, methods);
    }

    void namesTheFaultOfTls_data()
    {
        QTest::addColumn<QString>("certificate");
        QTest::addColumn<bool>("trusted");
        QTest::addColumn<bool>("verify");
        QTest::addColumn<StepState>("state");
        QTest::addColumn<Cause>("cause");
        QTest::newRow("good") << u"good"_s << true << true << StepState::Passed << Cause::None;
        QTest::newRow("unknown issuer") << u"good"_s << false << true << StepState::Failed
                                        << Cause::CertificateUntrusted;
        QTest::newRow("wrong host") << u"wrong-host"_s << true << true << StepState::Failed
                                    << Cause::CertificateHostMismatch;
        QTest::newRow("expired") << u"expired"_s << true << true << StepState::Failed << Cause::CertificateExpired;
        QTest::newRow("self-signed") << u"self-signed"_s << false << true << StepState::Failed
                                     << Cause::CertificateSelfSigned;
        QTest::newRow("verification off")
            << u"good"_s << false << false << StepState::Warning << Cause::CertificateUntrusted;
    }
    void namesTheFaultOfTls()
    {
        QFETCH(QString, certificate);
        QFETCH(bool, trusted);
        QFETCH(bool, verify);
        QFETCH(StepState, state);
        QFETCH(Cause, cause);
        const test::Certificate held = certificate == u"good"_s         ? m_certificates->good()
                                       : certificate == u"wrong-host"_s ? m_certificates->wrongHost()
                                       : certificate == u"expired"_s    ? m_certificates->expired()
                                                                        : m_certificates->selfSigned();
        test::McpScript script;
        test::LoopbackServer server(script.handler(), held);
        integrations::Target target = targetOf(server.url(u"/mcp"_s));
        target.verifyCertificate = verify;
        if (trusted)
            target.certificateFiles = {m_certificates->authorityFile()};
        const std::unique_ptr<Check> check(makeNetworkCheck(target));
        const Ended ended = run(*check);
        QCOMPARE(stateOf(ended.report, StepId::Tls), state);
        const Step *decisive = ended.report.decisive();
        QCOMPARE(decisive ? std::get<Cause>(decisive->cause->what) : Cause::None, cause);
        if (state != StepState::Failed)
            QCOMPARE(stateOf(ended.report, StepId::Authentication), StepState::Passed);
        else
            QVERIFY(server.requests().isEmpty()); // no token over a connection that is not trusted
    }

    void aPlainServerOnAnHttpsAddress()
    {
        // As web servers do: what is no request is answered in plain text at once.
        QTcpServer server;
        QVERIFY(server.listen(QHostAddress::LocalHost));
        connect(&server, &QTcpServer::newConnection, this, [&server] {
            QTcpSocket *socket = server.nextPendingConnection();
            connect(socket, &QTcpSocket::readyRead, socket, [socket] {
                socket->write("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
                socket->disconnectFromHost();
            });
        });
        const std::unique_ptr<Check> check(
            makeNetworkCheck(targetOf(u"https://127.0.0.1:%1/mcp"_s.arg(server.serverPort()))));
        const Ended ended = run(*check);
        QCOMPARE(std::get<Cause>(ended.report.decisive()->cause->what), Cause::TlsHandshake);
    }

    void namesTheFaultOfTheWay_data()
    {
        QTest::addColumn<QString>("url");
        QTest::addColumn<StepId>("step");
        QTest::addColumn<Cause>("cause");
        QTcpServer closed;
        QVERIFY(closed.listen(QHostAddress::LocalHost));
        const quint16 deadPort = closed.serverPort();
        closed.close();
        QTest::newRow("dead port") << u"http://127.0.0.1:%1/mcp"_s.arg(deadPort) << StepId::Tcp
                                   << Cause::ConnectionRefused;
        QTest::newRow("unknown host") << u"http://no-such-host.invalid/mcp"_s << StepId::Name << Cause::UnknownHost;
        QTest::newRow("no web address") << u"ftp://example.com/"_s << StepId::Address << Cause::BadAddress;
        QTest::newRow("nothing") << QString() << StepId::Address << Cause::BadAddress;
    }
    void namesTheFaultOfTheWay()
    {
        QFETCH(QString, url);
        QFETCH(StepId, step);
        QFETCH(Cause, cause);
        const std::unique_ptr<Check> check(makeNetworkCheck(targetOf(url)));
        const Ended ended = run(*check);
        QCOMPARE(ended.report.outcome, Outcome::Failed);
        QCOMPARE(ended.report.decisive()->id, step);
        QCOMPARE(std::get<Cause>(ended.report.decisive()->cause->what), cause);
        bool behind = false;
        for (const Step &one : ended.report.steps) {
            if (behind)
                QCOMPARE(one.state, StepState::Skipped);
            behind = behind || one.id == step;
        }
    }

    void cancelGivesOneAnswer()
    {
        auto gate = std::make_shared<test::Gate>();
        test::LoopbackServer server([gate](const test::Request &) {
            test::Response response;
            response.gate = gate;
            return response;
        });
        const std::unique_ptr<Check> check(makeNetworkCheck(targetOf(server.url(u"/mcp"_s))));
        QSignalSpy finished(check.get(), &Check::finished);
        check->start();
        QTRY_VERIFY(!server.requests().isEmpty());
        check->cancel();
        check->cancel();
        QCOMPARE(finished.size(), 1);
        QCOMPARE(finished.constFirst().at(0).value<Report>().outcome, Outcome::Cancelled);
        gate->open();
    }

    void deletingARunningCheckIsSilent()
    {
        auto gate = std::make_shared<test::Gate>();
        test::LoopbackServer server([gate](const test::Request &) {
            test::Response response;
            response.gate = gate;
            return response;
        });
        std::unique_ptr<Check> check(makeNetworkCheck(targetOf(server.url(u"/mcp"_s))));
        int finished = 0;
        connect(check.get(), &Check::finished, this, [&finished] { ++finished; });
        check->start();
        QTRY_VERIFY(!server.requests().isEmpty());
        check.reset();
        gate->open();
        QCOMPARE(finished, 0);
    }

    void asClaudeDoesIt_data()
    {
        QTest::addColumn<QString>("mode");
        QTest::addColumn<Outcome>("outcome");
        QTest::addColumn<StepId>("step");
        QTest::addColumn<QString>("cause");
        QTest::newRow("good") << u"good"_s << Outcome::Passed << StepId::Tools << QString();
        QTest::newRow("two pages of tools") << u"pages"_s << Outcome::Passed << StepId::Tools << QString();
        QTest::newRow("exits at once") << u"exit"_s << Outcome::Failed << StepId::Initialize << u"exited-early"_s;
        QTest::newRow("crashes") << u"crash"_s << Outcome::Failed << StepId::Initialize << u"exited-early"_s;
        QTest::newRow("text on stdout") << u"stray"_s << Outcome::Warning << StepId::Initialize << u"stray-output"_s;
        QTest::newRow("refuses") << u"refuse"_s << Outcome::Failed << StepId::Initialize << u"refused-by-server"_s;
        QTest::newRow("the bridge's error")
            << u"bridge-error"_s << Outcome::Failed << StepId::Initialize << u"unauthorized"_s;
        QTest::newRow("no MCP") << u"not-mcp"_s << Outcome::Failed << StepId::Initialize << u"not-mcp"_s;
        QTest::newRow("no tools") << u"no-tools"_s << Outcome::Warning << StepId::Tools << u"no-tools"_s;
        QTest::newRow("a tool name that Claude refuses")
            << u"bad-tool-name"_s << Outcome::Warning << StepId::Tools << u"bad-tool-name"_s;
        QTest::newRow("dies while listing")
            << u"die-on-tools"_s << Outcome::Failed << StepId::Tools << u"exited-early"_s;
    }
    void asClaudeDoesIt()
    {
        QFETCH(QString, mode);
        QFETCH(Outcome, outcome);
        QFETCH(StepId, step);
        QFETCH(QString, cause);
        ClaudeCheck check({path(u"stdioserver"_s), {mode}, {}}, m_platform);
        const Ended ended = run(check);
        QCOMPARE(ended.finishedCount, 1);
        QCOMPARE(ended.report.outcome, outcome);
        const Step *decisive = ended.report.decisive();
        QCOMPARE(decisive ? causeId(*decisive->cause) : QString(), cause);
        if (decisive) {
            QCOMPARE(decisive->id, step);
            const config::Message words = message(*decisive);
            QVERIFY(!words.what.isEmpty() && !words.remedy.isEmpty());
        }
        if (mode == u"pages"_s)
            QCOMPARE(ended.report.tools.size(), 3);
        if (mode == u"exit"_s)
            QCOMPARE(decisive->evidenceValue(u"stderr"_s), u"cannot read the key file"_s);
    }

    void aCommandThatClaudeWouldNotFind_data()
    {
        QTest::addColumn<QString>("command");
        QTest::addColumn<QString>("cause");
        QTest::newRow("unknown") << u"no-such-command-here"_s << u"command-not-found"_s;
        QTest::newRow("empty") << QString() << u"command-empty"_s;
        QTest::newRow("a folder") << u"/usr"_s << u"command-is-folder"_s;
        QTest::newRow("not executable") << u"/etc/passwd"_s << u"command-not-executable"_s;
        QTest::newRow("the bridge, not installed") << bridges::installedBridge(m_platform) << u"bridge-missing"_s;
    }
    void aCommandThatClaudeWouldNotFind()
    {
        QFETCH(QString, command);
        QFETCH(QString, cause);
        ClaudeCheck check({command, {}, {}}, m_platform);
        const Ended ended = run(check);
        QCOMPARE(ended.report.outcome, Outcome::Failed);
        QCOMPARE(ended.report.decisive()->id, StepId::Command);
        QCOMPARE(causeId(*ended.report.decisive()->cause), cause);
    }

    void theBridgeTellsItsPhases()
    {
        test::McpScript script;
        test::LoopbackServer server(script.handler());
        ClaudeCheck check({path(u"kopru-bridge"_s), {u"http"_s, u"--url"_s, server.url(u"/mcp"_s)}, {}}, m_platform);
        const Ended ended = run(check);
        QCOMPARE(ended.report.outcome, Outcome::Passed);
        QCOMPARE(ended.report.tools.size(), 2);
        QSet<contract::Phase> phases;
        for (const TracedPhase &phase : ended.report.trace)
            phases.insert(phase.phase);
        QVERIFY(phases.contains(contract::Phase::Connect));
        QVERIFY(phases.contains(contract::Phase::Mcp));
        QCOMPARE(script.sessions(), 0); // ended as Claude ends it: the session is gone
    }

    void phasesThatArriveBehindTheLastAnswerAreKept()
    {
        ClaudeCheck check({path(u"stdioserver"_s), {u"trace-at-the-end"_s}, {}}, m_platform);
        const Ended ended = run(check);
        QCOMPARE(ended.report.trace.size(), 1);
        QCOMPARE(ended.report.trace.constFirst().phase, contract::Phase::Connect);
    }

    void aKeptSessionAnswersCalls()
    {
        ClaudeCheck check({path(u"stdioserver"_s), {u"good"_s}, {}}, m_platform);
        check.keepSession(true);
        QCOMPARE(run(check).report.outcome, Outcome::Passed);
        QVERIFY(check.session());
        bool answered = false;
        check.session()->request(u"tools/call"_s, {{"name", "echo"}}, std::chrono::seconds(5),
                                 [&](const mcp::Reply &reply) { answered = reply.kind == mcp::Reply::Kind::Result; });
        QTRY_VERIFY(answered);
    }

    void secretsOfTheEntryAreNotShown()
    {
        const QString secret = u"very-secret-value"_s;
        ClaudeCheck check(
            {u"/bin/sh"_s, {u"-c"_s, u"echo bad token $API_TOKEN >&2; exit 1"_s}, {{u"API_TOKEN"_s, secret}}},
            m_platform);
        const Ended ended = run(check);
        QCOMPARE(ended.report.outcome, Outcome::Failed);
        QVERIFY(ended.report.decisive()->evidenceValue(u"stderr"_s).startsWith(u"bad token"_s));
        for (const Evidence &one : ended.report.decisive()->evidence)
            QVERIFY(!one.value.contains(secret));
        QVERIFY(!message(*ended.report.decisive()).what.contains(secret));
    }

    void cancellingWhileTheServerIsSilent()
    {
        ClaudeCheck check({path(u"stdioserver"_s), {u"silent"_s}, {}}, m_platform);
        QSignalSpy finished(&check, &Check::finished);
        QSignalSpy changed(&check, &Check::stepChanged);
        check.start();
        QTRY_VERIFY(changed.size() >= 5); // command, start, initialize running
        check.cancel();
        QCOMPARE(finished.size(), 1);
        QCOMPARE(finished.constFirst().at(0).value<Report>().outcome, Outcome::Cancelled);
    }
};

QTEST_GUILESS_MAIN(tst_Checks)
#include "tst_checks.moc"
