#include "app/logs/serverstates.h"

#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using namespace kopru::logs;
using Phase = ServerState::Phase;

namespace {

/// A record of `portal` in its own log, so many milliseconds after ten o'clock.
Line own(int milliseconds, const QByteArray &text, const QByteArray &level = "info")
{
    const QTime clock = QTime(10, 0).addMSecs(milliseconds);
    return parseLine("2026-03-10T" + clock.toString(u"HH:mm:ss.zzz"_s).toLatin1() + "Z [portal] [" + level + "] " +
                         text + " { metadata: undefined }",
                     u"mcp-server-portal.log"_s);
}

/// The same record in mcp.log.
Line common(int milliseconds, const QByteArray &text, const QByteArray &level = "info")
{
    const QTime clock = QTime(10, 0).addMSecs(milliseconds);
    return parseLine("2026-03-10T" + clock.toString(u"HH:mm:ss.zzz"_s).toLatin1() + "Z [" + level + "] [portal] " +
                         text,
                     u"mcp.log"_s);
}

Line printed(const QByteArray &text)
{
    return parseLine(text, u"mcp-server-portal.log"_s);
}

const QByteArray unexpectedly =
    "Server transport closed unexpectedly, this is likely due to the process exiting early.";
const QByteArray disconnected =
    "Server disconnected. For troubleshooting guidance, please visit our [debugging documentation](https://x)";
const QByteArray answer = R"(Message from server: {"jsonrpc":"2.0","id":0,"result":{"protocolVersion":"2025-06-18",)"
                          R"("capabilities":{"tools":{}},"serverInfo":{"name":"portal-mcp","version":"1.4.2"}}})";
const QByteArray question =
    R"(Message from client: {"method":"initialize","params":{"protocolVersion":"2025-06-18",)"
    R"("capabilities":{},"clientInfo":{"name":"claude-ai","version":"0.1.0"}},"jsonrpc":"2.0","id":0})";

QList<Line> start(int milliseconds, Line (*line)(int, const QByteArray &, const QByteArray &) = own)
{
    return {line(milliseconds, "Initializing server...", "info"),
            line(milliseconds + 5, "Using MCP server command: /usr/bin/portal-mcp with args and path: {", "info"),
            line(milliseconds + 40, "Server started and connected successfully", "info"),
            line(milliseconds + 45, question, "info")};
}

QString reasonOf(const ServerState &state)
{
    return state.reason ? state.reason->id() : u"-"_s;
}

ServerState after(const QList<Line> &lines)
{
    ServerStates states;
    states.feed(lines);
    return states.state(u"portal"_s);
}

QDateTime at(int milliseconds)
{
    return {QDate(2026, 3, 10), QTime(10, 0).addMSecs(milliseconds), QTimeZone::utc()};
}

} // namespace

class tst_ServerStates : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void startedThenConnected();
    void laterAnswersShowThatItIsConnected_data();
    void laterAnswersShowThatItIsConnected();
    void lost_data();
    void lost();
    void oldErrorIsNoReason();
    void startsAgain();
    void bothLogsTellTheSame();
    void bothLogsOneBehindTheOther();
    void copies();
    void claudeIsStartedAgain();
    void clockIsSetBack();
    void severalServers();
    void oldLines();
    void printedTextIsNoRecord();
    void refusedToken();
    void changesAreNamed();
    void realLines();
    void cutAnywhere();
};

void tst_ServerStates::startedThenConnected()
{
    ServerStates states;
    QCOMPARE(states.state(u"portal"_s).phase, Phase::Unknown);
    states.feed(start(0));
    QCOMPARE(states.state(u"portal"_s).phase, Phase::Started); // Claude calls a process that runs "connected"
    QCOMPARE(states.state(u"portal"_s).since, at(0));
    QCOMPARE(states.state(u"portal"_s).starts, 1);
    states.feed(own(300, answer));
    const ServerState state = states.state(u"portal"_s);
    QCOMPARE(state.phase, Phase::Connected);
    QCOMPARE(state.since, at(300));
    QCOMPARE(state.protocol, u"2025-06-18"_s);
    QCOMPARE(state.name, u"portal-mcp"_s);
    QCOMPARE(state.version, u"1.4.2"_s);
    QVERIFY(!state.reason);
}

void tst_ServerStates::laterAnswersShowThatItIsConnected_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("connected");
    QTest::newRow("the host says so")
        << R"(Message from client: {"method":"notifications/initialized","jsonrpc":"2.0"})"_ba << true;
    QTest::newRow("the host says so, short") << R"(Message from client: method="notifications/initialized")"_ba << true;
    QTest::newRow("list of tools") << R"(Message from server: {"jsonrpc":"2.0","id":1,"result":{"tools":[]}})"_ba
                                   << true;
    QTest::newRow("an answer that is cut")
        << R"(Message from server: {"jsonrpc":"2.0","id":1,"result":{"tools":[{"name":"a)"_ba << true;
    QTest::newRow("short form") << R"(Message from server: id=0 result)"_ba << true;
    QTest::newRow("short form of an error") << R"(Message from server: id=0 error)"_ba << false;
    QTest::newRow("an error")
        << R"(Message from server: {"jsonrpc":"2.0","id":0,"error":{"code":-32601,"message":"Method not found"}})"_ba
        << false;
    QTest::newRow("a message of its own")
        << R"(Message from server: {"jsonrpc":"2.0","method":"notifications/message","params":{}})"_ba << false;
    QTest::newRow("a question of the host")
        << R"(Message from client: {"method":"tools/list","jsonrpc":"2.0","id":1})"_ba << false;
}

void tst_ServerStates::laterAnswersShowThatItIsConnected()
{
    QFETCH(QByteArray, text);
    QFETCH(bool, connected);
    QCOMPARE(after(start(0) << own(300, text)).phase, connected ? Phase::Connected : Phase::Started);
}

void tst_ServerStates::lost_data()
{
    QTest::addColumn<QList<Line>>("lines");
    QTest::addColumn<bool>("orderly");
    QTest::addColumn<QString>("reason");
    const QList<Line> begun = start(0);
    const QList<Line> connected = begun + QList<Line>{own(300, answer)};
    QTest::newRow("command not found") << QList<Line>{own(0, "Initializing server..."),
                                                      own(20, "spawn npx ENOENT", "error"),
                                                      own(25, "Client transport closed"),
                                                      own(26, disconnected, "error")}
                                       << false << u"spawn-enoent-npx"_s;
    QTest::newRow("closed before it is explained")
        << QList<Line>{own(0, "Initializing server..."), own(25, "Client transport closed"),
                       own(26, disconnected, "error"), printed("sh: 1: node: not found")}
        << false << u"npx-shell-not-found"_s;
    QTest::newRow("standard error says why")
        << begun + QList<Line>{printed("Traceback (most recent call last):"),
                               printed("ModuleNotFoundError: No module named 'requests'"), own(400, unexpectedly),
                               own(401, "Client transport closed"), own(402, disconnected, "error")}
        << false << u"module-missing"_s;
    QTest::newRow("the first error counts")
        << begun + QList<Line>{printed("Error: getaddrinfo ENOTFOUND portal.example.com"),
                               printed("Error: write EPIPE"), printed("Error: Cannot find module 'x'"),
                               own(400, unexpectedly)}
        << false << u"enotfound"_s;
    QTest::newRow("stray text is no reason beside an error")
        << begun + QList<Line>{own(350, "Unexpected token 'd', \"[dotenv@17.\"... is not valid JSON {", "error"),
                               printed("Error: Unauthorized: Invalid MCP token"), own(400, unexpectedly)}
        << false << u"http-401"_s;
    QTest::newRow("nothing but its end") << begun + QList<Line>{own(400, unexpectedly)} << false
                                         << u"transport-closed-unexpectedly"_s;
    QTest::newRow("nothing but the farewell")
        << begun + QList<Line>{own(400, disconnected, "error")} << false << u"server-disconnected"_s;
    QTest::newRow("no answer in time")
        << begun +
               QList<Line>{own(60045, R"(Message from client: {"jsonrpc":"2.0","method":"notifications/cancelled",)"
                                      R"("params":{"requestId":0,"reason":"MCP error -32001: Request timed out"}})"),
                           own(60050, "Client transport closed"), own(60051, disconnected, "error")}
        << false << u"init-timeout"_s;
    QTest::newRow("lost after it worked")
        << connected + QList<Line>{own(90000, "Message from client: x"), printed("Error: read ECONNRESET"),
                                   own(95000, unexpectedly)}
        << false << u"econnreset"_s;
    QTest::newRow("Claude quits") << connected + QList<Line>{own(9000, "Shutting down server..."),
                                                             own(9010, "Client transport closed"),
                                                             own(9020, "Server transport closed")}
                                  << true << u"-"_s;
    QTest::newRow("Claude stops it") << connected +
                                            QList<Line>{own(9000, "Server transport closed (intentional shutdown)")}
                                     << true << u"-"_s;
    QTest::newRow("closed, and nobody complains")
        << connected + QList<Line>{own(9000, "Server transport closed")} << true << u"-"_s;
    QTest::newRow("an error while it is shut down is none")
        << connected + QList<Line>{own(9000, "Shutting down server..."), printed("Error: write EPIPE"),
                                   own(9010, "Client transport closed")}
        << true << u"-"_s;
    QTest::newRow("shut down long after it was lost")
        << begun + QList<Line>{own(400, unexpectedly), own(401, "Client transport closed"),
                               own(34000, "Shutting down server...")}
        << false << u"transport-closed-unexpectedly"_s;
    QTest::newRow("the log begins with the end")
        << QList<Line>{own(20, "spawn uvx ENOENT", "error"), own(25, "Server transport closed")} << false
        << u"spawn-enoent-uv"_s;
}

void tst_ServerStates::lost()
{
    QFETCH(QList<Line>, lines);
    QFETCH(bool, orderly);
    QFETCH(QString, reason);
    const ServerState state = after(lines);
    QCOMPARE(state.phase, Phase::Lost);
    QCOMPARE(state.orderly, orderly);
    QCOMPARE(reasonOf(state), reason);
    QCOMPARE(state.evidence.isEmpty(), reason == u"-"_s);
    QVERIFY(state.since);
}

void tst_ServerStates::oldErrorIsNoReason()
{
    const QList<Line> connected = start(0) << own(300, answer);
    const Line refused = own(1000, "Error: Forbidden: Access denied", "error");
    QCOMPARE(reasonOf(after(connected + QList<Line>{refused, own(5000, unexpectedly)})), u"http-403"_s);
    QCOMPARE(reasonOf(after(connected + QList<Line>{refused, own(3600000, unexpectedly)})),
             u"transport-closed-unexpectedly"_s);
    // Nor is one of a run before.
    QCOMPARE(reasonOf(after(connected + QList<Line>{refused, own(1100, unexpectedly)} + start(2000) +
                            QList<Line>{own(2500, unexpectedly)})),
             u"transport-closed-unexpectedly"_s);
    // While it is not connected, the first error of the run counts however long ago.
    QCOMPARE(reasonOf(after(start(0) << printed("Error: connect ECONNREFUSED ::1:80") << own(59000, unexpectedly))),
             u"econnrefused"_s);
}

void tst_ServerStates::startsAgain()
{
    ServerStates states;
    states.feed(start(0) << printed("Error: connect ECONNREFUSED ::1:80"));
    QCOMPARE(reasonOf(states.state(u"portal"_s)), u"econnrefused"_s); // what hinders it so far
    states.feed({own(400, unexpectedly), own(401, disconnected, "error")});
    QCOMPARE(states.state(u"portal"_s).phase, Phase::Lost);
    states.feed(start(5000));
    ServerState state = states.state(u"portal"_s);
    QCOMPARE(state.phase, Phase::Started);
    QCOMPARE(state.starts, 2);
    QVERIFY(!state.reason);
    QVERIFY(state.evidence.isEmpty());
    states.feed(own(5300, answer));
    state = states.state(u"portal"_s);
    QCOMPARE(state.phase, Phase::Connected);
    QCOMPARE(state.since, at(5300));
}

/// The two logs, record by record, as Follower gives them out in time order.
void tst_ServerStates::bothLogsTellTheSame()
{
    QList<Line> lines;
    const QList<Line> mine = start(0) << own(300, answer);
    const QList<Line> theirs = start(0, common) << common(300, answer);
    for (qsizetype i = 0; i < mine.size(); ++i)
        lines << mine.at(i) << theirs.at(i);
    QCOMPARE(after(lines), after(mine));
    QCOMPARE(after(lines).starts, 1);
    // mcp.log alone will do.
    QCOMPARE(after(theirs).phase, Phase::Connected);
    QCOMPARE(after(theirs).version, u"1.4.2"_s);
    // Some milliseconds of difference make no second start.
    lines.clear();
    for (qsizetype i = 0; i < mine.size(); ++i) {
        Line late = theirs.at(i);
        late.time = late.time->addMSecs(1);
        lines << mine.at(i) << late;
    }
    QCOMPARE(after(lines).starts, 1);
    QCOMPARE(after(lines).phase, Phase::Connected);
}

/// As they come while Claude runs: what was appended to one file, then what was appended to the other.
void tst_ServerStates::bothLogsOneBehindTheOther()
{
    const QList<Line> mine = start(0) +
                             QList<Line>{printed("Error: Unauthorized: Invalid MCP token"), own(400, unexpectedly),
                                         own(401, disconnected, "error")} +
                             start(1000) + QList<Line>{own(1300, answer)};
    QList<Line> theirs = start(0, common) + QList<Line>{common(400, unexpectedly), common(401, disconnected, "error")} +
                         start(1000, common) + QList<Line>{common(1300, answer)};
    QCOMPARE(after(mine + theirs), after(mine));
    QCOMPARE(after(mine + theirs).phase, Phase::Connected);
    QCOMPARE(after(theirs + mine).phase, Phase::Connected);
    // A run that failed keeps its reason.
    const QList<Line> failed = mine.first(7);
    QCOMPARE(after(failed + theirs.first(6)), after(failed));
    QCOMPARE(reasonOf(after(failed + theirs.first(6))), u"http-401"_s);
}

void tst_ServerStates::copies()
{
    const QList<Line> connected = start(0) << own(300, answer);
    // A second copy for Cowork, or one to try out which protocol it speaks.
    QList<Line> lines = connected + QList<Line>{own(2000, "Initializing server..."),
                                                own(2500, "Server transport closed (intentional shutdown)")};
    QCOMPARE(after(lines).phase, Phase::Connected);
    QCOMPARE(after(lines).since, at(300));
    lines << own(9000, "Server transport closed (intentional shutdown)");
    QCOMPARE(after(lines).phase, Phase::Lost);
    QVERIFY(after(lines).orderly);
    // What the shared copy says is not about the chat's.
    lines = connected;
    lines << own(2000,
                 "Couldn't start this server for Cowork and Code sessions: Version negotiation failed: the connection "
                 "closed during the server/discover probe { metadata: { context: 'shared-pool', stack: undefined } }",
                 "error");
    QCOMPARE(after(lines).phase, Phase::Connected);
    // An end that nobody wished is one, also with two copies.
    lines = connected + QList<Line>{own(2000, "Initializing server..."), own(2500, unexpectedly)};
    QCOMPARE(after(lines).phase, Phase::Lost);
}

void tst_ServerStates::claudeIsStartedAgain()
{
    ServerStates states;
    states.feed(start(0) << own(300, answer));
    const QDateTime later = at(60000).toLocalTime();
    states.feed(
        parseLine(later.toString(u"yyyy-MM-dd HH:mm:ss"_s).toLatin1() + " [info] Starting app {", u"main.log"_s));
    QCOMPARE(states.state(u"portal"_s).phase, Phase::Unknown);
    QVERIFY(states.state(u"portal"_s).version.isEmpty());
    states.feed(start(61000) << own(61300, answer));
    QCOMPARE(states.state(u"portal"_s).phase, Phase::Connected);
    // The same line, read behind what came after it.
    states.feed(
        parseLine(later.toString(u"yyyy-MM-dd HH:mm:ss"_s).toLatin1() + " [info] Starting app {", u"main.log"_s));
    QCOMPARE(states.state(u"portal"_s).phase, Phase::Connected);
}

void tst_ServerStates::clockIsSetBack()
{
    const ServerState state =
        after(start(3600000) + QList<Line>{own(3600300, answer), own(3700000, unexpectedly)} + start(0));
    QCOMPARE(state.phase, Phase::Started);
    QCOMPARE(state.starts, 2);
}

void tst_ServerStates::severalServers()
{
    ServerStates states;
    states.feed(start(0));
    states.feed(parseLine("2026-03-10T10:00:00.010Z [Zoteus \xe2\x80\x94 Zotero MCP] [info] Initializing server...",
                          u"mcp-server-Zoteus.log"_s));
    states.feed(parseLine("2026-03-10T10:00:00.020Z [error] [files] spawn files ENOENT", u"mcp.log"_s));
    states.feed(parseLine("2026-03-10T10:00:00.021Z [info] [files] Server transport closed", u"mcp.log"_s));
    states.feed(own(300, answer));
    QStringList told;
    for (const ServerState &state : states.states())
        told.append(state.server + u' ' + phaseId(state.phase));
    QCOMPARE(told, (QStringList{u"Zoteus — Zotero MCP started"_s, u"files lost"_s, u"portal connected"_s}));
}

void tst_ServerStates::oldLines()
{
    ServerStates states;
    states.feed(
        parseLine("2024-11-28T09:27:43.719Z [info] Attempting to connect to MCP server neo4j...", u"mcp.log"_s));
    QCOMPARE(states.state(u"neo4j"_s).phase, Phase::Started);
    states.feed(parseLine("2024-11-28T09:27:44.000Z [error] Error in MCP connection to server neo4j: Error: spawn uvx "
                          "ENOENT",
                          u"mcp.log"_s));
    states.feed(
        parseLine("2024-11-28T09:27:44.010Z [info] MCP server neo4j disconnected. For troubleshooting guidance, "
                  "please visit our [debugging documentation](https://x)",
                  u"mcp.log"_s));
    const ServerState state = states.state(u"neo4j"_s);
    QCOMPARE(state.phase, Phase::Lost);
    QVERIFY(!state.orderly);
    QCOMPARE(reasonOf(state), u"spawn-enoent-uv"_s);
    QCOMPARE(states.states().size(), 1);
}

void tst_ServerStates::printedTextIsNoRecord()
{
    const QList<Line> connected = start(0) << own(300, answer);
    for (const QByteArray &text : {unexpectedly, QByteArray("Initializing server..."), disconnected,
                                   QByteArray("Shutting down server..."), QByteArray("MCP server portal disconnected")})
        QCOMPARE(after(connected + QList<Line>{printed(text)}).phase, Phase::Connected);
}

void tst_ServerStates::refusedToken()
{
    const ServerState state =
        after(start(0) + QList<Line>{own(300, R"(Message from server: {"jsonrpc":"2.0","id":0,"error":{"code":-32001,)"
                                              R"("message":"Unauthorized: Invalid MCP token"}})"),
                                     own(310, "Client transport closed"), own(311, disconnected, "error")});
    QCOMPARE(state.phase, Phase::Lost);
    QCOMPARE(reasonOf(state), u"http-401"_s);
}

void tst_ServerStates::changesAreNamed()
{
    ServerStates states;
    QCOMPARE(states.feed(own(0, "Initializing server...")), u"portal"_s);
    QCOMPARE(states.feed(own(5, "Using MCP server command: x")), QString());
    QCOMPARE(states.feed(common(0, "Initializing server...")), QString());
    QCOMPARE(states.feed(QList<Line>{own(300, answer), own(301, answer), own(400, unexpectedly)}),
             QStringList{u"portal"_s});
    QCOMPARE(states.feed(parseLine("2026-03-10 12:00:00 [info] Starting app {", u"main.log"_s)), u"*"_s);
}

/// The published lines, one behind the other: every server that has a line of its end is lost, with the reason that
/// was named by hand.
void tst_ServerStates::realLines()
{
    QFile table(QStringLiteral(KOPRU_TEST_DATA "/logs/log-lines.tsv"));
    QVERIFY(table.open(QIODevice::ReadOnly));
    table.readLine();
    ServerStates states;
    while (!table.atEnd()) {
        QByteArray line = table.readLine();
        line.chop(1);
        const QByteArrayList row = line.split('\t');
        if (row.at(0) == "unknown" || row.at(0) == "main.log") // the rows are not in the order of time
            continue;
        const QString file = row.at(0) == "server"   ? u"mcp-server-"_s + QString::fromUtf8(row.at(3)) + u".log"_s
                             : row.at(0) == "window" ? u"window.log"_s
                                                     : QString::fromLatin1(row.at(0));
        states.feed(parseLine(row.sliced(10).join('\t'), file));
    }
    const auto reason = [&states](const QString &server) {
        const ServerState state = states.state(server);
        return phaseId(state.phase) + u' ' + (state.orderly ? u"orderly"_s : reasonOf(state));
    };
    QCOMPARE(reason(u"desktop-commander"_s), u"lost spawn-enoent-npx"_s);
    QCOMPARE(reason(u"filesystem"_s), u"lost spawn-enoent-other"_s);
    QCOMPARE(reason(u"vscode-mcp-server"_s), u"lost server-disconnected"_s);
    QCOMPARE(reason(u"image-downloader"_s), u"lost server-disconnected"_s);
    QCOMPARE(reason(u"neo4j"_s), u"started -"_s);
    QCOMPARE(reason(u"home-assistant"_s), u"started -"_s);
    QCOMPARE(reason(u"Hello World MCP Server (Reference Extension)"_s), u"started -"_s);
    // What the table has of this server is from two days: the later end came first, the start of another copy with it.
    QCOMPARE(states.state(u"codebase-memory-mcp"_s).phase, Phase::Started);
}

/// Lines that are cut do no harm, wherever.
void tst_ServerStates::cutAnywhere()
{
    const QByteArray whole = "2026-03-10T10:00:00.300Z [portal] [info] " + answer + " { metadata: undefined }";
    for (qsizetype size = 0; size <= whole.size(); ++size) {
        ServerStates states;
        states.feed(start(0));
        states.feed(parseLine(whole.first(size), u"mcp-server-portal.log"_s));
        const Phase phase = states.state(u"portal"_s).phase;
        QVERIFY(phase == Phase::Started || phase == Phase::Connected);
        QVERIFY(size < whole.size() || states.state(u"portal"_s).version == u"1.4.2"_s);
    }
}

QTEST_GUILESS_MAIN(tst_ServerStates)
#include "tst_serverstates.moc"
