#pragma once

#include "ui/route.h"

#include <QtCore/QHash>
#include <QtWidgets/QFrame>
#include <QtWidgets/QWidget>

class QStackedWidget;

namespace kopru::ui {

class Button;
class DiffView;
class NoticeBar;
class Page;
class Sidebar;
class TextLabel;
class Workspace;

/// What is unsaved, and the ways out of it. Exists only while something is, a save runs, or one has left a token
/// behind.
class UnsavedBar final : public QFrame
{
    Q_OBJECT
public:
    explicit UnsavedBar(Workspace &workspace, QWidget *parent = nullptr);

Q_SIGNALS:
    void reviewed();

protected:
    void changeEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void refresh();
    void setTexts();
    Workspace &m_workspace;
    bool m_refused = false; ///< an edit, because of the save that still runs
    TextLabel *m_count;
    Button *m_undo;
    Button *m_redo;
    Button *m_showDiff;
    Button *m_review;
    DiffView *m_diff;
};

/// Arranges sidebar, pages and bar, and goes from page to page. Pages are made when they are first needed and keep
/// their place.
class MainWindow final : public QWidget
{
    Q_OBJECT
public:
    explicit MainWindow(Workspace &workspace, QWidget *parent = nullptr);
    ~MainWindow() override;
    void go(const Route &route);
    void back();
    [[nodiscard]] const Route &route() const { return m_route; }
    [[nodiscard]] Page *page() const;

protected:
    void closeEvent(QCloseEvent *event) override;
    /// A server file can be dropped anywhere.
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void display(const Route &route);
    void updateBar();

    Workspace &m_workspace;
    Sidebar *m_sidebar;
    QStackedWidget *m_stack;
    NoticeBar *m_notice;
    UnsavedBar *m_bar;
    QHash<QString, Page *> m_pages;
    QList<Route> m_history;
    Route m_route;
    bool m_leaving = false;
};

} // namespace kopru::ui
