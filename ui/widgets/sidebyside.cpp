#include "ui/widgets/sidebyside.h"

#include "app/config/textdiff.h"
#include "app/secrets/redactor.h"
#include "ui/icons.h"
#include "ui/tokens.h"

#include <QtCore/QAbstractListModel>
#include <QtGui/QClipboard>
#include <QtGui/QGuiApplication>
#include <QtGui/QKeyEvent>
#include <QtGui/QPainter>
#include <QtWidgets/QStyledItemDelegate>

namespace kopru::ui {

using namespace Qt::StringLiterals;

namespace {

/// A text of so many lines is shown whole.
constexpr qsizetype shownWhole = 400;
constexpr qsizetype context = 3;
/// Longer lines are no settings that a person reads.
constexpr qsizetype longestLine = 2000;

QList<LinePair> paired(const QList<config::DiffLine> &lines)
{
    QList<LinePair> pairs;
    qsizetype open = 0; // the first removed line without a partner
    for (const config::DiffLine &line : lines) {
        const QString text = line.text.left(longestLine);
        switch (line.change) {
        case config::Change::Same:
            pairs.append({line.oldLine, line.newLine, text, text, false, false});
            open = pairs.size();
            break;
        case config::Change::Removed:
            pairs.append({line.oldLine, 0, text, {}, true, false});
            break;
        case config::Change::Added:
            if (open < pairs.size()) {
                pairs[open].newLine = line.newLine;
                pairs[open].newText = text;
                ++open;
            } else {
                pairs.append({0, line.newLine, {}, text, true, false});
                open = pairs.size();
            }
            break;
        }
    }
    return pairs;
}

QList<LinePair> alone(const QByteArray &text)
{
    QList<LinePair> pairs;
    int number = 0;
    for (const QByteArray &line : text.split('\n'))
        pairs.append({++number, 0, QString::fromUtf8(line.left(longestLine)), {}, false, false});
    return pairs;
}

} // namespace

class SideBySide::Lines final : public QAbstractListModel
{
public:
    using QAbstractListModel::QAbstractListModel;

    void set(const QList<LinePair> &pairs, bool both)
    {
        beginResetModel();
        m_pairs = pairs;
        m_both = both;
        int last = 1;
        for (const LinePair &pair : pairs)
            last = std::max({last, pair.oldLine, pair.newLine});
        m_numberWidth = static_cast<int>(QString::number(last).size());
        endResetModel();
    }
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override
    {
        return parent.isValid() ? 0 : static_cast<int>(m_pairs.size());
    }
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override
    {
        const LinePair &pair = m_pairs.at(index.row());
        const QString both = pair.changed && m_both ? u"- %1\n+ %2"_s.arg(pair.oldText, pair.newText) : pair.oldText;
        if (role == Qt::DisplayRole || role == Qt::AccessibleTextRole)
            return both;
        if (role == Qt::ToolTipRole)
            return both.trimmed().toHtmlEscaped().replace(u'\n', u"<br>"_s);
        return {};
    }
    [[nodiscard]] const LinePair &at(int row) const { return m_pairs.at(row); }
    [[nodiscard]] bool both() const { return m_both; }
    [[nodiscard]] int numberWidth() const { return m_numberWidth; }
    /// The row of a line, or of the nearest in front of it.
    [[nodiscard]] int rowOf(int oldLine) const
    {
        int found = 0;
        for (int row = 0; row < rowCount(); ++row)
            if (m_pairs.at(row).oldLine > 0 && m_pairs.at(row).oldLine <= oldLine)
                found = row;
        return found;
    }

private:
    QList<LinePair> m_pairs;
    bool m_both = true;
    int m_numberWidth = 1;
};

class SideBySide::PairDelegate final : public QStyledItemDelegate
{
public:
    PairDelegate(const Lines *lines, QObject *parent) : QStyledItemDelegate(parent), m_lines(lines) {}

    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const override
    {
        return {200, std::max(option.fontMetrics.height() + space::tiny, smallIconSize)};
    }
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const LinePair &pair = m_lines->at(index.row());
        const Colours &c = colours();
        painter->save();
        painter->setFont(option.font);
        QRect left = option.rect;
        if (m_lines->both()) {
            left.setWidth(option.rect.width() / 2);
            QRect right = option.rect;
            right.setLeft(left.right() + 1);
            const bool added = pair.changed && pair.newLine > 0;
            half(painter, option, right, pair.newLine, pair.newText, false, added ? &c.passed : nullptr);
        }
        const bool bad = pair.faulty || (pair.changed && pair.oldLine > 0);
        half(painter, option, left, pair.oldLine, pair.oldText, pair.faulty, bad ? &c.failed : nullptr);
        if (m_lines->both()) {
            painter->setPen(c.line);
            painter->drawLine(left.topRight(), left.bottomRight());
        }
        if (option.state.testFlag(QStyle::State_Selected)) {
            painter->setPen(QPen(c.accent, 1.5));
            painter->drawRect(QRectF(option.rect).adjusted(1, 0.75, -1, -0.75));
        }
        painter->restore();
    }

private:
    void half(QPainter *painter, const QStyleOptionViewItem &option, QRect area, int number, const QString &text,
              bool faulty, const StateColours *marked) const
    {
        const Colours &c = colours();
        const int character = option.fontMetrics.horizontalAdvance(u'0');
        painter->fillRect(area, marked ? marked->tint : c.card);
        const QRect icon(area.left() + space::tiny, area.top(), smallIconSize, area.height());
        if (faulty)
            painter->drawPixmap(icon.left(), icon.center().y() - smallIconSize / 2 + 1,
                                iconPixmap(stateIcon(ui::State::Failed), c.failed.foreground, smallIconSize,
                                           painter->device()->devicePixelRatioF()));
        const QRect numbers(icon.right() + space::tiny, area.top(), m_lines->numberWidth() * character, area.height());
        painter->setPen(c.secondary);
        if (number > 0)
            painter->drawText(numbers, Qt::AlignVCenter | Qt::AlignRight, QString::number(number));
        area.setLeft(numbers.right() + space::medium);
        area.setRight(area.right() - space::tiny);
        painter->setPen(marked ? marked->foreground : c.text);
        QString shown = text;
        shown.replace(u'\t', u"    "_s);
        painter->drawText(area, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine,
                          option.fontMetrics.elidedText(shown, Qt::ElideRight, area.width()));
    }
    const Lines *m_lines;
};

SideBySide::SideBySide(const QString &objectName, QWidget *parent) : QListView(parent), m_lines(new Lines(this))
{
    setObjectName(objectName);
    setModel(m_lines);
    setItemDelegate(new PairDelegate(m_lines, this));
    setUniformItemSizes(true);
    setFont(monospaceFont(TextSize::Small));
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setResizeMode(QListView::Adjust);
    setMinimumHeight(72);
    updateName();
}

QList<LinePair> SideBySide::pairs(const QByteArray &before, const std::optional<QByteArray> &after,
                                  const QList<int> &faultyLines)
{
    QList<LinePair> all = after ? paired(config::diffLines(before, *after)) : alone(before);
    const QSet<int> faulty(faultyLines.begin(), faultyLines.end());
    QList<bool> near(all.size(), all.size() <= shownWhole);
    for (qsizetype i = 0; i < all.size(); ++i) {
        all[i].faulty = all.at(i).oldLine > 0 && faulty.contains(all.at(i).oldLine);
        if (all.at(i).faulty || all.at(i).changed)
            for (qsizetype j = std::max<qsizetype>(0, i - context); j < std::min(all.size(), i + context + 1); ++j)
                near[j] = true;
    }
    const secrets::Redactor &redactor = secrets::processRedactor();
    const QStringList newLines = after ? config::shownLines(*after, redactor) : QStringList();
    const QStringList oldLines =
        after ? config::shownLines(before, redactor) : QString::fromUtf8(redactor.redactLines(before)).split(u'\n');
    QList<LinePair> shown;
    for (qsizetype i = 0; i < all.size(); ++i) {
        if (!near.at(i))
            continue;
        LinePair pair = all.at(i);
        pair.oldText = oldLines.value(pair.oldLine - 1).left(longestLine);
        pair.newText = newLines.value(pair.newLine - 1).left(longestLine);
        shown.append(pair);
    }
    return shown;
}

void SideBySide::setPairs(const QList<LinePair> &pairs, bool both)
{
    m_lines->set(pairs, both);
    updateName();
}

void SideBySide::showLine(int oldLine)
{
    if (m_lines->rowCount() == 0)
        return;
    const QModelIndex index = m_lines->index(m_lines->rowOf(oldLine));
    setCurrentIndex(index);
    scrollTo(index, QAbstractItemView::PositionAtCenter);
}

int SideBySide::shownLine() const
{
    return currentIndex().isValid() ? m_lines->at(currentIndex().row()).oldLine : 0;
}

QSize SideBySide::sizeHint() const
{
    return {400, 200};
}

void SideBySide::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        updateName();
    QListView::changeEvent(event);
}

void SideBySide::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Copy) && currentIndex().isValid()) {
        QGuiApplication::clipboard()->setText(currentIndex().data().toString());
        return;
    }
    QListView::keyPressEvent(event);
}

void SideBySide::updateName()
{
    setAccessibleName(m_lines->both() ? tr("The file as it is and as it will be") : tr("The file as it is"));
}

} // namespace kopru::ui
