#pragma once

#include "bridge/keychain/keychain.h"
#include "bridge/relay/settings.h"

namespace kopru::bridge {

/// A variable that the settings read and that names an item of the keychain.
struct VariableReference
{
    std::string variable;
    std::string value; ///< as it stands there, without white space around it

    friend bool operator==(const VariableReference &, const VariableReference &) = default;
};

/// Which of the variables that these arguments make the bridge read are references, in the order they are read.
/// Variables that nobody reads are none of them: an item is only asked for where it is used.
[[nodiscard]] std::vector<VariableReference> referencesIn(const std::vector<std::string> &arguments,
                                                          const Environment &environment);

/// readSettings() with every reference replaced by what the keychain holds. An item that cannot be read is the
/// settings' `fault` and comes before any other: its evidence holds `variable`. Without a reference it is done at once.
/// All items together take no longer than the limit.
[[nodiscard]] asio::awaitable<std::variant<Settings, Farewell>>
settled(std::vector<std::string> arguments, Environment environment, std::chrono::milliseconds limit = keychainLimit);

/// `--verify-keychain kopru/NAME`: whether the item holds exactly the first line of standard input. One line of JSON on
/// standard output, `{"same":false,"cause":"keychain-locked"}`; never the secret.
/// @return the exit code: 0 the same, 1 another, 2 wrong usage, 3 it cannot be read; nullopt where the arguments ask
///         for something else
[[nodiscard]] std::optional<int> verifyKeychain(const std::vector<std::string> &arguments);

} // namespace kopru::bridge
