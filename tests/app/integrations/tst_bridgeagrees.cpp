#include "app/integrations/kind.h"
#include "bridge/relay/settings.h"

#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using namespace kopru;
using namespace kopru::integrations;

/// An entry that a form has written is started by the bridge: both must see the same server, headers and limits in it,
/// or the check from this computer judges another connection than Claude's.
class tst_BridgeAgrees : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void onWhatAFormWrites_data();
    void onWhatAFormWrites();
    void onWhatWasAddedByHand_data();
    void onWhatWasAddedByHand();
};

namespace {

const QString command = u"/home/a/.claude/mcp/kopru-bridge"_s;

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

bridge::Way wayOf(Transport transport)
{
    switch (transport) {
    case Transport::Streamable:
        return bridge::Way::Streamable;
    case Transport::Sse:
        return bridge::Way::Sse;
    case Transport::Post:
        return bridge::Way::Post;
    case Transport::WebSocket:
        return bridge::Way::WebSocket;
    case Transport::Auto:
        break;
    }
    return bridge::Way::Auto;
}

void compare(const config::Entry &entry)
{
    const auto settings = settingsOf(entry);
    QVERIFY2(settings, qPrintable(entry.arguments.join(u' ')));
    QVERIFY(!settings->fault);
    const Target target = *kindOf(entry).target(entry);
    const bool secure = target.url.scheme() == u"https"_s || target.url.scheme() == u"wss"_s;
    QCOMPARE(settings->address.secure, secure);
    QCOMPARE(QString::fromStdString(settings->address.host), target.url.host(QUrl::FullyEncoded));
    QCOMPARE(int{settings->address.port}, target.url.port(secure ? 443 : 80));
    QString path = target.url.path(QUrl::FullyEncoded);
    if (target.url.hasQuery())
        path += u'?' + target.url.query(QUrl::FullyEncoded);
    QCOMPARE(QString::fromStdString(settings->address.target), path.isEmpty() ? u"/"_s : path);
    QCOMPARE(settings->headers.size(), static_cast<std::size_t>(target.headers.size()));
    for (qsizetype i = 0; i < target.headers.size(); ++i) {
        QCOMPARE(settings->headers[static_cast<std::size_t>(i)].first, target.headers.at(i).first.toStdString());
        QCOMPARE(settings->headers[static_cast<std::size_t>(i)].second, target.headers.at(i).second.toStdString());
    }
    QVERIFY(settings->way == wayOf(target.transport));
    QCOMPARE(settings->subprotocol, target.subprotocol.toStdString());
    QCOMPARE(settings->trust.verify, target.verifyCertificate);
    // The bridge without a limit of its own waits as long as Claude; the check from this computer does not.
    if (settings->timeout)
        QCOMPARE(settings->timeout->count(), target.timeout.count());
    else
        QCOMPARE(target.timeout, Target().timeout);
}

} // namespace

void tst_BridgeAgrees::onWhatAFormWrites_data()
{
    QTest::addColumn<KindId>("kindId");
    QTest::addColumn<Values>("values");
    const auto host = std::pair(FieldId::Host, Value(u"portal.example.com"_s));
    const auto token = std::pair(FieldId::Token, Value(u"mcp_abc"_s));
    const auto row = [](const char *name, KindId id, const Values &values) { QTest::newRow(name) << id << values; };
    for (const KindId id : {KindId::ApinizerHttp, KindId::ApinizerWebSocket}) {
        const QByteArray name(kind(id).key);
        row(name + ": the least", id, {host, token});
        row(name + ": port", id, {host, token, {FieldId::Port, 8443}});
        row(name + ": time-out", id, {host, token, {FieldId::Timeout, 60000}});
        row(name + ": no verification", id, {host, token, {FieldId::VerifyCertificate, false}});
        row(name + ": Turkish host", id, {{FieldId::Host, u"çağrı.example.com"_s}, token});
    }
    row("apinizer-http: all else", KindId::ApinizerHttp,
        {host,
         token,
         {FieldId::Path, u"mcp?team=a"_s},
         {FieldId::TokenHeader, u"X-Token"_s},
         {FieldId::UseHttps, false}});
    row("alecs-ws: Turkish host", KindId::AlecsWebSocket,
        {{FieldId::Address, u"wss://çağrı.example.com:8082/mcp"_s}, {FieldId::Token, u"NJn6"_s}});
    row("agentport: Turkish host", KindId::AgentPort,
        {{FieldId::Token, u"ap_1"_s}, {FieldId::Address, u"https://çağrı.example.com/mcp"_s}});
    row("remote: Turkish host and path", KindId::RemoteServer, {{FieldId::Address, u"https://çağrı.com.tr/ağ?a=ş"_s}});
    row("agentport: the least", KindId::AgentPort, {{FieldId::Token, u"ap_1"_s}});
    row("agentport: all", KindId::AgentPort,
        {{FieldId::Token, u" ap_1 "_s},
         {FieldId::Address, u"https://agentport.example.com:8443/mcp"_s},
         {FieldId::VerifyCertificate, false}});
    row("alecs-ws: plain", KindId::AlecsWebSocket,
        {{FieldId::Address, u"ws://localhost:8082/mcp"_s}, {FieldId::Token, u"NJn6"_s}});
    row("alecs-ws: all", KindId::AlecsWebSocket,
        {{FieldId::Address, u"wss://alecs.example.com/mcp?a=b"_s},
         {FieldId::Token, u"NJn6"_s},
         {FieldId::VerifyCertificate, false}});
    row("remote: HTTP", KindId::RemoteServer,
        {{FieldId::Address, u"https://a.example.com/mcp"_s},
         {FieldId::Token, u"t"_s},
         {FieldId::HeaderLines, QStringList{u"X-Team: sales"_s, u"X-API-Key: k"_s}},
         {FieldId::Transport, u"streamable"_s},
         {FieldId::Timeout, 5000}});
    row("remote: WebSocket", KindId::RemoteServer,
        {{FieldId::Address, u"wss://a.example.com"_s}, {FieldId::Token, u"t"_s}, {FieldId::VerifyCertificate, false}});
}

void tst_BridgeAgrees::onWhatAFormWrites()
{
    QFETCH(KindId, kindId);
    QFETCH(Values, values);
    const Kind &one = kind(kindId);
    for (const FieldFinding &finding : one.validate(values))
        QVERIFY(!finding.blocking);
    const config::Entry entry = one.toEntry(values, {}, command);
    QCOMPARE(kindOf(entry).id, kindId);
    compare(entry);
    // And nothing is lost on the way back and forth.
    const Values read = one.fromEntry(entry);
    if (const auto *shown = std::get_if<QString>(&values[FieldId::Host]); shown && !shown->isEmpty())
        QCOMPARE(std::get<QString>(read[FieldId::Host]), *shown);
    QCOMPARE(one.toEntry(read, entry, command), entry);
    QCOMPARE(one.toEntry(read, {}, command), entry);
}

void tst_BridgeAgrees::onWhatWasAddedByHand_data()
{
    QTest::addColumn<config::Entry>("entry");
    const auto row = [](const char *name, const QStringList &arguments, const config::Variables &variables) {
        QTest::newRow(name) << config::Entry{command, arguments, variables};
    };
    const config::Variables portal{{u"APINIZER_TOKEN"_s, u"mcp_a"_s}, {u"HTTP_HOSTNAME"_s, u"h.example.com"_s}};
    row("apinizer-http: limit", {u"--profile"_s, u"apinizer-http"_s, u"--timeout"_s, u"5000"_s}, portal);
    row("apinizer-ws: limit", {u"--profile=apinizer-ws"_s, u"--timeout=5000"_s, u"--ping"_s, u"0"_s}, portal);
    row("apinizer-ws: subprotocol", {u"--profile"_s, u"apinizer-ws"_s, u"--subprotocol"_s, u"mcp"_s}, portal);
    row("apinizer-ws: the variable goes first", {u"--profile"_s, u"apinizer-ws"_s, u"--timeout"_s, u"5000"_s},
        portal + config::Variables{{u"TIMEOUT_AS_MS"_s, u"7000"_s}});
    row("agentport: header",
        {u"--profile"_s, u"agentport"_s, u"--header"_s, u"X-Team: ${TEAM}"_s, u"--header"_s, u"X-A: b"_s},
        {{u"AGENTPORT_API_KEY"_s, u"ap_1"_s}, {u"TEAM"_s, u"sales"_s}});
    row("alecs-ws: limit, subprotocol",
        {u"--profile"_s, u"alecs-ws"_s, u"--timeout=5000"_s, u"--subprotocol"_s, u"x"_s, u"--drain"_s, u"0"_s},
        {{u"ALECS_WS_URL"_s, u"wss://h.example.com/mcp"_s}, {u"ALECS_TOKEN"_s, u"t"_s}});
    row("remote: WebSocket with all options",
        {u"ws"_s, u"--url=wss://h.example.com/mcp"_s, u"--subprotocol"_s, u"x"_s, u"--ping=5000"_s, u"--retry"_s,
         u"0"_s, u"--drain=100"_s, u"--max-message"_s, u"2048"_s, u"--timeout"_s, u"900"_s, u"--verbose"_s},
        {});
    row("remote: no subprotocol", {u"ws"_s, u"--url"_s, u"wss://h.example.com/mcp"_s, u"--subprotocol"_s, QString()},
        {});
    row("remote: the last one counts",
        {u"http"_s, u"--transport=sse"_s, u"--url"_s, u"https://h.example.com/sse"_s, u"--transport"_s, u"post"_s,
         u"--timeout=0"_s},
        {});
}

void tst_BridgeAgrees::onWhatWasAddedByHand()
{
    QFETCH(config::Entry, entry);
    compare(entry);
    const Kind &one = kindOf(entry);
    QCOMPARE(one.toEntry(one.fromEntry(entry), entry, command), entry);
}

QTEST_APPLESS_MAIN(tst_BridgeAgrees)
#include "tst_bridgeagrees.moc"
