// *Not compiled here*: the bridge for Windows needs an OpenSSL for it. What it calls is (bridge/windows).
#include "bridge/keychain/keychain.h"
#include "bridge/windows/credential.h"

#include <boost/asio/this_coro.hpp>

#include <windows.h>

namespace kopru::bridge {

/// Credential Manager answers from the person's own session without asking anybody, so there is nothing to wait for.
asio::awaitable<Outcome<std::string>> readSecret(KeychainReference reference, std::chrono::milliseconds)
{
    // Credential Manager has no services: Kopru's programs write `kopru/<name>` as the item's whole name.
    auto found = windows::readCredential(reference.item());
    if (found)
        co_return std::move(*found);
    const unsigned long error = found.error;
    if (error == ERROR_NOT_FOUND)
        co_return failureWith(Phase::Start, Cause::KeychainItemMissing, 0, "item", reference.item());
    if (error == ERROR_NO_SUCH_LOGON_SESSION)
        co_return failureOf(Phase::Start, Cause::KeychainMissing);
    co_return failureWith(Phase::Start, Cause::KeychainRefused, 0, "error", std::to_string(error));
}

} // namespace kopru::bridge
