#include "app/config/guard.h"

#include <QtCore/QCryptographicHash>

namespace kopru::config {

using namespace Qt::StringLiterals;

namespace {

QString digestOf(const QByteArray &bytes)
{
    return QString::fromLatin1(QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex());
}

std::optional<QByteArray> bytesOf(const Result<ConfigFile, OpenError> &file)
{
    if (file)
        return file->bytes;
    const auto *broken = std::get_if<BrokenFile>(&file.error());
    return broken ? std::optional(broken->bytes) : std::nullopt;
}

} // namespace

store::SeenFile seenOf(const ConfigFile &file, const QDateTime &now)
{
    store::SeenFile seen{file.path, file.bytes ? digestOf(*file.bytes) : QString(), {}, {}};
    seen.when = QDateTime::fromMSecsSinceEpoch(now.toMSecsSinceEpoch(), Qt::UTC);
    if (file.bytes)
        for (const Server &server : file.document.servers())
            seen.servers.insert(server.name, entryDigest(server.entry));
    return seen;
}

GuardFinding compareWithSeen(const std::optional<store::SeenFile> &seen, const Result<ConfigFile, OpenError> &now,
                             const QMap<QString, QDateTime> &parked)
{
    GuardFinding finding;
    if (!now && std::holds_alternative<platform::FileError>(now.error()))
        return finding;
    const std::optional<QByteArray> bytes = bytesOf(now);
    finding.changed = !seen || seen->digest != (bytes ? digestOf(*bytes) : QString());
    if (!seen)
        return finding;
    finding.lastSeen = seen->when;
    if (!finding.changed)
        return finding;

    const store::SeenFile present = now ? seenOf(*now) : store::SeenFile();
    QStringList unknown; // digests of entries that stand under names not seen before
    for (auto it = present.servers.cbegin(); it != present.servers.cend(); ++it)
        if (!seen->servers.contains(it.key()))
            unknown.append(it.value());
    qsizetype known = 0;
    for (auto it = seen->servers.cbegin(); it != seen->servers.cend(); ++it) {
        const auto taken = parked.constFind(it.key());
        if (taken != parked.cend() && *taken >= seen->when)
            continue;
        ++known;
        if (!present.servers.contains(it.key()) && !unknown.removeOne(it.value()))
            finding.servers.append(it.key());
    }
    if (finding.servers.isEmpty())
        return finding;
    if (!now)
        finding.loss = std::get<BrokenFile>(now.error()).error.fault == Fault::Empty ? Loss::Emptied : Loss::Broken;
    else if (!now->bytes)
        finding.loss = Loss::Gone;
    else
        finding.loss = finding.servers.size() == known ? Loss::Wiped : Loss::Vanished;
    return finding;
}

QStringList lostInMerge(const Document &edited, const Document &saved)
{
    QStringList lost;
    for (const Server &server : edited.servers())
        if (!saved.contains(server.name))
            lost.append(server.name);
    return lost;
}

Versions versionsOf(const store::Snapshots &snapshots, const QString &source)
{
    const QList<store::Snapshot> all = snapshots.list(source);
    return {all.size(), [all, snapshots](qsizetype index) -> std::optional<Document> {
                const auto bytes = snapshots.read(all.at(index));
                if (!bytes)
                    return std::nullopt;
                auto document = Document::parse(*bytes);
                return document ? std::optional(*std::move(document)) : std::nullopt;
            }};
}

Restored restoredServers(const Document &now, const QStringList &names, const Versions &versions)
{
    Restored restored{now, {}, names};
    for (qsizetype i = 0; i < versions.count && !restored.missing.isEmpty(); ++i) {
        const auto version = versions.at(i);
        if (!version)
            continue;
        // In the order of the file, so that each finds the one in front of it.
        for (const Server &server : version->servers()) {
            if (!restored.missing.contains(server.name))
                continue;
            const auto with =
                restored.document.addedMember(version->memberText(server.name), version->serverBefore(server.name));
            restored.missing.removeAll(server.name);
            if (!with) // Its name is taken: it is there.
                continue;
            restored.document = *with;
            restored.servers.append(server.name);
        }
    }
    return restored;
}

Restored restoredFile(const QStringList &names, const Versions &versions)
{
    for (qsizetype i = 0; i < versions.count; ++i) {
        const auto version = versions.at(i);
        if (!version)
            continue;
        QStringList there;
        QStringList missing;
        for (const QString &name : names)
            (version->contains(name) ? there : missing).append(name);
        if (there.isEmpty())
            continue;
        Restored restored = restoredServers(*version, missing, versions);
        restored.servers = there + restored.servers;
        return restored;
    }
    return {Document(), {}, names};
}

Result<Restoration, SyntaxError> restoration(const QByteArray &now, const QByteArray &version)
{
    auto document = Document::parse(version);
    if (!document)
        return failure(document.error());
    return Restoration{*std::move(document), diffLines(now, version)};
}

Guard::Guard(QString dataFolder, QString source) : m_dataFolder(std::move(dataFolder)), m_source(std::move(source)) {}

GuardFinding Guard::look(const Result<ConfigFile, OpenError> &now, const QMap<QString, QDateTime> &parked) const
{
    const GuardFinding finding = compareWithSeen(store::readSeen(m_dataFolder, m_source), now, parked);
    if (!finding.changed)
        return finding;
    // What cannot be kept now is tried again with the next look: the note stays as it was.
    store::Snapshots snapshots(m_dataFolder + "/snapshots"_L1);
    const std::optional<QByteArray> bytes = bytesOf(now);
    if (finding.loss != Loss::None)
        keepInReach(snapshots, finding.servers);
    const bool kept = !bytes || snapshots.add(m_source, *bytes).has_value();
    if (kept && now && finding.loss == Loss::None) {
        [[maybe_unused]] const auto noted = accept(*now);
    }
    return finding;
}

/// The app may go on writing a file that it wiped, and each state takes the place of an older one.
void Guard::keepInReach(store::Snapshots &snapshots, const QStringList &servers) const
{
    constexpr qsizetype farBack = 50;
    const QList<store::Snapshot> all = snapshots.list(m_source);
    if (all.size() <= farBack)
        return;
    const Versions versions = versionsOf(snapshots, m_source);
    for (qsizetype i = 0; i < versions.count; ++i) {
        const auto version = versions.at(i);
        const auto isThere = [&version](const QString &name) { return version->contains(name); };
        if (!version || std::none_of(servers.begin(), servers.end(), isThere))
            continue;
        // Kept once more, it is the newest of all. Where that fails now, the next look tries again.
        if (i >= farBack) {
            [[maybe_unused]] const auto kept = snapshots.add(m_source, version->text());
        }
        return;
    }
}

Result<void, platform::FileError> Guard::accept(const ConfigFile &file) const
{
    return store::recordSeen(m_dataFolder, seenOf(file));
}

} // namespace kopru::config
