#pragma once

#include "bridge/message/toplevel.h"
#include "bridge/net/failure.h"
#include "bridge/net/stream.h"

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace kopru::bridge {

/// A JSON-RPC message as it stood in its line. Shared, because it may have to outlive whoever asked for it to be sent.
using Message = std::shared_ptr<const std::string>;

/// What the server gave with its answer to `initialize` and wants to see on every later request
/// (2025-11-25, transports, session management and protocol version header).
struct SessionHeaders
{
    std::string id;       ///< Mcp-Session-Id, or the name of a channel's connection; empty where there is none
    std::string protocol; ///< MCP-Protocol-Version; empty before `initialize` was answered
};

/// Takes what arrives for one message that was sent, or for none.
class Receiver
{
public:
    virtual ~Receiver() = default;
    /// The message is on its way within this session, or within none.
    virtual void opened(std::string_view sessionId) = 0;
    /// One JSON text: the answer, or a request or notification of the server before it.
    [[nodiscard]] virtual asio::awaitable<void> message(std::string json) = 0;
    /// A message that was too long to be kept; this much of it was read.
    [[nodiscard]] virtual asio::awaitable<void> tooLong(Envelope envelope) = 0;
    /// Whether this text, which came with an error status, is the answer all the same.
    [[nodiscard]] virtual bool isAnswer(std::string_view json, int status) const = 0;
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

/// A way to a server. Everything happens on one thread.
class Transport
{
public:
    virtual ~Transport() = default;

    /// Sends a message and returns when its answer was handed over, or at once where none is awaited.
    /// @return the HTTP status, 200 where there is no HTTP; a failure where the server gave no answer.
    ///         Cause::SessionLost means that the server did not process the message: it may be sent again.
    [[nodiscard]] virtual asio::awaitable<Outcome<int>> post(Message message, SessionHeaders session,
                                                             Receiver &receiver) = 0;
    /// Takes what the server sends on its own, until the stream ends.
    /// @param from  where the stream before it stopped; is brought up to date
    /// @return Cause::MethodNotAllowed and the like where the server offers none
    [[nodiscard]] virtual asio::awaitable<Outcome<int>> listen(SessionHeaders session, Receiver &receiver,
                                                               Resumption &from) = 0;
    /// Ends the session. What the server says to it does not matter.
    [[nodiscard]] virtual asio::awaitable<void> end(SessionHeaders session) = 0;
    /// Whether a session dies with its connection, so that the next one has to be opened anew.
    [[nodiscard]] virtual bool isChannel() const { return false; }
};

} // namespace kopru::bridge
