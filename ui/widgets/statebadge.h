#pragma once

#include "ui/tokens.h"

#include <QtWidgets/QWidget>

class QPainter;

namespace kopru::ui {

/// A state as the shape of its icon and a word, never as a colour alone.
class StateBadge final : public QWidget
{
    Q_OBJECT
public:
    explicit StateBadge(QWidget *parent = nullptr);
    void setState(State state, const QString &word);
    [[nodiscard]] State state() const { return m_state; }
    [[nodiscard]] QString word() const { return m_word; }
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

    /// The same for the rows of a list.
    static QSize sizeOf(const QString &word, const QFont &font);
    static void draw(QPainter &painter, const QRect &rect, State state, const QString &word, const QFont &font,
                     qreal deviceRatio);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    State m_state = State::Neutral;
    QString m_word;
};

} // namespace kopru::ui
