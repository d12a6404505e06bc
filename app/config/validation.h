#pragma once

#include "app/config/document.h"
#include "app/platform/platform.h"

namespace kopru::config {

enum class Severity { Note, Warning, Error };

/// The part of an entry that a finding is about.
enum class Part { Name, Command, Argument, Variable, Entry, File };

enum class Problem {
    EmptyName,
    NameTaken,    ///< for forms: the rules here know one entry or one file
    ReservedName, ///< Claude drops it silently
    EmptyCommand,
    CommandNotFound, ///< not in the PATH that Claude gives its servers
    CommandIsFolder,
    CommandNotExecutable,
    RelativeCommand,
    UnexpandedTilde,
    UnexpandedVariable,
    NotWellFormed, ///< command, args or env is of a type that Claude does not accept
    DroppedKey,    ///< a member that Claude drops when it rewrites the file
    UrlOnly,       ///< an entry with url and without command: Claude skips it
    Placeholder,   ///< `<…>`, your_key_here
    SpaceInSecret,
    SecretInArguments, ///< visible to every program on the computer
    VerificationOff,   ///< NODE_TLS_REJECT_UNAUTHORIZED=0, VERIFY_CERTIFICATE=false
    NotAString,        ///< a number or a switch without quotes in args or env
    SpaceAroundName,
    NameBreaksTools,  ///< signs that names of tools, or of log files, cannot hold
    WholeCommandLine, ///< `npx -y server` as the command
    RelativePath,     ///< of a file in the arguments
    PathNotFound,     ///< a file that an argument or a variable names
    SpaceOnWindows,   ///< Claude cuts an argument at its space when the command is a .cmd
    AddressAsHost,    ///< a URL where a host name belongs
    PortOutOfRange,
    TimeoutOutOfRange,
    UnusualPrefix, ///< an Apinizer token without mcp_, an AgentPort key without ap_
    PlainAddress,  ///< http:// or ws:// to a host of the internet
    FaultyFile     ///< see `fault`: DuplicateKey from validate(), any other where a file could not be read
};

/// One thing that is wrong. It holds no sentence: words are made where it is shown (config/wording.h).
struct Finding
{
    Severity severity = Severity::Warning;
    Problem problem = Problem::EmptyName;
    QString server; ///< empty: the whole file
    Part part = Part::Entry;
    QString subject; ///< the key, the argument's number (from 1), the variable, the path: never a secret
    std::optional<SyntaxError> fault;
    Position position;     ///< line 1, column 1 where unknown
    QStringList path = {}; ///< of the part in its entry: {"args", "2"} (from 0), {"env", "TOKEN"}; empty: all of it

    friend bool operator==(const Finding &, const Finding &) = default;
};
using Findings = QList<Finding>;

/// Everything about a file that was read, with places in its text, in the order of the servers.
[[nodiscard]] Findings validate(const Document &document, const platform::Platform &platform);
/// The same for one server alone.
[[nodiscard]] Findings validate(const Document &document, const QString &server, const platform::Platform &platform);
/// The rules for one entry that may not be in the file yet.
///
/// Severity: Error is what cannot work on any version of Claude that is known; what depends on a version, or on what
/// Kopru cannot see (the login shell's PATH), is a Warning. So blocksSaving() is meant for the entry that was edited,
/// not for a whole file: an old entry that is broken must not keep a person from adding a good one.
[[nodiscard]] Findings validateEntry(const QString &name, const Entry &entry, const platform::Platform &platform);
/// Whether a finding of this kind depends on what is in the file system.
[[nodiscard]] bool looksAtFiles(Problem problem);
/// Whether some finding describes what cannot work at all.
[[nodiscard]] bool blocksSaving(const Findings &findings);

/// The stable id of a problem, for --json: "command-not-found" …
[[nodiscard]] QString problemId(Problem problem);
[[nodiscard]] QString severityId(Severity severity);

} // namespace kopru::config
