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

/// PASS2 is called as PASS is.
QString withoutDigits(QString word)
{
    while (!word.isEmpty() && word.back().isDigit())
        word.chop(1);
    return word;
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
    if (trimmed.isEmpty() || isReference(trimmed) || isSchemeWord(trimmed))
        return;
    secrets.append(trimmed);
    // `Bearer abc`: the token alone is a secret too.
    const qsizetype space = trimmed.lastIndexOf(u' ');
    if (space > 0)
        take(secrets, trimmed.mid(space + 1));
}

bool isUuid(const QString &text)
{
    static const QRegularExpression uuid(u"^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$"_s,
                                         QRegularExpression::CaseInsensitiveOption);
    return uuid.match(text).hasMatch();
}

/// Whether a part of an address was made by a machine, as a token is: no words, no date, no version.
bool looksRandom(const QString &text)
{
    static const QRegularExpression signs(u"^[A-Za-z0-9._~:=-]{16,}$"_s);
    static const QRegularExpression between(u"[._~:=-]"_s);
    if (isUuid(text))
        return true;
    if (!signs.match(text).hasMatch())
        return false;
    const QStringList parts = text.split(between);
    return std::any_of(parts.cbegin(), parts.cend(), [](const QString &part) {
        const auto digits = std::count_if(part.cbegin(), part.cend(), [](QChar c) { return c.isDigit(); });
        int rises = 0; // from a small letter to a capital
        for (qsizetype i = 1; i < part.size(); ++i)
            rises += part.at(i - 1).isLower() && part.at(i).isUpper() ? 1 : 0;
        return part.size() >= 12 && digits < part.size() && (digits >= 2 || rises >= 5);
    });
}

/// Addresses that let in whoever knows them: what stands behind the host of hooks, or behind the word itself.
QString hookPath(const QUrl &url)
{
    static const QRegularExpression word(u"/(?:web)?hooks?[a-z0-9]*/(.{8,})$"_s,
                                         QRegularExpression::CaseInsensitiveOption);
    const QString path = url.path(QUrl::FullyEncoded);
    if (const auto match = word.match(path); match.hasMatch())
        return match.captured(1);
    const QString host = url.host();
    const bool isHost = host.startsWith("hooks."_L1) || host.contains(".webhook."_L1);
    return isHost && path.size() > 8 ? path.mid(1) : QString();
}

void takeFromUrl(QStringList &secrets, const QString &text)
{
    const QUrl url(text);
    if (!url.isValid() || url.scheme().isEmpty())
        return;
    if (!url.password().isEmpty()) {
        take(secrets, url.password(QUrl::FullyDecoded));
        take(secrets, url.password(QUrl::FullyEncoded));
    } else if (looksRandom(url.userName())) {
        take(secrets, url.userName());
    }
    for (const QString &part : {url.query(QUrl::FullyEncoded), url.fragment(QUrl::FullyEncoded)})
        for (const QString &pair : part.split(u'&', Qt::SkipEmptyParts)) {
            const qsizetype equals = pair.indexOf(u'=');
            if (equals > 0 && isSecretName(QStringView(pair).left(equals)))
                take(secrets, QUrl::fromPercentEncoding(pair.mid(equals + 1).toUtf8()));
        }
    take(secrets, hookPath(url));
    for (const QString &segment : url.path(QUrl::FullyEncoded).split(u'/', Qt::SkipEmptyParts))
        if (looksRandom(segment))
            take(secrets, segment);
}

/// Addresses, and pairs of a name and a value, wherever they stand in a text: `Server=db;Uid=me;Pwd=secret`,
/// `host=db password=secret`, `--url=https://…`.
void takeFromText(QStringList &secrets, const QString &text)
{
    static const QRegularExpression address(uR"([A-Za-z][A-Za-z0-9+.-]{0,30}://[^\s"'<>]+)"_s);
    // Several hosts make it no URL: mongodb://me:secret@one,two/
    static const QRegularExpression password(uR"(://[^\s/@:"']{0,256}:([^\s/@"']{1,512})@)"_s);
    static const QRegularExpression pair(uR"((?<![^;\s"'])-{0,2}([A-Za-z][A-Za-z0-9_.-]{0,60}) ?= ?([^;\s"']+))"_s);
    if (text.contains("://"_L1)) {
        for (auto found = address.globalMatch(text); found.hasNext();)
            takeFromUrl(secrets, found.next().captured());
        for (auto found = password.globalMatch(text); found.hasNext();)
            take(secrets, found.next().captured(1));
    }
    if (!text.contains(u'='))
        return;
    for (auto found = pair.globalMatch(text); found.hasNext();)
        if (const auto match = found.next(); isSecretName(match.capturedView(1)))
            take(secrets, match.captured(2));
}

/// The header that an argument is, of whatever program: `X-API-Key: value`, `--header=X-API-Key: value` or
/// `-HX-API-Key: value`.
QString headerIn(const QString &argument)
{
    for (const auto option : {"--header="_L1, "-H="_L1, "-H"_L1})
        if (argument.startsWith(option))
            return argument.mid(option.size());
    return argument.startsWith(u'-') ? QString() : argument;
}

/// What stands behind the name of a secret header; null for any other argument.
QString secretHeaderValue(const QString &argument)
{
    const QString header = headerIn(argument);
    const qsizetype colon = header.indexOf(u':');
    return colon > 0 && isSecretName(QStringView(header).left(colon)) ? header.mid(colon + 1) : QString();
}

} // namespace

bool isSchemeWord(const QString &value)
{
    static const QRegularExpression scheme(u"^(?:Bearer|Basic|Digest|Token|ApiKey)$"_s,
                                           QRegularExpression::CaseInsensitiveOption);
    return scheme.match(value).hasMatch();
}

bool isSecretName(QStringView name)
{
    static const QStringList secret{
        u"token"_s,      u"tokens"_s,        u"secret"_s, u"secrets"_s, u"password"_s,   u"passwd"_s,      u"pwd"_s,
        u"passphrase"_s, u"authorization"_s, u"auth"_s,   u"bearer"_s,  u"credential"_s, u"credentials"_s, u"cookie"_s,
        u"apikey"_s,     u"key"_s,           u"pat"_s,    u"jwt"_s,     u"accesskey"_s,  u"privatekey"_s};
    // TOKEN_HEADER names a header, KEY_FILE a file, AUTH_TYPE a way: not the secret itself.
    static const QStringList about{u"header"_s, u"name"_s, u"file"_s, u"path"_s, u"url"_s,     u"type"_s, u"id"_s,
                                   u"method"_s, u"mode"_s, u"dir"_s,  u"host"_s, u"timeout"_s, u"port"_s, u"length"_s};
    // Names that are written as one word: PGPASSWORD, dbpass.
    static const QStringList endings{u"password"_s, u"passwd"_s,     u"passphrase"_s, u"passcode"_s,  u"secret"_s,
                                     u"token"_s,    u"apikey"_s,     u"secretkey"_s,  u"accesskey"_s, u"privatekey"_s,
                                     u"pwd"_s,      u"credential"_s, u"credentials"_s};
    // PASS_THROUGH is no password.
    static const QStringList lastEndings{u"pass"_s, u"pw"_s, u"dsn"_s};
    static const QStringList others{u"compass"_s,  u"bypass"_s,    u"surpass"_s, u"trespass"_s,
                                    u"overpass"_s, u"underpass"_s, u"oldpwd"_s};
    const QStringList words = wordsOf(name);
    if (words.isEmpty() || about.contains(words.last()))
        return false;
    const auto endsIn = [](const QString &word, const QStringList &ends) {
        const auto fits = [&word](const QString &end) { return word.endsWith(end); };
        return std::any_of(ends.cbegin(), ends.cend(), fits) && std::none_of(others.cbegin(), others.cend(), fits);
    };
    return endsIn(withoutDigits(words.last()), lastEndings) ||
           std::any_of(words.cbegin(), words.cend(), [&endsIn](const QString &word) {
               return secret.contains(word) || endsIn(withoutDigits(word), endings);
           });
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
        takeFromText(secrets, it.value());
    }
    for (qsizetype i = 0; i < arguments.size(); ++i) {
        const QString &argument = arguments.at(i);
        takeFromText(secrets, argument);
        const qsizetype equals = argument.indexOf(u'=');
        if (const QString header = secretHeaderValue(argument); !header.isNull())
            take(secrets, header);
        else if (argument.startsWith(u'-')) {
            if (equals > 0 && isSecretName(QStringView(argument).left(equals)))
                take(secrets, argument.mid(equals + 1));
            else if (equals < 0 && i + 1 < arguments.size() && isSecretName(argument) &&
                     !arguments.at(i + 1).startsWith(u'-'))
                take(secrets, arguments.at(i + 1));
        } else if (equals > 0 && !QStringView(argument).left(equals).contains("://"_L1) &&
                   isSecretName(QStringView(argument).left(equals))) {
            take(secrets, argument.mid(equals + 1)); // `NAME=value`, as env(1) and docker -e take it
        }
    }
    secrets.removeDuplicates();
    return secrets;
}

} // namespace kopru::secrets
