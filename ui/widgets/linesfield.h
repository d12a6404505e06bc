#pragma once

#include <QtWidgets/QPlainTextEdit>
#include <QtWidgets/QWidget>

namespace kopru::ui {

class Button;

/// Several lines of text, such as `NAME=value` or `Name: value`. What stands behind the name of a secret is covered
/// until the person asks to see it.
class LinesField final : public QWidget
{
    Q_OBJECT
public:
    explicit LinesField(const QString &objectName, QWidget *parent = nullptr);
    [[nodiscard]] QString text() const { return m_edit->toPlainText(); }
    void setText(const QString &text); ///< silent
    void setPlaceholder(const QString &text) { m_edit->setPlaceholderText(text); }

Q_SIGNALS:
    void edited();

protected:
    void changeEvent(QEvent *event) override;

private:
    class Cover;
    void updateEye();
    QPlainTextEdit *m_edit;
    Cover *m_cover;
    Button *m_eye;
};

} // namespace kopru::ui
