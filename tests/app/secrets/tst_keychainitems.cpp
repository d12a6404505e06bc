#include "app/secrets/keychain.h"
#include "app/secrets/keychainwording.h"
#include "app/secrets/redactor.h"
#include "app/store/store.h"
#include "tests/support/environment.h"
#include "tests/support/fakekeychain.h"

#include <QtCore/QTemporaryDir>
#include <QtTest/QtTest>

using namespace kopru;
using namespace kopru::secrets;
using namespace kopru::test;
using namespace Qt::StringLiterals;

/// A token goes into the keychain only if the bridge can read it there; otherwise nothing has changed.
class TestKeychainItems final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { scrubEnvironment(); }
    void init();
    void references_data();
    void references();
    void freeNames_data();
    void freeNames();
    void stores();
    void replaces();
    void badNames();
    void storeFails_data();
    void storeFails();
    void failedReplacementKeepsTheOldOne();
    void asksTheBridgeFirst();
    void whatIsThereAlready();
    void keepsWhatIsNotKoprus();
    void keepsWhatIsLocked();
    void lockedAndNotUnlocked();
    void givesUpWaiting();
    void deletedContextIsSilent();
    void removes();
    void removeOfALockedItem();
    void removeOfWhatIsNotThere();
    void whatIsReadIsRedacted();
    void damagedIndex();
    void bridgeAsClaudeStartsIt();
    void bridgeVerdicts_data();
    void bridgeVerdicts();
    void everyProblemHasWords();

private:
    Keychain keychain() { return Keychain(m_folder->path(), m_fake->backend(), m_fake->reader()); }
    /// @return the problem's id, or "good"
    QString store(const QString &name, const QString &secret, Existing existing = Existing::Replace);
    QString remove(const QString &name);

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<FakeKeychain> m_fake;
};

namespace {

/// Runs an operation to its end.
template <class R, class Start> std::optional<R> awaited(Start start)
{
    std::optional<R> answer;
    QObject context;
    start(&context, [&answer](const R &result) { answer = result; });
    if (answer)
        qWarning("answered before the event loop ran");
    (void)QTest::qWaitFor([&answer] { return answer.has_value(); });
    return answer;
}

QString idOf(const std::optional<Result<void, KeychainError>> &result)
{
    if (!result)
        return u"no answer"_s;
    return *result ? u"good"_s : keychainProblemId(result->error().problem);
}

platform::Platform platformAt(const QString &home)
{
    platform::Platform platform = platform::currentPlatform(home);
    platform.environment.insert(u"DBUS_SESSION_BUS_ADDRESS"_s, u"unix:path=/nowhere"_s);
    platform.environment.insert(u"MY_TOKEN"_s, u"not for the bridge"_s);
    return platform;
}

QString script(const QTemporaryDir &folder, const QByteArray &body)
{
    QFile file(folder.filePath(u"bridge"_s));
    if (!file.open(QFile::WriteOnly))
        return {};
    file.write("#!/bin/sh\n" + body);
    file.close();
    file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    return file.fileName();
}

std::optional<Result<BridgeView, KeychainError>> viewed(const QTemporaryDir &folder, const QString &bridge)
{
    const auto reader = bridgeReader(platformAt(folder.path()), bridge);
    return awaited<Result<BridgeView, KeychainError>>(
        [&reader](QObject *context, auto done) { reader->view(u"name of it"_s, u"the secret"_s, context, done); });
}

} // namespace

void TestKeychainItems::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_fake = std::make_unique<FakeKeychain>();
}

QString TestKeychainItems::store(const QString &name, const QString &secret, Existing existing)
{
    return idOf(awaited<Result<void, KeychainError>>(
        [&, this](QObject *context, auto done) { keychain().store(name, secret, existing, context, done); }));
}

QString TestKeychainItems::remove(const QString &name)
{
    return idOf(awaited<Result<void, KeychainError>>(
        [&, this](QObject *context, auto done) { keychain().remove(name, context, done); }));
}

void TestKeychainItems::references_data()
{
    QTest::addColumn<QString>("value");
    QTest::addColumn<QString>("name"); // null: no reference
    QTest::newRow("plain") << u"keychain:kopru/apinizer"_s << u"apinizer"_s;
    QTest::newRow("space around") << u" keychain:kopru/api \n"_s << u"api"_s;
    QTest::newRow("Turkish") << u"keychain:kopru/ışık sunucusu"_s << u"ışık sunucusu"_s;
    QTest::newRow("slash in the name") << u"keychain:kopru/a/b"_s << u"a/b"_s;
    QTest::newRow("no name") << u"keychain:kopru/"_s << QString();
    QTest::newRow("other program") << u"keychain:other/a"_s << QString();
    QTest::newRow("a token") << u"mcp_abc"_s << QString();
    QTest::newRow("line break") << u"keychain:kopru/a\nb"_s << QString();
    QTest::newRow("too long") << keychainReference(QString(201, u'n')) << QString();
    QTest::newRow("empty") << QString() << QString();
}

void TestKeychainItems::references()
{
    QFETCH(QString, value);
    QFETCH(QString, name);
    QCOMPARE(keychainName(value).value_or(QString()), name);
    if (!name.isNull())
        QCOMPARE(keychainReference(name), value.trimmed());
}

void TestKeychainItems::freeNames_data()
{
    QTest::addColumn<QString>("suggestion");
    QTest::addColumn<QStringList>("taken");
    QTest::addColumn<QString>("expected");
    QTest::newRow("free") << u"portal"_s << QStringList{} << u"portal"_s;
    QTest::newRow("taken") << u"portal"_s << QStringList{u"portal"_s, u"portal-2"_s} << u"portal-3"_s;
    QTest::newRow("nothing left") << u" \n"_s << QStringList{} << u"token"_s;
    QTest::newRow("spaces and lines") << u" a\n b\t"_s << QStringList{} << u"a b"_s;
    QTest::newRow("long") << QString(300, u'ş') << QStringList{} << QString(96, u'ş');
}

void TestKeychainItems::freeNames()
{
    QFETCH(QString, suggestion);
    QFETCH(QStringList, taken);
    QFETCH(QString, expected);
    QCOMPARE(freeKeychainName(suggestion, taken), expected);
    QVERIFY(isKeychainName(freeKeychainName(suggestion, taken)));
}

void TestKeychainItems::stores()
{
    QCOMPARE(store(u"portal"_s, u"s3cret"_s), u"good"_s);
    QCOMPARE(m_fake->items.value(u"portal"_s), u"s3cret"_s);
    QCOMPARE(m_fake->calls.last(), u"view portal"_s); // read back by the bridge
    QCOMPARE(keychain().names(), QStringList{u"portal"_s});
    QCOMPARE(store(u"agent"_s, u"other"_s), u"good"_s);
    QCOMPARE(keychain().names(), (QStringList{u"agent"_s, u"portal"_s}));
    // The list holds names and nothing else, for its owner alone.
    QFile index(m_folder->filePath(u"keychain.json"_s));
    QVERIFY(index.open(QFile::ReadOnly));
    QVERIFY(!index.readAll().contains("s3cret"));
    QCOMPARE(index.permissions() & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
}

void TestKeychainItems::replaces()
{
    QCOMPARE(store(u"portal"_s, u"old"_s), u"good"_s);
    QCOMPARE(store(u"portal"_s, u"new"_s), u"good"_s);
    QCOMPARE(m_fake->items.value(u"portal"_s), u"new"_s);
    QCOMPARE(keychain().names(), QStringList{u"portal"_s});
}

void TestKeychainItems::badNames()
{
    for (const QString &name : {QString(), u" portal"_s, u"a\nb"_s, QString(201, u'n'), QString(101, u'ş')})
        QCOMPARE(store(name, u"s3cret"_s), u"bad-name"_s);
    QVERIFY(m_fake->calls.isEmpty());
}

void TestKeychainItems::storeFails_data()
{
    QTest::addColumn<QString>("situation");
    QTest::addColumn<QString>("expected");
    QTest::newRow("locked") << u"locked"_s << u"keychain-locked"_s;
    QTest::newRow("the bridge sees nothing") << u"blind"_s << u"keychain-unreadable"_s;
    QTest::newRow("no bridge") << u"no bridge"_s << u"bridge-missing"_s;
    QTest::newRow("no list") << u"no list"_s << u"not-recorded"_s;
}

void TestKeychainItems::storeFails()
{
    QFETCH(QString, situation);
    QFETCH(QString, expected);
    if (situation == "locked"_L1)
        m_fake->writeFails = KeychainError{KeychainProblem::Locked, {}};
    m_fake->bridgeIsBlind = situation == "blind"_L1;
    if (situation == "no bridge"_L1)
        m_fake->viewFails = KeychainError{KeychainProblem::BridgeMissing, u"/there"_s};
    if (situation == "no list"_L1) // a folder stands where the list would
        QVERIFY(QDir(m_folder->path()).mkdir(u"keychain.json"_s));
    QCOMPARE(store(u"portal"_s, u"s3cret"_s), expected);
    QVERIFY(m_fake->items.isEmpty());
    QVERIFY(keychain().names().isEmpty());
}

void TestKeychainItems::failedReplacementKeepsTheOldOne()
{
    QCOMPARE(store(u"portal"_s, u"old"_s), u"good"_s);
    m_fake->blindAfterWriting = true;
    QCOMPARE(store(u"portal"_s, u"new"_s), u"keychain-unreadable"_s);
    QCOMPARE(m_fake->items.value(u"portal"_s), u"old"_s);
    QCOMPARE(keychain().names(), QStringList{u"portal"_s});
}

void TestKeychainItems::asksTheBridgeFirst()
{
    m_fake->viewFails = KeychainError{KeychainProblem::Missing, {}};
    QCOMPARE(store(u"portal"_s, u"s3cret"_s), u"keychain-missing"_s);
    QCOMPARE(m_fake->calls, QStringList{u"view portal"_s}); // nobody is asked to unlock anything
    // What only Kopru sees, as in another program's keychain, stays as it is.
    m_fake->viewFails.reset();
    m_fake->items.insert(u"portal"_s, u"old"_s);
    m_fake->bridgeIsBlind = true;
    QCOMPARE(store(u"portal"_s, u"s3cret"_s), u"keychain-unreadable"_s);
    QCOMPARE(m_fake->items.value(u"portal"_s), u"old"_s);
    QVERIFY(keychain().names().isEmpty());
}

void TestKeychainItems::whatIsThereAlready()
{
    m_fake->items.insert(u"portal"_s, u"s3cret"_s);
    QCOMPARE(store(u"portal"_s, u"s3cret"_s), u"good"_s);
    QCOMPARE(m_fake->calls, QStringList{u"view portal"_s});
    QCOMPARE(keychain().names(), QStringList{u"portal"_s});
}

void TestKeychainItems::keepsWhatIsNotKoprus()
{
    m_fake->items.insert(u"portal"_s, u"somebody's"_s);
    QCOMPARE(store(u"portal"_s, u"s3cret"_s, Existing::Keep), u"keychain-item-taken"_s);
    QCOMPARE(store(u"portal"_s, u"somebody's"_s, Existing::Keep),
             u"keychain-item-taken"_s); // would be deleted as Kopru's
    QCOMPARE(m_fake->items, (QMap<QString, QString>{{u"portal"_s, u"somebody's"_s}}));
    QVERIFY(keychain().names().isEmpty());
    QCOMPARE(nextKeychainName(u"portal"_s, {u"portal-2"_s}), u"portal-3"_s);
    QCOMPARE(nextKeychainName(u"portal-3"_s, {u"portal"_s}), u"portal-2"_s);
    // What an earlier attempt left behind is used; another value under its name is not Kopru's to lose either.
    QCOMPARE(store(u"agent"_s, u"s3cret"_s, Existing::Keep), u"good"_s);
    QCOMPARE(store(u"agent"_s, u"s3cret"_s, Existing::Keep), u"good"_s);
    QCOMPARE(store(u"agent"_s, u"other"_s, Existing::Keep), u"keychain-item-taken"_s);
    QCOMPARE(m_fake->items.value(u"agent"_s), u"s3cret"_s);
}

/// The bridge sees that there is an item and not what it holds: the person's own program opens it.
void TestKeychainItems::keepsWhatIsLocked()
{
    m_fake->items.insert(u"portal"_s, u"somebody's"_s);
    m_fake->viewFails = KeychainError{KeychainProblem::Locked, {}};
    QCOMPARE(store(u"portal"_s, u"s3cret"_s, Existing::Keep), u"keychain-item-taken"_s);
    m_fake->readFails = KeychainError{KeychainProblem::Refused, u"dismissed"_s};
    QCOMPARE(store(u"portal"_s, u"s3cret"_s, Existing::Keep), u"keychain-locked"_s);
    QCOMPARE(m_fake->items.value(u"portal"_s), u"somebody's"_s);
    QVERIFY(!m_fake->calls.contains(u"write portal"_s));
}

void TestKeychainItems::lockedAndNotUnlocked()
{
    m_fake->viewFails = KeychainError{KeychainProblem::Locked, {}};
    m_fake->writeFails = KeychainError{KeychainProblem::Refused, u"dismissed"_s};
    QCOMPARE(store(u"portal"_s, u"s3cret"_s), u"keychain-locked"_s);
    QVERIFY(m_fake->calls.contains(u"write portal"_s)); // that is what asks the person
}

void TestKeychainItems::givesUpWaiting()
{
    m_fake->silent = true; // somebody should answer a question of the keychain, and nobody does
    const Keychain impatient(m_folder->path(), m_fake->backend(), m_fake->reader(), std::chrono::milliseconds(20));
    QCOMPARE(idOf(awaited<Result<void, KeychainError>>([&impatient](QObject *context, auto done) {
                 impatient.store(u"portal"_s, u"s3cret"_s, Existing::Replace, context, done);
             })),
             u"keychain-timed-out"_s);
    QVERIFY(keychain().names().isEmpty());
}

void TestKeychainItems::deletedContextIsSilent()
{
    bool told = false;
    {
        QObject context;
        keychain().store(u"portal"_s, u"s3cret"_s, Existing::Keep, &context, [&told](const auto &) { told = true; });
    }
    QCOMPARE(store(u"behind"_s, u"s3cret"_s), u"good"_s); // it has its answer, so the first would have one too
    QVERIFY(!told);
    QVERIFY(m_fake->calls.contains(u"view portal"_s));
    QVERIFY(!m_fake->calls.contains(u"write portal"_s)); // it went no further
}

void TestKeychainItems::removes()
{
    QCOMPARE(store(u"portal"_s, u"s3cret"_s), u"good"_s);
    QCOMPARE(remove(u"portal"_s), u"good"_s);
    QVERIFY(m_fake->items.isEmpty());
    QVERIFY(keychain().names().isEmpty());
    m_fake->removeFails = KeychainError{KeychainProblem::Refused, {}};
    QCOMPARE(store(u"portal"_s, u"s3cret"_s), u"good"_s);
    QCOMPARE(remove(u"portal"_s), u"keychain-refused"_s);
    QCOMPARE(keychain().names(), QStringList{u"portal"_s});
}

void TestKeychainItems::removeOfALockedItem()
{
    QCOMPARE(store(u"portal"_s, u"s3cret"_s), u"good"_s);
    m_fake->keepsLocked = true;
    m_fake->viewFails = KeychainError{KeychainProblem::Locked, {}};
    QCOMPARE(remove(u"portal"_s), u"keychain-locked"_s);
    QCOMPARE(keychain().names(), QStringList{u"portal"_s});
}

void TestKeychainItems::removeOfWhatIsNotThere()
{
    QVERIFY(store::recordKeychainName(m_folder->path(), u"gone"_s, true).has_value());
    m_fake->removeFails = KeychainError{KeychainProblem::ItemMissing, {}};
    QCOMPARE(remove(u"gone"_s), u"good"_s);
    QVERIFY(keychain().names().isEmpty());
}

void TestKeychainItems::whatIsReadIsRedacted()
{
    m_fake->items.insert(u"portal"_s, u"never-seen-before-7321"_s);
    const auto result = awaited<Result<QString, KeychainError>>(
        [this](QObject *context, auto done) { keychain().read(u"portal"_s, context, done); });
    QVERIFY(result && *result);
    QCOMPARE(**result, u"never-seen-before-7321"_s);
    QVERIFY(!processRedactor().redact(u"x never-seen-before-7321"_s).contains("7321"_L1));
}

void TestKeychainItems::damagedIndex()
{
    QFile index(m_folder->filePath(u"keychain.json"_s));
    QVERIFY(index.open(QFile::WriteOnly));
    index.write(R"({"names": [1, "kept", null, "kept"], "later": true})");
    index.close();
    QCOMPARE(keychain().names(), QStringList{u"kept"_s});
    QCOMPARE(store(u"portal"_s, u"s3cret"_s), u"good"_s);
    QCOMPARE(keychain().names(), (QStringList{u"kept"_s, u"portal"_s}));
}

void TestKeychainItems::bridgeAsClaudeStartsIt()
{
    const QTemporaryDir folder;
    const QString bridge = script(folder, "env > \"$HOME/env\"; echo \"$@\" > \"$HOME/args\"; cat > \"$HOME/in\"\n"
                                          "echo '{\"same\":true,\"cause\":\"none\"}'\n");
    const auto result = viewed(folder, bridge);
    QVERIFY(result && *result);
    QCOMPARE(**result, BridgeView::Same);
    const auto written = [&folder](const QString &name) {
        QFile file(folder.filePath(name));
        return file.open(QFile::ReadOnly) ? file.readAll() : QByteArray();
    };
    QCOMPARE(written(u"in"_s), "the secret"_ba);
    QCOMPARE(written(u"args"_s), "--verify-keychain kopru/name of it\n"_ba);
    QVERIFY(!written(u"env"_s).contains("DBUS_SESSION_BUS_ADDRESS"));
    QVERIFY(!written(u"env"_s).contains("not for the bridge"));
    QVERIFY(written(u"env"_s).contains("HOME="));
}

void TestKeychainItems::bridgeVerdicts_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *name, const QByteArray &cause, int code, const QString &expected) {
        QTest::newRow(name) << "cat > /dev/null; echo '{\"cause\":\"" + cause + "\"}'; exit " +
                                   QByteArray::number(code) + '\n'
                            << expected;
    };
    row("same", "none", 0, u"same"_s);
    row("another", "none", 1, u"another"_s);
    row("missing", "keychain-missing", 3, u"keychain-missing"_s);
    row("locked", "keychain-locked", 3, u"keychain-locked"_s);
    row("refused", "keychain-refused", 3, u"keychain-refused"_s);
    row("no item", "keychain-item-missing", 3, u"keychain-item-missing"_s);
    row("usage", "bad-usage", 2, u"bridge-failed"_s);
    QTest::newRow("too old") << "echo 'not understood' >&2; exit 2\n"_ba << u"bridge-failed"_s;
    QTest::newRow("too old, but content") << "exit 0\n"_ba << u"bridge-failed"_s;
    QTest::newRow("crash") << "kill -SEGV $$\n"_ba << u"bridge-failed"_s;
    QTest::newRow("not there") << QByteArray() << u"bridge-missing"_s;
}

void TestKeychainItems::bridgeVerdicts()
{
    QFETCH(QByteArray, body);
    QFETCH(QString, expected);
    const QTemporaryDir folder;
    const auto result = viewed(folder, body.isEmpty() ? folder.filePath(u"none"_s) : script(folder, body));
    QVERIFY(result);
    if (!*result)
        QCOMPARE(keychainProblemId(result->error().problem), expected);
    else
        QCOMPARE(**result == BridgeView::Same ? u"same"_s : u"another"_s, expected);
}

void TestKeychainItems::everyProblemHasWords()
{
    for (int i = 0; i <= static_cast<int>(KeychainProblem::NotRecorded); ++i) {
        const auto problem = static_cast<KeychainProblem>(i);
        const KeychainSentences words = message({problem, u"detail"_s});
        QVERIFY2(!words.what.isEmpty() && !words.remedy.isEmpty(), qPrintable(keychainProblemId(problem)));
        QVERIFY(!keychainProblemId(problem).isEmpty());
    }
}

QTEST_GUILESS_MAIN(TestKeychainItems)
#include "tst_keychainitems.moc"
