#include "ui/pages/mend.h"

#include "app/config/sourcetext.h"
#include "app/config/wording.h"
#include "ui/beside.h"
#include "ui/icons.h"
#include "ui/shown.h"
#include "ui/tokens.h"
#include "ui/widgets/button.h"
#include "ui/widgets/card.h"
#include "ui/widgets/faultlist.h"
#include "ui/widgets/label.h"

#include <QtCore/QFileInfo>
#include <QtGui/QDesktopServices>

namespace kopru::ui {

using namespace Qt::StringLiterals;

namespace {

/// More than a person reads; the first ones are what to begin with.
constexpr qsizetype listedFaults = 100;
constexpr int highestFaults = 190;

} // namespace

MendPage::MendPage(Workspace &workspace, QWidget *parent)
    : Page(workspace, Body::Fills, parent),
      m_problem(new Card),
      m_what(new TextLabel),
      m_remedy(new TextLabel),
      m_content(new QWidget),
      m_faultsTitle(new TextLabel(TextSize::Section)),
      m_faults(new FaultList(u"faults"_s, highestFaults)),
      m_before(new TextLabel(TextSize::Small)),
      m_after(new TextLabel(TextSize::Small)),
      m_texts(new SideBySide(u"mendTexts"_s)),
      m_note(new TextLabel(TextSize::Small)),
      m_folder(new Button(ButtonRole::Normal, u"folder"_s, u"mendFolder"_s)),
      m_versions(new Button(ButtonRole::Normal, u"undo"_s, u"mendVersions"_s)),
      m_act(new Button(ButtonRole::Primary, {}, u"mend"_s)),
      m_sound(new EmptyState(u"passed"_s)),
      m_home(new Button(ButtonRole::Primary, u"overview"_s, u"mendHome"_s))
{
    addBackButton();
    auto *problem = new QHBoxLayout;
    problem->setSpacing(space::medium);
    auto *sign = new IconLabel(iconSize);
    sign->setIcon(stateIcon(State::Failed));
    sign->setState(State::Failed);
    problem->addWidget(sign, 0, Qt::AlignTop);
    auto *words = new QVBoxLayout;
    m_what->setObjectName(u"mendProblem"_s);
    m_remedy->setTone(TextLabel::Tone::Secondary);
    words->addWidget(m_what);
    words->addWidget(m_remedy);
    problem->addLayout(words, 1);
    m_problem->content()->addLayout(problem);
    m_problem->hide();

    m_before->setTone(TextLabel::Tone::Secondary);
    m_after->setTone(TextLabel::Tone::Secondary);
    m_note->setTone(TextLabel::Tone::Secondary);

    auto *column = new QVBoxLayout(m_content);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(space::small);
    column->addWidget(m_faultsTitle);
    column->addWidget(m_faults);
    column->addSpacing(space::tiny);
    auto *heads = new QHBoxLayout;
    heads->setSpacing(space::small);
    heads->addWidget(m_before, 1);
    heads->addWidget(m_after, 1);
    column->addLayout(heads);
    column->addWidget(m_texts, 1);
    column->addWidget(m_note);
    auto *row = new QHBoxLayout;
    row->setSpacing(space::small);
    row->addWidget(m_folder);
    row->addWidget(m_versions);
    row->addStretch();
    row->addWidget(m_act);
    column->addLayout(row);
    body()->addWidget(m_problem);
    body()->addWidget(m_content, 1);
    m_sound->addButton(m_home);
    body()->addWidget(m_sound, 1);

    connect(m_faults, &QListWidget::currentRowChanged, this, &MendPage::showFault);
    connect(m_faults, &QListWidget::itemClicked, this, [this] { showFault(m_faults->currentRow()); });
    connect(m_folder, &QPushButton::clicked, this,
            [this] { QDesktopServices::openUrl(QUrl::fromLocalFile(QFileInfo(this->workspace().filePath()).path())); });
    connect(m_versions, &QPushButton::clicked, this, [this] { Q_EMIT routed({u"versions"_s, {}, {}}); });
    connect(m_home, &QPushButton::clicked, this, [this] { Q_EMIT routed({u"overview"_s, {}, {}}); });
    connect(m_act, &QPushButton::clicked, this, [this] {
        m_failure.reset();
        if (isMendable())
            this->workspace().mend();
        else
            restore();
    });
    connect(&workspace, &Workspace::safetyChanged, this, [this] {
        if (isVisible())
            refresh();
    });
    connect(&workspace, &Workspace::mendFailed, this, [this](const platform::FileError &error) {
        m_failure = error;
        refresh();
    });
    connect(&workspace, &Workspace::mended, this, [this] {
        if (isVisible())
            Q_EMIT routed({u"overview"_s, {}, {}});
    });
}

void MendPage::open(const Route &)
{
    m_failure.reset();
    refresh();
    (isMendable() ? static_cast<QWidget *>(m_act) : m_faults)->setFocus();
}

void MendPage::retranslate()
{
    setTitle(tr("Mend the settings file"));
    m_before->setText(tr("The file as it is"));
    m_folder->setText(tr("Open folder"));
    m_versions->setText(tr("Earlier versions"));
    m_faults->setAccessibleName(tr("Faults in the settings file"));
    m_sound->setTexts(tr("The settings file has no faults."), tr("Claude can read it."));
    m_home->setText(tr("Overview"));
    showFaults();
    refresh();
}

bool MendPage::isMendable() const
{
    const std::optional<config::Reading> &reading = workspace().safeguard().reading();
    return workspace().brokenFile() && reading && reading->mended;
}

void MendPage::refresh()
{
    const std::optional<config::BrokenFile> &broken = workspace().brokenFile();
    const std::optional<config::Reading> &reading = workspace().safeguard().reading();
    m_content->setVisible(broken.has_value());
    m_sound->setVisible(!broken);
    m_problem->setVisible(m_failure && broken);
    if (!broken) {
        setSentence({});
        m_shown.clear();
        m_working.reset();
        return;
    }
    if (reading && (broken->bytes != m_shown || !m_working)) {
        m_shown = broken->bytes;
        m_working = std::make_unique<QObject>();
        m_earlier.reset();
        m_lookedForEarlier = false;
        showFaults();
        if (reading->mended)
            compare();
        else
            findEarlier();
    }
    if (m_failure) {
        const bool changed = m_failure->problem == platform::FileProblem::Changed;
        const config::Message words = changed ? config::Message{tr("Another program has changed the file meanwhile."),
                                                                tr("Nothing was written. Look at it once more.")}
                                              : config::message(*m_failure);
        m_what->setText(words.what);
        m_remedy->setText(words.remedy);
    }
    const int count = reading ? static_cast<int>(reading->faults.size()) : 0;
    const bool mendable = isMendable();
    setSentence(!reading   ? tr("The file is being read.")
                : mendable ? tr("The settings file has %n faults, so Claude ignores all your servers.", nullptr, count)
                           : tr("To mend this file, Kopru would have to guess. So it leaves the file as it is."));
    m_faultsTitle->setText(tr("%n faults", nullptr, count));
    m_after->setText(mendable ? tr("Mended")
                     : m_earlier
                         ? tr("Version saved %1", "%1: today at 14:05").arg(Shown::at(m_earlier->snapshot.taken))
                         : QString());
    m_after->setVisible(mendable || m_earlier);
    m_note->setText(
        mendable             ? tr("The broken file is kept as an earlier version. Secrets are hidden here only.")
        : m_earlier          ? tr("You see everything once more before it is written. The broken file is kept as well.")
        : m_lookedForEarlier ? tr("Kopru has no earlier version of this file. Mend the places above in an editor.")
                             : QString());
    m_versions->setVisible(m_earlier.has_value() || mendable);
    const bool busy = workspace().isMending() || workspace().isSaving();
    m_act->setText(workspace().isMending() ? tr("Mending…")
                   : mendable              ? tr("Mend the file")
                                           : tr("Restore this version"));
    m_act->setVisible(!reading || mendable || m_earlier);
    m_act->setEnabled(!busy && (mendable || m_earlier));
}

void MendPage::showFaults()
{
    const std::optional<config::Reading> &reading = workspace().safeguard().reading();
    const int current = m_faults->currentRow();
    const QSignalBlocker silent(m_faults);
    m_faults->clear();
    if (!reading)
        return;
    for (qsizetype i = 0; i < std::min(reading->faults.size(), listedFaults); ++i) {
        const config::Message words = config::message(reading->faults.at(i));
        auto *item = new QListWidgetItem(
            iconPixmap(stateIcon(State::Failed), colours().failed.foreground, smallIconSize, devicePixelRatioF()),
            (words.what + u' ' + words.remedy).trimmed());
        m_faults->addItem(item);
    }
    if (reading->faults.size() > listedFaults)
        m_faults->addItem(tr("%n more faults", nullptr, static_cast<int>(reading->faults.size() - listedFaults)));
    if (m_faults->count() > 0)
        m_faults->setCurrentRow(std::max(0, current));
    m_faults->adapt();
}

void MendPage::compare()
{
    const config::Reading &reading = *workspace().safeguard().reading();
    const std::optional<QByteArray> after = reading.mended          ? reading.mended
                                            : m_earlier.has_value() ? std::optional(m_earlier->document.text())
                                                                    : std::nullopt;
    const auto work = [bytes = m_shown, after, faults = reading.faults] {
        QList<int> lines;
        for (const config::SyntaxError &fault : faults)
            lines.append(fault.position.line);
        return SideBySide::pairs(config::tolerant::SourceText(bytes).text(), after, lines);
    };
    beside(m_working.get(), work, [this, both = after.has_value()](const QList<LinePair> &pairs) {
        m_texts->setPairs(pairs, both);
        showFault(m_faults->currentRow());
    });
}

void MendPage::findEarlier()
{
    compare();
    workspace().safeguard().findNewestSound(m_working.get(), [this](const std::optional<EarlierVersion> &found) {
        m_earlier = found;
        m_lookedForEarlier = true;
        if (found)
            compare();
        refresh();
    });
}

void MendPage::showFault(int row)
{
    const std::optional<config::Reading> &reading = workspace().safeguard().reading();
    if (reading && row >= 0 && row < reading->faults.size())
        m_texts->showLine(reading->faults.at(row).position.line);
}

void MendPage::restore()
{
    if (m_earlier && workspace().edit(m_earlier->document))
        Q_EMIT routed({u"review"_s, {}, {}});
}

} // namespace kopru::ui
