#include "app/config/document.h"
#include "app/store/language.h"
#include "tests/support/environment.h"
#include "tests/support/fakekeychain.h"
#include "tests/support/loopbackserver.h"
#include "tests/support/mcpscript.h"
#include "ui/mainwindow.h"
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
class tst_Adding : public QObject
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
    void incompleteForm();
    void addressAsHost();
    void backFromTheReview();
    void byTabAlone();

private:
    template <class T> [[nodiscard]] T *find(const QString &name) const
    {
        const QList<T *> all = m_window->findChildren<T *>(name);
        for (T *widget : all)
            if (widget->isVisible())
                return widget;
        return nullptr;
    }
    [[nodiscard]] QString textOf(const QString &name) const
    {
        const auto *label = find<QLabel>(name);
        return label ? label->text() : QString();
    }
    void press(const QString &name) const;
    void type(const QString &name, const QString &text) const;
    void startApinizerForm() const;
    /// From the form to the check that begins after the save.
    void fillAndSave(const QString &token, quint16 port);
    [[nodiscard]] QByteArray fileText() const;
    [[nodiscard]] std::optional<ui::ServerSummary> server() const;

    test::FakeKeychain m_keychain; ///< one that does not answer: tst_tokenplaces has the others
    std::unique_ptr<QTemporaryDir> m_home;
    std::unique_ptr<ui::Workspace> m_workspace;
    std::unique_ptr<ui::MainWindow> m_window;
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
    m_keychain.viewFails = secrets::KeychainError{secrets::KeychainProblem::Missing, {}};
    m_workspace = std::make_unique<ui::Workspace>(platform::currentPlatform(m_home->path()), QString(),
                                                  ui::KeychainAccess{m_keychain.backend(), m_keychain.reader()});
    m_window = std::make_unique<ui::MainWindow>(*m_workspace);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
}

void tst_Adding::cleanup()
{
    m_window.reset();
    m_workspace.reset();
    m_home.reset();
}

void tst_Adding::press(const QString &name) const
{
    auto *button = find<QAbstractButton>(name);
    QVERIFY2(button, qPrintable(name));
    QVERIFY2(button->isEnabled(), qPrintable(name));
    QTest::mouseClick(button, Qt::LeftButton);
}

void tst_Adding::type(const QString &name, const QString &text) const
{
    auto *line = find<QWidget>(name);
    QVERIFY2(line, qPrintable(name));
    line->setFocus();
    QTest::keyClick(line, Qt::Key_A, Qt::ControlModifier);
    QTest::keyClicks(line, text);
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
    QCOMPARE(stops,
             (QStringList{u"field_tokenEye"_s, u"field_tokenPaste"_s, u"field_hostWhere"_s, u"field_tokenWhere"_s,
                          u"moreSettings"_s, u"tokenPlaceLink"_s, u"checkForm"_s, u"stepBack"_s, u"stepNext"_s}));
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
