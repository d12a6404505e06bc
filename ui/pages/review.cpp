#include "ui/pages/review.h"

#include "app/bridges/wording.h"
#include "app/config/wording.h"
#include "app/secrets/keychainwording.h"
#include "ui/dialogs.h"
#include "ui/icons.h"
#include "ui/tokens.h"
#include "ui/widgets/button.h"
#include "ui/widgets/card.h"
#include "ui/widgets/diffview.h"
#include "ui/widgets/label.h"
#include "ui/widgets/placedoubt.h"

#include <QtGui/QClipboard>
#include <QtGui/QGuiApplication>

namespace kopru::ui {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// A keychain that takes longer is probably asking the person something.
constexpr auto patience = 1500ms;

} // namespace

ReviewPage::ReviewPage(Workspace &workspace, QWidget *parent)
    : Page(workspace, Body::Fills, parent),
      m_summary(new TextLabel),
      m_where(new TextLabel(TextSize::Small)),
      m_path(new PathLabel),
      m_note(new TextLabel(TextSize::Small)),
      m_diff(new DiffView(u"diff"_s)),
      m_doubt(new PlaceDoubt(workspace)),
      m_problem(new Card),
      m_problemIcon(new IconLabel(iconSize)),
      m_what(new TextLabel),
      m_remedy(new TextLabel),
      m_reload(new Button(ButtonRole::Normal, u"restart"_s, u"reloadFile"_s)),
      m_retry(new Button(ButtonRole::Normal, u"save"_s, u"saveAgain"_s)),
      m_again(new Button(ButtonRole::Normal, u"restart"_s, u"keychainAgain"_s)),
      m_deleteAgain(new Button(ButtonRole::Normal, u"restart"_s, u"deleteAgain"_s)),
      m_stop(new Button(ButtonRole::Normal, u"stop"_s, u"keychainStop"_s)),
      m_leftBox(new QWidget),
      m_leftNote(new TextLabel(TextSize::Small)),
      m_copy(new Button(ButtonRole::Quiet, u"copy"_s, u"copyDiff"_s)),
      m_cancel(new Button(ButtonRole::Normal, {}, u"reviewCancel"_s)),
      m_save(new Button(ButtonRole::Primary, u"save"_s, u"save"_s))
{
    addBackButton();
    m_summary->setObjectName(u"reviewSummary"_s);
    m_what->setObjectName(u"saveProblem"_s);
    m_where->setTone(TextLabel::Tone::Secondary);
    m_note->setTone(TextLabel::Tone::Secondary);
    m_remedy->setTone(TextLabel::Tone::Secondary);

    auto *problem = new QHBoxLayout;
    problem->setSpacing(space::medium);
    problem->addWidget(m_problemIcon, 0, Qt::AlignTop);
    auto *words = new QVBoxLayout;
    words->addWidget(m_what);
    words->addWidget(m_remedy);
    words->addWidget(m_retry, 0, Qt::AlignLeft);
    words->addWidget(m_reload, 0, Qt::AlignLeft);
    words->addWidget(m_again, 0, Qt::AlignLeft);
    words->addWidget(m_deleteAgain, 0, Qt::AlignLeft);
    words->addWidget(m_stop, 0, Qt::AlignLeft);
    problem->addLayout(words, 1);
    m_problem->content()->addLayout(problem);
    m_problem->hide();

    auto *place = new QVBoxLayout;
    place->setSpacing(0);
    place->addWidget(m_where);
    place->addWidget(m_path);
    auto *row = new QHBoxLayout;
    row->setSpacing(space::small);
    row->addWidget(m_cancel);
    row->addWidget(m_copy);
    row->addStretch();
    row->addWidget(m_save);
    body()->addWidget(m_summary);
    body()->addWidget(m_doubt);
    body()->addWidget(m_problem);
    body()->addLayout(place);
    body()->addWidget(m_diff, 1);
    m_leftNote->setTone(TextLabel::Tone::Secondary);
    auto *left = new QVBoxLayout(m_leftBox);
    left->setContentsMargins(0, 0, 0, 0);
    left->setSpacing(space::tiny);
    left->addWidget(m_leftNote);
    m_leftBox->hide();
    body()->addWidget(m_note);
    body()->addWidget(m_leftBox);
    body()->addLayout(row);
    body()->addStretch(0);

    connect(m_doubt, &PlaceDoubt::settled, this, [this] {
        refresh();
        m_save->setFocus();
    });
    connect(m_doubt, &PlaceDoubt::asked, this, [this] { Q_EMIT routed({u"places"_s, {}, {}}); });
    connect(m_cancel, &QPushButton::clicked, this, &Page::wentBack);
    connect(m_copy, &QPushButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(m_diff->text()); });
    connect(m_save, &QPushButton::clicked, this, [this] {
        m_failure.reset();
        this->workspace().save();
        refresh();
    });
    connect(m_retry, &QPushButton::clicked, this, [this] {
        if (this->workspace().conflict())
            Q_EMIT routed({u"conflicts"_s, {}, {}});
        else
            m_save->click();
    });
    connect(m_reload, &QPushButton::clicked, this, [this] {
        askDiscard(this->workspace(), this, [this] {
            m_failure.reset();
            this->workspace().reopen();
            Q_EMIT routed({u"servers"_s, {}, {}});
        });
    });
    connect(m_again, &QPushButton::clicked, this, [this] {
        m_failure.reset();
        this->workspace().saveWithKeychain();
        refresh();
    });
    connect(m_deleteAgain, &QPushButton::clicked, this, [this] { this->workspace().deleteAgain(); });
    connect(m_stop, &QPushButton::clicked, this, [this] { this->workspace().stopStoring(); });
    m_slow.setSingleShot(true);
    m_slow.setInterval(patience);
    connect(&m_slow, &QTimer::timeout, this, &ReviewPage::showCard);
    connect(&workspace, &Workspace::draftChanged, this, [this] {
        if (!isVisible())
            return;
        if (this->workspace().isStoring() && !m_slow.isActive())
            m_slow.start();
        dropOldFailure();
        if (!this->workspace().isSaving())
            lookForItemsLeft();
        refresh();
    });
    connect(&workspace, &Workspace::unreadTextChanged, this, [this] {
        if (isVisible())
            refresh();
    });
    connect(&workspace, &Workspace::saveFailed, this, &ReviewPage::showProblem);
    connect(&workspace, &Workspace::saved, this, [this](const QStringList &servers) {
        refresh();
        if (!isVisible() || this->workspace().failedDeletion())
            return;
        // One server that is there now: its proof is the next thing to see.
        if (servers.size() == 1 && this->workspace().draft().document().contains(servers.front()))
            Q_EMIT routed({u"server"_s, servers.front(), u"check"_s});
        else
            Q_EMIT routed({u"overview"_s, {}, {}});
    });
}

void ReviewPage::open(const Route &route)
{
    m_adding = route.detail == u"add"_s;
    if (!std::exchange(m_unseen, false) && !workspace().conflict())
        m_failure.reset();
    dropOldFailure();
    lookForItemsLeft();
    refresh();
    if (m_doubt->isVisibleTo(this))
        m_doubt->focusFirst();
    else
        m_save->setFocus();
}

void ReviewPage::retranslate()
{
    setTitle(tr("This will be written"));
    m_where->setText(tr("Into this file:"));
    m_retry->setText(tr("Save again"));
    m_again->setText(tr("Ask the keychain again"));
    m_deleteAgain->setText(tr("Try again to delete it"));
    m_stop->setText(tr("Do not wait: keep the token in the settings file"));
    m_leftNote->setText(tr("Nothing else on this computer uses it. A backup with this server would need a new token."));
    m_reload->setText(tr("Discard my changes and read the file again"));
    m_copy->setText(tr("Copy"));
    m_cancel->setText(tr("Back"));
    m_problemIcon->setAccessibleName(tr("Problem"));
    refresh();
}

void ReviewPage::showSentence()
{
    const config::Draft &draft = workspace().draft();
    const QStringList changed = draft.changedServers();
    setSentence(m_adding ? tr("Step 3 of 3: look at it, then save.") : QString());
    if (changed.size() == 1) {
        const QString &name = changed.front();
        const bool before = draft.opened().document.contains(name);
        const bool now = draft.document().contains(name);
        m_summary->setText(!before ? tr("The server “%1” will be added to Claude's settings file.").arg(name)
                           : !now  ? tr("The server “%1” will be removed from Claude's settings file.").arg(name)
                                   : tr("The server “%1” will be changed in Claude's settings file.").arg(name));
    } else if (changed.isEmpty()) {
        m_summary->setText(tr("Nothing is left to save."));
    } else {
        m_summary->setText(
            tr("%n servers will be different in Claude's settings file.", nullptr, static_cast<int>(changed.size())));
    }
}

void ReviewPage::refresh()
{
    const config::Draft &draft = workspace().draft();
    showSentence();
    m_path->setPath(workspace().filePath());
    m_diff->setTexts(draft.opened().bytes.value_or(QByteArray()), draft.document().text());
    m_diff->setVisible(draft.isChanged());
    m_save->setText(workspace().isSaving() ? tr("Saving…") : tr("Save"));
    m_doubt->refresh();
    m_save->setEnabled(draft.isChanged() && !workspace().isSaving() && !workspace().unreadText() &&
                       !workspace().isPlaceUnsure());
    m_note->setText(
        workspace().heldTokens().heldIn(draft.document()).isEmpty()
            ? tr("A copy of the file as it is now is kept. Secrets are hidden here, not in the file.")
            : tr("A copy of the file as it is now is kept. The token goes into this computer's keychain; the file only "
                 "names it."));
    showItemsLeft();
    showCard();
    m_summary->setVisible(draft.isChanged() || m_problem->isHidden()); // the card says why nothing can be saved
}

void ReviewPage::showCard()
{
    m_reload->hide();
    m_retry->hide();
    m_again->hide();
    m_deleteAgain->hide();
    m_stop->hide();
    const auto show = [this](State state, const config::Message &words) {
        m_problemIcon->setIcon(stateIcon(state));
        m_problemIcon->setState(state);
        m_what->setText(words.what);
        m_remedy->setText(words.remedy);
        m_remedy->setVisible(!words.remedy.isEmpty());
        m_problem->show();
    };
    QStringList needing; // servers whose token was deleted, and that came back by undo
    for (const config::Server &server : workspace().draft().document().servers())
        if (!workspace().deletedItems(server.entry).isEmpty())
            needing.append(server.name);
    if (const auto &unread = workspace().unreadText(); unread && !workspace().isSaving()) {
        if (unread->isBeingRead)
            show(State::Running, {tr("What you wrote in the text of the settings file is being read."), {}});
        else
            show(State::Failed, {tr("The text of the settings file has %n faults, so nothing is saved.", nullptr,
                                    static_cast<int>(unread->faults)),
                                 tr("Go back to the text and mend it, or undo what you wrote.")});
    } else if (m_failure) {
        if (m_failure->keychain) {
            showKeychainFailure(*m_failure->keychain);
            return;
        }
        const bool busy = m_failure->file && m_failure->file->problem == platform::FileProblem::Busy;
        const bool changed = m_failure->file && m_failure->file->problem == platform::FileProblem::Changed;
        config::Message words = m_failure->bridge ? bridges::message(*m_failure->bridge)
                                : m_failure->file ? config::message(*m_failure->file)
                                                  : config::Message{};
        if (changed)
            words =
                workspace().conflict()
                    ? config::Message{tr("Another program has changed the same as you."),
                                      tr("Nothing was written. Choose what shall stand in the file.")}
                    : config::Message{tr("Another program is writing the settings file again and again."),
                                      tr("Nothing was written, and your changes are kept. Save again in a moment.")};
        show(State::Failed, words);
        m_retry->setText(workspace().conflict() ? tr("Choose") : tr("Save again"));
        m_retry->setVisible(busy || changed);
        m_reload->setVisible(changed);
    } else if (workspace().isStoring() && !m_slow.isActive()) {
        show(State::Running, {tr("The keychain has not answered yet."),
                              tr("Look for a window that asks for the keychain's password.")});
        m_stop->show();
    } else if (const auto &undeleted = workspace().failedDeletion()) {
        const secrets::KeychainSentences words = secrets::message(undeleted->problem);
        show(State::Warning, {tr("The file is saved, but the token “%1” is still in the keychain. %2")
                                  .arg(undeleted->items.join(u"”, “"_s), words.what),
                              words.remedy});
        m_deleteAgain->setEnabled(!workspace().isSaving());
        m_deleteAgain->show();
    } else if (!needing.isEmpty()) {
        show(State::Warning, {tr("The token of “%1” was deleted from the keychain.").arg(needing.join(u"”, “"_s)),
                              tr("Edit the server and enter a new token.")});
    } else {
        m_problem->hide();
    }
}

void ReviewPage::showKeychainFailure(const secrets::KeychainError &problem)
{
    const QString consequence =
        workspace().draft().isChanged()
            ? tr("Save once more to keep the token readable in the settings file, or ask the keychain again.")
            : tr("The token stays readable in the settings file.");
    m_problemIcon->setIcon(stateIcon(State::Warning));
    m_problemIcon->setState(State::Warning);
    m_what->setText(secrets::message(problem).what);
    m_remedy->setText(consequence);
    m_remedy->show();
    m_again->show();
    m_problem->show();
}

void ReviewPage::lookForItemsLeft()
{
    m_looking = std::make_unique<QObject>();
    workspace().findItemsLeft(m_looking.get(), [this](const QStringList &items) {
        m_left = items;
        showItemsLeft();
    });
}

void ReviewPage::showItemsLeft()
{
    while (m_leftSwitches.size() < m_left.size()) {
        const qsizetype index = m_leftSwitches.size();
        auto *box = new CheckBox(u"deleteItem"_s + (index > 0 ? QString::number(index + 1) : QString()));
        connect(box, &QCheckBox::toggled, this, [this, index](bool marked) {
            if (index < m_left.size())
                workspace().markForDeletion(m_left.at(index), marked);
        });
        static_cast<QVBoxLayout *>(m_leftBox->layout())->insertWidget(static_cast<int>(index), box, 0, Qt::AlignLeft);
        m_leftSwitches.append(box);
    }
    for (qsizetype i = 0; i < m_leftSwitches.size(); ++i) {
        CheckBox *box = m_leftSwitches.at(i);
        box->setVisible(i < m_left.size());
        if (i >= m_left.size())
            continue;
        const QSignalBlocker silent(box);
        box->setText(tr("Also delete the token “%1” from the keychain").arg(m_left.at(i)));
        box->setChecked(workspace().isMarkedForDeletion(m_left.at(i)));
        box->setEnabled(!workspace().isSaving());
    }
    m_leftBox->setVisible(!m_left.isEmpty());
}

/// Without readable tokens, what the keychain said is no longer about this draft.
void ReviewPage::dropOldFailure()
{
    if (m_failure && m_failure->keychain && !workspace().hasReleasedTokens())
        m_failure.reset();
}

void ReviewPage::showProblem(const SaveFailure &failure)
{
    m_failure = failure;
    m_unseen = !isVisible();
    refresh();
    if (isVisible() && workspace().conflict())
        Q_EMIT routed({u"conflicts"_s, {}, {}});
}

} // namespace kopru::ui
