#pragma once

#include "app/snippets/conversion.h"

/// The words for a move to the native bridge. No secret of the entry stands in them.
namespace kopru::integrations {

/// “mcp-remote”, “the Node script”: what the entry starts today.
[[nodiscard]] QString replacedProgramName(const QString &program);
/// How many times as fast the bridge starts, at least: docs/measurements.md, “spawn to `initialize` answered”. 0 where
/// nothing was measured.
[[nodiscard]] int timesFaster(const QString &program);
/// One sentence: what is gained.
[[nodiscard]] QString conversionGain(const QString &program);
/// Why an entry stays as it is, and what to do if anything.
[[nodiscard]] QString conversionCause(const Conversion &conversion);
[[nodiscard]] QString conversionRemedy(const Conversion &conversion);
/// “--allow-http is left out: …”
[[nodiscard]] QString droppedText(const DroppedPart &part);
[[nodiscard]] QString conversionNoteText(const ConversionNote &note);

} // namespace kopru::integrations
