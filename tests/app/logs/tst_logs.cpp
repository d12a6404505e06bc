#include "app/logs/follower.h"

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using namespace kopru::logs;

namespace {

void write(const QString &path, const QByteArray &text, QIODevice::OpenMode mode = QIODevice::Append)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly | mode));
    file.write(text);
}

/// Collects what a follower tells.
class Followed
{
public:
    explicit Followed(const QStringList &folders, qint64 tail = qint64{1} << 20) : follower(folders, nullptr, tail)
    {
        QObject::connect(&follower, &Follower::appended, &follower, [this](const QList<Line> &lines) {
            for (const Line &line : lines)
                messages.append(line.message);
            all += lines;
        });
        QObject::connect(&follower, &Follower::looked, &follower, [this] { looked = true; });
        QObject::connect(&follower, &Follower::restarted, &follower, [this] { ++restarts; });
        follower.start();
    }

    Follower follower;
    QStringList messages;
    QList<Line> all;
    bool looked = false;
    int restarts = 0;
};

} // namespace

class tst_Logs : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsRealLines_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QStringList>("row");
        QFile table(QStringLiteral(KOPRU_TEST_DATA "/logs/log-lines.tsv"));
        QVERIFY(table.open(QIODevice::ReadOnly));
        table.readLine();
        int number = 1;
        while (!table.atEnd()) {
            QByteArray line = table.readLine();
            line.chop(1);
            const QStringList row = QString::fromUtf8(line).split(u'\t');
            QVERIFY(row.size() >= 11);
            const QString kind = row.at(0);
            const QString file = kind == u"server"_s    ? u"mcp-server-name.log"_s
                                 : kind == u"window"_s  ? u"window.log"_s
                                 : kind == u"unknown"_s ? u"mcp.log"_s
                                                        : kind;
            QTest::addRow("%d %s", ++number, qPrintable(row.at(5).left(30))) << file << row;
        }
    }
    void readsRealLines()
    {
        QFETCH(QString, file);
        QFETCH(QStringList, row);
        const Line line = parseLine(row.mid(10).join(u'\t').toUtf8(), file);
        if (row.at(1) == u"record"_s) {
            QCOMPARE(levelId(line.level), row.at(4) == u"warn"_s ? u"warning"_s : row.at(4));
            if (row.at(2).isEmpty())
                QVERIFY(!line.time.has_value());
            else if (row.at(2).endsWith(u'Z'))
                QCOMPARE(line.time.value(), QDateTime::fromString(row.at(2), Qt::ISODateWithMs));
            else
                QCOMPARE(line.time.value(), QDateTime::fromString(row.at(2), u"yyyy-MM-dd HH:mm:ss"_s));
            if (!row.at(3).isEmpty())
                QCOMPARE(line.server, row.at(3));
        } else {
            QVERIFY(!line.time.has_value());
            QCOMPARE(line.level, Level::Unknown);
        }
        QVERIFY2(line.message.startsWith(row.at(5)), qPrintable(line.message.left(60)));
    }

    void serverOfAFile_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("server");
        QTest::newRow("a server's") << u"mcp-server-apinizer portal.log"_s << u"apinizer portal"_s;
        QTest::newRow("mcp.log") << u"mcp.log"_s << QString();
        QTest::newRow("main.log") << u"main.log"_s << QString();
        QTest::newRow("no log") << u"mcp-server-x.txt"_s << QString();
    }
    void serverOfAFile()
    {
        QFETCH(QString, file);
        QFETCH(QString, server);
        QCOMPARE(serverOfFile(file), server);
    }

    void aBrokenLineIsReadAsItIs()
    {
        const Line bytes = parseLine("\xff\xfe text", u"mcp.log"_s);
        QCOMPARE(bytes.message, u"\ufffd\ufffd text"_s);
        const Line odd = parseLine("2026-99-99T10:00:00.000Z [info] text", u"mcp.log"_s);
        QVERIFY(!odd.time.has_value());
        const Line longer = parseLine("[error] " + QByteArray(1 << 20, 'x'), u"main.log"_s);
        QCOMPARE(longer.length, (1 << 20) + 8);
        QCOMPARE(longer.message.size(), Line::longestShown + 1);
    }

    void filters()
    {
        Line line;
        line.server = u"a"_s;
        line.level = Level::Error;
        line.message = u"Connection LOST"_s;
        QVERIFY((Filter{}).accepts(line));
        QVERIFY((Filter{u"a"_s, u"lost"_s, true}).accepts(line));
        QVERIFY(!(Filter{u"b"_s, {}, false}).accepts(line));
        QVERIFY(!(Filter{{}, u"found"_s, false}).accepts(line));
        line.level = Level::Info;
        QVERIFY(!(Filter{{}, {}, true}).accepts(line));
    }

    void showsWhatWasThereInTimeOrder()
    {
        QTemporaryDir folder;
        write(folder.filePath(u"mcp.log"_s),
              "2026-01-01T10:00:02.000Z [info] [a] second\n2026-01-01T10:00:04.000Z [info] [a] fourth\n");
        write(folder.filePath(u"mcp-server-a.log"_s),
              "2026-01-01T10:00:01.000Z [a] [info] first\n2026-01-01T10:00:03.000Z [a] [error] third\nraw stderr\n");
        write(folder.filePath(u"notes.txt"_s), "no log\n");
        write(folder.filePath(u"other.log"_s), "not one of Claude's\n");
        Followed followed({folder.path()});
        QTRY_VERIFY(followed.looked);
        QCOMPARE(followed.messages, (QStringList{u"first"_s, u"second"_s, u"third"_s, u"raw stderr"_s, u"fourth"_s}));
        QCOMPARE(followed.follower.files().size(), 2);
    }

    void aHalfLineIsHeldBackUntilItIsWhole()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath(u"mcp.log"_s);
        write(path, "2026-01-01T10:00:00.000Z [info] [a] one\n2026-01-01T10:00:00.000Z [info] [a] gün");
        Followed followed({folder.path()});
        QTRY_VERIFY(followed.looked);
        QCOMPARE(followed.messages, QStringList{u"one"_s});
        const QByteArray rest = "lük ı\n"; // cut inside a character as well
        write(path, rest.first(2));
        write(path, rest.sliced(2));
        QTRY_COMPARE(followed.messages.size(), 2);
        QCOMPARE(followed.messages.constLast(), u"günlük ı"_s);
    }

    void aFileThatIsCutOrReplacedStartsAgain_data()
    {
        QTest::addColumn<bool>("replaced");
        QTest::newRow("cut") << false;
        QTest::newRow("replaced") << true;
    }
    void aFileThatIsCutOrReplacedStartsAgain()
    {
        QFETCH(bool, replaced);
        QTemporaryDir folder;
        const QString path = folder.filePath(u"main.log"_s);
        write(path, "2026-01-01 10:00:00 [info] old one\n2026-01-01 10:00:00 [info] old two\n");
        Followed followed({folder.path()});
        QTRY_VERIFY(followed.looked);
        QCOMPARE(followed.messages.size(), 2);
        if (replaced) {
            QVERIFY(QFile::rename(path, folder.filePath(u"main1.log"_s)));
            write(path,
                  "2026-01-01 10:00:00 [info] new one, longer than what stood here before it was replaced by this\n");
        } else {
            write(path, "2026-01-01 10:00:00 [info] new\n", QIODevice::Truncate);
        }
        QTRY_VERIFY(followed.messages.filter(u"new"_s).size() == 1);
        QVERIFY(followed.restarts >= 1);
    }

    void filesAndFoldersThatAppearLaterAreFollowed()
    {
        QTemporaryDir folder;
        const QString logs = folder.filePath(u"Claude/logs"_s);
        Followed followed({logs});
        QTRY_VERIFY(followed.looked);
        QVERIFY(followed.messages.isEmpty());
        QVERIFY(QDir().mkpath(logs));
        write(logs + u"/mcp-server-new.log"_s, "2026-01-01T10:00:00.000Z [new] [info] hello\n");
        QTRY_COMPARE(followed.messages, QStringList{u"hello"_s});
        QCOMPARE(followed.all.constFirst().server, u"new"_s);
    }

    void onlyTheTailOfALargeFileIsReadAndFromAWholeLine()
    {
        QTemporaryDir folder;
        QByteArray text;
        for (int i = 0; i < 1000; ++i)
            text += "2026-01-01T10:00:00.000Z [info] [a] line " + QByteArray::number(i) + '\n';
        write(folder.filePath(u"mcp.log"_s), text);
        Followed followed({folder.path()}, 500);
        QTRY_VERIFY(followed.looked);
        QVERIFY(followed.messages.size() < 12);
        QCOMPARE(followed.messages.constLast(), u"line 999"_s);
        for (const QString &message : followed.messages)
            QVERIFY(message.startsWith(u"line 9"_s));
    }

    void anOverlongLineTakesNoMemoryAndTheNextIsWhole()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath(u"mcp-server-a.log"_s);
        write(path, "[info] start\n");
        Followed followed({folder.path()});
        QTRY_VERIFY(followed.looked);
        write(path, "[info] " + QByteArray(16 << 20, 'x') + "\n[error] after\n");
        QTRY_COMPARE(followed.messages.size(), 3);
        QVERIFY(followed.all.at(1).message.size() <= Line::longestShown + 1);
        QCOMPARE(followed.all.at(1).length, (qsizetype{16} << 20) + 7);
        QCOMPARE(followed.messages.constLast(), u"after"_s);
    }

    void stopIsQuiet()
    {
        QTemporaryDir folder;
        Followed followed({folder.path()});
        QTRY_VERIFY(followed.looked);
        followed.follower.stop();
        write(folder.filePath(u"mcp.log"_s), "2026-01-01T10:00:00.000Z [info] [a] late\n");
        Followed other({folder.path()});
        QTRY_COMPARE(other.messages.size(), 1); // the second one saw it, so the first had its chance
        QVERIFY(followed.messages.isEmpty());
    }
};

QTEST_GUILESS_MAIN(tst_Logs)
#include "tst_logs.moc"
