#pragma once

#include <QtWidgets/QDialog>
#include <QtWidgets/QLineEdit>

#include <functional>

class QHBoxLayout;
class QVBoxLayout;

namespace kopru::ui {

class Workspace;
class Button;
class FormField;
class TextLabel;

/// A dialog's column with its heading; it is deleted when it closes.
[[nodiscard]] QVBoxLayout *dialogColumn(QDialog *dialog, const QString &title);

/// A question before something that is not easily taken back. The safe answer stands first and has the focus.
/// Shown with open(); the answer comes as accepted() or rejected().
class Question final : public QDialog
{
    Q_OBJECT
public:
    /// @param doIt  the verb of the button that does it
    Question(const QString &title, const QString &text, const QString &doIt, QWidget *parent = nullptr);
};

/// Asks for the name of a server; a name that cannot be used is explained below the field.
class NameDialog final : public QDialog
{
    Q_OBJECT
public:
    NameDialog(Workspace &workspace, const QString &title, const QString &proposal, const QString &doIt,
               const QString &ownName, QWidget *parent = nullptr);
    [[nodiscard]] QString name() const;

private:
    void review();
    Workspace &m_workspace;
    QString m_ownName; ///< may stay as it is
    QLineEdit *m_line;
    FormField *m_field;
    Button *m_doIt;
};

/// Every dialog as it looks, for the tests and the screenshots.
struct DialogDescription
{
    const char *key;
    QDialog *(*make)(Workspace &workspace, QWidget *parent);
};
[[nodiscard]] QList<DialogDescription> dialogs();

/// The questions and name dialogs of a server, wherever its buttons stand. `done` gets the server's name afterwards;
/// for a removed one it is empty.
using ServerDone = std::function<void(const QString &name)>;
void askRemove(Workspace &workspace, const QString &server, QWidget *parent, const ServerDone &done);
void askRename(Workspace &workspace, const QString &server, QWidget *parent, const ServerDone &done);
void askDuplicate(Workspace &workspace, const QString &server, QWidget *parent, const ServerDone &done);

/// Before everything that is unsaved is given up: asks, and calls `discard` where the person agrees; at once where
/// nothing would be lost.
void askDiscard(Workspace &workspace, QWidget *parent, const std::function<void()> &discard);

} // namespace kopru::ui
