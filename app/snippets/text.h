#pragma once

#include "app/snippets/snippet.h"

/// Addresses, labels, headers and tokens, as people mail them to each other.
namespace kopru::integrations::snippet {

/// What a text without commands and JSON means: addresses, labels, headers, tokens.
struct TextMeaning
{
    std::optional<SnippetForm> form;
    QList<SnippetServer> servers;
    std::optional<SnippetRefusal> refused;
    QList<SnippetIgnored> ignored;
};

/// @param comments  lines of comments: looked at for addresses and labels, but nothing of them is prose
[[nodiscard]] TextMeaning readText(const QStringList &lines, const QStringList &comments);
/// Lines `NAME=value` alone.
[[nodiscard]] TextMeaning readVariableLines(const config::Variables &variables);

} // namespace kopru::integrations::snippet
