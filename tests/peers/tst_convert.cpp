#include "tests/peers/peers.h"
#include "tests/support/environment.h"
#include "tests/support/mcpscript.h"

#include <QtTest/QTest>

/// Moving to the native bridge, away from the real programs: the entries run through mcp-remote, supergateway and the
/// script of Apinizer's own document before, and through the bridge afterwards.
namespace kopru::test {

using namespace Qt::StringLiterals;

class TestConvert final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void fromMcpRemote();
    void fromMcpRemoteWithToken();
    void fromSupergateway();
    void fromTheDocumentsScript();

private:
    /// Keeps what Node starts on this computer.
    static Json onlyHere() { return {{"NODE_OPTIONS", "--import=" + script(u"loopbackonly.mjs"_s).toStdString()}}; }
    static bool write(const Home &home, const std::string &name, const Json &entry)
    {
        return home.write(home.configFile(), QByteArray::fromStdString(Json{{"mcpServers", {{name, entry}}}}.dump(2)));
    }
    static Json entryIn(const Home &home, const std::string &name)
    {
        const Json config = Json::parse(home.config().toStdString(), nullptr, false);
        return config.value(Json::json_pointer("/mcpServers/" + name), Json::object());
    }
    /// Converts the server and looks whether both sides worked, with equally many tools.
    static void convert(Home &home, const QString &name, const char *replaces, Json &now)
    {
        const Ended ended = home.run({u"convert"_s, name, u"--json"_s});
        QVERIFY2(ended.code == 0, explain(ended));
        const Json about = ended.json()["servers"][0];
        QCOMPARE(about.value("replaces", ""), std::string(replaces));
        QCOMPARE(about.value("comparison", ""), std::string("as-well"));
        QVERIFY(about["before"].value("tools", 0) > 0);
        QCOMPARE(about["before"].value("tools", 0), about["after"].value("tools", 0));
        now = entryIn(home, name.toStdString());
        QCOMPARE(now.value("command", ""), home.bridge().toStdString());
        const Ended works = home.run({u"test"_s, name, u"--json"_s});
        QVERIFY2(works.code == 0, explain(works));
        QCOMPARE(int(works.json()["tools"].size()), about["after"].value("tools", 0));
    }
};

void TestConvert::initTestCase()
{
    scrubEnvironment();
    QVERIFY2(QFile::exists(node()), "the peers are not installed: npm ci --ignore-scripts in tests/peers");
}

void TestConvert::fromMcpRemote()
{
    Everything server(u"streamableHttp"_s);
    QVERIFY2(server.waitUntilReady(), server.said().constData());
    Home home;
    QVERIFY(write(home, "everything",
                  {{"command", node().toStdString()},
                   {"args",
                    {peer(u"mcp-remote/dist/proxy.js"_s).toStdString(), server.url().toStdString(), "--transport",
                     "http-first", "--allow-http"}},
                   {"env", onlyHere()}}));
    Json now;
    convert(home, u"everything"_s, "mcp-remote", now);
    QCOMPARE(now["args"].dump(), Json({"http", "--url", server.url().toStdString()}).dump());
    QCOMPARE(now["env"].dump(), onlyHere().dump());
    // And what Claude does with it works.
    const Ended called = inspect(
        home, now, {u"--method"_s, u"tools/call"_s, u"--tool-name"_s, u"echo"_s, u"--tool-arg"_s, u"message=köprü"_s});
    QVERIFY2(called.code == 0, explain(called));
    QVERIFY2(called.out.contains("Echo: köprü"), explain(called));
}

void TestConvert::fromMcpRemoteWithToken()
{
    const QByteArray token = "tok-7Hq+V3/xT9zK2=="_ba;
    McpOptions options;
    options.requiredHeader = "Authorization";
    options.requiredValue = "Bearer " + token;
    const McpScript mcp(options);
    LoopbackServer server(mcp.handler());
    QVERIFY2(server.port() != 0, qPrintable(server.errorText()));
    Home home;
    QVERIFY(write(home, "docs",
                  {{"command", "env"},
                   {"args",
                    {node().toStdString(), peer(u"mcp-remote/dist/proxy.js"_s).toStdString(),
                     server.url(u"/mcp"_s).toStdString(), "--header", "Authorization: Bearer " + token.toStdString()}},
                   {"env", onlyHere()}}));
    Json now;
    convert(home, u"docs"_s, "mcp-remote", now);
    QVERIFY(!leaks(QByteArray::fromStdString(now["args"].dump()), token));
    QCOMPARE(now["env"].value("KOPRU_TOKEN", ""), token.toStdString());
    for (const Request &request : server.requests())
        if (request.target == "/mcp") // mcp-remote also looks for a sign-in
            QCOMPARE(request.header("Authorization"), options.requiredValue);
    QVERIFY(!leaks(home.said(), token));
}

void TestConvert::fromSupergateway()
{
    Everything server(u"sse"_s);
    QVERIFY2(server.waitUntilReady(), server.said().constData());
    Home home;
    QVERIFY(write(home, "everything",
                  {{"command", node().toStdString()},
                   {"args",
                    {peer(u"supergateway/dist/index.js"_s).toStdString(), "--sse", server.url().toStdString(),
                     "--logLevel", "none"}},
                   {"env", onlyHere()}}));
    Json now;
    convert(home, u"everything"_s, "supergateway", now);
    QCOMPARE(now["args"].dump(), Json({"http", "--url", server.url().toStdString(), "--transport", "sse"}).dump());
}

/// The script as the document prints it.
void TestConvert::fromTheDocumentsScript()
{
    const QByteArray token = "mcp_7Hq+V3/xT9zK2=="_ba;
    Home home;
    const QByteArray document = Home::read(QStringLiteral(KOPRU_TEST_DATA) + u"/documents/apinizer-api-portal.txt"_s);
    const qsizetype begin = document.indexOf("#!/usr/bin/env node\nconst http =");
    const qsizetype end = document.indexOf("WebSocket Connection Settings (apinizer_ws_proxy.js)");
    QVERIFY(begin >= 0 && end > begin);
    const QString file = home.path(u".claude/mcp/apinizer_http_proxy.js"_s);
    QVERIFY(home.write(file, document.mid(begin, end - begin)));
    const TestCertificates certificates(home.path(u"certificates"_s));
    QVERIFY2(certificates.isValid(), qPrintable(certificates.errorText()));
    LoopbackServer server(apinizerPortal(token), certificates.good());
    QVERIFY2(server.port() != 0, qPrintable(server.errorText()));
    const Json variables = {{"APINIZER_TOKEN", token.toStdString()},
                            {"HTTP_HOSTNAME", "localhost"},
                            {"HTTP_PORT", std::to_string(server.port())},
                            {"NODE_EXTRA_CA_CERTS", certificates.authorityFile().toStdString()},
                            {"TIMEOUT_AS_MS", "30000"}};
    QVERIFY(
        write(home, "portal", {{"command", node().toStdString()}, {"args", {file.toStdString()}}, {"env", variables}}));
    Json now;
    convert(home, u"portal"_s, "node-proxy", now);
    QCOMPARE(now["args"].dump(), std::string(R"(["--profile","apinizer-http"])"));
    QCOMPARE(now["env"].dump(), variables.dump());
    QVERIFY(!leaks(home.said(), token));
}

} // namespace kopru::test

QTEST_GUILESS_MAIN(kopru::test::TestConvert)

#include "tst_convert.moc"
