#include "bridge/windows/roots.h"

#include <windows.h>

#include <wincrypt.h>

#include <algorithm>
#include <cstring>
#include <iterator>

namespace kopru::windows {

namespace {

class Store
{
public:
    explicit Store(const wchar_t *name) : m_store(::CertOpenSystemStoreW(0, name)) {}
    ~Store()
    {
        if (m_store)
            ::CertCloseStore(m_store, 0);
    }
    Store(const Store &) = delete;
    Store &operator=(const Store &) = delete;

    /// @param visit  void(const CERT_CONTEXT &)
    template <class Visit> void forEach(Visit visit) const
    {
        // Each one is released when the next is asked for.
        for (PCCERT_CONTEXT one = nullptr; m_store && (one = ::CertEnumCertificatesInStore(m_store, one));)
            visit(*one);
    }

private:
    HCERTSTORE m_store;
};

/// Whether it may vouch for servers, by its own words and by what the person set.
bool isForServers(const CERT_CONTEXT &certificate)
{
    DWORD size = 0;
    if (!::CertGetEnhancedKeyUsage(&certificate, 0, nullptr, &size))
        return ::GetLastError() == static_cast<DWORD>(CRYPT_E_NOT_FOUND); // says nothing: for everything
    std::vector<unsigned char> bytes(size);
    auto *usage = reinterpret_cast<CERT_ENHKEY_USAGE *>(bytes.data());
    if (!::CertGetEnhancedKeyUsage(&certificate, 0, usage, &size))
        return false;
    if (usage->cUsageIdentifier == 0)
        return ::GetLastError() == static_cast<DWORD>(CRYPT_E_NOT_FOUND);
    return std::any_of(usage->rgpszUsageIdentifier, std::next(usage->rgpszUsageIdentifier, usage->cUsageIdentifier),
                       [](const char *id) { return std::strcmp(id, szOID_PKIX_KP_SERVER_AUTH) == 0; });
}

std::vector<unsigned char> bytesOf(const CERT_CONTEXT &certificate)
{
    return {certificate.pbCertEncoded, std::next(certificate.pbCertEncoded, certificate.cbCertEncoded)};
}

} // namespace

std::vector<std::vector<unsigned char>> trustedRoots()
{
    std::vector<std::vector<unsigned char>> refused;
    Store(L"Disallowed").forEach([&](const CERT_CONTEXT &one) { refused.push_back(bytesOf(one)); });
    std::vector<std::vector<unsigned char>> roots;
    Store(L"ROOT").forEach([&](const CERT_CONTEXT &one) {
        auto bytes = bytesOf(one);
        if (isForServers(one) && std::find(refused.begin(), refused.end(), bytes) == refused.end())
            roots.push_back(std::move(bytes));
    });
    return roots;
}

} // namespace kopru::windows
