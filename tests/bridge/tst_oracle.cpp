#include "tests/bridge/bridgeprocess.h"
#include "tests/peers/peers.h"
#include "tests/support/environment.h"
#include "tests/support/testcertificates.h"
#include "tests/support/websocketserver.h"

#include <QtCore/QRegularExpression>
#include <QtTest/QtTest>

#include <atomic>
#include <csignal>

namespace kopru::test {

using namespace Qt::StringLiterals;

namespace {

const QString token = u"mcp_0123456789-of-test"_s;

Json parsed(const QByteArray &text)
{
    return Json::parse(text.begin(), text.end(), nullptr, false);
}

QByteArray shown(const Json &json)
{
    return QByteArray::fromStdString(json.dump(-1, ' ', false, Json::error_handler_t::replace));
}

constexpr int patience = 30000; // ms; the first start of Node on a machine takes its time

/// A running script of the document, as its host sees it.
class ScriptProcess
{
public:
    ScriptProcess(const QString &file, const BridgeProcess::Variables &variables)
    {
        QProcessEnvironment environment;
        environment.insert(u"PATH"_s, u"/usr/bin:/bin"_s);
        for (auto variable = variables.begin(); variable != variables.end(); ++variable)
            environment.insert(variable.key(), variable.value());
        m_process.setProcessEnvironment(environment);
        m_process.start(node(), {file});
    }
    ~ScriptProcess()
    {
        m_process.kill();
        m_process.waitForFinished();
        if (QTest::currentTestFailed())
            qInfo("the script's output:\n%s\nits log:\n%s", m_output.constData(), log().constData());
    }
    ScriptProcess(const ScriptProcess &) = delete;
    ScriptProcess &operator=(const ScriptProcess &) = delete;

    void send(const QByteArray &line)
    {
        m_process.write(line + '\n');
        while (m_process.bytesToWrite() > 0 && m_process.waitForBytesWritten()) {
        }
    }
    void closeInput() { m_process.closeWriteChannel(); }
    void terminate(int signal) { ::kill(static_cast<pid_t>(m_process.processId()), signal); }
    QList<QByteArray> lines()
    {
        m_output += m_process.readAllStandardOutput();
        QList<QByteArray> all = m_output.split('\n');
        all.removeLast();
        return all;
    }
    bool waitForLines(qsizetype count)
    {
        return QTest::qWaitFor([&] { return lines().size() >= count; }, patience);
    }
    bool waitForLog(const QByteArray &part)
    {
        return QTest::qWaitFor([&] { return log().contains(part); }, patience);
    }
    int waitForExit()
    {
        const bool ended = QTest::qWaitFor([&] { return m_process.state() == QProcess::NotRunning; }, patience);
        return ended ? m_process.exitCode() : -1;
    }
    QByteArray log()
    {
        m_log += m_process.readAllStandardError();
        return m_log;
    }

private:
    QProcess m_process;
    QByteArray m_output;
    QByteArray m_log;
};

Response answered(const QByteArray &body, int status = 200)
{
    return {.status = status, .headers = {{"Content-Type"_ba, "application/json"_ba}}, .body = body};
}

} // namespace

/// The two Node scripts of Apinizer's document beside the bridge, at the same server and with the same variables. What
/// they send is the same, and so are the answers of good calls; where a script has a fault, its row shows both.
class TestOracle final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void sendsTheSame_data();
    void sendsTheSame();
    void answersTheSame_data();
    void answersTheSame();
    void answersBetter_data();
    void answersBetter();
    void refusals_data();
    void refusals();
    void certificates_data();
    void certificates();
    void httpsCanBeSwitchedOff();
    void missingToken();
    void timeOut();
    void notificationsAreNotAnswered();
    void lettersCutInTwo();
    void badLines_data();
    void badLines();
    void secretsAreNotLogged();
    void endOfInput();
    void webSocketSendsTheSame();
    void webSocketAnswers_data();
    void webSocketAnswers();
    void webSocketPackage();
    void webSocketPort();
    void webSocketMissingToken();
    void webSocketRefused_data();
    void webSocketRefused();
    void webSocketEarlyLines();
    void webSocketCloses();
    void webSocketLeaves_data();
    void webSocketLeaves();
    void webSocketTimeOut();
    void webSocketSecretsAreNotLogged();

private:
    BridgeProcess::Variables variables(const LoopbackServer &server) const;
    BridgeProcess::Variables variables(const WebSocketServer &server) const;

    QTemporaryDir m_folder;
    std::unique_ptr<TestCertificates> m_certificates;
    QString m_http; ///< apinizer_http_proxy.js
    QString m_ws;   ///< apinizer_ws_proxy.js
};

namespace {

const QStringList httpProfile{u"--profile"_s, u"apinizer-http"_s};
const QStringList wsProfile{u"--profile"_s, u"apinizer-ws"_s};

/// Both at `server` with `variables`: each sends `lines`, one after the other, and is done when it has `answers`.
struct Both
{
    QList<QByteArray> script;
    QList<QByteArray> bridge;
    QByteArray scriptLog;
    QByteArray bridgeLog;
    bool complete = false;
};

Both ask(const QString &script, const QStringList &profile, const BridgeProcess::Variables &variables,
         const QList<QByteArray> &lines, int answers = 1)
{
    Both both;
    ScriptProcess old(script, variables);
    for (const QByteArray &line : lines)
        old.send(line);
    both.complete = old.waitForLines(answers);
    both.script = old.lines();
    both.scriptLog = old.log();
    BridgeProcess bridge(profile, variables);
    for (const QByteArray &line : lines)
        bridge.send(line);
    both.complete = bridge.waitForLines(answers) && both.complete;
    both.bridge = bridge.lines();
    both.bridgeLog = bridge.log();
    return both;
}

} // namespace

BridgeProcess::Variables TestOracle::variables(const LoopbackServer &server) const
{
    return {{u"APINIZER_TOKEN"_s, token},
            {u"HTTP_HOSTNAME"_s, u"localhost"_s},
            {u"HTTP_PORT"_s, QString::number(server.port())},
            {u"TIMEOUT_AS_MS"_s, u"30000"_s},
            {u"NODE_EXTRA_CA_CERTS"_s, m_certificates->authorityFile()}};
}

BridgeProcess::Variables TestOracle::variables(const WebSocketServer &server) const
{
    return {{u"APINIZER_TOKEN"_s, token},
            {u"HTTP_HOSTNAME"_s, u"localhost"_s},
            {u"APINIZER_PORT"_s, QString::number(server.port())},
            {u"TIMEOUT_AS_MS"_s, u"30000"_s},
            {u"NODE_EXTRA_CA_CERTS"_s, m_certificates->authorityFile()}};
}

void TestOracle::initTestCase()
{
    scrubEnvironment();
    QVERIFY2(QFile::exists(node()), "the peers are not installed: npm ci --ignore-scripts in tests/peers");
    m_certificates = std::make_unique<TestCertificates>(m_folder.filePath(u"certificates"_s));
    QVERIFY2(m_certificates->isValid(), qPrintable(m_certificates->errorText()));

    const QString document =
        QString::fromUtf8(Home::read(QStringLiteral(KOPRU_TEST_DATA) + u"/documents/apinizer-api-portal.txt"_s));
    const auto part = [&](const QString &from, const QString &to) {
        const qsizetype begin = document.indexOf(from);
        const qsizetype end = document.indexOf(to, begin);
        return begin < 0 || end < 0 ? QString() : document.mid(begin, end - begin);
    };
    const QString http =
        part(u"#!/usr/bin/env node\nconst http ="_s, u"WebSocket Connection Settings (apinizer_ws_proxy.js)"_s);
    const QString ws = part(u"#!/usr/bin/env node\n\nconst connection ="_s, u"For Setting File Permissions"_s);
    QVERIFY(http.contains(u"Secure MCP"_s) && ws.trimmed().endsWith(u"connect();"_s));
    m_http = m_folder.filePath(u"apinizer_http_proxy.js"_s);
    m_ws = m_folder.filePath(u"apinizer_ws_proxy.js"_s);
    const Home home;
    QVERIFY(home.write(m_http, http.toUtf8()) && home.write(m_ws, ws.toUtf8()));
    // The package that the second script names cannot open a WebSocket; `ws` stands in for it.
    QVERIFY(home.write(m_folder.filePath(u"node_modules/wss/index.js"_s),
                       "module.exports = require('" + peer(u"ws"_s).toUtf8() + "');\n"));
}

void TestOracle::sendsTheSame_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("header");
    QTest::newRow("as unset") << QString() << QString();
    QTest::newRow("own path") << u"/other/way?tenant=1"_s << QString();
    QTest::newRow("own header") << QString() << u"X-Portal-Key"_s;
}

void TestOracle::sendsTheSame()
{
    QFETCH(QString, path);
    QFETCH(QString, header);
    const LoopbackServer server([](const Request &request) { return result(idOf(request.body)); },
                                m_certificates->good());
    BridgeProcess::Variables all = variables(server);
    if (!path.isEmpty())
        all.insert(u"HTTP_PATH"_s, path);
    if (!header.isEmpty())
        all.insert(u"TOKEN_HEADER"_s, header);
    const QList<QByteArray> lines{
        call("0", "initialize", R"({"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"c"}})"),
        R"({"jsonrpc":"2.0","method":"notifications/initialized"})",
        call("\"a\"", "tools/list"),
        call("7", "tools/call", R"({"name":"köprü","arguments":{"n":1.50,"text":"\"\\\u00fc\n","none":null}})"),
        R"({"jsonrpc":"2.0","method":"resources/list","id":8,"extra":[1,{"a":{}}]})",
    };
    // One line at a time: the script sends all at once, and the order on the wire would be chance.
    const auto speak = [&](auto &process) {
        for (qsizetype i = 0; i < lines.size(); ++i) {
            const int before = static_cast<int>(server.requests().size());
            process.send(lines.at(i));
            if (!server.waitForRequests(before + 1, patience))
                return false;
        }
        return process.waitForLines(4);
    };
    ScriptProcess script(m_http, all);
    QVERIFY(speak(script));
    const QList<Request> sent = server.requests();
    BridgeProcess bridge(httpProfile, all);
    QVERIFY(speak(bridge));
    bridge.closeInput();
    QCOMPARE(bridge.waitForExit(), 0);
    const QList<Request> sentByBridge = server.requests().mid(sent.size());

    QCOMPARE(sent.size(), lines.size());
    QCOMPARE(sentByBridge.size(), lines.size());
    const QByteArray tokenHeader = header.isEmpty() ? "APINIZER-TOKEN"_ba : header.toUtf8();
    for (qsizetype i = 0; i < lines.size(); ++i) {
        QCOMPARE(sentByBridge.at(i).method, sent.at(i).method);
        QCOMPARE(sentByBridge.at(i).target, sent.at(i).target);
        for (const QByteArray &name : {"Content-Type"_ba, "Accept"_ba, "Host"_ba, tokenHeader})
            QCOMPARE(sentByBridge.at(i).header(name), sent.at(i).header(name));
        QCOMPARE(sent.at(i).header(tokenHeader), token.toUtf8());
        QVERIFY2(parsed(sentByBridge.at(i).body) == parsed(sent.at(i).body), sentByBridge.at(i).body);
        QCOMPARE(sentByBridge.at(i).body, lines.at(i)); // the script wrote it anew
    }
}

void TestOracle::answersTheSame_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("id");
    QTest::addColumn<QByteArray>("answer"); // ID stands for the id
    const auto row = [](const char *name, const QByteArray &answer, int status = 200) {
        QTest::addRow("%s, number", name) << status << "7"_ba << answer;
        QTest::addRow("%s, text", name) << status << "\"q-7\""_ba << answer;
    };
    row("good", R"({"jsonrpc":"2.0","id":ID,"result":{"tools":[{"name":"a","n":1.5}],"next":null}})");
    row("good, in another order", R"({ "result" : {"a" : [] }, "id" : ID, "jsonrpc" : "2.0" })");
    row("error", R"({"jsonrpc":"2.0","id":ID,"error":{"code":-32601,"message":"yok","data":{"a":null}}})");
    row("error with 400", R"({"jsonrpc":"2.0","id":ID,"error":{"code":-32602,"message":"eksik"}})", 400);
    row("no jsonrpc", R"({"id":ID,"result":{}})");
    row("null jsonrpc", R"({"jsonrpc":null,"id":ID,"result":{}})");
    row("no id", R"({"jsonrpc":"2.0","result":{"a":1}})");
    row("null id", R"({"jsonrpc":"2.0","id":null,"result":{"a":1}})");
    row("neither", R"({"result":{"a":1}})");
    row("null result beside an error", R"({"jsonrpc":"2.0","id":ID,"result":null,"error":{"code":-1,"message":"m"}})");
    row("null error beside a result", R"({"jsonrpc":"2.0","id":ID,"error":null,"result":{}})");
    row("null error, nothing else right", R"({"id":null,"error":null,"result":{"content":[]}})");
    row("result false", R"({"jsonrpc":"2.0","id":ID,"result":false})");
    row("result 0", R"({"jsonrpc":"2.0","id":ID,"result":0})");
    row("result empty", R"({"jsonrpc":"2.0","id":ID,"result":""})");
    row("letters", R"({"jsonrpc":"2.0","id":ID,"result":{"köprü":"iki \"taraf\" \\ \u015f 🌉"}})");
}

void TestOracle::answersTheSame()
{
    QFETCH(int, status);
    QFETCH(QByteArray, id);
    QFETCH(QByteArray, answer);
    answer.replace("ID", id);
    const LoopbackServer server([&](const Request &) { return answered(answer, status); }, m_certificates->good());
    const Both both = ask(m_http, httpProfile, variables(server), {call(id, "tools/list")});
    QVERIFY(both.complete);
    QVERIFY2(parsed(both.bridge.first()) == parsed(both.script.first()), both.bridge.first() + both.script.first());
    QCOMPARE(shown(parsed(both.bridge.first())["id"]), id);
}

void TestOracle::answersBetter_data()
{
    QTest::addColumn<QByteArray>("id");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<QByteArray>("script"); // what it prints
    QTest::addColumn<QByteArray>("bridge"); // what it prints; a cause where it makes an error
    QTest::newRow("neither result nor error")
        << "7"_ba << 200 << R"({"jsonrpc":"2.0","id":7})"_ba << R"({"jsonrpc":"2.0","id":7})"_ba << "not-json-rpc"_ba;
    QTest::newRow("neither result nor error, id as text")
        << R"("q")"_ba << 200 << "{}"_ba << R"({"jsonrpc":"2.0","id":"q"})"_ba << "not-json-rpc"_ba;
    QTest::newRow("id 0 and none in the answer")
        << "0"_ba << 200 << R"({"result":{}})"_ba << R"({"jsonrpc":"2.0","id":"unknown","result":{}})"_ba
        << R"({"jsonrpc":"2.0","id":0,"result":{}})"_ba;
    QTest::newRow("another id") << "7"_ba << 200 << R"({"jsonrpc":"2.0","id":"error","result":{}})"_ba
                                << R"({"jsonrpc":"2.0","id":"error","result":{}})"_ba
                                << R"({"jsonrpc":"2.0","id":7,"result":{}})"_ba;
    QTest::newRow("large id") << "9007199254740993"_ba << 200 << R"({"result":{}})"_ba
                              << R"({"jsonrpc":"2.0","id":9007199254740992,"result":{}})"_ba
                              << R"({"jsonrpc":"2.0","id":9007199254740993,"result":{}})"_ba;
    QTest::newRow("large number") << "7"_ba << 200 << R"({"jsonrpc":"2.0","id":7,"result":{"n":9007199254740993}})"_ba
                                  << R"({"jsonrpc":"2.0","id":7,"result":{"n":9007199254740992}})"_ba
                                  << R"({"jsonrpc":"2.0","id":7,"result":{"n":9007199254740993}})"_ba;
    QTest::newRow("member that the script does not know")
        << "7"_ba << 200 << R"({"jsonrpc":"2.0","id":7,"result":{},"_meta":{"a":1}})"_ba
        << R"({"jsonrpc":"2.0","id":7,"result":{}})"_ba
        << R"({"jsonrpc":"2.0","id":7,"result":{},"_meta":{"a":1}})"_ba;
    QTest::newRow("too many requests, in JSON")
        << "7"_ba << 429 << R"({"message":"slow down"})"_ba << R"({"jsonrpc":"2.0","id":7})"_ba
        << "too-many-requests"_ba;
    QTest::newRow("list") << "7"_ba << 200 << R"([{"jsonrpc":"2.0","id":7,"result":{}}])"_ba
                          << R"({"jsonrpc":"2.0","id":7})"_ba
                          << R"({"jsonrpc":"2.0","id":7,"result":{}})"_ba;
}

void TestOracle::answersBetter()
{
    QFETCH(QByteArray, id);
    QFETCH(int, status);
    QFETCH(QByteArray, answer);
    QFETCH(QByteArray, script);
    QFETCH(QByteArray, bridge);
    const LoopbackServer server([&](const Request &) { return answered(answer, status); }, m_certificates->good());
    const Both both = ask(m_http, httpProfile, variables(server), {call(id, "tools/list")});
    QVERIFY(both.complete);
    QCOMPARE(shown(parsed(both.script.first())), shown(parsed(script)));
    const Json said = parsed(both.bridge.first());
    if (bridge.startsWith('{')) {
        QCOMPARE(shown(said), shown(parsed(bridge)));
    } else {
        QCOMPARE(shown(said["id"]), id);
        QCOMPARE(said["error"]["data"]["cause"].get<std::string>(), bridge.toStdString());
    }
}

void TestOracle::refusals_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("code");
    QTest::newRow("401") << 401 << "text/html"_ba << "<h1>401</h1>"_ba << -32001;
    QTest::newRow("403") << 403 << "application/json"_ba << "{}"_ba << -32002;
    QTest::newRow("404") << 404 << "text/html"_ba << "<h1>404</h1>"_ba << -32003;
    QTest::newRow("500") << 500 << "text/plain"_ba << "oops"_ba << -32603;
    QTest::newRow("503") << 503 << "text/html"_ba << "<h1>503</h1>"_ba << -32603;
    QTest::newRow("a page") << 200 << "text/html"_ba << "<html>portal</html>"_ba << -32700;
    QTest::newRow("cut JSON") << 200 << "application/json"_ba << R"({"jsonrpc":"2.0","id":7,"resu)"_ba << -32700;
}

/// The codes of the document, and the id of the request beside them.
void TestOracle::refusals()
{
    QFETCH(int, status);
    QFETCH(QByteArray, type);
    QFETCH(QByteArray, body);
    QFETCH(int, code);
    const LoopbackServer server(
        [&](const Request &) -> Response {
            return {.status = status, .headers = {{"Content-Type"_ba, type}}, .body = body};
        },
        m_certificates->good());
    const Both both = ask(m_http, httpProfile, variables(server), {call("7", "tools/list")});
    QVERIFY(both.complete);
    const Json script = parsed(both.script.first());
    const Json bridge = parsed(both.bridge.first());
    QCOMPARE(script["error"]["code"].get<int>(), code);
    QCOMPARE(bridge["error"]["code"].get<int>(), code);
    QCOMPARE(shown(script["id"]), "\"error\""_ba); // whose answer is it?
    QCOMPARE(shown(bridge["id"]), "7"_ba);
    QCOMPARE(bridge["error"]["data"]["httpStatus"].get<int>(), status);
}

void TestOracle::certificates_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<bool>("known");
    QTest::addColumn<int>("scriptCode");
    QTest::newRow("expired") << u"expired"_s << true << -32005;
    QTest::newRow("self-signed") << u"self-signed"_s << true << -32005;
    QTest::newRow("unknown authority") << u"good"_s << false << -32603; // UNABLE_TO_VERIFY_LEAF_SIGNATURE
    QTest::newRow("wrong host") << u"wrong-host"_s << true << -32005;   // ERR_TLS_CERT_ALTNAME_INVALID
}

void TestOracle::certificates()
{
    QFETCH(QString, name);
    QFETCH(bool, known);
    QFETCH(int, scriptCode);
    const QString stem = m_folder.filePath(u"certificates/"_s + name);
    const LoopbackServer server([](const Request &request) { return result(idOf(request.body)); },
                                Certificate{stem + u".pem"_s, stem + u".key"_s});
    BridgeProcess::Variables all = variables(server);
    if (!known)
        all.remove(u"NODE_EXTRA_CA_CERTS"_s);
    const Both both = ask(m_http, httpProfile, all, {call("7", "tools/list")});
    QVERIFY(both.complete);
    const Json script = parsed(both.script.first());
    const Json bridge = parsed(both.bridge.first());
    QCOMPARE(script["error"]["code"].get<int>(), scriptCode);
    QCOMPARE(shown(script["id"]), "\"error\""_ba);
    QCOMPARE(bridge["error"]["code"].get<int>(), -32005);
    QCOMPARE(shown(bridge["id"]), "7"_ba);
    QCOMPARE(server.requests().size(), 0);

    // Switched off, both go on, and both say so.
    all.insert(u"VERIFY_CERTIFICATE"_s, u"false"_s);
    const Both open = ask(m_http, httpProfile, all, {call("7", "tools/list")});
    QVERIFY(open.complete);
    QVERIFY(parsed(open.bridge.first()) == parsed(open.script.first()));
    QVERIFY(open.scriptLog.contains("WARNING") && open.bridgeLog.contains("WARNING"));
}

void TestOracle::httpsCanBeSwitchedOff()
{
    // "false" is a text, and a text that is not empty is true: the script goes on with HTTPS.
    const LoopbackServer server([](const Request &request) { return result(idOf(request.body)); });
    BridgeProcess::Variables all = variables(server);
    all.insert(u"USE_HTTPS"_s, u"false"_s);
    all.insert(u"HTTP_HOSTNAME"_s, u"127.0.0.1"_s);
    all.insert(u"TIMEOUT_AS_MS"_s, u"500"_s); // the server waits for the rest of what it cannot understand
    const Both both = ask(m_http, httpProfile, all, {call("7", "tools/list")});
    QVERIFY(both.complete);
    QCOMPARE(shown(parsed(both.script.first())["id"]), "\"error\""_ba);
    QVERIFY(parsed(both.script.first()).contains("error"));
    QCOMPARE(both.bridge.first(), R"({"jsonrpc":"2.0","id":7,"result":{}})"_ba);
    QCOMPARE(server.requests().size(), 1);
}

void TestOracle::missingToken()
{
    const LoopbackServer server([](const Request &request) { return result(idOf(request.body)); },
                                m_certificates->good());
    BridgeProcess::Variables all = variables(server);
    all.remove(u"APINIZER_TOKEN"_s);
    ScriptProcess script(m_http, all);
    script.send(call("7", "initialize"));
    QCOMPARE(script.waitForExit(), 1);
    QCOMPARE(script.lines(), QList<QByteArray>());
    QVERIFY(script.log().contains("TypeError"));

    BridgeProcess bridge(httpProfile, all);
    bridge.send(call("7", "initialize"));
    const QJsonObject error = bridge.error("7");
    QCOMPARE(error["data"_L1]["cause"_L1].toString(), u"missing-variable"_s);
    QVERIFY(error["message"_L1].toString().contains(u"APINIZER_TOKEN"_s));
    QVERIFY(bridge.isRunning());
}

void TestOracle::timeOut()
{
    const ClosedGate never;
    const LoopbackServer server([&](const Request &) -> Response { return {.gate = never.gate()}; },
                                m_certificates->good());
    BridgeProcess::Variables all = variables(server);
    all.insert(u"TIMEOUT_AS_MS"_s, u"300"_s);
    const Both both = ask(m_http, httpProfile, all, {call("7", "tools/list")});
    QVERIFY(both.complete);
    const Json script = parsed(both.script.first());
    const Json bridge = parsed(both.bridge.first());
    QCOMPARE(script["error"]["code"].get<int>(), -32004);
    QCOMPARE(bridge["error"]["code"].get<int>(), -32004);
    QCOMPARE(QByteArray::fromStdString(script["error"]["message"].get<std::string>()),
             "Request timeout after 300 seconds"_ba);
    const QByteArray message = QByteArray::fromStdString(bridge["error"]["message"].get<std::string>());
    QVERIFY2(message.contains("300 ms"), message);
    QCOMPARE(shown(bridge["id"]), "7"_ba);
}

void TestOracle::notificationsAreNotAnswered()
{
    // The script answers a notification that fails, with an id that nobody knows.
    const LoopbackServer server(
        [](const Request &request) -> Response {
            if (methodOf(request.body) == "notifications/initialized")
                return {.status = 500};
            return result(idOf(request.body));
        },
        m_certificates->good());
    ScriptProcess script(m_http, variables(server));
    const QByteArray notice = R"({"jsonrpc":"2.0","method":"notifications/initialized"})";
    script.send(notice);
    QVERIFY(script.waitForLines(1));
    QCOMPARE(shown(parsed(script.lines().first())["id"]), "\"error\""_ba);
    BridgeProcess bridge(httpProfile, variables(server));
    bridge.send(notice);
    bridge.send(call("7", "tools/list"));
    QVERIFY(bridge.answer("7").contains("result"));
    bridge.closeInput();
    QCOMPARE(bridge.waitForExit(), 0);
    QCOMPARE(bridge.lines().size(), 1);
}

void TestOracle::lettersCutInTwo()
{
    // The script turns every piece of the answer into text alone.
    const QByteArray body = R"({"jsonrpc":"2.0","id":7,"result":{"text":"köprü"}})";
    const qsizetype inside = body.indexOf("ö") + 1;
    const auto gate = std::make_shared<Gate>();
    LoopbackServer server(
        [&](const Request &) -> Response {
            return {.headers = {{"Content-Type"_ba, "application/json"_ba}},
                    .chunks = {body.left(inside)},
                    .keepStreamOpen = true};
        },
        m_certificates->good());
    const auto finish = [&](int requests) {
        if (!server.waitForRequests(requests, patience))
            return false;
        QTest::qWait(100); // so that the pieces are read apart
        server.pushToStreams(body.mid(inside));
        server.endStreams();
        return true;
    };
    ScriptProcess script(m_http, variables(server));
    script.send(call("7", "tools/list"));
    QVERIFY(finish(1));
    QVERIFY(script.waitForLines(1));
    QVERIFY(QString::fromUtf8(script.lines().first()).contains(QChar::ReplacementCharacter));
    BridgeProcess bridge(httpProfile, variables(server));
    bridge.send(call("7", "tools/list"));
    QVERIFY(finish(2));
    QCOMPARE(bridge.answer("7"), body);
}

void TestOracle::badLines_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QByteArray>("script"); // the id it answers, and the code
    QTest::addColumn<QList<QByteArray>>("bridge");
    QTest::newRow("no JSON") << "hello"_ba << "\"error\" -32603"_ba << QList<QByteArray>{"null -32700"};
    QTest::newRow("batch") << "[" + call("1", "ping") + "," + call("2", "ping") + "]" << "\"unknown\" 0"_ba
                           << QList<QByteArray>{"1 0", "2 0"};
}

void TestOracle::badLines()
{
    QFETCH(QByteArray, line);
    QFETCH(QByteArray, script);
    QFETCH(QList<QByteArray>, bridge);
    const LoopbackServer server(
        [](const Request &request) -> Response {
            if (request.body.startsWith('['))
                return answered(R"([{"jsonrpc":"2.0","id":1,"result":{}},{"jsonrpc":"2.0","id":2,"result":{}}])");
            return result(idOf(request.body));
        },
        m_certificates->good());
    const auto told = [](const QByteArray &answer) {
        const Json json = parsed(answer);
        const int code = json.contains("error") ? json["error"]["code"].get<int>() : 0;
        return shown(json["id"]) + ' ' + QByteArray::number(code);
    };
    ScriptProcess old(m_http, variables(server));
    old.send(line);
    QVERIFY(old.waitForLines(1));
    QCOMPARE(told(old.lines().first()), script);
    BridgeProcess native(httpProfile, variables(server));
    native.send(line);
    QVERIFY(native.waitForLines(static_cast<int>(bridge.size())));
    native.closeInput();
    QCOMPARE(native.waitForExit(), 0);
    QList<QByteArray> answers;
    for (const QByteArray &answer : native.lines())
        answers.append(told(answer));
    std::sort(answers.begin(), answers.end());
    QCOMPARE(answers, bridge);
}

void TestOracle::secretsAreNotLogged()
{
    const LoopbackServer server(
        [](const Request &request) { return result(idOf(request.body), R"({"text":"confidential"})"); },
        m_certificates->good());
    const Both both = ask(m_http, httpProfile, variables(server), {call("7", "tools/call", R"({"a":"personal"})")});
    QVERIFY(both.complete);
    for (const QByteArray &secret : {token.left(8).toUtf8(), "confidential"_ba, "personal"_ba}) {
        QVERIFY2(both.scriptLog.contains(secret), secret);
        QVERIFY2(!both.bridgeLog.contains(secret), secret);
    }
    QVERIFY(both.bridgeLog.contains("tools/call"));
}

void TestOracle::endOfInput()
{
    // Both answer what is under way; the script has no limit for it, the bridge two seconds.
    const auto gate = std::make_shared<Gate>();
    const LoopbackServer server(
        [&](const Request &request) {
            Response response = result(idOf(request.body));
            response.gate = gate;
            return response;
        },
        m_certificates->good());
    ScriptProcess script(m_http, variables(server));
    BridgeProcess bridge(httpProfile, variables(server));
    script.send(call("7", "tools/list"));
    bridge.send(call("7", "tools/list"));
    QVERIFY(server.waitForRequests(2, patience));
    script.closeInput();
    bridge.closeInput();
    gate->open();
    QCOMPARE(bridge.waitForExit(), 0);
    QCOMPARE(script.waitForExit(), 0);
    QCOMPARE(bridge.lines(), script.lines());
    QCOMPARE(bridge.lines().size(), 1);
}

namespace {

QByteArray answerTo(const WsMessage &message, const QByteArray &result = "{}")
{
    return R"({"jsonrpc":"2.0","id":)" + idOf(message.payload) + R"(,"result":)" + result + '}';
}

WsScript answering()
{
    return {.message = [](const WsMessage &message) -> QList<WsAction> {
        return idOf(message.payload).isEmpty() ? QList<WsAction>{} : QList{WsAction::text(answerTo(message))};
    }};
}

} // namespace

void TestOracle::webSocketSendsTheSame()
{
    const WebSocketServer server(answering(), m_certificates->good());
    const QList<QByteArray> lines{
        call("0", "initialize", R"({"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"c"}})"),
        R"({"jsonrpc":"2.0","method":"notifications/initialized"})",
        call("\"a\"", "tools/list"),
        call("7", "tools/call", R"({"name":"köprü","arguments":{"n":1.50,"text":"\"\\\u00fc\n"}})"),
    };
    const auto speak = [&](auto &process) {
        for (const QByteArray &line : lines) {
            const int before = static_cast<int>(server.messages().size());
            process.send(line);
            if (!server.waitForMessages(before + 1, patience))
                return false;
        }
        return process.waitForLines(3);
    };
    ScriptProcess script(m_ws, variables(server));
    QVERIFY(speak(script));
    const qsizetype before = server.messages().size();
    BridgeProcess bridge(wsProfile, variables(server));
    QVERIFY(speak(bridge));
    bridge.closeInput();
    QCOMPARE(bridge.waitForExit(), 0);

    const QList<Request> upgrades = server.upgrades();
    QCOMPARE(upgrades.size(), 2);
    QCOMPARE(upgrades.at(1).method, upgrades.at(0).method);
    QCOMPARE(upgrades.at(1).target, upgrades.at(0).target);
    QCOMPARE(upgrades.at(1).target, "/apiportal/management/mcp/ws"_ba);
    for (const QByteArray &name : {"Host"_ba, "APINIZER-TOKEN"_ba, "Sec-WebSocket-Version"_ba})
        QCOMPARE(upgrades.at(1).header(name), upgrades.at(0).header(name));
    QCOMPARE(upgrades.at(0).header("APINIZER-TOKEN"), token.toUtf8());
    const QList<WsMessage> messages = server.messages();
    QCOMPARE(before, lines.size());
    QCOMPARE(messages.size(), 2 * lines.size());
    for (qsizetype i = 0; i < lines.size(); ++i) {
        QCOMPARE(messages.at(i).payload, lines.at(i));
        QCOMPARE(messages.at(before + i).payload, lines.at(i));
        QVERIFY(!messages.at(before + i).binary);
    }
    QCOMPARE(bridge.lines(), script.lines());
    QCOMPARE(server.violations(), QList<QByteArray>());
}

void TestOracle::webSocketAnswers_data()
{
    QTest::addColumn<QByteArray>("answer"); // to the call 7
    QTest::addColumn<QByteArray>("better"); // what the bridge makes of it, where the script does not
    QTest::newRow("good") << R"({"jsonrpc":"2.0","id":7,"result":{"a":[1.5,null,"ü"]}})"_ba << QByteArray();
    QTest::newRow("with a line end") << "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{}}\n"_ba << QByteArray();
    QTest::newRow("over several lines") << "{\n \"id\": 7,\n \"result\": {}\n}"_ba << QByteArray();
    QTest::newRow("error") << R"({"jsonrpc":"2.0","id":7,"error":{"code":-1,"message":"yok"}})"_ba << QByteArray();
    QTest::newRow("no jsonrpc") << R"({"id":7,"result":{}})"_ba << QByteArray();
    QTest::newRow("null result beside an error")
        << R"({"id":7,"result":null,"error":{"code":-1,"message":"m"}})"_ba << QByteArray();
    QTest::newRow("null error beside a result") << R"({"id":7,"result":{},"error":null})"_ba << QByteArray();
    QTest::newRow("no id") << R"({"result":{}})"_ba << R"({"jsonrpc":"2.0","id":7,"result":{}})"_ba;
    QTest::newRow("null id") << R"({"id":null,"result":{}})"_ba << R"({"jsonrpc":"2.0","id":7,"result":{}})"_ba;
    QTest::newRow("large number") << R"({"jsonrpc":"2.0","id":7,"result":9007199254740993})"_ba
                                  << R"({"jsonrpc":"2.0","id":7,"result":9007199254740993})"_ba;
    QTest::newRow("notification of the server, then the answer")
        << R"({"jsonrpc":"2.0","method":"notifications/x","params":{"a":1}})"_ba
        << R"({"jsonrpc":"2.0","method":"notifications/x","params":{"a":1}})"_ba;
}

void TestOracle::webSocketAnswers()
{
    QFETCH(QByteArray, answer);
    QFETCH(QByteArray, better);
    const WebSocketServer server({.message = [&](const WsMessage &) { return QList{WsAction::text(answer)}; }},
                                 m_certificates->good());
    const Both both = ask(m_ws, wsProfile, variables(server), {call("7", "tools/list")});
    QVERIFY(both.complete);
    const QByteArray script = shown(parsed(both.script.first()));
    const QByteArray bridge = shown(parsed(both.bridge.first()));
    if (better.isEmpty()) {
        QCOMPARE(bridge, script);
    } else {
        QVERIFY(script != shown(parsed(better)));
        QCOMPARE(bridge, shown(parsed(better)));
    }
}

void TestOracle::webSocketPackage()
{
    // As the document has it, without the stand-in.
    const Home elsewhere;
    const QString file = elsewhere.path(u"apinizer_ws_proxy.js"_s);
    QVERIFY(elsewhere.write(file, Home::read(m_ws)));
    const WebSocketServer server(answering(), m_certificates->good());
    ScriptProcess script(file, variables(server));
    QCOMPARE(script.waitForExit(), 1);
    QVERIFY(script.log().contains("Cannot find module 'wss'"));
}

void TestOracle::webSocketPort()
{
    // The document's own entry names no port.
    const BridgeProcess::Variables all{{u"APINIZER_TOKEN"_s, token}, {u"HTTP_HOSTNAME"_s, u"127.0.0.1"_s}};
    ScriptProcess script(m_ws, all);
    script.send(call("7", "initialize"));
    QCOMPARE(script.waitForExit(), 1);
    QVERIFY(script.log().contains("wss://127.0.0.1:undefined/"));
    QCOMPARE(script.lines(), QList<QByteArray>());

    BridgeProcess::Variables once = all;
    once.insert(u"KOPRU_RETRY_MS"_s, u"0"_s);
    BridgeProcess bridge(wsProfile, once);
    bridge.send(call("7", "initialize"));
    const QJsonObject error = bridge.error("7");
    QCOMPARE(error["data"_L1]["evidence"_L1]["port"_L1].toString(), u"443"_s);
}

void TestOracle::webSocketMissingToken()
{
    const WebSocketServer server(answering(), m_certificates->good());
    BridgeProcess::Variables all = variables(server);
    all.remove(u"APINIZER_TOKEN"_s);
    ScriptProcess script(m_ws, all);
    script.send(call("7", "initialize"));
    QCOMPARE(script.waitForExit(), 1);
    QVERIFY(script.log().contains("TypeError"));
    QCOMPARE(script.lines(), QList<QByteArray>());
    BridgeProcess bridge(wsProfile, all);
    bridge.send(call("7", "initialize"));
    QCOMPARE(bridge.error("7")["data"_L1]["cause"_L1].toString(), u"missing-variable"_s);
    QVERIFY(bridge.isRunning());
}

void TestOracle::webSocketRefused_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<int>("code");
    QTest::newRow("401") << 401 << -32001;
    QTest::newRow("403") << 403 << -32002;
    QTest::newRow("404") << 404 << -32003;
}

void TestOracle::webSocketRefused()
{
    QFETCH(int, status);
    QFETCH(int, code);
    const WebSocketServer server({.upgrade = [&](const Request &) { return WsUpgrade{.status = status}; }},
                                 m_certificates->good());
    ScriptProcess script(m_ws, variables(server));
    script.send(call("7", "initialize"));
    QCOMPARE(script.waitForExit(), 1);
    QCOMPARE(script.lines(), QList<QByteArray>()); // the call is never answered
    BridgeProcess bridge(wsProfile, variables(server));
    bridge.send(call("7", "initialize"));
    const QJsonObject error = bridge.error("7");
    QCOMPARE(error["code"_L1].toInt(), code);
    QCOMPARE(error["data"_L1]["httpStatus"_L1].toInt(), status);
    QVERIFY(bridge.isRunning());
}

void TestOracle::webSocketEarlyLines()
{
    // Lines that come before the WebSocket is open: Node leaves them in the pipe until the script reads.
    const auto gate = std::make_shared<Gate>();
    WsScript script = answering();
    script.upgrade = [gate](const Request &) { return WsUpgrade{.gate = gate}; };
    const WebSocketServer server(script, m_certificates->good());
    ScriptProcess old(m_ws, variables(server));
    BridgeProcess bridge(wsProfile, variables(server));
    for (const char *id : {"1", "2", "3"}) {
        old.send(call(id, "tools/list"));
        bridge.send(call(id, "tools/list"));
    }
    QVERIFY(server.waitForUpgrades(2));
    gate->open();
    QVERIFY(bridge.waitForLines(3));
    QVERIFY(old.waitForLines(3));
}

void TestOracle::webSocketCloses()
{
    std::atomic<bool> closes = true;
    WsScript script = answering();
    script.message = [&](const WsMessage &message) {
        return methodOf(message.payload) == "fatal" && closes.exchange(false)
                   ? QList{WsAction::close(1001, "restart")}
                   : QList{WsAction::text(answerTo(message))};
    };
    const WebSocketServer server(script, m_certificates->good());
    ScriptProcess old(m_ws, variables(server));
    old.send(call("1", "fatal"));
    QCOMPARE(old.waitForExit(), 0);
    QCOMPARE(old.lines(), QList<QByteArray>());

    closes = true;
    BridgeProcess bridge(wsProfile, variables(server));
    bridge.send(call("0", "initialize"));
    QVERIFY(!bridge.answer("0").isEmpty());
    bridge.send(R"({"jsonrpc":"2.0","method":"notifications/initialized"})");
    bridge.send(call("1", "fatal"));
    const QJsonObject error = bridge.error("1");
    QCOMPARE(error["data"_L1]["cause"_L1].toString(), u"websocket-closed"_s);
    QCOMPARE(error["data"_L1]["evidence"_L1]["code"_L1].toString(), u"1001"_s);
    bridge.send(call("2", "tools/list"));
    QVERIFY(bridge.answer("2").contains("result"));
    QCOMPARE(bridge.lines().size(), 3);
}

void TestOracle::webSocketLeaves_data()
{
    QTest::addColumn<int>("signal");
    QTest::newRow("end of input") << 0;
    QTest::newRow("SIGTERM") << SIGTERM;
}

void TestOracle::webSocketLeaves()
{
    // A call is under way when the host leaves.
    QFETCH(int, signal);
    const auto gate = std::make_shared<Gate>();
    const WebSocketServer server({.message =
                                      [&](const WsMessage &message) {
                                          WsAction action = WsAction::text(answerTo(message));
                                          action.gate = gate;
                                          return QList{action};
                                      }},
                                 m_certificates->good());
    ScriptProcess script(m_ws, variables(server));
    BridgeProcess bridge(wsProfile, variables(server));
    script.send(call("7", "tools/list"));
    bridge.send(call("7", "tools/list"));
    QVERIFY(server.waitForMessages(2, patience));
    if (signal == 0) {
        script.closeInput();
        bridge.closeInput();
        QVERIFY(server.waitForCloses(1)); // the script's
    } else {
        script.terminate(signal);
        bridge.terminate(signal);
        QCOMPARE(script.waitForExit(), 0);
    }
    gate->open();
    QVERIFY(bridge.answer("7").contains("result"));
    QCOMPARE(bridge.waitForExit(), 0);
    QCOMPARE(script.waitForExit(), 0);
    QCOMPARE(script.lines(), QList<QByteArray>()); // lost
    QCOMPARE(bridge.lines().size(), 1);
}

void TestOracle::webSocketTimeOut()
{
    // The script takes no notice of TIMEOUT_AS_MS.
    const WebSocketServer server({}, m_certificates->good());
    BridgeProcess::Variables all = variables(server);
    all.insert(u"TIMEOUT_AS_MS"_s, u"300"_s);
    ScriptProcess script(m_ws, all);
    script.send(call("7", "tools/list"));
    QVERIFY(server.waitForMessages(1, patience));
    BridgeProcess bridge(wsProfile, all);
    bridge.send(call("7", "tools/list"));
    const QJsonObject error = bridge.error("7");
    QCOMPARE(error["code"_L1].toInt(), -32004);
    QCOMPARE(error["data"_L1]["cause"_L1].toString(), u"timed-out"_s);
    QCOMPARE(script.lines(), QList<QByteArray>());
}

void TestOracle::webSocketSecretsAreNotLogged()
{
    const WebSocketServer server({.message =
                                      [](const WsMessage &message) {
                                          return QList{WsAction::text(answerTo(message, R"({"text":"confidential"})"))};
                                      }},
                                 m_certificates->good());
    const Both both = ask(m_ws, wsProfile, variables(server), {call("7", "tools/call", R"({"a":"personal"})")});
    QVERIFY(both.complete);
    for (const QByteArray &secret : {token.left(8).toUtf8(), "confidential"_ba, "personal"_ba}) {
        QVERIFY2(both.scriptLog.contains(secret), secret);
        QVERIFY2(!both.bridgeLog.contains(secret), secret);
    }
}

} // namespace kopru::test

QTEST_GUILESS_MAIN(kopru::test::TestOracle)

#include "tst_oracle.moc"
