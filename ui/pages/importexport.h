#pragma once

#include "app/snippets/serverfile.h"
#include "ui/workspace.h"

#include <QtCore/QFutureWatcher>
#include <QtWidgets/QDialog>

namespace kopru::ui {

class Button;
class TextLabel;

/// Saves one server as a file that a colleague can open: says what is left out, asks where, and tells how it went.
class ExportDialog final : public QDialog
{
    Q_OBJECT
public:
    ExportDialog(Workspace &workspace, const config::Server &server, QWidget *parent = nullptr);

private:
    void askWhere();
    void write(const QString &path);

    /// On failure nullopt where the file is Claude's own.
    using Written = Result<void, std::optional<platform::FileError>>;

    const platform::Platform &m_platform;
    QStringList m_claudesFiles;
    integrations::PortableServer m_server;
    TextLabel *m_result;
    Button *m_close;
    Button *m_save;
    QFutureWatcher<Written> m_writing;
};

} // namespace kopru::ui
