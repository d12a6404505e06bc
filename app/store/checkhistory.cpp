#include "app/store/json.h"
#include "app/store/store.h"

using namespace Qt::StringLiterals;

namespace kopru::store {
namespace {

// { "<path of the configuration>": { "<server>": { when, passed, tools, cause, entryDigest } } }

QString historyFile(const QString &dataFolder)
{
    return dataFolder + "/checks.json"_L1;
}

const Json *checksOf(const Json &history, const QString &source)
{
    const auto found = history.find(source.toStdString());
    return found != history.end() && found->is_object() ? &*found : nullptr;
}

LastCheck checkFrom(const std::string &server, const Json &object)
{
    LastCheck check;
    check.server = QString::fromStdString(server);
    check.when = QDateTime::fromString(textOf(object, "when"), Qt::ISODateWithMs).toUTC();
    check.passed = boolOf(object, "passed");
    check.tools = intOf(object, "tools");
    check.cause = textOf(object, "cause");
    check.entryDigest = textOf(object, "entryDigest");
    return check;
}

Json toJson(const LastCheck &check)
{
    return {{"when", check.when.toUTC().toString(Qt::ISODateWithMs).toStdString()},
            {"passed", check.passed},
            {"tools", check.tools},
            {"cause", check.cause.toStdString()},
            {"entryDigest", check.entryDigest.toStdString()}};
}

} // namespace

QList<LastCheck> readChecks(const QString &dataFolder, const QString &source)
{
    QList<LastCheck> checks;
    const auto history = readJson(historyFile(dataFolder));
    const Json *servers = history ? checksOf(*history, source) : nullptr;
    if (servers == nullptr)
        return checks;
    for (const auto &[server, object] : servers->items())
        if (object.is_object())
            checks.append(checkFrom(server, object));
    return checks;
}

Result<void, platform::FileError> recordCheck(const QString &dataFolder, const QString &source, const LastCheck &check)
{
    Json history = readJson(historyFile(dataFolder)).value_or(Json::object());
    Json servers = checksOf(history, source) != nullptr ? *checksOf(history, source) : Json::object();
    servers[check.server.toStdString()] = toJson(check);
    history[source.toStdString()] = std::move(servers);
    return writeJson(historyFile(dataFolder), history);
}

} // namespace kopru::store
