#include "bridge/relay/stdio.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace kopru::bridge {

namespace {

constexpr auto tuple = asio::as_tuple(asio::use_awaitable);
constexpr std::size_t mostUnsent = std::size_t{8} * 1024 * 1024;
constexpr std::size_t largePiece = std::size_t{64} * 1024; // what a pipe holds at first
constexpr int widePipe = 1024 * 1024;                      // what Linux gives to anybody who asks

} // namespace

StandardStream::StandardStream(const asio::any_io_executor &executor, int descriptor)
    : m_descriptor(executor), m_file(descriptor), m_flags(::fcntl(descriptor, F_GETFL))
{
    struct stat facts = {};
    boost::system::error_code error;
    m_regular = ::fstat(descriptor, &facts) == 0 && S_ISREG(facts.st_mode);
    if (!m_regular)
        m_descriptor.assign(descriptor, error);
    if (error)
        m_regular = true; // /dev/null and the like: epoll refuses what never blocks
}

StandardStream::~StandardStream()
{
    if (m_descriptor.is_open())
        m_descriptor.release();
    // The host or a shell may share this descriptor: it gets it back as it was.
    if (m_flags >= 0)
        ::fcntl(m_file, F_SETFL, m_flags);
}

/// With a pipe of 64 KiB both sides are woken a thousand times for 64 MiB. What is no pipe stays as it is.
void StandardStream::widen()
{
#ifdef F_SETPIPE_SZ
    if (!std::exchange(m_wide, true))
        ::fcntl(m_file, F_SETPIPE_SZ, widePipe);
#endif
}

void StandardStream::cancel()
{
    boost::system::error_code ignored;
    m_descriptor.cancel(ignored);
}

asio::awaitable<Transfer> StandardStream::read(asio::mutable_buffer into)
{
    if (!m_regular) {
        auto [error, bytes] = co_await m_descriptor.async_read_some(into, tuple);
        if (bytes >= largePiece)
            widen();
        co_return Transfer{error, bytes};
    }
    const ssize_t count = ::read(m_file, into.data(), into.size());
    if (count > 0)
        co_return Transfer{{}, static_cast<std::size_t>(count)};
    co_return Transfer{asio::error::eof, 0};
}

asio::awaitable<Transfer> StandardStream::writeLine(std::string_view text)
{
    // The line's end goes out with it, not after it; appended to it, it would make a large text move.
    const std::array<asio::const_buffer, 2> line{asio::buffer(text), asio::buffer("\n", 1)};
    if (!m_regular) {
        if (text.size() > largePiece)
            widen();
        const auto inLargePieces = [](const boost::system::error_code &error, std::size_t) {
            return error ? std::size_t{0} : std::size_t{widePipe};
        };
        auto [error, bytes] = co_await asio::async_write(m_descriptor, line, inLargePieces, tuple);
        co_return Transfer{error, bytes};
    }
    std::size_t all = 0;
    for (const auto &part : line)
        for (std::size_t done = 0; done < part.size();) {
            const ssize_t count = ::write(m_file, static_cast<const char *>(part.data()) + done, part.size() - done);
            if (count < 0)
                co_return Transfer{boost::system::error_code(errno, boost::system::system_category()), all};
            done += static_cast<std::size_t>(count);
            all += static_cast<std::size_t>(count);
        }
    co_return Transfer{{}, all};
}

std::size_t StandardStream::writeNow(std::string_view text)
{
    if (m_regular || text.size() > largePiece)
        return 0;
    boost::system::error_code error;
    if (!m_descriptor.non_blocking())
        m_descriptor.non_blocking(true, error);
    if (error)
        return 0;
    const std::array<asio::const_buffer, 2> line{asio::buffer(text), asio::buffer("\n", 1)};
    return m_descriptor.write_some(line, error);
}

Output::Output(const asio::any_io_executor &executor)
    : m_executor(executor), m_stream(executor, STDOUT_FILENO), m_progress(executor)
{}

asio::awaitable<void> Output::write(std::string line)
{
    if (m_broken)
        co_return;
    if (!m_writing) {
        const std::size_t written = m_stream.writeNow(line);
        if (written > line.size())
            co_return;
        line.erase(0, written);
    }
    m_bytes += line.size();
    m_lines.push_back(std::move(line));
    if (!m_writing) {
        m_writing = true;
        asio::co_spawn(m_executor, drain(), asio::detached);
    }
    while (m_bytes > mostUnsent && !m_broken)
        co_await m_progress.wait();
}

asio::awaitable<void> Output::flush()
{
    while (m_writing && !m_broken)
        co_await m_progress.wait();
}

asio::awaitable<void> Output::drain()
{
    while (!m_lines.empty() && !m_broken) {
        const std::string line = std::move(m_lines.front());
        m_lines.pop_front();
        const Transfer sent = co_await m_stream.writeLine(line);
        m_bytes -= line.size();
        m_broken = static_cast<bool>(sent.error);
        m_progress.ring();
        if (m_broken && m_told)
            m_told();
    }
    m_writing = false;
    m_progress.ring();
}

} // namespace kopru::bridge
