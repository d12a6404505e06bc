#pragma once

#include "app/integrations/preset.h"
#include "ui/pages/page.h"
#include "ui/paste.h"

namespace kopru::ui {

class ChoiceCard;
class FormField;
class ImportList;
class PasteField;
class PathLabel;
class ServerForm;
class TextLabel;

/// Adds servers: what do you have, the form or the list of what was found; the third step is the review of what will be
/// written.
class AddServerPage final : public Page
{
    Q_OBJECT
public:
    explicit AddServerPage(Workspace &workspace, QWidget *parent = nullptr);
    /// @param route  detail: the key of a kind opens its form at once
    void open(const Route &route) override;
    void retranslate() override;

private:
    enum class Step { Choose, Answer, Fill };

    void loadPresets();
    void showPresets(const integrations::Presets &presets);
    void filterCards();
    void pasted();
    void understand(const QString &text);
    void understood(const integrations::Snippet &snippet);
    void startList(const integrations::Snippet &snippet);
    void startForm(const Pasted &form);
    void showSeen();
    void showStep(Step step);
    void goOn();
    void review(const config::Document &document, const QString &server);

    Step m_step = Step::Choose;
    QWidget *m_first;
    PasteField *m_paste;
    QTimer m_typing; ///< runs while somebody types instead of pasting
    qsizetype m_pastedSize = 0;
    SnippetReading m_reading;
    Button *m_stop;
    FormField *m_pasteField;
    Button *m_import;
    QLineEdit *m_search;
    QList<std::pair<integrations::KindId, ChoiceCard *>> m_cards;
    TextLabel *m_presetTitle;
    QVBoxLayout *m_presetColumn;
    std::unique_ptr<QFutureWatcher<integrations::Presets>> m_loading;
    integrations::Presets m_presets;
    QList<ChoiceCard *> m_presetCards; ///< one for each of them
    TextLabel *m_presetProblems;
    TextLabel *m_noCard;
    std::optional<integrations::Preset> m_preset; ///< that the form was opened from
    Button *m_link;
    std::optional<integrations::Snippet> m_snippet; ///< what the second step is about; none: a card was chosen
    QWidget *m_seen;                                ///< what was understood, above the list or the form
    TextLabel *m_seenTitle;
    TextLabel *m_notes; ///< what is worth knowing of what was pasted
    PathLabel *m_command;
    TextLabel *m_variables;
    QList<integrations::SnippetNote> m_formNotes;
    ImportList *m_list;
    bool m_answered = false; ///< the form follows a list of questions
    ServerForm *m_form;
    Button *m_before;
    Button *m_next;
    std::optional<config::Document> m_added; ///< what review() made of the draft, to be taken back on return
};

} // namespace kopru::ui
