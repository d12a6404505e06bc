#pragma once

#include "app/config/document.h"

namespace kopru::ui {

/// A text of the settings file that a person typed and that cannot be read as JSON yet, so that the draft is still
/// what it was before. It is kept as it is, and never written.
struct UnreadText
{
    std::optional<QString> server; ///< whose entry was being edited; nullopt: the whole file was
    config::Document basis;        ///< the draft when the text began to differ from it
    QByteArray before;             ///< what stands in front of the text that was edited
    QByteArray text;
    QByteArray behind;
    qsizetype faults = 0;
    bool isBeingRead = false; ///< it was typed just now: whether it has faults is not known

    [[nodiscard]] QByteArray whole() const { return before + text + behind; }
};

} // namespace kopru::ui
