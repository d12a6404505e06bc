#include "ui/pages/settingstext.h"

#include "ui/pages/jsontab.h"
#include "ui/widgets/jsonedit.h"
#include "ui/widgets/label.h"

namespace kopru::ui {

SettingsTextPage::SettingsTextPage(Workspace &workspace, QWidget *parent)
    : Page(workspace, Body::Fills, parent), m_path(new PathLabel), m_tab(new JsonTab(workspace))
{
    addBackButton();
    body()->addWidget(m_path);
    body()->addWidget(m_tab, 1);
    connect(m_tab, &JsonTab::routed, this, &Page::routed);
    connect(&workspace, &Workspace::fileChanged, this, &SettingsTextPage::refresh);
}

void SettingsTextPage::open(const Route &)
{
    refresh();
    m_tab->open(std::nullopt);
    m_tab->edit()->setFocus();
}

void SettingsTextPage::retranslate()
{
    setTitle(tr("Settings file as text"));
}

void SettingsTextPage::refresh()
{
    m_path->setPath(workspace().filePath());
}

} // namespace kopru::ui
