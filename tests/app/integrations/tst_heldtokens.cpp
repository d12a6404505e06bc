#include "app/integrations/heldtokens.h"
#include "app/integrations/tokenreplacement.h"

#include "tests/support/environment.h"
#include "tests/support/fakekeychain.h"

#include <QtCore/QTemporaryDir>
#include <QtTest/QtTest>

using namespace kopru;
using namespace kopru::integrations;
using namespace kopru::test;
using namespace Qt::StringLiterals;

/// Tokens between an edit and the save, and one token in many places.
class TestHeldTokens final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { scrubEnvironment(); }
    void init();
    void tokensOfAnEntry();
    void holdsAndReleases();
    void sameTokenKeepsItsName();
    void storesWhatTheDocumentNeeds();
    void replacesNothing();
    void stopsAtTheFirstProblem();
    void cancelledStoreIsSilent();
    void unusedAfterwards();
    void drops();
    void itemsLeftBehind();
    void spots();
    void spots_short();
    void replaces();
    void replacesWhatIsHeld();
    void findsTheSameTokenInOtherItems();
    void findsWithoutAReadableKeychain();

private:
    secrets::Keychain keychain() { return {m_folder->path(), m_fake->backend(), m_fake->reader()}; }
    std::optional<secrets::KeychainError> store(HeldTokens &held, const config::Document &document);
    KnownToken found(const config::Document &document, const EntryToken &token, const QString &value,
                     const HeldTokens &held = {});

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<FakeKeychain> m_fake;
};

namespace {

const QString bridge = u"/home/a/.claude/mcp/kopru-bridge"_s;
const QString secret = u"mcp_0123456789"_s;

config::Entry apinizer(const QString &token)
{
    return {bridge, {u"--profile"_s, u"apinizer-http"_s}, {{u"HTTP_HOSTNAME"_s, u"h"_s}, {u"APINIZER_TOKEN"_s, token}}};
}

config::Document documentOf(const QList<std::pair<QString, config::Entry>> &servers)
{
    config::Document document = config::Document::parse("{}").value();
    for (const auto &[name, entry] : servers)
        document = document.added(name, entry).value();
    return document;
}

QString tokenOf(const config::Document &document, const QString &server)
{
    return document.server(server).value().entry.variable(u"APINIZER_TOKEN"_s);
}

} // namespace

void TestHeldTokens::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_fake = std::make_unique<FakeKeychain>();
}

std::optional<secrets::KeychainError> TestHeldTokens::store(HeldTokens &held, const config::Document &document)
{
    std::optional<Result<void, secrets::KeychainError>> answer;
    QObject context;
    storeHeld(held, document, keychain(), &context, [&answer](const auto &result) { answer = result; });
    (void)QTest::qWaitFor([&answer] { return answer.has_value(); });
    if (!answer)
        return secrets::KeychainError{secrets::KeychainProblem::TimedOut, {}};
    return *answer ? std::nullopt : std::optional(answer->error());
}

KnownToken TestHeldTokens::found(const config::Document &document, const EntryToken &token, const QString &value,
                                 const HeldTokens &held)
{
    std::optional<KnownToken> answer;
    QObject context;
    findToken(document, token, value, held, keychain(), &context, [&answer](const auto &known) { answer = known; });
    (void)QTest::qWaitFor([&answer] { return answer.has_value(); });
    return answer.value_or(KnownToken{u"no answer"_s, {}, {}});
}

void TestHeldTokens::tokensOfAnEntry()
{
    config::Entry entry = apinizer(u"keychain:kopru/portal"_s);
    entry.setVariable(u"OTHER_KEY"_s, u"readable"_s);
    QCOMPARE(tokensOf(entry), (QList<EntryToken>{{u"APINIZER_TOKEN"_s, u"portal"_s}, {u"OTHER_KEY"_s, {}}}));
    entry.command = u"node"_s;
    QVERIFY(tokensOf(entry).isEmpty());
}

void TestHeldTokens::holdsAndReleases()
{
    HeldTokens held;
    const config::Document document = documentOf({{u"portal"_s, apinizer(u"keychain:kopru/portal"_s)}});
    const config::Entry placed =
        held.hold(u"portal"_s, apinizer(u' ' + secret), {u"APINIZER_TOKEN"_s}, document, {u"portal-2"_s});
    QCOMPARE(placed, apinizer(u"keychain:kopru/portal-3"_s)); // of an entry, and known to be there
    QVERIFY(held.holds(u"portal-3"_s));
    QCOMPARE(held.released(placed), apinizer(secret));
    const config::Document edited = document.added(u"second"_s, placed).value();
    QCOMPARE(held.released(edited), document.added(u"second"_s, apinizer(secret)).value());
    QCOMPARE(held.released(document), document); // not ours
}

void TestHeldTokens::sameTokenKeepsItsName()
{
    HeldTokens held;
    const config::Document document = documentOf({});
    const config::Entry first = held.hold(u"portal"_s, apinizer(secret), {u"APINIZER_TOKEN"_s}, document, {});
    // The person went back and on again.
    QCOMPARE(held.hold(u"portal"_s, apinizer(secret), {u"APINIZER_TOKEN"_s}, document, {}), first);
    const config::Document used = documentOf({{u"portal"_s, first}});
    QCOMPARE(held.hold(u"portal"_s, apinizer(secret), {u"APINIZER_TOKEN"_s}, used, {}),
             apinizer(u"keychain:kopru/portal-2"_s));
}

void TestHeldTokens::storesWhatTheDocumentNeeds()
{
    HeldTokens held;
    const config::Document empty = documentOf({});
    const config::Entry one = held.hold(u"one"_s, apinizer(secret), {u"APINIZER_TOKEN"_s}, empty, {});
    (void)held.hold(u"undone"_s, apinizer(u"mcp_undone"_s), {u"APINIZER_TOKEN"_s}, empty, {});
    QVERIFY(!store(held, documentOf({{u"one"_s, one}})));
    QCOMPARE(m_fake->items, (QMap<QString, QString>{{u"one"_s, secret}}));
    QVERIFY(!held.holds(u"one"_s));
    QVERIFY(held.holds(u"undone"_s));
}

/// An item of this name that Kopru's list does not know is somebody's.
void TestHeldTokens::replacesNothing()
{
    m_fake->items.insert(u"one"_s, u"somebody's"_s);
    HeldTokens held;
    const config::Entry one = held.hold(u"one"_s, apinizer(secret), {u"APINIZER_TOKEN"_s}, documentOf({}), {});
    const config::Document document = documentOf({{u"one"_s, one}});
    QCOMPARE(store(held, document), (secrets::KeychainError{secrets::KeychainProblem::Taken, u"one"_s}));
    QCOMPARE(m_fake->items.value(u"one"_s), u"somebody's"_s);
    const config::Document next = held.renamed(document, u"one"_s, {u"one-2"_s});
    QCOMPARE(tokenOf(next, u"one"_s), u"keychain:kopru/one-3"_s);
    QVERIFY(!store(held, next));
    QCOMPARE(m_fake->items.value(u"one-3"_s), secret);
    QCOMPARE(store(held, document)->problem, secrets::KeychainProblem::Taken); // as after undo()
}

void TestHeldTokens::stopsAtTheFirstProblem()
{
    HeldTokens held;
    const config::Document empty = documentOf({});
    const config::Document document =
        documentOf({{u"one"_s, held.hold(u"one"_s, apinizer(u"mcp_one"_s), {u"APINIZER_TOKEN"_s}, empty, {})},
                    {u"two"_s, held.hold(u"two"_s, apinizer(u"mcp_two"_s), {u"APINIZER_TOKEN"_s}, empty, {})}});
    m_fake->failsAfter = 1;
    const auto problem = store(held, document);
    QVERIFY(problem && problem->problem == secrets::KeychainProblem::Refused);
    // What could not be kept is readable; what could, stays.
    const config::Document released = held.released(document);
    QCOMPARE(tokenOf(released, u"one"_s), u"keychain:kopru/one"_s);
    QCOMPARE(tokenOf(released, u"two"_s), u"mcp_two"_s);
}

void TestHeldTokens::cancelledStoreIsSilent()
{
    HeldTokens held;
    const config::Entry entry = held.hold(u"one"_s, apinizer(secret), {u"APINIZER_TOKEN"_s}, documentOf({}), {});
    bool answered = false;
    auto context = std::make_unique<QObject>();
    m_fake->silent = true;
    storeHeld(held, documentOf({{u"one"_s, entry}}), keychain(), context.get(),
              [&answered](const auto &) { answered = true; });
    QTRY_VERIFY(m_fake->calls.contains(u"read one"_s));
    context.reset();
    m_fake->answerLate();
    HeldTokens later; // what is stored behind it has its answer, so the first would have one too
    const config::Entry two = later.hold(u"two"_s, apinizer(u"mcp_two"_s), {u"APINIZER_TOKEN"_s}, documentOf({}), {});
    QVERIFY(!store(later, documentOf({{u"two"_s, two}})));
    QVERIFY(!answered);
    QVERIFY(!m_fake->calls.contains(u"write one"_s)); // it went no further
    QVERIFY(held.holds(u"one"_s));
}

void TestHeldTokens::unusedAfterwards()
{
    HeldTokens held;
    const config::Document empty = documentOf({});
    const config::Document document =
        documentOf({{u"one"_s, held.hold(u"one"_s, apinizer(secret), {u"APINIZER_TOKEN"_s}, empty, {})}});
    QVERIFY(!store(held, document));
    QCOMPARE(held.takeUnused(empty), QStringList{u"one"_s}); // stored, but the file was not written
    QVERIFY(held.takeUnused(empty).isEmpty());
    // Deleted by who took it; the document comes back by redo, and its token is still known.
    m_fake->items.clear();
    QVERIFY(!store(held, document));
    QCOMPARE(m_fake->items, (QMap<QString, QString>{{u"one"_s, secret}}));
    QVERIFY(held.takeUnused(document).isEmpty());
    QVERIFY(!held.holds(u"one"_s)); // the file names it: no longer needed here
}

void TestHeldTokens::drops()
{
    m_fake->items = {{u"one"_s, u"1"_s}, {u"two"_s, u"2"_s}};
    QStringList gone;
    bool answered = false;
    QObject context;
    dropItems({u"one"_s, u"never-there"_s}, keychain(), &context, [&](const QStringList &items, const auto &problem) {
        gone = items;
        answered = !problem;
    });
    QTRY_VERIFY(answered);
    QCOMPARE(gone, (QStringList{u"one"_s, u"never-there"_s}));
    QCOMPARE(m_fake->items.keys(), QStringList{u"two"_s});
}

void TestHeldTokens::itemsLeftBehind()
{
    const config::Entry shared = apinizer(u"keychain:kopru/shared"_s);
    const config::Document before = documentOf({{u"a"_s, shared}, {u"b"_s, shared}, {u"c"_s, apinizer(secret)}});
    QVERIFY(itemsLeft(before, before).isEmpty());
    const config::Document oneLess = before.removed(u"a"_s).value();
    QVERIFY(itemsLeft(before, oneLess).isEmpty()); // b needs it
    QCOMPARE(itemsLeft(before, oneLess.removed(u"b"_s).value()), QStringList{u"shared"_s});
}

void TestHeldTokens::spots()
{
    config::Entry remote{u"npx"_s,
                         {u"mcp-remote"_s, u"https://a/mcp?key="_s + secret, u"--header"_s,
                          u"Authorization: Bearer "_s + secret, u"--token="_s + secret, u"--password"_s, secret},
                         {{u"AUTH"_s, u"Bearer "_s + secret}, {u"LONGER"_s, secret + u"56"_s}}};
    const config::Document document = documentOf({{u"plain"_s, apinizer(secret)},
                                                  {u"kept"_s, apinizer(u"keychain:kopru/kept"_s)},
                                                  {u"other"_s, apinizer(u"keychain:kopru/other"_s)},
                                                  {u"npx"_s, remote}});
    QCOMPARE(spotsOf(document, secret, {u"kept"_s}), (QList<TokenSpot>{{u"plain"_s, u"APINIZER_TOKEN"_s, {}},
                                                                       {u"kept"_s, u"APINIZER_TOKEN"_s, u"kept"_s},
                                                                       {u"npx"_s, u"AUTH"_s, {}},
                                                                       {u"npx"_s, {}, {}},
                                                                       {u"npx"_s, u"Authorization"_s, {}},
                                                                       {u"npx"_s, u"--token"_s, {}},
                                                                       {u"npx"_s, u"--password"_s, {}}}));
}

void TestHeldTokens::spots_short()
{
    // A short one must not be found inside of words.
    const config::Document document = documentOf(
        {{u"a"_s, apinizer(u"abc"_s)}, {u"b"_s, {u"node"_s, {u"abc-server"_s}, {{u"MODE"_s, u"use abc"_s}}}}});
    QCOMPARE(spotsOf(document, u"abc"_s, {}), (QList<TokenSpot>{{u"a"_s, u"APINIZER_TOKEN"_s, {}}}));
}

void TestHeldTokens::replaces()
{
    const config::Document document =
        documentOf({{u"plain"_s, apinizer(secret)},
                    {u"kept"_s, apinizer(u"keychain:kopru/kept"_s)},
                    {u"too"_s, apinizer(u"keychain:kopru/kept"_s)},
                    {u"npx"_s, {u"npx"_s, {u"--header"_s, u"Authorization: Bearer "_s + secret}, {}}},
                    {u"other"_s, apinizer(u"mcp_other"_s)}});
    HeldTokens held;
    const config::Document edited = withTokenReplaced(document, secret, {u"kept"_s}, u"mcp_new-token"_s, held, {});
    QCOMPARE(tokenOf(edited, u"plain"_s), u"mcp_new-token"_s);
    QCOMPARE(tokenOf(edited, u"kept"_s), u"keychain:kopru/kept-2"_s);
    QCOMPARE(tokenOf(edited, u"too"_s), u"keychain:kopru/kept-2"_s);
    QCOMPARE(tokenOf(edited, u"other"_s), u"mcp_other"_s);
    QCOMPARE(edited.server(u"npx"_s).value().entry.arguments.at(1), u"Authorization: Bearer mcp_new-token"_s);
    // The backup's item is still the old one.
    m_fake->items.insert(u"kept"_s, secret);
    QVERIFY(!store(held, edited));
    QCOMPARE(m_fake->items, (QMap<QString, QString>{{u"kept"_s, secret}, {u"kept-2"_s, u"mcp_new-token"_s}}));
}

void TestHeldTokens::replacesWhatIsHeld()
{
    HeldTokens held;
    config::Document document = documentOf({});
    document =
        document.added(u"new"_s, held.hold(u"new"_s, apinizer(secret), {u"APINIZER_TOKEN"_s}, document, {})).value();
    const KnownToken known = found(document, {u"APINIZER_TOKEN"_s, u"new"_s}, {}, held);
    QCOMPARE(known.secret, secret);
    QCOMPARE(known.items, QStringList{u"new"_s});
    QVERIFY(m_fake->calls.isEmpty());
    const config::Document edited = withTokenReplaced(document, secret, known.items, u"mcp_newer-one"_s, held, {});
    QVERIFY(!store(held, edited));
    QCOMPARE(m_fake->items.values(), QStringList{u"mcp_newer-one"_s});
}

void TestHeldTokens::findsTheSameTokenInOtherItems()
{
    m_fake->items = {{u"a"_s, secret}, {u"b"_s, secret}, {u"c"_s, u"mcp_another"_s}};
    const config::Document document = documentOf({{u"a"_s, apinizer(u"keychain:kopru/a"_s)},
                                                  {u"b"_s, apinizer(u"keychain:kopru/b"_s)},
                                                  {u"c"_s, apinizer(u"keychain:kopru/c"_s)},
                                                  {u"gone"_s, apinizer(u"keychain:kopru/gone"_s)},
                                                  {u"plain"_s, apinizer(secret)}});
    for (const auto &[token, value] : QList<std::pair<EntryToken, QString>>{
             {{u"APINIZER_TOKEN"_s, u"a"_s}, u"keychain:kopru/a"_s}, {{u"APINIZER_TOKEN"_s, {}}, secret}}) {
        const KnownToken known = found(document, token, value);
        QCOMPARE(known.secret, secret);
        QCOMPARE(known.items, (QStringList{u"a"_s, u"b"_s}));
        QVERIFY(!known.problem);
    }
}

void TestHeldTokens::findsWithoutAReadableKeychain()
{
    m_fake->readFails = secrets::KeychainError{secrets::KeychainProblem::Locked, {}};
    m_fake->items = {{u"a"_s, secret}};
    const config::Document document =
        documentOf({{u"a"_s, apinizer(u"keychain:kopru/a"_s)}, {u"too"_s, apinizer(u"keychain:kopru/a"_s)}});
    const KnownToken known = found(document, {u"APINIZER_TOKEN"_s, u"a"_s}, {});
    QVERIFY(known.secret.isEmpty());
    QVERIFY(known.problem && known.problem->problem == secrets::KeychainProblem::Locked);
    // By its name it can still be replaced.
    QCOMPARE(spotsOf(document, known.secret, known.items).size(), 2);
}

QTEST_GUILESS_MAIN(TestHeldTokens)

#include "tst_heldtokens.moc"
