// Every kind of edit on every server of every sound file: the bytes that it may change are measured by a scanner of the
// test's own, and all others are compared.
#include "app/config/guard.h"
#include "app/config/jsontext.h"
#include "app/config/merge.h"
#include "app/config/parking.h"
#include "tests/app/config/corpus.h"

#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using namespace kopru::config;

namespace {

/// From the first byte to behind the last.
struct Span
{
    qsizetype begin = 0;
    qsizetype end = 0;
};

struct Value
{
    QString key;
    Span name; ///< with its quotes
    Span all;
    std::vector<Value> children;

    const Value *last(QStringView wanted) const
    {
        const auto found =
            std::find_if(children.rbegin(), children.rend(), [&](const Value &child) { return child.key == wanted; });
        return found == children.rend() ? nullptr : &*found;
    }
};

/// For text that is known to be sound. Knows nothing of the reader.
class Scanner
{
public:
    explicit Scanner(const QByteArray &text) : m_text(text) {}

    Value read()
    {
        skip();
        Value value;
        value.all.begin = m_at;
        const char first = m_text.at(m_at);
        if (first == '{' || first == '[') {
            ++m_at;
            for (skip(); m_text.at(m_at) != '}' && m_text.at(m_at) != ']'; skip()) {
                if (m_text.at(m_at) == ',') {
                    ++m_at;
                    skip();
                }
                Span name;
                if (first == '{') {
                    name.begin = m_at;
                    readText();
                    name.end = m_at;
                    skip();
                    ++m_at; // the colon
                }
                Value child = read();
                child.name = name;
                if (first == '{')
                    child.key = json::decoded(QByteArrayView(m_text).sliced(name.begin + 1, name.end - name.begin - 2));
                value.children.push_back(std::move(child));
            }
            ++m_at;
        } else if (first == '"') {
            readText();
        } else {
            while (m_at < m_text.size() && !QByteArrayView(",]} \t\r\n").contains(m_text.at(m_at)))
                ++m_at;
        }
        value.all.end = m_at;
        return value;
    }

private:
    void skip()
    {
        while (m_at < m_text.size() && QByteArrayView(" \t\r\n").contains(m_text.at(m_at)))
            ++m_at;
    }
    void readText()
    {
        for (++m_at; m_text.at(m_at) != '"'; ++m_at)
            if (m_text.at(m_at) == '\\')
                ++m_at;
        ++m_at;
    }

    const QByteArray &m_text;
    qsizetype m_at = 0;
};

/// Where a member may be inserted behind the others, or between brackets that are empty.
Span behindChildren(const Value &container)
{
    return {container.children.empty() ? container.all.begin + 1 : container.children.back().all.end,
            container.all.end - 1};
}

/// What taking a child out may take: up to its neighbours, without them.
Span aroundChild(const Value &container, const Value &child)
{
    Span span{container.all.begin + 1, container.all.end - 1};
    for (const Value &other : container.children) {
        if (other.all.end <= child.name.begin)
            span.end = container.all.end - 1, span.begin = other.all.end;
        else if (other.name.begin >= child.all.end) {
            span.end = other.name.begin;
            break;
        }
    }
    return span;
}

/// What is wrong; empty where only the span differs.
QByteArray outside(const QByteArray &before, const QByteArray &after, Span span)
{
    const QByteArray front = before.left(span.begin);
    const QByteArray back = before.sliced(span.end);
    if (!after.startsWith(front) || !after.endsWith(back) || after.size() < front.size() + back.size())
        return "bytes outside of " + QByteArray::number(span.begin) + "-" + QByteArray::number(span.end) +
               " changed:\n" + after.left(4000);
    return {};
}

/// The servers of a text; empty where it has none.
const Value *serversOf(const Value &root)
{
    return root.last(u"mcpServers");
}

Versions oneVersion(const Document &document)
{
    return {1, [document](qsizetype) { return std::optional(document); }};
}

#define COMPARE_OUTSIDE(before, after, ...)                                                                            \
    do {                                                                                                               \
        const QByteArray wrong = outside((before), (after), __VA_ARGS__);                                              \
        QVERIFY2(wrong.isEmpty(), wrong);                                                                              \
    } while (false)

const QString fresh = u"yeni \"ğ\""_s;
const QString word = u"\u0001ç\\"_s;

} // namespace

class tst_RoundTrip : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void corpusIsLarge();
    void openAndSave_data() { files(); }
    void openAndSave();
    void adds_data() { files(); }
    void adds();
    void setsCommand_data() { files(); }
    void setsCommand();
    void setsEachArgument_data() { files(); }
    void setsEachArgument();
    void editsEachVariable_data() { files(); }
    void editsEachVariable();
    void renames_data() { files(); }
    void renames();
    void duplicates_data() { files(); }
    void duplicates();
    void removes_data() { files(); }
    void removes();
    void parksAndPutsBack_data() { files(); }
    void parksAndPutsBack();
    void restores_data() { files(); }
    void restores();
    void merges_data() { files(); }
    void merges();

private:
    static void files();
    /// Every server that counts, in a file with hidden ones too; of a thousand a few.
    static QStringList namesIn(const Document &document);
};

void tst_RoundTrip::files()
{
    QTest::addColumn<QByteArray>("text");
    for (const QString &file : kopru::test::soundFiles())
        QTest::newRow(qPrintable(file)) << kopru::test::corpusFile(file);
    for (const char *name : {"thousand-servers", "thousand-servers-one-line", "ten-megabytes-of-preferences",
                             "ten-megabytes-of-text", "ten-megabytes-of-white-space"})
        QTest::newRow(name) << kopru::test::generated(name);
}

QStringList tst_RoundTrip::namesIn(const Document &document)
{
    QStringList names;
    const QList<Server> servers = document.servers();
    const qsizetype step = servers.size() > 100 ? servers.size() / 4 : 1;
    for (qsizetype i = 0; i < servers.size(); i += step)
        names.append(servers.at(i).name);
    if (!servers.isEmpty() && names.last() != servers.last().name)
        names.append(servers.last().name);
    return names;
}

void tst_RoundTrip::corpusIsLarge()
{
    QVERIFY(kopru::test::soundFiles().size() >= 150);
    QVERIFY(kopru::test::expectations(u"mend.json"_s).size() >= 80);
}

void tst_RoundTrip::openAndSave()
{
    QFETCH(QByteArray, text);
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"claude_desktop_config.json"_s);
    QVERIFY(kopru::platform::replaceFile(path, text));
    kopru::store::Snapshots snapshots(folder.filePath(u"snapshots"_s));
    const auto opened = openConfig(path);
    QVERIFY(opened.has_value());
    QVERIFY(saveConfig(*opened, opened->document, snapshots));
    QVERIFY(kopru::platform::readFile(path).value() == text);
    // An edit there and back, each saved.
    const auto added = saveConfig(*opened, *opened->document.added(fresh, {u"x"_s, {}, {}}), snapshots);
    QVERIFY(added.has_value());
    const auto back = saveConfig(*added, opened->document, snapshots);
    QVERIFY(back.has_value());
    QVERIFY(kopru::platform::readFile(path).value() == text);
}

void tst_RoundTrip::adds()
{
    QFETCH(QByteArray, text);
    const Document document = *Document::parse(text);
    const auto added = document.added(fresh, {word, {word, u"2"_s}, {{u"A"_s, word}}});
    const Value root = Scanner(text).read();
    const Value *servers = serversOf(root);
    COMPARE_OUTSIDE(text, added->text(), behindChildren(servers ? *servers : root));
}

void tst_RoundTrip::setsCommand()
{
    QFETCH(QByteArray, text);
    const Document document = *Document::parse(text);
    const Value root = Scanner(text).read();
    for (const QString &name : namesIn(document)) {
        const Value &server = *serversOf(root)->last(name);
        Entry entry = document.server(name)->entry;
        entry.command = word;
        const auto changed = document.changed(name, entry);
        if (!changed) {
            QVERIFY(text.at(server.all.begin) != '{');
            continue;
        }
        const Value *command = server.last(u"command");
        // Where there is none it comes first.
        const Span front{server.all.begin + 1,
                         server.children.empty() ? server.all.end - 1 : server.children.front().name.begin};
        COMPARE_OUTSIDE(text, changed->text(), command ? command->all : front);
        QCOMPARE(changed->server(name)->entry.command, word);
    }
}

void tst_RoundTrip::setsEachArgument()
{
    QFETCH(QByteArray, text);
    const Document document = *Document::parse(text);
    const Value root = Scanner(text).read();
    for (const QString &name : namesIn(document)) {
        const Value *list = serversOf(root)->last(name)->last(u"args");
        const Entry entry = document.server(name)->entry;
        for (qsizetype i = 0; i < entry.arguments.size(); ++i) {
            const Value &item = list->children.at(static_cast<std::size_t>(i));
            Entry other = entry;
            other.arguments[i] = word;
            COMPARE_OUTSIDE(text, document.changed(name, other)->text(), item.all);
            other = entry;
            other.arguments.removeAt(i);
            // Of two that are the same, either may go.
            const bool isAlone = entry.arguments.count(entry.arguments.at(i)) == 1;
            Span gone = isAlone ? item.all : list->all;
            if (isAlone) {
                const auto at = static_cast<std::size_t>(i);
                gone.begin = at > 0 ? list->children[at - 1].all.end : list->all.begin + 1;
                gone.end = at + 1 < list->children.size() ? list->children[at + 1].all.begin : list->all.end - 1;
            }
            COMPARE_OUTSIDE(text, document.changed(name, other)->text(), gone);
        }
        if (list && text.at(list->all.begin) == '[') {
            Entry more = entry;
            more.arguments.append(word);
            COMPARE_OUTSIDE(text, document.changed(name, more)->text(), behindChildren(*list));
        }
    }
}

void tst_RoundTrip::editsEachVariable()
{
    QFETCH(QByteArray, text);
    const Document document = *Document::parse(text);
    const Value root = Scanner(text).read();
    for (const QString &name : namesIn(document)) {
        const Value &server = *serversOf(root)->last(name);
        if (text.at(server.all.begin) != '{')
            continue;
        const Value *variables = server.last(u"env");
        const bool isObject = variables && text.at(variables->all.begin) == '{';
        const Entry entry = document.server(name)->entry;
        Entry more = entry;
        more.setVariable(fresh, word);
        COMPARE_OUTSIDE(text, document.changed(name, more)->text(),
                        isObject    ? behindChildren(*variables)
                        : variables ? variables->all
                                    : server.all);
        for (const Variable &variable : entry.environment) {
            const Value &value = *variables->last(variable.name);
            Entry other = entry;
            other.setVariable(variable.name, word);
            COMPARE_OUTSIDE(text, document.changed(name, other)->text(), value.all);
            other.removeVariable(variable.name);
            const bool isAlone = std::count_if(variables->children.begin(), variables->children.end(),
                                               [&](const Value &each) { return each.key == variable.name; }) == 1;
            COMPARE_OUTSIDE(text, document.changed(name, other)->text(),
                            isAlone ? aroundChild(*variables, value) : variables->all);
        }
    }
}

void tst_RoundTrip::renames()
{
    QFETCH(QByteArray, text);
    const Document document = *Document::parse(text);
    const Value root = Scanner(text).read();
    for (const QString &name : namesIn(document)) {
        QByteArray expected;
        qsizetype at = 0;
        for (const Value &child : serversOf(root)->children)
            if (child.key == name) { // hidden ones as well
                expected += text.sliced(at, child.name.begin - at) + "\"yeni \\\"ğ\\\"\"";
                at = child.name.end;
            }
        QVERIFY(document.renamed(name, fresh)->text() == expected + text.sliced(at));
    }
}

void tst_RoundTrip::duplicates()
{
    QFETCH(QByteArray, text);
    const Document document = *Document::parse(text);
    const Value root = Scanner(text).read();
    for (const QString &name : namesIn(document)) {
        const Value &server = *serversOf(root)->last(name);
        const QByteArray copied = document.duplicated(name, fresh)->text();
        COMPARE_OUTSIDE(text, copied, {server.all.end, server.all.end});
        QVERIFY(copied.sliced(server.all.end, copied.size() - text.size())
                    .endsWith(text.sliced(server.all.begin, server.all.end - server.all.begin)));
    }
}

void tst_RoundTrip::removes()
{
    QFETCH(QByteArray, text);
    const Document document = *Document::parse(text);
    const Value root = Scanner(text).read();
    for (const QString &name : namesIn(document)) {
        const Value &servers = *serversOf(root);
        const auto isIt = [&](const Value &child) { return child.key == name; };
        const bool isAlone = std::count_if(servers.children.begin(), servers.children.end(), isIt) == 1;
        COMPARE_OUTSIDE(text, document.removed(name)->text(),
                        isAlone ? aroundChild(servers, *servers.last(name)) : servers.all);
    }
}

void tst_RoundTrip::parksAndPutsBack()
{
    QFETCH(QByteArray, text);
    const Document document = *Document::parse(text);
    const Value root = Scanner(text).read();
    if (!document.hidden().isEmpty())
        QSKIP("Parking takes hidden servers of the name with it.");
    for (const QString &name : namesIn(document)) {
        const Value &server = *serversOf(root)->last(name);
        const auto parking = park(document, name, u"/x.json"_s);
        QVERIFY(parking.has_value());
        QVERIFY(parking->server.member == text.sliced(server.name.begin, server.all.end - server.name.begin));
        const Span around = aroundChild(*serversOf(root), server);
        COMPARE_OUTSIDE(text, parking->document.text(), around);
        const Document back = *unpark(parking->document, parking->server);
        COMPARE_OUTSIDE(text, back.text(), around);
        QVERIFY(back.memberText(name) == parking->server.member);
    }
}

void tst_RoundTrip::restores()
{
    QFETCH(QByteArray, text);
    const Document document = *Document::parse(text);
    const Value root = Scanner(text).read();
    if (!document.hidden().isEmpty())
        QSKIP("Taking a server out takes hidden ones of the name with it.");
    const QStringList names = namesIn(document);
    for (const QString &name : names) {
        const Value &server = *serversOf(root)->last(name);
        const Restored restored = restoredServers(*document.removed(name), {name}, oneVersion(document));
        QCOMPARE(restored.servers, QStringList{name});
        COMPARE_OUTSIDE(text, restored.document.text(), aroundChild(*serversOf(root), server));
        QVERIFY(restored.document.memberText(name) == document.memberText(name));
    }
    // The whole file: what it was, byte for byte.
    if (!names.isEmpty())
        QVERIFY(restoredFile(names, oneVersion(document)).document.text() == text);
    const auto back = restoration("{}", text);
    QVERIFY(back && back->document.text() == text);
}

void tst_RoundTrip::merges()
{
    QFETCH(QByteArray, text);
    const Document document = *Document::parse(text);
    if (!document.hidden().isEmpty())
        QSKIP("Of two keys of one name a merge knows one.");
    // They add a server, we change one: theirs with our value in it.
    const Document theirs = *document.added(u"theirs"_s, {u"x"_s, {}, {}});
    const Value root = Scanner(theirs.text()).read();
    for (const QString &name : namesIn(document)) {
        Entry entry = document.server(name)->entry;
        entry.command = word;
        const auto ours = document.changed(name, entry);
        const Value *command = serversOf(root)->last(name)->last(u"command");
        if (!ours || !command)
            continue;
        const Merge merged = merge(document, *ours, theirs);
        QCOMPARE(merged.conflicts.size(), 0);
        COMPARE_OUTSIDE(theirs.text(), merged.document.text(), command->all);
        QCOMPARE(merged.document.server(name)->entry.command, word);
    }
    // We add one, they another.
    const Document ours = *document.added(u"ours"_s, {u"y"_s, {}, {}});
    const Merge both = merge(document, ours, theirs);
    QCOMPARE(both.conflicts.size(), 0);
    // Behind the server that it follows in ours; where it follows none, anywhere among the servers.
    const QList<Server> before = document.servers();
    Span place{serversOf(root)->all.begin + 1, serversOf(root)->all.end - 1};
    if (!before.isEmpty())
        place.begin = place.end = serversOf(root)->last(before.last().name)->all.end;
    COMPARE_OUTSIDE(theirs.text(), both.document.text(), place);
    QVERIFY(both.document.memberText(u"theirs"_s) == theirs.memberText(u"theirs"_s));
    QVERIFY(both.document.contains(u"ours"_s));
}

QTEST_GUILESS_MAIN(tst_RoundTrip)
#include "tst_roundtrip.moc"
