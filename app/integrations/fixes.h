#pragma once

#include "app/config/fixes.h"
#include "app/integrations/kind.h"

/// What a button can do about a field of a form, where that takes knowledge of services. Pure: nothing is written.
namespace kopru::integrations {

/// What the fields of a form would hold.
struct FieldFix
{
    config::FixId id = config::FixId::AddScheme;
    Values values;
};
/// @param finding  of kind.validate() for the same values
[[nodiscard]] std::optional<FieldFix> fieldFix(const Kind &kind, const Values &values, const FieldFinding &finding);

} // namespace kopru::integrations
