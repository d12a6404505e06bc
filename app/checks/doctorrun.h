#pragma once

#include "app/checks/doctor.h"
#include "app/secrets/keychain.h"

#include <QtCore/QObject>

#include <chrono>
#include <memory>

namespace kopru::checks {

/// A server and what its checks said.
struct CheckedServer
{
    config::Server server;
    std::optional<Report> network; ///< nullopt where its entry leads to no address
    std::optional<Report> claude;  ///< nullopt where it was not started: its entry cannot work
};

struct DoctorReport
{
    QList<Diagnosis> findings; ///< by weight
    QList<CheckedServer> servers;
    config::Document document; ///< that was examined; empty where there is none to read
    bool cancelled = false;    ///< what was found until then
};

/// Looks at everything at once: what examine() sees, each server from this computer and as Claude does it, and what
/// the entries need of this computer.
///
///     Idle --start()--> Running --> Done
///     Running --cancel()--> Done (cancelled)
///
/// Servers are checked at the same time; those that start programs heavier than the bridge a few at a time, since
/// together they would look slow. One whose entry cannot work at all is not started: the finding says why. finished()
/// comes once; everything that was started is gone then. Lives on one thread; files are read beside it.
class Doctor final : public QObject
{
    Q_OBJECT
public:
    Doctor(platform::Platform platform, platform::Discovery discovery, secrets::Keychain keychain,
           QObject *parent = nullptr);
    ~Doctor() override;

    /// How long a server may take to answer as Claude starts it; Claude's own 60 s unless said otherwise.
    void setLimit(std::chrono::milliseconds limit);
    /// Without starting or asking any server.
    void setSettingsOnly(bool settingsOnly);
    void start();
    void cancel();
    [[nodiscard]] bool isRunning() const;

Q_SIGNALS:
    /// @param server  the one that was done last; empty for what is no server
    void progressed(int done, int all, const QString &server);
    void checked(const kopru::checks::CheckedServer &server);
    void finished(const kopru::checks::DoctorReport &report);

private:
    class Run;
    std::unique_ptr<Run> m_run;
};

} // namespace kopru::checks
