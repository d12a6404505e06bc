#include "app/store/json.h"
#include "app/store/store.h"

using namespace Qt::StringLiterals;

namespace kopru::store {
namespace {

// { "names": [ "apinizer", … ] }

QString namesFile(const QString &dataFolder)
{
    return dataFolder + "/keychain.json"_L1;
}

} // namespace

QStringList readKeychainNames(const QString &dataFolder)
{
    QStringList names;
    const auto index = readJson(namesFile(dataFolder));
    const auto found = index ? index->find("names") : Json::const_iterator();
    if (!index || found == index->end() || !found->is_array())
        return names;
    for (const Json &name : *found)
        if (name.is_string())
            names.append(QString::fromStdString(name.get<std::string>()));
    names.removeDuplicates();
    return names;
}

Result<void, platform::FileError> recordKeychainName(const QString &dataFolder, const QString &name, bool there)
{
    QStringList names = readKeychainNames(dataFolder);
    if (names.contains(name) == there)
        return {};
    if (there)
        names.append(name);
    else
        names.removeAll(name);
    names.sort();
    Json index = readJson(namesFile(dataFolder)).value_or(Json::object());
    Json list = Json::array();
    for (const QString &one : std::as_const(names))
        list.push_back(one.toStdString());
    index["names"] = std::move(list);
    return writeJson(namesFile(dataFolder), index);
}

} // namespace kopru::store
