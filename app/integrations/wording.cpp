#include "app/integrations/wording.h"

#include <QtCore/QCoreApplication>

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
        return IntegrationWords::tr(
            "Connects Claude to your company's API Portal. You need the portal's address and a token that "
            "starts with mcp_.");
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
        return IntegrationWords::tr("Access token");
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
        return IntegrationWords::tr("Server address");
    case FieldId::HeaderLines:
        return IntegrationWords::tr("More headers, one a line");
    case FieldId::Command:
        return IntegrationWords::tr("Command");
    case FieldId::Arguments:
        return IntegrationWords::tr("Arguments, one a line");
    case FieldId::Environment:
        return IntegrationWords::tr("Environment variables, one a line");
    }
    Q_UNUSED(kind)
    return {};
}

QString fieldHelp(KindId kind, FieldId field)
{
    switch (field) {
    case FieldId::Host:
        return IntegrationWords::tr("The name of the portal's computer, without https:// and without a path.");
    case FieldId::Token:
        return kind == KindId::RemoteServer
                   ? IntegrationWords::tr(
                         "Leave it empty if the server needs none. Only this entry's settings hold it.")
                   : QString();
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

QStringList whereToFind(KindId kind, FieldId field)
{
    if (kind != KindId::ApinizerHttp)
        return {};
    // Document apinizer-api-portal.txt, "Getting Apinizer MCP Token".
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

QString problemText(const FieldFinding &finding, KindId kind)
{
    switch (finding.problem) {
    case FieldProblem::Missing:
        switch (finding.field) {
        case FieldId::Host:
            return IntegrationWords::tr("Enter the portal's address.");
        case FieldId::Token:
            return IntegrationWords::tr("Paste the access token.");
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
        return IntegrationWords::tr("This is not a web address. It begins with https:// and has a host name.");
    case FieldProblem::UnsupportedScheme:
        return IntegrationWords::tr("Only addresses that begin with https:// or http:// can be used here.");
    case FieldProblem::PlainHttp:
        return IntegrationWords::tr(
            "Without HTTPS, others on the network can read the token. Use https:// if the server has it.");
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
        return IntegrationWords::tr("Apinizer tokens for MCP begin with mcp_. Check that this is the right token.");
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
        return IntegrationWords::tr(
                   "Is my connection to the Apinizer API Portal (“%1”) working? Which tools does it offer?")
            .arg(server);
    case KindId::RemoteServer:
    case KindId::LocalCommand:
        return IntegrationWords::tr("Which tools does the MCP server “%1” offer? Call one that only reads something.")
            .arg(server);
    }
    return {};
}

} // namespace kopru::integrations
