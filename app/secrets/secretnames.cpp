#include "app/secrets/secretnames.h"

#include <QtCore/QRegularExpression>
#include <QtCore/QUrl>

using namespace Qt::StringLiterals;

namespace kopru::secrets {

namespace {

/// The words of a name: `X-API-Key`, `apiKey` and `API_KEY` all give api, key.
QStringList wordsOf(QStringView name)
{
    QStringList words;
    QString word;
    QChar before;
    for (const QChar c : name) {
        const bool starts = c.isUpper() && before.isLower();
        if (!c.isLetterOrNumber() || starts) {
            if (!word.isEmpty())
                words.append(std::exchange(word, {}));
        }
        if (c.isLetterOrNumber())
            word.append(c.toLower());
        before = c;
    }
    if (!word.isEmpty())
        words.append(word);
    return words;
}

bool isReference(const QString &value)
{
    static const QRegularExpression variable(uR"(^\s*(?:(?:Bearer|Basic|Token)\s+)?\$\{[^}]*\}\s*$)"_s,
                                             QRegularExpression::CaseInsensitiveOption);
    return value.startsWith("keychain:"_L1) || variable.match(value).hasMatch();
}

void take(QStringList &secrets, const QString &value)
{
    const QString trimmed = value.trimmed();
    if (trimmed.isEmpty() || isReference(trimmed))
        return;
    secrets.append(trimmed);
    // `Bearer abc`: the token alone is a secret too.
    const qsizetype space = trimmed.lastIndexOf(u' ');
    if (space > 0)
        take(secrets, trimmed.mid(space + 1));
}

void takeFromUrl(QStringList &secrets, const QString &text)
{
    const QUrl url(text);
    if (!url.isValid() || url.scheme().isEmpty())
        return;
    if (!url.password().isEmpty()) {
        take(secrets, url.password(QUrl::FullyDecoded));
        take(secrets, url.password(QUrl::FullyEncoded));
    }
    for (const QString &pair : url.query(QUrl::FullyEncoded).split(u'&', Qt::SkipEmptyParts)) {
        const qsizetype equals = pair.indexOf(u'=');
        if (equals > 0 && isSecretName(QStringView(pair).left(equals)))
            take(secrets, QUrl::fromPercentEncoding(pair.mid(equals + 1).toUtf8()));
    }
}

/// The header that an argument is, of whatever program: `X-API-Key: value` or `--header=X-API-Key: value`.
QString headerIn(const QString &argument)
{
    constexpr auto option = "--header="_L1;
    return argument.startsWith(option) ? argument.mid(option.size()) : argument.startsWith(u'-') ? QString() : argument;
}

/// What stands behind the name of a secret header; null for any other argument.
QString secretHeaderValue(const QString &argument)
{
    const QString header = headerIn(argument);
    const qsizetype colon = header.indexOf(u':');
    return colon > 0 && isSecretName(QStringView(header).left(colon)) ? header.mid(colon + 1) : QString();
}

} // namespace

bool isSecretName(QStringView name)
{
    static const QStringList secret{
        u"token"_s,      u"tokens"_s,        u"secret"_s, u"secrets"_s, u"password"_s,   u"passwd"_s,      u"pwd"_s,
        u"passphrase"_s, u"authorization"_s, u"auth"_s,   u"bearer"_s,  u"credential"_s, u"credentials"_s, u"cookie"_s,
        u"apikey"_s,     u"key"_s,           u"pat"_s,    u"jwt"_s,     u"accesskey"_s,  u"privatekey"_s};
    // TOKEN_HEADER names a header, KEY_FILE a file, AUTH_TYPE a way: not the secret itself.
    static const QStringList about{u"header"_s, u"name"_s, u"file"_s, u"path"_s, u"url"_s,     u"type"_s, u"id"_s,
                                   u"method"_s, u"mode"_s, u"dir"_s,  u"host"_s, u"timeout"_s, u"port"_s, u"length"_s};
    const QStringList words = wordsOf(name);
    if (words.isEmpty() || about.contains(words.last()))
        return false;
    return std::any_of(words.cbegin(), words.cend(), [](const QString &word) { return secret.contains(word); });
}

QStringList secretHeaderVariables(const QStringList &arguments)
{
    static const QRegularExpression variable(uR"(\$\{([^}]*)\})"_s);
    QStringList names;
    for (const QString &argument : arguments)
        for (auto matches = variable.globalMatch(secretHeaderValue(argument)); matches.hasNext();)
            names.append(matches.next().captured(1));
    return names;
}

QStringList secretsIn(const QStringList &arguments, const QMap<QString, QString> &environment)
{
    QStringList secrets;
    const QStringList inHeaders = secretHeaderVariables(arguments);
    for (auto it = environment.cbegin(); it != environment.cend(); ++it) {
        if (isSecretName(it.key()) || inHeaders.contains(it.key()))
            take(secrets, it.value());
        takeFromUrl(secrets, it.value());
    }
    for (qsizetype i = 0; i < arguments.size(); ++i) {
        const QString &argument = arguments.at(i);
        takeFromUrl(secrets, argument);
        const qsizetype equals = argument.indexOf(u'=');
        if (const QString header = secretHeaderValue(argument); !header.isNull())
            take(secrets, header);
        else if (argument.startsWith(u'-')) {
            if (equals > 0 && isSecretName(QStringView(argument).left(equals)))
                take(secrets, argument.mid(equals + 1));
            else if (equals < 0 && i + 1 < arguments.size() && isSecretName(argument) &&
                     !arguments.at(i + 1).startsWith(u'-'))
                take(secrets, arguments.at(i + 1));
        } else if (equals > 0 && isSecretName(QStringView(argument).left(equals))) {
            take(secrets, argument.mid(equals + 1)); // `NAME=value`, as env(1) and docker -e take it
        }
    }
    secrets.removeDuplicates();
    return secrets;
}

} // namespace kopru::secrets
