#pragma once

#include "app/snippets/conversion.h"

/// The entry that starts the bridge, for a server that no kind of its own knows.
namespace kopru::integrations::snippet {

/// Headers that name a variable go on naming it, so that little changes; a secret that stood in the command line gets a
/// variable.
/// @param written  the same server with its references as they were written
/// @param old      the entry of the other program
[[nodiscard]] config::Entry remoteEntry(const SnippetServer &server, const SnippetServer &written,
                                        const config::Entry &old, const QString &bridge, QList<ConversionNote> &notes);

/// References that the bridge expands as the other program did: `${NAME}` alone.
[[nodiscard]] QStringList references(const QString &written);
/// A variable that is named and that the entry does not have: the other program sends nothing for it, or what its own
/// environment has there, which the bridge must not guess.
[[nodiscard]] std::optional<QString> unknownVariable(const config::Entry &entry);

} // namespace kopru::integrations::snippet
