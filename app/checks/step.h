#pragma once

#include "bridge/contract/cause.h"

#include <QtCore/QList>
#include <QtCore/QString>

#include <chrono>
#include <optional>
#include <variant>

namespace kopru::checks {

enum class StepId {
    // From this computer
    Keychain, ///< only where the entry refers to it
    Address,
    Proxy,
    Name,
    Tcp,
    Tls,
    Http,
    WebSocket, ///< instead of Http
    Authentication,
    // As Claude does it
    Command,
    Start,
    Initialize,
    Tools, ///< from this computer too, over a WebSocket
};

enum class StepState { Waiting, Running, Passed, Warning, Failed, Skipped };

/// The causes that only a check can see; connection causes are the contract's.
enum class LocalCause {
    CommandEmpty,
    CommandNotFound,
    CommandNotExecutable,
    CommandIsFolder,
    BridgeMissing, ///< the command is Kopru's bridge and it is not installed
    CouldNotStart,
    ExitedEarly, ///< ended before `initialize` was answered
    NoAnswer,    ///< nothing within Claude's limit
    NotMcp,      ///< answered, but not as the specification says
    StrayOutput, ///< text on stdout that is no message: a warning
    SlowStart,   ///< over half of Claude's 60 s limit: a warning
    ToolsFailed,
    BadToolName,     ///< Claude refuses all tools of a server with one bad name: a warning
    NoTools,         ///< a warning
    RefusedByServer, ///< a JSON-RPC error of the server itself
};

struct StepCause
{
    std::variant<contract::Cause, LocalCause> what;
    friend bool operator==(const StepCause &, const StepCause &) = default;
};

/// One thing seen. Names are stable ids ("address", "issuer", "status", "protocol" …); values hold no secret.
struct Evidence
{
    QString name;
    QString value;
    friend bool operator==(const Evidence &, const Evidence &) = default;
};

struct Step
{
    StepId id = StepId::Address;
    StepState state = StepState::Waiting;
    std::chrono::microseconds duration{0};
    std::optional<StepCause> cause;
    QList<Evidence> evidence;

    [[nodiscard]] QString evidenceValue(const QString &name) const;
    friend bool operator==(const Step &, const Step &) = default;
};

[[nodiscard]] QString stepIdText(StepId id); ///< stable, for --json
[[nodiscard]] QString stateId(StepState state);
[[nodiscard]] QString causeId(const StepCause &cause);

/// The link of the chain Claude → command → network → server that a step belongs to.
enum class Link { Claude, Command, Network, Server };
[[nodiscard]] Link linkOf(StepId step, const std::optional<StepCause> &cause);

} // namespace kopru::checks
