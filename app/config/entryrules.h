#pragma once

#include "app/config/entry.h"

#include <QtCore/QString>

#include <optional>

/// Questions about the texts of an entry.
namespace kopru::config {

/// Text of an example that was left in: `<token>`, `your_key_here`, `/path/to/x`, `[kullanıcı_adı]`.
[[nodiscard]] bool isPlaceholder(const QString &text);

/// `~` or `~/…` at the start, or behind `=`.
[[nodiscard]] bool startsAtTilde(const QString &text);

/// The names in `${NAME}`.
[[nodiscard]] QStringList variableNames(const QString &text);

/// Whether the program replaces `${NAME}` in its `--header` by itself: kopru-bridge and mcp-remote do.
[[nodiscard]] bool expandsHeaders(const Entry &entry);

/// The text of a header when the argument at this place is one: `--header X`, `--header=X`.
[[nodiscard]] std::optional<QString> headerAt(const QStringList &arguments, qsizetype index);

/// Whether an argument shows a secret to every program that lists processes.
[[nodiscard]] bool showsSecret(const QStringList &arguments, qsizetype index);

} // namespace kopru::config
