#pragma once

#include "bridge/message/toplevel.h"

#include <optional>
#include <string>
#include <string_view>

namespace kopru::bridge {

/// The message with this id: replaced where it stands, put in front where it is missing. Nothing else changes.
[[nodiscard]] std::string withId(const std::string &json, const TopLevel &scanned, std::string_view id);

/// What the documents' scripts do to the portal's answers, by byte edits: a missing `jsonrpc` is added, a missing id is
/// filled in from the request, `result: null` beside an error and `error: null` beside a result are dropped.
/// @return nullopt where the answer has neither a result nor an error
[[nodiscard]] std::optional<std::string> cleaned(std::string json, std::string_view requestId);

} // namespace kopru::bridge
