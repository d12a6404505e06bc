#include "ui/widgets/claudesown.h"

#include "ui/icons.h"
#include "ui/widgets/button.h"
#include "ui/widgets/label.h"
#include "ui/workspace.h"

#include <QtConcurrent/QtConcurrentRun>
#include <QtCore/QEvent>

namespace kopru::ui {

using namespace Qt::StringLiterals;

ClaudesOwn::ClaudesOwn(Workspace &workspace, QWidget *parent)
    : QWidget(parent),
      m_workspace(workspace),
      m_title(new Button(ButtonRole::Link, u"right"_s, u"claudesOwn"_s)),
      m_card(new Card),
      m_lines(new TextLabel),
      m_help(new TextLabel(TextSize::Small))
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(space::small);
    m_title->setCheckable(true);
    m_lines->setObjectName(u"claudesOwnList"_s);
    m_lines->setCopyable(true);
    m_help->setTone(TextLabel::Tone::Secondary);
    m_card->content()->addWidget(m_lines);
    m_card->content()->addWidget(m_help);
    m_card->hide();
    column->addWidget(m_title, 0, Qt::AlignLeft);
    column->addWidget(m_card);
    m_title->hide();
    connect(m_title, &QPushButton::toggled, this, [this](bool open) {
        m_card->setVisible(open);
        m_title->setIcon(icon(open ? u"down"_s : u"right"_s, QPalette::Link));
    });
    connect(&m_look, &QFutureWatcherBase::finished, this, &ClaudesOwn::refresh);
    connect(&workspace, &Workspace::fileChanged, this, &ClaudesOwn::look);
}

void ClaudesOwn::showEvent(QShowEvent *event)
{
    look(); // Claude may have installed one meanwhile.
    QWidget::showEvent(event);
}

void ClaudesOwn::look()
{
    QString folder;
    for (const platform::Place &place : m_workspace.discovery().places)
        if (place.configFile == m_workspace.filePath())
            folder = place.folder;
    if (!folder.isEmpty())
        m_look.setFuture(QtConcurrent::run(platform::installedExtensions, m_workspace.platform(), folder));
    refresh();
}

void ClaudesOwn::refresh()
{
    const QList<platform::Extension> extensions =
        m_look.isFinished() && m_look.future().resultCount() > 0 ? m_look.result() : QList<platform::Extension>();
    const QStringList managed = m_workspace.policy().managedServers;
    QStringList lines;
    for (const platform::Extension &extension : extensions) {
        QString line = extension.name;
        if (!extension.version.isEmpty())
            line += u' ' + extension.version;
        if (!extension.readable)
            line = tr("%1 (its description cannot be read)").arg(line);
        else if (!extension.enabled)
            line = tr("%1 (switched off)").arg(line);
        lines.append(tr("Extension: %1").arg(line));
    }
    for (const QString &name : managed)
        lines.append(tr("Your organisation: %1").arg(name));
    m_title->setText(tr("Claude runs %n more by itself", nullptr, static_cast<int>(lines.size())));
    m_title->setVisible(!lines.isEmpty());
    m_card->setVisible(!lines.isEmpty() && m_title->isChecked());
    m_lines->setText(lines.join(u'\n'));
    m_help->setText(
        tr("Extensions and your organisation's servers are not in the settings file. Change them in Claude, "
           "under “Settings → Extensions”."));
}

void ClaudesOwn::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        refresh();
    QWidget::changeEvent(event);
}

} // namespace kopru::ui
