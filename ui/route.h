#pragma once

#include <QtCore/QMetaType>
#include <QtCore/QString>

namespace kopru::ui {

/// Where the person is: a page, and what it shows.
struct Route
{
    QString page;   ///< key of the registry: "overview", "servers", "server" …
    QString server; ///< name, where the page shows one
    QString detail; ///< what else the page wants to know: a kind, a step

    friend bool operator==(const Route &, const Route &) = default;
};

} // namespace kopru::ui
