#include "app/integrations/rules.h"
#include "app/snippets/parts.h"
#include "bridge/contract/profile.h"

#include <QtCore/QRegularExpression>

using namespace Qt::StringLiterals;

/// From an entry as it was written to what it reaches.
namespace kopru::integrations::snippet {

namespace {

namespace portal = contract::apinizer_http;
namespace portalWs = contract::apinizer_ws;
namespace alecs = contract::alecs_ws;
namespace agentport = contract::agentport;

constexpr auto nodeVerification = "NODE_TLS_REJECT_UNAUTHORIZED"_L1;
constexpr int alecsPort = 8082; // document alecs-websocket.txt, "Environment Variables"
/// Claude drops servers of these names (facts/claude-desktop.md).
const QStringList reservedNames{u"claude_in_chrome"_s, u"computer_use"_s, u"cowork"_s,
                                u"plugins"_s,          u"skills"_s,       u"mcp_registry"_s};

bool same(const QString &a, QLatin1StringView b)
{
    return a.compare(b, Qt::CaseInsensitive) == 0;
}

QString unmasked(QString text)
{
    return text.replace(literalDollar, u'$');
}

/// Fills in references; remembers which variables were used.
class Filling
{
public:
    explicit Filling(const config::Variables &variables) : m_variables(variables) {}

    QString filled(const QString &text)
    {
        static const QRegularExpression reference(
            uR"(\$\{(?:env:)?([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?\}|\$env:([A-Za-z_][A-Za-z0-9_]*)|\$([A-Za-z_][A-Za-z0-9_]*)|%([A-Za-z_][A-Za-z0-9_]*)%)"_s);
        if (!text.contains(u'$') && !text.contains(u'%'))
            return text;
        QString result;
        qsizetype at = 0;
        for (auto found = reference.globalMatch(text); found.hasNext();) {
            const auto match = found.next();
            result += text.mid(at, match.capturedStart() - at) + value(match);
            at = match.capturedEnd();
        }
        return result + text.mid(at);
    }

    [[nodiscard]] const QStringList &used() const { return m_used; }
    [[nodiscard]] bool usedHome() const { return m_usedHome; }

private:
    QString value(const QRegularExpressionMatch &match)
    {
        QString name;
        for (const int group : {1, 3, 4, 5})
            if (match.hasCaptured(group) && match.capturedLength(group) > 0)
                name = match.captured(group);
        for (const config::Variable &variable : m_variables) {
            if (variable.name == name) {
                if (!m_used.contains(name))
                    m_used.append(name);
                return variable.value;
            }
        }
        if (match.hasCaptured(2) && match.capturedStart(2) >= 0)
            return match.captured(2);
        if (name == u"HOME"_s || name == u"userHome"_s || name == u"USERPROFILE"_s) {
            m_usedHome = true;
            return u"~"_s;
        }
        return match.captured();
    }

    const config::Variables &m_variables;
    QStringList m_used;
    bool m_usedHome = false;
};

/// The parts, the host in small letters.
std::optional<Address> parts(const QString &address)
{
    auto found = addressParts(address);
    if (found)
        found->host = found->host.toLower();
    return found;
}

QString pathOf(const Address &address)
{
    return address.path.section(u'?', 0, 0).section(u'#', 0, 0);
}

bool isPlaceholderHost(const QString &host)
{
    static const QRegularExpression bare(uR"(^your[-_][a-z0-9_-]*(?:\.[a-z0-9-]+)?$)"_s);
    return bare.match(host).hasMatch();
}

bool isPlaceholderAddress(const QString &url)
{
    static const QRegularExpression braces(uR"(\{[^{}\s]+\}|<[^<>]+>|\$[A-Z_][A-Z0-9_]+)"_s);
    const auto address = parts(url);
    if (!address)
        return isPlaceholderText(url, true);
    static const QRegularExpression dots(uR"(^\.{3}|…)"_s);
    return braces.match(url).hasMatch() || isPlaceholderHost(address->host) || dots.match(address->host).hasMatch() ||
           isPlaceholderText(address->path, false) ||
           (address->host.startsWith(u'[') && isPlaceholderText(address->host, false));
}

/// Names without a dot, the endings that routers give, private addresses (RFC 1918, RFC 4193, RFC 3927).
bool isLocalNetwork(const QString &host)
{
    static const QRegularExpression v4(uR"(^\d{1,3}(?:\.\d{1,3}){3}$)"_s);
    static const QRegularExpression privateV4(uR"(^(?:10|192\.168|172\.(?:1[6-9]|2\d|3[01])|169\.254)\.)"_s);
    static const QRegularExpression privateV6(uR"(^\[(?:f[cd]|fe[89ab])[0-9a-f]*:)"_s);
    if (v4.match(host).hasMatch())
        return privateV4.match(host).hasMatch();
    if (host.startsWith(u'['))
        return privateV6.match(host).hasMatch();
    if (!host.contains(u'.'))
        return true;
    for (const QString &ending : {u".local"_s, u".internal"_s, u".lan"_s})
        if (host.endsWith(ending))
            return true;
    return false;
}

std::optional<SnippetTransport> transportOf(const QString &written)
{
    QString plain = written.toLower();
    plain.remove(u'-').remove(u'_').remove(u' ');
    if (plain == u"sse"_s || plain == u"sseonly"_s)
        return SnippetTransport::Sse;
    if (plain == u"http"_s || plain == u"https"_s || plain == u"streamablehttp"_s || plain == u"streamable"_s ||
        plain == u"httponly"_s)
        return SnippetTransport::Http;
    if (plain == u"ws"_s || plain == u"wss"_s || plain == u"websocket"_s)
        return SnippetTransport::WebSocket;
    return std::nullopt;
}

void ask(SnippetServer &server, const QString &place, const QString &question = {})
{
    if (server.placeholders.size() < mostAsked && !server.asksFor(place))
        server.placeholders.append({place, question});
}

/// The words of an `inputs` entry for what a text asks for.
QString questionFor(const QString &text, const QMap<QString, QString> &questions)
{
    static const QRegularExpression input(uR"(\$\{input:([^}]+)\})"_s);
    const auto match = input.match(text);
    return match.hasMatch() ? questions.value(match.captured(1)) : QString();
}

// ---- Remote --------------------------------------------------------------------------------------------------------

std::optional<KindId> kindOfRemote(const SnippetServer &server, bool known)
{
    const auto address = parts(server.url);
    const bool webSocket = server.transport == SnippetTransport::WebSocket;
    for (const SnippetHeader &header : server.headers) {
        if (!webSocket && same(header.name, "X-API-Key"_L1) && header.value.startsWith(u"ap_"_s))
            return KindId::AgentPort;
        if (!address && same(header.name, "APINIZER-TOKEN"_L1))
            return KindId::ApinizerHttp;
    }
    if (!address)
        return known ? std::optional(KindId::RemoteServer) : std::nullopt;
    const QString path = pathOf(*address);
    // The portal's form sends the token alone: `Bearer` would be lost.
    const bool scheme = std::any_of(server.headers.cbegin(), server.headers.cend(), [](const SnippetHeader &header) {
        return holdsSecret(header.name) && withoutScheme(header.value) != header.value.trimmed();
    });
    if (scheme && (path == text(portal::defaultPath) || path == text(portalWs::path)))
        return KindId::RemoteServer;
    if (!webSocket && path == text(portal::defaultPath))
        return KindId::ApinizerHttp;
    if (address->scheme == u"wss"_s && path == text(portalWs::path))
        return KindId::ApinizerWebSocket;
    if (!webSocket && address->host == QUrl(text(agentport::defaultUrl)).host())
        return KindId::AgentPort;
    const bool alecsAddress = address->port == QString::number(alecsPort) && path == u"/mcp"_s;
    if (webSocket &&
        (alecsAddress || address->host.contains(u"alecs"_s) || server.name.contains(u"alecs"_s, Qt::CaseInsensitive)))
        return KindId::AlecsWebSocket;
    return KindId::RemoteServer;
}

/// A token in the query is kept there: the server wants it so.
void judgeQuery(SnippetServer &server, const Address &address)
{
    const QString query = address.path.section(u'?', 1).section(u'#', 0, 0);
    for (const QString &part : query.split(u'&', Qt::SkipEmptyParts)) {
        const QString value = part.section(u'=', 1);
        if (!holdsSecret(part.section(u'=', 0, 0)) || value.isEmpty())
            continue;
        if (isPlaceholderText(value, true)) {
            ask(server, u"url"_s);
        } else {
            add(server.notes, SnippetNoteId::SecretInUrl);
            if (server.token.isEmpty())
                server.token = value;
        }
    }
}

void takeCredentials(SnippetServer &server)
{
    static const QRegularExpression shape(uR"(^([A-Za-z][A-Za-z0-9+.-]*://)([^/?#\s<>]+)@)"_s); // up to the last @
    const auto match = shape.match(server.url);
    if (!match.hasMatch())
        return;
    server.url = match.captured(1) + server.url.mid(match.capturedEnd());
    server.headers.append(
        {u"Authorization"_s,
         u"Basic "_s + QString::fromLatin1(QByteArray::fromPercentEncoding(match.captured(2).toUtf8()).toBase64())});
    add(server.notes, SnippetNoteId::CredentialsFromUrl);
}

void judgeHeaders(SnippetServer &server, const QMap<QString, QString> &questions)
{
    const SnippetHeader *secret = nullptr;
    for (const SnippetHeader &header : std::as_const(server.headers)) {
        const bool holds = holdsSecret(header.name);
        if (holds && (!secret || (same(header.name, "Authorization"_L1) && !same(secret->name, "Authorization"_L1))))
            secret = &header;
        if (isPlaceholderText(holds ? withoutScheme(header.value) : header.value, holds))
            ask(server, u"header:"_s + header.name, questionFor(header.value, questions));
    }
    if (!secret)
        return;
    server.tokenHeader = secret->name;
    if (!server.asksFor(u"header:"_s + secret->name))
        server.token = withoutScheme(secret->value);
}

/// Options of Node and of the bridge that switch the check of certificates off. What says the usual goes away.
bool takeVerification(config::Entry &entry)
{
    bool off = false;
    const QString own = text(contract::verifyCertificateVariable);
    if (entry.hasVariable(nodeVerification)) {
        off = entry.variable(nodeVerification).trimmed() == u"0"_s;
        entry.removeVariable(nodeVerification);
    }
    if (entry.hasVariable(own)) {
        const auto value = contract::parseSwitch(entry.variable(own).trimmed().toStdString());
        if (value) {
            off = off || !*value;
            entry.removeVariable(own);
        }
    }
    return off;
}

Conclusion concludeRemote(RawEntry raw)
{
    SnippetServer server;
    server.name = raw.name;
    server.notes = raw.notes;
    add(server.notes, SnippetNoteId::NeedsBridge);
    Filling filling(raw.local.environment);
    server.url = unmasked(filling.filled(raw.address.trimmed()));
    for (const SnippetHeader &header : std::as_const(raw.headers))
        server.headers.append({header.name, unmasked(filling.filled(header.value)).trimmed()});
    server.entry.environment = raw.local.environment;
    for (const QString &name : filling.used())
        server.entry.removeVariable(name);
    for (config::Variable &variable : server.entry.environment)
        variable.value = unmasked(variable.value);
    if (takeVerification(server.entry))
        add(server.notes, SnippetNoteId::VerificationOff);

    if (const auto refused = refusedAddress(server.url); refused && !isPlaceholderAddress(server.url))
        return {std::nullopt, refused, {}, {}};
    takeCredentials(server);
    const auto address = parts(server.url);
    server.transport = transportOf(raw.transport).value_or(SnippetTransport::Auto);
    if (address && (address->scheme == u"ws"_s || address->scheme == u"wss"_s))
        server.transport = SnippetTransport::WebSocket;
    if (server.url.isEmpty())
        ask(server, u"address"_s);
    else if (isPlaceholderAddress(server.url))
        ask(server, u"url"_s, questionFor(server.url, raw.questions));
    judgeHeaders(server, raw.questions);
    if (server.headers.isEmpty() && !raw.bareToken.isEmpty())
        server.token = raw.bareToken;
    for (const config::Variable &variable : std::as_const(server.entry.environment))
        if (isPlaceholderText(variable.value, holdsSecret(variable.name)))
            ask(server, u"env:"_s + variable.name, questionFor(variable.value, raw.questions));
    if (address) {
        judgeQuery(server, *address);
        const bool plain = address->scheme == u"http"_s || address->scheme == u"ws"_s;
        if (plain && !isLoopback(address->host) && !server.asksFor(u"url"_s))
            add(server.notes,
                isLocalNetwork(address->host) ? SnippetNoteId::HttpInLocalNetwork : SnippetNoteId::HttpToPublicHost);
    }
    server.kind = raw.kind ? raw.kind : kindOfRemote(server, raw.headers.isEmpty() && raw.bareToken.isEmpty());
    if (server.token.startsWith(u"tok_"_s))
        add(server.notes, SnippetNoteId::TokenId);
    if (raw.signsIn) {
        add(server.notes, SnippetNoteId::OAuth);
        return {server, SnippetRefusal::OAuth, {}, {}};
    }
    return {server, std::nullopt, {}, {}};
}

// ---- Programs that only lead to a server
// -----------------------------------------------------------------------------

/// Where the program stands that a starter such as npx starts, and its arguments behind it.
struct Started
{
    QString program;
    QStringList arguments;
};

bool isPackage(const QString &word, QLatin1StringView name)
{
    return word == name || word.startsWith(name + u'@');
}

Started started(const config::Entry &entry)
{
    QStringList words = entry.arguments;
    QString program = programOf(entry.command);
    if (program == u"cmd"_s && !words.isEmpty() && same(words.first(), "/c"_L1)) {
        words.removeFirst();
        program = words.isEmpty() ? QString() : programOf(words.takeFirst());
    }
    // npx, bunx and the like: what stands in front of the package. `-p PACKAGE` names it a first time.
    const auto skipOptions = [&words] {
        while (!words.isEmpty() && words.first().startsWith(u'-')) {
            static const QStringList withValue{u"-p"_s, u"--package"_s,   u"--registry"_s, u"--cache"_s,
                                               u"-w"_s, u"--workspace"_s, u"--prefix"_s,   u"--loglevel"_s};
            if (withValue.contains(words.takeFirst()) && words.size() > 1)
                words.removeFirst();
        }
    };
    if (program == u"npm"_s || program == u"pnpm"_s || program == u"yarn"_s || program == u"bun"_s) {
        const QString first = words.isEmpty() ? QString() : words.first();
        if (first != u"exec"_s && first != u"dlx"_s && first != u"x"_s)
            return {program, words};
        words.removeFirst();
    } else if (program == u"node"_s) {
        const QString script = words.isEmpty() ? QString() : QString(words.first()).replace(u'\\', u'/');
        if (!script.contains(u"/mcp-remote/"_s) && !script.contains(u"/supergateway/"_s))
            return {program, words};
        words.removeFirst();
        return {script.contains(u"/mcp-remote/"_s) ? u"mcp-remote"_s : u"supergateway"_s, words};
    } else if (program == u"deno"_s && words.value(0) == u"run"_s) {
        words.removeFirst();
        while (!words.isEmpty() && words.first().startsWith(u'-'))
            words.removeFirst();
        if (!words.value(0).startsWith(u"npm:"_s))
            return {program, words};
        words.first().remove(0, 4);
    } else if (program != u"npx"_s && program != u"bunx"_s && program != u"pnpx"_s) {
        return {program, words};
    }
    skipOptions();
    if (words.isEmpty())
        return {program, {}};
    const QString inner = words.takeFirst();
    for (const auto name : {"mcp-remote"_L1, "supergateway"_L1})
        if (isPackage(inner, name))
            return {name, words};
    return {inner, words};
}

/// `--name value` and `--name=value`.
struct Option
{
    QString name;
    std::optional<QString> value;
};

Option optionAt(const QStringList &words, qsizetype &at, bool takesValue)
{
    Option option{words.at(at), std::nullopt};
    if (const qsizetype equals = option.name.indexOf(u'='); equals > 0) {
        option.value = option.name.mid(equals + 1);
        option.name.truncate(equals);
    } else if (takesValue && at + 1 < words.size()) {
        option.value = words.at(++at);
    }
    return option;
}

void addHeader(RawEntry &raw, const QString &line)
{
    const qsizetype colon = line.indexOf(u':');
    if (colon > 0)
        raw.headers.append({line.left(colon).trimmed(), line.mid(colon + 1).trimmed()});
}

/// What mcp-remote itself fills in: `${NAME}` from its own variables, however the shell quoted it.
void unmaskHeaders(RawEntry &raw)
{
    for (SnippetHeader &header : raw.headers)
        header.value = unmasked(header.value);
}

Conclusion concludeLocal(RawEntry raw);

/// Options of mcp-remote, as its README names them.
Conclusion concludeMcpRemote(RawEntry raw, const QStringList &words)
{
    static const QStringList signIn{u"--static-oauth-client-info"_s,
                                    u"--static-oauth-client-metadata"_s,
                                    u"--resource"_s,
                                    u"--auth-server"_s,
                                    u"--authorize-param"_s,
                                    u"--client-metadata-url"_s,
                                    u"--device-code"_s,
                                    u"--client-credentials"_s,
                                    u"--token-endpoint"_s,
                                    u"--use-id-token"_s};
    // The bridge reaches http:// without being asked twice, uses a proxy by itself, tries both families of addresses,
    // waits as long as the server needs and keeps no cookies.
    static const QStringList effectless{u"--allow-http"_s,     u"--debug"_s, u"--silent"_s,
                                        u"--enable-proxy"_s,   u"--ipv4"_s,  u"--disable-resource-parameter"_s,
                                        u"--disable-cookies"_s};
    static const QStringList effectlessWithValue{u"--host"_s,
                                                 u"--auth-timeout"_s,
                                                 u"--callback-path"_s,
                                                 u"--connect-timeout"_s,
                                                 u"--headers-timeout"_s,
                                                 u"--body-timeout"_s,
                                                 u"--auth-success-url"_s};
    Conclusion conclusion;
    RawEntry remote = raw;
    QList<SnippetNote> stays;
    bool signsIn = false;
    bool help = false;
    remote.hasAddress = true;
    for (qsizetype at = 0; at < words.size(); ++at) {
        const QString &word = words.at(at);
        if (!word.startsWith(u'-')) {
            if (remote.address.isEmpty())
                remote.address = word;
            else
                add(conclusion.ignored, SnippetIgnoredId::Argument, word);
            continue;
        }
        const QString name = word.section(u'=', 0, 0);
        if (name == u"--header"_s || name == u"-H"_s) {
            const Option header = optionAt(words, at, true);
            if (header.value && header.value->contains(u':'))
                addHeader(remote, *header.value);
            else
                add(stays, SnippetNoteId::StaysCommand, name);
        } else if (name == u"--transport"_s) {
            remote.transport = optionAt(words, at, true).value.value_or(QString());
        } else if (name == u"--protocol"_s && words.value(at + 1) == u"legacy"_s) {
            ++at;
            add(conclusion.ignored, SnippetIgnoredId::Option, name);
        } else if (effectless.contains(name) || effectlessWithValue.contains(name)) {
            (void)optionAt(words, at, effectlessWithValue.contains(name));
            add(conclusion.ignored, SnippetIgnoredId::Option, name);
        } else if (name == u"--help"_s || name == u"-h"_s || name == u"--version"_s) {
            help = true;
        } else {
            signsIn = signsIn || signIn.contains(name);
            add(stays, SnippetNoteId::StaysCommand, name);
            if (at + 1 < words.size() && !word.contains(u'=') && !words.at(at + 1).startsWith(u'-'))
                ++at;
        }
    }
    if (remote.address.isEmpty() || help)
        return {std::nullopt, SnippetRefusal::NoAddress, {}, SnippetForm::McpRemote};
    if (!stays.isEmpty()) {
        if (signsIn)
            add(raw.notes, SnippetNoteId::OAuth);
        raw.notes += stays;
        Conclusion local = concludeLocal(raw);
        local.form = SnippetForm::McpRemote;
        return local;
    }
    unmaskHeaders(remote);
    remote.local.command.clear();
    remote.local.arguments.clear();
    add(remote.notes, SnippetNoteId::Replaces, u"mcp-remote"_s);
    const QList<SnippetIgnored> ignored = conclusion.ignored;
    conclusion = concludeRemote(remote);
    conclusion.ignored += ignored;
    conclusion.form = SnippetForm::McpRemote;
    return conclusion;
}

Conclusion concludeSupergateway(RawEntry raw, const QStringList &words)
{
    static const QMap<QString, QString> addresses{{u"--sse"_s, u"sse"_s},
                                                  {u"--streamableHttp"_s, u"http"_s},
                                                  {u"--streamable-http"_s, u"http"_s},
                                                  {u"--ws"_s, u"ws"_s}};
    Conclusion conclusion;
    RawEntry remote = raw;
    std::optional<QString> inner;
    for (qsizetype at = 0; at < words.size(); ++at) {
        if (!words.at(at).startsWith(u'-')) {
            add(conclusion.ignored, SnippetIgnoredId::Argument, words.at(at));
            continue;
        }
        static const QStringList always{u"--oauth2Bearer"_s, u"--oauth2-bearer"_s, u"--header"_s};
        const bool takesValue =
            at + 1 < words.size() && (!words.at(at + 1).startsWith(u'-') || always.contains(words.at(at)));
        const Option option = optionAt(words, at, takesValue);
        const QString value = option.value.value_or(QString());
        if (const auto address = addresses.constFind(option.name); address != addresses.constEnd()) {
            remote.hasAddress = true;
            remote.address = value;
            remote.transport = *address;
        } else if (option.name == u"--stdio"_s) {
            inner = value;
        } else if (option.name == u"--oauth2Bearer"_s || option.name == u"--oauth2-bearer"_s) {
            remote.headers.append({u"Authorization"_s, u"Bearer "_s + value});
        } else if (option.name == u"--header"_s) {
            addHeader(remote, value);
            // yargs takes as many as follow.
            while (at + 1 < words.size() && !words.at(at + 1).startsWith(u'-'))
                addHeader(remote, words.at(++at));
        } else {
            add(conclusion.ignored, SnippetIgnoredId::Option, option.name);
        }
    }
    const QList<SnippetIgnored> ignored = conclusion.ignored;
    if (inner) {
        const auto split = splitWords(*inner);
        if (!split)
            return {std::nullopt, SnippetRefusal::NeedsShell, {}, SnippetForm::Supergateway};
        if (split->isEmpty())
            return {std::nullopt, SnippetRefusal::NoAddress, {}, SnippetForm::Supergateway};
        raw.local.command = split->first();
        raw.local.arguments = split->mid(1);
        add(raw.notes, SnippetNoteId::Replaces, u"supergateway"_s);
        conclusion = concludeLocal(raw);
    } else {
        if (remote.address.isEmpty())
            return {std::nullopt, SnippetRefusal::NoAddress, {}, SnippetForm::Supergateway};
        remote.local.command.clear();
        remote.local.arguments.clear();
        unmaskHeaders(remote);
        add(remote.notes, SnippetNoteId::Replaces, u"supergateway"_s);
        conclusion = concludeRemote(remote);
    }
    conclusion.ignored += ignored;
    conclusion.form = SnippetForm::Supergateway;
    return conclusion;
}

std::optional<Conclusion> concludeBridge(const RawEntry &raw)
{
    if (programOf(raw.local.command) != QString(text(contract::bridgeProgram)))
        return std::nullopt;
    config::Entry entry = raw.local;
    entry.command = text(contract::bridgeProgram);
    const auto command = readBridgeCommand(entry);
    if (!command)
        return std::nullopt;
    RawEntry remote;
    if (command->mode() == BridgeCommand::Mode::Profile) {
        config::Variables variables = raw.local.environment;
        if (command->profile() == text(agentport::profile) && command->value(u"--url")) {
            remote.hasAddress = true;
            remote.address = command->url();
            remote.local.environment = variables;
            remote.headers.append({text(agentport::keyHeader), entry.variable(text(agentport::key))});
            remote.local.removeVariable(text(agentport::key));
        } else if (auto service = serviceOf(variables, command->profile() == text(portalWs::profile))) {
            remote = *service;
        } else {
            return std::nullopt;
        }
    } else {
        remote.hasAddress = true;
        remote.address = command->url();
        remote.transport = command->value(u"--transport").value_or(QString());
        remote.local.environment = raw.local.environment;
    }
    for (const QString &line : command->headers())
        addHeader(remote, line);
    remote.name = raw.name;
    remote.notes = raw.notes + remote.notes;
    remote.questions = raw.questions;
    add(remote.notes, SnippetNoteId::Replaces, u"kopru-bridge"_s);
    return concludeRemote(remote);
}

// ---- Local
// -----------------------------------------------------------------------------------------------------------

bool startsShell(const config::Entry &entry)
{
    static const QStringList shells{u"sh"_s,  u"bash"_s, u"zsh"_s,        u"dash"_s, u"ksh"_s,
                                    u"cmd"_s, u"fish"_s, u"powershell"_s, u"pwsh"_s};
    return shells.contains(programOf(entry.command));
}

bool hasHiddenCharacters(const QString &text)
{
    return std::any_of(text.cbegin(), text.cend(), [](QChar c) {
        return c.category() == QChar::Other_Format ||
               (c.category() == QChar::Other_Control && c != u'\n' && c != u'\t');
    });
}

bool isSecretOption(const QString &option)
{
    QString name = option;
    while (name.startsWith(u'-'))
        name.remove(0, 1);
    return option.startsWith(u'-') && name.size() > 1 && holdsSecret(name);
}

bool showsSecret(const QStringList &arguments)
{
    static const QRegularExpression password(uR"(^[A-Za-z][A-Za-z0-9+.-]*://[^/?#@\s:]+:[^/?#\s]+@)"_s);
    static const QRegularExpression assignment(uR"(^([A-Za-z_][A-Za-z0-9_]*)=(.+)$)"_s);
    const auto real = [](const QString &value) { return !value.isEmpty() && !isPlaceholderText(value, true); };
    for (qsizetype i = 0; i < arguments.size(); ++i) {
        const QString &word = arguments.at(i);
        const QString before = i > 0 ? arguments.at(i - 1) : QString();
        if (password.match(word).hasMatch() && !isPlaceholderText(word, false))
            return true;
        if (before == u"-e"_s || before == u"--env"_s) {
            const auto match = assignment.match(word);
            if (match.hasMatch() && holdsSecret(match.captured(1)) && real(match.captured(2)))
                return true;
        }
        if (before == u"-H"_s || before == u"--header"_s) {
            const QString name = word.section(u':', 0, 0);
            const bool line = word.contains(u':');
            const QString value = line ? word.section(u':', 1).trimmed() : arguments.value(i + 1);
            if (holdsSecret(name.trimmed()) && real(withoutScheme(value)))
                return true;
        }
        for (const QString &joined : {u"-e"_s, u"--env="_s}) {
            const auto match =
                word.startsWith(joined) ? assignment.match(word.mid(joined.size())) : QRegularExpressionMatch();
            if (match.hasMatch() && holdsSecret(match.captured(1)) && real(match.captured(2)))
                return true;
        }
        if (isSecretOption(word.section(u'=', 0, 0))) {
            const QString value = word.contains(u'=') ? word.section(u'=', 1) : arguments.value(i + 1);
            if (real(value) && !value.startsWith(u'-'))
                return true;
        }
    }
    return false;
}

/// `docker run` with `-e NAME` takes the variable from Claude's entry.
void judgeDocker(SnippetServer &server)
{
    const QString program = programOf(server.entry.command);
    const QStringList &words = server.entry.arguments;
    if ((program != u"docker"_s && program != u"podman"_s) || words.value(0) != u"run"_s)
        return;
    bool input = false;
    static const QRegularExpression shortInput(uR"(^-[a-zA-Z]*i[a-zA-Z]*$)"_s);
    for (qsizetype i = 1; i < words.size(); ++i) {
        const QString &word = words.at(i);
        if (shortInput.match(word).hasMatch() || word == u"--interactive"_s)
            input = true;
        if ((word == u"-e"_s || word == u"--env"_s) && i + 1 < words.size()) {
            const QString name = words.at(i + 1);
            if (!name.contains(u'=') && !server.entry.hasVariable(name))
                ask(server, u"env:"_s + name);
        }
    }
    if (!input)
        add(server.notes, SnippetNoteId::DockerWithoutInput);
}

Conclusion concludeLocal(RawEntry raw)
{
    SnippetServer server;
    server.name = raw.name;
    server.transport = SnippetTransport::Stdio;
    server.kind = KindId::LocalCommand;
    server.notes = raw.notes;
    config::Entry &entry = server.entry;
    entry = raw.local;
    const bool shell = startsShell(entry);
    const bool asItIs = shell || std::any_of(raw.notes.cbegin(), raw.notes.cend(), [](const SnippetNote &note) {
                            return note.id == SnippetNoteId::StaysCommand;
                        });
    bool home = false;
    Filling filling(raw.local.environment);
    if (!asItIs) {
        entry.command = filling.filled(entry.command);
        for (QString &word : entry.arguments)
            word = filling.filled(word);
        // A variable that refers to itself is one of the computer that Claude does not have.
        const config::Variables none;
        Filling ofVariables(none);
        for (config::Variable &variable : entry.environment)
            variable.value = ofVariables.filled(variable.value);
        home = filling.usedHome() || ofVariables.usedHome();
    }
    static const QRegularExpression tilde(uR"(^~(?:[/\\]|$))"_s);
    bool hidden = hasHiddenCharacters(entry.command);
    if (isPlaceholderText(entry.command, false))
        ask(server, u"command"_s, questionFor(entry.command, raw.questions));
    for (qsizetype i = 0; i < entry.arguments.size(); ++i) {
        const QString &word = entry.arguments.at(i);
        if (!asItIs && isPlaceholderText(word, false))
            ask(server, u"arg:%1"_s.arg(i), questionFor(word, raw.questions));
        hidden = hidden || hasHiddenCharacters(word);
        home = home || tilde.match(word).hasMatch();
    }
    home = home || tilde.match(entry.command).hasMatch();
    for (const config::Variable &variable : std::as_const(entry.environment)) {
        if (isPlaceholderText(variable.value, holdsSecret(variable.name)))
            ask(server, u"env:"_s + variable.name, questionFor(variable.value, raw.questions));
        home = home || tilde.match(variable.value).hasMatch();
    }
    if (entry.command.trimmed().isEmpty())
        return {std::nullopt, SnippetRefusal::IncompleteEntry, {}, {}};
    judgeDocker(server);
    entry.command = unmasked(entry.command);
    for (QString &word : entry.arguments)
        word = unmasked(word);
    for (config::Variable &variable : entry.environment)
        variable.value = unmasked(variable.value);
    if (showsSecret(entry.arguments))
        add(server.notes, SnippetNoteId::SecretInArguments);
    if (shell)
        add(server.notes, SnippetNoteId::RunsShell);
    if (hidden)
        add(server.notes, SnippetNoteId::HiddenCharacters);
    if (home)
        add(server.notes, SnippetNoteId::HomeFolder);
    return {server, std::nullopt, {}, {}};
}

Conclusion concludeCommand(const RawEntry &raw)
{
    if (auto bridge = concludeBridge(raw))
        return *bridge;
    const QString program = programOf(raw.local.command);
    const QStringList &words = raw.local.arguments;
    if (program == u"node"_s && !words.isEmpty()) {
        const auto script = documentScript(words.first(), raw.local);
        auto service = script ? serviceOf(raw.local.environment, *script) : std::nullopt;
        if (service) {
            service->name = raw.name;
            service->notes = raw.notes + service->notes;
            service->questions = raw.questions;
            add(service->notes, SnippetNoteId::Replaces, u"node-proxy"_s);
            return concludeRemote(*service);
        }
    }
    const Started inner = started(raw.local);
    if (isPackage(inner.program, "mcp-remote"_L1))
        return concludeMcpRemote(raw, inner.arguments);
    if (isPackage(inner.program, "supergateway"_L1))
        return concludeSupergateway(raw, inner.arguments);
    return concludeLocal(raw);
}

} // namespace

QString programOf(const QString &command)
{
    QString name = command.mid(std::max(command.lastIndexOf(u'/'), command.lastIndexOf(u'\\')) + 1).toLower();
    for (const QString &ending : {u".exe"_s, u".cmd"_s, u".bat"_s})
        if (name.endsWith(ending))
            name.chop(ending.size());
    return name;
}

std::optional<bool> documentScript(const QString &word, const config::Entry &entry)
{
    const QString file = word.mid(std::max(word.lastIndexOf(u'/'), word.lastIndexOf(u'\\')) + 1);
    if (file == u"apinizer_ws_proxy.js"_s || word == u"<API_PORTAL_WS_ACCESS_CONFIGURATION_FILE>"_s)
        return true;
    if (file == u"apinizer_http_proxy.js"_s || word == u"<API_PORTAL_HTTP_ACCESS_CONFIGURATION_FILE>"_s)
        return false;
    if (file == u"websocket-client.js"_s && entry.hasVariable(text(alecs::url)))
        return true;
    return std::nullopt;
}

std::optional<Address> addressParts(const QString &address)
{
    static const QRegularExpression shape(
        uR"(^([A-Za-z][A-Za-z0-9+.-]*)://(?:([^/?#\s]*)@)?(\[[0-9A-Fa-f:.]*\]|<[^>]*>|\{[^}]*\}|[^/?#:]*)(?::([^/?#]*))?(.*)$)"_s,
        QRegularExpression::DotMatchesEverythingOption);
    const auto match = shape.match(address);
    if (!match.hasMatch())
        return std::nullopt;
    return Address{match.captured(1).toLower(), match.captured(3), match.captured(4), match.captured(5)};
}

namespace {

bool hasFewDigits(const QString &name)
{
    return std::count_if(name.cbegin(), name.cend(), [](QChar c) { return c.isDigit(); }) <= 3;
}

/// `--name` of `--name=value`; empty where the word looks like no name, as it may be a secret.
QString optionName(const QString &word)
{
    static const QRegularExpression shape(uR"(^--?[A-Za-z0-9][A-Za-z0-9._-]{0,39}$)"_s);
    const QString name = word.section(u'=', 0, 0);
    return hasFewDigits(name) && shape.match(name).hasMatch() ? name : QString();
}

/// What may be shown of a word that was not used: it may hold a secret.
QString shown(SnippetIgnoredId id, const QString &detail)
{
    if (id == SnippetIgnoredId::Option)
        return optionName(detail);
    static const QRegularExpression harmless(uR"(^(?:\d{1,6}|(?:~|\.{1,2})?/[^\s=]*|[A-Za-z]:\\[^\s=]*)$)"_s);
    if (id == SnippetIgnoredId::Argument)
        return harmless.match(detail).hasMatch() ? detail : QString();
    static const QRegularExpression program(uR"(^[a-z][a-z0-9._-]{0,31}$)"_s);
    if (id == SnippetIgnoredId::Command)
        return hasFewDigits(detail) && program.match(detail).hasMatch() ? detail : QString();
    return detail;
}

} // namespace

void add(QList<SnippetIgnored> &list, SnippetIgnoredId id, const QString &detail)
{
    if (const SnippetIgnored one{id, shown(id, detail)}; list.size() < mostRemarks && !list.contains(one))
        list.append(one);
}

void add(QList<SnippetNote> &list, SnippetNoteId id, const QString &detail)
{
    if (const SnippetNote one{id, id == SnippetNoteId::StaysCommand ? optionName(detail) : detail};
        list.size() < mostRemarks && !list.contains(one))
        list.append(one);
}

bool holdsSecret(QStringView name)
{
    static const QStringList words{u"authorization"_s, u"auth"_s,   u"key"_s,      u"apikey"_s,
                                   u"token"_s,         u"secret"_s, u"password"_s, u"credential"_s};
    const QString plain = name.toString().toLower().replace(u'-', u'_');
    const QStringList found = plain.split(u'_', Qt::SkipEmptyParts);
    return std::any_of(found.cbegin(), found.cend(), [](const QString &part) { return words.contains(part); });
}

QString withoutScheme(const QString &value)
{
    static const QRegularExpression scheme(uR"(^(?:Bearer|Basic|Token|ApiKey|Digest)\s+(?=\S))"_s,
                                           QRegularExpression::CaseInsensitiveOption);
    const QString plain = value.trimmed();
    const auto match = scheme.match(plain);
    return match.hasMatch() ? plain.mid(match.capturedEnd()).trimmed() : plain;
}

bool isPlaceholderText(const QString &text, bool secretPlace)
{
    constexpr qsizetype longest = 4096; // nobody leaves a longer one in
    if (text.size() > longest)
        return false;
    static const QRegularExpression general(
        uR"(<[\p{L}_][^<>\n]{0,80}>|\{\{[^{}]*\}\}|\[[\p{L}][\p{L}\d _-]*\]|\$\{[^}]+\}|\$env:[A-Za-z_]\w*|\$[A-Z_][A-Z0-9_]+|%[A-Z_][A-Z0-9_]{2,}%|(?<![A-Za-z0-9.])(?i:your)[_-][A-Za-z0-9_-]+|[/\\](?i:path)[/\\]to[/\\]|[/\\]your[/\\]|(?<![A-Za-z])REPLACE(?![A-Za-z])|(?<!\p{L})BURAYA(?!\p{L}))"_s,
        QRegularExpression::UseUnicodePropertiesOption);
    if (general.match(text).hasMatch())
        return true;
    if (!secretPlace)
        return false;
    static const QRegularExpression secret(uR"(^\s*$|\.\.\.|…|(?<![a-z0-9])x{3,}|^your\b|^keychain:)"_s,
                                           QRegularExpression::CaseInsensitiveOption);
    return secret.match(text).hasMatch();
}

bool looksLikeServer(const QString &address)
{
    const auto found = parts(address);
    if (!found || found->host.isEmpty() || found->host.startsWith(u'.'))
        return false;
    if (found->scheme == u"ws"_s || found->scheme == u"wss"_s)
        return true;
    if (found->scheme != u"http"_s && found->scheme != u"https"_s)
        return false;
    static const QStringList names{u"mcp"_s, u"sse"_s, u"ws"_s};
    const QStringList path = pathOf(*found).toLower().split(u'/', Qt::SkipEmptyParts);
    return std::any_of(path.cbegin(), path.cend(), [](const QString &part) { return names.contains(part); }) ||
           found->host.split(u'.').contains(u"mcp"_s);
}

std::optional<SnippetRefusal> refusedAddress(const QString &address)
{
    static const QRegularExpression scheme(uR"(^([A-Za-z][A-Za-z0-9+.-]*)://)"_s);
    // Not `host:`, which people write without a scheme.
    static const QRegularExpression noService(uR"(^(?:javascript|vbscript|data|file|blob|mailto|about):)"_s,
                                              QRegularExpression::CaseInsensitiveOption);
    if (noService.match(address).hasMatch())
        return SnippetRefusal::UnsupportedAddress;
    const auto match = scheme.match(address);
    if (!match.hasMatch())
        return std::nullopt;
    const QString name = match.captured(1).toLower();
    if (name != u"http"_s && name != u"https"_s && name != u"ws"_s && name != u"wss"_s)
        return SnippetRefusal::UnsupportedAddress;
    const auto found = parts(address);
    if (!found || found->host.isEmpty())
        return SnippetRefusal::NoAddress;
    static const QStringList pages{u"github.com"_s, u"gitlab.com"_s, u"npmjs.com"_s, u"pypi.org"_s};
    QString host = found->host;
    if (host.startsWith(u"www."_s))
        host.remove(0, 4);
    const QString path = pathOf(*found).toLower();
    if (pages.contains(host) && !path.startsWith(u"/api/"_s))
        return SnippetRefusal::ProjectPage;
    if (path.endsWith(u".mcpb"_s) || path.endsWith(u".dxt"_s))
        return SnippetRefusal::Extension;
    return std::nullopt;
}

std::optional<RawEntry> serviceOf(const config::Variables &variables, bool webSocketScript)
{
    RawEntry raw;
    config::Entry &entry = raw.local;
    entry.environment = variables;
    const auto take = [&entry](std::string_view name) {
        const QString value = entry.variable(text(name)).trimmed();
        entry.removeVariable(text(name));
        return value;
    };
    raw.hasAddress = true;
    if (entry.hasVariable(text(alecs::url)) || entry.hasVariable(text(alecs::token))) {
        raw.address = take(alecs::url);
        raw.transport = u"websocket"_s;
        if (entry.hasVariable(text(alecs::token)))
            raw.headers.append({u"Authorization"_s, u"Bearer "_s + take(alecs::token)});
        raw.kind = KindId::AlecsWebSocket;
        return raw;
    }
    if (entry.hasVariable(text(agentport::key))) {
        raw.address = text(agentport::defaultUrl);
        raw.headers.append({text(agentport::keyHeader), take(agentport::key)});
        add(raw.notes, SnippetNoteId::AddressFromKind);
        raw.kind = KindId::AgentPort;
        return raw;
    }
    if (!entry.hasVariable(text(portal::token)) && !entry.hasVariable(text(portal::host)))
        return std::nullopt;
    const bool webSocket = webSocketScript || entry.hasVariable(text(portalWs::port));
    QString host = take(portal::host);
    if (host.contains(u"://"_s)) {
        add(raw.notes, SnippetNoteId::AddressAsHost);
        host = host.section(u"://"_s, 1).section(u'/', 0, 0);
    }
    QString port = take(webSocket ? portalWs::port : portal::port);
    static const QRegularExpression hostAndPort(uR"(^(\[[^\]]*\]|[^:\[\]]*):(\d{1,5})$)"_s);
    if (const auto match = hostAndPort.match(host); match.hasMatch()) {
        host = match.captured(1);
        if (port.isEmpty()) // the variable that is there for it counts more
            port = match.captured(2);
    }
    const bool encrypted = webSocket || contract::parseSwitch(take(portal::useHttps).toStdString()).value_or(true);
    QString path = webSocket ? text(portalWs::path) : take(portal::path);
    if (path.isEmpty())
        path = text(portal::defaultPath);
    if (!path.startsWith(u'/'))
        path.prepend(u'/');
    QString header = webSocket ? QString() : take(portal::tokenHeader);
    if (header.isEmpty())
        header = text(portal::defaultTokenHeader);
    if (entry.hasVariable(text(portal::token)))
        raw.headers.append({header, take(portal::token)});
    // The script's own standard is 443, with encryption or without.
    if (port.isEmpty() && !encrypted && !host.contains(u':'))
        port = QString::number(portal::defaultPort);
    if (port == (encrypted ? u"443"_s : u"80"_s))
        port.clear();
    raw.transport = webSocket ? u"websocket"_s : u"http"_s;
    raw.kind = webSocket ? KindId::ApinizerWebSocket : KindId::ApinizerHttp;
    if (!host.isEmpty())
        raw.address = (webSocket   ? u"wss://"_s
                       : encrypted ? u"https://"_s
                                   : u"http://"_s) +
                      host + (port.isEmpty() ? QString() : u':' + port) + path;
    return raw;
}

Conclusion conclude(RawEntry raw)
{
    // A name that is itself a placeholder, or white space, is none.
    raw.name = raw.name.trimmed();
    if (isPlaceholderText(raw.name, false))
        raw.name.clear();
    Conclusion conclusion = raw.hasAddress && (raw.local.command.isEmpty() || !raw.address.isEmpty())
                                ? concludeRemote(raw)
                                : concludeCommand(raw);
    if (conclusion.server) {
        for (const QString &key : std::as_const(raw.dropped))
            add(conclusion.server->notes, SnippetNoteId::DroppedKey, key);
        if (reservedNames.contains(conclusion.server->name))
            add(conclusion.server->notes, SnippetNoteId::ReservedName);
    }
    return conclusion;
}

} // namespace kopru::integrations::snippet
