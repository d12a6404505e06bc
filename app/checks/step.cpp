#include "app/checks/step.h"

using namespace Qt::StringLiterals;

namespace kopru::checks {

QString Step::evidenceValue(const QString &name) const
{
    for (const Evidence &one : evidence)
        if (one.name == name)
            return one.value;
    return {};
}

QString stepIdText(StepId id)
{
    switch (id) {
    case StepId::Keychain:
        return u"keychain"_s;
    case StepId::Address:
        return u"address"_s;
    case StepId::Proxy:
        return u"proxy"_s;
    case StepId::Name:
        return u"name"_s;
    case StepId::Tcp:
        return u"tcp"_s;
    case StepId::Tls:
        return u"tls"_s;
    case StepId::Http:
        return u"http"_s;
    case StepId::WebSocket:
        return u"websocket"_s;
    case StepId::Authentication:
        return u"authentication"_s;
    case StepId::Command:
        return u"command"_s;
    case StepId::Start:
        return u"start"_s;
    case StepId::Initialize:
        return u"initialize"_s;
    case StepId::Tools:
        return u"tools"_s;
    }
    return {};
}

QString stateId(StepState state)
{
    switch (state) {
    case StepState::Waiting:
        return u"waiting"_s;
    case StepState::Running:
        return u"running"_s;
    case StepState::Passed:
        return u"passed"_s;
    case StepState::Warning:
        return u"warning"_s;
    case StepState::Failed:
        return u"failed"_s;
    case StepState::Skipped:
        return u"skipped"_s;
    }
    return {};
}

namespace {

QString localCauseId(LocalCause cause)
{
    switch (cause) {
    case LocalCause::CommandEmpty:
        return u"command-empty"_s;
    case LocalCause::CommandNotFound:
        return u"command-not-found"_s;
    case LocalCause::CommandNotExecutable:
        return u"command-not-executable"_s;
    case LocalCause::CommandIsFolder:
        return u"command-is-folder"_s;
    case LocalCause::BridgeMissing:
        return u"bridge-missing"_s;
    case LocalCause::CouldNotStart:
        return u"could-not-start"_s;
    case LocalCause::ExitedEarly:
        return u"exited-early"_s;
    case LocalCause::NoAnswer:
        return u"no-answer"_s;
    case LocalCause::NotMcp:
        return u"not-mcp"_s;
    case LocalCause::StrayOutput:
        return u"stray-output"_s;
    case LocalCause::SlowStart:
        return u"slow-start"_s;
    case LocalCause::ToolsFailed:
        return u"tools-failed"_s;
    case LocalCause::BadToolName:
        return u"bad-tool-name"_s;
    case LocalCause::NoTools:
        return u"no-tools"_s;
    case LocalCause::RefusedByServer:
        return u"refused-by-server"_s;
    }
    return {};
}

} // namespace

QString causeId(const StepCause &cause)
{
    if (const auto *local = std::get_if<LocalCause>(&cause.what))
        return localCauseId(*local);
    const std::string_view id = contract::causeId(std::get<contract::Cause>(cause.what));
    return QString::fromLatin1(id.data(), static_cast<qsizetype>(id.size()));
}

Link linkOf(StepId step, const std::optional<StepCause> &cause)
{
    using contract::Cause;
    switch (step) {
    case StepId::Keychain: // the bridge would read it
    case StepId::Command:
    case StepId::Start:
        return Link::Command;
    case StepId::Address:
    case StepId::Proxy:
    case StepId::Name:
    case StepId::Tcp:
    case StepId::Tls:
        return Link::Network;
    case StepId::Http:
    case StepId::WebSocket:
    case StepId::Authentication:
    case StepId::Tools:
        return Link::Server;
    case StepId::Initialize:
        break;
    }
    // The bridge's answer to `initialize` says itself how far it came.
    if (!cause)
        return Link::Server;
    if (const auto *remote = std::get_if<Cause>(&cause->what)) {
        if (*remote <= Cause::BadVariable)
            return Link::Command;
        return *remote <= Cause::TlsHandshake ? Link::Network : Link::Server;
    }
    switch (std::get<LocalCause>(cause->what)) {
    case LocalCause::ExitedEarly:
    case LocalCause::NoAnswer:
    case LocalCause::StrayOutput:
    case LocalCause::SlowStart:
    case LocalCause::NotMcp:
        return Link::Command;
    default:
        return Link::Server;
    }
}

} // namespace kopru::checks
