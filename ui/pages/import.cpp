#include "ui/pages/import.h"

#include "app/config/wording.h"
#include "app/snippets/wording.h"
#include "ui/tokens.h"
#include "ui/widgets/button.h"
#include "ui/widgets/card.h"
#include "ui/widgets/label.h"

#include <QtConcurrent/QtConcurrentRun>
#include <QtCore/QFileInfo>
#include <QtWidgets/QFileDialog>

namespace kopru::ui {

using namespace Qt::StringLiterals;
using integrations::ForeignSource;
using integrations::SnippetIgnoredId;
using integrations::SnippetRefusal;

namespace {

constexpr qint64 largestFile = qint64{32} * 1024 * 1024;

constexpr std::array sources{ForeignSource::ClaudeMcpFolder, ForeignSource::ClaudeMcpJson, ForeignSource::VsCode,
                             ForeignSource::Cursor, ForeignSource::ClaudeCode};

} // namespace

ImportPage::ImportPage(Workspace &workspace, QWidget *parent)
    : Page(workspace, Body::Scrolls, parent),
      m_openFile(new Button(ButtonRole::Normal, u"file"_s, u"openServerFile"_s)),
      m_stop(new Button(ButtonRole::Link, u"stop"_s, u"stopLooking"_s)),
      m_summary(new TextLabel),
      m_problems(new TextLabel(TextSize::Small)),
      m_list(new ImportList(workspace)),
      m_places(new Card),
      m_placesTitle(new TextLabel),
      m_placePaths(new PathLabel),
      m_before(new Button(ButtonRole::Normal, u"back"_s, u"importBack"_s)),
      m_next(new Button(ButtonRole::Primary, {}, u"importNext"_s))
{
    addBackButton();
    actions()->addWidget(m_openFile);
    m_summary->setObjectName(u"importSummary"_s);
    m_problems->setObjectName(u"importProblems"_s);
    m_problems->setTone(TextLabel::Tone::Warning);
    m_placePaths->setObjectName(u"importPlaces"_s);
    m_places->content()->addWidget(m_placesTitle);
    m_places->content()->addWidget(m_placePaths);
    body()->addWidget(m_summary);
    body()->addWidget(m_stop, 0, Qt::AlignLeft);
    body()->addWidget(m_problems);
    body()->addWidget(m_list);
    body()->addWidget(m_places);
    body()->addStretch();
    addFooter(m_before, m_next);
    connect(m_before, &QPushButton::clicked, this, &Page::wentBack);
    connect(m_next, &QPushButton::clicked, this, &ImportPage::goOn);
    connect(m_openFile, &QPushButton::clicked, this, &ImportPage::askForFile);
    connect(m_stop, &QPushButton::clicked, this, [this] {
        stop();
        Q_EMIT wentBack();
    });
    connect(m_list, &ImportList::edited, this, [this] { m_next->setEnabled(m_list->chosen() > 0); });
}

void ImportPage::open(const Route &route)
{
    const bool goesOn = takeBack(workspace(), m_added);
    if (!route.detail.isEmpty()) // a file that was dropped, wherever the person was
        openFile(route.detail);
    else if (!goesOn)
        look();
}

void ImportPage::stop()
{
    if (m_looking)
        m_looking->cancel(); // The worker stops at its next file.
    m_looking.reset();
}

void ImportPage::look()
{
    stop();
    m_file.clear();
    m_looked.clear();
    m_state = State::Looking;
    m_looking = std::make_unique<QFutureWatcher<Looked>>();
    connect(m_looking.get(), &QFutureWatcherBase::finished, this, &ImportPage::finished);
    m_looking->setFuture(QtConcurrent::run([platform = workspace().platform()](QPromise<Looked> &promise) {
        for (const integrations::ForeignFile &file : integrations::foreignFiles(platform)) {
            if (promise.isCanceled())
                return;
            promise.addResult(readForeign(file));
        }
    }));
    retranslate();
}

void ImportPage::openFile(const QString &path)
{
    stop();
    m_file = path;
    m_looked.clear();
    m_state = State::Looking;
    m_looking = std::make_unique<QFutureWatcher<Looked>>();
    connect(m_looking.get(), &QFutureWatcherBase::finished, this, &ImportPage::finished);
    m_looking->setFuture(QtConcurrent::run([path, platform = workspace().platform()](QPromise<Looked> &promise) {
        promise.addResult(readAny(path, platform));
    }));
    retranslate();
}

void ImportPage::askForFile()
{
    auto *dialog = new QFileDialog(this, tr("Open a server file"), workspace().platform().home,
                                   tr("Server files (*.json);;All files (*)"));
    dialog->setObjectName(u"openServerFileDialog"_s);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, &ImportPage::openFile);
    dialog->open();
}

ImportPage::Looked ImportPage::readForeign(const integrations::ForeignFile &file)
{
    Looked looked{file.path, file.source, {}, {}, {}, {}};
    const auto bytes = platform::readFile(file.path, largestFile);
    if (bytes)
        looked.snippet = integrations::readForeignFile(file.source, *bytes, QFileInfo(file.path).fileName());
    else
        looked.unreadable = bytes.error();
    return looked;
}

ImportPage::Looked ImportPage::readAny(const QString &path, const platform::Platform &platform)
{
    Looked looked{path, {}, {}, {}, {}, {}};
    const auto bytes = platform::readFile(path, largestFile);
    if (!bytes) {
        looked.unreadable = bytes.error();
        return looked;
    }
    const auto read = integrations::readServerFile(*bytes, platform);
    if (read) {
        looked.portable = *read;
        return looked;
    }
    // A file of another program, or one that somebody saved a snippet in.
    looked.source = integrations::foreignSourceOf(path);
    looked.snippet = looked.source ? integrations::readForeignFile(*looked.source, *bytes, QFileInfo(path).fileName())
                                   : integrations::readSnippet(QString::fromUtf8(*bytes));
    const auto problem = read.error().problem;
    if (looked.snippet.servers.isEmpty() || problem == integrations::ServerFileProblem::Damaged ||
        problem == integrations::ServerFileProblem::NewerVersion ||
        problem == integrations::ServerFileProblem::NoServers) {
        looked.snippet = {};
        looked.damaged = read.error();
    }
    return looked;
}

void ImportPage::finished()
{
    if (m_looking->isCanceled())
        return;
    m_looked = m_looking->future().results();
    m_looking.release()->deleteLater(); // it is still calling
    const config::Document &document = workspace().draft().document();
    const QString bridge = bridges::installedBridge(workspace().platform());
    QList<Offer> offers;
    QList<config::Entry> entries;
    const auto add = [&](Offer offer, const config::Entry &entry, const QString &source) {
        // The same server in two programs is one offer.
        for (qsizetype i = 0; i < offers.size(); ++i)
            if (entries.at(i) == entry && offers.at(i).server.name == offer.server.name &&
                offers.at(i).server.url == offer.server.url) {
                if (!offers.at(i).sources.contains(source))
                    offers[i].sources.append(source);
                return;
            }
        offer.there = isThere(document, entry);
        if (!source.isEmpty())
            offer.sources.append(source);
        offers.append(offer);
        entries.append(entry);
    };
    for (const Looked &looked : std::as_const(m_looked)) {
        for (const integrations::PortableServer &server : looked.portable)
            add(offerOf(server), server.entry, {});
        for (const integrations::SnippetServer &server : looked.snippet.servers)
            add({server, {}, false, {}}, integrations::entryFor(server, bridge), sourceName(looked));
    }
    m_state = offers.isEmpty() ? State::Nothing : State::Found;
    m_list->setOffers(offers);
    retranslate();
    if (!offers.isEmpty())
        m_list->focusFirst();
}

QString ImportPage::sourceName(const Looked &looked) const
{
    if (!m_file.isEmpty())
        return QFileInfo(looked.path).fileName();
    // Of the loose files, the name is what people know.
    return looked.source == ForeignSource::ClaudeMcpFolder || looked.source == ForeignSource::ClaudeMcpJson
               ? looked.path
               : integrations::foreignName(*looked.source);
}

/// Empty where all servers of a file could be read, or it has simply none.
QString ImportPage::problemOf(const Looked &looked) const
{
    if (looked.unreadable) {
        const config::Message words = config::message(*looked.unreadable);
        return looked.path + u": "_s + words.what + u' ' + words.remedy;
    }
    if (looked.damaged) {
        const config::Message words = integrations::message(*looked.damaged);
        return words.what + u' ' + words.remedy;
    }
    const auto &refused = looked.snippet.refused;
    const auto leftOut = [&looked](std::initializer_list<SnippetIgnoredId> ids) {
        QStringList words;
        for (const integrations::SnippetIgnored &ignored : looked.snippet.ignored)
            if (std::find(ids.begin(), ids.end(), ignored.id) != ids.end())
                words.append(integrations::snippetIgnoredText(ignored));
        return words;
    };
    if (!refused) {
        const QStringList words =
            leftOut({SnippetIgnoredId::More, SnippetIgnoredId::MoreVariables, SnippetIgnoredId::MorePlaceholders});
        return words.isEmpty() ? QString() : looked.path + u": "_s + words.join(u' ');
    }
    if (*refused == SnippetRefusal::Empty || *refused == SnippetRefusal::OAuth)
        return {};
    const QStringList words = QStringList{integrations::snippetCause(*refused)} +
                              leftOut({SnippetIgnoredId::CutOff, SnippetIgnoredId::Incomplete});
    // Settings without a server are no fault.
    return *refused == SnippetRefusal::NoServer && words.size() == 1 ? QString()
                                                                     : looked.path + u": "_s + words.join(u' ');
}

void ImportPage::goOn()
{
    const int chosen = m_list->chosen();
    const auto document = m_list->complete();
    if (!document || !workspace().edit(*document))
        return;
    m_added = *document;
    const auto first = m_list->first();
    Q_EMIT routed({u"review"_s, chosen == 1 && first ? first->name : QString(), u"add"_s});
}

void ImportPage::retranslate()
{
    const bool programs = m_file.isEmpty();
    setTitle(programs ? tr("Import from other programs") : tr("Servers in %1").arg(QFileInfo(m_file).fileName()));
    setSentence(m_state == State::Found
                    ? tr("Step 2 of 3: choose what Claude shall have. The other program keeps its own.")
                    : QString());
    m_openFile->setText(tr("Open a server file"));
    m_stop->setText(tr("Stop"));
    m_stop->setVisible(m_state == State::Looking);
    m_before->setText(tr("Back"));
    m_next->setText(tr("Continue"));
    showFooter(m_state == State::Found);
    m_list->setVisible(m_state == State::Found);
    m_next->setEnabled(m_list->chosen() > 0);
    QStringList problems;
    for (const Looked &looked : std::as_const(m_looked))
        if (const QString problem = problemOf(looked); !problem.isEmpty())
            problems.append(problem);
    m_problems->setText(problems.join(u'\n'));
    m_problems->setVisible(!problems.isEmpty());
    switch (m_state) {
    case State::Looking:
        m_summary->setText(programs ? tr("Kopru is looking at the settings of other programs…")
                                    : tr("Kopru is reading the file…"));
        break;
    case State::Found:
        m_summary->setText(programs ? tr("These servers were found on this computer.")
                                    : tr("A server file holds no secrets; they are asked for here."));
        break;
    case State::Nothing:
        m_summary->setText(programs ? tr("No server of another program was found on this computer.")
                                    : tr("This file cannot be used."));
        break;
    }
    m_summary->setVisible(m_state != State::Found || programs || m_looked.value(0).snippet.servers.isEmpty());
    m_places->setVisible(m_state == State::Nothing && programs);
    m_placesTitle->setText(tr("Kopru looked here:"));
    QStringList paths;
    for (const ForeignSource source : sources)
        paths.append(integrations::foreignPath(workspace().platform(), source));
    m_placePaths->setPath(paths.join(u'\n'));
}

} // namespace kopru::ui
