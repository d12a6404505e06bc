#include "app/checks/check.h"

namespace kopru::checks {

const Step *Report::decisive() const
{
    for (const StepState wanted : {StepState::Failed, StepState::Warning})
        for (const Step &step : steps)
            if (step.state == wanted)
                return &step;
    return nullptr;
}

const Report &decisive(const Report *network, const Report &claude)
{
    if (!network || network->outcome != Outcome::Failed || claude.outcome != Outcome::Failed)
        return claude;
    const Step *there = claude.decisive();
    const Step *here = network->decisive();
    if (!there || !there->cause || !here || !here->cause)
        return claude;
    if (const auto *local = std::get_if<LocalCause>(&there->cause->what))
        return *local == LocalCause::ExitedEarly || *local == LocalCause::NoAnswer ? *network : claude;
    return linkOf(there->id, there->cause) == linkOf(here->id, here->cause) ? *network : claude;
}

void Check::begin(StepId id)
{
    m_clock.start();
    if (Step *step = find(id)) {
        step->state = StepState::Running;
        Q_EMIT stepChanged(*step);
    }
}

void Check::end(StepId id, StepState state, std::optional<StepCause> cause, const QList<Evidence> &evidence)
{
    Step *step = find(id);
    if (!step)
        return;
    step->state = state;
    step->duration =
        std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::nanoseconds(m_clock.nsecsElapsed()));
    step->cause = cause;
    step->evidence += evidence;
    Q_EMIT stepChanged(*step);
}

void Check::skip(StepId id)
{
    if (Step *step = find(id)) {
        step->state = StepState::Skipped;
        Q_EMIT stepChanged(*step);
    }
}

Step *Check::find(StepId id)
{
    const auto found = std::find_if(m_steps.begin(), m_steps.end(), [id](const Step &step) { return step.id == id; });
    return found == m_steps.end() ? nullptr : &*found;
}

Report Check::report(bool cancelled)
{
    Report report;
    for (Step &step : m_steps) {
        if (step.state == StepState::Waiting || step.state == StepState::Running) {
            step.state = StepState::Skipped;
            Q_EMIT stepChanged(step);
        }
    }
    report.steps = m_steps;
    const auto has = [this](StepState state) {
        return std::any_of(m_steps.cbegin(), m_steps.cend(), [state](const Step &s) { return s.state == state; });
    };
    if (cancelled)
        report.outcome = Outcome::Cancelled;
    else if (has(StepState::Failed))
        report.outcome = Outcome::Failed;
    else
        report.outcome = has(StepState::Warning) ? Outcome::Warning : Outcome::Passed;
    return report;
}

} // namespace kopru::checks
