#include "app/config/parking.h"
#include "app/config/secretlearning.h"
#include "app/integrations/keychainuse.h"
#include "app/integrations/wording.h"
#include "app/secrets/redactor.h"
#include "app/secrets/secretnames.h"
#include "cli/context.h"
#include "cli/words.h"

using namespace Qt::StringLiterals;

namespace kopru::cli {

namespace {

Json entryJson(const config::Entry &entry)
{
    Json arguments = Json::array();
    for (const QString &argument : entry.arguments)
        arguments.push_back(utf8(argument));
    Json environment = Json::object();
    for (const config::Variable &variable : entry.environment)
        environment[utf8(variable.name)] = utf8(variable.value);
    return {{"command", utf8(entry.command)}, {"args", arguments}, {"env", environment}};
}

/// The servers that Kopru keeps outside of the file.
void listParked(const Context &context, Json &result)
{
    Json parked = Json::array();
    const store::Parked::Listing listing = context.parked().list(context.configPath());
    for (const store::ParkedServer &one : listing.servers) {
        const auto alone = config::unpark(config::Document(), one);
        const auto server = alone ? alone->server(one.name) : Result<config::Server, config::EditProblem>();
        Json json = {{"name", utf8(one.name)}, {"parked", utf8(one.parked.toString(Qt::ISODate))}};
        QString line = one.name + u'\t' + KopructlWords::tr("parked, Claude does not see it");
        if (alone && server) {
            config::learnSecrets(*alone);
            json["kind"] = integrations::kindOf(server->entry).key;
            json["address"] = utf8(integrations::shownAddress(server->entry));
            line += u'\t' + integrations::shownAddress(server->entry);
        }
        parked.push_back(json);
        context.output.line(line);
    }
    result["parked"] = parked;
    if (!listing.unreadable.isEmpty()) {
        result["unreadable"] = namesJson(listing.unreadable);
        context.output.aside(
            u"! "_s +
            KopructlWords::tr("A file of a parked server cannot be read: %1").arg(listing.unreadable.join(u", "_s)));
    }
}

} // namespace

int list(Context &context)
{
    if (const auto stop = context.uncertain(ProblemFound))
        return *stop;
    const auto file = context.look();
    if (!file) { // what is parked is not in it, and still to be had
        Json result;
        listParked(context, result);
        for (const auto &[key, value] : result.items())
            context.output.add(key, value);
        return context.cannotOpen(file.error(), ProblemFound);
    }
    Json servers = Json::array();
    for (const config::Server &server : file->document.servers()) {
        const integrations::Kind &kind = integrations::kindOf(server.entry);
        servers.push_back({{"name", utf8(server.name)},
                           {"kind", kind.key},
                           {"address", utf8(integrations::shownAddress(server.entry))},
                           {"wellFormed", server.wellFormed},
                           {"line", server.position.line}});
        context.output.line(u"%1\t%2\t%3"_s.arg(server.name, integrations::kindName(kind.id),
                                                integrations::shownAddress(server.entry)));
    }
    if (!file->bytes && !context.options.config.isEmpty()) // a slip of the pen reads like a computer without servers
        context.output.aside(u"! "_s + KopructlWords::tr("There is no file %1.").arg(file->path));
    if (servers.empty())
        context.output.line(KopructlWords::tr("Nothing is connected to Claude yet."));
    Json result = {{"ok", true}, {"file", utf8(file->path)}, {"exists", file->bytes.has_value()}, {"servers", servers}};
    listParked(context, result);
    listOthers(context, result);
    context.output.result(result);
    return Good;
}

int show(Context &context)
{
    const auto file = context.openFile(ProblemFound);
    if (!file)
        return file.error();
    const auto server = context.findServer(file->document, context.options.name);
    if (!server)
        return server.error();
    const config::Entry &entry = server->entry;
    Json shown = entryJson(entry);
    if (!context.options.reveal) {
        // A secret's value is hidden as a whole, however short; the redactor sees to the rest.
        const QStringList inHeaders = secrets::secretHeaderVariables(entry.arguments);
        for (auto &[name, value] : shown["env"].items())
            if (const QString variable = QString::fromStdString(name);
                secrets::isSecretName(variable) || inHeaders.contains(variable))
                value = secrets::Redactor::mark().toStdString();
        shown = secrets::processRedactor().redact(shown);
    }
    const integrations::Kind &kind = integrations::kindOf(entry);
    const Json result = {{"ok", true}, {"name", utf8(server->name)}, {"kind", kind.key}, {"entry", shown}};
    QStringList lines{
        server->name + u" — "_s + integrations::kindName(kind.id),
        KopructlWords::tr("Command: %1").arg(QString::fromStdString(shown["command"].get<std::string>()))};
    for (const Json &argument : shown["args"])
        lines.append(u"    "_s + QString::fromStdString(argument.get<std::string>()));
    for (const auto &[name, value] : shown["env"].items())
        lines.append(QString::fromStdString(name + '=' + value.get<std::string>()));
    context.output.revealed(result, lines);
    return Good;
}

int remove(Context &context)
{
    const auto file = context.openFile(Refused);
    if (!file)
        return file.error();
    const auto edited = file->document.removed(context.options.name);
    if (!edited)
        return context.output.error(config::message(edited.error(), context.options.name), u"no-such-server"_s,
                                    ProblemFound);
    Json about = {{"removed", utf8(context.options.name)}};
    QString sentence = KopructlWords::tr("The server “%1” was removed.").arg(context.options.name);
    // A backup brings the entry back, and then needs its token: deleting that is a step of its own.
    for (const QString &item : integrations::itemsLeft(file->document, *edited)) {
        if (otherFilesUse(context, item))
            continue;
        about["tokensLeft"].push_back(utf8(item));
        sentence +=
            u'\n' + KopructlWords::tr("Its token is still in the keychain. To delete it: kopructl secrets remove "
                                      "%1")
                        .arg(shellWord(item));
    }
    return context.save(*file, *edited, {.about = about, .sentence = sentence}).code;
}

} // namespace kopru::cli
