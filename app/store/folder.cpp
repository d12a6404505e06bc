#include "app/store/store.h"

using namespace Qt::StringLiterals;

namespace kopru::store {

using platform::Platform;
using platform::System;

QString dataFolder(const Platform &platform)
{
    switch (platform.system) {
    case System::MacOs:
        return platform.home + "/Library/Application Support/Kopru"_L1;
    case System::Windows: {
        QString local = platform.variable(u"LOCALAPPDATA"_s);
        if (!platform.isAbsolute(local))
            local = platform.home + "\\AppData\\Local"_L1;
        return platform.join(local, u"Kopru"_s);
    }
    case System::Linux:
        break;
    }
    const QString given = platform.variable(u"XDG_DATA_HOME"_s);
    return platform.join(platform.isAbsolute(given) ? given : platform.home + "/.local/share"_L1, u"kopru"_s);
}

} // namespace kopru::store
