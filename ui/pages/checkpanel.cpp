#include "ui/pages/checkpanel.h"

#include "app/bridges/wording.h"
#include "app/checks/wording.h"
#include "app/secrets/redactor.h"
#include "ui/icons.h"
#include "ui/widgets/button.h"
#include "ui/widgets/card.h"
#include "ui/widgets/chainview.h"
#include "ui/widgets/label.h"
#include "ui/widgets/steplist.h"

#include <QtGui/QClipboard>
#include <QtGui/QGuiApplication>
#include <QtGui/QResizeEvent>

namespace kopru::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int columnsFrom = 620;

State stateOf(checks::Outcome outcome)
{
    switch (outcome) {
    case checks::Outcome::Passed:
        return State::Passed;
    case checks::Outcome::Warning:
        return State::Warning;
    case checks::Outcome::Failed:
        return State::Failed;
    case checks::Outcome::Cancelled:
        return State::Neutral;
    }
    return State::Neutral;
}

/// How far a step outweighs another for the link they share: the worst is what the person has to see.
int weight(checks::StepState state)
{
    switch (state) {
    case checks::StepState::Failed:
        return 5;
    case checks::StepState::Running:
        return 4;
    case checks::StepState::Warning:
        return 3;
    case checks::StepState::Passed:
        return 2;
    case checks::StepState::Waiting:
        return 1;
    case checks::StepState::Skipped:
        return 0;
    }
    return 0;
}

QList<ChainView::Node> chainOf(const QList<checks::Step> &network, const QList<checks::Step> &claude)
{
    QList<ChainView::Node> nodes;
    for (const checks::Link link :
         {checks::Link::Claude, checks::Link::Command, checks::Link::Network, checks::Link::Server})
        nodes.append({link, checks::StepState::Skipped, checks::linkName(link)});
    nodes.front().state = checks::StepState::Passed; // Claude itself is where the chain begins.
    bool sawNetwork = false;
    for (const QList<checks::Step> &steps : {network, claude})
        for (const checks::Step &step : steps) {
            ChainView::Node &node = nodes[static_cast<int>(checks::linkOf(step.id, step.cause))];
            sawNetwork = sawNetwork || node.link == checks::Link::Network;
            if (weight(step.state) > weight(node.state))
                node.state = step.state;
        }
    // A local command has no network between it and its server: the two are one program.
    if (!sawNetwork)
        nodes.removeIf([](const ChainView::Node &node) { return node.link == checks::Link::Network; });
    // What stands behind the broken link was not reached, whatever the other check saw of it.
    bool broken = false;
    for (ChainView::Node &node : nodes) {
        if (broken)
            node.state = checks::StepState::Skipped;
        broken = broken || node.state == checks::StepState::Failed;
    }
    return nodes;
}

} // namespace

CheckPanel::CheckPanel(Workspace &workspace, QWidget *parent)
    : QWidget(parent),
      m_workspace(workspace),
      m_chain(new ChainView),
      m_icon(new IconLabel(space::wide)),
      m_headline(new TextLabel(TextSize::Section)),
      m_what(new TextLabel),
      m_remedy(new TextLabel),
      m_installBridge(new Button(ButtonRole::Normal, u"save"_s, u"installBridge"_s)),
      m_edit(new Button(ButtonRole::Normal, u"edit"_s, u"editSettings"_s)),
      m_showDetails(new Button(ButtonRole::Link, {}, u"showDetails"_s)),
      m_copyDetails(new Button(ButtonRole::Link, {}, u"copyDetails"_s)),
      m_details(new TextLabel(TextSize::Small)),
      m_verdict(new Card),
      m_columns(new QBoxLayout(QBoxLayout::LeftToRight)),
      m_network(new StepList),
      m_claude(new StepList)
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(space::large);
    column->addWidget(m_chain);

    m_headline->setObjectName(u"checkHeadline"_s);
    m_what->setObjectName(u"checkWhat"_s);
    m_remedy->setObjectName(u"checkRemedy"_s);
    m_details->setObjectName(u"checkDetails"_s);
    m_remedy->setTone(TextLabel::Tone::Secondary);
    m_what->setCopyable(true);
    m_details->setMonospace(true);
    m_details->setCopyable(true);
    m_details->hide();
    m_showDetails->setCheckable(true);
    m_installBridge->hide();
    m_edit->hide();
    auto *top = new QHBoxLayout;
    top->setSpacing(space::medium);
    top->addWidget(m_icon, 0, Qt::AlignTop);
    auto *texts = new QVBoxLayout;
    texts->setSpacing(space::small);
    texts->addWidget(m_headline);
    texts->addWidget(m_what);
    texts->addWidget(m_remedy);
    texts->addWidget(m_installBridge, 0, Qt::AlignLeft);
    texts->addWidget(m_edit, 0, Qt::AlignLeft);
    connect(m_edit, &QPushButton::clicked, this, &CheckPanel::editWanted);
    auto *links = new QHBoxLayout;
    links->setSpacing(space::large);
    links->addWidget(m_showDetails);
    links->addWidget(m_copyDetails);
    links->addStretch();
    texts->addLayout(links);
    texts->addWidget(m_details);
    top->addLayout(texts, 1);
    m_verdict->content()->addLayout(top);
    column->addWidget(m_verdict);

    auto *steps = new Card;
    m_columns->setSpacing(space::huge);
    m_columns->addWidget(m_network, 1);
    m_columns->addWidget(m_claude, 1);
    steps->content()->addLayout(m_columns);
    column->addWidget(steps);

    connect(m_showDetails, &QPushButton::toggled, this, [this](bool shown) {
        m_details->setVisible(shown);
        m_copyDetails->setVisible(shown);
    });
    connect(m_copyDetails, &QPushButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(details()); });
    connect(m_installBridge, &QPushButton::clicked, this, [this] {
        const config::Entry entry = m_run->entry(); // start() ends the run that holds it.
        start(m_server, entry, CheckRun::MissingBridge::Install);
    });
    clear();
}

void CheckPanel::start(const QString &server, const config::Entry &entry, CheckRun::MissingBridge missing)
{
    m_server = server;
    m_showDetails->setChecked(false);
    m_run = std::make_unique<CheckRun>(entry, m_workspace, missing);
    connect(m_run.get(), &CheckRun::changed, this, [this] {
        refresh();
        Q_EMIT changed();
    });
    connect(m_run.get(), &CheckRun::finished, this, [this] {
        if (const checks::Report *report = m_run->decisive())
            m_workspace.recordCheck(m_server, m_run->entry(), *report);
        refresh();
        Q_EMIT finished();
    });
    setVisible(true);
    m_run->start();
    refresh();
    Q_EMIT changed();
}

void CheckPanel::stop()
{
    if (m_run)
        m_run->cancel();
}

void CheckPanel::clear()
{
    m_run.reset();
    setVisible(false);
    Q_EMIT changed();
}

void CheckPanel::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        refresh();
    QWidget::changeEvent(event);
}

void CheckPanel::resizeEvent(QResizeEvent *event)
{
    m_columns->setDirection(width() < columnsFrom ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
    QWidget::resizeEvent(event);
}

void CheckPanel::refresh()
{
    m_network->setTitle(tr("From this computer"));
    m_claude->setTitle(tr("As Claude does it"));
    m_showDetails->setText(tr("Details"));
    m_copyDetails->setText(tr("Copy the details"));
    m_installBridge->setText(tr("Install the bridge and check again"));
    m_edit->setText(tr("Change the settings"));
    m_copyDetails->setVisible(m_showDetails->isChecked());
    if (!m_run)
        return;
    m_network->setVisible(m_run->hasNetworkCheck());
    m_network->setSteps(m_run->networkSteps());
    m_claude->setSteps(m_run->claudeSteps());
    m_chain->setNodes(chainOf(m_run->networkSteps(), m_run->claudeSteps()));
    showVerdict();
}

void CheckPanel::showVerdict()
{
    const checks::Report *report = m_run->decisive();
    m_installBridge->hide();
    m_edit->hide();
    if (m_run->isRunning() || !report) {
        m_icon->setIcon(stateIcon(State::Running));
        m_icon->setState(State::Running);
        m_headline->setText(m_run->isRunning() ? tr("The connection is being checked.") : tr("The check was stopped."));
        m_what->hide();
        m_remedy->hide();
        m_showDetails->hide();
        return;
    }
    // Where Claude's way works and this computer's does not, that difference is worth a word.
    const bool differs = report->outcome == checks::Outcome::Passed && m_run->networkReport() &&
                         m_run->networkReport()->outcome == checks::Outcome::Failed;
    const checks::Report &explained = differs ? *m_run->networkReport() : *report;
    const State state = differs ? State::Warning : stateOf(report->outcome);
    m_icon->setIcon(stateIcon(state));
    m_icon->setState(state);
    m_headline->setText(checks::headline(*report, m_server));

    const checks::Step *step = explained.decisive();
    config::Message message;
    if (m_run->installError())
        message = bridges::message(*m_run->installError());
    else if (step)
        message = checks::message(*step);
    if (differs)
        message.what = tr("Only the check from this computer failed.") + u' ' + message.what;
    m_what->setText(message.what);
    m_what->setVisible(!message.what.isEmpty());
    m_remedy->setText(message.remedy);
    m_remedy->setVisible(!message.remedy.isEmpty());
    m_details->setText(details());
    m_showDetails->setVisible(!m_details->text().isEmpty());
    if (step && step->cause && step->cause->what == checks::StepCause{checks::LocalCause::BridgeMissing}.what)
        m_installBridge->show();
    else
        m_edit->setVisible(m_offersEdit && report->outcome == checks::Outcome::Failed);
}

QString CheckPanel::details() const
{
    QStringList lines;
    const auto add = [&lines](const QString &title, const QList<checks::Step> &steps) {
        if (steps.isEmpty())
            return;
        lines.append(title);
        for (const checks::Step &step : steps) {
            lines.append(u"  %1: %2  %3"_s
                             .arg(checks::stepName(step.id), checks::stateName(step.state),
                                  step.duration.count() > 0 ? shownDuration(step.duration) : QString())
                             .trimmed()
                             .prepend(u"  "_s));
            if (step.cause)
                lines.append(u"    "_s + checks::causeId(*step.cause));
            for (const checks::Evidence &evidence : step.evidence)
                // The meaning of a code is part of the sentence, in the person's language.
                if (!evidence.value.isEmpty() && evidence.name != u"meaning"_s)
                    lines.append(u"    %1: %2"_s.arg(checks::evidenceName(evidence.name), evidence.value));
        }
    };
    add(tr("From this computer"), m_run->networkSteps());
    add(tr("As Claude does it"), m_run->claudeSteps());
    return secrets::processRedactor().redact(lines.join(u'\n'));
}

} // namespace kopru::ui
