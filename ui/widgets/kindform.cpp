#include "ui/widgets/kindform.h"

#include "app/config/wording.h"
#include "app/integrations/fixes.h"
#include "app/integrations/wording.h"
#include "ui/icons.h"
#include "ui/paste.h"
#include "ui/widgets/button.h"
#include "ui/widgets/formfield.h"
#include "ui/widgets/linesfield.h"

#include <QtCore/QEvent>
#include <QtCore/QLocale>
#include <QtWidgets/QSpinBox>
#include <QtWidgets/QVBoxLayout>

namespace kopru::ui {

using namespace Qt::StringLiterals;
using integrations::FieldId;
using integrations::FieldType;
using integrations::Value;
using integrations::Values;

namespace {

QStringList linesOf(const QString &text)
{
    QStringList lines;
    const QStringList all = text.split(u'\n');
    for (const QString &line : all)
        if (!line.trimmed().isEmpty())
            lines.append(line.trimmed());
    return lines;
}

config::Variables variablesOf(const QString &text)
{
    config::Variables variables;
    for (const QString &line : linesOf(text)) {
        const qsizetype equals = line.indexOf(u'=');
        // A line without = is kept as it is, so that the rule for it can say what is wrong.
        variables.append(equals < 0 ? config::Variable{line, {}}
                                    : config::Variable{line.left(equals).trimmed(), line.mid(equals + 1)});
    }
    return variables;
}

QString textOf(const config::Variables &variables)
{
    QStringList lines;
    for (const config::Variable &variable : variables)
        lines.append(variable.name + u'=' + variable.value);
    return lines.join(u'\n');
}

} // namespace

KindForm::KindForm(const integrations::Kind &kind, QWidget *parent) : QWidget(parent), m_kind(kind)
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(space::large);
    m_advanced = new QWidget;
    auto *advanced = new QVBoxLayout(m_advanced);
    advanced->setContentsMargins(0, 0, 0, 0);
    advanced->setSpacing(space::large);
    for (const integrations::Field &field : kind.fields) {
        QWidget *input = makeInput(field);
        auto *frame = new FormField(input, field.type != FieldType::Switch);
        m_lines.append({&field, input, frame});
        (field.advanced ? advanced : column)->addWidget(frame);
    }
    m_advanced->hide();
    if (advanced->count() > 0) {
        m_more = new Button(ButtonRole::Link, u"right"_s, u"moreSettings"_s);
        m_more->setCheckable(true);
        connect(m_more, &QPushButton::toggled, this, [this](bool open) {
            m_advanced->setVisible(open);
            m_more->setIcon(icon(open ? u"down"_s : u"right"_s, QPalette::Link));
        });
        column->addWidget(m_more, 0, Qt::AlignLeft);
    }
    column->addWidget(m_advanced);
    connect(this, &KindForm::edited, this, &KindForm::showApplying);
    setValues({});
    retranslate();
}

QWidget *KindForm::makeInput(const integrations::Field &field)
{
    const QString name = u"field_"_s + integrations::fieldKey(field.id);
    const QString example = QString::fromUtf8(field.example);
    switch (field.type) {
    case FieldType::Text:
    case FieldType::Host:
    case FieldType::Url: {
        auto *line = new QLineEdit;
        line->setObjectName(name);
        line->setPlaceholderText(example);
        connect(line, &QLineEdit::textEdited, this, &KindForm::edited);
        if (field.type == FieldType::Host)
            connect(line, &QLineEdit::editingFinished, this, [this, id = field.id] {
                for (const Line &own : m_lines)
                    if (own.field->id == id)
                        readAddress(own);
            });
        return line;
    }
    case FieldType::Number: {
        auto *number = new QSpinBox;
        number->setObjectName(name);
        number->setRange(field.least, field.most);
        number->setButtonSymbols(QAbstractSpinBox::NoButtons);
        number->setFocusPolicy(Qt::StrongFocus);
        number->setMaximumWidth(160);
        if (*field.unit)
            number->setSuffix(u' ' + QString::fromUtf8(field.unit));
        connect(number, &QSpinBox::valueChanged, this, &KindForm::edited);
        return number;
    }
    case FieldType::Switch: {
        auto *box = new CheckBox(name);
        connect(box, &CheckBox::toggled, this, &KindForm::edited);
        return box;
    }
    case FieldType::Choice: {
        auto *choice = new ChoiceBox(name);
        for (const QString &key : field.choices)
            choice->addItem(key, key); // retranslate() names them
        connect(choice, &ChoiceBox::activated, this, &KindForm::edited);
        return choice;
    }
    case FieldType::Secret: {
        auto *secret = new SecretField(name);
        secret->setPlaceholder(example);
        connect(secret, &SecretField::edited, this, &KindForm::edited);
        return secret;
    }
    case FieldType::Lines:
    case FieldType::Variables: {
        auto *lines = new LinesField(name);
        lines->setPlaceholder(example);
        connect(lines, &LinesField::edited, this, &KindForm::edited);
        return lines;
    }
    }
    return new QWidget;
}

Value KindForm::read(const Line &line) const
{
    switch (line.field->type) {
    case FieldType::Text:
    case FieldType::Host:
    case FieldType::Url:
        return static_cast<QLineEdit *>(line.input)->text().trimmed();
    case FieldType::Number:
        return static_cast<QSpinBox *>(line.input)->value();
    case FieldType::Switch:
        return static_cast<CheckBox *>(line.input)->isChecked();
    case FieldType::Choice:
        return static_cast<ChoiceBox *>(line.input)->currentData().toString();
    case FieldType::Secret:
        return static_cast<SecretField *>(line.input)->text();
    case FieldType::Lines:
        return linesOf(static_cast<LinesField *>(line.input)->text());
    case FieldType::Variables:
        return variablesOf(static_cast<LinesField *>(line.input)->text());
    }
    return {};
}

void KindForm::write(const Line &line, const Value &value)
{
    const QSignalBlocker silent(line.input);
    const auto *text = std::get_if<QString>(&value);
    switch (line.field->type) {
    case FieldType::Text:
    case FieldType::Host:
    case FieldType::Url:
        static_cast<QLineEdit *>(line.input)->setText(text ? *text : QString());
        break;
    case FieldType::Number:
        if (const int *number = std::get_if<int>(&value))
            static_cast<QSpinBox *>(line.input)->setValue(*number);
        break;
    case FieldType::Switch:
        if (const bool *on = std::get_if<bool>(&value))
            static_cast<CheckBox *>(line.input)->setChecked(*on);
        break;
    case FieldType::Choice: {
        auto *choice = static_cast<ChoiceBox *>(line.input);
        choice->setCurrentIndex(std::max(0, choice->findData(text ? *text : QString())));
        break;
    }
    case FieldType::Secret:
        static_cast<SecretField *>(line.input)->setText(text ? *text : QString());
        break;
    case FieldType::Lines: {
        const auto *lines = std::get_if<QStringList>(&value);
        static_cast<LinesField *>(line.input)->setText(lines ? lines->join(u'\n') : QString());
        break;
    }
    case FieldType::Variables: {
        const auto *variables = std::get_if<config::Variables>(&value);
        static_cast<LinesField *>(line.input)->setText(variables ? textOf(*variables) : QString());
        break;
    }
    }
}

Values KindForm::values() const
{
    Values values = m_base;
    for (const Line &line : m_lines) {
        const Value value = read(line);
        // What stands at its standard is left out unless it was written before: an entry stays as short as it can.
        if (value == line.field->standard && !m_base.contains(line.field->id))
            continue;
        values.insert(line.field->id, value);
    }
    return values;
}

void KindForm::setValues(const Values &values)
{
    m_base = values;
    for (const Line &line : m_lines) {
        const auto found = values.constFind(line.field->id);
        write(line, found != values.constEnd() ? *found : line.field->standard);
        if (line.field->advanced && found != values.constEnd() && !(*found == line.field->standard) && m_more)
            m_more->setChecked(true);
    }
    showApplying();
}

void KindForm::showApplying()
{
    if (!m_kind.applies)
        return;
    const Values now = values();
    for (const Line &line : m_lines)
        line.frame->setVisible(m_kind.applies(now, line.field->id));
}

void KindForm::readAddress(const Line &line)
{
    const QString text = static_cast<QLineEdit *>(line.input)->text().trimmed();
    if (!text.contains(u"://"_s))
        return;
    const QUrl url(text);
    if (!url.isValid() || url.host().isEmpty())
        return;
    // A whole address where a host name belongs: its parts go to their own fields.
    write(line, url.host());
    for (const Line &other : m_lines) {
        if (other.field->id == FieldId::Port && url.port() > 0)
            write(other, url.port());
        else if (other.field->id == FieldId::Path && url.path().size() > 1)
            write(other, url.path());
        else if (other.field->id == FieldId::UseHttps)
            write(other, url.scheme() != u"http"_s);
        else
            continue;
        if (m_more && !(read(other) == other.field->standard))
            m_more->setChecked(true);
    }
    Q_EMIT edited();
}

void KindForm::showTokenForm(const Line &line)
{
    const TokenForm form = tokenForm(static_cast<SecretField *>(line.input)->text());
    if (!form.jwt)
        return;
    if (!form.expires) {
        line.frame->setFinding(State::Neutral, tr("This is a JWT without an end date."));
        return;
    }
    const qint64 days = QDateTime::currentDateTimeUtc().daysTo(*form.expires);
    if (*form.expires < QDateTime::currentDateTimeUtc())
        line.frame->setFinding(State::Failed, tr("This token expired on %1. Ask for a new one.")
                                                  .arg(QLocale().toString(form.expires->date(), QLocale::ShortFormat)));
    else
        line.frame->setFinding(days < 7 ? State::Warning : State::Neutral,
                               tr("JWT, expires in %n days", nullptr, static_cast<int>(days)));
}

void KindForm::showFindings(const QList<integrations::FieldFinding> &findings, bool strict)
{
    for (const Line &line : m_lines) {
        line.frame->clearFinding();
        if (line.field->type == FieldType::Secret)
            showTokenForm(line);
        for (const integrations::FieldFinding &finding : findings) {
            if (finding.field != line.field->id)
                continue;
            if (finding.problem == integrations::FieldProblem::Missing && !strict)
                continue;
            const bool red = finding.blocking || finding.problem == integrations::FieldProblem::VerificationOff;
            Notice notice{red ? State::Failed : State::Warning, integrations::problemText(finding, m_kind.id)};
            if (const auto fix = integrations::fieldFix(m_kind, values(), finding)) {
                notice.fix = config::fixText(fix->id);
                notice.mend = [this, changed = fix->values] { change(changed); };
            }
            line.frame->clearFinding(); // of the token's form
            line.frame->addFinding(notice);
            if (line.field->advanced && m_more && (finding.blocking || strict))
                m_more->setChecked(true);
            break;
        }
    }
}

void KindForm::showFinding(FieldId field, const Notice &notice)
{
    for (const Line &line : m_lines)
        if (line.field->id == field)
            line.frame->addFinding(notice);
}

bool KindForm::speaksOf(FieldId field) const
{
    return std::any_of(m_lines.begin(), m_lines.end(), [field](const Line &line) {
        return line.field->id == field && !line.frame->finding().isEmpty();
    });
}

void KindForm::change(const Values &values)
{
    for (const Line &line : m_lines) {
        const auto found = values.constFind(line.field->id);
        if (found == values.constEnd() || read(line) == *found)
            continue;
        write(line, *found);
        if (line.field->advanced && m_more && !(*found == line.field->standard))
            m_more->setChecked(true);
    }
    Q_EMIT edited();
}

bool KindForm::has(FieldId field) const
{
    return std::any_of(m_lines.begin(), m_lines.end(), [field](const Line &line) { return line.field->id == field; });
}

bool KindForm::addBelowToken(QWidget *widget)
{
    for (const Line &line : std::as_const(m_lines))
        if (line.field->type == FieldType::Secret) {
            line.frame->addBelow(widget);
            return true;
        }
    return false;
}

QList<QWidget *> KindForm::stops() const
{
    QList<QWidget *> stops;
    for (const bool advanced : {false, true}) {
        for (const Line &line : m_lines)
            if (line.field->advanced == advanced)
                stops.append(line.frame->stops());
        for (const Line &line : m_lines)
            if (line.field->advanced == advanced)
                stops.append(line.frame->whereLink());
        if (!advanced && m_more)
            stops.append(m_more);
    }
    return stops;
}

void KindForm::focusFirst()
{
    if (!m_lines.isEmpty())
        m_lines.front().input->setFocus();
}

void KindForm::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

void KindForm::retranslate()
{
    if (m_more)
        m_more->setText(tr("More settings"));
    for (const Line &line : m_lines) {
        const QString label = integrations::fieldLabel(m_kind.id, line.field->id);
        line.frame->setLabel(label);
        if (line.field->type == FieldType::Switch)
            static_cast<CheckBox *>(line.input)->setText(label);
        if (auto *choice = qobject_cast<ChoiceBox *>(line.input))
            for (int i = 0; i < choice->count(); ++i)
                choice->setItemText(i, integrations::choiceName(line.field->id, choice->itemData(i).toString()));
        line.frame->setHelp(integrations::fieldHelp(m_kind.id, line.field->id));
        line.frame->setWhereToFind(integrations::whereToFind(m_kind.id, line.field->id));
    }
}

} // namespace kopru::ui
