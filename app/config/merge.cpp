#include "app/config/merge.h"

#include "app/config/layout.h"

#include <QtCore/QHash>
#include <QtCore/QSet>

using namespace Qt::StringLiterals;

namespace kopru::config {

using json::Kind;
using json::Layout;
using json::Placement;
using json::Render;
using json::Splice;
using json::Tree;

namespace {

const QString serversKey = u"mcpServers"_s;

/// The members of an object that count: of two of one name, the last one.
struct Members
{
    QStringList names; ///< each once, in the order of the text
    QHash<QString, int> nodes;

    int node(const QString &name) const { return nodes.value(name, -1); }
};

Members membersOf(const Tree &tree, int object)
{
    Members members;
    if (!tree.is(object, Kind::Object))
        return members;
    for (const int child : tree.children(object)) {
        const QString name = tree.key(child);
        if (!members.nodes.contains(name))
            members.names.append(name);
        members.nodes.insert(name, child);
    }
    return members;
}

QByteArrayView bytesOf(const Tree &tree, int node)
{
    return QByteArrayView(tree.text()).sliced(tree.node(node).begin, tree.node(node).end - tree.node(node).begin);
}

/// As JavaScript has it, whose numbers are doubles: 1 and 1.0 are one number.
bool isSameNumber(QByteArrayView a, QByteArrayView b)
{
    bool isNumberA = false;
    bool isNumberB = false;
    const double x = a.toByteArray().toDouble(&isNumberA);
    const double y = b.toByteArray().toDouble(&isNumberB);
    return isNumberA && isNumberB && !(x < y) && !(y < x);
}

/// Whether two values read the same, however they are spelled and laid out.
bool isSame(const Tree &a, int x, const Tree &b, int y)
{
    if (a.node(x).kind != b.node(y).kind)
        return false;
    if (bytesOf(a, x) == bytesOf(b, y))
        return true;
    switch (a.node(x).kind) {
    case Kind::Text:
        return a.value(x) == b.value(y);
    case Kind::Number:
        return isSameNumber(bytesOf(a, x), bytesOf(b, y));
    case Kind::Array: {
        const std::vector<int> left = a.children(x);
        const std::vector<int> right = b.children(y);
        return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                          [&](int i, int j) { return isSame(a, i, b, j); });
    }
    case Kind::Object: {
        const Members left = membersOf(a, x);
        const Members right = membersOf(b, y);
        return left.names.size() == right.names.size() &&
               std::all_of(left.names.begin(), left.names.end(), [&](const QString &name) {
                   const int other = right.node(name);
                   return other >= 0 && isSame(a, left.node(name), b, other);
               });
    }
    default:
        return true;
    }
}

bool isLineBreak(char c)
{
    return c == '\n' || c == '\r';
}

/// A value of one text as it must stand in another: its lines indented as there. Line breaks stand only between
/// values, never in a text.
QByteArray fitted(const QByteArray &value, const QByteArray &fromIndent, const Layout &from, const QByteArray &toIndent,
                  const Layout &to)
{
    QByteArray out;
    qsizetype at = 0;
    while (at < value.size()) {
        qsizetype end = at;
        while (end < value.size() && !isLineBreak(value.at(end)))
            ++end;
        out += QByteArrayView(value).sliced(at, end - at);
        if (end == value.size())
            break;
        end += value.at(end) == '\r' && value.at(end + 1) == '\n' ? 2 : 1; // A value does not end in white space.
        at = end;
        while (value.at(at) == ' ' || value.at(at) == '\t')
            ++at;
        QByteArray indent = value.sliced(end, at - end);
        out += to.newline;
        if (indent.startsWith(fromIndent)) {
            indent.remove(0, fromIndent.size());
            out += toIndent;
            while (!from.unit.isEmpty() && indent.startsWith(from.unit)) {
                indent.remove(0, from.unit.size());
                out += to.unit;
            }
        }
        out += indent;
    }
    return out;
}

/// One of the three texts.
struct Side
{
    explicit Side(const Document &whole) : document(whole), tree(read(whole.text())) {}

    static Tree read(const QByteArray &text)
    {
        auto tree = Tree::parse(text, true);
        if (!tree)
            qFatal("A document's text is not sound");
        return std::move(*tree);
    }

    /// Of a key, or of what it would be in.
    Position position(int node, int container) const
    {
        const int shown = node >= 0 ? node : std::max(container, 0);
        return document.placeOf(tree.node(shown).start());
    }

    const Document &document;
    Tree tree;
};

class Merger
{
public:
    Merger(const Document &base, const Document &ours, const Document &theirs, const Choices &choices)
        : m_base(base),
          m_ours(ours),
          m_theirs(theirs),
          m_choices(choices),
          m_oursLayout(Layout::of(m_ours.tree, m_ours.tree.member(0, serversKey))),
          m_theirsLayout(Layout::of(m_theirs.tree, m_theirs.tree.member(0, serversKey)))
    {}

    Merge result()
    {
        mergeObjects({}, 0, 0, 0);
        mergeObjects({serversKey}, m_base.tree.member(0, serversKey), m_ours.tree.member(0, serversKey),
                     m_theirs.tree.member(0, serversKey));
        const QByteArray text = withAdditions(json::spliced(m_theirs.tree.text(), std::move(m_splices)));
        auto document = Document::parse(text);
        if (document)
            return {*std::move(document), std::move(m_conflicts)};
        // Two sound files can make one that is not: we add `mcp_servers`, and they take `mcpServers` away.
        m_conflicts.append({{}, SideChange::Changed, SideChange::Changed, {}, {}});
        return {m_theirs.document, std::move(m_conflicts)};
    }

private:
    /// A member of ours that their text does not have.
    struct Addition
    {
        KeyPath container;
        std::optional<QString> behind; ///< the member of theirs that it follows
        int node = -1;                 ///< in ours
    };

    /// Any of the nodes may be -1: an object without members.
    void mergeObjects(const KeyPath &path, int base, int ours, int theirs)
    {
        const Members before = membersOf(m_base.tree, base);
        const Members mine = membersOf(m_ours.tree, ours);
        const Members other = membersOf(m_theirs.tree, theirs);
        std::optional<QString> behind;
        for (const QString &name : mine.names) {
            const int b = before.node(name);
            const int o = mine.node(name);
            const int t = other.node(name);
            const KeyPath at = path + KeyPath{name};
            if (t >= 0)
                behind = name;
            if (at == KeyPath{serversKey})
                continue;
            const auto conflict = [&](SideChange our, SideChange their) {
                return Conflict{at, our, their, m_ours.position(o, ours), m_theirs.position(t, theirs)};
            };
            if (b >= 0 && t >= 0) {
                mergeValues(conflict(SideChange::Changed, SideChange::Changed), b, o, t);
            } else if (t >= 0) {
                if (isSame(m_ours.tree, o, m_theirs.tree, t))
                    continue;
                if (m_ours.tree.is(o, Kind::Object) && m_theirs.tree.is(t, Kind::Object) && path != KeyPath{serversKey})
                    mergeObjects(at, -1, o, t);
                else if (keepsOurs(conflict(SideChange::Added, SideChange::Added)))
                    replace(o, t);
            } else if (b < 0 || (!isSame(m_ours.tree, o, m_base.tree, b) &&
                                 keepsOurs(conflict(SideChange::Changed, SideChange::Removed)))) {
                m_additions.push_back({path, behind, o});
            }
        }

        QStringList removed;
        for (const QString &name : before.names) {
            const int t = other.node(name);
            const KeyPath at = path + KeyPath{name};
            if (mine.node(name) >= 0 || t < 0 || at == KeyPath{serversKey})
                continue;
            if (isSame(m_base.tree, before.node(name), m_theirs.tree, t) ||
                keepsOurs({at, SideChange::Removed, SideChange::Changed, m_ours.position(-1, ours),
                           m_theirs.position(t, theirs)}))
                removed.append(name);
        }
        if (removed.isEmpty())
            return;
        const QSet<QString> taken(removed.begin(), removed.end());
        const Placement place(m_theirs.tree, m_theirsLayout);
        for (Splice &splice :
             place.removedWhere(theirs, [&](int child) { return taken.contains(m_theirs.tree.key(child)); }))
            m_splices.push_back(std::move(splice));
    }

    void mergeValues(const Conflict &conflict, int base, int ours, int theirs)
    {
        const auto isObject = [](const Side &side, int node) { return side.tree.is(node, Kind::Object); };
        if (bytesOf(m_ours.tree, ours) == bytesOf(m_base.tree, base))
            return;
        if (const auto as = bytesOf(m_theirs.tree, theirs); as == bytesOf(m_base.tree, base)) {
            // With its lines as they were, whatever line ends the rest of the file has.
            if (as.contains('\n') || as.contains('\r'))
                return replaceAsItStands(ours, theirs);
            return replace(ours, theirs);
        }
        if (isSame(m_ours.tree, ours, m_theirs.tree, theirs) || isSame(m_ours.tree, ours, m_base.tree, base))
            return;
        if (isObject(m_base, base) && isObject(m_ours, ours) && isObject(m_theirs, theirs))
            return mergeObjects(conflict.path, base, ours, theirs);
        if (isSame(m_theirs.tree, theirs, m_base.tree, base) || keepsOurs(conflict))
            replace(ours, theirs);
    }

    bool keepsOurs(const Conflict &conflict)
    {
        const auto choice = m_choices.constFind(conflict.path);
        if (choice != m_choices.cend())
            return *choice == Keep::Ours;
        m_conflicts.append(conflict);
        return false;
    }

    void replaceAsItStands(int ours, int theirs)
    {
        const json::Node &node = m_theirs.tree.node(theirs);
        m_splices.push_back({node.begin, node.end, m_ours.tree.bytes(ours)});
    }

    void replace(int ours, int theirs)
    {
        const json::Node &node = m_theirs.tree.node(theirs);
        const QByteArray indent = Placement(m_theirs.tree, m_theirsLayout).indentAt(node.begin);
        m_splices.push_back({node.begin, node.end, valueFor(ours, indent)});
    }

    /// A value of ours, for a line of theirs.
    QByteArray valueFor(int ours, const QByteArray &indent) const
    {
        const QByteArray own = Placement(m_ours.tree, m_oursLayout).indentAt(m_ours.tree.node(ours).begin);
        return fitted(m_ours.tree.bytes(ours), own, m_oursLayout, indent, m_theirsLayout);
    }

    Render memberFor(int ours) const
    {
        return [this, ours](const QByteArray &indent) {
            const json::Node &node = m_ours.tree.node(ours);
            const auto key = QByteArrayView(m_ours.tree.text()).sliced(node.keyBegin, node.keyEnd - node.keyBegin);
            return key.toByteArray() + m_theirsLayout.colon + valueFor(ours, indent);
        };
    }

    const json::Spacing &spacingOf(const KeyPath &container) const
    {
        if (container.size() < 2)
            return m_theirsLayout.servers;
        return container.last() == "env"_L1 ? m_theirsLayout.environment : m_theirsLayout.entry;
    }

    QByteArray withAdditions(QByteArray text) const
    {
        if (m_additions.empty())
            return text;
        Tree tree = Side::read(text);
        const bool needsServers = std::any_of(m_additions.begin(), m_additions.end(),
                                              [](const Addition &one) { return one.container == KeyPath{serversKey}; });
        if (needsServers && tree.member(0, serversKey) < 0) {
            const Render empty = [this](const QByteArray &) { return m_theirsLayout.member(serversKey, "{}"_ba); };
            text = json::spliced(text, {Placement(tree, m_theirsLayout).appended(0, m_theirsLayout.servers, {empty})});
            tree = Side::read(text);
        }

        QMap<KeyPath, std::vector<Addition>> byContainer;
        for (const Addition &one : m_additions)
            byContainer[one.container].push_back(one);
        std::vector<Splice> splices;
        for (auto it = byContainer.cbegin(); it != byContainer.cend(); ++it)
            addTo(tree, it.key(), it.value(), splices);
        return json::spliced(text, std::move(splices));
    }

    void addTo(const Tree &tree, const KeyPath &path, const std::vector<Addition> &additions,
               std::vector<Splice> &splices) const
    {
        int container = 0;
        for (const QString &key : path)
            container = tree.member(container, key);
        if (!tree.is(container, Kind::Object))
            qFatal("A merge lost the place of an addition");
        const Placement place(tree, m_theirsLayout);
        const Members members = membersOf(tree, container);
        for (auto from = additions.begin(); from != additions.end();) {
            const auto to =
                std::find_if(from, additions.end(), [&](const Addition &one) { return one.behind != from->behind; });
            std::vector<Render> items;
            std::transform(from, to, std::back_inserter(items),
                           [this](const Addition &one) { return memberFor(one.node); });
            if (members.names.isEmpty()) {
                splices.push_back(place.appended(container, spacingOf(path), items));
            } else if (from->behind) {
                splices.push_back(place.insertedBehind(members.node(*from->behind), items));
            } else {
                Splice all;
                for (const Render &item : items) {
                    const Splice one = place.insertedInFront(container, item);
                    all = {one.begin, one.end, all.bytes + one.bytes};
                }
                splices.push_back(std::move(all));
            }
            from = to;
        }
    }

    const Side m_base;
    const Side m_ours;
    const Side m_theirs;
    const Choices &m_choices;
    const Layout m_oursLayout;
    const Layout m_theirsLayout;
    QList<Conflict> m_conflicts;
    std::vector<Splice> m_splices; ///< of their text: values replaced and members taken
    std::vector<Addition> m_additions;
};

} // namespace

Merge merge(const Document &base, const Document &ours, const Document &theirs, const Choices &choices)
{
    if (const auto whole = choices.constFind(KeyPath()); whole != choices.cend())
        return {*whole == Keep::Ours ? ours : theirs, {}};
    if (ours == base || ours == theirs)
        return {theirs, {}};
    if (theirs == base)
        return {ours, {}};
    return Merger(base, ours, theirs, choices).result();
}

bool readsTheSame(const QByteArray &a, const QByteArray &b)
{
    if (a == b)
        return true;
    const auto left = Tree::parse(a, false);
    const auto right = Tree::parse(b, false);
    return left && right && isSame(*left, 0, *right, 0);
}

} // namespace kopru::config
