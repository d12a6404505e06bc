#include "tests/peers/peers.h"
#include "tests/support/environment.h"

#include <QtCore/QDirIterator>
#include <QtTest/QTest>

namespace kopru::test {

using namespace Qt::StringLiterals;

/// The official conformance suite for clients. What it examines is the bridge: nothing else reaches its server.
/// The scenarios that need a sign-in (OAuth) come with the sign-in.
class TestConformance final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void client_data();
    void client();
};

void TestConformance::initTestCase()
{
    scrubEnvironment();
    QVERIFY2(QFile::exists(node()), "the peers are not installed: npm ci --ignore-scripts in tests/peers");
}

void TestConformance::client_data()
{
    QTest::addColumn<QStringList>("checks"); // that have to pass
    QTest::newRow("initialize") << QStringList{u"mcp-client-initialization"_s};
    QTest::newRow("tools_call") << QStringList{u"tool-add-numbers"_s};
    QTest::newRow("elicitation-sep1034-client-defaults")
        << QStringList{u"client-elicitation-sep1034-string-default"_s, u"client-elicitation-sep1034-integer-default"_s,
                       u"client-elicitation-sep1034-number-default"_s, u"client-elicitation-sep1034-enum-default"_s,
                       u"client-elicitation-sep1034-boolean-default"_s};
    QTest::newRow("sse-retry") << QStringList{u"client-sse-graceful-reconnect"_s, u"client-sse-retry-timing"_s,
                                              u"client-sse-last-event-id"_s};
}

void TestConformance::client()
{
    QFETCH(QStringList, checks);
    Home home;
    // The suite splits the command at its blanks and gives the pieces to a shell: quotes get through.
    const QString command = u"\"%1\" \"%2\""_s.arg(node(), script(u"conformanceclient.mjs"_s));
    const Ended ended = home.runProgram(
        node(),
        {u"--import"_s, script(u"loopbackonly.mjs"_s), peer(u"@modelcontextprotocol/conformance/dist/index.js"_s),
         u"client"_s, u"--command"_s, command, u"--scenario"_s, QString::fromLatin1(QTest::currentDataTag()),
         u"--output-dir"_s, home.path(u"results"_s)},
        {{{u"KOPRU_BRIDGE"_s, programFolder() + u"/kopru-bridge"_s}}, {}});
    QVERIFY2(ended.code == 0, explain(ended));

    QDirIterator files(home.path(u"results"_s), {u"checks.json"_s}, QDir::Files, QDirIterator::Subdirectories);
    QVERIFY2(files.hasNext(), explain(ended));
    const Json found = Json::parse(Home::read(files.next()).toStdString(), nullptr, false);
    QVERIFY2(found.is_array(), explain(ended));
    QStringList passed;
    for (const Json &check : found) {
        const std::string status = check.value("status", "");
        QVERIFY2(status == "SUCCESS" || status == "INFO", check.dump(2).c_str());
        if (status == "SUCCESS")
            passed.append(QString::fromStdString(check.value("id", "")));
    }
    passed.sort();
    checks.sort();
    QCOMPARE(passed, checks);
}

} // namespace kopru::test

QTEST_GUILESS_MAIN(kopru::test::TestConformance)

#include "tst_conformance.moc"
