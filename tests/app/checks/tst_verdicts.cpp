#include "app/checks/bridgetrace.h"
#include "app/checks/httpverdict.h"

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
        QTest::addColumn<std::optional<QByteArray>>("data");
        using Data = std::optional<QByteArray>;
        QTest::newRow("nothing yet") << QByteArray("data: {") << Data();
        QTest::newRow("not ended") << QByteArray("data: {}\n") << Data();
        QTest::newRow("plain") << QByteArray("data: {}\n\n") << Data("{}");
        QTest::newRow("CRLF") << QByteArray("event: message\r\ndata: {}\r\n\r\n") << Data("{}");
        QTest::newRow("several lines") << QByteArray("data:{\ndata:}\n\n") << Data("{\n}");
        QTest::newRow("a comment and a priming event first")
            << QByteArray(": x\n\nid: 1\ndata:\n\ndata: {}\n\n") << Data("{}");
    }
    void findsTheFirstEvent()
    {
        QFETCH(QByteArray, stream);
        QFETCH(std::optional<QByteArray>, data);
        QCOMPARE(firstEvent(stream), data);
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
