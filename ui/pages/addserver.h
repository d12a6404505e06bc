#pragma once

#include "app/integrations/snippet.h"
#include "ui/pages/page.h"
#include "ui/widgets/label.h"

#include <QtWidgets/QPlainTextEdit>

namespace kopru::ui {

class ChoiceCard;
class FormField;
class ServerForm;

/// Adds a server: what do you have, the form; the third step is the review of what will be written.
class AddServerPage final : public Page
{
    Q_OBJECT
public:
    explicit AddServerPage(Workspace &workspace, QWidget *parent = nullptr);
    /// @param route  detail: the key of a kind opens its form at once
    void open(const Route &route) override;
    void retranslate() override;

private:
    void pasted();
    void understand();
    void startForm(integrations::KindId kind, const integrations::Values &values, const config::Variables &others = {},
                   const QString &name = {}, const QList<integrations::SnippetNote> &notes = {});
    enum class Step { Choose, Fill };
    void showStep(Step step);
    void review();

    Step m_step = Step::Choose;
    QWidget *m_first;
    QPlainTextEdit *m_paste;
    TextLabel *m_notes; ///< what is worth knowing of what was pasted
    QTimer m_typing;    ///< runs while somebody types instead of pasting
    qsizetype m_pastedSize = 0;
    FormField *m_pasteField;
    QList<std::pair<integrations::KindId, ChoiceCard *>> m_cards;
    ServerForm *m_form;
    Button *m_before;
    Button *m_next;
    std::optional<config::Document> m_added; ///< what review() made of the draft, to be taken back on return
};

} // namespace kopru::ui
