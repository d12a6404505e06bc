#pragma once

#include "app/snippets/snippet.h"

/// Where other programs keep their MCP servers. Sources: the programs' own documentation of their settings, read in
/// November 2026; `~/.claude/mcp/` and `~/.claude/mcp.json` are where people put servers that no program reads.
namespace kopru::integrations {

struct ForeignFile
{
    ForeignSource source = ForeignSource::VsCode;
    QString path;
    friend bool operator==(const ForeignFile &, const ForeignFile &) = default;
};

/// The files that are there, the likeliest first within each source. Pure: asks the platform's FileProbe only, and
/// reads nothing but which projects Claude Code knows; what is in the files is told by readForeignFile(). May wait for
/// a disk.
[[nodiscard]] QList<ForeignFile> foreignFiles(const platform::Platform &platform);

/// The file that a program reads on this computer, whether it exists or not; for ClaudeMcpFolder the folder.
[[nodiscard]] QString foreignPath(const platform::Platform &platform, ForeignSource source);

/// Which program a file is of, judged by its path alone; nullopt for any other name.
[[nodiscard]] std::optional<ForeignSource> foreignSourceOf(const QString &path);

/// The stable keys, for the command line and --json: "vscode", "cursor", "claude-code", "claude-mcp-json",
/// "claude-mcp-folder".
[[nodiscard]] QString foreignKey(ForeignSource source);
[[nodiscard]] std::optional<ForeignSource> foreignSourceByKey(const QString &key);
/// The program, for people: “Visual Studio Code”.
[[nodiscard]] QString foreignName(ForeignSource source);

} // namespace kopru::integrations
