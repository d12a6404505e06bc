#include "tests/support/loopbackserver.h"

#include "tests/support/loopbackconnection.h"
#include "tests/support/serverthread.h"

namespace kopru::test {

using namespace Qt::StringLiterals;

namespace {

struct Records
{
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

class LoopbackServer::Worker
{
    Handler m_handler;

public:
    Worker(Handler handler, const std::optional<Certificate> &certificate, quint16 wanted)
        : m_handler(std::move(handler)),
          thread(
              certificate, wanted, [this] { journal.note([](Records &records) { ++records.connections; }); },
              [this](QTcpSocket *socket, quint64, LoopbackConnection::Post post) {
                  return new LoopbackConnection(
                      socket, [this](const Request &request) { return answer(request); }, std::move(post));
              })
    {}

    Journal<Records> journal;
    ServerThread<LoopbackConnection> thread; // last: it ends before what it uses

private:
    Response answer(const Request &request)
    {
        journal.note([&](Records &records) { records.requests.append(request); });
        return m_handler(request);
    }
};

LoopbackServer::LoopbackServer(Handler handler, std::optional<Certificate> certificate, quint16 port)
    : m_worker(std::make_unique<Worker>(std::move(handler), certificate, port))
{}

LoopbackServer::~LoopbackServer() = default;

void LoopbackServer::stop()
{
    m_worker->thread.stop();
}

quint16 LoopbackServer::port() const
{
    return m_worker->thread.port();
}

QString LoopbackServer::errorText() const
{
    return m_worker->thread.errorText();
}

QString LoopbackServer::url(const QString &path, const QString &host) const
{
    return u"%1://%2:%3%4"_s.arg(m_worker->thread.isSecure() ? u"https"_s : u"http"_s, host, QString::number(port()),
                                 path);
}

QList<Request> LoopbackServer::requests() const
{
    return m_worker->journal.read(&Records::requests);
}

int LoopbackServer::connections() const
{
    return m_worker->journal.read(&Records::connections);
}

bool LoopbackServer::waitForRequests(int count, int ms) const
{
    return m_worker->journal.waitFor([&](const Records &records) { return records.requests.size() >= count; }, ms);
}

void LoopbackServer::pushToStreams(const QByteArray &chunk)
{
    m_worker->thread.forEach([chunk](LoopbackConnection &connection) { connection.pushChunk(chunk); });
}

void LoopbackServer::endStreams()
{
    m_worker->thread.forEach([](LoopbackConnection &connection) { connection.endStream(); });
}

} // namespace kopru::test
