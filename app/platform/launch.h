#pragma once

#include "app/platform/platform.h"
#include "app/platform/result.h"

/// How Claude Desktop starts a server (facts/claude-desktop.md, "How servers are started").
namespace kopru::platform {

/// The names of the variables that Claude hands on to a server; everything else of the environment is dropped.
[[nodiscard]] QStringList inheritedVariables(System system);

/// The folders in which Claude finds a command, each once: those of PATH and the fixed ones it adds. The order follows
/// the `paths: [` lists of published logs: macOS nvm's versions (oldest first), Homebrew and the standard folders, then
/// PATH; Linux PATH first. Claude reads the PATH of the login shell, which may hold more than this program's own: a
/// command that is not found here may still start.
[[nodiscard]] QStringList searchPath(const Platform &platform);

/// The environment of a server: the inherited variables, PATH as searchPath() has it, then the entry's own.
[[nodiscard]] QMap<QString, QString> serverEnvironment(const Platform &platform, const QMap<QString, QString> &entry);

enum class CommandProblem { Empty, NotFound, NotExecutable, IsFolder };

/// Finds a command as Claude would: an absolute path as it stands, a name in searchPath().
/// @return the absolute path of the program
[[nodiscard]] Result<QString, CommandProblem> findCommand(const Platform &platform, const QString &command);

/// The folder a server is started in: "/" on macOS and Linux, the home folder on Windows.
[[nodiscard]] QString workingFolder(const Platform &platform);

} // namespace kopru::platform
