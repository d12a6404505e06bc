#include "tests/cli/home.h"
#include "tests/support/environment.h"

#include <QtCore/QDir>
#include <QtCore/QRegularExpression>
#include <QtTest/QTest>

/// kopructl prints and writes the same bytes on a Turkish machine as in the C locale.
namespace kopru::test {

using namespace Qt::StringLiterals;

namespace {

const QByteArray mixed = "{\n  \"n\": 1.50e3,\n  \"mcpServers\": {\n"
                         "    \"id\": {\"command\": \"/bin/cat\", \"env\": {\"INPUT\": \"ı\", \"input\": \"i\"}},\n"
                         "    \"INPUT\": {\"command\": \"npx\", \"args\": [\"-y\", 1.5, \"Iğdır\"], \"cwd\": \"/\"},\n"
                         "    \"ığİş\": {\"url\": \"https://ISTANBUL.example/mcp\"}\n  }\n}\n"_ba;

const QByteArray broken = "{\n  'MCPSERVERS': {\n    \"INPUT\": {\"command\": \"C:\\igdir\\i.exe\" \"args\": [] },\n"
                          "  }\n}\n"_ba;

/// What a run of commands printed and left behind.
struct Outcome
{
    QByteArray printed;
    QByteArray file;
};

} // namespace

class TestKopructlLocale final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { scrubEnvironment(); }
    void localeIsThere();
    void sameBytes_data();
    void sameBytes();

private:
    Outcome run(const QString &locale, const QString &language, const QByteArray &config);
    Home m_home;
};

void TestKopructlLocale::localeIsThere()
{
    // Without it the program would run in the C locale and the comparison would show nothing.
    const Ended ended =
        m_home.runProgram(u"/usr/bin/locale"_s, {u"charmap"_s}, {{{u"LC_ALL"_s, u"tr_TR.UTF-8"_s}}, {}});
    QCOMPARE(ended.out, "UTF-8\n"_ba);
    QVERIFY2(ended.err.isEmpty(), ended.err + "the package locales-all brings tr_TR.UTF-8");
}

void TestKopructlLocale::sameBytes_data()
{
    QTest::addColumn<QString>("language");
    QTest::addColumn<QByteArray>("config");
    for (const auto &language : {u"en"_s, u"tr"_s}) {
        QTest::addRow("%s, sound", qPrintable(language)) << language << mixed;
        QTest::addRow("%s, broken", qPrintable(language)) << language << broken;
    }
}

Outcome TestKopructlLocale::run(const QString &locale, const QString &language, const QByteArray &config)
{
    // Always the same folder, so that paths in the output are the same.
    const QString home = m_home.path(u"Masaüstü/ığİş"_s);
    QDir(home).removeRecursively();
    const QString file = home + u"/.config/Claude/claude_desktop_config.json"_s;
    if (!m_home.write(file, config))
        return {};
    const Surroundings surroundings{{{u"HOME"_s, home}, {u"LC_ALL"_s, locale}, {u"LANG"_s, locale}}, {}};
    Outcome outcome;
    for (const QStringList &command :
         {QStringList{u"list"_s}, QStringList{u"list"_s, u"--json"_s},
          QStringList{u"add"_s, u"INPUT2"_s, u"--kind"_s, u"remote"_s, u"--set"_s, u"url=https://IGDIR.example/mcp"_s},
          QStringList{u"add"_s, u"ıd"_s, u"--kind"_s, u"local"_s, u"--set"_s, u"command=/bin/cat"_s, u"--json"_s},
          QStringList{u"set"_s, u"id"_s, u"--name"_s, u"İD"_s}, QStringList{u"check"_s, u"--json"_s},
          QStringList{u"list"_s}}) {
        const Ended ended = m_home.run(QStringList{u"--lang"_s, language} + command, surroundings);
        outcome.printed += "$ " + command.join(u' ').toUtf8() + "\n" + ended.out + ended.err + "= " +
                           QByteArray::number(ended.code) + "\n";
    }
    // What a clock says differs from run to run.
    static const QRegularExpression clock(
        u"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z?|\"(ms|duration|durationMs|took|milliseconds)\": ?[0-9.]+"_s);
    outcome.printed = QString::fromUtf8(outcome.printed).replace(clock, u"(time)"_s).toUtf8();
    outcome.file = Home::read(file);
    return outcome;
}

void TestKopructlLocale::sameBytes()
{
    QFETCH(QString, language);
    QFETCH(QByteArray, config);
    const Outcome inC = run(u"C.UTF-8"_s, language, config);
    const Outcome inTurkish = run(u"tr_TR.UTF-8"_s, language, config);
    QVERIFY2(inTurkish.printed == inC.printed, inC.printed + "\n-------- in Turkish:\n" + inTurkish.printed);
    QCOMPARE(inTurkish.file, inC.file);
    if (config == mixed) {
        QVERIFY2(inC.file.contains("\"INPUT2\"") && inC.file.contains("\"ıd\"") && inC.file.contains("\"İD\""),
                 inC.printed);
        QVERIFY2(inC.printed.contains("ığİş"), inC.printed);
    } else {
        QCOMPARE(inC.file, broken);
    }
}

} // namespace kopru::test

QTEST_GUILESS_MAIN(kopru::test::TestKopructlLocale)
#include "tst_kopructl_locale.moc"
