#pragma once

#include "app/logs/line.h"

#include <QtCore/QFileSystemWatcher>
#include <QtCore/QList>
#include <QtCore/QMap>
#include <QtCore/QObject>
#include <QtCore/QTimer>

namespace kopru::logs {

/// Follows all of Claude's logs in some folders: growth, truncation, rotation, files and folders that appear later.
/// A last line without its newline is held back until it is whole. Reads at most `tail` bytes of what a file held
/// before; never blocks for longer than one block of 1 MiB at a time. Lives on one thread.
class Follower final : public QObject
{
    Q_OBJECT
public:
    explicit Follower(QStringList folders, QObject *parent = nullptr, qint64 tail = qint64{1} * 1024 * 1024);
    void start();
    void stop();

    [[nodiscard]] QStringList folders() const { return m_folders; }
    [[nodiscard]] QStringList files() const; ///< paths that exist

Q_SIGNALS:
    /// New whole lines; the first emission holds what was there at the start, in time order.
    void appended(const QList<kopru::logs::Line> &lines);
    /// A file was cut or replaced; its lines come again from the start.
    void restarted(const QString &fileName);
    void filesChanged();
    /// The first look is done. @param anything  whether appended() came with it
    void looked(bool anything);

private:
    struct File
    {
        qint64 offset = 0;
        quint64 inode = 0;
        QByteArray rest;           ///< begin of a line that is not whole yet
        qint64 dropped = 0;        ///< bytes of an overlong line that were not kept
        bool startsInside = false; ///< reading began inside a line, whose rest is passed over
        QByteArray digestHead;     ///< first bytes, to notice a replacement of the same size
    };
    void look();
    bool readMore(const QString &path, File &file, QList<Line> &lines);

    QStringList m_folders;
    qint64 m_tail;
    QMap<QString, File> m_files;
    QFileSystemWatcher m_watcher;
    QTimer m_poll;
    QTimer m_soon;
    QList<Line> m_firstLines;
    bool m_first = true;
};

} // namespace kopru::logs
