#include "ui/pages/servers.h"

#include "app/config/wording.h"
#include "ui/dialogs.h"
#include "ui/tokens.h"
#include "ui/widgets/button.h"
#include "ui/widgets/card.h"
#include "ui/widgets/claudesown.h"
#include "ui/widgets/parkedlist.h"
#include "ui/widgets/serverlist.h"

namespace kopru::ui {

using namespace Qt::StringLiterals;

namespace {

/// A page this wide has room for the words of all the buttons in any language.
constexpr int wideBar = 800;

} // namespace

ServersPage::ServersPage(Workspace &workspace, QWidget *parent)
    : Page(workspace, Body::Fills, parent),
      m_add(new Button(ButtonRole::Primary, u"add"_s, u"addServer"_s)),
      m_list(new ServerList(workspace, u"servers"_s)),
      m_empty(new EmptyState(u"servers"_s)),
      m_addFirst(new Button(ButtonRole::Primary, u"add"_s, u"addFirstServer"_s)),
      m_mend(new Button(ButtonRole::Primary, {}, u"mendFile"_s)),
      m_bar(new QWidget),
      m_open(new Button(ButtonRole::Normal, u"right"_s, u"openServer"_s)),
      m_edit(new Button(ButtonRole::Quiet, u"edit"_s, u"editServer"_s)),
      m_rename(new Button(ButtonRole::Quiet, u"rename"_s, u"renameServer"_s)),
      m_duplicate(new Button(ButtonRole::Quiet, u"duplicate"_s, u"duplicateServer"_s)),
      m_park(new Button(ButtonRole::Quiet, u"park"_s, u"parkServer"_s)),
      m_remove(new Button(ButtonRole::Quiet, u"remove"_s, u"removeServer"_s)),
      m_parked(new ParkedList(workspace))
{
    actions()->addWidget(m_add);
    m_empty->addButton(m_addFirst);
    m_empty->addButton(m_mend);
    auto *row = new QHBoxLayout(m_bar);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(space::tiny);
    row->addWidget(m_open);
    row->addSpacing(space::tiny);
    for (Button *button : {m_edit, m_rename, m_duplicate, m_park, m_remove})
        row->addWidget(button);
    row->addStretch();
    body()->addWidget(m_list, 1);
    body()->addWidget(m_bar);
    body()->addWidget(m_empty, 1);
    body()->addWidget(m_parked);
    body()->addWidget(new ClaudesOwn(workspace));
    body()->addStretch(0);

    const auto add = [this] { Q_EMIT routed({u"add"_s, {}, {}}); };
    connect(m_add, &QPushButton::clicked, this, add);
    connect(m_addFirst, &QPushButton::clicked, this, add);
    connect(m_mend, &QPushButton::clicked, this, [this] { Q_EMIT routed({u"mend"_s, {}, {}}); });
    // A press with the mouse chooses the row for the buttons below; Return and a double click open it.
    const auto open = [this] { Q_EMIT routed({u"server"_s, m_list->current(), {}}); };
    connect(m_list, &QAbstractItemView::activated, this, open);
    connect(m_open, &QPushButton::clicked, this, open);
    connect(m_edit, &QPushButton::clicked, this, [this] { Q_EMIT routed({u"edit"_s, m_list->current(), {}}); });
    const auto follow = [this](const QString &name) { m_list->setCurrent(name); };
    connect(m_rename, &QPushButton::clicked, this,
            [this, follow] { askRename(this->workspace(), m_list->current(), this, follow); });
    connect(m_duplicate, &QPushButton::clicked, this,
            [this, follow] { askDuplicate(this->workspace(), m_list->current(), this, follow); });
    connect(m_park, &QPushButton::clicked, this, [this] {
        ParkingQuestions::askPark(
            this->workspace(), m_list->current(), this, [] {}, [this] { Q_EMIT routed({u"review"_s, {}, {}}); });
    });
    connect(m_parked, &ParkedList::returned, this, follow);
    connect(m_remove, &QPushButton::clicked, this,
            [this, follow] { askRemove(this->workspace(), m_list->current(), this, follow); });
    connect(m_list, &ServerList::currentServerChanged, this, &ServersPage::updateButtons);
    for (auto signal : {&Workspace::fileChanged, &Workspace::draftChanged})
        connect(&workspace, signal, this, &ServersPage::refresh);
}

void ServersPage::retranslate()
{
    setTitle(tr("Servers"));
    m_add->setText(tr("Add a server"));
    m_addFirst->setText(tr("Add a server"));
    m_mend->setText(tr("Show and mend"));
    m_open->setText(tr("Open"));
    setBarTexts();
    refresh();
}

void ServersPage::setBarTexts()
{
    const bool narrow = width() < wideBar;
    m_edit->setText(tr("Edit"), narrow);
    m_rename->setText(tr("Rename"), narrow);
    m_duplicate->setText(tr("Duplicate"), narrow);
    m_park->setText(tr("Park"), narrow);
    m_remove->setText(tr("Remove"), narrow);
}

void ServersPage::resizeEvent(QResizeEvent *event)
{
    setBarTexts();
    Page::resizeEvent(event);
}

void ServersPage::refresh()
{
    const bool none = workspace().draft().document().servers().isEmpty();
    const bool editable = workspace().canEdit();
    m_list->setVisible(!none);
    m_bar->setVisible(!none);
    m_empty->setVisible(none);
    m_add->setVisible(!none);
    // One prominent button at a time: what is unsaved has its own in the bar below.
    m_add->setRole(workspace().draft().isChanged() ? ButtonRole::Normal : ButtonRole::Primary);
    m_addFirst->setVisible(editable);
    m_mend->setVisible(!editable && workspace().brokenFile());
    if (editable) {
        setSentence(none ? QString() : tr("These servers are in Claude's settings file."));
        m_empty->setTexts(tr("Nothing is connected to Claude yet."),
                          tr("A server gives Claude access to a service, for example to your API portal."));
    } else {
        setSentence({});
        const config::Message words = workspace().openError()
                                          ? config::message(*workspace().openError())
                                          : config::Message{tr("No settings file of Claude was found."), {}};
        m_empty->setTexts(tr("The servers cannot be shown."), (words.what + u' ' + words.remedy).trimmed());
    }
    updateButtons();
}

void ServersPage::updateButtons()
{
    const bool chosen = !m_list->current().isEmpty();
    for (Button *button : {m_open, m_edit, m_rename, m_duplicate, m_park, m_remove})
        button->setEnabled(chosen);
}

} // namespace kopru::ui
