#include "app/config/draft.h"

#include <QtTest/QtTest>

using namespace Qt::StringLiterals;
using namespace kopru::config;

namespace {

const QByteArray twoServers = R"({
  "mcpServers": {
    "one": { "command": "/bin/one" },
    "two": { "command": "/bin/two", "args": ["-x"] }
  },
  "preferences": { "kept": true }
}
)"_ba;

ConfigFile opened(const QByteArray &text)
{
    return {u"/nowhere/claude_desktop_config.json"_s, text, Document::parse(text).value()};
}

Entry command(const QString &path)
{
    Entry entry;
    entry.command = path;
    return entry;
}

} // namespace

class tst_Draft : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void untouched();
    void missingFile();
    void undoAndRedo();
    void newEditDropsTheUndone();
    void editWithoutEffect();
    void boundedHistory();
    void changedServers_data();
    void changedServers();
    void savedIsTheNewBase();
    void undoKeepsWhatOthersChanged();
    void rebaseKeepsBothSides();
    void rebaseLeavesConflictsAlone();
    void parkingGoesWithItsVersion();
    void removalUndonePastParking();
    void puttingBackGoesWithItsVersion();
    void putBackAndRenamed_data();
    void putBackAndRenamed();
    void putBackAndTakenOutAgain();
    void parkedAgain();
    void deletedForGood();
};

void tst_Draft::untouched()
{
    const Draft draft(opened(twoServers));
    QVERIFY(!draft.isChanged());
    QVERIFY(!draft.canUndo());
    QVERIFY(!draft.canRedo());
    QCOMPARE(draft.document().text(), twoServers);
    QCOMPARE(draft.changedServers(), QStringList());
}

void tst_Draft::missingFile()
{
    const Draft draft(ConfigFile{u"/nowhere/none.json"_s, std::nullopt, Document()});
    QVERIFY(!draft.isChanged());
}

void tst_Draft::undoAndRedo()
{
    Draft draft(opened(twoServers));
    const Document first = draft.document().added(u"three"_s, command(u"/bin/three"_s)).value();
    draft.apply(first);
    const Document second = first.removed(u"one"_s).value();
    draft.apply(second);

    draft.undo();
    QCOMPARE(draft.document(), first);
    draft.undo();
    QCOMPARE(draft.document().text(), twoServers);
    QVERIFY(!draft.isChanged());
    draft.undo(); // Nothing behind the first version.
    QCOMPARE(draft.document().text(), twoServers);

    draft.redo();
    draft.redo();
    QCOMPARE(draft.document(), second);
    QVERIFY(!draft.canRedo());
    draft.redo();
    QCOMPARE(draft.document(), second);
}

void tst_Draft::newEditDropsTheUndone()
{
    Draft draft(opened(twoServers));
    draft.apply(draft.document().removed(u"one"_s).value());
    draft.undo();
    const Document other = draft.document().removed(u"two"_s).value();
    draft.apply(other);

    QVERIFY(!draft.canRedo());
    QCOMPARE(draft.document(), other);
    draft.undo();
    QCOMPARE(draft.document().text(), twoServers);
}

void tst_Draft::editWithoutEffect()
{
    Draft draft(opened(twoServers));
    draft.apply(draft.document().changed(u"one"_s, command(u"/bin/one"_s)).value());
    QVERIFY(!draft.canUndo());
    QVERIFY(!draft.isChanged());
}

void tst_Draft::boundedHistory()
{
    const auto version = [](char letter) {
        return Document::parse("{\"a\": \"" + QByteArray(Draft::historyBytes / 3, letter) + "\"}").value();
    };
    Draft draft;
    for (const char letter : {'a', 'b', 'c', 'd'})
        draft.apply(version(letter));
    draft.undo();
    QVERIFY(draft.document() == version('c'));
    QVERIFY(!draft.canUndo()); // The oldest are gone,
    draft.redo();
    QVERIFY(draft.document() == version('d')); // and none of the newest.
    draft.apply(version('e'));
    draft.undo();
    QVERIFY(draft.document() == version('d'));
}

void tst_Draft::changedServers_data()
{
    QTest::addColumn<Document>("edited");
    QTest::addColumn<QStringList>("names");

    const Document base = Document::parse(twoServers).value();
    QTest::newRow("added") << base.added(u"three"_s, command(u"/bin/three"_s)).value() << QStringList{u"three"_s};
    QTest::newRow("changed") << base.changed(u"two"_s, command(u"/bin/other"_s)).value() << QStringList{u"two"_s};
    QTest::newRow("removed") << base.removed(u"one"_s).value() << QStringList{u"one"_s};
    QTest::newRow("renamed") << base.renamed(u"one"_s, u"uno"_s).value() << QStringList{u"uno"_s, u"one"_s};
    QTest::newRow("duplicated") << base.duplicated(u"one"_s, u"copy"_s).value() << QStringList{u"copy"_s};
    QTest::newRow("added and removed again")
        << base.added(u"three"_s, command(u"/bin/three"_s)).value().removed(u"three"_s).value() << QStringList();
}

void tst_Draft::changedServers()
{
    QFETCH(Document, edited);
    QFETCH(QStringList, names);
    Draft draft(opened(twoServers));
    draft.apply(edited);
    QCOMPARE(draft.changedServers(), names);
}

void tst_Draft::savedIsTheNewBase()
{
    Draft draft(opened(twoServers));
    draft.apply(draft.document().removed(u"one"_s).value());
    const QByteArray written = draft.document().text();
    draft.saved({draft.opened().path, written, Document::parse(written).value()});

    QVERIFY(!draft.isChanged());
    QVERIFY(draft.canUndo());
    draft.undo();
    QVERIFY(draft.isChanged()); // Going back behind a save is an edit of its own.
    QCOMPARE(draft.changedServers(), QStringList{u"one"_s});
}

void tst_Draft::undoKeepsWhatOthersChanged()
{
    Draft draft(opened(twoServers));
    draft.apply(draft.document().added(u"mine"_s, command(u"/bin/mine"_s)).value());
    draft.apply(draft.document().removed(u"one"_s).value());
    draft.undo();
    draft.undo();
    draft.redo();

    // The save merged what another program had done meanwhile.
    Document merged = draft.document().added(u"theirs"_s, command(u"/bin/theirs"_s)).value();
    merged = merged.changed(u"two"_s, command(u"/bin/changed"_s)).value();
    draft.saved({draft.opened().path, merged.text(), merged});
    QVERIFY(!draft.isChanged());
    QCOMPARE(draft.document(), merged);

    draft.undo();
    QCOMPARE(draft.changedServers(), QStringList{u"mine"_s});
    QVERIFY(draft.document().contains(u"theirs"_s));
    QCOMPARE(draft.document().server(u"two"_s).value().entry.command, u"/bin/changed"_s);
    draft.redo();
    QCOMPARE(draft.document(), merged);
    draft.redo();
    QCOMPARE(draft.changedServers(), QStringList{u"one"_s});
    QVERIFY(draft.document().contains(u"theirs"_s));
}

void tst_Draft::rebaseKeepsBothSides()
{
    Draft draft(opened(twoServers));
    draft.apply(draft.document().added(u"mine"_s, command(u"/bin/mine"_s)).value());
    draft.apply(draft.document().removed(u"one"_s).value());
    const Document theirs = draft.opened().document.added(u"theirs"_s, command(u"/bin/theirs"_s)).value();
    QVERIFY(draft.rebase({draft.opened().path, theirs.text(), theirs}));

    QCOMPARE(draft.changedServers(), (QStringList{u"mine"_s, u"one"_s}));
    QVERIFY(draft.document().contains(u"theirs"_s));
    draft.undo();
    QCOMPARE(draft.changedServers(), QStringList{u"mine"_s});
    draft.undo();
    QCOMPARE(draft.document(), theirs); // Nothing of ours is left, and all of theirs.
    QVERIFY(!draft.isChanged());
    draft.redo();
    draft.redo();
    QVERIFY(!draft.document().contains(u"one"_s));
}

void tst_Draft::rebaseLeavesConflictsAlone()
{
    Draft draft(opened(twoServers));
    draft.apply(draft.document().changed(u"one"_s, command(u"/bin/mine"_s)).value());
    const Document mine = draft.document();
    const Document theirs = draft.opened().document.changed(u"one"_s, command(u"/bin/theirs"_s)).value();
    QVERIFY(!draft.rebase({draft.opened().path, theirs.text(), theirs}));
    QCOMPARE(draft.document(), mine);
    QCOMPARE(draft.opened().bytes, twoServers);
}

namespace {

QStringList parkedBy(const Draft &draft)
{
    QStringList names;
    for (const kopru::store::ParkedServer &server : draft.toPark())
        names.append(server.name);
    return names;
}

QStringList takenBackBy(const Draft &draft)
{
    QStringList names;
    for (const PutBack &back : draft.toTakeBack())
        names.append(back.name);
    return names;
}

Parking parking(const Draft &draft, const QString &name)
{
    return park(draft.document(), name, draft.opened().path).value();
}

void save(Draft &draft)
{
    draft.saved({draft.opened().path, draft.document().text(), draft.document()});
}

/// With the server “two” among the parked ones, as the store gives it.
Draft withParked(kopru::store::ParkedServer &server)
{
    const Draft before(opened(twoServers));
    const Parking parked = parking(before, u"two"_s);
    server = parked.server;
    server.file = u"/nowhere/parked.json"_s;
    return Draft(opened(parked.document.text()));
}

} // namespace

void tst_Draft::parkingGoesWithItsVersion()
{
    Draft draft(opened(twoServers));
    draft.park(parking(draft, u"two"_s));
    QCOMPARE(parkedBy(draft), QStringList{u"two"_s});
    draft.undo();
    QCOMPARE(parkedBy(draft), QStringList());
    draft.redo();
    draft.apply(draft.document().added(u"three"_s, command(u"/bin/three"_s)).value());
    QCOMPARE(parkedBy(draft), QStringList{u"two"_s});
    save(draft);
    QCOMPARE(parkedBy(draft), QStringList()); // It is parked now,
    QCOMPARE(draft.parked().size(), 1);
    draft.undo();
    draft.undo();
    save(draft);
    draft.redo(); // and again.
    QCOMPARE(parkedBy(draft), QStringList{u"two"_s});
    QCOMPARE(takenBackBy(draft), QStringList());
}

void tst_Draft::removalUndonePastParking()
{
    Draft draft(opened(twoServers));
    const Parking first = parking(draft, u"two"_s);
    draft.park(first);
    draft.putBack(unpark(draft.document(), first.server).value(), first.server, u"two"_s);
    draft.apply(draft.document().removed(u"two"_s).value());
    QCOMPARE(parkedBy(draft), QStringList()); // Removed is not parked.
    draft.undo();
    draft.undo();
    QCOMPARE(parkedBy(draft), QStringList{u"two"_s});
    draft.undo();
    QCOMPARE(parkedBy(draft), QStringList());
    draft.redo();
    QCOMPARE(parkedBy(draft), QStringList{u"two"_s});
    // Neither is another server of that name what was parked.
    draft.apply(draft.document().added(u"two"_s, command(u"/bin/other"_s)).value());
    draft.apply(draft.document().removed(u"two"_s).value());
    QCOMPARE(parkedBy(draft), QStringList{u"two"_s});
}

void tst_Draft::puttingBackGoesWithItsVersion()
{
    kopru::store::ParkedServer server;
    Draft draft = withParked(server);
    draft.putBack(unpark(draft.document(), server).value(), server, u"two"_s);
    QCOMPARE(takenBackBy(draft), QStringList{u"two"_s});
    draft.undo();
    QCOMPARE(takenBackBy(draft), QStringList());
    draft.redo();
    save(draft);
    QCOMPARE(takenBackBy(draft), QStringList());
    draft.undo(); // The store has it no longer.
    QCOMPARE(parkedBy(draft), QStringList{u"two"_s});
    save(draft);
    QCOMPARE(parkedBy(draft), QStringList());
    draft.redo();
    QCOMPARE(takenBackBy(draft), QStringList{u"two"_s});
    save(draft);
    draft.apply(draft.document().removed(u"two"_s).value());
    QCOMPARE(parkedBy(draft), QStringList()); // Removed is not parked.
    QCOMPARE(takenBackBy(draft), QStringList());
}

void tst_Draft::putBackAndRenamed_data()
{
    QTest::addColumn<QString>("first");
    QTest::addColumn<bool>("changed");
    QTest::newRow("renamed") << u"two"_s << false;
    QTest::newRow("renamed and changed at once") << u"two"_s << true;
    QTest::newRow("put back under another name") << u"zwei"_s << false;
}

void tst_Draft::putBackAndRenamed()
{
    QFETCH(QString, first);
    QFETCH(bool, changed);
    kopru::store::ParkedServer server;
    Draft draft = withParked(server);
    draft.putBack(unpark(draft.document(), server, first).value(), server, first);
    Document renamed = draft.document().renamed(first, u"deux"_s).value();
    if (changed)
        renamed = renamed.changed(u"deux"_s, command(u"/bin/deux"_s)).value();
    draft.apply(renamed);
    QCOMPARE(takenBackBy(draft), QStringList{u"deux"_s});
    draft.apply(draft.document().changed(u"one"_s, command(u"/bin/eins"_s)).value());
    QCOMPARE(takenBackBy(draft), QStringList{u"deux"_s});
    draft.undo();
    draft.undo();
    QCOMPARE(takenBackBy(draft), QStringList{first});
}

void tst_Draft::putBackAndTakenOutAgain()
{
    kopru::store::ParkedServer server;
    Draft draft = withParked(server);
    draft.putBack(unpark(draft.document(), server).value(), server, u"two"_s);
    draft.apply(draft.document().removed(u"two"_s).value());
    QCOMPARE(takenBackBy(draft), QStringList()); // It stays parked.
    QCOMPARE(parkedBy(draft), QStringList());
    draft.apply(draft.document().added(u"three"_s, command(u"/bin/three"_s)).value());
    QCOMPARE(takenBackBy(draft), QStringList());
    save(draft);
    draft.putBack(unpark(draft.document(), server).value(), server, u"two"_s);
    QCOMPARE(takenBackBy(draft), QStringList{u"two"_s});
}

void tst_Draft::parkedAgain()
{
    kopru::store::ParkedServer server;
    Draft draft = withParked(server);
    draft.putBack(unpark(draft.document(), server).value(), server, u"two"_s);
    draft.park(parking(draft, u"two"_s));
    QCOMPARE(takenBackBy(draft), QStringList());
    QCOMPARE(parkedBy(draft), QStringList{u"two"_s}); // Kept once, as the same bytes are.
    draft.undo();
    save(draft);
    draft.redo();
    QCOMPARE(parkedBy(draft), QStringList{u"two"_s});
}

void tst_Draft::deletedForGood()
{
    Draft draft(opened(twoServers));
    const Parking first = parking(draft, u"two"_s);
    draft.park(first);
    draft.apply(draft.document().changed(u"one"_s, command(u"/bin/eins"_s)).value());
    draft.forgetParked(first.server);
    QCOMPARE(parkedBy(draft), QStringList());
    draft.undo();
    QCOMPARE(parkedBy(draft), QStringList());
}

QTEST_GUILESS_MAIN(tst_Draft)
#include "tst_draft.moc"
