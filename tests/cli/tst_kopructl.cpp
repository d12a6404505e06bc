#include "tests/cli/home.h"
#include "tests/support/environment.h"

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QProcess>
#include <QtTest/QTest>

/// The commands that read: where, list, show, check, bridges, logs, doctor, and the command line itself.
namespace kopru::test {

using namespace Qt::StringLiterals;

namespace {

const QByteArray secret = "s3cr3t-Value/For+Tests"_ba;

/// Two servers; the second has a finding in line 9.
QByteArray twoServers()
{
    return R"({
  "mcpServers": {
    "files": {
      "command": "/bin/cat",
      "args": ["-u", "--api-key=SECRET"],
      "env": {"API_KEY": "SECRET", "PIN_TOKEN": "abc", "REGION": "eu"}
    },
    "gone": {
      "command": "/no/such/program"
    }
  }
}
)"_ba.replace("SECRET", secret);
}

const Json &at(const Json &list, const char *key, const char *value)
{
    static const Json none;
    for (const Json &one : list)
        if (one.is_object() && one.value(key, "") == value)
            return one;
    return none;
}

std::string text(const QString &words)
{
    return words.toStdString();
}

} // namespace

class TestKopructl final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { scrubEnvironment(); }
    void where();
    void whereGiven();
    void list();
    void listNothing();
    void show();
    void showHeaderSecret();
    void showRevealed();
    void showUnknown();
    void check();
    void checkGood();
    void bridges();
    void bridgeDamaged_data();
    void bridgeDamaged();
    void bridgeInUse();
    void bridgeUsersUnknown();
    void logs();
    void logsFiltered_data();
    void logsFiltered();
    void logsExplained_data();
    void logsExplained();
    void logsMissing();
    void logsFollow();
    void doctor_data();
    void doctor();
    void languages();
    void usage_data();
    void usage();
    void version();
};

void TestKopructl::where()
{
    Home home;
    QVERIFY(home.write(home.configFile(), "{}"));
    const Ended shown = home.run({u"where"_s});
    QCOMPARE(shown.code, 0);
    QVERIFY(shown.out.contains(home.configFile().toUtf8()));
    QVERIFY(shown.out.contains(home.logFolder().toUtf8()));
    QVERIFY(shown.err.isEmpty());

    const Json json = home.run({u"where"_s, u"--json"_s}).json();
    QCOMPARE(json.value("ok", false), true);
    QCOMPARE(json.value("certainty", ""), std::string("certain"));
    const Json &place = json["places"][0];
    QCOMPARE(place.value("file", ""), text(home.configFile()));
    QCOMPARE(place.value("exists", false), true);
    QCOMPARE(place.value("live", false), true);
    QCOMPARE(place.value("size", 0), 2);
    QCOMPARE(place["logs"][0].get<std::string>(), text(home.logFolder()));
}

/// --home and --config take the place of what the surroundings say.
void TestKopructl::whereGiven()
{
    Home home;
    const QString other = home.path(u"other"_s);
    QVERIFY(QDir().mkpath(other));
    Json json = home.run({u"--home"_s, other, u"where"_s, u"--json"_s}).json();
    QCOMPARE(json["places"][0].value("file", ""), text(other) + "/.config/Claude/claude_desktop_config.json");

    QVERIFY(home.write(home.path(u"mine.json"_s), "{}"));
    json = home.run({u"where"_s, u"--config"_s, u"mine.json"_s, u"--json"_s}).json();
    bool live = false;
    for (const Json &place : json["places"])
        if (place.value("live", false)) {
            QCOMPARE(place.value("file", ""), text(home.path(u"mine.json"_s)));
            live = true;
        }
    QVERIFY(live);
}

void TestKopructl::list()
{
    Home home;
    QVERIFY(home.write(home.configFile(), twoServers()));
    const Ended shown = home.run({u"list"_s});
    QCOMPARE(shown.code, 0);
    QCOMPARE(shown.out.count('\n'), 2);
    QVERIFY(shown.out.startsWith("files\t"));
    QVERIFY(shown.out.contains("\ngone\t"));

    const Ended ended = home.run({u"list"_s, u"--json"_s});
    QCOMPARE(ended.code, 0);
    const Json json = ended.json();
    QCOMPARE(json.value("file", ""), text(home.configFile()));
    QCOMPARE(json.value("exists", false), true);
    QCOMPARE(json["servers"].size(), std::size_t(2));
    const Json &second = json["servers"][1];
    QCOMPARE(second.value("name", ""), std::string("gone"));
    QCOMPARE(second.value("kind", ""), std::string("local"));
    QCOMPARE(second.value("line", 0), 8);
    QCOMPARE(second.value("wellFormed", false), true);
    QVERIFY(!leaks(home.said(), secret));
}

void TestKopructl::listNothing()
{
    Home home;
    const Ended shown = home.run({u"list"_s});
    QCOMPARE(shown.code, 0);
    QVERIFY(!shown.out.isEmpty());
    const Json json = home.run({u"list"_s, u"--json"_s}).json();
    QCOMPARE(json.value("ok", false), true);
    QVERIFY(json["servers"].is_array() && json["servers"].empty());
    QCOMPARE(json.value("exists", true), false);
    QVERIFY(!QFile::exists(home.configFile()));
    QVERIFY(shown.err.isEmpty()); // a computer without servers is nothing to warn of; a slip in a path is
    const Ended mistyped = home.run({u"list"_s, u"--config"_s, home.path() + u"/no/such.json"_s});
    QCOMPARE(mistyped.code, 0);
    QVERIFY2(mistyped.err.contains("/no/such.json"), mistyped.err.constData());
}

/// Secrets are masked wherever they stand, short ones too; what is none is shown.
void TestKopructl::show()
{
    Home home;
    QVERIFY(home.write(home.configFile(), twoServers()));
    const Ended shown = home.run({u"show"_s, u"files"_s});
    QCOMPARE(shown.code, 0);
    QVERIFY(shown.out.contains("REGION=eu"));
    QVERIFY(shown.out.contains("/bin/cat"));
    QVERIFY(shown.out.contains("API_KEY="));
    QVERIFY(!shown.out.contains("abc"));

    const Ended ended = home.run({u"show"_s, u"files"_s, u"--json"_s});
    QCOMPARE(ended.code, 0);
    const Json entry = ended.json()["entry"];
    QCOMPARE(entry.value("command", ""), std::string("/bin/cat"));
    QCOMPARE(entry["args"][0].get<std::string>(), std::string("-u"));
    QCOMPARE(entry["env"].value("REGION", ""), std::string("eu"));
    QCOMPARE(entry["env"].value("PIN_TOKEN", ""), entry["env"].value("API_KEY", ""));
    QVERIFY(!ended.out.contains("abc"));
    QVERIFY(!leaks(home.said(), secret));
}

/// A secret header is known by its name; the variable that holds its value is called KOPRU_HEADER_1.
void TestKopructl::showHeaderSecret()
{
    Home home;
    QVERIFY(
        home.write(home.configFile(), R"({"mcpServers":{"team":{"command":"/x/kopru-bridge","args":["http","--url",)"
                                      R"("https://a.example/mcp","--header","X-API-Key: ${KOPRU_HEADER_1}","--header",)"
                                      R"("X-Short-Key: ${SHORT}"],"env":{"SHORT":"ab1","KOPRU_HEADER_1":")" +
                                          secret + R"("}}}})"));
    for (const QStringList &arguments : {QStringList{u"show"_s, u"team"_s}, {u"show"_s, u"team"_s, u"--json"_s}}) {
        const Ended shown = home.run(arguments);
        QCOMPARE(shown.code, 0);
        QVERIFY2(shown.out.contains("X-API-Key: ${KOPRU_HEADER_1}"), shown.out);
        QVERIFY(!shown.out.contains("ab1"));
    }
    // What would be written is shown with the lines around it.
    const Ended dry = home.run({u"set"_s, u"team"_s, u"--set"_s, u"timeout=5000"_s, u"--dry-run"_s});
    QVERIFY2(dry.code == 0 && dry.out.contains("5000"), dry.out + dry.err);
    QVERIFY(!leaks(home.said(), secret));
}

void TestKopructl::showRevealed()
{
    Home home;
    QVERIFY(home.write(home.configFile(), twoServers()));
    const Ended shown = home.run({u"show"_s, u"files"_s, u"--reveal"_s});
    QCOMPARE(shown.code, 0);
    QVERIFY(shown.out.contains("API_KEY=" + secret));
    QVERIFY(shown.out.contains("PIN_TOKEN=abc"));
    const Json entry = home.run({u"show"_s, u"files"_s, u"--reveal"_s, u"--json"_s}).json()["entry"];
    QCOMPARE(entry["env"].value("API_KEY", ""), secret.toStdString());
    QCOMPARE(entry["args"][1].get<std::string>(), "--api-key=" + secret.toStdString());
    QVERIFY(!leaks(Home::read(home.dataFolder() + u"/kopru.log"_s), secret));
}

void TestKopructl::showUnknown()
{
    Home home;
    QVERIFY(home.write(home.configFile(), twoServers()));
    for (const QString &command : {u"show"_s, u"test"_s, u"remove"_s, u"set"_s}) {
        const Ended shown = home.run({command, u"nobody"_s});
        QCOMPARE(shown.code, 1);
        QVERIFY(shown.out.isEmpty());
        QVERIFY(shown.err.contains("nobody"));
        const Ended ended = home.run({command, u"nobody"_s, u"--json"_s});
        QCOMPARE(ended.code, 1);
        QCOMPARE(ended.json()["error"].value("id", ""), std::string("no-such-server"));
    }
    QCOMPARE(home.config(), twoServers());
}

void TestKopructl::check()
{
    Home home;
    QVERIFY(home.write(home.configFile(), R"({
  "mcpServers": {
    "port": {"command": "/bin/cat", "env": {"PORT": 80}},
    "gone": {
      "command": "/no/such/program"
    }
  }
}
)"));
    const Ended shown = home.run({u"check"_s});
    QCOMPARE(shown.code, 1);
    QVERIFY2(shown.out.contains(home.configFile().toUtf8() + ":3:"), shown.out.constData());
    QVERIFY2(shown.out.contains(home.configFile().toUtf8() + ":5:7: gone: "), shown.out.constData());

    const Ended ended = home.run({u"check"_s, u"--json"_s});
    QCOMPARE(ended.code, 1);
    const Json json = ended.json();
    QCOMPARE(json.value("ok", true), false);
    const Json &gone = at(json["findings"], "server", "gone");
    QCOMPARE(gone.value("line", 0), 5);
    QCOMPARE(gone.value("column", 0), 7);
    for (const Json &finding : json["findings"]) {
        QVERIFY(!finding.value("id", "").empty());
        QVERIFY(!finding.value("what", "").empty());
        QVERIFY(!finding.value("remedy", "").empty());
        QVERIFY(finding.value("line", 0) > 0 && finding.value("column", 0) > 0);
    }
    const Json &port = at(json["findings"], "server", "port");
    QCOMPARE(port.value("line", 0), 3);
    QCOMPARE(port.value("severity", ""), std::string("error"));
}

void TestKopructl::checkGood()
{
    Home home;
    QVERIFY(home.write(home.configFile(), R"({"mcpServers": {"a": {"command": "/bin/cat"}}})"));
    QCOMPARE(home.run({u"check"_s}).code, 0);
    const Ended ended = home.run({u"check"_s, u"--json"_s});
    QCOMPARE(ended.code, 0);
    QCOMPARE(ended.json().value("ok", false), true);
    QVERIFY(ended.json()["findings"].empty());
}

void TestKopructl::bridges()
{
    Home home;
    Ended ended = home.run({u"bridges"_s, u"--json"_s});
    QCOMPARE(ended.code, 0);
    QCOMPARE(ended.json().value("ok", false), true);
    QCOMPARE(ended.json()["bridge"].value("state", ""), std::string("missing"));

    ended = home.run({u"bridges"_s, u"install"_s, u"--json"_s});
    QCOMPARE(ended.code, 0);
    const Json installed = ended.json()["bridge"];
    QCOMPARE(installed.value("state", ""), std::string("current"));
    QCOMPARE(installed.value("path", ""), text(home.bridge()));
    QCOMPARE(Home::read(home.bridge()), Home::read(programFolder() + u"/kopru-bridge"_s));
    QCOMPARE(QFile::permissions(home.bridge()) & QFile::ExeOther, QFile::Permissions(QFile::ExeOther));
    const Ended version = home.runProgram(home.bridge(), {u"--version"_s});
    QVERIFY2(version.out.contains(QByteArray::fromStdString(installed.value("version", "none"))), version.out.data());

    const Ended shown = home.run({u"bridges"_s});
    QCOMPARE(shown.code, 0);
    QVERIFY(shown.out.contains(home.bridge().toUtf8()));

    ended = home.run({u"bridges"_s, u"remove"_s, u"--json"_s});
    QCOMPARE(ended.code, 0);
    QCOMPARE(ended.json().value("removed", false), true);
    QVERIFY(!QFile::exists(home.bridge()));
    ended = home.run({u"bridges"_s, u"remove"_s, u"--json"_s});
    QCOMPARE(ended.code, 0);
    QCOMPARE(ended.json().value("removed", true), false);
}

void TestKopructl::bridgeDamaged_data()
{
    QTest::addColumn<QByteArray>("bytes"); // instead of the bridge's own
    QTest::addColumn<bool>("executable");
    QTest::addColumn<QByteArray>("state");
    const QByteArray good = Home::read(programFolder() + u"/kopru-bridge"_s);
    QTest::newRow("cut") << good.left(good.size() / 2) << true << "different"_ba;
    QTest::newRow("one byte more") << good + '\0' << true << "different"_ba;
    QTest::newRow("empty") << QByteArray() << true << "damaged"_ba;
    QTest::newRow("a text") << "<html></html>"_ba << true << "damaged"_ba;
    QTest::newRow("not executable") << good << false << "damaged"_ba;
}

void TestKopructl::bridgeDamaged()
{
    QFETCH(QByteArray, bytes);
    QFETCH(bool, executable);
    QFETCH(QByteArray, state);
    Home home;
    QVERIFY(home.write(home.bridge(), bytes));
    QVERIFY(QFile::setPermissions(home.bridge(), QFile::ReadOwner | QFile::WriteOwner |
                                                     (executable ? QFile::ExeOwner : QFile::Permissions())));
    Ended ended = home.run({u"bridges"_s, u"--json"_s});
    QCOMPARE(ended.code, 1);
    QCOMPARE(QByteArray::fromStdString(ended.json()["bridge"].value("state", "")), state);
    QCOMPARE(home.run({u"bridges"_s}).code, 1);

    ended = home.run({u"bridges"_s, u"install"_s});
    QVERIFY2(ended.code == 0, ended.err.constData());
    QCOMPARE(Home::read(home.bridge()), Home::read(programFolder() + u"/kopru-bridge"_s));
    QVERIFY(QFile::permissions(home.bridge()).testFlag(QFile::ExeOwner));
    QCOMPARE(home.run({u"bridges"_s}).code, 0);
}

void TestKopructl::bridgeInUse()
{
    Home home;
    QCOMPARE(
        home.run({u"add"_s, u"far"_s, u"--kind"_s, u"remote"_s, u"--set"_s, u"url=https://far.example/mcp"_s}).code, 0);
    const Ended shown = home.run({u"bridges"_s, u"remove"_s});
    QCOMPARE(shown.code, 3);
    QVERIFY(shown.err.contains("far"));
    const Ended ended = home.run({u"bridges"_s, u"remove"_s, u"--json"_s});
    QCOMPARE(ended.code, 3);
    QCOMPARE(ended.json()["error"].value("id", ""), std::string("bridge-in-use"));
    QCOMPARE(ended.json()["error"]["usedBy"][0].get<std::string>(), std::string("far"));
    QVERIFY(QFile::exists(home.bridge()));

    QCOMPARE(home.run({u"remove"_s, u"far"_s}).code, 0);
    QCOMPARE(home.run({u"bridges"_s, u"remove"_s}).code, 0);
    QVERIFY(!QFile::exists(home.bridge()));
}

/// Where the settings file cannot be read, nobody knows who needs the bridge.
void TestKopructl::bridgeUsersUnknown()
{
    Home home;
    QCOMPARE(home.run({u"bridges"_s, u"install"_s}).code, 0);
    QVERIFY(home.write(home.configFile(), "{\"mcpServers\": {"));
    QCOMPARE(home.run({u"bridges"_s, u"remove"_s}).code, 3);
    QVERIFY(QFile::exists(home.bridge()));
}

void TestKopructl::logs()
{
    Home home;
    QVERIFY(home.write(home.configFile(), twoServers()));
    QVERIFY(home.write(home.logFolder() + u"/mcp-server-files.log"_s,
                       "2026-03-10T15:20:01.000Z [files] [info] first with " + secret +
                           "\n2026-03-10T15:20:03.000Z [files] [error] third { metadata: undefined }\n"));
    QVERIFY(home.write(home.logFolder() + u"/mcp.log"_s, "2026-03-10T15:20:02.000Z [gone] [warn] second\n"));
    const Ended shown = home.run({u"logs"_s});
    QCOMPARE(shown.code, 0);
    const qsizetype first = shown.out.indexOf("first");
    const qsizetype second = shown.out.indexOf("second");
    const qsizetype third = shown.out.indexOf("third");
    QVERIFY2(first >= 0 && first < second && second < third, shown.out.constData());

    const Ended ended = home.run({u"logs"_s, u"--json"_s});
    QCOMPARE(ended.code, 0);
    const Json json = ended.json();
    QCOMPARE(json["folders"][0].get<std::string>(), text(home.logFolder()));
    QCOMPARE(json["lines"].size(), std::size_t(3));
    const Json &last = json["lines"][2];
    QCOMPARE(last.value("server", ""), std::string("files"));
    QCOMPARE(last.value("file", ""), std::string("mcp-server-files.log"));
    QCOMPARE(last.value("level", ""), std::string("error"));
    QCOMPARE(last.value("time", ""), std::string("2026-03-10T15:20:03.000Z"));
    QVERIFY(!leaks(home.said(), secret));
}

void TestKopructl::logsFiltered_data()
{
    QTest::addColumn<QStringList>("filter");
    QTest::addColumn<QByteArrayList>("messages");
    QTest::newRow("all") << QStringList() << QByteArrayList{"one", "two", "three", "four"};
    QTest::newRow("server") << QStringList{u"--server"_s, u"b"_s} << QByteArrayList{"two", "four"};
    QTest::newRow("text") << QStringList{u"--text"_s, u"O"_s} << QByteArrayList{"one", "two", "four"};
    QTest::newRow("problems") << QStringList{u"--problems"_s} << QByteArrayList{"two", "three"};
    QTest::newRow("last") << QStringList{u"--last"_s, u"2"_s} << QByteArrayList{"three", "four"};
    QTest::newRow("last of a server") << QStringList{u"--last"_s, u"1"_s, u"--server"_s, u"a"_s}
                                      << QByteArrayList{"three"};
    QTest::newRow("none") << QStringList{u"--text"_s, u"five"_s} << QByteArrayList();
}

void TestKopructl::logsFiltered()
{
    QFETCH(QStringList, filter);
    QFETCH(QByteArrayList, messages);
    Home home;
    QVERIFY(home.write(home.logFolder() + u"/mcp.log"_s, "2026-03-10T15:20:01.000Z [a] [info] one\n"
                                                         "2026-03-10T15:20:02.000Z [b] [warn] two\n"
                                                         "2026-03-10T15:20:03.000Z [a] [error] three\n"
                                                         "2026-03-10T15:20:04.000Z [b] [info] four\n"));
    const Ended ended = home.run(QStringList{u"logs"_s, u"--json"_s} + filter);
    QCOMPARE(ended.code, 0);
    QByteArrayList found;
    const Json lines = ended.json()["lines"];
    for (const Json &line : lines)
        found.append(QByteArray::fromStdString(line.value("message", "")));
    QCOMPARE(found, messages);
    QCOMPARE(home.run(QStringList{u"logs"_s} + filter).out.count('\n'), messages.size());
}

void TestKopructl::logsExplained_data()
{
    QTest::addColumn<QString>("language");
    QTest::addColumn<QByteArray>("cause");
    QTest::addColumn<QByteArray>("remedy");
    QTest::newRow("English") << u"en"_s << "The server refused the token"_ba << "Create a new token"_ba;
    QTest::newRow("Turkish") << u"tr"_s << "Sunucu tokenı reddetti"_ba << "Yeni bir token oluşturup"_ba;
}

/// A line with a known cause has the explanation under it; what is harmless has none, and a server's own error output
/// is a problem by its words.
void TestKopructl::logsExplained()
{
    QFETCH(QString, language);
    QFETCH(QByteArray, cause);
    QFETCH(QByteArray, remedy);
    Home home;
    QVERIFY(home.write(home.logFolder() + u"/mcp-server-portal.log"_s,
                       "2026-03-10T15:20:01.000Z [portal] [info] Server started and connected successfully\n"
                       "Error: Unauthorized: Invalid MCP token\n"
                       "Listening\n"
                       "2026-03-10T15:20:02.000Z [portal] [info] Server transport closed (intentional shutdown)\n"));
    const Ended shown = home.run({u"--lang"_s, language, u"logs"_s, u"--problems"_s});
    QCOMPARE(shown.code, 0);
    const QByteArrayList lines = shown.out.trimmed().split('\n');
    QCOMPARE(lines.size(), qsizetype(3));
    QVERIFY(lines.at(0).contains("Invalid MCP token"));
    QVERIFY2(lines.at(1).contains(cause), shown.out.constData());
    QVERIFY2(lines.at(2).contains(remedy), shown.out.constData());

    const Json all = home.run({u"--lang"_s, language, u"logs"_s, u"--json"_s}).json()["lines"];
    QCOMPARE(all.size(), std::size_t(4));
    QVERIFY(!all[0].contains("explanation"));
    const Json explanation = all[1]["explanation"];
    QCOMPARE(explanation.value("id", ""), std::string("http-401"));
    QCOMPARE(explanation.value("severity", ""), std::string("error"));
    QCOMPARE(explanation.value("consequence", true), false);
    QCOMPARE(explanation.value("action", ""), std::string("open-token-page"));
    QVERIFY(QByteArray::fromStdString(explanation.value("cause", "")).contains(cause));
    QVERIFY(QByteArray::fromStdString(explanation.value("remedy", "")).contains(remedy));
    QVERIFY(!all[2].contains("explanation"));
    QCOMPARE(all[3]["explanation"].value("severity", ""), std::string("info"));
    QVERIFY(all[3]["explanation"]["action"].is_null());
}

void TestKopructl::logsMissing()
{
    Home home;
    const Ended shown = home.run({u"logs"_s});
    QCOMPARE(shown.code, 1);
    QVERIFY(shown.err.contains(home.logFolder().toUtf8()));
    const Ended ended = home.run({u"logs"_s, u"--json"_s});
    QCOMPARE(ended.code, 1);
    QCOMPARE(ended.json()["error"].value("id", ""), std::string("no-logs"));
    QCOMPARE(ended.json()["error"]["folders"][0].get<std::string>(), text(home.logFolder()));
}

void TestKopructl::logsFollow()
{
    Home home;
    const QString file = home.logFolder() + u"/mcp.log"_s;
    QVERIFY(home.write(file, "2026-03-10T15:20:01.000Z [a] [info] before\n"));
    QProcess process;
    home.prepare(process, {u"logs"_s, u"--follow"_s, u"--json"_s});
    process.start();
    QByteArray out;
    QTRY_VERIFY_WITH_TIMEOUT((out += process.readAllStandardOutput()).contains("before"), 20000);

    QFile log(file);
    QVERIFY(log.open(QIODevice::Append));
    QVERIFY(log.write("2026-03-10T15:20:02.000Z [a] [info] appended\n") > 0 && log.flush());
    QTRY_VERIFY_WITH_TIMEOUT((out += process.readAllStandardOutput()).contains("appended"), 20000);
    // A file that appears later is followed too.
    QVERIFY(home.write(home.logFolder() + u"/mcp-server-b.log"_s, "2026-03-10T15:20:03.000Z [b] [error] later\n"));
    QTRY_VERIFY_WITH_TIMEOUT((out += process.readAllStandardOutput()).contains("later"), 20000);
    process.terminate();
    QVERIFY(process.waitForFinished());

    const QByteArrayList lines = out.trimmed().split('\n');
    QCOMPARE(lines.size(), qsizetype(3));
    for (const QByteArray &line : lines)
        QVERIFY(Json::parse(line.toStdString(), nullptr, false).is_object());
}

void TestKopructl::doctor_data()
{
    QTest::addColumn<QByteArray>("config");
    QTest::addColumn<int>("code");
    QTest::addColumn<QByteArray>("id"); // of the first finding
    QTest::addColumn<int>("line");
    const QByteArray server = (QCoreApplication::applicationDirPath() + u"/stdioserver"_s).toUtf8();
    QTest::newRow("healthy") << R"({"mcpServers": {"a": {"command": ")" + server + R"(", "args": ["good"]}}})" << 0
                             << "good"_ba << 0;
    QTest::newRow("server exits") << R"({"mcpServers": {"a": {"command": ")" + server + R"(", "args": ["exit"]}}})" << 1
                                  << "exited-early"_ba << 1;
    QTest::newRow("broken") << "{\n  \"mcpServers\": {\n    \"a\": {\"command\": \"x\"}\n    \"b\": {}\n  }\n}\n"_ba
                            << 1 << "file-unusable"_ba << 3;
    QTest::newRow("command gone") << "{\"mcpServers\": {\n\"a\": {\"command\": \"/no/such/program\"}}}"_ba << 1
                                  << "command-not-found"_ba << 2;
}

void TestKopructl::doctor()
{
    QFETCH(QByteArray, config);
    QFETCH(int, code);
    QFETCH(QByteArray, id);
    QFETCH(int, line);
    Home home;
    QVERIFY(home.write(home.configFile(), config));
    const Ended ended = home.run({u"doctor"_s, u"--json"_s});
    QVERIFY2(ended.code == code, ended.out.constData());
    const Json json = ended.json();
    QCOMPARE(json.value("ok", code != 0), code == 0);
    const Json &first = json["findings"][0];
    QCOMPARE(QByteArray::fromStdString(first.value("id", "")), id);
    QCOMPARE(first.value("line", 0), line);
    QVERIFY(code == 0 || !first.value("remedy", "").empty());
    const Ended shown = home.run({u"doctor"_s});
    QCOMPARE(shown.code, code);
    QVERIFY(shown.out.contains(QByteArray::fromStdString(first.value("what", "?"))));
    QCOMPARE(home.config(), config);
}

void TestKopructl::languages()
{
    Home home;
    for (const QString &command : {u"list"_s, u"doctor"_s, u"bridges"_s, u"where"_s}) {
        const Ended english = home.run({command, u"--lang"_s, u"en"_s});
        const Ended turkish = home.run({command, u"--lang"_s, u"tr"_s});
        QCOMPARE(turkish.code, english.code);
        QVERIFY2(turkish.out != english.out, turkish.out.constData());
        const Surroundings fromTurkey{{{u"LANG"_s, u"tr_TR.UTF-8"_s}}, {}};
        QCOMPARE(home.run({command}, fromTurkey).out, turkish.out);
    }
    const Ended help = home.run({u"--help"_s, u"--lang"_s, u"tr"_s});
    QCOMPARE(help.code, 0);
    QVERIFY(help.out.contains("--json"));
    QVERIFY2(help.out.contains("sunucu"), help.out.constData());
}

void TestKopructl::usage_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QByteArray>("named"); // in the message
    QTest::newRow("nothing") << QStringList() << QByteArray();
    QTest::newRow("unknown command") << QStringList{u"frobnicate"_s} << "frobnicate"_ba;
    QTest::newRow("unknown option") << QStringList{u"list"_s, u"--frob"_s} << "--frob"_ba;
    QTest::newRow("too much") << QStringList{u"where"_s, u"else"_s} << "else"_ba;
    QTest::newRow("name missing") << QStringList{u"show"_s} << "name"_ba;
    QTest::newRow("kind missing") << QStringList{u"add"_s, u"a"_s} << "--kind"_ba;
    QTest::newRow("no such language") << QStringList{u"list"_s, u"--lang"_s, u"de"_s} << "--lang"_ba;
    QTest::newRow("not a count") << QStringList{u"logs"_s, u"--last"_s, u"x"_s} << "--last"_ba;
    QTest::newRow("count too small") << QStringList{u"logs"_s, u"--last"_s, u"0"_s} << "--last"_ba;
}

void TestKopructl::usage()
{
    QFETCH(QStringList, arguments);
    QFETCH(QByteArray, named);
    Home home;
    const Ended shown = home.run(arguments);
    QCOMPARE(shown.code, 2);
    QVERIFY(shown.out.isEmpty());
    QVERIFY2(shown.err.contains(named), shown.err.constData());
    QVERIFY(shown.err.contains("--help"));
    const Ended ended = home.run(QStringList{u"--json"_s} + arguments);
    QCOMPARE(ended.code, 2);
    QCOMPARE(ended.json()["error"].value("id", ""), std::string("usage"));
    QVERIFY(ended.err.isEmpty());
}

void TestKopructl::version()
{
    Home home;
    const Ended shown = home.run({u"--version"_s});
    QCOMPARE(shown.code, 0);
    QCOMPARE(shown.out, "kopructl " KOPRU_VERSION "\n"_ba);
}

} // namespace kopru::test

QTEST_GUILESS_MAIN(kopru::test::TestKopructl)

#include "tst_kopructl.moc"
