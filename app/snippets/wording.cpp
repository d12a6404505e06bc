#include "app/snippets/wording.h"

#include <QtCore/QCoreApplication>

using namespace Qt::StringLiterals;

namespace kopru::integrations {

namespace {

struct SnippetWords
{
    Q_DECLARE_TR_FUNCTIONS(SnippetWords)
};

} // namespace

QString snippetFormName(SnippetForm form)
{
    switch (form) {
    case SnippetForm::McpServers:
        return SnippetWords::tr("servers of a settings file (mcpServers)");
    case SnippetForm::NamedEntry:
    case SnippetForm::Entry:
    case SnippetForm::EntryList:
        return SnippetWords::tr("an entry of a settings file");
    case SnippetForm::VsCode:
        return SnippetWords::tr("servers of VS Code");
    case SnippetForm::Zed:
        return SnippetWords::tr("servers of Zed");
    case SnippetForm::OpenCode:
        return SnippetWords::tr("servers of OpenCode");
    case SnippetForm::Continue:
        return SnippetWords::tr("servers of Continue");
    case SnippetForm::MessagesApi:
        return SnippetWords::tr("servers of a request to the Messages API");
    case SnippetForm::EnvFragment:
    case SnippetForm::EnvLines:
        return SnippetWords::tr("variables");
    case SnippetForm::ClaudeCodeState:
        return SnippetWords::tr("servers of Claude Code");
    case SnippetForm::ClaudeMcpAdd:
    case SnippetForm::ClaudeMcpAddJson:
        return SnippetWords::tr("a command for Claude Code");
    case SnippetForm::CodeAddMcp:
        return SnippetWords::tr("a command for VS Code");
    case SnippetForm::GeminiMcpAdd:
        return SnippetWords::tr("a command for Gemini CLI");
    case SnippetForm::CodexMcpAdd:
        return SnippetWords::tr("a command for Codex");
    case SnippetForm::McpRemote:
        return SnippetWords::tr("a command line of mcp-remote");
    case SnippetForm::Supergateway:
        return SnippetWords::tr("a command line of supergateway");
    case SnippetForm::Command:
        return SnippetWords::tr("a command line");
    case SnippetForm::Curl:
    case SnippetForm::Wscat:
    case SnippetForm::Inspector:
        return SnippetWords::tr("a command that tests a server");
    case SnippetForm::Url:
    case SnippetForm::Host:
        return SnippetWords::tr("an address");
    case SnippetForm::Token:
        return SnippetWords::tr("a token");
    case SnippetForm::Header:
        return SnippetWords::tr("a header with a token");
    case SnippetForm::Labelled:
        return SnippetWords::tr("an address and a token, as they are mailed");
    }
    return {};
}

QString snippetCause(SnippetRefusal refusal)
{
    switch (refusal) {
    case SnippetRefusal::Empty:
        return SnippetWords::tr("There is nothing to read.");
    case SnippetRefusal::NothingFound:
        return SnippetWords::tr("No server was found in this text.");
    case SnippetRefusal::NoServer:
        return SnippetWords::tr("These settings can be read, but no server stands in them.");
    case SnippetRefusal::IncompleteEntry:
        return SnippetWords::tr("The entry has neither a command nor an address.");
    case SnippetRefusal::BrokenJson:
        return SnippetWords::tr("A part of the entry is missing, and it can only be guessed.");
    case SnippetRefusal::NoAddress:
        return SnippetWords::tr("The address of the server is missing.");
    case SnippetRefusal::AmbiguousCommand:
        return SnippetWords::tr("The command line can be read in more than one way: it holds several addresses or an "
                                "option that is not known.");
    case SnippetRefusal::UnsupportedAddress:
        return SnippetWords::tr("MCP servers are not reached by an address of this kind.");
    case SnippetRefusal::ProjectPage:
        return SnippetWords::tr("This is the page of a project, not the address of a server.");
    case SnippetRefusal::OAuth:
        return SnippetWords::tr("This server wants a sign-in in the browser, which the bridge does not do.");
    case SnippetRefusal::EnvOnly:
        return SnippetWords::tr("These are variables only; what they belong to is missing.");
    case SnippetRefusal::RestCall:
        return SnippetWords::tr("This calls a web service that is no MCP server.");
    case SnippetRefusal::Yaml:
        return SnippetWords::tr("This is YAML, which Kopru does not read.");
    case SnippetRefusal::Toml:
        return SnippetWords::tr("This is TOML, which Kopru does not read.");
    case SnippetRefusal::WebPage:
        return SnippetWords::tr("This is the source of a web page, and no entry stands in it.");
    case SnippetRefusal::Extension:
        return SnippetWords::tr("This is an extension. Claude installs it itself.");
    case SnippetRefusal::InstallLink:
        return SnippetWords::tr("This link is made for another program.");
    case SnippetRefusal::FilePath:
        return SnippetWords::tr("This is the path of a file; what starts it is missing.");
    case SnippetRefusal::NeedsShell:
        return SnippetWords::tr("This line needs a shell: Claude starts one program and nothing around it.");
    case SnippetRefusal::NeedsPreparation:
        return SnippetWords::tr(
            "This starts in a certain folder or with a script. Claude starts programs without either.");
    case SnippetRefusal::AdministratorCommand:
        return SnippetWords::tr("This command wants the rights of an administrator. A server must not have them.");
    case SnippetRefusal::InstallCommand:
        return SnippetWords::tr("This command installs something; it starts no server.");
    case SnippetRefusal::SshTunnel:
        return SnippetWords::tr("This command opens a tunnel; it starts no server.");
    case SnippetRefusal::NotAServerCommand:
        return SnippetWords::tr("This command starts no server.");
    }
    return {};
}

QString snippetRemedy(SnippetRefusal refusal)
{
    switch (refusal) {
    case SnippetRefusal::Empty:
    case SnippetRefusal::NothingFound:
        return SnippetWords::tr(
            "Paste the part of the instructions that begins with {, with npx or claude, or with https://.");
    case SnippetRefusal::NoServer:
        return SnippetWords::tr("Look in the instructions for mcpServers, a command or an address.");
    case SnippetRefusal::IncompleteEntry:
        return SnippetWords::tr("Copy the whole entry, up to its last brace.");
    case SnippetRefusal::BrokenJson:
        return SnippetWords::tr("Copy it once more, from the first brace to the last.");
    case SnippetRefusal::NoAddress:
        return SnippetWords::tr("Add the address, or ask the people who run the server for it.");
    case SnippetRefusal::AmbiguousCommand:
        return SnippetWords::tr("Choose the form of the server and enter the address or command and the token there.");
    case SnippetRefusal::UnsupportedAddress:
        return SnippetWords::tr("Ask for an address that begins with https:// or wss://.");
    case SnippetRefusal::ProjectPage:
        return SnippetWords::tr("Open the page and copy the command or the entry that it shows.");
    case SnippetRefusal::OAuth:
        return SnippetWords::tr(
            "Add it in Claude under Settings, Connectors, or ask for a token that can be put into a header.");
    case SnippetRefusal::EnvOnly:
        return SnippetWords::tr("Paste them together with the command or the address.");
    case SnippetRefusal::RestCall:
        return SnippetWords::tr("Ask whether the service has an MCP address too; it often ends in /mcp.");
    case SnippetRefusal::Yaml:
    case SnippetRefusal::Toml:
        return SnippetWords::tr("Look for the JSON version, or paste the command or the address alone.");
    case SnippetRefusal::WebPage:
        return SnippetWords::tr("Open the page in the browser and copy what it shows.");
    case SnippetRefusal::Extension:
        return SnippetWords::tr("Open the file by a double click, or in Claude under Settings, Extensions.");
    case SnippetRefusal::InstallLink:
        return SnippetWords::tr("Copy the entry itself from the page that has the link.");
    case SnippetRefusal::FilePath:
        return SnippetWords::tr("Put the program that runs it in front, as in “node /path/to/file.js”.");
    case SnippetRefusal::NeedsShell:
        return SnippetWords::tr("Paste the command alone, without what stands before and behind it.");
    case SnippetRefusal::NeedsPreparation:
        return SnippetWords::tr("Write the whole path of the program and of its file.");
    case SnippetRefusal::AdministratorCommand:
        return SnippetWords::tr("Use a command without sudo.");
    case SnippetRefusal::InstallCommand:
        return SnippetWords::tr("Run it in a terminal. Then paste the command that starts the server.");
    case SnippetRefusal::SshTunnel:
        return SnippetWords::tr(
            "Run it in a terminal. Then paste the address at this end, as in ws://localhost:8082/mcp.");
    case SnippetRefusal::NotAServerCommand:
        return SnippetWords::tr("Look in the instructions for the command or entry that is meant for Claude.");
    }
    return {};
}

QString snippetNoteText(const SnippetNote &note)
{
    switch (note.id) {
    case SnippetNoteId::NeedsBridge:
        return SnippetWords::tr("The server is reached through Kopru's bridge.");
    case SnippetNoteId::Replaces:
        return SnippetWords::tr("The bridge does what %1 does; it is no longer needed.").arg(note.detail);
    case SnippetNoteId::StaysCommand:
        if (note.detail.isEmpty()) // it may be a secret
            return SnippetWords::tr("The command stays as it is, because the bridge does not have an option of it.");
        return SnippetWords::tr("The command stays as it is, because the bridge has nothing for %1.").arg(note.detail);
    case SnippetNoteId::OAuth:
        return SnippetWords::tr("This server wants a sign-in in the browser, which the bridge does not do.");
    case SnippetNoteId::HttpToPublicHost:
        return SnippetWords::tr(
            "The address is not encrypted. Everybody on the way can read the token: ask for https.");
    case SnippetNoteId::HttpInLocalNetwork:
        return SnippetWords::tr("The address is not encrypted. Others in this network can read along.");
    case SnippetNoteId::VerificationOff:
        return SnippetWords::tr("The server's certificate would not be checked. Use this for a test only.");
    case SnippetNoteId::SecretInArguments:
        return SnippetWords::tr(
            "A secret stands in the command, where every program on this computer can read it. Put it into a variable "
            "if the server can read one.");
    case SnippetNoteId::SecretInUrl:
        return SnippetWords::tr("The address holds a secret. It ends up in logs; ask for a header instead.");
    case SnippetNoteId::CredentialsFromUrl:
        return SnippetWords::tr("The name and the password in the address are sent as a header instead.");
    case SnippetNoteId::DroppedKey:
        return SnippetWords::tr("“%1” is left out: Claude does not know it.").arg(note.detail);
    case SnippetNoteId::SwitchedOff:
        return SnippetWords::tr("It was switched off. It can be added as a parked server.");
    case SnippetNoteId::Project:
        return SnippetWords::tr("In Claude Code it belongs to the project %1.").arg(note.detail);
    case SnippetNoteId::DuplicateName:
        return SnippetWords::tr("Another server has the same name; this one needs its own.");
    case SnippetNoteId::ReservedName:
        return SnippetWords::tr("Claude ignores servers of this name. Choose another.");
    case SnippetNoteId::HeaderAssumed:
        return SnippetWords::tr("The text does not say which header carries the token. Authorization was assumed.");
    case SnippetNoteId::SchemeAssumed:
        return SnippetWords::tr("The address had no https:// in front; it was added.");
    case SnippetNoteId::AddressFromKind:
        return SnippetWords::tr("The text has no address. The service's usual one was taken.");
    case SnippetNoteId::AddressAsHost:
        return SnippetWords::tr("A whole address stood in the place of a host name. The host was taken from it.");
    case SnippetNoteId::TokenId:
        return SnippetWords::tr("This looks like the id of a token. The token itself stands beside it.");
    case SnippetNoteId::Mended:
        return SnippetWords::tr("The text was not quite right. It was read as it was meant; have a look.");
    case SnippetNoteId::ValueToText:
        return SnippetWords::tr("A number or a switch became a text, as Claude wants it.");
    case SnippetNoteId::ArgumentsSplit:
        return SnippetWords::tr("The arguments stood in one text. They were parted at the spaces.");
    case SnippetNoteId::CommandSplit:
        return SnippetWords::tr("The arguments stood in the command. They were moved to their own place.");
    case SnippetNoteId::RunsShell:
        return SnippetWords::tr("This starts a shell, which can do anything. Read the command before you add it.");
    case SnippetNoteId::HiddenCharacters:
        return SnippetWords::tr("The command holds characters that cannot be seen. It may not be what it looks like.");
    case SnippetNoteId::HomeFolder:
        return SnippetWords::tr("“~” stands for your home folder. Claude does not fill it in; write the whole path.");
    case SnippetNoteId::DockerWithoutInput:
        return SnippetWords::tr("Without -i the container does not hear Claude. Add -i behind run.");
    }
    return {};
}

QString snippetIgnoredText(const SnippetIgnored &ignored)
{
    switch (ignored.id) {
    case SnippetIgnoredId::Prose:
    case SnippetIgnoredId::Markup:
    case SnippetIgnoredId::Comments:
        return {};
    case SnippetIgnoredId::Json:
        return SnippetWords::tr("Settings without a server were left out.");
    case SnippetIgnoredId::More:
        return SnippetWords::tr("Only the first 200 servers were read; the others were left out.");
    case SnippetIgnoredId::MoreVariables:
        return SnippetWords::tr(
            "A server has more than 500 variables. Only the first 500 were read; the others were left out.");
    case SnippetIgnoredId::MorePlaceholders:
        return SnippetWords::tr("A server needs more than 500 values from you. Only the first 500 are asked for; the "
                                "others stay as they stand in the text.");
    case SnippetIgnoredId::Address:
        return SnippetWords::tr("An address that stands alone was left out.");
    case SnippetIgnoredId::Body:
        return SnippetWords::tr("The message that the command sends was left out.");
    case SnippetIgnoredId::TokenId:
        return SnippetWords::tr("The id of the token was left out; only the token is needed.");
    case SnippetIgnoredId::Key:
        return SnippetWords::tr("The setting “%1” was left out.").arg(ignored.detail);
    case SnippetIgnoredId::Option:
        if (ignored.detail.isEmpty()) // it may be a secret
            return SnippetWords::tr("An option was left out; it has no effect here.");
        return SnippetWords::tr("The option %1 was left out; it has no effect here.").arg(ignored.detail);
    case SnippetIgnoredId::Argument:
        if (ignored.detail.isEmpty()) // it may be a secret
            return SnippetWords::tr("An argument was left out; it has no effect here.");
        return SnippetWords::tr("The argument %1 was left out; it has no effect here.").arg(ignored.detail);
    case SnippetIgnoredId::Command:
        if (ignored.detail.isEmpty()) // it may be a secret
            return SnippetWords::tr("A line that starts no server was left out.");
        return SnippetWords::tr("A line with %1 was left out; it starts no server.").arg(ignored.detail);
    case SnippetIgnoredId::Variable:
        return SnippetWords::tr("The variable %1 was left out.").arg(ignored.detail);
    case SnippetIgnoredId::Header:
        return SnippetWords::tr("The header %1 was left out; the bridge sets it itself.").arg(ignored.detail);
    case SnippetIgnoredId::Again:
        return ignored.detail.isEmpty()
                   ? SnippetWords::tr("The same server stood there once more.")
                   : SnippetWords::tr("The server “%1” stood there once more.").arg(ignored.detail);
    case SnippetIgnoredId::Incomplete:
        return SnippetWords::tr("The entry “%1” was left out: it has neither a command nor an address.")
            .arg(ignored.detail);
    case SnippetIgnoredId::CutOff:
        return SnippetWords::tr("The entry “%1” was left out: the text ends in the middle of it.").arg(ignored.detail);
    }
    return {};
}

} // namespace kopru::integrations
