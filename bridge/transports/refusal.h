#pragma once

#include "bridge/net/failure.h"

#include <string>
#include <string_view>
#include <vector>

namespace kopru::bridge {

/// What an HTTP status says about a request that was not answered with 2xx.
[[nodiscard]] Cause causeOfStatus(int status);

/// A failure for a status that is no answer, without evidence of its body.
/// @param challenges  the WWW-Authenticate headers of a 401, to tell a refused token from a sign-in (RFC 9728
/// section 5.1)
[[nodiscard]] Failure refusalOf(int status, const std::vector<std::string_view> &challenges,
                                std::string_view retryAfter);

/// Whether a text speaks of a session: servers say so under 400 where they do not know the one they were given.
[[nodiscard]] bool mentionsSession(std::string_view body);

/// The beginning of a foreign text as evidence, without most of its spaces. Whoever shows it cuts it, after the secrets
/// were taken out.
[[nodiscard]] std::string quoted(std::string_view text);

} // namespace kopru::bridge
