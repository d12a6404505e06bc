#pragma once

#include "app/logs/line.h"
#include "bridge/contract/cause.h"

#include <QtCore/QLocale>
#include <QtCore/QMap>

#include <array>
#include <memory>
#include <vector>

/// What is known about failures: `resources/signatures.json`, which is compiled in, and what it says about a line.
/// docs/causes.md lists it. The facts are those of the reports that each signature names as its source.
namespace kopru::logs {

/// Where a text stands. A signature is looked for only where it may occur, so that a word in another place means
/// nothing.
enum class Place {
    McpLog,    ///< a record of Claude's in mcp.log
    ServerLog, ///< a record of Claude's in mcp-server-NAME.log
    Stderr,    ///< what a server writes to standard error; in its log it stands raw, without a prefix
    Bridge,    ///< the same of kopru-bridge, its trace included (bridge/contract/trace.h)
    Stdout,    ///< what a server writes to standard output and is no message
    MainLog,   ///< main.log
    WindowLog, ///< window.log, unknown-window.log, claude.ai-web.log and the like
    Dialog,    ///< what Claude shows in a dialog, a toast or an answer; a person pastes it
};

/// How much it is worth: an *error* breaks something by itself and has no place in a healthy log; a *warning* follows
/// from something else, passes, or concerns a part only; *info* can stand in a healthy log.
enum class Severity { Info, Warning, Error };

/// What can be done about a cause with one button. The one who shows the explanation runs it; here it has only its
/// name, which never changes.
enum class Action {
    InstallBridge,      ///< install Kopru's bridge where entries expect it
    UseAbsolutePath,    ///< write the whole path of the program into `command`
    MoveToBridge,       ///< let Kopru's bridge do what this entry's command does
    MakeExecutable,     ///< give the program the right to run (chmod +x)
    FixJson,            ///< mend the settings file
    EditEntry,          ///< open the form of this server
    OpenTokenPage,      ///< show where a new token comes from, and the field for it
    ImportCertificate,  ///< trust the company's certificate (CA) for this server
    SetProxy,           ///< write the proxy into this server's settings
    RaiseTimeout,       ///< give this server more time
    ClearMcpAuth,       ///< delete what mcp-remote remembers in ~/.mcp-auth
    RestartClaude,      ///< quit Claude completely and start it again
    RestoreServers,     ///< bring lost servers back from a snapshot
    ChooseSettingsFile, ///< show which settings files there are and which one Claude reads
};

struct SignatureWords
{
    QString cause;  ///< what happened, one or two sentences
    QString remedy; ///< what to do
    friend bool operator==(const SignatureWords &, const SignatureWords &) = default;
};

/// One known failure.
struct Signature
{
    QString id;          ///< never changes its meaning
    QByteArray pattern;  ///< PCRE2; its named groups fill `{name}` in the words
    QList<Place> places; ///< where it may occur
    Severity severity = Severity::Error;
    bool consequence = false; ///< says that something failed, never why: what stands before it is the cause
    bool seen = false;        ///< a published line of a real log has it
    std::optional<Action> action;
    QList<contract::Cause> causes; ///< the causes of the bridge and of the checks that mean the same
    QStringList examples;          ///< lines that it matches
    QString source;                ///< where it was reported
    SignatureWords english;        ///< `{name}` is a part of the line; `[…]` is left out where a part in it is empty
    SignatureWords turkish;
};

/// What a line means.
struct Explanation
{
    std::shared_ptr<const Signature> signature; ///< never nullptr
    QMap<QString, QString>
        parts; ///< what the named groups found: short, printable, not redacted, not to be read as HTML

    /// Cause and remedy; English unless the locale is Turkish.
    [[nodiscard]] SignatureWords words(const QLocale &locale) const;
    [[nodiscard]] const QString &id() const { return signature->id; }
    friend bool operator==(const Explanation &, const Explanation &) = default;
};

enum class SignatureFault {
    NotJson, ///< detail: the parser's words
    NotSignatures,
    MissingMember, ///< these have a detail: the member, the value, the pattern's fault
    UnknownMember,
    WrongType,
    UnknownValue,
    BadPattern,
    UnknownPart, ///< `{name}` in the words without a group of that name, or brackets that do not match
    IdTaken,
    CauseTaken
};

/// Why a signature, or the whole text, is left out.
struct SignatureProblem
{
    SignatureFault fault = SignatureFault::NotJson;
    QString signature; ///< its id, or its number from 1; empty: the text
    QString detail;
    friend bool operator==(const SignatureProblem &, const SignatureProblem &) = default;
};

/// The signatures in their order: specific ones stand before general ones, the first that matches counts.
///
/// Explaining is bounded whatever a line holds: `longestRead` bytes of it are read, each pattern has a limit of steps,
/// invalid UTF-8 matches nothing. All functions may be called from any thread at once.
class SignatureCatalogue
{
public:
    static constexpr qsizetype longestRead = 16 * 1024; ///< bytes

    /// A faulty signature is left out, the others count.
    [[nodiscard]] static SignatureCatalogue read(const QByteArray &json);
    /// What the program brings along; read once. Its problems are none: a test sees to it.
    [[nodiscard]] static const SignatureCatalogue &builtIn();

    [[nodiscard]] const QList<SignatureProblem> &problems() const { return m_problems; }
    [[nodiscard]] const std::vector<std::shared_ptr<const Signature>> &signatures() const { return m_signatures; }
    /// nullptr where there is none.
    [[nodiscard]] std::shared_ptr<const Signature> find(const QString &id) const;
    [[nodiscard]] std::shared_ptr<const Signature> forCause(contract::Cause cause) const;

    /// What a line of a log means. Of a message that Claude logs only an error or a reason counts, for a result may
    /// quote anything.
    [[nodiscard]] std::optional<Explanation> explain(const Line &line) const;
    /// The same for one line of text without Claude's prefix: of a process that Kopru started, of a dialog.
    [[nodiscard]] std::optional<Explanation> explain(QByteArrayView text, Place place) const;

private:
    struct Pattern;
    [[nodiscard]] std::optional<Explanation> fromBridge(QByteArrayView text) const;
    [[nodiscard]] std::optional<Explanation> matched(QByteArrayView text, Place place) const;

    std::vector<std::shared_ptr<const Signature>> m_signatures;
    std::vector<std::shared_ptr<const Pattern>> m_patterns; ///< of the signatures, in the same order
    QMap<int, std::shared_ptr<const Signature>> m_causes;
    QList<SignatureProblem> m_problems;
};

/// The one of several explanations, in the order of their lines, that says most: the first error that is a cause of its
/// own, else the first warning that is, else the first of what is left. nullopt for none.
[[nodiscard]] std::optional<Explanation> mostTelling(const QList<Explanation> &explanations);

/// The error or the reason in a message of JSON-RPC, which may be cut: the text of the member `error`, else of
/// `params.reason`, else nothing.
[[nodiscard]] QByteArray failurePart(QByteArrayView message);

[[nodiscard]] Place placeOf(const Line &line);
[[nodiscard]] QString placeId(Place place);
[[nodiscard]] QString severityId(Severity severity);
[[nodiscard]] QString actionId(Action action);
[[nodiscard]] std::optional<Action> actionFromId(const QString &id);

} // namespace kopru::logs
