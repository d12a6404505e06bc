#pragma once

#include "app/bridges/installation.h"
#include "app/checks/check.h"
#include "app/config/draft.h"
#include "app/integrations/heldtokens.h"
#include "app/integrations/kind.h"
#include "app/platform/places.h"
#include "app/platform/policy.h"
#include "app/store/store.h"
#include "ui/safeguard.h"
#include "ui/unreadtext.h"

#include <QtCore/QFileSystemWatcher>
#include <QtCore/QObject>
#include <QtCore/QTimer>

namespace kopru::ui {

/// How the configuration file stands.
enum class FileState {
    NoPlace, ///< no file is known, nothing can be edited
    Missing, ///< it will be made by the first save
    Good,
    Unusable ///< see openError()
};

/// What is known about how a server does.
enum class Health { Unknown, Checking, Works, Warns, Fails };

/// A server as lists show it.
struct ServerSummary
{
    QString name;
    const integrations::Kind *kind = nullptr;
    QString address; ///< for people, without secrets
    Health health = Health::Unknown;
    std::optional<store::LastCheck> check; ///< of this very entry; another entry's check says nothing
    bool unsaved = false;
};

/// What another program did to the file while something was unsaved here that could not be brought together with it.
enum class Outside {
    Nothing,
    Conflicting, ///< it changed the same as we; saving asks
    Broken,
    Gone
};

/// The file as it stands now, beside an unsaved draft that changes the same.
struct SaveConflict
{
    QList<config::Conflict> keys;
    std::optional<config::Document> theirs; ///< nullopt: there is no file, or it cannot be read
};

/// Why a save did not happen. Where the keychain is the reason, the draft has its tokens in readable form from now on,
/// and the next save writes them so.
struct SaveFailure
{
    std::optional<platform::FileError> file;
    std::optional<bridges::InstallError> bridge;
    std::optional<secrets::KeychainError> keychain;
};

/// What another program did meanwhile and stands in the file beside what was saved.
struct MergedChanges
{
    QStringList servers;
    bool others = false; ///< something that is no server
};

/// Items that a save was to delete and that are still there.
struct FailedDeletion
{
    QStringList items;
    secrets::KeychainError problem; ///< of the last of them
};

class SecondFiles;

/// The keychain that the window uses; tests bring their own.
struct KeychainAccess
{
    std::shared_ptr<secrets::KeychainBackend> backend;
    std::shared_ptr<secrets::KeychainReader> reader; ///< unset: the bridge that is there
};

/// What the window works on: where Claude's file is, the draft of it, the settings and the last checks. Pages show it
/// and ask it for changes; they hold no state of their own that would be lost with them.
///
/// Lives on the window's thread. Saving and installing run beside it.
class Workspace final : public QObject
{
    Q_OBJECT
public:
    /// @param givenFile  the file that the person named; empty: the live one is found
    /// @param keychain   the operating system's unless given
    Workspace(platform::Platform platform, QString givenFile, KeychainAccess keychain = {}, QObject *parent = nullptr);
    ~Workspace() override;

    [[nodiscard]] const platform::Platform &platform() const { return m_platform; }
    [[nodiscard]] const platform::Discovery &discovery() const { return m_discovery; }
    [[nodiscard]] QString filePath() const;
    [[nodiscard]] QStringList logFolders() const;
    [[nodiscard]] QString dataFolder() const { return m_dataFolder; }

    [[nodiscard]] FileState fileState() const { return m_fileState; }
    [[nodiscard]] const std::optional<config::OpenError> &openError() const { return m_openError; }
    [[nodiscard]] const config::Draft &draft() const { return m_draft; }
    [[nodiscard]] bool canEdit() const { return m_fileState == FileState::Good || m_fileState == FileState::Missing; }

    /// The file as it is now, where it cannot be read as settings; whatever is unsaved here.
    [[nodiscard]] const std::optional<config::BrokenFile> &brokenFile() const { return m_broken; }
    /// What keeps saving from being simple.
    [[nodiscard]] Outside outside() const { return m_outside; }
    [[nodiscard]] Safeguard &safeguard() { return m_safeguard; }
    [[nodiscard]] const Safeguard &safeguard() const { return m_safeguard; }
    /// Writes the mended text in place of the broken one, which is kept as an earlier version, if the file still holds
    /// what was read. One mended() or mendFailed(). What is unsaved stays unsaved.
    void mend();
    [[nodiscard]] bool isMending() const { return m_mending; }
    /// What the last save has to ask; until something is edited or saved.
    [[nodiscard]] const std::optional<SaveConflict> &conflict() const { return m_conflict; }
    /// Another program's changes that came in with the last save or with an outside change, until they are dismissed.
    [[nodiscard]] const std::optional<MergedChanges> &mergedChanges() const { return m_merged; }
    void dismissMergedChanges();

    /// Takes a server out of the draft; the save puts it into Kopru's own store first.
    /// @return false where its token waits for the save, and as edit()
    bool park(const QString &server);
    [[nodiscard]] bool canPark(const QString &server) const;
    /// Those in the store and those that the save will put there, without those that the draft has again.
    [[nodiscard]] QList<store::ParkedServer> parkedServers() const;
    /// Deletes a parked server for good.
    void forgetParked(const store::ParkedServer &server);
    /// Takes a server out of the draft, and does not park it. One that was put back and not saved stays parked.
    /// @return as edit()
    bool remove(const QString &server);
    /// Puts it back into the draft; the save takes it out of the store afterwards.
    /// @param newName  where its name is taken
    bool unpark(const store::ParkedServer &server, const QString &newName = {});

    /// Where the file is broken or gone, an edit is made from nothing, and saving replaces what is there.
    /// While a save runs, which may wait for a person and the keychain, nothing is edited, undone or redone:
    /// editRefused() says so.
    /// @return whether the draft is this document now
    bool edit(const config::Document &document);
    void undo();
    void redo();
    /// While there is one, nothing is saved.
    [[nodiscard]] const std::optional<UnreadText> &unreadText() const { return m_unread; }
    void setUnreadText(std::optional<UnreadText> text);
    /// Something would be lost with the window.
    [[nodiscard]] bool isUnsaved() const { return m_draft.isChanged() || m_unread; }
    /// Looks for the file again and reads it; what is unsaved is lost.
    void reopen();
    /// Works on another of the places that were found.
    void choosePlace(int index);
    [[nodiscard]] bool placeChosen() const { return m_chosen.has_value(); }
    /// Other settings files that get every change as well.
    [[nodiscard]] SecondFiles &secondFiles() const { return *m_secondFiles; }
    /// What the organisation has laid down for Claude.
    [[nodiscard]] const platform::Policy &policy() const { return m_policy; }

    /// Installs the bridge where an entry to be saved needs it, stores held tokens in the keychain, then writes, then
    /// deletes the items that were marked. One saved() or saveFailed().
    /// @param choices  for the conflicts that the last attempt ended with
    void save(const config::Choices &choices = {});
    [[nodiscard]] bool isSaving() const { return m_saving; }
    /// Tokens that the keychain did not take at the last save are readable in the draft.
    [[nodiscard]] bool hasReleasedTokens() const;
    /// Offers them to the keychain once more, then saves.
    void saveWithKeychain();
    /// The keychain is being waited for; it may be asking the person.
    [[nodiscard]] bool isStoring() const { return m_storing != nullptr; }
    /// Gives up waiting for it: as if it had not answered in time.
    void stopStoring();

    /// Kopru's items, read back through the bridge that is there now.
    /// @param patience  how long a person may take to unlock it
    [[nodiscard]] secrets::Keychain keychain(std::chrono::milliseconds patience = std::chrono::seconds(90)) const;
    /// The same through the bridge that a save puts in the place of one that does not run.
    [[nodiscard]] secrets::Keychain keychainAfterRepair() const;
    /// Tokens that wait for the save.
    [[nodiscard]] const integrations::HeldTokens &heldTokens() const { return m_held; }
    /// The entry with references in the place of these variables' values, which the save will store.
    [[nodiscard]] config::Entry hold(const QString &server, const config::Entry &entry, const QStringList &variables);
    /// Exchanges a token wherever it stands, as an edit.
    /// @return as edit()
    bool replaceToken(const QString &secret, const QStringList &items, const QString &newSecret);
    /// Items that the save leaves without any use: in no settings file of this computer, nor in a backup under another
    /// server's name. Answers once, from the event loop, unless `context` is deleted first.
    void findItemsLeft(QObject *context, const std::function<void(const QStringList &items)> &done) const;
    /// Whether the save deletes an item that it leaves without any use.
    void markForDeletion(const QString &item, bool marked);
    [[nodiscard]] bool isMarkedForDeletion(const QString &item) const { return m_marked.contains(item); }
    /// Until they are deleted after all, or dismissed.
    [[nodiscard]] const std::optional<FailedDeletion> &failedDeletion() const { return m_failedDeletion; }
    void deleteAgain();
    void dismissFailedDeletion();
    /// Items that an entry needs and this window has deleted.
    [[nodiscard]] QStringList deletedItems(const config::Entry &entry) const;

    [[nodiscard]] QList<ServerSummary> servers() const;
    /// What checks found lately is kept, for saved and unsaved entries alike.
    void recordCheck(const QString &server, const config::Entry &entry, const checks::Report &report);
    void setChecking(const QString &server, bool checking);

    /// Changes that were saved since Claude was last known to have read the file.
    [[nodiscard]] QStringList waitingForRestart() const { return m_waitingForRestart; }
    void claudeRestarted();

    [[nodiscard]] const store::Settings &settings() const { return m_settings; }
    void setSettings(const store::Settings &settings);

Q_SIGNALS:
    void fileChanged();  ///< opened, reopened, or another place chosen
    void draftChanged(); ///< an edit, undo, redo, save
    void unreadTextChanged();
    void savingChanged(); ///< isSaving()
    void editRefused();
    void checksChanged();
    void settingsChanged();
    void restartChanged();
    void saved(const QStringList &servers);
    void saveFailed(const kopru::ui::SaveFailure &failure);
    void mended();
    void mendFailed(const kopru::platform::FileError &error);
    void safetyChanged(); ///< what safeguard(), outside() and mergedChanges() say

private:
    void open();
    void watch();
    void lookOutside();
    void sawOutside(const Safeguard::FileSeen &now);
    void tellMerged(const config::Document &expected, const config::Document &now);
    [[nodiscard]] config::Document withParked(config::Document document) const;
    void storeTokens();
    void storingFailed(const secrets::KeychainError &problem);
    void write();
    void deleteMarked(const QStringList &changed);
    void deleteItems(const QStringList &items, std::chrono::milliseconds patience, const std::function<void()> &done);
    void deleteUnused(const QStringList &items, const std::function<void()> &done);
    void setSaving(bool saving);
    [[nodiscard]] bool edit(const config::Document &document, const std::function<void()> &apply);
    [[nodiscard]] bool refusesEdits();
    void failSave(const SaveFailure &failure);

    platform::Platform m_platform;
    QString m_givenFile;
    QString m_dataFolder;
    KeychainAccess m_keychain;
    integrations::HeldTokens m_held;
    QList<integrations::KeychainUse> m_released; ///< what the keychain did not take at the last save
    QStringList m_marked;                        ///< items to delete with the next save, if nothing refers to them then
    QStringList m_deleted;                       ///< by this window
    std::unique_ptr<QObject> m_storing;
    std::optional<FailedDeletion> m_failedDeletion;
    platform::Discovery m_discovery;
    platform::Policy m_policy;
    std::optional<QString> m_chosen;
    FileState m_fileState = FileState::NoPlace;
    std::optional<config::OpenError> m_openError;
    config::Draft m_draft;
    std::optional<UnreadText> m_unread;
    bool m_lookAgain = false; ///< the file changed while a text was unread
    store::Settings m_settings;
    std::unique_ptr<SecondFiles> m_secondFiles;
    QList<store::LastCheck> m_checks;
    QStringList m_checking;
    QStringList m_waitingForRestart;
    std::unique_ptr<bridges::Installation> m_installation;
    bool m_saving = false;
    bool m_mending = false;
    Safeguard m_safeguard;
    std::optional<config::BrokenFile> m_broken;
    Outside m_outside = Outside::Nothing;
    std::optional<QByteArray> m_seen;     ///< what the file held at the last look
    std::optional<config::Draft> m_aside; ///< of a file that broke, for when it is sound again
    std::optional<MergedChanges> m_merged;
    std::optional<SaveConflict> m_conflict;
    config::Choices m_choices;
    int m_outsideLooks = 0;
    QFileSystemWatcher m_watcher;
    QTimer m_settle;
};

} // namespace kopru::ui
