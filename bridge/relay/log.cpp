#include "bridge/relay/log.h"

#include "bridge/contract/trace.h"

#include <boost/json.hpp>
#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <ctime>
#include <unistd.h>

namespace kopru::bridge {

namespace json = boost::json;

namespace {

constexpr std::string_view mark = "[redacted]";
constexpr std::size_t shortestSecret = 4;
constexpr std::size_t longestPayload = 2000;

void writeLine(std::string text)
{
    text.push_back('\n');
    std::string_view rest = text;
    while (!rest.empty()) {
        const ssize_t written = ::write(STDERR_FILENO, rest.data(), rest.size());
        if (written <= 0)
            return; // nobody reads it any more; the relay goes on
        rest.remove_prefix(static_cast<std::size_t>(written));
    }
}

std::string percentEncoded(std::string_view text)
{
    static constexpr std::string_view digits = "0123456789ABCDEF";
    std::string result;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                           c == '_' || c == '.' || c == '~';
        if (plain)
            result.push_back(c);
        else
            result.append({'%', digits[byte >> 4], digits[byte & 15]});
    }
    return result;
}

std::string jsonEscaped(std::string_view text)
{
    const std::string quoted = json::serialize(json::string(text));
    return quoted.substr(1, quoted.size() - 2);
}

/// base64, without the characters at either end that depend on what stands beside the secret.
std::string base64Core(std::string_view text, std::size_t before)
{
    const std::string whole = std::string(before, '\0') + std::string(text);
    std::string encoded(4 * ((whole.size() + 2) / 3) + 1, '\0');
    const int length =
        EVP_EncodeBlock(reinterpret_cast<unsigned char *>(encoded.data()),
                        reinterpret_cast<const unsigned char *>(whole.data()), static_cast<int>(whole.size()));
    encoded.resize(static_cast<std::size_t>(length));
    const std::size_t from = before == 0 ? 0 : before + 1;
    const std::size_t to = 8 * whole.size() / 6;
    return to > from ? encoded.substr(from, to - from) : std::string();
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

Log::Log(std::vector<std::string> secrets, bool verbose, bool trace) : m_verbose(verbose), m_trace(trace)
{
    for (const std::string &secret : secrets) {
        if (secret.size() < shortestSecret)
            continue; // would blank ordinary words; such a token protects nothing
        m_secrets.push_back(secret);
        m_secrets.push_back(jsonEscaped(secret));
        m_secrets.push_back(percentEncoded(secret));
        for (std::size_t before = 0; before < 3; ++before)
            if (std::string core = base64Core(secret, before); core.size() >= shortestSecret)
                m_secrets.push_back(std::move(core));
    }
    std::sort(m_secrets.begin(), m_secrets.end(),
              [](const std::string &a, const std::string &b) { return a.size() > b.size(); });
}

std::string Log::redacted(std::string_view text) const
{
    std::string result(text);
    for (const std::string &secret : m_secrets)
        for (auto at = result.find(secret); at != std::string::npos; at = result.find(secret, at + mark.size()))
            result.replace(at, secret.size(), mark);
    return result;
}

Failure Log::redacted(Failure failure) const
{
    for (auto &[name, value] : failure.evidence)
        value = redacted(value);
    failure.retryAfter = redacted(failure.retryAfter);
    return failure;
}

void Log::line(std::string_view text) const
{
    writeLine(now() + " kopru-bridge " + redacted(text));
}

void Log::payload(std::string_view direction, std::string_view text) const
{
    if (!m_verbose)
        return;
    // Redacted as a whole before it is cut: half a secret at the end would not be found.
    std::string shown = redacted(text.substr(0, 16 * longestPayload));
    if (shown.size() > longestPayload)
        shown = shown.substr(0, longestPayload) + "... (" + std::to_string(text.size()) + " bytes)";
    std::replace(shown.begin(), shown.end(), '\n', ' ');
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
    writeLine(std::move(text));
}

} // namespace kopru::bridge
