#include "ui/pages/conversion.h"

#include "app/bridges/wording.h"
#include "app/checks/wording.h"
#include "app/integrations/rules.h"
#include "app/integrations/wording.h"
#include "app/secrets/redactor.h"
#include "app/secrets/secretnames.h"
#include "app/snippets/conversionwording.h"
#include "ui/icons.h"
#include "ui/widgets/button.h"
#include "ui/widgets/card.h"
#include "ui/widgets/diffview.h"
#include "ui/widgets/label.h"
#include "ui/widgets/steplist.h"
#include "ui/widgets/tokenrow.h"

#include <QtGui/QResizeEvent>

namespace kopru::ui {

using namespace Qt::StringLiterals;

using integrations::ConversionState;

namespace {

constexpr int columnsFrom = 620;

/// What is wrong with an entry as a whole is said elsewhere.
bool isWorthACard(const integrations::Conversion &conversion)
{
    return conversion.state == ConversionState::Possible ||
           (conversion.state == ConversionState::Refused &&
            conversion.refusal != integrations::ConversionRefusal::NotWellFormed);
}

/// A member as it would stand at the left edge: its first line begins behind the indentation, the others do not.
QByteArray outdented(const QByteArray &member)
{
    QList<QByteArray> lines = member.split('\n');
    const QByteArray &last = lines.constLast();
    const QByteArray indentation = last.left(last.size() - last.trimmed().size());
    for (QByteArray &line : lines)
        if (line.startsWith(indentation))
            line.remove(0, indentation.size());
    return lines.join('\n');
}

bool works(const checks::Report &report)
{
    return report.outcome == checks::Outcome::Passed || report.outcome == checks::Outcome::Warning;
}

} // namespace

// ---- The card
// --------------------------------------------------------------------------------------------------------

ConversionCard::ConversionCard(QWidget *parent)
    : QWidget(parent),
      m_title(new TextLabel(TextSize::Section)),
      m_text(new TextLabel),
      m_remedy(new TextLabel),
      m_look(new Button(ButtonRole::Normal, {}, u"convertServer"_s))
{
    m_title->setObjectName(u"conversionTitle"_s);
    m_text->setObjectName(u"conversionText"_s);
    m_remedy->setTone(TextLabel::Tone::Secondary);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    auto *card = new Card;
    for (QWidget *part :
         {static_cast<QWidget *>(m_title), static_cast<QWidget *>(m_text), static_cast<QWidget *>(m_remedy)})
        card->content()->addWidget(part);
    card->content()->addWidget(m_look, 0, Qt::AlignLeft);
    column->addWidget(card);
    hide();
    connect(m_look, &QPushButton::clicked, this, &ConversionCard::wanted);
}

void ConversionCard::setConversion(const integrations::Conversion &conversion)
{
    m_conversion = conversion;
    refresh();
}

void ConversionCard::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        refresh();
    QWidget::changeEvent(event);
}

void ConversionCard::refresh()
{
    const bool possible = m_conversion.state == ConversionState::Possible;
    m_title->setText(possible ? tr("Move to the native bridge") : tr("This server stays as it is"));
    m_text->setText(possible ? integrations::conversionGain(m_conversion.program)
                             : integrations::conversionCause(m_conversion));
    m_remedy->setText(possible ? QString() : integrations::conversionRemedy(m_conversion));
    m_remedy->setVisible(!m_remedy->text().isEmpty());
    m_look->setText(tr("See what would change"));
    m_look->setVisible(possible);
    setVisible(isWorthACard(m_conversion));
}

// ---- The page
// --------------------------------------------------------------------------------------------------------

ConversionPage::ConversionPage(Workspace &workspace, QWidget *parent)
    : Page(workspace, Body::Scrolls, parent),
      m_refused(new Card),
      m_cause(new TextLabel),
      m_remedy(new TextLabel),
      m_possible(new QWidget),
      m_danger(new Card),
      m_dangerText(new TextLabel),
      m_gain(new TextLabel),
      m_notes(new TextLabel),
      m_dropped(new TextLabel(TextSize::Small)),
      m_token(new TextLabel(TextSize::Small)),
      m_changeTitle(new TextLabel(TextSize::Section)),
      m_diff(new DiffView(u"conversionDiff"_s)),
      m_checkTitle(new TextLabel(TextSize::Section)),
      m_verdictIcon(new IconLabel(iconSize)),
      m_verdict(new TextLabel),
      m_advice(new TextLabel),
      m_columns(new QBoxLayout(QBoxLayout::LeftToRight)),
      m_oldSide(makeSide(u"oldResult"_s)),
      m_newSide(makeSide(u"newResult"_s)),
      m_skip(new Button(ButtonRole::Link, {}, u"convertUnchecked"_s)),
      m_cancel(new Button(ButtonRole::Normal, {}, u"convertCancel"_s)),
      m_next(new Button(ButtonRole::Primary, {}, u"convertNext"_s))
{
    addBackButton();
    m_cause->setObjectName(u"conversionCause"_s);
    m_dangerText->setObjectName(u"conversionDanger"_s);
    m_notes->setObjectName(u"conversionNotes"_s);
    m_dropped->setObjectName(u"conversionDropped"_s);
    m_token->setObjectName(u"conversionToken"_s);
    m_verdict->setObjectName(u"conversionVerdict"_s);
    m_remedy->setTone(TextLabel::Tone::Secondary);
    m_advice->setTone(TextLabel::Tone::Secondary);
    m_dropped->setTone(TextLabel::Tone::Secondary);
    m_token->setTone(TextLabel::Tone::Secondary);
    m_dangerText->setTone(TextLabel::Tone::Failed);

    m_refused->content()->addWidget(m_cause);
    m_refused->content()->addWidget(m_remedy);
    body()->addWidget(m_refused);

    auto *parts = new QVBoxLayout(m_possible);
    parts->setContentsMargins(0, 0, 0, 0);
    parts->setSpacing(space::large);
    auto *danger = new QHBoxLayout;
    danger->setSpacing(space::medium);
    auto *dangerIcon = new IconLabel(iconSize);
    dangerIcon->setIcon(stateIcon(State::Failed));
    dangerIcon->setState(State::Failed);
    danger->addWidget(dangerIcon, 0, Qt::AlignTop);
    danger->addWidget(m_dangerText, 1);
    m_danger->content()->addLayout(danger);
    parts->addWidget(m_gain);
    parts->addWidget(m_danger);

    auto *check = new Card;
    check->content()->addWidget(m_checkTitle);
    auto *verdict = new QHBoxLayout;
    verdict->setSpacing(space::medium);
    verdict->addWidget(m_verdictIcon, 0, Qt::AlignTop);
    auto *words = new QVBoxLayout;
    words->setSpacing(space::tiny);
    words->addWidget(m_verdict);
    words->addWidget(m_advice);
    words->addWidget(m_skip, 0, Qt::AlignLeft);
    verdict->addLayout(words, 1);
    check->content()->addLayout(verdict);
    m_columns->setSpacing(space::huge);
    m_columns->addWidget(m_oldSide.box, 1);
    m_columns->addWidget(m_newSide.box, 1);
    check->content()->addLayout(m_columns);
    parts->addWidget(check);

    auto *change = new QVBoxLayout;
    change->setSpacing(space::small);
    change->addWidget(m_changeTitle);
    change->addWidget(m_notes);
    change->addWidget(m_diff);
    change->addWidget(m_dropped);
    change->addWidget(m_token);
    parts->addLayout(change);
    body()->addWidget(m_possible);
    body()->addStretch();
    addFooter(m_cancel, m_next);

    connect(m_cancel, &QPushButton::clicked, this, &Page::wentBack);
    connect(m_skip, &QPushButton::clicked, this, &ConversionPage::take);
    connect(m_next, &QPushButton::clicked, this, [this] {
        if (isRunning())
            stop();
        else if (m_compared && checks::doesNoWorse(m_compared->result))
            take();
        else
            start();
    });
    for (auto signal : {&Workspace::draftChanged, &Workspace::fileChanged})
        connect(&workspace, signal, this, [this] {
            if (isVisible())
                read();
        });
}

ConversionPage::~ConversionPage() = default;

ConversionPage::Side ConversionPage::makeSide(const QString &objectName)
{
    Side side{new QWidget, new StepList, new IconLabel(smallIconSize), new TextLabel};
    side.result->setObjectName(objectName);
    auto *column = new QVBoxLayout(side.box);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(space::small);
    column->addWidget(side.steps);
    auto *row = new QHBoxLayout;
    row->setSpacing(space::small);
    row->addWidget(side.icon, 0, Qt::AlignTop);
    row->addWidget(side.result, 1);
    column->addLayout(row);
    column->addStretch();
    return side;
}

void ConversionPage::open(const Route &route)
{
    if (route.server != m_server) {
        m_before.reset();
        m_after.reset();
        m_compared.reset();
        m_stopped = false;
    }
    m_server = route.server;
    if (!workspace().draft().document().contains(m_server)) {
        Q_EMIT wentBack();
        return;
    }
    read();
    askKeychain();
    if (route.detail == u"check"_s && m_conversion.state == ConversionState::Possible && !isRunning())
        start();
    m_next->setFocus();
}

/// What the entry is now: an undo, or another program, may have changed it.
void ConversionPage::read()
{
    const config::Document document = workspace().draft().document();
    const auto server = document.server(m_server);
    if (!server) {
        Q_EMIT wentBack();
        return;
    }
    if (*server != m_old) {
        m_before.reset();
        m_after.reset();
        m_compared.reset();
        m_stopped = false;
    }
    m_old = *server;
    m_conversion = integrations::conversionOf(document, m_server, bridges::installedBridge(workspace().platform()));
    // A token may stand in another form now: without its scheme, or taken out of an address.
    for (const QString &secret : secrets::secretsIn(m_conversion.entry.arguments, m_conversion.entry.environmentMap()))
        secrets::processRedactor().add(secret);
    retranslate();
}

bool ConversionPage::isRunning() const
{
    return (m_after && m_after->isRunning()) || (m_before && m_before->isRunning());
}

/// Both at once, except where the old entry would open a browser to sign in: that is only known when the new one has
/// been refused.
void ConversionPage::start()
{
    m_compared.reset();
    m_stopped = false;
    m_before.reset();
    m_after = std::make_unique<CheckRun>(m_conversion.entry, workspace(), CheckRun::MissingBridge::Install);
    connect(m_after.get(), &CheckRun::changed, this, &ConversionPage::showCheck);
    connect(m_after.get(), &CheckRun::finished, this, [this] {
        if (m_after->claudeReport())
            workspace().recordCheck(m_server, m_after->entry(), *m_after->claudeReport());
        const bool useless = m_stopped || !m_after->claudeReport() || checks::wantsSignIn(*m_after->claudeReport());
        if (!m_before && !useless)
            startOld();
        oneDone();
    });
    m_after->start();
    if (m_conversion.program != u"mcp-remote"_s)
        startOld();
    refresh();
}

void ConversionPage::startOld()
{
    m_before = std::make_unique<CheckRun>(m_old.entry, workspace(), CheckRun::MissingBridge::Report);
    connect(m_before.get(), &CheckRun::changed, this, &ConversionPage::showCheck);
    connect(m_before.get(), &CheckRun::finished, this, [this] {
        if (m_before->claudeReport())
            workspace().recordCheck(m_server, m_before->entry(), *m_before->claudeReport());
        oneDone();
    });
    m_before->start();
}

void ConversionPage::stop()
{
    m_stopped = true;
    if (m_after)
        m_after->cancel();
    if (m_before)
        m_before->cancel();
    refresh();
}

void ConversionPage::oneDone()
{
    if (!isRunning()) {
        const auto &after = m_after->claudeReport();
        const auto *before = m_before && m_before->claudeReport() ? &*m_before->claudeReport() : nullptr;
        m_compared = m_stopped || !after ? checks::Compared{} : checks::compared(before, *after);
    }
    refresh();
}

/// What is still to be filled in is no token.
QStringList ConversionPage::tokensToKeep() const
{
    QStringList variables = integrations::readableSecrets(m_conversion.entry);
    variables.removeIf([this](const QString &name) {
        const QString value = m_conversion.entry.variable(name);
        return value.trimmed().isEmpty() || integrations::isPlaceholder(value);
    });
    return variables;
}

/// The bridge says within seconds what it would find, and asks nobody for a password.
void ConversionPage::askKeychain()
{
    m_keychainProblem.reset();
    m_look.reset();
    if (tokensToKeep().isEmpty())
        return;
    m_look = std::make_unique<QObject>();
    workspace().keychainAfterRepair().view(secrets::freeKeychainName(m_server, {}), {}, m_look.get(),
                                           [this](const Result<secrets::BridgeView, secrets::KeychainError> &viewed) {
                                               using secrets::KeychainProblem;
                                               if (!viewed && viewed.error().problem != KeychainProblem::ItemMissing &&
                                                   viewed.error().problem != KeychainProblem::Locked)
                                                   m_keychainProblem = viewed.error();
                                               refresh();
                                           });
}

void ConversionPage::take()
{
    const QStringList tokens = m_keychainProblem ? QStringList() : tokensToKeep();
    const config::Entry entry = workspace().hold(m_server, m_conversion.entry, tokens);
    const auto edited = integrations::converted(workspace().draft().document(), m_server, m_conversion, entry);
    if (!edited || !workspace().edit(*edited))
        return;
    Q_EMIT routed({u"review"_s, m_server, {}});
}

void ConversionPage::retranslate()
{
    setTitle(tr("Move “%1” to the native bridge").arg(m_server));
    m_changeTitle->setText(tr("What changes"));
    m_checkTitle->setText(tr("Before and after"));
    m_oldSide.steps->setTitle(tr("As it is now"));
    m_newSide.steps->setTitle(tr("With the native bridge"));
    m_danger->setAccessibleName(tr("Dangerous"));
    refresh();
}

void ConversionPage::refresh()
{
    const bool possible = m_conversion.state == ConversionState::Possible;
    setSentence(possible ? tr("Nothing is saved before you have seen what will be written.") : QString());
    m_possible->setVisible(possible);
    m_refused->setVisible(!possible);
    m_next->setVisible(possible);
    m_cancel->setText(possible ? tr("Cancel") : tr("Back"));
    if (!possible) {
        showRefusal();
        return;
    }
    showWhatChanges();
    showCheck();
}

void ConversionPage::showRefusal()
{
    m_cause->setText(integrations::conversionCause(m_conversion));
    m_remedy->setText(integrations::conversionRemedy(m_conversion));
    m_remedy->setVisible(!m_remedy->text().isEmpty());
}

void ConversionPage::showWhatChanges()
{
    m_gain->setText(integrations::conversionGain(m_conversion.program));
    QStringList notes;
    for (const integrations::ConversionNote &note : std::as_const(m_conversion.notes))
        if (note.id == integrations::ConversionNoteId::VerificationOff)
            m_dangerText->setText(integrations::conversionNoteText(note));
        else
            notes.append(integrations::conversionNoteText(note));
    m_danger->setVisible(m_conversion.has(integrations::ConversionNoteId::VerificationOff));
    m_notes->setText(notes.join(u'\n'));
    m_notes->setVisible(!notes.isEmpty());
    QStringList dropped;
    for (const integrations::DroppedPart &part : std::as_const(m_conversion.dropped))
        dropped.append(integrations::droppedText(part));
    m_dropped->setText(dropped.join(u'\n'));
    m_dropped->setVisible(!dropped.isEmpty());
    m_token->setText(m_keychainProblem ? TokenWording::willBeInFile(m_keychainProblem)
                                       : TokenWording::willBeInKeychain(false));
    m_token->setVisible(!tokensToKeep().isEmpty());
    // The entry alone: the review shows the whole file.
    const config::Document document = workspace().draft().document();
    if (const auto edited = integrations::converted(document, m_server, m_conversion, m_conversion.entry))
        m_diff->setTexts(outdented(document.memberText(m_server)), outdented(edited->memberText(m_server)));
}

void ConversionPage::showCheck()
{
    for (const Side &side : {m_oldSide, m_newSide})
        side.box->setVisible(m_after != nullptr);
    const QString waiting = m_after && !m_compared ? tr("Comes next.") : QString();
    showSide(m_newSide, m_after.get(), QString());
    showSide(m_oldSide, m_before.get(), waiting);
    State state = State::Neutral;
    QString advice;
    if (isRunning()) {
        state = State::Running;
        m_verdict->setText(tr("Both entries are started, as Claude would do it."));
    } else if (!m_compared) {
        m_verdict->setText(tr("The check starts both entries and compares what they can do. It can be stopped."));
    } else {
        m_verdict->setText(checks::comparisonText(*m_compared));
        switch (m_compared->result) {
        case checks::Comparison::AsWell:
        case checks::Comparison::Better:
            state = State::Passed;
            break;
        case checks::Comparison::BothFail:
            state = State::Warning;
            advice = tr("Look at what is wrong below, mend it, and check again.");
            break;
        case checks::Comparison::FewerTools:
            state = State::Warning;
            break;
        case checks::Comparison::Worse:
            state = State::Failed;
            break;
        case checks::Comparison::NeedsSignIn:
            state = State::Failed;
            advice = tr("It can stay as it is. If the service also gives out tokens, add it again with one.");
            break;
        case checks::Comparison::Stopped:
            break;
        }
    }
    m_advice->setText(advice);
    m_advice->setVisible(!advice.isEmpty());
    m_verdictIcon->setIcon(stateIcon(state));
    m_verdictIcon->setState(state);
    showNextStep();
}

void ConversionPage::showSide(const Side &side, const CheckRun *run, const QString &waiting)
{
    side.steps->setSteps(run ? run->claudeSteps() : QList<checks::Step>());
    const auto report = run ? run->claudeReport() : std::nullopt;
    QString text = waiting;
    State state = State::Neutral;
    if (run && run->installError()) {
        text = bridges::message(*run->installError()).what;
        state = State::Failed;
    } else if (report && report->outcome == checks::Outcome::Cancelled) {
        text = tr("Stopped.");
    } else if (report && works(*report)) {
        text = tr("Works, with %n tools.", nullptr, static_cast<int>(report->tools.size()));
        state = report->outcome == checks::Outcome::Passed ? State::Passed : State::Warning;
    } else if (report) {
        const checks::Step *step = report->decisive();
        text = step ? checks::message(*step).what : QString();
        state = State::Failed;
    }
    side.result->setText(text);
    side.result->setVisible(!text.isEmpty());
    side.icon->setIcon(stateIcon(state));
    side.icon->setState(state);
    side.icon->setVisible(!text.isEmpty());
}

void ConversionPage::showNextStep()
{
    const bool good = m_compared && checks::doesNoWorse(m_compared->result);
    const bool hopeless = m_compared && m_compared->result == checks::Comparison::NeedsSignIn;
    m_next->setText(isRunning()  ? tr("Stop")
                    : good       ? tr("Continue")
                    : m_compared ? tr("Check again")
                                 : tr("Check before and after"));
    m_skip->setText(m_compared && m_compared->result == checks::Comparison::BothFail
                        ? tr("Move it anyway")
                        : tr("Continue without the check"));
    m_skip->setVisible(!isRunning() && !good && !hopeless);
}

void ConversionPage::resizeEvent(QResizeEvent *event)
{
    m_columns->setDirection(width() < columnsFrom ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
    Page::resizeEvent(event);
}

} // namespace kopru::ui
