#pragma once

#include "app/config/fixes.h"

/// What a button can do about a finding, where that takes reading an entry that was written for another program. Pure:
/// nothing is written.
namespace kopru::integrations {

/// As config::fixFor(); besides, an entry with an address alone is connected through the bridge.
/// @param bridge  the command of kopru-bridge
[[nodiscard]] std::optional<config::Fix> fixFor(const config::Finding &finding, const config::Document &document,
                                                const platform::Platform &platform, const QString &bridge);

} // namespace kopru::integrations
