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

} // namespace kopru::config::tolerant
