#include "bridge/relay/log.h"

#include "bridge/contract/trace.h"

#include <boost/asio/post.hpp>
#include <boost/json.hpp>

#include <algorithm>
#include <array>
#include <climits>
#include <cstdio>
#include <ctime>
#include <poll.h>
#include <unistd.h>

namespace kopru::bridge {

namespace json = boost::json;

namespace {

constexpr std::size_t longestPayload = 2000;
constexpr std::size_t longestEvidence = 256;
constexpr int patience = 200;            // milliseconds
constexpr std::size_t mostPending = 256; // lines

void writeLine(std::string text)
{
    text.push_back('\n');
    std::string_view rest = text;
    static bool stuck = false; // this program has one thread and one stderr
    while (!rest.empty()) {
        // A host that does not read the log must not stop the relay: it loses lines instead. A pipe that can be
        // written to takes at least this much without blocking.
        pollfd writable{STDERR_FILENO, POLLOUT, 0};
        stuck = ::poll(&writable, 1, stuck ? 0 : patience) <= 0;
        if (stuck)
            return;
        const ssize_t written = ::write(STDERR_FILENO, rest.data(), std::min<std::size_t>(rest.size(), PIPE_BUF));
        if (written <= 0)
            return; // nobody reads it any more; the relay goes on
        rest.remove_prefix(static_cast<std::size_t>(written));
    }
}

std::string now()
{
    const auto time = std::chrono::system_clock::now();
    const std::time_t seconds = std::chrono::system_clock::to_time_t(time);
    std::tm parts{};
    gmtime_r(&seconds, &parts);
    std::array<char, 32> text{};
    const std::size_t length = std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%S", &parts);
    const auto milliseconds =
        std::chrono::duration_cast<std::chrono::milliseconds>(time.time_since_epoch()).count() % 1000;
    std::array<char, 8> fraction{};
    const int digits = std::snprintf(fraction.data(), fraction.size(), ".%03dZ", static_cast<int>(milliseconds));
    std::string result(text.data(), length);
    result.append(fraction.data(), static_cast<std::size_t>(digits));
    return result;
}

} // namespace

Log::Log(const std::vector<std::string> &secrets, bool verbose, bool trace)
    : m_redactor(secrets), m_verbose(verbose), m_trace(trace)
{}

std::string Log::redacted(std::string_view text) const
{
    return m_redactor.redacted(text);
}

Failure Log::redacted(Failure failure) const
{
    for (auto &[name, value] : failure.evidence)
        value = printable(redacted(value), longestEvidence); // in this order: half a secret would not be found
    failure.retryAfter = printable(redacted(failure.retryAfter), longestEvidence);
    return failure;
}

void Log::line(std::string_view text) const
{
    write(now() + " kopru-bridge " + printable(redacted(text)));
}

void Log::write(std::string line) const
{
    if (!m_executor) {
        writeLine(std::move(line));
        return;
    }
    m_pending.push_back(std::move(line));
    if (m_pending.size() == 1)
        asio::post(*m_executor, [this] { flush(); });
    else if (m_pending.size() >= mostPending)
        flush();
}

void Log::flush() const
{
    for (std::string &line : m_pending)
        writeLine(std::move(line));
    m_pending.clear();
}

void Log::payload(std::string_view direction, std::string_view text) const
{
    if (!m_verbose)
        return;
    // Redacted as a whole before it is cut: half a secret at the end would not be found.
    std::string shown = redacted(text.substr(0, 16 * longestPayload));
    if (shown.size() > longestPayload)
        shown = shown.substr(0, longestPayload) + "... (" + std::to_string(text.size()) + " bytes)";
    line(std::string(direction) + " " + shown);
}

void Log::passed(Phase phase, Clock::duration took, const Evidence &evidence)
{
    traceLine(phase, took, nullptr, evidence);
}

void Log::failed(const Failure &failure, Clock::duration took)
{
    traceLine(failure.phase, took, &failure, failure.evidence);
}

void Log::traceLine(Phase phase, Clock::duration took, const Failure *failure, const Evidence &evidence) const
{
    if (!m_trace)
        return;
    namespace names = contract::trace;
    json::object line;
    line[names::phase] = contract::phaseId(phase);
    const auto microseconds = std::chrono::duration_cast<std::chrono::microseconds>(took).count();
    line[names::milliseconds] = static_cast<double>(microseconds) / 1000.0;
    line[names::ok] = failure == nullptr;
    if (failure)
        line[names::cause] = contract::causeId(failure->cause);
    if (!evidence.empty()) {
        json::object seen;
        for (const auto &[name, value] : evidence)
            seen[name] = redacted(value);
        line[names::evidence] = std::move(seen);
    }
    std::string text(names::linePrefix);
    text.push_back(',');
    text.append(json::serialize(line), 1, std::string::npos);
    write(std::move(text));
}

} // namespace kopru::bridge
