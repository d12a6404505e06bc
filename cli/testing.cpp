#include "cli/testing.h"
#include "app/checks/check.h"
#include "app/checks/wording.h"
#include "app/integrations/wording.h"
#include "cli/context.h"
#include "cli/words.h"

using namespace Qt::StringLiterals;

namespace kopru::cli {

namespace {

std::string outcomeId(checks::Outcome outcome)
{
    switch (outcome) {
    case checks::Outcome::Passed:
        return "passed";
    case checks::Outcome::Warning:
        return "warning";
    case checks::Outcome::Failed:
        return "failed";
    case checks::Outcome::Cancelled:
        return "cancelled";
    }
    return {};
}

Json stepJson(const checks::Step &step)
{
    Json evidence = Json::object();
    for (const checks::Evidence &one : step.evidence)
        evidence[utf8(one.name)] = utf8(one.value);
    Json json = {{"step", utf8(checks::stepIdText(step.id))},
                 {"state", utf8(checks::stateId(step.state))},
                 {"ms", static_cast<double>(step.duration.count()) / 1000.0},
                 {"evidence", evidence}};
    if (step.cause) {
        const config::Message words = checks::message(step);
        json["cause"] = utf8(checks::causeId(*step.cause));
        json["what"] = utf8(words.what);
        json["remedy"] = utf8(words.remedy);
    }
    return json;
}

/// A failed step in the form of every other error: with an id, and here the step it happened in.
Json errorJson(const checks::Step &step)
{
    Json json = {{"id", utf8(step.cause ? checks::causeId(*step.cause) : checks::stepIdText(step.id))}};
    json.update(stepJson(step));
    json.erase("cause");
    return json;
}

} // namespace

Json reportJson(const checks::Report &report)
{
    Json steps = Json::array();
    for (const checks::Step &step : report.steps)
        steps.push_back(stepJson(step));
    Json json = {{"outcome", outcomeId(report.outcome)}, {"steps", steps}};
    if (report.identity)
        json["server"] = {{"name", utf8(report.identity->name)},
                          {"version", utf8(report.identity->version)},
                          {"protocol", utf8(report.identity->protocol)}};
    if (!report.trace.isEmpty()) {
        Json trace = Json::array();
        for (const checks::TracedPhase &phase : report.trace)
            trace.push_back({{"phase", std::string(contract::phaseId(phase.phase))},
                             {"ms", static_cast<double>(phase.duration.count()) / 1000.0},
                             {"ok", phase.passed}});
        json["trace"] = trace;
    }
    return json;
}

QStringList stepLines(const checks::Step &step)
{
    QString mark;
    switch (step.state) {
    case checks::StepState::Waiting:
    case checks::StepState::Running:
        return {};
    case checks::StepState::Passed:
        mark = u"✓"_s;
        break;
    case checks::StepState::Warning:
        mark = u"!"_s;
        break;
    case checks::StepState::Failed:
        mark = u"✕"_s;
        break;
    case checks::StepState::Skipped:
        mark = u"–"_s;
        break;
    }
    QString text = u"  %1 %2"_s.arg(mark, checks::stepName(step.id));
    if (step.state != checks::StepState::Skipped)
        text +=
            u"  "_s + KopructlWords::tr("%1 ms").arg(static_cast<double>(step.duration.count()) / 1000.0, 0, 'f', 1);
    QStringList lines{text};
    if (step.cause) {
        const config::Message words = checks::message(step);
        lines += {u"      "_s + words.what, u"      "_s + words.remedy};
    }
    return lines;
}

namespace {

/// Runs one check after the other and ends the command.
class Test final : public QObject
{
public:
    Test(Context &context, config::Server server) : QObject(&context), m_context(context), m_server(std::move(server))
    {}

    void start()
    {
        if (auto *network = checks::makeNetworkCheck(m_server.entry, m_context.keychain(), this)) {
            run(network, KopructlWords::tr("From this computer"), [this](const checks::Report &report) {
                m_network = report;
                asClaude();
            });
        } else {
            asClaude();
        }
    }

private:
    void asClaude()
    {
        run(new checks::ClaudeCheck(m_server.entry, m_context.platform, this), KopructlWords::tr("As Claude does it"),
            [this](const checks::Report &report) { finish(report); });
    }

    template <class F> void run(checks::Check *check, const QString &title, F done)
    {
        m_context.output.line(title);
        connect(check, &checks::Check::stepChanged, this, [this](const checks::Step &step) { show(step); });
        connect(check, &checks::Check::finished, this, [check, done](const checks::Report &report) {
            check->deleteLater();
            done(report);
        });
        check->start();
    }

    void show(const checks::Step &step)
    {
        for (const QString &line : stepLines(step))
            m_context.output.line(line);
    }

    void finish(const checks::Report &report)
    {
        const bool good = report.outcome == checks::Outcome::Passed || report.outcome == checks::Outcome::Warning;
        m_context.remember(m_server, report);
        Json tools = Json::array();
        for (const mcp::Tool &tool : report.tools)
            tools.push_back({{"name", utf8(tool.name)}, {"description", utf8(tool.description)}});
        Json result = {{"ok", good}, {"name", utf8(m_server.name)}};
        result["network"] = m_network ? reportJson(*m_network) : Json();
        result["claude"] = reportJson(report);
        result["tools"] = tools;
        if (const checks::Step *decisive = report.decisive(); decisive && !good)
            result["error"] = errorJson(*decisive);
        m_context.output.result(result);
        m_context.output.line(checks::headline(report, m_server.name));
        if (good)
            m_context.output.line(
                KopructlWords::tr("Paste this into Claude: %1")
                    .arg(integrations::questionForClaude(integrations::kindOf(m_server.entry).id, m_server.name)));
        Q_EMIT m_context.finished(good ? Good : ProblemFound);
    }

    Context &m_context;
    config::Server m_server;
    std::optional<checks::Report> m_network;
};

} // namespace

void Context::remember(const config::Server &server, const checks::Report &report) const
{
    store::LastCheck last;
    last.server = server.name;
    last.when = QDateTime::currentDateTimeUtc();
    last.passed = report.outcome == checks::Outcome::Passed || report.outcome == checks::Outcome::Warning;
    last.tools = static_cast<int>(report.tools.size());
    last.entryDigest = config::entryDigest(server.entry);
    if (const checks::Step *decisive = report.decisive(); decisive && decisive->cause)
        last.cause = checks::causeId(*decisive->cause);
    if (!store::recordCheck(storeFolder(), configPath(), last))
        output.line(KopructlWords::tr("The result could not be kept for the overview."));
}

std::optional<int> test(Context &context)
{
    const auto file = context.openFile(ProblemFound);
    if (!file)
        return file.error();
    const auto server = context.findServer(file->document, context.options.name);
    if (!server)
        return server.error();
    (new Test(context, *server))->start();
    return std::nullopt;
}

} // namespace kopru::cli
