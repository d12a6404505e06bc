#include "app/integrations/heldtokens.h"

#include "app/secrets/redactor.h"

namespace kopru::integrations {

namespace {

void storeNext(HeldTokens &held, const config::Document &document, const secrets::Keychain &keychain, QObject *context,
               const secrets::Keychain::Done &done)
{
    const QList<KeychainUse> waiting = held.heldIn(document);
    if (waiting.isEmpty()) {
        done({});
        return;
    }
    const QString item = waiting.front().item;
    keychain.store(
        item, held.secret(item).value_or(QString()), secrets::Existing::Keep, context,
        [&held, document, keychain, context, done, item](const Result<void, secrets::KeychainError> &stored) {
            if (!stored) {
                done(stored);
                return;
            }
            held.stored(item);
            storeNext(held, document, keychain, context, done);
        });
}

void dropNext(QStringList items, const QStringList &gone, const std::optional<secrets::KeychainError> &problem,
              const secrets::Keychain &keychain, QObject *context, const Dropped &done)
{
    if (items.isEmpty()) {
        done(gone, problem);
        return;
    }
    const QString item = items.takeFirst();
    keychain.remove(
        item, context,
        [items, gone, problem, keychain, context, done, item](const Result<void, secrets::KeychainError> &removed) {
            if (removed)
                dropNext(items, gone + QStringList{item}, problem, keychain, context, done);
            else
                dropNext(items, gone, removed.error(), keychain, context, done);
        });
}

} // namespace

config::Entry HeldTokens::hold(const QString &server, const config::Entry &entry, const QStringList &variables,
                               const config::Document &document, const QStringList &stored)
{
    config::Entry next = entry;
    QStringList taken = stored;
    for (const QString &variable : variables) {
        const QString item = hold(server, entry.variable(variable).trimmed(), document, taken);
        next.setVariable(variable, secrets::keychainReference(item));
        taken.append(item);
    }
    return next;
}

QString HeldTokens::hold(const QString &suggestion, const QString &secret, const config::Document &document,
                         const QStringList &stored)
{
    QStringList taken = stored + m_held.keys();
    for (const KeychainUse &use : keychainUses(document))
        taken.append(use.item);
    for (auto it = m_held.cbegin(); it != m_held.cend(); ++it)
        if (*it == secret && serversUsingItem(document, it.key()).isEmpty() && !stored.contains(it.key()) &&
            it.key().startsWith(suggestion))
            return it.key();
    secrets::processRedactor().add(secret);
    const QString item = secrets::freeKeychainName(suggestion, taken);
    m_held.insert(item, secret);
    return item;
}

config::Document HeldTokens::renamed(const config::Document &document, const QString &item, const QStringList &stored)
{
    QStringList taken = stored + m_held.keys();
    for (const KeychainUse &use : keychainUses(document))
        taken.append(use.item);
    const QString next = secrets::nextKeychainName(item, taken);
    m_held.insert(next, m_held.value(item)); // under the old name too: undo() brings that back
    config::Document changed = document;
    for (const config::Server &server : document.servers()) {
        config::Entry entry = server.entry;
        for (const EntryToken &token : tokensOf(server.entry))
            if (token.item == item)
                entry.setVariable(token.variable, secrets::keychainReference(next));
        if (entry != server.entry)
            changed = changed.changed(server.name, entry).value_or(changed);
    }
    return changed;
}

std::optional<QString> HeldTokens::secret(const QString &item) const
{
    const auto found = m_held.constFind(item);
    return found == m_held.cend() ? std::nullopt : std::optional(*found);
}

config::Entry HeldTokens::released(const config::Entry &entry) const
{
    config::Entry next = entry;
    for (const EntryToken &token : tokensOf(entry))
        if (const auto held = secret(token.item); !token.item.isEmpty() && held)
            next.setVariable(token.variable, *held);
    return next;
}

config::Document HeldTokens::released(const config::Document &document) const
{
    config::Document next = document;
    for (const config::Server &server : document.servers())
        if (const config::Entry entry = released(server.entry); entry != server.entry)
            next = next.changed(server.name, entry).value_or(next);
    return next;
}

config::Document HeldTokens::heldAgain(const config::Document &document, const QList<KeychainUse> &uses) const
{
    config::Document next = document;
    for (const KeychainUse &use : uses) {
        const auto held = secret(use.item);
        const bool renamed = !document.contains(use.server);
        for (const config::Server &server : next.servers()) {
            config::Entry entry = server.entry;
            if (!held || (!renamed && server.name != use.server) || entry.variable(use.variable) != *held)
                continue;
            entry.setVariable(use.variable, secrets::keychainReference(use.item));
            next = next.changed(server.name, entry).value_or(next);
        }
    }
    return next;
}

QList<KeychainUse> HeldTokens::heldIn(const config::Document &document) const
{
    QList<KeychainUse> uses = keychainUses(document);
    uses.removeIf([this](const KeychainUse &use) { return !holds(use.item); });
    return uses;
}

void HeldTokens::stored(const QString &item)
{
    m_stored.insert(item, m_held.take(item));
}

QStringList HeldTokens::takeUnused(const config::Document &document)
{
    QMap<QString, QString> unused = std::exchange(m_stored, {});
    unused.removeIf([&document](const std::pair<const QString &, QString &> &item) {
        return !serversUsingItem(document, item.first).isEmpty();
    });
    m_held.insert(unused);
    return unused.keys();
}

void storeHeld(HeldTokens &held, const config::Document &document, const secrets::Keychain &keychain, QObject *context,
               const secrets::Keychain::Done &done)
{
    QMetaObject::invokeMethod(
        context, [&held, document, keychain, context, done] { storeNext(held, document, keychain, context, done); },
        Qt::QueuedConnection);
}

void dropItems(const QStringList &items, const secrets::Keychain &keychain, QObject *context, const Dropped &done)
{
    QMetaObject::invokeMethod(context, [=] { dropNext(items, {}, {}, keychain, context, done); }, Qt::QueuedConnection);
}

} // namespace kopru::integrations
