#pragma once

#include "app/snippets/snippet.h"

/// The words for what a snippet was understood as. No secret of the snippet stands in them.
namespace kopru::integrations {

/// “a command line of mcp-remote”: what was recognised, for “This is …”.
[[nodiscard]] QString snippetFormName(SnippetForm form);
/// Why nothing is offered.
[[nodiscard]] QString snippetCause(SnippetRefusal refusal);
/// What to do instead.
[[nodiscard]] QString snippetRemedy(SnippetRefusal refusal);
/// What is worth knowing of a server, as one or two sentences: what was found, and what follows from it.
[[nodiscard]] QString snippetNoteText(const SnippetNote &note);
/// A part of the text that is not used; empty for what nobody misses: prose, markup, comments.
[[nodiscard]] QString snippetIgnoredText(const SnippetIgnored &ignored);

} // namespace kopru::integrations
