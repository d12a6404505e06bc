#include "app/platform/extensions.h"
#include "app/platform/policy.h"
#include "tests/app/platform/fakefiles.h"

#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using namespace kopru::platform;
using kopru::test::computer;
using kopru::test::FakeFiles;

namespace {

const QString linuxFile = u"/etc/claude-desktop/managed-settings.json"_s;
const QString macFile = u"/Library/Managed Preferences/com.anthropic.claudefordesktop.plist"_s;
const QString macOwnFile = u"/Library/Managed Preferences/deneme/com.anthropic.claudefordesktop.plist"_s;

QByteArray plist(const QByteArray &inside)
{
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" "
           "\"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">\n<plist version=\"1.0\"><dict>" +
           inside + "</dict></plist>\n";
}

Policy onLinux(const QByteArray &text)
{
    return readPolicy(computer(System::Linux, u"/h"_s, {}, FakeFiles(System::Linux).holding(linuxFile, text)));
}

} // namespace

/// What an organisation has laid down, and what it and the person have installed: read, never written.
class tst_Policy : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keys_data();
    void keys();
    void windowsSources();
    void none();
    void unreadable_data();
    void unreadable();
    void propertyLists_data();
    void propertyLists();
    void macSources();
    void extensions();
    void noExtensions();
};

void tst_Policy::keys_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("servers");
    QTest::addColumn<bool>("extensions");
    QTest::addColumn<bool>("signature");
    QTest::addColumn<QStringList>("managed");
    const auto row = [](const char *name, const QByteArray &text, bool servers, bool extensions, bool signature,
                        const QStringList &managed) {
        QTest::newRow(name) << text << servers << extensions << signature << managed;
    };
    row("servers forbidden", R"({"isLocalDevMcpEnabled": false})", true, false, false, {});
    row("servers forbidden by a number", R"({"isLocalDevMcpEnabled": 0})", true, false, false, {});
    row("servers forbidden in words", R"({"isLocalDevMcpEnabled": "False"})", true, false, false, {});
    row("servers allowed", R"({"isLocalDevMcpEnabled": true})", false, false, false, {});
    row("a word that is no switch", R"({"isLocalDevMcpEnabled": "perhaps"})", false, false, false, {});
    row("another key", R"({"other": false})", false, false, false, {});
    row("extensions forbidden", R"({"isDesktopExtensionEnabled": false})", false, true, false, {});
    row("extensions forbidden by the older key", R"({"isDxtEnabled": false})", false, true, false, {});
    row("the newer key goes first", R"({"isDxtEnabled": false, "isDesktopExtensionEnabled": true})", false, false,
        false, {});
    row("signatures", R"({"isDesktopExtensionSignatureRequired": true})", false, false, true, {});
    row("managed servers in a list", R"({"managedMcpServers": [{"name": "İç ağ"}, {"url": "https://x"}, "plain"]})",
        false, false, false, {u"İç ağ"_s, u"https://x"_s, u"plain"_s});
    row("managed servers by name", R"({"managedMcpServers": {"a": {"url": "x"}, "b": {}}})", false, false, false,
        {u"a"_s, u"b"_s});
    row("managed servers as text", R"({"managedMcpServers": "[{\"name\": \"a\"}]"})", false, false, false, {u"a"_s});
    row("managed servers that are none", R"({"managedMcpServers": 5})", false, false, false, {});
}

void tst_Policy::keys()
{
    QFETCH(QByteArray, text);
    const Policy policy = onLinux(text);
    QTEST(policy.forbidsLocalServers, "servers");
    QTEST(policy.forbidsExtensions, "extensions");
    QTEST(policy.wantsSignedExtensions, "signature");
    QTEST(policy.managedServers, "managed");
    QCOMPARE(policy.source, linuxFile);
    QCOMPARE(policy.unreadable, QString());
}

void tst_Policy::windowsSources()
{
    const PolicySource machine{u"HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Claude"_s, {{u"isDxtEnabled"_s, 0}}};
    const PolicySource user{u"HKEY_CURRENT_USER\\SOFTWARE\\Policies\\Claude"_s,
                            {{u"ISLOCALDEVMCPENABLED"_s, 0}, {u"managedMcpServers"_s, u"{\"a\": {}}"_s}}};
    // The computer's rules make Claude ignore those of the person.
    Policy policy = judgePolicy({machine, user});
    QCOMPARE(policy.source, machine.name);
    QVERIFY(!policy.forbidsLocalServers);
    QVERIFY(policy.forbidsExtensions);
    policy = judgePolicy({{machine.name, {}}, user});
    QCOMPARE(policy.source, user.name);
    QVERIFY(policy.forbidsLocalServers);
    QCOMPARE(policy.managedServers, QStringList{u"a"_s});
    QVERIFY(policyFiles(computer(System::Windows, u"C:\\h"_s, {}, FakeFiles(System::Windows))).isEmpty());
}

void tst_Policy::none()
{
    for (const System system : {System::Linux, System::MacOs, System::Windows})
        QCOMPARE(readPolicy(computer(system, u"/h"_s, {}, FakeFiles(system))), Policy());
    QCOMPARE(onLinux("{}"), Policy());
}

void tst_Policy::unreadable_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("broken") << "{\"isLocalDevMcpEnabled\": false"_ba;
    QTest::newRow("list") << "[]"_ba;
    QTest::newRow("empty") << ""_ba;
}

void tst_Policy::unreadable()
{
    QFETCH(QByteArray, text);
    const Policy policy = onLinux(text);
    QCOMPARE(policy.unreadable, linuxFile);
    QVERIFY(!policy.forbidsLocalServers);
    // A file that nobody may read is no file without rules.
    QCOMPARE(readPolicy(computer(System::Linux, u"/h"_s, {}, FakeFiles(System::Linux).file(linuxFile))).unreadable,
             linuxFile);
}

void tst_Policy::propertyLists_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("good");
    QTest::addColumn<QVariantMap>("keys");
    QTest::newRow("all kinds") << plist("<key>a</key><true/><key>b</key><false/><key>c</key><integer>5</integer>"
                                        "<key>d</key><string>İ &amp; ı</string><key>e</key><array><dict><key>name</key>"
                                        "<string>x</string></dict></array>")
                               << true
                               << QVariantMap{{u"a"_s, true},
                                              {u"b"_s, false},
                                              {u"c"_s, 5},
                                              {u"d"_s, u"İ & ı"_s},
                                              {u"e"_s, QVariantList{QVariantMap{{u"name"_s, u"x"_s}}}}};
    QTest::newRow("empty") << plist({}) << true << QVariantMap();
    QTest::newRow("value without a key") << plist("<true/>") << false << QVariantMap();
    QTest::newRow("cut off") << plist("<key>a</key>").chopped(20) << false << QVariantMap();
    QTest::newRow("binary") << "bplist00\xd1\x01\x02"_ba << false << QVariantMap();
    QTest::newRow("another document") << "<html/>"_ba << false << QVariantMap();
    QTest::newRow("too deep") << plist("<key>a</key>" + QByteArray("<array>").repeated(500) +
                                       QByteArray("</array>").repeated(500))
                              << false << QVariantMap();
}

void tst_Policy::propertyLists()
{
    QFETCH(QByteArray, text);
    const auto keys = readPropertyList(text);
    QTEST(keys.has_value(), "good");
    if (keys)
        QTEST(*keys, "keys");
}

void tst_Policy::macSources()
{
    const FakeFiles files = FakeFiles(System::MacOs)
                                .holding(macFile, plist("<key>isLocalDevMcpEnabled</key><false/>"))
                                .holding(macOwnFile, plist("<key>isDesktopExtensionEnabled</key><false/>"));
    const Policy policy = readPolicy(computer(System::MacOs, u"/Users/deneme"_s, {}, files));
    QCOMPARE(policy.source, macOwnFile);
    QVERIFY(policy.forbidsExtensions);
    const Policy other = readPolicy(computer(System::MacOs, u"/Users/other"_s, {}, files));
    QCOMPARE(other.source, macFile);
    QVERIFY(other.forbidsLocalServers);
}

void tst_Policy::extensions()
{
    const QString folder = u"/h/.config/Claude"_s;
    const FakeFiles files =
        FakeFiles(System::Linux)
            .holding(folder + u"/Claude Extensions/b/manifest.json"_s,
                     R"({"manifest_version": "0.3", "name": "files", "display_name": "İşler", "version": "1.2.0",
                        "server": {"type": "node"}, "user_config": {"token": {"sensitive": true}}})")
            .holding(folder + u"/Claude Extensions/a/manifest.json"_s, R"({"name": "Alpha", "version": "2"})")
            .holding(folder + u"/Claude Extensions/c/manifest.json"_s, "{")
            .file(folder + u"/Claude Extensions/.DS_Store"_s)
            .holding(folder + u"/Claude Extensions Settings/b.json"_s,
                     R"({"isEnabled": false, "userConfig": {"token": "s3cret"}})");
    const QList<Extension> found = installedExtensions(computer(System::Linux, u"/h"_s, {}, files), folder);
    const QString place = folder + u"/Claude Extensions/"_s;
    const QList<Extension> expected{{u"a"_s, u"Alpha"_s, u"2"_s, {}, true, true, place + u'a'},
                                    {u"c"_s, u"c"_s, {}, {}, true, false, place + u'c'},
                                    {u"b"_s, u"İşler"_s, u"1.2.0"_s, u"node"_s, false, true, place + u'b'}};
    QCOMPARE(found, expected);
}

void tst_Policy::noExtensions()
{
    QVERIFY(installedExtensions(computer(System::Linux, u"/h"_s, {}, FakeFiles(System::Linux)), u"/h"_s).isEmpty());
}

QTEST_GUILESS_MAIN(tst_Policy)
#include "tst_policy.moc"
