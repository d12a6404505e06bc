#include "ui/paste.h"

#include <nlohmann/json.hpp>

namespace kopru::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype longestToken = qsizetype{16} * 1024;

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

std::optional<Pasted> recognise(const integrations::Snippet &snippet)
{
    if (snippet.refused || snippet.servers.isEmpty())
        return std::nullopt;
    // What signs in is told of, but not offered.
    const auto offered = std::find_if(snippet.servers.cbegin(), snippet.servers.cend(), [](const auto &server) {
        return !server.isRemote() || !server.has(integrations::SnippetNoteId::OAuth);
    });
    if (offered == snippet.servers.cend())
        return std::nullopt;
    integrations::SnippetServer server = *offered;
    if (!server.kind && server.url.isEmpty() && tokenForm(server.token).jwt)
        server.kind = integrations::KindId::ApinizerHttp;
    const integrations::SnippetFields fields = integrations::fieldsFor(server);
    return Pasted{fields.kind, fields.values, fields.others, server.name, server.notes};
}

std::optional<Pasted> recognise(const QString &text)
{
    return recognise(integrations::readSnippet(text));
}

} // namespace kopru::ui
