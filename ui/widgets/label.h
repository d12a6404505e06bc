#pragma once

#include "ui/tokens.h"

#include <QtWidgets/QLabel>

namespace kopru::ui {

/// Text in one of the four sizes. Wraps, and follows a change of the system's font.
class TextLabel : public QLabel
{
    Q_OBJECT
public:
    enum class Tone { Normal, Secondary, Passed, Warning, Failed };

    explicit TextLabel(TextSize size = TextSize::Body, QWidget *parent = nullptr);
    void setTone(Tone tone);
    /// Lets the person mark and copy the text.
    void setCopyable(bool copyable);
    void setMonospace(bool monospace);

protected:
    void changeEvent(QEvent *event) override;

private:
    void updateFont();
    TextSize m_size;
    bool m_monospace = false;
};

/// One line that is shortened in the middle where it does not fit; the whole text is its tooltip.
class ElidedLabel final : public QLabel
{
    Q_OBJECT
public:
    explicit ElidedLabel(QWidget *parent = nullptr);
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
};

/// A path, fixed width, broken behind its separators where it does not fit on one line.
class PathLabel final : public TextLabel
{
    Q_OBJECT
public:
    explicit PathLabel(QWidget *parent = nullptr);
    void setPath(const QString &path);
    [[nodiscard]] QString path() const { return m_path; }

private:
    QString m_path;
};

/// A picture of the icon set in a colour that follows the palette.
class IconLabel final : public QWidget
{
    Q_OBJECT
public:
    explicit IconLabel(int size, QWidget *parent = nullptr);
    void setIcon(const QString &name);
    /// nullopt: the colour of secondary text
    void setState(std::optional<State> state);
    [[nodiscard]] QSize sizeHint() const override { return {m_size, m_size}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    int m_size;
    QString m_name;
    std::optional<State> m_state;
};

} // namespace kopru::ui
