#include "ui/paste.h"

#include "app/config/document.h"
#include "app/integrations/documententry.h"
#include "bridge/contract/profile.h"

#include <QtCore/QRegularExpression>

#include <nlohmann/json.hpp>

namespace kopru::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype longestToken = qsizetype{16} * 1024;
constexpr qsizetype longestSnippet = qsizetype{256} * 1024;
constexpr int alecsPort = 8082; // document alecs-websocket.txt, "Environment Variables"

QString text(std::string_view view)
{
    return QString::fromUtf8(view.data(), static_cast<qsizetype>(view.size()));
}

std::optional<Pasted> recogniseAddress(const QString &address)
{
    using integrations::FieldId;
    using integrations::KindId;
    const QUrl url(address, QUrl::StrictMode);
    const QString scheme = url.scheme();
    const bool webSocket = scheme == u"ws"_s || scheme == u"wss"_s;
    if (!url.isValid() || url.host().isEmpty() || (!webSocket && scheme != u"http"_s && scheme != u"https"_s))
        return std::nullopt;
    const bool portalOverHttp = !webSocket && url.path() == text(contract::apinizer_http::defaultPath);
    if (portalOverHttp || (scheme == u"wss"_s && url.path() == text(contract::apinizer_ws::path))) {
        integrations::Values values{{FieldId::Host, url.host()}};
        if (url.port() > 0)
            values.insert(FieldId::Port, url.port());
        else if (scheme == u"http"_s)
            values.insert(FieldId::Port, 80);
        if (scheme == u"http"_s)
            values.insert(FieldId::UseHttps, false);
        return Pasted{portalOverHttp ? KindId::ApinizerHttp : KindId::ApinizerWebSocket, values};
    }
    if (!webSocket && url.host() == QUrl(text(contract::agentport::defaultUrl)).host())
        return Pasted{KindId::AgentPort, {}};
    const bool alecs = webSocket && (url.port() == alecsPort || url.host().contains(u"alecs"_s));
    return Pasted{alecs ? KindId::AlecsWebSocket : KindId::RemoteServer, {{FieldId::Address, address}}};
}

std::optional<Pasted> recogniseSnippet(const QByteArray &json)
{
    // A whole file or `{"mcpServers": …}`; without its braces; what belongs into mcpServers, with braces and without;
    // an entry alone.
    const QByteArray begin = "{\"mcpServers\":";
    for (const QByteArray &file : {json, '{' + json + '}', begin + json + '}', begin + '{' + json + "}}",
                                   begin + "{\"server\":" + json + "}}"}) {
        const auto document = config::Document::parse(file);
        if (!document)
            continue;
        for (const config::Server &server : document->servers())
            if (const auto read = integrations::readDocumentEntry(server.entry); read && server.wellFormed)
                return Pasted{read->kind, read->values, read->others};
    }
    return std::nullopt;
}

} // namespace

TokenForm tokenForm(const QString &token)
{
    TokenForm form;
    const QStringList parts = token.trimmed().split(u'.');
    if (parts.size() != 3 || token.size() > longestToken || !parts.front().startsWith(u"ey"_s))
        return form;
    const auto decode = [](const QString &part) {
        const QByteArray json = QByteArray::fromBase64(part.toLatin1(), QByteArray::Base64UrlEncoding);
        return nlohmann::json::parse(json.begin(), json.end(), nullptr, false);
    };
    form.jwt = decode(parts.at(0)).is_object();
    const nlohmann::json claims = decode(parts.at(1));
    if (!claims.is_object())
        return form;
    if (const auto found = claims.find("exp"); found != claims.end() && found->is_number())
        form.expires = QDateTime::fromSecsSinceEpoch(static_cast<qint64>(found->get<double>()), Qt::UTC);
    return form;
}

std::optional<Pasted> recognise(const QString &text)
{
    const QString trimmed = text.trimmed();
    if (trimmed.startsWith(u'{') || trimmed.startsWith(u'"')) {
        QByteArray json = trimmed.size() <= longestSnippet ? trimmed.toUtf8() : QByteArray();
        if (json.endsWith(',')) // copied with what parted it from the next
            json.chop(1);
        return recogniseSnippet(json);
    }
    static const QRegularExpression space(u"\\s"_s);
    if (trimmed.isEmpty() || trimmed.size() > longestToken || trimmed.contains(space))
        return std::nullopt;
    if (trimmed.contains(u"://"_s))
        return recogniseAddress(trimmed);
    static const QRegularExpression agentPortKey(u"^ap_[A-Za-z0-9._~+/=-]{8,}$"_s);
    if (agentPortKey.match(trimmed).hasMatch())
        return Pasted{integrations::KindId::AgentPort, {{integrations::FieldId::Token, trimmed}}};
    static const QRegularExpression prefixed(u"^mcp_[A-Za-z0-9._~+/=-]{8,}$"_s);
    if (prefixed.match(trimmed).hasMatch() || tokenForm(trimmed).jwt)
        return Pasted{integrations::KindId::ApinizerHttp, {{integrations::FieldId::Token, trimmed}}};
    return std::nullopt;
}

} // namespace kopru::ui
