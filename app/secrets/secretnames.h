#pragma once

#include <QtCore/QMap>
#include <QtCore/QString>
#include <QtCore/QStringList>

namespace kopru::secrets {

/// Whether a variable, header or option of this name holds a secret: TOKEN, KEY, SECRET, PASSWORD, AUTHORIZATION …
/// as a part of the name between separators, in any case; what ends in PASSWORD, PASS, PWD, PW, SECRET, TOKEN or DSN
/// also without a separator. `KEYBOARD`, `COMPASS` and `TOKEN_HEADER` are no secrets.
[[nodiscard]] bool isSecretName(QStringView name);

/// Names how a token is given, and is none: the word Bearer, Basic or Token alone.
[[nodiscard]] bool isSchemeWord(const QString &value);

/// The variables that secret headers among the arguments are made of, whatever they are called: `KOPRU_HEADER_1` of
/// `--header 'X-API-Key: ${KOPRU_HEADER_1}'`.
[[nodiscard]] QStringList secretHeaderVariables(const QStringList &arguments);

/// The secret values among variables, by their name or their header, and those in arguments:
/// `--header 'X-API-Key: value'`, `--token=value`, `--api-key value`, passwords and tokens in addresses (webhooks too)
/// and connection strings. References (`${NAME}`, `keychain:…`) and the words Bearer and Basic alone are no secrets.
[[nodiscard]] QStringList secretsIn(const QStringList &arguments, const QMap<QString, QString> &environment);

} // namespace kopru::secrets
