#pragma once

#include "app/config/textdiff.h"
#include "ui/pages/page.h"

class QListView;

namespace kopru::ui {

class DiffView;
class EmptyState;

/// The earlier versions of the settings file, the newest first, and what going back to one would change.
class VersionsPage final : public Page
{
    Q_OBJECT
public:
    explicit VersionsPage(Workspace &workspace, QWidget *parent = nullptr);
    void open(const Route &route) override;
    void retranslate() override;
    void refresh() override;

private:
    class Rows;
    class RowDelegate;
    void list();
    void count(qsizetype from);
    void choose();
    void restore();

    Rows *m_rows;
    QListView *m_list;
    EmptyState *m_empty;
    TextLabel *m_title;
    DiffView *m_diff;
    TextLabel *m_note;
    Button *m_restore;
    std::unique_ptr<QObject> m_listing;
    std::unique_ptr<QObject> m_comparing;
    std::optional<config::Document> m_chosen; ///< nullopt: it is being read, or is no settings file
    bool m_same = false;                      ///< nothing would change
    bool m_broken = false;
    bool m_readable = false; ///< broken, and its text is shown
};

} // namespace kopru::ui
