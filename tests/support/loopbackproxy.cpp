#include "tests/support/loopbackproxy.h"

#include <QtCore/QThread>
#include <QtNetwork/QHostAddress>
#include <QtNetwork/QTcpServer>
#include <QtNetwork/QTcpSocket>

#include <future>
#include <mutex>

namespace kopru::test {

class LoopbackProxy::Worker final : public QThread
{
public:
    explicit Worker(Script wanted) : m_script(std::move(wanted)) {}

    void run() override
    {
        QTcpServer server;
        server.listen(QHostAddress::LocalHost);
        port = server.serverPort();
        QObject::connect(&server, &QTcpServer::newConnection, &server, [this, &server] {
            while (QTcpSocket *client = server.nextPendingConnection())
                QObject::connect(client, &QTcpSocket::readyRead, client, [this, client] { greet(client); });
        });
        listening.set_value();
        exec();
    }

    std::promise<void> listening;
    quint16 port = 0; ///< written before `listening` is set
    mutable std::mutex mutex;
    QList<QByteArray> heads;

private:
    /// Reads the head of the first request and decides what becomes of the connection.
    void greet(QTcpSocket *client)
    {
        const qsizetype end = client->peek(65536).indexOf("\r\n\r\n");
        if (end < 0)
            return;
        const QByteArray head = client->read(end + 4);
        QObject::disconnect(client, &QTcpSocket::readyRead, client, nullptr);
        {
            const std::lock_guard lock(mutex);
            heads.append(head);
        }
        if (m_script.silent)
            return;
        QByteArray refusal = m_script.refusal;
        const QByteArray wanted = "\r\nProxy-Authorization: Basic " + m_script.credentials.toBase64() + "\r\n";
        if (refusal.isEmpty() && !m_script.credentials.isEmpty() && !head.contains(wanted))
            refusal = "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"test\"\r\n"
                      "Content-Length: 0\r\n\r\n";
        if (!refusal.isEmpty()) {
            client->write(refusal);
            client->disconnectFromHost();
            return;
        }
        auto *server = new QTcpSocket(client);
        QObject::connect(server, &QTcpSocket::connected, client, [this, client, server, head] {
            if (head.startsWith("CONNECT "))
                client->write(m_script.accepted);
            else
                server->write(head);
            pass(client, server);
            pass(server, client);
        });
        server->connectToHost(QHostAddress(QHostAddress::LocalHost), m_script.target);
    }

    static void pass(QTcpSocket *from, QTcpSocket *to)
    {
        from->setSocketOption(QAbstractSocket::LowDelayOption, 1);
        const auto move = [from, to] { to->write(from->readAll()); };
        QObject::connect(from, &QTcpSocket::readyRead, to, move);
        QObject::connect(from, &QTcpSocket::disconnected, to, [to] { to->disconnectFromHost(); });
        move();
    }

    Script m_script;
};

LoopbackProxy::LoopbackProxy(Script script) : m_worker(std::make_unique<Worker>(std::move(script)))
{
    m_worker->start();
    m_worker->listening.get_future().wait();
}

LoopbackProxy::~LoopbackProxy()
{
    m_worker->quit();
    m_worker->wait();
}

quint16 LoopbackProxy::port() const
{
    return m_worker->port;
}

QList<QByteArray> LoopbackProxy::heads() const
{
    const std::lock_guard lock(m_worker->mutex);
    return m_worker->heads;
}

} // namespace kopru::test
