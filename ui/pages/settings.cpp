#include "ui/pages/settings.h"

#include "bridge/contract/version.h"
#include "ui/tokens.h"
#include "ui/widgets/button.h"
#include "ui/widgets/card.h"
#include "ui/widgets/formfield.h"
#include "ui/widgets/label.h"

namespace kopru::ui {

using namespace Qt::StringLiterals;

SettingsPage::SettingsPage(Workspace &workspace, QWidget *parent)
    : Page(workspace, Body::Scrolls, parent),
      m_language(new ChoiceBox(u"language"_s)),
      m_appearance(new ChoiceBox(u"appearance"_s)),
      m_languageField(new FormField(m_language)),
      m_appearanceField(new FormField(m_appearance)),
      m_fileTitle(new TextLabel(TextSize::Section)),
      m_text(new Button(ButtonRole::Link, {}, u"settingsText"_s)),
      m_aboutTitle(new TextLabel(TextSize::Section)),
      m_version(new TextLabel),
      m_folderTitle(new TextLabel(TextSize::Small)),
      m_folder(new PathLabel),
      m_versions(new Button(ButtonRole::Normal, u"undo"_s, u"earlierVersions"_s))
{
    // Languages name themselves, so that one who chose the wrong one finds the way back.
    m_language->addItem({}, QString());
    m_language->addItem(u"English"_s, u"en"_s);
    m_language->addItem(u"Türkçe"_s, u"tr"_s);
    for (const store::Appearance appearance :
         {store::Appearance::System, store::Appearance::Light, store::Appearance::Dark})
        m_appearance->addItem({}, static_cast<int>(appearance));

    auto *look = new Card;
    look->content()->setContentsMargins(space::wide, space::wide, space::wide, space::wide);
    look->content()->setSpacing(space::large);
    look->content()->addWidget(m_languageField);
    look->content()->addWidget(m_appearanceField);
    body()->addWidget(look);
    auto *file = new Card;
    file->content()->setContentsMargins(space::wide, space::wide, space::wide, space::wide);
    file->content()->addWidget(m_fileTitle);
    file->content()->addWidget(m_text, 0, Qt::AlignLeft);
    body()->addWidget(file);
    connect(m_text, &QPushButton::clicked, this, [this] { Q_EMIT routed({u"text"_s, {}, {}}); });
    auto *about = new Card;
    about->content()->setContentsMargins(space::wide, space::wide, space::wide, space::wide);
    m_folderTitle->setTone(TextLabel::Tone::Secondary);
    about->content()->addWidget(m_aboutTitle);
    about->content()->addWidget(m_version);
    about->content()->addSpacing(space::small);
    about->content()->addWidget(m_folderTitle);
    about->content()->addWidget(m_folder);
    about->content()->addSpacing(space::small);
    about->content()->addWidget(m_versions, 0, Qt::AlignLeft);
    body()->addWidget(about);
    body()->addStretch();
    connect(m_versions, &QPushButton::clicked, this, [this] { Q_EMIT routed({u"versions"_s, {}, {}}); });
    connect(m_language, &QComboBox::activated, this, &SettingsPage::take);
    connect(m_appearance, &QComboBox::activated, this, &SettingsPage::take);
}

void SettingsPage::retranslate()
{
    setTitle(tr("Settings"));
    m_languageField->setLabel(tr("Language"));
    m_language->setItemText(0, tr("As the system"));
    m_appearanceField->setLabel(tr("Appearance"));
    m_appearance->setItemText(0, tr("As the system"));
    m_appearance->setItemText(1, tr("Light"));
    m_appearance->setItemText(2, tr("Dark"));
    m_language->updateGeometry();
    m_appearance->updateGeometry();
    m_fileTitle->setText(tr("Claude's settings file"));
    m_text->setText(tr("Settings file as text"));
    m_aboutTitle->setText(tr("About Kopru"));
    m_version->setText(tr("Version %1").arg(QString::fromLatin1(contract::version.data())));
    m_versions->setText(tr("Earlier versions of the settings file"));
    m_folderTitle->setText(tr("Kopru keeps its own log, settings and copies of your settings file here:"));
    refresh();
}

void SettingsPage::refresh()
{
    const store::Settings &settings = workspace().settings();
    m_language->setCurrentIndex(std::max(0, m_language->findData(settings.language)));
    m_appearance->setCurrentIndex(std::max(0, m_appearance->findData(static_cast<int>(settings.appearance))));
    m_folder->setPath(workspace().dataFolder());
}

void SettingsPage::take()
{
    workspace().setSettings(
        {m_language->currentData().toString(), static_cast<store::Appearance>(m_appearance->currentData().toInt())});
}

} // namespace kopru::ui
