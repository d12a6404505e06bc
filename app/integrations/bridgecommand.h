#pragma once

#include "app/config/entry.h"

#include <optional>

namespace kopru::integrations {

/// The arguments of kopru-bridge in an entry, to be read and changed one option at a time. What is not touched stays
/// byte for byte and in its place: unknown options, their order, `--name value` or `--name=value`.
class BridgeCommand
{
public:
    enum class Mode { Http, WebSocket, Profile };

    explicit BridgeCommand(Mode mode = Mode::Http, const QString &profile = {});

    [[nodiscard]] Mode mode() const { return m_mode; }
    void setMode(Mode mode); ///< Http or WebSocket
    [[nodiscard]] QString profile() const { return value(u"--profile").value_or(QString()); }

    /// The value of an option; of the last one where it is repeated, as the bridge takes it.
    [[nodiscard]] std::optional<QString> value(QStringView option) const;
    [[nodiscard]] std::optional<int> number(QStringView option) const;
    [[nodiscard]] QStringList values(QStringView option) const;
    /// In its place, or behind the others.
    void setValue(const QString &option, const QString &value);
    /// All of a repeated option, in order. What is new goes behind the last of them, else behind `--url`.
    void setValues(const QString &option, const QStringList &values);
    void remove(QStringView option);

    [[nodiscard]] QString url() const { return value(u"--url").value_or(QString()); }
    [[nodiscard]] QStringList headers() const
    {
        return values(u"--header");
    } ///< `Name: value`, `${VARIABLE}` as written

    [[nodiscard]] QStringList arguments() const;

private:
    friend std::optional<BridgeCommand> readBridgeCommand(const config::Entry &entry);

    /// An option with its value, a switch, or a word that is neither.
    struct Part
    {
        QString option; ///< empty: `value` is a word of its own
        std::optional<QString> value;
        bool joined = false; ///< written with `=`
    };
    Mode m_mode;
    QList<Part> m_parts; ///< without the word `http` or `ws` in front
};

/// nullopt where the entry's command is not kopru-bridge, or it is told to do something that this version of Kopru does
/// not know.
[[nodiscard]] std::optional<BridgeCommand> readBridgeCommand(const config::Entry &entry);

/// Replaces `${NAME}` by the entry's variable, as the bridge does. @return nullopt where a variable is missing
[[nodiscard]] std::optional<QString> expanded(const QString &text, const config::Entry &entry);

} // namespace kopru::integrations
