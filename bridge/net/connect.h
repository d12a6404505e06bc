#pragma once

#include "bridge/net/address.h"
#include "bridge/net/stream.h"
#include "bridge/net/tls.h"
#include "bridge/net/trace.h"

#include <chrono>

namespace kopru::bridge {

/// A connection that is not there by then will not come before the host gives up on `initialize` (60 s).
inline constexpr std::chrono::milliseconds connectLimit = std::chrono::seconds(20);

/// What every connection of this process needs.
struct Network
{
    Network(TrustOptions trustOptions, Trace &told) : trust(std::move(trustOptions)), trace(told) {}

    Trust trust;
    Trace &trace;
};

/// What a connection is for; it decides how a proxy in between is spoken to.
enum class Purpose {
    Request, ///< HTTP requests and nothing else
    Tunnel,  ///< a protocol of its own: a WebSocket, even one without TLS
};

/// Makes a connection: name → address, both families raced 250 ms apart (RFC 8305), → TLS where the address is secure.
/// @param limit  for reaching the address, and again for the handshake; how long an answer may take is not its matter
/// @return ConnectTimeout where nobody answered within the limit, TlsHandshake where the handshake did not end
[[nodiscard]] asio::awaitable<Outcome<std::unique_ptr<Stream>>>
connectTo(const Address &address, Network &network, Purpose purpose, std::chrono::milliseconds limit = connectLimit);

} // namespace kopru::bridge
