#pragma once

#include <QtCore/QList>
#include <QtCore/QMap>
#include <QtCore/QString>
#include <QtCore/QStringList>

namespace kopru::config {

/// A variable of an entry. A list and not a map: the order of the file is kept.
struct Variable
{
    QString name;
    QString value;
    friend bool operator==(const Variable &, const Variable &) = default;
};
using Variables = QList<Variable>;

/// What Claude reads of an entry of `mcpServers` (facts/claude-desktop.md, "The file").
struct Entry
{
    QString command;
    QStringList arguments;
    Variables environment;

    [[nodiscard]] QString variable(const QString &name) const;
    [[nodiscard]] bool hasVariable(const QString &name) const;
    /// Sets in place, or appends.
    void setVariable(const QString &name, const QString &value);
    void removeVariable(const QString &name);
    [[nodiscard]] QMap<QString, QString> environmentMap() const;

    friend bool operator==(const Entry &, const Entry &) = default;
};

/// A short text that differs for entries that start something else or differently: a check of one says nothing
/// about the other. Holds no part of the entry itself.
[[nodiscard]] QString entryDigest(const Entry &entry);

} // namespace kopru::config
