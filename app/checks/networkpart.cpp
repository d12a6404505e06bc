#include "app/checks/networkpart.h"

#include "app/mcp/session.h"

#include <QtCore/QFile>
#include <QtNetwork/QSslCertificate>
#include <QtNetwork/QSslKey>
#include <QtNetwork/QSslSocket>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace kopru::checks {

namespace {

/// A key says in its file which kind it is, but only to who asks for the right one.
QSslKey keyIn(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    const QByteArray pem = file.readAll();
    for (const QSsl::KeyAlgorithm algorithm : {QSsl::Ec, QSsl::Rsa, QSsl::Dsa})
        if (QSslKey key(pem, algorithm); !key.isNull())
            return key;
    return {};
}

} // namespace

bool Way::isSecure() const
{
    return target.url.scheme() == u"https"_s || target.url.scheme() == u"wss"_s;
}

quint16 Way::port() const
{
    return static_cast<quint16>(target.url.port(isSecure() ? 443 : 80));
}

bool Way::usesProxy() const
{
    return proxy.type() != QNetworkProxy::NoProxy && proxy.type() != QNetworkProxy::DefaultProxy;
}

QString Way::shownUrl() const
{
    return target.url.toDisplayString(QUrl::RemoveUserInfo | QUrl::RemoveQuery | QUrl::RemoveFragment);
}

QSslConfiguration Way::tlsConfiguration() const
{
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    if (!target.systemTrust)
        configuration.setCaCertificates({});
    for (const QString &file : target.certificateFiles)
        configuration.addCaCertificates(
            QSslCertificate::fromPath(file, QSsl::Pem, QSslCertificate::PatternSyntax::Wildcard));
    configuration.setPeerVerifyMode(target.verifyCertificate ? QSslSocket::VerifyPeer : QSslSocket::QueryPeer);
    if (!target.clientCertificateFile.isEmpty()) {
        configuration.setLocalCertificateChain(QSslCertificate::fromPath(target.clientCertificateFile));
        configuration.setPrivateKey(
            keyIn(target.clientKeyFile.isEmpty() ? target.clientCertificateFile : target.clientKeyFile));
    }
    return configuration;
}

std::optional<contract::Cause> Way::proxyCause(QAbstractSocket::SocketError error) const
{
    if (!usesProxy())
        return std::nullopt;
    switch (error) {
    case QAbstractSocket::ProxyAuthenticationRequiredError:
        return contract::Cause::ProxyAuthentication;
    case QAbstractSocket::HostNotFoundError: // what the proxy answers with 404
        return contract::Cause::UnknownHost;
    case QAbstractSocket::ConnectionRefusedError: // with 503
        return contract::Cause::ConnectionRefused;
    case QAbstractSocket::SocketAccessError: // with 403 or 405
    case QAbstractSocket::ProxyConnectionRefusedError:
    case QAbstractSocket::ProxyConnectionClosedError:
    case QAbstractSocket::ProxyConnectionTimeoutError:
    case QAbstractSocket::ProxyNotFoundError:
    case QAbstractSocket::ProxyProtocolError:
        return contract::Cause::ProxyFailed;
    default:
        return std::nullopt;
    }
}

std::chrono::milliseconds Way::answerLimit() const
{
    return std::max<std::chrono::milliseconds>(target.timeout, 1s);
}

QByteArray initializeMessage()
{
    const mcp::Json message = {
        {"jsonrpc", "2.0"}, {"id", 1}, {"method", "initialize"}, {"params", mcp::initializeParameters()}};
    return QByteArray::fromStdString(message.dump());
}

NetworkPart::NetworkPart(Way &way) : m_way(way)
{
    m_deadline.setSingleShot(true);
}

void NetworkPart::stop()
{
    m_over = true;
    disarm();
}

void NetworkPart::begin(StepId id)
{
    Q_EMIT began(id);
}

void NetworkPart::pass(StepId id, const QList<Evidence> &evidence)
{
    disarm();
    Q_EMIT ended(id, StepState::Passed, {}, evidence);
}

void NetworkPart::warn(StepId id, contract::Cause cause, const QList<Evidence> &evidence)
{
    disarm();
    Q_EMIT ended(id, StepState::Warning, StepCause{cause}, evidence);
}

void NetworkPart::fail(StepId id, contract::Cause cause, const QList<Evidence> &evidence)
{
    if (std::exchange(m_over, true))
        return;
    disarm();
    Q_EMIT ended(id, StepState::Failed, StepCause{cause}, evidence);
    Q_EMIT done(false);
}

void NetworkPart::finish()
{
    if (std::exchange(m_over, true))
        return;
    disarm();
    Q_EMIT done(true);
}

void NetworkPart::arm(std::function<void()> late, std::chrono::milliseconds limit)
{
    m_deadline.disconnect(this);
    connect(&m_deadline, &QTimer::timeout, this, [this, late = std::move(late)] {
        if (!m_over)
            late();
    });
    m_deadline.start(limit);
}

} // namespace kopru::checks
