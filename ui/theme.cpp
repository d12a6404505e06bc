#include "ui/theme.h"

#include "ui/tokens.h"

#include <QtCore/QEvent>
#include <QtWidgets/QApplication>
#include <QtWidgets/QStyle>
#include <QtWidgets/QStyleFactory>

namespace kopru::ui {

using namespace Qt::StringLiterals;

Theme::Theme(QApplication &application)
    : QObject(&application), m_application(application), m_darkAtStart(isDark(QApplication::palette()))
{
    QApplication::setStyle(QStyleFactory::create(u"Fusion"_s));
    application.installEventFilter(this);
}

bool Theme::systemIsDark() const
{
    // Qt 6.4 has no public property for it. Fusion makes its standard palette from what the platform reports, where
    // the platform reports anything.
    return m_darkAtStart || isDark(QApplication::style()->standardPalette());
}

void Theme::apply(store::Appearance appearance)
{
    m_appearance = appearance;
    show(appearance == store::Appearance::Dark || (appearance == store::Appearance::System && systemIsDark()));
}

void Theme::show(bool dark)
{
    if (std::exchange(m_shown, dark ? 1 : 0) == (dark ? 1 : 0))
        return;
    const Colours &chosen = dark ? darkColours() : lightColours();
    QApplication::setPalette(paletteOf(chosen));
    m_application.setStyleSheet(styleSheetOf(chosen));
}

bool Theme::eventFilter(QObject *object, QEvent *event)
{
    if (event->type() == QEvent::ThemeChange && m_appearance == store::Appearance::System)
        apply(m_appearance);
    return QObject::eventFilter(object, event);
}

} // namespace kopru::ui
