#include "app/config/secretlearning.h"
#include "app/logs/follower.h"
#include "app/logs/signatures.h"
#include "cli/context.h"
#include "cli/words.h"

using namespace Qt::StringLiterals;

namespace kopru::cli {

namespace {

struct ExplainedLine
{
    logs::Line line;
    std::optional<logs::Explanation> explanation;
};

/// A line that passes the filter; of a server's own output only its words tell that it is a problem.
std::optional<ExplainedLine> accepted(const logs::Line &line, const logs::Filter &filter)
{
    logs::Filter anyLevel = filter;
    anyLevel.onlyProblems = false;
    if (!anyLevel.accepts(line))
        return std::nullopt;
    ExplainedLine result{line, logs::SignatureCatalogue::builtIn().explain(line)};
    const bool problem = result.explanation && result.explanation->signature->severity != logs::Severity::Info;
    return problem || filter.accepts(line) ? std::optional(std::move(result)) : std::nullopt;
}

Json lineJson(const ExplainedLine &shown)
{
    const logs::Line &line = shown.line;
    Json json{{"file", utf8(line.file)},
              {"server", utf8(line.server)},
              {"time", line.time ? Json(utf8(line.time->toUTC().toString(Qt::ISODateWithMs))) : Json()},
              {"level", utf8(logs::levelId(line.level))},
              {"message", utf8(line.message)}};
    if (shown.explanation) {
        const logs::Signature &signature = *shown.explanation->signature;
        const logs::SignatureWords words = shown.explanation->words(QLocale());
        json["explanation"] = {{"id", utf8(signature.id)},
                               {"severity", utf8(logs::severityId(signature.severity))},
                               {"consequence", signature.consequence},
                               {"cause", utf8(words.cause)},
                               {"remedy", utf8(words.remedy)},
                               {"action", signature.action ? Json(utf8(logs::actionId(*signature.action))) : Json()}};
    }
    return json;
}

QString lineText(const logs::Line &line)
{
    const QString time = line.time ? line.time->toLocalTime().toString(u"yyyy-MM-dd HH:mm:ss.zzz"_s) : QString();
    return u"%1 [%2] [%3] %4"_s.arg(time, logs::levelId(line.level), line.server.isEmpty() ? line.file : line.server,
                                    line.message);
}

void print(const Output &output, const ExplainedLine &shown)
{
    output.line(lineText(shown.line));
    if (!shown.explanation || shown.explanation->signature->severity == logs::Severity::Info)
        return;
    const logs::SignatureWords words = shown.explanation->words(QLocale());
    output.line(u"    "_s + words.cause);
    output.line(u"    "_s + words.remedy);
}

} // namespace

std::optional<int> logs(Context &context)
{
    // The entries' secrets may stand in the logs. A file that cannot be read is no reason not to show them.
    if (!context.configPath().isEmpty()) {
        [[maybe_unused]] const auto looked = context.look();
    }
    const platform::Place *live = context.discovery.livePlace();
    const QStringList folders = live ? live->logFolders : QStringList();
    const logs::Filter filter{context.options.server, context.options.text, context.options.problems};
    auto *follower = new logs::Follower(folders, &context);
    const auto jsonFolders = [folders] {
        Json list = Json::array();
        for (const QString &folder : folders)
            list.push_back(utf8(folder));
        return list;
    };
    QObject::connect(follower, &logs::Follower::appended, &context,
                     [&context, filter, jsonFolders, first = true](const QList<logs::Line> &lines) mutable {
                         QList<ExplainedLine> shown;
                         for (const logs::Line &line : lines)
                             if (auto one = accepted(line, filter))
                                 shown.append(std::move(*one));
                         if (first && shown.size() > context.options.last)
                             shown = shown.last(context.options.last);
                         first = false;
                         if (!context.options.follow && context.output.isJson()) {
                             Json list = Json::array();
                             for (const ExplainedLine &line : std::as_const(shown))
                                 list.push_back(lineJson(line));
                             context.output.result({{"ok", true}, {"folders", jsonFolders()}, {"lines", list}});
                         }
                         for (const ExplainedLine &line : std::as_const(shown)) {
                             if (context.options.follow && context.output.isJson())
                                 context.output.jsonLine(lineJson(line));
                             print(context.output, line);
                         }
                         if (!context.options.follow)
                             Q_EMIT context.finished(Good);
                     });
    QObject::connect(follower, &logs::Follower::looked, &context, [&context, folders, jsonFolders](bool anything) {
        if (anything || context.options.follow)
            return;
        Q_EMIT context.finished(context.output.error(
            {KopructlWords::tr("Claude has written no logs yet. Looked in: %1").arg(folders.join(u", "_s)),
             KopructlWords::tr("Start Claude once.")},
            u"no-logs"_s, ProblemFound, {{"folders", jsonFolders()}}));
    });
    follower->start();
    return std::nullopt;
}

} // namespace kopru::cli
