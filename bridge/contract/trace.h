#pragma once

#include <string_view>

/// The form of the bridge's trace (KOPRU_TRACE=1): one JSON object a line on stderr, each starting with
/// `linePrefix`, so that a reader can tell it from a log line at once.
///
///     {"kopru":"trace","phase":"resolve","ms":1.25,"ok":true,"evidence":{"address":"127.0.0.1"}}
///     {"kopru":"trace","phase":"tls","ms":9.5,"ok":false,"cause":"certificate-untrusted","evidence":{"issuer":"…"}}
///
/// `ms` is the time this phase took. A phase appears once per connection made, `http` and `mcp` once per
/// request. Evidence values are strings and hold no secret.
namespace kopru::contract::trace {

inline constexpr std::string_view linePrefix = R"({"kopru":"trace")";
inline constexpr std::string_view phase = "phase";
inline constexpr std::string_view milliseconds = "ms";
inline constexpr std::string_view ok = "ok";
inline constexpr std::string_view cause = "cause";
inline constexpr std::string_view evidence = "evidence";

} // namespace kopru::contract::trace

/// Members of `error.data` in every error the bridge itself makes.
namespace kopru::contract::error_data {

inline constexpr std::string_view phase = "phase";
inline constexpr std::string_view cause = "cause";
inline constexpr std::string_view httpStatus = "httpStatus";
inline constexpr std::string_view retryAfter = "retryAfter";
inline constexpr std::string_view evidence = "evidence"; ///< object of strings: issuer, address, host, path …

} // namespace kopru::contract::error_data
