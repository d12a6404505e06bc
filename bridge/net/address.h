#pragma once

#include "bridge/net/failure.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace kopru::bridge {

/// An http or https address, ready to be asked.
struct Address
{
    bool secure = false;
    std::string host; ///< in lower case, without brackets
    std::uint16_t port = 0;
    std::string target; ///< path and query as they go into the request line; begins with a slash

    [[nodiscard]] std::string hostHeader() const; ///< with brackets and a port that is not the scheme's own
    [[nodiscard]] std::string origin() const;     ///< scheme://host:port
    [[nodiscard]] bool sameOrigin(const Address &other) const;

    friend bool operator==(const Address &, const Address &) = default;
};

/// Reads an address (RFC 3986); spaces around it do not count. Credentials in it are refused: they belong into a
/// header.
/// @return Cause::BadAddress where it is no http or https address
[[nodiscard]] Outcome<Address> parseAddress(std::string_view text);

/// A ws or wss address as the http or https one that its connection begins with (RFC 6455 section 3). http and https
/// pass as they are.
[[nodiscard]] Outcome<Address> parseWebSocketAddress(std::string_view text);

/// Where a `Location` header leads, seen from the address that was asked (RFC 3986 section 5).
[[nodiscard]] Outcome<Address> resolveAddress(const Address &asked, std::string_view location);

} // namespace kopru::bridge
