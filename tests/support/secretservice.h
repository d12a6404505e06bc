#pragma once

#include <QtCore/QProcess>
#include <QtCore/QString>
#include <QtCore/QTemporaryDir>

#include <memory>

namespace kopru::test {

/// A D-Bus session bus of its own. Nothing is started by name on it; whoever shall be there is started by the test.
/// Ends with the test, however that ends.
class SessionBus
{
public:
    SessionBus();
    ~SessionBus();
    SessionBus(const SessionBus &) = delete;
    SessionBus &operator=(const SessionBus &) = delete;

    /// Whether dbus-daemon is installed and runs.
    bool isReady() const { return m_ready; }
    QString runtimeFolder() const; ///< for XDG_RUNTIME_DIR: holds the socket `bus`
    QString socket() const;
    QString address() const; ///< for DBUS_SESSION_BUS_ADDRESS
    /// A connection of this process to it.
    QString connectionName() const { return m_connection; }

private:
    QTemporaryDir m_folder;
    QProcess m_daemon;
    QString m_connection;
    bool m_ready = false;
};

/// A real gnome-keyring-daemon with a home folder of its own, and only its Secret Service.
class Keyring
{
public:
    /// Its collection is empty and unlocked, or a copy of another's and locked.
    explicit Keyring(const SessionBus &bus, const Keyring *original = nullptr);
    ~Keyring();
    Keyring(const Keyring &) = delete;
    Keyring &operator=(const Keyring &) = delete;

    bool isReady() const { return m_ready; } ///< whether it is installed and answers

private:
    const SessionBus &m_bus;
    QTemporaryDir m_home;
    QProcess m_daemon;
    bool m_ready = false;
};

/// Stands on the bus as the Secret Service and does nothing well: answers every call with an error, or never.
class BrokenSecretService
{
public:
    enum class Manner { Refuses, NeverAnswers };
    BrokenSecretService(const SessionBus &bus, Manner manner);
    ~BrokenSecretService();
    BrokenSecretService(const BrokenSecretService &) = delete;
    BrokenSecretService &operator=(const BrokenSecretService &) = delete;

    bool isReady() const { return m_ready; }

private:
    class Object;
    const SessionBus &m_bus;
    std::unique_ptr<Object> m_object;
    bool m_ready = false;
};

} // namespace kopru::test
