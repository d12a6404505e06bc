#include "bridge/relay/log.h"

#include "bridge/contract/trace.h"

#include <boost/json.hpp>

#include <algorithm>
#include <climits>
#include <poll.h>
#include <unistd.h>

namespace kopru::bridge {

namespace json = boost::json;

namespace {

constexpr std::size_t longestPayload = 2000;
constexpr std::size_t longestEvidence = 256;
constexpr int patience = 200; // milliseconds
constexpr std::chrono::milliseconds delay(5);
constexpr std::size_t mostPending = 256; // lines

/// @param text  whole lines
void writeLines(std::string_view text)
{
    static bool stuck = false; // this program has one thread and one stderr
    while (!text.empty()) {
        // A host that does not read the log must not stop the relay: it loses lines instead. A pipe that can be
        // written to takes at least this much without blocking.
        pollfd writable{STDERR_FILENO, POLLOUT, 0};
        stuck = ::poll(&writable, 1, stuck ? 0 : patience) <= 0;
        if (stuck)
            return;
        std::string_view piece = text.substr(0, PIPE_BUF);
        if (const auto end = piece.rfind('\n'); end != std::string_view::npos)
            piece = piece.substr(0, end + 1);
        const ssize_t written = ::write(STDERR_FILENO, piece.data(), piece.size());
        if (written <= 0)
            return; // nobody reads it any more; the relay goes on
        text.remove_prefix(static_cast<std::size_t>(written));
    }
}

/// ISO 8601 in UTC with milliseconds.
std::string stamp(std::chrono::system_clock::time_point time)
{
    std::string result;
    const auto add = [&result](unsigned number, unsigned unit, char behind) {
        for (; unit > 0; unit /= 10)
            result += static_cast<char>('0' + number / unit % 10);
        result += behind;
    };
    const auto day = std::chrono::floor<std::chrono::days>(time);
    const std::chrono::year_month_day date(day);
    const std::chrono::hh_mm_ss clock(std::chrono::floor<std::chrono::milliseconds>(time - day));
    add(static_cast<unsigned>(static_cast<int>(date.year())), 1000, '-');
    add(static_cast<unsigned>(date.month()), 10, '-');
    add(static_cast<unsigned>(date.day()), 10, 'T');
    add(static_cast<unsigned>(clock.hours().count()), 10, ':');
    add(static_cast<unsigned>(clock.minutes().count()), 10, ':');
    add(static_cast<unsigned>(clock.seconds().count()), 10, '.');
    add(static_cast<unsigned>(clock.subseconds().count()), 100, 'Z');
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

void Log::learn(const std::vector<std::string> &secrets)
{
    flush(); // what waits was written for the secrets known so far
    m_redactor = Redactor(secrets);
}

void Log::line(std::string_view text) const
{
    write({std::chrono::system_clock::now(), std::string(text), false});
}

void Log::write(Entry entry) const
{
    m_pending.push_back(std::move(entry));
    // Whoever traces wants each phase before the answer that it led to.
    if (!m_timer || m_trace || m_pending.size() >= mostPending) {
        flush();
    } else if (m_pending.size() == 1) {
        m_timer->expires_after(delay);
        m_timer->async_wait([this](const boost::system::error_code &error) {
            if (!error)
                flush();
        });
    }
}

void Log::flush() const
{
    std::string lines;
    for (const Entry &entry : m_pending)
        lines += composed(entry);
    m_pending.clear();
    if (m_timer)
        m_timer->cancel();
    writeLines(lines);
}

std::string Log::composed(const Entry &entry) const
{
    if (entry.whole)
        return entry.text + '\n';
    return stamp(entry.time) + " kopru-bridge " + printable(redacted(entry.text)) + '\n';
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
    write({{}, std::move(text), true});
}

} // namespace kopru::bridge
