#include "app/config/document.h"
#include "app/secrets/keychain.h"
#include "app/snippets/foreignfiles.h"
#include "app/snippets/serverfile.h"
#include "tests/app/platform/fakefiles.h"

#include <QtTest/QTest>

#include <nlohmann/json.hpp>

using namespace Qt::StringLiterals;
using namespace kopru;
using namespace kopru::integrations;

namespace {

using Json = nlohmann::ordered_json;
using platform::System;

platform::Platform giver()
{
    return test::computer(System::Linux, u"/home/deneme"_s, {}, test::FakeFiles(System::Linux));
}

platform::Platform receiver()
{
    return test::computer(System::MacOs, u"/Users/ornek"_s, {}, test::FakeFiles(System::MacOs));
}

const QString secret = u"V4lue/For+Tests"_s;

config::Server serverOf(const config::Entry &entry)
{
    config::Server server;
    server.name = u"one"_s;
    server.entry = entry;
    return server;
}

/// Out of one computer and into another.
PortableServer carried(const config::Entry &entry)
{
    const QByteArray file = serverFileText({portable(serverOf(entry))}, giver());
    const auto read = readServerFile(file, receiver());
    return read && read->size() == 1 ? read->first() : PortableServer();
}

QByteArray fileWith(const QByteArray &server)
{
    return R"({"format":"kopru-servers","version":1,"servers":[)" + server + "]}";
}

} // namespace

class tst_ServerFile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void leavesSecretsOut_data();
    void leavesSecretsOut();
    void asksOnceForOneSecret();
    void keepsWhatIsNoSecret();
    void showsWhatStaysReadable();
    void isAtHomeOnBothComputers();
    void startsTheBridgeOfThisComputer();
    void warnsOfWhatLooksLikeSomethingElse();
    void refuses_data();
    void refuses();
    void findsForeignFiles_data();
    void findsForeignFiles();
    void findsTheProjectsOfClaudeCode_data();
    void findsTheProjectsOfClaudeCode();
    void knowsForeignFilesByTheirPath();
};

void tst_ServerFile::leavesSecretsOut_data()
{
    QTest::addColumn<config::Entry>("entry");
    QTest::addColumn<QString>("question");
    const QString bridge = u"/home/deneme/.claude/mcp/kopru-bridge"_s;
    QTest::newRow("variable of the bridge")
        << config::Entry{bridge, {u"--profile"_s, u"apinizer-http"_s}, {{u"APINIZER_TOKEN"_s, u"mcp_"_s + secret}}}
        << u"APINIZER_TOKEN"_s;
    QTest::newRow("a header's variable") << config::Entry{bridge,
                                                          {u"http"_s, u"--url"_s, u"https://a.example/mcp"_s,
                                                           u"--header"_s, u"X-API-Key: ${KOPRU_HEADER_1}"_s},
                                                          {{u"KOPRU_HEADER_1"_s, secret}}}
                                         << u"KOPRU_HEADER_1"_s;
    QTest::newRow("header in an argument")
        << config::Entry{u"npx"_s, {u"mcp-remote"_s, u"--header"_s, u"X-API-Key: "_s + secret}, {}} << u"X-API-Key"_s;
    QTest::newRow("scheme stays") << config::Entry{u"npx"_s, {u"--header"_s, u"Authorization: Bearer "_s + secret}, {}}
                                  << u"Authorization"_s;
    QTest::newRow("option") << config::Entry{u"tool"_s, {u"--api-key"_s, secret}, {}} << u"api-key"_s;
    QTest::newRow("option with =") << config::Entry{u"tool"_s, {u"--token="_s + secret}, {}} << u"token"_s;
    QTest::newRow("docker -e") << config::Entry{u"docker"_s, {u"run"_s, u"-e"_s, u"API_KEY="_s + secret}, {}}
                               << u"API_KEY"_s;
    QTest::newRow("address") << config::Entry{u"tool"_s,
                                              {u"postgres://me:%1@db.example/x"_s.arg(u"Wv9zForTests"_s)},
                                              {}}
                             << u"argument-1"_s;
    QTest::newRow("query, percent-encoded")
        << config::Entry{u"tool"_s, {u"https://a.example/mcp?token=V4lue%2FFor%2BTests"_s}, {}} << u"argument-1"_s;
    QTest::newRow("by its shape alone") << config::Entry{u"tool"_s, {u"ghp_abcdefghijklmnopqrstuvwxyz0123"_s}, {}}
                                        << u"argument-1"_s;
    QTest::newRow("password in one word")
        << config::Entry{u"tool"_s, {}, {{u"PGPASSWORD"_s, secret}}} << u"PGPASSWORD"_s;
    QTest::newRow("password's short name")
        << config::Entry{u"tool"_s, {}, {{u"MYSQL_PASS"_s, secret}}} << u"MYSQL_PASS"_s;
    QTest::newRow("--pw") << config::Entry{u"tool"_s, {u"--pw"_s, secret}, {}} << u"pw"_s;
    QTest::newRow("header of a session") << config::Entry{u"tool"_s, {u"-H"_s, u"X-Session: "_s + secret}, {}}
                                         << u"X-Session"_s;
    QTest::newRow("header in one word") << config::Entry{u"tool"_s, {u"--header=X-Foo: "_s + secret}, {}} << u"X-Foo"_s;
    QTest::newRow("header without a space") << config::Entry{u"tool"_s, {u"-HX-Foo:"_s + secret}, {}} << u"X-Foo"_s;
    QTest::newRow("any header's variable")
        << config::Entry{bridge, {u"http"_s, u"--header"_s, u"X-Team: ${TEAM}"_s}, {{u"TEAM"_s, secret}}} << u"TEAM"_s;
    QTest::newRow("Sentry") << config::Entry{u"tool"_s, {}, {{u"SENTRY_DSN"_s, u"https://V4lue@o1.ingest.example/2"_s}}}
                            << u"SENTRY_DSN"_s;
    QTest::newRow("webhook")
        << config::Entry{u"tool"_s, {u"--notify"_s, u"https://hooks.slack.example/services/T0/B0/V4lueForTests"_s}, {}}
        << u"notify"_s;
    QTest::newRow("connection string") << config::Entry{u"tool"_s,
                                                        {},
                                                        {{u"ODBC"_s, u"Server=db;Pwd=%1;Encrypt=true"_s.arg(secret)}}}
                                       << u"ODBC"_s;
    QTest::newRow("short") << config::Entry{u"tool"_s, {}, {{u"PASSWORD"_s, u"x7q"_s}}} << u"PASSWORD"_s;
}

void tst_ServerFile::leavesSecretsOut()
{
    QFETCH(config::Entry, entry);
    QFETCH(QString, question);
    const PortableServer server = portable(serverOf(entry));
    QCOMPARE(questionsOf(server), QStringList{question});
    const QByteArray file = serverFileText({server}, giver());
    for (const QByteArray &hidden : {"V4lue"_ba, "Wv9z"_ba, "ghp_"_ba, "x7q"_ba})
        QVERIFY2(!file.contains(hidden), file.constData());
    QVERIFY(!file.contains("deneme"));

    const PortableServer read = carried(entry);
    QCOMPARE(questionsOf(read), QStringList{question});
    const config::Entry answer = answered(read, {{question, u"OTHER"_s}});
    // The answer stands where the secret stood, and everything else is as it was.
    const QString joined = (answer.arguments + QStringList(answer.environmentMap().values())).join(u'\n');
    QCOMPARE(joined.count(u"OTHER"_s), 1);
    const QString before = (entry.arguments + QStringList(entry.environmentMap().values())).join(u'\n');
    const qsizetype at = joined.indexOf(u"OTHER"_s);
    QVERIFY2(before.startsWith(joined.left(at)), qPrintable(joined));
    QVERIFY2(before.endsWith(joined.mid(at + 5)), qPrintable(joined));
}

void tst_ServerFile::asksOnceForOneSecret()
{
    const config::Entry entry{u"tool"_s, {u"--api-key"_s, secret}, {{u"API_KEY"_s, secret}, {u"PORT"_s, u"8080"_s}}};
    const PortableServer read = carried(entry);
    QCOMPARE(questionsOf(read), QStringList{u"api-key"_s});
    QCOMPARE(answered(read, {{u"api-key"_s, secret}}), entry);

    // Two secrets that are short may be the same by chance: a port is not the password.
    const config::Entry shortOnes{u"tool"_s, {}, {{u"PASSWORD"_s, u"8080"_s}, {u"TOKEN"_s, u"8080"_s}}};
    QCOMPARE(questionsOf(carried(shortOnes)), (QStringList{u"PASSWORD"_s, u"TOKEN"_s}));
}

void tst_ServerFile::keepsWhatIsNoSecret()
{
    const config::Entry entry{u"uvx"_s,
                              {u"tool"_s, u"--header"_s, u"Authorization: Bearer ${TOKEN_OF_ENV}"_s, u"-H"_s,
                               u"Accept: text/html"_s, u"--header=Content-Type: application/json"_s, u"-p"_s, u"8080"_s,
                               u"--auth"_s, u"bearer"_s, u"ığ İş"_s, QString()},
                              {{u"REGION"_s, u"eu"_s},
                               {u"COMPASS"_s, u"north-of-here"_s},
                               {u"EMPTY_TOKEN"_s, QString()},
                               {u"TOKEN_HEADER"_s, u"X-Y"_s}}};
    const PortableServer read = carried(entry);
    QCOMPARE(read.entry, entry);
    QVERIFY(read.questions.isEmpty());
    QCOMPARE(read.name, u"one"_s);

    config::Server withMore = serverOf(entry);
    withMore.otherKeys = QStringList{u"cwd"_s};
    QCOMPARE(portable(withMore).leftOut, QStringList{u"cwd"_s});
}

void tst_ServerFile::showsWhatStaysReadable()
{
    const config::Entry entry{
        u"/home/deneme/bin/tool"_s,
        {u"-pV4lue-2"_s, u"--token="_s + secret, u"two words"_s},
        {{u"REGION"_s, u"eu"_s}, {u"API_KEY"_s, u"other-V4lue"_s}, {u"ROOT"_s, u"/home/deneme/x"_s}}};
    QCOMPARE(carriedTexts(portable(serverOf(entry)), giver()),
             (QStringList{u"~/bin/tool -pV4lue-2 --token=<token> \"two words\""_s, u"REGION=eu"_s, u"ROOT=~/x"_s}));
}

void tst_ServerFile::isAtHomeOnBothComputers()
{
    const PortableServer read = carried({u"/home/deneme/bin/tool"_s,
                                         {u"--dir=/home/deneme/My Files"_s, u"/home/denemeler/x"_s, u"/home/deneme"_s},
                                         {{u"ROOT"_s, u"/home/deneme/data"_s}}});
    QCOMPARE(read.entry.command, u"/Users/ornek/bin/tool"_s);
    QCOMPARE(read.entry.arguments,
             (QStringList{u"--dir=/Users/ornek/My Files"_s, u"/home/denemeler/x"_s, u"/Users/ornek"_s}));
    QCOMPARE(read.entry.variable(u"ROOT"_s), u"/Users/ornek/data"_s);
}

void tst_ServerFile::startsTheBridgeOfThisComputer()
{
    const PortableServer read = carried(
        {u"/home/deneme/.claude/mcp/kopru-bridge"_s,
         {u"--profile"_s, u"apinizer-http"_s},
         {{u"APINIZER_TOKEN"_s, secrets::keychainReference(u"portal"_s)}, {u"HTTP_HOSTNAME"_s, u"portal.example"_s}}});
    QCOMPARE(read.entry.command, u"/Users/ornek/.claude/mcp/kopru-bridge"_s);
    QCOMPARE(read.kind, KindId::ApinizerHttp);
    QCOMPARE(questionsOf(read), QStringList{u"APINIZER_TOKEN"_s});           // the keychain stays at home
    QVERIFY(questionText(read, u"APINIZER_TOKEN"_s) != u"APINIZER_TOKEN"_s); // the words of the form
    const auto other = readServerFile(
        fileWith(
            R"({"name":"x","entry":{"command":"/opt/evil/kopru-bridge","args":["http","--url","https://a.example"]}})"),
        receiver());
    QVERIFY(other);
    QCOMPARE(other->first().entry.command, u"/Users/ornek/.claude/mcp/kopru-bridge"_s);
}

void tst_ServerFile::warnsOfWhatLooksLikeSomethingElse()
{
    const auto read = readServerFile(fileWith("{\"name\":\"x\",\"kind\":\"apinizer-http\",\"entry\":{\"command\":"
                                              "\"sh\",\"args\":[\"-c\",\"true\\u202e\"]}}"),
                                     receiver());
    QVERIFY(read);
    QCOMPARE(read->first().kind, KindId::LocalCommand); // not what the file says
    QVERIFY(read->first().notes.contains(SnippetNote{SnippetNoteId::RunsShell}));
    QVERIFY(read->first().notes.contains(SnippetNote{SnippetNoteId::HiddenCharacters}));
}

void tst_ServerFile::refuses_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("id");
    const QByteArray good = fileWith(R"({"name":"a","entry":{"command":"x"}})");
    QTest::newRow("good") << good << QString();
    QTest::newRow("mark of an editor") << "\xEF\xBB\xBF" + good << QString();
    QTest::newRow("nothing") << QByteArray() << u"not-sound"_s;
    QTest::newRow("cut off") << good.chopped(4) << u"not-sound"_s;
    QTest::newRow("bytes") << QByteArray("\x00\xff\xfe{", 4) << u"not-sound"_s;
    QTest::newRow("a list") << "[1]"_ba << u"not-a-server-file"_s;
    QTest::newRow("Claude's file") << R"({"mcpServers":{}})"_ba << u"not-a-server-file"_s;
    QTest::newRow("another format") << QByteArray(good).replace("kopru-servers", "kopru-report")
                                    << u"not-a-server-file"_s;
    QTest::newRow("newer") << QByteArray(good).replace("\"version\":1", "\"version\":2") << u"newer-version"_s;
    QTest::newRow("no number") << QByteArray(good).replace("\"version\":1", "\"version\":\"1\"") << u"damaged"_s;
    QTest::newRow("empty") << fileWith({}) << u"no-servers"_s;
    QTest::newRow("server is a text") << fileWith(R"("x")") << u"damaged"_s;
    QTest::newRow("no name") << fileWith(R"({"entry":{"command":"x"}})") << u"damaged"_s;
    QTest::newRow("name of two lines") << fileWith(R"({"name":"a\nb","entry":{"command":"x"}})") << u"damaged"_s;
    QTest::newRow("no command") << fileWith(R"({"name":"a","entry":{"args":[]}})") << u"damaged"_s;
    QTest::newRow("command is a number") << fileWith(R"({"name":"a","entry":{"command":7}})") << u"damaged"_s;
    QTest::newRow("NUL") << fileWith(R"({"name":"a","entry":{"command":"x\u0000y"}})") << u"damaged"_s;
    QTest::newRow("args is a text") << fileWith(R"({"name":"a","entry":{"command":"x","args":"y"}})") << u"damaged"_s;
    QTest::newRow("unknown part") << fileWith(R"({"name":"a","entry":{"command":"x","args":[[{"run":"y"}]]}})")
                                  << u"damaged"_s;
    QTest::newRow("variable twice") << fileWith(R"({"name":"a","entry":{"command":"x","env":{"A":"1","A":"2"}}})")
                                    << u"damaged"_s;
    QTest::newRow("variable with =") << fileWith(R"({"name":"a","entry":{"command":"x","env":{"A=B":"1"}}})")
                                     << u"damaged"_s;
    QTest::newRow("name twice") << fileWith(
                                       R"({"name":"a","entry":{"command":"x"}},{"name":"a","entry":{"command":"y"}})")
                                << u"damaged"_s;
    QTest::newRow("deep") << "{\"servers\":" + QByteArray(100'000, '[') << u"not-sound"_s;
    QTest::newRow("large") << QByteArray(largestServerFile + 1, ' ') << u"too-large"_s;
    QByteArray many = R"({"name":"a","entry":{"command":"x","args":[[)";
    for (int i = 0; i < 1000; ++i)
        many += R"({"question":"q"},)";
    QTest::newRow("questions without end") << fileWith(many + R"(""]]}})") << u"damaged"_s;
}

void tst_ServerFile::refuses()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, id);
    const auto read = readServerFile(bytes, giver());
    QCOMPARE(read ? QString() : serverFileProblemId(read.error().problem), id);
    if (!read)
        QVERIFY(!message(read.error()).what.isEmpty() && !message(read.error()).remedy.isEmpty());
}

void tst_ServerFile::findsForeignFiles_data()
{
    QTest::addColumn<System>("system");
    QTest::addColumn<QString>("home");
    QTest::addColumn<QString>("variables");
    QTest::addColumn<QStringList>("files");
    QTest::newRow("Linux") << System::Linux << u"/home/deneme"_s << QString()
                           << QStringList{u"/home/deneme/.config/Code/User/mcp.json"_s,
                                          u"/home/deneme/.config/Code/User/profiles/ığİş/mcp.json"_s,
                                          u"/home/deneme/.config/Code/User/settings.json"_s,
                                          u"/home/deneme/.var/app/com.visualstudio.code/config/Code/User/mcp.json"_s,
                                          u"/home/deneme/.cursor/mcp.json"_s,
                                          u"/home/deneme/.claude.json"_s,
                                          u"/home/deneme/.claude/mcp.json"_s,
                                          u"/home/deneme/.claude/mcp/a.json"_s,
                                          u"/home/deneme/.claude/mcp/b.json"_s};
    QTest::newRow("Linux, moved") << System::Linux << u"/home/deneme"_s << u"XDG_CONFIG_HOME=/x;CLAUDE_CONFIG_DIR=/c"_s
                                  << QStringList{u"/x/Code/User/mcp.json"_s, u"/c/.claude.json"_s,
                                                 u"/home/deneme/.claude.json"_s};
    QTest::newRow("macOS") << System::MacOs << u"/Users/deneme"_s << QString()
                           << QStringList{u"/Users/deneme/Library/Application Support/Code/User/mcp.json"_s,
                                          u"/Users/deneme/Library/Application Support/Code - Insiders/User/mcp.json"_s,
                                          u"/Users/deneme/.cursor/mcp.json"_s};
    QTest::newRow("Windows") << System::Windows << u"C:\\Users\\deneme"_s << u"APPDATA=D:\\Roaming"_s
                             << QStringList{
                                    u"D:\\Roaming\\Code\\User\\mcp.json"_s, u"C:\\Users\\deneme\\.cursor\\mcp.json"_s,
                                    u"C:\\Users\\deneme\\.claude.json"_s, u"C:\\Users\\deneme\\.claude\\mcp\\a.json"_s};
}

void tst_ServerFile::findsForeignFiles()
{
    QFETCH(System, system);
    QFETCH(QString, home);
    QFETCH(QString, variables);
    QFETCH(QStringList, files);
    test::FakeFiles disk(system);
    for (const QString &file : std::as_const(files))
        disk.file(file);
    const QChar slash = system == System::Windows ? u'\\' : u'/';
    disk.file(home + slash + u".claude"_s + slash + u"mcp"_s + slash + u"kopru-bridge"_s); // no server
    QMap<QString, QString> environment;
    for (const QString &variable : variables.split(u';', Qt::SkipEmptyParts))
        environment.insert(variable.section(u'=', 0, 0), variable.section(u'=', 1));
    QStringList found;
    for (const ForeignFile &file : foreignFiles(test::computer(system, home, environment, disk))) {
        found.append(file.path);
        QVERIFY2(foreignSourceOf(file.path) == file.source, qPrintable(file.path));
    }
    QCOMPARE(found, files);
}

void tst_ServerFile::findsTheProjectsOfClaudeCode_data()
{
    QTest::addColumn<QByteArray>("state");
    QTest::addColumn<QStringList>("found");
    const QString project = u"/iş/proje/.mcp.json"_s;
    QTest::newRow("known") << R"({"projects": {"/iş/proje": {}, "/iş/boş": {}}})"_ba << QStringList{project};
    QTest::newRow("none") << R"({"numStartups": 3})"_ba << QStringList();
    QTest::newRow("relative") << R"({"projects": {"iş/proje": {}}})"_ba << QStringList();
    QTest::newRow("list") << R"({"projects": ["/iş/proje"]})"_ba << QStringList();
    QTest::newRow("no object") << R"([1])"_ba << QStringList();
    QTest::newRow("cut off") << R"({"projects": {"/iş/pro)"_ba << QStringList();
}

void tst_ServerFile::findsTheProjectsOfClaudeCode()
{
    QFETCH(QByteArray, state);
    QFETCH(QStringList, found);
    test::FakeFiles disk(System::Linux);
    disk.holding(u"/home/deneme/.claude.json"_s, state).file(u"/iş/proje/.mcp.json"_s).file(u"iş/proje/.mcp.json"_s);
    QStringList files;
    for (const ForeignFile &file : foreignFiles(test::computer(System::Linux, u"/home/deneme"_s, {}, disk)))
        files.append(file.path);
    QCOMPARE(files, QStringList{u"/home/deneme/.claude.json"_s} + found);
}

void tst_ServerFile::knowsForeignFilesByTheirPath()
{
    QCOMPARE(foreignSourceOf(u"/work/.mcp.json"_s), ForeignSource::ClaudeCode);
    QCOMPARE(foreignSourceOf(u"C:\\work\\.vscode\\mcp.json"_s), ForeignSource::VsCode);
    QCOMPARE(foreignSourceOf(u"/work/.cursor/mcp.json"_s), ForeignSource::Cursor);
    QVERIFY(!foreignSourceOf(u"/work/mcp.json"_s));
    for (const ForeignSource source : {ForeignSource::VsCode, ForeignSource::Cursor, ForeignSource::ClaudeCode,
                                       ForeignSource::ClaudeMcpJson, ForeignSource::ClaudeMcpFolder})
        QCOMPARE(foreignSourceByKey(foreignKey(source)), source);
    QVERIFY(!foreignSourceByKey(u"eclipse"_s));
}

QTEST_APPLESS_MAIN(tst_ServerFile)
#include "tst_serverfile.moc"
