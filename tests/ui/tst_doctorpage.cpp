#include "app/config/document.h"
#include "app/store/language.h"
#include "tests/support/environment.h"
#include "tests/ui/windowtest.h"
#include "ui/theme.h"
#include "ui/workspace.h"

#include <QtTest/QtTest>
#include <QtWidgets/QApplication>

using namespace Qt::StringLiterals;
using namespace kopru;

/// The doctor at the window, by clicks: what it finds, its buttons, and stopping it.
class tst_DoctorPage : public test::WindowTest
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void findsAndOpensTheForm();
    void fixesAllSafeOnesInOneChange();
    void leadsToMending();
    void stops();
    void anotherFileEndsIt();

private:
    void open(const QByteArray &text)
    {
        const QString path = m_home->filePath(u".config/Claude/claude_desktop_config.json"_s);
        QVERIFY(QDir().mkpath(QFileInfo(path).path()));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text);
        file.close();
        openWindow(platform::currentPlatform(m_home->path()), {1000, 900});
        press(u"go_doctor"_s);
    }
    [[nodiscard]] static QByteArray server(const QByteArray &mode)
    {
        return "{\"command\": \"" + (QCoreApplication::applicationDirPath() + u"/stdioserver"_s).toUtf8() +
               "\", \"args\": [\"" + mode + "\"]}";
    }
    [[nodiscard]] QString button() const { return find<QAbstractButton>(u"examine"_s)->text(); }
    [[nodiscard]] QByteArray file() const
    {
        QFile file(m_workspace->filePath());
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    std::unique_ptr<QTemporaryDir> m_home;
};

void tst_DoctorPage::init()
{
    m_home = std::make_unique<QTemporaryDir>();
    QVERIFY(m_home->isValid());
}

void tst_DoctorPage::cleanup()
{
    closeWindow();
    m_home.reset();
}

void tst_DoctorPage::findsAndOpensTheForm()
{
    open("{\"mcpServers\": {\"fine\": " + server("good") + ", \"gone\": {\"command\": \"/no/such/program\"}}}");
    QTRY_COMPARE_WITH_TIMEOUT(button(), u"Examine again"_s, 20000);
    QCOMPARE(textOf(u"doctorHeadline"_s), u"One thing keeps Claude from its servers."_s);
    QVERIFY2(textOf(u"diagnosis1"_s).startsWith(u"gone: "_s), qPrintable(textOf(u"diagnosis1"_s)));
    QVERIFY(!find<QLabel>(u"diagnosis2"_s));
    QVERIFY(textOf(u"doctorGood"_s).contains(u"One server works"_s));
    // What was checked here is known on the other pages.
    const QList<ui::ServerSummary> servers = m_workspace->servers();
    QCOMPARE(servers.constFirst().health, ui::Health::Works);
    press(u"diagnosisFix1"_s);
    QCOMPARE(m_window->route().page, u"edit"_s);
    QCOMPARE(m_window->route().server, u"gone"_s);
}

void tst_DoctorPage::fixesAllSafeOnesInOneChange()
{
    open(R"({"mcpServers": {"a": {"command": "/bin/true", "env": {"PORT": 80}},
 "b": {"command": "/bin/true", "args": [5]}}})");
    QTRY_COMPARE_WITH_TIMEOUT(button(), u"Examine again"_s, 20000);
    press(u"fixAll"_s);
    QCOMPARE(m_window->route().page, u"review"_s);
    press(u"save"_s);
    QTRY_VERIFY_WITH_TIMEOUT(file().contains(R"("PORT": "80")"), 20000);
    QCOMPARE(file(), QByteArray(R"({"mcpServers": {"a": {"command": "/bin/true", "env": {"PORT": "80"}},
 "b": {"command": "/bin/true", "args": ["5"]}}})"));
}

void tst_DoctorPage::leadsToMending()
{
    open("{\"mcpServers\": {\"a\": " + server("good") + " \"b\": " + server("good") + "}}");
    QTRY_COMPARE_WITH_TIMEOUT(button(), u"Examine again"_s, 20000);
    QVERIFY(!find<QAbstractButton>(u"fixAll"_s));
    press(u"diagnosisFix1"_s);
    QCOMPARE(m_window->route().page, u"mend"_s);
}

void tst_DoctorPage::stops()
{
    open("{\"mcpServers\": {\"slow\": " + server("silent") + "}}");
    QCOMPARE(button(), u"Stop"_s);
    QTRY_COMPARE_WITH_TIMEOUT(textOf(u"doctorHeadline"_s), u"Examined 1 of 2."_s, 20000);
    press(u"examine"_s);
    QCOMPARE(button(), u"Examine again"_s);
    QVERIFY(!find<QLabel>(u"diagnosis1"_s)); // that it was stopped is no fault of the server
}

void tst_DoctorPage::anotherFileEndsIt()
{
    open("{\"mcpServers\": {\"slow\": " + server("silent") + "}}");
    QTRY_COMPARE_WITH_TIMEOUT(textOf(u"doctorHeadline"_s), u"Examined 1 of 2."_s, 20000);
    m_workspace->reopen();
    QCOMPARE(textOf(u"doctorHeadline"_s), u"Nothing has been examined yet."_s); // what was found was of another file
}

int main(int argc, char *argv[])
{
    test::scrubEnvironment();
    QApplication application(argc, argv);
    store::Language language(application);
    language.apply(u"en"_s);
    ui::Theme theme(application);
    theme.apply(store::Appearance::Light);
    tst_DoctorPage test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_doctorpage.moc"
