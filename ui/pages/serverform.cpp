#include "ui/pages/serverform.h"

#include "app/config/wording.h"
#include "app/integrations/wording.h"
#include "app/snippets/fixes.h"
#include "ui/pages/checkpanel.h"
#include "ui/tokens.h"
#include "ui/widgets/button.h"
#include "ui/widgets/card.h"
#include "ui/widgets/formfield.h"
#include "ui/widgets/kindform.h"
#include "ui/widgets/label.h"
#include "ui/widgets/tokenrow.h"

#include <QtCore/QEvent>

namespace kopru::ui {

using namespace Qt::StringLiterals;

ServerForm::ServerForm(Workspace &workspace, QWidget *parent)
    : QWidget(parent),
      m_workspace(workspace),
      m_files(new FileLook(workspace.platform(), this)),
      m_name(new QLineEdit),
      m_switch(new Button(ButtonRole::Link, {}, u"switchConnection"_s)),
      m_other(new FindingList(u"otherFindings"_s)),
      m_check(new Button(ButtonRole::Normal, u"check"_s, u"checkForm"_s)),
      m_panel(new CheckPanel(workspace))
{
    m_name->setObjectName(u"serverName"_s);
    m_nameField = new FormField(m_name);

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
    m_tokenBox = new QWidget(this);
    m_tokenColumn = new QVBoxLayout(m_tokenBox);
    m_tokenColumn->setContentsMargins(0, 0, 0, 0);
    m_tokenColumn->setSpacing(space::small);
    m_fields->addWidget(m_other); // what is wrong with the entry as a whole comes first
    m_fields->addWidget(m_nameField);
    m_fields->addWidget(m_switch, 0, Qt::AlignLeft);
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
    connect(m_files, &FileLook::done, this, &ServerForm::review);
    connect(m_panel, &CheckPanel::changed, this, &ServerForm::updateCheckButton);
    connect(m_panel, &CheckPanel::finished, this, &ServerForm::updateCheckButton);
    retranslate();
}

void ServerForm::setKind(const integrations::Kind &kind)
{
    m_tokenBox->setParent(this); // It may stand in the form that goes.
    delete m_form;
    m_form = new KindForm(kind);
    m_fields->insertWidget(m_fields->indexOf(m_switch), m_form);
    if (!m_form->addBelowToken(m_tokenBox))
        m_fields->insertWidget(m_fields->indexOf(m_switch), m_tokenBox);
    m_form->show(); // At once, not in the next turn: it is about to get the focus.
    m_switch->setVisible(kind.sibling.has_value());
    if (kind.sibling)
        m_switch->setText(integrations::switchText(*kind.sibling));
    orderTabs();
    connect(m_form, &KindForm::edited, this, [this] {
        review();
        Q_EMIT edited();
    });
    m_panel->clear();
    m_strict = false;
    m_moved.clear();
    m_kept.clear();
    m_keychain = KeychainState::Unknown;
    m_look.reset();
}

/// What the other connection has no field for stays in the values, so that switching back brings it back.
void ServerForm::switchConnection()
{
    const integrations::Values values = m_form->values();
    const bool strict = m_strict;
    const QStringList moved = m_moved;
    const QStringList kept = m_kept;
    setKind(integrations::kind(*m_form->kind().sibling));
    m_strict = strict;
    m_moved = moved;
    m_kept = kept;
    m_form->setValues(values);
    review();
    Q_EMIT switched();
    Q_EMIT edited();
}

void ServerForm::startNew(integrations::KindId kind, const integrations::Values &values,
                          const config::Variables &others, const QString &name)
{
    const integrations::Kind &chosen = integrations::kind(kind);
    QStringList taken;
    for (const config::Server &server : m_workspace.draft().document().servers())
        taken.append(server.name);
    m_ownName.clear();
    m_base = {};
    m_base.environment = others;
    m_name->setText(integrations::freeName(name.isEmpty() ? QString::fromUtf8(chosen.suggestedName) : name, taken));
    setKind(chosen);
    m_form->setValues(values);
    review();
}

void ServerForm::startWith(const config::Server &server)
{
    m_ownName = server.name;
    m_base = server.entry;
    m_begun = m_workspace.draft().document();
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

config::Entry ServerForm::takenEntry()
{
    QStringList variables;
    for (const integrations::EntryToken &token : std::as_const(m_tokens))
        if (token.item.isEmpty() && !token.variable.isEmpty() && isForKeychain(token.variable))
            variables.append(token.variable);
    // Where the keychain has not answered yet, the save will hear from it.
    return m_workspace.hold(name(), entry(), variables);
}

bool ServerForm::isNew(const QString &variable) const
{
    return m_ownName.isEmpty() || entry().variable(variable).trimmed() != m_base.variable(variable).trimmed();
}

bool ServerForm::isForKeychain(const QString &variable) const
{
    return m_keychain != KeychainState::Bad &&
           (isNew(variable) ? !m_kept.contains(variable) : m_moved.contains(variable));
}

void ServerForm::lookAtKeychain()
{
    m_keychain = KeychainState::Looking;
    m_keychainProblem.reset();
    m_look = std::make_unique<QObject>();
    lookThrough(m_workspace.keychain(), false);
}

void ServerForm::lookThrough(const secrets::Keychain &keychain, bool repaired)
{
    using secrets::KeychainProblem;
    // The bridge says within seconds what it would find, and asks nobody for a password.
    keychain.view(name().isEmpty() ? u"kopru"_s : secrets::freeKeychainName(name(), {}), {}, m_look.get(),
                  [this, repaired](const Result<secrets::BridgeView, secrets::KeychainError> &viewed) {
                      if (viewed || viewed.error().problem == KeychainProblem::ItemMissing) {
                          m_keychain = KeychainState::Good;
                      } else if (viewed.error().problem == KeychainProblem::Locked) {
                          m_keychain = KeychainState::Locked;
                      } else if (!repaired && entry().command == bridges::installedBridge(m_workspace.platform()) &&
                                 (viewed.error().problem == KeychainProblem::BridgeMissing ||
                                  viewed.error().problem == KeychainProblem::BridgeFailed)) {
                          // The save repairs the bridge before it needs it.
                          lookThrough(m_workspace.keychainAfterRepair(), true);
                          return;
                      } else {
                          m_keychain = KeychainState::Bad;
                          m_keychainProblem = viewed.error();
                      }
                      updateTokens();
                  });
}

void ServerForm::updateTokens()
{
    m_tokens = integrations::tokensOf(entry());
    const auto &fields = m_form->kind().fields;
    const bool expected = std::any_of(fields.begin(), fields.end(), [](const integrations::Field &field) {
        return field.type == integrations::FieldType::Secret && field.required;
    });
    // Where the token will be is said before it is entered.
    if (m_tokens.isEmpty() && expected)
        m_tokens.append(integrations::EntryToken{});
    const bool wanted = std::any_of(m_tokens.cbegin(), m_tokens.cend(), [this](const integrations::EntryToken &token) {
        return token.item.isEmpty() && isForKeychain(token.variable);
    });
    if (wanted && m_keychain == KeychainState::Unknown)
        lookAtKeychain();
    const qsizetype before = m_tokenRows.size();
    while (m_tokenRows.size() < m_tokens.size()) {
        const qsizetype index = m_tokenRows.size();
        auto *row = new TokenRow(u"tokenPlace"_s + (index > 0 ? QString::number(index + 1) : QString()));
        connect(row, &TokenRow::linked, this, [this, index] { linked(index); });
        m_tokenColumn->addWidget(row);
        m_tokenRows.append(row);
    }
    for (qsizetype i = 0; i < m_tokenRows.size(); ++i) {
        m_tokenRows.at(i)->setVisible(i < m_tokens.size());
        if (i < m_tokens.size())
            showToken(m_tokenRows.at(i), m_tokens.at(i), m_tokens.size() > 1);
    }
    m_tokenBox->setVisible(!m_tokens.isEmpty());
    if (m_tokenRows.size() > before)
        orderTabs();
}

void ServerForm::showToken(TokenRow *row, const integrations::EntryToken &token, bool several)
{
    row->setLink({});
    if (!token.item.isEmpty()) {
        const bool deleted = !m_workspace.deletedItems(entry()).isEmpty();
        row->setSentence(deleted ? State::Failed : State::Neutral,
                         TokenWording::where(token, m_workspace.heldTokens().holds(token.item), deleted, several));
        return;
    }
    const bool fresh = isNew(token.variable);
    const bool wished = fresh ? !m_kept.contains(token.variable) : m_moved.contains(token.variable);
    const QString name = several ? token.variable + u": "_s : QString();
    if (!wished) {
        row->setSentence(State::Neutral, fresh ? name + TokenWording::willBeInFile({})
                                               : TokenWording::where(token, false, false, several));
        row->setLink(fresh ? tr("Keep it in the keychain instead") : TokenWording::move());
        return;
    }
    switch (m_keychain) {
    case KeychainState::Unknown:
    case KeychainState::Looking:
        row->setSentence(State::Neutral, name + TokenWording::looking());
        break;
    case KeychainState::Bad:
        row->setSentence(State::Warning, name + TokenWording::willBeInFile(m_keychainProblem));
        row->setLink(tr("Ask the keychain again"));
        break;
    case KeychainState::Good:
    case KeychainState::Locked:
        row->setSentence(State::Neutral, name + TokenWording::willBeInKeychain(m_keychain == KeychainState::Locked));
        row->setLink(tr("Keep it in the settings file instead"));
        break;
    }
}

void ServerForm::linked(qsizetype row)
{
    const QString variable = m_tokens.at(row).variable;
    const bool fresh = isNew(variable);
    const bool wished = fresh ? !m_kept.contains(variable) : m_moved.contains(variable);
    if (wished && m_keychain == KeychainState::Bad) {
        lookAtKeychain();
    } else {
        QStringList &list = fresh ? m_kept : m_moved;
        if (!list.removeOne(variable))
            list.append(variable);
    }
    updateTokens();
    Q_EMIT edited();
}

void ServerForm::orderTabs()
{
    QWidget *before = m_name;
    const auto follow = [&before](QWidget *stop) {
        setTabOrder(before, stop);
        before = stop;
    };
    for (QWidget *stop : m_form->stops())
        follow(stop);
    for (const TokenRow *row : std::as_const(m_tokenRows))
        for (QWidget *stop : row->stops())
            follow(stop);
    follow(m_switch);
    follow(m_check);
}

bool ServerForm::complete()
{
    m_strict = true;
    if (m_form)
        m_files->lookNow(rules()); // What was missing a minute ago may be there.
    return review();
}

void ServerForm::focusFirst()
{
    if (m_form)
        m_form->focusFirst();
}

void ServerForm::showRefusal(config::EditProblem problem)
{
    const config::Message words = config::message(problem, name());
    m_nameField->setFinding(State::Failed, (words.what + u' ' + words.remedy).trimmed());
    m_name->setFocus();
}

FileLook::Rules ServerForm::rules() const
{
    return [name = name(), entry = entry(), document = m_workspace.draft().document(), own = m_ownName,
            bridge = bridges::installedBridge(m_workspace.platform())](const platform::Platform &platform) {
        for (const config::Finding &finding : config::validateEntry(name, entry, platform)) {
            [[maybe_unused]] const auto fix = config::fixFor(finding, name, entry, platform);
        }
        if (own.isEmpty())
            return;
        for (const config::Finding &finding : config::validate(document, own, platform)) {
            [[maybe_unused]] const auto fix = integrations::fixFor(finding, document, platform, bridge);
        }
    };
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
    // Rules that look at no file answer at once, the others when it was looked.
    const FileLook::Rules all = rules();
    m_filesKnown = !m_files->misses(all);
    if (!m_filesKnown || m_files->isOld())
        m_files->look(all);
    showEntryFindings(config::validateEntry(name(), entry(), m_files->known()), good);
    updateTokens();
    return good;
}

Notice ServerForm::noticeFor(const config::Finding &finding, const config::Entry &entry)
{
    const config::Message words = config::message(finding);
    // What lets others read along is shown in red, although it hinders nothing.
    const bool red = finding.severity == config::Severity::Error || finding.problem == config::Problem::VerificationOff;
    Notice notice{red ? State::Failed : State::Warning, (words.what + u' ' + words.remedy).trimmed()};
    if (const auto fix = config::fixFor(finding, name(), entry, m_files->known())) {
        notice.fix = config::fixText(fix->id);
        notice.mend = [this, fixed = *fix] {
            if (fixed.name != name())
                m_name->setText(fixed.name);
            if (!m_form->has(integrations::FieldId::Command)) { // no field shows them
                m_base.command = fixed.entry.command;
                m_base.arguments = fixed.entry.arguments;
            }
            m_form->change(m_form->kind().fromEntry(fixed.entry));
        };
    }
    return notice;
}

void ServerForm::showEntryFindings(const config::Findings &findings, bool &good)
{
    using config::Part;
    using config::Problem;
    using integrations::FieldId;
    QList<Notice> others;
    const config::Entry written = entry();
    // Kopru's own bridge is installed before the entry is saved: that it is not there yet is no fault.
    const bool ownBridge = written.command == bridges::installedBridge(m_workspace.platform());
    const bool local = m_form->has(FieldId::Command);
    // What the kind says of a field is not said twice.
    const bool arguments = local && m_form->speaksOf(FieldId::Arguments);
    const bool environment = local && m_form->speaksOf(FieldId::Environment);
    const bool command = local && m_form->speaksOf(FieldId::Command);
    for (const config::Finding &finding : findings) {
        if (finding.part == Part::Command && ownBridge)
            continue;
        if (!m_filesKnown && config::looksAtFiles(finding.problem))
            continue;
        if (finding.part == Part::Command && finding.problem == Problem::EmptyCommand && !m_strict) {
            good = false;
            continue;
        }
        const bool placeholder = finding.problem == Problem::Placeholder;
        const bool said =
            (finding.part == Part::Argument && placeholder && arguments) ||
            (finding.part == Part::Variable && placeholder && environment) ||
            (finding.part == Part::Command && command && (placeholder || finding.problem == Problem::EmptyCommand));
        if (said)
            continue;
        const Notice notice = noticeFor(finding, written);
        if (finding.part == Part::Name) {
            m_nameField->addFinding(notice);
        } else if (local) {
            m_form->showFinding(finding.part == Part::Command    ? FieldId::Command
                                : finding.part == Part::Argument ? FieldId::Arguments
                                                                 : FieldId::Environment,
                                notice);
        } else if (finding.problem == Problem::PathNotFound || finding.problem == Problem::CommandNotFound ||
                   finding.problem == Problem::CommandNotExecutable || finding.problem == Problem::SpaceOnWindows) {
            others.append(notice);
        } else {
            // The kind's own rules speak of its fields already; what they blame would be said twice.
            continue;
        }
        good = good && finding.severity != config::Severity::Error;
    }
    showFileFindings(others);
    m_other->setNotices(others);
}

void ServerForm::showFileFindings(QList<Notice> &others)
{
    if (m_ownName.isEmpty())
        return;
    const config::Document document = m_workspace.draft().document();
    for (const config::Finding &finding : config::validate(document, m_ownName, m_files->known())) {
        if (finding.part != config::Part::Entry && finding.problem != config::Problem::NotAString)
            continue;
        const config::Message words = config::message(finding);
        // Saving the form keeps what the app will drop, so nothing here hinders it.
        Notice notice{State::Warning, (words.what + u' ' + words.remedy).trimmed()};
        if (const auto fix = integrations::fixFor(finding, document, m_files->known(),
                                                  bridges::installedBridge(m_workspace.platform()))) {
            notice.fix = config::fixText(fix->id);
            notice.mend = [this, id = fix->id, edited = fix->document] {
                if (!m_workspace.edit(edited))
                    return;
                const auto server = edited.server(m_ownName);
                if (server && id == config::FixId::UseBridge)
                    startWith(*server);
                review();
                Q_EMIT this->edited();
            };
        }
        others.append(notice);
    }
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
