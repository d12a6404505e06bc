#include "app/config/guard.h"

#include <QtCore/QCryptographicHash>

namespace kopru::config {

using namespace Qt::StringLiterals;

namespace {

bool isBusy(const Result<platform::FileLock, platform::FileError> &lock)
{
    return !lock && lock.error().problem == platform::FileProblem::Busy;
}

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

Guard::Sight Guard::compared(const QMap<QString, QDateTime> &parked) const
{
    const auto seen = store::readSeen(m_dataFolder, m_source);
    Sight sight{openConfig(m_source), {}};
    sight.finding = compareWithSeen(seen, sight.file, parked);
    return sight;
}

Guard::Sight Guard::peek(const QMap<QString, QDateTime> &parked) const
{
    // What nobody noted needs no lock, which would be a file of its own.
    if (!store::readSeen(m_dataFolder, m_source))
        return compared(parked);
    Sight sight = compared(parked);
    if (!sight.finding.changed)
        return sight;
    const auto lock = store::lockSeen(m_dataFolder, m_source, savePatience);
    if (isBusy(lock))
        return {std::move(sight.file), {}};
    return compared(parked);
}

Guard::Sight Guard::look(const QMap<QString, QDateTime> &parked) const
{
    // A note of these very bytes leaves nothing to tell and nothing to write, whoever may be saving.
    Sight sight = compared(parked);
    if (!sight.finding.changed)
        return sight;
    const auto lock = store::lockSeen(m_dataFolder, m_source, savePatience);
    if (isBusy(lock))
        return {std::move(sight.file), {}};
    sight = compared(parked);
    const GuardFinding &finding = sight.finding;
    if (!finding.changed)
        return sight;
    // What cannot be kept now is tried again with the next look: the note stays as it was.
    store::Snapshots snapshots(m_dataFolder + "/snapshots"_L1);
    const std::optional<QByteArray> bytes = bytesOf(sight.file);
    if (finding.loss != Loss::None)
        keepInReach(snapshots, finding.servers);
    const bool kept = !bytes || snapshots.add(m_source, *bytes).has_value();
    if (lock && kept && sight.file && finding.loss == Loss::None) {
        [[maybe_unused]] const auto noted = store::recordSeen(m_dataFolder, seenOf(*sight.file));
    }
    return sight;
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

/// Notes the file as it is now, and as missing what is expected and not there.
Result<void, platform::FileError> Guard::note(const store::SeenFile &expected,
                                              const Result<ConfigFile, OpenError> &now) const
{
    store::SeenFile before = expected;
    before.digest = store::SeenFile::lacking; // compared in any case
    const GuardFinding finding = compareWithSeen(before, now);
    if (!now && !bytesOf(now)) // nobody knows what is in it
        return store::recordSeen(m_dataFolder, before);
    store::SeenFile seen = seenOf(now ? *now : ConfigFile{m_source, std::nullopt, {}});
    if (!now)
        seen.digest = digestOf(*bytesOf(now));
    for (const QString &name : finding.servers)
        seen.servers.insert(name, before.servers.value(name));
    if (!finding.servers.isEmpty()) {
        seen.digest = store::SeenFile::lacking;
        seen.when = before.when;
    }
    return store::recordSeen(m_dataFolder, seen);
}

Result<ConfigFile, SaveError> Guard::save(const ConfigFile &opened, const Document &edited,
                                          const Choices &choices) const
{
    // Where there can be no lock, there can be no note either: saveConfig() says whether the file can be saved.
    const auto lock = store::lockSeen(m_dataFolder, m_source, savePatience);
    if (isBusy(lock))
        return failure(SaveError{lock.error(), {}});
    store::Snapshots snapshots(m_dataFolder + "/snapshots"_L1);
    auto saved = saveConfig(opened, edited, snapshots, choices);
    if (!saved || !lock)
        return saved;
    store::SeenFile expected = store::readSeen(m_dataFolder, m_source).value_or(seenOf(opened));
    for (const QString &name : lostInMerge(opened.document, edited))
        expected.servers.remove(name);
    // Where it cannot be written, the next look compares with an older state, and asks rather too much.
    [[maybe_unused]] const auto noted = note(expected, *saved);
    return saved;
}

Result<void, platform::FileError> Guard::accept(const QStringList &gone) const
{
    const auto lock = store::lockSeen(m_dataFolder, m_source, savePatience);
    if (!lock)
        return failure(lock.error());
    auto expected = store::readSeen(m_dataFolder, m_source);
    if (!expected)
        return {};
    for (const QString &name : gone)
        expected->servers.remove(name);
    return note(*expected, openConfig(m_source));
}

} // namespace kopru::config
