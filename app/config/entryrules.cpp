#include "app/config/entryrules.h"

#include "app/secrets/secretnames.h"

#include <QtCore/QRegularExpression>
#include <QtCore/QUrl>
#include <QtCore/QUrlQuery>

using namespace Qt::StringLiterals;

namespace kopru::config {
namespace {

QString plainName(const QString &command)
{
    const qsizetype slash = std::max(command.lastIndexOf(u'/'), command.lastIndexOf(u'\\'));
    QString name = command.mid(slash + 1);
    for (const auto end : {".exe"_L1, ".cmd"_L1})
        if (name.endsWith(end, Qt::CaseInsensitive))
            name.chop(end.size());
    return name;
}

/// Text that stands for a secret without being one.
bool isReference(const QString &text)
{
    return text.isEmpty() || text.startsWith("keychain:"_L1) || text.contains("${"_L1) || isPlaceholder(text);
}

bool urlShowsSecret(const QString &text)
{
    if (!text.contains("://"_L1))
        return false;
    const QUrl url(text);
    if (!url.password().isEmpty() && !isReference(url.password()))
        return true;
    const auto items = QUrlQuery(url).queryItems(QUrl::FullyDecoded);
    return std::any_of(items.cbegin(), items.cend(),
                       [](const auto &item) { return secrets::isSecretName(item.first) && !isReference(item.second); });
}

} // namespace

bool isPlaceholder(const QString &text)
{
    static const QRegularExpression example(
        u"<[^<>\\s][^<>]*>|(?<![a-z0-9])your[-_ ][a-z]|/path/to/|\\[kullanıcı_adı\\]|(?<![a-z0-9])xxxx"_s,
        QRegularExpression::CaseInsensitiveOption | QRegularExpression::UseUnicodePropertiesOption);
    return example.match(text).hasMatch();
}

bool startsAtTilde(const QString &text)
{
    static const QRegularExpression tilde(u"(?:^|=)~(?:$|[/\\\\])"_s);
    return tilde.match(text).hasMatch();
}

QStringList variableNames(const QString &text)
{
    static const QRegularExpression variable(u"\\$\\{([^}]*)\\}"_s);
    QStringList names;
    for (auto matches = variable.globalMatch(text); matches.hasNext();)
        names.append(matches.next().captured(1));
    return names;
}

bool expandsHeaders(const Entry &entry)
{
    const QString program = plainName(entry.command);
    if (program == "kopru-bridge"_L1 || program == "mcp-remote"_L1)
        return true;
    return std::any_of(entry.arguments.cbegin(), entry.arguments.cend(), [](const QString &argument) {
        return argument == "mcp-remote"_L1 || argument.startsWith("mcp-remote@"_L1);
    });
}

std::optional<QString> headerAt(const QStringList &arguments, qsizetype index)
{
    constexpr auto option = "--header"_L1;
    if (index > 0 && arguments.at(index - 1) == option)
        return arguments.at(index);
    if (arguments.at(index).startsWith("--header="_L1))
        return arguments.at(index).mid(option.size() + 1);
    return std::nullopt;
}

bool showsSecret(const QStringList &arguments, qsizetype index)
{
    const QString &argument = arguments.at(index);
    if (const auto header = headerAt(arguments, index)) {
        const qsizetype colon = header->indexOf(u':');
        return colon > 0 && secrets::isSecretName(header->left(colon)) &&
               !isReference(header->mid(colon + 1).trimmed());
    }
    if (argument.startsWith(u'-')) {
        const qsizetype equals = argument.indexOf(u'=');
        return equals > 0 && secrets::isSecretName(argument.left(equals)) && !isReference(argument.mid(equals + 1));
    }
    // `--auth bearer` of the bridge names a way, not a secret.
    if (index > 0 && arguments.at(index - 1) == "--auth"_L1)
        return false;
    if (index > 0 && arguments.at(index - 1).startsWith(u'-') && !arguments.at(index - 1).contains(u'=') &&
        secrets::isSecretName(arguments.at(index - 1)))
        return !isReference(argument);
    return urlShowsSecret(argument);
}

} // namespace kopru::config
