// POSIX. The Windows half (ReplaceFileW, no mode bits) comes with the Windows build; the rules above it know no system.
#include "app/platform/fileaccess.h"

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QRandomGenerator>

#include <cerrno>
#include <ctime>
#include <fcntl.h>
#include <limits.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace kopru::platform {
namespace {

/// Temporary files of ours: hidden, and unlike any name that Claude uses.
constexpr auto temporaryPrefix = ".kopru-"_L1;
constexpr auto temporarySuffix = ".tmp"_L1;

/// After this time a temporary file belongs to a program that was killed. In seconds.
constexpr std::time_t abandonedAfter = 3600;

/// As many links as the Linux kernel follows (path_resolution(7)).
constexpr int maximumLinks = 40;

constexpr int writeBlock = 1 << 20;

/// Between two looks at a lock that somebody holds.
constexpr std::chrono::milliseconds lockInterval(10);

class Descriptor
{
public:
    explicit Descriptor(int descriptor) : m_descriptor(descriptor) {}
    ~Descriptor()
    {
        if (m_descriptor >= 0)
            ::close(m_descriptor);
    }
    Descriptor(const Descriptor &) = delete;
    Descriptor &operator=(const Descriptor &) = delete;

    int get() const { return m_descriptor; }
    bool isOpen() const { return m_descriptor >= 0; }
    int close() { return ::close(std::exchange(m_descriptor, -1)); }

private:
    int m_descriptor;
};

tl::unexpected<FileError> problem(FileProblem what, const QString &path, int systemError = 0)
{
    return failure(FileError{what, path, systemError});
}

FileProblem readProblem(int systemError)
{
    switch (systemError) {
    case ENOENT:
    case ENOTDIR:
        return FileProblem::Missing;
    case EACCES:
    case EPERM:
        return FileProblem::NotReadable;
    case EISDIR:
        return FileProblem::IsFolder;
    default:
        return FileProblem::Other;
    }
}

FileProblem writeProblem(int systemError)
{
    switch (systemError) {
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
        return FileProblem::DiskFull;
    case EROFS:
        return FileProblem::ReadOnlyFileSystem;
    case ENOENT:
    case ENOTDIR:
        return FileProblem::FolderMissing;
    case EACCES:
    case EPERM:
        return FileProblem::FolderNotWritable;
    default:
        return FileProblem::Other;
    }
}

/// A path that the system can take: the C functions would stop at a zero byte and open another file.
bool isUsable(const QString &path)
{
    return !path.isEmpty() && !path.contains(QChar(0));
}

QByteArray folderOf(const QByteArray &path)
{
    const qsizetype slash = path.lastIndexOf('/');
    if (slash < 0)
        return "."_ba;
    return slash == 0 ? "/"_ba : path.left(slash);
}

QByteArray inFolder(const QByteArray &folder, const QByteArray &name)
{
    return folder.endsWith('/') ? folder + name : folder + '/' + name;
}

/// Follows the last component for as long as it is a link. What it leads to need not exist.
Result<QByteArray, int> followLinks(QByteArray path)
{
    for (int links = 0; links <= maximumLinks; ++links) {
        struct stat status = {};
        if (::lstat(path.constData(), &status) != 0)
            return errno == ENOENT ? Result<QByteArray, int>(path) : failure(errno);
        if (!S_ISLNK(status.st_mode))
            return path;
        QByteArray target(PATH_MAX, Qt::Uninitialized);
        const ssize_t size = ::readlink(path.constData(), target.data(), static_cast<size_t>(target.size()));
        if (size < 0)
            return failure(errno);
        target.truncate(size);
        path = target.startsWith('/') ? target : inFolder(folderOf(path), target);
    }
    return failure(ELOOP);
}

/// Makes a folder and its missing parents, each 0700 whatever the umask is.
int makeFolders(const QByteArray &folder)
{
    struct stat status = {};
    if (::stat(folder.constData(), &status) == 0)
        return S_ISDIR(status.st_mode) ? 0 : ENOTDIR;
    if (errno != ENOENT)
        return errno;
    const QByteArray parent = folderOf(folder);
    if (parent != folder) {
        if (const int error = makeFolders(parent))
            return error;
    }
    if (::mkdir(folder.constData(), 0700) != 0 && errno != EEXIST)
        return errno;
    return 0;
}

int writeAll(int descriptor, const QByteArray &bytes)
{
    const char *from = bytes.constData();
    qsizetype left = bytes.size();
    while (left > 0) {
        const ssize_t written = ::write(descriptor, from, static_cast<size_t>(std::min<qsizetype>(left, writeBlock)));
        if (written < 0) {
            if (errno == EINTR)
                continue;
            return errno;
        }
        from += written;
        left -= written;
    }
    return 0;
}

int flush(int descriptor)
{
#ifdef F_FULLFSYNC
    // macOS: fsync alone leaves the bytes in the drive's cache. Not compiled here.
    if (::fcntl(descriptor, F_FULLFSYNC) == 0)
        return 0;
#endif
    return ::fsync(descriptor) == 0 ? 0 : errno;
}

/// Makes the rename itself last.
int flushFolder(const QByteArray &folder)
{
    const Descriptor descriptor(::open(folder.constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!descriptor.isOpen())
        return errno == EACCES ? 0 : errno; // A folder may be writable and not readable.
    if (::fsync(descriptor.get()) == 0 || errno == EINVAL || errno == ENOTSUP)
        return 0; // Some file systems cannot flush a folder.
    return errno;
}

/// Gives the new file the rights of the old one; the rules stand at replaceFile().
int takeOver(int descriptor, const struct stat &old)
{
    mode_t mode = old.st_mode & 07777;
    struct stat own = {};
    if (::fstat(descriptor, &own) != 0)
        return errno;
    if (own.st_uid != old.st_uid || own.st_gid != old.st_gid) {
        if (::fchown(descriptor, old.st_uid, old.st_gid) != 0) {
            if (errno != EPERM)
                return errno;
            const bool groupKept =
                own.st_gid == old.st_gid || ::fchown(descriptor, static_cast<uid_t>(-1), old.st_gid) == 0;
            mode &= ~static_cast<mode_t>(S_ISUID | S_ISGID);
            if (!groupKept)
                mode &= ~static_cast<mode_t>(S_IRWXG);
            const bool ownerCanRead = own.st_uid == old.st_uid || (mode & S_IROTH) != 0;
            if (!ownerCanRead)
                return EPERM;
        }
    }
    return ::fchmod(descriptor, mode) == 0 ? 0 : errno;
}

QByteArray temporaryPath(const QByteArray &folder)
{
    const QString random = QString::number(QRandomGenerator::system()->generate64(), 36);
    return inFolder(folder, (temporaryPrefix + random + temporarySuffix).toLatin1());
}

/// Removes what killed programs left behind. What cannot be removed does no harm.
void removeAbandoned(const QByteArray &folder)
{
    const QStringList names = QDir(QFile::decodeName(folder))
                                  .entryList({temporaryPrefix + u'*' + temporarySuffix}, QDir::Files | QDir::Hidden);
    for (const QString &name : names) {
        const QByteArray path = inFolder(folder, QFile::encodeName(name));
        struct stat status = {};
        if (::lstat(path.constData(), &status) == 0 && std::time(nullptr) - status.st_mtime > abandonedAfter)
            ::unlink(path.constData());
    }
}

/// A temporary file that is gone when this ends, unless it became the real one.
class TemporaryFile
{
public:
    explicit TemporaryFile(const QByteArray &folder)
        : m_path(temporaryPath(folder)),
          m_descriptor(::open(m_path.constData(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600)),
          m_exists(m_descriptor.isOpen())
    {}
    ~TemporaryFile()
    {
        if (m_exists)
            ::unlink(m_path.constData());
    }
    TemporaryFile(const TemporaryFile &) = delete;
    TemporaryFile &operator=(const TemporaryFile &) = delete;

    Descriptor &descriptor() { return m_descriptor; }
    int becomes(const QByteArray &path)
    {
        if (::rename(m_path.constData(), path.constData()) != 0)
            return errno;
        m_exists = false;
        return 0;
    }

private:
    QByteArray m_path;
    Descriptor m_descriptor;
    bool m_exists;
};

/// What a file must still hold when it is replaced; nullptr: anything.
using Expected = const std::optional<QByteArray> *;

std::optional<FileError> changeSince(const QString &path, Expected expected)
{
    if (expected == nullptr)
        return std::nullopt;
    const auto now = readFile(path);
    if (!now && now.error().problem != FileProblem::Missing)
        return now.error();
    const bool same = now ? *expected && **expected == *now : !*expected;
    return same ? std::nullopt : std::optional(FileError{FileProblem::Changed, path, 0});
}

Result<void, FileError> replace(const QString &path, Expected expected, const QByteArray &bytes, int mode,
                                bool createFolders);

} // namespace

Result<QByteArray, FileError> readFile(const QString &path, qint64 limit)
{
    if (!isUsable(path))
        return problem(FileProblem::Missing, path, EINVAL);
    const QByteArray name = QFile::encodeName(path);

    // Before it is opened: opening a pipe or a device can wait or do something.
    struct stat status = {};
    if (::stat(name.constData(), &status) != 0)
        return problem(readProblem(errno), path, errno);
    if (S_ISDIR(status.st_mode))
        return problem(FileProblem::IsFolder, path);
    if (!S_ISREG(status.st_mode))
        return problem(FileProblem::NotRegular, path);

    const Descriptor file(::open(name.constData(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
    if (!file.isOpen())
        return problem(readProblem(errno), path, errno);
    if (::fstat(file.get(), &status) != 0)
        return problem(FileProblem::Other, path, errno);
    if (!S_ISREG(status.st_mode))
        return problem(FileProblem::NotRegular, path);
    if (status.st_size > limit)
        return problem(FileProblem::TooLarge, path, EFBIG);

    // The file may grow or shrink meanwhile: what is read until the end counts, not the size.
    QByteArray bytes(status.st_size + 1, Qt::Uninitialized);
    qsizetype filled = 0;
    for (;;) {
        if (filled == bytes.size())
            bytes.resize(bytes.size() * 2);
        const ssize_t got = ::read(file.get(), bytes.data() + filled, static_cast<size_t>(bytes.size() - filled));
        if (got < 0) {
            if (errno == EINTR)
                continue;
            return problem(readProblem(errno), path, errno);
        }
        if (got == 0)
            break;
        filled += got;
        if (filled > limit)
            return problem(FileProblem::TooLarge, path, EFBIG);
    }
    bytes.truncate(filled);
    return bytes;
}

Result<void, FileError> replaceFile(const QString &path, const QByteArray &bytes, int mode, bool createFolders)
{
    return replace(path, nullptr, bytes, mode, createFolders);
}

Result<void, FileError> replaceUnchanged(const QString &path, const std::optional<QByteArray> &expected,
                                         const QByteArray &bytes, int mode, bool createFolders)
{
    return replace(path, &expected, bytes, mode, createFolders);
}

namespace {

Result<void, FileError> replace(const QString &path, Expected expected, const QByteArray &bytes, int mode,
                                bool createFolders)
{
    if (!isUsable(path))
        return problem(FileProblem::Other, path, EINVAL);
    const auto target = followLinks(QFile::encodeName(path));
    if (!target)
        return problem(writeProblem(target.error()), path, target.error());
    const QByteArray folder = folderOf(*target);

    struct stat old = {};
    const bool exists = ::stat(target->constData(), &old) == 0;
    if (!exists && errno != ENOENT)
        return problem(writeProblem(errno), path, errno);
    if (exists && S_ISDIR(old.st_mode))
        return problem(FileProblem::IsFolder, path);
    if (exists && !S_ISREG(old.st_mode))
        return problem(FileProblem::NotRegular, path);
    if (exists && ::faccessat(AT_FDCWD, target->constData(), W_OK, AT_EACCESS) != 0)
        return problem(errno == EROFS ? FileProblem::ReadOnlyFileSystem : FileProblem::NotWritable, path, errno);
    // Where the link at the path leads is somebody else's to arrange: a drive that is not there, a folder that moved.
    if (!exists && createFolders && *target != QFile::encodeName(path)) {
        struct stat there = {};
        if (::stat(folder.constData(), &there) != 0)
            return problem(writeProblem(errno), QFile::decodeName(*target), errno);
    } else if (!exists && createFolders) {
        if (const int error = makeFolders(folder))
            return problem(writeProblem(error), path, error);
    }

    {
        TemporaryFile temporary(folder);
        if (!temporary.descriptor().isOpen())
            return problem(writeProblem(errno), path, errno);
        const int descriptor = temporary.descriptor().get();
        if (exists) {
            if (const int error = takeOver(descriptor, old))
                return problem(error == EPERM ? FileProblem::NotWritable : writeProblem(error), path, error);
        } else if (::fchmod(descriptor, static_cast<mode_t>(mode & 07777)) != 0) {
            return problem(FileProblem::Other, path, errno);
        }
        if (const int error = writeAll(descriptor, bytes))
            return problem(writeProblem(error), path, error);
        if (const int error = flush(descriptor))
            return problem(writeProblem(error), path, error);
        if (temporary.descriptor().close() != 0) // Some network file systems tell only now that the disk is full.
            return problem(writeProblem(errno), path, errno);
        if (const auto changed = changeSince(path, expected)) // As late as can be: writing may have taken a while.
            return failure(*changed);
        if (const int error = temporary.becomes(*target))
            return problem(error == EPERM || error == EACCES ? FileProblem::NotWritable : writeProblem(error), path,
                           error);
    }
    if (const int error = flushFolder(folder))
        return problem(writeProblem(error), path, error);
    removeAbandoned(folder);

    const auto written = readFile(path, bytes.size());
    if (!written)
        return written.error().problem == FileProblem::TooLarge ? problem(FileProblem::VerifyFailed, path)
                                                                : failure(written.error());
    if (*written != bytes)
        return problem(FileProblem::VerifyFailed, path);
    return {};
}

} // namespace

Result<FileLock, FileError> FileLock::acquire(const QString &path, std::chrono::milliseconds patience)
{
    if (!isUsable(path))
        return problem(FileProblem::Other, path, EINVAL);
    const QByteArray name = QFile::encodeName(path);
    if (const int error = makeFolders(folderOf(name)))
        return problem(writeProblem(error), path, error);
    FileLock lock(::open(name.constData(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (lock.m_descriptor < 0)
        return problem(errno == EISDIR ? FileProblem::IsFolder : writeProblem(errno), path, errno);
    const auto end = std::chrono::steady_clock::now() + patience;
    while (::flock(lock.m_descriptor, LOCK_EX | LOCK_NB) != 0) {
        if (errno == EINTR)
            continue;
        if (errno != EWOULDBLOCK)
            break; // The file system knows no locks.
        if (std::chrono::steady_clock::now() >= end)
            return problem(FileProblem::Busy, path);
        std::this_thread::sleep_for(lockInterval); // flock() can wait for ever or not at all, but not for a time.
    }
    return lock;
}

FileLock::~FileLock()
{
    if (m_descriptor >= 0)
        ::close(m_descriptor);
}

FileLock::FileLock(FileLock &&other) noexcept : m_descriptor(std::exchange(other.m_descriptor, -1)) {}

QString fileProblemId(FileProblem problem)
{
    switch (problem) {
    case FileProblem::Missing:
        return u"missing"_s;
    case FileProblem::IsFolder:
        return u"is-folder"_s;
    case FileProblem::NotRegular:
        return u"not-regular"_s;
    case FileProblem::NotReadable:
        return u"not-readable"_s;
    case FileProblem::NotWritable:
        return u"not-writable"_s;
    case FileProblem::FolderMissing:
        return u"folder-missing"_s;
    case FileProblem::FolderNotWritable:
        return u"folder-not-writable"_s;
    case FileProblem::ReadOnlyFileSystem:
        return u"read-only-file-system"_s;
    case FileProblem::DiskFull:
        return u"disk-full"_s;
    case FileProblem::TooLarge:
        return u"too-large"_s;
    case FileProblem::Changed:
        return u"changed"_s;
    case FileProblem::VerifyFailed:
        return u"verify-failed"_s;
    case FileProblem::Busy:
        return u"busy"_s;
    case FileProblem::Other:
        return u"other"_s;
    }
    return {};
}

} // namespace kopru::platform
