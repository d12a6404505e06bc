#include "bridge/transports/streamable.h"

#include "bridge/transports/events.h"
#include "bridge/transports/redirect.h"
#include "bridge/transports/refusal.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>

namespace kopru::bridge {

namespace {

using namespace asio::experimental::awaitable_operators;
constexpr auto tuple = asio::as_tuple(asio::use_awaitable);
constexpr int mostResumptions = 5;
constexpr auto standardRetry = std::chrono::milliseconds(1000);
constexpr auto linger = std::chrono::milliseconds(250);       // behind the answer, for what belongs to it
constexpr auto shortestRetry = std::chrono::milliseconds(20); // whatever the server says, it is not called in a spin
constexpr std::size_t longestRefusal = std::size_t{64} * 1024;

/// Mcp-Session-Id: visible ASCII only (2025-11-25, session management); anything else could split a header.
bool isVisible(std::string_view text)
{
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= 0x21 && c <= 0x7e; });
}

} // namespace

std::chrono::milliseconds Resumption::pause(std::chrono::milliseconds otherwise) const
{
    return std::max(retry ? std::chrono::milliseconds(*retry) : otherwise, shortestRetry);
}

Streamable::Streamable(HttpClient &client, Options options) : m_client(client), m_options(std::move(options)) {}

Headers Streamable::headersFor(const SessionHeaders &session) const
{
    Headers headers = m_options.headers;
    if (m_options.sessions) {
        if (!session.id.empty())
            headers.emplace_back("Mcp-Session-Id", session.id);
        if (!session.protocol.empty())
            headers.emplace_back("MCP-Protocol-Version", session.protocol);
    }
    return headers;
}

Failure Streamable::refusal(const HttpAnswer &answer, const std::string &text, bool withSession) const
{
    const int status = answer.status();
    Failure failure = refusalOf(status, answer.headers("WWW-Authenticate"), answer.header("Retry-After"));
    if (withSession && (status == 404 || (status == 400 && mentionsSession(text)))) {
        failure.phase = Phase::Mcp;
        failure.cause = Cause::SessionLost;
    }
    if (failure.cause == Cause::NotFound) {
        const std::string &target = m_client.address().target;
        failure.evidence.emplace_back("path", target.substr(0, target.find('?')));
    }
    if (!text.empty())
        failure.evidence.emplace_back("message", quoted(text));
    return failure;
}

asio::awaitable<Outcome<int>> Streamable::post(Message message, SessionHeaders session, Receiver &receiver)
{
    HttpRequest request;
    request.headers = headersFor(session);
    request.headers.emplace_back("Content-Type", "application/json");
    request.headers.emplace_back("Accept",
                                 m_options.sessions ? "application/json, text/event-stream" : "application/json");
    request.body = *message;
    auto sent = co_await sendWithin(m_client, request);
    if (!sent)
        co_return sent.error();
    const std::unique_ptr<HttpAnswer> answer = std::move(*sent);
    const int status = answer->status();
    if (status < 200 || status >= 300) {
        auto body = co_await answer->readAll(longestRefusal);
        std::string text = body ? std::move(*body) : std::string();
        const Failure failure = refusal(*answer, text, m_options.sessions && !session.id.empty());
        // A server may put its JSON-RPC answer under an error status; where the status says more, it goes first.
        const bool telling = failure.cause != Cause::HttpStatus && failure.cause != Cause::ServerError &&
                             failure.cause != Cause::NotFound;
        if (!telling && status != 503 && receiver.isAnswer(text, status)) {
            co_await receiver.message(std::move(text));
            co_return status;
        }
        co_return failure;
    }
    const auto given = answer->header("Mcp-Session-Id");
    receiver.opened(isVisible(given) ? given : std::string_view());
    if (answer->mediaType() == "text/event-stream") {
        Resumption from;
        auto ended = co_await readEvents(*answer, session, receiver, from, Until::Answered);
        co_return ended;
    }
    if (status == 202 || status == 204) {
        if (!answer->header("Content-Length").empty() || !answer->header("Transfer-Encoding").empty()) {
            auto rest = co_await answer->readAll(longestRefusal);
            if (!rest && rest.error().cause == Cause::ConnectionLost)
                co_return status; // accepted is accepted
        }
        co_return status;
    }
    auto body = co_await answer->readAll(m_options.longest);
    if (!body)
        co_return body.error();
    if (!body->empty())
        co_await receiver.message(std::move(*body));
    co_return status;
}

HttpRequest Streamable::streamRequest(const SessionHeaders &session, const Resumption &from) const
{
    HttpRequest request;
    request.method = "GET";
    request.headers = headersFor(session);
    request.headers.emplace_back("Accept", "text/event-stream");
    if (from.lastId)
        request.headers.emplace_back("Last-Event-ID", *from.lastId);
    return request;
}

asio::awaitable<Outcome<int>> Streamable::listen(SessionHeaders session, Receiver &receiver, Resumption &from)
{
    HttpRequest request = streamRequest(session, from);
    auto sent = co_await sendWithin(m_client, request);
    if (!sent)
        co_return sent.error();
    const std::unique_ptr<HttpAnswer> answer = std::move(*sent);
    if (answer->status() != 200 || answer->mediaType() != "text/event-stream") {
        auto body = co_await answer->readAll(longestRefusal);
        const Failure failure = refusal(*answer, body ? *body : std::string(), false);
        co_return failure;
    }
    auto ended = co_await readEvents(*answer, session, receiver, from, Until::Ended);
    co_return ended;
}

asio::awaitable<Outcome<int>> Streamable::readEvents(HttpAnswer &first, const SessionHeaders &session,
                                                     Receiver &receiver, Resumption &from, Until until)
{
    EventReader events(m_options.longest);
    HttpAnswer *answer = &first;
    std::unique_ptr<HttpAnswer> resumed;
    std::optional<asio::steady_timer> last;
    for (int resumptions = 0;;) {
        std::vector<std::string> messages;
        if (until == Until::Answered && receiver.isSatisfied()) {
            // The server should end the stream now (2025-11-25, transports) and need not.
            if (!last)
                last.emplace(co_await asio::this_coro::executor, linger);
            auto next = answer->read();
            auto over = last->async_wait(tuple);
            auto either = co_await (std::move(next) || std::move(over));
            auto *more = std::get_if<0>(&either);
            if (!more || !*more || (*more)->empty()) {
                answer->close();
                co_return 200;
            }
            (void)events.feed(**more, [&messages](ServerEvent event) {
                if (event.type == "message")
                    messages.push_back(std::move(event.data));
            });
            for (std::string &message : messages)
                co_await receiver.message(std::move(message));
            continue;
        }
        auto piece = co_await answer->read();
        if (piece && !piece->empty()) {
            const bool fits = events.feed(*piece, [&messages](ServerEvent event) {
                if (event.type == "message")
                    messages.push_back(std::move(event.data));
            });
            resumptions = 0;
            if (events.lastId() || !from.lastId)
                from.lastId = events.lastId();
            if (events.retry())
                from.retry = events.retry();
            for (std::string &message : messages)
                co_await receiver.message(std::move(message));
            if (!fits)
                co_return failureWith(Phase::Body, Cause::MessageTooLarge, 200, "limit",
                                      std::to_string(m_options.longest));
            continue;
        }
        // The stream ended. With an event id that is no failure before the answer came: it can be taken up again
        // (2025-11-25, resumability).
        if (receiver.isSatisfied())
            co_return 200;
        const Cause cause = piece ? Cause::None : piece.error().cause;
        if (cause == Cause::UnsupportedEncoding || (cause == Cause::BrokenEncoding && !from.lastId))
            co_return piece.error();
        if (!from.lastId || ++resumptions > mostResumptions)
            co_return failureWith(Phase::Body, Cause::ConnectionLost, 200, "host", m_client.address().host);
        asio::steady_timer pause(co_await asio::this_coro::executor);
        pause.expires_after(from.pause(standardRetry));
        co_await pause.async_wait(tuple);
        HttpRequest request = streamRequest(session, from);
        auto sent = co_await sendWithin(m_client, request);
        if (!sent)
            continue; // the server may be back at the next try
        if ((*sent)->status() != 200 || (*sent)->mediaType() != "text/event-stream")
            co_return failureWith(Phase::Body, Cause::ConnectionLost, (*sent)->status(), "host",
                                  m_client.address().host);
        resumed = std::move(*sent);
        events = EventReader(m_options.longest); // half an event of the stream before is none
        answer = resumed.get();
    }
}

asio::awaitable<void> Streamable::end(SessionHeaders session)
{
    HttpRequest request;
    request.method = "DELETE";
    request.patient = false; // a server that is gone has forgotten the session too
    request.headers = headersFor(session);
    auto sent = co_await sendWithin(m_client, request);
    (void)sent;
}

} // namespace kopru::bridge
