#pragma once

#include <functional>
#include <string>
#include <sys/types.h>

namespace kopru::bridge {

/// A copy of this process that does one piece of work and gives its result as bytes. What the work loads, changes or
/// waits for is gone with it, and it ends when this process does. Not for use while other threads run.
class Child
{
public:
    /// @param work  runs in the copy, with the signals at their defaults and all other files closed
    explicit Child(const std::function<std::string()> &work);
    ~Child(); ///< ends it if it still runs
    Child(const Child &) = delete;
    Child &operator=(const Child &) = delete;

    /// The end of a pipe to read the result from, -1 where no copy could be made. The caller closes it.
    [[nodiscard]] int takeResult();

private:
    pid_t m_process = -1;
    int m_result = -1;
};

} // namespace kopru::bridge
