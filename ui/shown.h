#pragma once

#include <QtCore/QCoreApplication>
#include <QtCore/QDateTime>

namespace kopru::ui {

/// Times as people say them, in the language of the program.
class Shown
{
    Q_DECLARE_TR_FUNCTIONS(kopru::ui::Shown)
public:
    /// "just now", "3 minutes ago", "yesterday", or the date.
    [[nodiscard]] static QString ago(const QDateTime &when, const QDateTime &now = QDateTime::currentDateTimeUtc());
    /// Local time, long form.
    [[nodiscard]] static QString moment(const QDateTime &when);
};

} // namespace kopru::ui
