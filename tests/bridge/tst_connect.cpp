#include "bridge/net/httpclient.h"
#include "tests/support/loopbackserver.h"

#include <QtCore/QElapsedTimer>
#include <QtTest/QTest>

#include <boost/asio.hpp>

#ifdef __linux__
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#endif

using namespace kopru::bridge;
using boost::asio::ip::tcp;
using std::chrono::milliseconds;

namespace {

const asio::ip::address v4 = asio::ip::address_v4::loopback();
const asio::ip::address v6 = asio::ip::address_v6::loopback();

/// Keeps what it is told.
class Record final : public Trace
{
public:
    void passed(Phase phase, Clock::duration, const Evidence &evidence) override
    {
        phases.push_back(phase);
        if (phase == Phase::Connect)
            peer = evidence.front().second;
    }
    void failed(const Failure &failure, Clock::duration) override
    {
        failures.push_back(failure);
        if (onFailure)
            onFailure();
    }
    void line(std::string_view text) const override { lines.emplace_back(text); }

    std::vector<Phase> phases;
    std::string peer; ///< the address that was reached
    std::vector<Failure> failures;
    mutable std::vector<std::string> lines;
    std::function<void()> onFailure;
};

/// Somebody who listens and takes every connection.
class Listener
{
public:
    Listener(asio::io_context &context, const asio::ip::address &address, std::uint16_t port = 0)
        : m_acceptor(context, {address, port})
    {
        accept();
    }
    [[nodiscard]] std::uint16_t port() const { return m_acceptor.local_endpoint().port(); }
    [[nodiscard]] std::size_t count() const { return m_taken.size(); }

private:
    void accept()
    {
        m_acceptor.async_accept([this](const boost::system::error_code &error, tcp::socket socket) {
            if (error)
                return;
            m_taken.push_back(std::move(socket));
            accept();
        });
    }
    tcp::acceptor m_acceptor;
    std::vector<tcp::socket> m_taken;
};

/// A port that is listened on, and nobody accepts: one connection is made by the system, more stay open for ever.
class DeafPort
{
public:
    DeafPort(asio::io_context &context, const asio::ip::address &address, int filled, std::uint16_t port = 0)
        : m_acceptor(context)
    {
        m_acceptor.open(address.is_v6() ? tcp::v6() : tcp::v4());
        m_acceptor.bind({address, port});
        m_acceptor.listen(0);
        for (int i = 0; i < filled; ++i) {
            m_fill.emplace_back(context);
            m_fill.back().async_connect(m_acceptor.local_endpoint(), [](const boost::system::error_code &) {});
        }
    }
    [[nodiscard]] std::uint16_t port() const { return m_acceptor.local_endpoint().port(); }

private:
    tcp::acceptor m_acceptor;
    std::vector<tcp::socket> m_fill;
};

/// A port on which nobody listens, on either loopback.
std::uint16_t freePort(asio::io_context &context)
{
    for (;;) {
        const tcp::acceptor one(context, {v4, 0});
        boost::system::error_code error;
        tcp::acceptor other(context, tcp::v6());
        other.bind({v6, one.local_endpoint().port()}, error);
        if (!error)
            return one.local_endpoint().port();
    }
}

/// Makes a connection and gives it, or why there is none.
Outcome<std::unique_ptr<Stream>> connected(asio::io_context &context, const Address &address, Network &network,
                                           ConnectOptions options = {})
{
    std::optional<Outcome<std::unique_ptr<Stream>>> result;
    asio::co_spawn(
        context,
        [&]() -> asio::awaitable<void> {
            auto stream = co_await connectTo(address, network, options);
            result.emplace(std::move(stream));
            context.stop();
        },
        asio::detached);
    context.restart();
    context.run();
    return std::move(*result);
}

Cause causeOf(const Outcome<std::unique_ptr<Stream>> &outcome)
{
    return outcome ? Cause::None : outcome.error().cause;
}

/// Asks for `/` and gives the body.
std::string answerTo(asio::io_context &context, HttpClient &client)
{
    std::string result;
    asio::co_spawn(
        context,
        [&]() -> asio::awaitable<void> {
            HttpRequest request;
            request.method = "GET";
            auto answer = co_await client.send(request);
            if (answer) {
                auto body = co_await (*answer)->readAll(1000);
                result = body ? *body : std::string();
            }
            context.stop();
        },
        asio::detached);
    context.restart();
    context.run();
    return result;
}

#ifdef __linux__
/// This program's socket that is connected to a port of this computer; -1 if there is none.
int socketTo(std::uint16_t port)
{
    for (int socket = 0; socket < 1024; ++socket) {
        sockaddr_in peer{};
        socklen_t size = sizeof peer;
        if (getpeername(socket, reinterpret_cast<sockaddr *>(&peer), &size) == 0 && peer.sin_family == AF_INET &&
            peer.sin_port == htons(port))
            return socket;
    }
    return -1;
}

int optionOf(int socket, int level, int name)
{
    int value = -1;
    socklen_t size = sizeof value;
    return getsockopt(socket, level, name, &value, &size) == 0 ? value : -1;
}
#endif

bool hasIpv6(asio::io_context &context)
{
    boost::system::error_code error;
    tcp::acceptor acceptor(context, tcp::v6());
    acceptor.bind({v6, 0}, error);
    return !error;
}

} // namespace

class tst_Connect : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nobodyIsWaitedForForEver_data()
    {
        QTest::addColumn<int>("filled"); // connections made before, so that the next one is not
        QTest::addColumn<bool>("secure");
        QTest::addColumn<Cause>("cause");
        QTest::newRow("an address that does not answer") << 3 << false << Cause::ConnectTimeout;
        QTest::newRow("a handshake that is not answered") << 0 << true << Cause::TlsHandshake;
    }
    void nobodyIsWaitedForForEver()
    {
        QFETCH(int, filled);
        QFETCH(bool, secure);
        QFETCH(Cause, cause);
        asio::io_context context;
        const DeafPort deaf(context, v4, filled);
        Record trace;
        Network network({}, {}, milliseconds(5000), trace); // neither is a refusal: it is not tried again
        QElapsedTimer clock;
        clock.start();
        const auto outcome =
            connected(context, {secure, "127.0.0.1", deaf.port(), "/"}, network, {.limit = milliseconds(200)});
        QCOMPARE(static_cast<int>(causeOf(outcome)), static_cast<int>(cause));
        QVERIFY(clock.elapsed() >= 190);
        QCOMPARE(trace.failures.size(), 1U);
    }

    void refusedUntilItListens()
    {
        asio::io_context context;
        const std::uint16_t port = freePort(context);
        std::optional<Listener> listener;
        Record trace;
        trace.onFailure = [&] {
            if (trace.failures.size() == 2)
                listener.emplace(context, v4, port);
        };
        Network network({}, {}, milliseconds(5000), trace);
        QElapsedTimer clock;
        clock.start();
        const auto outcome = connected(context, {false, "127.0.0.1", port, "/"}, network);
        QVERIFY(outcome.has_value());
        QCOMPARE(trace.failures.size(), 2U);
        QVERIFY(trace.failures.front().cause == Cause::ConnectionRefused);
        QVERIFY2(clock.elapsed() >= 750, QByteArray::number(clock.elapsed())); // 0.25 s, then 0.5 s
        QCOMPARE(trace.lines.size(), 2U);
        QVERIFY2(trace.lines.front().find("connection-refused") != std::string::npos, trace.lines.front().c_str());
        QVERIFY(network.reached.contains("127.0.0.1"));
    }

    void patienceEnds_data()
    {
        QTest::addColumn<int>("retry");
        QTest::addColumn<bool>("option");
        QTest::addColumn<int>("attempts");
        QTest::newRow("none") << 0 << true << 1;
        QTest::newRow("not for this request") << 5000 << false << 1;
        QTest::newRow("shorter than the first pause") << 100 << true << 2;
        QTest::newRow("longer") << 600 << true << 3; // at 0, 250 and 600 ms
    }
    void patienceEnds()
    {
        QFETCH(int, retry);
        QFETCH(bool, option);
        QFETCH(int, attempts);
        asio::io_context context;
        const std::uint16_t port = freePort(context);
        Record trace;
        Network network({}, {}, milliseconds(retry), trace);
        QElapsedTimer clock;
        clock.start();
        const auto outcome = connected(context, {false, "localhost", port, "/"}, network, {.retry = option});
        QVERIFY(causeOf(outcome) == Cause::ConnectionRefused);
        QCOMPARE(trace.failures.size(), static_cast<std::size_t>(attempts));
        QCOMPARE(trace.lines.size(), attempts > 1 ? 1U : 0U);
        if (attempts > 1)
            QVERIFY2(clock.elapsed() >= retry - 10, QByteArray::number(clock.elapsed()));
    }

    void nameIsTriedAgainOnlyWhereItWasFoundBefore()
    {
        asio::io_context context;
        Record trace;
        Network network({}, {}, milliseconds(300), trace);
        const Address nowhere{false, "no-such-host.invalid", 80, "/"};
        QVERIFY(causeOf(connected(context, nowhere, network)) == Cause::UnknownHost);
        QCOMPARE(trace.failures.size(), 1U);
        network.reached.insert(nowhere.host); // as if the computer had slept since
        QVERIFY(causeOf(connected(context, nowhere, network)) == Cause::UnknownHost);
        QVERIFY2(trace.failures.size() > 2, QByteArray::number(static_cast<int>(trace.failures.size())));
    }

#ifdef __linux__
    void silentPeerIsNoticed()
    {
        asio::io_context context;
        const Listener listener(context, v4);
        Record trace;
        Network network({}, {}, milliseconds(0), trace);
        const auto outcome = connected(context, {false, "127.0.0.1", listener.port(), "/"}, network);
        QVERIFY(outcome.has_value());
        const int socket = socketTo(listener.port());
        QVERIFY(socket >= 0);
        const int limit = static_cast<int>(silenceLimit.count());
        QVERIFY(optionOf(socket, SOL_SOCKET, SO_KEEPALIVE) != 0);
        QCOMPARE(optionOf(socket, IPPROTO_TCP, TCP_USER_TIMEOUT), limit * 1000);
        const int idle = optionOf(socket, IPPROTO_TCP, TCP_KEEPIDLE);
        const int interval = optionOf(socket, IPPROTO_TCP, TCP_KEEPINTVL);
        QCOMPARE(idle + interval * optionOf(socket, IPPROTO_TCP, TCP_KEEPCNT), limit);
    }

    void clockCountsSleep()
    {
        // This computer may have slept already; if not, the two clocks show the same.
        timespec before{};
        clock_gettime(CLOCK_BOOTTIME, &before);
        const auto now = SleepClock::now().time_since_epoch();
        timespec behind{};
        clock_gettime(CLOCK_BOOTTIME, &behind);
        const auto nanoseconds = [](const timespec &time) {
            return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
        };
        QVERIFY(now >= nanoseconds(before) && now <= nanoseconds(behind));
    }
#endif

    void connectionIsNotUsedAgainBehindASleep_data()
    {
        QTest::addColumn<int>("slept"); // seconds
        QTest::addColumn<int>("connections");
        QTest::newRow("awake") << 0 << 1;
        QTest::newRow("a nap") << 3 << 1;
        QTest::newRow("a night") << 8 * 3600 << 2;
    }
    void connectionIsNotUsedAgainBehindASleep()
    {
        QFETCH(int, slept);
        QFETCH(int, connections);
        // The server noticed nothing: the connection looks as good as ever.
        const kopru::test::LoopbackServer server(
            [](const kopru::test::Request &) { return kopru::test::Response{.body = "x"}; });
        asio::io_context context;
        Record trace;
        Network network({}, {}, milliseconds(0), trace);
        static SleepClock::time_point time;
        time = SleepClock::now();
        network.now = [] { return time; };
        HttpClient client({false, "127.0.0.1", server.port(), "/"}, network);
        for (int i = 0; i < 2; ++i) {
            QCOMPARE(answerTo(context, client), std::string("x"));
            time += std::chrono::seconds(slept);
        }
        QCOMPARE(server.connections(), connections);
    }

    void eitherLoopback_data()
    {
        QTest::addColumn<bool>("six");  // who listens
        QTest::addColumn<bool>("deaf"); // the other one does not even refuse
        QTest::newRow("IPv4 alone") << false << false;
        QTest::newRow("IPv6 alone") << true << false;
        QTest::newRow("IPv4, IPv6 is dead") << false << true;
        QTest::newRow("IPv6, IPv4 is dead") << true << true;
    }
    void eitherLoopback()
    {
        QFETCH(bool, six);
        QFETCH(bool, deaf);
        asio::io_context context;
        if (!hasIpv6(context))
            QSKIP("this computer has no IPv6");
        const std::uint16_t port = freePort(context);
        const Listener listener(context, six ? v6 : v4, port);
        std::optional<DeafPort> other;
        if (deaf)
            other.emplace(context, six ? v4 : v6, 3, port);
        Record trace;
        Network network({}, {}, milliseconds(0), trace);
        QElapsedTimer clock;
        clock.start();
        const auto outcome = connected(context, {false, "localhost", port, "/"}, network);
        QVERIFY(outcome.has_value());
        QCOMPARE(trace.peer, six ? "::1" : "127.0.0.1");
        QCOMPARE(trace.failures.size(), 0U);
        QVERIFY2(clock.elapsed() < 2000, QByteArray::number(clock.elapsed()));
        if (deaf && !six)
            QVERIFY2(clock.elapsed() >= 240, QByteArray::number(clock.elapsed())); // the one that is dead goes first
    }
};

QTEST_GUILESS_MAIN(tst_Connect)
#include "tst_connect.moc"
