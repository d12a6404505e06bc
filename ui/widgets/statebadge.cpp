#include "ui/widgets/statebadge.h"

#include "ui/icons.h"

#include <QtGui/QPainter>

namespace kopru::ui {

StateBadge::StateBadge(QWidget *parent) : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void StateBadge::setState(State state, const QString &word)
{
    m_state = state;
    m_word = word;
    setAccessibleName(word);
    updateGeometry();
    update();
}

QSize StateBadge::sizeHint() const
{
    return sizeOf(m_word, font());
}

QSize StateBadge::sizeOf(const QString &word, const QFont &font)
{
    const QFontMetrics metrics(font);
    return {smallIconSize + metrics.horizontalAdvance(word) + 2 * space::small + space::tiny + 2,
            std::max(smallIconSize, metrics.height()) + space::small};
}

void StateBadge::draw(QPainter &painter, const QRect &rect, State state, const QString &word, const QFont &font,
                      qreal deviceRatio)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const StateColours &c = colours().of(state);
    painter.setPen(Qt::NoPen);
    painter.setBrush(c.tint);
    painter.drawRoundedRect(rect, rect.height() / 2.0, rect.height() / 2.0);
    const QPixmap picture = iconPixmap(stateIcon(state), c.foreground, smallIconSize, deviceRatio);
    painter.drawPixmap(rect.left() + space::small, rect.center().y() - smallIconSize / 2 + 1, picture);
    painter.setFont(font);
    painter.setPen(c.foreground);
    painter.drawText(rect.adjusted(space::small + smallIconSize + space::tiny, 0, 0, 0),
                     Qt::AlignVCenter | Qt::AlignLeft, word);
    painter.restore();
}

void StateBadge::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    draw(painter, rect(), m_state, m_word, font(), devicePixelRatioF());
}

} // namespace kopru::ui
