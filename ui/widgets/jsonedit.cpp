#include "ui/widgets/jsonedit.h"

#include "app/config/secretplaces.h"
#include "ui/icons.h"

#include <QtCore/QMimeData>
#include <QtCore/QRegularExpression>
#include <QtCore/QUuid>
#include <QtGui/QPainter>
#include <QtGui/QTextBlock>
#include <QtWidgets/QMenu>
#include <QtWidgets/QScrollBar>
#include <QtWidgets/QToolTip>

namespace kopru::ui {

using namespace Qt::StringLiterals;
using config::Mark;

namespace {

/// Farther away nobody looks for the other bracket.
constexpr qsizetype bracketReach = 400'000;
constexpr int mostBlocksMeasured = 400;
const QString ownFormat = u"application/x-kopru-editor"_s;

/// Hidden secrets have numbers of this process: another Kopru could take them for its own.
const QByteArray &processId()
{
    static const QByteArray id = QUuid::createUuid().toRfc4122();
    return id;
}

/// Cuts one row of JSON into coloured parts. A row that goes on may begin inside a text.
struct RowReader
{
    QStringView row;
    qsizetype at = 0;

    enum class Part { Text, Number, Sign, Space };

    [[nodiscard]] Part next(bool &insideText, qsizetype &begin)
    {
        begin = at;
        if (insideText || row[at] == u'"') {
            at += insideText ? 0 : 1;
            insideText = true;
            while (at < row.size() && row[at] != u'"')
                at += row[at] == u'\\' ? 2 : 1;
            at = std::min(at, row.size());
            if (at < row.size()) {
                ++at;
                insideText = false;
            }
            return Part::Text;
        }
        const QChar c = row[at];
        if (c == u' ' || c == u'\t') {
            while (at < row.size() && (row[at] == u' ' || row[at] == u'\t'))
                ++at;
            return Part::Space;
        }
        if (u"{}[],:"_s.contains(c)) {
            ++at;
            return Part::Sign;
        }
        while (at < row.size() && !u"{}[],: \t\""_s.contains(row[at]))
            ++at;
        return Part::Number;
    }
    [[nodiscard]] bool isKey() const
    {
        qsizetype i = at;
        while (i < row.size() && (row[i] == u' ' || row[i] == u'\t'))
            ++i;
        return i < row.size() && row[i] == u':';
    }
};

} // namespace

JsonColours jsonColours(const Colours &colours)
{
    return {.key = colours.accent,
            .text = colours.passed.foreground,
            .number = colours.warning.foreground,
            .sign = colours.secondary,
            .lineNumber = colours.secondary,
            .currentLine = colours.hover,
            .bracket = colours.accentTint};
}

/// Line numbers, and an icon where something is wrong.
class JsonEdit::Gutter final : public QWidget
{
public:
    explicit Gutter(JsonEdit *edit) : QWidget(edit), m_edit(edit) { setCursor(Qt::ArrowCursor); }

protected:
    void paintEvent(QPaintEvent *event) override { m_edit->paintGutter(event); }
    bool event(QEvent *event) override
    {
        if (event->type() != QEvent::ToolTip)
            return QWidget::event(event);
        const auto *help = static_cast<QHelpEvent *>(event);
        const QTextBlock block = m_edit->cursorForPosition({0, help->pos().y()}).block();
        QToolTip::showText(help->globalPos(), m_edit->sentenceOfBlock(block), this);
        return true;
    }
    void wheelEvent(QWheelEvent *event) override { QCoreApplication::sendEvent(m_edit->viewport(), event); }
    void mousePressEvent(QMouseEvent *event) override
    {
        m_edit->setTextCursor(m_edit->cursorForPosition({0, event->pos().y()}));
        m_edit->setFocus(Qt::MouseFocusReason);
    }

private:
    JsonEdit *m_edit;
};

JsonEdit::JsonEdit(const QString &objectName, QWidget *parent) : QPlainTextEdit(parent), m_gutter(new Gutter(this))
{
    setObjectName(objectName);
    setLineWrapMode(NoWrap);
    setFont(monospaceFont());
    setCenterOnScroll(false);
    QTextOption option = document()->defaultTextOption();
    option.setTabStopDistance(4 * QFontMetricsF(font()).horizontalAdvance(u' '));
    document()->setDefaultTextOption(option);
    connect(document(), &QTextDocument::contentsChange, this, &JsonEdit::changed);
    connect(this, &QPlainTextEdit::blockCountChanged, this, &JsonEdit::updateGutter);
    connect(this, &QPlainTextEdit::updateRequest, m_gutter, [this](const QRect &rect, int dy) {
        if (dy)
            m_gutter->scroll(0, dy);
        else
            m_gutter->update(0, rect.y(), m_gutter->width(), rect.height());
    });
    connect(this, &QPlainTextEdit::cursorPositionChanged, this, [this] {
        leaveRun();
        highlightAround();
    });
    retranslate();
    updateGutter();
    highlightAround();
}

void JsonEdit::retranslate()
{
    setAccessibleDescription(tr("Tab indents. Press Escape, then Tab, to leave the text."));
}

QString JsonEdit::prepared(const QByteArray &text, config::LineEnd usual, bool secretsShown, qsizetype beingTyped)
{
    QList<config::TextSpan> hidden;
    if (!secretsShown)
        hidden = config::secretPlaces(text);
    hidden.removeIf(
        [beingTyped](const config::TextSpan &span) { return span.begin <= beingTyped && beingTyped <= span.end; });
    return config::editorText(text, usual, hidden);
}

void JsonEdit::setText(const QByteArray &text, config::LineEnd usual, int firstLine)
{
    setCharacters(prepared(text, usual, m_secretsShown), usual, firstLine);
}

void JsonEdit::setCharacters(const QString &characters, config::LineEnd usual, int firstLine)
{
    m_usual = usual;
    m_firstLine = firstLine;
    load(characters);
    moveCursor(QTextCursor::Start);
    horizontalScrollBar()->setValue(0);
}

void JsonEdit::load(const QString &characters)
{
    m_marks.clear();
    m_loading = true;
    setPlainText(characters);
    m_loading = false;
    setExtraSelections({});
    highlightAround();
    updateGutter();
}

void JsonEdit::updateCharacters(const QString &characters, int firstLine)
{
    m_firstLine = firstLine;
    updateGutter();
    m_gutter->update();
    const QString before = this->characters();
    if (before == characters)
        return;
    const qsizetype shorter = std::min(before.size(), characters.size());
    qsizetype prefix =
        std::mismatch(before.begin(), before.begin() + shorter, characters.begin()).first - before.begin();
    qsizetype suffix = 0;
    while (suffix < shorter - prefix &&
           before[before.size() - 1 - suffix] == characters[characters.size() - 1 - suffix])
        ++suffix;
    if (prefix > 0 && before[prefix - 1].isHighSurrogate())
        --prefix;
    if (suffix > 0 && before[before.size() - suffix].isLowSurrogate() && suffix < shorter - prefix)
        --suffix;
    const QTextBlock top = firstVisibleBlock();
    QTextCursor topCursor(top);
    const int across = horizontalScrollBar()->value();
    m_loading = true;
    setUndoRedoEnabled(false); // Steps of before would not fit any more.
    QTextCursor cursor(document());
    cursor.setPosition(static_cast<int>(prefix));
    cursor.setPosition(static_cast<int>(before.size() - suffix), QTextCursor::KeepAnchor);
    cursor.insertText(characters.sliced(prefix, characters.size() - suffix - prefix));
    setUndoRedoEnabled(true);
    m_loading = false;
    verticalScrollBar()->setValue(topCursor.block().firstLineNumber());
    horizontalScrollBar()->setValue(across);
    updateGutter();
}

QString JsonEdit::characters() const
{
    QString text = document()->toRawText();
    text.replace(QChar::ParagraphSeparator, u'\n');
    return text;
}

void JsonEdit::showSecrets(bool shown)
{
    if (m_secretsShown == shown)
        return;
    const QString before = characters();
    const QByteArray bytes = config::editedBytes(before, m_usual);
    const qsizetype offset = config::editedBytes(QStringView(before).left(textCursor().position()), m_usual).size();
    const int down = verticalScrollBar()->value();
    const int across = horizontalScrollBar()->value();
    QList<qsizetype> edges;
    for (const TextMark &mark : std::as_const(m_marks))
        for (const qsizetype place : {mark.begin, mark.end})
            edges.append(config::editedBytes(QStringView(before).left(place), m_usual).size());
    QList<TextMark> marks = m_marks;
    m_secretsShown = shown;
    const QString characters = prepared(bytes, m_usual, shown);
    load(characters);
    for (qsizetype i = 0; i < marks.size(); ++i) {
        marks[i].begin = config::placesOf(characters, m_usual, {edges.at(2 * i)}).front();
        marks[i].end = config::placesOf(characters, m_usual, {edges.at(2 * i + 1)}).front();
    }
    setMarks(marks);
    QTextCursor cursor = textCursor();
    cursor.setPosition(static_cast<int>(config::placesOf(characters, m_usual, {offset}).front()));
    setTextCursor(cursor);
    verticalScrollBar()->setValue(down);
    horizontalScrollBar()->setValue(across);
}

void JsonEdit::changed(int position, int removed, int added)
{
    ++m_version;
    const QTextBlock last = document()->findBlock(position + added);
    for (QTextBlock block = document()->findBlock(position); block.isValid(); block = block.next()) {
        block.setUserState(-1);
        if (block == last)
            break;
    }
    m_hasLongLines = m_hasLongLines || removed + added > config::longestPiece;
    for (TextMark &mark : m_marks) {
        const auto move = [&](qsizetype &place) {
            if (place >= position + removed)
                place += added - removed;
            else if (place > position)
                place = position;
        };
        move(mark.begin);
        move(mark.end);
    }
    if (!m_loading)
        Q_EMIT edited();
}

void JsonEdit::setMarks(const QList<TextMark> &marks)
{
    if (m_marks == marks)
        return;
    m_marks = marks;
    ++m_formatted;
    viewport()->update();
    m_gutter->update();
}

void JsonEdit::jumpTo(qsizetype place)
{
    QTextCursor cursor = textCursor();
    cursor.setPosition(static_cast<int>(std::clamp<qsizetype>(place, 0, document()->characterCount() - 1)));
    setTextCursor(cursor);
    if (!viewport()->rect().contains(cursorRect()))
        centerCursor();
    setFocus(Qt::OtherFocusReason);
}

bool JsonEdit::goesOn(const QTextBlock &block) const
{
    const QString text = block.text();
    return !text.isEmpty() && config::markAt(text, text.size() - 1) == Mark::GoesOn;
}

int JsonEdit::lineAt(int block) const
{
    if (!m_hasLongLines)
        return m_firstLine + block;
    if (m_continuedOf != m_version) {
        m_continuedOf = m_version;
        m_continued.clear();
        for (QTextBlock row = document()->begin(); row.isValid(); row = row.next())
            if (row.length() > config::longestPiece / 2 && goesOn(row))
                m_continued.append(row.blockNumber() + 1);
    }
    const auto continued = std::upper_bound(m_continued.cbegin(), m_continued.cend(), block);
    return m_firstLine + block - static_cast<int>(continued - m_continued.cbegin());
}

int JsonEdit::lastLine() const
{
    return lineAt(blockCount() - 1);
}

void JsonEdit::goToLine(int line)
{
    int block = std::clamp(line - m_firstLine, 0, blockCount() - 1);
    while (block + 1 < blockCount() && lineAt(block) < line)
        ++block;
    jumpTo(document()->findBlockByNumber(block).position());
}

bool JsonEdit::findText(const QString &text, bool backward)
{
    if (text.isEmpty())
        return false;
    const QTextDocument::FindFlags flags = backward ? QTextDocument::FindBackward : QTextDocument::FindFlags();
    QTextCursor found = document()->find(text, textCursor(), flags);
    if (found.isNull()) {
        QTextCursor from(document());
        from.movePosition(backward ? QTextCursor::End : QTextCursor::Start);
        found = document()->find(text, from, flags);
    }
    if (found.isNull())
        return false;
    setTextCursor(found);
    return true;
}

qsizetype JsonEdit::countText(const QString &text) const
{
    return text.isEmpty() ? 0 : characters().count(text, Qt::CaseInsensitive);
}

void JsonEdit::endStep()
{
    document()->setModified(false); // Qt joins what is typed only while the document counts as modified.
}

void JsonEdit::forgetSteps()
{
    document()->clearUndoRedoStacks();
    endStep();
}

QChar JsonEdit::at(qsizetype place) const
{
    const QChar c = document()->characterAt(static_cast<int>(place));
    return c == QChar::ParagraphSeparator ? QChar(u'\n') : c;
}

// Colours

bool JsonEdit::formatBlock(QTextBlock block, bool insideText)
{
    const JsonColours c = jsonColours(colours());
    const QString text = block.text();
    QList<QTextLayout::FormatRange> ranges;
    const auto add = [&ranges](qsizetype begin, qsizetype end, const QTextCharFormat &format) {
        if (end > begin)
            ranges.append({static_cast<int>(begin), static_cast<int>(end - begin), format});
    };
    const auto coloured = [](const QColor &colour) {
        QTextCharFormat format;
        format.setForeground(colour);
        return format;
    };
    RowReader reader{text};
    while (reader.at < text.size()) {
        qsizetype begin = 0;
        const RowReader::Part part = reader.next(insideText, begin);
        if (part == RowReader::Part::Text)
            add(begin, reader.at, coloured(!insideText && reader.isKey() ? c.key : c.text));
        else if (part != RowReader::Part::Space)
            add(begin, reader.at, coloured(part == RowReader::Part::Sign ? c.sign : c.number));
    }
    // What stands for something else is painted by paintMarks().
    for (qsizetype i = 0; i < text.size(); ++i)
        if (text.at(i).isLowSurrogate() && config::markAt(text, i) != Mark::None)
            add(i, i + 1, coloured(Qt::transparent));
    for (const TextMark &mark : std::as_const(m_marks)) {
        const qsizetype begin = std::max<qsizetype>(mark.begin - block.position(), 0);
        const qsizetype end = std::min<qsizetype>(mark.end - block.position(), text.size());
        if (begin >= end)
            continue;
        QTextCharFormat format;
        format.setUnderlineStyle(QTextCharFormat::WaveUnderline);
        format.setUnderlineColor(colours().of(mark.state).foreground);
        add(begin, end, format);
    }
    block.layout()->setFormats(ranges);
    document()->markContentsDirty(block.position(), block.length());
    block.setUserState((m_formatted << 1) | (insideText ? 1 : 0));
    return insideText && goesOn(block);
}

bool JsonEdit::endsInsideText(const QTextBlock &block)
{
    QTextBlock first = block;
    while (first.userState() >> 1 != m_formatted && first.previous().isValid() && goesOn(first.previous()))
        first = first.previous();
    bool inside = false;
    for (QTextBlock row = first; row.isValid(); row = row.next()) {
        if (row.userState() >> 1 == m_formatted && row.userState() >= 0) {
            inside = (row.userState() & 1) != 0;
        } else {
            const QString text = row.text();
            RowReader reader{text};
            qsizetype begin = 0;
            while (reader.at < text.size())
                (void)reader.next(inside, begin);
            row.setUserState(-1);
        }
        inside = inside && goesOn(row);
        if (row == block)
            break;
    }
    return inside;
}

void JsonEdit::formatVisible()
{
    QTextBlock block = firstVisibleBlock();
    qreal y = blockBoundingGeometry(block).translated(contentOffset()).top();
    bool inside = block.previous().isValid() && goesOn(block.previous()) && endsInsideText(block.previous());
    while (block.isValid() && y <= viewport()->height()) {
        if (block.userState() < 0 || block.userState() >> 1 != m_formatted)
            inside = formatBlock(block, inside);
        else
            inside = (block.userState() & 1) != 0 && goesOn(block);
        y += blockBoundingRect(block).height();
        block = block.next();
    }
}

void JsonEdit::paintEvent(QPaintEvent *event)
{
    formatVisible();
    QPlainTextEdit::paintEvent(event);
    paintMarks(event);
}

void JsonEdit::paintMarks(QPaintEvent *event)
{
    QPainter painter(viewport());
    painter.setFont(font());
    const JsonColours c = jsonColours(colours());
    QTextBlock block = firstVisibleBlock();
    QRectF rect = blockBoundingGeometry(block).translated(contentOffset());
    while (block.isValid() && rect.top() <= event->rect().bottom()) {
        const QString text = block.text();
        const QTextLayout *layout = block.layout();
        for (qsizetype i = 0; rect.bottom() >= event->rect().top() && layout->lineCount() > 0 && i < text.size(); ++i) {
            if (!text.at(i).isLowSurrogate())
                continue;
            const Mark mark = config::markAt(text, i);
            if (mark == Mark::None)
                continue;
            const QTextLine line = layout->lineAt(0);
            const qreal left = rect.left() + line.cursorToX(static_cast<int>(i));
            const qreal right = rect.left() + line.cursorToX(static_cast<int>(i + 1));
            if (right < 0 || left > viewport()->width())
                continue;
            const QRectF cell(left, rect.top(), right - left, rect.height());
            const bool selected = textCursor().selectionStart() <= block.position() + i &&
                                  block.position() + i < textCursor().selectionEnd();
            painter.setPen(selected ? colours().onAccent : mark == Mark::Hidden ? c.text : c.sign);
            QString sign = u"\u2022"_s;
            if (mark == Mark::LineEnding)
                sign = u"\u21b5"_s;
            else if (mark == Mark::GoesOn)
                sign = u"\u2026"_s;
            else if (mark == Mark::Character)
                sign = u"\u25a1"_s;
            painter.drawText(cell.adjusted(-cell.height(), 0, cell.height(), 0), Qt::AlignCenter, sign);
        }
        block = block.next();
        rect = QRectF(rect.bottomLeft(), block.isValid() ? blockBoundingRect(block).size() : QSizeF());
    }
}

void JsonEdit::highlightAround()
{
    QList<QTextEdit::ExtraSelection> selections;
    const JsonColours c = jsonColours(colours());
    QTextEdit::ExtraSelection line;
    line.format.setBackground(c.currentLine);
    line.format.setProperty(QTextFormat::FullWidthSelection, true);
    line.cursor = textCursor();
    line.cursor.clearSelection();
    selections.append(line);
    for (const qsizetype place : {qsizetype{textCursor().position()}, qsizetype{textCursor().position()} - 1}) {
        const qsizetype partner = partnerOf(place);
        if (partner < 0)
            continue;
        for (const qsizetype bracket : {place, partner}) {
            QTextEdit::ExtraSelection pair;
            pair.format.setBackground(c.bracket);
            pair.format.setFontUnderline(true);
            pair.cursor = QTextCursor(document());
            pair.cursor.setPosition(static_cast<int>(bracket));
            pair.cursor.setPosition(static_cast<int>(bracket) + 1, QTextCursor::KeepAnchor);
            selections.append(pair);
        }
        break;
    }
    setExtraSelections(selections);
}

qsizetype JsonEdit::partnerOf(qsizetype place) const
{
    if (place < 0 || !u"{}[]"_s.contains(at(place)))
        return -1;
    const QTextBlock start = document()->findBlock(static_cast<int>(place));
    if (goesOn(start) || (start.previous().isValid() && goesOn(start.previous())))
        return -1; // part of a very long line
    const bool forward = at(place) == u'{' || at(place) == u'[';
    int depth = 0;
    qsizetype looked = 0;
    for (QTextBlock block = start; block.isValid() && looked < bracketReach;
         block = forward ? block.next() : block.previous()) {
        const QString text = block.text();
        looked += text.size() + 1;
        QList<qsizetype> brackets;
        RowReader reader{text};
        bool inside = false;
        while (reader.at < text.size()) {
            qsizetype begin = 0;
            if (reader.next(inside, begin) == RowReader::Part::Sign && u"{}[]"_s.contains(text.at(begin)))
                brackets.append(begin);
        }
        if (!forward)
            std::reverse(brackets.begin(), brackets.end());
        for (const qsizetype bracket : std::as_const(brackets)) {
            const qsizetype found = block.position() + bracket;
            if (forward ? found < place : found > place)
                continue;
            const bool opens = text.at(bracket) == u'{' || text.at(bracket) == u'[';
            depth += opens == forward ? 1 : -1;
            if (depth == 0)
                return found;
        }
        if (block == start && depth == 0)
            return -1; // inside a text
    }
    return -1;
}

// Line numbers

void JsonEdit::updateGutter()
{
    const int number =
        QFontMetrics(font()).horizontalAdvance(QString::number(std::max(99, m_firstLine + blockCount())));
    const int width = number + smallIconSize + 2 * space::small;
    setViewportMargins(width, 0, 0, 0);
    const QRect inner = contentsRect();
    m_gutter->setGeometry(inner.left(), inner.top(), width - space::tiny, inner.height());
}

void JsonEdit::resizeEvent(QResizeEvent *event)
{
    QPlainTextEdit::resizeEvent(event);
    updateGutter();
}

void JsonEdit::paintGutter(QPaintEvent *event)
{
    QPainter painter(m_gutter);
    painter.fillRect(event->rect(), colours().background);
    painter.setFont(font());
    QTextBlock block = firstVisibleBlock();
    qreal top = blockBoundingGeometry(block).translated(contentOffset()).top();
    const int current = textCursor().blockNumber();
    while (block.isValid() && top <= event->rect().bottom()) {
        const qreal height = blockBoundingRect(block).height();
        if (top + height >= event->rect().top()) {
            const bool continued = m_hasLongLines && block.previous().isValid() && goesOn(block.previous());
            const QRectF cell(0, top, m_gutter->width() - space::tiny, height);
            painter.setPen(block.blockNumber() == current ? colours().text : jsonColours(colours()).lineNumber);
            if (!continued)
                painter.drawText(cell, Qt::AlignRight | Qt::AlignVCenter, QString::number(lineAt(block.blockNumber())));
            std::optional<State> worst;
            for (const TextMark &mark : std::as_const(m_marks))
                if (mark.begin >= block.position() && mark.begin < block.position() + block.length() &&
                    (!worst || mark.state == State::Failed || *worst == State::Neutral))
                    worst = worst == State::Failed ? State::Failed : mark.state;
            if (worst)
                painter.drawPixmap(QPointF(2, top + (height - smallIconSize) / 2),
                                   iconPixmap(stateIcon(*worst), colours().of(*worst).foreground, smallIconSize,
                                              m_gutter->devicePixelRatioF()));
        }
        top += height;
        block = block.next();
    }
}

QString JsonEdit::sentenceOfBlock(const QTextBlock &block) const
{
    QStringList sentences;
    for (const TextMark &mark : m_marks)
        if (mark.begin >= block.position() && mark.begin < block.position() + block.length() && sentences.size() < 5)
            sentences.append(mark.sentence);
    return sentences.join(u'\n');
}

QString JsonEdit::sentenceAt(const QPoint &position) const
{
    const qsizetype place = cursorForPosition(position).position();
    QStringList sentences;
    for (const TextMark &mark : m_marks)
        if (mark.begin <= place && place <= mark.end && sentences.size() < 5)
            sentences.append(mark.sentence);
    return sentences.join(u'\n');
}

// Events

bool JsonEdit::event(QEvent *event)
{
    if (event->type() == QEvent::ShortcutOverride && static_cast<QKeyEvent *>(event)->matches(QKeySequence::Save))
        Q_EMIT leaving(); // Then the window's shortcut finds everything in the draft.
    return QPlainTextEdit::event(event);
}

bool JsonEdit::viewportEvent(QEvent *event)
{
    if (event->type() != QEvent::ToolTip)
        return QPlainTextEdit::viewportEvent(event);
    const auto *help = static_cast<QHelpEvent *>(event);
    QToolTip::showText(help->globalPos(), sentenceAt(help->pos()), viewport());
    return true;
}

void JsonEdit::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::StyleChange) {
        ++m_formatted;
        highlightAround();
        m_gutter->update();
    }
    if (event->type() == QEvent::FontChange)
        updateGutter();
    QPlainTextEdit::changeEvent(event);
}

void JsonEdit::focusOutEvent(QFocusEvent *event)
{
    QPlainTextEdit::focusOutEvent(event);
    m_tabLeaves = false;
    if (event->reason() != Qt::PopupFocusReason)
        Q_EMIT leaving();
}

void JsonEdit::undoStep()
{
    if (document()->isUndoAvailable())
        undo();
    else if (!isReadOnly())
        Q_EMIT undoWanted();
}

void JsonEdit::redoStep()
{
    if (document()->isRedoAvailable())
        redo();
    else if (!isReadOnly())
        Q_EMIT redoWanted();
}

bool JsonEdit::handleUndo(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Undo))
        undoStep();
    else if (event->matches(QKeySequence::Redo))
        redoStep();
    else
        return false;
    return true;
}

void JsonEdit::keyPressEvent(QKeyEvent *event)
{
    if (handleUndo(event))
        return;
    const bool isTab = event->key() == Qt::Key_Tab || event->key() == Qt::Key_Backtab;
    if (isTab && (m_tabLeaves || isReadOnly())) {
        QAbstractScrollArea::focusNextPrevChild(event->key() == Qt::Key_Tab); // an editor keeps Tab to itself
        return;
    }
    m_tabLeaves = event->key() == Qt::Key_Escape;
    if (m_tabLeaves) {
        event->ignore();
        return;
    }
    if (isReadOnly()) {
        QPlainTextEdit::keyPressEvent(event);
        return;
    }
    const auto modifiers = event->modifiers() & ~Qt::KeypadModifier;
    if (isTab && !(modifiers & Qt::ControlModifier)) {
        indent(event->key() == Qt::Key_Tab);
        return;
    }
    if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) && !(modifiers & Qt::ControlModifier)) {
        breakLine();
        return;
    }
    const bool deletes = event->key() == Qt::Key_Backspace || event->key() == Qt::Key_Delete;
    if (deletes && modifiers == Qt::NoModifier && takeWholeUnit(event->key() == Qt::Key_Backspace))
        return;
    if (deletes && modifiers == Qt::ControlModifier && !textCursor().hasSelection()) {
        QTextCursor cursor = textCursor();
        cursor.movePosition(event->key() == Qt::Key_Backspace ? QTextCursor::PreviousWord : QTextCursor::NextWord,
                            QTextCursor::KeepAnchor);
        setTextCursor(cursor); // leaves a hidden secret on the far side
        textCursor().removeSelectedText();
        return;
    }
    QPlainTextEdit::keyPressEvent(event);
    const QString typed = event->text();
    if (!typed.isEmpty() && !typed.back().isLetterOrNumber() && typed.back().isPrint())
        endStep(); // Words are steps.
}

/// Deletes what a person sees as one: a line end with its mark, the end of a row with the sign next to it, a hidden
/// secret. @return false where the ordinary way does
bool JsonEdit::takeWholeUnit(bool backward)
{
    QTextCursor cursor = textCursor();
    if (cursor.hasSelection())
        return false;
    const QString row = cursor.block().text();
    const int inRow = cursor.positionInBlock();
    const qsizetype place = cursor.position();
    const auto markIn = [](const QString &text, qsizetype i) {
        return i >= 0 && i < text.size() ? config::markAt(text, i) : Mark::None;
    };
    const auto remove = [&](qsizetype from, qsizetype to) {
        cursor.setPosition(static_cast<int>(from));
        cursor.setPosition(static_cast<int>(to), QTextCursor::KeepAnchor);
        cursor.removeSelectedText();
        setTextCursor(cursor);
        return true;
    };
    if (backward) {
        if (markIn(row, inRow - 1) == Mark::Hidden)
            return remove(place - config::hiddenLength, place);
        if (inRow > 0 || !cursor.block().previous().isValid())
            return false;
        const QString above = cursor.block().previous().text();
        const Mark mark = markIn(above, above.size() - 1);
        if (mark == Mark::LineEnding)
            return remove(place - 2, place);
        if (mark != Mark::GoesOn)
            return false;
        (void)remove(place - 2, place);
        return takeWholeUnit(true) || (textCursor().deletePreviousChar(), true);
    }
    const Mark mark = markIn(row, inRow);
    if (mark == Mark::Hidden)
        return remove(place, place + config::hiddenLength);
    if (mark == Mark::LineEnding && inRow == row.size() - 1)
        return remove(place, place + 2);
    if (mark == Mark::GoesOn && inRow == row.size() - 1) {
        (void)remove(place, place + 2);
        return takeWholeUnit(false) || (textCursor().deleteChar(), true);
    }
    return false;
}

/// No cursor stands inside a hidden secret: it is one thing.
void JsonEdit::leaveRun()
{
    const QTextCursor now = textCursor();
    const qsizetype before = std::exchange(m_cursorBefore, now.position());
    if (m_leavingRun)
        return;
    const QString row = now.block().text();
    const config::TextSpan run = config::hiddenRunAround(row, now.positionInBlock());
    if (run.begin == run.end)
        return;
    QTextCursor moved = now;
    moved.setPosition(now.block().position() +
                          static_cast<int>(before <= now.block().position() + run.begin ? run.end : run.begin),
                      now.hasSelection() ? QTextCursor::KeepAnchor : QTextCursor::MoveAnchor);
    m_leavingRun = true;
    setTextCursor(moved);
    m_leavingRun = false;
}

QString JsonEdit::indentUnit() const
{
    // The first step from one line to the next: most files have no other.
    QString before;
    int measured = 0;
    for (QTextBlock block = document()->begin(); block.isValid() && measured < mostBlocksMeasured;
         block = block.next(), ++measured) {
        const QString text = block.text();
        qsizetype end = 0;
        while (end < text.size() && (text[end] == u' ' || text[end] == u'\t'))
            ++end;
        if (end == text.size())
            continue;
        const QString indent = text.left(end);
        if (measured > 0 && indent.size() > before.size() && indent.startsWith(before))
            return indent.sliced(before.size());
        before = indent;
    }
    return u"  "_s;
}

void JsonEdit::indent(bool more)
{
    const QString unit = indentUnit();
    QTextCursor cursor = textCursor();
    endStep();
    if (more && document()->findBlock(cursor.selectionStart()) == document()->findBlock(cursor.selectionEnd())) {
        if (unit.startsWith(u'\t')) {
            cursor.insertText(u"\t"_s);
        } else {
            const qsizetype column =
                cursor.selectionStart() - document()->findBlock(cursor.selectionStart()).position();
            cursor.insertText(QString(unit.size() - column % unit.size(), u' '));
        }
        setTextCursor(cursor);
        return;
    }
    QTextCursor edit(document());
    QTextBlock last = document()->findBlock(cursor.selectionEnd());
    if (cursor.hasSelection() && last.position() == cursor.selectionEnd())
        last = last.previous();
    edit.beginEditBlock();
    for (QTextBlock block = document()->findBlock(cursor.selectionStart()); block.isValid(); block = block.next()) {
        edit.setPosition(block.position());
        const QString text = block.text();
        if (more && !text.isEmpty()) {
            edit.insertText(unit);
        } else if (!more) {
            qsizetype taken = 0;
            while (taken < unit.size() && taken < text.size() && (text[taken] == u' ' || text[taken] == u'\t') &&
                   (taken == 0 || text[0] != u'\t'))
                ++taken;
            edit.setPosition(block.position() + static_cast<int>(taken), QTextCursor::KeepAnchor);
            edit.removeSelectedText();
        }
        if (block == last)
            break;
    }
    edit.endEditBlock();
}

/// As deep as the line before, and one step deeper behind an opening bracket.
void JsonEdit::breakLine()
{
    QTextCursor cursor = textCursor();
    const QString before = cursor.block().text().left(cursor.positionInBlock());
    qsizetype end = 0;
    while (end < before.size() && (before[end] == u' ' || before[end] == u'\t'))
        ++end;
    const QString trimmed = before.trimmed();
    const bool deeper = trimmed.endsWith(u'{') || trimmed.endsWith(u'[');
    endStep();
    cursor.insertText(u'\n' + before.left(end) + (deeper ? indentUnit() : QString()));
    setTextCursor(cursor);
    ensureCursorVisible();
    endStep();
}

void JsonEdit::contextMenuEvent(QContextMenuEvent *event)
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const auto add = [&](const QString &text, QKeySequence::StandardKey key, bool enabled, auto action) {
        QAction *entry = menu->addAction(text, this, action);
        entry->setShortcut(key);
        entry->setEnabled(enabled);
    };
    const bool editable = !isReadOnly();
    const bool selected = textCursor().hasSelection();
    add(tr("Undo"), QKeySequence::Undo, editable, &JsonEdit::undoStep);
    add(tr("Redo"), QKeySequence::Redo, editable, &JsonEdit::redoStep);
    menu->addSeparator();
    add(tr("Cut"), QKeySequence::Cut, editable && selected, &QPlainTextEdit::cut);
    add(tr("Copy"), QKeySequence::Copy, selected, &QPlainTextEdit::copy);
    add(tr("Paste"), QKeySequence::Paste, editable && canPaste(), &QPlainTextEdit::paste);
    menu->addSeparator();
    add(tr("Select all"), QKeySequence::SelectAll, true, &QPlainTextEdit::selectAll);
    menu->popup(event->globalPos());
}

QString JsonEdit::readableSelection() const
{
    QString selected = textCursor().selectedText();
    selected.replace(QChar::ParagraphSeparator, u'\n');
    return config::readableText(selected);
}

QMimeData *JsonEdit::createMimeDataFromSelection() const
{
    QString selected = textCursor().selectedText();
    selected.replace(QChar::ParagraphSeparator, u'\n');
    auto *mime = new QMimeData;
    mime->setText(config::readableText(selected));
    mime->setData(ownFormat, processId() + QByteArray(reinterpret_cast<const char *>(selected.utf16()),
                                                      selected.size() * qsizetype{sizeof(char16_t)}));
    return mime;
}

bool JsonEdit::canInsertFromMimeData(const QMimeData *source) const
{
    return source->hasText() || source->hasFormat(ownFormat);
}

void JsonEdit::insertFromMimeData(const QMimeData *source)
{
    const QByteArray own = source->data(ownFormat);
    QString characters = source->text();
    if (own.startsWith(processId())) {
        const QByteArrayView units = QByteArrayView(own).sliced(processId().size());
        characters.resize(units.size() / qsizetype{sizeof(char16_t)});
        std::memcpy(characters.data(), units.data(), static_cast<std::size_t>(characters.size()) * sizeof(char16_t));
        // Secrets that are shown now are shown here too, and the ends of lines are this file's.
    }
    characters = config::pastedCharacters(characters);
    if (m_secretsShown)
        characters = config::editorText(config::editedBytes(characters, m_usual), m_usual);
    endStep();
    textCursor().insertText(characters);
    endStep();
    ensureCursorVisible();
}

} // namespace kopru::ui
