#include "app/snippets/documententry.h"

#include "app/snippets/conclusion.h"

using namespace Qt::StringLiterals;

namespace kopru::integrations {

std::optional<DocumentEntry> readDocumentEntry(const config::Entry &entry)
{
    if (entry.command.isEmpty())
        return std::nullopt;
    snippet::RawEntry raw;
    raw.local = entry;
    const snippet::Conclusion conclusion = snippet::conclude(raw);
    const auto &server = conclusion.server;
    // An option without effect on the bridge, or one more header, makes it an entry of somebody else.
    if (!server || conclusion.refused || !conclusion.ignored.isEmpty() || !server->isRemote() || !server->kind ||
        *server->kind == KindId::RemoteServer || !server->has(SnippetNoteId::Replaces) || server->headers.size() > 1)
        return std::nullopt;
    const bool replacesBridge = std::any_of(server->notes.cbegin(), server->notes.cend(), [](const SnippetNote &note) {
        return note.id == SnippetNoteId::Replaces && note.detail == u"kopru-bridge"_s;
    });
    if (replacesBridge)
        return std::nullopt;
    if (*server->kind == KindId::AgentPort &&
        (server->headers.isEmpty() || server->headers.first().value.contains(u"${"_s)))
        return std::nullopt;
    const SnippetFields fields = fieldsFor(*server);
    if (fields.kind != *server->kind)
        return std::nullopt;
    return DocumentEntry{fields.kind, fields.values, fields.others};
}

} // namespace kopru::integrations
