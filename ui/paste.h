#pragma once

#include "app/integrations/kind.h"

namespace kopru::ui {

/// What a pasted text was recognised as.
struct Pasted
{
    integrations::KindId kind;
    integrations::Values values;
};

/// Recognises an http(s) address (a remote server) and a text that looks like an Apinizer token (`mcp_…` or a JWT).
/// nullopt for anything else.
[[nodiscard]] std::optional<Pasted> recognise(const QString &text);

/// What is known of a token from its form alone; nothing is verified.
struct TokenForm
{
    bool jwt = false;
    std::optional<QDateTime> expires; ///< claim `exp` (RFC 7519, section 4.1.4)
};
[[nodiscard]] TokenForm tokenForm(const QString &token);

} // namespace kopru::ui
