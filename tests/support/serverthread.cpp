#include "tests/support/serverthread.h"

#include <QtCore/QFile>
#include <QtNetwork/QSslKey>
#include <QtNetwork/QSslSocket>

namespace kopru::test {

using namespace Qt::StringLiterals;

std::optional<QSslConfiguration> serverConfiguration(const Certificate &certificate)
{
    QFile keyFile(certificate.keyFile);
    if (!keyFile.open(QIODevice::ReadOnly))
        return {};
    const QSslKey key(&keyFile, QSsl::Ec);
    const QList<QSslCertificate> chain = QSslCertificate::fromPath(certificate.certificateFile);
    if (key.isNull() || chain.isEmpty())
        return {};
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    configuration.setLocalCertificateChain(chain);
    configuration.setPrivateKey(key);
    configuration.setPeerVerifyMode(QSslSocket::VerifyNone);
    return configuration;
}

QByteArray statusReason(int status)
{
    switch (status) {
    case 101:
        return "Switching Protocols"_ba;
    case 200:
        return "OK"_ba;
    case 202:
        return "Accepted"_ba;
    case 204:
        return "No Content"_ba;
    case 400:
        return "Bad Request"_ba;
    case 401:
        return "Unauthorized"_ba;
    case 403:
        return "Forbidden"_ba;
    case 404:
        return "Not Found"_ba;
    case 405:
        return "Method Not Allowed"_ba;
    case 500:
        return "Internal Server Error"_ba;
    case 503:
        return "Service Unavailable"_ba;
    default:
        return "Status"_ba;
    }
}

} // namespace kopru::test
