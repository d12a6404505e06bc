#include "app/secrets/redactedlog.h"
#include "app/store/language.h"
#include "bridge/contract/version.h"
#include "ui/icons.h"
#include "ui/mainwindow.h"
#include "ui/theme.h"
#include "ui/workspace.h"

#include <QtCore/QCommandLineParser>
#include <QtWidgets/QApplication>

using namespace Qt::StringLiterals;

int main(int argc, char *argv[])
{
    QApplication application(argc, argv);
    QApplication::setApplicationName(u"kopru"_s);
    QApplication::setApplicationDisplayName(u"Kopru"_s);
    QApplication::setDesktopFileName(u"kopru"_s);
    QApplication::setApplicationVersion(QString::fromLatin1(kopru::contract::version.data()));
    QApplication::setWindowIcon(kopru::ui::applicationIcon());

    QCommandLineParser options;
    const QCommandLineOption config(u"config"_s, u"Work on this file instead of the one that is found."_s, u"FILE"_s);
    const QCommandLineOption home(u"home"_s, u"Use this folder as the home folder."_s, u"DIR"_s);
    const QCommandLineOption lang(u"lang"_s, u"Language of the window: en or tr."_s, u"LANG"_s);
    options.addOptions({config, home, lang});
    options.addHelpOption();
    options.addVersionOption();
    options.process(application);

    kopru::ui::Workspace workspace(kopru::platform::currentPlatform(options.value(home)), options.value(config));
    // Without a log the program still does its work.
    [[maybe_unused]] const auto log =
        kopru::secrets::installLog(workspace.dataFolder(), kopru::secrets::processRedactor());

    kopru::store::Language language(application);
    kopru::ui::Theme theme(application);
    QString spoken = options.value(lang);
    const auto follow = [&] {
        language.apply(spoken.isEmpty() ? workspace.settings().language : spoken);
        theme.apply(workspace.settings().appearance);
    };
    follow();
    QObject::connect(&workspace, &kopru::ui::Workspace::settingsChanged, &theme, [&] {
        spoken.clear(); // What was chosen in the window is what counts from now on.
        follow();
    });

    kopru::ui::MainWindow window(workspace);
    window.show();
    return QApplication::exec();
}
