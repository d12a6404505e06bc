#include "app/platform/places.h"

using namespace Qt::StringLiterals;

namespace kopru::platform {
namespace {

constexpr auto configName = "claude_desktop_config.json"_L1;
constexpr auto thirdPartyName = "Claude-3p"_L1;

/// The identity of the Store package that the ordinary download installs since February 2026.
constexpr auto knownPackage = "Claude_pzs8sxrjxfjjc"_L1;

/// How much speaks for a place: its file, its folder, nothing.
int evidence(const Place &place)
{
    return place.file.exists ? 2 : place.folderExists ? 1 : 0;
}

bool isNewer(const Place &a, const Place &b)
{
    return a.file.modified.isValid() && b.file.modified.isValid() && a.file.modified > b.file.modified;
}

/// When Claude last wrote a log in a folder; invalid where there is none.
QDateTime lastLog(const Platform &platform, const QString &folder)
{
    QDateTime newest;
    for (const auto name : {"mcp.log"_L1, "main.log"_L1}) {
        const QDateTime modified = platform.files->facts(platform.join(folder, name)).modified;
        if (modified.isValid() && (!newest.isValid() || modified > newest))
            newest = modified;
    }
    return newest;
}

/// The logs of servers in these folders, each server once.
QList<ServerLog> serverLogs(const Platform &platform, const QStringList &folders)
{
    constexpr auto begin = "mcp-server-"_L1;
    constexpr auto end = ".log"_L1;
    QMap<QString, QDateTime> newest;
    for (const QString &folder : folders)
        for (const QString &name : platform.files->entries(folder)) {
            if (!name.startsWith(begin) || !name.endsWith(end) || name.size() <= begin.size() + end.size())
                continue;
            const QDateTime written = platform.files->facts(platform.join(folder, name)).modified;
            QDateTime &known = newest[name.sliced(begin.size()).chopped(end.size())];
            if (written.isValid() && (!known.isValid() || written > known))
                known = written;
        }
    QList<ServerLog> logs;
    for (auto it = newest.cbegin(); it != newest.cend(); ++it)
        logs.append({it.key(), it.value()});
    std::stable_sort(logs.begin(), logs.end(),
                     [](const ServerLog &a, const ServerLog &b) { return a.written > b.written; });
    return logs;
}

/// What is known of a place whose file and folders are set.
void lookAt(const Platform &platform, Place &place)
{
    place.file = platform.files->facts(place.configFile);
    place.ownership = platform.files->ownership(place.configFile);
    place.logs = serverLogs(platform, place.logFolders);
    place.lastLog = place.logs.isEmpty() ? QDateTime() : place.logs.first().written;
    for (const QString &folder : std::as_const(place.logFolders))
        if (const QDateTime written = lastLog(platform, folder);
            written.isValid() && (!place.lastLog.isValid() || written > place.lastLog))
            place.lastLog = written;
}

/// The folder that was written last stands first; folders without logs keep their order.
QStringList byLastLog(const Platform &platform, const QStringList &folders)
{
    struct Dated
    {
        QString folder;
        QDateTime written;
    };
    QList<Dated> dated;
    for (const QString &folder : folders)
        dated.append({folder, lastLog(platform, folder)});
    std::stable_sort(dated.begin(), dated.end(), [](const Dated &a, const Dated &b) {
        if (a.written.isValid() != b.written.isValid())
            return a.written.isValid();
        return a.written.isValid() && a.written > b.written;
    });
    QStringList sorted;
    for (const Dated &entry : std::as_const(dated))
        sorted.append(entry.folder);
    return sorted;
}

Place placeAt(const Platform &platform, PlaceKind kind, const QString &folder, const QStringList &logFolders)
{
    Place place;
    place.kind = kind;
    place.folder = folder;
    place.configFile = platform.join(folder, configName);
    place.logFolders = byLastLog(platform, logFolders);
    place.folderExists = platform.files->facts(folder).isFolder;
    lookAt(platform, place);
    return place;
}

QString joined(const Platform &platform, const QString &folder, std::initializer_list<QLatin1StringView> names)
{
    QString path = folder;
    for (const QLatin1StringView name : names)
        path = platform.join(path, name);
    return path;
}

QString withoutEndSlash(const Platform &platform, QString folder)
{
    while (folder.size() > 1 &&
           (folder.endsWith(u'/') || (platform.system == System::Windows && folder.endsWith(u'\\'))))
        folder.chop(1);
    return folder;
}

/// A folder named by a variable; relative ones are ignored, as the XDG base directory specification asks.
QString folderVariable(const Platform &platform, const QString &name)
{
    const QString folder = platform.variable(name);
    return platform.isAbsolute(folder) ? withoutEndSlash(platform, folder) : QString();
}

bool sees(const Platform &platform, const QString &path)
{
    return platform.files->facts(path).exists;
}

void appendOverride(const Platform &platform, const QStringList &standardLogs, QList<Place> &places)
{
    const QString folder = folderVariable(platform, u"CLAUDE_USER_DATA_DIR"_s);
    if (!folder.isEmpty())
        places.append(placeAt(platform, PlaceKind::UserDataOverride, folder,
                              QStringList{platform.join(folder, u"logs"_s)} + standardLogs));
}

/// Adds a place only where something of it exists.
void appendSeen(const Place &place, QList<Place> &places)
{
    if (place.file.exists || place.folderExists)
        places.append(place);
}

QList<Place> linuxPlaces(const Platform &platform)
{
    const QString standard = platform.join(platform.home, u".config"_s);
    const QString given = folderVariable(platform, u"XDG_CONFIG_HOME"_s);
    const auto logs = [&](const QString &folder) { return QStringList{platform.join(folder, u"logs"_s)}; };

    // A variable that was set in a terminal only is not seen by a Claude that the desktop started: so both are looked
    // at.
    QStringList bases{given.isEmpty() ? standard : given};
    if (!given.isEmpty() && given != standard)
        bases.append(standard);

    QList<Place> places;
    appendOverride(platform, logs(platform.join(bases.first(), u"Claude"_s)), places);
    for (const QString &base : std::as_const(bases)) {
        const QString folder = platform.join(base, u"Claude"_s);
        const Place place = placeAt(platform, PlaceKind::Linux, folder, logs(folder));
        if (base == bases.first())
            places.append(place);
        else
            appendSeen(place, places);
    }
    for (const QString &base : std::as_const(bases)) {
        for (const QString &name : platform.files->entries(base)) {
            if (!name.startsWith("Claude-"_L1))
                continue;
            const QString folder = platform.join(base, name);
            appendSeen(placeAt(platform, name == thirdPartyName ? PlaceKind::ThirdParty : PlaceKind::LinuxProfile,
                               folder, logs(folder)),
                       places);
        }
    }
    for (const QString &base : std::as_const(bases)) {
        const QString folder = platform.join(base, u"claude"_s);
        appendSeen(placeAt(platform, PlaceKind::LinuxLowerCase, folder, logs(folder)), places);
    }
    return places;
}

QList<Place> macPlaces(const Platform &platform)
{
    const QString support = joined(platform, platform.home, {"Library"_L1, "Application Support"_L1});
    const QString logs = joined(platform, platform.home, {"Library"_L1, "Logs"_L1});
    const QString folder = platform.join(support, u"Claude"_s);
    const QString thirdParty = platform.join(support, thirdPartyName);
    const QStringList standardLogs{platform.join(logs, u"Claude"_s)};

    QList<Place> places;
    appendOverride(platform, standardLogs, places);
    places.append(placeAt(platform, PlaceKind::MacOs, folder, standardLogs));
    // Where the third-party mode logs on macOS is not known: the likely folders, in order.
    appendSeen(
        placeAt(platform, PlaceKind::ThirdParty, thirdParty,
                {platform.join(logs, thirdPartyName), platform.join(thirdParty, u"logs"_s), standardLogs.first()}),
        places);
    return places;
}

struct WindowsFolders
{
    QString roaming;
    QString local;
    QStringList packages; ///< every Packages\Claude_*, the known identity first
};

WindowsFolders windowsFolders(const Platform &platform)
{
    WindowsFolders folders;
    folders.roaming = folderVariable(platform, u"APPDATA"_s);
    if (folders.roaming.isEmpty())
        folders.roaming = joined(platform, platform.home, {"AppData"_L1, "Roaming"_L1});
    folders.local = folderVariable(platform, u"LOCALAPPDATA"_s);
    if (folders.local.isEmpty())
        folders.local = joined(platform, platform.home, {"AppData"_L1, "Local"_L1});

    const QString packages = platform.join(folders.local, u"Packages"_s);
    for (const QString &name : platform.files->entries(packages)) {
        if (!name.startsWith("Claude_"_L1, Qt::CaseInsensitive))
            continue;
        if (name.compare(knownPackage, Qt::CaseInsensitive) == 0)
            folders.packages.prepend(platform.join(packages, name));
        else
            folders.packages.append(platform.join(packages, name));
    }
    return folders;
}

QList<Place> windowsPlaces(const Platform &platform)
{
    const WindowsFolders folders = windowsFolders(platform);
    const QString classic = platform.join(folders.roaming, u"Claude"_s);
    const QStringList classicLogs{platform.join(classic, u"logs"_s)};

    QList<Place> places;
    appendOverride(platform, classicLogs, places);
    const auto storePlace = [&](const QString &package, PlaceKind kind, QLatin1StringView name) {
        const QString folder = joined(platform, package, {"LocalCache"_L1, "Roaming"_L1, name});
        // 1.34493.1 moved the logs; the third folder is where Windows redirects what a packaged app writes there.
        return placeAt(platform, kind, folder,
                       {joined(platform, folders.local, {name, "Logs"_L1}), platform.join(folder, u"logs"_s),
                        joined(platform, package, {"LocalCache"_L1, "Local"_L1, name, "Logs"_L1})});
    };
    for (const QString &package : folders.packages)
        places.append(storePlace(package, PlaceKind::WindowsStore, "Claude"_L1));
    places.append(placeAt(platform, PlaceKind::WindowsClassic, classic, classicLogs));

    for (const QString &package : folders.packages)
        appendSeen(storePlace(package, PlaceKind::ThirdParty, thirdPartyName), places);
    const QString thirdParty = platform.join(folders.roaming, thirdPartyName);
    appendSeen(
        placeAt(platform, PlaceKind::ThirdParty, thirdParty,
                {platform.join(thirdParty, u"logs"_s), joined(platform, folders.local, {thirdPartyName, "Logs"_L1})}),
        places);
    return places;
}

bool seesProgram(const Platform &platform)
{
    switch (platform.system) {
    case System::Linux: {
        QStringList folders = platform.variable(u"PATH"_s).split(u':', Qt::SkipEmptyParts);
        folders.append(u"/usr/bin"_s);
        return std::any_of(folders.cbegin(), folders.cend(), [&](const QString &folder) {
            const FileFacts facts = platform.files->facts(platform.join(folder, u"claude-desktop"_s));
            return facts.exists && !facts.isFolder;
        });
    }
    case System::MacOs:
        return sees(platform, u"/Applications/Claude.app"_s) ||
               sees(platform, joined(platform, platform.home, {"Applications"_L1, "Claude.app"_L1}));
    case System::Windows: {
        const WindowsFolders folders = windowsFolders(platform);
        return !folders.packages.isEmpty() || sees(platform, platform.join(folders.local, u"AnthropicClaude"_s));
    }
    }
    return false;
}

bool isOwnFolder(const Place &place)
{
    return place.folderExists && place.kind != PlaceKind::LinuxLowerCase;
}

/// Puts what speaks most for itself first; places of equal weight keep the order of their rules, lower case goes last.
void sortByEvidence(QList<Place> &places)
{
    const auto rank = [](const Place &place) {
        if (place.kind == PlaceKind::UserDataOverride)
            return 3;
        if (place.kind == PlaceKind::LinuxLowerCase)
            return -1;
        return evidence(place);
    };
    std::stable_sort(places.begin(), places.end(), [&](const Place &a, const Place &b) { return rank(a) > rank(b); });
}

/// Judges the first place against those behind it.
void judge(Discovery &discovery)
{
    const Place &first = discovery.places.first();
    discovery.live = 0;

    // Only a mistake of other tools exists: it shows what the person meant, not what Claude reads.
    if (discovery.places.size() > 1 && !discovery.claudeInstalled && discovery.places.last().file.exists &&
        discovery.places.last().kind == PlaceKind::LinuxLowerCase && evidence(first) == 0) {
        discovery.live = static_cast<int>(discovery.places.size()) - 1;
        discovery.certainty = Certainty::Ambiguous;
        return;
    }

    discovery.certainty = Certainty::Certain;
    for (qsizetype i = 1; i < discovery.places.size(); ++i) {
        const Place &other = discovery.places.at(i);
        // A Store package is a rival even before it has written anything.
        const bool package = other.kind == PlaceKind::WindowsStore;
        if (other.kind == PlaceKind::LinuxLowerCase || (evidence(other) == 0 && !package))
            continue;
        const bool unsure = first.kind != PlaceKind::UserDataOverride &&
                            ((evidence(other) == evidence(first) && isNewer(other, first)) ||
                             (package && !first.file.exists && first.kind == PlaceKind::WindowsClassic));
        discovery.certainty = std::max(discovery.certainty, unsure ? Certainty::Ambiguous : Certainty::Likely);
    }
}

} // namespace

Discovery discover(const Platform &platform)
{
    Discovery discovery;
    switch (platform.system) {
    case System::Linux:
        discovery.places = linuxPlaces(platform);
        break;
    case System::MacOs:
        discovery.places = macPlaces(platform);
        break;
    case System::Windows:
        discovery.places = windowsPlaces(platform);
        break;
    }
    sortByEvidence(discovery.places);
    discovery.claudeInstalled =
        seesProgram(platform) || std::any_of(discovery.places.cbegin(), discovery.places.cend(), isOwnFolder);

    if (platform.system == System::Windows && !discovery.claudeInstalled &&
        discovery.places.first().kind != PlaceKind::UserDataOverride) {
        // The classic and the Store build read different files, and nothing tells which one will be installed.
        discovery.certainty = Certainty::Ambiguous;
        return discovery;
    }
    judge(discovery);
    return discovery;
}

void weigh(Discovery &discovery, const QList<QStringList> &servers)
{
    if (discovery.certainty != Certainty::Ambiguous || servers.size() != discovery.places.size())
        return;
    // Claude logs what it starts, wherever the log of which build is: all logs are looked at together.
    QMap<QString, QDateTime> logged;
    for (const Place &place : std::as_const(discovery.places))
        for (const ServerLog &log : place.logs)
            if (QDateTime &known = logged[log.server]; !known.isValid() || log.written > known)
                known = log.written;
    const auto proofOf = [&](qsizetype place) {
        QDateTime proof;
        for (const QString &server : servers.at(place)) {
            bool alone = true;
            for (qsizetype other = 0; other < servers.size(); ++other)
                alone = alone && (other == place || !servers.at(other).contains(server));
            if (const QDateTime written = logged.value(server);
                alone && written.isValid() && (!proof.isValid() || written > proof))
                proof = written;
        }
        return proof;
    };
    qsizetype best = -1;
    QDateTime newest;
    QDateTime second;
    for (qsizetype i = 0; i < discovery.places.size(); ++i) {
        const QDateTime proof = proofOf(i);
        if (!proof.isValid())
            continue;
        if (!newest.isValid() || proof > newest) {
            second = newest;
            newest = proof;
            best = i;
        } else if (!second.isValid() || proof > second) {
            second = proof;
        }
    }
    constexpr qint64 day = 24 * 60 * 60;
    if (best < 0 || (second.isValid() && second.secsTo(newest) < day))
        return;
    discovery.places.move(best, 0);
    discovery.live = 0;
    discovery.certainty = Certainty::Likely;
}

QList<int> rivals(const Discovery &discovery, const QString &path)
{
    QList<int> found;
    for (int i = 0; i < discovery.places.size(); ++i) {
        const Place &place = discovery.places.at(i);
        if (place.configFile != path && place.kind != PlaceKind::LinuxLowerCase &&
            (place.file.exists || place.kind == PlaceKind::WindowsStore))
            found.append(i);
    }
    return found;
}

Discovery discoverGiven(const Platform &platform, const QString &configFile)
{
    Discovery discovery = discover(platform);
    discovery.certainty = Certainty::Given;
    for (qsizetype i = 0; i < discovery.places.size(); ++i) {
        if (discovery.places.at(i).configFile == configFile) {
            discovery.places.move(i, 0);
            discovery.live = 0;
            return discovery;
        }
    }

    QString folder = configFile;
    const qsizetype slash =
        std::max(configFile.lastIndexOf(u'/'), platform.system == System::Windows ? configFile.lastIndexOf(u'\\') : -1);
    folder.truncate(std::max<qsizetype>(slash, 0));
    QStringList logFolders{platform.join(folder, u"logs"_s)};
    if (const Place *live = discovery.livePlace())
        logFolders += live->logFolders;

    Place given = placeAt(platform, PlaceKind::Given, folder, {});
    given.configFile = configFile;
    given.logFolders = logFolders;
    lookAt(platform, given);
    discovery.places.prepend(given);
    discovery.live = 0;
    return discovery;
}

QString placeKindId(PlaceKind kind)
{
    switch (kind) {
    case PlaceKind::MacOs:
        return u"macos"_s;
    case PlaceKind::WindowsClassic:
        return u"windows-classic"_s;
    case PlaceKind::WindowsStore:
        return u"windows-store"_s;
    case PlaceKind::Linux:
        return u"linux"_s;
    case PlaceKind::LinuxLowerCase:
        return u"linux-lower-case"_s;
    case PlaceKind::LinuxProfile:
        return u"linux-profile"_s;
    case PlaceKind::ThirdParty:
        return u"third-party"_s;
    case PlaceKind::UserDataOverride:
        return u"user-data-override"_s;
    case PlaceKind::Given:
        return u"given"_s;
    }
    return {};
}

QString certaintyId(Certainty certainty)
{
    switch (certainty) {
    case Certainty::Given:
        return u"given"_s;
    case Certainty::Certain:
        return u"certain"_s;
    case Certainty::Likely:
        return u"likely"_s;
    case Certainty::Ambiguous:
        return u"ambiguous"_s;
    }
    return {};
}

} // namespace kopru::platform
