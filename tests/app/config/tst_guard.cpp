#include "app/config/guard.h"

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using namespace kopru::config;
using kopru::platform::FileError;
using kopru::platform::FileProblem;
using kopru::store::SeenFile;
using kopru::store::Snapshots;

namespace {

const QByteArray three = R"({
  "preferences": { "kept": 1.0 },
  "mcpServers": {
    "a": { "command": "1", "env": { "TOKEN": "geheim-123" } },
    "b": { "command": "2" },
    "c": { "command": "3", "odd": [ ] }
  }
}
)"_ba;
const QString path = u"/nowhere/claude_desktop_config.json"_s;
const QDateTime noon(QDate(2026, 9, 1), QTime(12, 0), Qt::UTC);

kopru::Result<ConfigFile, OpenError> opened(const std::optional<QByteArray> &bytes)
{
    if (!bytes)
        return ConfigFile{path, std::nullopt, Document()};
    auto document = Document::parse(*bytes);
    if (!document)
        return kopru::failure(OpenError(BrokenFile{*bytes, document.error()}));
    return ConfigFile{path, *bytes, *document};
}

Document sound(const QByteArray &text)
{
    return Document::parse(text).value();
}

QByteArray without(const QStringList &names)
{
    Document document = sound(three);
    for (const QString &name : names)
        document = document.removed(name).value();
    return document.text();
}

Versions versions(const QList<QByteArray> &texts)
{
    return {texts.size(), [texts](qsizetype i) -> std::optional<Document> {
                const auto document = Document::parse(texts.at(i));
                return document ? std::optional(*document) : std::nullopt;
            }};
}

} // namespace

class tst_Guard : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void compares_data();
    void compares();
    void neverSeen();
    void unreadableTellsNothing();
    void parkedIsNotLost();
    void parkedAndThereAgain();
    void noteHoldsNoSecret();
    void lostBesideOurSave();
    void restores();
    void restoresFromSeveralVersions();
    void restoresTheWholeFile();
    void goesBackToAVersion();
    void tellsUntilAccepted();
    void seesWhatHappenedWhileClosed();
    void lostServersOutliveManyVersions();
};

void tst_Guard::compares_data()
{
    QTest::addColumn<std::optional<QByteArray>>("now");
    QTest::addColumn<Loss>("loss");
    QTest::addColumn<QStringList>("servers");
    const auto row = [](const char *name, const std::optional<QByteArray> &now, Loss loss,
                        const QStringList &servers = {}) { QTest::newRow(name) << now << loss << servers; };
    const QStringList all{u"a"_s, u"b"_s, u"c"_s};

    row("as it was", three, Loss::None);
    row("one changed", QByteArray(three).replace("\"2\"", "\"other\""), Loss::None);
    row("one more", sound(three).added(u"d"_s, {u"4"_s, {}, {}})->text(), Loss::None);
    row("one renamed", sound(three).renamed(u"b"_s, u"yeni"_s)->text(), Loss::None);
    row("one gone", without({u"b"_s}), Loss::Vanished, {u"b"_s});
    row("one replaced by another", sound(without({u"b"_s})).added(u"d"_s, {u"4"_s, {}, {}})->text(), Loss::Vanished,
        {u"b"_s});
    row("all gone", without(all), Loss::Wiped, all);
    row("no mcpServers", "{\"preferences\": {}}"_ba, Loss::Wiped, all);
    row("other servers", "{\"mcpServers\": {\"d\": {\"command\": \"x\"}}}"_ba, Loss::Wiped, all);
    row("nothing in it", ""_ba, Loss::Emptied, all);
    row("blank", " \n"_ba, Loss::Emptied, all);
    row("no file", std::nullopt, Loss::Gone, all);
    row("broken", three + "}", Loss::Broken, all);
}

void tst_Guard::compares()
{
    QFETCH(std::optional<QByteArray>, now);
    QFETCH(Loss, loss);
    QFETCH(QStringList, servers);
    const GuardFinding finding = compareWithSeen(seenOf(*opened(three), noon), opened(now));
    QCOMPARE(finding.loss, loss);
    QCOMPARE(finding.servers, servers);
    QCOMPARE(finding.changed, now != std::optional(three));
    QCOMPARE(finding.lastSeen, noon);
}

void tst_Guard::neverSeen()
{
    QCOMPARE(compareWithSeen(std::nullopt, opened(three)), (GuardFinding{Loss::None, {}, true, {}}));
    // A file without servers has none to lose.
    const SeenFile seen = seenOf(*opened("{}"_ba), noon);
    QCOMPARE(compareWithSeen(seen, opened(std::nullopt)).loss, Loss::None);
    QCOMPARE(compareWithSeen(seen, opened(""_ba)).loss, Loss::None);
}

void tst_Guard::unreadableTellsNothing()
{
    const kopru::Result<ConfigFile, OpenError> unreadable =
        kopru::failure(OpenError(FileError{FileProblem::NotReadable, path, 13}));
    QCOMPARE(compareWithSeen(seenOf(*opened(three), noon), unreadable), GuardFinding{});
}

void tst_Guard::parkedIsNotLost()
{
    const SeenFile seen = seenOf(*opened(three), noon);
    const QMap<QString, QDateTime> parked{{u"b"_s, noon.addSecs(1)}};
    QCOMPARE(compareWithSeen(seen, opened(without({u"b"_s})), parked).loss, Loss::None);
    const GuardFinding wiped = compareWithSeen(seen, opened("{}"_ba), parked);
    QCOMPARE(wiped.loss, Loss::Wiped);
    QCOMPARE(wiped.servers, (QStringList{u"a"_s, u"c"_s}));
}

/// Parked once, and added anew under the same name: the new one can be lost like any other.
void tst_Guard::parkedAndThereAgain()
{
    const SeenFile seen = seenOf(*opened(three), noon);
    const QMap<QString, QDateTime> parked{{u"b"_s, noon.addSecs(-1)}};
    const GuardFinding vanished = compareWithSeen(seen, opened(without({u"b"_s})), parked);
    QCOMPARE(vanished.loss, Loss::Vanished);
    QCOMPARE(vanished.servers, QStringList{u"b"_s});
    QCOMPARE(compareWithSeen(seen, opened("{}"_ba), parked).servers, (QStringList{u"a"_s, u"b"_s, u"c"_s}));
}

void tst_Guard::noteHoldsNoSecret()
{
    QTemporaryDir data;
    QVERIFY(kopru::store::recordSeen(data.path(), seenOf(*opened(three))));
    const QFileInfoList notes = QDir(data.filePath(u"seen"_s)).entryInfoList(QDir::Files);
    QCOMPARE(notes.size(), 1);
    const QByteArray note = kopru::platform::readFile(notes.first().filePath()).value();
    QVERIFY(note.contains("\"a\""));
    QVERIFY(!note.contains("geheim"));
    QVERIFY(!note.contains("TOKEN"));
}

void tst_Guard::lostBesideOurSave()
{
    // We add one while the app wipes the rest: the merge is sound, and says nothing of what is gone.
    const Document edited = *sound(three).added(u"mine"_s, {u"m"_s, {}, {}});
    const Merge merged = merge(sound(three), edited, sound(without({u"a"_s, u"c"_s})));
    QVERIFY(merged.conflicts.isEmpty());
    QCOMPARE(lostInMerge(edited, merged.document), (QStringList{u"a"_s, u"c"_s}));
    QCOMPARE(lostInMerge(edited, edited), QStringList());
}

void tst_Guard::restores()
{
    const Restored restored =
        restoredServers(sound(without({u"a"_s, u"c"_s})), {u"a"_s, u"c"_s, u"never"_s}, versions({three}));
    QCOMPARE(restored.document.text(), three);
    QCOMPARE(restored.servers, (QStringList{u"a"_s, u"c"_s}));
    QCOMPARE(restored.missing, QStringList{u"never"_s});
    // What is there stays as it is.
    const Document changed = *sound(three).changed(u"b"_s, {u"newer"_s, {}, {}});
    QCOMPARE(restoredServers(changed, {u"b"_s}, versions({three})).document, changed);
}

void tst_Guard::restoresFromSeveralVersions()
{
    const QByteArray newer = QByteArray(without({u"c"_s})).replace("\"1\"", "\"newer\"");
    const Restored restored =
        restoredServers(sound("{}"), {u"a"_s, u"b"_s, u"c"_s}, versions({"broken"_ba, "{}"_ba, newer, three}));
    QCOMPARE(restored.missing, QStringList());
    QCOMPARE(restored.servers.size(), 3);
    QCOMPARE(restored.document.server(u"a"_s)->entry.command, u"newer"_s);
    QCOMPARE(restored.document.memberText(u"c"_s), sound(three).memberText(u"c"_s));
    QStringList order;
    for (const Server &server : restored.document.servers())
        order.append(server.name);
    QCOMPARE(order, (QStringList{u"a"_s, u"b"_s, u"c"_s}));
}

void tst_Guard::restoresTheWholeFile()
{
    const Restored restored = restoredFile({u"a"_s, u"b"_s, u"c"_s, u"x"_s},
                                           versions({""_ba, "{\"preferences\": {}}"_ba, without({u"b"_s}), three}));
    QCOMPARE(restored.document.text(), three);
    QCOMPARE(restored.missing, QStringList{u"x"_s});
    QCOMPARE(restored.servers.size(), 3);
    QCOMPARE(restoredFile({u"a"_s}, versions({})).missing, QStringList{u"a"_s});
}

void tst_Guard::goesBackToAVersion()
{
    const auto back = restoration(without({u"b"_s}), three);
    QCOMPARE(back->document.text(), three);
    int added = 0;
    for (const DiffLine &line : back->difference)
        added += line.change == Change::Added ? 1 : 0;
    QCOMPARE(added, 1);
    QCOMPARE(restoration(three, "{,}").error().position.column, 2);
}

void tst_Guard::tellsUntilAccepted()
{
    QTemporaryDir data;
    const Snapshots snapshots(data.filePath(u"snapshots"_s));
    const Guard guard(data.path(), path);
    QCOMPARE(guard.look(opened(three)).loss, Loss::None);
    QCOMPARE(guard.look(opened(three)), (GuardFinding{Loss::None, {}, false, guard.look(opened(three)).lastSeen}));
    QCOMPARE(snapshots.list(path).size(), 1);
    for (int i = 0; i < 2; ++i) {
        const GuardFinding finding = guard.look(opened(without({u"b"_s})));
        QCOMPARE(finding.loss, Loss::Vanished);
        QCOMPARE(finding.servers, QStringList{u"b"_s});
    }
    QCOMPARE(snapshots.list(path).size(), 2); // each state once
    QVERIFY(guard.accept(*opened(without({u"b"_s}))));
    QCOMPARE(guard.look(opened(without({u"b"_s}))).loss, Loss::None);
}

void tst_Guard::seesWhatHappenedWhileClosed()
{
    QTemporaryDir folder;
    const QString file = folder.filePath(u"claude_desktop_config.json"_s);
    const QString data = folder.filePath(u"data"_s);
    QVERIFY(kopru::platform::replaceFile(file, three));
    QCOMPARE(Guard(data, file).look(openConfig(file)).loss, Loss::None);
    QVERIFY(kopru::platform::replaceFile(file, "")); // Kopru is closed, and the app wipes it.

    const auto now = openConfig(file);
    const GuardFinding finding = Guard(data, file).look(now);
    QCOMPARE(finding.loss, Loss::Emptied);
    Snapshots snapshots(data + u"/snapshots"_s);
    const Restored restored = restoredFile(finding.servers, versionsOf(snapshots, file));
    QCOMPARE(restored.document.text(), three);
    // The offer was accepted: it is saved over the file as it was seen.
    const ConfigFile seen{file, std::get<BrokenFile>(now.error()).bytes, Document()};
    QVERIFY(saveConfig(seen, restored.document, snapshots));
    QCOMPARE(Guard(data, file).look(openConfig(file)).loss, Loss::None);
}

void tst_Guard::lostServersOutliveManyVersions()
{
    QTemporaryDir data;
    const Guard guard(data.path(), path);
    QCOMPARE(guard.look(opened(three)).loss, Loss::None);
    GuardFinding finding;
    for (int i = 0; i < 120; ++i) // The app wiped the file and goes on writing it.
        finding = guard.look(opened("{\"preferences\": " + QByteArray::number(i) + "}"));
    QCOMPARE(finding.loss, Loss::Wiped);
    const Snapshots snapshots(data.filePath(u"snapshots"_s));
    QCOMPARE(snapshots.list(path).size(), 100);
    QCOMPARE(restoredFile(finding.servers, versionsOf(snapshots, path)).document.text(), three);
}

QTEST_GUILESS_MAIN(tst_Guard)
#include "tst_guard.moc"
