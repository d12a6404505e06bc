#pragma once

#include "tests/support/testcertificates.h"

#include <QtCore/QByteArray>
#include <QtCore/QList>
#include <QtCore/QPair>
#include <QtCore/QString>

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

namespace kopru::test {

using Headers = QList<QPair<QByteArray, QByteArray>>;

struct Request
{
    QByteArray method;
    QByteArray target;    ///< as sent, with the query
    Headers headers;      ///< in the order and spelling of the client
    QByteArray body;      ///< without the chunked framing
    quint16 peerPort = 0; ///< tells connections apart

    QByteArray header(const QByteArray &name) const; ///< first value, the name in any case; empty if absent
};

/// Holds answers back until it is opened, by any thread. Once open it stays open.
class Gate
{
public:
    void open();
    /// Calls `action` once: now if open, else from the thread that opens the gate.
    void whenOpen(std::function<void()> action);

private:
    std::mutex m_mutex;
    bool m_open = false;
    std::vector<std::function<void()>> m_waiting;
};

/// What the server does with one request. Content-Length is added unless `headers` has one.
struct Response
{
    int status = 200;
    Headers headers = {};
    QByteArray body = {};
    QList<QByteArray> chunks = {};   ///< if not empty: Transfer-Encoding: chunked, each written and flushed alone
    bool keepStreamOpen = false;     ///< chunked too; the last chunk is not sent, pushToStreams() adds to it
    bool dropConnection = false;     ///< closes the connection without an answer
    qsizetype cutAfter = -1;         ///< closes the connection after so many bytes of the body or the chunks
    std::shared_ptr<Gate> gate = {}; ///< the answer (or the drop) waits for it
};

/// Runs on the server's thread: it must be thread-safe and must not block. An exception becomes status 500.
using Handler = std::function<Response(const Request &)>;

/// A scripted HTTP/1.1 server on 127.0.0.1 with a thread of its own, so that tests may block theirs.
///
/// Understands keep-alive, Content-Length and chunked bodies (512 MiB at most, then 413) and
/// Expect: 100-continue. Answers pipelined requests in order. With a certificate it speaks TLS only.
/// All functions may be called from any thread, except stop() and the destructor: not from the handler.
class LoopbackServer
{
public:
    /// Port 0 takes a free one. If it cannot listen, port() is 0 and errorText() has the reason.
    explicit LoopbackServer(Handler handler, std::optional<Certificate> certificate = {}, quint16 port = 0);
    ~LoopbackServer();
    LoopbackServer(const LoopbackServer &) = delete;
    LoopbackServer &operator=(const LoopbackServer &) = delete;

    quint16 port() const;
    QString errorText() const;
    /// @param path  begins with '/'
    /// @param host  127.0.0.1 needs no name look-up; "localhost" may first be tried as ::1, where nobody listens
    QString url(const QString &path, const QString &host = QStringLiteral("127.0.0.1")) const;

    QList<Request> requests() const; ///< complete requests in the order they arrived, answered or not
    int connections() const;         ///< accepted TCP connections since the start, failed TLS handshakes included
    bool waitForRequests(int count, int ms = 5000) const; ///< true as soon as there are at least `count`

    /// Writes one chunk to every open stream. A stream whose request is already in requests() and that has no
    /// gate gets it for sure.
    void pushToStreams(const QByteArray &chunk);
    void endStreams(); ///< sends the last chunk to every open stream; the connections stay usable
    void stop();       ///< closes the port and all connections and ends the thread; requests() stays readable

private:
    class Worker;
    std::unique_ptr<Worker> m_worker;
};

} // namespace kopru::test
