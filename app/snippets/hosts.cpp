#include "app/snippets/hosts.h"

#include "app/integrations/rules.h"
#include "app/snippets/address.h"
#include "app/snippets/textparts.h"

#include <QtCore/QRegularExpression>
#include <QtCore/QSet>

using namespace Qt::StringLiterals;

namespace kopru::integrations::snippet {

namespace {

const QRegularExpression &addressShape()
{
    static const QRegularExpression shape(
        uR"([A-Za-z][A-Za-z0-9+.-]{1,20}://(?:<[\p{L}_][^<>\s]{0,80}>|[^\s"'`<>“”„«»\x{200b}\x{feff}])*)"_s,
        QRegularExpression::UseUnicodePropertiesOption);
    return shape;
}

QString withoutPunctuation(QString address)
{
    while (!address.isEmpty()) {
        const QChar last = address.back();
        const bool open = (last == u')' && !address.contains(u'(')) || (last == u']' && !address.contains(u'[')) ||
                          (last == u'}' && !address.contains(u'{'));
        static const QString signs = u".,;:!?*|"_s;
        if (!open && !(signs.contains(last) && !address.endsWith(u"..."_s) && !address.endsWith(u"://"_s)))
            break;
        address.chop(1);
    }
    return address;
}

bool isDocumentation(const QString &address)
{
    static const QSet<QString> words{u"doc"_s,  u"docs"_s, u"documentation"_s, u"guide"_s, u"guides"_s,
                                     u"help"_s, u"wiki"_s, u"blog"_s,          u"manual"_s};
    const auto parts = addressParts(address);
    if (!parts)
        return false;
    const QStringList path = parts->path.section(u'?', 0, 0).section(u'#', 0, 0).toLower().split(u'/');
    const QStringList host = parts->host.toLower().split(u'.');
    const auto is = [](const QString &one) { return words.contains(one); };
    return std::any_of(path.cbegin(), path.cend(), is) || std::any_of(host.cbegin(), host.cend(), is);
}

} // namespace

QStringList addressesIn(const QString &text)
{
    QStringList result;
    if (!text.contains(u"://"_s))
        return result;
    for (auto found = addressShape().globalMatch(text.left(longestLine)); found.hasNext();)
        result.append(withoutPunctuation(found.next().captured()));
    return result;
}

bool hasAddress(const QString &text)
{
    return addressShape().match(text).hasMatch();
}

bool withoutDocumentation(QStringList &addresses)
{
    QStringList others;
    for (const QString &address : std::as_const(addresses))
        if (!isDocumentation(address))
            others.append(address);
    if (others.isEmpty() || others.size() == addresses.size())
        return false;
    addresses = others;
    return true;
}

bool isHost(const QString &text)
{
    static const QRegularExpression shape(
        uR"(^(?:localhost|\d{1,3}(?:\.\d{1,3}){3}|[\p{L}\d](?:[\p{L}\d-]*[\p{L}\d])?(?:\.[\p{L}\d](?:[\p{L}\d-]*[\p{L}\d])?)*\.\p{L}{2,24})(?::\d{1,5})?(?:/\S*)?$)"_s,
        QRegularExpression::UseUnicodePropertiesOption);
    static const QRegularExpression file(
        uR"(^[^/:]*\.(?:m?[jt]s|cjs|py|rb|json|ya?ml|toml|md|txt|pdf|docx?|html?|sh|log|env|xml|zip|mcpb|dxt|exe|jar|ini|conf)$)"_s,
        QRegularExpression::CaseInsensitiveOption);
    return text.size() < 2048 && shape.match(text).hasMatch() && !file.match(text).hasMatch();
}

QString schemeFor(const QString &host)
{
    const QString name = host.section(u'/', 0, 0).section(u':', 0, 0);
    return isLoopback(name) ? u"http://"_s : u"https://"_s;
}

} // namespace kopru::integrations::snippet
