#pragma once

#include "app/secrets/keychain.h"

namespace kopru::secrets {

/// The sentences for a keychain's error, in the language of the program.
struct KeychainSentences
{
    QString what;
    QString remedy;
};

[[nodiscard]] KeychainSentences message(const KeychainError &error);

} // namespace kopru::secrets
