#include "bridge/windows/credential.h"

#include "bridge/windows/text.h"

#include <windows.h>

#include <wincred.h>

namespace kopru::windows {

Answer<std::string> readCredential(std::string_view target)
{
    const auto name = wide(target);
    if (!name)
        return {std::nullopt, ERROR_NOT_FOUND};
    PCREDENTIALW credential = nullptr;
    if (!::CredReadW(name->c_str(), CRED_TYPE_GENERIC, 0, &credential))
        return {std::nullopt, ::GetLastError()};
    auto secret =
        given(std::string(reinterpret_cast<const char *>(credential->CredentialBlob), credential->CredentialBlobSize));
    ::SecureZeroMemory(credential->CredentialBlob, credential->CredentialBlobSize);
    ::CredFree(credential);
    return secret;
}

} // namespace kopru::windows
