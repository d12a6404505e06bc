#pragma once

#include "app/config/jsontext.h"

namespace kopru::config::tolerant {

/// A spelling that is the same for all values that are worth the same: the order of keys, white space, escapes and the
/// spelling of numbers do not matter.
[[nodiscard]] QByteArray canonical(const json::Tree &tree, int root);

} // namespace kopru::config::tolerant
