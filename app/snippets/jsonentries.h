#pragma once

#include "app/snippets/conclusion.h"

/// What a piece of JSON means: whose settings it is of, and the entries in them.
namespace kopru::integrations::snippet {

struct JsonMeaning
{
    std::optional<SnippetForm> form;
    QList<RawEntry> entries;
    QList<SnippetIgnored> ignored;
    std::optional<config::Variables> variables; ///< it is an `env` alone
    bool moreVariables = false;                 ///< which has more than are read
    bool extension = false;
    bool mended = false;
    bool cut = false;        ///< an entry was cut off
    bool incomplete = false; ///< an entry has neither command nor address
    bool hasMembers = false;
};

/// @param json  strict, as JsonPiece has it
[[nodiscard]] JsonMeaning readJson(const QByteArray &json);

} // namespace kopru::integrations::snippet
