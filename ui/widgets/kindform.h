#pragma once

#include "app/integrations/kind.h"

#include <QtWidgets/QWidget>

class QVBoxLayout;

namespace kopru::ui {

class Button;
class FormField;
struct Notice;

/// The fields of one kind as a form. Only what is needed is visible; the rest stands under “More settings”.
/// Setting values is silent; typing emits edited(). It knows no rules.
class KindForm final : public QWidget
{
    Q_OBJECT
public:
    explicit KindForm(const integrations::Kind &kind, QWidget *parent = nullptr);
    [[nodiscard]] const integrations::Kind &kind() const { return m_kind; }
    [[nodiscard]] integrations::Values values() const;
    void setValues(const integrations::Values &values);
    /// Shows each below its field. A field that is required and still empty stays silent until `strict`: nobody likes
    /// to be told about what they have not come to yet.
    void showFindings(const QList<integrations::FieldFinding> &findings, bool strict);
    /// A sentence of another rule below a field.
    void showFinding(integrations::FieldId field, const Notice &notice);
    /// Whether a field shows a finding already.
    [[nodiscard]] bool speaksOf(integrations::FieldId field) const;
    /// Takes over what differs from what the fields hold now, as if somebody had typed it.
    void change(const integrations::Values &values);
    [[nodiscard]] bool has(integrations::FieldId field) const;
    /// Puts something below the field for the token. @return false where there is none
    bool addBelowToken(QWidget *widget);
    void focusFirst();
    /// The order for Tab: the fields one after another, so that a host name and a token can be typed in one go; then
    /// the links of those fields; then what stands under “More settings”.
    [[nodiscard]] QList<QWidget *> stops() const;

Q_SIGNALS:
    void edited();

protected:
    void changeEvent(QEvent *event) override;

private:
    struct Line
    {
        const integrations::Field *field;
        QWidget *input;
        FormField *frame;
    };
    QWidget *makeInput(const integrations::Field &field);
    [[nodiscard]] integrations::Value read(const Line &line) const;
    void write(const Line &line, const integrations::Value &value);
    void readAddress(const Line &line);
    void showTokenForm(const Line &line);
    void showApplying(); ///< hides the fields that mean nothing with these values
    void retranslate();

    const integrations::Kind &m_kind;
    QList<Line> m_lines;
    integrations::Values m_base; ///< what was set, so that fields left alone stay unwritten
    Button *m_more = nullptr;
    QWidget *m_advanced = nullptr;
};

} // namespace kopru::ui
