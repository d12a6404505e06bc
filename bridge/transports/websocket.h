#pragma once

#include "bridge/net/httpclient.h"
#include "bridge/transports/channel.h"

#include <chrono>
#include <functional>
#include <memory>
#include <string>

namespace kopru::bridge {

/// What a close code means, in English (RFC 6455 section 7.4.1, and the codes in use beyond it).
[[nodiscard]] std::string_view meaningOfClose(unsigned code);

/// MCP over a WebSocket: one JSON-RPC message a text frame.
class WebSocket final : public Channel
{
public:
    /// Makes the connection that the WebSocket stands on.
    using Dial = std::function<asio::awaitable<Outcome<std::unique_ptr<Stream>>>()>;

    struct Options
    {
        Address address; ///< https stands for wss
        Headers headers; ///< the person's own, with their secrets
        std::string subprotocol;
        std::chrono::milliseconds ping{0}; ///< between two pings, and as long may the answer take; 0: none
        std::size_t longest = 0;
        std::chrono::milliseconds patience = connectLimit;           ///< for the handshake
        std::chrono::milliseconds goodbye = std::chrono::seconds(1); ///< for the answer to a close
    };

    /// @param dial  connectTo() the address, if empty; tests have streams of their own
    WebSocket(const asio::any_io_executor &executor, Options options, Network &network, Receiver &incoming,
              Dial dial = {});
    ~WebSocket() override;

private:
    class Connection;
    [[nodiscard]] asio::awaitable<Outcome<int>> open() override;
    [[nodiscard]] asio::awaitable<Failure> receive(Receiver &incoming) override;
    [[nodiscard]] asio::awaitable<Outcome<int>> send(Message message, const SessionHeaders &session) override;
    [[nodiscard]] asio::awaitable<void> close() override;

    Options m_options;
    Network &m_network;
    Dial m_dial;
    std::shared_ptr<Connection> m_connection;
};

} // namespace kopru::bridge
