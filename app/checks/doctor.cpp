#include "app/checks/doctor.h"

#include "app/platform/accessrule.h"
#include "app/platform/policy.h"

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
        lookAtPolicy();
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
        lookAtOwnership(*live);
        if (m_discovery.certainty == platform::Certainty::Ambiguous)
            add(Area::Places, DoctorProblem::SeveralPlaces, Severity::Warning, live->configFile);
        else
            add(Area::Places, DoctorProblem::Good, Severity::Note, live->configFile);
    }

    /// Rules about the app age: a warning with its source, never more.
    void lookAtPolicy()
    {
        const platform::Policy policy = platform::readPolicy(m_platform);
        if (policy.forbidsLocalServers)
            add(Area::Places, DoctorProblem::LocalForbidden, Severity::Warning, policy.source);
        if (policy.forbidsExtensions)
            add(Area::Places, DoctorProblem::ExtensionsForbidden, Severity::Note, policy.source);
        if (!policy.unreadable.isEmpty())
            add(Area::Places, DoctorProblem::PolicyUnreadable, Severity::Warning, policy.unreadable);
    }

    void lookAtOwnership(const platform::Place &place)
    {
        if (!place.file.exists)
            return;
        if (!place.ownership.own)
            add(Area::Places, DoctorProblem::ForeignFile, Severity::Warning, place.configFile).subject =
                place.ownership.owner;
        else if (!place.file.writable)
            add(Area::Places, DoctorProblem::WriteProtected, Severity::Warning, place.configFile);
        if (!place.ownership.leadsTo.isEmpty())
            add(Area::Places, DoctorProblem::LinkedFile, Severity::Note, place.configFile).subject =
                place.ownership.leadsTo;
        if (const auto descriptor = platform::securityDescriptorOf(place.configFile))
            m_found += judgeAccess(*descriptor, place.configFile);
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

QList<Diagnosis> judgeAccess(const QString &descriptor, const QString &file)
{
    QList<Diagnosis> found;
    const auto read = platform::readSddl(descriptor);
    if (!read)
        return found;
    for (const platform::AccessFinding &finding : platform::tooOpen(read->list, read->owner)) {
        Diagnosis diagnosis;
        diagnosis.problem = finding.exposure == platform::Exposure::Writable ? DoctorProblem::WritableByOthers
                                                                             : DoctorProblem::ReadableByOthers;
        diagnosis.severity = Severity::Warning;
        diagnosis.file = file;
        diagnosis.subject = finding.principal;
        found.append(diagnosis);
    }
    return found;
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
    case DoctorProblem::ForeignFile:
        return u"foreign-file"_s;
    case DoctorProblem::WriteProtected:
        return u"write-protected"_s;
    case DoctorProblem::LinkedFile:
        return u"linked-file"_s;
    case DoctorProblem::ReadableByOthers:
        return u"readable-by-others"_s;
    case DoctorProblem::WritableByOthers:
        return u"writable-by-others"_s;
    case DoctorProblem::LocalForbidden:
        return u"local-servers-forbidden"_s;
    case DoctorProblem::ExtensionsForbidden:
        return u"extensions-forbidden"_s;
    case DoctorProblem::PolicyUnreadable:
        return u"policy-unreadable"_s;
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

namespace {

/// As Windows calls the groups that are meant by a word or a number.
QString principalName(const QString &principal)
{
    if (principal == "WD"_L1 || principal == "S-1-1-0"_L1)
        return DoctorWords::tr("Everyone");
    if (principal == "BU"_L1 || principal == "S-1-5-32-545"_L1)
        return DoctorWords::tr("Users");
    if (principal == "AU"_L1 || principal == "S-1-5-11"_L1)
        return DoctorWords::tr("Authenticated Users");
    if (principal == "AC"_L1 || principal == "S-1-15-2-1"_L1)
        return DoctorWords::tr("All application packages");
    return principal;
}

} // namespace

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
    case DoctorProblem::ForeignFile:
        return {
            DoctorWords::tr("The settings file belongs to “%1”, not to you: %2").arg(diagnosis.subject, diagnosis.file),
            DoctorWords::tr("Ask them, or an administrator, for the right to write it.")};
    case DoctorProblem::WriteProtected:
        return {DoctorWords::tr("The settings file is write-protected: %1").arg(diagnosis.file),
                DoctorWords::tr("Remove the protection, so that changes can be saved.")};
    case DoctorProblem::LinkedFile:
        return {DoctorWords::tr("The settings file is a link. The file itself is: %1").arg(diagnosis.subject), {}};
    case DoctorProblem::ReadableByOthers:
        return {DoctorWords::tr("“%1” may read the settings file, and the tokens in it: %2")
                    .arg(principalName(diagnosis.subject), diagnosis.file),
                DoctorWords::tr("Open its properties, then “Security → Advanced”, and take this right away.")};
    case DoctorProblem::WritableByOthers:
        return {DoctorWords::tr("“%1” may change the settings file, and with it what Claude starts: %2")
                    .arg(principalName(diagnosis.subject), diagnosis.file),
                DoctorWords::tr("Open its properties, then “Security → Advanced”, and take this right away.")};
    case DoctorProblem::LocalForbidden:
        return {DoctorWords::tr("Your organisation does not allow local servers in Claude. The rule stands here: %1")
                    .arg(diagnosis.file),
                DoctorWords::tr("Ask your administrator. The rule can also be older than your Claude.")};
    case DoctorProblem::ExtensionsForbidden:
        return {DoctorWords::tr("Your organisation does not allow extensions in Claude. The rule stands here: %1")
                    .arg(diagnosis.file),
                {}};
    case DoctorProblem::PolicyUnreadable:
        return {DoctorWords::tr("Your organisation's rules for Claude could not be read: %1").arg(diagnosis.file),
                DoctorWords::tr("Ask your administrator whether local servers are allowed.")};
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
