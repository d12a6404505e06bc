#include "app/snippets/conversion.h"

#include "app/integrations/bridgecommand.h"
#include "app/integrations/rules.h"
#include "app/integrations/wording.h"
#include "app/secrets/secretnames.h"
#include "app/snippets/parts.h"
#include "bridge/contract/profile.h"

#include <QtCore/QRegularExpression>

#include <array>

using namespace Qt::StringLiterals;

namespace kopru::integrations {

namespace {

namespace portal = contract::apinizer_http;

constexpr auto nodeVerification = "NODE_TLS_REJECT_UNAUTHORIZED"_L1;
constexpr auto tokenVariable = "KOPRU_TOKEN"_L1;
constexpr auto headerVariable = "KOPRU_HEADER_"_L1;
constexpr int deepestWrapping = 4; // env around cmd around npx: nobody writes more

struct Refusal
{
    ConversionRefusal reason;
    QString detail = {};
};

bool isAssignment(const QString &word)
{
    static const QRegularExpression shape(uR"(^[A-Za-z_]\w*=)"_s);
    return shape.match(word).hasMatch();
}

bool isShell(const QString &program)
{
    return QStringList{u"sh"_s, u"bash"_s, u"zsh"_s, u"dash"_s, u"ksh"_s}.contains(program);
}

/// The image that supergateway's README runs, with or without a registry and a tag.
bool isSupergatewayImage(const QString &word)
{
    static const QRegularExpression shape(uR"(^(?:[\w.-]+/)?(?:supercorp|supercorp-ai)/supergateway(?::[\w.-]+)?$)"_s);
    return shape.match(word).hasMatch();
}

/// Whether a word names one of the programs, however it is started. A folder of that name is none.
bool namesKnownProgram(const QString &word, const config::Entry &entry)
{
    static const QRegularExpression package(
        uR"((?:^|[\s"':]|node_modules[/\\]|\.bin[/\\])(?:mcp-remote|supergateway)(?:@[\w.^~-]+)?(?:$|[\s"'/\\]))"_s);
    return package.match(word).hasMatch() || snippet::documentScript(word, entry).has_value() ||
           isSupergatewayImage(word);
}

// ---- What stands around the program
// ----------------------------------------------------------------------------------

/// Takes one program away that only starts another. @return false where there is none that can be taken away
bool unwrapOnce(config::Entry &entry, QList<DroppedPart> &dropped)
{
    const QString program = snippet::programOf(entry.command);
    QStringList words = entry.arguments;
    const auto starts = [&entry, &words] {
        if (words.isEmpty())
            return false;
        entry.command = words.takeFirst();
        entry.arguments = words;
        return true;
    };
    if (program == u"env"_s) {
        config::Entry set = entry;
        while (!words.isEmpty() && isAssignment(words.first())) {
            const QString word = words.takeFirst();
            set.setVariable(word.section(u'=', 0, 0), word.section(u'=', 1));
        }
        if (words.isEmpty() || words.first().startsWith(u'-'))
            return false;
        entry.environment = set.environment;
        return starts();
    }
    if (program == u"cmd"_s) {
        while (!words.isEmpty() && words.first().startsWith(u'/')) {
            const bool runs = words.takeFirst().compare("/c"_L1, Qt::CaseInsensitive) == 0;
            if (!runs)
                continue;
            // `/c "npx mcp-remote …"`: the whole line as one argument.
            if (words.size() == 1 && words.first().contains(u' '))
                if (const auto split = snippet::splitWords(words.first()))
                    words = *split;
            return starts();
        }
        return false;
    }
    if (isShell(program)) {
        static const QRegularExpression script(uR"(^-[a-z]*c$)"_s);
        while (words.size() > 1 && words.first() == u"-l"_s)
            words.removeFirst();
        if (words.size() != 2 || !script.match(words.first()).hasMatch())
            return false;
        QString line = words.last().trimmed();
        if (line.startsWith(u"exec "_s))
            line.remove(0, 5);
        const auto split = snippet::splitWords(line);
        if (!split)
            return false;
        words = *split;
        while (!words.isEmpty() && isAssignment(words.first())) {
            const QString word = words.takeFirst();
            entry.setVariable(word.section(u'=', 0, 0), word.section(u'=', 1));
        }
        return starts();
    }
    if (program == u"docker"_s || program == u"podman"_s) {
        static const QStringList harmless{u"-i"_s,  u"--rm"_s,   u"-t"_s,           u"-it"_s,
                                          u"-ti"_s, u"--init"_s, u"--interactive"_s};
        if (words.isEmpty() || words.takeFirst() != u"run"_s)
            return false;
        while (!words.isEmpty() && harmless.contains(words.first()))
            words.removeFirst();
        if (words.isEmpty() || !isSupergatewayImage(words.first()))
            return false;
        words.first() = u"supergateway"_s;
        return starts();
    }
    if (program == u"node"_s && !words.isEmpty() && words.first().startsWith(u'-')) {
        // What these say matters to Node alone, or the bridge does it by itself.
        static const QRegularExpression harmless(
            uR"(^--(?:no-warnings|no-deprecation|trace-[a-z-]+|max-old-space-size=\d+|use-system-ca|use-openssl-ca|use-bundled-ca|dns-result-order=\w+|use-env-proxy|enable-source-maps)$)"_s);
        if (!harmless.match(words.first()).hasMatch())
            return false;
        dropped.append({words.takeFirst(), DropReason::NodeOnly});
        entry.arguments = words;
        return true;
    }
    // A script that was made executable is its own command.
    if (snippet::documentScript(entry.command, entry)) {
        entry.arguments.prepend(entry.command);
        entry.command = u"node"_s;
        return true;
    }
    return false;
}

void unwrap(config::Entry &entry, QList<DroppedPart> &dropped)
{
    for (int depth = 0; depth < deepestWrapping && unwrapOnce(entry, dropped); ++depth) {
    }
}

// ---- What the other program makes of its variables
// -------------------------------------------------------------------

/// The scripts read numbers as parseInt() does, and one switch by one spelling alone; the bridge reads strictly. What
/// is written so that the bridge would do something else than the script did is put right.
void settleVariables(config::Entry &entry, bool isHttpScript, QList<DroppedPart> &dropped)
{
    const QString verify = text(contract::verifyCertificateVariable);
    const auto drop = [&entry, &dropped](const QString &name) {
        entry.removeVariable(name);
        dropped.append({name, DropReason::NotRead});
    };
    // Nothing but `false` switches the check of certificates off there, and only in one of the scripts.
    if (entry.hasVariable(verify)) {
        const QString written = entry.variable(verify);
        const auto on = contract::parseSwitch(written.trimmed().toStdString());
        if (!isHttpScript || !on || (!*on && written != u"false"_s))
            drop(verify);
    }
    if (!isHttpScript)
        return;
    if (const QString name = text(portal::useHttps);
        entry.hasVariable(name) && !contract::parseSwitch(entry.variable(name).trimmed().toStdString()))
        drop(name);
}

void settleNumbers(config::Entry &entry, QList<DroppedPart> &dropped)
{
    static const QRegularExpression leading(uR"(^\s*(\d+))"_s);
    for (const std::string_view variable : {portal::timeout, portal::port}) {
        const QString name = text(variable);
        if (!entry.hasVariable(name))
            continue;
        const auto match = leading.match(entry.variable(name));
        // `parseInt(…) || 30000`: nothing, or 0, is the standard.
        if (!match.hasMatch() || match.captured(1).toInt() == 0) {
            entry.removeVariable(name);
            dropped.append({name, DropReason::NotRead});
        } else if (match.captured(1) != entry.variable(name).trimmed()) {
            entry.setVariable(name, match.captured(1));
        }
    }
}

// ---- Headers of a remote server
// --------------------------------------------------------------------------------------

/// References that the bridge expands as the other program did: `${NAME}` alone.
QStringList references(const QString &written)
{
    static const QRegularExpression shape(uR"(\$\{([A-Za-z_][A-Za-z0-9_]*)\})"_s);
    QStringList names;
    for (auto found = shape.globalMatch(written); found.hasNext();)
        names.append(found.next().captured(1));
    return names;
}

bool hasOtherReferences(const QString &written)
{
    QString rest = written;
    static const QRegularExpression own(uR"(\$\{[A-Za-z_][A-Za-z0-9_]*\})"_s);
    rest.remove(own);
    return rest.contains(u'$') || rest.contains(u'%');
}

/// `${NAME}` or `Bearer ${NAME}`.
bool isOnlyReference(const QString &written)
{
    static const QRegularExpression shape(uR"(^(?:[A-Za-z][A-Za-z0-9-]*\s+)?\$\{[A-Za-z_][A-Za-z0-9_]*\}$)"_s);
    return shape.match(written).hasMatch();
}

QString freeVariable(const QString &name, const config::Variables &taken)
{
    const auto isTaken = [&taken](const QString &one) {
        return std::any_of(taken.cbegin(), taken.cend(), [&one](const auto &variable) { return variable.name == one; });
    };
    QString free = name;
    for (int number = 2; isTaken(free); ++number)
        free = name + u'_' + QString::number(number);
    return free;
}

/// A server that no kind of its own knows. Headers that name a variable go on naming it, so that little changes; a
/// secret that stood in the command line gets a variable.
/// @param written  the same server with its references as they were written
config::Entry remoteEntry(const SnippetServer &server, const SnippetServer &written, const config::Entry &old,
                          const QString &bridge, QList<ConversionNote> &notes)
{
    const bool webSocket = server.transport == SnippetTransport::WebSocket;
    BridgeCommand command(webSocket ? BridgeCommand::Mode::WebSocket : BridgeCommand::Mode::Http);
    command.setValue(u"--url"_s, asciiAddress(server.url));
    if (server.transport == SnippetTransport::Sse)
        command.setValue(u"--transport"_s, u"sse"_s);
    QStringList lines;
    QStringList referred;
    config::Variables added;
    int number = 0;
    bool hasToken = false;
    for (qsizetype i = 0; i < server.headers.size(); ++i) {
        const QString &name = server.headers.at(i).name;
        const QString &value = server.headers.at(i).value;
        const QString spelled = i < written.headers.size() ? written.headers.at(i).value : value;
        const bool secret = secrets::isSecretName(name);
        const QStringList names = references(spelled);
        const bool expands =
            !hasOtherReferences(spelled) &&
            std::all_of(names.cbegin(), names.cend(), [&old](const QString &one) { return old.hasVariable(one); });
        if (expands && (secret ? isOnlyReference(spelled) : !names.isEmpty())) {
            lines.append(name + u": "_s + spelled);
            referred += names;
            hasToken = hasToken || secret;
            continue;
        }
        // A value in readable form that looks like a reference must not be taken for one.
        if (!secret && !value.contains(u"${"_s)) {
            lines.append(name + u": "_s + value);
            continue;
        }
        const bool bearer = value.startsWith(u"Bearer "_s, Qt::CaseInsensitive);
        const QString wished =
            !std::exchange(hasToken, true) ? QString(tokenVariable) : headerVariable + QString::number(++number);
        const QString variable = freeVariable(wished, old.environment + added);
        lines.append(name + (bearer ? u": Bearer ${"_s : u": ${"_s) + variable + u'}');
        added.append({variable, bearer ? value.mid(7).trimmed() : value});
        if (names.isEmpty())
            notes.append({ConversionNoteId::SecretMoved, variable});
    }
    command.setValues(u"--header"_s, lines);
    config::Entry entry{bridge, command.arguments(), {}};
    for (const config::Variable &variable : old.environment)
        if (server.entry.hasVariable(variable.name) || referred.contains(variable.name))
            entry.setVariable(variable.name, variable.value);
    for (const config::Variable &variable : added)
        entry.setVariable(variable.name, variable.value);
    if (server.has(SnippetNoteId::VerificationOff))
        entry.setVariable(text(contract::verifyCertificateVariable), u"false"_s);
    return entry;
}

/// A variable that is named and that the entry does not have: the other program sends nothing for it, or what its own
/// environment has there, which the bridge must not guess.
std::optional<QString> unknownVariable(const config::Entry &entry)
{
    for (QString word : entry.arguments)
        for (const QString &name : references(word.replace(snippet::literalDollar, u'$')))
            if (!entry.hasVariable(name))
                return name;
    return std::nullopt;
}

// ---- What goes, and what is worth saying
// -----------------------------------------------------------------------------

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

// ---- Refusals
// --------------------------------------------------------------------------------------------------------

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
        if (namesKnownProgram(word, old))
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
            if (secrets::isSecretName(header.name) && references(header.value).isEmpty() && !header.value.isEmpty())
                for (const QString &variable :
                     conversion.entry.environmentMap().keys(snippet::withoutScheme(header.value)))
                    conversion.notes.append({ConversionNoteId::SecretMoved, variable});
    } else {
        conversion.entry = remoteEntry(server, written, inner, bridge, conversion.notes);
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
        !meaning.entries.constFirst().local.command.isEmpty())
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
    unwrap(inner, dropped);
    const auto script = snippet::programOf(inner.command) == u"node"_s && !inner.arguments.isEmpty()
                            ? snippet::documentScript(inner.arguments.constFirst(), inner)
                            : std::nullopt;
    if (script) {
        const bool isHttp = !*script && !inner.hasVariable(integrations::text(contract::alecs_ws::url));
        settleVariables(inner, isHttp, dropped);
        settleNumbers(inner, dropped);
        for (qsizetype i = 1; i < inner.arguments.size(); ++i)
            dropped.append({u"…"_s, DropReason::NotRead});
        inner.arguments.resize(1);
    } else {
        settleVariables(inner, false, dropped);
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
    if (const auto unknown = unknownVariable(inner))
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

// ---- Ids
// -------------------------------------------------------------------------------------------------------------

QString conversionKey(ConversionState state)
{
    switch (state) {
    case ConversionState::NotMeant:
        return u"not-meant"_s;
    case ConversionState::Done:
        return u"done"_s;
    case ConversionState::Possible:
        return u"possible"_s;
    case ConversionState::Refused:
        return u"refused"_s;
    }
    return {};
}

QString conversionKey(ConversionRefusal refusal)
{
    switch (refusal) {
    case ConversionRefusal::SignIn:
        return u"sign-in"_s;
    case ConversionRefusal::Option:
        return u"option"_s;
    case ConversionRefusal::ServesOthers:
        return u"serves-others"_s;
    case ConversionRefusal::UnknownScript:
        return u"unknown-script"_s;
    case ConversionRefusal::UnknownStart:
        return u"unknown-start"_s;
    case ConversionRefusal::UnknownVariable:
        return u"unknown-variable"_s;
    case ConversionRefusal::Address:
        return u"address"_s;
    case ConversionRefusal::BadValue:
        return u"value"_s;
    case ConversionRefusal::NotWellFormed:
        return u"not-well-formed"_s;
    }
    return {};
}

QString conversionKey(DropReason reason)
{
    switch (reason) {
    case DropReason::Program:
        return u"program"_s;
    case DropReason::OnByItself:
        return u"on-by-itself"_s;
    case DropReason::SignInOnly:
        return u"sign-in-only"_s;
    case DropReason::Logging:
        return u"logging"_s;
    case DropReason::OtherDirection:
        return u"other-direction"_s;
    case DropReason::NotRead:
        return u"not-read"_s;
    case DropReason::NodeOnly:
        return u"node-only"_s;
    case DropReason::WrittenAnew:
        return u"written-anew"_s;
    case DropReason::NotForClaude:
        return u"not-for-claude"_s;
    }
    return {};
}

QString conversionKey(ConversionNoteId note)
{
    switch (note) {
    case ConversionNoteId::VerificationOff:
        return u"verification-off"_s;
    case ConversionNoteId::PlainToPublicHost:
        return u"plain-to-public-host"_s;
    case ConversionNoteId::PlainInLocalNetwork:
        return u"plain-in-local-network"_s;
    case ConversionNoteId::SecretMoved:
        return u"secret-moved"_s;
    case ConversionNoteId::SecretInUrl:
        return u"secret-in-url"_s;
    case ConversionNoteId::ProxyCounts:
        return u"proxy-counts"_s;
    case ConversionNoteId::PlainCounts:
        return u"plain-counts"_s;
    case ConversionNoteId::Placeholder:
        return u"placeholder"_s;
    case ConversionNoteId::AddressAsHost:
        return u"address-as-host"_s;
    case ConversionNoteId::TokenId:
        return u"token-id"_s;
    }
    return {};
}

} // namespace kopru::integrations
