#include "app/integrations/rules.h"
#include "app/snippets/address.h"
#include "app/snippets/concluding.h"
#include "app/snippets/references.h"
#include "app/snippets/remarks.h"
#include "app/snippets/signs.h"
#include "bridge/contract/profile.h"

#include <QtCore/QRegularExpression>

using namespace Qt::StringLiterals;

/// A server that is reached over a network.
namespace kopru::integrations::snippet {

namespace {

namespace portal = contract::apinizer_http;
namespace portalWs = contract::apinizer_ws;
namespace agentport = contract::agentport;

constexpr auto nodeVerification = "NODE_TLS_REJECT_UNAUTHORIZED"_L1;
constexpr int alecsPort = 8082; // document alecs-websocket.txt, "Environment Variables"

bool same(const QString &a, QLatin1StringView b)
{
    return a.compare(b, Qt::CaseInsensitive) == 0;
}

std::optional<SnippetTransport> transportOf(const QString &written)
{
    QString plain = written.toLower();
    plain.remove(u'-').remove(u'_').remove(u' ');
    if (plain == u"sse"_s || plain == u"sseonly"_s)
        return SnippetTransport::Sse;
    if (plain == u"http"_s || plain == u"https"_s || plain == u"streamablehttp"_s || plain == u"streamable"_s ||
        plain == u"httponly"_s)
        return SnippetTransport::Http;
    if (plain == u"ws"_s || plain == u"wss"_s || plain == u"websocket"_s)
        return SnippetTransport::WebSocket;
    return std::nullopt;
}

std::optional<KindId> kindOfRemote(const SnippetServer &server, bool known)
{
    const auto address = lowerParts(server.url);
    const bool webSocket = server.transport == SnippetTransport::WebSocket;
    for (const SnippetHeader &header : server.headers) {
        if (!webSocket && same(header.name, "X-API-Key"_L1) && header.value.startsWith(u"ap_"_s))
            return KindId::AgentPort;
        if (!address && same(header.name, "APINIZER-TOKEN"_L1))
            return KindId::ApinizerHttp;
    }
    if (!address)
        return known ? std::optional(KindId::RemoteServer) : std::nullopt;
    const QString path = pathOf(*address);
    // The portal's form sends the token alone: `Bearer` would be lost.
    const bool scheme = std::any_of(server.headers.cbegin(), server.headers.cend(), [](const SnippetHeader &header) {
        return holdsSecret(header.name) && withoutScheme(header.value) != header.value.trimmed();
    });
    if (scheme && (path == text(portal::defaultPath) || path == text(portalWs::path)))
        return KindId::RemoteServer;
    if (!webSocket && path == text(portal::defaultPath))
        return KindId::ApinizerHttp;
    if (address->scheme == u"wss"_s && path == text(portalWs::path))
        return KindId::ApinizerWebSocket;
    if (!webSocket && address->host == QUrl(text(agentport::defaultUrl)).host())
        return KindId::AgentPort;
    const bool alecsAddress = address->port == QString::number(alecsPort) && path == u"/mcp"_s;
    if (webSocket &&
        (alecsAddress || address->host.contains(u"alecs"_s) || server.name.contains(u"alecs"_s, Qt::CaseInsensitive)))
        return KindId::AlecsWebSocket;
    return KindId::RemoteServer;
}

/// A token in the query is kept there: the server wants it so.
void judgeQuery(SnippetServer &server, const Address &address, QList<SnippetIgnored> &ignored)
{
    const QString query = address.path.section(u'?', 1).section(u'#', 0, 0);
    for (const QString &part : query.split(u'&', Qt::SkipEmptyParts)) {
        const QString value = part.section(u'=', 1);
        if (!holdsSecret(part.section(u'=', 0, 0)) || value.isEmpty())
            continue;
        if (isPlaceholderText(value, true)) {
            ask(server, ignored, u"url"_s);
        } else {
            add(server.notes, SnippetNoteId::SecretInUrl);
            if (server.token.isEmpty())
                server.token = value;
        }
    }
}

void takeCredentials(SnippetServer &server)
{
    static const QRegularExpression shape(uR"(^([A-Za-z][A-Za-z0-9+.-]*://)([^/?#\s<>]+)@)"_s); // up to the last @
    const auto match = shape.match(server.url);
    if (!match.hasMatch())
        return;
    server.url = match.captured(1) + server.url.mid(match.capturedEnd());
    server.headers.append(
        {u"Authorization"_s,
         u"Basic "_s + QString::fromLatin1(QByteArray::fromPercentEncoding(match.captured(2).toUtf8()).toBase64())});
    add(server.notes, SnippetNoteId::CredentialsFromUrl);
}

void judgeHeaders(SnippetServer &server, const QMap<QString, QString> &questions, QList<SnippetIgnored> &ignored)
{
    const SnippetHeader *secret = nullptr;
    for (const SnippetHeader &header : std::as_const(server.headers)) {
        const bool holds = holdsSecret(header.name);
        if (holds && (!secret || (same(header.name, "Authorization"_L1) && !same(secret->name, "Authorization"_L1))))
            secret = &header;
        if (isPlaceholderText(holds ? withoutScheme(header.value) : header.value, holds))
            ask(server, ignored, u"header:"_s + header.name, questionFor(header.value, questions));
    }
    if (!secret)
        return;
    server.tokenHeader = secret->name;
    if (!server.asksFor(u"header:"_s + secret->name))
        server.token = withoutScheme(secret->value);
}

/// Options of Node and of the bridge that switch the check of certificates off. What says the usual goes away.
bool takeVerification(config::Entry &entry)
{
    bool off = false;
    const QString own = text(contract::verifyCertificateVariable);
    if (entry.hasVariable(nodeVerification)) {
        off = entry.variable(nodeVerification).trimmed() == u"0"_s;
        entry.removeVariable(nodeVerification);
    }
    if (entry.hasVariable(own)) {
        const auto value = contract::parseSwitch(entry.variable(own).trimmed().toStdString());
        if (value) {
            off = off || !*value;
            entry.removeVariable(own);
        }
    }
    return off;
}

} // namespace

Conclusion concludeRemote(const RawEntry &raw)
{
    SnippetServer server;
    QList<SnippetIgnored> ignored;
    server.name = raw.name;
    server.notes = raw.notes;
    add(server.notes, SnippetNoteId::NeedsBridge);
    Filling filling(raw.local.environment);
    server.url = unmasked(filling.filled(raw.address.trimmed()));
    for (const SnippetHeader &header : std::as_const(raw.headers))
        server.headers.append({header.name, unmasked(filling.filled(header.value)).trimmed()});
    server.entry.environment = raw.local.environment;
    for (const QString &name : filling.used())
        server.entry.removeVariable(name);
    for (config::Variable &variable : server.entry.environment)
        variable.value = unmasked(variable.value);
    if (takeVerification(server.entry))
        add(server.notes, SnippetNoteId::VerificationOff);

    if (const auto refused = refusedAddress(server.url); refused && !isPlaceholderAddress(server.url))
        return {std::nullopt, refused, {}, {}};
    takeCredentials(server);
    const auto address = lowerParts(server.url);
    server.transport = transportOf(raw.transport).value_or(SnippetTransport::Auto);
    if (address && (address->scheme == u"ws"_s || address->scheme == u"wss"_s))
        server.transport = SnippetTransport::WebSocket;
    if (server.url.isEmpty())
        ask(server, ignored, u"address"_s);
    else if (isPlaceholderAddress(server.url))
        ask(server, ignored, u"url"_s, questionFor(server.url, raw.questions));
    judgeHeaders(server, raw.questions, ignored);
    if (server.headers.isEmpty() && !raw.bareToken.isEmpty())
        server.token = raw.bareToken;
    for (const config::Variable &variable : std::as_const(server.entry.environment))
        if (isPlaceholderText(variable.value, holdsSecret(variable.name)))
            ask(server, ignored, u"env:"_s + variable.name, questionFor(variable.value, raw.questions));
    if (address) {
        judgeQuery(server, *address, ignored);
        const bool plain = address->scheme == u"http"_s || address->scheme == u"ws"_s;
        if (plain && !isLoopback(address->host) && !server.asksFor(u"url"_s))
            add(server.notes,
                isLocalNetwork(address->host) ? SnippetNoteId::HttpInLocalNetwork : SnippetNoteId::HttpToPublicHost);
    }
    server.kind = raw.kind ? raw.kind : kindOfRemote(server, raw.headers.isEmpty() && raw.bareToken.isEmpty());
    if (server.token.startsWith(u"tok_"_s))
        add(server.notes, SnippetNoteId::TokenId);
    if (raw.signsIn) {
        add(server.notes, SnippetNoteId::OAuth);
        return {server, SnippetRefusal::OAuth, ignored, {}};
    }
    return {server, std::nullopt, ignored, {}};
}

} // namespace kopru::integrations::snippet
