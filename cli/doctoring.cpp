#include "app/checks/doctorrun.h"
#include "app/checks/wording.h"
#include "cli/context.h"
#include "cli/words.h"

using namespace Qt::StringLiterals;

/// `doctor`: everything at once, what blocks most first.
namespace kopru::cli {

namespace {

QString markOf(config::Severity severity)
{
    switch (severity) {
    case config::Severity::Note:
        return u"✓"_s;
    case config::Severity::Warning:
        return u"!"_s;
    case config::Severity::Error:
        return u"✕"_s;
    }
    return {};
}

Json diagnosisJson(const checks::Diagnosis &diagnosis, const std::optional<checks::Remedy> &remedy)
{
    const config::Message words = checks::message(diagnosis);
    Json json = {{"area", utf8(checks::areaId(diagnosis.area))},
                 {"id", utf8(checks::diagnosisId(diagnosis))},
                 {"severity", utf8(config::severityId(diagnosis.severity))},
                 {"server", utf8(diagnosis.server)},
                 {"file", utf8(diagnosis.file)},
                 {"line", diagnosis.line},
                 {"what", utf8(words.what)},
                 {"remedy", utf8(words.remedy)}};
    if (diagnosis.step) {
        Json evidence = Json::object();
        for (const checks::Evidence &one : diagnosis.step->evidence)
            evidence[utf8(one.name)] = utf8(one.value);
        json["step"] = utf8(checks::stepIdText(diagnosis.step->id));
        json["evidence"] = evidence;
    }
    if (remedy)
        json["fix"] = {{"id", utf8(checks::remedyId(*remedy))}, {"safe", remedy->safe}};
    return json;
}

class Examination final : public QObject
{
public:
    explicit Examination(Context &context)
        : QObject(&context), m_context(context), m_doctor(context.platform, context.discovery, context.keychain())
    {
        m_doctor.setSettingsOnly(context.options.settingsOnly);
        connect(&m_doctor, &checks::Doctor::checked, this, [this](const checks::CheckedServer &checked) {
            if (checked.claude)
                m_context.remember(checked.server,
                                   checks::decisive(checked.network ? &*checked.network : nullptr, *checked.claude));
        });
        connect(&m_doctor, &checks::Doctor::finished, this, &Examination::tell);
    }

    void start() { m_doctor.start(); }

private:
    void tell(const checks::DoctorReport &report)
    {
        const Output &output = m_context.output;
        Json findings = Json::array();
        bool problem = false;
        for (const checks::Diagnosis &diagnosis : report.findings) {
            const auto remedy = checks::remedyFor(diagnosis, report.document, m_context.platform);
            findings.push_back(diagnosisJson(diagnosis, remedy));
            problem = problem || diagnosis.severity == config::Severity::Error;
            show(diagnosis, remedy);
        }
        Json servers = Json::array();
        for (const checks::CheckedServer &checked : report.servers) {
            Json one = {{"name", utf8(checked.server.name)}, {"started", checked.claude.has_value()}};
            if (checked.claude) {
                one["works"] = checked.claude->outcome == checks::Outcome::Passed ||
                               checked.claude->outcome == checks::Outcome::Warning;
                one["tools"] = checked.claude->tools.size();
            }
            servers.push_back(one);
        }
        const config::SafeFixes safe = config::safeFixes(report.document, m_context.platform);
        if (m_context.options.fix) {
            output.add("findings", findings);
            output.add("servers", servers);
            Q_EMIT m_context.finished(fix(safe));
            return;
        }
        if (!safe.done.isEmpty())
            output.line(KopructlWords::tr("%n of this can be mended safely at once: kopructl doctor --fix", nullptr,
                                          static_cast<int>(safe.done.size())));
        output.result(
            {{"ok", !problem}, {"findings", findings}, {"servers", servers}, {"safeFixes", safe.done.size()}});
        Q_EMIT m_context.finished(problem ? ProblemFound : Good);
    }

    void show(const checks::Diagnosis &diagnosis, const std::optional<checks::Remedy> &remedy) const
    {
        const config::Message words = checks::message(diagnosis);
        QString text = markOf(diagnosis.severity) + u' ';
        if (!diagnosis.server.isEmpty())
            text += diagnosis.server + u": "_s;
        text += words.what;
        if (diagnosis.line > 0)
            text += u" ("_s + KopructlWords::tr("line %1").arg(diagnosis.line) + u')';
        if (!words.remedy.isEmpty())
            text += u"\n    "_s + words.remedy;
        if (remedy && remedy->id == checks::RemedyId::InstallBridge)
            text += u"\n    kopructl bridges install"_s;
        if (remedy && remedy->id == checks::RemedyId::MendFile)
            text += u"\n    kopructl repair"_s;
        if (remedy && remedy->id == checks::RemedyId::MoveToBridge)
            text += u"\n    kopructl convert "_s + shellWord(remedy->subject);
        m_context.output.line(text);
    }

    /// All safe ones, as one change of the file.
    int fix(const config::SafeFixes &safe)
    {
        const auto opened = m_context.openFile(Refused);
        if (!opened)
            return opened.error();
        if (safe.done.isEmpty()) {
            m_context.output.line(KopructlWords::tr("There is nothing that can be mended safely without you."));
            m_context.output.result({{"ok", true}, {"fixed", 0}});
            return Good;
        }
        // As the file is now: somebody may have written it while the servers were asked.
        const config::SafeFixes now = config::safeFixes(opened->document, m_context.platform);
        QStringList servers;
        for (const config::Finding &finding : now.done)
            if (!servers.contains(finding.server))
                servers.append(finding.server);
        return m_context
            .save(*opened, now.document,
                  {.about = {{"fixed", now.done.size()}},
                   .sentence = KopructlWords::tr("%n faults are mended.", nullptr, static_cast<int>(now.done.size())),
                   .servers = servers,
                   .showsDiff = true})
            .code;
    }

    Context &m_context;
    checks::Doctor m_doctor;
};

} // namespace

std::optional<int> doctor(Context &context)
{
    if (!context.configPath().isEmpty()) {
        [[maybe_unused]] const auto opened = context.look(); // what is wrong with it is among the findings
    }
    (new Examination(context))->start();
    return std::nullopt;
}

} // namespace kopru::cli
