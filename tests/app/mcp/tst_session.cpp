#include "app/mcp/session.h"
#include "tests/support/environment.h"

#include <QtCore/QCoreApplication>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

#include <csignal>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using kopru::mcp::Json;
using kopru::mcp::Reply;
using kopru::mcp::Session;

namespace {

kopru::mcp::Launch serverIn(const QString &mode)
{
    return {QCoreApplication::applicationDirPath() + u"/stdioserver"_s,
            {mode},
            {{u"HOME"_s, u"/nowhere"_s}, {u"KOPRU_TEST_OWN"_s, u"yes"_s}},
            u"/"_s};
}

} // namespace

class tst_Session : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { kopru::test::scrubEnvironment(); }

    void asksAndIsAnswered()
    {
        Session session(serverIn(u"good"_s));
        session.start();
        QList<Reply> replies;
        session.request(u"initialize"_s, kopru::mcp::initializeParameters(), 5s,
                        [&](const Reply &reply) { replies.append(reply); });
        QTRY_COMPARE(replies.size(), 1);
        QCOMPARE(replies.constFirst().kind, Reply::Kind::Result);
        const auto identity = kopru::mcp::readIdentity(replies.constFirst().value);
        QVERIFY(identity.has_value());
        QCOMPARE(identity->name, u"stdioserver"_s);
        QCOMPARE(identity->protocol, QString::fromLatin1(kopru::mcp::protocolRevision));
        QVERIFY(identity->tools);
    }

    void seesOnlyTheGivenEnvironment()
    {
        qputenv("KOPRU_TEST_FOREIGN", QByteArrayLiteral("leaked"));
        Session session(serverIn(u"environment"_s));
        session.start();
        bool answered = false;
        session.request(u"initialize"_s, kopru::mcp::initializeParameters(), 5s,
                        [&](const Reply &) { answered = true; });
        QTRY_VERIFY(answered);
        QTRY_VERIFY(session.errorOutput().contains("KOPRU_TEST_FOREIGN"));
        QVERIFY(session.errorOutput().contains("HOME=/nowhere\n"));
        QVERIFY(session.errorOutput().contains("KOPRU_TEST_OWN=yes\n"));
        QVERIFY(session.errorOutput().contains("KOPRU_TEST_FOREIGN=(none)\n"));
    }

    void everyRequestIsAnsweredOnceWhenTheServerAnswersTwice()
    {
        Session session(serverIn(u"twice"_s));
        session.start();
        int answers = 0;
        session.request(u"initialize"_s, kopru::mcp::initializeParameters(), 5s, [&](const Reply &) { ++answers; });
        bool last = false;
        session.request(u"tools/list"_s, Json::object(), 5s, [&](const Reply &) { last = true; });
        QTRY_VERIFY(last);
        QCOMPARE(answers, 1);
    }

    void answersThePingOfAServer()
    {
        Session session(serverIn(u"ask-back"_s));
        QSignalSpy stray(&session, &Session::strayLine);
        session.start();
        bool answered = false;
        session.request(u"initialize"_s, kopru::mcp::initializeParameters(), 5s,
                        [&](const Reply &) { answered = true; });
        QTRY_VERIFY(answered);
        QCOMPARE(stray.size(), 0);
    }

    void aRequestWithoutAnswerTimesOutAndALaterOneWorks()
    {
        Session session(serverIn(u"late"_s));
        session.start();
        QList<Reply::Kind> kinds;
        session.request(u"tools/call"_s, Json::object(), 50ms, [&](const Reply &reply) { kinds.append(reply.kind); });
        QTRY_COMPARE(kinds.size(), 1);
        QCOMPARE(kinds.constFirst(), Reply::Kind::TimedOut);
        session.request(u"tools/list"_s, Json::object(), 5s, [&](const Reply &reply) { kinds.append(reply.kind); });
        QTRY_COMPARE(kinds.size(), 2);
        QCOMPARE(kinds.constLast(), Reply::Kind::Result);
    }

    void anExitAnswersWhatIsOpen()
    {
        Session session(serverIn(u"die-on-tools"_s));
        QSignalSpy ended(&session, &Session::ended);
        session.start();
        QList<Reply::Kind> kinds;
        session.request(u"tools/list"_s, Json::object(), 5s, [&](const Reply &reply) { kinds.append(reply.kind); });
        QTRY_COMPARE(kinds.size(), 1);
        QCOMPARE(kinds.constFirst(), Reply::Kind::Exited);
        QCOMPARE(ended.size(), 1);
        QCOMPARE(ended.constFirst().at(0).toInt(), 3);
        // Nothing can be asked any more, and that is said.
        session.request(u"tools/list"_s, Json::object(), 5s, [&](const Reply &reply) { kinds.append(reply.kind); });
        QTRY_COMPARE(kinds.size(), 2);
        QCOMPARE(kinds.constLast(), Reply::Kind::Exited);
    }

    void textBetweenTheMessagesIsReported()
    {
        Session session(serverIn(u"stray"_s));
        QSignalSpy stray(&session, &Session::strayLine);
        session.start();
        bool answered = false;
        session.request(u"initialize"_s, kopru::mcp::initializeParameters(), 5s,
                        [&](const Reply &) { answered = true; });
        QTRY_VERIFY(answered);
        QCOMPARE(stray.size(), 1);
        QCOMPARE(stray.constFirst().at(0).toByteArray(), "Server listening on stdio"_ba);
    }

    void aProgramThatCannotBeStartedIsReportedOnce()
    {
        kopru::mcp::Launch launch = serverIn(u"good"_s);
        launch.program = u"/nowhere/at/all"_s;
        Session session(launch);
        QSignalSpy failed(&session, &Session::failedToStart);
        QSignalSpy ended(&session, &Session::ended);
        session.start();
        QTRY_COMPARE(failed.size(), 1);
        QCOMPARE(ended.size(), 0);
    }

    void stopEndsAServerByClosingItsInput()
    {
        Session session(serverIn(u"good"_s));
        QSignalSpy started(&session, &Session::started);
        QSignalSpy ended(&session, &Session::ended);
        session.start();
        QTRY_COMPARE(started.size(), 1);
        session.stop();
        session.stop();
        QTRY_COMPARE(ended.size(), 1);
        QCOMPARE(ended.constFirst().at(0).toInt(), 0);
        QCOMPARE(ended.constFirst().at(1).toBool(), false);
    }

    void stopEndsAServerThatWillNotLeave()
    {
        Session session(serverIn(u"stays"_s));
        QSignalSpy started(&session, &Session::started);
        QSignalSpy ended(&session, &Session::ended);
        session.start();
        QTRY_COMPARE(started.size(), 1);
        session.stop();
        QTRY_COMPARE_WITH_TIMEOUT(ended.size(), 1, 8000);
        QVERIFY(ended.constFirst().at(1).toBool());
    }

    void deletingARunningSessionEndsTheServerSilently()
    {
        bool called = false;
        qint64 pid = 0;
        {
            Session session(serverIn(u"silent"_s));
            QSignalSpy started(&session, &Session::started);
            session.start();
            session.request(u"initialize"_s, Json::object(), 5s, [&](const Reply &) { called = true; });
            QTRY_COMPARE(started.size(), 1);
            pid = session.processId();
            QVERIFY(pid > 0);
        }
        QVERIFY(!called);
        QCOMPARE(::kill(static_cast<pid_t>(pid), 0), -1);
    }

    void toolsWithoutANameAreLeftOut()
    {
        const Json result =
            Json::parse(uR"({"tools":[{"name":"a"},{"title":"x"},7,{"name":"b","inputSchema":{"type":"object"}}]})"_s
                            .toStdString());
        const auto tools = kopru::mcp::readTools(result);
        QCOMPARE(tools.size(), 2);
        QCOMPARE(tools.at(1).name, u"b"_s);
        QVERIFY(kopru::mcp::readTools(Json::parse("[]")).isEmpty());
        QVERIFY(!kopru::mcp::readIdentity(Json::parse("7")).has_value());
    }
};

QTEST_GUILESS_MAIN(tst_Session)
#include "tst_session.moc"
