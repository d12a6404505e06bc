// Random edits, undo, redo, saves and changes by another program, beside a model that knows no text. The seed is
// printed; KOPRU_SEED=<number> runs one again, KOPRU_SEQUENCES=<number> tries more and longer ones.
#include "app/config/draft.h"
#include "tests/app/config/corpus.h"

#include <QtCore/QRandomGenerator>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using namespace kopru::config;
using kopru::test::Json;

namespace {

/// What a file means: for each server (and, behind a slash, each other key at the top) its values by member.
using Values = QMap<QString, QByteArray>;
using State = QMap<QString, Values>;

QByteArray dumped(const Json &value)
{
    return QByteArray::fromStdString(nlohmann::json(value).dump()); // members sorted
}

State stateOf(const QByteArray &text)
{
    State state;
    const Json whole = kopru::test::independent(text);
    for (const auto &[top, value] : whole.items()) {
        if (top != "mcpServers") {
            state[u'/' + QString::fromStdString(top)][QString()] = dumped(value);
            continue;
        }
        for (const auto &[name, entry] : value.items()) {
            Values &values = state[QString::fromStdString(name)];
            for (const auto &[member, part] : entry.items()) {
                if (member != "env") {
                    values[QString::fromStdString(member)] = dumped(part);
                    continue;
                }
                values[u"env"_s] = "{}"; // also where it is empty
                for (const auto &[variable, one] : part.items())
                    values[u"env/"_s + QString::fromStdString(variable)] = dumped(one);
            }
        }
    }
    return state;
}

template <class Map> std::optional<typename Map::mapped_type> in(const Map &map, const QString &key)
{
    const auto found = map.constFind(key);
    return found == map.cend() ? std::nullopt : std::optional(*found);
}

/// The rules of a merge once more, over values only. On a conflict their side stays.
State merged(const State &base, const State &ours, const State &theirs, int &conflicts)
{
    State result = theirs;
    QStringList names = base.keys() + ours.keys() + theirs.keys();
    names.removeDuplicates();
    for (const QString &name : std::as_const(names)) {
        const auto b = in(base, name);
        const auto o = in(ours, name);
        const auto t = in(theirs, name);
        if (o == b || o == t)
            continue;
        if (t == b) {
            result.remove(name);
            if (o)
                result.insert(name, *o);
        } else if (b && o && t) {
            QStringList members = b->keys() + o->keys() + t->keys();
            members.removeDuplicates();
            for (const QString &member : std::as_const(members)) {
                const auto mb = in(*b, member);
                const auto mo = in(*o, member);
                const auto mt = in(*t, member);
                if (mo == mb || mo == mt)
                    continue;
                if (mt != mb) {
                    ++conflicts;
                    continue;
                }
                result[name].remove(member);
                if (mo)
                    result[name].insert(member, *mo);
            }
        } else {
            ++conflicts;
        }
    }
    return result;
}

/// One sequence.
class Run
{
public:
    explicit Run(quint32 seed) : m_random(seed), m_snapshots(m_folder.filePath(u"snapshots"_s))
    {
        if (below(4) > 0)
            write("{\n  \"globalShortcut\": \"\",\n  \"mcpServers\": {\n    \"a\": { \"command\": \"x\" },\n    \"b\": "
                  "{\n"
                  "      \"command\": \"y\", \"env\": {\"V1\": \"1\"}, \"odd\": 1.0e2\n    }\n  }\n}\n");
        reopen();
    }

    /// @return what is wrong; empty where nothing is
    QByteArray step()
    {
        switch (below(10)) {
        case 0:
            m_draft.undo();
            m_current = std::max<qsizetype>(m_current - 1, 0);
            return check("undo");
        case 1:
            m_draft.redo();
            m_current = std::min(m_current + 1, m_versions.size() - 1);
            return check("redo");
        case 2:
        case 3:
            outsideChange();
            return check("outside change");
        case 4:
        case 5:
            return save();
        default: {
            const Document next = edited(m_draft.document(), u"o"_s);
            if (next == m_draft.document())
                return {};
            m_draft.apply(next);
            m_versions.resize(++m_current);
            m_versions.append(stateOf(next.text()));
            return check("edit");
        }
        }
    }

    int conflictsSeen = 0;
    int mergesSeen = 0;
    int decisionsSeen = 0;

private:
    int below(int limit) { return static_cast<int>(m_random.bounded(limit)); }
    QString path() const { return m_folder.filePath(u"claude_desktop_config.json"_s); }

    void write(const QByteArray &bytes)
    {
        if (!kopru::platform::replaceFile(path(), bytes))
            qFatal("cannot write");
    }

    std::optional<QByteArray> disk() const
    {
        const auto bytes = kopru::platform::readFile(path());
        return bytes ? std::optional(*bytes) : std::nullopt;
    }

    void reopen()
    {
        auto opened = openConfig(path());
        if (!opened)
            qFatal("the file does not parse");
        m_base = opened->bytes ? stateOf(*opened->bytes) : State();
        m_versions = {stateOf(opened->document.text())};
        m_current = 0;
        m_draft = Draft(*std::move(opened));
    }

    /// @param side  new names differ by side: two servers of one name are never merged
    Document edited(const Document &before, const QString &side)
    {
        const QList<Server> servers = before.servers();
        const QString some = servers.isEmpty() ? u"none"_s : servers.at(below(static_cast<int>(servers.size()))).name;
        const QString fresh = side + QString::number(++m_counter);
        const auto value = [this] { return u"w\"ğ%1"_s.arg(below(4)); };
        kopru::Result<Document, EditProblem> after = before;
        switch (below(7)) {
        case 0:
        case 1:
            after = before.added(fresh, {value(), {value()}, {{u"V1"_s, value()}}});
            break;
        case 2:
            after = before.removed(some);
            break;
        case 3:
            after = before.renamed(some, fresh);
            break;
        default: {
            const auto server = before.server(some);
            if (!server)
                break;
            Entry entry = server->entry;
            const QString variable = u"V%1"_s.arg(below(3));
            switch (below(4)) {
            case 0:
                entry.command = value();
                break;
            case 1:
                entry.arguments = {value(), value()};
                break;
            case 2:
                entry.setVariable(variable, value());
                break;
            default:
                entry.removeVariable(variable);
            }
            after = before.changed(some, entry);
        }
        }
        return after.value_or(before);
    }

    void outsideChange()
    {
        const auto bytes = disk();
        Document document = bytes ? Document::parse(*bytes).value() : Document::parse("{}").value();
        for (int i = below(3); i >= 0; --i)
            document = edited(document, u"t"_s);
        if (below(3) == 0) { // Printed anew, as the app does, with a key of its own.
            Json all = kopru::test::independent(document.text());
            all["preferences"]["p" + std::to_string(below(3))] = below(100);
            write(QByteArray::fromStdString(all.dump(below(5) - 1)));
            return;
        }
        write(document.text());
    }

    QByteArray save()
    {
        const auto before = disk();
        int conflicts = 0;
        // Where the file is as it was opened, there is nothing to merge.
        const bool same = before == m_draft.opened().bytes;
        const State &wanted = m_versions.at(m_current);
        const State expected = same ? wanted : merged(m_base, wanted, before ? stateOf(*before) : State(), conflicts);
        const auto saved = saveConfig(m_draft.opened(), m_draft.document(), m_snapshots);
        if (conflicts > 0) {
            ++conflictsSeen;
            if (saved || saved.error().conflicts.size() != conflicts)
                return "there should be " + QByteArray::number(conflicts) + " conflicts, not " +
                       QByteArray::number(saved ? 0 : saved.error().conflicts.size());
            if (disk() != before)
                return "a refused save wrote the file";
            if (before && below(2) == 0)
                return decide(saved.error().conflicts, wanted, expected);
            reopen();
            return check("opened again");
        }
        if (!saved)
            return "the save failed: " + kopru::platform::fileProblemId(saved.error().file.problem).toUtf8();
        mergesSeen += same ? 0 : 1;
        return taken(*saved, expected);
    }

    /// Saves once more, with a decision on each conflict.
    QByteArray decide(const QList<Conflict> &conflicts, const State &wanted, State expected)
    {
        Choices choices;
        for (const Conflict &conflict : conflicts) {
            const Keep keep = below(2) == 0 ? Keep::Ours : Keep::Theirs;
            choices.insert(conflict.path, keep);
            if (keep == Keep::Theirs)
                continue;
            const auto ours = in(wanted, conflict.path.at(1));
            if (conflict.path.size() == 2) {
                expected.remove(conflict.path.at(1));
                if (ours)
                    expected.insert(conflict.path.at(1), *ours);
                continue;
            }
            const QString member = conflict.path.sliced(2).join(u'/');
            Values &values = expected[conflict.path.at(1)];
            values.remove(member);
            if (const auto value = in(*ours, member)) {
                values.insert(member, *value);
                if (member.startsWith("env/"_L1))
                    values.insert(u"env"_s, "{}");
            }
        }
        const auto saved = saveConfig(m_draft.opened(), m_draft.document(), m_snapshots, choices);
        if (!saved)
            return "with every conflict decided the save failed: " +
                   kopru::platform::fileProblemId(saved.error().file.problem).toUtf8();
        ++decisionsSeen;
        return taken(*saved, expected);
    }

    /// What a save gave, against what it should be.
    QByteArray taken(const ConfigFile &saved, const State &expected)
    {
        if (disk() != saved.bytes || saved.document.text() != saved.bytes)
            return "the file is not what the save says";
        if (stateOf(*saved.bytes) != expected)
            return "saved: " + *saved.bytes;
        const State mine = m_versions.at(m_current);
        for (State &version : m_versions) {
            int ignored = 0;
            version = merged(mine, version, expected, ignored);
        }
        m_base = expected;
        m_draft.saved(saved);
        return check("save");
    }

    QByteArray check(const QByteArray &after)
    {
        const auto bytes = disk();
        if (bytes && !Document::parse(*bytes))
            return after + ": the file does not parse";
        const QByteArray text = m_draft.document().text();
        if (!Document::parse(text))
            return after + ": the draft does not parse";
        if (stateOf(text) != m_versions.at(m_current))
            return after + ": the draft is " + text;
        return {};
    }

    QRandomGenerator m_random;
    QTemporaryDir m_folder;
    kopru::store::Snapshots m_snapshots;
    Draft m_draft;
    State m_base;
    QList<State> m_versions;
    qsizetype m_current = 0;
    int m_counter = 0;
};

} // namespace

class tst_RandomSaves : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void agreeWithTheModel();
};

void tst_RandomSaves::agreeWithTheModel()
{
    bool isGiven = false;
    quint32 seed = qEnvironmentVariable("KOPRU_SEED").toUInt(&isGiven);
    if (!isGiven)
        seed = QRandomGenerator::global()->generate();
    int conflicts = 0;
    int merges = 0;
    const int asked = qEnvironmentVariableIntValue("KOPRU_SEQUENCES"); // more of them in the long tests
    const quint32 sequences = asked > 0 ? static_cast<quint32>(asked) : 15;
    int decisions = 0;
    for (quint32 sequence = 0; sequence < sequences; ++sequence) {
        Run run(seed + sequence);
        for (int step = 0; step < (asked > 0 ? 300 : 60); ++step) {
            const QByteArray wrong = run.step();
            QVERIFY2(wrong.isEmpty(), "KOPRU_SEED=" + QByteArray::number(seed + sequence) + " step " +
                                          QByteArray::number(step) + ": " + wrong);
        }
        conflicts += run.conflictsSeen;
        merges += run.mergesSeen;
        decisions += run.decisionsSeen;
    }
    qInfo("seed %u: %d merges, %d saves with conflicts, %d of them decided", seed, merges, conflicts, decisions);
    QVERIFY2(merges > 20 && conflicts > 3 && decisions > 0,
             "KOPRU_SEED=" + QByteArray::number(seed) + " tried too little");
}

QTEST_GUILESS_MAIN(tst_RandomSaves)
#include "tst_randomsaves.moc"
