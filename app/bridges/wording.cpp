#include "app/bridges/wording.h"

#include <QtCore/QCoreApplication>

namespace kopru::bridges {

namespace {

struct BridgeWords
{
    Q_DECLARE_TR_FUNCTIONS(BridgeWords)
};

} // namespace

QString stateText(const Status &status)
{
    switch (status.state) {
    case State::Missing:
        return BridgeWords::tr("The bridge is not installed.");
    case State::Current:
        return BridgeWords::tr("The bridge is installed and up to date.");
    case State::Different:
        return BridgeWords::tr("Another version of the bridge is installed.");
    case State::Damaged:
        return BridgeWords::tr("The installed bridge is damaged.");
    }
    return {};
}

config::Message message(const InstallError &error)
{
    switch (error.problem) {
    case InstallProblem::SourceMissing:
        return {BridgeWords::tr("The bridge that belongs to Kopru is missing: %1").arg(error.path),
                BridgeWords::tr("Install Kopru again.")};
    case InstallProblem::SourceDamaged:
        return {BridgeWords::tr("The bridge that belongs to Kopru was changed after it was built: %1").arg(error.path),
                BridgeWords::tr("Install Kopru again.")};
    case InstallProblem::WriteFailed: {
        const config::Message reason = error.file ? config::message(*error.file) : config::Message{};
        return {BridgeWords::tr("The bridge could not be installed. %1").arg(reason.what), reason.remedy};
    }
    case InstallProblem::DoesNotRun:
        return {
            BridgeWords::tr("The installed bridge does not start: %1").arg(error.path),
            BridgeWords::tr("Allow this program in your security software, or ask whoever looks after this computer.")};
    }
    return {};
}

} // namespace kopru::bridges
