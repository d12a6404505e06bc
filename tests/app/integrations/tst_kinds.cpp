#include "app/integrations/bridgecommand.h"
#include "app/integrations/wording.h"

#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using namespace kopru::integrations;
using kopru::config::Entry;
using kopru::config::Variables;

namespace {

const QString bridge = u"/home/ayşe/.claude/mcp/kopru-bridge"_s;

Entry apinizer(const Values &values, const Entry &base = {})
{
    return kind(KindId::ApinizerHttp).toEntry(values, base, bridge);
}

Entry webSocketPortal(const Values &values, const Entry &base = {})
{
    return kind(KindId::ApinizerWebSocket).toEntry(values, base, bridge);
}

Entry agentPort(const Values &values, const Entry &base = {})
{
    return kind(KindId::AgentPort).toEntry(values, base, bridge);
}

Entry alecs(const Values &values, const Entry &base = {})
{
    return kind(KindId::AlecsWebSocket).toEntry(values, base, bridge);
}

bool sends(const Target &target, const char *name, const char *value)
{
    return target.headers == QList<std::pair<QByteArray, QByteArray>>{{name, value}};
}

Entry remote(const Values &values, const Entry &base = {})
{
    return kind(KindId::RemoteServer).toEntry(values, base, bridge);
}

bool blocks(const QList<FieldFinding> &findings)
{
    return std::any_of(findings.cbegin(), findings.cend(), [](const FieldFinding &one) { return one.blocking; });
}

} // namespace

class tst_Kinds : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyKindIsDescribedWhole()
    {
        QSet<QString> keys;
        for (const Kind &one : kinds()) {
            keys.insert(QString::fromLatin1(one.key));
            QCOMPARE(kindByKey(QString::fromLatin1(one.key))->id, one.id);
            QVERIFY(!kindName(one.id).isEmpty());
            QVERIFY(!kindHelp(one.id).isEmpty());
            QVERIFY(questionForClaude(one.id, u"portal"_s).contains(u"portal"_s));
            for (const Field &described : one.fields) {
                QVERIFY(!fieldLabel(one.id, described.id).isEmpty());
                QCOMPARE(fieldByKey(fieldKey(described.id)), described.id);
                QSet<QString> names;
                for (const QString &choice : described.choices)
                    names.insert(choiceName(described.id, choice));
                QCOMPARE(names.size(), described.choices.size());
                QCOMPARE(described.type == FieldType::Choice, !described.choices.isEmpty());
            }
            if (one.sibling) {
                QCOMPARE(kind(*one.sibling).sibling, one.id);
                QVERIFY(!switchText(*one.sibling).isEmpty());
            }
        }
        QCOMPARE(keys.size(), 6);
        QCOMPARE(kindByKey(u"no such kind"_s), nullptr);
    }

    // Document apinizer-api-portal.txt, "Claude Desktop MCP Connection Settings".
    void apinizerWritesOnlyWhatIsNeeded()
    {
        const Entry entry = apinizer({{FieldId::Host, u" portal.example.com "_s}, {FieldId::Token, u"mcp_abc"_s}});
        QCOMPARE(entry.command, bridge);
        QCOMPARE(entry.arguments, (QStringList{u"--profile"_s, u"apinizer-http"_s}));
        QCOMPARE(entry.environment,
                 (Variables{{u"APINIZER_TOKEN"_s, u"mcp_abc"_s}, {u"HTTP_HOSTNAME"_s, u"portal.example.com"_s}}));
        QCOMPARE(kindOf(entry).id, KindId::ApinizerHttp);
    }

    void apinizerVariables_data()
    {
        QTest::addColumn<FieldId>("field");
        QTest::addColumn<Value>("value");
        QTest::addColumn<QString>("variable");
        QTest::addColumn<QString>("text");
        QTest::newRow("port") << FieldId::Port << Value(8443) << u"HTTP_PORT"_s << u"8443"_s;
        QTest::newRow("path") << FieldId::Path << Value(u"/mcp"_s) << u"HTTP_PATH"_s << u"/mcp"_s;
        QTest::newRow("header") << FieldId::TokenHeader << Value(u"X-Token"_s) << u"TOKEN_HEADER"_s << u"X-Token"_s;
        QTest::newRow("time-out") << FieldId::Timeout << Value(60000) << u"TIMEOUT_AS_MS"_s << u"60000"_s;
        QTest::newRow("plain HTTP") << FieldId::UseHttps << Value(false) << u"USE_HTTPS"_s << u"false"_s;
        QTest::newRow("no verification") << FieldId::VerifyCertificate << Value(false) << u"VERIFY_CERTIFICATE"_s
                                         << u"false"_s;
    }
    void apinizerVariables()
    {
        QFETCH(FieldId, field);
        QFETCH(Value, value);
        QFETCH(QString, variable);
        QFETCH(QString, text);
        const Entry entry = apinizer({{FieldId::Host, u"h"_s}, {FieldId::Token, u"mcp_a"_s}, {field, value}});
        QCOMPARE(entry.variable(variable), text);
        QCOMPARE(kind(KindId::ApinizerHttp).fromEntry(entry).value(field), value);
        // Back to the standard: the variable stays where it is and says so.
        Values standard = kind(KindId::ApinizerHttp).fromEntry(entry);
        standard.remove(field);
        const Entry back = kind(KindId::ApinizerHttp).toEntry(standard, entry, bridge);
        QVERIFY(back.hasVariable(variable));
        QVERIFY(back.variable(variable) != text);
    }

    void anEntryThatIsNotChangedStaysAsItWasWritten()
    {
        Entry entry = apinizer({{FieldId::Host, u"h"_s}, {FieldId::Token, u"mcp_a"_s}});
        entry.setVariable(u"USE_HTTPS"_s, u"TRUE"_s);
        entry.setVariable(u"HTTP_PORT"_s, u" 443"_s);
        entry.setVariable(u"HTTPS_PROXY"_s, u"http://proxy:3128"_s);
        entry.command = u"/other/place/kopru-bridge"_s;
        const Kind &apinizerKind = kind(KindId::ApinizerHttp);
        QCOMPARE(apinizerKind.toEntry(apinizerKind.fromEntry(entry), entry, bridge), entry);
    }

    // Document apinizer-api-portal.txt, "WebSocket Connection Settings"; APINIZER_PORT unset must not matter.
    void apinizerWebSocketWritesOnlyWhatIsNeeded()
    {
        const Entry entry = webSocketPortal({{FieldId::Host, u"portal.example.com"_s}, {FieldId::Token, u"mcp_abc"_s}});
        QCOMPARE(entry.command, bridge);
        QCOMPARE(entry.arguments, (QStringList{u"--profile"_s, u"apinizer-ws"_s}));
        QCOMPARE(entry.environment,
                 (Variables{{u"APINIZER_TOKEN"_s, u"mcp_abc"_s}, {u"HTTP_HOSTNAME"_s, u"portal.example.com"_s}}));
        QCOMPARE(kindOf(entry).id, KindId::ApinizerWebSocket);
        const Target target = *kindOf(entry).target(entry);
        QCOMPARE(target.url, QUrl(u"wss://portal.example.com:443/apiportal/management/mcp/ws"_s));
        QVERIFY(sends(target, "APINIZER-TOKEN", "mcp_abc"));
        QCOMPARE(target.transport, Transport::WebSocket);
        QCOMPARE(target.subprotocol, QByteArray());
        QCOMPARE(target.timeout.count(), 30000);
        QCOMPARE(shownAddress(entry), u"wss://portal.example.com/apiportal/management/mcp/ws"_s);
    }

    void apinizerWebSocketVariables_data()
    {
        QTest::addColumn<FieldId>("field");
        QTest::addColumn<Value>("value");
        QTest::addColumn<QString>("variable");
        QTest::addColumn<QString>("text");
        QTest::newRow("port") << FieldId::Port << Value(8443) << u"APINIZER_PORT"_s << u"8443"_s;
        QTest::newRow("time-out") << FieldId::Timeout << Value(60000) << u"TIMEOUT_AS_MS"_s << u"60000"_s;
        QTest::newRow("no verification") << FieldId::VerifyCertificate << Value(false) << u"VERIFY_CERTIFICATE"_s
                                         << u"false"_s;
    }
    void apinizerWebSocketVariables()
    {
        QFETCH(FieldId, field);
        QFETCH(Value, value);
        QFETCH(QString, variable);
        QFETCH(QString, text);
        const Entry entry = webSocketPortal({{FieldId::Host, u"h"_s}, {FieldId::Token, u"mcp_a"_s}, {field, value}});
        QCOMPARE(entry.variable(variable), text);
        QCOMPARE(kindOf(entry).fromEntry(entry).value(field), value);
        QCOMPARE(webSocketPortal(kindOf(entry).fromEntry(entry), entry), entry);
    }

    void apinizerSwitchesItsConnectionAndKeepsTheRest()
    {
        Entry http = apinizer({{FieldId::Host, u"h"_s},
                               {FieldId::Token, u"mcp_a"_s},
                               {FieldId::Port, 8443},
                               {FieldId::Timeout, 60000},
                               {FieldId::Path, u"/other"_s}});
        http.arguments += {u"--max-message"_s, u"1048576"_s};
        http.setVariable(u"HTTPS_PROXY"_s, u"http://proxy:3128"_s);
        http.command = u"/other/place/kopru-bridge"_s;
        const Values values = kind(KindId::ApinizerHttp).fromEntry(http);
        const Entry webSocket = webSocketPortal(values, http);
        QCOMPARE(webSocket.command, http.command);
        QCOMPARE(webSocket.arguments,
                 (QStringList{u"--profile"_s, u"apinizer-ws"_s, u"--max-message"_s, u"1048576"_s}));
        QCOMPARE(webSocket.variable(u"APINIZER_PORT"_s), u"8443"_s);
        QCOMPARE(webSocket.variable(u"TIMEOUT_AS_MS"_s), u"60000"_s);
        QCOMPARE(webSocket.variable(u"HTTPS_PROXY"_s), u"http://proxy:3128"_s);
        QVERIFY(!webSocket.hasVariable(u"HTTP_PORT"_s) && !webSocket.hasVariable(u"HTTP_PATH"_s));
        const Entry back = kind(KindId::ApinizerHttp).toEntry(values, webSocket, bridge);
        QCOMPARE(back.arguments, http.arguments);
        QCOMPARE(back.environmentMap(), http.environmentMap());
    }

    /// The bridge ends with "--subprotocol and --ping belong to a WebSocket" and "--transport belongs to http".
    void apinizerSwitchDropsTheOptionsOfTheOther()
    {
        const Values values{{FieldId::Host, u"h"_s}, {FieldId::Token, u"mcp_a"_s}};
        Entry webSocket = webSocketPortal(values);
        webSocket.arguments += {u"--ping"_s, u"20000"_s, u"--max-message"_s, u"1048576"_s, u"--subprotocol=mcp"_s};
        QCOMPARE(apinizer(values, webSocket).arguments,
                 (QStringList{u"--profile"_s, u"apinizer-http"_s, u"--max-message"_s, u"1048576"_s}));
        Entry http = apinizer(values);
        http.arguments += {u"--transport"_s, u"post"_s, u"--verbose"_s};
        QCOMPARE(webSocketPortal(values, http).arguments,
                 (QStringList{u"--profile"_s, u"apinizer-ws"_s, u"--verbose"_s}));
    }

    // Document agentport.txt, "Approach B".
    void agentPortKeepsItsKeyInAVariable()
    {
        const Entry entry = agentPort({{FieldId::Token, u"ap_123"_s}});
        QCOMPARE(entry, (Entry{bridge, {u"--profile"_s, u"agentport"_s}, {{u"AGENTPORT_API_KEY"_s, u"ap_123"_s}}}));
        QCOMPARE(kindOf(entry).id, KindId::AgentPort);
        const Target target = *kindOf(entry).target(entry);
        QCOMPARE(target.url, QUrl(u"https://app.agentport.sh/mcp"_s));
        QVERIFY(sends(target, "X-API-Key", "ap_123"));
        QCOMPARE(target.transport, Transport::Auto);
    }

    void agentPortOfACompany()
    {
        const QString own = u"https://agentport.example.com/mcp"_s;
        Entry entry = agentPort({{FieldId::Token, u"ap_123"_s}, {FieldId::Address, own}});
        QCOMPARE(entry.arguments, (QStringList{u"--profile"_s, u"agentport"_s, u"--url"_s, own}));
        QCOMPARE(kindOf(entry).target(entry)->url, QUrl(own));
        entry.arguments += {u"--timeout"_s, u"600000"_s};
        QCOMPARE(agentPort(kindOf(entry).fromEntry(entry), entry), entry);
        QCOMPARE(kindOf(entry).target(entry)->timeout.count(), 600000);
    }

    // Document alecs-websocket.txt, "Method 1".
    void alecsWritesTheVariablesOfItsDocument()
    {
        const QString address = u"ws://localhost:8082/mcp"_s;
        const Entry entry = alecs({{FieldId::Address, address}, {FieldId::Token, u"NJn6"_s}});
        QCOMPARE(entry, (Entry{bridge,
                               {u"--profile"_s, u"alecs-ws"_s},
                               {{u"ALECS_WS_URL"_s, address}, {u"ALECS_TOKEN"_s, u"NJn6"_s}}}));
        QCOMPARE(kindOf(entry).id, KindId::AlecsWebSocket);
        const Target target = *kindOf(entry).target(entry);
        QCOMPARE(target.url, QUrl(address));
        QVERIFY(sends(target, "Authorization", "Bearer NJn6"));
        QCOMPARE(target.transport, Transport::WebSocket);
        QCOMPARE(target.subprotocol, QByteArray());
        QCOMPARE(alecs(kindOf(entry).fromEntry(entry), entry), entry);
    }

    void aReferenceToTheKeychainIsNoToken()
    {
        for (const Entry &entry :
             {agentPort({{FieldId::Token, u"keychain:kopru/a"_s}}),
              webSocketPortal({{FieldId::Host, u"h"_s}, {FieldId::Token, u"keychain:kopru/b"_s}}),
              alecs({{FieldId::Address, u"wss://h/"_s}, {FieldId::Token, u"keychain:kopru/c"_s}})}) {
            QVERIFY(kindOf(entry).target(entry)->headers.isEmpty());
            QVERIFY(kindOf(entry).validate(kindOf(entry).fromEntry(entry)).isEmpty());
        }
    }

    void remoteSpeaksWebSocketWhereItsAddressSaysSo()
    {
        Entry base = remote({{FieldId::Address, u"https://a.example.com/mcp"_s},
                             {FieldId::Token, u"t"_s},
                             {FieldId::Transport, u"post"_s}});
        base.arguments += {u"--retry"_s, u"0"_s};
        QVERIFY(base.arguments.join(u' ').contains(u"--transport post"_s));
        QCOMPARE(kindOf(base).target(base)->transport, Transport::Post);
        Values values = kindOf(base).fromEntry(base);
        values.insert(FieldId::Address, u"wss://a.example.com/mcp"_s);
        Entry entry = remote(values, base);
        QCOMPARE(entry.arguments, (QStringList{u"ws"_s, u"--url"_s, u"wss://a.example.com/mcp"_s, u"--header"_s,
                                               u"Authorization: Bearer ${KOPRU_TOKEN}"_s, u"--retry"_s, u"0"_s}));
        QCOMPARE(kindOf(entry).id, KindId::RemoteServer);
        QVERIFY(!kindOf(entry).applies(kindOf(entry).fromEntry(entry), FieldId::Transport));
        Target target = *kindOf(entry).target(entry);
        QCOMPARE(target.transport, Transport::WebSocket);
        QCOMPARE(target.subprotocol, "mcp"_ba);
        QVERIFY(sends(target, "Authorization", "Bearer t"));
        // What only WebSocket knows goes with it.
        entry.arguments += {u"--ping"_s, u"5000"_s, u"--subprotocol=x"_s};
        QCOMPARE(kindOf(entry).target(entry)->subprotocol, "x"_ba);
        values = kindOf(entry).fromEntry(entry);
        values.insert(FieldId::Timeout, 1000);
        QCOMPARE(remote(values, entry).arguments, entry.arguments + QStringList({u"--timeout"_s, u"1000"_s}));
        values.insert(FieldId::Address, u"http://localhost/mcp"_s);
        values.remove(FieldId::Timeout);
        QCOMPARE(remote(values, entry).arguments,
                 (QStringList{u"http"_s, u"--url"_s, u"http://localhost/mcp"_s, u"--header"_s,
                              u"Authorization: Bearer ${KOPRU_TOKEN}"_s, u"--retry"_s, u"0"_s}));
    }

    void remoteTransports_data()
    {
        QTest::addColumn<QString>("choice");
        QTest::addColumn<Transport>("transport");
        QTest::newRow("auto") << u"auto"_s << Transport::Auto;
        QTest::newRow("streamable") << u"streamable"_s << Transport::Streamable;
        QTest::newRow("sse") << u"sse"_s << Transport::Sse;
        QTest::newRow("post") << u"post"_s << Transport::Post;
    }
    void remoteTransports()
    {
        QFETCH(QString, choice);
        QFETCH(Transport, transport);
        const Entry plain = remote({{FieldId::Address, u"https://a/mcp"_s}});
        const Entry entry = remote({{FieldId::Address, u"https://a/mcp"_s}, {FieldId::Transport, choice}});
        const bool written = choice != u"auto"_s;
        QCOMPARE(entry.arguments, plain.arguments + (written ? QStringList{u"--transport"_s, choice} : QStringList()));
        QCOMPARE(kindOf(entry).target(entry)->transport, transport);
        Values values = kindOf(entry).fromEntry(entry);
        values.remove(FieldId::Transport);
        QCOMPARE(remote(values, entry), plain);
    }

    void optionsThatNoFormKnowsStayAsTheyAre()
    {
        Entry base{bridge,
                   {u"http"_s, u"--retry=0"_s, u"--url"_s, u"https://a/mcp"_s, u"--client-certificate"_s, u"/c.pem"_s,
                    u"--header"_s, u"X-API-Key: ${MY_KEY}"_s, u"--client-key"_s, u"/k.pem"_s, u"--timeout=5000"_s,
                    u"--verbose"_s, u"--max-message"_s, u"2048"_s, u"--from-tomorrow"_s, u"x"_s},
                   {{u"MY_KEY"_s, u"k"_s}, {u"VERIFY_CERTIFICATE"_s, u"yes"_s}}};
        QCOMPARE(readBridgeCommand(base)->arguments(), base.arguments);
        const Target target = *kindOf(base).target(base);
        QCOMPARE(target.clientCertificateFile, u"/c.pem"_s);
        QCOMPARE(target.clientKeyFile, u"/k.pem"_s);
        Values values = kindOf(base).fromEntry(base);
        values.insert(FieldId::Timeout, 7000);
        values.insert(FieldId::HeaderLines, QStringList{u"X-Team: sales"_s});
        const Entry entry = remote(values, base);
        Entry expected = base;
        expected.arguments[10] = u"--timeout=7000"_s;
        expected.arguments.insert(8, u"--header"_s);
        expected.arguments.insert(9, u"X-Team: sales"_s);
        QCOMPARE(entry, expected);
        // A new secret header does not take the variable of another, nor that of the token.
        Entry two = remote({{FieldId::Address, u"https://a/mcp"_s},
                            {FieldId::HeaderLines, QStringList{u"X-Key: 1"_s, u"Y-Key: 2"_s, u"Z-Key: 3"_s}}});
        values = kindOf(two).fromEntry(two);
        QCOMPARE(std::get<QString>(values.value(FieldId::Token)), u"1"_s);
        values.insert(FieldId::HeaderLines, QStringList{u"Z-Key: 3"_s, u"W-Key: 4"_s});
        two = remote(values, two);
        using Header = std::pair<QByteArray, QByteArray>;
        QCOMPARE(kindOf(two).target(two)->headers, (QList<Header>{{"X-Key", "1"}, {"Z-Key", "3"}, {"W-Key", "4"}}));
        QCOMPARE(two.environment.size(), 3);
    }

    void remoteKeepsSecretsOutOfTheArguments()
    {
        const Entry entry = remote({{FieldId::Address, u"https://mcp.example.com/mcp"_s},
                                    {FieldId::Token, u"tok-1"_s},
                                    {FieldId::HeaderLines, QStringList{u"X-Team: sales"_s, u"X-API-Key: key-2"_s}}});
        QCOMPARE(entry.arguments, (QStringList{u"http"_s, u"--url"_s, u"https://mcp.example.com/mcp"_s, u"--header"_s,
                                               u"Authorization: Bearer ${KOPRU_TOKEN}"_s, u"--header"_s,
                                               u"X-Team: sales"_s, u"--header"_s, u"X-API-Key: ${KOPRU_HEADER_1}"_s}));
        QCOMPARE(entry.environment, (Variables{{u"KOPRU_TOKEN"_s, u"tok-1"_s}, {u"KOPRU_HEADER_1"_s, u"key-2"_s}}));
        const Values values = kind(KindId::RemoteServer).fromEntry(entry);
        QCOMPARE(std::get<QString>(values.value(FieldId::Token)), u"tok-1"_s);
        QCOMPARE(std::get<QStringList>(values.value(FieldId::HeaderLines)),
                 (QStringList{u"X-Team: sales"_s, u"X-API-Key: key-2"_s}));
        QCOMPARE(remote(values, entry), entry);
        const auto target = kind(KindId::RemoteServer).target(entry);
        QVERIFY(target.has_value());
        QVERIFY(target->headers.contains(std::pair<QByteArray, QByteArray>("Authorization", "Bearer tok-1")));
        QVERIFY(target->headers.contains(std::pair<QByteArray, QByteArray>("X-API-Key", "key-2")));
    }

    /// The bridge expands a header once: a reference inside a variable would be sent as it is.
    void remoteKeepsReferences()
    {
        const QStringList lines{u"X-API-Key: ${MY_KEY}"_s, u"Authorization: Basic ${MY_LOGIN}"_s, u"Y-Key: a${B}"_s};
        Entry entry = remote({{FieldId::Address, u"https://a.example/mcp"_s}, {FieldId::HeaderLines, lines}});
        QCOMPARE(readBridgeCommand(entry)->headers(),
                 (QStringList{lines.at(0), lines.at(1), u"Y-Key: ${KOPRU_HEADER_1}"_s}));
        QCOMPARE(entry.environment, (Variables{{u"KOPRU_HEADER_1"_s, u"a${B}"_s}}));
        // A variable that comes from elsewhere stays named where another field changes.
        entry =
            remote({{FieldId::Address, u"https://a.example/mcp"_s}, {FieldId::HeaderLines, QStringList{lines.at(0)}}});
        Values values = kindOf(entry).fromEntry(entry);
        values.insert(FieldId::Timeout, 7000);
        entry = remote(values, entry);
        QCOMPARE(readBridgeCommand(entry)->headers(), QStringList{lines.at(0)});
        QVERIFY(entry.environment.isEmpty());
        // Once the entry has it, it is sent.
        entry.setVariable(u"MY_KEY"_s, u"k-1"_s);
        QVERIFY(kindOf(entry).target(entry)->headers.contains(std::pair<QByteArray, QByteArray>("X-API-Key", "k-1")));
    }

    void remoteChangesOnlyWhatWasChanged()
    {
        Entry base = remote({{FieldId::Address, u"https://a.example.com/mcp"_s}, {FieldId::Token, u"t"_s}});
        base.arguments += {u"--max-message"_s, u"1048576"_s};
        base.setVariable(u"HTTPS_PROXY"_s, u"http://proxy:3128"_s);
        Values values = kind(KindId::RemoteServer).fromEntry(base);
        values.insert(FieldId::Address, u"https://b.example.com/mcp"_s);
        const Entry entry = remote(values, base);
        QCOMPARE(entry.environment, base.environment);
        Entry expected = base;
        expected.arguments.replace(2, u"https://b.example.com/mcp"_s);
        QCOMPARE(entry, expected);
        // Without the token its header and its variable go.
        values.insert(FieldId::Token, QString());
        const Entry open = remote(values, entry);
        QVERIFY(!open.hasVariable(u"KOPRU_TOKEN"_s));
        QVERIFY(!open.arguments.join(u' ').contains(u"Authorization"_s));
        QVERIFY(open.arguments.contains(u"--max-message"_s));
    }

    void anotherSchemeOfAuthorizationStays()
    {
        const Entry entry = remote({{FieldId::Address, u"https://a/mcp"_s}, {FieldId::Token, u"Basic dTpw"_s}});
        QVERIFY(entry.arguments.contains(u"Authorization: ${KOPRU_TOKEN}"_s));
        const Values values = kind(KindId::RemoteServer).fromEntry(entry);
        QCOMPARE(std::get<QString>(values.value(FieldId::Token)), u"Basic dTpw"_s);
        QCOMPARE(remote(values, entry), entry);
    }

    void everythingElseIsALocalCommand_data()
    {
        QTest::addColumn<QString>("command");
        QTest::addColumn<QStringList>("arguments");
        QTest::newRow("npx") << u"npx"_s << QStringList{u"-y"_s, u"mcp-remote"_s, u"https://a/mcp"_s};
        QTest::newRow("the bridge without a mode") << bridge << QStringList{};
        QTest::newRow("the bridge with a mode of a later version")
            << bridge << QStringList{u"rest"_s, u"--base-url"_s, u"https://a"_s};
        QTest::newRow("the bridge with a profile of a later version")
            << bridge << QStringList{u"--profile"_s, u"another"_s};
        // The documents' own entries; turning them into entries of the bridge is asked for, never done by reading.
        QTest::newRow("apinizer_ws_proxy.js")
            << u"node"_s << QStringList{u"/home/a/.claude/mcp/apinizer_ws_proxy.js"_s};
        QTest::newRow("websocket-client.js") << u"node"_s << QStringList{u"/home/a/alecs/websocket-client.js"_s};
        QTest::newRow("mcp-remote for AgentPort")
            << u"npx"_s
            << QStringList{u"-y"_s, u"mcp-remote"_s, u"https://app.agentport.sh/mcp"_s, u"--header"_s,
                           u"X-API-Key:${AGENTPORT_API_KEY}"_s};
        QTest::newRow("the bridge with a broken option")
            << bridge << QStringList{u"http"_s, u"--url"_s, u"https://a"_s, u"--timeout"_s, u"soon"_s};
    }
    void everythingElseIsALocalCommand()
    {
        QFETCH(QString, command);
        QFETCH(QStringList, arguments);
        const Entry entry{command, arguments, {{u"A"_s, u"b"_s}}};
        const Kind &local = kindOf(entry);
        QCOMPARE(local.id, KindId::LocalCommand);
        QCOMPARE(local.toEntry(local.fromEntry(entry), entry, bridge), entry);
        QVERIFY(!local.target(entry).has_value());
    }

    void judgesFields_data()
    {
        QTest::addColumn<KindId>("kindId");
        QTest::addColumn<Values>("values");
        QTest::addColumn<QList<FieldFinding>>("expected");
        const auto api = KindId::ApinizerHttp;
        const auto web = KindId::RemoteServer;
        const auto token = std::pair(FieldId::Token, Value(u"mcp_a"_s));
        const auto host = std::pair(FieldId::Host, Value(u"h.example.com"_s));
        const auto with = [](std::initializer_list<std::pair<FieldId, Value>> list) {
            Values values;
            for (const auto &[id, value] : list)
                values.insert(id, value);
            return values;
        };
        using Found = QList<FieldFinding>;
        QTest::newRow("good") << api << with({host, token}) << Found{};
        QTest::newRow("nothing entered") << api << with({})
                                         << Found{{FieldId::Host, FieldProblem::Missing},
                                                  {FieldId::Token, FieldProblem::Missing}};
        QTest::newRow("a whole address") << api << with({{FieldId::Host, u"https://h.example.com/x"_s}, token})
                                         << Found{{FieldId::Host, FieldProblem::AddressAsHost}};
        QTest::newRow("a port in the host") << api << with({{FieldId::Host, u"h.example.com:8443"_s}, token})
                                            << Found{{FieldId::Host, FieldProblem::NotAHost}};
        QTest::newRow("a space in the host")
            << api << with({{FieldId::Host, u"h example"_s}, token}) << Found{{FieldId::Host, FieldProblem::NotAHost}};
        QTest::newRow("the document's placeholder")
            << api
            << with({{FieldId::Host, u"<API_PORTAL_MCP_ADDRESS>"_s}, {FieldId::Token, u"<API_PORTAL_ACCESS_TOKEN>"_s}})
            << Found{{FieldId::Host, FieldProblem::Placeholder}, {FieldId::Token, FieldProblem::Placeholder}};
        QTest::newRow("mcp_xxx") << api << with({host, {FieldId::Token, u"mcp_xxx"_s}})
                                 << Found{{FieldId::Token, FieldProblem::Placeholder}};
        QTest::newRow("a line break in the token") << api << with({host, {FieldId::Token, u"mcp_a\nb"_s}})
                                                   << Found{{FieldId::Token, FieldProblem::SpaceInToken}};
        QTest::newRow("another prefix warns") << api << with({host, {FieldId::Token, u"ap_1"_s}})
                                              << Found{{FieldId::Token, FieldProblem::UnusualPrefix, false}};
        QTest::newRow("port 0") << api << with({host, token, {FieldId::Port, 0}})
                                << Found{{FieldId::Port, FieldProblem::OutOfRange}};
        QTest::newRow("header with a space") << api << with({host, token, {FieldId::TokenHeader, u"A B"_s}})
                                             << Found{{FieldId::TokenHeader, FieldProblem::NotAHeaderName}};
        QTest::newRow("plain HTTP warns") << api << with({host, token, {FieldId::UseHttps, false}})
                                          << Found{{FieldId::UseHttps, FieldProblem::PlainHttp, false}};
        QTest::newRow("plain HTTP to this computer")
            << api << with({{FieldId::Host, u"localhost"_s}, token, {FieldId::UseHttps, false}}) << Found{};
        QTest::newRow("no verification warns")
            << api << with({host, token, {FieldId::VerifyCertificate, false}})
            << Found{{FieldId::VerifyCertificate, FieldProblem::VerificationOff, false}};
        QTest::newRow("remote: good") << web << with({{FieldId::Address, u"https://a.example.com/mcp"_s}}) << Found{};
        QTest::newRow("remote: Turkish host")
            << web << with({{FieldId::Address, u"https://çağrı.example.com/mcp"_s}}) << Found{};
        QTest::newRow("remote: no scheme") << web << with({{FieldId::Address, u"a.example.com/mcp"_s}})
                                           << Found{{FieldId::Address, FieldProblem::NotAUrl}};
        QTest::newRow("remote: WebSocket") << web << with({{FieldId::Address, u"wss://a.example.com/"_s}}) << Found{};
        QTest::newRow("remote: FTP") << web << with({{FieldId::Address, u"ftp://a.example.com/"_s}})
                                     << Found{{FieldId::Address, FieldProblem::UnsupportedScheme}};
        QTest::newRow("remote: plain WebSocket warns")
            << web << with({{FieldId::Address, u"ws://a.example.com/"_s}})
            << Found{{FieldId::Address, FieldProblem::PlainWebSocket, false}};
        const auto ws = KindId::ApinizerWebSocket;
        QTest::newRow("portal over WebSocket: good") << ws << with({host, token}) << Found{};
        QTest::newRow("portal over WebSocket: nothing")
            << ws << with({}) << Found{{FieldId::Host, FieldProblem::Missing}, {FieldId::Token, FieldProblem::Missing}};
        QTest::newRow("portal over WebSocket: port, verification")
            << ws << with({host, token, {FieldId::Port, 70000}, {FieldId::VerifyCertificate, false}})
            << Found{{FieldId::Port, FieldProblem::OutOfRange},
                     {FieldId::VerifyCertificate, FieldProblem::VerificationOff, false}};
        const auto port = KindId::AgentPort;
        const auto key = std::pair(FieldId::Token, Value(u"ap_1"_s));
        QTest::newRow("AgentPort: good") << port << with({key}) << Found{};
        QTest::newRow("AgentPort: no key") << port << with({}) << Found{{FieldId::Token, FieldProblem::Missing}};
        QTest::newRow("AgentPort: the document's example")
            << port
            << with({{FieldId::Token, u"ap_your_key_here"_s}, {FieldId::Address, u"https://<your_domain>/mcp"_s}})
            << Found{{FieldId::Token, FieldProblem::Placeholder}, {FieldId::Address, FieldProblem::Placeholder}};
        QTest::newRow("AgentPort: another prefix warns") << port << with({{FieldId::Token, u"mcp_1"_s}})
                                                         << Found{{FieldId::Token, FieldProblem::UnusualPrefix, false}};
        QTest::newRow("AgentPort: WebSocket") << port << with({key, {FieldId::Address, u"wss://a.example.com/mcp"_s}})
                                              << Found{{FieldId::Address, FieldProblem::UnsupportedScheme}};
        QTest::newRow("AgentPort: plain HTTP warns")
            << port << with({key, {FieldId::Address, u"http://a.example.com/mcp"_s}})
            << Found{{FieldId::Address, FieldProblem::PlainHttp, false}};
        const auto akamai = KindId::AlecsWebSocket;
        const auto bearer = std::pair(FieldId::Token, Value(u"NJn6J0Z7"_s));
        QTest::newRow("ALECS: good") << akamai << with({{FieldId::Address, u"wss://a.example.com:8082/mcp"_s}, bearer})
                                     << Found{};
        QTest::newRow("ALECS: through a tunnel")
            << akamai << with({{FieldId::Address, u"ws://localhost:8082/mcp"_s}, bearer}) << Found{};
        QTest::newRow("ALECS: without encryption warns")
            << akamai << with({{FieldId::Address, u"ws://203.0.113.7:8082/mcp"_s}, bearer})
            << Found{{FieldId::Address, FieldProblem::PlainWebSocket, false}};
        QTest::newRow("ALECS: the document's example")
            << akamai
            << with(
                   {{FieldId::Address, u"ws://your-server-ip:8082/mcp"_s}, {FieldId::Token, u"your-generated-token"_s}})
            << Found{{FieldId::Address, FieldProblem::Placeholder}, {FieldId::Token, FieldProblem::Placeholder}};
        QTest::newRow("ALECS: your-domain.com")
            << akamai << with({{FieldId::Address, u"wss://your-domain.com/mcp"_s}, bearer})
            << Found{{FieldId::Address, FieldProblem::Placeholder}};
        QTest::newRow("ALECS: a hoster called your-server.de")
            << akamai << with({{FieldId::Address, u"wss://www1.your-server.de/mcp"_s}, bearer}) << Found{};
        QTest::newRow("ALECS: a web address")
            << akamai << with({{FieldId::Address, u"https://a.example.com/mcp"_s}, bearer})
            << Found{{FieldId::Address, FieldProblem::UnsupportedScheme}};
        QTest::newRow("ALECS: a host alone") << akamai << with({{FieldId::Address, u"a.example.com:8082"_s}, bearer})
                                             << Found{{FieldId::Address, FieldProblem::NotAUrl}};
        QTest::newRow("ALECS: a space in the token")
            << akamai << with({{FieldId::Address, u"wss://a/mcp"_s}, {FieldId::Token, u"Bearer x"_s}})
            << Found{{FieldId::Token, FieldProblem::SpaceInToken}};
        QTest::newRow("ALECS: the token's id warns")
            << akamai << with({{FieldId::Address, u"wss://a/mcp"_s}, {FieldId::Token, u"tok_95c60907606b4856"_s}})
            << Found{{FieldId::Token, FieldProblem::TokenId, false}};
        QTest::newRow("ALECS: no verification warns")
            << akamai << with({{FieldId::Address, u"wss://a/mcp"_s}, bearer, {FieldId::VerifyCertificate, false}})
            << Found{{FieldId::VerifyCertificate, FieldProblem::VerificationOff, false}};
        QTest::newRow("remote: password in it") << web << with({{FieldId::Address, u"https://u:p@a.example.com/"_s}})
                                                << Found{{FieldId::Address, FieldProblem::CredentialsInUrl}};
        QTest::newRow("remote: plain HTTP warns") << web << with({{FieldId::Address, u"http://a.example.com/mcp"_s}})
                                                  << Found{{FieldId::Address, FieldProblem::PlainHttp, false}};
        QTest::newRow("remote: a header line without colon")
            << web << with({{FieldId::Address, u"https://a/mcp"_s}, {FieldId::HeaderLines, QStringList{u"X-Team"_s}}})
            << Found{{FieldId::HeaderLines, FieldProblem::NotAHeaderLine}};
        QTest::newRow("local: no command")
            << KindId::LocalCommand << with({}) << Found{{FieldId::Command, FieldProblem::Missing}};
        QTest::newRow("local: a variable without a name")
            << KindId::LocalCommand
            << with({{FieldId::Command, u"x"_s}, {FieldId::Environment, Variables{{u""_s, u"v"_s}}}})
            << Found{{FieldId::Environment, FieldProblem::NotAVariable}};
    }
    void judgesFields()
    {
        QFETCH(KindId, kindId);
        QFETCH(Values, values);
        QFETCH(QList<FieldFinding>, expected);
        const QList<FieldFinding> found = kind(kindId).validate(values);
        QCOMPARE(found.size(), expected.size());
        for (qsizetype i = 0; i < found.size(); ++i) {
            QCOMPARE(found.at(i).field, expected.at(i).field);
            QCOMPARE(static_cast<int>(found.at(i).problem), static_cast<int>(expected.at(i).problem));
            QCOMPARE(found.at(i).blocking, expected.at(i).blocking);
            QVERIFY(!problemText(found.at(i), kindId).isEmpty());
        }
        QCOMPARE(blocks(found), blocks(expected));
    }

    // Document apinizer-api-portal.txt, "Getting Apinizer MCP Token".
    void helpStepsFollowTheDocument()
    {
        const QStringList steps = whereToFind(KindId::ApinizerHttp, FieldId::Token);
        QCOMPARE(steps.size(), 6);
        const QStringList names{
            u"MCP"_s,       u"API Portal"_s, u"“My Profile”"_s, u"“API Access Tokens”"_s, u"“Create Token”"_s,
            u"safe place"_s};
        for (qsizetype i = 0; i < steps.size(); ++i)
            QVERIFY2(steps.at(i).contains(names.at(i)), qPrintable(steps.at(i)));
        QVERIFY(steps.at(4).contains(u"30 to 90 days"_s));
        QVERIFY(!whereToFind(KindId::ApinizerHttp, FieldId::Host).isEmpty());
    }

    // Documents agentport.txt, "Prerequisites", and alecs-websocket.txt, "Server Setup".
    void helpStepsOfTheOtherDocuments_data()
    {
        QTest::addColumn<KindId>("kindId");
        QTest::addColumn<FieldId>("field");
        QTest::addColumn<QStringList>("names");
        QTest::newRow("Apinizer over WebSocket: token") << KindId::ApinizerWebSocket << FieldId::Token
                                                        << QStringList{u"“API Access Tokens”"_s, u"“Create Token”"_s};
        QTest::newRow("AgentPort: key") << KindId::AgentPort << FieldId::Token
                                        << QStringList{u"app.agentport.sh"_s, u"“Connect”"_s, u"ap_"_s,
                                                       u"within 4 minutes"_s, u"ask Claude again"_s};
        QTest::newRow("AgentPort: address")
            << KindId::AgentPort << FieldId::Address << QStringList{u"https://app.agentport.sh/mcp"_s, u"/mcp"_s};
        QTest::newRow("ALECS: token") << KindId::AlecsWebSocket << FieldId::Token
                                      << QStringList{u"npm run generate-token"_s, u"“Token ID”"_s};
        QTest::newRow("ALECS: address") << KindId::AlecsWebSocket << FieldId::Address
                                        << QStringList{u"8082"_s, u"wss://"_s, u"nginx"_s,
                                                       u"ssh -L 8082:localhost:8082"_s, u"ws://localhost:8082/mcp"_s};
    }
    void helpStepsOfTheOtherDocuments()
    {
        QFETCH(KindId, kindId);
        QFETCH(FieldId, field);
        QFETCH(QStringList, names);
        const QString steps = whereToFind(kindId, field).join(u'\n');
        for (const QString &name : names)
            QVERIFY2(steps.contains(name), qPrintable(name));
    }

    // Documents agentport.txt, "Verifying it works", and alecs-websocket.txt, "Verification".
    void questionsFollowTheDocuments_data()
    {
        QTest::addColumn<KindId>("kindId");
        QTest::addColumn<QString>("words");
        QTest::newRow("AgentPort") << KindId::AgentPort << u"list my installed AgentPort integrations"_s;
        QTest::newRow("ALECS") << KindId::AlecsWebSocket << u"list my Akamai properties"_s;
    }
    void questionsFollowTheDocuments()
    {
        QFETCH(KindId, kindId);
        QFETCH(QString, words);
        QVERIFY(questionForClaude(kindId, u"own"_s).contains(words, Qt::CaseInsensitive));
    }

    void trustFollowsTheBridge()
    {
        Entry entry = apinizer({{FieldId::Host, u"h"_s}, {FieldId::Token, u"mcp_a"_s}});
        const auto target = [&entry] { return *kindOf(entry).target(entry); };
        QVERIFY(target().systemTrust && target().certificateFiles.isEmpty());
        entry.setVariable(u"NODE_EXTRA_CA_CERTS"_s, u"/ca.pem"_s);
        QVERIFY(target().systemTrust);
        QCOMPARE(target().certificateFiles, QStringList{u"/ca.pem"_s});
        entry.setVariable(u"SSL_CERT_FILE"_s, u"/only.pem"_s);
        QVERIFY(!target().systemTrust);
        QCOMPARE(target().certificateFiles, (QStringList{u"/only.pem"_s, u"/ca.pem"_s}));
    }

    void shownAddressesHoldNoSecret()
    {
        QCOMPARE(shownAddress(remote({{FieldId::Address, u"https://a.example.com:443/mcp?key=s3cret"_s}})),
                 u"https://a.example.com/mcp"_s);
        QCOMPARE(shownAddress({u"npx"_s, {u"-y"_s, u"x"_s, u"--token=s3cret"_s}, {}}), u"npx -y x --token=…"_s);
        QCOMPARE(shownAddress(apinizer({{FieldId::Host, u"h"_s}, {FieldId::Token, u"mcp_s3cret"_s}})),
                 u"https://h/apiportal/management/mcp/api"_s);
    }

    void freeNames()
    {
        QCOMPARE(freeName(u"a"_s, {}), u"a"_s);
        QCOMPARE(freeName(u"a"_s, {u"a"_s, u"a-2"_s}), u"a-3"_s);
    }
};

QTEST_APPLESS_MAIN(tst_Kinds)
#include "tst_kinds.moc"
