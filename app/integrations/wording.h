#pragma once

#include "app/integrations/kind.h"

/// The words of the kinds and their fields, in the language of the program.
namespace kopru::integrations {

[[nodiscard]] QString kindName(KindId kind);
[[nodiscard]] QString kindHelp(KindId kind); ///< two lines: what it is for, what one needs
[[nodiscard]] QString fieldLabel(KindId kind, FieldId field);
[[nodiscard]] QString fieldHelp(KindId kind, FieldId field); ///< one sentence; may be empty
/// The name of one choice of a field.
[[nodiscard]] QString choiceName(FieldId field, const QString &choice);
/// The link that switches a form to the same service over another connection.
[[nodiscard]] QString switchText(KindId to);
/// The steps that lead to the value of a field, as the vendor's document tells them; empty where there are none.
[[nodiscard]] QStringList whereToFind(KindId kind, FieldId field);
[[nodiscard]] QString problemText(const FieldFinding &finding, KindId kind);
/// A question that the person can paste into Claude to see the connection work.
[[nodiscard]] QString questionForClaude(KindId kind, const QString &server);

} // namespace kopru::integrations
