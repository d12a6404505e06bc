#pragma once

#include "bridge/keychain/keychain.h"

namespace kopru::bridge {

/// Where the session's bus is: DBUS_SESSION_BUS_ADDRESS, else the socket `bus` in XDG_RUNTIME_DIR or, where Claude
/// passed neither on, in /run/user/UID, where systemd puts it (`man 8 pam_systemd`).
[[nodiscard]] std::string sessionBusAddress(std::string_view busAddress, std::string_view runtimeFolder, unsigned user);

/// Reads an item through libsecret, which is loaded now: the bridge itself needs nothing but libc. The item is the one
/// that QtKeychain 0.13 writes: schema `org.qt.keychain`, attributes `user` (account), `server` (service) and `type`
/// (`plaintext`, or `base64` around bytes).
///
/// Blocks for as long as the service pleases, and changes this process's environment: only for a process of its own.
[[nodiscard]] Outcome<std::string> readFromSecretService(const KeychainReference &reference);

/// What base64 (RFC 4648, with or without padding) stands for; nullopt where it is none.
[[nodiscard]] std::optional<std::string> decodedBase64(std::string_view text);

} // namespace kopru::bridge
