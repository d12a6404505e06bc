#include "ui/pages/toolcalls.h"

#include "app/secrets/redactor.h"
#include "ui/tokens.h"
#include "ui/widgets/button.h"
#include "ui/widgets/label.h"
#include "ui/widgets/schemaform.h"
#include "ui/widgets/statebadge.h"
#include "ui/widgets/steplist.h"

#include <QtCore/QEvent>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QListWidget>
#include <QtWidgets/QPlainTextEdit>

namespace kopru::ui {

using namespace Qt::StringLiterals;
using mcp::Json;

namespace {

/// Claude gives up on a call after 4 minutes (facts/claude-desktop.md, "How servers are started").
constexpr std::chrono::minutes callLimit{4};
/// More would only make the field slow; the whole answer is what Claude gets.
constexpr qsizetype longestAnswer = 100'000;
constexpr qsizetype longestDescription = 1200;
constexpr int mostRows = 14; ///< beyond them the list scrolls

/// The text of a tool's result: its text parts, else the whole as JSON.
QString textOf(const Json &result)
{
    QStringList parts;
    const auto content = result.is_object() ? result.find("content") : result.end();
    if (result.is_object() && content != result.end() && content->is_array())
        for (const Json &part : *content)
            if (part.is_object() && part.contains("text") && part["text"].is_string())
                parts.append(QString::fromStdString(part["text"].get<std::string>()));
    if (!parts.isEmpty())
        return parts.join(u"\n\n"_s);
    return QString::fromStdString(result.dump(2, ' ', false, Json::error_handler_t::replace));
}

} // namespace

ToolCalls::ToolCalls(QWidget *parent)
    : QWidget(parent),
      m_title(new TextLabel(TextSize::Section)),
      m_list(new QListWidget),
      m_name(new TextLabel(TextSize::Section)),
      m_description(new TextLabel),
      m_form(new SchemaForm),
      m_call(new Button(ButtonRole::Normal, u"check"_s, u"callTool"_s)),
      m_state(new StateBadge),
      m_answer(new QPlainTextEdit)
{
    m_list->setObjectName(u"tools"_s);
    m_list->setFixedWidth(220);
    m_list->setTextElideMode(Qt::ElideMiddle);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_description->setTone(TextLabel::Tone::Secondary);
    m_answer->setObjectName(u"answer"_s);
    m_answer->setReadOnly(true);
    m_answer->setTabChangesFocus(true);
    m_answer->setFont(monospaceFont(TextSize::Small));
    m_answer->setMinimumHeight(140);
    m_answer->hide();
    m_state->hide();

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(space::medium);
    column->addWidget(m_title);
    auto *row = new QHBoxLayout;
    row->setSpacing(space::wide);
    row->addWidget(m_list, 0, Qt::AlignTop);
    auto *right = new QVBoxLayout;
    right->setSpacing(space::medium);
    right->addWidget(m_name);
    right->addWidget(m_description);
    right->addWidget(m_form);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(space::medium);
    buttons->addWidget(m_call);
    buttons->addWidget(m_state);
    buttons->addStretch();
    right->addLayout(buttons);
    right->addWidget(m_answer);
    right->addStretch();
    row->addLayout(right, 1);
    column->addLayout(row);
    connect(m_list, &QListWidget::currentRowChanged, this, &ToolCalls::choose);
    connect(m_call, &QPushButton::clicked, this, &ToolCalls::call);
    retranslate();
}

void ToolCalls::setTools(const QList<mcp::Tool> &tools, mcp::Session *session)
{
    m_session = session;
    m_tools = tools;
    const QSignalBlocker silent(m_list);
    m_list->clear();
    for (const mcp::Tool &tool : tools) {
        auto *item = new QListWidgetItem(tool.name, m_list);
        item->setToolTip(tool.title.isEmpty() ? tool.name : tool.title);
    }
    const int rows = std::clamp(static_cast<int>(tools.size()), 1, mostRows);
    m_list->setFixedHeight(rows * m_list->sizeHintForRow(0) + 2 * (m_list->frameWidth() + space::tiny) + space::tiny);
    m_list->setCurrentRow(tools.isEmpty() ? -1 : 0);
    retranslate();
    choose(m_list->currentRow());
}

void ToolCalls::choose(int row)
{
    ++m_run;
    m_answer->hide();
    m_state->hide();
    if (row < 0 || row >= m_tools.size())
        return;
    const mcp::Tool &tool = m_tools.at(row);
    const secrets::Redactor &redactor = secrets::processRedactor();
    m_name->setText(tool.title.isEmpty() ? tool.name : tool.title);
    QString description = redactor.redact(tool.description.trimmed());
    if (description.size() > longestDescription)
        description = description.left(longestDescription) + u'…';
    m_description->setText(description);
    m_description->setVisible(!description.isEmpty());
    m_form->setSchema(tool.inputSchema);
    m_form->setVisible(!m_form->isEmpty());
    m_call->setEnabled(m_session && m_session->isRunning());
}

void ToolCalls::call()
{
    const int row = m_list->currentRow();
    if (row < 0 || !m_session || !m_session->isRunning())
        return;
    const std::optional<Json> arguments = m_form->arguments();
    if (!arguments)
        return;
    const int run = ++m_run;
    m_call->setEnabled(false);
    m_answer->hide();
    m_state->setState(State::Running, tr("waiting for the answer"));
    m_state->show();
    const Json parameters{{"name", m_tools.at(row).name.toStdString()}, {"arguments", *arguments}};
    m_session->request(u"tools/call"_s, parameters, callLimit, [self = QPointer(this), run](const mcp::Reply &reply) {
        if (self && self->m_run == run)
            self->showAnswer(reply);
    });
}

void ToolCalls::showAnswer(const mcp::Reply &reply)
{
    m_call->setEnabled(m_session && m_session->isRunning());
    QString text;
    switch (reply.kind) {
    case mcp::Reply::Kind::Result: {
        const bool refused = reply.value.is_object() && reply.value.value("isError", Json(false)) == Json(true);
        m_state->setState(refused ? State::Failed : State::Passed,
                          refused ? tr("the tool reports an error")
                                  : tr("answered in %1").arg(shownDuration(reply.duration)));
        text = textOf(reply.value);
        break;
    }
    case mcp::Reply::Kind::Error:
        m_state->setState(State::Failed, tr("the server refused the call"));
        text = reply.value.is_object() && reply.value.contains("message") && reply.value["message"].is_string()
                   ? QString::fromStdString(reply.value["message"].get<std::string>())
                   : textOf(reply.value);
        break;
    case mcp::Reply::Kind::Exited:
        m_state->setState(State::Failed, tr("the server's program ended"));
        break;
    case mcp::Reply::Kind::TimedOut:
        m_state->setState(State::Failed, tr("no answer within 4 minutes"));
        break;
    case mcp::Reply::Kind::Cancelled:
        m_state->setState(State::Neutral, tr("cancelled"));
        break;
    }
    if (text.size() > longestAnswer)
        text = text.left(longestAnswer) + u'…';
    m_answer->setPlainText(secrets::processRedactor().redact(text));
    m_answer->setVisible(!text.isEmpty());
}

void ToolCalls::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

void ToolCalls::retranslate()
{
    m_title->setText(tr("%n tools", nullptr, static_cast<int>(m_tools.size())));
    m_list->setAccessibleName(tr("Tools of this server"));
    m_call->setText(tr("Call this tool"));
    m_answer->setAccessibleName(tr("Answer of the tool"));
}

} // namespace kopru::ui
