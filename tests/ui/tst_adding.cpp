#include "app/config/document.h"
#include "app/store/language.h"
#include "tests/support/environment.h"
#include "tests/support/loopbackserver.h"
#include "tests/support/mcpscript.h"
#include "tests/support/websocketserver.h"
#include "tests/ui/windowtest.h"
#include "ui/theme.h"
#include "ui/widgets/diffview.h"
#include "ui/workspace.h"

#include <QtTest/QtTest>
#include <QtWidgets/QAbstractItemView>
#include <QtWidgets/QApplication>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QListWidget>
#include <QtWidgets/QPlainTextEdit>
#include <QtWidgets/QPushButton>

using namespace Qt::StringLiterals;
using namespace kopru;

/// The way of a person who was given a host name and a token: form, diff, save, check, by keys and the mouse.
class tst_Adding : public test::WindowTest
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void rightToken();
    void checkBeforeAnythingIsSaved();
    void wrongToken();
    void pastedToken();
    void pastedAddress();
    void pastedCommand();
    void pastedShell();
    void pastedRefusal();
    void pastedSetting();
    void oneCardForBothConnections();
    void switchedConnection();
    void switchedConnectionOfAnEntry();
    void webSocketFromTheFirstKeyToTheProof();
    void theNextStepIsAlwaysInSight_data();
    void theNextStepIsAlwaysInSight();
    void incompleteForm();
    void addressAsHost();
    void backFromTheReview();
    void byTabAlone();

private:
    void startApinizerForm() const;
    /// From the form to the check that begins after the save.
    void fillAndSave(const QString &token, quint16 port);
    [[nodiscard]] QByteArray fileText() const;
    [[nodiscard]] std::optional<ui::ServerSummary> server() const;

    std::unique_ptr<QTemporaryDir> m_home;
};

void tst_Adding::init()
{
    m_home = std::make_unique<QTemporaryDir>();
    QVERIFY(m_home->isValid());
    QVERIFY(QDir(m_home->path()).mkpath(u".config/Claude"_s));
    QFile file(m_home->filePath(u".config/Claude/claude_desktop_config.json"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("{\n    \"preferences\": {\"theme\": \"dark\"}\n}\n");
    file.close();
    m_keychain->viewFails = secrets::KeychainError{secrets::KeychainProblem::Missing, {}};
    openWindow(platform::currentPlatform(m_home->path()));
}

void tst_Adding::cleanup()
{
    closeWindow();
    m_home.reset();
}

void tst_Adding::startApinizerForm() const
{
    press(u"go_servers"_s);
    press(u"addFirstServer"_s);
    press(u"kind_apinizer-http"_s);
    // The first field waits for the host name at once.
    QCOMPARE(m_window->focusWidget(), find<QLineEdit>(u"field_host"_s));
}

void tst_Adding::fillAndSave(const QString &token, quint16 port)
{
    const QByteArray before = fileText();
    startApinizerForm();
    type(u"field_host"_s, u"127.0.0.1"_s);
    type(u"field_token"_s, token);
    press(u"moreSettings"_s);
    type(u"field_port"_s, QString::number(port));
    auto *https = find<QAbstractButton>(u"field_https"_s);
    QVERIFY(https);
    QTest::keyClick(https, Qt::Key_Space);
    QVERIFY(!https->isChecked());

    QTRY_VERIFY(textOf(u"tokenPlace"_s).contains(u"settings file"_s));
    press(u"stepNext"_s);
    QCOMPARE(m_window->route().page, u"review"_s);
    QCOMPARE(fileText(), before); // Seen first, written later.
    const QString diff = find<ui::DiffView>(u"diff"_s)->text();
    QVERIFY(diff.contains(u"+         \"apinizer\""_s) || diff.contains(u"\"apinizer\""_s));
    QVERIFY(!diff.contains(token));
    QVERIFY(textOf(u"reviewSummary"_s).contains(u"apinizer"_s));

    QSignalSpy saved(m_workspace.get(), &ui::Workspace::saved);
    press(u"save"_s);
    QVERIFY2(saved.count() > 0 || saved.wait(20000), qPrintable(textOf(u"saveProblem"_s)));
    const auto written = config::Document::parse(fileText());
    QVERIFY(written.has_value());
    QVERIFY(written->contains(u"apinizer"_s));
    QVERIFY(fileText().contains("\"preferences\": {\"theme\": \"dark\"}"));
    QCOMPARE(m_window->route(), (ui::Route{u"server"_s, u"apinizer"_s, u"check"_s}));
}

QByteArray tst_Adding::fileText() const
{
    QFile file(m_home->filePath(u".config/Claude/claude_desktop_config.json"_s));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

std::optional<ui::ServerSummary> tst_Adding::server() const
{
    for (const ui::ServerSummary &summary : m_workspace->servers())
        if (summary.name == u"apinizer"_s)
            return summary;
    return std::nullopt;
}

void tst_Adding::checkBeforeAnythingIsSaved()
{
    const test::McpScript script;
    const test::LoopbackServer remote(script.handler());
    const QByteArray before = fileText();
    press(u"go_servers"_s);
    press(u"addFirstServer"_s);
    press(u"kind_remote"_s);
    type(u"field_url"_s, remote.url(u"/mcp"_s));
    press(u"checkForm"_s);
    QTRY_VERIFY_WITH_TIMEOUT(textOf(u"checkHeadline"_s).contains(u"2 tools"_s), 20000);
    QCOMPARE(fileText(), before);
    QVERIFY(!server());
}

void tst_Adding::rightToken()
{
    const QByteArray token = "mcp_right-0123456789abcdef";
    const test::LoopbackServer portal(test::apinizerPortal(token));
    QVERIFY2(portal.port() > 0, qPrintable(portal.errorText()));
    fillAndSave(QString::fromLatin1(token), portal.port());

    QTRY_VERIFY_WITH_TIMEOUT(server() && server()->check, 30000);
    QVERIFY2(server()->check->passed, qPrintable(server()->check->cause + u": "_s + textOf(u"checkWhat"_s)));
    QCOMPARE(server()->check->tools, 2);
    QVERIFY(textOf(u"checkHeadline"_s).contains(u"apinizer"_s));

    // One of its tools, through the form made from its schema.
    auto *tools = find<QListWidget>(u"tools"_s);
    QVERIFY(tools);
    QCOMPARE(tools->count(), 2);
    const auto found = tools->findItems(u"get_api"_s, Qt::MatchExactly);
    QCOMPARE(found.size(), 1);
    tools->setCurrentItem(found.front());
    type(u"argument_id"_s, u"1"_s);
    press(u"callTool"_s);
    QTRY_VERIFY_WITH_TIMEOUT(find<QPlainTextEdit>(u"answer"_s), 10000);
    QVERIFY(!find<QPlainTextEdit>(u"answer"_s)->toPlainText().isEmpty());

    // Listed, with its proof; and the overview says what is still to do.
    press(u"go_servers"_s);
    QVERIFY(find<QAbstractItemView>(u"servers"_s));
    QCOMPARE(find<QAbstractItemView>(u"servers"_s)->model()->index(0, 0).data().toString(), u"apinizer"_s);
    press(u"go_overview"_s);
    QCOMPARE(m_workspace->waitingForRestart(), QStringList{u"apinizer"_s});
    press(u"nextStep"_s);
    QVERIFY(m_workspace->waitingForRestart().isEmpty());
}

void tst_Adding::wrongToken()
{
    const test::LoopbackServer portal(test::apinizerPortal("mcp_right-0123456789abcdef"));
    QVERIFY2(portal.port() > 0, qPrintable(portal.errorText()));
    fillAndSave(u"mcp_wrong-0123456789abcdef"_s, portal.port());

    QTRY_VERIFY_WITH_TIMEOUT(server() && server()->check, 30000);
    QVERIFY(!server()->check->passed);
    QCOMPARE(server()->check->cause, u"unauthorized"_s);
    // A sentence and a remedy, in words; the number is among the details.
    QVERIFY(textOf(u"checkWhat"_s).contains(u"token"_s));
    QVERIFY(!textOf(u"checkRemedy"_s).isEmpty());
    press(u"showDetails"_s);
    QVERIFY(textOf(u"checkDetails"_s).contains(u"401"_s));
    QVERIFY(!textOf(u"checkDetails"_s).contains(u"mcp_wrong"_s));
    QVERIFY(!find<QWidget>(u"tools"_s));
}

void tst_Adding::pastedToken()
{
    press(u"go_servers"_s);
    press(u"addFirstServer"_s);
    auto *paste = find<QPlainTextEdit>(u"paste"_s);
    QVERIFY(paste);
    paste->setPlainText(u"  mcp_0123456789abcdef\n"_s); // As a paste arrives: all at once.
    QVERIFY(find<QLineEdit>(u"field_token"_s));
    QCOMPARE(find<QLineEdit>(u"field_token"_s)->text(), u"mcp_0123456789abcdef"_s);
    QCOMPARE(find<QLineEdit>(u"field_token"_s)->echoMode(), QLineEdit::Password);
}

void tst_Adding::pastedAddress()
{
    press(u"go_servers"_s);
    press(u"addFirstServer"_s);
    find<QPlainTextEdit>(u"paste"_s)->setPlainText(u"https://mcp.example.org/mcp"_s);
    QVERIFY(find<QLineEdit>(u"field_url"_s) || find<QLineEdit>(u"field_address"_s));
}

void tst_Adding::pastedCommand()
{
    press(u"go_servers"_s);
    press(u"addFirstServer"_s);
    find<QPlainTextEdit>(u"paste"_s)
        ->setPlainText(u"claude mcp add weather -e CITY=Ankara -- npx -y @example/weather-mcp"_s);
    QVERIFY(find<QLineEdit>(u"serverName"_s));
    QCOMPARE(find<QLineEdit>(u"serverName"_s)->text(), u"weather"_s);
    press(u"stepNext"_s);
    QCOMPARE(m_window->route().page, u"review"_s);
    const config::Entry entry = m_workspace->draft().document().server(u"weather"_s)->entry;
    QCOMPARE(entry.command, u"npx"_s);
    QCOMPARE(entry.arguments, (QStringList{u"-y"_s, u"@example/weather-mcp"_s}));
    QCOMPARE(entry.variable(u"CITY"_s), u"Ankara"_s);
}

// A snippet that starts a shell opens like any other, and is told of.
void tst_Adding::pastedShell()
{
    press(u"go_servers"_s);
    press(u"addFirstServer"_s);
    find<QPlainTextEdit>(u"paste"_s)
        ->setPlainText(
            u"\"setup\": {\"command\": \"sh\", \"args\": [\"-c\", \"curl https://get.example.com/x | sh\"]}"_s);
    QVERIFY(find<QLineEdit>(u"serverName"_s));
    QVERIFY(textOf(u"pasteNotes"_s).contains(u"shell"_s));
    press(u"stepBack"_s);
    QVERIFY(!find<QWidget>(u"pasteNotes"_s));
}

// Nothing opens for what is refused, and the field says why.
void tst_Adding::pastedRefusal()
{
    press(u"go_servers"_s);
    press(u"addFirstServer"_s);
    find<QPlainTextEdit>(u"paste"_s)->setPlainText(u"curl -fsSL https://get.example.com/install.sh | bash"_s);
    QVERIFY(find<QPlainTextEdit>(u"paste"_s));
    QVERIFY(textOf(u"pasteFinding"_s).contains(u"shell"_s));
}

// What the vendor's document has people write by hand; what is still its example is said at once.
void tst_Adding::pastedSetting()
{
    press(u"go_servers"_s);
    press(u"addFirstServer"_s);
    find<QPlainTextEdit>(u"paste"_s)->setPlainText(uR"("agentport": {
      "command": "npx",
      "args": ["-y", "mcp-remote", "https://app.agentport.sh/mcp", "--header", "X-API-Key:${AGENTPORT_API_KEY}"],
      "env": {"AGENTPORT_API_KEY": "ap_your_key_here", "HTTPS_PROXY": "http://proxy:3128"}
    },)"_s);
    QVERIFY(find<QLineEdit>(u"field_token"_s));
    QCOMPARE(find<QLineEdit>(u"serverName"_s)->text(), u"agentport"_s);
    QVERIFY(!textOf(u"field_tokenFinding"_s).isEmpty());
    type(u"field_token"_s, u"ap_0123456789abcdef"_s);
    QVERIFY(textOf(u"field_tokenFinding"_s).isEmpty());
    QTRY_VERIFY(textOf(u"tokenPlace"_s).contains(u"settings file"_s));
    press(u"stepNext"_s);
    QCOMPARE(m_window->route().page, u"review"_s);
    const config::Entry entry = m_workspace->draft().document().server(u"agentport"_s)->entry;
    QCOMPARE(entry.arguments, (QStringList{u"--profile"_s, u"agentport"_s}));
    QCOMPARE(entry.environmentMap(), (QMap<QString, QString>{{u"AGENTPORT_API_KEY"_s, u"ap_0123456789abcdef"_s},
                                                             {u"HTTPS_PROXY"_s, u"http://proxy:3128"_s}}));
}

void tst_Adding::oneCardForBothConnections()
{
    press(u"go_servers"_s);
    press(u"addFirstServer"_s);
    for (const integrations::Kind &kind : integrations::kinds()) {
        const bool shown = find<QAbstractButton>(u"kind_"_s + QString::fromLatin1(kind.key)) != nullptr;
        QCOMPARE(shown, kind.id != integrations::KindId::ApinizerWebSocket);
    }
}

void tst_Adding::switchedConnection()
{
    startApinizerForm();
    type(u"field_host"_s, u"portal.example.com"_s);
    type(u"field_token"_s, u"mcp_0123456789abcdef"_s);
    press(u"moreSettings"_s);
    type(u"field_path"_s, u"/other"_s);
    const QString before = find<QAbstractButton>(u"switchConnection"_s)->text();
    press(u"switchConnection"_s);
    QVERIFY(find<QAbstractButton>(u"switchConnection"_s)->text() != before);
    QCOMPARE(find<QLineEdit>(u"field_host"_s)->text(), u"portal.example.com"_s);
    QCOMPARE(find<QLineEdit>(u"field_token"_s)->text(), u"mcp_0123456789abcdef"_s);
    QVERIFY(!find<QLineEdit>(u"field_path"_s));
    QVERIFY(textOf(u"pageTitle"_s).contains(u"WebSocket"_s));
    // And back: nothing that was typed is lost.
    press(u"switchConnection"_s);
    QCOMPARE(find<QLineEdit>(u"field_path"_s)->text(), u"/other"_s);
    QVERIFY(!textOf(u"pageTitle"_s).contains(u"WebSocket"_s));
    press(u"switchConnection"_s);
    QTRY_VERIFY(textOf(u"tokenPlace"_s).contains(u"settings file"_s));
    press(u"stepNext"_s);
    const config::Entry entry = m_workspace->draft().document().server(u"apinizer"_s)->entry;
    QCOMPARE(entry.arguments, (QStringList{u"--profile"_s, u"apinizer-ws"_s}));
    QCOMPARE(entry.environmentMap(), (QMap<QString, QString>{{u"APINIZER_TOKEN"_s, u"mcp_0123456789abcdef"_s},
                                                             {u"HTTP_HOSTNAME"_s, u"portal.example.com"_s}}));
}

void tst_Adding::switchedConnectionOfAnEntry()
{
    const config::Entry http{bridges::installedBridge(m_workspace->platform()),
                             {u"--profile"_s, u"apinizer-http"_s, u"--verbose"_s},
                             {{u"APINIZER_TOKEN"_s, u"mcp_0123456789abcdef"_s},
                              {u"HTTP_HOSTNAME"_s, u"portal.example.com"_s},
                              {u"HTTP_PATH"_s, u"/other"_s},
                              {u"HTTPS_PROXY"_s, u"http://proxy:3128"_s}}};
    m_workspace->edit(m_workspace->draft().document().added(u"portal"_s, http).value());
    m_window->go({u"edit"_s, u"portal"_s, {}});
    press(u"switchConnection"_s);
    press(u"editTake"_s);
    const config::Entry entry = m_workspace->draft().document().server(u"portal"_s)->entry;
    QCOMPARE(entry.arguments, (QStringList{u"--profile"_s, u"apinizer-ws"_s, u"--verbose"_s}));
    QVERIFY(!entry.hasVariable(u"HTTP_PATH"_s));
    QCOMPARE(entry.variable(u"HTTPS_PROXY"_s), u"http://proxy:3128"_s);
    // Of a server that has only one connection, nothing is offered.
    m_workspace->edit(m_workspace->draft().document().added(u"local"_s, {u"/bin/true"_s, {}, {}}).value());
    m_window->go({u"edit"_s, u"local"_s, {}});
    QVERIFY(!find<QAbstractButton>(u"switchConnection"_s));
}

void tst_Adding::webSocketFromTheFirstKeyToTheProof()
{
    const test::WebSocketServer alecs(
        {.upgrade =
             [](const test::Request &request) {
                 return test::WsUpgrade{.status = request.header("Authorization") == "Bearer NJn6J0Z7Hq0W" ? 101 : 401};
             },
         .message =
             [](const test::WsMessage &message) {
                 const QByteArray answer = test::mcpAnswer(message.payload);
                 return answer.isEmpty() ? QList<test::WsAction>() : QList{test::WsAction::text(answer)};
             }});
    press(u"go_servers"_s);
    press(u"addFirstServer"_s);
    press(u"kind_alecs-ws"_s);
    type(u"field_url"_s, alecs.url(u"/mcp"_s));
    type(u"field_token"_s, u"NJn6J0Z7Hq0W"_s);
    press(u"checkForm"_s);
    QTRY_VERIFY_WITH_TIMEOUT(textOf(u"checkHeadline"_s).contains(u"2 tools"_s), 20000);
    press(u"showDetails"_s);
    const QString details = textOf(u"checkDetails"_s);
    QVERIFY2(details.contains(u"WebSocket"_s) && details.contains(u"Tools: 2"_s), qPrintable(details));
    QVERIFY(!details.contains(u"NJn6"_s));
    // A wrong token: the same words as over HTTP.
    type(u"field_token"_s, u"another-token-00"_s);
    press(u"checkForm"_s);
    QTRY_VERIFY_WITH_TIMEOUT(textOf(u"checkWhat"_s).contains(u"401"_s), 20000);
}

void tst_Adding::theNextStepIsAlwaysInSight_data()
{
    QTest::addColumn<QString>("kind");
    for (const integrations::Kind &kind : integrations::kinds())
        QTest::newRow(kind.key) << QString::fromLatin1(kind.key);
}

void tst_Adding::theNextStepIsAlwaysInSight()
{
    QFETCH(QString, kind);
    for (const QSize &size : {m_window->size(), m_window->minimumSizeHint()}) {
        m_window->resize(size);
        m_window->go({u"add"_s, {}, kind});
        if (auto *more = find<QAbstractButton>(u"moreSettings"_s); more && !more->isChecked())
            more->click();
        QCoreApplication::processEvents();
        auto *next = find<QAbstractButton>(u"stepNext"_s);
        QVERIFY(next);
        QCOMPARE(next->visibleRegion().boundingRect(), next->rect());
    }
}

void tst_Adding::incompleteForm()
{
    startApinizerForm();
    QVERIFY(textOf(u"field_hostFinding"_s).isEmpty()); // Nobody has come to it yet.
    press(u"stepNext"_s);
    QCOMPARE(m_window->route().page, u"add"_s);
    QVERIFY(!textOf(u"field_hostFinding"_s).isEmpty());
    QVERIFY(!textOf(u"field_tokenFinding"_s).isEmpty());
    QVERIFY(!m_workspace->draft().isChanged());
}

void tst_Adding::addressAsHost()
{
    startApinizerForm();
    type(u"field_host"_s, u"http://portal.example.com:8443/portal/mcp"_s);
    QTest::keyClick(m_window->focusWidget(), Qt::Key_Tab);
    QCOMPARE(find<QLineEdit>(u"field_host"_s)->text(), u"portal.example.com"_s);
    QVERIFY(find<QWidget>(u"field_port"_s)); // Opened, so that what was read can be seen.
    QVERIFY(find<QWidget>(u"field_port"_s)->property("value").toInt() == 8443);
    QCOMPARE(find<QLineEdit>(u"field_path"_s)->text(), u"/portal/mcp"_s);
    QVERIFY(!find<QAbstractButton>(u"field_https"_s)->isChecked());
}

void tst_Adding::backFromTheReview()
{
    startApinizerForm();
    type(u"field_host"_s, u"portal.example.com"_s);
    type(u"field_token"_s, u"mcp_0123456789abcdef"_s);
    press(u"stepNext"_s);
    QVERIFY(m_workspace->draft().isChanged());
    press(u"reviewCancel"_s);
    QVERIFY(!m_workspace->draft().isChanged());
    // What was typed is still there.
    QCOMPARE(find<QLineEdit>(u"field_host"_s)->text(), u"portal.example.com"_s);
    press(u"stepNext"_s);
    QCOMPARE(m_window->route().page, u"review"_s);
}

void tst_Adding::byTabAlone()
{
    startApinizerForm();
    QTest::keyClicks(m_window->focusWidget(), u"portal.example.com"_s);
    QTest::keyClick(m_window->focusWidget(), Qt::Key_Tab);
    QTest::keyClicks(m_window->focusWidget(), u"mcp_0123456789abcdef"_s);
    QCOMPARE(find<QLineEdit>(u"field_token"_s)->text(), u"mcp_0123456789abcdef"_s);

    QTRY_VERIFY(find<QWidget>(u"tokenPlaceLink"_s)); // The keychain has been asked.
    QStringList stops;
    for (int i = 0; i < 12 && m_window->focusWidget()->objectName() != u"stepNext"_s; ++i) {
        QTest::keyClick(m_window->focusWidget(), Qt::Key_Tab);
        stops.append(m_window->focusWidget()->objectName());
    }
    QCOMPARE(stops, (QStringList{u"field_tokenEye"_s, u"field_tokenPaste"_s, u"field_hostWhere"_s,
                                 u"field_tokenWhere"_s, u"moreSettings"_s, u"tokenPlaceLink"_s, u"switchConnection"_s,
                                 u"checkForm"_s, u"stepBack"_s, u"stepNext"_s}));
    QTest::keyClick(m_window->focusWidget(), Qt::Key_Return);
    QCOMPARE(m_window->route().page, u"review"_s);
}

int main(int argc, char *argv[])
{
    test::scrubEnvironment();
    QApplication application(argc, argv);
    store::Language language(application);
    language.apply(u"en"_s);
    ui::Theme theme(application);
    theme.apply(store::Appearance::Light);
    tst_Adding test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_adding.moc"
