#include "app/config/moving.h"

#include "app/config/canonical.h"
#include "app/config/keys.h"
#include "app/config/layout.h"

#include <QtCore/QHash>
#include <QtCore/QSet>

namespace kopru::config::tolerant {

using json::Kind;
using json::Splice;
using json::Tree;

namespace {

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

/// Adds to `fresh` which ones are new in an object. False where two of one name differ.
bool addNew(const Tree &tree, int object, const std::vector<Moved> &moved, std::vector<const Moved *> &fresh)
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

} // namespace

std::optional<QByteArray> withMoved(const QByteArray &file, const Moving &moving)
{
    if (moving.servers.empty() && moving.members.empty() && !moving.bringsServers)
        return file;
    const auto tree = Tree::parse(file, true);
    if (!tree)
        return std::nullopt;
    const int servers = tree->member(0, u"mcpServers");
    if (servers >= 0 && !tree->is(servers, Kind::Object))
        return std::nullopt;
    std::vector<const Moved *> newServers;
    std::vector<const Moved *> newMembers;
    if (!addNew(*tree, servers, moving.servers, newServers) || !addNew(*tree, 0, moving.members, newMembers))
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
    if (servers < 0 && (!inServers.empty() || moving.bringsServers))
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
    return json::spliced(file, std::move(splices));
}

} // namespace kopru::config::tolerant
