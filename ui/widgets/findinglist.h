#pragma once

#include "ui/tokens.h"

#include <QtWidgets/QWidget>

#include <functional>

class QVBoxLayout;

namespace kopru::ui {

class Button;
class IconLabel;
class TextLabel;

/// What is wrong, in a sentence, and the button that mends it.
struct Notice
{
    State state = State::Warning;
    QString sentence;
    QString fix = {}; ///< text of the button; empty: none
    std::function<void()> mend = {};
};

/// Notices one below the other. Rows are kept and filled anew, so that a button may change the list that it is in.
class FindingList final : public QWidget
{
    Q_OBJECT
public:
    /// @param objectName  of the first sentence; `…2` and so on of the others, `…Fix` of the buttons
    explicit FindingList(const QString &objectName, QWidget *parent = nullptr);

    void setNotices(const QList<Notice> &notices);
    void add(const Notice &notice);
    void clear() { setNotices({}); }
    [[nodiscard]] const QList<Notice> &notices() const { return m_notices; }
    /// All sentences, one a line.
    [[nodiscard]] QString text() const;
    /// The buttons in sight.
    [[nodiscard]] QList<QWidget *> stops() const;

Q_SIGNALS:
    /// A button mended something.
    void mended();

private:
    struct Row
    {
        QWidget *box;
        IconLabel *icon;
        TextLabel *sentence;
        Button *fix;
    };
    void fill(qsizetype row);
    QVBoxLayout *m_column;
    QList<Row> m_rows;
    QList<Notice> m_notices;
};

} // namespace kopru::ui
