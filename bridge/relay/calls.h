#pragma once

#include "bridge/relay/log.h"
#include "bridge/relay/stdio.h"
#include "bridge/transports/transport.h"

#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/steady_timer.hpp>

#include <deque>
#include <functional>
#include <list>
#include <optional>

namespace kopru::bridge {

class Calls;

/// One request of the host, or the bridge's own `initialize`, on its way. It is answered once.
class Call final : public Receiver
{
public:
    Call(Calls &calls, Message text, Envelope envelope, bool own);

    void opened(std::string_view sessionId) override;
    [[nodiscard]] asio::awaitable<void> message(std::string json) override;
    [[nodiscard]] asio::awaitable<void> tooLong(Envelope arrived) override;
    [[nodiscard]] bool isAnswer(std::string_view json, int status) const override;
    [[nodiscard]] bool isSatisfied() const override { return m_answered; }

    /// Gives the host an answer of the bridge's own, unless it has one.
    [[nodiscard]] asio::awaitable<void> fail(Failure failure);

    [[nodiscard]] const Message &text() const { return m_text; }
    [[nodiscard]] const std::string &id() const { return m_envelope.id; }
    [[nodiscard]] const std::string &method() const { return m_envelope.method; }
    [[nodiscard]] bool opensSession() const { return m_envelope.method == "initialize"; }
    [[nodiscard]] bool isOwn() const { return m_own; } ///< of the bridge itself: its answer is not for the host
    [[nodiscard]] const std::string &sessionId() const { return m_sessionId; }
    /// Why the server refused, where its answer was an error; empty otherwise.
    [[nodiscard]] const std::string &refusal() const { return m_refusal; }

    /// The host cancelled it. A server that heeds that never answers (2025-11-25, cancellation); one that does not may
    /// take until the grace is over. Then the host gets an answer and the slot is told.
    void cancel(const std::shared_ptr<Call> &self, std::chrono::milliseconds grace);
    [[nodiscard]] bool isCancelled() const { return m_grace.has_value(); }
    /// Stops whoever waits for the answer.
    [[nodiscard]] asio::cancellation_slot slot() { return m_stop.slot(); }
    /// Only what waits for an answer may be stopped, not what others wait for as well.
    void setAsking(bool asking) { m_asking = asking; }

private:
    friend class Calls;
    [[nodiscard]] asio::awaitable<void> sort(std::string json, bool inBatch);
    [[nodiscard]] asio::awaitable<void> giveUp(std::shared_ptr<Call> self);
    /// Takes the answer, whatever id it has.
    [[nodiscard]] asio::awaitable<void> take(std::string json, const TopLevel &scanned, const Envelope &arrived);

    Calls &m_calls;
    Message m_text;
    Envelope m_envelope;
    Trace::Clock::time_point m_begun = Trace::Clock::now();
    bool m_own;
    bool m_answered = false;
    bool m_asking = false;
    std::optional<asio::steady_timer> m_grace;
    asio::cancellation_signal m_stop;
    std::string m_refusal;
    std::string m_sessionId;
};

/// All calls that are not answered yet. Finds out whose answer it is that arrives; what is no answer goes to the host.
class Calls final : public Receiver
{
public:
    struct Options
    {
        bool sessions = true;  ///< on a stream the answer to another call may come along
        bool apinizer = false; ///< clean answers up and use the error codes of the document
        std::size_t longest = 0;
    };

    /// @param executor  for the grace of cancelled calls
    /// @param begun  told when `initialize` was answered with a result, before the host gets it
    Calls(const asio::any_io_executor &executor, Options options, Log &log, Output &output,
          std::function<void(const Call &, std::string_view json)> begun);

    [[nodiscard]] std::shared_ptr<Call> add(Message text, Envelope envelope, bool own = false);
    void remove(const std::shared_ptr<Call> &call) { m_calls.remove(call); }
    [[nodiscard]] asio::awaitable<void> failAll(Failure failure);
    /// @param id  as the host wrote it
    void cancel(std::string_view id, std::chrono::milliseconds grace);
    void dropCancelled(); ///< without waiting any longer

    /// The session that an unanswered `initialize` is opening: an answer to what the server asks before belongs to it.
    [[nodiscard]] std::string openingSession() const;

    /// Takes what comes with a notification or on the stream of the server's own messages.
    [[nodiscard]] Receiver &aside() { return m_aside; }

    // Everything that comes on a channel.
    void opened(std::string_view) override {}
    [[nodiscard]] asio::awaitable<void> message(std::string json) override;
    [[nodiscard]] asio::awaitable<void> tooLong(Envelope arrived) override;
    [[nodiscard]] bool isAnswer(std::string_view, int) const override { return false; }
    [[nodiscard]] bool isSatisfied() const override { return true; }

private:
    friend class Call;
    class Aside final : public Receiver
    {
    public:
        explicit Aside(Calls &calls) : m_calls(calls) {}
        void opened(std::string_view) override {}
        [[nodiscard]] asio::awaitable<void> message(std::string json) override;
        [[nodiscard]] asio::awaitable<void> tooLong(Envelope arrived) override;
        [[nodiscard]] bool isAnswer(std::string_view, int) const override { return false; }
        [[nodiscard]] bool isSatisfied() const override { return true; }

    private:
        Calls &m_calls;
    };

    /// @param unnamed  whether an answer without an id may be that of the one call that waits
    [[nodiscard]] asio::awaitable<void> sort(std::string json, bool unnamed, bool inBatch = false);
    /// A server may put an answer on the streams of other calls too; there it belongs to none of them.
    void noteAnswered(std::string_view id);
    [[nodiscard]] bool wasAnswered(std::string_view id) const;
    /// A request or notification of the server, for the host as it is.
    [[nodiscard]] asio::awaitable<void> passOn(std::string json, const Envelope &arrived);
    [[nodiscard]] std::shared_ptr<Call> find(const Envelope &arrived, const Call *besides) const;
    /// Makes a message of the server what a line may hold.
    void tidy(std::string &json) const;
    [[nodiscard]] Failure notAnAnswer(Phase phase, Cause cause, std::string_view json) const;

    asio::any_io_executor m_executor;
    Options m_options;
    Log &m_log;
    Output &m_output;
    std::function<void(const Call &, std::string_view json)> m_begun;
    std::list<std::shared_ptr<Call>> m_calls;
    std::deque<std::string> m_answered; ///< ids of the last ones
    Aside m_aside{*this};
};

} // namespace kopru::bridge
