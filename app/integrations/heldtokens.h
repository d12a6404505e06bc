#pragma once

#include "app/integrations/keychainuse.h"

namespace kopru::integrations {

/// Tokens on their way into the keychain. An edit puts the reference into the entry at once, so that what is shown is
/// what will be written; the token itself stays here, in memory, until the file is saved.
class HeldTokens
{
public:
    /// The entry with references in the place of these variables' values. The same token, held before and still without
    /// an entry, keeps its name.
    /// @param document  what is being edited
    /// @param stored    names of items that are there
    [[nodiscard]] config::Entry hold(const QString &server, const config::Entry &entry, const QStringList &variables,
                                     const config::Document &document, const QStringList &stored);
    /// A free name for this token, which is held under it from now on.
    QString hold(const QString &suggestion, const QString &secret, const config::Document &document,
                 const QStringList &stored);

    /// The document with the next free name for a held token whose name the keychain turned out to have taken.
    [[nodiscard]] config::Document renamed(const config::Document &document, const QString &item,
                                           const QStringList &stored);

    [[nodiscard]] bool holds(const QString &item) const { return m_held.contains(item); }
    [[nodiscard]] std::optional<QString> secret(const QString &item) const;
    /// With what is held here in readable form: for a check before the save, or where the keychain fails.
    [[nodiscard]] config::Entry released(const config::Entry &entry) const;
    [[nodiscard]] config::Document released(const config::Document &document) const;
    /// The other way: with the references of `uses` wherever what is held under them is still readable. A server that
    /// has another name now is found by its token.
    [[nodiscard]] config::Document heldAgain(const config::Document &document, const QList<KeychainUse> &uses) const;

    /// Those that a document refers to, in its order.
    [[nodiscard]] QList<KeychainUse> heldIn(const config::Document &document) const;
    /// The item is in the keychain now and no longer waits for it. Its token is kept until the file is written, and
    /// takeUnused() called: without the file, the item is not needed yet.
    void stored(const QString &item);
    /// Items stored since the last call that this document does not refer to: nothing needs them. They are held again,
    /// for an edit that is done once more.
    [[nodiscard]] QStringList takeUnused(const config::Document &document);

private:
    QMap<QString, QString> m_held;
    QMap<QString, QString> m_stored; ///< in the keychain, while no file that was written names them
};

/// Stores all that the document refers to and `held` still holds, one after the other, until one fails. What is there
/// already is never replaced: Taken, with the item's name, asks for renamed(). Answers once,
/// from the event loop, unless `context` is deleted first. `held` must live as long as `context`.
void storeHeld(HeldTokens &held, const config::Document &document, const secrets::Keychain &keychain, QObject *context,
               const secrets::Keychain::Done &done);

/// Deletes items one after the other. Answers once with those that are gone, and why another is not.
using Dropped = std::function<void(const QStringList &gone, const std::optional<secrets::KeychainError> &problem)>;
void dropItems(const QStringList &items, const secrets::Keychain &keychain, QObject *context, const Dropped &done);

} // namespace kopru::integrations
