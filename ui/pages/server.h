#pragma once

#include "ui/pages/page.h"

class QMenu;

namespace kopru::ui {

class Card;
class CheckPanel;
class ConversionCard;
class JsonTab;
class PathLabel;
class StateBadge;
class TokenRow;
class ToolCalls;

/// One server: does it work, and if not, which link is broken. With its tools and a question to try in Claude.
class ServerPage final : public Page
{
    Q_OBJECT
public:
    explicit ServerPage(Workspace &workspace, QWidget *parent = nullptr);
    /// @param route  detail "check": a check starts at once; "json": the entry as text
    void open(const Route &route) override;
    void retranslate() override;
    void refresh() override;

private:
    void makeTabs();
    void showTab(bool json);
    void startCheck();
    void showResult();
    void showTokens();
    void moveToken(const QString &variable);

    QString m_server;
    config::Entry m_entry;
    Button *m_edit;
    Button *m_more;
    QAction *m_rename;
    QAction *m_duplicate;
    QAction *m_park;
    QAction *m_export;
    QAction *m_remove;
    Button *m_check;
    StateBadge *m_badge;
    PathLabel *m_address;
    TextLabel *m_proof;
    Card *m_untested;
    TextLabel *m_untestedText;
    CheckPanel *m_panel;
    ConversionCard *m_conversion;
    Button *m_connectionTab;
    Button *m_jsonTab;
    QWidget *m_connection; ///< what is below the tabs, unless the text is
    JsonTab *m_json;
    Card *m_tokenCard;
    TextLabel *m_tokenTitle;
    QList<integrations::EntryToken> m_tokens;
    QList<TokenRow *> m_tokenRows;
    Card *m_toolsCard;
    ToolCalls *m_tools;
    Card *m_questionCard;
    TextLabel *m_questionTitle;
    TextLabel *m_question;
    Button *m_copyQuestion;
};

} // namespace kopru::ui
