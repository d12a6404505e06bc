#include "app/integrations/wording.h"

#include <QtCore/QCoreApplication>

namespace kopru::integrations {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(kopru::integrations)
};

} // namespace

QString kindName(KindId kind)
{
    switch (kind) {
    case KindId::ApinizerHttp:
        return Words::tr("Apinizer API Portal");
    case KindId::RemoteServer:
        return Words::tr("Remote MCP server");
    case KindId::LocalCommand:
        return Words::tr("Program on this computer");
    }
    return {};
}

QString kindHelp(KindId kind)
{
    switch (kind) {
    case KindId::ApinizerHttp:
        return Words::tr("Connects Claude to your company's API Portal. You need the portal's address and a token that "
                         "starts with mcp_.");
    case KindId::RemoteServer:
        return Words::tr("Connects Claude to any MCP server with a web address. You need the address and, for most "
                         "servers, a token.");
    case KindId::LocalCommand:
        return Words::tr("Lets Claude start a program that is installed here. You need its command and arguments.");
    }
    return {};
}

QString fieldLabel(KindId kind, FieldId field)
{
    switch (field) {
    case FieldId::Host:
        return Words::tr("Portal address");
    case FieldId::Port:
        return Words::tr("Port");
    case FieldId::Path:
        return Words::tr("Path");
    case FieldId::Token:
        return Words::tr("Access token");
    case FieldId::TokenHeader:
    case FieldId::HeaderName:
        return Words::tr("Header that carries the token");
    case FieldId::Timeout:
        return Words::tr("Wait for an answer at most");
    case FieldId::UseHttps:
        return Words::tr("Encrypted connection (HTTPS)");
    case FieldId::VerifyCertificate:
        return Words::tr("Verify the server's certificate");
    case FieldId::Address:
        return Words::tr("Server address");
    case FieldId::HeaderLines:
        return Words::tr("More headers, one a line");
    case FieldId::Command:
        return Words::tr("Command");
    case FieldId::Arguments:
        return Words::tr("Arguments, one a line");
    case FieldId::Environment:
        return Words::tr("Environment variables, one a line");
    }
    Q_UNUSED(kind)
    return {};
}

QString fieldHelp(KindId kind, FieldId field)
{
    switch (field) {
    case FieldId::Host:
        return Words::tr("The name of the portal's computer, without https:// and without a path.");
    case FieldId::Token:
        return kind == KindId::RemoteServer
                   ? Words::tr("Leave it empty if the server needs none. Only this entry's settings hold it.")
                   : QString();
    case FieldId::Timeout:
        return kind == KindId::RemoteServer
                   ? Words::tr("In milliseconds; 0 waits as long as Claude does, which is 4 minutes for a call.")
                   : Words::tr("In milliseconds.");
    case FieldId::VerifyCertificate:
        return Words::tr("Switch this off only for a test server whose certificate you know.");
    case FieldId::HeaderName:
        return Words::tr("With Authorization, the token is sent as a Bearer token.");
    case FieldId::Environment:
        return Words::tr("As NAME=value.");
    case FieldId::Command:
        return Words::tr("The full path of the program is safest: Claude looks in fewer folders than a terminal.");
    default:
        return {};
    }
}

QStringList whereToFind(KindId kind, FieldId field)
{
    if (kind != KindId::ApinizerHttp)
        return {};
    // Document apinizer-api-portal.txt, "Getting Apinizer MCP Token".
    if (field == FieldId::Token) {
        return {Words::tr("An administrator enables MCP once, on the portal settings page of Apinizer."),
                Words::tr("Sign in to your API Portal."),
                Words::tr("Open “My Profile”."),
                Words::tr("Go to “API Access Tokens” at the bottom of the page."),
                Words::tr("Press “Create Token”, give it a name and a lifetime of 30 to 90 days."),
                Words::tr("Copy the token and keep it in a safe place: the portal shows it once.")};
    }
    if (field == FieldId::Host) {
        return {Words::tr("It is the name in your browser's address bar when you are signed in to the API Portal."),
                Words::tr("Example: apiportal.example.com")};
    }
    return {};
}

QString problemText(const FieldFinding &finding, KindId kind)
{
    switch (finding.problem) {
    case FieldProblem::Missing:
        switch (finding.field) {
        case FieldId::Host:
            return Words::tr("Enter the portal's address.");
        case FieldId::Token:
            return Words::tr("Paste the access token.");
        case FieldId::Address:
            return Words::tr("Enter the server's address.");
        case FieldId::Command:
            return Words::tr("Enter the command that starts the program.");
        default:
            return Words::tr("This field cannot stay empty.");
        }
    case FieldProblem::NotAHost:
        return Words::tr("This is not a host name. Enter only the name, for example apiportal.example.com.");
    case FieldProblem::AddressAsHost:
        return Words::tr("This is a whole address. Enter only the name between https:// and the next slash.");
    case FieldProblem::NotAUrl:
        return Words::tr("This is not a web address. It begins with https:// and has a host name.");
    case FieldProblem::UnsupportedScheme:
        return Words::tr("Only addresses that begin with https:// or http:// can be used here.");
    case FieldProblem::PlainHttp:
        return Words::tr("Without HTTPS, others on the network can read the token. Use https:// if the server has it.");
    case FieldProblem::CredentialsInUrl:
        return Words::tr("The address holds a user name or password. Put it into the token field instead.");
    case FieldProblem::OutOfRange: {
        const Field *described = integrations::field(integrations::kind(kind), finding.field);
        return Words::tr("Enter a number from %1 to %2.")
            .arg(described ? described->least : 0)
            .arg(described ? described->most : 0);
    }
    case FieldProblem::SpaceInToken:
        return Words::tr("There is a space or a line break inside the token. Copy it again as one piece.");
    case FieldProblem::Placeholder:
        return Words::tr("This is the example from the instructions. Put your own value in its place.");
    case FieldProblem::UnusualPrefix:
        return Words::tr("Apinizer tokens for MCP begin with mcp_. Check that this is the right token.");
    case FieldProblem::NotAHeaderName:
        return Words::tr("A header name has letters, digits and hyphens only, for example X-API-Key.");
    case FieldProblem::NotAHeaderLine:
        return Words::tr("Write each header as “Name: value”.");
    case FieldProblem::NotAVariable:
        return Words::tr("Write each variable as NAME=value.");
    case FieldProblem::VerificationOff:
        return Words::tr("The certificate is not verified: somebody in between could read the token.");
    }
    return {};
}

QString questionForClaude(KindId kind, const QString &server)
{
    switch (kind) {
    case KindId::ApinizerHttp:
        return Words::tr("Is my connection to the Apinizer API Portal (“%1”) working? Which tools does it offer?")
            .arg(server);
    case KindId::RemoteServer:
    case KindId::LocalCommand:
        return Words::tr("Which tools does the MCP server “%1” offer? Call one that only reads something.").arg(server);
    }
    return {};
}

} // namespace kopru::integrations
