#pragma once

#include "app/platform/platform.h"

/// The extensions (`.mcpb`, formerly `.dxt`) that are installed in Claude Desktop. They are Claude's own: Kopru lists
/// them and changes none.
namespace kopru::platform {

struct Extension
{
    QString id;      ///< the name of its folder
    QString name;    ///< as people see it; the id where its manifest cannot be read
    QString version; ///< may be empty
    QString type;    ///< node, python, binary, uv; may be empty
    bool enabled = true;
    bool readable = true; ///< whether its manifest could be read
    QString folder;

    friend bool operator==(const Extension &, const Extension &) = default;
};

/// Sorted by name. @param claudeFolder  that of the live place
[[nodiscard]] QList<Extension> installedExtensions(const Platform &platform, const QString &claudeFolder);

} // namespace kopru::platform
