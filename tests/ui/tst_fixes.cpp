#include "app/bridges/installation.h"
#include "app/config/document.h"
#include "app/config/merge.h"
#include "app/store/language.h"
#include "tests/support/environment.h"
#include "tests/ui/windowtest.h"
#include "ui/secondfiles.h"
#include "ui/theme.h"
#include "ui/workspace.h"

#include <QtTest/QtTest>
#include <QtWidgets/QApplication>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QPlainTextEdit>

using namespace Qt::StringLiterals;
using namespace kopru;

/// The buttons that mend what a form finds, and the choice between several settings files, by keys and the mouse.
class tst_Fixes : public test::WindowTest
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void commandLineIsSplit();
    void everyFindingHasItsButton();
    void nameIsMended();
    void addressIsSplit();
    void spaceInTheToken();
    void byKeyboard();
    void fileFindings();
    void addressAlone();
    void errorsBlock();
    void evidenceIsShown();
    void bothFiles();
    void secondFileFails();
    void oneMoreFile();
    void serversOfAnotherCopy();
    void policyIsAWarning();

private:
    void open(const QByteArray &text = R"({"mcpServers": {}, "n": 1.0})");
    void startLocal() const;
    void typeLines(const QString &name, const QString &text) const;
    [[nodiscard]] QString linesOf(const QString &name) const;
    [[nodiscard]] QString file(const QString &folder) const
    {
        return m_home->filePath(u".config/%1/claude_desktop_config.json"_s.arg(folder));
    }
    void write(const QString &path, const QByteArray &text, int minutesAgo = 0) const;
    [[nodiscard]] static QByteArray read(const QString &path);
    void addLocalAndSave();

    std::unique_ptr<QTemporaryDir> m_home;
};

void tst_Fixes::init()
{
    m_home = std::make_unique<QTemporaryDir>(QDir::tempPath() + u"/ığİş-XXXXXX"_s);
    QVERIFY(m_home->isValid());
    m_keychain->viewFails = secrets::KeychainError{secrets::KeychainProblem::Missing, {}};
}

void tst_Fixes::cleanup()
{
    closeWindow();
    m_home.reset();
}

void tst_Fixes::open(const QByteArray &text)
{
    if (!text.isEmpty())
        write(file(u"Claude"_s), text);
    openWindow(platform::currentPlatform(m_home->path()), {1000, 1400});
}

void tst_Fixes::write(const QString &path, const QByteArray &text, int minutesAgo) const
{
    QVERIFY(QDir().mkpath(QFileInfo(path).path()));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
    file.write(text);
    file.flush();
    QVERIFY(
        file.setFileTime(QDateTime::currentDateTime().addSecs(-60 * minutesAgo), QFileDevice::FileModificationTime));
}

QByteArray tst_Fixes::read(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void tst_Fixes::startLocal() const
{
    press(u"go_servers"_s);
    press(u"addFirstServer"_s);
    press(u"kind_local"_s);
    QVERIFY(find<QLineEdit>(u"field_command"_s));
}

void tst_Fixes::typeLines(const QString &name, const QString &text) const
{
    auto *lines = find<QPlainTextEdit>(name);
    QVERIFY2(lines, qPrintable(name));
    lines->setFocus();
    QTest::keyClick(lines, Qt::Key_A, Qt::ControlModifier);
    for (const QString &line : text.split(u'\n')) {
        QTest::keyClicks(lines, line);
        if (!text.endsWith(line))
            QTest::keyClick(lines, Qt::Key_Return);
    }
}

QString tst_Fixes::linesOf(const QString &name) const
{
    const auto *lines = find<QPlainTextEdit>(name);
    return lines ? lines->toPlainText() : u"(not in sight)"_s;
}

void tst_Fixes::commandLineIsSplit()
{
    open();
    startLocal();
    type(u"field_command"_s, u"npx -y \"my server\""_s);
    QVERIFY(textOf(u"field_commandFinding"_s).contains(u"whole command line"_s));
    press(u"field_commandFindingFix"_s);
    QCOMPARE(find<QLineEdit>(u"field_command"_s)->text(), u"npx"_s);
    QCOMPARE(linesOf(u"field_argument"_s), u"-y\nmy server"_s);
    QVERIFY(!textOf(u"field_commandFinding"_s).contains(u"whole command line"_s));
    // Who types goes on where the fault was.
    QCOMPARE(m_window->focusWidget(), find<QLineEdit>(u"field_command"_s));
}

void tst_Fixes::everyFindingHasItsButton()
{
    open();
    startLocal();
    type(u"field_command"_s, u"/bin/sh"_s);
    typeLines(u"field_argument"_s, u"~/x\nhttp://mcp.example.com/mcp"_s);
    // Two findings at one field, each with its sentence and its button.
    QVERIFY(textOf(u"field_argumentFinding"_s).contains(u"Argument 1"_s));
    QVERIFY(textOf(u"field_argumentFinding2"_s).contains(u"argument 2"_s));
    press(u"field_argumentFindingFix2"_s);
    QCOMPARE(linesOf(u"field_argument"_s), u"~/x\nhttps://mcp.example.com/mcp"_s);
    QVERIFY(!find<QWidget>(u"field_argumentFinding2"_s));
    press(u"field_argumentFindingFix"_s);
    QCOMPARE(linesOf(u"field_argument"_s), m_home->path() + u"/x\nhttps://mcp.example.com/mcp"_s);
    typeLines(u"field_env"_s, u"NODE_TLS_REJECT_UNAUTHORIZED=0\nDIR=~/y"_s);
    QVERIFY(textOf(u"field_envFinding"_s).contains(u"certificates"_s));
    press(u"field_envFindingFix"_s);
    QCOMPARE(linesOf(u"field_env"_s), u"DIR=~/y"_s);
    press(u"field_envFindingFix"_s);
    QCOMPARE(linesOf(u"field_env"_s), u"DIR="_s + m_home->path() + u"/y"_s);
    QVERIFY(!find<QWidget>(u"field_envFinding"_s));
    // What was mended is what is written.
    press(u"stepNext"_s);
    QCOMPARE(m_window->route().page, u"review"_s);
    const config::Entry entry = m_workspace->draft().document().servers().first().entry;
    QCOMPARE(entry.variable(u"DIR"_s), m_home->path() + u"/y"_s);
    QCOMPARE(entry.environment.size(), 1);
}

void tst_Fixes::nameIsMended()
{
    open();
    startLocal();
    type(u"serverName"_s, u"skills"_s);
    QVERIFY(textOf(u"serverNameFinding"_s).contains(u"skills"_s));
    press(u"serverNameFindingFix"_s);
    QCOMPARE(find<QLineEdit>(u"serverName"_s)->text(), u"skills-server"_s);
    QVERIFY(!find<QWidget>(u"serverNameFinding"_s));
}

void tst_Fixes::addressIsSplit()
{
    open();
    press(u"go_servers"_s);
    press(u"addFirstServer"_s);
    press(u"kind_apinizer-http"_s);
    type(u"field_host"_s, u"portal.example.com:8443/api/mcp"_s);
    QVERIFY(!textOf(u"field_hostFinding"_s).isEmpty());
    press(u"field_hostFindingFix"_s);
    QCOMPARE(find<QLineEdit>(u"field_host"_s)->text(), u"portal.example.com"_s);
    QVERIFY(!find<QWidget>(u"field_hostFinding"_s));
    // What was moved elsewhere is in sight.
    QCOMPARE(find<QLineEdit>(u"field_path"_s)->text(), u"/api/mcp"_s);
}

void tst_Fixes::spaceInTheToken()
{
    open();
    press(u"go_servers"_s);
    press(u"addFirstServer"_s);
    press(u"kind_apinizer-http"_s);
    type(u"field_token"_s, u"mcp_abc def"_s);
    press(u"field_tokenFindingFix"_s);
    QCOMPARE(find<QLineEdit>(u"field_token"_s)->text(), u"mcp_abcdef"_s);
    QVERIFY(!find<QWidget>(u"field_tokenFinding"_s));
    // A token that stands behind something else.
    type(u"field_token"_s, u"APINIZER-TOKEN:mcp_abc"_s);
    press(u"field_tokenFindingFix"_s);
    QCOMPARE(find<QLineEdit>(u"field_token"_s)->text(), u"mcp_abc"_s);
}

void tst_Fixes::byKeyboard()
{
    open();
    startLocal();
    type(u"field_command"_s, u"npx -y x"_s);
    QTest::keyClick(m_window->focusWidget(), Qt::Key_Tab);
    QCOMPARE(m_window->focusWidget()->objectName(), u"field_commandFindingFix"_s);
    // The sentence is read out with the button.
    QVERIFY(m_window->focusWidget()->accessibleDescription().contains(u"command line"_s));
    QTest::keyClick(m_window->focusWidget(), Qt::Key_Space);
    QCOMPARE(find<QLineEdit>(u"field_command"_s)->text(), u"npx"_s);
}

void tst_Fixes::fileFindings()
{
    open(R"({
  "mcpServers": {
    "s": {"command": "/bin/sh", "args": ["-c", 5], "cwd": "/tmp", "timeout": 60}
  }
})");
    press(u"go_servers"_s);
    press(u"editServer"_s);
    QVERIFY(textOf(u"otherFindings"_s).contains(u"number"_s));
    press(u"otherFindingsFix"_s);
    press(u"otherFindingsFix"_s);
    QVERIFY(textOf(u"otherFindings"_s).contains(u"timeout"_s));
    QCOMPARE(m_workspace->draft().document().text(), R"({
  "mcpServers": {
    "s": {"command": "/bin/sh", "args": ["-c", "5"], "timeout": 60}
  }
})"_ba);
    // Nothing was written, and each can be taken back.
    m_workspace->undo();
    QVERIFY(m_workspace->draft().document().text().contains("cwd"));
    m_workspace->undo();
    QVERIFY(!m_workspace->draft().isChanged());
}

void tst_Fixes::addressAlone()
{
    open(R"({"mcpServers": {"s": {"url": "https://mcp.example.com/mcp", "headers": {"X-API-Key": "abc"}}}})");
    press(u"go_servers"_s);
    press(u"editServer"_s);
    QVERIFY(textOf(u"otherFindings"_s).contains(u"address"_s));
    press(u"otherFindingsFix"_s);
    // It is a server like any other now, in its own form.
    QVERIFY(find<QLineEdit>(u"field_url"_s));
    QCOMPARE(find<QLineEdit>(u"field_url"_s)->text(), u"https://mcp.example.com/mcp"_s);
    QVERIFY(!find<QWidget>(u"otherFindings"_s));
    const config::Entry entry = m_workspace->draft().document().server(u"s"_s)->entry;
    QCOMPARE(entry.command, bridges::installedBridge(m_workspace->platform()));
    QVERIFY(!entry.arguments.join(u' ').contains(u"abc"_s));
}

void tst_Fixes::errorsBlock()
{
    open();
    startLocal();
    type(u"field_command"_s, u"~/bin/x"_s);
    press(u"stepNext"_s);
    QCOMPARE(m_window->route().page, u"add"_s); // It cannot work: the form stays.
    type(u"field_command"_s, u"surely-not-installed"_s);
    QTRY_VERIFY(!textOf(u"field_commandFinding"_s).isEmpty()); // Beside the window it was looked for.
    press(u"stepNext"_s);
    QCOMPARE(m_window->route().page, u"review"_s); // It may work: a warning.
}

void tst_Fixes::evidenceIsShown()
{
    write(file(u"Claude-work"_s), R"({"mcpServers": {"portal": {"command": "x"}}})", 5);
    write(m_home->filePath(u".config/Claude-work/logs/mcp-server-weather.log"_s), "x");
    open(R"({"mcpServers": {}})");
    press(u"go_overview"_s);
    press(u"allPlaces"_s);
    const auto texts = [this] {
        QString all;
        for (const QLabel *label : m_window->findChildren<QLabel *>())
            if (label->isVisible())
                all += label->text() + u'\n';
        return all;
    };
    QTRY_VERIFY2(texts().contains(u"Servers: portal"_s), qPrintable(texts()));
    QVERIFY2(texts().contains(u"weather"_s), qPrintable(texts()));
    QVERIFY(texts().contains(u"It holds no servers."_s));
}

void tst_Fixes::addLocalAndSave()
{
    startLocal();
    type(u"serverName"_s, u"id"_s);
    type(u"field_command"_s, u"/bin/sh"_s);
    press(u"stepNext"_s);
    QCOMPARE(m_window->route().page, u"review"_s);
    QSignalSpy saved(m_workspace.get(), &ui::Workspace::saved);
    press(u"save"_s);
    QVERIFY(saved.count() > 0 || saved.wait(20000));
}

void tst_Fixes::bothFiles()
{
    const QByteArray other = "{\n\t\"mcpServers\": { },\n\t\"INPUT\": 1e2\n}\n";
    write(file(u"Claude-work"_s), other);
    write(file(u"Claude"_s), R"({"mcpServers": {}, "n": 1.0})", 30);
    open({});
    QCOMPARE(m_workspace->discovery().certainty, platform::Certainty::Ambiguous);
    QVERIFY(textOf(u"headline"_s).contains(u"different files"_s));
    press(u"nextStep"_s);
    QCOMPARE(m_window->route().page, u"places"_s);
    QVERIFY(textOf(u"placeQuestion"_s).contains(u"not certain"_s));
    press(u"writeBoth"_s);
    QVERIFY(m_workspace->placeChosen());
    QCOMPARE(m_workspace->secondFiles().files(), QStringList{file(u"Claude-work"_s)});
    QVERIFY(!find<QWidget>(u"writeBoth"_s));

    QSignalSpy written(&m_workspace->secondFiles(), &ui::SecondFiles::written);
    addLocalAndSave();
    QVERIFY(written.count() > 0 || written.wait(20000));
    QVERIFY(m_workspace->secondFiles().failures().isEmpty());
    const auto first = config::Document::parse(read(file(u"Claude"_s)));
    const auto second = config::Document::parse(read(file(u"Claude-work"_s)));
    QVERIFY(first && second);
    QCOMPARE(second->server(u"id"_s)->entry, first->server(u"id"_s)->entry);
    QVERIFY(read(file(u"Claude"_s)).contains("\"n\": 1.0"));
    QVERIFY(read(file(u"Claude-work"_s)).contains("\"INPUT\": 1e2"));
    QVERIFY(!read(file(u"Claude-work"_s)).contains("\"n\""));

    // The choice holds when Kopru is started again.
    closeWindow();
    open({});
    QCOMPARE(m_workspace->secondFiles().files(), QStringList{file(u"Claude-work"_s)});
}

void tst_Fixes::secondFileFails()
{
    write(file(u"Claude-work"_s), R"({"mcpServers": {"id": {"command": "another"}}})", 30);
    open();
    press(u"go_overview"_s);
    press(u"allPlaces"_s);
    QTRY_VERIFY(find<QAbstractButton>(u"alsoPlace1"_s));
    press(u"alsoPlace1"_s);
    QTRY_COMPARE(m_workspace->secondFiles().files().size(), 1);
    QSignalSpy written(&m_workspace->secondFiles(), &ui::SecondFiles::written);
    addLocalAndSave();
    QVERIFY(written.count() > 0 || written.wait(20000));
    // The one has it, the other is told by its name and stays as it was.
    QVERIFY(config::Document::parse(read(file(u"Claude"_s)))->contains(u"id"_s));
    QCOMPARE(read(file(u"Claude-work"_s)), R"({"mcpServers": {"id": {"command": "another"}}})"_ba);
    press(u"go_overview"_s);
    QVERIFY2(textOf(u"headline"_s).contains(file(u"Claude-work"_s)), qPrintable(textOf(u"headline"_s)));
    press(u"nextStep"_s);
    QVERIFY2(textOf(u"placeNotices"_s).contains(file(u"Claude-work"_s)), qPrintable(textOf(u"placeNotices"_s)));
}

void tst_Fixes::oneMoreFile()
{
    write(file(u"Claude-work"_s), R"({"mcpServers": {}})", 30);
    open();
    press(u"go_overview"_s);
    press(u"allPlaces"_s);
    QTRY_VERIFY(find<QAbstractButton>(u"alsoPlace1"_s));
    press(u"alsoPlace1"_s);
    QTRY_COMPARE(m_workspace->secondFiles().files().size(), 1);
    // It is remembered, and can be taken back.
    QCOMPARE(store::readSecondFiles(m_workspace->dataFolder()), QStringList{file(u"Claude-work"_s)});
    QTRY_VERIFY(find<QAbstractButton>(u"alsoPlace1"_s) && find<QAbstractButton>(u"alsoPlace1"_s)->isChecked());
    press(u"alsoPlace1"_s);
    QTRY_COMPARE(m_workspace->secondFiles().files().size(), 0);
    addLocalAndSave();
    QCOMPARE(read(file(u"Claude-work"_s)), R"({"mcpServers": {}})"_ba);
}

void tst_Fixes::serversOfAnotherCopy()
{
    write(file(u"claude"_s), R"({"mcpServers": {"lost": { "command":"x", "cwd" : "/" }, "own": {"command": "y"}}})",
          30);
    open(R"({"mcpServers": {"own": {"command": "z"}}})");
    press(u"go_overview"_s);
    press(u"allPlaces"_s);
    QTRY_VERIFY(find<QAbstractButton>(u"copyServers1"_s));
    press(u"copyServers1"_s);
    QTRY_VERIFY(m_workspace->draft().isChanged());
    QCOMPARE(m_workspace->draft().document().text(),
             R"({"mcpServers": {"own": {"command": "z"}, "lost": { "command":"x", "cwd" : "/" }}})"_ba);
    QTRY_VERIFY(!find<QAbstractButton>(u"copyServers1"_s));
}

namespace {

/// The real files, and a rule of an organisation among them.
class WithPolicy final : public platform::FileProbe
{
public:
    platform::FileFacts facts(const QString &path) const override
    {
        platform::FileFacts facts = m_real->facts(path);
        facts.exists = facts.exists || path == rule;
        return facts;
    }
    QStringList entries(const QString &folder) const override { return m_real->entries(folder); }
    platform::Ownership ownership(const QString &path) const override { return m_real->ownership(path); }
    std::optional<QByteArray> content(const QString &path) const override
    {
        return path == rule ? R"({"isLocalDevMcpEnabled": false})"_ba : m_real->content(path);
    }
    const QString rule = u"/etc/claude-desktop/managed-settings.json"_s;

private:
    std::shared_ptr<const platform::FileProbe> m_real = platform::realFiles();
};

} // namespace

void tst_Fixes::policyIsAWarning()
{
    write(file(u"Claude"_s), R"({"mcpServers": {}})");
    platform::Platform platform = platform::currentPlatform(m_home->path());
    platform.files = std::make_shared<WithPolicy>();
    openWindow(platform);
    QVERIFY(textOf(u"headline"_s).contains(u"organisation"_s));
    press(u"nextStep"_s);
    QVERIFY(textOf(u"placeNotices"_s).contains(u"/etc/claude-desktop/managed-settings.json"_s));
    // It hinders nobody: facts about the app age.
    addLocalAndSave();
    QVERIFY(config::Document::parse(read(file(u"Claude"_s)))->contains(u"id"_s));
}

int main(int argc, char *argv[])
{
    test::scrubEnvironment();
    QApplication application(argc, argv);
    store::Language language(application);
    language.apply(u"en"_s);
    ui::Theme theme(application);
    theme.apply(store::Appearance::Light);
    tst_Fixes test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_fixes.moc"
