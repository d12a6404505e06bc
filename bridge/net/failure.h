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

/// A failure with one piece of evidence. (GCC 12 cannot compile nested braces inside a coroutine.)
[[nodiscard]] inline Failure failureWith(Phase phase, Cause cause, int status, std::string name, std::string value)
{
    Failure failure;
    failure.phase = phase;
    failure.cause = cause;
    failure.status = status;
    failure.evidence.emplace_back(std::move(name), std::move(value));
    return failure;
}

template <class T> using Outcome = boost::system::result<T, Failure>;

} // namespace kopru::bridge
