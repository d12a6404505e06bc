#include "tests/docs/tables.h"

#include <QtCore/QRegularExpression>
#include <QtTest/QtTest>

#include <array>

using namespace kopru::test;
using namespace Qt::StringLiterals;

namespace {

const QString sourceFolder = QStringLiteral(KOPRU_SOURCE_FOLDER);

constexpr std::array documents{"apinizer-api-portal", "agentport", "alecs-websocket", "mcp-api-connector",
                               "rest-api-blueprint"};

} // namespace

/// docs/coverage.md says for every point of the five documents which test shows that it works, or why there is none.
/// Here it is made sure that it says so truthfully as far as names go.
class tst_Coverage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void refuses_data();
    void refuses();
    void everyRowHasItsReason();
    void everyDocumentIsThere_data();
    void everyDocumentIsThere();
    void everyNameIsThere_data();
    void everyNameIsThere();

private:
    QString m_text;
};

void tst_Coverage::initTestCase()
{
    m_text = readDocument(sourceFolder + u"/docs/coverage.md"_s);
    QVERIFY(!m_text.isEmpty());
}

void tst_Coverage::refuses_data()
{
    QTest::addColumn<QString>("cell");
    QTest::addColumn<QStringList>("problems");

    const QString file = u"tests/docs/tst_coverage.cpp"_s;
    QTest::newRow("function") << u"`%1:refuses`"_s.arg(file) << QStringList();
    QTest::newRow("row of a table") << u"`%1:refuses(row of a table)`"_s.arg(file) << QStringList();
    QTest::newRow("two references") << u"`%1:refuses`, `%1:initTestCase`"_s.arg(file) << QStringList();
    QTest::newRow("planned") << u"planned: Bridge, WebSocket"_s << QStringList();
    QTest::newRow("left out") << u"left out: the server's own task"_s << QStringList();
    QTest::newRow("partly planned") << u"`%1:refuses`; planned: the rest of it"_s.arg(file) << QStringList();

    QTest::newRow("nothing") << QString() << QStringList{u"no reference"_s};
    QTest::newRow("no such file") << u"`tests/docs/tst_none.cpp:refuses`"_s
                                  << QStringList{u"no such file: tests/docs/tst_none.cpp"_s};
    QTest::newRow("no such function") << u"`%1:none`"_s.arg(file)
                                      << QStringList{u"no such function: %1:none"_s.arg(file)};
    QTest::newRow("called, but not defined here")
        << u"`%1:isFile`"_s.arg(file) << QStringList{u"no such function: %1:isFile"_s.arg(file)};
    QTest::newRow("part of a function's name")
        << u"`%1:refuse`"_s.arg(file) << QStringList{u"no such function: %1:refuse"_s.arg(file)};
    const QString missing = u"no "_s + u"row"_s; // written so that it does not stand here as a whole
    QTest::newRow("no such row") << u"`%1:refuses(%2)`"_s.arg(file, missing)
                                 << QStringList{u"no such row: %1:refuses(%2)"_s.arg(file, missing)};
    QTest::newRow("file without a function") << u"`%1`"_s.arg(file) << QStringList{u"not a reference: "_s + file};
    QTest::newRow("outside of the tests")
        << u"`app/config/draft.cpp:undo`"_s << QStringList{u"not a reference: app/config/draft.cpp:undo"_s};
    QTest::newRow("up and down again") << u"`tests/../tests/docs/tst_coverage.cpp:refuses`"_s
                                       << QStringList{
                                              u"not a reference: tests/../tests/docs/tst_coverage.cpp:refuses"_s};
    QTest::newRow("second of two is wrong")
        << u"`%1:refuses`, `%1:none`"_s.arg(file) << QStringList{u"no such function: %1:none"_s.arg(file)};
    QTest::newRow("without backquotes") << u"tests/docs/tst_coverage.cpp:refuses"_s
                                        << QStringList{
                                               u"neither reference nor reason: tests/docs/tst_coverage.cpp:refuses"_s};
    QTest::newRow("planned what") << u"planned: "_s.trimmed() << QStringList{u"no text behind: planned:"_s};
    QTest::newRow("left out why") << u"left out: -"_s << QStringList{u"no text behind: left out: -"_s};
    QTest::newRow("some other words") << u"works"_s << QStringList{u"neither reference nor reason: works"_s};
}

void tst_Coverage::refuses()
{
    QFETCH(QString, cell);
    QFETCH(QStringList, problems);

    const Found found = examine(u"## x\n\n| point | covered by |\n|---|---|\n| p | %1 |\n"_s.arg(cell), sourceFolder);

    QCOMPARE(found.rows.value(u"x"_s), 1);
    QStringList expected;
    for (const QString &problem : problems)
        expected.append(u"line 5: "_s + problem);
    QCOMPARE(found.problems, expected);
}

void tst_Coverage::everyRowHasItsReason()
{
    const Found found = examine(m_text, sourceFolder);
    QVERIFY2(found.problems.isEmpty(), qPrintable(u"\n"_s + found.problems.join(u'\n')));
}

void tst_Coverage::everyDocumentIsThere_data()
{
    QTest::addColumn<QString>("document");

    for (const char *document : documents)
        QTest::newRow(document) << QString::fromLatin1(document);
}

void tst_Coverage::everyDocumentIsThere()
{
    QFETCH(QString, document);

    QVERIFY2(examine(m_text, sourceFolder).rows.value(document) >= 20, "a section with the rows of this document");
}

void tst_Coverage::everyNameIsThere_data()
{
    QTest::addColumn<QString>("name");

    // The variables, keys, paths and tools of the documents, as they are written there.
    constexpr std::array names{
        // apinizer-api-portal
        "APINIZER_TOKEN", "HTTP_HOSTNAME", "HTTP_PORT", "HTTP_PATH", "TOKEN_HEADER", "TIMEOUT_AS_MS", "USE_HTTPS",
        "VERIFY_CERTIFICATE", "APINIZER_PORT", "NODE_TLS_REJECT_UNAUTHORIZED", "HTTPS_PROXY", "APINIZER-TOKEN",
        "/apiportal/management/mcp/api", "/apiportal/management/mcp/ws", "apinizer_http_proxy.js",
        "apinizer_ws_proxy.js", "~/.claude/mcp/", R"(AppData\Local\Claude\mcp)",
        "~/Library/Application Support/Claude/claude_desktop_config.json",
        R"(%APPDATA%\Claude\claude_desktop_config.json)", "~/.config/claude/claude_desktop_config.json",
        R"(%APPDATA%\Claude\logs\)", "~/Library/Logs/Claude/", "~/.config/claude/logs/", "-32001", "-32002", "-32003",
        "-32004", "-32005", "-32700", "-32603",
        // agentport
        "AGENTPORT_API_KEY", "X-API-Key", "ap_", "~/.mcp-auth/", "https://app.agentport.sh/mcp", "mcp-remote",
        "list_installed_integrations", "list_integration_tools", "describe_tool", "call_tool", "await_approval",
        // alecs-websocket
        "ALECS_WS_URL", "ALECS_TOKEN", "ALECS_WS_PORT", "ALECS_WS_HOST", "ALECS_WS_PATH", "TOKEN_MASTER_KEY",
        "ALECS_SSL_CERT", "ALECS_SSL_KEY", "~/.edgerc", "list-api-tokens", "revoke-api-token", "generate-api-token",
        "expiresInDays", "ssh -L", "wscat",
        // mcp-api-connector
        "mcp_servers", "tool_configuration", "allowed_tools", "authorization_token", "anthropic-beta", "mcp_tool_use",
        "mcp_tool_result", "ANTHROPIC_API_KEY", "IDEACODE_MCP_URL", "CLIENT_ID", "CLIENT_SECRET", "~/.claude/mcp.json",
        // rest-api-blueprint
        "API_TOKEN", "API_KEY", "BASE_URL", "Authorization: Bearer", "Authorization: Basic", "has_more", "rate_limit",
        "api_config.ini", "422", "429"};
    for (const char *name : names)
        QTest::newRow(name) << QString::fromLatin1(name);
}

void tst_Coverage::everyNameIsThere()
{
    QFETCH(QString, name);

    const QRegularExpression whole(u"(?<![A-Za-z0-9_])"_s + QRegularExpression::escape(name) +
                                   (name.back().isLetterOrNumber() ? u"(?![A-Za-z0-9_])"_s : QString()));
    QVERIFY2(whole.match(m_text).hasMatch(), "this name stands nowhere in docs/coverage.md");
}

QTEST_GUILESS_MAIN(tst_Coverage)
#include "tst_coverage.moc"
