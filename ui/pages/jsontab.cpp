#include "ui/pages/jsontab.h"

#include "app/config/jsontext.h"
#include "app/config/merge.h"
#include "app/config/tolerant.h"
#include "app/config/wording.h"
#include "ui/icons.h"
#include "ui/widgets/button.h"
#include "ui/widgets/diffview.h"
#include "ui/widgets/faultlist.h"
#include "ui/widgets/jsonedit.h"
#include "ui/widgets/label.h"

#include <QtConcurrent/QtConcurrentRun>
#include <QtCore/QEvent>
#include <QtCore/QFutureWatcher>
#include <QtGui/QKeyEvent>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QVBoxLayout>

namespace kopru::ui {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto pause = 300ms;
/// A text up to this size is read at once where it cannot wait, such as in front of a save.
constexpr qsizetype readAtOnce = 512 * 1024;
constexpr qsizetype mostShown = 300; ///< findings; nobody reads more
constexpr int shownRows = 4;
constexpr int lowRows = 2; ///< where there is little room
constexpr int lowHeight = 400;

config::Finding findingOf(const config::SyntaxError &fault)
{
    config::Finding finding;
    finding.severity = config::Severity::Error;
    finding.problem = config::Problem::FaultyFile;
    finding.part = config::Part::File;
    finding.fault = fault;
    finding.position = fault.position;
    return finding;
}

/// Behind the text, word or sign that begins at a place.
qsizetype endOfWord(const QByteArray &text, qsizetype begin)
{
    if (begin >= text.size())
        return text.size();
    qsizetype end = begin + 1;
    if (text[begin] == '"') {
        while (end < text.size() && text[end] != '"' && text[end] != '\n' && text[end] != '\r')
            end += text[end] == '\\' ? 2 : 1;
        end += end < text.size() && text[end] == '"' ? 1 : 0;
    } else {
        const auto belongs = [](char c) {
            return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' ||
                   c == '.' || static_cast<unsigned char>(c) >= 0x80;
        };
        if (belongs(text[begin]))
            while (end < text.size() && belongs(text[end]))
                ++end;
    }
    return std::min(end, text.size());
}

} // namespace

/// What is to be read.
struct JsonTab::Question
{
    quint64 version = 0;
    QString characters;
    config::LineEnd usual = config::LineEnd::LineFeed;
    QByteArray before;
    QByteArray behind;
    std::optional<QByteArray> bytes; ///< of what cannot be edited, whole, in place of the characters
    std::optional<QString> server;
    platform::Platform platform;
    bool findings = true;
    bool secretsShown = false;
    qsizetype cursor = 0;
    bool left = false;
};

struct JsonTab::Answer
{
    quint64 version = 0;
    QByteArray text; ///< of the part
    std::optional<config::Document> document;
    qsizetype faults = 0;
    config::Findings findings;
    QList<TextMark> marks; ///< one for each, without its sentence
    qsizetype left = 0;
    std::optional<QByteArray> mended;
    QString characters; ///< with what is secret now hidden; empty where nothing is to be hidden
    qsizetype cursor = 0;
};

JsonTab::JsonTab(Workspace &workspace, QWidget *parent)
    : QWidget(parent),
      m_workspace(workspace),
      m_sentence(new TextLabel),
      m_other(new Button(ButtonRole::Link, {}, u"jsonOther"_s)),
      m_secrets(new Button(ButtonRole::Normal, u"show"_s, u"jsonSecrets"_s)),
      m_find(new Button(ButtonRole::Normal, u"search"_s, u"jsonFind"_s)),
      m_mend(new Button(ButtonRole::Normal, u"tool"_s, u"jsonMend"_s)),
      m_bar(new QWidget),
      m_barLabel(new TextLabel),
      m_barText(new QLineEdit),
      m_barCount(new TextLabel(TextSize::Small)),
      m_previous(new Button(ButtonRole::Normal, {}, u"jsonPrevious"_s)),
      m_next(new Button(ButtonRole::Normal, {}, u"jsonNext"_s)),
      m_closeBar(new Button(ButtonRole::Quiet, {}, u"jsonCloseBar"_s)),
      m_edit(new JsonEdit(u"jsonText"_s)),
      m_faultList(new FaultList(u"jsonFaults"_s, 0)),
      m_mendBox(new QWidget),
      m_mendText(new TextLabel),
      m_diff(new DiffView(u"jsonMendDiff"_s)),
      m_takeMended(new Button(ButtonRole::Primary, u"check"_s, u"jsonTakeMended"_s)),
      m_leaveMended(new Button(ButtonRole::Normal, {}, u"jsonLeaveMended"_s))
{
    m_sentence->setObjectName(u"jsonSentence"_s);
    m_barText->setObjectName(u"jsonBarText"_s);
    m_barCount->setObjectName(u"jsonBarCount"_s);
    m_barLabel->setWordWrap(false);
    m_barCount->setTone(TextLabel::Tone::Secondary);
    m_faultList->hide();
    m_secrets->setCheckable(true);

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(space::small);
    auto *words = new QVBoxLayout;
    words->setSpacing(space::tiny);
    words->addWidget(m_sentence);
    words->addWidget(m_other, 0, Qt::AlignLeft);
    auto *head = new QHBoxLayout;
    head->setSpacing(space::small);
    head->addLayout(words, 1);
    head->addWidget(m_mend, 0, Qt::AlignTop);
    head->addWidget(m_find, 0, Qt::AlignTop);
    head->addWidget(m_secrets, 0, Qt::AlignTop);
    column->addLayout(head);
    auto *bar = new QHBoxLayout(m_bar);
    bar->setContentsMargins(0, 0, 0, 0);
    bar->setSpacing(space::small);
    bar->addWidget(m_barLabel);
    bar->addWidget(m_barText, 1);
    bar->addWidget(m_previous);
    bar->addWidget(m_next);
    bar->addWidget(m_closeBar);
    column->addWidget(m_bar);
    column->addWidget(m_barCount);
    m_bar->hide();
    m_barCount->hide();
    m_edit->setMinimumHeight(96);
    column->addWidget(m_edit, 1);
    column->addWidget(m_faultList);
    auto *mending = new QVBoxLayout(m_mendBox);
    mending->setContentsMargins(0, 0, 0, 0);
    mending->setSpacing(space::small);
    mending->addWidget(m_mendText);
    mending->addWidget(m_diff, 1);
    auto *mendRow = new QHBoxLayout;
    mendRow->setSpacing(space::small);
    mendRow->addWidget(m_leaveMended);
    mendRow->addStretch();
    mendRow->addWidget(m_takeMended);
    mending->addLayout(mendRow);
    mending->addStretch(0);
    column->addWidget(m_mendBox, 1);
    m_mendBox->hide();
    m_other->hide();
    m_mend->hide();

    m_pause.setSingleShot(true);
    m_pause.setInterval(pause);
    connect(&m_pause, &QTimer::timeout, this, [this] {
        m_edit->endStep();
        startReading();
    });
    connect(m_edit, &JsonEdit::edited, this, &JsonTab::typed);
    connect(m_edit, &JsonEdit::undoWanted, &workspace, &Workspace::undo);
    connect(m_edit, &JsonEdit::redoWanted, &workspace, &Workspace::redo);
    connect(m_edit, &JsonEdit::leaving, this, [this] {
        m_left = true;
        finishNow();
        if (!m_typed && m_edit->document()->characterCount() <= readAtOnce)
            hideTyped(read(question()));
        else if (!m_typed)
            startReading();
    });
    connect(m_secrets, &QPushButton::toggled, this, [this](bool shown) {
        m_edit->showSecrets(shown);
        retranslate();
    });
    connect(m_find, &QPushButton::clicked, this, [this] { openBar(false); });
    connect(m_closeBar, &QPushButton::clicked, this, &JsonTab::closeBar);
    connect(m_previous, &QPushButton::clicked, this, [this] { search(true); });
    connect(m_next, &QPushButton::clicked, this, [this] { search(false); });
    connect(m_barText, &QLineEdit::returnPressed, this, [this] { search(false); });
    connect(m_barText, &QLineEdit::textChanged, m_barCount, &QWidget::hide);
    const auto jump = [this](QListWidgetItem *item) {
        const int row = m_faultList->row(item);
        if (row >= 0 && row < m_edit->marks().size())
            m_edit->jumpTo(m_edit->marks().at(row).begin);
    };
    connect(m_faultList, &QListWidget::itemClicked, this, jump);
    connect(m_faultList, &QListWidget::itemActivated, this, jump);
    connect(m_mend, &QPushButton::clicked, this, &JsonTab::askMending);
    connect(m_takeMended, &QPushButton::clicked, this, &JsonTab::takeMended);
    connect(m_leaveMended, &QPushButton::clicked, this, &JsonTab::leaveMending);
    connect(m_other, &QPushButton::clicked, this, [this] { Q_EMIT routed({u"text"_s, {}, {}}); });
    for (auto signal : {&Workspace::draftChanged, &Workspace::fileChanged, &Workspace::unreadTextChanged})
        connect(&workspace, signal, this, &JsonTab::follow);
    connect(&workspace, &Workspace::savingChanged, this, [this] {
        updateReadOnly();
        if (m_typed && !m_workspace.isSaving())
            startReading();
    });
    retranslate();
}

JsonTab::~JsonTab() = default;

void JsonTab::retranslate()
{
    m_edit->setAccessibleName(m_server ? tr("Entry of “%1” as text").arg(*m_server) : tr("Settings file as text"));
    m_secrets->setText(m_secrets->isChecked() ? tr("Hide secrets") : tr("Show secrets"));
    m_find->setText(tr("Find"));
    m_mend->setText(tr("Mend…"));
    m_barLabel->setText(m_barForLine ? tr("Go to line") : tr("Find"));
    m_barText->setAccessibleName(m_barLabel->text());
    m_previous->setText(tr("Previous"));
    m_next->setText(m_barForLine ? tr("Go") : tr("Next"));
    m_closeBar->setText(tr("Close"));
    m_faultList->setAccessibleName(tr("What is wrong with the text"));
    m_mendText->setText(tr("This would be changed to mend the text. Nothing is saved yet."));
    m_takeMended->setText(tr("Take the mended text"));
    m_leaveMended->setText(tr("Back to the text"));
    m_other->setText(tr("Show the text with the fault"));
    wordMarks();
    showSentence();
}

void JsonTab::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    if (event->type() == QEvent::PaletteChange)
        wordMarks();
    QWidget::changeEvent(event);
}

void JsonTab::hideEvent(QHideEvent *event)
{
    finishNow();
    m_secrets->setChecked(false);
    QWidget::hideEvent(event);
}

void JsonTab::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    if (m_stale)
        follow();
}

// What is shown

const config::BrokenFile *JsonTab::brokenFile() const
{
    if (m_workspace.fileState() != FileState::Unusable || !m_workspace.openError() || m_workspace.draft().isChanged())
        return nullptr;
    return std::get_if<config::BrokenFile>(&*m_workspace.openError());
}

bool JsonTab::isOthers() const
{
    return m_server && m_workspace.unreadText() && m_workspace.unreadText()->server != m_server;
}

JsonTab::Part JsonTab::partOf(const config::Document &document) const
{
    const QByteArray &text = document.text();
    if (!m_server)
        return {{}, text, {}};
    const qsizetype key = document.positionOf(*m_server).offset;
    const qsizetype end = key + document.memberText(*m_server).size();
    // With its indentation, so that its lines stand below each other.
    qsizetype begin = key;
    while (begin > 0 && (text[begin - 1] == ' ' || text[begin - 1] == '\t'))
        --begin;
    if (begin > 0 && text[begin - 1] != '\n' && text[begin - 1] != '\r')
        begin = key;
    return {text.left(begin), text.mid(begin, end - begin), text.mid(end)};
}

std::optional<JsonTab::Part> JsonTab::draftPart() const
{
    if (m_workspace.fileState() == FileState::NoPlace)
        return std::nullopt;
    if (const config::BrokenFile *broken = brokenFile())
        return m_server ? std::nullopt : std::optional(Part{{}, broken->bytes, {}});
    if (m_workspace.fileState() == FileState::Unusable && !m_workspace.draft().isChanged())
        return std::nullopt;
    if (m_server && !m_workspace.draft().document().contains(*m_server))
        return std::nullopt;
    return partOf(m_workspace.draft().document());
}

void JsonTab::open(const std::optional<QString> &server)
{
    const bool same = m_opened && server == m_server;
    m_server = server;
    m_opened = true;
    if (same)
        follow();
    else
        load();
    retranslate();
}

void JsonTab::load()
{
    leaveMending();
    m_typed = false;
    const auto &unread = m_workspace.unreadText();
    if (unread && !isOthers()) {
        m_basis = unread->basis;
        if (m_server)
            show({unread->before, unread->text, unread->behind}, false);
        else
            show({{}, unread->whole(), {}}, false);
        m_typed = true;
    } else if (const auto part = draftPart()) {
        show(*part, false);
    } else {
        show({}, false);
    }
    startReading();
}

void JsonTab::show(const Part &part, bool sameText)
{
    m_utf8 = config::json::firstInvalidUtf8(part.text) < 0;
    m_part = part;
    int firstLine = 1;
    if (!part.before.isEmpty()) {
        const auto count = std::count(part.before.begin(), part.before.end(), '\n');
        firstLine += static_cast<int>(count > 0 ? count : std::count(part.before.begin(), part.before.end(), '\r'));
    }
    // What is no UTF-8 is shown as well as it can be, and not edited.
    const QByteArray shown = m_utf8 ? part.text : QString::fromUtf8(part.text).toUtf8();
    const config::LineEnd usual =
        sameText ? m_edit->usualLineEnd() : config::usualLineEnd(part.before + part.text + part.behind);
    const auto put = [this, sameText, usual, firstLine](const QString &characters) {
        if (sameText)
            m_edit->updateCharacters(characters, firstLine);
        else
            m_edit->setCharacters(characters, usual, firstLine);
        m_edit->forgetSteps();
        updateReadOnly();
    };
    m_preparing.reset();
    if (shown.size() <= readAtOnce) {
        put(JsonEdit::prepared(shown, usual, m_edit->secretsShown()));
        return;
    }
    m_preparing = std::make_unique<QObject>();
    updateReadOnly();
    auto *watcher = new QFutureWatcher<QString>(m_preparing.get());
    connect(watcher, &QFutureWatcherBase::finished, m_preparing.get(), [this, watcher, put] {
        m_preparing.release()->deleteLater(); // it is still emitting
        put(watcher->result());
        startReading();
    });
    watcher->setFuture(QtConcurrent::run(
        [shown, usual, secrets = m_edit->secretsShown()] { return JsonEdit::prepared(shown, usual, secrets); }));
}

void JsonTab::updateReadOnly()
{
    m_edit->setReadOnly(m_workspace.isSaving() || m_preparing || !m_utf8 || isOthers() || !draftPart());
    showSentence();
}

/// The draft is another one than before.
void JsonTab::follow()
{
    if (!m_opened || m_committing)
        return;
    if (!isVisible()) {
        m_stale = true;
        return;
    }
    m_stale = false;
    const auto &unread = m_workspace.unreadText();
    if (unread && !isOthers()) {
        const QByteArray shown = m_server ? unread->text : unread->whole();
        if (!m_typed && !unread->isBeingRead && m_edit->text() != shown)
            load();
        showSentence();
        return;
    }
    if (m_typed && unread) // It is brought together with the draft when it has been read.
        return;
    if (m_typed) { // It was given up, with the file read anew.
        m_pause.stop();
        m_reading.reset();
        load();
        return;
    }
    const auto part = draftPart();
    if (!part)
        load();
    else if (part->text != m_part.text || part->before != m_part.before || part->behind != m_part.behind) {
        leaveMending();
        show(*part, true);
        startReading();
    }
    updateReadOnly();
}

// What is typed

void JsonTab::typed()
{
    m_left = false;
    if (!m_typed) {
        m_typed = true;
        const auto &unread = m_workspace.unreadText();
        m_basis = unread ? unread->basis : m_workspace.draft().document();
        if (!unread)
            m_workspace.setUnreadText(
                UnreadText{m_server, m_basis, m_part.before, m_part.text, m_part.behind, 0, true});
    }
    m_pause.start();
}

JsonTab::Question JsonTab::question() const
{
    Question question;
    question.version = m_edit->version();
    question.characters = m_edit->characters();
    question.usual = m_edit->usualLineEnd();
    question.before = m_part.before;
    question.behind = m_part.behind;
    if (!m_utf8)
        question.bytes = m_part.text;
    question.server = m_server;
    question.platform = m_workspace.platform();
    question.secretsShown = m_edit->secretsShown();
    question.cursor = m_edit->textCursor().position();
    question.left = m_left;
    return question;
}

JsonTab::Answer JsonTab::read(const Question &question)
{
    Answer answer;
    answer.version = question.version;
    answer.text = question.bytes ? *question.bytes : config::editedBytes(question.characters, question.usual);
    const QByteArray whole = question.before + answer.text + question.behind;
    auto parsed = config::Document::parse(whole);
    config::Findings findings;
    if (parsed) {
        answer.document = *std::move(parsed);
        if (question.findings)
            findings = config::validate(*answer.document, question.platform);
    } else {
        const config::Reading reading = config::readTolerantly(whole);
        for (const config::SyntaxError &fault : reading.faults)
            findings.append(findingOf(fault));
        if (findings.isEmpty())
            findings.append(findingOf(parsed.error()));
        answer.faults = findings.size();
        answer.mended = reading.mended;
        if (answer.mended && !config::Document::parse(*answer.mended))
            answer.mended.reset();
    }
    if (answer.document && !question.secretsShown && !question.bytes) {
        const qsizetype offset =
            config::editedBytes(QStringView(question.characters).left(question.cursor), question.usual).size();
        answer.characters = JsonEdit::prepared(answer.text, question.usual, false, question.left ? -1 : offset);
        if (answer.characters == question.characters)
            answer.characters.clear();
        else
            answer.cursor = config::placesOf(answer.characters, question.usual, {offset}).front();
    }
    const QString &characters = answer.characters.isEmpty() ? question.characters : answer.characters;
    const qsizetype first = question.before.size();
    QList<qsizetype> offsets;
    for (const config::Finding &finding : std::as_const(findings)) {
        const qsizetype offset = finding.position.offset;
        const bool inside = offset >= first && offset <= first + answer.text.size();
        if (question.server && answer.faults == 0 && (!inside || finding.server != *question.server))
            continue;
        if (answer.findings.size() >= mostShown) {
            ++answer.left;
            continue;
        }
        qsizetype begin = std::clamp<qsizetype>(offset - first, 0, answer.text.size());
        // At the end of a line there is nothing to underline but what stands in front of it.
        const auto isEnd = [&answer](qsizetype at) {
            return at == answer.text.size() || answer.text.at(at) == '\n' || answer.text.at(at) == '\r';
        };
        if (begin > 0 && isEnd(begin) && !isEnd(begin - 1)) {
            --begin;
            while (begin > 0 && (static_cast<unsigned char>(answer.text.at(begin)) & 0xc0U) == 0x80U)
                --begin;
            offsets.append(begin);
            offsets.append(begin + 1);
        } else {
            offsets.append(begin);
            offsets.append(endOfWord(answer.text, begin));
        }
        answer.findings.append(finding);
        answer.marks.append({0, 0, stateOf(finding.severity), {}});
    }
    QList<qsizetype> sorted = offsets;
    std::sort(sorted.begin(), sorted.end());
    sorted.erase(std::unique(sorted.begin(), sorted.end()), sorted.end());
    const QList<qsizetype> places = config::placesOf(characters, question.usual, sorted);
    const auto placeOf = [&](qsizetype offset) {
        return places.at(std::lower_bound(sorted.cbegin(), sorted.cend(), offset) - sorted.cbegin());
    };
    for (qsizetype i = 0; i < answer.marks.size(); ++i) {
        answer.marks[i].begin = placeOf(offsets.at(2 * i));
        answer.marks[i].end = std::max(placeOf(offsets.at(2 * i + 1)), answer.marks[i].begin + 1);
    }
    return answer;
}

void JsonTab::startReading()
{
    m_pause.stop();
    if (m_preparing) // It comes back then.
        return;
    if (m_reading) { // One at a time, and then the newest.
        m_again = true;
        return;
    }
    m_again = false;
    m_reading = std::make_unique<QObject>();
    auto *watcher = new QFutureWatcher<Answer>(m_reading.get());
    connect(watcher, &QFutureWatcherBase::finished, m_reading.get(), [this, watcher] {
        const Answer answer = watcher->result();
        m_reading.release()->deleteLater(); // it is still emitting
        if (answer.version == m_edit->version() && !m_again)
            take(answer);
        else
            startReading();
    });
    watcher->setFuture(QtConcurrent::run([asked = question()] { return read(asked); }));
}

/// What was typed must be known now: the person goes somewhere else.
void JsonTab::finishNow()
{
    if (!m_typed || (!m_pause.isActive() && !m_reading))
        return;
    if (m_edit->document()->characterCount() > readAtOnce) {
        if (m_pause.isActive())
            startReading();
        return;
    }
    m_pause.stop();
    m_reading.reset();
    m_again = false;
    Question asked = question();
    asked.findings = false; // They look into folders.
    take(read(asked));
    startReading();
}

void JsonTab::take(const Answer &answer)
{
    if (m_typed && !m_edit->isReadOnly()) {
        if (answer.document)
            commit(*answer.document, answer.text);
        else
            keep(answer);
    }
    if (!m_typed)
        hideTyped(answer);
    // Bringing it together with the draft may have made another text of it; that one is being read then.
    if (m_edit->version() == answer.version || !answer.characters.isEmpty())
        showFindings(answer);
    showSentence();
}

void JsonTab::commit(const config::Document &typed, const QByteArray &text)
{
    const config::Document &draft = m_workspace.draft().document();
    config::Document document = typed;
    // Somebody used a form or an undo meanwhile: both count, and of the same key what was typed last.
    if (!(m_basis == draft) && !brokenFile()) {
        const config::Merge asked = config::merge(m_basis, typed, draft);
        config::Choices choices;
        for (const config::Conflict &conflict : asked.conflicts)
            choices.insert(conflict.path, config::Keep::Ours);
        document = choices.isEmpty() ? asked.document : config::merge(m_basis, typed, draft, choices).document;
    }
    m_committing = true;
    m_typed = false;
    m_part.text = text;
    m_workspace.setUnreadText({});
    const bool taken = document == draft || m_workspace.edit(document);
    m_committing = false;
    if (!taken) { // A save began: it is taken when that is over.
        m_typed = true;
        m_workspace.setUnreadText(UnreadText{m_server, m_basis, m_part.before, text, m_part.behind, 0, true});
        return;
    }
    m_edit->forgetSteps();
    if (m_server && !document.contains(*m_server)) {
        const qsizetype begin = m_part.before.size();
        for (const config::Server &server : document.servers()) {
            if (server.position.offset < begin || server.position.offset >= begin + text.size())
                continue;
            m_server = server.name;
            Q_EMIT renamed(server.name);
            break;
        }
    }
    if (!(document == typed)) {
        if (const auto part = draftPart()) {
            show(*part, true);
            startReading();
        }
    }
}

/// What has become a secret by typing, once the cursor is elsewhere.
void JsonTab::hideTyped(const Answer &answer)
{
    if (answer.characters.isEmpty() || answer.version != m_edit->version() || !answer.document)
        return;
    m_edit->updateCharacters(answer.characters, m_edit->firstLine());
    QTextCursor cursor = m_edit->textCursor();
    cursor.setPosition(static_cast<int>(answer.cursor));
    m_edit->setTextCursor(cursor);
    m_edit->forgetSteps();
}

void JsonTab::keep(const Answer &answer)
{
    UnreadText unread{m_server, m_basis, m_part.before, answer.text, m_part.behind, answer.faults, false};
    m_committing = true;
    m_workspace.setUnreadText(std::move(unread));
    m_committing = false;
}

// What is wrong with it

void JsonTab::showFindings(const Answer &answer)
{
    m_findings = answer.findings;
    m_faults = answer.faults;
    m_more = answer.left;
    m_mended = answer.mended;
    if (m_offered && m_offered != m_mended) // What is in sight is no longer what would be taken.
        leaveMending();
    m_edit->setMarks(answer.marks);
    wordMarks();
}

void JsonTab::wordMarks()
{
    QList<TextMark> marks = m_edit->marks();
    if (marks.size() != m_findings.size())
        return;
    const int row = m_faultList->currentRow();
    m_faultList->clear();
    for (qsizetype i = 0; i < marks.size(); ++i) {
        const config::Message words = config::message(m_findings.at(i));
        marks[i].sentence = words.remedy.isEmpty() ? words.what : words.what + u' ' + words.remedy;
        const config::Finding &finding = m_findings.at(i);
        //: a place in the settings file and what is wrong there
        const QString text =
            finding.fault ? marks[i].sentence : tr("Line %1: %2").arg(finding.position.line).arg(marks[i].sentence);
        auto *item =
            new QListWidgetItem(QIcon(iconPixmap(stateIcon(marks[i].state), colours().of(marks[i].state).foreground,
                                                 smallIconSize, devicePixelRatioF())),
                                text, m_faultList);
        item->setToolTip(text);
    }
    if (m_more > 0) {
        auto *more = new QListWidgetItem(tr("and %n more", nullptr, static_cast<int>(m_more)), m_faultList);
        more->setFlags(Qt::NoItemFlags);
    }
    m_edit->setMarks(marks);
    m_faultList->setCurrentRow(std::min(row, m_faultList->count() - 1));
    m_faultList->setVisible(!marks.isEmpty() && !m_mendBox->isVisibleTo(this));
    sizeList();
    m_mend->setVisible(m_mended.has_value() && !m_workspace.isSaving());
}

void JsonTab::sizeList()
{
    const int line = QFontMetrics(m_faultList->font()).lineSpacing() + 2 * space::small;
    const int rows = height() < lowHeight ? lowRows : shownRows;
    m_faultList->setTallest(rows * line + 2 * space::small);
}

void JsonTab::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    sizeList();
}

void JsonTab::showSentence()
{
    m_sentence->setTone(m_faults > 0 ? TextLabel::Tone::Failed : TextLabel::Tone::Secondary);
    m_other->hide();
    if (isOthers()) {
        m_sentence->setTone(TextLabel::Tone::Failed);
        m_sentence->setText(tr("The text of the settings file has a fault elsewhere. Mend it there first."));
        m_other->show();
    } else if (m_workspace.isSaving()) {
        m_sentence->setText(tr("Kopru is saving. The text can be changed again afterwards."));
    } else if (!m_utf8) {
        m_sentence->setText(
            tr("The file is not stored as UTF-8, so its text can only be looked at. “Mend” makes it UTF-8."));
    } else if (m_faults > 0) {
        m_sentence->setText(
            m_typed ? tr("This text has %n faults. The forms follow, and you can save, once it has none.", nullptr,
                         static_cast<int>(m_faults))
                    : tr("This text has %n faults, so Claude ignores all of it.", nullptr, static_cast<int>(m_faults)));
    } else if (!draftPart()) {
        m_sentence->setText(tr("There is no settings file that can be shown here."));
    } else {
        m_sentence->setText(tr("The forms follow what you write here. Nothing is written before you save."));
    }
}

// Mending

void JsonTab::askMending()
{
    if (!m_mended)
        return;
    const QByteArray now = m_utf8 ? m_part.before + m_edit->text() + m_part.behind : m_part.text;
    m_offered = m_mended;
    m_diff->setTexts(now, *m_mended, DiffView::Secrets::Unknown);
    m_edit->hide();
    m_faultList->hide();
    m_mend->hide();
    m_bar->hide();
    m_barCount->hide();
    m_find->hide();
    m_secrets->hide();
    m_mendBox->show();
    m_takeMended->setFocus();
}

void JsonTab::leaveMending()
{
    m_offered.reset();
    if (m_mendBox->isHidden())
        return;
    m_mendBox->hide();
    m_edit->show();
    m_find->show();
    m_secrets->show();
    m_faultList->setVisible(!m_findings.isEmpty());
    m_mend->setVisible(m_mended.has_value());
    m_edit->setFocus();
}

void JsonTab::takeMended()
{
    const auto document = config::Document::parse(m_offered.value_or(QByteArray()));
    leaveMending();
    if (!document || m_workspace.isSaving())
        return;
    const std::optional<UnreadText> unread = m_workspace.unreadText();
    m_typed = false;
    m_committing = true;
    m_workspace.setUnreadText({});
    m_committing = false;
    if (!unread)
        m_basis = m_workspace.draft().document();
    commit(*document, m_part.text);
    load();
}

// Finding

void JsonTab::openBar(bool forLine)
{
    m_barForLine = forLine;
    retranslate();
    const QString selected = m_edit->readableSelection();
    if (forLine)
        m_barText->clear();
    else if (!selected.isEmpty() && !selected.contains(u'\n'))
        m_barText->setText(selected);
    m_previous->setVisible(!forLine);
    m_bar->show();
    m_barText->setFocus();
    m_barText->selectAll();
}

void JsonTab::closeBar()
{
    m_bar->hide();
    m_barCount->hide();
    m_edit->setFocus();
}

void JsonTab::search(bool backward)
{
    if (m_barForLine) {
        bool good = false;
        const int line = m_barText->text().trimmed().toInt(&good);
        if (good) {
            m_edit->goToLine(line);
            closeBar();
        } else {
            m_barCount->setText(tr("Enter a number from %1 to %2.").arg(m_edit->firstLine()).arg(m_edit->lastLine()));
            m_barCount->show();
        }
        return;
    }
    if (m_barText->text().isEmpty())
        return;
    m_edit->findText(m_barText->text(), backward);
    const qsizetype count = m_edit->countText(m_barText->text());
    m_barCount->setText(count == 0 ? tr("Not found.") : tr("Found %n times.", nullptr, static_cast<int>(count)));
    m_barCount->show();
}

void JsonTab::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Find) && !m_edit->isHidden())
        openBar(false);
    else if (event->key() == Qt::Key_G && event->modifiers() == Qt::ControlModifier && !m_edit->isHidden())
        openBar(true);
    else if (event->matches(QKeySequence::FindNext) || event->matches(QKeySequence::FindPrevious))
        search(event->matches(QKeySequence::FindPrevious));
    else if (event->key() == Qt::Key_Escape && m_bar->isVisible())
        closeBar();
    else
        QWidget::keyPressEvent(event);
}

} // namespace kopru::ui
