#pragma once

#include "app/platform/result.h"
#include "app/secrets/redactor.h"

#include <QtCore/QString>

namespace kopru::secrets {

/// Kopru's own log: `kopru.log` in `folder` (made with 0700), 0600, rotated at 2 MiB, three old ones kept.
/// Every line goes through the redactor before it is written. Qt's messages go into it as well.
/// Call once, early in main(). Use spdlog's free functions afterwards; they may be called from any thread.
/// @return the path, or why there is none; the program then runs without a log
[[nodiscard]] Result<QString, QString> installLog(const QString &folder, Redactor &redactor);

} // namespace kopru::secrets
