#include "app/config/fixes.h"
#include "tests/docs/tables.h"

#include <QtTest/QTest>

using namespace kopru::test;
using namespace Qt::StringLiterals;
namespace config = kopru::config;

/// docs/validation.md leads from every rule to the tests that show it.
class TestValidationTable final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void everyRowIsShown();
    void everyRuleIsThere_data();
    void everyRuleIsThere();
    void everyFindingIsThere();
    void everyFixIsThere();

private:
    /// Whether a cell names this id.
    [[nodiscard]] bool names(const QString &id) const { return m_text.contains(u'`' + id + u'`'); }
    QString m_text;
    Found m_found;
};

void TestValidationTable::initTestCase()
{
    const QString folder = QStringLiteral(KOPRU_SOURCE_FOLDER);
    m_text = readDocument(folder + u"/docs/validation.md"_s);
    m_found = examine(m_text, folder);
}

void TestValidationTable::everyRowIsShown()
{
    QVERIFY2(m_found.problems.isEmpty(), qPrintable(u'\n' + m_found.problems.join(u'\n')));
}

void TestValidationTable::everyRuleIsThere_data()
{
    QTest::addColumn<QString>("rule");
    for (const char *rule : {"empty command",
                             "command not found in the PATH that Claude gives its servers",
                             "relative path",
                             "path that does not exist",
                             "not executable",
                             "`~` that the app will not expand",
                             "`${VAR}` that the app will not expand, but `--header` of `mcp-remote` and `kopru-bridge` "
                             "does",
                             "`args` or `env` value that is not a string",
                             "keys that the app drops",
                             "server names that Claude drops silently",
                             "spaces in args that break on Windows",
                             "`url`-only entry that the app skips",
                             "token with spaces or newline",
                             "token with placeholder",
                             "wrong token prefix",
                             "a URL pasted as a host name",
                             "`http://` to a public host",
                             "port range",
                             "time-out range",
                             "duplicate server names",
                             "names that break tool names",
                             "secret in args",
                             "`NODE_TLS_REJECT_UNAUTHORIZED=0`"})
        QTest::newRow(rule) << QString::fromLatin1(rule);
}

void TestValidationTable::everyRuleIsThere()
{
    QFETCH(QString, rule);
    QCOMPARE(m_found.first.value(u"Entries"_s).count(rule), 1);
}

void TestValidationTable::everyFindingIsThere()
{
    for (int i = 0; i <= static_cast<int>(config::Problem::FaultyFile); ++i) {
        const QString id = config::problemId(static_cast<config::Problem>(i));
        QVERIFY2(names(id), qPrintable(id));
    }
}

void TestValidationTable::everyFixIsThere()
{
    for (int i = 0; i <= static_cast<int>(config::FixId::UseBridge); ++i) {
        const QString id = config::fixId(static_cast<config::FixId>(i));
        QVERIFY2(names(id), qPrintable(id));
    }
}

QTEST_GUILESS_MAIN(TestValidationTable)
#include "tst_validationtable.moc"
