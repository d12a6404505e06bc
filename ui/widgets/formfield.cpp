#include "ui/widgets/formfield.h"

#include "app/secrets/keychain.h"
#include "ui/icons.h"
#include "ui/widgets/button.h"
#include "ui/widgets/label.h"

#include <QtCore/QEvent>
#include <QtGui/QClipboard>
#include <QtGui/QGuiApplication>
#include <QtWidgets/QAbstractButton>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QStyle>

namespace kopru::ui {

using namespace Qt::StringLiterals;

namespace {

/// The part of an input that takes the keys: a field made of several widgets names it as its focus proxy.
QWidget *target(QWidget *input)
{
    return input->focusProxy() ? input->focusProxy() : input;
}

void mark(QWidget *input, const QVariant &finding)
{
    QWidget *widget = target(input);
    if (widget->property("finding") == finding)
        return;
    widget->setProperty("finding", finding);
    widget->style()->unpolish(widget);
    widget->style()->polish(widget);
}

} // namespace

FormField::FormField(QWidget *input, bool labelled, QWidget *parent)
    : QWidget(parent),
      m_input(input),
      m_label(new TextLabel),
      m_steps(new TextLabel(TextSize::Small)),
      m_help(new TextLabel(TextSize::Small)),
      m_findings(new FindingList(target(input)->objectName() + u"Finding"_s))
{
    const QString name = target(input)->objectName();
    m_where = new Button(ButtonRole::Link, {}, name + u"Where"_s);
    m_where->setCheckable(true);
    m_where->hide();
    m_steps->hide();
    m_steps->setTone(TextLabel::Tone::Secondary);
    m_help->setTone(TextLabel::Tone::Secondary);
    m_help->hide();
    m_label->setBuddy(target(input));

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(space::tiny);
    if (labelled) {
        auto *top = new QHBoxLayout;
        top->setSpacing(space::medium);
        top->addWidget(m_label, 1, Qt::AlignVCenter);
        top->addWidget(m_where, 0, Qt::AlignVCenter);
        column->addLayout(top);
    } else {
        m_label->setParent(this);
        m_label->hide();
        m_where->setParent(this);
    }
    column->addWidget(m_steps);
    // An input that does not grow stands at the left; the column around it must not shrink to its width.
    const bool grows =
        input->sizePolicy().horizontalPolicy() != QSizePolicy::Maximum && input->maximumWidth() == QWIDGETSIZE_MAX;
    column->addWidget(input, 0, grows ? Qt::Alignment() : Qt::AlignLeft);
    column->addWidget(m_findings);
    column->addWidget(m_help);

    // What was mended is looked at next; the button is gone.
    connect(m_findings, &FindingList::mended, this, [this] { target(m_input)->setFocus(); });
    connect(m_where, &QPushButton::toggled, m_steps, &QWidget::setVisible);
    retranslate();
}

void FormField::setLabel(const QString &label)
{
    m_label->setText(label);
    target(m_input)->setAccessibleName(label);
}

void FormField::setHelp(const QString &help)
{
    m_help->setText(help);
    m_help->setVisible(!help.isEmpty());
    if (finding().isEmpty())
        target(m_input)->setAccessibleDescription(help);
}

void FormField::setWhereToFind(const QStringList &steps)
{
    QStringList numbered;
    for (qsizetype i = 0; i < steps.size(); ++i)
        numbered.append(u"%1. %2"_s.arg(i + 1).arg(steps.at(i)));
    m_steps->setText(numbered.join(u'\n'));
    m_where->setVisible(!steps.isEmpty());
}

void FormField::showFindings(const QList<Notice> &notices)
{
    const QList<QWidget *> before = m_findings->stops();
    m_findings->setNotices(notices);
    // The button follows the input when Tab is pressed, wherever the form put that.
    QWidget *last = before.isEmpty() ? stops().last() : before.last();
    for (QWidget *button : m_findings->stops().mid(before.size())) {
        setTabOrder(last, button);
        last = button;
    }
    State worst = State::Neutral;
    for (const Notice &notice : notices)
        if (notice.state == State::Failed || worst == State::Neutral)
            worst = notice.state;
    target(m_input)->setAccessibleDescription(notices.isEmpty() ? m_help->text() : m_findings->text());
    mark(m_input, worst == State::Failed ? u"failed"_s : worst == State::Warning ? u"warning"_s : QString());
}

void FormField::setFinding(State state, const QString &sentence)
{
    showFindings({{state, sentence}});
}

void FormField::addFinding(const Notice &notice)
{
    showFindings(m_findings->notices() + QList{notice});
}

void FormField::clearFinding()
{
    showFindings({});
}

QString FormField::finding() const
{
    return m_findings->text();
}

void FormField::addBelow(QWidget *widget)
{
    auto *column = static_cast<QVBoxLayout *>(layout());
    column->insertWidget(column->indexOf(m_help), widget);
}

QList<QWidget *> FormField::stops() const
{
    QList<QWidget *> stops{target(m_input)};
    for (QAbstractButton *button : m_input->findChildren<QAbstractButton *>())
        stops.append(button);
    return stops;
}

QWidget *FormField::whereLink() const
{
    return m_where;
}

void FormField::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

void FormField::retranslate()
{
    m_where->setText(tr("Where do I find this?"));
}

SecretField::SecretField(const QString &objectName, QWidget *parent)
    : QWidget(parent),
      m_line(new QLineEdit),
      m_eye(new Button(ButtonRole::Normal, u"show"_s, objectName + u"Eye"_s)),
      m_paste(new Button(ButtonRole::Normal, u"paste"_s, objectName + u"Paste"_s))
{
    m_line->setObjectName(objectName);
    m_line->setEchoMode(QLineEdit::Password);
    m_line->setInputMethodHints(Qt::ImhSensitiveData | Qt::ImhNoPredictiveText | Qt::ImhNoAutoUppercase);
    m_eye->setCheckable(true);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(space::small);
    row->addWidget(m_line, 1);
    row->addWidget(m_eye);
    row->addWidget(m_paste);
    setFocusProxy(m_line);
    m_line->installEventFilter(this);
    connect(m_line, &QLineEdit::textChanged, this, &SecretField::updateEcho);
    connect(m_line, &QLineEdit::textEdited, this, &SecretField::edited);
    connect(m_eye, &QPushButton::toggled, this, [this](bool shown) {
        updateEcho();
        m_eye->setIcon(icon(shown ? u"hide"_s : u"show"_s));
        retranslate();
    });
    connect(m_paste, &QPushButton::clicked, this, [this] {
        // People copy a token with the line break behind it.
        m_line->setText(QGuiApplication::clipboard()->text().trimmed());
        m_line->setFocus();
        Q_EMIT edited();
    });
    retranslate();
}

QString SecretField::text() const
{
    return m_line->text();
}

void SecretField::setText(const QString &text)
{
    if (m_line->text() != text)
        m_line->setText(text);
}

void SecretField::updateEcho()
{
    const bool reference = secrets::isKeychainReference(m_line->text());
    const QLineEdit::EchoMode mode = reference || m_eye->isChecked() ? QLineEdit::Normal : QLineEdit::Password;
    if (m_line->echoMode() != mode)
        m_line->setEchoMode(mode);
    m_eye->setEnabled(!reference);
}

bool SecretField::eventFilter(QObject *watched, QEvent *event)
{
    // What is typed takes the place of a reference as a whole, also after a click into its middle.
    if (event->type() == QEvent::FocusIn && secrets::isKeychainReference(m_line->text()))
        QMetaObject::invokeMethod(m_line, &QLineEdit::selectAll, Qt::QueuedConnection);
    return QWidget::eventFilter(watched, event);
}

void SecretField::setPlaceholder(const QString &text)
{
    m_line->setPlaceholderText(text);
}

void SecretField::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

void SecretField::retranslate()
{
    m_eye->setIconOnly(m_eye->isChecked() ? tr("Hide the text") : tr("Show the text"));
    m_paste->setIconOnly(tr("Paste from the clipboard"));
}

} // namespace kopru::ui
