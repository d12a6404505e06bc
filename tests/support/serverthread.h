#pragma once

#include "tests/support/testcertificates.h"

#include <QtCore/QHash>
#include <QtCore/QThread>
#include <QtNetwork/QHostAddress>
#include <QtNetwork/QSslConfiguration>
#include <QtNetwork/QSslSocket>
#include <QtNetwork/QTcpServer>

#include <chrono>
#include <condition_variable>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <optional>

namespace kopru::test {

/// What a TLS server of the tests presents; nothing if a file cannot be read.
std::optional<QSslConfiguration> serverConfiguration(const Certificate &certificate);

/// The words behind the number in a status line.
QByteArray statusReason(int status);

/// What a test's thread reads while a server's thread writes.
template <typename Records> class Journal
{
public:
    /// @param change  gets the records
    template <typename Change> void note(Change change)
    {
        {
            const std::lock_guard lock(m_mutex);
            change(m_records);
        }
        m_changed.notify_all();
    }
    /// A copy of one of the records.
    template <typename Member> Member read(Member Records::*member) const
    {
        const std::lock_guard lock(m_mutex);
        return m_records.*member;
    }
    /// True as soon as the records are as `wanted` says.
    template <typename Wanted> bool waitFor(Wanted wanted, int ms) const
    {
        std::unique_lock lock(m_mutex);
        return m_changed.wait_for(lock, std::chrono::milliseconds(ms), [&] { return wanted(m_records); });
    }

private:
    mutable std::mutex m_mutex;
    mutable std::condition_variable m_changed;
    Records m_records;
};

/// Hands functions to an object's thread until the object is gone. Outlives the server: gates keep it.
class Mailbox
{
public:
    explicit Mailbox(QObject *receiver) : m_receiver(receiver) {}

    void post(std::function<void()> action)
    {
        const std::lock_guard lock(m_mutex);
        if (m_receiver != nullptr)
            QMetaObject::invokeMethod(m_receiver, std::move(action), Qt::QueuedConnection);
    }
    void close()
    {
        const std::lock_guard lock(m_mutex);
        m_receiver = nullptr;
    }

private:
    std::mutex m_mutex;
    QObject *m_receiver;
};

/// A port of 127.0.0.1, open or with TLS only, with a thread of its own on which its connections live.
///
/// @tparam Connection  a QObject that owns the socket it is made with and is deleted once that is disconnected
template <typename Connection> class ServerThread final : private QThread
{
public:
    /// Does something with a connection on the server's thread, if it still exists. Callable from any thread.
    using Post = std::function<void(std::function<void(Connection &)>)>;
    /// Makes the connection; runs on the server's thread. `number` counts the accepted ones from 1.
    using Make = std::function<Connection *(QTcpSocket *socket, quint64 number, Post post)>;

    /// Returns when it listens, or cannot: then port() is 0 and errorText() has the reason.
    /// @param port  0 takes a free one
    /// @param arrived  runs on the server's thread for every accepted connection, failed TLS handshakes included
    ServerThread(const std::optional<Certificate> &certificate, quint16 port, std::function<void()> arrived, Make make)
        : m_port(port), m_arrived(std::move(arrived)), m_make(std::move(make))
    {
        if (certificate)
            m_tls = serverConfiguration(*certificate);
        if (certificate && !m_tls) {
            m_port = 0;
            m_error = QStringLiteral("cannot read %1 and its key").arg(certificate->certificateFile);
            return;
        }
        start();
        m_listening.get_future().wait();
    }
    ~ServerThread() override { stop(); }
    ServerThread(const ServerThread &) = delete;
    ServerThread &operator=(const ServerThread &) = delete;

    quint16 port() const { return m_port; }
    QString errorText() const { return m_error; }
    bool isSecure() const { return m_tls.has_value(); }

    /// Posts an action for each connection that exists when it is the action's turn.
    void forEach(std::function<void(Connection &)> action)
    {
        if (m_mailbox)
            m_mailbox->post([room = m_room, action = std::move(action)] {
                for (Connection *connection : room->connections.values())
                    action(*connection);
            });
    }
    /// Closes the port and all connections and ends the thread. Not from the thread itself.
    void stop()
    {
        quit();
        wait();
    }

private:
    /// The listening socket and its connections, on the server's thread.
    class Room final : public QTcpServer
    {
    public:
        explicit Room(ServerThread &thread) : mailbox(std::make_shared<Mailbox>(this)), m_thread(thread) {}
        ~Room() override
        {
            mailbox->close();
            qDeleteAll(connections);
        }

        const std::shared_ptr<Mailbox> mailbox;
        QHash<quint64, Connection *> connections;

    protected:
        void incomingConnection(qintptr descriptor) override
        {
            m_thread.m_arrived();
            const std::optional<QSslConfiguration> &tls = m_thread.m_tls;
            QSslSocket *secure = tls ? new QSslSocket : nullptr;
            QTcpSocket *socket = tls ? secure : new QTcpSocket;
            if (!socket->setSocketDescriptor(descriptor)) {
                delete socket;
                return;
            }
            socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
            const quint64 number = ++m_lastNumber;
            connections.insert(number, m_thread.m_make(socket, number, postTo(number)));
            connect(socket, &QTcpSocket::disconnected, this, [this, number] {
                if (Connection *gone = connections.take(number))
                    gone->deleteLater();
            });
            if (secure != nullptr) {
                secure->setSslConfiguration(*tls);
                secure->startServerEncryption();
            }
        }

    private:
        Post postTo(quint64 number)
        {
            return [box = mailbox, this, number](std::function<void(Connection &)> action) {
                box->post([this, number, action = std::move(action)] {
                    if (Connection *found = connections.value(number))
                        action(*found);
                });
            };
        }

        ServerThread &m_thread;
        quint64 m_lastNumber = 0;
    };

    void run() override
    {
        Room room(*this);
        room.setListenBacklogSize(1024); // A burst of parallel connections must not wait for a repeated SYN.
        m_port = room.listen(QHostAddress::LocalHost, m_port) ? room.serverPort() : 0;
        if (m_port == 0)
            m_error = room.errorString();
        m_mailbox = room.mailbox;
        m_room = &room;
        m_listening.set_value();
        exec();
    }

    // Written before `m_listening` is set, only read after.
    std::promise<void> m_listening;
    std::shared_ptr<Mailbox> m_mailbox;
    Room *m_room = nullptr; // to be used inside the mailbox only
    quint16 m_port;
    QString m_error;
    std::optional<QSslConfiguration> m_tls;
    std::function<void()> m_arrived;
    Make m_make;
};

} // namespace kopru::test
