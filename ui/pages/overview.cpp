#include "ui/pages/overview.h"

#include "app/config/wording.h"
#include "ui/checkrun.h"
#include "ui/claudeprogram.h"
#include "ui/dialogs.h"
#include "ui/icons.h"
#include "ui/secondfiles.h"
#include "ui/shown.h"
#include "ui/widgets/button.h"
#include "ui/widgets/card.h"
#include "ui/widgets/label.h"
#include "ui/widgets/otherfile.h"
#include "ui/widgets/serverlist.h"

#include <QtCore/QFileInfo>
#include <QtCore/QProcess>
#include <QtGui/QDesktopServices>

namespace kopru::ui {

using namespace Qt::StringLiterals;

namespace {

/// More names than this say no more.
constexpr qsizetype namedServers = 4;

} // namespace

OverviewPage::OverviewPage(Workspace &workspace, QWidget *parent)
    : Page(workspace, Body::Fills, parent),
      m_queue(new CheckQueue(workspace, this)),
      m_card(new Card),
      m_icon(new IconLabel(space::huge)),
      m_sentence(new TextLabel(TextSize::Section)),
      m_text(new TextLabel),
      m_steps(new TextLabel),
      m_act(new Button(ButtonRole::Primary, {}, u"nextStep"_s)),
      m_second(new Button(ButtonRole::Normal, {}, u"otherStep"_s)),
      m_fileIcon(new IconLabel(iconSize)),
      m_fileTitle(new TextLabel(TextSize::Small)),
      m_path(new PathLabel),
      m_places(new Button(ButtonRole::Link, {}, u"allPlaces"_s)),
      m_openFolder(new Button(ButtonRole::Link, {}, u"openFolder"_s)),
      m_versions(new Button(ButtonRole::Link, {}, u"earlierVersions"_s)),
      m_list(new ServerList(workspace, u"overviewServers"_s))
{
    m_sentence->setObjectName(u"headline"_s);
    m_fileTitle->setObjectName(u"fileTitle"_s);
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
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(space::small);
    buttons->addWidget(m_act);
    buttons->addWidget(m_second);
    buttons->addStretch();
    texts->addLayout(buttons);
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
    auto *links = new QHBoxLayout;
    links->setSpacing(space::large);
    links->setContentsMargins(0, space::tiny, 0, 0);
    links->addWidget(m_openFolder);
    links->addWidget(m_versions);
    links->addWidget(m_places);
    links->addStretch();
    fileTexts->addLayout(links);
    file->addLayout(fileTexts, 1);
    body()->addLayout(file);
    auto *other = new OtherFile(workspace);
    connect(other, &OtherFile::asked, this, [this] { Q_EMIT routed({u"places"_s, {}, {}}); });
    body()->addWidget(other);
    body()->addWidget(m_list, 1);
    body()->addStretch(0);

    connect(m_act, &QPushButton::clicked, this, &OverviewPage::act);
    connect(m_list, &ServerList::chosen, this, [this](const QString &name) { Q_EMIT routed({u"server"_s, name, {}}); });
    connect(m_places, &QPushButton::clicked, this, [this] { Q_EMIT routed({u"places"_s, {}, {}}); });
    connect(m_openFolder, &QPushButton::clicked, this,
            [this] { QDesktopServices::openUrl(QUrl::fromLocalFile(QFileInfo(this->workspace().filePath()).path())); });
    connect(m_versions, &QPushButton::clicked, this, [this] { Q_EMIT routed({u"versions"_s, {}, {}}); });
    connect(m_second, &QPushButton::clicked, this, [this] {
        if (standing() == Standing::Disappeared)
            this->workspace().safeguard().accept();
    });
    for (auto signal : {&Workspace::fileChanged, &Workspace::draftChanged, &Workspace::checksChanged,
                        &Workspace::restartChanged, &Workspace::safetyChanged})
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
    m_versions->setText(tr("Earlier versions"));
    m_places->setText(tr("All places"));
    refresh();
}

OverviewPage::Standing OverviewPage::standing() const
{
    const platform::Discovery &discovery = workspace().discovery();
    const bool given = discovery.certainty == platform::Certainty::Given;
    const FileState file = workspace().fileState();
    const bool none = file == FileState::NoPlace || file == FileState::Missing;
    if (workspace().safeguard().disappearance())
        return Standing::Disappeared;
    if (none && !given && !discovery.claudeInstalled)
        return Standing::ClaudeNotFound;
    if (file == FileState::NoPlace || (file == FileState::Missing && !given && m_servers.isEmpty()))
        return Standing::NeverStarted;
    if (file == FileState::Unusable || workspace().brokenFile())
        return Standing::FileBroken;
    if (workspace().isPlaceUnsure())
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
        const std::optional<config::BrokenFile> &broken = workspace().brokenFile();
        const config::Message words =
            broken ? config::message(broken->error) : config::message(*workspace().openError());
        if (!broken)
            return {State::Failed, words.what, words.remedy, {}, tr("Look again")};
        const std::optional<config::Reading> &reading = workspace().safeguard().reading();
        const int faults = reading ? static_cast<int>(reading->faults.size()) : 0;
        return {State::Failed,
                faults > 0 ? tr("The settings file has %n faults, so Claude ignores all your servers.", nullptr, faults)
                           : tr("The settings file has a fault, so Claude ignores all your servers."),
                faults > 1 ? tr("The first one: %1").arg(words.what) : words.what,
                {},
                tr("Show and mend")};
    }
    case Standing::Disappeared: {
        const Disappearance &lost = *workspace().safeguard().disappearance();
        const int gone = static_cast<int>(lost.servers.size());
        const int found = static_cast<int>(lost.restored.servers.size());
        const QString names = lost.servers.size() > namedServers
                                  ? lost.servers.first(namedServers).join(u", "_s) + u", …"_s
                                  : lost.servers.join(u", "_s);
        Headline headline{State::Failed,
                          lost.when.isValid() ? tr("%n servers disappeared from the settings file %1.",
                                                   "%1 is a time such as: today at 14:05", gone)
                                                    .arg(Shown::at(lost.when))
                                              : tr("%n servers disappeared from the settings file.", nullptr, gone),
                          tr("Another program took them out: %1.").arg(names),
                          {},
                          tr("Restore %n servers", nullptr, found),
                          tr("That is right")};
        if (isRestored()) {
            headline.text = tr("They are back in your changes. Save, and Claude has them again.");
            headline.button = tr("Review and save");
        } else if (found == 0) {
            headline.text += u' ' + tr("Kopru has no earlier version that holds them.");
            headline.button = tr("Show the earlier versions");
        }
        return headline;
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
    m_second->setText(now.second);
    m_second->setVisible(!now.second.isEmpty());

    const QString path = workspace().filePath();
    const platform::Discovery &discovery = workspace().discovery();
    const bool isKnown =
        (discovery.certainty == platform::Certainty::Certain || discovery.certainty == platform::Certainty::Likely) &&
        discovery.livePlace() && discovery.livePlace()->configFile == path;
    m_fileTitle->setText(workspace().fileState() == FileState::Missing
                             ? tr("Claude's settings file, which does not exist yet:")
                         : isKnown ? tr("Claude reads this settings file:")
                                   : tr("Kopru works on this settings file:"));
    m_path->setPath(path);
    for (QWidget *widget :
         {static_cast<QWidget *>(m_fileIcon), static_cast<QWidget *>(m_fileTitle), static_cast<QWidget *>(m_path)})
        widget->setVisible(!path.isEmpty() && found != Standing::ClaudeNotFound);
    m_versions->setVisible(!path.isEmpty());
    m_openFolder->setVisible(!path.isEmpty() && QFileInfo::exists(QFileInfo(path).path()));
    m_places->setVisible(workspace().discovery().places.size() > 1);
    m_list->setVisible(!m_servers.isEmpty());
}

bool OverviewPage::isRestored() const
{
    const std::optional<Disappearance> &lost = workspace().safeguard().disappearance();
    return lost && workspace().draft().isChanged() && !lost->restored.servers.isEmpty() &&
           std::all_of(lost->restored.servers.begin(), lost->restored.servers.end(),
                       [this](const QString &name) { return workspace().draft().document().contains(name); });
}

void OverviewPage::restore()
{
    const Disappearance lost = *workspace().safeguard().disappearance();
    if (lost.restored.servers.isEmpty()) {
        Q_EMIT routed({u"versions"_s, {}, {}});
        return;
    }
    if (!isRestored()) {
        // Beside what is being edited: each goes back to where it stood.
        config::Document document = workspace().draft().document();
        if (workspace().fileState() != FileState::Good && !workspace().draft().isChanged())
            document = lost.restored.document;
        for (const QString &name : lost.restored.servers)
            if (const auto with = document.addedMember(lost.restored.document.memberText(name),
                                                       lost.restored.document.serverBefore(name)))
                document = *with;
        if (!workspace().edit(document))
            return;
    }
    Q_EMIT routed({u"review"_s, {}, {}});
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
        askDiscard(workspace(), this, [this] { workspace().reopen(); });
        return;
    }
    case Standing::FileBroken:
        if (workspace().brokenFile())
            Q_EMIT routed({u"mend"_s, {}, {}});
        else
            askDiscard(workspace(), this, [this] { workspace().reopen(); });
        return;
    case Standing::Disappeared:
        restore();
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
