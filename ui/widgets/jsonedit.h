#pragma once

#include "app/config/editortext.h"
#include "ui/tokens.h"

#include <QtWidgets/QPlainTextEdit>

namespace kopru::ui {

/// What the parts of a JSON text are drawn with. All of them are colours of the tokens.
struct JsonColours
{
    QColor key;
    QColor text;
    QColor number; ///< also true, false, null
    QColor sign;
    QColor lineNumber;
    QColor currentLine; ///< background
    QColor bracket;     ///< background of a pair
};
[[nodiscard]] JsonColours jsonColours(const Colours &colours);

/// A place in the text that something is wrong with.
struct TextMark
{
    qsizetype begin = 0; ///< characters
    qsizetype end = 0;
    State state = State::Failed; ///< or Warning, or Neutral
    QString sentence;
    friend bool operator==(const TextMark &, const TextMark &) = default;
};

/// Edits the bytes of a JSON text: what is not edited stays as it is, whatever it is (config/editortext.h). With line
/// numbers, colours, marks at faults, and secrets that need not be shown.
///
/// What the person types is undone here step by step, a word each, until forgetSteps(); then undoWanted() asks for the
/// step before. Only what is in sight is coloured and laid out, so that large files and long lines stay quick.
class JsonEdit final : public QPlainTextEdit
{
    Q_OBJECT
public:
    explicit JsonEdit(const QString &objectName, QWidget *parent = nullptr);

    /// Another text, from its start. @param firstLine  the number of its first line
    void setText(const QByteArray &text, config::LineEnd usual, int firstLine = 1);
    /// The same with characters that prepared() made, on whatever thread: for a large text that takes its time.
    void setCharacters(const QString &characters, config::LineEnd usual, int firstLine);
    /// A newer version of the same text: cursor and view stay where they are. Not undone here.
    void updateCharacters(const QString &characters, int firstLine);
    /// @param beingTyped  the secret around this byte is not hidden
    [[nodiscard]] static QString prepared(const QByteArray &text, config::LineEnd usual, bool secretsShown,
                                          qsizetype beingTyped = -1);
    [[nodiscard]] QString characters() const; ///< as config::editorText() makes them
    [[nodiscard]] QByteArray text() const { return config::editedBytes(characters(), m_usual); }
    [[nodiscard]] config::LineEnd usualLineEnd() const { return m_usual; }
    /// Grows with every change of the text.
    [[nodiscard]] quint64 version() const { return m_version; }

    void showSecrets(bool shown);
    [[nodiscard]] bool secretsShown() const { return m_secretsShown; }
    /// What a character that is not part of the file stands for is never in here.
    [[nodiscard]] QString readableSelection() const;

    void setMarks(const QList<TextMark> &marks);
    [[nodiscard]] const QList<TextMark> &marks() const { return m_marks; }
    void jumpTo(qsizetype place);
    /// @param line  as the gutter shows it; the nearest one where there is none of this number
    void goToLine(int line);
    [[nodiscard]] int firstLine() const { return m_firstLine; }
    [[nodiscard]] int lastLine() const;
    [[nodiscard]] int lineAt(int block) const;
    /// Selects the next one, round the end. @return whether there is one
    bool findText(const QString &text, bool backward);
    [[nodiscard]] qsizetype countText(const QString &text) const;

    void endStep(); ///< what is typed from now on is undone for itself
    void forgetSteps();

Q_SIGNALS:
    void edited(); ///< by the person: also an undo here
    void undoWanted();
    void redoWanted();
    void leaving(); ///< the focus goes away, or what was typed is to be saved

protected:
    bool event(QEvent *event) override;
    bool viewportEvent(QEvent *event) override;
    void changeEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    [[nodiscard]] QMimeData *createMimeDataFromSelection() const override;
    [[nodiscard]] bool canInsertFromMimeData(const QMimeData *source) const override;
    void insertFromMimeData(const QMimeData *source) override;

private:
    class Gutter;
    void load(const QString &characters);
    void changed(int position, int removed, int added);
    void retranslate();
    void updateGutter();
    void paintGutter(QPaintEvent *event);
    [[nodiscard]] QString sentenceAt(const QPoint &viewportPosition) const;
    [[nodiscard]] QString sentenceOfBlock(const QTextBlock &block) const;
    void formatVisible();
    bool formatBlock(QTextBlock block, bool insideText);
    [[nodiscard]] bool endsInsideText(const QTextBlock &block);
    [[nodiscard]] bool goesOn(const QTextBlock &block) const;
    void paintMarks(QPaintEvent *event);
    void highlightAround();
    [[nodiscard]] qsizetype partnerOf(qsizetype place) const;
    void leaveRun();
    [[nodiscard]] bool takeWholeUnit(bool backward);
    void indent(bool more);
    void breakLine();
    [[nodiscard]] QString indentUnit() const;
    [[nodiscard]] bool handleUndo(QKeyEvent *event);
    void undoStep();
    void redoStep();
    [[nodiscard]] QChar at(qsizetype place) const;

    Gutter *m_gutter;
    config::LineEnd m_usual = config::LineEnd::LineFeed;
    int m_firstLine = 1;
    bool m_secretsShown = false;
    bool m_loading = false;
    bool m_tabLeaves = false; ///< behind Escape
    bool m_leavingRun = false;
    quint64 m_version = 0;
    int m_formatted = 1; ///< generation of the colours
    qsizetype m_cursorBefore = 0;
    QList<TextMark> m_marks;
    bool m_hasLongLines = false;
    mutable QList<int> m_continued; ///< rows that go on with the line above
    mutable quint64 m_continuedOf = 0;
};

} // namespace kopru::ui
