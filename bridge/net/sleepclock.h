#pragma once

#include <chrono>
#include <ctime>

namespace kopru::bridge {

/// A steady clock that goes on while the computer sleeps: Linux stops its own then (clock_gettime(2), CLOCK_MONOTONIC),
/// and a server does not. On other systems the steady clock does already.
struct SleepClock
{
    using duration = std::chrono::nanoseconds;
    using rep = duration::rep;
    using period = duration::period;
    using time_point = std::chrono::time_point<SleepClock>;
    static constexpr bool is_steady = true;

    [[nodiscard]] static time_point now()
    {
#ifdef CLOCK_BOOTTIME
        timespec time{};
        clock_gettime(CLOCK_BOOTTIME, &time);
        return time_point(std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec));
#else
        return time_point(std::chrono::steady_clock::now().time_since_epoch());
#endif
    }
};

} // namespace kopru::bridge
