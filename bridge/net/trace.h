#pragma once

#include "bridge/net/failure.h"

#include <chrono>
#include <string_view>

namespace kopru::bridge {

/// Told about every phase of a connection; the relay's log turns it into lines (bridge/contract/trace.h).
class Trace
{
public:
    using Clock = std::chrono::steady_clock;
    virtual ~Trace() = default;
    virtual void passed(Phase phase, Clock::duration took, const Evidence &evidence) = 0;
    virtual void failed(const Failure &failure, Clock::duration took) = 0;
    /// What a person who reads the log should know.
    virtual void line(std::string_view text) const = 0;
};

} // namespace kopru::bridge
