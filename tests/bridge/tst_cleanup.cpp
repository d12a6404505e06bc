#include "bridge/message/cleanup.h"
#include "bridge/relay/errors.h"
#include "bridge/relay/log.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtCore/QUrl>
#include <QtTest/QtTest>

using namespace kopru::bridge;
using namespace Qt::StringLiterals;

/// What the bridge changes in answers and says itself: repaired answers, errors, and a log without secrets.
class TestCleanup final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cleaned_data();
    void cleaned();
    void withId_data();
    void withId();
    void codes_data();
    void codes();
    void errorAnswers();
    void everyCauseHasItsSentence();
    void redacted_data();
    void redacted();
    void redactedBeforeCut();
    void evidenceIsText_data();
    void evidenceIsText();
};

namespace {

constexpr const char *secret = R"(s3cret/"+ü token)";

QByteArray asBytes(const std::string &text)
{
    return QByteArray::fromStdString(text);
}

std::size_t byte(qsizetype position)
{
    return static_cast<std::size_t>(position);
}

} // namespace

void TestCleanup::cleaned_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<QByteArray>("expected"); // empty: no answer at all
    const auto row = [](const char *name, const QByteArray &answer, const QByteArray &expected) {
        QTest::newRow(name) << answer << expected;
    };
    row("good", R"({"jsonrpc":"2.0","id":"q","result":{"a":1}})", R"({"jsonrpc":"2.0","id":"q","result":{"a":1}})");
    row("good with space", R"( { "jsonrpc" : "2.0" , "id" : "q" , "result" : 1 } )",
        R"( { "jsonrpc" : "2.0" , "id" : "q" , "result" : 1 } )");
    row("no jsonrpc", R"({"id":"q","result":1})", R"({"jsonrpc":"2.0","id":"q","result":1})");
    row("null jsonrpc", R"({"jsonrpc":null,"id":"q","result":1})", R"({"jsonrpc":"2.0","id":"q","result":1})");
    row("empty jsonrpc", R"({"jsonrpc":"","id":"q","result":1})", R"({"jsonrpc":"2.0","id":"q","result":1})");
    row("null id", R"({"jsonrpc":"2.0","id":null,"result":1})", R"({"jsonrpc":"2.0","id":"q","result":1})");
    row("no id", R"({"jsonrpc":"2.0","result":1})", R"({"id":"q","jsonrpc":"2.0","result":1})");
    row("other id", R"({"jsonrpc":"2.0","id":"error","result":1})", R"({"jsonrpc":"2.0","id":"q","result":1})");
    row("neither id nor jsonrpc", R"({"result":1})", R"({"jsonrpc":"2.0","id":"q","result":1})");
    row("neither, with space", "{ \"result\" : 1 }", R"({"jsonrpc":"2.0","id":"q", "result" : 1 })");
    row("null error first", R"({"error":null,"jsonrpc":"2.0","id":"q","result":1})",
        R"({"jsonrpc":"2.0","id":"q","result":1})");
    row("null error in the middle", R"({"jsonrpc":"2.0","error":null,"id":"q","result":1})",
        R"({"jsonrpc":"2.0","id":"q","result":1})");
    row("null error last", R"({"jsonrpc":"2.0","id":"q","result":1,"error":null})",
        R"({"jsonrpc":"2.0","id":"q","result":1})");
    row("null error last with space", R"({"jsonrpc":"2.0","id":"q","result":1 , "error" : null })",
        R"({"jsonrpc":"2.0","id":"q","result":1  })");
    row("null error alone beside the result", R"({"error":null,"result":1})",
        R"({"jsonrpc":"2.0","id":"q","result":1})");
    row("result alone before a null error", R"({"result":1,"error":null})", R"({"jsonrpc":"2.0","id":"q","result":1})");
    row("null result beside an error", R"({"jsonrpc":"2.0","id":"q","result":null,"error":{"code":1,"message":"m"}})",
        R"({"jsonrpc":"2.0","id":"q","error":{"code":1,"message":"m"}})");
    row("null result twice", R"({"id":"q","result":null,"result":null,"error":{"code":1},"result":null})",
        R"({"jsonrpc":"2.0","id":"q","error":{"code":1}})");
    row("null error twice, last", R"({"jsonrpc":"2.0","id":"q","error":{},"result":1,"error":null,"error":null})",
        R"({"jsonrpc":"2.0","id":"q","result":1})");
    row("all at once", R"({"id":null,"error":null,"result":{"error":null,"id":null}})",
        R"({"jsonrpc":"2.0","id":"q","result":{"error":null,"id":null}})");
    row("unknown members stay", R"({"id":null,"x":[1e5,"ü\u00fc"],"result":0})",
        R"({"jsonrpc":"2.0","id":"q","x":[1e5,"ü\u00fc"],"result":0})");
    row("both", R"({"jsonrpc":"2.0","id":"q","result":1,"error":{"code":1}})",
        R"({"jsonrpc":"2.0","id":"q","result":1,"error":{"code":1}})");
    row("neither result nor error", R"({"jsonrpc":"2.0","id":"q"})", {});
    row("both null", R"({"jsonrpc":"2.0","id":"q","result":null,"error":null})", {});
    row("null error alone", R"({"error":null})", {});
    row("empty object", "{}", {});
    row("array", "[]", {});
    row("text", R"("result")", {});
    row("broken", R"({"result":1)", {});
}

void TestCleanup::cleaned()
{
    QFETCH(QByteArray, answer);
    QFETCH(QByteArray, expected);
    const auto clean = kopru::bridge::cleaned(answer.toStdString(), R"("q")");
    QCOMPARE(clean.has_value(), !expected.isEmpty());
    if (!clean)
        return;
    QCOMPARE(asBytes(*clean).simplified().replace(" ", ""), expected.simplified().replace(" ", ""));
    const QJsonObject object = QJsonDocument::fromJson(asBytes(*clean)).object();
    QCOMPARE(object.value("jsonrpc"_L1).toString(), u"2.0"_s);
    QCOMPARE(object.value("id"_L1).toString(), u"q"_s);
    QVERIFY(!object.contains("error"_L1) || object.value("error"_L1).isObject());
}

void TestCleanup::withId_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("expected");
    QTest::newRow("first") << R"({"id":1,"a":2})"_ba << R"({"id":"q","a":2})"_ba;
    QTest::newRow("last") << R"({"a":{"id":3}, "id" : null })"_ba << R"({"a":{"id":3}, "id" : "q" })"_ba;
    QTest::newRow("missing") << R"({"a":2})"_ba << R"({"id":"q","a":2})"_ba;
    QTest::newRow("empty") << "{}"_ba << R"({"id":"q"})"_ba;
    QTest::newRow("twice") << R"({"id":1,"id":2})"_ba << R"({"id":1,"id":"q"})"_ba;
    QTest::newRow("object") << R"({"id":{"x":1},"a":2})"_ba << R"({"id":"q","a":2})"_ba;
}

void TestCleanup::withId()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, expected);
    const std::string json = text.toStdString();
    TopLevel scanned;
    scanned.feed(json);
    QCOMPARE(scanned.finish(), TopLevel::Shape::Object);
    QCOMPARE(asBytes(kopru::bridge::withId(json, scanned, R"("q")")), expected);
}

void TestCleanup::codes_data()
{
    QTest::addColumn<int>("cause");
    QTest::addColumn<int>("expected");
    const auto row = [](Cause cause, int expected) {
        QTest::newRow(std::string(kopru::contract::causeId(cause)).c_str()) << static_cast<int>(cause) << expected;
    };
    row(Cause::Unauthorized, -32001);
    row(Cause::SignInRequired, -32001);
    row(Cause::Forbidden, -32002);
    row(Cause::NotFound, -32003);
    row(Cause::TimedOut, -32004);
    row(Cause::ConnectTimeout, -32004);
    row(Cause::CertificateUntrusted, -32005);
    row(Cause::CertificateSelfSigned, -32005);
    row(Cause::CertificateHostMismatch, -32005);
    row(Cause::CertificateExpired, -32005);
    row(Cause::CertificateNotYetValid, -32005);
    row(Cause::CertificateIncomplete, -32005);
    row(Cause::NotJson, -32700);
    row(Cause::NotJsonRpc, -32603);
    row(Cause::ConnectionRefused, -32603);
    row(Cause::UnknownHost, -32603);
    row(Cause::TooManyRequests, -32603);
    row(Cause::ServerError, -32603);
    row(Cause::TlsHandshake, -32603);
    row(Cause::MissingVariable, -32603);
    row(Cause::Cancelled, -32603);
}

void TestCleanup::codes()
{
    QFETCH(int, cause);
    QFETCH(int, expected);
    const Failure failure{Phase::Http, static_cast<Cause>(cause), 0, {}, {}};
    QCOMPARE(codeOf(failure, true), expected);
    QCOMPARE(codeOf(failure, false), -32603); // MCP gives the others meanings of its own
}

void TestCleanup::errorAnswers()
{
    Failure failure{Phase::Http, Cause::TooManyRequests, 429, "17", {{"host", "a\"\n.example"}}};
    const QByteArray text = asBytes(errorAnswer("12345678901234567890", failure, false));
    QVERIFY(!text.contains('\n'));
    QVERIFY2(text.startsWith(R"({"jsonrpc":"2.0","id":12345678901234567890,"error":{)"), text);
    const QJsonObject error = QJsonDocument::fromJson(text).object().value("error"_L1).toObject();
    QCOMPARE(error.value("code"_L1).toInt(), -32603);
    QVERIFY(error.value("message"_L1).toString().contains("17 s"_L1));
    const QJsonObject data = error.value("data"_L1).toObject();
    QCOMPARE(data, (QJsonObject{{"phase"_L1, "http"_L1},
                                {"cause"_L1, "too-many-requests"_L1},
                                {"httpStatus"_L1, 429},
                                {"retryAfter"_L1, "17"_L1},
                                {"evidence"_L1, QJsonObject{{"host"_L1, "a\"\n.example"_L1}}}}));
    QCOMPARE(asBytes(errorAnswer("null", -32700, "no")),
             R"({"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"no"}})"_ba);
}

void TestCleanup::everyCauseHasItsSentence()
{
    QSet<QByteArray> ids;
    for (const auto &name : kopru::contract::detail::causeNames) {
        const Failure failure{Phase::Http, name.cause, 0, {}, {}};
        const QByteArray id(name.id.data(), static_cast<qsizetype>(name.id.size()));
        QVERIFY2(sentence(failure).size() > 10 && sentence(failure).ends_with('.'), id);
        QVERIFY2(!ids.contains(id), id);
        ids.insert(id);
        QCOMPARE(kopru::contract::causeFromId(name.id), std::optional(name.cause));
        QCOMPARE(kopru::contract::causeId(name.cause), name.id);
    }
}

void TestCleanup::redacted_data()
{
    QTest::addColumn<QByteArray>("shown");
    const QByteArray plain(secret);
    const QByteArray inJson =
        QJsonDocument(QJsonArray{QString::fromUtf8(plain)}).toJson(QJsonDocument::Compact).chopped(2).mid(2);
    QTest::newRow("plain") << plain;
    QTest::newRow("JSON") << inJson;
    QTest::newRow("JSON with escaped slashes") << QByteArray(inJson).replace("/", "\\/");
    QTest::newRow("JSON in ASCII") << QByteArray(inJson).replace("ü", "\\u00fc");
    QTest::newRow("percent") << plain.toPercentEncoding();
    QTest::newRow("percent in lower case") << plain.toPercentEncoding().replace("%2F", "%2f").replace("%2B", "%2b");
    QTest::newRow("form") << plain.toPercentEncoding().replace("%20", "+");
    QTest::newRow("base64") << plain.toBase64();
    QTest::newRow("base64 behind one byte") << ("u" + plain).toBase64();
    QTest::newRow("base64 behind a name") << ("user:" + plain + "@x").toBase64();
    QTest::newRow("base64 for addresses") << ("ab" + plain).toBase64(QByteArray::Base64UrlEncoding);
}

void TestCleanup::redacted()
{
    QFETCH(QByteArray, shown);
    const Log log({secret, "abc"}, false, false);
    const QByteArray text = asBytes(log.redacted(("before " + shown + " between " + shown + " behind").toStdString()));
    QCOMPARE(text.count("[redacted]"), 2);
    QVERIFY2(text.startsWith("before ") && text.contains(" between ") && text.endsWith(" behind"), text);
    // At most what stands at the seams of an encoding may remain.
    QVERIFY2(text.size() < 80, text);
    QVERIFY2(!text.contains("s3cret"), text);
    QCOMPARE(asBytes(log.redacted("abc stays, it would blank ordinary words")),
             "abc stays, it would blank ordinary words"_ba);

    const Failure failure = log.redacted(Failure{Phase::Auth,
                                                 Cause::Unauthorized,
                                                 401,
                                                 shown.toStdString(),
                                                 {{"message", "token " + shown.toStdString() + " is wrong"}}});
    QVERIFY(!asBytes(errorAnswer("1", failure, true)).contains(shown));
    QVERIFY(!asBytes(failure.retryAfter).contains(shown));
}

void TestCleanup::redactedBeforeCut()
{
    // Half a secret at the end of a shortened text would no longer be found.
    const Log log({secret}, false, false);
    const QByteArray plain(secret);
    for (qsizetype front = 200; front < 270; ++front) {
        const QByteArray text = QByteArray(front, 'x') + plain + QByteArray(1000, 'y');
        const Failure failure =
            log.redacted(Failure{Phase::Auth, Cause::Unauthorized, 401, {}, {{"message", text.toStdString()}}});
        const std::string &value = failure.evidence.at(0).second;
        QVERIFY(value.size() <= 256);
        QVERIFY2(value.find(plain.left(3).toStdString()) == std::string::npos, value.c_str());
    }
}

void TestCleanup::evidenceIsText_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("ISO 8859-9") << "Ge\xe7"
                                   "ersiz \xfe"
                                   "ifre"_ba;
    QTest::newRow("cut in the middle") << QByteArray(255, 'x') + "ğğğ";
    QTest::newRow("overlong") << "\xc0\xaf"_ba;
    QTest::newRow("surrogate") << "\xed\xa0\x80"_ba;
    QTest::newRow("control") << "a\x1b[31mb\0c\x7f"_ba;
    QTest::newRow("zero byte") << QByteArray("a\0b", 3);
}

void TestCleanup::evidenceIsText()
{
    QFETCH(QByteArray, text);
    const Log log({}, false, false);
    const Failure failure =
        log.redacted(Failure{Phase::Body, Cause::NotJson, 200, {}, {{"message", text.toStdString()}}});
    const QByteArray answer = asBytes(errorAnswer("1", failure, false));
    QVERIFY2(QString::fromUtf8(answer).toUtf8() == answer, answer.toHex(' '));
    QJsonParseError problem;
    const QJsonDocument document = QJsonDocument::fromJson(answer, &problem);
    QCOMPARE(problem.error, QJsonParseError::NoError);
    const QString shown = document["error"_L1]["data"_L1]["evidence"_L1]["message"_L1].toString();
    QVERIFY(!shown.isEmpty());
    for (const QChar c : shown)
        QVERIFY2(c.unicode() >= 0x20 && c.unicode() != 0x7f, answer);
    QVERIFY(shown.startsWith(QChar::fromLatin1(static_cast<char>(text.at(0)))) || byte(text.size()) < 4);
}

QTEST_GUILESS_MAIN(TestCleanup)
#include "tst_cleanup.moc"
