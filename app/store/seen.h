#pragma once

#include "app/platform/fileaccess.h"

#include <QtCore/QDateTime>
#include <QtCore/QMap>

#include <optional>

namespace kopru::store {

/// What a configuration file held when Kopru last looked at it: names and digests, nothing of an entry itself.
struct SeenFile
{
    QString source;                 ///< path of the configuration file
    QString digest;                 ///< of its bytes; empty where it did not exist
    QMap<QString, QString> servers; ///< digest of the entry by name
    QDateTime when;                 ///< UTC

    friend bool operator==(const SeenFile &, const SeenFile &) = default;
};

/// @return nullopt where Kopru never looked at this file, or its note cannot be read
[[nodiscard]] std::optional<SeenFile> readSeen(const QString &dataFolder, const QString &source);
/// Each file has a note of its own, 0600.
[[nodiscard]] Result<void, platform::FileError> recordSeen(const QString &dataFolder, const SeenFile &seen);

} // namespace kopru::store
