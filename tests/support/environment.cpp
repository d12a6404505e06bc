#include "tests/support/environment.h"

#include <QtCore/QByteArray>
#include <QtCore/QtGlobal>

namespace kopru::test {

void scrubEnvironment()
{
    for (const char *name : {"SSL_CERT_FILE",
                             "SSL_CERT_DIR",
                             "NODE_EXTRA_CA_CERTS",
                             "NODE_OPTIONS",
                             "HTTP_PROXY",
                             "HTTPS_PROXY",
                             "ALL_PROXY",
                             "NO_PROXY",
                             "http_proxy",
                             "https_proxy",
                             "all_proxy",
                             "no_proxy",
                             "DBUS_SESSION_BUS_ADDRESS",
                             "XDG_CONFIG_HOME",
                             "XDG_DATA_HOME",
                             "XDG_RUNTIME_DIR",
                             "CLAUDE_USER_DATA_DIR",
                             "QT_STYLE_OVERRIDE",
                             "QT_SCALE_FACTOR",
                             "LANGUAGE"})
        qunsetenv(name);
    qputenv("LC_ALL", "C.UTF-8");
    qputenv("LANG", "C.UTF-8");
    qputenv("QT_QPA_PLATFORM", "offscreen");
}

} // namespace kopru::test
