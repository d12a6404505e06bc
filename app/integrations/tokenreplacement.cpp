#include "app/integrations/tokenreplacement.h"

#include "app/config/entryrules.h"

using namespace Qt::StringLiterals;

namespace kopru::integrations {

namespace {

/// Letters that a token may be made of (RFC 6750 section 2.1, without `=` and `/`, which stand in addresses).
bool isTokenLetter(QChar c)
{
    return c.isLetterOrNumber() || QStringView(u"-._~+").contains(c);
}

/// Shorter ones would be found inside ordinary words: they count only as a whole value.
constexpr qsizetype shortestWord = 8;

/// Where `secret` stands alone in `text`, from `from` on; -1 for nowhere.
qsizetype findWord(const QString &text, const QString &secret, qsizetype from = 0)
{
    if (secret.isEmpty())
        return -1;
    if (secret.size() < shortestWord)
        return from == 0 && text.trimmed() == secret ? text.indexOf(secret) : -1;
    for (qsizetype at = text.indexOf(secret, from); at >= 0; at = text.indexOf(secret, at + 1)) {
        const qsizetype end = at + secret.size();
        if ((at == 0 || !isTokenLetter(text.at(at - 1))) && (end == text.size() || !isTokenLetter(text.at(end))))
            return at;
    }
    return -1;
}

QString exchanged(QString text, const QString &secret, const QString &newSecret)
{
    for (qsizetype at = findWord(text, secret); at >= 0; at = findWord(text, secret, at + newSecret.size()))
        text.replace(at, secret.size(), newSecret);
    return text;
}

/// What an argument is called: the header of `--header X: …`, the option of `--token=…` or of the value behind it.
QString nameOfArgument(const QStringList &arguments, qsizetype index)
{
    if (const auto header = config::headerAt(arguments, index))
        return header->section(u':', 0, 0).trimmed();
    const QString &argument = arguments.at(index);
    if (argument.startsWith(u'-') && argument.contains(u'='))
        return argument.section(u'=', 0, 0);
    return index > 0 && arguments.at(index - 1).startsWith(u'-') ? arguments.at(index - 1) : QString();
}

void findNext(const KnownToken &known, QStringList others, const secrets::Keychain &keychain, QObject *context,
              const std::function<void(const KnownToken &)> &done)
{
    if (others.isEmpty() || known.secret.isEmpty()) {
        done(known);
        return;
    }
    const QString item = others.takeFirst();
    // Compared by the bridge, which asks nobody for a password.
    keychain.view(item, known.secret, context,
                  [known, others, item, keychain, context,
                   done](const Result<secrets::BridgeView, secrets::KeychainError> &viewed) {
                      KnownToken next = known;
                      if (viewed && *viewed == secrets::BridgeView::Same)
                          next.items.append(item);
                      if (!viewed && viewed.error().problem != secrets::KeychainProblem::ItemMissing) {
                          next.problem = viewed.error();
                          done(next);
                          return;
                      }
                      findNext(next, others, keychain, context, done);
                  });
}

} // namespace

QList<TokenSpot> spotsOf(const config::Document &document, const QString &secret, const QStringList &items)
{
    QList<TokenSpot> spots;
    for (const config::Server &server : document.servers()) {
        const config::Entry &entry = server.entry;
        for (const config::Variable &variable : entry.environment)
            if (findWord(variable.value, secret) >= 0)
                spots.append({server.name, variable.name, {}});
        for (const EntryToken &token : tokensOf(entry))
            if (!token.item.isEmpty() && items.contains(token.item))
                spots.append({server.name, token.variable, token.item});
        for (qsizetype i = 0; i < entry.arguments.size(); ++i)
            if (findWord(entry.arguments.at(i), secret) >= 0)
                spots.append({server.name, nameOfArgument(entry.arguments, i), {}});
    }
    return spots;
}

config::Document withTokenReplaced(const config::Document &document, const QString &secret, const QStringList &items,
                                   const QString &newSecret, HeldTokens &held, const QStringList &stored)
{
    QMap<QString, QString> successors;
    QStringList taken = stored;
    for (const QString &item : items) {
        if (serversUsingItem(document, item).isEmpty())
            continue;
        successors.insert(item, held.hold(item, newSecret, document, taken));
        taken.append(successors.value(item));
    }
    config::Document next = document;
    for (const config::Server &server : document.servers()) {
        config::Entry entry = server.entry;
        for (config::Variable &variable : entry.environment)
            variable.value = exchanged(variable.value, secret, newSecret);
        for (QString &argument : entry.arguments)
            argument = exchanged(argument, secret, newSecret);
        for (const EntryToken &token : tokensOf(server.entry))
            if (successors.contains(token.item))
                entry.setVariable(token.variable, secrets::keychainReference(successors.value(token.item)));
        if (entry != server.entry)
            next = next.changed(server.name, entry).value_or(next);
    }
    return next;
}

void findToken(const config::Document &document, const EntryToken &token, const QString &value, const HeldTokens &held,
               const secrets::Keychain &keychain, QObject *context, const std::function<void(const KnownToken &)> &done)
{
    KnownToken known;
    known.secret = token.item.isEmpty() ? value.trimmed() : held.secret(token.item).value_or(QString());
    if (!token.item.isEmpty())
        known.items.append(token.item);
    QStringList others;
    for (const KeychainUse &use : keychainUses(document))
        if (!known.items.contains(use.item) && !others.contains(use.item))
            others.append(use.item);
    // What is held is compared here and now.
    const auto compareHeld = [held](KnownToken &found, QStringList &items) {
        for (const QString &item : QStringList(items)) {
            const auto other = held.secret(item);
            if (!other)
                continue;
            items.removeAll(item);
            if (*other == found.secret)
                found.items.append(item);
        }
    };
    if (!known.secret.isEmpty()) {
        compareHeld(known, others);
        QMetaObject::invokeMethod(
            context, [=] { findNext(known, others, keychain, context, done); }, Qt::QueuedConnection);
        return;
    }
    keychain.read(
        token.item, context,
        [known, others, keychain, context, done, compareHeld](const Result<QString, secrets::KeychainError> &secret) {
            KnownToken found = known;
            QStringList rest = others;
            if (secret) {
                found.secret = *secret;
                compareHeld(found, rest);
            } else {
                found.problem = secret.error();
            }
            findNext(found, rest, keychain, context, done);
        });
}

} // namespace kopru::integrations
