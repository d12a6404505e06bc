#pragma once

#include "app/platform/result.h"

#include <QtCore/QByteArray>
#include <QtCore/QString>

#include <chrono>
#include <optional>

/// Reading and writing whole files without ever leaving half of one.
namespace kopru::platform {

enum class FileProblem {
    Missing,
    IsFolder,
    NotRegular, ///< a device, a pipe
    NotReadable,
    NotWritable,
    FolderMissing,
    FolderNotWritable,
    ReadOnlyFileSystem,
    DiskFull,
    TooLarge,
    Changed,      ///< not what the caller said he had read
    VerifyFailed, ///< what was read back is not what was written
    Busy,         ///< another program holds the lock
    Other
};

struct FileError
{
    FileProblem problem = FileProblem::Other;
    QString path;
    int systemError = 0; ///< errno, 0 where there is none

    friend bool operator==(const FileError &, const FileError &) = default;
};

/// The stable id of a problem, for --json: "missing", "disk-full" …
[[nodiscard]] QString fileProblemId(FileProblem problem);

/// Reads a whole regular file.
/// @param limit  bytes; a larger file is TooLarge
[[nodiscard]] Result<QByteArray, FileError> readFile(const QString &path, qint64 limit = qint64{256} * 1024 * 1024);

/// Replaces a file in one step: temporary file beside it, fsync, rename, fsync of the folder, read back and compare.
/// A crash at any instant leaves the old or the new file, whole. On failure no temporary file stays behind; one that a
/// killed program left is removed by a later call.
///
/// Symbolic links are followed, also one that leads to a file that does not exist yet: the target is replaced, the
/// link stays. A file that its owner made read-only is NotWritable, although a rename could replace it.
///
/// Mode, owner and group stay. Where this process may not give the file back to its group, the group loses its rights
/// (nobody gains any); where it may not give it back to its owner and the owner could then not read it, nothing is
/// written and the error is NotWritable with EPERM. Access lists and extended attributes are not kept.
///
/// @param mode           of a file that is new
/// @param createFolders  makes missing parent folders with 0700; where the path is a link, none are made behind it, and
///                       the error is FolderMissing with the path of its target
[[nodiscard]] Result<void, FileError> replaceFile(const QString &path, const QByteArray &bytes, int mode = 0600,
                                                  bool createFolders = false);

/// As replaceFile(), for a file that other programs write as well: looks once more just before the rename, and where
/// the file no longer holds `expected` (nullopt: does not exist), nothing is written and the error is Changed.
[[nodiscard]] Result<void, FileError> replaceUnchanged(const QString &path, const std::optional<QByteArray> &expected,
                                                       const QByteArray &bytes, int mode = 0600,
                                                       bool createFolders = false);

/// Keeps other programs of ours out for as long as it lives. The system takes the lock away when its program ends,
/// however it ends: the file that stays behind locks nobody out. Where the file system knows no locks (some network
/// drives), there is none, and that is no error.
class FileLock
{
public:
    /// Waits until the lock is free. Makes the file, 0600, and missing folders, 0700.
    /// @param patience  then the error is Busy
    [[nodiscard]] static Result<FileLock, FileError> acquire(const QString &path, std::chrono::milliseconds patience);
    ~FileLock();
    FileLock(FileLock &&other) noexcept;
    FileLock &operator=(FileLock &&) = delete;
    FileLock(const FileLock &) = delete;
    FileLock &operator=(const FileLock &) = delete;

private:
    explicit FileLock(int descriptor) : m_descriptor(descriptor) {}
    int m_descriptor;
};

} // namespace kopru::platform
