#include "app/config/entryedit.h"

#include <QtCore/QHash>
#include <QtCore/QSet>

using namespace Qt::StringLiterals;

namespace kopru::config::json {
namespace {

constexpr QStringView commandKey = u"command";
constexpr QStringView argumentsKey = u"args";
constexpr QStringView environmentKey = u"env";

QStringList readTexts(const Tree &tree, int list, bool &wellFormed)
{
    QStringList texts;
    if (!tree.is(list, Kind::Array)) {
        wellFormed = wellFormed && list < 0;
        return texts;
    }
    for (const int child : tree.children(list)) {
        wellFormed = wellFormed && tree.is(child, Kind::Text);
        texts.append(tree.value(child));
    }
    return texts;
}

/// Each name once: where it stands first, with the value that stands last.
Variables readVariables(const Tree &tree, int object, bool &wellFormed)
{
    Variables variables;
    if (!tree.is(object, Kind::Object)) {
        wellFormed = wellFormed && object < 0;
        return variables;
    }
    QHash<QString, qsizetype> places;
    for (const int child : tree.children(object)) {
        wellFormed = wellFormed && tree.is(child, Kind::Text);
        const QString name = tree.key(child);
        if (const auto place = places.constFind(name); place != places.cend()) {
            variables[*place].value = tree.value(child);
            continue;
        }
        places.insert(name, variables.size());
        variables.append({name, tree.value(child)});
    }
    return variables;
}

/// Changes one entry step by step; each step reads the text anew, so that places are never stale.
class EntryText
{
public:
    EntryText(const QByteArray &text, const Layout &layout, const QByteArray &outerIndent)
        : m_text(text), m_layout(layout), m_outerIndent(outerIndent)
    {
        read();
    }

    void setCommand(const QString &command)
    {
        const int node = m_tree.member(0, commandKey);
        if (node < 0 && command.isEmpty())
            return;
        if (node >= 0 && m_tree.value(node) == command)
            return;
        if (node >= 0)
            return apply({{m_tree.node(node).begin, m_tree.node(node).end, quoted(command)}});
        const Render item = [&](const QByteArray &) { return m_layout.member(commandKey.toString(), quoted(command)); };
        if (m_tree.node(0).firstChild >= 0)
            apply({place().insertedInFront(0, item)});
        else
            apply({place().appended(0, m_layout.entry, {item})});
    }

    void setArguments(const QStringList &wanted)
    {
        const int list = m_tree.member(0, argumentsKey);
        bool wellFormed = true;
        const QStringList current = readTexts(m_tree, list, wellFormed);
        if (current == wanted)
            return;
        if (!m_tree.is(list, Kind::Array))
            return setMember(list, argumentsKey, commandKey,
                             [&](const QByteArray &indent) { return m_layout.array(wanted, indent); });

        // What is the same at both ends stays; between them, text by text.
        qsizetype front = 0;
        while (front < std::min(current.size(), wanted.size()) && current.at(front) == wanted.at(front))
            ++front;
        qsizetype back = 0;
        while (back < std::min(current.size(), wanted.size()) - front &&
               current.at(current.size() - 1 - back) == wanted.at(wanted.size() - 1 - back))
            ++back;
        const qsizetype replaced = std::min(current.size(), wanted.size()) - back;

        const std::vector<int> children = m_tree.children(list);
        const auto child = [&](qsizetype i) { return children[static_cast<std::size_t>(i)]; };
        std::vector<Splice> splices;
        for (qsizetype i = front; i < replaced; ++i)
            if (current.at(i) != wanted.at(i))
                splices.push_back({m_tree.node(child(i)).begin, m_tree.node(child(i)).end, quoted(wanted.at(i))});
        if (current.size() - back > replaced) {
            const int first = child(replaced);
            const int last = child(current.size() - back - 1);
            for (const Splice &splice : place().removedWhere(list, [&](int i) { return i >= first && i <= last; }))
                splices.push_back(splice);
        }

        std::vector<Render> added;
        for (qsizetype i = replaced; i < wanted.size() - back; ++i)
            added.emplace_back([text = quoted(wanted.at(i))](const QByteArray &) { return text; });
        if (!added.empty() && replaced > 0)
            splices.push_back(place().insertedBehind(child(replaced - 1), added));
        else if (!added.empty() && !current.isEmpty())
            splices.push_back(insertedInFront(list, wanted.sliced(0, wanted.size() - back)));
        else if (!added.empty())
            splices.push_back(place().appended(list, m_layout.arguments, added));
        apply(std::move(splices));
    }

    void setEnvironment(const Variables &wanted)
    {
        const int object = m_tree.member(0, environmentKey);
        bool wellFormed = true;
        const Variables current = readVariables(m_tree, object, wellFormed);
        if (current == wanted)
            return;
        Variables unique;
        QHash<QString, QString> values;
        for (const Variable &variable : wanted) {
            if (!values.contains(variable.name))
                unique.append(variable);
            values.insert(variable.name, variable.value);
        }
        for (Variable &variable : unique)
            variable.value = values.value(variable.name);
        if (!m_tree.is(object, Kind::Object))
            return setMember(object, environmentKey, m_tree.member(0, argumentsKey) >= 0 ? argumentsKey : commandKey,
                             [&](const QByteArray &indent) { return m_layout.variables(unique, indent); });
        changeVariables(object, current, values);
        appendVariables(unique);
    }

    QByteArray text() const { return m_text; }

private:
    void changeVariables(int object, const Variables &current, const QHash<QString, QString> &wanted)
    {
        QHash<QString, QString> before;
        for (const Variable &variable : current)
            before.insert(variable.name, variable.value);

        std::vector<Splice> splices =
            place().removedWhere(object, [&](int child) { return !wanted.contains(m_tree.key(child)); });
        QHash<QString, int> last; // Of two of one name, the one that counts.
        for (const int child : m_tree.children(object))
            last.insert(m_tree.key(child), child);
        for (auto it = last.cbegin(); it != last.cend(); ++it) {
            const Node &node = m_tree.node(it.value());
            if (wanted.contains(it.key()) && before.value(it.key()) != wanted.value(it.key()))
                splices.push_back({node.begin, node.end, quoted(wanted.value(it.key()))});
        }
        apply(std::move(splices));
    }

    void appendVariables(const Variables &wanted)
    {
        const int object = m_tree.member(0, environmentKey);
        QSet<QString> there;
        for (const int child : m_tree.children(object))
            there.insert(m_tree.key(child));
        std::vector<Render> added;
        for (const Variable &variable : wanted)
            if (!there.contains(variable.name))
                added.emplace_back([text = m_layout.member(variable.name, quoted(variable.value))](const QByteArray &) {
                    return text;
                });
        if (!added.empty())
            apply({place().appended(object, m_layout.environment, added)});
    }

    /// Replaces a member of the wrong type, or adds a missing one behind `behind`.
    void setMember(int node, QStringView key, QStringView behind, const Render &value)
    {
        if (node >= 0) {
            const Node &old = m_tree.node(node);
            return apply({{old.begin, old.end, value(place().indentAt(old.begin))}});
        }
        const Render item = [&](const QByteArray &indent) { return m_layout.member(key.toString(), value(indent)); };
        const int before = m_tree.member(0, behind);
        apply({before >= 0 ? place().insertedBehind(before, {item}) : place().appended(0, m_layout.entry, {item})});
    }

    Splice insertedInFront(int list, const QStringList &texts) const
    {
        Splice all;
        for (const QString &text : texts) {
            const Splice one = place().insertedInFront(list, [&](const QByteArray &) { return quoted(text); });
            all = {one.begin, one.end, all.bytes + one.bytes};
        }
        return all;
    }

    Placement place() const { return Placement(m_tree, m_layout, m_outerIndent); }

    void apply(std::vector<Splice> splices)
    {
        if (splices.empty())
            return;
        m_text = spliced(m_text, std::move(splices));
        read();
    }

    void read()
    {
        auto tree = Tree::parse(m_text, true);
        if (!tree)
            qFatal("An edit of an entry broke its text");
        m_tree = std::move(*tree);
    }

    QByteArray m_text;
    const Layout &m_layout;
    QByteArray m_outerIndent;
    Tree m_tree;
};

} // namespace

ReadEntry readEntry(const Tree &tree, int node)
{
    ReadEntry read;
    if (!tree.is(node, Kind::Object)) {
        read.wellFormed = false;
        return read;
    }
    for (const int child : tree.children(node)) {
        const QString key = tree.key(child);
        if (key != commandKey && key != argumentsKey && key != environmentKey && !read.otherKeys.contains(key))
            read.otherKeys.append(key);
    }
    const int command = tree.member(node, commandKey);
    read.wellFormed = tree.is(command, Kind::Text);
    if (command >= 0)
        read.entry.command = tree.value(command);
    read.entry.arguments = readTexts(tree, tree.member(node, argumentsKey), read.wellFormed);
    read.entry.environment = readVariables(tree, tree.member(node, environmentKey), read.wellFormed);
    return read;
}

QByteArray changedEntry(const QByteArray &text, const Entry &wanted, const Layout &layout,
                        const QByteArray &outerIndent)
{
    EntryText entry(text, layout, outerIndent);
    entry.setCommand(wanted.command);
    entry.setArguments(wanted.arguments);
    entry.setEnvironment(wanted.environment);
    return entry.text();
}

} // namespace kopru::config::json
