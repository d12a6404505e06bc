#pragma once

#include "app/config/wording.h"
#include "app/snippets/snippet.h"

/// Servers as a file that a colleague can open with Kopru on another computer: no secret is in it, each is a question
/// that is asked on import. Pure functions from text to values; nothing is started.
///
/// The file is JSON: `format` ("kopru-servers"), `version` (1), and `servers`, each with `name`, `kind`, `entry`
/// (command, args, env as in Claude's file). A value of an entry is a text, or a list of parts: texts, `{"question":
/// "ID"}`, and
/// `{"folder": "home"}` for the home folder of whoever opens it.
namespace kopru::integrations {

/// A secret that was left out, and where its answer goes. One question can have several places.
struct ServerQuestion
{
    QString id;       ///< the variable, option or header that holds it: `APINIZER_TOKEN`, `X-API-Key`, `api-key`
    QString place;    ///< `command`, `arg:2` (from 0), `env:NAME`
    qsizetype at = 0; ///< where in that text the answer is inserted
    friend bool operator==(const ServerQuestion &, const ServerQuestion &) = default;
};

struct PortableServer
{
    QString name;
    KindId kind = KindId::LocalCommand;
    config::Entry entry; ///< as it would stand on this computer, without what is asked for
    QList<ServerQuestion> questions;
    QStringList leftOut;      ///< keys of the entry that are not taken along, since Claude drops them
    QList<SnippetNote> notes; ///< what is worth knowing before the entry is accepted
    friend bool operator==(const PortableServer &, const PortableServer &) = default;
};

/// Leaves the secrets out: readable ones, in variables, arguments and addresses, references to the keychain of this
/// computer, and the values of all headers but those that say nothing about who sends them, as Accept.
/// @param server  with an entry that is well formed: another one means nothing on any computer
[[nodiscard]] PortableServer portable(const config::Server &server);

/// The file for a list of servers. The home folder stands in it as such, and the bridge without its path.
[[nodiscard]] QByteArray serverFileText(const QList<PortableServer> &servers, const platform::Platform &platform);

enum class ServerFileProblem {
    TooLarge,     ///< more than largestServerFile bytes, or more than mostServers servers
    NotSound,     ///< no sound JSON: see `fault`
    NotThisForm,  ///< sound JSON, but no file of this kind
    NewerVersion, ///< written by a newer Kopru
    Damaged,      ///< of this kind, but something in it is not as it must be: see `detail`
    NoServers
};
struct ServerFileError
{
    ServerFileProblem problem = ServerFileProblem::NotThisForm;
    std::optional<config::SyntaxError> fault = std::nullopt;
    QString detail = {}; ///< the server or key at fault: never a value
    friend bool operator==(const ServerFileError &, const ServerFileError &) = default;
};

constexpr qsizetype largestServerFile = qsizetype{4} * 1024 * 1024;
constexpr qsizetype mostServers = 1000;

/// Reads a file that a stranger may have written: all of it or nothing. The kind, the path of the bridge and the home
/// folder are this computer's; what the file says of them is not believed.
[[nodiscard]] Result<QList<PortableServer>, ServerFileError> readServerFile(const QByteArray &bytes,
                                                                            const platform::Platform &platform);

/// The questions of a server, each once, in the order of its entry.
[[nodiscard]] QStringList questionsOf(const PortableServer &server);
/// All that stands readable in the file, for a person to look at before it is written: the command, then NAME=value for
/// each variable. `<ID>` where something is asked for, `~` where the home folder of whoever opens it comes.
[[nodiscard]] QStringList carriedTexts(const PortableServer &server, const platform::Platform &platform);
/// What to ask: the label of the kind's own field where the question is one of it, else its id.
[[nodiscard]] QString questionText(const PortableServer &server, const QString &id);
/// The entry with answers in the places of its questions; a question without an answer leaves its places empty.
[[nodiscard]] config::Entry answered(const PortableServer &server, const QMap<QString, QString> &answers);

/// The command of an entry as a person reads it, for “this is what will run”: words with spaces in quotes, the
/// variables not among them. It is shown, never given to a shell. Secrets are in it: redact it.
[[nodiscard]] QString shownCommand(const config::Entry &entry);

/// The stable ids, for --json: "too-large", "not-sound" …
[[nodiscard]] QString serverFileProblemId(ServerFileProblem problem);
[[nodiscard]] config::Message message(const ServerFileError &error);

} // namespace kopru::integrations
