#include "app/config/parking.h"

#include "app/config/jsontext.h"
#include "app/config/merge.h"

namespace kopru::config {

Result<Parking, EditProblem> park(const Document &document, const QString &name, const QString &source,
                                  const QDateTime &now)
{
    const auto without = document.removed(name);
    if (!without)
        return failure(without.error());
    const QDateTime parked = QDateTime::fromMSecsSinceEpoch(now.toMSecsSinceEpoch(), Qt::UTC);
    return Parking{*without, {name, document.memberText(name), source, document.serverBefore(name), parked, {}}};
}

Result<Document, EditProblem> unpark(const Document &document, const store::ParkedServer &server,
                                     const QString &newName)
{
    if (newName.isEmpty())
        return document.addedMember(server.member, server.behind);
    if (newName.trimmed().isEmpty())
        return failure(EditProblem::EmptyName);
    const auto alone = json::Tree::parse('{' + server.member + '}', true);
    if (!alone || alone->children(0).size() != 1)
        return failure(EditProblem::NotAnObject);
    // One byte for the bracket that was put in front.
    return document.addedMember(json::quoted(newName) + server.member.sliced(alone->node(1).keyEnd - 1), server.behind);
}

bool isSame(const store::ParkedServer &a, const store::ParkedServer &b)
{
    return a.name == b.name && a.member == b.member && a.source == b.source;
}

bool isStillInFile(const store::ParkedServer &server, const Document &document)
{
    // Its name as the bytes have it: half a surrogate pair does not come through the store.
    const auto alone = json::Tree::parse('{' + server.member + '}', true);
    if (!alone || alone->children(0).size() != 1)
        return false;
    const QByteArray member = document.memberText(alone->key(1));
    return !member.isEmpty() && readsTheSame('{' + member + '}', '{' + server.member + '}');
}

} // namespace kopru::config
