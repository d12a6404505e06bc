#pragma once

#include <QtCore/QMap>
#include <QtCore/QString>
#include <QtCore/QStringList>

namespace kopru::secrets {

/// Whether a variable, header or option of this name holds a secret: TOKEN, KEY, SECRET, PASSWORD, AUTHORIZATION …
/// as a part of the name between separators, in any case. `KEYBOARD` and `TOKEN_HEADER` are no secrets.
[[nodiscard]] bool isSecretName(QStringView name);

/// The variables that secret headers among the arguments are made of, whatever they are called: `KOPRU_HEADER_1` of
/// `--header 'X-API-Key: ${KOPRU_HEADER_1}'`.
[[nodiscard]] QStringList secretHeaderVariables(const QStringList &arguments);

/// The secret values among variables, by their name or their header, and those in arguments:
/// `--header 'X-API-Key: value'`, `--token=value`, `--api-key value`, credentials in an address. References (`${NAME}`,
/// `keychain:…`) are no secrets.
[[nodiscard]] QStringList secretsIn(const QStringList &arguments, const QMap<QString, QString> &environment);

} // namespace kopru::secrets
