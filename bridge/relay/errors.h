#pragma once

#include "bridge/net/failure.h"

#include <string>
#include <string_view>

namespace kopru::bridge {

/// What happened and what to do, in English: the host shows it to the person. Kopru's own programs make their
/// sentences from the cause.
[[nodiscard]] std::string sentence(const Failure &failure);

/// The JSON-RPC code: −32603, or for the apinizer profiles the codes of their document.
[[nodiscard]] int codeOf(const Failure &failure, bool apinizer);

/// A whole error answer, one line without its newline.
/// @param id  as written in the request, or `null`
[[nodiscard]] std::string errorAnswer(std::string_view id, const Failure &failure, bool apinizer);
[[nodiscard]] std::string errorAnswer(std::string_view id, int code, std::string_view message);

} // namespace kopru::bridge
