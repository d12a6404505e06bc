#include "bridge/net/connect.h"

#include <QtCore/QElapsedTimer>
#include <QtTest/QTest>

#include <boost/asio.hpp>

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace kopru::bridge;

namespace {

class Silence final : public Trace
{
public:
    void passed(Phase, Clock::duration, const Evidence &) override {}
    void failed(const Failure &, Clock::duration) override {}
};

/// A port that is listened on, and nobody accepts: `backlog` connections are made by the system, more stay open for
/// ever.
class DeafPort
{
public:
    explicit DeafPort(int backlog) : m_socket(::socket(AF_INET, SOCK_STREAM, 0))
    {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        auto *general = reinterpret_cast<sockaddr *>(&address);
        m_good = ::bind(m_socket, general, size) == 0 && ::listen(m_socket, backlog) == 0 &&
                 ::getsockname(m_socket, general, &size) == 0;
        m_port = ntohs(address.sin_port);
    }
    ~DeafPort() { ::close(m_socket); }
    DeafPort(const DeafPort &) = delete;
    DeafPort &operator=(const DeafPort &) = delete;

    bool isGood() const { return m_good; }
    std::uint16_t port() const { return m_port; }

private:
    int m_socket;
    bool m_good = false;
    std::uint16_t m_port = 0;
};

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
        const DeafPort deaf(0);
        QVERIFY(deaf.isGood());
        boost::asio::io_context context;
        std::vector<boost::asio::ip::tcp::socket> fill;
        const boost::asio::ip::tcp::endpoint endpoint(boost::asio::ip::address_v4::loopback(), deaf.port());
        for (int i = 0; i < filled; ++i) {
            fill.emplace_back(context);
            fill.back().async_connect(endpoint, [](const boost::system::error_code &) {});
        }
        Silence trace;
        Network network({}, trace);
        const Address address{secure, "127.0.0.1", deaf.port(), "/"};
        std::optional<Failure> failure;
        QElapsedTimer clock;
        clock.start();
        boost::asio::co_spawn(
            context,
            [&]() -> boost::asio::awaitable<void> {
                auto stream = co_await connectTo(address, network, Purpose::Request, std::chrono::milliseconds(200));
                if (!stream)
                    failure = stream.error();
                context.stop();
            },
            boost::asio::detached);
        context.run();
        QVERIFY(failure.has_value());
        QCOMPARE(static_cast<int>(failure->cause), static_cast<int>(cause));
        QVERIFY(clock.elapsed() >= 190);
    }
};

QTEST_APPLESS_MAIN(tst_Connect)
#include "tst_connect.moc"
