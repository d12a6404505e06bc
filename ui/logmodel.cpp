#include "ui/logmodel.h"

#include "app/secrets/redactor.h"

namespace kopru::ui {

using namespace Qt::StringLiterals;

void LogModel::append(const QList<logs::Line> &lines)
{
    if (lines.isEmpty())
        return;
    const qsizetype skipped = std::max<qsizetype>(0, lines.size() - most);
    const int incoming = static_cast<int>(lines.size() - skipped);
    const int surplus = rowCount() + incoming - most;
    if (surplus > 0) {
        beginRemoveRows({}, 0, surplus - 1);
        m_lines.erase(m_lines.begin(), m_lines.begin() + surplus);
        endRemoveRows();
    }
    const secrets::Redactor &redactor = secrets::processRedactor();
    bool newServers = false;
    beginInsertRows({}, rowCount(), rowCount() + incoming - 1);
    for (qsizetype i = skipped; i < lines.size(); ++i) {
        logs::Line line = lines.at(i);
        line.message = redactor.redact(line.message);
        if (!line.server.isEmpty() && !m_servers.contains(line.server)) {
            m_servers.append(line.server);
            newServers = true;
        }
        m_lines.push_back(std::move(line));
    }
    endInsertRows();
    if (newServers) {
        m_servers.sort(Qt::CaseInsensitive);
        Q_EMIT serversChanged();
    }
}

void LogModel::forget(const QString &file)
{
    beginResetModel();
    std::erase_if(m_lines, [&file](const logs::Line &line) { return line.file == file; });
    endResetModel();
}

void LogModel::clear()
{
    beginResetModel();
    m_lines.clear();
    m_servers.clear();
    endResetModel();
    Q_EMIT serversChanged();
}

int LogModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_lines.size());
}

QVariant LogModel::data(const QModelIndex &index, int role) const
{
    const logs::Line &line = at(index.row());
    if (role == Qt::DisplayRole)
        return line.message;
    if (role == Qt::AccessibleTextRole)
        return QStringList{logs::levelId(line.level), line.server, line.message}.join(u", "_s);
    return {};
}

LogFilter::LogFilter(LogModel &model, QObject *parent) : QSortFilterProxyModel(parent), m_model(model)
{
    setSourceModel(&model);
}

void LogFilter::set(const logs::Filter &filter)
{
    if (filter == m_filter)
        return;
    m_filter = filter;
    invalidateRowsFilter();
}

const logs::Line &LogFilter::lineAt(const QModelIndex &index) const
{
    return m_model.at(mapToSource(index).row());
}

bool LogFilter::filterAcceptsRow(int row, const QModelIndex &) const
{
    return m_filter.accepts(m_model.at(row));
}

} // namespace kopru::ui
