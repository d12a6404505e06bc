// *Not compiled here*: the bridge for Windows needs an OpenSSL for it.
#include "bridge/keychain/keychain.h"

#include <boost/asio/this_coro.hpp>

#include <windows.h>

#include <wincred.h>

namespace kopru::bridge {

namespace {

/// Credential Manager has no services: Kopru's programs write `kopru/<name>` as the item's whole name.
std::wstring targetOf(const KeychainReference &reference)
{
    const std::string item = reference.item();
    const int size = static_cast<int>(item.size());
    std::wstring wide(static_cast<std::size_t>(::MultiByteToWideChar(CP_UTF8, 0, item.data(), size, nullptr, 0)),
                      L'\0');
    ::MultiByteToWideChar(CP_UTF8, 0, item.data(), size, wide.data(), static_cast<int>(wide.size()));
    return wide;
}

} // namespace

/// Credential Manager answers from the person's own session without asking anybody, so there is nothing to wait for.
asio::awaitable<Outcome<std::string>> readSecret(KeychainReference reference, std::chrono::milliseconds)
{
    PCREDENTIALW credential = nullptr;
    if (::CredReadW(targetOf(reference).c_str(), CRED_TYPE_GENERIC, 0, &credential)) {
        std::string secret(reinterpret_cast<const char *>(credential->CredentialBlob), credential->CredentialBlobSize);
        ::SecureZeroMemory(credential->CredentialBlob, credential->CredentialBlobSize);
        ::CredFree(credential);
        co_return secret;
    }
    const DWORD error = ::GetLastError();
    if (error == ERROR_NOT_FOUND)
        co_return failureWith(Phase::Start, Cause::KeychainItemMissing, 0, "item", reference.item());
    if (error == ERROR_NO_SUCH_LOGON_SESSION)
        co_return failureOf(Phase::Start, Cause::KeychainMissing);
    co_return failureWith(Phase::Start, Cause::KeychainRefused, 0, "error", std::to_string(error));
}

} // namespace kopru::bridge
