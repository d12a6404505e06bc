#pragma once

#include "app/config/entry.h"

#include <optional>

namespace kopru::integrations {

/// An entry that starts kopru-bridge, read back into its parts. Options that no form knows are kept in `others`.
struct BridgeCommand
{
    QString profile; ///< empty: the http mode
    QString url;
    QStringList headers; ///< `Name: value`, with `${VARIABLE}` as written
    std::optional<int> timeoutMs;
    QStringList others;

    friend bool operator==(const BridgeCommand &, const BridgeCommand &) = default;
};

/// nullopt where the entry's command is not kopru-bridge, or its arguments are not of a form Kopru writes.
[[nodiscard]] std::optional<BridgeCommand> readBridgeCommand(const config::Entry &entry);
[[nodiscard]] QStringList bridgeArguments(const BridgeCommand &command);

/// Replaces `${NAME}` by the entry's variable, as the bridge does. @return nullopt where a variable is missing
[[nodiscard]] std::optional<QString> expanded(const QString &text, const config::Entry &entry);

} // namespace kopru::integrations
