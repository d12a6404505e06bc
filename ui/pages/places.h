#pragma once

#include "ui/pages/page.h"

namespace kopru::ui {

/// Every place where Claude's settings file can be, with what speaks for it. There can be several, and editing the
/// wrong one is the most common failure of all.
class PlacesPage final : public Page
{
    Q_OBJECT
public:
    explicit PlacesPage(Workspace &workspace, QWidget *parent = nullptr);
    void retranslate() override;
    void refresh() override;

private:
    QVBoxLayout *m_cards;
};

} // namespace kopru::ui
