#include "ui/pages/conflicts.h"

#include "app/config/jsontext.h"
#include "app/config/wording.h"
#include "app/secrets/redactor.h"
#include "app/secrets/secretnames.h"
#include "ui/tokens.h"
#include "ui/widgets/button.h"
#include "ui/widgets/card.h"
#include "ui/widgets/label.h"
#include "ui/widgets/sidechoice.h"

#include <QtWidgets/QButtonGroup>

namespace kopru::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int shownLines = 14;

/// The text of a value as it stands; empty where there is none.
QByteArray valueAt(const config::Document &document, const config::KeyPath &path)
{
    const auto tree = config::json::Tree::parse(document.text(), true);
    if (!tree)
        return {};
    int node = 0;
    for (const QString &key : path) {
        node = tree->is(node, config::json::Kind::Object) ? tree->member(node, key) : -1;
        if (node < 0)
            return {};
    }
    return tree->bytes(node);
}

/// Without the indentation that all lines behind the first have, and without secrets.
QString shownValue(const QByteArray &value, const config::KeyPath &path)
{
    if (!path.isEmpty() && secrets::isSecretName(path.last()) && !value.startsWith("\"keychain:"))
        return QString::fromUtf8(secrets::Redactor::mark());
    QStringList lines = secrets::processRedactor().redact(QString::fromUtf8(value)).split(u'\n');
    qsizetype indent = -1;
    for (const QString &line : lines.sliced(1)) {
        qsizetype spaces = 0;
        while (spaces < line.size() && line.at(spaces).isSpace())
            ++spaces;
        indent = indent < 0 ? spaces : std::min(indent, spaces);
    }
    for (qsizetype i = 1; i < lines.size(); ++i)
        lines[i].remove(0, std::max<qsizetype>(0, indent));
    if (lines.size() > shownLines)
        lines = lines.first(shownLines) << u"…"_s;
    // A word without a break would be cut off: an address, a token's mark.
    QString text = lines.join(u'\n');
    static const QString breaks = u"/,:&?=."_s;
    for (qsizetype i = text.size(); i > 0; --i)
        if (breaks.contains(text.at(i - 1)))
            text.insert(i, QChar(0x200b));
    return text;
}

} // namespace

ConflictsPage::ConflictsPage(Workspace &workspace, QWidget *parent)
    : Page(workspace, Body::Scrolls, parent),
      m_cards(new QVBoxLayout),
      m_none(new EmptyState(u"passed"_s)),
      m_home(new Button(ButtonRole::Primary, u"overview"_s, u"conflictsHome"_s)),
      m_all(new QWidget),
      m_allMine(new Button(ButtonRole::Link, {}, u"allMine"_s)),
      m_allTheirs(new Button(ButtonRole::Link, {}, u"allTheirs"_s)),
      m_note(new TextLabel(TextSize::Small)),
      m_back(new Button(ButtonRole::Normal, {}, u"decideLater"_s)),
      m_save(new Button(ButtonRole::Primary, u"save"_s, u"saveChoices"_s))
{
    addBackButton();
    auto *all = new QHBoxLayout(m_all);
    all->setContentsMargins(0, 0, 0, 0);
    all->setSpacing(space::large);
    all->addWidget(m_allMine);
    all->addWidget(m_allTheirs);
    all->addStretch();
    m_cards->setSpacing(space::large);
    m_note->setTone(TextLabel::Tone::Secondary);
    body()->addWidget(m_all);
    body()->addLayout(m_cards);
    body()->addWidget(m_note);
    m_none->addButton(m_home);
    body()->addWidget(m_none);
    body()->addStretch();
    addFooter(m_back, m_save);

    const auto chooseAll = [this](bool mine) {
        for (const Row &row : std::as_const(m_rows))
            (mine ? row.mine : row.theirs)->setChecked(true);
    };
    connect(m_allMine, &QPushButton::clicked, this, [chooseAll] { chooseAll(true); });
    connect(m_allTheirs, &QPushButton::clicked, this, [chooseAll] { chooseAll(false); });
    connect(m_back, &QPushButton::clicked, this, &Page::wentBack);
    connect(m_home, &QPushButton::clicked, this, [this] { Q_EMIT routed({u"overview"_s, {}, {}}); });
    connect(m_save, &QPushButton::clicked, this, &ConflictsPage::save);
    connect(&workspace, &Workspace::savingChanged, this, [this] {
        if (isVisible())
            update();
    });
    connect(&workspace, &Workspace::saved, this, [this] {
        if (std::exchange(m_saving, false) && isVisible())
            Q_EMIT routed({u"overview"_s, {}, {}});
    });
    connect(&workspace, &Workspace::saveFailed, this, [this] {
        if (!std::exchange(m_saving, false) || !isVisible())
            return;
        if (this->workspace().conflict())
            refresh(); // The file changed once more: what is left to decide.
        else
            Q_EMIT routed({u"review"_s, {}, {}});
    });
}

void ConflictsPage::open(const Route &)
{
    refresh();
    if (m_none->isVisibleTo(this))
        m_home->setFocus();
    else
        m_back->setFocus(); // Nothing is written, nothing is lost.
}

void ConflictsPage::retranslate()
{
    setTitle(tr("Two changes of the same"));
    m_allMine->setText(tr("Keep all of mine"));
    m_allTheirs->setText(tr("Keep all of the file"));
    m_note->setText(tr("The file as it is now is kept as an earlier version, whatever you choose."));
    m_none->setTexts(tr("There is nothing to decide."), tr("Your changes and the settings file fit together."));
    m_home->setText(tr("Overview"));
    m_back->setText(tr("Decide later"));
    refresh();
}

void ConflictsPage::refresh()
{
    build();
    update();
}

void ConflictsPage::build()
{
    QMap<config::KeyPath, bool> chosen; // what is decided stays so
    for (const Row &row : std::as_const(m_rows))
        if (row.mine->isChecked() || row.theirs->isChecked())
            chosen.insert(row.path, row.mine->isChecked());
    m_rows.clear();
    while (QLayoutItem *item = m_cards->takeAt(0)) {
        if (QWidget *card = item->widget()) {
            card->hide();
            card->setParent(nullptr);
            card->deleteLater();
        }
        delete item;
    }
    if (!workspace().conflict())
        return;
    const SaveConflict &conflict = *workspace().conflict();
    const config::Document &ours = workspace().draft().document();
    int number = 0;
    for (const config::Conflict &key : conflict.keys) {
        const QString suffix = number++ > 0 ? QString::number(number) : QString();
        auto *card = new Card;
        auto *what = new TextLabel;
        what->setObjectName(u"conflict"_s + suffix);
        what->setText(config::message(key).what);
        card->content()->addWidget(what);
        auto *sides = new QHBoxLayout;
        sides->setSpacing(space::medium);
        Row row{key.path, new SideChoice(u"mine"_s + suffix), new SideChoice(u"theirs"_s + suffix)};
        const auto show = [&](SideChoice *side, const QString &title, const std::optional<config::Document> &document,
                              config::SideChange change) {
            if (key.path.isEmpty()) {
                const int servers = document ? static_cast<int>(document->servers().size()) : 0;
                side->setTexts(title,
                               document                                ? tr("%n servers", nullptr, servers)
                               : change == config::SideChange::Removed ? tr("There is no file.")
                                                                       : tr("A file that Claude cannot read."),
                               false);
                return;
            }
            const QByteArray value = document ? valueAt(*document, key.path) : QByteArray();
            side->setTexts(title, value.isEmpty() ? tr("Removed") : shownValue(value, key.path), !value.isEmpty());
        };
        show(row.mine, tr("Mine"), ours, key.ours);
        show(row.theirs, tr("As it is in the file now"), conflict.theirs, key.theirs);
        auto *group = new QButtonGroup(card);
        group->addButton(row.mine);
        group->addButton(row.theirs);
        connect(row.mine, &QAbstractButton::toggled, this, &ConflictsPage::update);
        connect(row.theirs, &QAbstractButton::toggled, this, &ConflictsPage::update);
        sides->addWidget(row.mine, 1);
        sides->addWidget(row.theirs, 1);
        card->content()->addLayout(sides);
        m_cards->addWidget(card);
        m_rows.append(row);
        if (chosen.contains(key.path))
            (chosen.value(key.path) ? row.mine : row.theirs)->setChecked(true);
    }
}

void ConflictsPage::update()
{
    const bool none = m_rows.isEmpty();
    const bool saving = workspace().isSaving();
    m_none->setVisible(none);
    m_all->setVisible(m_rows.size() > 1);
    m_note->setVisible(!none);
    showFooter(!none);
    setSentence(none ? QString()
                     : tr("Another program changed the settings file while you did. Choose what shall stand in it."));
    const bool decided = std::all_of(m_rows.begin(), m_rows.end(),
                                     [](const Row &row) { return row.mine->isChecked() || row.theirs->isChecked(); });
    for (const Row &row : std::as_const(m_rows)) {
        row.mine->setEnabled(!saving);
        row.theirs->setEnabled(!saving);
    }
    m_save->setText(saving ? tr("Saving…") : tr("Save with these choices"));
    m_save->setEnabled(!none && decided && !saving);
}

void ConflictsPage::save()
{
    config::Choices choices;
    for (const Row &row : std::as_const(m_rows))
        choices.insert(row.path, row.mine->isChecked() ? config::Keep::Ours : config::Keep::Theirs);
    // A file that is not there, or cannot be read, is kept by giving up one's own changes.
    if (choices.value({}, config::Keep::Ours) == config::Keep::Theirs && workspace().conflict() &&
        !workspace().conflict()->theirs) {
        workspace().reopen();
        Q_EMIT routed({u"overview"_s, {}, {}});
        return;
    }
    m_saving = true;
    workspace().save(choices);
}

} // namespace kopru::ui
