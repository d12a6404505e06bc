#include "app/checks/networkpart.h"
#include "app/checks/tlsverdict.h"

#include <QtCore/QFileInfo>
#include <QtNetwork/QSslSocket>

using namespace Qt::StringLiterals;

namespace kopru::checks {

namespace {

using contract::Cause;

class TlsHandshake final : public NetworkPart
{
public:
    using NetworkPart::NetworkPart;
    ~TlsHandshake() override
    {
        if (m_socket)
            m_socket->disconnect(this);
    }

    void start() override
    {
        begin(StepId::Tls);
        for (const QString &file : {m_way.target.clientCertificateFile, m_way.target.clientKeyFile}) {
            if (!file.isEmpty() && !QFileInfo(file).isReadable()) {
                fail(StepId::Tls, Cause::CertificateFile, {{u"file"_s, file}});
                return;
            }
        }
        m_socket = std::make_unique<QSslSocket>();
        m_socket->setSslConfiguration(m_way.tlsConfiguration());
        m_socket->setProxy(m_way.proxy);
        connect(m_socket.get(), &QSslSocket::sslErrors, this,
                [this](const QList<QSslError> &errors) { m_errors = errors; });
        connect(m_socket.get(), &QSslSocket::encrypted, this, [this] { end(std::nullopt); });
        connect(m_socket.get(), &QSslSocket::errorOccurred, this,
                [this](QAbstractSocket::SocketError error) { end(error); });
        const QString host = m_way.target.url.host();
        arm([this, host] { fail(StepId::Tls, Cause::TlsHandshake, {{u"host"_s, host}}); });
        if (m_way.usesProxy())
            m_socket->connectToHostEncrypted(host, m_way.port());
        else // the address that answered, with the name that the certificate must carry
            m_socket->connectToHostEncrypted(m_way.address.toString(), m_way.port(), host);
    }

private:
    void end(std::optional<QAbstractSocket::SocketError> error)
    {
        if (isOver())
            return;
        m_socket->disconnect(this);
        if (m_errors.isEmpty())
            m_errors = m_socket->sslHandshakeErrors();
        const QList<QSslCertificate> chain = m_socket->peerCertificateChain();
        QList<Evidence> evidence{{u"host"_s, m_way.target.url.host()}};
        evidence += certificateEvidence(chain);
        const std::optional<Cause> cause = certificateCause(m_errors, chain);
        if (error) {
            if (!cause)
                evidence.append({u"message"_s, m_socket->errorString()});
            fail(StepId::Tls, cause.value_or(m_way.proxyCause(*error).value_or(Cause::TlsHandshake)), evidence);
            return;
        }
        evidence.append({u"protocol"_s, protocolName(m_socket->sessionProtocol())});
        m_way.connection = std::move(m_socket);
        // With verification switched off a fault of the certificate is still worth saying.
        if (cause)
            warn(StepId::Tls, *cause, evidence);
        else
            pass(StepId::Tls, evidence);
        finish();
    }

    std::unique_ptr<QSslSocket> m_socket;
    QList<QSslError> m_errors;
};

} // namespace

std::unique_ptr<NetworkPart> makeTlsPart(Way &way)
{
    return std::make_unique<TlsHandshake>(way);
}

} // namespace kopru::checks
