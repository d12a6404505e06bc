#include "bridge/net/connect.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <algorithm>
#include <array>
#include <chrono>

namespace kopru::bridge {

namespace {

using asio::ip::tcp;
using namespace asio::experimental::awaitable_operators;
using namespace std::chrono_literals;
constexpr auto tuple = asio::as_tuple(asio::use_awaitable);
constexpr auto raceDelay = 250ms;
constexpr auto firstPause = 250ms; // before a refused connection is tried again
constexpr auto longestPause = 5000ms;
constexpr std::size_t longestHead = std::size_t{64} * 1024;

class PlainStream final : public Stream
{
public:
    explicit PlainStream(tcp::socket socket) : m_socket(std::move(socket)) {}

    asio::awaitable<Transfer> read(asio::mutable_buffer into) override
    {
        auto [error, bytes] = co_await m_socket.async_read_some(into, tuple);
        co_return Transfer{error, bytes};
    }

    asio::awaitable<Transfer> write(asio::const_buffer from) override
    {
        auto [error, bytes] = co_await asio::async_write(m_socket, from, tuple);
        co_return Transfer{error, bytes};
    }

    bool isQuiet() override
    {
        char byte = 0;
        boost::system::error_code error;
        if (!m_socket.non_blocking())
            m_socket.non_blocking(true, error);
        m_socket.receive(asio::buffer(&byte, 1), tcp::socket::message_peek, error);
        return error == asio::error::would_block;
    }

    void close() override
    {
        boost::system::error_code ignored;
        m_socket.close(ignored);
    }

private:
    tcp::socket m_socket;
};

/// IPv6 and IPv4 in turn, beginning with the family the system put first (RFC 8305 section 4).
std::vector<tcp::endpoint> interleaved(const std::vector<tcp::endpoint> &endpoints)
{
    std::vector<tcp::endpoint> first;
    std::vector<tcp::endpoint> second;
    for (const auto &endpoint : endpoints)
        (endpoint.protocol() == endpoints.front().protocol() ? first : second).push_back(endpoint);
    std::vector<tcp::endpoint> result;
    for (std::size_t i = 0; i < std::max(first.size(), second.size()); ++i) {
        if (i < first.size())
            result.push_back(first[i]);
        if (i < second.size())
            result.push_back(second[i]);
    }
    return result;
}

/// A refusal says more than a network that cannot be reached: a computer without IPv6 has that for every server.
bool saysMore(const boost::system::error_code &error, const boost::system::error_code &other)
{
    return !other || (error == asio::error::connection_refused && other != asio::error::connection_refused);
}

/// The attempts of one race; kept alive by their handlers.
struct Race
{
    explicit Race(const asio::any_io_executor &executor) : bell(executor) {}
    asio::steady_timer bell;
    std::vector<std::shared_ptr<tcp::socket>> sockets;
    std::shared_ptr<tcp::socket> winner;
    boost::system::error_code error;
    int running = 0;
    bool over = false;

    void stop()
    {
        over = true;
        boost::system::error_code ignored;
        for (const auto &socket : sockets)
            if (socket != winner)
                socket->close(ignored);
    }
};

Cause causeOf(const boost::system::error_code &error)
{
    if (error == asio::error::connection_refused)
        return Cause::ConnectionRefused;
    if (error == asio::error::timed_out)
        return Cause::ConnectTimeout;
    return Cause::NetworkUnreachable;
}

asio::awaitable<Outcome<tcp::socket>> race(const std::vector<tcp::endpoint> &found)
{
    const auto executor = co_await asio::this_coro::executor;
    const auto endpoints = interleaved(found);
    auto state = std::make_shared<Race>(executor);
    // However this coroutine ends, cancellation included, no attempt goes on.
    struct Stop
    {
        std::shared_ptr<Race> race;
        ~Stop() { race->stop(); }
    };
    const Stop stop{state};

    std::size_t next = 0;
    while (!state->winner) {
        if (next < endpoints.size()) {
            auto socket = std::make_shared<tcp::socket>(executor);
            state->sockets.push_back(socket);
            ++state->running;
            socket->async_connect(endpoints[next++], [state, socket](const boost::system::error_code &error) {
                --state->running;
                if (state->over)
                    return;
                if (!error && !state->winner)
                    state->winner = socket;
                else if (error && saysMore(error, state->error))
                    state->error = error;
                state->bell.cancel();
            });
        } else if (state->running == 0) {
            co_return failureOf(Phase::Connect, causeOf(state->error));
        }
        if (next < endpoints.size())
            state->bell.expires_after(raceDelay);
        else
            state->bell.expires_at(asio::steady_timer::time_point::max());
        co_await state->bell.async_wait(tuple);
    }
    co_return std::move(*state->winner);
}

/// Looks a name up. The system's own look-up cannot be interrupted; whoever waits for it here can be.
asio::awaitable<std::vector<tcp::endpoint>> lookUp(const std::string &host, std::uint16_t port)
{
    struct Search
    {
        explicit Search(const asio::any_io_executor &executor)
            : resolver(executor), bell(executor, asio::steady_timer::time_point::max())
        {}
        tcp::resolver resolver;
        asio::steady_timer bell;
        std::vector<tcp::endpoint> found;
        bool over = false;
    };
    auto search = std::make_shared<Search>(co_await asio::this_coro::executor);
    search->resolver.async_resolve(
        host, std::to_string(port),
        [search](const boost::system::error_code &, const tcp::resolver::results_type &results) {
            for (const auto &result : results)
                search->found.push_back(result.endpoint());
            search->over = true;
            search->bell.cancel();
        });
    while (!search->over) {
        co_await search->bell.async_wait(tuple);
        const auto state = co_await asio::this_coro::cancellation_state;
        if (state.cancelled() != asio::cancellation_type::none)
            break;
    }
    co_return search->found;
}

/// The addresses of a host. `localhost` is both loopbacks whatever the system's table says (RFC 6761 section 6.3): a
/// server may listen on either.
asio::awaitable<std::vector<tcp::endpoint>> endpointsOf(const std::string &host, std::uint16_t port)
{
    std::vector<tcp::endpoint> result;
    boost::system::error_code notAnAddress;
    const auto literal = asio::ip::make_address(host, notAnAddress);
    if (!notAnAddress) {
        result.emplace_back(literal, port);
    } else if (host == "localhost") {
        result.emplace_back(asio::ip::address_v6::loopback(), port);
        result.emplace_back(asio::ip::address_v4::loopback(), port);
    } else {
        result = co_await lookUp(host, port);
    }
    co_return result;
}

/// Measures one phase after the other.
class PhaseClock
{
public:
    Trace::Clock::duration took() { return Trace::Clock::now() - std::exchange(m_begun, Trace::Clock::now()); }

private:
    Trace::Clock::time_point m_begun = Trace::Clock::now();
};

/// An old system that does not know the option works as well.
void setOption(tcp::socket &socket, int name, int value)
{
    ::setsockopt(socket.native_handle(), IPPROTO_TCP, name, reinterpret_cast<const char *>(&value), sizeof value);
}

/// Lets the system notice a peer that is gone without a word: see silenceLimit.
void watch(tcp::socket &socket)
{
    constexpr int limit = static_cast<int>(silenceLimit.count());
    constexpr int probes = 4;
    constexpr int interval = 10;
    boost::system::error_code ignored;
    socket.set_option(asio::socket_base::keep_alive(true), ignored);
#if defined(TCP_KEEPIDLE)
    setOption(socket, TCP_KEEPIDLE, limit - probes * interval);
#elif defined(TCP_KEEPALIVE) // macOS
    setOption(socket, TCP_KEEPALIVE, limit - probes * interval);
#endif
#if defined(TCP_KEEPINTVL) && defined(TCP_KEEPCNT)
    setOption(socket, TCP_KEEPINTVL, interval);
    setOption(socket, TCP_KEEPCNT, probes);
#endif
    // For what was sent and is not confirmed; on Linux it is the limit for the probes too (tcp(7)).
#if defined(TCP_USER_TIMEOUT)
    setOption(socket, TCP_USER_TIMEOUT, limit * 1000);
#elif defined(TCP_RXT_CONNDROPTIME) // macOS, seconds
    setOption(socket, TCP_RXT_CONNDROPTIME, limit);
#elif defined(TCP_MAXRT)            // Windows, seconds
    setOption(socket, TCP_MAXRT, limit);
#endif
}

/// One attempt.
asio::awaitable<Outcome<tcp::socket>> reachOnce(const std::string &host, std::uint16_t port, Trace &trace,
                                                std::chrono::milliseconds limit)
{
    PhaseClock phase;
    const std::vector<tcp::endpoint> endpoints = co_await endpointsOf(host, port);
    if (endpoints.empty()) {
        const Failure failure = failureWith(Phase::Resolve, Cause::UnknownHost, 0, "host", host);
        const auto state = co_await asio::this_coro::cancellation_state;
        if (state.cancelled() == asio::cancellation_type::none)
            trace.failed(failure, phase.took());
        co_return failure;
    }
    trace.passed(Phase::Resolve, phase.took(), {{"address", endpoints.front().address().to_string()}});

    asio::steady_timer clock(co_await asio::this_coro::executor, limit);
    auto reached = co_await (race(endpoints) || clock.async_wait(tuple));
    auto *socket = std::get_if<0>(&reached);
    if (!socket || !*socket) {
        Failure failure = socket ? socket->error() : failureOf(Phase::Connect, Cause::ConnectTimeout);
        failure.evidence = {{"host", host}, {"port", std::to_string(port)}};
        trace.failed(failure, phase.took());
        co_return failure;
    }
    boost::system::error_code ignored;
    tcp::socket connected = std::move(**socket);
    connected.set_option(tcp::no_delay(true), ignored);
    watch(connected);
    const auto peer = connected.remote_endpoint(ignored);
    trace.passed(Phase::Connect, phase.took(), {{"address", peer.address().to_string()}});
    co_return connected;
}

/// Whether nothing was sent and the next attempt may end better.
bool mayPass(const Failure &failure, bool wasReached)
{
    switch (failure.cause) {
    case Cause::ConnectionRefused:
        return true;
    case Cause::UnknownHost:
    case Cause::NetworkUnreachable:
        return wasReached;
    default:
        return false;
    }
}

/// @param trace  is told of every attempt
asio::awaitable<Outcome<tcp::socket>> reach(const std::string &host, std::uint16_t port, Network &network, Trace &trace,
                                            ConnectOptions options)
{
    using std::chrono::milliseconds;
    const milliseconds patience = options.retry ? network.retry : 0ms;
    const auto begun = Trace::Clock::now();
    milliseconds pause = firstPause;
    for (bool first = true;; first = false) {
        auto reached = co_await reachOnce(host, port, trace, options.limit);
        const auto passed = std::chrono::duration_cast<milliseconds>(Trace::Clock::now() - begun);
        if (reached) {
            network.reached.insert(host);
            if (std::exchange(network.waiting, false))
                network.trace.line("connected to " + host);
            co_return reached;
        }
        const Failure &failure = reached.error();
        if (passed >= patience || !mayPass(failure, network.reached.contains(host)))
            co_return reached;
        if (first && !std::exchange(network.waiting, true))
            network.trace.line("no connection to " + host + " (" + std::string(contract::causeId(failure.cause)) +
                               "); trying again for " + std::to_string(patience.count()) + " ms");
        asio::steady_timer clock(co_await asio::this_coro::executor, std::min(pause, patience - passed));
        co_await clock.async_wait(tuple);
        pause = std::min<milliseconds>(2 * pause, longestPause);
    }
}

/// The attempts to reach a proxy, as one phase of the connection.
class ProxyTrace final : public Trace
{
public:
    ProxyTrace(const Proxy &proxy, Trace &told) : m_proxy(proxy), m_told(told) {}
    void passed(Phase, Clock::duration, const Evidence &) override {}
    void failed(const Failure &failure, Clock::duration took) override
    {
        m_told.failed(proxyFailure(m_proxy, std::string(contract::causeId(failure.cause))), took);
    }
    void line(std::string_view text) const override { m_told.line(text); }

private:
    const Proxy &m_proxy;
    Trace &m_told;
};

/// Asks a proxy that was reached for a tunnel.
asio::awaitable<std::optional<Failure>> openTunnel(tcp::socket &socket, const Proxy &proxy, const Address &address)
{
    const std::string request = tunnelRequest(proxy, address);
    // A proxy may refuse and close before it has read everything: its answer is read all the same.
    co_await asio::async_write(socket, asio::buffer(request), tuple);
    std::string head;
    for (;;) {
        std::array<char, 4096> piece{};
        auto [readError, count] = co_await socket.async_read_some(asio::buffer(piece), tuple);
        head.append(piece.data(), count);
        const auto end = head.find("\r\n\r\n");
        if (end != std::string::npos || readError || head.size() > longestHead) {
            const auto reply = parseTunnelReply(std::string_view(head).substr(0, end));
            if (!reply || (end == std::string::npos && reply->status / 100 == 2))
                co_return proxyFailure(proxy, head.empty() ? "no answer" : "the answer is not HTTP");
            if (reply->status / 100 != 2)
                co_return proxyRefusal(proxy, *reply);
            // Nothing that is spoken here begins with the server, so this would not come from it.
            if (end + 4 != head.size())
                co_return proxyFailure(proxy, "the answer goes on behind its end");
            co_return std::nullopt;
        }
    }
}

/// The socket on which the proxy listens for requests, or passes on what is written.
asio::awaitable<Outcome<tcp::socket>> reachThrough(const Proxy &proxy, const Address &address, Network &network,
                                                   ConnectOptions options)
{
    PhaseClock phase;
    if (proxy.fault) {
        network.trace.failed(*proxy.fault, phase.took());
        co_return *proxy.fault;
    }
    const bool first = !network.reached.contains(proxy.host);
    ProxyTrace trace(proxy, network.trace);
    auto reached = co_await reach(proxy.host, proxy.port, network, trace, options);
    if (!reached)
        co_return proxyFailure(proxy, std::string(contract::causeId(reached.error().cause)));
    if (address.secure || options.purpose == Purpose::Tunnel) {
        asio::steady_timer clock(co_await asio::this_coro::executor, options.limit);
        auto opened = co_await (openTunnel(*reached, proxy, address) || clock.async_wait(tuple));
        std::optional<Failure> failure = proxyFailure(proxy, "no answer in time");
        if (opened.index() == 0)
            failure = std::move(std::get<0>(opened));
        if (failure) {
            network.trace.failed(*failure, phase.took());
            co_return *failure;
        }
    }
    const std::string port = std::to_string(proxy.port);
    if (first)
        network.trace.line("through the proxy " + proxy.host + ", port " + port);
    network.trace.passed(Phase::Proxy, phase.took(), {{"host", proxy.host}, {"port", port}});
    co_return reached;
}

/// The socket, by whatever way.
asio::awaitable<Outcome<tcp::socket>> socketTo(const Address &address, Network &network, ConnectOptions options)
{
    if (const Proxy *proxy = network.proxies.forAddress(address)) {
        auto reached = co_await reachThrough(*proxy, address, network, options);
        co_return reached;
    }
    auto reached = co_await reach(address.host, address.port, network, network.trace, options);
    co_return reached;
}

} // namespace

asio::awaitable<Outcome<std::unique_ptr<Stream>>> connectTo(const Address &address, Network &network,
                                                            ConnectOptions options)
{
    auto reached = co_await socketTo(address, network, options);
    if (!reached)
        co_return reached.error();
    if (!address.secure)
        co_return std::unique_ptr<Stream>(std::make_unique<PlainStream>(std::move(*reached)));

    PhaseClock phase;
    asio::steady_timer clock(co_await asio::this_coro::executor, options.limit);
    auto shaken =
        co_await (network.trust.encrypt(std::move(*reached), address.host, network.trace) || clock.async_wait(tuple));
    if (shaken.index() == 1) {
        Failure failure = failureWith(Phase::Tls, Cause::TlsHandshake, 0, "host", address.host);
        failure.evidence.emplace_back("message", "the server did not answer the handshake");
        network.trace.failed(failure, phase.took());
        co_return failure;
    }
    auto encrypted = std::move(std::get<0>(shaken));
    if (encrypted)
        network.trace.passed(Phase::Tls, phase.took(), {});
    else
        network.trace.failed(encrypted.error(), phase.took());
    co_return encrypted;
}

} // namespace kopru::bridge
