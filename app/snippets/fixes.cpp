#include "app/snippets/fixes.h"

#include "app/snippets/snippet.h"

namespace kopru::integrations {
namespace {

using config::FixId;

/// The entry's text as somebody would paste it: the same reader decides on headers, tokens and transports.
std::optional<config::Document> throughTheBridge(const QString &name, const config::Document &document,
                                                 const QString &bridge)
{
    const QByteArray text = "{\"mcpServers\":{" + document.memberText(name) + "}}";
    const Snippet snippet = readSnippet(QString::fromUtf8(text));
    if (snippet.refused || snippet.servers.size() != 1)
        return std::nullopt;
    const SnippetServer &server = snippet.servers.first();
    if (!server.isRemote() || server.url.isEmpty() || server.has(SnippetNoteId::OAuth) ||
        snippet.ignored.contains(SnippetIgnored{SnippetIgnoredId::MoreVariables}))
        return std::nullopt;
    const std::optional<QString> behind = document.serverBefore(name);
    const auto without = document.removed(name);
    const auto appended = without ? without->added(name, entryFor(server, bridge)) : without;
    if (!appended)
        return std::nullopt;
    // In the place where it stood.
    const auto placed = without->addedMember(appended->memberText(name), behind);
    return placed ? std::optional(*placed) : std::nullopt;
}

} // namespace

std::optional<config::Fix> fixFor(const config::Finding &finding, const config::Document &document,
                                  const platform::Platform &platform, const QString &bridge)
{
    if (finding.problem != config::Problem::UrlOnly)
        return config::fixFor(finding, document, platform);
    const auto edited = throughTheBridge(finding.server, document, bridge);
    return edited ? std::optional(config::Fix{FixId::UseBridge, false, *edited}) : std::nullopt;
}

} // namespace kopru::integrations
