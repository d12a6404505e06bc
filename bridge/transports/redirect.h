#pragma once

#include "bridge/net/httpclient.h"

namespace kopru::bridge {

/// Sends a request and follows redirects within the origin with the same method, headers and body, some few times: a
/// redirect says that nothing was done. Nothing is ever sent to another origin, which would get the token.
/// @param request  its target is the last one that was asked, in the end
/// @return the first answer that is no redirect; Cause::Redirected with the target, where there is one
[[nodiscard]] asio::awaitable<Outcome<std::unique_ptr<HttpAnswer>>> sendWithin(HttpClient &client,
                                                                               HttpRequest &request);

} // namespace kopru::bridge
