#include "ui/widgets/label.h"

#include "ui/icons.h"

#include <QtCore/QEvent>
#include <QtGui/QPainter>
#include <QtWidgets/QStyle>

namespace kopru::ui {

using namespace Qt::StringLiterals;

TextLabel::TextLabel(TextSize size, QWidget *parent) : QLabel(parent), m_size(size)
{
    setWordWrap(true);
    setTextFormat(Qt::PlainText); // Texts hold names and answers of servers: they are never markup.
    updateFont();
}

void TextLabel::setTone(Tone tone)
{
    switch (tone) {
    case Tone::Normal:
        setProperty("role", QVariant());
        break;
    case Tone::Secondary:
        setProperty("role", u"secondary"_s);
        break;
    case Tone::Passed:
        setProperty("role", u"passed"_s);
        break;
    case Tone::Warning:
        setProperty("role", u"warning"_s);
        break;
    case Tone::Failed:
        setProperty("role", u"failed"_s);
        break;
    }
    style()->unpolish(this);
    style()->polish(this);
}

void TextLabel::setCopyable(bool copyable)
{
    setTextInteractionFlags(copyable ? Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard
                                     : Qt::NoTextInteraction);
    setCursor(copyable ? Qt::IBeamCursor : Qt::ArrowCursor);
}

void TextLabel::setMonospace(bool monospace)
{
    m_monospace = monospace;
    updateFont();
}

void TextLabel::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::ApplicationFontChange)
        updateFont();
    QLabel::changeEvent(event);
}

void TextLabel::updateFont()
{
    setFont(m_monospace ? monospaceFont(m_size) : textFont(m_size));
}

ElidedLabel::ElidedLabel(QWidget *parent) : QLabel(parent)
{
    setTextFormat(Qt::PlainText);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

QSize ElidedLabel::minimumSizeHint() const
{
    return {fontMetrics().averageCharWidth() * 8, QLabel::sizeHint().height()};
}

void ElidedLabel::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const QString shown = fontMetrics().elidedText(text(), Qt::ElideMiddle, contentsRect().width());
    style()->drawItemText(&painter, contentsRect(), static_cast<int>(Qt::AlignVCenter | Qt::AlignLeft), palette(),
                          isEnabled(), shown, foregroundRole());
}

void ElidedLabel::resizeEvent(QResizeEvent *event)
{
    const bool shortened = fontMetrics().horizontalAdvance(text()) > contentsRect().width();
    setToolTip(shortened ? text() : QString());
    QLabel::resizeEvent(event);
}

PathLabel::PathLabel(QWidget *parent) : TextLabel(TextSize::Small, parent)
{
    setMonospace(true);
    setTone(Tone::Secondary);
}

void PathLabel::setPath(const QString &path)
{
    m_path = path;
    // U+200B lets the line break behind a separator without showing anything.
    QString breakable = path;
    breakable.replace(u'/', u"/\u200b"_s).replace(u'\\', u"\\\u200b"_s);
    setText(breakable);
    setAccessibleName(path);
}

IconLabel::IconLabel(int size, QWidget *parent) : QWidget(parent), m_size(size)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void IconLabel::setIcon(const QString &name)
{
    m_name = name;
    update();
}

void IconLabel::setState(std::optional<State> state)
{
    m_state = state;
    update();
}

void IconLabel::paintEvent(QPaintEvent *)
{
    if (m_name.isEmpty())
        return;
    const QColor colour = m_state ? colours().of(*m_state).foreground : colours().secondary;
    QPainter painter(this);
    painter.drawPixmap((width() - m_size) / 2, (height() - m_size) / 2,
                       iconPixmap(m_name, colour, m_size, devicePixelRatioF()));
}

} // namespace kopru::ui
