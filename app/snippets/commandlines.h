#pragma once

#include "app/snippets/snippet.h"

/// Command lines, without a shell: variables, quotes, continued lines and prompts are understood, anything beyond is
/// refused.
namespace kopru::integrations::snippet {

/// What the command lines of a text mean.
struct CommandMeaning
{
    std::optional<SnippetForm> form;
    QList<SnippetServer> servers;
    std::optional<SnippetRefusal> refused;
    QList<SnippetIgnored> ignored;
    bool any = false;    ///< there is a command line
    bool markup = false; ///< one stood in a sentence
    QStringList rest;    ///< lines that are none: prose; without comment lines
    QStringList comments;
    config::Variables variables; ///< that were set, and no command came behind them
    bool moreVariables = false;  ///< more were set than are read
};
[[nodiscard]] CommandMeaning readCommands(const QString &text);
/// Whether the command line takes JSON as a word: then it is no JSON of its own.
[[nodiscard]] bool takesJson(QStringView line);

} // namespace kopru::integrations::snippet
