#include "ui/widgets/conflictlist.h"

#include "app/config/jsontext.h"
#include "app/config/wording.h"
#include "app/secrets/redactor.h"
#include "app/secrets/secretnames.h"
#include "ui/tokens.h"
#include "ui/widgets/button.h"
#include "ui/widgets/card.h"
#include "ui/widgets/label.h"
#include "ui/widgets/sidechoice.h"

#include <QtCore/QEvent>
#include <QtWidgets/QButtonGroup>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QVBoxLayout>

namespace kopru::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int shownLines = 14;
/// Nobody reads more at once, and every card takes its time.
constexpr qsizetype shownAtOnce = 30;

/// The text of a value as it stands; empty where there is none.
QByteArray valueAt(const config::json::Tree *tree, const config::KeyPath &path)
{
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

ConflictList::ConflictList(QWidget *parent)
    : QWidget(parent), m_column(new QVBoxLayout(this)), m_more(new Button(ButtonRole::Link, {}, u"moreConflicts"_s))
{
    m_column->setContentsMargins(0, 0, 0, 0);
    m_column->setSpacing(space::large);
    m_column->addWidget(m_more, 0, Qt::AlignLeft);
    connect(m_more, &QPushButton::clicked, this, [this] { showUpTo(m_shown + shownAtOnce); });
    m_more->hide();
}

void ConflictList::setConflicts(const QList<config::Conflict> &conflicts, const config::Document &ours,
                                const std::optional<config::Document> &theirs)
{
    QList<Row> rows;
    // Once for all of them: a file may be large.
    const auto ourTree = config::json::Tree::parse(ours.text(), true);
    const auto theirTree = config::json::Tree::parse(theirs ? theirs->text() : QByteArray(), true);
    m_ourServers = static_cast<int>(ours.servers().size());
    QMap<config::KeyPath, qsizetype> before;
    for (qsizetype i = 0; i < m_rows.size(); ++i)
        before.insert(m_rows.at(i).conflict.path, i);
    bool same = conflicts.size() == m_rows.size();
    for (const config::Conflict &conflict : conflicts) {
        Row row{conflict, {}, {}};
        row.readable = theirs.has_value();
        if (conflict.path.isEmpty()) {
            row.mine = ours.text();
            row.theirs = theirs ? theirs->text() : QByteArray();
            row.servers = theirs ? static_cast<int>(theirs->servers().size()) : 0;
        } else {
            row.mine = valueAt(ourTree ? &*ourTree : nullptr, conflict.path);
            row.theirs = valueAt(theirTree ? &*theirTree : nullptr, conflict.path);
        }
        const qsizetype known = before.value(conflict.path, -1);
        if (known >= 0 && m_rows.at(known).mine == row.mine && m_rows.at(known).theirs == row.theirs &&
            m_rows.at(known).readable == row.readable)
            row.choice = m_rows.at(known).choice;
        else
            same = false;
        same = same && known == rows.size();
        rows.append(row);
    }
    if (same) // The cards stay, with the focus in them.
        return;
    clear();
    m_rows = rows;
    showUpTo(shownAtOnce);
}

void ConflictList::clear()
{
    m_rows.clear();
    m_shown = 0;
    m_more->hide();
    if (!m_cardBox)
        return;
    m_cardBox->hide();
    m_cardBox->setParent(nullptr);
    m_cardBox->deleteLater(); // One of its buttons may be what called.
    m_cardBox = nullptr;
    m_cards = nullptr;
}

/// Cards for the first rows, up to this one.
void ConflictList::showUpTo(qsizetype end)
{
    if (!m_cardBox) {
        m_cardBox = new QWidget;
        m_cards = new QVBoxLayout(m_cardBox);
        m_cards->setContentsMargins(0, 0, 0, 0);
        m_cards->setSpacing(space::large);
        m_column->insertWidget(0, m_cardBox);
        m_cardBox->show();
    }
    while (m_shown < std::min(end, m_rows.size()))
        addCard(m_shown++);
    retranslate();
}

void ConflictList::addCard(qsizetype index)
{
    Row &row = m_rows[index];
    const config::Conflict &key = row.conflict;
    const QString suffix = index > 0 ? QString::number(index + 1) : QString();
    auto *card = new Card;
    auto *what = new TextLabel;
    what->setObjectName(u"conflict"_s + suffix);
    what->setText(config::message(key).what);
    card->content()->addWidget(what);
    auto *sides = new QHBoxLayout;
    sides->setSpacing(space::medium);
    row.mineChoice = new SideChoice(u"mine"_s + suffix);
    row.theirsChoice = new SideChoice(u"theirs"_s + suffix);
    const auto show = [&](SideChoice *side, const QString &title, const QByteArray &value) {
        side->setTexts(title, value.isEmpty() ? tr("Removed") : shownValue(value, key.path), !value.isEmpty());
    };
    if (key.path.isEmpty()) {
        row.mineChoice->setTexts(tr("Mine"), tr("%n servers", nullptr, m_ourServers), false);
        row.theirsChoice->setTexts(tr("As it is in the file now"),
                                   row.readable                                ? tr("%n servers", nullptr, row.servers)
                                   : key.theirs == config::SideChange::Removed ? tr("There is no file.")
                                                                               : tr("A file that Claude cannot read."),
                                   false);
    } else {
        show(row.mineChoice, tr("Mine"), row.mine);
        show(row.theirsChoice, tr("As it is in the file now"), row.theirs);
    }
    auto *group = new QButtonGroup(card);
    group->addButton(row.mineChoice);
    group->addButton(row.theirsChoice);
    if (row.choice)
        (row.choice == config::Keep::Ours ? row.mineChoice : row.theirsChoice)->setChecked(true);
    connect(row.mineChoice, &QAbstractButton::toggled, this, [this, index](bool checked) {
        if (checked && index < m_rows.size())
            m_rows[index].choice = config::Keep::Ours;
        Q_EMIT chosen();
    });
    connect(row.theirsChoice, &QAbstractButton::toggled, this, [this, index](bool checked) {
        if (checked && index < m_rows.size())
            m_rows[index].choice = config::Keep::Theirs;
        Q_EMIT chosen();
    });
    sides->addWidget(row.mineChoice, 1);
    sides->addWidget(row.theirsChoice, 1);
    card->content()->addLayout(sides);
    m_cards->addWidget(card);
}

bool ConflictList::isDecided() const
{
    return std::all_of(m_rows.begin(), m_rows.end(), [](const Row &row) { return row.choice.has_value(); });
}

config::Choices ConflictList::choices() const
{
    config::Choices choices;
    for (const Row &row : m_rows)
        if (row.choice)
            choices.insert(row.conflict.path, *row.choice);
    return choices;
}

void ConflictList::chooseAll(config::Keep side)
{
    const bool ours = side == config::Keep::Ours;
    for (qsizetype i = 0; i < m_rows.size(); ++i) {
        m_rows[i].choice = side;
        if (m_rows.at(i).mineChoice)
            (ours ? m_rows.at(i).mineChoice : m_rows.at(i).theirsChoice)->setChecked(true);
    }
    Q_EMIT chosen();
}

void ConflictList::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange) {
        const QList<Row> rows = m_rows;
        const qsizetype shown = m_shown;
        clear();
        m_rows = rows;
        showUpTo(shown);
    }
    QWidget::changeEvent(event);
}

void ConflictList::retranslate()
{
    const qsizetype left = m_rows.size() - m_shown;
    m_more->setText(tr("Show %n more", nullptr, static_cast<int>(std::min(left, shownAtOnce))));
    m_more->setVisible(left > 0);
}

} // namespace kopru::ui
