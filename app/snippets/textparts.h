#pragma once

#include "app/snippets/conclusion.h"
#include "app/snippets/text.h"

/// What the readers of lines have in common.
namespace kopru::integrations::snippet {

/// Of a longer line nothing is read.
constexpr qsizetype longestLine = 8192;

/// White space, quotes and the like around a text. Marks of markup say so.
[[nodiscard]] QString bare(QString text, bool &markup);

/// What the entry means, to the servers.
void append(TextMeaning &meaning, const RawEntry &raw);

/// Lines `Label: value`. @return whether they give a server
[[nodiscard]] bool readLabelled(const QStringList &lines, const QStringList &comments, TextMeaning &meaning);

} // namespace kopru::integrations::snippet
