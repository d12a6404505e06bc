#include "app/config/draft.h"

#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using namespace kopru::config;

namespace {

const Entry entry{u"x"_s, {}, {}};

ConfigFile file()
{
    const QByteArray text = R"({"mcpServers": {"a": {"command": "1"}, "b": {"command": "2"}}})"_ba;
    return {u"/x"_s, text, *Document::parse(text)};
}

} // namespace

class tst_Draft : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void fresh();
    void undoAndRedo();
    void newEditDropsTheUndone();
    void editThatChangesNothing();
    void changedServers();
    void saved();
    void savedAsSomethingElse();
};

void tst_Draft::fresh()
{
    Draft draft;
    QVERIFY(!draft.canUndo() && !draft.canRedo() && !draft.isChanged());
    QCOMPARE(draft.document(), Document());
    draft.undo();
    draft.redo();
    QCOMPARE(draft.document(), Document());
}

void tst_Draft::undoAndRedo()
{
    Draft draft(file());
    const Document first = draft.document();
    const Document second = *first.added(u"c"_s, entry);
    const Document third = *second.removed(u"a"_s);
    draft.apply(second);
    draft.apply(third);
    QVERIFY(draft.isChanged() && draft.canUndo() && !draft.canRedo());
    draft.undo();
    QCOMPARE(draft.document(), second);
    draft.undo();
    QCOMPARE(draft.document(), first);
    QVERIFY(!draft.isChanged() && !draft.canUndo() && draft.canRedo());
    draft.redo();
    draft.redo();
    QCOMPARE(draft.document(), third);
}

void tst_Draft::newEditDropsTheUndone()
{
    Draft draft(file());
    draft.apply(*draft.document().added(u"c"_s, entry));
    draft.undo();
    draft.apply(*draft.document().added(u"d"_s, entry));
    QVERIFY(!draft.canRedo() && draft.document().contains(u"d"_s) && !draft.document().contains(u"c"_s));
    draft.undo();
    QVERIFY(!draft.isChanged());
}

void tst_Draft::editThatChangesNothing()
{
    Draft draft(file());
    draft.apply(*draft.document().renamed(u"a"_s, u"a"_s));
    QVERIFY(!draft.canUndo());
}

void tst_Draft::changedServers()
{
    Draft draft(file());
    QVERIFY(draft.changedServers().isEmpty());
    draft.apply(*draft.document().changed(u"b"_s, entry));
    draft.apply(*draft.document().added(u"c"_s, entry));
    draft.apply(*draft.document().removed(u"a"_s));
    QCOMPARE(draft.changedServers(), (QStringList{u"b"_s, u"c"_s, u"a"_s}));
}

void tst_Draft::saved()
{
    Draft draft(file());
    draft.apply(*draft.document().added(u"c"_s, entry));
    draft.saved({u"/x"_s, draft.document().text(), draft.document()});
    QVERIFY(!draft.isChanged() && draft.changedServers().isEmpty() && draft.canUndo());
    draft.undo();
    QVERIFY(draft.isChanged());
    QCOMPARE(draft.changedServers(), QStringList{u"c"_s});
}

void tst_Draft::savedAsSomethingElse()
{
    Draft draft(file());
    const Document merged = *draft.document().added(u"from Claude"_s, entry);
    draft.saved({u"/x"_s, merged.text(), merged});
    QCOMPARE(draft.document(), merged);
    QVERIFY(!draft.isChanged() && draft.canUndo());
}

QTEST_GUILESS_MAIN(tst_Draft)
#include "tst_draft.moc"
