#include "app/config/configfile.h"
#include "app/config/parking.h"

#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using namespace kopru::config;
using kopru::store::Parked;
using kopru::store::ParkedServer;
using kopru::store::Snapshots;

namespace {

// Spelled as no program of ours would: all of it must come back.
const QByteArray odd =
    "\"\\u0131\\ud800\" :\t{ \"command\": \"x\",\n\t\"port\": 1.0e+2, \"env\": {\"T\": \"\\/\"} }"_ba;
const QByteArray text = "{\n  \"mcpServers\": {\n    \"a\": {\n      \"command\": \"1\"\n    },\n    "_ba + odd +
                        ",\n    \"c\": {\n      \"command\": \"3\"\n    }\n  },\n  \"k\": 1\n}\n"_ba;
const QString oddName = u"ı"_s + QChar(0xd800);
const QString source = u"/home/ığİş/claude_desktop_config.json"_s;

Document sound(const QByteArray &bytes)
{
    auto document = Document::parse(bytes);
    if (!document)
        qFatal("The test's own text is broken");
    return *document;
}

} // namespace

class tst_Parking : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void comesBackWhereItStood_data();
    void comesBackWhereItStood();
    void comesBackThroughTheStore();
    void neighbourIsGone();
    void nameIsTaken();
    void refuses();
    void noServersKey();
    void crashInBetween();
    void failedSaveLosesNothing();
};

void tst_Parking::comesBackWhereItStood_data()
{
    QTest::addColumn<QStringList>("names");
    QTest::newRow("first") << QStringList{u"a"_s};
    QTest::newRow("between") << QStringList{oddName};
    QTest::newRow("last") << QStringList{u"c"_s};
    QTest::newRow("all") << QStringList{u"a"_s, oddName, u"c"_s};
    QTest::newRow("all, from behind") << QStringList{u"c"_s, oddName, u"a"_s};
}

void tst_Parking::comesBackWhereItStood()
{
    QFETCH(QStringList, names);
    Document document = sound(text);
    QList<ParkedServer> parked;
    for (const QString &name : names) {
        const auto parking = park(document, name, source);
        QVERIFY(parking.has_value());
        QVERIFY(!parking->document.contains(name));
        parked.prepend(parking->server);
        document = parking->document;
    }
    for (const ParkedServer &server : parked)
        document = unpark(document, server).value();
    QCOMPARE(document.text(), text);
}

void tst_Parking::comesBackThroughTheStore()
{
    QTemporaryDir folder;
    const auto parking = park(sound(text), oddName, source);
    QCOMPARE(parking->server.member, odd);
    Parked parked(folder.filePath(u"parked"_s));
    QVERIFY(parked.add(parking->server));
    const ParkedServer kept = Parked(folder.filePath(u"parked"_s)).list(source).servers.value(0);
    QCOMPARE(unpark(parking->document, kept)->text(), text);
    QVERIFY(isStillInFile(kept, sound(text)));
    QVERIFY(!isStillInFile(kept, parking->document));
}

void tst_Parking::neighbourIsGone()
{
    const auto parking = park(sound(text), oddName, source);
    const Document without = *parking->document.removed(u"a"_s);
    const Document back = *unpark(without, parking->server);
    QCOMPARE(back.servers().last().name, oddName);
    QCOMPARE(back.memberText(oddName), odd);
}

void tst_Parking::nameIsTaken()
{
    const auto parking = park(sound(text), oddName, source);
    const Document taken = *parking->document.added(oddName, {u"other"_s, {}, {}});
    QCOMPARE(unpark(taken, parking->server).error(), EditProblem::NameTaken);
    QCOMPARE(unpark(taken, parking->server, u"a"_s).error(), EditProblem::NameTaken);
    QCOMPARE(unpark(taken, parking->server, u" "_s).error(), EditProblem::EmptyName);
    const Document back = *unpark(taken, parking->server, u"yeni"_s);
    QCOMPARE(back.memberText(u"yeni"_s), "\"yeni\""_ba + odd.sliced(odd.indexOf(" :")));
    QCOMPARE(back.server(oddName)->entry.command, u"other"_s);
}

void tst_Parking::refuses()
{
    QCOMPARE(park(sound(text), u"none"_s, source).error(), EditProblem::NoSuchServer);
    for (const QByteArray &member :
         {""_ba, "\"a\""_ba, "\"x\": {}, \"y\": {}"_ba, "\"x\": {}} {"_ba, "\"x\": \"\xff\""_ba,
          "\"x\": {}}, \"y\": {\"z\": 1"_ba, "\"x\": "_ba + QByteArray(511, '[') + QByteArray(511, ']')}) {
        ParkedServer server{u"x"_s, member, source, {}, {}, {}};
        QCOMPARE(unpark(sound(text), server).error(), EditProblem::NotAnObject);
    }
}

void tst_Parking::noServersKey()
{
    const auto parking = park(sound(text), u"c"_s, source);
    const Document back = *unpark(sound("{\n  \"k\": 1\n}"), parking->server);
    QCOMPARE(back.memberText(u"c"_s), parking->server.member);
}

void tst_Parking::crashInBetween()
{
    // Stored, and then the program ended before it saved: the file still has it.
    const auto parking = park(sound(text), oddName, source);
    QVERIFY(isStillInFile(parking->server, sound(text)));
    // The app printed the file anew meanwhile.
    QVERIFY(isStillInFile(parking->server,
                          sound("{\"mcpServers\": {\"\\u0131\\ud800\": {\"env\": {\"T\": \"/\"}, \"command\": \"x\", "
                                "\"port\": 100}}}")));
    // Once saved, it is only parked; and another server of its name is another server.
    QVERIFY(!isStillInFile(parking->server, parking->document));
    QVERIFY(!isStillInFile(parking->server, *parking->document.added(oddName, {u"x"_s, {}, {}})));
}

void tst_Parking::failedSaveLosesNothing()
{
    QTemporaryDir folder;
    const QString path = folder.filePath(u"claude_desktop_config.json"_s);
    QVERIFY(kopru::platform::replaceFile(path, text));
    Parked parked(folder.filePath(u"parked"_s));
    const auto opened = openConfig(path);
    const auto parking = park(opened->document, u"a"_s, path);
    const auto stored = parked.add(parking->server);
    QVERIFY(stored.has_value());
    // The save fails: its snapshots have no place.
    QVERIFY(kopru::platform::replaceFile(folder.filePath(u"in the way"_s), "x"));
    Snapshots nowhere(folder.filePath(u"in the way"_s));
    QVERIFY(!saveConfig(*opened, parking->document, nowhere));
    const auto again = openConfig(path);
    QCOMPARE(again->bytes, std::optional(text));
    QVERIFY(isStillInFile(*stored, again->document));
    // Tried again it is the same parked server, not a second one; then the save goes through.
    QVERIFY(parked.add(park(again->document, u"a"_s, path)->server));
    QCOMPARE(parked.list(path).servers.size(), 1);
    Snapshots snapshots(folder.filePath(u"snapshots"_s));
    QVERIFY(saveConfig(*again, parking->document, snapshots));
    QVERIFY(!isStillInFile(*stored, openConfig(path)->document));
    QCOMPARE(unpark(openConfig(path)->document, parked.list(path).servers.first())->text(), text);
}

QTEST_GUILESS_MAIN(tst_Parking)
#include "tst_parking.moc"
