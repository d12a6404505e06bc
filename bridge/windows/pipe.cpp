#include "bridge/windows/pipe.h"

#include <algorithm>
#include <process.h>
#include <string>

namespace kopru::windows {

namespace {

constexpr std::size_t pieceSize = std::size_t{64} * 1024;
constexpr DWORD briefly = 10; // ms

} // namespace

PipeReader::PipeReader(HANDLE pipe, Take take)
    : m_pipe(pipe), m_take(std::move(take)), m_stop(::CreateEventW(nullptr, TRUE, FALSE, nullptr))
{
    m_thread = Handle(reinterpret_cast<HANDLE>(::_beginthreadex(nullptr, 0, run, this, 0, nullptr)));
    if (!m_thread)
        m_take({}); // nothing will come
}

PipeReader::~PipeReader()
{
    if (!m_thread)
        return;
    ::SetEvent(m_stop.get());
    // Again and again: the thread may be just about to begin a read.
    do {
        ::CancelSynchronousIo(m_thread.get());
    } while (::WaitForSingleObject(m_thread.get(), briefly) == WAIT_TIMEOUT);
}

unsigned PipeReader::run(void *reader)
{
    static_cast<PipeReader *>(reader)->read();
    return 0;
}

void PipeReader::read()
{
    const auto stopped = [this] { return ::WaitForSingleObject(m_stop.get(), 0) == WAIT_OBJECT_0; };
    std::string piece(pieceSize, '\0');
    while (!stopped()) {
        DWORD count = 0;
        const bool good = ::ReadFile(m_pipe, piece.data(), static_cast<DWORD>(piece.size()), &count, nullptr) != 0;
        if (stopped())
            return;
        if (good && count == 0 && ::GetFileType(m_pipe) == FILE_TYPE_PIPE)
            continue; // somebody wrote nothing; the end is ERROR_BROKEN_PIPE
        m_take(std::string_view(piece).substr(0, good ? count : 0));
        if (!good || count == 0)
            return;
    }
}

unsigned long writeAll(HANDLE pipe, std::string_view bytes)
{
    while (!bytes.empty()) {
        DWORD count = 0;
        const auto size = static_cast<DWORD>(std::min(bytes.size(), pieceSize));
        if (!::WriteFile(pipe, bytes.data(), size, &count, nullptr))
            return ::GetLastError();
        bytes.remove_prefix(count);
    }
    return 0;
}

} // namespace kopru::windows
