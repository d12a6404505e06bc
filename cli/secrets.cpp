#include "app/integrations/keychainuse.h"
#include "app/secrets/keychainwording.h"
#include "app/secrets/redactor.h"
#include "cli/context.h"
#include "cli/secretinput.h"
#include "cli/words.h"

#include <QtCore/QFileInfo>

using namespace Qt::StringLiterals;

/// `secrets`: the tokens in the keychain.
namespace kopru::cli {

namespace {

using secrets::BridgeView;
using secrets::KeychainError;
using secrets::KeychainProblem;

config::Message words(const KeychainError &error)
{
    const secrets::KeychainSentences sentences = secrets::message(error);
    return {sentences.what, sentences.remedy};
}

Json problemJson(const KeychainError &error)
{
    const config::Message message = words(error);
    return {{"id", utf8(secrets::keychainProblemId(error.problem))},
            {"what", utf8(message.what)},
            {"remedy", utf8(message.remedy)}};
}

/// --config narrows what Kopru works on, not what there is.
QStringList settingsFiles(const Context &context)
{
    QStringList files{context.configPath()};
    for (const platform::Place &place : context.discovery.places + platform::discover(context.platform).places)
        files.append(place.configFile);
    files.removeDuplicates();
    files.removeAll(QString());
    return files;
}

using Uses = QMap<QString, QStringList>; ///< the names of servers, by item

void add(Uses &uses, const QList<integrations::KeychainUse> &found)
{
    for (const integrations::KeychainUse &use : found)
        if (!uses[use.item].contains(use.server))
            uses[use.item].append(use.server);
}

/// Which servers need which items, in every settings file that can be read; `check` speaks of the others.
Uses usesOf(const Context &context)
{
    Uses uses;
    for (const platform::Place &place : context.discovery.places)
        if (const auto file = config::openConfig(place.configFile))
            add(uses, integrations::keychainUses(file->document));
    return uses;
}

/// The same of those that are parked.
Uses parkedUsesOf(const Context &context)
{
    Uses uses;
    add(uses, integrations::parkedKeychainUses(context.parked(), settingsFiles(context))
                  .value_or(QList<integrations::KeychainUse>()));
    return uses;
}

QStringList shownUsers(const QStringList &users, const QStringList &parked)
{
    QStringList shown = users;
    for (const QString &name : parked)
        shown.append(KopructlWords::tr("%1 (parked)").arg(name));
    return shown;
}

/// Asks the bridge about one item after the other. Where it reaches no keychain at all, it is asked only once.
class Listing final : public QObject
{
public:
    explicit Listing(Context &context)
        : QObject(&context), m_context(context), m_uses(usesOf(context)), m_parked(parkedUsesOf(context))
    {
        m_names = context.keychain().names() + m_uses.keys() + m_parked.keys();
        m_names.sort();
        m_names.removeDuplicates();
    }

    void next()
    {
        if (m_done == m_names.size()) {
            finish();
            return;
        }
        if (m_noKeychain) {
            take(failure(*m_noKeychain));
            return;
        }
        m_context.keychain().view(m_names.at(m_done), {}, this,
                                  [this](const Result<BridgeView, KeychainError> &viewed) { take(viewed); });
    }

private:
    void take(const Result<BridgeView, KeychainError> &viewed)
    {
        const QString &name = m_names.at(m_done);
        const QStringList parked = m_parked.value(name);
        const QStringList users = m_uses.value(name);
        Json item = {{"name", utf8(name)}, {"usedBy", namesJson(users)}, {"readable", viewed.has_value()}};
        if (!parked.isEmpty())
            item["usedByParked"] = namesJson(parked);
        const QStringList shown = shownUsers(users, parked);
        QString line = name;
        line += u'\t' + (shown.isEmpty() ? KopructlWords::tr("not used") : shown.join(u", "_s));
        if (viewed) {
            line += u'\t' + KopructlWords::tr("the bridge can read it");
        } else {
            const KeychainProblem problem = viewed.error().problem;
            if (problem != KeychainProblem::ItemMissing && problem != KeychainProblem::Locked)
                m_noKeychain = viewed.error();
            item["problem"] = problemJson(viewed.error());
            line += u'\t' + words(viewed.error()).what;
            m_good = m_good && users.isEmpty();
        }
        m_items.push_back(item);
        m_context.output.line(line);
        ++m_done;
        QMetaObject::invokeMethod(this, &Listing::next, Qt::QueuedConnection);
    }

    void finish()
    {
        if (m_names.isEmpty())
            m_context.output.line(KopructlWords::tr("Kopru keeps no tokens in the keychain."));
        m_context.output.result({{"ok", m_good}, {"items", m_items}});
        Q_EMIT m_context.finished(m_good ? Good : ProblemFound);
    }

    Context &m_context;
    Uses m_uses;
    Uses m_parked;
    QStringList m_names;
    qsizetype m_done = 0;
    std::optional<KeychainError> m_noKeychain;
    Json m_items = Json::array();
    bool m_good = true;
};

std::optional<int> set(Context &context)
{
    const Options &options = context.options;
    if (!secrets::isKeychainName(options.name)) {
        const KeychainError error{KeychainProblem::BadName, options.name};
        return context.output.error(words(error), secrets::keychainProblemId(error.problem), Usage);
    }
    const auto secret = options.secretVariable.isEmpty() ? readSecret(KopructlWords::tr("Token:"))
                                                         : secretFromVariable(options.secretVariable);
    if (!secret)
        return context.output.error(
            {problemText(secret.error(), options.secretVariable),
             KopructlWords::tr("Give it on standard input, or name a variable with --secret-from-env.")},
            u"no-secret"_s, Usage);
    secrets::processRedactor().add(*secret);
    context.keychain().store(
        options.name, *secret, secrets::Existing::Replace, &context,
        [&context](const Result<void, KeychainError> &stored) {
            if (!stored) {
                Q_EMIT context.finished(context.output.error(
                    words(stored.error()), secrets::keychainProblemId(stored.error().problem), ProblemFound));
                return;
            }
            const QString &name = context.options.name;
            const QString reference = secrets::keychainReference(name);
            context.output.result({{"ok", true}, {"set", utf8(name)}, {"reference", utf8(reference)}});
            context.output.line(
                KopructlWords::tr("The token “%1” is in the keychain. The bridge can read it.").arg(name));
            context.output.line(KopructlWords::tr("In an entry it is written as %1").arg(reference));
            Q_EMIT context.finished(Good);
        });
    return std::nullopt;
}

std::optional<int> drop(Context &context)
{
    context.keychain().remove(context.options.name, &context, [&context](const Result<void, KeychainError> &removed) {
        if (!removed) {
            Q_EMIT context.finished(context.output.error(
                words(removed.error()), secrets::keychainProblemId(removed.error().problem), ProblemFound));
            return;
        }
        const QString &name = context.options.name;
        const QStringList inFiles = usesOf(context).value(name);
        const QStringList parked = parkedUsesOf(context).value(name);
        const QStringList users = shownUsers(inFiles, parked);
        Json result = {{"ok", true}, {"removed", utf8(name)}, {"usedBy", namesJson(inFiles)}};
        if (!parked.isEmpty())
            result["usedByParked"] = namesJson(parked);
        context.output.result(result);
        context.output.line(KopructlWords::tr("The token “%1” is no longer in the keychain.").arg(name));
        if (!users.isEmpty())
            context.output.line(
                u"! "_s +
                KopructlWords::tr("These servers still need it and stop working: %1").arg(users.join(u", "_s)));
        Q_EMIT context.finished(Good);
    });
    return std::nullopt;
}

} // namespace

bool otherFilesUse(const Context &context, const QString &item)
{
    const QStringList files = settingsFiles(context);
    const auto parked = integrations::parkedKeychainUses(context.parked(), files);
    const auto isMeant = [&item](const integrations::KeychainUse &use) { return use.item == item; };
    if (!parked || std::any_of(parked->cbegin(), parked->cend(), isMeant))
        return true;
    return std::any_of(files.cbegin(), files.cend(), [&](const QString &path) {
        if (path == context.configPath() || !QFileInfo::exists(path))
            return false;
        const auto file = config::openConfig(path);
        return !file || !integrations::serversUsingItem(file->document, item).isEmpty();
    });
}

std::optional<int> secrets(Context &context)
{
    switch (context.options.secrets) {
    case SecretsAction::Set:
        return set(context);
    case SecretsAction::Remove:
        return drop(context);
    case SecretsAction::List:
        break;
    }
    (new Listing(context))->next();
    return std::nullopt;
}

} // namespace kopru::cli
