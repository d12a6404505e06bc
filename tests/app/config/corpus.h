#pragma once

#include "app/config/document.h"

#include <nlohmann/json.hpp>

/// The files of tests/data/config, and another reader's opinion of them.
namespace kopru::test {

using Json = nlohmann::ordered_json;

[[nodiscard]] QStringList soundFiles();
[[nodiscard]] QByteArray corpusFile(const QString &name);

/// As nlohmann_json reads it; of two keys of one name the last counts, as for JSON.parse.
[[nodiscard]] Json independent(const QByteArray &text);

/// A list of tests/data/config: mend.json, sound.json.
[[nodiscard]] Json expectations(const QString &list);

/// Whether the other reader takes a sound file: RFC 8259 allows it to refuse some.
[[nodiscard]] bool isPortable(const QString &file);

/// A file that is too large to be kept, by the rules of tests/data/config/README.md; empty for a name not in there.
[[nodiscard]] QByteArray generated(const QByteArray &name);

/// `mcpServers` as that reader sees it: an empty object where there is none.
[[nodiscard]] Json independentServers(const QByteArray &text);

} // namespace kopru::test
