#include "ui/widgets/card.h"

#include "ui/tokens.h"
#include "ui/widgets/label.h"

#include <QtWidgets/QPushButton>

namespace kopru::ui {

using namespace Qt::StringLiterals;

Card::Card(QWidget *parent) : QFrame(parent), m_content(new QVBoxLayout(this))
{
    setProperty("role", u"card"_s);
    m_content->setContentsMargins(space::large, space::large, space::large, space::large);
    m_content->setSpacing(space::small);
}

EmptyState::EmptyState(const QString &iconName, QWidget *parent)
    : QWidget(parent), m_title(new TextLabel(TextSize::Section)), m_text(new TextLabel), m_column(new QVBoxLayout(this))
{
    auto *picture = new IconLabel(2 * space::wide);
    picture->setIcon(iconName);
    m_title->setAlignment(Qt::AlignHCenter);
    m_text->setAlignment(Qt::AlignHCenter);
    m_text->setTone(TextLabel::Tone::Secondary);
    m_column->setContentsMargins(space::wide, space::huge, space::wide, space::huge);
    m_column->setSpacing(space::medium);
    m_column->addStretch(1);
    m_column->addWidget(picture, 0, Qt::AlignHCenter);
    m_column->addWidget(m_title);
    m_column->addWidget(m_text);
    m_column->addStretch(2);
}

void EmptyState::setTexts(const QString &title, const QString &text)
{
    m_title->setText(title);
    m_text->setText(text);
}

void EmptyState::addButton(QPushButton *button)
{
    m_column->insertSpacing(m_column->count() - 1, space::small);
    m_column->insertWidget(m_column->count() - 1, button, 0, Qt::AlignHCenter);
}

} // namespace kopru::ui
