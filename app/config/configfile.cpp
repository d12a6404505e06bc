#include "app/config/configfile.h"

namespace kopru::config {

using platform::FileError;
using platform::FileProblem;

namespace {

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

Result<ConfigFile, FileError> saveConfig(const ConfigFile &opened, const Document &edited, store::Snapshots &snapshots)
{
    const auto now = currentBytes(opened.path);
    if (!now)
        return failure(now.error());
    if (*now != opened.bytes)
        return failure(FileError{FileProblem::Changed, opened.path, 0});
    if (opened.bytes == edited.text())
        return ConfigFile{opened.path, opened.bytes, edited};

    // Without a copy of what is there, nothing is written over it.
    if (opened.bytes) {
        if (const auto kept = snapshots.add(opened.path, *opened.bytes); !kept)
            return failure(kept.error());
    }
    if (const auto written = platform::replaceFile(opened.path, edited.text(), 0600, true); !written)
        return failure(written.error());
    return ConfigFile{opened.path, edited.text(), edited};
}

} // namespace kopru::config
