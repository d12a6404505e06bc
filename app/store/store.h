#pragma once

#include "app/platform/fileaccess.h"
#include "app/platform/platform.h"

#include <QtCore/QDateTime>
#include <QtCore/QList>

/// Kopru's own data: never in Claude's folder.
namespace kopru::store {

/// Linux $XDG_DATA_HOME/kopru (~/.local/share/kopru), macOS ~/Library/Application Support/Kopru,
/// Windows %LOCALAPPDATA%\Kopru.
[[nodiscard]] QString dataFolder(const platform::Platform &platform);

/// A whole configuration file as it was once.
struct Snapshot
{
    QString file;    ///< path of the snapshot itself
    QString source;  ///< path of the configuration it is a copy of
    QDateTime taken; ///< UTC, milliseconds
    qint64 size = 0;

    friend bool operator==(const Snapshot &, const Snapshot &) = default;
};

/// Keeps the last `kept` different versions of a configuration file, 0600 in a 0700 folder. Each snapshot stands in a
/// file of its own, so two programs may add at once. Not for use from two threads.
///
/// Together the versions of one file take at most `bytes`; the oldest go first. A common file has a few kilobytes, so
/// the bound is met only by one that something filled by mistake, and that must not fill the home folder as well. The
/// two newest stay in any case: a save adds the version it replaces and the new one.
class Snapshots
{
public:
    explicit Snapshots(QString folder, int kept = 100, qint64 bytes = qint64{64} * 1024 * 1024);
    [[nodiscard]] const QString &folder() const { return m_folder; }
    /// Keeps a copy. Equal bytes are kept once: an older snapshot that holds them becomes the newest.
    [[nodiscard]] Result<Snapshot, platform::FileError> add(const QString &source, const QByteArray &bytes,
                                                            const QDateTime &now = QDateTime::currentDateTimeUtc());
    /// Newest first.
    [[nodiscard]] QList<Snapshot> list(const QString &source) const;
    [[nodiscard]] Result<QByteArray, platform::FileError> read(const Snapshot &snapshot) const;

private:
    void dropOldest(const QString &source) const;

    QString m_folder;
    int m_kept;
    qint64 m_bytes;
};

enum class Appearance { System, Light, Dark };

struct Settings
{
    QString language; ///< "en", "tr", or empty: the system's
    Appearance appearance = Appearance::System;

    friend bool operator==(const Settings &, const Settings &) = default;
};

/// Missing or unreadable settings give the defaults.
[[nodiscard]] Settings readSettings(const QString &dataFolder);
[[nodiscard]] Result<void, platform::FileError> writeSettings(const QString &dataFolder, const Settings &settings);

/// Settings files that get every change of another one too, because nobody knows which of them Claude reads.
[[nodiscard]] QStringList readSecondFiles(const QString &dataFolder);
[[nodiscard]] Result<void, platform::FileError> writeSecondFiles(const QString &dataFolder, const QStringList &files);

/// The last check of a server, kept so that the overview can say how things stood.
struct LastCheck
{
    QString server;
    QDateTime when; ///< UTC
    bool passed = false;
    int tools = 0;
    QString cause;       ///< contract cause id or checks' own; empty where it passed
    QString entryDigest; ///< digest of the entry that was checked; another entry's check says nothing

    friend bool operator==(const LastCheck &, const LastCheck &) = default;
};

/// @param source  configuration file the servers belong to
[[nodiscard]] QList<LastCheck> readChecks(const QString &dataFolder, const QString &source);
[[nodiscard]] Result<void, platform::FileError> recordCheck(const QString &dataFolder, const QString &source,
                                                            const LastCheck &check);

/// The names of the keychain items that Kopru wrote, sorted: a keychain cannot be asked for them. Names only, no
/// secret.
[[nodiscard]] QStringList readKeychainNames(const QString &dataFolder);
/// @param there  false takes the name out
[[nodiscard]] Result<void, platform::FileError> recordKeychainName(const QString &dataFolder, const QString &name,
                                                                   bool there);

} // namespace kopru::store
