#include "app/config/document.h"
#include "app/store/language.h"
#include "tests/support/environment.h"
#include "tests/ui/scene.h"
#include "tests/ui/windowtest.h"
#include "ui/pages/page.h"
#include "ui/theme.h"
#include "ui/widgets/jsonedit.h"
#include "ui/workspace.h"

#include <QtGui/QClipboard>
#include <QtTest/QtTest>
#include <QtWidgets/QApplication>
#include <QtWidgets/QDialog>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QListWidget>
#include <QtWidgets/QScrollBar>

using namespace Qt::StringLiterals;
using namespace kopru;

/// The settings file as text, whole and entry by entry, beside the forms.
class tst_JsonTab : public test::WindowTest
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void soundFilesStayAsTheyAre_data();
    void soundFilesStayAsTheyAre();
    void typingIsAnEdit();
    void undoGoesThroughTheWorkspace();
    void faultAppearsAndDisappears();
    void clickJumpsToTheFault();
    void unreadTextStays();
    void unreadTextIsNotSaved();
    void formShowsWhatWasTyped();
    void textShowsWhatAFormDid();
    void formAndTextMeet();
    void entryTab();
    void entryTabFollowsTheName();
    void secretsAreHidden();
    void hiddenSecretIsOneThing();
    void cutAndPasteKeepsHiddenSecrets();
    void typedSecretIsHidden();
    void mending();
    void onlyWhatIsShownIsTaken();
    void brokenFile();
    void notUtf8();
    void readOnlyWhileSaving();
    void readingTheFileAnewGivesUpTheText();
    void findAndGoTo();
    void indentation();
    void keyboardGetsOut();
    void saveKeyTakesTheLastWord();
    void largeFile();
    void longLine();

private:
    void openWith(const QByteArray &bytes)
    {
        m_window.reset();
        m_workspace.reset();
        QFile file(m_scene->configFile());
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
        file.write(bytes);
        file.close();
        reopen();
    }
    void reopen() { openWindow(m_scene->platform(), {1120, 760}); }
    [[nodiscard]] ui::JsonEdit *text() const { return find<ui::JsonEdit>(u"jsonText"_s); }
    [[nodiscard]] QByteArray draft() const { return m_workspace->draft().document().text(); }
    [[nodiscard]] QByteArray fileText() const
    {
        QFile file(m_scene->configFile());
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    void showFile() const { m_window->go({u"text"_s, {}, {}}); }
    /// The cursor in front of a part of the text, as the editor holds it.
    void placeAt(const QString &part) const
    {
        const qsizetype place = text()->characters().indexOf(part);
        QVERIFY2(place >= 0, qPrintable(part));
        text()->jumpTo(place);
    }
    [[nodiscard]] int faults() const
    {
        const auto *list = m_window->page()->findChild<QListWidget *>(u"jsonFaults"_s);
        int count = 0;
        for (int i = 0; list && list->isVisible() && i < list->count(); ++i)
            count += text()->marks().value(i).state == ui::State::Failed ? 1 : 0;
        return count;
    }

    std::unique_ptr<test::Scene> m_scene;
};

namespace {

const QByteArray simple = R"({
  "mcpServers": {
    "one": {
      "command": "/bin/sh",
      "args": ["-c", "exit"]
    },
    "two": {
      "command": "/bin/true",
      "env": { "API_TOKEN": "geheim-0123456789" }
    }
  },
  "theme": "dark"
}
)";

} // namespace

void tst_JsonTab::init()
{
    m_scene = std::make_unique<test::Scene>();
    QVERIFY(m_scene->isValid());
    if (qstrcmp(QTest::currentTestFunction(), "soundFilesStayAsTheyAre") != 0)
        openWith(simple);
}

void tst_JsonTab::cleanup()
{
    closeWindow();
    m_scene.reset();
}

void tst_JsonTab::soundFilesStayAsTheyAre_data()
{
    QTest::addColumn<QString>("path");
    const QDir folder(QStringLiteral(KOPRU_TEST_DATA "/config/sound"));
    for (const QString &name : folder.entryList({u"*.json"_s}, QDir::Files, QDir::Name))
        QTest::newRow(qPrintable(name)) << folder.filePath(name);
}

void tst_JsonTab::soundFilesStayAsTheyAre()
{
    QFETCH(QString, path);
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray bytes = file.readAll();
    ui::JsonEdit edit(u"edit"_s);
    edit.resize(600, 400);
    for (const bool shown : {false, true}) {
        edit.showSecrets(shown);
        edit.setText(bytes, config::usualLineEnd(bytes));
        edit.show();
        (void)edit.grab();
        QCOMPARE(edit.text(), bytes);
        // One letter, by a key, in front of the first quote's text.
        const qsizetype offset = bytes.indexOf('"') + 1;
        edit.jumpTo(edit.characters().indexOf(u'"') + 1);
        QTest::keyClick(&edit, Qt::Key_Q);
        QByteArray expected = bytes;
        expected.insert(offset > 0 ? offset : 0, 'q');
        QCOMPARE(edit.text(), expected);
        QTest::keyClick(&edit, Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(edit.text(), bytes);
    }
}

void tst_JsonTab::typingIsAnEdit()
{
    press(u"go_settings"_s);
    press(u"settingsText"_s);
    QCOMPARE(text()->text(), simple);
    placeAt(u"dark"_s);
    QTest::keyClicks(text(), u"very "_s);
    QByteArray expected = simple;
    expected.replace("\"dark\"", "\"very dark\"");
    QTRY_COMPARE(draft(), expected);
    QVERIFY(!m_workspace->unreadText());
    QVERIFY(find<QWidget>(u"unsavedBar"_s));
    QCOMPARE(fileText(), simple); // Only the draft.
}

void tst_JsonTab::undoGoesThroughTheWorkspace()
{
    showFile();
    placeAt(u"dark"_s);
    QTest::keyClicks(text(), u"a"_s);
    QTRY_VERIFY(draft().contains("\"adark\""));
    QTest::keyClicks(text(), u"bc"_s);
    QTRY_VERIFY(draft().contains("\"abcdark\""));
    QTest::keyClick(text(), Qt::Key_Z, Qt::ControlModifier);
    QVERIFY(draft().contains("\"adark\"")); // a pause, a step
    QCOMPARE(text()->text(), draft());
    QTest::keyClick(text(), Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(draft(), simple);
    QCOMPARE(text()->text(), simple);
    QTest::keyClick(text(), Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
    QTest::keyClick(text(), Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(draft().contains("\"abcdark\""));
    QCOMPARE(text()->text(), draft());
    QVERIFY(!m_workspace->unreadText());
    // What has not been taken over yet is undone word by word, and reaches no draft.
    placeAt(u"abcdark"_s);
    const QByteArray before = draft();
    QTest::keyClicks(text(), u"\"x y"_s);
    QTest::keyClick(text(), Qt::Key_Z, Qt::ControlModifier);
    QVERIFY(text()->text().contains("\"\"x abcdark\""));
    QTest::keyClick(text(), Qt::Key_Z, Qt::ControlModifier);
    QTest::keyClick(text(), Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(text()->text(), before);
    QCOMPARE(draft(), before);
}

void tst_JsonTab::faultAppearsAndDisappears()
{
    showFile();
    QTRY_COMPARE(faults(), 0);
    placeAt(u",\n    \"two\""_s);
    QTest::keyClick(text(), Qt::Key_Delete);
    QTRY_COMPARE(faults(), 1);
    QVERIFY(find<QListWidget>(u"jsonFaults"_s)->item(0)->text().contains(u"comma"_s));
    QVERIFY(textOf(u"jsonSentence"_s).contains(u"1 fault"_s));
    QVERIFY(textOf(u"unsavedCount"_s).contains(u"1 fault"_s));
    QCOMPARE(draft(), simple);
    QTest::keyClicks(text(), u","_s);
    QTRY_COMPARE(faults(), 0);
    QVERIFY(!m_workspace->unreadText());
    QCOMPARE(draft(), simple);
    QVERIFY(!find<QWidget>(u"unsavedBar"_s));
}

void tst_JsonTab::clickJumpsToTheFault()
{
    showFile();
    placeAt(u"\"dark\""_s);
    QTest::keyClick(text(), Qt::Key_Delete);
    placeAt(u",\n    \"two\""_s);
    QTest::keyClick(text(), Qt::Key_Delete);
    QTRY_VERIFY(faults() >= 2);
    text()->jumpTo(0);
    auto *list = find<QListWidget>(u"jsonFaults"_s);
    QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->visualItemRect(list->item(1)).center());
    QCOMPARE(text()->textCursor().blockNumber(), 11);
    QVERIFY(text()->hasFocus());
    // By keys as well.
    list->setFocus();
    list->setCurrentRow(0);
    QTest::keyClick(list, Qt::Key_Return);
    QVERIFY(text()->textCursor().blockNumber() <= 6);
    QVERIFY(text()->hasFocus());
}

void tst_JsonTab::unreadTextStays()
{
    showFile();
    placeAt(u"\"theme\""_s);
    QTest::keyClicks(text(), u"oops "_s);
    press(u"go_servers"_s); // at once, before any pause
    QVERIFY(m_workspace->unreadText());
    QVERIFY(textOf(u"unsavedCount"_s).contains(u"fault"_s));
    QCOMPARE(draft(), simple);
    press(u"review"_s); // it says Show
    QVERIFY(text());
    QVERIFY(text()->text().contains("oops \"theme\""));
    QTRY_VERIFY(faults() > 0);
    // The window does not close over it.
    m_window->close();
    QTRY_VERIFY(find<QDialog>(u"question"_s));
    press(u"questionKeep"_s);
}

void tst_JsonTab::unreadTextIsNotSaved()
{
    QVERIFY(m_workspace->edit(m_workspace->draft().document().removed(u"one"_s).value()));
    showFile();
    placeAt(u"\"theme\""_s);
    QTest::keyClicks(text(), u"oops "_s);
    QTest::keyClick(text(), Qt::Key_S, Qt::ControlModifier);
    QTRY_VERIFY(textOf(u"saveProblem"_s).contains(u"fault"_s));
    QVERIFY(!find<QAbstractButton>(u"save"_s)->isEnabled());
    m_workspace->save();
    QVERIFY(!m_workspace->isSaving());
    QCOMPARE(fileText(), simple);
}

void tst_JsonTab::formShowsWhatWasTyped()
{
    showFile();
    placeAt(u"/bin/sh"_s);
    QTest::keyClicks(text(), u"/usr"_s);
    QTRY_VERIFY(draft().contains("/usr/bin/sh"));
    m_window->go({u"edit"_s, u"one"_s, {}});
    const auto lines = m_window->page()->findChildren<QLineEdit *>();
    QVERIFY(std::any_of(lines.begin(), lines.end(), [](QLineEdit *line) { return line->text() == u"/usr/bin/sh"_s; }));
}

void tst_JsonTab::textShowsWhatAFormDid()
{
    QByteArray longer = "{\n  \"mcpServers\": {\n";
    for (int i = 0; i < 200; ++i)
        longer += "    \"server" + QByteArray::number(i) + "\": {\n      \"command\": \"/bin/sh\"\n    },\n";
    longer += "    \"last\": { \"command\": \"/bin/sh\" }\n  }\n}\n";
    openWith(longer);
    showFile();
    placeAt(u"\"server150\""_s);
    text()->centerCursor();
    const int top = text()->verticalScrollBar()->value();
    const config::Document document = m_workspace->draft().document();
    config::Entry entry = document.server(u"server10"_s)->entry;
    entry.setVariable(u"A"_s, u"b"_s);
    QVERIFY(m_workspace->edit(document.changed(u"server10"_s, entry).value()));
    QCOMPARE(text()->text(), draft());
    const qsizetype added = draft().count('\n') - longer.count('\n');
    QVERIFY(added > 0);
    QCOMPARE(text()->verticalScrollBar()->value(), top + static_cast<int>(added));
    QVERIFY(text()->textCursor().block().text().contains(u"server150"_s));
    // Where nobody looks it is made up for later.
    press(u"go_servers"_s);
    m_workspace->undo();
    m_window->back();
    QCOMPARE(text()->text(), longer);
}

void tst_JsonTab::formAndTextMeet()
{
    showFile();
    placeAt(u"\"dark\""_s);
    QTest::keyClick(text(), Qt::Key_Delete);
    QTRY_VERIFY(faults() > 0);
    QVERIFY(m_workspace->edit(m_workspace->draft().document().removed(u"one"_s).value()));
    QVERIFY(text()->text().contains("\"one\"")); // what was typed stays as it is
    QTest::keyClicks(text(), u"\"very "_s);
    QTRY_VERIFY(draft().contains("\"very dark\""));
    QVERIFY(!draft().contains("\"one\""));
    QCOMPARE(text()->text(), draft());
}

void tst_JsonTab::entryTab()
{
    m_window->go({u"server"_s, u"two"_s, {}});
    press(u"tabJson"_s);
    QVERIFY(text()->text().startsWith("    \"two\": {\n"));
    QVERIFY(text()->text().endsWith("\n    }"));
    QCOMPARE(text()->lineAt(0), 7); // as in the file
    placeAt(u"/bin/true"_s);
    QTest::keyClicks(text(), u"/usr"_s);
    QByteArray expected = simple;
    expected.replace("/bin/true", "/usr/bin/true");
    QTRY_COMPARE(draft(), expected);
    // A fault in here shows up in the whole file, and in no other entry.
    placeAt(u"\"command\""_s);
    QTest::keyClick(text(), Qt::Key_Delete);
    QTRY_VERIFY(faults() > 0);
    m_window->go({u"server"_s, u"one"_s, {}});
    press(u"tabJson"_s);
    QVERIFY(text()->isReadOnly());
    QVERIFY(text()->text().startsWith("    \"one\""));
    press(u"jsonOther"_s);
    QVERIFY(!text()->isReadOnly());
    QByteArray faulty = expected;
    faulty.replace("      \"command\": \"/usr", "      command\": \"/usr");
    QCOMPARE(text()->text(), faulty);
    QTRY_VERIFY(faults() > 0);
    placeAt(u"command\": \"/usr"_s);
    QTest::keyClicks(text(), u"\""_s);
    QTRY_VERIFY(!m_workspace->unreadText());
    QCOMPARE(draft(), expected);
}

void tst_JsonTab::entryTabFollowsTheName()
{
    m_window->go({u"server"_s, u"two"_s, {}});
    press(u"tabJson"_s);
    placeAt(u"two\""_s);
    QTest::keyClicks(text(), u"second "_s);
    QTRY_VERIFY(m_workspace->draft().document().contains(u"second two"_s));
    QCOMPARE(m_window->route().server, u"second two"_s);
    QVERIFY(text()->hasFocus());
    QTest::keyClicks(text(), u"x"_s);
    QTRY_VERIFY(m_workspace->draft().document().contains(u"second xtwo"_s));
}

void tst_JsonTab::secretsAreHidden()
{
    showFile();
    QVERIFY(!text()->toPlainText().contains(u"geheim"_s));
    QTest::keyClick(text(), Qt::Key_A, Qt::ControlModifier);
    QTest::keyClick(text(), Qt::Key_C, Qt::ControlModifier);
    QString copied = QGuiApplication::clipboard()->text();
    QVERIFY(!copied.contains(u"geheim"_s));
    QVERIFY(copied.contains(u"\"API_TOKEN\": \"••••••••\""_s));
    for (const QString &format : QGuiApplication::clipboard()->mimeData()->formats())
        QVERIFY(!QGuiApplication::clipboard()->mimeData()->data(format).contains("geheim"));
    press(u"jsonSecrets"_s);
    QVERIFY(text()->toPlainText().contains(u"geheim-0123456789"_s));
    QTest::keyClick(text(), Qt::Key_A, Qt::ControlModifier);
    QTest::keyClick(text(), Qt::Key_C, Qt::ControlModifier);
    copied = QGuiApplication::clipboard()->text();
    QCOMPARE(copied.toUtf8(), simple);
    QCOMPARE(draft(), simple);
    QVERIFY(!m_workspace->unreadText());
    // Gone again when one comes back.
    press(u"go_servers"_s);
    m_window->back();
    QVERIFY(!text()->toPlainText().contains(u"geheim"_s));
    QCOMPARE(text()->text(), simple);
}

void tst_JsonTab::hiddenSecretIsOneThing()
{
    showFile();
    placeAt(u"\"API_TOKEN\""_s);
    for (int i = 0; i < 15; ++i) // up to the quote in front of it, and over it
        QTest::keyClick(text(), Qt::Key_Right);
    const int front = text()->textCursor().position();
    QTest::keyClick(text(), Qt::Key_Right);
    QTest::keyClick(text(), Qt::Key_Left);
    QVERIFY(text()->textCursor().position() == front || text()->textCursor().position() == front - 1);
    placeAt(u"\" }"_s);
    QTest::keyClick(text(), Qt::Key_Backspace);
    QVERIFY(text()->text().contains("\"API_TOKEN\": \"\""));
    QTest::keyClick(text(), Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(text()->text(), simple);
    placeAt(u"\" }"_s);
    QTest::keyClicks(text(), u"-more"_s);
    QTRY_VERIFY(draft().contains("\"geheim-0123456789-more\""));
    // By words too.
    QTest::keyClick(text(), Qt::Key_A, Qt::ControlModifier);
    QTest::keyClick(text(), Qt::Key_End, Qt::ControlModifier);
    for (int i = 0; i < 12; ++i)
        QTest::keyClick(text(), Qt::Key_Backspace, Qt::ControlModifier);
    const QByteArray left = text()->text();
    QVERIFY(simple.startsWith(left.left(left.indexOf("geheim"))));
    QVERIFY(!left.contains("geheim-0123456789-m") || left.contains("geheim-0123456789-more"));
}

void tst_JsonTab::cutAndPasteKeepsHiddenSecrets()
{
    showFile();
    QTest::keyClick(text(), Qt::Key_A, Qt::ControlModifier);
    QTest::keyClick(text(), Qt::Key_X, Qt::ControlModifier);
    QCOMPARE(text()->text(), QByteArray());
    QTest::keyClick(text(), Qt::Key_V, Qt::ControlModifier);
    QCOMPARE(text()->text(), simple);
    QTRY_VERIFY(!m_workspace->unreadText());
    QCOMPARE(draft(), simple);
    // From another program: line ends become the file's.
    QGuiApplication::clipboard()->setText(u"\r\n \r\n"_s);
    placeAt(u"}\n},"_s.left(1));
    QTest::keyClick(text(), Qt::Key_End, Qt::ControlModifier);
    QTest::keyClick(text(), Qt::Key_V, Qt::ControlModifier);
    QTRY_COMPARE(draft(), simple + "\n \n");
}

void tst_JsonTab::typedSecretIsHidden()
{
    showFile();
    placeAt(u"\"/bin/sh\""_s);
    QTest::keyClicks(text(), u"\"x\", \"env\": {\"MY_PASSWORD\": \"hunter-2-hunter\"}, \"y\": "_s);
    QTRY_VERIFY(draft().contains("hunter-2-hunter"));
    QTRY_VERIFY(!text()->toPlainText().contains(u"hunter"_s));
    QVERIFY(text()->text().contains("\"hunter-2-hunter\"}, \"y\": \"/bin/sh\""));
    QCOMPARE(text()->text(), draft());
}

void tst_JsonTab::mending()
{
    showFile();
    placeAt(u",\n    \"two\""_s);
    QTest::keyClick(text(), Qt::Key_Delete);
    QTRY_VERIFY(find<QAbstractButton>(u"jsonMend"_s));
    press(u"jsonMend"_s);
    QVERIFY(!text());
    auto *diff = find<QWidget>(u"jsonMendDiff"_s);
    QVERIFY(diff);
    QCOMPARE(draft(), simple); // not before it is taken
    press(u"jsonLeaveMended"_s);
    QVERIFY(m_workspace->unreadText());
    press(u"jsonMend"_s);
    press(u"jsonTakeMended"_s);
    QCOMPARE(draft(), simple);
    QCOMPARE(text()->text(), simple);
    QVERIFY(!m_workspace->unreadText());
    QTRY_COMPARE(faults(), 0);
}

/// A large text is read beside the window: what was mended when the box was opened may be of another text by now.
void tst_JsonTab::onlyWhatIsShownIsTaken()
{
    QByteArray large = simple;
    large.replace("dark", "dark" + QByteArray(600 * 1024, 'x') + " end");
    large.replace("  \"mcpServers\"", "  \"first\": 1,\n  \"mcpServers\"");
    openWith(large);
    showFile();
    QTRY_VERIFY(text() && text()->document()->characterCount() > 512 * 1024 && !text()->isReadOnly());
    placeAt(u",\n    \"two\""_s);
    QTest::keyClick(text(), Qt::Key_Delete);
    QTRY_VERIFY_WITH_TIMEOUT(find<QAbstractButton>(u"jsonMend"_s), 20000);
    placeAt(u"1,\n"_s);
    QTest::keyClicks(text(), u"7"_s);
    press(u"jsonMend"_s); // Before the last letter was read.
    QTRY_VERIFY_WITH_TIMEOUT(!find<QWidget>(u"jsonMendDiff"_s), 20000);
    QVERIFY(text());
    press(u"jsonMend"_s);
    QVERIFY(find<QWidget>(u"jsonMendDiff"_s));
    press(u"jsonTakeMended"_s);
    QByteArray wanted = large;
    QTRY_COMPARE_WITH_TIMEOUT(draft().size(), wanted.replace("\"first\": 1", "\"first\": 71").size(), 20000);
    QVERIFY(draft() == wanted);
}

void tst_JsonTab::brokenFile()
{
    QByteArray broken = simple;
    broken.replace("\"theme\": \"dark\"", "\"theme\": \"dark\",");
    openWith(broken);
    QCOMPARE(m_workspace->fileState(), ui::FileState::Unusable);
    showFile();
    QCOMPARE(text()->text(), broken);
    QVERIFY(!text()->toPlainText().contains(u"geheim"_s));
    QTRY_COMPARE(faults(), 1);
    QVERIFY(!m_workspace->isUnsaved());
    placeAt(u",\n}"_s);
    QTest::keyClick(text(), Qt::Key_Delete);
    QTRY_COMPARE(draft(), simple);
    QTRY_COMPARE(faults(), 0);
    QCOMPARE(fileText(), broken); // The diff is shown first.
    QTest::keyClick(text(), Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(text()->text(), broken);
    QTest::keyClick(text(), Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(text()->text(), simple);
    press(u"review"_s);
    QTRY_VERIFY(find<QAbstractButton>(u"save"_s)->isEnabled());
    press(u"save"_s);
    QTRY_COMPARE(fileText(), simple);
}

void tst_JsonTab::notUtf8()
{
    QByteArray latin = simple;
    latin.replace("dark", "d\xe4rk");
    openWith(latin);
    showFile();
    QVERIFY(text()->isReadOnly());
    QVERIFY(textOf(u"jsonSentence"_s).contains(u"UTF-8"_s));
    QTRY_VERIFY(faults() > 0);
    QTest::keyClicks(text(), u"x"_s);
    QVERIFY(!m_workspace->isUnsaved());
    QCOMPARE(fileText(), latin);
}

void tst_JsonTab::readOnlyWhileSaving()
{
    showFile();
    placeAt(u"dark"_s);
    QTest::keyClicks(text(), u"very "_s);
    QTRY_VERIFY(m_workspace->draft().isChanged());
    QSignalSpy saved(m_workspace.get(), &ui::Workspace::saved);
    m_workspace->save();
    QVERIFY(m_workspace->isSaving());
    QVERIFY(text()->isReadOnly());
    QTest::keyClicks(text(), u"x"_s);
    QVERIFY(saved.wait());
    QVERIFY(!text() || !text()->isReadOnly());
    QVERIFY(fileText().contains("\"very dark\""));
}

void tst_JsonTab::readingTheFileAnewGivesUpTheText()
{
    showFile();
    placeAt(u"\"theme\""_s);
    QTest::keyClicks(text(), u"oops "_s);
    QTRY_VERIFY(faults() > 0);
    m_workspace->reopen();
    QCOMPARE(text()->text(), simple);
    QVERIFY(!m_workspace->isUnsaved());
    QTRY_COMPARE(faults(), 0);
}

void tst_JsonTab::findAndGoTo()
{
    showFile();
    QTest::keyClick(text(), Qt::Key_F, Qt::ControlModifier);
    auto *line = find<QLineEdit>(u"jsonBarText"_s);
    QVERIFY(line && line->hasFocus());
    QTest::keyClicks(line, u"COMMAND"_s);
    QTest::keyClick(line, Qt::Key_Return);
    QCOMPARE(text()->textCursor().blockNumber(), 3);
    QTest::keyClick(line, Qt::Key_Return);
    QCOMPARE(text()->textCursor().blockNumber(), 7);
    QTest::keyClick(line, Qt::Key_Return);
    QCOMPARE(text()->textCursor().blockNumber(), 3); // round the end
    QVERIFY(textOf(u"jsonBarCount"_s).contains(u"2"_s));
    QTest::keyClick(line, Qt::Key_Escape);
    QVERIFY(text()->hasFocus());
    QTest::keyClick(text(), Qt::Key_G, Qt::ControlModifier);
    line = find<QLineEdit>(u"jsonBarText"_s);
    QTest::keyClicks(line, u"12"_s);
    QTest::keyClick(line, Qt::Key_Return);
    QCOMPARE(text()->textCursor().blockNumber(), 11);
    QVERIFY(text()->hasFocus());
}

void tst_JsonTab::indentation()
{
    QByteArray tabs = simple;
    tabs.replace("  ", "\t");
    openWith(tabs);
    showFile();
    placeAt(u"\"theme\""_s);
    QTest::keyClick(text(), Qt::Key_Tab);
    QVERIFY(text()->text().contains("\n\t\t\"theme\""));
    QTest::keyClick(text(), Qt::Key_Backtab);
    QVERIFY(text()->text().contains("\n\t\"theme\""));
    placeAt(u"\n\t\t\t\"command\": \"/bin/sh\""_s);
    QTest::keyClick(text(), Qt::Key_Return);
    QVERIFY(text()->text().contains("\"one\": {\n\t\t\t\n"));
}

void tst_JsonTab::keyboardGetsOut()
{
    showFile();
    QTRY_VERIFY(text() && text()->hasFocus());
    QTest::keyClick(text(), Qt::Key_Escape);
    QTest::keyClick(text(), Qt::Key_Tab);
    QTRY_VERIFY(!text()->hasFocus());
    QCOMPARE(text()->text(), simple);
}

void tst_JsonTab::saveKeyTakesTheLastWord()
{
    showFile();
    placeAt(u"dark"_s);
    QTest::keyClicks(text(), u"very "_s);
    QTest::keyClick(text(), Qt::Key_S, Qt::ControlModifier); // at once
    QVERIFY(draft().contains("\"very dark\""));
    QCOMPARE(m_window->route().page, u"review"_s);
}

/// Ten megabytes, a thousand servers. The limits are far above what is measured; they catch what grows out of line.
void tst_JsonTab::largeFile()
{
    QByteArray large = "{\n  \"mcpServers\": {\n";
    const QByteArray value(950, 'x');
    for (int i = 0; i < 1000; ++i) {
        large += (i > 0 ? ",\n    \"server" : "    \"server") + QByteArray::number(i) +
                 "\": {\n      \"command\": \"/bin/sh\",\n      \"env\": {\n        \"API_TOKEN\": \"secret-of-" +
                 QByteArray::number(i) + '"';
        for (int j = 0; j < 10; ++j)
            large += ",\n        \"V" + QByteArray::number(j) + "\": \"" + value + '"';
        large += "\n      }\n    }";
    }
    large += "\n  },\n  \"theme\": \"dark\"\n}\n";
    openWith(large);
    QElapsedTimer clock;
    clock.start();
    showFile();
    const qint64 shown = clock.elapsed();
    QTRY_VERIFY_WITH_TIMEOUT(text() && text()->document()->characterCount() > large.size() / 2, 20000);
    (void)m_window->grab();
    const qint64 opened = clock.elapsed();
    QVERIFY(!text()->isReadOnly());
    QTRY_VERIFY_WITH_TIMEOUT(!text()->marks().isEmpty() || clock.elapsed() > opened + 3000, 20000);
    placeAt(u"dark"_s);
    qint64 slowest = 0;
    for (const QChar letter : u"a very very "_s) {
        clock.restart();
        QTest::keyClicks(text(), QString(letter));
        (void)text()->grab(QRect(0, 0, text()->width(), text()->height()));
        slowest = std::max(slowest, clock.elapsed());
    }
    clock.restart();
    QTRY_VERIFY_WITH_TIMEOUT(draft().contains("a very very dark"), 20000);
    const qint64 taken = clock.elapsed();
    qInfo("10 MB, 1,000 servers: page %lld ms, text %lld ms, slowest key %lld ms, in the draft %lld ms after the last",
          shown, opened, slowest, taken);
    QCOMPARE(text()->text(), draft());
    QVERIFY(opened < 10000);
    QVERIFY(slowest < 2000);
}

/// One line of a mebibyte.
void tst_JsonTab::longLine()
{
    QByteArray bytes = simple;
    bytes.replace("dark", "dark" + QByteArray(1 << 20, 'x') + " end");
    openWith(bytes);
    QElapsedTimer clock;
    clock.start();
    showFile();
    QTRY_VERIFY(text() && text()->document()->characterCount() > (1 << 20));
    (void)m_window->grab();
    const qint64 opened = clock.elapsed();
    QCOMPARE(text()->text(), bytes);
    placeAt(u" end\""_s);
    qint64 slowest = 0;
    for (const QChar letter : u"hello"_s) {
        clock.restart();
        QTest::keyClicks(text(), QString(letter));
        (void)text()->grab();
        slowest = std::max(slowest, clock.elapsed());
    }
    qInfo("a line of 1 MiB: text %lld ms, slowest key %lld ms", opened, slowest);
    QVERIFY(opened < 5000);
    QVERIFY(slowest < 2000);
    QTRY_VERIFY(draft().contains("xhello end\""));
    // The file has one line there, and the numbers say so.
    QCOMPARE(text()->lastLine(), static_cast<int>(simple.count('\n')) + 1);
    // Back over the edge of a row: no more and no less than one letter goes.
    QTextCursor cursor = text()->textCursor();
    cursor.movePosition(QTextCursor::StartOfBlock);
    text()->setTextCursor(cursor);
    const qsizetype size = text()->text().size();
    QTest::keyClick(text(), Qt::Key_Backspace);
    QCOMPARE(text()->text().size(), size - 1);
    QTest::keyClick(text(), Qt::Key_Delete);
    QCOMPARE(text()->text().size(), size - 2);
}

int main(int argc, char *argv[])
{
    test::scrubEnvironment();
    QApplication application(argc, argv);
    ui::Theme theme(application);
    theme.apply(store::Appearance::Light);
    store::Language language(application);
    language.apply(u"en"_s);
    tst_JsonTab test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_jsontab.moc"
