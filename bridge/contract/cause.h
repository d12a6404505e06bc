#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

namespace kopru::contract {

/// Why a connection failed. The bridge puts the id into `error.data.cause` of its answers and into its
/// trace; the programs turn it into sentences in the person's language. Ids never change their meaning.
enum class Cause {
    None,
    // What the bridge was started with
    BadUsage,
    MissingVariable,
    BadVariable,
    // The keychain of the operating system
    KeychainMissing, ///< No keychain service answers.
    KeychainLocked,
    KeychainRefused,     ///< It answered with an error, or not in time.
    KeychainItemMissing, ///< It works, but holds no such item.
    // The way to the server
    BadAddress,
    UnknownHost,
    ConnectionRefused,
    ConnectTimeout,
    NetworkUnreachable,
    ConnectionLost,
    ProxyFailed,
    ProxyAuthentication, ///< 407
    ProxyMethod,         ///< 407 from a proxy that knows only Negotiate or NTLM
    // TLS
    CertificateUntrusted,
    CertificateSelfSigned,
    CertificateHostMismatch,
    CertificateExpired,
    CertificateNotYetValid,
    CertificateIncomplete, ///< The server did not send an intermediate certificate.
    TlsVersion,            ///< The server speaks only TLS 1.1 or older.
    CertificateFile,       ///< A file of certificates or a key that the entry names cannot be read.
    ClientCertificate,     ///< The server wants a client certificate, or refused the one it got.
    TlsHandshake,          ///< Any other failure of the handshake, a plain-text server included.
    // HTTP
    Unauthorized,     ///< 401
    SignInRequired,   ///< 401 with a challenge that names an OAuth resource (RFC 9728)
    Forbidden,        ///< 403
    NotFound,         ///< 404
    MethodNotAllowed, ///< 405
    TooManyRequests,  ///< 429
    ServerError,      ///< 5xx
    HttpStatus,       ///< Any other status that is not an answer
    Redirected,       ///< A redirect that leaves the origin, or a loop
    // The body
    NotJson,
    NotJsonRpc,
    MessageTooLarge,
    UnsupportedEncoding,
    BrokenEncoding, ///< A compressed body that cannot be unpacked.
    // WebSocket
    WebSocketRefused, ///< The server did not switch to WebSocket.
    WebSocketClosed,  ///< The server closed the connection with a code (RFC 6455 section 7.4).
    // MCP
    SessionLost,
    TimedOut,
    Cancelled, ///< The bridge is leaving while the call is still in flight.
    UnsupportedProtocol,
    ServerRefused, ///< The server answered `initialize` with a JSON-RPC error.
    MalformedMessage,
};

/// The phase of a connection in which something happened; `error.data.phase` and the trace carry its id.
enum class Phase { Start, Proxy, Resolve, Connect, Tls, Http, Auth, Body, WebSocket, Mcp };

namespace detail {

struct CauseName
{
    Cause cause;
    std::string_view id;
};

inline constexpr std::array causeNames{
    CauseName{Cause::None, "none"},
    CauseName{Cause::BadUsage, "bad-usage"},
    CauseName{Cause::MissingVariable, "missing-variable"},
    CauseName{Cause::BadVariable, "bad-variable"},
    CauseName{Cause::KeychainMissing, "keychain-missing"},
    CauseName{Cause::KeychainLocked, "keychain-locked"},
    CauseName{Cause::KeychainRefused, "keychain-refused"},
    CauseName{Cause::KeychainItemMissing, "keychain-item-missing"},
    CauseName{Cause::BadAddress, "bad-address"},
    CauseName{Cause::UnknownHost, "unknown-host"},
    CauseName{Cause::ConnectionRefused, "connection-refused"},
    CauseName{Cause::ConnectTimeout, "connect-timeout"},
    CauseName{Cause::NetworkUnreachable, "network-unreachable"},
    CauseName{Cause::ConnectionLost, "connection-lost"},
    CauseName{Cause::ProxyFailed, "proxy-failed"},
    CauseName{Cause::ProxyAuthentication, "proxy-authentication"},
    CauseName{Cause::ProxyMethod, "proxy-method"},
    CauseName{Cause::CertificateUntrusted, "certificate-untrusted"},
    CauseName{Cause::CertificateSelfSigned, "certificate-self-signed"},
    CauseName{Cause::CertificateHostMismatch, "certificate-host-mismatch"},
    CauseName{Cause::CertificateExpired, "certificate-expired"},
    CauseName{Cause::CertificateNotYetValid, "certificate-not-yet-valid"},
    CauseName{Cause::CertificateIncomplete, "certificate-incomplete"},
    CauseName{Cause::TlsVersion, "tls-version"},
    CauseName{Cause::CertificateFile, "certificate-file"},
    CauseName{Cause::ClientCertificate, "client-certificate"},
    CauseName{Cause::TlsHandshake, "tls-handshake"},
    CauseName{Cause::Unauthorized, "unauthorized"},
    CauseName{Cause::SignInRequired, "sign-in-required"},
    CauseName{Cause::Forbidden, "forbidden"},
    CauseName{Cause::NotFound, "not-found"},
    CauseName{Cause::MethodNotAllowed, "method-not-allowed"},
    CauseName{Cause::TooManyRequests, "too-many-requests"},
    CauseName{Cause::ServerError, "server-error"},
    CauseName{Cause::HttpStatus, "http-status"},
    CauseName{Cause::Redirected, "redirected"},
    CauseName{Cause::NotJson, "not-json"},
    CauseName{Cause::NotJsonRpc, "not-json-rpc"},
    CauseName{Cause::MessageTooLarge, "message-too-large"},
    CauseName{Cause::UnsupportedEncoding, "unsupported-encoding"},
    CauseName{Cause::BrokenEncoding, "broken-encoding"},
    CauseName{Cause::WebSocketRefused, "websocket-refused"},
    CauseName{Cause::WebSocketClosed, "websocket-closed"},
    CauseName{Cause::SessionLost, "session-lost"},
    CauseName{Cause::TimedOut, "timed-out"},
    CauseName{Cause::Cancelled, "cancelled"},
    CauseName{Cause::UnsupportedProtocol, "unsupported-protocol"},
    CauseName{Cause::ServerRefused, "server-refused"},
    CauseName{Cause::MalformedMessage, "malformed-message"},
};

inline constexpr std::array<std::string_view, 10> phaseNames{"start", "proxy", "resolve", "connect",   "tls",
                                                             "http",  "auth",  "body",    "websocket", "mcp"};

} // namespace detail

[[nodiscard]] constexpr std::string_view causeId(Cause cause)
{
    for (const auto &name : detail::causeNames)
        if (name.cause == cause)
            return name.id;
    return "none";
}

[[nodiscard]] constexpr std::optional<Cause> causeFromId(std::string_view id)
{
    for (const auto &name : detail::causeNames)
        if (name.id == id)
            return name.cause;
    return std::nullopt;
}

[[nodiscard]] constexpr std::string_view phaseId(Phase phase)
{
    return detail::phaseNames.at(static_cast<std::size_t>(phase));
}

[[nodiscard]] constexpr std::optional<Phase> phaseFromId(std::string_view id)
{
    for (std::size_t i = 0; i < detail::phaseNames.size(); ++i)
        if (detail::phaseNames.at(i) == id)
            return static_cast<Phase>(i);
    return std::nullopt;
}

} // namespace kopru::contract
