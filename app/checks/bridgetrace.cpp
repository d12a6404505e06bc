#include "app/checks/bridgetrace.h"

#include "bridge/contract/trace.h"

namespace kopru::checks {

std::optional<TracedPhase> readTraceLine(const QByteArray &line)
{
    namespace trace = contract::trace;
    if (!line.startsWith(QByteArrayView(trace::linePrefix.data(), static_cast<qsizetype>(trace::linePrefix.size()))))
        return std::nullopt;
    const auto json = mcp::Json::parse(line.cbegin(), line.cend(), nullptr, false);
    if (!json.is_object())
        return std::nullopt;
    const auto phase = json.find(std::string(trace::phase));
    const auto time = json.find(std::string(trace::milliseconds));
    if (phase == json.end() || !phase->is_string() || time == json.end() || !time->is_number())
        return std::nullopt;
    const auto known = contract::phaseFromId(phase->get<std::string>());
    if (!known)
        return std::nullopt;
    const auto passed = json.find(std::string(trace::ok));
    const double milliseconds = std::clamp(time->get<double>(), 0.0, 1e9);
    return TracedPhase{*known, std::chrono::microseconds(static_cast<qint64>(milliseconds * 1000)),
                       passed == json.end() || !passed->is_boolean() || passed->get<bool>()};
}

} // namespace kopru::checks
