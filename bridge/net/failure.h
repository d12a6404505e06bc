#pragma once

#include "bridge/contract/cause.h"

#include <boost/system/result.hpp>

#include <string>
#include <utility>
#include <vector>

namespace kopru::bridge {

using contract::Cause;
using contract::Phase;

using Evidence = std::vector<std::pair<std::string, std::string>>;

/// Why something did not work: becomes `error.data` of an answer (bridge/contract/trace.h).
struct Failure
{
    Phase phase = Phase::Start;
    Cause cause = Cause::None;
    int status = 0;         ///< HTTP status, 0 where there was none
    std::string retryAfter; ///< as the server sent it
    Evidence evidence;      ///< holds no secret
};

/// GCC 12 destroys some temporaries that stand within a `co_await` twice: aggregates that are written out, and lambdas
/// that capture. Coroutines name them first, and make failures with these two.
[[nodiscard]] inline Failure failureOf(Phase phase, Cause cause, int status = 0)
{
    Failure failure;
    failure.phase = phase;
    failure.cause = cause;
    failure.status = status;
    return failure;
}

/// A failure with one piece of evidence.
[[nodiscard]] inline Failure failureWith(Phase phase, Cause cause, int status, std::string name, std::string value)
{
    Failure failure = failureOf(phase, cause, status);
    failure.evidence.emplace_back(std::move(name), std::move(value));
    return failure;
}

template <class T> using Outcome = boost::system::result<T, Failure>;

} // namespace kopru::bridge
