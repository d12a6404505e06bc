#include "app/integrations/keychainuse.h"

#include "app/config/entryrules.h"
#include "app/config/parking.h"
#include "app/integrations/bridgecommand.h"
#include "app/secrets/secretnames.h"

using namespace Qt::StringLiterals;

namespace kopru::integrations {

namespace {

QList<KeychainUse> usesIn(const QString &server, const config::Entry &entry)
{
    QList<KeychainUse> uses;
    if (readBridgeCommand(entry))
        for (const config::Variable &variable : entry.environment)
            if (const auto item = secrets::keychainName(variable.value))
                uses.append({server, variable.name, *item});
    return uses;
}

void moveNext(const Moved &moved, const QList<SecretPlace> &places, const QStringList &taken,
              const secrets::Keychain &keychain, QObject *context, const std::function<void(const Moved &)> &done)
{
    if (places.isEmpty()) {
        done(moved);
        return;
    }
    const SecretPlace &place = places.constFirst();
    const QString secret = moved.entry.variable(place.variable).trimmed();
    const auto existing = place.replaces ? secrets::Existing::Replace : secrets::Existing::Keep;
    keychain.store(place.item, secret, existing, context,
                   [moved, places, taken, keychain, context, done](const Result<void, secrets::KeychainError> &stored) {
                       Moved next = moved;
                       QList<SecretPlace> rest = places;
                       const SecretPlace now = rest.takeFirst();
                       if (!stored && stored.error().problem == secrets::KeychainProblem::Taken) {
                           QStringList others = taken + QStringList{now.item};
                           for (const SecretPlace &other : std::as_const(rest))
                               others.append(other.item);
                           rest.prepend({now.variable, secrets::nextKeychainName(now.item, others)});
                           moveNext(next, rest, others, keychain, context, done);
                           return;
                       }
                       if (!stored) {
                           next.problem = stored.error();
                           done(next);
                           return;
                       }
                       next.entry.setVariable(now.variable, secrets::keychainReference(now.item));
                       next.items.append(now.item);
                       moveNext(next, rest, taken + QStringList{now.item}, keychain, context, done);
                   });
}

/// What the bridge says of the keychain, other than that it could not be asked.
bool saysTheBridge(secrets::KeychainProblem problem)
{
    using secrets::KeychainProblem;
    return problem == KeychainProblem::Missing || problem == KeychainProblem::Locked ||
           problem == KeychainProblem::Refused || problem == KeychainProblem::ItemMissing;
}

void resolveNext(config::Entry entry, QList<KeychainUse> uses, const secrets::Keychain &keychain, QObject *context,
                 const std::function<void(const Resolved &)> &done)
{
    if (uses.isEmpty()) {
        done(entry);
        return;
    }
    const KeychainUse use = uses.takeFirst();
    const auto taken = [entry, uses, use, keychain, context,
                        done](const Result<QString, secrets::KeychainError> &secret) {
        if (!secret) {
            done(failure(std::pair(use, secret.error())));
            return;
        }
        config::Entry next = entry;
        next.setVariable(use.variable, *secret);
        resolveNext(next, uses, keychain, context, done);
    };
    // The bridge first: it says at once what is wrong, and asks nobody for a password.
    keychain.view(
        use.item, {}, context,
        [use, keychain, context, done, taken](const Result<secrets::BridgeView, secrets::KeychainError> &seen) {
            if (!seen && saysTheBridge(seen.error().problem))
                done(failure(std::pair(use, seen.error())));
            else
                keychain.read(use.item, context, taken);
        });
}

} // namespace

QList<KeychainUse> keychainUses(const config::Document &document)
{
    QList<KeychainUse> uses;
    for (const config::Server &server : document.servers())
        uses += usesIn(server.name, server.entry);
    return uses;
}

std::optional<QList<KeychainUse>> parkedKeychainUses(const store::Parked &parked, const QStringList &files)
{
    QList<KeychainUse> uses;
    for (const QString &file : files) {
        const store::Parked::Listing listing = parked.list(file);
        if (!listing.unreadable.isEmpty())
            return std::nullopt;
        for (const store::ParkedServer &server : listing.servers)
            if (const auto alone = config::unpark(config::Document(), server))
                uses += keychainUses(*alone);
    }
    return uses;
}

bool refersToKeychain(const config::Entry &entry)
{
    return !usesIn({}, entry).isEmpty();
}

QStringList serversUsingItem(const config::Document &document, const QString &item)
{
    QStringList servers;
    for (const KeychainUse &use : keychainUses(document))
        if (use.item == item && !servers.contains(use.server))
            servers.append(use.server);
    return servers;
}

QStringList readableSecrets(const config::Entry &entry)
{
    QStringList names;
    if (!readBridgeCommand(entry))
        return names;
    const QStringList inHeaders = secrets::secretHeaderVariables(entry.arguments);
    for (const config::Variable &variable : entry.environment) {
        const QString value = variable.value.trimmed();
        const bool secret = secrets::isSecretName(variable.name) || inHeaders.contains(variable.name);
        // Two variables of one name: the bridge would see one of them.
        if (secret && !value.isEmpty() && !secrets::isKeychainReference(value) && !config::isPlaceholder(value) &&
            !names.contains(variable.name))
            names.append(variable.name);
    }
    return names;
}

QList<EntryToken> tokensOf(const config::Entry &entry)
{
    QList<EntryToken> tokens;
    if (!readBridgeCommand(entry))
        return tokens;
    const QStringList readable = readableSecrets(entry);
    for (const config::Variable &variable : entry.environment) {
        const EntryToken token{variable.name, secrets::keychainName(variable.value).value_or(QString())};
        if ((!token.item.isEmpty() || readable.contains(variable.name)) && !tokens.contains(token))
            tokens.append(token);
    }
    return tokens;
}

QStringList itemsLeft(const config::Document &before, const config::Document &after)
{
    QStringList left;
    for (const KeychainUse &use : keychainUses(before))
        if (!left.contains(use.item) && serversUsingItem(after, use.item).isEmpty())
            left.append(use.item);
    return left;
}

QList<SecretPlace> placesFor(const QString &server, const QStringList &variables, const QStringList &takenItems)
{
    QList<SecretPlace> places;
    QStringList taken = takenItems;
    for (const QString &variable : variables) {
        places.append({variable, secrets::freeKeychainName(server, taken)});
        taken.append(places.last().item);
    }
    return places;
}

QStringList takenItems(const config::Document &document, const secrets::Keychain &keychain)
{
    QStringList taken = keychain.names();
    for (const KeychainUse &use : keychainUses(document))
        taken.append(use.item);
    return taken;
}

void moveToKeychain(const config::Entry &entry, const QList<SecretPlace> &places, const QStringList &taken,
                    const secrets::Keychain &keychain, QObject *context, const std::function<void(const Moved &)> &done)
{
    QMetaObject::invokeMethod(
        context, [=] { moveNext({entry, {}, {}}, places, taken, keychain, context, done); }, Qt::QueuedConnection);
}

void resolveReferences(const config::Entry &entry, const secrets::Keychain &keychain, QObject *context,
                       const std::function<void(const Resolved &)> &done)
{
    QMetaObject::invokeMethod(
        context, [=] { resolveNext(entry, usesIn({}, entry), keychain, context, done); }, Qt::QueuedConnection);
}

} // namespace kopru::integrations
