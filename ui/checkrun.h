#pragma once

#include "ui/workspace.h"

#include <QtCore/QPointer>
#include <QtCore/QQueue>

namespace kopru::ui {

/// Both checks of one entry at once: from this computer, and as Claude does it.
///
///     Idle --start()--> Installing (only where asked for) --> Running --> Done
///     any --cancel()--> Done
///
/// finished() comes once per start(). Deleting it ends the started program.
class CheckRun final : public QObject
{
    Q_OBJECT
public:
    /// What to do where the entry needs Kopru's bridge and it is not there.
    enum class MissingBridge { Report, Install };

    /// Tokens that wait for the save are used as if they were in the entry.
    CheckRun(config::Entry entry, const Workspace &workspace, MissingBridge missing, QObject *parent = nullptr);
    ~CheckRun() override;

    void start();
    void cancel();
    [[nodiscard]] bool isRunning() const { return m_running > 0; }

    [[nodiscard]] const config::Entry &entry() const { return m_entry; }
    [[nodiscard]] bool hasNetworkCheck() const { return m_network != nullptr; }
    [[nodiscard]] QList<checks::Step> networkSteps() const;
    [[nodiscard]] QList<checks::Step> claudeSteps() const;
    /// As Claude does it: what counts. nullopt until it is done.
    [[nodiscard]] const std::optional<checks::Report> &claudeReport() const { return m_claudeReport; }
    [[nodiscard]] const std::optional<checks::Report> &networkReport() const { return m_networkReport; }
    [[nodiscard]] const std::optional<bridges::InstallError> &installError() const { return m_installError; }
    /// The report to remember and to explain: Claude's way, unless only the network says why.
    [[nodiscard]] const checks::Report *decisive() const;
    /// For calls of tools after a passed check; nullptr where there is none.
    [[nodiscard]] mcp::Session *session() const;

Q_SIGNALS:
    void changed();
    void finished();

private:
    void run();
    void oneDone();

    config::Entry m_entry;
    platform::Platform m_platform;
    MissingBridge m_missing;
    std::unique_ptr<bridges::Installation> m_installation;
    checks::Check *m_network = nullptr;
    checks::ClaudeCheck *m_claude = nullptr;
    std::optional<checks::Report> m_networkReport;
    std::optional<checks::Report> m_claudeReport;
    std::optional<bridges::InstallError> m_installError;
    int m_running = 0;
};

/// Checks many servers, a few at a time, and records what it finds.
class CheckQueue final : public QObject
{
    Q_OBJECT
public:
    explicit CheckQueue(Workspace &workspace, QObject *parent = nullptr);
    ~CheckQueue() override;
    void start(const QStringList &servers);
    void cancel();
    [[nodiscard]] bool isRunning() const { return !m_running.isEmpty() || !m_waiting.isEmpty(); }

Q_SIGNALS:
    void changed();

private:
    void fill();
    Workspace &m_workspace;
    QQueue<QString> m_waiting;
    QHash<QString, CheckRun *> m_running;
};

} // namespace kopru::ui
