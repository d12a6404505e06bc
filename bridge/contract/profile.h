#pragma once

#include <array>
#include <optional>
#include <string_view>

/// The profiles of kopru-bridge and the environment variables they read. The names and defaults are those
/// of the vendors' own documents, so that an existing entry can be moved over without being rewritten.
namespace kopru::contract {

inline constexpr std::string_view bridgeProgram = "kopru-bridge";

/// Profile `apinizer-http`: the variables of apinizer_http_proxy.js (Apinizer API Portal documentation).
namespace apinizer_http {
inline constexpr std::string_view profile = "apinizer-http";
inline constexpr std::string_view token = "APINIZER_TOKEN";
inline constexpr std::string_view host = "HTTP_HOSTNAME";
inline constexpr std::string_view port = "HTTP_PORT";
inline constexpr std::string_view path = "HTTP_PATH";
inline constexpr std::string_view tokenHeader = "TOKEN_HEADER";
inline constexpr std::string_view timeout = "TIMEOUT_AS_MS";
inline constexpr std::string_view useHttps = "USE_HTTPS";
inline constexpr std::string_view verifyCertificate = "VERIFY_CERTIFICATE";

inline constexpr int defaultPort = 443;
inline constexpr std::string_view defaultPath = "/apiportal/management/mcp/api";
inline constexpr std::string_view defaultTokenHeader = "APINIZER-TOKEN";
inline constexpr int defaultTimeoutMs = 30000;
} // namespace apinizer_http

/// Profile `apinizer-ws`: the variables of apinizer_ws_proxy.js; the token goes into the same header as above.
namespace apinizer_ws {
inline constexpr std::string_view profile = "apinizer-ws";
inline constexpr std::string_view token = apinizer_http::token;
inline constexpr std::string_view host = apinizer_http::host;
inline constexpr std::string_view port = "APINIZER_PORT";
inline constexpr std::string_view timeout = apinizer_http::timeout;

inline constexpr int defaultPort = 443;
inline constexpr std::string_view path = "/apiportal/management/mcp/ws";
inline constexpr std::string_view tokenHeader = apinizer_http::defaultTokenHeader;
} // namespace apinizer_ws

/// Profile `alecs-ws`: the variables of websocket-client.js (ALECS, Claude Desktop WebSocket Integration Guide). The
/// token goes into `Authorization: Bearer`.
namespace alecs_ws {
inline constexpr std::string_view profile = "alecs-ws";
inline constexpr std::string_view url = "ALECS_WS_URL"; ///< ws:// or wss://, as `ws://host:8082/mcp`
inline constexpr std::string_view token = "ALECS_TOKEN";
} // namespace alecs_ws

/// Profile `agentport`: Streamable HTTP with the key in `X-API-Key` (AgentPort, Claude Desktop). `--url` leads to a
/// self-hosted one.
namespace agentport {
inline constexpr std::string_view profile = "agentport";
inline constexpr std::string_view key = "AGENTPORT_API_KEY";
inline constexpr std::string_view keyHeader = "X-API-Key";
inline constexpr std::string_view defaultUrl = "https://app.agentport.sh/mcp";
} // namespace agentport

/// A variable with this in front names an item of the keychain instead of holding a secret:
/// `APINIZER_TOKEN=keychain:kopru/<name>`. Before the slash stands the item's service, behind it its account, as
/// QtKeychain calls them.
inline constexpr std::string_view keychainPrefix = "keychain:";
inline constexpr std::string_view keychainService = "kopru";

/// `--verify-certificate` is on unless this variable of an entry says otherwise.
inline constexpr std::string_view verifyCertificateVariable = "VERIFY_CERTIFICATE";
inline constexpr std::string_view traceVariable = "KOPRU_TRACE";
/// Milliseconds in which a refused connection is tried again, as `--retry` says it; the option goes first. Kopru's own
/// checks set it to 0: a person who waits wants to know at once.
inline constexpr std::string_view retryVariable = "KOPRU_RETRY_MS";
inline constexpr int defaultRetryMs = 30000;
/// Unlocks the key of `--client-certificate` and `--client-key`.
inline constexpr std::string_view clientKeyPasswordVariable = "KOPRU_CLIENT_KEY_PASSWORD";
/// Milliseconds between two pings of a WebSocket, and how long an answer to one may take.
inline constexpr int defaultPingMs = 30000;

/// A switch as people write it: `false`, `0`, `no`, `off` in any case are off, `true`, `1`, `yes`, `on` are on.
/// Anything else is no switch: the program says so instead of guessing.
[[nodiscard]] constexpr std::optional<bool> parseSwitch(std::string_view text)
{
    constexpr auto same = [](std::string_view a, std::string_view b) {
        if (a.size() != b.size())
            return false;
        for (std::size_t i = 0; i < a.size(); ++i) {
            const char c = a[i] >= 'A' && a[i] <= 'Z' ? static_cast<char>(a[i] - 'A' + 'a') : a[i];
            if (c != b[i])
                return false;
        }
        return true;
    };
    for (const std::string_view off : {"false", "0", "no", "off"})
        if (same(text, off))
            return false;
    for (const std::string_view on : {"true", "1", "yes", "on"})
        if (same(text, on))
            return true;
    return std::nullopt;
}

} // namespace kopru::contract
