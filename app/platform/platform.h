#pragma once

#include <QtCore/QDateTime>
#include <QtCore/QMap>
#include <QtCore/QString>
#include <QtCore/QStringList>
#include <QtCore/QStringView>

#include <memory>
#include <optional>

namespace kopru::platform {

enum class System { Linux, MacOs, Windows };

/// What is known about a path without opening it.
struct FileFacts
{
    bool exists = false;
    bool isFolder = false;
    bool isSymlink = false;
    bool readable = false;
    bool writable = false;
    bool executable = false;
    qint64 size = 0;
    QDateTime modified; ///< UTC; invalid where the file does not exist

    friend bool operator==(const FileFacts &, const FileFacts &) = default;
};

/// Whose a file is, and where it really is.
struct Ownership
{
    QString owner;              ///< a name, or its number where it has none; empty where unknown
    bool own = true;            ///< of the person who runs this program; also true where unknown
    QString leadsTo;            ///< of a symbolic link: the last file behind it, which need not exist; else empty
    bool folderWritable = true; ///< whether a file can be replaced there

    friend bool operator==(const Ownership &, const Ownership &) = default;
};

/// Answers questions about the file system. Tests answer from a table, so that the rules of all three
/// systems run on one.
class FileProbe
{
public:
    virtual ~FileProbe() = default;
    [[nodiscard]] virtual FileFacts facts(const QString &path) const = 0;
    /// Names (not paths) in a folder, sorted; empty where the folder does not exist or cannot be read.
    [[nodiscard]] virtual QStringList entries(const QString &folder) const = 0;
    [[nodiscard]] virtual Ownership ownership(const QString & /*path*/) const { return {}; }
    /// A small file as a whole; nullopt where it is not there, cannot be read or is larger than 16 MiB.
    [[nodiscard]] virtual std::optional<QByteArray> content(const QString & /*path*/) const { return std::nullopt; }
};

/// The computer as the rules see it: everything that differs by system is a function of this value.
struct Platform
{
    System system = System::Linux;
    QString home;                       ///< absolute, no slash at the end
    QMap<QString, QString> environment; ///< as the process has it
    std::shared_ptr<const FileProbe> files;

    /// @return the variable, or an empty string. On Windows the name's case does not matter.
    [[nodiscard]] QString variable(const QString &name) const;
    /// Joins with the separator of this system.
    [[nodiscard]] QString join(const QString &folder, const QString &name) const;
    /// Whether a path starts at a root: `/…` or, on Windows, `C:\…` and `\\server\share`. A drive without a slash
    /// (`C:x`) and a slash without a drive depend on where the program stands, so they are not.
    [[nodiscard]] bool isAbsolute(QStringView path) const;
};

/// Answers from the file system of this computer.
[[nodiscard]] std::shared_ptr<const FileProbe> realFiles();

/// The computer that this program runs on.
/// @param home  replaces the home folder when not empty (`--home`); XDG and CLAUDE_* variables, which would
///              lead out of it, are then left out of the environment.
[[nodiscard]] Platform currentPlatform(const QString &home = {});

} // namespace kopru::platform
