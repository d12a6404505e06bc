#include "ui/shown.h"

#include <QtCore/QLocale>

namespace kopru::ui {

QString Shown::ago(const QDateTime &when, const QDateTime &now)
{
    const qint64 seconds = when.secsTo(now);
    if (seconds < 60)
        return tr("just now");
    if (seconds < qint64{60} * 60)
        return tr("%n minutes ago", nullptr, static_cast<int>(seconds / 60));
    if (seconds < qint64{24} * 60 * 60)
        return tr("%n hours ago", nullptr, static_cast<int>(seconds / 3600));
    const qint64 days = when.toLocalTime().date().daysTo(now.toLocalTime().date());
    if (days <= 30)
        return tr("%n days ago", nullptr, static_cast<int>(days));
    return QLocale().toString(when.toLocalTime().date(), QLocale::ShortFormat);
}

QString Shown::moment(const QDateTime &when)
{
    return QLocale().toString(when.toLocalTime(), QLocale::LongFormat);
}

} // namespace kopru::ui
