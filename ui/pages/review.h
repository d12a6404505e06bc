#pragma once

#include "ui/pages/page.h"

namespace kopru::ui {

class Card;
class DiffView;
class IconLabel;
class PathLabel;

/// What will be written, and where, before anything is written.
class ReviewPage final : public Page
{
    Q_OBJECT
public:
    explicit ReviewPage(Workspace &workspace, QWidget *parent = nullptr);
    /// @param route  detail "add": the third step of adding
    void open(const Route &route) override;
    void retranslate() override;
    void refresh() override;

private:
    void showProblem(const SaveFailure &failure);
    void showSentence();

    bool m_adding = false;
    TextLabel *m_summary;
    TextLabel *m_where;
    PathLabel *m_path;
    TextLabel *m_note;
    DiffView *m_diff;
    Card *m_problem;
    IconLabel *m_problemIcon;
    TextLabel *m_what;
    TextLabel *m_remedy;
    Button *m_reload;
    Button *m_copy;
    Button *m_cancel;
    Button *m_save;
    std::optional<SaveFailure> m_failure;
};

} // namespace kopru::ui
