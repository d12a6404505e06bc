#pragma once

#include "app/checks/step.h"

#include <QtNetwork/QSslCertificate>
#include <QtNetwork/QSslError>

/// What a TLS handshake says about the server's certificate. Pure functions.
namespace kopru::checks {

/// The most telling cause among the errors; nullopt where there are none.
[[nodiscard]] std::optional<contract::Cause> certificateCause(const QList<QSslError> &errors,
                                                              const QList<QSslCertificate> &chain);
/// issuer, subject, names, expires (ISO date), days-left
[[nodiscard]] QList<Evidence> certificateEvidence(const QList<QSslCertificate> &chain,
                                                  const QDateTime &now = QDateTime::currentDateTimeUtc());
[[nodiscard]] QString protocolName(QSsl::SslProtocol protocol);

} // namespace kopru::checks
