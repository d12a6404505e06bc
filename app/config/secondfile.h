#pragma once

#include "app/config/guard.h"

/// The same changes in another settings file: where it is not certain which one Claude reads, both get them.
namespace kopru::config {

struct SecondFileError
{
    std::optional<OpenError> open; ///< it could not be read
    std::optional<SaveError> save; ///< it could not be written, or it holds something else where the changes belong
};

/// Makes the edits from `before` to `after` in the file at `path`, key by key, and saves it as Guard::save() does: with
/// snapshots and a note of its own, and compared afterwards. What the file never had is added; a key that it holds in
/// another form is a conflict, and nothing is written. As slow as saveConfig().
/// @param dataFolder  of Kopru
[[nodiscard]] Result<ConfigFile, SecondFileError> saveAlso(const QString &dataFolder, const QString &path,
                                                           const Document &before, const Document &after);

} // namespace kopru::config
