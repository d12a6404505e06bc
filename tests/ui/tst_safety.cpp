#include "app/config/document.h"
#include "app/store/language.h"
#include "app/store/parked.h"
#include "app/store/seen.h"
#include "tests/support/environment.h"
#include "tests/ui/scene.h"
#include "tests/ui/windowtest.h"
#include "ui/theme.h"
#include "ui/widgets/sidebyside.h"
#include "ui/widgets/sidechoice.h"
#include "ui/workspace.h"

#include <QtTest/QtTest>
#include <QtWidgets/QAbstractItemView>
#include <QtWidgets/QApplication>
#include <QtWidgets/QDialog>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QListWidget>
#include <QtWidgets/QMenu>

using namespace Qt::StringLiterals;
using namespace kopru;

/// A configuration that cannot be lost, at the window: a broken file, another program that writes, servers that
/// disappear, earlier versions, parking, undo and redo.
class tst_Safety : public test::WindowTest
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void brokenFileIsMendedThroughItsDiff();
    void noSecretInTheDiffOfABrokenFile();
    void mendingLeavesAFileThatIsAnotherByNow();
    void aGuessIsNotOffered();
    void unsavedEditsOutliveABrokenFile();
    void conflict_data();
    void conflict();
    void conflictThatIsTakenBack();
    void conflictDecidedLater();
    void conflictWithAFileThatIsGone_data();
    void conflictWithAFileThatIsGone();
    void changesOfAnotherAreMerged();
    void changesOfAnotherAtTheMomentOfSaving();
    void undoOutlivesAnOutsideChange();
    void serversThatDisappear_data();
    void serversThatDisappear();
    void disappearanceIsRight();
    void disappearedBesideUnsavedEdits();
    void lostOutliveAnUnrelatedSave_data();
    void lostOutliveAnUnrelatedSave();
    void lostWhileSaving();
    void removedInKopruIsNoLoss();
    void earlierVersions();
    void brokenVersionIsNotRestored();
    void parkAndPutBack();
    void parkFromTheServersOwnPage();
    void undoneParkingIsNone();
    void undoOfPuttingBack();
    void putBackAndRenamed();
    void putBackAndRemoved();
    void putBackSavedAndUndone();
    void removalUndonePastParking();
    void nameTakenOnReturn();
    void parkedIsDeletedForGood();
    void unsavedTokenIsNotParked();
    void tokensOfParkedServersAreInUse();
    void undoAndRedoEveryEdit();
    void showDiff();
    void anotherKopruIsSaving();
    void twoWindows();

private:
    [[nodiscard]] QByteArray fileText() const
    {
        QFile file(m_scene->configFile());
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    /// As editors and Claude do it: in one step.
    void writeFile(const QByteArray &bytes) const { QVERIFY(platform::replaceFile(m_scene->configFile(), bytes)); }
    [[nodiscard]] static QStringList namesIn(const QByteArray &text)
    {
        const auto document = config::Document::parse(text);
        QStringList names;
        if (document)
            for (const config::Server &server : document->servers())
                names.append(server.name);
        return names;
    }
    [[nodiscard]] QStringList names() const { return namesIn(m_workspace->draft().document().text()); }
    [[nodiscard]] config::Document document() const { return m_workspace->draft().document(); }
    [[nodiscard]] QString dataFolder() const { return m_workspace->dataFolder(); }
    [[nodiscard]] QList<store::ParkedServer> stored() const
    {
        return store::Parked(dataFolder() + u"/parked"_s).list(m_scene->configFile()).servers;
    }
    [[nodiscard]] bool isKept(const QByteArray &bytes) const
    {
        const store::Snapshots snapshots(dataFolder() + u"/snapshots"_s);
        const QList<store::Snapshot> all = snapshots.list(m_scene->configFile());
        return std::any_of(all.begin(), all.end(), [&](const store::Snapshot &snapshot) {
            return snapshots.read(snapshot).value_or(QByteArray()) == bytes;
        });
    }
    void reopen()
    {
        openWindow(m_scene->platform(), {1120, 760});
        // What there is was seen and noted: only then can something be missing.
        QTRY_VERIFY(!m_workspace->safeguard().isLooking());
    }
    /// Saves through the review and waits for it.
    void save()
    {
        QSignalSpy saved(m_workspace.get(), &ui::Workspace::saved);
        m_window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
        if (m_window->route().page != u"review"_s)
            QTest::keyClick(m_window.get(), Qt::Key_S, Qt::ControlModifier);
        press(u"save"_s);
        QVERIFY2(saved.count() > 0 || saved.wait(30000), qPrintable(textOf(u"saveProblem"_s)));
    }
    void choose(const QString &server) const
    {
        auto *list = find<QAbstractItemView>(u"servers"_s);
        QVERIFY(list);
        for (int row = 0; row < list->model()->rowCount(); ++row) {
            const QModelIndex index = list->model()->index(row, 0);
            if (index.data().toString() == server)
                QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->visualRect(index).center());
        }
    }
    void parkAndSave(const QString &server)
    {
        press(u"go_servers"_s);
        choose(server);
        press(u"parkServer"_s);
        accept(u"questionDo"_s);
        save();
        QCOMPARE(stored().size(), 1);
    }
    void accept(const QString &button) const
    {
        QTRY_VERIFY(find<QAbstractButton>(button));
        press(button);
        QTRY_VERIFY(!find<QAbstractButton>(button));
        // Without a window manager nobody gives the window the keys back.
        m_window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    }
    /// Gives the server “belgeler” this command, in the form.
    void editCommand(const QString &command)
    {
        m_window->go({u"edit"_s, u"belgeler"_s, {}});
        type(u"field_command"_s, command);
        press(u"editTake"_s);
        QCOMPARE(m_window->route().page, u"review"_s);
    }
    [[nodiscard]] QByteArray withCommand(const QString &command) const
    {
        auto edited = config::Document::parse(fileText()).value();
        config::Entry entry = edited.server(u"belgeler"_s).value().entry;
        entry.command = command;
        return edited.changed(u"belgeler"_s, entry).value().text();
    }
    [[nodiscard]] static QString plain(QString text) { return text.remove(QChar(0x200b)); }

    std::unique_ptr<test::Scene> m_scene;
};

void tst_Safety::init()
{
    m_keychain->items.clear();
    m_scene = std::make_unique<test::Scene>();
    QVERIFY(m_scene->isValid());
    reopen();
}

void tst_Safety::cleanup()
{
    closeWindow();
    m_scene.reset();
}

// A comma too many in line 4, and one that is missing behind line 6.
const QByteArray brokenText = R"({
  "mcpServers": {
    "a": {
      "command": "/bin/a",
    },
    "b": { "command": "/bin/b" }
    "c": { "command": "/bin/c" }
  }
}
)";
const QByteArray mendedText = R"({
  "mcpServers": {
    "a": {
      "command": "/bin/a"
    },
    "b": { "command": "/bin/b" },
    "c": { "command": "/bin/c" }
  }
}
)";

void tst_Safety::brokenFileIsMendedThroughItsDiff()
{
    writeFile(brokenText);
    reopen();
    QTRY_VERIFY(textOf(u"headline"_s).contains(u"2 faults"_s));
    QCOMPARE(find<QAbstractButton>(u"nextStep"_s)->text(), u"Show and mend"_s);
    press(u"nextStep"_s);

    auto *faults = find<QListWidget>(u"faults"_s);
    QVERIFY(faults);
    QTRY_COMPARE(faults->count(), 2);
    QVERIFY(faults->item(0)->text().contains(u"line 4"_s));
    auto *texts = find<ui::SideBySide>(u"mendTexts"_s);
    QTRY_VERIFY(texts->model()->rowCount() > 0);
    QTRY_COMPARE(texts->shownLine(), 4);
    QTest::mouseClick(faults->viewport(), Qt::LeftButton, {}, faults->visualItemRect(faults->item(1)).center());
    QVERIFY2(texts->shownLine() == 6 || texts->shownLine() == 7, qPrintable(QString::number(texts->shownLine())));
    QCOMPARE(fileText(), brokenText); // Looking changes nothing.

    QCOMPARE(find<QAbstractButton>(u"mend"_s)->text(), u"Mend the file"_s);
    press(u"mend"_s);
    QTRY_COMPARE(fileText(), mendedText);
    QTRY_COMPARE(m_window->route().page, u"overview"_s);
    QCOMPARE(names(), (QStringList{u"a"_s, u"b"_s, u"c"_s}));
    QVERIFY(isKept(brokenText));
    QVERIFY(!textOf(u"headline"_s).contains(u"fault"_s));
}

void tst_Safety::noSecretInTheDiffOfABrokenFile()
{
    writeFile("{\"mcpServers\": {\"x\": {\"command\": \"/bin/x\",\n\"env\": {\n\"SOME_TOKEN\": \"kept-Quiet-8812\",\n"
              "\"API_KEY\": “smart-quoted-4471”,\n}}}}\n");
    reopen();
    m_window->go({u"mend"_s, {}, {}});
    auto *texts = find<ui::SideBySide>(u"mendTexts"_s);
    QVERIFY(texts);
    QTRY_VERIFY(texts->model()->rowCount() > 0);
    QString all;
    for (int row = 0; row < texts->model()->rowCount(); ++row)
        for (const int role : {Qt::DisplayRole, Qt::ToolTipRole, Qt::AccessibleTextRole})
            all += texts->model()->index(row, 0).data(role).toString();
    QVERIFY(all.contains(u"SOME_TOKEN"_s));
    QVERIFY2(!all.contains(u"kept-Quiet"_s) && !all.contains(u"smart-quoted"_s), qPrintable(all));
}

void tst_Safety::mendingLeavesAFileThatIsAnotherByNow()
{
    writeFile(brokenText);
    reopen();
    m_window->go({u"mend"_s, {}, {}});
    QTRY_VERIFY(find<QAbstractButton>(u"mend"_s) && find<QAbstractButton>(u"mend"_s)->isEnabled());
    const QByteArray theirs = "{\"mcpServers\": {\"theirs\": {\"command\": \"/bin/theirs\"}}}\n";
    writeFile(theirs);
    press(u"mend"_s); // Before anybody looked again.
    QTRY_COMPARE(names(), QStringList{u"theirs"_s});
    QCOMPARE(fileText(), theirs);

    // The same where theirs is broken too.
    writeFile(brokenText);
    QTRY_VERIFY(m_workspace->brokenFile());
    m_window->go({u"mend"_s, {}, {}});
    QTRY_VERIFY(find<QAbstractButton>(u"mend"_s) && find<QAbstractButton>(u"mend"_s)->isEnabled());
    const QByteArray other = "{\"mcpServers\": {\"other\": {\"command\": \"/bin/other\",}}}\n";
    writeFile(other);
    press(u"mend"_s);
    QTRY_VERIFY(!textOf(u"mendProblem"_s).isEmpty());
    QCOMPARE(fileText(), other);
    QTRY_COMPARE(find<QListWidget>(u"faults"_s)->count(), 1); // What is wrong with this one.
}

void tst_Safety::aGuessIsNotOffered()
{
    const QByteArray before = fileText();
    const QByteArray broken = "{\"mcpServers\": {\"a\": {\"command\": }}}\n";
    writeFile(broken);
    QTRY_VERIFY(textOf(u"headline"_s).contains(u"fault"_s));
    press(u"nextStep"_s);
    QTRY_VERIFY(textOf(u"pageSentence"_s).contains(u"guess"_s));
    QVERIFY(find<QAbstractButton>(u"mendFolder"_s));
    QTRY_VERIFY(find<QAbstractButton>(u"mend"_s));
    QCOMPARE(find<QAbstractButton>(u"mend"_s)->text(), u"Restore this version"_s);
    QCOMPARE(fileText(), broken);
    press(u"mend"_s);
    QCOMPARE(m_window->route().page, u"review"_s);
    QVERIFY(find<QWidget>(u"diff"_s));
    save();
    QCOMPARE(fileText(), before);
    QVERIFY(isKept(broken));
    QCOMPARE(m_workspace->fileState(), ui::FileState::Good);
}

void tst_Safety::unsavedEditsOutliveABrokenFile()
{
    const QByteArray sound = fileText();
    press(u"go_servers"_s);
    choose(u"notlar"_s);
    press(u"removeServer"_s);
    accept(u"questionDo"_s);
    writeFile(sound + "}");
    QTRY_VERIFY(textOf(u"notice"_s).contains(u"broken"_s));
    QCOMPARE(names(), (QStringList{u"apinizer"_s, u"belgeler"_s}));
    press(u"noticeAct"_s);
    QTRY_VERIFY(find<QAbstractButton>(u"mend"_s) && find<QAbstractButton>(u"mend"_s)->isEnabled());
    press(u"mend"_s);
    QTRY_COMPARE(m_window->route().page, u"overview"_s);
    QCOMPARE(fileText(), sound);
    QVERIFY(!find<QWidget>(u"noticeBar"_s));
    QCOMPARE(names(), (QStringList{u"apinizer"_s, u"belgeler"_s}));
    QVERIFY(m_workspace->draft().isChanged());
    save();
    QCOMPARE(namesIn(fileText()), (QStringList{u"apinizer"_s, u"belgeler"_s}));
}

void tst_Safety::conflict_data()
{
    QTest::addColumn<bool>("mine");
    QTest::newRow("mine") << true;
    QTest::newRow("theirs") << false;
}

void tst_Safety::conflict()
{
    QFETCH(bool, mine);
    editCommand(u"/bin/true"_s);
    writeFile(withCommand(u"/bin/false"_s));
    QTRY_VERIFY(textOf(u"notice"_s).contains(u"same"_s));
    QVERIFY(m_workspace->draft().isChanged()); // Noticed, and nothing is lost.
    press(u"save"_s);
    QTRY_COMPARE(m_window->route().page, u"conflicts"_s);
    QCOMPARE(m_window->focusWidget()->objectName(), u"decideLater"_s); // The safe choice.
    QTRY_VERIFY(find<ui::SideChoice>(u"theirs"_s));
    QVERIFY(textOf(u"conflict"_s).contains(u"belgeler › command"_s));
    QCOMPARE(plain(find<ui::SideChoice>(u"mine"_s)->value()), u"\"/bin/true\""_s);
    QCOMPARE(plain(find<ui::SideChoice>(u"theirs"_s)->value()), u"\"/bin/false\""_s);
    QVERIFY(!find<QAbstractButton>(u"saveChoices"_s)->isEnabled());
    press(mine ? u"mine"_s : u"theirs"_s);
    press(u"saveChoices"_s);
    QTRY_COMPARE(m_window->route().page, u"overview"_s);
    QCOMPARE(config::Document::parse(fileText())->server(u"belgeler"_s)->entry.command,
             mine ? u"/bin/true"_s : u"/bin/false"_s);
    QVERIFY(!m_workspace->draft().isChanged());
}

void tst_Safety::conflictThatIsTakenBack()
{
    editCommand(u"/bin/true"_s);
    writeFile(withCommand(u"/bin/false"_s));
    QTRY_VERIFY(textOf(u"notice"_s).contains(u"same"_s));
    QTest::keyClick(m_window.get(), Qt::Key_Z, Qt::ControlModifier);
    QTRY_COMPARE(document().text(), fileText()); // Not what stood there before.
    QVERIFY(!find<QWidget>(u"noticeBar"_s));
}

void tst_Safety::conflictDecidedLater()
{
    const QString token = u"tok_0123456789-THEIRS"_s;
    auto theirs = document();
    config::Entry entry = theirs.server(u"apinizer"_s)->entry;
    entry.setVariable(u"APINIZER_TOKEN"_s, token);
    theirs = theirs.changed(u"apinizer"_s, entry).value();
    m_window->go({u"edit"_s, u"apinizer"_s, {}});
    type(u"field_token"_s, u"mcp_mine-0123456789abc"_s);
    if (auto *keep = find<QAbstractButton>(u"tokenInKeychain"_s); keep && keep->isChecked())
        QTest::mouseClick(keep, Qt::LeftButton);
    press(u"editTake"_s);
    writeFile(theirs.text());
    press(u"save"_s);
    QTRY_COMPARE_WITH_TIMEOUT(m_window->route().page, u"conflicts"_s, 20000);
    QTRY_VERIFY(find<ui::SideChoice>(u"theirs"_s));
    for (const QString &side : {u"mine"_s, u"theirs"_s}) {
        const QString value = find<ui::SideChoice>(side)->value();
        QVERIFY2(!value.contains(u"0123456789"_s), qPrintable(value));
    }
    QTest::keyClick(m_window->focusWidget(), Qt::Key_Return);
    QCOMPARE(m_window->route().page, u"review"_s);
    QCOMPARE(fileText(), theirs.text());       // Nothing was written,
    QVERIFY(m_workspace->draft().isChanged()); // and nothing forgotten.
}

void tst_Safety::conflictWithAFileThatIsGone_data()
{
    QTest::addColumn<bool>("mine");
    QTest::newRow("write it again") << true;
    QTest::newRow("leave it") << false;
}

void tst_Safety::conflictWithAFileThatIsGone()
{
    QFETCH(bool, mine);
    editCommand(u"/bin/true"_s);
    const QByteArray wanted = document().text();
    QVERIFY(QFile::remove(m_scene->configFile()));
    QTRY_VERIFY(textOf(u"notice"_s).contains(u"removed"_s));
    press(u"save"_s);
    QTRY_COMPARE(m_window->route().page, u"conflicts"_s);
    QTRY_VERIFY(find<QWidget>(u"theirs"_s));
    press(mine ? u"mine"_s : u"theirs"_s);
    press(u"saveChoices"_s);
    if (mine) {
        QTRY_COMPARE(fileText(), wanted);
    } else {
        QTRY_COMPARE(m_window->route().page, u"overview"_s);
        QVERIFY(!QFile::exists(m_scene->configFile()));
        QTRY_VERIFY(textOf(u"headline"_s).contains(u"3 servers disappeared"_s)); // And the way back is there.
    }
}

void tst_Safety::changesOfAnotherAreMerged()
{
    press(u"go_servers"_s);
    choose(u"belgeler"_s);
    press(u"removeServer"_s);
    accept(u"questionDo"_s);
    config::Entry entry;
    entry.command = u"/bin/true"_s;
    const auto theirs = config::Document::parse(fileText())->added(u"theirs"_s, entry).value();
    writeFile(theirs.text());
    QTRY_VERIFY(textOf(u"notice"_s).contains(u"theirs"_s));
    QCOMPARE(names(), (QStringList{u"apinizer"_s, u"notlar"_s, u"theirs"_s}));
    QCOMPARE(m_workspace->draft().changedServers(), QStringList{u"belgeler"_s}); // Theirs is not to be saved.
    press(u"noticeAct"_s);
    QVERIFY(!find<QWidget>(u"noticeBar"_s));
    QTest::keyClick(m_window.get(), Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(document().text(), theirs.text()); // Undo takes back one's own only.
    QTest::keyClick(m_window.get(), Qt::Key_Y, Qt::ControlModifier);
    save();
    QCOMPARE(fileText(), theirs.removed(u"belgeler"_s)->text());
}

void tst_Safety::changesOfAnotherAtTheMomentOfSaving()
{
    press(u"go_servers"_s);
    choose(u"belgeler"_s);
    press(u"removeServer"_s);
    accept(u"questionDo"_s);
    press(u"review"_s);
    config::Entry entry;
    entry.command = u"/bin/true"_s;
    const auto theirs = config::Document::parse(fileText())->added(u"theirs"_s, entry).value();
    writeFile(theirs.text());
    save(); // Before the window has looked at the file.
    QCOMPARE(fileText(), theirs.removed(u"belgeler"_s)->text());
    QVERIFY(textOf(u"notice"_s).contains(u"theirs"_s));
}

void tst_Safety::undoOutlivesAnOutsideChange()
{
    press(u"go_servers"_s);
    choose(u"belgeler"_s);
    press(u"removeServer"_s);
    accept(u"questionDo"_s);
    save();
    config::Entry entry;
    entry.command = u"/bin/true"_s;
    writeFile(document().added(u"theirs"_s, entry)->text());
    QTRY_COMPARE(names(), (QStringList{u"apinizer"_s, u"notlar"_s, u"theirs"_s}));
    QTest::keyClick(m_window.get(), Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(names().size(), 4);
    QVERIFY(names().contains(u"belgeler"_s));
}

void tst_Safety::serversThatDisappear_data()
{
    QTest::addColumn<bool>("closed");
    QTest::addColumn<std::optional<QByteArray>>("left");
    QTest::addColumn<int>("lost");
    const std::optional<QByteArray> wiped("{\n  \"mcpServers\": {},\n  \"preferences\": {\"a\": 1}\n}\n");
    const std::optional<QByteArray> emptied("");
    for (const bool closed : {false, true}) {
        const char *when = closed ? "while closed" : "while open";
        QTest::addRow("wiped %s", when) << closed << wiped << 3;
        QTest::addRow("emptied %s", when) << closed << emptied << 3;
        QTest::addRow("gone %s", when) << closed << std::optional<QByteArray>() << 3;
    }
}

void tst_Safety::serversThatDisappear()
{
    QFETCH(bool, closed);
    QFETCH(std::optional<QByteArray>, left);
    QFETCH(int, lost);
    const config::Document before = document();
    if (closed) {
        m_window.reset();
        m_workspace.reset();
    }
    if (left)
        writeFile(*left);
    else
        QVERIFY(QFile::remove(m_scene->configFile()));
    if (closed)
        reopen();
    QTRY_VERIFY2(textOf(u"headline"_s).contains(u"%1 servers disappeared"_s.arg(lost)),
                 qPrintable(textOf(u"headline"_s)));
    if (left || !closed)
        QVERIFY2(textOf(u"headline"_s).contains(u"today at"_s), qPrintable(textOf(u"headline"_s)));
    QCOMPARE(find<QAbstractButton>(u"nextStep"_s)->text(), u"Restore %1 servers"_s.arg(lost));
    press(u"nextStep"_s);
    QCOMPARE(m_window->route().page, u"review"_s);
    QVERIFY(find<QWidget>(u"diff"_s)); // Shown, and not yet written.
    QCOMPARE(QFile::exists(m_scene->configFile()), left.has_value());
    // Going away from the review loses nothing.
    press(u"go_overview"_s);
    QCOMPARE(find<QAbstractButton>(u"nextStep"_s)->text(), u"Review and save"_s);
    press(u"nextStep"_s);
    save();
    QCOMPARE(namesIn(fileText()), (QStringList{u"apinizer"_s, u"notlar"_s, u"belgeler"_s}));
    const auto after = config::Document::parse(fileText()).value();
    for (const QString &name : {u"apinizer"_s, u"notlar"_s, u"belgeler"_s})
        QCOMPARE(after.memberText(name), before.memberText(name));
    if (left && !left->isEmpty())
        QVERIFY(fileText().contains("\"a\": 1")); // What the other program wrote besides.
    press(u"go_overview"_s);
    QTRY_VERIFY(!textOf(u"headline"_s).contains(u"disappeared"_s));
    reopen();
    QVERIFY(!m_workspace->safeguard().disappearance());
}

void tst_Safety::disappearanceIsRight()
{
    writeFile(document().removed(u"notlar"_s)->removed(u"belgeler"_s)->text());
    QTRY_VERIFY(textOf(u"headline"_s).contains(u"2 servers disappeared"_s));
    m_window->go({u"servers"_s, {}, {}});
    QVERIFY(textOf(u"notice"_s).contains(u"2 servers disappeared"_s)); // On every page.
    press(u"noticeAct"_s);
    // Told again until somebody says so.
    reopen();
    QTRY_VERIFY(textOf(u"headline"_s).contains(u"2 servers disappeared"_s));
    press(u"otherStep"_s);
    QVERIFY(!textOf(u"headline"_s).contains(u"disappeared"_s));
    const auto isNoted = [this] {
        const auto seen = store::readSeen(dataFolder(), m_scene->configFile());
        return seen && seen->servers.size() == 1;
    };
    QTRY_VERIFY(isNoted());
    reopen();
    QVERIFY(!textOf(u"headline"_s).contains(u"disappeared"_s));
}

void tst_Safety::disappearedBesideUnsavedEdits()
{
    const config::Document before = document();
    editCommand(u"/bin/true"_s);
    writeFile(before.removed(u"apinizer"_s)->removed(u"notlar"_s)->text());
    press(u"go_overview"_s);
    QTRY_VERIFY(textOf(u"headline"_s).contains(u"2 servers disappeared"_s));
    press(u"nextStep"_s);
    save();
    QCOMPARE(namesIn(fileText()), (QStringList{u"apinizer"_s, u"notlar"_s, u"belgeler"_s}));
    QCOMPARE(config::Document::parse(fileText())->server(u"belgeler"_s)->entry.command, u"/bin/true"_s);
}

void tst_Safety::lostOutliveAnUnrelatedSave_data()
{
    QTest::addColumn<bool>("told");
    QTest::addColumn<bool>("restored");
    QTest::newRow("told before, restored") << true << true;
    QTest::newRow("told before, dismissed") << true << false;
    QTest::newRow("not told yet, restored") << false << true;
    QTest::newRow("not told yet, dismissed") << false << false;
}

void tst_Safety::lostOutliveAnUnrelatedSave()
{
    QFETCH(bool, told);
    QFETCH(bool, restored);
    const config::Document before = document();
    const auto isTold = [this] { return textOf(u"headline"_s).contains(u"2 servers disappeared"_s); };
    editCommand(u"/bin/true"_s);
    writeFile(before.removed(u"apinizer"_s)->removed(u"notlar"_s)->text());
    if (told) {
        press(u"go_overview"_s);
        QTRY_VERIFY(isTold());
    }
    save();
    QCOMPARE(namesIn(fileText()), QStringList{u"belgeler"_s});
    m_window->go({u"overview"_s, {}, {}});
    QTRY_VERIFY(isTold());
    // Another save, by a window that was opened since.
    reopen();
    QTRY_VERIFY(isTold());
    editCommand(u"/bin/false"_s);
    save();
    m_window->go({u"overview"_s, {}, {}});
    QTRY_VERIFY(isTold());
    QTRY_VERIFY(!m_workspace->safeguard().isLooking());
    if (restored) {
        press(u"nextStep"_s);
        save();
        const auto after = config::Document::parse(fileText()).value();
        for (const QString &name : {u"apinizer"_s, u"notlar"_s})
            QCOMPARE(after.memberText(name), before.memberText(name));
        QCOMPARE(after.server(u"belgeler"_s)->entry.command, u"/bin/false"_s);
    } else {
        press(u"otherStep"_s);
        const auto isNoted = [this] {
            const auto seen = store::readSeen(dataFolder(), m_scene->configFile());
            return seen && seen->servers.size() == 1;
        };
        QTRY_VERIFY(isNoted());
    }
    m_window->go({u"overview"_s, {}, {}});
    QTRY_VERIFY(!isTold());
    reopen();
    QVERIFY(!m_workspace->safeguard().disappearance());
}

void tst_Safety::lostWhileSaving()
{
    press(u"go_servers"_s);
    choose(u"belgeler"_s);
    press(u"removeServer"_s);
    accept(u"questionDo"_s);
    press(u"review"_s);
    const config::Document before = m_workspace->draft().opened().document;
    writeFile(before.removed(u"apinizer"_s)->text());
    save(); // At the same moment: the merge takes both away.
    QCOMPARE(namesIn(fileText()), QStringList{u"notlar"_s});
    m_window->go({u"overview"_s, {}, {}});
    QTRY_VERIFY2(textOf(u"headline"_s).contains(u"disappeared"_s), qPrintable(textOf(u"headline"_s)));
    press(u"nextStep"_s);
    save();
    QCOMPARE(namesIn(fileText()), (QStringList{u"apinizer"_s, u"notlar"_s})); // Not what was removed here.
}

void tst_Safety::removedInKopruIsNoLoss()
{
    press(u"go_servers"_s);
    choose(u"belgeler"_s);
    press(u"removeServer"_s);
    accept(u"questionDo"_s);
    save();
    reopen();
    QVERIFY(!m_workspace->safeguard().disappearance());
}

void tst_Safety::earlierVersions()
{
    const QByteArray first = fileText();
    press(u"go_servers"_s);
    choose(u"belgeler"_s);
    press(u"removeServer"_s);
    accept(u"questionDo"_s);
    save();
    const QByteArray second = fileText();
    press(u"go_settings"_s);
    press(u"earlierVersions"_s);
    auto *list = find<QAbstractItemView>(u"versions"_s);
    QTRY_VERIFY((list = find<QAbstractItemView>(u"versions"_s)));
    QTRY_COMPARE(list->model()->rowCount(), 2);
    QTRY_VERIFY(list->model()->index(0, 0).data().toString().contains(u"2 servers"_s)); // The newest first.
    QTRY_VERIFY(list->model()->index(1, 0).data().toString().contains(u"3 servers"_s));
    QTRY_VERIFY(textOf(u"versionNote"_s).contains(u"like this now"_s));
    QVERIFY(!find<QAbstractButton>(u"restoreVersion"_s)->isEnabled());
    list->setFocus();
    QTest::keyClick(list, Qt::Key_Down);
    QTRY_VERIFY(find<QAbstractItemView>(u"versionDiff"_s));
    QTRY_VERIFY(find<QAbstractButton>(u"restoreVersion"_s)->isEnabled());
    press(u"restoreVersion"_s);
    QCOMPARE(m_window->route().page, u"review"_s);
    QCOMPARE(document().text(), first);
    QCOMPARE(fileText(), second);
    QTest::keyClick(m_window.get(), Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(document().text(), second);
    QTest::keyClick(m_window.get(), Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
    save();
    QCOMPARE(fileText(), first);
}

void tst_Safety::brokenVersionIsNotRestored()
{
    const QByteArray broken =
        QByteArray(brokenText).replace("\"/bin/a\",", "\"/bin/a\", \"env\": {\"API_TOKEN\": \"kept-Quiet-7\"},");
    writeFile(broken);
    QTRY_VERIFY(m_workspace->brokenFile() && isKept(broken));
    press(u"earlierVersions"_s); // On the overview.
    QTRY_VERIFY(find<QAbstractItemView>(u"versions"_s));
    auto *list = find<QAbstractItemView>(u"versions"_s);
    QTRY_COMPARE(list->model()->rowCount(), 2);
    QTRY_VERIFY(list->model()->index(0, 0).data().toString().contains(u"broken"_s));
    QTRY_VERIFY(textOf(u"versionNote"_s).contains(u"cannot be read"_s));
    QVERIFY(!find<QAbstractButton>(u"restoreVersion"_s)->isEnabled());
    // It can be looked at.
    QTRY_COMPARE(textOf(u"versionTitle"_s), u"The text of this version"_s);
    const auto *lines = find<QAbstractItemView>(u"versionDiff"_s);
    QVERIFY(lines);
    QString shown;
    for (int row = 0; row < lines->model()->rowCount(); ++row)
        shown += lines->model()->index(row, 0).data().toString() + u'\n';
    QVERIFY2(shown.contains(u"\"c\": { \"command\": \"/bin/c\" }"_s), qPrintable(shown));
    QVERIFY2(!shown.contains(u"kept-Quiet"_s), qPrintable(shown));
    list->setFocus();
    QTest::keyClick(list, Qt::Key_Down);
    QTRY_VERIFY(find<QAbstractButton>(u"restoreVersion"_s)->isEnabled());
    press(u"restoreVersion"_s);
    save();
    QCOMPARE(namesIn(fileText()).size(), 3);
}

void tst_Safety::parkAndPutBack()
{
    const QByteArray before = fileText();
    press(u"go_servers"_s);
    choose(u"notlar"_s);
    press(u"parkServer"_s);
    QTRY_VERIFY(find<QDialog>(u"question"_s));
    QVERIFY(find<QDialog>(u"question"_s)->focusWidget());
    QCOMPARE(find<QDialog>(u"question"_s)->focusWidget()->objectName(), u"questionKeep"_s);
    accept(u"questionDo"_s);
    QCOMPARE(names(), (QStringList{u"apinizer"_s, u"belgeler"_s}));
    QTRY_COMPARE(textOf(u"parkedName"_s), u"notlar"_s);
    QVERIFY(stored().isEmpty()); // An edit like any other: nothing is written before the save.
    QCOMPARE(fileText(), before);
    save();
    QCOMPARE(namesIn(fileText()), (QStringList{u"apinizer"_s, u"belgeler"_s}));
    QCOMPARE(stored().size(), 1);

    reopen();
    press(u"go_servers"_s);
    QTRY_VERIFY(find<QLabel>(u"parkedName"_s));
    QVERIFY(!m_workspace->safeguard().disappearance()); // Kopru took it out itself.
    press(u"putBack"_s);
    QVERIFY(!find<QLabel>(u"parkedName"_s));
    QCOMPARE(names(), (QStringList{u"apinizer"_s, u"notlar"_s, u"belgeler"_s}));
    QCOMPARE(stored().size(), 1); // First the file, then the store.
    save();
    QCOMPARE(fileText(), before); // Unchanged, and where it stood.
    QVERIFY(stored().isEmpty());
}

void tst_Safety::parkFromTheServersOwnPage()
{
    m_window->go({u"server"_s, u"belgeler"_s, {}});
    QAction *park = nullptr;
    for (QAction *action : find<QPushButton>(u"more"_s)->menu()->actions())
        if (action->text() == u"Park"_s)
            park = action;
    QVERIFY(park);
    park->trigger();
    accept(u"questionDo"_s);
    QCOMPARE(m_window->route().page, u"servers"_s);
    QTRY_COMPARE(textOf(u"parkedName"_s), u"belgeler"_s);
}

void tst_Safety::undoneParkingIsNone()
{
    press(u"go_servers"_s);
    choose(u"notlar"_s);
    press(u"parkServer"_s);
    accept(u"questionDo"_s);
    press(u"undo"_s);
    QVERIFY(!find<QLabel>(u"parkedName"_s));
    choose(u"notlar"_s);
    press(u"removeServer"_s);
    accept(u"questionDo"_s);
    QVERIFY(!find<QLabel>(u"parkedName"_s)); // Removed is not parked.
    save();
    QVERIFY(stored().isEmpty());
    QCOMPARE(namesIn(fileText()), (QStringList{u"apinizer"_s, u"belgeler"_s}));
}

void tst_Safety::undoOfPuttingBack()
{
    press(u"go_servers"_s);
    choose(u"notlar"_s);
    press(u"parkServer"_s);
    accept(u"questionDo"_s);
    save();
    press(u"go_servers"_s);
    QTRY_VERIFY(find<QLabel>(u"parkedName"_s));
    // Undo brings it back into the file, and so takes it out of the store; redo is the other way round.
    QTest::keyClick(m_window.get(), Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(names().size(), 3);
    QVERIFY(!find<QLabel>(u"parkedName"_s));
    save();
    QCOMPARE(namesIn(fileText()).size(), 3);
    QVERIFY(stored().isEmpty());
    QTest::keyClick(m_window.get(), Qt::Key_Y, Qt::ControlModifier);
    save();
    QCOMPARE(namesIn(fileText()).size(), 2);
    QCOMPARE(stored().size(), 1);
}

void tst_Safety::putBackAndRenamed()
{
    parkAndSave(u"notlar"_s);
    press(u"go_servers"_s);
    QTRY_VERIFY(find<QAbstractButton>(u"putBack"_s));
    press(u"putBack"_s);
    choose(u"notlar"_s);
    press(u"renameServer"_s);
    QTRY_VERIFY(find<QLineEdit>(u"newName"_s));
    type(u"newName"_s, u"notes"_s);
    accept(u"nameAccept"_s);
    QVERIFY(!find<QLabel>(u"parkedName"_s)); // It is in the list of servers, and in no other.
    save();
    QVERIFY(stored().isEmpty());
    QCOMPARE(namesIn(fileText()), (QStringList{u"apinizer"_s, u"notes"_s, u"belgeler"_s}));
    press(u"go_servers"_s);
    QTRY_VERIFY(!find<QLabel>(u"parkedName"_s));
}

void tst_Safety::putBackAndRemoved()
{
    parkAndSave(u"notlar"_s);
    press(u"go_servers"_s);
    QTRY_VERIFY(find<QAbstractButton>(u"putBack"_s));
    press(u"putBack"_s);
    choose(u"notlar"_s);
    press(u"removeServer"_s);
    accept(u"questionDo"_s);
    QTRY_COMPARE(textOf(u"parkedName"_s), u"notlar"_s); // It was never saved that it is not parked.
    editCommand(u"/bin/true"_s);
    save();
    QCOMPARE(stored().size(), 1);
    QCOMPARE(namesIn(fileText()), (QStringList{u"apinizer"_s, u"belgeler"_s}));
}

void tst_Safety::putBackSavedAndUndone()
{
    parkAndSave(u"notlar"_s);
    press(u"go_servers"_s);
    QTRY_VERIFY(find<QAbstractButton>(u"putBack"_s));
    press(u"putBack"_s);
    save();
    QVERIFY(stored().isEmpty());
    QTest::keyClick(m_window.get(), Qt::Key_Z, Qt::ControlModifier);
    press(u"go_servers"_s);
    QTRY_COMPARE(textOf(u"parkedName"_s), u"notlar"_s);
    save();
    QCOMPARE(stored().size(), 1);
    QCOMPARE(namesIn(fileText()), (QStringList{u"apinizer"_s, u"belgeler"_s}));
}

void tst_Safety::removalUndonePastParking()
{
    press(u"go_servers"_s);
    choose(u"notlar"_s);
    press(u"parkServer"_s);
    accept(u"questionDo"_s);
    QTRY_VERIFY(find<QAbstractButton>(u"putBack"_s));
    press(u"putBack"_s);
    choose(u"notlar"_s);
    press(u"removeServer"_s);
    accept(u"questionDo"_s);
    QVERIFY(!find<QLabel>(u"parkedName"_s));
    for (int i = 0; i < 3; ++i) // Removed, put back, parked.
        QTest::keyClick(m_window.get(), Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(names().size(), 3);
    QTest::keyClick(m_window.get(), Qt::Key_Y, Qt::ControlModifier);
    QTRY_COMPARE(textOf(u"parkedName"_s), u"notlar"_s);
    save();
    QCOMPARE(namesIn(fileText()), (QStringList{u"apinizer"_s, u"belgeler"_s}));
    QCOMPARE(stored().size(), 1);
}

void tst_Safety::nameTakenOnReturn()
{
    const QByteArray member = document().memberText(u"notlar"_s);
    press(u"go_servers"_s);
    choose(u"notlar"_s);
    press(u"parkServer"_s);
    accept(u"questionDo"_s);
    save();
    config::Entry entry;
    entry.command = u"/bin/true"_s;
    writeFile(document().added(u"notlar"_s, entry)->text());
    QTRY_COMPARE(names().size(), 3);
    press(u"go_servers"_s);
    QTRY_VERIFY(find<QAbstractButton>(u"putBack"_s));
    press(u"putBack"_s);
    QTRY_VERIFY(find<QLineEdit>(u"newName"_s));
    QCOMPARE(find<QLineEdit>(u"newName"_s)->text(), u"notlar-2"_s);
    accept(u"nameAccept"_s);
    save();
    const auto after = config::Document::parse(fileText()).value();
    QCOMPARE(after.memberText(u"notlar-2"_s), QByteArray(member).replace("\"notlar\"", "\"notlar-2\""));
    QCOMPARE(after.server(u"notlar"_s)->entry.command, u"/bin/true"_s);
    QVERIFY(stored().isEmpty());
}

void tst_Safety::parkedIsDeletedForGood()
{
    press(u"go_servers"_s);
    choose(u"notlar"_s);
    press(u"parkServer"_s);
    accept(u"questionDo"_s);
    save();
    press(u"go_servers"_s);
    QTRY_VERIFY(find<QAbstractButton>(u"forgetParked"_s));
    press(u"forgetParked"_s);
    accept(u"questionDo"_s);
    QTRY_VERIFY(stored().isEmpty());
    QTRY_VERIFY(!find<QLabel>(u"parkedName"_s));
    QCOMPARE(namesIn(fileText()), (QStringList{u"apinizer"_s, u"belgeler"_s}));
}

void tst_Safety::unsavedTokenIsNotParked()
{
    const config::Document before = document();
    const config::Entry entry = before.server(u"apinizer"_s)->entry;
    QVERIFY(m_workspace->edit(
        before.changed(u"apinizer"_s, m_workspace->hold(u"apinizer"_s, entry, {u"APINIZER_TOKEN"_s})).value()));
    press(u"go_servers"_s);
    choose(u"apinizer"_s);
    press(u"parkServer"_s);
    QTRY_VERIFY(find<QDialog>(u"question"_s));
    QCOMPARE(find<QAbstractButton>(u"questionDo"_s)->text(), u"Review and save"_s);
    accept(u"questionDo"_s);
    QCOMPARE(m_window->route().page, u"review"_s);
    QCOMPARE(names().size(), 3);
}

void tst_Safety::tokensOfParkedServersAreInUse()
{
    m_keychain->items.insert(u"apinizer"_s, test::Scene::token());
    auto edited = document();
    config::Entry entry = edited.server(u"apinizer"_s)->entry;
    entry.setVariable(u"APINIZER_TOKEN"_s, secrets::keychainReference(u"apinizer"_s));
    edited = edited.changed(u"apinizer"_s, entry)->duplicated(u"apinizer"_s, u"second"_s).value();
    writeFile(edited.text());
    reopen();
    // While it is being parked …
    press(u"go_servers"_s);
    choose(u"apinizer"_s);
    press(u"parkServer"_s);
    accept(u"questionDo"_s);
    choose(u"second"_s);
    press(u"removeServer"_s);
    accept(u"questionDo"_s);
    press(u"review"_s);
    const auto left = [this] {
        std::optional<QStringList> answer;
        QObject context;
        m_workspace->findItemsLeft(&context, [&answer](const QStringList &items) { answer = items; });
        return QTest::qWaitFor([&answer] { return answer.has_value(); }) ? *answer : QStringList{u"no answer"_s};
    };
    QCOMPARE(left(), QStringList());
    QVERIFY(!find<QAbstractButton>(u"deleteItem"_s));
    QTest::keyClick(m_window.get(), Qt::Key_Z, Qt::ControlModifier); // The second one is there again.
    save();
    QCOMPARE(stored().size(), 1);
    // … and afterwards, also for a window that did not park it.
    reopen();
    press(u"go_servers"_s);
    choose(u"second"_s);
    press(u"removeServer"_s);
    accept(u"questionDo"_s);
    press(u"review"_s);
    QCOMPARE(left(), QStringList());
    save();
    QVERIFY(m_keychain->items.contains(u"apinizer"_s));
}

void tst_Safety::undoAndRedoEveryEdit()
{
    QList<QByteArray> versions{document().text()};
    press(u"go_servers"_s);
    choose(u"notlar"_s);
    press(u"renameServer"_s);
    QTRY_VERIFY(find<QLineEdit>(u"newName"_s));
    type(u"newName"_s, u"notes"_s);
    accept(u"nameAccept"_s);
    versions.append(document().text());
    press(u"duplicateServer"_s);
    accept(u"nameAccept"_s);
    versions.append(document().text());
    press(u"removeServer"_s);
    accept(u"questionDo"_s);
    versions.append(document().text());
    choose(u"belgeler"_s);
    press(u"parkServer"_s);
    accept(u"questionDo"_s);
    versions.append(document().text());
    m_window->go({u"edit"_s, u"apinizer"_s, {}});
    type(u"field_host"_s, u"other.example.com"_s);
    press(u"editTake"_s);
    versions.append(document().text());

    for (qsizetype i = versions.size() - 2; i >= 0; --i) {
        QTest::keyClick(m_window.get(), Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(document().text(), versions.at(i));
    }
    QTest::keyClick(m_window.get(), Qt::Key_Z, Qt::ControlModifier); // One too many is none.
    QCOMPARE(document().text(), versions.first());
    QTest::keyClick(m_window.get(), Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(document().text(), versions.at(1));
    QTest::keyClick(m_window.get(), Qt::Key_Y, Qt::ControlModifier);
    QCOMPARE(document().text(), versions.at(2));
    press(u"go_servers"_s);
    press(u"redo"_s);
    QCOMPARE(document().text(), versions.at(3));
    press(u"undo"_s);
    QCOMPARE(document().text(), versions.at(2));
    press(u"redo"_s);
    press(u"redo"_s);
    press(u"redo"_s);
    QCOMPARE(document().text(), versions.last());
    QVERIFY(!find<QAbstractButton>(u"redo"_s)->isEnabled());
}

void tst_Safety::showDiff()
{
    press(u"go_servers"_s);
    choose(u"belgeler"_s);
    press(u"removeServer"_s);
    accept(u"questionDo"_s);
    QVERIFY(!find<QWidget>(u"barDiff"_s));
    press(u"showDiff"_s);
    auto *diff = find<QAbstractItemView>(u"barDiff"_s);
    QVERIFY(diff);
    QString all;
    for (int row = 0; row < diff->model()->rowCount(); ++row)
        all += diff->model()->index(row, 0).data().toString() + u'\n';
    QVERIFY(all.contains(u"- "_s) && all.contains(u"belgeler"_s));
    QCOMPARE(m_window->route().page, u"servers"_s); // One stays where one is.
    press(u"showDiff"_s);
    QVERIFY(!find<QWidget>(u"barDiff"_s));
}

void tst_Safety::anotherKopruIsSaving()
{
    press(u"go_servers"_s);
    choose(u"belgeler"_s);
    press(u"removeServer"_s);
    accept(u"questionDo"_s);
    press(u"review"_s);
    // The lock itself is tested where it is made; to wait for it takes ten seconds.
    for (const platform::FileProblem problem : {platform::FileProblem::Busy, platform::FileProblem::Changed}) {
        Q_EMIT m_workspace->saveFailed({platform::FileError{problem, m_scene->configFile(), 0}, {}, {}});
        QVERIFY(textOf(u"saveProblem"_s).startsWith(u"Another"_s));
        QVERIFY(find<QAbstractButton>(u"saveAgain"_s)->isEnabled());
        QVERIFY(m_workspace->draft().isChanged());
    }
    QSignalSpy saved(m_workspace.get(), &ui::Workspace::saved);
    press(u"saveAgain"_s);
    QVERIFY(saved.count() > 0 || saved.wait(30000));
    QCOMPARE(namesIn(fileText()), (QStringList{u"apinizer"_s, u"notlar"_s}));
}

void tst_Safety::twoWindows()
{
    ui::Workspace other(m_scene->platform(), QString(),
                        ui::KeychainAccess{m_keychain->backend(), m_keychain->reader()});
    press(u"go_servers"_s);
    choose(u"belgeler"_s);
    press(u"removeServer"_s);
    accept(u"questionDo"_s);
    press(u"review"_s);
    QVERIFY(other.edit(other.draft().document().removed(u"notlar"_s).value()));
    QSignalSpy saved(m_workspace.get(), &ui::Workspace::saved);
    QSignalSpy savedThere(&other, &ui::Workspace::saved);
    press(u"save"_s);
    other.save(); // At the same moment.
    QVERIFY(saved.count() > 0 || saved.wait(30000));
    QVERIFY(savedThere.count() > 0 || savedThere.wait(30000));
    QCOMPARE(namesIn(fileText()), QStringList{u"apinizer"_s});
    // Both know what the file is now, and neither has anything left to save.
    QTRY_COMPARE(names(), QStringList{u"apinizer"_s});
    QTRY_COMPARE(other.draft().document().servers().size(), 1);
    QVERIFY(!m_workspace->draft().isChanged() && !other.draft().isChanged());
}

int main(int argc, char *argv[])
{
    test::scrubEnvironment();
    QApplication application(argc, argv);
    store::Language language(application);
    language.apply(u"en"_s);
    ui::Theme theme(application);
    theme.apply(store::Appearance::Light);
    tst_Safety test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_safety.moc"
