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
/// What an answer to a GET that should open an event stream of 2024-11-05 means: its first event names the endpoint.
[[nodiscard]] HttpVerdict judgeEventStream(const HttpAnswer &answer, const QUrl &asked);
/// What an answer to a request to open a WebSocket means. An answer that is no HTTP has the status 0.
[[nodiscard]] HttpVerdict judgeUpgrade(const HttpAnswer &answer, const QUrl &asked);
/// What the first message over a WebSocket means; nullopt where it is no answer.
[[nodiscard]] std::optional<HttpVerdict> judgeMessage(const QByteArray &message);
/// The meaning of a close frame of the server. @param code  1005: none was given
[[nodiscard]] HttpVerdict judgeClose(int code, const QString &reason);

struct ServerEvent
{
    QByteArray name; ///< "message" unless another is given
    QByteArray data;
    friend bool operator==(const ServerEvent &, const ServerEvent &) = default;
};
/// The first event that has data, or nullopt while none is complete (WHATWG server-sent events).
[[nodiscard]] std::optional<ServerEvent> firstEvent(const QByteArray &stream);

/// The beginning of a foreign text as evidence: one line, at most 200 bytes, redacted.
[[nodiscard]] QString quoted(const QByteArray &text);

} // namespace kopru::checks
