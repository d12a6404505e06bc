#include "app/snippets/service.h"

#include "app/integrations/rules.h"
#include "app/snippets/remarks.h"
#include "bridge/contract/profile.h"

#include <QtCore/QRegularExpression>

using namespace Qt::StringLiterals;

namespace kopru::integrations::snippet {

namespace {

namespace portal = contract::apinizer_http;
namespace portalWs = contract::apinizer_ws;
namespace alecs = contract::alecs_ws;
namespace agentport = contract::agentport;

} // namespace

std::optional<bool> documentScript(const QString &word, const config::Entry &entry)
{
    const QString file = word.mid(std::max(word.lastIndexOf(u'/'), word.lastIndexOf(u'\\')) + 1);
    if (file == u"apinizer_ws_proxy.js"_s || word == u"<API_PORTAL_WS_ACCESS_CONFIGURATION_FILE>"_s)
        return true;
    if (file == u"apinizer_http_proxy.js"_s || word == u"<API_PORTAL_HTTP_ACCESS_CONFIGURATION_FILE>"_s)
        return false;
    if (file == u"websocket-client.js"_s && entry.hasVariable(text(alecs::url)))
        return true;
    return std::nullopt;
}

std::optional<RawEntry> serviceOf(const config::Variables &variables, bool webSocketScript)
{
    RawEntry raw;
    config::Entry &entry = raw.local;
    entry.environment = variables;
    const auto take = [&entry](std::string_view name) {
        const QString value = entry.variable(text(name)).trimmed();
        entry.removeVariable(text(name));
        return value;
    };
    raw.hasAddress = true;
    if (entry.hasVariable(text(alecs::url)) || entry.hasVariable(text(alecs::token))) {
        raw.address = take(alecs::url);
        raw.transport = u"websocket"_s;
        if (entry.hasVariable(text(alecs::token)))
            raw.headers.append({u"Authorization"_s, u"Bearer "_s + take(alecs::token)});
        raw.kind = KindId::AlecsWebSocket;
        return raw;
    }
    if (entry.hasVariable(text(agentport::key))) {
        raw.address = text(agentport::defaultUrl);
        raw.headers.append({text(agentport::keyHeader), take(agentport::key)});
        add(raw.notes, SnippetNoteId::AddressFromKind);
        raw.kind = KindId::AgentPort;
        return raw;
    }
    if (!entry.hasVariable(text(portal::token)) && !entry.hasVariable(text(portal::host)))
        return std::nullopt;
    const bool webSocket = webSocketScript || entry.hasVariable(text(portalWs::port));
    QString host = take(portal::host);
    if (host.contains(u"://"_s)) {
        add(raw.notes, SnippetNoteId::AddressAsHost);
        host = host.section(u"://"_s, 1).section(u'/', 0, 0);
    }
    QString port = take(webSocket ? portalWs::port : portal::port);
    static const QRegularExpression hostAndPort(uR"(^(\[[^\]]*\]|[^:\[\]]*):(\d{1,5})$)"_s);
    if (const auto match = hostAndPort.match(host); match.hasMatch()) {
        host = match.captured(1);
        if (port.isEmpty()) // the variable that is there for it counts more
            port = match.captured(2);
    }
    const bool encrypted = webSocket || contract::parseSwitch(take(portal::useHttps).toStdString()).value_or(true);
    QString path = webSocket ? text(portalWs::path) : take(portal::path);
    if (path.isEmpty())
        path = text(portal::defaultPath);
    if (!path.startsWith(u'/'))
        path.prepend(u'/');
    QString header = webSocket ? QString() : take(portal::tokenHeader);
    if (header.isEmpty())
        header = text(portal::defaultTokenHeader);
    if (entry.hasVariable(text(portal::token)))
        raw.headers.append({header, take(portal::token)});
    // The script's own standard is 443, with encryption or without.
    if (port.isEmpty() && !encrypted && !host.contains(u':'))
        port = QString::number(portal::defaultPort);
    if (port == (encrypted ? u"443"_s : u"80"_s))
        port.clear();
    raw.transport = webSocket ? u"websocket"_s : u"http"_s;
    raw.kind = webSocket ? KindId::ApinizerWebSocket : KindId::ApinizerHttp;
    if (!host.isEmpty())
        raw.address = (webSocket   ? u"wss://"_s
                       : encrypted ? u"https://"_s
                                   : u"http://"_s) +
                      host + (port.isEmpty() ? QString() : u':' + port) + path;
    return raw;
}

} // namespace kopru::integrations::snippet
