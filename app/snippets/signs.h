#pragma once

#include <QtCore/QString>

/// What a text or its name gives away: a secret, a placeholder, the scheme in front of a token.
namespace kopru::integrations::snippet {

/// Whether a header, variable or option of this name holds a secret.
[[nodiscard]] bool holdsSecret(QStringView name);
/// @param secretPlace  where a secret belongs, more counts as one: three dots, nothing at all
[[nodiscard]] bool isPlaceholderText(const QString &text, bool secretPlace);
/// `Bearer x` is x.
[[nodiscard]] QString withoutScheme(const QString &value);

} // namespace kopru::integrations::snippet
