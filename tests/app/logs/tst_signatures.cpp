#include "app/logs/signatures.h"
#include "bridge/relay/errors.h"

#include <QtCore/QElapsedTimer>
#include <QtCore/QFile>
#include <QtCore/QRegularExpression>
#include <QtCore/QSet>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using namespace kopru::logs;
namespace contract = kopru::contract;

namespace {

const QLocale english(QLocale::English);
const QLocale turkish(QLocale::Turkish);

const SignatureCatalogue &catalogue()
{
    return SignatureCatalogue::builtIn();
}

QString idOf(const std::optional<Explanation> &explanation)
{
    return explanation ? explanation->id() : u"-"_s;
}

/// What a line means, read as one of a file of Claude's.
std::optional<Explanation> explained(const QByteArray &line, const QString &file = u"mcp-server-portal.log"_s)
{
    return catalogue().explain(parseLine(line, file));
}

/// The rows of the published lines: as they are to be read, by hand.
QList<QStringList> realLines()
{
    QFile table(QStringLiteral(KOPRU_TEST_DATA "/logs/log-lines.tsv"));
    QList<QStringList> rows;
    if (!table.open(QIODevice::ReadOnly))
        return rows;
    table.readLine();
    while (!table.atEnd()) {
        QByteArray line = table.readLine();
        line.chop(1);
        const QStringList row = QString::fromUtf8(line).split(u'\t');
        rows.append(row.first(10) + QStringList{row.mid(10).join(u'\t')});
    }
    return rows;
}

/// A catalogue with one signature, the given members instead of sound ones; an empty value leaves the member out.
QByteArray oneSignature(const QByteArray &member, const QByteArray &value)
{
    QList<std::pair<QByteArray, QByteArray>> members{{"id", R"("a")"},
                                                     {"pattern", R"re("broken (?<what>\\w+)")re"},
                                                     {"where", R"(["stderr"])"},
                                                     {"severity", R"("error")"},
                                                     {"en", R"({"cause":"It is {what}.","remedy":"Mend it."})"},
                                                     {"tr", R"({"cause":"{what} bozuk.","remedy":"Onarın."})"},
                                                     {"examples", R"(["broken pipe"])"},
                                                     {"source", R"("nobody")"}};
    bool found = false;
    for (auto &[name, held] : members) {
        if (name != member)
            continue;
        held = value;
        found = true;
    }
    if (!found && !member.isEmpty())
        members.append({member, value});
    QByteArrayList texts;
    for (const auto &[name, held] : members)
        if (!held.isEmpty())
            texts.append('"' + name + "\":" + held);
    return "{\"signatures\":[{" + texts.join(',') + "}]}";
}

} // namespace

class tst_Signatures : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void catalogueIsSound();
    void words_data();
    void words();
    void examples_data();
    void examples();
    void seenMeansARealLine();
    void realLinesAreExplained_data();
    void realLinesAreExplained();
    void causesOfTheBridge_data();
    void causesOfTheBridge();
    void documents_data();
    void documents();
    void refusedIsNoTimeOut_data();
    void refusedIsNoTimeOut();
    void onlyFailuresOfMessagesCount_data();
    void onlyFailuresOfMessagesCount();
    void harmlessLines_data();
    void harmlessLines();
    void placesCount();
    void partsAreShown();
    void partsOfStrangersAreHarmless();
    void hostileLines_data();
    void hostileLines();
    void faultyCatalogues_data();
    void faultyCatalogues();
    void faultySignatureIsLeftOut();
    void mostTellingOne();
};

void tst_Signatures::catalogueIsSound()
{
    for (const SignatureProblem &problem : catalogue().problems())
        qWarning() << problem.signature << static_cast<int>(problem.fault) << problem.detail;
    QVERIFY(catalogue().problems().isEmpty());
    QVERIFY(catalogue().signatures().size() >= 114); // as many as the facts have
    for (const auto &signature : catalogue().signatures()) {
        QCOMPARE(catalogue().find(signature->id), signature);
        QVERIFY2(signature->causes.isEmpty() || signature->places.contains(Place::Bridge), qPrintable(signature->id));
        QCOMPARE(signature->places.size(), QSet<Place>(signature->places.begin(), signature->places.end()).size());
    }
    for (int i = 0; i <= static_cast<int>(Action::ChooseSettingsFile); ++i) {
        const auto action = static_cast<Action>(i);
        QVERIFY(!actionId(action).isEmpty());
        QCOMPARE(actionFromId(actionId(action)), action);
    }
}

void tst_Signatures::words_data()
{
    QTest::addColumn<QString>("id");
    for (const auto &signature : catalogue().signatures())
        QTest::newRow(qPrintable(signature->id)) << signature->id;
}

/// Both languages, whole sentences, none longer than a person reads at once.
void tst_Signatures::words()
{
    QFETCH(QString, id);
    const auto signature = catalogue().find(id);
    static const QRegularExpression sentenceEnd(uR"((?<=[.?])\s+)"_s);
    static const QRegularExpression blanks(uR"(\s+)"_s);
    for (const QString &text :
         {signature->english.cause, signature->english.remedy, signature->turkish.cause, signature->turkish.remedy}) {
        QVERIFY2(text.endsWith(u'.'), qPrintable(text));
        QVERIFY2(!text.contains(u'!') && !text.contains(u"  "_s), qPrintable(text));
        const QStringList sentences = text.split(sentenceEnd);
        QVERIFY2(sentences.size() <= 3, qPrintable(text));
        for (const QString &sentence : sentences)
            QVERIFY2(sentence.split(blanks).size() <= 20, qPrintable(sentence));
    }
    QVERIFY(signature->english.cause != signature->turkish.cause);
    QVERIFY2(signature->id == u"jsonrpc-schema"_s || signature->turkish.remedy != signature->english.remedy,
             qPrintable(signature->turkish.remedy));
}

void tst_Signatures::examples_data()
{
    QTest::addColumn<QString>("id");
    QTest::addColumn<QString>("example");
    for (const auto &signature : catalogue().signatures())
        for (qsizetype i = 0; i < signature->examples.size(); ++i)
            QTest::addRow("%s %d", qPrintable(signature->id), static_cast<int>(i))
                << signature->id << signature->examples.at(i);
}

/// The precision table: each example is explained by its own signature, wherever that one may occur, and by no other.
/// What is left of the words has no gap.
void tst_Signatures::examples()
{
    QFETCH(QString, id);
    QFETCH(QString, example);
    const auto signature = catalogue().find(id);
    for (const Place place : signature->places) {
        const auto found = catalogue().explain(QByteArrayView(example.toUtf8()), place);
        QVERIFY2(found, qPrintable(placeId(place)));
        QCOMPARE(found->id(), id);
        for (const QLocale &locale : {english, turkish}) {
            const SignatureWords words = found->words(locale);
            for (const QString &text : {words.cause, words.remedy}) {
                static const QRegularExpression gap(uR"((?<!\$)\{|…)"_s);
                QVERIFY2(!text.contains(gap), qPrintable(text));
                QVERIFY2(text.at(0).isUpper() || text.at(0) == u'“' || !text.at(0).isLetter(), qPrintable(text));
            }
        }
    }
    // Where it may not occur it means nothing, or something else that does not call itself its cause.
    if (signature->causes.isEmpty() && !signature->places.contains(Place::Dialog)) {
        const auto elsewhere = catalogue().explain(QByteArrayView(example.toUtf8()), Place::Dialog);
        QVERIFY(!elsewhere || elsewhere->id() != id);
    }
}

void tst_Signatures::seenMeansARealLine()
{
    const QList<QStringList> rows = realLines();
    QCOMPARE(rows.size(), 77);
    for (const auto &signature : catalogue().signatures()) {
        // Qt wants each name once.
        static const QRegularExpression groupName(uR"(\(\?<[a-z]+>)"_s);
        const QRegularExpression pattern(QString::fromUtf8(signature->pattern).replace(groupName, u"("_s));
        QVERIFY2(pattern.isValid(), qPrintable(signature->id));
        const bool seen = std::any_of(rows.begin(), rows.end(), [&pattern](const QStringList &row) {
            return pattern.match(row.at(10)).hasMatch();
        });
        QVERIFY2(seen == signature->seen, qPrintable(signature->id));
    }
}

void tst_Signatures::realLinesAreExplained_data()
{
    QTest::addColumn<QStringList>("row");
    int number = 1;
    for (const QStringList &row : realLines())
        QTest::addRow("%d %s", ++number, qPrintable(row.at(5).left(30))) << row;
}

/// By the signature that was named by hand, and a healthy line by none.
void tst_Signatures::realLinesAreExplained()
{
    QFETCH(QStringList, row);
    const QString kind = row.at(0);
    std::optional<Explanation> found;
    if (kind == u"unknown"_s && row.at(1) == u"raw-stderr"_s)
        found = catalogue().explain(QByteArrayView(row.at(10).toUtf8()), Place::Dialog);
    else
        found = explained(row.at(10).toUtf8(), kind == u"server"_s    ? u"mcp-server-name.log"_s
                                               : kind == u"window"_s  ? u"window.log"_s
                                               : kind == u"unknown"_s ? u"mcp.log"_s
                                                                      : kind);
    QCOMPARE(idOf(found), row.at(8));
}

void tst_Signatures::causesOfTheBridge_data()
{
    QTest::addColumn<int>("cause");
    for (const auto &[cause, id] : contract::detail::causeNames)
        if (cause != contract::Cause::None)
            QTest::newRow(std::string(id).c_str()) << static_cast<int>(cause);
}

/// Every cause of the bridge has its signature, in each of the forms in which the bridge tells it.
void tst_Signatures::causesOfTheBridge()
{
    QFETCH(int, cause);
    const auto what = static_cast<contract::Cause>(cause);
    const auto signature = catalogue().forCause(what);
    QVERIFY(signature);
    const QByteArray id(contract::causeId(what).data(), static_cast<qsizetype>(contract::causeId(what).size()));
    const QByteArray begin = "2026-11-21T10:00:00.000Z kopru-bridge ";
    QCOMPARE(idOf(explained(begin + "server->host tools/call id=3 failed: " + id + " (401) after 12.5 ms")),
             signature->id);
    QCOMPARE(idOf(explained(begin + "host->server notifications/cancelled was not accepted: " + id)), signature->id);
    QCOMPARE(idOf(explained("{\"kopru\":\"trace\",\"phase\":\"http\",\"ms\":9.5,\"ok\":false,\"cause\":\"" + id +
                            "\",\"evidence\":{\"host\":\"portal.example.com\"}}")),
             signature->id);

    kopru::bridge::Failure failure;
    failure.cause = what;
    failure.status = what == contract::Cause::HttpStatus ? 418 : 0;
    failure.evidence = {{"host", "portal.example.com"},
                        {"port", "8443"},
                        {"variable", "HTTP_PORT"},
                        {"item", "kopru/portal"},
                        {"issuer", "Firma Proxy"},
                        {"expires", "2026-01-01"},
                        {"methods", "NTLM"},
                        {"file", "/etc/ca.pem"},
                        {"path", "/mcp"},
                        {"target", "https://b.example"},
                        {"limit", "1000"},
                        {"limit-ms", "30000"},
                        {"encoding", "br"},
                        {"code", "4001"},
                        {"meaning", "idle"}};
    const QByteArray sentence = QByteArray::fromStdString(kopru::bridge::sentence(failure));
    QCOMPARE(idOf(explained(begin + sentence)), signature->id);
    for (const bool apinizer : {false, true}) {
        const QByteArray answer = QByteArray::fromStdString(kopru::bridge::errorAnswer("7", failure, apinizer));
        QCOMPARE(idOf(explained("2026-11-21T10:00:00.000Z [portal] [info] Message from server: " + answer +
                                " { metadata: undefined }")),
                 signature->id);
        QCOMPARE(
            idOf(explained("2026-11-21T10:00:00.000Z [info] [portal] Message from server: " + answer, u"mcp.log"_s)),
            signature->id);
    }
}

void tst_Signatures::documents_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QString>("id");
    QTest::newRow("apinizer: token invalid") << "Error: Unauthorized: Invalid MCP token"_ba << u"http-401"_s;
    QTest::newRow("apinizer: token invalid, WebSocket")
        << "WebSocket error: Unexpected server response: 401"_ba << u"http-401"_s;
    QTest::newRow("apinizer: check your MCP token")
        << "Authentication failed: Check your MCP token"_ba << u"http-401"_s;
    QTest::newRow("apinizer: no permission") << "Error: Forbidden: Access denied"_ba << u"http-403"_s;
    QTest::newRow("apinizer: wrong path") << "Error: Not Found: /apiportal/management/mcp/api"_ba << u"http-404"_s;
    QTest::newRow("apinizer: server error") << "Error: Server Error: 503"_ba << u"http-5xx"_s;
    QTest::newRow("apinizer: status line") << "Status: 502"_ba << u"http-5xx"_s;
    QTest::newRow("apinizer: network") << "Request Error: getaddrinfo ENOTFOUND apiportal.apinizer.com"_ba
                                       << u"enotfound"_s;
    QTest::newRow("apinizer: wrong port") << "Request Error: connect ECONNREFUSED 10.0.0.7:444"_ba << u"econnrefused"_s;
    QTest::newRow("apinizer: no route") << "Request Error: connect EHOSTUNREACH 10.0.0.7:443"_ba
                                        << u"network-unreachable"_s;
    QTest::newRow("apinizer: time-out") << "Error: Request timeout after 30000 seconds"_ba << u"request-timeout"_s;
    QTest::newRow("apinizer: web page") << "Error: Invalid JSON: <html><head>"_ba << u"not-json"_s;
    QTest::newRow("apinizer: no token") << "TypeError: Cannot read properties of undefined (reading 'substring')"_ba
                                        << u"token-variable-missing"_s;
    QTest::newRow("apinizer: package wss") << "Error: Cannot find module 'wss'"_ba << u"websocket-package"_s;
    QTest::newRow("apinizer: close code 1002")
        << "WebSocket closed due to protocol error - possibly authentication failed (code 1002)"_ba << u"ws-1002"_s;
    QTest::newRow("apinizer: command not found") << "sh: 1: node: not found"_ba << u"npx-shell-not-found"_s;
    QTest::newRow("apinizer: file not found")
        << "Error: Cannot find module 'C:\\Users\\ayse\\AppData\\Local\\Claude\\mcp\\apinizer_http_proxy.js'"_ba
        << u"script-missing"_s;
    QTest::newRow("apinizer: permission denied")
        << "sh: 1: /home/ayse/.claude/mcp/apinizer_ws_proxy.js: Permission denied"_ba << u"exit-126"_s;
    QTest::newRow("apinizer: permission denied, reading")
        << "Error: EACCES: permission denied, open '/home/ayse/.claude/mcp/apinizer_ws_proxy.js'"_ba
        << u"file-permission"_s;
    QTest::newRow("apinizer: corporate proxy signs")
        << "Request Error: self-signed certificate in certificate chain"_ba << u"tls-self-signed"_s;
    QTest::newRow("apinizer: certificate code")
        << "Error: Certificate Error: UNABLE_TO_VERIFY_LEAF_SIGNATURE. Set VERIFY_CERTIFICATE=false to bypass"_ba
        << u"tls-incomplete"_s;
    QTest::newRow("apinizer: certificate expired")
        << "Error: Certificate Error: CERT_HAS_EXPIRED. Set VERIFY_CERTIFICATE=false to bypass"_ba << u"tls-expired"_s;
    QTest::newRow("apinizer: proxy") << "Error: tunneling socket could not be established, cause=ECONNREFUSED"_ba
                                     << u"proxy-failed"_s;
    QTest::newRow("apinizer: verification off")
        << "(node:9) Warning: Setting the NODE_TLS_REJECT_UNAUTHORIZED environment variable to '0' makes TLS "
           "connections and HTTPS requests insecure by disabling certificate verification."_ba
        << u"verification-off"_s;
    QTest::newRow("apinizer: insecure mode")
        << "WARNING: Running in INSECURE mode with certificate verification disabled!"_ba << u"verification-off"_s;
    QTest::newRow("agentport: 401") << "Error: Error POSTing to endpoint (HTTP 401): Invalid API key"_ba
                                    << u"http-401"_s;
    QTest::newRow("agentport: variable not expanded")
        << "Error: unknown key ${AGENTPORT_API_KEY}"_ba << u"literal-var"_s;
    QTest::newRow("agentport: npx does not find mcp-remote") << "npm ERR! 404 Not Found - GET"_ba << u"npm-404"_s;
    QTest::newRow("agentport: first launch downloads")
        << "npm warn exec The following package was not found and will be installed: mcp-remote@0.1.29"_ba
        << u"npx-cold-start"_s;
    QTest::newRow("agentport: minimal PATH") << "env: node: No such file or directory"_ba << u"env-node-missing"_s;
    QTest::newRow("agentport: approval") << "approval request timed out"_ba << u"approval-timeout"_s;
    QTest::newRow("alecs: connection refused")
        << "WebSocket error: connect ECONNREFUSED 127.0.0.1:8082"_ba << u"econnrefused"_s;
    QTest::newRow("alecs: firewall") << "WebSocket error: connect ETIMEDOUT 10.0.0.7:8082"_ba << u"etimedout"_s;
    QTest::newRow("alecs: authentication failed") << "WebSocket closed: 1008 Authentication failed"_ba << u"http-401"_s;
    QTest::newRow("alecs: token revoked") << "WebSocket closed: 1008 Invalid token"_ba << u"ws-1008"_s;
    QTest::newRow("alecs: connection drops") << "WebSocket closed: 1006 "_ba << u"ws-1006"_s;
    QTest::newRow("alecs: keep-alive")
        << "sent 1011 (internal error) keepalive ping timeout; no close frame received"_ba << u"ws-1011"_s;
    QTest::newRow("alecs: certificate runs out") << "WebSocket error: certificate has expired"_ba << u"tls-expired"_s;
    QTest::newRow("alecs: intermediate missing")
        << "WebSocket error: unable to verify the first certificate"_ba << u"tls-incomplete"_s;
    QTest::newRow("mcp-api: beta header")
        << "Error: Invalid request - missing required beta header"_ba << u"api-beta-header"_s;
    QTest::newRow("mcp-api: unreachable")
        << "Error: MCP server at https://mcp.example.com/sse unreachable"_ba << u"api-server-unreachable"_s;
    QTest::newRow("mcp-api: token expired") << "Error: Authorization failed - token expired"_ba << u"token-expired"_s;
    QTest::newRow("mcp-api: tool not allowed")
        << "Error: Tool 'ideacode_implement' not in allowed_tools list"_ba << u"api-tool-not-allowed"_s;
    // As the package requests of Python tells a status.
    QTest::newRow("rest-api: 400")
        << "requests.exceptions.HTTPError: 400 Client Error: Bad Request for url: https://a.example/v1"_ba
        << u"http-400"_s;
    QTest::newRow("rest-api: 401")
        << "requests.exceptions.HTTPError: 401 Client Error: Unauthorized for url: https://a.example/v1"_ba
        << u"http-401"_s;
    QTest::newRow("rest-api: 403")
        << "requests.exceptions.HTTPError: 403 Client Error: Forbidden for url: https://a.example/v1"_ba
        << u"http-403"_s;
    QTest::newRow("rest-api: 404")
        << "requests.exceptions.HTTPError: 404 Client Error: Not Found for url: https://a.example/v1"_ba
        << u"http-404"_s;
    QTest::newRow("rest-api: 422")
        << "requests.exceptions.HTTPError: 422 Client Error: Unprocessable Entity for url: https://a.example/v1"_ba
        << u"http-422"_s;
    QTest::newRow("rest-api: 429")
        << "requests.exceptions.HTTPError: 429 Client Error: Too Many Requests for url: https://a.example/v1"_ba
        << u"http-429"_s;
    QTest::newRow("rest-api: 500")
        << "requests.exceptions.HTTPError: 500 Server Error: Internal Server Error for url: https://a.example/v1"_ba
        << u"http-5xx"_s;
    QTest::newRow("rest-api: 418")
        << "requests.exceptions.HTTPError: 418 Client Error: I'm a teapot for url: https://a.example/v1"_ba
        << u"http-other"_s;
    QTest::newRow("rest-api: managed Python") << "error: externally-managed-environment"_ba << u"python-managed"_s;
    QTest::newRow("rest-api: module not found")
        << "ModuleNotFoundError: No module named 'requests'"_ba << u"module-missing"_s;
    QTest::newRow("rest-api: command not found")
        << "bash: line 1: python: command not found"_ba << u"npx-shell-not-found"_s;
    QTest::newRow("rest-api: Python versions")
        << "ERROR: Package 'x' requires a different Python: 3.8.10 not in '>=3.10'"_ba << u"python-version"_s;
}

/// What the five documents' troubleshooting sections speak of, in the words of the programs they use.
void tst_Signatures::documents()
{
    QFETCH(QByteArray, line);
    QFETCH(QString, id);
    QCOMPARE(idOf(explained(line)), id);
}

void tst_Signatures::refusedIsNoTimeOut_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("id");
    const QString server = u"mcp-server-portal.log"_s;
    const QByteArray record = "2026-03-10T15:20:03.000Z [portal] [info] Message from server: ";
    QTest::newRow("the script of Apinizer")
        << record +
               R"({"jsonrpc":"2.0","id":"error","error":{"code":-32001,"message":"Unauthorized: Invalid MCP token"}})"
               " { metadata: undefined }"
        << server << u"http-401"_s;
    QTest::newRow("in mcp.log") << "2026-03-10T15:20:03.000Z [info] [portal] Message from server: "
                                   R"({"jsonrpc":"2.0","id":0,"error":{"code":-32001,"message":"Unauthorized"}})"_ba
                                << u"mcp.log"_s << u"http-401"_s;
    QTest::newRow("as an error of Claude's")
        << "2026-03-10T15:20:03.000Z [portal] [error] McpError: MCP error -32001: Unauthorized: Invalid MCP token"_ba
        << server << u"http-401"_s;
    QTest::newRow("with a status")
        << record + R"({"jsonrpc":"2.0","id":0,"error":{"code":-32001,"message":"HTTP 401"}} { metadata: undefined })"
        << server << u"http-401"_s;
    QTest::newRow("a real time-out")
        << "2026-03-10T15:20:03.000Z [portal] [error] McpError: MCP error -32001: Request timed out"_ba << server
        << u"init-timeout"_s;
}

void tst_Signatures::refusedIsNoTimeOut()
{
    QFETCH(QByteArray, line);
    QFETCH(QString, file);
    QFETCH(QString, id);
    QCOMPARE(idOf(explained(line, file)), id);
}

void tst_Signatures::onlyFailuresOfMessagesCount_data()
{
    QTest::addColumn<QByteArray>("message");
    QTest::addColumn<QString>("id");
    QTest::newRow("a result that quotes a failure")
        << R"(from server: {"jsonrpc":"2.0","id":3,"result":{"content":[{"type":"text","text":"spawn npx ENOENT"}]}})"_ba
        << u"-"_s;
    QTest::newRow("a call that quotes one")
        << R"(from client: {"method":"tools/call","params":{"name":"x","arguments":{"q":"ECONNREFUSED"}},"jsonrpc":"2.0","id":3})"_ba
        << u"-"_s;
    QTest::newRow("arguments with a member error")
        << R"(from client: {"method":"tools/call","params":{"arguments":{"error":"401 Unauthorized"}},"id":3})"_ba
        << u"-"_s;
    QTest::newRow("a result with a member error")
        << R"(from server: {"jsonrpc":"2.0","id":3,"result":{"error":{"message":"401 Unauthorized"}}})"_ba << u"-"_s;
    QTest::newRow("an error that is null")
        << R"(from server: {"jsonrpc":"2.0","id":3,"error":null,"result":{"text":"401 Unauthorized"}})"_ba << u"-"_s;
    QTest::newRow("a result that is cut")
        << R"(from server: {"jsonrpc":"2.0","id":3,"result":{"text":"\"error\":{\"message\":\"401 Unauthorized)"_ba
        << u"-"_s;
    QTest::newRow("an error")
        << R"(from server: {"jsonrpc":"2.0","id":3,"error":{"code":-32000,"message":"connect ECONNREFUSED ::1:80"}})"_ba
        << u"econnrefused"_s;
    QTest::newRow("an error before the id, with blanks")
        << R"(from server: {"error": {"code": -32602, "message": "a \"}\" in it"}, "id": 3})"_ba << u"invalid-params"_s;
    QTest::newRow("an error that is cut")
        << R"(from server: {"jsonrpc":"2.0","id":3,"error":{"code":-32000,"message":"connect ECONNREFUSED ::1:80 an)"_ba
        << u"econnrefused"_s;
    QTest::newRow("the reason of a cancellation")
        << R"(from client: {"method":"notifications/cancelled","params":{"requestId":0,"reason":"MCP error -32001: Request timed out"}})"_ba
        << u"init-timeout"_s;
    QTest::newRow("the short form") << R"(from client: method="tools/call" id=3 params ECONNREFUSED)"_ba << u"-"_s;
}

void tst_Signatures::onlyFailuresOfMessagesCount()
{
    QFETCH(QByteArray, message);
    QFETCH(QString, id);
    QCOMPARE(idOf(explained("2026-03-10T15:20:03.000Z [a] [info] Message " + message + " { metadata: undefined }")),
             id);
    QCOMPARE(idOf(explained("2026-03-10T15:20:03.000Z [info] [a] Message " + message, u"mcp.log"_s)), id);
}

void tst_Signatures::harmlessLines_data()
{
    QTest::addColumn<QByteArray>("line");
    int number = 0;
    for (const char *line :
         {"2026-03-10T15:20:03.000Z [a] [info] Server started and connected successfully { metadata: undefined }",
          "2026-03-10T15:20:03.000Z [a] [info] Using MCP server command: /opt/homebrew/bin/npx with args and path: {",
          "    '-y', 'mcp-remote', 'https://portal.example.com/mcp', '--header', 'Authorization:${AUTH_HEADER}'",
          "    paths: [ '/usr/bin', '/usr/local/bin', [length]: 2 ]",
          "Listening on port 5000",
          "Loaded 403 items",
          "Ready in 502 ms",
          "Connected to MCP WebSocket server",
          "listening on http://127.0.0.1:4041",
          "Secure MCP HTTPS proxy started",
          "- Certificate Verification: true",
          "Status: 200",
          "2026-11-21T10:00:00.000Z kopru-bridge relaying to https://portal.example.com/mcp",
          "2026-11-21T10:00:00.000Z kopru-bridge server->host initialize id=0 result after 12.3 ms",
          "2026-11-21T10:00:00.000Z kopru-bridge host->server tools/call id=401",
          "Tool names: get_token, set_token",
          R"({"kopru":"trace","phase":"resolve","ms":1.25,"ok":true,"evidence":{"address":"127.0.0.1"}})",
          "MCP Server running on stdio",
          "GitHub MCP Server running on stdio",
          "GET /items 200",
          "Authenticated as ayse",
          "Reading configuration from ~/.config/portal.json",
          "[INFO] 12 tools registered",
          "Cache hit rate 0.401"})
        QTest::addRow("%d", ++number) << QByteArray(line);
}

void tst_Signatures::harmlessLines()
{
    QFETCH(QByteArray, line);
    QCOMPARE(idOf(explained(line)), u"-"_s);
}

void tst_Signatures::placesCount()
{
    // A server prints its own words; in a record of Claude's they mean something else.
    QCOMPARE(idOf(explained("Error: database is locked")), u"single-instance-lock"_s);
    QCOMPARE(idOf(explained("2026-03-10T15:20:03.000Z [a] [info] Another tool: database is locked")), u"-"_s);
    QCOMPARE(
        idOf(explained("2026-03-10 15:20:03 [info] LocalMcpServerManager: Closing all (0 servers)", u"main.log"_s)),
        u"config-wiped"_s);
    QCOMPARE(idOf(explained("LocalMcpServerManager: Closing all (0 servers)")), u"-"_s);
    QCOMPARE(placeOf(parseLine("x", u"main1.log"_s)), Place::MainLog);
    QCOMPARE(placeOf(parseLine("x", u"claude.ai-web.log"_s)), Place::WindowLog);
    QCOMPARE(placeOf(parseLine("2026-11-21T10:00:00.000Z kopru-bridge end", u"mcp-server-a.log"_s)), Place::Bridge);
}

void tst_Signatures::partsAreShown()
{
    const auto words = [](const QByteArray &line, const QLocale &locale) {
        const auto found = explained(line);
        return found ? found->words(locale) : SignatureWords{};
    };
    QVERIFY(words("2026-03-10T15:20:03.000Z [a] [error] spawn uvx ENOENT", english).cause.contains(u"“uvx”"_s));
    QVERIFY(words("2026-03-10T15:20:03.000Z [a] [error] spawn uvx ENOENT", turkish).cause.contains(u"“uvx”"_s));
    QVERIFY(words("Error: connect ECONNREFUSED ::1:8082", english).cause.contains(u"(::1, port 8082)"_s));
    QVERIFY(words("Error: connect ECONNREFUSED ::1:8082", turkish).cause.contains(u"::1, bağlantı noktası 8082"_s));
    QVERIFY(words("Error: connection refused", english).cause.endsWith(u"no service listens there."_s));
    // What the bridge saw.
    const QByteArray trace = R"({"kopru":"trace","phase":"resolve","ms":1.25,"ok":false,"cause":"unknown-host",)"
                             R"("evidence":{"host":"portal.example.com","message":"not \"found\""}})";
    QVERIFY(words(trace, english).cause.contains(u"“portal.example.com”"_s));
    const QByteArray answer = "2026-03-10T15:20:03.000Z [a] [info] Message from server: "
                              R"({"jsonrpc":"2.0","id":1,"error":{"code":-32603,"message":"x","data":{"phase":"start",)"
                              R"("cause":"missing-variable","evidence":{"variable":"APINIZER_TOKEN"}}}})";
    QVERIFY(words(answer, turkish).cause.contains(u"APINIZER_TOKEN"_s));
}

void tst_Signatures::partsOfStrangersAreHarmless()
{
    const QByteArray hidden = "Error: getaddrinfo ENOTFOUND \xe2\x80\xae"
                              "evil\x1b[31m.example";
    const auto found = explained(hidden);
    QVERIFY(found);
    const QString cause = found->words(english).cause;
    for (const QChar letter : cause)
        QVERIFY2(letter.isPrint(), qPrintable(cause));
    // Brackets and braces of a stranger are no marks of ours.
    const auto braces = explained("2026-03-10T15:20:03.000Z [a] [error] spawn {port}[x] ENOENT");
    QVERIFY(braces);
    QVERIFY(braces->words(english).cause.contains(u"“{port}[x]”"_s));
    const auto longest = explained("2026-03-10T15:20:03.000Z [a] [error] spawn " + QByteArray(290, 'x') + " ENOENT");
    QVERIFY(longest);
    QVERIFY(longest->words(english).cause.size() < 300);
}

void tst_Signatures::hostileLines_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::newRow("64 MiB") << QByteArray(64 << 20, 'x');
    QTest::newRow("64 MiB of spawn") << QByteArray("spawn ").repeated((64 << 20) / 6);
    QTest::newRow("NULs") << QByteArray(1 << 20, '\0');
    QTest::newRow("no UTF-8") << QByteArray(1 << 20, '\xff');
    QTest::newRow("half a character") << QByteArray("\xc3").repeated(1 << 14);
    QTest::newRow("quotes") << QByteArray("'").repeated(1 << 16);
    QTest::newRow("brackets") << QByteArray("Message from server: ") + QByteArray("{\"params\":").repeated(1 << 14);
    QTest::newRow("lists") << QByteArray("Message from server: {\"a\":") + QByteArray("[").repeated(1 << 16);
    QTest::newRow("backslashes") << QByteArray("Message from client: {\"") + QByteArray("\\").repeated(1 << 16);
    QTest::newRow("begins of many")
        << QByteArray("code 40 status Extension tools.1. npm ERR! ENOENT EACCES ").repeated(1 << 12);
    QTest::newRow("commands without an end") << QByteArray("a: ").repeated(1 << 14);
    QTest::newRow("evidence") << R"({"kopru":"trace","cause":"unknown-host","evidence":{)" +
                                     QByteArray(R"("a":"b",)").repeated(1 << 13);
    QTest::newRow("evidence without an end")
        << R"({"kopru":"trace","cause":"unknown-host","evidence":{"a":")" + QByteArray("\\\\").repeated(1 << 14);
}

void tst_Signatures::hostileLines()
{
    QFETCH(QByteArray, line);
    QElapsedTimer clock;
    clock.start();
    (void)explained(line);
    (void)explained("2026-03-10T15:20:03.000Z [a] [error] " + line, u"mcp.log"_s);
    for (const Place place : {Place::Stderr, Place::Bridge, Place::Dialog, Place::MainLog})
        (void)catalogue().explain(QByteArrayView(line), place);
    // Far above what it takes: six lines in some milliseconds each, without the sanitizers and a busy machine.
    QVERIFY2(clock.elapsed() < 5000, qPrintable(QString::number(clock.elapsed())));
}

void tst_Signatures::faultyCatalogues_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("fault");
    QTest::addColumn<QString>("detail");
    const auto row = [](const char *name, const QByteArray &text, SignatureFault fault, const QString &detail = {}) {
        QTest::newRow(name) << text << static_cast<int>(fault) << detail;
    };
    row("no JSON", "{", SignatureFault::NotJson);
    row("no signatures", "[]", SignatureFault::NotSignatures);
    row("another list", R"({"signatures":{}})", SignatureFault::NotSignatures);
    row("no object", R"({"signatures":[1]})", SignatureFault::WrongType, u"signatures"_s);
    for (const char *member : {"id", "pattern", "where", "severity", "en", "tr", "examples", "source"})
        row((QByteArray("without ") + member).constData(), oneSignature(member, {}), SignatureFault::MissingMember,
            QString::fromLatin1(member));
    row("no remedy", oneSignature("tr", R"({"cause":"x"})"), SignatureFault::MissingMember, u"remedy"_s);
    row("empty cause", oneSignature("en", R"({"cause":" ","remedy":"x"})"), SignatureFault::MissingMember, u"cause"_s);
    row("unknown member", oneSignature("color", "1"), SignatureFault::UnknownMember, u"color"_s);
    row("number as id", oneSignature("id", "1"), SignatureFault::WrongType, u"id"_s);
    row("text as list", oneSignature("where", R"("stderr")"), SignatureFault::WrongType, u"where"_s);
    row("number in a list", oneSignature("examples", "[1]"), SignatureFault::WrongType, u"examples"_s);
    row("text as switch", oneSignature("seen", R"("yes")"), SignatureFault::WrongType, u"seen"_s);
    row("unknown place", oneSignature("where", R"(["moon"])"), SignatureFault::UnknownValue, u"moon"_s);
    row("unknown severity", oneSignature("severity", R"("fatal")"), SignatureFault::UnknownValue, u"fatal"_s);
    row("unknown action", oneSignature("action", R"("dance")"), SignatureFault::UnknownValue, u"dance"_s);
    row("unknown cause", oneSignature("causes", R"(["dance"])"), SignatureFault::UnknownValue, u"dance"_s);
    row("bad pattern", oneSignature("pattern", R"re("broken (?<what>")re"), SignatureFault::BadPattern);
    row("unknown part", oneSignature("en", R"({"cause":"It is {who}.","remedy":"x"})"), SignatureFault::UnknownPart,
        u"who"_s);
    row("bracket", oneSignature("en", R"({"cause":"It is [{what}.","remedy":"x"})"), SignatureFault::UnknownPart,
        u"[]"_s);
}

void tst_Signatures::faultyCatalogues()
{
    QFETCH(QByteArray, text);
    QFETCH(int, fault);
    QFETCH(QString, detail);
    const SignatureCatalogue read = SignatureCatalogue::read(text);
    QVERIFY(read.signatures().empty());
    QCOMPARE(read.problems().size(), 1);
    QCOMPARE(static_cast<int>(read.problems().constFirst().fault), fault);
    if (!detail.isEmpty())
        QCOMPARE(read.problems().constFirst().detail, detail);
}

void tst_Signatures::faultySignatureIsLeftOut()
{
    const SignatureCatalogue sound = SignatureCatalogue::read(oneSignature({}, {}));
    QVERIFY(sound.problems().isEmpty());
    const auto found = sound.explain(QByteArrayView("a broken pipe"), Place::Stderr);
    QVERIFY(found);
    QCOMPARE(found->words(english).cause, u"It is pipe."_s);
    QCOMPARE(found->words(QLocale(QLocale::German)).remedy, u"Mend it."_s);
    QCOMPARE(found->words(turkish).cause, u"pipe bozuk."_s);

    const QByteArray one = oneSignature("causes", R"(["unauthorized"])");
    const QByteArray body = one.sliced(one.indexOf('[') + 1).chopped(2);
    const SignatureCatalogue read = SignatureCatalogue::read("{\"signatures\":[{\"id\":\"x\"}," + body + "," + body +
                                                             "," + QByteArray(body).replace("\"a\"", "\"b\"") + "]}");
    QCOMPARE(read.signatures().size(), std::size_t(1));
    QCOMPARE(read.problems().constFirst().signature, u"x"_s);
    QCOMPARE(static_cast<int>(read.problems().at(read.problems().size() - 2).fault),
             static_cast<int>(SignatureFault::IdTaken));
    QCOMPARE(read.problems().constLast(), (SignatureProblem{SignatureFault::CauseTaken, u"b"_s, u"unauthorized"_s}));
}

void tst_Signatures::mostTellingOne()
{
    const auto of = [](const QByteArray &line) { return *explained(line); };
    const Explanation lost = of("2026-03-10T15:20:03.000Z [a] [info] Server transport closed unexpectedly, this is "
                                "likely due to the process exiting early.");
    const Explanation stray = of("2026-03-10T15:20:03.000Z [a] [error] Unexpected token 'd', \"[dotenv@17.\"... is not "
                                 "valid JSON");
    const Explanation refused = of("Error: Unauthorized: Invalid MCP token");
    const Explanation missing = of("ModuleNotFoundError: No module named 'requests'");
    QVERIFY(!mostTelling({}));
    QCOMPARE(mostTelling({lost})->id(), lost.id());
    QCOMPARE(mostTelling({lost, stray})->id(), stray.id());
    QCOMPARE(mostTelling({stray, refused, lost, missing})->id(), refused.id());
    QCOMPARE(mostTelling({missing, refused})->id(), missing.id());
}

QTEST_GUILESS_MAIN(tst_Signatures)
#include "tst_signatures.moc"
