#include "app/platform/accessrule.h"

#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using namespace kopru::platform;

namespace {

constexpr auto me = "S-1-5-21-1-2-3-1001"_L1;

/// "R" reads, "W" writes; small letters: inherited; "!" denies, "^" for what is below only.
AccessEntry entry(const QString &principal, const QString &rights)
{
    AccessEntry one;
    one.principal = principal;
    one.reads = rights.contains(u'R', Qt::CaseInsensitive);
    one.writes = rights.contains(u'W', Qt::CaseInsensitive);
    one.inherited = rights == rights.toLower();
    one.denies = rights.contains(u'!');
    one.inheritOnly = rights.contains(u'^');
    return one;
}

QList<AccessEntry> listOf(const QString &text)
{
    QList<AccessEntry> list;
    for (const QString &one : text.split(u", "_s, Qt::SkipEmptyParts))
        list.append(entry(one.section(u'=', 0, 0), one.section(u'=', 1)));
    return list;
}

QString spelled(const QList<AccessFinding> &findings)
{
    QStringList all;
    for (const AccessFinding &finding : findings)
        all.append(finding.principal + (finding.exposure == Exposure::Writable ? u"=W"_s : u"=R"_s) +
                   (finding.inherited ? u" inherited"_s : QString()));
    return all.join(u", "_s);
}

} // namespace

class tst_AccessRule : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void lists_data();
    void lists();
    void descriptors_data();
    void descriptors();
    void noDescriptors_data();
    void noDescriptors();
};

void tst_AccessRule::lists_data()
{
    QTest::addColumn<QString>("list");
    QTest::addColumn<QString>("findings");
    const auto row = [](const char *name, const QString &list, const QString &findings = {}) {
        QTest::newRow(name) << list << findings;
    };
    row("a file in the profile", u"SY=rw, BA=rw, S-1-5-21-1-2-3-1001=rw"_s);
    row("names instead of SIDs", u"NT AUTHORITY\\SYSTEM=rw, BUILTIN\\Administrators=rw, CREATOR OWNER=rw"_s);
    row("Turkish names", u"NT AUTHORITY\\SİSTEM=rw, BUILTIN\\Yöneticiler=rw"_s);
    row("the package of Claude", u"S-1-15-2-1609473798-1231923017=rw, S-1-15-3-1=r"_s);
    row("all packages", u"AC=r"_s, u"AC=R inherited"_s);
    row("users inherited", u"SY=rw, BU=r"_s, u"BU=R inherited"_s);
    row("users who write", u"BU=RW"_s, u"BU=W"_s);
    row("everyone", u"Everyone=R"_s, u"Everyone=R"_s);
    row("authenticated users change it", u"S-1-5-11=rw"_s, u"S-1-5-11=W inherited"_s);
    row("another account", u"S-1-5-21-1-2-3-1002=R"_s, u"S-1-5-21-1-2-3-1002=R"_s);
    row("the worse of two counts", u"BU=r, BU=W"_s, u"BU=W"_s);
    row("once, under both of its names", u"BU=r, S-1-5-32-545=r"_s, u"BU=R inherited"_s);
    row("only for what is below", u"BU=^rw"_s);
    row("denied in front", u"BU=!RW, BU=rw"_s);
    row("reading denied in front", u"BU=!R, BU=rw"_s, u"BU=W inherited"_s);
    row("denied to everybody in front", u"Everyone=!R, BU=r"_s);
    row("denied behind comes too late", u"BU=r, BU=!R"_s, u"BU=R inherited"_s);
    row("denied to others", u"AU=!R, BU=r"_s, u"BU=R inherited"_s);
    row("nothing allowed", u"BU="_s);
    row("empty list", {});
}

void tst_AccessRule::lists()
{
    QFETCH(QString, list);
    QTEST(spelled(tooOpen(listOf(list), me)), "findings");
}

void tst_AccessRule::descriptors_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("findings");
    const auto row = [](const char *name, const QString &text, const QString &findings = {}) {
        QTest::newRow(name) << text << findings;
    };
    const QString owner = u"O:S-1-5-21-1-2-3-1001G:S-1-5-21-1-2-3-513"_s;
    row("in the profile", owner + u"D:AI(A;ID;FA;;;SY)(A;ID;FA;;;BA)(A;ID;FA;;;S-1-5-21-1-2-3-1001)"_s);
    row("below ProgramData", owner + u"D:AI(A;ID;FA;;;SY)(A;ID;FA;;;BA)(A;ID;0x1200a9;;;BU)"_s, u"BU=R inherited"_s);
    row("on a drive of its own", owner + u"D:(A;ID;0x1301bf;;;AU)(A;ID;FR;;;BU)"_s,
        u"AU=W inherited, BU=R inherited"_s);
    row("set on the file", owner + u"D:PAI(A;;FR;;;WD)"_s, u"WD=R"_s);
    row("words for single rights", owner + u"D:(A;;CCDC;;;BU)"_s, u"BU=W"_s);
    row("attributes only", owner + u"D:(A;;0x100080;;;BU)(A;;RC;;;WD)"_s);
    row("denied", owner + u"D:(D;;FA;;;WD)(A;ID;FA;;;BU)"_s);
    row("audit list behind", owner + u"D:(A;;FR;;;BU)S:AI(AU;SAFA;FA;;;WD)"_s, u"BU=R"_s);
    row("empty list lets nobody in", owner + u"D:"_s);
    row("no list lets everybody in", owner, u"WD=W"_s);
    row("no list, in words", owner + u"D:NO_ACCESS_CONTROL"_s, u"WD=W"_s);
    row("rights by generic words", owner + u"D:(A;OICIIO;GA;;;BU)(A;;GR;;;BU)"_s, u"BU=R"_s);
}

void tst_AccessRule::descriptors()
{
    QFETCH(QString, text);
    const auto descriptor = readSddl(text);
    QVERIFY(descriptor);
    QCOMPARE(descriptor->owner, me);
    QTEST(spelled(tooOpen(descriptor->list, descriptor->owner)), "findings");
}

void tst_AccessRule::noDescriptors_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("empty") << QString();
    QTest::newRow("words") << u"Everyone may read"_s;
    QTest::newRow("cut off") << u"D:(A;ID;FA;;;"_s;
    QTest::newRow("unknown right") << u"D:(A;;ZZ;;;BU)"_s;
    QTest::newRow("too few parts") << u"D:(A;;FA)"_s;
}

void tst_AccessRule::noDescriptors()
{
    QFETCH(QString, text);
    QVERIFY(!readSddl(text));
}

QTEST_GUILESS_MAIN(tst_AccessRule)
#include "tst_accessrule.moc"
