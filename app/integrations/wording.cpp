#include "app/integrations/wording.h"

#include <QtCore/QCoreApplication>

using namespace Qt::StringLiterals;

namespace kopru::integrations {

namespace {

struct IntegrationWords
{
    Q_DECLARE_TR_FUNCTIONS(IntegrationWords)
};

} // namespace

QString kindName(KindId kind)
{
    switch (kind) {
    case KindId::ApinizerHttp:
        return IntegrationWords::tr("Apinizer API Portal");
    case KindId::ApinizerWebSocket:
        return IntegrationWords::tr("Apinizer API Portal (WebSocket)");
    case KindId::AgentPort:
        return IntegrationWords::tr("AgentPort");
    case KindId::AlecsWebSocket:
        return IntegrationWords::tr("ALECS for Akamai");
    case KindId::RemoteServer:
        return IntegrationWords::tr("Remote MCP server");
    case KindId::LocalCommand:
        return IntegrationWords::tr("Program on this computer");
    }
    return {};
}

QString kindHelp(KindId kind)
{
    switch (kind) {
    case KindId::ApinizerHttp:
    case KindId::ApinizerWebSocket:
        return IntegrationWords::tr(
            "Connects Claude to your company's API Portal. You need the portal's address and a token that "
            "starts with mcp_.");
    case KindId::AgentPort:
        return IntegrationWords::tr(
            "Connects Claude to the integrations of your AgentPort account. You need an API key that starts "
            "with ap_.");
    case KindId::AlecsWebSocket:
        return IntegrationWords::tr(
            "Connects Claude to an ALECS server that manages Akamai. You need its WebSocket address and a token.");
    case KindId::RemoteServer:
        return IntegrationWords::tr(
            "Connects Claude to any MCP server with a web address. You need the address and, for most "
            "servers, a token.");
    case KindId::LocalCommand:
        return IntegrationWords::tr(
            "Lets Claude start a program that is installed here. You need its command and arguments.");
    }
    return {};
}

QString fieldLabel(KindId kind, FieldId field)
{
    switch (field) {
    case FieldId::Host:
        return IntegrationWords::tr("Portal address");
    case FieldId::Port:
        return IntegrationWords::tr("Port");
    case FieldId::Path:
        return IntegrationWords::tr("Path");
    case FieldId::Token:
        return kind == KindId::AgentPort ? IntegrationWords::tr("API key") : IntegrationWords::tr("Access token");
    case FieldId::TokenHeader:
    case FieldId::HeaderName:
        return IntegrationWords::tr("Header that carries the token");
    case FieldId::Timeout:
        return IntegrationWords::tr("Wait for an answer at most");
    case FieldId::UseHttps:
        return IntegrationWords::tr("Encrypted connection (HTTPS)");
    case FieldId::VerifyCertificate:
        return IntegrationWords::tr("Verify the server's certificate");
    case FieldId::Address:
        return kind == KindId::AgentPort ? IntegrationWords::tr("AgentPort address")
                                         : IntegrationWords::tr("Server address");
    case FieldId::Transport:
        return IntegrationWords::tr("Kind of connection");
    case FieldId::HeaderLines:
        return IntegrationWords::tr("More headers, one a line");
    case FieldId::Command:
        return IntegrationWords::tr("Command");
    case FieldId::Arguments:
        return IntegrationWords::tr("Arguments, one a line");
    case FieldId::Environment:
        return IntegrationWords::tr("Environment variables, one a line");
    }
    return {};
}

QString fieldHelp(KindId kind, FieldId field)
{
    switch (field) {
    case FieldId::Host:
        return IntegrationWords::tr("The name of the portal's computer, without https:// and without a path.");
    case FieldId::Token:
        return kind == KindId::RemoteServer ? IntegrationWords::tr("Leave it empty if the server needs none.")
                                            : QString();
    case FieldId::Address:
        if (kind == KindId::AgentPort)
            return IntegrationWords::tr("Change it only if your company runs AgentPort itself.");
        if (kind == KindId::AlecsWebSocket)
            return IntegrationWords::tr("It begins with wss://, or with ws:// inside an SSH tunnel.");
        return IntegrationWords::tr("It begins with https://, or with wss:// for a WebSocket server.");
    case FieldId::Transport:
        return IntegrationWords::tr("Leave this as it is unless the vendor's instructions name one.");
    case FieldId::Timeout:
        return kind == KindId::RemoteServer
                   ? IntegrationWords::tr(
                         "In milliseconds; 0 waits as long as Claude does, which is 4 minutes for a call.")
                   : IntegrationWords::tr("In milliseconds.");
    case FieldId::VerifyCertificate:
        return IntegrationWords::tr("Switch this off only for a test server whose certificate you know.");
    case FieldId::HeaderName:
        return IntegrationWords::tr("With Authorization, the token is sent as a Bearer token.");
    case FieldId::Environment:
        return IntegrationWords::tr("As NAME=value.");
    case FieldId::Command:
        return IntegrationWords::tr(
            "The full path of the program is safest: Claude looks in fewer folders than a terminal.");
    default:
        return {};
    }
}

namespace {

// Document apinizer-api-portal.txt, "Getting Apinizer MCP Token".
QStringList whereInApinizer(FieldId field)
{
    if (field == FieldId::Token) {
        return {IntegrationWords::tr("An administrator enables MCP once, on the portal settings page of Apinizer."),
                IntegrationWords::tr("Sign in to your API Portal."),
                IntegrationWords::tr("Open “My Profile”."),
                IntegrationWords::tr("Go to “API Access Tokens” at the bottom of the page."),
                IntegrationWords::tr("Press “Create Token”, give it a name and a lifetime of 30 to 90 days."),
                IntegrationWords::tr("Copy the token and keep it in a safe place: the portal shows it once.")};
    }
    if (field == FieldId::Host) {
        return {IntegrationWords::tr(
                    "It is the name in your browser's address bar when you are signed in to the API Portal."),
                IntegrationWords::tr("Example: apiportal.example.com")};
    }
    return {};
}

// Document agentport.txt, "Prerequisites" and "Approach A".
QStringList whereInAgentPort(FieldId field)
{
    if (field == FieldId::Token) {
        return {
            IntegrationWords::tr("Sign in at app.agentport.sh, or at your company's own AgentPort."),
            IntegrationWords::tr("Open the page “Connect”."),
            IntegrationWords::tr("Generate an API key. It begins with ap_."),
            IntegrationWords::tr("Copy the key and keep it in a safe place."),
            // 240 s against 300 s: a call that waits for an approval is lost before AgentPort gives up on it.
            IntegrationWords::tr("Later, when a call needs your approval in AgentPort, approve it within 4 minutes: "
                                 "AgentPort waits 5 minutes, but Claude gives up on the call after 4. If it took "
                                 "longer, ask Claude again.")};
    }
    if (field == FieldId::Address) {
        return {IntegrationWords::tr("AgentPort of its vendor: https://app.agentport.sh/mcp"),
                IntegrationWords::tr("AgentPort of your company: its domain with /mcp behind it, for example "
                                     "https://agentport.example.com/mcp")};
    }
    return {};
}

// Document alecs-websocket.txt, "Server Setup", "SSH Tunnel" and "Secure WebSocket (WSS) Setup".
QStringList whereInAlecs(FieldId field)
{
    if (field == FieldId::Token) {
        return {IntegrationWords::tr("Open a terminal on the computer where ALECS runs, in the folder of ALECS."),
                IntegrationWords::tr("Enter: npm run generate-token"),
                IntegrationWords::tr("Copy what stands behind “Token”, not behind “Token ID”. It is shown once.")};
    }
    if (field == FieldId::Address) {
        return {IntegrationWords::tr("It is the name of the computer where ALECS runs, with port 8082 and the path "
                                     "/mcp, unless they were set differently."),
                IntegrationWords::tr("If ALECS has a certificate, or nginx stands in front of it, it begins with "
                                     "wss://. Example: wss://alecs.example.com:8082/mcp"),
                IntegrationWords::tr("Otherwise open an SSH tunnel and leave it open: ssh -L 8082:localhost:8082 "
                                     "user@alecs.example.com"),
                IntegrationWords::tr("With the tunnel, the address is ws://localhost:8082/mcp.")};
    }
    return {};
}

} // namespace

QStringList whereToFind(KindId kind, FieldId field)
{
    switch (kind) {
    case KindId::ApinizerHttp:
    case KindId::ApinizerWebSocket:
        return whereInApinizer(field);
    case KindId::AgentPort:
        return whereInAgentPort(field);
    case KindId::AlecsWebSocket:
        return whereInAlecs(field);
    case KindId::RemoteServer:
    case KindId::LocalCommand:
        break;
    }
    return {};
}

QString choiceName(FieldId field, const QString &choice)
{
    if (field != FieldId::Transport)
        return choice;
    if (choice == u"streamable"_s)
        return IntegrationWords::tr("Streamable HTTP");
    if (choice == u"sse"_s)
        return IntegrationWords::tr("HTTP with SSE (older servers)");
    if (choice == u"post"_s)
        return IntegrationWords::tr("Plain POST, one answer per request");
    return IntegrationWords::tr("Detect automatically");
}

QString switchText(KindId to)
{
    switch (to) {
    case KindId::ApinizerHttp:
        return IntegrationWords::tr("Connect over HTTPS instead of WebSocket");
    case KindId::ApinizerWebSocket:
        return IntegrationWords::tr("Connect over WebSocket instead of HTTPS");
    default:
        return kindName(to);
    }
}

QString problemText(const FieldFinding &finding, KindId kind)
{
    switch (finding.problem) {
    case FieldProblem::Missing:
        switch (finding.field) {
        case FieldId::Host:
            return IntegrationWords::tr("Enter the portal's address.");
        case FieldId::Token:
            return kind == KindId::AgentPort ? IntegrationWords::tr("Paste the API key.")
                                             : IntegrationWords::tr("Paste the access token.");
        case FieldId::Address:
            return IntegrationWords::tr("Enter the server's address.");
        case FieldId::Command:
            return IntegrationWords::tr("Enter the command that starts the program.");
        default:
            return IntegrationWords::tr("This field cannot stay empty.");
        }
    case FieldProblem::NotAHost:
        return IntegrationWords::tr("This is not a host name. Enter only the name, for example apiportal.example.com.");
    case FieldProblem::AddressAsHost:
        return IntegrationWords::tr(
            "This is a whole address. Enter only the name between https:// and the next slash.");
    case FieldProblem::NotAUrl:
        return kind == KindId::AlecsWebSocket
                   ? IntegrationWords::tr("This is not a WebSocket address. It begins with wss:// and has a host name.")
                   : IntegrationWords::tr("This is not a web address. It begins with https:// and has a host name.");
    case FieldProblem::UnsupportedScheme:
        if (kind == KindId::AlecsWebSocket)
            return IntegrationWords::tr("Only addresses that begin with wss:// or ws:// can be used here.");
        return kind == KindId::RemoteServer
                   ? IntegrationWords::tr(
                         "Only addresses that begin with https://, http://, wss:// or ws:// can be used here.")
                   : IntegrationWords::tr("Only addresses that begin with https:// or http:// can be used here.");
    case FieldProblem::PlainHttp:
        return IntegrationWords::tr(
            "Without HTTPS, others on the network can read the token. Use https:// if the server has it.");
    case FieldProblem::PlainWebSocket:
        return kind == KindId::AlecsWebSocket
                   ? IntegrationWords::tr("With ws://, others on the network can read the token. Use wss://, or an SSH "
                                          "tunnel and ws://localhost:8082/mcp.")
                   : IntegrationWords::tr("With ws://, others on the network can read the token. Use wss:// if the "
                                          "server has it.");
    case FieldProblem::CredentialsInUrl:
        return IntegrationWords::tr("The address holds a user name or password. Put it into the token field instead.");
    case FieldProblem::OutOfRange: {
        const Field *described = integrations::field(integrations::kind(kind), finding.field);
        return IntegrationWords::tr("Enter a number from %1 to %2.")
            .arg(described ? described->least : 0)
            .arg(described ? described->most : 0);
    }
    case FieldProblem::SpaceInToken:
        return IntegrationWords::tr("There is a space or a line break inside the token. Copy it again as one piece.");
    case FieldProblem::Placeholder:
        return IntegrationWords::tr("This is the example from the instructions. Put your own value in its place.");
    case FieldProblem::UnusualPrefix:
        if (kind == KindId::AgentPort)
            return IntegrationWords::tr("AgentPort keys begin with ap_. Check that this is the right key.");
        return IntegrationWords::tr("Apinizer tokens for MCP begin with mcp_. Check that this is the right token.");
    case FieldProblem::TokenId:
        return IntegrationWords::tr("This looks like the token's ID. The token itself stands in the line above it.");
    case FieldProblem::NotAHeaderName:
        return IntegrationWords::tr("A header name has letters, digits and hyphens only, for example X-API-Key.");
    case FieldProblem::NotAHeaderLine:
        return IntegrationWords::tr("Write each header as “Name: value”.");
    case FieldProblem::NotAVariable:
        return IntegrationWords::tr("Write each variable as NAME=value.");
    case FieldProblem::VerificationOff:
        return IntegrationWords::tr("The certificate is not verified: somebody in between could read the token.");
    }
    return {};
}

QString questionForClaude(KindId kind, const QString &server)
{
    switch (kind) {
    case KindId::ApinizerHttp:
    case KindId::ApinizerWebSocket:
        return IntegrationWords::tr(
                   "Is my connection to the Apinizer API Portal (“%1”) working? Which tools does it offer?")
            .arg(server);
    case KindId::AgentPort:
        // Document agentport.txt, "Verifying it works".
        return IntegrationWords::tr("List my installed AgentPort integrations (MCP server “%1”).").arg(server);
    case KindId::AlecsWebSocket:
        // Document alecs-websocket.txt, "Verification".
        return IntegrationWords::tr("List my Akamai properties with the MCP server “%1”.").arg(server);
    case KindId::RemoteServer:
    case KindId::LocalCommand:
        return IntegrationWords::tr("Which tools does the MCP server “%1” offer? Call one that only reads something.")
            .arg(server);
    }
    return {};
}

} // namespace kopru::integrations
