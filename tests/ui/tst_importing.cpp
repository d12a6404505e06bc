#include "app/config/document.h"
#include "app/snippets/foreignfiles.h"
#include "app/store/language.h"
#include "tests/support/environment.h"
#include "tests/ui/windowtest.h"
#include "ui/theme.h"
#include "ui/workspace.h"

#include <QtGui/QAction>
#include <QtTest/QtTest>
#include <QtWidgets/QApplication>
#include <QtWidgets/QDialog>
#include <QtWidgets/QDialogButtonBox>
#include <QtWidgets/QFileDialog>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QPlainTextEdit>
#include <QtWidgets/QPushButton>

using namespace Qt::StringLiterals;
using namespace kopru;
using integrations::ForeignSource;

/// Servers that stand somewhere else: found in other programs' files, chosen, completed and saved; and one that goes as
/// a file from one computer to another, without its secrets.
class tst_Importing : public test::WindowTest
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void nothingThere();
    void everyProgram_data();
    void everyProgram();
    void severalPrograms();
    void thereAlready();
    void sameServerTwice();
    void signIn();
    void exportLeavesClaudesFile();
    void unreadable();
    void moreThanIsRead();
    void exportAndImport();
    void openedByTheDialog();
    void droppedFile();
    void noServerFile_data();
    void noServerFile();
    void unansweredSecret();
    void backFromTheReview();
    void lookedAtAgain();

private:
    void startImport() const;
    /// A file of the corpus where the program keeps its own.
    void place(const QString &file, ForeignSource source, const QString &name = {}) const;
    void write(const QString &path, const QByteArray &content) const;
    void goOn() const;
    void save();
    void drop(const QString &path) const;
    [[nodiscard]] QString exported();
    [[nodiscard]] QAbstractButton *offerOf(const QString &name) const;
    [[nodiscard]] QByteArray fileText() const;
    [[nodiscard]] config::Document file() const;

    std::unique_ptr<QTemporaryDir> m_home;
};

namespace {

const QString folder = QStringLiteral(KOPRU_TEST_DATA "/paste/files/");
const auto token = "mcp_0123456789abcdef"_L1;

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

void tst_Importing::init()
{
    m_home = std::make_unique<QTemporaryDir>();
    QVERIFY(m_home->isValid());
    m_keychain->viewFails = secrets::KeychainError{secrets::KeychainProblem::Missing, {}};
    const platform::Platform platform = platform::currentPlatform(m_home->path());
    const config::Entry portal =
        integrations::kind(integrations::KindId::ApinizerHttp)
            .toEntry({{integrations::FieldId::Host, u"portal.example.com"_s}, {integrations::FieldId::Token, token}},
                     {}, bridges::installedBridge(platform));
    const config::Document document = config::Document().added(u"portal"_s, portal).value();
    write(m_home->filePath(u".config/Claude/claude_desktop_config.json"_s), document.text());
    openWindow(platform);
}

void tst_Importing::cleanup()
{
    closeWindow();
    m_home.reset();
}

void tst_Importing::write(const QString &path, const QByteArray &content) const
{
    QVERIFY(QDir().mkpath(QFileInfo(path).path()));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(content), content.size());
}

void tst_Importing::place(const QString &file, ForeignSource source, const QString &name) const
{
    QString path = integrations::foreignPath(m_workspace->platform(), source);
    if (source == ForeignSource::ClaudeMcpFolder)
        path += u'/' + (name.isEmpty() ? QFileInfo(file).fileName() : name);
    QVERIFY(path.startsWith(m_home->path()));
    const QByteArray content = contentOf(folder + file);
    QVERIFY2(!content.isEmpty(), qPrintable(file));
    write(path, content);
}

void tst_Importing::startImport() const
{
    press(u"go_servers"_s);
    press(u"addServer"_s);
    press(u"importOthers"_s);
    QCOMPARE(m_window->route().page, u"import"_s);
    QTRY_VERIFY(!find<QWidget>(u"stopLooking"_s));
}

void tst_Importing::goOn() const
{
    QTRY_VERIFY(!textOf(u"offerTokens"_s).contains(u"is checking"_s));
    press(u"importNext"_s);
}

void tst_Importing::save()
{
    QCOMPARE(m_window->route().page, u"review"_s);
    QSignalSpy saved(m_workspace.get(), &ui::Workspace::saved);
    press(u"save"_s);
    QVERIFY2(saved.count() > 0 || saved.wait(20000), qPrintable(textOf(u"saveProblem"_s)));
}

QAbstractButton *tst_Importing::offerOf(const QString &name) const
{
    for (QAbstractButton *box : m_window->findChildren<QAbstractButton *>())
        if (box->isVisible() && box->objectName().startsWith(u"offer"_s) && box->text().contains(u'“' + name + u'”'))
            return box;
    return nullptr;
}

QByteArray tst_Importing::fileText() const
{
    return contentOf(m_home->filePath(u".config/Claude/claude_desktop_config.json"_s));
}

config::Document tst_Importing::file() const
{
    const auto document = config::Document::parse(fileText());
    return document ? *document : config::Document();
}

void tst_Importing::nothingThere()
{
    startImport();
    QVERIFY(textOf(u"importPlaces"_s).remove(QChar(0x200b)).contains(m_home->path() + u"/.cursor/mcp.json"_s));
    QVERIFY(textOf(u"importPlaces"_s).remove(QChar(0x200b)).contains(m_home->path() + u"/.claude/mcp"_s));
    QVERIFY(!find<QWidget>(u"importNext"_s));
}

void tst_Importing::everyProgram_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<ForeignSource>("source");
    QTest::addColumn<QString>("server");
    QTest::addColumn<QString>("said");
    QTest::newRow("VS Code") << u"vscode/workspace-mcp.json"_s << ForeignSource::VsCode << u"clock"_s
                             << u"Visual Studio Code"_s;
    QTest::newRow("Cursor") << u"cursor/global-mcp.json"_s << ForeignSource::Cursor << u"docs"_s << u"Cursor"_s;
    QTest::newRow("Claude Code") << u"claude-code/claude.json"_s << ForeignSource::ClaudeCode << u"db"_s
                                 << u"Claude Code"_s;
    QTest::newRow("~/.claude/mcp.json") << u"claude-mcp-json/bare-entries.json"_s << ForeignSource::ClaudeMcpJson
                                        << u"clock"_s << u"mcp.json"_s;
    QTest::newRow("~/.claude/mcp") << u"claude-mcp-folder/weather.json"_s << ForeignSource::ClaudeMcpFolder
                                   << u"weather"_s << u"weather.json"_s;
}

void tst_Importing::everyProgram()
{
    QFETCH(QString, file);
    QFETCH(ForeignSource, source);
    QFETCH(QString, server);
    QFETCH(QString, said);
    place(file, source);
    startImport();
    const QAbstractButton *box = offerOf(server);
    QVERIFY(box && box->isChecked());
    QVERIFY2(textOf(box->objectName() + u"Source"_s).contains(said),
             qPrintable(textOf(box->objectName() + u"Source"_s)));
    // Only this one.
    for (QAbstractButton *other : m_window->findChildren<QAbstractButton *>())
        if (other->isVisible() && other != box && other->isCheckable() && other->isChecked() &&
            other->objectName().startsWith(u"offer"_s))
            press(other->objectName());
    goOn();
    save();
    const config::Document saved = this->file();
    QCOMPARE(saved.servers().size(), 2);
    const integrations::Snippet read =
        integrations::readForeignFile(source, contentOf(folder + file), QFileInfo(file).fileName());
    for (const integrations::SnippetServer &one : read.servers)
        if (one.name == server)
            QCOMPARE(saved.server(server)->entry,
                     integrations::entryFor(one, bridges::installedBridge(m_workspace->platform())));
    // The other program keeps its own.
    QVERIFY(QFile::exists(integrations::foreignFiles(m_workspace->platform()).front().path));
}

void tst_Importing::severalPrograms()
{
    place(u"vscode/workspace-mcp.json"_s, ForeignSource::VsCode);
    place(u"claude-mcp-folder/team.json"_s, ForeignSource::ClaudeMcpFolder);
    startImport();
    // Two of them are called docs: the second gets another name. Both ask for their token.
    QStringList names;
    int questions = 0;
    for (int i = 0; i < 4; ++i) {
        if (!find<QLineEdit>(u"offer%1Name"_s.arg(i)))
            continue;
        names.append(find<QLineEdit>(u"offer%1Name"_s.arg(i))->text());
        if (auto *field = find<QLineEdit>(u"offer%1Question0"_s.arg(i))) {
            QCOMPARE(field->echoMode(), QLineEdit::Password);
            type(field->objectName(), u"dk-0123456789abcdef"_s);
            ++questions;
        }
    }
    QCOMPARE(questions, 2);
    QVERIFY(names.contains(u"docs"_s) && names.contains(u"docs-2"_s));
    QCOMPARE(QSet<QString>(names.cbegin(), names.cend()).size(), names.size());
    goOn();
    QVERIFY(!textOf(u"reviewSummary"_s).isEmpty());
    save();
    QCOMPARE(file().servers().size(), names.size() + 1);
}

void tst_Importing::thereAlready()
{
    place(u"claude-mcp-folder/weather.json"_s, ForeignSource::ClaudeMcpFolder);
    startImport();
    goOn();
    save();
    startImport();
    QVERIFY(!offerOf(u"weather"_s)->isChecked());
    QVERIFY(textOf(u"offer0Source"_s).contains(u"already"_s));
    QVERIFY(!find<QAbstractButton>(u"importNext"_s)->isEnabled());
}

void tst_Importing::sameServerTwice()
{
    place(u"claude-mcp-folder/weather.json"_s, ForeignSource::ClaudeMcpFolder);
    write(integrations::foreignPath(m_workspace->platform(), ForeignSource::Cursor),
          "{\"mcpServers\": {\"weather\": " + contentOf(folder + u"claude-mcp-folder/weather.json"_s) + "}}");
    startImport();
    QVERIFY(offerOf(u"weather"_s));
    QVERIFY(!find<QWidget>(u"offer1"_s));
    QVERIFY(textOf(u"offer0Source"_s).contains(u"Cursor"_s));
    QVERIFY(textOf(u"offer0Source"_s).contains(u"weather.json"_s));
}

void tst_Importing::signIn()
{
    place(u"vscode/with-sign-in.json"_s, ForeignSource::VsCode);
    startImport();
    const QAbstractButton *mail = offerOf(u"mail"_s);
    QVERIFY(mail && !mail->isEnabled() && !mail->isChecked());
    const QString notes = textOf(mail->objectName() + u"Notes"_s);
    QVERIFY2(notes.contains(u"sign-in"_s) && notes.contains(u"Connectors"_s), qPrintable(notes));
    goOn();
    QCOMPARE(m_workspace->draft().document().servers().size(), 2);
}

void tst_Importing::unreadable()
{
    const QString path = integrations::foreignPath(m_workspace->platform(), ForeignSource::Cursor);
    write(path, "These are no settings at all.\n");
    startImport();
    QVERIFY2(textOf(u"importProblems"_s).contains(path), qPrintable(textOf(u"importProblems"_s)));
    QVERIFY(!find<QWidget>(u"importNext"_s));
}

namespace {

/// Qt's own dialog: the name, then its button.
void accept(QFileDialog *dialog, const QString &path)
{
    dialog->findChild<QLineEdit *>()->setText(path);
    for (QPushButton *button : dialog->findChild<QDialogButtonBox *>()->findChildren<QPushButton *>())
        if (button->isVisible() && button->isEnabled() && button->text() != u"Cancel"_s &&
            button->text() != u"&Cancel"_s) {
            QTest::mouseClick(button, Qt::LeftButton);
            return;
        }
}

} // namespace

/// Through the dialogs, as a person exports.
QString tst_Importing::exported()
{
    const QString path = m_home->filePath(u"for a colleague.kopru.json"_s);
    m_window->go({u"server"_s, u"portal"_s, {}});
    for (QAction *action : m_window->findChildren<QAction *>())
        if (action->text() == u"Export as a file"_s)
            action->trigger();
    const auto *dialog = find<QDialog>(u"exportDialog"_s);
    if (!dialog || !textOf(u"exportWords"_s).contains(u"Secrets are left out"_s) ||
        !textOf(u"exportLeftOut"_s).contains(u'•'))
        return {};
    // A person sees what stays readable.
    const auto *carried = find<QPlainTextEdit>(u"exportCarried"_s);
    if (!carried || !carried->toPlainText().startsWith(u"kopru-bridge "_s) || carried->toPlainText().contains(token))
        return {};
    press(u"exportSave"_s);
    auto *files = find<QFileDialog>(u"exportFileDialog"_s);
    auto *name = files ? files->findChild<QLineEdit *>() : nullptr;
    if (!name)
        return {};
    if (!name->text().contains(u"portal.kopru.json"_s))
        return {};
    accept(files, path);
    if (!QTest::qWaitFor([this] { return !textOf(u"exportResult"_s).isEmpty(); }, 10000))
        return {};
    press(u"exportClose"_s);
    return path;
}

/// A server file in the place of Claude's settings would take every server from it.
void tst_Importing::exportLeavesClaudesFile()
{
    const QByteArray before = contentOf(m_workspace->filePath());
    m_window->go({u"server"_s, m_workspace->servers().first().name, {}});
    for (QAction *action : m_window->findChildren<QAction *>())
        if (action->text() == u"Export as a file"_s)
            action->trigger();
    press(u"exportSave"_s);
    auto *files = find<QFileDialog>(u"exportFileDialog"_s);
    QVERIFY(files);
    files->setOption(QFileDialog::DontConfirmOverwrite); // That a person says yes to it is not enough.
    accept(files, m_workspace->filePath());
    QTRY_VERIFY(!textOf(u"exportResult"_s).isEmpty());
    QVERIFY2(textOf(u"exportResult"_s).contains(u"another name"_s), qPrintable(textOf(u"exportResult"_s)));
    QCOMPARE(contentOf(m_workspace->filePath()), before);
    press(u"exportClose"_s);
}

void tst_Importing::drop(const QString &path) const
{
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(path)});
    QDragEnterEvent enter(QPoint(50, 50), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(m_window.get(), &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent drop(QPointF(50, 50), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(m_window.get(), &drop);
    QCOMPARE(m_window->route().page, u"import"_s);
    QTRY_VERIFY(!find<QWidget>(u"stopLooking"_s));
}

void tst_Importing::exportAndImport()
{
    const QString path = exported();
    QVERIFY(!path.isEmpty());
    const QByteArray text = contentOf(path);
    QVERIFY(text.contains("portal.example.com"));
    QVERIFY(!text.contains("mcp_0123"));
    QVERIFY(!text.contains(m_home->path().toUtf8()));
    drop(path);
    // The name is taken here, the secret is asked for and hidden.
    QCOMPARE(find<QLineEdit>(u"offer0Name"_s)->text(), u"portal-2"_s);
    auto *question = find<QLineEdit>(u"offer0Question0"_s);
    QVERIFY(question);
    QCOMPARE(question->echoMode(), QLineEdit::Password);
    QCOMPARE(m_window->focusWidget(), question);
    QVERIFY(!question->accessibleName().isEmpty());
    QTest::keyClicks(question, token);
    goOn();
    save();
    QCOMPARE(file().servers().size(), 2);
    const config::Entry before = file().server(u"portal"_s)->entry;
    const config::Entry after = file().server(u"portal-2"_s)->entry;
    QCOMPARE(after.command, before.command);
    QCOMPARE(after.arguments, before.arguments);
    QCOMPARE(after.environmentMap(), before.environmentMap());
}

void tst_Importing::openedByTheDialog()
{
    const QString path = exported();
    QVERIFY(!path.isEmpty());
    startImport();
    press(u"openServerFile"_s);
    auto *files = find<QFileDialog>(u"openServerFileDialog"_s);
    QVERIFY(files);
    auto *name = files->findChild<QLineEdit *>();
    QVERIFY(name);
    accept(files, path);
    QTRY_VERIFY(find<QLineEdit>(u"offer0Question0"_s));
    QVERIFY(textOf(u"pageTitle"_s).contains(u"for a colleague"_s));
}

// Also one of another program, or one that somebody saved a snippet in.
void tst_Importing::droppedFile()
{
    drop(folder + u"claude-mcp-folder/weather.json"_s);
    QVERIFY(find<QWidget>(u"offer0"_s));
    const QString path = m_home->filePath(u"from the mail.txt"_s);
    write(path, "npx -y notes-mcp\n");
    drop(path);
    QVERIFY(textOf(u"offer0Command"_s).contains(u"notes-mcp"_s));
    goOn();
    save();
    QCOMPARE(file().servers().last().entry.arguments, (QStringList{u"-y"_s, u"notes-mcp"_s}));
}

/// What stays behind of a file is said beside what comes of it.
void tst_Importing::moreThanIsRead()
{
    QByteArrayList variables;
    for (int i = 0; i < 501; ++i)
        variables.append("\"A" + QByteArray::number(i) + "\": \"1\"");
    const QString path = integrations::foreignPath(m_workspace->platform(), ForeignSource::Cursor);
    write(path, R"({"mcpServers": {"clock": {"command": "clock", "env": {)" + variables.join(", ") + "}}}}");
    startImport();
    QVERIFY(offerOf(u"clock"_s));
    const QString problems = textOf(u"importProblems"_s);
    QVERIFY2(problems.contains(path) && problems.contains(u"500 variables"_s), qPrintable(problems));
}

void tst_Importing::noServerFile_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("bytes") << QByteArray("\x00\x01\xff\xfe\x80", 5);
    QTest::newRow("another JSON") << QByteArray("{\"a\": [1, 2]}");
    QTest::newRow("a newer one") << QByteArray(R"({"format": "kopru-servers", "version": 99, "servers": []})");
    QTest::newRow("damaged") << QByteArray(
        R"({"format": "kopru-servers", "version": 1, "servers": [{"name": "a", "entry": {"command": 3}}]})");
}

void tst_Importing::noServerFile()
{
    QFETCH(QByteArray, content);
    const QString path = m_home->filePath(u"x.json"_s);
    write(path, content);
    drop(path);
    QVERIFY(!textOf(u"importProblems"_s).isEmpty());
    QVERIFY(!find<QWidget>(u"importNext"_s));
    QVERIFY(!m_workspace->draft().isChanged());
}

void tst_Importing::unansweredSecret()
{
    drop(exported());
    press(u"importNext"_s);
    QCOMPARE(m_window->route().page, u"import"_s);
    QVERIFY(!textOf(u"offer0Question0Finding"_s).isEmpty());
    QVERIFY(!m_workspace->draft().isChanged());
}

void tst_Importing::backFromTheReview()
{
    place(u"claude-mcp-folder/weather.json"_s, ForeignSource::ClaudeMcpFolder);
    startImport();
    type(u"offer0Name"_s, u"sky"_s);
    goOn();
    QVERIFY(m_workspace->draft().document().contains(u"sky"_s));
    press(u"reviewCancel"_s);
    QCOMPARE(m_window->route().page, u"import"_s);
    QVERIFY(!m_workspace->draft().isChanged());
    QCOMPARE(find<QLineEdit>(u"offer0Name"_s)->text(), u"sky"_s);
}

void tst_Importing::lookedAtAgain()
{
    startImport();
    QVERIFY(!find<QWidget>(u"offer0"_s));
    place(u"claude-mcp-folder/weather.json"_s, ForeignSource::ClaudeMcpFolder);
    startImport();
    QVERIFY(find<QWidget>(u"offer0"_s));
}

int main(int argc, char *argv[])
{
    test::scrubEnvironment();
    QApplication application(argc, argv);
    store::Language language(application);
    language.apply(u"en"_s);
    ui::Theme theme(application);
    theme.apply(store::Appearance::Light);
    tst_Importing test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_importing.moc"
