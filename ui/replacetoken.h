#pragma once

#include "app/integrations/tokenreplacement.h"
#include "ui/dialogs.h"

namespace kopru::ui {

class SecretField;
class TokenRow;

/// Asks for the token that takes the place of another, and shows where that one stands. Nothing is written: the
/// exchange is an edit like any other.
class ReplaceTokenDialog final : public QDialog
{
    Q_OBJECT
public:
    ReplaceTokenDialog(Workspace &workspace, const QString &server, const integrations::EntryToken &token,
                       QWidget *parent = nullptr);
    /// Exchanges it in the draft.
    [[nodiscard]] bool replace();

private:
    void find();
    void review();
    [[nodiscard]] QString typed() const;
    /// What takes the place of the old one: with its scheme, where that is part of it.
    [[nodiscard]] QString newToken() const;

    Workspace &m_workspace;
    QString m_server;
    integrations::EntryToken m_token;
    std::optional<integrations::KnownToken> m_known;
    qsizetype m_places = 0;
    SecretField *m_new;
    FormField *m_field;
    TokenRow *m_state;
    TextLabel *m_spots;
    Button *m_doIt;
};

/// `done` is called after the exchange.
void askReplaceToken(Workspace &workspace, const QString &server, const integrations::EntryToken &token,
                     QWidget *parent, const std::function<void()> &done);

} // namespace kopru::ui
