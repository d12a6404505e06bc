#pragma once

#include "bridge/windows/answer.h"

#include <string>
#include <string_view>

namespace kopru::windows {

/// Reads a generic credential of Credential Manager. Asks nobody and waits for nobody.
/// @param target  the item's whole name
/// @return the bytes as they were written; ERROR_NOT_FOUND, ERROR_NO_SUCH_LOGON_SESSION (a service without a person) or
///         another error of the system
[[nodiscard]] Answer<std::string> readCredential(std::string_view target);

} // namespace kopru::windows
