#include "ui/widgets/placedoubt.h"

#include "ui/widgets/button.h"
#include "ui/widgets/card.h"
#include "ui/widgets/label.h"
#include "ui/workspace.h"

#include <QtWidgets/QHBoxLayout>

namespace kopru::ui {

using namespace Qt::StringLiterals;

PlaceDoubt::PlaceDoubt(Workspace &workspace, QWidget *parent)
    : QWidget(parent),
      m_workspace(workspace),
      m_question(new TextLabel),
      m_others(new TextLabel(TextSize::Small)),
      m_all(new Button(ButtonRole::Primary, {}, u"useAllPlaces"_s)),
      m_this(new Button(ButtonRole::Normal, {}, u"useThisPlace"_s)),
      m_show(new Button(ButtonRole::Link, {}, u"showPlaces"_s))
{
    m_question->setObjectName(u"placeDoubt"_s);
    m_others->setObjectName(u"placeDoubtFiles"_s);
    m_others->setMonospace(true);
    auto *row = new QHBoxLayout;
    row->addWidget(m_all);
    row->addWidget(m_this);
    row->addWidget(m_show);
    row->addStretch();
    auto *card = new Card;
    card->content()->addWidget(m_question);
    card->content()->addWidget(m_others);
    card->content()->addLayout(row);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(card);
    connect(m_all, &QPushButton::clicked, this, [this] {
        m_workspace.useAllPlaces();
        Q_EMIT settled();
    });
    connect(m_this, &QPushButton::clicked, this, [this] {
        m_workspace.useThisPlace();
        Q_EMIT settled();
    });
    connect(m_show, &QPushButton::clicked, this, &PlaceDoubt::asked);
    hide();
}

void PlaceDoubt::refresh()
{
    const platform::Discovery &discovery = m_workspace.discovery();
    QStringList others;
    for (const int rival : platform::rivals(discovery, m_workspace.filePath()))
        others.append(discovery.places.at(rival).configFile);
    m_question->setText(
        others.isEmpty()
            ? tr("It is not certain where Claude keeps its settings file. Nothing is saved before you have decided.")
            : tr("It is not certain which settings file Claude reads: the one below, or another one. Nothing is saved "
                 "before you have decided."));
    m_others->setText(others.join(u'\n').replace(u'/', u"/\u200b"_s).replace(u'\\', u"\\\u200b"_s));
    m_others->setVisible(!others.isEmpty());
    m_all->setText(tr("Write every change into all of them"));
    m_all->setVisible(!others.isEmpty());
    m_this->setText(tr("Write into the file below"));
    m_show->setText(tr("Show all files"));
    setVisible(m_workspace.isPlaceUnsure() && m_workspace.draft().isChanged());
}

void PlaceDoubt::focusFirst()
{
    (m_all->isVisibleTo(this) ? m_all : m_this)->setFocus();
}

} // namespace kopru::ui
