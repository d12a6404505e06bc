#include "app/config/configfile.h"
#include "tests/app/config/corpus.h"

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

#include <sys/stat.h>

using namespace Qt::StringLiterals;
using namespace kopru::config;
using kopru::platform::FileError;
using kopru::platform::FileProblem;

namespace {

const Entry entry{u"/bin/true"_s, {u"x"_s}, {{u"TOKEN"_s, u"ğ"_s}}};

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QFile::ReadOnly) ? file.readAll() : "(cannot be read)"_ba;
}

mode_t modeOf(const QString &path)
{
    struct stat status = {};
    return ::stat(QFile::encodeName(path).constData(), &status) == 0 ? status.st_mode & 07777 : 0;
}

} // namespace

class tst_ConfigFile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void opens();
    void openProblems_data();
    void openProblems();
    void brokenFilesAreNeverWritten_data();
    void brokenFilesAreNeverWritten();
    void createsTheFile();
    void savesAndKeepsTheOldBytes();
    void sameBytesWriteNothing();
    void changedMeanwhile_data();
    void changedMeanwhile();
    void goneMeanwhile();
    void conflictWritesNothing();
    void snapshotThatFailsStopsTheSave();
    void saveAfterSave();
    void throughALink();

private:
    void put(const QByteArray &bytes) const;
    QString path() const { return m_folder->filePath(u"Claude ığİş/claude_desktop_config.json"_s); }
    QString snapshotFolder() const { return m_folder->filePath(u"data/snapshots"_s); }
    std::unique_ptr<QTemporaryDir> m_folder;
};

void tst_ConfigFile::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
}

void tst_ConfigFile::put(const QByteArray &bytes) const
{
    QVERIFY(QDir().mkpath(QFileInfo(path()).path()));
    QFile file(path());
    QVERIFY(file.open(QFile::WriteOnly));
    QCOMPARE(file.write(bytes), bytes.size());
}

void tst_ConfigFile::opens()
{
    const QByteArray bytes = kopru::test::corpusFile(u"sound/app-keys.json"_s);
    put(bytes);
    const auto opened = openConfig(path());
    QVERIFY(opened.has_value());
    QCOMPARE(opened->path, path());
    QCOMPARE(opened->bytes, std::optional(bytes));
    QVERIFY(opened->document.contains(u"files"_s));
}

void tst_ConfigFile::openProblems_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<FileProblem>("problem");
    QTest::newRow("folder") << u"folder"_s << FileProblem::IsFolder;
    QTest::newRow("pipe") << u"pipe"_s << FileProblem::NotRegular;
    QTest::newRow("device") << u"/dev/null"_s << FileProblem::NotRegular;
}

void tst_ConfigFile::openProblems()
{
    QFETCH(QString, name);
    QFETCH(FileProblem, problem);
    QVERIFY(QDir().mkdir(m_folder->filePath(u"folder"_s)));
    QCOMPARE(::mkfifo(QFile::encodeName(m_folder->filePath(u"pipe"_s)).constData(), 0600), 0);
    const auto opened = openConfig(name.startsWith(u'/') ? name : m_folder->filePath(name));
    QVERIFY(!opened.has_value());
    const auto *error = std::get_if<FileError>(&opened.error());
    QVERIFY(error != nullptr);
    QCOMPARE(fileProblemId(error->problem), fileProblemId(problem));
}

void tst_ConfigFile::brokenFilesAreNeverWritten_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("comma") << "{\"mcpServers\": {},}"_ba;
    QTest::newRow("byte order mark") << "\xef\xbb\xbf{}"_ba;
    QTest::newRow("wrong case") << "{\"mcpservers\": {}}"_ba;
}

void tst_ConfigFile::brokenFilesAreNeverWritten()
{
    QFETCH(QByteArray, bytes);
    put(bytes);
    const auto opened = openConfig(path());
    QVERIFY(!opened.has_value());
    const auto *broken = std::get_if<BrokenFile>(&opened.error());
    QVERIFY(broken != nullptr);
    QCOMPARE(broken->bytes, bytes);
    QCOMPARE(broken->error, Document::parse(bytes).error());
    // Who holds the file as it was before it broke cannot overwrite it either.
    kopru::store::Snapshots snapshots(snapshotFolder());
    const ConfigFile before{path(), "{}"_ba, *Document::parse("{}")};
    const Document edited = *before.document.added(u"a"_s, entry);
    const auto refused = saveConfig(before, edited, snapshots);
    QCOMPARE(refused.error().file.problem, FileProblem::Changed);
    QCOMPARE(refused.error().conflicts.size(), 1);
    QVERIFY(refused.error().conflicts.first().path.isEmpty());
    QCOMPARE(contentOf(path()), bytes);
    // Only who has seen it may; and what was there is kept.
    QVERIFY(saveConfig(before, edited, snapshots, {{KeyPath(), Keep::Ours}}));
    QCOMPARE(contentOf(path()), edited.text());
    QCOMPARE(snapshots.read(snapshots.list(path()).at(1)).value(), bytes);
}

void tst_ConfigFile::createsTheFile()
{
    kopru::store::Snapshots snapshots(snapshotFolder());
    const auto opened = openConfig(path());
    QVERIFY(opened.has_value());
    QVERIFY(!opened->bytes.has_value());
    const Document edited = *opened->document.added(u"köprü"_s, entry);
    const auto saved = saveConfig(*opened, edited, snapshots);
    QVERIFY(saved.has_value());
    QCOMPARE(contentOf(path()), edited.text());
    QCOMPARE(saved->bytes, std::optional(edited.text()));
    QCOMPARE(modeOf(path()), mode_t{0600});
    QCOMPARE(modeOf(QFileInfo(path()).path()), mode_t{0700});
    QCOMPARE(snapshots.list(path()).size(), 1);
    QCOMPARE(snapshots.read(snapshots.list(path()).first()).value(), edited.text());
}

void tst_ConfigFile::savesAndKeepsTheOldBytes()
{
    const QByteArray bytes = kopru::test::corpusFile(u"sound/alecs-crlf.json"_s);
    put(bytes);
    QCOMPARE(::chmod(QFile::encodeName(path()).constData(), 0640), 0);
    kopru::store::Snapshots snapshots(snapshotFolder());
    const auto opened = openConfig(path());
    const Document edited = *opened->document.removed(u"alecs-akamai"_s);
    QVERIFY(saveConfig(*opened, edited, snapshots));
    QCOMPARE(contentOf(path()), "{\r\n  \"mcpServers\": {}\r\n}\r\n"_ba);
    QCOMPARE(modeOf(path()), mode_t{0640});
    QCOMPARE(snapshots.list(path()).size(), 2);
    QCOMPARE(snapshots.read(snapshots.list(path()).at(0)).value(), edited.text());
    QCOMPARE(snapshots.read(snapshots.list(path()).at(1)).value(), bytes);
    QCOMPARE(QDir(QFileInfo(path()).path()).entryList(QDir::Files | QDir::Hidden).size(), 1);
}

void tst_ConfigFile::sameBytesWriteNothing()
{
    put(kopru::test::corpusFile(u"sound/alecs.json"_s));
    kopru::store::Snapshots snapshots(snapshotFolder());
    const auto opened = openConfig(path());
    struct stat before = {};
    QCOMPARE(::stat(QFile::encodeName(path()).constData(), &before), 0);
    QVERIFY(saveConfig(*opened, opened->document, snapshots));
    struct stat after = {};
    QCOMPARE(::stat(QFile::encodeName(path()).constData(), &after), 0);
    QCOMPARE(after.st_ino, before.st_ino);
    QVERIFY(snapshots.list(path()).isEmpty());
}

void tst_ConfigFile::changedMeanwhile_data()
{
    QTest::addColumn<bool>("existed");
    QTest::newRow("other bytes") << true;
    QTest::newRow("new") << false;
}

void tst_ConfigFile::changedMeanwhile()
{
    QFETCH(bool, existed);
    kopru::store::Snapshots snapshots(snapshotFolder());
    if (existed)
        put("{}");
    const auto opened = openConfig(path());
    QVERIFY(opened.has_value());
    const Document edited = *opened->document.added(u"a"_s, entry);
    const QByteArray theirs = "{ \"k\": 1 }";
    put(theirs);
    // Nothing was edited: what is there now is the file.
    QCOMPARE(saveConfig(*opened, opened->document, snapshots)->bytes, std::optional(theirs));
    QCOMPARE(contentOf(path()), theirs);

    const auto saved = saveConfig(*opened, edited, snapshots);
    QVERIFY(saved.has_value());
    QCOMPARE(saved->document.server(u"a"_s)->entry, entry);
    QVERIFY(saved->document.text().startsWith("{ \"k\": 1, "));
    QCOMPARE(contentOf(path()), saved->document.text());
    QCOMPARE(snapshots.list(path()).size(), 2);
    QCOMPARE(snapshots.read(snapshots.list(path()).at(1)).value(), theirs);
}

void tst_ConfigFile::goneMeanwhile()
{
    kopru::store::Snapshots snapshots(snapshotFolder());
    put("{}");
    const auto opened = openConfig(path());
    QVERIFY(QFile::remove(path()));
    const Document edited = *opened->document.added(u"a"_s, entry);
    for (const Document &document : {edited, opened->document}) {
        const auto saved = saveConfig(*opened, document, snapshots);
        QVERIFY(!saved.has_value());
        QCOMPARE(saved.error().file, (FileError{FileProblem::Changed, path(), 0}));
        QCOMPARE(saved.error().conflicts.size(), 1);
        QCOMPARE(saved.error().conflicts.first().theirs, SideChange::Removed);
        QVERIFY(!QFile::exists(path()));
    }
    QVERIFY(saveConfig(*opened, edited, snapshots, {{KeyPath(), Keep::Ours}}));
    QCOMPARE(contentOf(path()), edited.text());
}

void tst_ConfigFile::conflictWritesNothing()
{
    kopru::store::Snapshots snapshots(snapshotFolder());
    put("{}");
    const ConfigFile first = *saveConfig(*openConfig(path()), *Document::parse("{}")->added(u"a"_s, entry), snapshots);
    const QByteArray theirs = "{\"mcpServers\": {\"a\": {\"command\": \"theirs\"}}}";
    put(theirs);
    Entry own = entry;
    own.command = u"ours"_s;
    const Document edited = *first.document.changed(u"a"_s, own);
    const auto refused = saveConfig(first, edited, snapshots);
    QVERIFY(!refused.has_value());
    QCOMPARE(refused.error().file, (FileError{FileProblem::Changed, path(), 0}));
    const KeyPath command{u"mcpServers"_s, u"a"_s, u"command"_s};
    QCOMPARE(refused.error().conflicts.size(), 1);
    QCOMPARE(refused.error().conflicts.first().path, command);
    QCOMPARE(contentOf(path()), theirs);
    // Their version is kept, whatever is decided then.
    QCOMPARE(snapshots.read(snapshots.list(path()).first()).value(), theirs);
    QVERIFY(saveConfig(first, edited, snapshots, {{command, Keep::Ours}}));
    QCOMPARE(contentOf(path()), "{\"mcpServers\": {\"a\": {\"command\": \"ours\"}}}"_ba);
}

void tst_ConfigFile::snapshotThatFailsStopsTheSave()
{
    put("{}");
    QFile blocker(m_folder->filePath(u"data"_s));
    QVERIFY(blocker.open(QFile::WriteOnly));
    kopru::store::Snapshots snapshots(snapshotFolder());
    const auto opened = openConfig(path());
    const auto saved = saveConfig(*opened, *opened->document.added(u"a"_s, entry), snapshots);
    QVERIFY(!saved.has_value());
    QVERIFY(saved.error().file.path.startsWith(snapshotFolder()));
    QCOMPARE(contentOf(path()), "{}"_ba);
}

void tst_ConfigFile::saveAfterSave()
{
    put("{}");
    kopru::store::Snapshots snapshots(snapshotFolder());
    ConfigFile file = *openConfig(path());
    for (const auto &name : {u"a"_s, u"b"_s, u"c"_s}) {
        auto saved = saveConfig(file, *file.document.added(name, entry), snapshots);
        QVERIFY(saved.has_value());
        file = *saved;
    }
    QCOMPARE(openConfig(path())->document, file.document);
    QCOMPARE(snapshots.list(path()).size(), 4);
}

void tst_ConfigFile::throughALink()
{
    put("{}");
    const QString link = m_folder->filePath(u"link.json"_s);
    QVERIFY(QFile::link(path(), link));
    kopru::store::Snapshots snapshots(snapshotFolder());
    const auto opened = openConfig(link);
    QVERIFY(saveConfig(*opened, *opened->document.added(u"a"_s, entry), snapshots));
    QVERIFY(QFileInfo(link).isSymLink());
    QVERIFY(openConfig(path())->document.contains(u"a"_s));
}

QTEST_GUILESS_MAIN(tst_ConfigFile)
#include "tst_configfile.moc"
