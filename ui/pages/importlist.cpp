#include "ui/pages/importlist.h"

#include "app/config/validation.h"
#include "app/config/wording.h"
#include "app/integrations/keychainuse.h"
#include "app/integrations/wording.h"
#include "app/snippets/wording.h"
#include "ui/tokens.h"
#include "ui/widgets/button.h"
#include "ui/widgets/card.h"
#include "ui/widgets/formfield.h"
#include "ui/widgets/label.h"
#include "ui/widgets/tokenrow.h"

#include <QtCore/QEvent>

namespace kopru::ui {

using namespace Qt::StringLiterals;
using integrations::SnippetNoteId;
using integrations::SnippetServer;

namespace {

/// More widgets at once would make the window wait.
constexpr qsizetype shownAtOnce = 30;
constexpr int longestTitle = 40; ///< characters of a name in the text of its box

QString shortened(const QString &name)
{
    return name.size() <= longestTitle ? name : name.left(longestTitle / 2) + u'…' + name.right(longestTitle / 2 - 1);
}

QString suggestedName(const SnippetServer &server)
{
    return server.name.trimmed().isEmpty() ? QString::fromUtf8(integrations::kind(formFor(server).kind).suggestedName)
                                           : server.name.trimmed();
}

} // namespace

bool isThere(const config::Document &document, const config::Entry &entry)
{
    const QList<config::Server> servers = document.servers();
    return std::any_of(servers.cbegin(), servers.cend(),
                       [&entry](const config::Server &server) { return server.entry == entry; });
}

bool takeBack(Workspace &workspace, std::optional<config::Document> &added)
{
    if (added && workspace.isSaving()) // It can be taken back when that has failed.
        return true;
    if (!added)
        return false;
    const config::Document &now = workspace.draft().document();
    const bool released = !(now == *added) && now == workspace.heldTokens().released(*added);
    const bool there = workspace.draft().isChanged() && (released || now == *added);
    added.reset();
    if (!there)
        return false;
    if (released) // The keychain failed: first back to the references.
        workspace.undo();
    workspace.undo();
    return true;
}

Offer offerOf(const integrations::PortableServer &server)
{
    Offer offer;
    offer.server.name = server.name;
    offer.server.transport = integrations::SnippetTransport::Stdio;
    offer.server.entry = server.entry;
    offer.server.notes = server.notes;
    for (const QString &key : server.leftOut)
        offer.server.notes.append({SnippetNoteId::DroppedKey, key});
    offer.portable = server;
    return offer;
}

/// One offer as a card.
class OfferRow final : public QWidget
{
    Q_OBJECT
public:
    OfferRow(const Offer &offer, int index, const QString &name, const QString &bridge)
        : m_offer(offer),
          m_bridge(bridge),
          m_offered(isOffered(offer.server)),
          m_box(new CheckBox(u"offer%1"_s.arg(index))),
          m_source(new TextLabel(TextSize::Small)),
          m_notes(new TextLabel),
          m_command(new PathLabel),
          m_given(new TextLabel(TextSize::Small)),
          m_fields(new QWidget),
          m_name(new QLineEdit),
          m_finding(new TextLabel(TextSize::Small))
    {
        auto *outer = new QVBoxLayout(this);
        outer->setContentsMargins(0, 0, 0, 0);
        auto *card = new Card;
        outer->addWidget(card);
        QVBoxLayout *column = card->content();
        m_source->setTone(TextLabel::Tone::Secondary);
        m_given->setTone(TextLabel::Tone::Secondary);
        m_finding->setTone(TextLabel::Tone::Failed);
        m_finding->setObjectName(u"offer%1Finding"_s.arg(index));
        m_notes->setObjectName(u"offer%1Notes"_s.arg(index));
        m_command->setObjectName(u"offer%1Command"_s.arg(index));
        m_source->setObjectName(u"offer%1Source"_s.arg(index));
        column->addWidget(m_box, 0, Qt::AlignLeft);
        for (QWidget *widget : std::initializer_list<QWidget *>{m_source, m_command, m_given, m_notes, m_fields})
            column->addWidget(widget);
        m_fields->setMaximumWidth(readableWidth);
        auto *fields = new QVBoxLayout(m_fields);
        fields->setContentsMargins(0, space::small, 0, 0);
        fields->setSpacing(space::medium);
        m_name->setObjectName(u"offer%1Name"_s.arg(index));
        m_name->setText(name);
        m_nameField = new FormField(m_name);
        fields->addWidget(m_nameField);
        int number = 0;
        for (const OpenQuestion &question : questionsOf(offer))
            addQuestion(question, u"offer%1Question%2"_s.arg(index).arg(number++));
        fields->addWidget(m_finding);
        m_finding->hide();

        m_box->setEnabled(m_offered);
        m_box->setChecked(m_offered && !offer.there && !offer.server.has(SnippetNoteId::SwitchedOff));
        m_fields->setVisible(m_box->isChecked());
        connect(m_box, &QCheckBox::toggled, this, [this](bool chosen) {
            m_fields->setVisible(chosen);
            Q_EMIT edited();
        });
        connect(m_name, &QLineEdit::textEdited, this, &OfferRow::edited);
        retranslate();
    }

    [[nodiscard]] bool isChosen() const { return m_box->isChecked(); }
    [[nodiscard]] QString name() const { return m_name->text().trimmed(); }
    [[nodiscard]] SnippetServer answered() const { return integrations::filled(m_offer.server, answers()); }
    [[nodiscard]] config::Entry entry() const
    {
        return m_offer.portable ? integrations::answered(*m_offer.portable, answers())
                                : integrations::entryFor(answered(), m_bridge);
    }

    /// Shows what is wrong. @param strict  whether empty fields are named
    bool showFindings(const QString &nameProblem, const FileLook &files, bool filesKnown, bool strict)
    {
        bool good = nameProblem.isEmpty();
        bool unanswered = false;
        m_nameField->clearFinding();
        if (!good)
            m_nameField->setFinding(State::Failed, nameProblem);
        for (const Line &line : m_lines) {
            line.frame->clearFinding();
            if (isAnswered(line))
                continue;
            good = false;
            unanswered = true;
            if (strict)
                line.frame->setFinding(State::Failed, line.question.written.isEmpty()
                                                          ? tr("This is needed.")
                                                          : tr("Replace what is only an example here."));
        }
        const config::Entry now = entry();
        QStringList problems;
        bool failed = false;
        for (const config::Finding &finding : config::validateEntry(name(), now, files.known())) {
            if (!filesKnown && config::looksAtFiles(finding.problem))
                continue;
            const bool error = finding.severity == config::Severity::Error;
            // The questions and the notes speak of these already; the bridge is installed before the entry is saved.
            if (finding.severity == config::Severity::Note || finding.problem == config::Problem::Placeholder ||
                finding.problem == config::Problem::SecretInArguments ||
                finding.problem == config::Problem::VerificationOff ||
                (finding.problem == config::Problem::UnexpandedVariable && unanswered) ||
                (finding.part == config::Part::Command && now.command == m_bridge))
                continue;
            const config::Message words = config::message(finding);
            const QString sentence = (words.what + u' ' + words.remedy).trimmed();
            if (finding.part != config::Part::Name)
                problems.append(sentence);
            else if (nameProblem.isEmpty())
                m_nameField->setFinding(error ? State::Failed : State::Warning, sentence);
            failed = failed || error;
        }
        good = good && !failed;
        m_finding->setTone(failed ? TextLabel::Tone::Failed : TextLabel::Tone::Warning);
        m_finding->setText(problems.join(u'\n'));
        m_finding->setVisible(!problems.isEmpty());
        return good;
    }

    void focusFirst()
    {
        if (!m_offered || !m_box->isChecked()) {
            m_box->setFocus();
            return;
        }
        for (const Line &line : std::as_const(m_lines))
            if (!isAnswered(line)) {
                (line.secret ? line.secret->line() : line.plain)->setFocus();
                return;
            }
        m_name->setFocus();
    }

Q_SIGNALS:
    void edited();

protected:
    void changeEvent(QEvent *event) override
    {
        if (event->type() == QEvent::LanguageChange)
            retranslate();
        QWidget::changeEvent(event);
    }

private:
    struct Line
    {
        OpenQuestion question;
        QLineEdit *plain = nullptr;
        SecretField *secret = nullptr;
        FormField *frame = nullptr;
    };

    void addQuestion(const OpenQuestion &question, const QString &objectName)
    {
        Line line{question, nullptr, nullptr, nullptr};
        if (question.secret) {
            line.secret = new SecretField(objectName);
            line.frame = new FormField(line.secret);
            connect(line.secret, &SecretField::edited, this, &OfferRow::changed);
        } else {
            line.plain = new QLineEdit;
            line.plain->setObjectName(objectName);
            line.plain->setText(question.written);
            line.plain->setPlaceholderText(question.hint);
            line.frame = new FormField(line.plain);
            connect(line.plain, &QLineEdit::textEdited, this, &OfferRow::changed);
        }
        m_fields->layout()->addWidget(line.frame);
        m_lines.append(line);
    }

    void changed()
    {
        showCommand();
        Q_EMIT edited();
    }

    static QString textOf(const Line &line) { return line.secret ? line.secret->text() : line.plain->text(); }
    static bool isAnswered(const Line &line)
    {
        const QString text = textOf(line).trimmed();
        return !text.isEmpty() && text != line.question.written.trimmed();
    }

    static QList<OpenQuestion> questionsOf(const Offer &offer)
    {
        if (!offer.portable)
            return allQuestions(offer.server);
        QList<OpenQuestion> questions;
        for (const QString &id : integrations::questionsOf(*offer.portable))
            questions.append({{id}, integrations::questionText(*offer.portable, id), {}, {}, true});
        return questions;
    }

    [[nodiscard]] QMap<QString, QString> answers() const
    {
        QMap<QString, QString> answers;
        for (const Line &line : m_lines)
            if (isAnswered(line))
                for (const QString &place : line.question.places)
                    answers.insert(place, textOf(line).trimmed());
        return answers;
    }

    void showCommand()
    {
        const config::Entry now = entry();
        m_command->setPath(PasteWording::command({now.command, now.arguments, {}}));
        m_given->setText(PasteWording::variables(now));
        m_given->setVisible(!m_given->text().isEmpty());
    }

    void retranslate()
    {
        const QString title = m_offer.server.name.trimmed().isEmpty()
                                  ? integrations::kindName(formFor(m_offer.server).kind)
                                  : m_offer.server.name.trimmed();
        m_box->setText(tr("Add “%1”").arg(shortened(title)));
        m_box->setToolTip(title);
        QStringList facts;
        if (!m_offer.sources.isEmpty())
            facts.append(tr("Found in %1.").arg(m_offer.sources.join(u", "_s)));
        if (m_offer.there)
            facts.append(tr("Claude's settings file has this server already."));
        m_source->setText(facts.join(u' '));
        m_source->setVisible(!facts.isEmpty());
        QStringList notes = PasteWording::notes(m_offer.server.notes);
        if (!m_offered)
            notes.append(integrations::snippetRemedy(integrations::SnippetRefusal::OAuth));
        m_notes->setText(notes.join(u'\n'));
        m_notes->setVisible(!notes.isEmpty());
        m_nameField->setLabel(tr("Name"));
        const QList<OpenQuestion> questions = questionsOf(m_offer); // in the language of now
        for (qsizetype i = 0; i < m_lines.size(); ++i)
            m_lines.at(i).frame->setLabel(questions.at(i).label);
        if (m_offered) {
            showCommand();
        } else { // It stays where it is: an address is all there is to see.
            m_command->setPath(QUrl(m_offer.server.url).toDisplayString(QUrl::RemoveUserInfo | QUrl::RemoveQuery));
            m_given->hide();
        }
    }

    Offer m_offer;
    QString m_bridge;
    bool m_offered;
    CheckBox *m_box;
    TextLabel *m_source;
    TextLabel *m_notes;
    PathLabel *m_command;
    TextLabel *m_given;
    QWidget *m_fields;
    QLineEdit *m_name;
    FormField *m_nameField;
    TextLabel *m_finding;
    QList<Line> m_lines;
};

ImportList::ImportList(Workspace &workspace, QWidget *parent)
    : QWidget(parent),
      m_workspace(workspace),
      m_column(new QVBoxLayout(this)),
      m_files(new FileLook(workspace.platform(), this)),
      m_more(new Button(ButtonRole::Link, u"down"_s, u"moreOffers"_s)),
      m_token(new TokenRow(u"offerTokens"_s))
{
    m_column->setContentsMargins(0, 0, 0, 0);
    m_column->setSpacing(space::medium);
    m_column->addWidget(m_more, 0, Qt::AlignLeft);
    m_column->addWidget(m_token);
    m_token->hide();
    connect(m_more, &QPushButton::clicked, this, &ImportList::showMore);
    connect(m_files, &FileLook::done, this, [this] { (void)review(); });
    retranslate();
}

void ImportList::setOffers(const QList<Offer> &offers)
{
    qDeleteAll(m_rows);
    m_rows.clear();
    m_offers = offers;
    m_strict = false;
    m_lookedAtKeychain = false;
    m_keychainProblem.reset();
    m_look.reset();
    showMore();
}

/// What is not shown is not chosen.
void ImportList::showMore()
{
    QStringList taken;
    for (const config::Server &server : m_workspace.draft().document().servers())
        taken.append(server.name);
    for (const OfferRow *row : std::as_const(m_rows))
        taken.append(row->name());
    const QString bridge = bridges::installedBridge(m_workspace.platform());
    const qsizetype end = std::min(m_offers.size(), m_rows.size() + shownAtOnce);
    for (qsizetype i = m_rows.size(); i < end; ++i) {
        const Offer &offer = m_offers.at(i);
        const QString name = integrations::freeName(suggestedName(offer.server), taken);
        taken.append(name);
        auto *row = new OfferRow(offer, static_cast<int>(i), name, bridge);
        m_column->insertWidget(static_cast<int>(i), row);
        row->show(); // at once, not in the next turn
        connect(row, &OfferRow::edited, this, [this] {
            (void)review();
            Q_EMIT edited();
        });
        m_rows.append(row);
    }
    m_more->setVisible(m_rows.size() < m_offers.size());
    retranslate();
    Q_EMIT edited();
}

int ImportList::chosen() const
{
    return static_cast<int>(
        std::count_if(m_rows.cbegin(), m_rows.cend(), [](const OfferRow *row) { return row->isChosen(); }));
}

std::optional<SnippetServer> ImportList::first() const
{
    const auto first =
        std::find_if(m_rows.cbegin(), m_rows.cend(), [](const OfferRow *row) { return row->isChosen(); });
    if (first == m_rows.cend())
        return std::nullopt;
    SnippetServer server = (*first)->answered();
    server.name = (*first)->name();
    return server;
}

void ImportList::focusFirst()
{
    if (!m_rows.isEmpty())
        m_rows.front()->focusFirst();
}

FileLook::Rules ImportList::rules() const
{
    QList<std::pair<QString, config::Entry>> chosen;
    for (const OfferRow *row : m_rows)
        if (row->isChosen())
            chosen.append({row->name(), row->entry()});
    return [chosen](const platform::Platform &platform) {
        for (const auto &[name, entry] : chosen) {
            [[maybe_unused]] const auto findings = config::validateEntry(name, entry, platform);
        }
    };
}

OfferRow *ImportList::review()
{
    const FileLook::Rules all = rules();
    const bool known = !m_files->misses(all);
    if (!known || m_files->isOld())
        m_files->look(all);
    OfferRow *bad = nullptr;
    QStringList taken;
    for (const config::Server &server : m_workspace.draft().document().servers())
        taken.append(server.name);
    bool secrets = false;
    for (OfferRow *row : std::as_const(m_rows)) {
        if (!row->isChosen())
            continue;
        const QString problem =
            taken.contains(row->name()) ? config::message(config::EditProblem::NameTaken, row->name()).what : QString();
        taken.append(row->name());
        if (!row->showFindings(problem, *m_files, known, m_strict) && !bad)
            bad = row;
        secrets = secrets || !integrations::readableSecrets(row->entry()).isEmpty();
    }
    m_token->setVisible(secrets);
    if (!secrets)
        return bad;
    if (!m_lookedAtKeychain)
        lookAtKeychain();
    if (m_look)
        m_token->setSentence(State::Neutral, TokenWording::looking());
    else if (m_keychainProblem)
        m_token->setSentence(State::Warning, TokenWording::willBeInFile(m_keychainProblem));
    else
        m_token->setSentence(State::Neutral, TokenWording::willBeInKeychain(m_locked));
    return bad;
}

bool ImportList::check()
{
    m_strict = true;
    m_files->lookNow(rules()); // What was missing a minute ago may be there.
    OfferRow *bad = review();
    if (bad)
        bad->focusFirst();
    return !bad && chosen() > 0;
}

std::optional<config::Document> ImportList::complete()
{
    if (!check())
        return std::nullopt;
    config::Document document = m_workspace.draft().document();
    for (const OfferRow *row : std::as_const(m_rows)) {
        if (!row->isChosen())
            continue;
        config::Entry entry = row->entry();
        // Where the keychain has not answered yet, the save will hear from it.
        if (!m_keychainProblem)
            entry = m_workspace.hold(row->name(), entry, integrations::readableSecrets(entry));
        const auto added = document.added(row->name(), entry);
        if (!added)
            return std::nullopt;
        document = *added;
    }
    return document;
}

void ImportList::lookAtKeychain()
{
    m_lookedAtKeychain = true;
    m_keychainProblem.reset();
    m_look = std::make_unique<QObject>();
    lookThrough(m_workspace.keychain(), false);
}

/// As in the form of one server: the bridge says within seconds what it would find, and asks nobody for a password.
void ImportList::lookThrough(const secrets::Keychain &keychain, bool repaired)
{
    using secrets::KeychainProblem;
    keychain.view(u"kopru"_s, {}, m_look.get(),
                  [this, repaired](const Result<secrets::BridgeView, secrets::KeychainError> &viewed) {
                      const bool noBridge = !viewed && (viewed.error().problem == KeychainProblem::BridgeMissing ||
                                                        viewed.error().problem == KeychainProblem::BridgeFailed);
                      if (noBridge && !repaired) { // The save repairs the bridge before it needs it.
                          lookThrough(m_workspace.keychainAfterRepair(), true);
                          return;
                      }
                      m_locked = !viewed && viewed.error().problem == KeychainProblem::Locked;
                      if (!viewed && !m_locked && viewed.error().problem != KeychainProblem::ItemMissing)
                          m_keychainProblem = viewed.error();
                      m_look.release()->deleteLater(); // it is still calling
                      (void)review();
                  });
}

void ImportList::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

void ImportList::retranslate()
{
    const qsizetype left = m_offers.size() - m_rows.size();
    m_more->setText(tr("Show %n more", nullptr, static_cast<int>(std::min(left, shownAtOnce))));
    (void)review();
}

} // namespace kopru::ui

#include "importlist.moc"
