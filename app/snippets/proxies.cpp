#include "app/integrations/rules.h"
#include "app/snippets/concluding.h"
#include "app/snippets/references.h"
#include "app/snippets/remarks.h"
#include "app/snippets/service.h"
#include "app/snippets/words.h"
#include "bridge/contract/profile.h"

using namespace Qt::StringLiterals;

/// Programs that only lead to a server: mcp-remote, supergateway, the scripts of the documents, the bridge of another
/// computer.
namespace kopru::integrations::snippet {

namespace {

namespace portalWs = contract::apinizer_ws;
namespace agentport = contract::agentport;

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
    if (program == u"cmd"_s && !words.isEmpty() && words.first().compare("/c"_L1, Qt::CaseInsensitive) == 0) {
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

/// What mcp-remote itself fills in: `${NAME}` from its own variables, however the shell quoted it.
void unmaskHeaders(RawEntry &raw)
{
    for (SnippetHeader &header : raw.headers)
        header.value = unmasked(header.value);
}

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

} // namespace

std::optional<Conclusion> concludeProxy(const RawEntry &raw)
{
    if (auto bridge = concludeBridge(raw))
        return bridge;
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
    return std::nullopt;
}

} // namespace kopru::integrations::snippet
