#include "app/checks/networkpart.h"

#include <QtConcurrent/QtConcurrentRun>
#include <QtCore/QFutureWatcher>
#include <QtNetwork/QHostInfo>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace kopru::checks {

namespace {

using contract::Cause;

constexpr auto raceDelay = 250ms; // between addresses, as RFC 8305 section 5 recommends

Cause causeOf(QAbstractSocket::SocketError error)
{
    switch (error) {
    case QAbstractSocket::ConnectionRefusedError:
        return Cause::ConnectionRefused;
    case QAbstractSocket::SocketTimeoutError:
        return Cause::ConnectTimeout;
    case QAbstractSocket::HostNotFoundError:
        return Cause::UnknownHost;
    default:
        return Cause::NetworkUnreachable;
    }
}

class Reach final : public NetworkPart
{
public:
    using NetworkPart::NetworkPart;
    ~Reach() override
    {
        if (m_lookup >= 0)
            QHostInfo::abortHostLookup(m_lookup);
        for (QTcpSocket *socket : std::as_const(m_sockets))
            socket->disconnect(this); // aborting it below must not speak to a part that is gone
    }

    void start() override
    {
        begin(StepId::Address);
        const QString scheme = m_way.target.url.scheme();
        const bool known =
            m_way.isWebSocket() ? scheme == u"ws"_s || scheme == u"wss"_s : scheme == u"http"_s || scheme == u"https"_s;
        if (!m_way.target.url.isValid() || m_way.target.url.host().isEmpty() || !known) {
            fail(StepId::Address, Cause::BadAddress, {{u"address"_s, m_way.shownUrl()}});
            return;
        }
        pass(StepId::Address, {{u"address"_s, m_way.shownUrl()}});
        findProxy();
    }

private:
    void findProxy()
    {
        begin(StepId::Proxy);
        // A PAC script or a settings service may take its time: never on the window's thread.
        auto *watcher = new QFutureWatcher<QList<QNetworkProxy>>(this);
        connect(watcher, &QFutureWatcherBase::finished, this, [this, watcher] {
            watcher->deleteLater();
            const QList<QNetworkProxy> proxies = watcher->result();
            m_way.proxy = proxies.isEmpty() ? QNetworkProxy(QNetworkProxy::NoProxy) : proxies.constFirst();
            if (m_way.usesProxy()) {
                pass(StepId::Proxy,
                     {{u"proxy"_s, m_way.proxy.hostName() + u':' + QString::number(m_way.proxy.port())}});
                Q_EMIT skipped(StepId::Name); // the proxy looks the name up
                lookUp(m_way.proxy.hostName(), m_way.proxy.port());
            } else {
                m_way.proxy = QNetworkProxy(QNetworkProxy::NoProxy);
                pass(StepId::Proxy, {{u"proxy"_s, QString()}});
                begin(StepId::Name);
                lookUp(m_way.target.url.host(), m_way.port());
            }
        });
        // Systems know proxies for the web: a WebSocket begins as a request of the web.
        QUrl url = m_way.target.url;
        url.setScheme(m_way.isSecure() ? u"https"_s : u"http"_s);
        watcher->setFuture(
            QtConcurrent::run([url] { return QNetworkProxyFactory::systemProxyForQuery(QNetworkProxyQuery(url)); }));
    }

    void lookUp(const QString &host, quint16 port)
    {
        arm([this, host] { failName(host, Cause::ConnectTimeout); });
        m_lookup = QHostInfo::lookupHost(host, this, [this, host, port](const QHostInfo &found) {
            m_lookup = -1;
            if (isOver())
                return;
            disarm();
            if (found.error() != QHostInfo::NoError || found.addresses().isEmpty()) {
                failName(host, Cause::UnknownHost);
                return;
            }
            QStringList addresses;
            for (const QHostAddress &address : found.addresses())
                addresses.append(address.toString());
            if (!m_way.usesProxy())
                pass(StepId::Name, {{u"host"_s, host}, {u"addresses"_s, addresses.join(u", "_s)}});
            begin(StepId::Tcp);
            m_waiting = found.addresses();
            arm([this, port] { failTcp(Cause::ConnectTimeout, port); });
            connectNext(port);
        });
    }

    void failName(const QString &host, Cause cause)
    {
        if (m_way.usesProxy())
            fail(StepId::Proxy, Cause::ProxyFailed, {{u"host"_s, host}});
        else
            fail(StepId::Name, cause, {{u"host"_s, host}});
    }

    void connectNext(quint16 port)
    {
        if (isOver() || m_waiting.isEmpty())
            return;
        const QHostAddress address = m_waiting.takeFirst();
        auto *socket = new QTcpSocket(this);
        socket->setProxy(QNetworkProxy(QNetworkProxy::NoProxy));
        m_sockets.append(socket);
        connect(socket, &QTcpSocket::connected, this, [this, socket, address, port] {
            if (isOver())
                return;
            m_way.address = address;
            m_sockets.removeOne(socket);
            socket->disconnect(this);
            if (m_way.usesProxy() || m_way.isSecure())
                socket->deleteLater(); // what follows begins its own
            else
                m_way.connection.reset((socket->setParent(nullptr), socket));
            pass(StepId::Tcp, {{u"address"_s, address.toString()}, {u"port"_s, QString::number(port)}});
            finish();
        });
        connect(socket, &QTcpSocket::errorOccurred, this, [this, socket, port](QAbstractSocket::SocketError error) {
            if (isOver())
                return;
            m_sockets.removeOne(socket);
            socket->deleteLater();
            m_failures.append(error);
            if (!m_waiting.isEmpty())
                connectNext(port);
            else if (m_sockets.isEmpty())
                failTcp(causeOf(m_failures.constFirst()), port);
        });
        socket->connectToHost(address, port);
        if (!m_waiting.isEmpty())
            QTimer::singleShot(raceDelay, socket, [this, port] { connectNext(port); });
    }

    void failTcp(Cause cause, quint16 port)
    {
        const QString host = m_way.usesProxy() ? m_way.proxy.hostName() : m_way.target.url.host();
        fail(StepId::Tcp, m_way.usesProxy() ? Cause::ProxyFailed : cause,
             {{u"host"_s, host}, {u"port"_s, QString::number(port)}});
    }

    QList<QTcpSocket *> m_sockets;
    QList<QHostAddress> m_waiting;
    QList<QAbstractSocket::SocketError> m_failures;
    int m_lookup = -1;
};

} // namespace

std::unique_ptr<NetworkPart> makeReachPart(Way &way)
{
    return std::make_unique<Reach>(way);
}

} // namespace kopru::checks
