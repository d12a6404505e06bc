#include "app/platform/launch.h"
#include "tests/app/platform/fakefiles.h"

#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using namespace kopru::platform;
using kopru::test::computer;
using kopru::test::FakeFiles;

Q_DECLARE_METATYPE(FakeFiles)

class tst_Launch : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void searchPath_data();
    void searchPath();
    void environmentOnUnix();
    void environmentOnWindows();
    void findCommand_data();
    void findCommand();
    void workingFolder();
};

void tst_Launch::searchPath_data()
{
    QTest::addColumn<System>("system");
    QTest::addColumn<QString>("path");
    QTest::addColumn<QStringList>("folders");

    QTest::newRow("macOS: node versions, oldest first, then the fixed ones, then PATH")
        << System::MacOs << u"/usr/bin:/bin:/opt/iş/bin"_s
        << QStringList{u"/h/.nvm/versions/node/v9.11.2/bin"_s,
                       u"/h/.nvm/versions/node/v18.2.0/bin"_s,
                       u"/h/.nvm/versions/node/v18.20.4/bin"_s,
                       u"/usr/local/bin"_s,
                       u"/opt/homebrew/bin"_s,
                       u"/h/.local/bin"_s,
                       u"/usr/bin"_s,
                       u"/bin"_s,
                       u"/opt/iş/bin"_s,
                       u"/usr/sbin"_s,
                       u"/sbin"_s};
    QTest::newRow("Linux: PATH first, each once, no relative or empty part")
        << System::Linux << u"/h/bin::./x:/bin:/h/bin"_s
        << QStringList{u"/h/bin"_s,
                       u"/bin"_s,
                       u"/usr/local/bin"_s,
                       u"/usr/bin"_s,
                       u"/h/.nvm/versions/node/v9.11.2/bin"_s,
                       u"/h/.nvm/versions/node/v18.2.0/bin"_s,
                       u"/h/.nvm/versions/node/v18.20.4/bin"_s};
    QTest::newRow("Windows: case does not matter") << System::Windows << u"C:\\Windows;c:\\windows;D:\\Araçlar;;x"_s
                                                   << QStringList{u"C:\\Windows"_s, u"D:\\Araçlar"_s};
}

void tst_Launch::searchPath()
{
    QFETCH(System, system);
    QFETCH(QString, path);
    QFETCH(QStringList, folders);
    FakeFiles files(system);
    for (const auto version : {"v18.20.4"_L1, "v9.11.2"_L1, "v18.2.0"_L1})
        files.program("/h/.nvm/versions/node/"_L1 + version + "/bin/node"_L1);
    files.folder(u"/h/.nvm/versions/node/.cache"_s);
    const QString name = system == System::Windows ? u"Path"_s : u"PATH"_s;
    QCOMPARE(kopru::platform::searchPath(computer(system, u"/h"_s, {{name, path}}, files)), folders);
}

void tst_Launch::environmentOnUnix()
{
    const auto platform = computer(System::Linux, u"/h"_s,
                                   {{u"HOME"_s, u"/h"_s},
                                    {u"PATH"_s, u"/a"_s},
                                    {u"USER"_s, u"ş"_s},
                                    {u"APINIZER_TOKEN"_s, u"from the shell"_s},
                                    {u"HTTPS_PROXY"_s, u"http://proxy"_s},
                                    {u"LD_PRELOAD"_s, u"x"_s}},
                                   FakeFiles(System::Linux));
    const auto environment = serverEnvironment(platform, {{u"TOKEN"_s, u"t"_s}, {u"USER"_s, u"other"_s}});
    QCOMPARE(environment, (QMap<QString, QString>{{u"HOME"_s, u"/h"_s},
                                                  {u"PATH"_s, u"/a:/usr/local/bin:/usr/bin:/bin"_s},
                                                  {u"USER"_s, u"other"_s},
                                                  {u"TOKEN"_s, u"t"_s}}));
}

void tst_Launch::environmentOnWindows()
{
    const auto platform = computer(System::Windows, u"C:\\h"_s,
                                   {{u"Path"_s, u"C:\\a"_s},
                                    {u"SystemRoot"_s, u"C:\\Windows"_s},
                                    {u"PATHEXT"_s, u".EXE"_s},
                                    {u"ProgramData"_s, u"x"_s}},
                                   FakeFiles(System::Windows));
    QCOMPARE(serverEnvironment(platform, {{u"path"_s, u"C:\\b"_s}}),
             (QMap<QString, QString>{{u"SYSTEMROOT"_s, u"C:\\Windows"_s}, {u"path"_s, u"C:\\b"_s}}));
}

void tst_Launch::findCommand_data()
{
    QTest::addColumn<System>("system");
    QTest::addColumn<QString>("command");
    QTest::addColumn<QString>("found"); // or, where it is not, "!" and the problem
    const auto row = [](System system, const char *command, const char *found) {
        QTest::addRow("%d %s", static_cast<int>(system), command)
            << system << QString::fromUtf8(command) << QString::fromUtf8(found);
    };
    row(System::Linux, "", "!0");
    row(System::Linux, "  ", "!0");
    row(System::Linux, "npx", "/a/npx");
    row(System::Linux, "none", "!1");
    row(System::Linux, "text", "!2");
    row(System::Linux, "later", "/b/later"); // in /a it may not be run
    row(System::Linux, "dir", "!1");         // a folder of that name is no program
    row(System::Linux, "NPX", "!1");
    row(System::Linux, "/a/npx", "/a/npx");
    row(System::Linux, "/a/none", "!1");
    row(System::Linux, "/a/text", "!2");
    row(System::Linux, "/a/dir", "!3");
    row(System::Linux, "a/npx", "/a/npx"); // from "/", where servers are started
    row(System::Linux, "/Masaüstü/ığİş/araç", "/Masaüstü/ığİş/araç");
    row(System::Windows, "npx", "C:\\a\\npx.cmd");
    row(System::Windows, "NPX.CMD", "C:\\a\\NPX.CMD");
    row(System::Windows, "node", "C:\\a\\node.exe");
    row(System::Windows, "C:\\a\\node", "C:\\a\\node.exe");
    row(System::Windows, "C:/a/node.exe", "C:/a/node.exe");
    row(System::Windows, "C:\\a", "!3");
    row(System::Windows, "none", "!1");
}

void tst_Launch::findCommand()
{
    QFETCH(System, system);
    QFETCH(QString, command);
    QFETCH(QString, found);
    FakeFiles files(system);
    if (system == System::Windows)
        files.file(u"C:\\a\\npx.cmd"_s).file(u"C:\\a\\npx"_s).file(u"C:\\a\\node.exe"_s);
    else
        files.program(u"/a/npx"_s)
            .file(u"/a/text"_s)
            .file(u"/a/later"_s)
            .program(u"/b/later"_s)
            .folder(u"/a/dir"_s)
            .program(u"/Masaüstü/ığİş/araç"_s);
    const QString path = system == System::Windows ? u"C:\\a;C:\\b"_s : u"/a:/b"_s;
    const auto result = kopru::platform::findCommand(computer(system, u"/h"_s, {{u"PATH"_s, path}}, files), command);
    QCOMPARE(result ? *result : u"!%1"_s.arg(static_cast<int>(result.error())), found);
}

void tst_Launch::workingFolder()
{
    QCOMPARE(kopru::platform::workingFolder(computer(System::MacOs, u"/h"_s, {}, FakeFiles(System::MacOs))), u"/"_s);
    QCOMPARE(kopru::platform::workingFolder(computer(System::Windows, u"C:\\h"_s, {}, FakeFiles(System::Windows))),
             u"C:\\h"_s);
}

QTEST_GUILESS_MAIN(tst_Launch)
#include "tst_launch.moc"
