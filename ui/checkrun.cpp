#include "ui/checkrun.h"

namespace kopru::ui {

namespace {

/// Each check starts a program; more at once would slow one another down and look like slow servers.
constexpr qsizetype atOnce = 3;

} // namespace

CheckRun::CheckRun(config::Entry entry, const Workspace &workspace, MissingBridge missing, QObject *parent)
    : QObject(parent), m_entry(std::move(entry)), m_platform(workspace.platform()), m_missing(missing)
{
    const config::Entry runnable = workspace.heldTokens().released(m_entry);
    m_network = checks::makeNetworkCheck(runnable, workspace.keychain(), this);
    m_claude = new checks::ClaudeCheck(runnable, m_platform, this);
    m_claude->keepSession(true);
    const auto follow = [this](checks::Check *check, std::optional<checks::Report> &report) {
        connect(check, &checks::Check::stepChanged, this, &CheckRun::changed);
        connect(check, &checks::Check::finished, this, [this, &report](const checks::Report &done) {
            report = done;
            oneDone();
        });
    };
    if (m_network)
        follow(m_network, m_networkReport);
    follow(m_claude, m_claudeReport);
}

CheckRun::~CheckRun() = default;

void CheckRun::start()
{
    if (m_running > 0)
        return;
    m_running = 1; // The installation, or nothing: run() counts the checks.
    const bool usesBridge = m_entry.command == bridges::installedBridge(m_platform);
    if (!usesBridge || m_missing == MissingBridge::Report ||
        bridges::inspect(m_platform).state == bridges::State::Current) {
        run();
        return;
    }
    m_installation = std::make_unique<bridges::Installation>(m_platform);
    connect(m_installation.get(), &bridges::Installation::finished, this,
            [this](const Result<bridges::Status, bridges::InstallError> &outcome) {
                m_installation.release()->deleteLater();
                if (!outcome)
                    m_installError = outcome.error();
                run();
            });
    m_installation->start();
}

void CheckRun::run()
{
    m_running = m_network ? 2 : 1;
    Q_EMIT changed();
    if (m_network)
        m_network->start();
    m_claude->start();
}

void CheckRun::oneDone()
{
    --m_running;
    Q_EMIT changed();
    if (m_running == 0)
        Q_EMIT finished();
}

void CheckRun::cancel()
{
    if (m_running == 0)
        return;
    if (m_installation) {
        m_installation.reset();
        m_running = 0;
        Q_EMIT changed();
        Q_EMIT finished();
        return;
    }
    if (m_network)
        m_network->cancel();
    m_claude->cancel();
}

QList<checks::Step> CheckRun::networkSteps() const
{
    return m_network ? m_network->steps() : QList<checks::Step>();
}

QList<checks::Step> CheckRun::claudeSteps() const
{
    return m_claude->steps();
}

const checks::Report *CheckRun::decisive() const
{
    if (!m_claudeReport)
        return nullptr;
    return &checks::decisive(m_networkReport ? &*m_networkReport : nullptr, *m_claudeReport);
}

mcp::Session *CheckRun::session() const
{
    return m_claude->session();
}

CheckQueue::CheckQueue(Workspace &workspace, QObject *parent) : QObject(parent), m_workspace(workspace) {}

CheckQueue::~CheckQueue() = default;

void CheckQueue::start(const QStringList &servers)
{
    for (const QString &server : servers)
        if (!m_running.contains(server) && !m_waiting.contains(server)) {
            m_waiting.enqueue(server);
            m_workspace.setChecking(server, true);
        }
    fill();
    Q_EMIT changed();
}

void CheckQueue::cancel()
{
    for (const QString &server : std::as_const(m_waiting))
        m_workspace.setChecking(server, false);
    m_waiting.clear();
    const QList<CheckRun *> running = m_running.values();
    for (CheckRun *run : running)
        run->cancel();
}

void CheckQueue::fill()
{
    while (m_running.size() < atOnce && !m_waiting.isEmpty()) {
        const QString server = m_waiting.dequeue();
        const auto found = m_workspace.draft().document().server(server);
        if (!found) { // Removed while it waited.
            m_workspace.setChecking(server, false);
            continue;
        }
        auto *run = new CheckRun(found->entry, m_workspace, CheckRun::MissingBridge::Report, this);
        m_running.insert(server, run);
        connect(run, &CheckRun::finished, this, [this, server, run] {
            m_running.remove(server);
            m_workspace.setChecking(server, false);
            if (const checks::Report *report = run->decisive())
                m_workspace.recordCheck(server, run->entry(), *report);
            run->deleteLater();
            fill();
            Q_EMIT changed();
        });
        run->start();
    }
}

} // namespace kopru::ui
