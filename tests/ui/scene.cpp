#include "tests/ui/scene.h"

#include "app/bridges/installation.h"
#include "app/config/document.h"
#include "app/integrations/kind.h"
#include "app/store/store.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QDir>
#include <QtCore/QFile>

using namespace Qt::StringLiterals;
using namespace kopru::integrations;

namespace kopru::test {

namespace {

void write(const QString &path, const QByteArray &bytes)
{
    QDir().mkpath(QFileInfo(path).path());
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
        qFatal("the scene cannot be written");
}

QList<std::pair<QString, config::Entry>> entries(const platform::Platform &platform)
{
    const QString bridge = bridges::installedBridge(platform);
    const Values portal{{FieldId::Host, u"portal.example.com"_s}, {FieldId::Token, Scene::token()}};
    const Values notes{{FieldId::Address, u"https://mcp.example.org/mcp"_s}};
    const Values files{{FieldId::Command, platform.join(platform.home, u"belgeler-sunucusu"_s)},
                       {FieldId::Arguments, QStringList{u"--klasor"_s, platform.join(platform.home, u"Belgeler"_s)}}};
    return {{u"apinizer"_s, kind(KindId::ApinizerHttp).toEntry(portal, {}, bridge)},
            {u"notlar"_s, kind(KindId::RemoteServer).toEntry(notes, {}, bridge)},
            {u"belgeler"_s, kind(KindId::LocalCommand).toEntry(files, {}, bridge)}};
}

} // namespace

Scene::Scene()
{
    // The local server is a program of these tests under a name that could be somebody's.
    QFile::link(QCoreApplication::applicationDirPath() + u"/kopru-toolserver"_s,
                m_home.filePath(u"belgeler-sunucusu"_s));
    writeConfig();
    writeChecks();
    writeLogs();
}

QString Scene::token()
{
    return u"mcp_0123456789abcdefSCENE"_s;
}

platform::Platform Scene::platform() const
{
    return platform::currentPlatform(m_home.path());
}

QString Scene::configFile() const
{
    return m_home.filePath(u".config/Claude/claude_desktop_config.json"_s);
}

void Scene::writeConfig() const
{
    config::Document document = config::Document::parse("{\n  \"mcpServers\": {},\n  \"preferences\": {}\n}\n").value();
    for (const auto &[name, entry] : entries(platform()))
        document = document.added(name, entry).value();
    write(configFile(), document.text());
    // A mistake that other tools make: the overview offers to look at all places.
    write(m_home.filePath(u".config/claude/claude_desktop_config.json"_s), "{}\n");
}

void Scene::writeChecks() const
{
    const QString folder = store::dataFolder(platform());
    const QDateTime now = QDateTime::currentDateTimeUtc();
    const auto all = entries(platform());
    const auto record = [&](qsizetype i, int minutes, bool passed, int tools, const QString &cause) {
        const store::LastCheck check{all.at(i).first, now.addSecs(-60 * minutes),           passed, tools,
                                     cause,           config::entryDigest(all.at(i).second)};
        if (!store::recordCheck(folder, configFile(), check))
            qFatal("the scene cannot be written");
    };
    record(0, 3, true, 12, {});
    record(1, 4, false, 0, u"unauthorized"_s);
}

void Scene::writeLogs() const
{
    // Forms as in facts/claude-desktop.md, "Logs"; names and texts are made up.
    const QString folder = m_home.filePath(u".config/Claude/logs/"_s);
    write(folder + u"mcp.log"_s,
          "2026-11-21T09:14:02.103Z [info] [apinizer] Initializing server...\n"
          "2026-11-21T09:14:02.310Z [info] [apinizer] Server started and connected successfully\n"
          "2026-11-21T09:14:02.412Z [info] [notlar] Initializing server...\n"
          "2026-11-21T09:14:03.015Z [warn] [notlar] Request took longer than expected\n"
          "2026-11-21T09:14:03.120Z [error] [notlar] Server transport closed unexpectedly\n");
    write(
        folder + u"mcp-server-notlar.log"_s,
        "2026-11-21T09:14:02.412Z [notlar] [info] Initializing server... { metadata: undefined }\n"
        "kopru-bridge: the server answered 401\n"
        "2026-11-21T09:14:03.118Z [notlar] [error] Server disconnected. For troubleshooting guidance, please visit the "
        "debugging documentation { metadata: undefined }\n");
    QByteArray portal;
    for (int i = 0; i < 40; ++i)
        portal += QByteArray("2026-11-21T09:15:") + QByteArray::number(i + 10) +
                  ".001Z [apinizer] [info] Message from client: method=\"tools/call\" id=" + QByteArray::number(i) +
                  " params { metadata: undefined }\n";
    write(folder + u"mcp-server-apinizer.log"_s, portal);
}

} // namespace kopru::test
