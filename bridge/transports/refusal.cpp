#include "bridge/transports/refusal.h"

#include "bridge/net/ascii.h"
#include "bridge/net/challenge.h"

namespace kopru::bridge {

Cause causeOfStatus(int status)
{
    switch (status) {
    case 301:
    case 302:
    case 303:
    case 307:
    case 308:
        return Cause::Redirected;
    case 401:
        return Cause::Unauthorized;
    case 403:
        return Cause::Forbidden;
    case 404:
    case 410:
        return Cause::NotFound;
    case 405:
        return Cause::MethodNotAllowed;
    case 407:
        return Cause::ProxyAuthentication;
    case 429:
        return Cause::TooManyRequests;
    default:
        return status >= 500 ? Cause::ServerError : Cause::HttpStatus;
    }
}

Failure refusalOf(int status, const std::vector<std::string_view> &challenges, std::string_view retryAfter)
{
    Failure failure =
        failureOf(status == 401 || status == 403 ? Phase::Auth : Phase::Http, causeOfStatus(status), status);
    failure.retryAfter = retryAfter;
    if (status != 401)
        return failure;
    for (const std::string_view header : challenges)
        for (const Challenge &challenge : parseChallenges(header))
            if (challenge.scheme == "bearer" && challenge.parameter("resource_metadata"))
                failure.cause = Cause::SignInRequired;
    return failure;
}

std::string quoted(std::string_view text)
{
    std::string result;
    for (const char c : text.substr(0, 4096)) {
        const bool space = static_cast<unsigned char>(c) <= 0x20;
        if (!space)
            result.push_back(c);
        else if (!result.empty() && result.back() != ' ')
            result.push_back(' ');
    }
    return result;
}

bool mentionsSession(std::string_view body)
{
    const std::string text = lowered(body);
    // The official SDK for TypeScript says the latter where one session is all it has.
    return text.find("session") != std::string::npos || text.find("not initialized") != std::string::npos;
}

} // namespace kopru::bridge
