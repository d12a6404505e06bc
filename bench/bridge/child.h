#pragma once

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <poll.h>
#include <spawn.h>
#include <string>
#include <string_view>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>
#include <vector>

namespace kopru::bench {

using Clock = std::chrono::steady_clock;
using Command = std::vector<std::string>;

[[noreturn]] inline void give(const std::string &reason)
{
    std::fprintf(stderr, "bench_bridge: %s\n", reason.c_str());
    std::exit(1);
}

inline double milliseconds(Clock::duration d)
{
    return std::chrono::duration<double, std::milli>(d).count();
}

/// A field of /proc/PID/FILE in KiB, summed over a process and all below it.
inline double ofTree(pid_t root, const char *file, const std::string &field)
{
    double kib = 0;
    std::ifstream text("/proc/" + std::to_string(root) + "/" + file);
    for (std::string line; std::getline(text, line);)
        if (line.starts_with(field))
            kib = std::stod(line.substr(field.size()));
    std::error_code gone;
    for (const auto &task : std::filesystem::directory_iterator("/proc/" + std::to_string(root) + "/task", gone)) {
        std::ifstream children(task.path() / "children");
        for (pid_t child = 0; children >> child;)
            kib += ofTree(child, file, field);
    }
    return kib;
}

/// A child process that speaks lines over its standard input and output. Its standard error goes nowhere, or to a file.
/// Whatever waits gives up at the deadline: some of the programs here fall silent for good.
class Child
{
public:
    explicit Child(const Command &command, const std::string &errors = "/dev/null")
    {
        int in[2];
        int out[2];
        if (::pipe2(in, O_CLOEXEC) != 0 || ::pipe2(out, O_CLOEXEC) != 0)
            give("no pipe");
        std::vector<char *> arguments;
        Command copy = command;
        for (std::string &part : copy)
            arguments.push_back(part.data());
        arguments.push_back(nullptr);
        // Not fork(): that copies the page tables of this process, which holds the large messages.
        posix_spawn_file_actions_t files{};
        posix_spawn_file_actions_init(&files);
        posix_spawn_file_actions_adddup2(&files, in[0], STDIN_FILENO);
        posix_spawn_file_actions_adddup2(&files, out[1], STDOUT_FILENO);
        posix_spawn_file_actions_addopen(&files, STDERR_FILENO, errors.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
        if (::posix_spawn(&m_pid, arguments.front(), &files, nullptr, arguments.data(), environ) != 0)
            give("cannot start " + command.front());
        posix_spawn_file_actions_destroy(&files);
        ::close(in[0]);
        ::close(out[1]);
        m_in = in[1];
        m_out = out[0];
        ::fcntl(m_in, F_SETFL, O_NONBLOCK);
        m_piece.resize(65536);
    }
    ~Child() { end(); }
    Child(const Child &) = delete;
    Child &operator=(const Child &) = delete;

    /// @param text  one or more lines, without the last line's end
    /// @return false when the program does not read it in time
    bool say(std::string text)
    {
        text += '\n';
        for (std::size_t done = 0; done < text.size();) {
            const ssize_t count = ::write(m_in, text.data() + done, text.size() - done);
            if (count > 0)
                done += static_cast<std::size_t>(count);
            else if (errno != EAGAIN || !ready(m_in, POLLOUT))
                return false;
        }
        return true;
    }

    /// Reads lines, and keeps none, until so many answers came. An answer is a line with a result.
    /// @return false when they do not come in time, or one is an error
    bool hear(int answers = 1)
    {
        while (answers > 0) {
            if (m_at == m_end && !more())
                return false;
            while (m_at < m_end && answers > 0) {
                const std::string_view rest(m_piece.data() + m_at, m_end - m_at);
                const auto end = rest.find('\n');
                const std::string_view part = rest.substr(0, end);
                m_at += std::min(rest.size(), part.size() + 1);
                m_length += part.size();
                if (m_start.size() < startOfLine)
                    m_start.append(part.substr(0, startOfLine));
                m_rest.append(part.substr(part.size() - std::min(part.size(), startOfLine)));
                if (m_rest.size() > 8 * startOfLine)
                    m_rest.erase(0, m_rest.size() - startOfLine);
                if (end == std::string_view::npos)
                    continue;
                m_lastLength = std::exchange(m_length, 0);
                const bool result =
                    m_start.find("\"result\"") != std::string::npos || m_rest.find("\"result\"") != std::string::npos;
                const bool error = !result && m_start.find("\"error\"") != std::string::npos;
                if (error)
                    std::fprintf(stderr, "an error: %s\n", m_start.c_str());
                m_start.clear();
                m_rest.clear();
                if (error)
                    return false;
                if (result)
                    --answers;
            }
        }
        return true;
    }

    /// Bytes in the line heard last.
    [[nodiscard]] std::size_t lengthHeard() const { return m_lastLength; }

    /// Reads up to the end of the output. @return bytes
    std::size_t readAll()
    {
        std::size_t length = 0;
        while (more())
            length += m_end - m_at;
        return length;
    }

    /// MiB of memory that this process and those below it hold, what they share counted in parts.
    [[nodiscard]] double memory() const { return ofTree(m_pid, "smaps_rollup", "Pss:") / 1024; }
    /// MiB, the most that ever was resident.
    [[nodiscard]] double peak() const { return ofTree(m_pid, "status", "VmHWM:") / 1024; }

    /// Closes the pipes and waits a second, then kills.
    void end()
    {
        if (m_pid == 0)
            return;
        ::close(m_in);
        ::close(m_out);
        const pid_t pid = std::exchange(m_pid, 0);
        for (int i = 0; i < 200; ++i) {
            if (::waitpid(pid, nullptr, WNOHANG) == pid)
                return;
            ::usleep(5000);
        }
        ::kill(pid, SIGKILL);
        ::waitpid(pid, nullptr, 0);
    }

    int deadline = 120000; ///< ms that a single read or write may take

private:
    static constexpr std::size_t startOfLine = 256;

    [[nodiscard]] bool ready(int descriptor, short what) const
    {
        pollfd one{descriptor, what, 0};
        return ::poll(&one, 1, deadline) == 1;
    }

    bool more()
    {
        if (!ready(m_out, POLLIN))
            return false;
        const ssize_t count = ::read(m_out, m_piece.data(), m_piece.size());
        m_at = 0;
        m_end = count > 0 ? static_cast<std::size_t>(count) : 0;
        return m_end > 0;
    }

    pid_t m_pid = 0;
    int m_in = -1;
    int m_out = -1;
    std::vector<char> m_piece;
    std::size_t m_at = 0;
    std::size_t m_end = 0;
    std::string m_start;          ///< of the line that is being read
    std::string m_rest;           ///< some of its last bytes: the result may stand behind a long value
    std::size_t m_length = 0;     ///< of what was read of it
    std::size_t m_lastLength = 0; ///< of the line before
};

} // namespace kopru::bench
