#include "ui/pages/server.h"

#include "app/integrations/wording.h"
#include "ui/dialogs.h"
#include "ui/icons.h"
#include "ui/pages/checkpanel.h"
#include "ui/pages/conversion.h"
#include "ui/pages/importexport.h"
#include "ui/pages/jsontab.h"
#include "ui/pages/toolcalls.h"
#include "ui/replacetoken.h"
#include "ui/tokens.h"
#include "ui/widgets/button.h"
#include "ui/widgets/card.h"
#include "ui/widgets/jsonedit.h"
#include "ui/widgets/label.h"
#include "ui/widgets/parkedlist.h"
#include "ui/widgets/serverlist.h"
#include "ui/widgets/statebadge.h"
#include "ui/widgets/tokenrow.h"

#include <QtGui/QAction>
#include <QtGui/QClipboard>
#include <QtGui/QGuiApplication>
#include <QtWidgets/QMenu>

namespace kopru::ui {

using namespace Qt::StringLiterals;

ServerPage::ServerPage(Workspace &workspace, QWidget *parent)
    : Page(workspace, Body::Scrolls, parent),
      m_edit(new Button(ButtonRole::Normal, u"edit"_s, u"edit"_s)),
      m_more(new Button(ButtonRole::Normal, u"down"_s, u"more"_s)),
      m_check(new Button(ButtonRole::Primary, u"check"_s, u"checkNow"_s)),
      m_badge(new StateBadge),
      m_address(new PathLabel),
      m_proof(new TextLabel(TextSize::Small)),
      m_untested(new Card),
      m_untestedText(new TextLabel),
      m_panel(new CheckPanel(workspace)),
      m_conversion(new ConversionCard),
      m_connectionTab(new Button(ButtonRole::Navigation, {}, u"tabConnection"_s)),
      m_jsonTab(new Button(ButtonRole::Navigation, {}, u"tabJson"_s)),
      m_connection(new QWidget),
      m_json(new JsonTab(workspace)),
      m_tokenCard(new Card),
      m_tokenTitle(new TextLabel(TextSize::Section)),
      m_toolsCard(new Card),
      m_tools(new ToolCalls),
      m_questionCard(new Card),
      m_questionTitle(new TextLabel(TextSize::Section)),
      m_question(new TextLabel),
      m_copyQuestion(new Button(ButtonRole::Normal, u"copy"_s, u"copyQuestion"_s))
{
    addBackButton();
    auto *menu = new QMenu(m_more);
    m_rename = menu->addAction(icon(u"rename"_s), QString());
    m_duplicate = menu->addAction(icon(u"duplicate"_s), QString());
    m_export = menu->addAction(icon(u"file"_s), QString());
    menu->addSeparator();
    m_park = menu->addAction(icon(u"park"_s), QString());
    m_remove = menu->addAction(icon(u"remove"_s), QString());
    m_more->setMenu(menu);
    m_more->setLayoutDirection(Qt::RightToLeft); // The arrow stands behind the word.
    actions()->addWidget(m_edit);
    actions()->addWidget(m_more);
    actions()->addWidget(m_check);

    auto *facts = new QHBoxLayout;
    facts->setSpacing(space::medium);
    facts->addWidget(m_badge, 0, Qt::AlignTop);
    auto *texts = new QVBoxLayout;
    texts->setSpacing(space::tiny);
    texts->addWidget(m_address);
    m_proof->setTone(TextLabel::Tone::Secondary);
    texts->addWidget(m_proof);
    facts->addLayout(texts, 1);
    body()->addLayout(facts);
    m_untested->content()->addWidget(m_untestedText);
    body()->addWidget(m_untested);
    body()->addWidget(m_panel);
    body()->addWidget(m_conversion);
    m_tokenCard->content()->addWidget(m_tokenTitle);
    body()->addWidget(m_tokenCard);
    m_toolsCard->content()->addWidget(m_tools);
    body()->addWidget(m_toolsCard);
    m_question->setCopyable(true);
    m_questionCard->content()->addWidget(m_questionTitle);
    m_questionCard->content()->addWidget(m_question);
    m_questionCard->content()->addWidget(m_copyQuestion, 0, Qt::AlignLeft);
    body()->addWidget(m_questionCard);
    body()->addStretch();
    makeTabs();

    connect(m_check, &QPushButton::clicked, this, [this] {
        if (m_panel->isRunning())
            m_panel->stop();
        else
            startCheck();
    });
    connect(m_edit, &QPushButton::clicked, this, [this] { Q_EMIT routed({u"edit"_s, m_server, {}}); });
    connect(m_conversion, &ConversionCard::wanted, this,
            [this] { Q_EMIT routed({u"convert"_s, m_server, u"check"_s}); });
    const auto follow = [this](const QString &name) {
        if (name.isEmpty())
            Q_EMIT routed({u"servers"_s, {}, {}});
        else
            open({u"server"_s, name, {}});
    };
    connect(m_rename, &QAction::triggered, this,
            [this, follow] { askRename(this->workspace(), m_server, this, follow); });
    connect(m_duplicate, &QAction::triggered, this,
            [this, follow] { askDuplicate(this->workspace(), m_server, this, follow); });
    connect(m_park, &QAction::triggered, this, [this] {
        ParkingQuestions::askPark(
            this->workspace(), m_server, this, [this] { Q_EMIT routed({u"servers"_s, {}, {}}); },
            [this] { Q_EMIT routed({u"review"_s, {}, {}}); });
    });
    connect(m_export, &QAction::triggered, this, [this] {
        if (const auto server = this->workspace().draft().document().server(m_server))
            (new ExportDialog(this->workspace(), *server, this))->open();
    });
    connect(m_remove, &QAction::triggered, this,
            [this, follow] { askRemove(this->workspace(), m_server, this, follow); });
    m_panel->offerEdit();
    connect(m_panel, &CheckPanel::editWanted, m_edit, &QAbstractButton::click);
    connect(m_panel, &CheckPanel::changed, this, &ServerPage::refresh);
    connect(m_panel, &CheckPanel::finished, this, &ServerPage::showResult);
    connect(m_copyQuestion, &QPushButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(m_question->text()); });
    for (auto signal : {&Workspace::checksChanged, &Workspace::draftChanged, &Workspace::fileChanged})
        connect(&workspace, signal, this, [this] {
            if (isVisible())
                refresh();
        });
}

/// Everything below the facts goes into the first tab.
void ServerPage::makeTabs()
{
    auto *column = new QVBoxLayout(m_connection);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(body()->spacing());
    while (body()->count() > 1) {
        QLayoutItem *item = body()->takeAt(1);
        if (QWidget *widget = item->widget())
            column->addWidget(widget);
        delete item;
    }
    column->addStretch();
    auto *tabs = new QHBoxLayout;
    tabs->setSpacing(space::small);
    for (Button *tab : {m_connectionTab, m_jsonTab}) {
        tab->setCheckable(true);
        tab->setAutoExclusive(true);
        tabs->addWidget(tab);
    }
    tabs->addStretch();
    body()->addLayout(tabs);
    body()->addWidget(m_connection, 1);
    body()->addWidget(m_json, 1);
    m_json->hide();
    m_connectionTab->setChecked(true);
    connect(m_connectionTab, &QPushButton::clicked, this, [this] { showTab(false); });
    connect(m_jsonTab, &QPushButton::clicked, this, [this] {
        showTab(true);
        m_json->edit()->setFocus();
    });
    connect(m_json, &JsonTab::routed, this, &Page::routed);
    connect(m_json, &JsonTab::renamed, this,
            [this](const QString &name) { Q_EMIT routed({u"server"_s, name, u"json"_s}); });
}

void ServerPage::showTab(bool json)
{
    (json ? m_jsonTab : m_connectionTab)->setChecked(true);
    m_connection->setVisible(!json);
    m_json->setVisible(json);
    if (json)
        m_json->open(m_server);
}

void ServerPage::open(const Route &route)
{
    const auto found = workspace().draft().document().server(route.server);
    if (!found) {
        Q_EMIT wentBack();
        return;
    }
    const bool showsText = route.detail == u"json"_s || (m_json->isVisible() && route.server == m_server);
    // A check that was seen stays, unless it was of another entry.
    if (route.server != m_server || found->entry != m_entry)
        m_panel->clear();
    m_server = route.server;
    m_entry = found->entry;
    retranslate();
    showTab(showsText && route.detail != u"check"_s);
    if (route.detail == u"check"_s && !m_panel->isRunning())
        startCheck();
    if (m_jsonTab->isChecked())
        m_json->edit()->setFocus();
    else
        m_check->setFocus();
}

void ServerPage::startCheck()
{
    m_toolsCard->hide();
    m_panel->start(m_server, m_entry, CheckRun::MissingBridge::Report);
}

void ServerPage::retranslate()
{
    setTitle(m_server);
    m_edit->setText(tr("Edit"));
    m_more->setText(tr("More"));
    m_rename->setText(tr("Rename"));
    m_duplicate->setText(tr("Duplicate"));
    m_park->setText(tr("Park"));
    m_export->setText(tr("Export as a file"));
    m_remove->setText(tr("Remove"));
    m_connectionTab->setText(tr("Connection"));
    m_jsonTab->setText(tr("Text (JSON)"));
    for (Button *tab : {m_connectionTab, m_jsonTab}) {
        QFont chosen = tab->font(); // it is bolder
        chosen.setWeight(QFont::Bold);
        tab->setMinimumWidth(QFontMetrics(chosen).horizontalAdvance(tab->text()) + 2 * space::large);
    }
    m_untestedText->setText(
        tr("The check shows each link of the chain from Claude to the server, and where it is broken."));
    m_tokenTitle->setText(tr("Token"));
    m_questionTitle->setText(tr("Try it in Claude"));
    m_question->setText(integrations::questionForClaude(integrations::kindOf(m_entry).id, m_server));
    m_copyQuestion->setText(tr("Copy the question"));
    refresh();
}

void ServerPage::refresh()
{
    m_check->setText(m_panel->isRunning() ? tr("Stop") : tr("Check now"));
    m_untested->setVisible(!m_panel->run());
    const bool passed = m_panel->run() && m_panel->run()->claudeReport() && !m_panel->isRunning() &&
                        m_panel->run()->claudeReport()->outcome != checks::Outcome::Failed &&
                        m_panel->run()->claudeReport()->outcome != checks::Outcome::Cancelled;
    m_questionCard->setVisible(passed);
    if (!passed)
        m_toolsCard->hide();
    showTokens();
    m_conversion->setConversion(integrations::conversionOf(workspace().draft().document(), m_server,
                                                           bridges::installedBridge(workspace().platform())));
    m_address->setPath(integrations::shownAddress(m_entry));
    const QList<ServerSummary> servers = workspace().servers();
    for (const ServerSummary &server : servers) {
        if (server.name != m_server)
            continue;
        const Health health = m_panel->isRunning() ? Health::Checking : server.health;
        m_badge->setState(stateOf(health), HealthWording::word(health));
        const QString proof = HealthWording::proof(server);
        m_proof->setText(proof);
        m_proof->setVisible(!proof.isEmpty());
        setSentence(server.unsaved ? tr("Not saved yet: Claude does not have this version.") : QString());
    }
}

void ServerPage::showTokens()
{
    const auto server = workspace().draft().document().server(m_server);
    m_tokens = server ? integrations::tokensOf(server->entry) : QList<integrations::EntryToken>();
    const QStringList deleted = server ? workspace().deletedItems(server->entry) : QStringList();
    while (m_tokenRows.size() < m_tokens.size()) {
        const qsizetype index = m_tokenRows.size();
        auto *row = new TokenRow(u"token"_s + (index > 0 ? QString::number(index + 1) : QString()));
        connect(row, &TokenRow::linked, this, [this, index] { moveToken(m_tokens.at(index).variable); });
        connect(row, &TokenRow::secondLinked, this, [this, index] {
            askReplaceToken(workspace(), m_server, m_tokens.at(index), this,
                            [this] { Q_EMIT routed({u"review"_s, m_server, {}}); });
        });
        m_tokenCard->content()->addWidget(row);
        m_tokenRows.append(row);
    }
    for (qsizetype i = 0; i < m_tokenRows.size(); ++i) {
        TokenRow *row = m_tokenRows.at(i);
        row->setVisible(i < m_tokens.size());
        if (i >= m_tokens.size())
            continue;
        const integrations::EntryToken &token = m_tokens.at(i);
        const bool gone = deleted.contains(token.item);
        row->setSentence(
            gone ? State::Failed : State::Neutral,
            TokenWording::where(token, workspace().heldTokens().holds(token.item), gone, m_tokens.size() > 1));
        row->setLink(token.item.isEmpty() ? TokenWording::move() : QString());
        row->setSecondLink(TokenWording::replaceEverywhere());
    }
    m_tokenCard->setVisible(!m_tokens.isEmpty());
}

void ServerPage::moveToken(const QString &variable)
{
    const config::Document document = workspace().draft().document();
    const auto server = document.server(m_server);
    if (!server)
        return;
    if (const auto edited = document.changed(m_server, workspace().hold(m_server, server->entry, {variable})))
        if (!workspace().edit(*edited))
            return;
    Q_EMIT routed({u"review"_s, m_server, {}});
}

void ServerPage::showResult()
{
    refresh();
    const std::optional<checks::Report> &report = m_panel->run()->claudeReport();
    if (!report || report->tools.isEmpty())
        return;
    m_tools->setTools(report->tools, m_panel->run()->session());
    m_toolsCard->show();
}

} // namespace kopru::ui
