#include "app/config/document.h"
#include "app/snippets/documententry.h"

#include <QtCore/QFile>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using namespace kopru;
using namespace kopru::integrations;

/// The entries that the vendors' documents have people write, taken from the documents themselves.
class tst_DocumentEntries : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void areRecognised_data();
    void areRecognised();
    void keepWhatNoFieldHolds();
    void everythingElseIsSomebodyElses_data();
    void everythingElseIsSomebodyElses();
};

namespace {

/// The configurations in a document: each object around `"mcpServers"`.
QList<config::Server> serversIn(const QString &name)
{
    QFile file(QStringLiteral(KOPRU_TEST_DATA "/documents/") + name);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    const QByteArray text = file.readAll();
    QList<config::Server> servers;
    for (qsizetype at = text.indexOf("\"mcpServers\""); at >= 0; at = text.indexOf("\"mcpServers\"", at + 1)) {
        const qsizetype begin = text.lastIndexOf('{', at);
        qsizetype end = begin;
        int depth = 0;
        do
            depth += text.at(end) == '{' ? 1 : text.at(end) == '}' ? -1 : 0;
        while (++end < text.size() && depth > 0);
        if (const auto document = config::Document::parse(text.sliced(begin, end - begin)))
            servers += document->servers();
    }
    return servers;
}

config::Entry agentPort(const QStringList &more = {}, const QString &address = u"https://app.agentport.sh/mcp"_s)
{
    return {u"npx"_s,
            QStringList{u"-y"_s, u"mcp-remote"_s, address, u"--header"_s, u"X-API-Key:${AGENTPORT_API_KEY}"_s} + more,
            {{u"AGENTPORT_API_KEY"_s, u"ap_1"_s}}};
}

} // namespace

void tst_DocumentEntries::areRecognised_data()
{
    QTest::addColumn<QString>("document");
    QTest::addColumn<int>("number");
    QTest::addColumn<KindId>("kindId");
    QTest::addColumn<Values>("values");
    const auto portal = u"apinizer-api-portal.txt"_s;
    const Values placeholders{{FieldId::Host, u"<API_PORTAL_MCP_ADDRESS>"_s},
                              {FieldId::Token, u"<API_PORTAL_ACCESS_TOKEN>"_s},
                              {FieldId::Timeout, 30000}};
    QTest::newRow("apinizer-portal-mcp-http") << portal << 0 << KindId::ApinizerHttp << placeholders;
    QTest::newRow("apinizer-portal-mcp-websocket") << portal << 1 << KindId::ApinizerWebSocket << placeholders;
    QTest::newRow("agentport") << u"agentport.txt"_s << 0 << KindId::AgentPort
                               << Values{{FieldId::Token, u"ap_your_key_here"_s}};
    const auto alecs = u"alecs-websocket.txt"_s;
    QTest::newRow("alecs-akamai") << alecs << 0 << KindId::AlecsWebSocket
                                  << Values{{FieldId::Address, u"ws://your-server-ip:8082/mcp"_s},
                                            {FieldId::Token, u"your-generated-token"_s}};
    QTest::newRow("alecs-akamai in a tunnel")
        << alecs << 2 << KindId::AlecsWebSocket
        << Values{{FieldId::Address, u"ws://localhost:8082/mcp"_s}, {FieldId::Token, u"your-generated-token"_s}};
}

void tst_DocumentEntries::areRecognised()
{
    QFETCH(QString, document);
    QFETCH(int, number);
    QFETCH(KindId, kindId);
    QFETCH(Values, values);
    const QList<config::Server> servers = serversIn(document);
    QVERIFY2(number < servers.size(), qPrintable(QString::number(servers.size())));
    const auto read = readDocumentEntry(servers.at(number).entry);
    QVERIFY(read);
    QCOMPARE(read->kind, kindId);
    QCOMPARE(read->values, values);
    // Reading an entry changes nothing: until somebody asks for the bridge it stays a command of its own.
    QCOMPARE(kindOf(servers.at(number).entry).id, KindId::LocalCommand);
    // What is still to be filled in is said.
    bool blocked = false;
    for (const FieldFinding &finding : kind(kindId).validate(read->values))
        blocked = blocked || finding.problem == FieldProblem::Placeholder;
    QVERIFY(blocked);
}

void tst_DocumentEntries::keepWhatNoFieldHolds()
{
    config::Entry entry{u"C:\\Program Files\\nodejs\\node.exe"_s,
                        {u"C:\\Users\\a\\AppData\\Local\\Claude\\mcp\\apinizer_ws_proxy.js"_s},
                        {{u"APINIZER_TOKEN"_s, u"mcp_abc"_s},
                         {u"HTTP_HOSTNAME"_s, u"h.example.com"_s},
                         {u"APINIZER_PORT"_s, u"8443"_s},
                         {u"HTTPS_PROXY"_s, u"http://proxy:3128"_s},
                         {u"NODE_TLS_REJECT_UNAUTHORIZED"_s, u"0"_s}}};
    const auto read = readDocumentEntry(entry);
    QVERIFY(read);
    QCOMPARE(read->others, (config::Variables{{u"HTTPS_PROXY"_s, u"http://proxy:3128"_s}}));
    config::Entry base;
    base.environment = read->others;
    const config::Entry moved = kind(read->kind).toEntry(read->values, base, u"kopru-bridge"_s);
    QCOMPARE(moved.arguments, (QStringList{u"--profile"_s, u"apinizer-ws"_s}));
    QCOMPARE(moved.environmentMap(), (QMap<QString, QString>{{u"APINIZER_TOKEN"_s, u"mcp_abc"_s},
                                                             {u"HTTP_HOSTNAME"_s, u"h.example.com"_s},
                                                             {u"APINIZER_PORT"_s, u"8443"_s},
                                                             {u"HTTPS_PROXY"_s, u"http://proxy:3128"_s},
                                                             {u"VERIFY_CERTIFICATE"_s, u"false"_s}}));
    // A key in a variable of another name is not written twice.
    config::Entry own = agentPort({}, u"https://agentport.example.com/mcp"_s);
    own.arguments.last() = u"x-api-key: ${MY_KEY}"_s;
    own.environment = {{u"MY_KEY"_s, u"ap_2"_s}, {u"AGENTPORT_API_KEY"_s, QString()}};
    const auto port = readDocumentEntry(own);
    QVERIFY(port);
    QCOMPARE(port->values,
             (Values{{FieldId::Token, u"ap_2"_s}, {FieldId::Address, u"https://agentport.example.com/mcp"_s}}));
    QCOMPARE(port->others, config::Variables());
}

void tst_DocumentEntries::everythingElseIsSomebodyElses_data()
{
    QTest::addColumn<config::Entry>("entry");
    const auto row = [](const char *name, const config::Entry &entry) { QTest::newRow(name) << entry; };
    row("another script", {u"node"_s, {u"server.js"_s}, {{u"TOKEN"_s, u"t"_s}}});
    row("another program", {u"python"_s, {u"apinizer_http_proxy.js"_s}, {{u"APINIZER_TOKEN"_s, u"t"_s}}});
    row("mcp-remote to another server",
        {u"npx"_s,
         {u"-y"_s, u"mcp-remote"_s, u"https://mcp.example.com/mcp"_s, u"--header"_s, u"X-API-Key:${MY_KEY}"_s},
         {{u"MY_KEY"_s, u"k"_s}}});
    row("without a header", {u"npx"_s, {u"-y"_s, u"mcp-remote"_s, u"https://app.agentport.sh/mcp"_s}, {}});
    row("an option that the bridge has not", agentPort({u"--allow-http"_s}));
    row("one more header", agentPort({u"--header"_s, u"X-Team:a"_s}));
    row("an option without its value", agentPort({u"--header"_s}));
    config::Entry empty = agentPort();
    empty.environment.clear();
    row("a variable that is not there", empty);
    row("nothing", {});
}

void tst_DocumentEntries::everythingElseIsSomebodyElses()
{
    QFETCH(config::Entry, entry);
    QVERIFY(!readDocumentEntry(entry));
}

QTEST_APPLESS_MAIN(tst_DocumentEntries)
#include "tst_documententries.moc"
