#include "app/store/store.h"

#include <QtCore/QCryptographicHash>
#include <QtCore/QDir>
#include <QtCore/QFile>

using namespace Qt::StringLiterals;

namespace kopru::store {

using platform::FileError;

namespace {

// A snapshot's name is `<time>-<digest of its bytes>.json`, in a folder for each source: names sort by age, equal bytes
// are found without reading, and two programs that add different ones in the same millisecond do not meet. (Kopru 0.1
// had a random number instead of the digest.) The folder is named by a digest, since a path is no file name.

constexpr auto timeFormat = "yyyyMMdd'T'HHmmsszzz'Z'"_L1;
constexpr auto sourceName = "source.txt"_L1; ///< for a person who looks into the folder

/// So many stay whatever their size.
constexpr qsizetype alwaysKept = 2;

QString digestOf(const QByteArray &bytes)
{
    return QString::fromLatin1(QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex().left(32));
}

QString folderFor(const QString &folder, const QString &source)
{
    const QByteArray digest = QCryptographicHash::hash(source.toUtf8(), QCryptographicHash::Sha256).toHex().left(16);
    return folder + u'/' + QString::fromLatin1(digest);
}

QString fileName(const QDateTime &taken, const QString &digest)
{
    return taken.toUTC().toString(timeFormat) + u'-' + digest + ".json"_L1;
}

/// Whether a snapshot may hold bytes of this digest, as far as its name tells.
bool mayHold(const Snapshot &snapshot, const QString &digest)
{
    const QString name = QFileInfo(snapshot.file).completeBaseName();
    const QString told = name.mid(name.indexOf(u'-') + 1);
    return told == digest || told.size() != digest.size();
}

/// The time in a name; invalid for a file that is no snapshot.
QDateTime timeOf(const QString &name)
{
    const qsizetype dash = name.indexOf(u'-');
    if (dash < 0 || !name.endsWith(".json"_L1) || name.startsWith(u'.'))
        return {};
    QDateTime taken = QDateTime::fromString(name.left(dash), timeFormat);
    taken.setTimeSpec(Qt::UTC);
    return taken;
}

} // namespace

Snapshots::Snapshots(QString folder, int kept, qint64 bytes)
    : m_folder(std::move(folder)), m_kept(std::max(kept, 1)), m_bytes(bytes)
{}

Result<Snapshot, FileError> Snapshots::add(const QString &source, const QByteArray &bytes, const QDateTime &now)
{
    const QList<Snapshot> before = list(source);
    const QString digest = digestOf(bytes);
    const auto same = std::find_if(before.begin(), before.end(), [&](const Snapshot &snapshot) {
        return snapshot.size == bytes.size() && mayHold(snapshot, digest) && read(snapshot) == bytes;
    });
    if (same != before.end() && same == before.begin())
        return before.first();

    const QString folder = folderFor(m_folder, source);
    // A clock that was set back must not make the new one older than the rest.
    QDateTime taken = QDateTime::fromMSecsSinceEpoch(now.toMSecsSinceEpoch(), Qt::UTC);
    if (!before.isEmpty() && taken <= before.first().taken)
        taken = before.first().taken.addMSecs(1);
    const QString path = folder + u'/' + fileName(taken, digest);
    if (same != before.end() && QFile::rename(same->file, path))
        return Snapshot{path, source, taken, bytes.size()};
    if (const auto written = platform::replaceFile(path, bytes, 0600, true); !written)
        return failure(written.error());
    if (const QString note = folder + u'/' + sourceName; !QFile::exists(note)) {
        if (const auto written = platform::replaceFile(note, source.toUtf8() + '\n'); !written)
            return failure(written.error());
    }

    dropOldest(source);
    return Snapshot{path, source, taken, bytes.size()};
}

void Snapshots::dropOldest(const QString &source) const
{
    const QList<Snapshot> all = list(source);
    qint64 bytes = 0;
    for (qsizetype i = 0; i < all.size(); ++i) {
        bytes += all.at(i).size;
        if (i >= m_kept || (i >= alwaysKept && bytes > m_bytes))
            QFile::remove(all.at(i).file); // One that stays is removed the next time.
    }
}

QList<Snapshot> Snapshots::list(const QString &source) const
{
    const QDir folder(folderFor(m_folder, source));
    QList<Snapshot> snapshots;
    const QFileInfoList files = folder.entryInfoList(QDir::Files, QDir::Name | QDir::Reversed);
    for (const QFileInfo &file : files)
        if (const QDateTime taken = timeOf(file.fileName()); taken.isValid())
            snapshots.append({file.filePath(), source, taken, file.size()});
    return snapshots;
}

Result<QByteArray, FileError> Snapshots::read(const Snapshot &snapshot) const
{
    return platform::readFile(snapshot.file);
}

} // namespace kopru::store
