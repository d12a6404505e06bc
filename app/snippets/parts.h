#pragma once

#include "app/config/jsontext.h"
#include "app/snippets/snippet.h"

/// The parts that the snippet reader is made of.
namespace kopru::integrations::snippet {

/// Stands for a `$` that the shell would have left alone ('…', \$), so that it is no reference. A noncharacter: what
/// comes in has none.
constexpr QChar literalDollar(0xFDD0);

/// What is read from one text at most, so that time grows with its length alone. Nobody pastes more to be understood.
constexpr qsizetype mostServers = 200;
constexpr qsizetype mostVariables = 500; ///< of one entry
constexpr qsizetype mostAsked = 500;     ///< placeholders of one server
constexpr qsizetype mostRemarks = 200;   ///< notes, and things that were not used

/// One entry as somebody wrote it, before anything is concluded from it.
struct RawEntry
{
    QString name = {};
    config::Entry local = {};
    bool hasAddress = false;
    QString address = {};
    QList<SnippetHeader> headers = {};
    QString transport = {};
    QStringList dropped = {};
    QMap<QString, QString> questions = {};
    QList<SnippetNote> notes = {};
    std::optional<KindId> kind = std::nullopt; ///< where the variables tell it
    QString bareToken = {};                    ///< of which nothing tells the header
    bool signsIn = false;
};

struct Conclusion
{
    std::optional<SnippetServer> server;
    std::optional<SnippetRefusal> refused; ///< instead of the server, or beside one that signs in
    QList<SnippetIgnored> ignored;
    std::optional<SnippetForm> form; ///< McpRemote, Supergateway: what a command turned out to be
};

/// What an entry means: the service that it reaches, or the command that it is.
[[nodiscard]] Conclusion conclude(RawEntry raw);
/// Variables that a service of the five documents reads: its server, without a name.
[[nodiscard]] std::optional<RawEntry> serviceOf(const config::Variables &variables, bool webSocketScript);

/// `C:\Program Files\nodejs\node.exe` is node.
[[nodiscard]] QString programOf(const QString &command);
/// Whether a file is one of the documents' scripts, or the placeholder for its path: true for one that opens a
/// WebSocket.
[[nodiscard]] std::optional<bool> documentScript(const QString &word, const config::Entry &entry);

/// What an address holds, without QUrl: placeholders such as `<your_domain>` are no host for it.
struct Address
{
    QString scheme; ///< in small letters
    QString host;   ///< as it is written
    QString port;
    QString path; ///< with the query
};
[[nodiscard]] std::optional<Address> addressParts(const QString &address);

/// Whether a header, variable or option of this name holds a secret.
[[nodiscard]] bool holdsSecret(QStringView name);
[[nodiscard]] bool isPlaceholderText(const QString &text, bool secretPlace);
/// Whether an address in a sentence is one of an MCP server.
[[nodiscard]] bool looksLikeServer(const QString &address);
[[nodiscard]] std::optional<SnippetRefusal> refusedAddress(const QString &address);
/// `Bearer x` is x.
[[nodiscard]] QString withoutScheme(const QString &value);

/// A piece of JSON in a text.
struct JsonPiece
{
    qsizetype begin = 0;
    qsizetype end = 0;
    qsizetype lineBegin = 0; ///< of the line that it begins in
    QByteArray json = {};    ///< strict, whatever stood there
    bool mended = false;
    bool comments = false;
};
struct JsonSearch
{
    QList<JsonPiece> pieces;
    bool failed = false; ///< a bracket begins something that is no JSON, as in source code
    bool broken = false; ///< something begins like JSON and cannot be read without guessing
};
[[nodiscard]] JsonSearch findJson(const QString &text);
/// In JsonPiece::json: a member or element of this name stands where the text was cut off.
constexpr QStringView cutMark = u"\uFDD1";
/// And in every object that the text left open, behind a whole member.
constexpr QStringView openMark = u"\uFDD2";

/// What stands in one piece.
struct JsonMeaning
{
    std::optional<SnippetForm> form;
    QList<RawEntry> entries;
    QList<SnippetIgnored> ignored;
    std::optional<config::Variables> variables; ///< it is an `env` alone
    bool extension = false;
    bool mended = false;
    bool cut = false;        ///< an entry was cut off
    bool incomplete = false; ///< an entry has neither command nor address
    bool hasMembers = false;
};
[[nodiscard]] JsonMeaning readJson(const QByteArray &json);

/// What the command lines of a text mean.
struct CommandMeaning
{
    std::optional<SnippetForm> form;
    QList<SnippetServer> servers;
    std::optional<SnippetRefusal> refused;
    QList<SnippetIgnored> ignored;
    bool any = false;    ///< there is a command line
    bool markup = false; ///< one stood in a sentence
    QStringList rest;    ///< lines that are none: prose; without comment lines
    QStringList comments;
    config::Variables variables; ///< that were set, and no command came behind them
};
[[nodiscard]] CommandMeaning readCommands(const QString &text);
/// Whether the command line takes JSON as a word: then it is no JSON of its own.
[[nodiscard]] bool takesJson(QStringView line);

/// What a text without commands and JSON means: addresses, labels, headers, tokens.
struct TextMeaning
{
    std::optional<SnippetForm> form;
    QList<SnippetServer> servers;
    std::optional<SnippetRefusal> refused;
    QList<SnippetIgnored> ignored;
};
/// @param comments  lines of comments: looked at for addresses and labels, but nothing of them is prose
[[nodiscard]] TextMeaning readText(const QStringList &lines, const QStringList &comments);
/// Lines `NAME=value` alone.
[[nodiscard]] TextMeaning readVariableLines(const config::Variables &variables);
/// Addresses in a text, without what stands around them.
[[nodiscard]] QStringList addressesIn(const QString &text);

/// Words of a command line; nullopt where it needs a shell.
[[nodiscard]] std::optional<QStringList> splitWords(const QString &line);

void add(QList<SnippetIgnored> &list, SnippetIgnoredId id, const QString &detail = {});
void add(QList<SnippetNote> &list, SnippetNoteId id, const QString &detail = {});

} // namespace kopru::integrations::snippet
