#pragma once

#include "app/platform/fileaccess.h"

#include <QtCore/QDateTime>
#include <QtCore/QMap>

#include <optional>

namespace kopru::store {

/// What a configuration file held when Kopru last looked at it: names and digests, nothing of an entry itself.
struct SeenFile
{
    /// In the place of a digest where the file lacks servers of the note: it is compared with whatever is there.
    static constexpr QLatin1String lacking{"lacking"};

    QString source;                 ///< path of the configuration file
    QString digest;                 ///< of its bytes; empty where it did not exist
    QMap<QString, QString> servers; ///< that should be there: digest of the entry by name
    QDateTime when;                 ///< UTC

    friend bool operator==(const SeenFile &, const SeenFile &) = default;
};

/// @return nullopt where Kopru never looked at this file, or its note cannot be read
[[nodiscard]] std::optional<SeenFile> readSeen(const QString &dataFolder, const QString &source);
/// Each file has a note of its own, 0600.
[[nodiscard]] Result<void, platform::FileError> recordSeen(const QString &dataFolder, const SeenFile &seen);
/// A note and its file belong together: whoever changes one of them because of the other reads and writes both while
/// holding this lock, which lies beside the note. config::Guard does.
/// @param patience  then the error is Busy
[[nodiscard]] Result<platform::FileLock, platform::FileError> lockSeen(const QString &dataFolder, const QString &source,
                                                                       std::chrono::milliseconds patience);

} // namespace kopru::store
