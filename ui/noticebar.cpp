#include "ui/noticebar.h"

#include "ui/icons.h"
#include "ui/tokens.h"
#include "ui/widgets/button.h"
#include "ui/widgets/label.h"
#include "ui/workspace.h"

#include <QtCore/QEvent>
#include <QtWidgets/QHBoxLayout>

namespace kopru::ui {

using namespace Qt::StringLiterals;

NoticeBar::NoticeBar(Workspace &workspace, QWidget *parent)
    : QFrame(parent),
      m_workspace(workspace),
      m_icon(new IconLabel(iconSize)),
      m_text(new TextLabel),
      m_act(new Button(ButtonRole::Normal, {}, u"noticeAct"_s))
{
    setProperty("role", u"bar"_s);
    setObjectName(u"noticeBar"_s);
    m_text->setObjectName(u"notice"_s);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(space::wide, space::small, space::wide, space::small);
    row->setSpacing(space::medium);
    row->addWidget(m_icon);
    row->addWidget(m_text, 1);
    row->addWidget(m_act);
    connect(m_act, &QPushButton::clicked, this, [this] {
        if (m_target.isEmpty())
            m_workspace.dismissMergedChanges();
        else
            Q_EMIT routed({m_target, {}, {}});
    });
    for (auto signal : {&Workspace::safetyChanged, &Workspace::fileChanged, &Workspace::draftChanged})
        connect(&workspace, signal, this, &NoticeBar::refresh);
    refresh();
}

void NoticeBar::setPage(const QString &page)
{
    m_page = page;
    refresh();
}

void NoticeBar::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        refresh();
    QFrame::changeEvent(event);
}

void NoticeBar::refresh()
{
    State state = State::Warning;
    QString text;
    QString act;
    m_target.clear();
    const Outside outside = m_workspace.draft().isChanged() ? m_workspace.outside() : Outside::Nothing;
    const std::optional<Disappearance> &lost = m_workspace.safeguard().disappearance();
    if (outside == Outside::Broken && m_page != u"mend"_s && m_page != u"overview"_s) {
        state = State::Failed;
        text = tr("Another program has broken the settings file. Your changes here are kept.");
        act = tr("Show and mend");
        m_target = u"mend"_s;
    } else if (outside == Outside::Unreadable) {
        state = State::Failed;
        text = tr("The settings file cannot be read any more. Your changes here are kept.");
    } else if (outside == Outside::Gone && m_page != u"conflicts"_s) {
        text = tr("Another program has removed the settings file. Your changes here are kept.");
    } else if (outside == Outside::Conflicting && m_page != u"conflicts"_s) {
        text = tr("Another program has changed the same as you. When you save, you choose what stays.");
    } else if (lost && m_page != u"overview"_s && m_page != u"review"_s) {
        text = tr("%n servers disappeared from the settings file.", nullptr, static_cast<int>(lost->servers.size()));
        act = tr("Show");
        m_target = u"overview"_s;
    } else if (const auto &merged = m_workspace.mergedChanges()) {
        state = State::Passed;
        text = merged->servers.isEmpty()
                   ? tr("Another program has changed other settings in the file. Both changes are kept.")
                   : tr("Another program has changed “%1” in the file. Both changes are kept.")
                         .arg(merged->servers.join(u"”, “"_s));
        act = tr("Close");
    }
    setVisible(!text.isEmpty());
    m_icon->setIcon(stateIcon(state));
    m_icon->setState(state);
    m_text->setText(text);
    m_act->setText(act);
    m_act->setVisible(!act.isEmpty()); // The bar below leads to the review.
}

} // namespace kopru::ui
