#pragma once

#include "bridge/net/httpclient.h"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace kopru::bridge {

/// What the server gave with its answer to `initialize` and wants to see on every later request
/// (2025-11-25, transports, session management and protocol version header).
struct SessionHeaders
{
    std::string id;       ///< Mcp-Session-Id; empty where the server gave none
    std::string protocol; ///< MCP-Protocol-Version; empty before `initialize` was answered
};

/// Takes what arrives for one posted message.
class Receiver
{
public:
    virtual ~Receiver() = default;
    /// The header of a good answer came, with this Mcp-Session-Id or none.
    virtual void opened(std::string_view sessionId) = 0;
    /// One JSON text: the answer, or a request or notification of the server before it.
    [[nodiscard]] virtual asio::awaitable<void> message(std::string json) = 0;
    /// Whether nothing more is awaited: a stream that ends now ended well.
    [[nodiscard]] virtual bool isSatisfied() const = 0;
};

/// Where a stream of events stopped and how long the server wants to be left alone (2025-11-25, resumability).
struct Resumption
{
    std::optional<std::string> lastId;
    std::optional<int> retry; ///< milliseconds

    [[nodiscard]] std::chrono::milliseconds pause(std::chrono::milliseconds otherwise) const;
};

/// MCP over HTTP: one POST a message, answered by JSON or by an event stream. With `sessions` off it is plain
/// JSON-RPC over POST: no session, no stream.
class Streamable
{
public:
    struct Options
    {
        bool sessions = true;
        Headers headers; ///< the person's own, with their secrets
        std::size_t longest = 0;
    };

    Streamable(HttpClient &client, Options options);

    /// Posts a message and hands what comes back to the receiver.
    /// @return the HTTP status; a failure where the server gave no answer. Cause::SessionLost means the server refused
    ///         the message because it does not know the session: it did not process it.
    [[nodiscard]] asio::awaitable<Outcome<int>> post(std::string_view message, const SessionHeaders &session,
                                                     Receiver &receiver);
    /// Listens for messages that the server sends on its own, until the stream ends.
    /// @param from  where the stream before it stopped; is brought up to date
    /// @return Cause::MethodNotAllowed and the like where the server offers none
    [[nodiscard]] asio::awaitable<Outcome<int>> listen(const SessionHeaders &session, Receiver &receiver,
                                                       Resumption &from);
    /// Ends the session. What the server says to it does not matter.
    [[nodiscard]] asio::awaitable<void> end(const SessionHeaders &session);

private:
    [[nodiscard]] Headers headersFor(const SessionHeaders &session) const;
    [[nodiscard]] asio::awaitable<Outcome<std::unique_ptr<HttpAnswer>>> send(HttpRequest request);
    [[nodiscard]] asio::awaitable<Outcome<int>> readEvents(HttpAnswer &answer, const SessionHeaders &session,
                                                           Receiver &receiver, Resumption &from);
    [[nodiscard]] HttpRequest streamRequest(const SessionHeaders &session, const Resumption &from) const;
    [[nodiscard]] asio::awaitable<Failure> refusal(HttpAnswer &answer, bool withSession);

    HttpClient &m_client;
    Options m_options;
};

} // namespace kopru::bridge
