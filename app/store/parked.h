#pragma once

#include "app/platform/fileaccess.h"

#include <QtCore/QDateTime>
#include <QtCore/QList>

#include <optional>

namespace kopru::store {

/// A server that was taken out of a configuration file to be put back later. It may hold secrets, as the file did.
struct ParkedServer
{
    QString name;
    QByteArray member;             ///< `"name": {…}` as it stood in the file, byte for byte; UTF-8
    QString source;                ///< path of the configuration file
    std::optional<QString> behind; ///< the server that it followed there; nullopt: it was the first
    QDateTime parked;              ///< UTC, milliseconds
    QString file;                  ///< where it is kept; empty before Parked::add()

    friend bool operator==(const ParkedServer &, const ParkedServer &) = default;
};

/// The parked servers, each in a file of its own, 0600 in a 0700 folder: two programs may add at once, and a damaged
/// file costs one server. To park is to add here first and to save the file without the server then; to put back is
/// to save first and to remove here then. A crash between the two leaves the server in both places, which
/// config::isStillInFile() tells.
class Parked
{
public:
    explicit Parked(QString folder);
    /// Adds and reads back. The same bytes of the same source are kept once: the one that is there is the result.
    [[nodiscard]] Result<ParkedServer, platform::FileError> add(const ParkedServer &server);
    /// @param server  as list() gave it. One that is gone already is no error.
    [[nodiscard]] Result<void, platform::FileError> remove(const ParkedServer &server);

    struct Listing
    {
        QList<ParkedServer> servers; ///< of this source, the oldest first
        QStringList unreadable;      ///< files of any source that should hold one and cannot be read
    };
    [[nodiscard]] Listing list(const QString &source) const;

private:
    QString m_folder;
};

} // namespace kopru::store
