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

QString Shown::at(const QDateTime &when, const QDateTime &now)
{
    const QDateTime local = when.toLocalTime();
    const QString time = QLocale().toString(local.time(), QLocale::ShortFormat);
    const qint64 days = local.date().daysTo(now.toLocalTime().date());
    if (days == 0)
        return tr("today at %1").arg(time);
    if (days == 1)
        return tr("yesterday at %1").arg(time);
    return tr("on %1 at %2").arg(QLocale().toString(local.date(), QLocale::ShortFormat), time);
}

QString Shown::size(qint64 bytes)
{
    return QLocale().formattedDataSize(bytes, 1, QLocale::DataSizeTraditionalFormat);
}

QString Shown::moment(const QDateTime &when)
{
    return QLocale().toString(when.toLocalTime(), QLocale::LongFormat);
}

} // namespace kopru::ui
