#include "tests/cli/home.h"
#include "tests/support/environment.h"

#include <QtTest/QtTest>

/// Where Claude keeps its files, what it runs besides, and one change into several files.
namespace kopru::test {

using namespace Qt::StringLiterals;

class TestKopructlPlaces final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { scrubEnvironment(); }
    void evidence();
    void bothFiles();
    void secondFileFails();
    void parkedServerIsKept_data();
    void parkedServerIsKept();
    void replacedFileIsNotForBoth_data();
    void replacedFileIsNotForBoth();
    void nothingToChange();
    void doubtIsTold();
    void withoutBothItAsks();
    void extensions();
    void writeProtected();

private:
    static QString other(const Home &home) { return home.path(u".config/Claude-work/claude_desktop_config.json"_s); }
    /// Two files, the second of them changed later.
    static void makeBoth(const Home &home, const QByteArray &second)
    {
        QVERIFY(home.write(home.configFile(), R"({"mcpServers": {}, "n": 1.0})"));
        makeOlder(home);
        QVERIFY(home.write(other(home), second));
    }
    static void makeOlder(const Home &home)
    {
        QFile file(home.configFile());
        QVERIFY(file.open(QIODevice::ReadWrite));
        QVERIFY(file.setFileTime(QDateTime::currentDateTime().addSecs(-3600), QFileDevice::FileModificationTime));
    }
};

void TestKopructlPlaces::evidence()
{
    Home home;
    QVERIFY(home.write(home.path(u"dotfiles/claude.json"_s), R"({"mcpServers": {"id": {"command": "x"}}})"));
    QVERIFY(QDir().mkpath(QFileInfo(home.configFile()).path()));
    QVERIFY(QFile::link(home.path(u"dotfiles/claude.json"_s), home.configFile()));
    QVERIFY(home.write(home.logFolder() + u"/mcp-server-İD.log"_s, "x"));
    const Json json = home.run({u"where"_s, u"--json"_s}).json();
    const Json &place = json["places"][0];
    QCOMPARE(place["servers"], Json::array({"id"}));
    QCOMPARE(place.value("leadsTo", ""), home.path(u"dotfiles/claude.json"_s).toStdString());
    QCOMPARE(place.value("own", false), true);
    QCOMPARE(place["loggedServers"][0].value("server", ""), std::string("İD"));
    QVERIFY(place["lastLog"].is_string());
    QCOMPARE(json["policy"].value("forbidsLocalServers", true), false);
    const QByteArray shown = home.run({u"where"_s}).out;
    QVERIFY2(shown.contains(home.path(u"dotfiles/claude.json"_s).toUtf8()), shown.constData());
    QVERIFY2(shown.contains("İD"), shown.constData());
}

void TestKopructlPlaces::bothFiles()
{
    Home home;
    makeBoth(home, "{\n\t\"mcpServers\": {},\n\t\"INPUT\": 1e2\n}\n");
    QCOMPARE(home.run({u"where"_s, u"--json"_s}).json().value("certainty", ""), std::string("ambiguous"));
    const Ended ended = home.run(
        {u"add"_s, u"id"_s, u"--kind"_s, u"local"_s, u"--set"_s, u"command=/bin/sh"_s, u"--both"_s, u"--json"_s});
    QVERIFY2(ended.code == 0, ended.out.constData());
    QCOMPARE(ended.json()["others"][0].value("file", ""), other(home).toStdString());
    QCOMPARE(ended.json()["others"][0].value("written", false), true);
    for (const QString &file : {home.configFile(), other(home)}) {
        const Json config = Json::parse(Home::read(file).toStdString());
        QCOMPARE(config["mcpServers"]["id"].value("command", ""), std::string("/bin/sh"));
    }
    QVERIFY(Home::read(other(home)).contains("\t\"INPUT\": 1e2\n"));
    QVERIFY(!Home::read(other(home)).contains("\"n\""));
    // And back. Who looks at the other file later does not miss it.
    QCOMPARE(home.run({u"list"_s, u"--config"_s, other(home)}).err, QByteArray());
    QCOMPARE(home.run({u"remove"_s, u"id"_s, u"--both"_s}).code, 0);
    QCOMPARE(home.run({u"list"_s, u"--config"_s, other(home)}).err, QByteArray());
    for (const QString &file : {home.configFile(), other(home)})
        QVERIFY(Json::parse(Home::read(file).toStdString())["mcpServers"].empty());
}

void TestKopructlPlaces::secondFileFails()
{
    Home home;
    const QByteArray second = R"({"mcpServers": {"id": {"command": "another"}}})";
    makeBoth(home, second);
    const Ended ended =
        home.run({u"add"_s, u"id"_s, u"--kind"_s, u"local"_s, u"--set"_s, u"command=/bin/sh"_s, u"--both"_s});
    QCOMPARE(ended.code, 1);
    QVERIFY2((ended.out + ended.err).contains(other(home).toUtf8()), ended.out.constData());
    QVERIFY(home.config().contains("/bin/sh"));
    QCOMPARE(Home::read(other(home)), second);

    const Ended told = home.run(
        {u"set"_s, u"id"_s, u"--set"_s, u"command=/bin/cat"_s, u"--both"_s, u"--json"_s, u"--lang"_s, u"tr"_s});
    QCOMPARE(told.code, 1);
    const Json json = told.json();
    QCOMPARE(json.value("ok", true), false);
    QCOMPARE(json.value("written", false), true);
    QCOMPARE(json["others"][0].value("written", true), false);
    QCOMPARE(json["error"].value("id", ""), std::string("others-not-written"));
    QVERIFY(!json["error"].value("what", "").empty() && !json["error"].value("remedy", "").empty());
}

void TestKopructlPlaces::replacedFileIsNotForBoth_data()
{
    QTest::addColumn<QStringList>("command");
    QTest::newRow("repair") << QStringList{u"repair"_s, u"--write"_s};
    QTest::newRow("restore") << QStringList{u"restore"_s, u"2"_s};
}

/// A broken file is replaced as a whole: there is no change that another file could take over.
void TestKopructlPlaces::replacedFileIsNotForBoth()
{
    QFETCH(QStringList, command);
    Home home;
    const QByteArray second = R"({"mcpServers": {}})";
    makeBoth(home, second);
    const QByteArray sound = R"({"mcpServers": {"id": {"command": "/bin/cat"}}})";
    const QByteArray broken = R"({"mcpServers": {"id": {"command": "/bin/cat"},}})";
    QVERIFY(home.write(home.configFile(), sound));
    makeOlder(home);
    QCOMPARE(home.run({u"list"_s}).code, 0);
    QVERIFY(home.write(home.configFile(), broken));
    makeOlder(home);
    QCOMPARE(home.run({u"snapshots"_s}).code, 0);
    const Ended ended = home.run(command + QStringList{u"--both"_s, u"--json"_s});
    QVERIFY2(ended.code == 3, ended.out.constData());
    QCOMPARE(ended.json()["error"].value("id", ""), std::string("one-by-one"));
    QCOMPARE(home.config(), broken);
    QCOMPARE(Home::read(other(home)), second);
    const Ended alone = home.run(command + QStringList{u"--config"_s, home.configFile(), u"--json"_s});
    QVERIFY2(alone.code == 0, alone.out.constData());
    QCOMPARE(home.config(), sound);
}

void TestKopructlPlaces::nothingToChange()
{
    Home home;
    const QByteArray second = R"({"mcpServers": {}})";
    makeBoth(home, second);
    QVERIFY(home.write(home.configFile(), R"({"mcpServers": {"id": {"command": "/bin/cat"}}})"));
    makeOlder(home);
    const QStringList same{u"set"_s, u"id"_s, u"--set"_s, u"command=/bin/cat"_s, u"--both"_s};
    const Ended shown = home.run(same);
    QCOMPARE(shown.code, 0);
    QVERIFY2(!shown.out.contains("Written too"), shown.out.constData());
    QCOMPARE(home.run(same + QStringList{u"--json"_s}).json()["others"][0].value("written", true), false);
    QCOMPARE(Home::read(other(home)), second);
}

/// Also where nothing is written: what is shown may be the file that Claude does not read.
void TestKopructlPlaces::doubtIsTold()
{
    Home home;
    makeBoth(home, R"({"mcpServers": {"b": {"command": "/bin/cat"}}})");
    QVERIFY(home.write(home.configFile(), R"({"mcpServers": {"a": {"command": "/bin/cat"}}})"));
    makeOlder(home);
    for (const QStringList &command : {QStringList{u"list"_s},
                                       {u"show"_s, u"a"_s},
                                       {u"check"_s},
                                       {u"export"_s, u"a"_s},
                                       {u"snapshots"_s},
                                       {u"repair"_s}}) {
        const Ended shown = home.run(command);
        QCOMPARE(shown.code, 0);
        QVERIFY2(shown.err.startsWith("! It is not certain"), (command.first().toUtf8() + shown.err).constData());
        QVERIFY(shown.err.contains(home.configFile().toUtf8()));
        const Json json = home.run(command + QStringList{u"--json"_s}).json();
        QCOMPARE(json.value("certainty", ""), std::string("ambiguous"));
        const QStringList given{u"--config"_s, home.configFile()};
        QVERIFY(!home.run(command + given).err.contains("not certain"));
        QCOMPARE(home.run(command + given + QStringList{u"--json"_s}).json().value("certainty", ""),
                 std::string("given"));
    }
    const QByteArray where = home.run({u"where"_s}).out;
    QVERIFY2(!where.contains("Claude reads this one"), where.constData());
    QVERIFY2(where.contains("It is not certain"), where.constData());
    QVERIFY(home.run({u"where"_s, u"--config"_s, home.configFile()}).out.contains(home.configFile().toUtf8()));
}

void TestKopructlPlaces::parkedServerIsKept_data()
{
    QTest::addColumn<QByteArray>("second");
    QTest::newRow("conflict") << R"({"mcpServers": {"id": {"command": "another"}}})"_ba;
    QTest::newRow("broken") << R"({"mcpServers": {)"_ba;
}

/// The first file is written without it: its copy must stay, whatever the second one says.
void TestKopructlPlaces::parkedServerIsKept()
{
    QFETCH(QByteArray, second);
    Home home;
    makeBoth(home, second);
    const QByteArray first = R"({"mcpServers": {"id": {"command": "/bin/cat"}}})";
    QVERIFY(home.write(home.configFile(), first));
    makeOlder(home);
    const Ended ended = home.run({u"park"_s, u"id"_s, u"--both"_s, u"--json"_s});
    QCOMPARE(ended.code, 1);
    QVERIFY(!home.config().contains("/bin/cat"));
    QCOMPARE(Home::read(other(home)), second);
    const QStringList live{u"--config"_s, home.configFile()};
    QCOMPARE(home.run(live + QStringList{u"unpark"_s, u"id"_s}).code, 0);
    QCOMPARE(home.config(), first);
}

void TestKopructlPlaces::withoutBothItAsks()
{
    Home home;
    makeBoth(home, R"({"mcpServers": {}})");
    const QByteArray before = home.config();
    const Ended ended = home.run({u"add"_s, u"id"_s, u"--kind"_s, u"local"_s, u"--set"_s, u"command=/bin/sh"_s});
    QCOMPARE(ended.code, 3);
    QCOMPARE(home.config(), before);
    QCOMPARE(Home::read(other(home)), R"({"mcpServers": {}})"_ba);
}

void TestKopructlPlaces::extensions()
{
    Home home;
    const QString folder = QFileInfo(home.configFile()).path();
    QVERIFY(home.write(home.configFile(), "{}"));
    QVERIFY(home.write(folder + u"/Claude Extensions/x/manifest.json"_s,
                       R"({"display_name": "Dosyalar", "version": "1.2", "server": {"type": "node"}})"));
    QVERIFY(home.write(folder + u"/Claude Extensions Settings/x.json"_s,
                       R"({"isEnabled": false, "userConfig": {"token": "s3cretVALUE"}})"));
    const Json json = home.run({u"list"_s, u"--json"_s}).json();
    QCOMPARE(json["extensions"].size(), 1U);
    QCOMPARE(json["extensions"][0].value("name", ""), std::string("Dosyalar"));
    QCOMPARE(json["extensions"][0].value("enabled", true), false);
    QCOMPARE(json["managedServers"], Json::array());
    QCOMPARE(json["servers"], Json::array());
    QVERIFY(home.run({u"list"_s}).out.contains("Dosyalar"));
    QVERIFY(!home.said().contains("s3cretVALUE"));
}

void TestKopructlPlaces::writeProtected()
{
    Home home;
    QVERIFY(home.write(home.configFile(), R"({"mcpServers": {}})"));
    QVERIFY(QFile::setPermissions(home.configFile(), QFileDevice::ReadOwner));
    if (QFileInfo(home.configFile()).isWritable())
        QSKIP("This account may write everything");
    const Json json = home.run({u"doctor"_s, u"--json"_s}).json();
    bool found = false;
    for (const Json &finding : json["findings"])
        found = found || finding.value("id", "") == "write-protected";
    QVERIFY(found);
}

} // namespace kopru::test

QTEST_GUILESS_MAIN(kopru::test::TestKopructlPlaces)
#include "tst_kopructl_places.moc"
