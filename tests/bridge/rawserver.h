#pragma once

#include <QtNetwork/QTcpServer>
#include <QtNetwork/QTcpSocket>

#include <functional>

#include <sys/socket.h>

namespace kopru::test {

/// A server for what a sound HTTP server never does: every complete request is handed over with its socket, and the
/// test writes what it likes. Lives on the test's thread: it works while the test waits.
class RawServer
{
public:
    using Script = std::function<void(QTcpSocket &socket, const QByteArray &request)>;

    explicit RawServer(Script script, quint16 port = 0) : m_script(std::move(script))
    {
        QObject::connect(&m_server, &QTcpServer::newConnection, &m_server, [this] {
            while (QTcpSocket *socket = m_server.nextPendingConnection()) {
                ++m_connections;
                socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
                QObject::connect(socket, &QTcpSocket::readyRead, socket, [this, socket] { take(*socket); });
            }
        });
        m_server.listen(QHostAddress::LocalHost, port);
    }

    quint16 port() const { return m_server.serverPort(); }
    QString url() const { return QStringLiteral("http://127.0.0.1:%1/mcp").arg(port()); }
    int requests() const { return m_requests; }
    int connections() const { return m_connections; }

    /// Ends the server's half of a connection and goes on reading.
    static void finishSending(QTcpSocket &socket)
    {
        socket.flush();
        ::shutdown(static_cast<int>(socket.socketDescriptor()), SHUT_WR);
    }

private:
    void take(QTcpSocket &socket)
    {
        QByteArray &got = m_got[&socket];
        got += socket.readAll();
        const qsizetype head = got.indexOf("\r\n\r\n");
        if (head < 0)
            return;
        const qsizetype field = got.toLower().indexOf("content-length:");
        const qsizetype length =
            field < 0 || field > head ? 0 : got.mid(field + 15, 20).trimmed().split('\r').first().toLongLong();
        if (got.size() < head + 4 + length)
            return;
        const QByteArray request = got.left(head + 4 + length);
        got.remove(0, request.size());
        ++m_requests;
        m_script(socket, request);
    }

    Script m_script;
    QTcpServer m_server;
    QHash<QTcpSocket *, QByteArray> m_got;
    int m_requests = 0;
    int m_connections = 0;
};

} // namespace kopru::test
