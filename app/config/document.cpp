#include "app/config/document.h"

#include "app/config/entryedit.h"
#include "app/config/keys.h"
#include "app/config/layout.h"

#include <QtCore/QHash>

using namespace Qt::StringLiterals;

namespace kopru::config {

using json::Kind;
using json::Tree;

namespace {

constexpr QStringView serversKey = u"mcpServers";

std::vector<qsizetype> lineStarts(const QByteArray &text)
{
    std::vector<qsizetype> starts{0};
    for (qsizetype at = 0; at < text.size(); ++at) {
        const char c = text.at(at);
        if (c == '\n' || (c == '\r' && (at + 1 == text.size() || text.at(at + 1) != '\n')))
            starts.push_back(at + 1);
    }
    return starts;
}

Position positionAt(const QByteArray &text, const std::vector<qsizetype> &starts, qsizetype offset)
{
    const auto line = std::upper_bound(starts.begin(), starts.end(), offset) - 1;
    Position position{offset, static_cast<int>(line - starts.begin()) + 1, 1};
    for (qsizetype at = *line; at < offset; ++at)
        if ((static_cast<uchar>(text.at(at)) & 0xc0) != 0x80) // Not a continuation of the character before.
            ++position.column;
    return position;
}

bool isUtf16(const QByteArray &text)
{
    if (text.startsWith("\xff\xfe") || text.startsWith("\xfe\xff"))
        return true;
    return text.size() >= 2 && (text.at(0) == '\0') != (text.at(1) == '\0');
}

bool isBlank(const QByteArray &text)
{
    return std::all_of(text.begin(), text.end(),
                       [](char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; });
}

/// What is wrong with `mcpServers` in a text without faults of syntax.
std::optional<json::Failure> faultOfServers(const Tree &tree)
{
    const int servers = tree.member(0, serversKey);
    if (servers >= 0) {
        if (tree.is(servers, Kind::Object))
            return std::nullopt;
        return json::Failure{Fault::NotAnObject, tree.node(servers).begin, serversKey.toString()};
    }
    for (const int child : tree.children(0)) {
        const bool holdsServers = tree.is(child, Kind::Object) || tree.is(child, Kind::Array);
        if (holdsServers && tolerant::isLikeServersKey(tree.key(child)))
            return json::Failure{Fault::WrongCase, tree.node(child).keyBegin, tree.key(child)};
    }
    return std::nullopt;
}

Result<Tree, json::Failure> read(const QByteArray &text)
{
    if (isUtf16(text))
        return failure(json::Failure{Fault::Utf16, 0, {}});
    if (text.startsWith("\xef\xbb\xbf"))
        return failure(json::Failure{Fault::ByteOrderMark, 0, {}});
    if (isBlank(text))
        return failure(json::Failure{Fault::Empty, 0, {}});
    auto tree = Tree::parse(text, true);
    const qsizetype invalid = json::firstInvalidUtf8(text);
    if (invalid >= 0 && (tree || tree.error().offset >= invalid))
        return failure(json::Failure{Fault::NotUtf8, invalid, {}});
    if (tree) {
        if (const auto fault = faultOfServers(*tree))
            return failure(*fault);
    }
    return tree;
}

} // namespace

/// The text, its values, and an index of the servers.
class Document::Content
{
public:
    explicit Content(Tree read)
        : tree(std::move(read)), servers(tree.member(0, serversKey)), lines(lineStarts(tree.text()))
    {
        if (servers < 0)
            return;
        for (int child = tree.node(servers).firstChild; child >= 0; child = tree.node(child).next)
            nodes[tree.key(child)].push_back(child);
    }

    /// The one that counts; -1 where there is none.
    int node(const QString &name) const
    {
        const auto found = nodes.constFind(name);
        return found == nodes.cend() ? -1 : found->back();
    }

    Position position(qsizetype offset) const { return positionAt(tree.text(), lines, offset); }

    Server server(int index) const
    {
        json::ReadEntry read = json::readEntry(tree, index);
        return {tree.key(index), std::move(read.entry), std::move(read.otherKeys), read.wellFormed,
                position(tree.node(index).keyBegin)};
    }

    json::Layout layout() const { return json::Layout::of(tree, servers); }

    Tree tree;
    int servers = -1;
    QHash<QString, std::vector<int>> nodes; ///< all members of a name, in the order of the text
    std::vector<qsizetype> lines;
};

Document::Document() : Document(edited("{\n  \"mcpServers\": {}\n}\n"_ba)) {}

Document::Document(std::shared_ptr<const Content> content) : m_content(std::move(content)) {}

Result<Document, SyntaxError> Document::parse(const QByteArray &text)
{
    auto tree = read(text);
    if (!tree) {
        const json::Failure &fault = tree.error();
        return failure(SyntaxError{fault.fault, positionAt(text, lineStarts(text), fault.offset), fault.detail});
    }
    return Document(std::make_shared<const Content>(std::move(*tree)));
}

/// The result of an edit. That it is sound is the promise of every edit here: a text that is not must not live on.
Document Document::edited(const QByteArray &text)
{
    auto document = parse(text);
    if (!document)
        qFatal("An edit broke the configuration's text");
    return std::move(*document);
}

const QByteArray &Document::text() const
{
    return m_content->tree.text();
}

QList<Server> Document::servers() const
{
    QList<Server> servers;
    if (m_content->servers < 0)
        return servers;
    const Tree &tree = m_content->tree;
    for (int child = tree.node(m_content->servers).firstChild; child >= 0; child = tree.node(child).next)
        if (m_content->node(tree.key(child)) == child)
            servers.append(m_content->server(child));
    return servers;
}

bool Document::contains(const QString &name) const
{
    return m_content->node(name) >= 0;
}

Result<Server, EditProblem> Document::server(const QString &name) const
{
    const int node = m_content->node(name);
    if (node < 0)
        return failure(EditProblem::NoSuchServer);
    return m_content->server(node);
}

QByteArray Document::serverText(const QString &name) const
{
    const int node = m_content->node(name);
    return node < 0 ? QByteArray() : m_content->tree.bytes(node);
}

QByteArray Document::memberText(const QString &name) const
{
    const int index = m_content->node(name);
    if (index < 0)
        return {};
    const json::Node &node = m_content->tree.node(index);
    return text().sliced(node.keyBegin, node.end - node.keyBegin);
}

std::optional<QString> Document::serverBefore(const QString &name) const
{
    const Tree &tree = m_content->tree;
    const int node = m_content->node(name);
    std::optional<QString> before;
    if (node < 0)
        return before;
    for (const int child : tree.children(m_content->servers)) {
        if (child == node)
            break;
        if (QString key = tree.key(child); key != name && m_content->node(key) == child)
            before = std::move(key);
    }
    return before;
}

QList<HiddenKey> Document::hidden() const
{
    const Tree &tree = m_content->tree;
    QList<HiddenKey> hidden;
    for (const int child : tree.children(0))
        if (child != m_content->servers && tree.key(child) == serversKey)
            hidden.append({serversKey.toString(), false, m_content->position(tree.node(child).keyBegin)});
    if (m_content->servers < 0)
        return hidden;
    for (const int child : tree.children(m_content->servers)) {
        const QString name = tree.key(child);
        if (m_content->node(name) != child)
            hidden.append({name, true, m_content->position(tree.node(child).keyBegin)});
    }
    return hidden;
}

Position Document::positionOf(const QString &server, const QStringList &path) const
{
    const Tree &tree = m_content->tree;
    int node = m_content->node(server);
    if (node < 0)
        return {};
    for (const QString &step : path) {
        int next = tree.member(node, step);
        if (tree.is(node, Kind::Array)) {
            const std::vector<int> children = tree.children(node);
            bool isNumber = false;
            const std::size_t index = step.toULong(&isNumber);
            next = isNumber && index < children.size() ? children[index] : -1;
        }
        if (next < 0)
            break;
        node = next;
    }
    return m_content->position(tree.node(node).start());
}

Position Document::placeOf(qsizetype offset) const
{
    return m_content->position(std::clamp<qsizetype>(offset, 0, text().size()));
}

Result<Document, EditProblem> Document::addedMember(const QByteArray &member,
                                                    const std::optional<QString> &behind) const
{
    // As deep as it will stand, so that what is too deep there is refused here.
    const auto alone = Tree::parse("{\"\":{" + member + "}}", true);
    if (!alone || json::firstInvalidUtf8(member) >= 0 || alone->children(0).size() != 1 ||
        alone->children(1).size() != 1)
        return failure(EditProblem::NotAnObject);
    const QString name = alone->key(2);
    if (contains(name))
        return failure(EditProblem::NameTaken);
    const json::Layout layout = m_content->layout();
    const json::Placement place(m_content->tree, layout);
    const json::Render as = [&member](const QByteArray &) { return member; };
    const int servers = m_content->servers;
    if (servers >= 0) {
        const int before = behind ? m_content->node(*behind) : -1;
        const bool first = !behind && m_content->tree.node(servers).firstChild >= 0;
        const json::Splice splice = before >= 0 ? place.insertedBehind(before, {as})
                                    : first     ? place.insertedInFront(servers, as)
                                                : place.appended(servers, layout.servers, {as});
        return edited(json::spliced(text(), {splice}));
    }
    const json::Render all = [&](const QByteArray &indent) {
        return layout.member(serversKey.toString(), layout.object({member}, layout.servers, indent));
    };
    return edited(json::spliced(text(), {place.appended(0, layout.servers, {all})}));
}

Result<Document, EditProblem> Document::added(const QString &name, const Entry &entry) const
{
    if (name.trimmed().isEmpty())
        return failure(EditProblem::EmptyName);
    if (contains(name))
        return failure(EditProblem::NameTaken);
    const json::Layout layout = m_content->layout();
    const json::Placement place(m_content->tree, layout);
    const json::Render server = [&](const QByteArray &indent) {
        return layout.member(name, layout.entryText(entry, indent));
    };
    if (m_content->servers >= 0)
        return edited(json::spliced(text(), {place.appended(m_content->servers, layout.servers, {server})}));

    const json::Render servers = [&](const QByteArray &indent) {
        const QByteArray inner = layout.servers.oneLine ? indent : indent + layout.unit;
        return layout.member(serversKey.toString(), layout.object({server(inner)}, layout.servers, indent));
    };
    return edited(json::spliced(text(), {place.appended(0, layout.servers, {servers})}));
}

Result<Document, EditProblem> Document::changed(const QString &name, const Entry &entry) const
{
    const int node = m_content->node(name);
    if (node < 0)
        return failure(EditProblem::NoSuchServer);
    const Tree &tree = m_content->tree;
    if (!tree.is(node, Kind::Object))
        return failure(EditProblem::NotAnObject);
    const json::Layout layout = m_content->layout();
    const QByteArray indent = json::Placement(tree, layout).indentAt(tree.node(node).begin);
    const QByteArray before = tree.bytes(node);
    const QByteArray after = json::changedEntry(before, entry, layout, indent);
    if (after == before)
        return *this;
    return edited(json::spliced(text(), {{tree.node(node).begin, tree.node(node).end, after}}));
}

Result<Document, EditProblem> Document::renamed(const QString &name, const QString &newName) const
{
    if (!contains(name))
        return failure(EditProblem::NoSuchServer);
    if (name == newName)
        return *this;
    if (newName.trimmed().isEmpty())
        return failure(EditProblem::EmptyName);
    if (contains(newName))
        return failure(EditProblem::NameTaken);
    std::vector<json::Splice> splices;
    for (const int node : m_content->nodes.value(name))
        splices.push_back(
            {m_content->tree.node(node).keyBegin, m_content->tree.node(node).keyEnd, json::quoted(newName)});
    return edited(json::spliced(text(), std::move(splices)));
}

Result<Document, EditProblem> Document::duplicated(const QString &name, const QString &newName) const
{
    const int node = m_content->node(name);
    if (node < 0)
        return failure(EditProblem::NoSuchServer);
    if (newName.trimmed().isEmpty())
        return failure(EditProblem::EmptyName);
    if (contains(newName))
        return failure(EditProblem::NameTaken);
    const Tree &tree = m_content->tree;
    const json::Layout layout = m_content->layout();
    const auto colon = tree.text().mid(tree.node(node).keyEnd, tree.node(node).begin - tree.node(node).keyEnd);
    const json::Render copy = [&](const QByteArray &) { return json::quoted(newName) + colon + tree.bytes(node); };
    return edited(json::spliced(text(), {json::Placement(tree, layout).insertedBehind(node, {copy})}));
}

Result<Document, EditProblem> Document::removed(const QString &name) const
{
    if (!contains(name))
        return failure(EditProblem::NoSuchServer);
    const Tree &tree = m_content->tree;
    const json::Layout layout = m_content->layout();
    return edited(json::spliced(text(), json::Placement(tree, layout).removedWhere(m_content->servers, [&](int child) {
        return tree.key(child) == name;
    })));
}

QString faultId(Fault fault)
{
    switch (fault) {
    case Fault::Empty:
        return u"empty"_s;
    case Fault::ByteOrderMark:
        return u"byte-order-mark"_s;
    case Fault::NotUtf8:
        return u"not-utf8"_s;
    case Fault::Utf16:
        return u"utf-16"_s;
    case Fault::UnexpectedCharacter:
        return u"unexpected-character"_s;
    case Fault::MissingComma:
        return u"missing-comma"_s;
    case Fault::TrailingComma:
        return u"trailing-comma"_s;
    case Fault::MissingColon:
        return u"missing-colon"_s;
    case Fault::MissingQuote:
        return u"missing-quote"_s;
    case Fault::UnterminatedText:
        return u"unterminated-text"_s;
    case Fault::BadEscape:
        return u"bad-escape"_s;
    case Fault::ControlCharacter:
        return u"control-character"_s;
    case Fault::BadNumber:
        return u"bad-number"_s;
    case Fault::Comment:
        return u"comment"_s;
    case Fault::UnexpectedEnd:
        return u"unexpected-end"_s;
    case Fault::TextAfterEnd:
        return u"text-after-end"_s;
    case Fault::TooDeep:
        return u"too-deep"_s;
    case Fault::NotAnObject:
        return u"not-an-object"_s;
    case Fault::DuplicateKey:
        return u"duplicate-key"_s;
    case Fault::WrongCase:
        return u"wrong-case"_s;
    case Fault::ExtraComma:
        return u"extra-comma"_s;
    case Fault::WrongBracket:
        return u"wrong-bracket"_s;
    case Fault::ExtraBracket:
        return u"extra-bracket"_s;
    case Fault::MissingBracket:
        return u"missing-bracket"_s;
    case Fault::MissingValue:
        return u"missing-value"_s;
    case Fault::QuoteInside:
        return u"quote-inside"_s;
    case Fault::WrongWord:
        return u"wrong-word"_s;
    case Fault::WrongSpace:
        return u"wrong-space"_s;
    case Fault::MergeMark:
        return u"merge-mark"_s;
    case Fault::Fence:
        return u"fence"_s;
    case Fault::TextBeforeStart:
        return u"text-before-start"_s;
    case Fault::FileInside:
        return u"file-inside"_s;
    case Fault::EntryOutside:
        return u"entry-outside"_s;
    }
    return {};
}

} // namespace kopru::config
