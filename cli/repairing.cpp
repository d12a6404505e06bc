#include "app/bridges/installation.h"
#include "app/config/tolerant.h"
#include "app/snippets/fixes.h"
#include "cli/context.h"
#include "cli/words.h"

using namespace Qt::StringLiterals;

/// `check` and `repair`: what is wrong with the file, and the file without it.
namespace kopru::cli {

namespace {

/// One line a fault for people; all of it for --json.
Json faultsJson(const Context &context, const config::Reading &reading)
{
    Json faults = Json::array();
    for (const config::SyntaxError &fault : reading.faults) {
        const config::Message words = config::message(fault);
        faults.push_back({{"id", utf8(config::faultId(fault.fault))},
                          {"offset", fault.position.offset},
                          {"line", fault.position.line},
                          {"column", fault.position.column},
                          {"detail", utf8(fault.detail)},
                          {"what", utf8(words.what)},
                          {"remedy", utf8(words.remedy)}});
        context.output.line(u"%1:%2:%3: %4\n    %5"_s.arg(context.configPath())
                                .arg(fault.position.line)
                                .arg(fault.position.column)
                                .arg(words.what, words.remedy));
    }
    return faults;
}

/// What is known of the mended text, without the text.
Json mendedJson(const std::optional<QByteArray> &mended)
{
    Json json = {{"possible", mended.has_value()}};
    if (!mended)
        return json;
    const auto document = config::Document::parse(*mended);
    json["valid"] = document.has_value();
    if (document) {
        Json servers = Json::array();
        for (const config::Server &server : document->servers())
            servers.push_back(utf8(server.name));
        json["servers"] = servers;
    }
    return json;
}

int checkBroken(Context &context, const config::BrokenFile &broken)
{
    const config::Reading reading = config::readTolerantly(broken.bytes);
    const Json faults = faultsJson(context, reading);
    context.output.line(KopructlWords::tr("Claude cannot read this file and ignores every server in it."));
    if (!reading.mended || !config::Document::parse(*reading.mended)) // cannotOpen() tells of the other case
        context.output.line(
            KopructlWords::tr("It cannot be mended without a guess. An earlier version can be restored: "
                              "kopructl snapshots lists them."));
    context.output.add("exists", true);
    context.output.add("file", utf8(context.configPath()));
    context.output.add("readable", false);
    context.output.add("faults", faults);
    context.output.add("mended", mendedJson(reading.mended));
    context.output.add("findings", Json::array());
    return context.cannotOpen(broken, ProblemFound);
}

/// Tells where there is no file to judge. @return an exit code where that is wrong
std::optional<int> lookForFile(const Context &context, const config::ConfigFile &file)
{
    context.output.add("exists", file.bytes.has_value());
    if (file.bytes)
        return std::nullopt;
    const platform::Place *live = context.discovery.livePlace();
    if (const QString target = live ? live->ownership.leadsTo : QString(); !target.isEmpty())
        return context.output.error(
            {KopructlWords::tr("%1 is a link to %2, where nothing is. Claude sees no settings.").arg(file.path, target),
             KopructlWords::tr("Put the file back there, or remove the link.")},
            u"dangling-link"_s, ProblemFound, {{"file", utf8(file.path)}, {"leadsTo", utf8(target)}});
    if (context.discovery.certainty == platform::Certainty::Given)
        return context.output.error({KopructlWords::tr("There is no settings file here: %1").arg(file.path),
                                     KopructlWords::tr("Check the path behind --config.")},
                                    u"missing"_s, ProblemFound, {{"file", utf8(file.path)}});
    context.output.line(KopructlWords::tr("There is no settings file yet: %1").arg(file.path));
    return std::nullopt;
}

/// The text alone; as a member with --json.
int printText(const Context &context, const QByteArray &text, const Json &faults)
{
    const Json result = {{"ok", true},
                         {"file", utf8(context.configPath())},
                         {"written", false},
                         {"faults", faults},
                         {"text", text.toStdString()}};
    const bool reveal = context.options.reveal;
    if (context.output.isJson() && reveal)
        context.output.revealed(result, {});
    else if (context.output.isJson())
        context.output.result(result);
    else if (reveal)
        context.output.revealedText(text);
    else
        context.output.text(text);
    return Good;
}

} // namespace

int check(Context &context)
{
    if (const auto stop = context.uncertain(ProblemFound))
        return *stop;
    const auto file = context.look();
    if (!file) {
        const auto *broken = std::get_if<config::BrokenFile>(&file.error());
        return broken ? checkBroken(context, *broken) : context.cannotOpen(file.error(), ProblemFound);
    }
    if (const auto stop = lookForFile(context, *file))
        return *stop;
    const config::Findings findings = config::validate(file->document, context.platform);
    Json list = Json::array();
    for (const config::Finding &finding : findings) {
        Json one = findingJson(finding);
        if (const auto fix = integrations::fixFor(finding, file->document, context.platform,
                                                  bridges::installedBridge(context.platform)))
            one["fix"] = {{"id", utf8(config::fixId(fix->id))}, {"safe", fix->safe}};
        list.push_back(one);
        const config::Message words = config::message(finding);
        QString text = u"%1:%2:%3: "_s.arg(file->path).arg(finding.position.line).arg(finding.position.column);
        if (!finding.server.isEmpty())
            text += finding.server + u": "_s;
        context.output.line(text + words.what + u"\n    "_s + words.remedy);
    }
    const bool good = !config::blocksSaving(findings);
    if (findings.isEmpty() && file->bytes)
        context.output.line(KopructlWords::tr("The settings file is in order."));
    context.output.result(
        {{"ok", good}, {"file", utf8(file->path)}, {"readable", file->bytes.has_value()}, {"findings", list}});
    return good ? Good : ProblemFound;
}

int repair(Context &context)
{
    const Options &options = context.options;
    if (const auto stop = context.uncertain(options.write ? Refused : ProblemFound))
        return *stop;
    const auto file = context.look();
    const auto *broken = file ? nullptr : std::get_if<config::BrokenFile>(&file.error());
    if (!file && !broken)
        return context.cannotOpen(file.error(), options.write ? Refused : ProblemFound);
    if (!broken) {
        // A key that stands twice, or a server beside the others, is no fault of the syntax: `check` speaks of it.
        if (const auto stop = lookForFile(context, *file))
            return *stop;
        if (options.print)
            return printText(context, file->bytes.value_or(QByteArray()), Json::array());
        if (file->bytes)
            context.output.line(KopructlWords::tr("Claude can read the settings file. There is nothing to mend."));
        context.output.result(
            {{"ok", true}, {"file", utf8(context.configPath())}, {"written", false}, {"faults", Json::array()}});
        return Good;
    }

    const config::Reading reading = config::readTolerantly(broken->bytes);
    context.output.add("exists", true);
    const bool onlyText = options.print && reading.mended && !context.output.isJson();
    const Json faults = onlyText ? Json() : faultsJson(context, reading);
    const auto mended = reading.mended ? config::Document::parse(*reading.mended)
                                       : Result<config::Document, config::SyntaxError>(failure(broken->error));
    if (!mended) {
        context.output.add("faults", faults);
        context.output.add("mended", mendedJson(std::nullopt));
        return context.output.error(
            {KopructlWords::tr("The file cannot be mended without a guess."),
             KopructlWords::tr("Correct the places above by hand, or restore an earlier version: kopructl snapshots "
                               "lists them.")},
            u"needs-a-guess"_s, Refused, {{"file", utf8(context.configPath())}});
    }
    if (options.print)
        return printText(context, mended->text(), faults);
    Json about = {{"faults", faults}, {"mended", mendedJson(reading.mended)}};
    if (!options.write) {
        about["written"] = false;
        about["diff"] = context.difference(broken->bytes, mended->text());
        Json result = {{"ok", true}, {"file", utf8(context.configPath())}};
        result.update(about);
        context.output.result(result);
        context.output.line(
            KopructlWords::tr("Nothing was written. To write the mended file: kopructl repair --write"));
        return Good;
    }
    // In place of these bytes and of no others: with the mended text as its own base, whatever else stands there by
    // then has changed, and stays.
    const config::ConfigFile opened{context.configPath(), broken->bytes, *mended};
    return context
        .save(opened, *mended,
              {.about = about,
               .sentence = KopructlWords::tr("The settings file is mended. The broken one is kept: kopructl "
                                             "snapshots lists it."),
               .showsDiff = true,
               .unmerged = true})
        .code;
}

} // namespace kopru::cli
