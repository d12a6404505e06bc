#include "bridge/keychain/child.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>

#if defined(__linux__)
#include <sys/prctl.h>
#endif

namespace kopru::bridge {

namespace {

constexpr int resultFile = 3;
constexpr int mostFiles = 4096; // where the system cannot close a range

void closeOthers()
{
#if defined(__linux__)
    if (::close_range(resultFile + 1, ~0U, 0) == 0)
        return;
#endif
    for (int file = resultFile + 1; file < mostFiles; ++file)
        ::close(file);
}

/// Standard input, output and error lead nowhere: a library's complaint must not get among the host's messages.
void silence()
{
    std::array<int, 2> nowhere{-1, -1};
    int file = ::open("/dev/null", O_RDWR);
    if (file < 0 && ::pipe(nowhere.data()) == 0)
        file = nowhere[0]; // nothing can be written to it
    if (file < 0)
        ::_exit(1);
    for (int standard = STDIN_FILENO; standard <= STDERR_FILENO; ++standard)
        ::dup2(file, standard);
}

[[noreturn]] void runChild(const std::function<std::string()> &work, int result, pid_t parent)
{
#if defined(__linux__)
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
#endif
    if (::getppid() != parent)
        ::_exit(1);
    for (int signal = 1; signal < NSIG; ++signal)
        ::signal(signal, SIG_DFL); // the event loop's handlers would write into its pipe
    ::signal(SIGPIPE, SIG_IGN);
    const rlimit none{0, 0};
    ::setrlimit(RLIMIT_CORE, &none); // a secret may stand in the memory
    if (result != resultFile)
        ::dup2(result, resultFile);
    silence();
    closeOthers();
    sigset_t all;
    sigemptyset(&all);
    ::pthread_sigmask(SIG_SETMASK, &all, nullptr);

    const std::string text = work();
    for (std::size_t done = 0; done < text.size();) {
        const ssize_t count = ::write(resultFile, text.data() + done, text.size() - done);
        if (count < 0 && errno != EINTR)
            ::_exit(1);
        if (count > 0)
            done += static_cast<std::size_t>(count);
    }
    ::_exit(0);
}

} // namespace

Child::Child(const std::function<std::string()> &work)
{
    std::array<int, 2> ends{-1, -1};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0)
        return;
    sigset_t all;
    sigset_t before;
    sigfillset(&all);
    ::pthread_sigmask(SIG_SETMASK, &all, &before);
    const pid_t parent = ::getpid();
    m_process = ::fork();
    if (m_process == 0)
        runChild(work, ends[1], parent);
    ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
    ::close(ends[1]);
    if (m_process < 0)
        ::close(ends[0]);
    else
        m_result = ends[0];
}

Child::~Child()
{
    if (m_result >= 0)
        ::close(m_result);
    if (m_process <= 0)
        return;
    ::kill(m_process, SIGKILL); // if it has ended already, its number is still its own until now
    while (::waitpid(m_process, nullptr, 0) < 0 && errno == EINTR) {
    }
}

int Child::takeResult()
{
    return std::exchange(m_result, -1);
}

} // namespace kopru::bridge
