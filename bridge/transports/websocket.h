#pragma once

#include "bridge/net/httpclient.h"
#include "bridge/transports/channel.h"

#include <chrono>

namespace kopru::bridge {

/// What a close code means, in English (RFC 6455 section 7.4.1, and the codes in use beyond it).
[[nodiscard]] std::string_view meaningOfClose(unsigned code);

/// MCP over a WebSocket: one JSON-RPC message a text frame.
class WebSocket final : public Channel
{
public:
    struct Options
    {
        Address address; ///< https stands for wss
        Headers headers; ///< the person's own, with their secrets
        std::string subprotocol;
        std::chrono::milliseconds ping{0}; ///< between two pings, and as long may the answer take; 0: none
        std::size_t longest = 0;
    };

    WebSocket(const asio::any_io_executor &executor, Options options, Network &network, Receiver &incoming);
    ~WebSocket() override;

private:
    class Connection;
    [[nodiscard]] asio::awaitable<Outcome<int>> open() override;
    [[nodiscard]] asio::awaitable<Failure> receive(Receiver &incoming) override;
    [[nodiscard]] asio::awaitable<Outcome<int>> send(Message message, const SessionHeaders &session) override;
    [[nodiscard]] asio::awaitable<void> close() override;

    Options m_options;
    Network &m_network;
    std::shared_ptr<Connection> m_connection;
};

} // namespace kopru::bridge
