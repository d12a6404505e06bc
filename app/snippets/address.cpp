#include "app/snippets/address.h"

#include "app/snippets/signs.h"

#include <QtCore/QRegularExpression>

using namespace Qt::StringLiterals;

namespace kopru::integrations::snippet {

namespace {

bool isPlaceholderHost(const QString &host)
{
    static const QRegularExpression bare(uR"(^your[-_][a-z0-9_-]*(?:\.[a-z0-9-]+)?$)"_s);
    return bare.match(host).hasMatch();
}

} // namespace

std::optional<Address> addressParts(const QString &address)
{
    static const QRegularExpression shape(
        uR"(^([A-Za-z][A-Za-z0-9+.-]*)://(?:([^/?#\s]*)@)?(\[[0-9A-Fa-f:.]*\]|<[^>]*>|\{[^}]*\}|[^/?#:]*)(?::([^/?#]*))?(.*)$)"_s,
        QRegularExpression::DotMatchesEverythingOption);
    const auto match = shape.match(address);
    if (!match.hasMatch())
        return std::nullopt;
    return Address{match.captured(1).toLower(), match.captured(3), match.captured(4), match.captured(5)};
}

std::optional<Address> lowerParts(const QString &address)
{
    auto found = addressParts(address);
    if (found)
        found->host = found->host.toLower();
    return found;
}

QString pathOf(const Address &address)
{
    return address.path.section(u'?', 0, 0).section(u'#', 0, 0);
}

bool isPlaceholderAddress(const QString &url)
{
    static const QRegularExpression braces(uR"(\{[^{}\s]+\}|<[^<>]+>|\$[A-Z_][A-Z0-9_]+)"_s);
    const auto address = lowerParts(url);
    if (!address)
        return isPlaceholderText(url, true);
    static const QRegularExpression dots(uR"(^\.{3}|…)"_s);
    return braces.match(url).hasMatch() || isPlaceholderHost(address->host) || dots.match(address->host).hasMatch() ||
           isPlaceholderText(address->path, false) ||
           (address->host.startsWith(u'[') && isPlaceholderText(address->host, false));
}

bool isLocalNetwork(const QString &host)
{
    static const QRegularExpression v4(uR"(^\d{1,3}(?:\.\d{1,3}){3}$)"_s);
    static const QRegularExpression privateV4(uR"(^(?:10|192\.168|172\.(?:1[6-9]|2\d|3[01])|169\.254)\.)"_s);
    static const QRegularExpression privateV6(uR"(^\[(?:f[cd]|fe[89ab])[0-9a-f]*:)"_s);
    if (v4.match(host).hasMatch())
        return privateV4.match(host).hasMatch();
    if (host.startsWith(u'['))
        return privateV6.match(host).hasMatch();
    if (!host.contains(u'.'))
        return true;
    for (const QString &ending : {u".local"_s, u".internal"_s, u".lan"_s})
        if (host.endsWith(ending))
            return true;
    return false;
}

bool looksLikeServer(const QString &address)
{
    const auto found = lowerParts(address);
    if (!found || found->host.isEmpty() || found->host.startsWith(u'.'))
        return false;
    if (found->scheme == u"ws"_s || found->scheme == u"wss"_s)
        return true;
    if (found->scheme != u"http"_s && found->scheme != u"https"_s)
        return false;
    static const QStringList names{u"mcp"_s, u"sse"_s, u"ws"_s};
    const QStringList path = pathOf(*found).toLower().split(u'/', Qt::SkipEmptyParts);
    return std::any_of(path.cbegin(), path.cend(), [](const QString &part) { return names.contains(part); }) ||
           found->host.split(u'.').contains(u"mcp"_s);
}

std::optional<SnippetRefusal> refusedAddress(const QString &address)
{
    static const QRegularExpression scheme(uR"(^([A-Za-z][A-Za-z0-9+.-]*)://)"_s);
    // Not `host:`, which people write without a scheme.
    static const QRegularExpression noService(uR"(^(?:javascript|vbscript|data|file|blob|mailto|about):)"_s,
                                              QRegularExpression::CaseInsensitiveOption);
    if (noService.match(address).hasMatch())
        return SnippetRefusal::UnsupportedAddress;
    const auto match = scheme.match(address);
    if (!match.hasMatch())
        return std::nullopt;
    const QString name = match.captured(1).toLower();
    if (name != u"http"_s && name != u"https"_s && name != u"ws"_s && name != u"wss"_s)
        return SnippetRefusal::UnsupportedAddress;
    const auto found = lowerParts(address);
    if (!found || found->host.isEmpty())
        return SnippetRefusal::NoAddress;
    static const QStringList pages{u"github.com"_s, u"gitlab.com"_s, u"npmjs.com"_s, u"pypi.org"_s};
    QString host = found->host;
    if (host.startsWith(u"www."_s))
        host.remove(0, 4);
    const QString path = pathOf(*found).toLower();
    if (pages.contains(host) && !path.startsWith(u"/api/"_s))
        return SnippetRefusal::ProjectPage;
    if (path.endsWith(u".mcpb"_s) || path.endsWith(u".dxt"_s))
        return SnippetRefusal::Extension;
    return std::nullopt;
}

} // namespace kopru::integrations::snippet
