#pragma once

#include "bridge/net/httpclient.h"
#include "bridge/transports/transport.h"

#include <string>
#include <string_view>

namespace kopru::bridge {

/// MCP over HTTP: one POST a message, answered by JSON or by an event stream. With `sessions` off it is plain
/// JSON-RPC over POST: no session, no stream.
class Streamable final : public Transport
{
public:
    struct Options
    {
        bool sessions = true;
        Headers headers; ///< the person's own, with their secrets
        std::size_t longest = 0;
    };

    Streamable(HttpClient &client, Options options);

    [[nodiscard]] asio::awaitable<Outcome<int>> post(Message message, SessionHeaders session,
                                                     Receiver &receiver) override;
    [[nodiscard]] asio::awaitable<Outcome<int>> listen(SessionHeaders session, Receiver &receiver,
                                                       Resumption &from) override;
    [[nodiscard]] asio::awaitable<void> end(SessionHeaders session) override;

private:
    [[nodiscard]] Headers headersFor(const SessionHeaders &session) const;
    enum class Until { Answered, Ended };
    [[nodiscard]] asio::awaitable<Outcome<int>> readEvents(HttpAnswer &answer, const SessionHeaders &session,
                                                           Receiver &receiver, Resumption &from, Until until);
    [[nodiscard]] HttpRequest streamRequest(const SessionHeaders &session, const Resumption &from) const;
    [[nodiscard]] Failure refusal(const HttpAnswer &answer, const std::string &text, bool withSession) const;

    HttpClient &m_client;
    Options m_options;
};

} // namespace kopru::bridge
