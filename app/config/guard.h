#pragma once

#include "app/config/configfile.h"
#include "app/config/textdiff.h"
#include "app/store/seen.h"

#include <functional>

/// Notices what Kopru's user did not do: servers that vanish from the file, also while Kopru was closed.
///
/// Several programs of ours may look and save at the same instant, and none may take another's work for a loss. The
/// file and the note of it (store/seen.h) cannot be written in one step, so they go together under one lock: a save
/// writes both while holding it, and a look that finds a difference reads both once more while holding it. Then a
/// difference between the two is always the work of a stranger. Whoever writes the note says what changes in it, on
/// top of what it holds by then: a save takes out the servers that it removed, and puts in what it wrote; a person
/// takes out the names that are not missed any more. Nobody writes down a whole state that was read earlier.
///
/// A program that is killed between writing the file and writing the note costs one question too many.
namespace kopru::config {

enum class Loss {
    None,
    Vanished, ///< some of the servers
    Wiped,    ///< all of them; the file itself is sound
    Emptied,  ///< the file holds nothing
    Gone,     ///< there is no file
    Broken    ///< the file cannot be read as settings: its servers count for nothing until it is repaired
};

struct GuardFinding
{
    Loss loss = Loss::None;
    QStringList servers;  ///< that were lost; with Broken, all that were known
    bool changed = false; ///< the file is not as it was seen last
    QDateTime lastSeen;   ///< UTC; when it still was; invalid where nothing was known

    friend bool operator==(const GuardFinding &, const GuardFinding &) = default;
};

/// What is to be remembered of a file.
[[nodiscard]] store::SeenFile seenOf(const ConfigFile &file, const QDateTime &now = QDateTime::currentDateTimeUtc());

/// Compares a file with what was seen of it last. A server that stands there under another name, with the same entry,
/// was renamed and not lost. A file that cannot be read at all (no right, a folder) tells nothing: Loss::None.
/// @param parked  the servers that Kopru itself took out, and when it did so last. One of that name that was seen
///                later stood there again, and can be lost.
[[nodiscard]] GuardFinding compareWithSeen(const std::optional<store::SeenFile> &seen,
                                           const Result<ConfigFile, OpenError> &now,
                                           const QMap<QString, QDateTime> &parked = {});

/// Of the servers that a save should have kept, those that another program took away at the same time, one of ours or
/// a stranger.
/// @param edited  what was to be saved; `saved`  what saveConfig() gave
[[nodiscard]] QStringList lostInMerge(const Document &edited, const Document &saved);

/// The versions of a file, the newest first; nullopt for one that cannot be read. Asked for one by one, since reading
/// them all takes time.
struct Versions
{
    qsizetype count = 0;
    std::function<std::optional<Document>(qsizetype)> at;
};
[[nodiscard]] Versions versionsOf(const store::Snapshots &snapshots, const QString &source);

/// What putting servers back would make: to be shown as a diff and saved, never written unseen.
struct Restored
{
    Document document;
    QStringList servers; ///< that come back
    QStringList missing; ///< that no version holds
};
/// Puts each server back as the newest version that has it holds it, byte for byte and where it stood. Servers that
/// are there stay as they are.
[[nodiscard]] Restored restoredServers(const Document &now, const QStringList &names, const Versions &versions);
/// The same where the file is gone, empty or broken: what else it held comes back as well, from the newest version
/// that holds one of the servers.
[[nodiscard]] Restored restoredFile(const QStringList &names, const Versions &versions);

/// A whole version to go back to, beside what is there now. The bytes of a snapshot may be a file that was broken
/// already.
struct Restoration
{
    Document document;
    QList<DiffLine> difference;
};
[[nodiscard]] Result<Restoration, SyntaxError> restoration(const QByteArray &now, const QByteArray &version);

/// The guard of one file: reads and writes its note, and keeps a snapshot of each state it sees. Each of its functions
/// may wait for another program of ours that is about to save: not where waiting is felt.
class Guard
{
public:
    /// @param dataFolder  of Kopru; the snapshots are in its `snapshots`
    Guard(QString dataFolder, QString source);

    /// The file, and what is to be told of it: both of the same instant.
    struct Sight
    {
        Result<ConfigFile, OpenError> file;
        GuardFinding finding;
    };
    /// To be called with every look at the file: at the start, and when a watcher says that it changed. A loss is not
    /// noted as seen, so that it is told again after a restart until the servers are back or accept() is called. Until
    /// then the version that has the lost servers outlives any number of newer ones. May read many snapshots. While
    /// another program of ours is busy saving for longer than ten seconds, nothing is told.
    [[nodiscard]] Sight look(const QMap<QString, QDateTime> &parked = {}) const;
    /// The same without leaving a note or a snapshot.
    [[nodiscard]] Sight peek(const QMap<QString, QDateTime> &parked = {}) const;

    /// saveConfig(), noted: what `edited` no longer has and `opened` had is not missed from now on. Servers that were
    /// missed before, or that a stranger took away at the same time, stay noted as missing unless they are back.
    [[nodiscard]] Result<ConfigFile, SaveError> save(const ConfigFile &opened, const Document &edited,
                                                     const Choices &choices = {}) const;
    /// These servers are gone, and may be: a person said so. Those that are in the file are guarded all the same.
    [[nodiscard]] Result<void, platform::FileError> accept(const QStringList &gone) const;

private:
    [[nodiscard]] Sight compared(const QMap<QString, QDateTime> &parked) const;
    [[nodiscard]] Result<void, platform::FileError> note(const store::SeenFile &expected,
                                                         const Result<ConfigFile, OpenError> &now) const;
    void keepInReach(store::Snapshots &snapshots, const QStringList &servers) const;

    QString m_dataFolder;
    QString m_source;
};

} // namespace kopru::config
