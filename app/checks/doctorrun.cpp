#include "app/checks/doctorrun.h"

#include "app/integrations/bridgecommand.h"
#include "app/platform/launch.h"

#include <QtConcurrent/QtConcurrentRun>
#include <QtCore/QFileInfo>
#include <QtCore/QFutureWatcher>
#include <QtCore/QPointer>
#include <QtCore/QProcess>
#include <QtCore/QQueue>
#include <QtCore/QRegularExpression>
#include <QtCore/QTimer>

using namespace Qt::StringLiterals;

namespace kopru::checks {

namespace {

constexpr qsizetype mostBridges = 32; ///< at a time: the bridge is small, and mostly waits
constexpr qsizetype mostPrograms = 4; ///< at a time
constexpr auto versionLimit = std::chrono::seconds(5);
constexpr int oldestNode = 18; ///< what the official SDK asks for

struct Examined
{
    QList<Diagnosis> findings;
    config::Document document;
};

Examined examined(const platform::Platform &platform, const platform::Discovery &discovery)
{
    Examined result;
    result.findings = examine(platform, discovery);
    if (const platform::Place *live = discovery.livePlace())
        if (const auto opened = config::openConfig(live->configFile))
            result.document = opened->document;
    return result;
}

bool isNodeCommand(const QString &command)
{
    const QString name = command.section(u'/', -1).section(u'\\', -1).section(u'.', 0, 0);
    return name == "node"_L1 || name == "npx"_L1 || name == "npm"_L1;
}

} // namespace

class Doctor::Run final : public QObject
{
public:
    Run(Doctor &doctor, platform::Platform platform, platform::Discovery discovery, secrets::Keychain keychain)
        : m_doctor(doctor),
          m_platform(std::move(platform)),
          m_discovery(std::move(discovery)),
          m_keychain(std::move(keychain))
    {}

    void start()
    {
        m_running = true;
        connect(&m_reading, &QFutureWatcher<Examined>::finished, this, [this] {
            if (m_running)
                take(m_reading.result());
        });
        m_reading.setFuture(QtConcurrent::run(
            [platform = m_platform, discovery = m_discovery] { return examined(platform, discovery); }));
    }

    void cancel()
    {
        if (!m_running)
            return;
        m_waiting.clear();
        m_versions.clear();
        m_report.cancelled = true;
        const auto checks = std::exchange(m_checks, {});
        for (const std::shared_ptr<Checking> &one : checks) {
            one->network.reset();
            one->claude.reset();
        }
        finish();
    }

    [[nodiscard]] bool isRunning() const { return m_running; }

    std::optional<std::chrono::milliseconds> limit;
    bool settingsOnly = false;

private:
    struct Checking
    {
        CheckedServer result;
        std::unique_ptr<Check> network;
        std::unique_ptr<ClaudeCheck> claude;
        int open = 0;
        bool heavy = false;
    };

    void take(Examined examined)
    {
        m_report.findings = std::move(examined.findings);
        m_report.document = std::move(examined.document);
        QList<config::Server> servers = settingsOnly ? QList<config::Server>() : m_report.document.servers();
        for (const config::Server &server : servers) {
            if (cannotWork(server.name)) {
                m_report.servers.append({server, {}, {}});
                continue;
            }
            m_waiting.enqueue(server);
        }
        m_all = 1 + static_cast<int>(m_waiting.size());
        if (!settingsOnly)
            askNode();
        m_done = 1;
        Q_EMIT m_doctor.progressed(m_done, m_all, {});
        if (!m_running)
            return; // whoever heard it cancelled
        fill();
        finishIfDone();
    }

    bool cannotWork(const QString &server) const
    {
        return std::any_of(m_report.findings.begin(), m_report.findings.end(), [&](const Diagnosis &one) {
            return one.server == server && one.severity == config::Severity::Error;
        });
    }

    void fill()
    {
        QQueue<config::Server> later;
        while (!m_waiting.isEmpty()) {
            const config::Server server = m_waiting.dequeue();
            const bool heavy = !integrations::readBridgeCommand(server.entry);
            const auto running = std::count_if(m_checks.begin(), m_checks.end(),
                                               [heavy](const auto &one) { return one->heavy == heavy; });
            if (running >= (heavy ? mostPrograms : mostBridges))
                later.enqueue(server);
            else
                check(server, heavy);
        }
        m_waiting = later;
    }

    void check(const config::Server &server, bool heavy)
    {
        auto one = std::make_shared<Checking>();
        one->result.server = server;
        one->heavy = heavy;
        one->network.reset(makeNetworkCheck(server.entry, m_keychain));
        one->claude = std::make_unique<ClaudeCheck>(server.entry, m_platform);
        if (limit)
            one->claude->setLimit(*limit);
        one->open = one->network ? 2 : 1;
        m_checks.append(one);
        const std::weak_ptr<Checking> weak = one;
        if (one->network)
            connect(one->network.get(), &Check::finished, this, [this, weak](const Report &report) {
                if (const auto self = weak.lock()) {
                    self->result.network = report;
                    partDone(self);
                }
            });
        connect(one->claude.get(), &Check::finished, this, [this, weak](const Report &report) {
            if (const auto self = weak.lock()) {
                self->result.claude = report;
                partDone(self);
            }
        });
        if (one->network)
            one->network->start();
        one->claude->start();
    }

    void partDone(const std::shared_ptr<Checking> &one)
    {
        if (--one->open > 0 || !m_running)
            return;
        m_checks.removeOne(one);
        // The check that says this is still in its own call.
        if (one->network)
            one->network.release()->deleteLater();
        one->claude.release()->deleteLater();
        m_report.servers.append(one->result);
        judge(one->result);
        ++m_done;
        Q_EMIT m_doctor.checked(one->result);
        if (m_running)
            Q_EMIT m_doctor.progressed(m_done, m_all, one->result.server.name);
        if (!m_running)
            return;
        fill();
        finishIfDone();
    }

    void judge(const CheckedServer &checked)
    {
        const platform::Place *live = m_discovery.livePlace();
        const QString file = live ? live->configFile : QString();
        for (Diagnosis &found :
             judgeConnection(checked.server, file, checked.network ? &*checked.network : nullptr, *checked.claude)) {
            if (found.problem == DoctorProblem::ConnectionFails)
                join(found);
            m_report.findings.append(found);
        }
        lookAtSignIns(checked);
    }

    /// What the rules doubted, and the check has shown, is told once: by the check, with the fix of the rule.
    void join(Diagnosis &found)
    {
        const auto *local =
            found.step && found.step->cause ? std::get_if<LocalCause>(&found.step->cause->what) : nullptr;
        if (!local || (*local != LocalCause::CommandNotFound && *local != LocalCause::CommandIsFolder &&
                       *local != LocalCause::CommandNotExecutable && *local != LocalCause::CommandEmpty))
            return;
        const auto same = [&](const Diagnosis &one) {
            return one.server == found.server && one.finding && one.finding->part == config::Part::Command;
        };
        m_report.findings.removeIf(same);
    }

    /// mcp-remote remembers sign-ins that the server has forgotten, and then fails until they are gone.
    void lookAtSignIns(const CheckedServer &checked)
    {
        if (!checked.claude || checked.claude->outcome != Outcome::Failed)
            return;
        const auto starts = [&](const QString &word) {
            return word.section(u'/', -1).section(u'@', 0, 0) == "mcp-remote"_L1;
        };
        const config::Entry &entry = checked.server.entry;
        if (!starts(entry.command) && !std::any_of(entry.arguments.begin(), entry.arguments.end(), starts))
            return;
        const QString folder = m_platform.join(m_platform.home, u".mcp-auth"_s);
        if (!m_platform.files->facts(folder).isFolder)
            return;
        Diagnosis diagnosis;
        diagnosis.area = Area::Computer;
        diagnosis.problem = DoctorProblem::OldSignIns;
        diagnosis.severity = config::Severity::Note;
        diagnosis.server = checked.server.name;
        diagnosis.subject = folder;
        m_report.findings.append(diagnosis);
    }

    /// The version of each Node.js that entries would be started with.
    void askNode()
    {
        QMap<QString, QString> firstUser; // of a Node.js
        for (const config::Server &server : std::as_const(m_waiting)) {
            if (!isNodeCommand(server.entry.command))
                continue;
            const auto command = platform::findCommand(m_platform, server.entry.command);
            if (!command)
                continue; // the check says so
            QString node = QFileInfo(*command).path() + u"/node"_s;
            if (const auto beside = platform::findCommand(m_platform, node); !beside) {
                const auto elsewhere = platform::findCommand(m_platform, u"node"_s);
                if (!elsewhere) {
                    addNode(DoctorProblem::NodeMissing, config::Severity::Error, server.name, server.entry.command);
                    continue;
                }
                node = *elsewhere;
            }
            if (!firstUser.contains(node))
                firstUser.insert(node, server.name);
        }
        for (auto it = firstUser.cbegin(); it != firstUser.cend(); ++it)
            askVersion(it.key(), it.value());
    }

    void askVersion(const QString &node, const QString &server)
    {
        auto process = std::make_shared<QProcess>();
        process->setProcessEnvironment(QProcessEnvironment());
        m_versions.append(process);
        ++m_all;
        const auto done = [this, server, raw = process.get()] {
            const auto found =
                std::find_if(m_versions.begin(), m_versions.end(), [raw](const auto &one) { return one.get() == raw; });
            if (found == m_versions.end())
                return;
            static const QRegularExpression shape(uR"(^v(\d+)\.\S+)"_s);
            const auto match = shape.match(QString::fromLatin1(raw->readAllStandardOutput().trimmed()));
            if (match.hasMatch() && match.capturedView(1).toInt() < oldestNode)
                addNode(DoctorProblem::NodeOld, config::Severity::Warning, server, match.captured(0).mid(1));
            const std::shared_ptr<QProcess> keep = *found;
            m_versions.erase(found);
            // Its own signal is being delivered.
            QMetaObject::invokeMethod(this, [keep] {}, Qt::QueuedConnection);
            ++m_done;
            Q_EMIT m_doctor.progressed(m_done, m_all, {});
            finishIfDone();
        };
        connect(process.get(), &QProcess::finished, this, done);
        connect(process.get(), &QProcess::errorOccurred, this, [done](QProcess::ProcessError error) {
            if (error == QProcess::FailedToStart)
                done();
        });
        QTimer::singleShot(versionLimit, process.get(), [raw = process.get()] { raw->kill(); });
        process->start(node, {u"--version"_s});
    }

    void addNode(DoctorProblem problem, config::Severity severity, const QString &server, const QString &subject)
    {
        Diagnosis diagnosis;
        diagnosis.area = Area::Computer;
        diagnosis.problem = problem;
        diagnosis.severity = severity;
        diagnosis.server = server;
        diagnosis.subject = subject;
        m_report.findings.append(diagnosis);
    }

    void finishIfDone()
    {
        if (m_running && m_done > 0 && m_checks.isEmpty() && m_waiting.isEmpty() && m_versions.isEmpty())
            finish();
    }

    void finish()
    {
        m_running = false;
        sortByWeight(m_report.findings);
        Q_EMIT m_doctor.finished(m_report);
    }

    Doctor &m_doctor;
    platform::Platform m_platform;
    platform::Discovery m_discovery;
    secrets::Keychain m_keychain;
    QFutureWatcher<Examined> m_reading;
    QQueue<config::Server> m_waiting;
    QList<std::shared_ptr<Checking>> m_checks;
    QList<std::shared_ptr<QProcess>> m_versions;
    DoctorReport m_report;
    int m_done = 0;
    int m_all = 0;
    bool m_running = false;
};

Doctor::Doctor(platform::Platform platform, platform::Discovery discovery, secrets::Keychain keychain, QObject *parent)
    : QObject(parent),
      m_run(std::make_unique<Run>(*this, std::move(platform), std::move(discovery), std::move(keychain)))
{}

Doctor::~Doctor() = default;

void Doctor::setLimit(std::chrono::milliseconds limit)
{
    m_run->limit = limit;
}

void Doctor::setSettingsOnly(bool settingsOnly)
{
    m_run->settingsOnly = settingsOnly;
}

void Doctor::start()
{
    m_run->start();
}

void Doctor::cancel()
{
    m_run->cancel();
}

bool Doctor::isRunning() const
{
    return m_run->isRunning();
}

} // namespace kopru::checks
