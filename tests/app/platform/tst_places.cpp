#include "app/platform/places.h"
#include "tests/app/platform/fakefiles.h"

#include <QtTest/QTest>

#include <clocale>

using namespace Qt::StringLiterals;
using namespace kopru::platform;
using kopru::test::computer;
using kopru::test::FakeFiles;

namespace {

const QString linuxHome = u"/home/ığİş"_s;
const QString macHome = u"/Users/ığİş"_s;
const QString windowsHome = u"C:\\Users\\Çağrı Işık"_s;
const QString configName = u"claude_desktop_config.json"_s;

const QString roaming = windowsHome + u"\\AppData\\Roaming"_s;
const QString local = windowsHome + u"\\AppData\\Local"_s;
const QString package = local + u"\\Packages\\Claude_pzs8sxrjxfjjc"_s;
const QString storeFolder = package + u"\\LocalCache\\Roaming\\Claude"_s;

} // namespace

Q_DECLARE_METATYPE(FakeFiles)

class tst_Places : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void onLinux_data();
    void onLinux();
    void onMacOs_data();
    void onMacOs();
    void onWindows_data();
    void onWindows();
    void installed_data();
    void installed();
    void storeLogs();
    void logFolders();
    void relativeVariablesAreIgnored();
    void windowsFoldersFromTheEnvironment();
    void given();
    void evidence();
    void ownership();
    void weighed_data();
    void weighed();
    void otherFiles();
    void turkishLocaleChangesNothing();
    void idsDiffer();

private:
    static void columns();
    static void compare(const Discovery &discovery);
};

void tst_Places::columns()
{
    QTest::addColumn<FakeFiles>("files");
    QTest::addColumn<QString>("variables"); // NAME=value, with ; between them
    QTest::addColumn<QString>("live");      // folder, empty: none
    QTest::addColumn<QString>("kind");
    QTest::addColumn<Certainty>("certainty");
    QTest::addColumn<QStringList>("kinds"); // of all places, in order
}

void tst_Places::compare(const Discovery &discovery)
{
    QFETCH(QString, live);
    QFETCH(QString, kind);
    QFETCH(Certainty, certainty);
    QFETCH(QStringList, kinds);

    QStringList found;
    for (const Place &place : discovery.places)
        found.append(placeKindId(place.kind));
    QCOMPARE(found, kinds);
    QCOMPARE(discovery.livePlace() == nullptr, live.isEmpty());
    if (discovery.livePlace() != nullptr) {
        QCOMPARE(discovery.livePlace()->folder, live);
        QCOMPARE(placeKindId(discovery.livePlace()->kind), kind);
    }
    QCOMPARE(certaintyId(discovery.certainty), certaintyId(certainty));
}

static QMap<QString, QString> variablesFrom(const QString &text)
{
    QMap<QString, QString> variables;
    for (const QString &pair : text.split(u';', Qt::SkipEmptyParts))
        variables.insert(pair.section(u'=', 0, 0), pair.section(u'=', 1));
    return variables;
}

void tst_Places::onLinux_data()
{
    columns();
    const auto files = [] { return FakeFiles(System::Linux); };
    const QString config = linuxHome + "/.config"_L1;
    const QString standard = config + "/Claude"_L1;
    const QString lower = config + "/claude"_L1;
    const auto in = [](const QString &folder) { return folder + u'/' + configName; };

    QTest::newRow("nothing") << files() << QString() << standard << u"linux"_s << Certainty::Certain
                             << QStringList{u"linux"_s};
    QTest::newRow("standard") << files().file(in(standard)) << QString() << standard << u"linux"_s << Certainty::Certain
                              << QStringList{u"linux"_s};
    QTest::newRow("never started, folder only") << files().folder(standard) << QString() << standard << u"linux"_s
                                                << Certainty::Certain << QStringList{u"linux"_s};
    QTest::newRow("both spellings") << files().file(in(standard), 9).file(in(lower), 0) << QString() << standard
                                    << u"linux"_s << Certainty::Certain
                                    << QStringList{u"linux"_s, u"linux-lower-case"_s};
    QTest::newRow("lower case only") << files().file(in(lower)) << QString() << lower << u"linux-lower-case"_s
                                     << Certainty::Ambiguous << QStringList{u"linux"_s, u"linux-lower-case"_s};
    QTest::newRow("lower case folder without a file")
        << files().folder(lower) << QString() << standard << u"linux"_s << Certainty::Certain
        << QStringList{u"linux"_s, u"linux-lower-case"_s};
    QTest::newRow("lower case file, Claude was started")
        << files().file(in(lower)).folder(standard) << QString() << standard << u"linux"_s << Certainty::Certain
        << QStringList{u"linux"_s, u"linux-lower-case"_s};
    QTest::newRow("lower case file, Claude is installed")
        << files().file(in(lower)).program(u"/usr/bin/claude-desktop"_s) << QString() << standard << u"linux"_s
        << Certainty::Certain << QStringList{u"linux"_s, u"linux-lower-case"_s};
    QTest::newRow("profile beside the standard, older")
        << files().file(in(standard), 0).file(in(config + u"/Claude-iş"_s), 5) << QString() << standard << u"linux"_s
        << Certainty::Likely << QStringList{u"linux"_s, u"linux-profile"_s};
    QTest::newRow("profile beside the standard, newer")
        << files().file(in(standard), 5).file(in(config + u"/Claude-iş"_s), 0) << QString() << standard << u"linux"_s
        << Certainty::Ambiguous << QStringList{u"linux"_s, u"linux-profile"_s};
    QTest::newRow("profile only") << files().file(in(config + u"/Claude-iş"_s)) << QString() << config + u"/Claude-iş"_s
                                  << u"linux-profile"_s << Certainty::Certain
                                  << QStringList{u"linux-profile"_s, u"linux"_s};
    QTest::newRow("third party") << files().file(in(standard), 0).file(in(config + "/Claude-3p"_L1), 1) << QString()
                                 << standard << u"linux"_s << Certainty::Likely
                                 << QStringList{u"linux"_s, u"third-party"_s};
    QTest::newRow("not a place of Claude's")
        << files().file(in(config + "/Claudette"_L1)).file(in(config + "/claude-work"_L1)) << QString() << standard
        << u"linux"_s << Certainty::Certain << QStringList{u"linux"_s};
    QTest::newRow("XDG_CONFIG_HOME") << files().file(u"/ayar/Claude/"_s + configName) << u"XDG_CONFIG_HOME=/ayar/"_s
                                     << u"/ayar/Claude"_s << u"linux"_s << Certainty::Certain
                                     << QStringList{u"linux"_s};
    QTest::newRow("XDG_CONFIG_HOME and the standard")
        << files().file(u"/ayar/Claude/"_s + configName, 3).file(in(standard), 1) << u"XDG_CONFIG_HOME=/ayar"_s
        << u"/ayar/Claude"_s << u"linux"_s << Certainty::Ambiguous << QStringList{u"linux"_s, u"linux"_s};
    QTest::newRow("XDG_CONFIG_HOME is empty")
        << files().file(in(standard)) << u"XDG_CONFIG_HOME=/ayar"_s << standard << u"linux"_s << Certainty::Certain
        << QStringList{u"linux"_s, u"linux"_s};
    QTest::newRow("CLAUDE_USER_DATA_DIR")
        << files() << u"CLAUDE_USER_DATA_DIR=/veri"_s << u"/veri"_s << u"user-data-override"_s << Certainty::Certain
        << QStringList{u"user-data-override"_s, u"linux"_s};
    QTest::newRow("CLAUDE_USER_DATA_DIR and a file elsewhere")
        << files().file(in(standard)) << u"CLAUDE_USER_DATA_DIR=/veri"_s << u"/veri"_s << u"user-data-override"_s
        << Certainty::Likely << QStringList{u"user-data-override"_s, u"linux"_s};
}

void tst_Places::onLinux()
{
    QFETCH(FakeFiles, files);
    QFETCH(QString, variables);
    compare(discover(computer(System::Linux, linuxHome, variablesFrom(variables), files)));
}

void tst_Places::onMacOs_data()
{
    columns();
    const auto files = [] { return FakeFiles(System::MacOs); };
    const QString support = macHome + "/Library/Application Support"_L1;
    const QString standard = support + "/Claude"_L1;

    QTest::newRow("nothing") << files() << QString() << standard << u"macos"_s << Certainty::Certain
                             << QStringList{u"macos"_s};
    QTest::newRow("standard") << files().file(standard + u'/' + configName) << QString() << standard << u"macos"_s
                              << Certainty::Certain << QStringList{u"macos"_s};
    QTest::newRow("third party only") << files().file(support + "/Claude-3p/"_L1 + configName) << QString()
                                      << support + "/Claude-3p"_L1 << u"third-party"_s << Certainty::Certain
                                      << QStringList{u"third-party"_s, u"macos"_s};
    QTest::newRow("XDG_CONFIG_HOME means nothing here")
        << files().file(u"/ayar/Claude/"_s + configName) << u"XDG_CONFIG_HOME=/ayar"_s << standard << u"macos"_s
        << Certainty::Certain << QStringList{u"macos"_s};
    QTest::newRow("CLAUDE_USER_DATA_DIR")
        << files() << u"CLAUDE_USER_DATA_DIR=/veri"_s << u"/veri"_s << u"user-data-override"_s << Certainty::Certain
        << QStringList{u"user-data-override"_s, u"macos"_s};
}

void tst_Places::onMacOs()
{
    QFETCH(FakeFiles, files);
    QFETCH(QString, variables);
    const Discovery discovery = discover(computer(System::MacOs, macHome, variablesFrom(variables), files));
    compare(discovery);
    QVERIFY(discovery.livePlace()->logFolders.contains(macHome + "/Library/Logs/Claude"_L1));
}

void tst_Places::onWindows_data()
{
    columns();
    const auto files = [] { return FakeFiles(System::Windows); };
    const QString classic = roaming + "\\Claude"_L1;
    const QString classicFile = classic + u'\\' + configName;
    const QString storeFile = storeFolder + u'\\' + configName;

    QTest::newRow("nothing") << files() << QString() << QString() << QString() << Certainty::Ambiguous
                             << QStringList{u"windows-classic"_s};
    QTest::newRow("classic") << files().file(classicFile) << QString() << classic << u"windows-classic"_s
                             << Certainty::Certain << QStringList{u"windows-classic"_s};
    QTest::newRow("classic, installed and never started")
        << files().folder(local + "\\AnthropicClaude"_L1) << QString() << classic << u"windows-classic"_s
        << Certainty::Certain << QStringList{u"windows-classic"_s};
    QTest::newRow("Store") << files().file(storeFile) << QString() << storeFolder << u"windows-store"_s
                           << Certainty::Certain << QStringList{u"windows-store"_s, u"windows-classic"_s};
    QTest::newRow("Store, never started")
        << files().folder(package) << QString() << storeFolder << u"windows-store"_s << Certainty::Certain
        << QStringList{u"windows-store"_s, u"windows-classic"_s};
    QTest::newRow("both, Store newer") << files().file(storeFile, 0).file(classicFile, 9) << QString() << storeFolder
                                       << u"windows-store"_s << Certainty::Likely
                                       << QStringList{u"windows-store"_s, u"windows-classic"_s};
    QTest::newRow("both, same time") << files().file(storeFile, 1).file(classicFile, 1) << QString() << storeFolder
                                     << u"windows-store"_s << Certainty::Likely
                                     << QStringList{u"windows-store"_s, u"windows-classic"_s};
    QTest::newRow("both, classic newer") << files().file(storeFile, 9).file(classicFile, 0) << QString() << storeFolder
                                         << u"windows-store"_s << Certainty::Ambiguous
                                         << QStringList{u"windows-store"_s, u"windows-classic"_s};
    QTest::newRow("Store without a file, classic with one")
        << files().folder(storeFolder).file(classicFile) << QString() << classic << u"windows-classic"_s
        << Certainty::Likely << QStringList{u"windows-classic"_s, u"windows-store"_s};
    QTest::newRow("Store never started, classic folder left over")
        << files().folder(package).folder(classic) << QString() << classic << u"windows-classic"_s
        << Certainty::Ambiguous << QStringList{u"windows-classic"_s, u"windows-store"_s};
    QTest::newRow("two packages") << files().file(storeFile).file(
                                         local + "\\Packages\\Claude_0beta\\LocalCache\\Roaming\\Claude\\"_L1 +
                                             configName,
                                         3)
                                  << QString() << storeFolder << u"windows-store"_s << Certainty::Likely
                                  << QStringList{u"windows-store"_s, u"windows-store"_s, u"windows-classic"_s};
    QTest::newRow("package of somebody else")
        << files().file(classicFile).folder(local + "\\Packages\\ClaudeHelper_x"_L1) << QString() << classic
        << u"windows-classic"_s << Certainty::Certain << QStringList{u"windows-classic"_s};
    QTest::newRow("third party in the Store build")
        << files().file(storeFile).file(package + "\\LocalCache\\Roaming\\Claude-3p\\"_L1 + configName, 2) << QString()
        << storeFolder << u"windows-store"_s << Certainty::Likely
        << QStringList{u"windows-store"_s, u"third-party"_s, u"windows-classic"_s};
    QTest::newRow("CLAUDE_USER_DATA_DIR, in any case of letters")
        << files() << u"Claude_User_Data_Dir=D:\\Veri\\"_s << u"D:\\Veri"_s << u"user-data-override"_s
        << Certainty::Certain << QStringList{u"user-data-override"_s, u"windows-classic"_s};
}

void tst_Places::onWindows()
{
    QFETCH(FakeFiles, files);
    QFETCH(QString, variables);
    const Discovery discovery = discover(computer(System::Windows, windowsHome, variablesFrom(variables), files));
    compare(discovery);
    for (const Place &place : discovery.places) {
        QVERIFY2(!place.configFile.contains(u'/'), qPrintable(place.configFile));
        for (const QString &folder : place.logFolders)
            QVERIFY2(!folder.contains(u'/'), qPrintable(folder));
    }
}

void tst_Places::installed_data()
{
    QTest::addColumn<System>("system");
    QTest::addColumn<FakeFiles>("files");
    QTest::addColumn<bool>("installed");
    const auto on = [](System system) { return FakeFiles(system); };
    QTest::newRow("Linux, nothing") << System::Linux << on(System::Linux) << false;
    QTest::newRow("Linux, program") << System::Linux << on(System::Linux).program(u"/usr/bin/claude-desktop"_s) << true;
    QTest::newRow("Linux, program in PATH")
        << System::Linux << on(System::Linux).program(u"/opt/x/claude-desktop"_s) << true;
    QTest::newRow("Linux, folder of that name in PATH")
        << System::Linux << on(System::Linux).folder(u"/opt/x/claude-desktop"_s) << false;
    QTest::newRow("Linux, folder") << System::Linux << on(System::Linux).folder(u"/home/x/.config/Claude"_s) << true;
    QTest::newRow("Linux, lower case") << System::Linux << on(System::Linux).folder(u"/home/x/.config/claude"_s)
                                       << false;
    QTest::newRow("macOS, nothing") << System::MacOs << on(System::MacOs) << false;
    QTest::newRow("macOS, program") << System::MacOs << on(System::MacOs).folder(u"/Applications/Claude.app"_s) << true;
    QTest::newRow("macOS, own program") << System::MacOs
                                        << on(System::MacOs).folder(u"/home/x/Applications/Claude.app"_s) << true;
    QTest::newRow("Windows, nothing") << System::Windows << on(System::Windows) << false;
    QTest::newRow("Windows, Squirrel") << System::Windows
                                       << on(System::Windows).folder(u"/home/x\\AppData\\Local\\AnthropicClaude"_s)
                                       << true;
    QTest::newRow("Windows, package") << System::Windows
                                      << on(System::Windows).folder(u"/home/x\\AppData\\Local\\Packages\\claude_abc"_s)
                                      << true;
}

void tst_Places::installed()
{
    QFETCH(System, system);
    QFETCH(FakeFiles, files);
    QFETCH(bool, installed);
    const Discovery discovery = discover(computer(system, u"/home/x"_s, {{u"PATH"_s, u"/opt/x:/bin"_s}}, files));
    QCOMPARE(discovery.claudeInstalled, installed);
}

void tst_Places::storeLogs()
{
    const QString inside = storeFolder + "\\logs"_L1;
    const QString outside = local + "\\Claude\\Logs"_L1;
    const QString config = storeFolder + u'\\' + configName;
    const auto first = [](const FakeFiles &files) {
        return discover(computer(System::Windows, windowsHome, {}, files)).livePlace()->logFolders.first();
    };
    // Since 1.34493.1 outside; before, inside. The one that was written last tells, whatever the build.
    QCOMPARE(first(FakeFiles(System::Windows).file(config)), outside);
    QCOMPARE(first(FakeFiles(System::Windows).file(config).file(inside + "\\mcp.log"_L1)), inside);
    QCOMPARE(
        first(FakeFiles(System::Windows).file(config).file(inside + "\\mcp.log"_L1, 9).file(outside + "\\main.log"_L1)),
        outside);
    QCOMPARE(
        first(FakeFiles(System::Windows).file(config).file(inside + "\\main.log"_L1).file(outside + "\\mcp.log"_L1, 9)),
        inside);
}

void tst_Places::logFolders()
{
    const Place linuxPlace = discover(computer(System::Linux, linuxHome, {}, FakeFiles(System::Linux))).places.first();
    QCOMPARE(linuxPlace.logFolders, QStringList{linuxHome + "/.config/Claude/logs"_L1});
    const Place macPlace = discover(computer(System::MacOs, macHome, {}, FakeFiles(System::MacOs))).places.first();
    QCOMPARE(macPlace.logFolders, QStringList{macHome + "/Library/Logs/Claude"_L1});
    const Place windowsPlace =
        discover(computer(System::Windows, windowsHome, {}, FakeFiles(System::Windows))).places.first();
    QCOMPARE(windowsPlace.logFolders, QStringList{roaming + "\\Claude\\logs"_L1});
}

void tst_Places::relativeVariablesAreIgnored()
{
    const auto live = [](System system, const QString &home, const QMap<QString, QString> &variables) {
        return discover(computer(system, home, variables, FakeFiles(system))).places.first().folder;
    };
    QCOMPARE(live(System::Linux, linuxHome, {{u"XDG_CONFIG_HOME"_s, u"ayar"_s}}), linuxHome + "/.config/Claude"_L1);
    QCOMPARE(live(System::Linux, linuxHome, {{u"CLAUDE_USER_DATA_DIR"_s, u"./x"_s}}), linuxHome + "/.config/Claude"_L1);
    QCOMPARE(live(System::Windows, windowsHome, {{u"APPDATA"_s, u"\\x"_s}}), roaming + "\\Claude"_L1);
}

void tst_Places::windowsFoldersFromTheEnvironment()
{
    const FakeFiles files =
        FakeFiles(System::Windows).file(u"E:\\L\\Packages\\Claude_1\\LocalCache\\Roaming\\Claude\\"_s + configName);
    const Discovery discovery = discover(
        computer(System::Windows, windowsHome, {{u"AppData"_s, u"E:\\R"_s}, {u"LocalAppData"_s, u"E:\\L\\"_s}}, files));
    QCOMPARE(discovery.places.at(0).configFile,
             u"E:\\L\\Packages\\Claude_1\\LocalCache\\Roaming\\Claude\\"_s + configName);
    QCOMPARE(discovery.places.at(1).configFile, u"E:\\R\\Claude\\"_s + configName);
    QVERIFY(discovery.places.at(0).file.exists);
}

void tst_Places::given()
{
    const QString standard = linuxHome + "/.config/Claude/"_L1 + configName;
    const auto platform =
        computer(System::Linux, linuxHome, {}, FakeFiles(System::Linux).file(standard).file(u"/x/y.json"_s));

    const Discovery other = discoverGiven(platform, u"/x/y.json"_s);
    QCOMPARE(other.certainty, Certainty::Given);
    QCOMPARE(other.livePlace()->configFile, u"/x/y.json"_s);
    QCOMPARE(other.livePlace()->folder, u"/x"_s);
    QCOMPARE(other.livePlace()->kind, PlaceKind::Given);
    QVERIFY(other.livePlace()->file.exists);
    QVERIFY(other.livePlace()->logFolders.contains(linuxHome + "/.config/Claude/logs"_L1));
    QCOMPARE(other.places.size(), 2);

    const Discovery known = discoverGiven(platform, standard);
    QCOMPARE(known.livePlace()->kind, PlaceKind::Linux);
    QCOMPARE(known.certainty, Certainty::Given);
    QCOMPARE(known.places.size(), 1);

    const auto windows = computer(System::Windows, windowsHome, {}, FakeFiles(System::Windows));
    QCOMPARE(discoverGiven(windows, u"D:\\a\\b.json"_s).livePlace()->folder, u"D:\\a"_s);
}

void tst_Places::evidence()
{
    const QString folder = linuxHome + u"/.config/Claude"_s;
    const Discovery discovery = discover(computer(System::Linux, linuxHome, {},
                                                  FakeFiles(System::Linux)
                                                      .file(folder + u'/' + configName, 50)
                                                      .file(folder + u"/logs/main.log"_s, 3)
                                                      .file(folder + u"/logs/mcp-server-old.log"_s, 90)
                                                      .file(folder + u"/logs/mcp-server-İş portalı @1.log"_s, 2)
                                                      .file(folder + u"/logs/mcp-server-.log"_s, 1)
                                                      .file(folder + u"/logs/mcp-server-x.txt"_s, 1)));
    const Place &place = *discovery.livePlace();
    QStringList logged;
    for (const ServerLog &log : place.logs)
        logged.append(log.server);
    QCOMPARE(logged, (QStringList{u"İş portalı @1"_s, u"old"_s}));
    QCOMPARE(place.lastLog, place.file.modified.addSecs(48 * 60));
    QCOMPARE(place.logs.first().written, place.lastLog);
    // A place without logs says so.
    QVERIFY(
        !discover(computer(System::Linux, linuxHome, {}, FakeFiles(System::Linux))).places.first().lastLog.isValid());
}

void tst_Places::ownership()
{
    const QString file = linuxHome + u"/.config/Claude/"_s + configName;
    const auto of = [&](const FakeFiles &files) {
        return discover(computer(System::Linux, linuxHome, {}, files)).livePlace()->ownership;
    };
    QVERIFY(of(FakeFiles(System::Linux).file(file)).own);
    const Ownership foreign = of(FakeFiles(System::Linux).file(file).ownedBy(file, u"root"_s));
    QVERIFY(!foreign.own);
    QCOMPARE(foreign.owner, u"root"_s);
    QCOMPARE(of(FakeFiles(System::Linux).link(file, u"/srv/dotfiles/claude.json"_s)).leadsTo,
             u"/srv/dotfiles/claude.json"_s);
}

void tst_Places::weighed_data()
{
    QTest::addColumn<QString>("storeServers");   // in the file of the Store build
    QTest::addColumn<QString>("classicServers"); // in the classic file, which was changed later
    QTest::addColumn<QString>("logs");           // name=hours ago
    QTest::addColumn<QString>("live");
    QTest::addColumn<Certainty>("certainty");
    const auto row = [](const char *name, const char *store, const char *classic, const char *logs, const char *live,
                        Certainty certainty) {
        QTest::newRow(name) << QString::fromLatin1(store) << QString::fromLatin1(classic) << QString::fromLatin1(logs)
                            << QString::fromLatin1(live) << certainty;
    };
    row("no logs", "a", "b", "", "windows-store", Certainty::Ambiguous);
    row("only that of the Store build", "a", "b", "a=1", "windows-store", Certainty::Likely);
    row("only that of the classic build", "a", "b", "b=1", "windows-classic", Certainty::Likely);
    row("in both files", "a", "a", "a=1", "windows-store", Certainty::Ambiguous);
    row("in neither file", "a", "b", "c=1", "windows-store", Certainty::Ambiguous);
    row("both, one long ago", "a", "b", "a=100 b=1", "windows-classic", Certainty::Likely);
    row("both lately", "a", "b", "a=2 b=1", "windows-store", Certainty::Ambiguous);
    row("one more in one file", "a b", "a", "a=1 b=2", "windows-store", Certainty::Likely);
    row("names that differ by case", "ID", "id", "id=1", "windows-classic", Certainty::Likely);
}

void tst_Places::weighed()
{
    QFETCH(QString, storeServers);
    QFETCH(QString, classicServers);
    QFETCH(QString, logs);
    FakeFiles files(System::Windows);
    files.file(storeFolder + u'\\' + configName, 100).file(roaming + u"\\Claude\\"_s + configName, 1);
    for (const QString &log : logs.split(u' ', Qt::SkipEmptyParts))
        files.file(local + u"\\Claude\\Logs\\mcp-server-"_s + log.section(u'=', 0, 0) + u".log"_s,
                   60 * log.section(u'=', 1).toInt());
    Discovery discovery = discover(computer(System::Windows, windowsHome, {}, files));
    QCOMPARE(discovery.certainty, Certainty::Ambiguous);
    QList<QStringList> servers;
    for (const Place &place : discovery.places)
        servers.append((place.kind == PlaceKind::WindowsStore ? storeServers : classicServers).split(u' '));
    weigh(discovery, servers);
    QTEST(placeKindId(discovery.livePlace()->kind), "live");
    QTEST(discovery.certainty, "certainty");
}

void tst_Places::otherFiles()
{
    const QString base = linuxHome + u"/.config/"_s;
    const Discovery discovery = discover(computer(System::Linux, linuxHome, {},
                                                  FakeFiles(System::Linux)
                                                      .file(base + u"Claude/"_s + configName)
                                                      .file(base + u"claude/"_s + configName)
                                                      .file(base + u"Claude-3p/"_s + configName)
                                                      .folder(base + u"Claude-work"_s)));
    const auto named = [&](const QString &path) {
        QStringList names;
        for (const int rival : rivals(discovery, path))
            names.append(placeKindId(discovery.places.at(rival).kind));
        return names.join(u' ');
    };
    QCOMPARE(named(base + u"Claude/"_s + configName), u"third-party"_s);
    QCOMPARE(named(base + u"Claude-3p/"_s + configName), u"linux"_s);
    // A Store build that has written nothing yet will read its own file.
    const Discovery mixed =
        discover(computer(System::Windows, windowsHome, {},
                          FakeFiles(System::Windows).folder(package).file(roaming + u"\\Claude\\"_s + configName)));
    QCOMPARE(rivals(mixed, roaming + u"\\Claude\\"_s + configName).size(), 1);
}

void tst_Places::turkishLocaleChangesNothing()
{
    // In Turkish, I and i are no pair. The names of folders and packages must be found all the same.
    const QLocale before;
    QLocale::setDefault(QLocale(QLocale::Turkish, QLocale::Turkey));
    const char *had = std::setlocale(LC_ALL, "tr_TR.UTF-8");
    if (had == nullptr)
        qInfo("tr_TR.UTF-8 is not installed: only Qt's locale was changed");
    const FakeFiles files =
        FakeFiles(System::Windows)
            .file(local + "\\Packages\\CLAUDE_PZS8SXRJXFJJC\\LocalCache\\Roaming\\Claude\\"_L1 + configName);
    const Discovery discovery = discover(computer(System::Windows, windowsHome, {{u"LOCALAPPDATA"_s, local}}, files));
    std::setlocale(LC_ALL, "C.UTF-8");
    QLocale::setDefault(before);
    QCOMPARE(discovery.livePlace()->kind, PlaceKind::WindowsStore);
    QVERIFY(discovery.livePlace()->file.exists);
}

void tst_Places::idsDiffer()
{
    QSet<QString> ids;
    for (int i = 0; i <= static_cast<int>(PlaceKind::Given); ++i)
        ids.insert(placeKindId(static_cast<PlaceKind>(i)));
    QCOMPARE(ids.size(), static_cast<int>(PlaceKind::Given) + 1);
    for (int i = 0; i <= static_cast<int>(Certainty::Ambiguous); ++i)
        ids.insert(certaintyId(static_cast<Certainty>(i)));
    QVERIFY(!ids.contains(QString()));
}

QTEST_GUILESS_MAIN(tst_Places)
#include "tst_places.moc"
