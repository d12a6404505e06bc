#include "app/store/parked.h"
#include "app/store/seen.h"

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using namespace kopru::store;
using kopru::platform::FileProblem;

namespace {

const QString source = u"/home/ığİş/claude_desktop_config.json"_s;
const QDateTime start(QDate(2026, 9, 1), QTime(12, 0, 0, 5), Qt::UTC);

ParkedServer server(const QString &name, int minutes = 0)
{
    const QByteArray member = "\"" + name.toUtf8() + "\" : {\r\n\t\"command\": \"\\ud800 ğ\", \"n\": 1.0e+2 }";
    return {name, member, source, u"önceki"_s, start.addSecs(minutes * 60), {}};
}

} // namespace

class tst_Parked : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_temporary = std::make_unique<QTemporaryDir>(); }
    void keepsEveryByte();
    void firstOfItsFile();
    void oldestFirst();
    void onceOnly();
    void sourcesAreApart();
    void removes();
    void rights();
    void damagedFiles();
    void bytesThatAreNoText();
    void folderThatCannotBe();
    void seenComesBack();
    void seenOfOthers();

private:
    std::unique_ptr<QTemporaryDir> m_temporary;
    QString folder() const { return m_temporary->filePath(u"parked"_s); }
};

void tst_Parked::keepsEveryByte()
{
    Parked parked(folder());
    QVERIFY(parked.list(source).servers.isEmpty());
    const ParkedServer one = server(u"ığİş"_s);
    const auto kept = parked.add(one);
    QVERIFY(kept.has_value());
    const Parked::Listing listing = Parked(folder()).list(source);
    QCOMPARE(listing.unreadable, QStringList());
    QCOMPARE(listing.servers, QList<ParkedServer>{*kept});
    ParkedServer expected = one;
    expected.file = kept->file;
    QCOMPARE(*kept, expected);
}

void tst_Parked::firstOfItsFile()
{
    Parked parked(folder());
    ParkedServer one = server(u"a"_s);
    one.behind.reset();
    QVERIFY(parked.add(one));
    QVERIFY(!parked.list(source).servers.first().behind);
}

void tst_Parked::oldestFirst()
{
    Parked parked(folder());
    for (const int minutes : {3, 1, 2})
        QVERIFY(parked.add(server(QString::number(minutes), minutes)));
    QStringList names;
    for (const ParkedServer &one : parked.list(source).servers)
        names.append(one.name);
    QCOMPARE(names, (QStringList{u"1"_s, u"2"_s, u"3"_s}));
}

void tst_Parked::onceOnly()
{
    Parked parked(folder());
    const auto first = parked.add(server(u"a"_s));
    QCOMPARE(parked.add(server(u"a"_s, 5)).value(), *first);
    // The same name with other bytes is another server.
    ParkedServer other = server(u"a"_s);
    other.member = "\"a\": {}";
    QVERIFY(parked.add(other));
    QCOMPARE(parked.list(source).servers.size(), 2);
}

void tst_Parked::sourcesAreApart()
{
    Parked parked(folder());
    ParkedServer elsewhere = server(u"a"_s);
    elsewhere.source = u"/başka.json"_s;
    QVERIFY(parked.add(server(u"a"_s)));
    QVERIFY(parked.add(elsewhere));
    QCOMPARE(parked.list(source).servers.size(), 1);
    QCOMPARE(parked.list(elsewhere.source).servers.size(), 1);
}

void tst_Parked::removes()
{
    Parked parked(folder());
    const auto first = parked.add(server(u"a"_s));
    QVERIFY(parked.add(server(u"b"_s)));
    QVERIFY(parked.remove(*first));
    QCOMPARE(parked.list(source).servers.size(), 1);
    QCOMPARE(parked.list(source).servers.first().name, u"b"_s);
    QVERIFY(parked.remove(*first)); // Another Kopru was faster.
}

void tst_Parked::rights()
{
    const auto kept = Parked(folder()).add(server(u"a"_s));
    const auto onlyOwner = QFile::ReadOwner | QFile::WriteOwner | QFile::ReadUser | QFile::WriteUser;
    QCOMPARE(QFile::permissions(kept->file), onlyOwner);
    QCOMPARE(QFile::permissions(folder()), onlyOwner | QFile::ExeOwner | QFile::ExeUser);
}

void tst_Parked::damagedFiles()
{
    Parked parked(folder());
    QVERIFY(parked.add(server(u"a"_s)));
    QStringList damaged;
    for (const auto &[name, bytes] : {std::pair(u"cut.json"_s, "{\"name\": \"x\", \"mem"_ba),
                                      std::pair(u"other.json"_s, "{\"name\": \"x\", \"member\": 1}"_ba)}) {
        QFile file(folder() + u'/' + name);
        QVERIFY(file.open(QFile::WriteOnly));
        file.write(bytes);
        damaged.append(file.fileName());
    }
    const Parked::Listing listing = parked.list(source);
    QCOMPARE(listing.servers.size(), 1);
    QCOMPARE(listing.unreadable, damaged);
}

void tst_Parked::bytesThatAreNoText()
{
    ParkedServer one = server(u"a"_s);
    one.member = "\"a\": \"\xff\"";
    const auto kept = Parked(folder()).add(one);
    QVERIFY(!kept.has_value()); // and the caller leaves the file as it is
    QCOMPARE(kept.error().problem, FileProblem::VerifyFailed);
    QVERIFY(Parked(folder()).list(source).servers.isEmpty());
}

void tst_Parked::folderThatCannotBe()
{
    QFile file(folder());
    QVERIFY(file.open(QFile::WriteOnly));
    QCOMPARE(Parked(folder()).add(server(u"a"_s)).error().problem, FileProblem::FolderMissing);
}

void tst_Parked::seenComesBack()
{
    const QString data = m_temporary->path();
    QVERIFY(!readSeen(data, source));
    const SeenFile seen{source, u"abc"_s, {{u"ığİş"_s, u"1"_s}, {u"b"_s, u"2"_s}}, start};
    QVERIFY(recordSeen(data, seen));
    QCOMPARE(readSeen(data, source), std::optional(seen));
    const SeenFile none{source, {}, {}, start.addDays(1)};
    QVERIFY(recordSeen(data, none));
    QCOMPARE(readSeen(data, source), std::optional(none));
}

void tst_Parked::seenOfOthers()
{
    const QString data = m_temporary->path();
    const SeenFile seen{source, u"abc"_s, {}, start};
    QVERIFY(recordSeen(data, seen));
    QVERIFY(!readSeen(data, u"/başka.json"_s));
    for (const QFileInfo &note : QDir(data + "/seen"_L1).entryInfoList(QDir::Files)) {
        QFile file(note.filePath());
        QVERIFY(file.open(QFile::WriteOnly));
        file.write("{\"sour");
    }
    QVERIFY(!readSeen(data, source));
}

QTEST_GUILESS_MAIN(tst_Parked)
#include "tst_parked.moc"
