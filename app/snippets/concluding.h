#pragma once

#include "app/snippets/conclusion.h"

/// The parts that conclude() is made of.
namespace kopru::integrations::snippet {

[[nodiscard]] Conclusion concludeRemote(const RawEntry &raw);
[[nodiscard]] Conclusion concludeLocal(const RawEntry &raw);
/// Programs that only lead to a server; nullopt for any other.
[[nodiscard]] std::optional<Conclusion> concludeProxy(const RawEntry &raw);

/// Asks for what stands in a place.
/// @param ignored  says so where too much is asked for already
void ask(SnippetServer &server, QList<SnippetIgnored> &ignored, const QString &place, const QString &question = {});
/// The words of an `inputs` entry for what a text asks for.
[[nodiscard]] QString questionFor(const QString &text, const QMap<QString, QString> &questions);

} // namespace kopru::integrations::snippet
