#include "app/config/shape.h"

#include "app/config/keys.h"

#include <QtCore/QHash>
#include <QtCore/QSet>

using namespace Qt::StringLiterals;

namespace kopru::config::tolerant {

using json::Kind;
using json::Tree;

namespace {

constexpr QLatin1StringView serversKey = "mcpServers"_L1;

bool hasText(const Tree &tree, int object, QStringView name)
{
    return tree.is(tree.member(object, name), Kind::Text);
}

/// An entry is an object with a text `command` or `url`.
bool isEntry(const Tree &tree, int node)
{
    return tree.is(node, Kind::Object) && (hasText(tree, node, u"command") || hasText(tree, node, u"url"));
}

/// Keys of the app itself, under which an object with a `command` is none of ours.
bool isOfApp(const QString &key)
{
    static const QSet<QString> keys{u"mcpServers"_s,
                                    u"globalShortcut"_s,
                                    u"features"_s,
                                    u"preferences"_s,
                                    u"isUsingBuiltInNodeForMcp"_s,
                                    u"isDxtAutoUpdatesEnabled"_s,
                                    u"deploymentMode"_s,
                                    u"managedConfig"_s,
                                    u"locale"_s,
                                    u"theme"_s,
                                    u"userThemeMode"_s,
                                    u"windowBounds"_s,
                                    u"$schema"_s};
    return keys.contains(key) || key.startsWith("dxt"_L1);
}

/// Whether an object looks like a server so much that it may be moved for it: parts of other things have a `command`
/// or a `url` too.
bool isWholeEntry(const Tree &tree, int node)
{
    return hasText(tree, node, u"command") &&
           (tree.is(tree.member(node, u"args"), Kind::Array) || tree.is(tree.member(node, u"env"), Kind::Object));
}

/// Keys of entries and of programs, under which an object with a `command` or a `url` is a part and no server.
bool isPart(const QString &key)
{
    static const QSet<QString> keys{u"env"_s,    u"headers"_s,       u"transport"_s,      u"auth"_s,
                                    u"oauth"_s,  u"authorization"_s, u"requestOptions"_s, u"sampling"_s,
                                    u"hooks"_s,  u"hook"_s,          u"proxy"_s,          u"http"_s,
                                    u"sse"_s,    u"stdio"_s,         u"options"_s,        u"settings"_s,
                                    u"config"_s, u"metadata"_s,      u"_meta"_s,          u"updater"_s,
                                    u"dev"_s};
    return keys.contains(key);
}

/// A spelling that is the same for all values that are worth the same: the order of keys, white space, escapes and
/// the spelling of numbers do not matter. Children stand behind their parents, so no recursion is needed.
QByteArray canonical(const Tree &tree, int root)
{
    const qsizetype end = tree.node(root).end;
    int last = root;
    while (last + 1 < tree.size() && tree.node(last + 1).begin < end)
        ++last;
    std::vector<QByteArray> made(static_cast<std::size_t>(last - root + 1));
    for (int index = last; index >= root; --index) {
        QByteArray &out = made[static_cast<std::size_t>(index - root)];
        const json::Node &node = tree.node(index);
        if (node.kind == Kind::Text) {
            out = json::quoted(tree.value(index));
        } else if (node.kind == Kind::Number) {
            const QByteArray spelling = tree.bytes(index);
            bool isNumber = false;
            const double worth = spelling.toDouble(&isNumber);
            out = isNumber && std::abs(worth) < 1e15 ? QByteArray::number(worth, 'g', 17) : spelling;
        } else if (node.kind == Kind::Object || node.kind == Kind::Array) {
            std::vector<QByteArray> parts;
            for (int child = node.firstChild; child >= 0; child = tree.node(child).next) {
                QByteArray &part = made[static_cast<std::size_t>(child - root)];
                if (node.kind == Kind::Object)
                    part.prepend(json::quoted(tree.key(child)) + ':');
                parts.push_back(std::move(part));
            }
            if (node.kind == Kind::Object)
                std::sort(parts.begin(), parts.end());
            out = node.kind == Kind::Object ? "{"_ba : "["_ba;
            for (const QByteArray &part : parts)
                out += part + ',';
            out += ']';
        } else {
            out = tree.bytes(index);
        }
    }
    return made.front();
}

QByteArray reindented(const QByteArray &value, const QByteArray &from, const QByteArray &to)
{
    if (from == to)
        return value;
    QByteArray out;
    qsizetype at = 0;
    while (at < value.size()) {
        const char c = value.at(at++);
        out += c;
        const bool breaks = c == '\n' || (c == '\r' && (at == value.size() || value.at(at) != '\n'));
        if (breaks && QByteArrayView(value).sliced(at).startsWith(from)) {
            out += to;
            at += from.size();
        }
    }
    return out;
}

/// A server or setting that has to move.
struct Moved
{
    QString name;
    QByteArray value;
    QByteArray indent; ///< of the line it stood in
};

} // namespace

std::vector<Splice> outermost(std::vector<Splice> splices)
{
    std::stable_sort(splices.begin(), splices.end(), [](const Splice &a, const Splice &b) {
        if (a.begin != b.begin)
            return a.begin < b.begin;
        const bool aInserts = a.begin == a.end;
        const bool bInserts = b.begin == b.end;
        if (aInserts != bInserts)
            return aInserts;
        return !aInserts && a.end > b.end;
    });
    std::vector<Splice> kept;
    qsizetype end = 0;
    for (Splice &splice : splices) {
        if (splice.begin < end)
            continue;
        end = splice.end;
        kept.push_back(std::move(splice));
    }
    return kept;
}

QByteArray splicedRange(const QByteArray &text, const std::vector<Splice> &splices, qsizetype begin, qsizetype end)
{
    QByteArray out;
    qsizetype at = begin;
    auto splice = std::lower_bound(splices.begin(), splices.end(), begin,
                                   [](const Splice &a, qsizetype place) { return a.begin < place; });
    for (; splice != splices.end() && splice->end <= end; ++splice) {
        out += QByteArrayView(text).sliced(at, splice->begin - at);
        out += splice->bytes;
        at = splice->end;
    }
    return out + text.sliced(at, end - at);
}

PlacedText::PlacedText(const QByteArray &source, const std::vector<Splice> &splices, const Piece &piece)
{
    if (splices.empty() && piece.begin == 0 && piece.end == source.size() && piece.head.isEmpty() &&
        piece.tail.isEmpty()) { // shared, for the large files that are sound
        m_text = source;
        m_segments.push_back({0, 0, true});
        return;
    }
    const auto add = [&](QByteArrayView bytes, qsizetype from, bool isVerbatim) {
        m_segments.push_back({m_text.size(), from, isVerbatim});
        m_text += bytes;
    };
    m_text.reserve(piece.end - piece.begin + 64);
    add(piece.head, piece.begin, false);
    qsizetype at = piece.begin;
    auto splice = std::lower_bound(splices.begin(), splices.end(), piece.begin,
                                   [](const Splice &a, qsizetype place) { return a.begin < place; });
    for (; splice != splices.end() && splice->end <= piece.end; ++splice) {
        if (splice->begin > at)
            add(QByteArrayView(source).sliced(at, splice->begin - at), at, true);
        add(splice->bytes, splice->begin, false);
        at = splice->end;
    }
    if (piece.end > at)
        add(QByteArrayView(source).sliced(at, piece.end - at), at, true);
    add(piece.tail, piece.end, false);
}

PlacedText::PlacedText(const PlacedText &whole, qsizetype begin, qsizetype end)
    : m_text(whole.m_text.sliced(begin, end - begin)), m_segments(whole.m_segments), m_shift(whole.m_shift + begin)
{}

qsizetype PlacedText::sourceOf(qsizetype at) const
{
    at += m_shift;
    auto segment = std::upper_bound(m_segments.begin(), m_segments.end(), at,
                                    [](qsizetype place, const Segment &a) { return place < a.begin; });
    if (segment == m_segments.begin())
        return 0;
    --segment;
    return segment->isVerbatim ? segment->source + (at - segment->begin) : segment->source;
}

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
            m_shape.text = merged();
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

    void readObject(const PlacedText &placed, const Tree &tree, bool isPasted)
    {
        m_edits.clear();
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
        m_bringsServers = m_bringsServers || (isPasted && !servers.empty());

        const json::Layout layout;
        const json::Placement place(tree, layout);
        QSet<int> taken;
        std::vector<int> sources; ///< objects whose members are to move
        int target = -1;
        for (const int node : servers) {
            if (tree.is(node, Kind::Object)) {
                if (!isPasted && target < 0)
                    target = node;
                else
                    sources.push_back(node);
            } else {
                readOddServers(placed, tree, node);
                if (!isPasted && target < 0 && node == servers.back())
                    m_edits.push_back({tree.node(node).begin, tree.node(node).end, "{}"_ba});
                else
                    taken.insert(node);
            }
            if (tree.is(node, Kind::Object) && node != target)
                taken.insert(node);
        }
        if (servers.empty() && isEntry(tree, 0)) {
            if (!isPasted)
                flaw(Fault::EntryOutside, placed, tree.node(0).begin);
            guess();
        }
        std::vector<int> entries; ///< that have to move
        for (int child = tree.node(0).firstChild; child >= 0; child = tree.node(child).next) {
            const QString key = tree.key(child);
            const bool isServers = std::binary_search(servers.begin(), servers.end(), child);
            if (isServers)
                continue;
            if (isEntry(tree, child) && !isOfApp(key) && (isPasted || isMisplaced(tree, child))) {
                if (!isPasted)
                    flaw(Fault::EntryOutside, placed, tree.node(child).keyBegin, key);
                taken.insert(child);
                entries.push_back(child);
            }
        }
        if (target >= 0)
            readServers(placed, tree, target, true, taken, sources, entries);
        // Both lists grow on the way.
        std::size_t source = 0;
        std::size_t entry = 0;
        while (source < sources.size() || entry < entries.size()) {
            if (source < sources.size()) {
                const int node = sources[source++];
                readServers(placed, tree, node, false, taken, sources, entries);
            } else {
                const int node = entries[entry++];
                m_moving.emplace_back(node, tree.key(node));
                readParts(placed, tree, node, taken, sources, entries);
            }
        }
        if (!m_grammar.conflicts.empty())
            readTwins(tree, servers, taken);

        QHash<int, QSet<int>> byParent;
        for (const int node : taken)
            byParent[tree.node(node).parent].insert(node);
        for (auto parent = byParent.cbegin(); parent != byParent.cend(); ++parent)
            for (const Splice &splice :
                 place.removedWhere(parent.key(), [&](int child) { return parent.value().contains(child); }))
                m_edits.push_back(splice);
        m_edits = outermost(std::move(m_edits));
        for (const auto &[node, name] : m_moving) {
            const json::Node &value = tree.node(node);
            m_servers.push_back({name, splicedRange(tree.text(), m_edits, value.begin, value.end),
                                 indentOfLine(tree.text(), value.start())});
        }
        m_moving.clear();
        if (isPasted) {
            for (int child = tree.node(0).firstChild; child >= 0; child = tree.node(child).next) {
                const bool isServers = std::binary_search(servers.begin(), servers.end(), child);
                if (!isServers && !taken.contains(child))
                    m_members.push_back(
                        {tree.key(child), tree.bytes(child), indentOfLine(tree.text(), tree.node(child).start())});
            }
        } else {
            m_main = m_edits.empty() ? tree.text() : splicedRange(tree.text(), m_edits, 0, tree.text().size());
        }
    }

    /// The members of one `mcpServers`.
    void readServers(const PlacedText &placed, const Tree &tree, int servers, bool isTarget, QSet<int> &taken,
                     std::vector<int> &sources, std::vector<int> &entries)
    {
        QHash<QString, int> lasts;
        for (int child = tree.node(servers).firstChild; child >= 0; child = tree.node(child).next)
            lasts[tree.key(child)] = child;
        QHash<QString, QByteArray> kept;
        for (int child = tree.node(servers).firstChild; child >= 0; child = tree.node(child).next) {
            const QString name = tree.key(child);
            if (name == serversKey && tree.is(child, Kind::Object) && !isEntry(tree, child)) {
                fileInside(placed, tree, child);
                taken.insert(child);
                sources.push_back(child);
                continue;
            }
            // Settings of the app among the servers, and a server that is no object: a bracket is still wrong.
            if (!m_isSound && (m_grammar.hasWrongBrackets || m_grammar.isOpenAtEnd) &&
                (isOfApp(name) || !tree.is(child, Kind::Object)))
                guess();
            readParts(placed, tree, child, taken, sources, entries);
            const int last = lasts.value(name);
            if (last != child)
                duplicate(placed, tree, child);
            if (!isTarget) {
                m_moving.emplace_back(child, name);
                continue;
            }
            if (m_isGuess || (last == child && !kept.contains(name)))
                continue;
            // Of equal ones the first stays.
            const QByteArray worth = canonical(tree, child);
            if (!kept.contains(name))
                kept.insert(name, worth);
            else if (kept.value(name) == worth)
                taken.insert(child);
            else
                guess();
        }
    }

    /// Whether an object that could be a server stands where none belongs, and is none of what belongs there.
    bool isMisplaced(const Tree &tree, int node)
    {
        if (isPart(tree.key(node)))
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
    void readParts(const PlacedText &placed, const Tree &tree, int entry, QSet<int> &taken, std::vector<int> &sources,
                   std::vector<int> &entries)
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
                taken.insert(child);
                sources.push_back(child);
            } else if (isEntry(tree, child) && isMisplaced(tree, child)) {
                flaw(Fault::EntryOutside, placed, tree.node(child).keyBegin, key);
                taken.insert(child);
                entries.push_back(child);
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
                m_servers.push_back({tree.value(name),
                                     splicedRange(tree.text(), splices, tree.node(child).begin, tree.node(child).end),
                                     indent});
                continue;
            }
            if (tree.node(child).firstChild < 0)
                return guess();
            for (int member = tree.node(child).firstChild; member >= 0; member = tree.node(member).next) {
                if (!isEntry(tree, member))
                    return guess();
                m_servers.push_back({tree.key(member), tree.bytes(member), indent});
            }
        }
    }

    /// Twins inside of twins are compared once for each level, and each time as deep as they are: not without end.
    bool mayCompare(const Tree &tree, int node)
    {
        constexpr qsizetype most = 64 * 1024 * 1024;
        const qsizetype end = tree.node(node).end;
        for (int index = node; index < tree.size() && tree.node(index).begin < end && m_compared < most; ++index)
            m_compared += tree.node(index).end - tree.node(index).begin + 16;
        return m_compared < most;
    }

    /// Members of one name in one object, from the two sides of a conflict. Servers are looked at by their names.
    void readTwins(const Tree &tree, const std::vector<int> &servers, QSet<int> &taken)
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
                    taken.insert(child);
                else
                    return guess();
            }
        }
    }

    /// The file with all that has to move in its place.
    std::optional<QByteArray> merged()
    {
        if (m_servers.empty() && m_members.empty() && !m_bringsServers)
            return m_main;
        const auto tree = Tree::parse(*m_main, true);
        if (!tree)
            return std::nullopt;
        const int servers = tree->member(0, u"mcpServers");
        if (servers >= 0 && !tree->is(servers, Kind::Object))
            return std::nullopt;
        std::vector<const Moved *> newServers;
        std::vector<const Moved *> newMembers;
        if (!sort(*tree, servers, m_servers, newServers) || !sort(*tree, 0, m_members, newMembers))
            return std::nullopt;

        const json::Layout layout = json::Layout::of(*tree, servers);
        const json::Placement place(*tree, layout);
        std::vector<json::Render> inRoot;
        std::vector<json::Render> inServers;
        inRoot.reserve(newMembers.size() + 1);
        inServers.reserve(newServers.size());
        for (const Moved *server : newServers)
            inServers.push_back([&layout, server](const QByteArray &indent) {
                return layout.member(server->name, reindented(server->value, server->indent, indent));
            });
        for (const Moved *member : newMembers)
            inRoot.push_back([&layout, member](const QByteArray &indent) {
                return layout.member(member->name, reindented(member->value, member->indent, indent));
            });
        if (servers < 0 && (!inServers.empty() || m_bringsServers))
            inRoot.push_back([&](const QByteArray &indent) {
                const QByteArray inner = layout.servers.oneLine ? indent : indent + layout.unit;
                std::vector<QByteArray> texts;
                texts.reserve(inServers.size());
                for (const json::Render &server : inServers)
                    texts.push_back(server(inner));
                return layout.member(serversKey, layout.object(texts, layout.servers, indent));
            });
        std::vector<Splice> splices;
        if (servers >= 0 && !inServers.empty())
            splices.push_back(place.appended(servers, layout.servers, inServers));
        if (!inRoot.empty())
            splices.push_back(place.appended(0, layout.servers, inRoot));
        return json::spliced(*m_main, std::move(splices));
    }

    /// Which ones are new in an object. False where two of one name differ.
    static bool sort(const Tree &tree, int object, const std::vector<Moved> &moved, std::vector<const Moved *> &fresh)
    {
        QHash<QString, QByteArray> worths;
        QSet<QString> names;
        for (const Moved &each : moved)
            names.insert(each.name);
        if (object >= 0)
            for (int child = tree.node(object).firstChild; child >= 0; child = tree.node(child).next)
                if (names.contains(tree.key(child)))
                    worths.insert(tree.key(child), canonical(tree, child));
        for (const Moved &each : moved) {
            const auto value = Tree::parse(each.value, false);
            if (!value)
                return false;
            const QByteArray worth = canonical(*value, 0);
            const auto known = worths.constFind(each.name);
            if (known == worths.cend()) {
                worths.insert(each.name, worth);
                fresh.push_back(&each);
            } else if (*known != worth) {
                return false;
            }
        }
        return true;
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
    std::vector<std::pair<int, QString>> m_moving; ///< nodes, and the names they will have
    std::vector<Moved> m_servers;
    std::vector<Moved> m_members;
    bool m_bringsServers = false; ///< what was pasted has an `mcpServers`, empty perhaps
    qsizetype m_compared = 0;     ///< bytes
    bool m_isSound = false;       ///< strict JSON from the start
    bool m_isGuess = false;
};

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
