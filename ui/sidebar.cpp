#include "ui/sidebar.h"

#include "ui/pages/registry.h"
#include "ui/tokens.h"
#include "ui/widgets/button.h"
#include "ui/widgets/label.h"

#include <QtCore/QEvent>
#include <QtGui/QShortcut>
#include <QtWidgets/QStyle>

namespace kopru::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int wideWidth = 188;
constexpr int narrowWidth = 60;

} // namespace

Sidebar::Sidebar(QWidget *parent) : QFrame(parent), m_name(new TextLabel(TextSize::Section))
{
    setProperty("role", u"sidebar"_s);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(space::small, space::large, space::small, space::large);
    column->setSpacing(space::tiny);
    m_name->setText(u"Kopru"_s);
    m_name->setContentsMargins(space::medium, 0, 0, space::small);
    column->addWidget(m_name);
    for (const PageDescription &page : pages()) {
        if (!page.icon)
            continue;
        const QString key = QString::fromLatin1(page.key);
        auto *button = new Button(ButtonRole::Navigation, QString::fromLatin1(page.icon), u"go_"_s + key);
        button->setCheckable(true);
        button->setFocusPolicy(Qt::TabFocus); // A press with the mouse leaves no frame behind.
        button->setAutoExclusive(true);
        button->setProperty("page", key);
        column->addWidget(button);
        connect(button, &QPushButton::clicked, this, [this, key] { Q_EMIT chosen(key); });
        m_buttons.append(button);
        auto *shortcut =
            new QShortcut(QKeySequence(Qt::CTRL | static_cast<Qt::Key>(Qt::Key_0 + m_buttons.size())), this);
        connect(shortcut, &QShortcut::activated, this, [this, key] { Q_EMIT chosen(key); });
    }
    column->addStretch();
    setFixedWidth(wideWidth);
    retranslate();
}

void Sidebar::setCurrent(const QString &pageKey)
{
    for (Button *button : m_buttons)
        button->setChecked(button->property("page").toString() == pageKey);
}

void Sidebar::setNarrow(bool narrow)
{
    if (std::exchange(m_narrow, narrow) == narrow)
        return;
    m_name->setVisible(!narrow);
    setFixedWidth(narrow ? narrowWidth : wideWidth);
    for (Button *button : m_buttons) {
        button->setProperty("narrow", narrow);
        button->style()->unpolish(button);
        button->style()->polish(button);
    }
    retranslate();
}

void Sidebar::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QFrame::changeEvent(event);
}

void Sidebar::retranslate()
{
    for (Button *button : m_buttons) {
        const QString title = pageOf(button->property("page").toString())->title();
        button->setToolTip(m_narrow ? title : QString());
        button->setText(m_narrow ? QString() : title);
        button->setAccessibleName(title);
    }
}

} // namespace kopru::ui
