#include "bridge/relay/settle.h"

#include "bridge/net/ascii.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/json.hpp>
#include <openssl/crypto.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <map>
#include <unistd.h>

namespace kopru::bridge {

namespace {

constexpr int passes = 3; // a value may decide which other variables are read
constexpr std::size_t longestInput = std::size_t{1024} * 1024;

/// The first line of standard input without its end, nullopt where it is too long.
std::optional<std::string> firstLine()
{
    std::string text;
    std::array<char, 4096> buffer{};
    for (;;) {
        const ssize_t count = ::read(STDIN_FILENO, buffer.data(), buffer.size());
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            break;
        text.append(buffer.data(), static_cast<std::size_t>(count));
        if (text.size() > longestInput)
            return std::nullopt;
        if (text.find('\n') != std::string::npos)
            break;
    }
    text.resize(std::min(text.size(), text.find('\n')));
    if (text.ends_with('\r'))
        text.pop_back();
    return text;
}

int say(bool same, Cause cause, const Evidence &evidence, int code)
{
    namespace json = boost::json;
    json::object line{{"same", same}, {"cause", contract::causeId(cause)}};
    for (const auto &[name, value] : evidence)
        line[name] = value;
    std::puts(json::serialize(line).c_str());
    return code;
}

} // namespace

std::vector<VariableReference> referencesIn(const std::vector<std::string> &arguments, const Environment &environment)
{
    std::vector<VariableReference> found;
    const auto seen = [&environment, &found](std::string_view name) {
        auto value = environment(name);
        const std::string_view text = value ? trimmed(*value) : std::string_view();
        const bool known =
            std::any_of(found.begin(), found.end(), [name](const auto &other) { return other.variable == name; });
        if (isKeychainReference(text) && !known)
            found.push_back({std::string(name), std::string(text)});
        return value;
    };
    (void)readSettings(arguments, seen);
    return found;
}

asio::awaitable<std::variant<Settings, Farewell>> settled(std::vector<std::string> arguments, Environment environment,
                                                          std::chrono::milliseconds limit)
{
    const auto end = std::chrono::steady_clock::now() + limit;
    std::map<std::string, std::string, std::less<>> secrets;
    std::optional<Failure> failed;
    const Environment resolved = [&environment, &secrets](std::string_view name) {
        const auto secret = secrets.find(name);
        return secret == secrets.end() ? environment(name) : std::optional(secret->second);
    };
    for (int pass = 0; pass < passes && !failed; ++pass) {
        const std::vector<VariableReference> references = referencesIn(arguments, resolved);
        if (references.empty())
            break;
        for (const VariableReference &reference : references) {
            std::string &secret = secrets[reference.variable]; // empty, so that a reference is sent to nobody
            if (failed)
                continue;
            const auto item = parseKeychainReference(reference.value);
            if (!item) {
                failed = failureOf(Phase::Start, Cause::BadVariable);
            } else {
                const auto left =
                    std::chrono::duration_cast<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
                auto outcome = co_await readSecret(*item, std::max(left, std::chrono::milliseconds(0)));
                if (outcome)
                    secret = std::move(*outcome);
                else
                    failed = outcome.error();
            }
            if (failed)
                failed->evidence.emplace_back("variable", reference.variable);
        }
    }
    auto settings = readSettings(arguments, resolved);
    if (auto *found = std::get_if<Settings>(&settings); found && failed)
        found->fault = std::move(failed);
    co_return settings;
}

std::optional<int> verifyKeychain(const std::vector<std::string> &arguments)
{
    constexpr std::string_view option = "--verify-keychain";
    if (arguments.empty() || !arguments.front().starts_with(option))
        return std::nullopt;
    std::optional<KeychainReference> item;
    if (arguments.size() == 2 && arguments.front() == option)
        item = parseKeychainItem(arguments.back());
    const auto expected = item ? firstLine() : std::nullopt;
    if (!expected)
        return say(false, Cause::BadUsage, {}, 2);
    asio::io_context context(1);
    std::optional<Outcome<std::string>> held;
    asio::co_spawn(context, readSecret(*item), [&held](const std::exception_ptr &thrown, Outcome<std::string> outcome) {
        if (!thrown)
            held = std::move(outcome);
    });
    context.run();
    if (!held)
        return say(false, Cause::KeychainRefused, {}, 3);
    if (!*held)
        return say(false, held->error().cause, held->error().evidence, 3);
    const std::string &secret = **held;
    const bool same = secret.size() == expected->size() &&
                      CRYPTO_memcmp(secret.data(), expected->data(), secret.size()) == 0; // in constant time
    return say(same, Cause::None, {}, same ? 0 : 1);
}

} // namespace kopru::bridge
