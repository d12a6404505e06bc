#include "app/config/evidence.h"
#include "app/config/secondfile.h"
#include "app/platform/extensions.h"
#include "app/platform/policy.h"
#include "cli/context.h"
#include "cli/words.h"

using namespace Qt::StringLiterals;

namespace kopru::cli {

namespace {

Json namesOf(const QStringList &names)
{
    Json list = Json::array();
    for (const QString &name : names)
        list.push_back(utf8(name));
    return list;
}

} // namespace

int where(Context &context)
{
    const QList<config::PlaceEvidence> evidence = config::evidence(context.platform, context.discovery);
    Json places = Json::array();
    for (qsizetype i = 0; i < context.discovery.places.size(); ++i) {
        const platform::Place &place = context.discovery.places.at(i);
        const bool live = i == context.discovery.live;
        Json logs = Json::array();
        for (const QString &folder : place.logFolders)
            logs.push_back(utf8(folder));
        Json logged = Json::array();
        QStringList loggedNames;
        for (const platform::ServerLog &log : place.logs) {
            logged.push_back({{"server", utf8(log.server)}, {"written", utf8(log.written.toString(Qt::ISODate))}});
            loggedNames.append(log.server);
        }
        const auto time = [](const QDateTime &when) {
            return when.isValid() ? Json(utf8(when.toString(Qt::ISODate))) : Json();
        };
        places.push_back({{"kind", utf8(platform::placeKindId(place.kind))},
                          {"file", utf8(place.configFile)},
                          {"exists", place.file.exists},
                          {"writable", place.file.writable},
                          {"owner", utf8(place.ownership.owner)},
                          {"own", place.ownership.own},
                          {"leadsTo", utf8(place.ownership.leadsTo)},
                          {"modified", time(place.file.modified)},
                          {"size", place.file.size},
                          {"broken", evidence.at(i).broken},
                          {"servers", namesOf(evidence.at(i).servers)},
                          {"live", live},
                          {"logs", logs},
                          {"lastLog", time(place.lastLog)},
                          {"loggedServers", logged}});
        QString words = place.file.exists ? KopructlWords::tr("exists") : KopructlWords::tr("does not exist");
        if (live && context.discovery.certainty == platform::Certainty::Ambiguous)
            words = KopructlWords::tr("%1; Kopru works on this one").arg(words);
        else if (live && context.discovery.certainty == platform::Certainty::Given)
            words = KopructlWords::tr("%1; named with --config").arg(words);
        else if (live)
            words = KopructlWords::tr("%1; Claude reads this one").arg(words);
        context.output.line(u"%1  %2  (%3)"_s.arg(live ? u"→"_s : u" "_s, place.configFile, words));
        const auto detail = [&](const QString &text) { context.output.line(u"     "_s + text); };
        if (place.file.exists)
            detail(KopructlWords::tr("last changed: %1").arg(place.file.modified.toString(Qt::ISODate)));
        if (!evidence.at(i).servers.isEmpty())
            detail(KopructlWords::tr("servers: %1").arg(evidence.at(i).servers.join(u", "_s)));
        if (!place.ownership.leadsTo.isEmpty())
            detail(KopructlWords::tr("a link to: %1").arg(place.ownership.leadsTo));
        if (place.file.exists && !place.ownership.own)
            detail(KopructlWords::tr("belongs to: %1").arg(place.ownership.owner));
        if (place.file.exists && !place.file.writable)
            detail(KopructlWords::tr("write-protected"));
        for (const QString &folder : place.logFolders)
            detail(KopructlWords::tr("logs: %1").arg(folder));
        if (place.lastLog.isValid())
            detail(KopructlWords::tr("newest log: %1").arg(place.lastLog.toString(Qt::ISODate)) +
                   (loggedNames.isEmpty() ? QString() : u" ("_s + loggedNames.join(u", "_s) + u')'));
    }
    const platform::Policy policy = platform::readPolicy(context.platform);
    context.output.result({{"ok", context.discovery.live >= 0},
                           {"certainty", utf8(platform::certaintyId(context.discovery.certainty))},
                           {"claudeInstalled", context.discovery.claudeInstalled},
                           {"policy",
                            {{"source", utf8(policy.source)},
                             {"unreadable", utf8(policy.unreadable)},
                             {"forbidsLocalServers", policy.forbidsLocalServers},
                             {"forbidsExtensions", policy.forbidsExtensions},
                             {"wantsSignedExtensions", policy.wantsSignedExtensions}}},
                           {"places", places}});
    if (policy.forbidsLocalServers)
        context.output.line(
            u"! "_s +
            KopructlWords::tr("Your organisation does not allow local servers in Claude: %1").arg(policy.source));
    if (context.discovery.certainty == platform::Certainty::Ambiguous)
        context.output.line(KopructlWords::tr("It is not certain which one Claude reads. Name the right one with "
                                              "--config, or write changes into all with --both."));
    if (!context.discovery.claudeInstalled)
        context.output.line(KopructlWords::tr("Claude Desktop was not found on this computer."));
    return context.discovery.live >= 0 ? Good : ProblemFound;
}

bool writeOthers(const Context &context, const config::Document &before, const config::Document &after, Json &result,
                 QStringList &lines)
{
    bool all = true;
    Json others = Json::array();
    for (const int index : platform::rivals(context.discovery, context.configPath())) {
        const QString &file = context.discovery.places.at(index).configFile;
        if (before == after) {
            others.push_back({{"file", utf8(file)}, {"written", false}});
            lines.append(KopructlWords::tr("Nothing to change: %1").arg(file));
            continue;
        }
        const auto saved = config::saveAlso(context.storeFolder(), file, before, after);
        Json one = {{"file", utf8(file)}, {"written", saved.has_value()}};
        if (saved) {
            lines.append(KopructlWords::tr("Written too: %1").arg(file));
        } else {
            all = false;
            const config::Message words = config::message(saved.error(), file);
            one["what"] = utf8(words.what);
            one["remedy"] = utf8(words.remedy);
            lines.append(u"! "_s + words.what + u"\n    "_s + words.remedy);
        }
        others.push_back(one);
    }
    result["others"] = others;
    return all;
}

void listOthers(const Context &context, Json &result)
{
    const QString path = context.configPath();
    QString folder = path;
    for (const platform::Place &place : context.discovery.places)
        if (place.configFile == path)
            folder = place.folder;
    Json extensions = Json::array();
    for (const platform::Extension &extension : platform::installedExtensions(context.platform, folder)) {
        extensions.push_back({{"id", utf8(extension.id)},
                              {"name", utf8(extension.name)},
                              {"version", utf8(extension.version)},
                              {"type", utf8(extension.type)},
                              {"enabled", extension.enabled},
                              {"readable", extension.readable}});
        const QString words = extension.enabled ? KopructlWords::tr("extension of Claude")
                                                : KopructlWords::tr("extension of Claude, switched off");
        context.output.line(u"%1\t%2\t%3"_s.arg(extension.name, words, extension.version));
    }
    const platform::Policy policy = platform::readPolicy(context.platform);
    for (const QString &name : policy.managedServers)
        context.output.line(u"%1\t%2"_s.arg(name, KopructlWords::tr("server of your organisation")));
    result["extensions"] = extensions;
    result["managedServers"] = namesOf(policy.managedServers);
}

} // namespace kopru::cli
