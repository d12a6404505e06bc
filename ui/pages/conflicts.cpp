#include "ui/pages/conflicts.h"

#include "ui/tokens.h"
#include "ui/widgets/button.h"
#include "ui/widgets/card.h"
#include "ui/widgets/conflictlist.h"
#include "ui/widgets/label.h"

namespace kopru::ui {

using namespace Qt::StringLiterals;

ConflictsPage::ConflictsPage(Workspace &workspace, QWidget *parent)
    : Page(workspace, Body::Scrolls, parent),
      m_list(new ConflictList),
      m_none(new EmptyState(u"passed"_s)),
      m_home(new Button(ButtonRole::Primary, u"overview"_s, u"conflictsHome"_s)),
      m_all(new QWidget),
      m_allMine(new Button(ButtonRole::Link, {}, u"allMine"_s)),
      m_allTheirs(new Button(ButtonRole::Link, {}, u"allTheirs"_s)),
      m_note(new TextLabel(TextSize::Small)),
      m_back(new Button(ButtonRole::Normal, {}, u"decideLater"_s)),
      m_save(new Button(ButtonRole::Primary, u"save"_s, u"saveChoices"_s))
{
    addBackButton();
    auto *all = new QHBoxLayout(m_all);
    all->setContentsMargins(0, 0, 0, 0);
    all->setSpacing(space::large);
    all->addWidget(m_allMine);
    all->addWidget(m_allTheirs);
    all->addStretch();
    m_note->setTone(TextLabel::Tone::Secondary);
    body()->addWidget(m_all);
    body()->addWidget(m_list);
    body()->addWidget(m_note);
    m_none->addButton(m_home);
    body()->addWidget(m_none);
    body()->addStretch();
    addFooter(m_back, m_save);

    connect(m_allMine, &QPushButton::clicked, this, [this] { m_list->chooseAll(config::Keep::Ours); });
    connect(m_allTheirs, &QPushButton::clicked, this, [this] { m_list->chooseAll(config::Keep::Theirs); });
    connect(m_list, &ConflictList::chosen, this, &ConflictsPage::update);
    connect(m_back, &QPushButton::clicked, this, &Page::wentBack);
    connect(m_home, &QPushButton::clicked, this, [this] { Q_EMIT routed({u"overview"_s, {}, {}}); });
    connect(m_save, &QPushButton::clicked, this, &ConflictsPage::save);
    connect(&workspace, &Workspace::savingChanged, this, [this] {
        if (isVisible())
            update();
    });
    // Another program went on writing while the person was reading.
    connect(&workspace, &Workspace::fileChanged, this, [this] {
        if (isVisible() && !this->workspace().isSaving())
            showAgain();
    });
    connect(&workspace, &Workspace::saved, this, [this] {
        if (std::exchange(m_saving, false) && isVisible())
            Q_EMIT routed({u"overview"_s, {}, {}});
    });
    connect(&workspace, &Workspace::saveFailed, this, [this] {
        if (!std::exchange(m_saving, false) || !isVisible())
            return;
        if (this->workspace().conflict())
            showAgain(); // The file changed once more: what is left to decide.
        else
            Q_EMIT routed({u"review"_s, {}, {}});
    });
}

void ConflictsPage::open(const Route &)
{
    m_changedAgain = false;
    refresh();
    if (m_none->isVisibleTo(this))
        m_home->setFocus();
    else
        m_back->setFocus(); // Nothing is written, nothing is lost.
}

void ConflictsPage::retranslate()
{
    setTitle(tr("Two changes of the same"));
    m_allMine->setText(tr("Keep all of mine"));
    m_allTheirs->setText(tr("Keep all of the file"));
    m_note->setText(tr("The file as it is now is kept as an earlier version, whatever you choose."));
    m_none->setTexts(tr("There is nothing to decide."), tr("Your changes and the settings file fit together."));
    m_home->setText(tr("Overview"));
    m_back->setText(tr("Decide later"));
    refresh();
}

void ConflictsPage::refresh()
{
    build();
    update();
}

void ConflictsPage::build()
{
    if (const auto &conflict = workspace().conflict())
        m_list->setConflicts(conflict->keys, workspace().draft().document(), conflict->theirs);
    else
        m_list->clear();
}

void ConflictsPage::showAgain()
{
    const bool decided = !m_list->isEmpty() && m_list->isDecided();
    const qsizetype before = m_list->count();
    const config::Choices choices = m_list->choices();
    build();
    m_changedAgain = m_changedAgain || m_list->count() != before || m_list->choices() != choices ||
                     (decided && !m_list->isDecided());
    update();
}

void ConflictsPage::update()
{
    const bool none = m_list->isEmpty();
    const bool saving = workspace().isSaving();
    m_none->setVisible(none);
    m_all->setVisible(m_list->count() > 1);
    m_note->setVisible(!none);
    showFooter(!none);
    setSentence(none ? QString()
                : m_changedAgain
                    ? tr("Another program has changed the settings file once more. Look at what stands in it now.")
                    : tr("Another program changed the settings file while you did. Choose what shall stand in it."));
    m_list->setEnabled(!saving);
    m_save->setText(saving ? tr("Saving…") : tr("Save with these choices"));
    m_save->setEnabled(!none && m_list->isDecided() && !saving);
}

void ConflictsPage::save()
{
    const config::Choices choices = m_list->choices();
    // A file that is not there, or cannot be read, is kept by giving up one's own changes.
    if (choices.value({}, config::Keep::Ours) == config::Keep::Theirs && workspace().conflict() &&
        !workspace().conflict()->theirs) {
        workspace().reopen();
        Q_EMIT routed({u"overview"_s, {}, {}});
        return;
    }
    m_saving = true;
    workspace().save(choices);
}

} // namespace kopru::ui
