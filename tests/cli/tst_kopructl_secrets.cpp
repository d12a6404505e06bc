#include "tests/cli/home.h"
#include "tests/support/environment.h"
#include "tests/support/loopbackserver.h"
#include "tests/support/mcpscript.h"
#include "tests/support/secretservice.h"

#include <QtCore/QProcess>
#include <QtTest/QtTest>

#include <qt6keychain/keychain.h>

#include <unistd.h>

using namespace Qt::StringLiterals;

namespace kopru::test {

namespace {

const QByteArray secret = "mcp_f81d-never-printed";

} // namespace

/// What kopructl keeps in a real keychain the bridge reads as Claude starts it, and what cannot be read there is never
/// left there.
class TestKopructlSecrets final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void cleanupTestCase();
    void setListRemove();
    void qtKeychainMeansTheSameItem();
    void badInput_data();
    void badInput();
    void withoutAKeychain();
    void lockedKeychain();
    void addKeepsTheTokenInTheKeychain();
    void addReplacesNothing();
    void tokenStaysWithTheFirstFile_data();
    void tokenStaysWithTheFirstFile();
    void addWithoutAKeychain();
    void addMustUseTheKeychain();
    void addInTheFile();
    void dryRunTouchesNoKeychain();
    void setReplacesTheItem();
    void setKeepsTheItemWhereMoreChanges();
    void setKeepsTheItemOfAnotherFile();
    void setMovesTheToken();
    void localCommandsCannot();
    void removedServerLeavesItsToken();
    void parkedServerNeedsItsToken();
    void checksUseTheToken();
    void checkSaysWhatTheKeychainLacks();

private:
    /// Runs kopructl where the session's bus stands where systemd puts it; without a bus if there is none.
    Ended run(const QStringList &arguments, const QByteArray &input = {}, const SessionBus *bus = nullptr);
    Ended runAt(const SessionBus *bus, const QStringList &arguments, const QByteArray &input = {});
    Json envOf(const QString &server) const;
    QStringList names();

    std::unique_ptr<SessionBus> m_bus;
    std::unique_ptr<Keyring> m_keyring;
    std::unique_ptr<Home> m_home;
};

namespace {

QString runtimeFolder()
{
    return u"/run/user/%1"_s.arg(::getuid());
}

QStringList apinizer(const QString &name, const QStringList &more = {})
{
    return QStringList{
               u"--json"_s, u"add"_s, name, u"--kind"_s, u"apinizer-http"_s, u"--set"_s, u"host=portal.example"_s} +
           more;
}

/// What QtKeychain finds, or its error in brackets.
QString readByQtKeychain(const QString &name)
{
    QKeychain::ReadPasswordJob job(u"kopru"_s);
    job.setAutoDelete(false);
    job.setKey(name);
    QSignalSpy finished(&job, &QKeychain::Job::finished);
    job.start();
    if (!finished.wait(10000))
        return u"[time-out]"_s;
    return job.error() == QKeychain::NoError ? job.textData() : u"[%1]"_s.arg(job.errorString());
}

} // namespace

void TestKopructlSecrets::initTestCase()
{
    scrubEnvironment();
    QProcess sandbox;
    sandbox.start(u"bwrap"_s, {u"--dev-bind"_s, u"/"_s, u"/"_s, u"--tmpfs"_s, u"/run/user"_s, u"true"_s});
    if (!sandbox.waitForFinished(10000) || sandbox.exitCode() != 0)
        QSKIP("no user namespace can be made here");
    m_bus = std::make_unique<SessionBus>();
    m_keyring = std::make_unique<Keyring>(*m_bus);
    if (!m_keyring->isReady())
        QSKIP("dbus-daemon or gnome-keyring-daemon is not installed");
    qputenv("DBUS_SESSION_BUS_ADDRESS", m_bus->address().toUtf8()); // for QtKeychain in this process
}

void TestKopructlSecrets::cleanupTestCase()
{
    m_keyring.reset();
}

void TestKopructlSecrets::init()
{
    m_home = std::make_unique<Home>();
    QVERIFY(m_home->write(m_home->configFile(), "{}\n"));
}

void TestKopructlSecrets::cleanup()
{
    for (const QString &name : names())
        run({u"secrets"_s, u"remove"_s, name});
    QVERIFY(!leaks(m_home->said(), secret));
}

Ended TestKopructlSecrets::runAt(const SessionBus *bus, const QStringList &arguments, const QByteArray &input)
{
    QStringList all{u"--dev-bind"_s, u"/"_s, u"/"_s, u"--die-with-parent"_s, u"--tmpfs"_s, u"/run/user"_s};
    if (bus)
        all << u"--bind"_s << bus->socket() << runtimeFolder() + u"/bus"_s;
    all << u"--"_s << programFolder() + u"/kopructl"_s << arguments;
    return m_home->runProgram(u"bwrap"_s, all, {{{u"XDG_RUNTIME_DIR"_s, runtimeFolder()}}, input});
}

Ended TestKopructlSecrets::run(const QStringList &arguments, const QByteArray &input, const SessionBus *bus)
{
    return runAt(bus ? bus : m_bus.get(), arguments, input);
}

Json TestKopructlSecrets::envOf(const QString &server) const
{
    const Json file = Json::parse(m_home->config().toStdString(), nullptr, false);
    return file["mcpServers"][server.toStdString()]["env"];
}

QStringList TestKopructlSecrets::names()
{
    QStringList names;
    const Json json = run({u"--json"_s, u"secrets"_s}).json();
    if (json.contains("items"))
        for (const Json &item : json["items"])
            names.append(QString::fromStdString(item.value("name", "")));
    return names;
}

void TestKopructlSecrets::setListRemove()
{
    const Ended nothing = run({u"secrets"_s, u"list"_s});
    QCOMPARE(nothing.code, 0);
    QCOMPARE(nothing.out, "Kopru keeps no tokens in the keychain.\n"_ba);

    Ended ended = run({u"--json"_s, u"secrets"_s, u"set"_s, u"my token"_s}, secret + "\n");
    QVERIFY2(ended.code == 0, ended.out + ended.err);
    QCOMPARE(ended.json().value("reference", ""), std::string("keychain:kopru/my token"));

    ended = run({u"--json"_s, u"secrets"_s, u"list"_s});
    QCOMPARE(ended.code, 0);
    QCOMPARE(ended.json()["items"].dump(), std::string(R"([{"name":"my token","readable":true,"usedBy":[]}])"));

    ended = run({u"--json"_s, u"secrets"_s, u"remove"_s, u"my token"_s});
    QVERIFY2(ended.code == 0, ended.out + ended.err);
    QCOMPARE(readByQtKeychain(u"my token"_s), u"[Entry not found]"_s);
    QVERIFY(names().isEmpty());
}

void TestKopructlSecrets::qtKeychainMeansTheSameItem()
{
    QCOMPARE(run({u"secrets"_s, u"set"_s, u"portal"_s}, "ğüş-token\n").code, 0);
    QCOMPARE(readByQtKeychain(u"portal"_s), u"ğüş-token"_s);
    QCOMPARE(run({u"secrets"_s, u"set"_s, u"portal"_s}, "another\n").code, 0); // replaced
    QCOMPARE(readByQtKeychain(u"portal"_s), u"another"_s);
}

void TestKopructlSecrets::badInput_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QByteArray>("input");
    QTest::addColumn<QByteArray>("id");
    const QString set = u"set"_s;
    QTest::newRow("no value") << QStringList{set, u"a"_s} << ""_ba << "no-secret"_ba;
    QTest::newRow("blank value") << QStringList{set, u"a"_s} << "  \n"_ba << "no-secret"_ba;
    QTest::newRow("variable not set") << QStringList{set, u"a"_s, u"--secret-from-env"_s, u"NONE"_s} << ""_ba
                                      << "no-secret"_ba;
    QTest::newRow("long name") << QStringList{set, QString(201, u'n')} << "x\n"_ba << "bad-name"_ba;
    QTest::newRow("line break in the name") << QStringList{set, u"a\nb"_s} << "x\n"_ba << "bad-name"_ba;
    QTest::newRow("no name") << QStringList{set} << "x\n"_ba << "usage"_ba;
    QTest::newRow("value in the command") << QStringList{set, u"a"_s, u"value"_s} << ""_ba << "usage"_ba;
    QTest::newRow("no such command") << QStringList{u"steal"_s} << ""_ba << "usage"_ba;
}

void TestKopructlSecrets::badInput()
{
    QFETCH(QStringList, arguments);
    QFETCH(QByteArray, input);
    QFETCH(QByteArray, id);
    const Ended ended = run(QStringList{u"--json"_s, u"secrets"_s} + arguments, input);
    QCOMPARE(ended.code, 2);
    QCOMPARE(QByteArray::fromStdString(ended.json()["error"].value("id", "")), id);
    QVERIFY(names().isEmpty());
}

void TestKopructlSecrets::withoutAKeychain()
{
    const Ended ended = runAt(nullptr, {u"--json"_s, u"secrets"_s, u"set"_s, u"portal"_s}, secret);
    QCOMPARE(ended.code, 1);
    QCOMPARE(ended.json()["error"].value("id", ""), std::string("keychain-missing"));
    QVERIFY(names().isEmpty());
}

void TestKopructlSecrets::lockedKeychain()
{
    QCOMPARE(run({u"secrets"_s, u"set"_s, u"portal"_s}, secret).code, 0);
    const SessionBus other;
    const Keyring locked(other, m_keyring.get());
    QVERIFY(locked.isReady());
    // It is used, so that it matters that it cannot be read.
    QVERIFY(m_home->write(m_home->configFile(),
                          R"({"mcpServers":{"p":{"command":"/x/kopru-bridge","args":["--profile","apinizer-http"],)"
                          R"("env":{"APINIZER_TOKEN":"keychain:kopru/portal"}}}})"));
    Ended ended = run({u"--json"_s, u"secrets"_s}, {}, &other);
    QCOMPARE(ended.code, 1);
    QCOMPARE(ended.json()["items"][0]["problem"].value("id", ""), std::string("keychain-locked"));
    QCOMPARE(ended.json()["items"][0]["usedBy"].dump(), std::string(R"(["p"])"));
    // Nobody is there to unlock it: an error, and soon.
    ended = run({u"--json"_s, u"secrets"_s, u"set"_s, u"portal"_s}, "other", &other);
    QCOMPARE(ended.code, 1);
    QCOMPARE(ended.json()["error"].value("id", ""), std::string("keychain-locked"));
    ended = run({u"--json"_s, u"secrets"_s, u"remove"_s, u"portal"_s}, {}, &other);
    QCOMPARE(ended.code, 1);
    QCOMPARE(ended.json()["error"].value("id", ""), std::string("keychain-locked"));
    QCOMPARE(names(), QStringList{u"portal"_s}); // and it is not forgotten
}

void TestKopructlSecrets::addKeepsTheTokenInTheKeychain()
{
    Ended ended = run(apinizer(u"portal"_s), secret + '\n');
    QVERIFY2(ended.code == 0, ended.out + ended.err);
    QCOMPARE(ended.json()["tokens"].value("APINIZER_TOKEN", ""), std::string("keychain:kopru/portal"));
    QCOMPARE(ended.json()["findings"].dump(), std::string("[]"));
    QCOMPARE(envOf(u"portal"_s).value("APINIZER_TOKEN", ""), std::string("keychain:kopru/portal"));
    QVERIFY(!leaks(m_home->config(), secret));
    QCOMPARE(readByQtKeychain(u"portal"_s), QString::fromLatin1(secret));
    // The next one of this name gets an item of its own.
    QCOMPARE(run({u"remove"_s, u"portal"_s}).code, 0);
    QCOMPARE(run(apinizer(u"portal"_s), "mcp_second\n").code, 0);
    QCOMPARE(envOf(u"portal"_s).value("APINIZER_TOKEN", ""), std::string("keychain:kopru/portal-2"));

    ended = run({u"--json"_s, u"secrets"_s});
    QCOMPARE(ended.json()["items"][0]["usedBy"].dump(), std::string("[]"));
    QCOMPARE(ended.json()["items"][1]["usedBy"].dump(), std::string(R"(["portal"])"));
    ended = run({u"secrets"_s, u"remove"_s, u"portal-2"_s}); // said, and done
    QCOMPARE(ended.code, 0);
    QVERIFY2(ended.out.contains("still need it and stop working: portal"), ended.out);
    QCOMPARE(run({u"--json"_s, u"secrets"_s}).code, 1); // a server needs what is not there
    QCOMPARE(run({u"remove"_s, u"portal"_s}).code, 0);
}

/// The keychain is the session's, whatever --home says: it holds items that this home's list does not know.
void TestKopructlSecrets::addReplacesNothing()
{
    QCOMPARE(run({u"secrets"_s, u"set"_s, u"portal"_s}, "mcp_first\n").code, 0);
    const QString home = m_home->path(u"try"_s);
    const QString config = home + u"/.config/Claude/claude_desktop_config.json"_s;
    QVERIFY(m_home->write(config, "{}\n"));
    const QStringList there{u"--home"_s, home};
    // The file cannot be written, as its backup cannot: what was stored for it goes again, and nothing else.
    const QString backups = home + u"/.local/share/kopru/snapshots"_s;
    QVERIFY(m_home->write(backups, "no folder"));
    Ended ended = run(there + apinizer(u"portal"_s), secret + '\n');
    QCOMPARE(ended.code, 3);
    QCOMPARE(readByQtKeychain(u"portal"_s), u"mcp_first"_s);
    QCOMPARE(readByQtKeychain(u"portal-2"_s), u"[Entry not found]"_s);
    QVERIFY(QFile::remove(backups));
    ended = run(there + apinizer(u"portal"_s), secret + '\n');
    QVERIFY2(ended.code == 0, ended.out + ended.err);
    QCOMPARE(ended.json()["tokens"].value("APINIZER_TOKEN", ""), std::string("keychain:kopru/portal-2"));
    QVERIFY(Home::read(config).contains("keychain:kopru/portal-2"));
    QCOMPARE(readByQtKeychain(u"portal"_s), u"mcp_first"_s);
    QCOMPARE(readByQtKeychain(u"portal-2"_s), QString::fromLatin1(secret));
    QCOMPARE(run(there + QStringList{u"secrets"_s, u"remove"_s, u"portal-2"_s}).code, 0);
}

void TestKopructlSecrets::tokenStaysWithTheFirstFile_data()
{
    QTest::addColumn<QStringList>("command");
    QTest::addColumn<QString>("server");
    QTest::newRow("add") << apinizer(u"portal"_s) << u"portal"_s;
    QTest::newRow("paste") << QStringList{u"paste"_s,  u"--from-file"_s, u"snippet"_s,
                                          u"--save"_s, u"--name"_s,      u"portal"_s}
                           << u"portal"_s;
    QTest::newRow("convert") << QStringList{u"convert"_s, u"old"_s, u"--no-test"_s} << u"old"_s;
}

/// The second file refuses the change, and the first one has it: what it refers to must stay.
void TestKopructlSecrets::tokenStaysWithTheFirstFile()
{
    QFETCH(QStringList, command);
    QFETCH(QString, server);
    QVERIFY(m_home->write(m_home->path(u"snippet"_s), R"({"url": "https://far.example/mcp",
        "headers": {"Authorization": "Bearer )" + secret + "\"}}"));
    QVERIFY(
        m_home->write(m_home->configFile(), R"({"mcpServers": {"old": {"command": "npx", "args": ["-y", "mcp-remote",
        "https://far.example/mcp", "--header", "Authorization:${AUTH}"], "env": {"AUTH": "Bearer )" +
                                                secret + "\"}}}}"));
    const QByteArray second = R"({"mcpServers": {"portal": {"command": "x"}, "old": {"command": "x"}}})";
    const QString path = m_home->path(u".config/Claude-work/claude_desktop_config.json"_s);
    QVERIFY(m_home->write(path, second));
    const Ended ended = run(command + QStringList{u"--both"_s, u"--keychain"_s}, secret + '\n');
    QVERIFY2(ended.code == 1, ended.out + ended.err);
    QCOMPARE(Home::read(path), second);
    const Json env = envOf(server);
    QVERIFY2(env.dump().find("keychain:kopru/" + server.toStdString()) != std::string::npos, env.dump().c_str());
    QCOMPARE(names(), QStringList{server});
    QVERIFY(readByQtKeychain(server).endsWith(QString::fromLatin1(secret)));
}

void TestKopructlSecrets::addWithoutAKeychain()
{
    const Ended ended = runAt(nullptr, apinizer(u"portal"_s), secret + '\n');
    QVERIFY2(ended.code == 0, ended.out + ended.err);
    QCOMPARE(ended.json()["tokens"].value("APINIZER_TOKEN", ""), std::string("settings-file"));
    QCOMPARE(ended.json()["tokens"].value("reason", ""), std::string("keychain-missing"));
    QCOMPARE(envOf(u"portal"_s).value("APINIZER_TOKEN", ""), secret.toStdString());
}

void TestKopructlSecrets::addMustUseTheKeychain()
{
    const QByteArray before = m_home->config();
    const Ended ended = runAt(nullptr, apinizer(u"portal"_s, {u"--keychain"_s}), secret + '\n');
    QCOMPARE(ended.code, 3);
    QCOMPARE(ended.json()["error"].value("id", ""), std::string("keychain-missing"));
    QCOMPARE(m_home->config(), before);
    QCOMPARE(run(apinizer(u"portal"_s, {u"--keychain"_s, u"--no-keychain"_s}), secret).code, 2);
}

void TestKopructlSecrets::addInTheFile()
{
    const Ended ended = run(apinizer(u"portal"_s, {u"--no-keychain"_s}), secret + '\n');
    QVERIFY2(ended.code == 0, ended.out + ended.err);
    QVERIFY(!ended.json().contains("tokens"));
    QCOMPARE(envOf(u"portal"_s).value("APINIZER_TOKEN", ""), secret.toStdString());
    QVERIFY(names().isEmpty());
}

void TestKopructlSecrets::dryRunTouchesNoKeychain()
{
    const Ended ended = run(apinizer(u"portal"_s, {u"--dry-run"_s}), secret + '\n');
    QVERIFY2(ended.code == 0, ended.out + ended.err);
    QVERIFY(names().isEmpty());
    QCOMPARE(readByQtKeychain(u"portal"_s), u"[Entry not found]"_s);
}

void TestKopructlSecrets::setReplacesTheItem()
{
    QCOMPARE(run(apinizer(u"portal"_s), "mcp_old\n").code, 0);
    const QByteArray before = m_home->config();
    Ended ended = run({u"--json"_s, u"set"_s, u"portal"_s, u"--secret"_s}, secret + '\n');
    QVERIFY2(ended.code == 0, ended.out + ended.err);
    QCOMPARE(m_home->config(), before);
    QCOMPARE(readByQtKeychain(u"portal"_s), QString::fromLatin1(secret));
    // An item that another server needs as well is not changed under its feet.
    QByteArray shared = before;
    shared.replace(R"("portal": {)", R"("twin": {"command": "/x/kopru-bridge", "args": ["--profile", "apinizer-http"],)"
                                     R"( "env": {"APINIZER_TOKEN": "keychain:kopru/portal"}}, "portal": {)");
    QVERIFY(shared != before && m_home->write(m_home->configFile(), shared));
    ended = run({u"--json"_s, u"set"_s, u"portal"_s, u"--secret"_s}, "mcp_third\n");
    QVERIFY2(ended.code == 0, ended.out + ended.err);
    QCOMPARE(envOf(u"portal"_s).value("APINIZER_TOKEN", ""), std::string("keychain:kopru/portal-2"));
    QCOMPARE(readByQtKeychain(u"portal"_s), QString::fromLatin1(secret));
}

/// Host and token of a server belong together: a save that fails must not leave the old host with the new token.
void TestKopructlSecrets::setKeepsTheItemWhereMoreChanges()
{
    QCOMPARE(run(apinizer(u"portal"_s), "mcp_old\n").code, 0);
    const QByteArray before = m_home->config();
    const QString backups = m_home->dataFolder() + u"/snapshots"_s;
    QVERIFY(QDir(backups).removeRecursively() && m_home->write(backups, "no folder"));
    const QStringList change{u"--json"_s, u"set"_s, u"portal"_s, u"--set"_s, u"host=new.example"_s, u"--secret"_s};
    QCOMPARE(run(change, secret + '\n').code, 3);
    QCOMPARE(m_home->config(), before);
    QCOMPARE(readByQtKeychain(u"portal"_s), u"mcp_old"_s);
    QCOMPARE(names(), QStringList{u"portal"_s});

    QVERIFY(QFile::remove(backups));
    const Ended ended = run(change, secret + '\n');
    QVERIFY2(ended.code == 0, ended.out + ended.err);
    QCOMPARE(envOf(u"portal"_s).value("APINIZER_TOKEN", ""), std::string("keychain:kopru/portal-2"));
    QCOMPARE(ended.json()["tokensLeft"].dump(), std::string(R"(["portal"])"));
    QCOMPARE(readByQtKeychain(u"portal"_s), u"mcp_old"_s); // a backup needs it
    QCOMPARE(readByQtKeychain(u"portal-2"_s), QString::fromLatin1(secret));
}

void TestKopructlSecrets::setKeepsTheItemOfAnotherFile()
{
    QCOMPARE(run(apinizer(u"portal"_s), "mcp_old\n").code, 0);
    const QString other = m_home->path(u".config/Claude-work/claude_desktop_config.json"_s);
    QVERIFY(m_home->write(other, m_home->config())); // of the same name there
    const QStringList here{u"--config"_s, m_home->configFile()};
    const Ended ended = run(here + QStringList{u"--json"_s, u"set"_s, u"portal"_s, u"--secret"_s}, secret + '\n');
    QVERIFY2(ended.code == 0, ended.out + ended.err);
    QCOMPARE(readByQtKeychain(u"portal"_s), u"mcp_old"_s);
    QCOMPARE(envOf(u"portal"_s).value("APINIZER_TOKEN", ""), std::string("keychain:kopru/portal-2"));
    QVERIFY(!ended.json().contains("tokensLeft"));
}

void TestKopructlSecrets::setMovesTheToken()
{
    QCOMPARE(run({u"add"_s, u"team"_s, u"--kind"_s, u"remote"_s, u"--set"_s, u"url=http://127.0.0.1:9/mcp"_s,
                  u"--secret"_s, u"--no-keychain"_s},
                 secret + '\n')
                 .code,
             0);
    // Another field changes: the token stays where it is.
    QCOMPARE(run({u"set"_s, u"team"_s, u"--set"_s, u"timeout=5000"_s}).code, 0);
    QCOMPARE(envOf(u"team"_s).value("KOPRU_TOKEN", ""), secret.toStdString());
    const Ended ended = run({u"--json"_s, u"set"_s, u"team"_s, u"--keychain"_s});
    QVERIFY2(ended.code == 0, ended.out + ended.err);
    QCOMPARE(envOf(u"team"_s).dump(), std::string(R"({"KOPRU_TOKEN":"keychain:kopru/team"})"));
    QVERIFY(m_home->config().contains("Authorization: Bearer ${KOPRU_TOKEN}"));
    QCOMPARE(readByQtKeychain(u"team"_s), QString::fromLatin1(secret));
    QCOMPARE(run({u"check"_s}).code, 0);
}

void TestKopructlSecrets::localCommandsCannot()
{
    const Ended ended = run({u"--json"_s, u"add"_s, u"local"_s, u"--kind"_s, u"local"_s, u"--set"_s,
                             u"command=/bin/true"_s, u"--keychain"_s});
    QCOMPARE(ended.code, 2);
    QCOMPARE(ended.json()["error"].value("id", ""), std::string("usage"));
}

void TestKopructlSecrets::parkedServerNeedsItsToken()
{
    QCOMPARE(run(apinizer(u"portal"_s), secret + '\n').code, 0);
    Json both = Json::parse(m_home->config().toStdString());
    both["mcpServers"]["b"] = both["mcpServers"]["portal"];
    QVERIFY(m_home->write(m_home->configFile(), QByteArray::fromStdString(both.dump())));
    QCOMPARE(run({u"park"_s, u"portal"_s}).code, 0);
    const Json items = run({u"--json"_s, u"secrets"_s}).json()["items"];
    QCOMPARE(items[0]["usedBy"].dump(), std::string(R"(["b"])"));
    QCOMPARE(items[0]["usedByParked"].dump(), std::string(R"(["portal"])"));
    QVERIFY(run({u"secrets"_s}).out.contains("b, portal (parked)"));
    const Ended removed = run({u"--json"_s, u"remove"_s, u"b"_s});
    QCOMPARE(removed.code, 0);
    QVERIFY2(!removed.json().contains("tokensLeft"), removed.out);
    QCOMPARE(run({u"unpark"_s, u"portal"_s}).code, 0);
    QCOMPARE(run({u"--json"_s, u"remove"_s, u"portal"_s}).json()["tokensLeft"].dump(), std::string(R"(["portal"])"));
}

void TestKopructlSecrets::removedServerLeavesItsToken()
{
    QCOMPARE(run(apinizer(u"my portal"_s), secret + '\n').code, 0);
    const QByteArray before = m_home->config();
    const Json json = run({u"--json"_s, u"remove"_s, u"my portal"_s, u"--dry-run"_s}).json();
    QCOMPARE(json["tokensLeft"].dump(), std::string(R"(["my portal"])"));
    const Ended ended = run({u"remove"_s, u"my portal"_s});
    QCOMPARE(ended.code, 0);
    QVERIFY2(ended.out.contains("kopructl secrets remove 'my portal'"), ended.out);
    // The backup still works.
    QVERIFY(m_home->write(m_home->configFile(), before));
    QCOMPARE(run({u"--json"_s, u"secrets"_s}).json().value("ok", false), true);
    // One that another server needs is not spoken of.
    QCOMPARE(run({u"set"_s, u"my portal"_s, u"--name"_s, u"a"_s}).code, 0);
    QByteArray twice = m_home->config();
    const Json file = Json::parse(twice.toStdString());
    Json both = file;
    both["mcpServers"]["b"] = file["mcpServers"]["a"];
    QVERIFY(m_home->write(m_home->configFile(), QByteArray::fromStdString(both.dump())));
    QVERIFY(!run({u"--json"_s, u"remove"_s, u"a"_s}).json().contains("tokensLeft"));
    // Nor one that the server of another settings file needs.
    QVERIFY(m_home->write(m_home->path(u".config/Claude-work/claude_desktop_config.json"_s), m_home->config()));
    const Ended elsewhere = run({u"--config"_s, m_home->configFile(), u"--json"_s, u"remove"_s, u"b"_s});
    QVERIFY2(elsewhere.code == 0, elsewhere.out + elsewhere.err);
    QVERIFY(!elsewhere.json().contains("tokensLeft"));
}

void TestKopructlSecrets::checksUseTheToken()
{
    const LoopbackServer server(apinizerPortal(secret));
    const QStringList at{u"--set"_s, u"https=false"_s, u"--set"_s, u"port="_s + QString::number(server.port())};
    QStringList arguments = apinizer(u"portal"_s, at);
    arguments.replace(arguments.indexOf(u"host=portal.example"_s), u"host=127.0.0.1"_s);
    QCOMPARE(run(arguments, secret + '\n').code, 0);
    QVERIFY(!leaks(m_home->config(), secret));
    const Ended ended = run({u"--json"_s, u"test"_s, u"portal"_s});
    QVERIFY2(ended.code == 0, ended.out + ended.err);
    QCOMPARE(ended.json()["network"].value("outcome", ""), std::string("passed"));
    QCOMPARE(ended.json()["claude"].value("outcome", ""), std::string("passed"));
    for (const Request &request : server.requests())
        QCOMPARE(request.header("APINIZER-TOKEN"), secret);
}

void TestKopructlSecrets::checkSaysWhatTheKeychainLacks()
{
    const LoopbackServer server(apinizerPortal(secret));
    const QByteArray entry = R"({"mcpServers":{"p":{"command":")" + (programFolder() + u"/kopru-bridge"_s).toUtf8() +
                             R"(","args":["--profile","apinizer-http"],"env":{"HTTP_HOSTNAME":"127.0.0.1",)"
                             R"("HTTP_PORT":")" +
                             QByteArray::number(server.port()) +
                             R"(","USE_HTTPS":"false","APINIZER_TOKEN":"keychain:kopru/nothing"}}}})";
    QVERIFY(m_home->write(m_home->configFile(), entry));
    const Ended ended = run({u"--json"_s, u"test"_s, u"p"_s});
    QCOMPARE(ended.code, 1);
    QCOMPARE(ended.json()["error"].value("id", ""), std::string("keychain-item-missing"));
    const Json network = ended.json()["network"];
    QCOMPARE(network.value("outcome", ""), std::string("failed"));
    QCOMPARE(network["steps"].front().value("cause", ""), std::string("keychain-item-missing"));
    QCOMPARE(network["steps"].front()["evidence"].value("item", ""), std::string("kopru/nothing"));
    for (const Request &request : server.requests())
        QVERIFY(!request.header("APINIZER-TOKEN").startsWith("keychain:"));
}

} // namespace kopru::test

QTEST_GUILESS_MAIN(kopru::test::TestKopructlSecrets)
#include "tst_kopructl_secrets.moc"
