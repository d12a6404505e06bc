#include "bridge/keychain/keychain.h"

#include "bridge/contract/profile.h"

#include <algorithm>

namespace kopru::bridge {

namespace {

constexpr std::size_t longestName = 200;

} // namespace

bool isKeychainReference(std::string_view value)
{
    return value.starts_with(contract::keychainPrefix);
}

std::optional<KeychainReference> parseKeychainItem(std::string_view item)
{
    const auto slash = item.find('/');
    if (slash == std::string_view::npos || item.substr(0, slash) != contract::keychainService)
        return std::nullopt;
    const std::string_view name = item.substr(slash + 1);
    const bool printable = std::none_of(name.begin(), name.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte < 0x20 || byte == 0x7f;
    });
    if (name.empty() || name.size() > longestName || !printable)
        return std::nullopt;
    return KeychainReference{std::string(contract::keychainService), std::string(name)};
}

std::optional<KeychainReference> parseKeychainReference(std::string_view value)
{
    if (!isKeychainReference(value))
        return std::nullopt;
    return parseKeychainItem(value.substr(contract::keychainPrefix.size()));
}

} // namespace kopru::bridge
