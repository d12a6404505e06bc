#pragma once

#include "app/config/validation.h"

/// What a button can do about a finding. Pure: nothing is written.
namespace kopru::config {

enum class FixId {
    AddQuotes,
    ExpandPath,      ///< `~`, `${HOME}`, `%APPDATA%`: the path itself
    RemoveSpaces,    ///< from a token or a name
    CleanToken,      ///< without `Bearer`, quotes, or its own name in front
    SplitCommand,    ///< a command line into command and arguments
    SplitAddress,    ///< a URL into host, port and path
    MoveToVariables, ///< a secret out of the arguments
    RemoveKey,       ///< that Claude drops
    Rename,
    UseEncryption, ///< https://, wss://
    VerifyAgain,   ///< check certificates
    UseFoundProgram,
    UseStandard, ///< the usual number
    AddScheme,   ///< what stands in front of :// is missing, or of another transport
    MoveToToken, ///< user and password out of an address
    Multiply,    ///< seconds were entered where milliseconds belong
    UseBridge    ///< see integrations/fixes.h
};

struct EntryFix
{
    FixId id = FixId::AddQuotes;
    /// Nothing that worked can stop working, and nothing is lost: it may be done together with others, unasked for one
    /// by one.
    bool safe = false;
    QString name;
    Entry entry;
};

struct Fix
{
    FixId id = FixId::AddQuotes;
    bool safe = false;
    Document document;
};

/// For a form: the entry as it would be. @param finding  of validateEntry() for the same entry
[[nodiscard]] std::optional<EntryFix> fixFor(const Finding &finding, const QString &name, const Entry &entry,
                                             const platform::Platform &platform);

/// For a file. @param finding  of validate() for the same document
[[nodiscard]] std::optional<Fix> fixFor(const Finding &finding, const Document &document,
                                        const platform::Platform &platform);

/// Every safe fix, one after another.
struct SafeFixes
{
    Document document;
    Findings done; ///< as they were found; places are those of the text before
};
[[nodiscard]] SafeFixes safeFixes(const Document &document, const platform::Platform &platform);

/// A token without what came along with it, `Bearer`, quotes, a name; empty where what is left is not one either.
/// @param prefix  what the token begins with
[[nodiscard]] QString cleanedToken(const QString &value, const QString &prefix);

/// The stable id, for --json: "add-quotes" …
[[nodiscard]] QString fixId(FixId id);

} // namespace kopru::config
