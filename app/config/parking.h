#pragma once

#include "app/config/document.h"
#include "app/store/parked.h"

/// The app has no switch to turn a server off, so Kopru keeps it elsewhere meanwhile. All of it is pure: store::Parked
/// keeps, and saveConfig() writes.
namespace kopru::config {

struct Parking
{
    Document document;          ///< without the server
    store::ParkedServer server; ///< to be stored before this document is saved
};

/// @param source  path of the configuration file that the document belongs to
[[nodiscard]] Result<Parking, EditProblem> park(const Document &document, const QString &name, const QString &source,
                                                const QDateTime &now = QDateTime::currentDateTimeUtc());

/// Puts a server back, byte for byte, where it stood; last, if the server in front of it is gone.
/// @param newName  where its name is taken by now
[[nodiscard]] Result<Document, EditProblem> unpark(const Document &document, const store::ParkedServer &server,
                                                   const QString &newName = {});

/// One and the same server, wherever it is kept and since when.
[[nodiscard]] bool isSame(const store::ParkedServer &a, const store::ParkedServer &b);

/// Whether a parked server also stands in the file, as it was: the program ended between the two steps of
/// parking it or of putting it back. The file is right then; the parked copy can be removed.
[[nodiscard]] bool isStillInFile(const store::ParkedServer &server, const Document &document);

} // namespace kopru::config
