#pragma once

#include "app/secrets/redactor.h"

#include <QtCore/QByteArray>
#include <QtCore/QList>
#include <QtCore/QStringList>

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

/// What a person may see of a difference: withContext(diffLines()), without secrets. Both texts go through the redactor
/// as a whole, so that a secret is also found where a line break cuts it. Takes its time for long texts.
[[nodiscard]] QList<DiffLine> shownDifference(const QByteArray &before, const QByteArray &after,
                                              const secrets::Redactor &redactor);

/// The lines of a text, without their endings and without secrets: as many as diffLines() counts.
[[nodiscard]] QStringList shownLines(const QByteArray &text, const secrets::Redactor &redactor);

} // namespace kopru::config
