#pragma once

#include "app/bridges/installation.h"
#include "app/checks/check.h"
#include "app/config/configfile.h"
#include "app/config/fixes.h"
#include "app/config/validation.h"
#include "app/config/wording.h"
#include "app/platform/places.h"

/// What the doctor finds. examine() is everything that can be seen without starting a server: places, file, entries,
/// commands, bridge. The whole of it is checks::Doctor (doctorrun.h).
namespace kopru::checks {

enum class Area { Places, File, Entries, Commands, Bridge, Connections, Computer };
enum class DoctorProblem {
    ClaudeNotFound,
    NeverStarted,    ///< Claude is there, its file is not
    LowerCaseFolder, ///< a file that Claude does not read
    SeveralPlaces,
    ForeignFile, ///< belongs to somebody else: `subject` says to whom
    WriteProtected,
    LinkedFile,       ///< `subject`: where it leads
    ReadableByOthers, ///< `subject`: the principal of Windows' access list
    WritableByOthers,
    LocalForbidden, ///< by the organisation's rules; `file` is their source
    ExtensionsForbidden,
    PolicyUnreadable,
    FileUnusable, ///< see `message`
    NoServers,
    EntryFinding,  ///< see `finding`
    BridgeMissing, ///< and an entry uses it
    BridgeDamaged,
    BridgeOld,
    ConnectionFails, ///< see `step`
    ConnectionWarns, ///< see `step`
    OnlyFromHere,    ///< fails from this computer, and works as Claude does it: see `step`
    NodeMissing,     ///< an entry needs it: `subject` is the command
    NodeOld,         ///< `subject`: its version
    OldSignIns,      ///< `subject`: the folder in which mcp-remote keeps them, which a failing entry uses
    Good             ///< what was looked at is in order
};

struct Diagnosis
{
    Area area = Area::Places;
    DoctorProblem problem = DoctorProblem::Good;
    config::Severity severity = config::Severity::Note;
    QString file; ///< may be empty
    int line = 0; ///< 0: none
    QString server;
    std::optional<config::Finding> finding;
    std::optional<config::OpenError> openError;
    QString subject; ///< path, version …
    std::optional<Step> step;
};

/// What a button can do about a diagnosis.
enum class RemedyId {
    InstallBridge,
    MendFile,   ///< shows the mended text first
    FixEntry,   ///< see `fix`
    EditServer, ///< the form, at what is wrong
    MoveToBridge,
    MakeExecutable ///< `subject` is the file
};

struct Remedy
{
    RemedyId id = RemedyId::EditServer;
    /// Nothing that worked can stop working: may be done together with others.
    bool safe = false;
    std::optional<config::Fix> fix;
    QString subject;
};

/// @param document  the file that was examined
[[nodiscard]] std::optional<Remedy> remedyFor(const Diagnosis &diagnosis, const config::Document &document,
                                              const platform::Platform &platform);
/// The stable id, for --json: that of the fix where there is one.
[[nodiscard]] QString remedyId(const Remedy &remedy);

/// What blocks most comes first: what stops every server, then what stops one, then warnings, then notes.
void sortByWeight(QList<Diagnosis> &found);

/// Sorted by weight. Reads the configuration file and the bridge's file; starts nothing.
[[nodiscard]] QList<Diagnosis> examine(const platform::Platform &platform, const platform::Discovery &discovery);

/// What is wrong with the access list of a file. @param descriptor  as SDDL
[[nodiscard]] QList<Diagnosis> judgeAccess(const QString &descriptor, const QString &file);

/// The findings of a server's checks.
/// @param network  nullptr where the entry leads to no address
[[nodiscard]] QList<Diagnosis> judgeConnection(const config::Server &server, const QString &file, const Report *network,
                                               const Report &claude);

[[nodiscard]] QString areaId(Area area);
[[nodiscard]] QString doctorProblemId(DoctorProblem problem);
/// What the diagnosis is called in --json: the id of the finding's problem, of the step's cause, or of its own.
[[nodiscard]] QString diagnosisId(const Diagnosis &diagnosis);
[[nodiscard]] config::Message message(const Diagnosis &diagnosis);

} // namespace kopru::checks
