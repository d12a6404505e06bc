#include "app/snippets/conversion.h"

#include <array>

using namespace Qt::StringLiterals;

/// The stable ids.
namespace kopru::integrations {

namespace {

template <class Id, std::size_t size> QString keyOf(const std::array<std::pair<Id, const char *>, size> &keys, Id id)
{
    const auto found = std::find_if(keys.begin(), keys.end(), [id](const auto &one) { return one.first == id; });
    return found == keys.end() ? QString() : QString::fromLatin1(found->second);
}

QString withDetail(const QString &key, const QString &detail)
{
    return detail.isNull() ? key : key + u':' + detail;
}

} // namespace

QString snippetKey(SnippetForm form)
{
    using enum SnippetForm;
    static constexpr std::array<std::pair<SnippetForm, const char *>, 28> keys{{
        {McpServers, "mcp-servers"},
        {NamedEntry, "named-entry"},
        {Entry, "entry"},
        {EntryList, "entry-list"},
        {VsCode, "vscode"},
        {Zed, "zed"},
        {OpenCode, "opencode"},
        {Continue, "continue"},
        {MessagesApi, "messages-api"},
        {EnvFragment, "env-fragment"},
        {ClaudeCodeState, "claude-code-state"},
        {ClaudeMcpAdd, "claude-mcp-add"},
        {ClaudeMcpAddJson, "claude-mcp-add-json"},
        {CodeAddMcp, "code-add-mcp"},
        {GeminiMcpAdd, "gemini-mcp-add"},
        {CodexMcpAdd, "codex-mcp-add"},
        {McpRemote, "mcp-remote"},
        {Supergateway, "supergateway"},
        {Command, "command"},
        {Curl, "curl"},
        {Wscat, "wscat"},
        {Inspector, "inspector"},
        {Url, "url"},
        {Host, "host"},
        {Token, "token"},
        {Header, "header"},
        {Labelled, "labelled"},
        {EnvLines, "env-lines"},
    }};
    return keyOf(keys, form);
}

QString snippetKey(SnippetRefusal refusal)
{
    using enum SnippetRefusal;
    static constexpr std::array<std::pair<SnippetRefusal, const char *>, 24> keys{{
        {Empty, "empty"},
        {NothingFound, "nothing-found"},
        {NoServer, "no-server"},
        {IncompleteEntry, "incomplete-entry"},
        {BrokenJson, "broken-json"},
        {NoAddress, "no-address"},
        {AmbiguousCommand, "ambiguous-command"},
        {UnsupportedAddress, "unsupported-address"},
        {ProjectPage, "project-page"},
        {OAuth, "oauth"},
        {EnvOnly, "env-only"},
        {RestCall, "rest-call"},
        {Yaml, "yaml"},
        {Toml, "toml"},
        {WebPage, "web-page"},
        {Extension, "extension"},
        {InstallLink, "install-link"},
        {FilePath, "file-path"},
        {NeedsShell, "needs-shell"},
        {NeedsPreparation, "needs-preparation"},
        {AdministratorCommand, "administrator-command"},
        {InstallCommand, "install-command"},
        {SshTunnel, "ssh-tunnel"},
        {NotAServerCommand, "not-a-server-command"},
    }};
    return keyOf(keys, refusal);
}

QString snippetKey(const SnippetNote &note)
{
    using enum SnippetNoteId;
    static constexpr std::array<std::pair<SnippetNoteId, const char *>, 28> keys{{
        {NeedsBridge, "needs-bridge"},
        {Replaces, "replaces"},
        {StaysCommand, "stays-command"},
        {OAuth, "oauth"},
        {HttpToPublicHost, "http-to-public-host"},
        {HttpInLocalNetwork, "http-in-local-network"},
        {VerificationOff, "verification-off"},
        {SecretInArguments, "secret-in-arguments"},
        {SecretInUrl, "secret-in-url"},
        {CredentialsFromUrl, "credentials-from-url"},
        {DroppedKey, "dropped-key"},
        {SwitchedOff, "switched-off"},
        {Project, "project"},
        {DuplicateName, "duplicate-name"},
        {ReservedName, "reserved-name"},
        {HeaderAssumed, "header-assumed"},
        {SchemeAssumed, "scheme-assumed"},
        {AddressFromKind, "address-from-kind"},
        {AddressAsHost, "address-as-host"},
        {TokenId, "token-id"},
        {Mended, "mended"},
        {ValueToText, "value-to-text"},
        {ArgumentsSplit, "args-split"},
        {CommandSplit, "command-split"},
        {RunsShell, "runs-shell"},
        {HiddenCharacters, "hidden-characters"},
        {HomeFolder, "home-folder"},
        {DockerWithoutInput, "docker-without-i"},
    }};
    return withDetail(keyOf(keys, note.id), note.detail);
}

QString snippetKey(const SnippetIgnored &ignored)
{
    using enum SnippetIgnoredId;
    static constexpr std::array<std::pair<SnippetIgnoredId, const char *>, 19> keys{{
        {Prose, "prose"},
        {Markup, "markup"},
        {Comments, "comments"},
        {Json, "json"},
        {More, "more"},
        {MoreVariables, "more-variables"},
        {MorePlaceholders, "more-placeholders"},
        {Address, "address"},
        {Body, "body"},
        {TokenId, "token-id"},
        {Key, "key"},
        {Option, "option"},
        {Argument, "argument"},
        {Command, "command"},
        {Variable, "variable"},
        {Header, "header"},
        {Again, "again"},
        {Incomplete, "incomplete"},
        {CutOff, "cut-off"},
    }};
    return withDetail(keyOf(keys, ignored.id), ignored.detail);
}

QString snippetKey(SnippetTransport transport)
{
    switch (transport) {
    case SnippetTransport::Stdio:
        return u"stdio"_s;
    case SnippetTransport::Auto:
        return u"auto"_s;
    case SnippetTransport::Http:
        return u"http"_s;
    case SnippetTransport::Sse:
        return u"sse"_s;
    case SnippetTransport::WebSocket:
        return u"websocket"_s;
    }
    return {};
}

QString conversionKey(ConversionState state)
{
    switch (state) {
    case ConversionState::NotMeant:
        return u"not-meant"_s;
    case ConversionState::Done:
        return u"done"_s;
    case ConversionState::Possible:
        return u"possible"_s;
    case ConversionState::Refused:
        return u"refused"_s;
    }
    return {};
}

QString conversionKey(ConversionRefusal refusal)
{
    switch (refusal) {
    case ConversionRefusal::SignIn:
        return u"sign-in"_s;
    case ConversionRefusal::Option:
        return u"option"_s;
    case ConversionRefusal::ServesOthers:
        return u"serves-others"_s;
    case ConversionRefusal::UnknownScript:
        return u"unknown-script"_s;
    case ConversionRefusal::UnknownStart:
        return u"unknown-start"_s;
    case ConversionRefusal::UnknownVariable:
        return u"unknown-variable"_s;
    case ConversionRefusal::Address:
        return u"address"_s;
    case ConversionRefusal::BadValue:
        return u"value"_s;
    case ConversionRefusal::NotWellFormed:
        return u"not-well-formed"_s;
    }
    return {};
}

QString conversionKey(DropReason reason)
{
    switch (reason) {
    case DropReason::Program:
        return u"program"_s;
    case DropReason::OnByItself:
        return u"on-by-itself"_s;
    case DropReason::SignInOnly:
        return u"sign-in-only"_s;
    case DropReason::Logging:
        return u"logging"_s;
    case DropReason::OtherDirection:
        return u"other-direction"_s;
    case DropReason::NotRead:
        return u"not-read"_s;
    case DropReason::NodeOnly:
        return u"node-only"_s;
    case DropReason::WrittenAnew:
        return u"written-anew"_s;
    case DropReason::NotForClaude:
        return u"not-for-claude"_s;
    }
    return {};
}

QString conversionKey(ConversionNoteId note)
{
    switch (note) {
    case ConversionNoteId::VerificationOff:
        return u"verification-off"_s;
    case ConversionNoteId::PlainToPublicHost:
        return u"plain-to-public-host"_s;
    case ConversionNoteId::PlainInLocalNetwork:
        return u"plain-in-local-network"_s;
    case ConversionNoteId::SecretMoved:
        return u"secret-moved"_s;
    case ConversionNoteId::SecretInUrl:
        return u"secret-in-url"_s;
    case ConversionNoteId::ProxyCounts:
        return u"proxy-counts"_s;
    case ConversionNoteId::PlainCounts:
        return u"plain-counts"_s;
    case ConversionNoteId::Placeholder:
        return u"placeholder"_s;
    case ConversionNoteId::AddressAsHost:
        return u"address-as-host"_s;
    case ConversionNoteId::TokenId:
        return u"token-id"_s;
    }
    return {};
}

} // namespace kopru::integrations
