#include "app/snippets/foreignfiles.h"

#include <QtCore/QCoreApplication>
#include <nlohmann/json.hpp>

#include <array>

using namespace Qt::StringLiterals;

namespace kopru::integrations {

namespace {

struct ForeignWords
{
    Q_DECLARE_TR_FUNCTIONS(ForeignWords)
};

constexpr std::array sources{ForeignSource::VsCode, ForeignSource::Cursor, ForeignSource::ClaudeCode,
                             ForeignSource::ClaudeMcpJson, ForeignSource::ClaudeMcpFolder};

QString joined(const platform::Platform &platform, QString folder, std::initializer_list<QLatin1StringView> names)
{
    for (const QLatin1StringView name : names)
        folder = platform.join(folder, name);
    return folder;
}

/// Where programs of this system keep their settings.
QString settingsFolder(const platform::Platform &platform)
{
    QString given;
    switch (platform.system) {
    case platform::System::MacOs:
        return joined(platform, platform.home, {"Library"_L1, "Application Support"_L1});
    case platform::System::Windows:
        given = platform.variable(u"APPDATA"_s);
        return platform.isAbsolute(given) ? given : joined(platform, platform.home, {"AppData"_L1, "Roaming"_L1});
    case platform::System::Linux:
        break;
    }
    given = platform.variable(u"XDG_CONFIG_HOME"_s);
    return platform.isAbsolute(given) ? given : platform.join(platform.home, u".config"_s);
}

/// The `User` folders of VS Code and its relatives, which keep the same files.
QStringList vsCodeFolders(const platform::Platform &platform)
{
    QStringList folders;
    const QString settings = settingsFolder(platform);
    for (const auto name : {"Code"_L1, "Code - Insiders"_L1, "VSCodium"_L1})
        folders.append(joined(platform, settings, {name, "User"_L1}));
    if (platform.system == platform::System::Linux) // Flatpak gives each program a home of its own.
        folders.append(joined(platform, platform.home,
                              {".var"_L1, "app"_L1, "com.visualstudio.code"_L1, "config"_L1, "Code"_L1, "User"_L1}));
    return folders;
}

/// mcp.json of the standard profile, of each named one, and settings.json, where older versions keep servers.
QStringList vsCodeFiles(const platform::Platform &platform)
{
    QStringList files;
    for (const QString &folder : vsCodeFolders(platform)) {
        files.append(platform.join(folder, u"mcp.json"_s));
        const QString profiles = platform.join(folder, u"profiles"_s);
        for (const QString &profile : platform.files->entries(profiles))
            files.append(platform.join(platform.join(profiles, profile), u"mcp.json"_s));
        files.append(platform.join(folder, u"settings.json"_s));
    }
    return files;
}

/// CLAUDE_CONFIG_DIR moves the file into that folder.
QString claudeCodeFile(const platform::Platform &platform)
{
    const QString given = platform.variable(u"CLAUDE_CONFIG_DIR"_s);
    return platform.join(platform.isAbsolute(given) ? given : platform.home, u".claude.json"_s);
}

/// `.mcp.json` of the projects that Claude Code has worked in: its state names their folders. Nothing else on the disk
/// is searched.
QStringList projectFiles(const platform::Platform &platform, const QStringList &states)
{
    constexpr qsizetype mostProjects = 500; // a disk on the network may take its time for each
    QStringList files;
    for (const QString &state : states) {
        const std::optional<QByteArray> text = platform.files->content(state);
        if (!text)
            continue;
        const auto json = nlohmann::json::parse(text->cbegin(), text->cend(), nullptr, false);
        const auto projects = json.is_object() ? json.find("projects") : json.end();
        if (projects == json.end() || !projects->is_object())
            continue;
        for (const auto &project : projects->items()) {
            const QString folder = QString::fromStdString(project.key());
            if (platform.isAbsolute(folder) && files.size() < mostProjects)
                files.append(platform.join(folder, u".mcp.json"_s));
        }
    }
    files.removeDuplicates();
    return files;
}

QStringList filesOf(const platform::Platform &platform, ForeignSource source)
{
    switch (source) {
    case ForeignSource::VsCode:
        return vsCodeFiles(platform);
    case ForeignSource::ClaudeCode: {
        const QString own = platform.join(platform.home, u".claude.json"_s);
        QStringList files{claudeCodeFile(platform), own};
        files.removeDuplicates();
        return files + projectFiles(platform, files);
    }
    case ForeignSource::ClaudeMcpFolder: {
        QStringList files;
        const QString folder = foreignPath(platform, source);
        for (const QString &name : platform.files->entries(folder))
            if (name.endsWith(".json"_L1, Qt::CaseInsensitive) && !name.startsWith(u'.'))
                files.append(platform.join(folder, name));
        return files;
    }
    case ForeignSource::Cursor:
    case ForeignSource::ClaudeMcpJson:
        break;
    }
    return {foreignPath(platform, source)};
}

} // namespace

QList<ForeignFile> foreignFiles(const platform::Platform &platform)
{
    QList<ForeignFile> files;
    for (const ForeignSource source : sources) {
        for (const QString &path : filesOf(platform, source)) {
            const platform::FileFacts facts = platform.files->facts(path);
            if (facts.exists && !facts.isFolder)
                files.append({source, path});
        }
    }
    return files;
}

QString foreignPath(const platform::Platform &platform, ForeignSource source)
{
    switch (source) {
    case ForeignSource::VsCode:
        return joined(platform, settingsFolder(platform), {"Code"_L1, "User"_L1, "mcp.json"_L1});
    case ForeignSource::Cursor:
        return joined(platform, platform.home, {".cursor"_L1, "mcp.json"_L1});
    case ForeignSource::ClaudeCode:
        return claudeCodeFile(platform);
    case ForeignSource::ClaudeMcpJson:
        return joined(platform, platform.home, {".claude"_L1, "mcp.json"_L1});
    case ForeignSource::ClaudeMcpFolder:
        return joined(platform, platform.home, {".claude"_L1, "mcp"_L1});
    }
    return {};
}

std::optional<ForeignSource> foreignSourceOf(const QString &path)
{
    QString plain = path;
    plain.replace(u'\\', u'/');
    const QString name = plain.section(u'/', -1);
    const QString folder = plain.section(u'/', -2, -2);
    const QString outer = plain.section(u'/', -3, -3);
    if (name == u".claude.json"_s || name == u".mcp.json"_s)
        return ForeignSource::ClaudeCode;
    if (folder == u".claude"_s && name == u"mcp.json"_s)
        return ForeignSource::ClaudeMcpJson;
    if (outer == u".claude"_s && folder == u"mcp"_s && name.endsWith(u".json"_s))
        return ForeignSource::ClaudeMcpFolder;
    if (folder == u".cursor"_s && name == u"mcp.json"_s)
        return ForeignSource::Cursor;
    const bool vsCode = folder == u".vscode"_s || folder == u"User"_s || outer == u"profiles"_s;
    if (vsCode && (name == u"mcp.json"_s || name == u"settings.json"_s))
        return ForeignSource::VsCode;
    return std::nullopt;
}

QString foreignKey(ForeignSource source)
{
    switch (source) {
    case ForeignSource::VsCode:
        return u"vscode"_s;
    case ForeignSource::Cursor:
        return u"cursor"_s;
    case ForeignSource::ClaudeCode:
        return u"claude-code"_s;
    case ForeignSource::ClaudeMcpJson:
        return u"claude-mcp-json"_s;
    case ForeignSource::ClaudeMcpFolder:
        return u"claude-mcp-folder"_s;
    }
    return {};
}

std::optional<ForeignSource> foreignSourceByKey(const QString &key)
{
    for (const ForeignSource source : sources)
        if (foreignKey(source) == key)
            return source;
    return std::nullopt;
}

QString foreignName(ForeignSource source)
{
    switch (source) {
    case ForeignSource::VsCode:
        return u"Visual Studio Code"_s;
    case ForeignSource::Cursor:
        return u"Cursor"_s;
    case ForeignSource::ClaudeCode:
        return u"Claude Code"_s;
    case ForeignSource::ClaudeMcpJson:
    case ForeignSource::ClaudeMcpFolder:
        break;
    }
    return ForeignWords::tr("the folder .claude");
}

} // namespace kopru::integrations
