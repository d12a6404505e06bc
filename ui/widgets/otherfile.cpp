#include "ui/widgets/otherfile.h"

#include "ui/icons.h"
#include "ui/secondfiles.h"
#include "ui/widgets/button.h"
#include "ui/widgets/label.h"
#include "ui/workspace.h"

#include <QtConcurrent/QtConcurrentRun>
#include <QtCore/QEvent>
#include <QtWidgets/QHBoxLayout>

namespace kopru::ui {

using namespace Qt::StringLiterals;

namespace {

/// More names than this say no more.
constexpr qsizetype namedServers = 4;

} // namespace

OtherFile::OtherFile(Workspace &workspace, QWidget *parent)
    : QWidget(parent),
      m_workspace(workspace),
      m_icon(new IconLabel(iconSize)),
      m_text(new TextLabel(TextSize::Small)),
      m_show(new Button(ButtonRole::Link, {}, u"otherFileShow"_s))
{
    m_text->setObjectName(u"otherFile"_s);
    m_icon->setIcon(stateIcon(State::Warning));
    m_icon->setState(State::Warning);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(space::small);
    row->addWidget(m_icon, 0, Qt::AlignTop);
    row->addWidget(m_text, 1);
    row->addWidget(m_show, 0, Qt::AlignTop);
    hide();
    connect(m_show, &QPushButton::clicked, this, &OtherFile::asked);
    connect(&m_look, &QFutureWatcherBase::finished, this, &OtherFile::refresh);
    connect(&workspace, &Workspace::fileChanged, this, &OtherFile::look);
    connect(&workspace, &Workspace::draftChanged, this, &OtherFile::refresh);
    connect(&workspace.secondFiles(), &SecondFiles::changed, this, &OtherFile::refresh);
    connect(&workspace.secondFiles(), &SecondFiles::written, this, &OtherFile::look);
    look();
}

/// Beside the window: one of the files may stand on a drive that sleeps.
void OtherFile::look()
{
    m_looked = m_workspace.discovery();
    if (m_looked.places.size() > 1)
        m_look.setFuture(QtConcurrent::run([platform = m_workspace.platform(), discovery = m_looked] {
            return config::evidence(platform, discovery);
        }));
    refresh();
}

void OtherFile::refresh()
{
    QStringList servers;
    bool neverRead = true;
    const bool known = m_looked.places.size() > 1 && m_look.isFinished() && m_look.future().resultCount() > 0 &&
                       !m_workspace.isPlaceUnsure();
    for (int i = 0; known && i < m_looked.places.size(); ++i) {
        const platform::Place &place = m_looked.places.at(i);
        if (place.configFile == m_workspace.filePath() || m_workspace.secondFiles().contains(place.configFile))
            continue;
        for (const QString &server : m_look.result().at(i).servers)
            if (!m_workspace.draft().document().contains(server) && !servers.contains(server)) {
                servers.append(server);
                neverRead = neverRead && place.kind == platform::PlaceKind::LinuxLowerCase;
            }
    }
    const QString names =
        servers.size() > namedServers ? servers.first(namedServers).join(u", "_s) + u", …"_s : servers.join(u", "_s);
    m_text->setText(neverRead ? tr("Another settings file holds servers that Claude does not read: %1").arg(names)
                              : tr("Another settings file holds servers that are not in this one: %1").arg(names));
    m_show->setText(tr("Show"));
    setVisible(!servers.isEmpty());
}

void OtherFile::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        refresh();
    QWidget::changeEvent(event);
}

} // namespace kopru::ui
