#pragma once

#include "bridge/net/failure.h"

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace kopru::bridge {

namespace asio = boost::asio;

/// How long the keychain may take in all. A host gives up on `initialize` after 60 s, a person long before.
inline constexpr std::chrono::milliseconds keychainLimit = std::chrono::seconds(5);

/// An item of the operating system's keychain, named as QtKeychain names it: Kopru writes it through that library.
struct KeychainReference
{
    std::string service;
    std::string account;

    [[nodiscard]] std::string item() const { return service + "/" + account; } ///< as people see it

    friend bool operator==(const KeychainReference &, const KeychainReference &) = default;
};

/// Whether a variable's value names an item instead of holding a secret.
[[nodiscard]] bool isKeychainReference(std::string_view value);

/// Reads `keychain:kopru/<name>`. Only Kopru's own items: an entry that somebody pasted must not send another program's
/// secret to its server. The name has 1 to 200 bytes and no control characters.
/// @return nullopt where the text is no such reference
[[nodiscard]] std::optional<KeychainReference> parseKeychainReference(std::string_view value);

/// The same without `keychain:` in front, as `--verify-keychain` takes it.
[[nodiscard]] std::optional<KeychainReference> parseKeychainItem(std::string_view item);

/// Reads one item. Never asks the person to unlock anything, never blocks the event loop; whatever hangs is given up
/// at the limit.
/// @return the secret, or KeychainMissing, KeychainLocked, KeychainItemMissing (evidence `item`) or KeychainRefused,
/// all
///         of the phase Start
[[nodiscard]] asio::awaitable<Outcome<std::string>> readSecret(KeychainReference reference,
                                                               std::chrono::milliseconds limit = keychainLimit);

} // namespace kopru::bridge
