#pragma once

#include "bridge/net/bell.h"

#include <boost/asio/posix/stream_descriptor.hpp>

#include <deque>
#include <functional>
#include <string>
#include <string_view>

namespace kopru::bridge {

/// Standard input or output without blocking. A regular file cannot be waited for and need not be: it is read and
/// written at once.
class StandardStream
{
public:
    StandardStream(const asio::any_io_executor &executor, int descriptor);
    ~StandardStream();
    StandardStream(const StandardStream &) = delete;
    StandardStream &operator=(const StandardStream &) = delete;

    [[nodiscard]] asio::awaitable<Transfer> read(asio::mutable_buffer into);
    /// @param text  without its newline, and there until this returns
    [[nodiscard]] asio::awaitable<Transfer> writeLine(std::string_view text);
    /// What goes out without waiting of a short text and its newline.
    /// @return bytes, the newline among them; 0 where it must wait or has failed
    [[nodiscard]] std::size_t writeNow(std::string_view text);
    void cancel();

private:
    void widen();

    asio::posix::stream_descriptor m_descriptor;
    int m_file;
    int m_flags;
    bool m_regular = false;
    bool m_wide = false;
};

/// Standard output: whole lines, in order. Whoever writes waits while much is unsent, so that a host that reads slowly
/// slows the servers down instead of filling the memory.
class Output
{
public:
    explicit Output(const asio::any_io_executor &executor);
    /// @param line  without its newline
    [[nodiscard]] asio::awaitable<void> write(std::string line);
    /// Waits until everything is out.
    [[nodiscard]] asio::awaitable<void> flush();
    [[nodiscard]] bool isBroken() const { return m_broken; } ///< nobody reads any more
    void onBroken(std::function<void()> told) { m_told = std::move(told); }

private:
    asio::any_io_executor m_executor;
    StandardStream m_stream;
    std::deque<std::string> m_lines;
    std::size_t m_bytes = 0;
    bool m_writing = false;
    bool m_broken = false;
    std::function<void()> m_told;
    Bell m_progress;

    [[nodiscard]] asio::awaitable<void> drain();
};

} // namespace kopru::bridge
