#include "tests/peers/peers.h"
#include "tests/support/environment.h"

#include <QtTest/QTest>

#include <memory>

namespace kopru::test {

using namespace Qt::StringLiterals;

/// The official Inspector through the bridge, beside a direct connection of the official SDK to the same server: what
/// they get is the same JSON.
class TestInspector final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void results_data();
    void results();

private:
    struct Server
    {
        QString mode;
        QStringList bridge; ///< arguments of kopru-bridge before the address
        std::unique_ptr<Everything> process;
        Json direct; ///< by the number of the request
    };
    std::map<QString, Server> m_servers;
};

namespace {

struct Question
{
    const char *name;
    Json request;
    QStringList arguments; ///< the same for the Inspector
};

const std::vector<Question> &questions()
{
    static const std::vector<Question> all{
        {"tools/list", {{"method", "tools/list"}}, {u"--method"_s, u"tools/list"_s}},
        {"tools/call, text",
         {{"method", "tools/call"},
          {"params", {{"name", "echo"}, {"arguments", {{"message", "köprü \"iki\" \\ taraf"}}}}}},
         {u"--method"_s, u"tools/call"_s, u"--tool-name"_s, u"echo"_s, u"--tool-arg"_s,
          u"message=köprü \"iki\" \\ taraf"_s}},
        {"tools/call, image",
         {{"method", "tools/call"}, {"params", {{"name", "get-tiny-image"}, {"arguments", Json::object()}}}},
         {u"--method"_s, u"tools/call"_s, u"--tool-name"_s, u"get-tiny-image"_s}},
        {"tools/call, structure",
         {{"method", "tools/call"},
          {"params", {{"name", "get-structured-content"}, {"arguments", {{"location", "Chicago"}}}}}},
         {u"--method"_s, u"tools/call"_s, u"--tool-name"_s, u"get-structured-content"_s, u"--tool-arg"_s,
          u"location=Chicago"_s}},
        {"resources/list", {{"method", "resources/list"}}, {u"--method"_s, u"resources/list"_s}},
        {"resources/templates/list",
         {{"method", "resources/templates/list"}},
         {u"--method"_s, u"resources/templates/list"_s}},
        {"resources/read",
         {{"method", "resources/read"}, {"params", {{"uri", "demo://resource/static/document/features.md"}}}},
         {u"--method"_s, u"resources/read"_s, u"--uri"_s, u"demo://resource/static/document/features.md"_s}},
        {"prompts/list", {{"method", "prompts/list"}}, {u"--method"_s, u"prompts/list"_s}},
        {"prompts/get",
         {{"method", "prompts/get"}, {"params", {{"name", "args-prompt"}, {"arguments", {{"city", "İzmir"}}}}}},
         {u"--method"_s, u"prompts/get"_s, u"--prompt-name"_s, u"args-prompt"_s, u"--prompt-args"_s, u"city=İzmir"_s}},
    };
    return all;
}

} // namespace

void TestInspector::initTestCase()
{
    scrubEnvironment();
    QVERIFY2(QFile::exists(node()), "the peers are not installed: npm ci --ignore-scripts in tests/peers");
    const QStringList http{u"http"_s, u"--url"_s};
    m_servers[u"streamableHttp"_s] = {u"streamableHttp"_s, http, {}, {}};
    m_servers[u"sse"_s] = {u"sse"_s, QStringList{u"http"_s, u"--transport"_s, u"sse"_s, u"--url"_s}, {}, {}};
    m_servers[u"sse, found out"_s] = {u"sse"_s, http, {}, {}};
    m_servers[u"ws"_s] = {u"ws"_s, QStringList{u"ws"_s, u"--url"_s}, {}, {}};

    Json requests = Json::array();
    for (const Question &question : questions())
        requests.push_back(question.request);
    for (auto &[name, server] : m_servers) {
        server.process = std::make_unique<Everything>(server.mode);
        QVERIFY2(server.process->waitUntilReady(), server.process->said().constData());
        Home home;
        const Ended direct = home.runProgram(node(), {script(u"results.mjs"_s), server.mode, server.process->url()},
                                             {{}, QByteArray::fromStdString(requests.dump())});
        server.direct = direct.json();
        QVERIFY2(direct.code == 0 && server.direct.size() == requests.size(), explain(direct));
    }
}

void TestInspector::results_data()
{
    QTest::addColumn<QString>("server");
    QTest::addColumn<int>("question");
    for (const auto &[name, server] : m_servers)
        for (std::size_t i = 0; i < questions().size(); ++i)
            QTest::addRow("%s, %s", qPrintable(name), questions().at(i).name) << name << static_cast<int>(i);
}

void TestInspector::results()
{
    QFETCH(QString, server);
    QFETCH(int, question);
    const Server &asked = m_servers.at(server);
    const auto number = static_cast<std::size_t>(question);
    Json arguments = Json::array();
    for (const QString &argument : asked.bridge + QStringList{asked.process->url()})
        arguments.push_back(argument.toStdString());
    Home home;
    const Ended ended =
        inspect(home, {{"command", (programFolder() + u"/kopru-bridge"_s).toStdString()}, {"args", arguments}},
                questions().at(number).arguments);
    QVERIFY2(ended.code == 0, explain(ended));
    const Json result = ended.json();
    QVERIFY2(result.is_object() && !result.empty(), explain(ended));
    QVERIFY2(result == asked.direct.at(number), Json::diff(asked.direct.at(number), result).dump(2).c_str());
}

} // namespace kopru::test

QTEST_GUILESS_MAIN(kopru::test::TestInspector)

#include "tst_inspector.moc"
