#pragma once

#include "app/mcp/session.h"

#include <QtWidgets/QWidget>

class QVBoxLayout;

namespace kopru::ui {

class FormField;

/// A form made from a tool's inputSchema (JSON Schema, `type: object`): texts, numbers, switches and choices have
/// fields of their own, anything else is typed as JSON.
class SchemaForm final : public QWidget
{
    Q_OBJECT
public:
    explicit SchemaForm(QWidget *parent = nullptr);
    void setSchema(const mcp::Json &schema);
    /// What was typed, without the optional fields that were left empty.
    /// @return nullopt where something is missing or no JSON; the field then says so
    [[nodiscard]] std::optional<mcp::Json> arguments();
    [[nodiscard]] bool isEmpty() const { return m_lines.isEmpty(); }

protected:
    void changeEvent(QEvent *event) override;

private:
    void retranslate();
    enum class Type { Text, Integer, Number, Switch, Choice, Json };
    struct Line
    {
        std::string key;
        Type type;
        bool required;
        QString name;
        std::vector<mcp::Json> choices;
        QWidget *input;
        FormField *frame;
    };
    void add(const std::string &key, const mcp::Json &schema, bool required);
    /// nullopt: left empty. A null `problem` means it could be read.
    std::optional<mcp::Json> read(const Line &line, QString &problem) const;

    QVBoxLayout *m_column;
    QList<Line> m_lines;
};

} // namespace kopru::ui
