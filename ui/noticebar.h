#pragma once

#include "ui/route.h"

#include <QtWidgets/QFrame>

namespace kopru::ui {

class Button;
class IconLabel;
class TextLabel;
class Workspace;

/// What another program did to the settings file, in one sentence, on whichever page the person is. Hidden while there
/// is nothing to tell.
class NoticeBar final : public QFrame
{
    Q_OBJECT
public:
    explicit NoticeBar(Workspace &workspace, QWidget *parent = nullptr);
    /// A page that says the same itself needs no notice.
    void setPage(const QString &page);

Q_SIGNALS:
    void routed(const kopru::ui::Route &route);

protected:
    void changeEvent(QEvent *event) override;

private:
    void refresh();
    Workspace &m_workspace;
    QString m_page;
    QString m_target; ///< page that the button leads to; empty: it dismisses the notice
    IconLabel *m_icon;
    TextLabel *m_text;
    Button *m_act;
};

} // namespace kopru::ui
