#pragma once

#include "app/config/evidence.h"
#include "app/config/wording.h"
#include "ui/pages/page.h"

#include <QtCore/QFutureWatcher>

namespace kopru::ui {

class Button;
class Card;
class FindingList;
class TextLabel;

/// Every place where Claude's settings file can be, with what speaks for it. There can be several, and editing the
/// wrong one is the most common failure of all.
class PlacesPage final : public Page
{
    Q_OBJECT
public:
    explicit PlacesPage(Workspace &workspace, QWidget *parent = nullptr);
    void open(const Route &route) override;
    void retranslate() override;
    void refresh() override;

private:
    void look();
    void showPlace(int index);
    void showChoice();
    [[nodiscard]] config::PlaceEvidence evidenceOf(int index) const;

    FindingList *m_notices;                     ///< of the organisation's rules, and of a second file that failed
    std::optional<config::Message> m_notCopied; ///< why *Copy N servers* did nothing
    Card *m_choice;
    TextLabel *m_question;
    Button *m_both;
    QVBoxLayout *m_cards;
    QFutureWatcher<QList<config::PlaceEvidence>> m_look;
    platform::Discovery m_looked; ///< what m_look looked at
};

} // namespace kopru::ui
