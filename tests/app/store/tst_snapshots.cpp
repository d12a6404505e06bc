#include "app/store/store.h"

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

#include <thread>

using namespace Qt::StringLiterals;
using namespace kopru::store;
using kopru::platform::FileProblem;

namespace {

const QString source = u"/home/ığİş/.config/Claude/claude_desktop_config.json"_s;
const QDateTime start(QDate(2026, 9, 1), QTime(12, 0, 0, 5), Qt::UTC);

QByteArray version(int number)
{
    return "{ \"version\": "_ba + QByteArray::number(number) + " }";
}

} // namespace

class tst_Snapshots : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void keepsAndReads();
    void newestFirst();
    void equalToTheNewestMakesNone();
    void anOlderVersionAgainBecomesTheNewest();
    void keepsOnlySoMuch();
    void namesOfBefore();
    void keepsOnlySoMany();
    void sourcesAreApart();
    void clockSetBack();
    void sameMillisecondFromTwoPrograms();
    void rights();
    void strangersInTheFolder();
    void folderThatCannotBe();
    void timesAreLocaleFree();

private:
    std::unique_ptr<QTemporaryDir> m_temporary;
    QString folder() const { return m_temporary->filePath(u"snapshots"_s); }
};

void tst_Snapshots::init()
{
    m_temporary = std::make_unique<QTemporaryDir>();
}

void tst_Snapshots::keepsAndReads()
{
    Snapshots snapshots(folder());
    QVERIFY(snapshots.list(source).isEmpty());
    const QByteArray bytes = QByteArray("\xef\xbb\xbf\0 not even JSON", 19);
    const auto kept = snapshots.add(source, bytes, start);
    QVERIFY(kept.has_value());
    QCOMPARE(kept->source, source);
    QCOMPARE(kept->taken, start);
    QCOMPARE(kept->size, bytes.size());
    QCOMPARE(snapshots.read(*kept).value(), bytes);
    QCOMPARE(Snapshots(folder()).list(source), QList<Snapshot>{*kept});
    QVERIFY(QFile::remove(kept->file));
    QCOMPARE(snapshots.read(*kept).error().problem, FileProblem::Missing);
}

void tst_Snapshots::newestFirst()
{
    Snapshots snapshots(folder());
    for (int i = 0; i < 5; ++i)
        QVERIFY(snapshots.add(source, version(i), start.addMSecs(i * 999)));
    const QList<Snapshot> all = snapshots.list(source);
    QCOMPARE(all.size(), 5);
    for (int i = 0; i < 5; ++i) {
        QCOMPARE(snapshots.read(all.at(i)).value(), version(4 - i));
        QCOMPARE(all.at(i).taken, start.addMSecs((4 - i) * 999));
    }
}

void tst_Snapshots::equalToTheNewestMakesNone()
{
    Snapshots snapshots(folder());
    const auto first = snapshots.add(source, version(1), start);
    const auto again = snapshots.add(source, version(1), start.addDays(1));
    QCOMPARE(*again, *first);
    QCOMPARE(snapshots.list(source).size(), 1);
}

void tst_Snapshots::anOlderVersionAgainBecomesTheNewest()
{
    Snapshots snapshots(folder());
    for (const int number : {1, 2, 3, 1})
        QVERIFY(snapshots.add(source, version(number), start));
    const QList<Snapshot> all = snapshots.list(source);
    QCOMPARE(all.size(), 3);
    for (int i = 0; i < 3; ++i)
        QCOMPARE(snapshots.read(all.at(i)).value(), version(QList{1, 3, 2}.at(i)));
}

void tst_Snapshots::keepsOnlySoMuch()
{
    Snapshots snapshots(folder(), 100, 1000);
    const auto large = [](char letter) { return QByteArray(400, letter); };
    for (const char letter : {'a', 'b', 'c'})
        QVERIFY(snapshots.add(source, large(letter), start));
    QList<Snapshot> all = snapshots.list(source);
    QCOMPARE(all.size(), 2); // a third would be 1200 bytes
    QCOMPARE(snapshots.read(all.at(1)).value(), large('b'));
    // The two newest stay, however large: one of them is what the last save wrote over.
    QVERIFY(snapshots.add(source, QByteArray(5000, 'd'), start));
    QVERIFY(snapshots.add(source, QByteArray(6000, 'e'), start));
    all = snapshots.list(source);
    QCOMPARE(all.size(), 2);
    QCOMPARE(all.at(1).size, 5000);
}

void tst_Snapshots::namesOfBefore()
{
    Snapshots snapshots(folder());
    const auto kept = snapshots.add(source, version(1), start);
    const QString old = QFileInfo(kept->file).path() + "/20260901T120000005Z-0badcafe.json"_L1;
    QVERIFY(QFile::rename(kept->file, old));
    QCOMPARE(snapshots.list(source).first().file, old);
    QVERIFY(snapshots.add(source, version(2), start.addDays(1)));
    QVERIFY(snapshots.add(source, version(1), start.addDays(2)));
    QCOMPARE(snapshots.list(source).size(), 2);
    QVERIFY(!QFile::exists(old));
}

void tst_Snapshots::keepsOnlySoMany()
{
    Snapshots snapshots(folder(), 3);
    for (int i = 0; i < 10; ++i)
        QVERIFY(snapshots.add(source, version(i), start.addSecs(i)));
    const QList<Snapshot> all = snapshots.list(source);
    QCOMPARE(all.size(), 3);
    QCOMPARE(snapshots.read(all.at(0)).value(), version(9));
    QCOMPARE(snapshots.read(all.at(2)).value(), version(7));
    // Of a nonsensical number, one is kept all the same.
    QVERIFY(Snapshots(folder(), -5).add(source, version(20), start.addDays(1)));
    QCOMPARE(snapshots.list(source).size(), 1);
}

void tst_Snapshots::sourcesAreApart()
{
    Snapshots snapshots(folder(), 1);
    const QString other = u"/başka/claude_desktop_config.json"_s;
    QVERIFY(snapshots.add(source, version(1), start));
    QVERIFY(snapshots.add(other, version(1), start));
    QCOMPARE(snapshots.list(source).size(), 1);
    QCOMPARE(snapshots.list(other).size(), 1);
    QCOMPARE(snapshots.list(other).first().source, other);
    QVERIFY(snapshots.list(other).first().file != snapshots.list(source).first().file);
}

void tst_Snapshots::clockSetBack()
{
    Snapshots snapshots(folder());
    QVERIFY(snapshots.add(source, version(1), start));
    QVERIFY(snapshots.add(source, version(2), start.addYears(-1)));
    QCOMPARE(snapshots.read(snapshots.list(source).first()).value(), version(2));
}

void tst_Snapshots::sameMillisecondFromTwoPrograms()
{
    // Each adds without having seen what the other adds.
    const auto add = [this](int from) {
        Snapshots snapshots(folder(), 1000);
        for (int i = 0; i < 20; ++i)
            if (!snapshots.add(source, version(from + i), start))
                return;
    };
    std::thread one(add, 0);
    std::thread other(add, 100);
    one.join();
    other.join();
    Snapshots snapshots(folder());
    QSet<QByteArray> kept;
    for (const Snapshot &snapshot : snapshots.list(source))
        kept.insert(snapshots.read(snapshot).value());
    QCOMPARE(kept.size(), 40);
}

void tst_Snapshots::rights()
{
    Snapshots snapshots(folder());
    const auto kept = snapshots.add(source, version(1), start);
    const auto onlyOwner = QFile::ReadOwner | QFile::WriteOwner | QFile::ReadUser | QFile::WriteUser;
    QCOMPARE(QFile::permissions(kept->file), onlyOwner);
    const auto folderRights = onlyOwner | QFile::ExeOwner | QFile::ExeUser;
    QCOMPARE(QFile::permissions(folder()), folderRights);
    QCOMPARE(QFile::permissions(QFileInfo(kept->file).path()), folderRights);
}

void tst_Snapshots::strangersInTheFolder()
{
    Snapshots snapshots(folder());
    const auto kept = snapshots.add(source, version(1), start);
    const QDir inside = QFileInfo(kept->file).dir();
    for (const auto name : {"notes.txt"_L1, "x-1.json"_L1, ".kopru-1.tmp"_L1, "20260901T120000005Z.json"_L1,
                            "99999999T999999999Z-0.json"_L1}) {
        QFile file(inside.filePath(name));
        QVERIFY(file.open(QFile::WriteOnly));
    }
    QVERIFY(inside.mkdir(u"20270901T120000005Z-00000000.json"_s));
    QCOMPARE(snapshots.list(source), QList<Snapshot>{*kept});
}

void tst_Snapshots::folderThatCannotBe()
{
    QFile file(folder());
    QVERIFY(file.open(QFile::WriteOnly));
    Snapshots snapshots(folder());
    const auto kept = snapshots.add(source, version(1), start);
    QVERIFY(!kept.has_value());
    QCOMPARE(kept.error().problem, FileProblem::FolderMissing);
}

void tst_Snapshots::timesAreLocaleFree()
{
    QLocale::setDefault(QLocale(QLocale::Arabic, QLocale::Egypt)); // has digits of its own
    Snapshots snapshots(folder());
    const auto kept = snapshots.add(source, version(1), start);
    QLocale::setDefault(QLocale::c());
    QVERIFY2(QFileInfo(kept->file).fileName().startsWith("20260901T120000005Z-"_L1), qPrintable(kept->file));
    QCOMPARE(snapshots.list(source).first().taken, start);
}

QTEST_GUILESS_MAIN(tst_Snapshots)
#include "tst_snapshots.moc"
