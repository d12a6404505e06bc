#include "app/checks/check.h"

#include "app/integrations/keychainuse.h"
#include "bridge/contract/profile.h"

using namespace Qt::StringLiterals;

namespace kopru::checks {

namespace {

using contract::Cause;

Cause causeOf(secrets::KeychainProblem problem)
{
    switch (problem) {
    case secrets::KeychainProblem::ItemMissing:
        return Cause::KeychainItemMissing;
    case secrets::KeychainProblem::Locked:
        return Cause::KeychainLocked;
    case secrets::KeychainProblem::Missing:
        return Cause::KeychainMissing;
    default:
        return Cause::KeychainRefused;
    }
}

/// Reads the references of an entry from the keychain, as a step of its own, then makes its network check. Without the
/// token the server would only say that it wants one, so that nothing is sent then.
class EntryCheck final : public Check
{
    Q_OBJECT
public:
    EntryCheck(config::Entry entry, secrets::Keychain keychain, QObject *parent)
        : Check(parent), m_entry(std::move(entry)), m_keychain(std::move(keychain))
    {
        make(m_entry);
        m_steps = QList<Step>{reading()} + m_check->steps();
    }

    void start() override
    {
        if (std::exchange(m_started, true))
            return;
        m_reading = new QObject(this);
        begin(StepId::Keychain);
        integrations::resolveReferences(m_entry, m_keychain, m_reading, [this](const integrations::Resolved &resolved) {
            if (!m_reading)
                return; // cancelled, and not yet deleted
            std::exchange(m_reading, nullptr)->deleteLater();
            if (!resolved) {
                failed(resolved.error().first, resolved.error().second);
                return;
            }
            end(StepId::Keychain, StepState::Passed, {}, {{u"item"_s, itemOf(m_entry)}});
            make(*resolved);
            m_check->start();
        });
    }

    void cancel() override
    {
        if (!m_started || m_done)
            return;
        if (m_reading) {
            std::exchange(m_reading, nullptr)->deleteLater();
            finish(report(true));
        } else {
            m_check->cancel();
        }
    }

private:
    static Step reading() { return {StepId::Keychain, StepState::Waiting, {}, {}, {}}; }

    static QString nameOf(const QString &item)
    {
        return QString::fromUtf8(contract::keychainService.data(),
                                 static_cast<qsizetype>(contract::keychainService.size())) +
               u'/' + item;
    }

    static QString itemOf(const config::Entry &entry)
    {
        QStringList names;
        for (const config::Variable &variable : entry.environment)
            if (const auto item = secrets::keychainName(variable.value))
                names.append(nameOf(*item));
        names.removeDuplicates();
        return names.join(u", "_s);
    }

    void make(const config::Entry &entry)
    {
        delete m_check;
        m_check = makeNetworkCheck(*integrations::kindOf(entry).target(entry), this);
        connect(m_check, &Check::stepChanged, this, [this](const Step &step) {
            m_steps = QList<Step>{*find(StepId::Keychain)} + m_check->steps();
            Q_EMIT stepChanged(step);
        });
        connect(m_check, &Check::finished, this, [this](Report report) {
            report.steps.prepend(*find(StepId::Keychain));
            finish(report);
        });
    }

    void failed(const integrations::KeychainUse &use, const secrets::KeychainError &error)
    {
        end(StepId::Keychain, StepState::Failed, StepCause{causeOf(error.problem)},
            {{u"item"_s, nameOf(use.item)}, {u"variable"_s, use.variable}});
        finish(report(false));
    }

    void finish(const Report &report)
    {
        if (!std::exchange(m_done, true))
            Q_EMIT finished(report);
    }

    config::Entry m_entry;
    secrets::Keychain m_keychain;
    Check *m_check = nullptr;
    QObject *m_reading = nullptr;
    bool m_started = false;
    bool m_done = false;
};

} // namespace

Check *makeNetworkCheck(const config::Entry &entry, const secrets::Keychain &keychain, QObject *parent)
{
    const auto target = integrations::kindOf(entry).target(entry);
    if (!target)
        return nullptr;
    return integrations::refersToKeychain(entry) ? new EntryCheck(entry, keychain, parent)
                                                 : makeNetworkCheck(*target, parent);
}

} // namespace kopru::checks

#include "entrycheck.moc"
