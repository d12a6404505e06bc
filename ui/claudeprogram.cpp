#include "ui/claudeprogram.h"

#include "app/platform/launch.h"

namespace kopru::ui {

using namespace Qt::StringLiterals;

QStringList ClaudeProgram::startCommand(const platform::Platform &platform)
{
    switch (platform.system) {
    case platform::System::Linux:
        if (const auto program = platform::findCommand(platform, u"claude-desktop"_s))
            return {*program};
        return {};
    case platform::System::MacOs: // not compiled here
        if (platform.files->facts(u"/Applications/Claude.app"_s).exists)
            return {u"/usr/bin/open"_s, u"-a"_s, u"Claude"_s};
        return {};
    case platform::System::Windows: {
        const QString packages = platform.join(platform.variable(u"LOCALAPPDATA"_s), u"Packages"_s);
        for (const QString &name : platform.files->entries(packages))
            if (name.startsWith(u"Claude_"_s))
                return {u"explorer.exe"_s, u"shell:AppsFolder\\%1!Claude"_s.arg(name)};
        return {};
    }
    }
    return {};
}

QStringList ClaudeProgram::restartSteps(platform::System system)
{
    switch (system) {
    case platform::System::Linux:
        return {tr("Close Claude's window. This alone does not quit Claude."),
                tr("Click Claude's icon in the notification area with the right mouse button and choose “Quit”."),
                tr("Start Claude again from the menu of programs.")};
    case platform::System::MacOs:
        return {tr("Bring Claude to the front and press ⌘Q. Closing the window alone does not quit Claude."),
                tr("Wait until the dot below Claude's icon in the Dock is gone."), tr("Start Claude again.")};
    case platform::System::Windows:
        return {
            tr("Close Claude's window. This alone does not quit Claude."),
            tr("Click the arrow beside the clock, then Claude's icon with the right mouse button, and choose “Quit”."),
            tr("Start Claude again from the Start menu.")};
    }
    return {};
}

QUrl ClaudeProgram::downloadPage()
{
    return QUrl(u"https://claude.ai/download"_s);
}

} // namespace kopru::ui
