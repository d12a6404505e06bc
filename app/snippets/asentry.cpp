#include "app/integrations/rules.h"
#include "app/snippets/address.h"
#include "app/snippets/signs.h"
#include "app/snippets/snippet.h"
#include "bridge/contract/profile.h"

using namespace Qt::StringLiterals;

/// A server as an entry for Claude, and as the form that Kopru has for it.
namespace kopru::integrations {

using namespace snippet;

namespace {

QString sentToken(const SnippetServer &server)
{
    if (!server.token.isEmpty())
        return server.token;
    for (const SnippetHeader &header : server.headers)
        if (header.name == server.tokenHeader)
            return withoutScheme(header.value);
    return {};
}

bool sameName(const QString &a, const QString &b)
{
    return a.compare(b, Qt::CaseInsensitive) == 0;
}

/// The fields of the kind's own form; nullopt where it has none for a part of the server.
std::optional<Values> valuesFor(const SnippetServer &server, KindId id)
{
    const bool onlyToken = server.headers.size() <= 1 && (server.headers.isEmpty() || !server.tokenHeader.isEmpty());
    if (!onlyToken)
        return std::nullopt;
    const QString header = server.tokenHeader;
    const QString token = sentToken(server);
    Values values;
    if (!token.isEmpty())
        values.insert(FieldId::Token, token);
    if (id == KindId::AgentPort) {
        if (!header.isEmpty() && !sameName(header, u"X-API-Key"_s))
            return std::nullopt;
        if (!server.url.isEmpty())
            values.insert(FieldId::Address, server.url);
        return values;
    }
    if (id == KindId::AlecsWebSocket) {
        const bool bearer =
            server.headers.isEmpty() || server.headers.first().value.startsWith(u"Bearer "_s, Qt::CaseInsensitive);
        if ((!header.isEmpty() && !sameName(header, u"Authorization"_s)) || !bearer)
            return std::nullopt;
        if (!server.url.isEmpty())
            values.insert(FieldId::Address, server.url);
        return values;
    }
    if (id != KindId::ApinizerHttp && id != KindId::ApinizerWebSocket)
        return std::nullopt;
    if (!server.headers.isEmpty() &&
        withoutScheme(server.headers.first().value) != server.headers.first().value.trimmed())
        return std::nullopt; // the form sends the token without `Bearer`
    if (!server.url.isEmpty()) {
        const auto address = addressParts(server.url);
        if (!address)
            return std::nullopt;
        const bool plain = address->scheme == u"http"_s;
        values.insert(FieldId::Host, address->host);
        if (plain || !address->port.isEmpty())
            values.insert(FieldId::Port, address->port.isEmpty() ? 80 : address->port.toInt());
        if (id == KindId::ApinizerHttp) {
            if (plain)
                values.insert(FieldId::UseHttps, false);
            if (!address->path.isEmpty())
                values.insert(FieldId::Path, address->path);
        }
    }
    // The only field that stays a variable.
    bool isNumber = false;
    if (const int timeout = server.entry.variable(text(contract::apinizer_http::timeout)).trimmed().toInt(&isNumber);
        isNumber)
        values.insert(FieldId::Timeout, timeout);
    if (id == KindId::ApinizerHttp && !header.isEmpty())
        values.insert(FieldId::TokenHeader, header);
    if (id == KindId::ApinizerWebSocket && !header.isEmpty() && !sameName(header, u"APINIZER-TOKEN"_s))
        return std::nullopt;
    return values;
}

Values remoteValues(const SnippetServer &server)
{
    Values values{{FieldId::Address, server.url}};
    QStringList lines;
    for (const SnippetHeader &header : server.headers) {
        const bool authorization = sameName(header.name, u"Authorization"_s);
        const bool bearer = header.value.startsWith(u"Bearer "_s, Qt::CaseInsensitive);
        // The form puts `Bearer` in front of a token without a scheme; this one must be sent as it is.
        const bool asItIs = authorization && !bearer && !header.value.contains(u' ');
        if (header.name != server.tokenHeader || asItIs || values.contains(FieldId::Token)) {
            lines.append(header.name + u": "_s + header.value);
            continue;
        }
        values.insert(FieldId::Token, authorization && bearer ? withoutScheme(header.value) : header.value);
        values.insert(FieldId::HeaderName, header.name);
    }
    if (server.headers.isEmpty() && !server.token.isEmpty() && !server.has(SnippetNoteId::SecretInUrl))
        values.insert(FieldId::Token, server.token);
    if (!lines.isEmpty())
        values.insert(FieldId::HeaderLines, lines);
    if (server.transport == SnippetTransport::Sse)
        values.insert(FieldId::Transport, u"sse"_s);
    return values;
}

/// The kind whose form holds the whole server, and what stands in it.
std::pair<KindId, Values> chosenForm(const SnippetServer &server)
{
    KindId id = server.kind.value_or(KindId::RemoteServer);
    auto values = valuesFor(server, id);
    if (!values) {
        id = KindId::RemoteServer;
        values = remoteValues(server);
    }
    if (server.has(SnippetNoteId::VerificationOff))
        values->insert(FieldId::VerifyCertificate, false);
    return {id, *values};
}

} // namespace

config::Entry entryFor(const SnippetServer &server, const QString &bridge)
{
    if (!server.isRemote())
        return server.entry;
    const auto [id, values] = chosenForm(server);
    config::Entry base;
    base.environment = server.entry.environment;
    return kind(id).toEntry(values, base, bridge);
}

SnippetFields fieldsFor(const SnippetServer &server)
{
    if (!server.isRemote())
        return {KindId::LocalCommand, kind(KindId::LocalCommand).fromEntry(server.entry), {}};
    const auto [id, values] = chosenForm(server);
    const Kind &own = kind(id);
    SnippetFields fields{id, withoutStandards(own, values), {}};
    if (const auto timeout = values.constFind(FieldId::Timeout); timeout != values.constEnd())
        fields.values.insert(FieldId::Timeout, *timeout);
    const config::Entry written = own.toEntry(values, {}, text(contract::bridgeProgram));
    for (const config::Variable &variable : server.entry.environment)
        if (!written.hasVariable(variable.name))
            fields.others.append(variable);
    return fields;
}

SnippetServer filled(const SnippetServer &server, const QMap<QString, QString> &answers)
{
    SnippetServer result = server;
    result.placeholders.clear();
    for (const SnippetPlaceholder &placeholder : server.placeholders) {
        const auto found = answers.constFind(placeholder.place);
        if (found == answers.constEnd()) {
            result.placeholders.append(placeholder);
            continue;
        }
        const QString &answer = *found;
        const QString subject = placeholder.place.section(u':', 1);
        if (placeholder.place == u"address"_s || placeholder.place == u"url"_s) {
            result.url = answer.trimmed();
        } else if (placeholder.place == u"command"_s) {
            result.entry.command = answer;
        } else if (placeholder.place.startsWith(u"arg:"_s)) {
            if (const int index = subject.toInt(); index >= 0 && index < result.entry.arguments.size())
                result.entry.arguments[index] = answer;
        } else if (placeholder.place.startsWith(u"env:"_s)) {
            result.entry.setVariable(subject, answer);
        } else if (placeholder.place.startsWith(u"header:"_s)) {
            for (SnippetHeader &header : result.headers) {
                if (header.name != subject)
                    continue;
                const QString old = withoutScheme(header.value);
                const QString scheme = header.value.left(header.value.size() - old.size());
                header.value = withoutScheme(answer) == answer.trimmed() ? scheme + answer.trimmed() : answer.trimmed();
                if (header.name == result.tokenHeader)
                    result.token = withoutScheme(header.value);
            }
        }
    }
    return result;
}

} // namespace kopru::integrations
