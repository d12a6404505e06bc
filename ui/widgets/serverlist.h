#pragma once

#include "ui/tokens.h"
#include "ui/workspace.h"

#include <QtCore/QAbstractListModel>
#include <QtCore/QCoreApplication>
#include <QtWidgets/QListView>

namespace kopru::ui {

/// The servers of the draft, a row each: icon of the kind, name, address, state, last proof, number of tools.
/// Drawn, not built of widgets: a thousand rows scroll as smoothly as three.
class ServerList final : public QListView
{
    Q_OBJECT
public:
    ServerList(Workspace &workspace, const QString &objectName, QWidget *parent = nullptr);
    [[nodiscard]] QString current() const;
    void setCurrent(const QString &server);
    void refresh();

Q_SIGNALS:
    /// Pressed with the mouse, or Return.
    void chosen(const QString &server);
    void currentServerChanged();

protected:
    void changeEvent(QEvent *event) override;
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;

private:
    class Rows;
    class RowDelegate;
    Workspace &m_workspace;
    Rows *m_rows;
};

/// A word for the health of a server, and how it is drawn.
class HealthWording
{
    Q_DECLARE_TR_FUNCTIONS(kopru::ui::HealthWording)
public:
    [[nodiscard]] static QString word(Health health);
    /// "12 tools, checked 3 minutes ago"; empty where nothing is known.
    [[nodiscard]] static QString proof(const ServerSummary &server);
};
[[nodiscard]] State stateOf(Health health);

} // namespace kopru::ui
