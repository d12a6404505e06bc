#pragma once

#include "tests/support/testcertificates.h"

#include <QtCore/QObject>
#include <QtNetwork/QSslConfiguration>

#include <functional>
#include <mutex>
#include <optional>

namespace kopru::test {

/// Hands functions to an object's thread until the object is gone. Outlives the server: gates keep it.
class Mailbox
{
public:
    explicit Mailbox(QObject *receiver) : m_receiver(receiver) {}

    void post(std::function<void()> action)
    {
        const std::lock_guard lock(m_mutex);
        if (m_receiver != nullptr)
            QMetaObject::invokeMethod(m_receiver, std::move(action), Qt::QueuedConnection);
    }
    void close()
    {
        const std::lock_guard lock(m_mutex);
        m_receiver = nullptr;
    }

private:
    std::mutex m_mutex;
    QObject *m_receiver;
};

/// What a TLS server of the tests presents; nothing if a file cannot be read.
std::optional<QSslConfiguration> serverConfiguration(const Certificate &certificate);

/// The words behind the number in a status line.
QByteArray statusReason(int status);

} // namespace kopru::test
