#pragma once

#include "app/snippets/snippet.h"

/// Notes, and things that were not used: each once, not too many, and no secret in what is shown of them.
namespace kopru::integrations::snippet {

void add(QList<SnippetIgnored> &list, SnippetIgnoredId id, const QString &detail = {});
void add(QList<SnippetNote> &list, SnippetNoteId id, const QString &detail = {});

} // namespace kopru::integrations::snippet
