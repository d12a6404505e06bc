#pragma once

#include <openssl/types.h>

#include <string>
#include <vector>

namespace kopru::bridge {

/// Where a Unix system keeps the certificates it trusts.
struct SystemStore
{
    std::vector<std::string> folders; ///< a file for each certificate, named by OpenSSL's hash of its subject
    std::vector<std::string> bundles; ///< all of them in one file
};

/// Looks at the places of Debian, Fedora, SUSE, Alpine and Arch: a static OpenSSL knows one folder, the one of the
/// system it was built on.
/// @param root  in front of every path; empty for this system's own
[[nodiscard]] SystemStore findSystemStore(const std::string &root);

/// Lets certificates be looked up where the system keeps them. In folders they are read one by one when they are
/// wanted; a bundle is read, as a whole, when the folders did not have what was wanted. On Windows and macOS the system
/// is asked for its certificates.
void trustSystem(X509_STORE *store, const std::string &root);

} // namespace kopru::bridge
