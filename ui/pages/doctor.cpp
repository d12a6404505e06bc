#include "ui/pages/doctor.h"

#include "app/bridges/wording.h"
#include "app/checks/wording.h"
#include "app/snippets/fixes.h"
#include "ui/icons.h"
#include "ui/widgets/button.h"
#include "ui/widgets/card.h"
#include "ui/widgets/label.h"

#include <QtCore/QFileInfo>

namespace kopru::ui {

using namespace Qt::StringLiterals;

namespace {

QString evidenceText(const checks::Diagnosis &diagnosis)
{
    QStringList lines;
    if (diagnosis.step)
        for (const checks::Evidence &one : diagnosis.step->evidence)
            lines.append(u"%1: %2"_s.arg(checks::evidenceName(one.name), one.value));
    return lines.join(u'\n');
}

} // namespace

DoctorPage::DoctorPage(Workspace &workspace, QWidget *parent)
    : Page(workspace, Body::Scrolls, parent),
      m_fixAll(new Button(ButtonRole::Normal, {}, u"fixAll"_s)),
      m_act(new Button(ButtonRole::Primary, {}, u"examine"_s)),
      m_head(new Card),
      m_icon(new IconLabel(space::huge)),
      m_sentence(new TextLabel(TextSize::Section)),
      m_text(new TextLabel),
      m_column(new QVBoxLayout),
      m_good(new TextLabel)
{
    actions()->addWidget(m_fixAll);
    actions()->addWidget(m_act);
    auto *head = new QHBoxLayout;
    head->setSpacing(space::large);
    head->addWidget(m_icon, 0, Qt::AlignTop);
    auto *texts = new QVBoxLayout;
    texts->setSpacing(space::tiny);
    m_sentence->setObjectName(u"doctorHeadline"_s);
    m_text->setTone(TextLabel::Tone::Secondary);
    texts->addWidget(m_sentence);
    texts->addWidget(m_text);
    head->addLayout(texts, 1);
    m_head->content()->addLayout(head);
    body()->addWidget(m_head);
    m_column->setSpacing(space::medium);
    body()->addLayout(m_column);
    m_good->setObjectName(u"doctorGood"_s);
    m_good->setTone(TextLabel::Tone::Secondary);
    body()->addWidget(m_good);
    body()->addStretch();

    connect(m_act, &QPushButton::clicked, this, [this] {
        if (m_doctor)
            m_doctor->cancel();
        else
            start();
    });
    connect(m_fixAll, &QPushButton::clicked, this, &DoctorPage::fixAllSafe);
    connect(&workspace, &Workspace::fileChanged, this, [this] {
        if (m_doctor)
            m_doctor->cancel();
        m_report.reset(); // what was found, until now too, belongs to another file
        refresh();
    });
    connect(&workspace, &Workspace::draftChanged, this, &DoctorPage::refresh);
    connect(&workspace, &Workspace::savingChanged, this, &DoctorPage::refresh);
}

DoctorPage::~DoctorPage() = default;

void DoctorPage::open(const Route &route)
{
    if (!m_doctor && (!m_report || route.detail == u"run"_s))
        start();
    refresh();
    m_act->setFocus();
}

void DoctorPage::retranslate()
{
    setTitle(tr("Doctor"));
    m_fixAll->setText(tr("Fix all safe ones"));
    refresh();
}

void DoctorPage::start()
{
    m_failure.clear();
    m_report.reset();
    m_done = 0;
    m_all = 0;
    m_doctor =
        std::make_unique<checks::Doctor>(workspace().platform(), workspace().discovery(), workspace().keychain());
    connect(m_doctor.get(), &checks::Doctor::progressed, this, [this](int done, int all) {
        m_done = done;
        m_all = all;
        refresh();
    });
    connect(m_doctor.get(), &checks::Doctor::checked, this, [this](const checks::CheckedServer &checked) {
        if (checked.claude)
            workspace().recordCheck(checked.server.name, checked.server.entry,
                                    checks::decisive(checked.network ? &*checked.network : nullptr, *checked.claude));
    });
    connect(m_doctor.get(), &checks::Doctor::finished, this, &DoctorPage::ended);
    m_doctor->start();
    refresh();
}

void DoctorPage::ended(const checks::DoctorReport &report)
{
    m_report = report;
    m_doctor.release()->deleteLater(); // it is still telling
    m_safe = config::safeFixes(report.document, workspace().platform());
    refresh();
}

void DoctorPage::refresh()
{
    const bool running = m_doctor != nullptr;
    m_act->setText(running ? tr("Stop") : m_report ? tr("Examine again") : tr("Examine everything"));
    m_shown.clear();
    QStringList good;
    int errors = 0;
    int warnings = 0;
    if (m_report) {
        for (const checks::Diagnosis &one : m_report->findings) {
            if (one.problem == checks::DoctorProblem::Good) {
                good.append(checks::message(one).what);
                continue;
            }
            m_shown.append(one);
            errors += one.severity == config::Severity::Error ? 1 : 0;
            warnings += one.severity == config::Severity::Warning ? 1 : 0;
        }
        qsizetype working = 0;
        for (const checks::CheckedServer &one : m_report->servers)
            working += one.claude && one.claude->outcome != checks::Outcome::Failed ? 1 : 0;
        if (working > 0)
            good.append(tr("%n servers work as Claude starts them.", nullptr, static_cast<int>(working)));
    }
    State state = State::Neutral;
    QString sentence;
    QString text;
    if (running) {
        state = State::Running;
        sentence = m_all > 0 ? tr("Examined %1 of %2.").arg(m_done).arg(m_all) : tr("Everything is being examined.");
        text = tr("Each server is started as Claude starts it, and asked from this computer as well.");
    } else if (!m_report) {
        sentence = tr("Nothing has been examined yet.");
        text = tr("The doctor looks at the settings file, the programs, the network and every server.");
    } else if (errors > 0) {
        state = State::Failed;
        sentence = tr("%n things keep Claude from its servers.", nullptr, errors);
        text = tr("The first one blocks most. Begin there.");
    } else if (warnings > 0) {
        state = State::Warning;
        sentence = tr("Everything works. %n things could go wrong later.", nullptr, warnings);
    } else {
        state = State::Passed;
        sentence = tr("Everything is in order.");
    }
    if (m_report && m_report->cancelled)
        text = tr("The examination was stopped. This is what was found until then.");
    if (!m_failure.isEmpty()) {
        state = State::Failed;
        text = m_failure;
    }
    m_icon->setIcon(stateIcon(state));
    m_icon->setState(state);
    m_sentence->setText(sentence);
    m_text->setText(text);
    m_text->setVisible(!text.isEmpty());
    for (qsizetype i = 0; i < m_shown.size(); ++i)
        fill(row(i), m_shown.at(i));
    for (qsizetype i = m_shown.size(); i < m_rows.size(); ++i)
        m_rows.at(i).card->hide();
    m_good->setText(good.isEmpty() ? QString() : tr("In order:") + u'\n' + good.join(u'\n'));
    m_good->setVisible(!good.isEmpty() && !running);
    m_fixAll->setVisible(m_report && !m_safe.done.isEmpty());
    m_fixAll->setEnabled(workspace().canEdit() && !workspace().isSaving() && !workspace().draft().isChanged());
    m_fixAll->setToolTip(workspace().draft().isChanged() ? tr("Save or undo your changes first.") : QString());
}

DoctorPage::Row &DoctorPage::row(qsizetype index)
{
    while (m_rows.size() <= index) {
        const QString number = QString::number(m_rows.size() + 1);
        Row row{new Card,
                new IconLabel(iconSize),
                new TextLabel,
                new TextLabel(TextSize::Small),
                new Button(ButtonRole::Link, {}, u"diagnosisPlace"_s + number),
                new TextLabel(TextSize::Small),
                new Button(ButtonRole::Link, {}, u"diagnosisDetails"_s + number),
                new Button(ButtonRole::Normal, {}, u"diagnosisFix"_s + number)};
        row.what->setObjectName(u"diagnosis"_s + number);
        row.what->setCopyable(true);
        row.remedy->setTone(TextLabel::Tone::Secondary);
        row.evidence->setMonospace(true);
        row.evidence->setCopyable(true);
        row.evidence->hide();
        auto *line = new QHBoxLayout;
        line->setSpacing(space::medium);
        line->addWidget(row.icon, 0, Qt::AlignTop);
        auto *texts = new QVBoxLayout;
        texts->setSpacing(space::tiny);
        texts->addWidget(row.what);
        texts->addWidget(row.remedy);
        texts->addWidget(row.evidence);
        auto *links = new QHBoxLayout;
        links->setSpacing(space::large);
        links->addWidget(row.place);
        links->addWidget(row.details);
        links->addStretch();
        texts->addLayout(links);
        line->addLayout(texts, 1);
        line->addWidget(row.act, 0, Qt::AlignTop);
        row.card->content()->addLayout(line);
        m_column->addWidget(row.card);
        const qsizetype own = m_rows.size();
        connect(row.act, &QPushButton::clicked, this, [this, own] { act(m_shown.at(own)); });
        connect(row.place, &QPushButton::clicked, this, [this, own] {
            const checks::Diagnosis &diagnosis = m_shown.at(own);
            if (diagnosis.problem == checks::DoctorProblem::FileUnusable)
                Q_EMIT routed({u"mend"_s, {}, {}});
            else if (!diagnosis.server.isEmpty() && workspace().draft().document().contains(diagnosis.server))
                Q_EMIT routed({u"server"_s, diagnosis.server, u"json"_s});
            else
                Q_EMIT routed({u"text"_s, {}, {}});
        });
        connect(row.details, &QPushButton::clicked, this, [this, own] {
            const Row &shown = m_rows.at(own);
            shown.evidence->setVisible(shown.evidence->isHidden());
            shown.details->setText(shown.evidence->isHidden() ? tr("Details") : tr("Hide details"));
        });
        m_rows.append(row);
    }
    return m_rows[index];
}

void DoctorPage::fill(Row &row, const checks::Diagnosis &diagnosis)
{
    const config::Message words = checks::message(diagnosis);
    const State state = stateOf(diagnosis.severity);
    row.icon->setIcon(stateIcon(state));
    row.icon->setState(state);
    row.icon->setAccessibleName(state == State::Failed    ? tr("Fault")
                                : state == State::Warning ? tr("Warning")
                                                          : tr("Note"));
    //: a server's name and what is wrong with it
    row.what->setText(diagnosis.server.isEmpty() ? words.what : tr("%1: %2").arg(diagnosis.server, words.what));
    row.remedy->setText(words.remedy);
    row.remedy->setVisible(!words.remedy.isEmpty());
    row.place->setVisible(diagnosis.line > 0);
    //: a file and a line in it
    row.place->setText(tr("%1, line %2").arg(QFileInfo(diagnosis.file).fileName()).arg(diagnosis.line));
    row.place->setToolTip(diagnosis.file);
    const QString evidence = evidenceText(diagnosis);
    row.evidence->setText(evidence);
    if (evidence.isEmpty())
        row.evidence->hide();
    row.details->setVisible(!evidence.isEmpty());
    row.details->setText(row.evidence->isHidden() ? tr("Details") : tr("Hide details"));
    const auto remedy = remedyFor(diagnosis);
    row.act->setVisible(remedy.has_value());
    if (remedy) {
        switch (remedy->id) {
        case checks::RemedyId::InstallBridge:
            row.act->setText(tr("Install the bridge"));
            break;
        case checks::RemedyId::MendFile:
            row.act->setText(tr("Show and mend"));
            break;
        case checks::RemedyId::FixEntry:
            row.act->setText(config::fixText(remedy->fix->id));
            break;
        case checks::RemedyId::EditServer:
            row.act->setText(tr("Open the form"));
            break;
        case checks::RemedyId::MoveToBridge:
            row.act->setText(tr("Move to the bridge"));
            break;
        case checks::RemedyId::MakeExecutable:
            row.act->setText(tr("Make it executable"));
            break;
        }
        row.act->setAccessibleDescription(words.what);
        row.act->setEnabled(!workspace().isSaving() && !m_installation);
    }
    row.card->show();
}

std::optional<checks::Remedy> DoctorPage::remedyFor(const checks::Diagnosis &diagnosis) const
{
    return checks::remedyFor(diagnosis, m_report ? m_report->document : config::Document{}, workspace().platform());
}

void DoctorPage::act(const checks::Diagnosis &diagnosis)
{
    const auto remedy = remedyFor(diagnosis);
    if (!remedy)
        return;
    m_failure.clear();
    switch (remedy->id) {
    case checks::RemedyId::InstallBridge:
        installBridge();
        return;
    case checks::RemedyId::MendFile:
        Q_EMIT routed({u"mend"_s, {}, {}});
        return;
    case checks::RemedyId::FixEntry: {
        // In what is being edited now, which may differ from what was examined.
        const config::Document document = workspace().draft().document();
        for (const config::Finding &finding : config::validate(document, diagnosis.server, workspace().platform())) {
            if (finding.problem != diagnosis.finding->problem || finding.path != diagnosis.finding->path)
                continue;
            const auto fix = integrations::fixFor(finding, document, workspace().platform(),
                                                  bridges::installedBridge(workspace().platform()));
            if (fix && workspace().edit(fix->document))
                Q_EMIT routed({u"review"_s, {}, {}});
            return;
        }
        m_failure = tr("The settings file has changed since. Examine it again.");
        refresh();
        return;
    }
    case checks::RemedyId::EditServer:
        Q_EMIT routed({u"edit"_s, diagnosis.server, {}});
        return;
    case checks::RemedyId::MoveToBridge:
        Q_EMIT routed({u"convert"_s, diagnosis.server, {}});
        return;
    case checks::RemedyId::MakeExecutable: {
        QFile program(remedy->subject);
        if (program.setPermissions(program.permissions() | QFile::ExeOwner | QFile::ExeUser)) {
            start();
            return;
        }
        m_failure = tr("The program could not be made executable: %1").arg(program.errorString());
        refresh();
        return;
    }
    }
}

void DoctorPage::installBridge()
{
    m_installation = std::make_unique<bridges::Installation>(workspace().platform());
    connect(m_installation.get(), &bridges::Installation::finished, this,
            [this](const Result<bridges::Status, bridges::InstallError> &outcome) {
                m_installation.release()->deleteLater();
                if (outcome) {
                    start();
                    return;
                }
                const config::Message words = bridges::message(outcome.error());
                m_failure = words.what + u' ' + words.remedy;
                refresh();
            });
    m_installation->start();
    refresh();
}

void DoctorPage::fixAllSafe()
{
    const config::SafeFixes now = config::safeFixes(workspace().draft().document(), workspace().platform());
    if (!now.done.isEmpty() && workspace().edit(now.document))
        Q_EMIT routed({u"review"_s, {}, {}});
}

} // namespace kopru::ui
