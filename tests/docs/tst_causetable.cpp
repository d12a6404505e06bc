#include "app/logs/signatures.h"
#include "tests/docs/tables.h"

#include <QtTest/QTest>

using namespace kopru::test;
using namespace Qt::StringLiterals;
namespace logs = kopru::logs;

namespace {

/// The rows of the tables of one section as they stand, without headings.
QStringList rowsOf(const QString &text, const QString &section)
{
    QStringList rows;
    bool inside = false;
    for (const QString &line : text.split(u'\n')) {
        if (line.startsWith(u"## "_s))
            inside = line.mid(3).trimmed() == section;
        if (inside && line.startsWith(u"| `"_s))
            rows.append(line);
    }
    return rows;
}

QString quoted(const QString &text)
{
    return u'`' + text + u'`';
}

} // namespace

/// docs/causes.md says what resources/signatures.json holds.
class TestCauseTable final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyCauseIsThere();
    void everyActionIsThere();
    void everyCauseOfTheBridgeIsThere();
};

void TestCauseTable::everyCauseIsThere()
{
    const QStringList rows = rowsOf(readDocument(QStringLiteral(KOPRU_SOURCE_FOLDER "/docs/causes.md")), u"Table"_s);
    QStringList expected;
    for (const auto &signature : logs::SignatureCatalogue::builtIn().signatures()) {
        QStringList places;
        for (const logs::Place place : signature->places)
            places.append(logs::placeId(place));
        QStringList causes;
        for (const kopru::contract::Cause cause : signature->causes)
            causes.append(quoted(QString::fromLatin1(kopru::contract::causeId(cause))));
        const QStringList cells{quoted(signature->id),
                                logs::severityId(signature->severity) +
                                    (signature->consequence ? u", follows"_s : QString()),
                                signature->seen ? u"yes"_s : u"no"_s,
                                signature->action ? quoted(logs::actionId(*signature->action)) : u"–"_s,
                                places.join(u", "_s),
                                causes.isEmpty() ? u"–"_s : causes.join(u", "_s),
                                QString(signature->source).replace(u'|', u"\\|"_s)};
        expected.append(u"| "_s + cells.join(u" | "_s) + u" |"_s);
    }
    QVERIFY(!expected.isEmpty());
    for (qsizetype i = 0; i < std::min(rows.size(), expected.size()); ++i)
        QCOMPARE(rows.at(i), expected.at(i));
    QCOMPARE(rows.size(), expected.size());
}

void TestCauseTable::everyActionIsThere()
{
    const QStringList rows = rowsOf(readDocument(QStringLiteral(KOPRU_SOURCE_FOLDER "/docs/causes.md")), u"Actions"_s);
    qsizetype count = 0;
    for (int i = 0; !logs::actionId(static_cast<logs::Action>(i)).isEmpty(); ++i, ++count)
        QVERIFY2(rows.value(i).startsWith(u"| "_s + quoted(logs::actionId(static_cast<logs::Action>(i))) + u" | "_s),
                 qPrintable(rows.value(i)));
    QCOMPARE(rows.size(), count);
}

void TestCauseTable::everyCauseOfTheBridgeIsThere()
{
    for (const auto &[cause, id] : kopru::contract::detail::causeNames) {
        const bool known = logs::SignatureCatalogue::builtIn().forCause(cause) != nullptr;
        QVERIFY2(known == (cause != kopru::contract::Cause::None), std::string(id).c_str());
    }
}

QTEST_GUILESS_MAIN(TestCauseTable)
#include "tst_causetable.moc"
