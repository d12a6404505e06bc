#pragma once

#include "app/checks/check.h"
#include "cli/output.h"

namespace kopru::cli {

/// A check for --json.
[[nodiscard]] Json reportJson(const checks::Report &report);
/// A step for people, once it is done: its mark, name and time, and behind them cause and remedy.
[[nodiscard]] QStringList stepLines(const checks::Step &step);

} // namespace kopru::cli
