#include "ui/widgets/button.h"

#include "ui/icons.h"
#include "ui/widgets/label.h"

#include <QtGui/QPainter>
#include <QtGui/QWheelEvent>
#include <QtWidgets/QAbstractItemView>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QStyle>

namespace kopru::ui {

using namespace Qt::StringLiterals;

namespace {

QString roleName(ButtonRole role)
{
    switch (role) {
    case ButtonRole::Normal:
        return {};
    case ButtonRole::Primary:
        return u"primary"_s;
    case ButtonRole::Quiet:
        return u"quiet"_s;
    case ButtonRole::Link:
        return u"link"_s;
    case ButtonRole::Navigation:
        return u"navigation"_s;
    }
    return {};
}

constexpr int boxSize = 18;

} // namespace

Button::Button(ButtonRole role, const QString &iconName, const QString &objectName, QWidget *parent)
    : QPushButton(parent), m_iconName(iconName)
{
    setObjectName(objectName);
    setAutoDefault(true);
    setRole(role);
}

void Button::setRole(ButtonRole role)
{
    m_role = role;
    setProperty("role", roleName(role));
    setCursor(role == ButtonRole::Link ? Qt::PointingHandCursor : Qt::ArrowCursor);
    setSizePolicy(role == ButtonRole::Navigation ? QSizePolicy::Preferred : QSizePolicy::Maximum, QSizePolicy::Fixed);
    updateIcon();
    style()->unpolish(this);
    style()->polish(this);
}

/// A chosen one is drawn bolder, which the style does not count.
QSize Button::sizeHint() const
{
    QSize size = QPushButton::sizeHint();
    if (m_role == ButtonRole::Navigation) {
        QFont bolder = font();
        bolder.setWeight(QFont::Bold);
        size.rwidth() += QFontMetrics(bolder).horizontalAdvance(text()) - fontMetrics().horizontalAdvance(text());
    }
    return size;
}

void Button::setIconOnly(const QString &text)
{
    setText({});
    setToolTip(text);
    setAccessibleName(text);
}

void Button::setText(const QString &text, bool iconOnly)
{
    if (iconOnly) {
        setIconOnly(text);
        return;
    }
    setText(text);
    setToolTip({});
    setAccessibleName({});
}

void Button::updateIcon()
{
    if (m_iconName.isEmpty())
        return;
    const QPalette::ColorRole colour = m_role == ButtonRole::Primary ? QPalette::HighlightedText
                                       : m_role == ButtonRole::Link  ? QPalette::Link
                                                                     : QPalette::ButtonText;
    setIcon(ui::icon(m_iconName, colour));
    setIconSize(m_role == ButtonRole::Navigation ? QSize(ui::iconSize, ui::iconSize)
                                                 : QSize(smallIconSize, smallIconSize));
}

ChoiceBox::ChoiceBox(const QString &objectName, QWidget *parent) : QComboBox(parent)
{
    setObjectName(objectName);
    setSizeAdjustPolicy(QComboBox::AdjustToContents);
    setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    setFocusPolicy(Qt::StrongFocus); // The wheel over a page must not change a setting.
}

QSize ChoiceBox::sizeHint() const
{
    int widest = 0;
    for (int i = 0; i < count(); ++i)
        widest = std::max(widest, fontMetrics().horizontalAdvance(itemText(i)));
    return {std::max(120, widest + 3 * space::medium + smallIconSize), std::max(32, fontMetrics().height() + 14)};
}

QSize ChoiceBox::minimumSizeHint() const
{
    return sizeHint();
}

void ChoiceBox::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Colours &c = colours();
    const bool focused = hasFocus();
    painter.setPen(QPen(focused ? c.accent : c.control, focused ? 2 : 1));
    painter.setBrush(underMouse() ? c.hover : c.card);
    const qreal inset = focused ? 1.0 : 0.5;
    painter.drawRoundedRect(QRectF(rect()).adjusted(inset, inset, -inset, -inset), controlCorner, controlCorner);

    const QRect arrow(width() - smallIconSize - space::medium, (height() - smallIconSize) / 2, smallIconSize,
                      smallIconSize);
    painter.drawPixmap(arrow.topLeft(), iconPixmap(u"down"_s, c.secondary, smallIconSize, devicePixelRatioF()));
    const QRect textRect(space::medium, 0, arrow.left() - space::medium - space::tiny, height());
    painter.setPen(isEnabled() ? c.text : c.secondary);
    painter.drawText(textRect, Qt::AlignVCenter | Qt::AlignLeft,
                     fontMetrics().elidedText(currentText(), Qt::ElideMiddle, textRect.width()));
}

void ChoiceBox::wheelEvent(QWheelEvent *event)
{
    if (hasFocus())
        QComboBox::wheelEvent(event);
    else
        event->ignore();
}

CheckBox::CheckBox(const QString &objectName, QWidget *parent) : QCheckBox(parent)
{
    setObjectName(objectName);
    setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
}

QSize CheckBox::sizeHint() const
{
    return {boxSize + space::small + fontMetrics().horizontalAdvance(text()) + 4,
            std::max(boxSize, fontMetrics().height()) + space::small};
}

void CheckBox::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Colours &c = colours();
    const QRectF box(2, (height() - boxSize) / 2.0, boxSize, boxSize);
    const QColor edge = !isEnabled() ? c.line : hasFocus() || isChecked() ? c.accent : c.control;
    painter.setPen(QPen(edge, 1));
    painter.setBrush(isChecked() ? c.accent : underMouse() ? c.hover : c.card);
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
    if (hasFocus()) {
        painter.setPen(QPen(c.accent, 1.5));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(box.adjusted(-1.5, -1.5, 1.5, 1.5), 5, 5);
    }
    if (isChecked()) {
        painter.setPen(QPen(c.onAccent, 2, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        painter.drawPolyline(QPolygonF{box.topLeft() + QPointF(4.5, 9.2), box.topLeft() + QPointF(7.8, 12.5),
                                       box.topLeft() + QPointF(13.5, 5.8)});
    }
    painter.setPen(isEnabled() ? c.text : c.secondary);
    painter.drawText(rect().adjusted(boxSize + space::small + 2, 0, 0, 0), Qt::AlignVCenter | Qt::AlignLeft, text());
}

ChoiceCard::ChoiceCard(const QString &iconName, const QString &objectName, QWidget *parent)
    : QPushButton(parent), m_title(new TextLabel(TextSize::Section)), m_help(new TextLabel(TextSize::Body))
{
    setObjectName(objectName);
    setProperty("role", u"choice"_s);
    setAutoDefault(true);
    auto *picture = new IconLabel(space::huge);
    picture->setIcon(iconName);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(space::large, space::large, space::large, space::large);
    row->setSpacing(space::large);
    row->addWidget(picture, 0, Qt::AlignTop);
    auto *texts = new QVBoxLayout;
    texts->setSpacing(space::tiny);
    m_help->setTone(TextLabel::Tone::Secondary);
    texts->addWidget(m_title);
    texts->addWidget(m_help);
    texts->addStretch();
    row->addLayout(texts, 1);
    for (QWidget *child :
         {static_cast<QWidget *>(picture), static_cast<QWidget *>(m_title), static_cast<QWidget *>(m_help)})
        child->setAttribute(Qt::WA_TransparentForMouseEvents);
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

void ChoiceCard::setTexts(const QString &title, const QString &help)
{
    m_title->setText(title);
    m_help->setText(help);
    setAccessibleName(title);
    setAccessibleDescription(help);
    updateGeometry();
}

QSize ChoiceCard::sizeHint() const
{
    return layout()->sizeHint();
}

QSize ChoiceCard::minimumSizeHint() const
{
    return layout()->minimumSize();
}

int ChoiceCard::heightForWidth(int width) const
{
    return layout()->heightForWidth(width);
}

} // namespace kopru::ui
