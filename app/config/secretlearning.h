#pragma once

#include "app/config/document.h"
#include "app/secrets/redactor.h"

namespace kopru::config {

/// Makes all secrets of a settings file known, so that whatever is shown of it afterwards can go through the redactor:
/// those of its servers, and wherever else a member's name tells one. Plain words are left out, and the words Bearer
/// and Basic alone: they would be hidden everywhere. Safe on any thread.
void learnSecrets(const Document &document, secrets::Redactor &redactor = secrets::processRedactor());

/// The same for any bytes, sound or broken: what would be mended, and whatever looks like a value behind the name of a
/// secret. Here rather too much is hidden than too little. Reads the text tolerantly: not for the window's thread.
void learnSecrets(const QByteArray &bytes, secrets::Redactor &redactor = secrets::processRedactor());

} // namespace kopru::config
