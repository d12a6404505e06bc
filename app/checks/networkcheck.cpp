#include "app/checks/check.h"

#include "app/checks/httpverdict.h"
#include "app/checks/tlsverdict.h"
#include "app/mcp/session.h"

#include <QtConcurrent/QtConcurrentRun>
#include <QtCore/QFutureWatcher>
#include <QtCore/QTimer>
#include <QtNetwork/QHostInfo>
#include <QtNetwork/QNetworkAccessManager>
#include <QtNetwork/QNetworkProxy>
#include <QtNetwork/QNetworkReply>
#include <QtNetwork/QSslCertificate>
#include <QtNetwork/QSslConfiguration>
#include <QtNetwork/QSslSocket>
#include <QtNetwork/QTcpSocket>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace kopru::checks {

namespace {

using contract::Cause;

constexpr auto stepLimit = 15s;
constexpr auto raceDelay = 250ms; // between addresses, as RFC 8305 section 5 recommends
constexpr auto goodbyeLimit = 2s;
constexpr qint64 longestBody = qint64{1} * 1024 * 1024;

class NetworkCheck final : public Check
{
    Q_OBJECT
public:
    NetworkCheck(integrations::Target target, QObject *parent) : Check(parent), m_target(std::move(target))
    {
        QList<StepId> ids{StepId::Address, StepId::Proxy, StepId::Name, StepId::Tcp};
        if (m_target.url.scheme() == u"https"_s)
            ids.append(StepId::Tls);
        ids += {StepId::Http, StepId::Authentication};
        for (const StepId id : ids)
            m_steps.append({id, StepState::Waiting, {}, {}, {}});
        m_deadline.setSingleShot(true);
        m_network.setRedirectPolicy(QNetworkRequest::ManualRedirectPolicy);
    }

    ~NetworkCheck() override
    {
        m_done = true;
        dropSockets();
        if (m_lookup >= 0)
            QHostInfo::abortHostLookup(m_lookup);
    }

    void start() override
    {
        if (std::exchange(m_started, true))
            return;
        QMetaObject::invokeMethod(this, &NetworkCheck::checkAddress, Qt::QueuedConnection);
    }

    void cancel() override
    {
        if (m_started)
            finish(true);
    }

private:
    void checkAddress()
    {
        if (m_done)
            return;
        begin(StepId::Address);
        const QString scheme = m_target.url.scheme();
        if (!m_target.url.isValid() || m_target.url.host().isEmpty() || (scheme != u"http"_s && scheme != u"https"_s)) {
            fail(StepId::Address, Cause::BadAddress, {{u"address"_s, shownUrl()}});
            return;
        }
        end(StepId::Address, StepState::Passed, {}, {{u"address"_s, shownUrl()}});
        findProxy();
    }

    void findProxy()
    {
        begin(StepId::Proxy);
        // A PAC script or a settings service may take its time: never on the window's thread.
        auto *watcher = new QFutureWatcher<QList<QNetworkProxy>>(this);
        connect(watcher, &QFutureWatcherBase::finished, this, [this, watcher] {
            watcher->deleteLater();
            if (m_done)
                return;
            const QList<QNetworkProxy> proxies = watcher->result();
            m_proxy = proxies.isEmpty() ? QNetworkProxy(QNetworkProxy::NoProxy) : proxies.constFirst();
            if (usesProxy()) {
                end(StepId::Proxy, StepState::Passed, {}, {{u"proxy"_s, proxyText()}});
                skip(StepId::Name); // the proxy looks the name up
                m_network.setProxy(m_proxy);
                lookUp(m_proxy.hostName(), m_proxy.port());
            } else {
                end(StepId::Proxy, StepState::Passed, {}, {{u"proxy"_s, QString()}});
                m_network.setProxy(QNetworkProxy(QNetworkProxy::NoProxy));
                begin(StepId::Name);
                lookUp(m_target.url.host(), port());
            }
        });
        watcher->setFuture(QtConcurrent::run(
            [url = m_target.url] { return QNetworkProxyFactory::systemProxyForQuery(QNetworkProxyQuery(url)); }));
    }

    void lookUp(const QString &host, quint16 port)
    {
        arm(u"name"_s, [this, host] { failName(host, Cause::ConnectTimeout); });
        m_lookup = QHostInfo::lookupHost(host, this, [this, host, port](const QHostInfo &found) {
            m_lookup = -1;
            if (m_done)
                return;
            m_deadline.stop();
            if (found.error() != QHostInfo::NoError || found.addresses().isEmpty()) {
                failName(host, Cause::UnknownHost);
                return;
            }
            QStringList addresses;
            for (const QHostAddress &address : found.addresses())
                addresses.append(address.toString());
            if (!usesProxy())
                end(StepId::Name, StepState::Passed, {},
                    {{u"host"_s, host}, {u"addresses"_s, addresses.join(u", "_s)}});
            connectTo(found.addresses(), port);
        });
    }

    void failName(const QString &host, Cause cause)
    {
        if (usesProxy())
            fail(StepId::Proxy, Cause::ProxyFailed, {{u"host"_s, host}});
        else
            fail(StepId::Name, cause, {{u"host"_s, host}});
    }

    void connectTo(QList<QHostAddress> addresses, quint16 port)
    {
        begin(StepId::Tcp);
        m_failures.clear();
        m_waitingAddresses = std::move(addresses);
        arm(u"tcp"_s, [this, port] { failTcp(Cause::ConnectTimeout, port); });
        connectNext(port);
    }

    void connectNext(quint16 port)
    {
        if (m_done || m_waitingAddresses.isEmpty())
            return;
        const QHostAddress address = m_waitingAddresses.takeFirst();
        auto *socket = new QTcpSocket(this);
        socket->setProxy(QNetworkProxy(QNetworkProxy::NoProxy));
        m_sockets.append(socket);
        connect(socket, &QTcpSocket::connected, this, [this, socket, address, port] {
            if (m_done)
                return;
            m_deadline.stop();
            m_address = address;
            end(StepId::Tcp, StepState::Passed, {},
                {{u"address"_s, address.toString()}, {u"port"_s, QString::number(port)}});
            socket->disconnect(this);
            dropSockets();
            if (m_target.url.scheme() == u"https"_s)
                shakeHands();
            else
                ask();
        });
        connect(socket, &QTcpSocket::errorOccurred, this, [this, socket, port](QAbstractSocket::SocketError error) {
            if (m_done)
                return;
            m_sockets.removeOne(socket);
            socket->deleteLater();
            m_failures.append(error);
            if (!m_waitingAddresses.isEmpty())
                connectNext(port);
            else if (m_sockets.isEmpty())
                failTcp(causeOf(m_failures.constFirst()), port);
        });
        socket->connectToHost(address, port);
        if (!m_waitingAddresses.isEmpty())
            QTimer::singleShot(raceDelay, socket, [this, port] { connectNext(port); });
    }

    static Cause causeOf(QAbstractSocket::SocketError error)
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

    void failTcp(Cause cause, quint16 port)
    {
        const QString host = usesProxy() ? m_proxy.hostName() : m_target.url.host();
        fail(StepId::Tcp, usesProxy() ? Cause::ProxyFailed : cause,
             {{u"host"_s, host}, {u"port"_s, QString::number(port)}});
    }

    QSslConfiguration tlsConfiguration() const
    {
        QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
        if (!m_target.systemTrust)
            configuration.setCaCertificates({});
        for (const QString &file : m_target.certificateFiles)
            configuration.addCaCertificates(
                QSslCertificate::fromPath(file, QSsl::Pem, QSslCertificate::PatternSyntax::Wildcard));
        configuration.setPeerVerifyMode(m_target.verifyCertificate ? QSslSocket::VerifyPeer : QSslSocket::QueryPeer);
        return configuration;
    }

    void shakeHands()
    {
        begin(StepId::Tls);
        auto *socket = new QSslSocket(this);
        m_sockets.append(socket);
        socket->setSslConfiguration(tlsConfiguration());
        socket->setProxy(usesProxy() ? m_proxy : QNetworkProxy(QNetworkProxy::NoProxy));
        connect(socket, &QSslSocket::sslErrors, this, [this](const QList<QSslError> &errors) { m_tlsErrors = errors; });
        connect(socket, &QSslSocket::encrypted, this, [this, socket] { endTls(socket, true); });
        connect(socket, &QSslSocket::errorOccurred, this, [this, socket] { endTls(socket, false); });
        arm(u"tls"_s, [this] { fail(StepId::Tls, Cause::TlsHandshake, {{u"host"_s, m_target.url.host()}}); });
        if (usesProxy())
            socket->connectToHostEncrypted(m_target.url.host(), port());
        else // the address that answered, with the name that the certificate must carry
            socket->connectToHostEncrypted(m_address.toString(), port(), m_target.url.host());
    }

    void endTls(QSslSocket *socket, bool encrypted)
    {
        if (m_done || find(StepId::Tls)->state != StepState::Running)
            return;
        m_deadline.stop();
        if (m_tlsErrors.isEmpty())
            m_tlsErrors = socket->sslHandshakeErrors();
        QList<Evidence> evidence{{u"host"_s, m_target.url.host()}};
        evidence += certificateEvidence(socket->peerCertificateChain());
        if (encrypted)
            evidence.append({u"protocol"_s, protocolName(socket->sessionProtocol())});
        const std::optional<Cause> cause = certificateCause(m_tlsErrors, socket->peerCertificateChain());
        const QString systemMessage = socket->errorString();
        socket->disconnect(this);
        dropSockets();
        if (!encrypted) {
            if (!cause)
                evidence.append({u"message"_s, systemMessage});
            fail(StepId::Tls, cause.value_or(Cause::TlsHandshake), evidence);
            return;
        }
        // With verification switched off a fault of the certificate is still worth saying.
        end(StepId::Tls, cause ? StepState::Warning : StepState::Passed,
            cause ? std::optional(StepCause{*cause}) : std::nullopt, evidence);
        ask();
    }

    QNetworkRequest makeRequest() const
    {
        QNetworkRequest request(m_target.url);
        request.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
        request.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
        request.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
        request.setSslConfiguration(tlsConfiguration());
        for (const auto &[name, value] : m_target.headers)
            request.setRawHeader(name, value);
        return request;
    }

    void ask()
    {
        begin(StepId::Http);
        QNetworkRequest request = makeRequest();
        request.setRawHeader("Content-Type", "application/json");
        request.setRawHeader("Accept", m_target.transport != integrations::Transport::Post
                                           ? "application/json, text/event-stream"
                                           : "application/json");
        const mcp::Json message = {
            {"jsonrpc", "2.0"}, {"id", 1}, {"method", "initialize"}, {"params", mcp::initializeParameters()}};
        arm(
            u"http"_s, [this] { fail(StepId::Http, Cause::TimedOut, {{u"host"_s, m_target.url.host()}}); },
            std::max<std::chrono::milliseconds>(m_target.timeout, 1s));
        m_reply = m_network.post(request, QByteArray::fromStdString(message.dump()));
        m_reply->setParent(this);
        if (!m_target.verifyCertificate)
            m_reply->ignoreSslErrors();
        connect(m_reply, &QNetworkReply::readyRead, this, [this] {
            if (m_done || !m_reply)
                return;
            m_body += m_reply->read(longestBody - m_body.size());
            // An event stream may stay open: its first message is enough.
            const bool stream = m_reply->header(QNetworkRequest::ContentTypeHeader)
                                    .toString()
                                    .startsWith("text/event-stream"_L1, Qt::CaseInsensitive);
            if (m_body.size() >= longestBody || (stream && firstEvent(m_body)))
                answered();
        });
        connect(m_reply, &QNetworkReply::finished, this, [this] {
            if (m_reply)
                m_body += m_reply->read(longestBody - m_body.size());
            answered();
        });
    }

    void answered()
    {
        if (m_done || !m_reply)
            return;
        m_deadline.stop();
        QNetworkReply *reply = std::exchange(m_reply, nullptr);
        reply->disconnect(this);
        reply->deleteLater();
        HttpAnswer answer;
        answer.status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
        answer.contentType = reply->header(QNetworkRequest::ContentTypeHeader).toString();
        answer.challenge = reply->rawHeader("WWW-Authenticate");
        answer.retryAfter = QString::fromUtf8(reply->rawHeader("Retry-After"));
        answer.location = reply->header(QNetworkRequest::LocationHeader).toUrl();
        answer.body = m_body;
        m_session = reply->rawHeader("Mcp-Session-Id");
        if (answer.status == 0) {
            const bool proxy = reply->error() >= QNetworkReply::ProxyConnectionRefusedError &&
                               reply->error() <= QNetworkReply::UnknownProxyError;
            reply->abort();
            fail(StepId::Http, proxy ? Cause::ProxyFailed : Cause::ConnectionLost,
                 {{u"host"_s, m_target.url.host()}, {u"message"_s, quoted(reply->errorString().toUtf8())}});
            return;
        }
        reply->abort();
        const HttpVerdict verdict = judge(answer, m_target.url);
        if (verdict.cause && verdict.answered) {
            end(StepId::Http, StepState::Passed, {}, verdict.evidence);
            begin(StepId::Authentication);
            fail(StepId::Authentication, *verdict.cause, verdict.evidence);
        } else if (verdict.cause) {
            fail(StepId::Http, *verdict.cause, verdict.evidence);
        } else {
            end(StepId::Http, StepState::Passed, {}, verdict.evidence);
            begin(StepId::Authentication);
            end(StepId::Authentication, StepState::Passed);
            sayGoodbye();
        }
    }

    /// Ends the session that `initialize` opened (2025-11-25, transports, session management).
    void sayGoodbye()
    {
        if (m_session.isEmpty()) {
            finish(false);
            return;
        }
        QNetworkRequest request = makeRequest();
        request.setRawHeader("Mcp-Session-Id", m_session);
        QNetworkReply *reply = m_network.deleteResource(request);
        reply->setParent(this);
        if (!m_target.verifyCertificate)
            reply->ignoreSslErrors();
        connect(reply, &QNetworkReply::finished, this, [this] { finish(false); });
        arm(u"goodbye"_s, [this] { finish(false); }, goodbyeLimit);
    }

    void fail(StepId id, Cause cause, const QList<Evidence> &evidence)
    {
        if (m_done)
            return;
        m_deadline.stop();
        end(id, StepState::Failed, StepCause{cause}, evidence);
        finish(false);
    }

    void finish(bool cancelled)
    {
        if (std::exchange(m_done, true))
            return;
        m_deadline.stop();
        dropSockets();
        if (m_lookup >= 0)
            QHostInfo::abortHostLookup(std::exchange(m_lookup, -1));
        if (m_reply) {
            m_reply->disconnect(this);
            m_reply->abort();
            m_reply = nullptr;
        }
        Q_EMIT finished(report(cancelled));
    }

    void dropSockets()
    {
        for (QTcpSocket *socket : std::exchange(m_sockets, {})) {
            socket->disconnect(this);
            socket->abort();
            socket->deleteLater();
        }
    }

    template <class F> void arm(const QString &name, F late, std::chrono::milliseconds limit = stepLimit)
    {
        m_deadline.setObjectName(name);
        m_deadline.disconnect(this);
        connect(&m_deadline, &QTimer::timeout, this, [this, late = std::move(late)] {
            if (!m_done)
                late();
        });
        m_deadline.start(limit);
    }

    [[nodiscard]] bool usesProxy() const
    {
        return m_proxy.type() != QNetworkProxy::NoProxy && m_proxy.type() != QNetworkProxy::DefaultProxy;
    }
    [[nodiscard]] QString proxyText() const { return m_proxy.hostName() + u':' + QString::number(m_proxy.port()); }
    [[nodiscard]] quint16 port() const
    {
        return static_cast<quint16>(m_target.url.port(m_target.url.scheme() == u"https"_s ? 443 : 80));
    }
    [[nodiscard]] QString shownUrl() const
    {
        return m_target.url.toDisplayString(QUrl::RemoveUserInfo | QUrl::RemoveQuery | QUrl::RemoveFragment);
    }

    integrations::Target m_target;
    QNetworkAccessManager m_network;
    QNetworkProxy m_proxy{QNetworkProxy::NoProxy};
    QTimer m_deadline;
    QList<QTcpSocket *> m_sockets;
    QList<QHostAddress> m_waitingAddresses;
    QList<QAbstractSocket::SocketError> m_failures;
    QHostAddress m_address;
    QList<QSslError> m_tlsErrors;
    QNetworkReply *m_reply = nullptr;
    QByteArray m_body;
    QByteArray m_session;
    int m_lookup = -1;
    bool m_started = false;
    bool m_done = false;
};

} // namespace

Check *makeNetworkCheck(const integrations::Target &target, QObject *parent)
{
    return new NetworkCheck(target, parent);
}

} // namespace kopru::checks

#include "networkcheck.moc"
