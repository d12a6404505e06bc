// Saves that go wrong, and saves at the same time: nothing of either side is lost.
#include "app/config/configfile.h"
#include "app/config/parking.h"

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QProcess>
#include <QtCore/QRandomGenerator>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

#include <atomic>
#include <csignal>
#include <functional>
#include <grp.h>
#include <sched.h>
#include <sys/file.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace kopru::config;
using kopru::platform::FileLock;
using kopru::platform::FileProblem;
using kopru::platform::fileProblemId;
using kopru::store::Snapshots;

namespace {

constexpr int saved = 100;
constexpr int notOpened = 101;
constexpr int noRights = 102;

const QByteArray text = "{\n  \"mcpServers\": {\n    \"a\": {\n      \"command\": \"1\"\n    }\n  }\n}\n"_ba;

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QFile::ReadOnly) ? file.readAll() : "(cannot be read)"_ba;
}

QStringList filesIn(const QString &folder)
{
    return QDir(folder).entryList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot, QDir::Name);
}

/// Temporary files that a save left behind, anywhere.
QStringList leftovers(const QString &folder)
{
    QStringList left;
    for (const QFileInfo &file :
         QDir(folder).entryInfoList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot)) {
        if (file.isDir() && !file.isSymLink())
            left += leftovers(file.filePath());
        else if (file.fileName().startsWith(u".kopru-"_s))
            left.append(file.filePath());
    }
    return left;
}

/// Starts something in a child process, so that limits and rights end with it. Not while there are other threads: the
/// child would find their locks held.
pid_t startedChild(const std::function<int()> &work)
{
    const pid_t child = ::fork();
    if (child == 0)
        ::_exit(work());
    return child;
}

int resultOf(pid_t child)
{
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
}

int inChild(const std::function<int()> &work)
{
    return resultOf(startedChild(work));
}

constexpr uid_t somebody = 65534;

/// As a user who is not root: root may do everything.
int asSomebody(const std::function<int()> &work)
{
    return inChild([&work] {
        if (::geteuid() == 0 && (::setgroups(0, nullptr) != 0 || ::setgid(somebody) != 0 || ::setuid(somebody) != 0))
            return noRights;
        return work();
    });
}

} // namespace

class tst_Saving : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void faults_data();
    void faults();
    void fullDisk_data();
    void fullDisk();
    void diskThatIsFull_data();
    void diskThatIsFull();
    void linkElsewhere();
    void outsideWriterBetweenOpenAndSave();
    void outsideWriterHalfWayThrough();
    void twoProgramsAtOnce();
    void twoProgramsOneKey();
    void waitsForTheLock();
    void givesUpOnALockThatIsHeld();
    void lockOfAKilledProgram();
    void oneLockForALink();
    void aSaveWaitsForAnother();
    void changedJustBeforeTheRename();
    void killedAtAnyInstant();
    void killedWhileParking();

private:
    QString path(const QString &name = u"Claude/claude_desktop_config.json"_s) const
    {
        return m_folder->filePath(name);
    }
    QString data() const { return path(u"data/snapshots"_s); }
    void put(const QByteArray &bytes) const;
    /// Opens, lets `between` happen, adds a server and saves.
    int save(const std::function<void()> &between, const QString &argument = u"x"_s) const;
    std::unique_ptr<QTemporaryDir> m_folder;
};

void tst_Saving::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(QDir().mkdir(path(u"Claude"_s)) && QDir().mkdir(path(u"data"_s)) && QDir().mkdir(path(u"other"_s)));
    put(text);
    if (::geteuid() != 0)
        return;
    for (const auto &name : {u"."_s, u"Claude"_s, u"data"_s, u"other"_s, u"Claude/claude_desktop_config.json"_s})
        if (::chown(QFile::encodeName(path(name)).constData(), somebody, somebody) != 0)
            QSKIP("this root may not give files away (a user namespace)");
}

void tst_Saving::put(const QByteArray &bytes) const
{
    QFile file(path());
    QVERIFY(file.open(QFile::WriteOnly));
    QCOMPARE(file.write(bytes), bytes.size());
}

int tst_Saving::save(const std::function<void()> &between, const QString &argument) const
{
    const auto opened = openConfig(path());
    if (!opened)
        return notOpened;
    between();
    Snapshots snapshots(data());
    const auto result = saveConfig(*opened, *opened->document.added(u"new"_s, {u"x"_s, {argument}, {}}), snapshots);
    return result ? saved : static_cast<int>(result.error().file.problem);
}

void tst_Saving::faults_data()
{
    QTest::addColumn<QString>("fault");
    QTest::addColumn<FileProblem>("problem");
    QTest::newRow("read-only folder") << u"folder 0555"_s << FileProblem::FolderNotWritable;
    QTest::newRow("read-only file") << u"file 0400"_s << FileProblem::NotWritable;
    QTest::newRow("no right to read it any more") << u"file 0000"_s << FileProblem::NotReadable;
    QTest::newRow("no right to enter the folder") << u"folder 0000"_s << FileProblem::NotReadable;
    QTest::newRow("replaced by a folder") << u"directory"_s << FileProblem::IsFolder;
    QTest::newRow("replaced by a pipe") << u"pipe"_s << FileProblem::NotRegular;
    QTest::newRow("no right to keep a snapshot") << u"data 0555"_s << FileProblem::FolderNotWritable;
    QTest::newRow("somebody else's") << u"owner"_s << FileProblem::NotWritable;
}

void tst_Saving::faults()
{
    QFETCH(QString, fault);
    QFETCH(FileProblem, problem);
    const QByteArray file = QFile::encodeName(path());
    const QByteArray folder = QFile::encodeName(path(u"Claude"_s));
    if (fault == "owner"_L1) {
        if (::geteuid() != 0)
            QSKIP("only root may make a file of somebody else's");
        QVERIFY(::chown(file.constData(), 0, 0) == 0 && ::chmod(file.constData(), 0644) == 0);
    }
    const int result = asSomebody([&] {
        return save([&] {
            if (fault.startsWith("file "_L1))
                ::chmod(file.constData(), fault.right(4).toUInt(nullptr, 8));
            else if (fault.startsWith("folder "_L1))
                ::chmod(folder.constData(), fault.right(4).toUInt(nullptr, 8));
            else if (fault.startsWith("data "_L1))
                ::chmod(QFile::encodeName(path(u"data"_s)).constData(), fault.right(4).toUInt(nullptr, 8));
            else if (fault == "directory"_L1)
                (void)(::unlink(file.constData()) == 0 && ::mkdir(file.constData(), 0700) == 0);
            else if (fault == "pipe"_L1)
                (void)(::unlink(file.constData()) == 0 && ::mkfifo(file.constData(), 0600) == 0);
        });
    });
    for (const auto &name : {u"Claude"_s, u"data"_s})
        ::chmod(QFile::encodeName(path(name)).constData(), 0700);
    if (fault != "directory"_L1 && fault != "pipe"_L1) {
        ::chmod(file.constData(), 0600);
        QCOMPARE(contentOf(path()), text);
    }
    QCOMPARE(fileProblemId(static_cast<FileProblem>(result)), fileProblemId(problem));
    QCOMPARE(filesIn(path(u"Claude"_s)), QStringList{u"claude_desktop_config.json"_s});
    QCOMPARE(leftovers(m_folder->path()), QStringList());
}

void tst_Saving::fullDisk_data()
{
    QTest::addColumn<int>("there"); // bytes of a server that is in the file
    QTest::addColumn<int>("added");
    QTest::newRow("no room for the new file") << 10 << 200000;
    QTest::newRow("no room for the snapshot of the old one") << 200000 << 10;
}

void tst_Saving::fullDisk()
{
    QFETCH(int, there);
    QFETCH(int, added);
    // A limit for the size of files stands in for a full disk: both fail in the middle of writing.
    const QByteArray before = Document::parse(text)->added(u"old"_s, {QString(there, u'o'), {}, {}})->text();
    put(before);
    const int result = inChild([&] {
        ::signal(SIGXFSZ, SIG_IGN);
        const rlimit limit{100000, 100000};
        if (::setrlimit(RLIMIT_FSIZE, &limit) != 0)
            return noRights;
        return save([] {}, QString(added, u'x'));
    });
    QCOMPARE(result, static_cast<int>(FileProblem::DiskFull));
    QCOMPARE(contentOf(path()), before);
    QCOMPARE(filesIn(path(u"Claude"_s)), QStringList{u"claude_desktop_config.json"_s});
    QCOMPARE(leftovers(m_folder->path()), QStringList());
    // With room again it goes through.
    QCOMPARE(save([] {}, QString(added, u'x')), saved);
}

void tst_Saving::diskThatIsFull_data()
{
    QTest::addColumn<QString>("where"); // the folder that a small disk is
    QTest::addColumn<QByteArray>("size");
    QTest::newRow("that of the file") << u"Claude"_s << "size=200k"_ba;
    QTest::newRow("that of the snapshots") << u"data"_s << "size=100k"_ba;
}

void tst_Saving::diskThatIsFull()
{
    QFETCH(QString, where);
    QFETCH(QByteArray, size);
    constexpr int noDisk = 103;
    constexpr int damaged = 104;
    constexpr int remainder = 105;
    const QByteArray before = Document::parse(text)->added(u"old"_s, {QString(150000, u'o'), {}, {}})->text();
    put(before);
    // A disk of memory that only the child sees; who is not root is that in a namespace of its own.
    const int result = inChild([&] {
        if (::unshare(::geteuid() == 0 ? CLONE_NEWNS : CLONE_NEWUSER | CLONE_NEWNS) != 0 ||
            ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0 ||
            ::mount("small", QFile::encodeName(path(where)).constData(), "tmpfs", 0, size.constData()) != 0)
            return noDisk;
        if (where == "Claude"_L1)
            put(before);
        const int first = save([] {}, QString(100000, u'x'));
        if (contentOf(path()) != before)
            return damaged;
        if (!leftovers(m_folder->path()).isEmpty() || filesIn(path(u"Claude"_s)).size() != 1)
            return remainder;
        return first;
    });
    if (result == noDisk)
        QSKIP("This machine does not let a test mount a disk; fullDisk() stands in for it.");
    QCOMPARE(result, static_cast<int>(FileProblem::DiskFull));
}

void tst_Saving::linkElsewhere()
{
    // Into a folder that cannot be written: the link stays, and so does what it leads to.
    const QString real = path(u"other/real.json"_s);
    QVERIFY(QFile::rename(path(), real) && QFile::link(real, path()));
    ::chmod(QFile::encodeName(path(u"other"_s)).constData(), 0555);
    const int refused = asSomebody([&] { return save([] {}); });
    ::chmod(QFile::encodeName(path(u"other"_s)).constData(), 0700);
    QCOMPARE(refused, static_cast<int>(FileProblem::FolderNotWritable));
    QCOMPARE(contentOf(real), text);

    // Turned elsewhere between opening and saving: what it leads to now is another version of the file.
    const QString other = path(u"other/theirs.json"_s);
    QVERIFY(kopru::platform::replaceFile(other, QByteArray(text).replace("\"1\"", "\"theirs\"")));
    QCOMPARE(save([&] { QVERIFY(QFile::remove(path()) && QFile::link(other, path())); }), saved);
    QVERIFY(QFileInfo(path()).isSymLink());
    QCOMPARE(contentOf(real), text);
    QVERIFY(contentOf(other).contains("\"theirs\"") && contentOf(other).contains("\"new\""));
    QCOMPARE(leftovers(m_folder->path()), QStringList());
}

void tst_Saving::outsideWriterBetweenOpenAndSave()
{
    const QByteArray theirs = R"({"mcpServers":{"a":{"command":"theirs"},"b":{"command":"2"}},"k":[1.0]})";
    QCOMPARE(save([&] { put(theirs); }), saved);
    const Document now = openConfig(path())->document;
    QCOMPARE(now.server(u"a"_s)->entry.command, u"theirs"_s);
    QVERIFY(now.contains(u"b"_s) && now.contains(u"new"_s));
    QVERIFY(now.text().endsWith(R"(,"k":[1.0]})"));
    // All three versions can be had back.
    Snapshots snapshots(data());
    QCOMPARE(snapshots.read(snapshots.list(path()).at(0)).value(), now.text());
    QCOMPARE(snapshots.read(snapshots.list(path()).at(1)).value(), theirs);
}

void tst_Saving::outsideWriterHalfWayThrough()
{
    // It writes in place: the file is empty for a moment, and that is when we save.
    const QByteArray theirs = QByteArray(text).replace("\"1\"", "\"theirs\"");
    std::thread writer;
    const int result = save([&] {
        put({});
        writer = std::thread([&] {
            const Snapshots snapshots(data());
            while (snapshots.list(path()).isEmpty()) // until the save has seen it
                std::this_thread::yield();
            put(theirs);
        });
    });
    writer.join();
    QCOMPARE(result, saved);
    const Document now = openConfig(path())->document;
    QCOMPARE(now.server(u"a"_s)->entry.command, u"theirs"_s);
    QVERIFY(now.contains(u"new"_s));
}

void tst_Saving::twoProgramsAtOnce()
{
    constexpr int each = 15;
    const auto start = [this](const QString &who) {
        return startedChild([&] {
            for (int i = 0; i < each; ++i) {
                const auto opened = openConfig(path());
                if (!opened)
                    return notOpened;
                Snapshots snapshots(data());
                const auto edited = opened->document.added(who + QString::number(i), {u"x"_s, {}, {}});
                if (const auto done = saveConfig(*opened, *edited, snapshots); !done)
                    return static_cast<int>(done.error().file.problem);
            }
            return saved;
        });
    };
    const pid_t one = start(u"one"_s);
    const pid_t other = start(u"other"_s);
    QCOMPARE(resultOf(one), saved);
    QCOMPARE(resultOf(other), saved);
    QCOMPARE(openConfig(path())->document.servers().size(), 1 + 2 * each);
    QCOMPARE(leftovers(m_folder->path()), QStringList());
}

void tst_Saving::twoProgramsOneKey()
{
    // Both change one value, from the same state of the file: one of the two is told, and the other's value stays.
    const auto start = [this](const QString &value) {
        return startedChild([&] {
            const auto opened = openConfig(path());
            if (!opened || !QFile(path(value)).open(QFile::WriteOnly))
                return notOpened;
            while (!QFile::exists(path(u"go"_s)))
                ::usleep(500); // The child of a fork has no event loop; what counts is that both wake together.
            Snapshots snapshots(data());
            const auto edited = opened->document.changed(u"a"_s, {value, {}, {}});
            const auto done = saveConfig(*opened, *edited, snapshots);
            if (done)
                return saved;
            const KeyPath command{u"mcpServers"_s, u"a"_s, u"command"_s};
            const QList<Conflict> &conflicts = done.error().conflicts;
            return conflicts.size() == 1 && conflicts.first().path == command
                       ? static_cast<int>(done.error().file.problem)
                       : 0;
        });
    };
    for (int round = 0; round < 10; ++round) {
        put(text);
        const pid_t one = start(u"his"_s);
        const pid_t other = start(u"hers"_s);
        QTRY_VERIFY(QFile::exists(path(u"his"_s)) && QFile::exists(path(u"hers"_s)));
        QVERIFY(QFile(path(u"go"_s)).open(QFile::WriteOnly));
        const int results[2] = {resultOf(one), resultOf(other)};
        for (const auto &name : {u"go"_s, u"his"_s, u"hers"_s})
            QVERIFY(QFile::remove(path(name)));
        const QString now = openConfig(path())->document.server(u"a"_s)->entry.command;
        const int refused = static_cast<int>(FileProblem::Changed);
        QCOMPARE(results[0] == saved ? results[1] : results[0], refused);
        QCOMPARE(results[0] == saved ? results[0] : results[1], saved);
        QCOMPARE(now, results[0] == saved ? u"his"_s : u"hers"_s);
    }
}

void tst_Saving::waitsForTheLock()
{
    const QString lock = path(u"data/x.lock"_s);
    int order[2] = {0, 0};
    int step = 0;
    auto held = std::make_unique<kopru::Result<FileLock, kopru::platform::FileError>>(FileLock::acquire(lock, {}));
    QVERIFY(held->has_value());
    std::thread waiting([&] {
        const auto second = FileLock::acquire(lock, std::chrono::seconds(20));
        order[1] = second ? ++step : -1;
    });
    order[0] = ++step;
    held.reset();
    waiting.join();
    QCOMPARE(order[0], 1);
    QCOMPARE(order[1], 2);
}

void tst_Saving::givesUpOnALockThatIsHeld()
{
    const QString lock = path(u"data/x.lock"_s);
    const auto held = FileLock::acquire(lock, {});
    QVERIFY(held.has_value());
    const auto second = FileLock::acquire(lock, std::chrono::milliseconds(30));
    QVERIFY(!second.has_value());
    QCOMPARE(fileProblemId(second.error().problem), u"busy"_s);
    QVERIFY(FileLock::acquire(path(u"data/y.lock"_s), {}).has_value());
    QVERIFY(QDir().mkdir(path(u"data/z.lock"_s)));
    QCOMPARE(FileLock::acquire(path(u"data/z.lock"_s), {}).error().problem, FileProblem::IsFolder);
}

void tst_Saving::lockOfAKilledProgram()
{
    const QString lock = path(u"data/x.lock"_s);
    const int killed = inChild([&] {
        const auto held = FileLock::acquire(lock, {});
        return held ? ::kill(::getpid(), SIGKILL) : 1;
    });
    QCOMPARE(killed, 1000 + SIGKILL);
    QVERIFY(QFile::exists(lock));
    QVERIFY(FileLock::acquire(lock, {}).has_value());
}

void tst_Saving::oneLockForALink()
{
    const QString link = path(u"other/link.json"_s);
    QVERIFY(QFile::link(path(), link));
    QCOMPARE(save([] {}), saved);
    const auto opened = openConfig(link);
    Snapshots snapshots(data());
    QVERIFY(saveConfig(*opened, *opened->document.removed(u"new"_s), snapshots));
    QCOMPARE(QDir(data()).entryList({u"*.lock"_s}, QDir::Files).size(), 1);
}

void tst_Saving::aSaveWaitsForAnother()
{
    QCOMPARE(save([] {}), saved);
    const QByteArray before = contentOf(path());
    const QString name = QDir(data()).entryList({u"*.lock"_s}, QDir::Files).value(0);
    auto held = std::make_unique<kopru::Result<FileLock, kopru::platform::FileError>>(
        FileLock::acquire(data() + u'/' + name, {}));
    QVERIFY(held->has_value());
    const auto opened = openConfig(path());
    std::atomic<bool> done = false;
    bool succeeded = false;
    std::thread saver([&] {
        Snapshots snapshots(data());
        succeeded = saveConfig(*opened, *opened->document.removed(u"new"_s), snapshots).has_value();
        done = true;
    });
    const bool tooEarly = QTest::qWaitFor([&done] { return done.load(); }, 200);
    const QByteArray meanwhile = contentOf(path());
    held.reset();
    saver.join();
    QVERIFY(!tooEarly);
    QCOMPARE(meanwhile, before);
    QVERIFY(succeeded);
    QCOMPARE(contentOf(path()), text);
}

void tst_Saving::changedJustBeforeTheRename()
{
    using kopru::platform::replaceUnchanged;
    const auto problem = [&](const std::optional<QByteArray> &expected, const QString &name) {
        const auto written = replaceUnchanged(path(name), expected, "new");
        return written ? u"none"_s : fileProblemId(written.error().problem);
    };
    const QString there = u"Claude/claude_desktop_config.json"_s;
    QCOMPARE(problem("other"_ba, there), u"changed"_s);
    QCOMPARE(problem(std::nullopt, there), u"changed"_s);
    QCOMPARE(problem("other"_ba, u"Claude/none"_s), u"changed"_s);
    QCOMPARE(contentOf(path()), text);
    QCOMPARE(filesIn(path(u"Claude"_s)), QStringList{u"claude_desktop_config.json"_s});
    QCOMPARE(problem(text, there), u"none"_s);
    QCOMPARE(problem(std::nullopt, u"Claude/none"_s), u"none"_s);
    QCOMPARE(contentOf(path()), "new"_ba);
}

void tst_Saving::killedAtAnyInstant()
{
    const QByteArray with =
        Document::parse(text)->added(u"large"_s, {u"/bin/true"_s, {QString(200000, u'x')}, {}})->text();
    Snapshots snapshots(data());
    int seen[2] = {0, 0};
    for (int round = 0; round < 50; ++round) {
        QProcess saver;
        saver.start(QStringLiteral(KOPRU_CONFIGS_FOREVER), {path(), data()});
        QVERIFY2(saver.waitForReadyRead(), qPrintable(saver.errorString()));
        ::usleep(static_cast<useconds_t>(QRandomGenerator::global()->bounded(8000))); // the random instant
        saver.kill();
        QVERIFY(saver.waitForFinished());
        QCOMPARE(saver.exitStatus(), QProcess::CrashExit);
        const QByteArray now = contentOf(path());
        QVERIFY2(now == text || now == with, qPrintable(QString::number(now.size())));
        ++seen[now == text ? 0 : 1];
        // The version before is there as well, whole, and so is every other one.
        for (const kopru::store::Snapshot &one : snapshots.list(path())) {
            const QByteArray bytes = snapshots.read(one).value();
            QVERIFY(bytes == text || bytes == with);
        }
    }
    QVERIFY(seen[0] > 0 && seen[1] > 0);
    // Nothing of the killed ones stands in the way.
    const auto opened = openConfig(path());
    QVERIFY(saveConfig(*opened, *opened->document.added(u"last"_s, {u"x"_s, {}, {}}), snapshots));
}

void tst_Saving::killedWhileParking()
{
    const Document with = *Document::parse(text)->added(u"large"_s, {u"/bin/true"_s, {QString(200000, u'x')}, {}});
    const QByteArray member = with.memberText(u"large"_s);
    put(with.text());
    const kopru::store::Parked parked(path(u"data/parked"_s));
    int seen[2] = {0, 0};
    for (int round = 0; round < 25; ++round) {
        QProcess saver;
        saver.start(QStringLiteral(KOPRU_CONFIGS_FOREVER), {path(), data(), path(u"data/parked"_s)});
        QVERIFY2(saver.waitForReadyRead(), qPrintable(saver.errorString()));
        ::usleep(static_cast<useconds_t>(QRandomGenerator::global()->bounded(8000))); // the random instant
        saver.kill();
        QVERIFY(saver.waitForFinished());
        QCOMPARE(saver.exitStatus(), QProcess::CrashExit);
        // Never in neither place; in both, that is known.
        const Document now = openConfig(path())->document;
        const auto listing = parked.list(path());
        QCOMPARE(listing.unreadable, QStringList());
        QVERIFY(listing.servers.size() <= 1);
        const bool isInFile = now.text() == with.text();
        QVERIFY(isInFile || now.text() == text);
        QVERIFY(isInFile || listing.servers.value(0).member == member);
        if (!listing.servers.isEmpty())
            QCOMPARE(isStillInFile(listing.servers.first(), now), isInFile);
        ++seen[isInFile ? 0 : 1];
    }
    QVERIFY(seen[0] > 0 && seen[1] > 0);
}

QTEST_GUILESS_MAIN(tst_Saving)
#include "tst_saving.moc"
