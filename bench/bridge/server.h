#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QCryptographicHash>

#include <arpa/inet.h>
#include <array>
#include <charconv>
#include <cstring>
#include <map>
#include <mutex>
#include <netinet/tcp.h>
#include <string>
#include <string_view>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

namespace kopru::bench {

inline constexpr std::size_t mebibyte = std::size_t{1024} * 1024;

/// So many MiB of text, as it stands between the quotes of a JSON string. Made once; any thread.
inline const std::string &longText(std::size_t mib)
{
    static std::mutex mutex;
    static std::map<std::size_t, std::string> made;
    const std::lock_guard lock(mutex);
    std::string &text = made[mib];
    for (int i = 0; text.size() < mib * mebibyte; ++i)
        text += "line " + std::to_string(i) + " of a long document\\n";
    text.resize(mib * mebibyte);
    if (text.back() == '\\')
        text.back() = ' ';
    return text;
}

/// A call of the tool `echo`, or of `text` for a result of so many MiB, with so many MiB of its own.
inline std::string callOf(int id, std::size_t mibBack = 0, std::size_t mibThere = 0)
{
    std::string line = R"({"jsonrpc":"2.0","id":)" + std::to_string(id) +
                       R"(,"method":"tools/call","params":{"name":")" +
                       (mibBack == 0 ? "echo" : "text-" + std::to_string(mibBack)) + R"(","arguments":{"message":")";
    if (mibThere > 0)
        line += longText(mibThere);
    return line += "hello\"}}}";
}

/// The answer to one JSON-RPC message; empty for a notification. Looks at the ends of a long message alone.
inline std::string answerTo(std::string_view message)
{
    constexpr std::size_t end = 512;
    std::string ends(message.substr(0, end));
    if (message.size() > end)
        ends += message.substr(std::max(end, message.size() - std::min(message.size(), end)));
    const auto at = ends.find("\"id\":");
    if (at == std::string::npos)
        return {};
    const std::string id = ends.substr(at + 5, ends.find_first_of(",}", at) - at - 5);
    std::string answer = R"({"jsonrpc":"2.0","id":)" + id + R"(,"result":)";
    if (ends.find("\"initialize\"") != std::string::npos)
        return answer += R"({"protocolVersion":"2025-06-18","capabilities":{"tools":{}},)"
                         R"("serverInfo":{"name":"b","version":"1"}}})";
    if (ends.find("\"tools/list\"") != std::string::npos)
        return answer += R"({"tools":[]}})";
    if (ends.find("\"tools/call\"") == std::string::npos)
        return answer += "{}}";
    answer += R"({"content":[{"type":"text","text":")";
    if (const auto name = ends.find("\"text-"); name != std::string::npos)
        answer += longText(std::stoul(ends.substr(name + 6)));
    else
        answer += "hello";
    return answer += "\"}]}}";
}

inline bool sendAll(int socket, std::string_view bytes)
{
    while (!bytes.empty()) {
        const ssize_t count = ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (count <= 0)
            return false;
        bytes.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
}

/// The value of Content-Length, 0 without one.
inline std::size_t lengthIn(std::string_view head)
{
    for (const std::string_view name : {"Content-Length: ", "content-length: "})
        if (const auto at = head.find(name); at != std::string_view::npos) {
            std::size_t length = 0;
            std::from_chars(head.data() + at + name.size(), head.data() + head.size(), length);
            return length;
        }
    return 0;
}

/// What comes over a socket, cut into pieces of known length.
class Incoming
{
public:
    explicit Incoming(int socket) : m_socket(socket), m_piece(4 * 65536, '\0') {}

    /// Waits until this part is there. @return its place, npos at the end of the connection
    std::size_t waitFor(std::string_view part)
    {
        for (;;) {
            const auto at = m_got.find(part);
            if (at != std::string::npos || !more())
                return at;
        }
    }
    bool waitFor(std::size_t bytes)
    {
        if (m_got.capacity() < bytes)
            m_got.reserve(bytes + m_piece.size());
        while (m_got.size() < bytes)
            if (!more())
                return false;
        return true;
    }
    std::string &bytes() { return m_got; }
    void drop(std::size_t bytes)
    {
        m_got.erase(0, bytes);
        if (m_got.empty() && m_got.capacity() > 4 * mebibyte)
            m_got.shrink_to_fit();
    }

private:
    bool more()
    {
        const ssize_t count = ::recv(m_socket, m_piece.data(), m_piece.size(), 0);
        if (count > 0)
            m_got.append(m_piece, 0, static_cast<std::size_t>(count));
        return count > 0;
    }

    int m_socket;
    std::string m_piece;
    std::string m_got;
};

/// The head of a WebSocket frame (RFC 6455, section 5.2), final, without a mask or with one that changes nothing.
inline std::string frameHead(unsigned char opcode, std::size_t length, bool mask)
{
    std::string head(1, static_cast<char>(0x80 | opcode));
    const auto bit = static_cast<unsigned char>(mask ? 0x80 : 0);
    const int more = length < 126 ? 0 : length < 65536 ? 2 : 8;
    head += static_cast<char>(bit | (more == 0 ? length : more == 2 ? 126U : 127U));
    for (int i = more - 1; i >= 0; --i)
        head += static_cast<char>((length >> (8 * i)) & 0xff);
    if (mask)
        head.append(4, '\0');
    return head;
}

struct Frame
{
    bool ok = false;
    bool last = false;
    int opcode = 0;
    std::string payload = {};
};

/// Reads one frame, without its mask.
inline Frame nextFrame(Incoming &in)
{
    if (!in.waitFor(std::size_t{2}))
        return {};
    const auto byte = [&in](std::size_t at) { return static_cast<unsigned char>(in.bytes().at(at)); };
    Frame frame{.ok = false, .last = (byte(0) & 0x80) != 0, .opcode = byte(0) & 0x0f};
    const bool masked = (byte(1) & 0x80) != 0;
    std::size_t length = byte(1) & 0x7f;
    const std::size_t more = length == 126 ? 2 : length == 127 ? 8 : 0;
    const std::size_t head = 2 + more + (masked ? 4 : 0);
    if (!in.waitFor(head))
        return {};
    for (std::size_t i = 0; i < more; ++i)
        length = ((i == 0 ? 0 : length) << 8) | byte(2 + i);
    if (!in.waitFor(head + length))
        return {};
    frame.payload = in.bytes().substr(head, length);
    if (masked) {
        std::array<char, 4> key{};
        in.bytes().copy(key.data(), 4, head - 4);
        std::uint64_t wide = 0;
        std::memcpy(&wide, key.data(), 4);
        wide |= wide << 32;
        std::size_t i = 0;
        for (std::uint64_t eight = 0; wide != 0 && i + 8 <= length; i += 8) {
            std::memcpy(&eight, frame.payload.data() + i, 8);
            eight ^= wide;
            std::memcpy(frame.payload.data() + i, &eight, 8);
        }
        for (; wide != 0 && i < length; ++i)
            frame.payload.at(i) = static_cast<char>(frame.payload.at(i) ^ key.at(i % 4));
    }
    in.drop(head + length);
    frame.ok = true;
    return frame;
}

/// A server for Streamable HTTP and for WebSocket with as little of its own as possible: a thread a connection,
/// blocking. Ends with the process.
class PlainServer
{
public:
    PlainServer() : m_socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
    {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        auto *plain = reinterpret_cast<sockaddr *>(&address); // NOLINT: the socket interface
        if (::bind(m_socket, plain, size) != 0 || ::listen(m_socket, 128) != 0)
            std::abort();
        ::getsockname(m_socket, plain, &size);
        m_port = ntohs(address.sin_port);
        std::thread([socket = m_socket] {
            for (;;) {
                const int one = ::accept4(socket, nullptr, nullptr, SOCK_CLOEXEC);
                if (one < 0)
                    return;
                const int on = 1;
                ::setsockopt(one, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
                std::thread([one] {
                    serve(one);
                    ::close(one);
                }).detach();
            }
        }).detach();
    }

    [[nodiscard]] int port() const { return m_port; }
    [[nodiscard]] std::string url(const std::string &scheme = "http") const
    {
        return scheme + "://127.0.0.1:" + std::to_string(m_port) + "/mcp";
    }

private:
    static void serve(int socket)
    {
        Incoming in(socket);
        for (;;) {
            const auto end = in.waitFor("\r\n\r\n");
            if (end == std::string::npos)
                return;
            const std::string head = in.bytes().substr(0, end + 2);
            if (const auto key = head.find("Sec-WebSocket-Key: "); key != std::string::npos) {
                const auto value = head.substr(key + 19, head.find("\r\n", key) - key - 19);
                in.drop(end + 4);
                if (sendAll(socket, welcome(value)))
                    talk(socket, in);
                return;
            }
            const std::size_t length = lengthIn(head);
            if (!in.waitFor(end + 4 + length))
                return;
            const std::string_view body = std::string_view(in.bytes()).substr(end + 4, length);
            const std::string answer = head.starts_with("POST ") ? answerTo(body) : std::string();
            in.drop(end + 4 + length);
            std::string lead = head.starts_with("POST ")       ? "HTTP/1.1 202 Accepted\r\n"
                               : head.starts_with("DELETE ")   ? "HTTP/1.1 200 OK\r\n"
                               : head.starts_with("GET /mcp ") ? "HTTP/1.1 405 No\r\n"
                                                               : "HTTP/1.1 404 No\r\n";
            if (!answer.empty())
                lead = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nMcp-Session-Id: bench\r\n";
            lead += "Content-Length: " + std::to_string(answer.size()) + "\r\n\r\n";
            const bool together = answer.size() < 65536;
            if (!sendAll(socket, together ? lead + answer : lead) || (!together && !sendAll(socket, answer)))
                return;
        }
    }

    static std::string welcome(const std::string &key)
    {
        const QByteArray accept =
            QCryptographicHash::hash(QByteArray::fromStdString(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"),
                                     QCryptographicHash::Sha1)
                .toBase64();
        return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
               "Sec-WebSocket-Accept: " +
               accept.toStdString() + "\r\n\r\n";
    }

    static void talk(int socket, Incoming &in)
    {
        std::string whole;
        for (;;) {
            Frame frame = nextFrame(in);
            if (!frame.ok)
                return;
            if (frame.opcode == 8 || frame.opcode == 9) {
                const auto opcode = static_cast<unsigned char>(frame.opcode == 8 ? 8 : 10);
                if (!sendAll(socket, frameHead(opcode, frame.payload.size(), false) + frame.payload) || opcode == 8)
                    return;
                continue;
            }
            if (frame.opcode == 10)
                continue;
            whole = whole.empty() ? std::move(frame.payload) : whole + frame.payload;
            if (!frame.last)
                continue;
            const std::string answer = answerTo(std::exchange(whole, {}));
            if (answer.empty())
                continue;
            const std::string head = frameHead(1, answer.size(), false);
            const bool together = answer.size() < 65536;
            if (!sendAll(socket, together ? head + answer : head) || (!together && !sendAll(socket, answer)))
                return;
        }
    }

    int m_socket;
    int m_port = 0;
};

} // namespace kopru::bench
