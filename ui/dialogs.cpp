#include "ui/dialogs.h"

#include "app/config/wording.h"
#include "ui/pages/importexport.h"
#include "ui/replacetoken.h"
#include "ui/widgets/button.h"
#include "ui/widgets/formfield.h"
#include "ui/widgets/label.h"
#include "ui/widgets/parkedlist.h"
#include "ui/workspace.h"

#include <QtCore/QCoreApplication>
#include <QtWidgets/QHBoxLayout>

namespace kopru::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int dialogWidth = 440;

QString removalText(bool hasItem)
{
    const QString text = Question::tr("Claude will no longer have this server. You can undo this until you save.");
    return hasItem ? text + u' ' +
                         Question::tr("Its token stays in the keychain; when you save, you can have it deleted too.")
                   : text;
}

struct DiscardWords
{
    Q_DECLARE_TR_FUNCTIONS(DiscardWords)
public:
    static QString title() { return tr("Discard your changes?"); }
    static QString text()
    {
        return tr("What you changed has not been saved. It will be lost, and undo does not bring it back.");
    }
    static QString button() { return tr("Discard my changes"); }
};

QStringList namesIn(const config::Document &document)
{
    QStringList names;
    for (const config::Server &server : document.servers())
        names.append(server.name);
    return names;
}

} // namespace

QVBoxLayout *dialogColumn(QDialog *dialog, const QString &title)
{
    dialog->setWindowTitle(title);
    dialog->setMinimumWidth(dialogWidth);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    auto *column = new QVBoxLayout(dialog);
    column->setContentsMargins(space::wide, space::wide, space::wide, space::wide);
    column->setSpacing(space::medium);
    auto *heading = new TextLabel(TextSize::Section);
    heading->setText(title);
    column->addWidget(heading);
    return column;
}

Question::Question(const QString &title, const QString &text, const QString &doIt, QWidget *parent) : QDialog(parent)
{
    setObjectName(u"question"_s);
    auto *column = dialogColumn(this, title);
    auto *words = new TextLabel;
    words->setText(text);
    column->addWidget(words);
    column->addSpacing(space::small);
    auto *row = new QHBoxLayout;
    auto *keep = new Button(ButtonRole::Normal, {}, u"questionKeep"_s);
    keep->setText(tr("Cancel"));
    keep->setDefault(true);
    auto *act = new Button(ButtonRole::Normal, {}, u"questionDo"_s);
    act->setText(doIt);
    row->addStretch();
    row->addWidget(keep);
    row->addWidget(act);
    column->addLayout(row);
    connect(keep, &QPushButton::clicked, this, &QDialog::reject);
    connect(act, &QPushButton::clicked, this, &QDialog::accept);
    keep->setFocus();
}

NameDialog::NameDialog(Workspace &workspace, const QString &title, const QString &proposal, const QString &doIt,
                       const QString &ownName, QWidget *parent)
    : QDialog(parent), m_workspace(workspace), m_ownName(ownName), m_line(new QLineEdit(proposal))
{
    setObjectName(u"nameDialog"_s);
    auto *column = dialogColumn(this, title);
    m_line->setObjectName(u"newName"_s);
    m_field = new FormField(m_line);
    m_field->setLabel(tr("Name"));
    column->addWidget(m_field);
    column->addSpacing(space::small);
    auto *row = new QHBoxLayout;
    auto *cancel = new Button(ButtonRole::Normal, {}, u"nameCancel"_s);
    cancel->setText(tr("Cancel"));
    m_doIt = new Button(ButtonRole::Primary, {}, u"nameAccept"_s);
    m_doIt->setText(doIt);
    m_doIt->setDefault(true);
    row->addStretch();
    row->addWidget(cancel);
    row->addWidget(m_doIt);
    column->addLayout(row);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_doIt, &QPushButton::clicked, this, &QDialog::accept);
    connect(m_line, &QLineEdit::textEdited, this, &NameDialog::review);
    m_line->selectAll();
    m_line->setFocus();
    review();
}

QString NameDialog::name() const
{
    return m_line->text().trimmed();
}

void NameDialog::review()
{
    m_field->clearFinding();
    bool usable = true;
    if (name().isEmpty()) {
        usable = false; // Nothing typed yet is no fault to shout about.
    } else if (name() != m_ownName && m_workspace.draft().document().contains(name())) {
        m_field->setFinding(State::Failed, config::message(config::EditProblem::NameTaken, name()).what);
        usable = false;
    } else {
        const config::Entry entry;
        for (const config::Finding &finding : config::validateEntry(name(), entry, m_workspace.platform())) {
            if (finding.part != config::Part::Name)
                continue;
            m_field->setFinding(finding.severity == config::Severity::Error ? State::Failed : State::Warning,
                                config::message(finding).what);
            usable = usable && finding.severity != config::Severity::Error;
        }
    }
    m_doIt->setEnabled(usable);
}

void askRemove(Workspace &workspace, const QString &server, QWidget *parent, const ServerDone &done)
{
    const auto found = workspace.draft().document().server(server);
    auto *question = new Question(Question::tr("Remove “%1”?").arg(server),
                                  removalText(found && integrations::refersToKeychain(found->entry)),
                                  Question::tr("Remove the server"), parent);
    QObject::connect(question, &QDialog::accepted, parent, [&workspace, server, done] {
        if (workspace.remove(server))
            done({});
    });
    question->open();
}

void askRename(Workspace &workspace, const QString &server, QWidget *parent, const ServerDone &done)
{
    auto *dialog = new NameDialog(workspace, NameDialog::tr("Rename “%1”").arg(server), server,
                                  NameDialog::tr("Rename"), server, parent);
    QObject::connect(dialog, &QDialog::accepted, parent, [&workspace, server, dialog, done] {
        const QString name = dialog->name();
        if (const auto edited = workspace.draft().document().renamed(server, name)) {
            if (workspace.edit(*edited))
                done(name);
        }
    });
    dialog->open();
}

void askDuplicate(Workspace &workspace, const QString &server, QWidget *parent, const ServerDone &done)
{
    const QString proposal = integrations::freeName(server, namesIn(workspace.draft().document()));
    auto *dialog = new NameDialog(workspace, NameDialog::tr("Duplicate “%1”").arg(server), proposal,
                                  NameDialog::tr("Duplicate"), {}, parent);
    QObject::connect(dialog, &QDialog::accepted, parent, [&workspace, server, dialog, done] {
        const QString name = dialog->name();
        if (const auto edited = workspace.draft().document().duplicated(server, name)) {
            if (workspace.edit(*edited))
                done(name);
        }
    });
    dialog->open();
}

void askDiscard(Workspace &workspace, QWidget *parent, const std::function<void()> &discard)
{
    if (!workspace.isUnsaved()) {
        discard();
        return;
    }
    auto *question = new Question(DiscardWords::title(), DiscardWords::text(), DiscardWords::button(), parent);
    QObject::connect(question, &QDialog::accepted, parent, discard);
    question->open();
}

QList<DialogDescription> dialogs()
{
    return {{"discard",
             [](Workspace &, QWidget *parent) -> QDialog * {
                 return new Question(DiscardWords::title(), DiscardWords::text(), DiscardWords::button(), parent);
             }},
            {"remove",
             [](Workspace &, QWidget *parent) -> QDialog * {
                 return new Question(Question::tr("Remove “%1”?").arg(u"apinizer"_s), removalText(true),
                                     Question::tr("Remove the server"), parent);
             }},
            {"rename",
             [](Workspace &workspace, QWidget *parent) -> QDialog * {
                 return new NameDialog(workspace, NameDialog::tr("Rename “%1”").arg(u"apinizer"_s), u"apinizer"_s,
                                       NameDialog::tr("Rename"), u"apinizer"_s, parent);
             }},
            {"duplicate",
             [](Workspace &workspace, QWidget *parent) -> QDialog * {
                 return new NameDialog(workspace, NameDialog::tr("Duplicate “%1”").arg(u"apinizer"_s), u"apinizer-2"_s,
                                       NameDialog::tr("Duplicate"), {}, parent);
             }},
            {"park",
             [](Workspace &, QWidget *parent) -> QDialog * {
                 return new Question(ParkingQuestions::parkTitle(u"apinizer"_s), ParkingQuestions::parkText(),
                                     ParkingQuestions::parkButton(), parent);
             }},
            {"put-back",
             [](Workspace &workspace, QWidget *parent) -> QDialog * {
                 return new NameDialog(workspace, ParkingQuestions::takenTitle(u"apinizer"_s), u"apinizer-2"_s,
                                       ParkingQuestions::putBackButton(), {}, parent);
             }},
            {"export",
             [](Workspace &workspace, QWidget *parent) -> QDialog * {
                 const QList<config::Server> servers = workspace.draft().document().servers();
                 return new ExportDialog(workspace, servers.isEmpty() ? config::Server{} : servers.front(), parent);
             }},
            {"replace-token", [](Workspace &workspace, QWidget *parent) -> QDialog * {
                 return new ReplaceTokenDialog(workspace, u"apinizer"_s, {u"APINIZER_TOKEN"_s, {}}, parent);
             }}};
}

} // namespace kopru::ui
