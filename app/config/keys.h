#pragma once

#include <QtCore/QString>

#include <algorithm>
#include <initializer_list>

/// What the keys of a settings file tell about the objects behind them.
namespace kopru::config::tolerant {

inline constexpr QLatin1StringView serversKey("mcpServers");

inline bool isOneOf(const QString &key, std::initializer_list<QLatin1StringView> keys)
{
    return std::find(keys.begin(), keys.end(), key) != keys.end();
}

/// `mcpservers`, `McpServers`, `mcp_server`: not with the locale's rules, where I has two lower-case letters.
[[nodiscard]] bool isLikeServersKey(const QString &key);

/// Keys of the app itself, under which an object with a `command` is none of ours.
[[nodiscard]] bool isOfApp(const QString &key);

/// Keys that entries have, of Claude and of programs like it.
[[nodiscard]] bool isUsualInEntry(const QString &key);

/// Keys of entries and of programs, under which an object with a `command` or a `url` is a part and no server.
[[nodiscard]] bool isPartOfEntry(const QString &key);

} // namespace kopru::config::tolerant
