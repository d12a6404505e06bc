#include "app/config/document.h"
#include "app/store/language.h"
#include "tests/support/environment.h"
#include "tests/ui/windowtest.h"
#include "ui/secondfiles.h"
#include "ui/theme.h"
#include "ui/workspace.h"

#include <QtTest/QtTest>
#include <QtWidgets/QApplication>
#include <QtWidgets/QDialog>

using namespace Qt::StringLiterals;
using namespace kopru;

/// Several settings files at the window: what is unsaved outlives the choice between them, nothing is written into a
/// guess, and servers in a file that Claude does not read are told of.
class tst_WhichFile : public test::WindowTest
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void anotherFileAsksForWhatIsUnsaved();
    void writingAllKeepsWhatIsUnsaved();
    void discardingAsks();
    void guessIsNotCalledClaudes();
    void guessIsNotSavedUnasked_data();
    void guessIsNotSavedUnasked();
    void choiceOfAnEarlierRunIsNotAskedAgain();
    void serversThatClaudeDoesNotRead();
    void copyingFromAFileThatCannotBeRead();
    void failedFileIsTriedAgain_data();
    void failedFileIsTriedAgain();

private:
    [[nodiscard]] QString file(const QString &folder) const
    {
        return m_home->filePath(u".config/%1/claude_desktop_config.json"_s.arg(folder));
    }
    void write(const QString &path, const QByteArray &text, int minutesAgo = 0) const
    {
        QVERIFY(QDir().mkpath(QFileInfo(path).path()));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
        file.write(text);
        file.flush();
        QVERIFY(file.setFileTime(QDateTime::currentDateTime().addSecs(-60 * minutesAgo),
                                 QFileDevice::FileModificationTime));
    }
    [[nodiscard]] static QByteArray read(const QString &path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    void open() { openWindow(platform::currentPlatform(m_home->path()), {1000, 900}); }
    /// Two files of equal weight: Kopru works on the first one, and does not know.
    void openUnsure()
    {
        write(file(u"Claude-work"_s), R"({"mcpServers": {}})");
        write(file(u"Claude"_s), sound, 30);
        open();
        QCOMPARE(m_workspace->discovery().certainty, platform::Certainty::Ambiguous);
        QCOMPARE(m_workspace->filePath(), file(u"Claude"_s));
    }
    void removeServer() const
    {
        press(u"go_servers"_s);
        press(u"removeServer"_s);
        QTRY_VERIFY(find<QAbstractButton>(u"questionDo"_s));
        press(u"questionDo"_s);
        QTRY_VERIFY(!find<QDialog>(u"question"_s));
        QVERIFY(m_workspace->draft().isChanged());
    }
    void answer(const QString &button) const
    {
        QTRY_VERIFY(find<QAbstractButton>(button));
        press(button);
        QTRY_VERIFY(!find<QDialog>(u"question"_s));
    }

    static constexpr auto sound = R"({"mcpServers": {"one": {"command": "/bin/true"}, "two": {"command": "/bin/sh"}}})";
    std::unique_ptr<QTemporaryDir> m_home;
};

void tst_WhichFile::init()
{
    m_home = std::make_unique<QTemporaryDir>();
    QVERIFY(m_home->isValid());
}

void tst_WhichFile::cleanup()
{
    closeWindow();
    m_home.reset();
}

void tst_WhichFile::anotherFileAsksForWhatIsUnsaved()
{
    openUnsure();
    removeServer();
    const QByteArray edited = m_workspace->draft().document().text();
    m_window->go({u"places"_s, {}, {}});
    QTRY_VERIFY(find<QAbstractButton>(u"usePlace1"_s));
    press(u"usePlace1"_s);
    QTRY_VERIFY(find<QDialog>(u"question"_s));
    QCOMPARE(find<QDialog>(u"question"_s)->focusWidget()->objectName(), u"questionKeep"_s);
    answer(u"questionKeep"_s);
    QCOMPARE(m_workspace->filePath(), file(u"Claude"_s));
    QCOMPARE(m_workspace->draft().document().text(), edited);
    QVERIFY(m_workspace->draft().canUndo());

    press(u"usePlace1"_s);
    answer(u"questionDo"_s);
    QTRY_COMPARE(m_workspace->filePath(), file(u"Claude-work"_s));
    QVERIFY(!m_workspace->isUnsaved());
    // Nothing is unsaved: nothing is asked.
    QTRY_VERIFY(find<QAbstractButton>(u"usePlace0"_s));
    press(u"usePlace0"_s);
    QVERIFY(!find<QDialog>(u"question"_s));
    QCOMPARE(m_workspace->filePath(), file(u"Claude"_s));
}

void tst_WhichFile::writingAllKeepsWhatIsUnsaved()
{
    openUnsure();
    removeServer();
    const QByteArray edited = m_workspace->draft().document().text();
    m_window->go({u"places"_s, {}, {}});
    press(u"writeBoth"_s);
    QVERIFY(!find<QDialog>(u"question"_s));
    QCOMPARE(m_workspace->draft().document().text(), edited);
    QCOMPARE(m_workspace->secondFiles().files(), QStringList{file(u"Claude-work"_s)});
    QTest::keyClick(m_window.get(), Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(m_workspace->draft().document().text(), QByteArray(sound));
}

void tst_WhichFile::discardingAsks()
{
    write(file(u"Claude"_s), sound);
    open();
    removeServer();
    press(u"review"_s);
    Q_EMIT m_workspace->saveFailed({platform::FileError{platform::FileProblem::Changed, file(u"Claude"_s), 0}, {}, {}});
    press(u"reloadFile"_s);
    answer(u"questionKeep"_s);
    QVERIFY(m_workspace->draft().isChanged());
    QCOMPARE(m_window->route().page, u"review"_s);
    press(u"reloadFile"_s);
    answer(u"questionDo"_s);
    QTRY_COMPARE(m_window->route().page, u"servers"_s);
    QVERIFY(!m_workspace->draft().isChanged());
}

void tst_WhichFile::guessIsNotCalledClaudes()
{
    openUnsure();
    QVERIFY2(textOf(u"fileTitle"_s).startsWith(u"Kopru works on this"_s), qPrintable(textOf(u"fileTitle"_s)));
    QVERIFY(QFile::remove(file(u"Claude-work"_s)));
    QVERIFY(QDir(QFileInfo(file(u"Claude-work"_s)).path()).removeRecursively());
    open();
    QVERIFY2(textOf(u"fileTitle"_s).startsWith(u"Claude reads this"_s), qPrintable(textOf(u"fileTitle"_s)));
}

void tst_WhichFile::guessIsNotSavedUnasked_data()
{
    QTest::addColumn<bool>("all");
    QTest::newRow("this file") << false;
    QTest::newRow("all of them") << true;
}

void tst_WhichFile::guessIsNotSavedUnasked()
{
    QFETCH(bool, all);
    openUnsure();
    // The other one has the server too, so that its removal means something there.
    write(file(u"Claude-work"_s), sound);
    removeServer();
    QTest::keyClick(m_window.get(), Qt::Key_S, Qt::ControlModifier);
    QCOMPARE(m_window->route().page, u"review"_s);
    auto *save = find<QAbstractButton>(u"save"_s);
    QVERIFY(save && !save->isEnabled());
    QVERIFY(textOf(u"placeDoubt"_s).contains(u"not certain"_s));
    QVERIFY(textOf(u"placeDoubtFiles"_s).remove(QChar(0x200b)).contains(file(u"Claude-work"_s)));
    QTest::mouseClick(save, Qt::LeftButton);
    QVERIFY(!m_workspace->isSaving());

    press(all ? u"useAllPlaces"_s : u"useThisPlace"_s);
    QVERIFY(!find<QWidget>(u"placeDoubt"_s));
    QVERIFY(m_workspace->draft().isChanged());
    QSignalSpy saved(m_workspace.get(), &ui::Workspace::saved);
    QSignalSpy written(&m_workspace->secondFiles(), &ui::SecondFiles::written);
    press(u"save"_s);
    QVERIFY(saved.count() > 0 || saved.wait(20000));
    QVERIFY(!config::Document::parse(read(file(u"Claude"_s)))->contains(u"one"_s));
    if (all)
        QVERIFY(written.count() > 0 || written.wait(20000));
    QCOMPARE(config::Document::parse(read(file(u"Claude-work"_s)))->contains(u"one"_s), !all);
}

void tst_WhichFile::choiceOfAnEarlierRunIsNotAskedAgain()
{
    openUnsure();
    m_window->go({u"places"_s, {}, {}});
    press(u"writeBoth"_s);
    m_window.reset();
    open();
    removeServer();
    press(u"review"_s);
    QVERIFY(!find<QWidget>(u"placeDoubt"_s));
    QVERIFY(find<QAbstractButton>(u"save"_s)->isEnabled());
}

void tst_WhichFile::serversThatClaudeDoesNotRead()
{
    write(file(u"claude"_s), R"({"mcpServers": {"lost": {"command": "x"}, "one": {"command": "y"}}})", 30);
    write(file(u"Claude"_s), sound);
    open();
    QTRY_VERIFY(!textOf(u"otherFile"_s).isEmpty());
    QVERIFY2(textOf(u"otherFile"_s).contains(u"Claude does not read: lost"_s), qPrintable(textOf(u"otherFile"_s)));
    press(u"otherFileShow"_s);
    QCOMPARE(m_window->route().page, u"places"_s);
    QTRY_VERIFY(find<QAbstractButton>(u"copyServers1"_s));
    press(u"copyServers1"_s);
    QTRY_VERIFY(m_workspace->draft().document().contains(u"lost"_s));
    press(u"go_overview"_s);
    QVERIFY(!find<QWidget>(u"otherFile"_s));
}

void tst_WhichFile::copyingFromAFileThatCannotBeRead()
{
    write(file(u"claude"_s), R"({"mcpServers": {"lost": {"command": "x"}}})", 30);
    write(file(u"Claude"_s), sound);
    open();
    m_window->go({u"places"_s, {}, {}});
    QTRY_VERIFY(find<QAbstractButton>(u"copyServers1"_s));
    write(file(u"claude"_s), "{ broken");
    press(u"copyServers1"_s);
    QTRY_VERIFY(!textOf(u"placeNotices"_s).isEmpty());
    QVERIFY2(textOf(u"placeNotices"_s).contains(u"Nothing was copied"_s), qPrintable(textOf(u"placeNotices"_s)));
    QVERIFY(!m_workspace->draft().isChanged());
}

void tst_WhichFile::failedFileIsTriedAgain_data()
{
    QTest::addColumn<bool>("button");
    QTest::newRow("by its button") << true;
    QTest::newRow("with the next save") << false;
}

void tst_WhichFile::failedFileIsTriedAgain()
{
    QFETCH(bool, button);
    openUnsure();
    write(file(u"Claude-work"_s), sound);
    m_window->go({u"places"_s, {}, {}});
    press(u"writeBoth"_s);
    const auto saveOne = [this] {
        removeServer();
        press(u"review"_s);
        QSignalSpy written(&m_workspace->secondFiles(), &ui::SecondFiles::written);
        press(u"save"_s);
        QVERIFY(written.count() > 0 || written.wait(20000));
    };
    write(file(u"Claude-work"_s), "{ broken");
    saveOne();
    QCOMPARE(m_workspace->secondFiles().failures().size(), 1);
    write(file(u"Claude-work"_s), sound);
    if (button) {
        m_window->go({u"places"_s, {}, {}});
        press(u"placeNoticesFix"_s);
        QTRY_VERIFY(m_workspace->secondFiles().failures().isEmpty());
        QTRY_VERIFY(!m_workspace->secondFiles().isWriting());
        const auto second = config::Document::parse(read(file(u"Claude-work"_s)));
        QVERIFY(second && !second->contains(u"one"_s) && second->contains(u"two"_s));
    } else {
        saveOne();
        QVERIFY(m_workspace->secondFiles().failures().isEmpty());
        QCOMPARE(config::Document::parse(read(file(u"Claude-work"_s)))->servers().size(), 0);
    }
}

int main(int argc, char *argv[])
{
    test::scrubEnvironment();
    QApplication application(argc, argv);
    store::Language language(application);
    language.apply(u"en"_s);
    ui::Theme theme(application);
    theme.apply(store::Appearance::Light);
    tst_WhichFile test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_whichfile.moc"
