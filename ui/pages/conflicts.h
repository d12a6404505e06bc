#pragma once

#include "ui/pages/page.h"

namespace kopru::ui {

class ConflictList;
class EmptyState;

/// What both the person and another program changed since the file was opened, and which of the two shall stand in the
/// file. Nothing is written before all of it is decided.
class ConflictsPage final : public Page
{
    Q_OBJECT
public:
    explicit ConflictsPage(Workspace &workspace, QWidget *parent = nullptr);
    void open(const Route &route) override;
    void retranslate() override;
    void refresh() override;

private:
    void build();
    void showAgain();
    void update();
    void save();

    ConflictList *m_list;
    EmptyState *m_none;
    Button *m_home;
    QWidget *m_all;
    Button *m_allMine;
    Button *m_allTheirs;
    TextLabel *m_note;
    Button *m_back;
    Button *m_save;
    bool m_saving = false;       ///< with these choices
    bool m_changedAgain = false; ///< while the page was open
};

} // namespace kopru::ui
