#pragma once

#include <QtCore/QStringList>

#include <optional>

/// The words of a command line, without a shell: quotes and escapes are understood, anything beyond is named.
namespace kopru::integrations::snippet {

/// Stands for a `$` that the shell would have left alone ('…', \$), so that it is no reference. A noncharacter: what
/// comes in has none.
constexpr QChar literalDollar(0xFDD0);

struct Lexed
{
    QList<QStringList> commands; ///< parted by `;` and `&&`
    bool needsShell = false;
    bool openQuote = false;
    bool comment = false;
};

[[nodiscard]] Lexed lex(const QString &line);

/// The words of one command; nullopt where it needs a shell.
[[nodiscard]] std::optional<QStringList> splitWords(const QString &line);

/// `C:\Program Files\nodejs\node.exe` is node.
[[nodiscard]] QString programOf(const QString &command);

} // namespace kopru::integrations::snippet
