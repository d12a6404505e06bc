#pragma once

#include "bridge/contract/profile.h"
#include "bridge/net/httpclient.h"
#include "bridge/net/proxy.h"
#include "bridge/net/tls.h"

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace kopru::bridge {

/// How the server is spoken to. Auto is Streamable HTTP, or HTTP+SSE where the server knows no other.
enum class Way { Auto, Streamable, Sse, Post, WebSocket };

/// How the bridge was told to work, by its arguments and its environment.
struct Settings
{
    /// Something is missing or wrong: the bridge starts all the same and answers every request with it, so that the
    /// host shows the reason.
    std::optional<Failure> fault;
    Address address;
    Headers headers; ///< with their secrets filled in
    TrustOptions trust;
    Proxies proxies;
    Way way = Way::Auto;
    std::string subprotocol;               ///< offered with a WebSocket
    std::chrono::milliseconds ping{0};     ///< of a WebSocket; 0: none
    std::chrono::milliseconds drain{2000}; ///< for what is in flight when the host leaves
    bool apinizer = false;                 ///< clean answers up and use the error codes of the document
    std::optional<std::chrono::milliseconds> timeout;
    std::chrono::milliseconds retry{contract::defaultRetryMs}; ///< how long a refused connection is tried again
    std::size_t longest = std::size_t{256} * 1024 * 1024;      ///< bytes of one message
    std::vector<std::string> secrets;                          ///< what must never be printed
    bool verbose = false;
    bool trace = false;
};

/// What to do instead of relaying: print `text` and end with `code`.
struct Farewell
{
    std::string text;
    int code = 0;
    bool onError = false; ///< print on stderr
};

/// Reads the command line and the variables that it or a profile names. Wrong usage is a Farewell with code 2; a
/// missing token or a bad address is a `fault`.
[[nodiscard]] std::variant<Settings, Farewell> readSettings(const std::vector<std::string> &arguments,
                                                            const Environment &environment);

/// The environment of this process.
[[nodiscard]] Environment processEnvironment();

} // namespace kopru::bridge
