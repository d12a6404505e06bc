#pragma once

#include "app/config/document.h"
#include "app/secrets/keychain.h"
#include "app/store/parked.h"

/// Which entries keep their secrets in the keychain, and how they get there. Only entries that start kopru-bridge can:
/// nothing else reads the references.
namespace kopru::integrations {

/// A variable of a server that holds a reference to an item.
struct KeychainUse
{
    QString server;
    QString variable;
    QString item;

    friend bool operator==(const KeychainUse &, const KeychainUse &) = default;
};

[[nodiscard]] QList<KeychainUse> keychainUses(const config::Document &document);
/// Of the servers that are parked out of these settings files: they come back, and need them then. nullopt where one
/// cannot be read: it may need any item.
[[nodiscard]] std::optional<QList<KeychainUse>> parkedKeychainUses(const store::Parked &parked,
                                                                   const QStringList &files);
[[nodiscard]] bool refersToKeychain(const config::Entry &entry);
/// The servers whose entry needs this item, each once.
[[nodiscard]] QStringList serversUsingItem(const config::Document &document, const QString &item);

/// The variables of an entry that starts the bridge and holds a secret in readable form: by their name, or because a
/// header that is secret is made of them. Empty for any other entry.
[[nodiscard]] QStringList readableSecrets(const config::Entry &entry);

/// A secret of an entry that starts the bridge.
struct EntryToken
{
    QString variable;
    QString item; ///< of the keychain; empty: readable in the entry

    friend bool operator==(const EntryToken &, const EntryToken &) = default;
};

/// All of them, in the order of the entry's variables. Empty for any other entry.
[[nodiscard]] QList<EntryToken> tokensOf(const config::Entry &entry);

/// Items that `before` refers to and `after` does not.
[[nodiscard]] QStringList itemsLeft(const config::Document &before, const config::Document &after);

/// Where a secret of an entry goes.
struct SecretPlace
{
    QString variable;
    QString item;
    bool replaces = false; ///< the item is there already and gets a new value

    friend bool operator==(const SecretPlace &, const SecretPlace &) = default;
};

/// A free item for each of these variables, named like the server.
[[nodiscard]] QList<SecretPlace> placesFor(const QString &server, const QStringList &variables,
                                           const QStringList &takenItems);
/// Names that a new item must not have: those Kopru wrote, and those that a server refers to.
[[nodiscard]] QStringList takenItems(const config::Document &document, const secrets::Keychain &keychain);

/// What became of an entry whose secrets were to go into the keychain.
struct Moved
{
    config::Entry entry;                           ///< with references where that worked
    QStringList items;                             ///< those that were written, in the order of their places
    std::optional<secrets::KeychainError> problem; ///< why the rest is still in the entry
};

/// Stores the variables' values and puts the references in their places, one after the other, until one fails. Where
/// the keychain turns out to hold something else under a new item's name, the item gets the next free one.
/// @param taken  names that a new item must not have
/// Answers once, from the event loop, unless `context` is deleted first.
void moveToKeychain(const config::Entry &entry, const QList<SecretPlace> &places, const QStringList &taken,
                    const secrets::Keychain &keychain, QObject *context,
                    const std::function<void(const Moved &)> &done);

/// The entry with its references replaced by what they stand for, for a check that is made in this program. Answers
/// once, from the event loop, unless `context` is deleted first. Without references nobody is asked; where the bridge
/// says what is wrong with the keychain, that is the answer, and no person is asked to unlock it.
using Resolved = Result<config::Entry, std::pair<KeychainUse, secrets::KeychainError>>;
void resolveReferences(const config::Entry &entry, const secrets::Keychain &keychain, QObject *context,
                       const std::function<void(const Resolved &)> &done);

} // namespace kopru::integrations
