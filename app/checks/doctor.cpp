#include "app/checks/doctor.h"

#include "app/checks/wording.h"
#include "app/platform/accessrule.h"
#include "app/platform/policy.h"
#include "app/snippets/conversion.h"
#include "app/snippets/fixes.h"

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
        sortByWeight(m_found);
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

namespace {

/// What stops everything before what stops one server; the rest by how sure it is.
int weight(const Diagnosis &diagnosis)
{
    switch (diagnosis.problem) {
    case DoctorProblem::FileUnusable:
        return 0;
    case DoctorProblem::ClaudeNotFound:
        return 1;
    case DoctorProblem::NeverStarted:
        return 2;
    case DoctorProblem::LocalForbidden:
        return 3;
    case DoctorProblem::SeveralPlaces:
        return 4;
    case DoctorProblem::BridgeMissing:
    case DoctorProblem::BridgeDamaged:
    case DoctorProblem::NodeMissing:
        return 5; // several servers at once
    case DoctorProblem::EntryFinding:
        return 6; // what stands in the file is why the connection behind it fails
    case DoctorProblem::ConnectionFails:
        return 7;
    default:
        return 8;
    }
}

/// Causes that a token of another value can end.
bool isAboutToken(const StepCause &cause)
{
    const auto *remote = std::get_if<contract::Cause>(&cause.what);
    return remote && (*remote == contract::Cause::Unauthorized || *remote == contract::Cause::Forbidden ||
                      *remote == contract::Cause::KeychainItemMissing);
}

bool isAboutAddress(const StepCause &cause)
{
    const auto *remote = std::get_if<contract::Cause>(&cause.what);
    using contract::Cause;
    return remote && (*remote == Cause::BadAddress || *remote == Cause::UnknownHost || *remote == Cause::NotFound ||
                      *remote == Cause::MethodNotAllowed || *remote == Cause::NotJson ||
                      *remote == Cause::ConnectionRefused || *remote == Cause::WebSocketRefused);
}

std::optional<Remedy> remedyForConnection(const Diagnosis &diagnosis, const config::Document &document,
                                          const platform::Platform &platform)
{
    if (!diagnosis.step || !diagnosis.step->cause)
        return std::nullopt;
    const StepCause &cause = *diagnosis.step->cause;
    if (const auto *local = std::get_if<LocalCause>(&cause.what)) {
        switch (*local) {
        case LocalCause::BridgeMissing:
            return Remedy{RemedyId::InstallBridge, true, {}, {}};
        case LocalCause::CommandNotExecutable:
            return Remedy{RemedyId::MakeExecutable, false, {}, diagnosis.step->evidenceValue(u"command"_s)};
        case LocalCause::CommandNotFound:
        case LocalCause::ExitedEarly:
        case LocalCause::NoAnswer: {
            const auto conversion =
                integrations::conversionOf(document, diagnosis.server, bridges::installedBridge(platform));
            if (conversion.state == integrations::ConversionState::Possible)
                return Remedy{RemedyId::MoveToBridge, false, {}, diagnosis.server};
            [[fallthrough]];
        }
        case LocalCause::CommandEmpty:
        case LocalCause::CommandIsFolder:
        case LocalCause::CouldNotStart:
            return Remedy{RemedyId::EditServer, false, {}, diagnosis.server};
        default:
            return std::nullopt;
        }
    }
    if (isAboutToken(cause) || isAboutAddress(cause))
        return Remedy{RemedyId::EditServer, false, {}, diagnosis.server};
    return std::nullopt;
}

} // namespace

void sortByWeight(QList<Diagnosis> &found)
{
    std::stable_sort(found.begin(), found.end(), [](const Diagnosis &a, const Diagnosis &b) {
        if (a.severity != b.severity)
            return static_cast<int>(a.severity) > static_cast<int>(b.severity);
        return weight(a) < weight(b);
    });
}

QList<Diagnosis> judgeConnection(const config::Server &server, const QString &file, const Report *network,
                                 const Report &claude)
{
    QList<Diagnosis> found;
    const auto add = [&](DoctorProblem problem, config::Severity severity, const Step &step) {
        Diagnosis diagnosis;
        diagnosis.area = Area::Connections;
        diagnosis.problem = problem;
        diagnosis.severity = severity;
        diagnosis.file = file;
        diagnosis.line = server.position.line;
        diagnosis.server = server.name;
        diagnosis.step = step;
        found.append(diagnosis);
    };
    if (claude.outcome == Outcome::Cancelled)
        return found;
    if (claude.outcome == Outcome::Failed) {
        if (const Step *step = decisive(network, claude).decisive())
            add(DoctorProblem::ConnectionFails, config::Severity::Error, *step);
        return found;
    }
    for (const Step &step : claude.steps)
        if (step.state == StepState::Warning)
            add(DoctorProblem::ConnectionWarns, config::Severity::Warning, step);
    if (!network)
        return found;
    if (network->outcome == Outcome::Failed) {
        // What Claude starts gets there; where the two differ, the difference is worth knowing, and no more.
        add(DoctorProblem::OnlyFromHere, config::Severity::Note, *network->decisive());
        return found;
    }
    for (const Step &step : network->steps)
        if (step.state == StepState::Warning)
            add(DoctorProblem::ConnectionWarns, config::Severity::Warning, step);
    return found;
}

std::optional<Remedy> remedyFor(const Diagnosis &diagnosis, const config::Document &document,
                                const platform::Platform &platform)
{
    switch (diagnosis.problem) {
    case DoctorProblem::BridgeMissing:
    case DoctorProblem::BridgeDamaged:
    case DoctorProblem::BridgeOld:
        return Remedy{RemedyId::InstallBridge, true, {}, {}};
    case DoctorProblem::FileUnusable:
        if (diagnosis.openError && std::holds_alternative<config::BrokenFile>(*diagnosis.openError))
            return Remedy{RemedyId::MendFile, false, {}, {}};
        return std::nullopt;
    case DoctorProblem::EntryFinding:
        if (const auto fix = diagnosis.finding ? integrations::fixFor(*diagnosis.finding, document, platform,
                                                                      bridges::installedBridge(platform))
                                               : std::nullopt)
            return Remedy{RemedyId::FixEntry, fix->safe, fix, diagnosis.server};
        if (diagnosis.server.isEmpty())
            return std::nullopt;
        return Remedy{RemedyId::EditServer, false, {}, diagnosis.server};
    case DoctorProblem::ConnectionFails:
        return remedyForConnection(diagnosis, document, platform);
    case DoctorProblem::NodeMissing:
    case DoctorProblem::NodeOld:
    case DoctorProblem::OldSignIns: {
        const auto conversion =
            integrations::conversionOf(document, diagnosis.server, bridges::installedBridge(platform));
        if (conversion.state == integrations::ConversionState::Possible)
            return Remedy{RemedyId::MoveToBridge, false, {}, diagnosis.server};
        return std::nullopt;
    }
    default:
        return std::nullopt;
    }
}

QString remedyId(const Remedy &remedy)
{
    switch (remedy.id) {
    case RemedyId::InstallBridge:
        return u"install-bridge"_s;
    case RemedyId::MendFile:
        return u"mend-file"_s;
    case RemedyId::FixEntry:
        return remedy.fix ? config::fixId(remedy.fix->id) : QString();
    case RemedyId::EditServer:
        return u"edit-server"_s;
    case RemedyId::MoveToBridge:
        return u"move-to-bridge"_s;
    case RemedyId::MakeExecutable:
        return u"make-executable"_s;
    }
    return {};
}

QString diagnosisId(const Diagnosis &diagnosis)
{
    if (diagnosis.finding)
        return config::problemId(diagnosis.finding->problem);
    if (diagnosis.step && diagnosis.step->cause && diagnosis.problem != DoctorProblem::OnlyFromHere)
        return causeId(*diagnosis.step->cause);
    return doctorProblemId(diagnosis.problem);
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
    case Area::Connections:
        return u"connections"_s;
    case Area::Computer:
        return u"computer"_s;
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
    case DoctorProblem::ConnectionFails:
        return u"connection-fails"_s;
    case DoctorProblem::ConnectionWarns:
        return u"connection-warns"_s;
    case DoctorProblem::OnlyFromHere:
        return u"only-from-here"_s;
    case DoctorProblem::NodeMissing:
        return u"node-missing"_s;
    case DoctorProblem::NodeOld:
        return u"node-old"_s;
    case DoctorProblem::OldSignIns:
        return u"old-sign-ins"_s;
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
    case DoctorProblem::ConnectionFails:
    case DoctorProblem::ConnectionWarns:
        return diagnosis.step ? checks::message(*diagnosis.step) : config::Message{};
    case DoctorProblem::OnlyFromHere: {
        const config::Message words = diagnosis.step ? checks::message(*diagnosis.step) : config::Message{};
        return {DoctorWords::tr("It works as Claude does it, but not from this computer's own network settings: %1")
                    .arg(words.what),
                DoctorWords::tr("Nothing has to be done, as long as Claude is connected.")};
    }
    case DoctorProblem::NodeMissing:
        return {DoctorWords::tr("“%1” needs Node.js, and Claude would not find it.").arg(diagnosis.subject),
                DoctorWords::tr("Install Node.js from nodejs.org, or move the server to Kopru's bridge.")};
    case DoctorProblem::NodeOld:
        return {DoctorWords::tr("Claude would start this server with Node.js %1, which is too old for most servers.")
                    .arg(diagnosis.subject),
                DoctorWords::tr("Install Node.js 18 or later, or move the server to Kopru's bridge.")};
    case DoctorProblem::OldSignIns:
        return {DoctorWords::tr("mcp-remote keeps old sign-ins here, and may fail because of them: %1")
                    .arg(diagnosis.subject),
                DoctorWords::tr("Rename this folder; the next start asks for a new sign-in.")};
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
        case Area::Connections:
            return {DoctorWords::tr("Claude's way to this server works."), {}};
        case Area::Computer:
            return {};
        }
    }
    return {};
}

} // namespace kopru::checks
