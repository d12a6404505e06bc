#include "app/config/document.h"
#include "app/store/language.h"
#include "tests/support/environment.h"
#include "tests/support/loopbackserver.h"
#include "tests/support/mcpscript.h"
#include "tests/support/secretservice.h"
#include "tests/ui/windowtest.h"
#include "ui/theme.h"
#include "ui/workspace.h"

#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtCore/QProcess>
#include <QtTest/QtTest>
#include <QtWidgets/QAbstractButton>
#include <QtWidgets/QApplication>
#include <QtWidgets/QLabel>

#include <cstring>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace kopru;

/// The window with a real keychain. QtKeychain in the window and the bridge, which Claude starts with six variables and
/// no address of the bus, must mean the same item; so each case runs in a sandbox where the bus of the test stands
/// where the session's own one would.
namespace {

const QString secret = u"mcp_0123456789-of-the-window"_s;

QString runtimeFolder()
{
    return u"/run/user/%1"_s.arg(::getuid());
}

} // namespace

/// What a person does, inside of the sandbox.
class Inside : public test::WindowTest
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void unlocked();
    void locked();
    void refusing();
    void silent();
    void missing();

private:
    void fillForm(quint16 port);
    /// The token ends readable in the file, after an explanation that comes soon and names the reason.
    void staysReadable(const QString &reason, std::chrono::milliseconds limit);
    [[nodiscard]] QByteArray fileText() const;
    /// What the bridge says of the item with exactly the variables that Claude gives it: exit code and cause.
    [[nodiscard]] QByteArray verdict(const QString &item) const;

    std::unique_ptr<QTemporaryDir> m_home;
};

void Inside::init()
{
    m_home = std::make_unique<QTemporaryDir>();
    QVERIFY(QDir(m_home->path()).mkpath(u".config/Claude"_s));
    QFile file(m_home->filePath(u".config/Claude/claude_desktop_config.json"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("{}\n");
    file.close();
    m_workspace = std::make_unique<ui::Workspace>(platform::currentPlatform(m_home->path()), QString());
    m_window = std::make_unique<ui::MainWindow>(*m_workspace);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
}

void Inside::cleanup()
{
    closeWindow();
    m_home.reset();
}

QByteArray Inside::fileText() const
{
    QFile file(m_home->filePath(u".config/Claude/claude_desktop_config.json"_s));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void Inside::fillForm(quint16 port)
{
    m_window->go({u"add"_s, {}, u"apinizer-http"_s});
    type(u"field_host"_s, u"127.0.0.1"_s);
    type(u"field_token"_s, secret);
    press(u"moreSettings"_s);
    type(u"field_port"_s, QString::number(port));
    QTest::keyClick(find<QWidget>(u"field_https"_s), Qt::Key_Space);
}

QByteArray Inside::verdict(const QString &item) const
{
    QProcessEnvironment environment;
    for (const char *name : {"HOME", "LOGNAME", "PATH", "SHELL", "TERM", "USER"})
        environment.insert(QString::fromLatin1(name), qEnvironmentVariable(name));
    QProcess bridge;
    bridge.setProcessEnvironment(environment);
    bridge.start(bridges::installedBridge(m_workspace->platform()), {u"--verify-keychain"_s, item});
    bridge.write(secret.toUtf8());
    bridge.closeWriteChannel();
    bridge.waitForFinished(15000);
    const QJsonObject said = QJsonDocument::fromJson(bridge.readAllStandardOutput()).object();
    return QByteArray::number(bridge.exitCode()) + ' ' + said.value("cause"_L1).toString().toLatin1();
}

void Inside::unlocked()
{
    const test::LoopbackServer portal(test::apinizerPortal(secret.toLatin1()));
    fillForm(portal.port());
    QTRY_VERIFY_WITH_TIMEOUT(textOf(u"tokenPlace"_s).contains(u"goes into this computer's keychain"_s), 5000);
    press(u"stepNext"_s);
    QSignalSpy saved(m_workspace.get(), &ui::Workspace::saved);
    press(u"save"_s);
    QVERIFY2(saved.count() > 0 || saved.wait(30000), qPrintable(textOf(u"saveProblem"_s)));
    QVERIFY(fileText().contains("\"keychain:kopru/apinizer\""));
    QVERIFY(!fileText().contains(secret.toUtf8()));
    QCOMPARE(verdict(u"kopru/apinizer"_s), "0 none"_ba);

    // Both checks get the token from there.
    QTRY_VERIFY_WITH_TIMEOUT(m_workspace->servers().front().check, 30000);
    QVERIFY2(m_workspace->servers().front().check->passed, qPrintable(m_workspace->servers().front().check->cause));
    QVERIFY(!portal.requests().isEmpty());
    for (const test::Request &request : portal.requests())
        QCOMPARE(request.header("APINIZER-TOKEN"), secret.toLatin1());

    // Removed, with its item.
    m_workspace->edit(m_workspace->draft().document().removed(u"apinizer"_s).value());
    m_window->go({u"review"_s, {}, {}});
    QTRY_VERIFY(find<QAbstractButton>(u"deleteItem"_s));
    press(u"deleteItem"_s);
    press(u"save"_s);
    QVERIFY2(saved.count() > 1 || saved.wait(30000), qPrintable(textOf(u"saveProblem"_s)));
    QCOMPARE(verdict(u"kopru/apinizer"_s), "3 keychain-item-missing"_ba);
}

void Inside::staysReadable(const QString &reason, std::chrono::milliseconds limit)
{
    QElapsedTimer clock;
    clock.start();
    fillForm(443);
    QTRY_VERIFY_WITH_TIMEOUT(textOf(u"tokenPlace"_s).contains(u"will be readable"_s), 15000);
    QVERIFY2(textOf(u"tokenPlace"_s).contains(reason), qPrintable(textOf(u"tokenPlace"_s)));
    QVERIFY2(clock.elapsed() < limit.count(), QByteArray::number(clock.elapsed()));
    press(u"stepNext"_s);
    QSignalSpy saved(m_workspace.get(), &ui::Workspace::saved);
    press(u"save"_s);
    QVERIFY2(saved.count() > 0 || saved.wait(30000), qPrintable(textOf(u"saveProblem"_s)));
    QVERIFY(fileText().contains(secret.toUtf8()));
}

void Inside::locked()
{
    fillForm(443);
    QTRY_VERIFY_WITH_TIMEOUT(find<QWidget>(u"tokenPlaceLink"_s), 5000);
    press(u"stepNext"_s);
    press(u"save"_s);
    // Nobody is there to type the password: said soon, one way or the other.
    QTRY_VERIFY_WITH_TIMEOUT(!textOf(u"saveProblem"_s).isEmpty(), 5000);
    if (auto *stop = find<QAbstractButton>(u"keychainStop"_s))
        QTest::mouseClick(stop, Qt::LeftButton);
    QTRY_VERIFY(!m_workspace->isSaving());
    QVERIFY(!fileText().contains("keychain:"));
    QSignalSpy saved(m_workspace.get(), &ui::Workspace::saved);
    press(u"save"_s);
    QVERIFY2(saved.count() > 0 || saved.wait(30000), qPrintable(textOf(u"saveProblem"_s)));
    QVERIFY(fileText().contains(secret.toUtf8()));
    QCOMPARE(verdict(u"kopru/apinizer"_s), "3 keychain-item-missing"_ba);
}

void Inside::refusing()
{
    staysReadable(u"refused"_s, std::chrono::seconds(5));
}

void Inside::silent()
{
    // The bridge gives such a keychain 5 s.
    staysReadable(u"refused"_s, std::chrono::seconds(8));
}

void Inside::missing()
{
    staysReadable(u"does not answer"_s, std::chrono::seconds(5));
}

class tst_Keyring : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void window_data();
    void window();
};

void tst_Keyring::window_data()
{
    QTest::addColumn<QString>("situation");
    for (const char *situation : {"unlocked", "locked", "refusing", "silent", "missing"})
        QTest::newRow(situation) << QString::fromLatin1(situation);
}

void tst_Keyring::window()
{
    QFETCH(QString, situation);
    QProcess sandbox;
    sandbox.start(u"bwrap"_s, {u"--dev-bind"_s, u"/"_s, u"/"_s, u"--tmpfs"_s, u"/run/user"_s, u"true"_s});
    if (!sandbox.waitForFinished(10000) || sandbox.exitCode() != 0)
        QSKIP("no user namespace can be made here");
    const test::SessionBus bus;
    if (!bus.isReady())
        QSKIP("dbus-daemon is not installed");
    std::optional<test::SessionBus> first;
    std::optional<test::Keyring> original;
    std::optional<test::Keyring> keyring;
    std::optional<test::BrokenSecretService> broken;
    if (situation == u"unlocked"_s && !keyring.emplace(bus).isReady())
        QSKIP("gnome-keyring-daemon is not installed");
    if (situation == u"locked"_s) {
        first.emplace();
        if (!original.emplace(*first).isReady())
            QSKIP("gnome-keyring-daemon is not installed");
        QVERIFY(keyring.emplace(bus, &*original).isReady());
    }
    if (situation == u"refusing"_s)
        QVERIFY(broken.emplace(bus, test::BrokenSecretService::Manner::Refuses).isReady());
    if (situation == u"silent"_s)
        QVERIFY(broken.emplace(bus, test::BrokenSecretService::Manner::NeverAnswers).isReady());

    QStringList arguments{u"--dev-bind"_s, u"/"_s, u"/"_s, u"--die-with-parent"_s, u"--tmpfs"_s, u"/run/user"_s};
    if (situation != u"missing"_s)
        arguments << u"--bind"_s << bus.socket() << runtimeFolder() + u"/bus"_s;
    arguments << u"--setenv"_s << u"XDG_RUNTIME_DIR"_s << runtimeFolder() // for QtKeychain; the bridge gets neither
              << u"--setenv"_s << u"DBUS_SESSION_BUS_ADDRESS"_s << u"unix:path="_s + runtimeFolder() + u"/bus"_s
              << u"--"_s << QCoreApplication::applicationFilePath() << u"inside"_s << situation;
    QProcess inside;
    inside.setProcessChannelMode(QProcess::MergedChannels);
    inside.start(u"bwrap"_s, arguments);
    QTRY_VERIFY_WITH_TIMEOUT(inside.state() == QProcess::NotRunning, 120000); // the broken service answers meanwhile
    const QByteArray said = inside.readAll();
    QVERIFY(!said.contains(secret.toUtf8()));
    QVERIFY2(inside.exitCode() == 0, said.constData());
}

int main(int argc, char *argv[])
{
    const bool isInside = argc == 3 && std::strcmp(argv[1], "inside") == 0;
    const QByteArray address = qgetenv("DBUS_SESSION_BUS_ADDRESS");
    const QByteArray runtime = qgetenv("XDG_RUNTIME_DIR");
    test::scrubEnvironment();
    if (isInside) {
        qputenv("DBUS_SESSION_BUS_ADDRESS", address);
        qputenv("XDG_RUNTIME_DIR", runtime);
    }
    QApplication application(argc, argv);
    store::Language language(application);
    language.apply(u"en"_s);
    ui::Theme theme(application);
    theme.apply(store::Appearance::Light);
    if (!isInside) {
        tst_Keyring test;
        return QTest::qExec(&test, argc, argv);
    }
    Inside test;
    return QTest::qExec(&test, QStringList{QString::fromLatin1(argv[0]), QString::fromLatin1(argv[2])});
}

#include "tst_keyring.moc"
