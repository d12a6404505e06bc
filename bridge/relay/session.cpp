// The session with the server: how it begins, is opened again when it is lost, and is listened to.
#include "bridge/message/cleanup.h"
#include "bridge/relay/errors.h"
#include "bridge/relay/relay.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>

namespace kopru::bridge {

namespace {

using namespace asio::experimental::awaitable_operators;
using namespace std::chrono_literals;
constexpr auto tuple = asio::as_tuple(asio::use_awaitable);
constexpr auto listenPause = 1s; // between two GET streams
constexpr auto longestListenPause = 30s;
constexpr auto shortestReopenPause = 250ms; // between two connections of a channel
constexpr std::string_view initialized = R"({"jsonrpc":"2.0","method":"notifications/initialized"})";
/// Of the bridge's own `initialize`. A number, because some servers make numbers of all ids; the host's calls wait
/// while it is under way.
constexpr std::string_view privateId = "2147483647";

} // namespace

void Relay::begun(const Call &call, std::string_view json)
{
    ++m_generation;
    if (m_settings.way == Way::Post)
        return;
    m_session.id = call.sessionId();
    TopLevel answer;
    answer.feed(json);
    (void)answer.finish();
    if (const auto *result = answer.member("result")) {
        TopLevel inner;
        inner.feed(json.substr(result->valueBegin, result->valueEnd - result->valueBegin));
        (void)inner.finish();
        if (const auto *version = inner.member("protocolVersion"); version && version->value.size() > 2)
            m_session.protocol = version->value.substr(1, version->value.size() - 2);
    }
}

asio::awaitable<Outcome<int>> Relay::renew(unsigned lostGeneration)
{
    if (m_renewing) { // maybe answered already, but not confirmed
        while (m_renewing)
            co_await m_ready.wait();
        co_return m_renewed;
    }
    if (m_generation != lostGeneration || !m_initialize)
        co_return 200; // somebody else did it meanwhile, or there is no session to open
    if (m_leaving)
        co_return failureOf(Phase::Mcp, Cause::Cancelled);
    m_renewing = true;
    m_log.line("the session is gone; opening a new one");
    m_renewed = co_await reopen(lostGeneration);
    m_renewing = false;
    ++m_renewals;
    m_ready.ring();
    co_return m_renewed;
}

asio::awaitable<Outcome<int>> Relay::reopen(unsigned lostGeneration)
{
    TopLevel scanned;
    scanned.feed(*m_initialize);
    (void)scanned.finish();
    auto text = std::make_shared<const std::string>(withId(*m_initialize, scanned, privateId));
    Envelope envelope = readEnvelope(*text);
    const auto call = m_calls.add(std::move(text), std::move(envelope), true);
    // The lost session stays until there is another: should this fail, the next call finds it lost and tries again.
    const SessionHeaders none;
    const Outcome<int> posted = co_await ask(call, none);
    m_calls.remove(call);
    if (!posted)
        co_return posted.error();
    if (!call->refusal().empty())
        co_return failureWith(Phase::Mcp, Cause::ServerRefused, *posted, "message", call->refusal());
    if (m_generation == lostGeneration)
        co_return failureOf(Phase::Mcp, Cause::NotJsonRpc, *posted);
    const auto confirmation = std::make_shared<const std::string>(initialized);
    auto confirmed = co_await post(confirmation, m_session, m_calls.aside());
    if (confirmed)
        startListening();
    co_return confirmed;
}

void Relay::startListening()
{
    if (m_settings.way == Way::Post)
        return;
    if (!std::exchange(m_listening, true))
        asio::co_spawn(m_context, listen(), asio::detached);
    else
        m_moved.ring();
}

/// Ends early where the stream of one session is no longer what to listen to.
asio::awaitable<Outcome<int>> Relay::listenTo(const SessionHeaders &session, Resumption &from)
{
    auto stream = m_transport->listen(session, m_calls.aside(), from);
    if (m_transport->isChannel()) {
        auto ended = co_await std::move(stream);
        co_return ended;
    }
    auto moved = m_moved.wait();
    auto first = co_await (std::move(stream) || std::move(moved));
    if (auto *ended = std::get_if<0>(&first))
        co_return std::move(*ended);
    co_return 200;
}

/// Takes what the server sends on its own and keeps a channel open.
asio::awaitable<void> Relay::listen()
{
    const bool channel = m_transport->isChannel();
    const auto shortest =
        channel ? std::chrono::milliseconds(shortestReopenPause) : std::chrono::milliseconds(listenPause);
    auto pause = shortest;
    Resumption from;
    bool offered = false;
    unsigned generation = m_generation;
    while (!m_leaving) {
        const auto begun = Trace::Clock::now();
        if (std::exchange(generation, m_generation) != m_generation)
            from = {}; // the ids of another session say nothing in this one
        const SessionHeaders session = m_session;
        auto ended = co_await listenTo(session, from);
        if (!channel && generation != m_generation && !m_leaving)
            continue; // what ended belongs to a session that is no more
        const int status = ended ? 200 : ended.error().status;
        const Cause cause = ended ? Cause::None : ended.error().cause;
        const bool cut = cause == Cause::ConnectionLost || cause == Cause::BrokenEncoding;
        if (!channel && !ended && status != 0 && !cut) {
            const bool passing = offered && (status == 429 || status >= 500);
            // What was offered before and is unknown now belongs to a session that the server forgot.
            const bool forgotten = offered && (status == 404 || status == 400);
            if (forgotten) {
                const auto renewed = co_await renew(generation);
                if (renewed) {
                    offered = false;
                    continue;
                }
            }
            if (!passing) {
                if (offered)
                    m_log.line("the server's own messages are not listened for any more: " +
                               sentence(m_log.redacted(ended.error())));
                break;
            }
        }
        offered = offered || status == 200;
        if (m_leaving)
            break;
        const bool lasted = Trace::Clock::now() - begun > longestListenPause;
        pause = lasted ? shortest : std::min<std::chrono::milliseconds>(pause * 2, longestListenPause);
        if (channel && !ended)
            m_log.line("the connection ended: " + sentence(m_log.redacted(ended.error())));
        asio::steady_timer timer(m_context, ended && !channel ? from.pause(pause) : pause);
        co_await timer.async_wait(tuple);
        if (channel && generation == m_generation) {
            const auto renewed = co_await renew(generation);
            if (!renewed)
                m_log.line("no new connection: " + sentence(m_log.redacted(renewed.error())));
        }
    }
    m_listening = false;
}

} // namespace kopru::bridge
