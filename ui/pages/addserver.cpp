#include "ui/pages/addserver.h"

#include "app/integrations/wording.h"
#include "app/snippets/wording.h"
#include "ui/icons.h"
#include "ui/pages/importlist.h"
#include "ui/pages/serverform.h"
#include "ui/tokens.h"
#include "ui/widgets/button.h"
#include "ui/widgets/card.h"
#include "ui/widgets/formfield.h"
#include "ui/widgets/label.h"

#include <QtConcurrent/QtConcurrentRun>
#include <QtCore/QMimeData>
#include <QtGui/QDesktopServices>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QPlainTextEdit>

namespace kopru::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int shownLines = 5;
/// A longer text is read, but not put into the field: to lay it out would make the window wait.
constexpr qsizetype longestInField = qsizetype{20} * 1000;
constexpr qsizetype beginningInField = 1000;

/// As people search: without case, marks and the difference of the dotless ı.
QString folded(const QString &text)
{
    QString plain;
    for (const QChar sign : text.toCaseFolded().normalized(QString::NormalizationForm_D))
        if (!sign.isMark())
            plain.append(sign == u'ı' ? u'i' : sign);
    return plain;
}

} // namespace

/// Where anything is pasted or dropped.
class PasteField final : public QPlainTextEdit
{
    Q_OBJECT
public:
    PasteField()
    {
        setObjectName(u"paste"_s);
        setTabChangesFocus(true);
        setFixedHeight(shownLines * QFontMetrics(font()).lineSpacing() + 2 * space::large);
    }

    [[nodiscard]] bool isPasting() const { return m_pasting; }

Q_SIGNALS:
    void longPasted(const QString &text); ///< of which the field shows the beginning only

protected:
    /// A file is opened by the window, not inserted as its address.
    bool canInsertFromMimeData(const QMimeData *source) const override
    {
        return !source->hasUrls() && QPlainTextEdit::canInsertFromMimeData(source);
    }
    void insertFromMimeData(const QMimeData *source) override
    {
        const QString text = source->text();
        if (text.size() <= longestInField) {
            m_pasting = true;
            insertPlainText(text); // without the formatting that a page brings along
            m_pasting = false;
            return;
        }
        {
            const QSignalBlocker silent(this);
            setPlainText(text.left(beginningInField) + u"\n…"_s);
        }
        Q_EMIT longPasted(text);
    }

private:
    bool m_pasting = false;
};

AddServerPage::AddServerPage(Workspace &workspace, QWidget *parent)
    : Page(workspace, Body::Scrolls, parent),
      m_first(new QWidget),
      m_paste(new PasteField),
      m_stop(new Button(ButtonRole::Link, u"stop"_s, u"stopReading"_s)),
      m_import(new Button(ButtonRole::Normal, u"external"_s, u"importOthers"_s)),
      m_search(new QLineEdit),
      m_presetTitle(new TextLabel(TextSize::Section)),
      m_presetColumn(new QVBoxLayout),
      m_presetProblems(new TextLabel(TextSize::Small)),
      m_noCard(new TextLabel),
      m_link(new Button(ButtonRole::Link, u"external"_s, u"presetLink"_s)),
      m_seen(new QWidget),
      m_seenTitle(new TextLabel(TextSize::Section)),
      m_notes(new TextLabel),
      m_command(new PathLabel),
      m_variables(new TextLabel(TextSize::Small)),
      m_list(new ImportList(workspace)),
      m_form(new ServerForm(workspace)),
      m_before(new Button(ButtonRole::Normal, u"back"_s, u"stepBack"_s)),
      m_next(new Button(ButtonRole::Primary, {}, u"stepNext"_s))
{
    addBackButton();
    auto *column = new QVBoxLayout(m_first);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(space::large);
    m_pasteField = new FormField(m_paste);
    m_stop->hide();
    m_pasteField->addBelow(m_stop);
    column->addWidget(m_pasteField);
    column->addWidget(m_import, 0, Qt::AlignLeft);
    m_search->setObjectName(u"searchCards"_s);
    m_search->setClearButtonEnabled(true);
    column->addWidget(m_search);
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
        connect(card, &QPushButton::clicked, this, [this, id = kind.id] {
            m_snippet.reset();
            m_preset.reset();
            startForm({id, {}, {}, {}, {}});
        });
    }
    m_presetTitle->hide();
    m_presetProblems->setObjectName(u"presetProblems"_s);
    m_presetProblems->setTone(TextLabel::Tone::Warning);
    m_presetProblems->hide();
    m_noCard->setObjectName(u"noCard"_s);
    m_noCard->setTone(TextLabel::Tone::Secondary);
    m_noCard->hide();
    m_presetColumn->setContentsMargins(0, 0, 0, 0);
    m_presetColumn->setSpacing(space::large);
    column->addWidget(m_presetTitle);
    column->addLayout(m_presetColumn);
    column->addWidget(m_noCard);
    column->addWidget(m_presetProblems);
    column->addStretch();

    auto *seen = new QVBoxLayout(m_seen);
    seen->setContentsMargins(0, 0, 0, 0);
    auto *card = new Card;
    seen->addWidget(card);
    m_seenTitle->setObjectName(u"pasteSeen"_s);
    m_notes->setObjectName(u"pasteNotes"_s);
    m_command->setObjectName(u"pasteCommand"_s);
    m_variables->setObjectName(u"pasteVariables"_s);
    m_variables->setTone(TextLabel::Tone::Secondary);
    for (QWidget *label : std::initializer_list<QWidget *>{m_seenTitle, m_notes, m_command, m_variables})
        card->content()->addWidget(label);
    card->content()->insertWidget(2, m_link, 0, Qt::AlignLeft);

    body()->addWidget(m_first);
    body()->addWidget(m_seen);
    body()->addWidget(m_list);
    body()->addWidget(m_form);
    body()->addStretch();
    addFooter(m_before, m_next);
    m_typing.setSingleShot(true);
    m_typing.setInterval(std::chrono::seconds(1));
    connect(&m_typing, &QTimer::timeout, this, [this] { understand(m_paste->toPlainText()); });
    connect(m_paste, &QPlainTextEdit::textChanged, this, &AddServerPage::pasted);
    connect(m_paste, &PasteField::longPasted, this, &AddServerPage::understand);
    connect(&m_reading, &SnippetReading::done, this, &AddServerPage::understood);
    connect(m_import, &QPushButton::clicked, this, [this] { Q_EMIT routed({u"import"_s, {}, {}}); });
    connect(m_search, &QLineEdit::textChanged, this, &AddServerPage::filterCards);
    connect(m_link, &QPushButton::clicked, this, [this] {
        if (m_preset)
            QDesktopServices::openUrl(m_preset->link);
    });
    connect(m_stop, &QPushButton::clicked, this, [this] {
        m_reading.stop();
        m_stop->hide();
        m_pasteField->clearFinding();
    });
    connect(m_before, &QPushButton::clicked, this,
            [this] { showStep(m_step == Step::Fill && m_answered ? Step::Answer : Step::Choose); });
    connect(m_form, &ServerForm::switched, this, &AddServerPage::retranslate);
    connect(m_form, &ServerForm::edited, this, &AddServerPage::showSeen);
    connect(m_list, &ImportList::edited, this, [this] {
        if (m_step == Step::Answer)
            m_next->setEnabled(m_list->chosen() > 0);
    });
    connect(m_next, &QPushButton::clicked, this, &AddServerPage::goOn);
}

void AddServerPage::open(const Route &route)
{
    if (takeBack(workspace(), m_added))
        return;
    m_snippet.reset();
    m_preset.reset();
    m_reading.stop();
    loadPresets();
    if (const integrations::Kind *kind = integrations::kindByKey(route.detail)) {
        startForm({kind->id, {}, {}, {}, {}});
        return;
    }
    m_paste->clear();
    m_search->clear();
    showStep(Step::Choose);
    m_paste->setFocus();
}

/// Anew each time: a file that support has just added counts at once.
void AddServerPage::loadPresets()
{
    m_loading = std::make_unique<QFutureWatcher<integrations::Presets>>();
    connect(m_loading.get(), &QFutureWatcherBase::finished, this, [this] { showPresets(m_loading->result()); });
    m_loading->setFuture(QtConcurrent::run([folders = integrations::presetFolders(workspace().platform())] {
        return integrations::loadPresets(folders);
    }));
}

void AddServerPage::showPresets(const integrations::Presets &presets)
{
    if (presets.presets == m_presets.presets && presets.problems == m_presets.problems)
        return;
    m_presets = presets;
    qDeleteAll(m_presetCards);
    m_presetCards.clear();
    for (const integrations::Preset &preset : m_presets.presets) {
        const QString picture = QString::fromUtf8(integrations::kind(preset.kind).icon);
        auto *card = new ChoiceCard(hasIcon(picture) ? picture : u"server"_s, u"preset_"_s + preset.id);
        m_presetColumn->addWidget(card);
        m_presetCards.append(card);
        connect(card, &QPushButton::clicked, this, [this, preset] {
            m_snippet.reset();
            m_preset = preset;
            startForm({preset.kind, preset.values, {}, preset.serverName, {}});
        });
    }
    retranslate();
}

void AddServerPage::filterCards()
{
    const QString wanted = folded(m_search->text().trimmed());
    const auto fits = [&wanted](const QString &text) { return wanted.isEmpty() || folded(text).contains(wanted); };
    bool any = false;
    for (const auto &[kind, card] : std::as_const(m_cards)) {
        const bool shown = fits(integrations::kindName(kind) + u' ' + integrations::kindHelp(kind));
        card->setVisible(shown);
        any = any || shown;
    }
    bool anyPreset = false;
    for (qsizetype i = 0; i < m_presetCards.size(); ++i) {
        const integrations::Preset &preset = m_presets.presets.at(i);
        const bool shown = fits(preset.name.in(QLocale()) + u' ' + preset.steps(QLocale()).join(u' ') + u' ' +
                                integrations::kindName(preset.kind));
        m_presetCards.at(i)->setVisible(shown);
        anyPreset = anyPreset || shown;
    }
    m_presetTitle->setVisible(anyPreset);
    m_noCard->setVisible(!any && !anyPreset);
}

void AddServerPage::pasted()
{
    m_reading.stop();
    m_stop->hide();
    const QString text = m_paste->toPlainText();
    const bool typed = !m_paste->isPasting() && text.size() == m_pastedSize + 1;
    m_pastedSize = text.size();
    // A word that is half typed is no command yet.
    if (typed) {
        m_typing.start();
    } else {
        m_typing.stop();
        understand(text);
    }
}

void AddServerPage::understand(const QString &text)
{
    m_pasteField->clearFinding();
    if (text.trimmed().isEmpty())
        return;
    m_reading.read(text);
    if (m_reading.isReading()) {
        m_pasteField->setFinding(State::Neutral, tr("Kopru is reading the text…"));
        m_stop->show();
    }
}

void AddServerPage::understood(const integrations::Snippet &snippet)
{
    m_stop->hide();
    m_pasteField->clearFinding();
    const auto offered = std::count_if(snippet.servers.cbegin(), snippet.servers.cend(), isOffered);
    if (!snippet.refused && offered > 0) {
        m_snippet = snippet;
        m_preset.reset();
        if (snippet.servers.size() > 1 || !openQuestions(snippet.servers.front()).isEmpty())
            startList(snippet);
        else
            startForm(formFor(snippet.servers.front()));
        return;
    }
    const auto reason = snippet.refused.value_or(offered == 0 && !snippet.servers.isEmpty()
                                                     ? integrations::SnippetRefusal::OAuth
                                                     : integrations::SnippetRefusal::NothingFound);
    QStringList sentences{PasteWording::seen(snippet), integrations::snippetCause(reason),
                          integrations::snippetRemedy(reason)};
    sentences.removeAll(QString());
    m_pasteField->setFinding(State::Neutral, sentences.join(u' '));
}

void AddServerPage::startList(const integrations::Snippet &snippet)
{
    m_typing.stop();
    const QString bridge = bridges::installedBridge(workspace().platform());
    QList<Offer> offers;
    for (const integrations::SnippetServer &server : snippet.servers)
        offers.append(
            {server, {}, isThere(workspace().draft().document(), integrations::entryFor(server, bridge)), {}});
    m_list->setOffers(offers);
    showStep(Step::Answer);
    m_list->focusFirst();
}

void AddServerPage::startForm(const Pasted &form)
{
    m_typing.stop();
    m_answered = m_step == Step::Answer;
    m_formNotes = form.notes;
    m_form->startNew(form.kind, form.values, form.others, form.name);
    showStep(Step::Fill);
    m_form->focusFirst();
}

void AddServerPage::showSeen()
{
    const bool shown = m_step != Step::Choose && (m_snippet || m_preset);
    m_seen->setVisible(shown);
    if (!shown)
        return;
    QString title;
    QStringList lines;
    if (m_preset) {
        title = m_preset->name.in(QLocale());
        const QStringList steps = m_preset->steps(QLocale());
        for (qsizetype i = 0; i < steps.size(); ++i)
            lines.append(u"%1. %2"_s.arg(i + 1).arg(steps.at(i)));
    } else {
        title = PasteWording::seen(*m_snippet);
        if (m_step == Step::Fill)
            lines = PasteWording::notes(m_formNotes);
        lines += PasteWording::ignored(m_snippet->ignored);
    }
    m_seenTitle->setText(title);
    m_seenTitle->setVisible(!title.isEmpty());
    m_notes->setText(lines.join(u'\n'));
    m_notes->setVisible(!lines.isEmpty());
    m_link->setVisible(m_preset && !m_preset->link.isEmpty());
    m_command->setVisible(m_step == Step::Fill);
    m_variables->hide();
    if (m_step != Step::Fill)
        return;
    const config::Entry entry = m_form->entry();
    m_command->setPath(PasteWording::command(entry));
    m_variables->setText(PasteWording::variables(entry));
    m_variables->setVisible(!m_variables->text().isEmpty());
}

void AddServerPage::showStep(Step step)
{
    m_step = step;
    m_first->setVisible(step == Step::Choose);
    m_list->setVisible(step == Step::Answer);
    m_form->setVisible(step == Step::Fill);
    showFooter(step != Step::Choose);
    m_next->setEnabled(step != Step::Answer || m_list->chosen() > 0);
    retranslate();
    if (step == Step::Choose) {
        m_paste->selectAll(); // What is pasted next takes the place of this.
        m_paste->setFocus();
    }
}

void AddServerPage::goOn()
{
    if (m_step == Step::Answer && m_snippet && m_snippet->servers.size() == 1) {
        if (m_list->check())
            startForm(formFor(m_list->first().value()));
    } else if (m_step == Step::Answer) {
        const int chosen = m_list->chosen();
        if (const auto document = m_list->complete())
            review(*document, chosen == 1 ? m_list->first()->name : QString());
    } else if (m_form->complete()) {
        if (const auto document = workspace().draft().document().added(m_form->name(), m_form->takenEntry()))
            review(*document, m_form->name());
        else
            m_form->showRefusal(document.error());
    }
}

void AddServerPage::review(const config::Document &document, const QString &server)
{
    if (!workspace().edit(document))
        return;
    m_added = document;
    Q_EMIT routed({u"review"_s, server, u"add"_s});
}

void AddServerPage::retranslate()
{
    switch (m_step) {
    case Step::Choose:
        setTitle(tr("What do you have?"));
        setSentence(tr("Step 1 of 3: paste what the vendor gave you, or choose below."));
        break;
    case Step::Answer:
        setTitle(m_snippet && m_snippet->servers.size() > 1 ? tr("Which of these servers do you want to add?")
                                                            : tr("What is still missing"));
        setSentence(tr("Step 2 of 3: answer what the text leaves open. Nothing is saved yet."));
        break;
    case Step::Fill:
        setTitle(tr("Add: %1").arg(integrations::kindName(m_form->kind())));
        setSentence(tr("Step 2 of 3: fill in what the server needs. Nothing is saved yet."));
        break;
    }
    m_pasteField->setLabel(tr("Paste anything here: an address, a token, a command, a setting"));
    m_stop->setText(tr("Stop reading"));
    m_before->setText(tr("Back"));
    m_next->setText(tr("Continue"));
    for (const auto &[kind, card] : std::as_const(m_cards))
        card->setTexts(integrations::kindName(kind), integrations::kindHelp(kind));
    m_import->setText(tr("Import from other programs, or open a server file"));
    m_search->setPlaceholderText(tr("Search the cards below"));
    m_search->setAccessibleName(tr("Search the cards below"));
    m_presetTitle->setText(tr("Prepared by vendors and by your support"));
    m_noCard->setText(tr("No card fits. Paste what you have into the field above."));
    m_link->setText(tr("Open the vendor's page"));
    for (qsizetype i = 0; i < m_presetCards.size(); ++i) {
        const integrations::Preset &preset = m_presets.presets.at(i);
        m_presetCards.at(i)->setTexts(preset.name.in(QLocale()), preset.steps(QLocale()).value(0));
    }
    QStringList problems;
    for (const integrations::PresetProblem &problem : std::as_const(m_presets.problems))
        problems.append(integrations::presetProblemText(problem));
    m_presetProblems->setText(problems.join(u'\n'));
    m_presetProblems->setVisible(!problems.isEmpty());
    filterCards();
    showSeen();
}

} // namespace kopru::ui

#include "addserver.moc"
