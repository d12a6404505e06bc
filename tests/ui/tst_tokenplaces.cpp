#include "app/config/document.h"
#include "app/store/language.h"
#include "tests/support/environment.h"
#include "tests/support/loopbackserver.h"
#include "tests/support/mcpscript.h"
#include "tests/ui/windowtest.h"
#include "ui/checkrun.h"
#include "ui/theme.h"
#include "ui/widgets/diffview.h"
#include "ui/workspace.h"

#include <QtTest/QtTest>
#include <QtWidgets/QAbstractButton>
#include <QtWidgets/QApplication>
#include <QtWidgets/QDialog>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>

using namespace Qt::StringLiterals;
using namespace kopru;
using secrets::KeychainError;
using secrets::KeychainProblem;

/// Where tokens go, and that the person is told: before the save, after it, and when the keychain does not play along.
class tst_TokenPlaces : public test::WindowTest
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void newTokenGoesToTheKeychain();
    void withoutAKeychain_data();
    void withoutAKeychain();
    void lockedIsSaidBefore();
    void keptInTheFileByWish();
    void refusedAtTheSave();
    void backAfterARefusal();
    void refusedWhileElsewhere();
    void askedAgainAfterAnotherEdit_data();
    void askedAgainAfterAnotherEdit();
    void undoneWhileElsewhere();
    void keychainThatNeverAnswers();
    void nameTakenInTheKeychain();
    void undoneBeforeTheSave();
    void unwrittenFileLeavesNoItem();
    void redoneAfterAnUnwrittenFile();
    void movedFromTheServersPage();
    void movedInTheForm();
    void twoTokensAreNamed();
    void replacedTokenGetsANewItem();
    void localCommandHasNoRow();
    void removalOffersToDelete_data();
    void removalOffersToDelete();
    void undoOfARemovalSaysWhatIsGone();
    void usedElsewhereIsNotOffered_data();
    void usedElsewhereIsNotOffered();
    void nothingIsOfferedBesideAnUnreadableFile();
    void deletionFails();
    void deletionFailsWhileElsewhere();
    void deletedAgainOnlyWhatNothingNeeds();
    void editsDuringASaveAreNotLost();
    void backInTheFormDuringASave();
    void damagedBridgeIsNoReason_data();
    void damagedBridgeIsNoReason();
    void replacedEverywhere();
    void replacedWithALockedKeychain();
    void replacedWithItsScheme_data();
    void replacedWithItsScheme();
    void badReplacements_data();
    void badReplacements();
    void checkBeforeTheSave();
    void networkCheckReadsTheKeychain();
    void checkSaysWhatTheKeychainLacks_data();
    void checkSaysWhatTheKeychainLacks();

private:
    /// The form of a new Apinizer server, filled in.
    void fillForm(const QString &token, quint16 port = 443) const;
    void save();
    void undoAndSave();
    void chooseDeletionThatFails();
    /// Begins with these servers in the file.
    void openWith(const QList<std::pair<QString, config::Entry>> &servers);
    void reopen();
    [[nodiscard]] config::Entry apinizer(const QString &token, quint16 port = 443) const;
    [[nodiscard]] QByteArray fileText() const;
    [[nodiscard]] QString tokenInFile(const QString &server) const;
    [[nodiscard]] QString configFile() const
    {
        return m_home->filePath(u".config/Claude/claude_desktop_config.json"_s);
    }

    std::unique_ptr<QTemporaryDir> m_home;
};

namespace {

const QString secret = u"mcp_0123456789abcdef"_s;
const QString newer = u"mcp_fedcba9876543210"_s;

void write(const QString &path, const QByteArray &bytes)
{
    QDir().mkpath(QFileInfo(path).path());
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
    file.write(bytes);
}

QByteArray textWith(const QList<std::pair<QString, config::Entry>> &servers)
{
    config::Document document = config::Document::parse("{\n  \"mcpServers\": {}\n}\n").value();
    for (const auto &[name, entry] : servers)
        document = document.added(name, entry).value();
    return document.text();
}

QString reference(const QString &name)
{
    return secrets::keychainReference(name);
}

} // namespace

void tst_TokenPlaces::init()
{
    m_home = std::make_unique<QTemporaryDir>();
    QVERIFY(m_home->isValid());
    openWith({});
}

void tst_TokenPlaces::cleanup()
{
    closeWindow();
    m_home.reset();
    m_keychain = std::make_unique<test::FakeKeychain>();
}

void tst_TokenPlaces::openWith(const QList<std::pair<QString, config::Entry>> &servers)
{
    write(configFile(), textWith(servers));
    reopen();
}

void tst_TokenPlaces::reopen()
{
    openWindow(platform::currentPlatform(m_home->path()));
}

config::Entry tst_TokenPlaces::apinizer(const QString &token, quint16 port) const
{
    integrations::Values values{{integrations::FieldId::Host, u"127.0.0.1"_s},
                                {integrations::FieldId::Token, token},
                                {integrations::FieldId::Port, int{port}},
                                {integrations::FieldId::UseHttps, false}};
    return integrations::kind(integrations::KindId::ApinizerHttp)
        .toEntry(values, {}, bridges::installedBridge(platform::currentPlatform(m_home->path())));
}

void tst_TokenPlaces::fillForm(const QString &token, quint16 port) const
{
    m_window->go({u"add"_s, {}, u"apinizer-http"_s});
    type(u"field_host"_s, u"127.0.0.1"_s);
    type(u"field_token"_s, token);
    press(u"moreSettings"_s);
    type(u"field_port"_s, QString::number(port));
    QTest::keyClick(find<QWidget>(u"field_https"_s), Qt::Key_Space);
}

void tst_TokenPlaces::save()
{
    QSignalSpy saved(m_workspace.get(), &ui::Workspace::saved);
    QSignalSpy failed(m_workspace.get(), &ui::Workspace::saveFailed);
    press(u"save"_s);
    QTRY_VERIFY_WITH_TIMEOUT(saved.count() + failed.count() > 0, 20000);
    QVERIFY2(saved.count() == 1, qPrintable(textOf(u"saveProblem"_s)));
}

void tst_TokenPlaces::undoAndSave()
{
    m_workspace->undo();
    m_window->go({u"review"_s, {}, {}});
    save();
}

QByteArray tst_TokenPlaces::fileText() const
{
    QFile file(configFile());
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QString tst_TokenPlaces::tokenInFile(const QString &server) const
{
    const auto document = config::Document::parse(fileText());
    const auto found = document ? document->server(server) : Result<config::Server, config::EditProblem>();
    return found ? found->entry.variable(u"APINIZER_TOKEN"_s) : QString();
}

void tst_TokenPlaces::newTokenGoesToTheKeychain()
{
    m_window->go({u"add"_s, {}, u"apinizer-http"_s});
    // Said before anything is typed.
    QTRY_VERIFY(textOf(u"tokenPlace"_s).contains(u"goes into this computer's keychain"_s));
    fillForm(secret);
    press(u"stepNext"_s);
    QCOMPARE(m_window->route().page, u"review"_s);
    const QString diff = find<ui::DiffView>(u"diff"_s)->text();
    QVERIFY(diff.contains(reference(u"apinizer"_s)));
    QVERIFY(!diff.contains(secret));
    QVERIFY(m_keychain->items.isEmpty()); // Seen first, written later.
    save();
    QCOMPARE(m_keychain->items, (QMap<QString, QString>{{u"apinizer"_s, secret}}));
    QCOMPARE(tokenInFile(u"apinizer"_s), reference(u"apinizer"_s));
    QVERIFY(!fileText().contains(secret.toUtf8()));
    // And after it, on the page and in the form.
    QVERIFY(textOf(u"token"_s).contains(u"kept in this computer's keychain as “apinizer”"_s));
    press(u"edit"_s);
    QVERIFY(textOf(u"tokenPlace"_s).contains(u"kept in this computer's keychain as “apinizer”"_s));
    QCOMPARE(find<QLineEdit>(u"field_token"_s)->text(), reference(u"apinizer"_s));
    QCOMPARE(find<QLineEdit>(u"field_token"_s)->echoMode(), QLineEdit::Normal);
}

void tst_TokenPlaces::withoutAKeychain_data()
{
    QTest::addColumn<int>("problem");
    QTest::addColumn<QString>("reason");
    QTest::newRow("missing") << int(KeychainProblem::Missing) << u"does not answer"_s;
    QTest::newRow("refusing") << int(KeychainProblem::Refused) << u"refused"_s;
    QTest::newRow("no bridge to read it back") << int(KeychainProblem::BridgeMissing) << u"bridge"_s;
}

void tst_TokenPlaces::withoutAKeychain()
{
    QFETCH(int, problem);
    QFETCH(QString, reason);
    m_keychain->viewFails = KeychainError{KeychainProblem{problem}, {}};
    fillForm(secret);
    QTRY_VERIFY(textOf(u"tokenPlace"_s).contains(u"will be readable in Claude's settings file"_s));
    QVERIFY2(textOf(u"tokenPlace"_s).contains(reason), qPrintable(textOf(u"tokenPlace"_s)));
    press(u"stepNext"_s);
    save();
    QCOMPARE(tokenInFile(u"apinizer"_s), secret);
    QVERIFY(m_keychain->items.isEmpty());
    QVERIFY(textOf(u"token"_s).contains(u"readable in Claude's settings file"_s));
    // Once it answers, the form notices.
    m_keychain->viewFails.reset();
    fillForm(secret);
    QTRY_VERIFY(textOf(u"tokenPlace"_s).contains(u"goes into this computer's keychain"_s));
}

void tst_TokenPlaces::lockedIsSaidBefore()
{
    m_keychain->viewFails = KeychainError{KeychainProblem::Locked, {}};
    fillForm(secret);
    QTRY_VERIFY(textOf(u"tokenPlace"_s).contains(u"locked"_s));
    QVERIFY(textOf(u"tokenPlace"_s).contains(u"goes into this computer's keychain"_s));
}

void tst_TokenPlaces::keptInTheFileByWish()
{
    fillForm(secret);
    QTRY_VERIFY(find<QWidget>(u"tokenPlaceLink"_s));
    press(u"tokenPlaceLink"_s);
    QVERIFY(textOf(u"tokenPlace"_s).contains(u"will be readable"_s));
    press(u"tokenPlaceLink"_s);
    QVERIFY(textOf(u"tokenPlace"_s).contains(u"goes into"_s));
    press(u"tokenPlaceLink"_s);
    press(u"stepNext"_s);
    save();
    QCOMPARE(tokenInFile(u"apinizer"_s), secret);
    QVERIFY(m_keychain->items.isEmpty());
}

void tst_TokenPlaces::refusedAtTheSave()
{
    m_keychain->writeFails = KeychainError{KeychainProblem::Refused, {}};
    fillForm(secret);
    press(u"stepNext"_s);
    const QByteArray before = fileText();
    QSignalSpy failed(m_workspace.get(), &ui::Workspace::saveFailed);
    press(u"save"_s);
    QVERIFY(failed.count() > 0 || failed.wait(20000));
    QCOMPARE(fileText(), before); // Another thing than was shown is not written.
    QVERIFY(textOf(u"saveProblem"_s).contains(u"refused"_s));
    QVERIFY(!find<ui::DiffView>(u"diff"_s)->text().contains(u"keychain:"_s));

    press(u"keychainAgain"_s);
    QVERIFY(failed.count() > 1 || failed.wait(20000));
    m_keychain->writeFails.reset();
    QSignalSpy saved(m_workspace.get(), &ui::Workspace::saved);
    press(u"keychainAgain"_s);
    QVERIFY(saved.count() > 0 || saved.wait(20000));
    QCOMPARE(tokenInFile(u"apinizer"_s), reference(u"apinizer"_s));
    QCOMPARE(m_keychain->items.value(u"apinizer"_s), secret);
}

void tst_TokenPlaces::backAfterARefusal()
{
    m_keychain->writeFails = KeychainError{KeychainProblem::Refused, {}};
    fillForm(secret);
    press(u"stepNext"_s);
    press(u"save"_s);
    QTRY_VERIFY(textOf(u"saveProblem"_s).contains(u"refused"_s));
    press(u"reviewCancel"_s);
    QVERIFY(!m_workspace->draft().isChanged());
    QCOMPARE(find<QLineEdit>(u"field_token"_s)->text(), secret);
}

void tst_TokenPlaces::refusedWhileElsewhere()
{
    m_keychain->silent = true;
    fillForm(secret);
    press(u"stepNext"_s);
    press(u"save"_s);
    QTRY_VERIFY(m_workspace->isStoring());
    press(u"go_settings"_s);
    m_workspace->stopStoring();
    m_window->go({u"review"_s, {}, {}});
    QVERIFY(textOf(u"saveProblem"_s).contains(u"did not answer in time"_s));
}

void tst_TokenPlaces::askedAgainAfterAnotherEdit_data()
{
    QTest::addColumn<QString>("edited");
    QTest::newRow("another server") << u"other"_s;
    QTest::newRow("this server's name") << u"apinizer"_s;
}

void tst_TokenPlaces::askedAgainAfterAnotherEdit()
{
    QFETCH(QString, edited);
    openWith({{u"other"_s, {u"node"_s, {}, {}}}});
    m_keychain->silent = true;
    fillForm(secret);
    press(u"stepNext"_s);
    press(u"save"_s);
    QTRY_VERIFY(m_workspace->isStoring());
    press(u"go_settings"_s);
    m_workspace->stopStoring();
    m_workspace->edit(m_workspace->draft().document().renamed(edited, u"renamed"_s).value());
    m_window->go({u"review"_s, {}, {}});
    QVERIFY(textOf(u"saveProblem"_s).contains(u"did not answer in time"_s));
    m_keychain->silent = false;
    QSignalSpy saved(m_workspace.get(), &ui::Workspace::saved);
    press(u"keychainAgain"_s);
    QVERIFY(saved.count() > 0 || saved.wait(20000));
    QVERIFY(fileText().contains("\"renamed\""));
    QCOMPARE(m_keychain->items.value(u"apinizer"_s), secret);
    QVERIFY(fileText().contains(reference(u"apinizer"_s).toUtf8()));
    QVERIFY(!fileText().contains(secret.toUtf8()));
}

void tst_TokenPlaces::undoneWhileElsewhere()
{
    m_keychain->silent = true;
    fillForm(secret);
    press(u"stepNext"_s);
    press(u"save"_s);
    QTRY_VERIFY(m_workspace->isStoring());
    press(u"go_settings"_s);
    m_workspace->stopStoring();
    m_workspace->undo(); // to the references
    m_window->go({u"review"_s, {}, {}});
    QVERIFY2(textOf(u"saveProblem"_s).isEmpty(), qPrintable(textOf(u"saveProblem"_s)));
    QVERIFY(!find<QAbstractButton>(u"keychainAgain"_s));
    m_workspace->redo();
    m_workspace->undo();
    m_workspace->undo();
    QVERIFY(!find<QAbstractButton>(u"keychainAgain"_s));
}

void tst_TokenPlaces::keychainThatNeverAnswers()
{
    m_keychain->silent = true;
    fillForm(secret);
    press(u"stepNext"_s);
    press(u"save"_s);
    QTRY_VERIFY_WITH_TIMEOUT(textOf(u"saveProblem"_s).contains(u"not answered yet"_s), 5000);
    QVERIFY(!find<QAbstractButton>(u"save"_s)->isEnabled());
    press(u"keychainStop"_s); // The window is not blocked.
    QVERIFY(textOf(u"saveProblem"_s).contains(u"did not answer in time"_s));
    save();
    QCOMPARE(tokenInFile(u"apinizer"_s), secret);
}

/// An item that Kopru's list does not know, as when the list was lost, is not replaced.
void tst_TokenPlaces::nameTakenInTheKeychain()
{
    m_keychain->items.insert(u"apinizer"_s, newer);
    fillForm(secret);
    press(u"stepNext"_s);
    save();
    QCOMPARE(m_keychain->items, (QMap<QString, QString>{{u"apinizer"_s, newer}, {u"apinizer-2"_s, secret}}));
    QCOMPARE(tokenInFile(u"apinizer"_s), reference(u"apinizer-2"_s));
}

void tst_TokenPlaces::undoneBeforeTheSave()
{
    fillForm(secret);
    press(u"stepNext"_s);
    press(u"reviewCancel"_s);
    QCOMPARE(find<QLineEdit>(u"field_token"_s)->text(), secret);
    press(u"stepNext"_s);
    QVERIFY(find<ui::DiffView>(u"diff"_s)->text().contains(reference(u"apinizer"_s)));
    m_workspace->undo();
    QVERIFY(!m_workspace->draft().isChanged());
    QVERIFY(m_keychain->items.isEmpty());
}

void tst_TokenPlaces::unwrittenFileLeavesNoItem()
{
    fillForm(secret);
    press(u"stepNext"_s);
    const QByteArray other = textWith({{u"apinizer"_s, {u"node"_s, {}, {}}}});
    QSignalSpy failed(m_workspace.get(), &ui::Workspace::saveFailed);
    write(configFile(), other); // Another program was faster, with the same name.
    press(u"save"_s);
    QVERIFY(failed.count() > 0 || failed.wait(20000));
    QCOMPARE(fileText(), other);
    QCOMPARE(m_keychain->items.size(), 1);
    press(u"decideLater"_s);
    press(u"reloadFile"_s);
    QTRY_VERIFY(find<QDialog>(u"question"_s));
    press(u"questionDo"_s);
    QTRY_VERIFY(m_keychain->items.isEmpty());
}

void tst_TokenPlaces::redoneAfterAnUnwrittenFile()
{
    openWith({{u"portal"_s, apinizer(secret)}});
    m_workspace->edit(m_workspace->draft().document().added(u"other"_s, {u"node"_s, {}, {}}).value());
    m_window->go({u"server"_s, u"portal"_s, {}});
    press(u"tokenLink"_s);
    // The item is there, then the file cannot be written.
    QSignalSpy failed(m_workspace.get(), &ui::Workspace::saveFailed);
    const QString inTheWay = store::dataFolder(platform::currentPlatform(m_home->path())) + u"/snapshots"_s;
    const QString aside = inTheWay + u"-aside"_s;
    QVERIFY(QDir().rename(inTheWay, aside));
    write(inTheWay, "not a folder");
    press(u"save"_s);
    QVERIFY(failed.count() > 0 || failed.wait(20000));
    QCOMPARE(m_keychain->items.value(u"portal"_s), secret);
    QVERIFY(QFile::remove(inTheWay) && QDir().rename(aside, inTheWay));

    undoAndSave();
    QTRY_VERIFY(m_keychain->items.isEmpty());
    QCOMPARE(tokenInFile(u"portal"_s), secret);
    m_workspace->redo();
    m_window->go({u"review"_s, {}, {}});
    save();
    QCOMPARE(tokenInFile(u"portal"_s), reference(u"portal"_s));
    QCOMPARE(m_keychain->items.value(u"portal"_s), secret);
}

void tst_TokenPlaces::movedFromTheServersPage()
{
    openWith({{u"portal"_s, apinizer(secret)}});
    m_window->go({u"server"_s, u"portal"_s, {}});
    QVERIFY(textOf(u"token"_s).contains(u"readable"_s));
    press(u"tokenLink"_s);
    QCOMPARE(m_window->route().page, u"review"_s);
    QVERIFY(find<ui::DiffView>(u"diff"_s)->text().contains(reference(u"portal"_s)));
    save();
    QCOMPARE(tokenInFile(u"portal"_s), reference(u"portal"_s));
    QCOMPARE(m_keychain->items.value(u"portal"_s), secret);
    QVERIFY(!find<QWidget>(u"tokenLink"_s));
    undoAndSave();
    QCOMPARE(tokenInFile(u"portal"_s), secret);
}

void tst_TokenPlaces::movedInTheForm()
{
    openWith({{u"portal"_s, apinizer(secret)}});
    m_window->go({u"edit"_s, u"portal"_s, {}});
    QVERIFY(textOf(u"tokenPlace"_s).contains(u"is readable"_s)); // Nothing moves by itself.
    press(u"tokenPlaceLink"_s);
    QTRY_VERIFY(textOf(u"tokenPlace"_s).contains(u"goes into"_s));
    press(u"editTake"_s);
    save();
    QCOMPARE(tokenInFile(u"portal"_s), reference(u"portal"_s));
}

void tst_TokenPlaces::twoTokensAreNamed()
{
    config::Entry entry = apinizer(secret);
    entry.setVariable(u"OTHER_KEY"_s, u"other-secret"_s);
    openWith({{u"portal"_s, entry}});
    m_window->go({u"server"_s, u"portal"_s, {}});
    QVERIFY(textOf(u"token"_s).startsWith(u"APINIZER_TOKEN: "_s));
    QVERIFY(textOf(u"token2"_s).startsWith(u"OTHER_KEY: "_s));
    press(u"token2Link"_s);
    save();
    QCOMPARE(tokenInFile(u"portal"_s), secret);
    QCOMPARE(m_keychain->items, (QMap<QString, QString>{{u"portal"_s, u"other-secret"_s}}));
}

void tst_TokenPlaces::replacedTokenGetsANewItem()
{
    m_keychain->items.insert(u"portal"_s, secret);
    openWith({{u"portal"_s, apinizer(reference(u"portal"_s))}});
    m_window->go({u"edit"_s, u"portal"_s, {}});
    type(u"field_token"_s, newer);
    QCOMPARE(find<QLineEdit>(u"field_token"_s)->echoMode(), QLineEdit::Password);
    press(u"editTake"_s);
    save();
    QCOMPARE(tokenInFile(u"portal"_s), reference(u"portal-2"_s));
    QCOMPARE(m_keychain->items, (QMap<QString, QString>{{u"portal"_s, secret}, {u"portal-2"_s, newer}}));
    undoAndSave(); // The way back still works.
    QCOMPARE(tokenInFile(u"portal"_s), reference(u"portal"_s));
}

void tst_TokenPlaces::localCommandHasNoRow()
{
    openWith({{u"local"_s, {u"node"_s, {u"server.js"_s}, {{u"SOME_TOKEN"_s, secret}}}}});
    for (const QString &page : {u"server"_s, u"edit"_s}) {
        m_window->go({page, u"local"_s, {}});
        QVERIFY(!find<QLabel>(u"token"_s));
        QVERIFY(!find<QLabel>(u"tokenPlace"_s));
    }
}

void tst_TokenPlaces::removalOffersToDelete_data()
{
    QTest::addColumn<bool>("marked");
    QTest::newRow("deleted") << true;
    QTest::newRow("kept") << false;
}

void tst_TokenPlaces::removalOffersToDelete()
{
    QFETCH(bool, marked);
    m_keychain->items = {{u"portal"_s, secret}, {u"foreign"_s, u"x"_s}};
    openWith({{u"portal"_s, apinizer(reference(u"portal"_s))}});
    press(u"go_servers"_s);
    press(u"removeServer"_s);
    QTRY_VERIFY(find<QDialog>(u"question"_s));
    press(u"questionDo"_s);
    m_window->go({u"review"_s, {}, {}});
    QTRY_VERIFY(find<QAbstractButton>(u"deleteItem"_s));
    QVERIFY(!find<QAbstractButton>(u"deleteItem"_s)->isChecked()); // The safe choice.
    if (marked)
        press(u"deleteItem"_s);
    QCOMPARE(m_keychain->items.size(), 2);
    save();
    QCOMPARE(m_keychain->items.contains(u"portal"_s), !marked);
    QVERIFY(m_keychain->items.contains(u"foreign"_s));
}

void tst_TokenPlaces::undoOfARemovalSaysWhatIsGone()
{
    m_keychain->items.insert(u"portal"_s, secret);
    openWith({{u"portal"_s, apinizer(reference(u"portal"_s))}});
    m_workspace->edit(m_workspace->draft().document().removed(u"portal"_s).value());
    m_window->go({u"review"_s, {}, {}});
    QTRY_VERIFY(find<QAbstractButton>(u"deleteItem"_s));
    press(u"deleteItem"_s);
    save();
    QVERIFY(m_keychain->items.isEmpty());
    m_workspace->undo();
    m_window->go({u"review"_s, {}, {}});
    QVERIFY(textOf(u"saveProblem"_s).contains(u"“portal” was deleted from the keychain"_s));
    m_window->go({u"server"_s, u"portal"_s, {}});
    QVERIFY(textOf(u"token"_s).contains(u"deleted"_s));
    // With a new token all is well again.
    press(u"edit"_s);
    type(u"field_token"_s, newer);
    press(u"editTake"_s);
    QVERIFY(textOf(u"saveProblem"_s).isEmpty());
    save();
    QCOMPARE(m_keychain->items.value(u"portal"_s) + m_keychain->items.value(u"portal-2"_s), newer);
}

void tst_TokenPlaces::usedElsewhereIsNotOffered_data()
{
    QTest::addColumn<QString>("where");
    QTest::newRow("another server") << u"server"_s;
    QTest::newRow("another settings file") << u"file"_s;
    QTest::newRow("another settings file, under the same name") << u"same name"_s;
    QTest::newRow("a backup of another server") << u"backup"_s;
}

void tst_TokenPlaces::usedElsewhereIsNotOffered()
{
    QFETCH(QString, where);
    const config::Entry entry = apinizer(reference(u"shared"_s));
    const config::Entry own = apinizer(reference(u"own"_s));
    m_keychain->items = {{u"shared"_s, secret}, {u"own"_s, newer}};
    if (where == u"file"_s)
        write(m_home->filePath(u".config/claude/claude_desktop_config.json"_s), textWith({{u"other"_s, entry}}));
    if (where == u"same name"_s)
        write(m_home->filePath(u".config/claude/claude_desktop_config.json"_s), textWith({{u"portal"_s, entry}}));
    if (where == u"backup"_s) {
        store::Snapshots snapshots(store::dataFolder(platform::currentPlatform(m_home->path())) + u"/snapshots"_s);
        QVERIFY(snapshots.add(configFile(), textWith({{u"other"_s, entry}})));
    }
    QList<std::pair<QString, config::Entry>> servers{{u"portal"_s, entry}, {u"second"_s, own}};
    if (where == u"server"_s)
        servers.append({u"other"_s, entry});
    openWith(servers);
    const config::Document document = m_workspace->draft().document();
    m_workspace->edit(document.removed(u"portal"_s)->removed(u"second"_s).value());
    m_window->go({u"review"_s, {}, {}});
    QTRY_VERIFY(find<QAbstractButton>(u"deleteItem"_s));
    QVERIFY(find<QAbstractButton>(u"deleteItem"_s)->text().contains(u"“own”"_s));
    QVERIFY(!find<QAbstractButton>(u"deleteItem2"_s));
}

void tst_TokenPlaces::nothingIsOfferedBesideAnUnreadableFile()
{
    const QString other = m_home->filePath(u".config/claude/claude_desktop_config.json"_s);
    m_keychain->items.insert(u"portal"_s, secret);
    write(other, textWith({{u"portal"_s, apinizer(reference(u"portal"_s))}}) + "}");
    openWith({{u"portal"_s, apinizer(reference(u"portal"_s))}});
    m_workspace->edit(m_workspace->draft().document().removed(u"portal"_s).value());
    const auto left = [this] {
        std::optional<QStringList> answer;
        QObject context;
        m_workspace->findItemsLeft(&context, [&answer](const QStringList &items) { answer = items; });
        (void)QTest::qWaitFor([&answer] { return answer.has_value(); });
        return answer.value_or(QStringList{u"no answer"_s});
    };
    QCOMPARE(left(), QStringList{});
    write(other, textWith({}));
    QCOMPARE(left(), QStringList{u"portal"_s});
}

/// A server is removed, its item is to be deleted with it, and the keychain is locked.
void tst_TokenPlaces::chooseDeletionThatFails()
{
    m_keychain->items.insert(u"portal"_s, secret);
    m_keychain->removeFails = KeychainError{KeychainProblem::Locked, {}};
    openWith({{u"portal"_s, apinizer(reference(u"portal"_s))}});
    m_workspace->edit(m_workspace->draft().document().removed(u"portal"_s).value());
    m_window->go({u"review"_s, {}, {}});
    QTRY_VERIFY(find<QAbstractButton>(u"deleteItem"_s));
    press(u"deleteItem"_s);
}

void tst_TokenPlaces::deletionFails()
{
    chooseDeletionThatFails();
    if (QTest::currentTestFailed())
        return;
    save();
    QVERIFY(!fileText().contains("portal"));
    QVERIFY2(textOf(u"saveProblem"_s).contains(u"still in the keychain"_s), qPrintable(textOf(u"saveProblem"_s)));
    QVERIFY(textOf(u"saveProblem"_s).contains(u"locked"_s));
}

void tst_TokenPlaces::deletionFailsWhileElsewhere()
{
    chooseDeletionThatFails();
    if (QTest::currentTestFailed())
        return;
    QSignalSpy saved(m_workspace.get(), &ui::Workspace::saved);
    press(u"save"_s);
    press(u"go_settings"_s);
    QVERIFY(saved.count() > 0 || saved.wait(20000));
    // Said wherever the person is, with the way to more of it.
    QVERIFY2(textOf(u"unsavedCount"_s).contains(u"“portal” is still in the keychain"_s),
             qPrintable(textOf(u"unsavedCount"_s)));
    press(u"review"_s);
    QVERIFY2(textOf(u"saveProblem"_s).contains(u"“portal” is still in the keychain"_s),
             qPrintable(textOf(u"saveProblem"_s)));
    QVERIFY(textOf(u"saveProblem"_s).contains(u"locked"_s));

    m_keychain->removeFails.reset();
    press(u"deleteAgain"_s);
    QTRY_VERIFY(m_keychain->items.isEmpty());
    QTRY_VERIFY(textOf(u"saveProblem"_s).isEmpty());
    QVERIFY(!m_workspace->isSaving());
    m_window->go({u"settings"_s, {}, {}});
    QVERIFY(!find<QWidget>(u"unsavedBar"_s));
}

void tst_TokenPlaces::deletedAgainOnlyWhatNothingNeeds()
{
    chooseDeletionThatFails();
    if (QTest::currentTestFailed())
        return;
    save();
    m_keychain->removeFails.reset();
    m_workspace->undo();
    press(u"deleteAgain"_s);
    QVERIFY(!m_workspace->isSaving());
    QVERIFY(!m_workspace->failedDeletion());
    save();
    QCOMPARE(m_keychain->items.value(u"portal"_s), secret);
    QCOMPARE(tokenInFile(u"portal"_s), reference(u"portal"_s));
}

void tst_TokenPlaces::backInTheFormDuringASave()
{
    m_keychain->silent = true;
    fillForm(secret);
    press(u"stepNext"_s);
    press(u"save"_s);
    QTRY_VERIFY(m_workspace->isStoring());
    press(u"reviewCancel"_s);
    QCOMPARE(m_window->route().page, u"add"_s);
    m_workspace->stopStoring();
    m_window->go({u"review"_s, {}, {}});
    press(u"reviewCancel"_s);
    QVERIFY(!m_workspace->draft().isChanged());
    QCOMPARE(find<QLineEdit>(u"field_token"_s)->text(), secret);
}

void tst_TokenPlaces::editsDuringASaveAreNotLost()
{
    const QString third = u"mcp_00112233445566"_s;
    openWith({{u"portal"_s, apinizer(secret)}});
    m_keychain->silent = true;
    fillForm(newer);
    press(u"stepNext"_s);
    press(u"save"_s);
    QTRY_VERIFY(m_workspace->isStoring());
    m_window->go({u"edit"_s, u"portal"_s, {}});
    QVERIFY(!find<QAbstractButton>(u"undo"_s)->isEnabled());
    type(u"field_token"_s, third);
    press(u"editTake"_s);
    QCOMPARE(m_window->route().page, u"edit"_s);
    QCOMPARE(find<QLineEdit>(u"field_token"_s)->text(), third);
    QVERIFY2(textOf(u"unsavedCount"_s).contains(u"still saving"_s), qPrintable(textOf(u"unsavedCount"_s)));

    m_window->go({u"server"_s, u"portal"_s, {}});
    press(u"tokenSecondLink"_s);
    QTRY_VERIFY(textOf(u"replaceState"_s).contains(u"1 place"_s));
    type(u"newToken"_s, third);
    press(u"replaceDo"_s);
    QVERIFY(textOf(u"newTokenFinding"_s).contains(u"still saving"_s));
    m_workspace->stopStoring();
    press(u"replaceDo"_s);
    QCOMPARE(m_workspace->draft().document().server(u"portal"_s)->entry.variable(u"APINIZER_TOKEN"_s), third);
    QVERIFY(!textOf(u"unsavedCount"_s).contains(u"still saving"_s));
}

void tst_TokenPlaces::damagedBridgeIsNoReason_data()
{
    QTest::addColumn<bool>("executable");
    QTest::newRow("no program") << false;
    QTest::newRow("a program that knows no keychain") << true;
}

/// The save repairs the bridge before it stores the token.
void tst_TokenPlaces::damagedBridgeIsNoReason()
{
    QFETCH(bool, executable);
    const QString bridge = bridges::installedBridge(platform::currentPlatform(m_home->path()));
    write(bridge, "#!/bin/sh\nexit 2\n");
    if (executable)
        QVERIFY(QFile::setPermissions(bridge, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
    m_window.reset();
    m_workspace = std::make_unique<ui::Workspace>(platform::currentPlatform(m_home->path()), QString(),
                                                  ui::KeychainAccess{m_keychain->backend(), nullptr});
    m_window = std::make_unique<ui::MainWindow>(*m_workspace);
    m_window->show();
    m_window->go({u"add"_s, {}, u"apinizer-http"_s});
    // What the shipped bridge says of this computer's keychain, whatever it is.
    QTRY_VERIFY_WITH_TIMEOUT(find<QWidget>(u"tokenPlaceLink"_s), 15000);
    QVERIFY2(!textOf(u"tokenPlace"_s).contains(u"bridge"_s), qPrintable(textOf(u"tokenPlace"_s)));
}

void tst_TokenPlaces::replacedEverywhere()
{
    m_keychain->items.insert(u"kept"_s, secret);
    openWith({{u"portal"_s, apinizer(secret)},
              {u"kept"_s, apinizer(reference(u"kept"_s))},
              {u"npx"_s, {u"npx"_s, {u"mcp-remote"_s, u"--header"_s, u"X-Key: "_s + secret}, {}}},
              {u"other"_s, apinizer(u"mcp_another-token"_s)}});
    const QByteArray before = fileText();
    m_window->go({u"server"_s, u"portal"_s, {}});
    press(u"tokenSecondLink"_s);
    QTRY_VERIFY(find<QDialog>(u"replaceToken"_s));
    QTRY_VERIFY(textOf(u"replaceState"_s).contains(u"3 places"_s));
    const QString spots = textOf(u"replaceSpots"_s);
    for (const QString &expected :
         {u"portal: APINIZER_TOKEN"_s, u"kept: APINIZER_TOKEN, in the keychain"_s, u"npx: X-Key"_s})
        QVERIFY2(spots.contains(expected), qPrintable(spots));
    QVERIFY(!find<QAbstractButton>(u"replaceDo"_s)->isEnabled());
    type(u"newToken"_s, newer);
    press(u"replaceDo"_s);
    QCOMPARE(m_window->route().page, u"review"_s);
    QCOMPARE(fileText(), before);
    QCOMPARE(m_keychain->items, (QMap<QString, QString>{{u"kept"_s, secret}}));
    QVERIFY(!find<ui::DiffView>(u"diff"_s)->text().contains(newer));
    save();
    QCOMPARE(tokenInFile(u"portal"_s), newer);
    QCOMPARE(tokenInFile(u"kept"_s), reference(u"kept-2"_s));
    QCOMPARE(tokenInFile(u"other"_s), u"mcp_another-token"_s);
    QVERIFY(fileText().contains("X-Key: " + newer.toUtf8()));
    QCOMPARE(m_keychain->items.value(u"kept-2"_s), newer);
    undoAndSave();
    QCOMPARE(fileText(), before);
    QCOMPARE(m_keychain->items.value(u"kept"_s), secret);
}

void tst_TokenPlaces::replacedWithALockedKeychain()
{
    m_keychain->items.insert(u"kept"_s, secret);
    m_keychain->readFails = KeychainError{KeychainProblem::Locked, {}};
    openWith({{u"kept"_s, apinizer(reference(u"kept"_s))}, {u"too"_s, apinizer(reference(u"kept"_s))}});
    m_window->go({u"server"_s, u"kept"_s, {}});
    press(u"tokenSecondLink"_s);
    QTRY_VERIFY(textOf(u"replaceState"_s).contains(u"locked"_s));
    QVERIFY(textOf(u"replaceState"_s).contains(u"may be missing"_s));
    QVERIFY(textOf(u"replaceSpots"_s).contains(u"too"_s)); // Known by the name of the item.
    m_keychain->readFails.reset();
    press(u"replaceStateLink"_s);
    QTRY_VERIFY(textOf(u"replaceState"_s).contains(u"2 places"_s));
}

void tst_TokenPlaces::replacedWithItsScheme_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("expected");
    QTest::newRow("in full") << u"Basic bmV3ZXI6cGFzcw=="_s << u"Basic bmV3ZXI6cGFzcw=="_s;
    QTest::newRow("another scheme") << u"Bearer "_s + newer << u"Bearer "_s + newer;
    QTest::newRow("the token alone") << u"bmV3ZXI6cGFzcw=="_s << u"Basic bmV3ZXI6cGFzcw=="_s;
}

/// The header is nothing but the variable: without its scheme no server would take the token.
void tst_TokenPlaces::replacedWithItsScheme()
{
    QFETCH(QString, text);
    QFETCH(QString, expected);
    const QString old = u"Basic b2xkZXI6cGFzcw=="_s;
    openWith({{u"team"_s,
               {u"/x/kopru-bridge"_s,
                {u"http"_s, u"--url"_s, u"https://a.example/mcp"_s, u"--header"_s, u"Authorization: ${KOPRU_TOKEN}"_s},
                {{u"KOPRU_TOKEN"_s, old}}}}});
    m_window->go({u"server"_s, u"team"_s, {}});
    press(u"tokenSecondLink"_s);
    QTRY_VERIFY(textOf(u"replaceState"_s).contains(u"1 place"_s));
    for (const QString &bad : {old, old.section(u' ', 1), u"Basic a b"_s, reference(u"x"_s)}) {
        type(u"newToken"_s, bad);
        QVERIFY2(!find<QAbstractButton>(u"replaceDo"_s)->isEnabled(), qPrintable(bad));
    }
    type(u"newToken"_s, text);
    QVERIFY(find<QAbstractButton>(u"replaceDo"_s)->isEnabled());
    press(u"replaceDo"_s);
    QCOMPARE(m_workspace->draft().document().server(u"team"_s)->entry.variable(u"KOPRU_TOKEN"_s), expected);
}

void tst_TokenPlaces::badReplacements_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("the same") << secret;
    QTest::newRow("white space inside") << u"mcp_a b"_s;
    QTest::newRow("a reference") << reference(u"x"_s);
}

void tst_TokenPlaces::badReplacements()
{
    QFETCH(QString, text);
    openWith({{u"portal"_s, apinizer(secret)}});
    m_window->go({u"server"_s, u"portal"_s, {}});
    press(u"tokenSecondLink"_s);
    QTRY_VERIFY(textOf(u"replaceState"_s).contains(u"1 place"_s));
    type(u"newToken"_s, text);
    QVERIFY(!textOf(u"newTokenFinding"_s).isEmpty());
    QVERIFY(!find<QAbstractButton>(u"replaceDo"_s)->isEnabled());
}

void tst_TokenPlaces::checkBeforeTheSave()
{
    const test::LoopbackServer portal(test::apinizerPortal(secret.toLatin1()));
    fillForm(secret, portal.port());
    press(u"stepNext"_s);
    // The entry names an item that is not there yet.
    m_window->go({u"server"_s, u"apinizer"_s, u"check"_s});
    QVERIFY(textOf(u"token"_s).contains(u"when you save"_s));
    QTRY_VERIFY_WITH_TIMEOUT(!m_workspace->servers().isEmpty() && m_workspace->servers().front().check, 30000);
    QVERIFY2(m_workspace->servers().front().check->cause == u"bridge-missing"_s,
             qPrintable(m_workspace->servers().front().check->cause));
    press(u"installBridge"_s);
    QTRY_VERIFY_WITH_TIMEOUT(m_workspace->servers().front().check->passed, 30000);
    QVERIFY(m_keychain->items.isEmpty());
    for (const test::Request &request : portal.requests())
        QCOMPARE(request.header("APINIZER-TOKEN"), secret.toLatin1());
}

void tst_TokenPlaces::networkCheckReadsTheKeychain()
{
    const test::LoopbackServer portal(test::apinizerPortal(secret.toLatin1()));
    m_keychain->items.insert(u"portal"_s, secret);
    openWith({{u"portal"_s, apinizer(reference(u"portal"_s), portal.port())}});
    ui::CheckRun run(apinizer(reference(u"portal"_s), portal.port()), *m_workspace,
                     ui::CheckRun::MissingBridge::Report);
    run.start();
    QTRY_VERIFY_WITH_TIMEOUT(run.networkReport(), 30000);
    QCOMPARE(run.networkReport()->outcome, checks::Outcome::Passed);
    QCOMPARE(run.networkReport()->steps.front().id, checks::StepId::Keychain);
    QCOMPARE(run.networkReport()->steps.front().state, checks::StepState::Passed);
    QVERIFY(!portal.requests().isEmpty());
    for (const test::Request &request : portal.requests())
        QCOMPARE(request.header("APINIZER-TOKEN"), secret.toLatin1());
}

void tst_TokenPlaces::checkSaysWhatTheKeychainLacks_data()
{
    QTest::addColumn<int>("problem");
    QTest::addColumn<QString>("cause");
    QTest::newRow("locked") << int(KeychainProblem::Locked) << u"keychain-locked"_s;
    QTest::newRow("missing") << int(KeychainProblem::Missing) << u"keychain-missing"_s;
    QTest::newRow("refusing") << int(KeychainProblem::Refused) << u"keychain-refused"_s;
    QTest::newRow("without the item") << int(KeychainProblem::ItemMissing) << u"keychain-item-missing"_s;
}

void tst_TokenPlaces::checkSaysWhatTheKeychainLacks()
{
    QFETCH(int, problem);
    QFETCH(QString, cause);
    const test::LoopbackServer portal(test::apinizerPortal(secret.toLatin1()));
    m_keychain->viewFails = KeychainError{KeychainProblem{problem}, {}};
    m_keychain->silent = true; // a person would be asked, and is not there
    ui::CheckRun run(apinizer(reference(u"portal"_s), portal.port()), *m_workspace,
                     ui::CheckRun::MissingBridge::Report);
    run.start();
    QTRY_VERIFY_WITH_TIMEOUT(run.networkReport(), 5000);
    const checks::Step *step = run.networkReport()->decisive();
    QVERIFY(step && step->cause);
    QCOMPARE(step->id, checks::StepId::Keychain);
    QCOMPARE(checks::causeId(*step->cause), cause);
    QCOMPARE(step->evidenceValue(u"item"_s), u"kopru/portal"_s);
    QVERIFY(portal.requests().isEmpty());
}

int main(int argc, char *argv[])
{
    test::scrubEnvironment();
    QApplication application(argc, argv);
    store::Language language(application);
    language.apply(u"en"_s);
    ui::Theme theme(application);
    theme.apply(store::Appearance::Light);
    tst_TokenPlaces test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_tokenplaces.moc"
