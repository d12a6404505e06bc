#pragma once

#include "app/config/layout.h"

namespace kopru::config::json {

/// Reads command, args and env of an entry.
struct ReadEntry
{
    Entry entry;
    QStringList otherKeys;
    bool wellFormed = true;
};
[[nodiscard]] ReadEntry readEntry(const Tree &tree, int node);

/// The text of an entry after command, args and env were changed to those of `wanted`.
/// @param text         of the entry alone: an object
/// @param outerIndent  indentation of the line that it starts on
[[nodiscard]] QByteArray changedEntry(const QByteArray &text, const Entry &wanted, const Layout &layout,
                                      const QByteArray &outerIndent);

} // namespace kopru::config::json
