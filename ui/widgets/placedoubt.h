#pragma once

#include <QtWidgets/QWidget>

namespace kopru::ui {

class Button;
class TextLabel;
class Workspace;

/// Asks which file shall be written where it is not certain which one Claude reads; hidden once that is settled.
class PlaceDoubt final : public QWidget
{
    Q_OBJECT
public:
    explicit PlaceDoubt(Workspace &workspace, QWidget *parent = nullptr);
    void refresh();
    void focusFirst();

Q_SIGNALS:
    void settled();
    void asked(); ///< to see all files

private:
    Workspace &m_workspace;
    TextLabel *m_question;
    TextLabel *m_others;
    Button *m_all;
    Button *m_this;
    Button *m_show;
};

} // namespace kopru::ui
