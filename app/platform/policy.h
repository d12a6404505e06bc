#pragma once

#include "app/platform/platform.h"

#include <QtCore/QVariant>

/// What an organisation has laid down for Claude Desktop (facts/claude-desktop.md, "Policy"). Facts about the app age,
/// so a rule is shown as a warning with its source, and never keeps a person from anything.
namespace kopru::platform {

/// One place that can hold rules, and its keys as they stand.
struct PolicySource
{
    QString name; ///< as a person finds it: a path, or `HKEY_LOCAL_MACHINE\…`
    QVariantMap keys;
};

struct Policy
{
    bool forbidsLocalServers = false; ///< isLocalDevMcpEnabled is off
    bool forbidsExtensions = false;   ///< isDesktopExtensionEnabled, or the older isDxtEnabled, is off
    bool wantsSignedExtensions = false;
    QStringList managedServers; ///< names of managedMcpServers, in their order
    QString source;             ///< of the rules that hold; empty: there are none
    /// A source that is there and could not be read: whether it forbids something is not known.
    QString unreadable;

    friend bool operator==(const Policy &, const Policy &) = default;
};

/// The first source with any key holds alone: HKLM makes Claude ignore HKCU.
[[nodiscard]] Policy judgePolicy(const QList<PolicySource> &sources);

/// Reads the sources of this system: `/etc/claude-desktop/managed-settings.json`; the managed preferences of
/// `com.anthropic.claudefordesktop` (those of the computer and of the person); the two keys of the registry.
[[nodiscard]] Policy readPolicy(const Platform &platform);

/// The files that hold rules on this system, the one that goes first in front. None on Windows.
[[nodiscard]] QStringList policyFiles(const Platform &platform);

/// A property list in XML: its top-level keys. nullopt where it is none (the binary form is one that only macOS reads).
[[nodiscard]] std::optional<QVariantMap> readPropertyList(const QByteArray &text);

} // namespace kopru::platform
