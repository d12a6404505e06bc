#pragma once

#include <QtWidgets/QFrame>
#include <QtWidgets/QVBoxLayout>

class QPushButton;

namespace kopru::ui {

class IconLabel;
class TextLabel;
class Button;

/// A frame with a thin line and round corners around what belongs together.
class Card final : public QFrame
{
    Q_OBJECT
public:
    explicit Card(QWidget *parent = nullptr);
    [[nodiscard]] QVBoxLayout *content() const { return m_content; }

private:
    QVBoxLayout *m_content;
};

/// What a page shows while there is nothing to show: why, and what to do next.
class EmptyState final : public QWidget
{
    Q_OBJECT
public:
    explicit EmptyState(const QString &iconName, QWidget *parent = nullptr);
    void setTexts(const QString &title, const QString &text);
    /// Stands below the text.
    void addButton(QPushButton *button);

private:
    TextLabel *m_title;
    TextLabel *m_text;
    QVBoxLayout *m_column;
};

} // namespace kopru::ui
