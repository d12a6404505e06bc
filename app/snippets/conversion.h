#pragma once

#include "app/config/document.h"
#include "app/snippets/snippet.h"

/// “Move to the native bridge”: what an entry that reaches its server through somebody else's program becomes when
/// kopru-bridge takes that program's place. Pure: no file is looked at, nothing is started or asked. Command lines are
/// read by the snippet reader; what their options do is told by the README of mcp-remote 0.15 and supergateway 4.0 and
/// by the scripts in the vendors' documents.
namespace kopru::integrations {

enum class ConversionState {
    NotMeant, ///< a program of its own: there is nothing that the bridge could replace
    Done,     ///< starts the bridge already
    Possible,
    Refused
};

/// Why an entry stays with the program it starts.
enum class ConversionRefusal {
    SignIn,          ///< detail: the option that belongs to a sign-in
    Option,          ///< detail: an option that the bridge has nothing for
    ServesOthers,    ///< supergateway, told to offer a local server to others
    UnknownScript,   ///< detail: a script with the variables of a known one, and another name
    UnknownStart,    ///< detail: the program that starts the known one, in a way that cannot be read
    UnknownVariable, ///< detail: a header names it, and the entry does not have it
    Address,         ///< none, or one that the bridge has no way to
    BadValue,        ///< detail: the text that says which field holds what cannot work
    NotWellFormed
};

/// Something of the entry that is not there any more.
enum class DropReason {
    Program,    ///< what started the other program
    OnByItself, ///< the bridge does so without being told
    SignInOnly, ///< it is about a sign-in that does not happen
    Logging,
    OtherDirection, ///< means something only where supergateway offers a server
    NotRead,        ///< the other program does not read it either
    NodeOnly,       ///< speaks to Node
    WrittenAnew,    ///< what it says stands in another place now
    NotForClaude    ///< a member of the entry that Claude does not know
};

struct DroppedPart
{
    QString part; ///< as it is written: an option, a variable's name; never a secret
    DropReason reason;
    friend bool operator==(const DroppedPart &, const DroppedPart &) = default;
};

enum class ConversionNoteId {
    VerificationOff, ///< dangerous: shown in red
    PlainToPublicHost,
    PlainInLocalNetwork,
    SecretMoved, ///< detail: the variable that a secret of the command line stands in now
    SecretInUrl, ///< stays where it is: the server wants it so
    ProxyCounts, ///< detail: a variable that the other program does not look at, and the bridge does
    PlainCounts, ///< USE_HTTPS=false, which the document's script takes for true
    Placeholder, ///< detail: the variable, or the part, that still has to be filled in
    AddressAsHost,
    TokenId
};

struct ConversionNote
{
    ConversionNoteId id;
    QString detail = {};
    friend bool operator==(const ConversionNote &, const ConversionNote &) = default;
};

struct Conversion
{
    ConversionState state = ConversionState::NotMeant;
    QString program = {}; ///< what is replaced: mcp-remote, supergateway, node-proxy, url

    // Possible
    config::Entry entry = {};
    KindId kind = KindId::LocalCommand;
    QList<DroppedPart> dropped = {};
    QList<ConversionNote> notes = {};
    /// Without a command the old entry is no entry for Claude: none of its members is kept.
    bool wholeMember = false;

    // Refused
    std::optional<ConversionRefusal> refusal = std::nullopt;
    QString detail = {};

    [[nodiscard]] bool has(ConversionNoteId note) const;
};

/// @param server  as it stands in the file
/// @param text    its value there (Document::serverText()): an entry without a command is read from it
/// @param bridge  the command of kopru-bridge
[[nodiscard]] Conversion conversionOf(const config::Server &server, const QByteArray &text, const QString &bridge);
/// The same for a server of a document; NotMeant where there is none.
[[nodiscard]] Conversion conversionOf(const config::Document &document, const QString &name, const QString &bridge);

/// The document with the new entry in the server's place: command, args and env alone are changed.
/// @param entry  conversion.entry, or the same with references to the keychain
[[nodiscard]] Result<config::Document, config::EditProblem> converted(const config::Document &document,
                                                                      const QString &name, const Conversion &conversion,
                                                                      const config::Entry &entry);

/// The stable ids, for --json: "possible", "sign-in", "on-by-itself", "verification-off" …
[[nodiscard]] QString conversionKey(ConversionState state);
[[nodiscard]] QString conversionKey(ConversionRefusal refusal);
[[nodiscard]] QString conversionKey(DropReason reason);
[[nodiscard]] QString conversionKey(ConversionNoteId note);

} // namespace kopru::integrations
