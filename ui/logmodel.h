#pragma once

#include "app/logs/line.h"

#include <QtCore/QAbstractListModel>
#include <QtCore/QSortFilterProxyModel>

#include <deque>

namespace kopru::ui {

/// The newest lines of Claude's logs, at most `most`; the oldest go first.
class LogModel final : public QAbstractListModel
{
    Q_OBJECT
public:
    static constexpr int most = 200'000;

    using QAbstractListModel::QAbstractListModel;
    void append(const QList<logs::Line> &lines);
    /// A file was replaced: what was read of it comes again.
    void forget(const QString &file);
    void clear();
    [[nodiscard]] const logs::Line &at(int row) const { return m_lines.at(static_cast<std::size_t>(row)); }
    /// The servers that appear, in the order of the alphabet.
    [[nodiscard]] const QStringList &servers() const { return m_servers; }

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;

Q_SIGNALS:
    void serversChanged();

private:
    std::deque<logs::Line> m_lines; ///< redacted
    QStringList m_servers;
};

class LogFilter final : public QSortFilterProxyModel
{
    Q_OBJECT
public:
    explicit LogFilter(LogModel &model, QObject *parent = nullptr);
    void set(const logs::Filter &filter);
    [[nodiscard]] const logs::Filter &filter() const { return m_filter; }
    [[nodiscard]] const logs::Line &lineAt(const QModelIndex &index) const;

protected:
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex &parent) const override;

private:
    LogModel &m_model;
    logs::Filter m_filter;
};

} // namespace kopru::ui
