#pragma once

#include "tests/cli/home.h"

#include <QtCore/QProcess>

/// Other people's programs, as `npm ci` put them into this folder, and how the tests start them.
namespace kopru::test {

/// The pinned Node.
QString node();
/// A file below node_modules.
QString peer(const QString &path);
/// A file of this folder.
QString script(const QString &name);

/// server-everything, for as long as this lives, on 127.0.0.1.
class Everything
{
public:
    /// @param mode  streamableHttp, sse, or ws (the same server behind the package `ws`)
    explicit Everything(const QString &mode);
    ~Everything();
    Everything(const Everything &) = delete;
    Everything &operator=(const Everything &) = delete;

    /// True once the server said that it listens.
    bool waitUntilReady(int ms = 30000);
    QByteArray said() const { return m_said; }
    QString url() const;

private:
    Home m_home;
    QString m_mode;
    quint16 m_port;
    QProcess m_process;
    QByteArray m_said;
};

/// The official Inspector, its command-line client, at a server that it starts as `entry` says: command, args and env
/// of one server of Claude's configuration file. A file hands them over, so that no token stands among the arguments.
Ended inspect(Home &home, const Json &entry, const QStringList &arguments);

/// A failed run, for the test's output.
const char *explain(const Ended &ended);

} // namespace kopru::test
