#include "app/config/guard.h"

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

#include <atomic>
#include <thread>

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

/// A settings file as other programs write it, and Kopru's folder.
struct Home
{
    QTemporaryDir folder;
    QString file = folder.filePath(u"claude_desktop_config.json"_s);
    QString data = folder.filePath(u"data"_s);

    /// @param bytes  nullopt: there shall be none
    [[nodiscard]] bool write(const std::optional<QByteArray> &bytes) const
    {
        return bytes ? kopru::platform::replaceFile(file, *bytes).has_value() : QFile::remove(file);
    }
};

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
    void acceptsWhatWasTold();
    void peekLeavesNothing();
    void savesNoteOnlyTheirOwn();
    void saveWithoutANote();
    void manyAtOnce();
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
    const Home home;
    const Snapshots snapshots(home.data + u"/snapshots"_s);
    const Guard guard(home.data, home.file);
    QVERIFY(home.write(three));
    QCOMPARE(guard.look().finding.loss, Loss::None);
    const GuardFinding again = guard.look().finding;
    QCOMPARE(again, (GuardFinding{Loss::None, {}, false, again.lastSeen}));
    QCOMPARE(snapshots.list(home.file).size(), 1);
    QVERIFY(home.write(without({u"b"_s})));
    for (int i = 0; i < 2; ++i) {
        const Guard::Sight sight = guard.look();
        QCOMPARE(sight.finding.loss, Loss::Vanished);
        QCOMPARE(sight.finding.servers, QStringList{u"b"_s});
        QCOMPARE(sight.file->bytes, without({u"b"_s}));
    }
    QCOMPARE(snapshots.list(home.file).size(), 2); // each state once
    QVERIFY(guard.accept({u"b"_s}));
    QCOMPARE(guard.look().finding, (GuardFinding{Loss::None, {}, false, guard.look().finding.lastSeen}));
}

/// Accepting is about the servers that were told of, and no others.
void tst_Guard::acceptsWhatWasTold()
{
    const Home home;
    const Guard guard(home.data, home.file);
    QVERIFY(home.write(three));
    QCOMPARE(guard.look().finding.loss, Loss::None);
    QVERIFY(home.write(without({u"b"_s})));
    QCOMPARE(guard.look().finding.servers, QStringList{u"b"_s});
    QVERIFY(home.write(without({u"b"_s, u"c"_s}))); // While the person reads it.
    QVERIFY(guard.accept({u"b"_s}));
    QCOMPARE(guard.look().finding.servers, QStringList{u"c"_s});
    QVERIFY(home.write(std::nullopt));
    QCOMPARE(guard.look().finding.loss, Loss::Gone);
    QVERIFY(guard.accept({u"a"_s, u"c"_s}));
    QCOMPARE(guard.look().finding.loss, Loss::None);
    QVERIFY(home.write("{\"mcpServers\": {\"d\": {\"command\": \"4\"}}}"));
    QCOMPARE(guard.look().finding.loss, Loss::None);
    QVERIFY(home.write(""));
    QCOMPARE(guard.look().finding.servers, QStringList{u"d"_s});
    QVERIFY(guard.accept({u"d"_s}));
    QCOMPARE(guard.look().finding.loss, Loss::None);
}

void tst_Guard::peekLeavesNothing()
{
    const Home home;
    const Guard guard(home.data, home.file);
    QVERIFY(home.write(three));
    QCOMPARE(guard.peek().file->bytes, three);
    QVERIFY(!QFileInfo::exists(home.data));
    QCOMPARE(guard.look().finding.loss, Loss::None);
    QVERIFY(home.write(without({u"b"_s})));
    const auto before = kopru::store::readSeen(home.data, home.file);
    QCOMPARE(guard.peek().finding.servers, QStringList{u"b"_s});
    QCOMPARE(kopru::store::readSeen(home.data, home.file), before);
    QCOMPARE(Snapshots(home.data + u"/snapshots"_s).list(home.file).size(), 1);
}

/// What a save takes out is not missed; what was missing before stays missing.
void tst_Guard::savesNoteOnlyTheirOwn()
{
    const Home home;
    const Guard guard(home.data, home.file);
    QVERIFY(home.write(three));
    const ConfigFile opened = guard.look().file.value();
    QVERIFY(home.write(without({u"c"_s})));
    // A stranger took c out meanwhile. Neither this save nor the next one makes anybody forget it.
    auto saved = guard.save(opened, opened.document.removed(u"b"_s).value());
    QVERIFY(saved);
    QCOMPARE(guard.look().finding.servers, QStringList{u"c"_s});
    saved = guard.save(*saved, saved->document.added(u"new"_s, {u"4"_s, {}, {}}).value());
    QVERIFY(saved);
    QCOMPARE(guard.look().finding.servers, QStringList{u"c"_s});
    QVERIFY(home.write(std::nullopt)); // And what was saved is guarded.
    QCOMPARE(guard.look().finding.servers, (QStringList{u"a"_s, u"c"_s, u"new"_s}));
    QVERIFY(home.write(saved->document.text()));
    const Restored restored =
        restoredServers(saved->document, {u"c"_s}, versionsOf(Snapshots(home.data + u"/snapshots"_s), home.file));
    QVERIFY(guard.save(*saved, restored.document));
    QCOMPARE(guard.look().finding.loss, Loss::None);
    // One that is missed may also be taken out on purpose, by somebody who still had it.
    QVERIFY(home.write(without({u"a"_s, u"b"_s})));
    QCOMPARE(guard.look().finding.servers, (QStringList{u"a"_s, u"new"_s}));
    const ConfigFile late{home.file, restored.document.text(), restored.document};
    QVERIFY(guard.save(late, restored.document.removed(u"a"_s).value()));
    QCOMPARE(guard.look().finding.servers, QStringList{u"new"_s});
}

/// Without a note, what was opened is what was there.
void tst_Guard::saveWithoutANote()
{
    const Home home;
    QVERIFY(home.write(three));
    const ConfigFile opened = openConfig(home.file).value();
    QVERIFY(home.write(without({u"a"_s})));
    const Guard guard(home.data, home.file);
    QVERIFY(guard.save(opened, opened.document.removed(u"b"_s).value()));
    QCOMPARE(guard.look().finding.servers, QStringList{u"a"_s});
}

/// Programs of ours that look, add and remove at the same instant take nothing for a loss.
void tst_Guard::manyAtOnce()
{
    const Home home;
    QVERIFY(home.write(three));
    constexpr int rounds = 6;
    std::atomic<int> problems = 0;
    const auto looking = [&] {
        for (int i = 0; i < rounds * 3; ++i)
            problems += Guard(home.data, home.file).look().finding.loss == Loss::None ? 0 : 1;
    };
    const auto saving = [&](const QString &name) {
        const Guard guard(home.data, home.file);
        for (int i = 0; i < rounds; ++i) {
            const Guard::Sight sight = guard.look();
            problems += sight.finding.loss == Loss::None ? 0 : 1;
            const Document &now = sight.file->document;
            const auto edited = now.contains(name) ? now.removed(name) : now.added(name, {name, {}, {}});
            problems += guard.save(*sight.file, *edited) ? 0 : 1;
        }
    };
    std::vector<std::thread> programs;
    for (const QString &name : {u"x"_s, u"y"_s, u"z"_s})
        programs.emplace_back(saving, name);
    programs.emplace_back(looking);
    programs.emplace_back(looking);
    for (std::thread &program : programs)
        program.join();
    QCOMPARE(problems.load(), 0);
    QCOMPARE(Guard(home.data, home.file).look().finding,
             (GuardFinding{Loss::None, {}, false, kopru::store::readSeen(home.data, home.file)->when}));
    QCOMPARE(openConfig(home.file)->bytes, three); // Each an even number of times.
}

void tst_Guard::seesWhatHappenedWhileClosed()
{
    const Home home;
    QVERIFY(home.write(three));
    QCOMPARE(Guard(home.data, home.file).look().finding.loss, Loss::None);
    QVERIFY(home.write("")); // Kopru is closed, and the app wipes it.

    const Guard::Sight sight = Guard(home.data, home.file).look();
    QCOMPARE(sight.finding.loss, Loss::Emptied);
    const Snapshots snapshots(home.data + u"/snapshots"_s);
    const Restored restored = restoredFile(sight.finding.servers, versionsOf(snapshots, home.file));
    QCOMPARE(restored.document.text(), three);
    // The offer was accepted: it is saved over the file as it was seen.
    const ConfigFile seen{home.file, std::get<BrokenFile>(sight.file.error()).bytes, Document()};
    QVERIFY(Guard(home.data, home.file).save(seen, restored.document));
    QCOMPARE(Guard(home.data, home.file).look().finding.loss, Loss::None);
}

void tst_Guard::lostServersOutliveManyVersions()
{
    const Home home;
    const Guard guard(home.data, home.file);
    QVERIFY(home.write(three));
    QCOMPARE(guard.look().finding.loss, Loss::None);
    GuardFinding finding;
    for (int i = 0; i < 120; ++i) { // The app wiped the file and goes on writing it.
        QVERIFY(home.write("{\"preferences\": " + QByteArray::number(i) + "}"));
        finding = guard.look().finding;
    }
    QCOMPARE(finding.loss, Loss::Wiped);
    const Snapshots snapshots(home.data + u"/snapshots"_s);
    QCOMPARE(snapshots.list(home.file).size(), 100);
    QCOMPARE(restoredFile(finding.servers, versionsOf(snapshots, home.file)).document.text(), three);
}

QTEST_GUILESS_MAIN(tst_Guard)
#include "tst_guard.moc"
