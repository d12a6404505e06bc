#include "app/integrations/rules.h"

#include "app/secrets/keychain.h"

#include <QtCore/QRegularExpression>

using namespace Qt::StringLiterals;

namespace kopru::integrations {

bool isPlaceholder(const QString &text)
{
    static const QRegularExpression shape(
        uR"(^<[^>]*>$|your[_ -]?[a-z0-9_ -]*(?:key|token|secret|host|address)|(?:key|token)[_ -]here|^(?:mcp|ap)_x{2,}$|^x{3,}$|^\[[^\]]*\]$)"_s,
        QRegularExpression::CaseInsensitiveOption);
    return shape.match(text.trimmed()).hasMatch();
}

bool isLoopback(const QString &host)
{
    static const QRegularExpression v4(uR"(^127(?:\.\d{1,3}){3}$)"_s);
    const QString plain = host.toLower();
    return plain == u"localhost"_s || plain.endsWith(u".localhost"_s) || plain == u"::1"_s || plain == u"[::1]"_s ||
           v4.match(plain).hasMatch();
}

std::optional<FieldProblem> hostProblem(const QString &text)
{
    const QString host = text.trimmed();
    if (host.isEmpty())
        return FieldProblem::Missing;
    if (isPlaceholder(host))
        return FieldProblem::Placeholder;
    if (host.contains(u"://"_s))
        return FieldProblem::AddressAsHost;
    QUrl url;
    url.setHost(host, QUrl::StrictMode);
    static const QRegularExpression foreign(uR"([\s/\\?#@%"'<>{}|^`])"_s);
    const bool v6 = host.startsWith(u'[') || host.count(u':') > 1;
    if (host.contains(foreign) || (!v6 && host.contains(u':')) || url.host().isEmpty())
        return FieldProblem::NotAHost;
    return std::nullopt;
}

std::optional<FieldProblem> tokenProblem(const QString &text)
{
    const QString token = text.trimmed();
    if (secrets::keychainName(token))
        return std::nullopt; // a name that people chose; the token is elsewhere
    if (isPlaceholder(token))
        return FieldProblem::Placeholder;
    static const QRegularExpression space(uR"([\s\x{0}-\x{1f}\x{7f}])"_s);
    if (token.contains(space))
        return FieldProblem::SpaceInToken;
    return std::nullopt;
}

bool isHeaderName(QStringView name)
{
    static const QRegularExpression shape(uR"(^[!#$%&'*+.^_`|~0-9A-Za-z-]+$)"_s);
    return shape.match(name.toString()).hasMatch();
}

void readTrust(const config::Entry &entry, Target &target)
{
    const QString instead = entry.variable(u"SSL_CERT_FILE"_s).trimmed();
    const QString folder = entry.variable(u"SSL_CERT_DIR"_s).trimmed();
    const QString besides = entry.variable(u"NODE_EXTRA_CA_CERTS"_s).trimmed();
    target.systemTrust = instead.isEmpty() && folder.isEmpty();
    if (!instead.isEmpty())
        target.certificateFiles.append(instead);
    if (!folder.isEmpty())
        target.certificateFiles.append(folder + u"/*"_s);
    if (!besides.isEmpty())
        target.certificateFiles.append(besides);
}

} // namespace kopru::integrations
