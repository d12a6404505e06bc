#include "bridge/relay/stdio.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace kopru::bridge {

namespace {

constexpr auto tuple = asio::as_tuple(asio::use_awaitable);
constexpr std::size_t mostUnsent = std::size_t{8} * 1024 * 1024;

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

void StandardStream::cancel()
{
    boost::system::error_code ignored;
    m_descriptor.cancel(ignored);
}

asio::awaitable<Transfer> StandardStream::read(asio::mutable_buffer into)
{
    if (!m_regular) {
        auto [error, bytes] = co_await m_descriptor.async_read_some(into, tuple);
        co_return Transfer{error, bytes};
    }
    const ssize_t count = ::read(m_file, into.data(), into.size());
    if (count > 0)
        co_return Transfer{{}, static_cast<std::size_t>(count)};
    co_return Transfer{asio::error::eof, 0};
}

asio::awaitable<Transfer> StandardStream::write(asio::const_buffer from)
{
    if (!m_regular) {
        auto [error, bytes] = co_await asio::async_write(m_descriptor, from, tuple);
        co_return Transfer{error, bytes};
    }
    std::size_t done = 0;
    while (done < from.size()) {
        const ssize_t count = ::write(m_file, static_cast<const char *>(from.data()) + done, from.size() - done);
        if (count < 0)
            co_return Transfer{boost::system::error_code(errno, boost::system::system_category()), done};
        done += static_cast<std::size_t>(count);
    }
    co_return Transfer{{}, done};
}

Output::Output(const asio::any_io_executor &executor)
    : m_executor(executor), m_stream(executor, STDOUT_FILENO), m_progress(executor)
{}

asio::awaitable<void> Output::write(std::string line)
{
    if (m_broken)
        co_return;
    line.push_back('\n');
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
        const Transfer sent = co_await m_stream.write(asio::buffer(line));
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
