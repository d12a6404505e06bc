#include "ui/pages/overview.h"

#include "app/config/wording.h"
#include "ui/checkrun.h"
#include "ui/claudeprogram.h"
#include "ui/icons.h"
#include "ui/secondfiles.h"
#include "ui/shown.h"
#include "ui/widgets/button.h"
#include "ui/widgets/card.h"
#include "ui/widgets/label.h"
#include "ui/widgets/serverlist.h"

#include <QtCore/QFileInfo>
#include <QtCore/QProcess>
#include <QtGui/QDesktopServices>

namespace kopru::ui {

using namespace Qt::StringLiterals;

OverviewPage::OverviewPage(Workspace &workspace, QWidget *parent)
    : Page(workspace, Body::Fills, parent),
      m_queue(new CheckQueue(workspace, this)),
      m_card(new Card),
      m_icon(new IconLabel(space::huge)),
      m_sentence(new TextLabel(TextSize::Section)),
      m_text(new TextLabel),
      m_steps(new TextLabel),
      m_act(new Button(ButtonRole::Primary, {}, u"nextStep"_s)),
      m_fileIcon(new IconLabel(iconSize)),
      m_fileTitle(new TextLabel(TextSize::Small)),
      m_path(new PathLabel),
      m_places(new Button(ButtonRole::Link, {}, u"allPlaces"_s)),
      m_openFolder(new Button(ButtonRole::Link, {}, u"openFolder"_s)),
      m_list(new ServerList(workspace, u"overviewServers"_s))
{
    m_sentence->setObjectName(u"headline"_s);
    m_text->setTone(TextLabel::Tone::Secondary);
    auto *row = new QHBoxLayout;
    row->setSpacing(space::large);
    row->addWidget(m_icon, 0, Qt::AlignTop);
    auto *texts = new QVBoxLayout;
    texts->setSpacing(space::small);
    texts->addWidget(m_sentence);
    texts->addWidget(m_text);
    texts->addWidget(m_steps);
    texts->addSpacing(space::tiny);
    texts->addWidget(m_act, 0, Qt::AlignLeft);
    row->addLayout(texts, 1);
    m_card->content()->setContentsMargins(space::wide, space::wide, space::wide, space::wide);
    m_card->content()->addLayout(row);
    body()->addWidget(m_card);

    auto *file = new QHBoxLayout;
    file->setSpacing(space::small);
    m_fileIcon->setIcon(u"file"_s);
    file->addWidget(m_fileIcon, 0, Qt::AlignTop);
    auto *fileTexts = new QVBoxLayout;
    fileTexts->setSpacing(0);
    m_fileTitle->setTone(TextLabel::Tone::Secondary);
    fileTexts->addWidget(m_fileTitle);
    fileTexts->addWidget(m_path);
    file->addLayout(fileTexts, 1);
    file->addWidget(m_openFolder, 0, Qt::AlignTop);
    file->addSpacing(space::small);
    file->addWidget(m_places, 0, Qt::AlignTop);
    body()->addLayout(file);
    body()->addWidget(m_list, 1);
    body()->addStretch(0);

    connect(m_act, &QPushButton::clicked, this, &OverviewPage::act);
    connect(m_list, &ServerList::chosen, this, [this](const QString &name) { Q_EMIT routed({u"server"_s, name, {}}); });
    connect(m_places, &QPushButton::clicked, this, [this] { Q_EMIT routed({u"places"_s, {}, {}}); });
    connect(m_openFolder, &QPushButton::clicked, this,
            [this] { QDesktopServices::openUrl(QUrl::fromLocalFile(QFileInfo(this->workspace().filePath()).path())); });
    for (auto signal :
         {&Workspace::fileChanged, &Workspace::draftChanged, &Workspace::checksChanged, &Workspace::restartChanged})
        connect(&workspace, signal, this, &OverviewPage::refresh);
    connect(m_queue, &CheckQueue::changed, this, &OverviewPage::refresh);
    connect(&workspace.secondFiles(), &SecondFiles::changed, this, &OverviewPage::refresh);
    m_minute.setInterval(std::chrono::minutes(1));
    connect(&m_minute, &QTimer::timeout, this, [this] {
        m_list->refresh();
        refresh();
    });
}

void OverviewPage::showEvent(QShowEvent *event)
{
    m_minute.start();
    refresh();
    Page::showEvent(event);
}

void OverviewPage::hideEvent(QHideEvent *event)
{
    m_minute.stop();
    Page::hideEvent(event);
}

void OverviewPage::open(const Route &)
{
    refresh();
    m_act->setFocus();
}

void OverviewPage::retranslate()
{
    setTitle(tr("Overview"));
    m_openFolder->setText(tr("Open folder"));
    m_places->setText(tr("All places"));
    refresh();
}

OverviewPage::Standing OverviewPage::standing() const
{
    const platform::Discovery &discovery = workspace().discovery();
    const bool given = discovery.certainty == platform::Certainty::Given;
    const FileState file = workspace().fileState();
    const bool none = file == FileState::NoPlace || file == FileState::Missing;
    if (none && !given && !discovery.claudeInstalled)
        return Standing::ClaudeNotFound;
    if (file == FileState::NoPlace || (file == FileState::Missing && !given && m_servers.isEmpty()))
        return Standing::NeverStarted;
    if (file == FileState::Unusable)
        return Standing::FileBroken;
    if (discovery.certainty == platform::Certainty::Ambiguous && !workspace().placeChosen())
        return Standing::WrongCopy;
    if (!workspace().secondFiles().failures().isEmpty())
        return Standing::SecondFileFailed;
    // The rule is known after the person has gone there once; it need not stay in front of all else.
    if (workspace().policy().forbidsLocalServers && !m_policySeen)
        return Standing::Policy;
    if (m_servers.isEmpty())
        return Standing::NoServers;
    if (m_queue->isRunning())
        return Standing::Checking;
    if (!workspace().waitingForRestart().isEmpty())
        return Standing::RestartNeeded;
    const auto any = [this](Health health) {
        return std::any_of(m_servers.begin(), m_servers.end(), [health](const auto &s) { return s.health == health; });
    };
    if (any(Health::Fails))
        return Standing::SomeFail;
    if (any(Health::Unknown))
        return Standing::SomeUnchecked;
    return Standing::AllWell;
}

OverviewPage::Headline OverviewPage::headline(Standing standing) const
{
    const int total = static_cast<int>(m_servers.size());
    const auto count = [this](Health health) {
        return static_cast<int>(
            std::count_if(m_servers.begin(), m_servers.end(), [health](const auto &s) { return s.health == health; }));
    };
    switch (standing) {
    case Standing::ClaudeNotFound:
        return {State::Failed,
                tr("Claude Desktop is not installed on this computer."),
                tr("Install it and start it once. Then come back here."),
                {},
                tr("Open download page")};
    case Standing::NeverStarted:
        return {State::Warning,
                tr("Claude Desktop has not created its settings file yet. Start it once."),
                tr("You can also add a server first. Kopru then creates the file."),
                {},
                ClaudeProgram::startCommand(workspace().platform()).isEmpty() ? tr("Look again") : tr("Start Claude")};
    case Standing::FileBroken: {
        const config::Message words = config::message(*workspace().openError());
        const bool faulty = std::holds_alternative<config::BrokenFile>(*workspace().openError());
        return {State::Failed,
                faulty ? tr("The settings file has a fault, so Claude ignores all your servers.") : words.what,
                faulty ? (words.what + u' ' + words.remedy).trimmed() : words.remedy,
                {},
                faulty ? tr("Open the file") : tr("Look again")};
    }
    case Standing::SecondFileFailed: {
        const config::Message &words = workspace().secondFiles().failures().first().words;
        return {State::Failed, words.what, words.remedy, {}, tr("Show all files")};
    }
    case Standing::Policy:
        return {State::Warning,
                tr("Your organisation does not allow local servers in Claude."),
                tr("What is added here may have no effect. The rule can also be older than your Claude."),
                {},
                tr("Show the rule")};
    case Standing::WrongCopy:
        return {State::Warning,
                tr("Kopru and Claude would read different files."),
                tr("There are several settings files. Choose the one that Claude reads."),
                {},
                tr("Show all files")};
    case Standing::NoServers:
        return {State::Neutral,
                tr("Nothing is connected to Claude yet."),
                tr("Add the first server. You need what its vendor gave you: an address, a token, or a command."),
                {},
                tr("Add a server")};
    case Standing::RestartNeeded:
        return {State::Warning,
                tr("%n changes wait for Claude to be restarted.", nullptr,
                   static_cast<int>(workspace().waitingForRestart().size())),
                tr("Claude reads its settings file only when it starts."),
                ClaudeProgram::restartSteps(workspace().platform().system), tr("I have restarted Claude")};
    case Standing::Checking:
        return {State::Running, tr("The connections are being checked."), {}, {}, tr("Stop")};
    case Standing::SomeFail:
        return {State::Failed,
                tr("%n of %1 servers do not work.", nullptr, count(Health::Fails)).arg(total),
                {},
                {},
                tr("Show why")};
    case Standing::SomeUnchecked:
        return {State::Neutral,
                tr("%n of %1 servers have not been checked yet.", nullptr, count(Health::Unknown)).arg(total),
                {},
                {},
                tr("Check all")};
    case Standing::AllWell: {
        QDateTime oldest;
        for (const ServerSummary &server : m_servers)
            if (server.check && (!oldest.isValid() || server.check->when < oldest))
                oldest = server.check->when;
        return {State::Passed,
                tr("All %n servers work.", nullptr, total),
                tr("Last checked %1.", "%1 is a time such as: 3 minutes ago").arg(Shown::ago(oldest)),
                {},
                tr("Check again")};
    }
    }
    return {};
}

void OverviewPage::refresh()
{
    m_servers = workspace().servers();
    const Standing found = standing();
    const Headline now = headline(found);
    m_icon->setIcon(stateIcon(now.state));
    m_icon->setState(now.state);
    m_sentence->setText(now.sentence);
    m_text->setText(now.text);
    m_text->setVisible(!now.text.isEmpty());
    QStringList numbered;
    for (qsizetype i = 0; i < now.steps.size(); ++i)
        numbered.append(u"%1. %2"_s.arg(i + 1).arg(now.steps.at(i)));
    m_steps->setText(numbered.join(u'\n'));
    m_steps->setVisible(!numbered.isEmpty());
    m_act->setText(now.button);

    const QString path = workspace().filePath();
    m_fileTitle->setText(workspace().fileState() == FileState::Missing
                             ? tr("Claude's settings file, which does not exist yet:")
                             : tr("Claude reads this settings file:"));
    m_path->setPath(path);
    for (QWidget *widget :
         {static_cast<QWidget *>(m_fileIcon), static_cast<QWidget *>(m_fileTitle), static_cast<QWidget *>(m_path)})
        widget->setVisible(!path.isEmpty() && found != Standing::ClaudeNotFound);
    m_openFolder->setVisible(!path.isEmpty() && QFileInfo::exists(QFileInfo(path).path()));
    m_places->setVisible(workspace().discovery().places.size() > 1);
    m_list->setVisible(!m_servers.isEmpty());
}

void OverviewPage::act()
{
    switch (standing()) {
    case Standing::ClaudeNotFound:
        QDesktopServices::openUrl(ClaudeProgram::downloadPage());
        return;
    case Standing::NeverStarted: {
        QStringList command = ClaudeProgram::startCommand(workspace().platform());
        if (!command.isEmpty()) {
            const QString program = command.takeFirst();
            QProcess::startDetached(program, command);
        }
        workspace().reopen();
        return;
    }
    case Standing::FileBroken:
        if (std::holds_alternative<config::BrokenFile>(*workspace().openError()))
            QDesktopServices::openUrl(QUrl::fromLocalFile(workspace().filePath()));
        else
            workspace().reopen();
        return;
    case Standing::Policy:
        m_policySeen = true;
        [[fallthrough]];
    case Standing::SecondFileFailed:
    case Standing::WrongCopy:
        Q_EMIT routed({u"places"_s, {}, {}});
        return;
    case Standing::NoServers:
        Q_EMIT routed({u"add"_s, {}, {}});
        return;
    case Standing::RestartNeeded:
        workspace().claudeRestarted();
        return;
    case Standing::Checking:
        m_queue->cancel();
        return;
    case Standing::SomeFail:
        for (const ServerSummary &server : m_servers)
            if (server.health == Health::Fails) {
                Q_EMIT routed({u"server"_s, server.name, u"check"_s});
                return;
            }
        return;
    case Standing::SomeUnchecked:
    case Standing::AllWell: {
        QStringList names;
        for (const ServerSummary &server : m_servers)
            names.append(server.name);
        m_queue->start(names);
        return;
    }
    }
}

} // namespace kopru::ui
