#include "app/config/document.h"
#include "app/secrets/redactor.h"
#include "app/store/language.h"
#include "tests/support/environment.h"
#include "tests/ui/scene.h"
#include "tests/ui/windowtest.h"
#include "ui/checkrun.h"
#include "ui/logmodel.h"
#include "ui/paste.h"
#include "ui/theme.h"
#include "ui/widgets/diffview.h"
#include "ui/widgets/schemaform.h"
#include "ui/workspace.h"

#include <QtTest/QtTest>
#include <QtWidgets/QAbstractItemView>
#include <QtWidgets/QApplication>
#include <QtWidgets/QComboBox>
#include <QtWidgets/QDialog>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QPushButton>

using namespace Qt::StringLiterals;
using namespace kopru;

/// What the window does with an existing configuration: edit, remove, undo, save, and what others do meanwhile.
class tst_Window : public test::WindowTest
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void removeAsksFirst();
    void undoAndRedo();
    void renameAndDuplicate();
    void editKeepsWhatTheFormDoesNotShow();
    void changedByAnotherWhileUnsaved();
    void changedByAnotherIsReloaded();
    void brokenFile();
    void missingClaude();
    void closeWithUnsavedChanges();
    void settings();
    void logs();
    void stoppedCheck();
    void secretsAreMasked();
    void longDifferencesComeLater();
    void schemaForm_data();
    void schemaForm();
    void pastedTexts_data();
    void pastedTexts();
    void pastedPortalAddresses_data();
    void pastedPortalAddresses();
    void boundedLog();
    void narrowSidebar();

private:
    [[nodiscard]] QStringList names() const
    {
        QStringList names;
        for (const ui::ServerSummary &server : m_workspace->servers())
            names.append(server.name);
        return names;
    }
    [[nodiscard]] QByteArray fileText() const
    {
        QFile file(m_scene->configFile());
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    void writeFile(const QByteArray &bytes) const
    {
        QFile file(m_scene->configFile());
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
        file.write(bytes);
    }
    void reopen() { openWindow(m_scene->platform(), {1120, 760}); }

    std::unique_ptr<test::Scene> m_scene;
};

void tst_Window::init()
{
    m_scene = std::make_unique<test::Scene>();
    QVERIFY(m_scene->isValid());
    reopen();
}

void tst_Window::cleanup()
{
    closeWindow();
    m_scene.reset();
}

void tst_Window::removeAsksFirst()
{
    press(u"go_servers"_s);
    press(u"removeServer"_s);
    QTRY_VERIFY(find<QDialog>(u"question"_s));
    auto *question = find<QDialog>(u"question"_s);
    QCOMPARE(question->focusWidget()->objectName(), u"questionKeep"_s);
    QTest::keyClick(question->focusWidget(), Qt::Key_Return); // The safe answer.
    QTRY_VERIFY(!find<QDialog>(u"question"_s));
    QCOMPARE(names().size(), 3);

    press(u"removeServer"_s);
    QTRY_VERIFY(find<QDialog>(u"question"_s));
    press(u"questionDo"_s);
    QCOMPARE(names(), (QStringList{u"notlar"_s, u"belgeler"_s}));
    QVERIFY(find<QWidget>(u"unsavedBar"_s));
    QVERIFY(fileText().contains("apinizer")); // Only the draft.
}

void tst_Window::undoAndRedo()
{
    m_workspace->edit(m_workspace->draft().document().removed(u"apinizer"_s).value());
    QTest::keyClick(m_window.get(), Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(names().size(), 3);
    QVERIFY(!find<QWidget>(u"unsavedBar"_s)); // Exists only while something is unsaved.
    QTest::keyClick(m_window.get(), Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(names().size(), 2);
    press(u"undo"_s);
    QCOMPARE(names().size(), 3);
}

void tst_Window::renameAndDuplicate()
{
    press(u"go_servers"_s);
    press(u"renameServer"_s);
    QTRY_VERIFY(find<QLineEdit>(u"newName"_s));
    auto *name = find<QLineEdit>(u"newName"_s);
    QTest::keyClick(name, Qt::Key_A, Qt::ControlModifier);
    QTest::keyClicks(name, u"notlar"_s);
    QVERIFY(!find<QAbstractButton>(u"nameAccept"_s)->isEnabled());
    QVERIFY(!textOf(u"newNameFinding"_s).isEmpty());
    QTest::keyClicks(name, u"-portal"_s);
    press(u"nameAccept"_s);
    QCOMPARE(names(), (QStringList{u"notlar-portal"_s, u"notlar"_s, u"belgeler"_s}));

    press(u"duplicateServer"_s);
    QTRY_VERIFY(find<QLineEdit>(u"newName"_s));
    press(u"nameAccept"_s);
    QCOMPARE(names().size(), 4);
    QVERIFY(names().contains(u"notlar-portal-2"_s));
}

void tst_Window::editKeepsWhatTheFormDoesNotShow()
{
    auto document = config::Document::parse(fileText()).value();
    auto entry = document.server(u"apinizer"_s).value().entry;
    entry.setVariable(u"HTTPS_PROXY"_s, u"http://proxy.example.com:3128"_s);
    writeFile(document.changed(u"apinizer"_s, entry).value().text());
    reopen();

    m_window->go({u"edit"_s, u"apinizer"_s, {}});
    auto *host = find<QLineEdit>(u"field_host"_s);
    QVERIFY(host);
    QTest::keyClick(host, Qt::Key_A, Qt::ControlModifier);
    QTest::keyClicks(host, u"other.example.com"_s);
    press(u"editTake"_s);
    const auto edited = m_workspace->draft().document().server(u"apinizer"_s).value().entry;
    QCOMPARE(edited.variable(u"HTTP_HOSTNAME"_s), u"other.example.com"_s);
    QCOMPARE(edited.variable(u"HTTPS_PROXY"_s), u"http://proxy.example.com:3128"_s);
    QCOMPARE(edited.variable(u"APINIZER_TOKEN"_s), test::Scene::token());
}

void tst_Window::changedByAnotherWhileUnsaved()
{
    m_workspace->edit(m_workspace->draft().document().removed(u"belgeler"_s).value());
    const QByteArray theirs = "{\"mcpServers\": {\"belgeler\": {\"command\": \"/bin/theirs\"}}}\n";
    writeFile(theirs);
    m_window->go({u"review"_s, {}, {}});
    QSignalSpy failed(m_workspace.get(), &ui::Workspace::saveFailed);
    press(u"save"_s);
    QVERIFY(failed.count() > 0 || failed.wait());
    QCOMPARE(fileText(), theirs);
    QTRY_COMPARE(m_window->route().page, u"conflicts"_s);
    press(u"decideLater"_s);
    QVERIFY(!textOf(u"saveProblem"_s).isEmpty());
    press(u"reloadFile"_s);
    QTRY_VERIFY(find<QDialog>(u"question"_s));
    press(u"questionDo"_s);
    QVERIFY(!m_workspace->draft().isChanged());
    QCOMPARE(names(), QStringList{u"belgeler"_s});
}

void tst_Window::changedByAnotherIsReloaded()
{
    QSignalSpy changed(m_workspace.get(), &ui::Workspace::fileChanged);
    writeFile("{\"mcpServers\": {\"neu\": {\"command\": \"/bin/true\"}}}\n");
    QVERIFY(changed.count() > 0 || changed.wait());
    QTRY_COMPARE(names(), QStringList{u"neu"_s});
    // The same again, by the way editors do it: another file takes the name.
    const QString other = m_scene->configFile() + u".new"_s;
    QFile file(other);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("{\"mcpServers\": {\"again\": {\"command\": \"/bin/true\"}}}\n");
    file.close();
    QVERIFY(QFile::remove(m_scene->configFile()));
    QVERIFY(QFile::rename(other, m_scene->configFile()));
    QTRY_COMPARE(names(), QStringList{u"again"_s});
}

void tst_Window::brokenFile()
{
    const QByteArray broken = "{\"mcpServers\": {\"a\": {\"command\": \"x\",}}}";
    writeFile(broken);
    reopen();
    QCOMPARE(m_workspace->fileState(), ui::FileState::Unusable);
    QVERIFY(textOf(u"headline"_s).contains(u"fault"_s));
    press(u"go_servers"_s);
    QVERIFY(!find<QWidget>(u"addFirstServer"_s)); // What could not be read is not written.
    QVERIFY(!find<QWidget>(u"addServer"_s));
    QCOMPARE(fileText(), broken);
}

void tst_Window::missingClaude()
{
    const QTemporaryDir empty;
    openWindow(platform::currentPlatform(empty.path()));
    if (m_workspace->discovery().claudeInstalled)
        QSKIP("Claude Desktop is installed on this computer");
    QVERIFY(textOf(u"headline"_s).contains(u"not installed"_s));
    QVERIFY(find<QAbstractButton>(u"nextStep"_s)->isEnabled());
}

void tst_Window::closeWithUnsavedChanges()
{
    m_workspace->edit(m_workspace->draft().document().removed(u"belgeler"_s).value());
    QVERIFY(!m_window->close());
    QTRY_VERIFY(find<QDialog>(u"question"_s));
    press(u"questionKeep"_s);
    QTRY_VERIFY(!find<QDialog>(u"question"_s));
    QVERIFY(m_window->isVisible());
    m_workspace->undo();
    QVERIFY(m_window->close());
}

void tst_Window::settings()
{
    press(u"go_settings"_s);
    auto *language = find<QComboBox>(u"language"_s);
    QVERIFY(language);
    language->setFocus();
    QTest::keyClick(language, Qt::Key_End); // Türkçe is the last.
    Q_EMIT language->activated(language->currentIndex());
    QCOMPARE(m_workspace->settings().language, u"tr"_s);
    reopen();
    QCOMPARE(m_workspace->settings().language, u"tr"_s); // Kept.
}

void tst_Window::logs()
{
    press(u"go_logs"_s);
    QTRY_VERIFY(find<QAbstractItemView>(u"logLines"_s));
    const QAbstractItemModel *lines = find<QAbstractItemView>(u"logLines"_s)->model();
    QTRY_VERIFY(lines->rowCount() > 40);
    const int all = lines->rowCount();
    QTest::mouseClick(find<QAbstractButton>(u"logProblems"_s), Qt::LeftButton);
    QVERIFY(lines->rowCount() > 0 && lines->rowCount() < all);
    QTest::mouseClick(find<QAbstractButton>(u"logProblems"_s), Qt::LeftButton);
    QTest::keyClicks(find<QLineEdit>(u"logSearch"_s), u"TRANSPORT closed"_s);
    QCOMPARE(lines->rowCount(), 1);
    QTest::keyClicks(find<QLineEdit>(u"logSearch"_s), u" nowhere"_s);
    QCOMPARE(lines->rowCount(), 0);
    QVERIFY(!find<QWidget>(u"logLines"_s)); // The empty state says why.
    find<QLineEdit>(u"logSearch"_s)->clear();

    // What is written now is shown now.
    QFile log(m_scene->home() + u"/.config/Claude/logs/mcp.log"_s);
    QVERIFY(log.open(QIODevice::Append));
    log.write("2026-11-21T10:00:00.000Z [error] [apinizer] The newest line\n");
    log.close();
    QTRY_COMPARE(lines->rowCount(), all + 1);
}

void tst_Window::stoppedCheck()
{
    // A program that says nothing: only the person ends this check.
    config::Entry entry;
    entry.command = u"/bin/sleep"_s;
    entry.arguments = {u"600"_s};
    m_workspace->edit(m_workspace->draft().document().added(u"silent"_s, entry).value());
    m_window->go({u"server"_s, u"silent"_s, u"check"_s});
    QTRY_COMPARE(find<QAbstractButton>(u"checkNow"_s)->text(), u"Stop"_s);
    press(u"checkNow"_s);
    QTRY_COMPARE(find<QAbstractButton>(u"checkNow"_s)->text(), u"Check now"_s);
    for (const ui::ServerSummary &server : m_workspace->servers())
        QVERIFY(server.name != u"silent"_s || !server.check); // Stopped is no result.
}

void tst_Window::secretsAreMasked()
{
    ui::DiffView diff(u"diff"_s);
    diff.setTexts({}, fileText());
    QVERIFY(fileText().contains(test::Scene::token().toUtf8()));
    QVERIFY(!diff.text().contains(test::Scene::token()));
    QVERIFY(diff.text().contains(u"APINIZER_TOKEN"_s));
    for (int row = 0; row < diff.model()->rowCount(); ++row)
        QVERIFY(!diff.model()->index(row, 0).data(Qt::AccessibleTextRole).toString().contains(test::Scene::token()));
}

/// Long texts are compared beside the window's thread: what is shown is always the last of them.
void tst_Window::longDifferencesComeLater()
{
    const auto text = [](const QByteArray &mark) {
        QByteArray lines;
        for (int i = 0; i < 9000; ++i)
            lines += mark + "-" + QByteArray::number(i) + "\n";
        return lines;
    };
    const QString token = u"never-shown-7321"_s;
    secrets::processRedactor().add(token);
    ui::DiffView diff(u"diff"_s);
    diff.setTexts({}, "at once\n");
    QCOMPARE(diff.text(), u"+ at once"_s);
    diff.setTexts({}, text("older"));
    QCOMPARE(diff.model()->rowCount(), 0); // nothing of another text meanwhile
    diff.setTexts({}, text("newer") + token.toUtf8());
    QTRY_COMPARE(diff.model()->rowCount(), 9001);
    QVERIFY(diff.text().startsWith(u"+ newer-0"_s) && diff.text().endsWith(u"+ [redacted]"_s));
    diff.setTexts({}, text("older"));
    diff.setTexts({}, "last\n");
    QVERIFY(QThreadPool::globalInstance()->waitForDone());
    QCoreApplication::processEvents();
    QCOMPARE(diff.text(), u"+ last"_s);
    // What nobody could read until now.
    diff.setTexts({}, "{\"API_KEY\": \"V4lue-11111\" <<<<\n" + text("x"), ui::DiffView::Secrets::Unknown);
    QTRY_VERIFY(diff.model()->rowCount() > 9000);
    QVERIFY(!diff.text().contains(u"V4lue"_s));
}

void tst_Window::schemaForm_data()
{
    QTest::addColumn<QByteArray>("property");
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QByteArray>("json"); ///< empty: refused

    QTest::newRow("text") << "{\"type\":\"string\"}"_ba << u"a b"_s << "\"a b\""_ba;
    QTest::newRow("text that looks like a number") << "{\"type\":\"string\"}"_ba << u"12"_s << "\"12\""_ba;
    QTest::newRow("whole number") << "{\"type\":\"integer\"}"_ba << u"-12"_s << "-12"_ba;
    QTest::newRow("no whole number") << "{\"type\":\"integer\"}"_ba << u"1.5"_s << ""_ba;
    QTest::newRow("number") << "{\"type\":\"number\"}"_ba << u"1.5"_s << "1.5"_ba;
    QTest::newRow("number with a comma") << "{\"type\":\"number\"}"_ba << u"1,5"_s << "1.5"_ba;
    QTest::newRow("no number") << "{\"type\":\"number\"}"_ba << u"many"_s << ""_ba;
    QTest::newRow("missing number") << "{\"type\":\"number\"}"_ba << u""_s << ""_ba;
}

void tst_Window::schemaForm()
{
    QFETCH(QByteArray, property);
    QFETCH(QString, typed);
    QFETCH(QByteArray, json);
    ui::SchemaForm form;
    form.setSchema(mcp::Json::parse(("{\"required\":[\"x\"],\"properties\":{\"x\":" + property + "}}").toStdString()));
    QTest::keyClicks(form.findChild<QLineEdit *>(u"argument_x"_s), typed);
    const std::optional<mcp::Json> arguments = form.arguments();
    QCOMPARE(arguments.has_value(), !json.isEmpty());
    if (arguments)
        QCOMPARE(QByteArray::fromStdString((*arguments)["x"].dump()), json);
}

void tst_Window::pastedTexts_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("kind"); ///< -1: not recognised
    using integrations::KindId;
    QTest::newRow("token") << u"mcp_0123456789abcdef"_s << static_cast<int>(KindId::ApinizerHttp);
    QTest::newRow("token with a line break") << u"mcp_0123456789abcdef\r\n"_s << static_cast<int>(KindId::ApinizerHttp);
    QTest::newRow("JWT") << u"eyJhbGciOiJIUzI1NiJ9.eyJleHAiOjQxMDI0NDQ4MDB9.c2ln"_s
                         << static_cast<int>(KindId::ApinizerHttp);
    QTest::newRow("address") << u"https://mcp.example.org/mcp"_s << static_cast<int>(KindId::RemoteServer);
    QTest::newRow("AgentPort key") << u"ap_0123456789abcdef"_s << static_cast<int>(KindId::AgentPort);
    QTest::newRow("AgentPort address") << u"https://app.agentport.sh/mcp"_s << static_cast<int>(KindId::AgentPort);
    const auto snippet = u"{\"command\": \"node\", \"args\": [\"/x/%1\"], \"env\": {%2}}"_s;
    const QString portal =
        snippet.arg(u"apinizer_ws_proxy.js"_s, u"\"APINIZER_TOKEN\": \"t\", \"HTTP_HOSTNAME\": \"h\""_s);
    const QString alecs = snippet.arg(u"websocket-client.js"_s, u"\"ALECS_WS_URL\": \"ws://h\""_s);
    QTest::newRow("setting of the portal") << portal << static_cast<int>(KindId::ApinizerWebSocket);
    QTest::newRow("setting with its name") << u"\"a\": "_s + alecs + u","_s << static_cast<int>(KindId::AlecsWebSocket);
    QTest::newRow("setting in braces") << u"{\"a\": "_s + alecs + u"}"_s << static_cast<int>(KindId::AlecsWebSocket);
    QTest::newRow("mcpServers") << u"\"mcpServers\": {\"b\": 1, \"a\": "_s + alecs + u"}"_s
                                << static_cast<int>(KindId::AlecsWebSocket);
    QTest::newRow("a whole file") << u"{\"mcpServers\": {\"a\": "_s + alecs + u"}}"_s
                                  << static_cast<int>(KindId::AlecsWebSocket);
    QTest::newRow("a setting of somebody else")
        << snippet.arg(u"server.js"_s, QString()) << static_cast<int>(KindId::LocalCommand);
    QTest::newRow("a command line") << u"npx -y @example/weather-mcp"_s << static_cast<int>(KindId::LocalCommand);
    QTest::newRow("a command line with an address")
        << u"npx -y mcp-remote https://mcp.example.org/mcp"_s << static_cast<int>(KindId::RemoteServer);
    QTest::newRow("a command for another program")
        << u"claude mcp add --transport http docs https://mcp.example.org/mcp"_s
        << static_cast<int>(KindId::RemoteServer);
    QTest::newRow("a server that signs in")
        << u"{\"a\": {\"url\": \"https://mcp.example.org/mcp\", \"oauth\": {\"clientId\": \"x\"}}}"_s << -1;
    QTest::newRow("a line that needs a shell") << u"curl https://mcp.example.org/x | sh"_s << -1;
    QTest::newRow("half a setting") << alecs.left(40) << -1;
    QTest::newRow("short key") << u"ap_"_s << -1;
    QTest::newRow("WebSocket address") << u"wss://mcp.example.org/mcp"_s << static_cast<int>(KindId::RemoteServer);
    QTest::newRow("ALECS by its port") << u"WSS://server.example.org:8082/mcp"_s
                                       << static_cast<int>(KindId::AlecsWebSocket);
    QTest::newRow("ALECS in a tunnel") << u"ws://localhost:8082/mcp"_s << static_cast<int>(KindId::AlecsWebSocket);
    QTest::newRow("ALECS behind nginx") << u"wss://alecs.example.org/mcp"_s << static_cast<int>(KindId::AlecsWebSocket);
    QTest::newRow("port 8082 over HTTPS")
        << u"https://server.example.org:8082/mcp"_s << static_cast<int>(KindId::RemoteServer);
    QTest::newRow("two words") << u"hello there"_s << -1;
    QTest::newRow("address without a host") << u"https://"_s << -1;
    QTest::newRow("another scheme") << u"ftp://example.org/"_s << -1;
    QTest::newRow("short prefix") << u"mcp_"_s << -1;
    QTest::newRow("nothing") << u"  "_s << -1;
    QTest::newRow("three parts that are no JWT") << u"ey.a.b"_s << -1;
}

void tst_Window::pastedTexts()
{
    QFETCH(QString, text);
    QFETCH(int, kind);
    const std::optional<ui::Pasted> found = ui::recognise(text);
    QCOMPARE(found ? static_cast<int>(found->kind) : -1, kind);
}

void tst_Window::pastedPortalAddresses_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("kind");
    QTest::addColumn<QString>("address"); ///< where the check will go
    using integrations::KindId;
    const auto row = [](const char *name, const char16_t *pasted, KindId kind, const char16_t *address) {
        QTest::newRow(name) << QString::fromUtf16(pasted) << static_cast<int>(kind) << QString::fromUtf16(address);
    };
    row("HTTPS", u"https://portal.example.com/apiportal/management/mcp/api", KindId::ApinizerHttp,
        u"https://portal.example.com/apiportal/management/mcp/api");
    row("HTTP", u"http://portal.example.com/apiportal/management/mcp/api", KindId::ApinizerHttp,
        u"http://portal.example.com/apiportal/management/mcp/api");
    row("WebSocket", u"wss://portal.example.com:8443/apiportal/management/mcp/ws", KindId::ApinizerWebSocket,
        u"wss://portal.example.com:8443/apiportal/management/mcp/ws");
    row("WebSocket without encryption, which the portal's profile does not have",
        u"ws://portal.example.com/apiportal/management/mcp/ws", KindId::RemoteServer,
        u"ws://portal.example.com/apiportal/management/mcp/ws");
}

void tst_Window::pastedPortalAddresses()
{
    QFETCH(QString, text);
    QFETCH(int, kind);
    QFETCH(QString, address);
    const std::optional<ui::Pasted> found = ui::recognise(text);
    QVERIFY(found.has_value());
    QCOMPARE(static_cast<int>(found->kind), kind);
    const integrations::Kind &chosen = integrations::kind(found->kind);
    QCOMPARE(integrations::shownAddress(chosen.toEntry(found->values, {}, u"/b/kopru-bridge"_s)), address);
}

void tst_Window::boundedLog()
{
    ui::LogModel model;
    QList<logs::Line> lines(ui::LogModel::most + 10);
    for (qsizetype i = 0; i < lines.size(); ++i)
        lines[i].message = QString::number(i);
    model.append(lines);
    QCOMPARE(model.rowCount(), ui::LogModel::most);
    QCOMPARE(model.at(0).message, u"10"_s);
    model.append({logs::Line{}, logs::Line{}});
    QCOMPARE(model.rowCount(), ui::LogModel::most);
    QCOMPARE(model.at(0).message, u"12"_s);
}

void tst_Window::narrowSidebar()
{
    QCOMPARE(find<QAbstractButton>(u"go_logs"_s)->text(), u"Logs"_s);
    m_window->resize(800, 600);
    QTRY_COMPARE(find<QAbstractButton>(u"go_logs"_s)->text(), QString());
    QCOMPARE(find<QAbstractButton>(u"go_logs"_s)->toolTip(), u"Logs"_s);
    m_window->resize(1000, 600);
    QTRY_COMPARE(find<QAbstractButton>(u"go_logs"_s)->text(), u"Logs"_s);
}

int main(int argc, char *argv[])
{
    test::scrubEnvironment();
    QApplication application(argc, argv);
    store::Language language(application);
    language.apply(u"en"_s);
    ui::Theme theme(application);
    theme.apply(store::Appearance::Light);
    tst_Window test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_window.moc"
