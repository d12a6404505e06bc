#include "app/config/wording.h"

#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using namespace kopru::config;
using kopru::platform::FileError;
using kopru::platform::FileProblem;

/// The rules for sentences that every message of config must keep.
class tst_ConfigWording : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sentences_data();
    void sentences();
    void details();
};

void tst_ConfigWording::sentences_data()
{
    QTest::addColumn<QString>("what");
    QTest::addColumn<QString>("remedy");
    const auto row = [](const QString &name, const Message &message) {
        QTest::newRow(qPrintable(name)) << message.what << message.remedy;
    };
    for (int i = 0; i <= static_cast<int>(FileProblem::Other); ++i)
        for (const int systemError : {0, 5}) {
            const auto problem = static_cast<FileProblem>(i);
            row(u"file %1 %2"_s.arg(fileProblemId(problem)).arg(systemError),
                message(FileError{problem, u"/home/x/%1 %2.json"_s, systemError}));
        }
    for (int i = 0; i <= static_cast<int>(Fault::EntryOutside); ++i)
        for (const auto &detail : {QString(), u"%1"_s}) {
            const SyntaxError error{static_cast<Fault>(i), {10, 2, 7}, detail};
            row(u"fault %1 '%2'"_s.arg(faultId(error.fault), detail), message(error));
            row(u"broken file %1 '%2'"_s.arg(faultId(error.fault), detail), message(OpenError(BrokenFile{{}, error})));
        }
    for (int i = 0; i <= static_cast<int>(Problem::FaultyFile); ++i)
        for (int part = 0; part <= static_cast<int>(Part::File); ++part)
            for (const auto &subject : {QString(), u"%1"_s}) {
                Finding finding;
                finding.problem = static_cast<Problem>(i);
                finding.part = static_cast<Part>(part);
                finding.subject = subject;
                if (finding.problem == Problem::FaultyFile)
                    finding.fault = SyntaxError{Fault::DuplicateKey, {}, subject};
                row(u"finding %1 %2 '%3'"_s.arg(problemId(finding.problem)).arg(part).arg(subject), message(finding));
            }
    for (int i = 0; i <= static_cast<int>(EditProblem::NotAnObject); ++i)
        row(u"edit %1"_s.arg(i), message(static_cast<EditProblem>(i), u"%1"_s));
    row(u"second file broken"_s, message(SecondFileError{BrokenFile{{}, {Fault::Comment, {}, {}}}, {}}, u"/x/%1"_s));
    row(u"second file missing"_s,
        message(SecondFileError{FileError{FileProblem::NotReadable, u"/x"_s, 0}, {}}, u"/x/%1"_s));
    row(u"second file write-protected"_s,
        message(SecondFileError{{}, SaveError{{FileProblem::NotWritable, u"/x"_s, 0}, {}}}, u"/x/%1"_s));
    row(u"second file of another content"_s,
        message(SecondFileError{{}, SaveError{{FileProblem::Changed, u"/x"_s, 0}, {Conflict{}}}}, u"/x/%1"_s));
    for (int ours = 0; ours <= static_cast<int>(SideChange::Removed); ++ours)
        for (int theirs = 0; theirs <= static_cast<int>(SideChange::Removed); ++theirs)
            for (const auto &path : {KeyPath(), KeyPath{u"%1"_s}, KeyPath{u"mcpServers"_s, u"%1"_s, u"env"_s}})
                row(u"conflict %1 %2 %3"_s.arg(ours).arg(theirs).arg(path.size()),
                    message(Conflict{path, static_cast<SideChange>(ours), static_cast<SideChange>(theirs), {}, {}}));
}

void tst_ConfigWording::sentences()
{
    QFETCH(QString, what);
    QFETCH(QString, remedy);
    for (const QString &text : {what, remedy}) {
        QVERIFY(!text.isEmpty());
        QVERIFY2(!text.contains(u'!'), qPrintable(text));
        QVERIFY2(!text.contains("%3"_L1), qPrintable(text));
        for (const QString &sentence : text.split(u". "_s))
            QVERIFY2(sentence.split(u' ').size() <= 20, qPrintable(sentence));
    }
    QVERIFY2(remedy.endsWith(u'.'), qPrintable(remedy));
}

void tst_ConfigWording::details()
{
    QCOMPARE(message(SyntaxError{Fault::MissingComma, {133, 6, 6}, {}}).what,
             u"A comma is missing in line 6, column 6."_s);
    QVERIFY(message(SyntaxError{Fault::UnexpectedCharacter, {0, 1, 1}, u"%1"_s}).what.contains(u"“%1”"_s));
    QVERIFY(message(FileError{FileProblem::IsFolder, u"/a/%1"_s, 0}).what.startsWith("/a/%1"_L1));
    QVERIFY(message(EditProblem::NameTaken, u"köprü"_s).what.contains(u"köprü"_s));
    const KeyPath variable{u"mcpServers"_s, u"köprü"_s, u"env"_s, u"TOKEN"_s};
    QVERIFY(message(Conflict{variable, {}, {}, {}, {}}).what.contains(u"“köprü › env › TOKEN”"_s));
    const FileError disk{FileProblem::DiskFull, u"/a"_s, 28};
    QCOMPARE(message(OpenError(disk)).what, message(disk).what);
    QSet<QString> buttons;
    for (int i = 0; i <= static_cast<int>(FixId::UseBridge); ++i)
        buttons.insert(fixText(static_cast<FixId>(i)));
    QCOMPARE(buttons.size(), static_cast<int>(FixId::UseBridge) + 1);
    QVERIFY(!buttons.contains(QString()));
}

QTEST_GUILESS_MAIN(tst_ConfigWording)
#include "tst_configwording.moc"
