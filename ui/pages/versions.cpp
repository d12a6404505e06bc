#include "ui/pages/versions.h"

#include "app/config/secretlearning.h"
#include "app/secrets/redactor.h"
#include "ui/beside.h"
#include "ui/icons.h"
#include "ui/shown.h"
#include "ui/tokens.h"
#include "ui/widgets/button.h"
#include "ui/widgets/card.h"
#include "ui/widgets/diffview.h"
#include "ui/widgets/label.h"
#include "ui/widgets/statebadge.h"

#include <QtCore/QAbstractListModel>
#include <QtCore/QCoreApplication>
#include <QtGui/QPainter>
#include <QtWidgets/QListView>
#include <QtWidgets/QStyledItemDelegate>

namespace kopru::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int highestList = 236;

/// What is known of a version without comparing it.
struct Version
{
    store::Snapshot snapshot;
    std::optional<int> servers; ///< nullopt: not yet counted
    bool broken = false;
};

struct VersionWords
{
    Q_DECLARE_TR_FUNCTIONS(VersionWords)
public:
    static QString broken() { return tr("broken"); }
    static QString servers(int count) { return tr("%n servers", nullptr, count); }
};

/// Of a version: its document where it is one, and what would change.
struct Comparison
{
    std::optional<config::Document> document;
    QList<config::DiffLine> lines;
    bool same = false;
    bool broken = false;
};

/// The text of a version that cannot be read as settings, with its secrets hidden.
QList<config::DiffLine> linesOfBroken(const QByteArray &bytes)
{
    // What cannot be read has told nobody its secrets yet.
    config::learnSecrets(bytes);
    QList<config::DiffLine> lines;
    int number = 0;
    for (const QString &line : secrets::processRedactor().redact(QString::fromUtf8(bytes)).split(u'\n')) {
        ++number;
        lines.append({config::Change::Same, number, number, line.endsWith(u'\r') ? line.chopped(1) : line});
    }
    return lines;
}

} // namespace

class VersionsPage::Rows final : public QAbstractListModel
{
public:
    using QAbstractListModel::QAbstractListModel;

    void set(const QList<store::Snapshot> &snapshots)
    {
        QList<Version> versions;
        for (const store::Snapshot &snapshot : snapshots) {
            Version version{snapshot, std::nullopt, false};
            for (const Version &known : std::as_const(m_versions))
                if (known.snapshot.file == snapshot.file && known.snapshot.size == snapshot.size)
                    version = {snapshot, known.servers, known.broken};
            versions.append(version);
        }
        beginResetModel();
        m_versions = versions;
        endResetModel();
    }
    void count(qsizetype row, std::optional<int> servers)
    {
        m_versions[row].broken = !servers;
        m_versions[row].servers = servers.value_or(0);
        const QModelIndex changed = index(static_cast<int>(row));
        Q_EMIT dataChanged(changed, changed);
    }
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override
    {
        return parent.isValid() ? 0 : static_cast<int>(m_versions.size());
    }
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override
    {
        const Version &version = m_versions.at(index.row());
        if (role == Qt::DisplayRole || role == Qt::AccessibleTextRole)
            return QStringList{time(version), facts(version)}.join(u", "_s);
        if (role == Qt::ToolTipRole)
            return Shown::moment(version.snapshot.taken);
        return {};
    }
    [[nodiscard]] const Version &at(qsizetype row) const { return m_versions.at(row); }
    /// As the beginning of a row: no language begins these words with a letter whose large form is its own.
    [[nodiscard]] static QString time(const Version &version)
    {
        QString text = Shown::at(version.snapshot.taken);
        text[0] = text.at(0).toUpper();
        return text;
    }
    [[nodiscard]] static QString facts(const Version &version)
    {
        const QString size = Shown::size(version.snapshot.size);
        if (version.broken)
            return VersionWords::broken() + u", "_s + size;
        return version.servers ? VersionWords::servers(*version.servers) + u", "_s + size : size;
    }

private:
    QList<Version> m_versions;
};

class VersionsPage::RowDelegate final : public QStyledItemDelegate
{
public:
    RowDelegate(const Rows *rows, QObject *parent) : QStyledItemDelegate(parent), m_rows(rows) {}

    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const override
    {
        return {200, option.fontMetrics.height() + space::large};
    }
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const Version &version = m_rows->at(index.row());
        const Colours &c = colours();
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        const bool selected = option.state.testFlag(QStyle::State_Selected);
        if (selected || option.state.testFlag(QStyle::State_MouseOver)) {
            painter->setPen(Qt::NoPen);
            painter->setBrush(selected ? c.accentTint : c.hover);
            painter->drawRoundedRect(option.rect.adjusted(3, 1, -3, -1), controlCorner, controlCorner);
        }
        if (selected && option.state.testFlag(QStyle::State_HasFocus)) {
            painter->setPen(QPen(c.accent, 1.5));
            painter->setBrush(Qt::NoBrush);
            painter->drawRoundedRect(QRectF(option.rect).adjusted(3.5, 1.5, -3.5, -1.5), controlCorner, controlCorner);
        }
        const QRect area = option.rect.adjusted(space::medium, 0, -space::medium, 0);
        const QString icon = version.broken ? stateIcon(State::Failed) : u"file"_s;
        painter->drawPixmap(area.left(), area.center().y() - smallIconSize / 2 + 1,
                            iconPixmap(icon, version.broken ? c.failed.foreground : c.secondary, smallIconSize,
                                       painter->device()->devicePixelRatioF()));
        const QString facts = Rows::facts(version);
        painter->setFont(option.font);
        painter->setPen(version.broken ? c.failed.foreground : c.secondary);
        painter->drawText(area, Qt::AlignVCenter | Qt::AlignRight, facts);
        QRect time = area;
        time.setLeft(area.left() + smallIconSize + space::small);
        time.setRight(area.right() - option.fontMetrics.horizontalAdvance(facts) - space::small);
        painter->setPen(c.text);
        painter->drawText(time, Qt::AlignVCenter | Qt::AlignLeft,
                          option.fontMetrics.elidedText(Rows::time(version), Qt::ElideRight, time.width()));
        painter->restore();
    }

private:
    const Rows *m_rows;
};

VersionsPage::VersionsPage(Workspace &workspace, QWidget *parent)
    : Page(workspace, Body::Fills, parent),
      m_rows(new Rows(this)),
      m_list(new QListView),
      m_empty(new EmptyState(u"file"_s)),
      m_title(new TextLabel(TextSize::Section)),
      m_diff(new DiffView(u"versionDiff"_s)),
      m_note(new TextLabel(TextSize::Small)),
      m_restore(new Button(ButtonRole::Primary, u"undo"_s, u"restoreVersion"_s))
{
    addBackButton();
    m_list->setObjectName(u"versions"_s);
    m_list->setModel(m_rows);
    m_list->setItemDelegate(new RowDelegate(m_rows, this));
    m_list->setUniformItemSizes(true);
    m_list->setMouseTracking(true);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_title->setObjectName(u"versionTitle"_s);
    m_note->setObjectName(u"versionNote"_s);
    m_note->setTone(TextLabel::Tone::Secondary);
    body()->addWidget(m_list, 2);
    body()->addWidget(m_title);
    body()->addWidget(m_diff, 3);
    body()->addWidget(m_note);
    auto *row = new QHBoxLayout;
    row->addStretch();
    row->addWidget(m_restore);
    body()->addLayout(row);
    body()->addWidget(m_empty, 1);
    body()->addStretch(0);

    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, &VersionsPage::choose);
    connect(m_restore, &QPushButton::clicked, this, &VersionsPage::restore);
    for (auto signal : {&Workspace::fileChanged, &Workspace::safetyChanged})
        connect(&workspace, signal, this, [this] {
            if (isVisible())
                list();
        });
    connect(&workspace, &Workspace::draftChanged, this, [this] {
        if (isVisible())
            choose();
    });
}

void VersionsPage::open(const Route &)
{
    refresh();
    list();
    m_list->setFocus();
}

void VersionsPage::retranslate()
{
    setTitle(tr("Earlier versions"));
    setSentence(tr("Kopru keeps a copy of the settings file with every save and every change it sees."));
    m_list->setAccessibleName(tr("Earlier versions of the settings file"));
    m_empty->setTexts(tr("There is no earlier version yet."),
                      tr("The first copy is made when Kopru saves the file or sees it change."));
    m_restore->setText(tr("Restore this version"));
    refresh();
}

void VersionsPage::refresh()
{
    const bool none = m_rows->rowCount() == 0;
    m_empty->setVisible(none);
    m_list->setVisible(!none);
    m_title->setVisible(!none);
    m_title->setText(m_broken ? tr("The text of this version") : tr("What going back to it would change"));
    m_diff->setVisible(!none && (m_chosen || m_readable) && !m_same);
    m_note->setVisible(!none);
    m_note->setText(m_broken ? tr("This version cannot be read as settings. It is kept so that you can look at it. "
                                  "Secrets are hidden here.")
                    : m_same ? tr("Nothing: the settings are like this now.")
                             : tr("Nothing is written before you have seen it. You can undo it."));
    m_restore->setVisible(!none);
    m_restore->setEnabled(m_chosen && !m_same && !workspace().isSaving());
}

void VersionsPage::list()
{
    m_listing = std::make_unique<QObject>();
    beside(
        m_listing.get(),
        [folder = workspace().dataFolder() + u"/snapshots"_s, path = workspace().filePath()] {
            return path.isEmpty() ? QList<store::Snapshot>() : store::Snapshots(folder).list(path);
        },
        [this](const QList<store::Snapshot> &snapshots) {
            const QModelIndex before = m_list->currentIndex();
            const QString file = before.isValid() ? m_rows->at(before.row()).snapshot.file : QString();
            m_rows->set(snapshots);
            const int height = static_cast<int>(snapshots.size()) * m_list->sizeHintForRow(0);
            m_list->setMaximumHeight(std::min(height + 2 * m_list->frameWidth() + space::tiny, highestList));
            int row = 0;
            for (int i = 0; i < snapshots.size(); ++i)
                if (snapshots.at(i).file == file)
                    row = i;
            if (!snapshots.isEmpty())
                m_list->setCurrentIndex(m_rows->index(row));
            refresh();
            count(0);
        });
}

/// One after the other: the list is there long before the last of a hundred is read.
void VersionsPage::count(qsizetype from)
{
    while (from < m_rows->rowCount() && m_rows->at(from).servers)
        ++from;
    if (from >= m_rows->rowCount())
        return;
    beside(
        m_listing.get(),
        [folder = workspace().dataFolder() + u"/snapshots"_s,
         snapshot = m_rows->at(from).snapshot]() -> std::optional<int> {
            const auto bytes = store::Snapshots(folder).read(snapshot);
            const auto document = bytes ? config::Document::parse(*bytes) : failure(config::SyntaxError());
            return document ? std::optional(static_cast<int>(document->servers().size())) : std::nullopt;
        },
        [this, from](const std::optional<int> &servers) {
            m_rows->count(from, servers);
            count(from + 1);
        });
}

void VersionsPage::choose()
{
    m_chosen.reset();
    m_same = false;
    m_broken = false;
    m_readable = false;
    m_comparing = std::make_unique<QObject>();
    const QModelIndex index = m_list->currentIndex();
    if (!index.isValid()) {
        refresh();
        return;
    }
    const config::Draft &draft = workspace().draft();
    const QByteArray now = workspace().fileState() == FileState::Unusable && !draft.isChanged()
                               ? draft.opened().bytes.value_or(QByteArray())
                               : draft.document().text();
    beside(
        m_comparing.get(),
        [folder = workspace().dataFolder() + u"/snapshots"_s, snapshot = m_rows->at(index.row()).snapshot,
         now]() -> Comparison {
            const auto bytes = store::Snapshots(folder).read(snapshot);
            if (!bytes)
                return {};
            auto document = config::Document::parse(*bytes);
            if (!document)
                return {std::nullopt, linesOfBroken(*bytes), false, true};
            config::learnSecrets(*document);
            return {*document, DiffView::lines(now, *bytes), now == *bytes};
        },
        [this](const Comparison &comparison) {
            m_chosen = comparison.document;
            m_same = comparison.same;
            m_broken = !comparison.document;
            m_readable = comparison.broken;
            m_diff->setLines(comparison.lines);
            refresh();
        });
    refresh();
}

void VersionsPage::restore()
{
    if (m_chosen && workspace().edit(*m_chosen))
        Q_EMIT routed({u"review"_s, {}, {}});
}

} // namespace kopru::ui
