#include "tests/cli/home.h"
#include "tests/support/environment.h"
#include "tests/support/mcpscript.h"

#include <QtCore/QFile>
#include <QtCore/QFileInfo>
#include <QtNetwork/QTcpServer>
#include <QtTest/QTest>

/// `kopructl convert`: the old entry and the new one are tested against a server on this computer, and the file changes
/// only when nothing gets worse. In the place of mcp-remote stands a program of the same name that needs no Node:
/// tests/peers has the real one.
namespace kopru::test {

using namespace Qt::StringLiterals;

namespace {

const QByteArray secret = "sk-G3heim/For+Tests=="_ba;

/// A port where nobody listens.
quint16 closedPort()
{
    QTcpServer server;
    return server.listen(QHostAddress::LocalHost) ? server.serverPort() : quint16(0);
}

McpOptions withSecret()
{
    McpOptions options;
    options.requiredHeader = "Authorization";
    options.requiredValue = "Bearer " + secret;
    return options;
}

} // namespace

class TestKopructlConvert final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { scrubEnvironment(); }
    void worksBeforeAndAfter();
    void onlyTheNewOneWorks();
    void neitherWorks();
    void onlyTheOldOneWorks();
    void toolsWouldBeMissing();
    void aSignInIsNotStarted();
    void unverified();
    void dryRun();
    void withoutTest();
    void keychainOrNothing();
    void all();
    void refused_data();
    void refused();
    void usage();

private:
    /// A program called mcp-remote that does what the real one does for one address, by way of the bridge.
    /// @param url  empty: the address that it is given
    /// @return its path
    static QString mcpRemote(const Home &home, const QString &url = {}, const QString &marker = {})
    {
        const QString path = home.path(u"bin/mcp-remote"_s);
        QString text = u"#!/bin/sh\n"_s;
        if (!marker.isEmpty())
            text += u": > '"_s + marker + u"'\n"_s;
        const QString address = url.isEmpty() ? u"$1"_s : url;
        text += u"url=\"%1\"; shift\nexec '%2/kopru-bridge' http --retry 0 --url \"$url\" \"$@\"\n"_s.arg(
            address, programFolder());
        if (!home.write(path, text.toUtf8()) ||
            !QFile::setPermissions(path, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner))
            return {};
        return path;
    }

    static QByteArray configWith(const Json &servers)
    {
        return QByteArray::fromStdString(Json{{"theme", "dark"}, {"mcpServers", servers}}.dump(2)) + '\n';
    }

    static Json entry(const QString &command, const QStringList &arguments)
    {
        Json args = Json::array();
        for (const QString &argument : arguments)
            args.push_back(argument.toStdString());
        return {{"command", command.toStdString()}, {"args", args}};
    }

    static Json serverIn(const Home &home, const std::string &name)
    {
        const Json config = Json::parse(home.config().toStdString(), nullptr, false);
        return config.value(Json::json_pointer("/mcpServers/" + name), Json());
    }

    static Json error(const Ended &ended) { return ended.json().value("error", Json::object()); }
};

/// The token leaves the command line, the other members stay, and what was tested is what stands there.
void TestKopructlConvert::worksBeforeAndAfter()
{
    Home home;
    const McpScript script(withSecret());
    LoopbackServer server(script.handler());
    Json old = entry(mcpRemote(home),
                     {server.url(u"/mcp"_s), u"--header"_s, u"Authorization: Bearer "_s + QString::fromUtf8(secret)});
    old["x-own"] = 1;
    QVERIFY(home.write(home.configFile(), configWith({{"docs", old}, {"other", entry(u"/bin/true"_s, {})}})));

    const Ended ended = home.run({u"convert"_s, u"docs"_s, u"--json"_s});
    QVERIFY2(ended.code == 0, ended.out + ended.err);
    const Json result = ended.json();
    QCOMPARE(result.value("written", false), true);
    QCOMPARE(result["converted"].dump(), std::string(R"(["docs"])"));
    const Json about = result["servers"][0];
    QCOMPARE(about.value("replaces", ""), std::string("mcp-remote"));
    QCOMPARE(about.value("kind", ""), std::string("remote"));
    QCOMPARE(about.value("comparison", ""), std::string("as-well"));
    for (const char *side : {"before", "after"}) {
        QCOMPARE(about[side].value("outcome", ""), std::string("passed"));
        QCOMPARE(about[side].value("tools", 0), 2);
    }
    const Json now = serverIn(home, "docs");
    QCOMPARE(now.value("command", ""), home.bridge().toStdString());
    QCOMPARE(now["args"].dump(), Json({"http", "--url", server.url(u"/mcp"_s).toStdString(), "--header",
                                       "Authorization: Bearer ${KOPRU_TOKEN}"})
                                     .dump());
    QCOMPARE(now["env"].dump(), Json({{"KOPRU_TOKEN", secret.toStdString()}}).dump());
    QCOMPARE(now.value("x-own", 0), 1);
    QCOMPARE(serverIn(home, "other").dump(), entry(u"/bin/true"_s, {}).dump());
    QVERIFY(QFileInfo(home.bridge()).isExecutable());
    const QByteArray written = home.config();

    const Ended works = home.run({u"test"_s, u"docs"_s, u"--json"_s});
    QVERIFY2(works.code == 0, works.out + works.err);
    // Once more there is nothing to do.
    const Ended again = home.run({u"convert"_s, u"docs"_s, u"--json"_s});
    QCOMPARE(again.code, 0);
    QCOMPARE(again.json().value("written", true), false);
    QCOMPARE(again.json()["servers"][0].value("state", ""), std::string("done"));
    QCOMPARE(home.config(), written);
    QVERIFY(!leaks(home.said(), secret));
}

void TestKopructlConvert::onlyTheNewOneWorks()
{
    Home home;
    const McpScript script;
    LoopbackServer server(script.handler());
    // Node is not there, as on many computers.
    QVERIFY(home.write(
        home.configFile(),
        configWith({{"docs", entry(u"/nowhere/npx"_s, {u"-y"_s, u"mcp-remote"_s, server.url(u"/mcp"_s)})}})));
    const Ended ended = home.run({u"convert"_s, u"docs"_s, u"--json"_s});
    QVERIFY2(ended.code == 0, ended.out + ended.err);
    QCOMPARE(ended.json()["servers"][0].value("comparison", ""), std::string("better"));
    QCOMPARE(serverIn(home, "docs").value("command", ""), home.bridge().toStdString());
}

void TestKopructlConvert::neitherWorks()
{
    Home home;
    const QString url = u"http://127.0.0.1:%1/mcp"_s.arg(closedPort());
    const QByteArray config = configWith({{"docs", entry(mcpRemote(home), {url})}});
    QVERIFY(home.write(home.configFile(), config));
    const Ended ended = home.run({u"convert"_s, u"docs"_s, u"--json"_s});
    QCOMPARE(ended.code, 3);
    QCOMPARE(error(ended).value("id", ""), std::string("both-fail"));
    QVERIFY(QByteArray::fromStdString(error(ended).value("remedy", "")).contains("--anyway"));
    QCOMPARE(home.config(), config);
    QVERIFY(!QFile::exists(home.bridge())); // nothing is installed for nothing

    const Ended anyway = home.run({u"convert"_s, u"docs"_s, u"--anyway"_s, u"--json"_s});
    QVERIFY2(anyway.code == 0, anyway.out + anyway.err);
    QCOMPARE(serverIn(home, "docs").value("command", ""), home.bridge().toStdString());
    QVERIFY(QFile::exists(home.bridge()));
}

void TestKopructlConvert::onlyTheOldOneWorks()
{
    Home home;
    const McpScript script;
    LoopbackServer server(script.handler());
    const QString url = u"http://127.0.0.1:%1/mcp"_s.arg(closedPort());
    const QByteArray config = configWith({{"docs", entry(mcpRemote(home, server.url(u"/mcp"_s)), {url})}});
    QVERIFY(home.write(home.configFile(), config));
    for (const QStringList &more : {QStringList(), QStringList{u"--anyway"_s}}) {
        const Ended ended = home.run(QStringList{u"convert"_s, u"docs"_s, u"--json"_s} + more);
        QCOMPARE(ended.code, 3);
        QCOMPARE(error(ended).value("id", ""), std::string("worse"));
        QCOMPARE(error(ended)["server"]["before"].value("outcome", ""), std::string("passed"));
        QCOMPARE(error(ended)["server"]["after"].value("outcome", ""), std::string("failed"));
        QCOMPARE(home.config(), config);
    }
}

void TestKopructlConvert::toolsWouldBeMissing()
{
    Home home;
    const McpScript script;
    LoopbackServer server(script.handler());
    LoopbackServer portal(apinizerPortal(secret));
    const QString url = portal.url(u"/apiportal/management/mcp/api"_s);
    const QByteArray config =
        configWith({{"docs", entry(mcpRemote(home, server.url(u"/mcp"_s)),
                                   {url, u"--header"_s, u"APINIZER-TOKEN: "_s + QString::fromUtf8(secret)})}});
    QVERIFY(home.write(home.configFile(), config));
    const Ended ended = home.run({u"convert"_s, u"docs"_s, u"--json"_s});
    QCOMPARE(ended.code, 3);
    QCOMPARE(error(ended).value("id", ""), std::string("fewer-tools"));
    QCOMPARE(error(ended)["server"]["missingTools"].dump(), std::string(R"(["add","echo"])"));
    QCOMPARE(home.config(), config);
    QVERIFY(!leaks(home.said(), secret));
}

/// mcp-remote would open a browser: it is not even started.
void TestKopructlConvert::aSignInIsNotStarted()
{
    Home home;
    LoopbackServer server([](const Request &) {
        Response response{401};
        response.headers = {{"WWW-Authenticate",
                             "Bearer resource_metadata=\"https://x.example/.well-known/oauth-protected-resource\""}};
        return response;
    });
    const QString marker = home.path(u"was-started"_s);
    const QByteArray config = configWith({{"docs", entry(mcpRemote(home, {}, marker), {server.url(u"/mcp"_s)})}});
    QVERIFY(home.write(home.configFile(), config));
    const Ended ended = home.run({u"convert"_s, u"docs"_s, u"--anyway"_s, u"--json"_s});
    QCOMPARE(ended.code, 3);
    QCOMPARE(error(ended).value("id", ""), std::string("needs-sign-in"));
    QVERIFY(error(ended)["server"]["before"].is_null());
    QVERIFY(!QFile::exists(marker));
    QCOMPARE(home.config(), config);
}

/// The switch of Node becomes the bridge's, is called dangerous, and does the same.
void TestKopructlConvert::unverified()
{
    Home home;
    const TestCertificates certificates(home.path(u"certificates"_s));
    QVERIFY2(certificates.isValid(), qPrintable(certificates.errorText()));
    LoopbackServer server(apinizerPortal(secret), certificates.good());
    const Json old = {{"command", "/nowhere/node"},
                      {"args", {home.path(u".claude/mcp/apinizer_http_proxy.js"_s).toStdString()}},
                      {"env",
                       {{"APINIZER_TOKEN", secret.toStdString()},
                        {"HTTP_HOSTNAME", "localhost"},
                        {"HTTP_PORT", std::to_string(server.port())},
                        {"NODE_TLS_REJECT_UNAUTHORIZED", "0"}}}};
    QVERIFY(home.write(home.configFile(), configWith({{"portal", old}})));
    Ended ended = home.run({u"convert"_s, u"portal"_s, u"--dry-run"_s});
    QVERIFY2(ended.code == 0, ended.out + ended.err);
    QVERIFY(ended.out.contains("Dangerous"));
    ended = home.run({u"convert"_s, u"portal"_s, u"--json"_s});
    QVERIFY2(ended.code == 0, ended.out + ended.err);
    QCOMPARE(ended.json()["servers"][0]["notes"][0].value("id", ""), std::string("verification-off"));
    const Json now = serverIn(home, "portal");
    QCOMPARE(now["args"].dump(), std::string(R"(["--profile","apinizer-http"])"));
    QCOMPARE(now["env"].value("VERIFY_CERTIFICATE", ""), std::string("false"));
    QVERIFY(!now["env"].contains("NODE_TLS_REJECT_UNAUTHORIZED"));
    QVERIFY(!leaks(home.said(), secret));
}

void TestKopructlConvert::dryRun()
{
    Home home;
    const McpScript script(withSecret());
    LoopbackServer server(script.handler());
    const QByteArray config =
        configWith({{"docs", entry(mcpRemote(home), {server.url(u"/mcp"_s), u"--header"_s,
                                                     u"Authorization: Bearer "_s + QString::fromUtf8(secret)})}});
    QVERIFY(home.write(home.configFile(), config));
    const Ended ended = home.run({u"convert"_s, u"docs"_s, u"--dry-run"_s, u"--json"_s});
    QVERIFY2(ended.code == 0, ended.out + ended.err);
    QCOMPARE(ended.json().value("written", true), false);
    QCOMPARE(ended.json()["servers"][0].value("comparison", ""), std::string("as-well"));
    const std::string diff = ended.json()["diff"].dump();
    QVERIFY2(diff.find("${KOPRU_TOKEN}") != std::string::npos, diff.c_str());
    QCOMPARE(home.config(), config);
    QVERIFY(!QFile::exists(home.bridge()));
    QVERIFY(!leaks(home.said(), secret));
}

void TestKopructlConvert::withoutTest()
{
    Home home;
    const QString marker = home.path(u"was-started"_s);
    const McpScript script;
    LoopbackServer server(script.handler());
    QVERIFY(home.write(home.configFile(),
                       configWith({{"docs", entry(mcpRemote(home, {}, marker), {server.url(u"/mcp"_s)})}})));
    const Ended ended = home.run({u"convert"_s, u"docs"_s, u"--no-test"_s, u"--json"_s});
    QVERIFY2(ended.code == 0, ended.out + ended.err);
    QVERIFY(!QFile::exists(marker));
    QVERIFY(server.requests().isEmpty());
    QVERIFY(!ended.json()["servers"][0].contains("comparison"));
    QCOMPARE(serverIn(home, "docs").value("command", ""), home.bridge().toStdString());
}

/// Without a keychain --keychain writes nothing.
void TestKopructlConvert::keychainOrNothing()
{
    Home home;
    const QByteArray config = configWith({{"docs", entry(u"npx"_s, {u"mcp-remote"_s, u"https://far.example/mcp"_s,
                                                                    u"--header"_s, u"X-API-Key: k-1234567"_s})}});
    QVERIFY(home.write(home.configFile(), config));
    const Ended ended = home.run({u"convert"_s, u"docs"_s, u"--no-test"_s, u"--keychain"_s, u"--json"_s});
    QCOMPARE(ended.code, 3);
    QVERIFY(QByteArray::fromStdString(error(ended).value("id", "")).startsWith("keychain"));
    QCOMPARE(home.config(), config);
}

void TestKopructlConvert::all()
{
    Home home;
    const McpScript script;
    LoopbackServer server(script.handler());
    const QString program = mcpRemote(home);
    const QString closed = u"http://127.0.0.1:%1/mcp"_s.arg(closedPort());
    const Json local = entry(u"/bin/true"_s, {u"x"_s});
    const Json signsIn = entry(u"npx"_s, {u"mcp-remote"_s, closed, u"--resource"_s, u"https://a.example/"_s});
    const Json dead = entry(program, {closed});
    QVERIFY(
        home.write(home.configFile(),
                   configWith({{"a-works", entry(program, {server.url(u"/mcp"_s)})},
                               {"b-local", local},
                               {"c-signs-in", signsIn},
                               {"d-works", entry(u"supergateway"_s, {u"--streamableHttp"_s, server.url(u"/mcp"_s)})},
                               {"e-dead", dead}})));
    const Ended ended = home.run({u"convert"_s, u"--all"_s, u"--json"_s});
    QCOMPARE(ended.code, 1); // one of those that could be moved was not
    const Json result = ended.json();
    QCOMPARE(result["converted"].dump(), std::string(R"(["a-works","d-works"])"));
    QCOMPARE(result.value("ok", true), false);
    QCOMPARE(result.value("written", false), true);
    QCOMPARE(result["error"].value("id", ""), std::string("not-moved"));
    QCOMPARE(result["servers"].size(), std::size_t(5));
    QCOMPARE(result["servers"][1].value("state", ""), std::string("not-meant"));
    QCOMPARE(result["servers"][2].value("refusal", ""), std::string("sign-in"));
    QCOMPARE(result["servers"][4].value("comparison", ""), std::string("both-fail"));
    for (const char *name : {"a-works", "d-works"})
        QCOMPARE(serverIn(home, name).value("command", ""), home.bridge().toStdString());
    QCOMPARE(serverIn(home, "b-local").dump(), local.dump());
    QCOMPARE(serverIn(home, "c-signs-in").dump(), signsIn.dump());
    QCOMPARE(serverIn(home, "e-dead").dump(), dead.dump());
    const Ended nothing = home.run({u"convert"_s, u"--all"_s, u"--json"_s});
    QCOMPARE(nothing.code, 3);
    QCOMPARE(nothing.json().value("ok", true), false);
    QCOMPARE(nothing.json().value("written", true), false);
    QCOMPARE(nothing.json()["error"].value("id", ""), std::string("not-moved"));
    QVERIFY(nothing.json()["error"].value("what", "").find("e-dead") != std::string::npos);
    QVERIFY(home.run({u"convert"_s, u"--all"_s}).err.contains("e-dead"));
}

void TestKopructlConvert::refused_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("id");
    QTest::addColumn<QString>("refusal");
    QTest::newRow("an option") << QStringList{u"mcp-remote"_s, u"https://far.example/mcp"_s, u"--ignore-tool"_s, u"x"_s}
                               << u"cannot-convert"_s << u"option"_s;
    QTest::newRow("a sign-in") << QStringList{u"mcp-remote"_s, u"https://far.example/mcp"_s, u"--device-code"_s}
                               << u"cannot-convert"_s << u"sign-in"_s;
    QTest::newRow("a server for others") << QStringList{u"supergateway"_s, u"--stdio"_s, u"uvx x"_s}
                                         << u"cannot-convert"_s << u"serves-others"_s;
    QTest::newRow("another program") << QStringList{u"some-server"_s} << u"not-meant"_s << QString();
}

void TestKopructlConvert::refused()
{
    QFETCH(QStringList, arguments);
    QFETCH(QString, id);
    QFETCH(QString, refusal);
    Home home;
    const QByteArray config = configWith({{"docs", entry(u"npx"_s, arguments)}});
    QVERIFY(home.write(home.configFile(), config));
    const Ended ended = home.run({u"convert"_s, u"docs"_s, u"--json"_s});
    QCOMPARE(ended.code, 3);
    QCOMPARE(QString::fromStdString(error(ended).value("id", "")), id);
    QVERIFY(!error(ended).value("what", "").empty());
    QCOMPARE(QString::fromStdString(error(ended)["server"].value("refusal", "")), refusal);
    QCOMPARE(home.config(), config);
}

void TestKopructlConvert::usage()
{
    Home home;
    QVERIFY(home.write(home.configFile(), configWith(Json::object())));
    QCOMPARE(home.run({u"convert"_s}).code, 2);
    QCOMPARE(home.run({u"convert"_s, u"docs"_s, u"--all"_s}).code, 2);
    QCOMPARE(home.run({u"convert"_s, u"docs"_s}).code, 1);
    const Ended none = home.run({u"convert"_s, u"--all"_s, u"--json"_s});
    QCOMPARE(none.code, 0);
    QCOMPARE(none.json().value("written", true), false);
}

} // namespace kopru::test

QTEST_GUILESS_MAIN(kopru::test::TestKopructlConvert)

#include "tst_kopructl_convert.moc"
