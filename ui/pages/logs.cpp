#include "ui/pages/logs.h"

#include "ui/icons.h"
#include "ui/shown.h"
#include "ui/widgets/button.h"
#include "ui/widgets/card.h"
#include "ui/widgets/label.h"

#include <QtGui/QPainter>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QListView>
#include <QtWidgets/QScrollArea>
#include <QtWidgets/QScrollBar>
#include <QtWidgets/QStyledItemDelegate>

namespace kopru::ui {

using namespace Qt::StringLiterals;

namespace {

std::optional<State> stateOf(logs::Level level)
{
    switch (level) {
    case logs::Level::Error:
        return State::Failed;
    case logs::Level::Warning:
        return State::Warning;
    case logs::Level::Info:
    case logs::Level::Debug:
    case logs::Level::Unknown:
        return std::nullopt;
    }
    return std::nullopt;
}

QString iconOf(logs::Level level)
{
    switch (level) {
    case logs::Level::Error:
        return u"failed"_s;
    case logs::Level::Warning:
        return u"warning"_s;
    case logs::Level::Info:
        return u"note"_s;
    case logs::Level::Debug:
        return u"debug"_s;
    case logs::Level::Unknown:
        break;
    }
    return {};
}

QString timeOf(const logs::Line &line)
{
    return line.time ? line.time->toLocalTime().toString(u"dd.MM. HH:mm:ss"_s) : QString();
}

} // namespace

class LogsPage::LineDelegate final : public QStyledItemDelegate
{
public:
    LineDelegate(const LogFilter *filter, QObject *parent) : QStyledItemDelegate(parent), m_filter(filter) {}

    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const override
    {
        return {200, std::max(smallIconSize, option.fontMetrics.height()) + space::small};
    }
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const logs::Line &line = m_filter->lineAt(index);
        const Colours &c = colours();
        painter->save();
        painter->setFont(option.font);
        const std::optional<State> state = stateOf(line.level);
        if (option.state.testFlag(QStyle::State_Selected))
            painter->fillRect(option.rect, c.accentTint);
        else if (state)
            painter->fillRect(option.rect, c.of(*state).tint);
        const QColor strong = state ? c.of(*state).foreground : c.secondary;
        QRect area = option.rect.adjusted(space::small, 0, -space::small, 0);
        const QString picture = iconOf(line.level);
        if (!picture.isEmpty())
            painter->drawPixmap(area.left(), area.center().y() - smallIconSize / 2 + 1,
                                iconPixmap(picture, strong, smallIconSize, painter->device()->devicePixelRatioF()));
        area.setLeft(area.left() + smallIconSize + space::small);
        const int character = option.fontMetrics.horizontalAdvance(u'0');
        painter->setPen(c.secondary);
        painter->drawText(area, Qt::AlignVCenter | Qt::AlignLeft, timeOf(line));
        area.setLeft(area.left() + 17 * character);
        const int serverWidth = std::min(18 * character, area.width() / 4);
        painter->setPen(c.accent);
        painter->drawText(area, Qt::AlignVCenter | Qt::AlignLeft,
                          option.fontMetrics.elidedText(line.server, Qt::ElideMiddle, serverWidth));
        area.setLeft(area.left() + serverWidth + space::medium);
        painter->setPen(state ? strong : c.text);
        // Only what can be seen is measured: a line may be thousands of characters long.
        const QString start = line.message.left(area.width() / std::max(1, character) + 2).simplified();
        painter->drawText(area, Qt::AlignVCenter | Qt::AlignLeft,
                          option.fontMetrics.elidedText(start, Qt::ElideRight, area.width()));
        painter->restore();
    }

private:
    const LogFilter *m_filter;
};

LogsPage::LogsPage(Workspace &workspace, QWidget *parent)
    : Page(workspace, Body::Fills, parent),
      m_filter(m_model),
      m_server(new ChoiceBox(u"logServer"_s)),
      m_search(new QLineEdit),
      m_problems(new CheckBox(u"logProblems"_s)),
      m_follow(new CheckBox(u"logFollow"_s)),
      m_count(new TextLabel(TextSize::Small)),
      m_list(new QListView),
      m_empty(new EmptyState(u"logs"_s)),
      m_record(new Card),
      m_recordHead(new TextLabel(TextSize::Small)),
      m_recordText(new TextLabel(TextSize::Small))
{
    m_search->setObjectName(u"logSearch"_s);
    m_search->setClearButtonEnabled(false);
    m_search->addAction(icon(u"search"_s, QPalette::PlaceholderText), QLineEdit::LeadingPosition);
    m_follow->setChecked(true);
    m_list->setObjectName(u"logLines"_s);
    m_list->setModel(&m_filter);
    m_list->setItemDelegate(new LineDelegate(&m_filter, m_list));
    m_list->setFont(monospaceFont(TextSize::Small));
    m_list->setUniformItemSizes(true);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_count->setTone(TextLabel::Tone::Secondary);
    m_count->setWordWrap(false);

    auto *row = new QHBoxLayout;
    row->setSpacing(space::medium);
    row->addWidget(m_server);
    row->addWidget(m_search, 1);
    row->addWidget(m_problems);
    row->addWidget(m_follow);
    body()->addLayout(row);
    body()->addWidget(m_list, 3);
    body()->addWidget(m_empty, 3);
    m_recordHead->setTone(TextLabel::Tone::Secondary);
    m_recordText->setMonospace(true);
    m_recordText->setCopyable(true);
    m_recordText->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    auto *scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidget(m_recordText);
    scroll->setFixedHeight(96);
    m_record->content()->addWidget(m_recordHead);
    m_record->content()->addWidget(scroll);
    m_record->hide();
    body()->addWidget(m_record);
    body()->addWidget(m_count);

    connect(m_server, &QComboBox::activated, this, &LogsPage::filter);
    connect(m_search, &QLineEdit::textChanged, this, &LogsPage::filter);
    connect(m_problems, &QCheckBox::toggled, this, &LogsPage::filter);
    connect(m_follow, &QCheckBox::toggled, this, [this](bool on) {
        if (on)
            m_list->scrollToBottom();
    });
    // Who scrolls up wants to read; who scrolls to the end wants to follow again.
    connect(m_list->verticalScrollBar(), &QScrollBar::actionTriggered, this, [this] {
        const QScrollBar *bar = m_list->verticalScrollBar();
        m_follow->setChecked(bar->sliderPosition() >= bar->maximum());
    });
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, &LogsPage::showLine);
    connect(&m_model, &LogModel::serversChanged, this, &LogsPage::updateServers);
    connect(&workspace, &Workspace::fileChanged, this, &LogsPage::follow);
}

void LogsPage::open(const Route &route)
{
    if (!m_follower)
        follow();
    if (!route.server.isEmpty()) {
        m_server->setCurrentIndex(std::max(0, m_server->findData(route.server)));
        filter();
    }
    refresh();
}

void LogsPage::follow()
{
    const QStringList folders = workspace().logFolders();
    if (m_follower && m_follower->folders() == folders)
        return;
    m_model.clear();
    m_follower = std::make_unique<logs::Follower>(folders);
    connect(m_follower.get(), &logs::Follower::appended, this, [this](const QList<logs::Line> &lines) {
        m_model.append(lines);
        updateShown();
    });
    connect(m_follower.get(), &logs::Follower::restarted, this, [this](const QString &file) { m_model.forget(file); });
    connect(m_follower.get(), &logs::Follower::filesChanged, this, &LogsPage::updateShown);
    m_follower->start();
}

void LogsPage::filter()
{
    m_filter.set({m_server->currentData().toString(), m_search->text(), m_problems->isChecked()});
    updateShown();
}

void LogsPage::updateServers()
{
    const QString chosen = m_server->currentData().toString();
    m_server->clear();
    m_server->addItem(tr("All servers"), QString());
    for (const QString &server : m_model.servers())
        m_server->addItem(server, server);
    m_server->setCurrentIndex(std::max(0, m_server->findData(chosen)));
    m_server->updateGeometry();
}

void LogsPage::updateShown()
{
    const bool none = m_filter.rowCount() == 0;
    m_list->setVisible(!none);
    m_empty->setVisible(none);
    m_count->setText(
        m_filter.rowCount() == m_model.rowCount()
            ? tr("%n lines", nullptr, m_model.rowCount())
            : tr("%n of %1 lines", nullptr, m_filter.rowCount()).arg(QLocale().toString(m_model.rowCount())));
    m_count->setVisible(m_model.rowCount() > 0);
    if (none && m_model.rowCount() == 0)
        m_empty->setTexts(tr("Claude has not written any logs here yet."),
                          tr("Kopru looked in: %1").arg(workspace().logFolders().join(u"\n"_s)));
    else if (none)
        m_empty->setTexts(tr("No line matches."), tr("Choose another server or clear the search."));
    if (m_follow->isChecked() && !none)
        m_list->scrollToBottom();
}

void LogsPage::showLine()
{
    const QModelIndex index = m_list->currentIndex();
    m_record->setVisible(index.isValid());
    if (!index.isValid())
        return;
    const logs::Line &line = m_filter.lineAt(index);
    QStringList head{line.file};
    if (line.time)
        head.prepend(Shown::moment(*line.time));
    m_recordHead->setText(head.join(u" · "_s));
    m_recordText->setText(line.message);
}

void LogsPage::retranslate()
{
    setTitle(tr("Logs"));
    setSentence(tr("What Claude and its servers wrote, the newest line at the bottom."));
    m_server->setAccessibleName(tr("Server"));
    m_search->setPlaceholderText(tr("Search"));
    m_search->setAccessibleName(tr("Search in the logs"));
    m_problems->setText(tr("Only problems"));
    m_follow->setText(tr("Follow"));
    m_list->setAccessibleName(tr("Lines of the logs"));
    updateServers();
    refresh();
}

void LogsPage::refresh()
{
    updateShown();
    showLine();
}

} // namespace kopru::ui
