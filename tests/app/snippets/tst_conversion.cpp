#include "app/config/document.h"
#include "app/integrations/keychainuse.h"
#include "app/snippets/conversion.h"
#include "app/snippets/conversionwording.h"
#include "bridge/relay/settings.h"

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtTest/QTest>

#include <nlohmann/json.hpp>

using namespace Qt::StringLiterals;
using namespace kopru;
using namespace kopru::integrations;

/// What the bridge makes of entries that use other programs. The expectations come from the entries and scripts in the
/// vendors' documents, and from what the READMEs of mcp-remote 0.15.1 and supergateway 4.0.0 say of their options.
class tst_Conversion : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void documents_data();
    void documents();
    void moves_data();
    void moves();
    void pasted_data();
    void pasted();
    void stays_data();
    void stays();
    void isNotMeant_data();
    void isNotMeant();
    void keepsEverythingElse();
    void anAddressAlone();
    void moreVariablesThanAreRead();
    void weakensNothing_data();
    void weakensNothing();
    void saysNoSecret();
    void everythingHasWords();
    void promisesWhatWasMeasured();
};

namespace {

const QString newCommand = u"/home/a/.claude/mcp/kopru-bridge"_s;

config::Server serverOf(const config::Entry &entry)
{
    config::Server server;
    server.name = u"server"_s;
    server.entry = entry;
    return server;
}

Conversion conversionFor(const config::Entry &entry)
{
    return conversionOf(serverOf(entry), {}, newCommand);
}

QStringList notesOf(const Conversion &conversion)
{
    QStringList keys;
    for (const ConversionNote &note : conversion.notes)
        keys.append(conversionKey(note.id) + (note.detail.isEmpty() ? QString() : u':' + note.detail));
    return keys;
}

/// Without the program itself, which is always there.
QStringList droppedOf(const Conversion &conversion)
{
    QStringList keys;
    for (const DroppedPart &part : conversion.dropped)
        if (part.reason != DropReason::Program)
            keys.append(part.part + u':' + conversionKey(part.reason));
    return keys;
}

/// The configurations in a document: each object around `"mcpServers"`.
QList<std::pair<config::Document, QString>> serversIn(const QString &name)
{
    QFile file(QStringLiteral(KOPRU_TEST_DATA "/documents/") + name);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    const QByteArray text = file.readAll();
    QList<std::pair<config::Document, QString>> servers;
    for (qsizetype at = text.indexOf("\"mcpServers\""); at >= 0; at = text.indexOf("\"mcpServers\"", at + 1)) {
        const qsizetype begin = text.lastIndexOf('{', at);
        qsizetype end = begin;
        int depth = 0;
        do
            depth += text.at(end) == '{' ? 1 : text.at(end) == '}' ? -1 : 0;
        while (++end < text.size() && depth > 0);
        if (const auto document = config::Document::parse(text.sliced(begin, end - begin)))
            for (const config::Server &server : document->servers())
                servers.append({*document, server.name});
    }
    return servers;
}

/// What the bridge itself makes of an entry.
std::optional<bridge::Settings> settingsOf(const config::Entry &entry)
{
    std::vector<std::string> arguments;
    for (const QString &argument : entry.arguments)
        arguments.push_back(argument.toStdString());
    auto read = bridge::readSettings(arguments, [&entry](std::string_view name) -> std::optional<std::string> {
        const QString wanted = QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size()));
        return entry.hasVariable(wanted) ? std::optional(entry.variable(wanted).toStdString()) : std::nullopt;
    });
    auto *settings = std::get_if<bridge::Settings>(&read);
    return settings ? std::optional(std::move(*settings)) : std::nullopt;
}

config::Entry npx(const QStringList &words, const config::Variables &variables = {})
{
    return {u"npx"_s, QStringList{u"-y"_s} + words, variables};
}

config::Entry mcpRemote(const QStringList &words, const config::Variables &variables = {})
{
    return npx(QStringList{u"mcp-remote"_s} + words, variables);
}

const QString address = u"https://mcp.example.com/mcp"_s;

} // namespace

void tst_Conversion::documents_data()
{
    QTest::addColumn<QString>("document");
    QTest::addColumn<int>("number");
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<config::Variables>("variables");
    const auto portal = u"apinizer-api-portal.txt"_s;
    const config::Variables apinizer{{u"APINIZER_TOKEN"_s, u"<API_PORTAL_ACCESS_TOKEN>"_s},
                                     {u"HTTP_HOSTNAME"_s, u"<API_PORTAL_MCP_ADDRESS>"_s},
                                     {u"TIMEOUT_AS_MS"_s, u"30000"_s}};
    QTest::newRow("apinizer-portal-mcp-http")
        << portal << 0 << QStringList{u"--profile"_s, u"apinizer-http"_s} << apinizer;
    QTest::newRow("apinizer-portal-mcp-websocket")
        << portal << 1 << QStringList{u"--profile"_s, u"apinizer-ws"_s} << apinizer;
    QTest::newRow("agentport") << u"agentport.txt"_s << 0 << QStringList{u"--profile"_s, u"agentport"_s}
                               << config::Variables{{u"AGENTPORT_API_KEY"_s, u"ap_your_key_here"_s}};
    const auto alecs = u"alecs-websocket.txt"_s;
    const auto token = config::Variable{u"ALECS_TOKEN"_s, u"your-generated-token"_s};
    const QStringList profile{u"--profile"_s, u"alecs-ws"_s};
    QTest::newRow("alecs-akamai") << alecs << 0 << profile
                                  << config::Variables{{u"ALECS_WS_URL"_s, u"ws://your-server-ip:8082/mcp"_s}, token};
    QTest::newRow("alecs-akamai, an address alone")
        << alecs << 1 << profile << config::Variables{{u"ALECS_WS_URL"_s, u"ws://your-server-ip:8082/mcp"_s}, token};
    QTest::newRow("alecs-akamai in a tunnel")
        << alecs << 2 << profile << config::Variables{{u"ALECS_WS_URL"_s, u"ws://localhost:8082/mcp"_s}, token};
}

/// Every entry that the documents have people write can be moved, even before its placeholders are filled in; moved
/// once, there is nothing left to do.
void tst_Conversion::documents()
{
    QFETCH(QString, document);
    QFETCH(int, number);
    QFETCH(QStringList, arguments);
    QFETCH(config::Variables, variables);
    const auto servers = serversIn(document);
    QVERIFY2(number < servers.size(), qPrintable(QString::number(servers.size())));
    const auto &[opened, name] = servers.at(number);
    const Conversion conversion = conversionOf(opened, name, newCommand);
    QCOMPARE(conversionKey(conversion.state), u"possible"_s);
    QCOMPARE(conversion.entry.command, newCommand);
    QCOMPARE(conversion.entry.arguments, arguments);
    QCOMPARE(conversion.entry.environment, variables);
    QVERIFY(conversion.has(ConversionNoteId::Placeholder));

    const auto moved = converted(opened, name, conversion, conversion.entry);
    QVERIFY(moved);
    QCOMPARE(moved->server(name)->entry, conversion.entry);
    QVERIFY(moved->server(name)->otherKeys.isEmpty());
    QCOMPARE(conversionKey(conversionOf(*moved, name, newCommand).state), u"done"_s);
}

void tst_Conversion::moves_data()
{
    QTest::addColumn<config::Entry>("entry");
    QTest::addColumn<KindId>("kindId");
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<config::Variables>("variables");
    QTest::addColumn<QStringList>("dropped");
    QTest::addColumn<QStringList>("notes");
    const auto row = [](const char *name, const config::Entry &entry, KindId kindId, const QStringList &arguments,
                        const config::Variables &variables = {}, const QStringList &dropped = {},
                        const QStringList &notes = {}) {
        QTest::newRow(name) << entry << kindId << arguments << variables << dropped << notes;
    };
    using enum KindId;

    // ---- The documents' scripts
    const QStringList http{u"--profile"_s, u"apinizer-http"_s};
    const QStringList ws{u"--profile"_s, u"apinizer-ws"_s};
    const QStringList alecsProfile{u"--profile"_s, u"alecs-ws"_s};
    const QString httpScript = u"/Users/a/.claude/mcp/apinizer_http_proxy.js"_s;
    const QString wsScript = uR"(C:\Users\a\AppData\Local\Claude\mcp\apinizer_ws_proxy.js)"_s;
    const config::Variables portal{{u"APINIZER_TOKEN"_s, u"mcp_abc"_s}, {u"HTTP_HOSTNAME"_s, u"portal.example.com"_s}};
    const auto with = [&portal](const config::Variables &more) { return portal + more; };
    row("the HTTP script", {u"node"_s, {httpScript}, portal}, ApinizerHttp, http, portal);
    row("the WebSocket script on Windows", {uR"(C:\Program Files\nodejs\node.exe)"_s, {wsScript}, portal},
        ApinizerWebSocket, ws, portal);
    row("through cmd", {u"cmd"_s, {u"/c"_s, u"node"_s, wsScript}, portal}, ApinizerWebSocket, ws, portal);
    row("made executable, as the document says", {httpScript, {}, portal}, ApinizerHttp, http, portal);
    row("through env", {u"/usr/bin/env"_s, {u"node"_s, httpScript}, portal}, ApinizerHttp, http, portal);
    row("through env that sets a variable",
        {u"env"_s, {u"HTTP_HOSTNAME=portal.example.com"_s, u"node"_s, httpScript}, {portal.at(0)}}, ApinizerHttp, http,
        portal);
    row("an option of Node", {u"node"_s, {u"--no-warnings"_s, httpScript}, portal}, ApinizerHttp, http, portal,
        {u"--no-warnings:node-only"_s});
    row("what the script takes by itself stays written",
        {u"node"_s, {httpScript}, with({{u"HTTP_PORT"_s, u"443"_s}, {u"USE_HTTPS"_s, u"TRUE"_s}})}, ApinizerHttp, http,
        with({{u"HTTP_PORT"_s, u"443"_s}, {u"USE_HTTPS"_s, u"TRUE"_s}}));
    row("other port, path, header and time limit",
        {u"node"_s,
         {httpScript},
         with({{u"HTTP_PORT"_s, u"8443"_s},
               {u"HTTP_PATH"_s, u"/other/api"_s},
               {u"TOKEN_HEADER"_s, u"X-Portal"_s},
               {u"TIMEOUT_AS_MS"_s, u"60000"_s}})},
        ApinizerHttp, http,
        with({{u"HTTP_PORT"_s, u"8443"_s},
              {u"HTTP_PATH"_s, u"/other/api"_s},
              {u"TOKEN_HEADER"_s, u"X-Portal"_s},
              {u"TIMEOUT_AS_MS"_s, u"60000"_s}}));
    row("a time limit that parseInt reads", {u"node"_s, {httpScript}, with({{u"TIMEOUT_AS_MS"_s, u"45000 ms"_s}})},
        ApinizerHttp, http, with({{u"TIMEOUT_AS_MS"_s, u"45000"_s}}));
    row("a time limit that it does not", {u"node"_s, {httpScript}, with({{u"TIMEOUT_AS_MS"_s, u"soon"_s}})},
        ApinizerHttp, http, portal, {u"TIMEOUT_AS_MS:not-read"_s});
    row("VERIFY_CERTIFICATE=false", {u"node"_s, {httpScript}, with({{u"VERIFY_CERTIFICATE"_s, u"false"_s}})},
        ApinizerHttp, http, with({{u"VERIFY_CERTIFICATE"_s, u"false"_s}}), {}, {u"verification-off"_s});
    row("the document's advice against certificate errors",
        {u"node"_s,
         {httpScript},
         with({{u"NODE_TLS_REJECT_UNAUTHORIZED"_s, u"0"_s}, {u"HTTPS_PROXY"_s, u"http://proxy.example.com:8080"_s}})},
        ApinizerHttp, http,
        with({{u"HTTPS_PROXY"_s, u"http://proxy.example.com:8080"_s}, {u"VERIFY_CERTIFICATE"_s, u"false"_s}}),
        {u"NODE_TLS_REJECT_UNAUTHORIZED:written-anew"_s}, {u"verification-off"_s, u"proxy-counts:HTTPS_PROXY"_s});
    row("the same with the WebSocket script",
        {u"node"_s, {wsScript}, with({{u"NODE_TLS_REJECT_UNAUTHORIZED"_s, u"0"_s}})}, ApinizerWebSocket, ws,
        with({{u"VERIFY_CERTIFICATE"_s, u"false"_s}}), {u"NODE_TLS_REJECT_UNAUTHORIZED:written-anew"_s},
        {u"verification-off"_s});
    row("NODE_TLS_REJECT_UNAUTHORIZED=1",
        {u"node"_s, {httpScript}, with({{u"NODE_TLS_REJECT_UNAUTHORIZED"_s, u"1"_s}})}, ApinizerHttp, http, portal,
        {u"NODE_TLS_REJECT_UNAUTHORIZED:node-only"_s});
    row("an authority of the company", {u"node"_s, {httpScript}, with({{u"NODE_EXTRA_CA_CERTS"_s, u"/etc/ca.pem"_s}})},
        ApinizerHttp, http, with({{u"NODE_EXTRA_CA_CERTS"_s, u"/etc/ca.pem"_s}}));
    row("USE_HTTPS=false, which the script takes for true",
        {u"node"_s, {httpScript}, with({{u"USE_HTTPS"_s, u"false"_s}, {u"HTTP_PORT"_s, u"8080"_s}})}, ApinizerHttp,
        http, with({{u"USE_HTTPS"_s, u"false"_s}, {u"HTTP_PORT"_s, u"8080"_s}}), {},
        {u"plain-to-public-host"_s, u"plain-counts"_s});
    row("a whole address as the host",
        {u"node"_s,
         {httpScript},
         {{u"APINIZER_TOKEN"_s, u"mcp_abc"_s}, {u"HTTP_HOSTNAME"_s, u"https://portal.example.com/"_s}}},
        ApinizerHttp, http, portal, {}, {u"address-as-host"_s});
    row("an argument that the script does not read", {u"node"_s, {httpScript, u"--port"_s}, portal}, ApinizerHttp, http,
        portal, {u"…:not-read"_s});
    const config::Variables alecs{{u"ALECS_WS_URL"_s, u"wss://alecs.example.com/mcp"_s}, {u"ALECS_TOKEN"_s, u"abc"_s}};
    row("the ALECS client", {u"node"_s, {u"/opt/alecs-mcp-server-akamai/websocket-client.js"_s}, alecs}, AlecsWebSocket,
        alecsProfile, alecs);
    row("the ALECS client without encryption",
        {u"node"_s,
         {u"websocket-client.js"_s},
         {{u"ALECS_WS_URL"_s, u"ws://10.0.0.7:8082/mcp"_s}, {u"ALECS_TOKEN"_s, u"abc"_s}}},
        AlecsWebSocket, alecsProfile, {{u"ALECS_WS_URL"_s, u"ws://10.0.0.7:8082/mcp"_s}, {u"ALECS_TOKEN"_s, u"abc"_s}},
        {}, {u"plain-in-local-network"_s});

    // ---- mcp-remote
    const QStringList plain{u"http"_s, u"--url"_s, address};
    row("an address", mcpRemote({address}), RemoteServer, plain);
    row("a version", npx({u"mcp-remote@0.1.37"_s, address}), RemoteServer, plain);
    row("the newest", npx({u"mcp-remote@latest"_s, address}), RemoteServer, plain);
    row("through cmd, as on Windows", {u"cmd"_s, {u"/c"_s, u"npx"_s, u"-y"_s, u"mcp-remote"_s, address}, {}},
        RemoteServer, plain);
    row("through cmd, one text", {u"cmd.exe"_s, {u"/d"_s, u"/c"_s, u"npx -y mcp-remote "_s + address}, {}},
        RemoteServer, plain);
    row("npx.cmd by its path", {uR"(C:\Program Files\nodejs\npx.cmd)"_s, {u"mcp-remote"_s, address}, {}}, RemoteServer,
        plain);
    row("npx of nvm", {u"/home/a/.nvm/versions/node/v22.3.0/bin/npx"_s, {u"mcp-remote"_s, address}, {}}, RemoteServer,
        plain);
    row("npx with the package named",
        {u"npx"_s, {u"-y"_s, u"-p"_s, u"mcp-remote@latest"_s, u"mcp-remote"_s, address}, {}}, RemoteServer, plain);
    row("node with the package's file",
        {u"/usr/bin/node"_s, {u"/usr/lib/node_modules/mcp-remote/dist/proxy.js"_s, address}, {}}, RemoteServer, plain);
    row("installed", {u"mcp-remote"_s, {address}, {}}, RemoteServer, plain);
    row("bunx", {u"bunx"_s, {u"mcp-remote"_s, address}, {}}, RemoteServer, plain);
    row("pnpm dlx", {u"pnpm"_s, {u"dlx"_s, u"mcp-remote"_s, address}, {}}, RemoteServer, plain);
    row("deno", {u"deno"_s, {u"run"_s, u"-A"_s, u"npm:mcp-remote"_s, address}, {}}, RemoteServer, plain);
    row("a shell that starts nothing else", {u"/bin/zsh"_s, {u"-lc"_s, u"exec npx -y mcp-remote "_s + address}, {}},
        RemoteServer, plain);
    row("a header with a variable, as its README has it",
        mcpRemote({address, u"--header"_s, u"Authorization: Bearer ${AUTH_TOKEN}"_s}, {{u"AUTH_TOKEN"_s, u"tok-1"_s}}),
        RemoteServer, plain + QStringList{u"--header"_s, u"Authorization: Bearer ${AUTH_TOKEN}"_s},
        {{u"AUTH_TOKEN"_s, u"tok-1"_s}});
    row("the README's way around spaces on Windows",
        mcpRemote({address, u"--header"_s, u"Authorization:${AUTH_HEADER}"_s}, {{u"AUTH_HEADER"_s, u"Bearer tok-1"_s}}),
        RemoteServer, plain + QStringList{u"--header"_s, u"Authorization: ${AUTH_HEADER}"_s},
        {{u"AUTH_HEADER"_s, u"Bearer tok-1"_s}});
    row("a secret in the command", mcpRemote({address, u"--header"_s, u"Authorization: Bearer tok-1"_s}), RemoteServer,
        plain + QStringList{u"--header"_s, u"Authorization: Bearer ${KOPRU_TOKEN}"_s}, {{u"KOPRU_TOKEN"_s, u"tok-1"_s}},
        {}, {u"secret-moved:KOPRU_TOKEN"_s});
    row("two secrets and a header that is none",
        mcpRemote({address, u"--header"_s, u"X-API-Key:k-1"_s, u"--header"_s, u"X-Team: sales"_s, u"--header"_s,
                   u"X-Auth-Token:t-2"_s}),
        RemoteServer,
        plain + QStringList{u"--header"_s, u"X-API-Key: ${KOPRU_TOKEN}"_s, u"--header"_s, u"X-Team: sales"_s,
                            u"--header"_s, u"X-Auth-Token: ${KOPRU_HEADER_1}"_s},
        {{u"KOPRU_TOKEN"_s, u"k-1"_s}, {u"KOPRU_HEADER_1"_s, u"t-2"_s}}, {},
        {u"secret-moved:KOPRU_TOKEN"_s, u"secret-moved:KOPRU_HEADER_1"_s});
    row("a user and a password in the address", mcpRemote({u"https://deneme:parola@mcp.example.com/mcp"_s}),
        RemoteServer, plain + QStringList{u"--header"_s, u"Authorization: ${KOPRU_TOKEN}"_s},
        {{u"KOPRU_TOKEN"_s, u"Basic ZGVuZW1lOnBhcm9sYQ=="_s}}, {}, {u"secret-moved:KOPRU_TOKEN"_s});
    row("a secret in the address", mcpRemote({u"https://mcp.example.com/mcp?api_key=k-1"_s}), RemoteServer,
        {u"http"_s, u"--url"_s, u"https://mcp.example.com/mcp?api_key=k-1"_s}, {}, {}, {u"secret-in-url"_s});
    row("HTTP+SSE alone", mcpRemote({u"https://mcp.example.com/sse"_s, u"--transport"_s, u"sse-only"_s}), RemoteServer,
        {u"http"_s, u"--url"_s, u"https://mcp.example.com/sse"_s, u"--transport"_s, u"sse"_s});
    row("HTTP first", mcpRemote({address, u"--transport"_s, u"http-first"_s}), RemoteServer, plain);
    row("what the bridge does by itself",
        mcpRemote({u"http://127.0.0.1:8080/mcp"_s, u"--allow-http"_s, u"--ipv4"_s, u"--connect-timeout"_s, u"30"_s}),
        RemoteServer, {u"http"_s, u"--url"_s, u"http://127.0.0.1:8080/mcp"_s}, {},
        {u"--allow-http:on-by-itself"_s, u"--ipv4:on-by-itself"_s, u"--connect-timeout:on-by-itself"_s});
    row("without encryption to another computer", mcpRemote({u"http://mcp.example.com/mcp"_s, u"--allow-http"_s}),
        RemoteServer, {u"http"_s, u"--url"_s, u"http://mcp.example.com/mcp"_s}, {}, {u"--allow-http:on-by-itself"_s},
        {u"plain-to-public-host"_s});
    row("logging, and the port of a sign-in",
        mcpRemote({address, u"9696"_s, u"--debug"_s, u"--host"_s, u"127.0.0.1"_s}), RemoteServer, plain, {},
        {u"9696:sign-in-only"_s, u"--debug:logging"_s, u"--host:sign-in-only"_s});
    row("a proxy that mcp-remote is told to use",
        mcpRemote({address, u"--enable-proxy"_s}, {{u"HTTPS_PROXY"_s, u"http://127.0.0.1:3128"_s}}), RemoteServer,
        plain, {{u"HTTPS_PROXY"_s, u"http://127.0.0.1:3128"_s}}, {u"--enable-proxy:on-by-itself"_s});
    row("a proxy that it is not told to use", mcpRemote({address}, {{u"HTTPS_PROXY"_s, u"http://127.0.0.1:3128"_s}}),
        RemoteServer, plain, {{u"HTTPS_PROXY"_s, u"http://127.0.0.1:3128"_s}}, {}, {u"proxy-counts:HTTPS_PROXY"_s});
    row("certificates that nobody checks", mcpRemote({address}, {{u"NODE_TLS_REJECT_UNAUTHORIZED"_s, u"0"_s}}),
        RemoteServer, plain, {{u"VERIFY_CERTIFICATE"_s, u"false"_s}}, {u"NODE_TLS_REJECT_UNAUTHORIZED:written-anew"_s},
        {u"verification-off"_s});
    row("the same where there is no certificate",
        mcpRemote({u"http://127.0.0.1:8080/mcp"_s}, {{u"NODE_TLS_REJECT_UNAUTHORIZED"_s, u"0"_s}}), RemoteServer,
        {u"http"_s, u"--url"_s, u"http://127.0.0.1:8080/mcp"_s}, {}, {u"NODE_TLS_REJECT_UNAUTHORIZED:node-only"_s});
    row("other variables stay in their order",
        mcpRemote({address, u"--header"_s, u"X-API-Key:${MY_KEY}"_s},
                  {{u"SSL_CERT_FILE"_s, u"/etc/ca.pem"_s}, {u"MY_KEY"_s, u"k-1"_s}, {u"LANG"_s, u"tr_TR.UTF-8"_s}}),
        RemoteServer, plain + QStringList{u"--header"_s, u"X-API-Key: ${MY_KEY}"_s},
        {{u"SSL_CERT_FILE"_s, u"/etc/ca.pem"_s}, {u"MY_KEY"_s, u"k-1"_s}, {u"LANG"_s, u"tr_TR.UTF-8"_s}});
    row("a key of AgentPort at an address of one's own",
        mcpRemote({u"https://agentport.example.com/mcp"_s, u"--header"_s, u"X-API-Key:${MY_KEY}"_s},
                  {{u"MY_KEY"_s, u"ap_1"_s}}),
        AgentPort, {u"--profile"_s, u"agentport"_s, u"--url"_s, u"https://agentport.example.com/mcp"_s},
        {{u"AGENTPORT_API_KEY"_s, u"ap_1"_s}});
    row("the key of AgentPort in the command",
        mcpRemote({u"https://app.agentport.sh/mcp"_s, u"--header"_s, u"X-API-Key:ap_1"_s}), AgentPort,
        {u"--profile"_s, u"agentport"_s}, {{u"AGENTPORT_API_KEY"_s, u"ap_1"_s}}, {},
        {u"secret-moved:AGENTPORT_API_KEY"_s});
    row("AgentPort with one more header",
        mcpRemote({u"https://app.agentport.sh/mcp"_s, u"--header"_s, u"X-API-Key:${AGENTPORT_API_KEY}"_s, u"--header"_s,
                   u"X-Team: sales"_s},
                  {{u"AGENTPORT_API_KEY"_s, u"ap_1"_s}}),
        RemoteServer,
        {u"http"_s, u"--url"_s, u"https://app.agentport.sh/mcp"_s, u"--header"_s, u"X-API-Key: ${AGENTPORT_API_KEY}"_s,
         u"--header"_s, u"X-Team: sales"_s},
        {{u"AGENTPORT_API_KEY"_s, u"ap_1"_s}});
    row("an address that looks like a project page",
        mcpRemote({u"https://gitlab.com/api/v4/mcp"_s, u"--header"_s, u"X-API-Key:${KEY}"_s}, {{u"KEY"_s, u"k"_s}}),
        RemoteServer,
        {u"http"_s, u"--url"_s, u"https://gitlab.com/api/v4/mcp"_s, u"--header"_s, u"X-API-Key: ${KEY}"_s},
        {{u"KEY"_s, u"k"_s}});

    // ---- supergateway
    row("supergateway, HTTP+SSE", npx({u"supergateway"_s, u"--sse"_s, u"https://mcp.example.com/sse"_s}), RemoteServer,
        {u"http"_s, u"--url"_s, u"https://mcp.example.com/sse"_s, u"--transport"_s, u"sse"_s});
    row("supergateway, Streamable HTTP", npx({u"supergateway@4.0.0"_s, u"--streamableHttp"_s, address}), RemoteServer,
        plain);
    row("supergateway, the option in small letters", npx({u"supergateway"_s, u"--streamable-http="_s + address}),
        RemoteServer, plain);
    row("supergateway, WebSocket", npx({u"supergateway"_s, u"--ws"_s, u"wss://mcp.example.com/ws"_s}), RemoteServer,
        {u"ws"_s, u"--url"_s, u"wss://mcp.example.com/ws"_s});
    row("supergateway, a token and two headers behind one option",
        npx({u"supergateway"_s, u"--streamableHttp"_s, address, u"--oauth2Bearer"_s, u"tok-1"_s, u"--header"_s,
             u"X-Team: sales"_s, u"X-Site: 7"_s}),
        RemoteServer,
        plain + QStringList{u"--header"_s, u"Authorization: Bearer ${KOPRU_TOKEN}"_s, u"--header"_s, u"X-Team: sales"_s,
                            u"--header"_s, u"X-Site: 7"_s},
        {{u"KOPRU_TOKEN"_s, u"tok-1"_s}}, {}, {u"secret-moved:KOPRU_TOKEN"_s});
    row("supergateway, options of the other direction",
        npx({u"supergateway"_s, u"--streamableHttp"_s, address, u"--logLevel"_s, u"none"_s, u"--port"_s, u"8000"_s,
             u"--outputTransport"_s, u"stdio"_s}),
        RemoteServer, plain, {},
        {u"--logLevel:logging"_s, u"--port:other-direction"_s, u"--outputTransport:on-by-itself"_s});
    row("supergateway in a container, as its README has it",
        {u"docker"_s,
         {u"run"_s, u"-i"_s, u"--rm"_s, u"supercorp/supergateway"_s, u"--sse"_s, u"https://mcp.example.com/sse"_s},
         {}},
        RemoteServer, {u"http"_s, u"--url"_s, u"https://mcp.example.com/sse"_s, u"--transport"_s, u"sse"_s});
}

void tst_Conversion::moves()
{
    QFETCH(config::Entry, entry);
    QFETCH(KindId, kindId);
    QFETCH(QStringList, arguments);
    QFETCH(config::Variables, variables);
    QFETCH(QStringList, dropped);
    QFETCH(QStringList, notes);
    const Conversion conversion = conversionFor(entry);
    QVERIFY2(conversion.state == ConversionState::Possible,
             qPrintable(conversionKey(conversion.state) + u' ' + conversion.detail));
    QCOMPARE(conversion.entry.command, newCommand);
    QCOMPARE(conversion.entry.arguments, arguments);
    QCOMPARE(conversion.entry.environment, variables);
    QCOMPARE(conversion.kind, kindId);
    QCOMPARE(droppedOf(conversion), dropped);
    QCOMPARE(notesOf(conversion), notes);
    // The bridge starts with it.
    const auto settings = settingsOf(conversion.entry);
    QVERIFY(settings && !settings->fault);
    QCOMPARE(settings->trust.verify, !conversion.has(ConversionNoteId::VerificationOff));
    // Once is enough.
    QCOMPARE(conversionKey(conversionFor(conversion.entry).state), u"done"_s);
    // And the form of the new kind has nothing against it.
    const Kind &own = kind(kindId);
    for (const FieldFinding &finding : own.validate(own.fromEntry(conversion.entry)))
        QVERIFY2(!finding.blocking, qPrintable(fieldKey(finding.field)));
    // What the form shows and writes back is the same entry: opening it changes nothing.
    QCOMPARE(own.toEntry(own.fromEntry(conversion.entry), conversion.entry, newCommand), conversion.entry);
}

void tst_Conversion::pasted_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("expected");
    const QDir folder(QStringLiteral(KOPRU_TEST_DATA "/paste"));
    QFile file(folder.filePath(u"expected.json"_s));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const auto all = nlohmann::json::parse(file.readAll().toStdString());
    for (const auto &one : all) {
        QFile pasted(folder.filePath(QString::fromStdString(one.value("file", ""))));
        if (!pasted.open(QIODevice::ReadOnly))
            continue;
        const QByteArray content = pasted.readAll();
        if (!one["refused"].is_null())
            continue;
        for (const auto &server : one["servers"]) {
            const std::string notes = server["notes"].dump();
            const bool replaces = notes.find("replaces:mcp-remote") != std::string::npos ||
                                  notes.find("replaces:supergateway") != std::string::npos ||
                                  notes.find("replaces:node-proxy") != std::string::npos;
            if (!server["name"].is_string() || server.value("transport", "") == "stdio" || !replaces ||
                !server["placeholders"].empty())
                continue;
            const QString name = QString::fromStdString(server["name"].get<std::string>());
            // As a whole file: some are only a part of one.
            for (const QByteArray &text : {content, "{\"mcpServers\":{" + content + "}}",
                                           "{\"mcpServers\":" + content + "}", "{" + content + "}"}) {
                const auto document = config::Document::parse(text);
                if (!document || !document->contains(name))
                    continue;
                QTest::addRow("%s: %s", qPrintable(pasted.fileName().section(u'/', -1)), qPrintable(name))
                    << text << name << QByteArray::fromStdString(server.dump());
                break;
            }
        }
    }
}

/// The files that people paste are files that they have: what tests/data/paste/expected.json says is reached, with
/// which headers, is what the bridge reaches when such an entry was moved.
void tst_Conversion::pasted()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, name);
    QFETCH(QByteArray, expected);
    const auto document = config::Document::parse(text);
    QVERIFY(document);
    const auto wanted = nlohmann::json::parse(expected.toStdString());
    const Conversion conversion = conversionOf(*document, name, newCommand);
    QVERIFY2(conversion.state == ConversionState::Possible,
             qPrintable(conversionKey(conversion.state) + u' ' + conversion.detail));
    const auto settings = settingsOf(conversion.entry);
    QVERIFY(settings && !settings->fault);
    const QUrl url(QString::fromStdString(wanted.value("url", "")));
    QCOMPARE(QString::fromStdString(settings->address.host), url.host());
    QCOMPARE(int{settings->address.port}, url.port(url.scheme() == u"https"_s || url.scheme() == u"wss"_s ? 443 : 80));
    QMap<QString, QString> sent;
    for (const auto &[header, value] : settings->headers)
        sent.insert(QString::fromStdString(header).toLower(), QString::fromStdString(value));
    QMap<QString, QString> headers;
    for (const auto &[header, value] : wanted["headers"].items())
        headers.insert(QString::fromStdString(header).toLower(), QString::fromStdString(value.get<std::string>()));
    QCOMPARE(sent, headers);
}

void tst_Conversion::stays_data()
{
    QTest::addColumn<config::Entry>("entry");
    QTest::addColumn<QString>("refusal");
    QTest::addColumn<QString>("detail");
    const auto row = [](const char *name, const config::Entry &entry, const QString &refusal,
                        const QString &detail = {}) { QTest::newRow(name) << entry << refusal << detail; };
    row("a registered client", mcpRemote({address, u"--static-oauth-client-info"_s, u"{\"client_id\":\"a\"}"_s}),
        u"sign-in"_s, u"--static-oauth-client-info"_s);
    row("a resource of a sign-in", mcpRemote({address, u"--resource"_s, u"https://tenant.example.com/"_s}),
        u"sign-in"_s, u"--resource"_s);
    row("a sign-in by a code", mcpRemote({address, u"--device-code"_s}), u"sign-in"_s, u"--device-code"_s);
    row("a sign-in without a person", mcpRemote({address, u"--ignore-tool"_s, u"delete*"_s, u"--client-credentials"_s}),
        u"sign-in"_s, u"--client-credentials"_s);
    row("tools that are kept away", mcpRemote({address, u"--ignore-tool"_s, u"delete*"_s}), u"option"_s,
        u"--ignore-tool"_s);
    row("headers from a file", mcpRemote({address, u"--header-file"_s, u"/home/a/headers.txt"_s}), u"option"_s,
        u"--header-file"_s);
    row("pings", mcpRemote({address, u"--keep-alive"_s}), u"option"_s, u"--keep-alive"_s);
    row("the new revision of the protocol", mcpRemote({address, u"--protocol"_s, u"auto"_s}), u"option"_s,
        u"--protocol"_s);
    row("an option that nobody knows", mcpRemote({address, u"--frobnicate"_s}), u"option"_s, u"--frobnicate"_s);
    row("no address", mcpRemote({}), u"address"_s);
    row("an address of another kind", mcpRemote({u"ftp://mcp.example.com/"_s}), u"address"_s);
    row("a page about a project", mcpRemote({u"https://github.com/example/mcp"_s}), u"address"_s);
    row("a variable that is not there",
        mcpRemote({address, u"--header"_s, u"Authorization: Bearer ${TOKEN}"_s}, {{u"OTHER"_s, u"x"_s}}),
        u"unknown-variable"_s, u"TOKEN"_s);
    row("supergateway for others", npx({u"supergateway"_s, u"--stdio"_s, u"uvx mcp-server-git"_s}), u"serves-others"_s);
    row("supergateway for others, with a shell",
        npx({u"supergateway"_s, u"--stdio"_s, u"cd /srv && node server.js"_s, u"--port"_s, u"8000"_s}),
        u"serves-others"_s);
    row("supergateway from SSE to WebSocket",
        npx({u"supergateway"_s, u"--sse"_s, u"https://mcp.example.com/sse"_s, u"--outputTransport"_s, u"ws"_s}),
        u"serves-others"_s);
    const config::Variables portal{{u"APINIZER_TOKEN"_s, u"mcp_abc"_s}, {u"HTTP_HOSTNAME"_s, u"portal.example.com"_s}};
    row("the script without its variables", {u"node"_s, {u"/home/a/apinizer_http_proxy.js"_s}, {}}, u"address"_s);
    row("a script of one's own with the document's variables", {u"node"_s, {u"/home/a/portal-v2.js"_s}, portal},
        u"unknown-script"_s, u"portal-v2.js"_s);
    row("a shell that does more", {u"bash"_s, {u"-c"_s, u"source ~/.nvm/nvm.sh && npx -y mcp-remote "_s + address}, {}},
        u"unknown-start"_s, u"bash"_s);
    row("npx with a command of its own", {u"npx"_s, {u"-y"_s, u"-c"_s, u"mcp-remote "_s + address}, {}},
        u"unknown-start"_s, u"npx"_s);
    row("an option of Node that matters",
        {u"node"_s, {u"--tls-min-v1.0"_s, u"/home/a/apinizer_http_proxy.js"_s}, portal}, u"unknown-start"_s, u"node"_s);
    row("a container with files of its own",
        {u"docker"_s, {u"run"_s, u"-i"_s, u"-v"_s, u"/a:/b"_s, u"supercorp/supergateway"_s, u"--sse"_s, address}, {}},
        u"unknown-start"_s, u"docker"_s);
}

void tst_Conversion::stays()
{
    QFETCH(config::Entry, entry);
    QFETCH(QString, refusal);
    QFETCH(QString, detail);
    const Conversion conversion = conversionFor(entry);
    QCOMPARE(conversionKey(conversion.state), u"refused"_s);
    QCOMPARE(conversionKey(conversion.refusal.value()), refusal);
    QCOMPARE(conversion.detail, detail);
    QCOMPARE(conversion.entry, config::Entry());
    QVERIFY(!conversionCause(conversion).isEmpty());
    QVERIFY(!conversionRemedy(conversion).isEmpty());
}

void tst_Conversion::isNotMeant_data()
{
    QTest::addColumn<config::Entry>("entry");
    const auto row = [](const char *name, const config::Entry &entry) { QTest::newRow(name) << entry; };
    row("a script", {u"node"_s, {u"/home/a/server.js"_s}, {{u"TOKEN"_s, u"t"_s}}});
    row("a package", npx({u"@modelcontextprotocol/server-filesystem"_s, u"/home/a"_s}));
    row("a package with a name alike", npx({u"mcp-remote-files"_s, u"/home/a"_s}));
    row("a folder with a name alike", npx({u"@modelcontextprotocol/server-filesystem"_s, u"/home/a/supergateways"_s}));
    row("a folder of the same name",
        npx({u"@modelcontextprotocol/server-filesystem"_s, u"/home/a/mcp-remote"_s, u"/home/a/supergateway"_s}));
    row("Python", {u"uvx"_s, {u"mcp-server-git"_s}, {}});
    row("a container", {u"docker"_s, {u"run"_s, u"-i"_s, u"--rm"_s, u"mcp/git"_s}, {}});
    row("a shell", {u"bash"_s, {u"-c"_s, u"cd /srv && ./server"_s}, {}});
    row("a program", {u"/usr/local/bin/mcp-server"_s, {}, {}});
}

void tst_Conversion::isNotMeant()
{
    QFETCH(config::Entry, entry);
    const Conversion conversion = conversionFor(entry);
    QCOMPARE(conversionKey(conversion.state), u"not-meant"_s);
    QVERIFY(!conversionCause(conversion).isEmpty());
}

/// In the file nothing but the three members changes: not the other keys of the entry, not its neighbours, not the
/// spelling of what stays.
void tst_Conversion::keepsEverythingElse()
{
    const QByteArray text = R"({
    "globalShortcut": "Alt+K",
    "mcpServers": {
        "first": {"command": "uvx", "args": ["a"]},
        "portal": {
            "extensionId": 1.50,
            "command": "npx",
            "args": ["-y", "mcp-remote", "https://mcp.example.com/mcp", "--header", "X-API-Key:${KEY}"],
            "env": {"LANG": "tr_TR.UTF-8", "KEY": "\u0131k-1"},
            "type": "stdio"
        }
    }
}
)";
    const QByteArray expected = R"({
    "globalShortcut": "Alt+K",
    "mcpServers": {
        "first": {"command": "uvx", "args": ["a"]},
        "portal": {
            "extensionId": 1.50,
            "command": "/home/a/.claude/mcp/kopru-bridge",
            "args": ["http", "--url", "https://mcp.example.com/mcp", "--header", "X-API-Key: ${KEY}"],
            "env": {"LANG": "tr_TR.UTF-8", "KEY": "\u0131k-1"},
            "type": "stdio"
        }
    }
}
)";
    const config::Document document = config::Document::parse(text).value();
    const Conversion conversion = conversionOf(document, u"portal"_s, newCommand);
    QCOMPARE(conversionKey(conversion.state), u"possible"_s);
    const auto moved = converted(document, u"portal"_s, conversion, conversion.entry);
    QVERIFY(moved);
    QCOMPARE(moved->text(), expected);
    // The token can go into the keychain now.
    QCOMPARE(readableSecrets(conversion.entry), QStringList{u"KEY"_s});
    QVERIFY(conversionOf(document, u"another"_s, newCommand).state == ConversionState::NotMeant);
}

/// Claude skips an entry without a command. It becomes one in its place, and its secret is not left beside it.
void tst_Conversion::anAddressAlone()
{
    const QByteArray text = R"({
  "mcpServers": {
    "a": {"command": "x"},
    "docs": {
      "type": "http",
      "url": "https://mcp.example.com/mcp",
      "headers": {"Authorization": "Bearer tok-1"},
      "disabled": true
    },
    "b": {"command": "y"}
  }
})";
    const config::Document document = config::Document::parse(text).value();
    const Conversion conversion = conversionOf(document, u"docs"_s, newCommand);
    QCOMPARE(conversionKey(conversion.state), u"possible"_s);
    QCOMPARE(conversion.program, u"url"_s);
    QCOMPARE(conversion.entry,
             (config::Entry{newCommand,
                            {u"http"_s, u"--url"_s, address, u"--header"_s, u"Authorization: Bearer ${KOPRU_TOKEN}"_s},
                            {{u"KOPRU_TOKEN"_s, u"tok-1"_s}}}));
    QCOMPARE(droppedOf(conversion), QStringList{u"disabled:not-for-claude"_s});
    const auto moved = converted(document, u"docs"_s, conversion, conversion.entry);
    QVERIFY(moved);
    QCOMPARE(moved->text().count("tok-1"), 1);
    QCOMPARE(moved->serverBefore(u"docs"_s), u"a"_s);
    QCOMPARE(moved->serverBefore(u"b"_s), u"docs"_s);
    QVERIFY(moved->server(u"docs"_s)->wellFormed);
    QCOMPARE(moved->serverText(u"a"_s), document.serverText(u"a"_s));
}

/// None may get lost on the way.
void tst_Conversion::moreVariablesThanAreRead()
{
    const auto conversion = [](int count) {
        QByteArrayList variables;
        for (int i = 0; i < count; ++i)
            variables.append("\"A" + QByteArray::number(i) + "\": \"1\"");
        const QByteArray text = R"({"mcpServers": {"docs": {"url": "https://mcp.example.com/mcp", "env": {)" +
                                variables.join(", ") + "}}}}";
        return conversionOf(config::Document::parse(text).value(), u"docs"_s, newCommand);
    };
    QCOMPARE(conversion(500).entry.environment.size(), 500);
    QCOMPARE(conversionKey(conversion(501).state), u"refused"_s);
}

void tst_Conversion::weakensNothing_data()
{
    QTest::addColumn<config::Entry>("entry");
    const config::Variables portal{{u"APINIZER_TOKEN"_s, u"mcp_abc"_s}, {u"HTTP_HOSTNAME"_s, u"portal.example.com"_s}};
    const auto portalWith = [&portal](const QString &value) {
        return portal + config::Variables{{u"VERIFY_CERTIFICATE"_s, value}};
    };
    const QString httpScript = u"/a/apinizer_http_proxy.js"_s;
    // The HTTP script compares with the word "false"; the others do not look at all.
    for (const char *value : {"False", "FALSE", "0", "no", "off", " false"})
        QTest::newRow(value) << config::Entry{u"node"_s, {httpScript}, portalWith(QString::fromUtf8(value))};
    QTest::newRow("the WebSocket script")
        << config::Entry{u"node"_s, {u"/a/apinizer_ws_proxy.js"_s}, portalWith(u"false"_s)};
    QTest::newRow("the ALECS client") << config::Entry{u"node"_s,
                                                       {u"/a/websocket-client.js"_s},
                                                       {{u"ALECS_WS_URL"_s, u"wss://a.example.com/mcp"_s},
                                                        {u"ALECS_TOKEN"_s, u"t"_s},
                                                        {u"VERIFY_CERTIFICATE"_s, u"false"_s}}};
    QTest::newRow("mcp-remote") << mcpRemote({address}, {{u"VERIFY_CERTIFICATE"_s, u"false"_s}});
}

/// Where the old program checks certificates, the bridge does too, whatever it would read out of a variable.
void tst_Conversion::weakensNothing()
{
    QFETCH(config::Entry, entry);
    const Conversion conversion = conversionFor(entry);
    QCOMPARE(conversionKey(conversion.state), u"possible"_s);
    QVERIFY(!conversion.has(ConversionNoteId::VerificationOff));
    const auto target = kind(conversion.kind).target(conversion.entry);
    QVERIFY(target && target->verifyCertificate);
    QCOMPARE(droppedOf(conversion), QStringList{u"VERIFY_CERTIFICATE:not-read"_s});
}

/// Spaces on Windows tear a header apart; what lies around then may be a token.
void tst_Conversion::saysNoSecret()
{
    const Conversion conversion =
        conversionFor(mcpRemote({address, u"--header"_s, u"Authorization:"_s, u"Bearer"_s, u"sk-geheim-1"_s}));
    QStringList said{conversion.detail, conversionCause(conversion), conversionRemedy(conversion)};
    for (const DroppedPart &part : conversion.dropped)
        said += {part.part, droppedText(part)};
    for (const ConversionNote &note : conversion.notes)
        said += {note.detail, conversionNoteText(note)};
    QVERIFY(!conversion.dropped.isEmpty());
    QVERIFY2(!said.join(u'\n').contains(u"geheim"_s), qPrintable(said.join(u'\n')));
    QCOMPARE(conversion.entry.arguments.filter(u"geheim"_s), QStringList());
}

void tst_Conversion::everythingHasWords()
{
    QStringList keys;
    for (int i = 0; i <= static_cast<int>(DropReason::NotForClaude); ++i) {
        const auto reason = static_cast<DropReason>(i);
        QVERIFY2(!droppedText({u"--part"_s, reason}).isEmpty(), qPrintable(conversionKey(reason)));
        keys.append(conversionKey(reason));
    }
    for (int i = 0; i <= static_cast<int>(ConversionNoteId::TokenId); ++i) {
        const auto note = static_cast<ConversionNoteId>(i);
        QVERIFY2(!conversionNoteText({note, u"NAME"_s}).isEmpty(), qPrintable(conversionKey(note)));
        keys.append(conversionKey(note));
    }
    for (int i = 0; i <= static_cast<int>(ConversionRefusal::NotWellFormed); ++i)
        keys.append(conversionKey(static_cast<ConversionRefusal>(i)));
    QVERIFY(!keys.contains(QString()));
    QCOMPARE(QSet<QString>(keys.cbegin(), keys.cend()).size(), keys.size());
}

/// How much faster the bridge starts is said to people: it must be what docs/measurements.md has.
void tst_Conversion::promisesWhatWasMeasured()
{
    QFile file(QStringLiteral(KOPRU_TEST_DATA "/../../docs/measurements.md"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QMap<QString, double> least;
    QStringList columns;
    for (const QString &line : QString::fromUtf8(file.readAll()).split(u'\n')) {
        const QStringList cells = line.split(u'|');
        if (line.contains(u"| kopru-bridge |"_s)) {
            columns = cells;
        } else if (line.startsWith(u"| spawn to `initialize` answered, ms |"_s)) {
            const double own = cells.value(2).trimmed().toDouble();
            for (qsizetype i = 3; i < cells.size(); ++i) {
                const QString name = columns.value(i).trimmed();
                const double ms = cells.at(i).trimmed().toDouble();
                if (ms > 0)
                    least[name] = std::min(least.value(name, 1e9), ms / own);
            }
        }
    }
    const QMap<QString, QString> measuredAs{{u"mcp-remote"_s, u"mcp-remote"_s},
                                            {u"supergateway"_s, u"supergateway"_s},
                                            {u"node-proxy"_s, u"Node script"_s}};
    for (auto it = measuredAs.cbegin(); it != measuredAs.cend(); ++it) {
        QVERIFY2(least.contains(it.value()), qPrintable(it.value()));
        QVERIFY2(timesFaster(it.key()) <= least.value(it.value()),
                 qPrintable(u"%1: %2"_s.arg(it.key()).arg(least.value(it.value()))));
        QVERIFY(conversionGain(it.key()).contains(QString::number(timesFaster(it.key()))));
    }
    QVERIFY(!conversionGain(u"url"_s).isEmpty());
}

QTEST_APPLESS_MAIN(tst_Conversion)
#include "tst_conversion.moc"
