#include "app/secrets/redactor.h"
#include "app/secrets/secretnames.h"

#include <QtCore/QElapsedTimer>
#include <QtCore/QRandomGenerator>
#include <QtCore/QThread>
#include <QtCore/QUrl>
#include <QtTest/QTest>

#include <nlohmann/json.hpp>

using namespace Qt::StringLiterals;
using kopru::secrets::Redactor;

namespace {

QByteArray jsonEscaped(const QString &text, bool ascii)
{
    const std::string quoted = nlohmann::json(text.toStdString()).dump(-1, ' ', ascii);
    return QByteArray::fromStdString(quoted.substr(1, quoted.size() - 2));
}

/// Every character as \uXXXX: allowed by RFC 8259, seldom written.
QByteArray everyCharacterEscaped(const QString &text)
{
    QByteArray result;
    for (const QChar c : text)
        result += "\\u" + QByteArray::number(c.unicode(), 16).rightJustified(4, '0');
    return result;
}

QByteArray everyByteInPercent(const QByteArray &bytes, bool upper)
{
    QByteArray result;
    for (const char c : bytes) {
        const QByteArray hex = QByteArray(1, c).toHex();
        result += '%' + (upper ? hex.toUpper() : hex);
    }
    return result;
}

QByteArray htmlEscaped(const QString &text)
{
    return text.toHtmlEscaped().toUtf8();
}

struct Encoding
{
    const char *name;
    std::function<QByteArray(const QString &)> encode;
};

const QList<Encoding> &encodings()
{
    static const QList<Encoding> all{
        {"plain", [](const QString &s) { return s.toUtf8(); }},
        {"JSON, UTF-8", [](const QString &s) { return jsonEscaped(s, false); }},
        {"JSON, ASCII", [](const QString &s) { return jsonEscaped(s, true); }},
        {"JSON in JSON", [](const QString &s) { return jsonEscaped(QString::fromUtf8(jsonEscaped(s, true)), true); }},
        {"JSON with escaped slashes", [](const QString &s) { return jsonEscaped(s, false).replace('/', "\\/"); }},
        {"every character escaped", everyCharacterEscaped},
        {"URL component", [](const QString &s) { return QUrl::toPercentEncoding(s); }},
        {"URL, lower-case digits",
         [](const QString &s) {
             QByteArray text = QUrl::toPercentEncoding(s);
             for (qsizetype i = 0; i + 2 < text.size(); ++i)
                 if (text[i] == '%')
                     for (const int j : {1, 2})
                         text[i + j] = QChar::fromLatin1(text[i + j]).toLower().toLatin1();
             return text;
         }},
        {"form", [](const QString &s) { return QUrl::toPercentEncoding(s).replace("%20", "+"); }},
        {"every byte in percent", [](const QString &s) { return everyByteInPercent(s.toUtf8(), true); }},
        {"percent twice",
         [](const QString &s) { return QUrl::toPercentEncoding(QString::fromUtf8(QUrl::toPercentEncoding(s))); }},
        {"JSON in a URL",
         [](const QString &s) { return QUrl::toPercentEncoding(QString::fromUtf8(jsonEscaped(s, true))); }},
        {"URL in JSON",
         [](const QString &s) { return jsonEscaped(QString::fromUtf8(QUrl::toPercentEncoding(s)), false); }},
        {"HTML", htmlEscaped},
        {"base64", [](const QString &s) { return s.toUtf8().toBase64(); }},
        {"base64url",
         [](const QString &s) {
             return s.toUtf8().toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
         }},
        {"Basic, user before", [](const QString &s) { return ("u:" + s.toUtf8()).toBase64(); }},
        {"Basic, longer user", [](const QString &s) { return ("ab:" + s.toUtf8() + "!").toBase64(); }},
        {"base64 in a URL",
         [](const QString &s) { return QUrl::toPercentEncoding(QString::fromLatin1(s.toUtf8().toBase64())); }},
        {"base64 in JSON with escaped slashes",
         [](const QString &s) { return s.toUtf8().toBase64().replace('/', "\\/"); }},
        {"hexadecimal", [](const QString &s) { return s.toUtf8().toHex(); }},
        {"hexadecimal, upper case", [](const QString &s) { return s.toUtf8().toHex().toUpper(); }},
    };
    return all;
}

const QList<QByteArray> &surroundings()
{
    static const QList<QByteArray> all{
        "%1",
        "Authorization: Bearer %1\r\n",
        "X-API-Key:%1",
        R"({"token":"%1","next":"value"})",
        "https://user:%1@example.com/path?x=1",
        "https://example.com/mcp?api_key=%1&x=1",
        "plain words before %1 and after",
        "%1%1",
        "[\"--header\",\"Authorization: Bearer %1\"]",
    };
    return all;
}

/// Nothing that the secret could be read from again: no part of an encoded form of eight characters or more.
bool leaks(const QByteArray &text, const QByteArray &encoded)
{
    if (encoded.size() < 8)
        return text.contains(encoded);
    for (qsizetype i = 0; i + 8 <= encoded.size(); ++i)
        if (text.contains(encoded.mid(i, 8)))
            return true;
    return false;
}

QString randomSecret(QRandomGenerator &random)
{
    static const QString alphabet =
        u"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.~+/=!\"#$%&'()*,:;<>?@[\\]^`{|} ıİğüşöçé€😀"_s;
    const QList<uint> points = alphabet.toUcs4();
    QString secret;
    const int length = 8 + random.bounded(40);
    for (int i = 0; i < length; ++i) {
        const char32_t point = points.at(random.bounded(static_cast<int>(points.size())));
        secret += QString::fromUcs4(&point, 1);
    }
    return u'q' + secret.trimmed() + u"Zk"_s; // no white space at either end, as a token field trims it
}

} // namespace

class tst_Redactor : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyEncodingInEverySurrounding()
    {
        QRandomGenerator random(20261121);
        for (int round = 0; round < 60; ++round) {
            const QString secret = randomSecret(random);
            Redactor redactor;
            redactor.add(secret);
            for (const Encoding &encoding : encodings()) {
                const QByteArray encoded = encoding.encode(secret);
                for (const QByteArray &surrounding : surroundings()) {
                    const QByteArray text = QByteArray(surrounding).replace("%1", encoded);
                    const QByteArray clean = redactor.redact(text);
                    if (leaks(clean, encoded) || !clean.contains(Redactor::mark()))
                        QFAIL(qPrintable(u"round %1, %2, around %3"_s.arg(round).arg(QString::fromLatin1(encoding.name),
                                                                                     QString::fromUtf8(surrounding))));
                }
            }
        }
    }

    void textWithoutSecretsStaysAsItIs_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("words") << QByteArray("Connected to https://example.com:8443/mcp in 12 ms");
        QTest::newRow("json") << QByteArray(R"({"jsonrpc":"2.0","id":1,"result":{"tools":[]}})");
        QTest::newRow("a reference") << QByteArray(R"("--header","Authorization: Bearer ${API_KEY}")");
        QTest::newRow("bytes that are no UTF-8") << QByteArray("\xff\xfe plain \x80");
        QTest::newRow("lone percent and backslash") << QByteArray("100 % \\ C:\\Users\\name %zz &amp; \\u12");
        QTest::newRow("part of the secret") << QByteArray("correct horse batter");
        QTest::newRow("Turkish") << QByteArray("ayar dosyası okunamadı: Masaüstü/ığİş");
    }
    void textWithoutSecretsStaysAsItIs()
    {
        QFETCH(QByteArray, text);
        Redactor redactor;
        redactor.add(u"correct horse battery staple"_s);
        QCOMPARE(redactor.redact(text), text);
    }

    void shapesThatAreAlwaysSecret_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("clean");
        QTest::newRow("password in a URL")
            << u"https://me:s3cret@example.com/"_s << u"https://me:[redacted]@example.com/"_s;
        QTest::newRow("bearer") << u"authorization: bearer abcdefgh12"_s << u"authorization: bearer [redacted]"_s;
        QTest::newRow("query") << u"GET /x?a=1&access_token=abc&b=2"_s << u"GET /x?a=1&access_token=[redacted]&b=2"_s;
        QTest::newRow("JWT") << u"token eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln end"_s << u"token [redacted] end"_s;
        QTest::newRow("Apinizer") << u"mcp_0123456789abcdef0123"_s << u"[redacted]"_s;
        QTest::newRow("AgentPort") << u"X-API-Key:ap_0123456789abcdef0123"_s << u"X-API-Key:[redacted]"_s;
    }
    void shapesThatAreAlwaysSecret()
    {
        QFETCH(QString, text);
        QFETCH(QString, clean);
        QCOMPARE(Redactor().redact(text), clean);
    }

    void aShortSecretBlanksNoWords()
    {
        Redactor redactor;
        redactor.add(u"abc"_s);
        QCOMPARE(redactor.redact(u"abcdef \"abc\" x=abc"_s), u"abcdef \"[redacted]\" x=[redacted]"_s);
    }

    void jsonStaysJson()
    {
        Redactor redactor;
        redactor.add(u"\",\"x\":\""_s); // a secret that is JSON syntax itself
        redactor.add(u"secret-value"_s);
        const nlohmann::ordered_json value = {{"a", "secret-value"},
                                              {"secret-value", {1, "x secret-value y", nullptr}}};
        QCOMPARE(QString::fromStdString(redactor.redact(value).dump()),
                 uR"({"a":"[redacted]","[redacted]":[1,"x [redacted] y",null]})"_s);
    }

    void secretNames_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<bool>("secret");
        for (const char *name : {"APINIZER_TOKEN", "AGENTPORT_API_KEY",
                                 "apiKey",         "X-API-Key",
                                 "Authorization",  "PASSWORD",
                                 "client_secret",  "ALECS_TOKEN",
                                 "--api-key",      "GITHUB_PERSONAL_ACCESS_TOKEN",
                                 "DB_PWD",         "PGPASSWORD",
                                 "MYSQL_PASS",     "PGPASS",
                                 "dbPass",         "MYSQL_PWD",
                                 "MYSQLPW",        "--pw",
                                 "--pass",         "FTP_PASS2",
                                 "SENTRY_DSN",     "GHTOKEN",
                                 "clientsecret",   "OPENAIKEY_SECRET2",
                                 "DBPASSWD"})
            QTest::newRow(name) << QString::fromLatin1(name) << true;
        for (const char *name :
             {"HTTP_HOSTNAME", "TOKEN_HEADER", "KEYBOARD", "MONKEY",        "TIMEOUT_AS_MS", "PATH",   "KEY_FILE",
              "TOKENIZER",     "AUTH_TYPE",    "--url",    "PASSIVE",       "COMPASS",       "BYPASS", "MONGODBCOMPASS",
              "PASS_THROUGH",  "PASSENGER",    "OLDPWD",   "PASSWORD_FILE", "AUTH0_DOMAIN",  "POWER",  "-p"})
            QTest::newRow(name) << QString::fromLatin1(name) << false;
    }
    void secretNames()
    {
        QFETCH(QString, name);
        QFETCH(bool, secret);
        QCOMPARE(kopru::secrets::isSecretName(name), secret);
    }

    void secretsOfAnEntry()
    {
        const QStringList found = kopru::secrets::secretsIn(
            {u"-y"_s, u"mcp-remote"_s, u"https://u:pass-word@h/?token=q-token"_s, u"--header"_s,
             u"Authorization: Bearer abc"_s, u"--header"_s, u"X-API-Key:${KEY}"_s, u"--api-key"_s, u"k-1"_s,
             u"--verbose"_s},
            {{u"API_TOKEN"_s, u"t-1"_s}, {u"REF_TOKEN"_s, u"keychain:kopru/x"_s}, {u"HOST"_s, u"h"_s}});
        for (const QString &secret : {u"pass-word"_s, u"q-token"_s, u"Bearer abc"_s, u"abc"_s, u"k-1"_s, u"t-1"_s})
            QVERIFY2(found.contains(secret), qPrintable(secret));
        for (const QString &other : {u"${KEY}"_s, u"keychain:kopru/x"_s, u"h"_s, u"--verbose"_s, u"mcp-remote"_s})
            QVERIFY2(!found.contains(other), qPrintable(other));
    }

    void secretsInTexts_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QStringList>("secret");
        const auto row = [](const char *name, const QString &text, const QStringList &secret) {
            QTest::newRow(name) << text << secret;
        };
        row("a scheme alone", u"--auth=Bearer"_s, {});
        row("option behind another", u"-x --pw=Wv9zForTests"_s, {u"Wv9zForTests"_s});
        row("header without a space", u"-HX-API-Key: Wv9z"_s, {u"Wv9z"_s});
        row("connection string", u"Server=db;Uid=me;Pwd=Wv9z;Encrypt=true"_s, {u"Wv9z"_s});
        row("libpq", u"host=db user=me password=Wv9z dbname=x"_s, {u"Wv9z"_s});
        row("JDBC", u"jdbc:postgresql://db/x?user=me&password=Wv9z"_s, {u"Wv9z"_s});
        row("two hosts", u"mongodb://me:Wv9z@one:27017,two:27017/x"_s, {u"Wv9z"_s});
        row("address in an option", u"--url=https://a.example/mcp?api_key=Wv9z"_s, {u"Wv9z"_s});
        row("fragment", u"https://a.example/#access_token=Wv9z&x=1"_s, {u"Wv9z"_s});
        row("Sentry", u"https://0123456789abcdef0123456789abcdef@o1.ingest.example/2"_s,
            {u"0123456789abcdef0123456789abcdef"_s});
        row("Slack", u"https://hooks.slack.example/services/T0/B0/XXXXXXXXXXXXXXXXXXXXXXXX"_s,
            {u"services/T0/B0/XXXXXXXXXXXXXXXXXXXXXXXX"_s});
        row("Discord", u"https://discord.example/api/webhooks/123456/abcdefgh"_s, {u"123456/abcdefgh"_s});
        row("Telegram", u"https://api.telegram.example/bot123456789:AAEhBOweik6ad9r_QXMENQjcrGbqCr4K-bc/x"_s,
            {u"bot123456789:AAEhBOweik6ad9r_QXMENQjcrGbqCr4K-bc"_s});
        row("a token as a folder", u"https://mcp.example/s/4f9d2c7ab1e84ce0/mcp"_s, {u"4f9d2c7ab1e84ce0"_s});
        for (const QString &harmless :
             {u"https://portal.example.com:8443/api/v1/some-long-service-name-2/mcp"_s,
              u"https://a.example/2024-11-05/mcp?page=2"_s, u"https://me@git.example/project"_s,
              u"https://a.example/docs/claude-3-5-sonnet-20241022"_s, u"--max-old-space-size=4096"_s,
              u"/usr/lib/node_modules/@scope/server-files/dist/index.js"_s, u"PATH=/usr/bin;/bin"_s})
            row(qPrintable(harmless), harmless, {});
    }
    void secretsInTexts()
    {
        QFETCH(QString, text);
        QFETCH(QStringList, secret);
        QCOMPARE(kopru::secrets::secretsIn({text}, {}), secret);
        QCOMPARE(kopru::secrets::secretsIn({}, {{u"X"_s, text}}).isEmpty(),
                 secret.isEmpty() || text.startsWith(u"-H"_s));
    }

    /// Kopru calls the variable of a secret header KOPRU_HEADER_1: its name alone does not tell.
    void secretsOfHeaderVariables()
    {
        const QStringList found = kopru::secrets::secretsIn(
            {u"http"_s, u"--header"_s, u"X-API-Key: ${KOPRU_HEADER_1}"_s, u"--header=Cookie: id=${ID}; ${MORE}"_s,
             u"--header=Authorization: Bearer in-one"_s, u"--header"_s, u"X-Team: ${TEAM}"_s},
            {{u"KOPRU_HEADER_1"_s, u"h-1"_s},
             {u"ID"_s, u"c-1"_s},
             {u"MORE"_s, u"keychain:kopru/x"_s},
             {u"TEAM"_s, u"sales"_s}});
        QStringList sorted = found;
        sorted.sort();
        QCOMPARE(sorted, (QStringList{u"Bearer in-one"_s, u"c-1"_s, u"h-1"_s, u"id=${ID}; ${MORE}"_s, u"in-one"_s}));
    }

    /// Secrets that begin alike, that stand in each other, and that were made known between two texts.
    void everyEncodingAmongManySecrets()
    {
        QRandomGenerator random(20261122);
        Redactor redactor;
        QStringList all;
        for (int i = 0; i < 300; ++i) {
            const QString secret = i % 3 == 0 || all.isEmpty() ? randomSecret(random)
                                   : i % 3 == 1                ? all.last() + randomSecret(random)
                                                               : all.last().left(12) + randomSecret(random);
            all.append(secret);
            redactor.add(secret);
            if (i % 20 != 0)
                continue;
            for (const QString &known : {all.first(), all.at(random.bounded(static_cast<int>(all.size()))), secret})
                for (const Encoding &encoding : encodings()) {
                    const QByteArray encoded = encoding.encode(known);
                    for (const QByteArray &surrounding : surroundings()) {
                        const QByteArray clean = redactor.redact(QByteArray(surrounding).replace("%1", encoded));
                        if (leaks(clean, encoded) || !clean.contains(Redactor::mark()))
                            QFAIL(qPrintable(u"secret %1, %2, around %3"_s.arg(i).arg(
                                QString::fromLatin1(encoding.name), QString::fromUtf8(surrounding))));
                    }
                }
        }
    }

    void secretsThatOverlapAreHiddenWhole()
    {
        Redactor redactor;
        redactor.add(u"abcabcabc"_s);
        redactor.add(u"abc-1234-long-tail"_s);
        redactor.add(u"1234-long"_s);
        redactor.add(u"ends in \\"_s);
        QCOMPARE(redactor.redact(u"x abcabcabcabc y"_s), u"x [redacted] y"_s);
        QCOMPARE(redactor.redact(u"abcabcabc-1234-long-tai."_s), u"[redacted]-[redacted]-tai."_s);
        QCOMPARE(redactor.redact(u"=abc-1234-long-tail"_s), u"=[redacted]"_s);
        QCOMPARE(redactor.redact(uR"({"a":"ends in \\","b":1})"_s), uR"({"a":"[redacted]","b":1})"_s);
        redactor.add(u"later-known"_s);
        QCOMPARE(redactor.redact(u"later-known 1234-long"_s), u"[redacted] [redacted]"_s);
    }

    void linesStayAsManyAsTheyWere_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("clean");
        QTest::newRow("none") << "a\r\nb\n"_ba << "a\r\nb\n"_ba;
        QTest::newRow("in a line") << "a\nx one-line-secret y\nb"_ba << "a\nx [redacted] y\nb"_ba;
        QTest::newRow("over a line end") << "a first half\nsecond half b"_ba << "a [redacted]\n[redacted] b"_ba;
        QTest::newRow("escaped") << "a first half\\nsecond half b"_ba << "a [redacted] b"_ba;
        QTest::newRow("behind the scheme") << "Authorization: Bearer\n  abcdefgh12\nx"_ba
                                           << "Authorization: Bearer\n  [redacted]\nx"_ba;
    }
    void linesStayAsManyAsTheyWere()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, clean);
        Redactor redactor;
        redactor.add(u"one-line-secret"_s);
        redactor.add(u"first half\nsecond half"_s);
        QCOMPARE(redactor.redactLines(text), clean);
    }

    /// Texts go through while another thread makes secrets known.
    void secretsAreMadeKnownMeanwhile()
    {
        Redactor redactor;
        redactor.add(u"first-secret"_s);
        std::atomic<bool> wrong = false;
        const std::unique_ptr<QThread> writer(QThread::create([&redactor] {
            for (int i = 0; i < 400; ++i)
                redactor.add(u"secret-%1-of-many"_s.arg(i));
        }));
        writer->start();
        do {
            if (redactor.redact("x first-secret y"_ba) != "x [redacted] y"_ba)
                wrong = true;
        } while (!writer->isFinished());
        writer->wait();
        QVERIFY(!wrong);
        QCOMPARE(redactor.redact("secret-0-of-many,secret-399-of-many"_ba), "[redacted],[redacted]"_ba);
    }

    /// A whole settings file with a token for every server took 20 seconds once.
    void timeDoesNotGrowWithTheSecrets()
    {
        const auto nanoseconds = [](int secrets) {
            Redactor redactor;
            for (int i = 0; i < secrets; ++i)
                redactor.add(u"mcp-%1-%2"_s.arg(i).arg(i * 7919 % 104729, 12, 16, QChar(u'0')));
            QByteArray text;
            for (int i = 0; i < 2000; ++i)
                text += "      \"API_KEY\": \"mcp-" + QByteArray::number(i % secrets) + "-x\",\\n and more \\u0131";
            qint64 least = std::numeric_limits<qint64>::max();
            for (int round = 0; round < 5; ++round) {
                redactor.add(u"once-%1-more"_s.arg(round));
                QElapsedTimer clock;
                clock.start();
                [[maybe_unused]] const QByteArray clean = redactor.redact(text);
                least = std::min(least, clock.nsecsElapsed());
            }
            return least;
        };
        const qint64 few = nanoseconds(10);
        const qint64 many = nanoseconds(2000);
        QVERIFY2(many < 20 * few, qPrintable(u"%1 ns with 10, %2 ns with 2,000"_s.arg(few).arg(many)));
    }

    void hostileTextTakesNoTimeToSpeakOf()
    {
        // Many begins of the secret in every encoding: the search must stay linear.
        Redactor redactor;
        redactor.add(QString(200, u'a') + u'b');
        const QByteArray text = QByteArray(20000, 'a') + QByteArray("\\u0061%61&#97;").repeated(2000);
        QCOMPARE(redactor.redact(text), text);
        for (const char *piece : {"\\", "%25", "%5C", "&#", "%5C%5C\\\\", "+"}) {
            const QByteArray run = QByteArray(piece).repeated(200000);
            QCOMPARE(redactor.redact(run), run);
        }
    }
};

QTEST_APPLESS_MAIN(tst_Redactor)
#include "tst_redactor.moc"
