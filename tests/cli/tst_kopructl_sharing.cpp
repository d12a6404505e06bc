#include "tests/cli/home.h"
#include "tests/support/environment.h"

#include <QtCore/QFile>
#include <QtTest/QTest>

/// Servers that somebody else wrote down: paste, import, and export for the other direction.
namespace kopru::test {

using namespace Qt::StringLiterals;

class TestKopructlSharing final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { scrubEnvironment(); }
    void pasteShows_data();
    void pasteShows();
    void pasteSaves();
    void pasteAsks();
    void pasteTakesOneOfSeveral();
    void everyServerItsOwnToken();
    void aPlaceOfSeveralServers();
    void theSameVariableIsAskedOnce();
    void importAsksEachServer();
    void pasteRefusesTakenNames();
    void pasteRefuses_data();
    void pasteRefuses();
    void pasteKeepsSecretsOutOfCommands();
    void exportsWithoutSecrets();
    void exportSaysWhatStaysReadable();
    void exportRefuses();
    void carriesToAnotherHome();
    void importRefuses_data();
    void importRefuses();
    void importsFromOtherPrograms();
    void importFromStandardInput();
    void importOfTheSameName();
    void oneBadFileStopsNoOther();
    void importListsWhatIsThere();
};

namespace {

const QByteArray secret = "mcp_V4lue/For+Tests=="_ba;

std::string errorId(const Ended &ended)
{
    const Json json = ended.json();
    return json.is_object() && json.contains("error") ? json["error"].value("id", "") : std::string();
}

Json servers(const Home &home)
{
    const Json config = Json::parse(home.config().toStdString(), nullptr, false);
    return config.is_object() ? config.value("mcpServers", Json::object()) : Json::object();
}

Surroundings withInput(const QByteArray &text)
{
    return {{{u"MY_TOKEN"_s, QString::fromUtf8(secret)}}, text};
}

const QByteArray twoServers = R"({
  "mcpServers": {
    "files": {"command": "npx", "args": ["-y", "server-files", "/path/to/folder"]},
    "far": {"url": "https://far.example/mcp", "headers": {"Authorization": "Bearer <YOUR_TOKEN>"}}
  }
})"_ba;

const QByteArray twoRemote = R"({"mcpServers": {
    "one": {"type": "http", "url": "https://one.example/mcp", "headers": {"Authorization": "Bearer %1"}},
    "two": {"type": "http", "url": "https://two.example/mcp", "headers": {"Authorization": "Bearer %2"}}
}})"_ba;

/// As another program keeps them.
const QByteArray cursorFile =
    R"({"mcpServers": {"far": {"url": "https://far.example/mcp", "headers": {"X-API-Key": "mcp_V4lue/For+Tests=="}},
        "near": {"command": "/bin/cat", "cwd": "/tmp"}}})"_ba;

const QByteArray portal = R"({
  "mcpServers": {
    "portal": {
      "command": "%1",
      "args": ["--profile", "apinizer-http"],
      "env": {"APINIZER_TOKEN": "mcp_V4lue/For+Tests==", "HTTP_HOSTNAME": "portal.example"}
    },
    "tool": {"command": "/bin/cat", "args": ["--api-key", "mcp_V4lue/For+Tests=="], "cwd": "/tmp"},
    "odd": {"command": "/bin/cat", "env": {"N": 1}}
  }
}
)"_ba;

const QByteArray withPasswords = R"({"mcpServers": {"db": {"command": "/bin/cat",
        "args": ["-pmine", "-H", "X-Session: V4lue-1", "--header=Accept: text/html", "--pw", "V4lue-2"],
        "env": {"PGPASSWORD": "V4lue-3", "PGUSER": "me",
                "HOOK": "https://hooks.slack.example/services/T0/B0/V4lueForTests"}}}})"_ba;

} // namespace

void TestKopructlSharing::pasteShows_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("form");
    QTest::addColumn<QByteArray>("runs");
    QTest::newRow("address") << "https://far.example/mcp"_ba << "url"_ba
                             << "/.claude/mcp/kopru-bridge http --url https://far.example/mcp"_ba;
    QTest::newRow("command")
        << "npx -y mcp-remote https://far.example/mcp --header 'X-API-Key: mcp_V4lue/For+Tests=='"_ba
        << "mcp-remote"_ba << "kopru-bridge http --url https://far.example/mcp"_ba;
    QTest::newRow("settings") << R"({"mcpServers":{"a":{"command":"uvx","args":["tool","two words"],
                                  "env":{"API_TOKEN":"mcp_V4lue/For+Tests=="}}}})"_ba
                              << "mcp-servers"_ba << "uvx tool \"two words\""_ba;
}

void TestKopructlSharing::pasteShows()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, form);
    QFETCH(QByteArray, runs);
    Home home;
    for (const QStringList &command : {QStringList{u"paste"_s}, {u"paste"_s, u"-"_s}}) {
        const Ended shown = home.run(command, withInput(text));
        QVERIFY2(shown.code == 0, (shown.out + shown.err).constData());
        QVERIFY2(shown.out.contains(runs), shown.out.constData());
        QVERIFY(shown.out.contains("--save"));
    }
    QVERIFY(home.write(home.path(u"snippet"_s), text));
    const Ended ended = home.run({u"paste"_s, u"--from-file"_s, u"snippet"_s, u"--json"_s});
    const Json json = ended.json();
    QCOMPARE(json.value("form", ""), form.toStdString());
    QCOMPARE(json.value("written", true), false);
    QCOMPARE(json["servers"].size(), std::size_t{1});
    QVERIFY(json["servers"][0].value("commandLine", "").find(runs.toStdString()) != std::string::npos);
    QVERIFY(!QFile::exists(home.configFile()));
    QVERIFY(!QFile::exists(home.bridge()));
    QVERIFY(!leaks(home.said(), secret));
    QVERIFY(!leaks(home.said(), "V4lue"));
}

void TestKopructlSharing::pasteSaves()
{
    Home home;
    const Ended ended =
        home.run({u"paste"_s, u"--save"_s, u"--json"_s, u"--no-keychain"_s},
                 withInput("npx -y mcp-remote https://far.example/mcp --header 'X-API-Key: " + secret + "'"));
    QVERIFY2(ended.code == 0, ended.out.constData());
    const Json json = ended.json();
    QCOMPARE(json.value("written", false), true);
    QCOMPARE(json["added"].size(), std::size_t{1}); // the text gives no name: a free one
    const Json entry = servers(home)[json["added"][0].get<std::string>()];
    QCOMPARE(entry.value("command", ""), home.bridge().toStdString());
    QVERIFY(QFile::exists(home.bridge()));
    QVERIFY(entry["env"].dump().find(secret.toStdString()) != std::string::npos);
    QVERIFY(entry["args"].dump().find(secret.toStdString()) == std::string::npos);
    // The next one of the same kind gets another name.
    const Ended next = home.run({u"paste"_s, u"https://far.example/mcp"_s, u"--save"_s, u"--json"_s});
    QCOMPARE(next.code, 0);
    QCOMPARE(servers(home).size(), std::size_t{2});
    const Ended named =
        home.run({u"paste"_s, u"https://far.example/mcp"_s, u"--save"_s, u"--name"_s, u"ığİş"_s, u"--json"_s});
    QCOMPARE(named.code, 0);
    QVERIFY(servers(home).contains("ığİş"));
    QVERIFY(!leaks(home.said(), secret));
}

void TestKopructlSharing::pasteAsks()
{
    Home home;
    QVERIFY(home.write(home.path(u"snippet"_s), twoServers));
    const QStringList command{u"paste"_s, u"--from-file"_s, u"snippet"_s, u"--save"_s, u"--json"_s, u"--no-keychain"_s};
    Ended ended = home.run(command);
    QCOMPARE(ended.code, 3);
    QCOMPARE(errorId(ended), std::string("unanswered"));
    QCOMPARE(ended.json()["error"]["places"].dump(), R"(["arg:2","header:Authorization"])");
    QVERIFY(!QFile::exists(home.configFile()));
    QVERIFY(ended.out.contains("YOUR_TOKEN")); // the text of an example is no secret
    // Half an answer is none.
    ended = home.run(command + QStringList{u"--set"_s, u"arg:2=/srv/files"_s});
    QCOMPARE(ended.code, 3);
    QCOMPARE(ended.json()["error"]["places"].dump(), R"(["header:Authorization"])");
    // A place that nobody asks for; a token in the command.
    QCOMPARE(home.run(command + QStringList{u"--set"_s, u"arg:9=x"_s}).code, 2);
    QCOMPARE(home.run(command + QStringList{u"--set"_s, u"header:Authorization=abc"_s}).code, 2);
    QVERIFY(!QFile::exists(home.configFile()));

    const QStringList folder{u"--set"_s, u"arg:2=/srv/files"_s};
    ended = home.run(command + folder + QStringList{u"--secret"_s}, withInput(secret + "\n"));
    QVERIFY2(ended.code == 0, ended.out.constData());
    QCOMPARE(servers(home)["files"]["args"].dump(), R"(["-y","server-files","/srv/files"])");
    QVERIFY(servers(home)["far"].dump().find(secret.toStdString()) != std::string::npos);
    QVERIFY(servers(home)["far"].dump().find("YOUR_TOKEN") == std::string::npos);

    Home other;
    QVERIFY(other.write(other.path(u"snippet"_s), twoServers));
    ended = other.run(command + folder + QStringList{u"--secret-from-env"_s, u"MY_TOKEN"_s}, withInput({}));
    QVERIFY2(ended.code == 0, ended.out.constData());
    QCOMPARE(servers(other)["far"]["env"].dump(), servers(home)["far"]["env"].dump());
    // Standard input can give one thing only.
    QCOMPARE(other.run({u"paste"_s, u"--secret"_s, u"--json"_s}, withInput(twoServers)).code, 2);
    QVERIFY(!leaks(home.said() + other.said(), secret));
}

void TestKopructlSharing::pasteTakesOneOfSeveral()
{
    Home home;
    const QStringList command{u"paste"_s, u"--save"_s, u"--json"_s, u"--set"_s, u"arg:2=/srv"_s};
    QCOMPARE(home.run(command + QStringList{u"--server"_s, u"nobody"_s}, withInput(twoServers)).code, 1);
    QCOMPARE(home.run(command + QStringList{u"--name"_s, u"x"_s}, withInput(twoServers)).code, 2);
    const Ended ended =
        home.run(command + QStringList{u"--server"_s, u"files"_s, u"--name"_s, u"mine"_s}, withInput(twoServers));
    QVERIFY2(ended.code == 0, ended.out.constData());
    QCOMPARE(servers(home).size(), std::size_t{1});
    QVERIFY(servers(home).contains("mine"));
}

/// A token goes to the server it is meant for, and to no stranger.
void TestKopructlSharing::everyServerItsOwnToken()
{
    for (const QByteArray &placeholders : {"<ONE_TOKEN> <TWO_TOKEN>"_ba, "<TOKEN> <TOKEN>"_ba}) {
        Home home;
        const QByteArrayList both = placeholders.split(' ');
        QVERIFY(
            home.write(home.path(u"snippet"_s), QByteArray(twoRemote).replace("%1", both[0]).replace("%2", both[1])));
        const QStringList command{u"paste"_s,  u"--from-file"_s, u"snippet"_s,      u"--save"_s,
                                  u"--json"_s, u"--secret"_s,    u"--no-keychain"_s};
        QCOMPARE(home.run(command, withInput("mcp_first11\n")).code, 2); // half of the answers
        QVERIFY(!QFile::exists(home.configFile()));
        const Ended ended = home.run(command, withInput("mcp_first11\nmcp_second22\n"));
        QVERIFY2(ended.code == 0, ended.out.constData());
        const std::string one = servers(home)["one"].dump();
        const std::string two = servers(home)["two"].dump();
        QVERIFY(one.find("mcp_first11") != std::string::npos && one.find("mcp_second22") == std::string::npos);
        QVERIFY(two.find("mcp_second22") != std::string::npos && two.find("mcp_first11") == std::string::npos);
        QVERIFY(!leaks(home.said(), "mcp_first11") && !leaks(home.said(), "mcp_second22"));
    }
}

void TestKopructlSharing::aPlaceOfSeveralServers()
{
    Home home;
    QVERIFY(home.write(home.path(u"snippet"_s),
                       QByteArray(twoRemote).replace("%1", "<ONE_TOKEN>").replace("%2", "<TWO_TOKEN>")));
    const QStringList command{u"paste"_s, u"--from-file"_s, u"snippet"_s, u"--save"_s, u"--json"_s, u"--no-keychain"_s};
    const QString variable = u"--secret-from-env"_s;
    Ended ended = home.run(command + QStringList{variable, u"header:Authorization=MY_TOKEN"_s}, withInput({}));
    QCOMPARE(ended.code, 2);
    QVERIFY(ended.json()["error"].value("remedy", "").find("one/header:Authorization") != std::string::npos);
    QCOMPARE(home.run(command + QStringList{variable, u"MY_TOKEN"_s}, withInput({})).code, 2);
    // What is still open is told with its server.
    ended = home.run(command + QStringList{variable, u"one/header:Authorization=MY_TOKEN"_s}, withInput({}));
    QCOMPARE(ended.code, 3);
    QCOMPARE(ended.json()["error"]["places"].dump(), R"(["two/header:Authorization"])");
    Surroundings two = withInput({});
    two.environment.insert(u"OTHER"_s, u"mcp_second22"_s);
    ended = home.run(command + QStringList{variable, u"one/header:Authorization=MY_TOKEN"_s, variable,
                                           u"two/header:Authorization=OTHER"_s},
                     two);
    QVERIFY2(ended.code == 0, ended.out.constData());
    QVERIFY(servers(home)["one"].dump().find(secret.toStdString()) != std::string::npos);
    QVERIFY(servers(home)["two"].dump().find(secret.toStdString()) == std::string::npos);
    QVERIFY(servers(home)["two"].dump().find("mcp_second22") != std::string::npos);
    // Addresses likewise.
    const QByteArray addresses = R"({"mcpServers": {"one": {"url": "https://<ONE_HOST>/mcp"},
                                     "two": {"url": "https://<TWO_HOST>/mcp"}}})";
    const QStringList set{
        u"paste"_s, u"--save"_s, u"--json"_s, u"--name"_s, u"x"_s, u"--set"_s, u"url=https://a.example/"_s};
    QCOMPARE(home.run({u"paste"_s, u"--json"_s, u"--set"_s, u"url=https://a.example/"_s}, withInput(addresses)).code,
             2);
    ended = home.run({u"paste"_s, u"--json"_s, u"--set"_s, u"two/url=https://a.example/"_s}, withInput(addresses));
    QVERIFY2(ended.code == 0, ended.out.constData());
    QVERIFY(ended.json()["servers"][0]["entry"].dump().find("a.example") == std::string::npos);
    QVERIFY(ended.json()["servers"][1]["entry"].dump().find("https://a.example/") != std::string::npos);
    // One that is chosen needs no name before the place.
    QCOMPARE(home.run(set + QStringList{u"--server"_s, u"two"_s}, withInput(addresses)).code, 0);
}

void TestKopructlSharing::theSameVariableIsAskedOnce()
{
    Home home;
    QVERIFY(home.write(home.path(u"snippet"_s),
                       QByteArray(twoRemote).replace("%1", "${input:token}").replace("%2", "${input:token}")));
    const Ended ended =
        home.run({u"paste"_s, u"--from-file"_s, u"snippet"_s, u"--save"_s, u"--secret"_s, u"--no-keychain"_s},
                 withInput(secret + "\n"));
    QVERIFY2(ended.code == 0, (ended.out + ended.err).constData());
    for (const char *name : {"one", "two"})
        QVERIFY(servers(home)[name].dump().find(secret.toStdString()) != std::string::npos);
}

void TestKopructlSharing::importAsksEachServer()
{
    Home home;
    const QByteArray exported = R"({"format": "kopru-servers", "version": 1, "servers": [
        {"name": "a", "kind": "local", "entry": {"command": "/bin/cat", "env": {"API_KEY": [{"question": "API_KEY"}]}}},
        {"name": "b", "kind": "local", "entry": {"command": "/bin/cat", "env": {"API_KEY": [{"question": "API_KEY"}]}}}]})";
    QVERIFY(home.write(home.path(u"file.json"_s), exported));
    const QStringList save{u"import"_s, u"file.json"_s, u"--save"_s, u"--json"_s};
    QCOMPARE(home.run(save + QStringList{u"--secret-from-env"_s, u"API_KEY=MY_TOKEN"_s}, withInput({})).code, 2);
    const Ended open = home.run(save);
    QCOMPARE(open.json()["error"]["places"].dump(), R"(["a/API_KEY","b/API_KEY"])");
    const Ended ended = home.run(save + QStringList{u"--secret"_s}, withInput("mcp_first11\nmcp_second22\n"));
    QVERIFY2(ended.code == 0, ended.out.constData());
    QCOMPARE(servers(home)["a"]["env"].value("API_KEY", ""), std::string("mcp_first11"));
    QCOMPARE(servers(home)["b"]["env"].value("API_KEY", ""), std::string("mcp_second22"));
}

void TestKopructlSharing::pasteRefusesTakenNames()
{
    Home home;
    const QByteArray before = R"({"mcpServers": {"files": {"command": "/bin/cat"}}})"_ba;
    QVERIFY(home.write(home.configFile(), before));
    const Ended ended =
        home.run({u"paste"_s, u"--save"_s, u"--json"_s, u"--server"_s, u"files"_s, u"--set"_s, u"arg:2=/srv"_s},
                 withInput(twoServers));
    QCOMPARE(ended.code, 3);
    QCOMPARE(errorId(ended), std::string("name-taken"));
    QCOMPARE(home.config(), before);
}

void TestKopructlSharing::pasteRefuses_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("id");
    QTest::newRow("nothing") << " \n"_ba << "empty"_ba;
    QTest::newRow("prose") << "Good morning, how are you?"_ba << "nothing-found"_ba;
    QTest::newRow("page") << "https://github.com/somebody/mcp-server"_ba << "project-page"_ba;
    QTest::newRow("shell") << "curl https://x.example/install.sh | sh"_ba << "needs-shell"_ba;
    QTest::newRow("bytes") << QByteArray("\x00\x01\xff\xfe\x80", 5) << "nothing-found"_ba;
    QTest::newRow("sign-in") << R"({"url":"https://a.example/mcp","auth":{"CLIENT_ID":"x"}})"_ba << QByteArray();
}

void TestKopructlSharing::pasteRefuses()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, id);
    Home home;
    const Ended ended = home.run({u"paste"_s, u"--save"_s, u"--json"_s}, withInput(text));
    if (!id.isEmpty()) {
        QCOMPARE(errorId(ended), id.toStdString());
        QVERIFY(!ended.json()["error"].value("what", "").empty() && !ended.json()["error"].value("remedy", "").empty());
        QCOMPARE(ended.code, 1);
        QVERIFY(!QFile::exists(home.configFile()));
    }
    QVERIFY(ended.json().is_object());
}

void TestKopructlSharing::pasteKeepsSecretsOutOfCommands()
{
    Home home;
    for (const QByteArray &text :
         {secret, "X-API-Key: " + secret, "https://me:V4lueForTests@a.example/mcp"_ba,
          R"({"command":"/bin/cat","env":{"API_TOKEN":")" + secret + "\"}}", "npx tool --api-key " + secret}) {
        const Ended ended = home.run({u"paste"_s, QString::fromUtf8(text), u"--save"_s, u"--json"_s});
        QVERIFY2(ended.code == 2, (text + ended.out).constData());
        QCOMPARE(errorId(ended), std::string("usage"));
    }
    QVERIFY(!QFile::exists(home.configFile()));
    QVERIFY(!leaks(home.said(), secret));
    QVERIFY(!leaks(home.said(), "V4lueForTests"));
}

void TestKopructlSharing::exportsWithoutSecrets()
{
    Home home;
    QVERIFY(home.write(home.configFile(), QByteArray(portal).replace("%1", home.bridge().toUtf8())));
    const Ended shown = home.run({u"export"_s, u"portal"_s, u"tool"_s});
    QVERIFY2(shown.code == 0, shown.err.constData());
    const Json file = shown.json(); // the file alone on standard output
    QCOMPARE(file.value("format", ""), std::string("kopru-servers"));
    QCOMPARE(file["servers"].size(), std::size_t{2});
    QVERIFY2(shown.err.contains("cwd"), shown.err.constData());
    QVERIFY(!shown.out.contains(home.path().toUtf8()));
    const Ended ended = home.run({u"export"_s, u"portal"_s, u"--to"_s, u"mine.json"_s, u"--json"_s});
    QCOMPARE(ended.code, 0);
    QCOMPARE(ended.json()["servers"][0]["questions"].dump(), R"(["APINIZER_TOKEN"])");
    const QByteArray written = Home::read(home.path(u"mine.json"_s));
    QVERIFY(written.contains("portal.example"));
    QVERIFY(!leaks(written + shown.out, secret) && !leaks(written + shown.out, "V4lue"));
    QVERIFY(!leaks(home.said(), secret));
    QCOMPARE(home.run({u"export"_s, u"portal"_s, u"--json"_s}).json()["content"].value("version", 0), 1);
}

void TestKopructlSharing::exportSaysWhatStaysReadable()
{
    Home home;
    QVERIFY(home.write(home.configFile(), withPasswords));
    const QStringList command{u"export"_s, u"db"_s, u"--to"_s, u"db.json"_s};
    const Ended dry = home.run(command + QStringList{u"--dry-run"_s});
    QCOMPARE(dry.code, 0);
    QVERIFY2(
        dry.out.contains("/bin/cat -pmine -H \"X-Session: <X-Session>\" \"--header=Accept: text/html\" --pw <pw>\n"),
        dry.out.constData());
    QVERIFY(dry.out.contains("    PGUSER=me\n") && dry.out.contains("    HOOK=https://hooks.slack.example/<HOOK>\n"));
    QVERIFY(!QFile::exists(home.path(u"db.json"_s)));
    const Json json = home.run(command + QStringList{u"--json"_s}).json();
    QCOMPARE(json.value("written", false), true);
    QCOMPARE(json["servers"][0]["readable"].size(), std::size_t{3});
    QCOMPARE(json["servers"][0]["questions"].dump(), R"(["X-Session","pw","PGPASSWORD","HOOK"])");
    const QByteArray written = Home::read(home.path(u"db.json"_s));
    QVERIFY(written.contains("-pmine") && !written.contains("V4lue"));
    QVERIFY(!home.said().contains("V4lue"));
}

void TestKopructlSharing::exportRefuses()
{
    Home home;
    QVERIFY(home.write(home.configFile(), portal));
    QVERIFY(home.write(home.path(u"there.json"_s), "mine"));
    QCOMPARE(home.run({u"export"_s}).code, 2);
    QCOMPARE(home.run({u"export"_s, u"nobody"_s}).code, 1);
    Ended ended = home.run({u"export"_s, u"odd"_s, u"--json"_s});
    QCOMPARE(ended.code, 3);
    QCOMPARE(errorId(ended), std::string("not-well-formed"));
    ended = home.run({u"export"_s, u"tool"_s, u"--to"_s, u"there.json"_s, u"--json"_s});
    QCOMPARE(ended.code, 3);
    QCOMPARE(errorId(ended), std::string("file-exists"));
    QCOMPARE(Home::read(home.path(u"there.json"_s)), "mine"_ba);
    QCOMPARE(home.run({u"export"_s, u"tool"_s, u"--to"_s, u"no/such/folder.json"_s}).code, 3);
}

void TestKopructlSharing::carriesToAnotherHome()
{
    Home sender;
    QVERIFY(sender.write(sender.configFile(), QByteArray(portal).replace("%1", sender.bridge().toUtf8())));
    const Ended file = sender.run({u"export"_s, u"portal"_s, u"tool"_s});
    Home receiver;
    QVERIFY(receiver.write(receiver.path(u"servers.json"_s), file.out));
    const Ended shown = receiver.run({u"import"_s, u"servers.json"_s});
    QVERIFY2(shown.code == 0, shown.err.constData());
    QVERIFY2(shown.out.contains(receiver.bridge().toUtf8() + " --profile apinizer-http"), shown.out.constData());
    QVERIFY(!QFile::exists(receiver.configFile()));

    const QStringList save{u"import"_s, u"servers.json"_s, u"--save"_s, u"--json"_s, u"--no-keychain"_s};
    Ended ended = receiver.run(save);
    QCOMPARE(ended.code, 3);
    QCOMPARE(ended.json()["error"]["places"].dump(), R"(["APINIZER_TOKEN","api-key"])");
    QCOMPARE(receiver.run(save + QStringList{u"--set"_s, u"APINIZER_TOKEN=x"_s}).code, 2);
    const QByteArray other = "mcp_0therToken"_ba;
    ended = receiver.run(save + QStringList{u"--secret"_s, u"--secret-from-env"_s, u"api-key=MY_TOKEN"_s},
                         withInput(other + "\n"));
    QVERIFY2(ended.code == 0, ended.out.constData());
    QCOMPARE(servers(receiver)["portal"].value("command", ""), receiver.bridge().toStdString());
    QCOMPARE(servers(receiver)["portal"]["env"].value("APINIZER_TOKEN", ""), other.toStdString());
    QCOMPARE(servers(receiver)["portal"]["env"].value("HTTP_HOSTNAME", ""), std::string("portal.example"));
    QCOMPARE(servers(receiver)["tool"]["args"].dump(), Json::array({"--api-key", secret.toStdString()}).dump());
    QVERIFY(QFile::exists(receiver.bridge()));
    ended = receiver.run(save + QStringList{u"--secret"_s}, withInput("a\nb\n"));
    QCOMPARE(errorId(ended), std::string("name-taken"));
    QVERIFY(!leaks(sender.said() + receiver.said(), secret) && !leaks(receiver.said(), other));
}

void TestKopructlSharing::importRefuses_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("id");
    QTest::newRow("cut off") << R"({"format":"kopru-servers","version":1,"servers":[{"na)"_ba << "not-sound"_ba;
    QTest::newRow("foreign") << R"({"mcpServers":{"a":{"command":"/bin/cat"}}})"_ba << "not-a-server-file"_ba;
    QTest::newRow("newer") << R"({"format":"kopru-servers","version":9,"servers":[]})"_ba << "newer-version"_ba;
    QTest::newRow("hostile")
        << R"({"format":"kopru-servers","version":1,"servers":[{"name":"a","entry":{"command":["x",{"run":"y"}]}}]})"_ba
        << "damaged"_ba;
    QTest::newRow("none") << R"({"format":"kopru-servers","version":1,"servers":[]})"_ba << "no-servers"_ba;
}

void TestKopructlSharing::importRefuses()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QByteArray, id);
    Home home;
    QVERIFY(home.write(home.path(u"file.json"_s), bytes));
    for (const QString &language : {u"en"_s, u"tr"_s}) {
        const Ended ended = home.run({u"import"_s, u"file.json"_s, u"--save"_s, u"--json"_s, u"--lang"_s, language});
        QCOMPARE(ended.code, 3);
        QCOMPARE(errorId(ended), id.toStdString());
        QVERIFY(!ended.json()["error"].value("what", "").empty() && !ended.json()["error"].value("remedy", "").empty());
    }
    QVERIFY(!QFile::exists(home.configFile()));
    QCOMPARE(home.run({u"import"_s, u"nothing.json"_s}).code, 1);
    QCOMPARE(home.run({u"import"_s, u"--from"_s, u"eclipse"_s}).code, 2);
}

void TestKopructlSharing::importsFromOtherPrograms()
{
    Home home;
    QCOMPARE(home.run({u"import"_s, u"--from"_s, u"cursor"_s, u"--json"_s}).code, 1);
    QVERIFY(home.write(home.path(u".cursor/mcp.json"_s), cursorFile));
    QVERIFY(home.write(home.path(u".claude/mcp/weather.json"_s), R"({"command": "/bin/cat", "args": ["w"]})"));
    QVERIFY(home.write(home.path(u".claude/mcp.json"_s), R"({"mcpServers": {"old": {"command": "/bin/true"}}})"));
    const Ended shown = home.run({u"import"_s, u"--from"_s, u"cursor"_s});
    QVERIFY2(shown.code == 0, shown.err.constData());
    QVERIFY(shown.out.contains(home.path(u".cursor/mcp.json"_s).toUtf8()));
    const Ended saved = home.run({u"import"_s, u"--from"_s, u"cursor"_s, u"--save"_s, u"--json"_s, u"--no-keychain"_s});
    QVERIFY2(saved.code == 0, saved.out.constData());
    QCOMPARE(servers(home)["far"].value("command", ""), home.bridge().toStdString());
    QVERIFY(servers(home)["far"].dump().find(secret.toStdString()) != std::string::npos);
    QCOMPARE(servers(home)["near"].value("command", ""), std::string("/bin/cat"));
    QCOMPARE(home.run({u"import"_s, u"--from"_s, u"claude-mcp"_s, u"--save"_s}).code, 0);
    QVERIFY(servers(home).contains("weather") && servers(home).contains("old"));
    // A file of its own, also where its path tells whose it is.
    QVERIFY(home.write(home.path(u"project/.mcp.json"_s), R"({"mcpServers": {"p": {"command": "/bin/true"}}})"));
    QCOMPARE(home.run({u"import"_s, u"project/.mcp.json"_s, u"--save"_s}).code, 0);
    QVERIFY(servers(home).contains("p"));
    QVERIFY(!leaks(home.said(), secret));
}

void TestKopructlSharing::importFromStandardInput()
{
    Home home;
    const QByteArray file = R"({"mcpServers": {"far": {"url": "https://far.example/mcp",
                                "headers": {"Authorization": "Bearer ${input:token}"}}}})";
    const Ended ended = home.run({u"import"_s, u"-"_s, u"--from"_s, u"cursor"_s, u"--secret"_s}, withInput(file));
    QCOMPARE(ended.code, 2);
    QVERIFY2(ended.err.contains("already held the text"), ended.err.constData());
}

void TestKopructlSharing::importOfTheSameName()
{
    Home home;
    const auto file = [&home](const QString &name) { return home.path(u".claude/mcp/"_s + name); };
    QVERIFY(home.write(file(u"a.json"_s), R"({"mcpServers": {"q": {"command": "/bin/cat"}}})"));
    QVERIFY(home.write(file(u"b.json"_s), R"({"mcpServers": {"q": {"command": "/bin/true"}}})"));
    const QStringList save{u"import"_s, u"--from"_s, u"claude-mcp"_s, u"--save"_s, u"--json"_s};
    // One of the two, by the file it stands in.
    Ended ended = home.run(save + QStringList{u"--server"_s, u"b.json:q"_s, u"--name"_s, u"only"_s});
    QVERIFY2(ended.code == 0, ended.out.constData());
    QCOMPARE(servers(home).size(), std::size_t{1});
    QCOMPARE(servers(home)["only"].value("command", ""), std::string("/bin/true"));
    ended = home.run(save + QStringList{u"--server"_s, u"q"_s, u"--name"_s, u"x"_s});
    QCOMPARE(ended.code, 2);
    QVERIFY(ended.json()["error"].value("remedy", "").find("a.json:q") != std::string::npos);
    // Both: the second one gets a free name, and that is told.
    ended = home.run(save);
    QVERIFY2(ended.code == 0, ended.out.constData());
    QCOMPARE(ended.json()["added"].dump(), R"(["q","q-2"])");
    QCOMPARE(servers(home)["q"].value("command", ""), std::string("/bin/cat"));
    QCOMPARE(servers(home)["q-2"].value("command", ""), std::string("/bin/true"));
    // A name of the settings file is still nobody else's, and a free one is named.
    ended = home.run(save);
    QCOMPARE(errorId(ended), std::string("name-taken"));
    QVERIFY(ended.json()["error"].value("remedy", "").find("q-3") != std::string::npos);
}

void TestKopructlSharing::oneBadFileStopsNoOther()
{
    Home home;
    const auto file = [&home](const QString &name) { return home.path(u".claude/mcp/"_s + name); };
    QVERIFY(home.write(file(u"a.json"_s), QByteArray(17 * 1024 * 1024, ' '))); // too large to be read
    QVERIFY(home.write(file(u"b.json"_s), R"({"mcpServers": {)"));
    QVERIFY(home.write(file(u"c.json"_s), R"({"mcpServers": {"q": {"command": "/bin/true"}}})"));
    const QStringList import{u"import"_s, u"--from"_s, u"claude-mcp"_s};
    const Ended shown = home.run(import);
    QCOMPARE(shown.code, 0);
    QVERIFY2(shown.err.contains(file(u"a.json"_s).toUtf8()), shown.err.constData());
    QVERIFY2(shown.err.contains(file(u"b.json"_s).toUtf8()), shown.err.constData());
    const Ended saved = home.run(import + QStringList{u"--save"_s, u"--json"_s});
    QVERIFY2(saved.code == 0, saved.out.constData());
    QVERIFY(servers(home).contains("q"));
    QCOMPARE(saved.json()["skipped"].size(), std::size_t{2});
    QCOMPARE(saved.json()["skipped"][0].value("id", ""), std::string("too-large"));
    QCOMPARE(saved.json()["skipped"][1].value("file", ""), file(u"b.json"_s).toStdString());
    // Where none is left, the first reason is the answer.
    QVERIFY(QFile::remove(file(u"c.json"_s)));
    const Ended none = home.run(import + QStringList{u"--json"_s});
    QCOMPARE(none.code, 1);
    QCOMPARE(errorId(none), std::string("too-large"));
}

void TestKopructlSharing::importListsWhatIsThere()
{
    Home home;
    QVERIFY(home.run({u"import"_s, u"--json"_s}).json()["files"].empty());
    QVERIFY(home.write(home.path(u".cursor/mcp.json"_s), cursorFile));
    const Json files = home.run({u"import"_s, u"--json"_s}).json()["files"];
    QCOMPARE(files.size(), std::size_t{1});
    QCOMPARE(files[0]["servers"].dump(), R"(["far","near"])");
    QVERIFY(!QFile::exists(home.configFile()));
    QVERIFY(!leaks(home.said(), secret));
}

} // namespace kopru::test

QTEST_GUILESS_MAIN(kopru::test::TestKopructlSharing)

#include "tst_kopructl_sharing.moc"
