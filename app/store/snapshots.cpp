#include "app/store/store.h"

#include <QtCore/QCryptographicHash>
#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QRandomGenerator>

using namespace Qt::StringLiterals;

namespace kopru::store {

using platform::FileError;

namespace {

// A snapshot's name is `<time>-<random>.json`, in a folder for each source: names sort by age, and two programs that
// add in the same millisecond do not meet. The folder is named by a digest, since a path is no file name.

constexpr auto timeFormat = "yyyyMMdd'T'HHmmsszzz'Z'"_L1;
constexpr auto sourceName = "source.txt"_L1; ///< for a person who looks into the folder

QString folderFor(const QString &folder, const QString &source)
{
    const QByteArray digest = QCryptographicHash::hash(source.toUtf8(), QCryptographicHash::Sha256).toHex().left(16);
    return folder + u'/' + QString::fromLatin1(digest);
}

QString fileName(const QDateTime &taken)
{
    const QString random = u"%1"_s.arg(QRandomGenerator::system()->generate(), 8, 16, QLatin1Char('0'));
    return taken.toUTC().toString(timeFormat) + u'-' + random + ".json"_L1;
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

Snapshots::Snapshots(QString folder, int kept) : m_folder(std::move(folder)), m_kept(std::max(kept, 1)) {}

Result<Snapshot, FileError> Snapshots::add(const QString &source, const QByteArray &bytes, const QDateTime &now)
{
    const QList<Snapshot> before = list(source);
    if (!before.isEmpty()) {
        const auto newest = read(before.first());
        if (newest && *newest == bytes)
            return before.first();
    }

    const QString folder = folderFor(m_folder, source);
    // A clock that was set back must not make the new one older than the rest.
    QDateTime taken = QDateTime::fromMSecsSinceEpoch(now.toMSecsSinceEpoch(), Qt::UTC);
    if (!before.isEmpty() && taken <= before.first().taken)
        taken = before.first().taken.addMSecs(1);
    const QString path = folder + u'/' + fileName(taken);
    if (const auto written = platform::replaceFile(path, bytes, 0600, true); !written)
        return failure(written.error());
    if (const QString note = folder + u'/' + sourceName; !QFile::exists(note)) {
        if (const auto written = platform::replaceFile(note, source.toUtf8() + '\n'); !written)
            return failure(written.error());
    }

    const QList<Snapshot> all = list(source);
    for (qsizetype i = m_kept; i < all.size(); ++i)
        QFile::remove(all.at(i).file); // One that stays is removed the next time.
    return Snapshot{path, source, taken, bytes.size()};
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
