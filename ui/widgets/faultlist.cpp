#include "ui/widgets/faultlist.h"

#include "ui/tokens.h"

namespace kopru::ui {

FaultList::FaultList(const QString &objectName, int tallest, QWidget *parent) : QListWidget(parent), m_tallest(tallest)
{
    setObjectName(objectName);
    setWordWrap(true);
    setTextElideMode(Qt::ElideNone);
    setResizeMode(QListView::Adjust);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setIconSize({smallIconSize, smallIconSize});
}

void FaultList::setTallest(int pixels)
{
    m_tallest = pixels;
    adapt();
}

void FaultList::adapt()
{
    doItemsLayout();
    int height = 2 * (frameWidth() + space::tiny);
    for (int row = 0; row < count() && height < m_tallest; ++row)
        height += visualItemRect(item(row)).height();
    setFixedHeight(std::min(height, m_tallest));
}

void FaultList::resizeEvent(QResizeEvent *event)
{
    QListWidget::resizeEvent(event);
    if (event->size().width() != event->oldSize().width())
        adapt();
}

} // namespace kopru::ui
