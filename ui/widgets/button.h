#pragma once

#include <QtWidgets/QCheckBox>
#include <QtWidgets/QComboBox>
#include <QtWidgets/QPushButton>

namespace kopru::ui {

enum class ButtonRole {
    Normal,
    Primary, ///< one a page
    Quiet,   ///< without a border
    Link,
    Navigation
};

/// A button of the window's look. Return presses it too when it has the focus, as people expect.
class Button final : public QPushButton
{
    Q_OBJECT
public:
    /// @param iconName  empty: no icon
    Button(ButtonRole role, const QString &iconName, const QString &objectName, QWidget *parent = nullptr);
    void setRole(ButtonRole role);
    /// Shows the icon alone; the text stays its tooltip and its accessible name.
    void setIconOnly(const QString &text);
    /// The text beside the icon, or the icon alone where there is no room.
    void setText(const QString &text, bool iconOnly);
    using QPushButton::setText;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

private:
    void updateIcon();
    ButtonRole m_role = ButtonRole::Normal;
    QString m_iconName;
};

/// A choice out of a few, drawn like the other fields.
class ChoiceBox final : public QComboBox
{
    Q_OBJECT
public:
    explicit ChoiceBox(const QString &objectName, QWidget *parent = nullptr);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
};

/// A switch with its text, drawn like the other fields.
class CheckBox final : public QCheckBox
{
    Q_OBJECT
public:
    explicit CheckBox(const QString &objectName, QWidget *parent = nullptr);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    bool hitButton(const QPoint &position) const override { return rect().contains(position); }
    void paintEvent(QPaintEvent *event) override;
};

class IconLabel;
class TextLabel;

/// A large button with an icon, a title and some lines of help.
class ChoiceCard final : public QPushButton
{
    Q_OBJECT
public:
    ChoiceCard(const QString &iconName, const QString &objectName, QWidget *parent = nullptr);
    void setTexts(const QString &title, const QString &help);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;
    [[nodiscard]] bool hasHeightForWidth() const override { return true; }
    [[nodiscard]] int heightForWidth(int width) const override;

private:
    TextLabel *m_title;
    TextLabel *m_help;
};

} // namespace kopru::ui
