#pragma once

#include "app/bridges/installation.h"
#include "app/config/configfile.h"
#include "app/config/validation.h"
#include "app/config/wording.h"
#include "app/platform/places.h"

/// Everything that can be seen without starting a server: places, file, entries, commands, bridge.
namespace kopru::checks {

enum class Area { Places, File, Entries, Commands, Bridge };
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
    Good ///< what was looked at is in order
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
};

/// Sorted by what blocks most. Reads the configuration file and the bridge's file; starts nothing.
[[nodiscard]] QList<Diagnosis> examine(const platform::Platform &platform, const platform::Discovery &discovery);

/// What is wrong with the access list of a file. @param descriptor  as SDDL
[[nodiscard]] QList<Diagnosis> judgeAccess(const QString &descriptor, const QString &file);

[[nodiscard]] QString areaId(Area area);
[[nodiscard]] QString doctorProblemId(DoctorProblem problem);
[[nodiscard]] config::Message message(const Diagnosis &diagnosis);

} // namespace kopru::checks
