#pragma once

#include "ui/pages/page.h"
#include "ui/widgets/sidebyside.h"

namespace kopru::ui {

class Card;
class EmptyState;
class FaultList;
class IconLabel;

/// What is wrong with a broken settings file, what it looks like mended, and the way there. Where mending would need a
/// guess, an earlier version is offered instead.
class MendPage final : public Page
{
    Q_OBJECT
public:
    explicit MendPage(Workspace &workspace, QWidget *parent = nullptr);
    void open(const Route &route) override;
    void retranslate() override;
    void refresh() override;

private:
    void compare();
    void findEarlier();
    void showFaults();
    void showFault(int row);
    void restore();
    [[nodiscard]] bool isMendable() const;

    Card *m_problem;
    TextLabel *m_what;
    TextLabel *m_remedy;
    QWidget *m_content;
    TextLabel *m_faultsTitle;
    FaultList *m_faults;
    TextLabel *m_before;
    TextLabel *m_after;
    SideBySide *m_texts;
    TextLabel *m_note;
    Button *m_folder;
    Button *m_versions;
    Button *m_act;
    EmptyState *m_sound;
    Button *m_home;
    std::optional<EarlierVersion> m_earlier;
    bool m_lookedForEarlier = false;
    QByteArray m_shown;                 ///< the broken bytes that the page is about
    std::unique_ptr<QObject> m_working; ///< what runs beside for these bytes
    std::optional<platform::FileError> m_failure;
};

} // namespace kopru::ui
