#include "app/config/layout.h"

using namespace Qt::StringLiterals;

namespace kopru::config::json {
namespace {

bool isLineBreak(char c)
{
    return c == '\n' || c == '\r';
}
bool isBlank(char c)
{
    return c == ' ' || c == '\t';
}

bool hasLineBreak(QByteArrayView text)
{
    return std::any_of(text.begin(), text.end(), isLineBreak);
}

QByteArrayView between(const Tree &tree, qsizetype begin, qsizetype end)
{
    return QByteArrayView(tree.text()).sliced(begin, end - begin);
}

qsizetype lineStart(QByteArrayView text, qsizetype offset)
{
    while (offset > 0 && !isLineBreak(text.at(offset - 1)))
        --offset;
    return offset;
}

QByteArray indentOf(QByteArrayView text, qsizetype offset)
{
    const qsizetype begin = lineStart(text, offset);
    qsizetype end = begin;
    while (end < offset && isBlank(text.at(end)))
        ++end;
    return text.sliced(begin, end - begin).toByteArray();
}

QByteArray newlineOf(QByteArrayView text)
{
    const auto found = std::find_if(text.begin(), text.end(), isLineBreak);
    if (found == text.end() || *found == '\n')
        return "\n"_ba;
    return found + 1 != text.end() && *(found + 1) == '\n' ? "\r\n"_ba : "\r"_ba;
}

/// One step of indentation: what the first member of a container is indented more than the container's own line.
std::optional<QByteArray> unitOf(const Tree &tree, int container)
{
    const Node &first = tree.node(tree.node(container).firstChild);
    if (!hasLineBreak(between(tree, tree.node(container).begin, first.start())))
        return std::nullopt;
    const QByteArray inner = indentOf(tree.text(), first.start());
    const QByteArray outer = indentOf(tree.text(), tree.node(container).begin);
    if (!inner.startsWith(outer))
        return std::nullopt;
    return inner.mid(outer.size());
}

bool isFilled(const Tree &tree, int container)
{
    return (tree.is(container, Kind::Object) || tree.is(container, Kind::Array)) &&
           tree.node(container).firstChild >= 0;
}

void learnUnit(const Tree &tree, Layout &layout)
{
    // The first one that is indented decides; a file without any indentation stays without.
    bool flush = false;
    for (int index = 0; index < tree.size(); ++index) {
        if (!isFilled(tree, index))
            continue;
        const auto unit = unitOf(tree, index);
        if (unit && !unit->isEmpty()) {
            layout.unit = *unit;
            return;
        }
        flush = flush || unit.has_value();
    }
    if (flush)
        layout.unit.clear();
}

void learnColon(const Tree &tree, int object, Layout &layout)
{
    const Node &first = tree.node(tree.node(object).firstChild);
    const auto colon = between(tree, first.keyEnd, first.begin);
    if (!hasLineBreak(colon))
        layout.colon = colon.toByteArray();
}

} // namespace

QByteArray spliced(const QByteArray &text, std::vector<Splice> splices)
{
    std::stable_sort(splices.begin(), splices.end(),
                     [](const Splice &a, const Splice &b) { return a.begin < b.begin; });
    QByteArray out;
    out.reserve(text.size() + 1024);
    qsizetype at = 0;
    for (const Splice &splice : splices) {
        Q_ASSERT(splice.begin >= at);
        out += QByteArrayView(text).sliced(at, splice.begin - at);
        out += splice.bytes;
        at = splice.end;
    }
    out += QByteArrayView(text).sliced(at);
    return out;
}

Spacing Spacing::of(const Tree &tree, int container)
{
    const int first = tree.node(container).firstChild;
    const int second = tree.node(first).next;
    Spacing spacing;
    const auto pad = between(tree, tree.node(container).begin + 1, tree.node(first).start());
    spacing.oneLine = !hasLineBreak(pad);
    if (spacing.oneLine)
        spacing.pad = pad.toByteArray();
    if (second >= 0) {
        const auto gap = between(tree, tree.node(first).end, tree.node(second).start());
        if (!hasLineBreak(gap))
            spacing.separator = gap.toByteArray();
    }
    return spacing;
}

Layout Layout::of(const Tree &tree, int servers)
{
    Layout layout;
    layout.newline = newlineOf(tree.text());
    learnUnit(tree, layout);

    // What is known of the whole text holds for the parts that have no example.
    const Node &root = tree.node(0);
    Spacing whole;
    if (isFilled(tree, 0)) {
        learnColon(tree, 0, layout);
        if (!hasLineBreak(between(tree, root.begin, root.end))) {
            whole = Spacing::of(tree, 0);
            if (tree.node(root.firstChild).next < 0)
                whole.separator = layout.colon.endsWith(' ') ? ", " : ",";
        }
    }
    layout.servers = layout.entry = whole;

    std::optional<Spacing> arguments;
    std::optional<Spacing> environment;
    std::optional<Spacing> entry;
    if (servers >= 0 && isFilled(tree, servers)) {
        layout.servers = Spacing::of(tree, servers);
        for (int child = tree.node(servers).firstChild; child >= 0; child = tree.node(child).next) {
            if (!tree.is(child, Kind::Object) || !isFilled(tree, child))
                continue;
            entry = Spacing::of(tree, child);
            learnColon(tree, child, layout);
            if (const int list = tree.member(child, u"args"); list >= 0 && isFilled(tree, list))
                arguments = Spacing::of(tree, list);
            if (const int list = tree.member(child, u"env");
                list >= 0 && tree.is(list, Kind::Object) && isFilled(tree, list))
                environment = Spacing::of(tree, list);
        }
    }
    layout.entry = entry.value_or(layout.entry);
    layout.environment = environment.value_or(layout.entry);
    layout.arguments = arguments.value_or(layout.entry);
    if (!arguments)
        layout.arguments.pad.clear();
    // Lists over several lines inside an entry on one line would look torn.
    if (layout.entry.oneLine)
        layout.environment.oneLine = layout.arguments.oneLine = true;
    return layout;
}

QByteArray Layout::member(const QString &key, const QByteArray &value) const
{
    return quoted(key) + colon + value;
}

QByteArray Layout::container(char open, char close, const std::vector<QByteArray> &items, const Spacing &spacing,
                             const QByteArray &indent) const
{
    QByteArray text(1, open);
    if (!items.empty()) {
        const QByteArray inner = spacing.oneLine ? spacing.pad : newline + indent + unit;
        const QByteArray gap = spacing.oneLine ? spacing.separator : ',' + newline + indent + unit;
        text += inner;
        for (std::size_t i = 0; i < items.size(); ++i)
            text += (i == 0 ? QByteArray() : gap) + items[i];
        text += spacing.oneLine ? spacing.pad : newline + indent;
    }
    return text + close;
}

QByteArray Layout::object(const std::vector<QByteArray> &members, const Spacing &spacing,
                          const QByteArray &indent) const
{
    return container('{', '}', members, spacing, indent);
}

QByteArray Layout::array(const QStringList &texts, const QByteArray &indent) const
{
    std::vector<QByteArray> items;
    for (const QString &text : texts)
        items.push_back(quoted(text));
    return container('[', ']', items, arguments, indent);
}

QByteArray Layout::variables(const Variables &variables, const QByteArray &indent) const
{
    std::vector<QByteArray> items;
    for (const Variable &variable : variables)
        items.push_back(member(variable.name, quoted(variable.value)));
    return object(items, environment, indent);
}

QByteArray Layout::entryText(const Entry &value, const QByteArray &indent) const
{
    const QByteArray inner = entry.oneLine ? indent : indent + unit;
    std::vector<QByteArray> items{member(u"command"_s, quoted(value.command))};
    if (!value.arguments.isEmpty())
        items.push_back(member(u"args"_s, array(value.arguments, inner)));
    if (!value.environment.isEmpty())
        items.push_back(member(u"env"_s, variables(value.environment, inner)));
    return object(items, entry, indent);
}

Placement::Placement(const Tree &tree, const Layout &layout, QByteArray outerIndent)
    : m_tree(tree), m_layout(layout), m_outerIndent(std::move(outerIndent))
{}

QByteArray Placement::indentAt(qsizetype offset) const
{
    return lineStart(m_tree.text(), offset) == 0 ? m_outerIndent + indentOf(m_tree.text(), offset)
                                                 : indentOf(m_tree.text(), offset);
}

bool Placement::startsLine(qsizetype offset) const
{
    const QByteArray &text = m_tree.text();
    while (offset > 0 && isBlank(text.at(offset - 1)))
        --offset;
    return offset > 0 && isLineBreak(text.at(offset - 1));
}

Splice Placement::insertedBehind(int child, const std::vector<Render> &items) const
{
    const Node &node = m_tree.node(child);
    const QByteArray indent = indentAt(node.start());
    const QByteArray gap =
        startsLine(node.start()) ? ',' + m_layout.newline + indent : Spacing::of(m_tree, node.parent).separator;
    Splice splice{node.end, node.end, {}};
    for (const Render &item : items)
        splice.bytes += gap + item(indent);
    return splice;
}

Splice Placement::insertedInFront(int container, const Render &item) const
{
    const Node &first = m_tree.node(m_tree.node(container).firstChild);
    const QByteArray indent = indentAt(first.start());
    const QByteArray gap =
        startsLine(first.start()) ? ',' + m_layout.newline + indent : Spacing::of(m_tree, container).separator;
    return {first.start(), first.start(), item(indent) + gap};
}

Splice Placement::appended(int container, const Spacing &whenEmpty, const std::vector<Render> &items) const
{
    const Node &node = m_tree.node(container);
    if (node.lastChild >= 0)
        return insertedBehind(node.lastChild, items);

    const QByteArray outer = indentAt(node.begin);
    const QByteArray inner = whenEmpty.oneLine ? outer : outer + m_layout.unit;
    const QByteArray open = whenEmpty.oneLine ? whenEmpty.pad : m_layout.newline + inner;
    const QByteArray gap = whenEmpty.oneLine ? whenEmpty.separator : ',' + m_layout.newline + inner;
    Splice splice{node.begin + 1, node.end - 1, {}};
    for (const Render &item : items)
        splice.bytes += (splice.bytes.isEmpty() ? open : gap) + item(inner);
    splice.bytes += whenEmpty.oneLine ? whenEmpty.pad : m_layout.newline + outer;
    return splice;
}

/// Takes members that follow one another; `before` is the one that stays in front of them, or -1.
Splice Placement::removedBehind(int before, int first, int last) const
{
    const QByteArray &text = m_tree.text();
    const Node &parent = m_tree.node(m_tree.node(first).parent);
    const qsizetype begin = m_tree.node(first).start();
    const int next = m_tree.node(last).next;
    // With the comma in front: what insertedBehind() wrote goes exactly.
    if (before >= 0)
        return {m_tree.node(before).end, m_tree.node(last).end, {}};
    if (next < 0)
        return {parent.begin + 1, parent.end - 1, {}};

    // Lines of their own: up to the end of the line that the comma stands in.
    qsizetype end = m_tree.node(last).end;
    while (isBlank(text.at(end)))
        ++end;
    if (startsLine(begin) && text.at(end) == ',') {
        ++end;
        while (isBlank(text.at(end)))
            ++end;
        if (isLineBreak(text.at(end))) {
            end += text.at(end) == '\r' && text.at(end + 1) == '\n' ? 2 : 1;
            return {lineStart(text, begin), end, {}};
        }
    }
    return {begin, m_tree.node(next).start(), {}};
}

std::vector<Splice> Placement::removedWhere(int container, const std::function<bool(int)> &isTaken) const
{
    std::vector<Splice> splices;
    int before = -1;
    for (int child = m_tree.node(container).firstChild; child >= 0; child = m_tree.node(child).next) {
        if (!isTaken(child)) {
            before = child;
            continue;
        }
        const int first = child;
        while (m_tree.node(child).next >= 0 && isTaken(m_tree.node(child).next))
            child = m_tree.node(child).next;
        splices.push_back(removedBehind(before, first, child));
    }
    return splices;
}

} // namespace kopru::config::json
