#include "app/config/secondfile.h"

namespace kopru::config {

Result<ConfigFile, SecondFileError> saveAlso(const QString &dataFolder, const QString &path, const Document &before,
                                             const Document &after)
{
    auto opened = openConfig(path);
    if (!opened)
        return failure(SecondFileError{std::move(opened).error(), std::nullopt});
    // The two files are strangers: that one lacks a server is no removal, and that it holds it as it was before the
    // edit is no change.
    Merge merged = merge(before, after, opened->document);
    Choices choices;
    for (const Conflict &conflict : std::as_const(merged.conflicts))
        if (conflict.theirs == SideChange::Removed)
            choices.insert(conflict.path, Keep::Ours);
    if (!choices.isEmpty())
        merged = merge(before, after, opened->document, choices);
    if (!merged.conflicts.isEmpty())
        return failure(SecondFileError{
            std::nullopt, SaveError{{platform::FileProblem::Changed, path, 0}, std::move(merged.conflicts)}});
    auto saved = Guard(dataFolder, path).save(*opened, merged.document);
    if (!saved)
        return failure(SecondFileError{std::nullopt, std::move(saved).error()});
    return *std::move(saved);
}

} // namespace kopru::config
