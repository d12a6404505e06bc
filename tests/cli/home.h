#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QMap>
#include <QtCore/QStringList>
#include <QtCore/QTemporaryDir>

#include <nlohmann/json.hpp>

class QProcess;

namespace kopru::test {

using Json = nlohmann::json;

/// How a program ended and what it printed.
struct Ended
{
    int code = -1; ///< -1: could not be started, crashed, or was not done within a minute
    QByteArray out;
    QByteArray err;

    [[nodiscard]] Json json() const; ///< `out` read as JSON; discarded where it is none
};

/// What one start of kopructl gets besides its arguments.
struct Surroundings
{
    QMap<QString, QString> environment = {};
    QByteArray input = {};
};

/// The empty home folder of a person, and kopructl in it with nothing of the tester's own environment.
class Home
{
public:
    Home();

    [[nodiscard]] QString path(const QString &below = {}) const;
    [[nodiscard]] QString configFile() const; ///< ~/.config/Claude/claude_desktop_config.json
    [[nodiscard]] QString logFolder() const;  ///< ~/.config/Claude/logs
    [[nodiscard]] QString bridge() const;     ///< ~/.claude/mcp/kopru-bridge
    [[nodiscard]] QString dataFolder() const; ///< ~/.local/share/kopru

    /// Writes a file with its folders. @return false where that failed
    bool write(const QString &file, const QByteArray &bytes) const;
    [[nodiscard]] static QByteArray read(const QString &file);
    [[nodiscard]] QByteArray config() const { return read(configFile()); }

    /// Runs kopructl to its end.
    Ended run(const QStringList &arguments, const Surroundings &surroundings = {});
    /// Runs any program to its end in this home.
    Ended runProgram(const QString &program, const QStringList &arguments, const Surroundings &surroundings = {});
    /// Sets a process up as run() does, without starting it.
    void prepare(QProcess &process, const QStringList &arguments, const Surroundings &surroundings = {}) const;

    /// Everything that kopructl printed so far, and its own log.
    [[nodiscard]] QByteArray said() const;

private:
    QTemporaryDir m_folder;
    QByteArray m_said;
};

/// The folder of kopructl and of the bridge it was built with.
[[nodiscard]] QString programFolder();
/// Whether `text` has the secret as it is, or as base64, or percent-encoded.
[[nodiscard]] bool leaks(const QByteArray &text, const QByteArray &secret);

} // namespace kopru::test
