#pragma once

#include "app/snippets/snippet.h"

/// What an entry reaches: all readers end here, and so does what asks about an entry that stands in the file already.
namespace kopru::integrations::snippet {

/// One entry as somebody wrote it, before anything is concluded from it.
struct RawEntry
{
    QString name = {};
    config::Entry local = {};
    bool hasAddress = false;
    QString address = {};
    QList<SnippetHeader> headers = {};
    QString transport = {};
    QStringList dropped = {};
    QMap<QString, QString> questions = {};
    QList<SnippetNote> notes = {};
    std::optional<KindId> kind = std::nullopt; ///< where the variables tell it
    QString bareToken = {};                    ///< of which nothing tells the header
    bool signsIn = false;
    bool moreVariables = false; ///< it had more than are read
};

/// Appends `Name: value`; anything else is no header.
void addHeader(RawEntry &raw, const QString &line);

struct Conclusion
{
    std::optional<SnippetServer> server;
    std::optional<SnippetRefusal> refused; ///< instead of the server, or beside one that signs in
    QList<SnippetIgnored> ignored;
    std::optional<SnippetForm> form; ///< McpRemote, Supergateway: what a command turned out to be
};

/// What an entry means: the service that it reaches, or the command that it is.
[[nodiscard]] Conclusion conclude(RawEntry raw);

} // namespace kopru::integrations::snippet
