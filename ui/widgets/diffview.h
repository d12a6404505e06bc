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
    explicit DiffView(const QString &objectName, QWidget *parent = nullptr);
    void setTexts(const QByteArray &before, const QByteArray &after);
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
    Lines *m_lines;
    int m_added = 0;
    int m_removed = 0;
};

} // namespace kopru::ui
