#include "app/checks/tlsverdict.h"

#include <QtNetwork/QSslCertificateExtension>

using namespace Qt::StringLiterals;

namespace kopru::checks {

using contract::Cause;

namespace {

/// Certificates of public authorities say where their issuer can be fetched (RFC 5280 section 4.2.2.1); private
/// authorities seldom do. A single certificate with that hint is a server that forgot to send the intermediate.
bool namesItsIssuer(const QSslCertificate &certificate)
{
    const auto extensions = certificate.extensions();
    return std::any_of(extensions.cbegin(), extensions.cend(), [](const QSslCertificateExtension &extension) {
        return extension.oid() == u"1.3.6.1.5.5.7.1.1"_s;
    });
}

QString commonName(const QStringList &names, const QStringList &organisations)
{
    return !names.isEmpty() ? names.constFirst() : organisations.value(0);
}

} // namespace

std::optional<Cause> certificateCause(const QList<QSslError> &errors, const QList<QSslCertificate> &chain)
{
    const auto has = [&errors](std::initializer_list<QSslError::SslError> kinds) {
        return std::any_of(errors.cbegin(), errors.cend(), [&kinds](const QSslError &error) {
            return std::find(kinds.begin(), kinds.end(), error.error()) != kinds.end();
        });
    };
    // An expired certificate of the right server comes before a wrong name, and both before who signed it: the first is
    // mended by the server's owner alone.
    if (has({QSslError::CertificateExpired}))
        return Cause::CertificateExpired;
    if (has({QSslError::CertificateNotYetValid}))
        return Cause::CertificateNotYetValid;
    if (has({QSslError::SelfSignedCertificate}))
        return Cause::CertificateSelfSigned;
    if (has({QSslError::UnableToGetLocalIssuerCertificate, QSslError::UnableToVerifyFirstCertificate,
             QSslError::UnableToGetIssuerCertificate})) {
        if (chain.size() == 1 && !chain.constFirst().isSelfSigned() && namesItsIssuer(chain.constFirst()))
            return Cause::CertificateIncomplete;
        return Cause::CertificateUntrusted;
    }
    if (has({QSslError::SelfSignedCertificateInChain, QSslError::CertificateUntrusted, QSslError::InvalidCaCertificate,
             QSslError::CertificateRejected, QSslError::CertificateRevoked, QSslError::CertificateBlacklisted}))
        return Cause::CertificateUntrusted;
    if (has({QSslError::HostNameMismatch}))
        return Cause::CertificateHostMismatch;
    for (const QSslError &error : errors)
        if (error.error() != QSslError::NoError)
            return Cause::TlsHandshake;
    return std::nullopt;
}

QList<Evidence> certificateEvidence(const QList<QSslCertificate> &chain, const QDateTime &now)
{
    if (chain.isEmpty())
        return {};
    const QSslCertificate &leaf = chain.constFirst();
    QStringList names = leaf.subjectAlternativeNames().values(QSsl::DnsEntry);
    names += leaf.subjectAlternativeNames().values(QSsl::IpAddressEntry);
    names.sort();
    return {
        {u"issuer"_s,
         commonName(leaf.issuerInfo(QSslCertificate::CommonName), leaf.issuerInfo(QSslCertificate::Organization))},
        {u"subject"_s,
         commonName(leaf.subjectInfo(QSslCertificate::CommonName), leaf.subjectInfo(QSslCertificate::Organization))},
        {u"names"_s, names.join(u", "_s)},
        {u"expires"_s, leaf.expiryDate().toUTC().date().toString(Qt::ISODate)},
        {u"days-left"_s, QString::number(now.daysTo(leaf.expiryDate()))},
    };
}

QString protocolName(QSsl::SslProtocol protocol)
{
    switch (protocol) {
    case QSsl::TlsV1_2:
        return u"TLS 1.2"_s;
    case QSsl::TlsV1_3:
        return u"TLS 1.3"_s;
    default:
        return u"TLS"_s;
    }
}

} // namespace kopru::checks
