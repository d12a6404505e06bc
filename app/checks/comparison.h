#pragma once

#include "app/checks/check.h"

namespace kopru::checks {

/// How an entry does beside the one that it is to replace.
enum class Comparison {
    AsWell,   ///< both work, and the new one has every tool of the old one
    Better,   ///< only the new one works
    BothFail, ///< nothing is known of the new one
    FewerTools,
    Worse,       ///< only the old one works
    NeedsSignIn, ///< the server asks for a sign-in that only the old one could do
    Stopped
};

struct Compared
{
    Comparison result = Comparison::Stopped;
    QStringList missingTools = {}; ///< of the old one, sorted
    friend bool operator==(const Compared &, const Compared &) = default;
};

/// Whether the server refused because it wants a sign-in (401 with a challenge). Then it is no use to start the old
/// entry: it would open the browser.
[[nodiscard]] bool wantsSignIn(const Report &report);

/// Judges two checks of the same kind, as Claude does it.
/// @param before  nullptr: the old entry was not started
[[nodiscard]] Compared compared(const Report *before, const Report &after);
/// Whether nothing that works today stops working.
[[nodiscard]] bool doesNoWorse(Comparison comparison);

[[nodiscard]] QString comparisonId(Comparison comparison); ///< stable, for --json
/// One sentence for it.
[[nodiscard]] QString comparisonText(const Compared &compared);

} // namespace kopru::checks
