#pragma once

#include "app/checks/step.h"

#include <QtCore/QByteArray>
#include <QtCore/QUrl>

/// What an answer to the `initialize` request of a check means. Pure functions.
namespace kopru::checks {

struct HttpAnswer
{
    int status = 0;
    QString contentType;
    QByteArray challenge; ///< WWW-Authenticate
    QString retryAfter;
    QUrl location;
    QByteArray body;
};

struct HttpVerdict
{
    bool answered = false; ///< the server is there and speaks HTTP; what is wrong is the permission
    std::optional<contract::Cause> cause;
    QList<Evidence> evidence;
};

[[nodiscard]] HttpVerdict judge(const HttpAnswer &answer, const QUrl &asked);

/// The data of the first event that has any, or nullopt while none is complete (WHATWG server-sent events).
[[nodiscard]] std::optional<QByteArray> firstEvent(const QByteArray &stream);

/// The beginning of a foreign text as evidence: one line, at most 200 bytes, redacted.
[[nodiscard]] QString quoted(const QByteArray &text);

} // namespace kopru::checks
