#include "bridge/net/httpclient.h"

#include <boost/asio/ssl.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/basic_parser.hpp>

#include <algorithm>

namespace kopru::bridge {

namespace {

namespace beast = boost::beast;
using beast::string_view;
using boost::system::error_code;

// Servers close idle connections after some seconds, Node after five: what lay longer is not used again, so that a
// request does not meet a connection that is just being closed. The time that the computer slept counts.
constexpr auto longestIdle = std::chrono::seconds(4);
constexpr std::size_t mostIdle = 64; // calls at once that find their connections again
constexpr std::size_t readSize = std::size_t{64} * 1024;
constexpr std::uint32_t longestHeader = 64 * 1024;

} // namespace

class HttpAnswer::Parser final : public beast::http::basic_parser<false>
{
public:
    Parser()
    {
        body_limit(boost::none); // counted where the body is read
        header_limit(longestHeader);
        eager(false);
    }

    int code = 0;
    Headers headers;
    std::string body;

private:
    void on_request_impl(beast::http::verb, string_view, string_view, int, error_code &) override {}
    void on_response_impl(int status, string_view, int, error_code &) override { code = status; }
    void on_field_impl(beast::http::field, string_view name, string_view value, error_code &) override
    {
        headers.emplace_back(std::string(name), std::string(value));
    }
    void on_header_impl(error_code &) override {}
    void on_body_init_impl(const boost::optional<std::uint64_t> &, error_code &) override {}
    std::size_t on_body_impl(string_view piece, error_code &) override
    {
        body.append(piece.data(), piece.size());
        return piece.size();
    }
    void on_chunk_header_impl(std::uint64_t, string_view, error_code &) override {}
    std::size_t on_chunk_body_impl(std::uint64_t, string_view piece, error_code &) override
    {
        body.append(piece.data(), piece.size());
        return piece.size();
    }
    void on_finish_impl(error_code &) override {}
};

struct HttpAnswer::Buffer
{
    beast::flat_buffer bytes;
};

HttpAnswer::HttpAnswer(HttpClient &client, std::unique_ptr<Stream> stream)
    : m_client(client),
      m_stream(std::move(stream)),
      m_parser(std::make_unique<Parser>()),
      m_buffer(std::make_unique<Buffer>())
{}

HttpAnswer::~HttpAnswer() = default;

int HttpAnswer::status() const
{
    return m_parser->code;
}

std::string_view HttpAnswer::header(std::string_view name) const
{
    for (const auto &[held, value] : m_parser->headers)
        if (sameName(held, name))
            return value;
    return {};
}

std::vector<std::string_view> HttpAnswer::headers(std::string_view name) const
{
    std::vector<std::string_view> result;
    for (const auto &[held, value] : m_parser->headers)
        if (sameName(held, name))
            result.emplace_back(value);
    return result;
}

std::string HttpAnswer::mediaType() const
{
    const std::string_view text = header("Content-Type");
    return lowered(trimmed(text.substr(0, text.find(';'))));
}

void HttpAnswer::close()
{
    if (m_stream)
        m_stream->close();
}

/// @return false at the end of the connection
asio::awaitable<Outcome<bool>> HttpAnswer::readSome()
{
    const auto space = m_buffer->bytes.prepare(readSize);
    const Transfer transfer = co_await m_stream->read(space);
    m_buffer->bytes.commit(transfer.bytes);
    if (!transfer.error)
        co_return true;
    const bool end = transfer.error == asio::error::eof || transfer.error == asio::ssl::error::stream_truncated;
    if (end)
        co_return false;
    const bool inHeader = !m_parser->is_header_done();
    co_return lossOf(transfer.error, inHeader ? Phase::Http : Phase::Body, m_parser->code, m_client.address().host);
}

asio::awaitable<Outcome<bool>> HttpAnswer::readHeader()
{
    for (;;) {
        while (!m_parser->is_header_done()) {
            if (m_buffer->bytes.size() > 0) {
                error_code error;
                m_buffer->bytes.consume(m_parser->put(m_buffer->bytes.cdata(), error));
                if (error && error != beast::http::error::need_more) {
                    // Not HTTP at all: another service listens there.
                    Failure failure{Phase::Http, Cause::NotJson, 0, {}, {{"host", m_client.address().host}}};
                    failure.evidence.emplace_back("message", error.message());
                    co_return failure;
                }
                if (!error)
                    continue;
            }
            auto more = co_await readSome();
            if (!more)
                co_return more;
            if (!*more)
                co_return failureWith(Phase::Http, Cause::ConnectionLost, 0, "host", m_client.address().host);
        }
        if (m_parser->code >= 200) {
            const auto encoding = parseEncoding(headers("Content-Encoding"));
            m_unsupported = !encoding;
            if (encoding && *encoding != Encoding::None)
                m_unpacker = std::make_unique<Unpacker>(*encoding);
            co_return true;
        }
        m_parser = std::make_unique<Parser>(); // 100 Continue and its like: the answer is still to come
    }
}

Failure HttpAnswer::encodingFailure(Cause cause) const
{
    Failure failure = failureWith(Phase::Body, cause, m_parser->code, "encoding", {});
    for (const std::string_view value : headers("Content-Encoding"))
        failure.evidence.front().second.append(failure.evidence.front().second.empty() ? "" : ", ").append(value);
    failure.evidence.emplace_back("host", m_client.address().host);
    return failure;
}

asio::awaitable<Outcome<std::string>> HttpAnswer::read()
{
    for (;;) {
        if (m_unpacker) {
            std::string piece = m_unpacker->take();
            if (!piece.empty())
                co_return piece;
            if (m_unpacker->isBroken())
                co_return encodingFailure(Cause::BrokenEncoding);
        }
        auto packed = co_await readPacked();
        if (!packed || (!m_unpacker && !m_unsupported))
            co_return packed;
        if (packed->empty()) {
            if (m_unpacker && !m_unpacker->isComplete())
                co_return encodingFailure(Cause::BrokenEncoding);
            co_return packed;
        }
        if (m_unsupported) {
            m_stream.reset();
            co_return encodingFailure(Cause::UnsupportedEncoding);
        }
        m_unpacker->feed(std::move(*packed));
    }
}

/// A piece of the body as it came; empty at its end.
asio::awaitable<Outcome<std::string>> HttpAnswer::readPacked()
{
    for (;;) {
        if (m_parser->is_done()) {
            // Everything was read and the server keeps the connection: it can carry the next request.
            if (m_stream && m_parser->keep_alive() && m_buffer->bytes.size() == 0)
                m_client.giveBack(std::move(m_stream));
            m_stream.reset();
            co_return std::exchange(m_parser->body, {});
        }
        if (!m_parser->body.empty())
            co_return std::exchange(m_parser->body, {});
        const Failure lost =
            failureWith(Phase::Body, Cause::ConnectionLost, m_parser->code, "host", m_client.address().host);
        error_code error;
        if (m_buffer->bytes.size() > 0) {
            m_buffer->bytes.consume(m_parser->put(m_buffer->bytes.cdata(), error));
            if (!error)
                continue;
            // What the parser leaves of a body is the head of a chunk or a trailer that has not ended.
            if (error != beast::http::error::need_more || m_buffer->bytes.size() > longestHeader)
                co_return lost;
        }
        auto more = co_await readSome();
        if (!more)
            co_return more.error();
        if (!*more) {
            m_parser->put_eof(error);
            if (error || !m_parser->is_done())
                co_return lost; // cut in the middle
        }
    }
}

asio::awaitable<Outcome<std::string>> HttpAnswer::readAll(std::size_t longest)
{
    std::string whole;
    const auto length = m_parser->content_length();
    if (length && *length > longest && !m_unpacker) { // not one byte of it need be read
        m_stream.reset();
        co_return failureWith(Phase::Body, Cause::MessageTooLarge, m_parser->code, "limit", std::to_string(longest));
    }
    if (length)
        whole.reserve(static_cast<std::size_t>(std::min<std::uint64_t>(*length, longest)));
    for (;;) {
        auto piece = co_await read();
        if (!piece)
            co_return piece.error();
        if (piece->empty())
            co_return whole;
        if (whole.size() + piece->size() > longest) {
            m_stream.reset();
            co_return failureWith(Phase::Body, Cause::MessageTooLarge, m_parser->code, "limit",
                                  std::to_string(longest));
        }
        if (whole.empty() && whole.capacity() < piece->size())
            whole = std::move(*piece);
        else
            whole += *piece;
    }
}

HttpClient::HttpClient(Address address, Network &network)
    : m_address(std::move(address)),
      m_network(network),
      m_loopback(isLoopback(m_address.host)),
      m_proxy(m_address.secure ? nullptr : network.proxies.forAddress(m_address))
{}

std::unique_ptr<Stream> HttpClient::takeIdle()
{
    const auto now = m_network.now();
    while (!m_idle.empty()) {
        Idle idle = std::move(m_idle.back()); // the one used last is the most likely to be alive
        m_idle.pop_back();
        if (now - idle.since < longestIdle && idle.stream->isQuiet())
            return std::move(idle.stream);
    }
    return nullptr;
}

void HttpClient::giveBack(std::unique_ptr<Stream> stream)
{
    const auto now = m_network.now();
    m_idle.remove_if([now](const Idle &idle) { return now - idle.since >= longestIdle; });
    if (m_idle.size() < mostIdle)
        m_idle.push_back({std::move(stream), now});
}

asio::awaitable<Outcome<std::unique_ptr<HttpAnswer>>> HttpClient::send(HttpRequest request)
{
    std::unique_ptr<Stream> stream = takeIdle();
    if (!stream) {
        auto connected =
            co_await connectTo(m_address, m_network, {.purpose = Purpose::Request, .retry = request.patient});
        if (!connected)
            co_return connected.error();
        stream = std::move(*connected);
    }
    std::string head;
    head.reserve(512);
    head.append(request.method).append(" ");
    if (m_proxy) // RFC 9112 section 3.2.2
        head.append(m_address.origin());
    head.append(request.target.empty() ? m_address.target : request.target).append(" HTTP/1.1\r\nHost: ");
    head.append(m_address.hostHeader()).append("\r\nUser-Agent: kopru-bridge\r\n");
    if (m_proxy && !m_proxy->authorization.empty())
        head.append("Proxy-Authorization: ").append(m_proxy->authorization).append("\r\n");
    for (const auto &[name, value] : request.headers)
        head.append(name).append(": ").append(value).append("\r\n");
    const bool chosen = std::any_of(request.headers.begin(), request.headers.end(),
                                    [](const auto &header) { return sameName(header.first, "Accept-Encoding"); });
    if (request.method == "POST" && !chosen && !m_loopback)
        head.append("Accept-Encoding: ").append(offeredEncodings).append("\r\n");
    if (request.method == "POST")
        head.append("Content-Length: ").append(std::to_string(request.body.size())).append("\r\n");
    head.append("\r\n");
    // A small message goes out in one piece; copying a large one would double its memory.
    const bool together = request.body.size() < 16384;
    if (together)
        head.append(request.body);
    const auto begun = Trace::Clock::now();
    Transfer sent = co_await stream->write(asio::buffer(head));
    if (!sent.error && !together)
        sent = co_await stream->write(asio::buffer(request.body));
    // A server may answer before it has read everything (401, 413) and close: its answer is read all the same.
    auto answer = std::make_unique<HttpAnswer>(*this, std::move(stream));
    auto header = co_await answer->readHeader();
    if (!header) {
        if (header.error().phase == Phase::Tls)
            m_network.trace.failed(header.error(), {});
        co_return header.error();
    }
    if (m_proxy && answer->status() == 407) {
        TunnelReply reply;
        reply.status = 407;
        for (const std::string_view challenge : answer->headers("Proxy-Authenticate"))
            reply.challenges.emplace_back(challenge);
        const Failure refusal = proxyRefusal(*m_proxy, reply);
        m_network.trace.failed(refusal, {});
        co_return refusal;
    }
    if (answer->status() < 400) // a refusal is traced where its cause is known
        m_network.trace.passed(Phase::Http, Trace::Clock::now() - begun,
                               {{"status", std::to_string(answer->status())}});
    co_return answer;
}

} // namespace kopru::bridge
