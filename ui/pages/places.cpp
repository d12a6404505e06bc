#include "ui/pages/places.h"

#include "ui/shown.h"
#include "ui/tokens.h"
#include "ui/widgets/button.h"
#include "ui/widgets/card.h"
#include "ui/widgets/label.h"
#include "ui/widgets/statebadge.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QLocale>

namespace kopru::ui {

using namespace Qt::StringLiterals;

namespace {

class PlaceWording
{
    Q_DECLARE_TR_FUNCTIONS(kopru::ui::PlaceWording)
public:
    static QString name(platform::PlaceKind kind)
    {
        switch (kind) {
        case platform::PlaceKind::MacOs:
            return tr("Claude Desktop for macOS");
        case platform::PlaceKind::WindowsClassic:
            return tr("Claude Desktop for Windows, classic installation");
        case platform::PlaceKind::WindowsStore:
            return tr("Claude Desktop for Windows, installed as a Store program");
        case platform::PlaceKind::Linux:
            return tr("Claude Desktop for Linux");
        case platform::PlaceKind::LinuxLowerCase:
            return tr("A folder with a small c, which Claude Desktop does not read");
        case platform::PlaceKind::LinuxProfile:
            return tr("A profile of its own");
        case platform::PlaceKind::ThirdParty:
            return tr("Claude Desktop with another provider");
        case platform::PlaceKind::Given:
            return tr("The file that was named when Kopru was started");
        case platform::PlaceKind::UserDataOverride:
            return tr("The folder that CLAUDE_USER_DATA_DIR names");
        }
        return {};
    }
};

} // namespace

PlacesPage::PlacesPage(Workspace &workspace, QWidget *parent)
    : Page(workspace, Body::Scrolls, parent), m_cards(new QVBoxLayout)
{
    addBackButton();
    m_cards->setSpacing(space::medium);
    body()->addLayout(m_cards);
    body()->addStretch();
    connect(&workspace, &Workspace::fileChanged, this, &PlacesPage::refresh);
}

void PlacesPage::retranslate()
{
    setTitle(tr("All settings files"));
    setSentence(tr("Claude can keep its settings file in several places. Kopru works on one of them."));
    refresh();
}

void PlacesPage::refresh()
{
    while (QLayoutItem *item = m_cards->takeAt(0)) {
        if (QWidget *card = item->widget()) {
            card->hide();
            card->deleteLater(); // Its button may be what called.
        }
        delete item;
    }
    const QList<platform::Place> &places = workspace().discovery().places;
    for (int i = 0; i < places.size(); ++i) {
        const platform::Place &place = places.at(i);
        auto *card = new Card;
        auto *row = new QHBoxLayout;
        auto *name = new TextLabel;
        name->setText(PlaceWording::name(place.kind));
        row->addWidget(name, 1);
        if (place.configFile == workspace().filePath()) {
            auto *badge = new StateBadge;
            badge->setState(State::Passed, tr("Kopru works on this file"));
            row->addWidget(badge, 0, Qt::AlignTop);
        } else {
            auto *use = new Button(ButtonRole::Normal, {}, u"usePlace%1"_s.arg(i));
            use->setText(tr("Use this file"));
            row->addWidget(use, 0, Qt::AlignTop);
            connect(use, &QPushButton::clicked, this, [this, i] { this->workspace().choosePlace(i); });
        }
        card->content()->addLayout(row);
        auto *path = new PathLabel;
        path->setPath(place.configFile);
        card->content()->addWidget(path);
        auto *facts = new TextLabel(TextSize::Small);
        facts->setTone(TextLabel::Tone::Secondary);
        facts->setText(place.file.exists ? tr("Last changed %1").arg(Shown::ago(place.file.modified))
                                         : tr("This file does not exist."));
        card->content()->addWidget(facts);
        m_cards->addWidget(card);
    }
}

} // namespace kopru::ui
