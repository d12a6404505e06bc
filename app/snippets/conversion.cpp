#include "app/snippets/conversion.h"

#include "app/integrations/bridgecommand.h"
#include "app/integrations/rules.h"
#include "app/integrations/wording.h"
#include "app/secrets/secretnames.h"
#include "app/snippets/bridgeentry.h"
#include "app/snippets/conclusion.h"
#include "app/snippets/jsonentries.h"
#include "app/snippets/service.h"
#include "app/snippets/signs.h"
#include "app/snippets/unwrapping.h"
#include "app/snippets/words.h"
#include "bridge/contract/profile.h"

#include <QtCore/QRegularExpression>

using namespace Qt::StringLiterals;

namespace kopru::integrations {

namespace {

namespace portal = contract::apinizer_http;

constexpr auto nodeVerification = "NODE_TLS_REJECT_UNAUTHORIZED"_L1;

struct Refusal
{
    ConversionRefusal reason;
    QString detail = {};
};

DropReason reasonOf(const QString &option)
{
    static const QStringList logging{u"--debug"_s, u"--silent"_s, u"--logLevel"_s, u"--log-level"_s};
    static const QStringList signIn{u"--host"_s, u"--auth-timeout"_s, u"--callback-path"_s, u"--auth-success-url"_s,
                                    u"--disable-resource-parameter"_s};
    static const QStringList byItself{
        u"--allow-http"_s,      u"--enable-proxy"_s, u"--ipv4"_s,     u"--disable-cookies"_s, u"--connect-timeout"_s,
        u"--headers-timeout"_s, u"--body-timeout"_s, u"--protocol"_s, u"--outputTransport"_s, u"--output-transport"_s};
    if (logging.contains(option))
        return DropReason::Logging;
    if (signIn.contains(option))
        return DropReason::SignInOnly;
    return byItself.contains(option) ? DropReason::OnByItself : DropReason::OtherDirection;
}

void collectDropped(const QList<SnippetIgnored> &ignored, bool isMcpRemote, QList<DroppedPart> &dropped)
{
    for (const SnippetIgnored &one : ignored) {
        if (one.id == SnippetIgnoredId::Option) {
            dropped.append({one.detail, reasonOf(one.detail)});
        } else if (one.id == SnippetIgnoredId::Argument) {
            // Behind the address mcp-remote takes the port that a sign-in comes back to. Anything else may be part of
            // a secret that spaces tore apart: it is not shown.
            bool isPort = false;
            one.detail.toUShort(&isPort);
            dropped.append(
                {isPort ? one.detail : u"…"_s, isPort && isMcpRemote ? DropReason::SignInOnly : DropReason::NotRead});
        }
    }
}

void collectNotes(const SnippetServer &server, QList<ConversionNote> &notes)
{
    for (const SnippetNote &note : server.notes) {
        switch (note.id) {
        case SnippetNoteId::VerificationOff:
            notes.prepend({ConversionNoteId::VerificationOff});
            break;
        case SnippetNoteId::HttpToPublicHost:
            notes.append({ConversionNoteId::PlainToPublicHost});
            break;
        case SnippetNoteId::HttpInLocalNetwork:
            notes.append({ConversionNoteId::PlainInLocalNetwork});
            break;
        case SnippetNoteId::SecretInUrl:
            notes.append({ConversionNoteId::SecretInUrl});
            break;
        case SnippetNoteId::AddressAsHost:
            notes.append({ConversionNoteId::AddressAsHost});
            break;
        case SnippetNoteId::TokenId:
            notes.append({ConversionNoteId::TokenId});
            break;
        default:
            break;
        }
    }
}

/// Node's own requests know no proxy; mcp-remote knows one when it is told to.
void noteProxies(const config::Entry &entry, bool knewProxy, QList<ConversionNote> &notes)
{
    if (knewProxy)
        return;
    static const QStringList proxies{u"https_proxy"_s, u"http_proxy"_s, u"all_proxy"_s};
    for (const config::Variable &variable : entry.environment)
        if (proxies.contains(variable.name.toLower()) && !variable.value.isEmpty())
            notes.append({ConversionNoteId::ProxyCounts, variable.name});
}

bool isPlainAddress(const QString &url)
{
    return url.startsWith("http://"_L1, Qt::CaseInsensitive) || url.startsWith("ws://"_L1, Qt::CaseInsensitive);
}

bool belongsToSignIn(const QString &option)
{
    static const QStringList options{u"--static-oauth-client-info"_s,
                                     u"--static-oauth-client-metadata"_s,
                                     u"--resource"_s,
                                     u"--auth-server"_s,
                                     u"--authorize-param"_s,
                                     u"--client-metadata-url"_s,
                                     u"--device-code"_s,
                                     u"--client-credentials"_s,
                                     u"--token-endpoint"_s,
                                     u"--use-id-token"_s};
    return options.contains(option);
}

/// supergateway, asked to listen for others.
bool servesOthers(const QStringList &words)
{
    for (qsizetype i = 0; i < words.size(); ++i) {
        const QString name = words.at(i).section(u'=', 0, 0);
        const QString value = words.at(i).contains(u'=') ? words.at(i).section(u'=', 1) : words.value(i + 1);
        if (name == u"--stdio"_s)
            return true;
        if ((name == u"--outputTransport"_s || name == u"--output-transport"_s) && value != u"stdio"_s)
            return true;
    }
    return false;
}

std::optional<Refusal> refusalOf(const snippet::Conclusion &conclusion, const config::Entry &entry)
{
    if (conclusion.form == SnippetForm::Supergateway && servesOthers(entry.arguments))
        return Refusal{ConversionRefusal::ServesOthers};
    if (conclusion.server && !conclusion.server->isRemote()) {
        std::optional<Refusal> option;
        for (const SnippetNote &note : conclusion.server->notes) {
            if (note.id != SnippetNoteId::StaysCommand)
                continue;
            if (belongsToSignIn(note.detail))
                return Refusal{ConversionRefusal::SignIn, note.detail};
            if (!option)
                option = Refusal{ConversionRefusal::Option, note.detail};
        }
        return option;
    }
    if (conclusion.refused == SnippetRefusal::OAuth)
        return Refusal{ConversionRefusal::SignIn};
    if (conclusion.refused)
        return Refusal{ConversionRefusal::Address};
    return std::nullopt;
}

/// What the form of the new entry would not let pass, other than what is still to be filled in.
std::optional<QString> impossibleValue(const config::Entry &entry)
{
    const Kind &kind = kindOf(entry);
    for (const FieldFinding &finding : kind.validate(kind.fromEntry(entry)))
        if (finding.blocking && finding.problem != FieldProblem::Placeholder &&
            finding.problem != FieldProblem::Missing)
            return fieldLabel(kind.id, finding.field) + u": "_s + problemText(finding, kind.id);
    return std::nullopt;
}

Conversion refused(const QString &program, const Refusal &refusal)
{
    Conversion conversion;
    conversion.state = ConversionState::Refused;
    conversion.program = program;
    conversion.refusal = refusal.reason;
    conversion.detail = refusal.detail;
    return conversion;
}

QString programIn(const snippet::Conclusion &conclusion)
{
    if (conclusion.form == SnippetForm::McpRemote)
        return u"mcp-remote"_s;
    if (conclusion.form == SnippetForm::Supergateway)
        return u"supergateway"_s;
    if (conclusion.server)
        for (const SnippetNote &note : conclusion.server->notes)
            if (note.id == SnippetNoteId::Replaces)
                return note.detail;
    return {};
}

/// An ordinary program, unless it looks like one that is known and is not started as one.
Conversion notRecognised(const config::Entry &old, const config::Entry &inner)
{
    for (const QString &word : QStringList{old.command} + old.arguments)
        if (snippet::namesKnownProgram(word, old))
            return refused({}, {ConversionRefusal::UnknownStart, snippet::programOf(old.command)});
    static const QRegularExpression script(uR"(\.[cm]?js$)"_s);
    const QString file = inner.arguments.value(0);
    if (snippet::programOf(inner.command) == u"node"_s && script.match(file).hasMatch() &&
        snippet::serviceOf(inner.environment, false))
        return refused({}, {ConversionRefusal::UnknownScript,
                            file.mid(std::max(file.lastIndexOf(u'/'), file.lastIndexOf(u'\\')) + 1)});
    return {};
}

/// The new entry of a server that was understood.
Conversion possible(const QString &program, SnippetServer server, const SnippetServer &written,
                    const config::Entry &inner, const QString &bridge)
{
    Conversion conversion;
    conversion.state = ConversionState::Possible;
    conversion.program = program;
    // Without encryption there is no certificate whose check could be switched off.
    if (isPlainAddress(server.url))
        server.notes.removeAll({SnippetNoteId::VerificationOff});
    // Only the general kind can be told to use HTTP+SSE alone.
    if (server.transport == SnippetTransport::Sse)
        server.kind = KindId::RemoteServer;
    // The scripts have one header, and it carries the token, whatever TOKEN_HEADER calls it.
    if (program == u"node-proxy"_s && server.headers.size() == 1)
        server.tokenHeader = server.headers.constFirst().name;
    const SnippetFields fields = fieldsFor(server);
    collectNotes(server, conversion.notes);
    if (program == u"node-proxy"_s && fields.kind == server.kind) {
        // The profile reads the script's own variables: they stay as they are written.
        config::Entry base;
        base.environment = inner.environment;
        base.removeVariable(nodeVerification);
        conversion.entry = kind(fields.kind).toEntry(fields.values, base, bridge);
    } else if (fields.kind != KindId::RemoteServer) {
        conversion.entry = entryFor(server, bridge);
        for (const SnippetHeader &header : written.headers)
            if (secrets::isSecretName(header.name) && snippet::references(header.value).isEmpty() &&
                !header.value.isEmpty())
                for (const QString &variable :
                     conversion.entry.environmentMap().keys(snippet::withoutScheme(header.value)))
                    conversion.notes.append({ConversionNoteId::SecretMoved, variable});
    } else {
        conversion.entry = snippet::remoteEntry(server, written, inner, bridge, conversion.notes);
    }
    if (program == u"node-proxy"_s)
        conversion.notes.removeIf([](const ConversionNote &note) { return note.id == ConversionNoteId::SecretMoved; });
    conversion.kind = kindOf(conversion.entry).id;
    for (const SnippetPlaceholder &placeholder : std::as_const(server.placeholders)) {
        const QString subject = placeholder.place.section(u':', 1);
        conversion.notes.append({ConversionNoteId::Placeholder, subject.isEmpty() ? placeholder.place : subject});
    }
    if (const auto problem = impossibleValue(conversion.entry))
        return refused(program, {ConversionRefusal::BadValue, *problem});
    return conversion;
}

/// An entry with an address and without a command, as other programs write it.
Conversion ofAddress(const config::Server &server, const QByteArray &text, const QString &bridge)
{
    const snippet::JsonMeaning meaning = snippet::readJson(text);
    if (meaning.entries.size() != 1 || !meaning.entries.constFirst().hasAddress ||
        !meaning.entries.constFirst().local.command.isEmpty() || meaning.entries.constFirst().moreVariables)
        return refused({}, {ConversionRefusal::NotWellFormed});
    snippet::RawEntry raw = meaning.entries.constFirst();
    raw.name = server.name;
    const snippet::Conclusion conclusion = snippet::conclude(raw);
    if (const auto refusal = refusalOf(conclusion, {}))
        return refused(u"url"_s, *refusal);
    if (!conclusion.server || !conclusion.server->isRemote())
        return refused({}, {ConversionRefusal::NotWellFormed});
    snippet::RawEntry bare = raw;
    bare.local.environment.clear();
    const snippet::Conclusion written = snippet::conclude(bare);
    Conversion conversion =
        possible(u"url"_s, *conclusion.server, written.server.value_or(*conclusion.server), raw.local, bridge);
    conversion.wholeMember = true;
    for (const SnippetNote &note : conclusion.server->notes)
        if (note.id == SnippetNoteId::DroppedKey)
            conversion.dropped.append({note.detail, DropReason::NotForClaude});
    return conversion;
}

} // namespace

bool Conversion::has(ConversionNoteId note) const
{
    return std::any_of(notes.cbegin(), notes.cend(), [note](const ConversionNote &one) { return one.id == note; });
}

Conversion conversionOf(const config::Server &server, const QByteArray &text, const QString &bridge)
{
    if (!server.wellFormed) {
        if (server.entry.command.isEmpty() && !text.isEmpty())
            return ofAddress(server, text, bridge);
        return refused({}, {ConversionRefusal::NotWellFormed});
    }
    if (readBridgeCommand(server.entry)) {
        Conversion done;
        done.state = ConversionState::Done;
        done.kind = kindOf(server.entry).id;
        return done;
    }
    QList<DroppedPart> dropped;
    config::Entry inner = server.entry;
    snippet::unwrap(inner, dropped);
    const auto script = snippet::programOf(inner.command) == u"node"_s && !inner.arguments.isEmpty()
                            ? snippet::documentScript(inner.arguments.constFirst(), inner)
                            : std::nullopt;
    if (script) {
        const bool isHttp = !*script && !inner.hasVariable(integrations::text(contract::alecs_ws::url));
        snippet::settleVariables(inner, isHttp, dropped);
        snippet::settleNumbers(inner, dropped);
        for (qsizetype i = 1; i < inner.arguments.size(); ++i)
            dropped.append({u"…"_s, DropReason::NotRead});
        inner.arguments.resize(1);
    } else {
        snippet::settleVariables(inner, false, dropped);
    }

    snippet::RawEntry raw;
    raw.name = server.name;
    raw.local = inner;
    const snippet::Conclusion conclusion = snippet::conclude(raw);
    const QString program = programIn(conclusion);
    // The script alone says nothing of where it leads.
    if (program.isEmpty() && script)
        return refused(u"node-proxy"_s, {ConversionRefusal::Address});
    if (program.isEmpty())
        return notRecognised(server.entry, inner);
    if (const auto refusal = refusalOf(conclusion, inner))
        return refused(program, *refusal);
    if (!conclusion.server)
        return refused(program, {ConversionRefusal::Address});
    if (const auto unknown = snippet::unknownVariable(inner))
        return refused(program, {ConversionRefusal::UnknownVariable, *unknown});

    SnippetServer written = *conclusion.server;
    if (!script) {
        snippet::RawEntry bare = raw;
        bare.local.environment.clear();
        written = snippet::conclude(bare).server.value_or(written);
    }
    Conversion conversion = possible(program, *conclusion.server, written, inner, bridge);
    if (conversion.state != ConversionState::Possible)
        return conversion;
    const bool knewProxy = inner.arguments.contains(u"--enable-proxy"_s) ||
                           inner.variable(u"NODE_USE_ENV_PROXY"_s) == u"1"_s ||
                           server.entry.arguments.contains(u"--use-env-proxy"_s);
    noteProxies(conversion.entry, knewProxy, conversion.notes);
    if (conversion.kind == KindId::ApinizerHttp && script &&
        contract::parseSwitch(inner.variable(integrations::text(portal::useHttps)).trimmed().toStdString()) == false)
        conversion.notes.append({ConversionNoteId::PlainCounts});
    if (server.entry.hasVariable(nodeVerification))
        dropped.append({nodeVerification, conversion.has(ConversionNoteId::VerificationOff) ? DropReason::WrittenAnew
                                                                                            : DropReason::NodeOnly});
    collectDropped(conclusion.ignored, program == u"mcp-remote"_s, dropped);
    dropped.prepend({snippet::programOf(server.entry.command), DropReason::Program});
    conversion.dropped = dropped;
    return conversion;
}

Conversion conversionOf(const config::Document &document, const QString &name, const QString &bridge)
{
    const auto server = document.server(name);
    return server ? conversionOf(*server, document.serverText(name), bridge) : Conversion();
}

Result<config::Document, config::EditProblem> converted(const config::Document &document, const QString &name,
                                                        const Conversion &conversion, const config::Entry &entry)
{
    if (!conversion.wholeMember)
        return document.changed(name, entry);
    const auto before = document.serverBefore(name);
    const auto without = document.removed(name);
    if (!without)
        return failure(without.error());
    const auto with = without->added(name, entry);
    if (!with)
        return failure(with.error());
    return without->addedMember(with->memberText(name), before);
}

} // namespace kopru::integrations
