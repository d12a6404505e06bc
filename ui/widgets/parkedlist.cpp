#include "ui/widgets/parkedlist.h"

#include "app/config/parking.h"
#include "ui/dialogs.h"
#include "ui/shown.h"
#include "ui/tokens.h"
#include "ui/widgets/button.h"
#include "ui/widgets/card.h"
#include "ui/widgets/label.h"
#include "ui/widgets/statebadge.h"
#include "ui/workspace.h"

#include <QtCore/QEvent>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QScrollArea>
#include <QtWidgets/QVBoxLayout>

namespace kopru::ui {

using namespace Qt::StringLiterals;

namespace {

/// So many rows are in sight at once; more of them scroll.
constexpr int rowsInSight = 3;

} // namespace

void ParkingQuestions::askPark(Workspace &workspace, const QString &server, QWidget *parent,
                               const std::function<void()> &done, const std::function<void()> &toSave)
{
    if (!workspace.canPark(server)) {
        auto *question =
            new Question(tr("Save “%1” first").arg(server),
                         tr("Its token goes into the keychain when you save. After that, the server can be parked."),
                         tr("Review and save"), parent);
        QObject::connect(question, &QDialog::accepted, parent, toSave);
        question->open();
        return;
    }
    auto *question = new Question(parkTitle(server), parkText(), parkButton(), parent);
    QObject::connect(question, &QDialog::accepted, parent, [&workspace, server, done] {
        if (workspace.park(server))
            done();
    });
    question->open();
}

void ParkingQuestions::putBack(Workspace &workspace, const store::ParkedServer &server, QWidget *parent,
                               const std::function<void(const QString &)> &done)
{
    if (!workspace.draft().document().contains(server.name)) {
        if (workspace.unpark(server))
            done(server.name);
        return;
    }
    QStringList taken;
    for (const config::Server &other : workspace.draft().document().servers())
        taken.append(other.name);
    auto *dialog = new NameDialog(workspace, takenTitle(server.name), integrations::freeName(server.name, taken),
                                  putBackButton(), {}, parent);
    QObject::connect(dialog, &QDialog::accepted, parent, [&workspace, server, dialog, done] {
        const QString name = dialog->name();
        if (workspace.unpark(server, name))
            done(name);
    });
    dialog->open();
}

void ParkingQuestions::askForget(Workspace &workspace, const store::ParkedServer &server, QWidget *parent)
{
    auto *question = new Question(tr("Delete the parked server “%1”?").arg(server.name),
                                  tr("It cannot be put back afterwards. Earlier versions of the file still hold it."),
                                  tr("Delete the server"), parent);
    QObject::connect(question, &QDialog::accepted, parent, [&workspace, server] { workspace.forgetParked(server); });
    question->open();
}

QString ParkingQuestions::parkTitle(const QString &server)
{
    return tr("Park “%1”?").arg(server);
}

QString ParkingQuestions::parkText()
{
    return tr("Claude no longer starts it. Kopru keeps it unchanged, and you can put it back at any time.");
}

QString ParkingQuestions::parkButton()
{
    return tr("Park the server");
}

QString ParkingQuestions::takenTitle(const QString &server)
{
    return tr("Another server is named “%1” now").arg(server);
}

QString ParkingQuestions::putBackButton()
{
    return tr("Put back");
}

ParkedList::ParkedList(Workspace &workspace, QWidget *parent)
    : QWidget(parent),
      m_workspace(workspace),
      m_title(new TextLabel(TextSize::Section)),
      m_note(new TextLabel(TextSize::Small)),
      m_box(new QWidget),
      m_rows(new QVBoxLayout(m_box)),
      m_scroll(new QScrollArea)
{
    m_title->setObjectName(u"parkedTitle"_s);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    m_note->setTone(TextLabel::Tone::Secondary);
    m_box->setProperty("role", u"scrolled"_s);
    m_rows->setContentsMargins(0, 0, 0, 0);
    m_rows->setSpacing(space::small);
    m_scroll->setWidget(m_box);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(space::tiny);
    column->addWidget(m_title);
    column->addWidget(m_note);
    column->addSpacing(space::tiny);
    column->addWidget(m_scroll);
    for (auto signal : {&Workspace::fileChanged, &Workspace::draftChanged, &Workspace::safetyChanged})
        connect(&workspace, signal, this, &ParkedList::refresh);
    refresh();
}

void ParkedList::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange) {
        m_shown.clear();
        refresh();
    }
    QWidget::changeEvent(event);
}

void ParkedList::refresh()
{
    const QList<store::ParkedServer> servers =
        m_workspace.canEdit() ? m_workspace.parkedServers() : QList<store::ParkedServer>();
    setVisible(!servers.isEmpty());
    m_title->setText(tr("Parked"));
    m_note->setText(tr("Kopru keeps these servers. Claude does not see them."));
    if (servers == m_shown)
        return;
    m_shown = servers;
    while (QLayoutItem *item = m_rows->takeAt(0)) {
        if (QWidget *row = item->widget()) {
            row->hide();
            row->deleteLater(); // Its button may be what called.
        }
        delete item;
    }
    int number = 0;
    for (const store::ParkedServer &server : servers)
        addRow(server, number++);
    m_rows->addStretch();
    int height = 0;
    for (int i = 0; i < std::min(number, rowsInSight); ++i)
        height += m_rows->itemAt(i)->sizeHint().height() + (i > 0 ? m_rows->spacing() : 0);
    m_scroll->setFixedHeight(height);
}

void ParkedList::addRow(const store::ParkedServer &server, int number)
{
    const QString suffix = number > 0 ? QString::number(number + 1) : QString();
    auto *card = new Card;
    card->content()->setContentsMargins(space::large, space::small, space::medium, space::small);
    auto *row = new QHBoxLayout;
    row->setSpacing(space::medium);
    auto *texts = new QVBoxLayout;
    texts->setSpacing(0);
    auto *name = new ElidedLabel;
    name->setObjectName(u"parkedName"_s + suffix);
    QFont bold = textFont(TextSize::Body);
    bold.setWeight(QFont::DemiBold);
    name->setFont(bold);
    name->setText(server.name);
    texts->addWidget(name);
    auto *address = new ElidedLabel;
    address->setFont(monospaceFont(TextSize::Small));
    const auto alone = config::unpark(config::Document(), server);
    const auto entry = alone ? alone->server(server.name) : failure(config::EditProblem::NoSuchServer);
    address->setText(entry ? integrations::shownAddress(entry->entry) : QString());
    texts->addWidget(address);
    row->addLayout(texts, 1);
    auto *badge = new StateBadge;
    badge->setState(State::Neutral, server.file.isEmpty() ? tr("parked with the save") : tr("parked"));
    badge->setToolTip(Shown::moment(server.parked));
    row->addWidget(badge);
    auto *back = new Button(ButtonRole::Normal, u"undo"_s, u"putBack"_s + suffix);
    back->setText(ParkingQuestions::putBackButton());
    back->setAccessibleDescription(server.name);
    row->addWidget(back);
    auto *forget = new Button(ButtonRole::Quiet, u"remove"_s, u"forgetParked"_s + suffix);
    forget->setIconOnly(tr("Delete"));
    forget->setAccessibleDescription(server.name);
    forget->setProperty("compact", true);
    row->addWidget(forget);
    card->content()->addLayout(row);
    m_rows->addWidget(card);
    card->show(); // The height of the list is asked for at once.
    connect(back, &QPushButton::clicked, this, [this, server] {
        ParkingQuestions::putBack(m_workspace, server, this, [this](const QString &put) { Q_EMIT returned(put); });
    });
    connect(forget, &QPushButton::clicked, this,
            [this, server] { ParkingQuestions::askForget(m_workspace, server, this); });
}

} // namespace kopru::ui
