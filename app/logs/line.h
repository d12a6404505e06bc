#pragma once

#include <QtCore/QDateTime>
#include <QtCore/QString>

#include <optional>

namespace kopru::logs {

enum class Level { Unknown, Debug, Info, Warning, Error };

/// A line as it stands in one of Claude's logs (facts/claude-desktop.md, "Logs").
struct Line
{
    QString file;   ///< file name
    QString server; ///< from the prefix, else from the file's name `mcp-server-NAME.log`; empty for Claude itself
    std::optional<QDateTime> time; ///< as written: UTC or local
    Level level = Level::Unknown;
    QString message;      ///< behind the prefix; shortened to `longestShown` characters
    qsizetype length = 0; ///< bytes of the whole line

    static constexpr qsizetype longestShown = 4000;
    friend bool operator==(const Line &, const Line &) = default;
};

/// Reads one line without its line ending. Bytes that are not UTF-8 become U+FFFD. A line without a prefix (a
/// server's stderr, a printed object) has no time and no level.
[[nodiscard]] Line parseLine(const QByteArray &line, const QString &fileName);

/// The server a log file belongs to: `mcp-server-NAME.log` and its rotated copies; empty for other files.
[[nodiscard]] QString serverOfFile(const QString &fileName);

[[nodiscard]] QString levelId(Level level);

struct Filter
{
    QString server; ///< empty: all
    QString text;   ///< case does not matter; empty: all
    bool onlyProblems = false;

    [[nodiscard]] bool accepts(const Line &line) const;
    friend bool operator==(const Filter &, const Filter &) = default;
};

} // namespace kopru::logs
