#pragma once

#include "app/config/entry.h"

#include <QtCore/QRegularExpression>
#include <QtCore/QStringList>

/// References to variables, as a shell, Claude Code and VS Code write them.
namespace kopru::integrations::snippet {

/// Fills in references; remembers which variables were used.
class Filling
{
public:
    explicit Filling(const config::Variables &variables) : m_variables(variables) {}

    [[nodiscard]] QString filled(const QString &text);

    [[nodiscard]] const QStringList &used() const { return m_used; }
    [[nodiscard]] bool usedHome() const { return m_usedHome; }

private:
    QString value(const QRegularExpressionMatch &match);

    const config::Variables &m_variables;
    QStringList m_used;
    bool m_usedHome = false;
};

/// With the `$` that the shell would have left alone (literalDollar) as it was.
[[nodiscard]] QString unmasked(QString text);

} // namespace kopru::integrations::snippet
