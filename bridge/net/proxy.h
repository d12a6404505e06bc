#pragma once

#include "bridge/net/address.h"

#include <boost/asio/ip/address.hpp>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kopru::bridge {

/// The value of a variable; nullopt where it is not set.
using Environment = std::function<std::optional<std::string>(std::string_view)>;

/// An HTTP proxy.
struct Proxy
{
    std::string host;
    std::uint16_t port = 80;
    std::string authorization;    ///< value of Proxy-Authorization, a secret; empty where the proxy wants none
    std::optional<Failure> fault; ///< why the address that a variable gives cannot be used
};

/// Whether a host is this computer itself (RFC 6761 section 6.3): `localhost`, what is below it, or a loopback address.
[[nodiscard]] bool isLoopback(std::string_view host);

/// Which connections go through which proxy, as programs on Unix have agreed on: `https_proxy` for https and wss,
/// `http_proxy` for http and ws, `all_proxy` for both where the other is not set, `no_proxy` for exceptions. In lower
/// case they go before the same in upper case. An address without a scheme is one of an HTTP proxy; the port is 80 if
/// none is given. Proxies that are spoken to with TLS or SOCKS are faults: they are named where they would be used.
class Proxies
{
public:
    Proxies() = default; ///< none
    explicit Proxies(const Environment &environment);

    /// The proxy for this address; nullptr where the way is direct. Loopback never goes through a proxy.
    [[nodiscard]] const Proxy *forAddress(const Address &address) const;

    /// What must never be printed: the passwords, as they are and as they were written.
    [[nodiscard]] const std::vector<std::string> &secrets() const { return m_secrets; }

private:
    /// One entry of `no_proxy`: a name and all below it, an address or a network of addresses, each with its port or
    /// with any.
    struct Exception
    {
        [[nodiscard]] bool covers(const std::string &host, std::uint16_t hostPort) const;
        std::string name;
        std::optional<boost::asio::ip::address> network;
        unsigned bits = 0; ///< of the network that count
        std::uint16_t port = 0;
        bool everything = false;
    };
    [[nodiscard]] static std::optional<Exception> readException(std::string_view text);
    void readProxy(const Environment &environment, std::initializer_list<const char *> variables,
                   std::optional<Proxy> &proxy);

    std::optional<Proxy> m_secure;
    std::optional<Proxy> m_plain;
    std::vector<Exception> m_exceptions;
    std::vector<std::string> m_secrets;
};

/// The request for a tunnel (RFC 9110 section 9.3.6). It carries nothing of the person's own but the proxy's sign-in.
[[nodiscard]] std::string tunnelRequest(const Proxy &proxy, const Address &address);

/// What a proxy said to it.
struct TunnelReply
{
    int status = 0;
    std::vector<std::string> challenges; ///< values of Proxy-Authenticate
};

/// Reads the head of an answer, up to its empty line.
/// @return nullopt where it is none of HTTP
[[nodiscard]] std::optional<TunnelReply> parseTunnelReply(std::string_view head);

/// Why a proxy did not do what was asked: ProxyAuthentication or ProxyMethod after 407, else ProxyFailed.
[[nodiscard]] Failure proxyRefusal(const Proxy &proxy, const TunnelReply &reply);

/// ProxyFailed, with the proxy's place.
[[nodiscard]] Failure proxyFailure(const Proxy &proxy, std::string message);

} // namespace kopru::bridge
