#include "ui/mainwindow.h"

#include "ui/dialogs.h"
#include "ui/icons.h"
#include "ui/noticebar.h"
#include "ui/pages/registry.h"
#include "ui/sidebar.h"
#include "ui/tokens.h"
#include "ui/widgets/button.h"
#include "ui/widgets/diffview.h"
#include "ui/widgets/label.h"

#include <QtCore/QMimeData>
#include <QtGui/QCloseEvent>
#include <QtGui/QGuiApplication>
#include <QtGui/QScreen>
#include <QtGui/QShortcut>
#include <QtWidgets/QStackedWidget>

namespace kopru::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int narrowBelow = 900;
/// A bar this wide has room for the words of all its buttons in any language.
constexpr int wideBar = 760;
constexpr int highestDiff = 240;
constexpr qsizetype longestHistory = 50;

/// The one file on this computer that is dragged; empty for anything else.
QString draggedFile(const QDropEvent &event)
{
    const QList<QUrl> urls = event.mimeData()->urls();
    return urls.size() == 1 && urls.front().isLocalFile() ? urls.front().toLocalFile() : QString();
}

} // namespace

UnsavedBar::UnsavedBar(Workspace &workspace, QWidget *parent)
    : QFrame(parent),
      m_workspace(workspace),
      m_count(new TextLabel),
      m_undo(new Button(ButtonRole::Normal, u"undo"_s, u"undo"_s)),
      m_redo(new Button(ButtonRole::Normal, u"redo"_s, u"redo"_s)),
      m_showDiff(new Button(ButtonRole::Normal, u"show"_s, u"showDiff"_s)),
      m_review(new Button(ButtonRole::Primary, u"save"_s, u"review"_s)),
      m_diff(new DiffView(u"barDiff"_s))
{
    setProperty("role", u"bar"_s);
    setObjectName(u"unsavedBar"_s);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(space::wide, space::small, space::wide, space::small);
    column->setSpacing(space::small);
    m_diff->setHighest(highestDiff);
    m_diff->hide();
    column->addWidget(m_diff);
    auto *row = new QHBoxLayout;
    row->setSpacing(space::small);
    column->addLayout(row);
    row->addWidget(m_count, 1);
    row->addWidget(m_undo);
    row->addWidget(m_redo);
    row->addWidget(m_showDiff);
    row->addWidget(m_review);
    connect(m_undo, &QPushButton::clicked, &workspace, &Workspace::undo);
    connect(m_redo, &QPushButton::clicked, &workspace, &Workspace::redo);
    connect(m_review, &QPushButton::clicked, this, &UnsavedBar::reviewed);
    m_showDiff->setCheckable(true);
    connect(m_showDiff, &QPushButton::toggled, this, &UnsavedBar::refresh);
    m_count->setObjectName(u"unsavedCount"_s);
    connect(&workspace, &Workspace::draftChanged, this, &UnsavedBar::refresh);
    connect(&workspace, &Workspace::unreadTextChanged, this, &UnsavedBar::refresh);
    connect(&workspace, &Workspace::savingChanged, this, [this] {
        m_refused = false;
        refresh();
    });
    connect(&workspace, &Workspace::editRefused, this, [this] {
        m_refused = true;
        refresh();
    });
    refresh();
}

void UnsavedBar::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        refresh();
    QFrame::changeEvent(event);
}

void UnsavedBar::resizeEvent(QResizeEvent *event)
{
    setTexts();
    QFrame::resizeEvent(event);
}

void UnsavedBar::setTexts()
{
    const bool narrow = width() < wideBar;
    m_undo->setText(tr("Undo"), narrow);
    m_redo->setText(tr("Redo"), narrow);
    m_showDiff->setText(m_showDiff->isChecked() ? tr("Hide diff") : tr("Show diff"), narrow);
}

void UnsavedBar::refresh()
{
    const config::Draft &draft = m_workspace.draft();
    const bool saving = m_workspace.isSaving();
    const auto &undeleted = m_workspace.failedDeletion();
    const bool onlyUndeleted = undeleted && !saving && !draft.isChanged();
    const auto &unread = m_workspace.unreadText();
    const bool faulty = unread && !unread->isBeingRead && !saving;
    m_count->setText(faulty ? tr("The text of the settings file has %n faults. Saving waits until they are mended.",
                                 nullptr, static_cast<int>(unread->faults))
                     : m_refused ? tr("Kopru is still saving. Please try again when it is done.")
                     : saving    ? tr("Saving…")
                     : onlyUndeleted
                         ? tr("The token “%1” is still in the keychain.").arg(undeleted->items.join(u"”, “"_s))
                         : tr("%n unsaved changes", nullptr, static_cast<int>(draft.changedServers().size())));
    setTexts();
    m_undo->setEnabled(draft.canUndo() && !saving && !faulty);
    m_redo->setEnabled(draft.canRedo() && !saving && !faulty);
    m_showDiff->setVisible(draft.isChanged());
    const bool unfolded = m_showDiff->isChecked() && draft.isChanged();
    if (unfolded) {
        m_diff->setTexts(draft.opened().bytes.value_or(QByteArray()), draft.document().text());
    }
    m_diff->setVisible(unfolded);
    m_review->setText(saving || onlyUndeleted || faulty ? tr("Show") : tr("Review and save"));
}

MainWindow::MainWindow(Workspace &workspace, QWidget *parent)
    : QWidget(parent),
      m_workspace(workspace),
      m_sidebar(new Sidebar),
      m_stack(new QStackedWidget),
      m_notice(new NoticeBar(workspace)),
      m_bar(new UnsavedBar(workspace))
{
    setObjectName(u"mainWindow"_s);
    setWindowTitle(u"Kopru"_s);
    setWindowIcon(applicationIcon());
    setMinimumSize(640, 460);
    setAcceptDrops(true);
    QSize comfortable(1120, 760);
    if (const QScreen *screen = QGuiApplication::primaryScreen())
        comfortable = comfortable.boundedTo(screen->availableSize() - QSize(space::huge, 2 * space::huge));
    resize(comfortable.expandedTo(minimumSize()));

    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    row->addWidget(m_sidebar);
    auto *column = new QVBoxLayout;
    column->setSpacing(0);
    column->addWidget(m_stack, 1);
    column->addWidget(m_notice);
    column->addWidget(m_bar);
    row->addLayout(column, 1);

    connect(m_sidebar, &Sidebar::chosen, this, [this](const QString &key) { go({key, {}, {}}); });
    connect(m_bar, &UnsavedBar::reviewed, this, [this] {
        const auto &unread = m_workspace.unreadText();
        if (!unread || unread->isBeingRead)
            go({u"review"_s, {}, {}});
        else if (unread->server && m_workspace.draft().document().contains(*unread->server))
            go({u"server"_s, *unread->server, u"json"_s});
        else
            go({u"text"_s, {}, {}});
    });
    connect(&workspace, &Workspace::unreadTextChanged, this, &MainWindow::updateBar);
    connect(m_notice, &NoticeBar::routed, this, &MainWindow::go);
    connect(&workspace, &Workspace::draftChanged, this, &MainWindow::updateBar);
    connect(&workspace, &Workspace::savingChanged, this, &MainWindow::updateBar);

    const auto shortcut = [this](QKeySequence::StandardKey keys, auto action) {
        connect(new QShortcut(keys, this), &QShortcut::activated, this, action);
    };
    shortcut(QKeySequence::Undo, [this] { m_workspace.undo(); });
    // Systems differ in the keys for this; people bring theirs along.
    QList<QKeySequence> redo = QKeySequence::keyBindings(QKeySequence::Redo);
    for (const QKeySequence &keys :
         {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Z), QKeySequence(Qt::CTRL | Qt::Key_Y)})
        if (!redo.contains(keys))
            redo.append(keys);
    auto *again = new QShortcut(this);
    again->setKeys(redo);
    connect(again, &QShortcut::activated, this, [this] { m_workspace.redo(); });
    shortcut(QKeySequence::Back, [this] { back(); });
    shortcut(QKeySequence::Save, [this] {
        if (m_workspace.isUnsaved())
            go({u"review"_s, {}, {}});
    });
    display({u"overview"_s, {}, {}});
}

MainWindow::~MainWindow()
{
    // A page that loses the focus now may still hand in what was typed.
    disconnect(&m_workspace, nullptr, this, nullptr);
}

Page *MainWindow::page() const
{
    return m_pages.value(m_route.page);
}

void MainWindow::go(const Route &route)
{
    if (!pageOf(route.page))
        return;
    if (route.page != m_route.page || route.server != m_route.server) {
        m_history.append(m_route);
        if (m_history.size() > longestHistory)
            m_history.removeFirst();
    }
    display(route);
}

void MainWindow::back()
{
    // A server that was removed meanwhile has no page to go back to.
    while (!m_history.isEmpty()) {
        const Route last = m_history.takeLast();
        if (last.server.isEmpty() || m_workspace.draft().document().contains(last.server)) {
            display({last.page, last.server, {}});
            return;
        }
    }
    display({u"overview"_s, {}, {}});
}

void MainWindow::display(const Route &route)
{
    const PageDescription *description = pageOf(route.page);
    Page *&page = m_pages[route.page];
    if (!page) {
        page = description->make(m_workspace);
        page->retranslate();
        m_stack->addWidget(page);
        connect(page, &Page::routed, this, &MainWindow::go);
        connect(page, &Page::wentBack, this, &MainWindow::back);
    }
    if (m_route.page == u"review"_s && route.page != u"review"_s)
        m_workspace.dismissFailedDeletion(); // it has been seen there
    m_route = route;
    m_stack->setCurrentWidget(page);
    page->open(route);
    m_sidebar->setCurrent(QString::fromLatin1(description->icon ? description->key : description->parent));
    m_notice->setPage(route.page);
    updateBar();
}

void MainWindow::updateBar()
{
    const auto &unread = m_workspace.unreadText();
    const bool needed = m_workspace.draft().isChanged() || (unread && !unread->isBeingRead) || m_workspace.isSaving() ||
                        m_workspace.failedDeletion();
    m_bar->setVisible(needed && m_route.page != u"review"_s && m_route.page != u"conflicts"_s);
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    if (m_leaving || !m_workspace.isUnsaved()) {
        event->accept();
        return;
    }
    event->ignore();
    auto *question =
        new Question(tr("Leave without saving?"), tr("What you changed has not been saved. It will be lost."),
                     tr("Leave without saving"), this);
    connect(question, &QDialog::accepted, this, [this] {
        m_leaving = true;
        close();
    });
    question->open();
}

void MainWindow::dragEnterEvent(QDragEnterEvent *event)
{
    if (!draggedFile(*event).isEmpty())
        event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent *event)
{
    if (const QString file = draggedFile(*event); !file.isEmpty()) {
        event->acceptProposedAction();
        go({u"import"_s, {}, file});
    }
}

void MainWindow::resizeEvent(QResizeEvent *event)
{
    m_sidebar->setNarrow(width() < narrowBelow);
    QWidget::resizeEvent(event);
}

} // namespace kopru::ui
