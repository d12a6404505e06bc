#pragma once

#include "app/checks/step.h"

#include <QtWidgets/QWidget>

class QGridLayout;

namespace kopru::ui {

class IconLabel;
class TextLabel;

/// The steps of a check, each with its state, its time, and a bar that shows when it ran.
class StepList final : public QWidget
{
    Q_OBJECT
public:
    explicit StepList(QWidget *parent = nullptr);
    void setTitle(const QString &title);
    void setSteps(const QList<checks::Step> &steps);

protected:
    void changeEvent(QEvent *event) override;

private:
    class Bar;
    struct Row
    {
        IconLabel *icon;
        TextLabel *name;
        Bar *bar;
        TextLabel *time;
    };
    void showSteps();

    TextLabel *m_title;
    QGridLayout *m_grid;
    QList<Row> m_rows;
    QList<checks::Step> m_steps;
};

/// "0.4 ms", "12 ms", "3.2 s", as the language writes numbers.
[[nodiscard]] QString shownDuration(std::chrono::microseconds duration);

} // namespace kopru::ui
