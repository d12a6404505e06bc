#include "ui/replacetoken.h"

#include "app/integrations/wording.h"
#include "app/secrets/keychainwording.h"
#include "ui/widgets/button.h"
#include "ui/widgets/formfield.h"
#include "ui/widgets/label.h"
#include "ui/widgets/tokenrow.h"
#include "ui/workspace.h"

#include <QtCore/QRegularExpression>
#include <QtWidgets/QHBoxLayout>

namespace kopru::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype shownSpots = 8;

/// `Basic dXNlcjpwYXNz`: a header may have all of its value in one variable.
bool hasScheme(const QString &token)
{
    static const QRegularExpression scheme(uR"(^[A-Za-z][A-Za-z0-9-]* \S+$)"_s);
    return scheme.match(token).hasMatch();
}

QString sentenceOf(const integrations::TokenSpot &spot)
{
    const QString place = spot.name.isEmpty() ? spot.server : spot.server + u": "_s + spot.name;
    return spot.item.isEmpty() ? place : ReplaceTokenDialog::tr("%1, in the keychain").arg(place);
}

} // namespace

ReplaceTokenDialog::ReplaceTokenDialog(Workspace &workspace, const QString &server,
                                       const integrations::EntryToken &token, QWidget *parent)
    : QDialog(parent),
      m_workspace(workspace),
      m_server(server),
      m_token(token),
      m_new(new SecretField(u"newToken"_s)),
      m_state(new TokenRow(u"replaceState"_s)),
      m_spots(new TextLabel(TextSize::Small))
{
    setObjectName(u"replaceToken"_s);
    auto *column = dialogColumn(this, tr("Replace this token everywhere"));
    m_field = new FormField(m_new);
    m_field->setLabel(tr("New token"));
    column->addWidget(m_field);
    column->addWidget(m_state);
    m_spots->setObjectName(u"replaceSpots"_s);
    column->addWidget(m_spots);
    column->addSpacing(space::small);
    auto *row = new QHBoxLayout;
    auto *cancel = new Button(ButtonRole::Normal, {}, u"replaceCancel"_s);
    cancel->setText(tr("Cancel"));
    m_doIt = new Button(ButtonRole::Primary, {}, u"replaceDo"_s);
    m_doIt->setText(tr("Replace"));
    m_doIt->setDefault(true);
    row->addStretch();
    row->addWidget(cancel);
    row->addWidget(m_doIt);
    column->addLayout(row);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_doIt, &QPushButton::clicked, this, [this] {
        if (replace())
            accept();
        else
            m_field->setFinding(State::Warning, tr("Kopru is still saving. Please try again when it is done."));
    });
    connect(m_new, &SecretField::edited, this, &ReplaceTokenDialog::review);
    connect(m_state, &TokenRow::linked, this, &ReplaceTokenDialog::find);
    m_new->line()->setFocus();
    find();
}

void ReplaceTokenDialog::find()
{
    m_known.reset();
    review();
    const config::Document &document = m_workspace.draft().document();
    const auto server = document.server(m_server);
    integrations::findToken(document, m_token, server ? server->entry.variable(m_token.variable) : QString(),
                            m_workspace.heldTokens(), m_workspace.keychain(), this,
                            [this](const integrations::KnownToken &known) {
                                m_known = known;
                                review();
                            });
}

QString ReplaceTokenDialog::typed() const
{
    return m_new->text().trimmed();
}

QString ReplaceTokenDialog::newToken() const
{
    const QString text = typed();
    const QString old = m_known ? m_known->secret : QString();
    const bool bare = std::none_of(text.cbegin(), text.cend(), [](QChar c) { return c.isSpace(); });
    return bare && !text.isEmpty() && hasScheme(old) ? old.section(u' ', 0, 0) + u' ' + text : text;
}

void ReplaceTokenDialog::review()
{
    m_state->setLink({});
    m_field->clearFinding();
    // Until the keychain has answered, what is known by its name is shown already.
    const integrations::KnownToken known = m_known.value_or(
        integrations::KnownToken{{}, m_token.item.isEmpty() ? QStringList() : QStringList{m_token.item}, std::nullopt});
    const auto spots = integrations::spotsOf(m_workspace.draft().document(), known.secret, known.items);
    m_places = spots.size();
    if (!m_known) {
        m_state->setSentence(State::Neutral, tr("The keychain is being asked where else this token is."));
    } else if (m_known->problem) {
        m_state->setSentence(State::Warning, secrets::message(*m_known->problem).what + u' ' +
                                                 tr("Other places with the same token may be missing here."));
        m_state->setLink(tr("Look again"));
    } else {
        m_state->setSentence(State::Neutral, tr("It is in %n places:", nullptr, static_cast<int>(m_places)));
    }
    QStringList lines;
    for (const integrations::TokenSpot &spot : spots)
        lines.append(u"• "_s + sentenceOf(spot));
    if (lines.size() > shownSpots) {
        const auto more = static_cast<int>(lines.size() - shownSpots + 1);
        lines = lines.first(shownSpots - 1) + QStringList{tr("and %n more", nullptr, more)};
    }
    m_spots->setText(lines.join(u'\n'));
    m_spots->setVisible(!lines.isEmpty());

    bool good = m_known && m_places > 0 && !newToken().isEmpty();
    const bool bothSchemes = m_known && hasScheme(m_known->secret) && hasScheme(newToken());
    const bool white = std::any_of(newToken().cbegin(), newToken().cend(), [](QChar c) { return c.isSpace(); });
    if (secrets::isKeychainReference(typed())) {
        m_field->setFinding(State::Failed, tr("This is the name of a token in the keychain. Enter the token itself."));
        good = false;
    } else if (white && !bothSchemes) {
        m_field->setFinding(State::Failed, tr("A token has no spaces or line breaks. Copy it again."));
        good = false;
    } else if (m_known && !newToken().isEmpty() && newToken() == m_known->secret) {
        m_field->setFinding(State::Warning, tr("This is the token that is there already."));
        good = false;
    }
    m_doIt->setEnabled(good);
}

bool ReplaceTokenDialog::replace()
{
    return m_known && m_workspace.replaceToken(m_known->secret, m_known->items, newToken());
}

void askReplaceToken(Workspace &workspace, const QString &server, const integrations::EntryToken &token,
                     QWidget *parent, const std::function<void()> &done)
{
    auto *dialog = new ReplaceTokenDialog(workspace, server, token, parent);
    QObject::connect(dialog, &QDialog::accepted, parent, done);
    dialog->open();
}

} // namespace kopru::ui
