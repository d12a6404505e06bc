#pragma once

#include "app/mcp/session.h"

#include <QtCore/QPointer>
#include <QtWidgets/QWidget>

class QPlainTextEdit;
class QListWidget;

namespace kopru::ui {

class Button;
class SchemaForm;
class StateBadge;
class TextLabel;

/// The tools of a server, and a call of one of them.
class ToolCalls final : public QWidget
{
    Q_OBJECT
public:
    explicit ToolCalls(QWidget *parent = nullptr);
    /// @param session  for calls; nullptr: the tools are only listed
    void setTools(const QList<mcp::Tool> &tools, mcp::Session *session);

protected:
    void changeEvent(QEvent *event) override;

private:
    void choose(int row);
    void call();
    void showAnswer(const mcp::Reply &reply);
    void retranslate();

    QList<mcp::Tool> m_tools;
    QPointer<mcp::Session> m_session;
    int m_run = 0; ///< an answer to an older choice is not shown
    TextLabel *m_title;
    QListWidget *m_list;
    TextLabel *m_name;
    TextLabel *m_description;
    SchemaForm *m_form;
    Button *m_call;
    StateBadge *m_state;
    QPlainTextEdit *m_answer;
};

} // namespace kopru::ui
