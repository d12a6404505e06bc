#include "app/integrations/keychainuse.h"

#include "app/config/parking.h"
#include "app/integrations/kind.h"
#include "app/store/store.h"
#include "tests/support/environment.h"
#include "tests/support/fakekeychain.h"

#include <QtCore/QTemporaryDir>
#include <QtTest/QtTest>

using namespace kopru;
using namespace kopru::integrations;
using namespace kopru::test;
using namespace Qt::StringLiterals;

/// Which secrets of an entry can go into the keychain, and that the entry means the same afterwards.
class TestKeychainUse final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { scrubEnvironment(); }
    void init();
    void uses();
    void parkedUses();
    void readable_data();
    void readable();
    void places();
    void moves();
    void movesAsMuchAsWorks();
    void movesAroundWhatIsThere();
    void resolves();
    void resolvesNothingElse();
    void doesNotResolveWhatIsMissing();
    void formsTakeReferences_data();
    void formsTakeReferences();
    void headerStaysAsItWas_data();
    void headerStaysAsItWas();

private:
    secrets::Keychain keychain() { return {m_folder->path(), m_fake->backend(), m_fake->reader()}; }
    Moved moved(const config::Entry &entry, const QList<SecretPlace> &places);
    Resolved resolved(const config::Entry &entry);

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<FakeKeychain> m_fake;
};

namespace {

const QString bridge = u"/home/a/.claude/mcp/kopru-bridge"_s;

config::Entry apinizer(const QString &token)
{
    return {bridge, {u"--profile"_s, u"apinizer-http"_s}, {{u"HTTP_HOSTNAME"_s, u"h"_s}, {u"APINIZER_TOKEN"_s, token}}};
}

config::Document documentOf(const QMap<QString, config::Entry> &servers)
{
    auto document = config::Document::parse("{}");
    for (auto it = servers.cbegin(); document && it != servers.cend(); ++it)
        if (const auto added = document->added(it.key(), it.value()))
            *document = *added;
    return *document;
}

} // namespace

void TestKeychainUse::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_fake = std::make_unique<FakeKeychain>();
}

Moved TestKeychainUse::moved(const config::Entry &entry, const QList<SecretPlace> &places)
{
    std::optional<Moved> answer;
    QObject context;
    moveToKeychain(entry, places, {u"portal-2"_s}, keychain(), &context,
                   [&answer](const Moved &result) { answer = result; });
    (void)QTest::qWaitFor([&answer] { return answer.has_value(); });
    return answer.value_or(Moved{});
}

Resolved TestKeychainUse::resolved(const config::Entry &entry)
{
    std::optional<Resolved> answer;
    QObject context;
    resolveReferences(entry, keychain(), &context, [&answer](const Resolved &result) { answer = result; });
    (void)QTest::qWaitFor([&answer] { return answer.has_value(); });
    return answer.value_or(Resolved(config::Entry{}));
}

void TestKeychainUse::uses()
{
    config::Entry other = apinizer(u"keychain:kopru/shared"_s);
    other.command = u"/usr/bin/node"_s; // nothing that would read the keychain
    const config::Document document = documentOf({{u"a"_s, apinizer(u"keychain:kopru/shared"_s)},
                                                  {u"b"_s, apinizer(u" keychain:kopru/shared "_s)},
                                                  {u"c"_s, apinizer(u"mcp_plain"_s)},
                                                  {u"d"_s, apinizer(u"keychain:elsewhere/shared"_s)},
                                                  {u"e"_s, other}});
    QCOMPARE(keychainUses(document).size(), 2);
    QCOMPARE(keychainUses(document).first(), (KeychainUse{u"a"_s, u"APINIZER_TOKEN"_s, u"shared"_s}));
    QCOMPARE(serversUsingItem(document, u"shared"_s), (QStringList{u"a"_s, u"b"_s}));
    QVERIFY(serversUsingItem(document, u"other"_s).isEmpty());
    QVERIFY(refersToKeychain(apinizer(u"keychain:kopru/shared"_s)));
    QVERIFY(!refersToKeychain(apinizer(u"mcp_plain"_s)));
    QVERIFY(m_fake->calls.isEmpty());
}

void TestKeychainUse::parkedUses()
{
    const auto document = config::Document::parse(
        R"({"mcpServers":{"a":{"command":"kopru-bridge","args":["--profile","apinizer-http"],
            "env":{"APINIZER_TOKEN":"keychain:kopru/item"}}}})");
    QVERIFY(document);
    const QString file = u"/somewhere/claude_desktop_config.json"_s;
    store::Parked parked(m_folder->filePath(u"parked"_s));
    const auto parking = config::park(*document, u"a"_s, file);
    QVERIFY(parking && parked.add(parking->server));
    const QList<KeychainUse> expected{{u"a"_s, u"APINIZER_TOKEN"_s, u"item"_s}};
    QVERIFY(parkedKeychainUses(parked, {u"/other"_s, file}) == expected);
    QVERIFY(parkedKeychainUses(parked, {u"/other"_s}) == QList<KeychainUse>());
    // What cannot be read may need any of them.
    QFile damaged(m_folder->filePath(u"parked/0123.json"_s));
    QVERIFY(damaged.open(QIODevice::WriteOnly) && damaged.write("{") == 1);
    damaged.close();
    QVERIFY(!parkedKeychainUses(parked, {file}));
}

void TestKeychainUse::readable_data()
{
    QTest::addColumn<config::Entry>("entry");
    QTest::addColumn<QStringList>("expected");
    QTest::newRow("token of a profile") << apinizer(u"mcp_a"_s) << QStringList{u"APINIZER_TOKEN"_s};
    QTest::newRow("reference") << apinizer(u"keychain:kopru/a"_s) << QStringList{};
    QTest::newRow("empty") << apinizer(u" "_s) << QStringList{};
    QTest::newRow("placeholder") << apinizer(u"<API_PORTAL_ACCESS_TOKEN>"_s) << QStringList{};
    config::Entry node = apinizer(u"mcp_a"_s);
    node.command = u"node"_s;
    QTest::newRow("not the bridge") << node << QStringList{};
    const QStringList http{u"http"_s, u"--url"_s, u"https://a.example/mcp"_s};
    const config::Entry headers{bridge,
                                http + QStringList{u"--header"_s, u"X-API-Key: ${FIRST}"_s, u"--header"_s,
                                                   u"X-Team: ${TEAM}"_s, u"--header=Authorization: Bearer ${TWO}"_s},
                                {{u"FIRST"_s, u"1"_s}, {u"TEAM"_s, u"sales"_s}, {u"TWO"_s, u"2"_s}}};
    QTest::newRow("by their headers") << headers << QStringList{u"FIRST"_s, u"TWO"_s};
}

void TestKeychainUse::readable()
{
    QFETCH(config::Entry, entry);
    QFETCH(QStringList, expected);
    QCOMPARE(readableSecrets(entry), expected);
}

void TestKeychainUse::places()
{
    QVERIFY(store::recordKeychainName(m_folder->path(), u"portal"_s, true).has_value());
    const config::Document document = documentOf({{u"a"_s, apinizer(u"keychain:kopru/portal-2"_s)}});
    const QStringList taken = takenItems(document, keychain());
    QCOMPARE(placesFor(u"portal"_s, {u"A_TOKEN"_s, u"B_TOKEN"_s}, taken),
             (QList<SecretPlace>{{u"A_TOKEN"_s, u"portal-3"_s}, {u"B_TOKEN"_s, u"portal-4"_s}}));
}

void TestKeychainUse::moves()
{
    const Moved result = moved(apinizer(u" mcp_secret\n"_s), {{u"APINIZER_TOKEN"_s, u"portal"_s}});
    QVERIFY(!result.problem);
    QCOMPARE(result.items, QStringList{u"portal"_s});
    QCOMPARE(result.entry, apinizer(u"keychain:kopru/portal"_s));
    QCOMPARE(m_fake->items.value(u"portal"_s), u"mcp_secret"_s);
}

void TestKeychainUse::movesAsMuchAsWorks()
{
    config::Entry entry = apinizer(u"mcp_secret"_s);
    entry.setVariable(u"OTHER_KEY"_s, u"other"_s);
    m_fake->failsAfter = 1;
    const Moved result = moved(entry, {{u"APINIZER_TOKEN"_s, u"portal"_s}, {u"OTHER_KEY"_s, u"portal-2"_s}});
    QVERIFY(result.problem && result.problem->problem == secrets::KeychainProblem::Refused);
    QCOMPARE(result.items, QStringList{u"portal"_s});
    QCOMPARE(result.entry.variable(u"APINIZER_TOKEN"_s), u"keychain:kopru/portal"_s);
    QCOMPARE(result.entry.variable(u"OTHER_KEY"_s), u"other"_s);
}

/// The keychain may hold items that Kopru's own list does not know: another data folder's, or the list was lost.
void TestKeychainUse::movesAroundWhatIsThere()
{
    m_fake->items = {{u"portal"_s, u"somebody's"_s}, {u"portal-3"_s, u"mcp_secret"_s}, {u"other"_s, u"old"_s}};
    config::Entry entry = apinizer(u"mcp_secret"_s);
    entry.setVariable(u"OTHER_KEY"_s, u"new"_s);
    const Moved result = moved(entry, {{u"APINIZER_TOKEN"_s, u"portal"_s}, {u"OTHER_KEY"_s, u"other"_s, true}});
    QVERIFY(!result.problem);
    // portal-2 is taken by an entry, and portal-3 is not Kopru's either, though it holds the same.
    QCOMPARE(result.items, (QStringList{u"portal-4"_s, u"other"_s}));
    QCOMPARE(result.entry.variable(u"APINIZER_TOKEN"_s), u"keychain:kopru/portal-4"_s);
    QCOMPARE(m_fake->items, (QMap<QString, QString>{{u"portal"_s, u"somebody's"_s},
                                                    {u"portal-3"_s, u"mcp_secret"_s},
                                                    {u"portal-4"_s, u"mcp_secret"_s},
                                                    {u"other"_s, u"new"_s}}));
}

void TestKeychainUse::resolves()
{
    m_fake->items.insert(u"portal"_s, u"mcp_secret"_s);
    const Resolved result = resolved(apinizer(u"keychain:kopru/portal"_s));
    QVERIFY(result);
    QCOMPARE(*result, apinizer(u"mcp_secret"_s));
}

void TestKeychainUse::resolvesNothingElse()
{
    config::Entry node = apinizer(u"keychain:kopru/portal"_s);
    node.command = u"node"_s;
    for (const config::Entry &entry : {apinizer(u"mcp_plain"_s), apinizer(u"keychain:other/x"_s), node})
        QCOMPARE(resolved(entry).value_or(config::Entry{}), entry);
    QVERIFY(m_fake->calls.isEmpty());
}

void TestKeychainUse::doesNotResolveWhatIsMissing()
{
    const Resolved result = resolved(apinizer(u"keychain:kopru/portal"_s));
    QVERIFY(!result);
    QCOMPARE(result.error().first.variable, u"APINIZER_TOKEN"_s);
    QCOMPARE(result.error().second.problem, secrets::KeychainProblem::ItemMissing);
}

void TestKeychainUse::formsTakeReferences_data()
{
    QTest::addColumn<QString>("name");
    QTest::newRow("plain") << u"portal"_s;
    QTest::newRow("with a space") << u"my portal"_s;
    QTest::newRow("like a placeholder") << u"your-token-here"_s;
    QTest::newRow("like an id") << u"tok_1"_s;
}

void TestKeychainUse::formsTakeReferences()
{
    QFETCH(QString, name);
    for (const Kind &kind : kinds()) {
        const Field *token = field(kind, FieldId::Token);
        if (!token)
            continue;
        Values values{{FieldId::Token, secrets::keychainReference(name)},
                      {FieldId::Host, u"127.0.0.1"_s},
                      {FieldId::Address, u"http://127.0.0.1/mcp"_s}};
        for (const FieldFinding &finding : kind.validate(values))
            QVERIFY2(finding.field != FieldId::Token, kind.key);
    }
}

void TestKeychainUse::headerStaysAsItWas_data()
{
    QTest::addColumn<QString>("token");
    QTest::addColumn<QString>("headerName");
    QTest::newRow("Bearer") << u"abc"_s << u"Authorization"_s;
    QTest::newRow("its own scheme") << u"Basic YTpi"_s << u"Authorization"_s;
    QTest::newRow("another header") << u"abc"_s << u"X-API-Key"_s;
}

/// A token that has moved into the keychain is sent as before, also after the form was saved again.
void TestKeychainUse::headerStaysAsItWas()
{
    QFETCH(QString, token);
    QFETCH(QString, headerName);
    const Kind &remote = kind(KindId::RemoteServer);
    const config::Entry before = remote.toEntry(
        {{FieldId::Address, u"https://a.example/mcp"_s}, {FieldId::Token, token}, {FieldId::HeaderName, headerName}},
        {}, bridge);
    const Moved result = moved(before, placesFor(u"my server"_s, readableSecrets(before), {}));
    QVERIFY(!result.problem);
    QCOMPARE(result.entry.arguments, before.arguments);
    Values values = remote.fromEntry(result.entry);
    QCOMPARE(remote.toEntry(values, result.entry, bridge), result.entry);
    values.insert(FieldId::VerifyCertificate, false);
    const config::Entry saved = remote.toEntry(values, result.entry, bridge);
    QCOMPARE(saved.arguments, before.arguments);
    QCOMPARE(resolved(saved).value_or(config::Entry{}).variable(u"KOPRU_TOKEN"_s), token);
    // The reference itself goes to nobody.
    const auto target = remote.target(saved);
    for (const auto &header : target->headers)
        QVERIFY(!header.second.contains("keychain"));
}

QTEST_GUILESS_MAIN(TestKeychainUse)
#include "tst_keychainuse.moc"
