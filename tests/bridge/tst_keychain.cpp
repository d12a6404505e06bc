#include "bridge/keychain/secretservice.h"
#include "bridge/relay/settle.h"
#include "tests/bridge/bridgeprocess.h"
#include "tests/support/environment.h"
#include "tests/support/mcpscript.h"
#include "tests/support/secretservice.h"

#include <QtCore/QDir>
#include <QtCore/QElapsedTimer>
#include <QtCore/QJsonDocument>
#include <QtCore/QStandardPaths>
#include <QtNetwork/QLocalServer>
#include <QtNetwork/QLocalSocket>
#include <QtTest/QtTest>

#include <qt6keychain/keychain.h>

#include <csignal>
#include <map>
#include <unistd.h>

using namespace kopru::bridge;
using namespace kopru::test;
using namespace Qt::StringLiterals;

/// The bridge reads the very items that QtKeychain writes, tells apart why it cannot, and never hangs.
class TestKeychain final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase() { m_keyring.reset(); }
    void references_data();
    void references();
    void onlyVariablesInUse();
    void busAddress();
    void base64();
    void readsWhatQtKeychainWrote_data();
    void readsWhatQtKeychainWrote();
    void findsTheBusWithoutBeingTold();
    void verifyTellsTheyDiffer_data();
    void verifyTellsTheyDiffer();
    void wrongUsage_data();
    void wrongUsage();
    void failures_data();
    void failures();
    void neverHangs_data();
    void neverHangs();
    void withoutLibsecret();
    void secretGoesToTheServer_data();
    void secretGoesToTheServer();
    void failureAnswersEveryRequest();
    void brokenReference();
    void leavesNothingBehind();

private:
    /// What the bridge says about an item: exit code and cause.
    static QByteArray verdict(const QByteArray &value, const BridgeProcess::Variables &variables,
                              const QString &item = u"kopru/held"_s);
    BridgeProcess::Variables atBus() const { return {{u"XDG_RUNTIME_DIR"_s, m_bus->runtimeFolder()}}; }

    std::unique_ptr<SessionBus> m_bus;
    std::unique_ptr<Keyring> m_keyring;
};

namespace {

constexpr const char *held = "s3cret-of-test";

bool write(const QString &name, const QVariant &value)
{
    QKeychain::WritePasswordJob job(u"kopru"_s);
    job.setAutoDelete(false);
    job.setKey(name);
    if (value.typeId() == QMetaType::QByteArray)
        job.setBinaryData(value.toByteArray());
    else
        job.setTextData(value.toString());
    QSignalSpy finished(&job, &QKeychain::Job::finished);
    job.start();
    return finished.wait(10000) && job.error() == QKeychain::NoError;
}

QJsonObject said(const BridgeProcess &bridge)
{
    return QJsonDocument::fromJson(bridge.output()).object();
}

Environment environmentOf(const std::map<std::string, std::string, std::less<>> &variables)
{
    return [variables](std::string_view name) -> std::optional<std::string> {
        const auto found = variables.find(name);
        return found == variables.end() ? std::nullopt : std::optional(found->second);
    };
}

/// Whether processes can be put into namespaces of their own here.
bool canSandbox()
{
    QProcess process;
    process.start(u"bwrap"_s, {u"--dev-bind"_s, u"/"_s, u"/"_s, u"--tmpfs"_s, u"/run"_s, u"true"_s});
    return process.waitForFinished(10000) && process.exitCode() == 0;
}

/// Runs --verify-keychain in a sandbox that looks like this system but for `changes`.
QJsonObject verifiedInSandbox(const QStringList &changes, const QStringList &variables = {})
{
    QStringList arguments{u"--dev-bind"_s, u"/"_s, u"/"_s, u"--die-with-parent"_s, u"--clearenv"_s};
    for (const char *name : {"HOME", "LOGNAME", "PATH", "SHELL", "TERM", "USER"})
        arguments << u"--setenv"_s << QString::fromLatin1(name) << qEnvironmentVariable(name);
    arguments << variables << changes << u"--"_s << bridgeFile() << u"--verify-keychain"_s << u"kopru/held"_s;
    QProcess process;
    process.start(u"bwrap"_s, arguments);
    process.write(held);
    process.closeWriteChannel();
    process.waitForFinished(20000);
    return QJsonDocument::fromJson(process.readAllStandardOutput()).object();
}

} // namespace

void TestKeychain::initTestCase()
{
    scrubEnvironment();
    m_bus = std::make_unique<SessionBus>();
    if (!m_bus->isReady())
        QSKIP("dbus-daemon is not installed");
    m_keyring = std::make_unique<Keyring>(*m_bus);
    if (!m_keyring->isReady())
        QSKIP("gnome-keyring-daemon is not installed");
    qputenv("DBUS_SESSION_BUS_ADDRESS", m_bus->address().toUtf8()); // for QtKeychain in this process
    QVERIFY(write(u"held"_s, QString::fromLatin1(held)));
}

QByteArray TestKeychain::verdict(const QByteArray &value, const BridgeProcess::Variables &variables,
                                 const QString &item)
{
    BridgeProcess bridge({u"--verify-keychain"_s, item}, variables);
    bridge.sendPiece(value);
    bridge.closeInput();
    const int code = bridge.waitForExit();
    return QByteArray::number(code) + ' ' + said(bridge).value("cause"_L1).toString().toLatin1();
}

void TestKeychain::references_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("account"); // empty: no reference
    const auto row = [](const QByteArray &text, const QByteArray &account) {
        QTest::newRow(text.left(40).constData()) << text << account;
    };
    row("keychain:kopru/apinizer", "apinizer");
    row("keychain:kopru/my server", "my server");
    row("keychain:kopru/a/b", "a/b");
    row("keychain:kopru/sunucu-ışık", "sunucu-ışık");
    row("keychain:kopru/" + QByteArray(200, 'n'), QByteArray(200, 'n'));
    row("keychain:kopru/" + QByteArray(201, 'n'), "");
    row("keychain:kopru/", "");
    row("keychain:kopru", "");
    row("keychain:", "");
    row("keychain:another program/token", ""); // not ours to hand out
    row("keychain:Kopru/x", "");
    row("keychain:kopru/a\nb", "");
    row("Keychain:kopru/x", "");
    row("kopru/x", "");
    row("", "");
}

void TestKeychain::references()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, account);
    const auto reference = parseKeychainReference(text.toStdString());
    QCOMPARE(reference.has_value(), !account.isEmpty());
    if (!reference)
        return;
    QCOMPARE(QByteArray::fromStdString(reference->account), account);
    QCOMPARE(QByteArray::fromStdString(reference->item()), "kopru/" + account);
}

void TestKeychain::onlyVariablesInUse()
{
    const Environment environment = environmentOf({{"TOKEN", " keychain:kopru/one "},
                                                   {"PLAIN", "value"},
                                                   {"OTHER", "keychain:kopru/other"},
                                                   {"APINIZER_TOKEN", "keychain:kopru/api"}});
    const auto found = referencesIn({"http", "--url", "http://a.example", "--header", "A: Bearer ${TOKEN}", "--header",
                                     "B: ${TOKEN}", "--header", "C: ${PLAIN}"},
                                    environment);
    QCOMPARE(found.size(), std::size_t{1});
    QVERIFY((found.front() == VariableReference{"TOKEN", "keychain:kopru/one"}));
    const auto profile = referencesIn({"--profile", "apinizer-http"}, environment);
    QCOMPARE(profile.size(), std::size_t{1});
    QVERIFY((profile.front() == VariableReference{"APINIZER_TOKEN", "keychain:kopru/api"}));
    QVERIFY(referencesIn({"--version"}, environment).empty());
    QVERIFY(
        referencesIn({"http", "--url", "http://a.example", "--header", "A: keychain:kopru/one"}, environment).empty());
}

void TestKeychain::busAddress()
{
    QCOMPARE(sessionBusAddress("unix:abstract=x", "/run/user/7", 7), std::string("unix:abstract=x"));
    QCOMPARE(sessionBusAddress("", "/run/user/7", 7), std::string("unix:path=/run/user/7/bus"));
    QCOMPARE(sessionBusAddress("", "", 1000), std::string("unix:path=/run/user/1000/bus"));
    QCOMPARE(sessionBusAddress("", "relative", 1000), std::string("unix:path=/run/user/1000/bus"));
    QCOMPARE(sessionBusAddress("", "/a b,c;é", 1), std::string("unix:path=/a%20b%2cc%3b%c3%a9/bus"));
}

void TestKeychain::base64()
{
    QCOMPARE(decodedBase64("aGk=").value_or("none"), std::string("hi"));
    QCOMPARE(decodedBase64("aGk").value_or("none"), std::string("hi"));
    QCOMPARE(decodedBase64("/+8A").value_or("none"), std::string("\xff\xef\0", 3));
    QCOMPARE(decodedBase64("").value_or("none"), std::string());
    QVERIFY(!decodedBase64("aGk*"));
    QVERIFY(!decodedBase64("a"));
}

void TestKeychain::readsWhatQtKeychainWrote_data()
{
    QTest::addColumn<QVariant>("value");
    QTest::newRow("text") << QVariant(u"another secret"_s);
    QTest::newRow("not ASCII") << QVariant(u"şifre-ğüı-€"_s);
    QTest::newRow("long") << QVariant(QString(60000, u'x'));
    QTest::newRow("bytes") << QVariant(QByteArray("\x01\xff\x80 bytes", 9));
}

void TestKeychain::readsWhatQtKeychainWrote()
{
    QFETCH(QVariant, value);
    const QString name = u"written "_s + QString::fromLatin1(QTest::currentDataTag());
    QVERIFY(write(name, value));
    const QByteArray bytes = value.typeId() == QMetaType::QByteArray ? value.toByteArray() : value.toString().toUtf8();
    QCOMPARE(verdict(bytes, atBus(), u"kopru/"_s + name), "0 none"_ba);
    QCOMPARE(verdict(bytes + "\nmore", atBus(), u"kopru/"_s + name), "0 none"_ba); // the first line counts
}

void TestKeychain::findsTheBusWithoutBeingTold()
{
    if (!canSandbox())
        QSKIP("no user namespace can be made here");
    const QString place = u"/run/user/%1/bus"_s.arg(::getuid());
    const QStringList bus{u"--tmpfs"_s, u"/run/user"_s, u"--bind"_s, m_bus->socket(), place};
    const QJsonObject found = verifiedInSandbox(bus);
    QVERIFY2(found.value("same"_L1).toBool(), QJsonDocument(found).toJson());
    // And without it, nobody is asked: GLib would start a bus of its own.
    QCOMPARE(verifiedInSandbox({u"--tmpfs"_s, u"/run/user"_s}).value("cause"_L1).toString(), u"keychain-missing"_s);
}

void TestKeychain::verifyTellsTheyDiffer_data()
{
    QTest::addColumn<QByteArray>("value");
    QTest::newRow("nothing") << ""_ba;
    QTest::newRow("shorter") << QByteArray(held).chopped(1);
    QTest::newRow("longer") << held + "x"_ba;
    QTest::newRow("same length") << QByteArray(held).replace('s', 'S');
    QTest::newRow("a space behind it") << held + " "_ba;
}

void TestKeychain::verifyTellsTheyDiffer()
{
    QFETCH(QByteArray, value);
    QCOMPARE(verdict(value, atBus()), "1 none"_ba);
    QCOMPARE(verdict(held, atBus()), "0 none"_ba);
}

void TestKeychain::wrongUsage_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("no item") << QStringList{};
    QTest::newRow("no name") << QStringList{u"kopru/"_s};
    QTest::newRow("another program's") << QStringList{u"other/held"_s};
    QTest::newRow("too much") << QStringList{u"kopru/held"_s, u"kopru/held"_s};
}

void TestKeychain::wrongUsage()
{
    QFETCH(QStringList, arguments);
    BridgeProcess bridge(QStringList{u"--verify-keychain"_s} + arguments, atBus());
    bridge.closeInput();
    QCOMPARE(bridge.waitForExit(), 2);
    QCOMPARE(said(bridge).value("cause"_L1).toString(), u"bad-usage"_s);
}

void TestKeychain::failures_data()
{
    QTest::addColumn<QString>("situation");
    QTest::addColumn<QByteArray>("cause");
    QTest::newRow("no item") << u"no item"_s << "keychain-item-missing"_ba;
    QTest::newRow("locked") << u"locked"_s << "keychain-locked"_ba;
    QTest::newRow("no bus") << u"no bus"_s << "keychain-missing"_ba;
    QTest::newRow("nobody on the bus") << u"nobody"_s << "keychain-missing"_ba;
    QTest::newRow("refuses") << u"refuses"_s << "keychain-refused"_ba;
}

void TestKeychain::failures()
{
    QFETCH(QString, situation);
    QFETCH(QByteArray, cause);
    if (situation == "no item"_L1) {
        QCOMPARE(verdict(held, atBus(), u"kopru/nothing"_s), "3 " + cause);
        return;
    }
    if (situation == "no bus"_L1) {
        const QTemporaryDir empty;
        QCOMPARE(verdict(held, {{u"XDG_RUNTIME_DIR"_s, empty.path()}}), "3 " + cause);
        return;
    }
    const SessionBus bus;
    QVERIFY(bus.isReady());
    std::optional<BrokenSecretService> service;
    std::optional<Keyring> locked;
    if (situation == "locked"_L1)
        QVERIFY(locked.emplace(bus, m_keyring.get()).isReady());
    if (situation == "refuses"_L1)
        QVERIFY(service.emplace(bus, BrokenSecretService::Manner::Refuses).isReady());
    QCOMPARE(verdict(held, {{u"XDG_RUNTIME_DIR"_s, bus.runtimeFolder()}}), "3 " + cause);
    QCOMPARE(verdict(held, {{u"DBUS_SESSION_BUS_ADDRESS"_s, bus.address()}}), "3 " + cause);
    if (locked) // what is not there is not there, locked or not
        QCOMPARE(verdict(held, {{u"XDG_RUNTIME_DIR"_s, bus.runtimeFolder()}}, u"kopru/nothing"_s),
                 "3 keychain-item-missing"_ba);
}

void TestKeychain::neverHangs_data()
{
    QTest::addColumn<bool>("bus");
    QTest::newRow("a bus that accepts and never speaks") << false;
    QTest::newRow("a service that never answers") << true;
}

void TestKeychain::neverHangs()
{
    QFETCH(bool, bus);
    const QTemporaryDir folder;
    QLocalServer silent;
    std::optional<SessionBus> speaking;
    std::optional<BrokenSecretService> service;
    QString runtime = folder.path();
    if (bus) {
        runtime = speaking.emplace().runtimeFolder();
        QVERIFY(service.emplace(*speaking, BrokenSecretService::Manner::NeverAnswers).isReady());
    } else {
        QVERIFY(silent.listen(folder.filePath(u"bus"_s)));
    }
    QElapsedTimer clock;
    clock.start();
    QCOMPARE(verdict(held, {{u"XDG_RUNTIME_DIR"_s, runtime}}), "3 keychain-refused"_ba);
    QVERIFY2(clock.elapsed() < 6000, QByteArray::number(clock.elapsed()));
    QVERIFY(clock.elapsed() > 4000); // it was given its time
}

void TestKeychain::withoutLibsecret()
{
    if (!canSandbox())
        QSKIP("no user namespace can be made here");
    QStringList hidden;
    for (const QString &folder : {u"/usr/lib/x86_64-linux-gnu"_s, u"/usr/lib/aarch64-linux-gnu"_s, u"/usr/lib64"_s,
                                  u"/usr/lib"_s, u"/lib/x86_64-linux-gnu"_s})
        for (const QString &name : QDir(folder).entryList({u"libsecret-1.so*"_s}))
            hidden << u"--ro-bind"_s << u"/dev/null"_s << QFileInfo(folder + u'/' + name).canonicalFilePath();
    QVERIFY(!hidden.isEmpty());
    const QJsonObject said = verifiedInSandbox(hidden, {u"--setenv"_s, u"XDG_RUNTIME_DIR"_s, m_bus->runtimeFolder()});
    QCOMPARE(said.value("cause"_L1).toString(), u"keychain-missing"_s);
    QCOMPARE(said.value("missing"_L1).toString(), u"libsecret-1.so.0"_s);
}

void TestKeychain::secretGoesToTheServer_data()
{
    QTest::addColumn<bool>("profile");
    QTest::newRow("header") << false;
    QTest::newRow("profile") << true;
}

void TestKeychain::secretGoesToTheServer()
{
    QFETCH(bool, profile);
    const McpScript script({.requiredHeader = "Authorization", .requiredValue = "Bearer "_ba + held});
    const LoopbackServer server(profile ? apinizerPortal(held) : script.handler());
    BridgeProcess::Variables variables = atBus();
    QStringList arguments{u"--verbose"_s};
    if (profile) {
        arguments = QStringList{u"--profile"_s, u"apinizer-http"_s} + arguments;
        variables.insert({{u"APINIZER_TOKEN"_s, u"keychain:kopru/held"_s},
                          {u"HTTP_HOSTNAME"_s, u"127.0.0.1"_s},
                          {u"HTTP_PORT"_s, QString::number(server.port())},
                          {u"USE_HTTPS"_s, u"false"_s}});
    } else {
        arguments = QStringList{u"http"_s, u"--url"_s, server.url(u"/mcp"_s), u"--header"_s,
                                u"Authorization: Bearer ${TOKEN}"_s} +
                    arguments;
        // The second one is used by nobody, so nobody asks for it.
        variables.insert({{u"TOKEN"_s, u" keychain:kopru/held"_s}, {u"OTHER"_s, u"keychain:kopru/nothing"_s}});
    }
    BridgeProcess bridge(arguments, variables);
    QVERIFY(bridge.open());
    bridge.send(call("1", "tools/list"));
    QVERIFY(bridge.answer("1").contains("\"tools\""));
    // What reading the item took is not in the bridge itself.
    QFile maps(u"/proc/%1/maps"_s.arg(bridge.processId()));
    QVERIFY(maps.open(QFile::ReadOnly));
    const QByteArray loaded = maps.readAll();
    QVERIFY(loaded.contains("libc.so"));
    QVERIFY(!loaded.contains("libsecret") && !loaded.contains("libglib"));
    bridge.closeInput();
    QCOMPARE(bridge.waitForExit(), 0);
    QVERIFY(!bridge.log().contains(held) && !bridge.output().contains(held));
}

void TestKeychain::failureAnswersEveryRequest()
{
    const McpScript script;
    const LoopbackServer server(script.handler());
    BridgeProcess::Variables variables = atBus();
    variables.insert(u"TOKEN"_s, u"keychain:kopru/nothing"_s);
    BridgeProcess bridge({u"http"_s, u"--url"_s, server.url(u"/mcp"_s), u"--header"_s, u"X: ${TOKEN}"_s}, variables);
    for (const QByteArray id : {"1", "2"}) {
        bridge.send(call(id, id == "1" ? "initialize" : "tools/list"));
        const QJsonObject error = bridge.error(id);
        const QJsonObject data = error.value("data"_L1).toObject();
        QCOMPARE(data.value("cause"_L1).toString(), u"keychain-item-missing"_s);
        QCOMPARE(data.value("phase"_L1).toString(), u"start"_s);
        QCOMPARE(data.value("evidence"_L1).toObject().value("item"_L1).toString(), u"kopru/nothing"_s);
        QCOMPARE(data.value("evidence"_L1).toObject().value("variable"_L1).toString(), u"TOKEN"_s);
        QVERIFY(error.value("message"_L1).toString().contains("kopru/nothing"_L1));
    }
    QCOMPARE(server.requests().size(), 0); // nothing was sent, the reference least of all
}

void TestKeychain::brokenReference()
{
    const McpScript script;
    const LoopbackServer server(script.handler());
    BridgeProcess::Variables variables = atBus();
    variables.insert(u"TOKEN"_s, u"keychain:elsewhere/held"_s);
    BridgeProcess bridge({u"http"_s, u"--url"_s, server.url(u"/mcp"_s), u"--header"_s, u"X: ${TOKEN}"_s}, variables);
    bridge.send(call("1", "initialize"));
    const QJsonObject data = bridge.error("1").value("data"_L1).toObject();
    QCOMPARE(data.value("cause"_L1).toString(), u"bad-variable"_s);
    QCOMPARE(data.value("evidence"_L1).toObject().value("variable"_L1).toString(), u"TOKEN"_s);
    QCOMPARE(server.requests().size(), 0);
}

void TestKeychain::leavesNothingBehind()
{
    // Killed without warning while it waits for the keychain: what it started ends with it.
    const QTemporaryDir folder;
    QLocalServer silent;
    QVERIFY(silent.listen(folder.filePath(u"bus"_s)));
    QSignalSpy asked(&silent, &QLocalServer::newConnection);
    BridgeProcess bridge({u"http"_s, u"--url"_s, u"http://127.0.0.1:9"_s, u"--header"_s, u"X: ${TOKEN}"_s},
                         {{u"XDG_RUNTIME_DIR"_s, folder.path()}, {u"TOKEN"_s, u"keychain:kopru/held"_s}});
    QVERIFY(asked.wait(10000));
    const std::unique_ptr<QLocalSocket> connection(silent.nextPendingConnection());
    QSignalSpy gone(connection.get(), &QLocalSocket::disconnected);
    bridge.terminate(SIGKILL);
    QVERIFY(gone.count() > 0 || gone.wait(3000));
}

QTEST_GUILESS_MAIN(TestKeychain)
#include "tst_keychain.moc"
