#include "app/checks/comparison.h"

#include <QtCore/QCoreApplication>

using namespace Qt::StringLiterals;

namespace kopru::checks {

namespace {

struct ComparisonWords
{
    Q_DECLARE_TR_FUNCTIONS(ComparisonWords)
};

bool works(const Report &report)
{
    return report.outcome == Outcome::Passed || report.outcome == Outcome::Warning;
}

} // namespace

bool wantsSignIn(const Report &report)
{
    if (report.outcome != Outcome::Failed)
        return false;
    const Step *step = report.decisive();
    return step && step->cause && step->cause->what == StepCause{contract::Cause::SignInRequired}.what;
}

Compared compared(const Report *before, const Report &after)
{
    if (after.outcome == Outcome::Cancelled || (before && before->outcome == Outcome::Cancelled))
        return {Comparison::Stopped};
    if (wantsSignIn(after))
        return {Comparison::NeedsSignIn};
    if (!before)
        return {Comparison::Stopped};
    if (!works(after))
        return {works(*before) ? Comparison::Worse : Comparison::BothFail};
    if (!works(*before))
        return {Comparison::Better};
    QStringList missing;
    for (const mcp::Tool &tool : before->tools)
        if (std::none_of(after.tools.cbegin(), after.tools.cend(),
                         [&tool](const mcp::Tool &other) { return other.name == tool.name; }))
            missing.append(tool.name);
    missing.sort();
    return missing.isEmpty() ? Compared{Comparison::AsWell} : Compared{Comparison::FewerTools, missing};
}

bool doesNoWorse(Comparison comparison)
{
    return comparison == Comparison::AsWell || comparison == Comparison::Better;
}

QString comparisonId(Comparison comparison)
{
    switch (comparison) {
    case Comparison::AsWell:
        return u"as-well"_s;
    case Comparison::Better:
        return u"better"_s;
    case Comparison::BothFail:
        return u"both-fail"_s;
    case Comparison::FewerTools:
        return u"fewer-tools"_s;
    case Comparison::Worse:
        return u"worse"_s;
    case Comparison::NeedsSignIn:
        return u"needs-sign-in"_s;
    case Comparison::Stopped:
        return u"stopped"_s;
    }
    return {};
}

QString comparisonText(const Compared &compared)
{
    switch (compared.result) {
    case Comparison::AsWell:
        return ComparisonWords::tr("The bridge does what the old entry does: both work, with the same tools.");
    case Comparison::Better:
        return ComparisonWords::tr("The bridge works. The old entry does not.");
    case Comparison::BothFail:
        return ComparisonWords::tr("Neither works at the moment, so it is not known whether the bridge would.");
    case Comparison::FewerTools:
        return ComparisonWords::tr("With the bridge these tools are missing: %1")
            .arg(compared.missingTools.join(u", "_s));
    case Comparison::Worse:
        return ComparisonWords::tr("The old entry works and the bridge does not. Better leave it as it is.");
    case Comparison::NeedsSignIn:
        return ComparisonWords::tr("The server asks for a sign-in in the browser, which the bridge cannot do yet.");
    case Comparison::Stopped:
        return ComparisonWords::tr("The check was stopped, so it is not known whether the bridge works.");
    }
    return {};
}

} // namespace kopru::checks
