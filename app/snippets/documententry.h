#pragma once

#include "app/integrations/kind.h"

namespace kopru::integrations {

/// An entry that a vendor's document has people write by hand, as the form that Kopru has for it.
struct DocumentEntry
{
    KindId kind;
    Values values;
    config::Variables others; ///< variables that no field holds, to be kept beside them
};

/// Recognises the entries of apinizer-api-portal.txt (`node …apinizer_http_proxy.js`, `node …apinizer_ws_proxy.js`),
/// alecs-websocket.txt (`node …websocket-client.js`) and agentport.txt (`npx -y mcp-remote …` with X-API-Key), whose
/// placeholders may still be in them. nullopt for anything else.
[[nodiscard]] std::optional<DocumentEntry> readDocumentEntry(const config::Entry &entry);

} // namespace kopru::integrations
