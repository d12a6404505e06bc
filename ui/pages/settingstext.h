#pragma once

#include "ui/pages/page.h"

namespace kopru::ui {

class JsonTab;
class PathLabel;

/// The whole settings file as text.
class SettingsTextPage final : public Page
{
    Q_OBJECT
public:
    explicit SettingsTextPage(Workspace &workspace, QWidget *parent = nullptr);
    void open(const Route &route) override;
    void retranslate() override;
    void refresh() override;

private:
    PathLabel *m_path;
    JsonTab *m_tab;
};

} // namespace kopru::ui
