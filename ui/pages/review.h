#pragma once

#include "ui/pages/page.h"

namespace kopru::ui {

class Card;
class CheckBox;
class DiffView;
class IconLabel;
class PathLabel;
class PlaceDoubt;

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
    void dropOldFailure();
    void showProblem(const SaveFailure &failure);
    void showCard();
    void showKeychainFailure(const secrets::KeychainError &problem);
    void lookForItemsLeft();
    void showItemsLeft();
    void showSentence();

    bool m_adding = false;
    TextLabel *m_summary;
    TextLabel *m_where;
    PathLabel *m_path;
    TextLabel *m_note;
    DiffView *m_diff;
    PlaceDoubt *m_doubt;
    Card *m_problem;
    IconLabel *m_problemIcon;
    TextLabel *m_what;
    TextLabel *m_remedy;
    Button *m_reload;
    Button *m_retry; ///< where another program was in the way
    Button *m_again; ///< ask the keychain once more
    Button *m_deleteAgain;
    Button *m_stop; ///< do not wait for it any longer
    QWidget *m_leftBox;
    TextLabel *m_leftNote;
    QStringList m_left; ///< items of the keychain that nothing needs after the save
    QList<CheckBox *> m_leftSwitches;
    std::unique_ptr<QObject> m_looking;
    QTimer m_slow; ///< from the moment the keychain is waited for
    Button *m_copy;
    Button *m_cancel;
    Button *m_save;
    std::optional<SaveFailure> m_failure;
    bool m_unseen = false; ///< it came while the person was elsewhere
};

} // namespace kopru::ui
