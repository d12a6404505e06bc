#include "app/store/language.h"
#include "tests/support/environment.h"
#include "tests/support/fakekeychain.h"
#include "tests/ui/scene.h"
#include "ui/dialogs.h"
#include "ui/mainwindow.h"
#include "ui/pages/registry.h"
#include "ui/theme.h"
#include "ui/widgets/button.h"
#include "ui/widgets/chainview.h"
#include "ui/widgets/label.h"
#include "ui/widgets/sidechoice.h"
#include "ui/widgets/statebadge.h"
#include "ui/workspace.h"

#include <QtGui/QAccessible>
#include <QtTest/QtTest>
#include <QtWidgets/QAbstractItemView>
#include <QtWidgets/QApplication>
#include <QtWidgets/QCheckBox>
#include <QtWidgets/QPlainTextEdit>
#include <QtWidgets/QScrollArea>
#include <QtWidgets/QSpinBox>

using namespace Qt::StringLiterals;
using namespace kopru;

/// Walks over every page and dialog that the registries know, in both languages, at the scale of QT_SCALE_FACTOR, in a
/// wide and a narrow window: nothing without an accessible name, nothing clipped, nothing untranslated.
namespace {

const QSize wide(1120, 760);
const QSize smallest(640, 460); ///< the window does not get smaller

QString describe(const QWidget *widget)
{
    QStringList path;
    for (const QWidget *w = widget; w && path.size() < 4; w = w->parentWidget())
        path.prepend(w->objectName().isEmpty() ? QString::fromLatin1(w->metaObject()->className()) : w->objectName());
    return path.join(u'/');
}

bool isInput(const QWidget *widget)
{
    return qobject_cast<const QAbstractButton *>(widget) || qobject_cast<const QLineEdit *>(widget) ||
           qobject_cast<const QAbstractSpinBox *>(widget) || qobject_cast<const QComboBox *>(widget) ||
           qobject_cast<const QPlainTextEdit *>(widget) || qobject_cast<const QAbstractItemView *>(widget);
}

/// Parts that Qt itself makes inside a control: a spin box's line, a combo box's list.
bool isPartOfAnother(const QWidget *widget)
{
    return widget->objectName().startsWith(u"qt_"_s) ||
           qobject_cast<const QAbstractSpinBox *>(widget->parentWidget()) || widget->inherits("QComboBoxListView") ||
           widget->inherits("QLineEditIconButton");
}

QList<QWidget *> shownIn(QWidget *root)
{
    QList<QWidget *> result;
    for (QWidget *widget : root->findChildren<QWidget *>())
        if (widget->isVisibleTo(root) && !isPartOfAnother(widget))
            result.append(widget);
    return result;
}

QString nameProblem(QWidget *widget)
{
    if (!isInput(widget))
        return {};
    QAccessibleInterface *accessible = QAccessible::queryAccessibleInterface(widget);
    if (!accessible || accessible->text(QAccessible::Name).trimmed().isEmpty())
        return u"no accessible name"_s;
    if (widget->objectName().isEmpty())
        return u"no object name"_s;
    return {};
}

QString sizeProblem(QWidget *widget)
{
    const QSize has = widget->size();
    const auto needs = [&has](const QSize &size) {
        return has.width() < size.width() || has.height() < size.height()
                   ? u"is %1x%2, needs %3x%4"_s.arg(has.width()).arg(has.height()).arg(size.width()).arg(size.height())
                   : QString();
    };
    if (qobject_cast<ui::ElidedLabel *>(widget))
        return {}; // Shortened on purpose, with the whole as its tooltip.
    if (auto *label = qobject_cast<QLabel *>(widget)) {
        if (label->text().isEmpty())
            return {};
        if (!label->wordWrap())
            return needs(label->sizeHint());
        // A single word wider than the label cannot be wrapped: it would be cut at the edge.
        int widest = 0;
        static const QRegularExpression space(u"[\\s\\x{200b}]"_s);
        for (const QString &word : label->text().split(space))
            widest = std::max(widest, label->fontMetrics().horizontalAdvance(word));
        return needs(QSize(widest, label->heightForWidth(has.width())));
    }
    if (qobject_cast<ui::ChoiceCard *>(widget) || qobject_cast<ui::SideChoice *>(widget))
        return needs(QSize(0, widget->heightForWidth(has.width())));
    if (qobject_cast<QAbstractButton *>(widget) || qobject_cast<QComboBox *>(widget))
        return needs(widget->sizeHint());
    if (qobject_cast<QLineEdit *>(widget) || qobject_cast<QAbstractSpinBox *>(widget))
        return needs(QSize(0, widget->sizeHint().height()));
    if (qobject_cast<ui::StateBadge *>(widget) || qobject_cast<ui::ChainView *>(widget))
        return needs(widget->minimumSizeHint());
    return {};
}

/// A control that reaches beyond what it stands in is cut off there; only a scroll area may be larger, and only in
/// the direction in which it scrolls.
QString placeProblem(QWidget *widget)
{
    const QWidget *parent = widget->parentWidget();
    if (!parent || widget->isWindow())
        return {};
    if (const auto *area = qobject_cast<const QScrollArea *>(parent->parentWidget()); area && area->widget() == widget)
        return widget->width() > parent->width()
                   ? u"is wider than its scroll area: %1 > %2"_s.arg(widget->width()).arg(parent->width())
                   : QString();
    if (parent->inherits("QAbstractScrollArea") || qobject_cast<const QAbstractScrollArea *>(parent->parentWidget()))
        return {};
    return parent->rect().contains(widget->geometry())
               ? QString()
               : u"stands outside of its parent: %1,%2 %3x%4 in %5x%6"_s.arg(widget->x())
                     .arg(widget->y())
                     .arg(widget->width())
                     .arg(widget->height())
                     .arg(parent->width())
                     .arg(parent->height());
}

/// Every text that the person can see or hear. Examples in empty fields are the same in both languages.
QSet<QString> textsIn(QWidget *root)
{
    QSet<QString> texts{root->windowTitle()};
    for (QWidget *widget : shownIn(root)) {
        texts << widget->toolTip() << widget->accessibleName() << widget->accessibleDescription();
        if (const auto *label = qobject_cast<QLabel *>(widget))
            texts << label->text();
        if (const auto *button = qobject_cast<QAbstractButton *>(widget))
            texts << button->text();
        if (const auto *box = qobject_cast<QComboBox *>(widget))
            for (int i = 0; i < box->count(); ++i)
                texts << box->itemText(i);
        if (widget->objectName() == u"servers"_s || widget->objectName() == u"overviewServers"_s) {
            const QAbstractItemModel *rows = static_cast<QAbstractItemView *>(widget)->model();
            for (int i = 0; i < rows->rowCount(); ++i)
                texts << rows->index(i, 0).data(Qt::AccessibleTextRole).toString();
        }
    }
    for (const QAction *action : root->findChildren<QAction *>())
        texts << action->text();
    return texts;
}

bool isName(const QString &text)
{
    // Names of programs, languages, servers and tools, and what a server says of itself.
    static const QStringList names{u"Kopru"_s,
                                   u"English"_s,
                                   u"Türkçe"_s,
                                   u"Apinizer API Portal"_s,
                                   u"Apinizer API Portal (WebSocket)"_s,
                                   u"AgentPort"_s,
                                   u"Streamable HTTP"_s,
                                   u"apinizer"_s,
                                   u"apinizer-2"_s,
                                   u"• apinizer: APINIZER_TOKEN"_s,
                                   u"notlar"_s,
                                   u"belgeler"_s,
                                   u"belgeler-2"_s,
                                   u"belge_ara"_s,
                                   u"Belge ara"_s,
                                   u"klasor_listele"_s,
                                   u"Claude"_s,
                                   u"Searches the documents in a folder."_s,
                                   u"Words that the document contains."_s,
                                   u"query"_s,
                                   u"name"_s,
                                   u"date"_s};
    static const QRegularExpression letters(u"\\p{L}{2,}"_s);
    static const QRegularExpression quantity(u"^[\\d.,]+ ms$"_s);
    return names.contains(text) || !letters.match(text).hasMatch() || text.contains(u'/') ||
           quantity.match(text).hasMatch();
}

} // namespace

class tst_Walk : public QObject
{
    Q_OBJECT

public:
    explicit tst_Walk(QApplication &application) : m_language(application), m_theme(application) {}

private Q_SLOTS:
    void initTestCase();
    void scaleIsReal();
    void pages_data();
    void pages();
    void checkedServer();
    void converting();
    void dialogs_data();
    void dialogs();
    void unsaved();
    void safety_data();
    void safety();

private:
    void look(QWidget *root, const QString &where);
    /// Compares the texts of one place in both languages.
    void compare(QWidget *root, const QString &where);
    void settle();

    test::FakeKeychain m_keychain;
    test::Scene m_scene;
    store::Language m_language;
    ui::Theme m_theme;
    std::unique_ptr<ui::Workspace> m_workspace;
    QStringList m_problems;
};

void tst_Walk::initTestCase()
{
    QVERIFY(m_scene.isValid());
    m_theme.apply(store::Appearance::Light);
    QCOMPARE(m_language.apply(u"tr"_s), u"tr"_s);
    m_workspace = std::make_unique<ui::Workspace>(m_scene.platform(), QString(),
                                                  ui::KeychainAccess{m_keychain.backend(), m_keychain.reader()});
    QCOMPARE(m_workspace->servers().size(), 3);
}

void tst_Walk::scaleIsReal()
{
    const QByteArray scale = qgetenv("QT_SCALE_FACTOR");
    QCOMPARE(qApp->devicePixelRatio(), scale.isEmpty() ? 1.0 : scale.toDouble());
}

void tst_Walk::settle()
{
    for (int i = 0; i < 5; ++i) {
        QApplication::sendPostedEvents();
        QApplication::processEvents();
    }
}

void tst_Walk::look(QWidget *root, const QString &where)
{
    settle();
    for (QWidget *widget : shownIn(root))
        for (const QString &problem : {nameProblem(widget), sizeProblem(widget), placeProblem(widget)})
            if (!problem.isEmpty()) {
                const auto *label = qobject_cast<QLabel *>(widget);
                const auto *button = qobject_cast<QAbstractButton *>(widget);
                m_problems.append(u"%1: %2 %3 “%4”"_s.arg(where, describe(widget), problem,
                                                          label    ? label->text()
                                                          : button ? button->text()
                                                                   : QString()));
            }
}

void tst_Walk::compare(QWidget *root, const QString &where)
{
    m_language.apply(u"en"_s);
    settle();
    const QSet<QString> english = textsIn(root);
    m_language.apply(u"tr"_s);
    settle();
    for (const QString &text : textsIn(root))
        if (english.contains(text) && !isName(text))
            m_problems.append(u"%1: not translated “%2”"_s.arg(where, text));
}

void tst_Walk::pages_data()
{
    QTest::addColumn<ui::Route>("route");
    for (const ui::PageDescription &page : ui::pages())
        for (const ui::Route &route : ui::routesOf(page, *m_workspace))
            QTest::addRow("%s %s%s", qPrintable(route.page), qPrintable(route.server), qPrintable(route.detail))
                << route;
}

void tst_Walk::pages()
{
    QFETCH(ui::Route, route);
    m_problems.clear();
    ui::MainWindow window(*m_workspace);
    window.show();
    window.go(route);
    compare(&window, route.page);
    // What is folded away must fit as well.
    for (QAbstractButton *more : window.findChildren<QAbstractButton *>())
        if (more->isCheckable() && more->isVisibleTo(&window) && more->property("role").toString() == u"link"_s)
            more->setChecked(true);
    for (const QString &language : {u"en"_s, u"tr"_s}) {
        m_language.apply(language);
        for (const QSize &size : {wide, smallest}) {
            window.resize(size);
            look(&window, u"%1 (%2, %3 wide)"_s.arg(route.page, language).arg(size.width()));
        }
    }
    QVERIFY2(m_problems.isEmpty(), qPrintable(m_problems.join(u'\n')));
}

void tst_Walk::checkedServer()
{
    m_problems.clear();
    ui::MainWindow window(*m_workspace);
    window.show();
    window.go({u"server"_s, u"belgeler"_s, u"check"_s});
    QTRY_VERIFY_WITH_TIMEOUT(window.findChild<QWidget *>(u"tools"_s)->isVisible(), 30000);
    window.findChild<QAbstractButton *>(u"showDetails"_s)->setChecked(true);
    compare(&window, u"checked"_s);
    for (const QString &language : {u"en"_s, u"tr"_s}) {
        m_language.apply(language);
        for (const QSize &size : {wide, smallest}) {
            window.resize(size);
            look(&window, u"checked (%1, %2 wide)"_s.arg(language).arg(size.width()));
        }
    }
    QVERIFY2(m_problems.isEmpty(), qPrintable(m_problems.join(u'\n')));
}

/// The card on the server's page, then the page with all that it can show: a danger, notes, what goes, and two results.
void tst_Walk::converting()
{
    m_problems.clear();
    const QString program = m_scene.home() + u"/mcp-remote"_s;
    QVERIFY(QFile::link(QCoreApplication::applicationDirPath() + u"/kopru-toolserver"_s, program));
    const config::Entry entry{
        program,
        {u"https://127.0.0.1:9/mcp"_s, u"--debug"_s, u"--header"_s, u"X-API-Key: "_s + test::Scene::token()},
        {{u"NODE_TLS_REJECT_UNAUTHORIZED"_s, u"0"_s}, {u"HTTPS_PROXY"_s, u"http://127.0.0.1:9"_s}}};
    m_workspace->edit(m_workspace->draft().document().added(u"belgeler-2"_s, entry).value());
    ui::MainWindow window(*m_workspace);
    window.show();
    for (const QString &page : {u"server"_s, u"convert"_s}) {
        window.go({page, u"belgeler-2"_s, page == u"convert"_s ? u"check"_s : QString()});
        if (page == u"convert"_s)
            QTRY_VERIFY_WITH_TIMEOUT(window.findChild<QWidget *>(u"oldResult"_s)->isVisible() &&
                                         window.findChild<QWidget *>(u"convertUnchecked"_s)->isVisible(),
                                     30000);
        compare(&window, page);
        for (const QString &language : {u"en"_s, u"tr"_s}) {
            m_language.apply(language);
            for (const QSize &size : {wide, smallest}) {
                window.resize(size);
                look(&window, u"%1 (%2, %3 wide)"_s.arg(page, language).arg(size.width()));
            }
        }
    }
    m_workspace->undo();
    QVERIFY2(m_problems.isEmpty(), qPrintable(m_problems.join(u'\n')));
}

void tst_Walk::dialogs_data()
{
    QTest::addColumn<int>("index");
    const QList<ui::DialogDescription> all = ui::dialogs();
    for (int i = 0; i < all.size(); ++i)
        QTest::newRow(all.at(i).key) << i;
}

void tst_Walk::dialogs()
{
    QFETCH(int, index);
    m_problems.clear();
    QSet<QString> english;
    for (const QString &language : {u"en"_s, u"tr"_s}) {
        m_language.apply(language);
        QWidget parent;
        QDialog *dialog = ui::dialogs().at(index).make(*m_workspace, &parent);
        dialog->show();
        look(dialog, language);
        if (language == u"en"_s)
            english = textsIn(dialog);
        else
            for (const QString &text : textsIn(dialog))
                if (english.contains(text) && !isName(text))
                    m_problems.append(u"not translated “%1”"_s.arg(text));
    }
    QVERIFY2(m_problems.isEmpty(), qPrintable(m_problems.join(u'\n')));
}

void tst_Walk::unsaved()
{
    m_problems.clear();
    ui::MainWindow window(*m_workspace);
    window.show();
    m_workspace->edit(m_workspace->draft().document().removed(u"notlar"_s).value());
    for (const QString &page : {u"servers"_s, u"review"_s}) {
        window.go({page, {}, {}});
        compare(&window, u"unsaved "_s + page);
        for (const QSize &size : {wide, smallest}) {
            window.resize(size);
            look(&window, u"unsaved %1 (%2 wide)"_s.arg(page).arg(size.width()));
        }
    }
    m_workspace->undo();
    QVERIFY2(m_problems.isEmpty(), qPrintable(m_problems.join(u'\n')));
}

void tst_Walk::safety_data()
{
    QTest::addColumn<QString>("state");
    QTest::addColumn<QStringList>("pages");
    QTest::newRow("broken") << u"broken"_s << QStringList{u"overview"_s, u"mend"_s, u"servers"_s, u"versions"_s};
    QTest::newRow("guess") << u"guess"_s << QStringList{u"mend"_s};
    QTest::newRow("lost") << u"lost"_s << QStringList{u"overview"_s, u"servers"_s, u"versions"_s};
    QTest::newRow("conflict") << u"conflict"_s << QStringList{u"servers"_s, u"conflicts"_s, u"review"_s};
    QTest::newRow("parked") << u"parked"_s << QStringList{u"servers"_s};
}

/// The states that the standard scene does not show.
void tst_Walk::safety()
{
    QFETCH(QString, state);
    QFETCH(QStringList, pages);
    m_problems.clear();
    const test::Scene scene;
    const auto write = [&scene](const QByteArray &text) {
        return platform::replaceFile(scene.configFile(), text).has_value();
    };
    const ui::KeychainAccess keychain{m_keychain.backend(), m_keychain.reader()};
    QByteArray text;
    {
        ui::Workspace seen(scene.platform(), QString(), keychain);
        QTRY_VERIFY(!seen.safeguard().isLooking());
        text = seen.draft().document().text();
    }
    if (state == u"broken"_s)
        QVERIFY(write(QByteArray(text).replace("\"preferences\": {}", "\"preferences\": {},")));
    if (state == u"guess"_s)
        QVERIFY(write(QByteArray(text).replace("\"preferences\": {}", "\"preferences\": ")));
    if (state == u"lost"_s)
        QVERIFY(write("{}\n"));
    ui::Workspace workspace(scene.platform(), QString(), keychain);
    QTRY_VERIFY(!workspace.safeguard().isLooking());
    QTRY_VERIFY(!workspace.brokenFile() || workspace.safeguard().reading());
    ui::MainWindow window(workspace);
    window.show();
    const config::Document before = workspace.draft().document();
    if (state == u"conflict"_s) {
        QVERIFY(workspace.edit(before.changed(u"belgeler"_s, {u"/bin/true"_s, {}, {}}).value()));
        QVERIFY(write(before.changed(u"belgeler"_s, {u"/bin/false"_s, {}, {}})->text()));
        QSignalSpy failed(&workspace, &ui::Workspace::saveFailed);
        workspace.save();
        QVERIFY(failed.count() > 0 || failed.wait(30000));
        QVERIFY(workspace.conflict());
    }
    if (state == u"parked"_s)
        QVERIFY(workspace.park(u"notlar"_s));
    for (const QString &page : std::as_const(pages)) {
        window.resize(wide);
        window.go({page, {}, {}});
        if (page == u"versions"_s)
            QTRY_VERIFY(window.findChild<QAbstractItemView *>(u"versions"_s)->isVisible());
        if (page == u"mend"_s)
            QTRY_VERIFY(window.findChild<QAbstractButton *>(u"mend"_s)->isEnabled());
        compare(&window, state + u' ' + page);
        for (const QString &language : {u"en"_s, u"tr"_s}) {
            m_language.apply(language);
            for (const QSize &size : {wide, smallest}) {
                window.resize(size);
                look(&window, u"%1 %2 (%3, %4 wide)"_s.arg(state, page, language).arg(size.width()));
            }
        }
    }
    QVERIFY2(m_problems.isEmpty(), qPrintable(m_problems.join(u'\n')));
}

int main(int argc, char *argv[])
{
    const QByteArray scale = qgetenv("QT_SCALE_FACTOR");
    test::scrubEnvironment();
    if (!scale.isEmpty())
        qputenv("QT_SCALE_FACTOR", scale);
    QApplication application(argc, argv);
    tst_Walk test(application);
    return QTest::qExec(&test, argc, argv);
}

#include "tst_walk.moc"
