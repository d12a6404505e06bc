#include "app/config/secretlearning.h"
#include "cli/context.h"
#include "cli/words.h"

#include <QtCore/QFileInfo>
#include <QtCore/QLocale>

using namespace Qt::StringLiterals;

/// `snapshots` and `restore`: earlier versions of the settings file.
namespace kopru::cli {

namespace {

/// Stays the same while numbers move on: the time, to the millisecond.
QString idOf(const store::Snapshot &snapshot)
{
    return snapshot.taken.toUTC().toString(u"yyyyMMdd'T'HHmmsszzz'Z'"_s);
}

/// The bytes that the file holds now, however they read.
struct Now
{
    std::optional<QByteArray> bytes;
    std::optional<config::Document> document; ///< none: the file cannot be read as settings
};

Result<Now, int> readNow(const Context &context, ExitCode code)
{
    if (const auto stop = context.uncertain(code))
        return failure(int(*stop));
    const auto file = context.look();
    if (file)
        return Now{file->bytes, file->document};
    if (const auto *broken = std::get_if<config::BrokenFile>(&file.error()))
        return Now{broken->bytes, std::nullopt};
    return failure(context.cannotOpen(file.error(), code));
}

/// What differs: names of servers that are only in one of the two, or not the same.
QStringList differing(const config::Document &version, const std::optional<config::Document> &now)
{
    QStringList names;
    const config::Document other = now.value_or(config::Document());
    for (const config::Server &server : version.servers())
        if (!other.contains(server.name))
            names.append(u'+' + server.name);
        else if (!config::readsTheSame(version.serverText(server.name), other.serverText(server.name)))
            names.append(u'~' + server.name);
    for (const config::Server &server : other.servers())
        if (!version.contains(server.name))
            names.append(u'-' + server.name);
    return names;
}

Result<store::Snapshot, int> chosen(const Context &context)
{
    const QList<store::Snapshot> all = context.snapshots().list(context.configPath());
    const QString &given = context.options.snapshot;
    bool isNumber = false;
    const qsizetype number = given.toInt(&isNumber);
    if (isNumber && number >= 1 && number <= all.size())
        return all.at(number - 1);
    for (const store::Snapshot &snapshot : all)
        if (idOf(snapshot) == given)
            return snapshot;
    return failure(context.output.error(
        {KopructlWords::tr("There is no earlier version “%1”.").arg(given),
         all.isEmpty() ? KopructlWords::tr("Kopru has kept none of this file yet.")
                       : KopructlWords::tr("kopructl snapshots lists them: 1 to %1.").arg(all.size())},
        u"no-such-snapshot"_s, ProblemFound));
}

Result<QByteArray, int> readChosen(const Context &context, const store::Snapshot &snapshot)
{
    const auto bytes = context.snapshots().read(snapshot);
    if (!bytes)
        return failure(context.output.error(config::message(bytes.error()),
                                            platform::fileProblemId(bytes.error().problem), ProblemFound));
    config::learnSecrets(*bytes);
    return *bytes;
}

int showVersion(Context &context)
{
    // The version first: a look at the file may add one, and the numbers move.
    const auto snapshot = chosen(context);
    if (!snapshot)
        return snapshot.error();
    const auto now = readNow(context, ProblemFound);
    if (!now)
        return now.error();
    const auto bytes = readChosen(context, *snapshot);
    if (!bytes)
        return bytes.error();
    Json result = {{"ok", true}, {"file", utf8(context.configPath())}, {"id", utf8(idOf(*snapshot))}};
    result["diff"] = context.difference(now->bytes.value_or(QByteArray()), *bytes);
    if (result["diff"].empty())
        context.output.line(KopructlWords::tr("The file holds this version now."));
    context.output.result(result);
    return Good;
}

int listVersions(Context &context)
{
    const auto now = readNow(context, ProblemFound);
    if (!now)
        return now.error();
    const store::Snapshots snapshots = context.snapshots();
    Json versions = Json::array();
    int number = 0;
    for (const store::Snapshot &snapshot : snapshots.list(context.configPath())) {
        const QDateTime local = snapshot.taken.toLocalTime();
        Json json = {{"number", ++number},
                     {"id", utf8(idOf(snapshot))},
                     {"taken", utf8(snapshot.taken.toString(Qt::ISODateWithMs))},
                     {"size", snapshot.size}};
        QString line = u"%1\t%2\t%3\t"_s.arg(number).arg(
            local.toString(u"yyyy-MM-dd HH:mm:ss"_s),
            QLocale().formattedDataSize(snapshot.size, 1, QLocale::DataSizeTraditionalFormat));
        const auto bytes = snapshots.read(snapshot);
        const auto document = bytes ? std::optional(config::Document::parse(*bytes)) : std::nullopt;
        json["readable"] = document && document->has_value();
        if (!document || !*document) {
            line += KopructlWords::tr("cannot be read as settings");
        } else {
            const QStringList names = differing(**document, now->document);
            const bool same = now->bytes && *bytes == *now->bytes;
            json["servers"] = (*document)->servers().size();
            json["differing"] = namesJson(names);
            json["current"] = same;
            line += KopructlWords::tr("%n server(s)", nullptr, static_cast<int>((*document)->servers().size()));
            line += u'\t' + (same              ? KopructlWords::tr("as it is now")
                             : names.isEmpty() ? KopructlWords::tr("the same servers")
                                               : names.join(u' '));
        }
        versions.push_back(json);
        context.output.line(line);
    }
    if (versions.empty())
        context.output.line(KopructlWords::tr("Kopru has kept none of this file yet."));
    else
        context.output.line(KopructlWords::tr("+ comes back, - goes away, ~ changes with kopructl restore NUMBER"));
    context.output.result({{"ok", true}, {"file", utf8(context.configPath())}, {"snapshots", versions}});
    return Good;
}

/// Writes over what the file holds now. What cannot be read is replaced as a whole: only these bytes, no others.
int saveOver(Context &context, const Now &now, const config::Document &wanted, Context::Saving saving)
{
    saving.showsDiff = true;
    saving.unmerged = !now.document;
    return context.save({context.configPath(), now.bytes, now.document.value_or(wanted)}, wanted, saving).code;
}

int restoreVersion(Context &context)
{
    const auto snapshot = chosen(context);
    if (!snapshot)
        return snapshot.error();
    const auto now = readNow(context, Refused);
    if (!now)
        return now.error();
    const auto bytes = readChosen(context, *snapshot);
    if (!bytes)
        return bytes.error();
    const auto document = config::Document::parse(*bytes);
    if (!document)
        return context.output.error({KopructlWords::tr("This version cannot be read as settings: %1")
                                         .arg(config::message(document.error()).what),
                                     KopructlWords::tr("Choose another one. kopructl snapshots lists them.")},
                                    u"broken-snapshot"_s, Refused);
    if (now->bytes && *now->bytes == *bytes) {
        context.output.line(KopructlWords::tr("The file holds this version now."));
        context.output.result({{"ok", true}, {"file", utf8(context.configPath())}, {"written", false}});
        return Good;
    }
    return saveOver(context, *now, *document,
                    {.about = {{"restored", utf8(idOf(*snapshot))}},
                     .sentence = KopructlWords::tr("The version of %1 is back.")
                                     .arg(snapshot->taken.toLocalTime().toString(u"yyyy-MM-dd HH:mm:ss"_s))});
}

int nothingVanished(Context &context)
{
    context.output.line(KopructlWords::tr("No server vanished since Kopru last looked."));
    context.output.result(
        {{"ok", true}, {"file", utf8(context.configPath())}, {"written", false}, {"restored", Json::array()}});
    return Good;
}

int restoreServers(Context &context)
{
    const auto now = readNow(context, Refused);
    if (!now)
        return now.error();
    QStringList names = context.options.names;
    if (context.options.vanished) {
        names = context.found().servers;
        if (names.isEmpty())
            return nothingVanished(context);
    }
    names.removeDuplicates();
    const config::Versions versions = config::versionsOf(context.snapshots(), context.configPath());
    // A file that is gone or broken holds nothing that a server could be put beside.
    const config::Restored restored = now->bytes && now->document
                                          ? config::restoredServers(*now->document, names, versions)
                                          : config::restoredFile(names, versions);
    if (!restored.missing.isEmpty() && (restored.servers.isEmpty() || !context.options.vanished))
        return context.output.error(
            {KopructlWords::tr("No earlier version holds these servers: %1").arg(restored.missing.join(u", "_s)),
             KopructlWords::tr("Check the names. kopructl snapshots lists the versions.")},
            u"no-such-server"_s, ProblemFound, {{"missing", namesJson(restored.missing)}});
    config::learnSecrets(restored.document);
    std::optional<Context::Unfinished> unfinished;
    if (!restored.missing.isEmpty())
        unfinished = Context::Unfinished{
            u"no-such-server"_s,
            {KopructlWords::tr("No earlier version holds these servers: %1").arg(restored.missing.join(u", "_s)),
             KopructlWords::tr("Enter them again, or let Kopru forget them: kopructl restore --accept")},
            {{"missing", namesJson(restored.missing)}}};
    const Json about = {{"restored", namesJson(restored.servers)}, {"missing", namesJson(restored.missing)}};
    if (restored.servers.isEmpty()) {
        context.output.line(KopructlWords::tr("These servers are in the settings file."));
        Json result = {{"ok", true}, {"file", utf8(context.configPath())}, {"written", false}};
        result.update(about);
        context.output.result(result);
        return Good;
    }
    return saveOver(context, *now, restored.document,
                    {.about = about,
                     .sentence = KopructlWords::tr("These servers are back: %1").arg(restored.servers.join(u", "_s)),
                     .servers = restored.servers,
                     .unfinished = unfinished});
}

int acceptLoss(Context &context)
{
    if (const auto stop = context.uncertain(Refused))
        return *stop;
    const auto file = context.look();
    if (!file)
        return context.cannotOpen(file.error(), Refused);
    const QStringList names = context.found().servers;
    if (names.isEmpty())
        return nothingVanished(context);
    if (!context.options.dryRun)
        if (const auto noted = config::Guard(context.storeFolder(), file->path).accept(names); !noted)
            return context.output.error(config::message(noted.error()), platform::fileProblemId(noted.error().problem),
                                        Refused);
    context.output.line(KopructlWords::tr("Kopru does not miss these servers any more: %1").arg(names.join(u", "_s)));
    context.output.result(
        {{"ok", true}, {"file", utf8(file->path)}, {"written", false}, {"accepted", namesJson(names)}});
    return Good;
}

} // namespace

int snapshots(Context &context)
{
    return context.options.snapshots == SnapshotsAction::Show ? showVersion(context) : listVersions(context);
}

int restore(Context &context)
{
    const Options &options = context.options;
    if (options.accept)
        return acceptLoss(context);
    if (options.vanished || !options.names.isEmpty())
        return restoreServers(context);
    if (!options.snapshot.isEmpty())
        return restoreVersion(context);
    return context.output.error({KopructlWords::tr("It is not said what is to be restored."),
                                 KopructlWords::tr("Name a version of kopructl snapshots, or --servers, --vanished or "
                                                   "--accept.")},
                                u"usage"_s, Usage);
}

} // namespace kopru::cli
