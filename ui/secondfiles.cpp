#include "ui/secondfiles.h"

#include "ui/workspace.h"

#include <QtConcurrent/QtConcurrentRun>
#include <QtCore/QFutureWatcher>

namespace kopru::ui {

using namespace Qt::StringLiterals;

namespace {

struct Outcome
{
    QStringList written;
    QList<std::pair<QString, config::SecondFileError>> failed;
};

Outcome saveAll(const QStringList &files, const config::Document &before, const config::Document &after,
                const QString &dataFolder)
{
    Outcome outcome;
    for (const QString &file : files) {
        if (const auto saved = config::saveAlso(dataFolder, file, before, after))
            outcome.written.append(file);
        else
            outcome.failed.append({file, saved.error()});
    }
    return outcome;
}

} // namespace

SecondFiles::SecondFiles(Workspace &workspace)
    : m_workspace(workspace), m_wanted(store::readSecondFiles(workspace.dataFolder()))
{
    connect(&workspace, &Workspace::savingChanged, this, &SecondFiles::remember);
    // Tokens go to the keychain within a save, and may get other names there.
    connect(&workspace, &Workspace::draftChanged, this, [this] {
        if (m_workspace.isSaving())
            m_after = m_workspace.draft().document();
    });
    connect(&workspace, &Workspace::saved, this, &SecondFiles::write);
}

QStringList SecondFiles::files() const
{
    QStringList files;
    for (const platform::Place &place : m_workspace.discovery().places)
        if (m_wanted.contains(place.configFile) && place.configFile != m_workspace.filePath())
            files.append(place.configFile);
    return files;
}

void SecondFiles::set(const QString &file, bool wanted)
{
    m_wanted.removeAll(file);
    if (wanted)
        m_wanted.append(file);
    // A choice that cannot be remembered still holds for this run.
    [[maybe_unused]] const auto kept = store::writeSecondFiles(m_workspace.dataFolder(), m_wanted);
    Q_EMIT changed();
}

void SecondFiles::remember()
{
    if (!m_workspace.isSaving())
        return;
    m_before = m_workspace.draft().opened().document;
    m_after = m_workspace.draft().document();
}

void SecondFiles::write()
{
    m_failures.clear();
    const QStringList files = this->files();
    if (files.isEmpty() || m_before == m_after) {
        Q_EMIT changed();
        return;
    }
    m_writing = true;
    auto *watcher = new QFutureWatcher<Outcome>(this);
    connect(watcher, &QFutureWatcherBase::finished, this, [this, watcher] {
        watcher->deleteLater();
        const Outcome outcome = watcher->result();
        m_writing = false;
        for (const auto &[file, error] : outcome.failed)
            m_failures.append({file, config::message(error, file)});
        Q_EMIT changed();
        Q_EMIT written(outcome.written);
    });
    watcher->setFuture(QtConcurrent::run(saveAll, files, m_before, m_after, m_workspace.dataFolder()));
    Q_EMIT changed();
}

} // namespace kopru::ui
