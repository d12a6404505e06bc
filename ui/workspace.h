#pragma once

#include "app/bridges/installation.h"
#include "app/checks/check.h"
#include "app/config/draft.h"
#include "app/integrations/kind.h"
#include "app/platform/places.h"
#include "app/store/store.h"

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

/// Why a save did not happen.
struct SaveFailure
{
    std::optional<platform::FileError> file;
    std::optional<bridges::InstallError> bridge;
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
    Workspace(platform::Platform platform, QString givenFile, QObject *parent = nullptr);
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

    /// Edits, undo and redo are ignored for the moments of a save.
    void edit(const config::Document &document);
    void undo();
    void redo();
    /// Looks for the file again and reads it; what is unsaved is lost.
    void reopen();
    /// Works on another of the places that were found.
    void choosePlace(int index);
    [[nodiscard]] bool placeChosen() const { return m_chosen.has_value(); }

    /// Installs the bridge where an entry to be saved needs it, then writes. One saved() or saveFailed().
    void save();
    [[nodiscard]] bool isSaving() const { return m_saving; }

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
    void checksChanged();
    void settingsChanged();
    void restartChanged();
    void saved(const QStringList &servers);
    void saveFailed(const kopru::ui::SaveFailure &failure);

private:
    void open();
    void watch();
    void changedOutside();
    void write();
    void failSave(const SaveFailure &failure);
    void learnSecrets(const config::Document &document) const;

    platform::Platform m_platform;
    QString m_givenFile;
    QString m_dataFolder;
    platform::Discovery m_discovery;
    std::optional<QString> m_chosen;
    FileState m_fileState = FileState::NoPlace;
    std::optional<config::OpenError> m_openError;
    config::Draft m_draft;
    store::Settings m_settings;
    QList<store::LastCheck> m_checks;
    QStringList m_checking;
    QStringList m_waitingForRestart;
    std::unique_ptr<bridges::Installation> m_installation;
    bool m_saving = false;
    QFileSystemWatcher m_watcher;
    QTimer m_settle;
};

} // namespace kopru::ui
