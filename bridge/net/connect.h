#pragma once

#include "bridge/net/address.h"
#include "bridge/net/stream.h"
#include "bridge/net/tls.h"
#include "bridge/net/trace.h"

#include <chrono>

namespace kopru::bridge {

/// A connection that is not there by then will not come before the host gives up on `initialize` (60 s).
inline constexpr std::chrono::milliseconds connectLimit = std::chrono::seconds(20);

/// Makes a connection: name → address, both families raced 250 ms apart (RFC 8305), → TLS where the address is https.
/// @param limit  for reaching the address, and again for the handshake; how long an answer may take is not its matter
/// @return ConnectTimeout where nobody answered within the limit, TlsHandshake where the handshake did not end
[[nodiscard]] asio::awaitable<Outcome<std::unique_ptr<Stream>>>
connectTo(const Address &address, Trust &trust, Trace &trace, std::chrono::milliseconds limit = connectLimit);

} // namespace kopru::bridge
