#pragma once

#include "app/config/document.h"
#include "app/platform/fileaccess.h"
#include "app/platform/platform.h"

#include <QtCore/QObject>
#include <QtCore/QProcess>
#include <QtCore/QTimer>

namespace kopru::bridges {

/// Where the bridge is installed: %LOCALAPPDATA%\Claude\mcp\ on Windows, ~/.claude/mcp/ elsewhere, as the
/// Apinizer document recommends. The folder belongs to the person, so no administrator rights are needed.
[[nodiscard]] QString installFolder(const platform::Platform &platform);
[[nodiscard]] QString installedBridge(const platform::Platform &platform);

/// The bridge that was shipped with this program: it stands beside it. The file need not exist.
[[nodiscard]] QString shippedBridge(const platform::Platform &platform);

/// The bridge to ask something now: the installed one, which entries start, or while there is none the one that was
/// shipped with this program. The file need not exist.
[[nodiscard]] QString bridgeAtHand(const platform::Platform &platform);

enum class State {
    Missing,
    Current,
    Different, ///< another build: older or newer, in order by itself
    Damaged,   ///< cannot be run, or not executable
};

struct Status
{
    State state = State::Missing;
    QString path;
    QString version; ///< what the file says of itself; empty where it was not asked or did not answer
    QString sha256;  ///< of the file, hexadecimal; empty where there is none
    bool executable = false;

    friend bool operator==(const Status &, const Status &) = default;
};

enum class InstallProblem {
    SourceMissing, ///< the program was shipped without its bridge
    SourceDamaged, ///< the shipped bridge is not the one this program was built with
    WriteFailed,
    DoesNotRun, ///< copied, but it does not tell its version: blocked, or a file system that forbids programs
};

struct InstallError
{
    InstallProblem problem = InstallProblem::WriteFailed;
    std::optional<platform::FileError> file;
    QString path;
    QString detail;

    friend bool operator==(const InstallError &, const InstallError &) = default;
};

/// Compares the installed file with the manifest built into this program; starts nothing, so that it may be called
/// from the window's thread. `version` stays empty.
[[nodiscard]] Status inspect(const platform::Platform &platform);

/// Copies the bridge that stands beside this program to its place: in one step, mode 0755, hash checked before and
/// after. Copies that run go on with the old file. An installed Current bridge is left untouched.
[[nodiscard]] Result<Status, InstallError> copyBridge(const platform::Platform &platform);

/// The servers of a configuration whose command is the installed bridge.
[[nodiscard]] QStringList serversUsing(const config::Document &document, const platform::Platform &platform);

[[nodiscard]] Result<void, platform::FileError> removeBridge(const platform::Platform &platform);

/// Installs, then asks the copy for its version, without blocking.
/// One run, one finished(). cancel() and deletion are silent.
class Installation final : public QObject
{
    Q_OBJECT
public:
    explicit Installation(platform::Platform platform, QObject *parent = nullptr);
    void start();
    void cancel();

Q_SIGNALS:
    void finished(const kopru::Result<kopru::bridges::Status, kopru::bridges::InstallError> &outcome);

private:
    void finish(const Result<Status, InstallError> &outcome);
    platform::Platform m_platform;
    Status m_status;
    QProcess m_process;
    QTimer m_deadline;
    int m_run = 0; ///< counts starts: a copy that was cancelled may end later
    bool m_done = true;
};

[[nodiscard]] QString stateId(State state);
[[nodiscard]] QString installProblemId(InstallProblem problem);

} // namespace kopru::bridges
