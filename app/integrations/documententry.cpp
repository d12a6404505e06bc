#include "app/integrations/documententry.h"

#include "app/integrations/rules.h"
#include "bridge/contract/profile.h"

using namespace Qt::StringLiterals;

namespace kopru::integrations {

namespace {

namespace portal = contract::apinizer_http;
namespace alecs = contract::alecs_ws;
namespace agentport = contract::agentport;

constexpr auto nodeVerification = "NODE_TLS_REJECT_UNAUTHORIZED"_L1;

/// `C:\Program Files\nodejs\node.exe` is node.
QString programOf(const QString &command)
{
    QString name = command.mid(std::max(command.lastIndexOf(u'/'), command.lastIndexOf(u'\\')) + 1).toLower();
    for (const QString &ending : {u".exe"_s, u".cmd"_s})
        if (name.endsWith(ending))
            name.chop(ending.size());
    return name;
}

/// The other connection of the portal differs in its script alone: apinizer_ws_proxy.js, or the document's
/// <API_PORTAL_WS_ACCESS_CONFIGURATION_FILE> in its place.
bool isWebSocketScript(const QStringList &arguments)
{
    return std::any_of(arguments.cbegin(), arguments.cend(),
                       [](const QString &one) { return one.contains("_ws_"_L1, Qt::CaseInsensitive); });
}

std::optional<KindId> kindOfScript(const config::Entry &entry)
{
    if (entry.hasVariable(text(portal::token)) && entry.hasVariable(text(portal::host)))
        return isWebSocketScript(entry.arguments) ? KindId::ApinizerWebSocket : KindId::ApinizerHttp;
    if (entry.hasVariable(text(alecs::url)))
        return KindId::AlecsWebSocket;
    return std::nullopt;
}

/// `npx -y mcp-remote URL --header X-API-Key:${AGENTPORT_API_KEY}`. A header of another name, or an option that the
/// bridge does not know, makes it an entry of somebody else.
std::optional<Values> readMcpRemote(const config::Entry &entry)
{
    const auto isProgram = [](const QString &one) {
        return one == u"mcp-remote"_s || one.startsWith("mcp-remote@"_L1);
    };
    const auto program = std::find_if(entry.arguments.cbegin(), entry.arguments.cend(), isProgram);
    if (program == entry.arguments.cend() || program + 1 == entry.arguments.cend())
        return std::nullopt;
    const QString address = *(program + 1);
    std::optional<QString> key;
    for (auto word = program + 2; word != entry.arguments.cend(); ++word) {
        if (*word != u"--header"_s)
            return std::nullopt;
        if (++word == entry.arguments.cend())
            return std::nullopt;
        const QString name = word->section(u':', 0, 0).trimmed();
        if (name.compare(text(agentport::keyHeader), Qt::CaseInsensitive) != 0)
            return std::nullopt;
        key = expanded(word->section(u':', 1).trimmed(), entry);
    }
    const bool own = QUrl(address).host() == QUrl(text(agentport::defaultUrl)).host();
    if (!key || (!own && !entry.hasVariable(text(agentport::key))))
        return std::nullopt;
    Values values{{FieldId::Token, *key}};
    if (address != text(agentport::defaultUrl))
        values.insert(FieldId::Address, address);
    return values;
}

} // namespace

std::optional<DocumentEntry> readDocumentEntry(const config::Entry &entry)
{
    const QString program = programOf(entry.command);
    std::optional<DocumentEntry> read;
    if (program == u"node"_s) {
        if (const auto id = kindOfScript(entry))
            read = DocumentEntry{*id, kind(*id).fromEntry(entry), {}};
    } else if (program == u"npx"_s || program == u"mcp-remote"_s) {
        if (const auto values = readMcpRemote(entry))
            read = DocumentEntry{KindId::AgentPort, *values, {}};
    }
    if (!read)
        return std::nullopt;
    if (entry.variable(nodeVerification) == u"0"_s)
        read->values.insert(FieldId::VerifyCertificate, false);
    // What the form writes itself must not stand there twice, least of all the token.
    const Kind &found = kind(read->kind);
    const config::Entry own = found.toEntry(read->values, {}, text(contract::bridgeProgram));
    const QString token = valueOr<QString>(found, read->values, FieldId::Token);
    for (const config::Variable &variable : entry.environment)
        if (!own.hasVariable(variable.name) && variable.name != nodeVerification && variable.value != token)
            read->others.append(variable);
    return read;
}

} // namespace kopru::integrations
