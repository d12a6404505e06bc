#include "tests/cli/home.h"
#include "tests/support/environment.h"

#include <QtCore/QDirIterator>
#include <QtCore/QFile>
#include <QtTest/QTest>

/// The commands that write: add, set, remove. What they do not change stays byte for byte.
namespace kopru::test {

using namespace Qt::StringLiterals;

namespace {

const QByteArray secret = "mcp_V4lue/For+Tests=="_ba;

/// Tabs, CRLF, an unusual number, keys nobody knows, no newline at the end.
const QByteArray mixed = "{\r\n\t\"theme\" : \"dark\",\t\"n\":1.50e3,\r\n"
                         "\t\"mcpServers\": {\r\n"
                         "\t\t\"first\": {\"command\":\"/bin/cat\", \"args\": [ \"-u\" ], \"x-own\":{\"k\":[1,2]},"
                         " \"env\":{\"REGION\":\"eu\"}},\r\n"
                         "\t\t\"second\": {\"command\":\"/bin/true\"}\r\n"
                         "\t},\r\n\t\"\\u007a\":null\r\n}"_ba;

Surroundings withToken()
{
    return {{{u"MY_TOKEN"_s, QString::fromUtf8(secret)}}, {}};
}

/// The entry of a server as it stands in the file.
Json entryIn(const Home &home, const char *name)
{
    const Json config = Json::parse(home.config().toStdString(), nullptr, false);
    return config.is_object() ? config.value(Json::json_pointer(std::string("/mcpServers/") + name), Json()) : Json();
}

/// What stands between the longest common beginning and the longest common end of two texts.
std::pair<QByteArray, QByteArray> difference(const QByteArray &before, const QByteArray &after)
{
    const qsizetype shorter = std::min(before.size(), after.size());
    qsizetype begin = 0;
    while (begin < shorter && before.at(begin) == after.at(begin))
        ++begin;
    qsizetype end = 0;
    while (end < shorter - begin && before.at(before.size() - 1 - end) == after.at(after.size() - 1 - end))
        ++end;
    return {before.mid(begin, before.size() - begin - end), after.mid(begin, after.size() - begin - end)};
}

const QStringList addFar{u"add"_s, u"far"_s, u"--kind"_s, u"remote"_s, u"--set"_s, u"url=https://far.example/mcp"_s};

} // namespace

class TestKopructlEditing final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { scrubEnvironment(); }
    void addApinizer_data();
    void addApinizer();
    void addRemote();
    void addRemoteWithToken();
    void addLocal();
    void addKeepsBytes();
    void addDryRun();
    void addRefused_data();
    void addRefused();
    void addNameTaken();
    void addTellsFindings();
    void setChangesOneField();
    void setSecret();
    void setRenames();
    void setRefused_data();
    void setRefused();
    void removeKeepsBytes();
    void removeDryRun();
    void ambiguous();
};

void TestKopructlEditing::addApinizer_data()
{
    QTest::addColumn<QStringList>("source");
    QTest::addColumn<QByteArray>("input");
    QTest::newRow("standard input") << QStringList{u"--secret"_s} << secret + "\n";
    QTest::newRow("standard input, unasked") << QStringList() << secret + "\r\n";
    QTest::newRow("without a newline") << QStringList() << secret;
    QTest::newRow("variable") << QStringList{u"--secret-from-env"_s, u"MY_TOKEN"_s} << QByteArray();
}

void TestKopructlEditing::addApinizer()
{
    QFETCH(QStringList, source);
    QFETCH(QByteArray, input);
    Home home;
    const Ended ended = home.run(QStringList{u"add"_s, u"portal"_s, u"--kind"_s, u"apinizer-http"_s, u"--set"_s,
                                             u"host=portal.example"_s, u"--set"_s, u"port=8443"_s, u"--json"_s} +
                                     source,
                                 {withToken().environment, input});
    QVERIFY2(ended.code == 0, ended.out.constData());
    const Json json = ended.json();
    QCOMPARE(json.value("ok", false), true);
    QCOMPARE(json.value("written", false), true);
    QCOMPARE(json.value("added", ""), std::string("portal"));
    QCOMPARE(json.value("file", ""), home.configFile().toStdString());

    const Json entry = entryIn(home, "portal");
    QCOMPARE(entry.value("command", ""), home.bridge().toStdString());
    QCOMPARE(entry["args"].dump(), Json::array({"--profile", "apinizer-http"}).dump());
    QCOMPARE(
        entry["env"].dump(),
        Json({{"APINIZER_TOKEN", secret.toStdString()}, {"HTTP_HOSTNAME", "portal.example"}, {"HTTP_PORT", "8443"}})
            .dump());
    QVERIFY(QFile::exists(home.bridge())); // an entry never points at a bridge that is not there
    QCOMPARE(QFile::permissions(home.configFile()) & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
    QVERIFY(!leaks(home.said(), secret));
}

void TestKopructlEditing::addRemote()
{
    Home home;
    const Ended ended = home.run(addFar + QStringList{u"--set"_s, u"timeout=5000"_s, u"--set"_s, u"header=X-Team: a"_s,
                                                      u"--set"_s, u"header=X-Part: b"_s});
    QVERIFY2(ended.code == 0, ended.err.constData());
    QVERIFY(ended.out.contains("far"));
    const Json entry = entryIn(home, "far");
    QCOMPARE(entry.value("command", ""), home.bridge().toStdString());
    QCOMPARE(entry["args"].dump(), Json::array({"http", "--url", "https://far.example/mcp", "--header", "X-Team: a",
                                                "--header", "X-Part: b", "--timeout", "5000"})
                                       .dump());
    QVERIFY(!entry.contains("env"));
    QCOMPARE(home.run({u"list"_s, u"--json"_s}).json()["servers"][0].value("kind", ""), std::string("remote"));
}

/// The token stands in the environment of the entry, never among its arguments.
void TestKopructlEditing::addRemoteWithToken()
{
    Home home;
    const Ended ended =
        home.run(addFar + QStringList{u"--set"_s, u"header-name=X-API-Key"_s, u"--secret-from-env"_s, u"MY_TOKEN"_s},
                 withToken());
    QVERIFY2(ended.code == 0, ended.err.constData());
    const Json entry = entryIn(home, "far");
    QVERIFY(!leaks(QByteArray::fromStdString(entry["args"].dump()), secret));
    QVERIFY(entry["args"].dump().find("X-API-Key: ${") != std::string::npos);
    QCOMPARE(entry["env"].size(), std::size_t(1));
    QCOMPARE(entry["env"].begin()->get<std::string>(), secret.toStdString());
    QVERIFY(!leaks(home.said(), secret));
}

void TestKopructlEditing::addLocal()
{
    Home home;
    const Ended ended = home.run({u"add"_s, u"here"_s, u"--kind"_s, u"local"_s, u"--set"_s, u"command=/bin/cat"_s,
                                  u"--set"_s, u"argument=-u"_s, u"--set"_s, u"argument=a b=c"_s, u"--set"_s,
                                  u"env=REGION=eu=1"_s, u"--pass-env"_s, u"MY_TOKEN"_s},
                                 withToken());
    QVERIFY2(ended.code == 0, ended.err.constData());
    QCOMPARE(entryIn(home, "here").dump(), Json({{"command", "/bin/cat"},
                                                 {"args", Json::array({"-u", "a b=c"})},
                                                 {"env", {{"REGION", "eu=1"}, {"MY_TOKEN", secret.toStdString()}}}})
                                               .dump());
    QVERIFY(!QFile::exists(home.bridge())); // not needed
    QVERIFY(!leaks(home.said(), secret));
}

void TestKopructlEditing::addKeepsBytes()
{
    Home home;
    QVERIFY(home.write(home.configFile(), mixed));
    QCOMPARE(home.run(addFar).code, 0);
    const auto [gone, come] = difference(mixed, home.config());
    QCOMPARE(gone, QByteArray());
    QVERIFY2(come.contains("\"far\"") && !come.contains("\"second\""), come.constData());
    QCOMPARE(entryIn(home, "far").value("command", ""), home.bridge().toStdString());
}

void TestKopructlEditing::addDryRun()
{
    Home home;
    const QStringList command = QStringList{u"add"_s,
                                            u"portal"_s,
                                            u"--kind"_s,
                                            u"apinizer-http"_s,
                                            u"--set"_s,
                                            u"host=portal.example"_s,
                                            u"--secret-from-env"_s,
                                            u"MY_TOKEN"_s,
                                            u"--dry-run"_s};
    QVERIFY(home.write(home.configFile(), mixed));
    const Ended shown = home.run(command, withToken());
    QCOMPARE(shown.code, 0);
    bool added = false;
    for (const QByteArray &line : shown.out.split('\n'))
        added = added || (line.startsWith("+ ") && line.contains("APINIZER_TOKEN"));
    QVERIFY2(added, shown.out.constData());

    const Ended ended = home.run(command + QStringList{u"--json"_s}, withToken());
    QCOMPARE(ended.code, 0);
    const Json json = ended.json();
    QCOMPARE(json.value("written", true), false);
    added = false;
    for (const Json &line : json["diff"])
        added = added || (line.value("change", "") == "added" &&
                          line.value("text", "").find("portal.example") != std::string::npos);
    QVERIFY2(added, ended.out.constData());
    QCOMPARE(home.config(), mixed);
    QVERIFY(!QFile::exists(home.bridge()));
    QVERIFY(!QFile::exists(home.dataFolder() + u"/snapshots"_s));
    QVERIFY(!leaks(home.said(), secret));
}

void TestKopructlEditing::addRefused_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QByteArray>("input");
    QTest::addColumn<int>("code");
    QTest::addColumn<QByteArray>("id");
    QTest::addColumn<QByteArray>("named"); // in the message
    const auto kind = [](const QString &key, const QStringList &more) {
        return QStringList{u"add"_s, u"new"_s, u"--kind"_s, key} + more;
    };
    const QString token = QString::fromUtf8(secret);
    const QStringList apinizer{u"--set"_s, u"host=h.example"_s};
    const QStringList cat{u"--set"_s, u"command=/bin/cat"_s};
    const auto row = [](const char *name, const QStringList &arguments, const QByteArray &input, const char *id,
                        const char *named) {
        QTest::newRow(name) << arguments << input << 2 << QByteArray(id) << QByteArray(named);
    };
    row("unknown kind", kind(u"gopher"_s, {}), {}, "usage", "gopher");
    row("unknown field", kind(u"remote"_s, {u"--set"_s, u"colour=red"_s}), {}, "usage", "colour");
    row("field of another kind", kind(u"local"_s, {u"--set"_s, u"port=80"_s}), {}, "usage", "port");
    row("no value", kind(u"remote"_s, {u"--set"_s, u"url"_s}), {}, "usage", "url");
    row("token as a field", kind(u"apinizer-http"_s, apinizer + QStringList{u"--set"_s, u"token="_s + token}), {},
        "usage", "--secret-from-env");
    row("token in a header",
        kind(u"remote"_s,
             {u"--set"_s, u"url=https://h.example/mcp"_s, u"--set"_s, u"header=Authorization: Bearer "_s + token}),
        {}, "usage", "--secret-from-env");
    row("token in the query", kind(u"remote"_s, {u"--set"_s, u"url=https://h.example/mcp?api_key="_s + token}), {},
        "usage", "--secret-from-env");
    row("token in an argument", kind(u"local"_s, cat + QStringList{u"--set"_s, u"argument=--api-key="_s + token}), {},
        "usage", "--pass-env");
    row("token behind an option",
        kind(u"local"_s, cat + QStringList{u"--set"_s, u"argument=--token"_s, u"--set"_s, u"argument="_s + token}), {},
        "usage", "--pass-env");
    row("token as a variable", kind(u"local"_s, cat + QStringList{u"--set"_s, u"env=API_KEY="_s + token}), {}, "usage",
        "--pass-env API_KEY");
    row("token in the address", kind(u"remote"_s, {u"--set"_s, u"url=https://me:pa55word@h.example/mcp"_s}), {},
        "bad-field", "password");
    row("not a number", kind(u"apinizer-http"_s, {u"--set"_s, u"port=https"_s}), {}, "usage", "port");
    row("port out of range", kind(u"apinizer-http"_s, apinizer + QStringList{u"--set"_s, u"port=65536"_s}), secret,
        "bad-field", "65535");
    row("neither true nor false", kind(u"apinizer-http"_s, {u"--set"_s, u"https=maybe"_s}), {}, "usage", "maybe");
    row("address missing", kind(u"remote"_s, {}), {}, "bad-field", "address");
    row("host missing", kind(u"apinizer-http"_s, {}), secret, "bad-field", "");
    row("no token", kind(u"apinizer-http"_s, apinizer), {}, "no-secret", "standard input");
    row("empty token", kind(u"apinizer-http"_s, apinizer), " \n", "no-secret", "empty");
    row("token without end", kind(u"apinizer-http"_s, apinizer), QByteArray(70000, 'x'), "no-secret", "too long");
    row("token variable unset", kind(u"apinizer-http"_s, apinizer + QStringList{u"--secret-from-env"_s, u"NOT_SET"_s}),
        {}, "no-secret", "NOT_SET");
    row("passed variable unset", kind(u"local"_s, cat + QStringList{u"--pass-env"_s, u"NOT_SET"_s}), {}, "no-variable",
        "NOT_SET");
    row("kind without token", kind(u"local"_s, cat + QStringList{u"--secret"_s}), secret, "usage", "--pass-env");
    QTest::newRow("empty name") << QStringList{u"add"_s, u""_s, u"--kind"_s, u"local"_s} + cat << ""_ba << 3
                                << "bad-name"_ba << ""_ba;
}

void TestKopructlEditing::addRefused()
{
    QFETCH(QStringList, arguments);
    QFETCH(QByteArray, input);
    QFETCH(int, code);
    QFETCH(QByteArray, id);
    QFETCH(QByteArray, named);
    Home home;
    QVERIFY(home.write(home.configFile(), mixed));
    const Ended shown = home.run(arguments, {{}, input});
    QVERIFY2(shown.code == code, (shown.err + shown.out).constData());
    QVERIFY(!shown.err.trimmed().isEmpty());
    QVERIFY2(shown.err.contains(named), shown.err.constData());
    const Ended ended = home.run(arguments + QStringList{u"--json"_s}, {{}, input});
    QCOMPARE(ended.code, code);
    QVERIFY2(ended.json()["error"].value("id", "") == id.toStdString(), ended.out.constData());
    QCOMPARE(home.config(), mixed);
    QVERIFY(!leaks(home.said(), secret));
}

void TestKopructlEditing::addNameTaken()
{
    Home home;
    QVERIFY(home.write(home.configFile(), mixed));
    QStringList command = addFar;
    command[1] = u"second"_s;
    QCOMPARE(home.run(command).code, 3);
    const Ended ended = home.run(command + QStringList{u"--json"_s});
    QCOMPARE(ended.code, 3);
    QCOMPARE(ended.json()["error"].value("id", ""), std::string("name-taken"));
    QCOMPARE(home.config(), mixed);
}

/// What Claude would ignore is written all the same, and said.
void TestKopructlEditing::addTellsFindings()
{
    Home home;
    const QStringList command{u"--kind"_s, u"local"_s, u"--set"_s, u"command=/no/such/program"_s};
    const Ended ended = home.run(QStringList{u"add"_s, u"cowork"_s, u"--json"_s} + command);
    QCOMPARE(ended.code, 0);
    const Json json = ended.json();
    QCOMPARE(json["findings"].size(), std::size_t(2));
    for (const Json &finding : json["findings"])
        QCOMPARE(finding.value("server", ""), std::string("cowork"));
    const Ended shown = home.run(QStringList{u"add"_s, u"gone"_s} + command);
    QCOMPARE(shown.code, 0);
    QVERIFY2(shown.out.contains("! ") && shown.out.contains("/no/such/program"), shown.out.constData());
    QVERIFY2(!shown.out.contains("cowork"), shown.out.constData()); // another server's
    QVERIFY(home.run(addFar + QStringList{u"--json"_s}).json()["findings"].empty());
}

void TestKopructlEditing::setChangesOneField()
{
    Home home;
    QVERIFY(home.write(home.configFile(), mixed));
    Ended ended = home.run({u"set"_s, u"first"_s, u"--set"_s, u"command=/bin/tac"_s, u"--json"_s});
    QCOMPARE(ended.code, 0);
    QCOMPARE(ended.json().value("changed", ""), std::string("first"));
    QCOMPARE(home.config(), QByteArray(mixed).replace("/bin/cat", "/bin/tac"));

    // A variable more, the others stay.
    QCOMPARE(home.run({u"set"_s, u"first"_s, u"--set"_s, u"env=ZONE=b"_s}).code, 0);
    QCOMPARE(entryIn(home, "first")["env"].dump(), Json({{"REGION", "eu"}, {"ZONE", "b"}}).dump());
    const auto [gone, come] = difference(QByteArray(mixed).replace("/bin/cat", "/bin/tac"), home.config());
    QCOMPARE(gone, QByteArray());
    QVERIFY2(come.contains("ZONE") && !come.contains("REGION"), come.constData());

    // The value it has: not a byte changes.
    const QByteArray before = home.config();
    QCOMPARE(home.run({u"set"_s, u"first"_s, u"--set"_s, u"command=/bin/tac"_s}).code, 0);
    QCOMPARE(home.config(), before);
}

void TestKopructlEditing::setSecret()
{
    Home home;
    QCOMPARE(home.run({u"add"_s, u"portal"_s, u"--kind"_s, u"apinizer-http"_s, u"--set"_s, u"host=h.example"_s},
                      {{}, "mcp_old"_ba})
                 .code,
             0);
    const QByteArray before = home.config();
    QCOMPARE(home.run({u"set"_s, u"portal"_s, u"--secret"_s}, {{}, secret + '\n'}).code, 0);
    QCOMPARE(home.config(), QByteArray(before).replace("mcp_old", secret));
    // Without being asked, set takes no token.
    QCOMPARE(home.run({u"set"_s, u"portal"_s, u"--set"_s, u"port=444"_s}, {{}, "mcp_third\n"_ba}).code, 0);
    QCOMPARE(entryIn(home, "portal")["env"].value("APINIZER_TOKEN", ""), secret.toStdString());
    QCOMPARE(entryIn(home, "portal")["env"].value("HTTP_PORT", ""), std::string("444"));
    QVERIFY(!leaks(home.said(), secret));
}

void TestKopructlEditing::setRenames()
{
    Home home;
    QVERIFY(home.write(home.configFile(), mixed));
    const Ended ended = home.run({u"set"_s, u"first"_s, u"--name"_s, u"köprü"_s, u"--json"_s});
    QCOMPARE(ended.code, 0);
    QCOMPARE(ended.json().value("changed", ""), std::string("köprü"));
    QCOMPARE(home.config(), QByteArray(mixed).replace("\"first\"", "\"köprü\""));
}

void TestKopructlEditing::setRefused_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<int>("code");
    QTest::newRow("unknown field") << QStringList{u"first"_s, u"--set"_s, u"colour=red"_s} << 2;
    QTest::newRow("nothing left") << QStringList{u"first"_s, u"--set"_s, u"command="_s} << 2;
    QTest::newRow("name taken") << QStringList{u"first"_s, u"--name"_s, u"second"_s} << 3;
}

void TestKopructlEditing::setRefused()
{
    QFETCH(QStringList, arguments);
    QFETCH(int, code);
    Home home;
    QVERIFY(home.write(home.configFile(), mixed));
    const Ended shown = home.run(QStringList{u"set"_s} + arguments);
    QVERIFY2(shown.code == code, (shown.err + shown.out).constData());
    QVERIFY(!shown.err.isEmpty());
    QCOMPARE(home.config(), mixed);
}

void TestKopructlEditing::removeKeepsBytes()
{
    Home home;
    QVERIFY(home.write(home.configFile(), mixed));
    QCOMPARE(home.run(addFar).code, 0);
    const Ended ended = home.run({u"remove"_s, u"far"_s, u"--json"_s});
    QCOMPARE(ended.code, 0);
    QCOMPARE(ended.json().value("removed", ""), std::string("far"));
    QCOMPARE(home.config(), mixed);
    // Every state that was written over is kept.
    bool kept = false;
    for (QDirIterator files(home.dataFolder() + u"/snapshots"_s, QDir::Files, QDirIterator::Subdirectories);
         files.hasNext();)
        kept = Home::read(files.next()) == mixed || kept;
    QVERIFY(kept);
}

void TestKopructlEditing::removeDryRun()
{
    Home home;
    QVERIFY(home.write(home.configFile(), mixed));
    const Ended shown = home.run({u"remove"_s, u"second"_s, u"--dry-run"_s});
    QCOMPARE(shown.code, 0);
    QVERIFY2(shown.out.contains("- \t\t\"second\""), shown.out.constData());
    const Json json = home.run({u"remove"_s, u"second"_s, u"--dry-run"_s, u"--json"_s}).json();
    QCOMPARE(json.value("written", true), false);
    QVERIFY(!json["diff"].empty());
    QCOMPARE(home.config(), mixed);
}

/// Only a file that Claude may not read is there: nothing is written without --config.
void TestKopructlEditing::ambiguous()
{
    Home home;
    const QString lowerCase = home.path(u".config/claude/claude_desktop_config.json"_s);
    QVERIFY(home.write(lowerCase, mixed));
    QCOMPARE(home.run({u"where"_s, u"--json"_s}).json().value("certainty", ""), std::string("ambiguous"));
    QCOMPARE(home.run(addFar).code, 3);
    const Ended ended = home.run(addFar + QStringList{u"--json"_s});
    QCOMPARE(ended.code, 3);
    QCOMPARE(ended.json()["error"].value("id", ""), std::string("several-places"));
    QCOMPARE(home.run({u"remove"_s, u"first"_s}).code, 3);
    QCOMPARE(Home::read(lowerCase), mixed);
    QVERIFY(!QFile::exists(home.configFile()));

    QCOMPARE(home.run(addFar + QStringList{u"--config"_s, lowerCase}).code, 0);
    QVERIFY(Home::read(lowerCase).contains("\"far\""));
    QVERIFY(!QFile::exists(home.configFile()));
}

} // namespace kopru::test

QTEST_GUILESS_MAIN(kopru::test::TestKopructlEditing)

#include "tst_kopructl_editing.moc"
