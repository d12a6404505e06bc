#include "bridge/relay/calls.h"

#include "bridge/message/cleanup.h"
#include "bridge/message/lines.h"
#include "bridge/relay/errors.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <charconv>

namespace kopru::bridge {

namespace {

constexpr std::size_t mostRemembered = 256;
constexpr std::size_t evidenceSize = 4096; // of a foreign text, before the log shortens it

std::string milliseconds(Trace::Clock::duration took)
{
    return std::to_string(std::chrono::duration_cast<std::chrono::milliseconds>(took).count()) + " ms";
}

std::string_view unquoted(std::string_view id)
{
    return id.size() >= 2 && id.front() == '"' ? id.substr(1, id.size() - 2) : id;
}

/// Servers that keep ids as numbers give `1` back as `1.0`, or as a text, or a text as a number.
bool meansTheSame(std::string_view a, std::string_view b)
{
    a = unquoted(a);
    b = unquoted(b);
    if (a == b)
        return true;
    double x = 0;
    double y = 0;
    const auto first = std::from_chars(a.data(), a.data() + a.size(), x);
    const auto second = std::from_chars(b.data(), b.data() + b.size(), y);
    constexpr double exact = 9007199254740992.0; // above, different numbers look alike
    return first.ec == std::errc() && first.ptr == a.data() + a.size() && second.ec == std::errc() &&
           second.ptr == b.data() + b.size() && x == y && x < exact && x > -exact;
}

/// The member of an error that says in words what happened.
std::string messageOf(std::string_view json, const TopLevel &scanned)
{
    const auto *error = scanned.member("error");
    if (!error)
        return {};
    TopLevel inner;
    inner.feed(json.substr(error->valueBegin, error->valueEnd - error->valueBegin));
    (void)inner.finish();
    const auto *text = inner.member("message");
    return text && !text->value.empty() ? std::string(unquoted(text->value)) : std::string("no reason");
}

/// Whether a server of revision 2026-07-28, which knows no `initialize`, answered it (versioning, error codes).
bool isModernRefusal(std::string_view json, const TopLevel &scanned)
{
    const auto *error = scanned.member("error");
    if (!error)
        return false;
    const std::string_view text = json.substr(error->valueBegin, error->valueEnd - error->valueBegin);
    TopLevel inner;
    inner.feed(text);
    (void)inner.finish();
    const auto *code = inner.member("code");
    if (!code)
        return false;
    if (code->value == "-32020" || code->value == "-32021" || code->value == "-32022")
        return true;
    return code->value == "-32602" && text.find("io.modelcontextprotocol/") != std::string_view::npos;
}

} // namespace

Call::Call(Calls &calls, Message text, Envelope envelope, bool own)
    : m_calls(calls), m_text(std::move(text)), m_envelope(std::move(envelope)), m_own(own)
{}

void Call::cancel(const std::shared_ptr<Call> &self, std::chrono::milliseconds grace)
{
    m_grace.emplace(m_calls.m_executor, grace);
    asio::co_spawn(m_calls.m_executor, giveUp(self), asio::detached);
}

asio::awaitable<void> Call::giveUp(std::shared_ptr<Call> self)
{
    const auto ended = co_await m_grace->async_wait(asio::as_tuple(asio::use_awaitable));
    (void)ended; // cut short is over as well
    if (m_answered)
        co_return;
    const Failure failure = failureOf(Phase::Mcp, Cause::Cancelled);
    co_await fail(failure);
    if (m_asking)
        m_stop.emit(asio::cancellation_type::terminal);
    (void)self; // that long it has to live
}

void Call::opened(std::string_view sessionId)
{
    m_sessionId = sessionId;
}

asio::awaitable<void> Call::fail(Failure failure)
{
    if (std::exchange(m_answered, true))
        co_return;
    m_calls.noteAnswered(id());
    Log &log = m_calls.m_log;
    failure = log.redacted(std::move(failure));
    if (failure.phase >= Phase::Http) // the phases before are traced where they happen
        log.failed(failure, Trace::Clock::now() - m_begun);
    log.line("server->host " + method() + " id=" + id() + " failed: " + std::string(contract::causeId(failure.cause)) +
             (failure.status ? " (" + std::to_string(failure.status) + ")" : "") + " after " +
             milliseconds(Trace::Clock::now() - m_begun));
    if (!m_own)
        co_await m_calls.m_output.write(errorAnswer(id(), failure, m_calls.m_options.apinizer));
}

bool Call::isAnswer(std::string_view json, int status) const
{
    if (m_calls.m_options.apinizer && (status == 404 || status >= 500))
        return false; // the document has codes of its own for them
    TopLevel scanned;
    scanned.feed(json);
    const auto shape = scanned.finish();
    const Envelope arrived = envelopeOf(scanned, shape, json);
    if (shape != TopLevel::Shape::Object || !arrived.isResponse())
        return false;
    // Who refuses before reading the body knows no id.
    return arrived.hasId ? arrived.id == id() : opensSession() && isModernRefusal(json, scanned);
}

asio::awaitable<void> Call::tooLong(Envelope)
{
    const Failure failure =
        failureWith(Phase::Body, Cause::MessageTooLarge, 0, "limit", std::to_string(m_calls.m_options.longest));
    co_await fail(failure);
}

asio::awaitable<void> Call::message(std::string json)
{
    return sort(std::move(json), false);
}

asio::awaitable<void> Call::sort(std::string json, bool inBatch)
{
    m_calls.tidy(json);
    TopLevel scanned;
    scanned.feed(json);
    const auto shape = scanned.finish();
    if (shape == TopLevel::Shape::Array && !inBatch) { // 2025-03-26: answers may come as a batch
        for (const auto &span : scanned.spans())
            co_await sort(json.substr(span.valueBegin, span.valueEnd - span.valueBegin), true);
        co_return;
    }
    const Envelope arrived = envelopeOf(scanned, shape, json);
    if (shape != TopLevel::Shape::Object) {
        const bool broken = shape == TopLevel::Shape::Broken;
        Failure failure = m_calls.notAnAnswer(Phase::Body, broken ? Cause::NotJson : Cause::NotJsonRpc, json);
        co_await fail(std::move(failure));
        co_return;
    }
    if (!arrived.method.empty()) {
        co_await m_calls.passOn(std::move(json), arrived);
        co_return;
    }
    if (m_calls.m_options.sessions && arrived.hasId && arrived.id != id()) {
        // Without sessions the answer to a POST is its own, whatever id it has.
        if (const auto other = m_calls.find(arrived, this)) {
            co_await other->take(std::move(json), scanned, arrived);
            co_return;
        }
        if (!meansTheSame(id(), arrived.id) && m_calls.wasAnswered(arrived.id)) {
            m_calls.m_log.line("server->host second answer dropped, id=" + arrived.id);
            co_return;
        }
    }
    co_await take(std::move(json), scanned, arrived);
}

asio::awaitable<void> Call::take(std::string json, const TopLevel &scanned, const Envelope &arrived)
{
    Log &log = m_calls.m_log;
    if (m_answered) {
        log.line("server->host second answer dropped, id=" + id());
        co_return;
    }
    if (m_calls.m_options.apinizer) {
        const std::string beginning = json.substr(0, evidenceSize);
        auto clean = cleaned(std::move(json), id());
        if (!clean) {
            Failure failure = m_calls.notAnAnswer(Phase::Mcp, Cause::NotJsonRpc, beginning);
            co_await fail(std::move(failure));
            co_return;
        }
        json = std::move(*clean);
    } else if (!arrived.isResponse()) {
        Failure failure = m_calls.notAnAnswer(Phase::Mcp, Cause::NotJsonRpc, json);
        co_await fail(std::move(failure));
        co_return;
    } else {
        if (opensSession() && isModernRefusal(json, scanned)) {
            Failure failure = failureOf(Phase::Mcp, Cause::UnsupportedProtocol);
            co_await fail(std::move(failure));
            co_return;
        }
        if (!arrived.hasId || arrived.id != id())
            json = withId(json, scanned, id());
    }
    m_answered = true;
    m_calls.noteAnswered(id());
    if (arrived.hasError)
        m_refusal = messageOf(json, scanned);
    else if (opensSession())
        m_calls.m_begun(*this, json);
    const auto took = Trace::Clock::now() - m_begun;
    log.line("server->host " + method() + " id=" + id() + (arrived.hasError ? " error" : " result") + " after " +
             milliseconds(took));
    log.passed(Phase::Mcp, took, {{"method", method()}});
    log.payload("server->host", json);
    if (!m_own)
        co_await m_calls.m_output.write(std::move(json));
}

Calls::Calls(const asio::any_io_executor &executor, Options options, Log &log, Output &output,
             std::function<void(const Call &, std::string_view json)> begun)
    : m_executor(executor), m_options(options), m_log(log), m_output(output), m_begun(std::move(begun))
{}

std::shared_ptr<Call> Calls::add(Message text, Envelope envelope, bool own)
{
    auto call = std::make_shared<Call>(*this, std::move(text), std::move(envelope), own);
    m_calls.push_back(call);
    return call;
}

asio::awaitable<void> Calls::failAll(Failure failure)
{
    const auto left = m_calls;
    for (const auto &call : left)
        co_await call->fail(failure);
}

void Calls::cancel(std::string_view id, std::chrono::milliseconds grace)
{
    for (const auto &call : m_calls)
        if (call->id() == id && !call->m_answered && !call->isCancelled() && !call->opensSession())
            call->cancel(call, grace);
}

void Calls::dropCancelled()
{
    for (const auto &call : m_calls)
        if (call->isCancelled())
            call->m_grace->cancel();
}

std::string Calls::openingSession() const
{
    for (const auto &call : m_calls)
        if (call->opensSession() && !call->m_answered && !call->m_sessionId.empty())
            return call->m_sessionId;
    return {};
}

std::shared_ptr<Call> Calls::find(const Envelope &arrived, const Call *besides) const
{
    const auto open = [besides](const std::shared_ptr<Call> &call) {
        return !call->m_answered && call.get() != besides;
    };
    for (const auto &call : m_calls)
        if (open(call) && call->id() == arrived.id)
            return call;
    if (besides && meansTheSame(besides->id(), arrived.id))
        return nullptr; // it is its own answer with its id spelled otherwise
    std::shared_ptr<Call> found;
    for (const auto &call : m_calls) {
        if (!open(call) || !meansTheSame(call->id(), arrived.id))
            continue;
        if (found)
            return nullptr;
        found = call;
    }
    return found;
}

void Calls::noteAnswered(std::string_view id)
{
    if (m_answered.size() == mostRemembered)
        m_answered.pop_front();
    m_answered.emplace_back(id);
}

bool Calls::wasAnswered(std::string_view id) const
{
    return std::any_of(m_answered.begin(), m_answered.end(),
                       [id](const std::string &one) { return meansTheSame(one, id); });
}

void Calls::tidy(std::string &json) const
{
    makeOneLine(json);
    if (mendUtf8(json))
        m_log.line("server->host bytes that are no UTF-8, replaced");
}

Failure Calls::notAnAnswer(Phase phase, Cause cause, std::string_view json) const
{
    return failureWith(phase, cause, 200, "message", std::string(json.substr(0, evidenceSize)));
}

asio::awaitable<void> Calls::passOn(std::string json, const Envelope &arrived)
{
    m_log.line("server->host " + arrived.method + (arrived.hasId ? " id=" + arrived.id : ""));
    m_log.payload("server->host", json);
    co_await m_output.write(std::move(json));
}

asio::awaitable<void> Calls::message(std::string json)
{
    co_await sort(std::move(json), true);
}

asio::awaitable<void> Calls::Aside::message(std::string json)
{
    co_await m_calls.sort(std::move(json), false);
}

asio::awaitable<void> Calls::Aside::tooLong(Envelope arrived)
{
    co_await m_calls.tooLong(std::move(arrived));
}

asio::awaitable<void> Calls::sort(std::string json, bool unnamed, bool inBatch)
{
    tidy(json);
    TopLevel scanned;
    scanned.feed(json);
    const auto shape = scanned.finish();
    if (shape == TopLevel::Shape::Array && !inBatch) {
        for (const auto &span : scanned.spans())
            co_await sort(json.substr(span.valueBegin, span.valueEnd - span.valueBegin), unnamed, true);
        co_return;
    }
    const Envelope arrived = envelopeOf(scanned, shape, json);
    if (shape != TopLevel::Shape::Object) {
        m_log.line("server->host a text that is no message");
        co_return; // a page in answer to a notification says nothing to the host
    }
    if (!arrived.method.empty()) {
        co_await passOn(std::move(json), arrived);
        co_return;
    }
    std::shared_ptr<Call> call;
    if (arrived.hasId)
        call = find(arrived, nullptr);
    else if (unnamed) {
        // Nobody says whose answer this is. Where one call waits, it is that one's; while the bridge opens a session
        // again, all others wait for that.
        const auto waits = [](const std::shared_ptr<Call> &one) { return !one->m_answered; };
        const auto own = [&waits](const std::shared_ptr<Call> &one) { return waits(one) && one->m_own; };
        const auto first = std::find_if(m_calls.begin(), m_calls.end(), waits);
        const auto renewal = std::find_if(m_calls.begin(), m_calls.end(), own);
        const bool only = first != m_calls.end() && std::none_of(std::next(first), m_calls.end(), waits);
        if (renewal != m_calls.end())
            call = *renewal;
        else if (only &&
                 (arrived.hasError || (m_options.apinizer && (arrived.hasResult || scanned.member("id") != nullptr))))
            call = *first;
    }
    if (call)
        co_await call->take(std::move(json), scanned, arrived);
    else
        m_log.line("server->host an answer to no call, dropped");
}

asio::awaitable<void> Calls::tooLong(Envelope arrived)
{
    m_log.line("server->host a message too long, id=" + arrived.id);
    if (const auto call = find(arrived, nullptr); call && arrived.method.empty())
        co_await call->tooLong(arrived);
}

} // namespace kopru::bridge
