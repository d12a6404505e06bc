#pragma once

#include "app/integrations/heldtokens.h"

/// One token in several places, exchanged in all of them at once.
namespace kopru::integrations {

/// A place where a token stands, in any entry: also one that does not start the bridge.
struct TokenSpot
{
    QString server;
    QString name; ///< the variable, the header or the option; empty for an argument without a name
    QString item; ///< of the keychain; empty: readable in the entry

    friend bool operator==(const TokenSpot &, const TokenSpot &) = default;
};

/// @param secret  as a whole, or as a word of a longer text (`Bearer …`); empty: only items are looked for
/// @param items   that hold this token
[[nodiscard]] QList<TokenSpot> spotsOf(const config::Document &document, const QString &secret,
                                       const QStringList &items);

/// Readable ones are exchanged in their place. Each item gets a successor under a new name, held until the save: the
/// old one stays, so that a backup still works.
[[nodiscard]] config::Document withTokenReplaced(const config::Document &document, const QString &secret,
                                                 const QStringList &items, const QString &newSecret, HeldTokens &held,
                                                 const QStringList &stored);

/// What is known of a token that is to be replaced.
struct KnownToken
{
    QString secret;                                ///< empty where the keychain did not give it out
    QStringList items;                             ///< that hold it
    std::optional<secrets::KeychainError> problem; ///< why not every item was looked at
};

/// Finds the token of a variable, and which other items hold the same. Answers once, from the event loop, unless
/// `context` is deleted first. A keychain may ask the person to unlock it.
void findToken(const config::Document &document, const EntryToken &token, const QString &value, const HeldTokens &held,
               const secrets::Keychain &keychain, QObject *context,
               const std::function<void(const KnownToken &)> &done);

} // namespace kopru::integrations
