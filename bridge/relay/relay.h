#pragma once

#include "bridge/relay/lines.h"
#include "bridge/relay/log.h"
#include "bridge/relay/settings.h"
#include "bridge/relay/stdio.h"
#include "bridge/transports/streamable.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>

#include <list>

namespace kopru::bridge {

/// Relays between standard input and output and one server, on one thread.
///
/// Every request of the host is answered exactly once: by the server's answer as it came, or by an error made here.
/// Nothing that may have run is sent again. The host's own `initialize` opens the session; when the server forgets it,
/// it is opened again once, under an id of the bridge's own.
class Relay
{
public:
    Relay(asio::io_context &context, Settings settings);
    ~Relay();

    /// Until standard input ends, a signal comes or nobody reads standard output: then what is in flight gets two
    /// seconds, the session is ended, and the event loop has nothing more to do.
    void start();

private:
    class Call;
    class Listener;
    friend class Call;

    [[nodiscard]] asio::awaitable<void> readInput();
    [[nodiscard]] asio::awaitable<void> leave();
    void stop(); ///< reads no more and leaves
    void take(Line line, bool inBatch = false);
    void dispatch(std::string text, Envelope envelope);
    /// Posts a message, within the time-out if there is one.
    [[nodiscard]] asio::awaitable<Outcome<int>> post(std::string_view text, const SessionHeaders &session,
                                                     Receiver &receiver);
    [[nodiscard]] asio::awaitable<void> request(std::shared_ptr<Call> call);
    [[nodiscard]] asio::awaitable<void> notification(std::string text, std::string method);
    [[nodiscard]] asio::awaitable<void> answer(std::string text);
    [[nodiscard]] asio::awaitable<void> listen();
    /// Opens a new session with the host's own `initialize`; at most one at a time, for all who wait.
    [[nodiscard]] asio::awaitable<bool> renew(unsigned lostGeneration);
    [[nodiscard]] asio::awaitable<void> whenReady();
    /// A session began: its id and protocol go into every later request.
    void begun(const Call &call, std::string_view json);

    asio::io_context &m_context;
    Settings m_settings;
    Log m_log;
    Network m_network;
    HttpClient m_client;
    Streamable m_transport;
    StandardStream m_input;
    Output m_output;
    LineFramer m_framer;
    asio::signal_set m_signals;

    SessionHeaders m_session;
    unsigned m_generation = 0; ///< counts sessions
    std::string m_initialize;  ///< the host's own, to open a session again
    int m_initializing = 0;    ///< `initialize` is under way
    int m_confirming = 0;      ///< `notifications/initialized` is under way
    bool m_renewing = false;
    bool m_renewed = false;
    Bell m_ready;

    std::list<std::shared_ptr<Call>> m_calls; ///< not answered yet
    int m_inFlight = 0;
    Bell m_idle;
    bool m_stopping = false;
    bool m_leaving = false;
    bool m_listening = false;
};

/// Reads arguments and environment, relays, and gives the exit code.
[[nodiscard]] int runBridge(const std::vector<std::string> &arguments);

} // namespace kopru::bridge
