#include "app/config/jsontext.h"
#include "tests/app/config/corpus.h"

#include <QtCore/QRandomGenerator>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using namespace kopru::config;
using kopru::test::Json;

namespace {

Document sound(const QByteArray &text)
{
    auto document = Document::parse(text);
    if (!document)
        qFatal("The test's own text is broken: %s", qPrintable(faultId(document.error().fault)));
    return *document;
}

const Entry plain{u"npx"_s, {u"-y"_s, u"server"_s}, {{u"TOKEN"_s, u"ğ\"x\\"_s}}};
const Entry bare{u"run"_s, {}, {}};

/// How many bytes two texts share at the start and at the end.
std::pair<qsizetype, qsizetype> sharedEnds(const QByteArray &a, const QByteArray &b)
{
    const qsizetype most = std::min(a.size(), b.size());
    qsizetype front = 0;
    while (front < most && a.at(front) == b.at(front))
        ++front;
    qsizetype back = 0;
    while (back < most - front && a.at(a.size() - 1 - back) == b.at(b.size() - 1 - back))
        ++back;
    return {front, back};
}

} // namespace

class tst_DocumentEdits : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void adds_data();
    void adds();
    void removes_data();
    void removes();
    void changes_data();
    void changes();
    void renames();
    void duplicates_data();
    void duplicates();
    void refuses();
    void settingTheSameChangesNothing_data() { files(); }
    void settingTheSameChangesNothing();
    void addingAndRemovingRestores_data() { files(); }
    void addingAndRemovingRestores();
    void oneValueChangesOnlyItsBytes_data() { files(); }
    void oneValueChangesOnlyItsBytes();
    void newEntriesLookLikeTheirNeighbours_data();
    void newEntriesLookLikeTheirNeighbours();
    void randomEditsAgreeWithTheModel_data() { files(); }
    void randomEditsAgreeWithTheModel();

private:
    static void files();
};

void tst_DocumentEdits::files()
{
    QTest::addColumn<QString>("file");
    for (const QString &file : kopru::test::soundFiles())
        QTest::newRow(qPrintable(file)) << file;
}

void tst_DocumentEdits::adds_data()
{
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<Entry>("entry");
    QTest::addColumn<QByteArray>("after");
    const auto row = [](const char *name, const QByteArray &before, const Entry &entry, const QByteArray &after) {
        QTest::newRow(name) << before << entry << after;
    };

    row("empty object", "{}", plain, R"({
  "mcpServers": {
    "new": {
      "command": "npx",
      "args": [
        "-y",
        "server"
      ],
      "env": {
        "TOKEN": "ğ\"x\\"
      }
    }
  }
})");
    row("empty object with CRLF", "{}\r\n", bare,
        "{\r\n  \"mcpServers\": {\r\n    \"new\": {\r\n      \"command\": \"run\"\r\n    }\r\n  }\r\n}\r\n");
    row("empty servers, one line", R"({"mcpServers":{}})", plain,
        R"({"mcpServers":{"new":{"command":"npx","args":["-y","server"],"env":{"TOKEN":"ğ\"x\\"}}}})");
    row("empty servers, spaced line", R"({ "mcpServers": {} })", bare,
        R"({ "mcpServers": { "new": { "command": "run" } } })");
    row("empty servers, open", "{\n    \"mcpServers\": {\n    }\n}\n", bare,
        "{\n    \"mcpServers\": {\n        \"new\": {\n            \"command\": \"run\"\n        }\n    }\n}\n");
    row("no servers, tabs", "{\n\t\"globalShortcut\": \"\"\n}", bare,
        "{\n\t\"globalShortcut\": \"\",\n\t\"mcpServers\": {\n\t\t\"new\": {\n\t\t\t\"command\": "
        "\"run\"\n\t\t}\n\t}\n}");
    row("no servers, one line", R"({"globalShortcut": ""})", bare,
        R"({"globalShortcut": "", "mcpServers": {"new": {"command": "run"}}})");
    row("behind the last server", R"({
  "mcpServers": {
    "a": {
      "command": "x",
      "args": ["1", "2"]
    }
  },
  "globalShortcut": ""
}
)",
        plain, R"({
  "mcpServers": {
    "a": {
      "command": "x",
      "args": ["1", "2"]
    },
    "new": {
      "command": "npx",
      "args": ["-y", "server"],
      "env": {
        "TOKEN": "ğ\"x\\"
      }
    }
  },
  "globalShortcut": ""
}
)");
    row("one server per line", R"({"mcpServers": {
  "a": {"command": "npx", "args": ["-y", "a"]}
}}
)",
        plain, R"({"mcpServers": {
  "a": {"command": "npx", "args": ["-y", "a"]},
  "new": {"command": "npx", "args": ["-y", "server"], "env": {"TOKEN": "ğ\"x\\"}}
}}
)");
    row("one line, but a list over several",
        "{\"mcpServers\": {\n  \"a\": {\"command\": \"x\", \"args\": [\n    \"1\"\n  ]}\n}}", plain,
        "{\"mcpServers\": {\n  \"a\": {\"command\": \"x\", \"args\": [\n    \"1\"\n  ]},\n  \"new\": {\"command\": "
        "\"npx\", "
        "\"args\": [\"-y\", \"server\"], \"env\": {\"TOKEN\": \"ğ\\\"x\\\\\"}}\n}}");
    row("without any indentation", "{\r\n\"mcpServers\": {\r\n\"a\": {\r\n\"command\": \"x\"\r\n}\r\n}\r\n}", plain,
        "{\r\n\"mcpServers\": {\r\n\"a\": {\r\n\"command\": \"x\"\r\n},\r\n\"new\": {\r\n\"command\": "
        "\"npx\",\r\n\"args\": [\r\n"
        "\"-y\",\r\n\"server\"\r\n],\r\n\"env\": {\r\n\"TOKEN\": \"ğ\\\"x\\\\\"\r\n}\r\n}\r\n}\r\n}");
    row("comma first",
        "{\n  \"mcpServers\": {\n    \"a\": { \"command\": \"x\" }\n  , \"b\": { \"command\": \"y\" }\n  }\n}", bare,
        "{\n  \"mcpServers\": {\n    \"a\": { \"command\": \"x\" }\n  , \"b\": { \"command\": \"y\" }, \"new\": { "
        "\"command\": "
        "\"run\" }\n  }\n}");
    row("into the second of two objects", R"({"mcpServers": {"a": {"command": "1"}}, "mcpServers": {}})", bare,
        R"({"mcpServers": {"a": {"command": "1"}}, "mcpServers": {"new": {"command": "run"}}})");
}

void tst_DocumentEdits::adds()
{
    QFETCH(QByteArray, before);
    QFETCH(Entry, entry);
    QFETCH(QByteArray, after);
    const auto document = sound(before).added(u"new"_s, entry);
    QVERIFY(document.has_value());
    QCOMPARE(document->text(), after);
    QCOMPARE(document->server(u"new"_s)->entry, entry);
}

void tst_DocumentEdits::removes_data()
{
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QByteArray>("after");
    const auto row = [](const char *name, const QByteArray &before, const QByteArray &after) {
        QTest::newRow(name) << before << after;
    };
    row("the only one", "{\n  \"mcpServers\": {\n    \"x\": {\n      \"command\": \"1\"\n    }\n  }\n}\n",
        "{\n  \"mcpServers\": {}\n}\n");
    row("first of lines", "{\r\n  \"mcpServers\": {\r\n    \"x\": {},\r\n    \"y\": {}\r\n  }\r\n}",
        "{\r\n  \"mcpServers\": {\r\n    \"y\": {}\r\n  }\r\n}");
    row("middle of lines", "{\n\t\"mcpServers\": {\n\t\t\"a\": {},\n\t\t\"x\": {\n\t\t},\n\n\t\t\"y\": {}\n\t}\n}",
        "{\n\t\"mcpServers\": {\n\t\t\"a\": {},\n\n\t\t\"y\": {}\n\t}\n}");
    row("last of lines", "{\n  \"mcpServers\": {\n    \"a\": {},\n    \"x\": {\n    }\n  }\n}",
        "{\n  \"mcpServers\": {\n    \"a\": {}\n  }\n}");
    row("first in a line", R"({"mcpServers": { "x": {}, "y": {} }})", R"({"mcpServers": { "y": {} }})");
    row("middle in a line", R"({"mcpServers": {"a": {}, "x": {},"y": {}}})", R"({"mcpServers": {"a": {},"y": {}}})");
    row("last in a line", R"({"mcpServers": {"a": {}, "x": {} }})", R"({"mcpServers": {"a": {} }})");
    row("two in one line of several", "{\"mcpServers\": {\n  \"x\": {}, \"y\": {},\n  \"z\": {}\n}}",
        "{\"mcpServers\": {\n  \"y\": {},\n  \"z\": {}\n}}");
    row("first behind the bracket", "{\"mcpServers\": { \"x\": {},\n  \"y\": {}\n}}",
        "{\"mcpServers\": { \"y\": {}\n}}");
    row("comma first", "{\"mcpServers\": {\n    \"x\": {}\n  , \"y\": {}\n}}", "{\"mcpServers\": {\n    \"y\": {}\n}}");
    row("twice, side by side", R"({"mcpServers": {"a": {}, "x": {}, "x": {}}})", R"({"mcpServers": {"a": {}}})");
    row("twice, apart", R"({"mcpServers": {"x": {}, "a": {}, "x": {}}})", R"({"mcpServers": {"a": {}}})");
    row("only, twice", R"({"mcpServers": { "x": {}, "x": {} }})", R"({"mcpServers": {}})");
    row("old Mac line ends", "{\r\"mcpServers\": {\r\"x\": {},\r\"y\": {}\r}\r}",
        "{\r\"mcpServers\": {\r\"y\": {}\r}\r}");
}

void tst_DocumentEdits::removes()
{
    QFETCH(QByteArray, before);
    QFETCH(QByteArray, after);
    const auto document = sound(before).removed(u"x"_s);
    QVERIFY(document.has_value());
    QCOMPARE(document->text(), after);
}

void tst_DocumentEdits::changes_data()
{
    QTest::addColumn<QByteArray>("before"); // of the entry "x"
    QTest::addColumn<Entry>("entry");
    QTest::addColumn<QByteArray>("after");
    const auto row = [](const char *name, const QByteArray &before, const Entry &entry, const QByteArray &after) {
        QTest::newRow(name) << before << entry << after;
    };
    row("command", R"({"cwd": 1, "command" : "a",  "args": []})", {u"b"_s, {}, {}},
        R"({"cwd": 1, "command" : "b",  "args": []})");
    row("missing command", R"({"args": ["1"]})", {u"b"_s, {u"1"_s}, {}}, R"({"command": "b", "args": ["1"]})");
    row("missing command, lines", "{\n      \"args\": [\"1\"]\n    }", {u"b"_s, {u"1"_s}, {}},
        "{\n      \"command\": \"b\",\n      \"args\": [\"1\"]\n    }");
    row("empty entry", R"({})", {u"b"_s, {}, {}}, "{\n      \"command\": \"b\"\n    }");
    row("wrong command", R"({"command": ["a"]})", {u"b"_s, {}, {}}, R"({"command": "b"})");
    row("argument in the middle", R"({"command": "a", "args": ["1",  "2","3"]})",
        {u"a"_s, {u"1"_s, u"ş"_s, u"3"_s}, {}}, R"({"command": "a", "args": ["1",  "ş","3"]})");
    row("argument more at the end", R"({"command": "a", "args": ["1", "2"]})", {u"a"_s, {u"1"_s, u"2"_s, u"3"_s}, {}},
        R"({"command": "a", "args": ["1", "2", "3"]})");
    row("arguments more in lines", "{\"command\": \"a\", \"args\": [\n\t\"1\"\n]}",
        {u"a"_s, {u"1"_s, u"2"_s, u"3"_s}, {}}, "{\"command\": \"a\", \"args\": [\n\t\"1\",\n\t\"2\",\n\t\"3\"\n]}");
    row("argument more in front", R"({"command": "a", "args": ["1", "2"]})", {u"a"_s, {u"0"_s, u"1"_s, u"2"_s}, {}},
        R"({"command": "a", "args": ["0", "1", "2"]})");
    row("arguments more in front, lines", "{\"command\": \"a\", \"args\": [\n  \"1\"\n]}",
        {u"a"_s, {u"x"_s, u"0"_s, u"1"_s}, {}}, "{\"command\": \"a\", \"args\": [\n  \"x\",\n  \"0\",\n  \"1\"\n]}");
    row("argument more in the middle", R"({"command": "a", "args": ["1", "3"]})",
        {u"a"_s, {u"1"_s, u"2"_s, u"3"_s}, {}}, R"({"command": "a", "args": ["1", "2", "3"]})");
    row("argument less in the middle", R"({"command": "a", "args": ["1", "2",   "3"]})", {u"a"_s, {u"1"_s, u"3"_s}, {}},
        R"({"command": "a", "args": ["1",   "3"]})");
    row("argument less at the end", "{\"command\": \"a\", \"args\": [\n  \"1\",\n  \"2\"\n]}", {u"a"_s, {u"1"_s}, {}},
        "{\"command\": \"a\", \"args\": [\n  \"1\"\n]}");
    row("changed and less", R"({"command": "a", "args": ["1", "2", "3", "4"]})", {u"a"_s, {u"1"_s, u"x"_s, u"4"_s}, {}},
        R"({"command": "a", "args": ["1", "x", "4"]})");
    row("changed and more", R"({"command": "a", "args": ["1", "2", "4"]})",
        {u"a"_s, {u"1"_s, u"x"_s, u"y"_s, u"4"_s}, {}}, R"({"command": "a", "args": ["1", "x", "y", "4"]})");
    row("all arguments go", R"({"command": "a", "args": [ "1", "2" ]})", {u"a"_s, {}, {}},
        R"({"command": "a", "args": []})");
    row("arguments into an empty list", R"({"command": "a", "args": []})", {u"a"_s, {u"1"_s, u"2"_s}, {}},
        R"({"command": "a", "args": ["1", "2"]})");
    row("arguments where there were none", R"({"command": "a", "env": {"A": "1"}})",
        {u"a"_s, {u"1"_s}, {{u"A"_s, u"1"_s}}}, R"({"command": "a", "args": ["1"], "env": {"A": "1"}})");
    row("number stays a number", R"({"command": "b", "args": ["-p", 80.0, 1e2]})",
        {u"b"_s, {u"-p"_s, u"80.0"_s, u"x"_s}, {}}, R"({"command": "b", "args": ["-p", 80.0, "x"]})");
    row("arguments of a wrong type", R"({"command": "a", "args": "1"})", {u"a"_s, {u"2"_s}, {}},
        R"({"command": "a", "args": ["2"]})");
    row("one variable", R"({"command": "a", "env": {"A": "1", "B" :"2"}})",
        {u"a"_s, {}, {{u"A"_s, u"1"_s}, {u"B"_s, u"ğ"_s}}}, R"({"command": "a", "env": {"A": "1", "B" :"ğ"}})");
    row("variable more", "{\"command\": \"a\", \"env\": {\n \"A\": \"1\"\n}}",
        {u"a"_s, {}, {{u"A"_s, u"1"_s}, {u"B"_s, u"2"_s}}},
        "{\"command\": \"a\", \"env\": {\n \"A\": \"1\",\n \"B\": \"2\"\n}}");
    row("variables less", R"({"command": "a", "env": {"A": "1", "B": "2", "C": "3", "D": "4", "E": "5"}})",
        {u"a"_s, {}, {{u"C"_s, u"3"_s}}}, R"({"command": "a", "env": {"C": "3"}})");
    row("variables all others", R"({"command": "a", "env": {"A": "1", "B": "2"}})", {u"a"_s, {}, {{u"C"_s, u"3"_s}}},
        R"({"command": "a", "env": {"C": "3"}})");
    row("variables go", R"({"command": "a", "env": { "A": "1" }})", {u"a"_s, {}, {}}, R"({"command": "a", "env": {}})");
    row("variable twice", R"({"command": "a", "env": {"A": "1", "A": "2"}})", {u"a"_s, {}, {{u"A"_s, u"3"_s}}},
        R"({"command": "a", "env": {"A": "1", "A": "3"}})");
    row("first variable", "{\n      \"command\": \"a\"\n    }", {u"a"_s, {}, {{u"A"_s, u"1"_s}}},
        "{\n      \"command\": \"a\",\n      \"env\": {\n        \"A\": \"1\"\n      }\n    }");
    row("variables of a wrong type", R"({"command": "a", "env": null})", {u"a"_s, {}, {{u"A"_s, u"1"_s}}},
        R"({"command": "a", "env": {"A": "1"}})");
    row("unknown members stay", R"({"disabled": true, "command": "a", "timeout": 1.50, "args": ["1"], "x": {}})",
        {u"b"_s, {u"2"_s}, {{u"A"_s, u"1"_s}}},
        R"({"disabled": true, "command": "b", "timeout": 1.50, "args": ["2"], "env": {"A": "1"}, "x": {}})");
}

void tst_DocumentEdits::changes()
{
    QFETCH(QByteArray, before);
    QFETCH(Entry, entry);
    QFETCH(QByteArray, after);
    const QByteArray front = "{\n  \"scale\": 1.0,\n  \"mcpServers\": {\n    \"x\": "_ba;
    const QByteArray back = "\n  }\n}\n"_ba;
    const auto document = sound(front + before + back).changed(u"x"_s, entry);
    QVERIFY(document.has_value());
    QCOMPARE(document->text(), front + after + back);
    QCOMPARE(document->server(u"x"_s)->entry, entry);
}

void tst_DocumentEdits::renames()
{
    const Document document = sound(R"({"mcpServers": {"a" : {"command": "1"}, "b": {}, "a": {}}})");
    QCOMPARE(document.renamed(u"a"_s, u"ç \"ı\""_s)->text(),
             R"({"mcpServers": {"ç \"ı\"" : {"command": "1"}, "b": {}, "ç \"ı\"": {}}})"_ba);
    QCOMPARE(document.renamed(u"a"_s, u"a"_s)->text(), document.text());
}

void tst_DocumentEdits::duplicates_data()
{
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QByteArray>("after");
    QTest::newRow("lines")
        << "{\"mcpServers\": {\n  \"x\": {\n    \"command\":\"1\", \"cwd\": 1.0\n  },\n  \"y\": {}\n}}"_ba
        << "{\"mcpServers\": {\n  \"x\": {\n    \"command\":\"1\", \"cwd\": 1.0\n  },\n  \"z\": {\n    "
           "\"command\":\"1\", \"cwd\": 1.0\n  },\n  \"y\": {}\n}}"_ba;
    QTest::newRow("one line") << R"({"mcpServers":{"x" :{"type":"stdio"}}})"_ba
                              << R"({"mcpServers":{"x" :{"type":"stdio"}, "z" :{"type":"stdio"}}})"_ba;
    QTest::newRow("no object") << R"({"mcpServers": {"x": null}})"_ba << R"({"mcpServers": {"x": null, "z": null}})"_ba;
}

void tst_DocumentEdits::duplicates()
{
    QFETCH(QByteArray, before);
    QFETCH(QByteArray, after);
    QCOMPARE(sound(before).duplicated(u"x"_s, u"z"_s)->text(), after);
}

void tst_DocumentEdits::refuses()
{
    const Document document = sound(R"({"mcpServers": {"a": {}, "text": "npx"}})");
    QCOMPARE(document.added(u"a"_s, plain).error(), EditProblem::NameTaken);
    QCOMPARE(document.added(u" "_s, plain).error(), EditProblem::EmptyName);
    QCOMPARE(document.changed(u"b"_s, plain).error(), EditProblem::NoSuchServer);
    QCOMPARE(document.changed(u"text"_s, plain).error(), EditProblem::NotAnObject);
    QCOMPARE(document.renamed(u"b"_s, u"c"_s).error(), EditProblem::NoSuchServer);
    QCOMPARE(document.renamed(u"a"_s, u"text"_s).error(), EditProblem::NameTaken);
    QCOMPARE(document.renamed(u"a"_s, QString()).error(), EditProblem::EmptyName);
    QCOMPARE(document.duplicated(u"b"_s, u"c"_s).error(), EditProblem::NoSuchServer);
    QCOMPARE(document.duplicated(u"a"_s, u"a"_s).error(), EditProblem::NameTaken);
    QCOMPARE(document.duplicated(u"a"_s, u"\t"_s).error(), EditProblem::EmptyName);
    QCOMPARE(document.removed(u"b"_s).error(), EditProblem::NoSuchServer);
}

void tst_DocumentEdits::settingTheSameChangesNothing()
{
    QFETCH(QString, file);
    const Document document = sound(kopru::test::corpusFile(file));
    for (const Server &server : document.servers()) {
        const auto same = document.changed(server.name, server.entry);
        if (!same) {
            QCOMPARE(same.error(), EditProblem::NotAnObject);
            continue;
        }
        QCOMPARE(same->text(), document.text());
        QCOMPARE(document.renamed(server.name, server.name)->text(), document.text());
    }
}

void tst_DocumentEdits::addingAndRemovingRestores()
{
    QFETCH(QString, file);
    const Document document = sound(kopru::test::corpusFile(file));
    const Document added = *document.added(u"yeni"_s, plain);
    const Document restored = *added.removed(u"yeni"_s);
    QVERIFY(!restored.contains(u"yeni"_s));
    if (!document.servers().isEmpty())
        QCOMPARE(restored.text(), document.text());
    else if (kopru::test::isPortable(file)) // Brackets that were open stand closed, or mcpServers is new: nothing else.
        QVERIFY(kopru::test::independentServers(restored.text()) == kopru::test::independentServers(document.text()));
    for (const Server &server : document.servers()) {
        const auto copy = document.duplicated(server.name, u"yeni"_s);
        QCOMPARE(copy->serverText(u"yeni"_s), document.serverText(server.name));
        QCOMPARE(copy->removed(u"yeni"_s)->text(), document.text());
    }
}

void tst_DocumentEdits::oneValueChangesOnlyItsBytes()
{
    QFETCH(QString, file);
    const Document document = sound(kopru::test::corpusFile(file));
    for (const Server &server : document.servers()) {
        for (const Variable &variable : server.entry.environment) {
            Entry entry = server.entry;
            entry.setVariable(variable.name, u"\u0001new"_s);
            const auto changed = document.changed(server.name, entry);
            QVERIFY(changed.has_value());
            const auto [front, back] = sharedEnds(document.text(), changed->text());
            const QByteArray removed = document.text().mid(front, document.text().size() - front - back);
            const QByteArray written = changed->text().mid(front, changed->text().size() - front - back);
            QVERIFY2(written.size() <= 11, written);
            const auto tree = json::Tree::parse(document.serverText(server.name), true);
            const auto &value = tree->node(tree->member(tree->member(0, u"env"), variable.name));
            const qsizetype begin = document.text().indexOf(tree->text(), server.position.offset) + value.begin;
            QVERIFY2(front >= begin && removed.size() <= value.end - value.begin, removed);
            QVERIFY2(front + removed.size() <= begin + value.end - value.begin, removed);
            QCOMPARE(changed->server(server.name)->entry.variable(variable.name), u"\u0001new"_s);
        }
    }
}

void tst_DocumentEdits::newEntriesLookLikeTheirNeighbours_data()
{
    // Removing a server and adding it again at the end writes what another program would have written in that style.
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("server");
    for (const char *file : {"alecs", "alecs-crlf", "alecs-tabs", "alecs-four-spaces", "alecs-three-spaces",
                             "alecs-no-final-newline", "alecs-blank-lines-at-end", "alecs-lone-carriage-returns"})
        QTest::newRow(file) << "sound/%1.json"_L1.arg(QLatin1StringView(file)) << u"alecs-akamai"_s;
    for (const char *file : {"apinizer-flush-left", "apinizer-flush-left-crlf", "compact"})
        QTest::newRow(file) << "sound/%1.json"_L1.arg(QLatin1StringView(file)) << u"apinizer-portal-mcp-websocket"_s;
    QTest::newRow("one line") << u"sound/agentport-one-line.json"_s << u"agentport"_s;
    QTest::newRow("one server per line") << u"sound/one-server-per-line.json"_s << u"b"_s;
}

void tst_DocumentEdits::newEntriesLookLikeTheirNeighbours()
{
    QFETCH(QString, file);
    QFETCH(QString, server);
    const Document document = sound(kopru::test::corpusFile(file));
    const Entry entry = document.server(server)->entry;
    // Beside the original, so that there is something to learn from; then the original goes.
    const Document copied = *document.added(u"copy"_s, entry);
    const Document only = *copied.removed(server)->renamed(u"copy"_s, server);
    QCOMPARE(only.text(), document.text());
}

void tst_DocumentEdits::randomEditsAgreeWithTheModel()
{
    QFETCH(QString, file);
    if (!kopru::test::isPortable(file))
        QSKIP("The independent reader refuses this file.");
    Document document = sound(kopru::test::corpusFile(file));
    // Two keys of one name: the independent reader forgets the first, so the rest of the text is compared without them.
    Json model = kopru::test::independent(document.text());
    QRandomGenerator random(static_cast<quint32>(qHash(file, 7)));
    const auto below = [&](int limit) { return static_cast<int>(random.bounded(limit)); };
    const auto text = [&] {
        static const QStringList pieces{u"a"_s,  u"Ğ"_s, u"ı"_s, u"\""_s, u"\\"_s,     u"\n"_s,
                                        u"🚀"_s, u" "_s, u","_s, u"}"_s,  u"\u0007"_s, u"/"_s};
        QString all = u"v"_s;
        for (int i = below(5); i > 0; --i)
            all += pieces.at(below(static_cast<int>(pieces.size())));
        return all;
    };
    const auto name = [&] { return u"server %1"_s.arg(below(8)); };
    const auto someServer = [&] {
        const QList<Server> servers = document.servers();
        return servers.isEmpty() ? name() : servers.at(below(static_cast<int>(servers.size()))).name;
    };
    const auto someEntry = [&] {
        Entry entry{text(), {}, {}};
        for (int i = below(4); i > 0; --i)
            entry.arguments.append(text());
        for (int i = below(4); i > 0; --i)
            entry.setVariable(u"V%1"_s.arg(below(6)), text());
        return entry;
    };
    const auto toJson = [](const Entry &entry) {
        Json json = {{"command", entry.command.toStdString()}};
        for (const QString &argument : entry.arguments)
            json["args"].push_back(argument.toStdString());
        for (const Variable &variable : entry.environment)
            json["env"][variable.name.toStdString()] = variable.value.toStdString();
        return json;
    };

    for (int step = 0; step < 120; ++step) {
        const QString what = someServer();
        const std::string key = what.toStdString();
        kopru::Result<Document, EditProblem> edited = document;
        const QByteArray before = document.text();
        Json &servers = model["mcpServers"];
        const bool hadServers = !servers.is_null();
        if (!hadServers)
            model.erase("mcpServers");
        switch (below(6)) {
        case 0: {
            const QString fresh = name();
            const Entry entry = someEntry();
            edited = document.added(fresh, entry);
            QCOMPARE(edited.has_value(), !document.contains(fresh));
            if (edited)
                model["mcpServers"][fresh.toStdString()] = toJson(entry);
            break;
        }
        case 1:
        case 2: {
            if (!document.contains(what))
                break;
            Entry entry = document.server(what)->entry;
            switch (below(5)) {
            case 0:
                entry.command = text();
                break;
            case 1:
                entry.arguments.insert(below(static_cast<int>(entry.arguments.size()) + 1), text());
                break;
            case 2:
                if (!entry.arguments.isEmpty())
                    entry.arguments.removeAt(below(static_cast<int>(entry.arguments.size())));
                break;
            case 3:
                entry.setVariable(u"V%1"_s.arg(below(6)), text());
                break;
            default:
                entry.removeVariable(u"V%1"_s.arg(below(6)));
            }
            edited = document.changed(what, entry);
            if (!edited) {
                QCOMPARE(edited.error(), EditProblem::NotAnObject);
                edited = document;
                break;
            }
            const auto around = [&](const Document &whole) {
                const qsizetype nameAt = whole.positionOf(what).offset;
                const qsizetype valueAt = whole.text().indexOf(whole.serverText(what), nameAt);
                return std::pair(whole.text().left(valueAt), whole.text().mid(valueAt + whole.serverText(what).size()));
            };
            QCOMPARE(around(*edited), around(document));
            const Entry after = edited->server(what)->entry;
            QCOMPARE(after.command, entry.command);
            QCOMPARE(after.arguments, entry.arguments);
            QCOMPARE(after.environmentMap(), entry.environmentMap());
            Json &target = model["mcpServers"][key];
            const Json now = kopru::test::independent(edited->serverText(what));
            for (const char *member : {"command", "args", "env"})
                if (now.contains(member))
                    target[member] = now.at(member);
            break;
        }
        case 3: {
            const QString fresh = name();
            edited = document.renamed(what, fresh);
            if (edited && what != fresh) {
                Json renamed = Json::object();
                for (const auto &[old, value] : model["mcpServers"].items())
                    renamed[old == key ? fresh.toStdString() : old] = value;
                model["mcpServers"] = renamed;
            }
            break;
        }
        case 4: {
            const QString fresh = name();
            edited = document.duplicated(what, fresh);
            if (edited)
                model["mcpServers"][fresh.toStdString()] = model["mcpServers"][key];
            break;
        }
        default:
            edited = document.removed(what);
            if (edited)
                model["mcpServers"].erase(key);
        }
        if (!edited) {
            QVERIFY(edited.error() != EditProblem::NotAnObject);
            continue;
        }
        document = *edited;
        const QByteArray after = document.text();

        // The whole text means what the model means; member order inside an object is compared by the byte checks.
        QVERIFY2(nlohmann::json(kopru::test::independent(after)) == nlohmann::json(model),
                 after + "\n----\n" + QByteArray::fromStdString(model.dump()));
        QVERIFY(Document::parse(after).has_value());

        // Everything outside of `mcpServers` is the same, byte for byte.
        const qsizetype begin = before.count("\"mcpServers\"") == 1 ? before.indexOf("\"mcpServers\"") : -1;
        if (begin >= 0 && hadServers)
            QCOMPARE(after.left(begin), before.left(begin));
        for (const Server &server : document.servers())
            if (server.name != what && Document::parse(before)->contains(server.name))
                QCOMPARE(document.serverText(server.name), Document::parse(before)->serverText(server.name));
    }
}

QTEST_GUILESS_MAIN(tst_DocumentEdits)
#include "tst_documentedits.moc"
