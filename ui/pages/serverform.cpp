#include "ui/pages/serverform.h"

#include "app/config/wording.h"
#include "app/integrations/wording.h"
#include "ui/pages/checkpanel.h"
#include "ui/tokens.h"
#include "ui/widgets/button.h"
#include "ui/widgets/card.h"
#include "ui/widgets/formfield.h"
#include "ui/widgets/kindform.h"
#include "ui/widgets/label.h"

#include <QtCore/QEvent>

namespace kopru::ui {

using namespace Qt::StringLiterals;

ServerForm::ServerForm(Workspace &workspace, QWidget *parent)
    : QWidget(parent),
      m_workspace(workspace),
      m_name(new QLineEdit),
      m_switch(new Button(ButtonRole::Link, {}, u"switchConnection"_s)),
      m_other(new TextLabel(TextSize::Small)),
      m_check(new Button(ButtonRole::Normal, u"check"_s, u"checkForm"_s)),
      m_panel(new CheckPanel(workspace))
{
    m_name->setObjectName(u"serverName"_s);
    m_nameField = new FormField(m_name);
    m_other->setTone(TextLabel::Tone::Failed);
    m_other->setObjectName(u"otherFindings"_s);
    m_other->hide();

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(space::large);
    auto *card = new Card;
    card->content()->setContentsMargins(space::wide, space::wide, space::wide, space::wide);
    auto *inner = new QWidget;
    inner->setMaximumWidth(readableWidth);
    m_fields = new QVBoxLayout(inner);
    m_fields->setContentsMargins(0, 0, 0, 0);
    m_fields->setSpacing(space::large);
    m_fields->addWidget(m_nameField);
    m_fields->addWidget(m_switch, 0, Qt::AlignLeft);
    m_fields->addWidget(m_other);
    m_fields->addWidget(m_check, 0, Qt::AlignLeft);
    auto *row = new QHBoxLayout;
    row->addWidget(inner, 1);
    row->addStretch(0);
    card->content()->addLayout(row);
    column->addWidget(card);
    column->addWidget(m_panel);

    connect(m_name, &QLineEdit::textEdited, this, [this] {
        review();
        Q_EMIT edited();
    });
    connect(m_check, &QPushButton::clicked, this, [this] {
        if (m_panel->isRunning())
            m_panel->stop();
        else if (complete())
            m_panel->start(name(), entry(), CheckRun::MissingBridge::Install);
    });
    connect(m_switch, &QPushButton::clicked, this, &ServerForm::switchConnection);
    connect(m_panel, &CheckPanel::changed, this, &ServerForm::updateCheckButton);
    connect(m_panel, &CheckPanel::finished, this, &ServerForm::updateCheckButton);
    retranslate();
}

void ServerForm::setKind(const integrations::Kind &kind)
{
    delete m_form;
    m_form = new KindForm(kind);
    m_fields->insertWidget(m_fields->indexOf(m_switch), m_form);
    m_form->show(); // At once, not in the next turn: it is about to get the focus.
    QWidget *before = m_name;
    for (QWidget *stop : m_form->stops()) {
        setTabOrder(before, stop);
        before = stop;
    }
    setTabOrder(before, m_switch);
    setTabOrder(m_switch, m_check);
    m_switch->setVisible(kind.sibling.has_value());
    if (kind.sibling)
        m_switch->setText(integrations::switchText(*kind.sibling));
    connect(m_form, &KindForm::edited, this, [this] {
        review();
        Q_EMIT edited();
    });
    m_panel->clear();
    m_strict = false;
}

/// What the other connection has no field for stays in the values, so that switching back brings it back.
void ServerForm::switchConnection()
{
    const integrations::Values values = m_form->values();
    const bool strict = m_strict;
    setKind(integrations::kind(*m_form->kind().sibling));
    m_strict = strict;
    m_form->setValues(values);
    review();
    Q_EMIT switched();
    Q_EMIT edited();
}

void ServerForm::startNew(integrations::KindId kind, const integrations::Values &values,
                          const config::Variables &others)
{
    const integrations::Kind &chosen = integrations::kind(kind);
    QStringList taken;
    for (const config::Server &server : m_workspace.draft().document().servers())
        taken.append(server.name);
    m_ownName.clear();
    m_base = {};
    m_base.environment = others;
    m_name->setText(integrations::freeName(QString::fromUtf8(chosen.suggestedName), taken));
    setKind(chosen);
    m_form->setValues(values);
    review();
}

void ServerForm::startWith(const config::Server &server)
{
    m_ownName = server.name;
    m_base = server.entry;
    m_name->setText(server.name);
    setKind(integrations::kindOf(server.entry));
    m_form->setValues(m_form->kind().fromEntry(server.entry));
    m_strict = true;
    review();
}

integrations::KindId ServerForm::kind() const
{
    return m_form->kind().id;
}

QString ServerForm::name() const
{
    return m_name->text().trimmed();
}

config::Entry ServerForm::entry() const
{
    return m_form->kind().toEntry(m_form->values(), m_base, bridges::installedBridge(m_workspace.platform()));
}

bool ServerForm::complete()
{
    m_strict = true;
    return review();
}

void ServerForm::focusFirst()
{
    if (m_form)
        m_form->focusFirst();
}

bool ServerForm::review()
{
    if (!m_form)
        return false;
    const QList<integrations::FieldFinding> findings = m_form->kind().validate(m_form->values());
    m_form->showFindings(findings, m_strict);
    bool good = std::none_of(findings.begin(), findings.end(), [](const auto &finding) { return finding.blocking; });

    m_nameField->clearFinding();
    if (name() != m_ownName && m_workspace.draft().document().contains(name())) {
        m_nameField->setFinding(State::Failed, config::message(config::EditProblem::NameTaken, name()).what);
        good = false;
    }
    showEntryFindings(config::validateEntry(name(), entry(), m_workspace.platform()), good);
    return good;
}

void ServerForm::showEntryFindings(const config::Findings &findings, bool &good)
{
    QStringList others;
    // Kopru's own bridge is installed before the entry is saved: that it is not there yet is no fault.
    const bool ownBridge = entry().command == bridges::installedBridge(m_workspace.platform());
    for (const config::Finding &finding : findings) {
        if (finding.part == config::Part::Command && ownBridge)
            continue;
        const bool failed = finding.severity == config::Severity::Error;
        const config::Message words = config::message(finding);
        const QString sentence = (words.what + u' ' + words.remedy).trimmed();
        if (finding.part == config::Part::Name) {
            m_nameField->setFinding(failed ? State::Failed : State::Warning, sentence);
        } else if (finding.part == config::Part::Command && m_form->has(integrations::FieldId::Command)) {
            if (finding.problem == config::Problem::EmptyCommand && !m_strict) {
                good = false;
                continue;
            }
            m_form->showFinding(integrations::FieldId::Command, failed, sentence);
        } else if (!m_form->has(integrations::FieldId::Command)) {
            // The kind's own rules speak of its fields already; what they blame would be said twice.
            continue;
        } else if (failed || finding.severity == config::Severity::Warning) {
            others.append(sentence);
        }
        good = good && !failed;
    }
    m_other->setText(others.join(u'\n'));
    m_other->setVisible(!others.isEmpty());
}

void ServerForm::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

void ServerForm::retranslate()
{
    m_nameField->setLabel(tr("Name"));
    m_nameField->setHelp(tr("Claude shows this name. Choose one that you recognise."));
    if (m_form && m_form->kind().sibling)
        m_switch->setText(integrations::switchText(*m_form->kind().sibling));
    updateCheckButton();
    review();
}

void ServerForm::updateCheckButton()
{
    m_check->setText(m_panel->isRunning() ? tr("Stop") : tr("Check the connection"));
}

} // namespace kopru::ui
