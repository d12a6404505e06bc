#include "bridge/transports/channel.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace kopru::bridge {

namespace {

/// Rings when something arrived, so that whoever waits for an answer looks again.
class Ringing final : public Receiver
{
public:
    Ringing(Receiver &inner, Bell &bell) : m_inner(inner), m_bell(bell) {}

    void opened(std::string_view) override {}
    asio::awaitable<void> message(std::string json) override
    {
        co_await m_inner.message(std::move(json));
        m_bell.ring();
    }
    asio::awaitable<void> tooLong(Envelope envelope) override
    {
        co_await m_inner.tooLong(std::move(envelope));
        m_bell.ring();
    }
    [[nodiscard]] bool isAnswer(std::string_view, int) const override { return false; }
    [[nodiscard]] bool isSatisfied() const override { return false; }

private:
    Receiver &m_inner;
    Bell &m_bell;
};

} // namespace

Channel::Channel(const asio::any_io_executor &executor, Receiver &incoming)
    : m_executor(executor), m_incoming(incoming), m_changed(executor)
{}

asio::awaitable<Outcome<int>> Channel::connect()
{
    while (m_opening) {
        co_await m_changed.wait();
        if (!m_opening && !m_open)
            co_return m_ended; // one try for all who wait
    }
    if (m_open)
        co_return 200;
    m_opening = true;
    // Whoever asked may give up meanwhile; the connection is made for everybody, so it goes on by itself.
    asio::co_spawn(
        m_executor,
        [this]() -> asio::awaitable<void> {
            auto opened = co_await open();
            m_opening = false;
            m_open = opened.has_value();
            if (!opened) {
                m_ended = opened.error();
                m_changed.ring();
                co_return;
            }
            const unsigned number = ++m_number;
            m_changed.ring();
            Ringing incoming(m_incoming, m_changed);
            Failure why = co_await receive(incoming);
            if (m_number == number) { // otherwise there is another one already
                m_ended = std::move(why);
                m_open = false;
            }
            m_changed.ring();
        },
        [](const std::exception_ptr &) {});
    while (m_opening)
        co_await m_changed.wait();
    if (m_open)
        co_return 200;
    co_return m_ended;
}

asio::awaitable<Outcome<int>> Channel::post(Message message, SessionHeaders session, Receiver &receiver)
{
    if (!session.id.empty() && (!m_open || session.id != std::to_string(m_number)))
        co_return failureOf(Phase::Mcp, Cause::SessionLost);
    if (!m_open) {
        auto made = co_await connect();
        if (!made)
            co_return made.error();
    }
    const unsigned number = m_number;
    receiver.opened(std::to_string(number));
    auto sent = co_await send(std::move(message), session);
    if (!sent) {
        if (sent.error().cause == Cause::SessionLost && isOpen(number)) {
            m_ended = sent.error();
            m_open = false; // of no more use, whether its end was noticed or not
            m_changed.ring();
        }
        co_return sent.error();
    }
    while (!receiver.isSatisfied() && isOpen(number))
        co_await m_changed.wait();
    if (receiver.isSatisfied())
        co_return 200;
    co_return m_ended;
}

asio::awaitable<Outcome<int>> Channel::listen(SessionHeaders session, Receiver &, Resumption &)
{
    while (m_open && (session.id.empty() || session.id == std::to_string(m_number)))
        co_await m_changed.wait();
    co_return m_ended;
}

asio::awaitable<void> Channel::end(SessionHeaders)
{
    if (m_open)
        co_await close();
    while (m_open)
        co_await m_changed.wait();
}

} // namespace kopru::bridge
