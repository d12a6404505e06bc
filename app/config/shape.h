#pragma once

#include "app/config/placedtext.h"

/// What is wrong with strict JSON as a configuration: servers that stand in the wrong place or twice.
namespace kopru::config::tolerant {

struct Shape
{
    std::vector<Flaw> flaws;        ///< places in the source
    std::optional<QByteArray> text; ///< of the whole object; none where something would have to be guessed
};

/// @param parts  the file itself, and what was pasted behind it
[[nodiscard]] Shape shapeOf(const std::vector<PlacedText> &parts, const Grammar &grammar);

/// The same of a text that is strict JSON and has been read already.
[[nodiscard]] Shape shapeOf(const json::Tree &sound);

} // namespace kopru::config::tolerant
