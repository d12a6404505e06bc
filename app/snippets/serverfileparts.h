#pragma once

#include "app/snippets/serverfile.h"

/// What writing and reading a file of servers have in common.
namespace kopru::integrations::snippet {

/// The command that stands for the bridge of whoever opens the file.
[[nodiscard]] QString bridgeName();
/// Where the home folder stands in a text, by itself or behind the `=` of an option.
[[nodiscard]] std::optional<qsizetype> homeIn(const QString &text, const platform::Platform &platform);

} // namespace kopru::integrations::snippet
