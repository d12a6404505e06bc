#include "app/bridges/installation.h"
#include "app/bridges/wording.h"
#include "bridge/contract/version.h"
#include "tests/support/environment.h"

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QProcess>
#include <QtCore/QTemporaryDir>
#include <QtCore/QTextStream>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using namespace kopru;
using namespace kopru::bridges;

class tst_Installation : public QObject
{
    Q_OBJECT

    static Result<Status, InstallError> install(const platform::Platform &platform)
    {
        Installation installation(platform);
        std::optional<Result<Status, InstallError>> outcome;
        int count = 0;
        connect(&installation, &Installation::finished, &installation, [&](const auto &given) {
            outcome = given;
            ++count;
        });
        installation.start();
        installation.start();
        [&outcome] { QTRY_VERIFY(outcome.has_value()); }();
        [&count] { QCOMPARE(count, 1); }();
        return *outcome;
    }

private Q_SLOTS:
    void initTestCase() { test::scrubEnvironment(); }

    void installsAndAsksForTheVersion()
    {
        QTemporaryDir home(QDir::tempPath() + u"/Masaüstü ığİş XXXXXX"_s);
        const auto platform = platform::currentPlatform(home.path());
        QCOMPARE(inspect(platform).state, State::Missing);
        const auto outcome = install(platform);
        QVERIFY(outcome.has_value());
        QCOMPARE(outcome->path, home.filePath(u".claude/mcp/kopru-bridge"_s));
        QCOMPARE(outcome->version, QString::fromUtf8(contract::version.data()));
        QCOMPARE(inspect(platform).state, State::Current);
        constexpr auto mode = QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner | QFile::ReadGroup |
                              QFile::ExeGroup | QFile::ReadOther | QFile::ExeOther;
        QCOMPARE(QFile::permissions(outcome->path) & mode, mode);
        QCOMPARE(QDir(installFolder(platform)).entryList(QDir::Files | QDir::Hidden).size(), 1); // nothing left over
        // A second time changes nothing.
        const QDateTime before = QFileInfo(outcome->path).lastModified();
        QVERIFY(install(platform).has_value());
        QCOMPARE(QFileInfo(outcome->path).lastModified(), before);
    }

    void aDamagedCopyIsMended_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<bool>("executable");
        QTest::addColumn<State>("state");
        QTest::newRow("cut") << QByteArray("\x7f"
                                           "ELF half")
                             << true << State::Different;
        QTest::newRow("a text") << QByteArray("hello") << true << State::Damaged;
        QTest::newRow("empty") << QByteArray() << true << State::Damaged;
        QTest::newRow("not executable") << QByteArray("\x7f"
                                                      "ELF")
                                        << false << State::Damaged;
    }
    void aDamagedCopyIsMended()
    {
        QFETCH(QByteArray, content);
        QFETCH(bool, executable);
        QFETCH(State, state);
        QTemporaryDir home;
        const auto platform = platform::currentPlatform(home.path());
        QVERIFY(QDir().mkpath(installFolder(platform)));
        QFile file(installedBridge(platform));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(content);
        file.close();
        file.setPermissions(executable ? QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner
                                       : QFile::ReadOwner | QFile::WriteOwner);
        QCOMPARE(inspect(platform).state, state);
        QVERIFY(install(platform).has_value());
        QCOMPARE(inspect(platform).state, State::Current);
    }

    void aRunningCopyGoesOnWhileItIsReplaced()
    {
        QTemporaryDir home;
        const auto platform = platform::currentPlatform(home.path());
        QVERIFY(install(platform).has_value());
        QProcess running;
        running.start(installedBridge(platform), {u"http"_s, u"--url"_s, u"http://127.0.0.1:9/"_s});
        QVERIFY(running.waitForStarted());
        // Another build of the bridge is in place of it now, and running.
        QFile::rename(installedBridge(platform), installedBridge(platform) + u".running"_s);
        QVERIFY(QFile::copy(u"/bin/true"_s, installedBridge(platform)));
        QCOMPARE(inspect(platform).state, State::Different);
        QVERIFY(install(platform).has_value());
        QCOMPARE(inspect(platform).state, State::Current);
        QVERIFY(QFile::remove(installedBridge(platform)));
        QVERIFY(install(platform).has_value());
        running.write(R"({"jsonrpc":"2.0","id":7,"method":"server/discover"})"
                      "\n");
        QTRY_VERIFY(running.bytesAvailable() > 0);
        QVERIFY(running.readLine().contains("-32601"));
        running.closeWriteChannel();
        QVERIFY(running.waitForFinished());
    }

    void theShippedBridgeIsAtFault_data()
    {
        QTest::addColumn<QByteArray>("shipped"); // beside the program
        QTest::addColumn<QString>("problem");
        QTest::newRow("missing") << QByteArray() << u"source-missing"_s;
        QTest::newRow("changed") << "\x7f"_ba + "ELF of somebody else" << u"source-damaged"_s;
    }
    /// It is looked for beside the program: a copy of this one stands in a folder of its own and tells how it went.
    void theShippedBridgeIsAtFault()
    {
        QFETCH(QByteArray, shipped);
        QFETCH(QString, problem);
        QTemporaryDir folder;
        const QString program = folder.filePath(u"program"_s);
        const QString bridge = folder.filePath(u"kopru-bridge"_s);
        QVERIFY(QFile::copy(QCoreApplication::applicationFilePath(), program));
        if (QFile file(bridge); !shipped.isEmpty())
            QVERIFY(file.open(QIODevice::WriteOnly) && file.write(shipped) == shipped.size());
        QTemporaryDir home;
        QProcess process;
        process.start(program, {u"install"_s, home.path()});
        QTRY_COMPARE(process.state(), QProcess::NotRunning);
        const QList<QByteArray> said = process.readAllStandardOutput().split('\n');
        QCOMPARE(said.value(0), problem.toUtf8());
        QCOMPARE(said.value(1), bridge.toUtf8());
        QVERIFY2(said.value(2).contains(bridge.toUtf8()), said.value(2));
        QCOMPARE(said.value(3), "Install Kopru again."_ba);
        QVERIFY(QDir(home.path()).isEmpty(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot)); // nothing was begun
    }

#ifdef __linux__
    /// The copy is sound, and the system does not run it: here because a library that it needs is no library.
    void aCopyThatDoesNotRunIsAnExplainedError()
    {
        QTemporaryDir libraries;
        QFile library(libraries.filePath(u"libc.so.6"_s));
        QVERIFY(library.open(QIODevice::WriteOnly));
        library.close();
        QTemporaryDir home;
        const auto platform = platform::currentPlatform(home.path());
        const QByteArray before = qgetenv("LD_LIBRARY_PATH");
        qputenv("LD_LIBRARY_PATH", libraries.path().toUtf8());
        const auto outcome = install(platform);
        before.isEmpty() ? qunsetenv("LD_LIBRARY_PATH") : qputenv("LD_LIBRARY_PATH", before);
        QVERIFY(!outcome.has_value());
        QCOMPARE(outcome.error().problem, InstallProblem::DoesNotRun);
        QCOMPARE(outcome.error().path, installedBridge(platform));
        QVERIFY(message(outcome.error()).what.contains(installedBridge(platform)));
        QVERIFY(!message(outcome.error()).remedy.isEmpty());
        QVERIFY(install(platform).has_value()); // as soon as it may run
    }
#endif

    void aFolderInTheWayIsAnExplainedError()
    {
        QTemporaryDir home;
        const auto platform = platform::currentPlatform(home.path());
        QVERIFY(QDir().mkpath(installedBridge(platform)));
        const auto outcome = install(platform);
        QVERIFY(!outcome.has_value());
        QCOMPARE(outcome.error().problem, InstallProblem::WriteFailed);
        QVERIFY(!message(outcome.error()).what.isEmpty());
        QVERIFY(!message(outcome.error()).remedy.isEmpty());
    }

    void tellsWhichServersUseIt()
    {
        const auto platform = platform::currentPlatform(u"/home/x"_s);
        config::Document document;
        document = *document.added(u"a"_s, {installedBridge(platform), {u"http"_s}, {}});
        document = *document.added(u"b"_s, {u"npx"_s, {}, {}});
        QCOMPARE(serversUsing(document, platform), QStringList{u"a"_s});
    }

    void removes()
    {
        QTemporaryDir home;
        const auto platform = platform::currentPlatform(home.path());
        QVERIFY(!removeBridge(platform).has_value());
        QVERIFY(install(platform).has_value());
        QVERIFY(removeBridge(platform).has_value());
        QCOMPARE(inspect(platform).state, State::Missing);
    }

    void cancelIsSilent()
    {
        QTemporaryDir home;
        Installation installation(platform::currentPlatform(home.path()));
        QSignalSpy finished(&installation, &Installation::finished);
        installation.start();
        installation.cancel();
        Installation other(platform::currentPlatform(home.path()));
        QSignalSpy otherFinished(&other, &Installation::finished);
        other.start();
        QTRY_COMPARE(otherFinished.size(), 1);
        QCOMPARE(finished.size(), 0);
    }

    void windowsPaths()
    {
        platform::Platform windows;
        windows.system = platform::System::Windows;
        windows.environment.insert(u"LOCALAPPDATA"_s, uR"(C:\Users\ayşe\AppData\Local)"_s);
        QCOMPARE(installedBridge(windows), uR"(C:\Users\ayşe\AppData\Local\Claude\mcp\kopru-bridge.exe)"_s);
    }
};

namespace {

/// `install HOME`: tries it and prints what went wrong.
int tryToInstall(const QString &home)
{
    const auto outcome = copyBridge(platform::currentPlatform(home));
    if (outcome)
        return 0;
    const config::Message text = message(outcome.error());
    QTextStream(stdout) << installProblemId(outcome.error().problem) << '\n'
                        << outcome.error().path << '\n'
                        << text.what << '\n'
                        << text.remedy << '\n';
    return 1;
}

} // namespace

int main(int count, char **values)
{
    const QCoreApplication application(count, values);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() == 3 && arguments.at(1) == u"install")
        return tryToInstall(arguments.at(2));
    tst_Installation test;
    QTEST_SET_MAIN_SOURCE_PATH
    return QTest::qExec(&test, count, values);
}

#include "tst_installation.moc"
