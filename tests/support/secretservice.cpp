#include "tests/support/secretservice.h"

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtDBus/QDBusConnection>
#include <QtDBus/QDBusConnectionInterface>
#include <QtDBus/QDBusMessage>
#include <QtDBus/QDBusObjectPath>
#include <QtDBus/QDBusReply>
#include <QtDBus/QDBusVirtualObject>
#include <QtTest/QTest>

#include <csignal>
#include <sys/prctl.h>

namespace kopru::test {

using namespace Qt::StringLiterals;

namespace {

constexpr int patience = 10000; // milliseconds
const QString service = u"org.freedesktop.secrets"_s;
const QString servicePath = u"/org/freedesktop/secrets"_s;
const QString serviceInterface = u"org.freedesktop.Secret.Service"_s;

void endWithTest(QProcess &process)
{
    process.setChildProcessModifier([] { ::prctl(PR_SET_PDEATHSIG, SIGKILL); });
}

void end(QProcess &process)
{
    process.terminate();
    if (process.state() != QProcess::NotRunning && !process.waitForFinished(3000)) {
        process.kill();
        process.waitForFinished();
    }
}

QDBusMessage ask(const SessionBus &bus, const QString &method, const QVariantList &arguments)
{
    QDBusMessage message = QDBusMessage::createMethodCall(service, servicePath, serviceInterface, method);
    message.setArguments(arguments);
    return QDBusConnection(bus.connectionName()).call(message, QDBus::Block, patience);
}

/// The collection that secrets are put into; `/` while there is none.
QString defaultCollection(const SessionBus &bus)
{
    const QDBusReply<QDBusObjectPath> reply = ask(bus, u"ReadAlias"_s, {u"default"_s});
    return reply.isValid() ? reply.value().path() : u"/"_s;
}

} // namespace

SessionBus::SessionBus()
{
    QFile configuration(m_folder.filePath(u"bus.conf"_s));
    if (!configuration.open(QFile::WriteOnly))
        return;
    configuration.write("<!DOCTYPE busconfig PUBLIC \"-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN\"\n"
                        " \"http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd\">\n"
                        "<busconfig><type>session</type><listen>unix:path=" +
                        socket().toUtf8() +
                        "</listen><auth>EXTERNAL</auth><policy context=\"default\"><allow send_destination=\"*\" "
                        "eavesdrop=\"true\"/><allow eavesdrop=\"true\"/><allow own=\"*\"/></policy></busconfig>\n");
    configuration.close();
    endWithTest(m_daemon);
    m_daemon.start(u"dbus-daemon"_s, {u"--nofork"_s, u"--nopidfile"_s, u"--print-address"_s,
                                      u"--config-file="_s + configuration.fileName()});
    if (!m_daemon.waitForStarted() || !m_daemon.waitForReadyRead(patience))
        return;
    m_connection = m_folder.path();
    m_ready = QDBusConnection::connectToBus(address(), m_connection).isConnected();
}

SessionBus::~SessionBus()
{
    QDBusConnection::disconnectFromBus(m_connection);
    end(m_daemon);
}

QString SessionBus::runtimeFolder() const
{
    return m_folder.path();
}

QString SessionBus::socket() const
{
    return m_folder.filePath(u"bus"_s);
}

QString SessionBus::address() const
{
    return u"unix:path="_s + socket();
}

Keyring::Keyring(const SessionBus &bus, const Keyring *original) : m_bus(bus)
{
    const QString files = u".local/share/keyrings"_s;
    if (original) {
        QDir().mkpath(m_home.filePath(files));
        const QDir from(original->m_home.filePath(files));
        for (const QString &name : from.entryList(QDir::Files))
            QFile::copy(from.filePath(name), m_home.filePath(files + u'/' + name));
    }
    QProcessEnvironment environment;
    environment.insert(u"HOME"_s, m_home.path());
    environment.insert(u"PATH"_s, qEnvironmentVariable("PATH"));
    environment.insert(u"XDG_RUNTIME_DIR"_s, bus.runtimeFolder());
    environment.insert(u"DBUS_SESSION_BUS_ADDRESS"_s, bus.address());
    m_daemon.setProcessEnvironment(environment);
    m_daemon.setStandardOutputFile(QProcess::nullDevice());
    m_daemon.setStandardErrorFile(QProcess::nullDevice());
    endWithTest(m_daemon);
    QStringList arguments{u"--components=secrets"_s, u"--foreground"_s};
    if (!original)
        arguments.append(u"--unlock"_s);
    m_daemon.start(u"gnome-keyring-daemon"_s, arguments);
    if (!m_daemon.waitForStarted())
        return;
    m_daemon.write("password of the test");
    m_daemon.closeWriteChannel();
    m_ready = QTest::qWaitFor(
        [this] {
            const QDBusConnection connection(m_bus.connectionName());
            return connection.interface()->isServiceRegistered(service).value() && defaultCollection(m_bus) != u"/"_s;
        },
        patience);
}

Keyring::~Keyring()
{
    end(m_daemon);
}

class BrokenSecretService::Object final : public QDBusVirtualObject
{
public:
    explicit Object(Manner manner) : m_manner(manner) {}
    QString introspect(const QString &) const override { return {}; }
    bool handleMessage(const QDBusMessage &message, const QDBusConnection &connection) override
    {
        message.setDelayedReply(true);
        if (m_manner == Manner::Refuses)
            connection.send(message.createErrorReply(QDBusError::AccessDenied, u"not for you"_s));
        return true;
    }

private:
    Manner m_manner;
};

BrokenSecretService::BrokenSecretService(const SessionBus &bus, Manner manner)
    : m_bus(bus), m_object(std::make_unique<Object>(manner))
{
    QDBusConnection connection(bus.connectionName());
    m_ready = connection.registerVirtualObject(servicePath, m_object.get(), QDBusConnection::SubPath) &&
              connection.registerService(service);
}

BrokenSecretService::~BrokenSecretService()
{
    QDBusConnection connection(m_bus.connectionName());
    connection.unregisterService(service);
    connection.unregisterObject(servicePath, QDBusConnection::UnregisterTree);
}

} // namespace kopru::test
