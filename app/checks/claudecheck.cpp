#include "app/checks/check.h"

#include "app/bridges/installation.h"
#include "app/checks/bridgetrace.h"
#include "app/checks/httpverdict.h"
#include "app/integrations/bridgecommand.h"
#include "app/platform/launch.h"
#include "app/secrets/redactor.h"
#include "app/secrets/secretnames.h"
#include "bridge/contract/profile.h"
#include "bridge/contract/trace.h"

#include <QtCore/QRegularExpression>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace kopru::checks {

namespace {

constexpr auto claudeLimit = 60s; // facts/claude-desktop.md, "Limits"
constexpr auto slow = claudeLimit / 2;
constexpr int mostPages = 100;

QString text(std::string_view view)
{
    return QString::fromUtf8(view.data(), static_cast<qsizetype>(view.size()));
}

QString redacted(const std::string &utf8)
{
    return secrets::processRedactor().redact(QString::fromStdString(utf8));
}

} // namespace

/// One run; owned by the check.
class ClaudeCheck::Run final : public QObject
{
public:
    Run(ClaudeCheck &check, config::Entry entry, platform::Platform platform)
        : m_check(check), m_entry(std::move(entry)), m_platform(std::move(platform))
    {
        for (const QString &secret : secrets::secretsIn(m_entry.arguments, m_entry.environmentMap()))
            secrets::processRedactor().add(secret);
    }

    void begin()
    {
        if (!std::exchange(m_started, true))
            QMetaObject::invokeMethod(this, [this] { findCommand(); }, Qt::QueuedConnection);
    }

    void cancel()
    {
        if (m_started)
            finish(true);
    }

    bool keep = false;
    std::chrono::milliseconds limit = claudeLimit;
    [[nodiscard]] mcp::Session *session() const
    {
        return keep && m_done && m_session && m_session->isRunning() ? m_session.get() : nullptr;
    }

private:
    void findCommand()
    {
        if (m_done)
            return;
        m_check.begin(StepId::Command);
        const auto found = platform::findCommand(m_platform, m_entry.command);
        const QList<Evidence> named{{u"command"_s, m_entry.command}};
        if (!found) {
            fail(StepId::Command, commandCause(found.error()), named);
            return;
        }
        m_check.end(StepId::Command, StepState::Passed, {}, {{u"command"_s, *found}});
        startIt(*found);
    }

    LocalCause commandCause(platform::CommandProblem problem) const
    {
        switch (problem) {
        case platform::CommandProblem::Empty:
            return LocalCause::CommandEmpty;
        case platform::CommandProblem::IsFolder:
            return LocalCause::CommandIsFolder;
        case platform::CommandProblem::NotExecutable:
            return LocalCause::CommandNotExecutable;
        case platform::CommandProblem::NotFound:
            break;
        }
        return m_entry.command == bridges::installedBridge(m_platform) ? LocalCause::BridgeMissing
                                                                       : LocalCause::CommandNotFound;
    }

    void startIt(const QString &program)
    {
        m_check.begin(StepId::Start);
        QMap<QString, QString> own = m_entry.environmentMap();
        if (integrations::readBridgeCommand(m_entry)) {
            own.insert(text(contract::traceVariable), u"1"_s);
            own.insert(text(contract::retryVariable), u"0"_s); // whoever waits here wants to know at once
        }
        m_session = std::make_unique<mcp::Session>(mcp::Launch{program, m_entry.arguments,
                                                               platform::serverEnvironment(m_platform, own),
                                                               platform::workingFolder(m_platform)});
        connect(m_session.get(), &mcp::Session::started, this, [this] {
            m_check.end(StepId::Start, StepState::Passed);
            initialize();
        });
        connect(m_session.get(), &mcp::Session::failedToStart, this, [this](const QString &message) {
            fail(StepId::Start, LocalCause::CouldNotStart,
                 {{u"command"_s, m_entry.command}, {u"message"_s, quoted(message.toUtf8())}});
        });
        connect(m_session.get(), &mcp::Session::strayLine, this, [this](const QByteArray &line) {
            if (m_stray.isEmpty())
                m_stray = quoted(line);
        });
        connect(m_session.get(), &mcp::Session::errorLine, this, [this](const QByteArray &line) {
            if (const auto phase = readTraceLine(line))
                m_trace.append(*phase);
            else
                m_lastWords = line;
        });
        connect(m_session.get(), &mcp::Session::ended, this, &Run::ended);
        m_session->start();
    }

    void ended(int code, bool crashed)
    {
        if (m_done)
            return;
        // A step that is being answered right now tells more than the exit; nothing answers any more, so say it here.
        for (const StepId id : {StepId::Start, StepId::Initialize, StepId::Tools}) {
            const Step *step = m_check.find(id);
            if (step->state != StepState::Running)
                continue;
            QList<Evidence> evidence{{crashed ? u"signal"_s : u"exit-code"_s, QString::number(code)}};
            if (!m_lastWords.isEmpty())
                evidence.append({u"stderr"_s, quoted(m_lastWords)});
            if (!m_stray.isEmpty())
                evidence.append({u"stdout"_s, m_stray});
            fail(id, LocalCause::ExitedEarly, evidence);
            return;
        }
    }

    void initialize()
    {
        m_check.begin(StepId::Initialize);
        m_session->request(u"initialize"_s, mcp::initializeParameters(), limit,
                           [this](const mcp::Reply &reply) { initialized(reply); });
    }

    void initialized(const mcp::Reply &reply)
    {
        if (m_done || !takeReply(StepId::Initialize, reply, LocalCause::RefusedByServer))
            return;
        const auto identity = mcp::readIdentity(reply.value);
        if (!identity) {
            fail(StepId::Initialize, LocalCause::NotMcp, {});
            return;
        }
        m_identity = identity;
        const QList<Evidence> evidence{
            {u"server"_s, redacted((identity->name + u' ' + identity->version).toStdString())},
            {u"protocol"_s, identity->protocol}};
        if (!m_stray.isEmpty())
            m_check.end(StepId::Initialize, StepState::Warning, StepCause{LocalCause::StrayOutput},
                        evidence + QList<Evidence>{{u"stdout"_s, m_stray}});
        else if (reply.duration > slow)
            m_check.end(StepId::Initialize, StepState::Warning, StepCause{LocalCause::SlowStart}, evidence);
        else
            m_check.end(StepId::Initialize, StepState::Passed, {}, evidence);
        m_session->notify(u"notifications/initialized"_s);
        m_check.begin(StepId::Tools);
        if (!identity->tools) {
            m_check.end(StepId::Tools, StepState::Warning, StepCause{LocalCause::NoTools});
            finish(false);
            return;
        }
        listTools({});
    }

    void listTools(const QString &cursor)
    {
        mcp::Json parameters = mcp::Json::object();
        if (!cursor.isEmpty())
            parameters["cursor"] = cursor.toStdString();
        m_session->request(u"tools/list"_s, parameters, limit, [this](const mcp::Reply &reply) {
            if (m_done || !takeReply(StepId::Tools, reply, LocalCause::ToolsFailed))
                return;
            m_tools += mcp::readTools(reply.value);
            const QString next = mcp::readNextCursor(reply.value);
            if (!next.isEmpty() && ++m_pages < mostPages)
                listTools(next);
            else
                toolsListed();
        });
    }

    void toolsListed()
    {
        static const QRegularExpression good(uR"(^[a-zA-Z0-9_-]{1,64}$)"_s); // facts/claude-desktop.md, "The file"
        QList<Evidence> evidence{{u"tools"_s, QString::number(m_tools.size())}};
        const auto bad = std::find_if(m_tools.cbegin(), m_tools.cend(),
                                      [](const mcp::Tool &tool) { return !good.match(tool.name).hasMatch(); });
        if (bad != m_tools.cend()) {
            evidence.append({u"tool"_s, quoted(bad->name.toUtf8())});
            m_check.end(StepId::Tools, StepState::Warning, StepCause{LocalCause::BadToolName}, evidence);
        } else if (m_tools.isEmpty()) {
            m_check.end(StepId::Tools, StepState::Warning, StepCause{LocalCause::NoTools}, evidence);
        } else {
            m_check.end(StepId::Tools, StepState::Passed, {}, evidence);
        }
        finish(false);
    }

    /// @return true where the reply is a result; everything else has ended the check
    bool takeReply(StepId id, const mcp::Reply &reply, LocalCause refused)
    {
        switch (reply.kind) {
        case mcp::Reply::Kind::Result:
            return true;
        case mcp::Reply::Kind::Error:
            failWithError(id, reply.value, refused);
            return false;
        case mcp::Reply::Kind::TimedOut:
            fail(id, LocalCause::NoAnswer,
                 m_lastWords.isEmpty() ? QList<Evidence>{} : QList<Evidence>{{u"stderr"_s, quoted(m_lastWords)}});
            return false;
        case mcp::Reply::Kind::Exited: // ended() says it, with the exit code
        case mcp::Reply::Kind::Cancelled:
            return false;
        }
        return false;
    }

    /// The bridge says in `error.data` why it failed; any other server says it in words only.
    void failWithError(StepId id, const mcp::Json &error, LocalCause refused)
    {
        QList<Evidence> evidence;
        StepCause cause{refused};
        const auto find = [](const mcp::Json &object, std::string_view name) -> const mcp::Json * {
            const auto found = object.is_object() ? object.find(std::string(name)) : object.end();
            return object.is_object() && found != object.end() ? &*found : nullptr;
        };
        if (const auto *message = find(error, "message"); message && message->is_string())
            evidence.append({u"message"_s, quoted(QByteArray::fromStdString(message->get<std::string>()))});
        if (const auto *code = find(error, "code"); code && code->is_number_integer())
            evidence.append({u"code"_s, QString::number(code->get<qint64>())});
        if (const auto *data = find(error, "data")) {
            if (const auto *named = find(*data, contract::error_data::cause); named && named->is_string())
                if (const auto known = contract::causeFromId(named->get<std::string>()))
                    cause = StepCause{*known};
            if (const auto *status = find(*data, contract::error_data::httpStatus); status && status->is_number())
                evidence.append({u"status"_s, QString::number(status->get<int>())});
            if (const auto *retry = find(*data, contract::error_data::retryAfter))
                evidence.append(
                    {u"retry-after"_s, redacted(retry->is_string() ? retry->get<std::string>() : retry->dump())});
            if (const auto *seen = find(*data, contract::error_data::evidence); seen && seen->is_object())
                for (const auto &[name, value] : seen->items()) {
                    if (!value.is_string())
                        continue;
                    if (name == "code") // of the server's close frame: it says more than that of JSON-RPC
                        evidence.removeIf([](const Evidence &one) { return one.name == u"code"_s; });
                    evidence.append({QString::fromStdString(name), redacted(value.get<std::string>())});
                }
        }
        fail(id, cause, evidence);
    }

    void fail(StepId id, LocalCause cause, const QList<Evidence> &evidence) { fail(id, StepCause{cause}, evidence); }

    void fail(StepId id, const StepCause &cause, const QList<Evidence> &evidence)
    {
        if (m_done)
            return;
        m_check.end(id, StepState::Failed, cause, evidence);
        finish(false);
    }

    void finish(bool cancelled)
    {
        if (std::exchange(m_done, true))
            return;
        Report report = m_check.report(cancelled);
        report.identity = m_identity;
        report.tools = m_tools;
        if (cancelled) {
            m_session.reset();
            deliver(report);
            return;
        }
        if ((report.outcome == Outcome::Failed || !keep) && m_session && m_session->isRunning()) {
            // Claude closes stdin first: so does the check, and the result waits until the server is gone.
            disconnect(m_session.get(), &mcp::Session::ended, this, nullptr);
            connect(m_session.get(), &mcp::Session::ended, this, [this, report] { deliver(report); });
            m_session->stop();
            return;
        }
        // What the bridge wrote before its last answer may still stand in the other pipe.
        QMetaObject::invokeMethod(this, [this, report] { deliver(report); }, Qt::QueuedConnection);
    }

    /// With all phases read until now: some arrive behind the last answer.
    void deliver(Report report)
    {
        report.trace = m_trace;
        Q_EMIT m_check.finished(report);
    }

    ClaudeCheck &m_check;
    config::Entry m_entry;
    platform::Platform m_platform;
    std::unique_ptr<mcp::Session> m_session;
    std::optional<mcp::ServerIdentity> m_identity;
    QList<mcp::Tool> m_tools;
    QList<TracedPhase> m_trace;
    QString m_stray;
    QByteArray m_lastWords;
    int m_pages = 0;
    bool m_started = false;
    bool m_done = false;
};

ClaudeCheck::ClaudeCheck(config::Entry entry, platform::Platform platform, QObject *parent)
    : Check(parent), m_run(std::make_unique<Run>(*this, std::move(entry), std::move(platform)))
{
    for (const StepId id : {StepId::Command, StepId::Start, StepId::Initialize, StepId::Tools})
        m_steps.append({id, StepState::Waiting, {}, {}, {}});
}

ClaudeCheck::~ClaudeCheck() = default;

void ClaudeCheck::start()
{
    m_run->begin();
}

void ClaudeCheck::cancel()
{
    m_run->cancel();
}

void ClaudeCheck::keepSession(bool keep)
{
    m_run->keep = keep;
}

void ClaudeCheck::setLimit(std::chrono::milliseconds limit)
{
    m_run->limit = limit;
}

mcp::Session *ClaudeCheck::session() const
{
    return m_run->session();
}

} // namespace kopru::checks
