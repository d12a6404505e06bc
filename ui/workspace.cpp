#include "ui/workspace.h"

#include "app/config/evidence.h"
#include "app/config/parking.h"
#include "app/integrations/tokenreplacement.h"
#include "ui/secondfiles.h"

#include <QtConcurrent/QtConcurrentRun>

#include <QtCore/QFileInfo>
#include <QtCore/QFutureWatcher>
#include <utility>

namespace kopru::ui {

using namespace Qt::StringLiterals;

namespace {

/// What became of a save, and what stands in the file where it has to be asked about.
struct SaveOutcome
{
    Result<config::ConfigFile, config::SaveError> file;
    std::optional<config::Document> theirs;
};

std::optional<QByteArray> bytesOf(const Safeguard::FileSeen &file)
{
    if (file)
        return file->bytes;
    const auto *broken = std::get_if<config::BrokenFile>(&file.error());
    return broken ? std::optional(broken->bytes) : std::nullopt;
}

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
/// this server would think of that one. A parked server needs its own. None at all where a settings file or a parked
/// server cannot be read: it may need any of them.
QStringList itemsNowhereElse(QStringList items, const QStringList &files, const QString &own,
                             const config::Document &document, const store::Snapshots &snapshots,
                             const store::Parked &parked)
{
    const auto ofParked = integrations::parkedKeychainUses(parked, files);
    if (!ofParked)
        return {};
    QStringList elsewhere;
    for (const integrations::KeychainUse &use : *ofParked)
        elsewhere.append(use.item);
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
      m_secondFiles(std::make_unique<SecondFiles>(*this)),
      m_safeguard(m_dataFolder)
{
    if (!m_keychain.backend)
        m_keychain.backend = secrets::systemKeychain();
    m_settle.setSingleShot(true);
    m_settle.setInterval(settleTime);
    connect(&m_settle, &QTimer::timeout, this, &Workspace::lookOutside);
    connect(&m_safeguard, &Safeguard::changed, this, &Workspace::safetyChanged);
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
    m_broken.reset();
    m_outside = Outside::Nothing;
    m_aside.reset();
    m_merged.reset();
    m_conflict.reset();
    m_released.clear();
    ++m_outsideLooks; // one that is on its way is of another time
    const QString path = filePath();
    if (path.isEmpty()) {
        m_fileState = FileState::NoPlace;
        m_draft = config::Draft();
        m_checks.clear();
        return;
    }
    const Safeguard::FileSeen opened = config::openConfig(path);
    m_seen = bytesOf(opened);
    m_safeguard.look(path, opened, false);
    if (opened) {
        m_fileState = opened->bytes ? FileState::Good : FileState::Missing;
        learnSecrets(opened->document);
        m_draft = config::Draft(*opened);
    } else {
        m_fileState = FileState::Unusable;
        m_openError = opened.error();
        if (const auto *broken = std::get_if<config::BrokenFile>(&opened.error()))
            m_broken = *broken;
        // What is restored is saved in place of these bytes, and of no others.
        m_draft = config::Draft(config::ConfigFile{path, m_seen, {}});
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

void Workspace::lookOutside()
{
    if (m_saving || m_mending || filePath().isEmpty())
        return;
    auto *watcher = new QFutureWatcher<Safeguard::FileSeen>(this);
    connect(watcher, &QFutureWatcherBase::finished, this, [this, watcher, look = ++m_outsideLooks] {
        watcher->deleteLater();
        if (look == m_outsideLooks && !m_saving && !m_mending)
            sawOutside(watcher->result());
    });
    watcher->setFuture(
        QtConcurrent::run([path = filePath()] { return Safeguard::FileSeen(config::openConfig(path)); }));
}

void Workspace::sawOutside(const Safeguard::FileSeen &now)
{
    watch();
    if (m_unread) { // What is being typed belongs to the version that is known.
        m_lookAgain = true;
        return;
    }
    const bool unreadable = !now && std::holds_alternative<platform::FileError>(now.error());
    const std::optional<QByteArray> bytes = bytesOf(now);
    // What could not be brought together is tried again: an edit may have been taken back.
    if (bytes == m_seen && !unreadable && !(m_openError && !m_broken) && m_outside == Outside::Nothing)
        return;
    m_seen = bytes;
    m_safeguard.look(filePath(), now, true);
    m_broken.reset();
    if (now) {
        learnSecrets(now->document);
        if (m_fileState == FileState::Unusable && m_aside && !m_draft.isChanged())
            m_draft = *m_aside;
        m_aside.reset();
        m_openError.reset();
        const config::Document expected = m_draft.document();
        // A file that is gone takes no edit with it: whether it shall come back, the save asks.
        if (!bytes && m_draft.isChanged())
            m_outside = Outside::Gone;
        else if (m_draft.rebase(*now))
            m_outside = Outside::Nothing;
        else
            m_outside = Outside::Conflicting;
        m_fileState = m_draft.opened().bytes ? FileState::Good : FileState::Missing;
        if (m_draft.isChanged() && m_outside == Outside::Nothing)
            tellMerged(expected, m_draft.document());
    } else {
        if (!unreadable)
            m_broken = std::get<config::BrokenFile>(now.error());
        if (m_draft.isChanged()) {
            m_outside = m_broken ? Outside::Broken : Outside::Nothing; // What is unsaved stays.
        } else {
            if (m_fileState != FileState::Unusable)
                m_aside = m_draft;
            m_fileState = FileState::Unusable;
            m_openError = now.error();
            m_draft = config::Draft(config::ConfigFile{filePath(), bytes, {}});
            m_outside = Outside::Nothing;
        }
    }
    Q_EMIT fileChanged();
    Q_EMIT draftChanged();
    Q_EMIT safetyChanged();
}

void Workspace::tellMerged(const config::Document &expected, const config::Document &now)
{
    MergedChanges merged;
    for (const config::Server &server : now.servers())
        if (expected.serverText(server.name) != now.serverText(server.name))
            merged.servers.append(server.name);
    const QList<config::Server> before = expected.servers();
    const bool gone = std::any_of(before.begin(), before.end(),
                                  [&now](const config::Server &server) { return !now.contains(server.name); });
    if (merged.servers.isEmpty() && !gone) // Those that are gone are the guard's to tell.
        merged.others = !config::readsTheSame(expected.text(), now.text());
    if (!merged.servers.isEmpty() || merged.others)
        m_merged = merged;
}

void Workspace::dismissMergedChanges()
{
    if (!m_merged)
        return;
    m_merged.reset();
    Q_EMIT safetyChanged();
}

void Workspace::mend()
{
    const std::optional<config::Reading> &reading = m_safeguard.reading();
    if (m_saving || m_mending || m_unread || !m_broken || !reading || !reading->mended)
        return;
    const auto document = config::Document::parse(*reading->mended);
    if (!document)
        return;
    m_mending = true;
    Q_EMIT safetyChanged();
    using Outcome = Result<config::ConfigFile, config::SaveError>;
    auto *watcher = new QFutureWatcher<Outcome>(this);
    connect(watcher, &QFutureWatcherBase::finished, this, [this, watcher] {
        watcher->deleteLater();
        m_mending = false;
        const Outcome result = watcher->result();
        if (!result) {
            lookOutside();
            Q_EMIT safetyChanged();
            Q_EMIT mendFailed(result.error().file);
            return;
        }
        for (const config::Server &server : result->document.servers())
            if (!m_waitingForRestart.contains(server.name))
                m_waitingForRestart.append(server.name);
        sawOutside(*result);
        Q_EMIT restartChanged();
        Q_EMIT mended();
    });
    // Made from what it mends, the text has nothing of its own to merge: where the file is another one by now, that
    // one stays.
    watcher->setFuture(QtConcurrent::run(
        [opened = config::ConfigFile{filePath(), m_broken->bytes, *document}, folder = m_dataFolder]() -> Outcome {
            return config::Guard(folder, opened.path).save(opened, opened.document);
        }));
}

bool Workspace::canPark(const QString &server) const
{
    const auto found = m_draft.document().server(server);
    if (!found)
        return false;
    const QList<integrations::EntryToken> tokens = integrations::tokensOf(found->entry);
    return std::none_of(tokens.begin(), tokens.end(), [this](const auto &token) { return m_held.holds(token.item); });
}

bool Workspace::park(const QString &server)
{
    if (!canPark(server))
        return false;
    const auto parking = config::park(m_draft.document(), server, filePath());
    if (!parking || !edit(parking->document, [&] { m_draft.park(*parking); }))
        return false;
    Q_EMIT safetyChanged();
    return true;
}

bool Workspace::unpark(const store::ParkedServer &server, const QString &newName)
{
    const auto back = config::unpark(m_draft.document(), server, newName);
    const QString &name = newName.isEmpty() ? server.name : newName;
    if (!back || !edit(*back, [&] { m_draft.putBack(*back, server, name); }))
        return false;
    Q_EMIT safetyChanged();
    return true;
}

bool Workspace::remove(const QString &server)
{
    const auto without = m_draft.document().removed(server);
    if (!without || !edit(*without))
        return false;
    Q_EMIT safetyChanged();
    return true;
}

void Workspace::forgetParked(const store::ParkedServer &server)
{
    m_draft.forgetParked(server);
    m_safeguard.forget(server);
    Q_EMIT safetyChanged();
}

QList<store::ParkedServer> Workspace::parkedServers() const
{
    // Right after a save it is not known yet what the store holds now.
    const bool looking = m_safeguard.isLooking();
    const QList<config::PutBack> returning = looking ? m_draft.putBacks() : m_draft.toTakeBack();
    QList<store::ParkedServer> result;
    for (const store::ParkedServer &server : m_safeguard.parked()) {
        const bool back = std::any_of(returning.begin(), returning.end(), [&](const config::PutBack &put) {
            return config::isSame(put.server, server) && m_draft.document().contains(put.name);
        });
        if (!back && !config::isStillInFile(server, m_draft.document()))
            result.append(server);
    }
    for (const store::ParkedServer &server : m_draft.toPark() + (looking ? m_draft.parked() : decltype(result)())) {
        const bool stored = std::any_of(result.begin(), result.end(), [&server](const store::ParkedServer &other) {
            return config::isSame(other, server);
        });
        if (!stored && !config::isStillInFile(server, m_draft.document()))
            result.append(server);
    }
    return result;
}

/// With the parked servers in it, for questions about what is still needed.
config::Document Workspace::withParked(config::Document document) const
{
    int number = 0;
    for (const store::ParkedServer &server : m_safeguard.parked() + m_draft.parked() + m_draft.toPark()) {
        QString name = server.name;
        while (document.contains(name))
            name = server.name + u'-' + QString::number(++number);
        if (const auto with = config::unpark(document, server, name))
            document = *with;
    }
    return document;
}

void Workspace::reopen()
{
    if (m_saving)
        return;
    open();
    setUnreadText({});
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
    if (!saving)
        m_settle.start(); // What another program did meanwhile was not looked at.
    Q_EMIT savingChanged();
}

bool Workspace::edit(const config::Document &document)
{
    return edit(document, [&] { m_draft.apply(document); });
}

bool Workspace::edit(const config::Document &document, const std::function<void()> &apply)
{
    if (refusesEdits())
        return false;
    learnSecrets(document);
    m_conflict.reset();
    apply();
    if (m_outside != Outside::Nothing)
        m_settle.start();
    Q_EMIT draftChanged();
    return true;
}

void Workspace::undo()
{
    if (refusesEdits())
        return;
    m_conflict.reset();
    m_draft.undo();
    if (m_outside != Outside::Nothing)
        m_settle.start();
    Q_EMIT draftChanged();
}

void Workspace::redo()
{
    if (refusesEdits())
        return;
    m_conflict.reset();
    m_draft.redo();
    if (m_outside != Outside::Nothing)
        m_settle.start();
    Q_EMIT draftChanged();
}

void Workspace::setUnreadText(std::optional<UnreadText> text)
{
    if (!text && !m_unread)
        return;
    m_unread = std::move(text);
    Q_EMIT unreadTextChanged();
    if (!m_unread && std::exchange(m_lookAgain, false))
        lookOutside();
}

void Workspace::save(const config::Choices &choices)
{
    if (m_saving || m_mending || m_unread || !(canEdit() || m_draft.isChanged()))
        return;
    m_choices = choices;
    m_conflict.reset();
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
    const QStringList left = integrations::itemsLeft(m_draft.opened().document, withParked(m_draft.document()));
    QStringList files{filePath()};
    for (const platform::Place &place : m_discovery.places)
        if (!files.contains(place.configFile))
            files.append(place.configFile);
    auto *watcher = new QFutureWatcher<QStringList>(context);
    QObject::connect(watcher, &QFutureWatcherBase::finished, context, [watcher, done] {
        watcher->deleteLater();
        done(watcher->result());
    });
    // A hundred backups take their time.
    watcher->setFuture(QtConcurrent::run([left, files, own = filePath(), document = m_draft.opened().document,
                                          folder = m_dataFolder] {
        return left.isEmpty() ? left
                              : itemsNowhereElse(left, files, own, document, store::Snapshots(folder + u"/snapshots"_s),
                                                 store::Parked(folder + u"/parked"_s));
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
    items.removeIf([this](const QString &item) {
        return !integrations::serversUsingItem(withParked(m_draft.document()), item).isEmpty();
    });
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
    auto *watcher = new QFutureWatcher<SaveOutcome>(this);
    connect(watcher, &QFutureWatcherBase::finished, this, [this, watcher, changed] {
        watcher->deleteLater();
        const SaveOutcome outcome = watcher->result();
        const auto &result = outcome.file;
        const bool chosen = !std::exchange(m_choices, {}).isEmpty();
        if (!result) {
            const SaveFailure failure{result.error().file, std::nullopt, std::nullopt};
            if (outcome.theirs)
                learnSecrets(*outcome.theirs);
            if (!result.error().conflicts.isEmpty())
                m_conflict = SaveConflict{result.error().conflicts, outcome.theirs};
            failSave(failure);
            return;
        }
        learnSecrets(result->document); // It may hold what another program wrote meanwhile.
        if (!chosen)                    // Who has just decided on them need not be told.
            tellMerged(m_draft.document(), result->document);
        m_draft.saved(*result);
        m_released.clear();
        m_fileState = FileState::Good;
        m_openError.reset();
        m_broken.reset();
        m_aside.reset();
        m_outside = Outside::Nothing;
        m_seen = result->bytes;
        m_safeguard.look(filePath(), *result, true);
        for (const QString &name : changed)
            if (!m_waitingForRestart.contains(name))
                m_waitingForRestart.append(name);
        watch();
        // Before the next save may store them again.
        deleteUnused(m_held.takeUnused(withParked(m_draft.document())), [this, changed] { deleteMarked(changed); });
    });
    watcher->setFuture(QtConcurrent::run([opened = m_draft.opened(), edited = m_draft.document(), choices = m_choices,
                                          folder = m_dataFolder, parking = m_draft.toPark(),
                                          returning = m_draft.toTakeBack()]() -> SaveOutcome {
        store::Parked parked(folder + u"/parked"_s);
        const QList<store::ParkedServer> before = parked.list(opened.path).servers;
        QList<store::ParkedServer> added;
        const auto takeBack = [&] { // What stays in the file as well is not shown: no harm where this fails.
            for (const store::ParkedServer &server : std::as_const(added))
                if (!before.contains(server)) {
                    [[maybe_unused]] const auto removed = parked.remove(server);
                }
        };
        for (const store::ParkedServer &server : parking) {
            const auto kept = parked.add(server);
            if (!kept) {
                takeBack();
                return {failure(config::SaveError{kept.error(), {}}), std::nullopt};
            }
            added.append(*kept);
        }
        auto saved = config::Guard(folder, opened.path).save(opened, edited, choices);
        if (!saved) {
            takeBack();
            std::optional<config::Document> theirs;
            if (!saved.error().conflicts.isEmpty())
                if (const auto now = config::openConfig(opened.path); now && now->bytes)
                    theirs = now->document;
            return {std::move(saved), theirs};
        }
        // What this save brought back, by putting it back or by undo. One that cannot be removed is shown once more.
        for (const store::ParkedServer &server : before) {
            const bool returned = std::any_of(returning.begin(), returning.end(), [&](const config::PutBack &put) {
                return config::isSame(put.server, server) && saved->document.contains(put.name);
            });
            if (returned ||
                (config::isStillInFile(server, saved->document) && !config::isStillInFile(server, opened.document))) {
                [[maybe_unused]] const auto removed = parked.remove(server);
            }
        }
        return {std::move(saved), std::nullopt};
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
