#pragma once

#include "app/config/textdiff.h"

#include <QtCore/QAbstractListModel>
#include <QtWidgets/QListView>

namespace kopru::ui {

/// Two versions of a text, line by line: numbers, a + or - mark, colours. Secrets are masked before they are kept.
class DiffView final : public QListView
{
    Q_OBJECT
public:
    /// Whether the redactor knows the secrets of the texts. It does not where a text could not be read until now.
    enum class Secrets { Known, Unknown };

    explicit DiffView(const QString &objectName, QWidget *parent = nullptr);
    /// Long texts are compared beside the window's thread; until then nothing is shown of them.
    void setTexts(const QByteArray &before, const QByteArray &after, Secrets secrets = Secrets::Known);
    /// No more pixels high than this, however many lines there are.
    void setHighest(int height);
    /// What setTexts() shows, for texts that are compared beside the window's thread.
    [[nodiscard]] static QList<config::DiffLine> lines(const QByteArray &before, const QByteArray &after);
    void setLines(const QList<config::DiffLine> &lines);
    [[nodiscard]] int added() const { return m_added; }
    [[nodiscard]] int removed() const { return m_removed; }
    /// The whole difference as text, for the clipboard.
    [[nodiscard]] QString text() const;
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void changeEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    class Lines;
    class LineDelegate;
    void updateName();
    void showLines(const QList<config::DiffLine> &lines);
    Lines *m_lines;
    int m_highest = QWIDGETSIZE_MAX;
    int m_version = 0;                         ///< of what is to be shown: an older answer is too late
    std::pair<QByteArray, QByteArray> m_texts; ///< of the long ones
    int m_added = 0;
    int m_removed = 0;
};

} // namespace kopru::ui
