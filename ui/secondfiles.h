#pragma once

#include "app/config/wording.h"

#include <QtCore/QObject>

namespace kopru::ui {

class Workspace;

/// Where it is not certain which file Claude reads, a save goes into others too: the same edits, key by key. Each has
/// snapshots of its own and may fail on its own, which is told by name.
///
/// Lives on the window's thread; the writing runs beside it, after the save of the workspace.
class SecondFiles final : public QObject
{
    Q_OBJECT
public:
    explicit SecondFiles(Workspace &workspace);

    /// Those of the places that were found, without the one in use.
    [[nodiscard]] QStringList files() const;
    [[nodiscard]] bool contains(const QString &file) const { return files().contains(file); }
    /// Kept beyond this run.
    void set(const QString &file, bool wanted);

    struct Failure
    {
        QString file;
        config::Message words;
    };
    /// Of the last save; until the next one.
    [[nodiscard]] const QList<Failure> &failures() const { return m_failures; }
    [[nodiscard]] bool isWriting() const { return m_writing; }
    /// Makes in the files that failed what they miss: all since the last save that went into them.
    void retry();

Q_SIGNALS:
    void changed();
    /// After saved() of the workspace, where there is another file. @param files  that were written
    void written(const QStringList &files);

private:
    void remember();
    void write();
    void writeInto(const QStringList &files);

    Workspace &m_workspace;
    QStringList m_wanted;
    config::Document m_before; ///< of the save that runs
    config::Document m_after;
    QList<Failure> m_failures;
    QMap<QString, config::Document> m_missed; ///< by a file that failed: what its changes are counted from
    bool m_writing = false;
};

} // namespace kopru::ui
