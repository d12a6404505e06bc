#pragma once

#include <QtWidgets/QPushButton>

namespace kopru::ui {

class IconLabel;
class TextLabel;

/// One of two values that stand beside each other, to be chosen: whose it is, and the value in fixed width.
class SideChoice final : public QPushButton
{
    Q_OBJECT
public:
    explicit SideChoice(const QString &objectName, QWidget *parent = nullptr);
    /// @param isCode  fixed width; else it is a sentence
    void setTexts(const QString &title, const QString &value, bool isCode);
    [[nodiscard]] QString value() const;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;
    [[nodiscard]] bool hasHeightForWidth() const override { return true; }
    [[nodiscard]] int heightForWidth(int width) const override;

private:
    IconLabel *m_mark;
    TextLabel *m_title;
    TextLabel *m_value;
};

} // namespace kopru::ui
