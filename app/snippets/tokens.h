#pragma once

#include "app/snippets/conclusion.h"

/// Tokens by their shape, and the header that each goes into.
namespace kopru::integrations::snippet {

[[nodiscard]] bool isJwt(const QString &text);
/// `ap_`, `mcp_`, `tok_`
[[nodiscard]] bool isPrefixedToken(const QString &text);
/// At least 20 letters and digits, mixed.
[[nodiscard]] bool isOpaqueToken(const QString &text);

/// The header that a token goes into, where its own form or a label tells.
/// @param bearer     a label says so
/// @param mayAssume  `Authorization: Bearer` is taken where nothing tells
void addToken(RawEntry &raw, const QString &token, bool bearer, bool mayAssume);
/// The same, where it cannot be told which secret belongs to the address: its header, to be asked for.
void askForToken(RawEntry &raw, const QString &token);

} // namespace kopru::integrations::snippet
