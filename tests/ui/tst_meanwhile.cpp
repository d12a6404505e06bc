#include "app/config/document.h"
#include "app/store/language.h"
#include "tests/support/environment.h"
#include "tests/ui/scene.h"
#include "tests/ui/windowtest.h"
#include "ui/theme.h"
#include "ui/widgets/sidechoice.h"
#include "ui/workspace.h"

#include <QtGui/QClipboard>
#include <QtTest/QtTest>
#include <QtWidgets/QApplication>
#include <QtWidgets/QLineEdit>

#include <atomic>

using namespace Qt::StringLiterals;
using namespace kopru;

namespace {

/// Tells how often the window's thread asked about files.
class WatchedFiles final : public platform::FileProbe
{
public:
    explicit WatchedFiles(std::shared_ptr<const platform::FileProbe> real) : m_real(std::move(real)) {}
    [[nodiscard]] platform::FileFacts facts(const QString &path) const override
    {
        count();
        return m_real->facts(path);
    }
    [[nodiscard]] QStringList entries(const QString &folder) const override
    {
        count();
        return m_real->entries(folder);
    }
    [[nodiscard]] platform::Ownership ownership(const QString &path) const override
    {
        count();
        return m_real->ownership(path);
    }
    [[nodiscard]] std::optional<QByteArray> content(const QString &path) const override
    {
        count();
        return m_real->content(path);
    }
    mutable std::atomic<int> asked = 0;
    mutable std::atomic<int> askedByTheWindow = 0;

private:
    void count() const
    {
        ++(QThread::currentThread() == QCoreApplication::instance()->thread() ? askedByTheWindow : asked);
    }
    std::shared_ptr<const platform::FileProbe> m_real;
};

} // namespace

/// What other programs do while a page is open: nobody's change is lost unseen, and nothing is waited for.
class tst_Meanwhile : public test::WindowTest
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void formOfAServerThatIsRemoved_data();
    void formOfAServerThatIsRemoved();
    void formOfAServerThatGetsMore();
    void formOfAServerThatIsChangedAlike_data();
    void formOfAServerThatIsChangedAlike();
    void aThirdValueIsAskedAbout();
    void conflictsFollowTheFile();
    void manyConflicts();
    void unreadableBesideUnsavedEdits();
    void firstStartOfClaudeIsNoticed();
    void formsLookAtFilesBesideTheWindow();
    void importsLookAtFilesBesideTheWindow();

private:
    [[nodiscard]] QByteArray fileText() const
    {
        QFile file(m_scene->configFile());
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    void writeFile(const QByteArray &bytes) const { QVERIFY(platform::replaceFile(m_scene->configFile(), bytes)); }
    [[nodiscard]] config::Document document() const { return m_workspace->draft().document(); }
    [[nodiscard]] config::Entry entry() const { return document().server(u"belgeler"_s).value().entry; }
    void reopen(const platform::Platform &platform)
    {
        openWindow(platform, {1120, 900});
        QTRY_VERIFY(!m_workspace->safeguard().isLooking());
    }
    [[nodiscard]] QByteArray changed(const std::function<void(config::Entry &)> &change) const
    {
        const auto document = config::Document::parse(fileText()).value();
        config::Entry entry = document.server(u"belgeler"_s).value().entry;
        change(entry);
        return document.changed(u"belgeler"_s, entry)->text();
    }
    [[nodiscard]] QByteArray withCommand(const QString &command) const
    {
        return changed([&](config::Entry &entry) { entry.command = command; });
    }
    void editCommand(const QString &command) const
    {
        m_window->go({u"edit"_s, u"belgeler"_s, {}});
        type(u"field_command"_s, command);
    }
    [[nodiscard]] QString side(const QString &name) const
    {
        const auto *choice = find<ui::SideChoice>(name);
        return choice ? choice->value().remove(QChar(0x200b)) : QString();
    }
    void save() const
    {
        QSignalSpy saved(m_workspace.get(), &ui::Workspace::saved);
        press(u"save"_s);
        QVERIFY2(saved.count() > 0 || saved.wait(30000), qPrintable(textOf(u"saveProblem"_s)));
    }

    std::unique_ptr<test::Scene> m_scene;
};

void tst_Meanwhile::init()
{
    m_scene = std::make_unique<test::Scene>();
    QVERIFY(m_scene->isValid());
    reopen(m_scene->platform());
}

void tst_Meanwhile::cleanup()
{
    closeWindow();
    m_scene.reset();
}

void tst_Meanwhile::formOfAServerThatIsRemoved_data()
{
    QTest::addColumn<bool>("mine");
    QTest::newRow("mine") << true;
    QTest::newRow("theirs") << false;
}

void tst_Meanwhile::formOfAServerThatIsRemoved()
{
    QFETCH(bool, mine);
    editCommand(u"/bin/true"_s);
    const QByteArray without = config::Document::parse(fileText())->removed(u"belgeler"_s)->text();
    writeFile(without);
    QTRY_VERIFY(!document().contains(u"belgeler"_s));
    press(u"editTake"_s);
    QCOMPARE(m_window->route().page, u"edit"_s);
    QCOMPARE(find<QLineEdit>(u"field_command"_s)->text(), u"/bin/true"_s); // What was typed is still there.
    QVERIFY(textOf(u"editConflict"_s).contains(u"meanwhile"_s));
    QVERIFY(side(u"mine"_s).contains(u"\"/bin/true\""_s));
    QCOMPARE(side(u"theirs"_s), u"Removed"_s);
    QVERIFY(!find<QAbstractButton>(u"editTake"_s)->isEnabled());
    QCOMPARE(document().text(), without);
    press(mine ? u"mine"_s : u"theirs"_s);
    press(u"editTake"_s);
    if (mine) {
        QCOMPARE(m_window->route().page, u"review"_s);
        QCOMPARE(entry().command, u"/bin/true"_s);
    } else {
        QVERIFY(m_window->route().page != u"edit"_s);
        QCOMPARE(document().text(), without);
    }
}

void tst_Meanwhile::formOfAServerThatGetsMore()
{
    editCommand(u"/bin/true"_s);
    writeFile(changed([](config::Entry &entry) { entry.setVariable(u"ADDED"_s, u"1"_s); }));
    QTRY_VERIFY(entry().hasVariable(u"ADDED"_s));
    press(u"editTake"_s);
    QCOMPARE(m_window->route().page, u"review"_s);
    QCOMPARE(entry().command, u"/bin/true"_s);
    QCOMPARE(entry().variable(u"ADDED"_s), u"1"_s);
    save();
    QVERIFY(fileText().contains("ADDED"));
}

void tst_Meanwhile::formOfAServerThatIsChangedAlike_data()
{
    QTest::addColumn<QString>("chosen");
    QTest::addColumn<QString>("command");
    QTest::newRow("mine") << u"mine"_s << u"/bin/true"_s;
    QTest::newRow("theirs") << u"theirs"_s << u"/bin/false"_s;
}

void tst_Meanwhile::formOfAServerThatIsChangedAlike()
{
    QFETCH(QString, chosen);
    QFETCH(QString, command);
    editCommand(u"/bin/true"_s);
    type(u"serverName"_s, u"belge"_s);
    writeFile(withCommand(u"/bin/false"_s));
    QTRY_COMPARE(entry().command, u"/bin/false"_s);
    press(u"editTake"_s);
    QCOMPARE(m_window->route().page, u"edit"_s);
    QCOMPARE(side(u"mine"_s), u"\"/bin/true\""_s);
    QCOMPARE(side(u"theirs"_s), u"\"/bin/false\""_s);
    // Who types on is asked anew.
    type(u"field_command"_s, u"/bin/sh"_s);
    QVERIFY(!find<ui::SideChoice>(u"mine"_s));
    type(u"field_command"_s, u"/bin/true"_s);
    press(u"editTake"_s);
    press(chosen);
    press(u"editTake"_s);
    QCOMPARE(m_window->route().page, u"review"_s);
    QVERIFY(!document().contains(u"belgeler"_s));
    QCOMPARE(document().server(u"belge"_s)->entry.command, command);
}

void tst_Meanwhile::aThirdValueIsAskedAbout()
{
    editCommand(u"/bin/true"_s);
    press(u"editTake"_s);
    writeFile(withCommand(u"/bin/false"_s));
    press(u"save"_s);
    QTRY_COMPARE(m_window->route().page, u"conflicts"_s);
    QTRY_COMPARE(side(u"theirs"_s), u"\"/bin/false\""_s);
    press(u"mine"_s);
    const QByteArray third = withCommand(u"/bin/cat"_s);
    writeFile(third);
    press(u"saveChoices"_s); // Before anybody looked again.
    QTRY_VERIFY(!m_workspace->isSaving());
    QTRY_COMPARE(side(u"theirs"_s), u"\"/bin/cat\""_s);
    QCOMPARE(fileText(), third);
    QVERIFY(!find<ui::SideChoice>(u"mine"_s)->isChecked());
    QVERIFY(textOf(u"pageSentence"_s).contains(u"once more"_s));
    press(u"mine"_s);
    press(u"saveChoices"_s);
    QTRY_COMPARE(m_window->route().page, u"overview"_s);
    QCOMPARE(config::Document::parse(fileText())->server(u"belgeler"_s)->entry.command, u"/bin/true"_s);
}

void tst_Meanwhile::conflictsFollowTheFile()
{
    editCommand(u"/bin/true"_s);
    press(u"editTake"_s);
    writeFile(withCommand(u"/bin/false"_s));
    press(u"save"_s);
    QTRY_COMPARE(m_window->route().page, u"conflicts"_s);
    QTRY_COMPARE(side(u"theirs"_s), u"\"/bin/false\""_s);
    press(u"mine"_s);
    writeFile(withCommand(u"/bin/cat"_s));
    QTRY_COMPARE(side(u"theirs"_s), u"\"/bin/cat\""_s);
    QVERIFY(!find<ui::SideChoice>(u"mine"_s)->isChecked());
}

void tst_Meanwhile::manyConflicts()
{
    constexpr int count = 300;
    const auto text = [&](const QByteArray &value) {
        QByteArray members;
        for (int i = 0; i < count; ++i)
            members += ", \"key" + QByteArray::number(i) + "\": \"" + value + '"';
        return QByteArray("{\"mcpServers\": {}" + members + "}\n");
    };
    writeFile(text("before"));
    reopen(m_scene->platform());
    QVERIFY(m_workspace->edit(config::Document::parse(text("mine")).value()));
    writeFile(text("theirs"));
    m_window->go({u"review"_s, {}, {}});
    press(u"save"_s);
    QTRY_COMPARE_WITH_TIMEOUT(m_window->route().page, u"conflicts"_s, 30000);
    QTRY_VERIFY(find<ui::SideChoice>(u"mine"_s));
    const auto shown = m_window->findChildren<ui::SideChoice *>().size();
    QVERIFY2(shown <= 120, qPrintable(QString::number(shown)));
    press(u"moreConflicts"_s);
    QVERIFY(m_window->findChildren<ui::SideChoice *>().size() > shown);
    QVERIFY(!find<QAbstractButton>(u"saveChoices"_s)->isEnabled());
    press(u"allMine"_s);
    press(u"theirs"_s); // But the first one.
    press(u"saveChoices"_s);
    QTRY_COMPARE_WITH_TIMEOUT(m_window->route().page, u"overview"_s, 30000);
    QCOMPARE(fileText().count("\"mine\""), count - 1);
    QCOMPARE(fileText().count("\"theirs\""), 1);
}

void tst_Meanwhile::unreadableBesideUnsavedEdits()
{
    QVERIFY(m_workspace->edit(document().removed(u"notlar"_s).value()));
    m_window->go({u"servers"_s, {}, {}});
    QVERIFY(QFile::remove(m_scene->configFile()));
    QVERIFY(QDir().mkpath(m_scene->configFile()));
    QTRY_VERIFY2(textOf(u"notice"_s).contains(u"cannot be read"_s), qPrintable(textOf(u"notice"_s)));
    QVERIFY(!document().contains(u"notlar"_s));
    QVERIFY(m_workspace->draft().isChanged());
}

void tst_Meanwhile::firstStartOfClaudeIsNoticed()
{
    const QTemporaryDir home;
    QVERIFY(QDir(home.path()).mkdir(u".config"_s));
    reopen(platform::currentPlatform(home.path()));
    QCOMPARE(m_workspace->fileState(), ui::FileState::Missing);
    const QString folder = home.filePath(u".config/Claude"_s);
    QVERIFY(QDir().mkpath(folder));
    QTest::qWait(700); // It is seen, and long over when the file comes.
    QVERIFY(platform::replaceFile(folder + u"/claude_desktop_config.json"_s,
                                  R"({"mcpServers": {"first": {"command": "/bin/true"}}})"));
    QTRY_VERIFY(document().contains(u"first"_s));
    closeWindow();
}

void tst_Meanwhile::formsLookAtFilesBesideTheWindow()
{
    const auto files = std::make_shared<WatchedFiles>(platform::realFiles());
    platform::Platform platform = m_scene->platform();
    platform.files = files;
    reopen(platform);
    m_window->go({u"edit"_s, u"belgeler"_s, {}});
    files->askedByTheWindow = 0;
    type(u"field_command"_s, u"/nowhere/at-all"_s);
    QCOMPARE(files->askedByTheWindow.load(), 0);
    QTRY_VERIFY2(textOf(u"field_commandFinding"_s).contains(u"/nowhere/at-all"_s),
                 qPrintable(textOf(u"field_commandFinding"_s)));
    QVERIFY(files->asked > 0);
    QCOMPARE(files->askedByTheWindow.load(), 0);
    press(u"editTake"_s); // What cannot work at all is not taken.
    QCOMPARE(m_window->route().page, u"edit"_s);
    QCOMPARE(files->askedByTheWindow.load(), 0);
    // Rules that look at no file answer at once.
    type(u"field_command"_s, u"~/program"_s);
    QVERIFY(textOf(u"field_commandFinding"_s).contains(u'~'));
    type(u"field_command"_s, u"/bin/sh"_s);
    QTRY_VERIFY(textOf(u"field_commandFinding"_s).isEmpty());
    press(u"editTake"_s);
    QCOMPARE(m_window->route().page, u"review"_s);
}

void tst_Meanwhile::importsLookAtFilesBesideTheWindow()
{
    const auto files = std::make_shared<WatchedFiles>(platform::realFiles());
    platform::Platform platform = m_scene->platform();
    platform.files = files;
    reopen(platform);
    m_window->go({u"add"_s, {}, {}});
    auto *paste = find<QWidget>(u"paste"_s);
    QVERIFY(paste);
    QApplication::clipboard()->setText(
        uR"({"mcpServers": {"aa": {"command": "/nowhere/a"}, "bb": {"command": "/bin/sh"}}})"_s);
    paste->setFocus();
    QTest::keyClick(paste, Qt::Key_V, Qt::ControlModifier);
    QTRY_VERIFY(find<QLineEdit>(u"offer0Name"_s));
    QTRY_VERIFY2(textOf(u"offer0Finding"_s).contains(u"/nowhere/a"_s), qPrintable(textOf(u"offer0Finding"_s)));
    files->askedByTheWindow = 0;
    type(u"offer1Name"_s, u"another"_s);
    type(u"offer0Name"_s, u"name"_s);
    QCOMPARE(files->askedByTheWindow.load(), 0);
    QVERIFY(textOf(u"offer0Finding"_s).contains(u"/nowhere/a"_s));
    press(u"stepNext"_s);
    QCOMPARE(m_window->route().page, u"add"_s);
    QCOMPARE(files->askedByTheWindow.load(), 0);
}

int main(int argc, char *argv[])
{
    test::scrubEnvironment();
    QApplication application(argc, argv);
    store::Language language(application);
    language.apply(u"en"_s);
    ui::Theme theme(application);
    theme.apply(store::Appearance::Light);
    tst_Meanwhile test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_meanwhile.moc"
