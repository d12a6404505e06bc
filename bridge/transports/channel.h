#pragma once

#include "bridge/net/bell.h"
#include "bridge/transports/transport.h"

#include <list>

namespace kopru::bridge {

/// A transport over one connection that carries messages both ways: a WebSocket, or an HTTP+SSE stream with its POST
/// address. The connection is made when there is something to send, and a session lives as long as it does.
class Channel : public Transport
{
public:
    /// @param incoming  takes everything that arrives; it knows whose answer it is
    Channel(const asio::any_io_executor &executor, Receiver &incoming);

    /// A message of a session whose connection is gone is not sent: Cause::SessionLost.
    [[nodiscard]] asio::awaitable<Outcome<int>> post(Message message, SessionHeaders session, Receiver &receiver) final;
    /// Returns when the session's connection ends.
    [[nodiscard]] asio::awaitable<Outcome<int>> listen(SessionHeaders session, Receiver &receiver,
                                                       Resumption &from) final;
    [[nodiscard]] asio::awaitable<void> end(SessionHeaders session) final;
    [[nodiscard]] bool isChannel() const final { return true; }
    /// Makes the connection, where there is none.
    [[nodiscard]] asio::awaitable<Outcome<int>> connect();

protected:
    [[nodiscard]] const asio::any_io_executor &executor() const { return m_executor; }

    /// Makes the connection.
    [[nodiscard]] virtual asio::awaitable<Outcome<int>> open() = 0;
    /// Hands over what arrives, until the connection ends.
    /// @return why it did
    [[nodiscard]] virtual asio::awaitable<Failure> receive(Receiver &incoming) = 0;
    /// Sends one message. Cause::SessionLost where it was certainly not processed and the connection is of no more
    /// use. May be abandoned while it waits.
    [[nodiscard]] virtual asio::awaitable<Outcome<int>> send(Message message, const SessionHeaders &session) = 0;
    /// Ends the connection politely; receive() returns soon afterwards.
    [[nodiscard]] virtual asio::awaitable<void> close() = 0;

private:
    /// A post() that waits for its answer. Each has a bell of its own: with one for all, every answer would wake them
    /// all, and hundreds of calls at once would cost the square of their number.
    struct Waiting
    {
        Receiver &receiver;
        Bell bell;
    };
    class Ringing;
    void arrived(); ///< wakes those who have their answer
    void changed(); ///< wakes everybody
    [[nodiscard]] bool isOpen(unsigned number) const { return m_open && m_number == number; }

    asio::any_io_executor m_executor;
    Receiver &m_incoming;
    Bell m_changed;
    std::list<Waiting *> m_waiting;
    unsigned m_number = 0; ///< counts connections
    bool m_open = false;
    bool m_opening = false;
    Failure m_ended; ///< why the last one ended, or could not be made
};

} // namespace kopru::bridge
