#include "app/store/parked.h"

#include "app/store/json.h"

#include <QtCore/QCryptographicHash>
#include <QtCore/QDir>

#include <cerrno>
#include <cstdio>

using namespace Qt::StringLiterals;

namespace kopru::store {

using platform::FileError;
using platform::FileProblem;

namespace {

// { "name", "source", "behind"?, "parked", "member": "\"name\": {…}" } in `<digest of source and member>.json`

QString pathFor(const QString &folder, const ParkedServer &server)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    hash.addData(server.source.toUtf8() + '\0' + server.member);
    return folder + u'/' + QString::fromLatin1(hash.result().toHex().left(32)) + ".json"_L1;
}

std::optional<ParkedServer> readParked(const QString &path)
{
    const auto object = readJson(path);
    if (!object)
        return std::nullopt;
    ParkedServer server;
    server.name = textOf(*object, "name");
    server.source = textOf(*object, "source");
    const auto member = object->find("member");
    if (member == object->end() || !member->is_string())
        return std::nullopt;
    server.member = QByteArray::fromStdString(member->get<std::string>());
    if (object->contains("behind"))
        server.behind = textOf(*object, "behind");
    server.parked = QDateTime::fromString(textOf(*object, "parked"), Qt::ISODateWithMs).toUTC();
    server.file = path;
    return server;
}

} // namespace

Parked::Parked(QString folder) : m_folder(std::move(folder)) {}

Result<ParkedServer, FileError> Parked::add(const ParkedServer &server)
{
    const QString path = pathFor(m_folder, server);
    if (const auto there = readParked(path); there && there->member == server.member && there->source == server.source)
        return *there;
    Json object = {{"name", server.name.toStdString()}, {"source", server.source.toStdString()}};
    if (server.behind)
        object["behind"] = server.behind->toStdString();
    object["parked"] = server.parked.toUTC().toString(Qt::ISODateWithMs).toStdString();
    object["member"] = server.member.toStdString();
    if (const auto written = writeJson(path, object); !written)
        return failure(written.error());
    // Bytes that are no UTF-8 would not have survived: then the server must stay where it is.
    const auto kept = readParked(path);
    if (!kept || kept->member != server.member) {
        QFile::remove(path);
        return failure(FileError{FileProblem::VerifyFailed, path, 0});
    }
    return *kept;
}

Result<void, FileError> Parked::remove(const ParkedServer &server)
{
    if (std::remove(QFile::encodeName(server.file).constData()) != 0 && errno != ENOENT)
        return failure(FileError{FileProblem::FolderNotWritable, server.file, errno});
    return {};
}

Parked::Listing Parked::list(const QString &source) const
{
    Listing listing;
    for (const QFileInfo &file : QDir(m_folder).entryInfoList({u"*.json"_s}, QDir::Files, QDir::Name)) {
        const auto server = readParked(file.filePath());
        if (!server)
            listing.unreadable.append(file.filePath());
        else if (server->source == source)
            listing.servers.append(*server);
    }
    std::stable_sort(listing.servers.begin(), listing.servers.end(),
                     [](const ParkedServer &a, const ParkedServer &b) { return a.parked < b.parked; });
    return listing;
}

} // namespace kopru::store
