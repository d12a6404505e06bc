#include "app/logs/follower.h"
#include "cli/context.h"

#include <QtCore/QCoreApplication>

using namespace Qt::StringLiterals;

namespace kopru::cli {

namespace {

struct KopructlWords
{
    Q_DECLARE_TR_FUNCTIONS(KopructlWords)
};

Json lineJson(const logs::Line &line)
{
    return {{"file", utf8(line.file)},
            {"server", utf8(line.server)},
            {"time", line.time ? Json(utf8(line.time->toUTC().toString(Qt::ISODateWithMs))) : Json()},
            {"level", utf8(logs::levelId(line.level))},
            {"message", utf8(line.message)}};
}

QString lineText(const logs::Line &line)
{
    const QString time = line.time ? line.time->toLocalTime().toString(u"yyyy-MM-dd HH:mm:ss.zzz"_s) : QString();
    return u"%1 [%2] [%3] %4"_s.arg(time, logs::levelId(line.level), line.server.isEmpty() ? line.file : line.server,
                                    line.message);
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
                         QList<logs::Line> shown;
                         for (const logs::Line &line : lines)
                             if (filter.accepts(line))
                                 shown.append(line);
                         if (first && shown.size() > context.options.last)
                             shown = shown.last(context.options.last);
                         first = false;
                         if (!context.options.follow && context.output.isJson()) {
                             Json list = Json::array();
                             for (const logs::Line &line : shown)
                                 list.push_back(lineJson(line));
                             context.output.result({{"ok", true}, {"folders", jsonFolders()}, {"lines", list}});
                         }
                         for (const logs::Line &line : shown) {
                             if (context.options.follow && context.output.isJson())
                                 context.output.jsonLine(lineJson(line));
                             context.output.line(lineText(line));
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
