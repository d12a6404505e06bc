#include "bridge/transports/websocket.h"

#include "bridge/transports/refusal.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/websocket/stream.hpp>

#include <array>
#include <deque>

namespace kopru::bridge {

namespace {

namespace beast = boost::beast;
namespace websocket = beast::websocket;
using namespace asio::experimental::awaitable_operators;
using namespace std::chrono_literals;
using boost::system::error_code;
constexpr auto tuple = asio::as_tuple(asio::use_awaitable);
constexpr auto secondChance = 5s; // for a pong that lay unread while the computer slept
constexpr std::size_t pieceSize = std::size_t{64} * 1024;
constexpr std::size_t smallFrame = std::size_t{16} * 1024;

/// What Beast's stream wants to stand on.
class Layer
{
public:
    using executor_type = asio::any_io_executor;

    /// @param heard  becomes true when something came
    Layer(asio::any_io_executor executor, std::unique_ptr<Stream> stream, bool &heard)
        : m_executor(std::move(executor)), m_stream(std::move(stream)), m_heard(heard)
    {}

    [[nodiscard]] executor_type get_executor() const { return m_executor; }
    void close() { m_stream->close(); }

    template <class Buffers, class Token> auto async_read_some(const Buffers &buffers, Token &&token)
    {
        const asio::mutable_buffer into = *asio::buffer_sequence_begin(buffers);
        return start(m_stream->read(into), std::forward<Token>(token), &m_heard);
    }
    template <class Buffers, class Token> auto async_write_some(const Buffers &buffers, Token &&token)
    {
        // A small frame in one piece: its head alone would be a packet, and a TLS record, of its own.
        if (const std::size_t size = beast::buffer_bytes(buffers); size <= smallFrame) {
            std::string together(size, '\0');
            asio::buffer_copy(asio::buffer(together), buffers);
            return start(write(std::move(together)), std::forward<Token>(token));
        }
        auto from = asio::buffer_sequence_begin(buffers);
        while (from != asio::buffer_sequence_end(buffers) && asio::const_buffer(*from).size() == 0)
            ++from;
        const asio::const_buffer piece = from == asio::buffer_sequence_end(buffers) ? asio::const_buffer() : *from;
        return start(m_stream->write(piece), std::forward<Token>(token));
    }

private:
    asio::awaitable<Transfer> write(std::string text)
    {
        auto sent = co_await m_stream->write(asio::buffer(text));
        co_return sent;
    }
    template <class Token> auto start(asio::awaitable<Transfer> transfer, Token &&token, bool *heard = nullptr)
    {
        return asio::async_initiate<Token, void(error_code, std::size_t)>(
            [executor = m_executor, heard](auto handler, asio::awaitable<Transfer> work) {
                asio::co_spawn(
                    executor, std::move(work),
                    [handler = std::move(handler), heard](const std::exception_ptr &thrown, Transfer done) mutable {
                        if (thrown)
                            done.error = asio::error::operation_aborted;
                        if (heard && !done.error)
                            *heard = true;
                        std::move(handler)(done.error, done.bytes);
                    });
            },
            token, std::move(transfer));
    }

    asio::any_io_executor m_executor;
    std::unique_ptr<Stream> m_stream;
    bool &m_heard;
};

void beast_close_socket(Layer &layer)
{
    layer.close();
}

template <class Handler> void async_teardown(beast::role_type, Layer &layer, Handler &&handler)
{
    layer.close();
    asio::post(layer.get_executor(), beast::bind_front_handler(std::forward<Handler>(handler), error_code()));
}

} // namespace

std::string_view meaningOfClose(unsigned code)
{
    switch (code) {
    case 1000:
        return "a normal end";
    case 1001:
        return "the server is going away";
    case 1002:
        return "protocol error";
    case 1003:
        return "a kind of data that the server does not accept";
    case 1005:
        return "no code given";
    case 1006:
        return "the connection dropped";
    case 1007:
        return "a message with invalid text";
    case 1008:
        return "against the server's policy, often the token";
    case 1009:
        return "a message too large for the server";
    case 1010:
        return "an extension is missing";
    case 1011:
        return "a fault of the server";
    case 1012:
        return "the server restarts";
    case 1013:
        return "the server is busy, try again later";
    case 1014:
        return "a gateway got no answer";
    case 1015:
        return "the encryption failed";
    case 3000:
    case 4401:
        return "not authorized";
    case 3003:
    case 4403:
        return "forbidden";
    case 3008:
        return "time-out";
    default:
        return code >= 4000 ? "a code of this server's own" : "unknown";
    }
}

/// As much of a text as a character may have.
std::string lastOf(std::string_view text)
{
    return std::string(text.substr(text.size() - std::min<std::size_t>(text.size(), 4)));
}

/// Beast checks the text of every frame, but not that the last character is whole where the last frame is empty.
bool endsWithinCharacter(std::string_view text)
{
    std::size_t begin = text.size();
    while (begin > 0 && text.size() - begin < 4) {
        --begin;
        if ((static_cast<unsigned char>(text[begin]) & 0xc0U) != 0x80U)
            break;
    }
    return !isUtf8(text.substr(begin));
}

/// One connection and what is to be sent over it. Lives until its coroutines ended.
class WebSocket::Connection : public std::enable_shared_from_this<Connection>
{
public:
    struct Outgoing
    {
        Outgoing(const asio::any_io_executor &executor, Message text) : message(std::move(text)), changed(executor) {}
        Message message;
        Bell changed; ///< one for all would wake all of them for each
        enum class State { Queued, Writing, Sent, Lost } state = State::Queued;
    };

    Connection(const asio::any_io_executor &executor, std::unique_ptr<Stream> stream, const Options &options)
        : m_options(options),
          m_executor(executor),
          m_stream(Layer(executor, std::move(stream), m_heard)),
          m_end(executor),
          m_pause(executor)
    {}

    [[nodiscard]] asio::awaitable<Outcome<int>> shakeHands();
    [[nodiscard]] asio::awaitable<Failure> receive(Receiver &incoming);
    [[nodiscard]] asio::awaitable<Outcome<int>> send(Message message);
    [[nodiscard]] asio::awaitable<void> close();
    void drop() { beast_close_socket(m_stream.next_layer()); }

private:
    [[nodiscard]] Failure ended(const error_code &error) const;
    [[nodiscard]] asio::awaitable<void> writeQueue();
    [[nodiscard]] asio::awaitable<void> keepAlive();
    [[nodiscard]] asio::awaitable<void> sayGoodbye();
    [[nodiscard]] asio::awaitable<void> insist();

    const Options &m_options;
    asio::any_io_executor m_executor;
    websocket::stream<Layer, false> m_stream;
    Bell m_end; ///< rings when receive() is over
    asio::steady_timer m_pause;
    std::deque<std::shared_ptr<Outgoing>> m_queue;
    std::shared_ptr<Outgoing> m_written; ///< what is being written
    asio::cancellation_signal m_stopReading;
    asio::cancellation_signal m_stopClosing;
    bool m_shaken = false;
    bool m_left = false;
    bool m_writing = false;
    bool m_over = false;
    bool m_heard = false;      ///< something came since the last ping
    bool m_delivering = false; ///< a host that reads slowly keeps pongs from being read
    bool m_silent = false;
};

asio::awaitable<Outcome<int>> WebSocket::Connection::shakeHands()
{
    m_stream.set_option(websocket::stream_base::decorator([this](websocket::request_type &request) {
        request.set(beast::http::field::user_agent, "kopru-bridge");
        if (!m_options.subprotocol.empty())
            request.set(beast::http::field::sec_websocket_protocol, m_options.subprotocol);
        for (const auto &[name, value] : m_options.headers)
            request.set(name, value);
    }));
    m_stream.read_message_max(0); // counted where it is read
    m_stream.auto_fragment(false);
    m_stream.write_buffer_bytes(pieceSize);
    m_stream.text(true);

    websocket::response_type answer;
    // Beast's handshake cannot be cancelled, only cut off.
    bool late = false;
    asio::steady_timer clock(m_executor, m_options.patience);
    clock.async_wait([&late, self = shared_from_this()](const error_code &stopped) {
        if (!stopped && !self->m_shaken) {
            late = true;
            self->drop();
        }
    });
    const auto [error] =
        co_await m_stream.async_handshake(answer, m_options.address.hostHeader(), m_options.address.target, tuple);
    m_shaken = true;
    if (late)
        co_return failureWith(Phase::WebSocket, Cause::TimedOut, 0, "limit-ms",
                              std::to_string(m_options.patience.count()));
    if (!error)
        co_return 101;
    const int status = static_cast<int>(answer.result_int());
    if (error != websocket::error::upgrade_declined) {
        const bool http = error.category() == make_error_code(websocket::error::closed).category() ||
                          error.category() == make_error_code(beast::http::error::bad_version).category();
        const bool cut = error == beast::http::error::end_of_stream || error == beast::http::error::partial_message;
        Failure failure = lossOf(error, Phase::WebSocket, 0, m_options.address.host);
        if (http && !cut)
            failure.cause = Cause::WebSocketRefused;
        if (failure.cause != Cause::ClientCertificate)
            failure.evidence.emplace_back("message", error.message());
        co_return failure;
    }
    std::vector<std::string_view> challenges;
    const auto [first, last] = answer.equal_range(beast::http::field::www_authenticate);
    for (auto header = first; header != last; ++header)
        challenges.emplace_back(header->value().data(), header->value().size());
    Failure failure = refusalOf(status, challenges, answer[beast::http::field::retry_after]);
    if (failure.phase == Phase::Http)
        failure.phase = Phase::WebSocket;
    if (failure.cause == Cause::HttpStatus)
        failure.cause = Cause::WebSocketRefused;
    if (failure.cause == Cause::Redirected) {
        if (auto target = resolveAddress(m_options.address, answer[beast::http::field::location]))
            failure.evidence.emplace_back("target",
                                          target->origin() + target->target.substr(0, target->target.find('?')));
    }
    if (failure.cause == Cause::NotFound)
        failure.evidence.emplace_back("path", m_options.address.target.substr(0, m_options.address.target.find('?')));
    if (!answer.body().empty())
        failure.evidence.emplace_back("message", quoted(answer.body()));
    co_return failure;
}

Failure WebSocket::Connection::ended(const error_code &error) const
{
    if (m_silent)
        return failureWith(Phase::WebSocket, Cause::ConnectionLost, 0, "message", "no answer to a ping");
    if (error == websocket::error::closed) {
        const auto &reason = m_stream.reason();
        const unsigned code = reason.code == websocket::close_code::none ? 1005U : reason.code;
        Failure failure = failureWith(Phase::WebSocket, Cause::WebSocketClosed, 0, "code", std::to_string(code));
        if (code == 3000 || code == 4401)
            failure.cause = Cause::Unauthorized;
        if (code == 3003 || code == 4403)
            failure.cause = Cause::Forbidden;
        failure.evidence.emplace_back("meaning", meaningOfClose(code));
        if (!reason.reason.empty())
            failure.evidence.emplace_back("reason", quoted({reason.reason.data(), reason.reason.size()}));
        return failure;
    }
    Failure failure = failureWith(Phase::WebSocket, Cause::ConnectionLost, 0, "host", m_options.address.host);
    failure.evidence.emplace_back("message", error.message());
    return failure;
}

asio::awaitable<Failure> WebSocket::Connection::receive(Receiver &incoming)
{
    const auto self = shared_from_this();
    if (m_options.ping.count() > 0)
        asio::co_spawn(m_executor, keepAlive(), [self](const std::exception_ptr &) {});
    std::vector<char> piece(pieceSize);
    std::string text;
    TopLevel scanned; // of a message too long to be kept
    std::string tail;
    bool tooLong = false;
    Failure failure;
    for (;;) {
        const auto [error, bytes] = co_await m_stream.async_read_some(
            asio::buffer(piece), asio::bind_cancellation_slot(m_stopReading.slot(), tuple));
        if (error) {
            failure = ended(error);
            break;
        }
        const std::string_view got(piece.data(), bytes);
        if (!tooLong && text.size() + got.size() > m_options.longest) {
            tooLong = true;
            scanned = TopLevel();
            scanned.feed(text);
            tail = lastOf(text);
            text = std::string();
        }
        if (tooLong) {
            scanned.feed(got);
            tail = lastOf(std::move(tail).append(lastOf(got)));
        } else {
            text.append(got);
        }
        if (!m_stream.is_message_done())
            continue;
        if (m_stream.got_text() && endsWithinCharacter(tooLong ? tail : text)) {
            failure = ended(websocket::error::bad_frame_payload);
            break;
        }
        m_delivering = true;
        if (tooLong)
            co_await incoming.tooLong(envelopeOf(scanned, scanned.finish()));
        else
            co_await incoming.message(std::exchange(text, std::string()));
        m_delivering = false;
        tooLong = false;
    }
    m_over = true;
    m_pause.cancel();
    drop();
    for (const auto &item : m_queue)
        item->changed.ring();
    if (m_written)
        m_written->changed.ring();
    m_end.ring();
    co_return failure;
}

asio::awaitable<Outcome<int>> WebSocket::Connection::send(Message message)
{
    if (!isUtf8(*message)) // the server would have to end the connection for it, and with it every other call
        co_return failureOf(Phase::WebSocket, Cause::MalformedMessage);
    const auto self = shared_from_this();
    const auto mine = std::make_shared<Outgoing>(m_executor, std::move(message));
    // Whoever gives up before it is written takes it out of the queue again.
    struct Withdraw
    {
        Connection &connection;
        std::shared_ptr<Outgoing> item;
        ~Withdraw() { std::erase(connection.m_queue, item); }
    };
    const Withdraw withdraw{*this, mine};
    m_queue.push_back(mine);
    if (!std::exchange(m_writing, true))
        asio::co_spawn(m_executor, writeQueue(), [self](const std::exception_ptr &) {});
    while (!m_over && (mine->state == Outgoing::State::Queued || mine->state == Outgoing::State::Writing))
        co_await mine->changed.wait();
    if (mine->state == Outgoing::State::Queued)
        co_return failureOf(Phase::Mcp, Cause::SessionLost); // not one byte of it was sent
    co_return 200; // a part may have been enough: what became of it shows when the connection ends
}

asio::awaitable<void> WebSocket::Connection::writeQueue()
{
    while (!m_queue.empty() && !m_over) {
        const auto item = m_queue.front();
        m_queue.pop_front();
        item->state = Outgoing::State::Writing;
        m_written = item;
        const auto [error, bytes] = co_await m_stream.async_write(asio::buffer(*item->message), tuple);
        item->state = error ? Outgoing::State::Lost : Outgoing::State::Sent;
        item->changed.ring();
        m_written.reset();
        if (error)
            co_return; // m_writing stays: what waits is not sent any more. The reading side learns why.
    }
    m_writing = false;
}

asio::awaitable<void> WebSocket::Connection::keepAlive()
{
    while (!m_over) {
        m_heard = false;
        m_pause.expires_after(m_options.ping);
        co_await m_pause.async_wait(tuple);
        if (m_over || m_heard || m_delivering)
            continue; // a connection that talks is alive
        const auto [error] = co_await m_stream.async_ping({}, tuple);
        if (error)
            break;
        m_pause.expires_after(m_options.ping);
        co_await m_pause.async_wait(tuple);
        if (m_heard || m_over || m_delivering)
            continue;
        // After a sleep of the computer time is over before its pong could be read.
        m_pause.expires_after(std::min<std::chrono::milliseconds>(secondChance, m_options.ping));
        co_await m_pause.async_wait(tuple);
        if (m_heard || m_over || m_delivering)
            continue;
        m_silent = true;
        drop();
        break;
    }
}

asio::awaitable<void> WebSocket::Connection::close()
{
    const auto self = shared_from_this();
    asio::co_spawn(m_executor, sayGoodbye(), [self](const std::exception_ptr &) {});
    asio::co_spawn(m_executor, insist(), [self](const std::exception_ptr &) {});
    while (!m_over)
        co_await m_end.wait();
}

asio::awaitable<void> WebSocket::Connection::sayGoodbye()
{
    co_await m_stream.async_close(websocket::close_code::normal,
                                  asio::bind_cancellation_slot(m_stopClosing.slot(), tuple));
    m_left = true;
    drop();
}

/// Beast's reading and its goodbye wait for each other for ever where the server says something wrong in between, and
/// the goodbye alone waits for ever for a server that says nothing.
asio::awaitable<void> WebSocket::Connection::insist()
{
    asio::steady_timer limit(m_executor);
    while (!m_over || !m_left) {
        limit.expires_after(m_options.goodbye);
        co_await limit.async_wait(tuple);
        drop();
        m_stopClosing.emit(asio::cancellation_type::terminal);
        m_stopReading.emit(asio::cancellation_type::terminal);
    }
}

WebSocket::WebSocket(const asio::any_io_executor &executor, Options options, Network &network, Receiver &incoming,
                     Dial dial)
    : Channel(executor, incoming), m_options(std::move(options)), m_network(network), m_dial(std::move(dial))
{
    if (m_dial)
        return;
    m_dial = [this]() -> asio::awaitable<Outcome<std::unique_ptr<Stream>>> {
        ConnectOptions tunnel;
        tunnel.purpose = Purpose::Tunnel;
        return connectTo(m_options.address, m_network, tunnel);
    };
}

WebSocket::~WebSocket() = default;

asio::awaitable<Outcome<int>> WebSocket::open()
{
    auto stream = co_await m_dial();
    if (!stream)
        co_return stream.error();
    const auto begun = Trace::Clock::now();
    auto connection = std::make_shared<Connection>(executor(), std::move(*stream), m_options);
    auto shaken = co_await connection->shakeHands();
    if (!shaken) {
        connection->drop();
        m_network.trace.failed(shaken.error(), Trace::Clock::now() - begun);
        co_return shaken.error();
    }
    m_network.trace.passed(Phase::WebSocket, Trace::Clock::now() - begun, {});
    m_connection = std::move(connection);
    co_return shaken;
}

asio::awaitable<Failure> WebSocket::receive(Receiver &incoming)
{
    const auto connection = m_connection;
    Failure failure = co_await connection->receive(incoming);
    co_return failure;
}

asio::awaitable<Outcome<int>> WebSocket::send(Message message, const SessionHeaders &)
{
    const auto connection = m_connection;
    auto sent = co_await connection->send(std::move(message));
    co_return sent;
}

asio::awaitable<void> WebSocket::close()
{
    const auto connection = m_connection;
    co_await connection->close();
}

} // namespace kopru::bridge
