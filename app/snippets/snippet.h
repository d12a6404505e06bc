#pragma once

#include "app/integrations/kind.h"

/// “Paste anything”: what a pasted text, or a whole configuration file of another program, means. Pure functions from
/// text to values; nothing is looked up, started or asked. What they are expected to answer, row by row, and every
/// decision behind it: tests/data/paste/README.md.
namespace kopru::integrations {

enum class SnippetForm {
    McpServers,
    NamedEntry,
    Entry,
    EntryList,
    VsCode,
    Zed,
    OpenCode,
    Continue,
    MessagesApi,
    EnvFragment,
    ClaudeCodeState,
    ClaudeMcpAdd,
    ClaudeMcpAddJson,
    CodeAddMcp,
    GeminiMcpAdd,
    CodexMcpAdd,
    McpRemote,
    Supergateway,
    Command,
    Curl,
    Wscat,
    Inspector,
    Url,
    Host,
    Token,
    Header,
    Labelled,
    EnvLines
};

enum class SnippetRefusal {
    Empty,
    NothingFound,
    NoServer,
    IncompleteEntry,
    BrokenJson,
    NoAddress,
    AmbiguousCommand, ///< an option that is not known, or several addresses: read by guessing only
    UnsupportedAddress,
    ProjectPage,
    OAuth,
    EnvOnly,
    RestCall,
    Yaml,
    Toml,
    WebPage,
    Extension,
    InstallLink,
    FilePath,
    NeedsShell,
    NeedsPreparation,
    AdministratorCommand,
    InstallCommand,
    SshTunnel,
    NotAServerCommand
};

enum class SnippetNoteId {
    NeedsBridge,
    Replaces,     ///< detail: mcp-remote, supergateway, node-proxy, kopru-bridge
    StaysCommand, ///< detail: the option of mcp-remote that the bridge cannot keep
    OAuth,
    HttpToPublicHost,
    HttpInLocalNetwork,
    VerificationOff,
    SecretInArguments,
    SecretInUrl,
    CredentialsFromUrl,
    DroppedKey, ///< detail: the key
    SwitchedOff,
    Project, ///< detail: the folder
    DuplicateName,
    ReservedName,
    HeaderAssumed,
    SchemeAssumed,
    AddressFromKind,
    AddressAsHost,
    TokenId,
    Mended,
    ValueToText,
    ArgumentsSplit,
    CommandSplit,
    RunsShell,
    HiddenCharacters,
    HomeFolder,
    DockerWithoutInput
};

enum class SnippetIgnoredId {
    Prose,
    Markup,
    Comments,
    Json,
    More,             ///< servers beyond the 200 that are read from one text
    MoreVariables,    ///< variables beyond the 500 that one server has
    MorePlaceholders, ///< placeholders beyond the 500 that are asked for: they stay in their places
    Address,
    Body,
    TokenId,
    Key, ///< these have a detail: the name
    Option,
    Argument,
    Command,
    Variable,
    Header,
    Again,
    Incomplete,
    CutOff
};

struct SnippetNote
{
    SnippetNoteId id;
    QString detail = {};
    friend bool operator==(const SnippetNote &, const SnippetNote &) = default;
};

/// A part of the text that is not used.
struct SnippetIgnored
{
    SnippetIgnoredId id;
    QString detail = {};
    friend bool operator==(const SnippetIgnored &, const SnippetIgnored &) = default;
};

enum class SnippetTransport { Stdio, Auto, Http, Sse, WebSocket };

struct SnippetHeader
{
    QString name;
    QString value; ///< as it must be sent; may be a secret
    friend bool operator==(const SnippetHeader &, const SnippetHeader &) = default;
};

/// Something to be asked for. Its text still stands in the place.
struct SnippetPlaceholder
{
    QString place;    ///< `address`, `url`, `command`, `arg:0`, `env:NAME`, `header:NAME`
    QString question; ///< the words of the snippet itself for it (`inputs` of VS Code); may be empty
    friend bool operator==(const SnippetPlaceholder &, const SnippetPlaceholder &) = default;
};

struct SnippetServer
{
    QString name; ///< empty: the text gives none
    SnippetTransport transport = SnippetTransport::Auto;
    config::Entry entry; ///< local: as it should stand in Claude's file; remote: only the variables that are left
    QString url;         ///< empty: to be asked for
    QList<SnippetHeader> headers = {};
    QString token = {}; ///< without `Bearer`; empty: none, or to be asked for
    QString tokenHeader = {};
    QList<SnippetPlaceholder> placeholders = {};
    std::optional<KindId> kind = std::nullopt; ///< unset: the text does not decide
    QList<SnippetNote> notes = {};

    [[nodiscard]] bool isRemote() const { return transport != SnippetTransport::Stdio; }
    [[nodiscard]] bool has(SnippetNoteId note) const;
    [[nodiscard]] bool asksFor(const QString &place) const;
};

struct Snippet
{
    std::optional<SnippetForm> form;
    QList<SnippetServer> servers; ///< with a refusal: only what was understood, where that helps to explain it
    std::optional<SnippetRefusal> refused;
    QList<SnippetIgnored> ignored;
};

/// Reads a pasted text. Any text; time grows with its length alone.
[[nodiscard]] Snippet readSnippet(const QString &text);

enum class ForeignSource { VsCode, Cursor, ClaudeCode, ClaudeMcpJson, ClaudeMcpFolder };

/// Reads a whole configuration file of another program.
/// @param fileName  names the server of a file in `~/.claude/mcp` that gives none
[[nodiscard]] Snippet readForeignFile(ForeignSource source, const QByteArray &content, const QString &fileName);

/// The server as an entry for Claude's file: a remote one through the bridge, its secrets among the variables; a local
/// one as it is. Placeholders stay what they are: ask before, see filled().
/// @param bridge  the command of kopru-bridge
[[nodiscard]] config::Entry entryFor(const SnippetServer &server, const QString &bridge);

/// The server as the form that Kopru has for it.
struct SnippetFields
{
    KindId kind;
    Values values;
    config::Variables others; ///< variables that no field holds, to be kept beside them
};
[[nodiscard]] SnippetFields fieldsFor(const SnippetServer &server);

/// The server with answers in the places of its placeholders; a place without an answer stays a placeholder.
[[nodiscard]] SnippetServer filled(const SnippetServer &server, const QMap<QString, QString> &answers);

/// The stable ids, for --json: "mcp-servers", "needs-shell", "dropped-key:cwd" …
[[nodiscard]] QString snippetKey(SnippetForm form);
[[nodiscard]] QString snippetKey(SnippetRefusal refusal);
[[nodiscard]] QString snippetKey(const SnippetNote &note);
[[nodiscard]] QString snippetKey(const SnippetIgnored &ignored);
[[nodiscard]] QString snippetKey(SnippetTransport transport);

} // namespace kopru::integrations
