#include "ui/widgets/steplist.h"

#include "app/checks/wording.h"
#include "ui/icons.h"
#include "ui/widgets/chainview.h"
#include "ui/widgets/label.h"

#include <QtCore/QEvent>
#include <QtCore/QLocale>
#include <QtGui/QPainter>
#include <QtWidgets/QGridLayout>

namespace kopru::ui {

using namespace Qt::StringLiterals;

/// A piece of the waterfall: where in the whole time a step began, and how long it took.
class StepList::Bar final : public QWidget
{
public:
    Bar()
    {
        setMinimumWidth(48);
        setFixedHeight(space::medium);
        setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    }
    void set(double begin, double end, State state)
    {
        m_begin = begin;
        m_end = end;
        m_state = state;
        update();
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        if (m_end <= m_begin)
            return;
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        const double from = m_begin * width();
        const double length = std::max(3.0, (m_end - m_begin) * width());
        painter.setPen(Qt::NoPen);
        painter.setBrush(m_state == State::Passed ? colours().accent : colours().of(m_state).foreground);
        painter.drawRoundedRect(QRectF(std::min(from, width() - 3.0), height() / 2.0 - 3, length, 6), 3, 3);
    }

private:
    double m_begin = 0;
    double m_end = 0;
    State m_state = State::Neutral;
};

QString shownDuration(std::chrono::microseconds duration)
{
    const QLocale locale;
    const double milliseconds = static_cast<double>(duration.count()) / 1000.0;
    if (milliseconds < 10)
        return StepList::tr("%1 ms").arg(locale.toString(milliseconds, 'f', 1));
    if (milliseconds < 10000)
        return StepList::tr("%1 ms").arg(locale.toString(milliseconds, 'f', 0));
    return StepList::tr("%1 s").arg(locale.toString(milliseconds / 1000.0, 'f', 1));
}

StepList::StepList(QWidget *parent)
    : QWidget(parent), m_title(new TextLabel(TextSize::Section)), m_grid(new QGridLayout)
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(space::small);
    column->addWidget(m_title);
    m_grid->setHorizontalSpacing(space::small);
    m_grid->setVerticalSpacing(space::small);
    m_grid->setColumnStretch(2, 1);
    column->addLayout(m_grid);
    column->addStretch();
}

void StepList::setTitle(const QString &title)
{
    m_title->setText(title);
}

void StepList::setSteps(const QList<checks::Step> &steps)
{
    m_steps = steps;
    while (m_rows.size() < steps.size()) {
        Row row{new IconLabel(smallIconSize), new TextLabel, new Bar, new TextLabel(TextSize::Small)};
        row.name->setWordWrap(false);
        row.time->setWordWrap(false);
        row.time->setMonospace(true);
        row.time->setTone(TextLabel::Tone::Secondary);
        const int line = static_cast<int>(m_rows.size());
        m_grid->addWidget(row.icon, line, 0);
        m_grid->addWidget(row.name, line, 1);
        m_grid->addWidget(row.bar, line, 2);
        m_grid->addWidget(row.time, line, 3, Qt::AlignRight);
        m_rows.append(row);
    }
    for (qsizetype i = 0; i < m_rows.size(); ++i)
        for (QWidget *widget : {static_cast<QWidget *>(m_rows.at(i).icon), static_cast<QWidget *>(m_rows.at(i).name),
                                static_cast<QWidget *>(m_rows.at(i).bar), static_cast<QWidget *>(m_rows.at(i).time)})
            widget->setVisible(i < steps.size());
    showSteps();
}

void StepList::showSteps()
{
    std::chrono::microseconds total{0};
    for (const checks::Step &step : m_steps)
        total += step.duration;
    const double whole = static_cast<double>(std::max<qint64>(1, total.count()));
    std::chrono::microseconds before{0};
    for (qsizetype i = 0; i < m_steps.size(); ++i) {
        const checks::Step &step = m_steps.at(i);
        const Row &row = m_rows.at(i);
        const State state = stateOf(step.state);
        const QString name = checks::stepName(step.id);
        row.icon->setIcon(iconOf(step.state));
        row.icon->setState(state);
        row.icon->setAccessibleName(checks::stateName(step.state));
        row.name->setText(name);
        row.name->setAccessibleName(tr("%1: %2", "a step and its state").arg(name, checks::stateName(step.state)));
        row.name->setTone(step.state == checks::StepState::Waiting || step.state == checks::StepState::Skipped
                              ? TextLabel::Tone::Secondary
                              : TextLabel::Tone::Normal);
        const bool ran = step.duration.count() > 0;
        row.time->setText(ran ? shownDuration(step.duration) : QString());
        row.bar->set(static_cast<double>(before.count()) / whole,
                     static_cast<double>((before + step.duration).count()) / whole, state);
        before += step.duration;
    }
}

void StepList::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        showSteps();
    QWidget::changeEvent(event);
}

} // namespace kopru::ui
