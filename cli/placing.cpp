#include "cli/placing.h"
#include "cli/words.h"

#include "app/bridges/installation.h"
#include "app/bridges/wording.h"
#include "app/secrets/keychainwording.h"

using namespace Qt::StringLiterals;

namespace kopru::cli {

Placing::Placing(Context &context, QList<ToPlace> entries, QStringList taken, Save save)
    : QObject(&context),
      m_context(context),
      m_entries(std::move(entries)),
      m_taken(std::move(taken)),
      m_save(std::move(save))
{}

void Placing::start(bool install)
{
    const QString bridge = bridges::installedBridge(m_context.platform);
    const bool needed = std::any_of(m_entries.cbegin(), m_entries.cend(),
                                    [&bridge](const ToPlace &one) { return one.entry.command == bridge; });
    if (!install || m_context.options.dryRun || !needed) {
        QMetaObject::invokeMethod(this, &Placing::placeNext, Qt::QueuedConnection);
        return;
    }
    auto *installation = new bridges::Installation(m_context.platform, this);
    connect(installation, &bridges::Installation::finished, this, [this, installation](const auto &outcome) {
        installation->deleteLater();
        if (outcome)
            placeNext();
        else
            Q_EMIT m_context.finished(m_context.output.error(
                bridges::message(outcome.error()), bridges::installProblemId(outcome.error().problem), ProblemFound));
    });
    installation->start();
}

void Placing::placeNext()
{
    if (m_entries.isEmpty()) {
        save();
        return;
    }
    const ToPlace &next = m_entries.constFirst();
    if (m_context.options.dryRun || next.places.isEmpty()) {
        m_placed.append({next.server, next.entry, Json()});
        m_entries.removeFirst();
        placeNext();
        return;
    }
    // Unless the keychain was asked for, nobody may be there to unlock it.
    const auto patience = isDemanded() ? std::chrono::seconds(90) : std::chrono::seconds(15);
    integrations::moveToKeychain(next.entry, next.places, m_taken, m_context.keychain(patience), this,
                                 [this](const integrations::Moved &moved) { placed(moved); });
}

void Placing::placed(const integrations::Moved &moved)
{
    const ToPlace done = m_entries.takeFirst();
    Json tokens = Json::object();
    for (qsizetype i = 0; i < done.places.size(); ++i) {
        const QString item = moved.items.value(i);
        tokens[utf8(done.places.at(i).variable)] =
            item.isEmpty() ? "settings-file" : utf8(secrets::keychainReference(item));
        if (!item.isEmpty())
            m_context.output.line(KopructlWords::tr("The token is in the keychain as “%1”.").arg(item));
        if (!item.isEmpty() && !done.places.at(i).replaces)
            m_created.append(item);
    }
    m_taken += moved.items;
    if (moved.problem) {
        const secrets::KeychainSentences words = secrets::message(*moved.problem);
        if (isDemanded()) {
            undo(m_created, m_context.output.error({words.what, words.remedy},
                                                   secrets::keychainProblemId(moved.problem->problem), Refused));
            return;
        }
        m_context.output.line(KopructlWords::tr("The token is in the settings file. %1").arg(words.what));
        tokens["reason"] = utf8(secrets::keychainProblemId(moved.problem->problem));
    }
    m_placed.append({done.server, moved.entry, tokens});
    placeNext();
}

void Placing::save()
{
    const Context::Saved saved = m_save(m_placed);
    undo(saved.written ? QStringList() : m_created, saved.code);
}

/// Items that no entry refers to, because it was not written, go again.
void Placing::undo(QStringList items, int code)
{
    if (items.isEmpty()) {
        Q_EMIT m_context.finished(code);
        return;
    }
    const QString item = items.takeFirst();
    m_context.keychain().remove(item, this, [this, items, code](const auto &) { undo(items, code); });
}

ToPlace newEntry(const Context &context, const QString &server, const config::Entry &entry, QStringList &taken)
{
    ToPlace result{server, entry, {}};
    if (context.options.tokenPlace == TokenPlace::File)
        return result;
    result.places = integrations::placesFor(server, integrations::readableSecrets(entry), taken);
    for (const integrations::SecretPlace &place : std::as_const(result.places))
        taken.append(place.item);
    return result;
}

} // namespace kopru::cli
