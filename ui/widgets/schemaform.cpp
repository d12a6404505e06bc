#include "ui/widgets/schemaform.h"

#include "ui/tokens.h"
#include "ui/widgets/button.h"
#include "ui/widgets/formfield.h"

#include <QtCore/QEvent>
#include <QtWidgets/QPlainTextEdit>
#include <QtWidgets/QVBoxLayout>

#include <cmath>

namespace kopru::ui {

using namespace Qt::StringLiterals;
using mcp::Json;

namespace {

constexpr qsizetype longestHelp = 300;
constexpr std::size_t mostFields = 100; ///< a schema is hostile input as any other

QString textOf(const Json &value, const char *key)
{
    const auto found = value.find(key);
    return found != value.end() && found->is_string() ? QString::fromStdString(found->get<std::string>()).trimmed()
                                                      : QString();
}

QString shown(const Json &value)
{
    return value.is_string() ? QString::fromStdString(value.get<std::string>())
                             : QString::fromStdString(value.dump(-1, ' ', false, Json::error_handler_t::replace));
}

} // namespace

SchemaForm::SchemaForm(QWidget *parent) : QWidget(parent), m_column(new QVBoxLayout(this))
{
    m_column->setContentsMargins(0, 0, 0, 0);
    m_column->setSpacing(space::medium);
}

void SchemaForm::setSchema(const Json &schema)
{
    for (const Line &line : m_lines)
        delete line.frame;
    m_lines.clear();
    if (!schema.is_object())
        return;
    const auto properties = schema.find("properties");
    if (properties == schema.end() || !properties->is_object())
        return;
    const auto required = schema.find("required");
    std::size_t count = 0;
    for (const auto &[key, value] : properties->items()) {
        if (++count > mostFields)
            break;
        const bool needed = required != schema.end() && required->is_array() &&
                            std::find(required->begin(), required->end(), Json(key)) != required->end();
        add(key, value, needed);
    }
    retranslate();
}

void SchemaForm::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

void SchemaForm::retranslate()
{
    for (const Line &line : m_lines) {
        line.frame->setLabel(line.required ? line.name : tr("%1 (optional)").arg(line.name));
        auto *box = qobject_cast<ChoiceBox *>(line.input);
        for (int i = 0; box && i < box->count(); ++i) {
            const int choice = box->itemData(i).toInt();
            if (choice < 0)
                box->setItemText(i, tr("not given"));
            else if (line.type == Type::Switch)
                box->setItemText(i, choice == 0 ? tr("yes") : tr("no"));
        }
        if (box)
            box->updateGeometry();
    }
}

void SchemaForm::add(const std::string &key, const Json &schema, bool required)
{
    Line line{key, Type::Json, required, {}, {}, nullptr, nullptr};
    const QString type = schema.is_object() ? textOf(schema, "type") : QString();
    const QString objectName = u"argument_"_s + QString::fromStdString(key);
    const auto choices = schema.is_object() ? schema.find("enum") : schema.end();
    if (schema.is_object() && choices != schema.end() && choices->is_array() && !choices->empty()) {
        line.type = Type::Choice;
        line.choices.assign(choices->begin(), choices->end());
    } else if (type == u"string"_s) {
        line.type = Type::Text;
    } else if (type == u"integer"_s) {
        line.type = Type::Integer;
    } else if (type == u"number"_s) {
        line.type = Type::Number;
    } else if (type == u"boolean"_s) {
        line.type = Type::Switch;
        line.choices = {Json(true), Json(false)};
    }
    const auto standard = schema.is_object() ? schema.find("default") : schema.end();
    const bool hasStandard = schema.is_object() && standard != schema.end();
    if (line.type == Type::Choice || line.type == Type::Switch) {
        auto *box = new ChoiceBox(objectName);
        if (!required)
            box->addItem({}, -1);
        for (std::size_t i = 0; i < line.choices.size(); ++i) {
            box->addItem(line.type == Type::Choice ? shown(line.choices[i]) : QString(), static_cast<int>(i));
            if (hasStandard && *standard == line.choices[i])
                box->setCurrentIndex(box->count() - 1);
        }
        line.input = box;
    } else if (line.type == Type::Json) {
        auto *edit = new QPlainTextEdit;
        edit->setObjectName(objectName);
        edit->setTabChangesFocus(true);
        edit->setFont(monospaceFont());
        edit->setPlaceholderText(type == u"array"_s ? u"[ ]"_s : u"{ }"_s);
        edit->setFixedHeight(QFontMetrics(edit->font()).lineSpacing() * 3 + 2 * space::medium + space::small);
        if (hasStandard)
            edit->setPlainText(shown(*standard));
        line.input = edit;
    } else {
        auto *edit = new QLineEdit;
        edit->setObjectName(objectName);
        if (hasStandard)
            edit->setText(shown(*standard));
        line.input = edit;
    }
    line.frame = new FormField(line.input);
    const QString title = schema.is_object() ? textOf(schema, "title") : QString();
    line.name = title.isEmpty() ? QString::fromStdString(key) : title;
    QString help = schema.is_object() ? textOf(schema, "description") : QString();
    if (help.size() > longestHelp)
        help = help.left(longestHelp) + u'…';
    line.frame->setHelp(help);
    m_column->addWidget(line.frame);
    m_lines.append(line);
}

std::optional<Json> SchemaForm::read(const Line &line, QString &problem) const
{
    if (line.type == Type::Choice || line.type == Type::Switch) {
        const int chosen = static_cast<ChoiceBox *>(line.input)->currentData().toInt();
        return chosen < 0 ? std::nullopt : std::optional(line.choices.at(static_cast<std::size_t>(chosen)));
    }
    const QString text = line.type == Type::Json ? static_cast<QPlainTextEdit *>(line.input)->toPlainText()
                                                 : static_cast<QLineEdit *>(line.input)->text();
    if (text.trimmed().isEmpty()) {
        if (line.required && line.type == Type::Text)
            return Json(text.toStdString());
        if (line.required)
            problem = tr("This field is needed.");
        return std::nullopt;
    }
    bool good = false;
    switch (line.type) {
    case Type::Text:
        return Json(text.toStdString());
    case Type::Integer: {
        const qint64 number = text.trimmed().toLongLong(&good);
        if (good)
            return Json(number);
        problem = tr("Write a whole number.");
        return std::nullopt;
    }
    case Type::Number: {
        const double number = text.trimmed().replace(u',', u'.').toDouble(&good);
        if (good && std::isfinite(number))
            return Json(number);
        problem = tr("Write a number.");
        return std::nullopt;
    }
    case Type::Json:
    case Type::Switch:
    case Type::Choice:
        break;
    }
    Json value = Json::parse(text.toStdString(), nullptr, false);
    if (value.is_discarded()) {
        problem = tr("This is no JSON. A list looks like [1, 2], an object like {\"a\": 1}.");
        return std::nullopt;
    }
    return value;
}

std::optional<Json> SchemaForm::arguments()
{
    Json result = Json::object();
    bool good = true;
    for (const Line &line : m_lines) {
        QString problem;
        line.frame->clearFinding();
        if (const std::optional<Json> value = read(line, problem))
            result[line.key] = *value;
        if (problem.isEmpty())
            continue;
        line.frame->setFinding(State::Failed, problem);
        if (good)
            line.input->setFocus();
        good = false;
    }
    return good ? std::optional(result) : std::nullopt;
}

} // namespace kopru::ui
