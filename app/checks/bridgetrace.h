#pragma once

#include "app/checks/check.h"

namespace kopru::checks {

/// Reads one line of the bridge's stderr. @return nullopt where it is not a line of its trace
/// (bridge/contract/trace.h), but one for people.
[[nodiscard]] std::optional<TracedPhase> readTraceLine(const QByteArray &line);

} // namespace kopru::checks
