#include "tests/cli/home.h"
#include "tests/support/environment.h"
#include "tests/support/mcpscript.h"

#include <QtCore/QDateTime>
#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QFileInfo>
#include <QtCore/QStandardPaths>
#include <QtNetwork/QTcpServer>
#include <QtTest/QTest>

#include <unistd.h>

/// What goes wrong at people's desks: each ends with the cause and the remedy, in both languages, and an untouched
/// file.
namespace kopru::test {

using namespace Qt::StringLiterals;

namespace {

const QByteArray token = "mcp_T0ken/For+Tests=="_ba;

/// The settings file at one moment.
struct Seen
{
    bool folder = false;
    QByteArray bytes;
    QDateTime modified;
    QFile::Permissions permissions;
    friend bool operator==(const Seen &, const Seen &) = default;
};

Seen look(const QString &file)
{
    const QFileInfo facts(file);
    return {facts.isDir(), Home::read(file), facts.lastModified(), facts.permissions()};
}

QByteArray field(const Json &json, const char *name)
{
    return json.is_object() ? QByteArray::fromStdString(json.value(name, "")) : QByteArray();
}

/// Words that stand in English sentences only.
bool isEnglish(const QByteArray &sentence)
{
    const QByteArray padded = ' ' + sentence.toLower().replace('.', ' ').replace(',', ' ').replace('\n', ' ') + ' ';
    for (const char *word : {" the ", " is ", " not ", " this ", " and ", " or ", " with ", " was ", " of "})
        if (padded.contains(word))
            return true;
    return false;
}

/// Why a pair of sentences does not help a person; empty where it does.
QByteArray fault(const QByteArray &english, const QByteArray &turkish)
{
    if (english.trimmed().isEmpty() || turkish.trimmed().isEmpty())
        return "a sentence is missing: " + english + " | " + turkish;
    if (english == turkish || isEnglish(turkish))
        return "not Turkish: " + turkish;
    if (!isEnglish(english) && english.contains("ı"))
        return "not English: " + english;
    return {};
}

} // namespace

class TestKopructlBadInput final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void connection_data();
    void connection();
    void file_data();
    void file();

private:
    Ended runUnprivileged(Home &home, const QStringList &arguments, const Surroundings &surroundings) const;

    QTemporaryDir m_folder;
    std::unique_ptr<TestCertificates> m_certificates;
};

void TestKopructlBadInput::initTestCase()
{
    scrubEnvironment();
    m_certificates = std::make_unique<TestCertificates>(m_folder.path());
    QVERIFY2(m_certificates->isValid(), qPrintable(m_certificates->errorText()));
}

void TestKopructlBadInput::connection_data()
{
    using MaybeCertificate = std::optional<Certificate>;
    QTest::addColumn<Handler>("handler"); // none: nobody listens
    QTest::addColumn<MaybeCertificate>("certificate");
    QTest::addColumn<bool>("knowsAuthority");
    QTest::addColumn<QString>("host");
    QTest::addColumn<QByteArray>("cause");
    const auto always = [](const Response &response) {
        return Handler([response](const Request &) { return response; });
    };
    const Handler good = apinizerPortal(token);
    const QString here = u"127.0.0.1"_s;
    const MaybeCertificate plain;

    QTest::newRow("wrong token") << apinizerPortal("mcp_another") << plain << false << here << "unauthorized"_ba;
    QTest::newRow("dead port") << Handler() << plain << false << here << "connection-refused"_ba;
    QTest::newRow("unknown host") << Handler() << plain << false << u"no-such-host.invalid"_s << "unknown-host"_ba;
    QTest::newRow("name mismatch") << good << MaybeCertificate(m_certificates->wrongHost()) << true << here
                                   << "certificate-host-mismatch"_ba;
    QTest::newRow("untrusted authority") << good << MaybeCertificate(m_certificates->good()) << false << here
                                         << "certificate-untrusted"_ba;
    QTest::newRow("self-signed") << good << MaybeCertificate(m_certificates->selfSigned()) << false << here
                                 << "certificate-self-signed"_ba;
    QTest::newRow("expired") << good << MaybeCertificate(m_certificates->expired()) << true << here
                             << "certificate-expired"_ba;
    QTest::newRow("404") << always({.status = 404,
                                    .headers = {{"Content-Type", "text/html"}},
                                    .body = "<html>Not Found</html>"})
                         << plain << false << here << "not-found"_ba;
    QTest::newRow("HTML instead of JSON")
        << always({.headers = {{"Content-Type", "text/html"}}, .body = "<!DOCTYPE html><html>Sign in</html>"}) << plain
        << false << here << "not-json"_ba;
}

void TestKopructlBadInput::connection()
{
    QFETCH(Handler, handler);
    QFETCH(std::optional<Certificate>, certificate);
    QFETCH(bool, knowsAuthority);
    QFETCH(QString, host);
    QFETCH(QByteArray, cause);
    // Where nobody shall listen, a port that was free a moment ago.
    std::unique_ptr<LoopbackServer> server;
    quint16 port = 0;
    if (handler) {
        server = std::make_unique<LoopbackServer>(handler, certificate);
        port = server->port();
    } else {
        QTcpServer nobody;
        QVERIFY(nobody.listen(QHostAddress::LocalHost));
        port = nobody.serverPort();
    }
    QVERIFY(port != 0);

    Home home;
    QStringList add{u"add"_s,
                    u"portal"_s,
                    u"--kind"_s,
                    u"apinizer-http"_s,
                    u"--set"_s,
                    u"host="_s + host,
                    u"--set"_s,
                    u"port=%1"_s.arg(port),
                    u"--set"_s,
                    certificate ? u"https=true"_s : u"https=false"_s,
                    u"--secret-from-env"_s,
                    u"MY_TOKEN"_s};
    if (knowsAuthority)
        add += QStringList{u"--pass-env"_s, u"SSL_CERT_FILE"_s};
    const Ended added = home.run(
        add, {{{u"MY_TOKEN"_s, QString::fromUtf8(token)}, {u"SSL_CERT_FILE"_s, m_certificates->authorityFile()}}, {}});
    QVERIFY2(added.code == 0, added.err.constData());
    const Seen before = look(home.configFile());

    QMap<QString, Json> errors;
    QMap<QString, QByteArray> texts;
    for (const QString &language : {u"en"_s, u"tr"_s}) {
        const Ended ended = home.run({u"test"_s, u"portal"_s, u"--json"_s, u"--lang"_s, language});
        QVERIFY2(ended.code == 1, ended.out.constData());
        const Json json = ended.json();
        QCOMPARE(json.value("ok", true), false);
        QVERIFY2(field(json["error"], "id") == cause, ended.out.constData());
        // The second opinion, from this computer, comes to the same.
        QByteArray seenFromHere;
        for (const Json &step : json["network"]["steps"])
            if (step.contains("cause"))
                seenFromHere = field(step, "cause");
        QVERIFY2(seenFromHere == cause, ended.out.constData());
        errors[language] = json["error"];

        const Ended shown = home.run({u"test"_s, u"portal"_s, u"--lang"_s, language});
        QCOMPARE(shown.code, 1);
        QVERIFY2(shown.out.contains(field(json["error"], "what")), shown.out.constData());
        QVERIFY2(shown.out.contains(field(json["error"], "remedy")), shown.out.constData());
    }
    for (const char *sentence : {"what", "remedy"}) {
        const QByteArray bad = fault(field(errors[u"en"_s], sentence), field(errors[u"tr"_s], sentence));
        QVERIFY2(bad.isEmpty(), bad.constData());
    }
    QVERIFY(look(home.configFile()) == before);
    QVERIFY(!Home::read(home.dataFolder() + u"/kopru.log"_s).isEmpty());
    QVERIFY(!leaks(home.said(), token));
    QVERIFY(!leaks(Home::read(home.dataFolder() + u"/checks.json"_s), token));
}

void TestKopructlBadInput::file_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<bool>("readable");
    QTest::addColumn<bool>("folder");
    QTest::addColumn<QByteArray>("id");
    const QByteArray whole = R"({"mcpServers": {"portal": {"command": "/bin/cat", "env": {"API_KEY": "TOKEN"}}}})"_ba;
    const QByteArray good = QByteArray(whole).replace("TOKEN", token);
    QTest::newRow("folder") << ""_ba << true << true << "is-folder"_ba;
    QTest::newRow("unreadable") << good << false << false << "not-readable"_ba;
    QTest::newRow("empty") << ""_ba << true << false << "broken-file"_ba;
    QTest::newRow("only spaces") << " \n\n"_ba << true << false << "broken-file"_ba;
    QTest::newRow("cut") << good.chopped(2) << true << false << "broken-file"_ba;
    QTest::newRow("comma missing") << QByteArray(good).replace(", \"env\"", " \"env\"") << true << false
                                   << "broken-file"_ba;
    QTest::newRow("secret without its quote")
        << QByteArray(good).replace(token + "\"", token) << true << false << "broken-file"_ba;
    QTest::newRow("byte order mark") << "\xef\xbb\xbf" + good << true << false << "broken-file"_ba;
    QTest::newRow("no object") << "[" + good + "]" << true << false << "broken-file"_ba;
}

void TestKopructlBadInput::file()
{
    QFETCH(QByteArray, bytes);
    QFETCH(bool, readable);
    QFETCH(bool, folder);
    QFETCH(QByteArray, id);
    Home home;
    if (folder)
        QVERIFY(QDir().mkpath(home.configFile()));
    else
        QVERIFY(home.write(home.configFile(), bytes));
    if (!readable)
        QVERIFY(QFile::setPermissions(home.configFile(), QFile::Permissions()));
    const Seen before = look(home.configFile());
    const Surroundings withToken{{{u"MY_TOKEN"_s, QString::fromUtf8(token)}}, {}};
    const auto run = [&](const QStringList &arguments) {
        return readable ? home.run(arguments, withToken) : runUnprivileged(home, arguments, withToken);
    };
    if (!readable && geteuid() == 0 && runUnprivileged(home, {u"list"_s}, {}).code < 0)
        QSKIP("root reads every file, and setpriv cannot take that from it here");

    struct Command
    {
        QStringList arguments;
        int code;
    };
    const QList<Command> commands{
        {{u"add"_s, u"new"_s, u"--kind"_s, u"apinizer-http"_s, u"--set"_s, u"host=h.example"_s, u"--secret-from-env"_s,
          u"MY_TOKEN"_s},
         3},
        {{u"set"_s, u"portal"_s, u"--set"_s, u"command=/bin/tac"_s}, 3},
        {{u"remove"_s, u"portal"_s}, 3},
        {{u"list"_s}, 1},
        {{u"show"_s, u"portal"_s}, 1},
        {{u"check"_s}, 1},
        {{u"test"_s, u"portal"_s}, 1},
    };
    for (const auto &[arguments, code] : commands) {
        QMap<QString, QByteArrayList> said;
        for (const QString &language : {u"en"_s, u"tr"_s}) {
            const QStringList inLanguage = arguments + QStringList{u"--lang"_s, language};
            const Ended shown = run(inLanguage);
            QVERIFY2(shown.code == code, (shown.out + shown.err).constData());
            // `check` lists every fault besides.
            QVERIFY2(shown.out.isEmpty() || arguments.first() == u"check"_s, shown.out.constData());
            said[language] = shown.err.trimmed().split('\n');
            QVERIFY2(said[language].size() == 2, shown.err.constData()); // the cause, the remedy

            const Ended ended = run(inLanguage + QStringList{u"--json"_s});
            QCOMPARE(ended.code, code);
            const Json json = ended.json();
            QCOMPARE(json.value("ok", true), false);
            QCOMPARE(field(json["error"], "id"), id);
            QCOMPARE(field(json["error"], "what"), said[language].first());
            QCOMPARE(field(json["error"], "remedy"), said[language].last());
            QVERIFY(!leaks(shown.err + ended.out + ended.err, token));
        }
        for (int line : {0, 1}) {
            const QByteArray bad = fault(said[u"en"_s].at(line), said[u"tr"_s].at(line));
            QVERIFY2(bad.isEmpty(), bad.constData());
        }
    }
    QCOMPARE(run({u"doctor"_s}).code, 1);
    QVERIFY(look(home.configFile()) == before);
    QVERIFY(!QFile::exists(home.bridge()));
    QVERIFY(!leaks(home.said(), token));
    QFile::setPermissions(home.configFile(), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
}

/// As a person whose files have permissions: root without the right to read everything.
Ended TestKopructlBadInput::runUnprivileged(Home &home, const QStringList &arguments,
                                            const Surroundings &surroundings) const
{
    if (geteuid() != 0)
        return home.run(arguments, surroundings);
    const QString setpriv = QStandardPaths::findExecutable(u"setpriv"_s);
    const QStringList limited{u"--bounding-set"_s, u"-dac_override,-dac_read_search"_s};
    if (setpriv.isEmpty() || home.runProgram(setpriv, limited + QStringList{u"cat"_s, home.configFile()}).code != 1)
        return {};
    return home.runProgram(setpriv, limited + QStringList{programFolder() + u"/kopructl"_s} + arguments, surroundings);
}

} // namespace kopru::test

QTEST_GUILESS_MAIN(kopru::test::TestKopructlBadInput)

#include "tst_kopructl_badinput.moc"
