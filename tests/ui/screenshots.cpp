#include "app/store/language.h"
#include "tests/support/environment.h"
#include "tests/ui/scene.h"
#include "ui/dialogs.h"
#include "ui/mainwindow.h"
#include "ui/pages/registry.h"
#include "ui/theme.h"
#include "ui/workspace.h"

#include <QtCore/QDir>
#include <QtTest/QtTest>
#include <QtWidgets/QApplication>

#include <cstdio>

using namespace Qt::StringLiterals;
using namespace kopru;

/// Draws every page and dialog in both languages, light and dark, into a folder.
///
///     kopru-screenshots FOLDER [SUFFIX]
///
/// The scale is QT_SCALE_FACTOR's. Long pages are drawn whole.
namespace {

class Photographer
{
public:
    Photographer(QDir folder, QString suffix) : m_folder(std::move(folder)), m_suffix(std::move(suffix)) {}

    bool take(QWidget *widget, const QString &name)
    {
        QApplication::sendPostedEvents();
        QApplication::processEvents(); // Layouts settle in several turns.
        QApplication::processEvents();
        return widget->grab().save(m_folder.filePath(name + m_suffix + u".png"_s));
    }

private:
    QDir m_folder;
    QString m_suffix;
};

bool takeAll(ui::Workspace &workspace, Photographer &photographer, const QString &variant)
{
    ui::MainWindow window(workspace);
    window.show();
    bool good = true;
    for (const ui::PageDescription &page : ui::pages()) {
        int number = 0;
        for (const ui::Route &route : ui::routesOf(page, workspace)) {
            window.go(route);
            if (route.page == u"logs"_s)
                // The follower reads in turns of the event loop.
                (void)QTest::qWaitFor([&] { return window.findChild<QWidget *>(u"logLines"_s)->isVisible(); });
            QString name = QString::fromLatin1(page.key);
            if (number++ > 0)
                name += QString::number(number);
            good = photographer.take(&window, name + variant) && good;
        }
    }
    for (const ui::DialogDescription &dialog : ui::dialogs()) {
        QDialog *shown = dialog.make(workspace, &window);
        shown->show();
        good = photographer.take(shown, u"dialog-"_s + QString::fromLatin1(dialog.key) + variant) && good;
        shown->close();
    }
    // A check that has passed, with the tools found; the page is long, so it is drawn in a taller window.
    window.go({u"server"_s, u"belgeler"_s, u"check"_s});
    good = QTest::qWaitFor([&] { return window.findChild<QWidget *>(u"tools"_s)->isVisible(); }, 30000) && good;
    window.resize(1120, 1180);
    good = photographer.take(&window, u"server-checked"_s + variant) && good;
    window.resize(1120, 760);
    // Something unsaved: the bar and the review.
    workspace.edit(workspace.draft().document().removed(u"belgeler"_s).value());
    window.go({u"servers"_s, {}, {}});
    good = photographer.take(&window, u"unsaved"_s + variant) && good;
    window.go({u"review"_s, {}, {}});
    good = photographer.take(&window, u"review-removed"_s + variant) && good;
    workspace.undo();
    window.go({u"overview"_s, {}, {}});
    window.resize(720, 640);
    return photographer.take(&window, u"overview-narrow"_s + variant) && good;
}

} // namespace

int main(int argc, char *argv[])
{
    const QByteArray scale = qgetenv("QT_SCALE_FACTOR");
    test::scrubEnvironment();
    if (!scale.isEmpty())
        qputenv("QT_SCALE_FACTOR", scale);
    QApplication application(argc, argv);
    const QStringList arguments = QApplication::arguments();
    if (arguments.size() < 2) {
        std::fputs("usage: kopru-screenshots FOLDER [SUFFIX]\n", stderr);
        return 2;
    }
    QDir().mkpath(arguments.at(1));
    Photographer photographer(QDir(arguments.at(1)), arguments.value(2));

    const test::Scene scene;
    ui::Workspace workspace(scene.platform(), {});
    store::Language language(application);
    ui::Theme theme(application);
    bool good = scene.isValid();
    for (const QString &spoken : {u"en"_s, u"tr"_s}) {
        language.apply(spoken);
        for (const store::Appearance appearance : {store::Appearance::Light, store::Appearance::Dark}) {
            theme.apply(appearance);
            const QString look = appearance == store::Appearance::Dark ? u"dark"_s : u"light"_s;
            good = takeAll(workspace, photographer, u'-' + spoken + u'-' + look) && good;
        }
    }
    return good ? 0 : 1;
}
