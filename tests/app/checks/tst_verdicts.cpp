#include "app/checks/bridgetrace.h"
#include "app/checks/httpverdict.h"
#include "app/checks/wording.h"

#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using namespace kopru::checks;
using kopru::contract::Cause;

class tst_Verdicts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void judgesAnswers_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("type");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<Cause>("cause"); // None: good
        QTest::addColumn<bool>("answered");

        const auto json = u"application/json"_s;
        const QByteArray good = R"x({"jsonrpc":"2.0","id":1,"result":{"protocolVersion":"2025-06-18"}})x";
        QTest::newRow("JSON") << 200 << json << good << Cause::None << false;
        QTest::newRow("event stream") << 200 << u"text/event-stream; charset=utf-8"_s
                                      << QByteArray(": hi\n\nevent: message\ndata: ") + good + "\n\n"
                                      << Cause::None << false;
        QTest::newRow("401") << 401 << u"text/html"_s << QByteArray("<h1>no</h1>") << Cause::Unauthorized << true;
        QTest::newRow("403") << 403 << json << QByteArray() << Cause::Forbidden << true;
        QTest::newRow("404") << 404 << json << QByteArray() << Cause::NotFound << false;
        QTest::newRow("405") << 405 << json << QByteArray() << Cause::MethodNotAllowed << false;
        QTest::newRow("429") << 429 << json << QByteArray() << Cause::TooManyRequests << false;
        QTest::newRow("500") << 500 << json << QByteArray("boom") << Cause::ServerError << false;
        QTest::newRow("400 with words") << 400 << json << QByteArray("bad") << Cause::HttpStatus << false;
        QTest::newRow("400 with a JSON-RPC error")
            << 400 << json << QByteArray(R"x({"jsonrpc":"2.0","id":null,"error":{"code":-1,"message":"m"}})x")
            << Cause::ServerRefused << false;
        QTest::newRow("302") << 302 << json << QByteArray() << Cause::Redirected << false;
        QTest::newRow("HTML") << 200 << u"text/html"_s << QByteArray("<html>") << Cause::NotJson << false;
        QTest::newRow("other JSON") << 200 << json << QByteArray(R"x({"ok":true})x") << Cause::NotJsonRpc << false;
        QTest::newRow("a list") << 200 << json << QByteArray("[]") << Cause::NotJsonRpc << false;
        QTest::newRow("nothing") << 200 << json << QByteArray() << Cause::NotJson << false;
        QTest::newRow("error: null beside a result")
            << 200 << json << QByteArray(R"x({"result":{"protocolVersion":"1"},"error":null})x") << Cause::None
            << false;
    }
    void judgesAnswers()
    {
        QFETCH(int, status);
        QFETCH(QString, type);
        QFETCH(QByteArray, body);
        QFETCH(Cause, cause);
        QFETCH(bool, answered);
        HttpAnswer answer;
        answer.status = status;
        answer.contentType = type;
        answer.body = body;
        answer.location = QUrl(u"https://sso.example.com/login?token=abc"_s);
        const HttpVerdict verdict = judge(answer, QUrl(u"https://example.com/mcp"_s));
        QCOMPARE(verdict.cause.value_or(Cause::None), cause);
        QCOMPARE(verdict.answered, answered);
        for (const Evidence &one : verdict.evidence) {
            QVERIFY(!one.value.contains(u"abc"_s)); // the query of a redirect may hold a secret
            if (one.name == u"target"_s)
                QCOMPARE(one.value, u"https://sso.example.com/login"_s);
        }
    }

    void aChallengeThatNamesAResourceIsASignIn()
    {
        HttpAnswer answer;
        answer.status = 401;
        answer.challenge = R"x(Bearer resource_metadata="https://example.com/.well-known/oauth-protected-resource")x";
        QCOMPARE(judge(answer, QUrl(u"https://example.com/mcp"_s)).cause, Cause::SignInRequired);
    }

    void findsTheFirstEvent_data()
    {
        QTest::addColumn<QByteArray>("stream");
        QTest::addColumn<std::optional<ServerEvent>>("event");
        using Event = std::optional<ServerEvent>;
        QTest::newRow("nothing yet") << QByteArray("data: {") << Event();
        QTest::newRow("not ended") << QByteArray("data: {}\n") << Event();
        QTest::newRow("plain") << QByteArray("data: {}\n\n") << Event({"message", "{}"});
        QTest::newRow("CRLF") << QByteArray("event: message\r\ndata: {}\r\n\r\n") << Event({"message", "{}"});
        QTest::newRow("several lines") << QByteArray("data:{\ndata:}\n\n") << Event({"message", "{\n}"});
        QTest::newRow("a comment and a priming event first")
            << QByteArray(": x\n\nid: 1\ndata:\n\ndata: {}\n\n") << Event({"message", "{}"});
        QTest::newRow("a name") << QByteArray("event: endpoint\ndata: /messages?id=1\n\n")
                                << Event({"endpoint", "/messages?id=1"});
        QTest::newRow("a name without data is none")
            << QByteArray("event: ping\n\ndata: {}\n\n") << Event({"message", "{}"});
    }
    void findsTheFirstEvent()
    {
        QFETCH(QByteArray, stream);
        QFETCH(std::optional<ServerEvent>, event);
        QCOMPARE(firstEvent(stream), event);
    }

    void judgesEventStreams_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("type");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<Cause>("cause"); // None: good
        const auto stream = u"text/event-stream"_s;
        QTest::newRow("endpoint") << 200 << stream << QByteArray("event: endpoint\ndata: /m\n\n") << Cause::None;
        QTest::newRow("another event") << 200 << stream << QByteArray("data: {}\n\n") << Cause::NotJsonRpc;
        QTest::newRow("a page") << 200 << u"text/html"_s << QByteArray("event: endpoint\ndata: /m\n\n")
                                << Cause::NotJson;
        QTest::newRow("401") << 401 << u"text/html"_s << QByteArray() << Cause::Unauthorized;
        QTest::newRow("405") << 405 << u"text/html"_s << QByteArray() << Cause::MethodNotAllowed;
        QTest::newRow("406") << 406 << u"text/html"_s << QByteArray() << Cause::HttpStatus;
        QTest::newRow("502") << 502 << u"text/html"_s << QByteArray() << Cause::ServerError;
    }
    void judgesEventStreams()
    {
        QFETCH(int, status);
        QFETCH(QString, type);
        QFETCH(QByteArray, body);
        QFETCH(Cause, cause);
        HttpAnswer answer;
        answer.status = status;
        answer.contentType = type;
        answer.body = body;
        const HttpVerdict verdict = judgeEventStream(answer, QUrl(u"https://example.com/sse"_s));
        QCOMPARE(verdict.cause.value_or(Cause::None), cause);
    }

    void judgesUpgrades_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<Cause>("cause"); // None: good
        QTest::addColumn<bool>("answered");
        QTest::newRow("switched") << 101 << Cause::None << false;
        QTest::newRow("a page") << 200 << Cause::WebSocketRefused << false;
        QTest::newRow("moved") << 302 << Cause::Redirected << false;
        QTest::newRow("bad request") << 400 << Cause::WebSocketRefused << false;
        QTest::newRow("token") << 401 << Cause::Unauthorized << true;
        QTest::newRow("permission") << 403 << Cause::Forbidden << true;
        QTest::newRow("path") << 404 << Cause::NotFound << false;
        QTest::newRow("upgrade required") << 426 << Cause::WebSocketRefused << false;
        QTest::newRow("too many") << 429 << Cause::TooManyRequests << false;
        QTest::newRow("server fault") << 502 << Cause::ServerError << false;
        QTest::newRow("no HTTP") << 0 << Cause::WebSocketRefused << false;
    }
    void judgesUpgrades()
    {
        QFETCH(int, status);
        QFETCH(Cause, cause);
        QFETCH(bool, answered);
        HttpAnswer answer;
        answer.status = status;
        answer.location = QUrl(u"https://sso.example.com/login?token=abc"_s);
        const HttpVerdict verdict = judgeUpgrade(answer, QUrl(u"wss://example.com/mcp"_s));
        QCOMPARE(verdict.cause.value_or(Cause::None), cause);
        QCOMPARE(verdict.answered, answered);
        for (const Evidence &one : verdict.evidence)
            QVERIFY(!one.value.contains(u"abc"_s));
    }

    void judgesCloses_data()
    {
        QTest::addColumn<int>("code");
        QTest::addColumn<Cause>("cause");
        QTest::newRow("ordinary") << 1000 << Cause::WebSocketClosed;
        QTest::newRow("protocol") << 1002 << Cause::WebSocketClosed;
        QTest::newRow("policy") << 1008 << Cause::WebSocketClosed;
        QTest::newRow("unauthorized") << 3000 << Cause::Unauthorized;
        QTest::newRow("forbidden") << 3003 << Cause::Forbidden;
        QTest::newRow("as 401") << 4401 << Cause::Unauthorized;
        QTest::newRow("as 403") << 4403 << Cause::Forbidden;
        QTest::newRow("of its own") << 4999 << Cause::WebSocketClosed;
    }
    void judgesCloses()
    {
        QFETCH(int, code);
        QFETCH(Cause, cause);
        const HttpVerdict verdict = judgeClose(code, u"because"_s);
        QCOMPARE(verdict.cause, cause);
        // Whoever reads it sees the code, wherever the cause is told.
        Step step;
        step.cause = StepCause{cause};
        step.evidence = verdict.evidence;
        QVERIFY2(message(step).what.contains(QString::number(code)), qPrintable(message(step).what));
        QCOMPARE(step.evidenceValue(u"reason"_s), u"because"_s);
    }

    void judgesMessages()
    {
        QCOMPARE(judgeMessage(R"x({"jsonrpc":"2.0","id":null,"result":{"protocolVersion":"2025-06-18"}})x")->cause,
                 std::nullopt);
        QCOMPARE(judgeMessage(R"x({"id":1,"error":{"code":-32001,"message":"no"}})x")->cause, Cause::ServerRefused);
        QVERIFY(!judgeMessage(R"x({"jsonrpc":"2.0","method":"notifications/message"})x").has_value());
        QVERIFY(!judgeMessage("[]").has_value());
        QVERIFY(!judgeMessage("welcome").has_value());
    }

    void readsTheBridgesTrace()
    {
        const auto phase =
            readTraceLine(R"x({"kopru":"trace","phase":"tls","ms":9.5,"ok":false,"cause":"tls-handshake"})x");
        QVERIFY(phase.has_value());
        QCOMPARE(phase->phase, kopru::contract::Phase::Tls);
        QCOMPARE(phase->duration, std::chrono::microseconds(9500));
        QVERIFY(!phase->passed);
        QVERIFY(!readTraceLine("2026-01-01 a line for people").has_value());
        QVERIFY(!readTraceLine(R"x({"kopru":"trace","phase":"unknown","ms":1})x").has_value());
        QVERIFY(!readTraceLine(R"x({"kopru":"trace","phase":"tls","ms":"1"})x").has_value());
        QVERIFY(!readTraceLine(R"x({"kopru":"trace",)x").has_value());
    }

    void everyCauseHasItsIdAndItsIdTheCause()
    {
        QSet<QString> ids;
        for (int i = 0; i <= static_cast<int>(Cause::MalformedMessage); ++i) {
            const auto cause = static_cast<Cause>(i);
            const std::string_view id = kopru::contract::causeId(cause);
            QCOMPARE(kopru::contract::causeFromId(id), cause);
            ids.insert(QString::fromLatin1(id.data(), static_cast<qsizetype>(id.size())));
        }
        QCOMPARE(ids.size(), static_cast<int>(Cause::MalformedMessage) + 1);
        QVERIFY(!kopru::contract::causeFromId("no such thing").has_value());
    }
};

QTEST_APPLESS_MAIN(tst_Verdicts)
#include "tst_verdicts.moc"
