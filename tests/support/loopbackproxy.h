#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QList>

#include <memory>

namespace kopru::test {

/// A scripted HTTP proxy on 127.0.0.1 with a thread of its own. Whatever name it is asked for, it connects to one port
/// of this computer, so that a test can use names that exist nowhere. Tunnels (CONNECT) and whole requests alike.
class LoopbackProxy
{
public:
    struct Script
    {
        quint16 target = 0;          ///< port on 127.0.0.1 to which every connection goes
        QByteArray credentials = {}; ///< user:password; without them it answers 407
        QByteArray refusal = {};     ///< sent instead of going on; the connection is closed behind it
        QByteArray accepted = "HTTP/1.1 200 Connection established\r\n\r\n"; ///< of a tunnel
        bool silent = false;                                                 ///< takes connections, says nothing
    };

    explicit LoopbackProxy(Script script);
    ~LoopbackProxy();
    LoopbackProxy(const LoopbackProxy &) = delete;
    LoopbackProxy &operator=(const LoopbackProxy &) = delete;

    quint16 port() const;
    QList<QByteArray> heads() const; ///< of the first request on every connection, as sent, with the empty line

private:
    class Worker;
    std::unique_ptr<Worker> m_worker;
};

} // namespace kopru::test
