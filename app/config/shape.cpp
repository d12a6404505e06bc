#include "app/config/shape.h"

#include "app/config/canonical.h"
#include "app/config/keys.h"
#include "app/config/moving.h"

#include <QtCore/QHash>
#include <QtCore/QSet>

using namespace Qt::StringLiterals;

namespace kopru::config::tolerant {

using json::Kind;
using json::Tree;

namespace {

bool hasText(const Tree &tree, int object, QStringView name)
{
    return tree.is(tree.member(object, name), Kind::Text);
}

/// An entry is an object with a text `command` or `url`.
bool isEntry(const Tree &tree, int node)
{
    return tree.is(node, Kind::Object) && (hasText(tree, node, u"command") || hasText(tree, node, u"url"));
}

/// Whether an object looks like a server so much that it may be moved for it: parts of other things have a `command`
/// or a `url` too.
bool isWholeEntry(const Tree &tree, int node)
{
    return hasText(tree, node, u"command") &&
           (tree.is(tree.member(node, u"args"), Kind::Array) || tree.is(tree.member(node, u"env"), Kind::Object));
}

/// What has to go from its place in one object. All lists grow while they are worked through.
struct Plan
{
    QSet<int> taken;
    std::vector<int> sources; ///< objects whose members are to move
    std::vector<int> entries; ///< that have to move
};

class Shaper
{
public:
    Shaper(const std::vector<PlacedText> &parts, const Grammar &grammar) : m_parts(parts), m_grammar(grammar) {}

    Shape shape()
    {
        for (std::size_t i = 0; i < m_parts.size(); ++i)
            readPart(m_parts[i], i > 0);
        return result();
    }

    /// @param tree  of the only part
    Shape shape(const Tree &tree)
    {
        m_isSound = true;
        readValue(m_parts.front(), tree, false);
        return result();
    }

private:
    Shape result()
    {
        if (!m_isGuess && m_main)
            m_shape.text = withMoved(*m_main, m_moving);
        return std::move(m_shape);
    }

    void readPart(const PlacedText &placed, bool isPasted)
    {
        if (const auto tree = Tree::parse(placed.text(), false))
            readValue(placed, *tree, isPasted);
        else
            guess();
    }

    void readValue(const PlacedText &placed, const Tree &tree, bool isPasted)
    {
        if (tree.is(0, Kind::Object))
            return readObject(placed, tree, isPasted);
        if (!isPasted)
            flaw(Fault::NotAnObject, placed, tree.node(0).begin);
        if (!tree.is(0, Kind::Array) || tree.node(0).firstChild < 0)
            return guess();
        // A list of files: the first takes the others in.
        bool isFirst = !isPasted;
        for (const int child : tree.children(0)) {
            if (!tree.is(child, Kind::Object))
                return guess();
            const PlacedText part(placed, tree.node(child).begin, tree.node(child).end);
            const auto inner = Tree::parse(part.text(), true);
            if (!inner)
                return guess();
            readObject(part, *inner, !isFirst);
            isFirst = false;
        }
    }

    /// Each `mcpServers` of an object; those of another spelling where none is right.
    std::vector<int> serversOf(const PlacedText &placed, const Tree &tree)
    {
        std::vector<int> servers;
        for (int child = tree.node(0).firstChild; child >= 0; child = tree.node(child).next)
            if (tree.key(child) == serversKey)
                servers.push_back(child);
        if (servers.empty()) {
            for (int child = tree.node(0).firstChild; child >= 0; child = tree.node(child).next) {
                if ((!tree.is(child, Kind::Object) && !tree.is(child, Kind::Array)) ||
                    !isLikeServersKey(tree.key(child)))
                    continue;
                flaw(Fault::WrongCase, placed, tree.node(child).keyBegin, tree.key(child));
                m_edits.push_back({tree.node(child).keyBegin, tree.node(child).keyEnd, "\"mcpServers\""_ba});
                servers.push_back(child);
            }
        } else {
            for (std::size_t i = 0; i + 1 < servers.size(); ++i)
                duplicate(placed, tree, servers[i]);
        }
        return servers;
    }

    void readObject(const PlacedText &placed, const Tree &tree, bool isPasted)
    {
        m_edits.clear();
        const std::vector<int> servers = serversOf(placed, tree);
        m_moving.bringsServers = m_moving.bringsServers || (isPasted && !servers.empty());

        const json::Layout layout;
        const json::Placement place(tree, layout);
        Plan plan;
        int target = -1;
        for (const int node : servers) {
            if (tree.is(node, Kind::Object)) {
                if (!isPasted && target < 0)
                    target = node;
                else
                    plan.sources.push_back(node);
            } else {
                readOddServers(placed, tree, node);
                if (!isPasted && target < 0 && node == servers.back())
                    m_edits.push_back({tree.node(node).begin, tree.node(node).end, "{}"_ba});
                else
                    plan.taken.insert(node);
            }
            if (tree.is(node, Kind::Object) && node != target)
                plan.taken.insert(node);
        }
        if (servers.empty() && isEntry(tree, 0)) {
            if (!isPasted)
                flaw(Fault::EntryOutside, placed, tree.node(0).begin);
            guess();
        }
        for (int child = tree.node(0).firstChild; child >= 0; child = tree.node(child).next) {
            const QString key = tree.key(child);
            const bool isServers = std::binary_search(servers.begin(), servers.end(), child);
            if (isServers)
                continue;
            if (isEntry(tree, child) && !isOfApp(key) && (isPasted || isMisplaced(tree, child))) {
                if (!isPasted)
                    flaw(Fault::EntryOutside, placed, tree.node(child).keyBegin, key);
                plan.taken.insert(child);
                plan.entries.push_back(child);
            }
        }
        if (target >= 0)
            readServers(placed, tree, target, true, plan);
        std::size_t source = 0;
        std::size_t entry = 0;
        while (source < plan.sources.size() || entry < plan.entries.size()) {
            if (source < plan.sources.size()) {
                const int node = plan.sources[source++];
                readServers(placed, tree, node, false, plan);
            } else {
                const int node = plan.entries[entry++];
                m_leaving.emplace_back(node, tree.key(node));
                readParts(placed, tree, node, plan);
            }
        }
        if (!m_grammar.conflicts.empty())
            readTwins(tree, servers, plan);

        QHash<int, QSet<int>> byParent;
        for (const int node : plan.taken)
            byParent[tree.node(node).parent].insert(node);
        for (auto parent = byParent.cbegin(); parent != byParent.cend(); ++parent)
            for (const Splice &splice :
                 place.removedWhere(parent.key(), [&](int child) { return parent.value().contains(child); }))
                m_edits.push_back(splice);
        m_edits = outermost(std::move(m_edits));
        for (const auto &[node, name] : m_leaving) {
            const json::Node &value = tree.node(node);
            m_moving.servers.push_back({name, splicedRange(tree.text(), m_edits, value.begin, value.end),
                                        indentOfLine(tree.text(), value.start())});
        }
        m_leaving.clear();
        if (isPasted) {
            for (int child = tree.node(0).firstChild; child >= 0; child = tree.node(child).next) {
                const bool isServers = std::binary_search(servers.begin(), servers.end(), child);
                if (!isServers && !plan.taken.contains(child))
                    m_moving.members.push_back(
                        {tree.key(child), tree.bytes(child), indentOfLine(tree.text(), tree.node(child).start())});
            }
        } else {
            m_main = m_edits.empty() ? tree.text() : splicedRange(tree.text(), m_edits, 0, tree.text().size());
        }
    }

    /// The members of one `mcpServers`.
    void readServers(const PlacedText &placed, const Tree &tree, int servers, bool isTarget, Plan &plan)
    {
        QHash<QString, int> lasts;
        for (int child = tree.node(servers).firstChild; child >= 0; child = tree.node(child).next)
            lasts[tree.key(child)] = child;
        QHash<QString, QByteArray> kept;
        for (int child = tree.node(servers).firstChild; child >= 0; child = tree.node(child).next) {
            const QString name = tree.key(child);
            if (name == serversKey && tree.is(child, Kind::Object) && !isEntry(tree, child)) {
                fileInside(placed, tree, child);
                plan.taken.insert(child);
                plan.sources.push_back(child);
                continue;
            }
            // Settings of the app among the servers, and a server that is no object: a bracket is still wrong.
            if (!m_isSound && (m_grammar.hasWrongBrackets || m_grammar.isOpenAtEnd) &&
                (isOfApp(name) || !tree.is(child, Kind::Object)))
                guess();
            readParts(placed, tree, child, plan);
            const int last = lasts.value(name);
            if (last != child)
                duplicate(placed, tree, child);
            if (!isTarget) {
                m_leaving.emplace_back(child, name);
                continue;
            }
            if (m_isGuess || (last == child && !kept.contains(name)))
                continue;
            // Of equal ones the first stays.
            const QByteArray worth = canonical(tree, child);
            if (!kept.contains(name))
                kept.insert(name, worth);
            else if (kept.value(name) == worth)
                plan.taken.insert(child);
            else
                guess();
        }
    }

    /// Whether an object that could be a server stands where none belongs, and is none of what belongs there.
    bool isMisplaced(const Tree &tree, int node)
    {
        if (isPartOfEntry(tree.key(node)))
            return false;
        if (isWholeEntry(tree, node) || m_grammar.hasWrongBrackets)
            return true;
        // Where brackets are missing at the end, they may be missing in front of it as well; and what was pasted behind
        // the end may show that this was pasted too.
        if (m_grammar.isOpenAtEnd || m_parts.size() > 1)
            guess();
        return false;
    }

    /// Where brackets were wrong, a server or a setting of the app may have come to stand in a part of the one in front
    /// of it, and the parts of an entry may be none any more.
    void readDepths(const Tree &tree, int entry)
    {
        for (int child = tree.node(entry).firstChild; child >= 0; child = tree.node(child).next)
            if (isOfApp(tree.key(child)) && tree.key(child) != serversKey)
                return guess();
        const auto is = [&](int node, Kind kind) {
            return node < 0 || tree.is(node, Kind::Null) || tree.is(node, kind);
        };
        if (m_grammar.hasWrongBrackets &&
            (!is(tree.member(entry, u"command"), Kind::Text) || !is(tree.member(entry, u"url"), Kind::Text) ||
             !is(tree.member(entry, u"args"), Kind::Array) || !is(tree.member(entry, u"env"), Kind::Object)))
            return guess();
        for (const QStringView name : {u"env", u"headers", u"args"}) {
            const int part = tree.member(entry, name);
            if (!tree.is(part, Kind::Object) && !tree.is(part, Kind::Array))
                continue;
            for (int child = tree.node(part).firstChild; child >= 0; child = tree.node(child).next) {
                if (isEntry(tree, child))
                    return guess();
                if (!tree.is(part, Kind::Array) || !tree.is(child, Kind::Object))
                    continue;
                for (int inner = tree.node(child).firstChild; inner >= 0; inner = tree.node(inner).next)
                    if (isEntry(tree, inner))
                        return guess();
            }
        }
    }

    /// What was pasted into an entry.
    void readParts(const PlacedText &placed, const Tree &tree, int entry, Plan &plan)
    {
        if (!tree.is(entry, Kind::Object))
            return;
        if (!m_isSound)
            readDepths(tree, entry);
        for (int child = tree.node(entry).firstChild; child >= 0; child = tree.node(child).next) {
            if (!tree.is(child, Kind::Object))
                continue;
            const QString key = tree.key(child);
            if (key == serversKey) {
                fileInside(placed, tree, child);
                plan.taken.insert(child);
                plan.sources.push_back(child);
            } else if (isEntry(tree, child) && isMisplaced(tree, child)) {
                flaw(Fault::EntryOutside, placed, tree.node(child).keyBegin, key);
                plan.taken.insert(child);
                plan.entries.push_back(child);
            }
        }
    }

    /// `mcpServers` that is a list, null or something else.
    void readOddServers(const PlacedText &placed, const Tree &tree, int node)
    {
        flaw(Fault::NotAnObject, placed, tree.node(node).begin, serversKey);
        if (tree.is(node, Kind::Null))
            return;
        if (!tree.is(node, Kind::Array))
            return guess();
        const json::Layout layout;
        const json::Placement place(tree, layout);
        for (int child = tree.node(node).firstChild; child >= 0; child = tree.node(child).next) {
            if (!tree.is(child, Kind::Object))
                return guess();
            const QByteArray indent = indentOfLine(tree.text(), tree.node(child).begin);
            if (hasText(tree, child, u"name") && isEntry(tree, child)) {
                const int name = tree.member(child, u"name");
                const auto splices = outermost(place.removedWhere(child, [&](int member) { return member == name; }));
                m_moving.servers.push_back(
                    {tree.value(name), splicedRange(tree.text(), splices, tree.node(child).begin, tree.node(child).end),
                     indent});
                continue;
            }
            if (tree.node(child).firstChild < 0)
                return guess();
            for (int member = tree.node(child).firstChild; member >= 0; member = tree.node(member).next) {
                if (!isEntry(tree, member))
                    return guess();
                m_moving.servers.push_back({tree.key(member), tree.bytes(member), indent});
            }
        }
    }

    /// Twins inside of twins are compared once for each level, and each time as deep as they are: not without end.
    bool mayCompare(const Tree &tree, int node)
    {
        constexpr qsizetype most = qsizetype{64} * 1024 * 1024;
        const qsizetype end = tree.node(node).end;
        for (int index = node; index < tree.size() && tree.node(index).begin < end && m_compared < most; ++index)
            m_compared += tree.node(index).end - tree.node(index).begin + 16;
        return m_compared < most;
    }

    /// Members of one name in one object, from the two sides of a conflict. Servers are looked at by their names.
    void readTwins(const Tree &tree, const std::vector<int> &servers, Plan &plan)
    {
        for (int node = 0; node < tree.size() && !m_isGuess; ++node) {
            if (!tree.is(node, Kind::Object) || std::binary_search(servers.begin(), servers.end(), node))
                continue;
            QHash<QString, int> seen;
            for (int child = tree.node(node).firstChild; child >= 0; child = tree.node(child).next) {
                const QString key = tree.key(child);
                if (node == 0 && key == serversKey)
                    continue;
                const int before = seen.value(key, -1);
                if (before < 0)
                    seen.insert(key, child);
                else if (mayCompare(tree, before) && mayCompare(tree, child) &&
                         canonical(tree, before) == canonical(tree, child))
                    plan.taken.insert(child);
                else
                    return guess();
            }
        }
    }

    void flaw(Fault fault, const PlacedText &placed, qsizetype at, const QString &detail = {})
    {
        m_shape.flaws.push_back({fault, placed.sourceOf(at), detail});
    }

    void fileInside(const PlacedText &placed, const Tree &tree, int node)
    {
        const qsizetype source = placed.sourceOf(tree.node(node).keyBegin);
        const auto &known = m_grammar.knownKeys;
        if (!std::binary_search(known.begin(), known.end(), source))
            m_shape.flaws.push_back({Fault::FileInside, source, {}});
    }

    void duplicate(const PlacedText &placed, const Tree &tree, int node)
    {
        const qsizetype source = placed.sourceOf(tree.node(node).keyBegin);
        const auto &conflicts = m_grammar.conflicts;
        const auto behind = std::upper_bound(conflicts.begin(), conflicts.end(), source,
                                             [](qsizetype place, const auto &each) { return place < each.first; });
        if (behind != conflicts.begin() && source < (behind - 1)->second)
            return;
        const auto &known = m_grammar.knownKeys;
        if (!known.empty() && tree.key(node) == serversKey)
            return;
        m_shape.flaws.push_back({Fault::DuplicateKey, source, tree.key(node)});
    }

    void guess() { m_isGuess = true; }

    const std::vector<PlacedText> &m_parts;
    const Grammar &m_grammar;
    Shape m_shape;
    std::optional<QByteArray> m_main;
    std::vector<Splice> m_edits;
    std::vector<std::pair<int, QString>> m_leaving; ///< nodes, and the names they will have
    Moving m_moving;
    qsizetype m_compared = 0; ///< bytes
    bool m_isSound = false;   ///< strict JSON from the start
    bool m_isGuess = false;
};

} // namespace

Shape shapeOf(const std::vector<PlacedText> &parts, const Grammar &grammar)
{
    return Shaper(parts, grammar).shape();
}

Shape shapeOf(const json::Tree &sound)
{
    Piece whole;
    whole.end = sound.text().size();
    const std::vector<PlacedText> parts{PlacedText(sound.text(), {}, whole)};
    const Grammar grammar;
    return Shaper(parts, grammar).shape(sound);
}

} // namespace kopru::config::tolerant
