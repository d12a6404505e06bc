#include "bridge/net/truststore.h"

#include <openssl/err.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>

#include <filesystem>
#include <memory>
#include <utility>

// Neither half below is compiled here: there is no OpenSSL for either system on Debian.
#if defined(_WIN32)
#include "bridge/windows/roots.h"
#elif defined(__APPLE__)
#include <Security/Security.h>
#endif

namespace kopru::bridge {

namespace {

/// Reads the bundles the first time that a certificate is wanted which was not found before.
struct Bundles
{
    std::vector<std::string> files;
    bool read = false;
};

int findInBundles(X509_LOOKUP *lookup, X509_LOOKUP_TYPE type, const X509_NAME *name, X509_OBJECT *found)
{
    auto *bundles = static_cast<Bundles *>(X509_LOOKUP_get_method_data(lookup));
    if (type != X509_LU_X509 || !bundles || std::exchange(bundles->read, true))
        return 0; // what was read is found without asking here
    for (const std::string &file : bundles->files)
        if (X509_load_cert_crl_file(lookup, file.c_str(), X509_FILETYPE_PEM) > 0)
            break; // the others hold the same
    ERR_clear_error();
    X509_STORE *store = X509_LOOKUP_get_store(lookup);
    X509_STORE_lock(store);
    X509_OBJECT *object = X509_OBJECT_retrieve_by_subject(X509_STORE_get0_objects(store), type, name);
    X509 *certificate = object ? X509_OBJECT_get0_X509(object) : nullptr;
    X509_STORE_unlock(store);
    if (!certificate || X509_OBJECT_set1_X509(found, certificate) != 1)
        return 0;
    X509_free(certificate); // whoever asked takes a reference of their own; the store keeps its one
    return 1;
}

void forgetBundles(X509_LOOKUP *lookup)
{
    delete static_cast<Bundles *>(X509_LOOKUP_get_method_data(lookup));
}

X509_LOOKUP_METHOD *bundleMethod()
{
    static X509_LOOKUP_METHOD *method = [] {
        X509_LOOKUP_METHOD *made = X509_LOOKUP_meth_new("bundles");
        X509_LOOKUP_meth_set_get_by_subject(made, findInBundles);
        X509_LOOKUP_meth_set_free(made, forgetBundles);
        return made;
    }();
    return method;
}

void trustPlaces(X509_STORE *store, SystemStore places)
{
    if (X509_LOOKUP *lookup = X509_STORE_add_lookup(store, X509_LOOKUP_hash_dir()))
        for (const std::string &folder : places.folders)
            X509_LOOKUP_add_dir(lookup, folder.c_str(), X509_FILETYPE_PEM);
    if (X509_LOOKUP *lookup = X509_STORE_add_lookup(store, bundleMethod())) {
        auto bundles = std::make_unique<Bundles>();
        bundles->files = std::move(places.bundles);
        X509_LOOKUP_set_method_data(lookup, bundles.release());
    }
    ERR_clear_error();
}

#if defined(_WIN32) || defined(__APPLE__)
void trustOne(X509_STORE *store, const unsigned char *der, long size)
{
    if (X509 *certificate = d2i_X509(nullptr, &der, size)) {
        X509_STORE_add_cert(store, certificate);
        X509_free(certificate);
    }
    ERR_clear_error();
}
#endif

#if defined(__APPLE__)
/// Whether a person or an administrator said that this certificate is not to be trusted.
bool isDenied(SecCertificateRef certificate)
{
    for (const auto domain : {kSecTrustSettingsDomainUser, kSecTrustSettingsDomainAdmin}) {
        CFArrayRef settings = nullptr;
        if (SecTrustSettingsCopyTrustSettings(certificate, domain, &settings) != errSecSuccess || !settings)
            continue;
        bool denied = false;
        for (CFIndex i = 0; i < CFArrayGetCount(settings); ++i) {
            const auto *one = static_cast<CFDictionaryRef>(CFArrayGetValueAtIndex(settings, i));
            const auto *result = static_cast<CFNumberRef>(CFDictionaryGetValue(one, kSecTrustSettingsResult));
            SInt32 value = kSecTrustSettingsResultInvalid;
            if (result && CFNumberGetValue(result, kCFNumberSInt32Type, &value))
                denied = denied || value == kSecTrustSettingsResultDeny;
        }
        CFRelease(settings);
        if (denied)
            return true;
    }
    return false;
}
#endif

} // namespace

SystemStore findSystemStore(const std::string &root)
{
    SystemStore result;
    std::error_code ignored;
    for (const char *folder : {"/etc/ssl/certs",                                 // Debian, Alpine, Arch, SUSE
                               "/etc/pki/ca-trust/extracted/pem/directory-hash", // Fedora
                               "/etc/pki/tls/certs",                             // Fedora, filled by hand
                               "/var/lib/ca-certificates/openssl",               // SUSE
                               "/var/lib/ca-certificates/pem",                   // SUSE
                               "/etc/ca-certificates/extracted/cadir"})          // Arch
        if (std::filesystem::is_directory(root + folder, ignored))
            result.folders.push_back(root + folder);
    for (const char *bundle : {"/etc/ssl/certs/ca-certificates.crt",                // Debian, Alpine, Arch
                               "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem", // Fedora
                               "/etc/pki/tls/certs/ca-bundle.crt",                  // Fedora, older
                               "/var/lib/ca-certificates/ca-bundle.pem",            // SUSE
                               "/etc/ssl/ca-bundle.pem",                            // SUSE, older
                               "/etc/ca-certificates/extracted/tls-ca-bundle.pem",  // Arch
                               "/etc/ssl/cert.pem"})                                // Alpine
        if (std::filesystem::is_regular_file(root + bundle, ignored))
            result.bundles.push_back(root + bundle);
    return result;
}

void trustSystem(X509_STORE *store, const std::string &root)
{
#if defined(_WIN32)
    for (const std::vector<unsigned char> &one : windows::trustedRoots())
        trustOne(store, one.data(), static_cast<long>(one.size()));
    trustPlaces(store, root.empty() ? SystemStore() : findSystemStore(root));
#elif defined(__APPLE__)
    const auto trustAll = [store](CFArrayRef certificates) {
        for (CFIndex i = 0; certificates && i < CFArrayGetCount(certificates); ++i) {
            auto *one = static_cast<SecCertificateRef>(const_cast<void *>(CFArrayGetValueAtIndex(certificates, i)));
            if (isDenied(one))
                continue;
            if (CFDataRef der = SecCertificateCopyData(one)) {
                trustOne(store, CFDataGetBytePtr(der), CFDataGetLength(der));
                CFRelease(der);
            }
        }
        if (certificates)
            CFRelease(certificates);
    };
    CFArrayRef anchors = nullptr;
    if (SecTrustCopyAnchorCertificates(&anchors) == errSecSuccess)
        trustAll(anchors);
    // What a person or an administrator added to the keychain and trusted.
    for (const auto domain : {kSecTrustSettingsDomainUser, kSecTrustSettingsDomainAdmin}) {
        CFArrayRef added = nullptr;
        if (SecTrustSettingsCopyCertificates(domain, &added) == errSecSuccess)
            trustAll(added);
    }
    trustPlaces(store, root.empty() ? SystemStore() : findSystemStore(root));
#else
    trustPlaces(store, findSystemStore(root));
#endif
}

} // namespace kopru::bridge
