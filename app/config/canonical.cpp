#include "app/config/canonical.h"

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace kopru::config::tolerant {

using json::Kind;
using json::Tree;

QByteArray canonical(const Tree &tree, int root)
{
    // Children stand behind their parents, so no recursion is needed.
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

} // namespace kopru::config::tolerant
