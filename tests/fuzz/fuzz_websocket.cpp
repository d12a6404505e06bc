#include "bridge/transports/websocket.h"
#include "tests/fuzz/property.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <openssl/evp.h>
#include <openssl/sha.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <optional>
#include <string>

using namespace kopru::bridge;
using namespace kopru::fuzz;

namespace {

using namespace std::chrono_literals;
constexpr auto tuple = asio::as_tuple(asio::use_awaitable);
constexpr std::string_view question = R"({"jsonrpc":"2.0","id":1,"method":"ping"})";

/// What a server has to answer to a key (RFC 6455 section 4.2.2).
std::string accepted(std::string_view key)
{
    const std::string text = std::string(key) + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    std::array<unsigned char, SHA_DIGEST_LENGTH> digest{};
    ::SHA1(reinterpret_cast<const unsigned char *>(text.data()), text.size(), digest.data());
    std::array<unsigned char, 32> base64{};
    const int length = ::EVP_EncodeBlock(base64.data(), digest.data(), static_cast<int>(digest.size()));
    return {base64.begin(), base64.begin() + length};
}

/// The server: says what it was told to, however that fits, and hangs up or falls silent.
struct Server
{
    std::string script; ///< `{accept}` stands for the answer to the client's key
    std::size_t pieces = 1;
    std::string said;
    std::string heard;
    std::size_t next = 0;
    std::uint32_t seed = 1;
    bool silent = false; ///< never hangs up
    bool begun = false;
    bool closed = false;

    void begin()
    {
        begun = true;
        said = script;
        constexpr std::string_view mark = "{accept}";
        constexpr std::string_view header = "Sec-WebSocket-Key: ";
        const auto key = heard.find(header);
        require(key != std::string::npos && heard.ends_with("\r\n\r\n"), "the request is whole before it is answered");
        if (const auto place = said.find(mark); place != std::string::npos)
            said.replace(place, mark.size(), accepted(std::string_view(heard).substr(key + header.size(), 24)));
    }
};

class ScriptedStream final : public Stream
{
public:
    ScriptedStream(const asio::any_io_executor &executor, Server &server)
        : m_executor(executor), m_server(server), m_never(executor)
    {}

    asio::awaitable<Transfer> read(asio::mutable_buffer into) override
    {
        co_await asio::post(m_executor, asio::use_awaitable);
        if (!m_server.begun)
            m_server.begin();
        Transfer done;
        if (m_server.closed)
            done.error = asio::error::operation_aborted;
        else if (m_server.next == m_server.said.size() && m_server.silent)
            done.error = co_await silence();
        else if (m_server.next == m_server.said.size())
            done.error = asio::error::eof;
        if (done.error)
            co_return done;
        m_server.seed = m_server.seed * 1664525 + 1013904223;
        const std::size_t piece = 1 + (m_server.seed >> 16) % m_server.pieces;
        done.bytes = std::min({piece, into.size(), m_server.said.size() - m_server.next});
        std::memcpy(into.data(), m_server.said.data() + m_server.next, done.bytes);
        m_server.next += done.bytes;
        co_return done;
    }

    asio::awaitable<Transfer> write(asio::const_buffer from) override
    {
        co_await asio::post(m_executor, asio::use_awaitable);
        Transfer done;
        if (m_server.closed) {
            done.error = asio::error::operation_aborted;
            co_return done;
        }
        m_server.heard.append(static_cast<const char *>(from.data()), from.size());
        done.bytes = from.size();
        co_return done;
    }

    bool isQuiet() override { return true; }
    void close() override
    {
        m_server.closed = true;
        m_never.cancel();
    }

private:
    asio::awaitable<boost::system::error_code> silence()
    {
        m_never.expires_at(asio::steady_timer::time_point::max());
        const auto [error] = co_await m_never.async_wait(tuple);
        co_return error;
    }

    asio::any_io_executor m_executor;
    Server &m_server;
    asio::steady_timer m_never;
};

struct Frame
{
    unsigned opcode = 0;
    bool last = false;
    bool masked = false;
    std::string payload;
};

/// The frame in front of a text, taken off it (RFC 6455 section 5.2); nullopt where there is no whole and valid one.
std::optional<Frame> frameOf(std::string_view &text)
{
    const auto byte = [&text](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    if (text.size() < 2 || (byte(0) & 0x70U) != 0)
        return std::nullopt;
    Frame frame;
    frame.last = (byte(0) & 0x80U) != 0;
    frame.opcode = byte(0) & 0x0fU;
    frame.masked = (byte(1) & 0x80U) != 0;
    std::uint64_t length = byte(1) & 0x7fU;
    const std::size_t more = length == 126 ? 2 : length == 127 ? 8 : 0;
    const bool control = frame.opcode >= 8;
    const bool known = frame.opcode <= 2 || (frame.opcode >= 8 && frame.opcode <= 10);
    if (!known || (control && (!frame.last || more > 0)) || text.size() < 2 + more)
        return std::nullopt;
    if (more > 0) {
        length = 0;
        for (std::size_t i = 0; i < more; ++i)
            length = length << 8U | byte(2 + i);
        if (length < (more == 2 ? 126U : 65536U)) // not the shortest form
            return std::nullopt;
    }
    text.remove_prefix(2 + more);
    std::string mask(4, '\0');
    if (frame.masked) {
        if (text.size() < 4)
            return std::nullopt;
        mask = text.substr(0, 4);
        text.remove_prefix(4);
    }
    if (text.size() < length)
        return std::nullopt;
    frame.payload = text.substr(0, length);
    text.remove_prefix(length);
    for (std::size_t i = 0; i < frame.payload.size(); ++i)
        frame.payload[i] = static_cast<char>(frame.payload[i] ^ mask[i % 4]);
    return frame;
}

/// The messages that a server sent, up to the first thing that is against the rules.
std::vector<std::string> messagesOf(std::string_view text)
{
    std::vector<std::string> messages;
    std::string message;
    unsigned kind = 0; // of the message that is not complete
    while (const auto frame = frameOf(text)) {
        if (frame->masked || frame->opcode == 8)
            break;
        if (frame->opcode > 8)
            continue;
        if ((frame->opcode == 0) != (kind != 0))
            break;
        kind = kind == 0 ? frame->opcode : kind;
        message += frame->payload;
        if (!frame->last)
            continue;
        if (kind == 1 && !isUtf8(message))
            break;
        messages.push_back(std::exchange(message, {}));
        kind = 0;
    }
    return messages;
}

/// What the host would get.
class Seen final : public Receiver
{
public:
    explicit Seen(std::size_t longest) : m_longest(longest) {}

    void opened(std::string_view) override {}
    asio::awaitable<void> message(std::string json) override
    {
        require(json.size() <= m_longest, "no message is longer than allowed");
        messages.push_back(std::move(json));
        co_return;
    }
    asio::awaitable<void> tooLong(Envelope envelope) override
    {
        envelopes.push_back(std::move(envelope));
        co_return;
    }
    [[nodiscard]] bool isAnswer(std::string_view, int) const override { return false; }
    [[nodiscard]] bool isSatisfied() const override { return false; }

    std::vector<std::string> messages;
    std::vector<Envelope> envelopes; ///< of those that were too long

private:
    std::size_t m_longest;
};

class NoTrace final : public Trace
{
public:
    void passed(Phase, Clock::duration, const Evidence &) override {}
    void failed(const Failure &, Clock::duration) override {}
    void line(std::string_view) const override {}
};

/// What the bridge sent: a request, then masked frames, its message in one of them at most.
void checkHeard(std::string_view heard)
{
    const auto head = heard.find("\r\n\r\n");
    if (head == std::string_view::npos)
        return; // given up in the middle of it
    std::string_view rest = heard.substr(head + 4);
    int questions = 0;
    while (!rest.empty()) {
        const auto frame = frameOf(rest);
        if (!frame) { // the connection was given up in the middle of it
            require(rest.size() < question.size() + 6, "a frame of the bridge's is valid");
            break;
        }
        require(frame->masked, "a frame of the bridge's is masked");
        require(frame->opcode != 0 && frame->opcode != 2 && frame->last, "a message is one frame of text");
        if (frame->opcode == 1) {
            require(frame->payload == question, "a message goes out as it is");
            ++questions;
        }
    }
    require(questions <= 1, "a message is sent once");
}

/// One life of a transport: a goodbye if wanted, then a message that nobody answers.
Outcome<int> run(Server &server, Seen &seen, std::size_t longest, bool goodbye)
{
    const std::chrono::milliseconds patience = goodbye ? 1ms : 4s;
    asio::io_context context(1);
    WebSocket::Options options;
    options.address = *parseWebSocketAddress("ws://server.example/mcp");
    options.longest = longest;
    options.patience = patience;
    options.goodbye = patience;
    NoTrace trace;
    Network network({}, {}, {}, trace);
    const auto message = std::make_shared<const std::string>(question);
    const SessionHeaders none;
    std::optional<Outcome<int>> outcome;
    {
        WebSocket transport(context.get_executor(), std::move(options), network, seen,
                            [&]() -> asio::awaitable<Outcome<std::unique_ptr<Stream>>> {
                                std::unique_ptr<Stream> stream(
                                    std::make_unique<ScriptedStream>(context.get_executor(), server));
                                co_return stream;
                            });
        asio::co_spawn(
            context,
            [&]() -> asio::awaitable<void> {
                if (goodbye) {
                    const auto connected = co_await transport.connect();
                    if (connected) {
                        co_await transport.end(none);
                        outcome = failureOf(Phase::WebSocket, Cause::Cancelled);
                        co_return;
                    }
                }
                auto sent = co_await transport.post(message, none, seen);
                outcome = std::move(sent);
            },
            [](const std::exception_ptr &thrown) { require(!thrown, "nothing is thrown"); });
        context.run_for(5s);
        require(context.stopped(), "everything comes to an end");
    }
    require(outcome.has_value(), "a message comes to an end");
    return *outcome;
}

} // namespace

/// The first byte says how: with 1 the rest is the server's whole answer, else what follows a good handshake; with 2 it
/// comes byte by byte; with 4 a message may have 16 bytes only; with 8 the bridge says goodbye instead of something;
/// without 16 the server does not hang up (then there is a goodbye too: without one a call may wait for ever).
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    if (size == 0)
        return 0;
    const unsigned how = data[0];
    const std::string_view text = textOf(data + 1, size - 1);
    const bool shaken = (how & 1U) == 0;
    Server server;
    server.silent = (how & 16U) == 0;
    const bool goodbye = (how & 8U) != 0 || server.silent;
    server.pieces = (how & 2U) != 0 ? 1 : 4096;
    if (shaken)
        server.script = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        "Sec-WebSocket-Accept: {accept}\r\n\r\n";
    server.script += text;

    const std::size_t longest = (how & 4U) != 0 ? 16 : std::size_t{1} << 20U;
    Seen seen(longest);
    const auto outcome = run(server, seen, longest, goodbye);
    require(!outcome.has_value(), "what was not answered says why");
    require(outcome.error().cause != Cause::None, "a failure has a cause");
    require(server.closed || (!server.silent && server.next == server.said.size()), "no connection is left open");
    checkHeard(server.heard);
    if (!shaken || goodbye)
        return 0;

    std::vector<std::string> fitting;
    std::vector<std::string> others;
    for (const std::string &message : messagesOf(text))
        (message.size() > longest ? others : fitting).push_back(message);
    require(fitting == seen.messages, "messages come whole, once and in order");
    require(std::equal(others.begin(), others.end(), seen.envelopes.begin(), seen.envelopes.end(),
                       [](const std::string &message, const Envelope &envelope) {
                           const Envelope whole = readEnvelope(message);
                           return envelope.shape == whole.shape && envelope.hasResult == whole.hasResult &&
                                  envelope.hasError == whole.hasError &&
                                  (envelope.id == whole.id || whole.id.size() > 1024);
                       }),
            "a message that is too long has its envelope");
    return 0;
}
