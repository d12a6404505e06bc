#include "tests/cli/home.h"
#include "tests/support/environment.h"

#include <QtCore/QDir>
#include <QtCore/QDirIterator>
#include <QtCore/QFile>
#include <QtCore/QProcess>
#include <QtTest/QTest>

#include <memory>

/// The commands that keep the file from being lost: check, repair, snapshots, restore, park; what another program does
/// meanwhile.
namespace kopru::test {

using namespace Qt::StringLiterals;

class TestKopructlSafety final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { scrubEnvironment(); }
    void checkTellsAllFaults();
    void checkSaysWhatNeedsAGuess();
    void repairShows();
    void repairWrites();
    void repairPrints();
    void repairNeverGuesses();
    void repairOfASoundFile();
    void rename();
    void renameRefused_data();
    void renameRefused();
    void parkAndUnpark();
    void unparkUnderAnotherName();
    void unparkTwice();
    void snapshotsAreListed();
    void restoreGoesBack();
    void restoreServers();
    void restoreOverABrokenFile();
    void vanishedServersAreToldAndComeBack();
    void vanishedServersStayKnown();
    void acceptedLossIsNotToldAgain();
    void conflicts_data();
    void conflicts();
    void mergesWhatAnotherProgramAdded();
    void manyAtOnce();
    void dryRunWritesNothing_data();
    void dryRunWritesNothing();

private:
    static std::unique_ptr<QProcess> waiting(Home &home, const QStringList &more);
};

namespace {

const QByteArray secret = "mcp_V4lue/For+Tests=="_ba;

/// A comment, single quotes, a missing comma and a trailing one; a secret in it.
const QByteArray broken = R"({
  // servers
  "mcpServers": {
    'portal': {
      "command": "/bin/cat"
      "env": {"API_TOKEN": "mcp_V4lue/For+Tests=="}
    },
    "second": {"command": "/bin/true"},
  }
}
)"_ba;

/// Nobody knows what was to stand there.
const QByteArray unclear = R"({"mcpServers": {"portal": {"command": "/bin/cat", "env": {"API_TOKEN": }}}})"_ba;

const QByteArray three = R"({
  "theme": "dark",
  "mcpServers": {
    "one": {"command": "/bin/cat", "env": {"API_TOKEN": "mcp_V4lue/For+Tests=="}},
    "two":   {"command": "/bin/true", "own": [1, 2.50]},
    "three": {"command": "/bin/false"}
  }
}
)"_ba;

QStringList texts(const Json &list)
{
    QStringList result;
    if (list.is_array())
        for (const Json &one : list)
            result.append(QString::fromStdString(one.is_string() ? one.get<std::string>() : one.dump()));
    return result;
}

std::string errorId(const Ended &ended)
{
    const Json json = ended.json();
    return json.is_object() && json.contains("error") ? json["error"].value("id", "") : std::string();
}

int filesIn(const QString &folder)
{
    int count = 0;
    for (QDirIterator it(folder, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories); it.hasNext(); it.next())
        ++count;
    return count;
}

} // namespace

void TestKopructlSafety::checkTellsAllFaults()
{
    Home home;
    QVERIFY(home.write(home.configFile(), broken));
    const Ended shown = home.run({u"check"_s});
    QCOMPARE(shown.code, 1);
    for (const QByteArray &place : {":2:3: "_ba, ":4:5: "_ba, ":5:28: "_ba, ":8:39: "_ba})
        QVERIFY2(shown.out.contains(home.configFile().toUtf8() + place), shown.out.constData());
    QVERIFY2(shown.out.contains("ignores every server"), shown.out.constData());
    QVERIFY(shown.out.contains("kopructl repair"));

    const Ended ended = home.run({u"check"_s, u"--json"_s});
    QCOMPARE(ended.code, 1);
    const Json json = ended.json();
    QCOMPARE(errorId(ended), std::string("broken-file"));
    QCOMPARE(json.value("readable", true), false);
    QStringList ids;
    for (const Json &fault : json["faults"]) {
        ids.append(QString::fromStdString(fault.value("id", "")));
        QVERIFY(fault.value("offset", -1) >= 0 && !fault.value("what", "").empty());
    }
    QCOMPARE(ids, (QStringList{u"comment"_s, u"missing-quote"_s, u"missing-comma"_s, u"trailing-comma"_s}));
    QCOMPARE(json["mended"].dump(), R"({"possible":true,"servers":["portal","second"],"valid":true})");
    QCOMPARE(home.config(), broken);
    QVERIFY(!leaks(home.said(), secret));
    const Ended turkish = home.run({u"check"_s, u"--lang"_s, u"tr"_s});
    QVERIFY2(turkish.out.contains("sunucu"), turkish.out.constData());
    QVERIFY2(!turkish.out.contains("server"), turkish.out.constData());
}

void TestKopructlSafety::checkSaysWhatNeedsAGuess()
{
    Home home;
    QVERIFY(home.write(home.configFile(), unclear));
    const Ended shown = home.run({u"check"_s});
    QCOMPARE(shown.code, 1);
    QVERIFY2(shown.out.contains("kopructl snapshots"), shown.out.constData());
    QCOMPARE(home.run({u"check"_s, u"--json"_s}).json()["mended"].dump(), R"({"possible":false})");
}

void TestKopructlSafety::repairShows()
{
    Home home;
    QVERIFY(home.write(home.configFile(), broken));
    const Ended shown = home.run({u"repair"_s});
    QCOMPARE(shown.code, 0);
    QVERIFY2(shown.out.contains("-   // servers\n"), shown.out.constData());
    QVERIFY2(shown.out.contains("+     \"portal\": {\n"), shown.out.constData());
    QVERIFY2(shown.out.contains(":5:28: "), shown.out.constData());
    QCOMPARE(home.config(), broken);
    const Ended ended = home.run({u"repair"_s, u"--json"_s});
    const Json json = ended.json();
    QCOMPARE(json.value("ok", false), true);
    QCOMPARE(json.value("written", true), false);
    QCOMPARE(json["faults"].size(), std::size_t{4});
    QCOMPARE(json["mended"].value("valid", false), true);
    QVERIFY(json["diff"].size() > 4);
    QVERIFY(!leaks(home.said(), secret));
    QVERIFY(!leaks(home.said(), "V4lue"));
}

void TestKopructlSafety::repairWrites()
{
    Home home;
    QVERIFY(home.write(home.configFile(), broken));
    const Ended dry = home.run({u"repair"_s, u"--write"_s, u"--dry-run"_s});
    QCOMPARE(dry.code, 0);
    QCOMPARE(home.config(), broken);
    const Ended ended = home.run({u"repair"_s, u"--write"_s, u"--json"_s});
    QVERIFY2(ended.code == 0, ended.out.constData());
    QCOMPARE(ended.json().value("written", false), true);
    const Json config = Json::parse(home.config().toStdString(), nullptr, false);
    QVERIFY(config.is_object());
    QCOMPARE(config["mcpServers"]["portal"]["env"].value("API_TOKEN", ""), secret.toStdString());
    QCOMPARE(config["mcpServers"].size(), std::size_t{2});
    // The broken bytes are kept.
    const Json kept = home.run({u"snapshots"_s, u"--json"_s}).json()["snapshots"];
    QCOMPARE(kept.size(), std::size_t{2});
    QCOMPARE(kept[0].value("current", false), true);
    QCOMPARE(kept[1].value("readable", true), false);
    QCOMPARE(kept[1].value("size", 0), static_cast<int>(broken.size()));
    QCOMPARE(home.run({u"repair"_s, u"--write"_s}).code, 0);
    QVERIFY(!leaks(home.said(), secret));
}

void TestKopructlSafety::repairPrints()
{
    Home home;
    QVERIFY(home.write(home.configFile(), broken));
    const Ended hidden = home.run({u"repair"_s, u"--print"_s});
    QCOMPARE(hidden.code, 0);
    QVERIFY(Json::parse(hidden.out.toStdString(), nullptr, false).is_object()); // nothing else on standard output
    QVERIFY(!leaks(home.said(), secret));
    const Ended open = home.run({u"repair"_s, u"--print"_s, u"--reveal"_s});
    QVERIFY(open.out.contains(secret));
    QCOMPARE(home.run({u"repair"_s, u"--reveal"_s}).code, 2);
    QCOMPARE(home.config(), broken);
}

void TestKopructlSafety::repairNeverGuesses()
{
    Home home;
    QVERIFY(home.write(home.configFile(), unclear));
    for (const QStringList &more :
         {QStringList{}, {u"--write"_s}, {u"--print"_s}, {u"--write"_s, u"--keep"_s, u"ours"_s}}) {
        const Ended ended = home.run(QStringList{u"repair"_s, u"--json"_s} + more);
        QCOMPARE(ended.code, 3);
        QCOMPARE(errorId(ended), std::string("needs-a-guess"));
        QVERIFY(!ended.json()["faults"].empty());
    }
    QCOMPARE(home.config(), unclear);
}

void TestKopructlSafety::repairOfASoundFile()
{
    Home home;
    QVERIFY(home.write(home.configFile(), three));
    const Ended shown = home.run({u"repair"_s, u"--write"_s});
    QCOMPARE(shown.code, 0);
    QVERIFY2(shown.out.contains("nothing to mend"), shown.out.constData());
    QCOMPARE(home.run({u"repair"_s, u"--json"_s}).json().value("written", true), false);
    QCOMPARE(home.config(), three);
}

void TestKopructlSafety::rename()
{
    Home home;
    QVERIFY(home.write(home.configFile(), three));
    const Ended ended = home.run({u"rename"_s, u"two"_s, u"iki ığİş"_s, u"--json"_s});
    QVERIFY2(ended.code == 0, ended.out.constData());
    QCOMPARE(home.config(), QByteArray(three).replace("\"two\"", "\"iki ığİş\""));
    QCOMPARE(ended.json().value("renamed", ""), std::string("two"));
}

void TestKopructlSafety::renameRefused_data()
{
    QTest::addColumn<QStringList>("names");
    QTest::addColumn<int>("code");
    QTest::addColumn<QByteArray>("id");
    QTest::newRow("taken") << QStringList{u"two"_s, u"one"_s} << 3 << "name-taken"_ba;
    QTest::newRow("nobody") << QStringList{u"four"_s, u"five"_s} << 1 << "no-such-server"_ba;
    QTest::newRow("empty") << QStringList{u"two"_s, u"  "_s} << 3 << "bad-name"_ba;
    QTest::newRow("missing") << QStringList{u"two"_s} << 2 << "usage"_ba;
}

void TestKopructlSafety::renameRefused()
{
    QFETCH(QStringList, names);
    QFETCH(int, code);
    QFETCH(QByteArray, id);
    Home home;
    QVERIFY(home.write(home.configFile(), three));
    const Ended ended = home.run(QStringList{u"rename"_s, u"--json"_s} + names);
    QCOMPARE(ended.code, code);
    QCOMPARE(errorId(ended), id.toStdString());
    QCOMPARE(home.config(), three);
}

void TestKopructlSafety::parkAndUnpark()
{
    Home home;
    QVERIFY(home.write(home.configFile(), three));
    QCOMPARE(home.run({u"park"_s, u"two"_s, u"--dry-run"_s}).code, 0);
    QCOMPARE(home.config(), three);
    const Ended parked = home.run({u"park"_s, u"two"_s, u"--json"_s});
    QVERIFY2(parked.code == 0, parked.out.constData());
    QVERIFY(!home.config().contains("\"two\""));
    const Ended list = home.run({u"list"_s, u"--json"_s});
    QCOMPARE(list.json()["servers"].size(), std::size_t{2});
    QCOMPARE(list.json()["parked"][0].value("name", ""), std::string("two"));
    const QByteArrayList lines = home.run({u"list"_s}).out.trimmed().split('\n');
    QVERIFY2(lines.last().startsWith("two\tparked"), lines.last().constData());
    QVERIFY(!list.json().contains("vanished")); // Kopru itself took it out
    const Ended back = home.run({u"unpark"_s, u"two"_s, u"--json"_s});
    QVERIFY2(back.code == 0, back.out.constData());
    QCOMPARE(home.config(), three); // byte for byte, where it stood
    QVERIFY(home.run({u"list"_s, u"--json"_s}).json()["parked"].empty());
    QCOMPARE(home.run({u"unpark"_s, u"two"_s}).code, 1);
    QCOMPARE(home.run({u"park"_s, u"four"_s}).code, 1);
}

void TestKopructlSafety::unparkUnderAnotherName()
{
    Home home;
    QVERIFY(home.write(home.configFile(), three));
    QCOMPARE(home.run({u"park"_s, u"two"_s}).code, 0);
    QCOMPARE(home.run({u"rename"_s, u"one"_s, u"two"_s}).code, 0);
    const Ended taken = home.run({u"unpark"_s, u"two"_s, u"--json"_s});
    QCOMPARE(taken.code, 3);
    QCOMPARE(errorId(taken), std::string("name-taken"));
    QCOMPARE(home.run({u"unpark"_s, u"two"_s, u"--name"_s, u"deux"_s}).code, 0);
    QVERIFY(home.config().contains(R"("deux":   {"command": "/bin/true", "own": [1, 2.50]})"));
    QVERIFY(home.run({u"list"_s, u"--json"_s}).json()["parked"].empty());
}

/// The program ended between saving the file and removing the parked copy.
void TestKopructlSafety::unparkTwice()
{
    Home home;
    QVERIFY(home.write(home.configFile(), three));
    QCOMPARE(home.run({u"park"_s, u"two"_s}).code, 0);
    QVERIFY(home.write(home.configFile(), three));
    const Ended ended = home.run({u"unpark"_s, u"two"_s, u"--json"_s});
    QCOMPARE(ended.code, 0);
    QCOMPARE(ended.json().value("written", true), false);
    QCOMPARE(home.config(), three);
    QVERIFY(home.run({u"list"_s, u"--json"_s}).json()["parked"].empty());
}

void TestKopructlSafety::snapshotsAreListed()
{
    Home home;
    QVERIFY(home.write(home.configFile(), three));
    QCOMPARE(home.run({u"remove"_s, u"one"_s}).code, 0);
    QCOMPARE(home.run({u"rename"_s, u"two"_s, u"zwei"_s}).code, 0);
    const Json list = home.run({u"snapshots"_s, u"--json"_s}).json()["snapshots"];
    QCOMPARE(list.size(), std::size_t{3});
    QCOMPARE(list[0].value("number", 0), 1);
    QCOMPARE(list[0].value("current", false), true);
    QCOMPARE(list[2].value("servers", 0), 3);
    QCOMPARE(texts(list[2]["differing"]), (QStringList{u"+one"_s, u"+two"_s, u"-zwei"_s}));
    QCOMPARE(home.run({u"snapshots"_s, u"list"_s}).out.count('\n'), 4);

    const Ended shown = home.run({u"snapshots"_s, u"show"_s, u"3"_s});
    QCOMPARE(shown.code, 0);
    QVERIFY2(shown.out.contains("+     \"one\": "), shown.out.constData());
    QVERIFY(!leaks(home.said(), secret));
    const QString id = QString::fromStdString(list[2].value("id", ""));
    QCOMPARE(home.run({u"snapshots"_s, u"show"_s, id}).out, shown.out);
    for (const QString &wrong : {u"4"_s, u"0"_s, u"x"_s, u"-1"_s})
        QVERIFY(home.run({u"snapshots"_s, u"show"_s, wrong}).code != 0);
}

void TestKopructlSafety::restoreGoesBack()
{
    Home home;
    QVERIFY(home.write(home.configFile(), three));
    QCOMPARE(home.run({u"remove"_s, u"one"_s}).code, 0);
    const QByteArray without = home.config();
    const Ended dry = home.run({u"restore"_s, u"2"_s, u"--dry-run"_s});
    QCOMPARE(dry.code, 0);
    QVERIFY2(dry.out.contains("+     \"one\": "), dry.out.constData());
    QCOMPARE(home.config(), without);
    const Ended back = home.run({u"restore"_s, u"2"_s, u"--json"_s});
    QVERIFY2(back.code == 0, back.out.constData());
    QCOMPARE(home.config(), three);
    QVERIFY(!back.json()["diff"].empty());
    // And what was there before is a version too.
    QCOMPARE(home.run({u"restore"_s, u"2"_s}).code, 0);
    QCOMPARE(home.config(), without);
    QCOMPARE(home.run({u"restore"_s, u"99"_s}).code, 1);
    QCOMPARE(home.run({u"restore"_s}).code, 2);
    QCOMPARE(home.run({u"restore"_s, u"2"_s, u"--vanished"_s}).code, 2);
    QVERIFY(!leaks(home.said(), secret));
}

void TestKopructlSafety::restoreServers()
{
    Home home;
    QVERIFY(home.write(home.configFile(), three));
    QCOMPARE(home.run({u"remove"_s, u"two"_s}).code, 0);
    QCOMPARE(home.run({u"rename"_s, u"three"_s, u"drei"_s}).code, 0);
    const Ended back = home.run({u"restore"_s, u"--servers"_s, u"two"_s, u"--json"_s});
    QVERIFY2(back.code == 0, back.out.constData());
    QCOMPARE(home.config(), QByteArray(three).replace("\"three\"", "\"drei\""));
    QCOMPARE(texts(back.json()["restored"]), QStringList{u"two"_s});
    const Ended nobody = home.run({u"restore"_s, u"--json"_s, u"--servers"_s, u"three"_s, u"four"_s});
    QCOMPARE(nobody.code, 1);
    QCOMPARE(texts(nobody.json()["error"]["missing"]), QStringList{u"four"_s});
}

void TestKopructlSafety::restoreOverABrokenFile()
{
    Home home;
    QVERIFY(home.write(home.configFile(), three));
    QCOMPARE(home.run({u"list"_s}).code, 0); // Kopru sees it once
    QVERIFY(home.write(home.configFile(), unclear));
    const Json list = home.run({u"snapshots"_s, u"--json"_s}).json()["snapshots"];
    QCOMPARE(list[0].value("readable", true), false);
    QCOMPARE(home.run({u"restore"_s, u"1"_s}).code, 3); // that one is no better
    QCOMPARE(home.config(), unclear);
    QCOMPARE(home.run({u"restore"_s, u"2"_s}).code, 0);
    QCOMPARE(home.config(), three);
    // Empty, and gone altogether.
    QVERIFY(home.write(home.configFile(), {}));
    QCOMPARE(home.run({u"restore"_s, u"--vanished"_s}).code, 0);
    QCOMPARE(home.config(), three);
    QVERIFY(QFile::remove(home.configFile()));
    QCOMPARE(home.run({u"restore"_s, u"--vanished"_s}).code, 0);
    QCOMPARE(home.config(), three);
}

void TestKopructlSafety::vanishedServersAreToldAndComeBack()
{
    Home home;
    QVERIFY(home.write(home.configFile(), three));
    QCOMPARE(home.run({u"list"_s}).err, QByteArray());
    QVERIFY(home.write(home.configFile(), R"({"theme": "light"})"));
    for (const QStringList &command :
         {QStringList{u"list"_s}, {u"check"_s}, {u"snapshots"_s}, {u"show"_s, u"one"_s}, {u"repair"_s}}) {
        const Ended shown = home.run(command);
        QVERIFY2(shown.err.contains("one, three, two"), (command.join(u' ').toUtf8() + shown.err).constData());
        QVERIFY(shown.err.contains("kopructl restore --vanished"));
        const Json json = home.run(command + QStringList{u"--json"_s}).json();
        QCOMPARE(json["vanished"].value("loss", ""), std::string("wiped"));
        QCOMPARE(texts(json["vanished"]["servers"]), (QStringList{u"one"_s, u"three"_s, u"two"_s}));
    }
    // Commands about something else say so as well.
    QVERIFY(home.write(home.logFolder() + u"/mcp.log"_s, "2026-03-10T15:20:02.000Z [one] [warn] a line\n"));
    for (const QStringList &command : {QStringList{u"logs"_s}, {u"bridges"_s}, {u"bridges"_s, u"remove"_s}}) {
        const Ended shown = home.run(command);
        QCOMPARE(shown.code, 0);
        QVERIFY2(shown.err.contains("one, three, two"), (command.join(u' ').toUtf8() + shown.err).constData());
        QVERIFY2(!shown.out.contains("three"), shown.out.constData());
        const Json json = home.run(command + QStringList{u"--json"_s}).json();
        QCOMPARE(texts(json["vanished"]["servers"]), (QStringList{u"one"_s, u"three"_s, u"two"_s}));
    }
    const Ended back = home.run({u"restore"_s, u"--vanished"_s, u"--json"_s});
    QVERIFY2(back.code == 0, back.out.constData());
    const Json config = Json::parse(home.config().toStdString(), nullptr, false);
    QCOMPARE(config.value("theme", ""), std::string("light")); // what else was done stays
    QCOMPARE(config["mcpServers"].size(), std::size_t{3});
    QCOMPARE(home.run({u"list"_s}).err, QByteArray());
    QVERIFY(home.run({u"restore"_s, u"--vanished"_s, u"--json"_s}).json()["restored"].empty());
    QVERIFY(!leaks(home.said(), secret));
}

/// A save of something else does not make anybody forget them.
void TestKopructlSafety::vanishedServersStayKnown()
{
    Home home;
    QVERIFY(home.write(home.configFile(), three));
    QCOMPARE(home.run({u"list"_s}).code, 0);
    QVERIFY(home.write(home.configFile(), R"({"mcpServers": {"one": {"command": "/bin/cat"}}})"));
    QCOMPARE(home.run({u"rename"_s, u"one"_s, u"uno"_s}).code, 0);
    const Ended shown = home.run({u"list"_s});
    QVERIFY2(shown.err.contains("three, two"), shown.err.constData());
    QCOMPARE(home.run({u"restore"_s, u"--vanished"_s}).code, 0);
    QCOMPARE(home.run({u"list"_s, u"--json"_s}).json()["servers"].size(), std::size_t{3});
    QCOMPARE(home.run({u"list"_s}).err, QByteArray());
}

void TestKopructlSafety::acceptedLossIsNotToldAgain()
{
    Home home;
    QVERIFY(home.write(home.configFile(), three));
    QCOMPARE(home.run({u"list"_s}).code, 0);
    QVERIFY(home.write(home.configFile(), R"({"mcpServers": {}})"));
    QVERIFY(!home.run({u"list"_s}).err.isEmpty());
    QCOMPARE(home.run({u"restore"_s, u"--accept"_s}).code, 0);
    QVERIFY(home.run({u"list"_s}).err.isEmpty());
    // They can still be had.
    QCOMPARE(home.run({u"restore"_s, u"--servers"_s, u"one"_s}).code, 0);
    QVERIFY(home.config().contains("\"one\""));
}

/// kopructl that has opened the file and waits for a token.
std::unique_ptr<QProcess> TestKopructlSafety::waiting(Home &home, const QStringList &more)
{
    auto process = std::make_unique<QProcess>();
    home.prepare(*process,
                 QStringList{u"set"_s, u"one"_s, u"--json"_s, u"--secret"_s, u"--set"_s, u"url=https://a.example/x"_s} +
                     more);
    process->start();
    // Its first look at the file makes a note.
    const bool looked = QTest::qWaitFor([&home] { return filesIn(home.dataFolder() + u"/snapshots"_s) > 0; }, 30000);
    return looked ? std::move(process) : nullptr;
}

void TestKopructlSafety::conflicts_data()
{
    QTest::addColumn<QStringList>("keep");
    QTest::addColumn<int>("code");
    QTest::addColumn<QByteArray>("url");
    QTest::newRow("undecided") << QStringList{} << 3 << "https://a.example/theirs"_ba;
    QTest::newRow("ours") << QStringList{u"--keep"_s, u"ours"_s} << 0 << "https://a.example/x"_ba;
    QTest::newRow("theirs") << QStringList{u"--keep"_s, u"theirs"_s} << 0 << "https://a.example/theirs"_ba;
}

void TestKopructlSafety::conflicts()
{
    QFETCH(QStringList, keep);
    QFETCH(int, code);
    QFETCH(QByteArray, url);
    Home home;
    const QByteArray before = R"({"mcpServers": {
  "one": {"command": "/x/kopru-bridge", "args": ["http", "--url", "https://a.example/mcp"]}
}})"_ba;
    QVERIFY(home.write(home.configFile(), before));
    const auto process = waiting(home, keep);
    QVERIFY(process);
    QVERIFY(home.write(home.configFile(), QByteArray(before).replace("/mcp\"", "/theirs\"")));
    process->write(secret + "\n");
    process->closeWriteChannel();
    QVERIFY(process->waitForFinished(30000));
    const Ended ended{process->exitCode(), process->readAllStandardOutput(), process->readAllStandardError()};
    QVERIFY2(ended.code == code, ended.out.constData());
    QVERIFY2(home.config().contains(url), home.config().constData());
    if (code == 3) {
        QCOMPARE(errorId(ended), std::string("conflict"));
        const Json conflict = ended.json()["error"]["conflicts"][0];
        QCOMPARE(texts(conflict["path"]).mid(0, 2), (QStringList{u"mcpServers"_s, u"one"_s}));
        QCOMPARE(conflict["theirsAt"].value("line", 0), 2);
        QVERIFY(conflict["oursAt"].value("line", 0) >= 2);
        QVERIFY(ended.json()["error"].value("remedy", "").find("--keep") != std::string::npos);
    }
    QVERIFY(!leaks(ended.out + ended.err + home.said(), secret));
}

void TestKopructlSafety::mergesWhatAnotherProgramAdded()
{
    Home home;
    QVERIFY(home.write(home.configFile(), R"({"mcpServers": {
  "one": {"command": "/x/kopru-bridge", "args": ["http", "--url", "https://a.example/mcp"]}
}})"));
    const auto process = waiting(home, {});
    QVERIFY(process);
    QVERIFY(home.write(home.configFile(), R"({"theme": "dark", "mcpServers": {
  "one": {"command": "/x/kopru-bridge", "args": ["http", "--url", "https://a.example/mcp"]}
}})"));
    process->write(secret + "\n");
    process->closeWriteChannel();
    QVERIFY(process->waitForFinished(30000));
    const QByteArray out = process->readAllStandardOutput();
    QVERIFY2(process->exitCode() == 0, out.constData());
    QCOMPARE(Json::parse(out.toStdString(), nullptr, false).value("merged", false), true);
    QVERIFY(home.config().contains("\"theme\": \"dark\""));
    QVERIFY(home.config().contains("https://a.example/x"));
}

/// Several of them write one file, each its own server: none is lost.
void TestKopructlSafety::manyAtOnce()
{
    Home home;
    QVERIFY(home.write(home.configFile(), three));
    constexpr int count = 8;
    std::vector<std::unique_ptr<QProcess>> programs;
    for (int i = 0; i < count; ++i) {
        programs.push_back(std::make_unique<QProcess>());
        home.prepare(*programs.back(), {u"add"_s, u"new-%1"_s.arg(i), u"--kind"_s, u"local"_s, u"--set"_s,
                                        u"command=/bin/cat"_s, u"--json"_s});
    }
    for (const QStringList &command : {QStringList{u"remove"_s, u"two"_s},
                                       {u"rename"_s, u"three"_s, u"drei"_s},
                                       {u"park"_s, u"one"_s},
                                       {u"list"_s},
                                       {u"check"_s}}) {
        programs.push_back(std::make_unique<QProcess>());
        home.prepare(*programs.back(), command + QStringList{u"--json"_s});
    }
    for (const auto &program : programs)
        program->start();
    for (const auto &program : programs) {
        QVERIFY(program->waitForFinished(60000));
        const QByteArray out = program->readAllStandardOutput();
        const bool isCheck = program->arguments().first() == u"check"_s; // /bin/false may be missing
        QVERIFY2(program->exitCode() == 0 || isCheck, out.constData());
        QVERIFY2(!Json::parse(out.toStdString(), nullptr, false).contains("vanished"), out.constData());
    }
    const Json config = Json::parse(home.config().toStdString(), nullptr, false);
    QVERIFY(config.is_object());
    QCOMPARE(config["mcpServers"].size(), std::size_t{1 + count});
    QVERIFY(config["mcpServers"].contains("drei"));
    QCOMPARE(filesIn(QFileInfo(home.configFile()).path()), 1); // and nothing is left beside it
    QCOMPARE(home.run({u"list"_s}).err, QByteArray());         // and nobody misses what was taken out on purpose
}

void TestKopructlSafety::dryRunWritesNothing_data()
{
    QTest::addColumn<QStringList>("command");
    QTest::newRow("rename") << QStringList{u"rename"_s, u"one"_s, u"uno"_s};
    QTest::newRow("park") << QStringList{u"park"_s, u"one"_s};
    QTest::newRow("unpark") << QStringList{u"unpark"_s, u"two"_s};
    QTest::newRow("restore") << QStringList{u"restore"_s, u"2"_s};
    QTest::newRow("restore servers") << QStringList{u"restore"_s, u"--servers"_s, u"two"_s};
    QTest::newRow("remove") << QStringList{u"remove"_s, u"one"_s};
    QTest::newRow("paste") << QStringList{u"paste"_s, u"https://a.example/mcp"_s, u"--save"_s};
}

void TestKopructlSafety::dryRunWritesNothing()
{
    QFETCH(QStringList, command);
    Home home;
    QVERIFY(home.write(home.configFile(), three));
    QCOMPARE(home.run({u"park"_s, u"two"_s}).code, 0);
    const QByteArray before = home.config();
    const int kept = filesIn(home.dataFolder() + u"/parked"_s);
    const Ended ended = home.run(command + QStringList{u"--dry-run"_s, u"--json"_s});
    QVERIFY2(ended.code == 0, ended.out.constData());
    QCOMPARE(ended.json().value("written", true), false);
    QVERIFY(!ended.json()["diff"].empty());
    QCOMPARE(home.config(), before);
    QCOMPARE(filesIn(home.dataFolder() + u"/parked"_s), kept);
    QVERIFY(!QFile::exists(home.bridge()));
    QVERIFY(!leaks(home.said(), secret));
}

} // namespace kopru::test

QTEST_GUILESS_MAIN(kopru::test::TestKopructlSafety)

#include "tst_kopructl_safety.moc"
