#include "app/config/textdiff.h"
#include "tests/app/config/corpus.h"

#include <QtCore/QRandomGenerator>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using namespace kopru::config;

namespace {

/// "=a -b +c": what the lines say, as one text.
QString spelled(const QList<DiffLine> &lines)
{
    QStringList all;
    for (const DiffLine &line : lines)
        all.append((line.change == Change::Same ? u'=' : line.change == Change::Added ? u'+' : u'-') + line.text);
    return all.join(u' ');
}

QStringList splitLines(const QByteArray &text)
{
    QStringList lines = QString::fromUtf8(text).replace(u"\r\n"_s, u"\n"_s).replace(u'\r', u'\n').split(u'\n');
    if (lines.last().isEmpty())
        lines.removeLast();
    return lines;
}

/// The length of the longest common subsequence by the plain table: another way to the shortest difference.
int commonLines(const QStringList &a, const QStringList &b)
{
    std::vector<std::vector<int>> table(static_cast<std::size_t>(a.size() + 1),
                                        std::vector<int>(static_cast<std::size_t>(b.size() + 1)));
    for (std::size_t i = 1; i < table.size(); ++i)
        for (std::size_t j = 1; j < table[i].size(); ++j)
            table[i][j] = a.at(static_cast<qsizetype>(i) - 1) == b.at(static_cast<qsizetype>(j) - 1)
                              ? table[i - 1][j - 1] + 1
                              : std::max(table[i - 1][j], table[i][j - 1]);
    return table.back().back();
}

/// Both texts must come out of the difference again, and the numbers must count.
void verifyRebuilds(const QList<DiffLine> &lines, const QByteArray &before, const QByteArray &after)
{
    QStringList oldText;
    QStringList newText;
    for (const DiffLine &line : lines) {
        if (line.change != Change::Added)
            oldText.append(line.text);
        if (line.change != Change::Removed)
            newText.append(line.text);
        QCOMPARE(line.oldLine, line.change == Change::Added ? 0 : static_cast<int>(oldText.size()));
        QCOMPARE(line.newLine, line.change == Change::Removed ? 0 : static_cast<int>(newText.size()));
    }
    QCOMPARE(oldText, splitLines(before));
    QCOMPARE(newText, splitLines(after));
}

} // namespace

class tst_TextDiff : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void differences_data();
    void differences();
    void randomTextsAreShortest();
    void hugeDifferences();
    void context_data();
    void context();
};

void tst_TextDiff::differences_data()
{
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QByteArray>("after");
    QTest::addColumn<QString>("difference");
    QTest::newRow("both empty") << ""_ba << ""_ba << QString();
    QTest::newRow("new") << ""_ba << "a\nb\n"_ba << u"+a +b"_s;
    QTest::newRow("gone") << "a\nb\n"_ba << ""_ba << u"-a -b"_s;
    QTest::newRow("same") << "a\nğ\n"_ba << "a\nğ\n"_ba << u"=a =ğ"_s;
    QTest::newRow("changed") << "a\nb\nc\n"_ba << "a\nx\nc\n"_ba << u"=a -b +x =c"_s;
    QTest::newRow("inserted") << "a\nc\n"_ba << "a\nb\nc\n"_ba << u"=a +b =c"_s;
    QTest::newRow("removed") << "a\nb\nc\n"_ba << "a\nc\n"_ba << u"=a -b =c"_s;
    QTest::newRow("two places") << "1\n2\n3\n4\n5\n"_ba << "1\nx\n3\n4\n"_ba << u"=1 -2 +x =3 =4 -5"_s;
    QTest::newRow("two in a row") << "a\nb\n"_ba << "x\ny\n"_ba << u"-a -b +x +y"_s;
    QTest::newRow("newline at the end") << "a"_ba << "a\n"_ba << u"-a +a"_s;
    QTest::newRow("line ending") << "a\r\nb\r\n"_ba << "a\nb\r\n"_ba << u"-a +a =b"_s;
    QTest::newRow("old Mac") << "a\rb\r"_ba << "a\rc\r"_ba << u"=a -b +c"_s;
    QTest::newRow("empty lines") << "\n\n"_ba << "\n"_ba << u"= -"_s;
    QTest::newRow("repeated lines") << "}\n}\n}\n"_ba << "}\n}\n"_ba << u"=} =} -}"_s;
}

void tst_TextDiff::differences()
{
    QFETCH(QByteArray, before);
    QFETCH(QByteArray, after);
    QFETCH(QString, difference);
    const QList<DiffLine> lines = diffLines(before, after);
    QCOMPARE(spelled(lines), difference);
    verifyRebuilds(lines, before, after);
}

void tst_TextDiff::randomTextsAreShortest()
{
    QRandomGenerator random(4711);
    const auto text = [&] {
        QByteArray all;
        for (int i = random.bounded(20); i > 0; --i)
            all += static_cast<char>('a' + random.bounded(4)) + "\n"_ba;
        return all;
    };
    for (int round = 0; round < 2000; ++round) {
        const QByteArray before = text();
        const QByteArray after = text();
        const QList<DiffLine> lines = diffLines(before, after);
        verifyRebuilds(lines, before, after);
        const auto same =
            std::count_if(lines.begin(), lines.end(), [](const DiffLine &l) { return l.change == Change::Same; });
        QCOMPARE(static_cast<int>(same), commonLines(splitLines(before), splitLines(after)));
    }
}

void tst_TextDiff::hugeDifferences()
{
    QByteArray before = "first\n"_ba;
    QByteArray after = "first\n"_ba;
    for (int i = 0; i < 20000; ++i) {
        before += QByteArray::number(i) + '\n';
        after += QByteArray::number(-i - 1) + '\n';
    }
    before += "last\n";
    after += "last\n";
    const QList<DiffLine> lines = diffLines(before, after);
    verifyRebuilds(lines, before, after);
    QCOMPARE(lines.first().change, Change::Same);
    QCOMPARE(lines.at(1).change, Change::Removed);
    QCOMPARE(lines.at(20001).change, Change::Added);
    QCOMPARE(lines.last().change, Change::Same);
}

void tst_TextDiff::context_data()
{
    QTest::addColumn<int>("context");
    QTest::addColumn<QString>("shown");
    QTest::newRow("none") << 0 << u"-3 +x -8"_s;
    QTest::newRow("one") << 1 << u"=2 -3 +x =4 =7 -8 =9"_s;
    QTest::newRow("touching") << 2 << u"=1 =2 -3 +x =4 =5 =6 =7 -8 =9"_s;
    QTest::newRow("all") << 100 << u"=1 =2 -3 +x =4 =5 =6 =7 -8 =9"_s;
}

void tst_TextDiff::context()
{
    QFETCH(int, context);
    QFETCH(QString, shown);
    const auto lines = diffLines("1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\nx\n4\n5\n6\n7\n9\n");
    QCOMPARE(spelled(withContext(lines, context)), shown);
    QVERIFY(withContext(diffLines("a\n", "a\n"), context).isEmpty());
}

QTEST_GUILESS_MAIN(tst_TextDiff)
#include "tst_textdiff.moc"
