#pragma once

#include "bridge/windows/answer.h"
#include "bridge/windows/handle.h"

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace kopru::windows {

struct ProcessOptions
{
    std::string program; ///< absolute
    std::vector<std::string> arguments;
    std::optional<std::map<std::string, std::string>> environment; ///< all of it; this process's own if not given
    std::string folder;                                            ///< to start in; this process's own if empty
};

/// A program with pipes for its standard input and output, and all that it starts in turn: everything ends with this
/// object. No shell, no window; of this process's handles it gets its three pipes and no other.
class Process
{
public:
    /// @return ERROR_INVALID_PARAMETER where the arguments cannot be passed on (see commandLine()), else what the
    ///         system says
    [[nodiscard]] static Answer<Process> start(const ProcessOptions &options);

    Handle input;  ///< close it, and the program reads the end
    Handle output; ///< see PipeReader
    Handle errors;

    /// @return the exit code; nullopt while it runs
    [[nodiscard]] std::optional<unsigned long> wait(std::chrono::milliseconds limit) const;
    /// Ends it and all that it started.
    void end();

private:
    Handle m_process;
    Handle m_job;
};

} // namespace kopru::windows
