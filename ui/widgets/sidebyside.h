#pragma once

#include <QtCore/QList>
#include <QtWidgets/QListView>

namespace kopru::ui {

/// A line of two texts that stand beside each other.
struct LinePair
{
    int oldLine = 0; ///< from 1; 0 where there is none
    int newLine = 0;
    QString oldText; ///< without secrets
    QString newText;
    bool changed = false;
    bool faulty = false; ///< in the old text
};

/// Two versions of a text side by side, the old one on the left, with marks at its faulty lines.
class SideBySide final : public QListView
{
    Q_OBJECT
public:
    explicit SideBySide(const QString &objectName, QWidget *parent = nullptr);

    /// Long texts are reduced to what differs, and to the faulty lines, with the lines around them. Secrets that the
    /// redactor knows are masked. Takes its time for long texts: not for the window's thread.
    /// @param after  empty: only the old text is shown, over the whole width
    [[nodiscard]] static QList<LinePair> pairs(const QByteArray &before, const std::optional<QByteArray> &after,
                                               const QList<int> &faultyLines);
    void setPairs(const QList<LinePair> &pairs, bool both);
    /// Scrolls to a line of the old text, or to the nearest that is shown, and marks it.
    void showLine(int oldLine);
    [[nodiscard]] int shownLine() const;
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void changeEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    class Lines;
    class PairDelegate;
    void updateName();
    Lines *m_lines;
};

} // namespace kopru::ui
