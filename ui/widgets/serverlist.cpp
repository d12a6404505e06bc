#include "ui/widgets/serverlist.h"

#include "ui/icons.h"
#include "ui/shown.h"
#include "ui/widgets/statebadge.h"

#include <QtCore/QEvent>
#include <QtGui/QGuiApplication>
#include <QtGui/QPainter>
#include <QtWidgets/QStyledItemDelegate>

namespace kopru::ui {

using namespace Qt::StringLiterals;

QString HealthWording::word(Health health)
{
    switch (health) {
    case Health::Unknown:
        return tr("not checked");
    case Health::Checking:
        return tr("checking");
    case Health::Works:
        return tr("works");
    case Health::Warns:
        return tr("works, with a warning");
    case Health::Fails:
        return tr("does not work");
    }
    return {};
}

QString HealthWording::proof(const ServerSummary &server)
{
    if (!server.check)
        return {};
    const QString when = Shown::ago(server.check->when);
    if (!server.check->passed)
        return tr("checked %1", "%1 is a time such as: 3 minutes ago").arg(when);
    return tr("%n tools, checked %1", "%1 is a time such as: 3 minutes ago", server.check->tools).arg(when);
}

State stateOf(Health health)
{
    switch (health) {
    case Health::Unknown:
        return State::Neutral;
    case Health::Checking:
        return State::Running;
    case Health::Works:
        return State::Passed;
    case Health::Warns:
        return State::Warning;
    case Health::Fails:
        return State::Failed;
    }
    return State::Neutral;
}

class ServerList::Rows final : public QAbstractListModel
{
public:
    using QAbstractListModel::QAbstractListModel;

    /// Rows that stay are updated in place, so that selection and scroll position stay as well.
    void set(const QList<ServerSummary> &servers)
    {
        const bool sameNames = std::equal(servers.begin(), servers.end(), m_servers.begin(), m_servers.end(),
                                          [](const auto &a, const auto &b) { return a.name == b.name; });
        if (sameNames) {
            m_servers = servers;
            if (!servers.isEmpty())
                Q_EMIT dataChanged(index(0), index(static_cast<int>(servers.size()) - 1));
            return;
        }
        beginResetModel();
        m_servers = servers;
        endResetModel();
    }
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override
    {
        return parent.isValid() ? 0 : static_cast<int>(m_servers.size());
    }
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override
    {
        const ServerSummary &server = m_servers.at(index.row());
        if (role == Qt::DisplayRole)
            return server.name;
        if (role == Qt::AccessibleTextRole)
            return QStringList{server.name, server.address, HealthWording::word(server.health),
                               HealthWording::proof(server)}
                .join(u", "_s);
        if (role == Qt::ToolTipRole)
            return u"%1\n%2"_s.arg(server.name, server.address);
        return {};
    }
    [[nodiscard]] const ServerSummary &at(int row) const { return m_servers.at(row); }
    [[nodiscard]] int rowOf(const QString &name) const
    {
        for (qsizetype i = 0; i < m_servers.size(); ++i)
            if (m_servers.at(i).name == name)
                return static_cast<int>(i);
        return -1;
    }

private:
    QList<ServerSummary> m_servers;
};

class ServerList::RowDelegate final : public QStyledItemDelegate
{
public:
    RowDelegate(const Rows *rows, QObject *parent) : QStyledItemDelegate(parent), m_rows(rows) {}

    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const override
    {
        return {320,
                firstLine() + QFontMetrics(monospaceFont(TextSize::Small)).height() + 2 * space::medium + space::tiny};
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const ServerSummary &server = m_rows->at(index.row());
        const Colours &c = colours();
        const qreal ratio = painter->device()->devicePixelRatioF();
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        const bool selected = option.state.testFlag(QStyle::State_Selected);
        const bool hovered = option.state.testFlag(QStyle::State_MouseOver);
        if (selected || hovered) {
            painter->setPen(Qt::NoPen);
            painter->setBrush(selected ? c.accentTint : c.hover);
            painter->drawRoundedRect(option.rect.adjusted(3, 2, -3, -2), controlCorner, controlCorner);
        }
        if (selected && option.state.testFlag(QStyle::State_HasFocus)) {
            painter->setPen(QPen(c.accent, 1.5));
            painter->setBrush(Qt::NoBrush);
            painter->drawRoundedRect(QRectF(option.rect).adjusted(3.5, 2.5, -3.5, -2.5), controlCorner, controlCorner);
        }
        QRect area = option.rect.adjusted(space::large, space::medium, -space::large, -space::medium);

        const QString kindIcon = QString::fromUtf8(server.kind->icon);
        const QString picture = hasIcon(kindIcon) ? kindIcon : u"server"_s;
        painter->drawPixmap(area.left(), area.center().y() - 12, iconPixmap(picture, c.secondary, 24, ratio));
        area.setLeft(area.left() + 24 + space::large);

        const QString word = HealthWording::word(server.health);
        const QSize badge = StateBadge::sizeOf(word, textFont(TextSize::Small));
        StateBadge::draw(*painter, QRect(QPoint(area.right() - badge.width() + 1, area.top()), badge),
                         stateOf(server.health), word, textFont(TextSize::Small), ratio);

        const QFontMetrics names(nameFont());
        const QString unsaved = server.unsaved ? u" •"_s : QString();
        painter->setPen(c.text);
        painter->setFont(nameFont());
        const QRect nameRect(area.left(), area.top(), area.width() - badge.width() - space::medium, firstLine());
        painter->drawText(
            nameRect, Qt::AlignVCenter | Qt::AlignLeft,
            names.elidedText(server.name, Qt::ElideMiddle, nameRect.width() - names.horizontalAdvance(unsaved)) +
                unsaved);

        const QFont small = textFont(TextSize::Small);
        const QString proof = HealthWording::proof(server);
        const int proofWidth = QFontMetrics(small).horizontalAdvance(proof);
        const QRect below(area.left(), nameRect.bottom() + space::tiny, area.width(),
                          area.bottom() - nameRect.bottom() - space::tiny);
        painter->setPen(c.secondary);
        painter->setFont(small);
        painter->drawText(below, Qt::AlignVCenter | Qt::AlignRight, proof);
        const QFont mono = monospaceFont(TextSize::Small);
        painter->setFont(mono);
        const int addressWidth = below.width() - proofWidth - (proof.isEmpty() ? 0 : space::large);
        painter->drawText(below, Qt::AlignVCenter | Qt::AlignLeft,
                          QFontMetrics(mono).elidedText(server.address, Qt::ElideMiddle, addressWidth));

        if (index.row() + 1 < m_rows->rowCount()) {
            painter->setPen(c.line);
            painter->drawLine(area.left(), option.rect.bottom(), option.rect.right() - space::large,
                              option.rect.bottom());
        }
        painter->restore();
    }

private:
    /// The badge is taller than the name beside it.
    [[nodiscard]] static int firstLine()
    {
        return std::max(QFontMetrics(nameFont()).height(), StateBadge::sizeOf({}, textFont(TextSize::Small)).height());
    }
    [[nodiscard]] static QFont nameFont()
    {
        QFont font = textFont(TextSize::Body);
        font.setWeight(QFont::DemiBold);
        return font;
    }
    const Rows *m_rows;
};

ServerList::ServerList(Workspace &workspace, const QString &objectName, QWidget *parent)
    : QListView(parent), m_workspace(workspace), m_rows(new Rows(this))
{
    setObjectName(objectName);
    setModel(m_rows);
    setItemDelegate(new RowDelegate(m_rows, this));
    setUniformItemSizes(true);
    setMouseTracking(true);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setMinimumHeight(72);
    connect(this, &QAbstractItemView::clicked, this,
            [this](const QModelIndex &index) { Q_EMIT chosen(m_rows->at(index.row()).name); });
    // Return, and nothing else: a double click has been a click already.
    connect(this, &QAbstractItemView::activated, this, [this](const QModelIndex &index) {
        if (!QGuiApplication::mouseButtons())
            Q_EMIT chosen(m_rows->at(index.row()).name);
    });
    connect(&workspace, &Workspace::draftChanged, this, &ServerList::refresh);
    connect(&workspace, &Workspace::checksChanged, this, &ServerList::refresh);
    refresh();
}

void ServerList::refresh()
{
    const QString before = current();
    m_rows->set(m_workspace.servers());
    setAccessibleName(tr("Servers"));
    // A frame around nothing looks like something missing: the list is as tall as its rows, and scrolls beyond.
    setMaximumHeight(std::max(1, m_rows->rowCount()) * sizeHintForRow(0) + 2 * frameWidth() + 2);
    if (current().isEmpty())
        setCurrent(before);
    Q_EMIT currentServerChanged();
}

QString ServerList::current() const
{
    return currentIndex().isValid() ? m_rows->at(currentIndex().row()).name : QString();
}

void ServerList::setCurrent(const QString &server)
{
    const int row = std::max(0, m_rows->rowOf(server));
    if (m_rows->rowCount() > 0)
        setCurrentIndex(m_rows->index(row));
}

void ServerList::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        refresh();
    QListView::changeEvent(event);
}

void ServerList::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QListView::currentChanged(current, previous);
    Q_EMIT currentServerChanged();
}

} // namespace kopru::ui
