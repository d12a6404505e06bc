#pragma once

#include "bridge/net/address.h"
#include "bridge/net/stream.h"
#include "bridge/net/tls.h"
#include "bridge/net/trace.h"

namespace kopru::bridge {

/// Makes a connection: name → address, both families raced 250 ms apart (RFC 8305), → TLS where the address is https.
[[nodiscard]] asio::awaitable<Outcome<std::unique_ptr<Stream>>> connectTo(const Address &address, Trust &trust,
                                                                          Trace &trace);

} // namespace kopru::bridge
