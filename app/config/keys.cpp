#include "app/config/keys.h"

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

bool isUsualInEntry(const QString &key)
{
    return isOneOf(key, {"command"_L1, "args"_L1, "env"_L1, "url"_L1, "type"_L1, "headers"_L1, "mcpServers"_L1,
                         "name"_L1, "cwd"_L1, "disabled"_L1, "timeout"_L1, "description"_L1, "transport"_L1,
                         "alwaysAllow"_L1, "autoApprove"_L1});
}

} // namespace kopru::config::tolerant
