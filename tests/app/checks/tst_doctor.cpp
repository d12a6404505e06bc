#include "app/checks/doctor.h"
#include "tests/app/platform/fakefiles.h"

#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using namespace kopru::checks;
using kopru::platform::Platform;
using kopru::platform::System;
using kopru::test::FakeFiles;

namespace {

const QString home = u"/nowhere/ığİş"_s;
const QString file = home + u"/.config/Claude/claude_desktop_config.json"_s;

QStringList ids(const QList<Diagnosis> &found)
{
    QStringList all;
    for (const Diagnosis &one : found)
        if (one.problem != DoctorProblem::Good)
            all.append(kopru::config::severityId(one.severity) + u' ' + doctorProblemId(one.problem));
    return all;
}

QList<Diagnosis> examined(const FakeFiles &files)
{
    const Platform platform = kopru::test::computer(System::Linux, home, {}, files);
    return examine(platform, kopru::platform::discover(platform));
}

const Diagnosis *theOne(const QList<Diagnosis> &found, DoctorProblem problem)
{
    for (const Diagnosis &one : found)
        if (one.problem == problem)
            return &one;
    return nullptr;
}

} // namespace

/// What the doctor says of places: whose files are, who else may touch them, what the organisation forbids.
class tst_Doctor : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void foreignFile();
    void writeProtected();
    void linkedFile();
    void ownFile();
    void rules();
    void unreadableRules();
    void accessLists_data();
    void accessLists();
    void wordsForAll();
};

void tst_Doctor::foreignFile()
{
    const auto found = examined(FakeFiles(System::Linux).file(file).ownedBy(file, u"root"_s));
    const Diagnosis *one = theOne(found, DoctorProblem::ForeignFile);
    QVERIFY(one);
    QCOMPARE(one->file, file);
    const auto words = message(*one);
    QVERIFY2(words.what.contains(u"root"_s) && words.what.contains(file), qPrintable(words.what));
    QVERIFY(!theOne(found, DoctorProblem::WriteProtected)); // One reason is enough.
}

void tst_Doctor::writeProtected()
{
    FakeFiles files(System::Linux);
    files.file(file).protect(file);
    QVERIFY(theOne(examined(files), DoctorProblem::WriteProtected));
}

void tst_Doctor::linkedFile()
{
    const auto found = examined(FakeFiles(System::Linux).link(file, u"/srv/dotfiles/x.json"_s));
    const Diagnosis *one = theOne(found, DoctorProblem::LinkedFile);
    QVERIFY(one);
    QCOMPARE(one->severity, kopru::config::Severity::Note);
    QVERIFY(message(*one).what.contains(u"/srv/dotfiles/x.json"_s));
}

void tst_Doctor::ownFile()
{
    const QStringList found = ids(examined(FakeFiles(System::Linux).file(file)));
    for (const QString &id : found)
        QVERIFY2(!id.contains(u"file "_s) && !id.contains(u"write-protected"_s) && !id.contains(u"foreign"_s),
                 qPrintable(id));
}

void tst_Doctor::rules()
{
    const QString source = u"/etc/claude-desktop/managed-settings.json"_s;
    const auto found =
        examined(FakeFiles(System::Linux)
                     .file(file)
                     .holding(source, R"({"isLocalDevMcpEnabled": false, "isDesktopExtensionEnabled": false})"));
    const Diagnosis *one = theOne(found, DoctorProblem::LocalForbidden);
    QVERIFY(one);
    // Facts about the app age: never an error.
    QCOMPARE(one->severity, kopru::config::Severity::Warning);
    QVERIFY(message(*one).what.contains(source));
    QVERIFY(theOne(found, DoctorProblem::ExtensionsForbidden));
}

void tst_Doctor::unreadableRules()
{
    const auto found =
        examined(FakeFiles(System::Linux).file(file).holding(u"/etc/claude-desktop/managed-settings.json"_s, "{"));
    QVERIFY(theOne(found, DoctorProblem::PolicyUnreadable));
    QVERIFY(!theOne(found, DoctorProblem::LocalForbidden));
}

void tst_Doctor::accessLists_data()
{
    QTest::addColumn<QString>("descriptor");
    QTest::addColumn<QStringList>("found");
    const QString owner = u"O:S-1-5-21-1-2-3-1001D:AI(A;ID;FA;;;SY)(A;ID;FA;;;S-1-5-21-1-2-3-1001)"_s;
    QTest::newRow("his own") << owner << QStringList();
    QTest::newRow("users read") << owner + u"(A;ID;FR;;;BU)"_s << QStringList{u"warning readable-by-others"_s};
    QTest::newRow("everybody writes") << owner + u"(A;;FA;;;WD)"_s << QStringList{u"warning writable-by-others"_s};
    QTest::newRow("nothing to read") << u"?"_s << QStringList();
}

void tst_Doctor::accessLists()
{
    QFETCH(QString, descriptor);
    const auto found = judgeAccess(descriptor, u"C:\\x.json"_s);
    QTEST(ids(found), "found");
    for (const Diagnosis &one : found) {
        QVERIFY(!message(one).remedy.isEmpty());
        QVERIFY2(message(one).what.contains(u"C:\\x.json"_s) && !message(one).what.contains(u"BU"_s),
                 qPrintable(message(one).what));
    }
}

void tst_Doctor::wordsForAll()
{
    QSet<QString> seen;
    for (int i = 0; i < static_cast<int>(DoctorProblem::Good); ++i) {
        Diagnosis one;
        one.problem = static_cast<DoctorProblem>(i);
        one.step = Step{StepId::Start, StepState::Failed, {}, StepCause{LocalCause::ExitedEarly}, {}};
        QVERIFY(!doctorProblemId(one.problem).isEmpty());
        seen.insert(doctorProblemId(one.problem));
        if (one.problem != DoctorProblem::FileUnusable && one.problem != DoctorProblem::EntryFinding)
            QVERIFY2(!message(one).what.isEmpty(), qPrintable(doctorProblemId(one.problem)));
    }
    QCOMPARE(seen.size(), static_cast<int>(DoctorProblem::Good));
}

QTEST_GUILESS_MAIN(tst_Doctor)
#include "tst_doctor.moc"
