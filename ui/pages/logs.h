#pragma once

#include "app/logs/follower.h"
#include "ui/logmodel.h"
#include "ui/pages/page.h"

class QLineEdit;
class QListView;

namespace kopru::ui {

class Card;
class CheckBox;
class ChoiceBox;
class EmptyState;

/// Claude's logs as they are written, in one list.
class LogsPage final : public Page
{
    Q_OBJECT
public:
    explicit LogsPage(Workspace &workspace, QWidget *parent = nullptr);
    /// @param route  server: only its lines
    void open(const Route &route) override;
    void retranslate() override;
    void refresh() override;

private:
    class LineDelegate;
    void follow();
    void filter();
    void updateServers();
    void updateShown();
    void showLine();

    LogModel m_model;
    LogFilter m_filter;
    std::unique_ptr<logs::Follower> m_follower;
    ChoiceBox *m_server;
    QLineEdit *m_search;
    CheckBox *m_problems;
    CheckBox *m_follow;
    TextLabel *m_count;
    QListView *m_list;
    EmptyState *m_empty;
    Card *m_record;
    TextLabel *m_recordHead;
    TextLabel *m_recordText;
};

} // namespace kopru::ui
