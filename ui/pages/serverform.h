#pragma once

#include "app/config/validation.h"
#include "ui/filelook.h"
#include "ui/workspace.h"

#include <QtWidgets/QLineEdit>
#include <QtWidgets/QWidget>

class QVBoxLayout;

namespace kopru::ui {

class Button;
class CheckPanel;
class FormField;
class KindForm;
class FindingList;
class TokenRow;
struct Notice;

/// Name and fields of one server, with what is wrong with them, and the check that runs before anything is saved.
class ServerForm final : public QWidget
{
    Q_OBJECT
public:
    explicit ServerForm(Workspace &workspace, QWidget *parent = nullptr);

    /// An empty form for a new server of a kind. @param values, others  what is known already
    /// @param name  that the server should have; empty: the kind's usual one
    void startNew(integrations::KindId kind, const integrations::Values &values, const config::Variables &others = {},
                  const QString &name = {});
    /// An existing server of the draft.
    void startWith(const config::Server &server);
    /// The draft that the existing server was taken from.
    [[nodiscard]] const config::Document &begun() const { return m_begun; }

    [[nodiscard]] QString name() const;
    [[nodiscard]] integrations::KindId kind() const; ///< once one was started
    /// With new tokens in readable form, for a check.
    [[nodiscard]] config::Entry entry() const;
    /// As it goes into the draft: with references for what the save is to keep in the keychain.
    [[nodiscard]] config::Entry takenEntry();
    /// Whether the entry can be saved. Empty required fields are named from now on.
    [[nodiscard]] bool complete();
    void focusFirst();
    /// Says at the name why the draft does not take the entry.
    void showRefusal(config::EditProblem problem);

Q_SIGNALS:
    void edited();
    void switched(); ///< to the other connection of the service

protected:
    void changeEvent(QEvent *event) override;

private:
    void setKind(const integrations::Kind &kind);
    void switchConnection();
    bool review();
    /// All rules for what stands in the form, with the buttons that mend it: what they ask about files.
    [[nodiscard]] FileLook::Rules rules() const;
    void showEntryFindings(const config::Findings &findings, bool &good);
    /// What only the text of the file tells, and what the button makes of it at once.
    void showFileFindings(QList<Notice> &others);
    /// The sentence with its button, which changes the form.
    [[nodiscard]] Notice noticeFor(const config::Finding &finding, const config::Entry &entry);
    void retranslate();
    void updateCheckButton();
    void lookAtKeychain();
    void lookThrough(const secrets::Keychain &keychain, bool repaired);
    void updateTokens();
    void showToken(TokenRow *row, const integrations::EntryToken &token, bool several);
    void linked(qsizetype row);
    void orderTabs();
    /// Whether the person has just entered it.
    [[nodiscard]] bool isNew(const QString &variable) const;
    [[nodiscard]] bool isForKeychain(const QString &variable) const;

    Workspace &m_workspace;
    QString m_ownName; ///< of the existing server; empty for a new one
    config::Entry m_base;
    config::Document m_begun;
    bool m_strict = false;
    FileLook *m_files;
    bool m_filesKnown = false; ///< the rules' questions about files have their answers
    QVBoxLayout *m_fields;
    QLineEdit *m_name;
    FormField *m_nameField;
    KindForm *m_form = nullptr;
    Button *m_switch; ///< to the same service over another connection

    enum class KeychainState { Unknown, Looking, Good, Locked, Bad };
    KeychainState m_keychain = KeychainState::Unknown;
    std::optional<secrets::KeychainError> m_keychainProblem;
    std::unique_ptr<QObject> m_look; ///< gone: the answer is not waited for
    QStringList m_moved;             ///< variables that were readable and shall go into the keychain
    QStringList m_kept;              ///< new ones that shall not
    QList<integrations::EntryToken> m_tokens;
    QVBoxLayout *m_tokenColumn;
    QWidget *m_tokenBox;
    QList<TokenRow *> m_tokenRows;
    FindingList *m_other;
    Button *m_check;
    CheckPanel *m_panel;
};

} // namespace kopru::ui
