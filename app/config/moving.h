#pragma once

#include "app/config/jsontext.h"

#include <optional>
#include <vector>

/// Puts servers and settings where they belong that stood somewhere else.
namespace kopru::config::tolerant {

/// A server or setting that has to move.
struct Moved
{
    QString name;
    QByteArray value;
    QByteArray indent; ///< of the line it stood in
};

struct Moving
{
    std::vector<Moved> servers;
    std::vector<Moved> members; ///< of the whole object
    bool bringsServers = false; ///< what was pasted has an `mcpServers`, empty perhaps
};

/// The file with all of it in its place; none where two of one name differ.
/// @param file  strict JSON, from which what moves has been taken out
[[nodiscard]] std::optional<QByteArray> withMoved(const QByteArray &file, const Moving &moving);

} // namespace kopru::config::tolerant
