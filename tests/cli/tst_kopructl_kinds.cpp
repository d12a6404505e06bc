#include "tests/cli/home.h"
#include "tests/support/environment.h"
#include "tests/support/mcpscript.h"
#include "tests/support/websocketserver.h"

#include <QtTest/QTest>

/// Every kind of server from the command line: added, listed, changed, judged, tested.
namespace kopru::test {

using namespace Qt::StringLiterals;

namespace {

const QByteArray secret = "V4lue-For-Tests"_ba;

Json entryIn(const Home &home, const char *name)
{
    const Json config = Json::parse(home.config().toStdString(), nullptr, false);
    return config.is_object() ? config.value(Json::json_pointer(std::string("/mcpServers/") + name), Json()) : Json();
}

QStringList addOf(const QString &kind, const QStringList &values)
{
    QStringList arguments{u"add"_s, u"new"_s, u"--kind"_s, kind};
    for (const QString &value : values)
        arguments += {u"--set"_s, value};
    return arguments;
}

/// The state of a step in the report of `test`, or its absence.
std::string stateOf(const Json &report, const char *step)
{
    for (const Json &one : report.value("steps", Json::array()))
        if (one.value("step", "") == step)
            return one.value("state", "");
    return "absent";
}

} // namespace

class TestKopructlKinds final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { scrubEnvironment(); }
    void add_data();
    void add();
    void refused_data();
    void refused();
    void warns();
    void changes();
    void testsAWebSocket_data();
    void testsAWebSocket();
    void helpNamesEveryKind();
};

void TestKopructlKinds::add_data()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QStringList>("values");
    QTest::addColumn<QByteArray>("arguments");
    QTest::addColumn<QByteArray>("environment");
    QTest::addColumn<QByteArray>("address"); ///< as `list` shows it
    QTest::newRow("apinizer-ws")
        << u"apinizer-ws"_s << QStringList{u"host=portal.example"_s, u"port=8443"_s}
        << R"(["--profile","apinizer-ws"])"_ba
        << R"({"APINIZER_PORT":"8443","APINIZER_TOKEN":"%","HTTP_HOSTNAME":"portal.example"})"_ba
        << "wss://portal.example:8443/apiportal/management/mcp/ws"_ba;
    QTest::newRow("agentport") << u"agentport"_s << QStringList() << R"(["--profile","agentport"])"_ba
                               << R"({"AGENTPORT_API_KEY":"%"})"_ba << "https://app.agentport.sh/mcp"_ba;
    QTest::newRow("agentport of a company") << u"agentport"_s << QStringList{u"url=https://agentport.example/mcp"_s}
                                            << R"(["--profile","agentport","--url","https://agentport.example/mcp"])"_ba
                                            << R"({"AGENTPORT_API_KEY":"%"})"_ba << "https://agentport.example/mcp"_ba;
    QTest::newRow("alecs-ws") << u"alecs-ws"_s
                              << QStringList{u"url=wss://alecs.example:8082/mcp"_s, u"verify-certificate=false"_s}
                              << R"(["--profile","alecs-ws"])"_ba
                              << R"({"ALECS_TOKEN":"%","ALECS_WS_URL":"wss://alecs.example:8082/mcp",)"
                                 R"("VERIFY_CERTIFICATE":"false"})"_ba
                              << "wss://alecs.example:8082/mcp"_ba;
    QTest::newRow("remote") << u"remote"_s << QStringList{u"url=wss://far.example/mcp"_s}
                            << R"(["ws","--url","wss://far.example/mcp","--header",)"
                               R"("Authorization: Bearer ${KOPRU_TOKEN}"])"_ba
                            << R"({"KOPRU_TOKEN":"%"})"_ba << "wss://far.example/mcp"_ba;
}

void TestKopructlKinds::add()
{
    QFETCH(QString, kind);
    QFETCH(QStringList, values);
    QFETCH(QByteArray, arguments);
    QFETCH(QByteArray, environment);
    QFETCH(QByteArray, address);
    Home home;
    const Ended ended = home.run(addOf(kind, values) + QStringList{u"--secret"_s, u"--json"_s}, {{}, secret});
    QVERIFY2(ended.code == 0, ended.out.constData());
    const Json entry = entryIn(home, "new");
    QCOMPARE(entry.value("command", ""), home.bridge().toStdString());
    QCOMPARE(QByteArray::fromStdString(entry["args"].dump()), arguments);
    QCOMPARE(QByteArray::fromStdString(entry["env"].dump()), environment.replace('%', secret));
    const Json listed = home.run({u"list"_s, u"--json"_s}).json()["servers"][0];
    QCOMPARE(listed.value("kind", ""), kind.toStdString());
    QVERIFY2(QByteArray::fromStdString(listed.dump()).contains(address), listed.dump().c_str());
    QVERIFY(home.run({u"list"_s}).out.contains(address));
    QCOMPARE(home.run({u"check"_s}).code, 0);
    QVERIFY(!leaks(home.said(), secret));
}

void TestKopructlKinds::refused_data()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QStringList>("values");
    QTest::addColumn<QByteArray>("input");
    QTest::addColumn<QByteArray>("field"); ///< to blame; empty: the command line
    QTest::newRow("no address") << u"alecs-ws"_s << QStringList() << secret << "url"_ba;
    QTest::newRow("a web address") << u"alecs-ws"_s << QStringList{u"url=https://h.example/mcp"_s} << secret
                                   << "url"_ba;
    QTest::newRow("the document's example")
        << u"alecs-ws"_s << QStringList{u"url=ws://your-server-ip:8082/mcp"_s} << secret << "url"_ba;
    QTest::newRow("a WebSocket address") << u"agentport"_s << QStringList{u"url=wss://h.example/mcp"_s} << secret
                                         << "url"_ba;
    QTest::newRow("the document's key") << u"agentport"_s << QStringList() << "ap_your_key_here"_ba << "token"_ba;
    QTest::newRow("a port that is none") << u"apinizer-ws"_s << QStringList{u"host=h.example"_s, u"port=70000"_s}
                                         << secret << "port"_ba;
    QTest::newRow("a path, which is fixed")
        << u"apinizer-ws"_s << QStringList{u"host=h.example"_s, u"path=/mcp"_s} << secret << QByteArray();
    QTest::newRow("no token") << u"agentport"_s << QStringList() << QByteArray() << QByteArray();
}

void TestKopructlKinds::refused()
{
    QFETCH(QString, kind);
    QFETCH(QStringList, values);
    QFETCH(QByteArray, input);
    QFETCH(QByteArray, field);
    Home home;
    const Ended ended = home.run(addOf(kind, values) + QStringList{u"--json"_s}, {{}, input});
    QCOMPARE(ended.code, 2);
    const Json error = ended.json()["error"];
    QCOMPARE(error.value("id", "") == "bad-field", !field.isEmpty());
    QCOMPARE(error.value("field", ""), field.toStdString());
    QVERIFY(!QFile::exists(home.configFile()));
    QVERIFY(!leaks(home.said(), secret));
}

/// What may be right is written, and said.
void TestKopructlKinds::warns()
{
    Home home;
    const Ended ended =
        home.run(addOf(u"alecs-ws"_s, {u"url=ws://203.0.113.7:8082/mcp"_s}), {{}, "tok_95c60907606b4856"_ba});
    QCOMPARE(ended.code, 0);
    QVERIFY2(ended.out.contains("wss://"), ended.out.constData());
    QVERIFY2(ended.out.contains("ID"), ended.out.constData());
}

void TestKopructlKinds::changes()
{
    Home home;
    QCOMPARE(home.run(addOf(u"alecs-ws"_s, {u"url=ws://localhost:8082/mcp"_s}), {{}, secret}).code, 0);
    const Ended ended = home.run({u"set"_s, u"new"_s, u"--set"_s, u"url=wss://alecs.example/mcp"_s});
    QVERIFY2(ended.code == 0, ended.err.constData());
    const Json entry = entryIn(home, "new");
    QCOMPARE(entry["env"].value("ALECS_WS_URL", ""), std::string("wss://alecs.example/mcp"));
    QCOMPARE(entry["env"].value("ALECS_TOKEN", ""), secret.toStdString());
}

void TestKopructlKinds::testsAWebSocket_data()
{
    QTest::addColumn<QByteArray>("token");
    QTest::addColumn<bool>("good");
    QTest::newRow("right token") << secret << true;
    QTest::newRow("wrong token") << "another-token"_ba << false;
}

void TestKopructlKinds::testsAWebSocket()
{
    QFETCH(QByteArray, token);
    QFETCH(bool, good);
    const WebSocketServer server(
        {.upgrade =
             [](const Request &request) {
                 return WsUpgrade{.status = request.header("Authorization") == "Bearer " + secret ? 101 : 401};
             },
         .message =
             [](const WsMessage &message) {
                 const QByteArray answer = mcpAnswer(message.payload);
                 return answer.isEmpty() ? QList<WsAction>() : QList{WsAction::text(answer)};
             }});
    Home home;
    QCOMPARE(home.run(addOf(u"alecs-ws"_s, {u"url="_s + server.url(u"/mcp"_s)}), {{}, token}).code, 0);
    const Ended ended = home.run({u"test"_s, u"new"_s, u"--json"_s});
    QCOMPARE(ended.code, good ? 0 : 1);
    const Json network = ended.json()["network"];
    QCOMPARE(network.value("outcome", ""), std::string(good ? "passed" : "failed"));
    QCOMPARE(stateOf(network, "websocket"), std::string("passed"));
    QCOMPARE(stateOf(network, "authentication"), std::string(good ? "passed" : "failed"));
    QCOMPARE(stateOf(network, "tools"), std::string(good ? "passed" : "skipped"));
    QCOMPARE(stateOf(network, "http"), std::string("absent"));
    if (!good)
        QVERIFY2(ended.out.contains("401"), ended.out.constData());
    QVERIFY(!leaks(home.said(), token));
}

void TestKopructlKinds::helpNamesEveryKind()
{
    Home home;
    const QByteArray help = home.run({u"add"_s, u"--help"_s}).out;
    for (const char *kind : {"apinizer-http", "apinizer-ws", "agentport", "alecs-ws", "remote", "local"})
        QVERIFY2(help.contains(kind), kind);
}

} // namespace kopru::test

QTEST_GUILESS_MAIN(kopru::test::TestKopructlKinds)
#include "tst_kopructl_kinds.moc"
