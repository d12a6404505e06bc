#pragma once

#include "app/integrations/kind.h"

namespace kopru::ui {

/// What a pasted text was recognised as.
struct Pasted
{
    integrations::KindId kind;
    integrations::Values values;
    config::Variables others = {}; ///< that no field holds, to be kept
};

/// Recognises an address (that of an Apinizer portal by its path, AgentPort by its host, ALECS by its port or host,
/// else a remote server), an Apinizer token (`mcp_…` or a JWT; the form can be switched to WebSocket) and an AgentPort
/// key
/// (`ap_…`); and in JSON, whole or a piece of it, the first entry that a vendor's document has people write. nullopt
/// for anything else.
[[nodiscard]] std::optional<Pasted> recognise(const QString &text);

/// What is known of a token from its form alone; nothing is verified.
struct TokenForm
{
    bool jwt = false;
    std::optional<QDateTime> expires; ///< claim `exp` (RFC 7519, section 4.1.4)
};
[[nodiscard]] TokenForm tokenForm(const QString &token);

} // namespace kopru::ui
