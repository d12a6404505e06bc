#include "app/platform/fileaccess.h"

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QProcess>
#include <QtCore/QRandomGenerator>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

#include <csignal>
#include <fcntl.h>
#include <functional>
#include <grp.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace kopru::platform;

namespace {

mode_t modeOf(const QString &path)
{
    struct stat status = {};
    return ::stat(QFile::encodeName(path).constData(), &status) == 0 ? status.st_mode & 07777 : 0;
}

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QFile::ReadOnly) ? file.readAll() : "(cannot be read)"_ba;
}

void write(const QString &path, const QByteArray &bytes, mode_t mode = 0600)
{
    QFile file(path);
    if (!file.open(QFile::WriteOnly) || file.write(bytes) != bytes.size())
        qFatal("Cannot write %s", qPrintable(path));
    file.close();
    if (::chmod(QFile::encodeName(path).constData(), mode) != 0)
        qFatal("Cannot set the mode of %s", qPrintable(path));
}

QStringList filesIn(const QString &folder)
{
    return QDir(folder).entryList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot, QDir::Name);
}

/// Runs something in a child process, so that limits and rights end with it.
/// @return what it returned
int inChild(const std::function<int()> &work)
{
    const pid_t child = ::fork();
    if (child == 0)
        ::_exit(work());
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
}

int problemOf(const kopru::Result<void, FileError> &result)
{
    return result ? 100 : static_cast<int>(result.error().problem);
}

constexpr int succeeded = 100;

} // namespace

class tst_FileAccess : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void reads();
    void readProblems_data();
    void readProblems();
    void unreadable();
    void newFile();
    void keepsTheMode_data();
    void keepsTheMode();
    void umaskDoesNotMatter();
    void createsFolders();
    void longName();
    void followsLinks_data();
    void followsLinks();
    void linkIntoNoFolder();
    void linkLoop();
    void writeProblems_data();
    void writeProblems();
    void readOnlyFolder();
    void readOnlyFile();
    void fullDisk();
    void keepsTheOwner();
    void refusesToTakeAFileAway();
    void dropsRightsOfALostGroup();
    void abandonedFilesGo();
    void killedAtAnyInstant();
    void idsDiffer();

private:
    QString path(const QString &name) const { return m_folder->filePath(name); }
    std::unique_ptr<QTemporaryDir> m_folder;
};

void tst_FileAccess::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
}

void tst_FileAccess::reads()
{
    const QByteArray bytes = QByteArray("ğ\0\r\n", 5) + QByteArray(300000, 'x');
    write(path(u"ığİş.json"_s), bytes);
    QCOMPARE(readFile(path(u"ığİş.json"_s)).value(), bytes);
    write(path(u"empty"_s), {});
    QCOMPARE(readFile(path(u"empty"_s)).value(), QByteArray());
    QCOMPARE(readFile(path(u"ığİş.json"_s), bytes.size()).value(), bytes);
    QCOMPARE(readFile(path(u"ığİş.json"_s), bytes.size() - 1).error().problem, FileProblem::TooLarge);
    // Its size is told as 0, and it is longer than that.
    QVERIFY(readFile(u"/proc/self/status"_s).value().startsWith("Name:"));
    QCOMPARE(readFile(u"/proc/self/status"_s, 4).error().problem, FileProblem::TooLarge);
}

void tst_FileAccess::readProblems_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<FileProblem>("problem");
    QTest::newRow("missing") << u"none"_s << FileProblem::Missing;
    QTest::newRow("folder missing") << u"none/file"_s << FileProblem::Missing;
    QTest::newRow("below a file") << u"file/file"_s << FileProblem::Missing;
    QTest::newRow("folder") << u"folder"_s << FileProblem::IsFolder;
    QTest::newRow("pipe") << u"pipe"_s << FileProblem::NotRegular;
    QTest::newRow("link to nowhere") << u"dangling"_s << FileProblem::Missing;
    QTest::newRow("link to itself") << u"loop"_s << FileProblem::Other;
    QTest::newRow("zero in the name") << u"file"_s + QChar(0) + u"x"_s << FileProblem::Missing;
}

void tst_FileAccess::readProblems()
{
    QFETCH(QString, name);
    QFETCH(FileProblem, problem);
    write(path(u"file"_s), "x");
    QVERIFY(QDir().mkdir(path(u"folder"_s)));
    QCOMPARE(::mkfifo(QFile::encodeName(path(u"pipe"_s)).constData(), 0600), 0);
    QVERIFY(QFile::link(u"nowhere"_s, path(u"dangling"_s)));
    QVERIFY(QFile::link(u"loop"_s, path(u"loop"_s)));
    const auto result = readFile(path(name));
    QVERIFY(!result);
    QCOMPARE(fileProblemId(result.error().problem), fileProblemId(problem));
    QCOMPARE(result.error().path, path(name));
}

void tst_FileAccess::unreadable()
{
    if (::geteuid() == 0)
        QSKIP("root may read everything");
    write(path(u"file"_s), "x", 0200);
    QCOMPARE(readFile(path(u"file"_s)).error().problem, FileProblem::NotReadable);
}

void tst_FileAccess::newFile()
{
    QVERIFY(replaceFile(path(u"ığİş.json"_s), "bir"));
    QCOMPARE(contentOf(path(u"ığİş.json"_s)), "bir"_ba);
    QCOMPARE(modeOf(path(u"ığİş.json"_s)), mode_t{0600});
    QVERIFY(replaceFile(path(u"program"_s), "x", 0755));
    QCOMPARE(modeOf(path(u"program"_s)), mode_t{0755});
    QVERIFY(replaceFile(path(u"program"_s), ""));
    QCOMPARE(contentOf(path(u"program"_s)), QByteArray());
    QCOMPARE(filesIn(m_folder->path()), (QStringList{u"program"_s, u"ığİş.json"_s}));
}

void tst_FileAccess::keepsTheMode_data()
{
    QTest::addColumn<int>("mode");
    for (const int mode : {0600, 0640, 0644, 0666, 0755, 0700})
        QTest::addRow("%o", mode) << mode;
}

void tst_FileAccess::keepsTheMode()
{
    QFETCH(int, mode);
    write(path(u"file"_s), "old", static_cast<mode_t>(mode));
    QVERIFY(replaceFile(path(u"file"_s), "new", 0600));
    QCOMPARE(contentOf(path(u"file"_s)), "new"_ba);
    QCOMPARE(modeOf(path(u"file"_s)), static_cast<mode_t>(mode));
}

void tst_FileAccess::umaskDoesNotMatter()
{
    const mode_t before = ::umask(0077);
    const auto first = replaceFile(path(u"open"_s), "x", 0644);
    ::umask(0);
    const auto second = replaceFile(path(u"folder/closed"_s), "x", 0600, true);
    ::umask(before);
    QVERIFY(first && second);
    QCOMPARE(modeOf(path(u"open"_s)), mode_t{0644});
    QCOMPARE(modeOf(path(u"folder/closed"_s)), mode_t{0600});
    QCOMPARE(modeOf(path(u"folder"_s)), mode_t{0700});
}

void tst_FileAccess::createsFolders()
{
    const QString deep = path(u"a/b/c/file"_s);
    QCOMPARE(replaceFile(deep, "x").error().problem, FileProblem::FolderMissing);
    QVERIFY(!QFile::exists(path(u"a"_s)));
    QVERIFY(replaceFile(deep, "x", 0600, true));
    QCOMPARE(contentOf(deep), "x"_ba);
    for (const auto &folder : {u"a"_s, u"a/b"_s, u"a/b/c"_s})
        QCOMPARE(modeOf(path(folder)), mode_t{0700});
    QCOMPARE(replaceFile(deep + "/below"_L1, "x", 0600, true).error().problem, FileProblem::FolderMissing);
}

void tst_FileAccess::longName()
{
    // The temporary file has a name of its own: the longest name there is leaves no room for more.
    const QString name = path(QString(255, u'n'));
    QVERIFY(replaceFile(name, "x"));
    QVERIFY(replaceFile(name, "y"));
    QCOMPARE(contentOf(name), "y"_ba);
}

void tst_FileAccess::followsLinks_data()
{
    QTest::addColumn<QString>("target"); // as it stands in the link, which is link/link
    QTest::addColumn<QString>("real");
    QTest::addColumn<bool>("exists");
    QTest::newRow("relative") << u"../real/file"_s << u"real/file"_s << true;
    QTest::newRow("absolute") << u"@/real/file"_s << u"real/file"_s << true;
    QTest::newRow("over another link") << u"second"_s << u"real/file"_s << true;
    QTest::newRow("to nowhere yet") << u"../real/new"_s << u"real/new"_s << false;
}

void tst_FileAccess::followsLinks()
{
    QFETCH(QString, target);
    QFETCH(QString, real);
    QFETCH(bool, exists);
    QVERIFY(QDir().mkdir(path(u"real"_s)) && QDir().mkdir(path(u"link"_s)));
    write(path(u"real/file"_s), "old", 0640);
    const auto link = [&](const QString &to, const QString &name) {
        return ::symlink(QFile::encodeName(QString(to).replace(u'@', m_folder->path())).constData(),
                         QFile::encodeName(path(name)).constData());
    };
    QCOMPARE(link(target, u"link/link"_s), 0);
    QCOMPARE(link(u"@/real/file"_s, u"link/second"_s), 0);

    QVERIFY(replaceFile(path(u"link/link"_s), "new"));

    QVERIFY(QFileInfo(path(u"link/link"_s)).isSymLink());
    QVERIFY(!QFileInfo(path(real)).isSymLink());
    QCOMPARE(contentOf(path(real)), "new"_ba);
    QCOMPARE(modeOf(path(real)), exists ? mode_t{0640} : mode_t{0600});
    QCOMPARE(filesIn(path(u"link"_s)), (QStringList{u"link"_s, u"second"_s}));
}

/// Folders are made for a file of ours, not for one that somebody links to.
void tst_FileAccess::linkIntoNoFolder()
{
    QVERIFY(QFile::link(path(u"gone/there/file"_s), path(u"link"_s)));
    const auto result = replaceFile(path(u"link"_s), "x", 0600, true);
    QVERIFY(!result);
    QCOMPARE(result.error().problem, FileProblem::FolderMissing);
    QCOMPARE(result.error().path, path(u"gone/there/file"_s));
    QCOMPARE(filesIn(m_folder->path()), QStringList{u"link"_s});
}

void tst_FileAccess::linkLoop()
{
    QVERIFY(QFile::link(u"b"_s, path(u"a"_s)) && QFile::link(u"a"_s, path(u"b"_s)));
    const auto result = replaceFile(path(u"a"_s), "x");
    QVERIFY(!result);
    QCOMPARE(result.error().systemError, ELOOP);
    QCOMPARE(filesIn(m_folder->path()), (QStringList{u"a"_s, u"b"_s}));
}

void tst_FileAccess::writeProblems_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<FileProblem>("problem");
    QTest::newRow("folder") << u"folder"_s << FileProblem::IsFolder;
    QTest::newRow("link to a folder") << u"tofolder"_s << FileProblem::IsFolder;
    QTest::newRow("pipe") << u"pipe"_s << FileProblem::NotRegular;
    QTest::newRow("below a file") << u"file/file"_s << FileProblem::FolderMissing;
    QTest::newRow("zero in the name") << u"file"_s + QChar(0) << FileProblem::Other;
    QTest::newRow("name too long") << QString(256, u'n') << FileProblem::Other;
}

void tst_FileAccess::writeProblems()
{
    QFETCH(QString, name);
    QFETCH(FileProblem, problem);
    write(path(u"file"_s), "old");
    QVERIFY(QDir().mkdir(path(u"folder"_s)));
    QVERIFY(QFile::link(u"folder"_s, path(u"tofolder"_s)));
    QCOMPARE(::mkfifo(QFile::encodeName(path(u"pipe"_s)).constData(), 0600), 0);
    const QStringList before = filesIn(m_folder->path());
    const auto result = replaceFile(path(name), "new");
    QVERIFY(!result);
    QCOMPARE(fileProblemId(result.error().problem), fileProblemId(problem));
    QCOMPARE(filesIn(m_folder->path()), before);
    QCOMPARE(contentOf(path(u"file"_s)), "old"_ba);
    QVERIFY(!replaceFile(QString(), "x"));
}

void tst_FileAccess::readOnlyFolder()
{
    if (::geteuid() == 0)
        QSKIP("root may write into every folder");
    QVERIFY(QDir().mkdir(path(u"folder"_s)));
    write(path(u"folder/file"_s), "old");
    QCOMPARE(::chmod(QFile::encodeName(path(u"folder"_s)).constData(), 0500), 0);
    const auto result = replaceFile(path(u"folder/file"_s), "new");
    ::chmod(QFile::encodeName(path(u"folder"_s)).constData(), 0700);
    QCOMPARE(problemOf(result), static_cast<int>(FileProblem::FolderNotWritable));
    QCOMPARE(contentOf(path(u"folder/file"_s)), "old"_ba);
    QCOMPARE(filesIn(path(u"folder"_s)), QStringList{u"file"_s});
}

void tst_FileAccess::readOnlyFile()
{
    if (::geteuid() == 0)
        QSKIP("root may write every file");
    write(path(u"file"_s), "old", 0400);
    QCOMPARE(problemOf(replaceFile(path(u"file"_s), "new")), static_cast<int>(FileProblem::NotWritable));
    QCOMPARE(contentOf(path(u"file"_s)), "old"_ba);
}

void tst_FileAccess::fullDisk()
{
    // A limit for the size of files stands in for a full disk: both fail in the middle of writing.
    write(path(u"file"_s), "old");
    const int problem = inChild([&] {
        ::signal(SIGXFSZ, SIG_IGN);
        const rlimit limit{100000, 100000};
        if (::setrlimit(RLIMIT_FSIZE, &limit) != 0)
            return 99;
        return problemOf(replaceFile(path(u"file"_s), QByteArray(200000, 'x')));
    });
    QCOMPARE(problem, static_cast<int>(FileProblem::DiskFull));
    QCOMPARE(contentOf(path(u"file"_s)), "old"_ba);
    QCOMPARE(filesIn(m_folder->path()), QStringList{u"file"_s});
}

void tst_FileAccess::keepsTheOwner()
{
    if (::geteuid() != 0)
        QSKIP("only root may make a file of somebody else's");
    write(path(u"file"_s), "old", 0600);
    if (::chown(QFile::encodeName(path(u"file"_s)).constData(), 65534, 65533) != 0)
        QSKIP("this root may not give files away (a user namespace)");
    QVERIFY(replaceFile(path(u"file"_s), "new"));
    struct stat status = {};
    QCOMPARE(::stat(QFile::encodeName(path(u"file"_s)).constData(), &status), 0);
    QCOMPARE(status.st_uid, uid_t{65534});
    QCOMPARE(status.st_gid, gid_t{65533});
    QCOMPARE(modeOf(path(u"file"_s)), mode_t{0600});
}

void tst_FileAccess::refusesToTakeAFileAway()
{
    if (::geteuid() != 0)
        QSKIP("only root may make a file of somebody else's");
    // Somebody else's file that the group may write, in a folder that the group may write. The owner would lose it.
    const QByteArray folder = QFile::encodeName(m_folder->path());
    if (::chown(folder.constData(), 0, 65533) != 0)
        QSKIP("this root may not give files away (a user namespace)");
    QCOMPARE(::chmod(folder.constData(), 0770), 0);
    write(path(u"file"_s), "old", 0660);
    write(path(u"open"_s), "old", 0664);
    for (const auto &name : {u"file"_s, u"open"_s})
        QCOMPARE(::chown(QFile::encodeName(path(name)).constData(), 65532, 65533), 0);
    const auto asSomebody = [&](const QString &name) {
        return inChild([&] {
            const gid_t group = 65533;
            if (::setgroups(1, &group) != 0 || ::setgid(group) != 0 || ::setuid(65534) != 0)
                return 99;
            return problemOf(replaceFile(path(name), "new"));
        });
    };
    QCOMPARE(asSomebody(u"file"_s), static_cast<int>(FileProblem::NotWritable));
    QCOMPARE(contentOf(path(u"file"_s)), "old"_ba);
    QCOMPARE(asSomebody(u"open"_s), succeeded); // Others may read it, so its owner still can.
    QCOMPARE(contentOf(path(u"open"_s)), "new"_ba);
    QCOMPARE(filesIn(m_folder->path()), (QStringList{u"file"_s, u"open"_s}));
}

void tst_FileAccess::dropsRightsOfALostGroup()
{
    if (::geteuid() != 0)
        QSKIP("only root may make a file of another group");
    const QByteArray folder = QFile::encodeName(m_folder->path());
    if (::chown(folder.constData(), 65534, 65534) != 0)
        QSKIP("this root may not give files away (a user namespace)");
    write(path(u"file"_s), "old", 0640);
    if (::chown(QFile::encodeName(path(u"file"_s)).constData(), 65534, 65533) != 0)
        QSKIP("this root may not give files away (a user namespace)");
    const int problem = inChild([&] {
        if (::setgroups(0, nullptr) != 0 || ::setgid(65534) != 0 || ::setuid(65534) != 0)
            return 99;
        return problemOf(replaceFile(path(u"file"_s), "new"));
    });
    QCOMPARE(problem, succeeded);
    QCOMPARE(modeOf(path(u"file"_s)), mode_t{0600});
}

void tst_FileAccess::abandonedFilesGo()
{
    const auto aged = [&](const QString &name, int hours) {
        write(path(name), "x");
        const timeval time{::time(nullptr) - 3600 * hours, 0};
        const timeval times[2] = {time, time};
        QCOMPARE(::utimes(QFile::encodeName(path(name)).constData(), times), 0);
    };
    aged(u".kopru-abandoned.tmp"_s, 2);
    aged(u".kopru-busy.tmp"_s, 0);
    aged(u".kopru-other"_s, 2);
    QVERIFY(replaceFile(path(u"file"_s), "x"));
    QCOMPARE(filesIn(m_folder->path()), (QStringList{u".kopru-busy.tmp"_s, u".kopru-other"_s, u"file"_s}));
}

void tst_FileAccess::killedAtAnyInstant()
{
    const QString file = path(u"file"_s);
    const QByteArray versions[] = {QByteArray(300000, 'a'), QByteArray(200000, 'b')};
    int seen[2] = {0, 0};
    for (int round = 0; round < 50; ++round) {
        QProcess saver;
        saver.start(QStringLiteral(KOPRU_SAVES_FOREVER), {file});
        QVERIFY2(saver.waitForReadyRead(), qPrintable(saver.errorString()));
        ::usleep(static_cast<useconds_t>(QRandomGenerator::global()->bounded(3000))); // the random instant
        saver.kill();
        QVERIFY(saver.waitForFinished());
        QCOMPARE(saver.exitStatus(), QProcess::CrashExit);
        const QByteArray now = contentOf(file);
        QVERIFY2(now == versions[0] || now == versions[1], qPrintable(QString::number(now.size())));
        ++seen[now == versions[0] ? 0 : 1];
    }
    QVERIFY(seen[0] > 0 && seen[1] > 0);
}

void tst_FileAccess::idsDiffer()
{
    QSet<QString> ids;
    for (int i = 0; i <= static_cast<int>(FileProblem::Other); ++i)
        ids.insert(fileProblemId(static_cast<FileProblem>(i)));
    QCOMPARE(ids.size(), static_cast<int>(FileProblem::Other) + 1);
    QVERIFY(!ids.contains(QString()));
}

QTEST_GUILESS_MAIN(tst_FileAccess)
#include "tst_fileaccess.moc"
