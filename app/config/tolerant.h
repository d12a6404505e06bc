#pragma once

#include "app/config/document.h"

#include <optional>

/// Reads what Document::parse() refuses: finds all faults, not the first only, and says what the author meant where
/// that needs no guess.
namespace kopru::config {

struct Reading
{
    /// All of them, in the order of their places. What one mistake causes further on is none of its own. Offsets count
    /// bytes as given, whatever their encoding.
    QList<SyntaxError> faults;
    /// The whole text as strict JSON, UTF-8 without a mark: the given bytes where nothing is to be mended, else with
    /// the fewest changes. None where mending would need a guess: then nothing may be offered as mended.
    std::optional<QByteArray> mended;
};

/// Never fails, and calls nothing of the system. The time grows with the length of the text: where brackets do not
/// balance, the search for the wrong one is limited to maximumSearchSteps looks at a token, and behind maximumFaults
/// faults nothing more is read and nothing proposed. Safe on any thread.
[[nodiscard]] Reading readTolerantly(const QByteArray &bytes);

constexpr qsizetype maximumFaults = 200'000;
constexpr qsizetype maximumSearchSteps = 8'000'000;

} // namespace kopru::config
