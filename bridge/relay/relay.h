#pragma once

#include "bridge/message/lines.h"
#include "bridge/relay/calls.h"
#include "bridge/relay/log.h"
#include "bridge/relay/settings.h"
#include "bridge/relay/stdio.h"
#include "bridge/transports/transport.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>

namespace kopru::bridge {

/// Relays between standard input and output and one server, on one thread.
///
/// Every request of the host is answered exactly once: by the server's answer as it came, or by an error made here.
/// Nothing that may have run is sent again. The host's own `initialize` opens the session; when the server forgets it
/// or its connection is gone, it is opened again under an id of the bridge's own.
class Relay
{
public:
    Relay(asio::io_context &context, Settings settings);
    ~Relay();

    /// Until standard input ends, a signal comes or nobody reads standard output: then what is in flight gets a grace,
    /// the session is ended, and the event loop has nothing more to do.
    void start();
    /// Goes on with these settings when they are there, and lets calls wait until then. Before start().
    void settle(asio::awaitable<std::variant<Settings, Farewell>> settings);

private:
    void adopt(); ///< the settings
    void use(Way way);
    [[nodiscard]] asio::awaitable<void> readInput();
    [[nodiscard]] asio::awaitable<void> leave();
    void stop(); ///< reads no more and leaves
    void take(Line line, bool inBatch = false);
    void dispatch(std::string text, Envelope envelope);
    void sayLater(std::string answer);
    /// Posts a message, within the time-out if there is one.
    [[nodiscard]] asio::awaitable<Outcome<int>> post(Message text, SessionHeaders session, Receiver &receiver);
    [[nodiscard]] asio::awaitable<Outcome<int>> ask(const std::shared_ptr<Call> &call, SessionHeaders session);
    [[nodiscard]] asio::awaitable<void> request(std::shared_ptr<Call> call);
    /// Sends what has no answer: a notification, or the host's answer to a request of the server.
    [[nodiscard]] asio::awaitable<void> tell(Message text, std::string method);
    [[nodiscard]] asio::awaitable<void> cancel(std::string id, SessionHeaders session);
    /// Takes the transport of 2024-11-05 where the server knows no other (2025-11-25, backwards compatibility).
    [[nodiscard]] asio::awaitable<bool> fallBack(const Failure &failure);
    [[nodiscard]] asio::awaitable<Outcome<int>> listenTo(const SessionHeaders &session, Resumption &from);
    [[nodiscard]] asio::awaitable<void> listen();
    /// Opens a new session with the host's own `initialize`; at most one at a time, for all who wait.
    /// @return why there is none
    [[nodiscard]] asio::awaitable<Outcome<int>> renew(unsigned lostGeneration);
    [[nodiscard]] asio::awaitable<Outcome<int>> reopen(unsigned lostGeneration);
    [[nodiscard]] asio::awaitable<void> whenReady();
    /// A session began: its id and protocol go into every later request.
    void begun(const Call &call, std::string_view json);
    void startListening();

    asio::io_context &m_context;
    Settings m_settings;
    Log m_log;
    std::optional<Network> m_network;
    std::optional<HttpClient> m_client;
    StandardStream m_input;
    Output m_output;
    Calls m_calls;
    std::unique_ptr<Transport> m_transport;
    std::vector<std::unique_ptr<Transport>> m_retired; ///< given up by the detection; others may still be inside
    LineFramer m_framer;
    asio::signal_set m_signals;

    SessionHeaders m_session;
    unsigned m_generation = 0; ///< counts sessions
    Message m_initialize;      ///< the host's own, to open a session again
    int m_initializing = 0;    ///< `initialize` is under way
    int m_confirming = 0;      ///< `notifications/initialized` is under way
    bool m_settling = false;
    bool m_renewing = false;
    unsigned m_renewals = 0; ///< counts those that ended
    Outcome<int> m_renewed{0};
    Bell m_ready;

    int m_inFlight = 0;
    std::size_t m_bytesInFlight = 0;
    Bell m_idle;
    Bell m_moved; ///< there is another session to listen to
    bool m_stopping = false;
    bool m_leaving = false;
    bool m_listening = false;
};

/// Reads arguments and environment, relays, and gives the exit code.
[[nodiscard]] int runBridge(const std::vector<std::string> &arguments);

} // namespace kopru::bridge
