#include "ui/pages/editserver.h"

#include "ui/pages/serverform.h"
#include "ui/tokens.h"
#include "ui/widgets/button.h"

namespace kopru::ui {

using namespace Qt::StringLiterals;

EditServerPage::EditServerPage(Workspace &workspace, QWidget *parent)
    : Page(workspace, Body::Scrolls, parent),
      m_form(new ServerForm(workspace)),
      m_cancel(new Button(ButtonRole::Normal, {}, u"editCancel"_s)),
      m_take(new Button(ButtonRole::Primary, {}, u"editTake"_s))
{
    addBackButton();
    body()->addWidget(m_form);
    body()->addStretch();
    addFooter(m_cancel, m_take);
    connect(m_cancel, &QPushButton::clicked, this, &Page::wentBack);
    connect(m_take, &QPushButton::clicked, this, &EditServerPage::take);
}

void EditServerPage::open(const Route &route)
{
    const auto server = workspace().draft().document().server(route.server);
    if (!server) {
        Q_EMIT wentBack();
        return;
    }
    m_server = route.server;
    m_form->startWith(*server);
    retranslate();
    m_form->focusFirst();
}

void EditServerPage::take()
{
    if (!m_form->complete())
        return;
    config::Document document = workspace().draft().document();
    const QString name = m_form->name();
    if (const auto changed = document.changed(m_server, m_form->takenEntry()))
        document = *changed;
    if (name != m_server)
        if (const auto renamed = document.renamed(m_server, name))
            document = *renamed;
    if (!workspace().edit(document))
        return;
    if (workspace().draft().isChanged())
        Q_EMIT routed({u"review"_s, name, {}});
    else
        Q_EMIT wentBack();
}

void EditServerPage::retranslate()
{
    setTitle(tr("Edit “%1”").arg(m_server));
    setSentence(tr("Nothing is saved before you have seen what will be written."));
    m_cancel->setText(tr("Cancel"));
    m_take->setText(tr("Continue"));
}

} // namespace kopru::ui
