#include "tests/support/loopbackserver.h"

#include "tests/support/loopbackconnection.h"
#include "tests/support/serverside.h"

#include <QtCore/QHash>
#include <QtCore/QThread>
#include <QtNetwork/QHostAddress>
#include <QtNetwork/QSslSocket>
#include <QtNetwork/QTcpServer>

#include <chrono>
#include <condition_variable>
#include <future>

namespace kopru::test {

using namespace Qt::StringLiterals;

namespace {

/// What the test's thread reads while the server's thread writes.
struct Journal
{
    mutable std::mutex mutex;
    mutable std::condition_variable changed;
    QList<Request> requests;
    int connections = 0;
};

} // namespace

QByteArray Request::header(const QByteArray &name) const
{
    for (const auto &[key, value] : headers) {
        if (key.compare(name, Qt::CaseInsensitive) == 0)
            return value;
    }
    return {};
}

void Gate::open()
{
    std::vector<std::function<void()>> waiting;
    {
        const std::lock_guard lock(m_mutex);
        m_open = true;
        waiting.swap(m_waiting);
    }
    for (const auto &action : waiting)
        action();
}

void Gate::whenOpen(std::function<void()> action)
{
    {
        const std::lock_guard lock(m_mutex);
        if (!m_open) {
            m_waiting.push_back(std::move(action));
            return;
        }
    }
    action();
}

/// The listening socket and its connections, on the server's thread.
class LoopbackServer::Room final : public QTcpServer
{
public:
    Room(Handler handler, std::optional<QSslConfiguration> tls, Journal &journal)
        : mailbox(std::make_shared<Mailbox>(this)),
          m_handler(std::move(handler)),
          m_tls(std::move(tls)),
          m_journal(journal)
    {}
    ~Room() override
    {
        mailbox->close();
        qDeleteAll(m_connections);
    }

    void forEach(const std::function<void(LoopbackConnection &)> &action)
    {
        for (LoopbackConnection *connection : m_connections.values())
            action(*connection);
    }

    const std::shared_ptr<Mailbox> mailbox;

protected:
    void incomingConnection(qintptr descriptor) override
    {
        {
            const std::lock_guard lock(m_journal.mutex);
            ++m_journal.connections;
        }
        QSslSocket *secure = m_tls ? new QSslSocket : nullptr;
        QTcpSocket *socket = m_tls ? secure : new QTcpSocket;
        if (!socket->setSocketDescriptor(descriptor)) {
            delete socket;
            return;
        }
        socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
        const quint64 number = ++m_lastNumber;
        auto *connection = new LoopbackConnection(
            socket, [this](const Request &request) { return answer(request); },
            [box = mailbox, this, number](std::function<void(LoopbackConnection &)> action) {
                box->post([this, number, action = std::move(action)] {
                    if (LoopbackConnection *found = m_connections.value(number))
                        action(*found);
                });
            });
        m_connections.insert(number, connection);
        connect(socket, &QTcpSocket::disconnected, this, [this, number] {
            if (LoopbackConnection *gone = m_connections.take(number))
                gone->deleteLater();
        });
        if (secure != nullptr) {
            secure->setSslConfiguration(*m_tls);
            secure->startServerEncryption();
        }
    }

private:
    Response answer(const Request &request)
    {
        {
            const std::lock_guard lock(m_journal.mutex);
            m_journal.requests.append(request);
        }
        m_journal.changed.notify_all();
        return m_handler(request);
    }

    Handler m_handler;
    std::optional<QSslConfiguration> m_tls;
    Journal &m_journal;
    QHash<quint64, LoopbackConnection *> m_connections;
    quint64 m_lastNumber = 0;
};

class LoopbackServer::Worker final : public QThread
{
public:
    Worker(Handler handler, std::optional<QSslConfiguration> tls, quint16 wanted)
        : secure(tls.has_value()), m_handler(std::move(handler)), m_tls(std::move(tls)), m_wanted(wanted)
    {}

    void run() override
    {
        Room ownRoom(m_handler, m_tls, journal);
        ownRoom.setListenBacklogSize(1024); // A burst of parallel connections must not wait for a repeated SYN.
        if (ownRoom.listen(QHostAddress::LocalHost, m_wanted))
            port = ownRoom.serverPort();
        else
            error = ownRoom.errorString();
        mailbox = ownRoom.mailbox;
        room = &ownRoom;
        listening.set_value();
        exec();
    }

    Journal journal;
    const bool secure;
    // Written before `listening` is set, only read after.
    std::promise<void> listening;
    std::shared_ptr<Mailbox> mailbox;
    Room *room = nullptr; // to be used inside the mailbox only
    quint16 port = 0;
    QString error;

private:
    Handler m_handler;
    std::optional<QSslConfiguration> m_tls;
    quint16 m_wanted;
};

LoopbackServer::LoopbackServer(Handler handler, std::optional<Certificate> certificate, quint16 port)
{
    std::optional<QSslConfiguration> tls;
    if (certificate)
        tls = serverConfiguration(*certificate);
    m_worker = std::make_unique<Worker>(std::move(handler), tls, port);
    if (certificate && !tls) {
        m_worker->error = u"cannot read %1 and its key"_s.arg(certificate->certificateFile);
        return;
    }
    m_worker->start();
    m_worker->listening.get_future().wait();
}

LoopbackServer::~LoopbackServer()
{
    stop();
}

void LoopbackServer::stop()
{
    m_worker->quit();
    m_worker->wait();
}

quint16 LoopbackServer::port() const
{
    return m_worker->port;
}

QString LoopbackServer::errorText() const
{
    return m_worker->error;
}

QString LoopbackServer::url(const QString &path, const QString &host) const
{
    return u"%1://%2:%3%4"_s.arg(m_worker->secure ? u"https"_s : u"http"_s, host, QString::number(port()), path);
}

QList<Request> LoopbackServer::requests() const
{
    const std::lock_guard lock(m_worker->journal.mutex);
    return m_worker->journal.requests;
}

int LoopbackServer::connections() const
{
    const std::lock_guard lock(m_worker->journal.mutex);
    return m_worker->journal.connections;
}

bool LoopbackServer::waitForRequests(int count, int ms) const
{
    const Journal &journal = m_worker->journal;
    std::unique_lock lock(journal.mutex);
    return journal.changed.wait_for(lock, std::chrono::milliseconds(ms),
                                    [&] { return journal.requests.size() >= count; });
}

void LoopbackServer::pushToStreams(const QByteArray &chunk)
{
    if (m_worker->mailbox)
        m_worker->mailbox->post([room = m_worker->room, chunk] {
            room->forEach([&](LoopbackConnection &connection) { connection.pushChunk(chunk); });
        });
}

void LoopbackServer::endStreams()
{
    if (m_worker->mailbox)
        m_worker->mailbox->post(
            [room = m_worker->room] { room->forEach([](LoopbackConnection &connection) { connection.endStream(); }); });
}

} // namespace kopru::test
