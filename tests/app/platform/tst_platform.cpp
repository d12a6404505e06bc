#include "app/platform/platform.h"
#include "tests/app/platform/fakefiles.h"

#include <QtCore/QDir>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace kopru::platform;
using kopru::test::computer;
using kopru::test::FakeFiles;

class tst_Platform : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isAbsolute_data();
    void isAbsolute();
    void join();
    void variables();
    void thisComputer();
    void anotherHome();
    void realFiles();
};

void tst_Platform::isAbsolute_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<bool>("onUnix");
    QTest::addColumn<bool>("onWindows");
    QTest::newRow("empty") << QString() << false << false;
    QTest::newRow("root") << u"/"_s << true << false;
    QTest::newRow("path") << u"/usr/bin"_s << true << false;
    QTest::newRow("relative") << u"usr/bin"_s << false << false;
    QTest::newRow("drive") << u"C:\\x"_s << false << true;
    QTest::newRow("drive with the other slash") << u"c:/x"_s << false << true;
    QTest::newRow("drive without a slash") << u"C:x"_s << false << false;
    QTest::newRow("no drive letter") << u"ı:\\x"_s << false << false;
    QTest::newRow("share") << u"\\\\server\\share"_s << false << true;
    QTest::newRow("backslash alone") << u"\\x"_s << false << false;
    QTest::newRow("tilde") << u"~/x"_s << false << false;
}

void tst_Platform::isAbsolute()
{
    QFETCH(QString, path);
    QFETCH(bool, onUnix);
    QFETCH(bool, onWindows);
    QCOMPARE(computer(System::Linux, {}, {}, FakeFiles(System::Linux)).isAbsolute(path), onUnix);
    QCOMPARE(computer(System::MacOs, {}, {}, FakeFiles(System::MacOs)).isAbsolute(path), onUnix);
    QCOMPARE(computer(System::Windows, {}, {}, FakeFiles(System::Windows)).isAbsolute(path), onWindows);
}

void tst_Platform::join()
{
    const auto windows = computer(System::Windows, {}, {}, FakeFiles(System::Windows));
    QCOMPARE(windows.join(u"C:\\a"_s, u"b"_s), u"C:\\a\\b"_s);
    QCOMPARE(windows.join(u"C:\\"_s, u"b"_s), u"C:\\b"_s);
    QCOMPARE(windows.join(u"C:/a/"_s, u"b"_s), u"C:/a/b"_s);
    const auto linuxSystem = computer(System::Linux, {}, {}, FakeFiles(System::Linux));
    QCOMPARE(linuxSystem.join(u"/a"_s, u"b"_s), u"/a/b"_s);
    QCOMPARE(linuxSystem.join(u"/"_s, u"b"_s), u"/b"_s);
    QCOMPARE(linuxSystem.join(u"/a\\"_s, u"b"_s), u"/a\\/b"_s);
    QCOMPARE(linuxSystem.join(QString(), u"b"_s), u"b"_s);
}

void tst_Platform::variables()
{
    const QMap<QString, QString> environment{{u"Path"_s, u"p"_s}, {u"LINES"_s, u"1"_s}};
    const auto windows = computer(System::Windows, {}, environment, FakeFiles(System::Windows));
    QCOMPARE(windows.variable(u"PATH"_s), u"p"_s);
    QCOMPARE(windows.variable(u"lines"_s), u"1"_s);
    const auto linuxSystem = computer(System::Linux, {}, environment, FakeFiles(System::Linux));
    QCOMPARE(linuxSystem.variable(u"PATH"_s), QString());
    QCOMPARE(linuxSystem.variable(u"Path"_s), u"p"_s);
}

void tst_Platform::thisComputer()
{
    const Platform platform = currentPlatform();
    QCOMPARE(platform.home, QDir::homePath());
    QVERIFY(platform.isAbsolute(platform.home));
    QCOMPARE(platform.variable(u"PATH"_s), QString::fromLocal8Bit(qgetenv("PATH")));
    QVERIFY(platform.files != nullptr);
}

void tst_Platform::anotherHome()
{
    qputenv("XDG_CONFIG_HOME", "/somewhere/else");
    qputenv("CLAUDE_USER_DATA_DIR", "/somewhere/else");
    const Platform platform = currentPlatform(u"/tmp//ığİş/"_s);
    QCOMPARE(currentPlatform().variable(u"XDG_CONFIG_HOME"_s), u"/somewhere/else"_s);
    qunsetenv("XDG_CONFIG_HOME");
    qunsetenv("CLAUDE_USER_DATA_DIR");
    QCOMPARE(platform.home, u"/tmp/ığİş"_s);
    QCOMPARE(platform.variable(u"HOME"_s), u"/tmp/ığİş"_s);
    QCOMPARE(platform.variable(u"XDG_CONFIG_HOME"_s), QString());
    QCOMPARE(platform.variable(u"CLAUDE_USER_DATA_DIR"_s), QString());
    QVERIFY(!platform.variable(u"PATH"_s).isEmpty());
}

void tst_Platform::realFiles()
{
    QTemporaryDir folder;
    const QString path = folder.filePath(u"Masaüstü"_s);
    QVERIFY(QDir().mkdir(path));
    QFile file(path + u"/ığİş.json"_s);
    QVERIFY(file.open(QFile::WriteOnly) && file.write("{}") == 2);
    file.close();
    QVERIFY(file.setPermissions(QFile::ReadOwner | QFile::WriteOwner));
    QVERIFY(QFile::link(file.fileName(), path + "/link"_L1));
    QVERIFY(QFile::link(path + "/nowhere"_L1, path + "/dangling"_L1));
    QFile hidden(path + "/.hidden"_L1);
    QVERIFY(hidden.open(QFile::WriteOnly));

    const auto files = kopru::platform::realFiles();
    const FileFacts facts = files->facts(file.fileName());
    QVERIFY(facts.exists && !facts.isFolder && !facts.isSymlink && facts.readable && facts.writable &&
            !facts.executable);
    QCOMPARE(facts.size, 2);
    QCOMPARE(facts.modified.timeSpec(), Qt::UTC);
    QVERIFY(qAbs(facts.modified.secsTo(QDateTime::currentDateTimeUtc())) < 60);
    QVERIFY(files->facts(path).isFolder);
    QVERIFY(files->facts(path + "/link"_L1).isSymlink && files->facts(path + "/link"_L1).exists);
    QVERIFY(files->facts(path + "/dangling"_L1).isSymlink && !files->facts(path + "/dangling"_L1).exists);
    QCOMPARE(files->facts(path + "/none"_L1), FileFacts{});
    QStringList names = files->entries(path);
    QVERIFY(names.removeOne(u"dangling"_s));
    QCOMPARE(names, (QStringList{u".hidden"_s, u"link"_s, u"ığİş.json"_s}));
    QVERIFY(files->entries(path + "/none"_L1).isEmpty());
}

QTEST_GUILESS_MAIN(tst_Platform)
#include "tst_platform.moc"
