#pragma once

#include "app/config/fixes.h"
#include "app/integrations/kind.h"

/// What a button can do about a finding, where that takes knowledge of services. Pure: nothing is written.
namespace kopru::integrations {

/// As config::fixFor(); besides, an entry with an address alone is connected through the bridge.
/// @param bridge  the command of kopru-bridge
[[nodiscard]] std::optional<config::Fix> fixFor(const config::Finding &finding, const config::Document &document,
                                                const platform::Platform &platform, const QString &bridge);

/// What the fields of a form would hold.
struct FieldFix
{
    config::FixId id = config::FixId::AddScheme;
    Values values;
};
/// @param finding  of kind.validate() for the same values
[[nodiscard]] std::optional<FieldFix> fieldFix(const Kind &kind, const Values &values, const FieldFinding &finding);

} // namespace kopru::integrations
