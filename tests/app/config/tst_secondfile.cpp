#include "app/config/evidence.h"
#include "app/config/wording.h"
#include "tests/app/platform/fakefiles.h"

#include <QtTest/QtTest>

using namespace Qt::StringLiterals;
using namespace kopru::config;
namespace platform = kopru::platform;
namespace store = kopru::store;

/// One change into two files, and what the files tell about which of them Claude reads.
class tst_SecondFile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void added();
    void changed();
    void removed();
    void changedWhereItNeverWas();
    void anotherVersion();
    void notThere();
    void broken();
    void readOnly();
    void evidenceOfFiles();
    void discovered();
    void serversTaken();

private:
    [[nodiscard]] QString path() const { return m_folder->filePath(u"ığİş/claude_desktop_config.json"_s); }
    void write(const QByteArray &text) const;
    [[nodiscard]] QByteArray text() const;
    [[nodiscard]] kopru::Result<ConfigFile, SecondFileError> save(const Document &before, const Document &after) const;

    std::unique_ptr<QTemporaryDir> m_folder;
};

void tst_SecondFile::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(QDir(m_folder->path()).mkpath(u"ığİş"_s));
}

void tst_SecondFile::write(const QByteArray &text) const
{
    QFile file(path());
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(text);
}

QByteArray tst_SecondFile::text() const
{
    QFile file(path());
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

kopru::Result<ConfigFile, SecondFileError> tst_SecondFile::save(const Document &before, const Document &after) const
{
    return saveAlso(m_folder->path(), path(), before, after);
}

namespace {

const Document first = *Document::parse(R"({"mcpServers": {"a": {"command": "x"}, "b": {"command": "y"}}})");

} // namespace

void tst_SecondFile::added()
{
    // Nothing of the first file's other servers comes along, and every other byte stays.
    write("{\n\t\"mcpServers\": {\n\t\t\"other\": { \"command\" : \"z\" }\n\t},\n\t\"n\": 1.0\n}\n");
    const auto saved = save(first, *first.added(u"new"_s, {u"npx"_s, {u"-y"_s}, {}}));
    QVERIFY(saved);
    QVERIFY(text().contains("\"other\": { \"command\" : \"z\" }"));
    QVERIFY(text().endsWith("\n\t},\n\t\"n\": 1.0\n}\n"));
    QCOMPARE(Document::parse(text())->servers().size(), 2);
    const auto entry = saved->document.server(u"new"_s);
    QVERIFY(entry);
    QCOMPARE(entry->entry, (Entry{u"npx"_s, {u"-y"_s}, {}}));
    // Its own snapshots: the version before and the one after.
    const store::Snapshots snapshots(m_folder->filePath(u"snapshots"_s));
    QCOMPARE(snapshots.list(path()).size(), 2);
}

void tst_SecondFile::changed()
{
    write(R"({"mcpServers": {"a": {"command": "x"}}})");
    QVERIFY(save(first, *first.changed(u"a"_s, {u"x"_s, {u"1"_s}, {}})));
    QCOMPARE(Document::parse(text())->server(u"a"_s)->entry.arguments, QStringList{u"1"_s});
}

void tst_SecondFile::removed()
{
    write(R"({"mcpServers": {"a": {"command": "x"}, "c": {"command": "z"}}})");
    QVERIFY(save(first, *first.removed(u"a"_s)));
    QCOMPARE(text(), R"({"mcpServers": {"c": {"command": "z"}}})"_ba);
    // One that it never had is no reason to stop.
    QVERIFY(save(first, *first.removed(u"b"_s)));
    QCOMPARE(text(), R"({"mcpServers": {"c": {"command": "z"}}})"_ba);
}

void tst_SecondFile::changedWhereItNeverWas()
{
    write(R"({"mcpServers": {"c": {"command": "z"}}})");
    QVERIFY(save(first, *first.changed(u"a"_s, {u"x"_s, {u"1"_s}, {}})));
    const auto server = Document::parse(text())->server(u"a"_s);
    QVERIFY(server);
    QCOMPARE(server->entry, (Entry{u"x"_s, {u"1"_s}, {}}));
}

void tst_SecondFile::anotherVersion()
{
    const QByteArray before = R"({"mcpServers": {"a": {"command": "different"}}})";
    write(before);
    const auto saved = save(first, *first.changed(u"a"_s, {u"other"_s, {}, {}}));
    QVERIFY(!saved);
    QVERIFY(saved.error().save && saved.error().save->conflicts.size() == 1);
    QCOMPARE(text(), before);
    const Message words = message(saved.error(), path());
    QVERIFY2(words.what.contains(path()), qPrintable(words.what));
    QVERIFY(!words.remedy.isEmpty());
}

void tst_SecondFile::notThere()
{
    const auto saved = save(first, *first.added(u"new"_s, {u"npx"_s, {}, {}}));
    QVERIFY(saved);
    QCOMPARE(Document::parse(text())->servers().size(), 1);
}

void tst_SecondFile::broken()
{
    write("{\"mcpServers\": ");
    const auto saved = save(first, *first.removed(u"a"_s));
    QVERIFY(!saved);
    QVERIFY(saved.error().open);
    QCOMPARE(text(), "{\"mcpServers\": "_ba);
    QVERIFY(message(saved.error(), path()).what.contains(path()));
}

void tst_SecondFile::readOnly()
{
    write("{}");
    QVERIFY(QFile::setPermissions(path(), QFileDevice::ReadOwner));
    if (QFileInfo(path()).isWritable())
        QSKIP("This account may write everything");
    const auto saved = save(first, *first.added(u"new"_s, {u"npx"_s, {}, {}}));
    QVERIFY(!saved);
    QVERIFY(saved.error().save);
    QCOMPARE(saved.error().save->file.problem, platform::FileProblem::NotWritable);
    QCOMPARE(text(), "{}"_ba);
}

void tst_SecondFile::evidenceOfFiles()
{
    const QString base = u"/h/.config/"_s;
    const QString name = u"/claude_desktop_config.json"_s;
    const auto files = kopru::test::FakeFiles(platform::System::Linux)
                           .holding(base + u"Claude"_s + name, R"({"mcpServers": {"İ": {}, "ı": {}}})")
                           .holding(base + u"Claude-3p"_s + name, "{")
                           .file(base + u"Claude-work"_s + name)
                           .folder(base + u"claude"_s);
    const platform::Platform computer = kopru::test::computer(platform::System::Linux, u"/h"_s, {}, files);
    const platform::Discovery found = platform::discover(computer);
    QMap<QString, PlaceEvidence> byKind;
    const QList<PlaceEvidence> all = evidence(computer, found);
    for (qsizetype i = 0; i < all.size(); ++i)
        byKind.insert(platform::placeKindId(found.places.at(i).kind), all.at(i));
    QCOMPARE(byKind.value(u"linux"_s), (PlaceEvidence{{u"İ"_s, u"ı"_s}, true, false}));
    QCOMPARE(byKind.value(u"third-party"_s), (PlaceEvidence{{}, true, true}));
    QCOMPARE(byKind.value(u"linux-profile"_s), (PlaceEvidence{{}, false, false}));
    QCOMPARE(byKind.value(u"linux-lower-case"_s), PlaceEvidence());
}

void tst_SecondFile::discovered()
{
    const QString base = u"/h/.config/"_s;
    const QString name = u"/claude_desktop_config.json"_s;
    auto files = kopru::test::FakeFiles(platform::System::Linux)
                     .holding(base + u"Claude"_s + name, R"({"mcpServers": {"a": {}}})", 50)
                     .holding(base + u"Claude-work"_s + name, R"({"mcpServers": {"b": {}}})", 1);
    QCOMPARE(discoverWithContents(kopru::test::computer(platform::System::Linux, u"/h"_s, {}, files)).certainty,
             platform::Certainty::Ambiguous);
    files.file(base + u"Claude-work/logs/mcp-server-b.log"_s);
    const platform::Discovery found =
        discoverWithContents(kopru::test::computer(platform::System::Linux, u"/h"_s, {}, files));
    QCOMPARE(found.certainty, platform::Certainty::Likely);
    QCOMPARE(found.livePlace()->kind, platform::PlaceKind::LinuxProfile);
}

void tst_SecondFile::serversTaken()
{
    const Document own = *Document::parse(R"({"mcpServers": {"a": {"command": "own"}}, "x": 1.0})");
    const Document other =
        *Document::parse(R"({"mcpServers": {"a": {"command": "other"}, "b": { "command":"y", "cwd" : "/" }}})");
    const Document both = withServersOf(own, other);
    QCOMPARE(both.text(),
             R"({"mcpServers": {"a": {"command": "own"}, "b": { "command":"y", "cwd" : "/" }}, "x": 1.0})"_ba);
    QCOMPARE(withServersOf(both, other).text(), both.text());
    QCOMPARE(withServersOf(Document(), other).servers().size(), 2);
}

QTEST_GUILESS_MAIN(tst_SecondFile)
#include "tst_secondfile.moc"
