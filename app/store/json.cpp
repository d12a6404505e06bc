#include "app/store/json.h"

namespace kopru::store {

std::optional<Json> readJson(const QString &path)
{
    const auto bytes = platform::readFile(path);
    if (!bytes)
        return std::nullopt;
    Json object = Json::parse(bytes->begin(), bytes->end(), nullptr, false);
    if (!object.is_object())
        return std::nullopt;
    return object;
}

Result<void, platform::FileError> writeJson(const QString &path, const Json &object)
{
    // Bytes that are no UTF-8 are replaced: dump() would throw.
    const std::string text = object.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
    return platform::replaceFile(path, QByteArray::fromStdString(text), 0600, true);
}

QString textOf(const Json &object, const char *key)
{
    const auto found = object.find(key);
    return found != object.end() && found->is_string() ? QString::fromStdString(found->get<std::string>()) : QString();
}

bool boolOf(const Json &object, const char *key)
{
    const auto found = object.find(key);
    return found != object.end() && found->is_boolean() && found->get<bool>();
}

int intOf(const Json &object, const char *key)
{
    const auto found = object.find(key);
    return found != object.end() && found->is_number_integer() ? found->get<int>() : 0;
}

} // namespace kopru::store
