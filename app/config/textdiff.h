#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QList>

namespace kopru::config {

enum class Change { Same, Removed, Added };

struct DiffLine
{
    Change change = Change::Same;
    int oldLine = 0; ///< from 1; 0 where the line is not in the old text
    int newLine = 0;
    QString text; ///< without its line ending

    friend bool operator==(const DiffLine &, const DiffLine &) = default;
};

/// The shortest line-by-line difference (Myers), all lines included; of what changes together, removed lines stand
/// first. A line whose ending alone differs counts as changed. Texts that differ in more than 2,000 lines give one
/// block of removed and one of added lines between their equal ends, so that time and memory stay bounded.
[[nodiscard]] QList<DiffLine> diffLines(const QByteArray &before, const QByteArray &after);

/// Only the changed lines and `context` lines around them. Where lines were left out, the line numbers jump.
[[nodiscard]] QList<DiffLine> withContext(const QList<DiffLine> &lines, int context = 3);

} // namespace kopru::config
