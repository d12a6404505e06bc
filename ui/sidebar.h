#pragma once

#include <QtWidgets/QFrame>

class QButtonGroup;

namespace kopru::ui {

class Button;
class TextLabel;

/// The pages one can go to. Narrow windows show the icons alone.
class Sidebar final : public QFrame
{
    Q_OBJECT
public:
    explicit Sidebar(QWidget *parent = nullptr);
    void setCurrent(const QString &pageKey);
    void setNarrow(bool narrow);

Q_SIGNALS:
    void chosen(const QString &pageKey);

protected:
    void changeEvent(QEvent *event) override;

private:
    void retranslate();
    QList<Button *> m_buttons;
    TextLabel *m_name;
    bool m_narrow = false;
};

} // namespace kopru::ui
