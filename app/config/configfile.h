#pragma once

#include "app/config/document.h"
#include "app/config/merge.h"
#include "app/platform/fileaccess.h"
#include "app/store/store.h"

#include <chrono>
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

/// How long a save waits for another program of ours that is saving.
constexpr std::chrono::seconds savePatience(10);

/// Why nothing was written. Conflicts stand only beside FileProblem::Changed; the same save with a choice for each of
/// them goes through. Their side's places are those of the file as it is now.
struct SaveError
{
    platform::FileError file;
    QList<Conflict> conflicts;
};

/// Saves `edited`, which was made from `opened`: a snapshot of what the file holds, one atomic replacement, a snapshot
/// of what was written. Where another program wrote the file since it was opened, both sides' changes are merged (see
/// merge.h), so what is returned may hold more than `edited`; a file that somebody removed, emptied or broke is one
/// conflict with an empty path. On an error the file is as it was, and nothing is left beside it.
///
/// A document equal to the file's bytes writes nothing. Two programs of ours save one after the other: a lock beside
/// the snapshots is held meanwhile (FileProblem::Busy after ten seconds), so do not call this where waiting is felt.
/// @return the file as it is now
[[nodiscard]] Result<ConfigFile, SaveError> saveConfig(const ConfigFile &opened, const Document &edited,
                                                       store::Snapshots &snapshots, const Choices &choices = {});

} // namespace kopru::config
