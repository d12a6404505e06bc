#pragma once

#include "app/bridges/installation.h"
#include "app/config/wording.h"

namespace kopru::bridges {

[[nodiscard]] QString stateText(const Status &status);
[[nodiscard]] config::Message message(const InstallError &error);

} // namespace kopru::bridges
