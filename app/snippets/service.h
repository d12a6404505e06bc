#pragma once

#include "app/snippets/conclusion.h"

/// The services of the vendors' documents, as their scripts and variables name them.
namespace kopru::integrations::snippet {

/// Variables that a service of the five documents reads: its server, without a name.
[[nodiscard]] std::optional<RawEntry> serviceOf(const config::Variables &variables, bool webSocketScript);

/// Whether a file is one of the documents' scripts, or the placeholder for its path: true for one that opens a
/// WebSocket.
[[nodiscard]] std::optional<bool> documentScript(const QString &word, const config::Entry &entry);

} // namespace kopru::integrations::snippet
