#include "app/bridges/installation.h"

#include "app/bridges/manifest.h"
#include "bridge/contract/profile.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QCryptographicHash>
#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QFileInfo>
#include <QtCore/QFutureWatcher>

#include <QtConcurrent/QtConcurrentRun>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace kopru::bridges {

namespace {

constexpr auto versionLimit = 5s;

QString programName(const platform::Platform &platform)
{
    QString name = QString::fromLatin1(contract::bridgeProgram.data(), contract::bridgeProgram.size());
    if (platform.system == platform::System::Windows)
        name += u".exe"_s;
    return name;
}

QString hashOf(const QByteArray &bytes)
{
    return QString::fromLatin1(QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex());
}

} // namespace

QString installFolder(const platform::Platform &platform)
{
    if (platform.system == platform::System::Windows)
        return platform.variable(u"LOCALAPPDATA"_s) + u"\\Claude\\mcp"_s;
    return platform.home + u"/.claude/mcp"_s;
}

QString installedBridge(const platform::Platform &platform)
{
    return platform.join(installFolder(platform), programName(platform));
}

QString shippedBridge(const platform::Platform &platform)
{
    return QDir(QCoreApplication::applicationDirPath()).filePath(programName(platform));
}

QString bridgeAtHand(const platform::Platform &platform)
{
    const QString installed = installedBridge(platform);
    return QFileInfo::exists(installed) ? installed : shippedBridge(platform);
}

Status inspect(const platform::Platform &platform)
{
    Status status;
    status.path = installedBridge(platform);
    const QFileInfo file(status.path);
    if (!file.exists() && !file.isSymLink())
        return status;
    status.executable = file.isExecutable();
    status.state = State::Damaged;
    const auto bytes = platform::readFile(status.path);
    if (!bytes)
        return status;
    status.sha256 = hashOf(*bytes);
    const bool program =
        bytes->startsWith("\x7f"_ba + "ELF") || bytes->startsWith("MZ") || bytes->startsWith("\xcf\xfa\xed\xfe");
    if (!status.executable || !program)
        return status;
    status.state = status.sha256 == QLatin1StringView(manifest::sha256) ? State::Current : State::Different;
    return status;
}

Result<Status, InstallError> copyBridge(const platform::Platform &platform)
{
    Status before = inspect(platform);
    if (before.state == State::Current)
        return before;

    const QString source = shippedBridge(platform);
    const auto bytes = platform::readFile(source);
    if (!bytes) {
        return failure(InstallError{InstallProblem::SourceMissing, bytes.error(), source, {}});
    }
    if (hashOf(*bytes) != QLatin1StringView(manifest::sha256))
        return failure(InstallError{InstallProblem::SourceDamaged, std::nullopt, source, {}});

    // A damaged copy may have lost its mode; the new one must not inherit that.
    const QString target = installedBridge(platform);
    if (const auto written = platform::replaceFile(target, *bytes, 0755, true); !written)
        return failure(InstallError{InstallProblem::WriteFailed, written.error(), target, {}});
    constexpr auto mode = QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner | QFile::ReadGroup | QFile::ExeGroup |
                          QFile::ReadOther | QFile::ExeOther;
    if (!before.executable && before.state != State::Missing)
        QFile::setPermissions(target, mode);
    Status after = inspect(platform);
    if (after.state != State::Current)
        return failure(InstallError{InstallProblem::WriteFailed,
                                    platform::FileError{platform::FileProblem::VerifyFailed, target, 0},
                                    target,
                                    {}});
    return after;
}

QStringList serversUsing(const config::Document &document, const platform::Platform &platform)
{
    QStringList names;
    const QString bridge = installedBridge(platform);
    for (const config::Server &server : document.servers())
        if (server.entry.command == bridge)
            names.append(server.name);
    return names;
}

Result<void, platform::FileError> removeBridge(const platform::Platform &platform)
{
    const QString path = installedBridge(platform);
    QFile file(path);
    if (!file.exists())
        return failure(platform::FileError{platform::FileProblem::Missing, path, 0});
    if (!file.remove())
        return failure(platform::FileError{platform::FileProblem::FolderNotWritable, path, 0});
    return {};
}

Installation::Installation(platform::Platform platform, QObject *parent)
    : QObject(parent), m_platform(std::move(platform))
{
    m_deadline.setSingleShot(true);
    const auto doesNotRun = [this] {
        finish(failure(InstallError{InstallProblem::DoesNotRun, std::nullopt, m_status.path, m_process.errorString()}));
    };
    connect(&m_deadline, &QTimer::timeout, this, doesNotRun);
    connect(&m_process, &QProcess::errorOccurred, this, doesNotRun);
    connect(&m_process, &QProcess::finished, this, [this, doesNotRun](int code, QProcess::ExitStatus status) {
        const QByteArray said = m_process.readAllStandardOutput().trimmed();
        const QByteArray prefix = QByteArray(contract::bridgeProgram.data(), contract::bridgeProgram.size()) + ' ';
        if (status != QProcess::NormalExit || code != 0 || !said.startsWith(prefix)) {
            doesNotRun();
            return;
        }
        m_status.version = QString::fromUtf8(said.mid(prefix.size()));
        finish(m_status);
    });
}

void Installation::start()
{
    if (!std::exchange(m_done, false))
        return;
    // Some megabytes are hashed and forced to the disk.
    auto *copying = new QFutureWatcher<Result<Status, InstallError>>(this);
    connect(copying, &QFutureWatcherBase::finished, this, [this, copying, run = ++m_run] {
        copying->deleteLater();
        if (m_done || run != m_run)
            return;
        const auto copied = copying->result();
        if (!copied) {
            finish(failure(copied.error()));
            return;
        }
        m_status = *copied;
        m_deadline.start(versionLimit);
        m_process.start(m_status.path, {u"--version"_s}, QIODevice::ReadOnly);
    });
    copying->setFuture(QtConcurrent::run([platform = m_platform] { return copyBridge(platform); }));
}

void Installation::cancel()
{
    m_done = true;
    m_deadline.stop();
    m_process.kill();
}

void Installation::finish(const Result<Status, InstallError> &outcome)
{
    if (std::exchange(m_done, true))
        return;
    m_deadline.stop();
    Q_EMIT finished(outcome);
}

QString stateId(State state)
{
    switch (state) {
    case State::Missing:
        return u"missing"_s;
    case State::Current:
        return u"current"_s;
    case State::Different:
        return u"different"_s;
    case State::Damaged:
        return u"damaged"_s;
    }
    return {};
}

QString installProblemId(InstallProblem problem)
{
    switch (problem) {
    case InstallProblem::SourceMissing:
        return u"source-missing"_s;
    case InstallProblem::SourceDamaged:
        return u"source-damaged"_s;
    case InstallProblem::WriteFailed:
        return u"write-failed"_s;
    case InstallProblem::DoesNotRun:
        return u"does-not-run"_s;
    }
    return {};
}

} // namespace kopru::bridges
