#include "app/logs/follower.h"

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QFileInfo>

#if defined(Q_OS_UNIX)
#include <sys/stat.h>
#endif

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace kopru::logs {

namespace {

constexpr qint64 block = qint64{1} * 1024 * 1024;
constexpr qsizetype longestKept = qsizetype{64} * 1024; ///< of a line that is not whole yet
constexpr qint64 headLength = 64;

quint64 inodeOf(const QString &path)
{
#if defined(Q_OS_UNIX)
    struct stat facts = {};
    if (::stat(QFile::encodeName(path).constData(), &facts) == 0)
        return facts.st_ino;
#else
    Q_UNUSED(path)
#endif
    return 0;
}

bool isLog(const QString &name)
{
    static const QStringList known{u"mcp"_s,           u"main"_s,           u"window"_s, u"unknown-window"_s,
                                   u"claude.ai-web"_s, u"cowork_vm_node"_s, u"ssh"_s};
    if (!name.endsWith(u".log"_s))
        return false;
    if (name.startsWith(u"mcp-server-"_s))
        return true;
    QString stem = name.chopped(4);
    while (!stem.isEmpty() && stem.back().isDigit())
        stem.chop(1);
    return known.contains(stem);
}

} // namespace

Follower::Follower(QStringList folders, QObject *parent, qint64 tail)
    : QObject(parent), m_folders(std::move(folders)), m_tail(tail)
{
    // Notifications come in bursts; one look answers them all. The poll is for file systems without notifications.
    m_soon.setSingleShot(true);
    m_soon.setInterval(20ms);
    m_poll.setInterval(1s);
    connect(&m_soon, &QTimer::timeout, this, &Follower::look);
    connect(&m_poll, &QTimer::timeout, this, &Follower::look);
    const auto soon = [this] {
        if (!m_soon.isActive())
            m_soon.start();
    };
    connect(&m_watcher, &QFileSystemWatcher::fileChanged, this, soon);
    connect(&m_watcher, &QFileSystemWatcher::directoryChanged, this, soon);
}

void Follower::start()
{
    m_poll.start();
    QMetaObject::invokeMethod(this, &Follower::look, Qt::QueuedConnection);
}

void Follower::stop()
{
    m_poll.stop();
    m_soon.stop();
}

QStringList Follower::files() const
{
    return m_files.keys();
}

void Follower::look()
{
    if (!m_poll.isActive())
        return;
    bool changed = false;
    const bool first = m_first;
    QStringList seen;
    for (const QString &folder : std::as_const(m_folders)) {
        const QFileInfo facts(folder);
        if (!facts.isDir())
            continue;
        if (!m_watcher.directories().contains(folder))
            m_watcher.addPath(folder);
        for (const QString &name : QDir(folder).entryList({u"*.log"_s}, QDir::Files | QDir::Readable, QDir::Name)) {
            const QString path = folder + u'/' + name;
            if (!isLog(name))
                continue;
            seen.append(path);
            if (m_files.contains(path))
                continue;
            File file;
            // What appeared while we follow is read whole; what was there before only from its tail.
            const qint64 size = QFileInfo(path).size();
            file.offset = m_first ? std::max<qint64>(0, size - m_tail) : 0;
            file.startsInside = file.offset > 0;
            file.inode = inodeOf(path);
            m_files.insert(path, file);
            m_watcher.addPath(path);
            changed = true;
        }
    }
    for (const QString &path : m_files.keys()) {
        if (!seen.contains(path)) {
            m_files.remove(path);
            m_watcher.removePath(path);
            changed = true;
        }
    }
    QList<Line> lines;
    bool more = false;
    for (auto it = m_files.begin(); it != m_files.end(); ++it)
        more = readMore(it.key(), *it, lines) || more;
    if (m_first) {
        if (more) { // the tails are read in blocks; the first emission holds them all
            m_firstLines += lines;
            m_soon.start(0ms);
            return;
        }
        lines = std::exchange(m_firstLines, {}) + lines;
        // Lines without a time stay behind the line they follow.
        QDateTime last;
        QList<std::pair<QDateTime, qsizetype>> order;
        QString file;
        for (qsizetype i = 0; i < lines.size(); ++i) {
            if (lines.at(i).file != file) {
                file = lines.at(i).file;
                last = {};
            }
            if (lines.at(i).time)
                last = *lines.at(i).time;
            order.append({last, i});
        }
        std::stable_sort(order.begin(), order.end(), [](const auto &a, const auto &b) { return a.first < b.first; });
        QList<Line> sorted;
        sorted.reserve(lines.size());
        for (const auto &[time, index] : std::as_const(order))
            sorted.append(lines.at(index));
        lines = sorted;
        m_first = false;
    } else if (more) {
        m_soon.start(0ms);
    }
    if (changed)
        Q_EMIT filesChanged();
    const bool anything = !lines.isEmpty();
    if (anything)
        Q_EMIT appended(lines);
    if (first)
        Q_EMIT looked(anything);
}

bool Follower::readMore(const QString &path, File &file, QList<Line> &lines)
{
    QFile device(path);
    if (!device.open(QIODevice::ReadOnly))
        return false;
    const QString name = QFileInfo(path).fileName();
    const qint64 size = device.size();
    const quint64 inode = inodeOf(path);
    const QByteArray head = device.read(headLength);
    const bool replaced = inode != file.inode || size < file.offset ||
                          !head.startsWith(file.digestHead.first(std::min(file.digestHead.size(), head.size())));
    if (replaced) {
        const bool known = file.offset > 0;
        file = File{};
        file.inode = inode;
        m_watcher.addPath(path); // a replaced file lost its watch
        if (known)
            Q_EMIT restarted(name);
    }
    file.digestHead = head;
    if (size <= file.offset || !device.seek(file.offset))
        return false;
    const QByteArray fresh = device.read(block);
    file.offset += fresh.size();
    qsizetype from = 0;
    for (qsizetype end = fresh.indexOf('\n'); end >= 0; end = fresh.indexOf('\n', from)) {
        QByteArray line = file.rest + fresh.sliced(from, end - from);
        from = end + 1;
        file.rest.clear();
        const qint64 dropped = std::exchange(file.dropped, 0);
        if (std::exchange(file.startsInside, false))
            continue;
        if (line.endsWith('\r'))
            line.chop(1);
        Line parsed = parseLine(line, name);
        parsed.length += dropped;
        lines.append(std::move(parsed));
    }
    file.rest += fresh.sliced(from);
    if (file.rest.size() > longestKept) {
        file.dropped += file.rest.size() - longestKept;
        file.rest.truncate(longestKept);
    }
    return file.offset < size;
}

} // namespace kopru::logs
