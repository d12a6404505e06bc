#pragma once

#include "app/config/document.h"
#include "app/platform/fileaccess.h"
#include "app/store/store.h"

#include <optional>
#include <variant>

namespace kopru::config {

/// A configuration file as it was read: its bytes stay with the document, so that a save can tell whether
/// somebody else wrote it meanwhile.
struct ConfigFile
{
    QString path;
    std::optional<QByteArray> bytes; ///< nullopt: the file did not exist
    Document document;
};

/// Why a file could not be opened or saved. A syntax error keeps the bytes, so that they can be shown.
struct BrokenFile
{
    QByteArray bytes;
    SyntaxError error;
};
using OpenError = std::variant<platform::FileError, BrokenFile>;

/// Opens a file. A missing one is an empty document; a folder, an unreadable or a broken one is an error and is
/// never written.
[[nodiscard]] Result<ConfigFile, OpenError> openConfig(const QString &path);

/// Writes `edited` over the file that `opened` came from: snapshot of the old bytes, then one atomic replacement.
/// A document equal to the file's bytes writes nothing. When the file changed since it was opened, nothing is written
/// and FileProblem::Changed is returned.
/// @return the file as it is now
[[nodiscard]] Result<ConfigFile, platform::FileError> saveConfig(const ConfigFile &opened, const Document &edited,
                                                                 store::Snapshots &snapshots);

} // namespace kopru::config
