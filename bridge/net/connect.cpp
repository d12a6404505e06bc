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
#include <chrono>

namespace kopru::bridge {

namespace {

using asio::ip::tcp;
using namespace asio::experimental::awaitable_operators;
using namespace std::chrono_literals;
constexpr auto tuple = asio::as_tuple(asio::use_awaitable);
constexpr auto raceDelay = 250ms;

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

/// The attempts of one race; kept alive by their handlers.
struct Race
{
    explicit Race(const asio::any_io_executor &executor) : bell(executor) {}
    asio::steady_timer bell;
    std::vector<std::shared_ptr<tcp::socket>> sockets;
    std::shared_ptr<tcp::socket> winner;
    boost::system::error_code firstError;
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
                else if (error && !state->firstError)
                    state->firstError = error;
                state->bell.cancel();
            });
        } else if (state->running == 0) {
            co_return failureOf(Phase::Connect, causeOf(state->firstError));
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
asio::awaitable<std::vector<tcp::endpoint>> lookUp(const Address &address)
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
        address.host, std::to_string(address.port),
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

} // namespace

asio::awaitable<Outcome<std::unique_ptr<Stream>>> connectTo(const Address &address, Trust &trust, Trace &trace,
                                                            std::chrono::milliseconds limit)
{
    asio::steady_timer clock(co_await asio::this_coro::executor);
    auto begun = Trace::Clock::now();
    const auto took = [&begun] { return Trace::Clock::now() - std::exchange(begun, Trace::Clock::now()); };

    std::vector<tcp::endpoint> endpoints;
    boost::system::error_code notAnAddress;
    const auto literal = asio::ip::make_address(address.host, notAnAddress);
    if (!notAnAddress) {
        endpoints.emplace_back(literal, address.port);
    } else {
        endpoints = co_await lookUp(address);
        if (endpoints.empty()) {
            const Failure failure = failureWith(Phase::Resolve, Cause::UnknownHost, 0, "host", address.host);
            trace.failed(failure, took());
            co_return failure;
        }
    }
    trace.passed(Phase::Resolve, took(), {{"address", endpoints.front().address().to_string()}});

    clock.expires_after(limit);
    auto reached = co_await (race(endpoints) || clock.async_wait(tuple));
    auto *socket = std::get_if<0>(&reached);
    if (!socket || !*socket) {
        Failure failure = socket ? socket->error() : failureOf(Phase::Connect, Cause::ConnectTimeout);
        failure.evidence = {{"host", address.host}, {"port", std::to_string(address.port)}};
        trace.failed(failure, took());
        co_return failure;
    }
    boost::system::error_code ignored;
    tcp::socket connected = std::move(**socket);
    connected.set_option(tcp::no_delay(true), ignored);
    connected.set_option(asio::socket_base::keep_alive(true), ignored);
    const auto peer = connected.remote_endpoint(ignored);
    trace.passed(Phase::Connect, took(), {{"address", peer.address().to_string()}});
    if (!address.secure)
        co_return std::unique_ptr<Stream>(std::make_unique<PlainStream>(std::move(connected)));

    clock.expires_after(limit);
    auto shaken = co_await (trust.encrypt(std::move(connected), address.host) || clock.async_wait(tuple));
    if (shaken.index() == 1) {
        Failure failure = failureWith(Phase::Tls, Cause::TlsHandshake, 0, "host", address.host);
        failure.evidence.emplace_back("message", "the server did not answer the handshake");
        trace.failed(failure, took());
        co_return failure;
    }
    auto encrypted = std::move(std::get<0>(shaken));
    if (encrypted)
        trace.passed(Phase::Tls, took(), {});
    else
        trace.failed(encrypted.error(), took());
    co_return encrypted;
}

} // namespace kopru::bridge
