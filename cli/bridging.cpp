#include "app/bridges/wording.h"
#include "cli/context.h"
#include "cli/words.h"

using namespace Qt::StringLiterals;

namespace kopru::cli {

namespace {

Json statusJson(const bridges::Status &status)
{
    Json json = {{"state", utf8(bridges::stateId(status.state))}, {"path", utf8(status.path)}};
    if (!status.sha256.isEmpty())
        json["sha256"] = utf8(status.sha256);
    if (!status.version.isEmpty())
        json["version"] = utf8(status.version);
    return json;
}

/// The servers that use the bridge, in every settings file that Claude may read.
/// @return the exit code where one of the files cannot be read, so that it is not known
Result<QStringList, int> usersOf(Context &context)
{
    QStringList users;
    for (const platform::Place &place : context.discovery.places) {
        if (!place.file.exists)
            continue;
        const auto file = config::openConfig(place.configFile);
        if (!file)
            return failure(context.output.error(config::message(file.error()), u"broken-file"_s, Refused,
                                                {{"file", utf8(place.configFile)}}));
        users += bridges::serversUsing(file->document, context.platform);
    }
    users.removeDuplicates();
    return users;
}

int showStatus(Context &context)
{
    const bridges::Status status = bridges::inspect(context.platform);
    QStringList users; // unknown where the file cannot be read; `check` says why
    if (!context.configPath().isEmpty())
        if (const auto file = context.look())
            users = bridges::serversUsing(file->document, context.platform);
    const bool good =
        status.state == bridges::State::Current || (status.state == bridges::State::Missing && users.isEmpty());
    context.output.result({{"ok", good}, {"bridge", statusJson(status)}, {"usedBy", namesJson(users)}});
    context.output.line(bridges::stateText(status) + u' ' + status.path);
    if (!users.isEmpty())
        context.output.line(KopructlWords::tr("Used by: %1").arg(users.join(u", "_s)));
    return good ? Good : ProblemFound;
}

int removeIt(Context &context)
{
    if (!context.configPath().isEmpty()) {
        [[maybe_unused]] const auto looked = context.look(); // what is wrong with it is said below
    }
    const bridges::Status status = bridges::inspect(context.platform);
    if (status.state == bridges::State::Missing) {
        context.output.result({{"ok", true}, {"removed", false}});
        context.output.line(bridges::stateText(status));
        return Good;
    }
    const auto users = usersOf(context);
    if (!users)
        return users.error();
    if (!users->isEmpty())
        return context.output.error({KopructlWords::tr("The bridge is still used by: %1").arg(users->join(u", "_s)),
                                     KopructlWords::tr("Remove these servers first.")},
                                    u"bridge-in-use"_s, Refused, {{"usedBy", namesJson(*users)}});
    const auto removed = bridges::removeBridge(context.platform);
    if (!removed)
        return context.output.error(config::message(removed.error()), platform::fileProblemId(removed.error().problem),
                                    ProblemFound);
    context.output.result({{"ok", true}, {"removed", true}});
    context.output.line(KopructlWords::tr("The bridge was removed."));
    return Good;
}

} // namespace

std::optional<int> bridges(Context &context)
{
    switch (context.options.bridges) {
    case BridgesAction::Show:
        return showStatus(context);
    case BridgesAction::Remove:
        return removeIt(context);
    case BridgesAction::Install:
        break;
    }
    auto *installation = new bridges::Installation(context.platform, &context);
    QObject::connect(
        installation, &bridges::Installation::finished, &context, [&context, installation](const auto &outcome) {
            installation->deleteLater();
            if (!outcome) {
                Q_EMIT context.finished(context.output.error(bridges::message(outcome.error()),
                                                             bridges::installProblemId(outcome.error().problem),
                                                             ProblemFound));
                return;
            }
            context.output.result({{"ok", true}, {"bridge", statusJson(*outcome)}});
            context.output.line(
                KopructlWords::tr("The bridge %1 is installed: %2").arg(outcome->version, outcome->path));
            Q_EMIT context.finished(Good);
        });
    installation->start();
    return std::nullopt;
}

} // namespace kopru::cli
