#include "app/checks/httpverdict.h"

#include "app/secrets/redactor.h"

#include <nlohmann/json.hpp>

using namespace Qt::StringLiterals;

namespace kopru::checks {

using contract::Cause;

QString quoted(const QByteArray &text)
{
    const QString shown = secrets::processRedactor().redact(QString::fromUtf8(text.left(200)).simplified());
    return text.size() > 200 ? shown + u'…' : shown;
}

std::optional<QByteArray> firstEvent(const QByteArray &stream)
{
    QByteArray text = stream;
    text.replace("\r\n", "\n").replace('\r', '\n');
    QByteArray data;
    bool any = false;
    qsizetype from = 0;
    for (qsizetype end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
        const QByteArrayView line = QByteArrayView(text).sliced(from, end - from);
        from = end + 1;
        if (line.isEmpty()) {
            if (any && !data.isEmpty())
                return data;
            data.clear();
            any = false;
        } else if (line.startsWith("data:")) {
            QByteArrayView value = line.sliced(5);
            if (value.startsWith(" "))
                value = value.sliced(1);
            if (any)
                data += '\n';
            data += value;
            any = true;
        }
    }
    return std::nullopt;
}

HttpVerdict judge(const HttpAnswer &answer, const QUrl &asked)
{
    HttpVerdict verdict;
    verdict.evidence.append({u"status"_s, QString::number(answer.status)});
    if (!answer.contentType.isEmpty())
        verdict.evidence.append({u"content-type"_s, answer.contentType});
    if (!answer.retryAfter.isEmpty())
        verdict.evidence.append({u"retry-after"_s, answer.retryAfter});

    const int status = answer.status;
    if (status == 401 || status == 403) {
        verdict.answered = true;
        // RFC 9728 section 5.1: a protected resource that wants a sign-in names its metadata.
        const bool signIn = status == 401 && answer.challenge.contains("resource_metadata");
        verdict.cause = status == 403 ? Cause::Forbidden : signIn ? Cause::SignInRequired : Cause::Unauthorized;
        return verdict;
    }
    if (status >= 300 && status < 400) {
        verdict.cause = Cause::Redirected;
        verdict.evidence.append(
            {u"target"_s, asked.resolved(answer.location)
                              .toDisplayString(QUrl::RemoveUserInfo | QUrl::RemoveQuery | QUrl::RemoveFragment)});
        return verdict;
    }
    if (status == 404 || status == 410) {
        verdict.cause = Cause::NotFound;
        verdict.evidence.append({u"path"_s, asked.path()});
        return verdict;
    }
    if (status == 405) {
        verdict.cause = Cause::MethodNotAllowed;
        return verdict;
    }
    if (status == 429) {
        verdict.cause = Cause::TooManyRequests;
        return verdict;
    }

    const bool stream = answer.contentType.startsWith("text/event-stream"_L1, Qt::CaseInsensitive);
    const QByteArray text = stream ? firstEvent(answer.body).value_or(QByteArray()) : answer.body;
    const auto json = nlohmann::json::parse(text.cbegin(), text.cend(), nullptr, false);
    const bool message = json.is_object() && (json.contains("result") || json.contains("error"));
    if (message && json.contains("error") && !json["error"].is_null()) {
        verdict.cause = Cause::ServerRefused;
        const auto &error = json["error"];
        if (error.is_object() && error.contains("message") && error["message"].is_string())
            verdict.evidence.append(
                {u"message"_s, quoted(QByteArray::fromStdString(error["message"].get<std::string>()))});
        return verdict;
    }
    if (status >= 500) {
        verdict.cause = Cause::ServerError;
        verdict.evidence.append({u"message"_s, quoted(text)});
        return verdict;
    }
    if (status < 200 || status >= 300) {
        verdict.cause = Cause::HttpStatus;
        verdict.evidence.append({u"message"_s, quoted(text)});
        return verdict;
    }
    if (json.is_discarded()) {
        verdict.cause = Cause::NotJson;
        verdict.evidence.append({u"message"_s, quoted(text)});
    } else if (!message) {
        verdict.cause = Cause::NotJsonRpc;
        verdict.evidence.append({u"message"_s, quoted(text)});
    } else {
        const auto &result = json["result"];
        if (result.is_object() && result.contains("protocolVersion") && result["protocolVersion"].is_string())
            verdict.evidence.append(
                {u"protocol"_s, QString::fromStdString(result["protocolVersion"].get<std::string>())});
    }
    return verdict;
}

} // namespace kopru::checks
