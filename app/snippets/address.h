#pragma once

#include "app/snippets/snippet.h"

/// Addresses as people write them, with placeholders in them.
namespace kopru::integrations::snippet {

/// What an address holds, without QUrl: placeholders such as `<your_domain>` are no host for it.
struct Address
{
    QString scheme; ///< in small letters
    QString host;   ///< as it is written
    QString port;
    QString path; ///< with the query
};

[[nodiscard]] std::optional<Address> addressParts(const QString &address);
/// The same, the host in small letters.
[[nodiscard]] std::optional<Address> lowerParts(const QString &address);
/// The path without query and fragment.
[[nodiscard]] QString pathOf(const Address &address);

[[nodiscard]] bool isPlaceholderAddress(const QString &url);
/// Names without a dot, the endings that routers give, private addresses (RFC 1918, RFC 4193, RFC 3927).
[[nodiscard]] bool isLocalNetwork(const QString &host);
/// Whether an address in a sentence is one of an MCP server.
[[nodiscard]] bool looksLikeServer(const QString &address);
[[nodiscard]] std::optional<SnippetRefusal> refusedAddress(const QString &address);

} // namespace kopru::integrations::snippet
