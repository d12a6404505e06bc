#include "ui/pages/review.h"

#include "app/bridges/wording.h"
#include "app/config/wording.h"
#include "ui/icons.h"
#include "ui/tokens.h"
#include "ui/widgets/button.h"
#include "ui/widgets/card.h"
#include "ui/widgets/diffview.h"
#include "ui/widgets/label.h"

#include <QtGui/QClipboard>
#include <QtGui/QGuiApplication>

namespace kopru::ui {

using namespace Qt::StringLiterals;

ReviewPage::ReviewPage(Workspace &workspace, QWidget *parent)
    : Page(workspace, Body::Fills, parent),
      m_summary(new TextLabel),
      m_where(new TextLabel(TextSize::Small)),
      m_path(new PathLabel),
      m_note(new TextLabel(TextSize::Small)),
      m_diff(new DiffView(u"diff"_s)),
      m_problem(new Card),
      m_problemIcon(new IconLabel(iconSize)),
      m_what(new TextLabel),
      m_remedy(new TextLabel),
      m_reload(new Button(ButtonRole::Normal, u"restart"_s, u"reloadFile"_s)),
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
    words->addWidget(m_reload, 0, Qt::AlignLeft);
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
    body()->addWidget(m_problem);
    body()->addLayout(place);
    body()->addWidget(m_diff, 1);
    body()->addWidget(m_note);
    body()->addLayout(row);
    body()->addStretch(0);

    connect(m_cancel, &QPushButton::clicked, this, &Page::wentBack);
    connect(m_copy, &QPushButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(m_diff->text()); });
    connect(m_save, &QPushButton::clicked, this, [this] {
        m_failure.reset();
        this->workspace().save();
        refresh();
    });
    connect(m_reload, &QPushButton::clicked, this, [this] {
        m_failure.reset();
        this->workspace().reopen();
        Q_EMIT routed({u"servers"_s, {}, {}});
    });
    connect(&workspace, &Workspace::draftChanged, this, [this] {
        if (isVisible())
            refresh();
    });
    connect(&workspace, &Workspace::saveFailed, this, &ReviewPage::showProblem);
    connect(&workspace, &Workspace::saved, this, [this](const QStringList &servers) {
        refresh();
        if (!isVisible())
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
    m_failure.reset();
    refresh();
    m_save->setFocus();
}

void ReviewPage::retranslate()
{
    setTitle(tr("This will be written"));
    m_where->setText(tr("Into this file:"));
    m_note->setText(tr("A copy of the file as it is now is kept. Secrets are hidden here, not in the file."));
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
    m_save->setEnabled(draft.isChanged() && !workspace().isSaving());
    m_problem->setVisible(m_failure.has_value());
    if (!m_failure)
        return;
    m_problemIcon->setIcon(stateIcon(State::Failed));
    m_problemIcon->setState(State::Failed);
    const config::Message words = m_failure->bridge ? bridges::message(*m_failure->bridge)
                                  : m_failure->file ? config::message(*m_failure->file)
                                                    : config::Message{};
    m_what->setText(words.what);
    m_remedy->setText(words.remedy);
    m_remedy->setVisible(!words.remedy.isEmpty());
    m_reload->setVisible(m_failure->file && m_failure->file->problem == platform::FileProblem::Changed);
}

void ReviewPage::showProblem(const SaveFailure &failure)
{
    m_failure = failure;
    refresh();
}

} // namespace kopru::ui
