#pragma once

#include "bench/bridge/child.h"
#include "bench/bridge/server.h"

namespace kopru::bench {

/// One kept connection to a PlainServer and nothing between: what no bridge can be faster than.
class Bare
{
public:
    Bare(int port, bool webSocket)
        : m_socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)), m_in(m_socket), m_webSocket(webSocket)
    {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(static_cast<std::uint16_t>(port));
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        const int on = 1;
        ::setsockopt(m_socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        if (::connect(m_socket, reinterpret_cast<sockaddr *>(&address), sizeof address) != 0) // NOLINT
            give("cannot connect");
        if (!m_webSocket)
            return;
        if (!sendAll(m_socket, "GET /mcp HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                               "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"))
            give("cannot open a WebSocket");
        const auto end = m_in.waitFor("\r\n\r\n");
        if (end == std::string::npos)
            give("no WebSocket");
        m_in.drop(end + 4);
    }
    ~Bare() { ::close(m_socket); }
    Bare(const Bare &) = delete;
    Bare &operator=(const Bare &) = delete;

    /// Sends a message and waits for its answer.
    void call(const std::string &message)
    {
        if (m_webSocket) {
            if (!sendAll(m_socket, frameHead(1, message.size(), true) + message) || !nextFrame(m_in).ok)
                give("no answer over the WebSocket");
            return;
        }
        const std::string head = "POST /mcp HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
                                 "Accept: application/json, text/event-stream\r\nMcp-Session-Id: bench\r\n"
                                 "Content-Length: " +
                                 std::to_string(message.size()) + "\r\n\r\n";
        if (!sendAll(m_socket, head + message))
            give("cannot send");
        const auto end = m_in.waitFor("\r\n\r\n");
        if (end == std::string::npos)
            give("no answer");
        const std::size_t length = end + 4 + lengthIn(std::string_view(m_in.bytes()).substr(0, end + 2));
        if (!m_in.waitFor(length))
            give("no whole answer");
        m_in.drop(length);
    }

private:
    int m_socket;
    Incoming m_in;
    bool m_webSocket;
};

/// curl at the same server, by its own clock, which begins after its start. Gives up when the answer is too short.
/// @return ms
inline double withCurl(const std::string &url, const std::string &folder, std::size_t mibBack, std::size_t mibThere,
                       const Command &more = {})
{
    const std::string body = folder + "/body.json";
    const std::string note = folder + "/curl.txt";
    std::ofstream(body) << callOf(1, mibBack, mibThere);
    Command command{"/usr/bin/curl",
                    "-s",
                    "-H",
                    "Content-Type: application/json",
                    "-H",
                    "Accept: application/json",
                    "-H",
                    "Expect:",
                    "--data-binary",
                    '@' + body,
                    "-w",
                    "%{stderr}%{time_total}"};
    command.insert(command.end(), more.begin(), more.end());
    command.push_back(url);
    Child child(command, note);
    if (child.readAll() < mibBack * mebibyte + 10)
        give("curl got no whole answer");
    child.end();
    std::ifstream text(note);
    double seconds = 0;
    text >> seconds;
    return seconds * 1000;
}

} // namespace kopru::bench
