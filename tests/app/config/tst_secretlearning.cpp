#include "app/config/secretlearning.h"
#include "app/config/textdiff.h"

#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using namespace kopru::config;

/// What of a settings file, sound or broken, is hidden afterwards.
class tst_SecretLearning : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void hidesSecrets_data();
    void hidesSecrets();
    void hidesNoWords();
    void hidesInDifferences();
};

void tst_SecretLearning::hidesSecrets_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("sound") << R"({"mcpServers":{"a":{"command":"x","args":["--api-key","V4lue-11111"],
        "env":{"TOKEN":"V4lue-22222"}},"b":{"url":"https://b.example","headers":{"Authorization":"Bearer V4lue-33333"}}}})"_ba;
    QTest::newRow("merge marks")
        << "{\n<<<<<<< ours\n  \"mcpServers\": {\n    \"a\": {\"command\": \"x\", \"args\": [\n"
           "\"--api-key\", \"V4lue-11111\", \"--header\",\n \"Authorization: Bearer V4lue77777\"]\n"
           "=======\n  \"other\": {\"env\": {\"PGPASSWORD\": \"V4lue-33333\"\n>>>>>>> theirs\n"_ba;
    QTest::newRow("cut off") << R"({"mcpServers":{"a":{"command":"x","env":{"API_KEY":"V4lue-11111)"_ba;
    QTest::newRow("no quotes")
        << "api_key = V4lue-11111\nAuthorization: Basic V4lueBasic==\n[section]\ntoken: V4lue-2222"_ba;
    QTest::newRow("smart quotes") << "{ “API_KEY”: “V4lue-11111”, ‘token’ = ‘V4lue-22222’ ]]"_ba;
    QTest::newRow("a secret over a line end")
        << "{\"mcpServers\":{\"a\":{\"command\":\"x\",\"env\":{\"API_KEY\":\"V4lue-111\nV4lue-222\"}}}}"_ba;
    QTest::newRow("two files") << R"({"env":{"TOKEN":"V4lue-11111"}}{"env":{"SECRET":"V4lue-22222"}})"_ba;
    QTest::newRow("not UTF-8") << "{\"TOKEN\":\"V4lue-11111\",\xff\xfe \"PASSWORD\":\"V4lue-2222\""_ba;
}

void tst_SecretLearning::hidesSecrets()
{
    QFETCH(QByteArray, text);
    kopru::secrets::Redactor redactor;
    learnSecrets(text, redactor);
    for (const QByteArray &line : text.split('\n'))
        QVERIFY2(!redactor.redact(line).contains("V4lue"), line.constData());
    QVERIFY(!redactor.redact(text).contains("V4lue"));
}

void tst_SecretLearning::hidesNoWords()
{
    const QByteArray words =
        "Bearer of bad news, Basic things, a token, true, null: https://plain.example/mcp { } [ ]"_ba;
    for (
        const QByteArray &text :
        {R"({"mcpServers":{"a":{"command":"x","args":["http","--auth","Bearer"],"env":{"AUTH":"Basic","TOKEN":"[ ]"}}}})"_ba,
         "{ \"Authorization\": \"Bearer V4lue-11111\", \"AUTH\": \"Basic\", <<<< \"token\": { \"secret\": true, key: null,"_ba,
         "Authorization: Bearer\nAuthorization: Basic\nauth: token"_ba}) {
        kopru::secrets::Redactor redactor;
        learnSecrets(text, redactor);
        QCOMPARE(redactor.redact(words), words);
    }
}

void tst_SecretLearning::hidesInDifferences()
{
    const QByteArray before = "{\r\n  \"a\": \"V4lue-one\",\r\n  \"b\": 1,\r\n  \"c\": \"x\nsame-V4lue\ny\"\r\n}"_ba;
    const QByteArray after = "{\r\n  \"a\": \"V4lue-two\",\r\n  \"b\": 1,\r\n  \"c\": \"x\nsame-V4lue\ny\"\r\n}"_ba;
    kopru::secrets::Redactor redactor;
    for (const QString &secret : {u"V4lue-one"_s, u"V4lue-two"_s, u"x\nsame-V4lue\ny"_s})
        redactor.add(secret);
    const QList<DiffLine> shown = shownDifference(before, after, redactor);
    QList<DiffLine> plain = withContext(diffLines(before, after));
    QCOMPARE(shown.size(), plain.size());
    for (qsizetype i = 0; i < shown.size(); ++i) {
        QVERIFY(!shown.at(i).text.contains(u"V4lue"_s));
        if (!plain.at(i).text.contains(u"V4lue"_s) && plain.at(i).newLine < 4)
            QCOMPARE(shown.at(i), plain.at(i));
    }
    // Two secrets look the same, and still they differ.
    QCOMPARE(shown.at(1).text, shown.at(2).text);
    QCOMPARE(shown.at(1).change, Change::Removed);
    QCOMPARE(shown.at(2).change, Change::Added);
}

QTEST_APPLESS_MAIN(tst_SecretLearning)
#include "tst_secretlearning.moc"
