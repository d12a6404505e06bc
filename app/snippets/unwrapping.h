#pragma once

#include "app/snippets/conversion.h"

/// The program inside an entry: what only starts it is taken away, and its variables say what it made of them.
namespace kopru::integrations::snippet {

/// Whether a word names one of the programs that the bridge replaces, however it is started. A folder of that name is
/// none.
[[nodiscard]] bool namesKnownProgram(const QString &word, const config::Entry &entry);
/// Takes away what only starts the program: `env`, `cmd /c`, a shell, a container.
void unwrap(config::Entry &entry, QList<DroppedPart> &dropped);

/// The scripts read numbers as parseInt() does, and one switch by one spelling alone; the bridge reads strictly. What
/// is written so that the bridge would do something else than the script did is put right.
void settleVariables(config::Entry &entry, bool isHttpScript, QList<DroppedPart> &dropped);
void settleNumbers(config::Entry &entry, QList<DroppedPart> &dropped);

} // namespace kopru::integrations::snippet
