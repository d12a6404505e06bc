#pragma once

#include "bridge/net/httpclient.h"
#include "bridge/transports/channel.h"

namespace kopru::bridge {

/// MCP over HTTP+SSE, the transport of 2024-11-05: a GET stream whose first event says where messages are posted to,
/// and whose `message` events are what the server has to say.
class EventChannel final : public Channel
{
public:
    struct Options
    {
        Headers headers; ///< the person's own, with their secrets
        std::size_t longest = 0;
    };

    EventChannel(const asio::any_io_executor &executor, HttpClient &client, Options options, Receiver &incoming);
    ~EventChannel() override;

private:
    struct Stream;
    [[nodiscard]] asio::awaitable<Outcome<int>> open() override;
    [[nodiscard]] asio::awaitable<Failure> receive(Receiver &incoming) override;
    [[nodiscard]] asio::awaitable<Outcome<int>> send(Message message, const SessionHeaders &session) override;
    [[nodiscard]] asio::awaitable<void> close() override;
    [[nodiscard]] asio::awaitable<Outcome<std::shared_ptr<Stream>>> begin();

    HttpClient &m_client;
    Options m_options;
    std::shared_ptr<Stream> m_stream;
};

} // namespace kopru::bridge
