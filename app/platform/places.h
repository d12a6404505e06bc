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

/// The log of one server: Claude writes `mcp-server-NAME.log` for those that it starts.
struct ServerLog
{
    QString server;
    QDateTime written; ///< UTC

    friend bool operator==(const ServerLog &, const ServerLog &) = default;
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
    Ownership ownership;   ///< of configFile
    QDateTime lastLog;     ///< when Claude last wrote any log of this place; invalid where there is none
    QList<ServerLog> logs; ///< of servers, the one written last first

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

/// Takes the names of servers into the verdict, where it is Ambiguous. A server that stands in one file alone and that
/// Claude has logged shows that it reads that file: where this is so for one file only, or for one at least a day later
/// than for the others, it is live, and Likely.
/// @param servers  those in the file of each place, in the order of discovery.places
void weigh(Discovery &discovery, const QList<QStringList> &servers);

/// The places beside the one in use whose file Claude may read instead: a file that exists, or that of a Store build.
/// The lower-case folder is none.
/// @param path  of the file in use
[[nodiscard]] QList<int> rivals(const Discovery &discovery, const QString &path);

/// The same for a file that the person named (`--config`).
[[nodiscard]] Discovery discoverGiven(const Platform &platform, const QString &configFile);

/// The stable id of a kind, for --json: "linux", "linux-lower-case", "windows-store" …
[[nodiscard]] QString placeKindId(PlaceKind kind);
[[nodiscard]] QString certaintyId(Certainty certainty);

} // namespace kopru::platform
