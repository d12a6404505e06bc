#include "app/platform/platform.h"

#include "app/platform/fileaccess.h"

#include <QtCore/QDir>
#include <QtCore/QFileInfo>
#include <QtCore/QProcessEnvironment>

#if defined(Q_OS_UNIX)
#include <unistd.h>
#endif

using namespace Qt::StringLiterals;

namespace kopru::platform {
namespace {

class RealFiles final : public FileProbe
{
public:
    FileFacts facts(const QString &path) const override
    {
        const QFileInfo file(path);
        FileFacts facts;
        facts.isSymlink = file.isSymLink();
        facts.exists = file.exists(); // false for a link that leads nowhere
        if (!facts.exists)
            return facts;
        facts.isFolder = file.isDir();
        facts.readable = file.isReadable();
        facts.writable = file.isWritable();
        facts.executable = file.isExecutable();
        facts.size = facts.isFolder ? 0 : file.size();
        facts.modified = file.lastModified().toUTC();
        return facts;
    }

    QStringList entries(const QString &folder) const override
    {
        return QDir(folder).entryList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot,
                                      QDir::Name);
    }

    Ownership ownership(const QString &path) const override
    {
        QFileInfo file(path);
        Ownership ownership;
        // The file itself, or what it would be replaced by: a link may lead through others.
        for (int links = 0; file.isSymLink() && links < 40; ++links) {
            ownership.leadsTo = file.symLinkTarget();
            file.setFile(ownership.leadsTo);
        }
        ownership.folderWritable = QFileInfo(file.absolutePath()).isWritable();
        if (!file.exists())
            return ownership;
#if defined(Q_OS_UNIX)
        ownership.own = file.ownerId() == ::geteuid();
        ownership.owner = file.owner();
        if (ownership.owner.isEmpty())
            ownership.owner = QString::number(file.ownerId());
#endif
        return ownership;
    }

    std::optional<QByteArray> content(const QString &path) const override
    {
        auto bytes = readFile(path, qint64{16} * 1024 * 1024);
        return bytes ? std::optional(*std::move(bytes)) : std::nullopt;
    }
};

constexpr System thisSystem()
{
#if defined(Q_OS_WIN)
    return System::Windows;
#elif defined(Q_OS_MACOS)
    return System::MacOs;
#else
    return System::Linux;
#endif
}

bool isSeparator(QChar c, System system)
{
    return c == u'/' || (system == System::Windows && c == u'\\');
}

bool isDriveLetter(QChar c)
{
    return (c >= u'A' && c <= u'Z') || (c >= u'a' && c <= u'z');
}

} // namespace

QString Platform::variable(const QString &name) const
{
    if (system != System::Windows)
        return environment.value(name);
    for (auto it = environment.cbegin(); it != environment.cend(); ++it)
        if (it.key().compare(name, Qt::CaseInsensitive) == 0)
            return it.value();
    return {};
}

QString Platform::join(const QString &folder, const QString &name) const
{
    if (folder.isEmpty())
        return name;
    if (isSeparator(folder.back(), system))
        return folder + name;
    return folder + (system == System::Windows ? u'\\' : u'/') + name;
}

bool Platform::isAbsolute(QStringView path) const
{
    if (system != System::Windows)
        return path.startsWith(u'/');
    if (path.size() >= 3 && isDriveLetter(path.at(0)) && path.at(1) == u':')
        return isSeparator(path.at(2), system);
    return path.size() >= 3 && isSeparator(path.at(0), system) && isSeparator(path.at(1), system);
}

std::shared_ptr<const FileProbe> realFiles()
{
    return std::make_shared<RealFiles>();
}

Platform currentPlatform(const QString &home)
{
    Platform platform;
    platform.system = thisSystem();
    platform.files = realFiles();

    const QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    const bool redirected = !home.isEmpty();
    for (const QString &name : environment.keys()) {
        const bool leadsElsewhere = name.startsWith("XDG_"_L1) || name.startsWith("CLAUDE_"_L1);
        if (!redirected || !leadsElsewhere)
            platform.environment.insert(name, environment.value(name));
    }

    platform.home = QDir::cleanPath(redirected ? QFileInfo(home).absoluteFilePath() : QDir::homePath());
    if (platform.system == System::Windows)
        platform.home = QDir::toNativeSeparators(platform.home);
    if (!redirected)
        return platform;

    if (platform.system == System::Windows) {
        // Without these, the rules take the standard folders below the home folder.
        for (const QString &name : environment.keys())
            for (const auto known : {"APPDATA"_L1, "LOCALAPPDATA"_L1, "HOMEDRIVE"_L1, "HOMEPATH"_L1, "USERPROFILE"_L1})
                if (name.compare(known, Qt::CaseInsensitive) == 0)
                    platform.environment.remove(name);
        platform.environment.insert(u"USERPROFILE"_s, platform.home);
    } else {
        platform.environment.insert(u"HOME"_s, platform.home);
    }
    return platform;
}

} // namespace kopru::platform
