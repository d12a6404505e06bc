#pragma once

#include "app/config/entry.h"
#include "app/platform/platform.h"

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

/// The name of a program without its folder and `.exe`, `.cmd`.
[[nodiscard]] QString programName(const QString &command);

/// The names in `%NAME%` of Windows, where they are of variables that Claude hands on.
[[nodiscard]] QStringList percentNames(const QString &text);

/// Whether the text starts with `$HOME`.
[[nodiscard]] bool startsAtHomeVariable(const QString &text);

/// A command line in the place of a command: a program that is known or found, and words behind it. Empty where it is
/// none.
[[nodiscard]] QStringList commandLine(const QString &command, const platform::Platform &platform);

/// What an argument names in the file system.
enum class PathArgument {
    None,
    Relative, ///< `./server.js`, or a script of an interpreter without a folder
    Missing   ///< absolute, and not there although the drive or the first folder is
};
[[nodiscard]] PathArgument pathArgument(const Entry &entry, qsizetype index, const platform::Platform &platform);
/// Whether an absolute path leads nowhere; never true where its first folder is missing too, since it may then be a
/// part of an address, as `/mcp`.
[[nodiscard]] bool leadsNowhere(const QString &path, const platform::Platform &platform);

/// Whether Claude on Windows starts the command through cmd.exe, which cuts arguments at spaces (ca#891).
[[nodiscard]] bool isBatchFile(const QString &command, const platform::Platform &platform);

/// An address without encryption, http:// or ws://, to a host of the internet: no name of this computer, no private
/// address (RFC 1918, RFC 4193, link-local), no name of one word, `.local`, `.lan`, `.internal`, `.home.arpa`, `.test`.
[[nodiscard]] bool isPlainAddress(const QString &text);

/// Whether the entry is one of the Apinizer documents', with its own script or through the bridge: only then the
/// variables have their meaning for sure.
[[nodiscard]] bool isApinizer(const Entry &entry);

/// Whether names of tools and of log files can be made of a server's name.
[[nodiscard]] bool fitsToolNames(const QString &name);

} // namespace kopru::config
