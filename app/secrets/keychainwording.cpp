#include "app/secrets/keychainwording.h"

#include <QtCore/QCoreApplication>

namespace kopru::secrets {

namespace {

struct KeychainWords
{
    Q_DECLARE_TR_FUNCTIONS(KeychainWords)
};

} // namespace

KeychainSentences message(const KeychainError &error)
{
    switch (error.problem) {
    case KeychainProblem::Missing:
        return {KeychainWords::tr("The keychain of this computer does not answer."),
                KeychainWords::tr("Keep the token in the settings file instead.")};
    case KeychainProblem::Locked:
        return {KeychainWords::tr("The keychain of this computer is locked."),
                KeychainWords::tr("Unlock it by signing in to this computer, then try again.")};
    case KeychainProblem::Refused:
        return {error.detail.isEmpty() ? KeychainWords::tr("The keychain refused the access.")
                                       : KeychainWords::tr("The keychain refused the access: %1").arg(error.detail),
                KeychainWords::tr("Allow the access when you are asked, then try again.")};
    case KeychainProblem::ItemMissing:
        return {KeychainWords::tr("The keychain holds no such token."), KeychainWords::tr("Enter the token again.")};
    case KeychainProblem::TimedOut:
        return {KeychainWords::tr("The keychain did not answer in time."),
                KeychainWords::tr("Look for a window that asks for the keychain's password, then try again.")};
    case KeychainProblem::BridgeMissing:
        return {KeychainWords::tr("The bridge that reads the keychain is missing: %1").arg(error.detail),
                KeychainWords::tr("Install the bridge.")};
    case KeychainProblem::BridgeFailed:
        return {KeychainWords::tr("The bridge did not say whether it can read the keychain."),
                KeychainWords::tr("Install the bridge again.")};
    case KeychainProblem::Unreadable:
        return {KeychainWords::tr("The bridge cannot read what this keychain keeps."),
                KeychainWords::tr("Keep the token in the settings file instead.")};
    case KeychainProblem::BadName:
        return {KeychainWords::tr("The keychain cannot use this name: %1").arg(error.detail),
                KeychainWords::tr("Choose a shorter name in one line.")};
    case KeychainProblem::Taken:
        return {KeychainWords::tr("The keychain already holds another token of this name: %1").arg(error.detail),
                KeychainWords::tr("Choose another name.")};
    case KeychainProblem::NotRecorded:
        return {KeychainWords::tr("Kopru's list of tokens could not be written in this folder: %1").arg(error.detail),
                KeychainWords::tr("Make room on the disk, or make the folder writable.")};
    }
    return {};
}

} // namespace kopru::secrets
