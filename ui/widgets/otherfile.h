#pragma once

#include "app/config/evidence.h"

#include <QtCore/QFutureWatcher>
#include <QtWidgets/QWidget>

namespace kopru::ui {

class Button;
class IconLabel;
class TextLabel;
class Workspace;

/// A line about servers that stand in another settings file than the one in use, and with that are not there for
/// Claude. Hidden where there are none, and where it is not certain which file Claude reads: that is asked elsewhere.
class OtherFile final : public QWidget
{
    Q_OBJECT
public:
    explicit OtherFile(Workspace &workspace, QWidget *parent = nullptr);

Q_SIGNALS:
    void asked(); ///< to see all files

protected:
    void changeEvent(QEvent *event) override;

private:
    void look();
    void refresh();

    Workspace &m_workspace;
    IconLabel *m_icon;
    TextLabel *m_text;
    Button *m_show;
    QFutureWatcher<QList<config::PlaceEvidence>> m_look;
    platform::Discovery m_looked; ///< what m_look looked at
};

} // namespace kopru::ui
