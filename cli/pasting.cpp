#include "app/bridges/installation.h"
#include "app/config/secretlearning.h"
#include "app/secrets/redactor.h"
#include "app/secrets/secretnames.h"
#include "app/snippets/foreignfiles.h"
#include "app/snippets/serverfile.h"
#include "app/snippets/signs.h"
#include "app/snippets/wording.h"
#include "cli/questions.h"
#include "cli/words.h"

#include <QtCore/QDir>
#include <QtCore/QRegularExpression>

using namespace Qt::StringLiterals;

/// `paste` and `import`: servers that somebody else wrote down.
namespace kopru::cli {

namespace {

using integrations::Snippet;
using integrations::SnippetPlaceholder;
using integrations::SnippetServer;

/// The text that an answer takes the place of.
QString textAt(const SnippetServer &server, const QString &place)
{
    const QString subject = place.section(u':', 1);
    if (place == u"url"_s)
        return server.url;
    if (place == u"command"_s)
        return server.entry.command;
    if (place.startsWith("arg:"_L1))
        return server.entry.arguments.value(subject.toInt());
    if (place.startsWith("env:"_L1))
        return server.entry.variable(subject);
    for (const integrations::SnippetHeader &header : server.headers)
        if (place.startsWith("header:"_L1) && header.name == subject)
            return integrations::snippet::withoutScheme(header.value);
    return {};
}

/// `--api-key=` of `--api-key=<KEY>`: an answer is the value alone.
QString optionIn(const QString &argument)
{
    static const QRegularExpression option(uR"(^(--?[A-Za-z][A-Za-z0-9_.-]*=|[A-Za-z_][A-Za-z0-9_]*=))"_s);
    return option.match(argument).captured(1);
}

bool isSecretPlace(const SnippetServer &server, const QString &place)
{
    const QString subject = place.section(u':', 1);
    const auto isSecret = [](const QString &name) {
        return secrets::isSecretName(name) || integrations::snippet::holdsSecret(name);
    };
    if (place.startsWith("env:"_L1) || place.startsWith("header:"_L1))
        return isSecret(subject);
    if (!place.startsWith("arg:"_L1))
        return false;
    const int index = subject.toInt();
    const QString before = index > 0 ? server.entry.arguments.value(index - 1) : QString();
    const QString option = optionIn(server.entry.arguments.value(index));
    return isSecret(option.left(option.size() - 1)) || (before.startsWith(u'-') && isSecret(before));
}

void learnSecrets(const SnippetServer &server)
{
    secrets::Redactor &redactor = secrets::processRedactor();
    redactor.add(server.token);
    for (const integrations::SnippetHeader &header : server.headers)
        if (integrations::snippet::holdsSecret(header.name) || secrets::isSecretName(header.name))
            if (!server.asksFor(u"header:"_s + header.name))
                redactor.add(integrations::snippet::withoutScheme(header.value));
    for (const QString &secret : secrets::secretsIn({server.url}, {}))
        redactor.add(secret);
}

/// Whether a secret stands in it that is no placeholder.
bool holdsSecret(const SnippetServer &server)
{
    if (!server.token.isEmpty() || !secrets::secretsIn({server.url}, {}).isEmpty())
        return true;
    for (const integrations::SnippetHeader &header : server.headers)
        if (integrations::snippet::holdsSecret(header.name) && !server.asksFor(u"header:"_s + header.name))
            return true;
    config::Entry entry = server.entry;
    for (const SnippetPlaceholder &placeholder : server.placeholders) {
        if (placeholder.place.startsWith("env:"_L1))
            entry.removeVariable(placeholder.place.mid(4));
        else if (const int index = placeholder.place.mid(4).toInt();
                 placeholder.place.startsWith("arg:"_L1) && index < entry.arguments.size())
            entry.arguments[index].clear();
    }
    return !secrets::secretsIn(entry.arguments, entry.environmentMap()).isEmpty();
}

Offer offerOf(const Context &context, const SnippetServer &server)
{
    Offer offer;
    offer.name = server.name;
    for (const SnippetPlaceholder &placeholder : server.placeholders)
        offer.questions.append({placeholder.place, placeholder.question, textAt(server, placeholder.place),
                                isSecretPlace(server, placeholder.place)});
    offer.entry = [server, bridge = bridges::installedBridge(context.platform)](const QMap<QString, QString> &given) {
        QMap<QString, QString> answers = given;
        for (auto answer = answers.begin(); answer != answers.end(); ++answer) {
            const QString option =
                answer.key().startsWith("arg:"_L1) ? optionIn(textAt(server, answer.key())) : QString();
            if (!answer->startsWith(option))
                *answer = option + *answer;
        }
        return integrations::entryFor(integrations::filled(server, answers), bridge);
    };
    Json notes = Json::array();
    for (const integrations::SnippetNote &note : server.notes) {
        const QString text = integrations::snippetNoteText(note);
        notes.push_back({{"id", utf8(integrations::snippetKey(note))}, {"what", utf8(text)}});
        if (!text.isEmpty())
            offer.notes.append(text);
    }
    offer.json = {{"transport", utf8(integrations::snippetKey(server.transport))}, {"notes", notes}};
    if (server.isRemote())
        offer.json["url"] = utf8(server.url);
    learnSecrets(server);
    return offer;
}

Json ignoredJson(const Context &context, const Snippet &snippet)
{
    Json ignored = Json::array();
    for (const integrations::SnippetIgnored &one : snippet.ignored) {
        const QString text = integrations::snippetIgnoredText(one);
        ignored.push_back({{"id", utf8(integrations::snippetKey(one))}, {"what", utf8(text)}});
        if (!text.isEmpty())
            context.output.line(text);
    }
    return ignored;
}

int refused(const Context &context, const Snippet &snippet, const Json &more = Json::object())
{
    Json all = more;
    if (snippet.form)
        all["form"] = utf8(integrations::snippetKey(*snippet.form));
    Json servers = Json::array();
    for (const SnippetServer &server : snippet.servers)
        servers.push_back({{"name", utf8(server.name)}, {"url", utf8(server.url)}});
    all["servers"] = servers;
    return context.output.error(
        {integrations::snippetCause(*snippet.refused), integrations::snippetRemedy(*snippet.refused)},
        integrations::snippetKey(*snippet.refused), ProblemFound, all);
}

// ---- import ---------------------------------------------------------------------------------------------------------

Offer offerOf(const integrations::PortableServer &server)
{
    Offer offer;
    offer.name = server.name;
    for (const QString &id : integrations::questionsOf(server)) {
        const QString words = integrations::questionText(server, id);
        offer.questions.append({id, words == id ? QString() : words, {}, true});
    }
    offer.entry = [server](const QMap<QString, QString> &answers) { return integrations::answered(server, answers); };
    Json notes = Json::array();
    for (const integrations::SnippetNote &note : server.notes) {
        const QString text = integrations::snippetNoteText(note);
        notes.push_back({{"id", utf8(integrations::snippetKey(note))}, {"what", utf8(text)}});
        offer.notes.append(text);
    }
    offer.json = {{"notes", notes}};
    return offer;
}

using integrations::ForeignFile;
using integrations::ForeignSource;

/// `claude-mcp` means both of what people keep in ~/.claude.
QList<ForeignSource> sourcesFor(const QString &key)
{
    if (key == u"claude-mcp"_s)
        return {ForeignSource::ClaudeMcpFolder, ForeignSource::ClaudeMcpJson};
    const auto source = integrations::foreignSourceByKey(key);
    return source ? QList<ForeignSource>{*source} : QList<ForeignSource>{};
}

/// A file of another program that gives no server, and why.
struct Skipped
{
    QString file;
    QString id;
    config::Message words;
    std::optional<Snippet> snippet = std::nullopt; ///< where it could be read
};

Result<Snippet, Skipped> readForeign(const ForeignFile &file, const QByteArray &bytes)
{
    config::learnSecrets(bytes);
    Snippet snippet = integrations::readForeignFile(file.source, bytes, file.path);
    if (!snippet.refused)
        return snippet;
    return failure(
        Skipped{file.path,
                integrations::snippetKey(*snippet.refused),
                {integrations::snippetCause(*snippet.refused), integrations::snippetRemedy(*snippet.refused)},
                snippet});
}

/// One of several files: that it cannot be read stops no other.
Result<Snippet, Skipped> readForeign(const ForeignFile &file)
{
    const auto bytes = platform::readFile(file.path, largestInput);
    if (!bytes)
        return failure(
            Skipped{file.path, platform::fileProblemId(bytes.error().problem), config::message(bytes.error())});
    return readForeign(file, *bytes);
}

/// A server that another file of the program holds as well is left out.
std::optional<int> importForeign(Context &context, const QList<ForeignFile> &files)
{
    const bool inputUsed = files.first().path == u"-"_s;
    std::optional<QByteArray> only;
    if (files.size() == 1) {
        auto bytes = readInput(context, files.first().path);
        if (!bytes)
            return bytes.error();
        only = *std::move(bytes);
    }
    QList<Offer> offers;
    QList<std::pair<QString, config::Entry>> seen;
    Json ignored = Json::array();
    QList<Skipped> skipped;
    for (const ForeignFile &file : files) {
        const auto found = only ? readForeign(file, *only) : readForeign(file);
        if (!found) {
            skipped.append(found.error());
            continue;
        }
        context.output.line(KopructlWords::tr("From %1, %2:").arg(integrations::foreignName(file.source), file.path));
        for (const Json &one : ignoredJson(context, *found))
            ignored.push_back(one);
        for (const SnippetServer &server : found->servers) {
            Offer offer = offerOf(context, server);
            const std::pair own{server.name, offer.entry({})};
            if (seen.contains(own))
                continue;
            seen.append(own);
            offer.json["from"] = utf8(file.path);
            offer.source = file.path;
            offers.append(offer);
        }
    }
    if (offers.isEmpty() && !skipped.isEmpty() && !skipped.constFirst().snippet)
        return context.output.error(skipped.constFirst().words, skipped.constFirst().id, ProblemFound,
                                    {{"file", utf8(skipped.constFirst().file)}});
    if (offers.isEmpty())
        return refused(context, skipped.isEmpty()
                                    ? Snippet{std::nullopt, {}, integrations::SnippetRefusal::NoServer, {}}
                                    : *skipped.constFirst().snippet);
    Json left = Json::array();
    for (const Skipped &one : std::as_const(skipped)) {
        const QString what = one.snippet ? one.file + u": "_s + one.words.what : one.words.what; // which names it too
        context.output.aside(u"! %1 %2"_s.arg(what, one.words.remedy));
        left.push_back({{"file", utf8(one.file)},
                        {"id", utf8(one.id)},
                        {"what", utf8(one.words.what)},
                        {"remedy", utf8(one.words.remedy)}});
    }
    return offerServers(context, offers, {{"ignored", ignored}, {"skipped", left}}, inputUsed);
}

/// Without a file: what there is.
int listForeign(Context &context)
{
    Json files = Json::array();
    for (const ForeignFile &file : integrations::foreignFiles(context.platform)) {
        const auto bytes = platform::readFile(file.path);
        const Snippet snippet = bytes ? integrations::readForeignFile(file.source, *bytes, file.path) : Snippet();
        QStringList names;
        if (!snippet.refused)
            for (const SnippetServer &server : snippet.servers)
                names.append(server.name);
        files.push_back({{"from", utf8(integrations::foreignKey(file.source))},
                         {"file", utf8(file.path)},
                         {"readable", bytes.has_value()},
                         {"servers", namesJson(names)}});
        context.output.line(
            u"%1\t%2\t%3"_s.arg(integrations::foreignKey(file.source), file.path,
                                names.isEmpty() ? KopructlWords::tr("no server") : names.join(u", "_s)));
    }
    if (files.empty())
        context.output.line(KopructlWords::tr("No settings of VS Code, Cursor or Claude Code were found."));
    context.output.result({{"ok", true}, {"files", files}});
    return Good;
}

} // namespace

std::optional<int> paste(Context &context)
{
    const Options &options = context.options;
    const bool isGiven = !options.text.isEmpty() && options.text != u"-"_s;
    if (isGiven && !options.file.isEmpty())
        return context.output.error({KopructlWords::tr("There is a text and a file, and one of them is too much."),
                                     KopructlWords::tr("Leave one of them out.")},
                                    u"usage"_s, Usage);
    QByteArray bytes = options.text.toUtf8();
    if (!isGiven) {
        auto read = readInput(context, options.file.isEmpty() ? u"-"_s : options.file);
        if (!read)
            return read.error();
        bytes = *std::move(read);
    }
    const Snippet snippet = integrations::readSnippet(QString::fromUtf8(bytes));
    for (const SnippetServer &server : snippet.servers) {
        learnSecrets(server);
        if (isGiven && holdsSecret(server))
            return refuseTokenInCommand(context,
                                        KopructlWords::tr("Give the text on standard input, or with --from-file."));
    }
    config::learnSecrets(bytes);
    if (snippet.refused)
        return refused(context, snippet);
    Json about = Json::object();
    if (snippet.form) {
        about["form"] = utf8(integrations::snippetKey(*snippet.form));
        context.output.line(KopructlWords::tr("This is %1.").arg(integrations::snippetFormName(*snippet.form)));
    }
    about["ignored"] = ignoredJson(context, snippet);
    QList<Offer> offers;
    for (const SnippetServer &server : snippet.servers)
        offers.append(offerOf(context, server));
    return offerServers(context, offers, about, !isGiven && (options.file.isEmpty() || options.file == u"-"_s));
}

std::optional<int> importServers(Context &context)
{
    const Options &options = context.options;
    QList<ForeignSource> sources;
    if (!options.source.isEmpty()) {
        sources = sourcesFor(options.source);
        if (sources.isEmpty())
            return context.output.error(
                {KopructlWords::tr("There is no program “%1” to import from.").arg(options.source),
                 KopructlWords::tr("It can be: %1").arg(u"vscode, cursor, claude-code, claude-mcp"_s)},
                u"usage"_s, Usage);
    }
    if (options.file.isEmpty() && sources.isEmpty())
        return listForeign(context);
    if (options.file.isEmpty()) {
        QList<ForeignFile> files = integrations::foreignFiles(context.platform);
        files.removeIf([&sources](const ForeignFile &file) { return !sources.contains(file.source); });
        if (files.isEmpty())
            return context.output.error({KopructlWords::tr("There is no such file: %1")
                                             .arg(integrations::foreignPath(context.platform, sources.first())),
                                         KopructlWords::tr("Name the file behind --from %1.").arg(options.source)},
                                        u"missing"_s, ProblemFound);
        return importForeign(context, files);
    }
    if (!sources.isEmpty())
        return importForeign(context, {{sources.first(), options.file}});

    const auto bytes = readInput(context, options.file);
    if (!bytes)
        return bytes.error();
    const auto servers = integrations::readServerFile(*bytes, context.platform);
    if (!servers) {
        const auto source = integrations::foreignSourceOf(QDir::current().absoluteFilePath(options.file));
        if (servers.error().problem == integrations::ServerFileProblem::NotThisForm && source)
            return importForeign(context, {{*source, options.file}});
        const config::Message words = integrations::message(servers.error());
        const bool isOther = servers.error().problem == integrations::ServerFileProblem::NotThisForm;
        return context.output.error(
            {words.what, isOther ? KopructlWords::tr("Name the program that the file is of with --from, or give it to "
                                                     "kopructl paste --from-file.")
                                 : words.remedy},
            integrations::serverFileProblemId(servers.error().problem), Refused, {{"file", utf8(options.file)}});
    }
    QList<Offer> offers;
    for (const integrations::PortableServer &server : *servers)
        offers.append(offerOf(server));
    return offerServers(context, offers, Json::object(), options.file == u"-"_s);
}

} // namespace kopru::cli
