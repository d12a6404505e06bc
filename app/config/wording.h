#pragma once

#include "app/config/configfile.h"
#include "app/config/fixes.h"
#include "app/config/secondfile.h"
#include "app/config/validation.h"

/// The sentences for what config and platform report, in the language of the program.
namespace kopru::config {

/// What is, why if known, what to do. `remedy` may be empty where `what` says it all.
struct Message
{
    QString what;
    QString remedy;
};

[[nodiscard]] Message message(const platform::FileError &error);
[[nodiscard]] Message message(const SyntaxError &error);
[[nodiscard]] Message message(const OpenError &error);
[[nodiscard]] Message message(const Finding &finding);
/// The text of the button.
[[nodiscard]] QString fixText(FixId id);
[[nodiscard]] Message message(EditProblem problem, const QString &name);
/// What happened to the second file; its name stands in the sentence.
[[nodiscard]] Message message(const SecondFileError &error, const QString &path);
/// Names keys, never values.
[[nodiscard]] Message message(const Conflict &conflict);

} // namespace kopru::config
