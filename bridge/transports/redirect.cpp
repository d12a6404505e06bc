#include "bridge/transports/redirect.h"

namespace kopru::bridge {

namespace {

constexpr int mostRedirects = 5;
constexpr std::size_t longestPage = std::size_t{64} * 1024;

} // namespace

asio::awaitable<Outcome<std::unique_ptr<HttpAnswer>>> sendWithin(HttpClient &client, HttpRequest &request)
{
    Address asked = client.address();
    if (!request.target.empty())
        asked.target = request.target;
    for (int hops = 0;; ++hops) {
        auto answer = co_await client.send(request);
        if (!answer)
            co_return answer.error();
        const int status = (*answer)->status();
        const bool redirect = status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
        if (!redirect)
            co_return std::move(*answer);
        Failure failure = failureOf(Phase::Http, Cause::Redirected, status);
        const std::string location((*answer)->header("Location"));
        if (location.empty())
            co_return failure;
        const auto target = resolveAddress(asked, location);
        if (target) {
            const auto query = target->target.find('?'); // may hold a secret
            failure.evidence.emplace_back("target", target->origin() + target->target.substr(0, query));
        }
        // After 303 the method would be another one.
        if (!target || !target->sameOrigin(asked) || status == 303)
            co_return failure;
        if (hops == mostRedirects) {
            failure.evidence.emplace_back("redirects", std::to_string(hops + 1));
            co_return failure;
        }
        auto rest = co_await (*answer)->readAll(longestPage); // so that the connection can be used again
        if (!rest && rest.error().cause == Cause::ConnectionLost)
            co_return failure;
        asked = *target;
        request.target = asked.target;
    }
}

} // namespace kopru::bridge
