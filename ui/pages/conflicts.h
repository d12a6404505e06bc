#pragma once

#include "ui/pages/page.h"

class QButtonGroup;

namespace kopru::ui {

class Card;
class EmptyState;
class SideChoice;

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
    struct Row
    {
        config::KeyPath path;
        SideChoice *mine = nullptr;
        SideChoice *theirs = nullptr;
    };
    void build();
    void update();
    void save();

    QVBoxLayout *m_cards;
    EmptyState *m_none;
    Button *m_home;
    QWidget *m_all;
    Button *m_allMine;
    Button *m_allTheirs;
    TextLabel *m_note;
    Button *m_back;
    Button *m_save;
    QList<Row> m_rows;
    bool m_saving = false; ///< with these choices
};

} // namespace kopru::ui
