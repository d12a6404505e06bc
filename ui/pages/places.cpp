#include "ui/pages/places.h"

#include "ui/dialogs.h"
#include "ui/secondfiles.h"
#include "ui/shown.h"
#include "ui/tokens.h"
#include "ui/widgets/button.h"
#include "ui/widgets/card.h"
#include "ui/widgets/findinglist.h"
#include "ui/widgets/label.h"
#include "ui/widgets/statebadge.h"

#include <QtConcurrent/QtConcurrentRun>
#include <QtCore/QCoreApplication>
#include <QtCore/QLocale>

namespace kopru::ui {

using namespace Qt::StringLiterals;

namespace {

class PlaceWording
{
    Q_DECLARE_TR_FUNCTIONS(kopru::ui::PlaceWording)
public:
    static QString name(platform::PlaceKind kind)
    {
        switch (kind) {
        case platform::PlaceKind::MacOs:
            return tr("Claude Desktop for macOS");
        case platform::PlaceKind::WindowsClassic:
            return tr("Claude Desktop for Windows, classic installation");
        case platform::PlaceKind::WindowsStore:
            return tr("Claude Desktop for Windows, installed as a Store program");
        case platform::PlaceKind::Linux:
            return tr("Claude Desktop for Linux");
        case platform::PlaceKind::LinuxLowerCase:
            return tr("A folder with a small c, which Claude Desktop does not read");
        case platform::PlaceKind::LinuxProfile:
            return tr("A profile of its own");
        case platform::PlaceKind::ThirdParty:
            return tr("Claude Desktop with another provider");
        case platform::PlaceKind::Given:
            return tr("The file that was named when Kopru was started");
        case platform::PlaceKind::UserDataOverride:
            return tr("The folder that CLAUDE_USER_DATA_DIR names");
        }
        return {};
    }

    /// What speaks for the place, a sentence each.
    static QStringList facts(const platform::Place &place, const config::PlaceEvidence &evidence)
    {
        QStringList lines;
        if (!place.file.exists)
            lines.append(tr("This file does not exist."));
        else
            lines.append(tr("Last changed %1").arg(Shown::ago(place.file.modified)));
        if (place.file.exists && evidence.readable && !evidence.broken)
            lines.append(evidence.servers.isEmpty() ? tr("It holds no servers.")
                                                    : tr("Servers: %1").arg(few(evidence.servers)));
        if (place.lastLog.isValid()) {
            QStringList logged;
            for (const platform::ServerLog &log : place.logs)
                logged.append(log.server);
            lines.append(logged.isEmpty()
                             ? tr("Claude last wrote a log %1").arg(Shown::ago(place.lastLog))
                             : tr("Claude last wrote a log %1, of: %2").arg(Shown::ago(place.lastLog), few(logged)));
        } else {
            lines.append(tr("Claude has written no log here."));
        }
        return lines;
    }

    /// What stands in the way.
    static QList<Notice> problems(const platform::Place &place, const config::PlaceEvidence &evidence)
    {
        QList<Notice> notices;
        const platform::Ownership &ownership = place.ownership;
        if (place.file.exists && !evidence.readable)
            notices.append({State::Failed, tr("You do not have the right to read this file.")});
        else if (place.file.exists && evidence.broken)
            notices.append({State::Failed, tr("The file has a fault, and Claude takes such a file for an empty one.")});
        if (place.file.exists && !ownership.own)
            notices.append(
                {State::Warning, tr("The file belongs to “%1”, not to you. Ask them, or an administrator, for "
                                    "the right to write it.")
                                     .arg(ownership.owner)});
        else if (place.file.exists && !place.file.writable)
            notices.append({State::Warning, tr("The file is write-protected. Remove the protection to save changes.")});
        else if (place.folderExists && !ownership.folderWritable)
            notices.append({State::Warning, tr("The folder is write-protected, so nothing can be saved here.")});
        if (!ownership.leadsTo.isEmpty())
            notices.append({State::Neutral, tr("This is a link. The file itself is: %1").arg(ownership.leadsTo)});
        return notices;
    }

    static QString few(const QStringList &names)
    {
        constexpr qsizetype shown = 5;
        if (names.size() <= shown)
            return names.join(u", "_s);
        return tr("%1 and %n more", nullptr, static_cast<int>(names.size() - shown))
            .arg(names.first(shown).join(u", "_s));
    }

    static QList<Notice> policy(const platform::Policy &policy)
    {
        QList<Notice> notices;
        if (policy.forbidsLocalServers)
            notices.append(
                {State::Warning, tr("Your organisation does not allow local servers in Claude. The rule stands "
                                    "here: %1")
                                     .arg(policy.source)});
        if (policy.forbidsExtensions)
            notices.append(
                {State::Warning, tr("Your organisation does not allow extensions in Claude. The rule stands here: %1")
                                     .arg(policy.source)});
        else if (policy.wantsSignedExtensions)
            notices.append(
                {State::Neutral,
                 tr("Your organisation allows only signed extensions. The rule stands here: %1").arg(policy.source)});
        if (!policy.unreadable.isEmpty())
            notices.append({State::Warning,
                            tr("Your organisation's rules for Claude could not be read: %1").arg(policy.unreadable)});
        return notices;
    }
};

} // namespace

PlacesPage::PlacesPage(Workspace &workspace, QWidget *parent)
    : Page(workspace, Body::Scrolls, parent),
      m_notices(new FindingList(u"placeNotices"_s)),
      m_choice(new Card),
      m_question(new TextLabel),
      m_both(new Button(ButtonRole::Primary, {}, u"writeBoth"_s)),
      m_cards(new QVBoxLayout)
{
    addBackButton();
    m_cards->setSpacing(space::medium);
    m_question->setObjectName(u"placeQuestion"_s);
    m_choice->content()->addWidget(m_question);
    m_choice->content()->addWidget(m_both, 0, Qt::AlignLeft);
    body()->addWidget(m_notices);
    body()->addWidget(m_choice);
    body()->addLayout(m_cards);
    body()->addStretch();
    connect(m_both, &QPushButton::clicked, &workspace, &Workspace::useAllPlaces);
    connect(&workspace, &Workspace::fileChanged, this, &PlacesPage::look);
    connect(&workspace, &Workspace::draftChanged, this, &PlacesPage::refresh);
    connect(&workspace.secondFiles(), &SecondFiles::changed, this, &PlacesPage::refresh);
    connect(&m_look, &QFutureWatcherBase::finished, this, &PlacesPage::refresh);
}

void PlacesPage::open(const Route &)
{
    m_notCopied.reset();
    look();
}

void PlacesPage::retranslate()
{
    setTitle(tr("All settings files"));
    setSentence(tr("Claude can keep its settings file in several places. Kopru works on one of them."));
    m_both->setText(tr("Write every change into all of them"));
    refresh();
}

/// The files are read beside the window: one may stand on a drive that sleeps.
void PlacesPage::look()
{
    m_looked = workspace().discovery();
    m_look.setFuture(QtConcurrent::run(
        [platform = workspace().platform(), discovery = m_looked] { return config::evidence(platform, discovery); }));
    refresh();
}

config::PlaceEvidence PlacesPage::evidenceOf(int index) const
{
    const platform::Place &place = workspace().discovery().places.at(index);
    if (m_look.isFinished() && m_look.future().resultCount() > 0 && index < m_looked.places.size() &&
        m_looked.places.at(index).configFile == place.configFile)
        return m_look.result().at(index);
    return {};
}

void PlacesPage::showChoice()
{
    const platform::Discovery &discovery = workspace().discovery();
    const bool unsure = workspace().isPlaceUnsure();
    const bool several = unsure && discovery.live >= 0 &&
                         !platform::rivals(discovery, discovery.places.at(discovery.live).configFile).isEmpty();
    m_choice->setVisible(unsure);
    m_both->setVisible(several);
    m_question->setText(
        several ? tr("It is not certain which of these files Claude reads. Choose one, or let every change be written "
                     "into all of them.")
                : tr("It is not certain where Claude keeps its settings file. Choose one, or start Claude once."));
}

void PlacesPage::refresh()
{
    while (QLayoutItem *item = m_cards->takeAt(0)) {
        if (QWidget *card = item->widget()) {
            card->hide();
            card->deleteLater(); // Its button may be what called.
        }
        delete item;
    }
    QList<Notice> notices;
    for (const SecondFiles::Failure &failure : workspace().secondFiles().failures())
        notices.append({State::Failed, (failure.words.what + u' ' + failure.words.remedy).trimmed(), tr("Try again"),
                        [this] { workspace().secondFiles().retry(); }});
    if (m_notCopied)
        notices.append({State::Failed,
                        (tr("Nothing was copied.") + u' ' + m_notCopied->what + u' ' + m_notCopied->remedy).trimmed()});
    m_notices->setNotices(notices + PlaceWording::policy(workspace().policy()));
    showChoice();
    for (int i = 0; i < workspace().discovery().places.size(); ++i)
        showPlace(i);
}

void PlacesPage::showPlace(int index)
{
    const platform::Place &place = workspace().discovery().places.at(index);
    const config::PlaceEvidence evidence = evidenceOf(index);
    const bool used = place.configFile == workspace().filePath();
    auto *card = new Card;
    auto *row = new QHBoxLayout;
    auto *name = new TextLabel;
    name->setText(PlaceWording::name(place.kind));
    row->addWidget(name, 1);
    if (used) {
        auto *badge = new StateBadge;
        badge->setState(State::Passed, tr("Kopru works on this file"));
        row->addWidget(badge, 0, Qt::AlignTop);
    } else {
        auto *use = new Button(ButtonRole::Normal, {}, u"usePlace%1"_s.arg(index));
        use->setText(tr("Use this file"));
        row->addWidget(use, 0, Qt::AlignTop);
        connect(use, &QPushButton::clicked, this, [this, file = place.configFile] {
            askDiscard(workspace(), this, [this, file] {
                const QList<platform::Place> &places = workspace().discovery().places;
                for (int i = 0; i < places.size(); ++i)
                    if (places.at(i).configFile == file) {
                        workspace().choosePlace(i);
                        return;
                    }
            });
        });
    }
    card->content()->addLayout(row);
    auto *path = new PathLabel;
    path->setPath(place.configFile);
    card->content()->addWidget(path);
    for (const QString &line : PlaceWording::facts(place, evidence)) {
        auto *fact = new TextLabel(TextSize::Small);
        fact->setTone(TextLabel::Tone::Secondary);
        fact->setText(line);
        card->content()->addWidget(fact);
    }
    auto *problems = new FindingList(u"place%1Problem"_s.arg(index));
    problems->setNotices(PlaceWording::problems(place, evidence));
    card->content()->addWidget(problems);
    if (!used && place.file.exists) {
        auto *also = new CheckBox(u"alsoPlace%1"_s.arg(index));
        also->setText(tr("Write every change into this file too"));
        also->setChecked(workspace().secondFiles().contains(place.configFile));
        connect(also, &QCheckBox::toggled, this, [this, file = place.configFile](bool wanted) {
            QMetaObject::invokeMethod(
                this, [this, file, wanted] { workspace().secondFiles().set(file, wanted); }, Qt::QueuedConnection);
        });
        card->content()->addWidget(also, 0, Qt::AlignLeft);
        int missing = 0;
        for (const QString &server : evidence.servers)
            missing += workspace().draft().document().contains(server) ? 0 : 1;
        if (missing > 0 && workspace().canEdit()) {
            auto *copy = new Button(ButtonRole::Normal, {}, u"copyServers%1"_s.arg(index));
            copy->setText(tr("Copy %n servers to the file in use", nullptr, missing));
            connect(copy, &QPushButton::clicked, this, [this, file = place.configFile] {
                using Opened = Result<config::ConfigFile, config::OpenError>;
                const auto read = [file]() -> Opened { return config::openConfig(file); };
                QtConcurrent::run(read).then(this, [this](const Opened &from) {
                    m_notCopied.reset();
                    if (from)
                        workspace().edit(config::withServersOf(workspace().draft().document(), from->document));
                    else
                        m_notCopied = config::message(from.error());
                    refresh();
                });
            });
            card->content()->addWidget(copy, 0, Qt::AlignLeft);
        }
    }
    m_cards->addWidget(card);
}

} // namespace kopru::ui
