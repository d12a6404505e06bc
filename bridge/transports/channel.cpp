#include "bridge/transports/channel.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace kopru::bridge {

/// Tells the channel that something arrived, so that whoever waits for an answer looks again.
class Channel::Ringing final : public Receiver
{
public:
    explicit Ringing(Channel &channel) : m_channel(channel) {}

    void opened(std::string_view) override {}
    asio::awaitable<void> message(std::string json) override
    {
        co_await m_channel.m_incoming.message(std::move(json));
        m_channel.arrived();
    }
    asio::awaitable<void> tooLong(Envelope envelope) override
    {
        co_await m_channel.m_incoming.tooLong(std::move(envelope));
        m_channel.arrived();
    }
    [[nodiscard]] bool isAnswer(std::string_view, int) const override { return false; }
    [[nodiscard]] bool isSatisfied() const override { return false; }

private:
    Channel &m_channel;
};

Channel::Channel(const asio::any_io_executor &executor, Receiver &incoming)
    : m_executor(executor), m_incoming(incoming), m_changed(executor)
{}

void Channel::arrived()
{
    for (Waiting *one : m_waiting)
        if (one->receiver.isSatisfied())
            one->bell.ring();
}

void Channel::changed()
{
    m_changed.ring();
    for (Waiting *one : m_waiting)
        one->bell.ring();
}

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
                changed();
                co_return;
            }
            const unsigned number = ++m_number;
            changed();
            Ringing incoming(*this);
            Failure why = co_await receive(incoming);
            if (m_number == number) { // otherwise there is another one already
                m_ended = std::move(why);
                m_open = false;
            }
            changed();
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
            // Nobody knows what became of the messages of the others.
            m_ended = sent.error();
            m_ended.phase = Phase::Body;
            m_ended.cause = Cause::ConnectionLost;
            m_open = false; // of no more use, whether its end was noticed or not
            changed();
        }
        co_return sent.error();
    }
    Waiting mine{receiver, Bell(m_executor)};
    // Whoever gives up is forgotten.
    struct Listed
    {
        std::list<Waiting *> &all;
        std::list<Waiting *>::iterator place;
        ~Listed() { all.erase(place); }
    };
    const Listed listed{m_waiting, m_waiting.insert(m_waiting.end(), &mine)};
    while (!receiver.isSatisfied() && isOpen(number))
        co_await mine.bell.wait();
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
