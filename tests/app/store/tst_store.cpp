#include "app/store/store.h"
#include "tests/app/platform/fakefiles.h"

#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using namespace kopru::store;
using kopru::platform::System;
using kopru::test::computer;
using kopru::test::FakeFiles;

class tst_Store : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void dataFolder_data();
    void dataFolder();
    void settingsComeBack_data();
    void settingsComeBack();
    void settingsOfOthersSurvive();
    void strangeSettings_data();
    void strangeSettings();
    void checksComeBack();
    void strangeChecks_data();
    void strangeChecks();
    void cannotBeWritten();

private:
    void put(const QString &name, const QByteArray &bytes) const;
    QByteArray get(const QString &name) const;
    std::unique_ptr<QTemporaryDir> m_folder;
};

void tst_Store::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
}

void tst_Store::put(const QString &name, const QByteArray &bytes) const
{
    QFile file(m_folder->filePath(name));
    QVERIFY(file.open(QFile::WriteOnly));
    QCOMPARE(file.write(bytes), bytes.size());
}

QByteArray tst_Store::get(const QString &name) const
{
    QFile file(m_folder->filePath(name));
    return file.open(QFile::ReadOnly) ? file.readAll() : QByteArray();
}

void tst_Store::dataFolder_data()
{
    QTest::addColumn<System>("system");
    QTest::addColumn<QString>("home");
    QTest::addColumn<QString>("variable");
    QTest::addColumn<QString>("value");
    QTest::addColumn<QString>("folder");
    const auto row = [](const char *name, System system, const char *home, const char *variable, const char *value,
                        const char *folder) {
        QTest::newRow(name) << system << QString::fromUtf8(home) << QString::fromUtf8(variable)
                            << QString::fromUtf8(value) << QString::fromUtf8(folder);
    };
    row("Linux", System::Linux, "/home/ığİş", "X", "", "/home/ığİş/.local/share/kopru");
    row("Linux, XDG", System::Linux, "/h", "XDG_DATA_HOME", "/veri/", "/veri/kopru");
    row("Linux, relative XDG", System::Linux, "/h", "XDG_DATA_HOME", "veri", "/h/.local/share/kopru");
    row("macOS", System::MacOs, "/Users/ş", "XDG_DATA_HOME", "/veri", "/Users/ş/Library/Application Support/Kopru");
    row("Windows", System::Windows, "C:\\Users\\ş", "X", "", "C:\\Users\\ş\\AppData\\Local\\Kopru");
    row("Windows, elsewhere", System::Windows, "C:\\h", "LocalAppData", "D:\\L", "D:\\L\\Kopru");
}

void tst_Store::dataFolder()
{
    QFETCH(System, system);
    QFETCH(QString, home);
    QFETCH(QString, variable);
    QFETCH(QString, value);
    QFETCH(QString, folder);
    QCOMPARE(kopru::store::dataFolder(computer(system, home, {{variable, value}}, FakeFiles(system))), folder);
}

void tst_Store::settingsComeBack_data()
{
    QTest::addColumn<QString>("language");
    QTest::addColumn<Appearance>("appearance");
    for (const auto language : {""_L1, "en"_L1, "tr"_L1})
        for (const Appearance appearance : {Appearance::System, Appearance::Light, Appearance::Dark})
            QTest::addRow("%s %d", language.data(), static_cast<int>(appearance)) << QString(language) << appearance;
}

void tst_Store::settingsComeBack()
{
    QFETCH(QString, language);
    QFETCH(Appearance, appearance);
    const QString folder = m_folder->filePath(u"new"_s);
    QCOMPARE(readSettings(folder), Settings{});
    QVERIFY(writeSettings(folder, {language, appearance}));
    QCOMPARE(readSettings(folder), (Settings{language, appearance}));
}

void tst_Store::settingsOfOthersSurvive()
{
    put(u"settings.json"_s, R"({"future": {"x": [1]}, "language": "tr"})");
    QVERIFY(writeSettings(m_folder->path(), {u"en"_s, Appearance::Dark}));
    QVERIFY(get(u"settings.json"_s).contains("\"future\""));
    QCOMPARE(readSettings(m_folder->path()).language, u"en"_s);
}

void tst_Store::strangeSettings_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("cut off") << R"({"language": "t)"_ba;
    QTest::newRow("list") << R"(["language", "tr"])"_ba;
    QTest::newRow("other types") << R"({"language": 5, "appearance": ["dark"]})"_ba;
    QTest::newRow("other values") << R"({"language": "../../x", "appearance": "pink"})"_ba;
    QTest::newRow("bad bytes") << "{\"language\": \"\xff\"}"_ba;
    QTest::newRow("deep") << QByteArray(100000, '[');
}

void tst_Store::strangeSettings()
{
    QFETCH(QByteArray, bytes);
    put(u"settings.json"_s, bytes);
    QCOMPARE(readSettings(m_folder->path()), Settings{});
    QVERIFY(writeSettings(m_folder->path(), {u"tr"_s, Appearance::Light}));
    QCOMPARE(readSettings(m_folder->path()), (Settings{u"tr"_s, Appearance::Light}));
}

void tst_Store::checksComeBack()
{
    const QString folder = m_folder->path();
    const QDateTime when(QDate(2026, 9, 1), QTime(10, 5, 6, 789), Qt::UTC);
    const LastCheck good{u"köprü"_s, when, true, 12, {}, u"ab12"_s};
    const LastCheck bad{u"other"_s, when.addSecs(1), false, 0, u"http-401"_s, u"cd34"_s};
    QVERIFY(readChecks(folder, u"/a"_s).isEmpty());
    QVERIFY(recordCheck(folder, u"/a"_s, good));
    QVERIFY(recordCheck(folder, u"/a"_s, bad));
    QVERIFY(recordCheck(folder, u"/b"_s, bad));
    QCOMPARE(readChecks(folder, u"/a"_s), (QList<LastCheck>{good, bad}));
    QCOMPARE(readChecks(folder, u"/b"_s), QList<LastCheck>{bad});
    QVERIFY(readChecks(folder, u"/c"_s).isEmpty());

    LastCheck again = good;
    again.passed = false;
    again.when = when.addDays(1);
    QVERIFY(recordCheck(folder, u"/a"_s, again));
    QCOMPARE(readChecks(folder, u"/a"_s), (QList<LastCheck>{again, bad}));
}

void tst_Store::strangeChecks_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("count");
    QTest::newRow("cut off") << R"({"/a": {"x": {)"_ba << 0;
    QTest::newRow("list") << R"({"/a": []})"_ba << 0;
    QTest::newRow("no object") << R"({"/a": {"x": 1, "y": {}}})"_ba << 1;
    QTest::newRow("other types") << R"({"/a": {"x": {"when": 1, "passed": "yes", "tools": "5", "cause": null}}})"_ba
                                 << 1;
}

void tst_Store::strangeChecks()
{
    QFETCH(QByteArray, bytes);
    QFETCH(int, count);
    put(u"checks.json"_s, bytes);
    const QList<LastCheck> checks = readChecks(m_folder->path(), u"/a"_s);
    QCOMPARE(checks.size(), count);
    for (const LastCheck &check : checks)
        QVERIFY(!check.when.isValid() && !check.passed && check.tools == 0 && check.cause.isEmpty());
    QVERIFY(recordCheck(m_folder->path(), u"/a"_s, {u"z"_s, QDateTime::currentDateTimeUtc(), true, 1, {}, {}}));
}

void tst_Store::cannotBeWritten()
{
    put(u"file"_s, "x");
    const QString below = m_folder->filePath(u"file/below"_s);
    QVERIFY(!writeSettings(below, {}));
    QVERIFY(!recordCheck(below, u"/a"_s, {}));
}

QTEST_GUILESS_MAIN(tst_Store)
#include "tst_store.moc"
