#include "ui/pages/editserver.h"

#include "ui/pages/serverform.h"
#include "ui/tokens.h"
#include "ui/widgets/button.h"
#include "ui/widgets/conflictlist.h"
#include "ui/widgets/label.h"

#include <QtCore/QTimer>
#include <QtWidgets/QScrollArea>

namespace kopru::ui {

using namespace Qt::StringLiterals;

EditServerPage::EditServerPage(Workspace &workspace, QWidget *parent)
    : Page(workspace, Body::Scrolls, parent),
      m_meanwhile(new TextLabel),
      m_conflicts(new ConflictList),
      m_form(new ServerForm(workspace)),
      m_cancel(new Button(ButtonRole::Normal, {}, u"editCancel"_s)),
      m_take(new Button(ButtonRole::Primary, {}, u"editTake"_s))
{
    addBackButton();
    m_meanwhile->setObjectName(u"editConflict"_s);
    m_meanwhile->setTone(TextLabel::Tone::Warning);
    body()->addWidget(m_meanwhile);
    body()->addWidget(m_conflicts);
    stopAsking();
    body()->addWidget(m_form);
    body()->addStretch();
    addFooter(m_cancel, m_take);
    connect(m_cancel, &QPushButton::clicked, this, &Page::wentBack);
    connect(m_take, &QPushButton::clicked, this, &EditServerPage::take);
    connect(m_conflicts, &ConflictList::chosen, this, &EditServerPage::update);
    connect(m_form, &ServerForm::edited, this, &EditServerPage::stopAsking);
    // What was to be decided on is no longer what there is.
    connect(&workspace, &Workspace::draftChanged, this, [this] {
        if (m_meeting && !(m_meeting->now == this->workspace().draft().document()))
            stopAsking();
    });
}

void EditServerPage::open(const Route &route)
{
    const auto server = workspace().draft().document().server(route.server);
    if (!server) {
        Q_EMIT wentBack();
        return;
    }
    m_server = route.server;
    stopAsking();
    m_form->startWith(*server);
    retranslate();
    m_form->focusFirst();
}

void EditServerPage::take()
{
    if (!m_form->complete())
        return;
    const config::Document now = workspace().draft().document();
    if (m_meeting) {
        const config::Choices choices = m_conflicts->choices();
        const config::Document merged = config::merge(m_form->begun(), m_meeting->typed, now, choices).document;
        put(merged, m_form->name());
        return;
    }
    const auto typed = m_form->begun().changed(m_server, m_form->takenEntry());
    if (!typed) {
        m_form->showRefusal(typed.error());
        return;
    }
    // Another program, or an undo, may have changed or removed it since the form was opened: of different members both
    // changes count.
    const config::Merge merged = config::merge(m_form->begun(), *typed, now);
    if (merged.conflicts.isEmpty())
        put(merged.document, m_form->name());
    else
        ask(*typed, merged.conflicts);
}

void EditServerPage::put(const config::Document &document, const QString &name)
{
    config::Document wanted = document;
    // It is not there where somebody removed it, and it shall stay so.
    if (name != m_server && document.contains(m_server)) {
        const auto renamed = document.renamed(m_server, name);
        if (!renamed) {
            m_form->showRefusal(renamed.error());
            return;
        }
        wanted = *renamed;
    }
    m_meeting.reset();
    if (!workspace().edit(wanted))
        return;
    stopAsking();
    if (workspace().draft().isChanged())
        Q_EMIT routed({u"review"_s, name, {}});
    else
        Q_EMIT wentBack();
}

void EditServerPage::ask(const config::Document &typed, const QList<config::Conflict> &conflicts)
{
    const config::Document now = workspace().draft().document();
    m_meeting = Meeting{typed, now};
    m_conflicts->clear(); // What was chosen an hour ago is no choice now.
    m_conflicts->setConflicts(conflicts, typed, now);
    m_meanwhile->show();
    m_conflicts->show();
    update();
    // It stands above the form, and Continue below it.
    QTimer::singleShot(0, m_meanwhile, [this] {
        for (QWidget *around = m_meanwhile; around; around = around->parentWidget())
            if (auto *scroll = qobject_cast<QScrollArea *>(around))
                scroll->ensureWidgetVisible(m_meanwhile);
    });
}

void EditServerPage::stopAsking()
{
    m_meeting.reset();
    m_conflicts->clear();
    m_conflicts->hide();
    m_meanwhile->hide();
    update();
}

void EditServerPage::update()
{
    m_take->setEnabled(!m_meeting || m_conflicts->isDecided());
}

void EditServerPage::retranslate()
{
    setTitle(tr("Edit “%1”").arg(m_server));
    setSentence(tr("Nothing is saved before you have seen what will be written."));
    m_meanwhile->setText(tr("This server was changed meanwhile. Choose what shall stand in it, then continue."));
    m_cancel->setText(tr("Cancel"));
    m_take->setText(tr("Continue"));
}

} // namespace kopru::ui
