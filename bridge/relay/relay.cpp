#include "bridge/relay/relay.h"

#include "bridge/message/cleanup.h"
#include "bridge/relay/errors.h"
#include "bridge/relay/settle.h"
#include "bridge/transports/eventchannel.h"
#include "bridge/transports/streamable.h"
#include "bridge/transports/websocket.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <unistd.h>

namespace kopru::bridge {

namespace {

using namespace asio::experimental::awaitable_operators;
using namespace std::chrono_literals;
constexpr auto tuple = asio::as_tuple(asio::use_awaitable);
constexpr auto briefly = 250ms;  // to put the last errors into the output's queue
constexpr auto farewell = 1s;    // for the end of the session
constexpr auto listenPause = 1s; // between two GET streams
constexpr auto longestListenPause = 30s;
constexpr auto shortestReopenPause = 250ms; // between two connections of a channel
constexpr int mostInFlight = 1024;          // more wait in the host's pipe
constexpr std::size_t mostBytesInFlight = std::size_t{256} * 1024 * 1024;
constexpr std::size_t readSize = std::size_t{64} * 1024;
constexpr std::size_t longestRead = std::size_t{256} * 1024; // when much comes
constexpr std::string_view initialized = R"({"jsonrpc":"2.0","method":"notifications/initialized"})";
/// Of the bridge's own `initialize`. A number, because some servers make numbers of all ids; the host's calls wait
/// while it is under way.
constexpr std::string_view privateId = "2147483647";

/// Which call a `notifications/cancelled` means.
std::string cancelledId(std::string_view message)
{
    TopLevel outer;
    outer.feed(message);
    (void)outer.finish();
    TopLevel inner;
    if (const auto *params = outer.member("params")) {
        inner.feed(message.substr(params->valueBegin, params->valueEnd - params->valueBegin));
        (void)inner.finish();
    }
    const auto *id = inner.member("requestId");
    return id ? id->value : std::string();
}

} // namespace

Relay::Relay(asio::io_context &context, Settings settings)
    : m_context(context),
      m_settings(std::move(settings)),
      m_log(m_settings.secrets, m_settings.verbose, m_settings.trace),
      m_input(context.get_executor(), STDIN_FILENO),
      m_output(context.get_executor()),
      m_calls(context.get_executor(), {m_settings.way != Way::Post, m_settings.apinizer, m_settings.longest}, m_log,
              m_output, [this](const Call &call, std::string_view json) { begun(call, json); }),
      m_framer(m_settings.longest),
      m_signals(context, SIGTERM, SIGINT, SIGHUP),
      m_ready(context.get_executor()),
      m_idle(context.get_executor()),
      m_moved(context.get_executor())
{
    m_log.writeLater(context.get_executor());
    adopt();
}

void Relay::adopt()
{
    m_log.learn(m_settings.secrets);
    m_transport.reset();
    m_network.emplace(m_settings.trust, m_settings.proxies, m_settings.retry, m_log);
    m_client.emplace(m_settings.address, *m_network);
    use(m_settings.way);
}

void Relay::settle(asio::awaitable<std::variant<Settings, Farewell>> settings)
{
    m_settling = true;
    asio::co_spawn(m_context, std::move(settings),
                   [this](const std::exception_ptr &thrown, std::variant<Settings, Farewell> result) {
                       if (auto *settled = std::get_if<Settings>(&result); settled && !thrown)
                           m_settings = std::move(*settled);
                       else
                           m_settings.fault = failureOf(Phase::Start, Cause::KeychainRefused);
                       adopt();
                       m_settling = false;
                       if (m_settings.fault)
                           m_log.line(sentence(m_log.redacted(*m_settings.fault)));
                       m_ready.ring();
                   });
}

void Relay::use(Way way)
{
    const auto executor = m_context.get_executor();
    if (way == Way::WebSocket)
        m_transport =
            std::make_unique<WebSocket>(executor,
                                        WebSocket::Options{m_settings.address, m_settings.headers,
                                                           m_settings.subprotocol, m_settings.ping, m_settings.longest},
                                        *m_network, m_calls);
    else if (way == Way::Sse)
        m_transport = std::make_unique<EventChannel>(
            executor, *m_client, EventChannel::Options{m_settings.headers, m_settings.longest}, m_calls);
    else
        m_transport = std::make_unique<Streamable>(
            *m_client, Streamable::Options{way != Way::Post, m_settings.headers, m_settings.longest});
}

Relay::~Relay() = default;

void Relay::start()
{
    std::signal(SIGPIPE, SIG_IGN); // a host that went away is an error of write()
    if (m_settings.fault)
        m_log.line(sentence(*m_settings.fault));
    else
        m_log.line("relaying to " + m_settings.address.origin() +
                   m_settings.address.target.substr(0, m_settings.address.target.find('?')));
    if (!m_settings.trust.verify && m_settings.address.secure)
        m_log.line("WARNING: the server's certificate is not verified; somebody in between could read the token");
    m_signals.async_wait([this](const boost::system::error_code &error, int signal) {
        if (error)
            return;
        m_log.line("signal " + std::to_string(signal));
        stop();
    });
    m_output.onBroken([this] {
        m_log.line("nobody reads standard output");
        stop();
    });
    asio::co_spawn(m_context, readInput(), asio::detached);
}

void Relay::stop()
{
    m_stopping = true;
    m_input.cancel();
    m_idle.ring();
}

asio::awaitable<void> Relay::readInput()
{
    std::string buffer(readSize, '\0');
    const auto taker = [this](Line line) { take(std::move(line)); };
    while (!m_stopping) {
        const Transfer transfer = co_await m_input.read(asio::buffer(buffer));
        if (transfer.error) {
            if (transfer.error == asio::error::eof)
                m_framer.finish(taker);
            break;
        }
        m_framer.feed(std::string_view(buffer).substr(0, transfer.bytes), taker);
        if (transfer.bytes == buffer.size() && buffer.size() < longestRead)
            buffer.resize(buffer.size() * 2);
        while ((m_inFlight >= mostInFlight || m_bytesInFlight > mostBytesInFlight) && !m_stopping)
            co_await m_idle.wait();
    }
    co_await leave();
}

asio::awaitable<void> Relay::leave()
{
    m_leaving = true;
    boost::system::error_code ignored;
    m_signals.cancel(ignored);
    asio::steady_timer limit(m_context, m_settings.drain);
    m_calls.dropCancelled();
    const auto drained = [this]() -> asio::awaitable<void> {
        while (m_inFlight > 0 && !m_output.isBroken())
            co_await m_idle.wait();
    };
    co_await (drained() || limit.async_wait(tuple));
    limit.expires_after(briefly); // a host that reads nothing must not hold the bridge
    co_await (m_calls.failAll(failureOf(Phase::Mcp, Cause::Cancelled)) || limit.async_wait(tuple));
    if (!m_session.id.empty() || m_transport->isChannel()) {
        limit.expires_after(farewell);
        co_await (m_transport->end(m_session) || limit.async_wait(tuple));
    }
    limit.expires_after(std::max(m_settings.drain, std::chrono::milliseconds(briefly)));
    co_await (m_output.flush() || limit.async_wait(tuple));
    m_log.line("end");
    m_context.stop();
}

void Relay::take(Line line, bool inBatch)
{
    if (line.tooLong) {
        m_log.line("host->server " + line.envelope.method + " too long: " + std::to_string(line.length) + " bytes");
        if (line.envelope.isRequest()) {
            const Failure failure =
                failureWith(Phase::Mcp, Cause::MessageTooLarge, 0, "limit", std::to_string(m_settings.longest));
            sayLater(errorAnswer(line.envelope.id, failure, m_settings.apinizer));
        } else if (line.envelope.shape != TopLevel::Shape::Object || line.envelope.badId) {
            sayLater(errorAnswer("null", -32600, "The message is too long to be read."));
        }
        return;
    }
    TopLevel scanned;
    scanned.feed(line.text);
    const auto shape = scanned.finish();
    m_log.payload("host->server", line.text);
    if (shape == TopLevel::Shape::Object) {
        Envelope envelope = envelopeOf(scanned, shape, line.text);
        dispatch(std::move(line.text), std::move(envelope));
        return;
    }
    if (shape == TopLevel::Shape::Array && !scanned.spans().empty() && !inBatch) {
        // A batch, legal in 2025-03-26 only: each of its messages goes its own way.
        for (const auto &span : scanned.spans())
            take(Line{line.text.substr(span.valueBegin, span.valueEnd - span.valueBegin), false, {}, 0}, true);
        return;
    }
    const bool broken = shape == TopLevel::Shape::Broken;
    m_log.line("host->server a line that is no message");
    sayLater(errorAnswer("null", broken ? -32700 : -32600,
                         broken ? "The message is not valid JSON." : "The message is not a JSON-RPC object."));
}

void Relay::sayLater(std::string answer)
{
    asio::co_spawn(
        m_context,
        [this, answer = std::move(answer)]() mutable -> asio::awaitable<void> {
            co_await m_output.write(std::move(answer));
        },
        asio::detached);
}

void Relay::dispatch(std::string text, Envelope envelope)
{
    if (envelope.isRequest() && envelope.method == "server/discover") {
        // The host asks whether this is a server of the new kind and waits 500 ms; the answer is known here.
        sayLater(errorAnswer(envelope.id, -32601, "Method not found"));
        return;
    }
    if (envelope.badId || (envelope.method.empty() && !envelope.isResponse())) {
        sayLater(errorAnswer(envelope.hasId ? envelope.id : "null", -32600, "The message is not a JSON-RPC object."));
        return;
    }
    m_log.line("host->server " + (envelope.method.empty() ? "answer" : envelope.method) +
               (envelope.hasId ? " id=" + envelope.id : ""));
    const std::size_t size = text.size();
    ++m_inFlight;
    m_bytesInFlight += size;
    const auto done = [this, size](const std::exception_ptr &) {
        --m_inFlight;
        m_bytesInFlight -= size;
        m_idle.ring();
    };
    auto message = std::make_shared<const std::string>(std::move(text));
    if (envelope.isRequest()) {
        const auto call = m_calls.add(std::move(message), std::move(envelope));
        if (call->opensSession()) {
            ++m_initializing;
            m_initialize = call->text();
        }
        const auto ended = [this, call, done](const std::exception_ptr &thrown) {
            m_calls.remove(call);
            if (thrown && !call->isSatisfied()) // nothing but memory that ran out
                asio::co_spawn(m_context,
                               call->fail(failureWith(Phase::Body, Cause::MessageTooLarge, 0, "limit",
                                                      std::to_string(m_settings.longest))),
                               [call](const std::exception_ptr &) {});
            if (call->opensSession()) {
                --m_initializing;
                m_ready.ring();
            }
            done(thrown);
        };
        asio::co_spawn(m_context, request(call), asio::bind_cancellation_slot(call->slot(), ended));
    } else {
        if (envelope.method == "notifications/initialized")
            ++m_confirming;
        else if (envelope.method == "notifications/cancelled")
            m_calls.cancel(cancelledId(*message), m_settings.drain);
        asio::co_spawn(m_context, tell(std::move(message), std::move(envelope.method)), done);
    }
}

/// Nothing overtakes `initialize` and `notifications/initialized`, the bridge's own included.
asio::awaitable<void> Relay::whenReady()
{
    while (m_initializing > 0 || m_confirming > 0 || m_renewing)
        co_await m_ready.wait();
}

asio::awaitable<Outcome<int>> Relay::post(Message text, SessionHeaders session, Receiver &receiver)
{
    if (!m_settings.timeout) {
        auto posted = co_await m_transport->post(std::move(text), std::move(session), receiver);
        co_return posted;
    }
    asio::steady_timer limit(m_context, *m_settings.timeout);
    auto either =
        co_await (m_transport->post(std::move(text), std::move(session), receiver) || limit.async_wait(tuple));
    if (either.index() == 0)
        co_return std::move(std::get<0>(either));
    co_return failureWith(Phase::Http, Cause::TimedOut, 0, "limit-ms", std::to_string(m_settings.timeout->count()));
}

/// As post(), while somebody waits for the answer.
asio::awaitable<Outcome<int>> Relay::ask(const std::shared_ptr<Call> &call, SessionHeaders session)
{
    if (call->isCancelled())
        co_return failureOf(Phase::Mcp, Cause::Cancelled);
    call->setAsking(true);
    auto posted = co_await post(call->text(), std::move(session), *call);
    call->setAsking(false);
    co_return posted;
}

asio::awaitable<void> Relay::request(std::shared_ptr<Call> call)
{
    while (m_settling)
        co_await m_ready.wait();
    if (m_settings.fault) {
        co_await call->fail(*m_settings.fault);
        co_return;
    }
    const bool opens = call->opensSession();
    if (opens) {
        m_session = {};
    } else {
        const unsigned renewals = m_renewals;
        co_await whenReady();
        if (renewals != m_renewals && !m_renewed) {
            // The new session it waited for could not be opened; trying again at once would fail alike.
            const Failure failure = m_renewed.error();
            co_await call->fail(failure);
            co_return;
        }
    }
    for (bool repeated = false; !call->isSatisfied(); repeated = true) {
        const unsigned generation = m_generation;
        const SessionHeaders session = m_session;
        const Outcome<int> posted = co_await ask(call, session);
        if (call->isSatisfied())
            break;
        if (posted) {
            const Failure failure = failureOf(Phase::Mcp, Cause::NotJsonRpc, *posted);
            co_await call->fail(failure);
            break;
        }
        const Failure &failure = posted.error();
        if (failure.cause == Cause::SessionLost && !opens && !repeated) {
            // The server did not look at it, so it may be sent once more.
            const Outcome<int> renewed = co_await renew(generation);
            if (!renewed)
                co_await call->fail(renewed.error());
            continue;
        }
        if (opens && !repeated) {
            const bool other = co_await fallBack(failure);
            if (other)
                continue;
        }
        co_await call->fail(failure);
        if (failure.cause == Cause::TimedOut && m_settings.way != Way::Post && !opens)
            co_await cancel(call->id(), session);
    }
}

/// So that the server can stop working on a call that nobody waits for any more (2025-11-25, cancellation).
asio::awaitable<void> Relay::cancel(std::string id, SessionHeaders session)
{
    auto text = std::make_shared<const std::string>(
        R"({"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":)" + id +
        R"(,"reason":"timed out"}})");
    auto sent = co_await post(std::move(text), std::move(session), m_calls.aside());
    if (!sent)
        m_log.line("host->server the cancellation of id=" + id + " was not accepted");
}

asio::awaitable<bool> Relay::fallBack(const Failure &failure)
{
    const int status = failure.status;
    if (m_settings.way != Way::Auto || m_generation > 0 || m_transport->isChannel() || failure.phase == Phase::Auth ||
        (status != 400 && status != 404 && status != 405))
        co_return false;
    m_log.line("no Streamable HTTP here (" + std::to_string(status) + "); trying HTTP+SSE");
    m_retired.push_back(std::exchange(m_transport, nullptr));
    use(Way::Sse);
    auto opened = co_await static_cast<EventChannel &>(*m_transport).connect();
    if (opened)
        co_return true;
    std::swap(m_transport, m_retired.back()); // its failure says more about the address that was meant
    co_return false;
}

asio::awaitable<void> Relay::tell(Message text, std::string method)
{
    while (m_settling)
        co_await m_ready.wait();
    const bool opens = method == "notifications/initialized";
    if (!m_settings.fault) {
        // `initialized` waits for `initialize` alone, everything else waits for it as well. What the server asks
        // within `initialize` must be answered before that ends.
        SessionHeaders session;
        if (method.empty() && (m_initializing > 0 || m_renewing))
            session.id = m_calls.openingSession();
        if (session.id.empty()) {
            while (opens && m_initializing > 0)
                co_await m_ready.wait();
            if (!opens)
                co_await whenReady();
            session = m_session;
        }
        const unsigned generation = m_generation;
        auto posted = co_await post(text, session, m_calls.aside());
        if (!posted && posted.error().cause == Cause::SessionLost && !opens && !method.empty()) {
            const Outcome<int> renewed = co_await renew(generation);
            if (renewed) {
                session = m_session;
                posted = co_await post(text, session, m_calls.aside());
            }
        }
        if (!posted)
            m_log.line("host->server " + (method.empty() ? std::string("answer") : method) +
                       " was not accepted: " + std::string(contract::causeId(posted.error().cause)));
        if (opens && posted)
            startListening();
    }
    if (opens) {
        --m_confirming;
        m_ready.ring();
    }
}

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

int runBridge(const std::vector<std::string> &arguments)
{
    if (const auto code = verifyKeychain(arguments))
        return *code;
    const Environment environment = processEnvironment();
    auto settings = readSettings(arguments, environment);
    if (const auto *farewell = std::get_if<Farewell>(&settings)) {
        std::fputs(farewell->text.c_str(), farewell->onError ? stderr : stdout);
        return farewell->code;
    }
    asio::io_context context(1);
    {
        Relay relay(context, std::move(std::get<Settings>(settings)));
        if (!referencesIn(arguments, environment).empty())
            relay.settle(settled(arguments, environment));
        relay.start();
        context.run();
    }
    // A name that is still being looked up would hold the context's destructor for as long as the system takes.
    std::_Exit(0);
}

} // namespace kopru::bridge
