#pragma once

#include "app/platform/extensions.h"
#include "ui/widgets/card.h"

#include <QtCore/QFutureWatcher>

namespace kopru::ui {

class Button;
class TextLabel;
class Workspace;

/// What Claude runs besides the servers of its settings file: installed extensions and servers of the organisation.
/// They are shown and never edited. Hidden where there are none.
class ClaudesOwn final : public QWidget
{
    Q_OBJECT
public:
    explicit ClaudesOwn(Workspace &workspace, QWidget *parent = nullptr);

protected:
    void changeEvent(QEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    void look();
    void refresh();
    Workspace &m_workspace;
    QFutureWatcher<QList<platform::Extension>> m_look;
    Button *m_title;
    Card *m_card;
    TextLabel *m_lines;
    TextLabel *m_help;
};

} // namespace kopru::ui
