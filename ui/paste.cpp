#include "ui/paste.h"

#include <QtCore/QRegularExpression>

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

std::optional<Pasted> recognise(const QString &text)
{
    const QString trimmed = text.trimmed();
    static const QRegularExpression space(u"\\s"_s);
    if (trimmed.isEmpty() || trimmed.size() > longestToken || trimmed.contains(space))
        return std::nullopt;
    if (trimmed.startsWith(u"http://"_s, Qt::CaseInsensitive) ||
        trimmed.startsWith(u"https://"_s, Qt::CaseInsensitive)) {
        const QUrl url(trimmed, QUrl::StrictMode);
        if (url.isValid() && !url.host().isEmpty())
            return Pasted{integrations::KindId::RemoteServer, {{integrations::FieldId::Address, trimmed}}};
        return std::nullopt;
    }
    static const QRegularExpression prefixed(u"^mcp_[A-Za-z0-9._~+/=-]{8,}$"_s);
    if (prefixed.match(trimmed).hasMatch() || tokenForm(trimmed).jwt)
        return Pasted{integrations::KindId::ApinizerHttp, {{integrations::FieldId::Token, trimmed}}};
    return std::nullopt;
}

} // namespace kopru::ui
