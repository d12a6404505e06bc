// kopru-bridge beside mcp-remote against one small server on loopback, in one run: time from spawn to the answer of
// `initialize`, memory (PSS of the process tree) after 1,000 calls, and the time added to a call beside a direct
// connection. Usage: bench_bridge KOPRU_BRIDGE NODE MCP_REMOTE_SCRIPT

#include "tests/support/environment.h"
#include "tests/support/mcpscript.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QTemporaryDir>

#include <algorithm>
#include <arpa/inet.h>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <netinet/tcp.h>
#include <string>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;

double milliseconds(Clock::duration d)
{
    return std::chrono::duration<double, std::milli>(d).count();
}

double median(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    return values.at(values.size() / 2);
}

[[noreturn]] void give(const std::string &reason)
{
    std::fprintf(stderr, "bench_bridge: %s\n", reason.c_str());
    std::exit(1);
}

const std::string initialize =
    R"({"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"bench","version":"1"}}})";
const std::string initialized = R"({"jsonrpc":"2.0","method":"notifications/initialized"})";

std::string call(int id)
{
    return R"({"jsonrpc":"2.0","id":)" + std::to_string(id) +
           R"(,"method":"tools/call","params":{"name":"echo","arguments":{"message":"hello"}}})";
}

/// A child process that speaks lines over its standard input and output.
class Child
{
public:
    explicit Child(const std::vector<std::string> &command)
    {
        int in[2];
        int out[2];
        if (::pipe(in) != 0 || ::pipe(out) != 0)
            give("no pipe");
        m_pid = ::fork();
        if (m_pid == 0) {
            ::dup2(in[0], STDIN_FILENO);
            ::dup2(out[1], STDOUT_FILENO);
            std::freopen("/dev/null", "w", stderr);
            for (const int fd : {in[0], in[1], out[0], out[1]})
                ::close(fd);
            std::vector<char *> arguments;
            std::vector<std::string> copy = command;
            for (std::string &part : copy)
                arguments.push_back(part.data());
            arguments.push_back(nullptr);
            ::execv(arguments.front(), arguments.data());
            ::_exit(127);
        }
        ::close(in[0]);
        ::close(out[1]);
        m_in = in[1];
        m_out = out[0];
    }
    ~Child()
    {
        ::close(m_in);
        int status = 0;
        ::waitpid(m_pid, &status, 0);
        ::close(m_out);
    }
    Child(const Child &) = delete;
    Child &operator=(const Child &) = delete;

    void say(std::string line) const
    {
        line += '\n';
        if (::write(m_in, line.data(), line.size()) != static_cast<ssize_t>(line.size()))
            give("the program does not listen");
    }

    /// Reads lines until one has this id.
    void hear(const std::string &id)
    {
        const std::string wanted = "\"id\":" + id;
        for (;;) {
            for (auto end = m_buffer.find('\n'); end != std::string::npos; end = m_buffer.find('\n')) {
                const std::string line = m_buffer.substr(0, end);
                m_buffer.erase(0, end + 1);
                if (line.find(wanted + ",") != std::string::npos || line.find(wanted + "}") != std::string::npos)
                    return;
            }
            char piece[65536];
            const ssize_t count = ::read(m_out, piece, sizeof piece);
            if (count <= 0)
                give("the program ended without an answer");
            m_buffer.append(piece, static_cast<std::size_t>(count));
        }
    }

    pid_t pid() const { return m_pid; }

private:
    pid_t m_pid = 0;
    int m_in = -1;
    int m_out = -1;
    std::string m_buffer;
};

/// PSS of a process and all below it, in MiB.
double memoryOfTree(pid_t root)
{
    double kib = 0;
    std::ifstream rollup("/proc/" + std::to_string(root) + "/smaps_rollup");
    for (std::string line; std::getline(rollup, line);)
        if (line.starts_with("Pss:"))
            kib = std::stod(line.substr(4));
    double below = 0;
    for (const auto &task : std::filesystem::directory_iterator("/proc/" + std::to_string(root) + "/task")) {
        std::ifstream children(task.path() / "children");
        for (pid_t child = 0; children >> child;)
            below += memoryOfTree(child);
    }
    return kib / 1024 + below;
}

double spawnToInitialize(const std::vector<std::string> &command)
{
    const auto begin = Clock::now();
    Child child(command);
    child.say(initialize);
    child.hear("0");
    return milliseconds(Clock::now() - begin);
}

struct Calls
{
    double median = 0;
    double memory = 0;
};

Calls thousandCalls(const std::vector<std::string> &command)
{
    Child child(command);
    child.say(initialize);
    child.hear("0");
    child.say(initialized);
    std::vector<double> times;
    for (int id = 1; id <= 1000; ++id) {
        const auto begin = Clock::now();
        child.say(call(id));
        child.hear(std::to_string(id));
        times.push_back(milliseconds(Clock::now() - begin));
    }
    return {median(times), memoryOfTree(child.pid())};
}

/// The same calls over one kept connection, by hand: what no bridge can be faster than.
class Direct
{
public:
    explicit Direct(quint16 port) : m_port(port), m_socket(::socket(AF_INET, SOCK_STREAM, 0))
    {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        const int on = 1;
        ::setsockopt(m_socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        if (::connect(m_socket, reinterpret_cast<sockaddr *>(&address), sizeof address) != 0) // NOLINT
            give("cannot connect");
    }
    ~Direct() { ::close(m_socket); }
    Direct(const Direct &) = delete;
    Direct &operator=(const Direct &) = delete;

    double thousandCalls()
    {
        const std::string head = post(initialize);
        const std::string name = "mcp-session-id: ";
        std::string lower = head;
        std::transform(lower.begin(), lower.end(), lower.begin(),
                       [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
        if (const auto at = lower.find(name); at != std::string::npos)
            m_session = head.substr(at + name.size(), head.find("\r\n", at) - at - name.size());
        post(initialized);
        std::vector<double> times;
        for (int id = 1; id <= 1000; ++id) {
            const auto begin = Clock::now();
            post(call(id));
            times.push_back(milliseconds(Clock::now() - begin));
        }
        return median(times);
    }

private:
    /// @return the answer's header
    std::string post(const std::string &body)
    {
        std::string request = "POST /mcp HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(m_port) +
                              "\r\nContent-Type: application/json\r\nAccept: application/json, text/event-stream\r\n";
        if (!m_session.empty())
            request += "Mcp-Session-Id: " + m_session + "\r\nMCP-Protocol-Version: 2025-06-18\r\n";
        request += "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
        if (::write(m_socket, request.data(), request.size()) != static_cast<ssize_t>(request.size()))
            give("cannot send");
        std::string answer;
        for (;;) {
            const auto end = answer.find("\r\n\r\n");
            if (end != std::string::npos) {
                const auto at = answer.find("Content-Length: ");
                const std::size_t length = at < end ? std::stoul(answer.substr(at + 16)) : 0;
                if (answer.size() >= end + 4 + length)
                    return answer.substr(0, end + 2);
            }
            char piece[65536];
            const ssize_t count = ::read(m_socket, piece, sizeof piece);
            if (count <= 0)
                give("no answer");
            answer.append(piece, static_cast<std::size_t>(count));
        }
    }

    quint16 m_port;
    int m_socket;
    std::string m_session;
};

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    if (argc != 4)
        give("usage: bench_bridge KOPRU_BRIDGE NODE MCP_REMOTE_SCRIPT");
    kopru::test::scrubEnvironment();
    std::signal(SIGPIPE, SIG_IGN);
    const QTemporaryDir home; // mcp-remote writes below it
    qputenv("HOME", home.path().toLocal8Bit());
    const kopru::test::McpScript script;
    const kopru::test::LoopbackServer server(script.handler());
    const std::string url = server.url(QStringLiteral("/mcp")).toStdString();

    const std::vector<std::string> bridge{argv[1], "http", "--url", url};
    const std::vector<std::string> remote{argv[2], argv[3], url, "--allow-http", "--transport", "http-only"};

    std::vector<double> bridgeStarts;
    std::vector<double> remoteStarts;
    for (int i = 0; i < 7; ++i) { // in turn, so that a change of the machine's speed meets both
        for (int j = 0; j < 5; ++j)
            bridgeStarts.push_back(spawnToInitialize(bridge));
        remoteStarts.push_back(spawnToInitialize(remote));
    }
    const double direct = Direct(server.port()).thousandCalls();
    const Calls throughBridge = thousandCalls(bridge);
    const Calls throughRemote = thousandCalls(remote);

    std::printf("%-44s %12s %12s %8s\n", "", "kopru-bridge", "mcp-remote", "ratio");
    std::printf("%-44s %9.2f ms %9.1f ms %7.1fx\n", "spawn to initialize answered, median", median(bridgeStarts),
                median(remoteStarts), median(remoteStarts) / median(bridgeStarts));
    std::printf("%-44s %8.2f MiB %8.1f MiB %7.1fx\n", "memory (PSS of the tree) after 1,000 calls",
                throughBridge.memory, throughRemote.memory, throughRemote.memory / throughBridge.memory);
    std::printf("%-44s %9.3f ms %9.3f ms %7.1fx\n", "time added to a call (direct beside it), median",
                throughBridge.median - direct, throughRemote.median - direct,
                (throughRemote.median - direct) / (throughBridge.median - direct));
    std::printf("%-44s %9.3f ms\n", "a direct call, median", direct);
    return 0;
}
