#include "tests/docs/tables.h"

#include <QtTest/QtTest>

using namespace kopru::test;
using namespace Qt::StringLiterals;

/// docs/faults.md leads from every fault that the bridge must survive to the tests that show what happens.
class TestFaultTable final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void everyRowIsShown();
    void everyFaultIsThere_data();
    void everyFaultIsThere();

private:
    Found m_found;
};

void TestFaultTable::initTestCase()
{
    const QString folder = QStringLiteral(KOPRU_SOURCE_FOLDER);
    m_found = examine(readDocument(folder + u"/docs/faults.md"_s), folder);
}

void TestFaultTable::everyRowIsShown()
{
    QVERIFY2(m_found.problems.isEmpty(), qPrintable(u'\n' + m_found.problems.join(u'\n')));
}

void TestFaultTable::everyFaultIsThere_data()
{
    QTest::addColumn<QString>("fault");
    for (const char *fault : {"server restarted, the session is unknown: 404",
                              "server restarted, the session is unknown: 400",
                              "server restarted, and refuses connections for a while",
                              "server killed in the middle of an answer",
                              "connection half-closed",
                              "answer cut",
                              "answer cut behind an event with an id",
                              "connection closed after the request was sent",
                              "HTML page",
                              "wrong Content-Type",
                              "gzip",
                              "chunks of single bytes",
                              "slow-loris",
                              "429 with Retry-After",
                              "503, then well",
                              "redirect loop",
                              "redirect to another origin",
                              "TLS: certificate expired",
                              "TLS: wrong name",
                              "TLS: self-signed",
                              "TLS: unknown authority",
                              "TLS: missing intermediate",
                              "TLS 1.0 only",
                              "proxy asks 407",
                              "proxy dead",
                              "DNS fails",
                              "IPv6 dead, IPv4 alive",
                              "64 MiB both ways",
                              "16 MiB line without newline, then EOF",
                              "malformed line",
                              "batch",
                              "duplicate ids",
                              "id as text",
                              "id as 2^53+1",
                              "unknown method",
                              "notification that the server answers with 500",
                              "stdin closed with a call in flight",
                              "SIGTERM with a call in flight",
                              "stdout closed",
                              "stdout that nobody reads",
                              "500 calls at once",
                              "two copies at once",
                              "server/discover before initialize",
                              "server/discover, and killed at once",
                              "WebSocket refused with 401",
                              "WebSocket dropped in the middle",
                              "WebSocket silent for long",
                              "WebSocket closed with each code",
                              "sleep and wake",
                              "frames against RFC 6455, and messages that are none"})
        QTest::newRow(fault) << QString::fromLatin1(fault);
}

void TestFaultTable::everyFaultIsThere()
{
    QFETCH(QString, fault);
    QCOMPARE(m_found.first.value(u"Bridge"_s).count(fault), 1);
}

QTEST_GUILESS_MAIN(TestFaultTable)
#include "tst_faulttable.moc"
