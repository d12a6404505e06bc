#include "app/config/document.h"
#include "app/snippets/conversion.h"
#include "app/store/language.h"
#include "tests/support/environment.h"
#include "tests/support/loopbackserver.h"
#include "tests/support/mcpscript.h"
#include "tests/ui/scene.h"
#include "tests/ui/windowtest.h"
#include "ui/theme.h"
#include "ui/widgets/diffview.h"
#include "ui/widgets/label.h"
#include "ui/widgets/tokenrow.h"
#include "ui/workspace.h"

#include <QtTest/QtTest>
#include <QtWidgets/QAbstractButton>
#include <QtWidgets/QApplication>
#include <QtWidgets/QLabel>

using namespace Qt::StringLiterals;
using namespace kopru;

/// Moving a server to the native bridge, by clicks. A small program called mcp-remote stands in for the real one, which
/// tests/peers has: it does the same by way of the bridge.
class tst_Converting : public test::WindowTest
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void cardCheckReviewSave();
    void undoBringsTheOldEntryBack();
    void stopped();
    void bothFail();
    void worse();
    void signIn();
    void dangerous();
    void refused();
    void nothingToSay();
    void withoutKeychain();

private:
    static constexpr auto secret = "sk-G3heim-For-Tests-0123"_L1;

    void open(const QString &name, const config::Entry &entry)
    {
        QFile file(m_scene->configFile());
        QVERIFY(file.open(QIODevice::ReadOnly));
        const auto document = config::Document::parse(file.readAll()).value().added(name, entry).value();
        file.close();
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
        file.write(document.text());
        file.close();
        openWindow(m_scene->platform(), {1120, 760});
        m_window->go({u"server"_s, name, {}});
    }
    /// @param body  of the shell script, behind `#!/bin/sh`
    [[nodiscard]] QString program(const QString &name, const QString &body) const
    {
        const QString path = m_scene->home() + u'/' + name;
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write("#!/bin/sh\n" + body.toUtf8() + '\n') < 0)
            return {};
        file.close();
        file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        return path;
    }
    [[nodiscard]] QString mcpRemote() const
    {
        return program(u"mcp-remote"_s,
                       u"url=\"$1\"; shift; exec '%1/kopru-bridge' http --retry 0 --url \"$url\" \"$@\""_s.arg(
                           QCoreApplication::applicationDirPath()));
    }
    [[nodiscard]] config::Entry entryOf(const QString &name) const
    {
        return m_workspace->draft().document().server(name).value().entry;
    }
    [[nodiscard]] QString nextText() const
    {
        const auto *button = find<QAbstractButton>(u"convertNext"_s);
        return button ? button->text() : QString();
    }

    std::unique_ptr<test::Scene> m_scene;
};

void tst_Converting::init()
{
    m_scene = std::make_unique<test::Scene>();
    QVERIFY(m_scene->isValid());
    m_keychain->items.clear();
    m_keychain->viewFails.reset();
}

void tst_Converting::cleanup()
{
    closeWindow();
    m_scene.reset();
}

/// From the card to the saved file: the check shows both sides, the token goes into the keychain, and the new entry is
/// proven once more after the save.
void tst_Converting::cardCheckReviewSave()
{
    test::McpOptions options;
    options.requiredHeader = "Authorization";
    options.requiredValue = "Bearer " + QByteArray(secret.data(), secret.size());
    const test::McpScript script(options);
    const test::LoopbackServer server(script.handler());
    const QString header = u"Authorization: Bearer "_s + secret;
    open(u"docs"_s, {mcpRemote(), {server.url(u"/mcp"_s), u"--header"_s, header}, {}});
    QCOMPARE(textOf(u"conversionTitle"_s), u"Move to the native bridge"_s);
    QVERIFY(textOf(u"conversionText"_s).contains(u"150"_s));
    QVERIFY(server.requests().isEmpty()); // looking starts nothing

    press(u"convertServer"_s);
    QVERIFY(textOf(u"pageTitle"_s).contains(u"docs"_s));
    QTRY_COMPARE_WITH_TIMEOUT(nextText(), u"Continue"_s, 30000);
    QVERIFY(textOf(u"oldResult"_s).contains(u"2"_s));
    QVERIFY(textOf(u"newResult"_s).contains(u"2"_s));
    QVERIFY(textOf(u"conversionNotes"_s).contains(u"KOPRU_TOKEN"_s));
    QVERIFY(!find<QWidget>(u"convertUnchecked"_s));
    QVERIFY(!find<QWidget>(u"conversionDanger"_s));
    const QString shown = find<ui::DiffView>(u"conversionDiff"_s)->text();
    QVERIFY2(shown.contains(u"${KOPRU_TOKEN}"_s), qPrintable(shown));
    QVERIFY2(!shown.contains(secret), qPrintable(shown));
    QVERIFY(!m_workspace->draft().isChanged());

    press(u"convertNext"_s);
    QVERIFY(find<QAbstractButton>(u"save"_s));
    QVERIFY(entryOf(u"docs"_s).arguments.contains(u"Authorization: Bearer ${KOPRU_TOKEN}"_s));
    QSignalSpy saved(m_workspace.get(), &ui::Workspace::saved);
    press(u"save"_s);
    QVERIFY(saved.count() > 0 || saved.wait(30000));
    QCOMPARE(m_keychain->items.values(), QStringList{QString(secret)});
    QFile file(m_scene->configFile());
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray text = file.readAll();
    QVERIFY(!text.contains(secret.data()));
    QVERIFY(text.contains("keychain:kopru/docs"));
    // Back on the server's page there is nothing left to offer.
    QTRY_VERIFY(textOf(u"pageTitle"_s) == u"docs"_s);
    QVERIFY(!find<QWidget>(u"convertServer"_s));
}

void tst_Converting::undoBringsTheOldEntryBack()
{
    const config::Entry old{u"npx"_s, {u"-y"_s, u"mcp-remote"_s, u"https://mcp.example.com/mcp"_s}, {}};
    open(u"docs"_s, old);
    m_window->go({u"convert"_s, u"docs"_s, {}});
    QCOMPARE(nextText(), u"Check before and after"_s);
    press(u"convertUnchecked"_s);
    QVERIFY(integrations::conversionOf(m_workspace->draft().document(), u"docs"_s, {}).state ==
            integrations::ConversionState::Done);
    QTest::keyClick(m_window.get(), Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(entryOf(u"docs"_s), old);
    m_window->go({u"server"_s, u"docs"_s, {}});
    QVERIFY(find<QAbstractButton>(u"convertServer"_s));
}

/// The old entry says nothing: only the person ends this.
void tst_Converting::stopped()
{
    const test::McpScript script;
    const test::LoopbackServer server(script.handler());
    open(u"docs"_s, {program(u"mcp-remote"_s, u"exec sleep 600"_s), {server.url(u"/mcp"_s)}, {}});
    press(u"convertServer"_s);
    QCOMPARE(nextText(), u"Stop"_s);
    QTRY_VERIFY_WITH_TIMEOUT(textOf(u"newResult"_s).contains(u"2"_s), 30000);
    QCOMPARE(nextText(), u"Stop"_s);
    press(u"convertNext"_s);
    QTRY_COMPARE(nextText(), u"Check again"_s);
    QVERIFY(textOf(u"conversionVerdict"_s).contains(u"stopped"_s));
    QVERIFY(find<QAbstractButton>(u"convertUnchecked"_s));
    QVERIFY(!m_workspace->draft().isChanged());
}

void tst_Converting::bothFail()
{
    // supergateway needs no sign-in: both run at once.
    open(u"docs"_s, {program(u"supergateway"_s, u"exit 3"_s), {u"--sse"_s, u"http://127.0.0.1:9/sse"_s}, {}});
    press(u"convertServer"_s);
    QTRY_COMPARE_WITH_TIMEOUT(nextText(), u"Check again"_s, 30000);
    QVERIFY(textOf(u"conversionVerdict"_s).startsWith(u"Neither"_s));
    QVERIFY(!textOf(u"oldResult"_s).isEmpty() && !textOf(u"newResult"_s).isEmpty());
    QCOMPARE(find<QAbstractButton>(u"convertUnchecked"_s)->text(), u"Move it anyway"_s);
    press(u"convertUnchecked"_s);
    QVERIFY(find<QAbstractButton>(u"save"_s));
}

void tst_Converting::worse()
{
    const QString server = QCoreApplication::applicationDirPath() + u"/kopru-toolserver"_s;
    open(u"docs"_s, {program(u"mcp-remote"_s, u"exec '%1'"_s.arg(server)), {u"http://127.0.0.1:9/mcp"_s}, {}});
    press(u"convertServer"_s);
    QTRY_COMPARE_WITH_TIMEOUT(nextText(), u"Check again"_s, 30000);
    QVERIFY(textOf(u"conversionVerdict"_s).contains(u"leave it"_s));
    QVERIFY(textOf(u"oldResult"_s).contains(u"2"_s));
}

/// The browser does not open: the old entry is not even started, and there is no way on from here.
void tst_Converting::signIn()
{
    const test::LoopbackServer server([](const test::Request &) {
        test::Response response{401};
        response.headers = {{"WWW-Authenticate",
                             "Bearer resource_metadata=\"https://x.example/.well-known/oauth-protected-resource\""}};
        return response;
    });
    const QString marker = m_scene->home() + u"/was-started"_s;
    open(u"docs"_s, {program(u"mcp-remote"_s, u": > '%1'; exec sleep 600"_s.arg(marker)), {server.url(u"/mcp"_s)}, {}});
    press(u"convertServer"_s);
    QTRY_COMPARE_WITH_TIMEOUT(nextText(), u"Check again"_s, 30000);
    QVERIFY(textOf(u"conversionVerdict"_s).contains(u"sign-in"_s));
    QVERIFY(!find<QWidget>(u"convertUnchecked"_s));
    QVERIFY(!QFile::exists(marker));
}

void tst_Converting::dangerous()
{
    open(
        u"docs"_s,
        {u"npx"_s, {u"mcp-remote"_s, u"https://mcp.example.com/mcp"_s}, {{u"NODE_TLS_REJECT_UNAUTHORIZED"_s, u"0"_s}}});
    m_window->go({u"convert"_s, u"docs"_s, {}});
    QVERIFY(textOf(u"conversionDanger"_s).startsWith(u"Dangerous"_s));
    const auto *words = find<QLabel>(u"conversionDanger"_s);
    QCOMPARE(words->palette().color(words->foregroundRole()), ui::colours().failed.foreground);
    QVERIFY(find<ui::DiffView>(u"conversionDiff"_s)->text().contains(u"VERIFY_CERTIFICATE"_s));
}

void tst_Converting::refused()
{
    open(u"docs"_s, {u"npx"_s, {u"mcp-remote"_s, u"https://mcp.example.com/mcp"_s, u"--device-code"_s}, {}});
    QVERIFY(textOf(u"conversionText"_s).contains(u"signs in"_s));
    QVERIFY(!find<QWidget>(u"convertServer"_s));
    m_window->go({u"convert"_s, u"docs"_s, {}});
    QVERIFY(textOf(u"conversionCause"_s).contains(u"signs in"_s));
    QVERIFY(!find<QWidget>(u"convertNext"_s));
    press(u"convertCancel"_s);
    QCOMPARE(textOf(u"pageTitle"_s), u"docs"_s);
}

void tst_Converting::nothingToSay()
{
    open(u"docs"_s, {u"npx"_s, {u"mcp-remote"_s, u"https://mcp.example.com/mcp"_s}, {}});
    for (const QString &name : {u"belgeler"_s, u"apinizer"_s, u"notlar"_s}) {
        m_window->go({u"server"_s, name, {}});
        QVERIFY2(!find<QWidget>(u"conversionTitle"_s), qPrintable(name));
    }
}

/// Where the keychain cannot be read by the bridge, that is said before, and the token stays in the file.
void tst_Converting::withoutKeychain()
{
    m_keychain->viewFails = secrets::KeychainError{secrets::KeychainProblem::Missing, {}};
    open(u"docs"_s,
         {u"npx"_s, {u"mcp-remote"_s, u"https://mcp.example.com/mcp"_s, u"--header"_s, u"X-API-Key:"_s + secret}, {}});
    m_window->go({u"convert"_s, u"docs"_s, {}});
    QTRY_COMPARE(textOf(u"conversionToken"_s), ui::TokenWording::willBeInFile(m_keychain->viewFails));
    press(u"convertUnchecked"_s);
    QCOMPARE(entryOf(u"docs"_s).variable(u"KOPRU_TOKEN"_s), QString(secret));
}

int main(int argc, char *argv[])
{
    test::scrubEnvironment();
    QApplication application(argc, argv);
    store::Language language(application);
    language.apply(u"en"_s);
    ui::Theme theme(application);
    theme.apply(store::Appearance::Light);
    tst_Converting test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_converting.moc"
