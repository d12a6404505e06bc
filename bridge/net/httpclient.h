#pragma once

#include "bridge/net/address.h"
#include "bridge/net/ascii.h"
#include "bridge/net/connect.h"
#include "bridge/net/encoding.h"

#include <chrono>
#include <list>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace kopru::bridge {

using Headers = std::vector<std::pair<std::string, std::string>>;

struct HttpRequest
{
    std::string_view method = "POST";
    std::string target; ///< empty: the client's address
    Headers headers;    ///< besides Host and Content-Length
    std::string_view body;
    bool patient = true; ///< a connection that is refused is tried again for as long as the network's patience lasts
};

class HttpClient;

/// An answer that is being read. Its connection goes back to the client when the body was read to its end.
class HttpAnswer
{
public:
    HttpAnswer(HttpClient &client, std::unique_ptr<Stream> stream);
    ~HttpAnswer();
    HttpAnswer(const HttpAnswer &) = delete;
    HttpAnswer &operator=(const HttpAnswer &) = delete;

    [[nodiscard]] int status() const;
    /// Case of the name does not matter; empty where there is none.
    [[nodiscard]] std::string_view header(std::string_view name) const;
    /// The values of all headers of this name.
    [[nodiscard]] std::vector<std::string_view> headers(std::string_view name) const;
    /// The media type in lower case, without parameters.
    [[nodiscard]] std::string mediaType() const;
    /// The next piece of the body, unpacked if it was compressed; empty at its end.
    /// @return Cause::UnsupportedEncoding and BrokenEncoding where it cannot be unpacked; the latter as well where the
    ///         compressed data ends before its end, and the body with it
    [[nodiscard]] asio::awaitable<Outcome<std::string>> read();
    /// The whole body.
    /// @param longest  bytes, unpacked; more is Cause::MessageTooLarge
    [[nodiscard]] asio::awaitable<Outcome<std::string>> readAll(std::size_t longest);

    /// Ends a read() that waits in another coroutine.
    void close();

    /// Used by the client alone: reads up to the end of the header.
    [[nodiscard]] asio::awaitable<Outcome<bool>> readHeader();

private:
    class Parser;
    [[nodiscard]] asio::awaitable<Outcome<bool>> readSome();
    [[nodiscard]] asio::awaitable<Outcome<std::string>> readPacked();
    [[nodiscard]] Failure encodingFailure(Cause cause) const;
    HttpClient &m_client;
    std::unique_ptr<Stream> m_stream;
    std::unique_ptr<Parser> m_parser;
    struct Buffer;
    std::unique_ptr<Buffer> m_buffer;
    bool m_unsupported = false;           ///< compressed in a way that is not known here
    std::unique_ptr<Unpacker> m_unpacker; ///< null where the body is not compressed
};

/// Speaks HTTP/1.1 with one origin over as many connections as there are requests at once. Nothing is ever sent twice:
/// a connection that died takes its request with it, and the caller is told.
///
/// Compressed answers are asked for with a POST alone: what comes on a stream that a GET opens are small events, which
/// software that compresses likes to hold back until there are more of them. And not of this computer itself, where
/// compression costs both sides time and spares no network. What comes compressed is unpacked all the same. A request
/// that brings its own Accept-Encoding keeps it.
class HttpClient
{
public:
    HttpClient(Address address, Network &network);

    [[nodiscard]] const Address &address() const { return m_address; }
    /// How long a refused connection is tried again before send() gives up.
    [[nodiscard]] std::chrono::milliseconds patience() const { return m_network.retry; }
    /// Sends a request and reads the answer's header.
    [[nodiscard]] asio::awaitable<Outcome<std::unique_ptr<HttpAnswer>>> send(HttpRequest request);

private:
    friend class HttpAnswer;
    struct Idle
    {
        std::unique_ptr<Stream> stream;
        SleepClock::time_point since;
    };
    std::unique_ptr<Stream> takeIdle();
    void giveBack(std::unique_ptr<Stream> stream);

    Address m_address;
    Network &m_network;
    bool m_loopback;
    const Proxy *m_proxy; ///< that gets the requests of a plain address
    std::list<Idle> m_idle;
};

} // namespace kopru::bridge
