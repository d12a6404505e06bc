#include "app/checks/doctor.h"
#include "cli/context.h"

#include <QtCore/QCoreApplication>

using namespace Qt::StringLiterals;

namespace kopru::cli {

namespace {

struct KopructlWords
{
    Q_DECLARE_TR_FUNCTIONS(KopructlWords)
};

QString mark(config::Severity severity)
{
    switch (severity) {
    case config::Severity::Error:
        return u"✕"_s;
    case config::Severity::Warning:
        return u"!"_s;
    case config::Severity::Note:
        break;
    }
    return u"✓"_s;
}

} // namespace

int where(Context &context)
{
    Json places = Json::array();
    for (qsizetype i = 0; i < context.discovery.places.size(); ++i) {
        const platform::Place &place = context.discovery.places.at(i);
        const bool live = i == context.discovery.live;
        Json logs = Json::array();
        for (const QString &folder : place.logFolders)
            logs.push_back(utf8(folder));
        places.push_back(
            {{"kind", utf8(platform::placeKindId(place.kind))},
             {"file", utf8(place.configFile)},
             {"exists", place.file.exists},
             {"writable", place.file.writable},
             {"modified", place.file.exists ? Json(utf8(place.file.modified.toString(Qt::ISODate))) : Json()},
             {"size", place.file.size},
             {"live", live},
             {"logs", logs}});
        QString words = place.file.exists ? KopructlWords::tr("exists") : KopructlWords::tr("does not exist");
        if (live)
            words = KopructlWords::tr("%1; Claude reads this one").arg(words);
        context.output.line(u"%1  %2  (%3)"_s.arg(live ? u"→"_s : u" "_s, place.configFile, words));
        for (const QString &folder : place.logFolders)
            context.output.line(u"     "_s + KopructlWords::tr("logs: %1").arg(folder));
    }
    context.output.result({{"ok", context.discovery.live >= 0},
                           {"certainty", utf8(platform::certaintyId(context.discovery.certainty))},
                           {"claudeInstalled", context.discovery.claudeInstalled},
                           {"places", places}});
    if (context.discovery.certainty == platform::Certainty::Ambiguous)
        context.output.line(
            KopructlWords::tr("It is not certain which one Claude reads. Name the right one with --config."));
    if (!context.discovery.claudeInstalled)
        context.output.line(KopructlWords::tr("Claude Desktop was not found on this computer."));
    return context.discovery.live >= 0 ? Good : ProblemFound;
}

int doctor(Context &context)
{
    if (!context.configPath().isEmpty()) {
        [[maybe_unused]] const auto opened = context.look(); // what is wrong with it is among the findings
    }
    Json findings = Json::array();
    bool problem = false;
    for (const checks::Diagnosis &diagnosis : checks::examine(context.platform, context.discovery)) {
        const config::Message words = checks::message(diagnosis);
        problem = problem || diagnosis.severity == config::Severity::Error;
        const std::string id = diagnosis.finding ? utf8(config::problemId(diagnosis.finding->problem))
                                                 : utf8(checks::doctorProblemId(diagnosis.problem));
        findings.push_back({{"area", utf8(checks::areaId(diagnosis.area))},
                            {"id", id},
                            {"severity", utf8(config::severityId(diagnosis.severity))},
                            {"server", utf8(diagnosis.server)},
                            {"file", utf8(diagnosis.file)},
                            {"line", diagnosis.line},
                            {"what", utf8(words.what)},
                            {"remedy", utf8(words.remedy)}});
        QString text = mark(diagnosis.severity) + u' ';
        if (!diagnosis.server.isEmpty())
            text += diagnosis.server + u": "_s;
        text += words.what;
        if (diagnosis.line > 0)
            text += u" ("_s + KopructlWords::tr("line %1").arg(diagnosis.line) + u')';
        if (!words.remedy.isEmpty())
            text += u"\n    "_s + words.remedy;
        context.output.line(text);
    }
    context.output.result({{"ok", !problem}, {"findings", findings}});
    return problem ? ProblemFound : Good;
}

} // namespace kopru::cli
