#pragma once

#include "app/checks/check.h"
#include "app/config/wording.h"

/// The sentences for checks, in the language of the program.
namespace kopru::checks {

[[nodiscard]] QString stepName(StepId id);
[[nodiscard]] QString stateName(StepState state);
[[nodiscard]] QString linkName(Link link);
[[nodiscard]] QString evidenceName(const QString &id);
/// Cause and remedy of a step, with its evidence filled in.
[[nodiscard]] config::Message message(const Step &step);
/// One sentence: how the check ended.
[[nodiscard]] QString headline(const Report &report, const QString &server);

} // namespace kopru::checks
