#include "app/config/keys.h"

#include <QtCore/QSet>

using namespace Qt::StringLiterals;

namespace kopru::config::tolerant {

bool isLikeServersKey(const QString &key)
{
    if (key.size() > 20)
        return false;
    QString plain = key.toCaseFolded();
    plain.removeIf([](QChar c) { return c == u'_' || c == u'-' || c == u' '; });
    return plain == "mcpservers"_L1 || plain == "mcpserver"_L1;
}

bool isOfApp(const QString &key)
{
    static const QSet<QString> keys{u"mcpServers"_s,
                                    u"globalShortcut"_s,
                                    u"features"_s,
                                    u"preferences"_s,
                                    u"isUsingBuiltInNodeForMcp"_s,
                                    u"isDxtAutoUpdatesEnabled"_s,
                                    u"deploymentMode"_s,
                                    u"managedConfig"_s,
                                    u"locale"_s,
                                    u"theme"_s,
                                    u"userThemeMode"_s,
                                    u"windowBounds"_s,
                                    u"$schema"_s};
    return keys.contains(key) || key.startsWith("dxt"_L1);
}

bool isUsualInEntry(const QString &key)
{
    return isOneOf(key, {"command"_L1, "args"_L1, "env"_L1, "url"_L1, "type"_L1, "headers"_L1, "mcpServers"_L1,
                         "name"_L1, "cwd"_L1, "disabled"_L1, "timeout"_L1, "description"_L1, "transport"_L1,
                         "alwaysAllow"_L1, "autoApprove"_L1});
}

bool isPartOfEntry(const QString &key)
{
    static const QSet<QString> keys{u"env"_s,    u"headers"_s,       u"transport"_s,      u"auth"_s,
                                    u"oauth"_s,  u"authorization"_s, u"requestOptions"_s, u"sampling"_s,
                                    u"hooks"_s,  u"hook"_s,          u"proxy"_s,          u"http"_s,
                                    u"sse"_s,    u"stdio"_s,         u"options"_s,        u"settings"_s,
                                    u"config"_s, u"metadata"_s,      u"_meta"_s,          u"updater"_s,
                                    u"dev"_s};
    return keys.contains(key);
}

} // namespace kopru::config::tolerant
