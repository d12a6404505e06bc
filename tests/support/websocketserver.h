#pragma once

#include "tests/support/loopbackserver.h"

namespace kopru::test {

/// What the server says to a request to open a WebSocket.
struct WsUpgrade
{
    int status = 101;                ///< anything else refuses; `headers` and `body` belong to the refusal then
    Headers headers = {};            ///< added to the answer, 101 or not
    QByteArray body = {};            ///< of a refusal
    QByteArray subprotocol = {};     ///< chosen; empty: none is named
    bool wrongAccept = false;        ///< 101 with a Sec-WebSocket-Accept that is not the one of this request
    bool silent = false;             ///< no answer at all, the connection stays open
    bool dropConnection = false;     ///< closes the connection without an answer
    std::shared_ptr<Gate> gate = {}; ///< the answer waits for it
};

/// One thing the server does on an open WebSocket.
struct WsAction
{
    enum class Kind { Text, Binary, Fragments, Ping, Raw, Close, Drop };

    Kind kind = Kind::Text;
    QByteArray payload = {};          ///< of the message, of the ping, the raw bytes, the reason of the close
    QList<QByteArray> fragments = {}; ///< one text message in so many frames, with a ping behind the first
    int code = 0;                     ///< of the close; 0: a close frame without a body
    std::shared_ptr<Gate> gate = {};  ///< this action waits for it, those behind it do not

    static WsAction text(const QByteArray &message) { return {.kind = Kind::Text, .payload = message}; }
    static WsAction binary(const QByteArray &message) { return {.kind = Kind::Binary, .payload = message}; }
    static WsAction inFragments(const QList<QByteArray> &parts)
    {
        return {.kind = Kind::Fragments, .fragments = parts};
    }
    static WsAction ping(const QByteArray &payload = {}) { return {.kind = Kind::Ping, .payload = payload}; }
    static WsAction raw(const QByteArray &bytes)
    {
        return {.kind = Kind::Raw, .payload = bytes};
    } ///< whole frames or faults
    /// A close frame; the connection is closed when the client has answered it.
    static WsAction close(int code = 1000, const QByteArray &reason = {})
    {
        return {.kind = Kind::Close, .payload = reason, .code = code};
    }
    static WsAction drop() { return {.kind = Kind::Drop}; } ///< closes the TCP connection without a close frame
};

struct WsMessage
{
    quint64 connection = 0; ///< tells WebSockets apart; counts from 1 in the order of the accepted connections
    bool binary = false;
    QByteArray payload; ///< all fragments together
};

struct WsClose
{
    quint64 connection = 0;
    int code = 0; ///< 0: the client's close frame had no body
    QByteArray reason;
};

/// What a WebSocketServer does. The functions run on its thread: thread-safe, never blocking.
struct WsScript
{
    std::function<WsUpgrade(const Request &)> upgrade = {};         ///< unset: every request is taken
    std::function<QList<WsAction>(const WsMessage &)> message = {}; ///< unset: nothing is answered
    std::function<QList<WsAction>(quint64 connection)> opened = {}; ///< done as soon as a WebSocket is open
    bool answerPings = true;
    bool answerClose = true; ///< false: a close frame of the client is recorded and left without an answer
};

/// A scripted WebSocket server (RFC 6455, version 13) on 127.0.0.1 with a thread of its own, written without
/// QWebSocket so that it can do what a sound server never does. Negotiates no extension. With a certificate it
/// speaks TLS only. Messages up to 512 MiB. All functions may be called from any thread, except stop() and the
/// destructor: not from the script.
class WebSocketServer
{
public:
    /// Port 0 takes a free one. If it cannot listen, port() is 0 and errorText() has the reason.
    explicit WebSocketServer(WsScript script, std::optional<Certificate> certificate = {}, quint16 port = 0);
    ~WebSocketServer();
    WebSocketServer(const WebSocketServer &) = delete;
    WebSocketServer &operator=(const WebSocketServer &) = delete;

    quint16 port() const;
    QString errorText() const;
    /// ws:// or wss:// with `path`, which begins with '/'.
    QString url(const QString &path, const QString &host = QStringLiteral("127.0.0.1")) const;

    QList<Request> upgrades() const;      ///< the heads of the handshakes in the order they came, refused ones too
    QList<WsMessage> messages() const;    ///< complete ones in the order they came
    QList<WsClose> closes() const;        ///< the clients' close frames
    QList<QByteArray> violations() const; ///< what a client did against RFC 6455, in words; it gets a close 1002
    int connections() const;              ///< accepted TCP connections since the start
    int open() const;                     ///< WebSockets that are open now
    int pings() const;                    ///< pings that came
    int pongs() const;                    ///< pongs that came

    bool waitForUpgrades(int count, int ms = 5000) const; ///< these return true as soon as there are so many
    bool waitForMessages(int count, int ms = 5000) const;
    bool waitForCloses(int count, int ms = 5000) const;
    bool waitForOpen(int count, int ms = 5000) const; ///< exactly `count` WebSockets are open
    bool waitForPings(int count, int ms = 5000) const;
    bool waitForPongs(int count, int ms = 5000) const;

    void push(const WsAction &action); ///< to every WebSocket that is open
    void stop();                       ///< drops all connections, ends the thread; what was recorded stays readable

private:
    class Connection;
    class Worker;
    std::unique_ptr<Worker> m_worker;
};

} // namespace kopru::test
