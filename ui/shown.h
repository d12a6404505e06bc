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
    /// "today at 14:05", "yesterday at 14:05", "on 3 May 2026 at 14:05"; local time.
    [[nodiscard]] static QString at(const QDateTime &when, const QDateTime &now = QDateTime::currentDateTimeUtc());
    /// "1.2 KB" in the way of the language.
    [[nodiscard]] static QString size(qint64 bytes);
    /// Local time, long form.
    [[nodiscard]] static QString moment(const QDateTime &when);
};

} // namespace kopru::ui
