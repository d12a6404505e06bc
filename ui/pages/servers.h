#pragma once

#include "ui/pages/page.h"

namespace kopru::ui {

class EmptyState;
class ParkedList;
class ParkedList;
class ServerList;

/// All servers, and what can be done with one.
class ServersPage final : public Page
{
    Q_OBJECT
public:
    explicit ServersPage(Workspace &workspace, QWidget *parent = nullptr);
    void retranslate() override;
    void refresh() override;

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void setBarTexts();
    void updateButtons();

    Button *m_add;
    ServerList *m_list;
    EmptyState *m_empty;
    Button *m_addFirst;
    Button *m_mend;
    QWidget *m_bar;
    Button *m_open;
    Button *m_edit;
    Button *m_rename;
    Button *m_duplicate;
    Button *m_park;
    Button *m_remove;
    ParkedList *m_parked;
};

} // namespace kopru::ui
