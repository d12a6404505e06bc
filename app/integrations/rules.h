#pragma once

#include "app/integrations/kind.h"

/// Rules that more than one kind uses.
namespace kopru::integrations {

/// A host name or an address of a host, without scheme, port and path.
[[nodiscard]] std::optional<FieldProblem> hostProblem(const QString &host);
/// A token: no white space inside, no placeholder.
[[nodiscard]] std::optional<FieldProblem> tokenProblem(const QString &token);
[[nodiscard]] bool isHeaderName(QStringView name); ///< a token of RFC 9110 section 5.1
/// localhost, 127.0.0.0/8, ::1
[[nodiscard]] bool isLoopback(const QString &host);
/// A text that a web page puts where the reader's own value belongs: `<…>`, `your_key_here`, `mcp_xxx`.
[[nodiscard]] bool isPlaceholder(const QString &text);

/// Which certificates an entry's variables make the bridge trust: NODE_EXTRA_CA_CERTS besides the system's store,
/// SSL_CERT_FILE and SSL_CERT_DIR instead of it. Both checks must judge alike.
void readTrust(const config::Entry &entry, Target &target);

// The kinds, one file each.
[[nodiscard]] const Kind &apinizerHttpKind();
[[nodiscard]] const Kind &remoteServerKind();
[[nodiscard]] const Kind &localCommandKind();

} // namespace kopru::integrations
