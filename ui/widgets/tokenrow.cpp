#include "ui/widgets/tokenrow.h"

#include "app/secrets/keychainwording.h"
#include "ui/icons.h"
#include "ui/widgets/button.h"
#include "ui/widgets/label.h"

#include <QtWidgets/QHBoxLayout>

namespace kopru::ui {

using namespace Qt::StringLiterals;

TokenRow::TokenRow(const QString &objectName, QWidget *parent)
    : QWidget(parent),
      m_icon(new IconLabel(smallIconSize)),
      m_sentence(new TextLabel(TextSize::Small)),
      m_link(new Button(ButtonRole::Link, {}, objectName + u"Link"_s)),
      m_second(new Button(ButtonRole::Link, {}, objectName + u"SecondLink"_s))
{
    m_sentence->setObjectName(objectName);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(space::small);
    row->addWidget(m_icon, 0, Qt::AlignTop);
    auto *column = new QVBoxLayout;
    column->setSpacing(space::tiny);
    column->addWidget(m_sentence);
    column->addWidget(m_link, 0, Qt::AlignLeft);
    column->addWidget(m_second, 0, Qt::AlignLeft);
    row->addLayout(column, 1);
    setLink({});
    setSecondLink({});
    connect(m_link, &QPushButton::clicked, this, &TokenRow::linked);
    connect(m_second, &QPushButton::clicked, this, &TokenRow::secondLinked);
}

void TokenRow::setSentence(State state, const QString &sentence)
{
    m_icon->setIcon(state == State::Neutral ? u"key"_s : stateIcon(state));
    m_icon->setState(state == State::Neutral ? std::nullopt : std::optional(state));
    m_sentence->setTone(state == State::Failed    ? TextLabel::Tone::Failed
                        : state == State::Warning ? TextLabel::Tone::Warning
                                                  : TextLabel::Tone::Secondary);
    m_sentence->setText(sentence);
}

QString TokenRow::sentence() const
{
    return m_sentence->text();
}

void TokenRow::setLink(const QString &text)
{
    m_link->setText(text);
    m_link->setVisible(!text.isEmpty());
}

void TokenRow::setSecondLink(const QString &text)
{
    m_second->setText(text);
    m_second->setVisible(!text.isEmpty());
}

QList<QWidget *> TokenRow::stops() const
{
    return {m_link, m_second};
}

namespace {

struct TokenWords
{
    Q_DECLARE_TR_FUNCTIONS(TokenWords)
};

} // namespace

QString TokenWording::where(const integrations::EntryToken &token, bool held, bool deleted, bool several)
{
    const QString name = several ? token.variable + u": "_s : QString();
    if (token.item.isEmpty())
        return name + TokenWords::tr("The token is readable in Claude's settings file.");
    if (deleted)
        return name + TokenWords::tr("The token was deleted from the keychain. Edit the server and enter it again.");
    if (held)
        return name + TokenWords::tr("The token goes into this computer's keychain when you save.");
    return name + TokenWords::tr("The token is kept in this computer's keychain as “%1”.").arg(token.item);
}

QString TokenWording::willBeInKeychain(bool locked)
{
    const QString sentence =
        TokenWords::tr("The token goes into this computer's keychain when you save, not into Claude's settings file.");
    return locked ? sentence + u' ' + TokenWords::tr("The keychain is locked: it will ask you for its password.")
                  : sentence;
}

QString TokenWording::willBeInFile(const std::optional<secrets::KeychainError> &problem)
{
    const QString sentence = TokenWords::tr("The token will be readable in Claude's settings file.");
    return problem ? secrets::message(*problem).what + u' ' + sentence : sentence;
}

QString TokenWording::looking()
{
    return TokenWords::tr("Kopru is checking whether this computer's keychain can keep the token.");
}

QString TokenWording::move()
{
    return TokenWords::tr("Move this token to the keychain");
}

QString TokenWording::replaceEverywhere()
{
    return TokenWords::tr("Replace this token everywhere");
}

} // namespace kopru::ui
