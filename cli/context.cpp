#include "cli/context.h"
#include "cli/words.h"

#include "app/bridges/installation.h"
#include "app/config/entryrules.h"
#include "app/config/evidence.h"
#include "app/config/secretlearning.h"
#include "app/config/textdiff.h"
#include "app/config/tolerant.h"
#include "app/secrets/redactor.h"

#include <QtCore/QDir>

using namespace Qt::StringLiterals;

namespace kopru::cli {

namespace {

QString absolute(const QString &path)
{
    return path.isEmpty() ? path : QDir::cleanPath(QDir::current().absoluteFilePath(path));
}

platform::Discovery find(const platform::Platform &platform, const Options &options)
{
    return options.config.isEmpty() ? config::discoverWithContents(platform)
                                    : platform::discoverGiven(platform, absolute(options.config));
}

Json placeJson(const config::Position &position)
{
    return {{"line", position.line}, {"column", position.column}};
}

QString changeId(config::SideChange change)
{
    switch (change) {
    case config::SideChange::Added:
        return u"added"_s;
    case config::SideChange::Changed:
        return u"changed"_s;
    case config::SideChange::Removed:
        break;
    }
    return u"removed"_s;
}

QString lossId(config::Loss loss)
{
    switch (loss) {
    case config::Loss::None:
        return u"none"_s;
    case config::Loss::Vanished:
        return u"vanished"_s;
    case config::Loss::Wiped:
        return u"wiped"_s;
    case config::Loss::Emptied:
        return u"emptied"_s;
    case config::Loss::Gone:
        return u"gone"_s;
    case config::Loss::Broken:
        break;
    }
    return u"broken"_s;
}

/// Servers that are no longer there, and how to get them back.
void tellLoss(const Output &output, const config::GuardFinding &found)
{
    if (found.loss == config::Loss::None)
        return;
    output.add("vanished", {{"loss", utf8(lossId(found.loss))},
                            {"servers", namesJson(found.servers)},
                            {"lastSeen", utf8(found.lastSeen.toString(Qt::ISODate))}});
    if (found.loss == config::Loss::Broken) // it is told why, and the servers are still in it
        return;
    output.aside(u"! "_s + KopructlWords::tr("These servers were in the settings file before, and another program took "
                                             "them out: %1")
                               .arg(found.servers.join(u", "_s)));
    output.aside(u"    "_s + KopructlWords::tr("To put them back: kopructl restore --vanished. If it was meant: "
                                               "kopructl restore --accept"));
}

} // namespace

Context::Context(Options given, QObject *parent)
    : QObject(parent),
      options(std::move(given)),
      platform(platform::currentPlatform(absolute(options.home))),
      discovery(find(platform, options)),
      output(options.json)
{}

QString Context::configPath() const
{
    const platform::Place *live = discovery.livePlace();
    return live ? live->configFile : QString();
}

QString Context::storeFolder() const
{
    return store::dataFolder(platform);
}

secrets::Keychain Context::keychain(std::chrono::milliseconds patience) const
{
    return {storeFolder(), secrets::systemKeychain(), secrets::bridgeReader(platform, bridges::bridgeAtHand(platform)),
            patience};
}

store::Snapshots Context::snapshots() const
{
    return store::Snapshots(storeFolder() + u"/snapshots"_s);
}

store::Parked Context::parked() const
{
    return store::Parked(storeFolder() + u"/parked"_s);
}

std::optional<int> Context::uncertain(ExitCode code) const
{
    if (configPath().isEmpty())
        return output.error({KopructlWords::tr("Claude Desktop is not installed on this computer."),
                             KopructlWords::tr("Install it and start it once, or name its settings file with "
                                               "--config.")},
                            u"claude-not-found"_s, code);
    output.add("certainty", utf8(platform::certaintyId(discovery.certainty)));
    if (discovery.certainty != platform::Certainty::Ambiguous)
        return std::nullopt;
    if (code == Refused && !options.both)
        return output.error(
            {KopructlWords::tr("There is more than one settings file, and it is not certain which one Claude reads."),
             KopructlWords::tr("Name the right one with --config. kopructl where shows all.")},
            u"several-places"_s, code);
    if (code != Refused)
        output.aside(u"! "_s + KopructlWords::tr("It is not certain which settings file Claude reads. This is about "
                                                 "%1, and kopructl where shows all.")
                                   .arg(configPath()));
    return std::nullopt;
}

Result<config::ConfigFile, config::OpenError> Context::look() const
{
    QMap<QString, QDateTime> taken;
    for (const store::ParkedServer &server : parked().list(configPath()).servers)
        taken.insert(server.name, server.parked);
    // A dry run leaves no note and no snapshot either.
    const config::Guard guard(storeFolder(), configPath());
    auto [opened, found] = options.dryRun ? guard.peek(taken) : guard.look(taken);
    m_found = found;
    tellLoss(output, m_found);
    if (opened)
        config::learnSecrets(opened->document);
    else if (const auto *broken = std::get_if<config::BrokenFile>(&opened.error()))
        config::learnSecrets(broken->bytes);
    return opened;
}

int Context::cannotOpen(const config::OpenError &error, ExitCode code, const Json &more) const
{
    QString id = u"broken-file"_s;
    config::Message words = config::message(error);
    Json all = {{"file", utf8(configPath())}};
    if (const auto *broken = std::get_if<config::BrokenFile>(&error)) {
        all["fault"] = utf8(config::faultId(broken->error.fault));
        all["line"] = broken->error.position.line;
        all["column"] = broken->error.position.column;
        if (const auto mended = config::readTolerantly(broken->bytes).mended;
            mended && config::Document::parse(*mended))
            words.remedy += u' ' + KopructlWords::tr("It can be mended without a guess: kopructl repair shows how.");
    } else {
        id = platform::fileProblemId(std::get<platform::FileError>(error).problem);
    }
    all.update(more);
    return output.error(words, id, code, all);
}

Result<config::ConfigFile, int> Context::openFile(ExitCode code) const
{
    if (const auto stop = uncertain(code))
        return failure(int(*stop));
    auto opened = look();
    if (!opened)
        return failure(cannotOpen(opened.error(), code));
    return *std::move(opened);
}

Json Context::difference(const QByteArray &before, const QByteArray &after) const
{
    Json lines = Json::array();
    int last = 0;
    for (const config::DiffLine &line : config::shownDifference(before, after, secrets::processRedactor())) {
        const bool added = line.change == config::Change::Added;
        const bool removed = line.change == config::Change::Removed;
        const int number = removed ? line.oldLine : line.newLine;
        if (!removed && last > 0 && line.newLine > last + 1 && line.change == config::Change::Same)
            output.line(u"  …"_s);
        if (!removed)
            last = line.newLine;
        output.line((added ? u"+ "_s : removed ? u"- "_s : u"  "_s) + line.text);
        lines.push_back({{"change", added     ? "added"
                                    : removed ? "removed"
                                              : "same"},
                         {"line", number},
                         {"text", utf8(line.text)}});
    }
    return lines;
}

Result<config::Server, int> Context::findServer(const config::Document &document, const QString &name) const
{
    auto found = document.server(name);
    if (!found)
        return failure(output.error(config::message(found.error(), name), u"no-such-server"_s, ProblemFound));
    return *found;
}

Result<config::ConfigFile, config::SaveError> Context::write(const config::ConfigFile &opened,
                                                             const config::Document &edited) const
{
    const config::Guard guard(storeFolder(), opened.path);
    auto saved = guard.save(opened, edited);
    if (!options.keep)
        return saved;
    // What is decided may uncover more, or the file changes once more.
    config::Choices choices;
    for (int attempt = 0; attempt < 5 && !saved && !saved.error().conflicts.isEmpty(); ++attempt) {
        for (const config::Conflict &conflict : saved.error().conflicts)
            choices.insert(conflict.path, *options.keep);
        saved = guard.save(opened, edited, choices);
    }
    return saved;
}

Context::Saved Context::save(const config::ConfigFile &opened, const config::Document &edited,
                             const Saving &saving) const
{
    if (saving.unmerged && options.both && !platform::rivals(discovery, opened.path).isEmpty())
        return {
            output.error({KopructlWords::tr("A file that cannot be read is replaced as a whole. That is not done in "
                                            "several files at once."),
                          KopructlWords::tr("Name one file after the other with --config. kopructl where shows "
                                            "all.")},
                         u"one-by-one"_s, Refused, {{"file", utf8(opened.path)}})};
    Json result = {{"ok", true}, {"file", utf8(opened.path)}, {"written", !options.dryRun}};
    result.update(saving.about);
    config::Document written = edited;
    QStringList more;
    if (!options.dryRun) {
        const auto saved =
            saving.unmerged ? config::Guard(storeFolder(), opened.path).save(opened, edited) : write(opened, edited);
        if (!saved) {
            const config::SaveError &error = saved.error();
            if (error.conflicts.isEmpty() || saving.unmerged)
                return {output.error(config::message(error.file), platform::fileProblemId(error.file.problem), Refused,
                                     {{"file", utf8(opened.path)}})};
            return {conflicting(opened, error)};
        }
        if (saving.unmerged && !(saved->document == edited))
            return {output.error(config::message(platform::FileError{platform::FileProblem::Changed, opened.path, 0}),
                                 platform::fileProblemId(platform::FileProblem::Changed), Refused,
                                 {{"file", utf8(opened.path)}})};
        written = saved->document;
        result["merged"] = !(written == edited);
        if (!(written == edited))
            more.append(
                KopructlWords::tr("Another program changed the file at the same time; its changes are in it too."));
        if (const QStringList lost = config::lostInMerge(edited, written); !lost.isEmpty()) {
            result["lost"] = namesJson(lost);
            more.append(u"! "_s + KopructlWords::tr("Another program took these servers out at the same time: %1")
                                      .arg(lost.join(u", "_s)));
        }
        if (saving.after)
            saving.after(written);
    }
    if (options.dryRun || saving.showsDiff)
        result["diff"] = difference(opened.bytes.value_or(QByteArray()), written.text());
    if (!options.dryRun && !saving.servers.isEmpty()) {
        Json findings = Json::array();
        for (const config::Finding &finding : config::validate(written, platform)) {
            if (!saving.servers.contains(finding.server))
                continue;
            findings.push_back(findingJson(finding));
            const config::Message words = config::message(finding);
            more.append(u"! "_s + words.what + u"\n    "_s + words.remedy);
        }
        result["findings"] = findings;
    }
    std::optional<Unfinished> unfinished = saving.unfinished;
    const bool all = !options.both || options.dryRun || writeOthers(*this, opened.document, edited, result, more);
    if (!all && !unfinished)
        unfinished = Unfinished{u"others-not-written"_s,
                                {KopructlWords::tr("The change is not in every settings file."),
                                 KopructlWords::tr("Mend what is in the way of the others, then make the change in "
                                                   "each of them with --config.")}};
    if (unfinished)
        tell(*unfinished, result);
    output.result(result);
    output.line(options.dryRun ? KopructlWords::tr("Nothing was written.") : saving.sentence);
    if (!options.dryRun)
        output.line(KopructlWords::tr("Quit Claude completely and start it again, so that it reads the change."));
    for (const QString &line : std::as_const(more))
        output.line(line);
    return {unfinished ? ProblemFound : Good, !options.dryRun};
}

void Context::tell(const Unfinished &unfinished, Json &result) const
{
    result["ok"] = false;
    result["error"] = errorJson(unfinished.words, unfinished.id, unfinished.more);
    output.aside(u"! "_s + unfinished.words.what + u"\n    "_s + unfinished.words.remedy);
}

int Context::conflicting(const config::ConfigFile &opened, const config::SaveError &error) const
{
    Json list = Json::array();
    QStringList what;
    for (const config::Conflict &conflict : error.conflicts) {
        list.push_back({{"path", namesJson(conflict.path)},
                        {"ours", utf8(changeId(conflict.ours))},
                        {"theirs", utf8(changeId(conflict.theirs))},
                        {"oursAt", placeJson(conflict.oursAt)},
                        {"theirsAt", placeJson(conflict.theirsAt)},
                        {"what", utf8(config::message(conflict).what)}});
        //: %1 a sentence, %2 and %3 line:column
        what.append(KopructlWords::tr("%1 (yours: %2; the file: %3)")
                        .arg(config::message(conflict).what,
                             u"%1:%2"_s.arg(conflict.oursAt.line).arg(conflict.oursAt.column),
                             u"%1:%2"_s.arg(conflict.theirsAt.line).arg(conflict.theirsAt.column)));
    }
    return output.error({what.join(u'\n'),
                         KopructlWords::tr("Nothing was written. Repeat the command with --keep ours or --keep theirs, "
                                           "or look at the file first and then repeat it as it is.")},
                        u"conflict"_s, Refused, {{"file", utf8(opened.path)}, {"conflicts", list}});
}

void run(Context &context)
{
    const auto begin = [&context]() -> std::optional<int> {
        switch (context.options.command) {
        case Command::Where:
            return where(context);
        case Command::List:
            return list(context);
        case Command::Show:
            return show(context);
        case Command::Add:
            return add(context);
        case Command::Set:
            return change(context);
        case Command::Remove:
            return remove(context);
        case Command::Check:
            return check(context);
        case Command::Rename:
            return rename(context);
        case Command::Park:
            return park(context);
        case Command::Unpark:
            return unpark(context);
        case Command::Paste:
            return paste(context);
        case Command::Import:
            return importServers(context);
        case Command::Export:
            return exportServers(context);
        case Command::Repair:
            return repair(context);
        case Command::Snapshots:
            return cli::snapshots(context);
        case Command::Restore:
            return restore(context);
        case Command::Test:
            return test(context);
        case Command::Bridges:
            return bridges(context);
        case Command::Secrets:
            return cli::secrets(context);
        case Command::Logs:
            return logs(context);
        case Command::Convert:
            return convert(context);
        case Command::Doctor:
            return doctor(context);
        }
        return Usage;
    };
    QMetaObject::invokeMethod(
        &context,
        [&context, begin] {
            if (const std::optional<int> code = begin())
                Q_EMIT context.finished(*code);
        },
        Qt::QueuedConnection);
}

} // namespace kopru::cli
