#include "app/secrets/keychain.h"

#include "app/platform/launch.h"
#include "app/secrets/redactor.h"
#include "app/store/store.h"
#include "bridge/contract/cause.h"
#include "bridge/contract/profile.h"

#include <QtCore/QFileInfo>
#include <QtCore/QPointer>
#include <QtCore/QProcess>
#include <QtCore/QRegularExpression>
#include <QtCore/QTimer>

#include <nlohmann/json.hpp>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace kopru::secrets {

namespace {

constexpr auto bridgeLimit = 10s; // its own is 5 s
constexpr qsizetype longestName = 200;

QString text(std::string_view view)
{
    return QString::fromUtf8(view.data(), static_cast<qsizetype>(view.size()));
}

KeychainError error(KeychainProblem problem, const QString &detail = {})
{
    return {problem, detail};
}

/// Passes the first answer on, or TimedOut, and nothing once `context` is gone.
template <class R>
std::function<void(const R &)> once(QObject *context, std::chrono::milliseconds limit,
                                    std::function<void(const R &)> done)
{
    const auto timer = std::make_shared<QPointer<QTimer>>(new QTimer(context));
    auto deliver = [timer, done = std::move(done)](const R &result) {
        if (!*timer)
            return;
        (*timer)->stop();
        (*timer)->deleteLater();
        timer->clear();
        done(result);
    };
    QTimer *clock = timer->data();
    clock->setSingleShot(true);
    QObject::connect(clock, &QTimer::timeout, clock, [deliver] { deliver(failure(error(KeychainProblem::TimedOut))); });
    clock->start(limit);
    return deliver;
}

/// From the event loop, so that no answer comes before the question has returned.
template <class F> void later(QObject *context, F call)
{
    QMetaObject::invokeMethod(context, std::move(call), Qt::QueuedConnection);
}

class BridgeReader final : public KeychainReader
{
public:
    BridgeReader(platform::Platform platform, QString bridge)
        : m_platform(std::move(platform)), m_bridge(std::move(bridge))
    {}

    void view(const QString &name, const QString &secret, QObject *context, Viewed done) override
    {
        if (m_bridge.isEmpty() || !QFileInfo(m_bridge).isExecutable()) {
            later(context, [done, bridge = m_bridge] { done(failure(error(KeychainProblem::BridgeMissing, bridge))); });
            return;
        }
        auto *process = new QProcess(context);
        const auto deliver =
            once<Result<BridgeView, KeychainError>>(process, bridgeLimit, [process, done](const auto &result) {
                process->disconnect();
                process->deleteLater();
                done(result);
            });
        QProcessEnvironment environment;
        const QMap<QString, QString> variables = platform::serverEnvironment(m_platform, {});
        for (auto it = variables.cbegin(); it != variables.cend(); ++it)
            environment.insert(it.key(), it.value());
        process->setProcessEnvironment(environment);
        process->setWorkingDirectory(platform::workingFolder(m_platform));
        process->setStandardErrorFile(QProcess::nullDevice());
        QObject::connect(process, &QProcess::errorOccurred, process, [deliver](QProcess::ProcessError problem) {
            if (problem == QProcess::FailedToStart || problem == QProcess::Crashed)
                deliver(failure(error(KeychainProblem::BridgeFailed)));
        });
        QObject::connect(process, &QProcess::finished, process,
                         [process, deliver](int code) { deliver(verdict(code, process->readAllStandardOutput())); });
        const QString item = text(contract::keychainService) + u'/' + name;
        process->start(m_bridge, {u"--verify-keychain"_s, item});
        process->write(secret.toUtf8());
        process->closeWriteChannel();
    }

private:
    static Result<BridgeView, KeychainError> verdict(int code, const QByteArray &said)
    {
        const auto json = nlohmann::json::parse(said.begin(), said.end(), nullptr, false);
        const auto found = json.is_object() ? json.find("cause") : json.end();
        if (!json.is_object() || found == json.end() || !found->is_string())
            return failure(error(KeychainProblem::BridgeFailed)); // one that knows no keychain says so in other words
        if (code == 0)
            return BridgeView::Same;
        if (code == 1)
            return BridgeView::Another;
        switch (contract::causeFromId(found->get<std::string>()).value_or(contract::Cause::None)) {
        case contract::Cause::KeychainMissing:
            return failure(error(KeychainProblem::Missing));
        case contract::Cause::KeychainLocked:
            return failure(error(KeychainProblem::Locked));
        case contract::Cause::KeychainItemMissing:
            return failure(error(KeychainProblem::ItemMissing));
        case contract::Cause::KeychainRefused:
            return failure(error(KeychainProblem::Refused));
        default:
            return failure(error(KeychainProblem::BridgeFailed));
        }
    }

    platform::Platform m_platform;
    QString m_bridge;
};

/// One store(): looks what is there, writes, reads back, and puts things back where that failed.
class Storing final : public std::enable_shared_from_this<Storing>
{
public:
    Storing(std::shared_ptr<KeychainBackend> backend, std::shared_ptr<KeychainReader> reader,
            std::chrono::milliseconds patience, QString folder, QString name, QString secret, Existing existing,
            QObject *context, KeychainBackend::Done done)
        : m_backend(std::move(backend)),
          m_reader(std::move(reader)),
          m_patience(patience),
          m_folder(std::move(folder)),
          m_name(std::move(name)),
          m_secret(std::move(secret)),
          m_existing(existing),
          m_context(context),
          m_done(std::move(done))
    {}

    void start()
    {
        // The bridge first: where it reaches no keychain, nobody is asked for a password in vain.
        m_reader->view(m_name, m_secret, m_context,
                       [self = shared_from_this()](const Result<BridgeView, KeychainError> &viewed) {
                           if (viewed && self->mustKeep(*viewed == BridgeView::Same))
                               self->m_done(failure(error(KeychainProblem::Taken, self->m_name)));
                           else if (viewed && *viewed == BridgeView::Same)
                               self->succeed();
                           else if (viewed || viewed.error().problem == KeychainProblem::Locked ||
                                    viewed.error().problem == KeychainProblem::ItemMissing)
                               self->lookBefore(viewed);
                           else
                               self->m_done(failure(viewed.error()));
                       });
    }

private:
    using Nothing = Result<void, KeychainError>;

    KeychainBackend::Done limited(std::function<void(const Nothing &)> done)
    {
        return once<Nothing>(m_context, m_patience, std::move(done));
    }

    /// Whether the item that is there may not be touched. The same secret in one that Kopru knows is what is left of an
    /// earlier attempt.
    [[nodiscard]] bool mustKeep(bool same) const
    {
        return m_existing == Existing::Keep && !(same && store::readKeychainNames(m_folder).contains(m_name));
    }

    void lookBefore(const Result<BridgeView, KeychainError> &viewed)
    {
        m_locked = !viewed && viewed.error().problem == KeychainProblem::Locked;
        const bool unseen = !viewed && !m_locked;
        m_backend->read(m_name, once<Result<QString, KeychainError>>(
                                    m_context, m_patience,
                                    [self = shared_from_this(), unseen](const Result<QString, KeychainError> &before) {
                                        if (before && unseen) {
                                            self->m_done(failure(error(KeychainProblem::Unreadable)));
                                            return;
                                        }
                                        if (!before && before.error().problem == KeychainProblem::TimedOut) {
                                            self->m_done(failure(before.error()));
                                            return;
                                        }
                                        if (before && self->mustKeep(*before == self->m_secret)) {
                                            self->m_done(failure(error(KeychainProblem::Taken, self->m_name)));
                                            return;
                                        }
                                        if (before)
                                            self->m_before = *before;
                                        else if (self->isUnknown(before.error())) {
                                            self->m_done(failure(error(KeychainProblem::Locked)));
                                            return;
                                        }
                                        self->write(); // whatever else is wrong, it will say
                                    }));
    }

    /// An item is there, locked, and nobody opened it: what it holds could be anything.
    [[nodiscard]] bool isUnknown(const KeychainError &why) const
    {
        return m_existing == Existing::Keep && m_locked &&
               (why.problem == KeychainProblem::Locked || why.problem == KeychainProblem::Refused);
    }

    void write()
    {
        if (!store::recordKeychainName(m_folder, m_name, true)) {
            m_done(failure(error(KeychainProblem::NotRecorded, m_folder)));
            return;
        }
        m_backend->write(m_name, m_secret, limited([self = shared_from_this()](const Nothing &written) {
                             if (written)
                                 self->readBack();
                             else if (self->m_locked && written.error().problem == KeychainProblem::Refused)
                                 self->giveUp(error(KeychainProblem::Locked)); // QtKeychain has no other word for it
                             else
                                 self->giveUp(written.error());
                         }));
    }

    void readBack()
    {
        m_reader->view(m_name, m_secret, m_context,
                       [self = shared_from_this()](const Result<BridgeView, KeychainError> &viewed) {
                           if (viewed && *viewed == BridgeView::Same) {
                               self->succeed();
                               return;
                           }
                           const bool elsewhere = viewed || viewed.error().problem == KeychainProblem::ItemMissing;
                           self->undo(elsewhere ? error(KeychainProblem::Unreadable) : viewed.error());
                       });
    }

    void succeed()
    {
        if (store::recordKeychainName(m_folder, m_name, true))
            m_done({});
        else
            m_done(failure(error(KeychainProblem::NotRecorded, m_folder)));
    }

    void undo(const KeychainError &why)
    {
        const auto undone = limited([self = shared_from_this(), why](const Nothing &) { self->giveUp(why); });
        if (m_before)
            m_backend->write(m_name, *m_before, undone);
        else
            m_backend->remove(m_name, undone);
    }

    void giveUp(const KeychainError &why)
    {
        if (!m_before && !store::recordKeychainName(m_folder, m_name, false))
            m_done(failure(error(KeychainProblem::NotRecorded, m_folder)));
        else
            m_done(failure(why));
    }

    std::shared_ptr<KeychainBackend> m_backend;
    std::shared_ptr<KeychainReader> m_reader;
    std::chrono::milliseconds m_patience;
    QString m_folder;
    QString m_name;
    QString m_secret;
    Existing m_existing;
    std::optional<QString> m_before;
    bool m_locked = false;
    QObject *m_context; ///< gone means that nothing of this is called any more
    KeychainBackend::Done m_done;
};

} // namespace

QString keychainReference(const QString &name)
{
    return text(contract::keychainPrefix) + text(contract::keychainService) + u'/' + name;
}

bool isKeychainReference(const QString &value)
{
    return value.trimmed().startsWith(text(contract::keychainPrefix));
}

std::optional<QString> keychainName(const QString &value)
{
    const QString prefix = keychainReference({});
    const QString trimmed = value.trimmed();
    if (!trimmed.startsWith(prefix))
        return std::nullopt;
    QString name = trimmed.mid(prefix.size());
    return isKeychainName(name) ? std::optional(std::move(name)) : std::nullopt;
}

bool isKeychainName(const QString &name)
{
    const auto isControl = [](QChar c) { return c.unicode() < 0x20 || c.unicode() == 0x7f; };
    return !name.isEmpty() && name == name.trimmed() && name.toUtf8().size() <= longestName &&
           std::none_of(name.cbegin(), name.cend(), isControl);
}

QString freeKeychainName(const QString &suggestion, const QStringList &taken)
{
    QString base = suggestion.simplified();
    base.removeIf([](QChar c) { return c.category() == QChar::Other_Control; });
    while (base.toUtf8().size() > longestName - 8)
        base.chop(base.back().isLowSurrogate() ? 2 : 1);
    base = base.trimmed();
    if (base.isEmpty())
        base = u"token"_s;
    QString name = base;
    for (int number = 2; taken.contains(name); ++number)
        name = base + u'-' + QString::number(number);
    return name;
}

QString nextKeychainName(const QString &name, const QStringList &taken)
{
    static const QRegularExpression number(u"-[0-9]+$"_s);
    return freeKeychainName(QString(name).remove(number), taken + QStringList{name});
}

QString keychainProblemId(KeychainProblem problem)
{
    switch (problem) {
    case KeychainProblem::Missing:
        return text(contract::causeId(contract::Cause::KeychainMissing));
    case KeychainProblem::Locked:
        return text(contract::causeId(contract::Cause::KeychainLocked));
    case KeychainProblem::Refused:
        return text(contract::causeId(contract::Cause::KeychainRefused));
    case KeychainProblem::ItemMissing:
        return text(contract::causeId(contract::Cause::KeychainItemMissing));
    case KeychainProblem::TimedOut:
        return u"keychain-timed-out"_s;
    case KeychainProblem::BridgeMissing:
        return u"bridge-missing"_s;
    case KeychainProblem::BridgeFailed:
        return u"bridge-failed"_s;
    case KeychainProblem::Unreadable:
        return u"keychain-unreadable"_s;
    case KeychainProblem::BadName:
        return u"bad-name"_s;
    case KeychainProblem::Taken:
        return u"keychain-item-taken"_s;
    case KeychainProblem::NotRecorded:
        return u"not-recorded"_s;
    }
    return {};
}

std::shared_ptr<KeychainReader> bridgeReader(const platform::Platform &platform, const QString &bridge)
{
    return std::make_shared<BridgeReader>(platform, bridge);
}

Keychain::Keychain(QString dataFolder, std::shared_ptr<KeychainBackend> backend, std::shared_ptr<KeychainReader> reader,
                   std::chrono::milliseconds patience)
    : m_folder(std::move(dataFolder)), m_backend(std::move(backend)), m_reader(std::move(reader)), m_patience(patience)
{}

void Keychain::store(const QString &name, const QString &secret, Existing existing, QObject *context, Done done) const
{
    if (!isKeychainName(name)) {
        later(context, [done, name] { done(failure(error(KeychainProblem::BadName, name))); });
        return;
    }
    processRedactor().add(secret);
    std::make_shared<Storing>(m_backend, m_reader, m_patience, m_folder, name, secret, existing, context,
                              std::move(done))
        ->start();
}

void Keychain::remove(const QString &name, QObject *context, const Done &done) const
{
    using Nothing = Result<void, KeychainError>;
    const auto finish = [folder = m_folder, name, done] {
        if (store::recordKeychainName(folder, name, false))
            done({});
        else
            done(failure(error(KeychainProblem::NotRecorded, folder)));
    };
    const auto removed = [reader = m_reader, name, context, done, finish](const Nothing &result) {
        if (!result && result.error().problem != KeychainProblem::ItemMissing) {
            done(failure(result.error()));
            return;
        }
        // The Secret Service reports success for an item that it could not touch because it is locked.
        reader->view(name, {}, context, [done, finish](const Result<BridgeView, KeychainError> &viewed) {
            if (viewed)
                done(failure(error(KeychainProblem::Refused)));
            else if (viewed.error().problem == KeychainProblem::Locked)
                done(failure(viewed.error()));
            else
                finish();
        });
    };
    m_backend->remove(name, once<Nothing>(context, m_patience, removed));
}

void Keychain::read(const QString &name, QObject *context, const Read &done) const
{
    m_backend->read(name, once<Result<QString, KeychainError>>(context, m_patience,
                                                               [done](const Result<QString, KeychainError> &result) {
                                                                   if (result)
                                                                       processRedactor().add(*result);
                                                                   done(result);
                                                               }));
}

void Keychain::view(const QString &name, const QString &secret, QObject *context, Viewed done) const
{
    m_reader->view(name, secret, context, std::move(done));
}

QStringList Keychain::names() const
{
    return store::readKeychainNames(m_folder);
}

} // namespace kopru::secrets
