#include "app/bridges/wording.h"

#include <QtCore/QCoreApplication>

namespace kopru::bridges {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(kopru::bridges)
};

} // namespace

QString stateText(const Status &status)
{
    switch (status.state) {
    case State::Missing:
        return Words::tr("The bridge is not installed.");
    case State::Current:
        return Words::tr("The bridge is installed and up to date.");
    case State::Different:
        return Words::tr("Another version of the bridge is installed.");
    case State::Damaged:
        return Words::tr("The installed bridge is damaged.");
    }
    return {};
}

config::Message message(const InstallError &error)
{
    switch (error.problem) {
    case InstallProblem::SourceMissing:
        return {Words::tr("The bridge that belongs to Kopru is missing: %1").arg(error.path),
                Words::tr("Install Kopru again.")};
    case InstallProblem::SourceDamaged:
        return {Words::tr("The bridge that belongs to Kopru was changed after it was built: %1").arg(error.path),
                Words::tr("Install Kopru again.")};
    case InstallProblem::WriteFailed: {
        const config::Message reason = error.file ? config::message(*error.file) : config::Message{};
        return {Words::tr("The bridge could not be installed. %1").arg(reason.what), reason.remedy};
    }
    case InstallProblem::DoesNotRun:
        return {Words::tr("The installed bridge does not start: %1").arg(error.path),
                Words::tr("Allow this program in your security software, or ask whoever looks after this computer.")};
    }
    return {};
}

} // namespace kopru::bridges
