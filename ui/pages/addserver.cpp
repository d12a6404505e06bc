#include "ui/pages/addserver.h"

#include "app/integrations/snippetwording.h"
#include "app/integrations/wording.h"
#include "ui/icons.h"
#include "ui/pages/serverform.h"
#include "ui/paste.h"
#include "ui/tokens.h"
#include "ui/widgets/button.h"
#include "ui/widgets/formfield.h"
#include "ui/widgets/label.h"

namespace kopru::ui {

using namespace Qt::StringLiterals;

AddServerPage::AddServerPage(Workspace &workspace, QWidget *parent)
    : Page(workspace, Body::Scrolls, parent),
      m_first(new QWidget),
      m_paste(new QPlainTextEdit),
      m_form(new ServerForm(workspace)),
      m_before(new Button(ButtonRole::Normal, u"back"_s, u"stepBack"_s)),
      m_next(new Button(ButtonRole::Primary, {}, u"stepNext"_s))
{
    addBackButton();
    auto *column = new QVBoxLayout(m_first);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(space::large);
    m_paste->setObjectName(u"paste"_s);
    m_paste->setTabChangesFocus(true);
    m_paste->setFixedHeight(3 * QFontMetrics(m_paste->font()).lineSpacing() + 2 * space::large);
    m_pasteField = new FormField(m_paste);
    column->addWidget(m_pasteField);
    for (const integrations::Kind &kind : integrations::kinds()) {
        // One card for both connections: the form switches between them.
        if (std::any_of(m_cards.cbegin(), m_cards.cend(),
                        [&kind](const auto &card) { return kind.sibling == card.first; }))
            continue;
        const QString key = QString::fromUtf8(kind.key);
        const QString picture = QString::fromUtf8(kind.icon);
        auto *card = new ChoiceCard(hasIcon(picture) ? picture : u"server"_s, u"kind_"_s + key);
        column->addWidget(card);
        m_cards.append({kind.id, card});
        connect(card, &QPushButton::clicked, this, [this, id = kind.id] { startForm(id, {}); });
    }
    column->addStretch();

    m_notes = new TextLabel;
    m_notes->setObjectName(u"pasteNotes"_s);
    m_notes->hide();

    body()->addWidget(m_first);
    body()->addWidget(m_notes);
    body()->addWidget(m_form);
    body()->addStretch();
    addFooter(m_before, m_next);
    m_typing.setSingleShot(true);
    m_typing.setInterval(std::chrono::seconds(1));
    connect(&m_typing, &QTimer::timeout, this, &AddServerPage::understand);
    connect(m_paste, &QPlainTextEdit::textChanged, this, &AddServerPage::pasted);
    connect(m_before, &QPushButton::clicked, this, [this] { showStep(Step::Choose); });
    connect(m_form, &ServerForm::switched, this, &AddServerPage::retranslate);
    connect(m_next, &QPushButton::clicked, this, &AddServerPage::review);
}

void AddServerPage::open(const Route &route)
{
    if (m_added && workspace().isSaving()) // It can be taken back when that has failed.
        return;
    // Coming back from the review: what it showed is no part of the file yet.
    const config::Document &now = workspace().draft().document();
    const bool released = m_added && !(now == *m_added) && now == workspace().heldTokens().released(*m_added);
    if (m_added && workspace().draft().isChanged() && (released || now == *m_added)) {
        m_added.reset();
        if (released) // The keychain failed: first back to the references.
            workspace().undo();
        workspace().undo();
        return;
    }
    m_added.reset();
    if (const integrations::Kind *kind = integrations::kindByKey(route.detail)) {
        startForm(kind->id, {});
        return;
    }
    m_paste->clear();
    showStep(Step::Choose);
    m_paste->setFocus();
}

void AddServerPage::pasted()
{
    const qsizetype size = m_paste->toPlainText().size();
    const bool typed = size == m_pastedSize + 1;
    m_pastedSize = size;
    // A word that is half typed is no command yet.
    if (typed) {
        m_typing.start();
    } else {
        m_typing.stop();
        understand();
    }
}

void AddServerPage::understand()
{
    m_pasteField->clearFinding();
    const QString text = m_paste->toPlainText();
    if (text.trimmed().isEmpty())
        return;
    const integrations::Snippet snippet = integrations::readSnippet(text);
    if (const std::optional<Pasted> found = recognise(snippet)) {
        startForm(found->kind, found->values, found->others, found->name, found->notes);
        return;
    }
    const auto reason = snippet.refused.value_or(integrations::SnippetRefusal::NothingFound);
    m_pasteField->setFinding(State::Neutral,
                             integrations::snippetCause(reason) + u' ' + integrations::snippetRemedy(reason));
}

void AddServerPage::startForm(integrations::KindId kind, const integrations::Values &values,
                              const config::Variables &others, const QString &name,
                              const QList<integrations::SnippetNote> &notes)
{
    m_typing.stop();
    // That the bridge is used goes without saying.
    QStringList lines;
    for (const integrations::SnippetNote &note : notes)
        if (note.id != integrations::SnippetNoteId::NeedsBridge)
            lines.append(integrations::snippetNoteText(note));
    m_notes->setText(lines.join(u'\n'));
    m_form->startNew(kind, values, others, name);
    showStep(Step::Fill);
    m_form->focusFirst();
}

void AddServerPage::showStep(Step step)
{
    m_step = step;
    m_first->setVisible(step == Step::Choose);
    m_form->setVisible(step == Step::Fill);
    m_notes->setVisible(step == Step::Fill && !m_notes->text().isEmpty());
    showFooter(step == Step::Fill);
    retranslate();
}

void AddServerPage::review()
{
    if (!m_form->complete())
        return;
    const auto edited = workspace().draft().document().added(m_form->name(), m_form->takenEntry());
    if (!edited)
        return;
    if (!workspace().edit(*edited))
        return;
    m_added = *edited;
    Q_EMIT routed({u"review"_s, m_form->name(), u"add"_s});
}

void AddServerPage::retranslate()
{
    const bool choosing = m_step == Step::Choose;
    setTitle(choosing ? tr("What do you have?") : tr("Add: %1").arg(integrations::kindName(m_form->kind())));
    setSentence(choosing ? tr("Step 1 of 3: paste what the vendor gave you, or choose below.")
                         : tr("Step 2 of 3: fill in what the server needs. Nothing is saved yet."));
    m_pasteField->setLabel(tr("Paste an address, a token or a setting here"));
    m_before->setText(tr("Back"));
    m_next->setText(tr("Continue"));
    for (const auto &[kind, card] : std::as_const(m_cards))
        card->setTexts(integrations::kindName(kind), integrations::kindHelp(kind));
}

} // namespace kopru::ui
