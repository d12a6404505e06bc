#pragma once

#include "app/checks/step.h"
#include "app/config/entry.h"
#include "app/integrations/kind.h"
#include "app/mcp/session.h"
#include "app/platform/platform.h"
#include "app/secrets/keychain.h"

#include <QtCore/QElapsedTimer>
#include <QtCore/QObject>

namespace kopru::checks {

enum class Outcome { Passed, Warning, Failed, Cancelled };

/// A phase inside the bridge, as its trace told it (bridge/contract/trace.h).
struct TracedPhase
{
    contract::Phase phase = contract::Phase::Start;
    std::chrono::microseconds duration{0};
    bool passed = true;
    friend bool operator==(const TracedPhase &, const TracedPhase &) = default;
};

struct Report
{
    Outcome outcome = Outcome::Passed;
    QList<Step> steps;
    std::optional<mcp::ServerIdentity> identity; ///< only as Claude does it
    QList<mcp::Tool> tools;
    QList<TracedPhase> trace; ///< in the order of the trace; empty for a command that is not the bridge

    /// The first step that failed, else the first that warns, else nullptr.
    [[nodiscard]] const Step *decisive() const;
};

/// Which of the two checks of an entry says why it fails: Claude's way is what counts, and the network where it says
/// more about the same link, or where the started program could only say that it gave up.
/// @param network  nullptr where there is none
[[nodiscard]] const Report &decisive(const Report *network, const Report &claude);

/// A check that runs step by step on the event loop.
///
///     Idle --start()--> Running --> Done
///     Running --cancel()--> Done (Outcome::Cancelled)
///
/// finished() comes exactly once per start(). Steps behind a failed one are Skipped. Deleting it while it runs is
/// silent.
class Check : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;
    virtual void start() = 0;
    virtual void cancel() = 0;
    /// All steps of this check, in order, as they stand now.
    [[nodiscard]] const QList<Step> &steps() const { return m_steps; }

Q_SIGNALS:
    void stepChanged(const kopru::checks::Step &step);
    void finished(const kopru::checks::Report &report);

protected:
    void begin(StepId id); ///< Running, and its clock starts
    void end(StepId id, StepState state, std::optional<StepCause> cause = {}, const QList<Evidence> &evidence = {});
    void skip(StepId id);
    [[nodiscard]] Step *find(StepId id);
    /// What is not done by now is Skipped.
    [[nodiscard]] Report report(bool cancelled);

    QList<Step> m_steps;

private:
    QElapsedTimer m_clock;
};

/// From this computer: address → proxy → name → TCP → TLS → HTTP or WebSocket → authentication, with Qt's network, the
/// system's proxy and trust store. Sends one `initialize`, over a WebSocket `tools/list` as well; a session it opens is
/// ended. Follows no redirect.
[[nodiscard]] Check *makeNetworkCheck(const integrations::Target &target, QObject *parent = nullptr);

/// The same for an entry: references to the keychain are read first, as StepId::Keychain, and one that cannot be read
/// fails the check. Nobody is asked to unlock a keychain for it.
/// @return nullptr where the entry leads to no address
[[nodiscard]] Check *makeNetworkCheck(const config::Entry &entry, const secrets::Keychain &keychain,
                                      QObject *parent = nullptr);

/// As Claude does it: the entry's own command in Claude's environment, spoken to over stdio: found → started →
/// initialized → tools listed.
class ClaudeCheck final : public Check
{
    Q_OBJECT
public:
    ClaudeCheck(config::Entry entry, platform::Platform platform, QObject *parent = nullptr);
    ~ClaudeCheck() override;
    void start() override;
    void cancel() override;

    /// After a passed check the session stays open for calls until this object is deleted, if asked for before start().
    void keepSession(bool keep);
    /// For `initialize` and for the tools, each; 60 s as Claude has it unless said otherwise before start().
    void setLimit(std::chrono::milliseconds limit);
    /// nullptr unless kept and running.
    [[nodiscard]] mcp::Session *session() const;

private:
    class Run;
    std::unique_ptr<Run> m_run;
    friend class Run;
};

} // namespace kopru::checks
