#include "app/config/evidence.h"

namespace kopru::config {

QList<PlaceEvidence> evidence(const platform::Platform &platform, const platform::Discovery &discovery)
{
    QList<PlaceEvidence> all;
    for (const platform::Place &place : discovery.places) {
        PlaceEvidence one;
        if (place.file.exists) {
            const auto bytes = platform.files->content(place.configFile);
            one.readable = bytes.has_value();
            const auto document = bytes ? Document::parse(*bytes) : Document();
            one.broken = !document;
            if (document)
                for (const Server &server : document->servers())
                    one.servers.append(server.name);
        }
        all.append(one);
    }
    return all;
}

platform::Discovery discoverWithContents(const platform::Platform &platform)
{
    platform::Discovery discovery = platform::discover(platform);
    if (discovery.certainty != platform::Certainty::Ambiguous)
        return discovery;
    QList<QStringList> servers;
    for (const PlaceEvidence &one : evidence(platform, discovery))
        servers.append(one.servers);
    platform::weigh(discovery, servers);
    return discovery;
}

Document withServersOf(const Document &into, const Document &from)
{
    Document result = into;
    for (const Server &server : from.servers()) {
        if (result.contains(server.name))
            continue;
        const QList<Server> own = result.servers();
        const auto behind = own.isEmpty() ? std::nullopt : std::optional(own.last().name);
        if (const auto added = result.addedMember(from.memberText(server.name), behind))
            result = *added;
    }
    return result;
}

} // namespace kopru::config
