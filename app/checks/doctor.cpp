#include "app/checks/doctor.h"

#include <QtCore/QCoreApplication>

using namespace Qt::StringLiterals;

namespace kopru::checks {

namespace {

using config::Severity;

struct DoctorWords
{
    Q_DECLARE_TR_FUNCTIONS(DoctorWords)
};

class Examination
{
public:
    Examination(const platform::Platform &platform, const platform::Discovery &discovery)
        : m_platform(platform), m_discovery(discovery)
    {}

    QList<Diagnosis> run()
    {
        lookAtPlaces();
        if (const platform::Place *live = m_discovery.livePlace())
            lookAtFile(live->configFile);
        std::stable_sort(m_found.begin(), m_found.end(), [](const Diagnosis &a, const Diagnosis &b) {
            return static_cast<int>(a.severity) > static_cast<int>(b.severity);
        });
        return m_found;
    }

private:
    Diagnosis &add(Area area, DoctorProblem problem, Severity severity, const QString &file = {})
    {
        Diagnosis diagnosis;
        diagnosis.area = area;
        diagnosis.problem = problem;
        diagnosis.severity = severity;
        diagnosis.file = file;
        m_found.append(diagnosis);
        return m_found.last();
    }

    void lookAtPlaces()
    {
        const platform::Place *live = m_discovery.livePlace();
        const bool given = m_discovery.certainty == platform::Certainty::Given;
        if (!live || (!m_discovery.claudeInstalled && !given && !live->file.exists)) {
            add(Area::Places, DoctorProblem::ClaudeNotFound, Severity::Error);
            return;
        }
        for (const platform::Place &place : m_discovery.places) {
            if (place.kind == platform::PlaceKind::LinuxLowerCase && place.file.exists &&
                place.configFile != live->configFile)
                add(Area::Places, DoctorProblem::LowerCaseFolder, Severity::Warning, place.configFile);
        }
        if (m_discovery.certainty == platform::Certainty::Ambiguous)
            add(Area::Places, DoctorProblem::SeveralPlaces, Severity::Warning, live->configFile);
        else
            add(Area::Places, DoctorProblem::Good, Severity::Note, live->configFile);
    }

    void lookAtFile(const QString &path)
    {
        const auto opened = config::openConfig(path);
        if (!opened) {
            Diagnosis &found = add(Area::File, DoctorProblem::FileUnusable, Severity::Error, path);
            found.openError = opened.error();
            if (const auto *broken = std::get_if<config::BrokenFile>(&opened.error()))
                found.line = broken->error.position.line;
            return;
        }
        if (!opened->bytes) {
            add(Area::File, DoctorProblem::NeverStarted, Severity::Warning, path);
            return;
        }
        add(Area::File, DoctorProblem::Good, Severity::Note, path);
        const QList<config::Server> servers = opened->document.servers();
        if (servers.isEmpty())
            add(Area::Entries, DoctorProblem::NoServers, Severity::Warning, path);
        bool faulty = false;
        for (const config::Finding &finding : config::validate(opened->document, m_platform)) {
            Diagnosis &found = add(finding.part == config::Part::Command ? Area::Commands : Area::Entries,
                                   DoctorProblem::EntryFinding, finding.severity, path);
            found.line = finding.position.line;
            found.server = finding.server;
            found.finding = finding;
            faulty = faulty || finding.severity != Severity::Note;
        }
        if (!servers.isEmpty() && !faulty)
            add(Area::Entries, DoctorProblem::Good, Severity::Note, path).subject = QString::number(servers.size());
        lookAtBridge(opened->document);
    }

    void lookAtBridge(const config::Document &document)
    {
        const bridges::Status status = bridges::inspect(m_platform);
        const bool used = !bridges::serversUsing(document, m_platform).isEmpty();
        switch (status.state) {
        case bridges::State::Missing:
            if (used)
                add(Area::Bridge, DoctorProblem::BridgeMissing, Severity::Error, status.path);
            break;
        case bridges::State::Damaged:
            add(Area::Bridge, DoctorProblem::BridgeDamaged, used ? Severity::Error : Severity::Warning, status.path);
            break;
        case bridges::State::Different:
            add(Area::Bridge, DoctorProblem::BridgeOld, Severity::Warning, status.path);
            break;
        case bridges::State::Current:
            add(Area::Bridge, DoctorProblem::Good, Severity::Note, status.path);
            break;
        }
    }

    const platform::Platform &m_platform;
    const platform::Discovery &m_discovery;
    QList<Diagnosis> m_found;
};

} // namespace

QList<Diagnosis> examine(const platform::Platform &platform, const platform::Discovery &discovery)
{
    return Examination(platform, discovery).run();
}

QString areaId(Area area)
{
    switch (area) {
    case Area::Places:
        return u"places"_s;
    case Area::File:
        return u"file"_s;
    case Area::Entries:
        return u"entries"_s;
    case Area::Commands:
        return u"commands"_s;
    case Area::Bridge:
        return u"bridge"_s;
    }
    return {};
}

QString doctorProblemId(DoctorProblem problem)
{
    switch (problem) {
    case DoctorProblem::ClaudeNotFound:
        return u"claude-not-found"_s;
    case DoctorProblem::NeverStarted:
        return u"never-started"_s;
    case DoctorProblem::LowerCaseFolder:
        return u"lower-case-folder"_s;
    case DoctorProblem::SeveralPlaces:
        return u"several-places"_s;
    case DoctorProblem::FileUnusable:
        return u"file-unusable"_s;
    case DoctorProblem::NoServers:
        return u"no-servers"_s;
    case DoctorProblem::EntryFinding:
        return u"entry-finding"_s;
    case DoctorProblem::BridgeMissing:
        return u"bridge-missing"_s;
    case DoctorProblem::BridgeDamaged:
        return u"bridge-damaged"_s;
    case DoctorProblem::BridgeOld:
        return u"bridge-different"_s;
    case DoctorProblem::Good:
        return u"good"_s;
    }
    return {};
}

config::Message message(const Diagnosis &diagnosis)
{
    switch (diagnosis.problem) {
    case DoctorProblem::ClaudeNotFound:
        return {DoctorWords::tr("Claude Desktop is not installed on this computer."),
                DoctorWords::tr("Download it from claude.ai/download and start it once.")};
    case DoctorProblem::NeverStarted:
        return {DoctorWords::tr("Claude Desktop has not created its settings file yet."),
                DoctorWords::tr("Start it once.")};
    case DoctorProblem::LowerCaseFolder:
        return {DoctorWords::tr("There is a settings file that Claude does not read: %1").arg(diagnosis.file),
                DoctorWords::tr(
                    "Add its servers to the file that Claude reads; the folder's name begins with a capital C.")};
    case DoctorProblem::SeveralPlaces:
        return {DoctorWords::tr("There is more than one settings file, and it is not certain which one Claude reads."),
                DoctorWords::tr("Name the right one with --config. kopructl where shows all.")};
    case DoctorProblem::FileUnusable:
        return diagnosis.openError ? config::message(*diagnosis.openError) : config::Message{};
    case DoctorProblem::NoServers:
        return {DoctorWords::tr("Nothing is connected to Claude yet."), DoctorWords::tr("Add a server.")};
    case DoctorProblem::EntryFinding:
        return diagnosis.finding ? config::message(*diagnosis.finding) : config::Message{};
    case DoctorProblem::BridgeMissing:
        return {DoctorWords::tr("A server needs Kopru's bridge, and it is not installed."),
                DoctorWords::tr("Install the bridge.")};
    case DoctorProblem::BridgeDamaged:
        return {DoctorWords::tr("The installed bridge is damaged: %1").arg(diagnosis.file),
                DoctorWords::tr("Install it again.")};
    case DoctorProblem::BridgeOld:
        return {DoctorWords::tr("The installed bridge is of another version than this program."),
                DoctorWords::tr("Install the bridge again to bring it up to date.")};
    case DoctorProblem::Good:
        switch (diagnosis.area) {
        case Area::Places:
            return {DoctorWords::tr("Claude's settings file is here: %1").arg(diagnosis.file), {}};
        case Area::File:
            return {DoctorWords::tr("The settings file can be read."), {}};
        case Area::Entries:
        case Area::Commands:
            return {DoctorWords::tr("%n server(s) are entered correctly.", nullptr, diagnosis.subject.toInt()), {}};
        case Area::Bridge:
            return {DoctorWords::tr("The bridge is installed and up to date."), {}};
        }
    }
    return {};
}

} // namespace kopru::checks
