#pragma once

#include "app/config/editortext.h"

namespace kopru::config {

/// Where secrets stand in a settings file, sorted and apart: the values of secret variables, headers and options,
/// tokens with a known look, passwords in addresses, and wherever a whole text repeats one of them. References
/// (`${NAME}`, `keychain:…`) are none. Works on faulty text too, since that is when people ask others to look at it;
/// no span goes across a line end or holds a quote. Safe on any thread.
[[nodiscard]] QList<TextSpan> secretPlaces(const QByteArray &text);

} // namespace kopru::config
