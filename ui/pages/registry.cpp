#include "ui/pages/registry.h"

#include "ui/pages/addserver.h"
#include "ui/pages/conflicts.h"
#include "ui/pages/conversion.h"
#include "ui/pages/doctor.h"
#include "ui/pages/editserver.h"
#include "ui/pages/import.h"
#include "ui/pages/logs.h"
#include "ui/pages/mend.h"
#include "ui/pages/overview.h"
#include "ui/pages/places.h"
#include "ui/pages/review.h"
#include "ui/pages/server.h"
#include "ui/pages/servers.h"
#include "ui/pages/settings.h"
#include "ui/pages/settingstext.h"
#include "ui/pages/versions.h"

#include <QtCore/QCoreApplication>

namespace kopru::ui {

using namespace Qt::StringLiterals;

namespace {

class PageNames
{
    Q_DECLARE_TR_FUNCTIONS(kopru::ui::PageNames)
public:
    static QString overview() { return tr("Overview"); }
    static QString servers() { return tr("Servers"); }
    static QString doctor() { return tr("Doctor"); }
    static QString logs() { return tr("Logs"); }
    static QString settings() { return tr("Settings"); }
};

template <class T> Page *make(Workspace &workspace)
{
    return new T(workspace);
}

QList<Route> addRoutes(const Workspace &)
{
    QList<Route> routes{{u"add"_s, {}, {}}};
    for (const integrations::Kind &kind : integrations::kinds())
        routes.append({u"add"_s, {}, QString::fromUtf8(kind.key)});
    return routes;
}

/// One server of each kind is enough to see every form.
QList<Route> serverRoutes(const QString &page, const Workspace &workspace)
{
    QList<Route> routes;
    QList<integrations::KindId> seen;
    for (const ServerSummary &server : workspace.servers())
        if (!seen.contains(server.kind->id)) {
            seen.append(server.kind->id);
            routes.append({page, server.name, {}});
        }
    return routes;
}

/// One server that can be moved, or else one that is told why not.
QList<Route> conversionRoutes(const Workspace &workspace)
{
    const config::Document document = workspace.draft().document();
    QList<Route> routes;
    for (const config::Server &server : document.servers()) {
        const auto conversion =
            integrations::conversionOf(document, server.name, bridges::installedBridge(workspace.platform()));
        if (conversion.state == integrations::ConversionState::Possible)
            return {{u"convert"_s, server.name, {}}};
        routes = {{u"convert"_s, server.name, {}}};
    }
    return routes;
}

const std::array descriptions{
    PageDescription{"overview", "overview", PageNames::overview, make<OverviewPage>, nullptr, nullptr},
    PageDescription{"servers", "servers", PageNames::servers, make<ServersPage>, nullptr, nullptr},
    PageDescription{"doctor", "doctor", PageNames::doctor, make<DoctorPage>, nullptr, nullptr},
    PageDescription{"logs", "logs", PageNames::logs, make<LogsPage>, nullptr, nullptr},
    PageDescription{"settings", "settings", PageNames::settings, make<SettingsPage>, nullptr, nullptr},
    PageDescription{"places", nullptr, nullptr, make<PlacesPage>, nullptr, "overview"},
    PageDescription{"text", nullptr, nullptr, make<SettingsTextPage>, nullptr, "settings"},
    PageDescription{"add", nullptr, nullptr, make<AddServerPage>, addRoutes, "servers"},
    PageDescription{"import", nullptr, nullptr, make<ImportPage>, nullptr, "servers"},
    PageDescription{"server", nullptr, nullptr, make<ServerPage>,
                    [](const Workspace &workspace) {
                        QList<Route> routes = serverRoutes(u"server"_s, workspace);
                        if (!routes.isEmpty())
                            routes.append({u"server"_s, routes.constFirst().server, u"json"_s});
                        return routes;
                    },
                    "servers"},
    PageDescription{"edit", nullptr, nullptr, make<EditServerPage>,
                    [](const Workspace &workspace) { return serverRoutes(u"edit"_s, workspace); }, "servers"},
    PageDescription{"mend", nullptr, nullptr, make<MendPage>, nullptr, "overview"},
    PageDescription{"versions", nullptr, nullptr, make<VersionsPage>, nullptr, "settings"},
    PageDescription{"conflicts", nullptr, nullptr, make<ConflictsPage>, nullptr, "servers"},
    PageDescription{"convert", nullptr, nullptr, make<ConversionPage>, conversionRoutes, "servers"},
    PageDescription{"review", nullptr, nullptr, make<ReviewPage>, nullptr, "servers"},
};

} // namespace

std::span<const PageDescription> pages()
{
    return descriptions;
}

const PageDescription *pageOf(const QString &key)
{
    for (const PageDescription &page : descriptions)
        if (key == QLatin1StringView(page.key))
            return &page;
    return nullptr;
}

QList<Route> routesOf(const PageDescription &page, const Workspace &workspace)
{
    return page.routes ? page.routes(workspace) : QList<Route>{{QString::fromLatin1(page.key), {}, {}}};
}

} // namespace kopru::ui
