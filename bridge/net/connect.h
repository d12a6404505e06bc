#pragma once

#include "bridge/net/address.h"
#include "bridge/net/proxy.h"
#include "bridge/net/sleepclock.h"
#include "bridge/net/stream.h"
#include "bridge/net/tls.h"
#include "bridge/net/trace.h"

#include <chrono>
#include <set>
#include <string>

namespace kopru::bridge {

/// A connection that is not there by then will not come before the host gives up on `initialize` (60 s).
inline constexpr std::chrono::milliseconds connectLimit = std::chrono::seconds(20);

/// A peer that has confirmed nothing for so long, neither what was sent nor that it is there, is gone: after a sleep,
/// or where the network in between forgot the connection, nobody else would say so. Unused connections are probed.
inline constexpr std::chrono::seconds silenceLimit{60};

/// What every connection of this process needs.
struct Network
{
    Network(TrustOptions trustOptions, Proxies known, std::chrono::milliseconds patience, Trace &told)
        : trust(std::move(trustOptions)), proxies(std::move(known)), retry(patience), trace(told)
    {}

    Trust trust;
    Proxies proxies;
    /// How long a connection that was refused is tried again; 0: not at all.
    std::chrono::milliseconds retry;
    Trace &trace;
    SleepClock::time_point (*now)() = SleepClock::now; ///< another one in tests, which cannot send a computer to sleep
    std::set<std::string> reached;                     ///< hosts and proxies to which there was a connection once
    bool waiting = false;                              ///< the log says that something is tried again
};

/// What a connection is for; it decides how a proxy in between is spoken to.
enum class Purpose {
    Request, ///< HTTP requests: to a plain address they go to the proxy itself, in their absolute form
    Tunnel,  ///< a protocol of its own: a WebSocket, even one without TLS
};

struct ConnectOptions
{
    Purpose purpose = Purpose::Request;
    bool retry = true; ///< false: a refusal is final
    /// For reaching the address, and again for the handshake; how long an answer may take is not its matter.
    std::chrono::milliseconds limit = connectLimit;
};

/// Makes a connection: name → address, both families raced 250 ms apart (RFC 8305), → a proxy's tunnel → TLS where the
/// address is secure. With a proxy the name is the proxy's to look up, and all on the way to it is one phase.
///
/// A refused connection is tried again for `Network::retry`, 0.25 s later at first, then after twice the time up to
/// 5 s: a server that is being restarted comes back, and nothing was sent yet. A name that is not found and a network
/// that cannot be reached are tried again as well, but only where there was a connection to that host before: a
/// computer that wakes up needs some seconds for its network. The failure given is the last one.
/// @return ConnectTimeout where nobody answered within the limit, TlsHandshake where the handshake did not end,
///         a Proxy… cause or BadVariable where the proxy is at fault
[[nodiscard]] asio::awaitable<Outcome<std::unique_ptr<Stream>>> connectTo(const Address &address, Network &network,
                                                                          ConnectOptions options = {});

} // namespace kopru::bridge
