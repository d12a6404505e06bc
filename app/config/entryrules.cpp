#include "app/config/entryrules.h"

#include "app/platform/launch.h"
#include "app/secrets/secretnames.h"

#include <QtCore/QProcess>
#include <QtCore/QRegularExpression>
#include <QtCore/QUrl>
#include <QtCore/QUrlQuery>

using namespace Qt::StringLiterals;

namespace kopru::config {
namespace {

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
    const QString program = programName(entry.command);
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

QString programName(const QString &command)
{
    const qsizetype slash = std::max(command.lastIndexOf(u'/'), command.lastIndexOf(u'\\'));
    QString name = command.mid(slash + 1);
    for (const auto end : {".exe"_L1, ".cmd"_L1})
        if (name.endsWith(end, Qt::CaseInsensitive))
            name.chop(end.size());
    return name;
}

QStringList percentNames(const QString &text)
{
    static const QRegularExpression variable(u"%([A-Za-z_]+)%"_s);
    const QStringList known = platform::inheritedVariables(platform::System::Windows);
    QStringList names;
    for (auto matches = variable.globalMatch(text); matches.hasNext();)
        if (const QString name = matches.next().captured(1); known.contains(name, Qt::CaseInsensitive))
            names.append(name);
    return names;
}

bool startsAtHomeVariable(const QString &text)
{
    static const QRegularExpression home(u"(?:^|=)\\$HOME(?:$|[/\\\\])"_s);
    return home.match(text).hasMatch();
}

namespace {

bool isInterpreter(const QString &command)
{
    static const QRegularExpression shape(u"^(?:node|deno|bun|python[0-9.]*|py|ruby|php|java)$"_s);
    return shape.match(programName(command)).hasMatch();
}

bool isScript(const QString &argument)
{
    static const QRegularExpression shape(u"^[^\\s:=]+\\.(?:js|mjs|cjs|ts|py|rb|php|jar)$"_s);
    return shape.match(argument).hasMatch();
}

/// Paths in their arguments belong to another computer, or to another view of this one.
bool looksElsewhere(const QString &command)
{
    static const QRegularExpression shape(u"^(?:docker|podman|nerdctl|wsl|ssh|kubectl|distrobox|flatpak)$"_s);
    return shape.match(programName(command)).hasMatch();
}

} // namespace

QStringList commandLine(const QString &command, const platform::Platform &platform)
{
    const QString text = command.trimmed();
    if (!text.contains(u' ') || platform::findCommand(platform, text))
        return {};
    QStringList words = QProcess::splitCommand(text);
    if (words.size() < 2)
        return {};
    static const QRegularExpression known(
        u"^(?:npx|npm|node|uvx?|python[0-9.]*|docker|podman|bunx?|deno|pnpm|yarn)$"_s);
    const QString first = words.first();
    // `C:\Program Files\x.exe` that does not exist is one path and no line.
    if (!known.match(programName(first)).hasMatch() && !platform::findCommand(platform, first))
        return {};
    return words;
}

bool leadsNowhere(const QString &path, const platform::Platform &platform)
{
    if (!platform.isAbsolute(path) || path.contains("://"_L1) || platform.files->facts(path).exists)
        return false;
    const bool windows = platform.system == platform::System::Windows;
    if (windows)
        return path.at(1) == u':'; // A share may be asleep.
    const qsizetype slash = path.indexOf(u'/', 1);
    return slash > 0 && platform.files->facts(path.left(slash)).isFolder;
}

PathArgument pathArgument(const Entry &entry, qsizetype index, const platform::Platform &platform)
{
    const QString &argument = entry.arguments.at(index);
    if (looksElsewhere(entry.command))
        return PathArgument::None;
    static const QRegularExpression relative(u"^\\.{1,2}[/\\\\]"_s);
    if (relative.match(argument).hasMatch())
        return PathArgument::Relative;
    const auto isOption = [](const QString &text) { return text.startsWith(u'-'); };
    // The first word that is no option is the script.
    const bool first =
        std::all_of(entry.arguments.cbegin(), entry.arguments.cbegin() + index, isOption) && !isOption(argument);
    if (first && isInterpreter(entry.command) && isScript(argument) && !platform.isAbsolute(argument) &&
        !startsAtTilde(argument) && variableNames(argument).isEmpty() && !startsAtHomeVariable(argument) &&
        percentNames(argument).isEmpty())
        return PathArgument::Relative;
    // What follows an option may be a file that is yet to be written, or a path on a server.
    const bool ofOption =
        index > 0 && isOption(entry.arguments.at(index - 1)) && entry.arguments.at(index - 1) != "-y"_L1;
    if (!ofOption && !isPlaceholder(argument) && leadsNowhere(argument, platform))
        return PathArgument::Missing;
    return PathArgument::None;
}

bool isBatchFile(const QString &command, const platform::Platform &platform)
{
    if (platform.system != platform::System::Windows)
        return false;
    const auto isBatch = [](const QString &path) {
        return path.endsWith(".cmd"_L1, Qt::CaseInsensitive) || path.endsWith(".bat"_L1, Qt::CaseInsensitive);
    };
    if (isBatch(command))
        return true;
    if (const auto found = platform::findCommand(platform, command))
        return isBatch(*found);
    static const QRegularExpression batches(u"^(?:npx|npm|pnpm|pnpx|yarn)$"_s);
    return batches.match(command).hasMatch();
}

bool isPlainAddress(const QString &text)
{
    const QString address = text.trimmed();
    if (!address.startsWith("http://"_L1, Qt::CaseInsensitive) && !address.startsWith("ws://"_L1, Qt::CaseInsensitive))
        return false;
    const QString host = QUrl(address, QUrl::StrictMode).host().toLower();
    if (host.isEmpty() || isPlaceholder(address))
        return false;
    static const QRegularExpression near(
        u"^(?:127\\.|10\\.|192\\.168\\.|169\\.254\\.|172\\.(?:1[6-9]|2\\d|3[01])\\.|0\\.0\\.0\\.0$|::1?$|f[cd][0-9a-f]{2}:|fe80:)"_s);
    if (near.match(host).hasMatch())
        return false;
    if (host.contains(u':'))
        return true;
    static const QRegularExpression own(u"(?:^[^.]+|\\.(?:local|localhost|lan|internal|test|home\\.arpa))$"_s);
    return !own.match(host).hasMatch();
}

bool isApinizer(const Entry &entry)
{
    return std::any_of(entry.arguments.cbegin(), entry.arguments.cend(), [](const QString &argument) {
        static const QRegularExpression shape(u"(?:^|[/\\\\=])apinizer[-_](?:http|ws)"_s);
        return shape.match(argument).hasMatch();
    });
}

bool fitsToolNames(const QString &name)
{
    static const QRegularExpression unfit(u"[/\\\\:*?\"<>|\\x{0}-\\x{1f}\\x{7f}]|__"_s);
    return name.size() <= 64 && !unfit.match(name).hasMatch();
}

} // namespace kopru::config
