#include "cli/context.h"

#include "app/bridges/installation.h"
#include "app/config/evidence.h"
#include "app/config/textdiff.h"
#include "app/secrets/redactor.h"
#include "app/secrets/secretnames.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QDir>

using namespace Qt::StringLiterals;

namespace kopru::cli {

namespace {

struct KopructlWords
{
    Q_DECLARE_TR_FUNCTIONS(KopructlWords)
};

QString absolute(const QString &path)
{
    return path.isEmpty() ? path : QDir::cleanPath(QDir::current().absoluteFilePath(path));
}

platform::Discovery find(const platform::Platform &platform, const Options &options)
{
    return options.config.isEmpty() ? config::discoverWithContents(platform)
                                    : platform::discoverGiven(platform, absolute(options.config));
}

/// The lines around what would change, for people and for --json.
Json difference(const Output &output, const config::Document &before, const config::Document &after)
{
    Json lines = Json::array();
    for (const config::DiffLine &line : config::withContext(config::diffLines(before.text(), after.text()))) {
        const bool added = line.change == config::Change::Added;
        const bool removed = line.change == config::Change::Removed;
        output.line((added ? u"+ "_s : removed ? u"- "_s : u"  "_s) + line.text);
        lines.push_back({{"change", added ? "added" : removed ? "removed" : "same"}, {"text", utf8(line.text)}});
    }
    return lines;
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

Result<config::ConfigFile, int> Context::openFile(ExitCode code) const
{
    if (configPath().isEmpty())
        return failure(
            output.error({KopructlWords::tr("Claude Desktop is not installed on this computer."),
                          KopructlWords::tr("Install it and start it once, or name its settings file with --config.")},
                         u"claude-not-found"_s, code));
    if (code == Refused && !options.both && discovery.certainty == platform::Certainty::Ambiguous)
        return failure(output.error(
            {KopructlWords::tr("There is more than one settings file, and it is not certain which one Claude reads."),
             KopructlWords::tr("Name the right one with --config. kopructl where shows all.")},
            u"several-places"_s, code));
    auto opened = config::openConfig(configPath());
    if (!opened) {
        QString id = u"broken-file"_s;
        Json more = {{"file", utf8(configPath())}};
        if (const auto *broken = std::get_if<config::BrokenFile>(&opened.error())) {
            more["fault"] = utf8(config::faultId(broken->error.fault));
            more["line"] = broken->error.position.line;
            more["column"] = broken->error.position.column;
        } else {
            id = platform::fileProblemId(std::get<platform::FileError>(opened.error()).problem);
        }
        return failure(output.error(config::message(opened.error()), id, code, more));
    }
    learnSecrets(opened->document);
    return *opened;
}

void Context::learnSecrets(const config::Document &document) const
{
    for (const config::Server &server : document.servers())
        for (const QString &secret : secrets::secretsIn(server.entry.arguments, server.entry.environmentMap()))
            secrets::processRedactor().add(secret);
}

Result<config::Server, int> Context::findServer(const config::Document &document, const QString &name) const
{
    auto found = document.server(name);
    if (!found)
        return failure(output.error(config::message(found.error(), name), u"no-such-server"_s, ProblemFound));
    return *found;
}

int Context::save(const config::ConfigFile &opened, const config::Document &edited, const Json &about,
                  const QString &sentence, const QString &server) const
{
    if (!options.dryRun) {
        store::Snapshots snapshots(storeFolder() + u"/snapshots"_s);
        if (const auto saved = config::saveConfig(opened, edited, snapshots); !saved)
            return output.error(config::message(saved.error().file),
                                platform::fileProblemId(saved.error().file.problem), Refused,
                                {{"file", utf8(opened.path)}});
    }
    Json result = {{"ok", true}, {"file", utf8(opened.path)}, {"written", !options.dryRun}};
    result.update(about);
    if (options.dryRun)
        result["diff"] = difference(output, opened.document, edited);
    QStringList warnings;
    if (!options.dryRun && !server.isEmpty()) {
        Json findings = Json::array();
        for (const config::Finding &finding : config::validate(edited, platform)) {
            if (finding.server != server)
                continue;
            findings.push_back(findingJson(finding));
            const config::Message words = config::message(finding);
            warnings.append(u"! "_s + words.what + u"\n    "_s + words.remedy);
        }
        result["findings"] = findings;
    }
    const bool all = !options.both || options.dryRun || writeOthers(*this, opened.document, edited, result, warnings);
    output.result(result);
    output.line(options.dryRun ? KopructlWords::tr("Nothing was written.") : sentence);
    if (!options.dryRun)
        output.line(KopructlWords::tr("Quit Claude completely and start it again, so that it reads the change."));
    for (const QString &warning : std::as_const(warnings))
        output.line(warning);
    return all ? Good : ProblemFound;
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
