#include "ui/widgets/diffview.h"

#include "app/config/secretlearning.h"
#include "ui/beside.h"
#include "ui/tokens.h"

#include <QtGui/QClipboard>
#include <QtGui/QGuiApplication>
#include <QtGui/QKeyEvent>
#include <QtGui/QPainter>
#include <QtWidgets/QScrollBar>
#include <QtWidgets/QStyledItemDelegate>

namespace kopru::ui {

using namespace Qt::StringLiterals;

namespace {

/// Bytes of both texts that are compared and searched for secrets in a millisecond or two.
constexpr qsizetype comparedAtOnce = qsizetype{64} * 1024;

QChar markOf(config::Change change)
{
    switch (change) {
    case config::Change::Added:
        return u'+';
    case config::Change::Removed:
        return u'-';
    case config::Change::Same:
        break;
    }
    return u' ';
}

} // namespace

class DiffView::Lines final : public QAbstractListModel
{
public:
    using QAbstractListModel::QAbstractListModel;

    void set(const QList<config::DiffLine> &lines)
    {
        beginResetModel();
        m_lines = lines;
        m_longest = 0;
        m_lastNumber = 1;
        for (const config::DiffLine &line : lines) {
            m_longest = std::max(m_longest, line.text.size());
            m_lastNumber = std::max({m_lastNumber, line.oldLine, line.newLine});
        }
        endResetModel();
    }
    [[nodiscard]] int rowCount(const QModelIndex &parent) const override
    {
        return parent.isValid() ? 0 : static_cast<int>(m_lines.size());
    }
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override
    {
        const config::DiffLine &line = m_lines.at(index.row());
        if (role == Qt::DisplayRole || role == Qt::AccessibleTextRole)
            return QString(markOf(line.change)) + u' ' + line.text;
        return {};
    }
    [[nodiscard]] const config::DiffLine &at(int row) const { return m_lines.at(row); }
    [[nodiscard]] const QList<config::DiffLine> &all() const { return m_lines; }
    [[nodiscard]] int numberWidth() const { return static_cast<int>(QString::number(m_lastNumber).size()); }
    [[nodiscard]] qsizetype longest() const { return m_longest; }

private:
    QList<config::DiffLine> m_lines;
    qsizetype m_longest = 0;
    int m_lastNumber = 1;
};

class DiffView::LineDelegate final : public QStyledItemDelegate
{
public:
    LineDelegate(const Lines *lines, QObject *parent) : QStyledItemDelegate(parent), m_lines(lines) {}

    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const override
    {
        const int character = option.fontMetrics.horizontalAdvance(u'0');
        return {textStart(character) + static_cast<int>(m_lines->longest() + 1) * character,
                option.fontMetrics.height() + space::tiny};
    }
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const config::DiffLine &line = m_lines->at(index.row());
        const Colours &c = colours();
        const int character = option.fontMetrics.horizontalAdvance(u'0');
        painter->save();
        painter->setFont(option.font);
        QColor foreground = c.text;
        QColor background = c.card;
        if (line.change == config::Change::Added) {
            foreground = c.passed.foreground;
            background = c.passed.tint;
        } else if (line.change == config::Change::Removed) {
            foreground = c.failed.foreground;
            background = c.failed.tint;
        }
        painter->fillRect(option.rect,
                          option.state.testFlag(QStyle::State_Selected) && line.change == config::Change::Same
                              ? c.accentTint
                              : background);
        const int column = (m_lines->numberWidth() + 1) * character;
        QRect number(option.rect.left() + space::tiny, option.rect.top(), column, option.rect.height());
        painter->setPen(c.secondary);
        if (line.oldLine > 0)
            painter->drawText(number, Qt::AlignVCenter | Qt::AlignRight, QString::number(line.oldLine));
        number.translate(column, 0);
        if (line.newLine > 0)
            painter->drawText(number, Qt::AlignVCenter | Qt::AlignRight, QString::number(line.newLine));
        painter->setPen(foreground);
        QRect text = option.rect;
        text.setLeft(option.rect.left() + textStart(character) - 2 * character);
        painter->drawText(text, static_cast<int>(Qt::AlignVCenter | Qt::AlignLeft | Qt::TextExpandTabs),
                          index.data().toString());
        painter->restore();
    }

private:
    [[nodiscard]] int textStart(int character) const
    {
        return space::tiny + 2 * (m_lines->numberWidth() + 1) * character + 4 * character;
    }
    const Lines *m_lines;
};

DiffView::DiffView(const QString &objectName, QWidget *parent) : QListView(parent), m_lines(new Lines(this))
{
    setObjectName(objectName);
    setModel(m_lines);
    setItemDelegate(new LineDelegate(m_lines, this));
    setUniformItemSizes(true);
    setFont(monospaceFont(TextSize::Small));
    setSelectionMode(QAbstractItemView::ExtendedSelection);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    updateName();
}

void DiffView::setTexts(const QByteArray &before, const QByteArray &after, Secrets secrets)
{
    const auto compare = [before, after, secrets] {
        if (secrets == Secrets::Unknown)
            for (const QByteArray &text : {before, after})
                config::learnSecrets(text);
        return lines(before, after);
    };
    if (before.size() + after.size() <= comparedAtOnce) {
        setLines(compare());
        return;
    }
    if (const std::pair texts(before, after); texts != m_texts) {
        setLines({});
        m_texts = texts;
    }
    beside(this, compare, [this, version = ++m_version](const QList<config::DiffLine> &lines) {
        if (version == m_version)
            showLines(lines);
    });
}

void DiffView::setHighest(int height)
{
    m_highest = height;
    setMaximumHeight(std::min(maximumHeight(), m_highest));
}

QList<config::DiffLine> DiffView::lines(const QByteArray &before, const QByteArray &after)
{
    return config::shownDifference(before, after, secrets::processRedactor());
}

void DiffView::setLines(const QList<config::DiffLine> &lines)
{
    ++m_version;
    m_texts = {};
    showLines(lines);
}

void DiffView::showLines(const QList<config::DiffLine> &lines)
{
    m_added = 0;
    m_removed = 0;
    for (const config::DiffLine &line : lines) {
        m_added += line.change == config::Change::Added ? 1 : 0;
        m_removed += line.change == config::Change::Removed ? 1 : 0;
    }
    m_lines->set(lines);
    const int whole = static_cast<int>(lines.size()) * sizeHintForRow(0) + horizontalScrollBar()->sizeHint().height() +
                      2 * frameWidth() + space::small;
    setMaximumHeight(std::min(whole, m_highest));
    updateName();
    updateGeometry();
}

QString DiffView::text() const
{
    QStringList lines;
    for (const config::DiffLine &line : m_lines->all())
        lines.append(QString(markOf(line.change)) + u' ' + line.text);
    return lines.join(u'\n');
}

QSize DiffView::sizeHint() const
{
    const int row = QFontMetrics(font()).height() + space::tiny;
    return {400, std::clamp(static_cast<int>(m_lines->all().size()) * row + space::large, 120, 420)};
}

void DiffView::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        updateName();
    QListView::changeEvent(event);
}

void DiffView::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Copy)) {
        QGuiApplication::clipboard()->setText(text());
        return;
    }
    QListView::keyPressEvent(event);
}

void DiffView::updateName()
{
    setAccessibleName(tr("Changes in the settings file"));
    setAccessibleDescription(tr("%n lines added", nullptr, m_added) + u", "_s +
                             tr("%n lines removed", nullptr, m_removed));
}

} // namespace kopru::ui
