#include "ui/pages/page.h"

#include "ui/tokens.h"
#include "ui/widgets/button.h"
#include "ui/widgets/label.h"

#include <QtCore/QEvent>
#include <QtWidgets/QFrame>
#include <QtWidgets/QScrollArea>
#include <QtWidgets/QScrollBar>

namespace kopru::ui {

using namespace Qt::StringLiterals;

Page::Page(Workspace &workspace, Body body, QWidget *parent)
    : QWidget(parent),
      m_workspace(workspace),
      m_title(new TextLabel(TextSize::Title)),
      m_sentence(new TextLabel),
      m_head(new QHBoxLayout),
      m_actions(new QHBoxLayout),
      m_body(new QVBoxLayout)
{
    m_title->setObjectName(u"pageTitle"_s);
    m_sentence->setObjectName(u"pageSentence"_s);
    m_sentence->setTone(TextLabel::Tone::Secondary);
    m_sentence->hide();

    auto *content = new QWidget;
    content->setProperty("role", u"scrolled"_s);
    content->setMaximumWidth(contentWidth + 2 * space::wide);
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(space::wide, space::wide, space::wide, space::wide);
    column->setSpacing(space::small);
    m_head->setSpacing(space::small);
    m_head->addWidget(m_title, 1);
    m_actions->setSpacing(space::small);
    m_head->addLayout(m_actions);
    column->addLayout(m_head);
    column->addWidget(m_sentence);
    column->addSpacing(space::small);
    m_body->setSpacing(space::large);
    column->addLayout(m_body, 1);

    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    if (body == Body::Fills) {
        outer->addWidget(content);
        return;
    }
    m_scroll = new QScrollArea;
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_scroll->setAlignment(Qt::AlignHCenter);
    m_scroll->setWidget(content);
    outer->addWidget(m_scroll);
}

void Page::open(const Route &)
{
    refresh();
}

void Page::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange) {
        if (m_back)
            m_back->setIconOnly(tr("Back"));
        retranslate();
    }
    QWidget::changeEvent(event);
}

void Page::setTitle(const QString &title)
{
    m_title->setText(title);
}

void Page::setSentence(const QString &sentence)
{
    m_sentence->setText(sentence);
    m_sentence->setVisible(!sentence.isEmpty());
}

void Page::addFooter(Button *back, Button *next)
{
    m_footer = new QFrame;
    m_footer->setProperty("role", u"bar"_s);
    auto *inner = new QWidget; // as wide as the content, and in its middle
    inner->setMaximumWidth(contentWidth + 2 * space::wide);
    auto *row = new QHBoxLayout(inner);
    row->setContentsMargins(space::wide, space::medium, space::wide, space::medium);
    row->addWidget(back);
    row->addStretch();
    row->addWidget(next);
    auto *column = new QVBoxLayout(m_footer);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(inner);
    layout()->addWidget(m_footer);
    if (m_scroll) { // so that the buttons stand in line with the content beside the scroll bar
        QScrollBar *bar = m_scroll->verticalScrollBar();
        connect(bar, &QScrollBar::rangeChanged, column, [bar, column](int least, int most) {
            column->setContentsMargins(0, 0, most > least ? bar->sizeHint().width() : 0, 0);
        });
    }
}

void Page::showFooter(bool shown)
{
    m_footer->setVisible(shown);
}

void Page::addBackButton()
{
    m_back = new Button(ButtonRole::Quiet, u"back"_s, u"back"_s);
    m_back->setIconOnly(tr("Back"));
    m_back->setProperty("compact", true);
    m_head->insertWidget(0, m_back);
    connect(m_back, &QPushButton::clicked, this, &Page::wentBack);
}

} // namespace kopru::ui
