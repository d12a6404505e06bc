#include "app/store/seen.h"

#include "app/store/json.h"

#include <QtCore/QCryptographicHash>

using namespace Qt::StringLiterals;

namespace kopru::store {
namespace {

// { "source", "digest", "when", "servers": { "<name>": "<digest>" } }

QString pathFor(const QString &dataFolder, const QString &source, QLatin1String ending)
{
    const QByteArray digest = QCryptographicHash::hash(source.toUtf8(), QCryptographicHash::Sha256).toHex().left(16);
    return dataFolder + "/seen/"_L1 + QString::fromLatin1(digest) + ending;
}

QString noteFor(const QString &dataFolder, const QString &source)
{
    return pathFor(dataFolder, source, ".json"_L1);
}

} // namespace

std::optional<SeenFile> readSeen(const QString &dataFolder, const QString &source)
{
    const auto note = readJson(noteFor(dataFolder, source));
    if (!note || textOf(*note, "source") != source)
        return std::nullopt;
    SeenFile seen{source, textOf(*note, "digest"), {}, {}};
    seen.when = QDateTime::fromString(textOf(*note, "when"), Qt::ISODateWithMs).toUTC();
    const auto servers = note->find("servers");
    if (servers != note->end() && servers->is_object())
        for (const auto &[name, digest] : servers->items())
            if (digest.is_string())
                seen.servers.insert(QString::fromStdString(name), QString::fromStdString(digest.get<std::string>()));
    return seen;
}

Result<void, platform::FileError> recordSeen(const QString &dataFolder, const SeenFile &seen)
{
    Json servers = Json::object();
    for (auto it = seen.servers.cbegin(); it != seen.servers.cend(); ++it)
        servers[it.key().toStdString()] = it.value().toStdString();
    return writeJson(noteFor(dataFolder, seen.source),
                     {{"source", seen.source.toStdString()},
                      {"digest", seen.digest.toStdString()},
                      {"when", seen.when.toUTC().toString(Qt::ISODateWithMs).toStdString()},
                      {"servers", std::move(servers)}});
}

Result<platform::FileLock, platform::FileError> lockSeen(const QString &dataFolder, const QString &source,
                                                         std::chrono::milliseconds patience)
{
    return platform::FileLock::acquire(pathFor(dataFolder, source, ".lock"_L1), patience);
}

} // namespace kopru::store
