#include "app/config/merge.h"

#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using namespace kopru::config;

namespace {

Document sound(const QByteArray &text)
{
    auto document = Document::parse(text);
    if (!document)
        qFatal("The test's own text is broken: %s\n%s", qPrintable(faultId(document.error().fault)), text.constData());
    return *document;
}

/// "mcpServers/a/env/T changed removed", ours first.
QStringList told(const QList<Conflict> &conflicts)
{
    QStringList lines;
    const auto word = [](SideChange change) {
        return change == SideChange::Added ? u"added"_s : change == SideChange::Changed ? u"changed"_s : u"removed"_s;
    };
    for (const Conflict &conflict : conflicts)
        lines.append(conflict.path.join(u'/') + u' ' + word(conflict.ours) + u' ' + word(conflict.theirs));
    return lines;
}

const QByteArray base = R"({
  "globalShortcut": "",
  "mcpServers": {
    "a": {
      "command": "x",
      "args": ["1"],
      "env": {
        "T": "one",
        "U": "two"
      }
    },
    "b": {
      "command": "y"
    },
    "c": {
      "command": "z"
    }
  }
}
)"_ba;

QByteArray with(QByteArray text, const QByteArray &from, const QByteArray &to)
{
    if (text.count(from) != 1)
        qFatal("The test's own text holds it %d times: %s", int(text.count(from)), from.constData());
    return text.replace(from, to);
}

} // namespace

class tst_Merge : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void merges_data();
    void merges();
    void conflicts_data();
    void conflicts();
    void placesOfConflicts();
    void oneSideOnly();
    void theirLayout_data();
    void theirLayout();
    void wholeFile();
    void soundSidesThatMakeNoSoundFile();
    void hiddenKeys();
    void readsTheSameWhateverItsSpelling();
};

void tst_Merge::merges_data()
{
    QTest::addColumn<QByteArray>("ours");
    QTest::addColumn<QByteArray>("theirs");
    QTest::addColumn<QByteArray>("merged");
    const auto row = [](const char *name, const QByteArray &ours, const QByteArray &theirs, const QByteArray &merged) {
        QTest::newRow(name) << ours << theirs << merged;
    };
    const QByteArray last = "\"z\"\n    }";
    const QByteArray newOurs = last + ",\n    \"ours\": {\n      \"command\": \"o\"\n    }";
    const QByteArray newTheirs = last + ",\n    \"theirs\": {\n      \"command\": \"t\"\n    }";

    row("both add a server", with(base, last, newOurs), with(base, last, newTheirs),
        with(base, last, newOurs + newTheirs.sliced(last.size())));
    row("two members of one entry", with(base, "\"x\"", "\"ours\""), with(base, "[\"1\"]", "[\"theirs\"]"),
        with(with(base, "\"x\"", "\"ours\""), "[\"1\"]", "[\"theirs\"]"));
    row("two variables of one entry", with(base, "one", "ours"), with(base, "two", "theirs"),
        with(with(base, "one", "ours"), "two", "theirs"));
    row("both add a variable", with(base, "\"two\"", "\"two\",\n        \"V\": \"ours\""),
        with(base, "\"two\"", "\"two\",\n        \"W\": \"theirs\""),
        with(base, "\"two\"", "\"two\",\n        \"V\": \"ours\",\n        \"W\": \"theirs\""));
    row("both add env", with(base, "\"y\"", "\"y\",\n      \"env\": { \"V\": \"ours\" }"),
        with(base, "\"y\"", "\"y\",\n      \"env\": { \"W\": \"theirs\" }"),
        with(base, "\"y\"", "\"y\",\n      \"env\": { \"V\": \"ours\", \"W\": \"theirs\" }"));
    row("they change the top, we a server", with(base, "\"y\"", "\"ours\""),
        with(base, "\"globalShortcut\": \"\"", "\"globalShortcut\": \"Alt\", \"n\": 1e400"),
        with(with(base, "\"y\"", "\"ours\""), "\"globalShortcut\": \"\"", "\"globalShortcut\": \"Alt\", \"n\": 1e400"));
    row("we remove one, they change another", sound(base).removed(u"b"_s)->text(), with(base, "\"z\"", "\"theirs\""),
        with(sound(base).removed(u"b"_s)->text(), "\"z\"", "\"theirs\""));
    row("we remove one, they the other", sound(base).removed(u"a"_s)->text(), sound(base).removed(u"c"_s)->text(),
        sound(base).removed(u"a"_s)->removed(u"c"_s)->text());
    row("we remove all, they add one", sound(base).removed(u"a"_s)->removed(u"b"_s)->removed(u"c"_s)->text(),
        with(base, last, newTheirs),
        sound(with(base, last, newTheirs)).removed(u"a"_s)->removed(u"b"_s)->removed(u"c"_s)->text());
    row("they remove all, we add one", with(base, last, newOurs),
        sound(base).removed(u"a"_s)->removed(u"b"_s)->removed(u"c"_s)->text(),
        with(sound(base).removed(u"a"_s)->removed(u"b"_s)->removed(u"c"_s)->text(), "{}",
             "{\n    \"ours\": {\n      \"command\": \"o\"\n    }\n  }"));
    row("they wipe mcpServers, we add one", with(base, last, newOurs), "{\n  \"globalShortcut\": \"\"\n}\n",
        "{\n  \"globalShortcut\": \"\",\n  \"mcpServers\": {\n    \"ours\": {\n      \"command\": \"o\"\n    }\n  "
        "}\n}\n");
    row("renamed where it stood", with(base, "\"b\"", "\"ours\""), with(base, last, newTheirs),
        with(with(base, "\"b\"", "\"ours\""), last, newTheirs));
    row("new in front", with(base, "\"a\": {", "\"ours\": {\n      \"command\": \"o\"\n    },\n    \"a\": {"),
        with(base, last, newTheirs),
        with(with(base, "\"a\": {", "\"ours\": {\n      \"command\": \"o\"\n    },\n    \"a\": {"), last, newTheirs));
    row("both the same", with(base, "one", "same"), with(with(base, "one", "same"), "\"y\"", "\"theirs\""),
        with(with(base, "one", "same"), "\"y\"", "\"theirs\""));
    row("both remove it", sound(base).removed(u"b"_s)->text(),
        with(sound(base).removed(u"b"_s)->text(), "\"z\"", "\"theirs\""),
        with(sound(base).removed(u"b"_s)->text(), "\"z\"", "\"theirs\""));
    row("our spelling, where they changed nothing", with(base, "\"y\"", "\"\\u0079\""),
        with(base, "\"z\"", "\"theirs\""), with(with(base, "\"y\"", "\"\\u0079\""), "\"z\"", "\"theirs\""));
    row("our spelling, their value", with(base, "\"y\"", "\"\\u0079\""), with(base, "\"y\"", "\"theirs\""),
        with(base, "\"y\"", "\"theirs\""));
    row("our value, their spelling", with(base, "\"y\"", "\"ours\""), with(base, "\"y\"", "\"\\u0079\""),
        with(base, "\"y\"", "\"ours\""));
    row("we change a kind", with(base, "[\"1\"]", "{\"no\": \"list\"}"), with(base, "\"y\"", "\"theirs\""),
        with(with(base, "[\"1\"]", "{\"no\": \"list\"}"), "\"y\"", "\"theirs\""));
}

void tst_Merge::merges()
{
    QFETCH(QByteArray, ours);
    QFETCH(QByteArray, theirs);
    QFETCH(QByteArray, merged);
    const Merge merge = kopru::config::merge(sound(base), sound(ours), sound(theirs));
    QCOMPARE(told(merge.conflicts), QStringList());
    QCOMPARE(merge.document.text(), merged);
}

void tst_Merge::conflicts_data()
{
    QTest::addColumn<QByteArray>("ours");
    QTest::addColumn<QByteArray>("theirs");
    QTest::addColumn<QStringList>("conflicts");
    QTest::addColumn<QByteArray>("keepOurs"); // the text where ours is chosen for all of them
    const auto row = [](const char *name, const QByteArray &ours, const QByteArray &theirs,
                        const QStringList &conflicts,
                        const QByteArray &keepOurs) { QTest::newRow(name) << ours << theirs << conflicts << keepOurs; };
    const QByteArray theirEnd = with(base, "\"z\"", "\"theirs\"");
    const auto without = [](const QByteArray &text, const QString &name) { return sound(text).removed(name)->text(); };

    row("a variable", with(base, "one", "ours"), with(theirEnd, "one", "other"),
        {u"mcpServers/a/env/T changed changed"_s}, with(theirEnd, "one", "ours"));
    row("a list is one value", with(base, "\"1\"", "\"1\", \"ours\""), with(theirEnd, "\"1\"", "\"1\", \"other\""),
        {u"mcpServers/a/args changed changed"_s}, with(theirEnd, "\"1\"", "\"1\", \"ours\""));
    row("we change what they remove", with(base, "\"y\"", "\"ours\""), without(theirEnd, u"b"_s),
        {u"mcpServers/b changed removed"_s}, with(theirEnd, "\"y\"", "\"ours\""));
    row("we remove what they change", without(base, u"b"_s), with(theirEnd, "\"y\"", "\"other\""),
        {u"mcpServers/b removed changed"_s}, without(theirEnd, u"b"_s));
    row("two strangers of one name", with(base, "\"c\": {", "\"n\": {\"command\": \"o\"},\n    \"c\": {"),
        with(theirEnd, "\"c\": {", "\"n\": {\"command\": \"o\", \"args\": []},\n    \"c\": {"),
        {u"mcpServers/n added added"_s}, with(theirEnd, "\"c\": {", "\"n\": {\"command\": \"o\"},\n    \"c\": {"));
    row("at the top", with(base, "\"globalShortcut\": \"\"", "\"globalShortcut\": \"o\""),
        with(theirEnd, "\"globalShortcut\": \"\"", "\"globalShortcut\": \"t\""), {u"globalShortcut changed changed"_s},
        with(theirEnd, "\"globalShortcut\": \"\"", "\"globalShortcut\": \"o\""));
    row("two at once", with(with(base, "one", "ours"), "\"y\"", "\"ours\""),
        with(with(theirEnd, "one", "other"), "\"y\"", "\"other\""),
        {u"mcpServers/a/env/T changed changed"_s, u"mcpServers/b/command changed changed"_s},
        with(with(theirEnd, "one", "ours"), "\"y\"", "\"ours\""));
    row("both change the kind", with(base, "\"y\"", "{\"k\": 1}"), with(theirEnd, "\"y\"", "{\"k\": 2}"),
        {u"mcpServers/b/command changed changed"_s}, with(theirEnd, "\"y\"", "{\"k\": 1}"));
}

void tst_Merge::conflicts()
{
    QFETCH(QByteArray, ours);
    QFETCH(QByteArray, theirs);
    QFETCH(QStringList, conflicts);
    QFETCH(QByteArray, keepOurs);
    const Merge open = merge(sound(base), sound(ours), sound(theirs));
    QCOMPARE(told(open.conflicts), conflicts);
    QCOMPARE(open.document.text(), theirs);

    Choices forOurs;
    Choices forTheirs;
    for (const Conflict &conflict : open.conflicts) {
        forOurs.insert(conflict.path, Keep::Ours);
        forTheirs.insert(conflict.path, Keep::Theirs);
    }
    const Merge kept = merge(sound(base), sound(ours), sound(theirs), forOurs);
    QCOMPARE(told(kept.conflicts), QStringList());
    QCOMPARE(kept.document.text(), keepOurs);
    const Merge given = merge(sound(base), sound(ours), sound(theirs), forTheirs);
    QCOMPARE(told(given.conflicts), QStringList());
    QCOMPARE(given.document.text(), theirs);
}

void tst_Merge::placesOfConflicts()
{
    const Document ours = sound(with(with(base, "one", "ours"), "\"y\"", "\"ours\""));
    const Document theirs = sound("\n\n" + sound(with(base, "one", "other")).removed(u"b"_s)->text());
    const QList<Conflict> conflicts = merge(sound(base), ours, theirs).conflicts;
    QCOMPARE(told(conflicts),
             (QStringList{u"mcpServers/a/env/T changed changed"_s, u"mcpServers/b changed removed"_s}));
    QCOMPARE(conflicts.at(0).oursAt, ours.positionOf(u"a"_s, {u"env"_s, u"T"_s}));
    QCOMPARE(conflicts.at(0).theirsAt, theirs.positionOf(u"a"_s, {u"env"_s, u"T"_s}));
    QCOMPARE(conflicts.at(0).theirsAt.line, conflicts.at(0).oursAt.line + 2);
    QCOMPARE(conflicts.at(1).oursAt, ours.positionOf(u"b"_s));
    QCOMPARE(conflicts.at(1).theirsAt.offset, theirs.text().indexOf("\"mcpServers\""));
}

void tst_Merge::oneSideOnly()
{
    const Document before = sound(base);
    const Document edited = sound(with(base, "\"y\"", " \"edited\""));
    QCOMPARE(merge(before, edited, before).document, edited);
    QCOMPARE(merge(before, before, edited).document, edited);
    QCOMPARE(merge(before, edited, edited).document, edited);
    QCOMPARE(merge(before, before, before).document, before);
}

void tst_Merge::theirLayout_data()
{
    QTest::addColumn<QByteArray>("theirs");
    QTest::addColumn<QByteArray>("merged");
    // Another program printed the whole file anew, and added `k`: it changed no value for that.
    QTest::newRow("four spaces, other spelling")
        << "{\n    \"mcpServers\": {\n        \"a\": {\"command\": \"\\u0078\", \"n\": 1}\n    },\n    \"k\": 1\n}"_ba
        << "{\n    \"mcpServers\": {\n        \"a\": {\"command\": \"ours\", \"n\": 1},\n        \"new\": {\n"
           "            \"command\": \"o\",\n            \"env\": {\n                \"T\": \"ğ\"\n            }\n     "
           "   "
           "}\n    },\n    \"k\": 1\n}"_ba;
    QTest::newRow("tabs and CRLF")
        << "{\r\n\t\"k\": 1,\r\n\t\"mcpServers\": {\r\n\t\t\"a\": {\r\n\t\t\t\"n\": 1,\r\n\t\t\t\"command\": "
           "\"x\"\r\n\t\t}\r\n\t}\r\n}\r\n"_ba
        << "{\r\n\t\"k\": 1,\r\n\t\"mcpServers\": {\r\n\t\t\"a\": {\r\n\t\t\t\"n\": 1,\r\n\t\t\t\"command\": "
           "\"ours\"\r\n\t\t},\r\n\t\t\"new\": {\r\n\t\t\t\"command\": \"o\",\r\n\t\t\t\"env\": "
           "{\r\n\t\t\t\t\"T\": \"ğ\"\r\n\t\t\t}\r\n\t\t}\r\n\t}\r\n}\r\n"_ba;
}

void tst_Merge::theirLayout()
{
    QFETCH(QByteArray, theirs);
    QFETCH(QByteArray, merged);
    const Document before = sound(R"({
  "mcpServers": {
    "a": {
      "command": "x",
      "n": 1.0
    }
  }
}
)");
    const Document ours =
        *before.changed(u"a"_s, {u"ours"_s, {}, {}})->added(u"new"_s, {u"o"_s, {}, {{u"T"_s, u"ğ"_s}}});
    const Merge merge = kopru::config::merge(before, ours, sound(theirs));
    QCOMPARE(told(merge.conflicts), QStringList());
    QCOMPARE(merge.document.text(), merged);
}

void tst_Merge::wholeFile()
{
    const Document ours = sound(with(base, "one", "ours"));
    const Document theirs = sound(with(base, "one", "other"));
    QCOMPARE(merge(sound(base), ours, theirs, {{KeyPath(), Keep::Ours}}).document, ours);
    QCOMPARE(merge(sound(base), ours, theirs, {{KeyPath(), Keep::Theirs}}).document, theirs);
}

void tst_Merge::soundSidesThatMakeNoSoundFile()
{
    // Without `mcpServers` beside it, `mcp_servers` is the wrong name of the same thing.
    const Document before = sound("{\"mcpServers\": {}, \"k\": 1}");
    const Document ours = sound("{\"mcpServers\": {}, \"mcp_servers\": {}, \"k\": 1}");
    const Document theirs = sound("{\"k\": 2}");
    const Merge merge = kopru::config::merge(before, ours, theirs);
    QCOMPARE(told(merge.conflicts), QStringList{u" changed changed"_s});
    QCOMPARE(merge.document, theirs);
}

void tst_Merge::hiddenKeys()
{
    // Of two servers of one name the last one counts, and removing it must not bring the first one back.
    const Document before =
        sound(R"({"mcpServers": {"a": {"command": "1"}, "b": {"command": "2"}, "a": {"command": "3"}}})");
    const Document theirs = sound(with(before.text(), "\"2\"", "\"t\""));
    QCOMPARE(merge(before, *before.removed(u"a"_s), theirs).document.text(),
             R"({"mcpServers": {"b": {"command": "t"}}})"_ba);
    QCOMPARE(merge(before, *before.changed(u"a"_s, {u"o"_s, {}, {}}), theirs).document.text(),
             R"({"mcpServers": {"a": {"command": "1"}, "b": {"command": "t"}, "a": {"command": "o"}}})"_ba);
}

void tst_Merge::readsTheSameWhateverItsSpelling()
{
    QVERIFY(readsTheSame("{\"a\": 1, \"b\": [true]}", "{\"b\":[true],\"\\u0061\":1.0}"));
    QVERIFY(readsTheSame("1e2", "100"));
    QVERIFY(readsTheSame("1e400", "1e400"));
    QVERIFY(!readsTheSame("[1, 2]", "[2, 1]"));
    QVERIFY(!readsTheSame("{\"a\": null}", "{}"));
    QVERIFY(!readsTheSame("\"1\"", "1"));
    QVERIFY(!readsTheSame("{", "{}"));
}

QTEST_GUILESS_MAIN(tst_Merge)
#include "tst_merge.moc"
