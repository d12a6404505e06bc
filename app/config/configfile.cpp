#include "app/config/configfile.h"

#include <QtCore/QCryptographicHash>
#include <QtCore/QFileInfo>

#include <thread>

namespace kopru::config {

using namespace Qt::StringLiterals;
using platform::FileError;
using platform::FileProblem;

namespace {

/// How often a save begins again because the file changed under it. A program that writes more often than that is
/// not the app.
constexpr int attempts = 5;

/// Programs that write the file in place empty it first: what cannot be read may be whole a moment later.
constexpr std::chrono::milliseconds halfWritten(100);

/// What the file holds now; nullopt where it does not exist.
Result<std::optional<QByteArray>, FileError> currentBytes(const QString &path)
{
    auto bytes = platform::readFile(path);
    if (bytes)
        return std::optional(std::move(*bytes));
    if (bytes.error().problem == FileProblem::Missing)
        return std::optional<QByteArray>();
    return failure(bytes.error());
}

/// One lock for one file, by whatever link it is reached.
QString lockFor(const QString &path, const store::Snapshots &snapshots)
{
    const QFileInfo file(path);
    QString real = file.canonicalFilePath();
    if (real.isEmpty()) // A file that is still to be made.
        real = QFileInfo(file.absolutePath()).canonicalFilePath() + u'/' + file.fileName();
    const QByteArray digest = QCryptographicHash::hash(real.toUtf8(), QCryptographicHash::Sha256).toHex().left(16);
    return snapshots.folder() + u'/' + QString::fromLatin1(digest) + ".lock"_L1;
}

SaveError changed(const QString &path, QList<Conflict> conflicts = {})
{
    return {{FileProblem::Changed, path, 0}, std::move(conflicts)};
}

/// What is to be written over `now`.
Result<Document, SaveError> wanted(const ConfigFile &opened, const Document &edited,
                                   const std::optional<QByteArray> &now, const Choices &choices)
{
    if (now == opened.bytes)
        return edited;
    auto theirs = Document::parse(now.value_or(QByteArray()));
    if (!theirs) {
        // Nothing to merge with, and never written over unasked.
        if (choices.value(KeyPath(), Keep::Theirs) == Keep::Ours)
            return edited;
        const SideChange what = now ? SideChange::Changed : SideChange::Removed;
        return failure(changed(opened.path, {{{}, SideChange::Changed, what, {}, theirs.error().position}}));
    }
    Merge merged = merge(opened.document, edited, *theirs, choices);
    if (!merged.conflicts.isEmpty())
        return failure(changed(opened.path, std::move(merged.conflicts)));
    return std::move(merged.document);
}

/// One attempt. Changed without conflicts or VerifyFailed: somebody wrote the file at the same moment.
Result<ConfigFile, SaveError> saveOnce(const ConfigFile &opened, const Document &edited, store::Snapshots &snapshots,
                                       const Choices &choices)
{
    const auto now = currentBytes(opened.path);
    if (!now)
        return failure(SaveError{now.error(), {}});
    const bool seenBefore = *now == opened.bytes;
    if (seenBefore && opened.bytes == edited.text())
        return ConfigFile{opened.path, opened.bytes, edited};

    // Without a copy of what is there, nothing is written over it. What somebody else wrote is kept in any case.
    if (*now) {
        if (const auto kept = snapshots.add(opened.path, **now); !kept)
            return failure(SaveError{kept.error(), {}});
    }
    const auto document = wanted(opened, edited, *now, choices);
    if (!document)
        return failure(document.error());
    if (*now == document->text())
        return ConfigFile{opened.path, *now, *document};
    const auto written = platform::replaceUnchanged(opened.path, *now, document->text(), 0600, true);
    if (!written)
        return failure(SaveError{written.error(), {}});
    // The app may wipe the file before anybody looks again. Where this copy cannot be made, the save has still
    // succeeded, and the next look at the file makes it.
    [[maybe_unused]] const auto kept = snapshots.add(opened.path, document->text());
    return ConfigFile{opened.path, document->text(), *document};
}

} // namespace

Result<ConfigFile, OpenError> openConfig(const QString &path)
{
    auto bytes = currentBytes(path);
    if (!bytes)
        return failure(OpenError(bytes.error()));
    if (!*bytes)
        return ConfigFile{path, std::nullopt, Document()};
    auto document = Document::parse(**bytes);
    if (!document)
        return failure(OpenError(BrokenFile{**bytes, document.error()}));
    return ConfigFile{path, std::move(*bytes), std::move(*document)};
}

Result<ConfigFile, SaveError> saveConfig(const ConfigFile &opened, const Document &edited, store::Snapshots &snapshots,
                                         const Choices &choices)
{
    const auto now = currentBytes(opened.path);
    if (now && *now == opened.bytes && opened.bytes == edited.text())
        return ConfigFile{opened.path, opened.bytes, edited};
    const auto lock = platform::FileLock::acquire(lockFor(opened.path, snapshots), savePatience);
    if (!lock)
        return failure(SaveError{lock.error(), {}});
    Result<ConfigFile, SaveError> saved = saveOnce(opened, edited, snapshots, choices);
    for (int i = 1; i < attempts && !saved; ++i) {
        const SaveError &error = saved.error();
        const bool isWhole = !error.conflicts.isEmpty() && error.conflicts.first().path.isEmpty();
        if (isWhole)
            std::this_thread::sleep_for(halfWritten);
        else if (error.file.problem != FileProblem::VerifyFailed &&
                 (error.file.problem != FileProblem::Changed || !error.conflicts.isEmpty()))
            break;
        saved = saveOnce(opened, edited, snapshots, choices);
    }
    return saved;
}

} // namespace kopru::config
