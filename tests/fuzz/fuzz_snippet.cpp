#include "app/snippets/snippet.h"
#include "tests/fuzz/property.h"

using namespace kopru::integrations;
using namespace kopru::fuzz;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const QByteArray bytes(reinterpret_cast<const char *>(data), static_cast<qsizetype>(size));
    const QString text = QString::fromUtf8(bytes);
    for (const Snippet &snippet :
         {readSnippet(text), readForeignFile(ForeignSource::ClaudeMcpFolder, bytes, QStringLiteral("a.json"))}) {
        require(snippet.refused || !snippet.servers.isEmpty(), "a text yields a server or a reason");
        for (const SnippetServer &server : snippet.servers) {
            require(server.isRemote() == server.has(SnippetNoteId::NeedsBridge), "what is remote needs the bridge");
            if (!server.isRemote()) {
                require(!server.entry.command.isEmpty(), "a local server has a command");
                require(entryFor(server, QStringLiteral("kopru-bridge")) == server.entry,
                        "a local command stays what it is");
                continue;
            }
            require(server.url.isEmpty() == server.asksFor(QStringLiteral("address")),
                    "no address, so it is asked for");
            const auto entry = entryFor(server, QStringLiteral("kopru-bridge"));
            require(entry.command == QStringLiteral("kopru-bridge"), "a remote server is reached by the bridge");
            const SnippetFields fields = fieldsFor(server);
            (void)kind(fields.kind).validate(fields.values);
        }
    }
    return 0;
}
