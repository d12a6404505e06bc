#include "ui/workspace.h"

#include "app/config/evidence.h"
#include "app/integrations/tokenreplacement.h"
#include "app/secrets/redactor.h"
#include "app/secrets/secretnames.h"
#include "ui/secondfiles.h"

#include <QtConcurrent/QtConcurrentRun>
#include <QtCore/QFileInfo>
#include <QtCore/QFutureWatcher>

namespace kopru::ui {

using namespace Qt::StringLiterals;

namespace {

using SaveResult = Result<config::ConfigFile, config::SaveError>;

/// Editors and Claude write in several steps; one look after the last of them is enough.
constexpr std::chrono::milliseconds settleTime{300};

/// The file is written by then: nobody wants to wait long for a keychain that stays locked.
constexpr std::chrono::seconds deletionPatience{20};

QSet<std::pair<QString, QString>> usesOf(const config::Document &document)
{
    QSet<std::pair<QString, QString>> uses;
    for (const integrations::KeychainUse &use : integrations::keychainUses(document))
        uses.insert({use.server, use.item});
    return uses;
}

/// Without those that another settings file refers to, or a backup for another server than now: nobody who looks at
/// this server would think of that one. None at all where a settings file cannot be read: it may need any of them.
QStringList itemsNowhereElse(QStringList items, const QStringList &files, const QString &own,
                             const config::Document &document, const store::Snapshots &snapshots)
{
    QStringList elsewhere;
    for (const QString &file : files) {
        if (QFileInfo(file) == QFileInfo(own)) // also by another path
            continue;
        const auto opened = config::openConfig(file);
        if (!opened)
            return {};
        for (const integrations::KeychainUse &use : integrations::keychainUses(opened->document))
            elsewhere.append(use.item);
    }
    const auto opened = config::openConfig(own); // Claude or another Kopru may have written it meanwhile.
    if (!opened)
        return {};
    QSet<std::pair<QString, QString>> uses = usesOf(opened->document);
    for (const QString &file : files)
        for (const store::Snapshot &snapshot : snapshots.list(file))
            if (const auto bytes = snapshots.read(snapshot))
                if (const auto backup = config::Document::parse(*bytes))
                    uses += usesOf(*backup);
    // What is removed now was there under the same name before: that is no other use.
    uses -= usesOf(document);
    for (const auto &[server, item] : std::as_const(uses))
        elsewhere.append(item);
    items.removeIf([&elsewhere](const QString &item) { return elsewhere.contains(item); });
    return items;
}

} // namespace

Workspace::Workspace(platform::Platform platform, QString givenFile, KeychainAccess keychain, QObject *parent)
    : QObject(parent),
      m_platform(std::move(platform)),
      m_givenFile(std::move(givenFile)),
      m_dataFolder(store::dataFolder(m_platform)),
      m_keychain(std::move(keychain)),
      m_settings(store::readSettings(m_dataFolder)),
      m_secondFiles(std::make_unique<SecondFiles>(*this))
{
    if (!m_keychain.backend)
        m_keychain.backend = secrets::systemKeychain();
    m_settle.setSingleShot(true);
    m_settle.setInterval(settleTime);
    connect(&m_settle, &QTimer::timeout, this, &Workspace::changedOutside);
    connect(&m_watcher, &QFileSystemWatcher::fileChanged, &m_settle, qOverload<>(&QTimer::start));
    connect(&m_watcher, &QFileSystemWatcher::directoryChanged, &m_settle, qOverload<>(&QTimer::start));
    open();
}

Workspace::~Workspace() = default;

QString Workspace::filePath() const
{
    if (m_chosen)
        return *m_chosen;
    const platform::Place *place = m_discovery.livePlace();
    return place ? place->configFile : QString();
}

QStringList Workspace::logFolders() const
{
    QStringList folders;
    const auto add = [&folders](const platform::Place &place) {
        for (const QString &folder : place.logFolders)
            if (!folders.contains(folder))
                folders.append(folder);
    };
    for (const platform::Place &place : m_discovery.places)
        if (place.configFile == filePath())
            add(place);
    // Where no place is sure, every log may be the one that explains.
    if (folders.isEmpty())
        for (const platform::Place &place : m_discovery.places)
            add(place);
    return folders;
}

void Workspace::open()
{
    m_discovery = m_givenFile.isEmpty() ? config::discoverWithContents(m_platform)
                                        : platform::discoverGiven(m_platform, m_givenFile);
    m_policy = platform::readPolicy(m_platform);
    m_openError.reset();
    m_released.clear();
    const QString path = filePath();
    if (path.isEmpty()) {
        m_fileState = FileState::NoPlace;
        m_draft = config::Draft();
        m_checks.clear();
        return;
    }
    auto opened = config::openConfig(path);
    if (opened) {
        m_fileState = opened->bytes ? FileState::Good : FileState::Missing;
        learnSecrets(opened->document);
        m_draft = config::Draft(*std::move(opened));
    } else {
        m_fileState = FileState::Unusable;
        m_openError = std::move(opened).error();
        m_draft = config::Draft();
    }
    m_checks = store::readChecks(m_dataFolder, path);
    watch();
}

void Workspace::watch()
{
    const QStringList watched = m_watcher.files() + m_watcher.directories();
    if (!watched.isEmpty())
        m_watcher.removePaths(watched);
    // The folder too: a file that is replaced is another file afterwards.
    const QFileInfo file(filePath());
    if (file.exists())
        m_watcher.addPath(file.filePath());
    if (QFileInfo::exists(file.path()))
        m_watcher.addPath(file.path());
}

void Workspace::changedOutside()
{
    if (m_saving)
        return;
    const auto bytes = platform::readFile(filePath());
    const std::optional<QByteArray> now = bytes ? std::optional(*bytes) : std::nullopt;
    const std::optional<QByteArray> known = m_fileState == FileState::Unusable && m_openError
                                                ? (std::holds_alternative<config::BrokenFile>(*m_openError)
                                                       ? std::optional(std::get<config::BrokenFile>(*m_openError).bytes)
                                                       : std::nullopt)
                                                : m_draft.opened().bytes;
    if (now == known || m_draft.isChanged()) { // What is unsaved stays; saving will notice and say so.
        watch();
        return;
    }
    open();
    Q_EMIT fileChanged();
    Q_EMIT draftChanged();
}

void Workspace::reopen()
{
    if (m_saving)
        return;
    open();
    m_marked.clear();
    deleteUnused(m_held.takeUnused(m_draft.document()), [] {});
    Q_EMIT fileChanged();
    Q_EMIT draftChanged();
}

void Workspace::choosePlace(int index)
{
    if (m_saving || index < 0 || index >= m_discovery.places.size())
        return;
    m_chosen = m_discovery.places.at(index).configFile;
    reopen();
}

bool Workspace::refusesEdits()
{
    if (m_saving) // What is being written must stay what the draft says it is.
        Q_EMIT editRefused();
    return m_saving;
}

void Workspace::setSaving(bool saving)
{
    m_saving = saving;
    Q_EMIT savingChanged();
}

bool Workspace::edit(const config::Document &document)
{
    if (refusesEdits())
        return false;
    learnSecrets(document);
    m_draft.apply(document);
    Q_EMIT draftChanged();
    return true;
}

void Workspace::undo()
{
    if (refusesEdits())
        return;
    m_draft.undo();
    Q_EMIT draftChanged();
}

void Workspace::redo()
{
    if (refusesEdits())
        return;
    m_draft.redo();
    Q_EMIT draftChanged();
}

void Workspace::learnSecrets(const config::Document &document) const
{
    for (const config::Server &server : document.servers())
        for (const QString &secret : secrets::secretsIn(server.entry.arguments, server.entry.environmentMap()))
            secrets::processRedactor().add(secret);
}

void Workspace::save()
{
    if (m_saving || !canEdit())
        return;
    setSaving(true);
    const QStringList users = bridges::serversUsing(m_draft.document(), m_platform);
    const QStringList changed = m_draft.changedServers();
    const bool needed =
        std::any_of(users.begin(), users.end(), [&](const QString &name) { return changed.contains(name); });
    if (!needed || bridges::inspect(m_platform).state == bridges::State::Current) {
        storeTokens();
        return;
    }
    m_installation = std::make_unique<bridges::Installation>(m_platform);
    connect(m_installation.get(), &bridges::Installation::finished, this,
            [this](const Result<bridges::Status, bridges::InstallError> &outcome) {
                m_installation.release()->deleteLater(); // It is still emitting.
                if (outcome)
                    storeTokens();
                else
                    failSave({std::nullopt, outcome.error(), std::nullopt});
            });
    m_installation->start();
}

secrets::Keychain Workspace::keychain(std::chrono::milliseconds patience) const
{
    return {m_dataFolder, m_keychain.backend,
            m_keychain.reader ? m_keychain.reader
                              : secrets::bridgeReader(m_platform, bridges::bridgeAtHand(m_platform)),
            patience};
}

secrets::Keychain Workspace::keychainAfterRepair() const
{
    return {m_dataFolder, m_keychain.backend,
            m_keychain.reader ? m_keychain.reader
                              : secrets::bridgeReader(m_platform, bridges::shippedBridge(m_platform))};
}

config::Entry Workspace::hold(const QString &server, const config::Entry &entry, const QStringList &variables)
{
    return m_held.hold(server, entry, variables, m_draft.document(), keychain().names());
}

bool Workspace::replaceToken(const QString &secret, const QStringList &items, const QString &newSecret)
{
    return !refusesEdits() && edit(integrations::withTokenReplaced(m_draft.document(), secret, items, newSecret, m_held,
                                                                   keychain().names()));
}

void Workspace::storeTokens()
{
    if (m_held.heldIn(m_draft.document()).isEmpty()) {
        write();
        return;
    }
    for (const integrations::KeychainUse &use : m_held.heldIn(m_draft.document()))
        m_deleted.removeAll(use.item); // its name is taken again
    m_storing = std::make_unique<QObject>();
    Q_EMIT draftChanged();
    integrations::storeHeld(m_held, m_draft.document(), keychain(), m_storing.get(),
                            [this](const Result<void, secrets::KeychainError> &stored) {
                                m_storing.release()->deleteLater(); // it is still calling
                                if (!stored && stored.error().problem == secrets::KeychainProblem::Taken) {
                                    m_draft.apply(
                                        m_held.renamed(m_draft.document(), stored.error().detail, keychain().names()));
                                    storeTokens();
                                } else if (stored)
                                    write();
                                else
                                    storingFailed(stored.error());
                            });
}

void Workspace::stopStoring()
{
    if (!m_storing)
        return;
    m_storing.reset();
    storingFailed({secrets::KeychainProblem::TimedOut, {}});
}

void Workspace::storingFailed(const secrets::KeychainError &problem)
{
    m_released = m_held.heldIn(m_draft.document());
    m_draft.apply(m_held.released(m_draft.document()));
    failSave({std::nullopt, std::nullopt, problem});
    Q_EMIT draftChanged();
}

bool Workspace::hasReleasedTokens() const
{
    return !(m_held.heldAgain(m_draft.document(), m_released) == m_draft.document());
}

void Workspace::saveWithKeychain()
{
    if (m_saving)
        return;
    // Where nothing was edited since, this is the way back; otherwise what was edited stays.
    const config::Document wanted = m_held.heldAgain(m_draft.document(), m_released);
    if (m_draft.canUndo()) {
        m_draft.undo();
        if (!(m_draft.document() == wanted))
            m_draft.redo();
    }
    m_draft.apply(wanted);
    Q_EMIT draftChanged();
    save();
}

void Workspace::findItemsLeft(QObject *context, const std::function<void(const QStringList &)> &done) const
{
    const QStringList left = integrations::itemsLeft(m_draft.opened().document, m_draft.document());
    QStringList files;
    for (const platform::Place &place : m_discovery.places)
        files.append(place.configFile);
    auto *watcher = new QFutureWatcher<QStringList>(context);
    QObject::connect(watcher, &QFutureWatcherBase::finished, context, [watcher, done] {
        watcher->deleteLater();
        done(watcher->result());
    });
    // A hundred backups take their time.
    watcher->setFuture(QtConcurrent::run(
        [left, files, own = filePath(), document = m_draft.opened().document, folder = m_dataFolder + u"/snapshots"_s] {
            return left.isEmpty() ? left : itemsNowhereElse(left, files, own, document, store::Snapshots(folder));
        }));
}

void Workspace::markForDeletion(const QString &item, bool marked)
{
    m_marked.removeAll(item);
    if (marked)
        m_marked.append(item);
}

QStringList Workspace::deletedItems(const config::Entry &entry) const
{
    QStringList items;
    for (const integrations::EntryToken &token : integrations::tokensOf(entry))
        if (m_deleted.contains(token.item) && !items.contains(token.item))
            items.append(token.item);
    return items;
}

void Workspace::deleteMarked(const QStringList &changed)
{
    QStringList items = std::exchange(m_marked, {});
    items.removeIf(
        [this](const QString &item) { return !integrations::serversUsingItem(m_draft.document(), item).isEmpty(); });
    const auto finish = [this, changed] {
        setSaving(false);
        Q_EMIT draftChanged();
        Q_EMIT restartChanged();
        Q_EMIT saved(changed);
    };
    if (items.isEmpty()) {
        finish();
        return;
    }
    deleteItems(items, deletionPatience, finish);
}

void Workspace::deleteItems(const QStringList &items, std::chrono::milliseconds patience,
                            const std::function<void()> &done)
{
    integrations::dropItems(
        items, keychain(patience), this,
        [this, items, done](const QStringList &gone, const std::optional<secrets::KeychainError> &problem) {
            m_deleted += gone;
            QStringList left = m_failedDeletion ? m_failedDeletion->items : QStringList();
            left += items;
            left.removeDuplicates();
            left.removeIf([&gone](const QString &item) { return gone.contains(item); });
            if (left.isEmpty())
                m_failedDeletion.reset();
            else if (problem)
                m_failedDeletion = FailedDeletion{left, *problem};
            else if (m_failedDeletion)
                m_failedDeletion->items = left;
            done();
        });
}

void Workspace::deleteAgain()
{
    if (m_saving || !m_failedDeletion)
        return;
    // What came back by undo is needed again.
    m_failedDeletion->items.removeIf([this](const QString &item) {
        return !integrations::serversUsingItem(m_draft.document(), item).isEmpty() ||
               !integrations::serversUsingItem(m_draft.opened().document, item).isEmpty();
    });
    if (m_failedDeletion->items.isEmpty()) {
        dismissFailedDeletion();
        return;
    }
    setSaving(true);
    deleteItems(m_failedDeletion->items, deletionPatience, [this] {
        setSaving(false);
        Q_EMIT draftChanged();
    });
    Q_EMIT draftChanged();
}

void Workspace::dismissFailedDeletion()
{
    if (!m_failedDeletion)
        return;
    m_failedDeletion.reset();
    Q_EMIT draftChanged();
}

void Workspace::deleteUnused(const QStringList &items, const std::function<void()> &done)
{
    if (items.isEmpty()) {
        done();
        return;
    }
    // One that stays is in the list of `kopructl secrets` as not used.
    integrations::dropItems(items, keychain(deletionPatience), this,
                            [done](const QStringList &, const auto &) { done(); });
}

void Workspace::write()
{
    const QStringList changed = m_draft.changedServers();
    auto *watcher = new QFutureWatcher<SaveResult>(this);
    connect(watcher, &QFutureWatcherBase::finished, this, [this, watcher, changed] {
        watcher->deleteLater();
        const SaveResult result = watcher->result();
        if (!result) {
            failSave({result.error().file, std::nullopt, std::nullopt});
            return;
        }
        learnSecrets(result->document); // It may hold what another program wrote meanwhile.
        m_draft.saved(*result);
        m_released.clear();
        m_fileState = FileState::Good;
        for (const QString &name : changed)
            if (!m_waitingForRestart.contains(name))
                m_waitingForRestart.append(name);
        watch();
        // Before the next save may store them again.
        deleteUnused(m_held.takeUnused(m_draft.document()), [this, changed] { deleteMarked(changed); });
    });
    watcher->setFuture(QtConcurrent::run(
        [opened = m_draft.opened(), edited = m_draft.document(), folder = m_dataFolder + u"/snapshots"_s] {
            store::Snapshots snapshots(folder);
            return config::saveConfig(opened, edited, snapshots);
        }));
}

void Workspace::failSave(const SaveFailure &failure)
{
    setSaving(false);
    Q_EMIT saveFailed(failure);
}

QList<ServerSummary> Workspace::servers() const
{
    const QStringList changed = m_draft.changedServers();
    QList<ServerSummary> result;
    for (const config::Server &server : m_draft.document().servers()) {
        ServerSummary summary;
        summary.name = server.name;
        summary.kind = &integrations::kindOf(server.entry);
        summary.address = integrations::shownAddress(server.entry);
        summary.unsaved = changed.contains(server.name);
        const QString digest = config::entryDigest(server.entry);
        for (const store::LastCheck &check : m_checks)
            if (check.server == server.name && check.entryDigest == digest)
                summary.check = check;
        if (summary.check)
            summary.health = !summary.check->passed           ? Health::Fails
                             : summary.check->cause.isEmpty() ? Health::Works
                                                              : Health::Warns;
        if (m_checking.contains(server.name))
            summary.health = Health::Checking;
        result.append(summary);
    }
    return result;
}

void Workspace::recordCheck(const QString &server, const config::Entry &entry, const checks::Report &report)
{
    if (report.outcome == checks::Outcome::Cancelled)
        return;
    store::LastCheck check;
    check.server = server;
    check.when = QDateTime::currentDateTimeUtc();
    check.passed = report.outcome != checks::Outcome::Failed;
    check.tools = static_cast<int>(report.tools.size());
    const checks::Step *step = report.decisive();
    check.cause = step && step->cause ? checks::causeId(*step->cause) : QString();
    check.entryDigest = config::entryDigest(entry);
    m_checks.removeIf([&](const store::LastCheck &old) { return old.server == server; });
    m_checks.append(check);
    // A check that cannot be remembered is still shown: nothing is lost that matters after the next one.
    [[maybe_unused]] const auto kept = store::recordCheck(m_dataFolder, filePath(), check);
    Q_EMIT checksChanged();
}

void Workspace::setChecking(const QString &server, bool checking)
{
    m_checking.removeAll(server);
    if (checking)
        m_checking.append(server);
    Q_EMIT checksChanged();
}

void Workspace::claudeRestarted()
{
    m_waitingForRestart.clear();
    Q_EMIT restartChanged();
}

void Workspace::setSettings(const store::Settings &settings)
{
    if (settings == m_settings)
        return;
    m_settings = settings;
    [[maybe_unused]] const auto kept = store::writeSettings(m_dataFolder, settings);
    Q_EMIT settingsChanged();
}

} // namespace kopru::ui
