#pragma once

#include "app/platform/platform.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QUrl>

namespace kopru::ui {

/// Claude Desktop as a program to start, and what the person does with it by hand.
class ClaudeProgram
{
    Q_DECLARE_TR_FUNCTIONS(kopru::ui::ClaudeProgram)
public:
    /// Program and arguments that start Claude; empty where none was found.
    [[nodiscard]] static QStringList startCommand(const platform::Platform &platform);
    /// How to quit Claude completely and start it again: closing its window does not quit it.
    [[nodiscard]] static QStringList restartSteps(platform::System system);
    [[nodiscard]] static QUrl downloadPage();
};

} // namespace kopru::ui
