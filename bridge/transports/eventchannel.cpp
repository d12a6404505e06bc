#include "bridge/transports/eventchannel.h"

#include "bridge/transports/events.h"
#include "bridge/transports/redirect.h"
#include "bridge/transports/refusal.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace kopru::bridge {

namespace {

using namespace asio::experimental::awaitable_operators;
constexpr auto tuple = asio::as_tuple(asio::use_awaitable);
constexpr std::size_t longestRefusal = std::size_t{64} * 1024;

} // namespace

/// One GET stream and the address it gave.
struct EventChannel::Stream
{
    Stream(std::unique_ptr<HttpAnswer> from, std::size_t longest) : answer(std::move(from)), events(longest) {}
    std::unique_ptr<HttpAnswer> answer;
    EventReader events;
    std::vector<std::string> messages; ///< came with the endpoint, in the same piece
    std::string endpoint;              ///< path and query to post to
};

EventChannel::EventChannel(const asio::any_io_executor &executor, HttpClient &client, Options options,
                           Receiver &incoming)
    : Channel(executor, incoming), m_client(client), m_options(std::move(options))
{}

EventChannel::~EventChannel() = default;

asio::awaitable<Outcome<int>> EventChannel::open()
{
    asio::steady_timer clock(executor(), connectLimit + m_client.patience());
    auto begun = co_await (begin() || clock.async_wait(tuple));
    if (begun.index() == 1)
        co_return failureWith(Phase::Http, Cause::TimedOut, 0, "limit-ms",
                              std::to_string(std::chrono::milliseconds(connectLimit).count()));
    auto &stream = std::get<0>(begun);
    if (!stream)
        co_return stream.error();
    m_stream = std::move(*stream);
    co_return 200;
}

asio::awaitable<Outcome<std::shared_ptr<EventChannel::Stream>>> EventChannel::begin()
{
    HttpRequest request;
    request.method = "GET";
    request.headers = m_options.headers;
    request.headers.emplace_back("Accept", "text/event-stream");
    auto sent = co_await sendWithin(m_client, request);
    if (!sent)
        co_return sent.error();
    Address asked = m_client.address();
    if (!request.target.empty())
        asked.target = request.target;
    auto stream = std::make_shared<Stream>(std::move(*sent), m_options.longest);
    HttpAnswer &answer = *stream->answer;
    if (answer.status() < 200 || answer.status() >= 300) {
        Failure failure = refusalOf(answer.status(), answer.headers("WWW-Authenticate"), answer.header("Retry-After"));
        if (failure.cause == Cause::NotFound)
            failure.evidence.emplace_back("path", asked.target.substr(0, asked.target.find('?')));
        auto body = co_await answer.readAll(longestRefusal);
        if (body && !body->empty())
            failure.evidence.emplace_back("message", quoted(*body));
        co_return failure;
    }
    if (answer.mediaType() != "text/event-stream")
        co_return failureWith(Phase::Body, Cause::NotJsonRpc, answer.status(), "content-type", answer.mediaType());

    std::optional<std::string> endpoint;
    std::size_t early = 0; // bytes of messages that nobody takes yet
    while (!endpoint) {
        auto piece = co_await answer.read();
        if (!piece)
            co_return piece.error();
        if (piece->empty())
            co_return failureWith(Phase::Body, Cause::ConnectionLost, answer.status(), "host", m_client.address().host);
        const bool fits = stream->events.feed(*piece, [&](ServerEvent event) {
            if (!endpoint && event.type == "endpoint")
                endpoint = std::move(event.data);
            else if (event.type == "message") {
                early += event.data.size();
                stream->messages.push_back(std::move(event.data));
            }
        });
        if (!fits || early > m_options.longest)
            co_return failureWith(Phase::Body, Cause::MessageTooLarge, answer.status(), "limit",
                                  std::to_string(m_options.longest));
    }
    // The token goes with every message, so the address must not lead anywhere else.
    auto target = resolveAddress(asked, *endpoint);
    if (!target || !target->sameOrigin(asked))
        co_return failureWith(Phase::Http, Cause::Redirected, answer.status(), "target",
                              target ? target->origin() : std::string());
    stream->endpoint = target->target;
    co_return stream;
}

asio::awaitable<Failure> EventChannel::receive(Receiver &incoming)
{
    const auto stream = m_stream;
    std::vector<std::string> messages = std::move(stream->messages);
    Failure failure = failureWith(Phase::Body, Cause::ConnectionLost, 200, "host", m_client.address().host);
    for (;;) {
        for (std::string &message : messages)
            co_await incoming.message(std::move(message));
        messages.clear();
        auto piece = co_await stream->answer->read();
        if (!piece && piece.error().cause == Cause::BrokenEncoding)
            failure = piece.error();
        if (!piece || piece->empty())
            break;
        const bool fits = stream->events.feed(*piece, [&messages](ServerEvent event) {
            if (event.type == "message")
                messages.push_back(std::move(event.data));
        });
        if (!fits) {
            for (std::string &message : messages)
                co_await incoming.message(std::move(message));
            failure = failureWith(Phase::Body, Cause::MessageTooLarge, 200, "limit", std::to_string(m_options.longest));
            break;
        }
    }
    stream->answer->close();
    co_return failure;
}

asio::awaitable<Outcome<int>> EventChannel::send(Message message, const SessionHeaders &session)
{
    const auto stream = m_stream;
    HttpRequest request;
    request.target = stream->endpoint;
    request.headers = m_options.headers;
    if (!session.protocol.empty())
        request.headers.emplace_back("MCP-Protocol-Version", session.protocol);
    request.headers.emplace_back("Content-Type", "application/json");
    request.body = *message;
    auto sent = co_await sendWithin(m_client, request);
    if (!sent)
        co_return sent.error();
    HttpAnswer &answer = **sent;
    const int status = answer.status();
    const bool good = status >= 200 && status < 300;
    // Without a length its end would be the end of the connection.
    if (good && answer.header("Content-Length").empty() && answer.header("Transfer-Encoding").empty())
        co_return status;
    auto body = co_await answer.readAll(longestRefusal);
    if (good)
        co_return status;
    Failure failure = refusalOf(status, answer.headers("WWW-Authenticate"), answer.header("Retry-After"));
    if (status == 404 || status == 410 || (status == 400 && body && mentionsSession(*body))) {
        // The address was good when the stream began: the server forgot it, and has not seen the message.
        failure.phase = Phase::Mcp;
        failure.cause = Cause::SessionLost;
        stream->answer->close();
    }
    if (body && !body->empty())
        failure.evidence.emplace_back("message", quoted(*body));
    co_return failure;
}

asio::awaitable<void> EventChannel::close()
{
    m_stream->answer->close();
    co_return;
}

} // namespace kopru::bridge
