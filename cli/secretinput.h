#pragma once

#include "app/platform/result.h"

#include <QtCore/QString>

namespace kopru::cli {

enum class SecretProblem { NoInput, Empty, VariableUnset, TooLong };

/// Asks for a secret on the terminal without showing it, or reads the first line of standard input where that is no
/// terminal. Never more than 64 KiB.
[[nodiscard]] Result<QString, SecretProblem> readSecret(const QString &prompt);
[[nodiscard]] Result<QString, SecretProblem> secretFromVariable(const QString &name);
/// The sentence for it.
[[nodiscard]] QString problemText(SecretProblem problem, const QString &variable = {});

} // namespace kopru::cli
