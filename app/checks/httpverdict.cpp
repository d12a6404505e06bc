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

std::optional<ServerEvent> firstEvent(const QByteArray &stream)
{
    QByteArray text = stream;
    text.replace("\r\n", "\n").replace('\r', '\n');
    QByteArray name = "message"_ba;
    QByteArray data;
    bool any = false;
    const auto valueOf = [](QByteArrayView line, qsizetype colon) {
        const QByteArrayView value = line.sliced(colon + 1);
        return (value.startsWith(" ") ? value.sliced(1) : value).toByteArray();
    };
    qsizetype from = 0;
    for (qsizetype end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
        const QByteArrayView line = QByteArrayView(text).sliced(from, end - from);
        from = end + 1;
        if (line.isEmpty()) {
            if (any && !data.isEmpty())
                return ServerEvent{name, data};
            name = "message"_ba;
            data.clear();
            any = false;
        } else if (line.startsWith("event:")) {
            name = valueOf(line, 5);
        } else if (line.startsWith("data:")) {
            if (any)
                data += '\n';
            data += valueOf(line, 4);
            any = true;
        }
    }
    return std::nullopt;
}

namespace {

QString withoutSecrets(const QUrl &url)
{
    return url.toDisplayString(QUrl::RemoveUserInfo | QUrl::RemoveQuery | QUrl::RemoveFragment);
}

HttpVerdict begun(const HttpAnswer &answer)
{
    HttpVerdict verdict;
    if (answer.status > 0)
        verdict.evidence.append({u"status"_s, QString::number(answer.status)});
    if (!answer.contentType.isEmpty())
        verdict.evidence.append({u"content-type"_s, answer.contentType});
    if (!answer.retryAfter.isEmpty())
        verdict.evidence.append({u"retry-after"_s, answer.retryAfter});
    return verdict;
}

HttpVerdict with(HttpVerdict verdict, Cause cause, const QList<Evidence> &evidence = {})
{
    verdict.cause = cause;
    verdict.evidence += evidence;
    return verdict;
}

/// The statuses that mean the same whatever was asked for.
std::optional<HttpVerdict> judgeStatus(const HttpAnswer &answer, const QUrl &asked)
{
    const HttpVerdict verdict = begun(answer);
    const int status = answer.status;
    if (status == 401 || status == 403) {
        // RFC 9728 section 5.1: a protected resource that wants a sign-in names its metadata.
        const bool signIn = status == 401 && answer.challenge.contains("resource_metadata");
        HttpVerdict refused = with(verdict, status == 403 ? Cause::Forbidden
                                            : signIn      ? Cause::SignInRequired
                                                          : Cause::Unauthorized);
        refused.answered = true;
        return refused;
    }
    if (status >= 300 && status < 400)
        return with(verdict, Cause::Redirected, {{u"target"_s, withoutSecrets(asked.resolved(answer.location))}});
    if (status == 404 || status == 410)
        return with(verdict, Cause::NotFound, {{u"path"_s, asked.path()}});
    if (status == 405)
        return with(verdict, Cause::MethodNotAllowed);
    if (status == 429)
        return with(verdict, Cause::TooManyRequests);
    return std::nullopt;
}

/// What a JSON-RPC answer to `initialize` says; nullopt where the text is none.
std::optional<HttpVerdict> judgeAnswer(HttpVerdict verdict, const nlohmann::json &json)
{
    if (!json.is_object() || (!json.contains("result") && !json.contains("error")))
        return std::nullopt;
    if (json.contains("error") && !json["error"].is_null()) {
        verdict.cause = Cause::ServerRefused;
        const auto &error = json["error"];
        if (error.is_object() && error.contains("message") && error["message"].is_string())
            verdict.evidence.append(
                {u"message"_s, quoted(QByteArray::fromStdString(error["message"].get<std::string>()))});
        return verdict;
    }
    if (const auto result = json.find("result"); result != json.end() && result->is_object())
        if (const auto version = result->find("protocolVersion"); version != result->end() && version->is_string())
            verdict.evidence.append({u"protocol"_s, QString::fromStdString(version->get<std::string>())});
    return verdict;
}

nlohmann::json parsed(const QByteArray &text)
{
    return nlohmann::json::parse(text.cbegin(), text.cend(), nullptr, false);
}

bool isEventStream(const HttpAnswer &answer)
{
    return answer.contentType.startsWith("text/event-stream"_L1, Qt::CaseInsensitive);
}

} // namespace

HttpVerdict judge(const HttpAnswer &answer, const QUrl &asked)
{
    if (const auto known = judgeStatus(answer, asked))
        return *known;
    const HttpVerdict verdict = begun(answer);
    const QByteArray text = isEventStream(answer) ? firstEvent(answer.body).value_or(ServerEvent()).data : answer.body;
    const nlohmann::json json = parsed(text);
    const auto message = judgeAnswer(verdict, json);
    if (message && message->cause)
        return *message;
    const QList<Evidence> words{{u"message"_s, quoted(text)}};
    if (answer.status >= 500)
        return with(verdict, Cause::ServerError, words);
    if (answer.status < 200 || answer.status >= 300)
        return with(verdict, Cause::HttpStatus, words);
    if (json.is_discarded())
        return with(verdict, Cause::NotJson, words);
    return message ? *message : with(verdict, Cause::NotJsonRpc, words);
}

HttpVerdict judgeEventStream(const HttpAnswer &answer, const QUrl &asked)
{
    if (const auto known = judgeStatus(answer, asked))
        return *known;
    const HttpVerdict verdict = begun(answer);
    const QList<Evidence> words{{u"message"_s, quoted(answer.body)}};
    if (answer.status >= 500)
        return with(verdict, Cause::ServerError, words);
    if (answer.status < 200 || answer.status >= 300)
        return with(verdict, Cause::HttpStatus, words);
    const auto event = isEventStream(answer) ? firstEvent(answer.body) : std::nullopt;
    if (!event || event->name != "endpoint")
        return with(verdict, isEventStream(answer) ? Cause::NotJsonRpc : Cause::NotJson, words);
    HttpVerdict good = verdict;
    good.evidence.append({u"protocol"_s, u"HTTP+SSE, 2024-11-05"_s});
    return good;
}

HttpVerdict judgeUpgrade(const HttpAnswer &answer, const QUrl &asked)
{
    if (const auto known = judgeStatus(answer, asked))
        return *known;
    if (answer.status == 101)
        return begun(answer);
    const Cause cause = answer.status >= 500 ? Cause::ServerError : Cause::WebSocketRefused;
    return with(begun(answer), cause,
                answer.body.isEmpty() ? QList<Evidence>() : QList<Evidence>{{u"message"_s, quoted(answer.body)}});
}

std::optional<HttpVerdict> judgeMessage(const QByteArray &message)
{
    return judgeAnswer({}, parsed(message));
}

HttpVerdict judgeClose(int code, const QString &reason)
{
    HttpVerdict verdict;
    verdict.evidence.append({u"code"_s, QString::number(code)});
    if (!reason.isEmpty())
        verdict.evidence.append({u"reason"_s, quoted(reason.toUtf8())});
    // 3000 and 3003 are registered with IANA for these two; 4401 and 4403 are what servers make of 401 and 403.
    if (code == 3000 || code == 4401)
        verdict.cause = Cause::Unauthorized;
    else if (code == 3003 || code == 4403)
        verdict.cause = Cause::Forbidden;
    else
        verdict.cause = Cause::WebSocketClosed;
    return verdict;
}

} // namespace kopru::checks
