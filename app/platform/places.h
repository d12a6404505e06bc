#pragma once

#include "app/platform/platform.h"

#include <QtCore/QList>

/// Where Claude Desktop keeps its configuration and its logs (facts/claude-desktop.md, "Places").
/// Pure functions of a Platform: nothing here opens a file.
namespace kopru::platform {

enum class PlaceKind {
    MacOs,
    WindowsClassic,
    WindowsStore,     ///< MSIX: the app reads a private copy below Packages\Claude_*
    Linux,            ///< ~/.config/Claude
    LinuxLowerCase,   ///< ~/.config/claude: a mistake of other tools; the app does not read it
    LinuxProfile,     ///< ~/.config/Claude-<name>
    ThirdParty,       ///< Claude-3p
    UserDataOverride, ///< CLAUDE_USER_DATA_DIR
    Given             ///< a file that the person named and that is none of the others
};

/// One place where a configuration can be.
struct Place
{
    PlaceKind kind = PlaceKind::Linux;
    QString folder;         ///< Claude's folder
    QString configFile;     ///< folder + claude_desktop_config.json
    QStringList logFolders; ///< the one written last first, then the likeliest; need not exist
    FileFacts file;         ///< of configFile
    bool folderExists = false;

    friend bool operator==(const Place &, const Place &) = default;
};

/// How sure the verdict is.
enum class Certainty {
    Given,    ///< --config said so
    Certain,  ///< only one place is possible
    Likely,   ///< the evidence prefers one
    Ambiguous ///< several could be live: ask
};

/// All places, the live one, and what is known about the installation.
struct Discovery
{
    QList<Place> places; ///< most likely live first
    int live = -1;       ///< index in places; -1 where nothing was found and none can be assumed
    Certainty certainty = Certainty::Certain;
    bool claudeInstalled = false; ///< a program or a folder of Claude's was seen

    [[nodiscard]] const Place *livePlace() const { return live < 0 ? nullptr : &places.at(live); }
};

/// Looks at every place of this system. On Linux and macOS the standard place is assumed live where none exists yet;
/// on Windows none is, because the classic and the Store build read different files.
///
/// The verdict: a place with a file before one with only a folder, before one with nothing; among equals the Store
/// build before the classic one, the standard folder before profiles and `Claude-3p`. A file of equal weight that was
/// changed later than the live one makes it Ambiguous, any other rival makes it Likely. The lower-case folder is never
/// live unless nothing else of Claude's exists; it is then Ambiguous.
[[nodiscard]] Discovery discover(const Platform &platform);

/// The same for a file that the person named (`--config`).
[[nodiscard]] Discovery discoverGiven(const Platform &platform, const QString &configFile);

/// The stable id of a kind, for --json: "linux", "linux-lower-case", "windows-store" …
[[nodiscard]] QString placeKindId(PlaceKind kind);
[[nodiscard]] QString certaintyId(Certainty certainty);

} // namespace kopru::platform
