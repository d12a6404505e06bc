#pragma once

#include "app/platform/fileaccess.h"

#include <nlohmann/json.hpp>

#include <optional>

/// Kopru's own JSON files. They may be missing, cut off or written by a newer Kopru: none of that is an error.
namespace kopru::store {

using Json = nlohmann::ordered_json;

/// @return nullopt where there is no such file, or it is no JSON object
[[nodiscard]] std::optional<Json> readJson(const QString &path);
[[nodiscard]] Result<void, platform::FileError> writeJson(const QString &path, const Json &object);

/// A member of the type that is asked for, else the fallback.
[[nodiscard]] QString textOf(const Json &object, const char *key);
[[nodiscard]] bool boolOf(const Json &object, const char *key);
[[nodiscard]] int intOf(const Json &object, const char *key);

} // namespace kopru::store
