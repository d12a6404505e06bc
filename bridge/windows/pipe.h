#pragma once

#include "bridge/windows/handle.h"

#include <functional>
#include <string_view>

namespace kopru::windows {

/// Reads a pipe, a file or a console on a thread of its own: standard input was opened by the host, without
/// FILE_FLAG_OVERLAPPED as a rule, so no event loop can wait for it.
class PipeReader
{
public:
    /// What came, or nothing at the end; runs on the reader's thread. While it does, nothing is read.
    using Take = std::function<void(std::string_view)>;

    /// @param pipe  stays the caller's and open for longer than this
    PipeReader(HANDLE pipe, Take take);
    ~PipeReader(); ///< a read that waits is given up
    PipeReader(const PipeReader &) = delete;
    PipeReader &operator=(const PipeReader &) = delete;

private:
    static unsigned __stdcall run(void *reader);
    void read();

    HANDLE m_pipe;
    Take m_take;
    Handle m_stop;
    Handle m_thread;
};

/// Writes all of it, however long the other side takes.
/// @return 0, or the system's error: ERROR_BROKEN_PIPE or ERROR_NO_DATA where nobody reads any more
[[nodiscard]] unsigned long writeAll(HANDLE pipe, std::string_view bytes);

} // namespace kopru::windows
