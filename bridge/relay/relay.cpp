#include "bridge/relay/relay.h"

#include "bridge/relay/cleanup.h"
#include "bridge/relay/errors.h"

#include <boost/asio/as_tuple.hpp>
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
constexpr auto grace = 2s;       // for what is in flight when the host leaves
constexpr auto briefly = 250ms;  // to put the last errors into the output's queue
constexpr auto farewell = 1s;    // for the end of the session
constexpr auto listenPause = 1s; // between two GET streams
constexpr auto longestListenPause = 30s;
constexpr int mostInFlight = 1024;         // more wait in the host's pipe
constexpr std::size_t evidenceSize = 4096; // of a foreign text, before the log shortens it
constexpr std::size_t readSize = std::size_t{64} * 1024;
constexpr std::string_view initialized = R"({"jsonrpc":"2.0","method":"notifications/initialized"})";
constexpr std::string_view privateId = R"("kopru-bridge-renewal")";

std::string milliseconds(Trace::Clock::duration took)
{
    return std::to_string(std::chrono::duration_cast<std::chrono::milliseconds>(took).count()) + " ms";
}

} // namespace

/// One request of the host, or the bridge's own `initialize`, on its way.
class Relay::Call final : public Receiver
{
public:
    Call(Relay &relay, std::string callText, Envelope callEnvelope)
        : text(std::move(callText)), envelope(std::move(callEnvelope)), m_relay(relay)
    {}

    void opened(std::string_view sessionId) override { m_sessionId = sessionId; }
    asio::awaitable<void> message(std::string json) override;
    [[nodiscard]] bool isSatisfied() const override { return answered; }

    /// Gives the host an answer of the bridge's own, unless it has one.
    asio::awaitable<void> fail(Failure failure)
    {
        if (std::exchange(answered, true))
            co_return;
        failure = m_relay.m_log.redacted(std::move(failure));
        if (failure.phase >= Phase::Http) // the phases before are traced where they happen
            m_relay.m_log.failed(failure, Trace::Clock::now() - begun);
        m_relay.m_log.line("server->host " + envelope.method + " id=" + envelope.id +
                           " failed: " + std::string(contract::causeId(failure.cause)) +
                           (failure.status ? " (" + std::to_string(failure.status) + ")" : "") + " after " +
                           milliseconds(Trace::Clock::now() - begun));
        if (!own)
            co_await m_relay.m_output.write(errorAnswer(envelope.id, failure, m_relay.m_settings.apinizer));
    }

    [[nodiscard]] const std::string &sessionId() const { return m_sessionId; }

    std::string text;
    Envelope envelope;
    Trace::Clock::time_point begun = Trace::Clock::now();
    bool own = false; ///< of the bridge itself: its answer is not for the host
    bool answered = false;
    bool refused = false; ///< the answer was an error

private:
    Relay &m_relay;
    std::string m_sessionId;
};

asio::awaitable<void> Relay::Call::message(std::string json)
{
    makeOneLine(json);
    TopLevel scanned;
    scanned.feed(json);
    const auto shape = scanned.finish();
    if (shape == TopLevel::Shape::Array) { // 2025-03-26: answers may come as a batch
        for (const auto &span : scanned.spans())
            co_await message(json.substr(span.valueBegin, span.valueEnd - span.valueBegin));
        co_return;
    }
    const Envelope arrived = envelopeOf(scanned, shape, json);
    if (shape != TopLevel::Shape::Object) {
        Failure failure{
            Phase::Body, shape == TopLevel::Shape::Broken ? Cause::NotJson : Cause::NotJsonRpc, 200, {}, {}};
        failure.evidence.emplace_back("message", json.substr(0, evidenceSize));
        co_await fail(std::move(failure));
        co_return;
    }
    if (!arrived.method.empty()) {
        // A request or notification of the server: for the host as it is.
        m_relay.m_log.line("server->host " + arrived.method + (arrived.hasId ? " id=" + arrived.id : ""));
        co_await m_relay.m_output.write(std::move(json));
        co_return;
    }
    if (m_relay.m_settings.sessions && arrived.hasId && arrived.id != envelope.id) {
        // On a stream the answer to another call may come along. Without sessions the answer to a POST is its own.
        for (const auto &other : m_relay.m_calls) {
            if (other.get() != this && !other->answered && !other->own && other->envelope.id == arrived.id) {
                const auto kept = other;
                co_await kept->message(std::move(json));
                co_return;
            }
        }
    }
    if (answered) {
        m_relay.m_log.line("server->host second answer dropped, id=" + envelope.id);
        co_return;
    }
    if (m_relay.m_settings.apinizer) {
        auto clean = cleaned(json, envelope.id);
        if (!clean) {
            co_await fail(failureWith(Phase::Mcp, Cause::NotJsonRpc, 200, "message", json.substr(0, evidenceSize)));
            co_return;
        }
        json = std::move(*clean);
    } else if (!arrived.isResponse()) {
        co_await fail(failureWith(Phase::Mcp, Cause::NotJsonRpc, 200, "message", json.substr(0, evidenceSize)));
        co_return;
    } else if (!arrived.hasId || arrived.id != envelope.id) {
        // One request was posted, so this is its answer, whatever id the server gave it.
        json = withId(json, scanned, envelope.id);
    }
    answered = true;
    refused = arrived.hasError;
    if (envelope.method == "initialize" && !refused)
        m_relay.begun(*this, json);
    const auto took = Trace::Clock::now() - begun;
    m_relay.m_log.line("server->host " + envelope.method + " id=" + envelope.id + (refused ? " error" : " result") +
                       " after " + milliseconds(took));
    m_relay.m_log.passed(Phase::Mcp, took, {{"method", envelope.method}});
    m_relay.m_log.payload("server->host", json);
    if (!own)
        co_await m_relay.m_output.write(std::move(json));
}

/// What the server sends on its own, and what it says to a notification.
class Relay::Listener final : public Receiver
{
public:
    explicit Listener(Relay &relay) : m_relay(relay) {}

    void opened(std::string_view) override {}
    [[nodiscard]] bool isSatisfied() const override { return true; }
    asio::awaitable<void> message(std::string json) override
    {
        makeOneLine(json);
        const Envelope envelope = readEnvelope(json);
        if (envelope.shape != TopLevel::Shape::Object)
            co_return; // an empty text or a page in answer to a notification says nothing to the host
        if (!envelope.method.empty()) {
            m_relay.m_log.line("server->host " + envelope.method + (envelope.hasId ? " id=" + envelope.id : ""));
            co_await m_relay.m_output.write(std::move(json));
            co_return;
        }
        for (const auto &call : m_relay.m_calls) {
            if (!call->answered && envelope.hasId && call->envelope.id == envelope.id) {
                const auto kept = call;
                co_await kept->message(std::move(json));
                co_return;
            }
        }
    }

private:
    Relay &m_relay;
};

Relay::Relay(asio::io_context &context, Settings settings)
    : m_context(context),
      m_settings(std::move(settings)),
      m_log(m_settings.secrets, m_settings.verbose, m_settings.trace),
      m_network(m_settings.trust, m_settings.proxies, m_settings.retry, m_log),
      m_client(m_settings.address, m_network),
      m_transport(m_client, {m_settings.sessions, m_settings.headers, m_settings.longest}),
      m_input(context.get_executor(), STDIN_FILENO),
      m_output(context.get_executor()),
      m_framer(m_settings.longest),
      m_signals(context, SIGTERM, SIGINT, SIGHUP),
      m_ready(context.get_executor()),
      m_idle(context.get_executor())
{}

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
        while (m_inFlight >= mostInFlight && !m_stopping)
            co_await m_idle.wait();
    }
    co_await leave();
}

asio::awaitable<void> Relay::leave()
{
    m_leaving = true;
    boost::system::error_code ignored;
    m_signals.cancel(ignored);
    asio::steady_timer limit(m_context, grace);
    const auto drained = [this]() -> asio::awaitable<void> {
        while (m_inFlight > 0 && !m_output.isBroken())
            co_await m_idle.wait();
    };
    co_await (drained() || limit.async_wait(tuple));
    const auto fail = [this]() -> asio::awaitable<void> {
        const auto left = m_calls;
        for (const auto &call : left)
            co_await call->fail(failureOf(Phase::Mcp, Cause::Cancelled));
    };
    limit.expires_after(briefly); // a host that reads nothing must not hold the bridge
    co_await (fail() || limit.async_wait(tuple));
    if (!m_session.id.empty()) {
        limit.expires_after(farewell);
        co_await (m_transport.end(m_session) || limit.async_wait(tuple));
    }
    limit.expires_after(grace);
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
            asio::co_spawn(m_context, answer(errorAnswer(line.envelope.id, failure, m_settings.apinizer)),
                           asio::detached);
        } else if (line.envelope.shape != TopLevel::Shape::Object || line.envelope.badId) {
            asio::co_spawn(m_context, answer(errorAnswer("null", -32600, "The message is too long to be read.")),
                           asio::detached);
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
    asio::co_spawn(
        m_context,
        answer(errorAnswer("null", broken ? -32700 : -32600,
                           broken ? "The message is not valid JSON." : "The message is not a JSON-RPC object.")),
        asio::detached);
}

asio::awaitable<void> Relay::answer(std::string text)
{
    co_await m_output.write(std::move(text));
}

void Relay::dispatch(std::string text, Envelope envelope)
{
    if (envelope.isRequest() && envelope.method == "server/discover") {
        // The host asks whether this is a server of the new kind and waits 500 ms; the answer is known here.
        asio::co_spawn(m_context, answer(errorAnswer(envelope.id, -32601, "Method not found")), asio::detached);
        return;
    }
    if (envelope.badId || (envelope.method.empty() && !envelope.isResponse())) {
        const bool hasId = envelope.hasId;
        asio::co_spawn(
            m_context,
            answer(errorAnswer(hasId ? envelope.id : "null", -32600, "The message is not a JSON-RPC object.")),
            asio::detached);
        return;
    }
    m_log.line("host->server " + (envelope.method.empty() ? "answer" : envelope.method) +
               (envelope.hasId ? " id=" + envelope.id : ""));
    ++m_inFlight;
    const auto done = [this](const std::exception_ptr &) {
        --m_inFlight;
        m_idle.ring();
    };
    if (envelope.isRequest()) {
        auto call = std::make_shared<Call>(*this, std::move(text), std::move(envelope));
        m_calls.push_back(call);
        if (call->envelope.method == "initialize") {
            ++m_initializing;
            m_initialize = call->text;
        }
        asio::co_spawn(m_context, request(call), [this, call, done](const std::exception_ptr &thrown) {
            m_calls.remove(call);
            if (thrown && !call->answered) // nothing but memory that ran out
                asio::co_spawn(m_context,
                               call->fail(failureWith(Phase::Body, Cause::MessageTooLarge, 0, "limit",
                                                      std::to_string(m_settings.longest))),
                               [call](const std::exception_ptr &) {});
            if (call->envelope.method == "initialize") {
                --m_initializing;
                m_ready.ring();
            }
            done(thrown);
        });
    } else {
        const bool opens = envelope.method == "notifications/initialized";
        if (opens)
            ++m_confirming;
        asio::co_spawn(m_context, notification(std::move(text), std::move(envelope.method)), done);
    }
}

/// Nothing overtakes `initialize` and `notifications/initialized`, the bridge's own included.
asio::awaitable<void> Relay::whenReady()
{
    while (m_initializing > 0 || m_confirming > 0 || m_renewing)
        co_await m_ready.wait();
}

asio::awaitable<Outcome<int>> Relay::post(std::string_view text, const SessionHeaders &session, Receiver &receiver)
{
    if (!m_settings.timeout) {
        auto posted = co_await m_transport.post(text, session, receiver);
        co_return posted;
    }
    asio::steady_timer limit(m_context, *m_settings.timeout);
    auto either = co_await (m_transport.post(text, session, receiver) || limit.async_wait(tuple));
    if (either.index() == 0)
        co_return std::move(std::get<0>(either));
    co_return failureWith(Phase::Http, Cause::TimedOut, 0, "limit-ms", std::to_string(m_settings.timeout->count()));
}

asio::awaitable<void> Relay::request(std::shared_ptr<Call> call)
{
    const bool opens = call->envelope.method == "initialize";
    if (m_settings.fault) {
        co_await call->fail(*m_settings.fault);
    } else {
        if (opens)
            m_session = {};
        else
            co_await whenReady();
        for (bool repeated = false; !call->answered; repeated = true) {
            const unsigned generation = m_generation;
            const SessionHeaders session = m_session;
            const Outcome<int> posted = co_await post(call->text, session, *call);
            if (call->answered)
                break;
            if (posted) {
                co_await call->fail(failureOf(Phase::Mcp, Cause::NotJsonRpc, *posted));
            } else if (posted.error().cause == Cause::SessionLost && !opens && !repeated) {
                // The server refused it unseen, so it may be sent once more.
                const bool again = co_await renew(generation);
                if (!again)
                    co_await call->fail(posted.error());
            } else {
                const bool late = posted.error().cause == Cause::TimedOut;
                co_await call->fail(posted.error());
                if (late && m_settings.sessions && !opens) {
                    // So that the server can stop working on it (2025-11-25, cancellation).
                    Listener ignored(*this);
                    auto sent =
                        co_await post(R"({"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":)" +
                                          call->envelope.id + R"(,"reason":"timed out"}})",
                                      session, ignored);
                    (void)sent;
                }
            }
        }
    }
}

asio::awaitable<void> Relay::notification(std::string text, std::string method)
{
    const bool opens = method == "notifications/initialized";
    if (!m_settings.fault) {
        // It waits for `initialize` alone, everything else waits for it as well.
        while (opens && m_initializing > 0)
            co_await m_ready.wait();
        if (!opens)
            co_await whenReady();
        Listener listener(*this);
        const unsigned generation = m_generation;
        const SessionHeaders session = m_session;
        auto posted = co_await post(text, session, listener);
        if (!posted && posted.error().cause == Cause::SessionLost && !opens) {
            const bool again = co_await renew(generation);
            if (again) {
                const SessionHeaders renewed = m_session;
                posted = co_await post(text, renewed, listener);
            }
        }
        if (!posted)
            m_log.line("host->server " + (method.empty() ? std::string("answer") : method) +
                       " was not accepted: " + std::string(contract::causeId(posted.error().cause)));
        if (opens && posted && m_settings.sessions && !std::exchange(m_listening, true))
            asio::co_spawn(m_context, listen(), asio::detached);
    }
    if (opens) {
        --m_confirming;
        m_ready.ring();
    }
}

void Relay::begun(const Call &call, std::string_view json)
{
    ++m_generation;
    if (!m_settings.sessions)
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

asio::awaitable<bool> Relay::renew(unsigned lostGeneration)
{
    if (m_generation != lostGeneration)
        co_return true; // somebody else did it meanwhile
    if (m_renewing) {
        while (m_renewing)
            co_await m_ready.wait();
        co_return m_renewed;
    }
    if (m_initialize.empty() || m_leaving)
        co_return false;
    m_renewing = true;
    m_log.line("the server forgot the session; opening a new one");
    TopLevel scanned;
    scanned.feed(m_initialize);
    (void)scanned.finish();
    std::string text = withId(m_initialize, scanned, privateId);
    Envelope envelope = readEnvelope(text);
    auto call = std::make_shared<Call>(*this, std::move(text), std::move(envelope));
    call->own = true;
    // The lost session stays until there is another: should this fail, the next call finds it lost and tries again.
    const SessionHeaders none;
    const auto posted = co_await post(call->text, none, *call);
    m_renewed = posted && call->answered && !call->refused && m_generation != lostGeneration;
    if (m_renewed) {
        Listener listener(*this);
        const SessionHeaders renewed = m_session;
        const auto confirmed = co_await post(initialized, renewed, listener);
        m_renewed = static_cast<bool>(confirmed);
        if (m_renewed && m_settings.sessions && !std::exchange(m_listening, true))
            asio::co_spawn(m_context, listen(), asio::detached);
    }
    m_renewing = false;
    m_ready.ring();
    co_return m_renewed;
}

asio::awaitable<void> Relay::listen()
{
    auto pause = std::chrono::duration_cast<std::chrono::milliseconds>(listenPause);
    Resumption from;
    unsigned generation = m_generation;
    while (!m_leaving) {
        Listener listener(*this);
        const auto begun = Trace::Clock::now();
        if (std::exchange(generation, m_generation) != m_generation)
            from = {}; // the ids of another session say nothing in this one
        const SessionHeaders session = m_session;
        auto ended = co_await m_transport.listen(session, listener, from);
        if (!ended && ended.error().status != 0 && ended.error().cause != Cause::ConnectionLost)
            break; // not offered, or not any more
        const bool lasted = Trace::Clock::now() - begun > longestListenPause;
        pause = lasted ? std::chrono::milliseconds(listenPause)
                       : std::min<std::chrono::milliseconds>(pause * 2, longestListenPause);
        asio::steady_timer timer(m_context, ended ? from.pause(pause) : pause);
        co_await timer.async_wait(tuple);
    }
    m_listening = false;
}

int runBridge(const std::vector<std::string> &arguments)
{
    auto settings = readSettings(arguments, processEnvironment());
    if (const auto *farewell = std::get_if<Farewell>(&settings)) {
        std::fputs(farewell->text.c_str(), farewell->onError ? stderr : stdout);
        return farewell->code;
    }
    asio::io_context context(1);
    {
        Relay relay(context, std::move(std::get<Settings>(settings)));
        relay.start();
        context.run();
    }
    // A name that is still being looked up would hold the context's destructor for as long as the system takes.
    std::_Exit(0);
}

} // namespace kopru::bridge
