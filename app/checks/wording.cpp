#include "app/checks/wording.h"

#include <QtCore/QCoreApplication>

using namespace Qt::StringLiterals;

namespace kopru::checks {

namespace {

using contract::Cause;

struct CheckWords
{
    Q_DECLARE_TR_FUNCTIONS(CheckWords)
};

/// Why the server closed a WebSocket: RFC 6455 section 7.4.1, and what is registered with IANA since.
QString meaningOfClose(int code)
{
    switch (code) {
    case 1000:
        return CheckWords::tr("an ordinary end");
    case 1001:
        return CheckWords::tr("it is going away");
    case 1002: // document apinizer-api-portal.txt: "possibly authentication failed"
        return CheckWords::tr("a fault in the protocol, often a refused token");
    case 1003:
        return CheckWords::tr("a kind of data that it does not accept");
    case 1005:
        return CheckWords::tr("no reason given");
    case 1007:
        return CheckWords::tr("a message with invalid text");
    case 1008:
        return CheckWords::tr("against its rules, often a refused token");
    case 1009:
        return CheckWords::tr("a message that is too large for it");
    case 1010:
        return CheckWords::tr("an extension is missing");
    case 1011:
        return CheckWords::tr("a fault of its own");
    case 1012:
        return CheckWords::tr("it is being restarted");
    case 1013:
        return CheckWords::tr("it is busy");
    case 1014:
        return CheckWords::tr("a server behind it does not answer");
    case 3008:
        return CheckWords::tr("it waited too long");
    default:
        return CheckWords::tr("a reason of its own");
    }
}

config::Message closeMessage(const QString &code)
{
    const int number = code.toInt();
    const QString what =
        CheckWords::tr("The server closed the connection: %1 (code %2).").arg(meaningOfClose(number), code);
    if (number == 1002 || number == 1008)
        return {what, CheckWords::tr("Create a new token and paste it into the server's settings. If it stays so, tell "
                                     "the server's administrator this code.")};
    if (number == 1001 || (number >= 1012 && number <= 1014))
        return {what, CheckWords::tr("Check again in a few minutes.")};
    return {what, CheckWords::tr("Check again. If it stays so, tell the server's administrator this code.")};
}

/// The HTTP status, else the code of a close frame.
QString statusOf(const Step &step, const QString &standard)
{
    const QString status = step.evidenceValue(u"status"_s);
    const QString code = step.evidenceValue(u"code"_s);
    return !status.isEmpty() ? status : code.toInt() > 0 ? code : standard;
}

config::Message connectionMessage(Cause cause, const Step &step)
{
    const auto seen = [&step](const char *name) { return step.evidenceValue(QString::fromLatin1(name)); };
    const QString host = seen("host");
    switch (cause) {
    case Cause::None:
        return {};
    case Cause::BadUsage:
        return {CheckWords::tr("The bridge does not understand its arguments."),
                CheckWords::tr("Open the server's settings in Kopru and save them again.")};
    case Cause::MissingVariable:
        return {CheckWords::tr("A value that the bridge needs is missing: %1").arg(seen("variable")),
                CheckWords::tr("Open the server's settings and fill in the empty field.")};
    case Cause::BadVariable:
        return {CheckWords::tr("A value of this server cannot be understood: %1").arg(seen("variable")),
                CheckWords::tr("Open the server's settings and correct this field.")};
    case Cause::KeychainMissing:
        return {CheckWords::tr("The keychain of this computer does not answer."),
                CheckWords::tr("Enter the token in the server's settings, so that it is kept there.")};
    case Cause::KeychainLocked:
        return {CheckWords::tr("The keychain of this computer is locked."),
                CheckWords::tr("Unlock it by signing in to this computer, then restart Claude.")};
    case Cause::KeychainRefused:
        return {CheckWords::tr("The keychain did not give the token out."),
                CheckWords::tr("Allow the access when you are asked, or enter the token in the server's settings.")};
    case Cause::KeychainItemMissing:
        return {CheckWords::tr("The keychain holds no token for this server."),
                CheckWords::tr("Enter the token again in the server's settings.")};
    case Cause::BadAddress:
        return {CheckWords::tr("The server's address is not a web address."),
                CheckWords::tr("Correct the address in the server's settings.")};
    case Cause::UnknownHost:
        return {CheckWords::tr("No computer named “%1” was found.").arg(host),
                CheckWords::tr(
                    "Check the spelling of the address. If it is right, connect to your company's network or VPN.")};
    case Cause::ConnectionRefused:
        return {CheckWords::tr("The computer answered, but no service listens on this port."),
                CheckWords::tr("Check the port in the settings, or ask whether the server is running.")};
    case Cause::ConnectTimeout:
        return {CheckWords::tr("The server did not answer in time."),
                CheckWords::tr("Check the network or VPN. A firewall may block this address.")};
    case Cause::NetworkUnreachable:
        return {CheckWords::tr("The server cannot be reached from this network."),
                CheckWords::tr("Check the internet connection or the VPN.")};
    case Cause::ConnectionLost:
        return {CheckWords::tr("The connection was closed before an answer came."),
                CheckWords::tr("Check again. If it stays so, tell the server's administrator the time of this check.")};
    case Cause::ProxyFailed:
        return {CheckWords::tr("The proxy of your network did not make the connection."),
                CheckWords::tr("Check the proxy in your system's network settings.")};
    case Cause::ProxyAuthentication:
        return {CheckWords::tr("The proxy of your network asks for a sign-in."),
                CheckWords::tr("Ask your administrator for a proxy that this program may use.")};
    case Cause::ProxyMethod:
        return {CheckWords::tr("The proxy of your network accepts only a Windows sign-in (%1).").arg(seen("methods")),
                CheckWords::tr("Ask your administrator to let this address pass without it.")};
    case Cause::CertificateUntrusted:
        return {
            CheckWords::tr("The certificate of “%1” is not trusted. It was issued by “%2”.").arg(host, seen("issuer")),
            CheckWords::tr("If it is your company's certificate, ask your administrator for the issuer's certificate "
                           "file and install it on this computer.")};
    case Cause::CertificateSelfSigned:
        return {CheckWords::tr("The server “%1” vouches only for itself: its certificate is self-signed.").arg(host),
                CheckWords::tr("Ask the server's administrator for a certificate from a known issuer.")};
    case Cause::CertificateHostMismatch:
        return {CheckWords::tr("The certificate is not for “%1”.").arg(host),
                seen("names").isEmpty()
                    ? CheckWords::tr("Check the address. It must be the name that the certificate was made for.")
                    : CheckWords::tr("Check the address. The certificate was made for: %1").arg(seen("names"))};
    case Cause::CertificateExpired:
        return {seen("expires").isEmpty()
                    ? CheckWords::tr("The certificate of “%1” has expired.").arg(host)
                    : CheckWords::tr("The certificate of “%1” expired on %2.").arg(host, seen("expires")),
                CheckWords::tr("Ask the server's administrator to renew it. Check this computer's date too.")};
    case Cause::CertificateNotYetValid:
        return {CheckWords::tr("The certificate of “%1” is not valid yet.").arg(host),
                CheckWords::tr("Check the date and time of this computer.")};
    case Cause::CertificateIncomplete:
        return {CheckWords::tr("The server “%1” does not send its whole certificate chain.").arg(host),
                CheckWords::tr("Ask the server's administrator to install the intermediate certificate.")};
    case Cause::TlsVersion:
        return {CheckWords::tr("The server “%1” speaks only an outdated version of TLS.").arg(host),
                CheckWords::tr("Ask the server's administrator to switch TLS 1.2 or later on.")};
    case Cause::CertificateFile:
        return {CheckWords::tr("This certificate file cannot be read: %1").arg(seen("file")),
                CheckWords::tr("Choose the right file in the server's settings. It must be a PEM file.")};
    case Cause::ClientCertificate:
        return {CheckWords::tr("The server “%1” wants a certificate of this computer.").arg(host),
                CheckWords::tr("Ask the server's administrator for a client certificate.")};
    case Cause::TlsHandshake:
        return {CheckWords::tr("No encrypted connection to “%1” could be agreed on.").arg(host),
                CheckWords::tr("Check the port, and whether the server uses HTTPS there.")};
    case Cause::Unauthorized:
        return {CheckWords::tr("This token was refused by the server (%1).").arg(statusOf(step, u"401"_s)),
                CheckWords::tr("Create a new token and paste it into the server's settings.")};
    case Cause::SignInRequired:
        return {CheckWords::tr("This server wants a sign-in in the browser (OAuth)."),
                CheckWords::tr("Add it to Claude as a connector, or ask its vendor for a token.")};
    case Cause::Forbidden:
        return {
            CheckWords::tr("The token is known, but it may not use this service (%1).").arg(statusOf(step, u"403"_s)),
            CheckWords::tr("Ask the server's administrator for the permission.")};
    case Cause::NotFound:
        return {CheckWords::tr("The server has nothing at this path (404)."),
                CheckWords::tr("Check the address after the host name against the vendor's instructions.")};
    case Cause::MethodNotAllowed:
        return {CheckWords::tr("There is a web page at this address, but no MCP server (405)."),
                CheckWords::tr("Check the address after the host name against the vendor's instructions.")};
    case Cause::TooManyRequests:
        return {CheckWords::tr("The server takes no more requests for now (429)."),
                seen("retry-after").isEmpty() ? CheckWords::tr("Wait a few minutes and check again.")
                                              : CheckWords::tr("Check again in %1 seconds.").arg(seen("retry-after"))};
    case Cause::ServerError:
        return {CheckWords::tr("The server reports a fault of its own (%1).").arg(seen("status")),
                CheckWords::tr("Check again later, or tell the server's administrator the time of this check.")};
    case Cause::HttpStatus:
        return {CheckWords::tr("The server answered with status %1.").arg(seen("status")),
                CheckWords::tr("Check the address against the vendor's instructions.")};
    case Cause::Redirected:
        return {CheckWords::tr("The server sends visitors on to another address: %1").arg(seen("target")),
                CheckWords::tr("If you trust that address, enter it in the server's settings.")};
    case Cause::NotJson:
        return {
            CheckWords::tr("The answer is not from an MCP server. It looks like a web page."),
            CheckWords::tr("Check the address after the host name. A sign-in page of the network may be in between.")};
    case Cause::NotJsonRpc:
        return {CheckWords::tr("The answer is not in the form of MCP."),
                CheckWords::tr("Check the address after the host name against the vendor's instructions.")};
    case Cause::MessageTooLarge:
        return {CheckWords::tr("A message is larger than the bridge accepts."),
                CheckWords::tr("Ask for less at once, or raise the limit in the entry.")};
    case Cause::UnsupportedEncoding:
        return {CheckWords::tr("The answer is compressed in a way that the bridge does not read."),
                CheckWords::tr("Tell the server's administrator.")};
    case Cause::BrokenEncoding:
        return {CheckWords::tr("The compressed answer of the server could not be unpacked."),
                CheckWords::tr("Check again. If it stays so, tell the server's administrator.")};
    case Cause::WebSocketRefused:
        if (seen("status") == u"426"_s) // Upgrade Required, though the upgrade was asked for
            return {
                CheckWords::tr("The request for a WebSocket did not reach the server whole (status 426)."),
                CheckWords::tr("A proxy in between probably changes it: ask its administrator to allow WebSocket.")};
        return {seen("status").isEmpty()
                    ? CheckWords::tr("The server did not switch to WebSocket.")
                    : CheckWords::tr("The server did not switch to WebSocket (status %1).").arg(seen("status")),
                CheckWords::tr("Check the path of the address, and whether a proxy in between allows WebSocket.")};
    case Cause::WebSocketClosed:
        return closeMessage(seen("code"));
    case Cause::SessionLost:
        return {CheckWords::tr("The server forgot the session, for example because it was restarted."),
                CheckWords::tr("Check again. If it stays so, restart Claude.")};
    case Cause::TimedOut:
        return {CheckWords::tr("The server took the request, but did not answer in time."),
                CheckWords::tr("Check again later, or raise the time limit in the server's settings.")};
    case Cause::Cancelled:
        return {CheckWords::tr("The bridge was ended before the answer came."), CheckWords::tr("Check again.")};
    case Cause::UnsupportedProtocol:
        return {CheckWords::tr("The server speaks only a version of MCP that is not supported yet."),
                CheckWords::tr("Look for a newer version of Kopru.")};
    case Cause::ServerRefused:
        return {CheckWords::tr("The server refused to begin: %1").arg(seen("message")),
                CheckWords::tr("Follow its message, or ask the server's administrator.")};
    case Cause::MalformedMessage:
        return {CheckWords::tr("A message could not be read as JSON."), CheckWords::tr("Check again.")};
    }
    return {};
}

config::Message localMessage(LocalCause cause, const Step &step)
{
    const auto seen = [&step](const char *name) { return step.evidenceValue(QString::fromLatin1(name)); };
    switch (cause) {
    case LocalCause::CommandEmpty:
        return {CheckWords::tr("This server has no command."),
                CheckWords::tr("Enter the command in the server's settings.")};
    case LocalCause::CommandNotFound:
        return {CheckWords::tr("Claude would not find the command “%1”.").arg(seen("command")),
                CheckWords::tr("Enter its full path, or install the program.")};
    case LocalCause::CommandNotExecutable:
        return {CheckWords::tr("The file “%1” may not be run as a program.").arg(seen("command")),
                CheckWords::tr("Make it executable, or choose the right file.")};
    case LocalCause::CommandIsFolder:
        return {CheckWords::tr("“%1” is a folder, not a program.").arg(seen("command")),
                CheckWords::tr("Enter the path of the program inside it.")};
    case LocalCause::BridgeMissing:
        return {CheckWords::tr("Kopru's bridge is not installed."), CheckWords::tr("Install the bridge.")};
    case LocalCause::CouldNotStart:
        return {CheckWords::tr("The program could not be started: %1").arg(seen("message")),
                CheckWords::tr("Check that the file is a program for this computer.")};
    case LocalCause::ExitedEarly:
        return {seen("stderr").isEmpty()
                    ? CheckWords::tr("The program ended before it answered.")
                    : CheckWords::tr("The program ended before it answered. Its last words: %1").arg(seen("stderr")),
                CheckWords::tr("Check its arguments and environment variables in the server's settings.")};
    case LocalCause::NoAnswer:
        return {CheckWords::tr("The program did not answer within Claude's limit of 60 seconds."),
                CheckWords::tr("Start it once by hand to see what it waits for.")};
    case LocalCause::NotMcp:
        return {CheckWords::tr("The program answered, but not as an MCP server."),
                CheckWords::tr("Check that the command starts the MCP server of this program.")};
    case LocalCause::StrayOutput:
        return {CheckWords::tr("The program writes other text between its messages: %1").arg(seen("stdout")),
                CheckWords::tr("Its maker should send this text to the error output. Claude may lose the connection.")};
    case LocalCause::SlowStart:
        return {CheckWords::tr("The program needs more than half of Claude's limit of 60 seconds to start."),
                CheckWords::tr("Start it once by hand so that it can download what it needs.")};
    case LocalCause::ToolsFailed:
        return {CheckWords::tr("The server could not list its tools: %1").arg(seen("message")),
                CheckWords::tr("Check again later, or ask the server's administrator.")};
    case LocalCause::BadToolName:
        return {CheckWords::tr("Claude does not accept the tool name “%1” and so no tool of this server.")
                    .arg(seen("tool")),
                CheckWords::tr("Tell the maker of the server: only letters, digits, - and _ are allowed.")};
    case LocalCause::NoTools:
        return {CheckWords::tr("The server works, but offers no tools."),
                CheckWords::tr("Check that the token may use some service.")};
    case LocalCause::RefusedByServer:
        return {CheckWords::tr("The server refused to begin: %1").arg(seen("message")),
                CheckWords::tr("Follow its message, or ask the server's administrator.")};
    }
    return {};
}

} // namespace

QString stepName(StepId id)
{
    switch (id) {
    case StepId::Keychain:
        return CheckWords::tr("Token from the keychain");
    case StepId::Address:
        return CheckWords::tr("Address");
    case StepId::Proxy:
        return CheckWords::tr("Proxy");
    case StepId::Name:
        return CheckWords::tr("Name lookup");
    case StepId::Tcp:
        return CheckWords::tr("Connection");
    case StepId::Tls:
        return CheckWords::tr("Encryption");
    case StepId::Http:
        return CheckWords::tr("Answer");
    case StepId::WebSocket:
        return CheckWords::tr("WebSocket");
    case StepId::Authentication:
        return CheckWords::tr("Token");
    case StepId::Command:
        return CheckWords::tr("Command found");
    case StepId::Start:
        return CheckWords::tr("Started");
    case StepId::Initialize:
        return CheckWords::tr("MCP begun");
    case StepId::Tools:
        return CheckWords::tr("Tools listed");
    }
    return {};
}

QString stateName(StepState state)
{
    switch (state) {
    case StepState::Waiting:
        return CheckWords::tr("waiting");
    case StepState::Running:
        return CheckWords::tr("running");
    case StepState::Passed:
        return CheckWords::tr("passed");
    case StepState::Warning:
        return CheckWords::tr("warning");
    case StepState::Failed:
        return CheckWords::tr("failed");
    case StepState::Skipped:
        return CheckWords::tr("skipped");
    }
    return {};
}

QString linkName(Link link)
{
    switch (link) {
    case Link::Claude:
        return CheckWords::tr("Claude");
    case Link::Command:
        return CheckWords::tr("Command");
    case Link::Network:
        return CheckWords::tr("Network");
    case Link::Server:
        return CheckWords::tr("Server", "link of the chain");
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
        {"address", QT_TRANSLATE_NOOP("CheckWords", "Address")},
        {"addresses", QT_TRANSLATE_NOOP("CheckWords", "Addresses")},
        {"host", QT_TRANSLATE_NOOP("CheckWords", "Host")},
        {"port", QT_TRANSLATE_NOOP("CheckWords", "Port")},
        {"path", QT_TRANSLATE_NOOP("CheckWords", "Path")},
        {"proxy", QT_TRANSLATE_NOOP("CheckWords", "Proxy")},
        {"issuer", QT_TRANSLATE_NOOP("CheckWords", "Issuer")},
        {"subject", QT_TRANSLATE_NOOP("CheckWords", "Issued to")},
        {"names", QT_TRANSLATE_NOOP("CheckWords", "Valid for")},
        {"expires", QT_TRANSLATE_NOOP("CheckWords", "Expires")},
        {"days-left", QT_TRANSLATE_NOOP("CheckWords", "Days left")},
        {"protocol", QT_TRANSLATE_NOOP("CheckWords", "Protocol")},
        {"status", QT_TRANSLATE_NOOP("CheckWords", "Status")},
        {"methods", QT_TRANSLATE_NOOP("CheckWords", "Methods")},
        {"item", QT_TRANSLATE_NOOP("CheckWords", "Keychain item")},
        {"file", QT_TRANSLATE_NOOP("CheckWords", "File")},
        {"reason", QT_TRANSLATE_NOOP("CheckWords", "Reason given")},
        {"meaning", QT_TRANSLATE_NOOP("CheckWords", "Meaning")},
        {"content-type", QT_TRANSLATE_NOOP("CheckWords", "Content type")},
        {"retry-after", QT_TRANSLATE_NOOP("CheckWords", "Retry after")},
        {"target", QT_TRANSLATE_NOOP("CheckWords", "Target")},
        {"message", QT_TRANSLATE_NOOP("CheckWords", "Message")},
        {"code", QT_TRANSLATE_NOOP("CheckWords", "Code")},
        {"command", QT_TRANSLATE_NOOP("CheckWords", "Command")},
        {"variable", QT_TRANSLATE_NOOP("CheckWords", "Variable")},
        {"exit-code", QT_TRANSLATE_NOOP("CheckWords", "Exit code")},
        {"signal", QT_TRANSLATE_NOOP("CheckWords", "Signal")},
        {"stderr", QT_TRANSLATE_NOOP("CheckWords", "Error output")},
        {"stdout", QT_TRANSLATE_NOOP("CheckWords", "Output")},
        {"server", QT_TRANSLATE_NOOP("CheckWords", "Server")},
        {"tools", QT_TRANSLATE_NOOP("CheckWords", "Tools")},
        {"tool", QT_TRANSLATE_NOOP("CheckWords", "Tool")},
    };
    for (const auto &one : names)
        if (id == QLatin1StringView(one.id))
            return CheckWords::tr(one.name);
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
            return CheckWords::tr("“%1” works: %n tool(s).", nullptr, static_cast<int>(report.tools.size()))
                .arg(server);
        return CheckWords::tr("“%1” can be reached from this computer.").arg(server);
    case Outcome::Warning:
        return CheckWords::tr("“%1” works, with a warning.").arg(server);
    case Outcome::Failed:
        return CheckWords::tr("“%1” does not work.").arg(server);
    case Outcome::Cancelled:
        return CheckWords::tr("The check of “%1” was stopped.").arg(server);
    }
    return {};
}

} // namespace kopru::checks
