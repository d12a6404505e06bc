#pragma once

#include "ui/route.h"
#include "ui/workspace.h"

#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QVBoxLayout>
#include <QtWidgets/QWidget>

class QScrollArea;

namespace kopru::ui {

class Button;
class TextLabel;

/// What every page has: a title with its buttons, one sentence, and a body.
///
/// A page that derives from it sets all its texts in retranslate(), which is called again when the language changes;
/// and shows the workspace as it is now in refresh().
class Page : public QWidget
{
    Q_OBJECT
public:
    enum class Body { Scrolls, Fills };

    Page(Workspace &workspace, Body body, QWidget *parent = nullptr);

    /// Called whenever the person comes to the page.
    virtual void open(const Route &route);
    virtual void retranslate() = 0;
    virtual void refresh() {}

Q_SIGNALS:
    void routed(const kopru::ui::Route &route);
    void wentBack();

protected:
    void changeEvent(QEvent *event) override;
    [[nodiscard]] Workspace &workspace() const { return m_workspace; }
    [[nodiscard]] QVBoxLayout *body() const { return m_body; }
    /// Right of the title; the primary button stands last.
    [[nodiscard]] QHBoxLayout *actions() const { return m_actions; }
    void setTitle(const QString &title);
    void setSentence(const QString &sentence);
    /// A bar at the bottom that stays in sight however long the page is: the way back, and the next step.
    void addFooter(Button *back, Button *next);
    void showFooter(bool shown);
    /// Puts a way back in front of the title.
    void addBackButton();

private:
    Workspace &m_workspace;
    TextLabel *m_title;
    TextLabel *m_sentence;
    QHBoxLayout *m_head;
    QHBoxLayout *m_actions;
    QVBoxLayout *m_body;
    QScrollArea *m_scroll = nullptr; ///< where the body scrolls
    QWidget *m_footer = nullptr;
    Button *m_back = nullptr;
};

} // namespace kopru::ui
