#include "ui/safeguard.h"

#include "app/config/parking.h"
#include "app/secrets/redactor.h"
#include "app/secrets/secretnames.h"
#include "ui/beside.h"

#include <QtCore/QFileInfo>
#include <QtCore/QRegularExpression>

namespace kopru::ui {

using namespace Qt::StringLiterals;

namespace {

/// A copy of a parked server that stands in the file is what a crash left behind, unless another program of ours is
/// just about to save.
constexpr std::chrono::hours leftBehind{1};

QString snapshotsIn(const QString &dataFolder)
{
    return dataFolder + u"/snapshots"_s;
}

QString parkedIn(const QString &dataFolder)
{
    return dataFolder + u"/parked"_s;
}

const config::BrokenFile *brokenOf(const Safeguard::FileSeen &file)
{
    return file ? nullptr : std::get_if<config::BrokenFile>(&file.error());
}

QDateTime whenWritten(const QString &path, bool live)
{
    if (live)
        return QDateTime::currentDateTimeUtc();
    const QFileInfo file(path);
    return file.exists() ? file.lastModified().toUTC() : QDateTime();
}

} // namespace

void learnSecrets(const config::Document &document)
{
    for (const config::Server &server : document.servers())
        for (const QString &secret : secrets::secretsIn(server.entry.arguments, server.entry.environmentMap()))
            secrets::processRedactor().add(secret);
}

void learnSecretsOfText(const QByteArray &text)
{
    // A name, what may stand between a name and its value, and the value: quotes of any kind, or none.
    static const QRegularExpression pair(
        uR"(([A-Za-z][\w.-]*)["'“”‘’„\\]*\s*[:=,]?\s*["'“”‘’„\\]*((?:Bearer\s+|Basic\s+)?[^\s"'“”‘’„\\,{}\[\]]+))"_s);
    for (auto it = pair.globalMatch(QString::fromUtf8(text)); it.hasNext();) {
        const QRegularExpressionMatch match = it.next();
        if (secrets::isSecretName(match.capturedView(1)))
            secrets::processRedactor().add(match.captured(2));
    }
}

/// What one look at the file gave.
struct Safeguard::Sight
{
    std::optional<Disappearance> disappearance;
    QList<store::ParkedServer> parked;
};

Safeguard::Safeguard(QString dataFolder, QObject *parent)
    : QObject(parent), m_dataFolder(std::move(dataFolder)), m_file(config::ConfigFile())
{
    m_pool.setMaxThreadCount(1);
}

Safeguard::~Safeguard() = default;

void Safeguard::look(const QString &path, const FileSeen &file, bool live)
{
    const int look = ++m_looks;
    if (path != m_path)
        m_parked.clear();
    m_path = path;
    m_file = file;
    m_reading.reset();
    m_disappearance.reset();
    m_looking = true;
    if (const config::BrokenFile *broken = brokenOf(file))
        read(broken->bytes);
    const auto work = [dataFolder = m_dataFolder, path, live]() -> Sight {
        Sight sight;
        store::Parked store(parkedIn(dataFolder));
        const QList<store::ParkedServer> parked = store.list(path).servers;
        QMap<QString, QDateTime> taken;
        for (const store::ParkedServer &server : parked)
            taken.insert(server.name, server.parked);
        // It may be newer than what was seen: then the window looks again, and is told the same.
        const auto [now, finding] = config::Guard(dataFolder, path).look(taken);
        for (const store::ParkedServer &server : parked) {
            if (!now || !config::isStillInFile(server, now->document)) {
                sight.parked.append(server);
                continue;
            }
            if (server.parked.msecsTo(QDateTime::currentDateTimeUtc()) >
                std::chrono::milliseconds(leftBehind).count()) {
                [[maybe_unused]] const auto removed = store.remove(server); // Otherwise with the next look.
            }
        }
        for (const store::ParkedServer &server : std::as_const(sight.parked))
            if (const auto alone = config::unpark(config::Document(), server))
                learnSecrets(*alone);
        if (finding.loss == config::Loss::None || finding.loss == config::Loss::Broken)
            return sight;
        const store::Snapshots snapshots(snapshotsIn(dataFolder));
        const config::Versions versions = config::versionsOf(snapshots, path);
        config::Restored restored = now && now->bytes
                                        ? config::restoredServers(now->document, finding.servers, versions)
                                        : config::restoredFile(finding.servers, versions);
        learnSecrets(restored.document);
        sight.disappearance = {finding.loss, finding.servers, whenWritten(path, live), std::move(restored)};
        return sight;
    };
    beside(&m_pool, this, work, [this, look](const Sight &sight) {
        if (look != m_looks)
            return;
        m_looking = false;
        m_disappearance = sight.disappearance;
        m_parked = sight.parked;
        Q_EMIT changed();
    });
    Q_EMIT changed();
}

void Safeguard::read(const QByteArray &bytes)
{
    const auto work = [bytes] {
        config::Reading reading = config::readTolerantly(bytes);
        learnSecretsOfText(bytes);
        if (reading.mended)
            if (const auto document = config::Document::parse(*reading.mended))
                learnSecrets(*document);
        return reading;
    };
    // Not behind the guard's work: this is what a person waits for.
    beside(this, work, [this, look = m_looks](const config::Reading &reading) {
        if (look != m_looks)
            return;
        m_reading = reading;
        Q_EMIT changed();
    });
}

void Safeguard::accept()
{
    if (!m_disappearance)
        return;
    const QStringList gone = m_disappearance->servers;
    m_disappearance.reset();
    beside(
        &m_pool, this,
        [dataFolder = m_dataFolder, path = m_path, gone] {
            // Where the note cannot be written, it is asked once more after the next start: a question too many.
            [[maybe_unused]] const auto noted = config::Guard(dataFolder, path).accept(gone);
            return true;
        },
        [](bool) {});
    Q_EMIT changed();
}

void Safeguard::forget(const store::ParkedServer &server)
{
    m_parked.removeIf([&server](const store::ParkedServer &kept) {
        return kept.name == server.name && kept.member == server.member;
    });
    const auto work = [dataFolder = m_dataFolder, server] {
        // One that was just parked is not yet known by its place.
        store::Parked store(parkedIn(dataFolder));
        bool gone = true;
        for (const store::ParkedServer &kept : store.list(server.source).servers)
            if (kept.name == server.name && kept.member == server.member)
                gone = store.remove(kept).has_value() && gone;
        return gone;
    };
    // What cannot be deleted is shown again.
    beside(&m_pool, this, work, [this](bool) { look(m_path, FileSeen(m_file), false); });
    Q_EMIT changed();
}

void Safeguard::findNewestSound(QObject *context,
                                const std::function<void(const std::optional<EarlierVersion> &)> &done) const
{
    const auto work = [dataFolder = m_dataFolder, path = m_path,
                       bytes = brokenOf(m_file) ? brokenOf(m_file)->bytes
                                                : QByteArray()]() -> std::optional<EarlierVersion> {
        const store::Snapshots snapshots(snapshotsIn(dataFolder));
        for (const store::Snapshot &snapshot : snapshots.list(path))
            if (const auto text = snapshots.read(snapshot); text && *text != bytes)
                if (auto document = config::Document::parse(*text)) {
                    learnSecrets(*document);
                    return EarlierVersion{snapshot, *std::move(document)};
                }
        return std::nullopt;
    };
    beside(context, work, done);
}

} // namespace kopru::ui
