#pragma once

#include "bridge/net/stream.h"
#include "bridge/net/trace.h"
#include "bridge/relay/shown.h"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kopru::bridge {

/// What the bridge says on stderr: one line per event for people and, if asked for, the trace. No secret leaves it,
/// and no payload unless `verbose`.
class Log final : public Trace
{
public:
    Log(const std::vector<std::string> &secrets, bool verbose, bool trace);

    ~Log() override { flush(); }
    Log(const Log &) = delete;
    Log &operator=(const Log &) = delete;

    /// From now on lines are written together, 5 ms after the first of them, at the end at the latest: they and whoever
    /// reads them must not hold up the message that they are about.
    void writeLater(const asio::any_io_executor &executor) { m_timer.emplace(executor); }
    /// What must never be printed from now on.
    void learn(const std::vector<std::string> &secrets);
    /// A line for people, behind the time.
    void line(std::string_view text) const override;
    /// The text of a message, only with --verbose, shortened.
    void payload(std::string_view direction, std::string_view text) const;

    void passed(Phase phase, Clock::duration took, const Evidence &evidence) override;
    void failed(const Failure &failure, Clock::duration took) override;

    [[nodiscard]] std::string redacted(std::string_view text) const;
    /// The failure without the secrets, its evidence short enough to be shown.
    [[nodiscard]] Failure redacted(Failure failure) const;

private:
    struct Entry
    {
        std::chrono::system_clock::time_point time;
        std::string text;
        bool whole; ///< as it is to be written, without time and name before it
    };

    void write(Entry entry) const;
    void flush() const;
    [[nodiscard]] std::string composed(const Entry &entry) const;
    void traceLine(Phase phase, Clock::duration took, const Failure *failure, const Evidence &evidence) const;

    Redactor m_redactor;
    bool m_verbose;
    bool m_trace;
    mutable std::optional<asio::steady_timer> m_timer;
    mutable std::vector<Entry> m_pending;
};

} // namespace kopru::bridge
