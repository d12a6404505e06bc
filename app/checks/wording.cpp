#include "app/checks/wording.h"

#include <QtCore/QCoreApplication>

using namespace Qt::StringLiterals;

namespace kopru::checks {

namespace {

using contract::Cause;

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(kopru::checks)
};

config::Message connectionMessage(Cause cause, const Step &step)
{
    const auto seen = [&step](const char *name) { return step.evidenceValue(QString::fromLatin1(name)); };
    const QString host = seen("host");
    switch (cause) {
    case Cause::None:
        return {};
    case Cause::BadUsage:
        return {Words::tr("The bridge does not understand its arguments."),
                Words::tr("Open the server's settings in Kopru and save them again.")};
    case Cause::MissingVariable:
        return {Words::tr("A value that the bridge needs is missing: %1").arg(seen("variable")),
                Words::tr("Open the server's settings and fill in the empty field.")};
    case Cause::BadVariable:
        return {Words::tr("A value of this server cannot be understood: %1").arg(seen("variable")),
                Words::tr("Open the server's settings and correct this field.")};
    case Cause::BadAddress:
        return {Words::tr("The server's address is not a web address."),
                Words::tr("Correct the address in the server's settings.")};
    case Cause::UnknownHost:
        return {
            Words::tr("No computer named “%1” was found.").arg(host),
            Words::tr("Check the spelling of the address. If it is right, connect to your company's network or VPN.")};
    case Cause::ConnectionRefused:
        return {Words::tr("The computer answered, but no service listens on this port."),
                Words::tr("Check the port in the settings, or ask whether the server is running.")};
    case Cause::ConnectTimeout:
        return {Words::tr("The server did not answer in time."),
                Words::tr("Check the network or VPN. A firewall may block this address.")};
    case Cause::NetworkUnreachable:
        return {Words::tr("The server cannot be reached from this network."),
                Words::tr("Check the internet connection or the VPN.")};
    case Cause::ConnectionLost:
        return {Words::tr("The connection was closed before an answer came."),
                Words::tr("Check again. If it stays so, tell the server's administrator the time of this check.")};
    case Cause::ProxyFailed:
        return {Words::tr("The proxy of your network did not make the connection."),
                Words::tr("Check the proxy in your system's network settings.")};
    case Cause::ProxyAuthentication:
        return {Words::tr("The proxy of your network asks for a sign-in."),
                Words::tr("Ask your administrator for a proxy that this program may use.")};
    case Cause::CertificateUntrusted:
        return {Words::tr("The certificate of “%1” is not trusted. It was issued by “%2”.").arg(host, seen("issuer")),
                Words::tr("If it is your company's certificate, ask your administrator for the issuer's certificate "
                          "file and install it on this computer.")};
    case Cause::CertificateSelfSigned:
        return {Words::tr("The server “%1” vouches only for itself: its certificate is self-signed.").arg(host),
                Words::tr("Ask the server's administrator for a certificate from a known issuer.")};
    case Cause::CertificateHostMismatch:
        return {Words::tr("The certificate is not for “%1”.").arg(host),
                seen("names").isEmpty()
                    ? Words::tr("Check the address. It must be the name that the certificate was made for.")
                    : Words::tr("Check the address. The certificate was made for: %1").arg(seen("names"))};
    case Cause::CertificateExpired:
        return {seen("expires").isEmpty()
                    ? Words::tr("The certificate of “%1” has expired.").arg(host)
                    : Words::tr("The certificate of “%1” expired on %2.").arg(host, seen("expires")),
                Words::tr("Ask the server's administrator to renew it. Check this computer's date too.")};
    case Cause::CertificateNotYetValid:
        return {Words::tr("The certificate of “%1” is not valid yet.").arg(host),
                Words::tr("Check the date and time of this computer.")};
    case Cause::CertificateIncomplete:
        return {Words::tr("The server “%1” does not send its whole certificate chain.").arg(host),
                Words::tr("Ask the server's administrator to install the intermediate certificate.")};
    case Cause::TlsHandshake:
        return {Words::tr("No encrypted connection to “%1” could be agreed on.").arg(host),
                Words::tr("Check the port, and whether the server uses HTTPS there.")};
    case Cause::Unauthorized:
        return {Words::tr("This token was refused by the server (401)."),
                Words::tr("Create a new token and paste it into the server's settings.")};
    case Cause::SignInRequired:
        return {Words::tr("This server wants a sign-in in the browser (OAuth)."),
                Words::tr("Add it to Claude as a connector, or ask its vendor for a token.")};
    case Cause::Forbidden:
        return {Words::tr("The token is known, but it may not use this service (403)."),
                Words::tr("Ask the server's administrator for the permission.")};
    case Cause::NotFound:
        return {Words::tr("The server has nothing at this path (404)."),
                Words::tr("Check the address after the host name against the vendor's instructions.")};
    case Cause::MethodNotAllowed:
        return {Words::tr("There is a web page at this address, but no MCP server (405)."),
                Words::tr("Check the address after the host name against the vendor's instructions.")};
    case Cause::TooManyRequests:
        return {Words::tr("The server takes no more requests for now (429)."),
                seen("retry-after").isEmpty() ? Words::tr("Wait a few minutes and check again.")
                                              : Words::tr("Check again in %1 seconds.").arg(seen("retry-after"))};
    case Cause::ServerError:
        return {Words::tr("The server reports a fault of its own (%1).").arg(seen("status")),
                Words::tr("Check again later, or tell the server's administrator the time of this check.")};
    case Cause::HttpStatus:
        return {Words::tr("The server answered with status %1.").arg(seen("status")),
                Words::tr("Check the address against the vendor's instructions.")};
    case Cause::Redirected:
        return {Words::tr("The server sends visitors on to another address: %1").arg(seen("target")),
                Words::tr("If you trust that address, enter it in the server's settings.")};
    case Cause::NotJson:
        return {Words::tr("The answer is not from an MCP server. It looks like a web page."),
                Words::tr("Check the address after the host name. A sign-in page of the network may be in between.")};
    case Cause::NotJsonRpc:
        return {Words::tr("The answer is not in the form of MCP."),
                Words::tr("Check the address after the host name against the vendor's instructions.")};
    case Cause::MessageTooLarge:
        return {Words::tr("A message is larger than the bridge accepts."),
                Words::tr("Ask for less at once, or raise the limit in the entry.")};
    case Cause::UnsupportedEncoding:
        return {Words::tr("The answer is compressed in a way that the bridge does not read."),
                Words::tr("Tell the server's administrator.")};
    case Cause::SessionLost:
        return {Words::tr("The server forgot the session, for example because it was restarted."),
                Words::tr("Check again. If it stays so, restart Claude.")};
    case Cause::TimedOut:
        return {Words::tr("The server took the request, but did not answer in time."),
                Words::tr("Check again later, or raise the time limit in the server's settings.")};
    case Cause::Cancelled:
        return {Words::tr("The bridge was ended before the answer came."), Words::tr("Check again.")};
    case Cause::UnsupportedProtocol:
        return {Words::tr("The server speaks only a version of MCP that is not supported yet."),
                Words::tr("Look for a newer version of Kopru.")};
    case Cause::ServerRefused:
        return {Words::tr("The server refused to begin: %1").arg(seen("message")),
                Words::tr("Follow its message, or ask the server's administrator.")};
    case Cause::MalformedMessage:
        return {Words::tr("A message could not be read as JSON."), Words::tr("Check again.")};
    }
    return {};
}

config::Message localMessage(LocalCause cause, const Step &step)
{
    const auto seen = [&step](const char *name) { return step.evidenceValue(QString::fromLatin1(name)); };
    switch (cause) {
    case LocalCause::CommandEmpty:
        return {Words::tr("This server has no command."), Words::tr("Enter the command in the server's settings.")};
    case LocalCause::CommandNotFound:
        return {Words::tr("Claude would not find the command “%1”.").arg(seen("command")),
                Words::tr("Enter its full path, or install the program.")};
    case LocalCause::CommandNotExecutable:
        return {Words::tr("The file “%1” may not be run as a program.").arg(seen("command")),
                Words::tr("Make it executable, or choose the right file.")};
    case LocalCause::CommandIsFolder:
        return {Words::tr("“%1” is a folder, not a program.").arg(seen("command")),
                Words::tr("Enter the path of the program inside it.")};
    case LocalCause::BridgeMissing:
        return {Words::tr("Kopru's bridge is not installed."), Words::tr("Install the bridge.")};
    case LocalCause::CouldNotStart:
        return {Words::tr("The program could not be started: %1").arg(seen("message")),
                Words::tr("Check that the file is a program for this computer.")};
    case LocalCause::ExitedEarly:
        return {seen("stderr").isEmpty()
                    ? Words::tr("The program ended before it answered.")
                    : Words::tr("The program ended before it answered. Its last words: %1").arg(seen("stderr")),
                Words::tr("Check its arguments and environment variables in the server's settings.")};
    case LocalCause::NoAnswer:
        return {Words::tr("The program did not answer within Claude's limit of 60 seconds."),
                Words::tr("Start it once by hand to see what it waits for.")};
    case LocalCause::NotMcp:
        return {Words::tr("The program answered, but not as an MCP server."),
                Words::tr("Check that the command starts the MCP server of this program.")};
    case LocalCause::StrayOutput:
        return {Words::tr("The program writes other text between its messages: %1").arg(seen("stdout")),
                Words::tr("Its maker should send this text to the error output. Claude may lose the connection.")};
    case LocalCause::SlowStart:
        return {Words::tr("The program needs more than half of Claude's limit of 60 seconds to start."),
                Words::tr("Start it once by hand so that it can download what it needs.")};
    case LocalCause::ToolsFailed:
        return {Words::tr("The server could not list its tools: %1").arg(seen("message")),
                Words::tr("Check again later, or ask the server's administrator.")};
    case LocalCause::BadToolName:
        return {Words::tr("Claude does not accept the tool name “%1” and so no tool of this server.").arg(seen("tool")),
                Words::tr("Tell the maker of the server: only letters, digits, - and _ are allowed.")};
    case LocalCause::NoTools:
        return {Words::tr("The server works, but offers no tools."),
                Words::tr("Check that the token may use some service.")};
    case LocalCause::RefusedByServer:
        return {Words::tr("The server refused to begin: %1").arg(seen("message")),
                Words::tr("Follow its message, or ask the server's administrator.")};
    }
    return {};
}

} // namespace

QString stepName(StepId id)
{
    switch (id) {
    case StepId::Address:
        return Words::tr("Address");
    case StepId::Proxy:
        return Words::tr("Proxy");
    case StepId::Name:
        return Words::tr("Name lookup");
    case StepId::Tcp:
        return Words::tr("Connection");
    case StepId::Tls:
        return Words::tr("Encryption");
    case StepId::Http:
        return Words::tr("Answer");
    case StepId::Authentication:
        return Words::tr("Token");
    case StepId::Command:
        return Words::tr("Command found");
    case StepId::Start:
        return Words::tr("Started");
    case StepId::Initialize:
        return Words::tr("MCP begun");
    case StepId::Tools:
        return Words::tr("Tools listed");
    }
    return {};
}

QString stateName(StepState state)
{
    switch (state) {
    case StepState::Waiting:
        return Words::tr("waiting");
    case StepState::Running:
        return Words::tr("running");
    case StepState::Passed:
        return Words::tr("passed");
    case StepState::Warning:
        return Words::tr("warning");
    case StepState::Failed:
        return Words::tr("failed");
    case StepState::Skipped:
        return Words::tr("skipped");
    }
    return {};
}

QString linkName(Link link)
{
    switch (link) {
    case Link::Claude:
        return Words::tr("Claude");
    case Link::Command:
        return Words::tr("Command");
    case Link::Network:
        return Words::tr("Network");
    case Link::Server:
        return Words::tr("Server", "link of the chain");
    }
    return {};
}

QString evidenceName(const QString &id)
{
    static const struct
    {
        const char *id;
        const char *name;
    } names[] = {
        {"address", QT_TRANSLATE_NOOP("kopru::checks", "Address")},
        {"addresses", QT_TRANSLATE_NOOP("kopru::checks", "Addresses")},
        {"host", QT_TRANSLATE_NOOP("kopru::checks", "Host")},
        {"port", QT_TRANSLATE_NOOP("kopru::checks", "Port")},
        {"path", QT_TRANSLATE_NOOP("kopru::checks", "Path")},
        {"proxy", QT_TRANSLATE_NOOP("kopru::checks", "Proxy")},
        {"issuer", QT_TRANSLATE_NOOP("kopru::checks", "Issuer")},
        {"subject", QT_TRANSLATE_NOOP("kopru::checks", "Issued to")},
        {"names", QT_TRANSLATE_NOOP("kopru::checks", "Valid for")},
        {"expires", QT_TRANSLATE_NOOP("kopru::checks", "Expires")},
        {"days-left", QT_TRANSLATE_NOOP("kopru::checks", "Days left")},
        {"protocol", QT_TRANSLATE_NOOP("kopru::checks", "Protocol")},
        {"status", QT_TRANSLATE_NOOP("kopru::checks", "Status")},
        {"content-type", QT_TRANSLATE_NOOP("kopru::checks", "Content type")},
        {"retry-after", QT_TRANSLATE_NOOP("kopru::checks", "Retry after")},
        {"target", QT_TRANSLATE_NOOP("kopru::checks", "Target")},
        {"message", QT_TRANSLATE_NOOP("kopru::checks", "Message")},
        {"code", QT_TRANSLATE_NOOP("kopru::checks", "Code")},
        {"command", QT_TRANSLATE_NOOP("kopru::checks", "Command")},
        {"variable", QT_TRANSLATE_NOOP("kopru::checks", "Variable")},
        {"exit-code", QT_TRANSLATE_NOOP("kopru::checks", "Exit code")},
        {"signal", QT_TRANSLATE_NOOP("kopru::checks", "Signal")},
        {"stderr", QT_TRANSLATE_NOOP("kopru::checks", "Error output")},
        {"stdout", QT_TRANSLATE_NOOP("kopru::checks", "Output")},
        {"server", QT_TRANSLATE_NOOP("kopru::checks", "Server")},
        {"tools", QT_TRANSLATE_NOOP("kopru::checks", "Tools")},
        {"tool", QT_TRANSLATE_NOOP("kopru::checks", "Tool")},
    };
    for (const auto &one : names)
        if (id == QLatin1StringView(one.id))
            return Words::tr(one.name);
    return id;
}

config::Message message(const Step &step)
{
    if (!step.cause)
        return {};
    if (const auto *local = std::get_if<LocalCause>(&step.cause->what))
        return localMessage(*local, step);
    return connectionMessage(std::get<Cause>(step.cause->what), step);
}

QString headline(const Report &report, const QString &server)
{
    switch (report.outcome) {
    case Outcome::Passed:
        if (report.identity)
            return Words::tr("“%1” works: %n tool(s).", nullptr, static_cast<int>(report.tools.size())).arg(server);
        return Words::tr("“%1” can be reached from this computer.").arg(server);
    case Outcome::Warning:
        return Words::tr("“%1” works, with a warning.").arg(server);
    case Outcome::Failed:
        return Words::tr("“%1” does not work.").arg(server);
    case Outcome::Cancelled:
        return Words::tr("The check of “%1” was stopped.").arg(server);
    }
    return {};
}

} // namespace kopru::checks
