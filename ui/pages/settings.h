#pragma once

#include "ui/pages/page.h"

namespace kopru::ui {

class Button;
class ChoiceBox;
class FormField;
class PathLabel;

/// Language and appearance; both take effect at once.
class SettingsPage final : public Page
{
    Q_OBJECT
public:
    explicit SettingsPage(Workspace &workspace, QWidget *parent = nullptr);
    void retranslate() override;
    void refresh() override;

private:
    void take();

    ChoiceBox *m_language;
    ChoiceBox *m_appearance;
    FormField *m_languageField;
    FormField *m_appearanceField;
    TextLabel *m_fileTitle;
    Button *m_text;
    TextLabel *m_aboutTitle;
    TextLabel *m_version;
    TextLabel *m_folderTitle;
    PathLabel *m_folder;
    Button *m_versions;
};

} // namespace kopru::ui
