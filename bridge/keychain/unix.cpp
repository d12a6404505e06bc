#include "bridge/keychain/child.h"
#include "bridge/keychain/keychain.h"
#include "bridge/keychain/secretservice.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace kopru::bridge {

namespace {

using namespace asio::experimental::awaitable_operators;
constexpr auto tuple = asio::as_tuple(asio::use_awaitable);
constexpr std::size_t longestSecret = std::size_t{1024} * 1024;
constexpr char good = 'S'; // before the secret
constexpr char bad = 'F';  // before the cause, the name and the value of the evidence, each behind a zero

std::string packed(const Outcome<std::string> &outcome)
{
    if (outcome)
        return good + *outcome;
    std::string text(1, bad);
    text.append(contract::causeId(outcome.error().cause));
    for (const auto &[name, value] : outcome.error().evidence)
        text.append(1, '\0').append(name).append(1, '\0').append(value);
    return text;
}

Outcome<std::string> unpacked(const std::string &text)
{
    if (text.starts_with(good))
        return text.substr(1);
    const auto cause =
        text.starts_with(bad) ? contract::causeFromId(text.substr(1, text.find('\0') - 1)) : std::nullopt;
    if (!cause)
        return failureWith(Phase::Start, Cause::KeychainRefused, 0, "error", "no answer");
    Failure failure = failureOf(Phase::Start, *cause);
    const auto name = text.find('\0');
    const auto value = name == std::string::npos ? name : text.find('\0', name + 1);
    if (value != std::string::npos)
        failure.evidence.emplace_back(text.substr(name + 1, value - name - 1), text.substr(value + 1));
    return failure;
}

} // namespace

asio::awaitable<Outcome<std::string>> readSecret(KeychainReference reference, std::chrono::milliseconds limit)
{
    // A process of its own: libsecret's threads, 5 MiB of libraries and an answer that never comes end with it.
    Child child([&reference] { return packed(readFromSecretService(reference)); });
    const int file = child.takeResult();
    if (file < 0)
        co_return failureWith(Phase::Start, Cause::KeychainRefused, 0, "error", "no process could be started");
    const auto executor = co_await asio::this_coro::executor;
    asio::posix::stream_descriptor result(executor, file);
    asio::steady_timer timer(executor, limit);
    std::string text;
    auto buffer = asio::dynamic_buffer(text, longestSecret);
    const auto either = co_await (asio::async_read(result, buffer, tuple) || timer.async_wait(tuple));
    if (either.index() == 1)
        co_return failureWith(Phase::Start, Cause::KeychainRefused, 0, "limit-ms", std::to_string(limit.count()));
    co_return unpacked(text);
}

} // namespace kopru::bridge
