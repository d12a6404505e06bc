#pragma once

#include "ui/widgets/findinglist.h"

#include <QtWidgets/QLineEdit>
#include <QtWidgets/QWidget>

class QVBoxLayout;

namespace kopru::ui {

class Button;
class TextLabel;

/// One field of a form: label above, the input, what is wrong with it below in words, a sentence of help, and the way
/// to where the value is found.
class FormField final : public QWidget
{
    Q_OBJECT
public:
    /// @param input  becomes a child; gets the label as its accessible name
    /// @param labelled  false for a switch, which carries its own text
    explicit FormField(QWidget *input, bool labelled = true, QWidget *parent = nullptr);

    void setLabel(const QString &label);
    void setHelp(const QString &help);
    /// The steps that lead to the value; none: no link.
    void setWhereToFind(const QStringList &steps);
    void setFinding(State state, const QString &sentence);
    /// One more below those that are shown.
    void addFinding(const Notice &notice);
    void clearFinding();
    [[nodiscard]] QString finding() const;
    /// Puts something between the input and its help.
    void addBelow(QWidget *widget);
    /// What Tab goes through: the input with its buttons, without the link.
    [[nodiscard]] QList<QWidget *> stops() const;
    [[nodiscard]] QWidget *whereLink() const;

protected:
    void changeEvent(QEvent *event) override;

private:
    void retranslate();
    void showFindings(const QList<Notice> &notices);
    QWidget *m_input;
    TextLabel *m_label;
    Button *m_where;
    TextLabel *m_steps;
    TextLabel *m_help;
    FindingList *m_findings;
};

/// Text that nobody looking over a shoulder should read: hidden, with an eye and a paste button. A reference to the
/// keychain is no secret and stands there as it is.
class SecretField final : public QWidget
{
    Q_OBJECT
public:
    explicit SecretField(const QString &objectName, QWidget *parent = nullptr);
    [[nodiscard]] QString text() const;
    void setText(const QString &text); ///< silent
    void setPlaceholder(const QString &text);
    [[nodiscard]] QLineEdit *line() const { return m_line; }

Q_SIGNALS:
    void edited();

protected:
    void changeEvent(QEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void updateEcho();
    void retranslate();
    QLineEdit *m_line;
    Button *m_eye;
    Button *m_paste;
};

} // namespace kopru::ui
