#include "app/platform/launch.h"

using namespace Qt::StringLiterals;

namespace kopru::platform {
namespace {

QChar listSeparator(System system)
{
    return system == System::Windows ? u';' : u':';
}

Qt::CaseSensitivity nameCase(System system)
{
    return system == System::Windows ? Qt::CaseInsensitive : Qt::CaseSensitive;
}

/// "v18.20.4" as numbers, so that v9 comes before v18.
QList<int> versionNumbers(const QString &folder)
{
    QList<int> numbers;
    for (const QString &part : folder.mid(folder.startsWith(u'v') ? 1 : 0).split(u'.'))
        numbers.append(part.toInt());
    return numbers;
}

/// The node versions of nvm, oldest first: the order in which Claude lists them.
QStringList nvmFolders(const Platform &platform)
{
    const QString root = platform.home + "/.nvm/versions/node"_L1;
    QStringList versions = platform.files->entries(root);
    std::stable_sort(versions.begin(), versions.end(),
                     [](const QString &a, const QString &b) { return versionNumbers(a) < versionNumbers(b); });
    QStringList folders;
    for (const QString &version : versions)
        if (version.startsWith(u'v'))
            folders.append(root + u'/' + version + "/bin"_L1);
    return folders;
}

/// The names under which a command may stand in a folder.
QStringList fileNames(const Platform &platform, const QString &command)
{
    if (platform.system != System::Windows)
        return {command};
    QStringList names;
    if (command.contains(u'.'))
        names.append(command);
    for (const auto extension : {".com"_L1, ".exe"_L1, ".bat"_L1, ".cmd"_L1})
        names.append(command + extension);
    return names;
}

bool hasSeparator(const Platform &platform, const QString &command)
{
    return command.contains(u'/') || (platform.system == System::Windows && command.contains(u'\\'));
}

bool canRun(const Platform &platform, const FileFacts &facts)
{
    // Windows has no mode bits: the extension decides, and fileNames() saw to that.
    return platform.system == System::Windows || facts.executable;
}

Result<QString, CommandProblem> programAt(const Platform &platform, const QString &path)
{
    bool folder = false;
    for (const QString &candidate : fileNames(platform, path)) {
        const FileFacts facts = platform.files->facts(candidate);
        if (!facts.exists)
            continue;
        if (facts.isFolder) {
            folder = true;
            continue;
        }
        if (!canRun(platform, facts))
            return failure(CommandProblem::NotExecutable);
        return candidate;
    }
    if (folder || platform.files->facts(path).isFolder)
        return failure(CommandProblem::IsFolder);
    return failure(CommandProblem::NotFound);
}

} // namespace

QStringList inheritedVariables(System system)
{
    if (system == System::Windows)
        return {u"APPDATA"_s,      u"HOMEDRIVE"_s,   u"HOMEPATH"_s,
                u"LOCALAPPDATA"_s, u"PATH"_s,        u"PROCESSOR_ARCHITECTURE"_s,
                u"SYSTEMDRIVE"_s,  u"SYSTEMROOT"_s,  u"TEMP"_s,
                u"USERNAME"_s,     u"USERPROFILE"_s, u"PROGRAMFILES"_s};
    return {u"HOME"_s, u"LOGNAME"_s, u"PATH"_s, u"SHELL"_s, u"TERM"_s, u"USER"_s};
}

QStringList searchPath(const Platform &platform)
{
    const QStringList own = platform.variable(u"PATH"_s).split(listSeparator(platform.system), Qt::SkipEmptyParts);
    QStringList all;
    switch (platform.system) {
    case System::MacOs:
        all = nvmFolders(platform);
        all += {u"/usr/local/bin"_s, u"/opt/homebrew/bin"_s, platform.home + "/.local/bin"_L1, u"/usr/bin"_s};
        all += own;
        all += {u"/bin"_s, u"/usr/sbin"_s, u"/sbin"_s};
        break;
    case System::Linux:
        all = own;
        all += {u"/usr/local/bin"_s, u"/usr/bin"_s, u"/bin"_s};
        all += nvmFolders(platform);
        break;
    case System::Windows:
        all = own;
        break;
    }

    QStringList folders;
    for (const QString &folder : std::as_const(all))
        if (platform.isAbsolute(folder) && !folders.contains(folder, nameCase(platform.system)))
            folders.append(folder);
    return folders;
}

QMap<QString, QString> serverEnvironment(const Platform &platform, const QMap<QString, QString> &entry)
{
    QMap<QString, QString> environment;
    for (const QString &name : inheritedVariables(platform.system)) {
        const QString value =
            name == "PATH"_L1 ? searchPath(platform).join(listSeparator(platform.system)) : platform.variable(name);
        if (!value.isEmpty())
            environment.insert(name, value);
    }
    for (auto it = entry.cbegin(); it != entry.cend(); ++it) {
        if (platform.system == System::Windows)
            for (const QString &name : environment.keys())
                if (name.compare(it.key(), Qt::CaseInsensitive) == 0)
                    environment.remove(name);
        environment.insert(it.key(), it.value());
    }
    return environment;
}

Result<QString, CommandProblem> findCommand(const Platform &platform, const QString &command)
{
    if (command.trimmed().isEmpty())
        return failure(CommandProblem::Empty);
    if (platform.isAbsolute(command))
        return programAt(platform, command);
    if (hasSeparator(platform, command))
        return programAt(platform, platform.join(workingFolder(platform), command));

    bool seen = false;
    for (const QString &folder : searchPath(platform)) {
        const auto program = programAt(platform, platform.join(folder, command));
        if (program)
            return program;
        seen = seen || program.error() == CommandProblem::NotExecutable;
    }
    return failure(seen ? CommandProblem::NotExecutable : CommandProblem::NotFound);
}

QString workingFolder(const Platform &platform)
{
    return platform.system == System::Windows ? platform.home : u"/"_s;
}

} // namespace kopru::platform
