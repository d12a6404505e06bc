#include "ui/pages/importexport.h"

#include "app/config/wording.h"
#include "ui/dialogs.h"
#include "ui/tokens.h"
#include "ui/widgets/button.h"
#include "ui/widgets/label.h"

#include <QtConcurrent/QtConcurrentRun>
#include <QtCore/QFileInfo>
#include <QtWidgets/QFileDialog>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QPlainTextEdit>

namespace kopru::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int carriedHeight = 140;

/// A name of a server as the name of a file on every system.
QString fileName(const QString &server)
{
    QString name;
    for (const QChar sign : server)
        name.append(sign.isLetterOrNumber() || sign == u'-' || sign == u'_' || sign == u' ' ? sign : QChar(u'-'));
    return name.trimmed() + u".kopru.json"_s;
}

} // namespace

ExportDialog::ExportDialog(Workspace &workspace, const config::Server &server, QWidget *parent)
    : QDialog(parent),
      m_platform(workspace.platform()),
      m_server(integrations::portable(server)),
      m_result(new TextLabel),
      m_close(new Button(ButtonRole::Normal, {}, u"exportClose"_s)),
      m_save(new Button(ButtonRole::Primary, u"save"_s, u"exportSave"_s))
{
    setObjectName(u"exportDialog"_s);
    m_claudesFiles.append(workspace.filePath());
    for (const platform::Place &place : workspace.discovery().places)
        m_claudesFiles.append(place.configFile);
    auto *column = dialogColumn(this, tr("Export “%1”").arg(server.name));
    auto *words = new TextLabel;
    words->setObjectName(u"exportWords"_s);
    words->setText(tr("A colleague can open the file with Kopru. Secrets are left out; Kopru asks for them there."));
    column->addWidget(words);
    QStringList left;
    for (const QString &id : integrations::questionsOf(m_server))
        left.append(u"• "_s + integrations::questionText(m_server, id));
    if (!left.isEmpty()) {
        auto *list = new TextLabel(TextSize::Small);
        list->setObjectName(u"exportLeftOut"_s);
        list->setTone(TextLabel::Tone::Secondary);
        list->setText(tr("Left out:") + u'\n' + left.join(u'\n'));
        column->addWidget(list);
    }
    auto *carriedTitle = new TextLabel(TextSize::Small);
    carriedTitle->setTone(TextLabel::Tone::Secondary);
    carriedTitle->setText(tr("This stands in the file, for everybody to read:"));
    column->addWidget(carriedTitle);
    auto *carried = new QPlainTextEdit;
    carried->setObjectName(u"exportCarried"_s);
    carried->setAccessibleName(carriedTitle->text());
    carried->setReadOnly(true);
    carried->setTabChangesFocus(true);
    carried->setFont(monospaceFont(TextSize::Small));
    carried->setMaximumHeight(carriedHeight);
    carried->setPlainText(integrations::carriedTexts(m_server, m_platform).join(u'\n'));
    column->addWidget(carried);
    m_result->setObjectName(u"exportResult"_s);
    m_result->hide();
    column->addWidget(m_result);
    column->addSpacing(space::small);
    auto *row = new QHBoxLayout;
    m_close->setText(tr("Cancel"));
    m_save->setText(tr("Save as a file"));
    m_save->setDefault(true);
    row->addStretch();
    row->addWidget(m_close);
    row->addWidget(m_save);
    column->addLayout(row);
    connect(m_close, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_save, &QPushButton::clicked, this, &ExportDialog::askWhere);
    connect(&m_writing, &QFutureWatcherBase::finished, this, [this] {
        const auto written = m_writing.result();
        m_save->setEnabled(true);
        if (written) {
            m_result->setTone(TextLabel::Tone::Passed);
            m_result->setText(tr("The file is saved."));
            m_close->setText(tr("Close"));
            m_save->hide();
        } else {
            const config::Message problem =
                written.error() ? config::message(*written.error())
                                : config::Message{tr("This is Claude's settings file, which is not written over."),
                                                  tr("Choose another name or another folder.")};
            m_result->setTone(TextLabel::Tone::Failed);
            m_result->setText(problem.what + u' ' + problem.remedy);
        }
        m_result->show();
    });
}

void ExportDialog::askWhere()
{
    auto *dialog =
        new QFileDialog(this, tr("Save the server file"), m_platform.join(m_platform.home, fileName(m_server.name)),
                        tr("Server files (*.json);;All files (*)"));
    dialog->setObjectName(u"exportFileDialog"_s);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(u"json"_s);
    connect(dialog, &QFileDialog::fileSelected, this, &ExportDialog::write);
    dialog->open();
}

void ExportDialog::write(const QString &path)
{
    m_save->setEnabled(false);
    m_writing.setFuture(QtConcurrent::run(
        [path, claudes = m_claudesFiles, text = integrations::serverFileText({m_server}, m_platform)]() -> Written {
            for (const QString &file : claudes)
                if (QFileInfo(file) == QFileInfo(path)) // also by another path
                    return failure(std::optional<platform::FileError>());
            if (const auto written = platform::replaceFile(path, text, 0644); !written)
                return failure(std::optional(written.error()));
            return {}; // without a secret; it is meant for others
        }));
}

} // namespace kopru::ui
