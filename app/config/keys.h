#pragma once

#include <QtCore/QString>

/// What the keys of a settings file tell about the objects behind them.
namespace kopru::config::tolerant {

/// `mcpservers`, `McpServers`, `mcp_server`: not with the locale's rules, where I has two lower-case letters.
[[nodiscard]] bool isLikeServersKey(const QString &key);

} // namespace kopru::config::tolerant
